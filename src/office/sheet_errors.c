#include "office/sheet_errors.h"

#include <stdlib.h>
#include <string.h>
#include <xlsxwriter.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/month.h"
#include "base/text.h"
#include "office/outfile.h"
#include "office/sheet.h"

#define CONSTANT_MEMORY_ROWS                                                                       \
    50000 /* above, the workbook is streamed and merged headers of several rows come apart */
#define COMMENT_BYTES_MAX 2000
#define WIDTH_MAX 40

struct returned {
    const struct sheet_errors *errors;
    struct sheet_mark *marks;   /* by sheet, row, column */
    struct sheet_row_ref *rows; /* by sheet and row, each once; marked rows among them */
    size_t row_count, mark_at, row_at;
    lxw_workbook *book;
    lxw_format *text, *number, *date, *bad, *bad_number, *words, *heading;
    lxw_format *shown[16]; /* numbers with 0 to 15 decimals */
    bool is_constant_memory;
    lxw_error failed;
};

/* What the first look at a sheet found. */
struct sheet_shape {
    int last_col;
    int reason_col, suggestion_col; /* where the two columns are or go */
    uint8_t widths[SHEET_COLS_MAX + 2];
};

static void keep(struct returned *r, lxw_error code)
{
    if (code != LXW_NO_ERROR && r->failed == LXW_NO_ERROR)
        r->failed = code;
}

static int mark_order(const void *a, const void *b)
{
    const struct sheet_mark *x = a, *y = b;
    if (x->sheet != y->sheet)
        return x->sheet < y->sheet ? -1 : 1;
    if (x->row != y->row)
        return x->row < y->row ? -1 : 1;
    return (x->col > y->col) - (x->col < y->col);
}

static int row_order(const void *a, const void *b)
{
    const struct sheet_row_ref *x = a, *y = b;
    if (x->sheet != y->sheet)
        return x->sheet < y->sheet ? -1 : 1;
    return (x->row > y->row) - (x->row < y->row);
}

static enum status sort_all(struct returned *r, struct error *e)
{
    const struct sheet_errors *in = r->errors;
    size_t most = in->mark_count + in->row_count, n = 0;
    r->marks = calloc(in->mark_count + 1, sizeof *r->marks);
    r->rows = calloc(most + 1, sizeof *r->rows);
    if (!r->marks || !r->rows)
        return error_set(e, STATUS_FAILED, "OUT_OF_MEMORY", _("内存不足"));
    if (in->mark_count)
        memcpy(r->marks, in->marks, in->mark_count * sizeof *r->marks);
    if (in->row_count)
        memcpy(r->rows, in->rows, in->row_count * sizeof *r->rows);
    for (size_t i = 0; i < in->mark_count; i++)
        r->rows[in->row_count + i] = (struct sheet_row_ref){in->marks[i].sheet, in->marks[i].row};
    qsort(r->marks, in->mark_count, sizeof *r->marks, mark_order);
    qsort(r->rows, most, sizeof *r->rows, row_order);
    for (size_t i = 0; i < most; i++)
        if (n == 0 || row_order(&r->rows[n - 1], &r->rows[i]) != 0)
            r->rows[n++] = r->rows[i];
    r->row_count = n;
    return STATUS_OK;
}

static bool formats_make(struct returned *r)
{
    lxw_format **plain[] = {&r->text,       &r->number, &r->date,   &r->bad,
                            &r->bad_number, &r->words,  &r->heading};
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
        if (!(*plain[i] = workbook_add_format(r->book)))
            return false;
    format_set_num_format(r->text, "@");
    format_set_num_format(r->date, "yyyy-mm-dd");
    format_set_num_format(r->bad, "@");
    format_set_bg_color(r->bad, LXW_COLOR_RED);
    format_set_font_color(r->bad, LXW_COLOR_WHITE);
    format_set_bg_color(r->bad_number, LXW_COLOR_RED);
    format_set_font_color(r->bad_number, LXW_COLOR_WHITE);
    format_set_text_wrap(r->words);
    format_set_align(r->words, LXW_ALIGN_VERTICAL_TOP);
    format_set_bold(r->heading);
    for (int decimals = 0; decimals < 16; decimals++) {
        char code[24] = "0.000000000000000";
        code[decimals > 0 ? decimals + 2 : 1] = '\0';
        if (!(r->shown[decimals] = workbook_add_format(r->book)))
            return false;
        format_set_num_format(r->shown[decimals], code);
    }
    return true;
}

