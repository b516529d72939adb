/* The county's own round in the middle of the year: who may what, what a township without a project
   is measured by, and that a dispute makes new knowledge of points and ranks. */
#include "support/planned.h"
#include "support/test_support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "domain/assessment/assessment.h"
#include "domain/inspection/inspection.h"
#include "domain/project/return.h"
#include "domain/registry/change.h"
#include "domain/target/target.h"

#define COUNTY COUNTY_JINGXIAN
#define ARENA_BYTES ((size_t)256 << 20)
#define MAOLIN INT64_C(341823101000)   /* 50 beds to build */
#define CAICUN INT64_C(341823105000)   /* nothing to build */
#define YUNLING INT64_C(341823106000)  /* 50 beds in the county's book alone */
#define HUANGCUN INT64_C(341823107000) /* nothing to build, and a false report */
#define TINGXI INT64_C(341823200000)   /* nothing to build */
#define TOWNSHIPS 11

struct world {
    struct db *db;
    struct arena *arena;
    int64_t round;
};

static void today(const char *day)
{
    setenv("MINSHENG_TODAY", day, 1);
}

static void on_each(void (*body)(struct world *w))
{
    for (int i = 0; i < 2; i++) {
        struct testdb t;
        struct keyring *keys;
        if (i == 1 && !testdb_has_postgres())
            continue;
        today("2013-01-20");
        planned_fresh(i ? DB_POSTGRES : DB_SQLITE, &t, &keys);
        keyring_free(keys);
        struct world w = {.db = testdb_open(t.url, DB_WRITER), .arena = arena_new(ARENA_BYTES)};
        assert_non_null(w.arena);
        body(&w);
        db_close(w.db);
        arena_free(w.arena);
    }
}

static struct error err;

static void targets_in_force(struct world *w)
{
    size_t n;
    assert_ok_e(target_split_from_plan(w->db, COUNTY, "", "supervisor", &n, &err), &err);
    assert_ok_e(target_split_issue(w->db, COUNTY, 0, 2013, "泾民〔2013〕2号", "director", &n, &err),
                &err);
}

static void beds_built(struct world *w, const char *code, const char *place, int64_t beds)
{
    struct project p;
    char clerk[40], lead[40];
    int64_t id;
    assert_ok_e(project_find(w->db, COUNTY, code, w->arena, &p, &err), &err);
    snprintf(clerk, sizeof clerk, "township%s.clerk", place);
    snprintf(lead, sizeof lead, "township%s.lead", place);
    struct project_return r = {.project = p.id,
                               .month = month_make(2013, 6),
                               .beds_added = beds,
                               .invested = FEN(10000000),
                               .progress = "按计划施工"};
    assert_ok_e(project_return_write(w->db, COUNTY, &r, clerk, &id, &err), &err);
    assert_ok_e(project_return_submit(w->db, COUNTY, id, clerk, &err), &err);
    assert_ok_e(project_return_sign(w->db, COUNTY, id, lead, &err), &err);
}

static int64_t opened(struct world *w, const char *actor, enum status *ret_status)
{
    int64_t id = 0;
    struct assessment_new round = {.year = 2013, .scope = ASSESSMENT_MIDYEAR};
    *ret_status = assessment_open(w->db, COUNTY, &round, actor, &id, &err);
    return id;
}

static const int64_t townships[TOWNSHIPS] = {341823100000, 341823101000, 341823102000, 341823103000,
                                             341823104000, 341823105000, 341823106000, 341823107000,
                                             341823108000, 341823200000, 341823201000};

static void visited(struct world *w, int64_t township)
{
    struct inspection_entry visit = {.assessment = w->round,
                                     .division = township,
                                     .place = "乡镇民政办",
                                     .inspectors = "督查员",
                                     .summary = "查看档案"};
    struct inspection_mark marks[] = {{.node = "C1", .share_bp = 10000, .reason = ""},
                                      {.node = "C2", .share_bp = 10000, .reason = ""}};
    struct inspection_finding lie = {.kind = INSPECTION_FALSE_REPORT,
                                     .node = "",
                                     .subject = "",
                                     .text = "月报床位与现场不符",
                                     .cases = 1};
    int64_t id;
    int number;
    if (township == MAOLIN)
        marks[0] = (struct inspection_mark){.node = "C1", .share_bp = 7500, .reason = "缺会议记录"};
    assert_ok_e(inspection_open(w->db, COUNTY, &visit, "inspector", &id, &err), &err);
    assert_ok_e(inspection_mark_write(w->db, COUNTY, id, marks, 2, "inspector", &err), &err);
    if (township == HUANGCUN)
        assert_ok_e(inspection_finding_add(w->db, COUNTY, id, &lie, "inspector", &number, &err),
                    &err);
    assert_ok_e(inspection_submit(w->db, COUNTY, id, NULL, 0, "inspector", &err), &err);
}

