/* What a scoring reads: figures of the system as known now, marks and findings of submitted visits,
   signed self-assessments, the closed survey. */
#include "domain/assessment/assessment_internal.h"

#include <string.h>

#include "base/i18n.h"
#include "domain/survey/survey.h"
#include "domain/target/target.h"
#include "scores_sql.h"

#define BP 10000

struct gathering {
    struct assessment_work *w;
    struct assessment_gathered *g;
};

static struct assessment_input *input_of(const struct gathering *x, size_t place, size_t node)
{
    return &x->g->inputs[place * x->g->node_count + node];
}

/* place_count: none of them. */
static size_t place_at(const struct gathering *x, int64_t township)
{
    size_t i = 0;
    while (i < x->g->place_count && x->g->places[i].code != township)
        i++;
    return i;
}

/* The line of each township where the tree names no target of its own. */
static enum status lines_hold(const struct gathering *x, size_t node, const struct indicator *ind,
                              struct error *e)
{
    const struct assessment_node *n = &x->g->nodes[node];
    struct target_line *lines;
    size_t count;
    if (n->rule != ASSESSMENT_LINEAR || n->target_bp > 0)
        return STATUS_OK;
    enum status s = target_line_list(x->w->db, x->w->county, ind, month_last_day(x->w->head.to),
                                     x->w->change, x->w->arena, &lines, &count, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "ASSESSMENT_TARGET",
                         _("考核项目 %s 按目标计分，但“%s”没有下达目标：请先下达目标分解"), n->code,
                         _(ind->label));
    if (s != STATUS_OK)
        return s;
    for (size_t p = 0; p < x->g->place_count; p++) {
        struct assessment_input *in = input_of(x, p, node);
        bool is_asked = false;
        for (size_t i = 0; i < count; i++) {
            if (lines[i].township == x->g->places[p].code && lines[i].is_asked) {
                in->target_bp = lines[i].target_bp;
                is_asked = true;
            }
        }
        in->is_known = in->is_known && is_asked;
    }
    return STATUS_OK;
}

static enum status read_indicator(const struct gathering *x, size_t node, struct error *e)
{
    const struct assessment_node *n = &x->g->nodes[node];
    const struct indicator *ind = indicator_by_code(n->indicator);
    bool is_counted = n->rule == ASSESSMENT_DEDUCT || n->rule == ASSESSMENT_VETO ||
                      (n->rule == ASSESSMENT_BONUS && n->base_bp == 0);
    struct indicator_row *rows;
    size_t count;
    if (!ind)
        return error_set(e, STATUS_REFUSED, "ASSESSMENT_INDICATOR", _("没有指标“%s”"),
                         n->indicator);
    TRY(indicator_read(x->w->db, x->w->county, ind, x->w->head.from, x->w->head.to, x->w->change,
                       x->w->arena, &rows, &count, e));
    for (size_t i = 0; i < count; i++) {
        size_t p = place_at(x, rows[i].township);
        if (p == x->g->place_count)
            continue;
        struct assessment_input *in = input_of(x, p, node);
        in->numerator = rows[i].numerator;
        in->denominator = rows[i].denominator;
        in->target_bp = n->target_bp;
        in->cases = is_counted ? rows[i].numerator : 0;
        in->is_known = is_counted || rows[i].denominator > 0;
    }
    return lines_hold(x, node, ind, e);
}

static enum status read_survey(const struct gathering *x, size_t node, struct error *e)
{
    struct survey_result result;
    if (!x->w->head.survey)
        return STATUS_OK;
    TRY(survey_result(x->w->db, x->w->county, x->w->head.survey, x->w->arena, &result, e));
    for (size_t i = 0; i < result.count; i++) {
        size_t p = place_at(x, result.townships[i].township);
        if (p == x->g->place_count)
            continue;
        struct assessment_input *in = input_of(x, p, node);
        in->numerator = result.townships[i].satisfied;
        in->denominator = result.townships[i].valid;
        in->target_bp = x->g->nodes[node].target_bp;
        in->is_known = in->denominator > 0;
    }
    return STATUS_OK;
}

