/* Re-verification: the year ahead as a calendar, who is due in a month, and planning it. */
#include <inttypes.h>

#include "base/i18n.h"
#include "domain/casework/dynamic.h"
#include "web/pages/changes.h"
#include "web/pages/pages.h"
#include "web/pages/place.h"
#include "web/pages/query.h"

#define PAGE_ROWS 50
#define PERMILLE 1000

struct recheck_query {
    enum programme programme;
    struct month month; /* shown below the calendar */
    struct month from;  /* where the calendar begins */
    int64_t township, village, scope, after;
    const struct division_table *table;
};

int64_t scope_asked(const struct request *r, int64_t township, int64_t village)
{
    int64_t scope = r->session.user.scope;
    if (village != 0 && division_township(village) == township && access_in_scope(scope, village))
        return village;
    return township != 0 && access_in_scope(scope, township) ? township : scope;
}

static enum status query_read(struct request *r, struct recheck_query *q, struct error *e)
{
    struct month today = date_month(date_today());
    TRY(query_entitled_check(r, e));
    *q = (struct recheck_query){.programme = query_programme(r),
                                .month = query_month(r, "month", today),
                                .from = query_month(r, "from", today),
                                .township = query_number(r, "township"),
                                .village = query_number(r, "village"),
                                .after = query_number(r, "after")};
    q->scope = scope_asked(r, q->township, q->village);
    return place_table(r, q->month, &q->table, e);
}

/* ---- the calendar ---- */

static enum status calendar_add(struct request *r, const struct recheck_query *q, struct error *e)
{
    static const char *const without[] = {"month", "after", "format", "lang", "theme", NULL};
    struct recheck_month *months;
    size_t count;
    char key[MONTH_TEXT_BYTES];
    int64_t due = 0;
    TRY(recheck_calendar(r->db, r->county, q->programme, q->from, q->scope, r->arena, &months,
                         &count, e));
    const char *address = query_address(r, "/recheck", without);
    struct view *list = view_add_list(r->page, "months");
    for (size_t i = 0; i < count; i++) {
        struct view *v = view_add_object(list, NULL);
        const struct recheck_month *m = &months[i];
        view_add_month(v, "month", m->month);
        view_add_textf(v, "address", "%smonth=%s", address ? address : "",
                       month_format(m->month, key));
        view_add_count(v, "due", m->due);
        view_add_count(v, "done", m->done);
        view_add_count(v, "open", m->due - m->done);
        view_add_integer(v, "permille", m->due > 0 ? m->done * PERMILLE / m->due : 0);
        view_add_bool(v, "is_shown", m->month.v == q->month.v);
        due += m->due;
    }
    view_add_bool(r->page, "has_plan", due > 0);
    return STATUS_OK;
}

/* ---- who is due ---- */

static const char *class_label(int mgmt_class)
{
    static const char *const labels[] = {"", N_("A 类"), N_("B 类"), N_("C 类")};
    return labels[mgmt_class];
}

static void row_add(struct request *r, struct view *v, const struct recheck_query *q,
                    const struct recheck_row *row)
{
    struct month today = date_month(date_today());
    bool is_done = row->done_on.v != 0;
    view_add_integer(v, "household", row->household);
    view_add_text(v, "head_name", row->head_name);
    view_add_text(v, "id_tail", row->id_tail);
    view_add_text(v, "class_label", request_text(r, class_label(row->mgmt_class)));
    view_add_month(v, "due", row->due);
    view_add_integer(v, "case", row->case_id);
    view_add_bool(v, "is_done", is_done);
    if (is_done)
        view_add_date(v, "done_on", row->done_on);
    view_add_bool(v, "is_begun", !is_done && row->case_id != 0);
    view_add_bool(v, "is_overdue", !is_done && row->due.v < today.v);
    place_add(v, q->table, row->division);
}

