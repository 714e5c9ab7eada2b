# shellcheck shell=bash
# shellcheck disable=SC2154 # setup.sh sets here, checkout, tools, logs and goal
# The Rust toolchain that rust-toolchain.toml pins, cargo-deny for `make test` and `make lint`, and for `make fuzz` alone
# a nightly toolchain and cargo-fuzz.

readonly CARGO_DENY=0.20.2
readonly CARGO_FUZZ=0.13.2

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

# install_cargo_tool NAME VERSION: builds a command of cargo's that is not there in this very version. Light optimisation:
# the build is most of the waiting, one run takes seconds either way.
install_cargo_tool() {
  local name=$1 wanted=$2 version
  version=$("$tools/bin/$name" --version 2>/dev/null | first_version) || true
  if [[ $version != "$wanted" ]]; then
    say "$name" "building $wanted (1 to 4 minutes, once)"
    if ! logged "$name" env -u CARGO_TARGET_DIR CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_OPT_LEVEL=1 \
      CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 cargo install --locked --root "$tools" "$name@$wanted"; then
      problem "$name" "cargo install could not build it; the log is $logs/$name.log"
      return 0
    fi
  fi
  say "$name" "$wanted"
}

setup_cargo_deny() { install_cargo_tool cargo-deny "$CARGO_DENY"; }

setup_cargo_fuzz() {
  have cargo || return 0 # said already
  if ! have c++; then
    problem cargo-fuzz "install a C++ compiler (Debian: g++, Fedora: gcc-c++): libFuzzer is built from source"
    return 0
  fi
  install_cargo_tool cargo-fuzz "$CARGO_FUZZ"
}

# Instrumented builds need compiler options that only nightly toolchains have.
setup_nightly() {
  local version
  have cargo || return 0 # said already
  version=$(RUSTUP_TOOLCHAIN=nightly RUSTUP_AUTO_INSTALL=0 rustc --version 2>/dev/null) || true
  if [[ $version != *-nightly* ]]; then
    problem nightly "install a nightly Rust beside the pinned one: rustup toolchain install nightly --profile minimal"
    return 0
  fi
  say nightly "$(first_version <<<"$version")"
}
