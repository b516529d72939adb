/* A survey: anybody can draw it again, a code answers once, and no interval depends on a machine.
 */
#include "support/planned.h"
#include "support/test_support.h"

#include "domain/registry/change.h"
#include "domain/survey/survey.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNTY INT64_C(341823)
#define T100 INT64_C(341823100000)
#define T106 INT64_C(341823106000)
#define T107 INT64_C(341823107000)
#define LAST_DAY "2013-12-20"
#define CODE_UNKNOWN "2222-2222-22222" /* twelve letters and the check character that fits */

struct world {
    struct testdb testdb;
    struct db *db;
    struct keyring *keys;
    struct arena *arena;
};

static void today(const char *day)
{
    setenv("MINSHENG_TODAY", day, 1);
}

/* Thirty households in one township, nine in another, one in a third. */
static void households(struct db *db)
{
    struct error e = {0};
    char sql[800];
    for (int i = 1; i <= 40; i++) {
        int64_t village = i <= 30   ? INT64_C(341823100201)
                          : i <= 39 ? INT64_C(341823106204)
                                    : INT64_C(341823107201);
        (void)snprintf(
            sql, sizeof sql,
            "INSERT INTO household (county, id, address, group_no, known_from) VALUES "
            "(341823, %d, '某村%d号', '', 1);"
            "INSERT INTO entitlement (county, programme, household, from_month, "
            "known_from, to_month, known_to, status, cause, division, head, mgmt_class, "
            "income_year_fen, form, home, care_level, begun_month) VALUES (341823, 1, "
            "%d, 201301, 1, 999912, 2147483647, %d, '', %lld, %d, 1, 0, 0, 0, 0, 201301)",
            i, i, i, i == 30 ? 2 : 1, (long long)village, i);
        assert_ok_e(db_execute_raw(db, sql, &e), &e);
    }
}

static void world_each(void (*body)(struct world *w))
{
    for (int i = 0; i < 2; i++) {
        struct world w = {.arena = arena_new((size_t)256 << 20)};
        if (i == 0 || testdb_has_postgres()) {
            today("2013-12-01");
            planned_fresh(i ? DB_POSTGRES : DB_SQLITE, &w.testdb, &w.keys);
            w.db = testdb_open(w.testdb.url, DB_WRITER);
            households(w.db);
            body(&w);
            db_close(w.db);
            keyring_free(w.keys);
        }
        arena_free(w.arena);
    }
}

static const struct survey_question QUESTIONS[] = {
    {.kind = SURVEY_CHOICE, .text = "您从哪里知道政策？", .choices = "村干部|广播|报纸"},
    {.kind = SURVEY_SATISFACTION, .text = "总的来说，您满意吗？", .is_overall = true},
    {.kind = SURVEY_WORDS, .text = "您有什么意见？"},
};

static struct survey_new survey_new(int64_t sample_size)
{
    return (struct survey_new){.year = 2013,
                               .title = "2013年度民生工程百姓测评",
                               .satisfied = "1,2",
                               .frame = SURVEY_RECIPIENTS,
                               .month = month_make(2013, 11),
                               .sample_size = sample_size,
                               .last_day = date_make(2013, 12, 20),
                               .questions = QUESTIONS,
                               .question_count = 3};
}

static int64_t created(struct world *w, int64_t sample_size)
{
    struct survey_new n = survey_new(sample_size);
    struct error e = {0};
    int64_t id = 0;
    assert_ok_e(survey_create(w->db, COUNTY, &n, "supervisor", &id, &e), &e);
    return id;
}

static enum status draw(struct world *w, int64_t id, const char *seed, struct survey_codes *codes,
                        struct error *e)
{
    return survey_draw(w->db, COUNTY, w->keys, id, seed, KNOWN_NOW, 1, "supervisor", w->arena,
                       codes, e);
}

/* ---- shares ---- */

