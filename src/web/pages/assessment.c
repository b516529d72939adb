/* Rounds of assessment: the list, and one with its table of townships, team, disputes and steps. */
#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "web/pages/assessment_page.h"
#include "web/pages/meeting_page.h"
#include "web/pages/pages.h"
#include "web/pages/place.h"
#include "web/pages/query.h"

bool assessment_is_shown(enum status s, const struct error *why)
{
    return s == STATUS_REFUSED && strncmp(why->code, "ACCESS_", 7) != 0;
}

enum status assessment_of_address(struct request *r, struct assessment_head *ret, struct error *e)
{
    int64_t id;
    TRY(request_parameter_i64(r, "assessment", &id));
    return assessment_head_read(r->db, r->county, id, r->arena, ret, e);
}

enum status assessment_field_date(const struct request *r, const char *name, struct date *ret,
                                  struct error *e)
{
    const char *text = request_field(r, name);
    *ret = (struct date){0};
    if (text[0] == '\0')
        return STATUS_OK;
    enum status s = date_parse(text, ret, e);
    return s == STATUS_REFUSED ? error_place(e, "%s", name) : s;
}

void assessment_points_add(struct view *v, const char *name, int64_t cp)
{
    char text[ASSESSMENT_POINTS_BYTES];
    view_add_text(v, name, assessment_points(cp, text));
}

static bool is_published(const struct assessment_head *a)
{
    return a->state == ASSESSMENT_PUBLISHED || a->state == ASSESSMENT_FILED;
}

void assessment_head_add(struct request *r, struct view *v, const struct assessment_head *a)
{
    view_add_integer(v, "assessment", a->id);
    view_add_integer(v, "year", a->year);
    view_add_text(v, "scope", assessment_scope_code(a->scope));
    view_add_text(v, "scope_label", request_text(r, assessment_scope_label(a->scope)));
    view_add_month(v, "from", a->from);
    view_add_month(v, "to", a->to);
    view_add_text(v, "state", assessment_state_code(a->state));
    view_add_text(v, "state_label", request_text(r, assessment_state_label(a->state)));
    view_add_bool(v, "is_published", is_published(a));
    view_add_bool(v, "is_cancelled", a->state == ASSESSMENT_CANCELLED);
    view_add_date(v, "opened_on", a->opened_on);
    if (a->dispute_until.v)
        view_add_date(v, "dispute_until", a->dispute_until);
    if (a->published_on.v)
        view_add_date(v, "published_on", a->published_on);
    view_add_text(v, "document", a->document);
}

/* ---- the list ---- */
static enum status list_respond(struct request *r, unsigned status, const struct error *why,
                                struct error *e)
{
    struct assessment_head *all;
    size_t n;
    TRY(assessment_list(r->db, r->county, r->arena, &all, &n, e));
    struct view *list = view_add_list(r->page, "assessments");
    for (size_t i = 0; i < n; i++)
        assessment_head_add(r, view_add_object(list, NULL), &all[i]);
    view_add_bool(r->page, "can_manage", request_can(r, PERMISSION_ASSESSMENT_MANAGE));
    view_add_integer(r->page, "this_year", month_year(date_month(date_today())));
    return respond_page_status(r, status, "assessment/list.html", NULL, why, e);
}

static enum status list_show(struct request *r, struct error *e)
{
    return list_respond(r, 200, NULL, e);
}

static enum status open_act(struct request *r, int64_t *ret_id, struct error *e)
{
    struct db *db;
    struct assessment_new round = {0};
    int64_t year;
    TRY(assessment_scope_parse(request_field(r, "scope"), &round.scope, e));
    if (i64_parse(request_field(r, "year"), &year, NULL) != STATUS_OK || year < 1990 || year > 2100)
        return error_set(e, STATUS_REFUSED, "ASSESSMENT_SPAN", "%s",
                         request_text(r, N_("请填写年份")));
    round.year = (int)year;
    TRY(request_writer(r, &db, e));
    return assessment_open(db, r->county, &round, r->session.user.name, ret_id, e);
}

static enum status open_do(struct request *r, struct error *e)
{
    struct error why = {0};
    int64_t id = 0;
    enum status s = open_act(r, &id, &why);
    if (s == STATUS_OK)
        return respond_redirect(r, request_text(r, N_("考核已启动")), e, "/assessments/%" PRId64,
                                id);
    if (assessment_is_shown(s, &why))
        return list_respond(r, 422, &why, e);
    *e = why;
    return s;
}

/* ---- one round ---- The items of the first level as columns. */
static bool is_column(const struct assessment_node *n)
{
    return n->parent[0] == '\0';
}

static const struct assessment_score_row *score_of(const struct assessment_score_row *rows,
                                                   size_t n, int64_t township, const char *node)
{
    for (size_t i = 0; i < n; i++) {
        if (rows[i].township == township && text_equals(rows[i].node, node))
            return &rows[i];
    }
    return NULL;
}

