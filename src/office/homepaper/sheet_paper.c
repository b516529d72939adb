/* A month's sheet of one kind of record: what each resident got, and the mark for it. */
#include "base/i18n.h"
#include "homepaper_internal.h"
#include "homepaper_sql.h"
#include "office/medicalpaper/capitals.h"

#define SHEET_ROWS_MAX 5000

struct sums {
    int64_t rows, quantity, confirmed;
    struct fen amount;
};

static enum status row_add(struct view *rows, const struct homepaper_sheet_row *row,
                           struct sums *sums)
{
    const bool is_confirmed = row->confirmed_by[0] != '\0';
    struct view *v = view_add_object(rows, NULL);
    view_add_integer(v, "no", ++sums->rows);
    view_add_text(v, "room", row->room_number);
    view_add_text(v, "bed", row->bed_label);
    view_add_text(v, "person", row->person_name);
    view_add_text(v, "id_tail", row->id_tail);
    home_paper_date(v, "on", row->on_date);
    view_add_integer(v, "quantity", row->quantity);
    home_paper_fen(v, "amount", row->amount);
    view_add_text(v, "result", row->result);
    view_add_text(v, "detail", row->detail);
    view_add_text(v, "mark", is_confirmed ? "已签收" : "");
    view_add_text(v, "witness", row->confirmed_by);
    home_paper_date(v, "confirmed_on",
                    row->confirmed_on > 0 ? date_from_yyyymmdd(row->confirmed_on)
                                          : (struct date){0});
    sums->quantity += row->quantity;
    sums->confirmed += is_confirmed;
    return fen_add(sums->amount, row->amount, &sums->amount);
}

static enum status sheet_fill(struct home_paper *p, int64_t home, enum record_kind kind,
                              struct month month, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct homepaper_sheet_row row;
    struct sums sums = {.amount = FEN(0)};
    char text[MONTH_TEXT_BYTES], capitals[CAPITALS_BYTES];
    enum status s;
    TRY(home_paper_home(p, home, e));
    view_add_text(p->root, "month", month_format_people(month, text));
    view_add_bool(p->root, "is_pocket", kind == RECORD_POCKET);
    view_add_bool(p->root, "is_clothing", kind == RECORD_CLOTHING);
    view_add_bool(p->root, "is_checkup", kind == RECORD_CHECKUP);
    struct view *rows = view_add_list(p->root, "rows");
    TRY(homepaper_sheet_open(
        p->db,
        (struct homepaper_sheet_args){
            .county = p->county, .home = home, .kind = RECORD_KINDS[kind - 1].code, .month = month},
        &cursor, e));
    while ((s = homepaper_sheet_next(cursor, &row, e)) == STATUS_OK) {
        if (sums.rows == SHEET_ROWS_MAX)
            return error_set(e, STATUS_REFUSED, "DOCUMENT_LIMIT", _("一个月超过 %d 条，不能打印。"),
                             SHEET_ROWS_MAX);
        TRY(row_add(rows, &row, &sums));
    }
    if (s != STATUS_NONE)
        return s;
    struct view *sum = view_add_object(p->root, "sum");
    view_add_integer(sum, "rows", sums.rows);
    view_add_integer(sum, "confirmed", sums.confirmed);
    view_add_integer(sum, "quantity", sums.quantity);
    home_paper_fen(sum, "amount", sums.amount);
    view_add_text(sum, "capitals", fen_capitals(sums.amount, capitals));
    return view_status(p->root, e);
}

enum status home_sheet_paper_render(struct db *db, int64_t county, int64_t home,
                                    enum record_kind kind, struct month month,
                                    const struct home_paper_options *options, struct buf *ret,
                                    struct error *e)
{
    struct home_paper p;
    if (kind != RECORD_POCKET && kind != RECORD_CLOTHING && kind != RECORD_CHECKUP)
        return error_set(e, STATUS_REFUSED, "PAPER_UNKNOWN",
                         _("只有零花钱、服装、查体有当月的表。"));
    enum status s = home_paper_open(&p, db, county, options, e);
    if (s == STATUS_OK)
        s = sheet_fill(&p, home, kind, month, e);
    return home_paper_close(&p, s, "home_sheet", ret, e);
}
