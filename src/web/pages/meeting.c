/* The year's meetings, a new one, and one of them with its agenda. */
#include "domain/meeting/meeting.h"

#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "base/ratio.h"
#include "domain/access/access.h"
#include "domain/indicator/indicator.h"
#include "web/pages/meeting_page.h"
#include "web/pages/pages.h"
#include "web/pages/place.h"
#include "web/pages/query.h"

#define MONTHS_OF_YEAR 12

int64_t meeting_scope_of(const struct request *r)
{
    return request_sees_county(r) ? 0 : r->session.user.scope;
}

const char *meeting_person(const struct request *r, const char *user)
{
    struct access_user row;
    struct error ignored;
    if (!user || user[0] == '\0')
        return "";
    if (access_user_by_name(r->db, r->county, user, r->arena, &row, &ignored) == STATUS_OK &&
        row.title && row.title[0] != '\0')
        return row.title;
    return user;
}

bool meeting_is_shown(enum status s, const struct error *why)
{
    return s == STATUS_REFUSED && strncmp(why->code, "ACCESS_", 7) != 0;
}

enum status meeting_of_address(struct request *r, struct meeting *ret, struct error *e)
{
    int64_t id;
    TRY(request_parameter_i64(r, "meeting", &id));
    return meeting_read(r->db, r->county, id, r->arena, ret, e);
}

enum status meeting_field_date(const struct request *r, const char *name, struct date *ret,
                               struct error *e)
{
    const char *text = request_field(r, name);
    *ret = (struct date){0};
    if (text[0] == '\0')
        return STATUS_OK;
    enum status s = date_parse(text, ret, e);
    return s == STATUS_REFUSED ? error_place(e, "%s", name) : s;
}

void meeting_typed_add(struct request *r, const char *const *names, size_t count)
{
    struct view *v = view_add_object(r->page, "typed");
    for (size_t i = 0; i < count; i++)
        view_add_text(v, names[i], r->method == HTTP_POST ? request_field(r, names[i]) : "");
}

static void head_add(struct request *r, struct view *v, const struct meeting *m)
{
    view_add_integer(v, "meeting", m->id);
    view_add_month(v, "month", m->month);
    view_add_integer(v, "number", m->number);
    view_add_bool(v, "is_extra", m->number > 1);
    view_add_date(v, "held_on", m->held_on);
    view_add_text(v, "place", m->place);
    view_add_text(v, "chair", m->chair);
    view_add_text(v, "recorder", m->recorder);
    view_add_text(v, "document", m->document);
    view_add_text(v, "state_label", request_text(r, meeting_state_label(m->state)));
    view_add_bool(v, "is_draft", m->state == MEETING_DRAFT);
    view_add_bool(v, "is_held", m->state == MEETING_HELD);
    view_add_bool(v, "is_issued", m->state == MEETING_ISSUED);
    view_add_bool(v, "is_cancelled", m->state == MEETING_CANCELLED);
}

/* ---- the year ---- */

static void month_add_row(struct request *r, struct view *list, struct month month,
                          const struct meeting *all, size_t count)
{
    struct view *v = view_add_object(list, NULL);
    struct view *meetings = view_add_list(v, "meetings");
    bool is_there = false;
    view_add_month(v, "month", month);
    for (size_t i = 0; i < count; i++) {
        if (all[i].month.v != month.v)
            continue;
        head_add(r, view_add_object(meetings, NULL), &all[i]);
        is_there |= all[i].state != MEETING_CANCELLED;
    }
    view_add_bool(v, "is_missing", !is_there && month.v < date_month(date_today()).v);
    view_add_bool(v, "is_due", !is_there && month.v == date_month(date_today()).v);
}