static enum status rows_add(struct request *r, const struct recheck_query *q, struct error *e)
{
    static const char *const paging[] = {"after", "format", "lang", "theme", NULL};
    struct recheck_row *rows;
    size_t count;
    bool has_more;
    TRY(recheck_list(r->db, r->county, q->programme, q->month, q->month, q->scope, q->after,
                     PAGE_ROWS, r->arena, &rows, &count, &has_more, e));
    struct view *list = view_add_list(r->page, "rows");
    for (size_t i = 0; i < count; i++)
        row_add(r, view_add_object(list, NULL), q, &rows[i]);
    view_add_bool(r->page, "is_first", q->after == 0);
    const char *address = query_address(r, "/recheck", paging);
    view_add_text(r->page, "first", address ? address : "");
    if (has_more && address)
        view_add_textf(r->page, "next", "%safter=%" PRId64, address, rows[count - 1].household);
    return STATUS_OK;
}

static enum status page_fill(struct request *r, struct error *e)
{
    struct recheck_query q;
    char key[MONTH_TEXT_BYTES];
    TRY(query_read(r, &q, e));
    programmes_add(r, q.programme);
    view_add_text(r->page, "programme", programme_code(q.programme));
    place_add_choices(r->page, r, q.table, q.township, q.village);
    view_add_month(r->page, "month", q.month);
    view_add_text(r->page, "month_key", month_format(q.month, key));
    view_add_text(r->page, "from_key", month_format(q.from, key));
    view_add_bool(r->page, "can_plan",
                  request_can(r, PERMISSION_RECHECK_PLAN) && request_sees_county(r));
    const struct case_transition *open =
        case_transition_find(CASE_RECHECK, STATE_NONE, ACTION_OPEN_RECHECK);
    view_add_bool(r->page, "can_open", open != NULL && request_can(r, open->permission));
    TRY(calendar_add(r, &q, e));
    return rows_add(r, &q, e);
}

static enum status recheck_index(struct request *r, struct error *e)
{
    TRY(page_fill(r, e));
    return respond_page(r, "recheck/page.html", NULL, e);
}

static enum status plan(struct request *r, enum programme *ret_programme, struct month *ret_from,
                        struct recheck_plan_result *ret, struct error *e)
{
    struct db *db;
    TRY(require_county(r, e));
    TRY(programme_parse_entitled(request_field(r, "programme"), ret_programme, e));
    TRY(field_month(r, "from", ret_from, e));
    TRY(request_writer(r, &db, e));
    return recheck_plan(db, r->county, *ret_programme, *ret_from, r->session.user.name, ret, e);
}

static enum status recheck_plan_take(struct request *r, struct error *e)
{
    enum programme programme;
    struct month from;
    struct recheck_plan_result result;
    char key[MONTH_TEXT_BYTES];
    TRY(plan(r, &programme, &from, &result, e));
    const char *notice =
        arena_printf(r->arena, request_text(r, N_("%lld 户，新排 %lld 次复核。已排的没有变动。")),
                     (long long)result.households, (long long)result.planned);
    if (notice == NULL)
        return arena_exhausted(e);
    return respond_redirect(r, notice, e, "/recheck?programme=%s&from=%s&month=%s",
                            programme_code(programme), month_format(from, key), key);
}

static const struct route_input LIST_INPUTS[] = {
    {"programme", INPUT_TEXT, false, N_("项目")},
    {"month", INPUT_MONTH, false, N_("列出哪个月应复核的家庭")},
    {"from", INPUT_MONTH, false, N_("日历从哪个月开始")},
    {"township", INPUT_INTEGER, false, N_("乡镇代码")},
    {"village", INPUT_INTEGER, false, N_("村（居）代码")},
    {"after", INPUT_INTEGER, false, N_("上一页最后一户的编号")},
    {.name = NULL},
};
static const struct route_input PLAN_INPUTS[] = {
    {"programme", INPUT_TEXT, true, N_("项目")},
    {"from", INPUT_MONTH, true, N_("从哪个月起排十二个月")},
    {.name = NULL},
};
static const struct route ROUTES[] = {
    {HTTP_GET, "/recheck", recheck_index, PERMISSION_CASE_READ, N_("定期复核"),
     .inputs = LIST_INPUTS},
    {HTTP_POST, "/recheck/plan", recheck_plan_take, PERMISSION_RECHECK_PLAN, N_("编排定期复核"),
     .inputs = PLAN_INPUTS},
};
const struct route_table RECHECK_ROUTES = ROUTE_TABLE("recheck", ROUTES);
