#!/bin/sh
# tests/run-suites.mjs counts every line, and lets no suite fail in silence (TAP).
set -u
runner=$(cd "$(dirname "$0")/.." && pwd)/run-suites.mjs
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cat >"$work/meson.build" <<'PROJECT'
project('suites')
sh = find_program('sh')
foreach name, script : {
  'two': 'echo 1..2; echo ok 1 - a; echo ok 2 - b',
  'skips': 'echo 1..2; echo ok 1 - a; echo "ok 2 - b # SKIP no engine"',
  'cmocka_skips': 'echo 1..2; echo "not ok 1 # SKIP b"; echo ok 2 - a',
  'skips_all': 'echo "1..0 # SKIP no browser"',
  'fails_one': 'echo 1..2; echo ok 1 - a; echo "not ok 2 - b"; exit 1',
  'crashes': 'echo 1..2; echo ok 1 - a; kill -SEGV $$',
  'ends_early': 'echo 1..3; echo ok 1 - a',
  'has_no_plan': 'echo ok 1 - a',
  'says_nothing': 'true',
  'exits_with_3': 'echo 1..1; echo ok 1 - a; exit 3',
}
  test(name, sh, args: ['-c', script], protocol: 'tap')
endforeach
PROJECT
meson setup "$work/build" "$work" >"$work/log" 2>&1 || { cat "$work/log"; exit 1; }

number=0
failed=0
# claim NAME LAST-LINE EXIT SUITE...
claim() {
    number=$((number + 1))
    name=$1 line=$2 code=$3
    shift 3
    node "$runner" "$work/build" "$@" >"$work/out" 2>&1
    found_code=$?
    found_line=$(tail -n 1 "$work/out")
    if [ "$found_line" = "$line" ] && [ $found_code -eq "$code" ]; then
        echo "ok $number - $name"
    else
        echo "not ok $number - $name"
        echo "# expected $code, $line"
        echo "# found    $found_code, $found_line"
        failed=1
    fi
}
echo 1..11
claim lines_that_pass_are_counted 'tests: 2 passed, 0 failed, 0 skipped' 0 two
claim lines_that_skip_are_counted 'tests: 1 passed, 0 failed, 1 skipped' 0 skips
claim a_skip_as_cmocka_spells_it_is_no_failure 'tests: 1 passed, 0 failed, 1 skipped' 0 cmocka_skips
claim a_suite_that_skips_all_is_one_skip 'tests: 2 passed, 0 failed, 1 skipped' 0 two skips_all
claim a_line_that_fails_fails_the_run 'tests: 1 passed, 1 failed, 0 skipped' 1 fails_one
claim a_crash_is_a_failure 'tests: 1 passed, 1 failed, 0 skipped' 1 crashes
claim a_missing_line_is_a_failure 'tests: 1 passed, 1 failed, 0 skipped' 1 ends_early
claim a_missing_plan_is_a_failure 'tests: 1 passed, 1 failed, 0 skipped' 1 has_no_plan
claim silence_is_a_failure 'tests: 0 passed, 1 failed, 0 skipped' 1 says_nothing
claim an_exit_status_is_a_failure 'tests: 1 passed, 1 failed, 0 skipped' 1 exits_with_3
claim all_suites_run_without_names 'tests: 9 passed, 6 failed, 3 skipped' 1
exit $failed
