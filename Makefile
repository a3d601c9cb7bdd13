# make help lists the rules.
SHELL := /bin/bash
ARTICLE ?= Examples/sample.txt
PREFIX ?= /usr/local
RELEASE := .build/release

.PHONY: help run test build lint format bench train install uninstall clean

help: ## This list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: build ## The main job on a sample, or on ARTICLE=path: parse, dedupe, extract
	@scripts/demo.sh $(RELEASE) "$(ARTICLE)"

test: ## Everything that a machine needs to say that the product works
	@scripts/install-dependencies.sh --for-tests
	@scripts/test.sh

build: ## The service and its client, optimised, with Swift's runtime linked in
	@scripts/install-dependencies.sh
	@swift build -c release --static-swift-stdlib --product article-service
	@swift build -c release --static-swift-stdlib --product rpc-client

lint: ## swift format lint --strict
	@scripts/lint.sh

format: ## Formats all Swift sources
	@swift format --in-place --recursive Package.swift Sources Tests Benchmarks Examples Fuzz Training

bench: ## Quality on the development sets in ../shared/data, and the cold start
	@Benchmarks/quality.sh
	@Benchmarks/cold-start.sh

train: ## Trains the entity model anew from ../shared/data/ner
	@Training/ner/train.sh

install: ## Installs into PREFIX (/usr/local), with the systemd units (as root, after make build)
	@deploy/install.sh $(RELEASE) $(PREFIX)

uninstall: ## Takes out what install put in; the index stays
	@deploy/install.sh --remove $(PREFIX)

clean: ## Removes the build
	rm -rf .build Benchmarks/.build Training/ner/.build
