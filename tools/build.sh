#!/bin/sh
# Configures (once) and builds: tools/build.sh DIR [MESON-OPTION...]
# TARGETS in the environment names what to build; everything, with all tests, when it is empty; with "objects" every
# source is compiled and nothing linked.
set -eu
cd "$(dirname "$0")/.."
dir=$1
shift
if [ ! -f "$dir/build.ninja" ]; then
    mkdir -p "$dir"
    meson setup "$dir" "$@" >"$dir/setup.log" 2>&1 || { cat "$dir/setup.log" >&2; exit 1; }
fi
if [ "${TARGETS:-}" = objects ]; then
    ninja -C "$dir" build.ninja >/dev/null # a list of today
    TARGETS=$(ninja -C "$dir" -t targets rule c_COMPILER | sed '/^ninja: /d')
    [ -n "$TARGETS" ] || { echo "$dir: nothing is compiled" >&2; exit 1; }
fi
# shellcheck disable=SC2086  # a list of targets
exec ninja -C "$dir" ${TARGETS:-}
