/* The old binary workbook. FreeXL reads it in a child process with hard limits that streams cells
   through a pipe: whatever a damaged or hostile file does to the parser ends there, and the reader
   sees a refusal. */
#include <errno.h>
#include <fcntl.h>
#include <freexl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/text.h"
#include "office/sheet_source.h"

#define CHILD_CPU_SECONDS 60
#define CHILD_MEMORY_BYTES ((rlim_t)1 << 30)
#define SILENCE_MS_MAX 90000
#define PIPE_BYTES 65536
#define ALL_SHEETS (-1)

#if defined(__SANITIZE_ADDRESS__)
#define HAS_ADDRESS_SANITIZER 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HAS_ADDRESS_SANITIZER 1
#endif
#endif
#ifndef HAS_ADDRESS_SANITIZER
#define HAS_ADDRESS_SANITIZER 0
#endif

enum record_type { RECORD_SHEET = 1, RECORD_CELL, RECORD_END, RECORD_LOCKED, RECORD_BROKEN };
/* What goes through the pipe, followed by n bytes of text. */
struct record {
    uint8_t type, kind;
    uint16_t col;
    uint32_t row, n;
};

/* ---- the child: no allocation of ours, no messages, only records ---- */

struct child {
    int fd;
    size_t n;
    char pending[PIPE_BYTES];
};

static void child_flush(struct child *c)
{
    for (size_t at = 0; at < c->n;) {
        ssize_t written = write(c->fd, c->pending + at, c->n - at);
        if (written < 0 && errno != EINTR)
            _exit(1);
        if (written > 0)
            at += (size_t)written;
    }
    c->n = 0;
}

static void child_bytes(struct child *c, const void *p, size_t n)
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

static void child_record(struct child *c, enum record_type type, enum sheet_kind kind, unsigned row,
                         unsigned col, const char *text)
{
    size_t n = text ? strlen(text) : 0;
    struct record r = {(uint8_t)type, (uint8_t)kind, (uint16_t)col, row, (uint32_t)n};
    child_bytes(c, &r, sizeof r);
    child_bytes(c, text, n);
}

static _Noreturn void child_end(struct child *c, enum record_type type)
{
    child_record(c, type, SHEET_EMPTY, 0, 0, NULL);
    child_flush(c);
    _exit(0);
}

static void child_limits(void)
{
    struct rlimit cpu = {CHILD_CPU_SECONDS, CHILD_CPU_SECONDS};
    struct rlimit none = {0, 0};
    (void)setrlimit(RLIMIT_CPU, &cpu);
    (void)setrlimit(RLIMIT_CORE, &none);
    (void)setrlimit(RLIMIT_FSIZE, &none);
    if (!HAS_ADDRESS_SANITIZER) { /* which reserves terabytes of address space for itself */
        struct rlimit memory = {CHILD_MEMORY_BYTES, CHILD_MEMORY_BYTES};
        (void)setrlimit(RLIMIT_AS, &memory);
    }
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

static void child_cell(struct child *c, unsigned row, unsigned col, const FreeXL_CellValue *value)
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

static void child_sheet(struct child *c, const void *handle, unsigned short index)
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

static void child_names(struct child *c, const void *handle, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        const char *name = NULL;
        if (freexl_get_worksheet_name(handle, (unsigned short)i, &name) != FREEXL_OK || !name)
            child_end(c, RECORD_BROKEN);
        child_record(c, RECORD_SHEET, SHEET_EMPTY, i, 0, name);
    }
}

static _Noreturn void child_main(const char *path, int index, int fd)
{
    static struct child c;
    child_limits();
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (null >= 0) {
        (void)dup2(null, 0);
        (void)dup2(null, 1);
        (void)dup2(null, 2);
    }
    c.fd = fd;
    const void *handle = NULL;
    unsigned int count = 0, password = 0;
    if (freexl_open(path, &handle) != FREEXL_OK)
        child_end(&c, RECORD_BROKEN);
    if (freexl_get_info(handle, FREEXL_BIFF_PASSWORD, &password) == FREEXL_OK &&
        password == FREEXL_BIFF_OBFUSCATED)
        child_end(&c, RECORD_LOCKED);
    if (freexl_get_info(handle, FREEXL_BIFF_SHEET_COUNT, &count) != FREEXL_OK || count > 65535)
        child_end(&c, RECORD_BROKEN);
    if (index == ALL_SHEETS)
        child_names(&c, handle, count);
    else if ((unsigned)index < count)
        child_sheet(&c, handle, (unsigned short)index);
    else
        child_end(&c, RECORD_BROKEN);
    child_end(&c, RECORD_END);
}

/* ---- the parent: trusts nothing that comes out of the pipe ---- */

struct xls_pipe {
    pid_t pid;
    int fd;
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
    if (p->fd >= 0)
        close(p->fd);
    p->fd = -1;
    if (p->pid > 0) {
        (void)kill(p->pid, SIGKILL);
        while (waitpid(p->pid, NULL, 0) < 0 && errno == EINTR)
            ;
    }
    p->pid = 0;
}

static enum status pipe_open(struct xls_pipe *p, const char *path, int index, struct error *e)
{
    int ends[2];
    p->fd = -1;
    p->pid = 0;
    if (pipe2(ends, O_CLOEXEC) != 0)
        return error_set(e, STATUS_FAILED, "SHEET_CHILD", _("无法启动读表进程：%s"),
                         strerror(errno));
    pid_t pid = fork();
    if (pid < 0) {
        int code = errno;
        close(ends[0]);
        close(ends[1]);
        return error_set(e, STATUS_FAILED, "SHEET_CHILD", _("无法启动读表进程：%s"),
                         strerror(code));
    }
    if (pid == 0) {
        close(ends[0]);
        child_main(path, index, ends[1]);
    }
    close(ends[1]);
    p->pid = pid;
    p->fd = ends[0];
    p->at = p->n = 0;
    return STATUS_OK;
}

static enum status pipe_fill(struct xls_pipe *p, struct error *e)
{
    struct pollfd wait = {.fd = p->fd, .events = POLLIN};
    int ready;
    while ((ready = poll(&wait, 1, SILENCE_MS_MAX)) < 0 && errno == EINTR)
        ;
    if (ready == 0)
        return error_set(e, STATUS_REFUSED, "SHEET_BROKEN",
                         _("读取 xls 文件太久，已放弃：请用表格软件打开后另存为 xlsx"));
    ssize_t got;
    while ((got = read(p->fd, p->bytes, sizeof p->bytes)) < 0 && errno == EINTR)
        ;
    /* The child always says how it ended; silence means that it died. */
    if (got <= 0)
        return refuse_broken(e);
    p->at = 0;
    p->n = (size_t)got;
    return STATUS_OK;
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
    s->pipe.fd = -1;
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
