#!/bin/sh
# medical rules | disease | class, hospital and simulate as a clerk types them (TAP). $MINSHENG is the program.
# shellcheck source=tests/cli/commands.sh
. "$(dirname "$0")/commands.sh"
export MINSHENG_TODAY=2013-06-30

the_table_in_force_is_shown_with_its_documents() {
    run 0 init --plan "$MINSHENG_PLANS/jingxian-2013.yaml" && run 0 medical rules --month 2013-06 --format csv &&
        has out "dibao,inpatient,低保,0,70%,2000000,0,90%,0,休宁县医疗救助标准,P3.3,1" &&
        has out "returned,inpatient,返贫致贫,,,,,,1,没有数值：不予救助,,0"
}
one_number_changes_from_a_month() {
    run 0 plan set medical.dibao.inpatient.rate 75% --from 2013-07 --document 泾民〔2013〕30号 &&
        run 0 medical rules --month 2013-07 --format csv && has out "dibao,inpatient,低保,0,75%,2000000,0,90%,0,泾民〔2013〕30号" &&
        run 0 medical rules --month 2013-06 --format csv && has out "dibao,inpatient,低保,0,70%" &&
        run 1 plan set medical.dibao.inpatient.rate 101% --from 2013-07 --document x &&
        run 1 plan set medical.dibao.dentist.rate 10% --from 2013-07 --document x
}
a_disease_is_listed_and_ended() {
    run 0 medical disease add M05-M06 类风湿关节炎 --from 2013-07 --document 泾民1号 &&
        run 0 medical disease end M05 --from 2014-01 --document 泾民2号 && run 0 medical disease list --format csv &&
        has out "M05,M06,类风湿关节炎,0,2013-07,2013-12,泾民1号,0" && has out "Q20,Q28,儿童先天性心脏病（0—14 周岁）,15,2013-01,,"
}
slips_in_a_disease_change_nothing() {
    run 1 medical disease end Q99 --from 2014-01 --document x && has err Q99 &&
        run 1 medical disease add M06-M05 反了 --from 2013-07 --document x && run 1 medical disease add 肿瘤 名称 --from 2013-07 --document x &&
        run 2 medical disease add M07 名称 --from 2013-07 && run 1 medical disease add M07 名称 --from 2013-07 --document x --as dibao1x
}
classes_are_decided_for_people_who_are_known() {
    run 1 medical class set 342529195001010017 low_income --from 2013-01 --document x &&
        run 1 medical class set 34252919500101001X poor --from 2013-01 --document x && has err low_income
}
hospitals_and_the_office_come_from_the_plan() {
    run 0 hospital list --format csv && has out "H001,泾县医院,hospital,341823100000,泾县农村商业银行,泾县医院,3003" &&
        has out "B001,泾县新农合管理中心,insurance" && lacks out 6229000034182303003
}
a_hospital_is_added_by_the_administrator() {
    run 0 hospital add H004 榔桥镇卫生院 --township 榔桥镇 --bank 泾县农商行 --holder 榔桥镇卫生院 --account 6229000034182303045 --as admin &&
        run 1 hospital add H005 某院 --township 榔桥镇 --as dibao1 && run 1 hospital add H005 某院 --township 榔乔镇 --as admin && has err 榔桥镇 &&
        run 1 hospital add h5 某院 --township 榔桥镇 --as admin
}
at_most_two_secrets_live_and_each_is_shown_once() {
    run 0 hospital key add H001 --format csv && cp "$dir/out" "$dir/first" && run 0 hospital key add 泾县医院 && run 1 hospital key add H001 &&
        run 0 hospital key revoke H001 1 && run 1 hospital key revoke H001 1 && run 0 hospital key add H001 &&
        run 0 hospital key list H001 --format csv && has out ",1" && lacks out "$(tail -n 1 "$dir/first" | cut -d, -f3)"
}
only_hospitals_users_are_bound() {
    run 0 hospital bind hospital1.counter H002 && run 1 hospital bind dibao1 H002 && run 1 hospital bind hospital1.counter B001
}
a_what_if_needs_its_year_or_month() {
    run 0 simulate --set medical.dibao.inpatient.rate=80% --year 2013 --format csv && has out total &&
        run 2 simulate --set medical.dibao.inpatient.rate=80% && run 2 simulate --set dibao.standard_year=2400.00 &&
        run 1 simulate --set medical.dibao.inpatient.rate=80% --set dibao.standard_year=1.00 --year 2013 &&
        run 1 simulate --set medical.dibao.inpatient.rate=800% --year 2013
}

tell the_table_in_force_is_shown_with_its_documents one_number_changes_from_a_month a_disease_is_listed_and_ended \
    slips_in_a_disease_change_nothing classes_are_decided_for_people_who_are_known hospitals_and_the_office_come_from_the_plan \
    a_hospital_is_added_by_the_administrator at_most_two_secrets_live_and_each_is_shown_once only_hospitals_users_are_bound \
    a_what_if_needs_its_year_or_month
