/* P4.2 分析、剖解, 找出解决的方法: what another standard would cost, township by township, is what
   two real runs differ by; asking changes nothing. And a plan that changed is new knowledge: what
   was known before can still be asked. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "office/sheet.h"
#include "scenario/people.h"

#define HOUSEHOLDS_MAX 400
#define TOWNSHIPS_MAX 16

struct home_of {
    char id[24], township[64];
};
struct places {
    size_t count;
    struct home_of head[HOUSEHOLDS_MAX];
};

/* From the roster that was imported: head → township. */
static void places_read(const struct story *s, struct places *p)
{
    struct error e = {0};
    char path[PROCESS_PATH_BYTES];
    CLEANUP(sheet_book_cleanup) struct sheet_book *book = NULL;
    CLEANUP(sheet_cleanup) struct sheet_reader *reader = NULL;
    struct sheet_row row;
    enum status status;
    assert_ok_e(sheet_book_open(story_path(s, "rosters/dibao.xlsx", path), &book, &e), &e);
    assert_ok_e(sheet_open(book, 0, SHEET_AS_IS, &reader, &e), &e);
    p->count = 0;
    while ((status = sheet_next(reader, &row, &e)) == STATUS_OK) {
        if (row.row == 1)
            continue;
        assert_true(p->count < HOUSEHOLDS_MAX && row.count > 5);
        struct home_of *h = &p->head[p->count++];
        snprintf(h->township, sizeof h->township, "%s", row.cells[1].text);
        snprintf(h->id, sizeof h->id, "%s", row.cells[5].text);
    }
    assert_int_equal(status, STATUS_NONE);
}

static int64_t township_total(struct story *s, const struct places *p, const char *township)
{
    int64_t sum = 0;
    for (size_t i = 0; i < p->count; i++) {
        if (strcmp(p->head[i].township, township) == 0)
            sum += story_number_or(s, "id_number", p->head[i].id, "total_fen", 0);
    }
    return sum;
}

static void county_of_many(struct story *s, enum db_engine engine)
{
    story_open(s, engine);
    STORY_TELL(
        s, {"the county begins", "init --plan {plan}"},
        {"a synthetic county's rosters",
         "demo --households 300 --wubao 40 --seed 7 --roster {dir}/rosters"},
        {"dibao", "roster import {dir}/rosters/dibao.xlsx --programme dibao --from 2013-06"});
}

static void a_simulation_changes_nothing_and_equals_what_two_runs_differ_by(enum db_engine engine)
{
    struct story before, after;
    struct places *places = calloc(1, sizeof *places);
    char township[STORY_VALUE_BYTES];
    county_of_many(&before, engine);
    places_read(&before, places);
    story_copy(&before, &after);
    STORY_TELL(&before, {"as things are", "pay prepare --programme dibao --month 2013-06"},
               {"its items", "pay items 1 --format csv"});
    STORY_TELL(&after,
               {"the standard is raised",
                "plan set dibao.standard_year 2400.00 --from 2013-06 --document 试算"},
               {"as they would be", "pay prepare --programme dibao --month 2013-06"},
               {"its items", "pay items 1 --format csv"});
    int64_t was = story_sum(&before, "id_number", NULL, "total_fen");
    int64_t would = story_sum(&after, "id_number", NULL, "total_fen");
    assert_true(was < would);
    struct story asked;
    story_copy(&before, &asked);
    STORY_TELL(&asked, {"the trail before", "doctor --format csv"});
    char *trail = strdup(strstr(asked.out, "trail"));
    STORY_TELL(&asked, {"what if",
                        "simulate --set dibao.standard_year=2400.00 --month 2013-06 --format csv"});
    assert_int_equal(story_number(&asked, "township", "total", "before_fen"), was);
    assert_int_equal(story_number(&asked, "township", "total", "after_fen"), would);
    size_t townships = 0;
    for (; story_field(&asked, townships, "name", township) && township[0]; townships++) {
        int64_t first = township_total(&before, places, township);
        int64_t second = township_total(&after, places, township);
        if (first == 0 && second == 0)
            continue; /* the total's row */
        assert_int_equal(story_number(&asked, "name", township, "before_fen"), first);
        assert_int_equal(story_number(&asked, "name", township, "after_fen"), second);
        assert_int_equal(story_number(&asked, "name", township, "difference_fen"), second - first);
    }
    assert_true(townships >= 11);
    STORY_TELL(&asked,
               {"an unknown parameter is refused", "simulate --set dibao.nothing=1 --month 2013-06",
                .exit = 1},
               {"nothing has changed", "doctor --format csv"});
    assert_string_equal(trail, strstr(asked.out, "trail"));
    STORY_TELL(&asked, {"nor have the items", "pay items 1 --format csv"});
    assert_string_equal(asked.out, before.out);
    free(trail);
    free(places);
    story_close(&before);
    story_close(&after);
    story_close(&asked);
}

