/* One simulated year: it happens in full, the auditor has nothing to say, the same seed gives the
   same papers to the byte on either engine, and every number that is printed is found again by
   statements of tests/oracle that know nothing of ours. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audit/audit.h"
#include "base/hash.h"
#include "domain/assessment/assessment.h"
#include "domain/meeting/meeting.h"
#include "office/demo/year.h"
#include "office/planpaper/assessment.h"
#include "office/planpaper/bulletin.h"
#include "office/planpaper/minutes.h"
#include "support/test_support.h"
#include "support/testdb.h"

#define HOUSEHOLDS 150
#define WUBAO 220
#define SEED UINT64_C(20130601)
#define SQL_BYTES 16384
#define LINES_MAX 400
#define LINE_BYTES 128

struct ground {
    struct db *db;
    struct keyring *keys;
    struct arena *arena;
    struct payment_context c;
};

static void set_today(struct date day)
{
    char text[DATE_TEXT_BYTES];
    setenv("MINSHENG_TODAY", date_format(day, text), 1);
}

static void year_build(struct ground *g, const char *url)
{
    static int built;
    char name[32];
    struct plan *plan;
    struct demo_year_counts counts;
    struct error e = {0};
    struct demo_options options = {.seed = SEED,
                                   .dibao_households = HOUSEHOLDS,
                                   .wubao_persons = WUBAO,
                                   .month = month_make(2013, 1)};
    *g = (struct ground){.db = testdb_open(url, DB_WRITER), .arena = arena_new(128u << 20)};
    (void)snprintf(name, sizeof name, "year-key%d", built++);
    assert_ok_e(keyring_open(test_path(name), true, &g->keys, &e), &e);
    assert_ok_e(plan_read(getenv("MINSHENG_PLAN"), g->arena, &plan, &e), &e);
    assert_ok_e(plan_load(g->db, plan, plan_content(plan), g->keys, ACTOR_SYSTEM, NULL, &e), &e);
    g->c =
        (struct payment_context){.county = COUNTY_JINGXIAN, .actor = ACTOR_SYSTEM, .keys = g->keys};
    set_today(month_first_day(options.month));
    assert_ok_e(demo_ground_read(g->db, COUNTY_JINGXIAN, g->arena, &options, &e), &e);
    assert_ok_e(demo_store(g->db, &g->c, &options, NULL, &e), &e);
    assert_ok_e(demo_year_store(g->db, &g->c, &options, test_tmpdir(), set_today, &counts, &e), &e);
    assert_int_equal(counts.months, YEAR_MONTHS);
}

static void year_leave(struct ground *g)
{
    db_cleanup(&g->db);
    keyring_cleanup(&g->keys);
    arena_free(g->arena);
    unsetenv("MINSHENG_TODAY");
}

static int64_t number(struct ground *g, const char *sql)
{
    struct error e = {0};
    int64_t n;
    enum status s = db_query_i64_raw(g->db, sql, &n, &e);
    if (s != STATUS_OK)
        print_message("# %s\n", sql);
    assert_ok_e(s, &e);
    return n;
}

/* ---- what happened ---- */

static enum status print_finding(void *context, const struct audit_finding *f, struct error *e)
{
    (void)context;
    (void)e;
    print_message("# %s %s: %s\n", f->code, f->subject, f->detail);
    return STATUS_OK;
}

