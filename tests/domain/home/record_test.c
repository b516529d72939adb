/* What a home writes down: both sides of every edge, on both engines. */
#include "domain/home/rate_fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/access/reveal.h"
#include "domain/home/record.h"
#include "domain/registry/change.h"

#define COUNTY COUNTY_JINGXIAN
#define HOME_A 1
#define HOME_B 2
#define LIVES 1 /* in since 2013-05-10 */
#define LEFT 2  /* in 2013-05-01, away from 2013-06-10 */
#define DIED 3  /* in 2013-05-01, died on 2013-06-14 */
#define ASKED 4 /* not confirmed */
#define OF_B 5  /* in home B */
#define CLERK "clerk"
#define DIRECTOR "wang"

static struct date on(int64_t yyyymmdd)
{
    return date_from_yyyymmdd(yyyymmdd);
}

static int64_t number(struct county *c, const char *sql)
{
    struct error e = {0};
    int64_t value = -1;
    assert_ok_e(db_query_i64_raw(c->db, sql, &value, &e), &e);
    return value;
}

static void put_user(struct county *c, const char *name, const char *role, int64_t scope)
{
    put(c,
        "INSERT INTO access_user (county, name, title, role, scope, password_hash, is_locked,"
        " failure_count, created_change) VALUES (341823, '%s', '%s', '%s', %lld, NULL, 0, 0, 1)",
        name, name, role, (long long)scope);
}

static void fill(struct county *c)
{
    put_changes(c);
    put_division(c, INT64_C(341823000000), 1, "泾县");
    put_division(c, TOWN_A, 2, "泾川镇");
    put_division(c, TOWN_B, 2, "茂林镇");
    put_home(c, HOME_A, TOWN_A, "泾川敬老院", 10);
    put_home(c, HOME_B, TOWN_B, "茂林敬老院", 10);
    for (int i = LIVES; i <= OF_B; i++)
        put_person(c, i, i == OF_B ? TOWN_B : TOWN_A, 1);
    put_stay(c, &(struct put_stay){.id = LIVES,
                                   .home = HOME_A,
                                   .person = LIVES,
                                   .kind = 1,
                                   .state = 2,
                                   .from = 20130510,
                                   .bed = 1});
    put_stay(c, &(struct put_stay){.id = LEFT,
                                   .home = HOME_A,
                                   .person = LEFT,
                                   .kind = 1,
                                   .state = 4,
                                   .from = 20130501,
                                   .until = 20130610,
                                   .left = 200});
    put_stay(c, &(struct put_stay){.id = DIED,
                                   .home = HOME_A,
                                   .person = DIED,
                                   .kind = 1,
                                   .state = 4,
                                   .from = 20130501,
                                   .until = 20130615,
                                   .left = 200});
    put(c, "UPDATE home_stay SET leave_reason = 'DEATH' WHERE id = %d", DIED);
    put_stay(
        c,
        &(struct put_stay){
            .id = ASKED, .home = HOME_A, .person = ASKED, .kind = 1, .state = 1, .from = 20130601});
    put_stay(c, &(struct put_stay){.id = OF_B,
                                   .home = HOME_B,
                                   .person = OF_B,
                                   .kind = 1,
                                   .state = 2,
                                   .from = 20130501,
                                   .bed = 1});
    put_user(c, CLERK, "township_clerk", TOWN_A);
    put_user(c, DIRECTOR, "home_director", TOWN_A);
    put_user(c, "officer", "bureau_officer", INT64_C(341823000000));
    put(c, "INSERT INTO home_user (county, user_name, home) VALUES (341823, '" DIRECTOR "', %d)",
        HOME_A);
}

static enum status add(struct county *c, struct home_record r, const char *actor, struct error *e)
{
    int64_t id;
    return home_record_add(c->db, COUNTY, &r, actor, &id, e);
}

static struct home_record leave(int64_t stay, int64_t from, int64_t until)
{
    return (struct home_record){.home = HOME_A,
                                .stay = stay,
                                .kind = RECORD_LEAVE,
                                .on = on(from),
                                .until = on(until),
                                .detail = "回侄儿家"};
}

static struct home_record pocket(int64_t stay, int64_t day, int32_t year, int32_t month)
{
    return (struct home_record){.home = HOME_A,
                                .stay = stay,
                                .kind = RECORD_POCKET,
                                .on = on(day),
                                .month = month_make(year, month),
                                .amount = FEN(6000)};
}

