# What the tests of commands begin and end with; sourced. $MINSHENG is the program, $dir a folder of the test's own.
# shellcheck shell=sh
set -u
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
unset MINSHENG_KEY
export LC_ALL=C.UTF-8 LANGUAGE=zh_CN MINSHENG_DB="sqlite:$dir/m.db"

# run EXPECTED_EXIT COMMAND...: stdout to $dir/out, stderr to $dir/err
run() {
    expected=$1
    shift
    "$MINSHENG" "$@" >"$dir/out" 2>"$dir/err"
    got=$?
    [ "$got" -eq "$expected" ] || { echo "# exit $got, expected $expected: $*"; sed 's/^/# /' "$dir/err"; return 1; }
}
# has out|err TEXT
has() { grep -qF -- "$2" "$dir/$1" || { echo "# no \"$2\" in $1:"; sed 's/^/# /' "$dir/$1"; return 1; }; }
lacks() { ! grep -qF -- "$2" "$dir/$1" || { echo "# \"$2\" in $1:"; sed 's/^/# /' "$dir/$1"; return 1; }; }
# lines N of stdout
lines() { [ "$(wc -l <"$dir/out")" -eq "$1" ] || { echo "# not $1 lines:"; sed 's/^/# /' "$dir/out"; return 1; }; }

# tell CLAIM...: each is a function, and a line of TAP
tell() {
    number=0
    failed=0
    echo "1..$#"
    for claim; do
        number=$((number + 1))
        if $claim; then echo "ok $number - $claim"; else echo "not ok $number - $claim"; failed=1; fi
    done
    exit $failed
}
