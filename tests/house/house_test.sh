#!/bin/sh
# The house's habits as an ordinary suite (TAP). Each claim is a function that prints the lines that break it.
set -u
cd "$(dirname "$0")/../.." || exit 1
export LC_ALL=C.UTF-8

# What the project consists of: tracked files, or in an unpacked archive all but the made folders.
project_files() {
    if git rev-parse --is-inside-work-tree >/dev/null 2>&1; then
        git ls-files -- "$@" | while read -r f; do [ -f "$f" ] && echo "$f"; done
    else
        find "$@" -type f ! -path './.git/*' ! -path './node_modules/*' ! -path './build*' ! -path './deps/*' \
            ! -path './var/*' ! -path './assets/vendor/*' | sed 's|^\./||'
    fi
}
c_files() { project_files "$@" | grep -E '\.[ch]$'; }
# The lines of C files with their comments and texts blanked: what is left is code.
# shellcheck disable=SC2016  # an awk program
code_of() {
    xargs -r awk '
        FNR == 1 { comment = 0 }
        {
            line = $0
            if (comment) { if (!sub(/^.*\*\//, "", line)) next; comment = 0 }
            gsub(/\\["\\]/, "", line); gsub(/"[^"]*"/, "\"\"", line)
            gsub(/\/\*([^*]|\*[^\/])*\*\//, "", line); sub(/\/\/.*/, "", line)
            if (sub(/\/\*.*/, "", line)) comment = 1
            print FILENAME ":" FNR ": " line
        }'
}

no_banned_call() {
    c_files src tools bench tests | code_of |
        grep -E '[^_a-zA-Z](strcpy|strcat|sprintf|vsprintf|gets|strtok|atoi|atol|atof|rand|srand|localtime|gmtime|asctime|ctime|mktemp|tmpnam|system|alloca)\('
}
no_include_points_up() {
    include() { c_files "$1" | xargs -r grep -nE "#include \"($2)/"; }
    include src/base 'db|domain|audit|office|web|cli'
    include src/db 'domain|audit|office|web|cli'
    include src/domain 'audit|office|web|cli'
    include src/audit 'domain/(benefit|payment|ledger)|web|cli'
    include src/office 'db|audit|web|cli'
    include src/web 'cli'
}
no_sql_in_c() {
    c_files src | grep -v '^src/db/' | xargs -r grep -nE '"[^"]*\b(SELECT .* FROM|INSERT INTO|DELETE FROM|UPDATE [a-z_]+ SET|CREATE TABLE)\b'
}
no_html_in_c() {
    c_files src | xargs -r grep -nE '"[^"]*</?(html|head|body|div|span|table|tr|td|th|form|input|p|h[1-6]|ul|li)[ >/][^"]*"'
}
no_floating_point_near_money() {
    c_files src/base src/db src/domain src/audit | code_of | grep -wE 'double|float|strtod|atof|lround|floor|ceil'
}
no_file_over_600_lines() {
    c_files src tools bench | xargs -r wc -l | awk '$2 != "total" && $1 > 600 { print $2 ": " $1 " lines" }'
}
no_function_over_70_lines() {
    c_files src | xargs -r awk '
        FNR == 1 { start = 0 }
        /^\{/ { start = FNR }
        /^\}/ { if (start && FNR - start > 71) print FILENAME ":" start ": " FNR - start - 1 " lines"; start = 0 }'
}
every_source_is_compiled() {
    c_files src | grep '\.c$' | while read -r f; do
        dir=$(dirname "$f")
        while :; do
            if [ -f "$dir/meson.build" ]; then
                grep -qF "'${f#"$dir"/}'" "$dir/meson.build" && break
            fi
            [ "$dir" = src ] && { echo "$f: in no meson.build"; break; }
            dir=$(dirname "$dir")
        done
    done
}
every_noun_has_page_and_tests() {
    for dir in src/domain/*/; do
        noun=$(basename "$dir")
        [ -n "$(project_files "src/domain/$noun")" ] || continue
        [ -f "docs/$noun.md" ] || echo "docs/$noun.md is missing"
        [ -n "$(project_files tests | grep -E "(^|/)$noun[^/]*(/|_test\.c$)")" ] || echo "tests of $noun are missing"
    done
}
migrations_are_numbered_once() {
    project_files src/db/migrations | sed 's|.*/||' | sort |
        awk '{ n++; if ($0 !~ /^[0-9][0-9][0-9][0-9]_[a-z0-9_]+\.sql$/ || substr($0, 1, 4) + 0 != n) print $0 ": expected number " n }'
}
decisions_are_short_and_numbered() {
    project_files docs/decisions | grep '\.md$' | while read -r f; do
        [ "$(wc -l <"$f")" -le 40 ] || echo "$f: over 40 lines"
    done
    project_files docs/decisions | sed -n 's|.*/\([0-9]*\)-.*|\1|p' | sort | uniq -d | sed 's/^/used twice: /'
}
links_of_pages_resolve() {
    project_files . | grep '\.md$' | while read -r f; do
        grep -oE '\]\([^)#:]+\)' "$f" | sed 's/^](//; s/)$//' | while read -r to; do
            [ -e "$(dirname "$f")/$to" ] || echo "$f: $to is not there"
        done
    done
}
text_is_tidy() {
    files=$(project_files . | grep -E '\.([ch]|sql|sh|mjs|md|yaml|mustache|css|js|txt|csv)$|(^|/)(run|test|Makefile|meson\.build)$' |
        grep -v '^tests/.*/\(corpus\|golden\|data\)/')
    printf '%s\n' "$files" | xargs grep -nE '[ 	]+$' | grep -v '\.md:'
    printf '%s\n' "$files" | xargs grep -lU "$(printf '\r')" | sed 's/$/: CR line ends/'
    printf '%s\n' "$files" | while read -r f; do
        [ ! -s "$f" ] || [ -z "$(tail -c 1 "$f")" ] || echo "$f: no newline at the end"
    done
}
no_host_or_machine_path() {
    grep -nE '"(resolved|funding)"' package-lock.json
    project_files . | grep -v '^tests/house/' | xargs grep -nIE \
        'https?://(registry\.|[a-z.]*npmjs|[a-z]+\.debian\.org)|(^|[^A-Za-z0-9_.<*-])/(home|work|root|Users)/[a-z]'
}
nothing_is_left_open() {
    project_files src tools bench tests templates assets | grep -v '^tests/house/' |
        xargs grep -nIE '\b(TODO|FIXME|XXX)\b|not implemented|暂未实现'
}

claims='no_banned_call no_include_points_up no_sql_in_c no_html_in_c no_floating_point_near_money
    no_file_over_600_lines no_function_over_70_lines every_source_is_compiled every_noun_has_page_and_tests
    migrations_are_numbered_once decisions_are_short_and_numbered links_of_pages_resolve text_is_tidy
    no_host_or_machine_path nothing_is_left_open'

# shellcheck disable=SC2086  # a list of words
set -- $claims
echo "1..$#"
number=0
failed=0
for claim; do
    number=$((number + 1))
    against=$($claim)
    if [ -z "$against" ]; then
        echo "ok $number - $claim"
    else
        echo "not ok $number - $claim"
        printf '%s\n' "$against" | head -n 20 | sed 's/^/# /'
        failed=1
    fi
done
exit $failed