static enum status year_show(struct request *r, struct error *e)
{
    struct meeting *all;
    size_t count;
    int64_t year = query_number(r, "year");
    if (year < 1900 || year > 9999)
        year = month_year(date_month(date_today()));
    TRY(meeting_list(r->db, r->county, (int)year, 0, r->arena, &all, &count, e));
    view_add_integer(r->page, "year", year);
    view_add_integer(r->page, "year_before", year - 1);
    view_add_integer(r->page, "year_after", year + 1);
    struct view *list = view_add_list(r->page, "months");
    for (int m = 1; m <= MONTHS_OF_YEAR; m++)
        month_add_row(r, list, month_make((int)year, m), all, count);
    view_add_bool(r->page, "can_manage", request_can(r, PERMISSION_MEETING_MANAGE));
    return respond_page(r, "meeting/year.html", NULL, e);
}

/* ---- a new one ---- */

static const char *const NEW_FIELDS[] = {"held_on", "place", "chair", "recorder", "extra"};

static enum status new_respond(struct request *r, unsigned status, const struct error *why,
                               struct error *e)
{
    char today[DATE_TEXT_BYTES];
    meeting_typed_add(r, NEW_FIELDS, sizeof NEW_FIELDS / sizeof NEW_FIELDS[0]);
    view_add_text(r->page, "today", date_format(date_today(), today));
    view_add_text(r->page, "own_title", r->session.user.title);
    return respond_page_status(r, status, "meeting/new.html", NULL, why, e);
}

static enum status new_show(struct request *r, struct error *e)
{
    return new_respond(r, 200, NULL, e);
}

static enum status open_act(struct request *r, int64_t *ret_id, struct error *e)
{
    struct db *db;
    struct meeting_new new = {.place = request_field(r, "place"),
                              .chair = request_field(r, "chair"),
                              .recorder = request_field(r, "recorder"),
                              .is_extra = strcmp(request_field(r, "extra"), "1") == 0};
    TRY(meeting_field_date(r, "held_on", &new.held_on, e));
    new.month = date_month(new.held_on);
    TRY(request_writer(r, &db, e));
    return meeting_open(db, r->county, &new, r->session.user.name, ret_id, e);
}

static enum status open_do(struct request *r, struct error *e)
{
    struct error why = {0};
    int64_t id = 0;
    enum status s = open_act(r, &id, &why);
    if (s == STATUS_OK)
        return respond_redirect(r, request_text(r, N_("议程已起草")), e, "/meetings/%" PRId64, id);
    if (meeting_is_shown(s, &why))
        return new_respond(r, 422, &why, e);
    *e = why;
    return s;
}

/* ---- one ---- */

static const char *subject_path(struct request *r, const struct meeting_item *i)
{
    if (i->kind == MEETING_PROBLEM && i->subject)
        return arena_printf(r->arena, "/problems/%" PRId64, i->subject);
    return "";
}

/* Where the figure opens to the rows that it is made of. */
static const char *rows_path(struct request *r, const struct meeting *m,
                             const struct meeting_item *i)
{
    char from[MONTH_TEXT_BYTES], to[MONTH_TEXT_BYTES];
    return arena_printf(
        r->arena, "/indicators/%s/rows?township=%" PRId64 "&from=%s&to=%s&known=%" PRId64,
        i->indicator, i->township, month_format(i->from, from), month_format(i->to, to), m->known);
}

static const char *outcome_typed(struct request *r, const struct meeting_item *i)
{
    const char *name = arena_printf(r->arena, "outcome.%d", i->number);
    return r->method == HTTP_POST && name ? request_field(r, name) : i->outcome;
}

static void amount_add(struct view *v, const char *name, bool is_fen, int64_t n)
{
    char text[FEN_TEXT_BYTES];
    if (is_fen)
        view_add_text(v, name, fen_format_people(FEN(n), text));
    else
        view_add_count(v, name, n);
}

