#!/bin/sh
# Every measure of docs/bench.md as a ratio inside this run: bench/run.sh [BUILD-DIR]
#   BENCH_HOUSEHOLDS=N   households of the payment run and the bank loop (1000000)
#   BENCH_QUICK=1        50,000 households and shorter page runs
#   BENCH_NO_BUILD=1     with the programs as they are
#   BENCH_ONLY="run what-if bank import match page public settle"   only these
# Exit 0 when every ratio is within its bar.
set -eu
cd "$(dirname "$0")/.."
build=$PWD/${1:-build-bench}
bench=$build/bench
plan=$PWD/plans/jingxian-2013.yaml
quick=${BENCH_QUICK:-}
households=${BENCH_HOUSEHOLDS:-${quick:+50000}}
households=${households:-1000000}
only=" ${BENCH_ONLY:-run what-if bank import match page public settle} "
MINSHENG_LAYOUTS=$PWD/layouts
MINSHENG_LOCALEDIR=$build/po
export MINSHENG_LAYOUTS MINSHENG_LOCALEDIR
LC_ALL=C
export LC_ALL

[ -n "${BENCH_NO_BUILD:-}" ] || ninja -C "$build" bench-programs minsheng >"$build/bench.log" 2>&1 || { cat "$build/bench.log" >&2; exit 1; }
dir=$(mktemp -d "${BENCH_DIR:-${TMPDIR:-/tmp}}/minsheng-bench-XXXXXX")
pids=
clean() {
    for pid in $pids; do kill "$pid" 2>/dev/null || :; done
    rm -rf "$dir"
}
trap clean EXIT
trap 'exit 1' INT TERM
cd "$dir"

wants() { case $only in *" $1 "*) return 0 ;; esac; return 1; }
say() { echo "bench: $*" >&2; }
# take TAG COMMAND...: keeps the line that the program prints about itself, behind TAG.
take() {
    tag=$1
    shift
    "$@" >line 2>log || { cat log >&2; exit 1; }
    sed "s/^[^ ]*/$tag/" line >>results
}
# Both sides of a measure must have paid the same to the fen.
same() { [ "$1" = "$2" ] || { say "ours and the limit differ: $1 / $2"; exit 1; }; }
do_quietly() { "$@" >log 2>&1 || { cat log >&2; exit 1; }; }
copy() { cp "$1" "$2" && cp "$1.key" "$2.key"; }
# Fields: 2 CPU seconds, 3 wall seconds, 4 peak KiB, 5 count.
median() {
    awk -v tag="$1" -v field="$2" '$1 == tag { print $field }' results | sort -n |
        awk '{ v[NR] = $1 } END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'
}
# row MEASURE OURS LIMIT BAR UNIT: one line of the table; the ratio is made here, never typed.
row() {
    awk -v m="$1" -v a="$2" -v b="$3" -v bar="$4" -v unit="$5" 'BEGIN {
        ratio = b > 0 ? a / b : 0
        printf "%-46s %12s %12s %8.2f %6.2f  %s\n", m, a unit, b unit, ratio, bar, ratio <= bar ? "ok" : "over"
    }' >>table
}
# more: the same where more is better: the ratio is LIMIT / OURS.
more() {
    awk -v m="$1" -v a="$2" -v b="$3" -v bar="$4" -v unit="$5" 'BEGIN {
        printf "%-46s %12s %12s %8.2f %6.2f  %s\n", m, a unit, b unit, b / a, bar, b / a <= bar ? "ok" : "over"
    }' >>table
}
info() { awk -v m="$1" -v a="$2" -v b="$3" -v unit="$4" 'BEGIN {
    printf "%-46s %12s %12s %8.2f %6s  -\n", m, a unit, b unit, a / b, "-" }' >>table; }

