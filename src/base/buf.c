#include "base/buf.h"
#include "base/i18n.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BUF_BYTES_FIRST ((size_t)256)

void buf_free(struct buf *b)
{
    free(b->p);
    *b = BUF_INIT(b->max);
}

void buf_clear(struct buf *b)
{
    b->n = 0;
    b->overflow = false;
    if (b->p)
        b->p[0] = 0;
}

/* Room for n more bytes and the NUL. After an overflow nothing is added any more: what is there
   stays a true beginning of what was meant. */
static bool buf_room(struct buf *b, size_t n)
{
    if (b->overflow)
        return false;
    if (b->cap > n && b->cap - n > b->n)
        return true;
    if (b->n > b->max || n > b->max - b->n) {
        b->overflow = true;
        return false;
    }
    size_t need = b->n + n + 1;
    size_t cap = b->cap ? b->cap : BUF_BYTES_FIRST;
    while (cap < need)
        cap = cap > SIZE_MAX / 2 ? need : cap * 2;
    if (cap - 1 > b->max)
        cap = b->max + 1;
    char *p = realloc(b->p, cap);
    if (!p) {
        b->overflow = true;
        return false;
    }
    b->p = p;
    b->cap = cap;
    return true;
}

void buf_add(struct buf *b, const void *p, size_t n)
{
    if (!n || !buf_room(b, n))
        return;
    memcpy(b->p + b->n, p, n);
    b->n += n;
    b->p[b->n] = 0;
}

void buf_adds(struct buf *b, const char *text)
{
    if (text)
        buf_add(b, text, strlen(text));
}

void buf_addc(struct buf *b, char c)
{
    if (!buf_room(b, 1))
        return;
    b->p[b->n++] = c;
    b->p[b->n] = 0;
}

void buf_addf(struct buf *b, const char *format, ...)
{
    va_list args;
    size_t spare = b->overflow ? 0 : b->cap - b->n;
    va_start(args, format);
    int n = vsnprintf(spare ? b->p + b->n : NULL, spare, format, args);
    va_end(args);
    if (n >= 0 && (size_t)n < spare) {
        b->n += (size_t)n;
        return;
    }
    if (spare)
        b->p[b->n] = 0;
    if (n < 0) {
        b->overflow = true;
        return;
    }
    if (!n || !buf_room(b, (size_t)n))
        return;
    va_start(args, format);
    vsnprintf(b->p + b->n, (size_t)n + 1, format, args);
    va_end(args);
    b->n += (size_t)n;
}

void buf_add_i64(struct buf *b, int64_t v)
{
    char digits[20]; /* 19 digits and the sign */
    char *p = digits + sizeof digits;
    uint64_t u = v < 0 ? -(uint64_t)v : (uint64_t)v;
    do {
        *--p = (char)('0' + u % 10);
        u /= 10;
    } while (u);
    if (v < 0)
        *--p = '-';
    buf_add(b, p, (size_t)(digits + sizeof digits - p));
}

const char *buf_text(const struct buf *b)
{
    return b->p ? b->p : "";
}

enum status buf_status(const struct buf *b, struct error *e)
{
    if (!b->overflow)
        return STATUS_OK;
    return error_set(e, STATUS_FAILED, "BUFFER_FULL", _("内容超过上限 %zu 字节，未能完整写出。"),
                     b->max);
}
