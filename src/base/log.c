#include "base/log.h"
#include "base/json.h"
#include "base/month.h"
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>

#define LOG_MESSAGE_BYTES 4096
#define LOG_LINE_BYTES_MAX ((size_t)32 * 1024)

static _Atomic int least_level = LOG_INFO;

void log_set_level(enum log_level level)
{
    atomic_store(&least_level, (int)level);
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
    buf_add_json(&line, event);
    buf_adds(&line, ",\"message\":");
    buf_add_json(&line, message);
    buf_adds(&line, "}\n");
    /* One write, so that lines of several threads do not mix. */
    fwrite(buf_text(&line), 1, line.n, stderr);
}
