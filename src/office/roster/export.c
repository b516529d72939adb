/* The roster of a month on paper or as a workbook, village by village, under the headers that the
 * import reads. */
#include "base/i18n.h"
#include "office/paper.h"
#include "office/roster/roster.h"
#include "roster_sql.h"
#include <stdio.h>

#define EXPORT_ARENA_BYTES ((size_t)64 << 20)
#define TITLE_BYTES 160
#define CELLS_MAX 20
#define NUMBER_BYTES 64

static const struct paper_column dibao_columns[] = {
    {N_("序号"), 6, PAPER_RIGHT, PAPER_INT, false},
    {N_("乡镇"), 10, PAPER_LEFT, PAPER_TEXT, false},
    {N_("村(居)"), 16, PAPER_LEFT, PAPER_TEXT, false},
    {N_("组"), 6, PAPER_LEFT, PAPER_TEXT, false},
    {N_("户主姓名"), 10, PAPER_LEFT, PAPER_TEXT, false},
    {N_("户主身份证号"), 20, PAPER_LEFT, PAPER_TEXT, false},
    {N_("家庭人口"), 8, PAPER_RIGHT, PAPER_INT, true},
    {N_("保障人口"), 8, PAPER_RIGHT, PAPER_INT, true},
    {N_("类别"), 6, PAPER_CENTER, PAPER_TEXT, false},
    {N_("家庭年收入(元)"), 14, PAPER_RIGHT, PAPER_FEN, true},
    {N_("开户行"), 20, PAPER_LEFT, PAPER_TEXT, false},
    {N_("账户名"), 10, PAPER_LEFT, PAPER_TEXT, false},
    {N_("账号"), 22, PAPER_LEFT, PAPER_TEXT, false},
    {N_("纳入月份"), 9, PAPER_LEFT, PAPER_TEXT, false},
    {N_("备注"), 10, PAPER_LEFT, PAPER_TEXT, false},
};
static const struct paper_column wubao_columns[] = {
    {N_("序号"), 6, PAPER_RIGHT, PAPER_INT, false},
    {N_("乡镇"), 10, PAPER_LEFT, PAPER_TEXT, false},
    {N_("村(居)"), 16, PAPER_LEFT, PAPER_TEXT, false},
    {N_("组"), 6, PAPER_LEFT, PAPER_TEXT, false},
    {N_("姓名"), 10, PAPER_LEFT, PAPER_TEXT, false},
    {N_("身份证号"), 20, PAPER_LEFT, PAPER_TEXT, false},
    {N_("供养形式"), 9, PAPER_CENTER, PAPER_TEXT, false},
    {N_("供养机构"), 16, PAPER_LEFT, PAPER_TEXT, false},
    {N_("自理能力"), 9, PAPER_CENTER, PAPER_TEXT, false},
    {N_("开户行"), 20, PAPER_LEFT, PAPER_TEXT, false},
    {N_("账户名"), 10, PAPER_LEFT, PAPER_TEXT, false},
    {N_("账号"), 22, PAPER_LEFT, PAPER_TEXT, false},
    {N_("纳入月份"), 9, PAPER_LEFT, PAPER_TEXT, false},
    {N_("备注"), 10, PAPER_LEFT, PAPER_TEXT, false},
};

struct exporter {
    int64_t county;
    const struct keyring *keys;
    const struct roster_export_request *request;
    struct division_table *divisions;
    struct paper_writer *writer;
    int64_t rows;
};

static enum status unseal_text(const struct exporter *x, enum seal_purpose purpose,
                               struct blob sealed, char out[NUMBER_BYTES], struct error *e)
{
    size_t n = 0;
    out[0] = 0;
    if (!sealed.n)
        return STATUS_OK;
    if (sealed.n >= SEAL_OVERHEAD_BYTES + NUMBER_BYTES)
        return error_set(e, STATUS_FAILED, "SEAL_BROKEN", _("密文长度不对，数据已被改动。"));
    return unseal(x->keys, purpose, sealed.p, sealed.n, out, &n, e);
}

static const char *division_name_of(const struct exporter *x, int64_t code)
{
    const struct division *d = division_by_code(x->divisions, code);
    return d ? d->name : "";
}

static const char *note_of(const struct roster_export_row *r)
{
    if (r->status == ENTITLEMENT_SUSPENDED)
        return _("暂停");
    return r->status == ENTITLEMENT_GRACE ? _("渐退") : "";
}

