#include "base/text.h"
#include "base/i18n.h"
#include "base/utf8.h"
#include <errno.h>
#include <iconv.h>
#include <string.h>

#define CONVERT_CHUNK_BYTES 4096

static void converter_close(iconv_t *cd)
{
    if (*cd != (iconv_t)-1)
        iconv_close(*cd);
}

/* Converts all of p; *stopped_at is where iconv found what it can not convert. */
static enum status convert(const char *to, const char *from, const char *p, size_t n,
                           struct buf *out, size_t *stopped_at, struct error *e)
{
    CLEANUP(converter_close) iconv_t cd = iconv_open(to, from);
    if (cd == (iconv_t)-1)
        return error_set(
            e, STATUS_FAILED, "CHARSET_MISSING",
            _("系统缺少 GB18030 编码转换组件（glibc gconv）。请安装完整的 C 库后再试。"));
    char chunk[CONVERT_CHUNK_BYTES];
    char *in = (char *)(uintptr_t)p; /* iconv's prototype is not const; it does not write there */
    size_t left = n;
    while (left) {
        char *to_p = chunk;
        size_t room = sizeof chunk;
        size_t r = iconv(cd, &in, &left, &to_p, &room);
        buf_add(out, chunk, sizeof chunk - room);
        if (r == (size_t)-1 && errno != E2BIG) {
            *stopped_at = n - left;
            return STATUS_REFUSED;
        }
        TRY(buf_status(out, e));
    }
    return buf_status(out, e);
}

/* Both encodings agree on ASCII. */
static size_t ascii_prefix(const char *p, size_t n)
{
    size_t i = 0;
    while (i < n && p[i] > 0)
        i++;
    return i;
}

enum status gb18030_to_utf8(const char *p, size_t n, struct buf *out, struct error *e)
{
    size_t start = ascii_prefix(p, n);
    buf_add(out, p, start);
    if (start == n)
        return buf_status(out, e);
    size_t stopped_at = 0;
    const char *nul = memchr(p + start, 0, n - start);
    size_t readable = nul ? (size_t)(nul - p) : n;
    struct error inner = {0};
    enum status s =
        convert("UTF-8", "GB18030", p + start, readable - start, out, &stopped_at, &inner);
    if (s == STATUS_FAILED)
        return error_set(e, s, inner.code, "%s", inner.message);
    if (s == STATUS_OK && !nul)
        return STATUS_OK;
    if (s == STATUS_OK)
        stopped_at = readable - start;
    return error_set(
        e, STATUS_REFUSED, "CHARSET_GB18030",
        _("第 %zu 字节起不是 GB18030（GBK、GB2312）文字。文件可能损坏或不是文本文件。"),
        start + stopped_at);
}

enum status utf8_to_gb18030(const char *p, size_t n, struct buf *out, struct error *e)
{
    size_t start = ascii_prefix(p, n);
    buf_add(out, p, start);
    if (start == n)
        return buf_status(out, e);
    size_t stopped_at = 0;
    struct error inner = {0};
    enum status s = convert("GB18030", "UTF-8", p + start, n - start, out, &stopped_at, &inner);
    if (s == STATUS_FAILED)
        return error_set(e, s, inner.code, "%s", inner.message);
    if (s == STATUS_OK)
        return STATUS_OK;
    const char *at = p + start + stopped_at;
    size_t step = utf8_step(at, n - start - stopped_at);
    if (!step)
        return error_set(e, STATUS_REFUSED, "CHARSET_UTF8", _("第 %zu 字节起不是 UTF-8 文字。"),
                         start + stopped_at);
    return error_set(e, STATUS_REFUSED, "CHARSET_CHARACTER",
                     _("字符“%.*s”（U+%04X）无法用 GB18030 表示。请改用规范汉字。"), (int)step, at,
                     (unsigned)utf8_code(at, step));
}
