#!/usr/bin/env bash
# Fuzzes the inspection: each target for some minutes, beginning from its seeds and from what was found before.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

tools=${1:?usage: run.sh FOLDER-FOR-CARGO-TOOLS FOLDER-FOR-FINDS MINUTES [TARGET…]}
finds=${2:?}
minutes=${3:?}
shift 3
export PATH="$tools/bin:$PATH"

if ! cargo +nightly --version >/dev/null 2>&1; then
    echo "fuzz: this needs a nightly toolchain, of 15 May 2026 or later: rustup toolchain install nightly" >&2
    exit 1
fi
if ! command -v cargo-fuzz >/dev/null; then
    echo "fuzz: building cargo-fuzz (once, a minute)"
    CARGO_TARGET_DIR="$tools/build" cargo install --quiet --locked --root "$tools" --version 0.13.2 cargo-fuzz
    rm -rf "$tools/build"
fi

# The versions that the portal is built from; what fuzzing needs beside them is added to the copy.
cp Cargo.lock fuzz/Cargo.lock

export CARGO_TARGET_DIR="$finds/target"
[ $# -gt 0 ] || set -- sniff read locate type
for target in "$@"; do
    mkdir -p "$finds/$target"
    echo "fuzz: $target for $minutes minutes"
    # The portal has no unsafe code of its own: what panics is found without a sanitizer, and several times faster.
    cargo +nightly fuzz run --fuzz-dir fuzz --sanitizer none "$target" "$finds/$target" "fuzz/corpus/$target" tests/fixtures/sheets -- \
        -max_total_time=$((minutes * 60)) -max_len=16384 -timeout=20 -rss_limit_mb=2048 -print_final_stats=1
done
