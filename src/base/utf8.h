/* One step through UTF-8, for whoever reads or writes it byte by byte. */
#pragma once
#include <stddef.h>
#include <stdint.h>

/* Length 1..4 of the well-formed character at p (n bytes readable), 0 when there is none: overlong
   forms, surrogates, values past U+10FFFF and cut characters are not well-formed. NUL is a
   character of length 1 here. */
static inline size_t utf8_step(const char *text, size_t n)
{
    const unsigned char *p = (const unsigned char *)text;
    if (n == 0)
        return 0;
    if (p[0] < 0x80)
        return 1;
    if (p[0] < 0xC2 || p[0] > 0xF4)
        return 0;
    size_t length = p[0] < 0xE0 ? 2 : p[0] < 0xF0 ? 3 : 4;
    if (length > n || (p[1] & 0xC0) != 0x80)
        return 0;
    if ((p[0] == 0xE0 && p[1] < 0xA0) || (p[0] == 0xED && p[1] > 0x9F) ||
        (p[0] == 0xF0 && p[1] < 0x90) || (p[0] == 0xF4 && p[1] > 0x8F))
        return 0;
    for (size_t i = 2; i < length; i++) {
        if ((p[i] & 0xC0) != 0x80)
            return 0;
    }
    return length;
}

/* The code point of a well-formed character of that length. */
static inline int utf8_code(const char *text, size_t length)
{
    const unsigned char *p = (const unsigned char *)text;
    switch (length) {
    case 1:
        return p[0];
    case 2:
        return (p[0] & 0x1F) << 6 | (p[1] & 0x3F);
    case 3:
        return (p[0] & 0x0F) << 12 | (p[1] & 0x3F) << 6 | (p[2] & 0x3F);
    default:
        return (p[0] & 0x07) << 18 | (p[1] & 0x3F) << 12 | (p[2] & 0x3F) << 6 | (p[3] & 0x3F);
    }
}

/* The bytes of a code point up to U+FFFF (no surrogate); returns how many, 1 to 3. */
static inline size_t utf8_put_bmp(char *out, uint32_t code)
{
    size_t n = 0;
    if (code < 0x80) {
        out[n++] = (char)code;
        return n;
    }
    if (code < 0x800) {
        out[n++] = (char)(0xC0 | (code >> 6));
    } else {
        out[n++] = (char)(0xE0 | (code >> 12));
        out[n++] = (char)(0x80 | ((code >> 6) & 0x3F));
    }
    out[n++] = (char)(0x80 | (code & 0x3F));
    return n;
}