measure_run() {
    say "$households households: twelve months, ours and the limit in turns"
    copy base.db ours.db
    cp base.db lean.db
    cp base.db store.db
    before=$(stat -c %s ours.db)
    for month in 01 02 03 04 05 06 07 08 09 10 11 12; do
        take "run" "$bench/bench-run" ours.db "2013-$month"
        paid=$(sed -n 's/^run [0-9]*: //p' log)
        ours_s=$(tail -n 1 results | cut -d' ' -f2)
        items=$(tail -n 1 results | cut -d' ' -f5)
        take run-limit "$bench/bench-run-lean" lean.db "2013$month" whole
        awk -v a="$ours_s" -v b="$(tail -n 1 results | cut -d' ' -f2)" 'BEGIN { printf "%.4f\n", a / b }' >>ratios
        same "$paid" "$(sed -n 's/^limit: //p' log)"
        take run-lean "$bench/bench-run-lean" schema.db "2013$month" lean "$items"
        lean=$(sed -n 's/^bytes //p' log)
        case $month in 01 | 06 | 12) take run-store "$bench/bench-run-lean" store.db "2013$month" store ;; esac
    done
    after=$(stat -c %s ours.db)
    items=$(awk '$1 == "run" { n += $5 } END { print n }' results)
    first=$(head -n 3 ratios | sort -n | sed -n 2p)
    last=$(tail -n 3 ratios | sort -n | sed -n 2p)
    row "payment run, CPU" "$(median run 2)" "$(median run-lean 2)" 1.5 s
    info "  against reading, calculating, storing" "$(median run 2)" "$(median run-limit 2)" s
    info "  against storing alone in our tables" "$(median run 2)" "$(median run-store 2)" s
    row "  its memory, against 64 MiB" "$(awk -v k="$(median run 4)" 'BEGIN { printf "%.1f", k / 1024 }')" 64 1 MiB
    row "  bytes an item with its posting" "$(awk -v a="$after" -v b="$before" -v n="$items" 'BEGIN { printf "%.1f", (a - b) / n }')" "$lean" 1.3 B
    row "  its ratio in months 10-12, against months 1-3" "$last" "$first" 1.2 ""
}

measure_what_if() {
    say "what-if over 100,000 households"
    do_quietly "$bench/bench-county" what.db "$plan" 100000 0 2013-01
    for _ in 1 2 3 4 5; do
        take what-if "$bench/bench-simulate" what.db 2013-01
        paid=$(sed -n 's/^what-if: .* households, //p' log)
        take what-if-limit "$bench/bench-simulate-lean" what.db 201301
        same "$paid" "$(sed -n 's/^limit: //p' log)"
    done
    row "what-if, 100,000 households, CPU" "$(median what-if 2)" "$(median what-if-limit 2)" 1.5 s
    row "  its wall time, against 1 s" "$(median what-if 3)" 1 1 s
}

measure_bank() {
    say "bank file and return: three months"
    do_quietly "$bench/bench-bank" plain lean.db "$plan" "$households" 2013-01
    for run in 1 2 3; do
        rm -f ours.txt lean.txt
        do_quietly "$bench/bench-bank" fund ours.db $run
        do_quietly "$bench/bench-bank-lean" hold lean.db 20130$run lean.txt
        take send "$bench/bench-bank" send ours.db $run
        take send-limit "$bench/bench-bank-lean" send lean.db 20130$run lean.txt
        do_quietly "$bench/bench-bank" write ours.db $run ours.txt
        do_quietly "$bench/bench-bank" answer ours.txt ours-return.txt
        do_quietly "$bench/bench-bank" answer lean.txt lean-return.txt
        take return "$bench/bench-bank" return ours.db $run ours-return.txt
        paid=$(sed -n 's/^paid //p' log)
        take return-limit "$bench/bench-bank-lean" return lean.db 20130$run lean-return.txt
        same "$paid" "$(sed -n 's/^limit: paid //p' log)"
    done
    row "bank file (ours sealed, limit not), CPU" "$(median send 2)" "$(median send-limit 2)" 2.5 s
    row "bank return (ours sealed, limit not), CPU" "$(median return 2)" "$(median return-limit 2)" 3 s
}

