/* Targets: both books beside each other, never added up; what is reached beside what is asked. */
#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "domain/target/calendar.h"
#include "web/pages/pages.h"
#include "web/pages/query.h"
#include "web/pages/target_page.h"
#include "web/pages/target_work.h"

#define DIVISION_FIRST INT64_C(100000000000) /* of 12 digits */

int target_year_of(const struct request *r)
{
    int64_t year = query_number(r, "year");
    return year >= 1990 && year <= 2100 ? (int)year : month_year(date_month(date_today()));
}

int64_t target_scope_of(const struct request *r)
{
    int64_t scope = r->session.user.scope;
    return scope >= DIVISION_FIRST ? division_township(scope) : scope;
}

const char *target_person(const struct request *r, const char *user)
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

bool target_is_shown(enum status s, const struct error *why)
{
    return s == STATUS_REFUSED && !text_starts(why->code, "ACCESS_");
}

void target_year_add(struct request *r, int year)
{
    view_add_integer(r->page, "year", year);
    view_add_integer(r->page, "year_before", year - 1);
    view_add_integer(r->page, "year_after", year + 1);
}

void target_split_add(struct request *r, struct view *v, const struct target_split *s)
{
    char total[TARGET_VALUE_BYTES];
    view_add_integer(v, "split", s->id);
    view_add_text(v, "book", target_book_code(s->book));
    view_add_text(v, "book_label", request_text(r, target_book_label(s->book)));
    view_add_text(v, "measure", s->measure);
    view_add_text(v, "measure_label", request_text(r, target_measure_label(s->measure)));
    view_add_text(v, "indicator", s->indicator);
    view_add_date(v, "due_on", s->due_on);
    view_add_text(v, "total", target_value_text(s->unit, s->total, total));
    view_add_bool(v, "is_rate", s->unit == TARGET_BP);
    view_add_text(v, "rule_label", request_text(r, target_rule_label(s->rule)));
    view_add_text(v, "weights", request_text(r, s->weights));
    view_add_text(v, "clause", s->clause);
    view_add_text(v, "reason", s->reason);
    view_add_text(v, "document", s->document);
    view_add_bool(v, "is_example", s->is_example);
    view_add_text(v, "state", target_state_code(s->state));
    view_add_text(v, "state_label", request_text(r, target_state_label(s->state)));
    view_add_bool(v, "is_draft", s->state == TARGET_DRAFT);
    view_add_bool(v, "is_issued", s->state == TARGET_ISSUED);
    view_add_text(v, "prepared_by", target_person(r, s->prepared_by));
    view_add_text(v, "issued_by", target_person(r, s->issued_by));
    if (s->issued_on.v)
        view_add_date(v, "issued_on", s->issued_on);
}

/* ---- what is reached ---- */

/* The indicator's figures of the month of today or, once it is over, of the due day. */
static enum status actual_read(struct request *r, const struct target_split *s,
                               struct indicator_row **ret, size_t *ret_count, struct error *e)
{
    const struct indicator *i = indicator_by_code(s->indicator);
    struct month now = date_month(date_today()), due = date_month(s->due_on);
    struct month m = now.v < due.v ? now : due;
    struct error ignored;
    *ret_count = 0;
    if (!i || month_year(m) != s->year)
        return STATUS_OK;
    enum status st =
        indicator_read(r->db, r->county, i, m, m, KNOWN_NOW, r->arena, ret, ret_count, &ignored);
    if (st == STATUS_FAILED && e)
        *e = ignored;
    return st == STATUS_FAILED ? st : STATUS_OK;
}

static void actual_add(struct view *v, const struct target_split *s, int64_t township,
                       const struct indicator_row *rows, size_t count)
{
    char text[TARGET_VALUE_BYTES > RATIO_TEXT_BYTES ? TARGET_VALUE_BYTES : RATIO_TEXT_BYTES];
    for (size_t i = 0; i < count; i++) {
        if (rows[i].township != township)
            continue;
        view_add_text(
            v, "actual",
            s->unit == TARGET_BP
                ? ratio_percent_of_target(rows[i].numerator, rows[i].denominator, s->total, 1, text)
                : target_value_text(s->unit, rows[i].numerator, text));
        return;
    }
}

static enum status shares_add(struct request *r, struct view *parent, const struct target_split *s,
                              struct error *e)
{
    struct indicator_row *rows = NULL;
    size_t count;
    TRY(actual_read(r, s, &rows, &count, e));
    struct view *list = view_add_list(parent, "shares");
    for (size_t i = 0; i < s->share_count; i++) {
        const struct target_share *share = &s->shares[i];
        char text[TARGET_VALUE_BYTES];
        if (!access_in_scope(target_scope_of(r), share->township))
            continue;
        struct view *v = view_add_object(list, NULL);
        view_add_text(v, "name", share->name);
        view_add_bool(v, "is_asked", share->is_asked);
        view_add_text(v, "value",
                      share->is_asked ? target_value_text(s->unit, share->value, text) : "");
        view_add_count(v, "weight", share->weight);
        if (share->is_asked)
            actual_add(v, s, share->township, rows, count);
    }
    return STATUS_OK;
}

