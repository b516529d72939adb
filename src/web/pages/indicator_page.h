/* What pages of indicators share: the span asked for, and the way from a figure to its rows. */
#pragma once
#include "domain/indicator/indicator.h"
#include "web/request.h"

struct indicator_query {
    struct month from, to;
    int64_t known; /* of the address bar: figures of a printed paper as they were known then */
};
/* from, to, known. months: shown without being asked for; most: at most. */
void indicator_query_read(const struct request *r, int months, int most,
                          struct indicator_query *ret);
/* Adds from, to, from_key, to_key, known (when asked for), sees_county. */
void indicator_span_add(struct request *r, const struct indicator_query *q);
/* Adds label, code, clause, the words of both numbers, is_more_better. */
void indicator_words_add(const struct request *r, struct view *v, const struct indicator *i);
/* Whether a township's figures are the viewer's to see. */
bool indicator_is_seen(const struct request *r, int64_t township);
/* Where the rows behind a figure are; NULL for who may not see them. township 0: the county's. */
const char *indicator_rows_address(struct request *r, const struct indicator *i, int64_t township,
                                   struct month from, struct month to, int64_t known);
/* Adds figure, numerator, denominator (and …_fen), is_empty, address. */
void indicator_figure_add(struct request *r, struct view *v, const struct indicator *i,
                          const struct indicator_row *row, struct month from, struct month to,
                          int64_t known);
/* What stands at the head of a row, in the viewer's language. */
const char *indicator_row_name(const struct request *r, const struct indicator *i,
                               const struct indicator_row *row);
