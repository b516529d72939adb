/* The old binary workbook. FreeXL reads it in a child process with hard limits that streams cells
   through a pipe: whatever a damaged or hostile file does to the parser ends there, and the reader
   sees a refusal. */
#include <freexl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/text.h"
#include "office/child.h"
#include "office/sheet_source.h"

#define CHILD_CPU_SECONDS 60
#define SILENCE_MS_MAX 90000
#define PIPE_BYTES 65536
#define ALL_SHEETS (-1)

enum record_type { RECORD_SHEET = 1, RECORD_CELL, RECORD_END, RECORD_LOCKED, RECORD_BROKEN };
/* What goes through the pipe, followed by n bytes of text. */
struct record {
    uint8_t type, kind;
    uint16_t col;
    uint32_t row, n;
};

/* ---- the child: no allocation of ours, no messages, only records ---- */

struct cell_writer {
    int fd;
    size_t n;
    char pending[PIPE_BYTES];
};

static void child_flush(struct cell_writer *c)
{
    child_write(c->fd, c->pending, c->n);
    c->n = 0;
}

static void child_bytes(struct cell_writer *c, const void *p, size_t n)
{
    const char *from = p;
    while (n > 0) {
        size_t step = sizeof c->pending - c->n < n ? sizeof c->pending - c->n : n;
        memcpy(c->pending + c->n, from, step);
        c->n += step;
        from += step;
        n -= step;
        if (c->n == sizeof c->pending)
            child_flush(c);
    }
}

static void child_record(struct cell_writer *c, enum record_type type, enum sheet_kind kind,
                         unsigned row, unsigned col, const char *text)
{
    size_t n = text ? strlen(text) : 0;
    struct record r = {(uint8_t)type, (uint8_t)kind, (uint16_t)col, row, (uint32_t)n};
    child_bytes(c, &r, sizeof r);
    child_bytes(c, text, n);
}

static _Noreturn void child_end(struct cell_writer *c, enum record_type type)
{
    child_record(c, type, SHEET_EMPTY, 0, 0, NULL);
    child_flush(c);
    _exit(0);
}

/* The shortest decimal text that reads back as the same double: what the cell's author typed. */
static void double_text(double value, char out[40])
{
    for (int digits = 15; digits <= 17; digits++) {
        (void)snprintf(out, 40, "%.*g", digits, value);
        if (strtod(out, NULL) == value)
            return;
    }
}

static void child_cell(struct cell_writer *c, unsigned row, unsigned col,
                       const FreeXL_CellValue *value)
{
    char number[40], day[11];
    switch (value->type) {
    case FREEXL_CELL_INT:
        (void)snprintf(number, sizeof number, "%d", value->value.int_value);
        child_record(c, RECORD_CELL, SHEET_NUMBER, row, col, number);
        break;
    case FREEXL_CELL_DOUBLE:
        double_text(value->value.double_value, number);
        child_record(c, RECORD_CELL, SHEET_NUMBER, row, col, number);
        break;
    case FREEXL_CELL_DATE:
    case FREEXL_CELL_DATETIME:
        (void)snprintf(day, sizeof day, "%.10s", value->value.text_value);
        child_record(c, RECORD_CELL, SHEET_DATE, row, col, day);
        break;
    case FREEXL_CELL_TEXT:
    case FREEXL_CELL_SST_TEXT:
    case FREEXL_CELL_TIME:
        if (value->value.text_value && value->value.text_value[0])
            child_record(c, RECORD_CELL, SHEET_TEXT, row, col, value->value.text_value);
        break;
    default:
        break;
    }
}

static void child_sheet(struct cell_writer *c, const void *handle, unsigned short index)
{
    unsigned int rows = 0;
    unsigned short cols = 0;
    if (freexl_select_active_worksheet(handle, index) != FREEXL_OK ||
        freexl_worksheet_dimensions(handle, &rows, &cols) != FREEXL_OK)
        child_end(c, RECORD_BROKEN);
    for (unsigned row = 0; row < rows; row++)
        for (unsigned short col = 0; col < cols; col++) {
            FreeXL_CellValue value;
            if (freexl_get_cell_value(handle, row, col, &value) != FREEXL_OK)
                child_end(c, RECORD_BROKEN);
            child_cell(c, row, col, &value);
        }
}

