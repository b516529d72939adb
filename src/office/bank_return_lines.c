#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "office/bank_return.h"

enum status return_lines_open(struct bank_return *r, struct error *e)
{
    struct return_lines *l = &r->lines;
    l->decoded = BUF_INIT(RETURN_LINE_BYTES_MAX * 4);
    l->chunk = malloc(RETURN_CHUNK_BYTES);
    if (!l->chunk)
        return error_set(e, STATUS_FAILED, "OUT_OF_MEMORY", _("内存不足"));
    TRY(charset_open(r->layout->charset, &l->charset, e));
    l->file = fopen(r->path, "rbe");
    if (!l->file)
        return return_refuse(r, 0, e, "BANK_FORM", _("打不开文件：%s"), strerror(errno));
    return STATUS_OK;
}

void return_lines_close(struct bank_return *r)
{
    struct return_lines *l = &r->lines;
    if (l->file)
        fclose(l->file);
    charset_close(l->charset);
    buf_free(&l->decoded);
    free(l->chunk);
}

/* The next line without its end into l->line; *ret_n its bytes. NONE at the end of the file. */
static enum status line_take(struct bank_return *r, size_t *ret_n, struct error *e)
{
    struct return_lines *l = &r->lines;
    size_t n = 0;
    l->line_no++;
    for (;;) {
        if (l->at == l->n) {
            l->n = fread(l->chunk, 1, RETURN_CHUNK_BYTES, l->file);
            l->at = 0;
            if (l->n == 0 && ferror(l->file))
                return return_refuse(r, 0, e, "BANK_FORM", _("读文件出错：%s"), strerror(errno));
            if (l->n == 0 && n == 0)
                return STATUS_NONE;
            if (l->n == 0)
                break;
        }
        const char *from = l->chunk + l->at;
        const char *end = memchr(from, '\n', l->n - l->at);
        size_t step = end ? (size_t)(end - from) : l->n - l->at;
        if (n + step > RETURN_LINE_BYTES_MAX)
            return return_refuse(r, l->line_no, e, "BANK_FORM",
                                 _("这一行太长：文件不是该版式的回盘"));
        memcpy(l->line + n, from, step);
        n += step;
        l->at += step + (end ? 1 : 0);
        if (end)
            break;
    }
    if (n > 0 && l->line[n - 1] == '\r')
        n--;
    l->line[n] = '\0';
    *ret_n = n;
    return STATUS_OK;
}

struct cut {
    char *text;
    size_t offset; /* of the UTF-8 in `decoded`; SIZE_MAX: the line's own bytes, which are ASCII */
};

static enum status field_cut(struct bank_return *r, char *begin, char *end, bool is_ascii,
                             struct cut *ret, struct error *e)
{
    struct return_lines *l = &r->lines;
    while (begin < end && *begin == ' ')
        begin++;
    while (end > begin && end[-1] == ' ')
        end--;
    *end = '\0';
    *ret = (struct cut){begin, SIZE_MAX};
    if (is_ascii)
        return STATUS_OK;
    struct error inner;
    ret->offset = l->decoded.n;
    if (charset_decode(l->charset, begin, (size_t)(end - begin), &l->decoded, &inner) != STATUS_OK)
        return return_refuse(r, l->line_no, e, "BANK_FORM", _("文字不是 %s 编码：文件可能被转存过"),
                             r->layout->charset);
    buf_addc(&l->decoded, '\0');
    return STATUS_OK;
}

static enum status line_split(struct bank_return *r, size_t n, struct error *e)
{
    struct return_lines *l = &r->lines;
    struct return_fields *f = &r->fields;
    struct cut cuts[LAYOUT_FIELDS_MAX + 1];
    bool is_utf8 = charset_is_utf8(l->charset), is_ascii = true;
    char *begin = l->line, *end = l->line + n;
    f->count = 0;
    buf_clear(&l->decoded);
    for (char *p = l->line;;) {
        if (p >= end || *p == r->layout->separator) {
            if (f->count > LAYOUT_FIELDS_MAX)
                return return_refuse(r, l->line_no, e, "BANK_FORM",
                                     _("这一行的项数太多：文件不是该版式的回盘"));
            char *stop = p < end ? p : end;
            TRY(field_cut(r, begin, stop, is_ascii, &cuts[f->count], e));
            f->count++;
            if (p >= end)
                break;
            begin = ++p;
            is_ascii = true;
        } else if ((unsigned char)*p < 0x80) {
            p++;
        } else {
            /* The second byte of a GB character may equal the separator. */
            is_ascii = false;
            p += is_utf8 ? 1 : gb_step((unsigned char)p[0], (unsigned char)p[1]);
        }
    }
    TRY(buf_status(&l->decoded, e));
    for (int i = 0; i < f->count; i++)
        f->texts[i] = cuts[i].offset == SIZE_MAX ? cuts[i].text : l->decoded.p + cuts[i].offset;
    f->line_no = l->line_no;
    return STATUS_OK;
}

static bool is_blank(const char *p)
{
    return p[strspn(p, " \t")] == '\0';
}

enum status return_lines_next(struct bank_return *r, struct error *e)
{
    size_t n = 0;
    do
        TRY(line_take(r, &n, e));
    while (is_blank(r->lines.line) && strlen(r->lines.line) == n);
    if (memchr(r->lines.line, 0, n))
        return return_refuse(r, r->lines.line_no, e, "BANK_FORM", _("含有空字符，文件可能损坏"));
    char *p = r->lines.line;
    if (r->lines.line_no == 1 && n >= 3 && memcmp(p, "\xEF\xBB\xBF", 3) == 0) {
        n -= 3;
        memmove(p, p + 3, n + 1);
    }
    return line_split(r, n, e);
}
