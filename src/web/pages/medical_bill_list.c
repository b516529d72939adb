/* The list of bills with its whole filter in the address, pages by key, and the same as a file. */
#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "web/pages/download.h"
#include "web/pages/medical_page.h"
#include "web/pages/query.h"

struct list_query {
    struct bill_filter filter;
    int64_t township, village;
    const struct division_table *table; /* NULL for a hospital: places are not its business */
};

static enum bill_source source_asked(const struct request *r)
{
    const char *source = request_query(r, "source");
    if (strcmp(source, "hospital") == 0)
        return BILL_HOSPITAL;
    return strcmp(source, "claim") == 0 ? BILL_CLAIM : (enum bill_source)0;
}

static enum status query_read(struct request *r, int64_t hospital, struct list_query *q,
                              struct error *e)
{
    struct error ignored;
    enum medical_class class = MEDICAL_NONE;
    if (medical_class_parse(request_query(r, "class"), &class, &ignored) != STATUS_OK)
        class = MEDICAL_NONE;
    *q = (struct list_query){
        .filter = {.hospital = hospital,
                   .class = class,
                   .year = year_asked(r),
                   .is_struck_too = strcmp(request_query(r, "struck"), "1") == 0,
                   .search = request_query(r, "q"),
                   .before = query_number(r, "before"),
                   .row_count = MEDICAL_PAGE_ROWS}};
    if (hospital != 0)
        return STATUS_OK;
    q->township = query_number(r, "township");
    q->village = query_number(r, "village");
    if (q->village != 0 && division_township(q->village) != q->township)
        q->village = 0;
    q->filter.scope = r->session.user.scope;
    q->filter.division = q->village != 0 ? q->village : q->township;
    q->filter.hospital = query_number(r, "hospital");
    q->filter.source = source_asked(r);
    return place_table(r, date_month(date_today()), &q->table, e);
}

static enum status options_add(struct request *r, int64_t hospital, const struct list_query *q,
                               const char *path, struct error *e)
{
    static const char *const elsewhere[] = {"before", "format", "lang", "theme", NULL};
    const struct bill_filter *f = &q->filter;
    const char *xlsx = arena_printf(r->arena, "%s.xlsx", path);
    const char *csv = arena_printf(r->arena, "%s.csv", path);
    if (xlsx == NULL || csv == NULL)
        return arena_exhausted(e);
    classes_add(r, f->class);
    years_add(r, f->year);
    view_add_text(r->page, "q", f->search);
    view_add_bool(r->page, "is_struck_too", f->is_struck_too);
    view_add_bool(r->page, "is_first", f->before == 0);
    view_add_bool(r->page, "is_bureau", hospital == 0);
    view_add_text(r->page, "path", path);
    view_add_text(r->page, "xlsx", query_address(r, xlsx, elsewhere));
    view_add_text(r->page, "csv", query_address(r, csv, elsewhere));
    view_add_text(r->page, "first", query_address(r, path, elsewhere));
    if (hospital != 0)
        return STATUS_OK;
    struct view *sources = view_add_list(r->page, "sources");
    option_add(sources, "hospital", request_text(r, N_("医院窗口")), f->source == BILL_HOSPITAL);
    option_add(sources, "claim", request_text(r, N_("医后申请")), f->source == BILL_CLAIM);
    place_add_choices(r->page, r, q->table, q->township, q->village);
    return hospitals_add(r, f->hospital, e);
}

enum status bill_list_fill(struct request *r, int64_t hospital, const char *path, struct error *e)
{
    static const char *const paging[] = {"before", NULL};
    struct list_query q;
    struct bill_record *bills;
    size_t count;
    bool has_more;
    TRY(query_read(r, hospital, &q, e));
    TRY(options_add(r, hospital, &q, path, e));
    TRY(bill_list(r->db, r->county, &q.filter, r->arena, &bills, &count, &has_more, e));
    struct view *rows = view_add_list(r->page, "rows");
    for (size_t i = 0; i < count; i++) {
        struct view *v = view_add_object(rows, NULL);
        view_add_textf(v, "bill_path", "%s/%" PRId64, path, bills[i].id);
        bill_add(r, v, &bills[i], q.table);
    }
    view_add_count(r->page, "count", (int64_t)count);
    if (has_more && count > 0)
        view_add_textf(r->page, "next", "%sbefore=%" PRId64, query_address(r, path, paging),
                       bills[count - 1].id);
    return STATUS_OK;
}

