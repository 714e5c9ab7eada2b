# `make demo` and `make test` do all the set-up themselves, on a fresh machine too; `make help` lists the rest.
# Recipes are thin: what this machine needs is in tests/setup, everything else is cargo.

SHELL := bash
.DEFAULT_GOAL := help
.NOTPARALLEL:

# A new shell does not always have the places where rustup installs.
export PATH := $(PATH):$(or $(CARGO_HOME),$(HOME)/.cargo)/bin

target_dir := $(or $(CARGO_TARGET_DIR),target)
debug_dir := $(if $(filter /%,$(firstword $(target_dir))),$(target_dir),$(CURDIR)/$(target_dir))/debug

# What the set-up found, and the binary under test, for the command that follows.
with_tools := set -a && . ./.tools/paths.env && export REGREEN_BIN="$(debug_dir)/regreen" && set +a &&

# Temporal's crates name their licence in a file only, which cargo-deny reads.
cargo_deny := .tools/bin/cargo-deny --locked check --allow no-license-field

.PHONY: help
help: ## list the recipes
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' Makefile

# Standard output is the demo's alone (--json). From another folder: make -s -C FOLDER demo, for make itself
# announces the folder there.
.PHONY: demo
demo: ## the main job, start to finish; options in ARGS="--json --keep --project DIR"
	@tests/setup/setup.sh demo
	@cargo build --locked -p regreen -p demo >&2
	@$(with_tools) exec "$(debug_dir)/demo" $(ARGS)

# One build for the product's binary and the suites: their features are the same, nothing is built twice.
.PHONY: test
test: ## every test, formatting, lints, dependencies (what .ci/run calls)
	@tests/setup/setup.sh test
	@tests/setup/setup_test.sh
	@cargo build --locked --workspace --bins --tests
	@$(with_tools) cargo test --locked --workspace --no-fail-fast
	@cargo fmt --all --check
	@cargo clippy --locked --workspace --all-targets -- -D warnings
	@$(cargo_deny) bans licenses sources

.PHONY: lint
lint: ## formatting, lints, documentation, dependencies; no tests
	@tests/setup/setup.sh lint
	@cargo fmt --all --check
	@cargo clippy --locked --workspace --all-targets -- -D warnings
	@RUSTDOCFLAGS="-D warnings" cargo doc --locked --workspace --no-deps --document-private-items
	@$(cargo_deny) bans licenses sources
	@if command -v shellcheck >/dev/null; then shellcheck -x tests/setup/*.sh .ci/run; fi

# One is fuzzed by `make fuzz/diagnosis/analyzer`. What is found goes below target/: the corpus in the repository is the
# start, and stays as it is. No sanitizer: none of our code is unsafe, and without one it runs twice as fast.
fuzz_targets := $(addprefix fuzz/,diagnosis/splitter diagnosis/ansi diagnosis/analyzer diagnosis/redaction platforms/events)
fuzz_dir = $(debug_dir:%/debug=%)/found/$(@F)

.PHONY: fuzz fuzz-tools $(fuzz_targets)
fuzz: $(fuzz_targets) ## foreign text of any kind, SECONDS=60 for each target; needs a nightly Rust
fuzz-tools:
	@tests/setup/setup.sh fuzz
$(fuzz_targets): fuzz-tools
	@mkdir -p "$(fuzz_dir)"
	@cd "activities/$(notdir $(@D))" && RUSTUP_TOOLCHAIN=nightly CARGO_TARGET_DIR="$(debug_dir:%/debug=%)" \
		"$(CURDIR)/.tools/bin/cargo-fuzz" run --sanitizer none $(@F) "$(fuzz_dir)" fuzz/corpus/$(@F) -- \
		-max_total_time=$(or $(SECONDS),60) -max_len=8192 -len_control=100 -timeout=20 -print_final_stats=1

.PHONY: advisories
advisories: ## known vulnerabilities in dependencies (fetches the RustSec database)
	@tests/setup/setup.sh lint
	@$(cargo_deny) advisories

.PHONY: clean-data
clean-data: ## remove .regreen, the data of `regreen dev`; stop it first
	@rm -rf .regreen