static struct home_record checkup(int64_t stay, int64_t day)
{
    return (struct home_record){
        .home = HOME_A, .stay = stay, .kind = RECORD_CHECKUP, .on = on(day), .result = "血压正常"};
}

static struct home_record meal(int64_t day)
{
    return (struct home_record){
        .home = HOME_A, .kind = RECORD_MEAL, .on = on(day), .quantity = 21, .amount = FEN(16800)};
}

/* ---- days ---- */

static void days_body(struct county *c)
{
    struct error e = {0};
    assert_refused(add(c, checkup(LIVES, 20130509), CLERK, &e), &e, "STAY_UNKNOWN");
    assert_ok_e(add(c, checkup(LIVES, 20130510), CLERK, &e), &e);
    assert_ok_e(add(c, checkup(LIVES, 20130630), CLERK, &e), &e);
    assert_refused(add(c, checkup(LIVES, 20130701), CLERK, &e), &e, "RECORD_DATE");
    assert_ok_e(add(c, checkup(LEFT, 20130609), CLERK, &e), &e); /* the last night */
    assert_refused(add(c, checkup(LEFT, 20130610), CLERK, &e), &e, "STAY_UNKNOWN");
    assert_ok_e(add(c, checkup(DIED, 20130614), CLERK, &e), &e); /* the day of death */
    assert_refused(add(c, checkup(DIED, 20130615), CLERK, &e), &e, "STAY_UNKNOWN");
    assert_refused(add(c, checkup(ASKED, 20130620), CLERK, &e), &e, "STAY_UNKNOWN");
    assert_refused(add(c, checkup(99, 20130620), CLERK, &e), &e, "STAY_UNKNOWN");
    assert_refused(add(c, checkup(OF_B, 20130620), CLERK, &e), &e, "STAY_UNKNOWN");
    /* home 0: the stay's own, whose people are asked. */
    struct home_record r = checkup(OF_B, 20130620);
    r.home = 0;
    assert_refused(add(c, r, CLERK, &e), &e, "ACCESS_SCOPE");
    assert_ok_e(add(c, r, ACTOR_SYSTEM, &e), &e);
    assert_int_equal(number(c, "SELECT home FROM home_record WHERE stay = 5"), HOME_B);
    /* Who may: the director of his own home, the township, not the bureau. */
    assert_ok_e(add(c, checkup(LIVES, 20130601), DIRECTOR, &e), &e);
    r.home = HOME_B;
    assert_refused(add(c, r, DIRECTOR, &e), &e, "ACCESS_SCOPE");
    assert_refused(add(c, checkup(LIVES, 20130601), "officer", &e), &e, "ACCESS_DENIED");
}

static void a_record_is_for_days_he_lives_there(void **state)
{
    (void)state;
    county_on_each(fill, days_body);
}

static void leave_body(struct county *c)
{
    struct error e = {0};
    assert_ok_e(add(c, leave(LIVES, 20130601, 20130605), CLERK, &e), &e);
    assert_refused(add(c, leave(LIVES, 20130605, 20130607), CLERK, &e), &e, "RECORD_TWICE");
    assert_non_null(strstr(e.message, "2013-06-01"));
    assert_refused(add(c, leave(LIVES, 20130525, 20130601), CLERK, &e), &e, "RECORD_TWICE");
    assert_refused(add(c, leave(LIVES, 20130603, 20130603), CLERK, &e), &e, "RECORD_TWICE");
    assert_ok_e(add(c, leave(LIVES, 20130606, 20130607), CLERK, &e), &e);
    assert_ok_e(add(c, leave(LIVES, 20130525, 20130531), CLERK, &e), &e);
    /* To come, but not beyond the stay, nor backwards, nor for ever. */
    assert_ok_e(add(c, leave(LIVES, 20130629, 20130703), CLERK, &e), &e);
    assert_ok_e(add(c, leave(LEFT, 20130608, 20130609), CLERK, &e), &e);
    assert_refused(add(c, leave(DIED, 20130613, 20130615), CLERK, &e), &e, "STAY_UNKNOWN");
    assert_refused(add(c, leave(LIVES, 20130520, 20130519), CLERK, &e), &e, "HOME_RECORD");
    assert_ok_e(add(c, leave(DIED, 20130614, 20130614), CLERK, &e), &e);
    assert_refused(add(c, leave(LIVES, 20130610, 20140611), CLERK, &e), &e, "HOME_RECORD");
    struct home_record r = leave(LIVES, 20130620, 20130620);
    r.detail = " ";
    assert_refused(add(c, r, CLERK, &e), &e, "HOME_RECORD");
    /* A struck one is in nobody's way. */
    assert_ok_e(home_record_strike(c->db, COUNTY,
                                   number(c, "SELECT id FROM home_record WHERE on_date = 20130601"),
                                   "写错", CLERK, &e),
                &e);
    assert_ok_e(add(c, leave(LIVES, 20130602, 20130605), CLERK, &e), &e);
}

