#!/bin/sh
# Rebuilds and restarts the server whenever a source, template or asset changes. Ctrl-C ends it.
set -u
cd "$(dirname "$0")/.." || exit 1
server=
stop() { [ -z "$server" ] || { kill "$server" 2>/dev/null; wait "$server" 2>/dev/null; }; server=; }
trap 'stop; exit 0' INT TERM
trap stop EXIT
newest() { find src templates assets po layouts plans meson.build -type f ! -name '*.swp' -printf '%T@ %p\n' | sort -n | tail -n 1; }
await_change() {
    if command -v inotifywait >/dev/null 2>&1; then
        inotifywait -q -q -r -e modify,create,delete,move src templates assets po layouts plans
    else
        seen=$(newest)
        while [ "$(newest)" = "$seen" ]; do sleep 1; done
    fi
}
while :; do
    if TARGETS="minsheng minsheng-gmo" tools/build.sh build; then
        stop
        [ -f var/minsheng.db ] || echo 'dev: no var/minsheng.db yet; ./run makes the demo county' >&2
        build/minsheng serve --listen "${LISTEN:-127.0.0.1:${PORT:-8080}}" &
        server=$!
    fi
    await_change
done
