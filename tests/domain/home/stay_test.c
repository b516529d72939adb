/* Residents: admission, transfer, discharge, death; both sides of every edge, on both engines. */
#include "domain/home/stay_fixture.h"

#include <stdio.h>
#include <string.h>

#include "domain/casework/casework.h"

/* ---- admission ---- */

static void admission_needs_two_people_and_counts_from_the_next_month(struct county *c)
{
    struct error e = {0};
    int64_t h = wubao(c), stay = ask(c, h, homes.a, "2013-06-10");
    assert_int_equal(free_beds(c, homes.a, "2013-06-10"), 3); /* kept from the request on */
    assert_int_equal(form_in(c, h, "2013-07"), 0);
    assert_refused(stay_confirm(c->db, COUNTY, c->keys, stay, DIRECTOR, &e), &e, "ACCESS_DENIED");
    assert_ok_e(stay_confirm(c->db, COUNTY, c->keys, stay, LEAD, &e), &e);
    struct stay s = stay_now(c, stay);
    assert_int_equal(s.state, STAY_IN);
    assert_int_equal(s.form_from.v, stay_month("2013-07").v);
    assert_string_equal(s.room_number, "101");
    assert_string_equal(s.requested_by, DIRECTOR);
    assert_string_equal(s.confirmed_by, LEAD);
    assert_int_equal(form_in(c, h, "2013-06"), 0);
    assert_int_equal(form_in(c, h, "2013-07"), homes.a);
    assert_refused(stay_confirm(c->db, COUNTY, c->keys, stay, OFFICER, &e), &e, "STAY_STATE");
}

/* The clerk of the township asks and, were he the officer too, could not confirm. */
static void nobody_confirms_what_he_asked_for(struct county *c)
{
    struct error e = {0};
    int64_t h = wubao(c), stay;
    const struct stay_request r = {.home = homes.a,
                                   .id_number = county_id_number(c, h, 0),
                                   .kind = STAY_WUBAO,
                                   .from = stay_day("2013-06-10"),
                                   .agreement = "系统"};
    assert_ok_e(stay_request(c->db, COUNTY, c->keys, &r, ACTOR_SYSTEM, &stay, &e), &e);
    assert_refused(stay_confirm(c->db, COUNTY, c->keys, stay, ACTOR_SYSTEM, &e), &e, "SAME_PERSON");
    assert_ok_e(stay_confirm(c->db, COUNTY, c->keys, stay, OFFICER, &e), &e);
}

static void a_refused_request_frees_person_and_bed(struct county *c)
{
    struct error e = {0};
    int64_t h = wubao(c), stay = ask(c, h, homes.b, "2013-06-10");
    assert_int_equal(free_beds(c, homes.b, "2013-06-10"), 1);
    assert_refused(stay_refuse(c->db, COUNTY, stay, "", OFFICER, &e), &e, "REASON_MISSING");
    assert_ok_e(stay_refuse(c->db, COUNTY, stay, "本人改变主意", OFFICER, &e), &e);
    assert_int_equal(free_beds(c, homes.b, "2013-06-10"), 2);
    assert_int_equal(stay_now(c, stay).state, STAY_REFUSED);
    assert_int_equal(form_in(c, h, "2013-07"), 0);
    (void)live(c, h, homes.b, "2013-06-10");
}

static enum status ask_with(struct county *c, const struct stay_request *r, struct error *e)
{
    int64_t stay;
    return stay_request(c->db, COUNTY, c->keys, r, DIRECTOR, &stay, e);
}

