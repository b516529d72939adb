/* The one thing of JSON that every writer needs: a quoted, escaped string. Reading JSON is
 * jansson's work. */
#pragma once
#include "base/buf.h"

/* Adds "text" with quotes, control characters escaped, bytes that are no UTF-8 replaced. NULL adds
 * null. */
void buf_add_json(struct buf *b, const char *text);