static void cells_add(struct request *r, struct view *v, const struct assessment_node *nodes,
                      size_t count, const struct assessment_score_row *scores, size_t n,
                      int64_t township)
{
    struct view *cells = view_add_list(v, "cells");
    for (size_t i = 0; i < count; i++) {
        if (!is_column(&nodes[i]))
            continue;
        const struct assessment_score_row *s = score_of(scores, n, township, nodes[i].code);
        struct view *cell = view_add_object(cells, NULL);
        view_add_text(cell, "node", nodes[i].code);
        view_add_text(cell, "title", nodes[i].title);
        if (nodes[i].rule == ASSESSMENT_VETO)
            view_add_text(cell, "score", s && s->cases ? request_text(r, N_("一票否决")) : "—");
        else if (!s || !s->is_applicable)
            view_add_text(cell, "score", "—");
        else
            assessment_points_add(cell, "score", s->score_cp);
    }
}

static enum status table_add(struct request *r, const struct assessment_head *a, struct error *e)
{
    struct assessment_node *nodes = NULL;
    struct assessment_score_row *scores;
    struct assessment_rank_row *ranks;
    size_t count = 0, n, rows;
    enum status s =
        assessment_tree_read(r->db, r->county, a->plan, a->scope, r->arena, &nodes, &count, e);
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    TRY(assessment_score_list(r->db, r->county, a->id, 0, KNOWN_NOW, r->arena, &scores, &n, e));
    TRY(assessment_rank_list(r->db, r->county, a->id, KNOWN_NOW, r->arena, &ranks, &rows, e));
    struct view *columns = view_add_list(r->page, "columns");
    for (size_t i = 0; i < count; i++) {
        if (!is_column(&nodes[i]))
            continue;
        struct view *v = view_add_object(columns, NULL);
        view_add_text(v, "title", nodes[i].title);
        if (nodes[i].weight_cp)
            assessment_points_add(v, "points", nodes[i].weight_cp);
    }
    struct view *list = view_add_list(r->page, "rows");
    for (size_t i = 0; i < rows; i++) {
        bool is_own = access_in_scope(r->session.user.scope, ranks[i].township);
        if (!is_own && !is_published(a))
            continue;
        struct view *v = view_add_object(list, NULL);
        view_add_integer(v, "rank", ranks[i].rank);
        view_add_integer(v, "township", ranks[i].township);
        view_add_text(v, "name", ranks[i].name);
        assessment_points_add(v, "total", ranks[i].total_cp);
        view_add_bool(v, "is_vetoed", ranks[i].is_vetoed);
        view_add_bool(v, "is_open", is_own);
        cells_add(r, v, nodes, count, scores, n, ranks[i].township);
    }
    view_add_bool(r->page, "has_rows", rows > 0);
    return STATUS_OK;
}

static enum status team_add(struct request *r, const struct assessment_head *a, struct error *e)
{
    struct assessment_member *members;
    const struct division_table *table;
    const struct division *d;
    size_t n;
    TRY(assessment_team_list(r->db, r->county, a->id, r->arena, &members, &n, e));
    struct view *list = view_add_list(r->page, "team");
    for (size_t i = 0; i < n; i++) {
        struct view *v = view_add_object(list, NULL);
        view_add_integer(v, "township", members[i].township);
        view_add_text(v, "township_name", members[i].township_name);
        view_add_text(v, "user", members[i].user);
        view_add_text(v, "person", meeting_person(r, members[i].user));
        view_add_text(v, "title", members[i].title);
        view_add_bool(v, "is_leader", members[i].is_leader);
    }
    TRY(place_table(r, a->to, &table, e));
    list = view_add_list(r->page, "townships");
    for (size_t i = 0; request_sees_county(r) && (d = division_at(table, i)) != NULL; i++) {
        const char *code = arena_printf(r->arena, "%" PRId64, d->code);
        if (d->level == 2 && code)
            option_add(list, code, d->name, false);
    }
    return STATUS_OK;
}

static enum status steps_add(struct request *r, const struct assessment_head *a, struct error *e)
{
    struct assessment_step *steps;
    size_t n;
    TRY(assessment_step_list(r->db, r->county, a->id, r->arena, &steps, &n, e));
    struct view *list = view_add_list(r->page, "steps");
    for (size_t i = 0; i < n; i++) {
        struct view *v = view_add_object(list, NULL);
        view_add_integer(v, "step", steps[i].number);
        view_add_text(v, "label", request_text(r, assessment_state_label(steps[i].state)));
        view_add_date(v, "on", steps[i].on);
        view_add_text(v, "actor", meeting_person(r, steps[i].actor));
        view_add_text(v, "note", steps[i].note);
    }
    return STATUS_OK;
}

