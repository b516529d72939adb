#!/bin/sh
# Runs every libFuzzer target of BUILD-DIR for SECONDS each on a copy of its corpus: tools/fuzz.sh BUILD-DIR SECONDS
# A finding stays in BUILD-DIR/findings; put it into the corpus of its target, where ./test replays it.
set -u
cd "$(dirname "$0")/.." || exit 1
dir=$1
seconds=$2
mkdir -p "$dir/findings"
status=0
found=0
for target in "$dir"/tests/fuzz/fuzz_*; do
    [ -f "$target" ] && [ -x "$target" ] || continue
    found=1
    name=$(basename "$target" | sed 's/^fuzz_//')
    mkdir -p "$dir/corpus/$name"
    echo "--- $name"
    corpus=
    [ ! -d "tests/fuzz/corpus/$name" ] || corpus=tests/fuzz/corpus/$name
    # shellcheck disable=SC2086  # no corpus, no argument
    "$target" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
        -artifact_prefix="$dir/findings/$name-" "$dir/corpus/$name" $corpus 2>"$dir/findings/$name.log" || status=1
    grep -E '^(stat::number_of_executed_units|SUMMARY|==.*ERROR)|cov:' "$dir/findings/$name.log" | tail -n 2
done
[ $found -eq 1 ] || { echo "fuzz: no target in $dir/tests/fuzz" >&2; exit 1; }
exit $status
