#!/usr/bin/env bash
# Installs what the checks need and isn't there yet: Debian packages, two cargo tools, the npm packages of the browser
# tests. Running it again does nothing.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

tools=${1:?usage: install.sh FOLDER-FOR-CARGO-TOOLS}
export PATH="$tools/bin:$PATH"

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

missing=()
need() { # need PACKAGE COMMAND…: the package is wanted when the command fails
    local package=$1
    shift
    "$@" >/dev/null 2>&1 || missing+=("$package")
}
need gcc command -v cc
need libc6-dev test -e /usr/include/stdio.h
need chromium command -v chromium
need postgresql bash -c 'command -v initdb || ls /usr/lib/postgresql/*/bin/initdb'
need npm command -v npm
need git command -v git

if [ "${#missing[@]}" -gt 0 ]; then
    echo "setup: installing Debian packages: ${missing[*]}"
    if ! command -v apt-get >/dev/null; then
        echo "setup: this machine has no apt-get; please install what matches: ${missing[*]}" >&2
        exit 1
    fi
    export DEBIAN_FRONTEND=noninteractive
    as_root apt-get update -qq
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"
fi

# Unoptimised builds of the two tools are made in a third of the time and are fast enough.
cargo_tool() { # cargo_tool NAME VERSION
    command -v "$1" >/dev/null && return
    echo "setup: building $1 $2 (once, some minutes)"
    CARGO_TARGET_DIR="$tools/build" CARGO_PROFILE_DEV_DEBUG=0 CARGO_PROFILE_DEV_OPT_LEVEL=1 \
        cargo install --quiet --locked --debug --root "$tools" --version "$2" "$1"
    rm -rf "$tools/build"
}
cargo_tool cargo-nextest 0.9.151
cargo_tool cargo-deny 0.20.2

if [ -f tests/browser/package.json ]; then
    if ! cmp -s tests/browser/package-lock.json tests/browser/node_modules/.installed 2>/dev/null; then
        echo "setup: installing the npm packages of the browser tests"
        npm --prefix tests/browser ci --no-audit --no-fund --loglevel=error
        cp tests/browser/package-lock.json tests/browser/node_modules/.installed
    fi
fi