static void shares_follow_the_largest_remainder_and_nobody_is_left_out(void **state)
{
    (void)state;
    struct error e = {0};
    /* 10 of 60, 25, 15: 6, 2.5, 1.5: the two remainders are equal, the first one gets the place. */
    struct survey_stratum a[] = {{.population = 60}, {.population = 25}, {.population = 15}};
    assert_ok_e(survey_allocate(a, 3, 10, 0, &e), &e);
    assert_int_equal(a[0].selected, 6);
    assert_int_equal(a[1].selected, 3);
    assert_int_equal(a[2].selected, 1);
    /* One of a thousand is asked as well, and the total stays. */
    struct survey_stratum b[] = {{.population = 999}, {.population = 1}, {.population = 0}};
    assert_ok_e(survey_allocate(b, 3, 10, 0, &e), &e);
    assert_int_equal(b[0].selected, 9);
    assert_int_equal(b[1].selected, 1);
    assert_int_equal(b[2].selected, 0);
    assert_ok_e(survey_allocate(b, 3, 2, 0, &e), &e);
    assert_int_equal(b[0].selected, 1);
    assert_refused(survey_allocate(b, 3, 1, 0, &e), &e, "SURVEY_SIZE");
    /* Never more than there are. */
    assert_ok_e(survey_allocate(a, 3, 1000, 0, &e), &e);
    assert_int_equal(a[0].selected + a[1].selected + a[2].selected, 100);
    assert_ok_e(survey_allocate(a, 3, 0, 20, &e), &e);
    assert_int_equal(a[1].selected, 20);
    assert_int_equal(a[2].selected, 15);
}

/* ---- intervals ---- */

static void interval(int64_t k, int64_t n, const char *low, const char *high)
{
    int64_t l, h;
    char text[RATIO_TEXT_BYTES];
    survey_wilson(k, n, &l, &h);
    assert_string_equal(survey_percent(l, text), low);
    assert_string_equal(survey_percent(h, text), high);
}

/* Newcombe, Statistics in Medicine 17 (1998), table I. */
static void intervals_are_those_of_the_textbook(void **state)
{
    (void)state;
    char text[RATIO_TEXT_BYTES];
    interval(8, 10, "49.0%", "94.3%");
    interval(81, 263, "25.5%", "36.6%");
    interval(15, 148, "6.2%", "16.0%");
    interval(0, 20, "0.0%", "16.1%");
    interval(1, 29, "0.6%", "17.2%");
    interval(20, 20, "83.9%", "100.0%");
    interval(100000, 200000, "49.8%", "50.2%");
    assert_string_equal(survey_percent(-1, text), "—");
}

/* ---- drawing ---- */

static void draw_body(struct world *w)
{
    struct error e = {0};
    struct survey_codes codes;
    struct survey_household *rows;
    size_t count;
    int64_t drawn, differences, id = created(w, 8), other = created(w, 8);
    assert_refused(survey_draw(w->db, COUNTY, w->keys, id, "种子", KNOWN_NOW, 1, "dibao1", w->arena,
                               &codes, &e),
                   &e, "ACCESS_DENIED");
    assert_ok_e(draw(w, id, "2013-12-01 上证指数收盘", &codes, &e), &e);
    /* 29 (one is suspended), 9 and 1 of 39: 5.95, 1.85, 0.21 are 6, 2 and at least 1, which the
       second gives: 2 of 9 is more than 6 of 29. A code more than the sample each. */
    assert_int_equal(codes.count, 8 + 3);
    assert_ok_e(survey_verify(w->db, COUNTY, id, &drawn, &differences, &e), &e);
    assert_int_equal(drawn, 8);
    assert_int_equal(differences, 0);
    assert_ok_e(survey_sample_list(w->db, COUNTY, id, T106, w->arena, &rows, &count, &e), &e);
    assert_int_equal(count, 1);
    /* By hand: of 31 … 39 those with the smallest SHA-256 of "seed\nnumber". */
    char best[HASH_HEX_BYTES] = "g", key[HASH_HEX_BYTES], text[80];
    for (int h = 31; h <= 39; h++) {
        uint8_t hash[HASH_BYTES];
        int n = snprintf(text, sizeof text, "2013-12-01 上证指数收盘\n%d", h);
        hash_bytes(text, (size_t)n, hash);
        hash_hex(hash, key);
        if (strcmp(key, best) < 0)
            memcpy(best, key, sizeof best);
    }
    assert_string_equal(rows[0].draw_key, best);
    assert_refused(draw(w, id, "", &codes, &e), &e, "SURVEY_STATE");
    assert_refused(draw(w, other, "2013-12-01 上证指数收盘", &codes, &e), &e, "SURVEY_SEED");
    /* The trail's head is a seed that nobody chooses. */
    char head[HASH_HEX_BYTES];
    int64_t last;
    assert_ok_e(change_head(w->db, COUNTY, &last, head, &e), &e);
    assert_ok_e(draw(w, other, "", &codes, &e), &e);
    struct survey s;
    assert_ok_e(survey_read(w->db, COUNTY, other, w->arena, &s, &e), &e);
    assert_string_equal(s.seed, head);
    assert_int_equal(s.known, last);
    /* What came to be known later changes no draw; what was changed by hand is seen. */
    assert_ok_e(
        db_execute_raw(w->db,
                       "UPDATE entitlement SET known_to = 2147483646, known_from = 2147483640 "
                       "WHERE household = 40",
                       &e),
        &e);
    assert_ok_e(survey_verify(w->db, COUNTY, id, &drawn, &differences, &e), &e);
    assert_true(differences > 0);
    assert_ok_e(db_execute_raw(w->db,
                               "UPDATE entitlement SET known_to = 2147483647, known_from = 1 WHERE "
                               "household = 40",
                               &e),
                &e);
    assert_ok_e(db_execute_raw(w->db,
                               "UPDATE survey_sample SET household = 30 WHERE survey = 1 AND "
                               "township = 341823107000",
                               &e),
                &e);
    assert_ok_e(survey_verify(w->db, COUNTY, id, &drawn, &differences, &e), &e);
    assert_int_equal(differences, 1);
}

