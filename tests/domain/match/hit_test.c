/* Lists of the dead and of means, held against a county: who is asked about, who is not, and what
   an explanation may say. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "domain/match/match_fixture.h"
#include "office/sheet.h"

#define FROM month_make(2013, 1)
#define HEAD "姓名,身份证号码,死亡日期,殡仪馆\n"

struct family {
    int64_t household;
    char head[IDNO_BYTES], wife[IDNO_BYTES], son[IDNO_BYTES];
};

static struct family family_make(struct county *c, int year)
{
    struct family f = {0};
    memcpy(f.head, id_number(year, 3, 1, 1), IDNO_BYTES);
    memcpy(f.wife, id_number(year + 1, 5, 2, 12), IDNO_BYTES);
    memcpy(f.son, id_number(year + 40, 7, 3, 3), IDNO_BYTES);
    const struct person_made people[] = {{f.head, "王大明", RELATION_HEAD, true},
                                         {f.wife, "李 秀英", RELATION_SPOUSE, true},
                                         {f.son, "王小明", RELATION_SON, false}};
    f.household = county_household(c, PROGRAMME_DIBAO, FROM, people, 3);
    return f;
}

/* 15 digits as they were: without the century and the check character. */
static const char *old_number(const char *number)
{
    static char out[16];
    (void)snprintf(out, sizeof out, "%.6s%.9s", number, number + 8);
    return out;
}

static const char *wrong_check(const char *number)
{
    static char out[IDNO_BYTES];
    memcpy(out, number, IDNO_BYTES);
    out[17] = out[17] == '1' ? '2' : '1';
    return out;
}

/* A number that ends in X. */
static const char *x_number(int year)
{
    for (int i = 1; i < 999; i++) {
        const char *n = id_number(year, 8, 8, i);
        if (n[17] == 'X')
            return n;
    }
    return NULL;
}

static const char *lower_x(const char *number)
{
    static char out[IDNO_BYTES];
    (void)snprintf(out, sizeof out, "%.17sx", number);
    return out;
}

static void body_dead(struct county *c)
{
    struct family f = family_make(c, 1940), old = family_make(c, 1941);
    const char *x = x_number(1950);
    char text[2048], x_kept[IDNO_BYTES];
    memcpy(x_kept, x, IDNO_BYTES);
    county_household(c, PROGRAMME_WUBAO, FROM,
                     (const struct person_made[]){{x_kept, "陈五", RELATION_HEAD, true}}, 1);
    (void)snprintf(text, sizeof text,
                   "火化登记表\n" HEAD "王大明,%s,2013-06-01,泾县殡仪馆\n"
                   "李秀英, %s ,2013/6/2,\n"
                   "王大民,%s,20130603,\n"
                   "陈五,%s,2013年6月4日,\n"
                   "生人,%s,2013-06-05,\n"
                   "错号,%s,2013-06-06,\n"
                   "缺号,,2013-06-07,\n"
                   ",,,\n",
                   f.head, f.wife, old_number(old.head), lower_x(x_kept), id_number(1939, 1, 1, 77),
                   wrong_check(old.wife));
    struct match_file_result r =
        list_take(c, list_write("dead.csv", text), MATCH_CREMATION, test_path("dead-errors.xlsx"));
    assert_int_equal(r.list.row_count, 7);
    assert_int_equal(r.list.hit_count, 4);
    assert_int_equal(r.list.doubtful_count, 1);
    assert_int_equal(r.list.returned_count, 2);
    assert_int_equal(r.list.candidate_count, 0);

    size_t count;
    struct match_hit *hits = hits_of(c, r.list.id, &count);
    assert_int_equal(count, 4);
    assert_string_equal(hits[0].name, "王大明");
    assert_string_equal(hits[0].listed_name, "");
    assert_int_equal(hits[0].household, f.household);
    assert_int_equal(hits[0].division, VILLAGE);
    assert_int_equal(hits[0].row_no, 3);
    assert_int_equal(hits[0].day.v, date_make(2013, 6, 1).v);
    assert_string_equal(hits[0].facts, "{\"殡仪馆\":\"泾县殡仪馆\"}");
    /* Ten working days from Sunday 30 June: Friday 12 July. */
    assert_int_equal(date_yyyymmdd(hits[0].due_on), 20130712);
    assert_string_equal(hits[1].listed_name, ""); /* the registry's 李 秀英 is the same name */
    assert_int_equal(hits[1].day.v, date_make(2013, 6, 2).v);
    assert_string_equal(hits[2].listed_name, "王大民");
    assert_int_equal(hits[2].household, old.household);
    assert_int_equal(hits[2].day.v, date_make(2013, 6, 3).v);
    assert_string_equal(hits[3].name, "陈五");
    assert_int_equal(hits[3].programme, PROGRAMME_WUBAO);
    assert_int_equal(hits[3].day.v, date_make(2013, 6, 4).v);
    unlink(test_path("dead-errors.xlsx"));
}