static void team_body(struct world *w)
{
    for (size_t i = 0; i < TOWNSHIPS; i++)
        assert_ok_e(assessment_team_add(w->db, COUNTY, w->round, townships[i], "inspector", true,
                                        "supervisor", &err),
                    &err);
    assert_refused(
        assessment_team_add(w->db, COUNTY, w->round, MAOLIN, "inspector", true, "supervisor", &err),
        &err, "ASSESSMENT_MEMBER");
    assert_refused(assessment_team_add(w->db, COUNTY, w->round, MAOLIN, "township101.clerk", false,
                                       "supervisor", &err),
                   &err, "ASSESSMENT_MEMBER");
    assert_refused(
        assessment_team_add(w->db, COUNTY, w->round, MAOLIN, "inspector", true, "director", &err),
        &err, "ACCESS_DENIED");
    assert_ok_e(
        assessment_team_remove(w->db, COUNTY, w->round, TINGXI, "inspector", "supervisor", &err),
        &err);
    bool is_there = true;
    assert_ok_e(assessment_team_has(w->db, COUNTY, w->round, TINGXI, "inspector", &is_there, &err),
                &err);
    assert_false(is_there);
    assert_ok_e(assessment_team_add(w->db, COUNTY, w->round, TINGXI, "inspector", false,
                                    "supervisor", &err),
                &err);
}

/* Scored on 8 July, disputes until the 15th. */
static void scored(struct world *w)
{
    enum status s;
    targets_in_force(w);
    today("2013-07-03");
    beds_built(w, "P02", "101", 24);
    beds_built(w, "P07", "106", 30);
    today("2013-07-05");
    opened(w, "township100.clerk", &s);
    assert_int_equal(s, STATUS_REFUSED);
    assert_string_equal(err.code, "ACCESS_DENIED");
    w->round = opened(w, "supervisor", &s);
    assert_ok_e(s, &err);
    opened(w, "supervisor", &s);
    assert_int_equal(s, STATUS_REFUSED);
    assert_string_equal(err.code, "ASSESSMENT_TWICE");
    team_body(w);
    assert_refused(
        assessment_advance(w->db, COUNTY, w->round, ASSESSMENT_INSPECTED, "", "supervisor", &err),
        &err, "ASSESSMENT_NOT_INSPECTED");
    for (size_t i = 0; i < TOWNSHIPS - 1; i++)
        visited(w, townships[i]);
    assert_refused(assessment_advance(w->db, COUNTY, w->round, ASSESSMENT_INSPECTED, "汀溪乡已查",
                                      "supervisor", &err),
                   &err, "ASSESSMENT_NOT_INSPECTED");
    assert_non_null(strstr(err.message, "昌桥乡"));
    assert_refused(
        assessment_score(w->db, COUNTY, w->round, date_make(2013, 7, 15), "supervisor", &err), &err,
        "ASSESSMENT_STATE");
    visited(w, townships[TOWNSHIPS - 1]);
    assert_ok_e(
        assessment_advance(w->db, COUNTY, w->round, ASSESSMENT_INSPECTED, "", "supervisor", &err),
        &err);
    today("2013-07-08");
    assert_refused(
        assessment_score(w->db, COUNTY, w->round, date_make(2013, 7, 7), "supervisor", &err), &err,
        "ASSESSMENT_DAY");
    assert_ok_e(
        assessment_score(w->db, COUNTY, w->round, date_make(2013, 7, 15), "supervisor", &err),
        &err);
}

static struct assessment_score_row score_of(struct world *w, int64_t township, const char *node,
                                            int64_t known)
{
    struct assessment_score_row *rows;
    size_t n;
    assert_ok_e(
        assessment_score_list(w->db, COUNTY, w->round, township, known, w->arena, &rows, &n, &err),
        &err);
    for (size_t i = 0; i < n; i++) {
        if (text_equals(rows[i].node, node))
            return rows[i];
    }
    fail_msg("no score of %s", node);
    return rows[0];
}

static struct assessment_rank_row rank_of(struct world *w, int64_t township, int64_t known)
{
    struct assessment_rank_row *rows;
    size_t n;
    assert_ok_e(assessment_rank_list(w->db, COUNTY, w->round, known, w->arena, &rows, &n, &err),
                &err);
    assert_int_equal(n, TOWNSHIPS);
    for (size_t i = 0; i < n; i++) {
        if (rows[i].township == township)
            return rows[i];
    }
    fail_msg("no rank");
    return rows[0];
}

/* Whatever is missing somewhere, everybody has a hundred points to win, and the total is the sum.
 */
