#!/bin/sh
# Configures (once) and builds: tools/build.sh DIR [MESON-OPTION...]
# TARGETS in the environment names what to build; everything, with all tests, when it is empty.
set -eu
cd "$(dirname "$0")/.."
dir=$1
shift
if [ ! -f "$dir/build.ninja" ]; then
    mkdir -p "$dir"
    meson setup "$dir" "$@" >"$dir/setup.log" 2>&1 || { cat "$dir/setup.log" >&2; exit 1; }
fi
# shellcheck disable=SC2086  # a list of targets
exec ninja -C "$dir" ${TARGETS:-}
