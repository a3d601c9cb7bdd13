# make help lists the rules.
SHELL := /bin/bash
ARTICLE ?= Examples/sample.txt
DATA ?= ../shared/data
PREFIX ?= /usr/local
MINUTES ?= 60
OUT ?=
FUZZ_SECONDS ?= 1800
QUICK ?=
RELEASE := .build/release

.PHONY: help run test test-spark torture soak soak-rpc fresh-machine fuzz sanitize build build-test-server generate docs lint format bench bench-rpc floors train install \
  uninstall deb test-package clean

help: ## This list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: build ## The main job on a sample, or on ARTICLE=path: parse, dedupe, extract
	@scripts/demo.sh $(RELEASE) "$(ARTICLE)"

test: ## Everything that a machine needs to say that the product works
	@scripts/install-dependencies.sh --for-tests
	@scripts/test.sh

build: ## The service and its client, optimised, with Swift's runtime linked in
	@scripts/install-dependencies.sh
	@swift build -c release --static-swift-stdlib --product article-service
	@swift build -c release --static-swift-stdlib --product rpc-client

generate: ## Writes anew what comes from rpc.discover: docs/methods.md and the generated clients
	@swift build --product article-service && swift build --product rpc-client
	@scripts/generate.sh .build/debug

docs: ## The libraries' documentation by DocC, into .build/docs
	@scripts/docc.sh

lint: ## swift format lint --strict
	@scripts/lint.sh

format: ## Formats all Swift sources
	@swift format --in-place --recursive Package.swift Sources Tests Benchmarks Examples Fuzz Training

torture: build-test-server ## The tests that mean harm, at length: about 10 minutes
	@TORTURE=long BIN_DIR=$(CURDIR)/$(RELEASE) $$(scripts/find-pytest.sh) -m pytest -q -p no:cacheprovider Tests/Torture

soak: build ## The service under mixed load with faults for MINUTES (60)
	@scripts/install-dependencies.sh --for-tests
	@BIN_DIR=$(CURDIR)/$(RELEASE) Tests/Soak/soak.py --minutes $(MINUTES) $(if $(OUT),--out $(OUT))

soak-rpc: build-test-server ## RPCCore alone under mixed load with peers that mean harm, for MINUTES (60)
	@BIN_DIR=$(CURDIR)/$(RELEASE) python3 Tests/Torture/rpc_soak.py --minutes $(MINUTES)

fuzz: ## libFuzzer over frames, JSON, params, bytes, pages and texts, FUZZ_SECONDS (1800) each
	@Fuzz/run.sh $(FUZZ_SECONDS)

test-spark: build ## The example of a corpus in PySpark, on a local cluster: installs Java and pyspark
	@Tests/Spark/run.sh

sanitize: ## RPCCore under ThreadSanitizer, then under AddressSanitizer
	@scripts/sanitize.sh thread
	@scripts/sanitize.sh address

bench-rpc: build-test-server ## The speed of RPCCore beside its peers: about half an hour, QUICK=1 only whether it works
	@Benchmarks/rpc/build.sh
	@Benchmarks/rpc/run.py $(if $(QUICK),--quick --only ours)
	@Benchmarks/rpc/extras.py $(if $(QUICK),--only ours --figures cold-start)

build-test-server:
	@scripts/install-dependencies.sh --for-tests
	@swift build -c release --static-swift-stdlib --product rpc-test-server

bench: build ## Quality on the development sets in ../shared/data, and the cold start
	@Benchmarks/quality.sh
	@Benchmarks/cold-start.sh

floors: ## Whether quality on the development sets has fallen below Benchmarks/floors.json
	@Benchmarks/floors.py

train: ## Trains the entity model anew from DATA (../shared/data)
	@Training/ner/train.sh $(DATA)

install: ## Installs into PREFIX (/usr/local), with the systemd units (as root, after make build)
	@deploy/install.sh $(RELEASE) $(PREFIX)

uninstall: ## Takes out what install put in; the index stays
	@deploy/install.sh --remove $(PREFIX)

deb: build ## The Debian package, into dist/
	@scripts/install-dependencies.sh --for-packaging
	@package=$$(deploy/build-deb.sh $(RELEASE) dist) && lintian --fail-on error "$$package" && echo "$$package"

test-package: deb ## Installs, upgrades under load, removes and purges the package under a real systemd
	@Tests/System/package/package_test.sh dist/*.deb

fresh-machine: ## What a newcomer does, in a clean Debian 12 with Swift and git alone, with times (as root)
	@scripts/fresh-machine.sh

clean: ## Removes the build
	rm -rf dist .build .build-thread .build-address Fuzz/.build Benchmarks/.build Training/ner/.build Training/parse/.build
