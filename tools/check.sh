#!/bin/sh
# Everything that reads the source instead of running it. Goes through all checks and fails when one did.
set -u
cd "$(dirname "$0")/.." || exit 1
failed=
check() {
    name=$1
    shift
    if out=$("$@" 2>&1); then
        echo "ok      $name"
    else
        echo "FAILED  $name"
        printf '%s\n' "$out" | head -n 60 | sed 's/^/        /'
        failed="$failed $name"
    fi
}
c_files() { git ls-files src tools bench tests | grep -E '\.[ch]$'; }
format() { c_files | xargs -r clang-format --dry-run -Werror; }
# cppcheck does not know the cleanup attribute and sees a leak in every use; the leak sanitizer looks for real ones.
cpp() {
    git ls-files src tools bench | grep '\.c$' | xargs -r cppcheck --quiet --error-exitcode=1 --std=c11 -Isrc \
        -j "$(nproc)" --max-configs=2 --enable=warning,performance,portability --inline-suppr \
        --suppress=missingInclude --suppress=unknownMacro --suppress=memleak --suppress=resourceLeak
}
calendar() {
    [ ! -f tools/calendar/generate.mjs ] || node tools/calendar/generate.mjs --check
}
shell() { sh -n run && sh -n test && for f in $(git ls-files | grep '\.sh$'); do sh -n "$f" || return 1; done; }

check house tests/house/house_test.sh
check format format
check divisions node tools/divisions/generate.mjs --check
check calendar calendar
check translations tools/po.sh --check
check shell shell
check cppcheck cpp
check clang-tidy tools/tidy.sh
[ -z "$failed" ] || { echo "check: failed:$failed" >&2; exit 1; }