static void check_story(struct ground *g)
{
    static const struct {
        const char *sql;
        int64_t n;
    } facts[] = {
        {"SELECT count(*) FROM progress_meeting WHERE state = 3", 12},
        {"SELECT count(DISTINCT month) FROM progress_meeting WHERE state = 3", 12},
        {"SELECT count(*) FROM bulletin WHERE state = 3 AND kind = 'QUARTER'", 4},
        {"SELECT count(*) FROM bulletin WHERE state = 3 AND kind = 'MIDYEAR'", 1},
        {"SELECT count(*) FROM bulletin WHERE state = 3 AND kind = 'YEAR'", 1},
        {"SELECT count(*) FROM bulletin WHERE state <> 3", 0},
        {"SELECT count(*) FROM assessment WHERE state IN (7, 8)", 2},
        {"SELECT count(*) FROM assessment WHERE state = 8", 1},
        {"SELECT count(*) FROM assessment_rank WHERE known_to = 2147483647", 22},
        {"SELECT count(*) FROM target_letter WHERE state = 2", 11},
        {"SELECT count(*) FROM survey WHERE state = 3", 1},
        {"SELECT count(*) FROM complaint WHERE state = 4", 8},
        {"SELECT count(*) FROM payment_run WHERE state = 7", 24},
        {"SELECT count(*) FROM project_return WHERE state = 3", 84},
    };
    struct audit_result result;
    struct error e = {0};
    for (size_t i = 0; i < sizeof facts / sizeof facts[0]; i++) {
        int64_t n = number(g, facts[i].sql);
        if (n != facts[i].n)
            print_message("# %s\n", facts[i].sql);
        assert_int_equal(n, facts[i].n);
    }
    assert_ok_e(audit_run(g->db,
                          &(struct audit_scope){.county = COUNTY_JINGXIAN,
                                                .from = month_make(2013, 1),
                                                .to = MONTH_OPEN,
                                                .keys = g->keys},
                          print_finding, NULL, &result, &e),
                &e);
    assert_int_equal(result.findings, 0);
}

/* ---- the oracle ---- */

/* Every figure that was printed or led to points, with the change as of which it was read. */
static const char PRINTED[] =
    "CREATE TABLE printed AS SELECT f.indicator AS code, b.known AS known, f.from_month AS "
    "from_month, f.to_month AS to_month, f.township AS township, f.numerator AS numerator, "
    "f.denominator AS denominator FROM bulletin_figure AS f JOIN bulletin AS b ON b.id = "
    "f.bulletin WHERE f.indicator <> 'assessment.points' UNION ALL "
    "SELECT i.indicator, m.known, i.from_month, i.to_month, i.township, i.numerator, "
    "i.denominator FROM meeting_item AS i JOIN progress_meeting AS m ON m.id = i.meeting WHERE "
    "i.kind = 'BEHIND' UNION ALL "
    "SELECT n.indicator, a.known, a.from_month, a.to_month, s.township, s.numerator, "
    "s.denominator FROM assessment_score AS s JOIN assessment AS a ON a.id = s.assessment JOIN "
    "assessment_node AS n ON n.plan = a.plan AND n.scope = a.scope AND n.code = s.node WHERE "
    "n.source IN ('SYSTEM', 'SURVEY') AND n.indicator <> ''";
/* What the oracle says: a township without a row has nothing, the county has the sum. */
static const char DIFFERENT[] =
    "CREATE TABLE different AS SELECT p.code AS code, p.known AS known, p.township AS township, "
    "p.numerator AS numerator, p.denominator AS denominator, coalesce((SELECT "
    "CAST(sum(o.numerator) "
    "AS BIGINT) FROM oracle_row AS o WHERE o.code = p.code AND o.known = p.known AND o.from_month "
    "= "
    "p.from_month AND o.to_month = p.to_month AND (p.township = 0 OR o.township = p.township)), 0) "
    "AS own_numerator, coalesce((SELECT CAST(sum(o.denominator) AS BIGINT) FROM oracle_row AS o "
    "WHERE o.code = p.code AND o.known = p.known AND o.from_month = p.from_month AND o.to_month = "
    "p.to_month AND (p.township = 0 OR o.township = p.township)), 0) AS own_denominator "
    "FROM printed AS p";

static bool oracle_read(const char *code, char text[SQL_BYTES])
{
    char path[512];
    (void)snprintf(path, sizeof path, "%s/%s.sql", ORACLE_DIR, code);
    FILE *f = fopen(path, "r");
    if (f == NULL)
        return false;
    size_t n = fread(text, 1, SQL_BYTES - 1, f);
    text[n] = '\0';
    assert_true(n < SQL_BYTES - 1);
    (void)fclose(f);
    return true;
}

struct oracle_span {
    int64_t known, from, to, day, last;
};

