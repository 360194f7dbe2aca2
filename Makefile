# Lumbung: `make run` starts the portal with demo data, `make test` checks everything.
CARGO_TARGET_DIR ?= $(if $(XDG_CACHE_HOME),$(XDG_CACHE_HOME),$(HOME)/.cache)/lumbung/target
export CARGO_TARGET_DIR
POSTGRES_DIR ?= $(if $(XDG_CACHE_HOME),$(XDG_CACHE_HOME),$(HOME)/.cache)/lumbung/postgres

.DEFAULT_GOAL := help
.PHONY: help setup run dev fmt lint test test-sqlite check deny browser bench

help: ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

setup: ## install what tests need (Debian packages, npm packages, cargo-nextest)
	bash tests/setup/packages.sh

run: ## build and start the portal with demo data on http://127.0.0.1:8080/
	@echo "Building Lumbung. The first build compiles about 400 libraries and takes 5 to 12 minutes on two cores;"
	@echo "later ones take seconds. The portal then starts with demo data on http://127.0.0.1:8080/"
	cargo run --quiet --profile quick -- serve --demo

dev: ## the same without optimisation, for working on it
	cargo run -- serve --demo

fmt: ## format the code
	cargo fmt --all

lint: ## formatting and clippy, no warnings
	cargo fmt --all -- --check
	cargo clippy --workspace --all-targets -- -D warnings

deny: ## licences and sources of dependencies, where cargo-deny is installed
	@if command -v cargo-deny > /dev/null; then cargo deny check bans licenses sources; \
	else echo "cargo-deny is not installed: licences and sources were not checked"; fi

check: lint deny ## everything that test checks, without the set-up
	cargo build --workspace --all-targets
	bash tests/setup/postgres.sh with "$(POSTGRES_DIR)" cargo nextest run --workspace
	cargo test --quiet --doc -p search-index
	$(MAKE) browser

test: setup check ## set up and check everything

test-sqlite: ## the tests without PostgreSQL
	cargo nextest run --workspace -E 'not test(/::postgres$$/)'

browser: ## the portal in a real browser, with and without JavaScript
	cargo build
	cd tests/browser && node --test --test-concurrency=1

bench: ## figures of speed and weight, printed
	bash benches/weight.sh
