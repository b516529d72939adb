/* The month's changes as a table file: the columns are the same wherever it is asked for. */
#pragma once
#include "domain/casework/dynamic.h"
#include "office/paper.h"

#define CHANGE_COLUMN_COUNT 12
extern const struct paper_column CHANGE_COLUMNS[CHANGE_COLUMN_COUNT]; /* titles: msgids */
/* What the reader's language and place names make of a row. */
struct change_words {
    const char *township, *village, *change, *cause;
};
MUST_USE enum status change_row_put(struct paper_writer *paper, int64_t number,
                                    const struct change_list_row *row,
                                    const struct change_words *words, struct error *e);
