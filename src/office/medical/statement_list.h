/* A hospital's own list of a month (xlsx, xls, csv): 住院号, 金额. */
#pragma once
#include "domain/medical/statement.h"

/* REFUSED as list_read, with the cells that are no amount. Rows in the arena, as in the file. */
MUST_USE enum status statement_list_read(const char *path, struct arena *arena,
                                         struct their_line **ret, size_t *ret_count,
                                         struct error *e);
