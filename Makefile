# `make` installs what is missing, builds optimized and opens the shell; `make test` runs every test.
# Both do their own set-up, so a fresh machine with a Swift toolchain needs nothing else first.

SWIFT ?= swift
PREFIX ?= /usr/local
BUILD = .build/release
SWIFT_FLAGS = -c release
# One self-contained program: it starts faster and runs where no Swift is installed.
ifeq ($(shell uname -s),Linux)
SWIFT_FLAGS += --static-swift-stdlib
endif

.PHONY: shell build test lint install setup clean

shell: build
	@$(BUILD)/descent

build: setup
	@$(SWIFT) build $(SWIFT_FLAGS) --product descent

test: setup lint
	@$(SWIFT) build $(SWIFT_FLAGS) --build-tests
	@$(SWIFT) test $(SWIFT_FLAGS) --skip-build

lint:
	@$(SWIFT) format lint --strict --recursive --parallel Package.swift Sources Tests

# libedit's header is all that a Swift toolchain does not bring.
setup:
	@sh scripts/install-dependencies

install: build
	install -d "$(DESTDIR)$(PREFIX)/bin" "$(DESTDIR)$(PREFIX)/share/descent/lessons/data"
	install -m 755 $(BUILD)/descent "$(DESTDIR)$(PREFIX)/bin/descent"
	install -m 644 lessons/*.md "$(DESTDIR)$(PREFIX)/share/descent/lessons/"
	install -m 644 lessons/data/* "$(DESTDIR)$(PREFIX)/share/descent/lessons/data/"

clean:
	rm -rf .build