/* ---- all of a year ---- */

static enum status book_add(struct request *r, struct view *books, enum target_book book,
                            struct target_split *list, size_t n, size_t *drafts, struct error *e)
{
    struct view *v = view_add_object(books, NULL);
    view_add_text(v, "book", target_book_code(book));
    view_add_text(v, "book_label", request_text(r, target_book_label(book)));
    struct view *splits = view_add_list(v, "splits");
    for (size_t i = 0; i < n; i++) {
        if (list[i].book != book)
            continue;
        struct view *one = view_add_object(splits, NULL);
        target_split_add(r, one, &list[i]);
        TRY(shares_add(r, one, &list[i], e));
        *drafts += list[i].state == TARGET_DRAFT;
    }
    return STATUS_OK;
}

/* The last one before that has targets; unchanged when there is none. */
static enum status last_year_read(struct request *r, int *year, struct error *e)
{
    const struct target_filter any = {.is_current_only = true};
    struct target_split *list;
    size_t n;
    int last = 0;
    TRY(target_split_list(r->db, r->county, &any, KNOWN_NOW, r->arena, &list, &n, e));
    for (size_t i = 0; i < n; i++)
        if (list[i].year < *year && list[i].year > last)
            last = list[i].year;
    if (last > 0)
        *year = last;
    return STATUS_OK;
}

enum status target_respond(struct request *r, unsigned status, const struct error *why,
                           struct error *e)
{
    struct target_split *list;
    struct target_filter filter = {.year = target_year_of(r), .is_current_only = true};
    size_t n, drafts = 0;
    TRY(target_split_list(r->db, r->county, &filter, KNOWN_NOW, r->arena, &list, &n, e));
    if (n == 0 && request_query(r, "year")[0] == '\0') {
        TRY(last_year_read(r, &filter.year, e));
        TRY(target_split_list(r->db, r->county, &filter, KNOWN_NOW, r->arena, &list, &n, e));
    }
    target_year_add(r, filter.year);
    struct view *books = view_add_list(r->page, "books");
    TRY(book_add(r, books, BOOK_COUNTY, list, n, &drafts, e));
    TRY(book_add(r, books, BOOK_CITY, list, n, &drafts, e));
    view_add_count(r->page, "drafts", (int64_t)drafts);
    view_add_bool(r->page, "can_manage", request_can(r, PERMISSION_TARGET_MANAGE));
    view_add_bool(r->page, "can_issue", drafts > 0 && request_can(r, PERMISSION_TARGET_ISSUE));
    view_add_text(r->page, "document", r->method == HTTP_POST ? request_field(r, "document") : "");
    return respond_page_status(r, status, "target/list.html", NULL, why, e);
}

static enum status list_show(struct request *r, struct error *e)
{
    return target_respond(r, 200, NULL, e);
}

/* ---- one ---- */

static enum status history_add(struct request *r, const struct target_split *s, struct error *e)
{
    struct target_split *list;
    size_t n;
    TRY(target_split_list(
        r->db, r->county,
        &(struct target_filter){.year = s->year, .book = s->book, .measure = s->measure}, KNOWN_NOW,
        r->arena, &list, &n, e));
    struct view *history = view_add_list(r->page, "history");
    for (size_t i = 0; i < n; i++) {
        if (list[i].due_on.v != s->due_on.v)
            continue;
        struct view *v = view_add_object(history, NULL);
        target_split_add(r, v, &list[i]);
        view_add_bool(v, "is_this", list[i].id == s->id);
    }
    return STATUS_OK;
}

static enum status split_respond(struct request *r, unsigned status, const struct error *why,
                                 struct error *e)
{
    struct target_split s;
    int64_t id;
    TRY(request_parameter_i64(r, "split", &id));
    TRY(target_split_read(r->db, r->county, id, KNOWN_NOW, r->arena, &s, e));
    const bool is_own = text_equals(s.prepared_by, r->session.user.name);
    const bool is_draft = s.state == TARGET_DRAFT;
    target_split_add(r, r->page, &s);
    view_add_integer(r->page, "year", s.year);
    TRY(shares_add(r, r->page, &s, e));
    TRY(history_add(r, &s, e));
    view_add_bool(r->page, "can_issue",
                  is_draft && !is_own && request_can(r, PERMISSION_TARGET_ISSUE));
    view_add_bool(r->page, "can_discard", is_draft && request_can(r, PERMISSION_TARGET_MANAGE));
    return respond_page_status(r, status, "target/split.html",
                               request_text(r, target_measure_label(s.measure)), why, e);
}

static enum status split_show(struct request *r, struct error *e)
{
    return split_respond(r, 200, NULL, e);
}

static const struct route_input YEAR_INPUTS[] = {
    {"year", INPUT_INTEGER, false, N_("哪一年；默认今年")},
    {.name = NULL},
};

/* ---- steps ---- */