static void leaves_do_not_overlap(void **state)
{
    (void)state;
    county_on_each(fill, leave_body);
}

/* ---- kinds ---- */

static void kinds_body(struct county *c)
{
    struct error e = {0};
    enum record_kind kind;
    struct home_record r;
    /* Each kind as it should be, then with what it does not have, by the table itself. */
    for (int k = RECORD_LEAVE; k <= RECORD_KIND_COUNT; k++) {
        const struct record_kind_row *row = &RECORD_KINDS[k - 1];
        assert_int_equal(row->kind, k);
        assert_ok_e(record_kind_parse(row->code, &kind, &e), &e);
        assert_int_equal(kind, k);
        struct home_record good = {.home = HOME_A,
                                   .stay = row->needs_stay ? LIVES : 0,
                                   .kind = (enum record_kind)k,
                                   .on = on(20130620),
                                   .quantity = row->has_quantity ? 1 : 0,
                                   .amount = FEN(row->has_amount ? 1 : 0),
                                   .result = row->has_result ? "好" : NULL,
                                   .detail = row->needs_detail ? "记事" : NULL};
        assert_ok_e(add(c, good, CLERK, &e), &e);
        good.on = on(20130621);
        r = good;
        r.quantity = row->has_quantity ? 0 : 1;
        assert_refused(add(c, r, CLERK, &e), &e, "HOME_RECORD");
        r = good;
        r.amount = FEN(row->has_amount ? 0 : 1);
        assert_refused(add(c, r, CLERK, &e), &e, "HOME_RECORD");
        r = good;
        r.result = row->has_result ? "" : "好";
        assert_refused(add(c, r, CLERK, &e), &e, "HOME_RECORD");
        r = good;
        r.until = on(20130622);
        if (!row->has_until)
            assert_refused(add(c, r, CLERK, &e), &e, "HOME_RECORD");
        r = good;
        r.stay = row->needs_stay ? 0 : LIVES;
        if (row->needs_stay || row->is_of_home)
            assert_refused(add(c, r, CLERK, &e), &e, "HOME_RECORD");
        else
            assert_ok_e(add(c, r, CLERK, &e), &e);
        r = good;
        r.month = month_make(2013, 5);
        if (!row->has_month)
            assert_refused(add(c, r, CLERK, &e), &e, "HOME_RECORD");
    }
    assert_refused(record_kind_parse("PARTY", &kind, &e), &e, "HOME_RECORD");
    assert_refused(add(c, meal(20130620), CLERK, &e), &e, "RECORD_TWICE");
    assert_ok_e(add(c, meal(20130619), CLERK, &e), &e);
}

static void each_kind_takes_what_its_row_says(void **state)
{
    (void)state;
    county_on_each(fill, kinds_body);
}

