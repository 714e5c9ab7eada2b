#!/usr/bin/env bash
# Prepares this machine for `make demo`, `make test`, `make lint` or `make fuzz`: setup.sh demo|test|lint|fuzz
#
# Safe to repeat: what is there is kept, and one line per part says what was found or done. What cannot be had
# is collected and explained at the end, and ends the script with status 1. All output goes to standard error.
#
# Everything it installs goes into .tools/ of this checkout, but for system packages, which it installs only
# as root on Debian or Ubuntu. What it found is written to .tools/paths.env (KEY=value, quoted for a shell).
set -euo pipefail
umask 022
exec 1>&2

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
checkout=$(cd "$here/../.." && pwd)
goal=${1-}
case $goal in
  demo | test | lint | fuzz) ;;
  *)
    echo "usage: tests/setup/setup.sh demo|test|lint|fuzz"
    exit 2
    ;;
esac

# shellcheck source-path=SCRIPTDIR source=lib/common.sh
. "$here/lib/common.sh"
# shellcheck source-path=SCRIPTDIR source=lib/system.sh
. "$here/lib/system.sh"
# shellcheck source-path=SCRIPTDIR source=lib/temporal.sh
. "$here/lib/temporal.sh"
# shellcheck source-path=SCRIPTDIR source=lib/node.sh
. "$here/lib/node.sh"
# shellcheck source-path=SCRIPTDIR source=lib/rust.sh
. "$here/lib/rust.sh"

[[ $(uname -s) == Linux ]] || give_up "regreen builds inside bubblewrap, which needs Linux; this is $(uname -s)."

tools=$(tools_folder "$checkout") || give_up "$checkout/.tools cannot be written; does another user own it?"
logs=$tools/log
mkdir -p "$tools/bin" "$logs"
wait_for_other_setups

if [[ $goal == lint ]]; then
  setup_rust
  setup_cargo_deny
  finish
fi
if [[ $goal == fuzz ]]; then
  setup_rust
  setup_nightly
  setup_cargo_fuzz
  finish
fi

setup_system_packages
setup_rust
setup_sandbox
setup_node
setup_opencode
setup_temporal
if [[ $goal == test ]]; then
  setup_judges
  setup_cargo_deny
fi
finish
