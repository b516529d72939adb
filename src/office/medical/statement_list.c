#include "office/medical/statement_list.h"

#include "base/i18n.h"
#include "base/text.h"
#include "office/medical/list_read.h"

static const struct list_column COLUMNS[] = {
    {N_("住院号"), "|住院号|住院号码|门诊号|住院门诊号|住院/门诊号|就诊号|病案号|", false},
    {N_("金额"),
     "|金额|救助金额|医疗救助金额|医疗救助|垫付金额|垫付救助金额|应付金额|应结算金额|结算金额|"
     "救助费用|",
     false},
};

struct taking {
    struct arena *arena;
    struct their_line *rows;
    size_t count, room;
};

static enum status amount_of(const struct sheet_cell *cell, struct arena *arena, struct fen *ret,
                             struct error *e)
{
    if (!cell)
        return error_set(e, STATUS_REFUSED, "AMOUNT", _("没有金额"));
    if (cell->kind == SHEET_NUMBER)
        return fen_parse_cell_number(cell->text, ret, e);
    const char *text = text_tidy_solid(arena, cell->text);
    return text ? fen_parse(text, ret, e) : arena_exhausted(e);
}

static enum status row_take(void *context, const struct sheet_cell *const *cell, size_t *bad,
                            struct error *e)
{
    struct taking *t = context;
    struct their_line row = {0};
    *bad = 0;
    if (!cell[0])
        return error_set(e, STATUS_REFUSED, "ADMISSION_NUMBER", _("没有住院号"));
    const char *shown = sheet_cell_shown(t->arena, cell[0]);
    row.admission_no = shown ? text_tidy_solid(t->arena, shown) : NULL;
    if (!row.admission_no)
        return arena_exhausted(e);
    *bad = 1;
    TRY(amount_of(cell[1], t->arena, &row.amount, e));
    t->rows = list_room(t->arena, t->rows, t->count, &t->room, sizeof *t->rows);
    if (!t->rows)
        return arena_exhausted(e);
    t->rows[t->count++] = row;
    return STATUS_OK;
}

enum status statement_list_read(const char *path, struct arena *arena, struct their_line **ret,
                                size_t *ret_count, struct error *e)
{
    struct taking t = {.arena = arena};
    const struct list_reading reading = {.columns = COLUMNS,
                                         .column_count = sizeof COLUMNS / sizeof COLUMNS[0],
                                         .row = row_take,
                                         .context = &t,
                                         .arena = arena};
    TRY(list_read(path, &reading, e));
    *ret = t.rows;
    *ret_count = t.count;
    return STATUS_OK;
}
