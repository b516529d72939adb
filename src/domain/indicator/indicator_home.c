/* Homes and projects: their own nouns reckon the figures, here they only get an indicator's form,
   so that no page can say two things. */
#include "domain/home/rate.h"
#include "domain/indicator/indicator_internal.h"
#include "domain/project/return.h"

/* The end of the span; today while that is still to come. */
static struct date span_day(const struct indicator_span *span)
{
    struct date last = month_last_day(span->to), today = date_today();
    return last.v < today.v ? last : today;
}

/* ---- homes ---- */

static enum status rates(struct db *db, const struct indicator_span *span, bool is_occupancy,
                         struct arena *arena, struct indicator_rows *rows, struct error *e)
{
    struct home_rate *list, sum;
    size_t count;
    TRY(home_rate_list(db, span->county, span_day(span), span->known, arena, &list, &count, &sum,
                       e));
    for (size_t i = 0; i < count; i++)
        TRY(indicator_take(rows, list[i].township, is_occupancy ? list[i].occupied : list[i].in,
                           is_occupancy ? list[i].beds : list[i].all, arena, e));
    return STATUS_OK;
}

enum status indicator_inst_rate(struct db *db, const struct indicator_span *span,
                                struct arena *arena, struct indicator_rows *rows, struct error *e)
{
    return rates(db, span, false, arena, rows, e);
}

enum status indicator_occupancy(struct db *db, const struct indicator_span *span,
                                struct arena *arena, struct indicator_rows *rows, struct error *e)
{
    return rates(db, span, true, arena, rows, e);
}

static struct indicator_row *township_of(struct indicator_rows *rows, int64_t township)
{
    for (size_t i = 0; i < rows->count; i++)
        if (rows->row[i].township == township)
            return &rows->row[i];
    return NULL;
}

enum status indicator_claims_days(struct db *db, const struct indicator_span *span,
                                  struct arena *arena, struct indicator_rows *rows, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct indicator_claim_row claim;
    enum status s;
    TRY(indicator_claims_paid_open(db,
                                   (struct indicator_claims_paid_args){.county = span->county,
                                                                       .from_month = span->from,
                                                                       .to_month = span->to,
                                                                       .known = span->known},
                                   &cursor, e));
    while ((s = indicator_claims_paid_next(cursor, &claim, e)) == STATUS_OK) {
        const struct indicator_row *row = township_of(rows, claim.township);
        TRY(indicator_take(rows, claim.township,
                           (row ? row->numerator : 0) + claim.ended.v - claim.begun.v,
                           (row ? row->denominator : 0) + 1, arena, e));
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

/* ---- projects ---- */

enum status indicator_returns(struct db *db, const struct indicator_span *span, struct arena *arena,
                              struct indicator_rows *rows, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct indicator_count_row counted;
    enum status s;
    TRY(indicator_returns_due_open(db,
                                   (struct indicator_returns_due_args){.county = span->county,
                                                                       .from_month = span->from,
                                                                       .to_month = span->to,
                                                                       .known = span->known,
                                                                       .today = date_today()},
                                   &cursor, e));
    while ((s = indicator_returns_due_next(cursor, &counted, e)) == STATUS_OK)
        TRY(indicator_take(rows, counted.township, counted.numerator, counted.denominator, arena,
                           e));
    return s == STATUS_NONE ? STATUS_OK : s;
}

enum measure { MEASURE_BEDS, MEASURE_INVESTMENT, MEASURE_STAGE };

static enum status standings(struct db *db, const struct indicator_span *span,
                             enum target_book book, enum measure measure, struct arena *arena,
                             struct indicator_rows *rows, struct error *e)
{
    struct project_standing *list, sum;
    size_t count;
    TRY(project_standing_list(db, span->county, book, span_day(span), span->known, arena, &list,
                              &count, &sum, e));
    for (size_t i = 0; i < count; i++) {
        const struct project_standing *s = &list[i];
        int64_t done = measure == MEASURE_BEDS         ? s->beds
                       : measure == MEASURE_INVESTMENT ? s->invested.v
                                                       : s->stage_bp;
        int64_t target = measure == MEASURE_BEDS         ? s->target_beds
                         : measure == MEASURE_INVESTMENT ? s->target_investment.v
                                                         : s->target_stage_bp;
        TRY(indicator_take(rows, s->township, done, target, arena, e));
    }
    return STATUS_OK;
}

#define OF_BOOK(name, book_name, book, measure)                                                    \
    enum status indicator_##name##_##book_name(struct db *db, const struct indicator_span *span,   \
                                               struct arena *arena, struct indicator_rows *rows,   \
                                               struct error *e)                                    \
    {                                                                                              \
        return standings(db, span, book, measure, arena, rows, e);                                 \
    }
OF_BOOK(beds, city, BOOK_CITY, MEASURE_BEDS)
OF_BOOK(beds, county, BOOK_COUNTY, MEASURE_BEDS)
OF_BOOK(investment, city, BOOK_CITY, MEASURE_INVESTMENT)
OF_BOOK(investment, county, BOOK_COUNTY, MEASURE_INVESTMENT)
OF_BOOK(stage, city, BOOK_CITY, MEASURE_STAGE)
OF_BOOK(stage, county, BOOK_COUNTY, MEASURE_STAGE)
