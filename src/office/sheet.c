#include "office/sheet.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "office/sheet_source.h"

/* A merged range whose first cell was read and whose last row is still to come. */
struct open_merge {
    struct sheet_range range;
    enum sheet_kind kind;
    char *text;
};
#define OPEN_MERGES_MAX 4096

struct sheet_reader {
    struct sheet_book *book;
    int index;
    enum sheet_option option;
    void *state;
    struct sheet_range *merges; /* in file order, for callers */
    struct sheet_range *sorted; /* by first row, for repeating */
    int merge_count, merge_next;
    bool merges_known;
    struct open_merge *open;
    int open_count;
    struct sheet_cell *cells; /* the row with repeated values */
};

enum status sheet_out_of_memory(struct error *e)
{
    return error_set(e, STATUS_FAILED, "OUT_OF_MEMORY", _("内存不足"));
}

enum status row_builder_init(struct row_builder *b, struct error *e)
{
    *b = (struct row_builder){.text = BUF_INIT(ROW_BYTES_MAX)};
    b->cells = calloc(SHEET_COLS_MAX, sizeof *b->cells);
    b->offsets = calloc(SHEET_COLS_MAX, sizeof *b->offsets);
    if (!b->cells || !b->offsets) {
        row_builder_free(b);
        return sheet_out_of_memory(e);
    }
    b->count = SHEET_COLS_MAX;
    row_builder_clear(b);
    return STATUS_OK;
}

void row_builder_free(struct row_builder *b)
{
    buf_free(&b->text);
    free(b->cells);
    free(b->offsets);
    b->cells = NULL;
    b->offsets = NULL;
}

void row_builder_clear(struct row_builder *b)
{
    for (int i = 0; i < b->count; i++)
        b->cells[i] = (struct sheet_cell){
            .kind = SHEET_EMPTY, .text = "", .shown_digits = -1, .shown_decimals = -1};
    b->count = 0;
    buf_clear(&b->text);
}

enum status row_builder_add(struct row_builder *b, int col, enum sheet_kind kind, const char *text,
                            size_t n, struct error *e)
{
    b->offsets[col] = b->text.n;
    buf_add(&b->text, text, n);
    buf_addc(&b->text, '\0');
    if (b->text.overflow)
        return error_set(e, STATUS_REFUSED, "SHEET_LIMIT", _("这一行的内容太长（上限 %u 字节）"),
                         ROW_BYTES_MAX);
    b->cells[col].kind = kind;
    if (col >= b->count)
        b->count = col + 1;
    return STATUS_OK;
}

void row_builder_refer(struct row_builder *b, int col, enum sheet_kind kind, const char *text)
{
    b->offsets[col] = SIZE_MAX;
    b->cells[col].kind = kind;
    b->cells[col].text = text;
    if (col >= b->count)
        b->count = col + 1;
}

bool row_builder_finish(struct row_builder *b, int row, struct sheet_row *ret)
{
    int filled = 0;
    for (int i = 0; i < b->count; i++) {
        struct sheet_cell *cell = &b->cells[i];
        if (cell->kind == SHEET_EMPTY)
            continue;
        if (b->offsets[i] != SIZE_MAX)
            cell->text = b->text.p + b->offsets[i];
        if (cell->text[0])
            filled = i + 1;
        else
            cell->kind = SHEET_EMPTY;
    }
    *ret = (struct sheet_row){.row = row, .count = filled, .cells = b->cells};
    return filled > 0;
}