static int64_t token_value(const struct oracle_span *s, const char *at, size_t *ret_length)
{
    const struct {
        const char *name;
        int64_t value;
    } tokens[] = {
        {":county", COUNTY_JINGXIAN},
        {":known", s->known},
        {":from", s->from},
        {":to", s->to},
        {":day", s->day},
        {":first", s->from * 100 + 1},
        {":last", s->last},
        {":end", s->day < s->last ? s->day : s->last},
    };
    for (size_t i = 0; i < sizeof tokens / sizeof tokens[0]; i++)
        if (strncmp(at, tokens[i].name, strlen(tokens[i].name)) == 0) {
            *ret_length = strlen(tokens[i].name);
            return tokens[i].value;
        }
    fail_msg("unknown token: %.20s", at);
    return 0;
}

/* Asks one oracle for one span and keeps its rows, and their sum as the county's. */
static void oracle_ask(struct ground *g, const char *code, const char *text,
                       const struct oracle_span *s)
{
    CLEANUP(buf_free) struct buf sql = BUF_INIT(4 * SQL_BYTES);
    struct error e = {0};
    buf_addf(&sql,
             "INSERT INTO oracle_row SELECT '%s', %lld, %lld, %lld, o.township, o.numerator, "
             "o.denominator FROM (",
             code, (long long)s->known, (long long)s->from, (long long)s->to);
    for (const char *at = text; *at != '\0'; at++) {
        size_t length;
        if (*at == '-' && at[1] == '-')
            at += strcspn(at, "\n");
        if (*at != ':') {
            buf_add(&sql, at, 1);
            continue;
        }
        buf_addf(&sql, "%lld", (long long)token_value(s, at, &length));
        at += length - 1;
    }
    buf_adds(&sql, ") AS o");
    enum status status = db_execute_raw(g->db, buf_text(&sql), &e);
    if (status != STATUS_OK)
        print_message("# %s: %s\n", code, e.message);
    assert_ok_e(status, &e);
}

/* The spans that were read of an indicator, one after the other by what was known. */
static bool span_next(struct ground *g, const char *code, struct oracle_span *s)
{
    char sql[2048];
    int64_t key;
    (void)snprintf(
        sql, sizeof sql,
        "SELECT coalesce(min(p.known * 10000 + (p.from_month - 201300) * 100 + p.to_month - "
        "201300), 0) FROM printed AS p WHERE p.code = '%s' AND p.known * 10000 + "
        "(p.from_month - 201300) * 100 + p.to_month - 201300 > %lld",
        code,
        (long long)(s->known * 10000 +
                    (s->known > 0 ? (s->from - 201300) * 100 + s->to - 201300 : 0)));
    key = number(g, sql);
    if (key == 0)
        return false;
    s->known = key / 10000;
    s->from = 201300 + key / 100 % 100;
    s->to = 201300 + key % 100;
    (void)snprintf(sql, sizeof sql,
                   "SELECT CAST(replace(substr(at, 1, 10), '-', '') AS BIGINT) FROM change_trail "
                   "WHERE id = %lld",
                   (long long)s->known);
    s->day = number(g, sql);
    s->last = date_yyyymmdd(month_last_day(month_make(2013, (int)(s->to - 201300))));
    return true;
}

static int64_t of_code(struct ground *g, const char *what, const char *code)
{
    char sql[512];
    (void)snprintf(sql, sizeof sql, "SELECT count(*) FROM %s AS p WHERE p.code = '%s'", what, code);
    return number(g, sql);
}

/* Prints one of the differences of an indicator. */
static void say_different(struct ground *g, const char *code)
{
    static const char *const columns[] = {"known",       "township",      "numerator",
                                          "denominator", "own_numerator", "own_denominator"};
    print_message("# %s:", code);
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++) {
        char sql[512];
        (void)snprintf(
            sql, sizeof sql,
            "SELECT %s FROM different WHERE code = '%s' ORDER BY known, township LIMIT 1",
            columns[i], code);
        print_message(" %s %lld", columns[i], (long long)number(g, sql));
    }
    print_message("\n");
}

