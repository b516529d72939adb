#include "office/charset.h"

#include <iconv.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "base/utf8.h"

struct charset {
    iconv_t to, from;
    bool is_utf8;
    /* 0: not seen yet. Encoded: the code's bytes as a number, two or four of them. Decoded: the BMP
     * character. */
    uint32_t encoded[65536];
    uint16_t decoded[65536];
};

enum status charset_open(const char *name, struct charset **ret, struct error *e)
{
    struct charset *c = calloc(1, sizeof *c);
    if (!c)
        return error_set(e, STATUS_FAILED, "OUT_OF_MEMORY", _("内存不足"));
    c->is_utf8 = strcmp(name, "UTF-8") == 0;
    c->to = c->from = (iconv_t)-1;
    if (!c->is_utf8) {
        c->to = iconv_open(name, "UTF-8");
        c->from = iconv_open("UTF-8", name);
        if (c->to == (iconv_t)-1 || c->from == (iconv_t)-1) {
            charset_close(c);
            return error_set(e, STATUS_FAILED, "CHARSET_NONE", _("系统不支持字符集 %s"), name);
        }
    }
    *ret = c;
    return STATUS_OK;
}

void charset_close(struct charset *c)
{
    if (!c)
        return;
    if (c->to != (iconv_t)-1)
        iconv_close(c->to);
    if (c->from != (iconv_t)-1)
        iconv_close(c->from);
    free(c);
}

bool charset_is_utf8(const struct charset *c)
{
    return c->is_utf8;
}

static enum status refuse_character(const char *p, size_t length, uint32_t code, struct error *e)
{
    return error_set(e, STATUS_REFUSED, "CHARSET_UNMAPPABLE",
                     _("字“%.*s”（U+%04X）无法写入该文件的字符集：请改用对方能识别的字"),
                     (int)length, p, (unsigned)code);
}

static bool is_private(uint32_t code)
{
    return (code >= 0xE000 && code <= 0xF8FF) || code >= 0xF0000;
}

static size_t convert_one(iconv_t conversion, const char *p, size_t n, char out[8])
{
    char *in = (char *)(uintptr_t)p, *to = out;
    size_t in_left = n, out_left = 8;
    (void)iconv(conversion, NULL, NULL, NULL, NULL);
    if (iconv(conversion, &in, &in_left, &to, &out_left) != 0 || in_left != 0)
        return 0;
    return 8 - out_left;
}

static enum status encode_one(struct charset *c, const char *p, size_t length, uint32_t code,
                              struct buf *out, struct error *e)
{
    char bytes[8];
    uint32_t known = code < 65536 ? c->encoded[code] : 0;
    if (known) {
        size_t n = known < 0x10000 ? 2 : 4;
        for (size_t i = 0; i < n; i++)
            bytes[i] = (char)(known >> (8 * (n - 1 - i)));
        buf_add(out, bytes, n);
        return STATUS_OK;
    }
    size_t n = is_private(code) ? 0 : convert_one(c->to, p, length, bytes);
    if (n == 0)
        return refuse_character(p, length, code, e);
    if (code < 65536 && (n == 2 || n == 4)) {
        uint32_t value = 0;
        for (size_t i = 0; i < n; i++)
            value = value << 8 | (unsigned char)bytes[i];
        c->encoded[code] = value;
    }
    buf_add(out, bytes, n);
    return STATUS_OK;
}

enum status charset_encode(struct charset *c, const char *text, size_t n, struct buf *out,
                           struct error *e)
{
    size_t i = 0;
    while (i < n) {
        size_t run = i;
        while (run < n && (unsigned char)text[run] < 0x80)
            run++;
        buf_add(out, text + i, run - i);
        i = run;
        if (i == n)
            break;
        size_t length = utf8_step(text + i, n - i);
        if (length == 0)
            return error_set(e, STATUS_REFUSED, "CHARSET_BYTES", _("文字不是合法的 UTF-8"));
        uint32_t code = (uint32_t)utf8_code(text + i, length);
        if (c->is_utf8) {
            if (is_private(code))
                return refuse_character(text + i, length, code, e);
            buf_add(out, text + i, length);
        } else {
            TRY(encode_one(c, text + i, length, code, out, e));
        }
        i += length;
    }
    return buf_status(out, e);
}

static enum status refuse_bytes(size_t offset, struct error *e)
{
    return error_set(e, STATUS_REFUSED, "CHARSET_BYTES",
                     _("第 %zu 个字节起不是该字符集的文字：文件可能损坏或编码不对"), offset + 1);
}

enum status charset_decode(struct charset *c, const char *p, size_t n, struct buf *out,
                           struct error *e)
{
    if (c->is_utf8) {
        if (!utf8_is_valid(p, n))
            return refuse_bytes(0, e);
        buf_add(out, p, n);
        return buf_status(out, e);
    }
    size_t i = 0;
    while (i < n) {
        size_t run = i;
        while (run < n && (unsigned char)p[run] < 0x80)
            run++;
        buf_add(out, p + i, run - i);
        i = run;
        if (i == n)
            break;
        size_t length = i + 1 < n ? gb_step((unsigned char)p[i], (unsigned char)p[i + 1]) : 2;
        if (i + length > n)
            return refuse_bytes(i, e);
        uint32_t pair =
            (uint32_t)(unsigned char)p[i] << 8 | (length > 1 ? (unsigned char)p[i + 1] : 0);
        if (length == 2 && c->decoded[pair]) {
            char bytes[3];
            buf_add(out, bytes, utf8_put_bmp(bytes, c->decoded[pair]));
        } else {
            char bytes[8];
            size_t got = convert_one(c->from, p + i, length, bytes);
            if (got == 0)
                return refuse_bytes(i, e);
            uint32_t code = utf8_step(bytes, got) == got ? (uint32_t)utf8_code(bytes, got) : 0;
            if (length == 2 && code >= 0x80 && code < 65536)
                c->decoded[pair] = (uint16_t)code;
            buf_add(out, bytes, got);
        }
        i += length;
    }
    return buf_status(out, e);
}
