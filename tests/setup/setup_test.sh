#!/usr/bin/env bash
# Tests of the set-up's decisions; nothing is installed and no network is used.
# shellcheck disable=SC2034,SC2317 # the parts under test read these variables and call these functions
set -uo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
checkout=$scratch/checkout tools=$scratch/tools logs=$scratch/log goal=test
mkdir -p "$checkout" "$tools/bin" "$logs"

for part in common system temporal node rust; do
  # shellcheck source=/dev/null
  . "$here/lib/$part.sh"
done

count=0 failures=0
check() { # check WHAT EXPECTED ACTUAL
  count=$((count + 1))
  [[ $2 == "$3" ]] && return
  failures=$((failures + 1))
  printf 'FAILED %s\n  expected: %s\n  actual:   %s\n' "$1" "$2" "$3"
}
status_of() { ("$@") >/dev/null 2>&1 && echo yes || echo no; }

# make_temporal FILE VERSION: a command that answers as the Temporal CLI does.
make_temporal() {
  printf '#!/bin/sh\necho "temporal version %s"\n' "$2" >"$1"
  chmod +x "$1"
}

check "equal version" yes "$(status_of version_at_least 1.29 1.29)"
check "patch release" yes "$(status_of version_at_least 1.29.1 1.29)"
check "numbers, not letters" yes "$(status_of version_at_least 1.100.0 1.29)"
check "older version" no "$(status_of version_at_least 1.9.9 1.29)"
check "no version" no "$(status_of version_at_least "" 1.29)"
check "git's version" 2.39.5 "$(echo 'git version 2.39.5' | first_version)"
check "Go's version" 1.26.8 "$(echo go1.26.8 | first_version)"

make_temporal "$scratch/built" '0.0.0-DEV (Server 1.29.1, UI 2.42.1)'
make_temporal "$scratch/old" '1.3.0 (Server 1.27.1, UI 2.36.0)'
make_temporal "$scratch/odd" 'unknown'
check "a go-installed CLI is judged by its server" 1.29.1 "$(temporal_server_version "$scratch/built")"
check "a new server is used" yes "$(status_of use_temporal "$scratch/built")"
check "an old server is not used" no "$(status_of use_temporal "$scratch/old")"
check "an unknown version is not used" no "$(status_of use_temporal "$scratch/odd")"

# The download: only the pinned archive is unpacked. The network is replaced by a file.
mkdir -p "$scratch/archive"
make_temporal "$scratch/archive/temporal" '1.5.1 (Server 1.29.1, UI 2.42.1)'
tar -czf "$scratch/archive.tar.gz" -C "$scratch/archive" temporal
download() { cp "$scratch/archive.tar.gz" "$2"; }
check "an archive with another checksum is refused" no "$(status_of download_temporal)"
check "and nothing of it stays" "" "$(ls "$tools/bin")"
TEMPORAL_SHA256_AMD64=$(sha256sum "$scratch/archive.tar.gz" | cut -d ' ' -f 1)
TEMPORAL_SHA256_ARM64=$TEMPORAL_SHA256_AMD64
check "the pinned archive is installed" yes "$(status_of download_temporal)"
check "and runs" 1.29.1 "$(temporal_server_version "$tools/bin/temporal")"

mkdir -p "$scratch/open" "$scratch/private/inside"
chmod 755 "$scratch" "$scratch/open"
chmod 700 "$scratch/private"
check "a private folder is not lent to sandboxes" no "$(status_of reachable_by_all "$scratch/private/inside")"
if reachable_by_all "${TMPDIR:-/tmp}"; then
  check "an open folder is" yes "$(status_of reachable_by_all "$scratch/open")"
fi
check "the tools folder stays in the checkout" "$(readlink -f "$checkout")/.tools" \
  "$(reachable_by_all() { true; } && tools_folder "$checkout")"

have() { [[ $1 == curl ]]; }
have_certificates() { false; }
check "Debian's package names" "git bubblewrap nodejs npm gcc libc6-dev ca-certificates" \
  "$(missing_packages apt-get | xargs)"
check "Fedora's package names" "git bubblewrap nodejs npm gcc glibc-devel ca-certificates" \
  "$(missing_packages dnf | xargs)"
