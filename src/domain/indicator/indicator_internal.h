/* Between the table of indicators and those whose figures another noun reckons. */
#pragma once
#include "domain/indicator/indicator.h"
#include "indicator_sql.h"

#define INDICATOR_TOWNSHIPS_MAX 400 /* of a county, with those that have gone since */

struct indicator_span {
    int64_t county, known;
    struct month from, to;
};
struct indicator_rows {
    struct indicator_row row[INDICATOR_TOWNSHIPS_MAX];
    size_t count;
    bool is_county_only;
};
/* Sets a place's figure. What belongs to a place that is in no list any more gets a row of its own,
   so that it still counts for the county. */
MUST_USE enum status indicator_take(struct indicator_rows *rows, int64_t township,
                                    int64_t numerator, int64_t denominator, struct arena *arena,
                                    struct error *e);
/* Fills the rows of one indicator. */
typedef enum status (*indicator_source)(struct db *db, const struct indicator_span *span,
                                        struct arena *arena, struct indicator_rows *rows,
                                        struct error *e);

/* ---- homes and projects ---- */
enum status indicator_inst_rate(struct db *db, const struct indicator_span *span,
                                struct arena *arena, struct indicator_rows *rows, struct error *e);
enum status indicator_occupancy(struct db *db, const struct indicator_span *span,
                                struct arena *arena, struct indicator_rows *rows, struct error *e);
enum status indicator_returns(struct db *db, const struct indicator_span *span, struct arena *arena,
                              struct indicator_rows *rows, struct error *e);
enum status indicator_claims_days(struct db *db, const struct indicator_span *span,
                                  struct arena *arena, struct indicator_rows *rows,
                                  struct error *e);
#define INDICATOR_OF_PROJECTS(name)                                                                \
    enum status indicator_##name##_city(struct db *db, const struct indicator_span *span,          \
                                        struct arena *arena, struct indicator_rows *rows,          \
                                        struct error *e);                                          \
    enum status indicator_##name##_county(struct db *db, const struct indicator_span *span,        \
                                          struct arena *arena, struct indicator_rows *rows,        \
                                          struct error *e)
INDICATOR_OF_PROJECTS(beds);
INDICATOR_OF_PROJECTS(investment);
INDICATOR_OF_PROJECTS(stage);
