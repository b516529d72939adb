#!/bin/sh
# A list of the dead, one of vehicles and one of those in need, from the file to the last answer (TAP).
# shellcheck source=tests/cli/commands.sh
. "$(dirname "$0")/commands.sh"
export MINSHENG_TODAY=2013-06-28
# field LINE COLUMN of the exported roster
field() { sed -n "$1p" "$dir/roster.csv" | cut -d, -f"$2"; }

a_county_to_ask_about() {
    run 0 init --plan "$MINSHENG_PLANS/jingxian-2013.yaml" && run 0 demo --no-cases --households 120 &&
        run 0 roster export --programme dibao --month 2013-06 -o "$dir/roster.csv" && run 0 match kinds && has out cremation
}
a_list_of_the_dead_asks_and_returns_what_it_can_not_read() {
    printf '姓名,身份证号,死亡日期\n%s,%s,2013-06-20\n李四,%s,2013-06-21\n坏号,12345,2013-06-01\n' \
        "$(field 2 5)" "$(field 2 6)" "$(field 3 6)" >"$dir/dead.csv"
    run 1 match import "$dir/dead.csv" --kind cremation --errors "$dir/back.xlsx" --as dibao1 && has out "命中 2 人次（其中姓名不符 1）" &&
        has out 2013-07-12 && has err "退回 1 行" && [ -s "$dir/back.xlsx" ]
}
the_same_list_again_is_known() {
    run 0 match import "$dir/dead.csv" --kind cremation && has out "没有变化" && run 0 match list --format csv && lines 2
}
a_list_of_another_form_is_refused() {
    printf '甲,乙\n1,2\n' >"$dir/none.csv"
    run 1 match import "$dir/none.csv" --kind vehicle && has err "身份证号" && run 1 match import "$dir/dead.csv" --kind ghosts &&
        has err vehicle && run 2 match import "$dir/dead.csv"
}
hits_are_rows_without_whole_numbers() {
    run 0 match hits 1 --format csv && lines 3 && has out "$(field 2 5)" && ! grep -q "$(field 2 6)" "$dir/out" && run 1 match hits 77
}
a_finance_officer_explains_nothing() { run 1 match explain 1 --conclusion not-same --text 不是 --as finance1; }
a_death_must_be_in_the_registry() {
    run 1 match explain 1 --conclusion death-reported --text 家属确认 --as dibao1 && has err "报告死亡" &&
        run 1 match explain 1 --conclusion no-effect --text 家属确认 --as dibao1 &&
        run 0 match explain 1 --conclusion death-reported --text 家属确认 --report-death --as dibao1 &&
        run 1 match explain 1 --conclusion not-same --text 又一次 --as dibao1 && has err dibao1
}
what_is_due_is_overdue_the_day_after() {
    MINSHENG_TODAY=2013-07-12 run 0 match hits --overdue --format csv && lines 1 &&
        MINSHENG_TODAY=2013-07-13 run 0 match hits --overdue --format csv && lines 2
}
a_list_of_those_in_need_names_who_receives_nothing() {
    printf '乡镇,姓名,身份证号,残疾等级\n泾川镇,%s,%s,一级\n云岭镇,没人知,342529197002020045,二级\n' "$(field 2 5)" "$(field 2 6)" >"$dir/need.csv"
    run 1 match import "$dir/need.csv" --kind disability && has out "校验不通过" &&
        right=$(sed -n 's/.*最后一位应为 \(.\)。.*/\1/p' "$dir/out" | head -n 1) && sed -i "s/342529197002020045/34252919700202004$right/" "$dir/need.csv" &&
        run 0 match import "$dir/need.csv" --kind disability && has out "新列入走访 1 人" && run 0 match candidates --township 341823106000 --format csv &&
        has out 没人知 && run 0 match candidates --township 341823101000 --format csv && ! grep -q 没人知 "$dir/out"
}
a_visit_is_written_down_once() {
    id=$("$MINSHENG" match candidates --format csv | sed -n 's/^\([0-9]*\),.*没人知.*/\1/p')
    run 1 match visit "$id" --result applies --text 要申请 --as township106.clerk && run 1 match visit "$id" --result moved --text 搬走 --as township101.clerk &&
        run 0 match visit "$id" --result moved --text 随女儿住宣城 --as township106.clerk && run 1 match visit "$id" --result moved --text 再走一次
}
the_registry_is_looked_through() { run 0 match sweep && has out 新列入走访 && run 0 match sweep && has out "新列入走访 0"; }
the_audit_agrees() { run 0 audit; }

claims=$(sed -n 's/^\([a-z_0-9]*\)() {.*/\1/p' "$0" | grep -vx field)
# shellcheck disable=SC2086  # names of claims
tell $claims
