#!/bin/sh
# medical admit … cancel, bills, bill, person, correct, reassess, advance as a counter and a clerk type them (TAP).
# $MINSHENG is the program.
# shellcheck source=tests/cli/commands.sh
. "$(dirname "$0")/commands.sh"
export MINSHENG_TODAY=2013-06-30
# field N of the last line of a csv answer
field() { tail -n 1 "$dir/out" | cut -d, -f"$1"; }
counter() {
    expected=$1
    shift
    run "$expected" medical "$@" --as hospital1.counter --format csv
}

a_county_with_people_to_help() {
    run 0 init --plan "$MINSHENG_PLANS/jingxian-2013.yaml" &&
        run 0 demo --households 20 --wubao 10 --seed 7 --no-pay --no-cases &&
        run 0 pay prepare --programme wubao --month 2013-06 && run 0 pay items --programme wubao --month 2013-06 --format csv &&
        id=$(field 3) && run 0 medical class show "$id" --format csv && name=$(field 1) && has out wubao
}
the_counter_asks_files_and_settles() {
    counter 0 entitlement "$id" --name "$name" && has out inpatient_room_fen,2000000 &&
        counter 1 entitlement "$id" --name 无此人 && has err 救助对象中没有 &&
        counter 0 admit ZY1 --id-number "$id" --name "$name" --visit inpatient --scheme ncms --disease C34.1 \
            --admitted 2013-06-02 --serial s1 &&
        counter 0 quote ZY1 --discharged 2013-06-20 --total 12000 --in-scope 10000 --insurance 6000 && [ "$(field 6)" = 360000 ] &&
        counter 0 settle ZY1 --discharged 2013-06-20 --total 12000 --in-scope 10000 --insurance 6000 --serial s2 &&
        [ "$(field 6),$(field 9),$(field 10)" = 360000,240000,0 ] && bill=$(field 2) &&
        counter 0 settle ZY1 --discharged 2013-06-20 --total 12000 --in-scope 10000 --insurance 6000 --serial s2 &&
        [ "$(field 2),$(field 10)" = "$bill,1" ]
}
only_who_speaks_for_a_hospital_settles() {
    run 1 medical cancel ZY1 --reason 录错 --serial s8 && run 1 medical cancel ZY1 --reason 录错 --serial s8 --as medical1 &&
        run 1 medical cancel ZY1 --reason 录错 --serial s8 --hospital H002 --as hospital1.counter && has err 泾县医院 &&
        run 1 medical cancel ZY1 --reason 录错 --serial s8 --as hospital2.counter && has err "入院登记"
}
amounts_that_cannot_be_are_refused_with_their_place() {
    counter 1 settle ZY1 --discharged 2013-06-20 --total 1.005 --in-scope 1 --serial s9 && has err "--total" &&
        counter 1 settle ZY1 --discharged 20-06-2013 --total 1 --in-scope 1 --serial s9 && has err "--discharged" &&
        counter 2 settle ZY1 --discharged 2013-06-20 --total 1 --serial s9
}
a_bill_is_listed_and_explained() {
    run 0 medical bills --format csv --year 2013 && has out "$bill,hospital,泾县医院,ZY1,$name" &&
        run 0 medical bills --format csv --search ZY1 && has out "$bill,hospital" && run 0 medical bill "$bill" && has out "4,000.00 × 90%" &&
        run 0 medical person "$id" --format csv && has out "year,0,2013,inpatient,,,360000,1640000" && has out "bill,$bill,2013" &&
        run 1 medical bill 999999 && has err 999999
}
a_year_is_reckoned_anew() {
    run 0 medical reassess --year 2013 --format csv && has out "0,0,0,0" &&
        run 0 plan set medical.wubao.inpatient.rate 80% --from 2013-06 --document 泾民〔2013〕31号 &&
        run 0 medical reassess --year 2013 --format csv && has out "1,1,0,40000" && run 0 medical bill "$bill" && has out 3,200.00 &&
        run 2 medical reassess --year 13
}
a_counters_bill_is_struck_by_its_hospital_only() {
    run 1 medical correct "$bill" --strike --reason 录错 --as medical1 && has err 医院 &&
        run 2 medical correct "$bill" --reason 录错 && counter 0 reverse ZY1 --reason 录错 --serial s3 &&
        counter 1 reverse ZY1 --reason 录错 --serial s4 && counter 0 cancel ZY1 --reason 录错 --serial s5 &&
        run 0 medical bills --struck --format csv && has out STRUCK && run 0 audit
}
advances_are_listed_and_ended() {
    run 0 medical advance list --format csv && has out "advance,name" && run 0 medical advance expire && has out "0 笔" &&
        run 1 medical advance revoke 999999 --reason 不用 --as medical1 && run 1 medical advance show 999999 &&
        run 2 medical advance list --state GONE
}

tell a_county_with_people_to_help the_counter_asks_files_and_settles only_who_speaks_for_a_hospital_settles \
    amounts_that_cannot_be_are_refused_with_their_place a_bill_is_listed_and_explained a_year_is_reckoned_anew \
    a_counters_bill_is_struck_by_its_hospital_only advances_are_listed_and_ended