static void pocket_body(struct county *c)
{
    struct error e = {0};
    const int64_t both[] = {LIVES, DIED}, again[] = {LIVES, LIVES}, foreign[] = {LIVES, OF_B};
    struct home_record june = pocket(0, 20130612, 2013, 6);
    assert_ok_e(home_record_add_all(c->db, COUNTY, &june, both, 2, DIRECTOR, &e), &e);
    assert_refused(add(c, pocket(LIVES, 20130630, 2013, 6), CLERK, &e), &e, "RECORD_TWICE");
    /* The month before may still be given, not the next, nor one before he came. */
    assert_ok_e(add(c, pocket(LIVES, 20130630, 2013, 5), CLERK, &e), &e);
    assert_refused(add(c, pocket(LIVES, 20130630, 2013, 7), CLERK, &e), &e, "HOME_RECORD");
    assert_refused(add(c, pocket(LIVES, 20130630, 2013, 4), CLERK, &e), &e, "HOME_RECORD");
    /* All or none, and it is said who is in the way. */
    june = pocket(0, 20130601, 2013, 6);
    const int64_t mixed[] = {LEFT, DIED};
    assert_refused(home_record_add_all(c->db, COUNTY, &june, mixed, 2, CLERK, &e), &e,
                   "RECORD_TWICE");
    assert_string_equal(e.place, "某3");
    assert_int_equal(number(c, "SELECT count(*) FROM home_record WHERE stay = 2"), 0);
    assert_refused(home_record_add_all(c->db, COUNTY, &june, again, 2, CLERK, &e), &e,
                   "RECORD_TWICE");
    assert_refused(home_record_add_all(c->db, COUNTY, &june, foreign, 2, ACTOR_SYSTEM, &e), &e,
                   "RECORD_TWICE"); /* LIVES has it already: the first in the list */
    struct home_record health = checkup(0, 20130601);
    assert_refused(home_record_add_all(c->db, COUNTY, &health, foreign, 2, ACTOR_SYSTEM, &e), &e,
                   "STAY_UNKNOWN");
    assert_refused(home_record_add_all(c->db, COUNTY, &health, foreign, 0, ACTOR_SYSTEM, &e), &e,
                   "HOME_RECORD");
    /* The database itself does not take a second one. */
    assert_status(
        db_execute_raw(c->db,
                       "INSERT INTO home_record SELECT county, id + 1000, home, stay, kind,"
                       " on_date, until_date, month, quantity, amount_fen, result, detail,"
                       " actor, confirmed_by, confirmed_on, known_from, struck_change,"
                       " strike_reason FROM home_record WHERE kind = 'POCKET'",
                       &e),
        STATUS_REFUSED);
}

static void a_months_pocket_money_is_given_once(void **state)
{
    (void)state;
    county_on_each(fill, pocket_body);
}

/* ---- marks and striking ---- */

static void marks_body(struct county *c)
{
    struct error e = {0};
    int64_t id, health;
    struct home_record r = pocket(LIVES, 20130612, 2013, 6), h = checkup(LIVES, 20130612);
    assert_ok_e(home_record_add(c->db, COUNTY, &r, CLERK, &id, &e), &e);
    assert_ok_e(home_record_add(c->db, COUNTY, &h, CLERK, &health, &e), &e);
    assert_refused(home_record_confirm(c->db, COUNTY, id, "李四", on(20130611), CLERK, &e), &e,
                   "RECORD_DATE");
    assert_refused(home_record_confirm(c->db, COUNTY, id, "李四", on(20130701), CLERK, &e), &e,
                   "RECORD_DATE");
    assert_refused(home_record_confirm(c->db, COUNTY, id, "", on(20130612), CLERK, &e), &e,
                   "HOME_RECORD");
    assert_refused(home_record_confirm(c->db, COUNTY, health, "李四", on(20130612), CLERK, &e), &e,
                   "RECORD_STATE");
    assert_refused(home_record_confirm(c->db, COUNTY, 99, "李四", on(20130612), CLERK, &e), &e,
                   "RECORD_UNKNOWN");
    assert_ok_e(home_record_confirm(c->db, COUNTY, id, "李四", on(20130612), CLERK, &e), &e);
    assert_refused(home_record_confirm(c->db, COUNTY, id, "李四", on(20130612), CLERK, &e), &e,
                   "RECORD_STATE");
    assert_refused(home_record_strike(c->db, COUNTY, id, " ", CLERK, &e), &e, "REASON_MISSING");
    assert_ok_e(home_record_strike(c->db, COUNTY, id, "金额写错", CLERK, &e), &e);
    assert_refused(home_record_strike(c->db, COUNTY, id, "再划", CLERK, &e), &e, "RECORD_STATE");
    assert_refused(home_record_confirm(c->db, COUNTY, id, "李四", on(20130612), CLERK, &e), &e,
                   "RECORD_STATE");
    r.amount = FEN(7000);
    assert_ok_e(home_record_add(c->db, COUNTY, &r, CLERK, &id, &e), &e);

    /* A sheet at once: all or none. */
    const int64_t sheet[] = {id, health};
    assert_refused(
        home_record_confirm_all(c->db, COUNTY, sheet, 2, "李四", on(20130613), CLERK, &e), &e,
        "RECORD_STATE");
    assert_int_equal(number(c, "SELECT count(*) FROM home_record WHERE confirmed_on = 20130613"),
                     0);

    struct home_record *list;
    size_t count;
    struct record_filter f = {.home = HOME_A, .kind = RECORD_POCKET};
    assert_ok_e(home_record_list(c->db, COUNTY, &f, c->arena, &list, &count, &e), &e);
    assert_int_equal(count, 2);
    assert_int_equal(list[0].amount.v, 7000);
    assert_false(list[0].is_struck);
    assert_true(list[1].is_struck);
    assert_string_equal(list[1].strike_reason, "金额写错");
    assert_string_equal(list[1].confirmed_by, "李四");
    assert_int_equal(list[1].amount.v, 6000); /* as it was written */
    assert_int_equal(date_yyyymmdd(list[1].confirmed_on), 20130612);
    assert_int_equal(list[0].confirmed_on.v, 0);
    assert_string_equal(list[0].person_name, "某1");
}

