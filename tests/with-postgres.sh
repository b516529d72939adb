#!/bin/sh
# Runs COMMAND with a temporary PostgreSQL cluster and MINSHENG_TEST_PG set to its URL.
# The cluster listens on a Unix socket only, lives under /tmp (socket paths are limited to 107 bytes) and is
# removed when COMMAND ends. Without PostgreSQL, COMMAND runs without the variable and its tests skip that engine.
set -u
[ $# -gt 0 ] || { echo "usage: $0 COMMAND [ARGUMENT...]" >&2; exit 2; }

without() {
    echo "with-postgres: $1; running without MINSHENG_TEST_PG" >&2
    shift
    unset MINSHENG_TEST_PG
    exec "$@"
}

# An outer with-postgres.sh (or a developer's own server) serves as well.
[ -z "${MINSHENG_TEST_PG:-}" ] || exec "$@"

bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
[ -n "$bin" ] && [ -x "$bin/initdb" ] || without 'no /usr/lib/postgresql/*/bin/initdb (package postgresql)' "$@"

as_owner() { "$@"; }
if [ "$(id -u)" -eq 0 ]; then
    # PostgreSQL refuses to run as root.
    id postgres >/dev/null 2>&1 || without 'root needs the user "postgres"' "$@"
    as_owner() { runuser -u postgres -- "$@"; }
fi

dir=$(TMPDIR=/tmp mktemp -d /tmp/mspg.XXXXXX) || exit 1
child=
clean() {
    trap - EXIT HUP INT TERM
    if [ -f "$dir/data/postmaster.pid" ]; then
        (cd "$dir" && as_owner "$bin/pg_ctl" -D "$dir/data" -m immediate -w stop) >/dev/null 2>&1
    fi
    rm -rf "$dir"
}
interrupted() {
    [ -z "$child" ] || { kill -TERM "$child" 2>/dev/null; wait "$child" 2>/dev/null; }
    clean
    exit "$1"
}
trap clean EXIT
trap 'interrupted 129' HUP
trap 'interrupted 130' INT
trap 'interrupted 143' TERM

[ "$(id -u)" -ne 0 ] || chown postgres "$dir"
cd_and_start() {
    cd "$dir" || return 1 # the owner of the cluster may not be able to read the caller's folder
    as_owner "$bin/initdb" -D "$dir/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync &&
        as_owner "$bin/pg_ctl" -D "$dir/data" -l "$dir/server.log" -w -t 60 \
            -o "-k $dir -c listen_addresses='' -c fsync=off -c full_page_writes=off -c synchronous_commit=off \
                -c max_connections=100 -c shared_buffers=64MB -c max_prepared_transactions=0" start
}
if ! (cd_and_start) >"$dir/start.log" 2>&1; then
    cat "$dir/start.log" "$dir/server.log" >&2 2>/dev/null
    echo 'with-postgres: the temporary cluster did not start' >&2
    exit 1
fi

MINSHENG_TEST_PG="postgresql:///postgres?host=$dir&user=postgres"
export MINSHENG_TEST_PG
# In the background, so that a signal reaches this script while COMMAND runs; stdin is handed on all the same
# (by way of descriptor 3: a background command's descriptor 0 is /dev/null).
exec 3<&0
"$@" <&3 3<&- &
child=$!
wait "$child"
code=$?
child=
exit "$code"