static int header_last_row(const struct returned *r, int sheet)
{
    return sheet < r->errors->sheet_count && r->errors->header_last_row
               ? r->errors->header_last_row[sheet]
               : 0;
}

/* True when the row is to be returned; row_at moves along with the sheet's rows. */
static bool is_returned(struct returned *r, int sheet, int row)
{
    while (r->row_at < r->row_count &&
           (r->rows[r->row_at].sheet < sheet ||
            (r->rows[r->row_at].sheet == sheet && r->rows[r->row_at].row < row)))
        r->row_at++;
    return r->row_at < r->row_count && r->rows[r->row_at].sheet == sheet &&
           r->rows[r->row_at].row == row;
}

static size_t first_row_of(const struct returned *r, int sheet)
{
    size_t i = 0;
    while (i < r->row_count && r->rows[i].sheet < sheet)
        i++;
    return i;
}

static size_t first_mark_of(const struct returned *r, int sheet)
{
    size_t i = 0;
    while (i < r->errors->mark_count && r->marks[i].sheet < sheet)
        i++;
    return i;
}

/* Half-width characters the text takes. */
static int display_width(const char *text)
{
    int width = 0;
    for (const unsigned char *p = (const unsigned char *)text; *p && width < WIDTH_MAX; p++)
        if ((*p & 0xC0) != 0x80)
            width += *p < 0x80 ? 1 : 2;
    return width;
}

static enum status shape_look(struct returned *r, struct sheet_book *b, int sheet,
                              struct sheet_shape *ret, struct error *e)
{
    CLEANUP(sheet_cleanup) struct sheet_reader *reader = NULL;
    struct sheet_row row;
    enum status s;
    *ret = (struct sheet_shape){.last_col = -1, .reason_col = -1, .suggestion_col = -1};
    TRY(sheet_open(b, sheet, SHEET_AS_IS, &reader, e));
    r->row_at = first_row_of(r, sheet);
    while ((s = sheet_next(reader, &row, e)) == STATUS_OK) {
        bool is_header = row.row <= header_last_row(r, sheet);
        if (!is_header && !is_returned(r, sheet, row.row))
            continue;
        if (row.count - 1 > ret->last_col)
            ret->last_col = row.count - 1;
        for (int i = 0; i < row.count; i++) {
            int width = display_width(row.cells[i].text);
            if (is_header && text_equals(row.cells[i].text, SHEET_ERRORS_REASON))
                ret->reason_col = i;
            else if (is_header && text_equals(row.cells[i].text, SHEET_ERRORS_SUGGESTION))
                ret->suggestion_col = i;
            /* Titles run over their neighbours; only the last header row and the data make a column
             * wide. */
            if ((!is_header || row.row == header_last_row(r, sheet)) && width > ret->widths[i])
                ret->widths[i] = (uint8_t)width;
        }
    }
    if (s != STATUS_NONE)
        return s;
    /* A workbook that comes back a second time has the two columns already. */
    if (ret->reason_col < 0)
        ret->reason_col = ++ret->last_col;
    if (ret->suggestion_col < 0)
        ret->suggestion_col = ++ret->last_col;
    return STATUS_OK;
}

static void date_write(struct returned *r, lxw_worksheet *w, lxw_row_t at, int col,
                       const char *text, lxw_format *format)
{
    struct date d;
    int year, month, day;
    if (date_parse(text, &d, NULL) != STATUS_OK) {
        keep(r, worksheet_write_string(w, at, (lxw_col_t)col, text, format));
        return;
    }
    date_split(d, &year, &month, &day);
    lxw_datetime value = {.year = year, .month = month, .day = day};
    keep(r, worksheet_write_datetime(w, at, (lxw_col_t)col, &value, format));
}

