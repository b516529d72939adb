/* A statement beside the hospital's own list, and frozen when both say the same. */
#include "batch_hash.h"
#include "statement_internal.h"

#include "base/i18n.h"
#include "domain/medical/hospital.h"

#include <stdlib.h>
#include <string.h>

enum status statement_hash(struct db *db, int64_t county, const struct statement_row *row,
                           uint8_t ret[HASH_BYTES], struct statement_sums_row *ret_sums,
                           struct error *e)
{
    struct hash_state h;
    struct statement_sums_row sums = {0};
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    const int64_t head[] = {county, row->id, row->hospital, month_yyyymm(row->month)};
    hash_init(&h);
    batch_hash_numbers(&h, head, sizeof head / sizeof head[0]);
    TRY(statement_content_open(db,
                               (struct statement_content_args){.county = county,
                                                               .hospital = row->hospital,
                                                               .statement = row->id},
                               &cursor, e));
    struct statement_content_row line;
    enum status s;
    while ((s = statement_content_next(cursor, &line, e)) == STATUS_OK) {
        const int64_t numbers[] = {line.id,
                                   line.admission,
                                   line.bill,
                                   line.person,
                                   line.before.v,
                                   line.during.v,
                                   date_yyyymmdd(line.entered_on)};
        batch_hash_numbers(&h, numbers, sizeof numbers / sizeof numbers[0]);
        hash_update(&h, line.reason, strlen(line.reason) + 1);
        sums.lines++;
        if (fen_add(sums.before, line.before, &sums.before) != STATUS_OK ||
            fen_add(sums.during, line.during, &sums.during) != STATUS_OK)
            return error_set(e, STATUS_FAILED, "FEN_OVERFLOW", _("结算总额超出可表示的范围。"));
    }
    if (s != STATUS_NONE)
        return s;
    hash_final(&h, ret);
    *ret_sums = sums;
    return STATUS_OK;
}

/* ---- their list beside ours, both in the order of the admission numbers ---- */

struct comparing {
    struct statement_step step;
    struct their_line *theirs; /* sorted, each number once */
    size_t count;
    int64_t differences; /* result */
};

static int by_number(const void *a, const void *b)
{
    return strcmp(((const struct their_line *)a)->admission_no,
                  ((const struct their_line *)b)->admission_no);
}

/* A number that is there twice has the sum of both. */
static enum status theirs_sort(struct their_line *list, size_t *count, struct error *e)
{
    size_t n = 0;
    qsort(list, *count, sizeof *list, by_number);
    for (size_t i = 0; i < *count; i++) {
        if (n > 0 && strcmp(list[n - 1].admission_no, list[i].admission_no) == 0) {
            if (fen_add(list[n - 1].amount, list[i].amount, &list[n - 1].amount) != STATUS_OK)
                return error_set(e, STATUS_REFUSED, "FEN_OVERFLOW",
                                 _("住院号“%s”的金额超出可表示的范围。"), list[i].admission_no);
        } else {
            list[n++] = list[i];
        }
    }
    *count = n;
    return STATUS_OK;
}

struct beside {
    struct db_bulk *bulk;
    int64_t county, statement, number, differences;
};

static enum status match_add(struct beside *b, const char *admission_no, const struct fen *ours,
                             const struct fen *theirs, struct error *e)
{
    const struct fen a = ours ? *ours : FEN(0), t = theirs ? *theirs : FEN(0);
    /* Nothing beside nothing is no difference: a stay without aid stands in one list only. */
    const char *outcome = a.v == t.v ? "EQUAL"
                          : !theirs  ? "ONLY_COUNTY"
                          : !ours    ? "ONLY_HOSPITAL"
                                     : "DIFFERENT";
    b->differences += a.v != t.v;
    return statement_match_bulk_add(b->bulk,
                                    &(struct statement_match_bulk_row){
                                        .county = b->county,
                                        .statement = b->statement,
                                        .number = ++b->number,
                                        .admission_number = admission_no,
                                        .ours_fen = a,
                                        .theirs_fen = t,
                                        .outcome = outcome,
                                    },
                                    e);
}

