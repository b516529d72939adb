#include "office/match/source.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/text.h"
#include "office/charset.h"
#include "office/sheet.h"

#define MAGIC_BYTES 8
#define SHEET_SEPARATOR '\x1f'
#define SHEET_LINES_MAX 4096
#define SNIFF_LINES 50
#define CELL_BYTES_MAX SHEET_CELL_BYTES_MAX

struct match_source {
    char *path;
    int fd; /* csv; -1 for workbooks */
    int64_t size, offset;
    struct sheet_book *book;
    struct sheet_reader *reader;
    struct charset *charset; /* NULL: UTF-8 */
    struct buf decoded;
    char *block;
    size_t at, end, n; /* next line, behind the last whole line, bytes held */
    bool has_quotes, is_last, is_begun;
    char separator, line_end;
    int64_t row;
    int32_t *rows; /* of a workbook's block */
    size_t line, line_count;
};

static enum status read_failed(struct error *e)
{
    return error_set(e, STATUS_FAILED, "SHEET_FILE", _("读文件出错：%s"), strerror(errno));
}

/* Fills up to the block's size; short only at the end of the file. */
static enum status block_read(struct match_source *s, struct error *e)
{
    while (s->n < SOURCE_BLOCK_BYTES) {
        ssize_t got = read(s->fd, s->block + s->n, SOURCE_BLOCK_BYTES - s->n);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return read_failed(e);
        if (got == 0) {
            s->is_last = true;
            return STATUS_OK;
        }
        s->n += (size_t)got;
        s->offset += got;
    }
    return STATUS_OK;
}

static bool is_workbook(const char *magic, size_t n)
{
    return n >= 4 && (memcmp(magic, "PK\3\4", 4) == 0 || memcmp(magic, "\xD0\xCF\x11\xE0", 4) == 0);
}

static enum status source_look(struct match_source *s, struct error *e)
{
    char magic[MAGIC_BYTES];
    struct stat st;
    s->fd = open(s->path, O_RDONLY | O_CLOEXEC);
    if (s->fd < 0)
        return error_set(e, STATUS_REFUSED, "SHEET_FILE", _("打不开文件：%s"), strerror(errno));
    if (fstat(s->fd, &st) != 0)
        return read_failed(e);
    if (!S_ISREG(st.st_mode))
        return error_set(e, STATUS_REFUSED, "SHEET_FILE", _("打不开文件：%s"), strerror(EINVAL));
    s->size = st.st_size;
    ssize_t n = pread(s->fd, magic, sizeof magic, 0);
    if (n < 0)
        return read_failed(e);
    if (!is_workbook(magic, (size_t)n))
        return STATUS_OK;
    close(s->fd);
    s->fd = -1;
    s->rows = calloc(SHEET_LINES_MAX, sizeof *s->rows);
    if (!s->rows)
        return arena_exhausted(e);
    return sheet_book_open(s->path, &s->book, e);
}

enum status match_source_open(const char *path, struct match_source **ret, struct error *e)
{
    CLEANUP(match_source_cleanup) struct match_source *s = calloc(1, sizeof *s);
    if (!s)
        return arena_exhausted(e);
    s->fd = -1;
    s->decoded = BUF_INIT(CELL_BYTES_MAX * 2);
    s->path = strdup(path);
    s->block = malloc(SOURCE_BLOCK_BYTES);
    if (!s->path || !s->block)
        return arena_exhausted(e);
    TRY(source_look(s, e));
    *ret = s;
    s = NULL;
    return STATUS_OK;
}

void match_source_free(struct match_source *s)
{
    if (!s)
        return;
    sheet_close(s->reader);
    sheet_book_free(s->book);
    if (s->fd >= 0)
        close(s->fd);
    charset_close(s->charset);
    buf_free(&s->decoded);
    free(s->rows);
    free(s->block);
    free(s->path);
    free(s);
}

void match_source_cleanup(struct match_source **s)
{
    match_source_free(*s);
    *s = NULL;
}

bool match_source_is_csv(const struct match_source *s)
{
    return s->fd >= 0;
}

int match_source_sheet_count(const struct match_source *s)
{
    return s->book ? sheet_book_count(s->book) : 1;
}

const char *match_source_sheet_name(const struct match_source *s, int sheet)
{
    return s->book ? sheet_book_name(s->book, sheet) : "";
}

bool match_source_sheet_is_hidden(const struct match_source *s, int sheet)
{
    return s->book && sheet_book_is_hidden(s->book, sheet);
}

/* ---- csv ---- */

/* The separator that occurs most often outside quotes in the first lines. */
static char separator_sniff(const char *p, size_t n)
{
    int commas = 0, semicolons = 0, tabs = 0, lines = 0;
    bool is_quoted = false;
    for (size_t i = 0; i < n && lines < SNIFF_LINES; i++) {
        is_quoted ^= p[i] == '"';
        if (is_quoted)
            continue;
        commas += p[i] == ',';
        semicolons += p[i] == ';';
        tabs += p[i] == '\t';
        lines += p[i] == '\n';
    }
    if (tabs > commas && tabs >= semicolons)
        return '\t';
    return semicolons > commas ? ';' : ',';
}