static void check_figures(struct ground *g)
{
    const struct indicator *indicator;
    struct error e = {0};
    int64_t wrong = 0, asked = 0, known_codes = 0;
    assert_ok_e(db_execute_raw(g->db, PRINTED, &e), &e);
    assert_ok_e(db_execute_raw(g->db,
                               "CREATE TABLE oracle_row (code TEXT, known BIGINT, from_month "
                               "BIGINT, to_month BIGINT, township BIGINT, numerator BIGINT, "
                               "denominator BIGINT)",
                               &e),
                &e);
    for (size_t i = 0; (indicator = indicator_at(i)) != NULL; i++) {
        char text[SQL_BYTES];
        struct oracle_span span = {0};
        int64_t printed = of_code(g, "printed", indicator->code);
        known_codes += printed;
        if (printed > 0 && !oracle_read(indicator->code, text)) {
            print_message("# no oracle for %s\n", indicator->code);
            wrong++;
            continue;
        }
        while (printed > 0 && span_next(g, indicator->code, &span)) {
            oracle_ask(g, indicator->code, text, &span);
            asked++;
        }
    }
    assert_int_equal(known_codes, number(g, "SELECT count(*) FROM printed"));
    assert_ok_e(db_execute_raw(g->db, DIFFERENT, &e), &e);
    assert_ok_e(db_execute_raw(g->db,
                               "DELETE FROM different WHERE numerator = own_numerator AND "
                               "denominator = own_denominator",
                               &e),
                &e);
    for (size_t i = 0; (indicator = indicator_at(i)) != NULL; i++)
        if (of_code(g, "different", indicator->code) > 0) {
            say_different(g, indicator->code);
            wrong++;
        }
    print_message("# %lld figures, %lld spans asked\n", (long long)known_codes, (long long)asked);
    assert_int_equal(wrong, 0);
    assert_true(known_codes > 1500);
}

/* ---- ranks and points ---- */

static void no_row_is_wrong(struct ground *g, const char *what, const char *sql)
{
    int64_t n = number(g, sql);
    if (n != 0)
        print_message("# %s: %lld\n", what, (long long)n);
    assert_int_equal(n, 0);
}

/* By whole fractions multiplied crosswise; every indicator of a bulletin is better when greater. */
static void check_ranks(struct ground *g)
{
    no_row_is_wrong(
        g, "ranks of bulletins",
        "SELECT count(*) FROM bulletin_figure AS f WHERE f.indicator <> 'assessment.points' AND "
        "f.indicator <> 'medical.days_from_application' AND f.rank_no <> CASE WHEN f.township = 0 "
        "OR f.target_bp = -1 OR f.denominator = 0 THEN 0 ELSE 1 + (SELECT count(*) FROM "
        "bulletin_figure AS o WHERE o.bulletin = f.bulletin AND o.indicator = f.indicator AND "
        "o.township > 0 AND o.target_bp <> -1 AND o.denominator > 0 AND o.numerator * "
        "f.denominator > f.numerator * o.denominator) END");
    no_row_is_wrong(
        g, "points in bulletins",
        "SELECT count(*) FROM bulletin_figure AS f JOIN bulletin AS b ON b.id = f.bulletin WHERE "
        "f.indicator = 'assessment.points' AND f.township > 0 AND NOT EXISTS (SELECT 1 FROM "
        "assessment_rank AS r WHERE r.assessment = b.assessment AND r.township = f.township AND "
        "r.known_from <= b.known AND r.known_to > b.known AND r.rank_no = f.rank_no AND "
        "r.total_cp = f.numerator AND f.denominator = 100)");
    no_row_is_wrong(
        g, "ranks of assessments",
        "SELECT count(*) FROM assessment_rank AS r JOIN assessment AS a ON a.id = r.assessment "
        "WHERE r.known_to = 2147483647 AND r.rank_no <> 1 + (SELECT count(*) FROM assessment_rank "
        "AS o WHERE o.assessment = r.assessment AND o.known_to = 2147483647 AND (o.is_vetoed < "
        "r.is_vetoed OR (o.is_vetoed = r.is_vetoed AND (o.total_cp > r.total_cp OR (o.total_cp = "
        "r.total_cp AND (SELECT x.score_cp FROM assessment_score AS x WHERE x.assessment = "
        "o.assessment AND x.township = o.township AND x.node = a.tie AND x.known_to = 2147483647) "
        "> (SELECT x.score_cp FROM assessment_score AS x WHERE x.assessment = r.assessment AND "
        "x.township = r.township AND x.node = a.tie AND x.known_to = 2147483647))))))");
}

