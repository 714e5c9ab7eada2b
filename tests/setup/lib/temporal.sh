# shellcheck shell=bash
# shellcheck disable=SC2154 # setup.sh sets here, checkout, tools, logs and goal
# The `temporal` command, whose development server the demo and the tests start.

readonly TEMPORAL_SERVER_WANTED=1.29
# The newest release that `go install` can build: later ones have a replace directive in go.mod.
readonly TEMPORAL_CLI=1.5.1
readonly TEMPORAL_GO_WANTED=1.25
# sha256 of temporal_cli_1.5.1_linux_*.tar.gz, from the checksums.txt of that release.
TEMPORAL_SHA256_AMD64=ddc95e08b0b076efd4ea9733a3f488eb7d2be875f8834e616cd2a37358b4852d
TEMPORAL_SHA256_ARM64=bd1b0db9f18b051026de8bf6cc1505f2510f14bbb7a8b9a4a91fff46c77454f5

# The server's version counts: a CLI built by `go install` calls itself 0.0.0-DEV.
temporal_server_version() {
  timeout 30 "$1" --version 2>/dev/null | sed -nE 's/.*\(Server ([0-9]+(\.[0-9]+)+).*/\1/p'
}

# use_temporal FILE: takes it when it is new enough.
use_temporal() {
  local version
  version=$(temporal_server_version "$1") || return 1
  version_at_least "$version" "$TEMPORAL_SERVER_WANTED" || return 1
  paths+=("REGREEN_TEMPORAL_CLI=$1")
  say temporal "server $version ($1)"
}

go_command() { command -v go || { [[ -x /usr/local/go/bin/go ]] && echo /usr/local/go/bin/go; }; }

# Builds into a folder of its own and moves: a build that is killed leaves nothing half done.
build_temporal() {
  local go version toolchain=()
  go=$(go_command) || return 1
  version=$("$go" env GOVERSION 2>/dev/null | first_version) || return 1
  if ! version_at_least "$version" "$TEMPORAL_GO_WANTED"; then
    # From 1.21 on Go fetches the toolchain that a module asks for.
    version_at_least "$version" 1.21 || return 1
    toolchain=(GOTOOLCHAIN=auto)
  fi
  say temporal "building CLI $TEMPORAL_CLI with Go $version (2 to 4 minutes, once)"
  rm -rf "$tools/build"
  mkdir -p "$tools/build"
  logged temporal-go env "${toolchain[@]}" CGO_ENABLED=0 GOBIN="$tools/build" timeout 1800 \
    "$go" install -ldflags='-s -w' "github.com/temporalio/cli/cmd/temporal@v$TEMPORAL_CLI" || return 1
  mv "$tools/build/temporal" "$tools/bin/temporal"
  rm -rf "$tools/build"
}

download_temporal() {
  local architecture checksum url archive=$tools/temporal.tar.gz
  case $(uname -m) in
    x86_64) architecture=amd64 checksum=$TEMPORAL_SHA256_AMD64 ;;
    aarch64) architecture=arm64 checksum=$TEMPORAL_SHA256_ARM64 ;;
    *) return 1 ;;
  esac
  if ! have curl && ! have wget; then
    can_apt_install && apt_install curl || return 1
  fi
  say temporal "downloading CLI $TEMPORAL_CLI"
  for url in "https://temporal.download/cli/archive/v$TEMPORAL_CLI?platform=linux&arch=$architecture" \
    "https://github.com/temporalio/cli/releases/download/v$TEMPORAL_CLI/temporal_cli_${TEMPORAL_CLI}_linux_$architecture.tar.gz"; do
    rm -f "$archive"
    logged temporal-download download "$url" "$archive" || continue
    if ! sha256sum --check --status <<<"$checksum  $archive"; then
      say temporal "not used: $url does not have the pinned checksum"
      continue
    fi
    mkdir -p "$tools/build"
    tar -xzf "$archive" -C "$tools/build" temporal || continue
    mv "$tools/build/temporal" "$tools/bin/temporal"
    rm -rf "$archive" "$tools/build"
    return 0
  done
  rm -f "$archive"
  return 1
}

setup_temporal() {
  local found
  if found=$(command -v temporal) && use_temporal "$found"; then return 0; fi
  if [[ -x $tools/bin/temporal ]] && use_temporal "$tools/bin/temporal"; then return 0; fi
  if build_temporal && use_temporal "$tools/bin/temporal"; then return 0; fi
  if download_temporal && use_temporal "$tools/bin/temporal"; then return 0; fi
  problem temporal "no \`temporal\` command with server $TEMPORAL_SERVER_WANTED or newer, and CLI $TEMPORAL_CLI could be neither built with Go nor downloaded with curl or wget. Install Go $TEMPORAL_GO_WANTED or newer (https://go.dev/doc/install) and try again, or put the Temporal CLI on PATH (https://docs.temporal.io/cli)"
}
