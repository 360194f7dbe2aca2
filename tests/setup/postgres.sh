#!/usr/bin/env bash
# A PostgreSQL of the tests' own: `postgres.sh with DIR COMMAND…` starts it, runs the command with
# LUMBUNG_TEST_POSTGRES set to its address, and stops it. It keeps nothing that is worth keeping.
set -euo pipefail
[ "${1:-}" = with ] && [ $# -ge 3 ] || { sed -n '2,3p' "$0"; exit 2; }
dir=$2
shift 2
bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
rm -rf "$dir"
mkdir -p "$dir"
owner=()
# The server refuses to run as root.
if [ "$(id -u)" = 0 ]; then
  id lumbung-test > /dev/null 2>&1 || useradd --system --no-create-home lumbung-test
  dir=$(mktemp -d /tmp/lumbung-postgres-XXXXXX)
  chown lumbung-test "$dir"
  owner=(setpriv --reuid=lumbung-test --regid=lumbung-test --clear-groups env HOME="$dir")
fi
port=${LUMBUNG_TEST_POSTGRES_PORT:-54329}
trap '"${owner[@]}" "$bin/pg_ctl" -D "$dir/data" -m immediate -s stop > /dev/null 2>&1 || true; rm -rf "$dir"' EXIT
"${owner[@]}" "$bin/initdb" -D "$dir/data" -U lumbung --auth=trust --encoding=UTF8 --locale=C.UTF-8 > "$dir.log" 2>&1
"${owner[@]}" "$bin/pg_ctl" -D "$dir/data" -s -w -l "$dir/server.log" \
  -o "-p $port -h 127.0.0.1 -k $dir -c fsync=off -c synchronous_commit=off -c max_connections=400 -c shared_buffers=128MB" start
export LUMBUNG_TEST_POSTGRES="postgres://lumbung@127.0.0.1:$port/postgres"
"$@"