static void a_record_is_struck_and_never_altered(void **state)
{
    (void)state;
    county_on_each(fill, marks_body);
}

static void pages_body(struct county *c)
{
    struct error e = {0};
    struct home_record *list;
    size_t count, seen = 0;
    int64_t last = 0;
    for (int64_t day = 20130601; day <= 20130607; day++)
        assert_ok_e(add(c, meal(day), CLERK, &e), &e);
    assert_ok_e(add(c, checkup(LIVES, 20130604), CLERK, &e), &e);
    for (;;) {
        struct record_filter f = {.home = HOME_A, .before = last, .rows = 3};
        assert_ok_e(home_record_list(c->db, COUNTY, &f, c->arena, &list, &count, &e), &e);
        for (size_t i = 0; i + 1 < count; i++)
            assert_true(list[i].on.v >= list[i + 1].on.v);
        if (count == 0)
            break;
        seen += count;
        last = list[count - 1].id;
    }
    assert_int_equal(seen, 8);
    struct record_filter f = {.home = HOME_A, .from = on(20130602), .to = on(20130604)};
    assert_ok_e(home_record_list(c->db, COUNTY, &f, c->arena, &list, &count, &e), &e);
    assert_int_equal(count, 4);
    f = (struct record_filter){.stay = LIVES};
    assert_ok_e(home_record_list(c->db, COUNTY, &f, c->arena, &list, &count, &e), &e);
    assert_int_equal(count, 1);
    f = (struct record_filter){.home = HOME_B};
    assert_ok_e(home_record_list(c->db, COUNTY, &f, c->arena, &list, &count, &e), &e);
    assert_int_equal(count, 0);
}

static void lists_go_page_by_page_newest_first(void **state)
{
    (void)state;
    county_on_each(fill, pages_body);
}

/* ---- care levels ---- */

static void the_level_follows_from_six_items(void **state)
{
    (void)state;
    static const enum care_level by_failed[] = {CARE_SELF, CARE_HALF, CARE_HALF, CARE_HALF,
                                                CARE_FULL, CARE_FULL, CARE_FULL};
    for (int mask = 0; mask < 1 << CARE_ITEMS; mask++) {
        bool can[CARE_ITEMS];
        int failed = 0;
        for (int i = 0; i < CARE_ITEMS; i++) {
            can[i] = (mask >> i & 1) == 0;
            failed += !can[i];
        }
        assert_int_equal(care_level_of(can), by_failed[failed]);
    }
}

static enum status assess(struct county *c, int64_t stay, int64_t day, int failed,
                          const char *assessors, struct error *e)
{
    struct care_assessment care = {
        .stay = stay, .assessed_on = on(day), .assessors = assessors, .level = CARE_SELF};
    for (int i = 0; i < CARE_ITEMS; i++)
        care.can[i] = i >= failed;
    return care_assess(c->db, COUNTY, &care, CLERK, e);
}

static int64_t level_in(struct county *c, int household, int month)
{
    char sql[256];
    (void)snprintf(
        sql, sizeof sql,
        "SELECT care_level FROM entitlement WHERE household = %d AND from_month <= %d AND"
        " to_month >= %d AND known_to = 2147483647",
        household, month, month);
    return number(c, sql);
}

#define TWO "张三、李四"

