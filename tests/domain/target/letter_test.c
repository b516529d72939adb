/* Letters stay as they were signed while splits change; the leading group; who answers; duties. */
#include "domain/target/target_fixture.h"

#include <string.h>

static enum status letters(struct ground *g, int64_t township, const char *actor, size_t *n,
                           struct error *e)
{
    return target_letter_issue(g->db, COUNTY_JINGXIAN, 2013, township, DOCUMENT, actor, n, e);
}

static struct target_letter letter_of(struct ground *g, int64_t township, int version)
{
    struct target_letter *list;
    struct error e = {0};
    size_t n;
    assert_ok_e(target_letter_list(g->db, COUNTY_JINGXIAN, 2013, township, false, KNOWN_NOW,
                                   g->arena, &list, &n, &e),
                &e);
    assert_true(n >= (size_t)version);
    return list[version - 1];
}

static enum status sign(struct ground *g, int64_t id, const char *actor, struct error *e)
{
    return target_letter_sign(g->db, COUNTY_JINGXIAN, id, "王建国", actor, e);
}

static void letters_body(struct ground *g)
{
    struct error e = {0};
    size_t n;
    uint8_t hash[HASH_BYTES];
    assert_refused(letters(g, 0, DIRECTOR, &n, &e), &e, "TARGET_NONE");
    ground_issue_plan(g);
    assert_refused(letters(g, 0, MAKER, &n, &e), &e, "ACCESS_DENIED");
    assert_ok_e(letters(g, 0, DIRECTOR, &n, &e), &e);
    assert_int_equal(n, TOWNSHIPS);
    assert_status(letters(g, 0, DIRECTOR, &n, &e), STATUS_NONE);
    struct target_letter first = letter_of(g, JINGCHUAN, 1), yunling = letter_of(g, YUNLING, 1);
    assert_int_equal(first.line_count, 6);
    assert_int_equal(yunling.line_count, 4); /* beds of the county's book, the rate in both */
    assert_int_equal(letter_of(g, 341823105000, 1).line_count, 2);
    assert_int_equal(first.lines[0].book, BOOK_COUNTY);
    assert_int_equal(first.lines[0].value, 36);
    assert_string_equal(first.bureau_signer, "民政局局长");
    assert_refused(sign(g, first.id, OTHER_LEAD, &e), &e, "ACCESS_SCOPE");
    assert_refused(sign(g, first.id, DIRECTOR, &e), &e, "ACCESS_DENIED");
    assert_ok_e(sign(g, first.id, LEAD, &e), &e);
    assert_refused(sign(g, first.id, LEAD, &e), &e, "LETTER_STATE");

    /* Another split: the signed letter keeps its lines until a new one replaces it. */
    ground_today(7, 10);
    int64_t id = ground_move(g, date_make(2013, 11, 30), 350, 10, "调整");
    assert_ok_e(target_split_issue(g->db, COUNTY_JINGXIAN, id, 2013, DOCUMENT, DIRECTOR, NULL, &e),
                &e);
    struct target_letter kept = letter_of(g, JINGCHUAN, 1);
    assert_int_equal(kept.state, LETTER_SIGNED);
    assert_int_equal(kept.lines[1].value, 60);
    assert_string_equal(kept.township_signer, "王建国");
    target_letter_hash(&kept, hash);
    assert_memory_equal(hash, kept.content_hash, HASH_BYTES);
    assert_ok_e(letters(g, 0, DIRECTOR, &n, &e), &e);
    assert_int_equal(n, 2); /* the two whose numbers moved */
    struct target_letter second = letter_of(g, JINGCHUAN, 2);
    assert_int_equal(second.version, 2);
    assert_int_equal(second.state, LETTER_ISSUED);
    assert_int_equal(second.lines[1].value, 70);
    assert_int_equal(letter_of(g, JINGCHUAN, 1).state, LETTER_REPLACED);
    assert_int_equal(letter_of(g, YUNLING, 1).state, LETTER_ISSUED);
    struct target_letter then;
    assert_ok_e(target_letter_read(g->db, COUNTY_JINGXIAN, first.id, second.known_from - 1,
                                   g->arena, &then, &e),
                &e);
    assert_int_equal(then.state, LETTER_SIGNED);
}