static void a_request_is_refused_in_words(struct county *c)
{
    struct error e = {0};
    int64_t h = wubao(c), lives = wubao(c), dead = wubao(c);
    int64_t dibao = county_household(
        c, &(struct new_household){.programme = PROGRAMME_DIBAO, .from = "2013-01"});
    (void)live(c, lives, homes.a, "2013-06-01");
    county_death(c, dead, 0, "2013-06-02");
    struct stay_request r = {.home = homes.a,
                             .id_number = county_id_number(c, h, 0),
                             .kind = STAY_WUBAO,
                             .from = stay_day("2013-06-10"),
                             .agreement = "协议甲"};
    struct stay_request x = r;
    x.id_number = "342529194001010013";
    assert_true(ask_with(c, &x, &e) == STATUS_REFUSED);
    x = r, x.id_number = county_id_number(c, dibao, 0);
    assert_refused(ask_with(c, &x, &e), &e, "NOT_WUBAO");
    x = r, x.kind = STAY_PAYING;
    assert_refused(ask_with(c, &x, &e), &e, "STAY_KIND");
    x = r, x.id_number = county_id_number(c, lives, 0);
    assert_refused(ask_with(c, &x, &e), &e, "STAY_OPEN");
    assert_non_null(strstr(e.message, "泾川镇敬老院"));
    x = r, x.id_number = county_id_number(c, dead, 0);
    assert_refused(ask_with(c, &x, &e), &e, "STAY_DATE");
    x = r, x.agreement = "";
    assert_refused(ask_with(c, &x, &e), &e, "STAY_AGREEMENT");
    x = r, x.agreement = stay_now(c, 1).agreement;
    assert_refused(ask_with(c, &x, &e), &e, "STAY_AGREEMENT");
    x = r, x.bed = homes.beds_a[0];
    assert_refused(ask_with(c, &x, &e), &e, "STAY_BED"); /* slept in */
    x = r, x.bed = homes.beds_b[0];
    assert_refused(ask_with(c, &x, &e), &e, "STAY_BED"); /* of the other home */
    x = r, x.from = (struct date){date_today().v + 61};
    assert_refused(ask_with(c, &x, &e), &e, "STAY_DATE");
    x = r, x.home = 9999;
    assert_refused(ask_with(c, &x, &e), &e, "HOME_UNKNOWN");
    x = r, x.home = homes.b;
    assert_refused(ask_with(c, &x, &e), &e, "ACCESS_SCOPE");
    x = r, x.from = (struct date){date_today().v + 60};
    assert_ok_e(ask_with(c, &x, &e), &e);
}

static void nobody_is_admitted_before_the_home_opened(struct county *c)
{
    struct error e = {0};
    struct home home;
    int64_t h = wubao(c);
    assert_ok_e(home_by_id(c->db, COUNTY, homes.a, c->arena, &home, &e), &e);
    assert_refused(home_profile_write(c->db, COUNTY, &home, OFFICER, &e), &e, "NOTHING_TO_CHANGE");
    home.opened_on = stay_day("2013-06-15");
    home.grade = 6;
    assert_refused(home_profile_write(c->db, COUNTY, &home, OFFICER, &e), &e, "HOME_PROFILE");
    home.grade = 3;
    assert_refused(home_profile_write(c->db, COUNTY, &home, DIRECTOR, &e), &e, "ACCESS_DENIED");
    assert_ok_e(home_profile_write(c->db, COUNTY, &home, OFFICER, &e), &e);
    assert_refused(try_ask(c, h, homes.a, "2013-06-14", &e), &e, "STAY_DATE");
    assert_ok_e(try_ask(c, h, homes.a, "2013-06-15", &e), &e);
}

static void a_paying_resident_never_touches_the_registry(struct county *c)
{
    struct error e = {0};
    int64_t dibao = county_household(
        c, &(struct new_household){.programme = PROGRAMME_DIBAO, .from = "2013-01"});
    int64_t stay;
    const struct stay_request r = {.home = homes.a,
                                   .id_number = county_id_number(c, dibao, 0),
                                   .kind = STAY_PAYING,
                                   .from = stay_day("2013-06-10"),
                                   .agreement = "自费"};
    int64_t before = county_number(c, "SELECT count(*) FROM entitlement");
    assert_ok_e(stay_request(c->db, COUNTY, c->keys, &r, DIRECTOR, &stay, &e), &e);
    assert_ok_e(stay_confirm(c->db, COUNTY, c->keys, stay, OFFICER, &e), &e);
    struct stay_leave_request l = leaving(stay, STAY_DEATH, NULL);
    l.died_on = stay_day("2013-06-20");
    assert_ok_e(stay_leave(c->db, COUNTY, c->keys, &l, DIRECTOR, &e), &e);
    assert_int_equal(stay_now(c, stay).state, STAY_LEFT);
    assert_int_equal(stay_now(c, stay).case_file, 0);
    assert_int_equal(county_number(c, "SELECT count(*) FROM entitlement"), before);
    assert_int_equal(county_number(c, "SELECT count(*) FROM person_death"), 0);
}