static void care_body(struct county *c)
{
    struct error e = {0};
    struct care_assessment *list;
    size_t count;
    assert_refused(assess(c, LIVES, 20130601, 3, "张三", &e), &e, "CARE_ASSESSORS");
    assert_refused(assess(c, LIVES, 20130601, 3, "张三 张三", &e), &e, "CARE_ASSESSORS");
    assert_refused(assess(c, LIVES, 20130509, 3, TWO, &e), &e, "CARE_DATE");
    assert_refused(assess(c, LIVES, 20130701, 3, TWO, &e), &e, "CARE_DATE");
    assert_refused(assess(c, DIED, 20130615, 3, TWO, &e), &e, "CARE_DATE");
    assert_refused(assess(c, ASKED, 20130620, 3, TWO, &e), &e, "STAY_UNKNOWN");
    assert_refused(assess(c, OF_B, 20130620, 3, TWO, &e), &e, "ACCESS_SCOPE");
    /* The month after, and no earlier. */
    assert_ok_e(assess(c, LIVES, 20130531, 3, TWO, &e), &e);
    assert_int_equal(level_in(c, LIVES, 201305), 0);
    assert_int_equal(level_in(c, LIVES, 201306), CARE_HALF);
    assert_int_equal(level_in(c, LIVES, 201401), CARE_HALF);
    /* The same day again corrects; a new one counts from the month after it. */
    assert_ok_e(assess(c, LIVES, 20130531, 0, TWO, &e), &e);
    assert_int_equal(level_in(c, LIVES, 201306), CARE_SELF);
    assert_ok_e(assess(c, LIVES, 20130601, 4, TWO, &e), &e);
    assert_int_equal(level_in(c, LIVES, 201306), CARE_SELF);
    assert_int_equal(level_in(c, LIVES, 201307), CARE_FULL);
    assert_refused(assess(c, LIVES, 20130531, 0, TWO, &e), &e, "CARE_DATE"); /* newer is there */
    assert_ok_e(assess(c, LIVES, 20130602, 6, TWO, &e), &e); /* the same level: nothing to change */
    assert_ok_e(care_list(c->db, COUNTY, LIVES, c->arena, &list, &count, &e), &e);
    assert_int_equal(count, 3);
    assert_int_equal(date_yyyymmdd(list[0].assessed_on), 20130602);
    assert_int_equal(list[0].level, CARE_FULL);
    assert_false(list[1].can[3]);
    assert_true(list[1].can[4]);
    assert_string_equal(list[2].assessors, TWO);
    assert_int_equal(list[2].level, CARE_SELF);
    /* Newer in whichever home: an older stay of the person can not go behind it. */
    put(c, "UPDATE home_stay SET person = 1 WHERE id = %d", LEFT);
    assert_refused(assess(c, LEFT, 20130601, 6, TWO, &e), &e, "CARE_DATE");
    put(c, "UPDATE home_stay SET person = %d WHERE id = %d", LEFT, LEFT);
    /* Of one household the heaviest. */
    put(c, "UPDATE home_stay SET household = 1, state = 2 WHERE id = %d", LEFT);
    assert_ok_e(assess(c, LEFT, 20130605, 0, TWO, &e), &e);
    assert_int_equal(level_in(c, LIVES, 201307), CARE_FULL);
    /* Who pays has no benefit to follow; an ended benefit stays as it is. */
    put(c, "UPDATE entitlement SET status = 4 WHERE household = %d", DIED);
    assert_ok_e(assess(c, DIED, 20130614, 6, TWO, &e), &e);
    assert_int_equal(level_in(c, DIED, 201307), 0);
    put(c, "UPDATE home_stay SET kind = 2, home = %d WHERE id = %d", HOME_A, OF_B);
    assert_ok_e(assess(c, OF_B, 20130614, 6, TWO, &e), &e);
    assert_int_equal(level_in(c, OF_B, 201307), 0);
}

static void the_registry_follows_an_assessment_from_the_next_month(void **state)
{
    (void)state;
    county_on_each(fill, care_body);
}

static void late_benefit_body(struct county *c)
{
    struct error e = {0};
    put(c, "UPDATE entitlement SET from_month = 201309 WHERE household = %d", LIVES);
    assert_ok_e(assess(c, LIVES, 20130531, 5, TWO, &e), &e);
    assert_int_equal(level_in(c, LIVES, 201309), CARE_FULL);
    assert_int_equal(number(c, "SELECT min(from_month) FROM entitlement WHERE household = 1 AND"
                               " known_to = 2147483647"),
                     201309);
}

