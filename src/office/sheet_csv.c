/* CSV by RFC 4180, as programs here really write it: UTF-8 or GB18030, comma, semicolon or tab, any
   line end. All cells are text; the structure bytes never stand inside a GB18030 character, so
   fields are cut first, decoded then. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "office/charset.h"
#include "office/sheet_source.h"

#define CHUNK_BYTES 65536
#define SNIFF_LINES 50

struct csv_book {
    bool is_gb18030;
    char separator;
    long start; /* offset behind a byte order mark */
};

struct csv_sheet {
    FILE *file;
    const struct csv_book *book;
    struct charset *charset; /* NULL: UTF-8 */
    char chunk[CHUNK_BYTES];
    size_t at, n;
    int pushed; /* a byte read too far, -1: none */
    int line,
        column; /* of the next byte; column counts characters roughly (UTF-8) or bytes (GB18030) */
    int row_number;
    bool is_ended;
    struct row_builder row;
    struct buf field, decoded;
};

static size_t whole_characters(const char *p, size_t n)
{
    size_t back = 0;
    while (back < 4 && back < n && ((unsigned char)p[n - 1 - back] & 0xC0) == 0x80)
        back++;
    if (back < n && back < 4 && (unsigned char)p[n - 1 - back] >= 0xC0)
        return n - 1 - back;
    return n;
}

/* The whole file is looked at: a rare character near its end must not change what came before. */
static enum status csv_detect(FILE *f, struct csv_book *c, struct error *e)
{
    char p[CHUNK_BYTES + 4];
    size_t kept = 0, got;
    bool is_utf8 = true;
    while (is_utf8 && (got = fread(p + kept, 1, CHUNK_BYTES, f)) > 0) {
        size_t n = kept + got, whole = whole_characters(p, n);
        is_utf8 = utf8_is_valid(p, whole);
        kept = n - whole;
        if (kept > 4)
            is_utf8 = false;
        else
            memmove(p, p + whole, kept);
    }
    if (ferror(f))
        return error_set(e, STATUS_FAILED, "SHEET_FILE", _("读文件出错：%s"), strerror(errno));
    c->is_gb18030 = !is_utf8 || (kept > 0 && !utf8_is_valid(p, kept));
    return STATUS_OK;
}

/* The separator that occurs most often outside quotes in the first lines. */
static char separator_sniff(const char *p, size_t n)
{
    int commas = 0, semicolons = 0, tabs = 0, lines = 0;
    bool is_quoted = false;
    for (size_t i = 0; i < n && lines < SNIFF_LINES; i++) {
        if (p[i] == '"')
            is_quoted = !is_quoted;
        else if (is_quoted)
            continue;
        else if (p[i] == ',')
            commas++;
        else if (p[i] == ';')
            semicolons++;
        else if (p[i] == '\t')
            tabs++;
        else if (p[i] == '\n')
            lines++;
    }
    if (tabs > commas && tabs >= semicolons)
        return '\t';
    return semicolons > commas ? ';' : ',';
}