static void anybody_draws_the_same_from_the_published_seed(void **state)
{
    (void)state;
    world_each(draw_body);
}

/* ---- answers ---- */

static enum status answer(struct db *db, const struct keyring *keys, const char *code, int overall,
                          const char *actor, struct error *e)
{
    struct survey_reply replies[] = {{.question = 1, .choice = 2},
                                     {.question = 2, .choice = overall},
                                     {.question = 3, .words = "修好路"}};
    struct survey_sheet sheet = {.code = code,
                                 .channel = actor ? SURVEY_PAPER : SURVEY_WEB,
                                 .answered_on = date_today(),
                                 .is_valid = overall > 0,
                                 .replies = replies,
                                 .reply_count = overall > 0 ? 3 : 0};
    int64_t survey;
    return survey_answer(db, COUNTY, keys, &sheet, actor, &survey, e);
}

static const char *code_of(const struct survey_codes *codes, int64_t township, size_t nth)
{
    for (size_t i = 0; i < codes->count; i++) {
        if (codes->list[i].township == township && nth-- == 0)
            return codes->list[i].code;
    }
    fail_msg("%s", "no such code");
    return "";
}

static void code_body(struct world *w)
{
    struct error e = {0};
    struct survey_codes codes, again;
    int64_t id = created(w, 8), found;
    char lower[SURVEY_CODE_BYTES], wrong[SURVEY_CODE_BYTES];
    assert_ok_e(draw(w, id, "seed", &codes, &e), &e);
    const char *code = code_of(&codes, T100, 0);
    assert_ok_e(survey_by_code(w->db, COUNTY, w->keys, code, &found, &e), &e);
    assert_int_equal(found, id);
    /* Small letters and hyphens do not matter; one wrong letter, or two that changed places, do. */
    size_t n = 0;
    for (const char *p = code; *p; p++)
        if (*p != '-')
            lower[n++] = (char)(*p >= 'A' && *p <= 'Z' ? *p - 'A' + 'a' : *p);
    lower[n] = '\0';
    assert_ok_e(survey_by_code(w->db, COUNTY, w->keys, lower, &found, &e), &e);
    memcpy(wrong, code, sizeof wrong);
    wrong[0] = code[0] == '2' ? '3' : '2';
    assert_refused(survey_by_code(w->db, COUNTY, w->keys, wrong, &found, &e), &e, "SURVEY_CODE");
    struct error mistyped = e;
    assert_true(survey_code_tidy(CODE_UNKNOWN, wrong)); /* it could be one */
    assert_refused(answer(w->db, w->keys, CODE_UNKNOWN, 1, NULL, &e), &e, "SURVEY_CODE");
    assert_string_equal(e.message, mistyped.message);
    assert_ok_e(answer(w->db, w->keys, lower, 1, NULL, &e), &e);
    assert_refused(answer(w->db, w->keys, code, 2, NULL, &e), &e, "SURVEY_ANSWERED");
    assert_refused(answer(w->db, w->keys, code, 2, "inspector", &e), &e, "SURVEY_ANSWERED");

    /* The printer lost a township's slips: the old ones are void, the answered one stays. */
    assert_ok_e(
        survey_reprint(w->db, COUNTY, w->keys, id, T100, 0, "supervisor", w->arena, &again, &e),
        &e);
    assert_int_equal(again.count, 6); /* 6 and the reserve, one was used */
    assert_refused(answer(w->db, w->keys, code_of(&codes, T100, 1), 1, NULL, &e), &e,
                   "SURVEY_VOID");
    assert_ok_e(answer(w->db, w->keys, again.list[0].code, 1, NULL, &e), &e);
    assert_refused(answer(w->db, w->keys, code, 1, NULL, &e), &e, "SURVEY_ANSWERED");

    /* The last day is the last: by the net on that day, on paper of that day until it is closed. */
    assert_refused(survey_close(w->db, COUNTY, id, "supervisor", &e), &e, "SURVEY_OPEN");
    today(LAST_DAY);
    assert_refused(survey_close(w->db, COUNTY, id, "supervisor", &e), &e, "SURVEY_OPEN");
    assert_ok_e(answer(w->db, w->keys, code_of(&codes, T106, 0), 3, NULL, &e), &e);
    today("2013-12-21");
    assert_refused(answer(w->db, w->keys, code_of(&codes, T106, 1), 3, NULL, &e), &e,
                   "SURVEY_OVER");
    assert_refused(answer(w->db, w->keys, code_of(&codes, T106, 1), 3, "inspector", &e), &e,
                   "SURVEY_OVER");
    assert_refused(survey_close(w->db, COUNTY, id, "inspector", &e), &e, "ACCESS_DENIED");
    assert_ok_e(survey_close(w->db, COUNTY, id, "supervisor", &e), &e);
    assert_refused(survey_by_code(w->db, COUNTY, w->keys, code_of(&codes, T106, 1), &found, &e), &e,
                   "SURVEY_OVER");

    /* No code and no word of an answer stands in the trail. */
    int64_t told = 0;
    char sql[300];
    (void)snprintf(sql, sizeof sql,
                   "SELECT count(*) FROM change_trail WHERE detail LIKE '%%%s%%' OR subject LIKE "
                   "'%%%s%%' OR detail LIKE '%%修好路%%'",
                   code, code);
    assert_ok_e(db_query_i64_raw(w->db, sql, &told, &e), &e);
    assert_int_equal(told, 0);
}