static void whoever_is_on_the_list_and_receives_is_asked_about(void **state)
{
    (void)state;
    on_each_engine(body_dead);
}

static void body_returned(struct county *c)
{
    struct family f = family_make(c, 1940);
    char text[1024];
    (void)snprintf(text, sizeof text, HEAD "错号,%s,2013-06-06,甲\n王大明,%s,2013-06-01,乙\n",
                   wrong_check(f.wife), f.head);
    const char *errors = test_path("back.xlsx");
    struct match_file_result r =
        list_take(c, list_write_gb("back.csv", text), MATCH_CREMATION, errors);
    assert_true(r.has_errors_file);
    assert_int_equal(r.mark_count, 1);
    assert_int_equal(r.marks[0].row, 2);

    struct sheet_book *book;
    struct sheet_reader *reader;
    struct sheet_row row;
    struct error e;
    assert_ok_e(sheet_book_open(errors, &book, &e), &e);
    assert_ok_e(sheet_open(book, 0, SHEET_AS_IS, &reader, &e), &e);
    assert_ok_e(sheet_next(reader, &row, &e), &e);
    assert_string_equal(row.cells[1].text, "身份证号码");
    assert_ok_e(sheet_next(reader, &row, &e), &e);
    assert_string_equal(row.cells[0].text, "错号");
    assert_non_null(strstr(row.cells[4].text, "校验不通过"));
    assert_status(sheet_next(reader, &row, &e), STATUS_NONE);
    sheet_close(reader);
    sheet_book_free(book);
    /* What was set aside on the way holds whole numbers: it is gone. */
    char part[600];
    (void)snprintf(part, sizeof part, "%s.part", errors);
    assert_int_not_equal(access(part, F_OK), 0);
    unlink(errors);
}

static void a_row_that_can_not_be_read_comes_back_with_the_reason(void **state)
{
    (void)state;
    on_each_engine(body_returned);
}

static void body_silent(struct county *c)
{
    struct family dead = family_make(c, 1940), ended = family_make(c, 1942);
    struct error e;
    char text[1024];
    size_t count;
    assert_ok_e(
        registry_report_death(c->db, COUNTY, c->keys, dead.wife, date_make(2013, 5, 1), &ACTOR, &e),
        &e);
    assert_ok_e(registry_set_status(c->db, COUNTY, ended.household, ENTITLEMENT_ENDED, "收入超标",
                                    month_make(2013, 6), &ACTOR, &e),
                &e);
    (void)snprintf(text, sizeof text, HEAD "李秀英,%s,2013-05-01,\n王大明,%s,2013-06-01,\n",
                   dead.wife, ended.head);
    struct match_file_result r =
        list_take(c, list_write("silent.csv", text), MATCH_CREMATION, NULL);
    assert_int_equal(r.list.row_count, 2);
    assert_int_equal(r.list.hit_count, 0);
    (void)hits_of(c, 0, &count);
    assert_int_equal(count, 0);
}

static void the_dead_we_know_of_and_those_who_receive_nothing_are_no_hits(void **state)
{
    (void)state;
    on_each_engine(body_silent);
}

static int64_t trail_count(struct county *c)
{
    int64_t n = -1;
    struct error e;
    assert_ok_e(db_query_i64_raw(c->db, "SELECT count(*) FROM change_trail", &n, &e), &e);
    return n;
}

