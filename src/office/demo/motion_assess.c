/* Checks: visits, orders to put right, who answers for it, the two assessments of the year. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "domain/assessment/assessment.h"
#include "domain/assessment/self.h"
#include "domain/inspection/accountability.h"
#include "domain/inspection/inspection.h"
#include "office/demo/motion.h"

#define ORDER_DAYS 25
#define DISPUTE_DAYS 5
#define ROOM_ARENA_BYTES ((size_t)8 << 20)
#define MARK_FROM_BP 7000
#define MARK_STEPS 7
#define MARK_STEP_BP 500
#define SELF_PERCENT_FROM 90

/* ---- visits ---- */

/* One in three finds something to put right. */
static enum status findings_write(struct motion *m, int64_t visit, const char *node,
                                  const struct motion_township *t, struct error *e)
{
    bool is_good = random_below(&m->random, 3) > 0;
    int number;
    const struct inspection_finding finding = {
        .kind = is_good ? INSPECTION_GOOD : INSPECTION_DEFECT,
        .node = is_good ? "" : node,
        .subject = "",
        .text = is_good ? "台账齐全，公示规范" : "两户档案缺入户调查照片",
        .cases = is_good ? 0 : 1};
    const struct inspection_demand demand = {.finding = 1,
                                             .is_order = true,
                                             .demand = "补齐照片，举一反三检查全部档案",
                                             .owner = t->name,
                                             .due_on = {m->today.v + ORDER_DAYS}};
    TRY(inspection_finding_add(m->db, m->c->county, visit, &finding, INSPECTOR, &number, e));
    m->counts.orders += is_good ? 0 : 1;
    m->counts.visits++;
    return inspection_submit(m->db, m->c->county, visit, &demand, is_good ? 0 : 1, INSPECTOR, e);
}

static enum status visit_open(struct motion *m, int64_t assessment, const struct motion_township *t,
                              int64_t *ret, struct error *e)
{
    const struct inspection_entry entry = {.assessment = assessment,
                                           .division = t->code,
                                           .on = m->today,
                                           .place = "乡镇民政办、随机一个村",
                                           .inspectors = "督查员二人",
                                           .summary = "查阅台账，走访农户，查看现场"};
    return inspection_open(m->db, m->c->county, &entry, INSPECTOR, ret, e);
}

enum status motion_visit(struct motion *m, struct error *e)
{
    const struct motion_township *t =
        &m->townships[random_below(&m->random, (uint32_t)m->township_count)];
    int64_t visit;
    TRY(visit_open(m, 0, t, &visit, e));
    return findings_write(m, visit, "", t, e);
}

/* ---- orders ---- */

static enum status orders_of(struct motion *m, struct rectification **ret, size_t *ret_count,
                             struct error *e)
{
    const struct rectification_filter open = {.is_open = true};
    return rectification_list(m->db, m->c->county, &open, m->arena, ret, ret_count, e);
}

enum status motion_orders_reply(struct motion *m, struct error *e)
{
    struct rectification *list;
    size_t count;
    TRY(orders_of(m, &list, &count, e));
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < m->township_count; k++)
            if (m->townships[k].code == list[i].township && list[i].state != RECTIFICATION_REPLY &&
                random_below(&m->random, 8) > 0)
                TRY(rectification_reply(m->db, m->c->county, list[i].id, "已整改到位，附照片",
                                        m->townships[k].clerk, e));
    return STATUS_OK;
}

enum status motion_orders_recheck(struct motion *m, struct error *e)
{
    struct rectification *list;
    size_t count;
    TRY(orders_of(m, &list, &count, e));
    for (size_t i = 0; i < count; i++) {
        bool is_passed = random_below(&m->random, 6) > 0;
        if (list[i].state == RECTIFICATION_REPLY)
            TRY(rectification_recheck(m->db, m->c->county, list[i].id, is_passed,
                                      is_passed ? "复查合格" : "仍有缺项，退回重改",
                                      (struct date){is_passed ? 0 : m->today.v + ORDER_DAYS},
                                      SUPERVISOR, e));
    }
    return STATUS_OK;
}

