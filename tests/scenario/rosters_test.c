/* P3.1 将符合低保条件的农村居民全部纳入保障范围; P3.2 应保尽保: the townships' workbooks as they
   are sent, compared household by household and fen by fen with what their maker knows of them. */
#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "office/sheet.h"
#include "scenario/people.h"

#define MARKS_MAX 64

static const char *shared(char out[PROCESS_PATH_BYTES])
{
    const char *set = getenv("MINSHENG_SHARED");
    snprintf(out, PROCESS_PATH_BYTES, "%s/data/rosters", set ? set : MINSHENG_ROOT "/../shared");
    return out;
}

static json_t *truth_read(const char *folder)
{
    char path[PROCESS_PATH_BYTES + 64];
    json_error_t e;
    snprintf(path, sizeof path, "%s/truth.json", folder);
    json_t *truth = json_load_file(path, 0, &e);
    if (!truth)
        fail_msg("%s: %s", path, e.text);
    return truth;
}

static int64_t whole(const json_t *o, const char *key)
{
    return json_integer_value(json_object_get(o, key));
}
static const char *word(const json_t *o, const char *key)
{
    return json_string_value(json_object_get(o, key));
}

static void dibao_items_match(struct story *s, const json_t *truth)
{
    int64_t expected = 0;
    size_t i;
    json_t *h;
    STORY_TELL(s, {"the dibao items", "pay items dibao/2013-06 --format csv"});
    json_array_foreach(json_object_get(truth, "households"), i, h)
    {
        const char *id = word(h, "head_id");
        bool is_due = whole(h, "basic_fen") > 0;
        expected += is_due;
        int64_t basic = story_number_or(s, "id_number", id, "basic_fen", 0);
        int64_t topup = story_number_or(s, "id_number", id, "topup_fen", 0);
        if (basic != whole(h, "basic_fen") || (is_due && topup != whole(h, "topup_fen")))
            fail_msg("%s: %" PRId64 " + %" PRId64, id, basic, topup);
    }
    assert_int_equal(story_rows(s), expected);
    assert_int_equal(story_sum(s, "id_number", NULL, "total_fen"), whole(truth, "dibao_total_fen"));
}

static void wubao_items_match(struct story *s, const json_t *truth)
{
    size_t i;
    json_t *p;
    STORY_TELL(s, {"the wubao items", "pay items wubao/2013-06 --format csv"});
    json_array_foreach(json_object_get(truth, "wubao"), i, p)
    {
        int64_t paid = story_number(s, "id_number", word(p, "id"), "total_fen");
        if (paid != whole(p, "amount_fen"))
            fail_msg("%s: %" PRId64, word(p, "id"), paid);
    }
    assert_int_equal(story_rows(s), json_array_size(json_object_get(truth, "wubao")));
    assert_int_equal(story_sum(s, "id_number", NULL, "total_fen"), whole(truth, "wubao_total_fen"));
}

/* ---- what came back ---- */

struct mark {
    char sheet[64], cell[24], column[64];
    bool is_expected;
};
struct marks {
    size_t count;
    struct mark mark[MARKS_MAX];
};

/* "退回：FILE 工作表“SHEET” CELL COLUMN：why", a line each. */
static void marks_read(struct story *s, struct marks *m)
{
    for (const char *line = s->out; (line = strstr(line, "退回：")) != NULL; line++) {
        struct mark *k = &m->mark[m->count++];
        assert_true(m->count < MARKS_MAX);
        const char *sheet = strstr(line, "工作表“") + strlen("工作表“");
        const char *end = strstr(sheet, "” ");
        assert_non_null(end);
        snprintf(k->sheet, sizeof k->sheet, "%.*s", (int)(end - sheet), sheet);
        const char *cell = end + strlen("” "), *column = strchr(cell, ' ') + 1;
        snprintf(k->cell, sizeof k->cell, "%.*s", (int)(column - 1 - cell), cell);
        snprintf(k->column, sizeof k->column, "%.*s", (int)(strstr(column, "：") - column), column);
    }
}