static void body_twice(struct county *c)
{
    struct family f = family_make(c, 1940);
    char text[512];
    size_t count;
    (void)snprintf(text, sizeof text, HEAD "王大明,%s,2013-06-01,\n", f.head);
    const char *path = list_write("twice.csv", text);
    assert_false(list_take(c, path, MATCH_CREMATION, NULL).is_known);
    int64_t before = trail_count(c);
    assert_true(list_take(c, path, MATCH_CREMATION, NULL).is_known);
    assert_int_equal(trail_count(c), before);
    (void)hits_of(c, 0, &count);
    assert_int_equal(count, 1);
    /* Another kind asks another question. */
    assert_false(list_take(c, path, MATCH_DEREGISTERED, NULL).is_known);
    (void)hits_of(c, 0, &count);
    assert_int_equal(count, 2);
}

static void the_same_list_again_changes_nothing(void **state)
{
    (void)state;
    on_each_engine(body_twice);
}

static void body_forms(struct county *c)
{
    struct family f = family_make(c, 1940);
    char text[1024];
    size_t count;
    (void)snprintf(
        text, sizeof text,
        "序号,车主姓名,身份证明号码（车主身份证号）,身份证号,号牌号码\n1,王小明,,%s,皖P12345\n",
        f.son);
    struct match_file_result r =
        list_take(c, list_write_xlsx("cars.xlsx", text), MATCH_VEHICLE, NULL);
    assert_int_equal(r.list.hit_count, 1); /* the son is no recipient, but of the household */
    struct match_hit *hits = hits_of(c, r.list.id, &count);
    assert_string_equal(hits[0].facts, "{\"号牌号码\":\"皖P12345\"}");
    r = list_take(c, list_write_gb("cars.csv", text), MATCH_VEHICLE, NULL);
    assert_int_equal(r.list.hit_count, 1);
    assert_int_equal(r.list.doubtful_count, 0);
}

static void workbooks_and_both_charsets_say_the_same(void **state)
{
    (void)state;
    on_each_engine(body_forms);
}

static void body_refused(struct county *c)
{
    struct error e;
    struct match_file_result r;
    struct match_file_request request = {.kind = MATCH_VEHICLE, .actor = "dibao1"};
    request.path = list_write("none.csv", "甲,乙\n1,2\n");
    assert_refused(match_file_import(c->db, COUNTY, c->keys, &request, c->arena, &r, &e), &e,
                   "MATCH_HEADER");
    request.path = list_write("noid.csv", "车主姓名,号牌号码\n王大明,皖P1\n");
    assert_refused(match_file_import(c->db, COUNTY, c->keys, &request, c->arena, &r, &e), &e,
                   "MATCH_HEADER");
    assert_non_null(strstr(e.message, "身份证号"));
    assert_non_null(strstr(e.message, "号牌号码"));
    request.path = list_write("empty.csv", "姓名,身份证号\n");
    assert_refused(match_file_import(c->db, COUNTY, c->keys, &request, c->arena, &r, &e), &e,
                   "MATCH_ROWS");
    request.path = list_write("quote.csv", "姓名,身份证号\n\"王,1\n");
    assert_refused(match_file_import(c->db, COUNTY, c->keys, &request, c->arena, &r, &e), &e,
                   "CSV_QUOTE");
    request.path = "/nonexistent.csv";
    assert_refused(match_file_import(c->db, COUNTY, c->keys, &request, c->arena, &r, &e), &e,
                   "SHEET_FILE");
    assert_int_equal(trail_count(c), 0);
}

static void what_is_no_list_is_refused_and_changes_nothing(void **state)
{
    (void)state;
    on_each_engine(body_refused);
}

static bool stop_at_once(void *context, int64_t done, int64_t total)
{
    (void)context;
    (void)done;
    (void)total;
    return false;
}

static void body_stopped(struct county *c)
{
    struct family f = family_make(c, 1940);
    struct error e;
    char text[512];
    struct match_file_result r;
    size_t count;
    (void)snprintf(text, sizeof text, HEAD "王大明,%s,2013-06-01,\n", f.head);
    struct match_file_request request = {.path = list_write("stop.csv", text),
                                         .kind = MATCH_CREMATION,
                                         .actor = "dibao1",
                                         .progress = stop_at_once};
    int64_t before = trail_count(c);
    assert_refused(match_file_import(c->db, COUNTY, c->keys, &request, c->arena, &r, &e), &e,
                   "CANCELLED");
    assert_int_equal(trail_count(c), before);
    (void)hits_of(c, 0, &count);
    assert_int_equal(count, 0);
    request.progress = NULL;
    assert_ok_e(match_file_import(c->db, COUNTY, c->keys, &request, c->arena, &r, &e), &e);
    assert_false(r.is_known);
    assert_int_equal(r.list.hit_count, 1);
}

