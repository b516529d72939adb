
#include "base/i18n.h"
#include "office/bank_return.h"

#define HEADING_ROWS_MAX 20

static int visible_sheet(const struct sheet_book *b)
{
    for (int i = 0; i < sheet_book_count(b); i++)
        if (!sheet_book_is_hidden(b, i))
            return i;
    return 0;
}

/* Without the spaces that people put around and into headings. */
static bool is_heading(const char *text, const char *title)
{
    while (*text || *title) {
        while (*text == ' ' || *text == '\n')
            text++;
        if (*text != *title)
            return false;
        if (!*text)
            return true;
        text++;
        title++;
    }
    return true;
}

static bool columns_find(struct bank_return *r, const struct sheet_row *row)
{
    const struct layout_part *part = &r->layout->return_detail;
    for (int i = 0; i < part->count; i++) {
        r->sheet.columns[i] = -1;
        for (int col = row->count - 1; col >= 0; col--)
            if (is_heading(row->cells[col].text, part->fields[i].title))
                r->sheet.columns[i] = col;
        if (r->sheet.columns[i] < 0)
            return false;
    }
    return true;
}

enum status return_sheet_open(struct bank_return *r, struct error *e)
{
    struct return_sheet *s = &r->sheet;
    struct sheet_row row;
    enum status status;
    TRY(sheet_book_open(r->path, &s->book, e));
    TRY(sheet_open(s->book, visible_sheet(s->book), SHEET_AS_IS, &s->reader, e));
    for (int i = 0; i < HEADING_ROWS_MAX; i++) {
        status = sheet_next(s->reader, &row, e);
        if (status == STATUS_NONE)
            break;
        if (status != STATUS_OK)
            return status;
        if (columns_find(r, &row))
            return STATUS_OK;
    }
    CLEANUP(buf_free) struct buf titles = BUF_INIT(400);
    const struct layout_part *part = &r->layout->return_detail;
    for (int i = 0; i < part->count; i++)
        buf_addf(&titles, "%s%s", i ? "、" : "", part->fields[i].title);
    return return_refuse(r, 0, e, "BANK_FORM", _("找不到表头，应有这些列：%s"), buf_text(&titles));
}

void return_sheet_close(struct bank_return *r)
{
    sheet_close(r->sheet.reader);
    sheet_book_free(r->sheet.book);
}

enum status return_sheet_next(struct bank_return *r, struct error *e)
{
    struct sheet_row row;
    struct return_fields *f = &r->fields;
    for (;;) {
        bool is_filled = false;
        TRY(sheet_next(r->sheet.reader, &row, e));
        f->line_no = row.row;
        f->count = r->layout->return_detail.count;
        for (int i = 0; i < f->count; i++) {
            int col = r->sheet.columns[i];
            f->texts[i] = col < row.count ? row.cells[col].text : "";
            f->is_number[i] = col < row.count && row.cells[col].kind == SHEET_NUMBER;
            is_filled = is_filled || f->texts[i][0];
        }
        if (is_filled)
            return STATUS_OK;
    }
}
