/* Visits: the list, a new one, and the page that is filled in on the spot with a phone. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "domain/assessment/assessment.h"
#include "web/pages/inspection_page.h"
#include "web/pages/meeting_page.h"
#include "web/pages/pages.h"
#include "web/pages/place.h"
#include "web/pages/plain_form.h"
#include "web/pages/query.h"

#define SHOWN_MAX 500

static void visit_add(struct request *r, struct view *v, const struct inspection *i)
{
    view_add_integer(v, "inspection", i->id);
    view_add_integer(v, "assessment", i->assessment);
    view_add_integer(v, "township", i->township);
    view_add_integer(v, "division", i->division);
    view_add_text(v, "township_name", i->township_name);
    view_add_text(v, "division_name", i->division != i->township ? i->division_name : "");
    view_add_text(v, "place", i->place);
    view_add_date(v, "on", i->on);
    view_add_text(v, "inspectors", i->inspectors);
    view_add_text(v, "summary", i->summary);
    view_add_text(v, "state", inspection_state_code(i->state));
    view_add_text(v, "state_label", request_text(r, inspection_state_label(i->state)));
    view_add_bool(v, "is_draft", i->state == INSPECTION_DRAFT);
    view_add_bool(v, "is_struck", i->state == INSPECTION_STRUCK);
    view_add_bool(v, "is_submitted", i->state == INSPECTION_SUBMITTED);
    view_add_text(v, "strike_reason", i->strike_reason);
    view_add_text(v, "inspected_by", meeting_person(r, i->inspected_by));
    view_add_bool(v, "has_location", i->latitude != 0 || i->longitude != 0);
    view_add_integer(v, "latitude", i->latitude);
    view_add_integer(v, "longitude", i->longitude);
    view_add_count(v, "findings_count", i->findings);
    view_add_count(v, "defects_count", i->defects);
    view_add_count(v, "marks_count", i->marks);
}

static enum status list_show(struct request *r, struct error *e)
{
    const struct inspection_filter f = {.scope = inspection_scope_of(r),
                                        .township = query_number(r, "township"),
                                        .viewer = r->session.user.name};
    const struct division_table *table;
    struct inspection *list;
    size_t n;
    TRY(inspection_list(r->db, r->county, &f, r->arena, &list, &n, e));
    struct view *rows = view_add_list(r->page, "rows");
    for (size_t i = 0; i < n && i < SHOWN_MAX; i++)
        visit_add(r, view_add_object(rows, NULL), &list[i]);
    view_add_count(r->page, "total", (int64_t)n);
    TRY(place_table(r, date_month(date_today()), &table, e));
    place_add_choices(r->page, r, table, f.township, 0);
    view_add_bool(r->page, "can_open", request_can(r, PERMISSION_INSPECTION_RECORD));
    return respond_page(r, "inspection/list.html", NULL, e);
}

/* ---- a new one ---- */

static const struct plain_field FIELDS[] = {
    {"division", N_("乡镇或村"), NULL, PLAIN_CHOICE, false},
    {"place", N_("地点"), N_("例如：敬老院、村委会"), PLAIN_TEXT, false},
    {"on", N_("检查日期"), NULL, PLAIN_DATE, false},
    {"inspectors", N_("检查人员"), N_("姓名用顿号隔开"), PLAIN_TEXT, false},
    {"assessment", N_("属于哪次考核"), NULL, PLAIN_CHOICE, true},
};

static enum status choices_add(struct request *r, struct plain_form *f, struct error *e)
{
    const struct division_table *table;
    const struct division *d;
    struct assessment_head *rounds;
    size_t n;
    char number[24];
    TRY(place_table(r, date_month(date_today()), &table, e));
    plain_choice(f, "division", "", request_text(r, N_("请选择")));
    for (size_t i = 0; (d = division_at(table, i)) != NULL; i++) {
        if (d->level < 2)
            continue;
        (void)snprintf(number, sizeof number, "%" PRId64, d->code);
        const char *label = d->level == 2 ? d->name : arena_printf(r->arena, "　%s", d->name);
        if (!label)
            return arena_exhausted(e);
        plain_choice(f, "division", arena_strdup(r->arena, number), label);
    }
    plain_choice(f, "assessment", "", request_text(r, N_("日常检查")));
    TRY(assessment_list(r->db, r->county, r->arena, &rounds, &n, e));
    for (size_t i = 0; i < n; i++) {
        if (!assessment_is_gathering(rounds[i].state))
            continue;
        (void)snprintf(number, sizeof number, "%" PRId64, rounds[i].id);
        const char *label = arena_printf(r->arena, "%d %s", rounds[i].year,
                                         request_text(r, assessment_scope_label(rounds[i].scope)));
        if (!label)
            return arena_exhausted(e);
        plain_choice(f, "assessment", arena_strdup(r->arena, number), label);
    }
    return STATUS_OK;
}

