/* Between the table of indicators and those whose figures another noun reckons. */
#pragma once
#include "domain/indicator/indicator.h"
#include "indicator_sql.h"

#define INDICATOR_TOWNSHIPS_MAX 400 /* of a county, with those that have gone since */

struct indicator_span {
    int64_t county, known;
    struct month from, to;
    struct date today; /* the day of `known`: what nobody knew of later days is not asked */
};
/* The end of the span; the day of knowledge while that is still to come. */
struct date indicator_span_day(const struct indicator_span *span);
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

/* A page of the rows behind a figure. */
struct indicator_page {
    int64_t township, skip; /* township 0: the whole county */
    size_t limit;
};
struct indicator_subjects {
    struct indicator_subject *row;
    size_t count, limit;
    int64_t skip, township;
};
/* Takes a row if it lies on the page; for what is reckoned in order outside of a statement. */
void indicator_subject_take(struct indicator_subjects *subjects,
                            const struct indicator_subject *subject);
/* One statement gives all rows: (township, numerator, denominator), and (kind, id, other, at,
   township, numerator, denominator, label). */
typedef enum status (*indicator_open)(struct db *db, const struct indicator_span *span,
                                      struct db_cursor **ret, struct error *e);
typedef enum status (*indicator_behind_open)(struct db *db, const struct indicator_span *span,
                                             const struct indicator_page *page,
                                             struct db_cursor **ret, struct error *e);
typedef enum status (*indicator_behind_source)(struct db *db, const struct indicator_span *span,
                                               struct arena *arena,
                                               struct indicator_subjects *subjects,
                                               struct error *e);
struct indicator_entry {
    struct indicator is;
    indicator_open open; /* one statement, or */
    indicator_behind_open behind_open;
    indicator_source source; /* another noun's own figures */
    indicator_behind_source behind_source;
};
struct indicator_theme {
    const struct indicator_entry *entries;
    size_t count;
};
/* What an indicator is made of; the span's day is filled in. REFUSED as indicator_read. */
MUST_USE enum status indicator_ask(struct db *db, const struct indicator *i,
                                   struct indicator_span *span, struct arena *arena,
                                   const struct indicator_entry **ret, struct error *e);
extern const struct indicator_theme INDICATOR_PAYMENT, INDICATOR_CASEWORK, INDICATOR_MEDICAL,
    INDICATOR_HOME, INDICATOR_PUBLIC;
#define INDICATOR_THEME(entries)                                                                   \
    {                                                                                              \
        (entries), sizeof(entries) / sizeof(entries)[0]                                            \
    }

/* Each statement has arguments of a type of its own; rows are all alike. More: further arguments.
 */
#define INDICATOR_STATEMENT_AS(name, query, ...)                                                   \
    static enum status name##_of(struct db *db, const struct indicator_span *s,                    \
                                 struct db_cursor **ret, struct error *e)                          \
    {                                                                                              \
        struct query##_args arguments = {.county = s->county,                                      \
                                         .from_month = s->from,                                    \
                                         .to_month = s->to,                                        \
                                         .known = s->known __VA_OPT__(, ) __VA_ARGS__};            \
        return query##_open(db, arguments, ret, e);                                                \
    }
#define INDICATOR_BEHIND_AS(name, query, ...)                                                      \
    static enum status name##_behind_of(struct db *db, const struct indicator_span *s,             \
                                        const struct indicator_page *page, struct db_cursor **ret, \
                                        struct error *e)                                           \
    {                                                                                              \
        struct query##_behind_args arguments = {.county = s->county,                               \
                                                .from_month = s->from,                             \
                                                .to_month = s->to,                                 \
                                                .known = s->known,                                 \
                                                .township = page->township,                        \
                                                .skip = page->skip,                                \
                                                .row_limit = (int64_t)page->limit __VA_OPT__(, )   \
                                                                 __VA_ARGS__};                     \
        return query##_behind_open(db, arguments, ret, e);                                         \
    }
#define INDICATOR_BOTH_AS(name, query, ...)                                                        \
    INDICATOR_STATEMENT_AS(name, query __VA_OPT__(, ) __VA_ARGS__)                                 \
    INDICATOR_BEHIND_AS(name, query __VA_OPT__(, ) __VA_ARGS__)
#define INDICATOR_BOTH(query, ...) INDICATOR_BOTH_AS(query, query __VA_OPT__(, ) __VA_ARGS__)