static void a_list_that_was_stopped_is_taken_in_whole_the_next_time(void **state)
{
    (void)state;
    on_each_engine(body_stopped);
}

/* ---- explaining ---- */

static int64_t one_hit(struct county *c, const struct family *f, enum match_kind kind,
                       const char *day)
{
    char text[512], name[64];
    size_t count;
    static int n;
    (void)snprintf(name, sizeof name, "one%d.csv", ++n);
    (void)snprintf(text, sizeof text, "姓名,身份证号,死亡日期,号牌号码\n王大明,%s,%s,皖P%d\n",
                   f->head, day, n);
    struct match_file_result r = list_take(c, list_write(name, text), kind, NULL);
    struct match_hit *hits = hits_of(c, r.list.id, &count);
    assert_int_equal(count, 1);
    return hits[0].id;
}

static struct match_hit hit_now(struct county *c, int64_t id)
{
    struct match_hit h;
    struct error e;
    assert_ok_e(match_hit_read(c->db, COUNTY, id, c->arena, &h, &e), &e);
    return h;
}

static void body_explain(struct county *c)
{
    struct family f = family_make(c, 1940);
    struct error e;
    struct match_open_counts open;
    int64_t id = one_hit(c, &f, MATCH_VEHICLE, "");
    struct match_explanation x = {.hit = id, .conclusion = MATCH_NO_EFFECT, .note = "  "};
    struct match_actor other = BUREAU, town = BUREAU;
    other.scope = INT64_C(341823106000);
    town.scope = INT64_C(341823100000);
    assert_refused(match_hit_explain(c->db, COUNTY, c->keys, &BUREAU, &x, &e), &e, "MATCH_NOTE");
    x.note = "残疾人代步三轮车，看过行驶证";
    assert_refused(match_hit_explain(c->db, COUNTY, c->keys, &other, &x, &e), &e, "ACCESS_SCOPE");
    x.conclusion = MATCH_DEATH_REPORTED; /* a car tells of no death */
    assert_refused(match_hit_explain(c->db, COUNTY, c->keys, &town, &x, &e), &e,
                   "MATCH_CONCLUSION");
    x.conclusion = MATCH_OPEN;
    assert_refused(match_hit_explain(c->db, COUNTY, c->keys, &town, &x, &e), &e,
                   "MATCH_CONCLUSION");
    x.hit = 999;
    assert_refused(match_hit_explain(c->db, COUNTY, c->keys, &town, &x, &e), &e, "MATCH_UNKNOWN");
    x.hit = id;
    x.conclusion = MATCH_NO_EFFECT;
    int64_t before = trail_count(c);
    assert_ok_e(match_hit_explain(c->db, COUNTY, c->keys, &town, &x, &e), &e);
    assert_int_equal(trail_count(c), before + 1);
    struct match_hit h = hit_now(c, id);
    assert_false(h.is_open);
    assert_int_equal(h.conclusion, MATCH_NO_EFFECT);
    assert_string_equal(h.explained_by, "dibao1");
    assert_int_equal(h.explained_on.v, date_today().v);
    assert_refused(match_hit_explain(c->db, COUNTY, c->keys, &town, &x, &e), &e, "MATCH_EXPLAINED");
    assert_ok_e(match_open_counts(c->db, COUNTY, COUNTY, date_today(), &open, &e), &e);
    assert_int_equal(open.hits, 0);
    /* Whatever was concluded, the benefit is what it was. */
    struct dossier d = county_dossier(c, PROGRAMME_DIBAO, f.household, month_make(2013, 12),
                                      month_make(2013, 12), KNOWN_NOW);
    assert_int_equal(dossier_entitlement_at(&d, month_make(2013, 12))->status, ENTITLEMENT_ACTIVE);
}

static void an_explanation_is_of_its_kind_in_words_and_by_whom_it_concerns(void **state)
{
    (void)state;
    on_each_engine(body_explain);
}

