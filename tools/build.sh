#!/bin/sh
# Configures (once) and builds: tools/build.sh DIR [MESON-OPTION...]
set -eu
cd "$(dirname "$0")/.."
dir=$1
shift
[ -f "$dir/build.ninja" ] || meson setup "$dir" "$@" >"$dir.log" 2>&1 || { cat "$dir.log" >&2; exit 1; }
rm -f "$dir.log"
ninja -C "$dir"
# The program is called DIR/minsheng, wherever its folder's meson.build leaves it.
[ ! -x "$dir/src/cli/minsheng" ] || ln -sf src/cli/minsheng "$dir/minsheng"
