#!/bin/sh
# Configures (once) and builds: tools/build.sh DIR [MESON-OPTION...]
set -eu
cd "$(dirname "$0")/.."
dir=$1
shift
[ -f "$dir/build.ninja" ] || meson setup "$dir" "$@" >"$dir.log" 2>&1 || { cat "$dir.log" >&2; exit 1; }
rm -f "$dir.log"
exec ninja -C "$dir"