struct cells {
    struct paper_cell list[CELLS_MAX];
    int count;
};

static void add_text(struct cells *c, const char *text)
{
    c->list[c->count++] = (struct paper_cell){.text = text ? text : ""};
}

static void add_number(struct cells *c, int64_t number)
{
    c->list[c->count++] = (struct paper_cell){.number = number};
}

static enum status export_row(struct exporter *x, const struct roster_export_row *r,
                              struct error *e)
{
    static const char *const classes[] = {"", "A", "B", "C"};
    static const char *const cares[] = {"", N_("自理"), N_("半自理"), N_("不能自理")};
    char id[NUMBER_BYTES], number[NUMBER_BYTES], begun[MONTH_TEXT_BYTES];
    struct cells c = {.count = 0};
    TRY(unseal_text(x, SEAL_ID_NUMBER, r->head_sealed, id, e));
    TRY(unseal_text(x, SEAL_ACCOUNT, r->number_sealed, number, e));
    add_number(&c, ++x->rows);
    add_text(&c, division_name_of(x, division_township(r->division)));
    add_text(&c, division_name_of(x, r->division));
    add_text(&c, r->group_no);
    add_text(&c, r->head_name);
    add_text(&c, id);
    if (x->request->programme == PROGRAMME_DIBAO) {
        add_number(&c, r->members);
        add_number(&c, r->protected);
        add_text(&c, classes[r->mgmt_class & 3]);
        add_number(&c, r->income_year_fen.v);
    } else {
        add_text(&c, r->form == FORM_INSTITUTION ? _("集中") : _("散居"));
        add_text(&c, r->home_name);
        add_text(&c, r->care_level ? _(cares[r->care_level & 3]) : "");
    }
    add_text(&c, r->bank);
    add_text(&c, r->holder);
    add_text(&c, number);
    add_text(&c, month_format(r->begun_month, begun));
    add_text(&c, note_of(r));
    return paper_row(x->writer, c.list, e);
}

static enum status export_rows(struct db *db, void *context, struct error *e)
{
    struct exporter *x = context;
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct roster_export_row r;
    enum status s;
    TRY(roster_export_rows_open(db,
                                (struct roster_export_rows_args){.county = x->county,
                                                                 .programme = x->request->programme,
                                                                 .known = x->request->known,
                                                                 .month = x->request->month},
                                &cursor, e));
    while ((s = roster_export_rows_next(cursor, &r, e)) == STATUS_OK)
        TRY(export_row(x, &r, e));
    return s == STATUS_NONE ? STATUS_OK : s;
}

enum status roster_export(struct db *db, int64_t county, const struct keyring *keys,
                          const struct roster_export_request *request, int64_t *ret_households,
                          struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(EXPORT_ARENA_BYTES);
    CLEANUP(paper_cleanup) struct paper_writer *writer = NULL;
    struct exporter x = {.county = county, .keys = keys, .request = request};
    struct paper_column columns[CELLS_MAX];
    char title[TITLE_BYTES], month[MONTH_TEXT_BYTES], right[TITLE_BYTES];
    bool is_dibao = request->programme == PROGRAMME_DIBAO;
    const struct paper_column *from = is_dibao ? dibao_columns : wubao_columns;
    size_t count = is_dibao ? sizeof dibao_columns / sizeof *dibao_columns
                            : sizeof wubao_columns / sizeof *wubao_columns;
    if (!arena)
        return arena_exhausted(e);
    TRY(division_table_read(db, county, request->month, arena, &x.divisions, e));
    for (size_t i = 0; i < count; i++) {
        columns[i] = from[i];
        columns[i].title = _(from[i].title);
    }
    (void)snprintf(title, sizeof title, _("%s花名册"), programme_name(request->programme));
    (void)snprintf(right, sizeof right, _("%s　单位：元"),
                   month_format_people(request->month, month));
    const struct paper_table table = {.title = title,
                                      .subtitle_right = right,
                                      .columns = columns,
                                      .column_count = (int)count,
                                      .is_landscape = true,
                                      .date = date_today()};
    TRY(paper_begin(request->path, &table, &writer, e));
    x.writer = writer;
    TRY(db_transaction(db, export_rows, &x, e));
    TRY(paper_end(writer, e));
    *ret_households = x.rows;
    return STATUS_OK;
}