static void cell_copy(struct returned *r, lxw_worksheet *w, lxw_row_t at, int col,
                      const struct sheet_cell *cell, bool is_bad)
{
    lxw_col_t c = (lxw_col_t)col;
    int decimals = cell->shown_decimals;
    switch (cell->kind) {
    case SHEET_EMPTY:
        if (is_bad)
            keep(r, worksheet_write_blank(w, at, c, r->bad));
        break;
    case SHEET_NUMBER:
        /* The cell's own double again; whoever imports it gets the same digits. */
        keep(r, worksheet_write_number(w, at, c, strtod(cell->text, NULL),
                                       is_bad                           ? r->bad_number
                                       : decimals >= 0 && decimals < 16 ? r->shown[decimals]
                                                                        : r->number));
        break;
    case SHEET_BOOL:
        keep(r, worksheet_write_boolean(w, at, c, cell->text[0] == 'T', is_bad ? r->bad : NULL));
        break;
    case SHEET_DATE:
        if (is_bad) /* red and a date format at once is one format more than this is worth */
            keep(r, worksheet_write_string(w, at, c, cell->text, r->bad));
        else
            date_write(r, w, at, col, cell->text, r->date);
        break;
    case SHEET_TEXT:
    case SHEET_ERROR:
        keep(r, worksheet_write_string(w, at, c, cell->text, is_bad ? r->bad : r->text));
        break;
    }
}

static void words_add(struct buf *to, const char *words)
{
    if (!words || !words[0])
        return;
    if (to->n > 0)
        buf_adds(to, "；");
    buf_adds(to, words);
}

/* The marks of one row stand together; returns the first and moves mark_at behind the last. */
static size_t marks_of_row(struct returned *r, int sheet, int row, size_t *ret_count)
{
    size_t n = r->errors->mark_count, first;
    while (r->mark_at < n &&
           (r->marks[r->mark_at].sheet < sheet ||
            (r->marks[r->mark_at].sheet == sheet && r->marks[r->mark_at].row < row)))
        r->mark_at++;
    first = r->mark_at;
    while (r->mark_at < n && r->marks[r->mark_at].sheet == sheet && r->marks[r->mark_at].row == row)
        r->mark_at++;
    *ret_count = r->mark_at - first;
    return first;
}

static void comment_write(struct returned *r, lxw_worksheet *w, lxw_row_t at, int col,
                          const struct sheet_mark *marks, size_t count)
{
    CLEANUP(buf_free) struct buf text = BUF_INIT(COMMENT_BYTES_MAX);
    for (size_t i = 0; i < count; i++) {
        words_add(&text, marks[i].reason);
        words_add(&text, marks[i].suggestion);
    }
    lxw_comment_options options = {.width = 260, .height = 90};
    if (text.n > 0 && !text.overflow)
        keep(r, worksheet_write_comment_opt(w, at, (lxw_col_t)col, buf_text(&text), &options));
}

static enum status row_copy(struct returned *r, lxw_worksheet *w, lxw_row_t at, int sheet,
                            const struct sheet_row *row, const struct sheet_shape *shape,
                            struct error *e)
{
    CLEANUP(buf_free) struct buf reasons = BUF_INIT(30000), suggestions = BUF_INIT(30000);
    size_t count, next = 0, first = marks_of_row(r, sheet, row->row, &count);
    const struct sheet_mark *marks = &r->marks[first];
    for (size_t i = 0; i < count; i++) {
        words_add(&reasons, marks[i].reason);
        words_add(&suggestions, marks[i].suggestion);
    }
    TRY(buf_status(&reasons, e));
    TRY(buf_status(&suggestions, e));
    static const struct sheet_cell empty = {.kind = SHEET_EMPTY, .text = ""};
    while (next < count && marks[next].col < 0)
        next++;
    for (int col = 0; col <= shape->last_col; col++) {
        size_t here = next;
        while (next < count && marks[next].col == col)
            next++;
        if (col == shape->reason_col || col == shape->suggestion_col)
            continue;
        cell_copy(r, w, at, col, col < row->count ? &row->cells[col] : &empty, next > here);
        if (next > here)
            comment_write(r, w, at, col, &marks[here], next - here);
    }
    keep(r,
         worksheet_write_string(w, at, (lxw_col_t)shape->reason_col, buf_text(&reasons), r->words));
    keep(r, worksheet_write_string(w, at, (lxw_col_t)shape->suggestion_col, buf_text(&suggestions),
                                   r->words));
    return STATUS_OK;
}