#define LEAF                                                                                       \
    "FROM assessment_score AS s JOIN assessment AS a ON a.id = s.assessment JOIN assessment_node " \
    "AS n ON n.plan = a.plan AND n.scope = a.scope AND n.code = s.node AND n.rule <> 'SUM' WHERE " \
    "s.known_to = 2147483647 "

static void check_points(struct ground *g)
{
    no_row_is_wrong(g, "totals",
                    "SELECT count(*) FROM assessment_rank AS r WHERE r.known_to = 2147483647 AND "
                    "r.total_cp <> (SELECT sum(s.score_cp) " LEAF
                    "AND s.assessment = r.assessment AND s.township = r.township)");
    no_row_is_wrong(g, "a hundred points to win",
                    "SELECT count(*) FROM assessment_rank AS r WHERE r.known_to = 2147483647 AND "
                    "10000 <> (SELECT sum(s.full_cp) " LEAF
                    "AND s.assessment = r.assessment AND s.township = r.township AND n.rule NOT "
                    "IN ('BONUS', 'VETO'))");
    /* F × (n ÷ d − base) ÷ (target − base), half up, from 0 to F. */
    no_row_is_wrong(
        g, "linear points",
        "SELECT count(*) " LEAF
        "AND n.rule = 'LINEAR' AND s.is_applicable = 1 AND s.dispute = 0 AND s.denominator > 0 "
        "AND s.target_bp > n.base_bp AND s.score_cp <> CASE WHEN s.numerator * 10000 <= n.base_bp "
        "* s.denominator THEN 0 WHEN s.numerator * 10000 >= s.target_bp * s.denominator THEN "
        "s.full_cp ELSE (2 * s.full_cp * (s.numerator * 10000 - n.base_bp * s.denominator) + "
        "s.denominator * (s.target_bp - n.base_bp)) / (2 * s.denominator * (s.target_bp - "
        "n.base_bp)) END");
    no_row_is_wrong(
        g, "the survey's sample",
        "SELECT count(*) FROM survey AS v WHERE v.sample_size <> (SELECT sum(t.selected) "
        "FROM survey_stratum AS t WHERE t.survey = v.id) OR v.sample_size <> (SELECT "
        "count(*) FROM survey_sample AS p WHERE p.survey = v.id)");
}

/* ---- the same bytes ---- */

struct prints {
    struct print_line {
        char what[LINE_BYTES];
        char hash[HASH_HEX_BYTES];
    } line[LINES_MAX];
    size_t count;
};

static void print_add(struct prints *p, const struct buf *paper, const char *noun, int64_t id,
                      enum document_kind kind)
{
    uint8_t hash[HASH_BYTES];
    struct print_line *line = &p->line[p->count++];
    assert_true(p->count < LINES_MAX);
    assert_true(paper->n > 0);
    hash_bytes(paper->p, paper->n, hash);
    hash_hex(hash, line->hash);
    (void)snprintf(line->what, sizeof line->what, "%s %lld.%s", noun, (long long)id,
                   kind == DOCUMENT_PDF ? "pdf" : "docx");
}

