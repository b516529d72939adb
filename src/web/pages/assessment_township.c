/* How a township's points came about, each open to what it was reckoned from; disputes. */
#include <inttypes.h>

#include "base/fen.h"
#include "base/i18n.h"
#include "base/ratio.h"
#include "base/text.h"
#include "web/pages/assessment_page.h"
#include "web/pages/pages.h"
#include "web/pages/place.h"

enum status assessment_township_of_address(struct request *r, const struct assessment_head *a,
                                           const struct division **ret, struct error *e)
{
    const struct division_table *table;
    int64_t code;
    TRY(request_parameter_i64(r, "township", &code));
    TRY(place_table(r, a->to, &table, e));
    const struct division *d = division_by_code(table, code);
    if (!d || d->level != 2 || !access_in_scope(r->session.user.scope, code))
        return STATUS_NONE;
    *ret = d;
    return STATUS_OK;
}

/* Where a point opens to: the rows behind the figure, or the visits. "": nowhere. */
static const char *source_path(struct request *r, const struct assessment_head *a,
                               const struct assessment_node *n, int64_t township)
{
    char from[MONTH_TEXT_BYTES], to[MONTH_TEXT_BYTES];
    if (n->source == ASSESSMENT_SYSTEM)
        return arena_printf(
            r->arena, "/indicators/%s/rows?township=%" PRId64 "&from=%s&to=%s&known=%" PRId64,
            n->indicator, township, month_format(a->from, from), month_format(a->to, to), a->known);
    if (n->source == ASSESSMENT_INSPECTION)
        return arena_printf(r->arena, "/inspections?assessment=%" PRId64 "&township=%" PRId64,
                            a->id, township);
    if (n->source == ASSESSMENT_SURVEY && a->survey)
        return arena_printf(r->arena, "/surveys/%" PRId64, a->survey);
    return "";
}

static void line_add(struct request *r, struct view *list, const struct assessment_head *a,
                     const struct assessment_node *n, const struct assessment_score_row *s)
{
    char target[RATIO_TEXT_BYTES];
    struct view *v = view_add_object(list, NULL);
    view_add_text(v, "node", n->code);
    view_add_text(v, "title", n->title);
    view_add_text(v, "clause", n->clause);
    view_add_text(v, "source_label", request_text(r, assessment_source_label(n->source)));
    view_add_text(v, "rule_label", request_text(r, assessment_rule_label(n->rule)));
    view_add_bool(v, "is_group", !n->is_leaf);
    view_add_bool(v, "is_example", n->is_example);
    view_add_bool(v, "is_applicable", s->is_applicable);
    assessment_points_add(v, "weight", n->weight_cp);
    assessment_points_add(v, "full", n->rule == ASSESSMENT_BONUS ? n->cap_cp : s->full_cp);
    assessment_points_add(v, "score", s->score_cp);
    view_add_integer(v, "numerator", s->numerator);
    view_add_integer(v, "denominator", s->denominator);
    view_add_text(v, "target", s->target_bp ? ratio_rate(s->target_bp, target) : "");
    view_add_integer(v, "cases", s->cases);
    view_add_text(v, "why", s->why);
    view_add_integer(v, "dispute", s->dispute);
    view_add_text(v, "path",
                  n->is_leaf && s->is_applicable ? source_path(r, a, n, s->township) : "");
    view_add_bool(v, "is_disputable", n->is_leaf && n->rule != ASSESSMENT_VETO && s->is_applicable);
}

static enum status lines_add(struct request *r, const struct assessment_head *a, int64_t township,
                             struct error *e)
{
    struct assessment_node *nodes = NULL;
    struct assessment_score_row *scores;
    struct assessment_rank_row *ranks;
    size_t count = 0, n, rank_count;
    enum status s =
        assessment_tree_read(r->db, r->county, a->plan, a->scope, r->arena, &nodes, &count, e);
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    TRY(assessment_score_list(r->db, r->county, a->id, township, KNOWN_NOW, r->arena, &scores, &n,
                              e));
    TRY(assessment_rank_list(r->db, r->county, a->id, KNOWN_NOW, r->arena, &ranks, &rank_count, e));
    struct view *list = view_add_list(r->page, "lines");
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < count; k++) {
            if (text_equals(nodes[k].code, scores[i].node))
                line_add(r, list, a, &nodes[k], &scores[i]);
        }
    }
    for (size_t i = 0; i < rank_count; i++) {
        if (ranks[i].township != township)
            continue;
        view_add_integer(r->page, "rank", ranks[i].rank);
        assessment_points_add(r->page, "total", ranks[i].total_cp);
        view_add_bool(r->page, "is_vetoed", ranks[i].is_vetoed);
    }
    view_add_bool(r->page, "has_rows", n > 0);
    return STATUS_OK;
}