/* ---- many at once ---- */

static void many_are_admitted_together_or_none_is(struct county *c)
{
    struct error e = {0};
    struct stay_request r[3];
    int64_t stays[3];
    size_t failed = 99;
    for (int i = 0; i < 3; i++)
        r[i] = (struct stay_request){.home = homes.b,
                                     .id_number = county_id_number(c, wubao(c), 0),
                                     .kind = STAY_WUBAO,
                                     .from = stay_day("2013-06-10"),
                                     .agreement = i == 0   ? "一"
                                                  : i == 1 ? "二"
                                                           : "三"};
    assert_refused(
        stay_request_all(c->db, COUNTY, c->keys, r, 3, OTHER_DIRECTOR, stays, &failed, &e), &e,
        "STAY_BED");
    assert_int_equal(failed, 2); /* home B has two beds */
    assert_int_equal(county_number(c, "SELECT count(*) FROM home_stay"), 0);
    assert_ok_e(stay_request_all(c->db, COUNTY, c->keys, r, 2, OTHER_DIRECTOR, stays, &failed, &e),
                &e);
    int64_t both[3] = {stays[0], stays[1], 9999};
    assert_refused(stay_confirm_all(c->db, COUNTY, c->keys, both, 3, OFFICER, &e), &e,
                   "STAY_UNKNOWN");
    assert_int_equal(stay_now(c, stays[0]).state, STAY_REQUESTED);
    assert_ok_e(stay_confirm_all(c->db, COUNTY, c->keys, both, 2, OFFICER, &e), &e);
    assert_int_equal(stay_now(c, stays[1]).state, STAY_IN);
}

/* ---- leaving ---- */

static void leave_is_asked_for_taken_back_and_confirmed(struct county *c)
{
    struct error e = {0};
    int64_t h = wubao(c), stay = live(c, h, homes.a, "2013-05-10");
    struct stay_leave_request l = leaving(stay, STAY_DISCHARGE, "2013-05-09");
    assert_refused(stay_leave(c->db, COUNTY, c->keys, &l, DIRECTOR, &e), &e, "STAY_DATE");
    l.until = stay_day("2013-06-12");
    assert_refused(stay_leave(c->db, COUNTY, c->keys, &l, OFFICER, &e), &e, "ACCESS_DENIED");
    assert_ok_e(stay_leave(c->db, COUNTY, c->keys, &l, DIRECTOR, &e), &e);
    assert_refused(stay_leave(c->db, COUNTY, c->keys, &l, DIRECTOR, &e), &e, "STAY_STATE");
    assert_ok_e(stay_leave_take_back(c->db, COUNTY, stay, DIRECTOR, &e), &e);
    assert_int_equal(stay_now(c, stay).state, STAY_IN);
    assert_int_equal(stay_now(c, stay).until.v, DATE_OPEN.v);
    assert_refused(stay_leave_confirm(c->db, COUNTY, c->keys, stay, OFFICER, &e), &e, "STAY_STATE");
    assert_ok_e(stay_leave(c->db, COUNTY, c->keys, &l, DIRECTOR, &e), &e);
    assert_ok_e(stay_leave_confirm(c->db, COUNTY, c->keys, stay, OFFICER, &e), &e);
    struct stay s = stay_now(c, stay);
    assert_int_equal(s.state, STAY_LEFT);
    assert_int_equal(s.leave, STAY_DISCHARGE);
    assert_int_equal(s.form_back.v, stay_month("2013-07").v);
    assert_int_equal(form_in(c, h, "2013-06"), homes.a);
    assert_int_equal(form_in(c, h, "2013-07"), 0);
    assert_int_equal(free_beds(c, homes.a, "2013-06-11"), 3);
    assert_int_equal(free_beds(c, homes.a, "2013-06-12"), 4);
    /* He may come back from that day on, not before. */
    assert_refused(try_ask(c, h, homes.a, "2013-06-11", &e), &e, "STAY_DATE");
    assert_ok_e(try_ask(c, h, homes.a, "2013-06-12", &e), &e);
}

