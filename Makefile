# The two commands are `make serve` and `make test`; both install what is missing by themselves.
SHELL := /bin/bash
BUILD := .build/release
# Recognition and scoring for the page, from the same sources as the server's.
WASM := web/shared/inkling.wasm
SCORER := web/shared/scorer.wasm
# What the game's page needs of its font.
FONTS := web/shared/andika-400.woff2

.PHONY: serve test build pages check format bench starter golden install install-tests clean

serve: build ## build in release, start the server and say where to open it
	$(BUILD)/inkling serve --open $(ARGS)

test: ## every test: Swift, wire, browser, crash; ends with the count
	@scripts/test

build: install
	swift build -c release --product inkling
	@$(MAKE) --no-print-directory pages

pages: ## what the pages are served of and is made here
	@$(MAKE) --no-print-directory $(SCORER) || echo "The server alone recognises and scores: WebAssembly could not be built."
	@$(MAKE) --no-print-directory $(FONTS) || echo "The whole font is served: it could not be cut down."

$(FONTS): scripts/fonts
	@scripts/fonts $(dir $@)

$(SCORER): $(WASM)
	@touch $@

$(WASM): scripts/wasm $(shell find Sources/Ink Sources/Recognition Sources/InklingWeb Sources/CKernels -type f)
	@echo "Compiling recognition and scoring for the page ..."
	@scripts/wasm $(WASM) $(SCORER)

check: install-tests ## the formatter and the type check of the pages
	@scripts/check

format:
	swift format --in-place --recursive Package.swift Sources Tests db samples/clients/swift

bench: install ## the short set of benchmarks; DATA names a folder of real drawings
	swift build -c release --product inkling-bench
	@scripts/bench $(DATA)

starter: install ## the model and the generator that ship, made anew from made-up drawings, and what it must say
	swift build -c release --product inkling-bench
	$(BUILD)/inkling-bench starter samples/starter.inkmodel
	$(BUILD)/inkling-bench starter-generator samples/starter.inkgen
	@$(MAKE) --no-print-directory golden

golden: install ## what the shipped model and scoring must say, to the bit: samples/recognition.json, samples/scores.json
	swift build -c release --product inkling-bench
	$(BUILD)/inkling-bench golden --model samples/starter.inkmodel > samples/recognition.json.new
	mv samples/recognition.json.new samples/recognition.json
	$(BUILD)/inkling-bench golden-scores > samples/scores.json.new
	mv samples/scores.json.new samples/scores.json

install:
	@scripts/install

install-tests:
	@scripts/install tests

clean:
	rm -rf .build .build-tests