static enum status merge(struct db *db, const struct comparing *w, const struct statement_row *row,
                         struct beside *b, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    TRY(statement_ours_open(db,
                            (struct statement_ours_args){.county = w->step.county,
                                                         .hospital = row->hospital,
                                                         .statement = row->id},
                            &cursor, e));
    struct statement_ours_row ours;
    size_t at = 0;
    enum status s;
    while ((s = statement_ours_next(cursor, &ours, e)) == STATUS_OK) {
        const char *number = ours.admission_number;
        while (at < w->count && strcmp(w->theirs[at].admission_no, number) < 0) {
            TRY(match_add(b, w->theirs[at].admission_no, NULL, &w->theirs[at].amount, e));
            at++;
        }
        bool is_both = at < w->count && strcmp(w->theirs[at].admission_no, number) == 0;
        TRY(match_add(b, number, &ours.amount, is_both ? &w->theirs[at].amount : NULL, e));
        at += is_both;
    }
    if (s != STATUS_NONE)
        return s;
    for (; at < w->count; at++)
        TRY(match_add(b, w->theirs[at].admission_no, NULL, &w->theirs[at].amount, e));
    return STATUS_OK;
}

static enum status agree(struct db *db, const struct comparing *w, const struct statement_row *row,
                         struct error *e)
{
    uint8_t hash[HASH_BYTES];
    struct statement_sums_row sums;
    char now[TIME_TEXT_BYTES];
    TRY(statement_hash(db, w->step.county, row, hash, &sums, e));
    if (sums.lines != row->lines || sums.before.v != row->before.v ||
        sums.during.v != row->during.v)
        return error_set(e, STATUS_REFUSED, "STATEMENT_ALTERED",
                         _("结算单与它的明细不一致，请重新归集后再核对。"));
    return statement_agreed(db,
                            (struct statement_agreed_args){.county = w->step.county,
                                                           .id = row->id,
                                                           .content_hash = {hash, HASH_BYTES},
                                                           .actor = w->step.actor,
                                                           .at = time_now(now)},
                            NULL, e);
}

/* A hospital's user speaks for his hospital only. */
static enum status speaker_check(struct db *db, const struct statement_step *step,
                                 const struct statement_row *row, struct error *e)
{
    int64_t own;
    enum status s = hospital_of_user(db, step->county, step->actor, &own, e);
    if (s == STATUS_OK && own != row->hospital)
        return error_set(e, STATUS_REFUSED, "ACCESS_SCOPE", _("%s 不能核对别的医院的结算单。"),
                         step->actor);
    return s == STATUS_NONE ? STATUS_OK : s;
}

static enum status compare_work(struct db *db, void *context, struct error *e)
{
    struct comparing *w = context;
    struct statement_row row;
    int64_t change;
    CLEANUP(arena_cleanup) struct arena *scratch = arena_new(STATEMENT_SCRATCH_BYTES);
    if (!scratch)
        return arena_exhausted(e);
    TRY(statement_step_begin(db, &w->step, scratch, &row, &change, e));
    TRY(speaker_check(db, &w->step, &row, e));
    if (row.state != STATEMENT_DRAFT)
        return statement_state_refused(&row, _("核对"), e);
    TRY(statement_match_delete(
        db, (struct statement_match_delete_args){.county = w->step.county, .statement = row.id},
        NULL, e));
    CLEANUP(db_bulk_cleanup) struct db_bulk *bulk = NULL;
    TRY(statement_match_bulk_begin(db, &bulk, e));
    struct beside b = {.bulk = bulk, .county = w->step.county, .statement = row.id};
    TRY(merge(db, w, &row, &b, e));
    struct db_bulk *ending = bulk;
    bulk = NULL;
    TRY(db_bulk_end(ending, e));
    w->differences = b.differences;
    return b.differences > 0 ? STATUS_OK : agree(db, w, &row, e);
}

enum status statement_compare(struct db *db, int64_t county, int64_t statement,
                              const struct their_line *lines, size_t count, const char *actor,
                              int64_t *ret_differences, struct error *e)
{
    CLEANUP(arena_cleanup)
    struct arena *scratch = arena_new(STATEMENT_SCRATCH_BYTES + count * sizeof *lines);
    struct their_line *list = scratch ? ARENA_ARRAY(scratch, struct their_line, count + 1) : NULL;
    if (!list)
        return arena_exhausted(e);
    if (count > 0)
        memcpy(list, lines, count * sizeof *lines);
    TRY(theirs_sort(list, &count, e));
    struct comparing w = {.step = {.county = county,
                                   .statement = statement,
                                   .actor = actor,
                                   .action = "statement.compare"},
                          .theirs = list,
                          .count = count};
    TRY(db_transaction(db, compare_work, &w, e));
    *ret_differences = w.differences;
    return STATUS_OK;
}