measure_import() {
    say "roster import, 100,000 rows"
    do_quietly "$bench/bench-county" empty.db "$plan" 0 0 2013-06
    do_quietly "$bench/bench-import" make empty.db . 31550
    for _ in 1 2 3; do
        copy empty.db import.db
        take import "$bench/bench-import" ours import.db dibao.xlsx
        rm -f import.db*
        copy empty.db import.db
        take import-limit "$bench/bench-import" lean import.db dibao.xlsx
        rm -f import.db*
    done
    row "roster import, 100,000 rows xlsx, CPU" "$(median import 2)" "$(median import-limit 2)" 2 s
}

measure_match() {
    say "an outside list held against the registry"
    rows=${quick:+1000000}
    rows=${rows:-5000000}
    people=${quick:+300000} # fewer, and the limit's table lies in the cache
    people=${people:-$((households * 92 / 100))}
    do_quietly "$bench/bench-county" people.db "$plan" "$people" 2500 2013-06
    do_quietly "$bench/bench-match" make people.db . "$rows"
    cp log list
    for _ in 1 2 3; do
        copy people.db ours.db
        take match "$bench/bench-match" ours ours.db vehicles.csv
        hits=$(sed -n 's/^match: //p' log)
        rm -f ours.db*
        copy people.db lean.db
        take match-limit "$bench/bench-match-lean" lean.db clear.db vehicles.csv
        same "$hits" "$(sed -n 's/^limit: //p' log)"
        rm -f lean.db*
    done
    persons=$(sed -n 's/^list: \([0-9]*\) persons.*/\1/p' list)
    row "match, $rows rows against $persons persons, CPU" "$(median match 2)" "$(median match-limit 2)" 1.5 s
    row "  its memory, against 64 MiB" "$(awk -v k="$(median match 4)" 'BEGIN { printf "%.1f", k / 1024 }')" 64 1 MiB
    rm -f people.db* clear.db* vehicles.csv
}

# ticks PIDS: CPU of all their threads so far, in seconds.
ticks() {
    for one in $1; do cat "/proc/$one/stat"; done |
        awk -v hz="$(getconf CLK_TCK)" '{ sub(/^.*\) /, ""); n += $12 + $13 } END { print n / hz }'
}
# load TAG PIDS PORT PATHS: CPU milliseconds a request and p99 milliseconds of 16 clients that never pause.
load() {
    start=$(ticks "$2")
    "$bench/bench-clients" "$3" 16 "$seconds" 0 "$token" "$4" >line || exit 1
    awk -v tag="$1" -v cpu="$(ticks "$2")" -v start="$start" '
        { printf "%s %.4f %.3f 0 %d\n", tag, (cpu - start) * 1000 / $6, $5, $6 }' line >>results
}

# ask TAG PORT PATHS PAUSE: sixteen clients that pause; first bytes and p99.
ask() {
    "$bench/bench-clients" "$2" 16 "$seconds" "$4" "$token" "$3" >line || exit 1
    awk -v tag="$1" '{ print tag, $3, $5, 0, $6 }' line >>results
}
# first TAG PORT PATHS: one client, the median milliseconds to the first byte.
first() {
    "$bench/bench-clients" "$2" 1 1 5 "$token" "$3" >line || exit 1
    awk -v tag="$1" '{ print tag, 0, $2, 0, $6 }' line >>results
}

# nginx_start NAME PORT WORKERS LISTEN-OPTION HTTP-LINE: static/ as files; NAME.pid.
nginx_start() {
    cat >"$1.conf" <<EOF
daemon off; worker_processes $3; pid $1.pid; error_log $1.err; user $(id -un);
events { worker_connections 1024; }
http { access_log off; sendfile on; tcp_nopush on; keepalive_requests 10000000; default_type text/html; $5
  client_body_temp_path t1; proxy_temp_path t2; fastcgi_temp_path t3; uwsgi_temp_path t4; scgi_temp_path t5;
  server { listen 127.0.0.1:$2 $4; root $dir/static; } }
EOF
    mkdir -p static && chmod 755 "$dir" static
    nginx -p "$dir" -c "$dir/$1.conf" 2>/dev/null &
    pids="$pids $!"
}
# Its workers: the first process only minds them.
nginx_workers() {
    master=$(cat "$1.pid")
    cat "/proc/$master/task/$master/children"
}