/* The system suggests; the director records the first one and dismisses the second. */
enum status motion_answer_for(struct motion *m, struct error *e)
{
    const struct accountability_new by_hand = {.trigger = ACCOUNTABILITY_OTHER,
                                               .evidence = "",
                                               .township = m->townships[0].code,
                                               .person = "",
                                               .facts = "两次会议未按通知报送材料"};
    struct accountability *list;
    size_t count;
    int64_t id, order;
    TRY(accountability_suggest_scan(m->db, m->c->county, SUPERVISOR, &id, e));
    TRY(accountability_suggest(m->db, m->c->county, &by_hand, SUPERVISOR, &id, e));
    TRY(accountability_list(m->db, m->c->county, 0, ACCOUNTABILITY_SUGGESTED, m->arena, &list,
                            &count, e));
    for (size_t i = 0; i < count && i < 2; i++) {
        const struct accountability_decision talk = {.action = ACCOUNTABILITY_TALK,
                                                     .person = "民政办负责人",
                                                     .decision = "约谈提醒，限期补报"};
        if (i == 0)
            TRY(accountability_record(m->db, m->c->county, list[i].id, &talk, DIRECTOR, &order, e));
        else
            TRY(accountability_dismiss(m->db, m->c->county, list[i].id, "因汛期停工，情有可原",
                                       DIRECTOR, e));
    }
    return STATUS_OK;
}

/* ---- the rounds ---- */

static enum status round_open(struct motion *m, enum assessment_scope scope, int64_t *ret,
                              struct error *e)
{
    const struct assessment_new round = {.year = m->year, .scope = scope};
    TRY(assessment_open(m->db, m->c->county, &round, SUPERVISOR, ret, e));
    for (size_t i = 0; i < m->township_count; i++)
        TRY(assessment_team_add(m->db, m->c->county, *ret, m->townships[i].code, INSPECTOR, true,
                                SUPERVISOR, e));
    return STATUS_OK;
}

/* Each item that has points: nine tenths of them and more. */
static enum status self_write(struct motion *m, int64_t assessment, const struct motion_township *t,
                              struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(ROOM_ARENA_BYTES);
    struct self_assessment_line *lines;
    struct self_assessment_claim *claims;
    size_t count, n = 0;
    int64_t id;
    if (arena == NULL)
        return arena_exhausted(e);
    TRY(self_assessment_line_list(m->db, m->c->county, assessment, t->code, arena, &lines, &count,
                                  e));
    claims = ARENA_ARRAY(arena, struct self_assessment_claim, count + 1);
    if (claims == NULL)
        return arena_exhausted(e);
    for (size_t i = 0; i < count; i++)
        if (lines[i].is_claimable)
            claims[n++] = (struct self_assessment_claim){
                .node = lines[i].node.code,
                .claimed_cp = lines[i].node.weight_cp *
                              (SELF_PERCENT_FROM + random_below(&m->random, 11)) / 100,
                .statement = "已按方案落实，台账可查"};
    const struct self_assessment_entry entry = {.assessment = assessment,
                                                .township = t->code,
                                                .summary = "对照责任书逐项自查，总体完成较好。",
                                                .problems = "个别村档案不够规范。",
                                                .claims = claims,
                                                .claim_count = n};
    TRY(self_assessment_write(m->db, m->c->county, &entry, t->clerk, &id, e));
    TRY(self_assessment_submit(m->db, m->c->county, assessment, t->code, t->clerk, e));
    return self_assessment_sign(m->db, m->c->county, assessment, t->code, t->lead, e);
}

static enum status round_self(struct motion *m, int64_t assessment, struct error *e)
{
    for (size_t i = 0; i < m->township_count; i++)
        TRY(self_write(m, assessment, &m->townships[i], e));
    return assessment_advance(m->db, m->c->county, assessment, ASSESSMENT_SELF_SUBMITTED, "",
                              SUPERVISOR, e);
}