static void a_code_answers_once_until_the_last_day(void **state)
{
    (void)state;
    world_each(code_body);
}

struct writer {
    const struct world *w;
    const char *code;
    enum status status;
    struct error e;
};

static void *write_answer(void *context)
{
    struct writer *x = context;
    struct db *db = testdb_open(x->w->testdb.url, DB_WRITER);
    x->status = answer(db, x->w->keys, x->code, 1, NULL, &x->e);
    db_close(db);
    return NULL;
}

static void together_body(struct world *w)
{
    struct error e = {0};
    struct survey_codes codes;
    struct survey_result r;
    int64_t id = created(w, 8);
    assert_ok_e(draw(w, id, "seed", &codes, &e), &e);
    struct writer two[2] = {{.w = w, .code = code_of(&codes, T106, 0)},
                            {.w = w, .code = code_of(&codes, T106, 0)}};
    pthread_t threads[2];
    for (int i = 0; i < 2; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, write_answer, &two[i]), 0);
    for (int i = 0; i < 2; i++)
        assert_int_equal(pthread_join(threads[i], NULL), 0);
    int taken = (two[0].status == STATUS_OK) + (two[1].status == STATUS_OK);
    const struct writer *second = two[0].status == STATUS_OK ? &two[1] : &two[0];
    assert_int_equal(taken, 1);
    assert_int_equal(second->status, STATUS_REFUSED);
    assert_string_equal(second->e.code, "SURVEY_ANSWERED");
    assert_ok_e(survey_result(w->db, COUNTY, id, w->arena, &r, &e), &e);
    assert_int_equal(r.county.answered, 1);
}

static void two_who_answer_one_code_together_are_one_answer(void **state)
{
    (void)state;
    world_each(together_body);
}

/* ---- results ---- */