static enum status stepped(struct request *r, enum status s, const struct error *why, int64_t id,
                           const char *notice, struct error *e)
{
    if (s == STATUS_OK)
        return id ? respond_redirect(r, request_text(r, notice), e, "/targets/%" PRId64, id)
                  : respond_redirect(r, request_text(r, notice), e, "/targets?year=%d",
                                     target_year_of(r));
    if (target_is_shown(s, why))
        return id ? split_respond(r, 422, why, e) : target_respond(r, 422, why, e);
    *e = *why;
    return s;
}

static enum status plan_do(struct request *r, struct error *e)
{
    struct db *db;
    struct error why = {0};
    size_t n = 0;
    TRY(request_writer(r, &db, e));
    enum status s = target_split_from_plan(db, r->county, request_field(r, "reason"),
                                           r->session.user.name, &n, &why);
    if (s == STATUS_NONE)
        return respond_redirect(r, request_text(r, N_("各项目标都已按方案分解，没有新的拟分解")), e,
                                "/targets");
    return stepped(r, s, &why, 0, N_("已按方案拟分解，待局长下达"), e);
}

static enum status issue_all_do(struct request *r, struct error *e)
{
    struct db *db;
    struct error why = {0};
    size_t n = 0;
    TRY(request_writer(r, &db, e));
    enum status s =
        target_split_issue(db, r->county, 0, target_year_of(r), request_field(r, "document"),
                           r->session.user.name, &n, &why);
    if (s == STATUS_NONE)
        return respond_redirect(r, request_text(r, N_("没有待下达的目标分解")), e, "/targets");
    return stepped(r, s, &why, 0, N_("已下达"), e);
}

static enum status issue_do(struct request *r, struct error *e)
{
    struct db *db;
    struct error why = {0};
    int64_t id;
    TRY(request_parameter_i64(r, "split", &id));
    TRY(request_writer(r, &db, e));
    enum status s = target_split_issue(db, r->county, id, 0, request_field(r, "document"),
                                       r->session.user.name, NULL, &why);
    return stepped(r, s, &why, id, N_("已下达"), e);
}

static enum status discard_do(struct request *r, struct error *e)
{
    struct db *db;
    struct error why = {0};
    int64_t id;
    TRY(request_parameter_i64(r, "split", &id));
    TRY(request_writer(r, &db, e));
    enum status s = target_split_discard(db, r->county, id, r->session.user.name, &why);
    return stepped(r, s, &why, id, N_("已作废"), e);
}

/* ---- the first screen ---- */

static bool is_of_bureau(enum role role)
{
    return role == ROLE_BUREAU_OFFICER || role == ROLE_BUREAU_ACCOUNTANT ||
           role == ROLE_BUREAU_SUPERVISOR || role == ROLE_BUREAU_DIRECTOR;
}

enum status target_duties_add(struct request *r, struct error *e)
{
    struct target_duty *list;
    size_t n;
    struct view *duties = view_add_list(r->page, "duties");
    if (!is_of_bureau(r->session.user.role))
        return STATUS_OK;
    TRY(target_calendar_due(r->db, r->county, date_today(), r->arena, &list, &n, e));
    for (size_t i = 0; i < n; i++) {
        struct view *v = view_add_object(duties, NULL);
        view_add_text(v, "what", list[i].what);
        view_add_text(v, "note", list[i].note);
        view_add_text(v, "path", list[i].path);
        view_add_date(v, "due_on", list[i].due_on);
        view_add_bool(v, "is_overdue", list[i].is_overdue);
    }
    return STATUS_OK;
}

static const struct route_input PLAN_INPUTS[] = {
    {"reason", INPUT_TEXT, false, N_("重新分解的原因")},
    {.name = NULL},
};
static const struct route_input DOCUMENT_INPUTS[] = {
    {"document", INPUT_TEXT, true, N_("文号")},
    {.name = NULL},
};
static const struct route ROUTES[] = {
    {HTTP_GET, "/targets", list_show, PERMISSION_TARGET_READ, N_("目标任务"),
     .inputs = YEAR_INPUTS},
    {HTTP_POST, "/targets/plan", plan_do, PERMISSION_TARGET_MANAGE, N_("按方案拟分解"),
     .inputs = PLAN_INPUTS},
    {HTTP_POST, "/targets/issue", issue_all_do, PERMISSION_TARGET_ISSUE, N_("下达全部拟分解"),
     .inputs = DOCUMENT_INPUTS},
    {HTTP_GET, "/targets/{split}", split_show, PERMISSION_TARGET_READ, N_("目标分解")},
    {HTTP_POST, "/targets/{split}/issue", issue_do, PERMISSION_TARGET_ISSUE, N_("下达目标分解"),
     .inputs = DOCUMENT_INPUTS},
    {HTTP_POST, "/targets/{split}/discard", discard_do, PERMISSION_TARGET_MANAGE, N_("作废拟分解")},
};
const struct route_table TARGET_ROUTES = ROUTE_TABLE("target", ROUTES);