/* ---- as a file ---- */

static const struct paper_column COLUMNS[] = {
    {N_("账单号"), 9, PAPER_LEFT, PAPER_TEXT, false},
    {N_("姓名"), 10, PAPER_LEFT, PAPER_TEXT, false},
    {N_("证件后四位"), 11, PAPER_CENTER, PAPER_TEXT, false},
    {N_("救助类别"), 12, PAPER_LEFT, PAPER_TEXT, false},
    {N_("乡镇"), 12, PAPER_LEFT, PAPER_TEXT, false},
    {N_("医院"), 16, PAPER_LEFT, PAPER_TEXT, false},
    {N_("住院号"), 14, PAPER_LEFT, PAPER_TEXT, false},
    {N_("入院"), 11, PAPER_CENTER, PAPER_TEXT, false},
    {N_("出院"), 11, PAPER_CENTER, PAPER_TEXT, false},
    {N_("总费用"), 13, PAPER_RIGHT, PAPER_FEN, true},
    {N_("合规费用"), 13, PAPER_RIGHT, PAPER_FEN, true},
    {N_("基本医保支付"), 13, PAPER_RIGHT, PAPER_FEN, true},
    {N_("大病保险"), 12, PAPER_RIGHT, PAPER_FEN, true},
    {N_("其他补偿"), 12, PAPER_RIGHT, PAPER_FEN, true},
    {N_("医疗救助"), 13, PAPER_RIGHT, PAPER_FEN, true},
    {N_("医院减免"), 12, PAPER_RIGHT, PAPER_FEN, true},
    {N_("优抚补助"), 12, PAPER_RIGHT, PAPER_FEN, true},
    {N_("个人负担"), 13, PAPER_RIGHT, PAPER_FEN, true},
    {N_("状态"), 9, PAPER_CENTER, PAPER_TEXT, false},
};

static const char *day_text(struct request *r, struct date day)
{
    char text[DATE_TEXT_BYTES];
    return arena_strdup(r->arena, date_format(day, text));
}

static enum status export_row(struct request *r, struct paper_writer *paper,
                              const struct bill_record *b, const struct division_table *table,
                              struct error *e)
{
    const struct division *township =
        table != NULL ? division_by_code(table, division_township(b->division)) : NULL;
    const struct paper_cell cells[] = {
        {.text = arena_printf(r->arena, "%" PRId64, b->id)},
        {.text = b->person_name},
        {.text = b->id_tail},
        {.text = request_text(r, medical_class_label(b->class))},
        {.text = township != NULL ? township->name : ""},
        {.text = b->hospital_name},
        {.text = b->admission_no != NULL ? b->admission_no : ""},
        {.text = day_text(r, b->admitted_on)},
        {.text = day_text(r, b->discharged_on)},
        {.number = b->amounts.total.v},
        {.number = b->amounts.in_scope.v},
        {.number = b->amounts.insurance.v},
        {.number = b->amounts.critical.v},
        {.number = b->amounts.other.v},
        {.number = b->aid.v},
        {.number = b->amounts.relief.v},
        {.number = b->amounts.veteran.v},
        {.number = b->personal.v},
        {.text = request_text(r, bill_state_label(b->state))},
    };
    return paper_row(paper, cells, e);
}

enum status bill_list_export(struct request *r, int64_t hospital, struct error *e)
{
    CLEANUP(download_cleanup) struct download download = {0};
    struct list_query q;
    const char *title = request_text(r, N_("医疗救助账单"));
    bool has_more = true;
    TRY(query_read(r, hospital, &q, e));
    TRY(download_begin(r, title, day_text(r, date_today()), COLUMNS,
                       sizeof(COLUMNS) / sizeof(COLUMNS[0]), &download, e));
    q.filter.before = 0;
    q.filter.row_count = BILL_PAGE_ROWS_MAX;
    while (has_more) {
        struct bill_record *bills;
        size_t count;
        TRY(bill_list(r->db, r->county, &q.filter, r->arena, &bills, &count, &has_more, e));
        for (size_t i = 0; i < count; i++)
            TRY(export_row(r, download.paper, &bills[i], q.table, e));
        has_more = has_more && count > 0;
        if (count > 0)
            q.filter.before = bills[count - 1].id;
    }
    return download_send(r, &download, title, e);
}
