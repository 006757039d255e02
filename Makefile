# The two commands are `make serve` and `make test`; both install what is missing by themselves.
SHELL := /bin/bash
BUILD := .build/release

.PHONY: serve test build build-tests check format bench install install-tests clean

serve: build ## build in release, start the server and say where to open it
	$(BUILD)/inkling serve --open $(ARGS)

test: ## every test: Swift, wire, browser, crash; ends with the count
	@scripts/test

build: install
	swift build -c release --product inkling

check: install-tests ## the formatter and the type check of the pages
	@scripts/check

format:
	swift format --in-place --recursive Package.swift Sources Tests db

bench: install ## the short set of benchmarks; DATA names a folder of real drawings
	swift build -c release --product inkling-bench
	@scripts/bench $(DATA)

install:
	@scripts/install

install-tests:
	@scripts/install tests

clean:
	rm -rf .build .build-tests