/* Marks exactly what was spoilt: of two rows for one head both come back. */
static void marks_match(struct marks *m, const json_t *truth)
{
    size_t i;
    json_t *bad;
    json_array_foreach(json_object_get(truth, "bad"), i, bad)
    {
        int wanted = strstr(word(bad, "cause"), "twice") ? 2 : 1;
        for (size_t k = 0; k < m->count && wanted > 0; k++) {
            struct mark *mark = &m->mark[k];
            if (mark->is_expected || strcmp(mark->sheet, word(bad, "sheet")) != 0 ||
                strcmp(mark->column, word(bad, "column")) != 0)
                continue;
            mark->is_expected = true;
            wanted--;
        }
        if (wanted)
            fail_msg("%s %s (%s) did not come back", word(bad, "key"), word(bad, "column"),
                     word(bad, "cause"));
    }
    for (size_t k = 0; k < m->count; k++) {
        if (!m->mark[k].is_expected)
            fail_msg("%s %s %s came back for no reason", m->mark[k].sheet, m->mark[k].cell,
                     m->mark[k].column);
    }
}

/* The error workbook opens and holds no more than the returned rows and what stands above them. */
static void error_workbook_opens(struct story *s, const char *name)
{
    char path[PROCESS_PATH_BYTES];
    struct error e = {0};
    CLEANUP(sheet_book_cleanup) struct sheet_book *book = NULL;
    assert_ok_e(sheet_book_open(story_path(s, name, path), &book, &e), &e);
    assert_true(sheet_book_count(book) >= 1);
}

static void import(struct story *s, const char *programme, struct marks *marks, bool is_clean)
{
    char command[256];
    story_set(s, "programme", programme);
    snprintf(
        command, sizeof command,
        "roster import {rosters}/%s.xlsx --programme %s --from 2013-06 --errors {dir}/%s-back.xlsx",
        programme, programme, programme);
    STORY_TELL(s, {"the townships' roster", command, .exit = is_clean ? 0 : 1});
    marks_read(s, marks);
    if (!is_clean) {
        char name[64];
        snprintf(name, sizeof name, "%s-back.xlsx", programme);
        error_workbook_opens(s, name);
    }
}

static void once_more(struct story *s)
{
    STORY_TELL(s, {"the trail before", "doctor --format csv"});
    char *before = strdup(strstr(s->out, "trail"));
    STORY_TELL(s,
               {"the same file again",
                "roster import {rosters}/dibao.xlsx --programme dibao --from 2013-06",
                .expect = "没有变化"},
               {"and once more",
                "roster import {rosters}/wubao.xlsx --programme wubao --from 2013-06",
                .expect = "没有变化"},
               {"changes nothing", "doctor --format csv"});
    assert_string_equal(before, strstr(s->out, "trail"));
    free(before);
}

/* What one engine printed, for the other to match. */
static char *items_of[2][2];

static void items_equal_those_of_the_other_engine(struct story *s, const char *programme, int which)
{
    char command[128];
    snprintf(command, sizeof command, "pay items %s/2013-06 --format csv", programme);
    STORY_TELL(s, {"items, in order", command});
    if (!items_of[which][programme[0] == 'd'])
        items_of[which][programme[0] == 'd'] = strdup(s->out);
    else
        assert_string_equal(items_of[which][programme[0] == 'd'], s->out);
}

