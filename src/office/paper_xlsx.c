/* The table as a workbook, row by row in constant memory: text as text cells, money as numbers
 * shown in yuan. */
#include <stdlib.h>
#include <time.h>
#include <xlsxwriter.h>

#include "base/i18n.h"
#include "office/paper_source.h"

struct xlsx_paper {
    lxw_workbook *book;
    lxw_worksheet *sheet;
    lxw_format *title, *subtitle, *subtitle_right, *header, *plain;
    lxw_format *cells[3][3]; /* by kind and alignment */
    lxw_row_t row;
    lxw_error failed;
};

static void keep(struct xlsx_paper *x, lxw_error code)
{
    if (code != LXW_NO_ERROR && x->failed == LXW_NO_ERROR)
        x->failed = code;
}

static enum status write_failed(const struct xlsx_paper *x, struct error *e)
{
    char *words = lxw_strerror(x->failed);
    return error_set(e, STATUS_FAILED, "SHEET_WRITE", _("写工作簿出错：%s"), words);
}

static lxw_format *format_new(lxw_workbook *book, bool is_bold, enum paper_align align,
                              bool has_border)
{
    static const uint8_t alignments[] = {LXW_ALIGN_LEFT, LXW_ALIGN_CENTER, LXW_ALIGN_RIGHT};
    lxw_format *f = workbook_add_format(book);
    if (!f)
        return NULL;
    format_set_align(f, alignments[align]);
    format_set_align(f, LXW_ALIGN_VERTICAL_CENTER);
    if (is_bold)
        format_set_bold(f);
    if (has_border)
        format_set_border(f, LXW_BORDER_THIN);
    return f;
}

static bool formats_make(struct xlsx_paper *x)
{
    static const char *const number_formats[] = {"@", "#,##0.00", "0"};
    x->title = format_new(x->book, true, PAPER_CENTER, false);
    x->subtitle = format_new(x->book, false, PAPER_LEFT, false);
    x->subtitle_right = format_new(x->book, false, PAPER_RIGHT, false);
    x->header = format_new(x->book, true, PAPER_CENTER, true);
    x->plain = format_new(x->book, false, PAPER_LEFT, false);
    if (!x->title || !x->subtitle || !x->subtitle_right || !x->header || !x->plain)
        return false;
    format_set_font_size(x->title, 16);
    format_set_text_wrap(x->header);
    for (int kind = 0; kind < 3; kind++)
        for (int align = 0; align < 3; align++) {
            lxw_format *f = format_new(x->book, false, (enum paper_align)align, true);
            if (!f)
                return false;
            format_set_num_format(f, number_formats[kind]);
            x->cells[kind][align] = f;
        }
    return true;
}

/* Midnight of the table's day: the library's own clock would change the bytes. */
static time_t created_at(struct date d)
{
    return (time_t)d.v * 86400;
}

static void page_set_up(const struct paper_writer *w, struct xlsx_paper *x, lxw_row_t header_row)
{
    lxw_worksheet *s = x->sheet;
    worksheet_set_paper(s, 9); /* A4 */
    if (w->table->is_landscape)
        worksheet_set_landscape(s);
    worksheet_fit_to_pages(s, 1, 0);
    worksheet_center_horizontally(s);
    keep(x, worksheet_repeat_rows(s, 0, header_row));
    keep(x, worksheet_set_footer(s, _("&C第 &P 页 共 &N 页")));
    worksheet_freeze_panes(s, header_row + 1, 0);
    for (int i = 0; i < w->table->column_count; i++)
        keep(x, worksheet_set_column(s, (lxw_col_t)i, (lxw_col_t)i,
                                     (double)w->table->columns[i].width + 1, NULL));
}

static void heading_write(const struct paper_writer *w, struct xlsx_paper *x)
{
    const struct paper_table *t = w->table;
    lxw_col_t last = (lxw_col_t)(t->column_count - 1);
    keep(x, worksheet_set_row(x->sheet, x->row, 28, NULL));
    if (last > 0)
        keep(x, worksheet_merge_range(x->sheet, x->row, 0, x->row, last, t->title, x->title));
    else
        keep(x, worksheet_write_string(x->sheet, x->row, 0, t->title, x->title));
    x->row++;
    if (!t->subtitle && !t->subtitle_right)
        return;
    if (t->subtitle)
        keep(x, worksheet_write_string(x->sheet, x->row, 0, t->subtitle, x->subtitle));
    if (t->subtitle_right && last > 0)
        keep(x,
             worksheet_write_string(x->sheet, x->row, last, t->subtitle_right, x->subtitle_right));
    x->row++;
}