static void result_body(struct world *w)
{
    struct error e = {0};
    struct survey_codes codes;
    struct survey_result r;
    struct survey_tally *tallies;
    struct survey_remark *remarks;
    size_t count;
    char text[RATIO_TEXT_BYTES];
    int64_t id = created(w, 24), survey;
    assert_ok_e(draw(w, id, "seed", &codes, &e), &e);
    const int overall[] = {1, 1, 2, 2, 1, 1, 2, 1, 3, 4}; /* 8 of 10 */
    for (size_t i = 0; i < 10; i++)
        assert_ok_e(answer(w->db, w->keys, code_of(&codes, T100, i), overall[i], "inspector", &e),
                    &e);
    assert_ok_e(answer(w->db, w->keys, code_of(&codes, T106, 0), 3, NULL, &e), &e);
    assert_ok_e(answer(w->db, w->keys, code_of(&codes, T106, 1), 0, "inspector", &e), &e);
    assert_refused(answer(w->db, w->keys, code_of(&codes, T106, 2), 5, NULL, &e), &e,
                   "SURVEY_REPLY");
    assert_refused(answer(w->db, w->keys, code_of(&codes, T106, 2), 1, "township106.clerk", &e), &e,
                   "ACCESS_DENIED");
    struct survey_sheet empty = {
        .code = code_of(&codes, T106, 2), .channel = SURVEY_WEB, .is_valid = true};
    assert_refused(survey_answer(w->db, COUNTY, w->keys, &empty, NULL, &survey, &e), &e,
                   "SURVEY_REPLY");
    assert_ok_e(survey_contact(w->db, COUNTY, id, T100, 1, "DELIVERED", "inspector", &e), &e);
    assert_refused(survey_contact(w->db, COUNTY, id, T100, 999, "ABSENT", "inspector", &e), &e,
                   "SURVEY_FIELD");
    assert_ok_e(survey_result(w->db, COUNTY, id, w->arena, &r, &e), &e);
    assert_int_equal(r.count, 3);
    assert_int_equal(r.townships[0].township, T100);
    assert_int_equal(r.townships[0].delivered, 1);
    assert_int_equal(r.townships[0].satisfied, 8);
    assert_int_equal(r.townships[0].counts[2], 1);
    assert_string_equal(survey_percent(r.townships[0].low_ppm, text), "49.0%");
    assert_string_equal(survey_percent(r.townships[0].high_ppm, text), "94.3%");
    assert_int_equal(r.townships[1].answered, 2);
    assert_int_equal(r.townships[1].valid, 1);
    assert_int_equal(r.townships[1].rate_ppm, 0);
    assert_string_equal(survey_percent(r.townships[2].rate_ppm, text), "—");
    assert_int_equal(r.unmeasured, 1);
    assert_int_equal(r.county.valid, 11);
    /* 29 × 0.8 and 9 × 0, over 38; low: √((29 × 0.3098)² + 0) ÷ 38, high: √((29 × 0.1433)² +
       (9 × 0.7935)²) ÷ 38. */
    assert_string_equal(survey_percent(r.county.rate_ppm, text), "61.1%");
    assert_string_equal(survey_percent(r.county.low_ppm, text), "37.4%");
    assert_string_equal(survey_percent(r.county.high_ppm, text), "82.8%");
    assert_ok_e(survey_tallies(w->db, COUNTY, id, w->arena, &tallies, &count, &e), &e);
    assert_int_equal(tallies[0].question, 1);
    assert_int_equal(tallies[0].choice, 2);
    assert_int_equal(tallies[0].answers, 11);
    assert_ok_e(survey_remarks(w->db, COUNTY, id, w->arena, &remarks, &count, &e), &e);
    assert_int_equal(count, 11);
}

static void the_result_weighs_townships_by_their_people(void **state)
{
    (void)state;
    world_each(result_body);
}

static void create_body(struct world *w)
{
    struct error e = {0};
    int64_t id;
    struct survey_question two[] = {
        {.kind = SURVEY_SATISFACTION, .text = "一", .is_overall = true},
        {.kind = SURVEY_SATISFACTION, .text = "二", .is_overall = true}};
    struct survey_new n = survey_new(10);
    n.questions = two;
    n.question_count = 2;
    assert_refused(survey_create(w->db, COUNTY, &n, "supervisor", &id, &e), &e, "SURVEY_QUESTION");
    n = survey_new(0);
    assert_refused(survey_create(w->db, COUNTY, &n, "supervisor", &id, &e), &e, "SURVEY_FIELD");
    n = survey_new(10);
    n.satisfied = "2,1";
    assert_refused(survey_create(w->db, COUNTY, &n, "supervisor", &id, &e), &e, "SURVEY_FIELD");
    n = survey_new(10);
    assert_refused(survey_create(w->db, COUNTY, &n, "township106.lead", &id, &e), &e,
                   "ACCESS_DENIED");
    id = created(w, 10);
    assert_ok_e(survey_discard(w->db, COUNTY, id, "supervisor", &e), &e);
    struct survey_codes codes;
    assert_refused(draw(w, id, "seed", &codes, &e), &e, "SURVEY_STATE");
}

static void a_survey_asks_one_overall_question(void **state)
{
    (void)state;
    world_each(create_body);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shares_follow_the_largest_remainder_and_nobody_is_left_out),
        cmocka_unit_test(intervals_are_those_of_the_textbook),
        cmocka_unit_test(anybody_draws_the_same_from_the_published_seed),
        cmocka_unit_test(a_code_answers_once_until_the_last_day),
        cmocka_unit_test(two_who_answer_one_code_together_are_one_answer),
        cmocka_unit_test(the_result_weighs_townships_by_their_people),
        cmocka_unit_test(a_survey_asks_one_overall_question),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
