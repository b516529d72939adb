#include "domain/payment/explain.h"

#include <string.h>

#include "base/i18n.h"
#include "explain_claims.h"
#include "household_payment_sql.h"
#include "payment_item_sql.h"
#include "payment_sql.h"

static enum status run_of_month(struct db *db, int64_t county, enum programme p,
                                struct arena *arena, struct explained_month *x,
                                enum run_state *ret_state, struct error *e)
{
    struct payment_run_number_row number;
    struct payment_run_row run;
    enum status s = payment_run_of_month(
        db, (struct payment_run_of_month_args){.county = county, .programme = p, .month = x->month},
        arena, &number, e);
    if (s != STATUS_OK)
        return s == STATUS_NONE ? STATUS_OK : s;
    TRY(payment_run_read(db, (struct payment_run_read_args){.county = county, .id = number.run},
                         arena, &run, e));
    /* A draft that does not have the household yet is computed again before anybody is paid. */
    if (run.state == RUN_DRAFT && !x->has_item)
        return STATUS_OK;
    x->run = number.run;
    *ret_state = (enum run_state)run.state;
    if (x->known == KNOWN_NOW)
        x->known = run.known;
    return STATUS_OK;
}

static enum status item_of_month(struct db *db, int64_t county, enum programme p, int64_t household,
                                 struct arena *arena, struct explained_month *x, struct error *e)
{
    struct payment_item_row item;
    enum status s = payment_item_read(
        db,
        (struct payment_item_read_args){
            .county = county, .programme = p, .month = x->month, .household = household},
        arena, &item, e);
    if (s != STATUS_OK)
        return s == STATUS_NONE ? STATUS_OK : s;
    x->has_item = true;
    x->basic = item.basic;
    x->topup = item.topup;
    x->adjustment = item.adjustment;
    x->carry = item.carry;
    x->state = (enum item_state)item.state;
    x->attempt = (int)item.attempt;
    return STATUS_OK;
}

static enum status adjustments_of_month(struct db *db, int64_t county, enum programme p,
                                        int64_t household, struct arena *arena,
                                        struct explained_month *x, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct payment_adjustment_row row;
    enum status s = STATUS_NONE;
    TRY(payment_adjustment_of_item_open(
        db,
        (struct payment_adjustment_of_item_args){
            .county = county, .programme = p, .month = x->month, .household = household},
        &cursor, e));
    while ((s = payment_adjustment_of_item_next(cursor, &row, e)) == STATUS_OK) {
        if (x->adjustment_count == EXPLAIN_ADJUSTMENTS_MAX)
            return error_set(e, STATUS_FAILED, "EXPLANATION_FULL", _("计算说明超过 %d 行"),
                             EXPLAIN_ADJUSTMENTS_MAX);
        const char *reason = arena_strdup(arena, row.reason);
        if (reason == NULL)
            return arena_exhausted(e);
        x->adjustments[x->adjustment_count++] = (struct explained_adjustment){
            .for_month = row.for_month, .amount = row.amount, .reason = reason};
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

static enum status numbers_of(struct db *db, int64_t county, enum programme p, struct month m,
                              int64_t known, struct explain_numbers *numbers, struct error *e)
{
    struct policy_table *table;
    if (numbers->table && numbers->known == known)
        return STATUS_OK;
    TRY(policy_table_read(db, county, known, numbers->arena, &table, e));
    TRY(policy_at(table, p, m, &numbers->policy, e));
    numbers->table = table;
    numbers->known = known;
    return STATUS_OK;
}

enum status payment_explain_next(struct db *db, int64_t county, enum programme p, int64_t household,
                                 struct month m, int64_t known, struct explain_numbers *numbers,
                                 struct arena *arena, struct explained_month **ret, struct error *e)
{
    struct explained_month *x = ARENA_NEW(arena, struct explained_month);
    struct dossier dossier;
    enum run_state state = RUN_DRAFT;
    if (x == NULL)
        return arena_exhausted(e);
    x->month = m;
    x->known = known;
    x->explanation.arena = arena;
    TRY(item_of_month(db, county, p, household, arena, x, e));
    TRY(run_of_month(db, county, p, arena, x, &state, e));
    TRY(adjustments_of_month(db, county, p, household, arena, x, e));
    if (p == PROGRAMME_MEDICAL) {
        TRY(claims_explain(db, county, household, state >= RUN_APPROVED ? x->run : 0, arena, x, e));
        *ret = x;
        return STATUS_OK;
    }
    TRY(numbers_of(db, county, p, m, x->known, numbers, e));
    TRY(dossier_read(db, county, p, household, m, m, x->known, arena, &dossier, e));
    TRY(benefit_assess(&numbers->policy, p, &dossier, m, &x->amount, &x->explanation, e));
    bool is_payable = x->amount.outcome == BENEFIT_PAYABLE;
    struct fen basic = is_payable ? x->amount.basic : FEN(0),
               topup = is_payable ? x->amount.topup : FEN(0);
    x->differs =
        x->has_item && known == KNOWN_NOW && (basic.v != x->basic.v || topup.v != x->topup.v);
    *ret = x;
    return STATUS_OK;
}

enum status payment_explain(struct db *db, int64_t county, enum programme p, int64_t household,
                            struct month m, int64_t known, struct arena *arena,
                            struct explained_month **ret, struct error *e)
{
    struct explain_numbers *numbers = ARENA_NEW(arena, struct explain_numbers);
    if (numbers == NULL)
        return arena_exhausted(e);
    numbers->arena = arena;
    return payment_explain_next(db, county, p, household, m, known, numbers, arena, ret, e);
}

enum status payment_of_household(struct db *db, int64_t county, int64_t household,
                                 struct arena *arena, struct household_payment **ret,
                                 size_t *ret_count, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct household_payment_row row;
    size_t count = 0;
    enum status s = STATUS_NONE;
    struct household_payment *list =
        ARENA_ARRAY(arena, struct household_payment, HOUSEHOLD_PAYMENTS_MAX);
    if (list == NULL)
        return arena_exhausted(e);
    TRY(household_payment_list_open(
        db, (struct household_payment_list_args){.county = county, .household = household}, &cursor,
        e));
    while (count < HOUSEHOLD_PAYMENTS_MAX &&
           (s = household_payment_list_next(cursor, &row, e)) == STATUS_OK)
        list[count++] = (struct household_payment){.programme = (enum programme)row.programme,
                                                   .month = row.month,
                                                   .run = row.run,
                                                   .basic = row.basic,
                                                   .topup = row.topup,
                                                   .adjustment = row.adjustment,
                                                   .carry = row.carry,
                                                   .state = (enum item_state)row.state,
                                                   .attempt = (int)row.attempt};
    if (s != STATUS_NONE && s != STATUS_OK)
        return s;
    *ret = list;
    *ret_count = count;
    return STATUS_OK;
}

const char *adjustment_reason_label(const char *reason)
{
    if (strcmp(reason, "FACT") == 0)
        return N_("家庭情况变化");
    if (strcmp(reason, "STANDARD") == 0)
        return N_("标准调整");
    if (strcmp(reason, "BOTH") == 0)
        return N_("家庭情况变化和标准调整");
    if (strcmp(reason, "GRANT") == 0)
        return N_("一次性发放（丧葬费）");
    return N_("以前月份未追回部分");
}