/* What the first block tells. */
static void csv_sniff(struct match_source *s)
{
    s->at = s->n >= 3 && memcmp(s->block, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    s->line_end = !memchr(s->block, '\n', s->n) && memchr(s->block, '\r', s->n) ? '\r' : '\n';
    s->separator = separator_sniff(s->block + s->at, s->n - s->at);
}

static enum status csv_charset(struct match_source *s, struct error *e)
{
    charset_close(s->charset);
    s->charset = NULL;
    if (utf8_is_valid(s->block + s->at, s->end - s->at))
        return STATUS_OK;
    return charset_open("GB18030", &s->charset, e);
}

/* The line end of the line that begins at `at`; `stop` when there is none before. A quote opens
   only at a cell's beginning; *ret_is_open: the last one has no other half. */
static size_t line_stop(const struct match_source *s, size_t at, size_t stop, bool *ret_is_open)
{
    bool is_cell_start = true;
    *ret_is_open = false;
    for (size_t i = at; i < stop; i++) {
        char c = s->block[i];
        if (is_cell_start && c == '"') {
            for (i++; i < stop && (s->block[i] != '"' || (i + 1 < stop && s->block[i + 1] == '"'));
                 i++)
                i += s->block[i] == '"';
            *ret_is_open = i >= stop;
        } else if (c == s->line_end) {
            return i;
        }
        is_cell_start = c == s->separator;
    }
    return stop;
}

/* Behind the last whole line; *ret_is_open: what follows it stands in quotes. */
static size_t whole_lines(const struct match_source *s, bool *ret_is_open)
{
    *ret_is_open = false;
    if (!s->has_quotes) {
        const char *last = memrchr(s->block, s->line_end, s->n);
        return last ? (size_t)(last - s->block) + 1 : 0;
    }
    size_t end = s->at;
    for (size_t stop; end < s->n; end = stop + 1)
        if ((stop = line_stop(s, end, s->n, ret_is_open)) == s->n)
            break;
    return end > s->at ? end : 0;
}

static enum status csv_cut(struct match_source *s, struct error *e)
{
    bool is_open;
    s->has_quotes = memchr(s->block, '"', s->n) != NULL;
    s->end = whole_lines(s, &is_open);
    if (is_open && (s->is_last || s->end == 0))
        return error_set(e, STATUS_REFUSED, "CSV_QUOTE", _("第 %lld 行之后有引号没有配对的另一半"),
                         (long long)s->row);
    if (!s->is_last && s->end == 0)
        return error_set(e, STATUS_REFUSED, "SHEET_LIMIT", _("第 %lld 行之后的一行太长"),
                         (long long)s->row);
    if (s->is_last)
        s->end = s->n;
    return STATUS_OK;
}

static enum status csv_fill(struct match_source *s, struct error *e)
{
    if (s->is_last)
        return STATUS_NONE;
    memmove(s->block, s->block + s->end, s->n - s->end);
    s->n -= s->end;
    s->at = 0;
    TRY(block_read(s, e));
    if (s->n == 0)
        return STATUS_NONE;
    bool is_first = !s->is_begun;
    s->is_begun = true;
    if (is_first)
        csv_sniff(s);
    TRY(csv_cut(s, e));
    return is_first ? csv_charset(s, e) : STATUS_OK;
}

bool match_source_next(struct match_source *s, struct source_line *ret)
{
    if (s->at >= s->end)
        return false;
    size_t stop = s->end;
    bool has_quotes = false;
    if (s->has_quotes) {
        bool is_open;
        stop = line_stop(s, s->at, s->end, &is_open);
        has_quotes = memchr(s->block + s->at, '"', stop - s->at) != NULL;
    } else {
        const char *found = memchr(s->block + s->at, s->line_end, s->end - s->at);
        if (found)
            stop = (size_t)(found - s->block);
    }
    size_t n = stop - s->at;
    if (n && s->block[stop - 1] == '\r')
        n--;
    *ret = (struct source_line){.p = s->block + s->at, .n = n, .has_quotes = has_quotes};
    ret->row = s->book ? s->rows[s->line++] : ++s->row;
    s->at = stop + 1;
    return true;
}

/* ---- workbooks ---- */

static bool sheet_line(struct match_source *s, const struct sheet_row *row)
{
    size_t begin = s->n;
    for (int c = 0; c < row->count; c++) {
        size_t n = strlen(row->cells[c].text);
        if (s->n + n + 2 > SOURCE_BLOCK_BYTES) {
            s->n = begin;
            return false;
        }
        for (size_t i = 0; i < n; i++) {
            char byte = row->cells[c].text[i];
            s->block[s->n++] = byte == '\n' || byte == '\r' || byte == SHEET_SEPARATOR ? ' ' : byte;
        }
        s->block[s->n++] = c + 1 < row->count ? SHEET_SEPARATOR : '\n';
    }
    s->rows[s->line_count++] = row->row;
    return true;
}

static enum status sheet_fill(struct match_source *s, struct error *e)
{
    struct sheet_row row;
    enum status st = STATUS_OK;
    if (s->is_last)
        return STATUS_NONE;
    s->at = s->n = s->line = s->line_count = 0;
    /* Half a block is always left, which is more than any sensible row. */
    while (s->line_count < SHEET_LINES_MAX && s->n < SOURCE_BLOCK_BYTES / 2 &&
           (st = sheet_next(s->reader, &row, e)) == STATUS_OK)
        if (row.count > 0 && !sheet_line(s, &row))
            return error_set(e, STATUS_REFUSED, "SHEET_LIMIT", _("第 %d 行太长"), row.row);
    if (st != STATUS_OK && st != STATUS_NONE)
        return st;
    s->is_last = st == STATUS_NONE;
    s->end = s->n;
    return s->line_count ? STATUS_OK : STATUS_NONE;
}

enum status match_source_begin(struct match_source *s, int sheet, struct error *e)
{
    s->at = s->end = s->n = 0;
    s->row = 0;
    s->is_last = s->is_begun = s->has_quotes = false;
    if (!s->book) {
        s->offset = 0;
        return lseek(s->fd, 0, SEEK_SET) == 0 ? STATUS_OK : read_failed(e);
    }
    sheet_cleanup(&s->reader);
    s->separator = SHEET_SEPARATOR;
    s->line_end = '\n';
    return sheet_open(s->book, sheet, SHEET_AS_IS, &s->reader, e);
}

enum status match_source_fill(struct match_source *s, struct error *e)
{
    return s->book ? sheet_fill(s, e) : csv_fill(s, e);
}

bool match_source_is_last(const struct match_source *s)
{
    return s->is_last;
}

/* ---- cells ---- */

static bool quoted_cell(const struct match_source *s, const struct source_line *line, int column,
                        struct source_cell *ret)
{
    size_t at = 0;
    for (int c = 0;; c++) {
        struct source_cell cell = {.p = line->p + at};
        bool is_quoted = at < line->n && line->p[at] == '"';
        if (is_quoted) {
            size_t close = at + 1;
            for (; close < line->n; close++) {
                if (line->p[close] != '"')
                    continue;
                if (close + 1 == line->n || line->p[close + 1] != '"')
                    break;
                cell.has_doubles = true;
                close++;
            }
            cell.p++;
            cell.n = close - at - 1;
            at = close < line->n ? close : line->n;
        }
        const char *stop = memchr(line->p + at, s->separator, line->n - at);
        size_t end = stop ? (size_t)(stop - line->p) : line->n;
        if (!is_quoted)
            cell.n = end - at;
        if (c == column) {
            *ret = cell;
            return true;
        }
        if (!stop)
            return false;
        at = end + 1;
    }
}

bool match_source_cell(const struct match_source *s, const struct source_line *line, int column,
                       struct source_cell *ret)
{
    const char *p = line->p, *end = p + line->n, *stop;
    *ret = (struct source_cell){.p = end};
    if (line->has_quotes)
        return quoted_cell(s, line, column, ret);
    for (int c = 0; c < column; c++) {
        stop = memchr(p, s->separator, (size_t)(end - p));
        if (!stop)
            return false;
        p = stop + 1;
    }
    stop = memchr(p, s->separator, (size_t)(end - p));
    *ret = (struct source_cell){.p = p, .n = (size_t)((stop ? stop : end) - p)};
    return true;
}

static enum status not_text(struct error *e)
{
    return error_set(e, STATUS_REFUSED, "CSV_CHARSET",
                     _("既不是 UTF-8 也不是 GB18030 文字：请另存为 xlsx 再导入"));
}

enum status match_source_text(struct match_source *s, const struct source_cell *cell,
                              struct arena *arena, const char **ret, struct error *e)
{
    const char *p = cell->p;
    size_t n = cell->n;
    struct error inner;
    if (n > CELL_BYTES_MAX || memchr(p, 0, n))
        return not_text(e);
    if (s->charset) {
        buf_clear(&s->decoded);
        if (charset_decode(s->charset, p, n, &s->decoded, &inner) != STATUS_OK)
            return not_text(e);
        p = buf_text(&s->decoded);
        n = s->decoded.n;
    } else if (!utf8_is_valid(p, n)) {
        return not_text(e);
    }
    char *text = arena_strndup(arena, p, n);
    if (!text)
        return arena_exhausted(e);
    if (cell->has_doubles) {
        char *to = text;
        for (const char *from = text; *from; from++) {
            *to++ = *from;
            from += from[0] == '"' && from[1] == '"';
        }
        *to = 0;
    }
    *ret = text;
    return STATUS_OK;
}

void match_source_progress(const struct match_source *s, int64_t *ret_done, int64_t *ret_total)
{
    *ret_done = s->book ? 0 : s->offset - (int64_t)(s->n - s->at);
    *ret_total = s->book ? 0 : s->size;
}
