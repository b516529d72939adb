/* The county's draw: who is drawn follows from the seed alone, and nobody slips through. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/casework/flow_support.h"
#include "domain/casework/sample.h"

/* Files with the county, as the flow would have left them. */
static void waiting(struct flow *f, int from, int to, bool is_relative)
{
    char sql[1200];
    struct error e = {0};
    for (int i = from; i <= to; i++) {
        (void)snprintf(
            sql, sizeof sql,
            "INSERT INTO case_file (county, id, number, receipt, kind, programme, division, "
            "household, linked_case, state, version, opened_on, accepted_on, state_on, due_on, "
            "closed_on, applicant, initials, id_tail, people_count, protected_count, mgmt_class, "
            "income_year_fen, amount_month_fen, effective_month, change_kind, is_relative, "
            "is_sampled, is_spot_checked, created_change, last_change) VALUES (%lld, %d, "
            "'DB2013-106-%05d', 'R%05d', 1, 1, %lld, 0, 0, %d, 5, 20130901, 20130902, 20131010, "
            "0, 0, '王%d', 'w', '0000', 2, 2, 2, 0, 0, 0, 0, %d, 0, 0, 1, 1)",
            (long long)COUNTY, i, i, i, (long long)VILLAGE, STATE_DECIDING, i, is_relative);
        assert_ok_e(db_execute_raw(f->db, sql, &e), &e);
    }
}

static enum status draw(struct flow *f, const char *user, const char *seed, int64_t *ret,
                        struct error *e)
{
    struct case_actor actor = flow_actor(f, user);
    return sample_draw(f->db, COUNTY, &actor, PROGRAMME_DIBAO, seed, ret, e);
}

static struct sample_row read_sample(struct flow *f, int64_t sample, struct sample_case_row **rows,
                                     size_t *count)
{
    struct sample_row s;
    struct error e = {0};
    assert_ok_e(sample_cases(f->db, COUNTY, sample, f->arena, &s, rows, count, &e), &e);
    assert_int_equal(s.population, *count);
    return s;
}

/* ---- how many ---- */

static void share_of(struct flow *f, int cases, int64_t expected)
{
    int64_t sample = 0;
    struct error e = {0};
    struct sample_case_row *rows;
    size_t count;
    char seed[32];
    static int first = 1;
    (void)snprintf(seed, sizeof seed, "share %d %d", cases, first);
    waiting(f, first, first + cases - 1, false);
    first += cases;
    assert_ok_e(draw(f, "dibao1", seed, &sample, &e), &e);
    struct sample_row s = read_sample(f, sample, &rows, &count);
    assert_int_equal(count, cases);
    assert_int_equal(s.rate_bp, 3000);
    assert_int_equal(s.selected, expected);
}

static void share_body(struct flow *f)
{
    int64_t sample = 0;
    struct error e = {0};
    assert_refused(draw(f, "dibao1", "none", &sample, &e), &e, "SAMPLE_EMPTY");
    share_of(f, 1, 1);
    share_of(f, 3, 1);
    share_of(f, 4, 2);
    share_of(f, 10, 3);
    share_of(f, 11, 4);
    assert_refused(draw(f, "dibao1", "again", &sample, &e), &e, "SAMPLE_EMPTY");
}

static void the_share_is_rounded_up_per_draw(void **state)
{
    (void)state;
    flow_each(share_body);
}

/* ---- who ---- */

/* The recipe of docs/sample.md, by sha256sum and sort. */
static void recipe(const char *seed, int count, int share, char (*out)[24])
{
    char command[512];
    (void)snprintf(command, sizeof command,
                   "i=1; while [ $i -le %d ]; do n=$(printf 'DB2013-106-%%05d' $i); "
                   "printf '%%s %%s\\n' \"$(printf '%%s\\n%%s' '%s' \"$n\" | sha256sum | "
                   "cut -c1-64)\" \"$n\"; i=$((i+1)); done | sort | head -n %d | cut -d' ' -f2",
                   count, seed, share);
    FILE *pipe = popen(command, "r");
    assert_non_null(pipe);
    for (int i = 0; i < share; i++) {
        assert_non_null(fgets(out[i], 24, pipe));
        out[i][strcspn(out[i], "\n")] = '\0';
    }
    assert_int_equal(pclose(pipe), 0);
}

