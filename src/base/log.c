#include "base/log.h"
#include "base/buf.h"
#include "base/month.h"
#include "base/utf8.h"
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#define LOG_MESSAGE_BYTES 4096
#define LOG_LINE_BYTES_MAX ((size_t)32 * 1024)

static _Atomic int least_level = LOG_INFO;

void log_set_level(enum log_level level)
{
    atomic_store(&least_level, (int)level);
}

static void add_json_text(struct buf *b, const char *text)
{
    size_t n = strlen(text);
    buf_addc(b, '"');
    for (size_t i = 0; i < n;) {
        size_t step = utf8_step(text + i, n - i);
        unsigned char c = (unsigned char)text[i];
        if (!step)
            buf_adds(b, "\\ufffd");
        else if (c == '"' || c == '\\')
            buf_addf(b, "\\%c", c);
        else if (c == '\n')
            buf_adds(b, "\\n");
        else if (c < 0x20 || c == 0x7F)
            buf_addf(b, "\\u%04x", c);
        else
            buf_add(b, text + i, step);
        i += step ? step : 1;
    }
    buf_addc(b, '"');
}

void log_event(enum log_level level, const char *event, const char *format, ...)
{
    static const char *const names[] = {"debug", "info", "warning", "error"};
    if ((int)level < atomic_load(&least_level))
        return;
    char message[LOG_MESSAGE_BYTES], now[TIME_TEXT_BYTES];
    va_list args;
    va_start(args, format);
    int n = vsnprintf(message, sizeof message, format, args);
    va_end(args);
    if (n < 0)
        message[0] = 0;
    CLEANUP(buf_free) struct buf line = BUF_INIT(LOG_LINE_BYTES_MAX);
    buf_addf(&line, "{\"time\":\"%s\",\"level\":\"%s\",\"event\":", time_now(now), names[level]);
    add_json_text(&line, event);
    buf_adds(&line, ",\"message\":");
    add_json_text(&line, message);
    buf_adds(&line, "}\n");
    /* One write, so that lines of several threads do not mix. */
    fwrite(buf_text(&line), 1, line.n, stderr);
}
