# shellcheck shell=bash
# shellcheck disable=SC2154 # setup.sh sets here, checkout, tools, logs and goal
# Node and npm, which build the projects in the sandboxes, and the pinned packages: OpenCode, pnpm, yarn; for the
# tests also the official clients that judge the fakes.

readonly NODE_WANTED=18.12 # pnpm 10's minimum
readonly NODE_OF_JUDGES=20 # Octokit's minimum

node_ready=no
node_version=

# Copies a private Node installation (nvm and its like) to where sandboxes reach it; prints the new folder.
copy_node() {
  local copy=$tools/runtime
  if [[ $("$copy/bin/node" --version 2>/dev/null) != $("$1/bin/node" --version) ]]; then
    rm -rf "$copy" "$copy.new"
    mkdir -p "$copy.new/lib/node_modules"
    cp -a "$1/bin" "$copy.new/" && cp -a "$1/lib/node_modules/npm" "$copy.new/lib/node_modules/" || return 1
    mv "$copy.new" "$copy"
  fi
  echo "$copy"
}

setup_node() {
  local executable folder version
  have node && have npm || return 0 # said already
  # Asked of Node itself: the command may be a version manager's shim.
  executable=$(cd "$checkout" && node -p process.execPath) || {
    problem node "\`node\` does not start"
    return 0
  }
  version=$("$executable" --version | first_version) || version=unknown
  if ! version_at_least "$version" "$NODE_WANTED"; then
    problem node "version $version is too old, $NODE_WANTED or newer is needed: https://nodejs.org/en/download"
    return 0
  fi
  folder=$(dirname "$(dirname "$(readlink -f "$executable")")")
  if is_root && ! reachable_by_all "$folder/bin/node"; then
    if [[ ! -e $folder/lib/node_modules/npm ]] || ! folder=$(copy_node "$folder"); then
      problem node "sandboxes, which do not run as root, cannot reach $executable: install Node for the whole system"
      return 0
    fi
  fi
  paths+=("REGREEN_NODE_DIR=$folder")
  node_ready=yes
  node_version=$version
  say node "$version, npm $(npm --version 2>/dev/null) ($folder)"
}

# The name of the OpenCode build for this machine's processor and C library.
opencode_package() {
  local name
  case $(uname -m) in
    x86_64)
      name="opencode-linux-x64"
      grep -qw avx2 /proc/cpuinfo || name+="-baseline"
      ;;
    aarch64) name="opencode-linux-arm64" ;;
    *) return 1 ;;
  esac
  getconf GNU_LIBC_VERSION >/dev/null 2>&1 || name+="-musl"
  echo "$name"
}

# Installs the packages of a folder's lockfile, each checked against its checksum there. No script of a package runs;
# the native OpenCode needs none.
install_locked() {
  (cd "$1" && logged npm npm ci --ignore-scripts --no-audit --no-fund --no-update-notifier --loglevel=error)
}

install_node_packages() {
  local opencode=$1 folder=$2
  rm -rf "$folder"
  mkdir -p "$folder"
  node "$here/select-packages.mjs" "$opencode" "$folder" && install_locked "$folder"
}

setup_opencode() {
  local opencode binary version wanted folder=$tools/node home
  [[ $node_ready == yes ]] || return 0 # said already
  if ! opencode=$(opencode_package) || ! grep -q "\"node_modules/$opencode\"" "$here/package-lock.json"; then
    problem opencode "no OpenCode build is pinned for this machine ($(uname -m)${opencode:+, $opencode}): add it to tests/setup/package.json and run npm install --package-lock-only --ignore-scripts there"
    return 0
  fi
  binary=$folder/node_modules/$opencode/bin/opencode
  wanted=$(cat "$here/package-lock.json" "$here/select-packages.mjs" <(echo "$opencode") | sha256sum | cut -c 1-64)
  version=$(sed -nE "s/^ *\"$opencode\": \"([^\"]+)\".*/\1/p" "$here/package.json")
  if [[ ! -x $binary || $(cat "$folder/.installed" 2>/dev/null) != "$wanted" ]]; then
    say opencode "installing OpenCode $version, pnpm and yarn from npm (about 70 MB down, 200 MB on disk)"
    if ! install_node_packages "$opencode" "$folder"; then
      problem opencode "npm could not install it; the log is $logs/npm.log, and npm's own settings decide the registry (npm config get registry)"
      return 0
    fi
    home=$(mktemp -d)
    if [[ $(HOME=$home XDG_CONFIG_HOME=$home XDG_DATA_HOME=$home XDG_STATE_HOME=$home XDG_CACHE_HOME=$home \
      timeout 60 "$binary" --version 2>&1) != "$version" ]]; then
      rm -rf "$home"
      problem opencode "$binary does not run on this machine"
      return 0
    fi
    rm -rf "$home"
    echo "$wanted" >"$folder/.installed"
  fi
  paths+=("REGREEN_OPENCODE=$binary" "REGREEN_NODE_TOOLS=$folder")
  say opencode "$version, with pnpm and yarn ($folder)"
}

# Of GitHub's descriptions only that of github.com is kept: the others take 380 MB.
install_judges() {
  local folder=$1 descriptions=$1/node_modules/@octokit/openapi/generated
  rm -rf "$folder"
  mkdir -p "$folder"
  cp "$here/judges/package.json" "$here/judges/package-lock.json" "$folder/" && install_locked "$folder" || return 1
  find "$descriptions" -name '*.json' ! -name api.github.com.json -delete
  [[ -s $descriptions/api.github.com.json ]]
}

setup_judges() {
  local folder=$tools/judges wanted
  [[ $node_ready == yes ]] || return 0 # said already
  if ! version_at_least "$node_version" "$NODE_OF_JUDGES"; then
    problem judges "the official clients that judge the fakes need Node $NODE_OF_JUDGES or newer, this is $node_version: https://nodejs.org/en/download"
    return 0
  fi
  wanted=$(cat "$here/judges/package-lock.json" "$here/lib/node.sh" | sha256sum | cut -c 1-64)
  if [[ $(cat "$folder/.installed" 2>/dev/null) != "$wanted" ]]; then
    say judges "installing the official clients of Vercel and GitHub from npm (about 45 MB down, 105 MB on disk)"
    if ! install_judges "$folder"; then
      problem judges "npm could not install the official clients that judge the fakes; the log is $logs/npm.log, and npm's own settings decide the registry (npm config get registry)"
      return 0
    fi
    echo "$wanted" >"$folder/.installed"
  fi
  paths+=("WORLD_JUDGES=$folder")
  say judges "the official clients of Vercel and GitHub ($folder)"
}
