/* Beds and who speaks for a home, wishes, people of rosters, consolidation; on both engines. */
#include "domain/home/stay_fixture.h"

#include <stdio.h>
#include <string.h>

static enum status add_beds(struct county *c, const char *room, int beds, int64_t area,
                            const char *actor, struct error *e)
{
    const struct home_beds_new n = {.home = homes.a,
                                    .room = room,
                                    .storey = 2,
                                    .beds = beds,
                                    .area_m2 = area,
                                    .from = stay_day("2013-06-01")};
    return home_beds_add(c->db, COUNTY, &n, actor, e);
}

static void a_bed_has_five_square_metres_and_a_room_twenty_beds(struct county *c)
{
    struct error e = {0};
    struct home_room *rooms;
    size_t count;
    assert_refused(add_beds(c, "301", 3, 14, OFFICER, &e), &e, "HOME_ROOM");
    assert_ok_e(add_beds(c, "301", 2, 15, OFFICER, &e), &e);
    assert_refused(add_beds(c, "301", 2, 0, OFFICER, &e), &e, "HOME_ROOM");
    assert_refused(add_beds(c, "301", 1, 16, OFFICER, &e), &e, "HOME_ROOM"); /* was 15 */
    assert_ok_e(add_beds(c, "301", 1, 15, OFFICER, &e), &e);
    assert_refused(add_beds(c, "302", 21, 400, OFFICER, &e), &e, "HOME_BEDS");
    assert_refused(add_beds(c, "302", 0, 400, OFFICER, &e), &e, "HOME_BEDS");
    assert_ok_e(add_beds(c, "302", 20, 100, OFFICER, &e), &e);
    assert_refused(add_beds(c, "302", 1, 0, OFFICER, &e), &e, "HOME_BEDS");
    assert_refused(add_beds(c, "", 1, 20, OFFICER, &e), &e, "HOME_ROOM");
    assert_refused(add_beds(c, "303", 1, 20, DIRECTOR, &e), &e, "ACCESS_DENIED");
    assert_ok_e(home_room_list(c->db, COUNTY, homes.a, date_today(), c->arena, &rooms, &count, &e),
                &e);
    assert_int_equal(count, 4);
    assert_string_equal(rooms[2].number, "301");
    assert_int_equal(rooms[2].beds, 3);
    assert_int_equal(county_number(c, "SELECT count(*) FROM home_bed WHERE label = '3'"), 2);
}

static void a_bed_is_closed_only_when_nobody_sleeps_or_will_sleep_in_it(struct county *c)
{
    struct error e = {0};
    int64_t stay = ask(c, wubao(c), homes.a, "2013-08-10");
    int64_t bed = stay_now(c, stay).bed;
    assert_refused(home_bed_close(c->db, COUNTY, bed, stay_day("2013-07-01"), "漏雨", OFFICER, &e),
                   &e, "HOME_BED_USED");
    assert_refused(home_bed_close(c->db, COUNTY, bed, stay_day("2013-07-01"), "", OFFICER, &e), &e,
                   "REASON_MISSING");
    assert_refused(home_bed_close(c->db, COUNTY, 9999, stay_day("2013-07-01"), "漏雨", OFFICER, &e),
                   &e, "HOME_BED_UNKNOWN");
    assert_ok_e(stay_refuse(c->db, COUNTY, stay, "不来了", OFFICER, &e), &e);
    assert_ok_e(home_bed_close(c->db, COUNTY, bed, stay_day("2013-07-01"), "漏雨", OFFICER, &e),
                &e);
    assert_refused(home_bed_close(c->db, COUNTY, bed, stay_day("2013-07-02"), "漏雨", OFFICER, &e),
                   &e, "HOME_BED_UNKNOWN");
    assert_int_equal(free_beds(c, homes.a, "2013-06-30"), 3); /* is not given any more */
}

