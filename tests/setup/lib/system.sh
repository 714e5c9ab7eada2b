# shellcheck shell=bash
# What the system brings: git, bubblewrap, Node and npm, a C compiler, certificates; and whether sandboxes start.

readonly BUBBLEWRAP_WANTED=0.8 # the first with --disable-userns

have() { command -v "$1" >/dev/null; }

have_certificates() {
  [[ -n ${SSL_CERT_FILE-} || -e /etc/ssl/certs/ca-certificates.crt || -e /etc/pki/tls/certs/ca-bundle.crt || -e /etc/ssl/cert.pem ]]
}

have_http_backend() { [[ -x $(git --exec-path 2>/dev/null)/git-http-backend ]]; }

# The names of the missing packages, as this machine's package manager calls them; $1 is its name.
missing_packages() {
  local libc=glibc-devel
  [[ $1 == apt-get ]] && libc=libc6-dev
  have git && have_http_backend || echo git
  have bwrap || echo bubblewrap
  have node || echo nodejs
  have npm || echo npm
  if ! have cc; then
    echo gcc
    [[ $1 == pacman ]] || echo "$libc"
  fi
  have_certificates || echo ca-certificates
}

# The command that a person would type to install packages.
install_command() {
  case $1 in
    apt-get) echo "sudo apt-get update && sudo apt-get install -y --no-install-recommends ${*:2}" ;;
    dnf) echo "sudo dnf install -y ${*:2}" ;;
    pacman) echo "sudo pacman -S --needed ${*:2}" ;;
    *) echo "install with your package manager: ${*:2}" ;;
  esac
}

# As root on Debian and Ubuntu packages are installed, elsewhere they are named.
can_apt_install() { is_root && have apt-get; }

apt_install() {
  local options=(-y --no-install-recommends -o DPkg::Lock::Timeout=300)
  # The package lists of a fresh machine are absent or out of date.
  DEBIAN_FRONTEND=noninteractive logged apt apt-get install "${options[@]}" "$@" >/dev/null ||
    {
      logged apt-update apt-get update || true
      DEBIAN_FRONTEND=noninteractive logged apt apt-get install "${options[@]}" "$@"
    }
}

setup_system_packages() {
  local manager=unknown candidate missing
  for candidate in apt-get dnf pacman; do
    if have "$candidate"; then
      manager=$candidate
      break
    fi
  done
  mapfile -t missing < <(missing_packages "$manager")
  if ((${#missing[@]} > 0)) && can_apt_install; then
    say packages "installing ${missing[*]}"
    apt_install "${missing[@]}" || true
    hash -r
    mapfile -t missing < <(missing_packages "$manager")
  fi
  if ((${#missing[@]} > 0)); then
    problem packages "$(install_command "$manager" "${missing[@]}")"
  else
    say packages "git $(git --version | first_version), C compiler, certificates"
  fi
}

# probe_sandbox BWRAP: starts a sandbox of the kind regreen starts; as root under another user, as regreen does.
probe_sandbox() {
  local command=("$1" --ro-bind /usr /usr --symlink usr/bin /bin --symlink usr/lib /lib --symlink usr/lib64 /lib64
    --proc /proc --dev /dev --tmpfs /tmp --unshare-all --unshare-user --disable-userns --cap-drop ALL
    --die-with-parent --new-session --clearenv -- /usr/bin/true)
  if is_root; then
    command=(setpriv --reuid 20001 --regid 20001 --clear-groups -- "${command[@]}")
  fi
  (cd / && "${command[@]}") 2>&1
}

kernel_setting() { cat "/proc/sys/$1" 2>/dev/null || true; }

# Why sandboxes are refused, and what lifts that, as far as the kernel's settings tell.
sandbox_advice() {
  if [[ $(kernel_setting kernel/apparmor_restrict_unprivileged_userns) == 1 ]]; then
    echo "AppArmor restricts user namespaces here: sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0"
  elif [[ $(kernel_setting kernel/unprivileged_userns_clone) == 0 ]]; then
    echo "user namespaces are off here: sudo sysctl -w kernel.unprivileged_userns_clone=1"
  elif [[ $(kernel_setting user/max_user_namespaces) == 0 ]]; then
    echo "user namespaces are off here: sudo sysctl -w user.max_user_namespaces=15000"
  else
    echo "inside a container, let it make user namespaces and mount /proc (docker run --privileged, or a virtual machine)"
  fi
}

setup_sandbox() {
  local bwrap version answer
  have bwrap || return 0 # said already
  bwrap=$(readlink -f "$(command -v bwrap)")
  version=$("$bwrap" --version 2>/dev/null | first_version) || version=unknown
  if ! version_at_least "$version" "$BUBBLEWRAP_WANTED"; then
    problem bubblewrap "version $version is too old, $BUBBLEWRAP_WANTED or newer is needed: Debian 12, Ubuntu 24.04 and Fedora 38 have it"
    return 0
  fi
  if ! answer=$(probe_sandbox "$bwrap"); then
    problem bubblewrap "$(tail -n 1 <<<"$answer"); $(sandbox_advice)"
    return 0
  fi
  paths+=("REGREEN_BWRAP=$bwrap")
  say bubblewrap "$version, a sandbox starts"
}
