/* The month's changes beside the month before, as a list and as a file; and what next month will
   change by itself. */
#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "office/casepaper/change_table.h"
#include "web/pages/changes.h"
#include "web/pages/download.h"
#include "web/pages/pages.h"
#include "web/pages/place.h"
#include "web/pages/query.h"

#define SHOWN_ROWS_MAX 500 /* on the page; the file has all */
#define KIND_COUNT (MONTH_SUSPENDED + 1)

struct changes_query {
    enum programme programme;
    struct month month;
    int64_t township, village, scope, known;
    int kind; /* enum month_change; 0: all */
    bool is_cutoff;
    struct date cutoff;
    const struct division_table *table;
};
static const char *const KIND_CODES[KIND_COUNT] = {
    [0] = "",
    [MONTH_NEW] = "new",
    [MONTH_UP] = "up",
    [MONTH_DOWN] = "down",
    [MONTH_STOPPED] = "stopped",
    [MONTH_LEFT] = "left",
    [MONTH_SUSPENDED] = "suspended",
};

static enum status query_read(struct request *r, struct changes_query *q, struct error *e)
{
    TRY(query_entitled_check(r, e));
    *q = (struct changes_query){.programme = query_programme(r),
                                .month = query_month(r, "month", date_month(date_today())),
                                .township = query_number(r, "township"),
                                .village = query_number(r, "village"),
                                .known = KNOWN_NOW,
                                .is_cutoff = strcmp(request_query(r, "basis"), "cutoff") == 0};
    for (int k = 1; k < KIND_COUNT; k++)
        if (strcmp(KIND_CODES[k], request_query(r, "change")) == 0)
            q->kind = k;
    q->scope = scope_asked(r, q->township, q->village);
    if (q->is_cutoff)
        TRY(change_list_cutoff(r->db, r->county, q->month, &q->cutoff, &q->known, e));
    return place_table(r, q->month, &q->table, e);
}

/* ---- the page ---- */

struct shown {
    struct request *r;
    const struct changes_query *q;
    struct view *list;
    int64_t count;
};

static enum status row_show(const struct change_list_row *row, void *context, struct error *e)
{
    struct shown *s = context;
    (void)e;
    if ((s->q->kind != 0 && (int)row->change != s->q->kind) || ++s->count > SHOWN_ROWS_MAX)
        return STATUS_OK;
    struct view *v = view_add_object(s->list, NULL);
    view_add_integer(v, "household", row->household);
    view_add_text(v, "head_name", row->head_name);
    view_add_text(v, "id_tail", row->id_tail);
    view_add_text(v, "change", KIND_CODES[row->change]);
    view_add_text(v, "change_label", request_text(s->r, month_change_label(row->change)));
    view_add_bool(v, "is_more", row->after.v > row->before.v);
    view_add_bool(v, "is_less", row->after.v < row->before.v);
    view_add_count(v, "people_before", row->people_before);
    view_add_count(v, "people_after", row->people_after);
    view_add_fen(v, "before_fen", row->before);
    view_add_fen(v, "after_fen", row->after);
    view_add_fen(v, "difference_fen", FEN(row->after.v - row->before.v));
    view_add_text(v, "cause", request_text(s->r, row->cause));
    place_add(v, s->q->table, row->division);
    return STATUS_OK;
}

static void totals_add(struct request *r, const struct change_list_total *total)
{
    struct view *list = view_add_list(r->page, "totals");
    int64_t difference = 0, count = 0;
    for (int k = 1; k < KIND_COUNT; k++) {
        struct view *v = view_add_object(list, NULL);
        view_add_text(v, "change", KIND_CODES[k]);
        view_add_text(v, "label", request_text(r, month_change_label((enum month_change)k)));
        view_add_count(v, "count", total->count[k]);
        view_add_fen(v, "difference_fen", total->difference[k]);
        difference += total->difference[k].v;
        count += total->count[k];
    }
    view_add_count(r->page, "count", count);
    view_add_fen(r->page, "difference_fen", FEN(difference + total->difference[0].v));
    view_add_fen(r->page, "rounding_fen", total->difference[0]);
    view_add_count(r->page, "unchanged", total->count[0]);
}

static void filter_add(struct request *r, const struct changes_query *q)
{
    static const char *const elsewhere[] = {"format", "lang", "theme", NULL};
    static const char *const endings[] = {"xlsx", "csv", "pdf"};
    char key[MONTH_TEXT_BYTES];
    struct view *kinds = view_add_list(r->page, "kinds");
    for (int k = 1; k < KIND_COUNT; k++)
        option_add(kinds, KIND_CODES[k], request_text(r, month_change_label((enum month_change)k)),
                   q->kind == k);
    programmes_add(r, q->programme);
    place_add_choices(r->page, r, q->table, q->township, q->village);
    view_add_month(r->page, "month", q->month);
    view_add_text(r->page, "month_key", month_format(q->month, key));
    view_add_bool(r->page, "is_cutoff", q->is_cutoff);
    if (q->is_cutoff)
        view_add_date(r->page, "cutoff", q->cutoff);
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        const char *path = arena_printf(r->arena, "/changes/list.%s", endings[i]);
        view_add_text(r->page, endings[i], path != NULL ? query_address(r, path, elsewhere) : "");
    }
}

static enum status changes_index(struct request *r, struct error *e)
{
    struct changes_query q;
    struct change_list_total total;
    TRY(query_read(r, &q, e));
    filter_add(r, &q);
    struct shown s = {.r = r, .q = &q, .list = view_add_list(r->page, "rows")};
    TRY(change_list(r->db, r->county, q.programme, q.month, q.scope, q.known, row_show, &s, &total,
                    e));
    totals_add(r, &total);
    view_add_count(r->page, "left_off", s.count > SHOWN_ROWS_MAX ? s.count - SHOWN_ROWS_MAX : 0);
    return respond_page(r, "changes/list.html", NULL, e);
}

