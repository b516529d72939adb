/* Reading a run, and what every step of a run does first. */
#include "payment_internal.h"

#include "base/i18n.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

char *span_format(struct month from, struct month to, char out[SPAN_TEXT_BYTES])
{
    char first[MONTH_TEXT_BYTES], last[MONTH_TEXT_BYTES];
    if (from.v == to.v)
        snprintf(out, SPAN_TEXT_BYTES, "%.10s", month_format(from, first));
    else
        snprintf(out, SPAN_TEXT_BYTES, "%.10s..%.10s", month_format(from, first),
                 month_format(to, last));
    return out;
}

enum fund run_fund(int64_t programme)
{
    return (enum fund)programme_fund((enum programme)programme);
}

struct payment_run run_from_row(const struct payment_run_row *row)
{
    return (struct payment_run){
        .id = row->id,
        .programme = (enum programme)row->programme,
        .from = row->from_month,
        .to = row->to_month,
        .state = (enum run_state)row->state,
        .known = row->known,
        .items = row->items,
        .total = row->total,
        .prepared_by = row->prepared_by,
        .checked_by = row->checked_by,
        .reviewed_by = row->reviewed_by,
        .approved_by = row->approved_by,
        .funded_by = row->funded_by,
        .sent_by = row->sent_by,
        .closed_by = row->closed_by,
        .prepared_at = row->prepared_at,
        .approved_at = row->approved_at,
        .sent_at = row->sent_at,
        .closed_at = row->closed_at,
    };
}

enum status run_require(struct db *db, int64_t county, int64_t run, struct arena *arena,
                        struct payment_run_row *ret, struct error *e)
{
    enum status s = payment_run_read(
        db, (struct payment_run_read_args){.county = county, .id = run}, arena, ret, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "RUN_UNKNOWN",
                         _("没有 %" PRId64 " 号发放。请用 minsheng pay list 查看。"), run);
    return s;
}

enum status payment_run_by_id(struct db *db, int64_t county, int64_t run, struct arena *arena,
                              struct payment_run *ret, struct error *e)
{
    struct payment_run_row row;
    TRY(run_require(db, county, run, arena, &row, e));
    *ret = run_from_row(&row);
    return STATUS_OK;
}

enum status payment_report(const struct payment_context *c, int64_t done, int64_t total,
                           struct error *e)
{
    if (!c->progress || c->progress(c->progress_context, done, total))
        return STATUS_OK;
    return error_set(e, STATUS_REFUSED, "CANCELLED", _("已按要求停止，没有保留任何改动。"));
}

enum status run_moved(int64_t affected, int64_t run, struct error *e)
{
    if (affected == 1)
        return STATUS_OK;
    return error_set(e, STATUS_REFUSED, "RUN_STATE",
                     _("%" PRId64 " 号发放的状态刚刚被别人改变，请重新查看后再办。"), run);
}

static const struct run_transition *transition_of(enum run_action action)
{
    for (size_t i = 0; i < RUN_TRANSITION_COUNT; i++) {
        if (RUN_TRANSITIONS[i].action == action)
            return &RUN_TRANSITIONS[i];
    }
    return NULL;
}

static enum status state_refused(const struct payment_run_row *run, const char *wanted,
                                 const char *action, struct error *e)
{
    return error_set(e, STATUS_REFUSED, "RUN_STATE",
                     _("%" PRId64 " 号发放现在是“%s”，只有“%s”时才能%s。"), run->id,
                     run_state_label((enum run_state)run->state), wanted, action);
}

/* The database says the same in CHECKs. */
enum status run_actor_check(const struct payment_run_row *run, enum run_action action,
                            const char *actor, struct error *e)
{
    const struct {
        const char *who, *role;
        bool applies;
    } others[] = {
        {run->prepared_by, _("编制"),
         action == RUN_CHECK || action == RUN_REVIEW || action == RUN_APPROVE ||
             action == RUN_FUND || action == RUN_SEND},
        {run->checked_by, _("复核"),
         action == RUN_REVIEW || action == RUN_APPROVE || action == RUN_FUND || action == RUN_SEND},
        {run->reviewed_by, _("审核"), action == RUN_APPROVE},
    };
    /* Handing over what finance funded is no decision: scheduled work may do it. */
    if (action == RUN_SEND && strcmp(actor, ACTOR_SYSTEM) == 0)
        return STATUS_OK;
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        if (!others[i].applies || !others[i].who || strcmp(others[i].who, actor) != 0)
            continue;
        return error_set(e, STATUS_REFUSED, "SAME_PERSON",
                         _("%s 已经%s过 %" PRId64 " 号发放，不能再由同一人%s。请换另一位经办人。"),
                         actor, others[i].role, run->id, _(transition_of(action)->label));
    }
    return STATUS_OK;
}