static enum status xlsx_begin(struct paper_writer *w, struct error *e)
{
    struct xlsx_paper *x = calloc(1, sizeof *x);
    if (!x)
        return error_set(e, STATUS_FAILED, "OUT_OF_MEMORY", _("内存不足"));
    w->state = x;
    lxw_workbook_options options = {.constant_memory = LXW_TRUE};
    x->book = workbook_new_opt(w->out.part, &options);
    if (!x->book)
        return error_set(e, STATUS_FAILED, "OUT_OF_MEMORY", _("内存不足"));
    lxw_doc_properties properties = {.created = created_at(w->table->date)};
    keep(x, workbook_set_properties(x->book, &properties));
    x->sheet = workbook_add_worksheet(x->book, NULL);
    if (!x->sheet || !formats_make(x))
        return error_set(e, STATUS_FAILED, "OUT_OF_MEMORY", _("内存不足"));
    bool has_subtitle = w->table->subtitle || w->table->subtitle_right;
    page_set_up(w, x, has_subtitle ? 2 : 1);
    heading_write(w, x);
    for (int i = 0; i < w->table->column_count; i++)
        keep(x, worksheet_write_string(x->sheet, x->row, (lxw_col_t)i, w->table->columns[i].title,
                                       x->header));
    x->row++;
    return x->failed == LXW_NO_ERROR ? STATUS_OK : write_failed(x, e);
}

static void cell_write(struct xlsx_paper *x, const struct paper_column *c, lxw_col_t col,
                       const struct paper_cell *cell, lxw_format *format)
{
    if (cell->text || c->kind == PAPER_TEXT)
        keep(x,
             worksheet_write_string(x->sheet, x->row, col, cell->text ? cell->text : "", format));
    else
        /* A cell's number is a double by the file format; it is only shown, never read back into an
           amount of ours except through fen_parse_cell_number. */
        keep(x, worksheet_write_number(x->sheet, x->row, col,
                                       c->kind == PAPER_FEN ? (double)cell->number / 100.0
                                                            : (double)cell->number,
                                       format));
}

static enum status xlsx_row(struct paper_writer *w, const struct paper_cell *cells, struct error *e)
{
    struct xlsx_paper *x = w->state;
    if (x->row >= 1048570)
        return error_set(e, STATUS_REFUSED, "SHEET_LIMIT",
                         _("行数超过工作簿的上限：请按乡镇分别导出，或导出 csv"));
    for (int i = 0; i < w->table->column_count; i++) {
        const struct paper_column *c = &w->table->columns[i];
        cell_write(x, c, (lxw_col_t)i, &cells[i], x->cells[c->kind][c->align]);
    }
    x->row++;
    return x->failed == LXW_NO_ERROR ? STATUS_OK : write_failed(x, e);
}

static void totals_write(struct paper_writer *w, struct xlsx_paper *x)
{
    for (int i = 0; i < w->table->column_count; i++) {
        const struct paper_column *c = &w->table->columns[i];
        lxw_format *format = x->cells[c->kind][c->align];
        struct paper_cell cell = {.text = i == 0 ? _("合计") : "", .number = w->totals[i]};
        if (c->is_totalled && c->kind != PAPER_TEXT)
            cell.text = NULL;
        cell_write(x, c, (lxw_col_t)i, &cell, format);
    }
    x->row++;
}

static enum status xlsx_end(struct paper_writer *w, struct error *e)
{
    struct xlsx_paper *x = w->state;
    if (paper_has_totals(w->table))
        totals_write(w, x);
    keep(x, worksheet_write_string(x->sheet, x->row, 0, paper_signature(w->table), x->plain));
    lxw_error code = workbook_close(x->book);
    x->book = NULL;
    keep(x, code);
    return x->failed == LXW_NO_ERROR ? STATUS_OK : write_failed(x, e);
}

static void xlsx_free(struct paper_writer *w)
{
    struct xlsx_paper *x = w->state;
    if (x && x->book)
        (void)workbook_close(x->book); /* its only way to give memory back; the file is discarded */
    free(x);
}

const struct paper_format paper_xlsx = {xlsx_begin, xlsx_row, xlsx_end, xlsx_free};