static void a_benefit_that_begins_later_has_the_level_from_its_first_month(void **state)
{
    (void)state;
    county_on_each(fill, late_benefit_body);
}

/* ---- property ---- */

static enum status keep(struct county *c, int64_t stay, const char *item, const char *witnesses,
                        struct error *e)
{
    struct home_property p = {.stay = stay,
                              .item = item,
                              .quantity = 1,
                              .value = FEN(20000),
                              .listed_on = on(20130616),
                              .witnesses = witnesses};
    return home_property_add(c->db, COUNTY, &p, CLERK, e);
}

static void property_body(struct county *c)
{
    struct error e = {0};
    struct home_property *list;
    size_t count;
    assert_ok_e(keep(c, LIVES, "收音机", "", &e), &e);
    assert_refused(keep(c, DIED, "存折", "", &e), &e, "PROPERTY_WITNESSES");
    assert_refused(keep(c, DIED, "存折", "张三", &e), &e, "PROPERTY_WITNESSES");
    assert_refused(keep(c, DIED, "存折", "张三，张三", &e), &e, "PROPERTY_WITNESSES");
    assert_refused(keep(c, DIED, " ", TWO, &e), &e, "HOME_PROPERTY");
    assert_ok_e(keep(c, DIED, "存折", TWO, &e), &e);
    assert_ok_e(keep(c, DIED, "棉被", TWO, &e), &e);
    assert_refused(home_property_give(c->db, COUNTY, DIED, 2, "", on(20130620), CLERK, &e), &e,
                   "HOME_PROPERTY");
    assert_refused(home_property_give(c->db, COUNTY, DIED, 2, "侄儿", on(20130615), CLERK, &e), &e,
                   "RECORD_DATE");
    assert_refused(home_property_give(c->db, COUNTY, DIED, 3, "侄儿", on(20130620), CLERK, &e), &e,
                   "PROPERTY_UNKNOWN");
    assert_ok_e(home_property_give(c->db, COUNTY, DIED, 2, "侄儿", on(20130616), CLERK, &e), &e);
    assert_refused(home_property_give(c->db, COUNTY, DIED, 2, "外甥", on(20130620), CLERK, &e), &e,
                   "PROPERTY_GIVEN");
    assert_ok_e(home_property_list(c->db, COUNTY, DIED, c->arena, &list, &count, &e), &e);
    assert_int_equal(count, 2);
    assert_string_equal(list[0].item, "存折");
    assert_string_equal(list[0].given_to, "");
    assert_int_equal(list[0].given_on.v, 0);
    assert_string_equal(list[1].given_to, "侄儿");
    assert_int_equal(date_yyyymmdd(list[1].given_on), 20130616);
}

static void what_the_dead_left_is_listed_before_two_and_given_once(void **state)
{
    (void)state;
    county_on_each(fill, property_body);
}

/* ---- staff ---- */