static enum status step_check(const struct run_step *step, const struct payment_run_row *run,
                              struct error *e)
{
    if (step->action) {
        for (size_t i = 0; i < RUN_TRANSITION_COUNT; i++) {
            if (RUN_TRANSITIONS[i].action == step->action &&
                RUN_TRANSITIONS[i].from == (enum run_state)run->state)
                return run_actor_check(run, step->action, step->c->actor, e);
        }
        const struct run_transition *t = transition_of(step->action);
        return state_refused(run, run_state_label(t->from), _(t->label), e);
    }
    if ((enum run_state)run->state >= step->state_from &&
        (enum run_state)run->state <= step->state_to)
        return STATUS_OK;
    char wanted[128];
    snprintf(wanted, sizeof wanted, "%s…%s", run_state_label(step->state_from),
             run_state_label(step->state_to));
    return state_refused(run, wanted, _("办理这一步"), e);
}

enum status run_step_begin(struct db *db, const struct run_step *step, struct arena *scratch,
                           struct payment_run_row *ret, int64_t *ret_change, struct error *e)
{
    char subject[48];
    snprintf(subject, sizeof subject, "run %" PRId64, step->run);
    int64_t change;
    TRY(change_record(db, step->c->county,
                      &(struct change_entry){.actor = step->c->actor,
                                             .action = step->name,
                                             .subject = subject,
                                             .detail = step->detail ? step->detail : ""},
                      &change, e));
    struct payment_run_row run;
    TRY(run_require(db, step->c->county, step->run, scratch, &run, e));
    TRY(step_check(step, &run, e));
    *ret = run;
    *ret_change = change;
    return STATUS_OK;
}

enum status run_accounting_month(struct db *db, int64_t county, const struct payment_run_row *run,
                                 struct month *ret, struct error *e)
{
    struct month today = date_month(date_today());
    struct month wanted = today.v > run->to_month.v ? today : run->to_month;
    return ledger_open_month(db, county, run_fund(run->programme), wanted, ret, e);
}

struct transition_work {
    struct run_step step;
    run_transition_body body;
};

static enum status transition_work(struct db *db, void *context, struct error *e)
{
    const struct transition_work *w = context;
    CLEANUP(arena_cleanup) struct arena *scratch = arena_new(PAYMENT_SCRATCH_BYTES);
    if (!scratch)
        return arena_exhausted(e);
    struct payment_run_row run;
    int64_t change, affected = 0;
    TRY(run_step_begin(db, &w->step, scratch, &run, &change, e));
    char now[TIME_TEXT_BYTES];
    time_now(now);
    const struct run_moment at = {.c = w->step.c, .change = change, .now = now, .scratch = scratch};
    TRY(w->body(db, &at, &run, &affected, e));
    return run_moved(affected, run.id, e);
}

enum status run_transition_do(struct db *db, const struct payment_context *c, int64_t run,
                              enum run_action action, run_transition_body body, struct error *e)
{
    char name[40];
    snprintf(name, sizeof name, "payment.%s", transition_of(action)->name);
    struct transition_work w = {{.c = c, .run = run, .action = action, .name = name}, body};
    return db_transaction(db, transition_work, &w, e);
}

static enum status check_body(struct db *db, const struct run_moment *at,
                              const struct payment_run_row *run, int64_t *ret_affected,
                              struct error *e)
{
    return payment_run_checked(
        db,
        (struct payment_run_checked_args){
            .county = at->c->county, .id = run->id, .actor = at->c->actor, .at = at->now},
        ret_affected, e);
}

enum status payment_check(struct db *db, const struct payment_context *c, int64_t run,
                          struct error *e)
{
    return run_transition_do(db, c, run, RUN_CHECK, check_body, e);
}

static enum status review_body(struct db *db, const struct run_moment *at,
                               const struct payment_run_row *run, int64_t *ret_affected,
                               struct error *e)
{
    return payment_run_reviewed(
        db,
        (struct payment_run_reviewed_args){
            .county = at->c->county, .id = run->id, .actor = at->c->actor, .at = at->now},
        ret_affected, e);
}

enum status payment_review(struct db *db, const struct payment_context *c, int64_t run,
                           struct error *e)
{
    return run_transition_do(db, c, run, RUN_REVIEW, review_body, e);
}

enum status run_clear(struct db *db, int64_t county, const struct payment_run_row *run,
                      struct error *e)
{
    const int64_t programme = run->programme;
    TRY(payment_item_delete(
        db, (struct payment_item_delete_args){county, programme, run->from_month, run->to_month},
        NULL, e));
    TRY(payment_adjustment_delete(
        db,
        (struct payment_adjustment_delete_args){county, programme, run->from_month, run->to_month},
        NULL, e));
    return payment_exception_delete(
        db,
        (struct payment_exception_delete_args){county, programme, run->from_month, run->to_month},
        NULL, e);
}

static enum status discard_body(struct db *db, const struct run_moment *at,
                                const struct payment_run_row *run, int64_t *ret_affected,
                                struct error *e)
{
    const int64_t county = at->c->county;
    TRY(run_clear(db, county, run, e));
    TRY(payment_run_month_delete(db,
                                 (struct payment_run_month_delete_args){
                                     .county = county, .programme = run->programme, .run = run->id},
                                 NULL, e));
    return payment_run_delete(db, (struct payment_run_delete_args){.county = county, .id = run->id},
                              ret_affected, e);
}

enum status payment_discard(struct db *db, const struct payment_context *c, int64_t run,
                            struct error *e)
{
    return run_transition_do(db, c, run, RUN_DISCARD, discard_body, e);
}