static void item_view_add(struct request *r, struct view *list, const struct meeting *m,
                          const struct meeting_item *i)
{
    char rate[RATIO_TEXT_BYTES], target[RATIO_TEXT_BYTES];
    struct view *v = view_add_object(list, NULL);
    view_add_integer(v, "item", i->number);
    view_add_text(v, "kind_label", request_text(r, meeting_item_label(i->kind)));
    view_add_text(v, "township_name",
                  i->township_name[0] ? i->township_name : request_text(r, N_("全县")));
    view_add_text(v, "text", i->indicator[0] ? request_text(r, i->text) : i->text);
    view_add_text(v, "outcome", i->outcome);
    view_add_text(v, "outcome_typed", outcome_typed(r, i));
    view_add_text(v, "subject_path", subject_path(r, i));
    view_add_text(v, "book_label",
                  strcmp(i->book, "city") == 0     ? request_text(r, N_("市对县考核"))
                  : strcmp(i->book, "county") == 0 ? request_text(r, N_("县对乡镇考核"))
                                                   : "");
    if (!i->indicator[0])
        return;
    const struct indicator *indicator = indicator_by_code(i->indicator);
    struct view *f = view_add_object(v, "figure");
    view_add_text(f, "indicator", i->indicator);
    view_add_text(f, "path", rows_path(r, m, i));
    view_add_month(f, "from", i->from);
    view_add_month(f, "to", i->to);
    amount_add(f, "numerator", indicator != NULL && indicator->is_numerator_fen, i->numerator);
    amount_add(f, "denominator", indicator != NULL && indicator->is_denominator_fen,
               i->denominator);
    view_add_text(f, "rate",
                  ratio_percent_of_target(i->numerator, i->denominator, i->target_bp, 2, rate));
    view_add_text(f, "target", ratio_rate(i->target_bp, target));
}

static enum status items_view_add(struct request *r, const struct meeting *m, struct error *e)
{
    struct meeting_item *items;
    size_t n;
    const char *typed = "";
    TRY(meeting_item_list(r->db, r->county, m->id, meeting_scope_of(r), r->arena, &items, &n, e));
    struct view *list = view_add_list(r->page, "items");
    struct view *decisions = view_add_list(r->page, "decisions");
    for (size_t i = 0; i < n; i++) {
        if (items[i].kind != MEETING_DECISION) {
            item_view_add(r, list, m, &items[i]);
            continue;
        }
        view_add_text(view_add_object(decisions, NULL), "text", items[i].text);
        typed = arena_printf(r->arena, "%s%s\n", typed, items[i].text);
        if (!typed)
            return arena_exhausted(e);
    }
    view_add_text(r->page, "decisions_typed",
                  r->method == HTTP_POST ? request_field(r, "decisions") : typed);
    return STATUS_OK;
}

/* Raised at this meeting, in the order of the list. */
static enum status raised_add(struct request *r, const struct meeting *m, struct error *e)
{
    const struct problem_filter f = {.scope = meeting_scope_of(r), .source = PROBLEM_MEETING};
    struct problem *all;
    struct practice *practices;
    size_t n;
    TRY(problem_list(r->db, r->county, &f, r->arena, &all, &n, e));
    struct view *list = view_add_list(r->page, "problems");
    for (size_t i = 0; i < n; i++)
        if (all[i].source_id == m->id)
            problem_view_add(r, view_add_object(list, NULL), &all[i]);
    TRY(practice_list(r->db, r->county, meeting_scope_of(r), m->id, 0, r->arena, &practices, &n,
                      e));
    list = view_add_list(r->page, "practices");
    for (size_t i = 0; i < n; i++)
        practice_view_add(r, view_add_object(list, NULL), &practices[i]);
    return STATUS_OK;
}

/* Whose practice is told: the townships of today. */
static enum status told_add(struct request *r, struct error *e)
{
    static const char *const typed[] = {"practice_title", "practice_body"};
    const struct division_table *table;
    const struct division *d;
    TRY(place_table(r, date_month(date_today()), &table, e));
    struct view *list = view_add_list(r->page, "townships");
    for (size_t i = 0; request_sees_county(r) && (d = division_at(table, i)) != NULL; i++) {
        const char *code = arena_printf(r->arena, "%" PRId64, d->code);
        if (d->level == 2 && code)
            option_add(list, code, d->name,
                       r->method == HTTP_POST && strcmp(request_field(r, "township"), code) == 0);
    }
    meeting_typed_add(r, typed, sizeof typed / sizeof typed[0]);
    return STATUS_OK;
}

