#!/bin/sh
# One application by commands: notices, an objection, the draw, papers, until the benefit is granted (TAP).
# shellcheck source=tests/cli/commands.sh
. "$(dirname "$0")/commands.sh"
export MINSHENG_TODAY=2013-12-31
village=341823106203
# act USER ACTION DAY [OPTION...]
act() {
    user=$1 action=$2 on=$3
    shift 3
    run 0 case act 1 "$action" --as "$user" --on "$on" "$@"
}

an_application_comes_to_its_notice() {
    run 0 init --plan "$MINSHENG_PLANS/jingxian-2013.yaml" && run 0 user add village.clerk --role village_clerk --scope $village &&
        run 0 case apply --kind dibao --division $village --as village.clerk --on 2013-09-13 --set address=章渡组 \
            --set members.1.name=王大山 --set members.1.id_number=342529195001020015 --set members.1.relation=HEAD \
            --set incomes.1.class=WAGE --set incomes.1.amount_year=1200 --set is_authorised=1 --set is_promised=1 \
            --set bank=农商行 --set account_holder=王大山 --set account_number=6217001234567890 &&
        act township106.clerk accept 2013-09-16 && act dibao1 check 2013-09-16 --set result=CLEAR &&
        act township106.clerk survey 2013-09-17 --set visited_on=2013-09-17 --set is_applicant_signed=1 --set finding=属实 \
            --set investigators.1.name=张三 --set investigators.2.name=李四 &&
        act township106.clerk deliberate 2013-09-18 --set held_on=2013-09-18 --set place=村部 --set chair=赵 --set expected=18 \
            --set present=15 --set villagers=12 --set agree=12 --set disagree=2 --set abstain=1 &&
        act township106.lead review 2013-09-23 --set opinion=AGREE
}
a_notice_is_posted_for_a_village() {
    run 1 notice post --village $village --kind decision --place 公示栏 --as village.clerk --on 2013-09-25 &&
        run 1 notice post --village $village --kind first --place 公示栏 --on 2013-09-25 && has err system &&
        run 2 notice post --place 公示栏 --as village.clerk &&
        run 0 notice post --village $village --kind first --place 公示栏 --as village.clerk --on 2013-09-25 && has out 2013-10-01
}
both_channels_show_the_same_rows() {
    run 0 notice show 1 && has out 王大山 && run 0 notice show 1 --channel web && has out '王**' && lacks out 王大山 &&
        run 2 notice show 1 --channel radio && run 1 notice show 1 --as township107.clerk && run 0 notice list --format csv &&
        has out "1,first,dibao,$village,2013-09-25,2013-10-01,1,"
}
sha256sum_gives_the_hash_that_is_printed() {
    run 0 notice show 1 --hashed && hash=$(sha256sum <"$dir/out" | cut -c1-64) && run 0 notice list --format csv && has out "$hash" &&
        run 0 notice verify 1 && has out "$hash"
}
it_hangs_its_seven_days() {
    run 1 notice close 1 --result 无异议 --as village.clerk --on 2013-10-01 && has err 2013-10-02
}
an_objection_is_decided_by_another() {
    run 1 notice object 1 --case 1 --as village.clerk --on 2013-09-27 &&
        run 0 notice object 1 --case 1 --set ground=有车 --set objector=吴某 --as village.clerk --on 2013-09-27 &&
        run 0 notice objections 1 --format csv && has out 2013-09-27 && lacks out 吴某 &&
        run 1 notice decide-objection 1 --upheld no --finding 无车 --as township106.clerk --on 2013-09-30 &&
        run 0 notice decide-objection 1 --upheld no --finding 无车 --as township106.lead --on 2013-09-30 &&
        run 0 notice close 1 --result 一件异议，不成立 --as village.clerk --on 2013-10-02
}
the_county_draws_before_it_decides() {
    run 1 case act 1 approve --as dibao2 --on 2013-10-10 && has err 抽签 &&
        run 0 sample draw --programme dibao --seed 'ssq 03 11' --as dibao1 && has out '种子 ssq 03 11' &&
        run 1 sample draw --programme dibao --as dibao1 && run 0 sample list --format csv && has out 'ssq 03 11' &&
        run 0 sample show 1 --format csv &&
        has out "$(printf 'ssq 03 11\nDB2013-106-00001' | sha256sum | cut -c1-64),drawn" && run 1 case act 1 approve --as dibao2 --on 2013-10-10 &&
        act dibao1 spot_check 2013-12-31 --set visited_on=2013-12-31 --set result=TRUE --set investigators.1.name=张三 \
            --set investigators.2.name=李四 && act dibao2 approve 2013-12-31
}
papers_are_kept_and_come_back_the_same() {
    printf 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII=' | base64 -d >"$dir/a.png"
    printf 'no picture' >"$dir/b.png"
    run 0 attach add 1 "$dir/a.png" --kind notice_photo --title 公示栏照片 --as township106.clerk && run 0 attach list DB2013-106-00001 &&
        has out 公示栏照片 && run 0 attach get 1 1 -o "$dir/c.png" && cmp "$dir/a.png" "$dir/c.png" &&
        run 1 attach add 1 "$dir/b.png" --kind other --title x --as township106.clerk && has err JPEG &&
        run 1 attach add 1 "$dir/a.png" --kind other --title x --as township107.clerk && run 1 attach list 1 --as township107.clerk &&
        run 1 attach get 1 9 -o "$dir/d.png" && run 0 attach strike 1 1 --as township106.clerk && run 1 attach get 1 1 -o "$dir/d.png"
}
the_second_notice_grants_the_benefit() {
    run 0 notice post --cases DB2013-106-00001 --place 公示栏 --as village.clerk --on 2013-12-31 && export MINSHENG_TODAY=2014-01-07 &&
        run 0 notice close 2 --result 无异议 --as village.clerk && run 0 case show 1 && has out ACTIVE &&
        run 0 notice long-term --division $village --programme dibao --month 2014-01 --place 村部 --as village.clerk &&
        run 0 notice show 3 --channel web && has out '王**' && run 0 notice list --running --format csv && has out 3,long_term
}
the_auditor_finds_nothing_of_it() {
    run 0 audit && export MINSHENG_TODAY=2014-02-08 &&
        run 0 notice long-term --division $village --programme dibao --month 2014-02 --place 村部 --as village.clerk && run 0 audit
}

tell an_application_comes_to_its_notice a_notice_is_posted_for_a_village both_channels_show_the_same_rows \
    sha256sum_gives_the_hash_that_is_printed it_hangs_its_seven_days an_objection_is_decided_by_another \
    the_county_draws_before_it_decides papers_are_kept_and_come_back_the_same the_second_notice_grants_the_benefit \
    the_auditor_finds_nothing_of_it