static void hundred_everywhere(struct world *w)
{
    struct assessment_node *nodes;
    size_t count, n;
    assert_ok_e(
        assessment_tree_read(w->db, COUNTY, 0, ASSESSMENT_MIDYEAR, w->arena, &nodes, &count, &err),
        &err);
    for (size_t t = 0; t < TOWNSHIPS; t++) {
        struct assessment_score_row *rows;
        int64_t full = 0, total = 0;
        assert_ok_e(assessment_score_list(w->db, COUNTY, w->round, townships[t], KNOWN_NOW,
                                          w->arena, &rows, &n, &err),
                    &err);
        assert_int_equal(n, count);
        for (size_t i = 0; i < n; i++) {
            assert_string_equal(rows[i].node, nodes[i].code);
            assert_true(rows[i].why[0] != '\0');
            if (!nodes[i].is_leaf)
                continue;
            full += rows[i].full_cp;
            total += rows[i].score_cp;
        }
        assert_int_equal(full, 10000);
        assert_int_equal(rank_of(w, townships[t], KNOWN_NOW).total_cp, total);
    }
}

static void round_body(struct world *w)
{
    scored(w);
    struct assessment_score_row beds = score_of(w, MAOLIN, "B11", KNOWN_NOW);
    assert_int_equal(beds.numerator, 24);
    assert_int_equal(beds.denominator, 50);
    assert_int_equal(beds.target_bp, 6000);
    assert_true(beds.is_applicable);
    /* 24 of 50 against a line of 60 %: four fifths of what can be won here. */
    assert_int_equal(beds.score_cp, (beds.full_cp * 8 + 5) / 10); /* half up */
    struct assessment_score_row yunling = score_of(w, YUNLING, "B11", KNOWN_NOW);
    assert_int_equal(yunling.score_cp, yunling.full_cp); /* 30 of 50: asked in the county's book */
    assert_true(yunling.full_cp > 0);
    struct assessment_score_row none = score_of(w, CAICUN, "B11", KNOWN_NOW);
    assert_false(none.is_applicable);
    assert_int_equal(none.full_cp, 0);
    assert_int_equal(score_of(w, CAICUN, "B1", KNOWN_NOW).full_cp, 0);
    hundred_everywhere(w);
    /* Whoever reported what is not true comes last, whatever his points are. */
    struct assessment_rank_row liar = rank_of(w, HUANGCUN, KNOWN_NOW);
    assert_true(liar.is_vetoed);
    assert_int_equal(liar.rank, TOWNSHIPS);
    assert_true(liar.total_cp >= rank_of(w, MAOLIN, KNOWN_NOW).total_cp);
    /* Equal points, equal rank. */
    assert_int_equal(rank_of(w, CAICUN, KNOWN_NOW).rank, rank_of(w, TINGXI, KNOWN_NOW).rank);
    /* The same numbers again: nothing new is known. */
    int64_t before = score_of(w, MAOLIN, "B11", KNOWN_NOW).known_from;
    assert_ok_e(
        assessment_score(w->db, COUNTY, w->round, date_make(2013, 7, 15), "supervisor", &err),
        &err);
    assert_int_equal(score_of(w, MAOLIN, "B11", KNOWN_NOW).known_from, before);
    assert_int_equal(rank_of(w, MAOLIN, KNOWN_NOW).known_from, before);
}

static void points_come_from_rows_and_add_up(void **state)
{
    (void)state;
    on_each(round_body);
}

static void publish_body(struct world *w, int64_t known)
{
    struct assessment_publication p = {.document = "泾民〔2013〕21号",
                                       .order_share_bp = ASSESSMENT_ORDER_SHARE_BP,
                                       .due_on = date_make(2013, 8, 31)};
    int64_t orders = 0;
    uint8_t hash[HASH_BYTES], then[HASH_BYTES];
    struct assessment_head head;
    assert_refused(assessment_publish(w->db, COUNTY, w->round, &p, "director", &orders, &err), &err,
                   "ASSESSMENT_STATE");
    assert_refused(
        assessment_advance(w->db, COUNTY, w->round, ASSESSMENT_REVIEWED, "", "supervisor", &err),
        &err, "ASSESSMENT_DISPUTES"); /* they may still be raised */
    today("2013-07-16");
    assert_ok_e(
        assessment_advance(w->db, COUNTY, w->round, ASSESSMENT_REVIEWED, "", "supervisor", &err),
        &err);
    assert_refused(assessment_publish(w->db, COUNTY, w->round, &p, "supervisor", &orders, &err),
                   &err, "ACCESS_DENIED");
    assert_refused(assessment_publish(w->db, COUNTY, w->round, &p, ACTOR_SYSTEM, &orders, &err),
                   &err, "ACCESS_DENIED");
    assert_ok_e(assessment_publish(w->db, COUNTY, w->round, &p, "director", &orders, &err), &err);
    assert_true(orders > 0);
    assert_ok_e(assessment_head_read(w->db, COUNTY, w->round, w->arena, &head, &err), &err);
    assert_int_equal(head.state, ASSESSMENT_PUBLISHED);
    assert_string_equal(head.published_by, "director");
    assert_ok_e(assessment_content(w->db, COUNTY, w->round, KNOWN_NOW, hash, &err), &err);
    assert_ok_e(assessment_content(w->db, COUNTY, w->round, known, then, &err), &err);
    assert_memory_not_equal(hash, then, HASH_BYTES);
    assert_refused(
        assessment_score(w->db, COUNTY, w->round, date_make(2013, 7, 20), "supervisor", &err), &err,
        "ASSESSMENT_STATE");
    assert_ok_e(
        assessment_advance(w->db, COUNTY, w->round, ASSESSMENT_FILED, "", "supervisor", &err),
        &err);
}

