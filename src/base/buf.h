/* A growing byte buffer with a named maximum. Writing past it sets `overflow` and drops the bytes.
 */
#pragma once
#include "base/status.h"

struct buf {
    char *p;         /* always NUL-terminated once anything was added; "" via buf_text() before */
    size_t n;        /* bytes used, without the NUL */
    size_t cap, max; /* max: the most it may hold */
    bool overflow;   /* max reached or out of memory */
};

#define BUF_INIT(max_bytes) ((struct buf){.max = (max_bytes)})
void buf_free(struct buf *b);  /* also for CLEANUP(); leaves an empty buffer with the same max */
void buf_clear(struct buf *b); /* keeps the memory */
void buf_add(struct buf *b, const void *p, size_t n);
void buf_adds(struct buf *b, const char *text); /* NULL adds nothing */
void buf_addc(struct buf *b, char c);
void buf_addf(struct buf *b, const char *format, ...) PRINTF_LIKE(2, 3);
void buf_add_i64(struct buf *b, int64_t v); /* fast path of "%" PRId64 */
const char *buf_text(const struct buf *b);  /* never NULL */
/* STATUS_OK, or STATUS_FAILED (BUFFER_FULL) when something was dropped. */
MUST_USE enum status buf_status(const struct buf *b, struct error *e);