static void again_body(struct flow *f)
{
    enum { CASES = 23, SHARE = 7 };
    char expected[SHARE][24];
    int64_t sample = 0;
    struct error e = {0};
    struct sample_case_row *rows;
    size_t count;
    waiting(f, 1, CASES, false);
    assert_ok_e(draw(f, "dibao1", "2013-10-20 ssq 03 11 17 22 28 31", &sample, &e), &e);
    (void)read_sample(f, sample, &rows, &count);
    recipe("2013-10-20 ssq 03 11 17 22 28 31", CASES, SHARE, expected);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(rows[i].reason, i < SHARE ? 1 : 0);
        if (i < SHARE)
            assert_string_equal(rows[i].case_number, expected[i]);
        if (i > 0)
            assert_true(strcmp(rows[i - 1].draw_key, rows[i].draw_key) < 0);
    }
    assert_int_equal(flow_number(f, "SELECT count(*) FROM case_file WHERE is_sampled = 1"), SHARE);
}

static void anybody_draws_the_same_again(void **state)
{
    (void)state;
    flow_each(again_body);
}

static void relatives_body(struct flow *f)
{
    int64_t sample = 0;
    struct error e = {0};
    struct sample_case_row *rows;
    size_t count;
    int drawn = 0, relatives = 0;
    waiting(f, 1, 10, false);
    waiting(f, 11, 20, true);
    assert_ok_e(draw(f, "dibao1", "relatives", &sample, &e), &e);
    struct sample_row s = read_sample(f, sample, &rows, &count);
    for (size_t i = 0; i < count; i++) {
        bool is_relative = strcmp(rows[i].case_number, "DB2013-106-00010") > 0;
        assert_int_equal(rows[i].reason, is_relative ? 2 : i < 6 ? 1 : 0);
        drawn += i < 6 && rows[i].reason > 0;
        relatives += is_relative && rows[i].reason > 0;
    }
    assert_int_equal(drawn, 6);
    assert_int_equal(relatives, 10);
    assert_int_equal(s.selected,
                     flow_number(f, "SELECT count(*) FROM case_file WHERE is_sampled = 1"));
}

static void near_relatives_are_all_drawn_on_top_of_the_share(void **state)
{
    (void)state;
    flow_each(relatives_body);
}

static void second_body(struct flow *f)
{
    int64_t first = 0, second = 0;
    struct error e = {0};
    struct sample_case_row *before, *rows;
    size_t before_count, count;
    waiting(f, 1, 10, false);
    assert_ok_e(draw(f, "dibao1", "one", &first, &e), &e);
    (void)read_sample(f, first, &before, &before_count);
    waiting(f, 11, 14, false);
    assert_refused(draw(f, "dibao1", "one", &second, &e), &e, "SAMPLE_SEED");
    assert_ok_e(draw(f, "dibao1", "two", &second, &e), &e);
    struct sample_row s = read_sample(f, second, &rows, &count);
    assert_int_equal(count, 4);
    assert_int_equal(s.selected, 2);
    for (size_t i = 0; i < count; i++)
        assert_true(strcmp(rows[i].case_number, "DB2013-106-00010") > 0);
    struct sample_case_row *after;
    (void)read_sample(f, first, &after, &count);
    assert_int_equal(count, before_count);
    for (size_t i = 0; i < count; i++) {
        assert_string_equal(after[i].draw_key, before[i].draw_key);
        assert_int_equal(after[i].reason, before[i].reason);
    }
}

static void a_second_draw_touches_nobody_of_the_first(void **state)
{
    (void)state;
    flow_each(second_body);
}

/* ---- seeds and actors ---- */

