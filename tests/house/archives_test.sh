#!/bin/sh
# No two static libraries define the same external name: the linker takes the first and says nothing (TAP).
# Usage: archives_test.sh BUILD
set -u
build=$1
echo '1..2'
if ! command -v nm >/dev/null 2>&1; then
    echo 'ok 1 # SKIP nm is not installed'
    echo 'ok 2 # SKIP nm is not installed'
    exit 0
fi
names=$(mktemp)
trap 'rm -f "$names"' EXIT
# Read from the build's own objects: thin archives only point to them. Same source compiled for two libraries counts as well.
find "$build/src" "$build/tools" -name '*.a' 2>/dev/null | sort | while read -r archive; do
    nm -g --defined-only "$archive" 2>/dev/null |
        awk -v archive="${archive#"$build"/}" 'NF == 3 && $2 ~ /^[TDBRSGC]$/ && $3 !~ /^_?_(asan|odr|ubsan|llvm|gcov)/ { print $3, archive }'
done | sort -u >"$names"
failed=0
if [ "$(wc -l <"$names")" -gt 1000 ]; then
    echo 'ok 1 - the libraries have names to compare'
else
    echo 'not ok 1 - the libraries have names to compare'
    failed=1
fi
twice=$(awk '{ n[$1]++; where[$1] = where[$1] " " $2 } END { for (name in n) if (n[name] > 1) print name ":" where[name] }' "$names" | sort)
if [ -z "$twice" ]; then
    echo 'ok 2 - no name is defined in two libraries'
else
    echo 'not ok 2 - no name is defined in two libraries'
    printf '%s\n' "$twice" | head -n 40 | sed 's/^/# /'
    failed=1
fi
exit $failed