/* The mean of several inspectors' marks: the sum of their shares over as many wholes. */
static enum status read_marks(const struct gathering *x, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct assessment_mark_row row;
    enum status s;
    TRY(assessment_mark_list_open(
        x->w->db,
        (struct assessment_mark_list_args){.county = x->w->county, .assessment = x->w->id}, &cursor,
        e));
    while ((s = assessment_mark_list_next(cursor, &row, e)) == STATUS_OK) {
        size_t p = place_at(x, row.township);
        for (size_t i = 0; p < x->g->place_count && i < x->g->node_count; i++) {
            const struct assessment_node *n = &x->g->nodes[i];
            if (n->source != ASSESSMENT_INSPECTION || n->rule != ASSESSMENT_MARK ||
                strcmp(n->code, row.node) != 0)
                continue;
            *input_of(x, p, i) = (struct assessment_input){
                .is_known = true, .numerator = row.share_bp, .denominator = row.marks * BP};
        }
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

/* Which findings a node counts: its own defects, its own praise, any false report. */
static bool finding_counts(const struct assessment_node *n, const char *kind, const char *node)
{
    if (n->source != ASSESSMENT_INSPECTION)
        return false;
    if (n->rule == ASSESSMENT_VETO)
        return strcmp(kind, "FALSE_REPORT") == 0;
    if (strcmp(n->code, node) != 0)
        return false;
    return n->rule == ASSESSMENT_BONUS ? strcmp(kind, "GOOD") == 0
                                       : n->rule == ASSESSMENT_DEDUCT && strcmp(kind, "GOOD") != 0;
}

static enum status read_findings(const struct gathering *x, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct assessment_finding_row row;
    enum status s;
    TRY(assessment_finding_list_open(
        x->w->db,
        (struct assessment_finding_list_args){.county = x->w->county,
                                              .assessment = x->w->id,
                                              .first = month_first_day(x->w->head.from),
                                              .last = month_last_day(x->w->head.to)},
        &cursor, e));
    while ((s = assessment_finding_list_next(cursor, &row, e)) == STATUS_OK) {
        size_t p = place_at(x, row.township);
        for (size_t i = 0; p < x->g->place_count && i < x->g->node_count; i++) {
            if (finding_counts(&x->g->nodes[i], row.kind, row.node))
                input_of(x, p, i)->cases += row.cases;
        }
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

/* Nothing found where nobody has been is not a full score; a false report counts without a visit of
   the round, and a bonus is never missing. */
static bool is_told_by_visits(const struct assessment_node *n)
{
    return n->source == ASSESSMENT_INSPECTION && n->rule == ASSESSMENT_DEDUCT;
}

static enum status mark_visited(const struct gathering *x, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct assessment_seen_row row;
    enum status s;
    TRY(assessment_seen_open(
        x->w->db, (struct assessment_seen_args){.county = x->w->county, .assessment = x->w->id},
        &cursor, e));
    while ((s = assessment_seen_next(cursor, &row, e)) == STATUS_OK) {
        size_t p = place_at(x, row.township);
        for (size_t i = 0; p < x->g->place_count && i < x->g->node_count; i++) {
            if (is_told_by_visits(&x->g->nodes[i]))
                input_of(x, p, i)->is_known = true;
        }
    }
    for (size_t p = 0; p < x->g->place_count; p++) {
        for (size_t i = 0; i < x->g->node_count; i++) {
            const struct assessment_node *n = &x->g->nodes[i];
            if (n->source == ASSESSMENT_INSPECTION &&
                (n->rule == ASSESSMENT_VETO || n->rule == ASSESSMENT_BONUS))
                input_of(x, p, i)->is_known = true;
        }
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

/* What the township gives itself on the node: its own line, else on all the lines it wrote, in
   proportion to what these are worth. */
static enum status read_claims(const struct gathering *x, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct assessment_claim_row row;
    enum status s;
    TRY(assessment_claim_list_open(
        x->w->db,
        (struct assessment_claim_list_args){.county = x->w->county, .assessment = x->w->id},
        &cursor, e));
    while ((s = assessment_claim_list_next(cursor, &row, e)) == STATUS_OK) {
        size_t p = place_at(x, row.township);
        const struct assessment_node *claimed = NULL;
        for (size_t i = 0; i < x->g->node_count; i++) {
            if (strcmp(x->g->nodes[i].code, row.node) == 0)
                claimed = &x->g->nodes[i];
        }
        if (p == x->g->place_count || !claimed || !claimed->is_leaf || claimed->weight_cp <= 0)
            continue;
        for (size_t i = 0; i < x->g->node_count; i++) {
            struct assessment_input *in = input_of(x, p, i);
            if (x->g->nodes[i].source != ASSESSMENT_SELF || in->cases)
                continue; /* cases: its own line was there */
            bool is_own = claimed == &x->g->nodes[i];
            in->numerator = is_own ? row.claimed_cp : in->numerator + row.claimed_cp;
            in->denominator = is_own ? claimed->weight_cp : in->denominator + claimed->weight_cp;
            in->cases = is_own;
            in->is_known = true;
        }
    }
    for (size_t k = 0; k < x->g->place_count * x->g->node_count; k++) {
        if (x->g->nodes[k % x->g->node_count].source == ASSESSMENT_SELF)
            x->g->inputs[k].cases = 0;
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

enum status assessment_gather(struct assessment_work *w, struct assessment_gathered *ret,
                              struct error *e)
{
    struct assessment_node *nodes;
    struct assessment_place *places;
    struct assessment_gathered g = {0};
    struct gathering x = {.w = w, .g = &g};
    enum status s = assessment_tree_read(w->db, w->county, w->head.plan, w->head.scope, w->arena,
                                         &nodes, &g.node_count, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_FAILED, "ASSESSMENT_TREE", _("方案没有考核项目"));
    if (s != STATUS_OK)
        return s;
    TRY(assessment_places(w->db, w->county, w->head.to, w->arena, &places, &g.place_count, e));
    g.nodes = nodes;
    g.places = places;
    g.inputs = ARENA_ARRAY(w->arena, struct assessment_input, g.node_count * g.place_count + 1);
    if (!g.inputs)
        return arena_exhausted(e);
    for (size_t i = 0; i < g.node_count; i++) {
        if (nodes[i].source == ASSESSMENT_SYSTEM)
            TRY(read_indicator(&x, i, e));
        if (nodes[i].source == ASSESSMENT_SURVEY)
            TRY(read_survey(&x, i, e));
    }
    TRY(read_marks(&x, e));
    TRY(read_findings(&x, e));
    TRY(mark_visited(&x, e));
    TRY(read_claims(&x, e));
    *ret = g;
    return STATUS_OK;
}
