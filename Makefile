# Lan Tỏa. `make` alone tells what there is.
SHELL := bash
TARGET := $(or $(CARGO_TARGET_DIR),target)
SIZES ?= 1000 10000 100000
DB ?= sqlite

.PHONY: help run test check bench clean

help: ## Tell what can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "make %-7s %s\n", $$1, $$2}'

run: ## Build, fill an empty database from content/, serve on http://127.0.0.1:8080
	@scripts/need build
	@cargo build --release --locked
	@exec "$(TARGET)/release/lantoa" serve --setup

test: ## Every test: unit, integration on SQLite and PostgreSQL, browser
	@scripts/need build
	@tests/run

check: ## Formatting and lints
	cargo fmt --all --check
	cargo clippy --locked --all-targets -- -D warnings

bench: ## Measure speed: make bench SIZES="1000 10000" DB=sqlite|postgres
	@scripts/need build
	@scripts/need bench
	@cargo build --release --locked
	@python3 benches/load/main.py --binary "$(TARGET)/release/lantoa" --database $(DB) $(SIZES)

clean: ## Remove what was built; the site's data in var/ stays
	cargo clean
	rm -rf tests/browser/node_modules tests/browser/results
