/* What everybody may see without a login: notices that hang, names masked, and where an application
   stands by its receipt code. Nothing here knows a session. */
#include <inttypes.h>

#include "base/i18n.h"
#include "base/text.h"
#include "domain/casework/notice.h"
#include "domain/plan/plan.h"
#include "web/pages/notice_page.h"
#include "web/pages/pages.h"
#include "web/pages/query.h"

#define PAGE_ROWS 50
#define RECEIPT_BYTES_MAX 64

static enum status notices_show(struct request *r, struct error *e)
{
    static const char *const paging[] = {"before", "format", "lang", "theme", NULL};
    const struct division_table *table;
    struct notice_record *list;
    size_t count;
    bool has_more;
    struct notice_filter filter = {.scope = r->county,
                                   .division = query_number(r, "township"),
                                   .is_running_only = true,
                                   .today = date_today(),
                                   .before = query_number(r, "before"),
                                   .row_count = PAGE_ROWS};
    TRY(place_table(r, date_month(date_today()), &table, e));
    TRY(notice_list(r->db, r->county, &filter, r->arena, &list, &count, &has_more, e));
    struct view *townships = view_add_list(r->page, "townships");
    const struct division *d;
    for (size_t i = 0; (d = division_at(table, i)) != NULL; i++) {
        if (d->level != 2)
            continue;
        struct view *v = view_add_object(townships, NULL);
        view_add_integer(v, "code", d->code);
        view_add_text(v, "name", d->name);
        view_add_bool(v, "is_chosen", d->code == filter.division);
    }
    struct view *rows = view_add_list(r->page, "notices");
    for (size_t i = 0; i < count; i++)
        notice_head_add(r, view_add_object(rows, NULL), &list[i], table);
    view_add_bool(r->page, "is_first", filter.before == 0);
    if (has_more)
        view_add_textf(r->page, "next", "%sbefore=%" PRId64, query_address(r, r->path, paging),
                       list[count - 1].id);
    return respond_page(r, "public/notices.html", NULL, e);
}

/* Only while it hangs: what is over is not for the world any more. */
static enum status notice_show(struct request *r, struct error *e)
{
    const struct division_table *table;
    struct notice_record n;
    struct notice_row *rows;
    const char *phone;
    size_t count;
    int64_t id;
    TRY(request_parameter_i64(r, "notice", &id));
    TRY(notice_read(r->db, r->county, id, r->arena, &n, &rows, &count, e));
    struct date today = date_today();
    if (n.closed_on.v != 0 || n.posted_on.v > today.v || n.last_day.v < today.v)
        return STATUS_NONE;
    TRY(place_table(r, date_month(n.posted_on), &table, e));
    notice_head_add(r, r->page, &n, table);
    TRY(plan_phone(r->db, r->county, r->arena, &phone, e));
    view_add_text(r->page, "phone", phone);
    TRY(notice_rows_add(r, &n, rows, count, CHANNEL_WEB, table, e));
    return respond_page(r, "public/notice.html", notice_title(r, &n), e);
}

static enum status case_show(struct request *r, struct error *e)
{
    struct case_public_state state;
    const char *receipt = text_tidy_solid(r->arena, request_query(r, "receipt"));
    if (!receipt)
        return arena_exhausted(e);
    size_t length = utf8_length(receipt);
    view_add_text(r->page, "receipt", length <= RECEIPT_BYTES_MAX ? receipt : "");
    if (length == 0)
        return respond_page(r, "public/case.html", NULL, e);
    enum status s = length <= RECEIPT_BYTES_MAX
                        ? case_public(r->db, r->county, receipt, date_today(), r->arena, &state, e)
                        : STATUS_NONE;
    view_add_bool(r->page, "is_unknown", s == STATUS_NONE);
    if (s == STATUS_NONE)
        return respond_page_status(r, 404, "public/case.html", NULL, NULL, e);
    TRY(s);
    struct view *v = view_add_object(r->page, "found");
    view_add_text(v, "number", state.number);
    view_add_text(v, "kind_label", request_text(r, state.kind_label));
    view_add_text(v, "state_text", request_text(r, state.state_text));
    view_add_date(v, "opened_on", state.opened_on);
    if (state.due_on.v != 0)
        view_add_date(v, "due_on", state.due_on);
    return respond_page(r, "public/case.html", NULL, e);
}

static const struct route_input NOTICE_INPUTS[] = {
    {"township", INPUT_INTEGER, false, N_("乡镇")},
    {"before", INPUT_INTEGER, false, N_("上一页最后一份公示的编号")},
    {.name = NULL},
};
static const struct route_input CASE_INPUTS[] = {
    {"receipt", INPUT_TEXT, true, N_("查询码")},
    {.name = NULL},
};
static const struct route_input ROW_INPUTS[] = {
    {"after", INPUT_INTEGER, false, N_("上一页最后一行的序号")},
    {.name = NULL},
};
static const struct route ROUTES[] = {
    {HTTP_GET, "/public/notices", notices_show, PERMISSION_PUBLIC, N_("正在公示"),
     .inputs = NOTICE_INPUTS, .is_kept = true},
    {HTTP_GET, "/public/notices/{notice}", notice_show, PERMISSION_PUBLIC, N_("公示"),
     .inputs = ROW_INPUTS, .is_kept = true},
    {HTTP_GET, "/public/case", case_show, PERMISSION_PUBLIC, N_("我的申请办到哪一步"),
     .inputs = CASE_INPUTS, .secret = "receipt"},
};
const struct route_table PUBLIC_ROUTES = ROUTE_TABLE("public", ROUTES);
