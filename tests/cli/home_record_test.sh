#!/bin/sh
# home record | care | property | staff | paper as a director types them (TAP). $MINSHENG is the program.
# shellcheck source=tests/cli/commands.sh
. "$(dirname "$0")/commands.sh"
export MINSHENG_TODAY=2013-06-30

residents_are_there() {
    run 0 init --plan "$MINSHENG_PLANS/jingxian-2013.yaml" && run 0 demo --households 600 --wubao 60 --no-cases --no-pay &&
        run 0 home bed add 1 --room 101 --area 60 --beds 10 --from 2013-01-01 && run 0 home adopt 1 --on 2013-06-01 &&
        run 0 home residents --home 1 --format csv && lines 5
}
what_everybody_gets_is_written_once() {
    run 0 home record add 1 POCKET --all --on 2013-06-12 --amount 60 && run 1 home record add 1 POCKET --stay 2 --on 2013-06-13 --amount 60 &&
        has err "2013-06-12" && run 1 home record add 1 POCKET --all --on 2013-05-31 --amount 60 && run 2 home record add 1 MEAL --quantity x &&
        run 0 home record list 1 --kind POCKET --format csv && lines 5 && has out "POCKET,2013-06-12,2013-06-12,2013-06,0,6000,,,,,no,"
}
a_wrong_one_is_struck_and_a_right_one_marked() {
    run 0 home record strike 2 --reason 金额写错 && run 0 home record add 1 POCKET --stay 2 --on 2013-06-13 --amount 61.50 &&
        run 0 home record confirm 5 --witness 李四 --on 2013-06-14 && run 1 home record confirm 5 --witness 李四 &&
        run 2 home record strike 3 && run 0 home record confirm 1 3 4 --witness 王五 && run 0 home record list 1 --stay 2 --format csv && lines 3 && has out "6150,,,李四,2013-06-14,no," &&
        has out "yes,金额写错"
}
a_care_level_is_reckoned() {
    run 0 home care assess 1 --cannot bathe,walk,rise --assessors 张三、李四 --on 2013-06-01 && has out half &&
        run 1 home care assess 1 --cannot none --assessors 张三 && run 2 home care assess 1 --cannot fly --assessors 张三、李四 &&
        run 0 home care list 1 --json && has out '"cannot":"rise,walk,bathe"'
}
property_is_given_once() {
    run 0 home property add 1 收音机 --value 50 && run 0 home property give 1 1 --to 侄儿 && run 1 home property give 1 1 --to 外甥 &&
        run 0 home property list 1 --format csv && has out "1,1,收音机,1,5000,2013-06-30,,侄儿,2013-06-30"
}
numbers_of_staff_are_not_shown() {
    run 0 home staff write 1 --name 赵护 --id-number 342529197003040123 --post CARER --pay 1800 --from 2013-01-01 &&
        run 1 home staff write 2 --name 赵护 --id-number 342529197003040123 --post COOK && has err 泾川镇敬老院 &&
        run 0 home staff list 1 --format csv && has out "1,赵护,0123,female,1970-03-04,CARER" && lacks out 342529197003040123
}
papers_are_written() {
    for paper in agreement file property; do run 0 home paper $paper 1 -o "$dir/$paper.pdf" || return 1; done
    run 0 home paper pocket 1 --month 2013-06 -o "$dir/pocket.docx" && run 0 home paper pocket 1 --month 2013-06 -o "$dir/again.docx" &&
        cmp -s "$dir/pocket.docx" "$dir/again.docx" && run 2 home paper pocket 1 --month 2013-06 -o "$dir/pocket.txt" &&
        run 1 home paper file 99 -o "$dir/none.pdf" && [ ! -e "$dir/none.pdf" ]
}
others_do_not_write() {
    run 1 home record add 1 DUTY --detail 某人 --as wubao1 && run 0 home record list 1 --as wubao1 && run 0 audit
}

tell residents_are_there what_everybody_gets_is_written_once a_wrong_one_is_struck_and_a_right_one_marked a_care_level_is_reckoned \
    property_is_given_once numbers_of_staff_are_not_shown papers_are_written others_do_not_write
