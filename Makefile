# `make` installs what is missing, builds optimized and opens the shell; `make test` runs every test.
# Both do their own set-up, so a fresh machine with a Swift toolchain needs nothing else first.

SWIFT ?= swift
PREFIX ?= /usr/local
PROGRAM = .build/release/descent
FLAGS = -c release
# The program carries the Swift library with it: it starts faster and runs where no Swift is installed.
# Tests need the library's own test support, which is only there as a shared library, so they are built
# beside it.
ifeq ($(shell uname -s),Linux)
STATIC = --static-swift-stdlib
# The toolchain's own linker, where it has one, does not warn about calls inside the Swift library.
ifneq ($(wildcard $(dir $(realpath $(shell command -v $(SWIFT))))ld.lld),)
STATIC += -Xswiftc -use-ld=lld
endif
endif
TESTS = $(FLAGS) --scratch-path .build/tests

.PHONY: shell build test test-arm64 test-debug bench lint install setup clean

shell: build
	@$(PROGRAM)

build: setup
	@$(SWIFT) build $(FLAGS) $(STATIC) --product descent

test: build test-arm64 test-debug
	@$(SWIFT) build $(TESTS) --build-tests
	@DESCENT_PROGRAM="$(CURDIR)/$(PROGRAM)" $(SWIFT) test $(TESTS) --skip-build

# The C kernels print the same digests natively and, in an emulator, on arm64.
test-arm64: build
	@sh scripts/install-dependencies tests
	@SWIFT="$(SWIFT)" DESCENT_PROGRAM="$(CURDIR)/$(PROGRAM)" sh Tests/KernelsOnOtherProcessors/check

# Without optimization the same trainings end in the same bits.
test-debug: setup
	@$(SWIFT) build -c debug --scratch-path .build/tests --product descent-fingerprints
	@.build/tests/debug/descent-fingerprints

# Times ours and whichever peers `sh Benchmarks/peers/setup` has installed. Without Python, ours alone.
bench: setup
	@$(SWIFT) build $(FLAGS) $(STATIC) --product descent-bench
	@if command -v python3 >/dev/null 2>&1; then \
	  python3 Benchmarks/compare.py --program .build/release/descent-bench; \
	else \
	  echo "python3 is missing: no comparison with peers"; .build/release/descent-bench; \
	fi

lint:
	@$(SWIFT) format lint --strict --recursive --parallel Package.swift Sources Tests Benchmarks

# The headers of libedit, SQLite and zlib are all that a Swift toolchain does not bring.
setup:
	@sh scripts/install-dependencies

install: build
	install -d "$(DESTDIR)$(PREFIX)/bin" "$(DESTDIR)$(PREFIX)/share/descent/lessons/data"
	install -s -m 755 $(PROGRAM) "$(DESTDIR)$(PREFIX)/bin/descent"
	install -m 644 lessons/*.md "$(DESTDIR)$(PREFIX)/share/descent/lessons/"
	install -m 644 lessons/data/* "$(DESTDIR)$(PREFIX)/share/descent/lessons/data/"

clean:
	rm -rf .build