static void record_add(struct request *r, const struct meeting *m)
{
    const bool is_posted = r->method == HTTP_POST && request_field(r, "present")[0] != '\0';
    view_add_text(r->page, "present", is_posted ? request_field(r, "present") : m->present);
    view_add_text(r->page, "absent", is_posted ? request_field(r, "absent") : m->absent);
    view_add_text(r->page, "summary", is_posted ? request_field(r, "summary") : m->summary);
    view_add_text(r->page, "prepared_by", meeting_person(r, m->prepared_by));
    view_add_text(r->page, "issued_by", meeting_person(r, m->issued_by));
    if (m->issued_on.v)
        view_add_date(r->page, "issued_on", m->issued_on);
    view_add_text(r->page, "sha256", m->hash);
    view_add_integer(r->page, "known", m->known);
}

enum status meeting_respond(struct request *r, const struct meeting *m, unsigned status,
                            const struct error *why, struct error *e)
{
    char month[MONTH_TEXT_BYTES];
    const bool may_manage = request_can(r, PERMISSION_MEETING_MANAGE);
    const bool is_own = strcmp(m->prepared_by, r->session.user.name) == 0;
    const bool is_past = m->held_on.v <= date_today().v;
    const char *title = arena_printf(r->arena, "%s · %s", request_text(r, N_("调度会")),
                                     month_text(r, m->month, month));
    if (!title)
        return arena_exhausted(e);
    head_add(r, r->page, m);
    record_add(r, m);
    TRY(items_view_add(r, m, e));
    TRY(raised_add(r, m, e));
    TRY(meeting_photos_add(r, m, e));
    TRY(told_add(r, e));
    const bool is_open = m->state == MEETING_DRAFT || m->state == MEETING_HELD;
    view_add_bool(r->page, "can_record", may_manage && is_open && is_past);
    view_add_bool(r->page, "can_draft", may_manage && m->state == MEETING_DRAFT);
    view_add_bool(r->page, "can_raise", may_manage && is_open);
    view_add_bool(r->page, "can_issue",
                  m->state == MEETING_HELD && !is_own && request_can(r, PERMISSION_MEETING_ISSUE));
    return respond_page_status(r, status, "meeting/page.html", title, why, e);
}

static enum status meeting_show(struct request *r, struct error *e)
{
    struct meeting m;
    TRY(meeting_of_address(r, &m, e));
    return meeting_respond(r, &m, 200, NULL, e);
}

static const struct route_input YEAR_INPUTS[] = {
    {"year", INPUT_INTEGER, false, N_("哪一年；默认今年")},
    {.name = NULL},
};
static const struct route_input NEW_INPUTS[] = {
    {"held_on", INPUT_DATE, true, N_("会议日期")},    {"place", INPUT_TEXT, true, N_("地点")},
    {"chair", INPUT_TEXT, true, N_("主持人")},        {"recorder", INPUT_TEXT, true, N_("记录人")},
    {"extra", INPUT_BOOL, false, N_("本月加开一次")}, {.name = NULL},
};
static const struct route ROUTES[] = {
    {HTTP_GET, "/meetings", year_show, PERMISSION_MEETING_READ, N_("调度会"),
     .inputs = YEAR_INPUTS},
    {HTTP_GET, "/meetings/new", new_show, PERMISSION_MEETING_MANAGE, N_("准备调度会"),
     AUDIENCE_PEOPLE},
    {HTTP_POST, "/meetings", open_do, PERMISSION_MEETING_MANAGE, N_("准备调度会"),
     .inputs = NEW_INPUTS},
    {HTTP_GET, "/meetings/{meeting}", meeting_show, PERMISSION_MEETING_READ, N_("调度会")},
};
const struct route_table MEETING_ROUTES = ROUTE_TABLE("meeting", ROUTES);
