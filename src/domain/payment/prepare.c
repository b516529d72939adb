/* payment_prepare: one transaction from the decision which run it is to its total. */
#include "claims.h"

#include "base/i18n.h"

#include <inttypes.h>
#include <stdio.h>

#define PREPARE_SCRATCH_BYTES ((size_t)16 * 1024 * 1024)

struct prepare {
    const struct payment_context *c;
    enum programme programme;
    struct month month;
    int64_t run; /* the result's number */
};

static bool same_decision(const struct prepare_decision *a, const struct prepare_decision *b)
{
    return a->draft == b->draft && a->from.v == b->from.v && a->to.v == b->to.v &&
           a->known_before == b->known_before;
}

static enum status change_add(struct db *db, const struct prepare *w,
                              const struct prepare_decision *d, int64_t run, int64_t *ret,
                              struct error *e)
{
    char subject[48], span[SPAN_TEXT_BYTES], detail[160];
    snprintf(subject, sizeof subject, "run %" PRId64, run);
    snprintf(detail, sizeof detail, "{\"programme\":\"%s\",\"months\":\"%s\"}",
             programme_code(w->programme), span_format(d->from, d->to, span));
    return change_record(db, w->c->county,
                         &(struct change_entry){.actor = w->c->actor,
                                                .action = "payment.prepare",
                                                .subject = subject,
                                                .detail = detail},
                         ret, e);
}

static enum status run_create(struct db *db, const struct prepare *w,
                              const struct prepare_decision *d, int64_t run, int64_t known,
                              const char *now, struct error *e)
{
    const int64_t county = w->c->county;
    TRY(payment_run_insert(db,
                           (struct payment_run_insert_args){.county = county,
                                                            .id = run,
                                                            .programme = w->programme,
                                                            .from_month = d->from,
                                                            .to_month = d->to,
                                                            .known = known,
                                                            .known_before = d->known_before,
                                                            .prepared_by = w->c->actor,
                                                            .prepared_at = now},
                           NULL, e));
    for (struct month m = d->from; m.v <= d->to.v; m = month_add(m, 1))
        TRY(payment_run_month_insert(
            db,
            (struct payment_run_month_insert_args){
                .county = county, .programme = w->programme, .month = m, .run = run},
            NULL, e));
    return STATUS_OK;
}

/* What was read before the change was recorded may be stale: read again by then. policy: of the
 * month; claims do not depend on any. */
static enum status policies_read(struct db *db, const struct prepare *w, struct arena *scratch,
                                 struct policy_table **ret_table, struct policy *ret,
                                 struct error *e)
{
    TRY(policy_table_read(db, w->c->county, KNOWN_NOW, scratch, ret_table, e));
    return w->programme == PROGRAMME_MEDICAL
               ? STATUS_OK
               : policy_at(*ret_table, w->programme, w->month, ret, e);
}

static enum status prepare_work(struct db *db, void *context, struct error *e)
{
    struct prepare *w = context;
    const int64_t county = w->c->county;
    CLEANUP(arena_cleanup) struct arena *scratch = arena_new(PREPARE_SCRATCH_BYTES);
    if (!scratch)
        return arena_exhausted(e);
    struct policy_table *table;
    struct policy policy = {0};
    struct prepare_decision d, again;
    TRY(policies_read(db, w, scratch, &table, &policy, e));
    TRY(prepare_decide(db, county, w->programme, w->month, &policy, &d, e));
    int64_t run = d.draft, known;
    if (!run)
        TRY(counter_take(db, county, "payment_run", 1, &run, e));
    TRY(change_add(db, w, &d, run, &known, e));
    /* From here on nobody else can write facts; what was read before may be stale. */
    TRY(policy_table_read(db, county, KNOWN_NOW, scratch, &table, e));
    TRY(prepare_decide(db, county, w->programme, w->month, &policy, &again, e));
    if (!same_decision(&d, &again))
        return error_set(e, STATUS_REFUSED, "RUN_EXISTS",
                         _("同一月份刚刚由别人编制，请用 minsheng pay list 查看。"));
    char now[TIME_TEXT_BYTES];
    time_now(now);
    if (d.draft) {
        TRY(run_clear(db, county,
                      &(struct payment_run_row){
                          .programme = w->programme, .from_month = d.from, .to_month = d.to},
                      e));
    } else {
        TRY(run_create(db, w, &d, run, known, now, e));
    }
    struct prepare_result result;
    if (w->programme == PROGRAMME_MEDICAL)
        TRY(claims_compute(db, w->c, &d, &result, e));
    else
        TRY(prepare_compute(db, w->c, w->programme, &d, table, scratch, &result, e));
    int64_t affected;
    TRY(payment_run_computed(db,
                             (struct payment_run_computed_args){.county = county,
                                                                .id = run,
                                                                .known = known,
                                                                .items = result.items,
                                                                .total = result.total,
                                                                .prepared_by = w->c->actor,
                                                                .prepared_at = now},
                             &affected, e));
    w->run = run;
    return run_moved(affected, run, e);
}

enum status payment_prepare(struct db *db, const struct payment_context *c, enum programme p,
                            struct month month, struct payment_run *ret, struct arena *arena,
                            struct error *e)
{
    struct prepare w = {.c = c, .programme = p, .month = month};
    TRY(db_transaction(db, prepare_work, &w, e));
    return payment_run_by_id(db, c->county, w.run, arena, ret, e);
}
