/* One JSON line per event on stderr. Only web and cli log; library floors return errors. */
#pragma once
#include "base/status.h"
enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARNING, LOG_ERROR };
void log_set_level(enum log_level level); /* the one global */
void log_event(enum log_level level, const char *event, const char *format, ...) PRINTF_LIKE(3, 4);
