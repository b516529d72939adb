#!/bin/sh
# clang-tidy with the list of .clang-tidy over every source that the clang build compiles.
set -eu
cd "$(dirname "$0")/.."
CC=clang tools/build.sh build-clang --buildtype=debug -Dwerror=true >/dev/null
node -e '
    const units = JSON.parse(require("fs").readFileSync("build-clang/compile_commands.json", "utf8"));
    const files = units.map((u) => require("path").resolve(u.directory, u.file));
    console.log([...new Set(files)].filter((f) => /\/(src|tools|bench)\/.*\.c$/.test(f) && !/\/build-/.test(f)).join("\n"));
' | xargs -r -n 4 -P "$(nproc)" clang-tidy --quiet -p build-clang