static void letters_stay_frozen_while_splits_change(void **state)
{
    (void)state;
    ground_on_each(letters_body);
}

static void group_body(struct ground *g)
{
    struct error e = {0};
    struct leading_member *list, m = {.seat = SEAT_LEADER,
                                      .name = "李卫东",
                                      .post = "民政局局长",
                                      .from = date_make(2013, 1, 1),
                                      .until = DATE_OPEN};
    int64_t first, second;
    size_t n;
    assert_status(leading_from_plan(g->db, COUNTY_JINGXIAN, MAKER, &n, &e), STATUS_NONE);
    assert_refused(leading_set(g->db, COUNTY_JINGXIAN, &m, LEAD, &first, &e), &e, "ACCESS_DENIED");
    assert_ok_e(leading_set(g->db, COUNTY_JINGXIAN, &m, MAKER, &first, &e), &e);
    m.name = "周明";
    m.from = date_make(2013, 7, 1);
    assert_refused(leading_set(g->db, COUNTY_JINGXIAN, &m, MAKER, &second, &e), &e, "LEADING_SEAT");
    assert_ok_e(leading_end(g->db, COUNTY_JINGXIAN, first, date_make(2013, 6, 30), NULL, MAKER, &e),
                &e);
    assert_ok_e(leading_set(g->db, COUNTY_JINGXIAN, &m, MAKER, &second, &e), &e);
    assert_ok_e(leading_list(g->db, COUNTY_JINGXIAN, date_make(2013, 6, 30), KNOWN_NOW, g->arena,
                             &list, &n, &e),
                &e);
    assert_int_equal(n, 1);
    assert_string_equal(list[0].name, "李卫东");
    assert_ok_e(leading_list(g->db, COUNTY_JINGXIAN, date_make(2013, 7, 1), KNOWN_NOW, g->arena,
                             &list, &n, &e),
                &e);
    assert_int_equal(n, 1);
    assert_string_equal(list[0].name, "周明");
    /* The leader signs for the bureau. */
    ground_issue_plan(g);
    assert_ok_e(letters(g, JINGCHUAN, DIRECTOR, &n, &e), &e);
    assert_string_equal(letter_of(g, JINGCHUAN, 1).bureau_signer, "李卫东");
}

static void one_leader_at_a_time_and_he_signs(void **state)
{
    (void)state;
    ground_on_each(group_body);
}

static struct responsible answers(int64_t division, const char *item, const char *name)
{
    return (struct responsible){.division = division,
                                .item = item,
                                .name = name,
                                .is_lead = true,
                                .from = date_make(2013, 1, 1),
                                .until = DATE_OPEN};
}

