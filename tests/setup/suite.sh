#!/usr/bin/env bash
# Runs all tests and refuses snapshots that no test reads any more.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

read=$(mktemp)
trap 'rm -f "$read"' EXIT
INSTA_SNAPSHOT_REFERENCES_FILE=$read cargo nextest run --locked --workspace "$@"

unread=$(comm -23 <(git ls-files '*.snap' | xargs -r realpath | sort -u) <(sort -u "$read" | xargs -r realpath -m | sort -u))
if [ -n "$unread" ]; then
    echo "Snapshots that no test reads; remove them:" >&2
    echo "$unread" >&2
    exit 1
fi
