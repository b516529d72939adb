#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "office/document_reader.h"

#define WIDTH_MAX 1000

static void widths_read(struct reader *r, struct document_table *t, const char *text)
{
    while (text && *text && r->failed == STATUS_OK) {
        int width = 0;
        for (; *text >= '0' && *text <= '9' && width <= WIDTH_MAX; text++)
            width = width * 10 + (*text - '0');
        bool is_end = *text == '\0' || *text == ' ';
        if (width == 0 || width > WIDTH_MAX || !is_end || t->column_count == DOCUMENT_COLUMNS_MAX)
            reader_form(r, _("表格列宽不合规定"));
        else
            t->widths[t->column_count++] = width;
        text += *text == ' ';
    }
    if (t->column_count == 0)
        reader_form(r, _("表格没有列"));
}

void reader_table_start(struct reader *r, const char **attributes)
{
    struct document_table *t = ARENA_NEW(r->arena, struct document_table);
    if (!t) {
        reader_exhausted(r);
        return;
    }
    widths_read(r, t, reader_attribute(attributes, "columns"));
    t->header_rows = (int)reader_number(r, attributes, "header", 0, 5, 0);
    r->block->table = t;
    r->row = NULL;
    memset(r->covered, 0, sizeof r->covered);
}

void reader_table_end(struct reader *r)
{
    const struct document_table *t = r->block->table;
    for (int i = 0; i < t->column_count; i++)
        if (r->covered[i] > 0)
            reader_form(r, _("单元格跨出了表格"));
    if (t->row_count <= t->header_rows && t->header_rows > 0 && t->row_count < t->header_rows)
        reader_form(r, _("表头行数多于表格行数"));
    if (t->row_count == 0)
        reader_form(r, _("表格没有行"));
}

void reader_row_start(struct reader *r, const char **attributes)
{
    struct document_table *t = r->block->table;
    struct document_row *row = ARENA_NEW(r->arena, struct document_row);
    if (!row) {
        reader_exhausted(r);
        return;
    }
    if (++r->document->row_count > DOCUMENT_ROWS_MAX)
        reader_limit(r, _("表格行数太多，请分成几份打印"));
    row->height = (double)reader_number(r, attributes, "height", 1, 240, 7) * POINTS_PER_MM;
    row->line = reader_line(r);
    if (r->row)
        r->row->next = row;
    else
        t->first = row;
    t->row_count++;
    r->row = row;
    r->cell = NULL;
    r->column = 0;
}

static void column_skip(struct reader *r)
{
    while (r->column < r->block->table->column_count && r->covered[r->column] > 0)
        r->column++;
}

void reader_row_end(struct reader *r)
{
    column_skip(r);
    if (r->column != r->block->table->column_count)
        reader_form(r, _("一行的单元格没有填满各列"));
    for (int i = 0; i < DOCUMENT_COLUMNS_MAX; i++)
        r->covered[i] -= r->covered[i] > 0;
}

/* covered counts the rows still to come, this one included, so that row_end takes one off each. */
void reader_cell_start(struct reader *r, const char **attributes)
{
    const struct document_table *t = r->block->table;
    struct document_cell *cell = ARENA_NEW(r->arena, struct document_cell);
    if (!cell) {
        reader_exhausted(r);
        return;
    }
    column_skip(r);
    cell->column = r->column;
    cell->columns = (int)reader_number(r, attributes, "columns", 1, DOCUMENT_COLUMNS_MAX, 1);
    cell->rows = (int)reader_number(r, attributes, "rows", 1, DOCUMENT_ROWS_MAX, 1);
    cell->is_top = reader_flag(r, attributes, "top", false);
    cell->is_strong = reader_flag(r, attributes, "strong", false);
    if (cell->column + cell->columns > t->column_count) {
        reader_form(r, _("一行的单元格多于列数"));
        return;
    }
    for (int i = cell->column; i < cell->column + cell->columns; i++) {
        if (r->covered[i] > 0)
            reader_form(r, _("单元格互相重叠"));
        r->covered[i] = cell->rows;
    }
    r->column += cell->columns;
    if (r->cell)
        r->cell->next = cell;
    else
        r->row->first = cell;
    r->cell = cell;
    r->paragraph = NULL;
}