static void seeds_body(struct flow *f)
{
    int64_t sample = 0;
    struct error e = {0};
    struct sample_case_row *rows;
    size_t count;
    char longest[130];
    memset(longest, 'x', 129);
    longest[129] = '\0';
    waiting(f, 1, 5, false);
    assert_refused(draw(f, "dibao1", " x", &sample, &e), &e, "SAMPLE_SEED");
    assert_refused(draw(f, "dibao1", "x\ny", &sample, &e), &e, "SAMPLE_SEED");
    assert_refused(draw(f, "dibao1", "双色球", &sample, &e), &e, "SAMPLE_SEED");
    assert_refused(draw(f, "dibao1", longest, &sample, &e), &e, "SAMPLE_SEED");
    assert_refused(draw(f, "clerk", "x", &sample, &e), &e, "ACCESS_DENIED");
    struct case_actor narrow = flow_actor(f, "dibao1");
    narrow.scope = TOWNSHIP;
    assert_refused(sample_draw(f->db, COUNTY, &narrow, PROGRAMME_DIBAO, "x", &sample, &e), &e,
                   "ACCESS_SCOPE");
    assert_int_equal(flow_number(f, "SELECT count(*) FROM sample"), 0);
    longest[128] = '\0';
    assert_ok_e(draw(f, "dibao1", "", &sample, &e), &e);
    struct sample_row s = read_sample(f, sample, &rows, &count);
    assert_string_equal(s.seed, s.head_hash);
    assert_int_equal(strlen(s.seed), 64);
    waiting(f, 6, 6, false);
    assert_ok_e(draw(f, "dibao1", longest, &sample, &e), &e);
    assert_refused(sample_cases(f->db, COUNTY, sample + 1, f->arena, &s, &rows, &count, &e), &e,
                   "SAMPLE_UNKNOWN");
}

static void a_seed_is_plain_and_used_once(void **state)
{
    (void)state;
    flow_each(seeds_body);
}

/* ---- what it holds up ---- */

static enum status require(struct flow *f, int64_t id, struct error *e)
{
    struct case_record c = flow_case(f, id);
    return sample_require(f->db, COUNTY, &c, e);
}

static void require_body(struct flow *f)
{
    int64_t sample = 0;
    struct error e = {0};
    struct sample_case_row *rows;
    size_t count;
    waiting(f, 1, 10, false);
    assert_refused(require(f, 1, &e), &e, "CASE_SAMPLE");
    assert_ok_e(draw(f, "dibao1", "x", &sample, &e), &e);
    (void)read_sample(f, sample, &rows, &count);
    assert_refused(require(f, rows[0].case_id, &e), &e, "CASE_SAMPLE");
    assert_refused(require(f, rows[2].case_id, &e), &e, "CASE_SAMPLE");
    assert_ok_e(require(f, rows[3].case_id, &e), &e);
    char sql[160];
    (void)snprintf(sql, sizeof sql, "UPDATE case_file SET is_spot_checked = 1 WHERE id = %lld",
                   (long long)rows[0].case_id);
    assert_ok(db_execute_raw(f->db, sql, &e));
    assert_ok_e(require(f, rows[0].case_id, &e), &e);
    /* A relation that came to light after the draw. */
    (void)snprintf(sql, sizeof sql, "UPDATE case_file SET is_relative = 1 WHERE id = %lld",
                   (long long)rows[3].case_id);
    assert_ok(db_execute_raw(f->db, sql, &e));
    assert_refused(require(f, rows[3].case_id, &e), &e, "CASE_SAMPLE");
}

static void nobody_is_decided_undrawn_or_drawn_and_unseen(void **state)
{
    (void)state;
    flow_each(require_body);
}

static void flow_body(struct flow *f)
{
    int64_t id = flow_dibao_deciding(f);
    struct error e = {0};
    assert_refused(flow_try(f, id, ACTION_APPROVE, "dibao2", "2013-10-22", flow_data(f, NULL), &e),
                   &e, "CASE_SAMPLE");
    flow_sample(f, PROGRAMME_DIBAO, id, "2013-10-21");
    flow_act(f, id, ACTION_APPROVE, "dibao2", "2013-10-22", flow_data(f, NULL));
}

static void the_county_decides_only_after_the_draw(void **state)
{
    (void)state;
    flow_each(flow_body);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_share_is_rounded_up_per_draw),
        cmocka_unit_test(anybody_draws_the_same_again),
        cmocka_unit_test(near_relatives_are_all_drawn_on_top_of_the_share),
        cmocka_unit_test(a_second_draw_touches_nobody_of_the_first),
        cmocka_unit_test(a_seed_is_plain_and_used_once),
        cmocka_unit_test(nobody_is_decided_undrawn_or_drawn_and_unseen),
        cmocka_unit_test(the_county_decides_only_after_the_draw),
    };
    return cmocka_run_group_tests_name("case-sample", tests, NULL, NULL);
}
