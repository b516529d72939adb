/* Row after row between UTF-8 and a bank's or a clerk's code page, with the conversion kept open
   and single characters remembered: a million lines must not cost a million look-ups in iconv. For
   whole texts use base/text.h. */
#pragma once
#include "base/buf.h"

struct charset;

/* name: "UTF-8", "GB18030" or "GBK". */
MUST_USE enum status charset_open(const char *name, struct charset **ret, struct error *e);
void charset_close(struct charset *c);
bool charset_is_utf8(const struct charset *c);
/* UTF-8 into the charset. REFUSED (CHARSET_UNMAPPABLE), naming the character: also for private-use
   characters, which the receiver would show as something else. Bytes already added stay. */
MUST_USE enum status charset_encode(struct charset *c, const char *text, size_t n, struct buf *out,
                                    struct error *e);
/* REFUSED (CHARSET_BYTES) with the offset of the first wrong byte. */
MUST_USE enum status charset_decode(struct charset *c, const char *p, size_t n, struct buf *out,
                                    struct error *e);
/* Bytes of the character that begins with this byte pair in GB18030 or GBK: 1, 2 or 4. A separator
   byte inside a longer character is no separator. */
static inline size_t gb_step(unsigned char first, unsigned char second)
{
    if (first < 0x81)
        return 1;
    return second >= '0' && second <= '9' ? 4 : 2;
}
