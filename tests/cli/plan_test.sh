#!/bin/sh
# init and plan check | load | show | set as a clerk types them (TAP). $MINSHENG is the program, $MINSHENG_PLANS the plans.
# shellcheck source=tests/cli/commands.sh
. "$(dirname "$0")/commands.sh"
export MINSHENG_DB="sqlite:$dir/var/m.db"
plan=$MINSHENG_PLANS/jingxian-2013.yaml
edited() { # edited SED_SCRIPT: a copy of the plan with its divisions
    cp "$MINSHENG_PLANS"/divisions-*.csv "$dir/"
    sed "$1" "$plan" >"$dir/plan.yaml"
}

check_touches_no_database() { run 0 plan check "$plan" && has out 2013 && [ ! -e "$dir/var" ]; }
check_names_line_and_column() {
    edited 's/^year: 2013/yaer: 2013/' && run 1 plan check "$dir/plan.yaml" && has err "plan.yaml:4:1" && has err yaer
}
a_plan_that_fails_leaves_no_database() { run 1 init --plan "$dir/plan.yaml" && [ ! -e "$dir/var" ]; }
init_without_a_plan_is_a_usage_error() { run 2 init; }
show_before_init_is_refused() { run 3 plan show || run 1 plan show; }
init_fills_an_empty_place() { run 0 init --plan "$plan" && [ -s "$dir/var/m.db" ]; }
init_again_changes_nothing() { run 0 init --plan "$plan" && has out 没有变化; }
show_lists_every_number() {
    run 0 plan show --format csv && lines 144 && has out "dibao.standard_year,2013-01,,2160.00,示例,P3.1,1" &&
        has out "wubao.institution_year,2013-01,,2640.00,民政局民生工程实施方案,P3.2,0"
}
show_quotes_a_clause() { run 0 plan show P3.2 --json && has out "散居 1300 元" && run 1 plan show P9; }
set_changes_one_number_from_a_month() {
    run 0 plan set dibao.standard_year 2400.00 --from 2013-04 --document 泾民〔2013〕9号 &&
        run 0 plan show --format csv && has out "dibao.standard_year,2013-01,2013-03,2160.00" &&
        has out "dibao.standard_year,2013-04,,2400.00,泾民〔2013〕9号,P3.1,0"
}
set_refuses_what_makes_no_sense() {
    run 1 plan set dibao.standard 2400.00 --from 2013-04 --document x && has err dibao.standard &&
        run 1 plan set dibao.standard_year 2400.001 --from 2013-04 --document x &&
        run 1 plan set dibao.topup.aged 101% --from 2013-04 --document x &&
        run 1 plan set dibao.topup.aged 20% --from 2013-04 --document x --clause P9 &&
        run 2 plan set dibao.topup.aged 20% --from 2013-04
}
load_says_which_numbers_change() {
    edited 's/value: 2640.00/value: 2700.00/' && run 0 plan load "$dir/plan.yaml" && has out "wubao.institution_year 自 2013-01 起为 2700.00" &&
        has out "dibao.standard_year 自 2013-04 起为 2160.00" && lines 3 && run 0 plan load "$dir/plan.yaml" && has out 没有变化
}
only_the_administrator_loads() {
    run 1 plan load "$plan" --as dibao1 && run 1 plan load "$plan" --as nobody && run 0 plan load "$plan" --as admin
}

tell check_touches_no_database check_names_line_and_column a_plan_that_fails_leaves_no_database \
    init_without_a_plan_is_a_usage_error show_before_init_is_refused init_fills_an_empty_place init_again_changes_nothing \
    show_lists_every_number show_quotes_a_clause set_changes_one_number_from_a_month set_refuses_what_makes_no_sense \
    load_says_which_numbers_change only_the_administrator_loads