# measure_list NAME TAG PATH...: pages of the running site in turns, against the bare page and nginx with the bytes of
# the first.
measure_list() {
    name=$1 tag=$2 path=$3
    shift 2
    printf '%s\n' "$@" >"$tag.paths"
    echo "/$tag.html" >"$tag.file"
    node -e 'fetch(process.argv[1], { headers: { cookie: "minsheng_session=" + process.argv[2] }, redirect: "error" })
        .then(async (r) => { if (!r.ok) throw new Error("status " + r.status); process.stdout.write(await r.text()); })
        .catch((e) => { console.error(e); process.exit(1); })' "http://127.0.0.1:$port$path" "$token" >"static/$tag.html"
    bytes=$(stat -c %s "static/$tag.html")
    "$bench/bench-page-lean" page.db $lean_port "$bytes" &
    lean=$!
    pids="$pids $lean"
    sleep 1
    for _ in 1 2 3; do
        load "$tag" $ours "$port" "$tag.paths"
        load "$tag-limit" $lean $lean_port "$tag.file"
        load "$tag-nginx" "$(nginx_workers nginx)" $nginx_port "$tag.file"
        for side in "$port $tag" "$lean_port $tag-limit" "$nginx_port $tag-nginx"; do
            paths=$tag.file
            [ "${side#* }" != "$tag" ] || paths=$tag.paths
            ask "${side#* }-paced" "${side%% *}" "$paths" 50
            first "${side#* }-first" "${side%% *}" "$paths"
        done
    done
    kill $lean
    row "$name of $bytes bytes, CPU a request" "$(median "$tag" 2)" "$(median "$tag-limit" 2)" 3 ms
    row "  p99 with 16 clients, against nginx static" "$(median "$tag-paced" 3)" "$(median "$tag-nginx-paced" 3)" 3 ms
    info "  its p99 against the bare page's" "$(median "$tag-paced" 3)" "$(median "$tag-limit-paced" 3)" ms
    row "  p99 with 16 that never pause, against nginx" "$(median "$tag" 3)" "$(median "$tag-nginx" 3)" 3 ms
    info "  its p99 against the bare page's" "$(median "$tag" 3)" "$(median "$tag-limit" 3)" ms
    info "  the bare page's p99 against nginx" "$(median "$tag-limit" 3)" "$(median "$tag-nginx" 3)" ms
    info "  first byte alone, against nginx static" "$(median "$tag-first" 3)" "$(median "$tag-nginx-first" 3)" ms
    info "  first byte alone, against the bare page's" "$(median "$tag-first" 3)" "$(median "$tag-limit-first" 3)" ms
}

# cost NAME PATH: CPU of another page, held against the bare page of as many bytes as the list's: no bar.
cost() {
    echo "$2" >cost.paths
    for _ in 1 2 3; do load "cost$2" $ours "$port" cost.paths; done
    info "$1, CPU against the bare list's" "$(median "cost$2" 2)" "$(median page-limit 2)" ms
}