static void header_copy(struct returned *r, lxw_worksheet *w, const struct sheet_row *row,
                        int last_header_row, const struct sheet_shape *shape)
{
    lxw_row_t at = (lxw_row_t)(row->row - 1);
    for (int col = 0; col < row->count; col++)
        if (col != shape->reason_col && col != shape->suggestion_col)
            cell_copy(r, w, at, col, &row->cells[col], false);
    if (row->row != last_header_row)
        return;
    keep(r, worksheet_write_string(w, at, (lxw_col_t)shape->reason_col, SHEET_ERRORS_REASON,
                                   r->heading));
    keep(r, worksheet_write_string(w, at, (lxw_col_t)shape->suggestion_col, SHEET_ERRORS_SUGGESTION,
                                   r->heading));
}

/* Merged cells of the headers, so that a second import sees what the first one saw. */
static enum status merges_copy(struct returned *r, lxw_worksheet *w, struct sheet_reader *reader,
                               int last_header_row, const struct sheet_row *row, struct error *e)
{
    const struct sheet_range *merges;
    int count;
    TRY(sheet_merges(reader, &merges, &count, e));
    for (int i = 0; i < count; i++) {
        const struct sheet_range *m = &merges[i];
        bool is_tall = m->first_row != m->last_row;
        if (m->first_row != row->row || m->last_row > last_header_row ||
            m->last_col >= SHEET_COLS_MAX || (is_tall && r->is_constant_memory) ||
            (!is_tall && m->first_col == m->last_col))
            continue;
        const char *text = m->first_col < row->count ? row->cells[m->first_col].text : "";
        lxw_error code = worksheet_merge_range(
            w, (lxw_row_t)(m->first_row - 1), (lxw_col_t)m->first_col, (lxw_row_t)(m->last_row - 1),
            (lxw_col_t)m->last_col, text, r->heading);
        /* Overlapping ranges: damaged, but not our file's fault to carry. */
        if (code != LXW_ERROR_WORKSHEET_INDEX_OUT_OF_RANGE && code != LXW_NO_ERROR)
            keep(r, code);
    }
    return STATUS_OK;
}