static void dispute_body(struct world *w)
{
    int64_t dispute, other;
    scored(w);
    struct assessment_head head;
    assert_ok_e(assessment_head_read(w->db, COUNTY, w->round, w->arena, &head, &err), &err);
    struct assessment_score_row before = score_of(w, MAOLIN, "C1", KNOWN_NOW);
    struct assessment_rank_row rank = rank_of(w, MAOLIN, KNOWN_NOW);
    assert_int_equal(before.score_cp, (before.full_cp * 6 + 4) / 8);
    const char *claim = "会议记录在镇政府办公室，检查时未查看";
    assert_refused(assessment_dispute_raise(w->db, COUNTY, w->round, MAOLIN, "C1", claim,
                                            "township101.clerk", &dispute, &err),
                   &err, "ACCESS_DENIED");
    assert_refused(assessment_dispute_raise(w->db, COUNTY, w->round, MAOLIN, "C1", claim,
                                            "township100.lead", &dispute, &err),
                   &err, "ACCESS_SCOPE");
    assert_refused(assessment_dispute_raise(w->db, COUNTY, w->round, MAOLIN, "C", claim,
                                            "township101.lead", &dispute, &err),
                   &err, "ASSESSMENT_NODE");
    assert_ok_e(assessment_dispute_raise(w->db, COUNTY, w->round, MAOLIN, "C1", claim,
                                         "township101.lead", &dispute, &err),
                &err);
    assert_refused(assessment_dispute_raise(w->db, COUNTY, w->round, MAOLIN, "C1", claim,
                                            "township101.lead", &other, &err),
                   &err, "ASSESSMENT_DISPUTED");
    assert_refused(
        assessment_dispute_decide(w->db, COUNTY, dispute, 600, "属实", "inspector", &err), &err,
        "ACCESS_DENIED");
    assert_refused(assessment_dispute_decide(w->db, COUNTY, dispute, before.full_cp + 1, "属实",
                                             "director", &err),
                   &err, "ASSESSMENT_POINTS");
    assert_ok_e(assessment_dispute_decide(w->db, COUNTY, dispute, before.full_cp, "补看记录，属实",
                                          "director", &err),
                &err);
    assert_refused(assessment_dispute_decide(w->db, COUNTY, dispute, 0, "再议", "director", &err),
                   &err, "ASSESSMENT_DISPUTE");
    struct assessment_score_row after = score_of(w, MAOLIN, "C1", KNOWN_NOW);
    assert_int_equal(after.score_cp, before.full_cp);
    assert_int_equal(after.dispute, dispute);
    assert_int_equal(rank_of(w, MAOLIN, KNOWN_NOW).total_cp,
                     rank.total_cp + before.full_cp - before.score_cp);
    /* What was known then is still there to read. */
    assert_int_equal(score_of(w, MAOLIN, "C1", head.known).score_cp, before.score_cp);
    assert_int_equal(rank_of(w, MAOLIN, head.known).total_cp, rank.total_cp);
    hundred_everywhere(w);
    /* Scored again: what was decided stays. */
    assert_ok_e(
        assessment_score(w->db, COUNTY, w->round, date_make(2013, 7, 15), "supervisor", &err),
        &err);
    assert_int_equal(score_of(w, MAOLIN, "C1", KNOWN_NOW).score_cp, before.full_cp);
    publish_body(w, head.known);
}

static void a_dispute_changes_points_and_rank_and_another_publishes(void **state)
{
    (void)state;
    on_each(dispute_body);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(points_come_from_rows_and_add_up),
        cmocka_unit_test(a_dispute_changes_points_and_rank_and_another_publishes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