static void within_a_month_the_last_change_wins(struct county *c)
{
    struct error e = {0};
    int64_t h = wubao(c), first = live(c, h, homes.a, "2013-06-03");
    struct stay_leave_request l = leaving(first, STAY_DISCHARGE, "2013-06-10");
    assert_int_equal(form_in(c, h, "2013-07"), homes.a);
    assert_ok_e(stay_leave(c->db, COUNTY, c->keys, &l, DIRECTOR, &e), &e);
    assert_ok_e(stay_leave_confirm(c->db, COUNTY, c->keys, first, OFFICER, &e), &e);
    assert_int_equal(form_in(c, h, "2013-07"), 0);
    (void)live(c, h, homes.b, "2013-06-20");
    assert_int_equal(form_in(c, h, "2013-06"), 0);
    assert_int_equal(form_in(c, h, "2013-07"), homes.b);
}

static void a_transfer_joins_two_stays(struct county *c)
{
    struct error e = {0};
    int64_t h = wubao(c), stay = live(c, h, homes.a, "2013-04-10");
    struct stay_leave_request l = leaving(stay, STAY_TRANSFER, "2013-06-12");
    l.to_home = homes.a;
    l.agreement = "转院协议";
    assert_refused(stay_leave(c->db, COUNTY, c->keys, &l, DIRECTOR, &e), &e, "STAY_TRANSFER");
    l.to_home = homes.b;
    l.agreement = NULL;
    assert_refused(stay_leave(c->db, COUNTY, c->keys, &l, DIRECTOR, &e), &e, "STAY_AGREEMENT");
    l.agreement = "转院协议";
    l.to_bed = homes.beds_b[1];
    assert_ok_e(stay_leave(c->db, COUNTY, c->keys, &l, DIRECTOR, &e), &e);
    assert_int_equal(stay_now(c, stay).to_home, homes.b);
    /* The other home is not in the township's scope: the county confirms. */
    assert_refused(stay_leave_confirm(c->db, COUNTY, c->keys, stay, LEAD, &e), &e, "ACCESS_SCOPE");
    assert_ok_e(stay_leave_confirm(c->db, COUNTY, c->keys, stay, OFFICER, &e), &e);
    struct stay old = stay_now(c, stay), new = stay_now(c, old.next_stay);
    assert_int_equal(old.state, STAY_LEFT);
    assert_int_equal(new.state, STAY_IN);
    assert_int_equal(new.home, homes.b);
    assert_int_equal(new.bed, homes.beds_b[1]);
    assert_int_equal(new.from.v, old.until.v);
    assert_string_equal(new.agreement, "转院协议");
    assert_int_equal(form_in(c, h, "2013-06"), homes.a);
    assert_int_equal(form_in(c, h, "2013-07"), homes.b);
}

static void a_transfer_waits_for_a_bed(struct county *c)
{
    struct error e = {0};
    int64_t stay = live(c, wubao(c), homes.a, "2013-04-10");
    struct stay_leave_request l = leaving(stay, STAY_TRANSFER, "2013-06-12");
    l.to_home = homes.b;
    l.agreement = "转院协议";
    assert_ok_e(stay_leave(c->db, COUNTY, c->keys, &l, DIRECTOR, &e), &e);
    (void)live(c, wubao(c), homes.b, "2013-06-01");
    (void)live(c, wubao(c), homes.b, "2013-06-01");
    assert_refused(stay_leave_confirm(c->db, COUNTY, c->keys, stay, OFFICER, &e), &e, "STAY_BED");
    assert_int_equal(stay_now(c, stay).state, STAY_LEAVING);
    assert_int_equal(free_beds(c, homes.a, "2013-06-30"), 3);
}

/* ---- death ---- */