static enum status csv_look(FILE *f, struct csv_book *c, struct error *e)
{
    char head[CHUNK_BYTES];
    size_t n = fread(head, 1, sizeof head, f);
    c->start = n >= 3 && memcmp(head, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    c->separator = separator_sniff(head + c->start, n - (size_t)c->start);
    rewind(f);
    return csv_detect(f, c, e);
}

static enum status csv_book_open(struct sheet_book *b, struct error *e)
{
    struct csv_book *c = calloc(1, sizeof *c);
    if (!c)
        return sheet_out_of_memory(e);
    b->state = c;
    FILE *f = fopen(b->path, "rbe");
    if (!f)
        return error_set(e, STATUS_REFUSED, "SHEET_FILE", _("打不开文件：%s"), strerror(errno));
    enum status s = csv_look(f, c, e);
    fclose(f);
    if (s != STATUS_OK)
        return s;
    char name[SHEET_NAME_BYTES_MAX] = "";
    const char *slash = strrchr(b->path, '/');
    const char *base = slash ? slash + 1 : b->path;
    const char *dot = strrchr(base, '.');
    size_t length = dot && dot > base ? (size_t)(dot - base) : strlen(base);
    if (length >= sizeof name)
        length = sizeof name - 1;
    memcpy(name, base, length);
    return sheet_book_add(b, name, false, NULL, e);
}

static void csv_book_close(struct sheet_book *b)
{
    free(b->state);
}

static void csv_close(void *state)
{
    struct csv_sheet *s = state;
    if (s->file)
        fclose(s->file);
    charset_close(s->charset);
    row_builder_free(&s->row);
    buf_free(&s->field);
    buf_free(&s->decoded);
    free(s);
}

static enum status csv_open(struct sheet_book *b, int index, void **ret_state, struct error *e)
{
    (void)index;
    struct csv_sheet *s = calloc(1, sizeof *s);
    if (!s)
        return sheet_out_of_memory(e);
    s->book = b->state;
    s->pushed = -1;
    s->line = s->column = 1;
    s->field = BUF_INIT(SHEET_CELL_BYTES_MAX);
    s->decoded = BUF_INIT(SHEET_CELL_BYTES_MAX * 2);
    enum status status = row_builder_init(&s->row, e);
    if (status == STATUS_OK && s->book->is_gb18030)
        status = charset_open("GB18030", &s->charset, e);
    if (status == STATUS_OK) {
        s->file = fopen(b->path, "rbe");
        if (!s->file || fseek(s->file, s->book->start, SEEK_SET) != 0)
            status =
                error_set(e, STATUS_REFUSED, "SHEET_FILE", _("打不开文件：%s"), strerror(errno));
    }
    if (status != STATUS_OK) {
        csv_close(s);
        return status;
    }
    *ret_state = s;
    return STATUS_OK;
}

/* The next byte, -1 at the end; CR LF and a lone CR come as LF. */
static int csv_byte_refill(struct csv_sheet *s)
{
    s->n = fread(s->chunk, 1, sizeof s->chunk, s->file);
    s->at = 0;
    return s->n > 0;
}

static int csv_raw(struct csv_sheet *s)
{
    if (s->at == s->n && !csv_byte_refill(s))
        return -1;
    return (unsigned char)s->chunk[s->at++];
}

static int csv_byte(struct csv_sheet *s)
{
    int c = s->pushed;
    if (c >= 0)
        s->pushed = -1;
    else
        c = csv_raw(s);
    if (c == '\r') {
        int next = csv_raw(s);
        if (next != '\n')
            s->pushed = next;
        c = '\n';
    }
    if (c == '\n') {
        s->line++;
        s->column = 1;
    } else if ((c & 0xC0) != 0x80 || s->charset) {
        s->column++;
    }
    return c;
}

static enum status refuse_at(struct csv_sheet *s, struct error *e, const char *code, int line,
                             int column, const char *message)
{
    (void)s;
    return error_set(e, STATUS_REFUSED, code, _("第 %d 行第 %d 列：%s"), line, column, message);
}

static enum status field_store(struct csv_sheet *s, int col, int line, int column, struct error *e)
{
    const struct buf *text = &s->field;
    if (s->field.overflow)
        return refuse_at(s, e, "SHEET_LIMIT", line, column,
                         _("单元格内容太长；可能是缺少一个引号"));
    if (s->field.n == 0)
        return STATUS_OK;
    if (memchr(s->field.p, 0, s->field.n))
        return refuse_at(s, e, "CSV_CHARSET", line, column, _("含有空字符，文件可能损坏"));
    if (col >= SHEET_COLS_MAX)
        return refuse_at(s, e, "SHEET_LIMIT", line, column, _("列太多"));
    if (s->charset) {
        buf_clear(&s->decoded);
        struct error inner;
        if (charset_decode(s->charset, s->field.p, s->field.n, &s->decoded, &inner) != STATUS_OK)
            return refuse_at(s, e, "CSV_CHARSET", line, column,
                             _("既不是 UTF-8 也不是 GB18030 文字：请另存为 xlsx 再导入"));
        text = &s->decoded;
    }
    return row_builder_add(&s->row, col, SHEET_TEXT, text->p, text->n, e);
}

/* Behind an opening quote up to the closing one; *ret_next is the byte behind it. */
static enum status quoted_read(struct csv_sheet *s, int line, int column, int *ret_next,
                               struct error *e)
{
    for (;;) {
        int c = csv_byte(s);
        if (c < 0)
            return refuse_at(s, e, "CSV_QUOTE", line, column, _("引号没有配对的另一半"));
        if (c == '"') {
            c = csv_byte(s);
            if (c != '"') {
                if (c >= 0 && c != '\n' && c != s->book->separator)
                    return refuse_at(s, e, "CSV_QUOTE", s->line, s->column - 1,
                                     _("引号之后应是分隔符或换行"));
                *ret_next = c;
                return STATUS_OK;
            }
        }
        buf_addc(&s->field, (char)c);
        if (s->field.overflow)
            return refuse_at(s, e, "CSV_QUOTE", line, column,
                             _("引号后的内容太长：可能缺少配对的引号"));
    }
}

/* One record into the row. *ret_is_end: nothing was left. */
static enum status record_read(struct csv_sheet *s, bool *ret_is_end, struct error *e)
{
    int col = 0;
    row_builder_clear(&s->row);
    int c = csv_byte(s);
    *ret_is_end = c < 0;
    if (c < 0)
        return STATUS_OK;
    for (;; col++) {
        int line = s->line, column = s->column - 1;
        buf_clear(&s->field);
        if (c == '"') {
            TRY(quoted_read(s, line, column, &c, e));
        } else {
            while (c >= 0 && c != '\n' && c != s->book->separator) {
                buf_addc(&s->field, (char)c);
                c = csv_byte(s);
            }
        }
        TRY(field_store(s, col, line, column, e));
        if (c < 0 || c == '\n')
            return STATUS_OK;
        c = csv_byte(s);
    }
}

static enum status csv_next(void *state, struct sheet_row *ret, struct error *e)
{
    struct csv_sheet *s = state;
    for (;;) {
        bool is_end;
        TRY(record_read(s, &is_end, e));
        if (ferror(s->file))
            return error_set(e, STATUS_FAILED, "SHEET_FILE", _("读文件出错：%s"), strerror(errno));
        if (is_end)
            return STATUS_NONE;
        if (++s->row_number > SHEET_ROWS_MAX)
            return error_set(e, STATUS_REFUSED, "SHEET_LIMIT", _("行数超过 %d"), SHEET_ROWS_MAX);
        if (row_builder_finish(&s->row, s->row_number, ret))
            return STATUS_OK;
    }
}

const struct sheet_source sheet_csv_source = {
    .book_open = csv_book_open,
    .book_close = csv_book_close,
    .open = csv_open,
    .next = csv_next,
    .close = csv_close,
};