static void papers_print(struct ground *g, struct prints *p, enum document_kind kind)
{
    const struct date day = date_make(2014, 1, 31);
    const struct meeting_paper_options minutes = {.kind = kind, .today = day};
    const struct assessment_paper_options table = {.kind = kind, .today = day};
    struct error e = {0};
    for (int64_t id = 1; id <= 12; id++) {
        CLEANUP(buf_free) struct buf paper = BUF_INIT(DOCUMENT_BYTES_MAX);
        assert_ok_e(meeting_paper_render(g->db, COUNTY_JINGXIAN, id, &minutes, &paper, &e), &e);
        print_add(p, &paper, "minutes", id, kind);
    }
    for (int64_t id = 1; id <= 6; id++) {
        CLEANUP(buf_free) struct buf paper = BUF_INIT(DOCUMENT_BYTES_MAX);
        assert_ok_e(bulletin_paper_render(g->db, COUNTY_JINGXIAN, id, kind, day, &paper, &e), &e);
        print_add(p, &paper, "bulletin", id, kind);
    }
    for (int64_t id = 1; id <= 2; id++) {
        CLEANUP(buf_free) struct buf paper = BUF_INIT(DOCUMENT_BYTES_MAX);
        assert_ok_e(assessment_table_render(g->db, COUNTY_JINGXIAN, id, &table, &paper, &e), &e);
        print_add(p, &paper, "assessment", id, kind);
    }
}

/* Each score and rank, and what it was reckoned from, in one line a township. */
static void scores_print(struct ground *g, struct prints *p)
{
    struct error e = {0};
    for (int64_t id = 1; id <= 2; id++) {
        CLEANUP(buf_free) struct buf text = BUF_INIT(DOCUMENT_BYTES_MAX);
        struct assessment_score_row *rows;
        struct assessment_rank_row *ranks;
        size_t count, rank_count;
        assert_ok_e(assessment_score_list(g->db, COUNTY_JINGXIAN, id, 0, KNOWN_NOW, g->arena, &rows,
                                          &count, &e),
                    &e);
        assert_ok_e(assessment_rank_list(g->db, COUNTY_JINGXIAN, id, KNOWN_NOW, g->arena, &ranks,
                                         &rank_count, &e),
                    &e);
        for (size_t i = 0; i < count; i++)
            buf_addf(&text, "%lld %s %lld %lld %lld %lld %s\n", (long long)rows[i].township,
                     rows[i].node, (long long)rows[i].full_cp, (long long)rows[i].score_cp,
                     (long long)rows[i].numerator, (long long)rows[i].denominator, rows[i].why);
        for (size_t i = 0; i < rank_count; i++)
            buf_addf(&text, "%d %s %lld\n", ranks[i].rank, ranks[i].name,
                     (long long)ranks[i].total_cp);
        print_add(p, &text, "scores", id, DOCUMENT_PDF);
    }
}

static void prints_compare(const struct prints *a, const struct prints *b, const char *where)
{
    size_t different = 0;
    assert_int_equal(a->count, b->count);
    for (size_t i = 0; i < a->count; i++)
        if (strcmp(a->line[i].hash, b->line[i].hash) != 0) {
            print_message("# %s: other bytes of %s\n", where, a->line[i].what);
            different++;
        }
    assert_int_equal(different, 0);
}

static void year_print(struct ground *g, struct prints *p)
{
    p->count = 0;
    papers_print(g, p, DOCUMENT_PDF);
    papers_print(g, p, DOCUMENT_DOCX);
    scores_print(g, p);
}

static struct prints first, other;

static void a_year_ties_out_and_every_printed_number_is_found_again(void **state)
{
    (void)state;
    struct testdb dbs[2];
    size_t count = testdb_each(dbs);
    for (size_t i = 0; i < count; i++) {
        struct ground g;
        year_build(&g, dbs[i].url);
        year_print(&g, i == 0 ? &first : &other);
        check_story(&g);
        check_figures(&g);
        check_ranks(&g);
        check_points(&g);
        if (i > 0)
            prints_compare(&first, &other, "on the other engine");
        year_leave(&g);
    }
}

static void the_same_seed_gives_the_same_bytes_again(void **state)
{
    (void)state;
    struct testdb db;
    struct ground g;
    testdb_fresh(DB_SQLITE, &db);
    year_build(&g, db.url);
    year_print(&g, &other);
    prints_compare(&first, &other, "built again");
    year_leave(&g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_year_ties_out_and_every_printed_number_is_found_again),
        cmocka_unit_test(the_same_seed_gives_the_same_bytes_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