static void a_move_keeps_the_history_of_beds(struct county *c)
{
    struct error e = {0};
    int64_t stay = live(c, wubao(c), homes.a, "2013-06-01"), old = stay_now(c, stay).bed;
    int64_t other = live(c, wubao(c), homes.a, "2013-06-01"), used = stay_now(c, other).bed;
    int64_t bed = homes.beds_a[3];
    assert_refused(stay_move(c->db, COUNTY, stay, used, stay_day("2013-06-10"), DIRECTOR, &e), &e,
                   "STAY_BED");
    assert_refused(stay_move(c->db, COUNTY, stay, old, stay_day("2013-06-10"), DIRECTOR, &e), &e,
                   "STAY_BED");
    assert_refused(
        stay_move(c->db, COUNTY, stay, homes.beds_b[0], stay_day("2013-06-10"), DIRECTOR, &e), &e,
        "STAY_BED");
    assert_refused(stay_move(c->db, COUNTY, stay, bed, stay_day("2013-05-31"), DIRECTOR, &e), &e,
                   "STAY_DATE");
    assert_ok_e(stay_move(c->db, COUNTY, stay, bed, stay_day("2013-06-10"), DIRECTOR, &e), &e);
    assert_int_equal(stay_now(c, stay).bed, bed);
    assert_int_equal(county_number(c,
                                   "SELECT count(*) FROM home_bed_use WHERE stay = %lld AND "
                                   "known_to = 2147483647",
                                   (long long)stay),
                     2);
    assert_refused(stay_move(c->db, COUNTY, stay, old, stay_day("2013-06-09"), DIRECTOR, &e), &e,
                   "STAY_DATE");
    /* The old bed is another's from that day on. */
    int64_t third = ask(c, wubao(c), homes.a, "2013-06-10");
    assert_int_equal(stay_now(c, third).bed, old);
    struct stay_leave_request l = leaving(stay, STAY_DISCHARGE, "2013-06-05");
    assert_ok_e(stay_leave(c->db, COUNTY, c->keys, &l, DIRECTOR, &e), &e);
    assert_ok_e(stay_leave_confirm(c->db, COUNTY, c->keys, stay, OFFICER, &e), &e);
    assert_int_equal(county_number(c,
                                   "SELECT max(until_date) FROM home_bed_use WHERE stay = %lld AND "
                                   "known_to = 2147483647",
                                   (long long)stay),
                     20130605);
}

/* What no program can write. */
static void the_database_forbids_two_in_a_bed_and_one_in_two_homes(struct county *c)
{
    struct error e = {0};
    int64_t stay = live(c, wubao(c), homes.a, "2013-06-01");
    int64_t other = live(c, wubao(c), homes.a, "2013-06-01");
    char sql[400];
    (void)snprintf(sql, sizeof sql,
                   "UPDATE home_bed_use SET bed = (SELECT bed FROM home_bed_use WHERE stay = %lld),"
                   " from_date = 20130602 WHERE stay = %lld",
                   (long long)stay, (long long)other);
    assert_true(db_execute_raw(c->db, sql, &e) != STATUS_OK);
    (void)snprintf(sql, sizeof sql,
                   "UPDATE home_stay SET person = (SELECT person FROM home_stay WHERE id = %lld) "
                   "WHERE id = %lld",
                   (long long)stay, (long long)other);
    assert_true(db_execute_raw(c->db, sql, &e) != STATUS_OK);
}