static void raised_in_july(struct story *s)
{
    static const struct plan_edit raised[] = {
        {"      - {from: 2013-01, value: 2160.00, document: 示例, example: true}\n",
         "      - {from: 2013-01, value: 2160.00, document: 示例, example: true}\n"
         "      - {from: 2013-07, value: 2400.00, document: 政发〔2013〕7号, example: false}\n"}};
    static const struct plan_edit broken[] = {
        {"  - name: dibao.standard_year\n", "  - nome: dibao.standard_year\n"}};
    plan_variant(s, "raised.yaml", raised, 1);
    plan_variant(s, "broken.yaml", broken, 1);
}

static void a_changed_plan_is_new_knowledge_and_the_old_can_still_be_asked(enum db_engine engine)
{
    struct story s;
    little_county_copy(&s, engine, "2013-06");
    raised_in_july(&s);
    STORY_TELL(&s, {"June by the old plan",
                    "pay prepare --programme dibao --month 2013-06 --as dibao1 --format csv",
                    .expect = "DRAFT,8,194919"});
    little_decide(&s, "1");
    STORY_TELL(
        &s,
        {"a plan with an error is refused with its line", "plan check {dir}/broken.yaml", .exit = 1,
         .expect = "broken.yaml:", .today = "2013-06-20"},
        {"and not loaded", "plan load {dir}/broken.yaml", .exit = 1},
        {"a year's plan is not for every officer", "plan load {dir}/raised.yaml --as dibao1",
         .exit = 1},
        {"the new plan is checked", "plan check {dir}/raised.yaml"},
        {"and loaded as a new version", "plan load {dir}/raised.yaml", .expect = "第 2 版"},
        {"once", "plan load {dir}/raised.yaml", .expect = "没有变化"},
        {"the new standard is known now", "plan show --format csv", .expect = "2400.00"},
        {"h7 in July", "explain --household {h7} --programme dibao --month 2013-07 --format csv",
         .expect = "20000"},
        {"h7 in July as believed on 10 June",
         "explain --household {h7} --programme dibao --month 2013-07 --as-of 2013-06-10 --format "
         "csv",
         .expect = "18000"},
        {"what was known then", "plan show --as-of 2013-06-10 --format csv", .expect = "2160.00"});
    assert_null(strstr(s.out, "2400.00"));
    /* July: h1 40000, h2 12000, h3 (720000 - 100000) / 12 = 51667 + 3444, h4 nothing still (240000
       < 300000), h5 (480000 - 50000) / 12 = 35833 + 5375, h6 12000, h7 … h9 60000: 220319, and June
       is not touched. */
    STORY_TELL(&s,
               {"July by the new plan",
                "pay prepare --programme dibao --month 2013-07 --format csv",
                .expect = "dibao,2013-07,DRAFT,8,220319"},
               {"no month before is adjusted", "pay items dibao/2013-07 --format csv"});
    assert_int_equal(story_sum(&s, "id_number", NULL, "adjustment_fen"), 0);
    STORY_TELL(&s, {"the audit is clean", "audit"});
    story_close(&s);
}

STORY_CLAIM(a_simulation_changes_nothing_and_equals_what_two_runs_differ_by)
STORY_CLAIM(a_changed_plan_is_new_knowledge_and_the_old_can_still_be_asked)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORY_TESTS(a_simulation_changes_nothing_and_equals_what_two_runs_differ_by),
        STORY_TESTS(a_changed_plan_is_new_knowledge_and_the_old_can_still_be_asked),
    };
    return cmocka_run_group_tests_name("what if", tests, NULL, NULL);
}