/* ---- as a file ---- */

struct exported {
    struct request *r;
    const struct changes_query *q;
    struct paper_writer *paper;
    int64_t number;
};

static enum status row_export(const struct change_list_row *row, void *context, struct error *e)
{
    struct exported *x = context;
    const struct division *village = division_by_code(x->q->table, row->division);
    const struct division *township =
        division_by_code(x->q->table, division_township(row->division));
    if (x->q->kind != 0 && (int)row->change != x->q->kind)
        return STATUS_OK;
    const struct change_words words = {
        .township = township != NULL ? township->name : "",
        .village = village != NULL && village != township ? village->name : "",
        .change = request_text(x->r, month_change_label(row->change)),
        .cause = request_text(x->r, row->cause)};
    return change_row_put(x->paper, ++x->number, row, &words, e);
}

static enum status changes_export(struct request *r, struct error *e)
{
    CLEANUP(download_cleanup) struct download download = {0};
    struct changes_query q;
    struct change_list_total total;
    char month[MONTH_TEXT_BYTES];
    TRY(query_read(r, &q, e));
    const struct division *part = division_by_code(q.table, q.scope);
    const char *title =
        arena_printf(r->arena, "%s %s %s", month_text(r, q.month, month),
                     request_text(r, programme_name(q.programme)), request_text(r, N_("变动清单")));
    TRY(download_begin(r, title, part != NULL ? part->name : NULL, CHANGE_COLUMNS,
                       CHANGE_COLUMN_COUNT, &download, e));
    struct exported x = {.r = r, .q = &q, .paper = download.paper};
    TRY(change_list(r->db, r->county, q.programme, q.month, q.scope, q.known, row_export, &x,
                    &total, e));
    return download_send(r, &download, title, e);
}

/* ---- next month ---- */

static void preview_add(struct request *r, struct view *v, const struct changes_query *q,
                        const struct preview_row *row)
{
    view_add_integer(v, "household", row->household);
    view_add_text(v, "head_name", row->head_name);
    view_add_text(v, "name", row->name);
    view_add_text(v, "event_label", request_text(r, age_event_label(row->event)));
    if (row->birth.v != 0)
        view_add_date(v, "birth", row->birth);
    view_add_fen(v, "before_fen", row->before);
    view_add_fen(v, "after_fen", row->after);
    view_add_fen(v, "difference_fen", FEN(row->after.v - row->before.v));
    place_add(v, q->table, row->division);
}

static enum status changes_next(struct request *r, struct error *e)
{
    struct changes_query q;
    struct preview_row *rows;
    size_t count;
    char key[MONTH_TEXT_BYTES];
    TRY(query_read(r, &q, e));
    q.month = query_month(r, "month", month_add(date_month(date_today()), 1));
    TRY(place_table(r, q.month, &q.table, e));
    TRY(dynamic_preview(r->db, r->county, q.programme, q.month, q.scope, r->arena, &rows, &count,
                        e));
    programmes_add(r, q.programme);
    place_add_choices(r->page, r, q.table, q.township, q.village);
    view_add_month(r->page, "month", q.month);
    view_add_text(r->page, "month_key", month_format(q.month, key));
    view_add_count(r->page, "count", (int64_t)count);
    view_add_count(r->page, "left_off",
                   count > SHOWN_ROWS_MAX ? (int64_t)(count - SHOWN_ROWS_MAX) : 0);
    struct view *list = view_add_list(r->page, "rows");
    for (size_t i = 0; i < count && i < SHOWN_ROWS_MAX; i++)
        preview_add(r, view_add_object(list, NULL), &q, &rows[i]);
    return respond_page(r, "changes/next.html", NULL, e);
}

static const struct route_input LIST_INPUTS[] = {
    {"programme", INPUT_TEXT, false, N_("项目")},
    {"month", INPUT_MONTH, false, N_("哪个月，与上月相比")},
    {"township", INPUT_INTEGER, false, N_("乡镇代码")},
    {"village", INPUT_INTEGER, false, N_("村（居）代码")},
    {"change", INPUT_TEXT, false, N_("变动类别：new、up、down、stopped、left、suspended")},
    {"basis", INPUT_TEXT, false, N_("cutoff：按截止日当时所知")},
    {.name = NULL},
};
static const struct route_input NEXT_INPUTS[] = {
    {"programme", INPUT_TEXT, false, N_("项目")},
    {"month", INPUT_MONTH, false, N_("哪个月")},
    {"township", INPUT_INTEGER, false, N_("乡镇代码")},
    {"village", INPUT_INTEGER, false, N_("村（居）代码")},
    {.name = NULL},
};
static const struct route ROUTES[] = {
    {HTTP_GET, "/changes", changes_index, PERMISSION_CASE_READ, N_("月度变动"),
     .inputs = LIST_INPUTS},
    {HTTP_GET, "/changes/list.xlsx", changes_export, PERMISSION_CASE_READ, N_("变动清单"),
     .inputs = LIST_INPUTS},
    {HTTP_GET, "/changes/list.csv", changes_export, PERMISSION_CASE_READ, N_("变动清单"),
     .inputs = LIST_INPUTS},
    {HTTP_GET, "/changes/list.pdf", changes_export, PERMISSION_CASE_READ, N_("变动清单"),
     .inputs = LIST_INPUTS},
    {HTTP_GET, "/changes/next", changes_next, PERMISSION_CASE_READ, N_("下月自动变动"),
     .inputs = NEXT_INPUTS},
};
const struct route_table CHANGES_ROUTES = ROUTE_TABLE("changes", ROUTES);
