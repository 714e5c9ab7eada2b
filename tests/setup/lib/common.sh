# shellcheck shell=bash
# shellcheck disable=SC2154 # setup.sh sets here, checkout, tools, logs and goal
# What every part uses: its lines on the screen, versions, the tools folder, downloads, and the end.
# Reads: goal, tools, logs. Written by the parts: problems (what is missing), paths (KEY=value).

problems=()
paths=()

# One line: PART WHAT. To standard error: some callers' standard output is captured.
say() { printf 'setup: %-12s %s\n' "$1" "$2" >&2; }

# A part that this goal needs cannot be had: PART SENTENCE. The other parts still run.
problem() {
  problems+=("$1: $2")
  say "$1" "MISSING (see below)"
}

give_up() {
  printf 'setup: %s\n' "$1" >&2
  exit 1
}

# version_at_least HAVE WANTED: dotted numbers.
version_at_least() { [[ -n $1 && $(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1) == "$2" ]]; }

# The first dotted number of a text on standard input.
first_version() { sed -nE 's/^[^0-9]*([0-9]+(\.[0-9]+)+).*/\1/p' | head -n 1; }

is_root() { [[ $(id -u) == 0 ]]; }

# Whether any user of this machine can reach a path. Sandboxes never run as root, so what regreen, running
# as root, lends to them must not lie below a private folder such as /root.
reachable_by_all() {
  local path mode
  path=$(readlink -f "$1") || return 1
  while [[ $path != / ]]; do
    mode=$(stat -c %a "$path")
    (((8#$mode & 1) == 1)) || return 1
    path=$(dirname "$path")
  done
}

# Prints the real path of CHECKOUT/.tools, made on first use; outside a private checkout when it must be.
tools_folder() {
  local link=$1/.tools outside
  if [[ ! -L $link ]] && is_root && ! reachable_by_all "$1"; then
    outside=/var/cache/regreen/$(printf '%s' "$1" | sha256sum | cut -c 1-12)
    mkdir -p "$(dirname "$outside")" || return 1
    if [[ -d $link && ! -e $outside ]]; then
      mv "$link" "$outside" || return 1
    else
      rm -rf "$link" && mkdir -p "$outside" || return 1
    fi
    ln -s "$outside" "$link" || return 1
    say tools "in $outside: sandboxes cannot reach $1"
  elif [[ -L $link ]]; then
    mkdir -p "$(readlink "$link")" || return 1
  else
    mkdir -p "$link" || return 1
  fi
  [[ -w $link ]] && readlink -f "$link"
}

# Two set-ups at once would install into the same folders.
wait_for_other_setups() {
  command -v flock >/dev/null || return 0
  exec 9>"$tools/setup.lock"
  flock -n 9 && return 0
  say setup "waiting for another set-up of this checkout"
  flock 9
}

# logged NAME COMMAND…: runs it with its output in a log; on failure shows the end of that log.
logged() {
  local log=$logs/$1.log status=0
  shift
  "$@" >"$log" 2>&1 9>&- || status=$?
  if ((status != 0)); then
    printf 'setup: status %s from: %s\n       the end of %s:\n' "$status" "$*" "$log"
    tail -n 12 "$log" | sed 's/^/       | /'
  fi
  return "$status"
}

# download URL FILE
download() {
  if command -v curl >/dev/null; then
    curl --fail --silent --show-error --location --proto '=https' --retry 2 --connect-timeout 15 --max-time 900 \
      --output "$2" "$1"
  elif command -v wget >/dev/null; then
    wget --no-verbose --https-only --tries 3 --timeout 60 --output-document "$2" "$1"
  else
    return 1
  fi
}

# Writes what was found, or says what is missing.
finish() {
  local entry
  if ((${#problems[@]} > 0)); then
    printf '\nsetup: make %s needs what this machine does not have:\n' "$goal"
    printf '  * %s\n' "${problems[@]}"
    exit 1
  fi
  if ((${#paths[@]} > 0)); then
    {
      echo "# Written by tests/setup/setup.sh; what it found on this machine."
      for entry in "${paths[@]}"; do printf '%s=%q\n' "${entry%%=*}" "${entry#*=}"; done
    } >"$tools/paths.env.new"
    mv "$tools/paths.env.new" "$tools/paths.env"
  fi
  exit 0
}