/* Which steps may be taken now; scoring, the survey and publishing have forms of their own. */
static void ways_add(struct request *r, const struct assessment_head *a)
{
    struct view *list = view_add_list(r->page, "ways");
    for (size_t i = 0; i < ASSESSMENT_TRANSITION_COUNT; i++) {
        const struct assessment_transition *t = &ASSESSMENT_TRANSITIONS[i];
        bool is_own = t->to == ASSESSMENT_SCORED || t->to == ASSESSMENT_PUBLISHED ||
                      t->to == ASSESSMENT_SURVEYED || t->to == ASSESSMENT_CANCELLED;
        if (t->from != a->state || is_own || !request_can(r, t->permission) ||
            (t->is_midyear_only && a->scope != ASSESSMENT_MIDYEAR))
            continue;
        struct view *v = view_add_object(list, NULL);
        view_add_text(v, "state", assessment_state_code(t->to));
        view_add_text(v, "label", request_text(r, t->label));
    }
    bool may_manage = request_can(r, PERMISSION_ASSESSMENT_MANAGE);
    view_add_bool(r->page, "can_manage", may_manage);
    view_add_bool(r->page, "can_team", may_manage && assessment_is_gathering(a->state));
    view_add_bool(r->page, "can_survey", may_manage && a->state == ASSESSMENT_INSPECTED);
    view_add_bool(r->page, "can_score",
                  may_manage &&
                      assessment_transition_find(a->scope, a->state, ASSESSMENT_SCORED) != NULL);
    view_add_bool(r->page, "can_cancel",
                  may_manage &&
                      assessment_transition_find(a->scope, a->state, ASSESSMENT_CANCELLED) != NULL);
    view_add_bool(r->page, "can_publish",
                  a->state == ASSESSMENT_REVIEWED && request_can(r, PERMISSION_ASSESSMENT_DECIDE) &&
                      !text_equals(a->opened_by, r->session.user.name));
    view_add_bool(r->page, "is_midyear", a->scope == ASSESSMENT_MIDYEAR);
    view_add_bool(r->page, "can_print", request_sees_county(r));
}

enum status assessment_respond(struct request *r, const struct assessment_head *a, unsigned status,
                               const struct error *why, struct error *e)
{
    const char *title = arena_printf(r->arena, "%d · %s", a->year,
                                     request_text(r, assessment_scope_label(a->scope)));
    if (!title)
        return arena_exhausted(e);
    assessment_head_add(r, r->page, a);
    TRY(table_add(r, a, e));
    TRY(team_add(r, a, e));
    TRY(steps_add(r, a, e));
    TRY(assessment_disputes_add(r, a, 0, e));
    ways_add(r, a);
    return respond_page_status(r, status, "assessment/page.html", title, why, e);
}

static enum status round_show(struct request *r, struct error *e)
{
    struct assessment_head a;
    TRY(assessment_of_address(r, &a, e));
    return assessment_respond(r, &a, 200, NULL, e);
}

/* ---- for everybody ---- Totals and ranks of what is published, no more. */
static enum status public_show(struct request *r, struct error *e)
{
    struct assessment_head *all;
    size_t n;
    TRY(assessment_list(r->db, r->county, r->arena, &all, &n, e));
    struct view *list = view_add_list(r->page, "results");
    for (size_t i = 0; i < n; i++) {
        struct assessment_rank_row *ranks;
        size_t count;
        if (!is_published(&all[i]))
            continue;
        struct view *v = view_add_object(list, NULL);
        assessment_head_add(r, v, &all[i]);
        TRY(assessment_rank_list(r->db, r->county, all[i].id, KNOWN_NOW, r->arena, &ranks, &count,
                                 e));
        struct view *rows = view_add_list(v, "rows");
        for (size_t k = 0; k < count; k++) {
            struct view *row = view_add_object(rows, NULL);
            view_add_integer(row, "rank", ranks[k].rank);
            view_add_text(row, "name", ranks[k].name);
            assessment_points_add(row, "total", ranks[k].total_cp);
            view_add_bool(row, "is_vetoed", ranks[k].is_vetoed);
        }
    }
    return respond_page(r, "public/results.html", NULL, e);
}

static const struct route_input OPEN_INPUTS[] = {
    {"scope", INPUT_TEXT, true, N_("midyear（年中）或 year（年终）")},
    {"year", INPUT_INTEGER, true, N_("年份")},
    {.name = NULL},
};
static const struct route ROUTES[] = {
    {HTTP_GET, "/assessments", list_show, PERMISSION_ASSESSMENT_READ, N_("考核")},
    {HTTP_POST, "/assessments", open_do, PERMISSION_ASSESSMENT_MANAGE, N_("启动考核"),
     .inputs = OPEN_INPUTS},
    {HTTP_GET, "/assessments/{assessment}", round_show, PERMISSION_ASSESSMENT_READ, N_("考核")},
    {HTTP_GET, "/public/results", public_show, PERMISSION_PUBLIC, N_("考核结果"), .is_kept = true},
};
const struct route_table ASSESSMENT_ROUTES = ROUTE_TABLE("assessment", ROUTES);
