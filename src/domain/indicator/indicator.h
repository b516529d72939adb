/* Every indicator is one query giving (township, numerator, denominator) for a span of months; what
   dashboards, targets, bulletins and scores read. Percentages are reckoned from the integers where
   they are shown, never kept. P3.3, P4.2. */
#pragma once
#include "base/ratio.h"
#include "domain/access/access.h"
#include "domain/plan/plan.h"
#include "domain/registry/change.h"

enum indicator_unit { INDICATOR_RATE, INDICATOR_FEN, INDICATOR_COUNT, INDICATOR_DAYS };
struct indicator {
    const char *code;         /* "medical.coverage" */
    const char *label;        /* msgid */
    const char *clause;       /* P3.3 */
    enum indicator_unit unit; /* RATE: numerator ÷ denominator; FEN, DAYS: an average; COUNT: the
                                 numerator alone, its denominator 1 in a township where there is
                                 something to count, else 0 */
    const char *numerator, *denominator; /* msgid: what is counted, in words */
    bool is_more_better;
    bool is_county_only;                       /* one row, of the county as a whole */
    bool is_numerator_fen, is_denominator_fen; /* else a count */
};
const struct indicator *indicator_by_code(const char *code); /* NULL: unknown */
const struct indicator *indicator_at(size_t index);          /* NULL past the end */
struct indicator_row {
    int64_t township; /* 0: the county as a whole when is_county_only; else what has no place */
    const char *name;
    int64_t numerator, denominator;
};
/* known: a change id or KNOWN_NOW. Every township of the county in the last month has a row, in
   order of code; what belongs to none of them follows. REFUSED: INDICATOR_UNKNOWN, INDICATOR_SPAN.
 */
MUST_USE enum status indicator_read(struct db *db, int64_t county, const struct indicator *i,
                                    struct month from, struct month to, int64_t known,
                                    struct arena *arena, struct indicator_row **ret,
                                    size_t *ret_count, struct error *e);
/* Both sums over the rows: the county's figure. */
struct indicator_row indicator_total(const struct indicator_row *rows, size_t count);
/* Who stands where: the best is 1, by cross-multiplication of the fractions in 128 bits; equal ones
   share a rank and the next is left out (1, 2, 2, 4). 0: not ranked, because nothing is measured
   (denominator 0), it was not asked, or the row is of no township. is_asked: one for each row;
   NULL: all are asked. P4.3. */
void indicator_rank(const struct indicator *i, const struct indicator_row *rows,
                    const bool *is_asked, size_t count, int *ret_rank);
/* "37.5%", "1,250.00", "12.3" (days, one decimal, half up), "—" when the denominator is 0. */
#define INDICATOR_TEXT_BYTES RATIO_TEXT_BYTES
char *indicator_format(const struct indicator *i, int64_t numerator, int64_t denominator,
                       char out[INDICATOR_TEXT_BYTES]);

/* ---- what is behind a figure ---- Every figure opens to the rows it is made of: their numerators
   and denominators add up to it, to the last one. */
struct indicator_subject {
    const char *kind; /* "run_item", "case", "stay", "project", "notice", "bill" …: a stable word */
    int64_t id;       /* of the kind; the row's key in reading order */
    const char *label; /* what a person would call it: names as lists show them, no ID numbers */
    const char *path;  /* of the site, where it is told in full; "" when there is none */
    int64_t township, numerator, denominator;
};
#define INDICATOR_SUBJECTS_MAX 500 /* of one page */
/* township 0: of the whole county. skip: rows before the page. REFUSED as indicator_read. */
MUST_USE enum status indicator_behind(struct db *db, int64_t county, const struct indicator *i,
                                      int64_t township, struct month from, struct month to,
                                      int64_t known, int64_t skip, size_t limit,
                                      struct arena *arena, struct indicator_subject **ret,
                                      size_t *ret_count, struct error *e);
/* What somebody must be allowed to read before he sees the rows: they name people. */
enum permission indicator_behind_permission(const struct indicator *i);