static void responsible_body(struct ground *g)
{
    struct error e = {0};
    struct responsible *list,
        rows[3] = {answers(341823000000, "P3.1", "县长"), answers(JINGCHUAN, "P3.1", "镇长"),
                   answers(JINGCHUAN + 1, "P3.1", "村主任")};
    struct division_table *table;
    const struct division *d, *village = NULL;
    size_t n;
    assert_ok_e(
        division_table_read(g->db, COUNTY_JINGXIAN, month_make(2013, 1), g->arena, &table, &e), &e);
    for (size_t i = 0; (d = division_at(table, i)) != NULL && !village; i++)
        village = d->level == 3 && d->parent == JINGCHUAN ? d : NULL;
    assert_non_null(village);
    rows[2].division = JINGCHUAN + 999;
    assert_refused(responsible_set_many(g->db, COUNTY_JINGXIAN, rows, 3, MAKER, &e), &e,
                   "RESPONSIBLE_FIELD");
    assert_string_equal(e.place, "3:division");
    rows[2].division = village->code;
    assert_ok_e(responsible_set_many(g->db, COUNTY_JINGXIAN, rows, 3, MAKER, &e), &e);
    assert_ok_e(responsible_list(g->db, COUNTY_JINGXIAN, COUNTY_JINGXIAN, village->code, "P3.1",
                                 date_today(), KNOWN_NOW, g->arena, &list, &n, &e),
                &e);
    assert_int_equal(n, 3); /* the refused three left nothing */
    assert_string_equal(list[0].name, "县长");
    assert_string_equal(list[1].name, "镇长");
    assert_string_equal(list[2].name, "村主任");
    assert_ok_e(
        responsible_end(g->db, COUNTY_JINGXIAN, list[1].id, date_make(2013, 1, 5), MAKER, &e), &e);
    assert_ok_e(responsible_list(g->db, COUNTY_JINGXIAN, COUNTY_JINGXIAN, village->code, NULL,
                                 date_today(), KNOWN_NOW, g->arena, &list, &n, &e),
                &e);
    assert_int_equal(n, 2);
    /* A township sees its own. */
    assert_ok_e(responsible_list(g->db, COUNTY_JINGXIAN, YUNLING, 0, NULL, date_today(), KNOWN_NOW,
                                 g->arena, &list, &n, &e),
                &e);
    assert_int_equal(n, 0);
}

static void the_village_answers_with_those_above_it(void **state)
{
    (void)state;
    ground_on_each(responsible_body);
}

static size_t duties(struct ground *g, int month, int day, struct target_duty **list)
{
    struct error e = {0};
    size_t n;
    assert_ok_e(target_calendar_due(g->db, COUNTY_JINGXIAN, date_make(2013, month, day), g->arena,
                                    list, &n, &e),
                &e);
    return n;
}

static void calendar_body(struct ground *g)
{
    struct target_duty *list;
    struct error e = {0};
    size_t n = duties(g, 5, 10, &list);
    assert_int_equal(n, 4); /* two months' money, the meeting, the first quarter's bulletin */
    assert_string_equal(list[0].path, "/bulletins");
    assert_string_equal(list[0].note, "2013-Q1");
    assert_true(list[0].is_overdue); /* since 30 April */
    assert_string_equal(list[1].path, "/runs");
    assert_false(list[1].is_overdue); /* on the tenth itself */
    assert_int_equal(list[1].due_on.v, date_make(2013, 5, 10).v);
    assert_string_equal(list[3].path, "/meetings");
    duties(g, 5, 11, &list);
    assert_true(list[1].is_overdue);
    assert_int_equal(duties(g, 6, 1, &list), 5); /* and the beds of 30 June */
    assert_int_equal(duties(g, 5, 30, &list), 4);
    assert_int_equal(duties(g, 5, 31, &list), 5);
    assert_int_equal(duties(g, 7, 1, &list), 5);  /* without the beds, with the mid-year check */
    assert_int_equal(duties(g, 1, 15, &list), 3); /* no quarter of the plan is over */
    assert_ok_e(target_calendar_due(g->db, COUNTY_JINGXIAN, date_make(2014, 1, 15), g->arena, &list,
                                    &n, &e),
                &e);
    assert_int_equal(n, 2); /* the last quarter's bulletin and the year's end */
    assert_ok_e(target_calendar_due(g->db, COUNTY_JINGXIAN, date_make(2026, 1, 15), g->arena, &list,
                                    &n, &e),
                &e);
    assert_int_equal(n, 0);
}

static void the_calendar_says_what_is_due_and_overdue(void **state)
{
    (void)state;
    ground_on_each(calendar_body);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(letters_stay_frozen_while_splits_change),
        cmocka_unit_test(one_leader_at_a_time_and_he_signs),
        cmocka_unit_test(the_village_answers_with_those_above_it),
        cmocka_unit_test(the_calendar_says_what_is_due_and_overdue),
    };
    return cmocka_run_group_tests_name("target-letter", tests, NULL, NULL);
}