static enum status visit_mark(struct motion *m, int64_t assessment, const struct motion_township *t,
                              struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(ROOM_ARENA_BYTES);
    struct assessment_node *nodes;
    struct inspection_mark *marks;
    const char *deducted = "";
    size_t count, n = 0;
    int64_t visit;
    if (arena == NULL)
        return arena_exhausted(e);
    TRY(inspection_node_list(m->db, m->c->county, assessment, arena, &nodes, &count, e));
    marks = ARENA_ARRAY(arena, struct inspection_mark, count + 1);
    if (marks == NULL)
        return arena_exhausted(e);
    for (size_t i = 0; i < count; i++) {
        if (nodes[i].rule == ASSESSMENT_DEDUCT)
            deducted = nodes[i].code;
        if (nodes[i].rule == ASSESSMENT_MARK)
            marks[n++] = (struct inspection_mark){
                .node = nodes[i].code,
                .share_bp = MARK_FROM_BP + MARK_STEP_BP * random_below(&m->random, MARK_STEPS),
                .reason = "按评分细则"};
    }
    TRY(visit_open(m, assessment, t, &visit, e));
    TRY(inspection_mark_write(m->db, m->c->county, visit, marks, n, INSPECTOR, e));
    return findings_write(m, visit, deducted, t, e);
}

static enum status round_visits(struct motion *m, int64_t assessment, struct error *e)
{
    for (size_t i = 0; i < m->township_count; i++)
        TRY(visit_mark(m, assessment, &m->townships[i], e));
    return assessment_advance(m->db, m->c->county, assessment, ASSESSMENT_INSPECTED, "", SUPERVISOR,
                              e);
}

/* Scored; one lead disputes a point that inspectors gave, and is heard. */
static enum status round_score(struct motion *m, int64_t assessment, const char *node,
                               int64_t new_cp, struct error *e)
{
    const struct motion_township *t =
        &m->townships[random_below(&m->random, (uint32_t)m->township_count)];
    int64_t dispute;
    TRY(assessment_score(m->db, m->c->county, assessment, (struct date){m->today.v + DISPUTE_DAYS},
                         SUPERVISOR, e));
    TRY(assessment_dispute_raise(m->db, m->c->county, assessment, t->code, node,
                                 "档案已于检查次日补齐，请复核", t->lead, &dispute, e));
    return assessment_dispute_decide(m->db, m->c->county, dispute, new_cp,
                                     "查看补齐的档案，情况属实", DIRECTOR, e);
}

static enum status round_publish(struct motion *m, int64_t assessment, const char *document,
                                 enum bulletin_kind kind, struct error *e)
{
    const struct assessment_publication publication = {.document = document,
                                                       .order_share_bp = ASSESSMENT_ORDER_SHARE_BP,
                                                       .due_on = {m->today.v + ORDER_DAYS}};
    int64_t orders;
    TRY(assessment_advance(m->db, m->c->county, assessment, ASSESSMENT_REVIEWED, "", SUPERVISOR,
                           e));
    TRY(assessment_publish(m->db, m->c->county, assessment, &publication, DIRECTOR, &orders, e));
    m->counts.orders += orders;
    m->counts.assessments++;
    return motion_bulletin_of(m, kind, e);
}

enum status motion_midyear_open(struct motion *m, struct error *e)
{
    return round_open(m, ASSESSMENT_MIDYEAR, &m->midyear, e);
}

enum status motion_midyear_self(struct motion *m, struct error *e)
{
    return round_self(m, m->midyear, e);
}

enum status motion_midyear_visits(struct motion *m, struct error *e)
{
    return round_visits(m, m->midyear, e);
}

enum status motion_midyear_score(struct motion *m, struct error *e)
{
    return round_score(m, m->midyear, "C2", 600, e);
}

enum status motion_midyear_publish(struct motion *m, struct error *e)
{
    return round_publish(m, m->midyear, "泾民〔2013〕年中考核（示例）", BULLETIN_MIDYEAR, e);
}

enum status motion_year_open(struct motion *m, struct error *e)
{
    return round_open(m, ASSESSMENT_YEAR, &m->final, e);
}

enum status motion_year_self(struct motion *m, struct error *e)
{
    return round_self(m, m->final, e);
}

enum status motion_year_visits(struct motion *m, struct error *e)
{
    TRY(round_visits(m, m->final, e));
    return assessment_survey_take(m->db, m->c->county, m->final, m->survey, SUPERVISOR, e);
}

enum status motion_year_score(struct motion *m, struct error *e)
{
    return round_score(m, m->final, "B2", 600, e);
}

enum status motion_year_publish(struct motion *m, struct error *e)
{
    TRY(round_publish(m, m->final, "泾民〔2014〕年终考评（示例）", BULLETIN_YEAR, e));
    return assessment_advance(m->db, m->c->county, m->final, ASSESSMENT_FILED, "", SUPERVISOR, e);
}
