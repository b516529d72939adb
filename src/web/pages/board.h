/* What the board shows of one indicator: its rows, what they should have reached, and their ranks.
 */
#pragma once
#include "domain/target/target.h"
#include "web/pages/indicator_page.h"

struct board_column {
    const struct indicator *indicator;
    struct indicator_row *rows;
    struct target_line *lines; /* of the same rows; without a target all zero and asked */
    int *ranks;                /* 0: not ranked */
    size_t count;
    bool has_target;
};
/* The span is from January to `to`; the line is that of its last day, today while that is to come.
 */
MUST_USE enum status board_column_read(struct request *r, const struct indicator *i,
                                       struct month from, struct month to, struct board_column *ret,
                                       struct error *e);
/* 1 reached, -1 behind, 0 nothing to say: no target, not asked, nothing measured. */
int board_compare(const struct board_column *c, size_t row);
/* How many of the townships asked are behind. */
size_t board_behind_count(const struct board_column *c);
size_t board_ranked_count(const struct board_column *c);
/* The indicators by which townships are compared; NULL past the end. */
const struct indicator *board_compared_at(size_t index);
