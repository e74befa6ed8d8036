# `make` installs what is missing, builds optimized and opens the shell; `make test` runs every test;
# `make interop` lets other programs read what descent writes. Each does its own set-up, so a fresh
# machine with a Swift toolchain needs nothing else first.

SWIFT ?= swift
PREFIX ?= /usr/local
# What a debugger reads of a program is a tenth of the work of building it.
LEAN = -debug-info-format none
FLAGS = -c release $(LEAN)
PROGRAM = .build/release/descent
export SWIFT
export DESCENT_PROGRAM = $(CURDIR)/$(PROGRAM)

.PHONY: shell build build-tests test test-arm64 test-debug faults interop bench lint install setup clean

shell: build
	@$(PROGRAM)

build: setup
	@[ -x $(PROGRAM) ] || echo "building descent, optimized: about three minutes, the first time only"
	@$(SWIFT) build $(FLAGS) --product descent

# The tests' product and not `--build-tests`, which would also build the tools of other packages.
build-tests: build
	@$(SWIFT) build $(FLAGS) --product descentPackageTests

# Ends by naming what was left out.
test: build-tests test-arm64 test-debug
	@sh scripts/run-tests $(FLAGS)

# The C kernels print the same digests natively and, in an emulator, on arm64.
test-arm64: build
	@sh scripts/install-dependencies tests
	@sh Tests/KernelsOnOtherProcessors/check

# Without optimization the same trainings end in the same bits.
test-debug: setup
	@$(SWIFT) build -c debug $(LEAN) --product descent-fingerprints
	@.build/debug/descent-fingerprints

# A long session killed at every call that changes a file, of which `make test` takes a sample: twenty minutes.
faults: build-tests
	@DESCENT_FAULTS=all sh scripts/run-tests $(FLAGS) --filter KilledSessionTests

# PyTorch, NumPy, onnxruntime, Optuna, its dashboard, scikit-learn, nbconvert and asciinema, from PyPI, and Chromium read what the
# program has written; and the tests that `make test` leaves out where strace or Optuna is missing.
interop: build-tests
	@$(SWIFT) build $(FLAGS) --product descent-blocks
	@$(SWIFT) build $(FLAGS) --product descent-bench
	@sh Tests/Interoperability/setup
	@sh Tests/Interoperability/check
	@PATH="$(CURDIR)/.build/interoperability/bin:$$PATH" sh scripts/run-tests $(FLAGS) \
	  --filter 'OptunaExportTests|LostPowerTests|AskTellEndToEndTests'

# Times ours and whichever peers `sh Benchmarks/peers/setup` has installed. Without Python, ours alone.
bench: setup
	@$(SWIFT) build $(FLAGS) --product descent-bench
	@if command -v python3 >/dev/null 2>&1; then \
	  python3 Benchmarks/compare.py --program .build/release/descent-bench; \
	else \
	  echo "python3 is missing: no comparison with peers"; .build/release/descent-bench; \
	fi

lint:
	@$(SWIFT) format lint --strict --recursive --parallel Package.swift Sources Tests Benchmarks

# The headers of libedit, SQLite, libyaml and zlib, and libmicrohttpd for `page`, are all that a Swift toolchain does
# not bring.
setup:
	@sh scripts/install-dependencies

install: build
	install -d "$(DESTDIR)$(PREFIX)/bin" "$(DESTDIR)$(PREFIX)/share/descent/lessons/data"
	install -s -m 755 $(PROGRAM) "$(DESTDIR)$(PREFIX)/bin/descent"
	install -m 644 lessons/*.md "$(DESTDIR)$(PREFIX)/share/descent/lessons/"
	install -m 644 lessons/data/* "$(DESTDIR)$(PREFIX)/share/descent/lessons/data/"

clean:
	rm -rf .build
