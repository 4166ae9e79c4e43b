# shellcheck shell=bash
# Shared by the scripts of tools/lab-host. Messages go to stderr: the caller evaluates
# stdout.

lab_host=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
export lab_host
: "${LAB_HOST_STARTED:=$(date +%s)}"
export LAB_HOST_STARTED

# The pinned versions.
# shellcheck source=../kind.env
. "$lab_host/../kind.env" || exit 1

# The cache of builds, so that a second call takes seconds.
cache=${KIND_LAB_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/kind-lab}

log() {
  local seconds=$(($(date +%s) - LAB_HOST_STARTED))
  printf '[lab-host %02d:%02d] %s\n' $((seconds / 60)) $((seconds % 60)) "$*" >&2
}

# die <what is wrong> <what to do>
die() {
  printf '[lab-host] failed: %s\n           What to do: %s\n' "$1" "$2" >&2
  exit 1
}

as_root() {
  if [ "$(id -u)" = 0 ]; then
    command "$@" # not the function of that name below
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    die "'$1' needs root, and there is no sudo" "run this as root"
  fi
}

# A user who was just added to the group docker is not in it before the next login.
docker() {
  if [ -z "${docker_needs_root:-}" ]; then
    if command docker version >/dev/null 2>&1; then docker_needs_root=no; else docker_needs_root=yes; fi
    export docker_needs_root
  fi
  if [ "$docker_needs_root" = yes ]; then as_root docker "$@"; else command docker "$@"; fi
}

# quietly <log file> <command…>: shows the last lines of its output only if it fails.
quietly() {
  local file=$1
  shift
  "$@" >>"$file" 2>&1 || {
    local code=$?
    tail -n 20 "$file" >&2
    return $code
  }
}

install_packages() {
  [ $# -gt 0 ] || return 0
  command -v apt-get >/dev/null \
    || die "these packages are missing: $*" "install them with this system's package manager (only Debian and Ubuntu are done by themselves)"
  log "installing $*"
  mkdir -p "$cache"
  # RUNLEVEL keeps packages from starting their services where no systemd runs.
  { quietly "$cache/apt.log" as_root apt-get update \
    && quietly "$cache/apt.log" as_root env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 \
      apt-get install --yes --no-install-recommends "$@"; } \
    || die "apt-get could not install $*" "read the lines above; all of them are in $cache/apt.log"
}
