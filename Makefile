# `make help` lists the targets. Nothing is written beside the clone but in the cache folder below.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help setup run dev fmt lint test test-sqlite browser bench bench-inspect fuzz deny check snapshots

CACHE := $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/lumbung
TOOLS := $(CACHE)/tools
export CARGO_TARGET_DIR ?= $(CACHE)/target
export PATH := $(TOOLS)/bin:$(PATH)

POSTGRES := tests/setup/postgres.sh run
MINUTES ?= 10
LISTEN ?= 127.0.0.1:8080
DATA ?= data/portal

help: ## this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## install what the tests need (Debian packages, cargo tools, npm packages), once
	@tests/setup/install.sh "$(TOOLS)"

run: ## build the portal and start it with demo data on 127.0.0.1:8080
	@test -e "$(CARGO_TARGET_DIR)/quick/lumbung" \
		|| echo "Building the portal with its tuned parts. The first time takes about ten minutes on two cores, later seconds."
	@cargo build --locked --profile quick --package lumbung --bin lumbung
	@echo "Starting the portal on http://$(LISTEN) with the demo in $(DATA). The first start takes some seconds; Ctrl-C ends it."
	@LUMBUNG_TELEMETRY__LOG="$${LUMBUNG_TELEMETRY__LOG:-warn}" exec "$(CARGO_TARGET_DIR)/quick/lumbung" serve --demo --listen "$(LISTEN)" --data-dir "$(DATA)"

dev: ## the same from an unoptimised build: faster to compile, slower to answer
	@cargo run --locked --package lumbung -- serve --demo --listen "$(LISTEN)" --data-dir "$(DATA)"

fmt: ## format the sources
	@cargo fmt --all

lint: ## clippy, warnings are errors
	@cargo clippy --locked --workspace --all-targets -- -D warnings

deny: ## licences, sources and banned crates
	@cargo deny --locked check bans licenses sources

test: setup ## install what is missing, then check everything
	@$(MAKE) --no-print-directory check

check: ## everything a change must pass, cheapest first
	@echo "check: format";      cargo fmt --all -- --check
	@echo "check: crates";      $(MAKE) --no-print-directory deny
	@echo "check: lints";       $(MAKE) --no-print-directory lint
	@echo "check: build";       cargo build --locked --workspace --all-targets
	@echo "check: tests";       $(POSTGRES) tests/setup/suite.sh
	@echo "check: examples";    cargo test --locked --quiet --package search-index --doc
	@echo "check: browser";     $(MAKE) --no-print-directory browser
	@echo "check: all is well"

test-sqlite: ## the tests without those that need PostgreSQL
	@cargo nextest run --locked --workspace -E 'not test(/::postgres$$/)'

browser: ## the main path in Chromium, with and without JavaScript
	@cargo build --locked --package lumbung --bin lumbung
	@LUMBUNG_PROGRAM="$(CARGO_TARGET_DIR)/debug/lumbung" node --test --test-concurrency=1 tests/browser/*.test.js

bench: ## figures of speed and weight of a release build
	@cargo build --locked --release --package lumbung --bin lumbung
	@python3 benches/portal.py "$(CARGO_TARGET_DIR)/release/lumbung"

bench-inspect: ## the search for personal data and the speed of inspection, beside DuckDB; FILES=… looks at further files, POLLOCK=… scores a checkout of that benchmark
	@cargo build --locked --release --package lumbung --bin lumbung
	@test -x "$(CACHE)/bench/bin/python" || python3 -m venv "$(CACHE)/bench"
	@"$(CACHE)/bench/bin/pip" install --quiet duckdb
	@python3 benches/privacy.py $(if $(SEED),--seed $(SEED)) "$(CARGO_TARGET_DIR)/release/lumbung" data/demo/files $(FILES)
	@"$(CACHE)/bench/bin/python" benches/inspection.py "$(CARGO_TARGET_DIR)/release/lumbung"
ifdef POLLOCK
	@"$(CACHE)/bench/bin/pip" install --quiet numpy chardet joblib multiset price_parser python-dateutil
	@"$(CACHE)/bench/bin/python" benches/pollock.py "$(CARGO_TARGET_DIR)/release/lumbung" "$(POLLOCK)"
endif

fuzz: ## random input for the inspection, 10 minutes each for sniff, read, locate, type; MINUTES=… and TARGET=… change that
	@fuzz/run.sh "$(TOOLS)" "$(CACHE)/fuzz" "$(MINUTES)" $(TARGET)