static void a_death_frees_the_bed_and_opens_the_cancellation(struct county *c)
{
    struct error e = {0};
    struct case_record file;
    int64_t h = wubao(c), stay = live(c, h, homes.a, "2013-04-10");
    struct stay_leave_request l = leaving(stay, STAY_DEATH, NULL);
    assert_refused(stay_leave(c->db, COUNTY, c->keys, &l, DIRECTOR, &e), &e, "STAY_DATE");
    l.died_on = stay_day("2013-07-01");
    assert_refused(stay_leave(c->db, COUNTY, c->keys, &l, DIRECTOR, &e), &e, "STAY_DATE");
    l.died_on = stay_day("2013-04-09");
    assert_refused(stay_leave(c->db, COUNTY, c->keys, &l, DIRECTOR, &e), &e, "STAY_DATE");
    l.died_on = stay_day("2013-06-20");
    l.funeral_on = stay_day("2013-06-19");
    assert_refused(stay_leave(c->db, COUNTY, c->keys, &l, DIRECTOR, &e), &e, "STAY_DATE");
    l.funeral_on = stay_day("2013-06-22");
    assert_ok_e(stay_leave(c->db, COUNTY, c->keys, &l, DIRECTOR, &e), &e);
    struct stay s = stay_now(c, stay);
    assert_int_equal(s.state, STAY_LEFT);
    assert_int_equal(s.leave, STAY_DEATH);
    assert_int_equal(s.until.v, stay_day("2013-06-21").v);
    assert_null(s.leave_confirmed_by);
    assert_int_equal(free_beds(c, homes.a, "2013-06-20"), 3);
    assert_int_equal(free_beds(c, homes.a, "2013-06-21"), 4);
    assert_int_equal(form_in(c, h, "2013-06"), homes.a); /* the month of death is due */
    assert_int_equal(form_in(c, h, "2013-07"), -1);
    assert_ok_e(case_read(c->db, COUNTY, s.case_file, date_today(), c->arena, &file, &e), &e);
    assert_int_equal(file.kind, CASE_CANCEL);
    assert_int_equal(file.change_kind, CHANGE_DEATH);
    assert_int_equal(file.household, h);
    assert_refused(stay_leave(c->db, COUNTY, c->keys, &l, DIRECTOR, &e), &e, "STAY_STATE");
}

/* A director speaks for his residents wherever they are registered. */
static void the_director_reports_a_resident_of_another_township(struct county *c)
{
    struct error e = {0};
    int64_t h = wubao(c), stay = live(c, h, homes.a, "2013-04-10");
    struct stay_leave_request l = leaving(stay, STAY_DEATH, NULL);
    county_tamper(c, "UPDATE entitlement SET division = 341823106204 WHERE household = %lld",
                  (long long)h);
    l.died_on = stay_day("2013-06-20");
    assert_ok_e(stay_leave(c->db, COUNTY, c->keys, &l, DIRECTOR, &e), &e);
    assert_true(stay_now(c, stay).case_file > 0);
    assert_int_equal(stay_now(c, stay).township, 341823106000);
}

/* Somebody else registered the death: the stay goes on, and stands first until it ends. */
static void a_resident_registered_as_dead_stands_first(struct county *c)
{
    struct error e = {0};
    struct stay *list;
    size_t count;
    live(c, wubao(c), homes.a, "2013-04-10");
    int64_t h = wubao(c), stay = live(c, h, homes.a, "2013-04-11");
    live(c, wubao(c), homes.a, "2013-04-12");
    const struct stay_filter dead = {.home = homes.a, .is_dead = true},
                             all = {.home = homes.a, .state = STAY_IN};
    assert_ok_e(stay_list(c->db, COUNTY, &dead, c->arena, &list, &count, &e), &e);
    assert_int_equal(count, 0);
    county_death(c, h, 0, "2013-06-20");
    assert_ok_e(stay_list(c->db, COUNTY, &dead, c->arena, &list, &count, &e), &e);
    assert_int_equal(count, 1);
    assert_int_equal(list[0].id, stay);
    assert_int_equal(list[0].died_on.v, stay_day("2013-06-20").v);
    assert_ok_e(stay_list(c->db, COUNTY, &all, c->arena, &list, &count, &e), &e);
    assert_int_equal(count, 3);
    const int64_t order[] = {stay, list[0].id, list[2].id};
    stay_dead_first(list, count);
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(list[i].id, order[i]);
    struct stay_leave_request l = leaving(stay, STAY_DEATH, "2013-06-21");
    l.died_on = stay_day("2013-06-20");
    assert_ok_e(stay_leave(c->db, COUNTY, c->keys, &l, DIRECTOR, &e), &e);
    assert_ok_e(stay_list(c->db, COUNTY, &dead, c->arena, &list, &count, &e), &e);
    assert_int_equal(count, 0);
}