check "Arch's package names" "git bubblewrap nodejs npm gcc ca-certificates" "$(missing_packages pacman | xargs)"
check "the command to type" "sudo dnf install -y git" "$(install_command dnf git)"

paths=("REGREEN_PLAIN=/usr/bin/bwrap" "REGREEN_SPACED=/a b/\$c")
check "finish succeeds when nothing is missing" yes "$(status_of finish)"
check "plain values are not quoted" "REGREEN_PLAIN=/usr/bin/bwrap" "$(grep PLAIN "$tools/paths.env")"
# shellcheck source=/dev/null
check "any path survives a shell" "/a b/\$c" "$(. "$tools/paths.env" && echo "$REGREEN_SPACED")"
problem sandbox "what to do" 2>/dev/null
check "finish fails when something is missing" no "$(status_of finish)"
check "and says what to do" "  * sandbox: what to do" "$( (finish) | tail -n 1)"

mkdir -p "$scratch/selected"
node "$here/select-packages.mjs" opencode-linux-x64-baseline "$scratch/selected"
check "one OpenCode build is installed" "opencode-linux-x64-baseline" \
  "$(grep -o 'node_modules/opencode[^"]*' "$scratch/selected/package-lock.json" | sed 's/.*\///' | xargs)"
check "as a requirement" 0 "$(grep -ci optional "$scratch/selected/package-lock.json")"
check "an unknown build is refused" no \
  "$(status_of node "$here/select-packages.mjs" opencode-linux-s390x "$scratch/selected")"
for lockfile in "$here/package-lock.json" "$here/judges/package-lock.json"; do
  check "every package has a checksum in $lockfile" "$(grep -c '^    "node_modules/' "$lockfile")" \
    "$(grep -c '"integrity": "sha512-' "$lockfile")"
  check "no registry is named in $lockfile" 0 "$(grep -c '"resolved"' "$lockfile")"
done
check "the judges are pinned exactly" 0 "$(sed -n '/"dependencies"/,/}/p' "$here/judges/package.json" | grep -c '[\^~*]')"
# The judges: npm is replaced by a function that unpacks what matters of them.
logged() {
  mkdir -p node_modules/@octokit/openapi/generated
  echo '{}' >node_modules/@octokit/openapi/generated/api.github.com.json
  echo '{}' >node_modules/@octokit/openapi/generated/ghec.json
  echo installed >>"$scratch/npm"
}
node_ready=yes
node_version=18.19.0 problems=()
setup_judges 2>/dev/null
check "judges want a newer Node than the builds" "judges" "${problems[0]%%:*}"
node_version=20.1.0 problems=()
setup_judges 2>/dev/null
setup_judges 2>/dev/null
check "judges are installed once" "installed 0" "$(xargs <"$scratch/npm") ${#problems[@]}"
check "with one description of GitHub" "api.github.com.json" "$(ls "$tools/judges/node_modules/@octokit/openapi/generated")"
check "and are lent to the tests" "WORLD_JUDGES=$tools/judges" "${paths[-1]}"
echo changed >"$tools/judges/.installed"
logged() { false; }
setup_judges 2>/dev/null
check "judges that cannot be had are a problem" "judges" "${problems[0]%%:*}"

# Fuzzing: the toolchain is replaced by functions.
have() { [[ $1 == cargo ]]; }
rustc() { echo "rustc 1.95.0 (abc 2026-01-01)"; }
problems=()
setup_nightly 2>/dev/null
check "a stable Rust does not fuzz" "nightly" "${problems[0]%%:*}"
check "the command that helps is named" yes "$([[ ${problems[0]} == *"rustup toolchain install nightly"* ]] && echo yes)"
rustc() { echo "rustc 1.97.0-nightly (abc 2026-01-01)"; }
problems=()
setup_nightly 2>/dev/null
check "a nightly one does" 0 "${#problems[@]}"
setup_cargo_fuzz 2>/dev/null
check "libFuzzer wants a C++ compiler" "cargo-fuzz" "${problems[0]%%:*}"

check "an unknown goal is refused" no "$(status_of "$here/setup.sh" everything)"

if ((failures > 0)); then
  echo "setup_test: $failures of $count checks failed"
  exit 1
fi
echo "setup_test: $count checks passed"
