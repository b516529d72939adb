/* Runs: totals, frozen content, who did what, and items whose state nothing bears out. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "audit/audit_internal.h"
#include "base/hash.h"
#include "base/i18n.h"

#define STATE_CHECKED 2
#define STATE_REVIEWED 3
#define STATE_APPROVED 4
#define STATE_FUNDED 5
#define STATE_SENT 6
#define STATE_CLOSED 8
#define SUBJECT_BYTES 64

static enum status check_totals(struct audit *a, const struct audit_run_row *run,
                                const char *subject, struct error *e)
{
    struct audit_run_sum_row sum;
    TRY(audit_run_sum(a->db, (struct audit_run_sum_args){.county = a->scope.county, .run = run->id},
                      a->arena, &sum, e));
    a->result.items += sum.items;
    a->result.total = FEN(a->result.total.v + sum.total_fen);
    enum status s = STATUS_OK;
    if (sum.months != run->to_month.v - run->from_month.v + 1)
        s = audit_find(a, "RUN_MONTHS", e, subject, _("批次应含 %d 个月，登记了 %" PRId64 " 个月"),
                       run->to_month.v - run->from_month.v + 1, sum.months);
    if (s == STATUS_OK && (sum.items != run->items || sum.total_fen != run->total_fen))
        s = audit_find(a, "RUN_TOTAL", e, subject,
                       _("批次记 %" PRId64 " 项 %s 元，明细为 %" PRId64 " 项 %s 元"), run->items,
                       audit_yuan(a, run->total_fen), sum.items, audit_yuan(a, sum.total_fen));
    if (s == STATUS_OK && run->state == STATE_CLOSED && sum.open_items > 0)
        s = audit_find(a, "CLOSED_OPEN", e, subject, _("已结清的批次还有 %" PRId64 " 项没有着落"),
                       sum.open_items);
    return s == STATUS_NONE ? STATUS_OK : s;
}

/* The frozen content: numbers as eight bytes each, most significant first: the run's, then each
   item's in key order, then a mark, then each adjustment's with its reason and a NUL. */
static void put(struct hash_state *h, int64_t value)
{
    uint8_t bytes[8];
    for (int i = 0; i < 8; i++)
        bytes[i] = (uint8_t)((uint64_t)value >> (8 * (7 - i)));
    hash_update(h, bytes, sizeof(bytes));
}