static void body_death(struct county *c)
{
    struct family f = family_make(c, 1940), g = family_make(c, 1943);
    struct error e;
    int64_t id = one_hit(c, &f, MATCH_CREMATION, "2013-06-10");
    int64_t undated = one_hit(c, &g, MATCH_CREMATION, "");
    struct match_explanation x = {
        .hit = id, .conclusion = MATCH_DEATH_REPORTED, .note = "家属已交火化证"};
    assert_refused(match_hit_explain(c->db, COUNTY, c->keys, &BUREAU, &x, &e), &e, "MATCH_DEATH");
    assert_true(hit_now(c, id).is_open);
    x.conclusion = MATCH_NO_EFFECT; /* a death is never without effect */
    assert_refused(match_hit_explain(c->db, COUNTY, c->keys, &BUREAU, &x, &e), &e,
                   "MATCH_CONCLUSION");
    x.conclusion = MATCH_NOT_SAME;
    x.reports_death = true;
    assert_refused(match_hit_explain(c->db, COUNTY, c->keys, &BUREAU, &x, &e), &e,
                   "MATCH_CONCLUSION");
    x.conclusion = MATCH_DEATH_REPORTED;
    assert_ok_e(match_hit_explain(c->db, COUNTY, c->keys, &BUREAU, &x, &e), &e);
    /* The day of the list: due in June, gone from July on, the wife heads the household. */
    struct dossier d = county_dossier(c, PROGRAMME_DIBAO, f.household, month_make(2013, 6),
                                      month_make(2013, 7), KNOWN_NOW);
    int64_t head = person_number(c, f.head);
    assert_true(member_at(&d, head, month_make(2013, 6))->is_present);
    assert_false(member_at(&d, head, month_make(2013, 7))->is_present);
    assert_int_equal(dossier_entitlement_at(&d, month_make(2013, 7))->head,
                     person_number(c, f.wife));

    x.hit = undated;
    assert_refused(match_hit_explain(c->db, COUNTY, c->keys, &BUREAU, &x, &e), &e,
                   "MATCH_DEATH_DAY");
    x.died_on = date_make(2013, 7, 1); /* tomorrow */
    assert_refused(match_hit_explain(c->db, COUNTY, c->keys, &BUREAU, &x, &e), &e, "DEATH_FUTURE");
    assert_true(hit_now(c, undated).is_open);
    /* Reported by somebody else meanwhile: enough. */
    assert_ok_e(
        registry_report_death(c->db, COUNTY, c->keys, g.head, date_make(2013, 6, 20), &ACTOR, &e),
        &e);
    x.reports_death = false;
    assert_ok_e(match_hit_explain(c->db, COUNTY, c->keys, &BUREAU, &x, &e), &e);
}

static void a_death_is_reported_only_when_the_one_who_explains_says_so(void **state)
{
    (void)state;
    on_each_engine(body_death);
}