measure_page() {
    for tool in nginx node; do
        command -v $tool >/dev/null || { say "list page not measured: no $tool"; return 0; }
    done
    seconds=${quick:+3s}
    seconds=${seconds:-8s}
    sizes='75000 25000'
    cases=20000
    [ -z "$quick" ] || { sizes='4500 2500' cases=2000; }
    say "list pages of 50 rows, 16 clients; households and cases: $sizes, $cases"
    # shellcheck disable=SC2086  # two numbers
    do_quietly "$bench/bench-county" web.db "$plan" $sizes 2013-01
    do_quietly env MINSHENG_TODAY=2013-09-13 "$bench/bench-cases" web.db $cases
    cp web.db page.db
    token=$("$bench/bench-session" web.db dibao1 only-for-measuring)
    MINSHENG_TODAY=2013-09-13 MINSHENG_DB=sqlite:web.db MINSHENG_KEY=web.db.key \
        "$build/minsheng" serve --listen 127.0.0.1:0 --quiet >serve.out 2>serve.err &
    ours=$!
    pids="$pids $ours"
    for _ in 1 2 3 4 5 6 7 8 9 10; do
        port=$(sed -n 's/.*http:..127.0.0.1:\([0-9]*\).*/\1/p' serve.out)
        [ -n "$port" ] && break
        sleep 0.5
    done
    [ -n "$port" ] || { cat serve.err >&2; exit 1; }
    lean_port=$((port + 1))
    nginx_port=$((port + 2))
    nginx_start nginx $nginx_port 1 '' ''
    measure_list 'list of households' page '/households?programme=dibao&month=2013-01' '/households?after=40' \
        '/households?programme=wubao' '/households?township=341823106000' '/households?after=2500' '/households?class=B' \
        '/households?programme=dibao&after=1000' '/households?township=341823101000&class=A'
    measure_list 'list of cases' cases '/cases' '/cases?after=200' '/cases?state=DECIDING' '/cases?show=all' \
        '/cases?township=341823106000' '/cases?kind=dibao&state=ACCEPTED' '/cases?show=all&after=900' '/cases?mine=1'
    cost 'a household' '/households/77'
    cost 'a case' '/cases/77'
    cost 'my work' '/'
    cost 'search by initials' '/households?q=wxm'
    cost 'search by four digits' '/households?q=0010'
}

# serve DB TODAY OPTION...: a server; sets ours and port.
serve() {
    db=$1 today=$2
    shift 2
    : >serve.out
    MINSHENG_TODAY=$today MINSHENG_DB=sqlite:$db MINSHENG_KEY=$db.key \
        "$build/minsheng" serve --listen 127.0.0.1:0 --quiet --workers 0 "$@" >serve.out 2>serve.err &
    ours=$!
    pids="$pids $ours"
    port=
    for _ in 1 2 3 4 5 6 7 8 9 10; do
        port=$(sed -n 's/.*http:..127.0.0.1:\([0-9]*\).*/\1/p' serve.out)
        [ -n "$port" ] && break
        sleep 0.5
    done
    [ -n "$port" ] || { cat serve.err >&2; exit 1; }
}

# crowd TAG PIDS PORT PATHS: 64 strangers. Kept in field 2: CPU microseconds a request, 3: p99 milliseconds while 1,000
# requests a second come, 5: requests a second when nobody pauses.
crowd() {
    start=$(ticks "$2")
    "$bench/bench-clients" "$3" 64 "$seconds" 0 - "$4" >line || exit 1
    end=$(ticks "$2")
    "$bench/bench-clients" "$3" 64 "$seconds" 1000/s - "$4" >>line || exit 1
    awk -v tag="$1" -v cpu="$end" -v start="$start" -v s="${seconds%s}" '
        NR == 1 { us = (cpu - start) * 1e6 / $6; rate = $6 / s }
        END { printf "%s %.2f %.3f 0 %.0f\n", tag, us, $5, rate }' line >>results
}