static enum status new_respond(struct request *r, struct plain_form *f, unsigned status,
                               const struct error *why, struct error *e)
{
    char day[DATE_TEXT_BYTES];
    plain_default(f, "on", arena_strdup(r->arena, date_format(date_today(), day)));
    plain_default(f, "inspectors", r->session.user.title);
    TRY(choices_add(r, f, e));
    plain_end(f);
    return respond_page_status(r, status, "inspection/new.html", NULL, why, e);
}

static enum status new_show(struct request *r, struct error *e)
{
    struct plain_form f;
    plain_begin(&f, r, r->page, FIELDS, sizeof FIELDS / sizeof FIELDS[0]);
    return new_respond(r, &f, 200, NULL, e);
}

static enum status open_do(struct request *r, struct error *e)
{
    static const struct plain_cause causes[] = {{"INSPECTION_DATE", "on"},
                                                {"INSPECTION_OWN", "division"},
                                                {"INSPECTION_TEAM", "assessment"},
                                                {NULL, NULL}};
    struct plain_form f;
    struct error why = {0};
    struct db *db;
    int64_t id = 0;
    plain_begin(&f, r, r->page, FIELDS, sizeof FIELDS / sizeof FIELDS[0]);
    const struct inspection_entry entry = {.division = plain_number(&f, "division"),
                                           .assessment = plain_number(&f, "assessment"),
                                           .on = plain_date(&f, "on"),
                                           .place = plain_text(&f, "place"),
                                           .inspectors = plain_text(&f, "inspectors")};
    enum status s = plain_status(&f, &why);
    TRY(request_writer(r, &db, e));
    if (s == STATUS_OK)
        s = inspection_open(db, r->county, &entry, r->session.user.name, &id, &why);
    if (s == STATUS_OK)
        return respond_redirect(r, request_text(r, N_("已开始记录，可随时离开，草稿会留着")), e,
                                "/inspections/%" PRId64, id);
    plain_refused(&f, causes, &why);
    if (meeting_is_shown(s, &why))
        return new_respond(r, &f, 422, &why, e);
    *e = why;
    return s;
}

/* ---- one ---- */

static enum status findings_add(struct request *r, const struct inspection *i, struct error *e)
{
    struct inspection_finding *list;
    size_t n;
    const bool is_own = inspection_is_own_draft(r, i);
    TRY(inspection_finding_list(r->db, r->county, i->id, r->arena, &list, &n, e));
    struct view *rows = view_add_list(r->page, "findings");
    for (size_t k = 0; k < n; k++) {
        struct view *v = view_add_object(rows, NULL);
        view_add_integer(v, "number", list[k].number);
        view_add_text(v, "kind", inspection_kind_code(list[k].kind));
        view_add_text(v, "kind_label", request_text(r, inspection_kind_label(list[k].kind)));
        view_add_text(v, "node", list[k].node);
        view_add_text(v, "subject", list[k].subject);
        view_add_text(v, "text", list[k].text);
        view_add_count(v, "cases", list[k].cases);
        view_add_bool(v, "is_good", list[k].kind == INSPECTION_GOOD);
        view_add_bool(v, "can_remove", is_own);
        view_add_bool(v, "can_demand",
                      list[k].kind == INSPECTION_DEFECT || list[k].kind == INSPECTION_MISSED_STEP);
    }
    return STATUS_OK;
}

/* Every leaf that inspectors mark, with the mark there is; the choices of a finding. */
static enum status marks_add(struct request *r, const struct inspection *i, struct error *e)
{
    struct assessment_node *nodes;
    struct inspection_mark *marks;
    size_t n, m;
    TRY(inspection_node_list(r->db, r->county, i->assessment, r->arena, &nodes, &n, e));
    TRY(inspection_mark_list(r->db, r->county, i->id, r->arena, &marks, &m, e));
    struct view *rows = view_add_list(r->page, "marks"), *choices = view_add_list(r->page, "nodes");
    for (size_t k = 0; k < n; k++) {
        const char *label = arena_printf(r->arena, "%s %s", nodes[k].code, nodes[k].title);
        if (!label)
            return arena_exhausted(e);
        option_add(choices, nodes[k].code, label,
                   text_equals(request_field(r, "node"), nodes[k].code));
        if (nodes[k].rule != ASSESSMENT_MARK || !i->assessment)
            continue;
        struct view *v = view_add_object(rows, NULL);
        view_add_text(v, "node", nodes[k].code);
        view_add_text(v, "node_title", nodes[k].title);
        inspection_points_add(v, "full", nodes[k].weight_cp);
        for (size_t x = 0; x < m; x++) {
            if (!text_equals(marks[x].node, nodes[k].code))
                continue;
            inspection_points_add(v, "share", marks[x].share_bp);
            view_add_text(v, "reason", marks[x].reason);
        }
    }
    return STATUS_OK;
}