/* The village was quicker: its report and its case stand, the home's only ends the stay. */
static void a_death_known_before_keeps_its_day_and_case(struct county *c)
{
    struct error e = {0};
    int64_t h = wubao(c), stay = live(c, h, homes.a, "2013-04-10"), deaths;
    struct stay_leave_request l = leaving(stay, STAY_DISCHARGE, "2013-06-25");
    assert_ok_e(stay_leave(c->db, COUNTY, c->keys, &l, DIRECTOR, &e), &e);
    county_death(c, h, 0, "2013-06-20");
    assert_refused(stay_leave_confirm(c->db, COUNTY, c->keys, stay, OFFICER, &e), &e, "STAY_DATE");
    deaths = county_number(c, "SELECT count(*) FROM person_death");
    l = leaving(stay, STAY_DEATH, NULL);
    l.died_on = stay_day("2013-06-20");
    assert_ok_e(stay_leave(c->db, COUNTY, c->keys, &l, DIRECTOR, &e), &e);
    assert_int_equal(county_number(c, "SELECT count(*) FROM person_death"), deaths);
    assert_int_equal(stay_now(c, stay).leave, STAY_DEATH);
    assert_true(stay_now(c, stay).case_file > 0);
}

/* The registry has him dead before his first night: he never slept there. */
static void who_died_before_his_first_night_never_slept_there(struct county *c)
{
    struct error e = {0};
    int64_t h = wubao(c), stay = live(c, h, homes.a, "2013-06-10"), moved;
    struct stay_leave_request l = leaving(stay, STAY_DEATH, NULL);
    l.died_on = stay_day("2013-06-08");
    assert_refused(stay_leave(c->db, COUNTY, c->keys, &l, DIRECTOR, &e), &e, "STAY_DATE");
    county_death(c, h, 0, "2013-06-08");
    assert_ok_e(
        home_merge_request(c->db, COUNTY, homes.a, homes.b, stay_day("2013-06-20"), OFFICER, &e),
        &e);
    assert_refused(home_merge(c->db, COUNTY, c->keys, homes.a, homes.b, stay_day("2013-06-20"),
                              NULL, OFFICER_2, &moved, &e),
                   &e, "STAY_DATE"); /* the dead do not move */
    l.died_on = stay_day("2013-06-07");
    assert_refused(stay_leave(c->db, COUNTY, c->keys, &l, DIRECTOR, &e), &e, "STAY_DATE");
    l.died_on = stay_day("2013-06-08");
    assert_ok_e(stay_leave(c->db, COUNTY, c->keys, &l, DIRECTOR, &e), &e);
    assert_int_equal(stay_now(c, stay).until.v, stay_day("2013-06-10").v);
    assert_int_equal(free_beds(c, homes.a, "2013-06-10"), 4);
    assert_ok_e(home_merge(c->db, COUNTY, c->keys, homes.a, homes.b, stay_day("2013-06-20"), NULL,
                           OFFICER_2, &moved, &e),
                &e);
    assert_int_equal(moved, 0);
}

static void a_request_of_the_dead_is_not_confirmed(struct county *c)
{
    struct error e = {0};
    int64_t h = wubao(c), stay = ask(c, h, homes.a, "2013-06-10");
    county_death(c, h, 0, "2013-06-20");
    assert_refused(stay_confirm(c->db, COUNTY, c->keys, stay, OFFICER, &e), &e, "STAY_DATE");
    assert_ok_e(stay_refuse(c->db, COUNTY, stay, "已死亡", OFFICER, &e), &e);
}

/* ---- money ---- */

/* 1300.00 a year is 108.33 or 108.34 a month, 2640.00 is 220.00 (§B.5). Admitted in May and
   confirmed in August, after June and July were paid at home: August brings 220.00 and what the two
   months lack. */
