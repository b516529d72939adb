/* Notices: those that hang and those that hung, one notice with its rows and its hash. */
#include "domain/casework/notice.h"

#include <inttypes.h>

#include "base/i18n.h"
#include "base/text.h"
#include "domain/casework/deadline.h"
#include "web/pages/notice_page.h"
#include "web/pages/pages.h"
#include "web/pages/query.h"

#define PAGE_ROWS 50
#define SHEET_ROWS 300 /* of one notice on a page; its sheets and files have all */

const char *notice_title(const struct request *r, const struct notice_record *n)
{
    return arena_printf(r->arena, "%s %s %" PRId64, request_text(r, programme_name(n->programme)),
                        request_text(r, notice_kind_label(n->kind)), n->id);
}

void notice_head_add(const struct request *r, struct view *v, const struct notice_record *n,
                     const struct division_table *table)
{
    struct date today = date_today();
    bool is_long_term = n->kind == NOTICE_LONG_TERM;
    view_add_integer(v, "notice", n->id);
    view_add_text(v, "kind", notice_kind_code(n->kind));
    view_add_text(v, "kind_label", request_text(r, notice_kind_label(n->kind)));
    view_add_text(v, "programme", programme_code(n->programme));
    view_add_text(v, "programme_name", request_text(r, programme_name(n->programme)));
    view_add_date(v, "posted_on", n->posted_on);
    if (!is_long_term)
        view_add_date(v, "last_day", n->last_day);
    view_add_integer(v, "days", n->days);
    view_add_bool(v, "is_working_days", n->is_working_days);
    view_add_bool(v, "is_long_term", is_long_term);
    view_add_bool(v, "is_medical", n->programme == PROGRAMME_MEDICAL);
    view_add_count(v, "row_count", n->row_count);
    view_add_text(v, "place", n->place);
    view_add_text(v, "sha256", n->sha256);
    view_add_integer(v, "head_change", n->head_change);
    view_add_text(v, "head_hash", n->head_hash);
    if (n->closed_on.v != 0)
        view_add_date(v, "closed_on", n->closed_on);
    view_add_bool(v, "is_closed", n->closed_on.v != 0);
    view_add_bool(v, "is_running", n->closed_on.v == 0 && n->last_day.v >= today.v);
    view_add_bool(v, "is_over", n->closed_on.v == 0 && n->last_day.v < today.v);
    place_add(v, table, n->division);
}

enum status notice_rows_add(struct request *r, const struct notice_record *n,
                            const struct notice_row *rows, size_t count,
                            enum notice_channel channel, const struct division_table *table,
                            struct error *e)
{
    struct case_rules rules;
    TRY(case_rules_read(r->db, r->county, date_month(n->posted_on), &rules, e));
    static const char *const paging[] = {"after", "format", "lang", "theme", NULL};
    int64_t after = query_number(r, "after");
    size_t first = after > 0 && after < (int64_t)count ? (size_t)after : 0;
    size_t end = count - first > SHEET_ROWS ? first + SHEET_ROWS : count;
    view_add_bool(r->page, "is_later", first > 0);
    if (end < count)
        view_add_textf(r->page, "next", "%safter=%zu", query_address(r, r->path, paging), end);
    struct view *list = view_add_list(r->page, "rows");
    for (size_t i = first; i < end; i++) {
        struct view *row = view_add_object(list, NULL);
        view_add_integer(row, "row_no", rows[i].row_no);
        view_add_text(row, "name",
                      notice_masked_name(r->arena, rows[i].head_name, rows[i].is_minor,
                                         rules.is_minor_hidden, channel));
        view_add_count(row, "people_count", rows[i].people_count);
        view_add_count(row, "protected_count", rows[i].protected_count);
        view_add_fen(row, "income_year_fen", rows[i].income_year);
        view_add_fen(row, "amount_fen", rows[i].amount_month);
        view_add_text(row, "remark",
                      rows[i].remark[0] != '\0' ? request_text(r, rows[i].remark) : "");
        place_add(row, table, rows[i].division);
        if (channel == CHANNEL_WALL && rows[i].case_id > 0)
            view_add_integer(row, "case", rows[i].case_id);
    }
    return STATUS_OK;
}

