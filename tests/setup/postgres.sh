#!/usr/bin/env bash
# A PostgreSQL of the tests' own: a fresh cluster in a temporary folder, reached by a socket only, gone afterwards.
#
#   postgres.sh run COMMAND…   runs COMMAND with LUMBUNG_TEST_POSTGRES set, stops the cluster, keeps COMMAND's exit code
#   postgres.sh start          prints the URL and leaves the cluster running
#   postgres.sh stop URL       stops what `start` began
set -euo pipefail

program() { # program NAME: its path; Debian keeps the server's programs out of PATH
    local found
    found=$(command -v "$1") || found=$(ls /usr/lib/postgresql/*/bin/"$1" 2>/dev/null | sort -V | tail -n 1)
    if [ -z "$found" ]; then
        echo "The tests need PostgreSQL's $1. Run: make setup (or leave that half out: make test-sqlite)" >&2
        exit 1
    fi
    echo "$found"
}

# The server refuses to run as root, as containers do.
as_owner() {
    if [ "$(id -u)" -eq 0 ]; then
        setpriv --reuid=postgres --regid=postgres --init-groups -- "$@"
    else
        "$@"
    fi
}

fail() { # fail LOG: shows why the cluster did not start, and takes it away
    cat "$1" >&2
    stop "$folder"
    exit 1
}

start() {
    local initdb pg_ctl
    initdb=$(program initdb)
    pg_ctl=$(program pg_ctl)
    folder=$(mktemp -d /tmp/lumbung-pg.XXXXXX)
    if [ "$(id -u)" -eq 0 ]; then chown postgres "$folder"; fi
    # Run from the folder: its owner may not be allowed to enter ours.
    cd "$folder"
    as_owner "$initdb" --pgdata="$folder/data" --username=postgres --auth=trust \
        --encoding=UTF8 --locale=C --no-sync >"$folder/initdb.log" 2>&1 || fail "$folder/initdb.log"
    # What is lost in a crash is made again, so nothing waits for the disk.
    as_owner "$pg_ctl" --pgdata="$folder/data" --log="$folder/server.log" --wait --timeout=60 --options="\
        -c listen_addresses='' -c unix_socket_directories='$folder' -c max_connections=300 \
        -c fsync=off -c synchronous_commit=off -c full_page_writes=off" \
        start >/dev/null || fail "$folder/server.log"
    cd - >/dev/null
    url="postgres://postgres@localhost/postgres?host=$folder"
}

stop() { # stop FOLDER
    case "$1" in /tmp/lumbung-pg.*) ;; *) echo "not a cluster of the tests: $1" >&2; exit 2 ;; esac
    cd /
    as_owner "$(program pg_ctl)" --pgdata="$1/data" --mode=immediate stop >/dev/null 2>&1 || true
    rm -rf "$1"
}

case "${1:-}" in
run)
    shift
    if [ -n "${LUMBUNG_TEST_POSTGRES:-}" ]; then exec "$@"; fi
    start
    trap 'stop "$folder"' EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
    LUMBUNG_TEST_POSTGRES=$url "$@"
    ;;
start)
    start
    echo "$url"
    ;;
stop)
    given=${2:?usage: postgres.sh stop URL}
    stop "${given##*host=}"
    ;;
*)
    sed -n '2,7s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2
    exit 2
    ;;
esac