enum status sheet_book_add(struct sheet_book *b, const char *name, bool is_hidden, const char *part,
                           struct error *e)
{
    if (b->sheet_count >= SHEET_COUNT_MAX)
        return error_set(e, STATUS_REFUSED, "SHEET_LIMIT", _("工作表太多（上限 %d 张）"),
                         SHEET_COUNT_MAX);
    if (strlen(name) >= SHEET_NAME_BYTES_MAX)
        return error_set(e, STATUS_REFUSED, "SHEET_LIMIT", _("工作表名称太长"));
    struct sheet_info *grown = realloc(b->sheets, (size_t)(b->sheet_count + 1) * sizeof *b->sheets);
    if (!grown)
        return sheet_out_of_memory(e);
    b->sheets = grown;
    struct sheet_info *info = &grown[b->sheet_count];
    *info = (struct sheet_info){.is_hidden = is_hidden};
    memcpy(info->name, name, strlen(name) + 1);
    if (part && !(info->part = strdup(part)))
        return sheet_out_of_memory(e);
    b->sheet_count++;
    return STATUS_OK;
}

static bool contains(const unsigned char *p, size_t n, const char *needle, size_t needle_n)
{
    return memmem(p, n, needle, needle_n) != NULL;
}

static enum status kind_from_head(const unsigned char *p, size_t n, enum sheet_format *ret,
                                  struct error *e)
{
    static const char encrypted[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e";
    if (n >= 4 && memcmp(p, "PK\3\4", 4) == 0) {
        *ret = SHEET_XLSX;
        return STATUS_OK;
    }
    if (n >= 8 && memcmp(p, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8) == 0) {
        if (contains(p, n, encrypted, sizeof encrypted - 1))
            return error_set(e, STATUS_REFUSED, "SHEET_LOCKED",
                             _("工作簿有打开密码：请取消密码后另存再导入"));
        *ret = SHEET_XLS;
        return STATUS_OK;
    }
    if (n >= 2 && ((p[0] == 0xFF && p[1] == 0xFE) || (p[0] == 0xFE && p[1] == 0xFF)))
        return error_set(e, STATUS_REFUSED, "SHEET_KIND",
                         _("文件是 UTF-16 文本：请另存为 xlsx 或“CSV UTF-8”再导入"));
    size_t i = n >= 3 && memcmp(p, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    while (i < n && (p[i] == ' ' || p[i] == '\r' || p[i] == '\n' || p[i] == '\t'))
        i++;
    if (n - i >= 5 && p[i] == '<' &&
        (strncasecmp((const char *)p + i, "<html", 5) == 0 || p[i + 1] == '!' || p[i + 1] == '?'))
        return error_set(e, STATUS_REFUSED, "SHEET_KIND",
                         _("文件其实是网页或 XML 表格：请用表格软件打开后另存为 xlsx"));
    if (n > 0 && memchr(p, 0, n))
        return error_set(e, STATUS_REFUSED, "SHEET_KIND",
                         _("不认识的文件：请另存为 xlsx、xls 或 csv"));
    *ret = SHEET_CSV;
    return STATUS_OK;
}

static enum status kind_of_file(const char *path, enum sheet_format *ret, struct error *e)
{
    unsigned char *head = malloc(65536);
    if (!head)
        return sheet_out_of_memory(e);
    FILE *f = fopen(path, "rbe");
    if (!f) {
        free(head);
        return error_set(e, STATUS_REFUSED, "SHEET_FILE", _("打不开文件：%s"), strerror(errno));
    }
    size_t n = fread(head, 1, 65536, f);
    enum status s;
    if (ferror(f))
        s = error_set(e, STATUS_REFUSED, "SHEET_FILE", _("读不了文件：%s"), strerror(errno));
    else if (n == 0)
        s = error_set(e, STATUS_REFUSED, "SHEET_KIND", _("文件是空的"));
    else
        s = kind_from_head(head, n, ret, e);
    fclose(f);
    free(head);
    return s;
}

static const struct sheet_source *source_of(enum sheet_format format)
{
    switch (format) {
    case SHEET_XLSX:
        return &sheet_xlsx_source;
    case SHEET_XLS:
        return &sheet_xls_source;
    case SHEET_CSV:
        break;
    }
    return &sheet_csv_source;
}

enum status sheet_book_open(const char *path, struct sheet_book **ret, struct error *e)
{
    CLEANUP(sheet_book_cleanup) struct sheet_book *b = calloc(1, sizeof *b);
    if (!b || !(b->path = strdup(path)))
        return sheet_out_of_memory(e);
    enum status s = kind_of_file(path, &b->format, e);
    if (s == STATUS_OK) {
        b->source = source_of(b->format);
        s = b->source->book_open(b, e);
    }
    if (s == STATUS_OK && b->sheet_count == 0)
        s = error_set(e, STATUS_REFUSED, "SHEET_BROKEN", _("工作簿里没有工作表"));
    if (s != STATUS_OK) {
        (void)error_place(e, "%s", path);
        return s;
    }
    *ret = b;
    b = NULL;
    return STATUS_OK;
}

void sheet_book_free(struct sheet_book *b)
{
    if (!b)
        return;
    if (b->source)
        b->source->book_close(b);
    for (int i = 0; i < b->sheet_count; i++)
        free(b->sheets[i].part);
    free(b->sheets);
    free(b->path);
    free(b);
}

void sheet_book_cleanup(struct sheet_book **b)
{
    sheet_book_free(*b);
}

enum sheet_format sheet_book_format(const struct sheet_book *b)
{
    return b->format;
}

int sheet_book_count(const struct sheet_book *b)
{
    return b->sheet_count;
}

const char *sheet_book_name(const struct sheet_book *b, int index)
{
    return b->sheets[index].name;
}

bool sheet_book_is_hidden(const struct sheet_book *b, int index)
{
    return b->sheets[index].is_hidden;
}

static enum status place_in_sheet(const struct sheet_reader *r, enum status s, struct error *e)
{
    if (s != STATUS_OK && s != STATUS_NONE)
        (void)error_place(e, "%s [%s]", r->book->path, r->book->sheets[r->index].name);
    return s;
}

static int range_order(const void *a, const void *b)
{
    const struct sheet_range *x = a, *y = b;
    if (x->first_row != y->first_row)
        return x->first_row < y->first_row ? -1 : 1;
    return (x->first_col > y->first_col) - (x->first_col < y->first_col);
}

static enum status merges_load(struct sheet_reader *r, struct error *e)
{
    if (r->merges_known)
        return STATUS_OK;
    if (r->book->source->merges)
        TRY(r->book->source->merges(r->state, &r->merges, &r->merge_count, e));
    r->merges_known = true;
    return STATUS_OK;
}

static enum status repeating_prepare(struct sheet_reader *r, struct error *e)
{
    TRY(merges_load(r, e));
    if (r->merge_count == 0)
        return STATUS_OK;
    size_t bytes = (size_t)r->merge_count * sizeof *r->sorted;
    r->sorted = malloc(bytes);
    r->open = calloc(OPEN_MERGES_MAX, sizeof *r->open);
    r->cells = calloc(SHEET_COLS_MAX, sizeof *r->cells);
    if (!r->sorted || !r->open || !r->cells)
        return sheet_out_of_memory(e);
    memcpy(r->sorted, r->merges, bytes);
    qsort(r->sorted, (size_t)r->merge_count, sizeof *r->sorted, range_order);
    return STATUS_OK;
}

enum status sheet_open(struct sheet_book *b, int index, enum sheet_option option,
                       struct sheet_reader **ret, struct error *e)
{
    if (index < 0 || index >= b->sheet_count)
        return error_set(e, STATUS_REFUSED, "SHEET_NONE", _("没有第 %d 张工作表"), index + 1);
    CLEANUP(sheet_cleanup) struct sheet_reader *r = calloc(1, sizeof *r);
    if (!r)
        return sheet_out_of_memory(e);
    r->book = b;
    r->index = index;
    r->option = option;
    TRY(place_in_sheet(r, b->source->open(b, index, &r->state, e), e));
    if (option & SHEET_REPEAT_MERGED)
        TRY(place_in_sheet(r, repeating_prepare(r, e), e));
    *ret = r;
    r = NULL;
    return STATUS_OK;
}

void sheet_close(struct sheet_reader *r)
{
    if (!r)
        return;
    if (r->state)
        r->book->source->close(r->state);
    for (int i = 0; i < r->open_count; i++)
        free(r->open[i].text);
    free(r->open);
    free(r->merges);
    free(r->sorted);
    free(r->cells);
    free(r);
}

void sheet_cleanup(struct sheet_reader **r)
{
    sheet_close(*r);
}

/* Opens the ranges that begin in this row and closes those that ended above it. */
static enum status merges_advance(struct sheet_reader *r, const struct sheet_row *row,
                                  struct error *e)
{
    int kept = 0;
    for (int i = 0; i < r->open_count; i++) {
        if (r->open[i].range.last_row >= row->row)
            r->open[kept++] = r->open[i];
        else
            free(r->open[i].text);
    }
    r->open_count = kept;
    for (; r->merge_next < r->merge_count; r->merge_next++) {
        const struct sheet_range *m = &r->sorted[r->merge_next];
        if (m->first_row > row->row)
            break;
        if (m->first_row < row->row || m->first_col >= row->count ||
            row->cells[m->first_col].kind == SHEET_EMPTY)
            continue;
        if (r->open_count == OPEN_MERGES_MAX)
            return error_set(e, STATUS_REFUSED, "SHEET_LIMIT", _("合并单元格太多"));
        struct open_merge *o = &r->open[r->open_count];
        *o = (struct open_merge){*m, row->cells[m->first_col].kind,
                                 strdup(row->cells[m->first_col].text)};
        if (!o->text)
            return sheet_out_of_memory(e);
        r->open_count++;
    }
    return STATUS_OK;
}

static void merges_fill(struct sheet_reader *r, struct sheet_row *row)
{
    memcpy(r->cells, row->cells, (size_t)row->count * sizeof *r->cells);
    int count = row->count;
    for (int i = 0; i < r->open_count; i++) {
        const struct open_merge *o = &r->open[i];
        int last = o->range.last_col < SHEET_COLS_MAX ? o->range.last_col : SHEET_COLS_MAX - 1;
        for (; count <= last; count++)
            r->cells[count] = (struct sheet_cell){
                .kind = SHEET_EMPTY, .text = "", .shown_digits = -1, .shown_decimals = -1};
        for (int col = o->range.first_col; col <= last; col++)
            if (r->cells[col].kind == SHEET_EMPTY) {
                r->cells[col].kind = o->kind;
                r->cells[col].text = o->text;
            }
    }
    row->cells = r->cells;
    row->count = count;
}

enum status sheet_next(struct sheet_reader *r, struct sheet_row *ret, struct error *e)
{
    struct sheet_row row;
    enum status s = r->book->source->next(r->state, &row, e);
    if (s == STATUS_OK && r->cells) {
        s = merges_advance(r, &row, e);
        if (s == STATUS_OK && r->open_count > 0)
            merges_fill(r, &row);
    }
    if (s == STATUS_OK)
        *ret = row;
    return place_in_sheet(r, s, e);
}

enum status sheet_merges(struct sheet_reader *r, const struct sheet_range **ret, int *ret_count,
                         struct error *e)
{
    TRY(place_in_sheet(r, merges_load(r, e), e));
    *ret = r->merges;
    *ret_count = r->merge_count;
    return STATUS_OK;
}

char *sheet_address(int row, int col, char out[SHEET_ADDRESS_BYTES])
{
    char letters[8];
    int n = 0;
    for (int c = col + 1; c > 0 && n < 7; c = (c - 1) / 26)
        letters[n++] = (char)('A' + (c - 1) % 26);
    int at = 0;
    while (n > 0)
        out[at++] = letters[--n];
    (void)snprintf(out + at, SHEET_ADDRESS_BYTES - (size_t)at, "%d", row);
    return out;
}
