# shellcheck shell=bash
# shellcheck disable=SC2154 # setup.sh sets here, checkout, tools, logs and goal
# The Rust toolchain that rust-toolchain.toml pins, and cargo-deny for `make test` and `make lint`.

readonly CARGO_DENY=0.20.2

setup_rust() {
  local wanted version
  PATH=$PATH:${CARGO_HOME:-$HOME/.cargo}/bin
  wanted=$(sed -nE 's/^channel = "([^"]+)".*/\1/p' "$checkout/rust-toolchain.toml")
  if ! have cargo; then
    problem rust "install rustup, which brings the pinned Rust $wanted: curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh"
    return 0
  fi
  # rustup installs the pinned toolchain now, if it is not there yet.
  if ! version=$(cd "$checkout" && cargo --version | first_version) ||
    ! version_at_least "$version" "$wanted"; then
    problem rust "Rust ${version:-} is not $wanted: rustup toolchain install $wanted --component rustfmt,clippy"
    return 0
  fi
  if [[ $goal != demo ]] && ! (cd "$checkout" && cargo fmt --version && cargo clippy --version) >"$logs/rust.log" 2>&1; then
    problem rust "rustup component add --toolchain $wanted rustfmt clippy"
    return 0
  fi
  say rust "$version"
}

# Light optimisation: the build is most of the waiting, one check takes seconds either way.
setup_cargo_deny() {
  local version
  version=$("$tools/bin/cargo-deny" --version 2>/dev/null | first_version) || true
  if [[ $version != "$CARGO_DENY" ]]; then
    say cargo-deny "building $CARGO_DENY (1 to 4 minutes, once)"
    if ! logged cargo-deny env -u CARGO_TARGET_DIR CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_OPT_LEVEL=1 \
      CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 cargo install --locked --root "$tools" "cargo-deny@$CARGO_DENY"; then
      problem cargo-deny "cargo install could not build it; the log is $logs/cargo-deny.log"
      return 0
    fi
  fi
  say cargo-deny "$CARGO_DENY"
}