enum status inspection_respond(struct request *r, const struct inspection *i, unsigned status,
                               const struct error *why, struct error *e)
{
    static const char *const typed[] = {"text", "subject", "cases", "strike_reason"};
    const bool is_own = inspection_is_own_draft(r, i);
    const char *path = arena_printf(r->arena, "/inspections/%" PRId64, i->id);
    const char *title = arena_printf(r->arena, "%s %s", i->township_name, i->place);
    if (!path || !title)
        return arena_exhausted(e);
    visit_add(r, r->page, i);
    TRY(findings_add(r, i, e));
    TRY(marks_add(r, i, e));
    TRY(inspection_papers_add(r, ENCLOSURE_INSPECTION, i->id, path, is_own, e));
    struct view *kinds = view_add_list(r->page, "kinds");
    for (int k = INSPECTION_GOOD; k <= INSPECTION_FALSE_REPORT; k++)
        option_add(
            kinds, inspection_kind_code((enum inspection_kind)k),
            request_text(r, inspection_kind_label((enum inspection_kind)k)),
            text_equals(request_field(r, "kind"), inspection_kind_code((enum inspection_kind)k)));
    meeting_typed_add(r, typed, sizeof typed / sizeof typed[0]);
    view_add_bool(r->page, "can_write", is_own);
    return respond_page_status(r, status, "inspection/page.html", title, why, e);
}

enum status inspection_answer(struct request *r, const struct inspection *i, enum status s,
                              const struct error *why, const char *notice, const char *anchor,
                              struct error *e)
{
    struct inspection now;
    if (s == STATUS_OK)
        return respond_redirect(r, request_text(r, notice), e, "/inspections/%" PRId64 "%s", i->id,
                                anchor);
    if (!meeting_is_shown(s, why)) {
        *e = *why;
        return s;
    }
    TRY(inspection_read(r->db, r->county, i->id, &(struct inspection_filter){0}, r->arena, &now,
                        e));
    return inspection_respond(r, &now, 422, why, e);
}

static enum status one_show(struct request *r, struct error *e)
{
    struct inspection i;
    TRY(inspection_of_address(r, &i, e));
    return inspection_respond(r, &i, 200, NULL, e);
}

static enum status edit_do(struct request *r, struct error *e)
{
    struct inspection i;
    struct db *db;
    struct error why = {0};
    struct inspection_entry n = {.place = request_field(r, "place"),
                                 .inspectors = request_field(r, "inspectors"),
                                 .summary = request_field(r, "summary")};
    TRY(inspection_of_address(r, &i, e));
    TRY(request_writer(r, &db, e));
    enum status s = inspection_field_day(r, "on", &n.on, &why);
    if (s == STATUS_OK)
        s = inspection_field_number(r, "latitude", &n.latitude, &why);
    if (s == STATUS_OK)
        s = inspection_field_number(r, "longitude", &n.longitude, &why);
    if (s == STATUS_OK)
        s = inspection_edit(db, r->county, i.id, &n, r->session.user.name, &why);
    return inspection_answer(r, &i, s, &why, N_("已保存"), "", e);
}

static const struct route_input LIST_INPUTS[] = {
    {"township", INPUT_INTEGER, false, N_("乡镇")},
    {.name = NULL},
};
static const struct route_input OPEN_INPUTS[] = {
    {"division", INPUT_INTEGER, true, N_("乡镇或村")},
    {"place", INPUT_TEXT, true, N_("地点")},
    {"on", INPUT_DATE, true, N_("检查日期")},
    {"inspectors", INPUT_TEXT, true, N_("检查人员")},
    {"assessment", INPUT_INTEGER, false, N_("考核")},
    {.name = NULL},
};
static const struct route_input EDIT_INPUTS[] = {
    {"place", INPUT_TEXT, true, N_("地点")},
    {"on", INPUT_DATE, false, N_("检查日期")},
    {"inspectors", INPUT_TEXT, true, N_("检查人员")},
    {"summary", INPUT_TEXT, false, N_("总的情况")},
    {"latitude", INPUT_INTEGER, false, N_("纬度，百万分之一度")},
    {"longitude", INPUT_INTEGER, false, N_("经度，百万分之一度")},
    {.name = NULL},
};
static const struct route ROUTES[] = {
    {HTTP_GET, "/inspections", list_show, PERMISSION_INSPECTION_READ, N_("检查"),
     .inputs = LIST_INPUTS},
    {HTTP_GET, "/inspections/new", new_show, PERMISSION_INSPECTION_RECORD, N_("新的检查")},
    {HTTP_POST, "/inspections", open_do, PERMISSION_INSPECTION_RECORD, N_("开始检查"),
     .inputs = OPEN_INPUTS},
    {HTTP_GET, "/inspections/{inspection}", one_show, PERMISSION_INSPECTION_READ, N_("检查")},
    {HTTP_POST, "/inspections/{inspection}", edit_do, PERMISSION_INSPECTION_RECORD, N_("保存检查"),
     .inputs = EDIT_INPUTS},
};
const struct route_table INSPECTION_ROUTES = ROUTE_TABLE("inspection", ROUTES);