static void roster_story(enum db_engine engine, const char *name, int which)
{
    struct story s;
    char folder[PROCESS_PATH_BYTES], path[PROCESS_PATH_BYTES + 32];
    snprintf(path, sizeof path, "%s/%s", shared(folder), name);
    if (access(path, R_OK) != 0) {
        printf("# SKIP no rosters in %s (set MINSHENG_SHARED)\n", path);
        skip();
    }
    json_t *truth = truth_read(path);
    bool is_clean = json_array_size(json_object_get(truth, "bad")) == 0;
    struct marks marks = {0};
    story_open(&s, engine);
    story_set(&s, "rosters", path);
    STORY_TELL(&s, {"the county begins", "init --plan {plan}"},
               {"and again: no change", "init --plan {plan}", .expect = "没有变化"});
    import(&s, "dibao", &marks, is_clean);
    import(&s, "wubao", &marks, is_clean);
    marks_match(&marks, truth);
    STORY_TELL(&s, {"dibao", "pay prepare --programme dibao --month 2013-06"},
               {"wubao", "pay prepare --programme wubao --month 2013-06"});
    dibao_items_match(&s, truth);
    wubao_items_match(&s, truth);
    once_more(&s);
    items_equal_those_of_the_other_engine(&s, "dibao", which);
    items_equal_those_of_the_other_engine(&s, "wubao", which);
    STORY_TELL(&s, {"the audit is clean", "audit"});
    json_decref(truth);
    story_close(&s);
}

static void clean_rosters_give_the_truth(enum db_engine engine)
{
    roster_story(engine, "clean", 0);
}
static void messy_rosters_give_the_truth_and_every_spoilt_cell_back(enum db_engine engine)
{
    roster_story(engine, "messy", 1);
}

/* The little county by csv: a household more, an income changed, a household gone from the file. */
static void a_newer_roster(struct story *s)
{
    char path[PROCESS_PATH_BYTES];
    char *text = process_text(story_path(s, "dibao.csv", path));
    char *h2 = strstr(text, ",1200,"), *h9 = strstr(text, "\n9,");
    assert_true(h2 && h9);
    memcpy(h2, ",1260,", 6); /* 5.00 a month less */
    h9[1] = '\0';
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs(text, f);
    assert_int_equal(fclose(f), 0);
    free(text);
    text = process_text(story_path(s, "dibao-members.csv", path));
    char *member = strstr(text, "\n13,");
    assert_non_null(member);
    member[1] = '\0';
    f = fopen(path, "w");
    assert_non_null(f);
    fputs(text, f);
    assert_int_equal(fclose(f), 0);
    free(text);
}

static void a_newer_roster_changes_only_what_differs(enum db_engine engine)
{
    struct story s;
    little_county_copy(&s, engine, "2013-06");
    little_rosters(&s);
    a_newer_roster(&s);
    STORY_TELL(
        &s,
        {"June before the newer roster",
         "pay prepare --programme dibao --month 2013-06 --format csv", .expect = "DRAFT,8,194919"},
        {"the newer roster",
         "roster import {dir}/dibao.csv {dir}/dibao-members.csv --programme dibao --from 2013-06",
         .expect = "变动 1 户"},
        {"who is missing from it is left alone and named",
         "roster import {dir}/dibao.csv {dir}/dibao-members.csv --programme dibao --from 2013-06 "
         "--again",
         .expect = "未作改动"},
        /* h2: (216000 - 126000) / 12 = 7500, a fifth more for age: 9000 instead of 9600. */
        {"June computed anew under the same number",
         "pay prepare --programme dibao --month 2013-06 --format csv",
         .expect = "1,dibao,2013-06,DRAFT,8,194319"},
        {"the audit is clean", "audit"});
    story_close(&s);
}

STORY_CLAIM(clean_rosters_give_the_truth)
STORY_CLAIM(messy_rosters_give_the_truth_and_every_spoilt_cell_back)
STORY_CLAIM(a_newer_roster_changes_only_what_differs)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORY_TESTS(clean_rosters_give_the_truth),
        STORY_TESTS(messy_rosters_give_the_truth_and_every_spoilt_cell_back),
        STORY_TESTS(a_newer_roster_changes_only_what_differs),
    };
    int failed = cmocka_run_group_tests_name("rosters", tests, NULL, NULL);
    for (int i = 0; i < 4; i++)
        free(items_of[i / 2][i % 2]);
    return failed;
}
