/* Shared by the files of a home's month only. */
#pragma once
#include "book_internal.h"
#include "home_statement_sql.h"

#define STATEMENT_LEAVES_MAX 20000
#define HOME_STATEMENT_SIGNED 1
#define HOME_STATEMENT_CONFIRMED 2

/* From the books and stays as they are, unsigned. */
MUST_USE enum status statement_reckon(struct db *db, int64_t county, int64_t home,
                                      enum home_book book, struct month month, struct arena *arena,
                                      struct home_statement *ret, struct error *e);
enum status statement_overflow(struct error *e);