enum status notice_of_address(struct request *r, struct notice_record *ret,
                              struct notice_row **ret_rows, size_t *ret_count, struct error *e)
{
    int64_t id;
    TRY(request_parameter_i64(r, "notice", &id));
    TRY(notice_read(r->db, r->county, id, r->arena, ret, ret_rows, ret_count, e));
    return access_in_scope(r->session.user.scope, ret->division) ? STATUS_OK : STATUS_NONE;
}

/* Who objected stays with those who look into it, on the case's page. */
static enum status objections_add(struct request *r, const struct notice_record *n, struct error *e)
{
    struct objection_row *list;
    size_t count;
    TRY(objection_list_of_notice(r->db, r->county, NULL, n->id, r->arena, &list, &count, e));
    struct view *rows = view_add_list(r->page, "objections");
    for (size_t i = 0; i < count; i++) {
        struct view *row = view_add_object(rows, NULL);
        view_add_integer(row, "objection", list[i].id);
        view_add_integer(row, "case", list[i].case_id);
        view_add_date(row, "received_on", list[i].received_on);
        if (list[i].due_on.v != 0)
            view_add_date(row, "due_on", list[i].due_on);
        view_add_bool(row, "is_decided", list[i].decided_on.v != 0);
        if (list[i].decided_on.v != 0)
            view_add_date(row, "decided_on", list[i].decided_on);
        view_add_bool(row, "is_upheld", list[i].is_upheld);
        view_add_text(row, "finding", list[i].finding);
    }
    return STATUS_OK;
}

enum status notice_fill(struct request *r, const struct notice_record *n,
                        const struct notice_row *rows, size_t count, struct error *e)
{
    const struct division_table *table;
    struct error why = {0};
    char day[DATE_TEXT_BYTES];
    const char *on = request_field(r, "on");
    TRY(place_table(r, date_month(n->posted_on), &table, e));
    notice_head_add(r, r->page, n, table);
    view_add_text(r->page, "posted_by", n->posted_by);
    view_add_text(r->page, "closed_by", n->closed_by);
    view_add_text(r->page, "result", n->result);
    bool may_post = request_can(r, PERMISSION_NOTICE_POST) && n->closed_on.v == 0;
    bool is_over = n->last_day.v < date_today().v || n->kind == NOTICE_LONG_TERM;
    view_add_bool(r->page, "can_close", may_post && is_over);
    view_add_bool(r->page, "must_wait", may_post && !is_over);
    view_add_bool(r->page, "can_object",
                  request_can(r, PERMISSION_OBJECTION_RECORD) && n->closed_on.v == 0 &&
                      n->kind != NOTICE_LONG_TERM);
    view_add_text(r->page, "on", on[0] != '\0' ? on : date_format(date_today(), day));
    view_add_text(r->page, "typed_result", request_field(r, "result"));
    enum status s = notice_verify(r->db, r->county, n->id, &why);
    if (s != STATUS_OK && s != STATUS_REFUSED) {
        *e = why;
        return s;
    }
    view_add_bool(r->page, "is_true", s == STATUS_OK);
    view_add_text(r->page, "altered", s == STATUS_OK ? "" : request_text(r, why.message));
    TRY(objections_add(r, n, e));
    return notice_rows_add(r, n, rows, count, CHANNEL_WALL, table, e);
}

static enum status notice_show(struct request *r, struct error *e)
{
    struct notice_record n;
    struct notice_row *rows;
    size_t count;
    TRY(notice_of_address(r, &n, &rows, &count, e));
    TRY(notice_fill(r, &n, rows, count, e));
    return respond_page(r, "notice/page.html", notice_title(r, &n), e);
}

/* ---- the list ---- */