static void child_names(struct cell_writer *c, const void *handle, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        const char *name = NULL;
        if (freexl_get_worksheet_name(handle, (unsigned short)i, &name) != FREEXL_OK || !name)
            child_end(c, RECORD_BROKEN);
        child_record(c, RECORD_SHEET, SHEET_EMPTY, i, 0, name);
    }
}

struct wanted {
    const char *path;
    int index;
};

static void child_main(void *context, int fd)
{
    static struct cell_writer c;
    const struct wanted *w = context;
    c.fd = fd;
    const void *handle = NULL;
    unsigned int count = 0, password = 0;
    if (freexl_open(w->path, &handle) != FREEXL_OK)
        child_end(&c, RECORD_BROKEN);
    if (freexl_get_info(handle, FREEXL_BIFF_PASSWORD, &password) == FREEXL_OK &&
        password == FREEXL_BIFF_OBFUSCATED)
        child_end(&c, RECORD_LOCKED);
    if (freexl_get_info(handle, FREEXL_BIFF_SHEET_COUNT, &count) != FREEXL_OK || count > 65535)
        child_end(&c, RECORD_BROKEN);
    if (w->index == ALL_SHEETS)
        child_names(&c, handle, count);
    else if ((unsigned)w->index < count)
        child_sheet(&c, handle, (unsigned short)w->index);
    else
        child_end(&c, RECORD_BROKEN);
    child_end(&c, RECORD_END);
}

/* ---- the parent: trusts nothing that comes out of the pipe ---- */

struct xls_pipe {
    struct child child;
    size_t at, n;
    char bytes[PIPE_BYTES];
};

struct xls_sheet {
    struct xls_pipe pipe;
    struct row_builder row;
    struct record next; /* the first cell of the following row, when has_next */
    char *text;         /* of the cell last read */
    bool has_next, is_ended;
};

static enum status refuse_broken(struct error *e)
{
    return error_set(e, STATUS_REFUSED, "SHEET_BROKEN",
                     _("xls 文件损坏或不是工作簿：请用表格软件打开后另存为 xlsx"));
}

static void pipe_close(struct xls_pipe *p)
{
    (void)child_stop(&p->child);
}

static enum status pipe_open(struct xls_pipe *p, const char *path, int index, struct error *e)
{
    struct wanted wanted = {path, index};
    p->at = p->n = 0;
    int code = child_start(CHILD_CPU_SECONDS, child_main, &wanted, &p->child);
    return code == 0 ? STATUS_OK
                     : error_set(e, STATUS_FAILED, "SHEET_CHILD", _("无法启动读表进程：%s"),
                                 strerror(code));
}

static enum status pipe_fill(struct xls_pipe *p, struct error *e)
{
    switch (child_read(&p->child, p->bytes, sizeof p->bytes, SILENCE_MS_MAX, &p->n)) {
    case CHILD_SAID:
        p->at = 0;
        return STATUS_OK;
    case CHILD_SILENT:
        return error_set(e, STATUS_REFUSED, "SHEET_BROKEN",
                         _("读取 xls 文件太久，已放弃：请用表格软件打开后另存为 xlsx"));
    default: /* it always says how it ended; silence means that it died */
        return refuse_broken(e);
    }
}

static enum status pipe_read(struct xls_pipe *p, void *out, size_t n, struct error *e)
{
    char *to = out;
    while (n > 0) {
        if (p->at == p->n)
            TRY(pipe_fill(p, e));
        size_t step = p->n - p->at < n ? p->n - p->at : n;
        memcpy(to, p->bytes + p->at, step);
        p->at += step;
        to += step;
        n -= step;
    }
    return STATUS_OK;
}