enum status assessment_disputes_add(struct request *r, const struct assessment_head *a,
                                    int64_t township, struct error *e)
{
    struct assessment_dispute *all;
    const struct division_table *table;
    size_t n;
    TRY(assessment_dispute_list(r->db, r->county, a->id, township, r->arena, &all, &n, e));
    TRY(place_table(r, a->to, &table, e));
    bool may_decide = request_can(r, PERMISSION_ASSESSMENT_DECIDE) && a->state == ASSESSMENT_SCORED;
    struct view *list = view_add_list(r->page, "disputes");
    for (size_t i = 0; i < n; i++) {
        const struct division *d = division_by_code(table, all[i].township);
        if (!access_in_scope(r->session.user.scope, all[i].township))
            continue;
        struct view *v = view_add_object(list, NULL);
        view_add_integer(v, "dispute", all[i].id);
        view_add_integer(v, "township", all[i].township);
        view_add_text(v, "township_name", d ? d->name : "");
        view_add_text(v, "node", all[i].node);
        view_add_text(v, "state_label", request_text(r, assessment_dispute_label(all[i].state)));
        assessment_points_add(v, "old", all[i].old_cp);
        assessment_points_add(v, "new", all[i].new_cp);
        view_add_text(v, "claim", all[i].claim);
        view_add_text(v, "finding", all[i].finding);
        view_add_date(v, "raised_on", all[i].raised_on);
        view_add_bool(v, "is_open", all[i].state == DISPUTE_RAISED);
        view_add_bool(v, "can_decide", may_decide && all[i].state == DISPUTE_RAISED);
    }
    return STATUS_OK;
}

enum status assessment_township_respond(struct request *r, const struct assessment_head *a,
                                        const struct division *township, unsigned status,
                                        const struct error *why, struct error *e)
{
    assessment_head_add(r, r->page, a);
    view_add_integer(r->page, "township", township->code);
    view_add_text(r->page, "township_name", township->name);
    TRY(lines_add(r, a, township->code, e));
    TRY(assessment_disputes_add(r, a, township->code, e));
    view_add_bool(r->page, "can_dispute",
                  a->state == ASSESSMENT_SCORED && date_today().v <= a->dispute_until.v &&
                      request_can(r, PERMISSION_ASSESSMENT_SIGN));
    const char *title = arena_printf(r->arena, "%s · %s", township->name,
                                     request_text(r, assessment_scope_label(a->scope)));
    if (!title)
        return arena_exhausted(e);
    return respond_page_status(r, status, "assessment/township.html", title, why, e);
}

static enum status township_show(struct request *r, struct error *e)
{
    struct assessment_head a;
    const struct division *d;
    TRY(assessment_of_address(r, &a, e));
    TRY(assessment_township_of_address(r, &a, &d, e));
    return assessment_township_respond(r, &a, d, 200, NULL, e);
}

static enum status raise_do(struct request *r, struct error *e)
{
    struct assessment_head a;
    const struct division *d;
    struct db *db;
    struct error why = {0};
    int64_t id;
    TRY(assessment_of_address(r, &a, e));
    TRY(assessment_township_of_address(r, &a, &d, e));
    TRY(request_writer(r, &db, e));
    enum status s =
        assessment_dispute_raise(db, r->county, a.id, d->code, request_field(r, "node"),
                                 request_field(r, "claim"), r->session.user.name, &id, &why);
    if (s == STATUS_OK)
        return respond_redirect(r, request_text(r, N_("争议已提出")), e,
                                "/assessments/%" PRId64 "/townships/%" PRId64, a.id, d->code);
    if (assessment_is_shown(s, &why))
        return assessment_township_respond(r, &a, d, 422, &why, e);
    *e = why;
    return s;
}

static enum status decide_act(struct request *r, int64_t dispute, struct error *e)
{
    struct db *db;
    struct fen points = {-1}; /* hundredths too */
    const char *text = request_field(r, "points");
    if (text[0] && (fen_parse(text, &points, NULL) != STATUS_OK || points.v < 0)) {
        (void)error_set(e, STATUS_REFUSED, "ASSESSMENT_POINTS", "%s",
                        request_text(r, N_("分值如 6.00；维持原分就不填")));
        return error_place(e, "points");
    }
    TRY(request_writer(r, &db, e));
    return assessment_dispute_decide(db, r->county, dispute, points.v, request_field(r, "finding"),
                                     r->session.user.name, e);
}

static enum status decide_do(struct request *r, struct error *e)
{
    struct assessment_head a;
    struct error why = {0};
    int64_t dispute;
    TRY(assessment_of_address(r, &a, e));
    TRY(request_parameter_i64(r, "dispute", &dispute));
    enum status s = decide_act(r, dispute, &why);
    if (s == STATUS_OK)
        return respond_redirect(r, request_text(r, N_("争议已复核")), e, "/assessments/%" PRId64,
                                a.id);
    if (assessment_is_shown(s, &why))
        return assessment_respond(r, &a, 422, &why, e);
    *e = why;
    return s;
}

static const struct route_input RAISE_INPUTS[] = {
    {"node", INPUT_TEXT, true, N_("考核项目代码")},
    {"claim", INPUT_TEXT, true, N_("理由")},
    {.name = NULL},
};
static const struct route_input DECIDE_INPUTS[] = {
    {"points", INPUT_TEXT, false, N_("调整后的得分；维持原分就不填")},
    {"finding", INPUT_TEXT, true, N_("复核意见")},
    {.name = NULL},
};
static const struct route ROUTES[] = {
    {HTTP_GET, "/assessments/{assessment}/townships/{township}", township_show,
     PERMISSION_ASSESSMENT_READ, N_("乡镇得分")},
    {HTTP_POST, "/assessments/{assessment}/townships/{township}/disputes", raise_do,
     PERMISSION_ASSESSMENT_SIGN, N_("提出争议"), .inputs = RAISE_INPUTS},
    {HTTP_POST, "/assessments/{assessment}/disputes/{dispute}", decide_do,
     PERMISSION_ASSESSMENT_DECIDE, N_("复核争议"), .inputs = DECIDE_INPUTS},
};
const struct route_table ASSESSMENT_TOWNSHIP_ROUTES = ROUTE_TABLE("assessment_township", ROUTES);