static enum status put_items(struct audit *a, const struct audit_run_row *run, struct month m,
                             struct hash_state *h, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct audit_item_row row;
    enum status s;
    TRY(audit_items_open(a->db,
                         (struct audit_items_args){
                             .county = a->scope.county, .programme = run->programme, .month = m},
                         &cursor, e));
    while ((s = audit_items_next(cursor, &row, e)) == STATUS_OK) {
        const int64_t numbers[] = {month_yyyymm(m), row.household,       row.division,
                                   row.form,        row.protected_count, row.basic_fen,
                                   row.topup_fen,   row.adjustment_fen,  row.carry_fen};
        for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
            put(h, numbers[i]);
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

static enum status content_hash(struct audit *a, const struct audit_run_row *run,
                                uint8_t out[HASH_BYTES], struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct audit_frozen_adjustment_row row;
    struct hash_state h;
    enum status s;
    hash_init(&h);
    put(&h, a->scope.county);
    put(&h, run->id);
    put(&h, run->programme);
    put(&h, month_yyyymm(run->from_month));
    put(&h, month_yyyymm(run->to_month));
    for (struct month m = run->from_month; m.v <= run->to_month.v; m = month_add(m, 1))
        TRY(put_items(a, run, m, &h, e));
    put(&h, -1);
    TRY(audit_adjustments_open(a->db,
                               (struct audit_adjustments_args){.county = a->scope.county,
                                                               .programme = run->programme,
                                                               .from_month = run->from_month,
                                                               .to_month = run->to_month},
                               &cursor, e));
    while ((s = audit_adjustments_next(cursor, &row, e)) == STATUS_OK) {
        put(&h, month_yyyymm(row.month));
        put(&h, row.household);
        put(&h, month_yyyymm(row.for_month));
        put(&h, row.amount_fen);
        hash_update(&h, row.reason, strlen(row.reason) + 1);
    }
    hash_final(&h, out);
    return s == STATUS_NONE ? STATUS_OK : s;
}

static enum status check_frozen(struct audit *a, const struct audit_run_row *run,
                                const char *subject, struct error *e)
{
    uint8_t hash[HASH_BYTES];
    if (run->state < STATE_APPROVED)
        return STATUS_OK;
    TRY(content_hash(a, run, hash, e));
    if (run->content_hash.p != NULL && run->content_hash.n == HASH_BYTES &&
        memcmp(run->content_hash.p, hash, HASH_BYTES) == 0)
        return STATUS_OK;
    enum status s = audit_find(a, "RUN_ALTERED", e, subject, _("明细与审批时冻结的内容不符"));
    return s == STATUS_NONE ? STATUS_OK : s;
}

/* Who the trail says acted must be who the run says acted; and maker, checker and payer must be
 * three people. */
static enum status check_duties(struct audit *a, const struct audit_run_row *run,
                                const char *subject, struct error *e)
{
    const struct {
        const char *action, *actor;
        int64_t since_state;
    } steps[] = {{"payment.prepare", run->prepared_by, 1},
                 {"payment.check", run->checked_by, STATE_CHECKED},
                 {"payment.review", run->reviewed_by, STATE_REVIEWED},
                 {"payment.approve", run->approved_by, STATE_APPROVED},
                 {"payment.fund", run->funded_by, STATE_FUNDED},
                 {"payment.send", run->sent_by, STATE_SENT},
                 {"payment.close", run->closed_by, STATE_CLOSED}};
    for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
        struct audit_actor_row row;
        if (run->state < steps[i].since_state)
            break;
        enum status s = audit_actor(a->db,
                                    (struct audit_actor_args){.county = a->scope.county,
                                                              .action = steps[i].action,
                                                              .subject = subject},
                                    a->arena, &row, e);
        if (s != STATUS_OK && s != STATUS_NONE)
            return s;
        bool is_same =
            s == STATUS_OK && steps[i].actor != NULL && strcmp(row.actor, steps[i].actor) == 0;
        if (!is_same)
            s = audit_find(a, "DUTY_RECORD", e, subject, _("%s：批次记 %s，变动记录为 %s"),
                           steps[i].action, steps[i].actor != NULL ? steps[i].actor : "—",
                           s == STATUS_OK ? row.actor : "—");
        if (s != STATUS_OK)
            return s == STATUS_NONE ? STATUS_OK : s;
        /* Handing over may be left to scheduled work, which may also have computed the run; anybody
         * may close one whose every item is explained. */
        if (steps[i].since_state == STATE_CLOSED)
            break;
        bool is_scheduled = steps[i].since_state == STATE_SENT && steps[i].actor != NULL &&
                            strcmp(steps[i].actor, "system") == 0;
        for (size_t k = 0; k < i && k < 2 && steps[i].actor != NULL && !is_scheduled; k++) {
            if (steps[k].actor == NULL || strcmp(steps[k].actor, steps[i].actor) != 0)
                continue;
            s = audit_find(a, "DUTY_SAME", e, subject, _("%s 与 %s 是同一人 %s"), steps[k].action,
                           steps[i].action, steps[i].actor);
            if (s != STATUS_OK)
                return s == STATUS_NONE ? STATUS_OK : s;
        }
    }
    return STATUS_OK;
}

enum status audit_check_run(struct audit *a, const struct audit_run_row *run, struct error *e)
{
    char subject[SUBJECT_BYTES];
    snprintf(subject, sizeof(subject), "run %" PRId64, run->id);
    audit_check_begin(a);
    TRY(check_totals(a, run, subject, e));
    TRY(check_frozen(a, run, subject, e));
    return check_duties(a, run, subject, e);
}

static enum status check_states(struct audit *a, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct audit_state_row row;
    enum status s;
    TRY(audit_item_states_open(a->db, (struct audit_item_states_args){.county = a->scope.county},
                               &cursor, e));
    while ((s = audit_item_states_next(cursor, &row, e)) == STATUS_OK) {
        s = audit_find(a, "ITEM_STATE", e,
                       audit_subject(a, row.programme, row.month, row.household),
                       _("状态 %" PRId64 "（第 %" PRId64 " 次）没有银行文件或退回记录为证"),
                       row.state, row.attempt);
        if (s != STATUS_OK)
            break;
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

static enum status check_orphans(struct audit *a, bool items, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct audit_orphan_row row;
    enum status s =
        items ? audit_item_orphans_open(
                    a->db, (struct audit_item_orphans_args){.county = a->scope.county}, &cursor, e)
              : audit_adjustment_orphans_open(
                    a->db, (struct audit_adjustment_orphans_args){.county = a->scope.county},
                    &cursor, e);
    if (s != STATUS_OK)
        return s;
    while ((s = items ? audit_item_orphans_next(cursor, &row, e)
                      : audit_adjustment_orphans_next(cursor, &row, e)) == STATUS_OK) {
        s = audit_find(a, items ? "ITEM_ORPHAN" : "ADJUSTMENT_ORPHAN", e,
                       audit_subject(a, row.programme, row.month, row.household),
                       items ? _("发放项不属于任何批次") : _("补发追回明细没有对应的发放项"));
        if (s != STATUS_OK)
            break;
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

static enum status check_gaps(struct audit *a, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct audit_gap_row row;
    enum status s;
    TRY(audit_run_gaps_open(a->db, (struct audit_run_gaps_args){.county = a->scope.county}, &cursor,
                            e));
    while ((s = audit_run_gaps_next(cursor, &row, e)) == STATUS_OK) {
        s = audit_find(a, "MONTH_SKIPPED", e, audit_subject(a, row.programme, row.month, 0),
                       _("之前的一个月没有发放批次"));
        if (s != STATUS_OK)
            break;
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

static enum status check_paid_twice(struct audit *a, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct audit_paid_twice_row row;
    char subject[SUBJECT_BYTES], month_text[MONTH_TEXT_BYTES];
    enum status s;
    TRY(audit_paid_twice_open(a->db, (struct audit_paid_twice_args){.county = a->scope.county},
                              &cursor, e));
    while ((s = audit_paid_twice_next(cursor, &row, e)) == STATUS_OK) {
        snprintf(subject, sizeof(subject), "%s person %" PRId64,
                 month_format(row.month, month_text), row.person);
        s = audit_find(a, "PAID_TWICE", e, subject,
                       _("同月在家庭 %" PRId64 " 和家庭 %" PRId64 " 都有发放项"), row.household,
                       row.other);
        if (s != STATUS_OK)
            break;
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

enum status audit_check_items(struct audit *a, struct error *e)
{
    audit_check_begin(a);
    TRY(check_states(a, e));
    TRY(check_orphans(a, true, e));
    TRY(check_orphans(a, false, e));
    TRY(check_gaps(a, e));
    return check_paid_twice(a, e);
}