/* text has SHEET_CELL_BYTES_MAX + 1 bytes. NONE at the end. */
static enum status record_read(struct xls_pipe *p, struct record *ret, char *text, struct error *e)
{
    TRY(pipe_read(p, ret, sizeof *ret, e));
    if (ret->n > SHEET_CELL_BYTES_MAX)
        return error_set(e, STATUS_REFUSED, "SHEET_LIMIT", _("有单元格的文字超过 %d 字节"),
                         SHEET_CELL_BYTES_MAX);
    TRY(pipe_read(p, text, ret->n, e));
    text[ret->n] = '\0';
    switch (ret->type) {
    case RECORD_SHEET:
    case RECORD_CELL:
        return utf8_is_valid(text, ret->n) && ret->kind <= SHEET_ERROR ? STATUS_OK
                                                                       : refuse_broken(e);
    case RECORD_END:
        return STATUS_NONE;
    case RECORD_LOCKED:
        return error_set(e, STATUS_REFUSED, "SHEET_LOCKED",
                         _("工作簿有打开密码：请取消密码后另存再导入"));
    default:
        return refuse_broken(e);
    }
}

static enum status names_read(struct sheet_book *b, struct xls_pipe *p, char *text, struct error *e)
{
    for (;;) {
        struct record r;
        enum status s = record_read(p, &r, text, e);
        if (s == STATUS_NONE)
            return STATUS_OK;
        if (s != STATUS_OK)
            return s;
        if (r.type != RECORD_SHEET)
            return refuse_broken(e);
        TRY(sheet_book_add(b, text, false, NULL, e));
    }
}

static enum status xls_book_open(struct sheet_book *b, struct error *e)
{
    struct xls_pipe *p = calloc(1, sizeof *p);
    char *text = malloc(SHEET_CELL_BYTES_MAX + 1);
    enum status s = p && text ? pipe_open(p, b->path, ALL_SHEETS, e) : sheet_out_of_memory(e);
    if (s == STATUS_OK) {
        s = names_read(b, p, text, e);
        pipe_close(p);
    }
    free(p);
    free(text);
    return s;
}

static void xls_book_close(struct sheet_book *b)
{
    (void)b;
}

static void xls_close(void *state)
{
    struct xls_sheet *s = state;
    pipe_close(&s->pipe);
    row_builder_free(&s->row);
    free(s->text);
    free(s);
}

static enum status xls_open(struct sheet_book *b, int index, void **ret_state, struct error *e)
{
    struct xls_sheet *s = calloc(1, sizeof *s);
    if (!s)
        return sheet_out_of_memory(e);
    s->pipe.child.fd = -1;
    s->text = malloc(SHEET_CELL_BYTES_MAX + 1);
    enum status status = s->text ? row_builder_init(&s->row, e) : sheet_out_of_memory(e);
    if (status == STATUS_OK)
        status = pipe_open(&s->pipe, b->path, index, e);
    if (status != STATUS_OK) {
        xls_close(s);
        return status;
    }
    *ret_state = s;
    return STATUS_OK;
}

static enum status cell_store(struct xls_sheet *s, struct error *e)
{
    const struct record *r = &s->next;
    if (r->type != RECORD_CELL || r->row >= SHEET_ROWS_MAX || r->col >= SHEET_COLS_MAX)
        return refuse_broken(e);
    return row_builder_add(&s->row, r->col, (enum sheet_kind)r->kind, s->text, r->n, e);
}

static enum status xls_next(void *state, struct sheet_row *ret, struct error *e)
{
    struct xls_sheet *s = state;
    for (;;) {
        if (!s->has_next) {
            if (s->is_ended)
                return STATUS_NONE;
            enum status status = record_read(&s->pipe, &s->next, s->text, e);
            s->is_ended = status == STATUS_NONE;
            if (status != STATUS_OK)
                return status;
        }
        uint32_t row = s->next.row;
        row_builder_clear(&s->row);
        TRY(cell_store(s, e));
        s->has_next = false;
        while (!s->has_next && !s->is_ended) {
            enum status status = record_read(&s->pipe, &s->next, s->text, e);
            s->is_ended = status == STATUS_NONE;
            if (status == STATUS_NONE)
                break;
            if (status != STATUS_OK)
                return status;
            if (s->next.row < row)
                return refuse_broken(e);
            if (s->next.row > row)
                s->has_next = true;
            else
                TRY(cell_store(s, e));
        }
        if (row_builder_finish(&s->row, (int)row + 1, ret))
            return STATUS_OK;
    }
}

const struct sheet_source sheet_xls_source = {
    .book_open = xls_book_open,
    .book_close = xls_book_close,
    .open = xls_open,
    .next = xls_next,
    .close = xls_close,
};
