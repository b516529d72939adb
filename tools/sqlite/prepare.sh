#!/bin/sh
# Compiles the SQLite amalgamation once into deps/sqlite/{libsqlite3.a,sqlite3.h}; every build directory links that
# archive. The source is the one inside the npm package better-sqlite3 (its sources only, no script of it runs).
#
#   tools/sqlite/prepare.sh [AMALGAMATION_FOLDER]
#
# Without argument: node_modules/better-sqlite3/deps/sqlite3. Does nothing when the archive is up to date.
# Why, and what happens without it: docs/decisions/0002-sqlite-amalgamation.md
set -eu
cd "$(dirname "$0")/../.."
from=${1:-node_modules/better-sqlite3/deps/sqlite3}
to=deps/sqlite
cc=${CC:-cc}

# THREADSAFE=2: a connection is used by one thread at a time, which src/db guarantees.
# DQS=0: "no_such_column" is an error, not a text. DEFAULT_MEMSTATUS=0, no shared cache: less locking per allocation.
flags='-O2 -g1 -fPIC -fstack-protector-strong
    -DSQLITE_THREADSAFE=2
    -DSQLITE_DQS=0
    -DSQLITE_OMIT_LOAD_EXTENSION
    -DSQLITE_OMIT_SHARED_CACHE
    -DSQLITE_DEFAULT_MEMSTATUS=0
    -DSQLITE_LIKE_DOESNT_MATCH_BLOBS
    -DSQLITE_MAX_EXPR_DEPTH=0
    -DSQLITE_DEFAULT_WAL_SYNCHRONOUS=2'

if [ ! -f "$from/sqlite3.c" ] || [ ! -f "$from/sqlite3.h" ]; then
    echo "prepare.sh: no SQLite source in $from (run: npm ci --ignore-scripts)" >&2
    exit 1
fi
# shellcheck disable=SC2086 # flags is a list
stamp=$({ cat "$from/sqlite3.c" "$from/sqlite3.h"; echo "$cc" $flags; } | sha256sum | cut -d' ' -f1)
if [ -f "$to/libsqlite3.a" ] && [ "$(cat "$to/stamp" 2>/dev/null || true)" = "$stamp" ]; then
    exit 0
fi

mkdir -p "$to"
work=$(mktemp -d "$to/prepare.XXXXXX")
trap 'rm -rf "$work"' EXIT
echo "compiling SQLite $(sed -n 's/^#define SQLITE_VERSION  *"\(.*\)"/\1/p' "$from/sqlite3.h") once (about a minute)" >&2
# shellcheck disable=SC2086
$cc $flags -c "$from/sqlite3.c" -o "$work/sqlite3.o"
ar rcs "$work/libsqlite3.a" "$work/sqlite3.o"
# By rename, so that a build that links at this moment sees the old or the new archive, never half of one.
mv "$work/libsqlite3.a" "$to/libsqlite3.a"
cp "$from/sqlite3.h" "$work/sqlite3.h" && mv "$work/sqlite3.h" "$to/sqlite3.h"
echo "$stamp" >"$work/stamp" && mv "$work/stamp" "$to/stamp"