# A village's long-term list, as every stranger sees it: ours out of memory, nginx's a file of the same bytes.
measure_public() {
    for tool in nginx node; do
        command -v $tool >/dev/null || { say "public page not measured: no $tool"; return 0; }
    done
    seconds=${quick:+3s}
    seconds=${seconds:-8s}
    village=341823106213 today=2013-09-13
    say "a public notice, 64 strangers"
    do_quietly "$bench/bench-county" public.db "$plan" 4500 2500 2013-06
    do_quietly env MINSHENG_TODAY=$today MINSHENG_DB=sqlite:public.db MINSHENG_KEY=public.db.key "$build/minsheng" \
        notice long-term --as township106.clerk --division $village --programme dibao --month 2013-09 --place 村务公开栏
    serve public.db $today --public-pages 0
    nginx_port=$((port + 2))
    nginx_start public $nginx_port auto reuseport 'open_file_cache max=8;'
    echo /public/notices/1 >public.paths
    echo /public.html >public.file
    # shellcheck disable=SC2016  # JavaScript's
    node -e 'fetch(process.argv[1]).then(async (r) => {
            const text = await r.text(), rows = text.split("<tr").length - 2;
            if (!r.ok || rows < 50 || !/^public/.test(r.headers.get("cache-control")))
                throw new Error(`status ${r.status}, ${rows} rows, ${r.headers.get("cache-control")}`);
            process.stdout.write(text); console.error(rows);
        }).catch((e) => { console.error(e); process.exit(1); })' \
        "http://127.0.0.1:$port/public/notices/1" >static/public.html 2>rows || { cat rows >&2; exit 1; }
    sleep 1
    for _ in 1 2 3; do
        crowd public $ours "$port" public.paths
        crowd public-nginx "$(nginx_workers public)" $nginx_port public.file
    done
    kill $ours
    bytes=$(stat -c %s static/public.html)
    more "public notice, $(cat rows) rows, $bytes bytes, kept" "$(median public 5)" "$(median public-nginx 5)" 3 /s
    row "  its p99 at 1,000 requests a second" "$(median public 3)" "$(median public-nginx 3)" 3 ms
    row "  its CPU a request without pauses" "$(median public 2)" "$(median public-nginx 2)" 3 us
}

measure_settle() {
    stays=${quick:+4000}
    stays=${stays:-15000}
    rounds=5
    say "settlements at hospitals' counters, 16 clients, $rounds rounds of $stays"
    do_quietly "$bench/bench-county" settle.db "$plan" $((stays * rounds / 5)) $((stays * rounds / 20)) 2013-01
    MINSHENG_TODAY=2013-06-25 "$bench/bench-settle" make settle.db $((stays * rounds)) >counter || exit 1
    token=$(cut -d' ' -f1 counter)
    secret=$(cut -d' ' -f2 counter)
    serve settle.db 2013-06-25
    round=0
    while [ $round -lt $rounds ]; do
        "$bench/bench-settle" sync sync.file 1 >>settled || exit 1
        start=$(ticks $ours)
        "$bench/bench-settle" run "$port" 16 "$token" "$secret" $((round * stays)) "$stays" >line || exit 1
        awk -v cpu="$(ticks $ours)" -v start="$start" '{ print $0, (cpu - start) * 1000 / $4 }' line >>settled
        "$bench/bench-settle" sync sync.file 1 >>settled || exit 1
        round=$((round + 1))
    done
    kill $ours
    # A round beside the mean of the two limits around it: disks change their mind within a minute.
    awk '$1 == "sync" && before == "" { before = $2 / $4; next }
         $1 == "settle" { own = $2 / $4; p99 = $3; cpu = $5; next }
         { limit = (before + $2 / $4) / 2; before = ""
           printf "settle %.4f %.3f 0 %.4f\nsettle-limit %.4f 0 0 0\n", cpu, p99, own * 1000, limit * 1000
           printf "settle-ratio %.4f 0 0 0\n", own / limit }' settled >>results
    row "settlement over the API, against fdatasync" "$(median settle 5)" "$(median settle-limit 2)" 2 ms
    info "  the same, the median of the rounds' ratios" "$(median settle-ratio 2)" 1 ""
    info "  its p99 with 16 clients, against fdatasync" "$(median settle 3)" "$(median settle-limit 2)" ms
    info "  its CPU of the server, against fdatasync" "$(median settle 2)" "$(median settle-limit 2)" ms
}

: >results
: >table
if wants run || wants bank; then
    say "making $households households"
    do_quietly "$bench/bench-county" base.db "$plan" "$households" 0 2013-01
    measure_run
fi
if wants bank; then measure_bank; fi
rm -f ./*.db ./*.txt
if wants what-if; then measure_what_if; fi
if wants import; then measure_import; fi
if wants match; then measure_match; fi
if wants page; then measure_page; fi
if wants public; then measure_public; fi
if wants settle; then measure_settle; fi

printf '%-46s %12s %12s %8s %6s  %s\n' measure ours limit ratio bar ""
cat table
! grep -q 'over$' table
