/* A township's self-assessment: within its points, by two people, with figures that stay. */
#include "domain/inspection/inspection_fixture.h"

#include <string.h>

#include "domain/assessment/assessment.h"
#include "domain/assessment/self.h"
#include "domain/project/project.h"

static int64_t round_open(struct field *w)
{
    struct error e = {0};
    int64_t id = 0;
    assert_ok_e(assessment_open(w->db, w->county,
                                &(struct assessment_new){.year = 2013, .scope = ASSESSMENT_YEAR},
                                SUPERVISOR, &id, &e),
                &e);
    return id;
}

static enum status claim(struct field *w, int64_t round, const char *node, int64_t cp,
                         const char *actor, struct error *e)
{
    int64_t id;
    struct self_assessment_claim c = {.node = node, .claimed_cp = cp, .statement = "台账齐全"};
    return self_assessment_write(w->db, w->county,
                                 &(struct self_assessment_entry){.assessment = round,
                                                                 .township = JINGCHUAN,
                                                                 .summary = "全年各项工作按期完成",
                                                                 .claims = &c,
                                                                 .claim_count = 1},
                                 actor, &id, e);
}

static struct self_assessment_line line_of(struct field *w, int64_t round, const char *node)
{
    struct self_assessment_line *lines;
    struct error e = {0};
    size_t n;
    assert_ok_e(
        self_assessment_line_list(w->db, w->county, round, JINGCHUAN, w->arena, &lines, &n, &e),
        &e);
    for (size_t i = 0; i < n; i++)
        if (strcmp(lines[i].node.code, node) == 0)
            return lines[i];
    fail_msg("no node %s", node);
    return (struct self_assessment_line){0};
}

/* A fact that moves the figure of the stage of works: 选址 was reached. */
static void works_begin(struct field *w)
{
    struct project p;
    struct error e = {0};
    assert_ok_e(project_find(w->db, w->county, "P01", w->arena, &p, &e), &e);
    assert_ok_e(
        project_stage_reach(w->db, w->county, p.id, STAGE_SITE, field_day("2013-01-20"), CLERK, &e),
        &e);
}

static void self_body(struct field *w)
{
    struct error e = {0};
    int64_t round = round_open(w);
    struct self_assessment s;
    assert_ok_e(self_assessment_read(w->db, w->county, round, JINGCHUAN, w->arena, &s, &e), &e);
    assert_int_equal(s.state, 0);
    assert_refused(claim(w, round, "C", 1001, CLERK, &e), &e, "SELF_ASSESSMENT_BEYOND");
    assert_refused(claim(w, round, "C", -1, CLERK, &e), &e, "SELF_ASSESSMENT_BEYOND");
    assert_refused(claim(w, round, "A", 100, CLERK, &e), &e, "SELF_ASSESSMENT_NODE"); /* a sum */
    assert_refused(claim(w, round, "C", 1000, OTHER_CLERK, &e), &e, "ACCESS_SCOPE");
    assert_refused(claim(w, round, "C", 1000, LEAD, &e), &e, "ACCESS_DENIED");
    assert_refused(claim(w, round + 9, "C", 1000, CLERK, &e), &e, "ASSESSMENT_UNKNOWN");
    assert_ok_e(claim(w, round, "A213", 150, CLERK, &e), &e);
    assert_refused(self_assessment_submit(w->db, w->county, round, JINGCHUAN, CLERK, &e), &e,
                   "SELF_ASSESSMENT_MISSING"); /* what only the township can speak to */
    assert_string_equal(e.place, "C");
    assert_ok_e(claim(w, round, "C", 1000, CLERK, &e), &e); /* the full points */
    assert_ok_e(self_assessment_submit(w->db, w->county, round, JINGCHUAN, CLERK, &e), &e);
    assert_refused(claim(w, round, "C", 900, CLERK, &e), &e, "SELF_ASSESSMENT_STATE");
    assert_refused(self_assessment_send_back(w->db, w->county, round, JINGCHUAN, "", LEAD, &e), &e,
                   "REASON_MISSING");
    assert_ok_e(self_assessment_send_back(w->db, w->county, round, JINGCHUAN, "偏高", LEAD, &e),
                &e);
    assert_refused(self_assessment_sign(w->db, w->county, round, JINGCHUAN, LEAD, &e), &e,
                   "SELF_ASSESSMENT_STATE");
    assert_ok_e(claim(w, round, "C", 900, CLERK, &e), &e);
    assert_ok_e(self_assessment_submit(w->db, w->county, round, JINGCHUAN, CLERK, &e), &e);
    /* Not by who wrote it, whatever his post is now. */
    assert_ok_e(
        access_user_role(w->db, w->county, "admin", CLERK, ROLE_TOWNSHIP_LEAD, JINGCHUAN, &e), &e);
    assert_refused(self_assessment_sign(w->db, w->county, round, JINGCHUAN, CLERK, &e), &e,
                   "SAME_PERSON");
    assert_ok_e(
        access_user_role(w->db, w->county, "admin", CLERK, ROLE_TOWNSHIP_CLERK, JINGCHUAN, &e), &e);
    struct self_assessment_line before = line_of(w, round, "A213");
    assert_true(before.has_figure);
    assert_ok_e(self_assessment_sign(w->db, w->county, round, JINGCHUAN, LEAD, &e), &e);

    /* The world goes on, the signed figure stays. */
    works_begin(w);
    struct self_assessment_line after = line_of(w, round, "A213");
    assert_int_equal(after.numerator, before.numerator);
    assert_int_equal(after.denominator, before.denominator);
    struct indicator_row *rows;
    size_t n;
    assert_ok_e(indicator_read(w->db, w->county, after.indicator, month_make(2013, 1),
                               month_make(2013, 12), KNOWN_NOW, w->arena, &rows, &n, &e),
                &e);
    bool has_moved = false;
    for (size_t i = 0; i < n; i++)
        if (rows[i].township == JINGCHUAN)
            has_moved =
                rows[i].numerator != after.numerator || rows[i].denominator != after.denominator;
    assert_true(has_moved);
    struct self_assessment_line *lines;
    uint8_t hash[HASH_BYTES];
    assert_ok_e(self_assessment_read(w->db, w->county, round, JINGCHUAN, w->arena, &s, &e), &e);
    assert_ok_e(
        self_assessment_line_list(w->db, w->county, round, JINGCHUAN, w->arena, &lines, &n, &e),
        &e);
    self_assessment_hash(w->county, &s, lines, n, hash);
    assert_memory_equal(hash, s.content_hash, HASH_BYTES);
    assert_refused(claim(w, round, "C", 1000, CLERK, &e), &e, "SELF_ASSESSMENT_STATE");
}

static void what_a_township_claims_is_signed_by_another_and_stays(void **state)
{
    (void)state;
    field_on_each(self_body);
}

static void closed_body(struct field *w)
{
    struct error e = {0};
    int64_t round = round_open(w);
    assert_ok_e(assessment_advance(w->db, w->county, round, ASSESSMENT_CANCELLED, "另行组织",
                                   SUPERVISOR, &e),
                &e);
    assert_refused(claim(w, round, "C", 900, CLERK, &e), &e, "SELF_ASSESSMENT_CLOSED");
}

static void nothing_is_written_once_the_round_has_gone_on(void **state)
{
    (void)state;
    field_on_each(closed_body);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_a_township_claims_is_signed_by_another_and_stays),
        cmocka_unit_test(nothing_is_written_once_the_round_has_gone_on),
    };
    return cmocka_run_group_tests_name("inspection", tests, NULL, NULL);
}
