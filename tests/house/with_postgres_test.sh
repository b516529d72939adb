#!/bin/sh
# tests/with-postgres.sh hands on a working cluster, the command's exit status, and leaves nothing behind (TAP).
set -u
script=$(cd "$(dirname "$0")/.." && pwd)/with-postgres.sh
unset MINSHENG_TEST_PG
if ! ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; then
    echo '1..0 # SKIP PostgreSQL is not installed'
    exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
number=0
failed=0
claim() {
    number=$((number + 1))
    if [ "$2" = "$3" ]; then
        echo "ok $number - $1"
    else
        echo "not ok $number - $1"
        echo "# expected $3, found $2"
        failed=1
    fi
}
# The folder inside a URL, and whether it is still there.
folder_of() { sed 's/.*host=\([^&]*\).*/\1/' "$1"; }
state_of() { if [ -e "$1" ]; then echo there; else echo gone; fi; }

echo 1..7
# shellcheck disable=SC2016  # for the inner shell
"$script" sh -c 'echo "$MINSHENG_TEST_PG" >"$1"; psql "$MINSHENG_TEST_PG" -Atc "SELECT 6 * 7" >"$2"; cat >"$3"; exit 7' \
    sh "$work/url" "$work/answer" "$work/stdin" <<END
words
END
claim exit_status_is_the_commands $? 7
claim url_reaches_a_server "$(cat "$work/answer")" 42
claim standard_input_is_handed_on "$(cat "$work/stdin")" words
claim folder_is_removed_afterwards "$(state_of "$(folder_of "$work/url")")" gone

# shellcheck disable=SC2016
"$script" sh -c 'echo "$MINSHENG_TEST_PG" >"$1.new"; mv "$1.new" "$1"; exec sleep 60' sh "$work/url2" &
pid=$!
while [ ! -f "$work/url2" ] && kill -0 $pid 2>/dev/null; do sleep 0.1; done
kill -TERM $pid
wait $pid
claim termination_is_told_by_the_exit_status $? 143
claim termination_removes_the_folder "$(state_of "$(folder_of "$work/url2")")" gone

# shellcheck disable=SC2016
claim a_server_that_is_already_set_is_used \
    "$(MINSHENG_TEST_PG=given "$script" sh -c 'echo "$MINSHENG_TEST_PG"')" given
exit $failed