static void staff_body(struct county *c)
{
    struct error e = {0};
    struct home_staff *list, s = {.home = HOME_A,
                                  .name = "赵 护",
                                  .id_number = id_number(1970, 3, 4, 12),
                                  .post = "CARER",
                                  .from = on(20130101),
                                  .until = DATE_OPEN,
                                  .pay = FEN(180000)};
    const char *secret = s.id_number, *shown;
    int64_t id, other;
    size_t count;
    assert_ok_e(home_staff_write(c->db, COUNTY, c->keys, &s, CLERK, &id, &e), &e);
    s.post = "KING";
    assert_refused(home_staff_write(c->db, COUNTY, c->keys, &s, CLERK, &other, &e), &e,
                   "STAFF_FIELD");
    s.post = "COOK";
    s.home = HOME_B;
    assert_refused(home_staff_write(c->db, COUNTY, c->keys, &s, ACTOR_SYSTEM, &other, &e), &e,
                   "STAFF_TWICE");
    assert_non_null(strstr(e.message, "泾川敬老院"));
    s.until = on(20121231);
    assert_refused(home_staff_write(c->db, COUNTY, c->keys, &s, ACTOR_SYSTEM, &other, &e), &e,
                   "STAFF_FIELD");
    /* Off the post here, without saying the number again, then on it there. */
    s.home = HOME_A;
    s.id = id;
    s.id_number = NULL;
    s.until = on(20130601);
    assert_ok_e(home_staff_write(c->db, COUNTY, c->keys, &s, DIRECTOR, &other, &e), &e);
    assert_int_equal(other, id);
    s.home = HOME_B;
    assert_refused(home_staff_write(c->db, COUNTY, c->keys, &s, ACTOR_SYSTEM, &other, &e), &e,
                   "STAFF_UNKNOWN");
    s.id = 0;
    s.until = DATE_OPEN;
    assert_refused(home_staff_write(c->db, COUNTY, c->keys, &s, ACTOR_SYSTEM, &other, &e), &e,
                   "STAFF_FIELD");
    s.id_number = "34252919700304012";
    assert_refused(home_staff_write(c->db, COUNTY, c->keys, &s, ACTOR_SYSTEM, &other, &e), &e,
                   "IDNO_LENGTH");
    s.id_number = secret;
    assert_ok_e(home_staff_write(c->db, COUNTY, c->keys, &s, ACTOR_SYSTEM, &other, &e), &e);
    /* By day: the last day on the post, and the first off it. */
    assert_ok_e(home_staff_list(c->db, COUNTY, HOME_A, on(20130531), c->arena, &list, &count, &e),
                &e);
    assert_int_equal(count, 1);
    assert_string_equal(list[0].name, "赵 护");
    assert_string_equal(list[0].post, "COOK");
    assert_string_equal(list[0].id_tail, secret + 14);
    assert_string_equal(list[0].id_number, "");
    assert_int_equal(list[0].sex, SEX_FEMALE);
    assert_int_equal(date_yyyymmdd(list[0].birth), 19700304);
    assert_ok_e(home_staff_list(c->db, COUNTY, HOME_A, on(20130601), c->arena, &list, &count, &e),
                &e);
    assert_int_equal(count, 0);
    assert_ok_e(
        home_staff_list(c->db, COUNTY, HOME_A, (struct date){0}, c->arena, &list, &count, &e), &e);
    assert_int_equal(count, 1);
    assert_int_equal(number(c, "SELECT count(*) FROM home_staff WHERE id_tail <> '' AND"
                               " length(id_sealed) > 18"),
                     3);
    /* Shown to who says why, and written down before. */
    struct access_user user = {.name = CLERK, .role = ROLE_TOWNSHIP_CLERK, .scope = TOWN_A};
    assert_ok_e(home_staff_reveal(c->db, COUNTY, c->keys, &user, HOME_A, id, "办理社保登记",
                                  c->arena, &shown, &e),
                &e);
    assert_string_equal(shown, secret);
    assert_int_equal(number(c, "SELECT count(*) FROM change_trail WHERE action = 'number.reveal'"),
                     1);
    assert_refused(
        home_staff_reveal(c->db, COUNTY, c->keys, &user, HOME_A, id, "看", c->arena, &shown, &e),
        &e, "REVEAL_PURPOSE");
    assert_status(home_staff_reveal(c->db, COUNTY, c->keys, &user, HOME_B, other, "办理社保登记",
                                    c->arena, &shown, &e),
                  STATUS_NONE);
    user.role = ROLE_HOME_DIRECTOR;
    assert_refused(home_staff_reveal(c->db, COUNTY, c->keys, &user, HOME_A, id, "办理社保登记",
                                     c->arena, &shown, &e),
                   &e, "ACCESS_DENIED");
    assert_int_equal(number(c, "SELECT count(*) FROM change_trail WHERE action = 'number.reveal'"),
                     1);
}

static void staff_have_one_post_and_a_sealed_number(void **state)
{
    (void)state;
    county_on_each(fill, staff_body);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_record_is_for_days_he_lives_there),
        cmocka_unit_test(leaves_do_not_overlap),
        cmocka_unit_test(each_kind_takes_what_its_row_says),
        cmocka_unit_test(a_months_pocket_money_is_given_once),
        cmocka_unit_test(a_record_is_struck_and_never_altered),
        cmocka_unit_test(lists_go_page_by_page_newest_first),
        cmocka_unit_test(the_level_follows_from_six_items),
        cmocka_unit_test(the_registry_follows_an_assessment_from_the_next_month),
        cmocka_unit_test(a_benefit_that_begins_later_has_the_level_from_its_first_month),
        cmocka_unit_test(what_the_dead_left_is_listed_before_two_and_given_once),
        cmocka_unit_test(staff_have_one_post_and_a_sealed_number),
    };
    return cmocka_run_group_tests_name("home-record", tests, NULL, NULL);
}