static void body_filter(struct county *c)
{
    struct family f = family_make(c, 1940);
    struct error e;
    struct match_hit *hits;
    struct match_open_counts open;
    size_t count;
    bool has_more;
    today_is("2013-06-28"); /* Friday; due on Friday 12 July */
    int64_t first = one_hit(c, &f, MATCH_VEHICLE, ""), second = one_hit(c, &f, MATCH_VEHICLE, "");
    struct match_hit_filter all = {.scope = COUNTY, .today = date_today(), .row_count = 1};
    assert_ok_e(match_hit_list(c->db, COUNTY, &all, c->arena, &hits, &count, &has_more, &e), &e);
    assert_int_equal(count, 1);
    assert_true(has_more);
    assert_int_equal(hits[0].id, first);
    all.after = first;
    assert_ok_e(match_hit_list(c->db, COUNTY, &all, c->arena, &hits, &count, &has_more, &e), &e);
    assert_int_equal(hits[0].id, second);
    assert_false(has_more);
    const struct {
        int64_t household, person, scope;
        size_t hits;
    } about[] = {
        {f.household, 0, COUNTY, 2},
        {f.household + 1, 0, COUNTY, 0},
        {0, person_number(c, f.head), COUNTY, 2},
        {0, person_number(c, f.wife), COUNTY, 0},
        {f.household, 0, INT64_C(341823106000), 0},
        {0, person_number(c, f.head), INT64_C(341823106000), 0},
    };
    for (size_t i = 0; i < sizeof about / sizeof about[0]; i++) {
        struct match_hit_filter one = {.scope = about[i].scope,
                                       .household = about[i].household,
                                       .person = about[i].person,
                                       .is_open_only = true,
                                       .today = date_today(),
                                       .row_count = 10};
        assert_ok_e(match_hit_list(c->db, COUNTY, &one, c->arena, &hits, &count, &has_more, &e),
                    &e);
        assert_int_equal(count, about[i].hits);
    }
    const struct {
        const char *today;
        int64_t scope;
        size_t hits, overdue;
    } cases[] = {
        {"2013-07-12", COUNTY, 2, 0},
        {"2013-07-13", COUNTY, 2, 2},
        {"2013-07-13", VILLAGE / 1000 * 1000, 2, 2},
        {"2013-07-13", INT64_C(341823106000), 0, 0},
        {"2013-07-13", 0, 0, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        today_is(cases[i].today);
        struct match_hit_filter late = {.scope = cases[i].scope,
                                        .is_overdue_only = true,
                                        .today = date_today(),
                                        .row_count = 10};
        assert_ok_e(match_hit_list(c->db, COUNTY, &late, c->arena, &hits, &count, &has_more, &e),
                    &e);
        assert_int_equal(count, cases[i].overdue);
        assert_ok_e(match_open_counts(c->db, COUNTY, cases[i].scope, date_today(), &open, &e), &e);
        assert_int_equal(open.hits, cases[i].hits);
        assert_int_equal(open.hits_overdue, cases[i].overdue);
    }
    today_is("2013-06-30");
}

static void what_is_overdue_is_so_the_day_after_and_only_in_its_scope(void **state)
{
    (void)state;
    on_each_engine(body_filter);
}

/* A file of more than one block and one batch, so that the registry is read through. */
static void body_long(struct county *c)
{
    struct family f = family_make(c, 1940);
    const int rows = 30000;
    CLEANUP(buf_free) struct buf text = BUF_INIT((size_t)8 << 20);
    size_t count;
    buf_adds(&text, "车主姓名,身份证号,号牌号码\n");
    for (int i = 0; i < rows; i++) {
        bool is_hit = i == 0 || i == 1500 || i == rows - 1;
        buf_addf(&text, "王大明,%s,皖P%05d 一二三四五六七八九十\n",
                 is_hit ? f.head : id_number(1960 + i % 30, 1 + i % 12, 1 + i % 28, i % 999), i);
    }
    assert_true(text.n > (size_t)1 << 20);
    struct match_file_result r =
        list_take(c, list_write("long.csv", buf_text(&text)), MATCH_VEHICLE, NULL);
    assert_int_equal(r.list.row_count, rows);
    struct match_hit *hits = hits_of(c, r.list.id, &count);
    assert_int_equal(count, 3);
    assert_int_equal(hits[0].row_no, 2);
    assert_int_equal(hits[1].row_no, 1502);
    assert_int_equal(hits[2].row_no, rows + 1);
}

static void a_long_list_finds_the_first_and_the_last_row(void **state)
{
    (void)state;
    on_each_engine(body_long);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whoever_is_on_the_list_and_receives_is_asked_about),
        cmocka_unit_test(a_row_that_can_not_be_read_comes_back_with_the_reason),
        cmocka_unit_test(the_dead_we_know_of_and_those_who_receive_nothing_are_no_hits),
        cmocka_unit_test(the_same_list_again_changes_nothing),
        cmocka_unit_test(workbooks_and_both_charsets_say_the_same),
        cmocka_unit_test(what_is_no_list_is_refused_and_changes_nothing),
        cmocka_unit_test(a_list_that_was_stopped_is_taken_in_whole_the_next_time),
        cmocka_unit_test(an_explanation_is_of_its_kind_in_words_and_by_whom_it_concerns),
        cmocka_unit_test(a_death_is_reported_only_when_the_one_who_explains_says_so),
        cmocka_unit_test(what_is_overdue_is_so_the_day_after_and_only_in_its_scope),
        cmocka_unit_test(a_long_list_finds_the_first_and_the_last_row),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