static void each_speaks_for_his_own(struct county *c)
{
    struct error e = {0};
#define MAY(actor, permission, home)                                                               \
    home_require(c->db, COUNTY, actor, PERMISSION_HOME_##permission, home, &e)
    assert_ok_e(MAY(DIRECTOR, ADMIT, homes.a), &e);
    assert_refused(MAY(DIRECTOR, ADMIT, homes.b), &e, "ACCESS_SCOPE");
    assert_refused(MAY(UNBOUND, READ, homes.a), &e, "ACCESS_SCOPE");
    assert_refused(MAY(DIRECTOR, CONFIRM, homes.a), &e, "ACCESS_DENIED");
    assert_ok_e(MAY(CLERK, ADMIT, homes.a), &e);
    assert_refused(MAY(CLERK, ADMIT, homes.b), &e, "ACCESS_SCOPE"); /* another township's */
    assert_ok_e(MAY(LEAD, CONFIRM, homes.a), &e);
    assert_ok_e(MAY(OFFICER, CONFIRM, homes.b), &e);
    assert_ok_e(MAY("auditor", READ, homes.b), &e);
    assert_refused(MAY("auditor", MANAGE, homes.b), &e, "ACCESS_DENIED");
    assert_refused(MAY("nobody", READ, homes.a), &e, "ACCESS_DENIED");
    assert_ok_e(MAY(ACTOR_SYSTEM, CONFIRM, homes.b), &e);
    assert_refused(MAY(ACTOR_SYSTEM, READ, 9999), &e, "HOME_UNKNOWN");
#undef MAY
}

static enum status bind_officer(struct db *db, void *context, struct error *e)
{
    (void)context;
    return home_user_bind(db, COUNTY, OFFICER, homes.a, e);
}

static enum status add_home(struct db *db, void *context, struct error *e)
{
    const char *const *name = context;
    int64_t change, id;
    TRY(change_record(
        db, COUNTY,
        &(struct change_entry){.actor = "t", .action = "t", .subject = "t", .detail = ""}, &change,
        e));
    return home_add(db, COUNTY, *name, INT64_C(341823100000), change, &id, e);
}

static void a_home_is_named_once_and_directed_by_directors(struct county *c)
{
    struct error e = {0};
    int64_t before = county_number(c, "SELECT count(*) FROM home");
    assert_refused(db_transaction(c->db, bind_officer, NULL, &e), &e, "ACCESS_ROLE");
    assert_ok_e(db_transaction(c->db, add_home, &(const char *){"泾川镇敬老院"}, &e), &e);
    assert_int_equal(county_number(c, "SELECT count(*) FROM home"), before);
    assert_ok_e(db_transaction(c->db, add_home, &(const char *){"泾川镇第二敬老院"}, &e), &e);
    assert_int_equal(county_number(c, "SELECT count(*) FROM home"), before + 1);
    assert_refused(db_transaction(c->db, add_home, &(const char *){"茂林镇敬老院"}, &e), &e,
                   "HOME_NAME");
    assert_refused(db_transaction(c->db, add_home, &(const char *){" "}, &e), &e, "HOME_NAME");
    assert_refused(db_transaction(c->db, add_home, &(const char *){"12"}, &e), &e, "HOME_NAME");
}

/* ---- people of rosters ---- */

static int64_t of_roster(struct county *c, int64_t home)
{
    return county_household(c, &(struct new_household){.programme = PROGRAMME_WUBAO,
                                                       .from = "2013-01",
                                                       .form = FORM_INSTITUTION,
                                                       .home = home});
}

static void people_of_rosters_get_a_stay_and_a_bed_each(struct county *c)
{
    struct error e = {0};
    int64_t first = of_roster(c, homes.b), count = 0;
    (void)of_roster(c, homes.b);
    int64_t third = of_roster(c, homes.b);
    assert_refused(stay_adopt(c->db, COUNTY, homes.b, stay_day("2013-06-01"), OFFICER, &count, &e),
                   &e, "STAY_BED");
    assert_non_null(strstr(e.message, "还差 1 张"));
    county_death(c, third, 0, "2013-05-20");
    assert_ok_e(stay_adopt(c->db, COUNTY, homes.b, stay_day("2013-06-01"), OFFICER, &count, &e),
                &e);
    assert_int_equal(count, 2);
    assert_ok_e(stay_adopt(c->db, COUNTY, homes.b, stay_day("2013-06-01"), OFFICER, &count, &e),
                &e);
    assert_int_equal(count, 0);
    struct stay s = stay_now(c, 1);
    assert_int_equal(s.household, first);
    assert_int_equal(s.state, STAY_IN);
    assert_int_equal(s.form_from.v, 0); /* the registry had him there before */
    assert_int_equal(
        s.person,
        county_number(c, "SELECT head FROM entitlement WHERE household = %lld", (long long)first));
    /* Leaving sends him home all the same. */
    struct stay_leave_request l = leaving(1, STAY_DISCHARGE, "2013-06-20");
    assert_ok_e(stay_leave(c->db, COUNTY, c->keys, &l, OTHER_DIRECTOR, &e), &e);
    assert_ok_e(stay_leave_confirm(c->db, COUNTY, c->keys, 1, OFFICER, &e), &e);
    assert_int_equal(form_in(c, first, "2013-06"), homes.b);
    assert_int_equal(form_in(c, first, "2013-07"), 0);
}

/* ---- consolidation ---- */

static enum status merge(struct county *c, int64_t from, int64_t into, const char *asked,
                         int64_t *moved, struct error *e)
{
    return home_merge(c->db, COUNTY, c->keys, from, into, stay_day("2013-06-20"), asked, OFFICER_2,
                      moved, e);
}

static enum status merge_ask(struct county *c, const char *actor, const char *on, struct error *e)
{
    return home_merge_request(c->db, COUNTY, homes.a, homes.b, stay_day(on), actor, e);
}

static void consolidation_moves_everybody_and_closes_the_home(struct county *c)
{
    struct error e = {0};
    struct home home;
    int64_t h = wubao(c), moved = 0;
    int64_t stay = live(c, h, homes.a, "2013-06-01"),
            third = live(c, wubao(c), homes.a, "2013-06-01");
    int64_t second = live(c, wubao(c), homes.a, "2013-06-01");
    assert_refused(merge(c, homes.a, homes.a, OFFICER, &moved, &e), &e, "HOME_MERGE");
    /* Whoever carries it out can not name who asked: that one has asked himself, for this day. */
    assert_refused(merge(c, homes.a, homes.b, OFFICER, &moved, &e), &e, "HOME_MERGE");
    assert_ok_e(merge_ask(c, OFFICER_2, "2013-06-20", &e), &e);
    assert_refused(merge(c, homes.a, homes.b, NULL, &moved, &e), &e, "SAME_PERSON");
    assert_refused(merge(c, homes.a, homes.b, OFFICER, &moved, &e), &e, "HOME_MERGE");
    assert_refused(merge_ask(c, DIRECTOR, "2013-06-20", &e), &e, "ACCESS_DENIED");
    assert_ok_e(merge_ask(c, OFFICER, "2013-06-21", &e), &e);
    assert_refused(merge(c, homes.a, homes.b, OFFICER, &moved, &e), &e, "HOME_MERGE");
    assert_ok_e(merge_ask(c, OFFICER, "2013-06-20", &e), &e);
    assert_refused(merge(c, homes.a, homes.b, "nobody", &moved, &e), &e, "HOME_MERGE");
    assert_refused(merge(c, homes.a, homes.b, OFFICER, &moved, &e), &e, "STAY_BED");
    assert_non_null(strstr(e.message, "还差 1 张"));
    struct stay_leave_request l = leaving(second, STAY_DISCHARGE, "2013-06-19");
    assert_ok_e(stay_leave(c->db, COUNTY, c->keys, &l, DIRECTOR, &e), &e);
    assert_refused(merge(c, homes.a, homes.b, OFFICER, &moved, &e), &e, "STAY_STATE");
    assert_ok_e(stay_leave_confirm(c->db, COUNTY, c->keys, second, OFFICER, &e), &e);
    assert_ok_e(merge(c, homes.a, homes.b, OFFICER, &moved, &e), &e);
    assert_int_equal(moved, 2);
    struct stay old = stay_now(c, stay), new = stay_now(c, old.next_stay);
    assert_int_equal(old.leave, STAY_MERGE);
    assert_int_equal(old.until.v, stay_day("2013-06-20").v);
    assert_int_equal(new.home, homes.b);
    assert_int_equal(new.state, STAY_IN);
    assert_string_equal(new.agreement, old.agreement);
    assert_int_equal(stay_now(c, third).state, STAY_LEFT);
    assert_int_equal(form_in(c, h, "2013-06"), 0); /* came in June: at home still */
    assert_int_equal(form_in(c, h, "2013-07"), homes.b);
    assert_ok_e(home_by_id(c->db, COUNTY, homes.a, c->arena, &home, &e), &e);
    assert_int_equal(home.closed_on.v, stay_day("2013-06-20").v);
    assert_int_equal(home.merged_into, homes.b);
    assert_int_equal(free_beds(c, homes.a, "2013-06-20"), 0);
    assert_refused(try_ask(c, wubao(c), homes.a, "2013-06-25", &e), &e, "HOME_CLOSED");
    assert_refused(merge(c, homes.a, homes.b, OFFICER, &moved, &e), &e, "HOME_CLOSED");
    assert_refused(merge(c, homes.b, homes.a, OFFICER, &moved, &e), &e, "HOME_CLOSED");
}

/* ---- wishes ---- */

static void a_wish_is_open_until_he_moves_in(struct county *c)
{
    struct error e = {0};
    struct home_wish *list;
    size_t count;
    int64_t h = wubao(c), in = of_roster(c, homes.b), wish = 0;
    const char *number = county_id_number(c, h, 0);
#define WISH(id, home, actor)                                                                      \
    home_wish_add(c->db, COUNTY, c->keys, id, home, stay_day("2013-06-01"), "想去", actor, &wish,  \
                  &e)
    assert_refused(WISH(county_id_number(c, in, 0), 0, CLERK), &e, "STAY_OPEN");
    assert_refused(WISH(number, homes.b, CLERK), &e, "ACCESS_SCOPE");
    assert_ok_e(WISH(number, 0, CLERK), &e);
    assert_refused(WISH(number, homes.a, CLERK), &e, "WISH_OPEN");
    assert_ok_e(home_wish_withdraw(c->db, COUNTY, wish, CLERK, &e), &e);
    assert_refused(home_wish_withdraw(c->db, COUNTY, wish, CLERK, &e), &e, "WISH_STATE");
    assert_refused(home_wish_withdraw(c->db, COUNTY, 9999, CLERK, &e), &e, "WISH_UNKNOWN");
    assert_ok_e(WISH(number, homes.a, DIRECTOR), &e);
    assert_ok_e(home_wish_list(c->db, COUNTY, 0, c->arena, &list, &count, &e), &e);
    assert_int_equal(count, 1);
    assert_int_equal(list[0].home, homes.a);
    int64_t stay = ask(c, h, homes.a, "2013-06-10");
    assert_refused(WISH(number, 0, CLERK), &e, "STAY_OPEN");
    assert_ok_e(stay_confirm(c->db, COUNTY, c->keys, stay, OFFICER, &e), &e);
    assert_ok_e(home_wish_list(c->db, COUNTY, 0, c->arena, &list, &count, &e), &e);
    assert_int_equal(count, 0);
    assert_int_equal(county_number(c, "SELECT stay FROM home_wish WHERE state = 2"), stay);
#undef WISH
}

static void residents_are_listed_by_night_state_and_name(struct county *c)
{
    struct error e = {0};
    struct stay *list;
    size_t count;
    int64_t stay = live(c, wubao(c), homes.a, "2013-06-10");
    (void)ask(c, wubao(c), homes.a, "2013-06-10");
#define COUNT(...)                                                                                 \
    (assert_ok_e(stay_list(c->db, COUNTY, &(struct stay_filter){__VA_ARGS__}, c->arena, &list,     \
                           &count, &e),                                                            \
                 &e),                                                                              \
     count)
    assert_int_equal(COUNT(.home = homes.a), 2);
    assert_int_equal(COUNT(.home = homes.b), 0);
    assert_int_equal(COUNT(.state = STAY_REQUESTED), 1);
    assert_int_equal(COUNT(.on = stay_day("2013-06-10")),
                     1); /* who is asked for sleeps elsewhere */
    assert_int_equal(list[0].id, stay);
    assert_int_equal(list[0].birth.v, stay_day("1970-05-05").v);
    assert_int_equal(COUNT(.on = stay_day("2013-06-09")), 0);
    assert_int_equal(COUNT(.search = stay_now(c, stay).person_name, .state = STAY_IN), 1);
    assert_int_equal(COUNT(.search = "%"), 0);
    assert_int_equal(COUNT(.after = stay, .rows = 1), 1);
#undef COUNT
}

#define EACH(name)                                                                                 \
    static void test_##name(void **state)                                                          \
    {                                                                                              \
        (void)state;                                                                               \
        stay_each(name);                                                                           \
    }
EACH(a_bed_has_five_square_metres_and_a_room_twenty_beds)
EACH(a_bed_is_closed_only_when_nobody_sleeps_or_will_sleep_in_it)
EACH(a_move_keeps_the_history_of_beds)
EACH(the_database_forbids_two_in_a_bed_and_one_in_two_homes)
EACH(each_speaks_for_his_own)
EACH(a_home_is_named_once_and_directed_by_directors)
EACH(people_of_rosters_get_a_stay_and_a_bed_each)
EACH(consolidation_moves_everybody_and_closes_the_home)
EACH(a_wish_is_open_until_he_moves_in)
EACH(residents_are_listed_by_night_state_and_name)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_bed_has_five_square_metres_and_a_room_twenty_beds),
        cmocka_unit_test(test_a_bed_is_closed_only_when_nobody_sleeps_or_will_sleep_in_it),
        cmocka_unit_test(test_a_move_keeps_the_history_of_beds),
        cmocka_unit_test(test_the_database_forbids_two_in_a_bed_and_one_in_two_homes),
        cmocka_unit_test(test_each_speaks_for_his_own),
        cmocka_unit_test(test_a_home_is_named_once_and_directed_by_directors),
        cmocka_unit_test(test_people_of_rosters_get_a_stay_and_a_bed_each),
        cmocka_unit_test(test_consolidation_moves_everybody_and_closes_the_home),
        cmocka_unit_test(test_a_wish_is_open_until_he_moves_in),
        cmocka_unit_test(test_residents_are_listed_by_night_state_and_name),
    };
    return cmocka_run_group_tests_name("stay-bed", tests, NULL, NULL);
}