static enum status sheet_copy(struct returned *r, struct sheet_book *b, int sheet, lxw_worksheet *w,
                              const struct sheet_shape *shape, struct error *e)
{
    CLEANUP(sheet_cleanup) struct sheet_reader *reader = NULL;
    struct sheet_row row;
    enum status s;
    int last_header_row = header_last_row(r, sheet);
    lxw_row_t at = (lxw_row_t)last_header_row;
    for (int col = 0; col <= shape->last_col; col++) {
        int width = shape->widths[col] < 8 ? 8 : shape->widths[col];
        if (col == shape->reason_col || col == shape->suggestion_col)
            width = WIDTH_MAX;
        keep(r, worksheet_set_column(w, (lxw_col_t)col, (lxw_col_t)col, (double)width + 1, NULL));
    }
    worksheet_freeze_panes(w, at, 0);
    TRY(sheet_open(b, sheet, SHEET_AS_IS, &reader, e));
    r->row_at = first_row_of(r, sheet);
    r->mark_at = first_mark_of(r, sheet);
    while ((s = sheet_next(reader, &row, e)) == STATUS_OK) {
        if (row.row <= last_header_row) {
            header_copy(r, w, &row, last_header_row, shape);
            TRY(merges_copy(r, w, reader, last_header_row, &row, e));
        } else if (is_returned(r, sheet, row.row)) {
            TRY(row_copy(r, w, at++, sheet, &row, shape, e));
        }
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

static enum status write_failed(const struct returned *r, struct error *e)
{
    return error_set(e, STATUS_FAILED, "SHEET_WRITE", _("写错误工作簿出错：%s"),
                     lxw_strerror(r->failed));
}

/* Sheet names of csv files come from file names: what a workbook forbids becomes "_". */
static void sheet_name_make(const char *name, char out[SHEET_NAME_BYTES_MAX])
{
    size_t n = 0, characters = 0;
    for (const char *p = name; *p && n + 1 < SHEET_NAME_BYTES_MAX; p++) {
        if (((unsigned char)*p & 0xC0) != 0x80 && ++characters > 31)
            break;
        out[n++] = strchr("[]:*?/\\'", *p) ? '_' : *p;
    }
    out[n] = '\0';
}

static enum status sheets_write(struct returned *r, struct sheet_book *b, int *written,
                                struct error *e)
{
    for (int i = 0; i < sheet_book_count(b); i++) {
        struct sheet_shape shape;
        char name[SHEET_NAME_BYTES_MAX];
        size_t first = first_row_of(r, i);
        if (first == r->row_count || r->rows[first].sheet != i)
            continue;
        TRY(shape_look(r, b, i, &shape, e));
        if (shape.last_col >= SHEET_COLS_MAX)
            return error_set(e, STATUS_REFUSED, "SHEET_LIMIT", _("工作表“%s”的列太多"),
                             sheet_book_name(b, i));
        sheet_name_make(sheet_book_name(b, i), name);
        lxw_worksheet *w = workbook_add_worksheet(r->book, name);
        if (!w)
            w = workbook_add_worksheet(r->book, NULL);
        if (!w)
            return error_set(e, STATUS_FAILED, "OUT_OF_MEMORY", _("内存不足"));
        TRY(sheet_copy(r, b, i, w, &shape, e));
        ++*written;
    }
    return r->failed == LXW_NO_ERROR ? STATUS_OK : write_failed(r, e);
}

static enum status original_write(struct returned *r, const char *path, int *written,
                                  struct error *e)
{
    CLEANUP(sheet_book_cleanup) struct sheet_book *b = NULL;
    TRY(sheet_book_open(path, &b, e));
    TRY(sort_all(r, e));
    enum status s = sheets_write(r, b, written, e);
    free(r->marks);
    free(r->rows);
    r->marks = NULL;
    r->rows = NULL;
    return s;
}

static enum status originals_write(struct returned *r, const char *const *paths,
                                   const struct sheet_errors *errors, int file_count,
                                   const char *part, struct error *e)
{
    int written = 0;
    size_t rows = 0;
    for (int i = 0; i < file_count; i++)
        rows += errors[i].mark_count + errors[i].row_count;
    r->is_constant_memory = rows > CONSTANT_MEMORY_ROWS;
    lxw_workbook_options options = {.constant_memory = r->is_constant_memory};
    r->book = workbook_new_opt(part, &options);
    if (!r->book || !formats_make(r))
        return error_set(e, STATUS_FAILED, "OUT_OF_MEMORY", _("内存不足"));
    for (int i = 0; i < file_count; i++) {
        r->errors = &errors[i];
        TRY(original_write(r, paths[i], &written, e));
    }
    if (written == 0 && !workbook_add_worksheet(r->book, NULL))
        return error_set(e, STATUS_FAILED, "OUT_OF_MEMORY", _("内存不足"));
    return STATUS_OK;
}

enum status sheet_errors_write_all(const char *const *original_paths,
                                   const struct sheet_errors *errors, int file_count,
                                   const char *out_path, struct error *e)
{
    struct returned r = {.errors = errors};
    struct outfile out;
    TRY(outfile_prepare(&out, out_path, e));
    enum status s = originals_write(&r, original_paths, errors, file_count, out.part, e);
    if (r.book) {
        lxw_error code = workbook_close(r.book);
        if (s == STATUS_OK && code != LXW_NO_ERROR) {
            r.failed = code;
            s = write_failed(&r, e);
        }
    }
    free(r.marks);
    free(r.rows);
    if (s == STATUS_OK)
        s = outfile_commit(&out, e);
    outfile_discard(&out);
    return s;
}

enum status sheet_errors_write(const char *original_path, const char *out_path,
                               const struct sheet_errors *errors, struct error *e)
{
    return sheet_errors_write_all(&original_path, errors, 1, out_path, e);
}
