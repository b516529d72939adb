#include "base/status.h"
#include "base/utf8.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Drops what is not UTF-8: a message cut in the middle of a character ("%.40s", or the end of the
   room) would spoil the page, the log line and the JSON that carry it. */
static void drop_broken(char *text)
{
    size_t n = strlen(text), kept = 0;
    for (size_t i = 0; i < n;) {
        size_t step = utf8_step(text + i, n - i);
        memmove(text + kept, text + i, step);
        kept += step;
        i += step ? step : 1;
    }
    text[kept] = 0;
}

/* Formatted aside first: an argument may be the very message that is being replaced. */
static void format_into(char *out, size_t out_bytes, const char *format, va_list args)
    __attribute__((format(printf, 3, 0)));

static void format_into(char *out, size_t out_bytes, const char *format, va_list args)
{
    char aside[ERROR_MESSAGE_BYTES];
    size_t bytes = out_bytes < sizeof aside ? out_bytes : sizeof aside;
    if (vsnprintf(aside, bytes, format, args) < 0)
        aside[0] = 0;
    drop_broken(aside);
    memcpy(out, aside, strlen(aside) + 1);
}

enum status error_set(struct error *e, enum status s, const char *code, const char *format, ...)
{
    if (!e)
        return s;
    va_list args;
    va_start(args, format);
    format_into(e->message, sizeof e->message, format, args);
    va_end(args);
    e->status = s;
    e->place[0] = 0;
    char code_aside[sizeof e->code]; /* the code, too, may be the one already there */
    snprintf(code_aside, sizeof code_aside, "%s", code ? code : "");
    memcpy(e->code, code_aside, sizeof e->code);
    return s;
}

enum status error_place(struct error *e, const char *format, ...)
{
    if (!e)
        return STATUS_FAILED;
    if (e->place[0])
        return e->status;
    va_list args;
    va_start(args, format);
    format_into(e->place, sizeof e->place, format, args);
    va_end(args);
    return e->status;
}

void error_text(const struct error *e, char *out, size_t out_bytes)
{
    if (!out_bytes)
        return;
    int n = e->place[0] ? snprintf(out, out_bytes, "%s: %s", e->place, e->message)
                        : snprintf(out, out_bytes, "%s", e->message);
    if (n < 0)
        out[0] = 0;
    drop_broken(out);
}
