#!/usr/bin/env bash
# Installs what the tests need on a bare Debian machine; does nothing where it is there already.
set -euo pipefail
cd "$(dirname "$0")/../.."
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }
missing=()
command -v chromium > /dev/null || missing+=(chromium)
ls /usr/lib/postgresql/*/bin/postgres > /dev/null 2>&1 || missing+=(postgresql)
if [ ${#missing[@]} -gt 0 ]; then
  export DEBIAN_FRONTEND=noninteractive
  as_root apt-get update -q
  as_root apt-get install -yq --no-install-recommends "${missing[@]}"
fi
command -v cargo-nextest > /dev/null || cargo install --locked cargo-nextest
(cd tests/browser && npm ci --no-audit --no-fund --silent)