static void a_late_confirmation_is_caught_up_by_the_next_run(struct county *c)
{
    struct error e = {0};
    struct item item;
    int64_t h = wubao(c), stay;
    stay_today("2013-08-31");
    stay = ask(c, h, homes.a, "2013-05-20");
    for (int m = 1; m <= 7; m++) {
        char month[16];
        (void)snprintf(month, sizeof month, "2013-%02d", m);
        (void)county_pay(c, PROGRAMME_WUBAO, month);
    }
    assert_int_equal(county_settled(c, PROGRAMME_WUBAO, "2013-06", h), 10833);
    assert_ok_e(stay_confirm(c->db, COUNTY, c->keys, stay, OFFICER, &e), &e);
    (void)county_pay(c, PROGRAMME_WUBAO, "2013-08");
    assert_true(county_item(c, PROGRAMME_WUBAO, "2013-08", h, &item));
    assert_int_equal(item.basic, 22000);
    assert_int_equal(item.adjustment, (22000 - 10833) * 2);
    assert_int_equal(county_settled(c, PROGRAMME_WUBAO, "2013-05", h), 10834);
    assert_int_equal(county_settled(c, PROGRAMME_WUBAO, "2013-06", h), 22000);
    assert_int_equal(county_settled(c, PROGRAMME_WUBAO, "2013-07", h), 22000);
}

#define EACH(name)                                                                                 \
    static void test_##name(void **state)                                                          \
    {                                                                                              \
        (void)state;                                                                               \
        stay_each(name);                                                                           \
    }
EACH(admission_needs_two_people_and_counts_from_the_next_month)
EACH(nobody_confirms_what_he_asked_for)
EACH(a_refused_request_frees_person_and_bed)
EACH(a_request_is_refused_in_words)
EACH(nobody_is_admitted_before_the_home_opened)
EACH(a_paying_resident_never_touches_the_registry)
EACH(many_are_admitted_together_or_none_is)
EACH(leave_is_asked_for_taken_back_and_confirmed)
EACH(within_a_month_the_last_change_wins)
EACH(a_transfer_joins_two_stays)
EACH(a_transfer_waits_for_a_bed)
EACH(a_death_frees_the_bed_and_opens_the_cancellation)
EACH(the_director_reports_a_resident_of_another_township)
EACH(a_resident_registered_as_dead_stands_first)
EACH(a_death_known_before_keeps_its_day_and_case)
EACH(who_died_before_his_first_night_never_slept_there)
EACH(a_request_of_the_dead_is_not_confirmed)
EACH(a_late_confirmation_is_caught_up_by_the_next_run)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_admission_needs_two_people_and_counts_from_the_next_month),
        cmocka_unit_test(test_nobody_confirms_what_he_asked_for),
        cmocka_unit_test(test_a_refused_request_frees_person_and_bed),
        cmocka_unit_test(test_a_request_is_refused_in_words),
        cmocka_unit_test(test_nobody_is_admitted_before_the_home_opened),
        cmocka_unit_test(test_a_paying_resident_never_touches_the_registry),
        cmocka_unit_test(test_many_are_admitted_together_or_none_is),
        cmocka_unit_test(test_leave_is_asked_for_taken_back_and_confirmed),
        cmocka_unit_test(test_within_a_month_the_last_change_wins),
        cmocka_unit_test(test_a_transfer_joins_two_stays),
        cmocka_unit_test(test_a_transfer_waits_for_a_bed),
        cmocka_unit_test(test_a_death_frees_the_bed_and_opens_the_cancellation),
        cmocka_unit_test(test_the_director_reports_a_resident_of_another_township),
        cmocka_unit_test(test_a_resident_registered_as_dead_stands_first),
        cmocka_unit_test(test_a_death_known_before_keeps_its_day_and_case),
        cmocka_unit_test(test_who_died_before_his_first_night_never_slept_there),
        cmocka_unit_test(test_a_request_of_the_dead_is_not_confirmed),
        cmocka_unit_test(test_a_late_confirmation_is_caught_up_by_the_next_run),
    };
    return cmocka_run_group_tests_name("stay", tests, NULL, NULL);
}