static void kinds_add(struct request *r, enum notice_kind chosen)
{
    struct view *list = view_add_list(r->page, "kinds");
    for (int k = NOTICE_FIRST; k <= NOTICE_CHANGE; k++)
        option_add(list, notice_kind_code((enum notice_kind)k),
                   request_text(r, notice_kind_label((enum notice_kind)k)), (int)chosen == k);
}

static enum status notice_index(struct request *r, struct error *e)
{
    static const char *const paging[] = {"before", "format", "lang", "theme", NULL};
    const struct division_table *table;
    struct notice_record *list;
    struct error ignored;
    size_t count;
    bool has_more;
    int64_t township = query_number(r, "township"), village = query_number(r, "village");
    struct notice_filter filter = {.scope = r->session.user.scope,
                                   .division = village != 0 ? village : township,
                                   .is_running_only = !text_equals(request_query(r, "show"), "all"),
                                   .today = date_today(),
                                   .before = query_number(r, "before"),
                                   .row_count = PAGE_ROWS};
    if (notice_kind_parse(request_query(r, "kind"), &filter.kind, &ignored) != STATUS_OK)
        filter.kind = (enum notice_kind)0;
    TRY(place_table(r, date_month(date_today()), &table, e));
    TRY(notice_list(r->db, r->county, &filter, r->arena, &list, &count, &has_more, e));
    kinds_add(r, filter.kind);
    place_add_choices(r->page, r, table, township, village);
    view_add_bool(r->page, "is_all", !filter.is_running_only);
    view_add_bool(r->page, "is_first", filter.before == 0);
    view_add_bool(r->page, "can_post", request_can(r, PERMISSION_NOTICE_POST));
    struct view *rows = view_add_list(r->page, "notices");
    for (size_t i = 0; i < count; i++)
        notice_head_add(r, view_add_object(rows, NULL), &list[i], table);
    if (has_more)
        view_add_textf(r->page, "next", "%sbefore=%" PRId64, query_address(r, r->path, paging),
                       list[count - 1].id);
    return respond_page(r, "notice/list.html", NULL, e);
}

/* The byte string whose SHA-256 is printed on both versions. */
static enum status notice_hashed(struct request *r, struct error *e)
{
    CLEANUP(buf_free) struct buf bytes = BUF_INIT(RESPONSE_BYTES_MAX);
    struct notice_record n;
    struct notice_row *rows;
    size_t count;
    TRY(notice_of_address(r, &n, &rows, &count, e));
    TRY(notice_bytes(r->db, r->county, n.id, &bytes, e));
    const char *name = arena_printf(r->arena, "notice-%" PRId64 ".tsv", n.id);
    if (!name)
        return arena_exhausted(e);
    return respond_bytes(r, "text/tab-separated-values; charset=utf-8", name, &bytes, e);
}

static const struct route_input LIST_INPUTS[] = {
    {"kind", INPUT_TEXT, false, N_("公示种类")},
    {"township", INPUT_INTEGER, false, N_("乡镇")},
    {"village", INPUT_INTEGER, false, N_("村（居）")},
    {"show", INPUT_TEXT, false, N_("all：已经收回的也列出")},
    {"before", INPUT_INTEGER, false, N_("上一页最后一份公示的编号")},
    {.name = NULL},
};
static const struct route_input ROW_INPUTS[] = {
    {"after", INPUT_INTEGER, false, N_("上一页最后一行的序号")},
    {.name = NULL},
};
static const struct route ROUTES[] = {
    {HTTP_GET, "/notices", notice_index, PERMISSION_CASE_READ, N_("公示"), .inputs = LIST_INPUTS},
    {HTTP_GET, "/notices/{notice}", notice_show, PERMISSION_CASE_READ, N_("公示"),
     .inputs = ROW_INPUTS},
    {HTTP_GET, "/notices/{notice}/hashed.tsv", notice_hashed, PERMISSION_CASE_READ,
     N_("照算校验值的原样输出"), .answers_file = true},
};
const struct route_table NOTICE_ROUTES = ROUTE_TABLE("notice", ROUTES);
