# Shared by all findings; sourced, not run.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# packages NAME@VERSION…: installs them without their scripts, and changes to their folder.
packages() {
  cd "$folder"
  echo '{ "private": true, "type": "module" }' >package.json
  npm install --ignore-scripts --no-audit --no-fund --no-save --silent "$@"
  echo "with $*, Node $(node --version)"
}

# expect WHAT WANTED SEEN: fails when they differ.
expect() {
  if [ "$2" = "$3" ]; then
    echo "seen: $1: $3"
  else
    echo "changed: $1: $3 (was: $2)"
    exit 1
  fi
}
