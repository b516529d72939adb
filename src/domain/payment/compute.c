/* One pass over the dossiers: what each household is due, what its past still owes it or it owes,
 * written in bulk. */
#include "prepare.h"

#include "base/i18n.h"
#include "reassess_sql.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

#define GRANTS_START 64
#define GRANTS_MAX (1 << 17) /* within the scratch of a prepare */
#define SETTLED_BLOCK 1000   /* household numbers per statement when everybody's past changed */

struct compute {
    struct db *db;
    const struct payment_context *c;
    enum programme programme;
    const struct prepare_decision *d;
    size_t month_count;
    struct policy policies[RUN_MONTHS_MAX];
    struct reassess_basis basis;
    bool has_past;
    int64_t floor_bp;
    struct db_cursor *touched; /* households whose past changed otherwise than by a fact */
    int64_t touched_household;
    struct settled_reader settled;
    struct payees *payees;
    struct db_bulk *items, *adjustments, *exceptions;
    struct benefit_amount amounts[RUN_MONTHS_MAX];
    struct run_month_amount months[RUN_MONTHS_MAX];
    struct reassessment reassessment;
    struct adjustment_plan plan;
    struct prepare_result result;
};

static void compute_cleanup(struct compute **state)
{
    struct compute *s = *state;
    if (!s)
        return;
    db_cursor_cleanup(&s->touched);
    settled_reader_close(&s->settled);
    payees_cleanup(&s->payees);
    db_bulk_cleanup(&s->items);
    db_bulk_cleanup(&s->adjustments);
    db_bulk_cleanup(&s->exceptions);
}

static enum status touched_next(struct compute *s, struct error *e)
{
    struct reassess_household_row row;
    enum status status = reassess_household_next(s->touched, &row, e);
    s->touched_household = status == STATUS_OK ? row.household : INT64_MAX;
    return status == STATUS_NONE ? STATUS_OK : status;
}

static enum status policies_read(struct compute *s, const struct policy_table *table,
                                 struct arena *arena, struct error *e)
{
    s->month_count = (size_t)(s->d->to.v - s->d->from.v) + 1;
    assert(s->month_count <= RUN_MONTHS_MAX);
    for (size_t i = 0; i < s->month_count; i++)
        TRY(policy_at(table, s->programme, month_add(s->d->from, (int)i), &s->policies[i], e));
    s->floor_bp = s->policies[0].value[POLICY_RECOVERY_FLOOR].v;
    if (!s->has_past)
        return STATUS_OK;
    int count = s->d->from.v - s->d->settled_first.v;
    if (count > SETTLED_MONTHS_MAX)
        return error_set(e, STATUS_FAILED, "SETTLED_MONTHS", _("已发月份超过 %d 个。"),
                         SETTLED_MONTHS_MAX);
    struct policy *policies = ARENA_ARRAY(arena, struct policy, (size_t)count);
    if (!policies)
        return arena_exhausted(e);
    for (int i = 0; i < count; i++)
        TRY(policy_at(table, s->programme, month_add(s->d->settled_first, i), &policies[i], e));
    s->basis = (struct reassess_basis){
        .county = s->c->county,
        .known_before = s->d->known_before,
        .programme = s->programme,
        .first = s->d->settled_first,
        .before = s->d->from,
        .policies = policies,
        .policy_changed = policy_changed_since(table, s->programme, s->d->known_before)};
    s->settled.block = s->basis.policy_changed.v < s->d->from.v ? SETTLED_BLOCK : 1;
    return STATUS_OK;
}

static enum status grants_read(struct compute *s, struct arena *arena, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct reassess_grant_row row;
    struct single_grant *list = NULL;
    size_t count = 0, room = 0;
    enum status status;
    TRY(reassess_grants_open(s->db,
                             (struct reassess_grants_args){.county = s->c->county,
                                                           .programme = s->programme,
                                                           .before = s->d->from},
                             &cursor, e));
    while ((status = reassess_grants_next(cursor, &row, e)) == STATUS_OK) {
        if (count == room) {
            room = room ? room * 2 : GRANTS_START;
            struct single_grant *more =
                room <= GRANTS_MAX ? ARENA_ARRAY(arena, struct single_grant, room) : NULL;
            if (!more)
                return arena_exhausted(e);
            if (count > 0)
                memcpy(more, list, count * sizeof *more);
            list = more;
        }
        list[count++] = (struct single_grant){
            .household = row.household, .month = row.month, .amount = row.amount_fen};
    }
    s->basis.grants = list;
    s->basis.grant_count = count;
    return status == STATUS_NONE ? STATUS_OK : status;
}

static enum status exception_add(struct compute *s, struct month month, int64_t household,
                                 const char *code, int64_t division, const char *detail,
                                 struct error *e)
{
    return payment_exception_bulk_add(
        s->exceptions,
        &(struct payment_exception_bulk_row){.county = s->c->county,
                                             .programme = s->programme,
                                             .month = month,
                                             .household = household,
                                             .code = code,
                                             .division = division,
                                             .detail = detail},
        e);
}

static enum status assess_months(struct compute *s, const struct dossier *d, struct error *e)
{
    for (size_t i = 0; i < s->month_count; i++) {
        struct benefit_amount *a = &s->amounts[i];
        struct month m = month_add(s->d->from, (int)i);
        TRY(benefit_assess(&s->policies[i], s->programme, d, m, a, NULL, e));
        s->months[i] = (struct run_month_amount){.month = m};
        if (a->outcome == BENEFIT_PAYABLE) {
            s->months[i].has_item = true;
            if (fen_add(a->basic, a->topup, &s->months[i].base) != STATUS_OK)
                return error_set(e, STATUS_FAILED, "FEN_OVERFLOW",
                                 _("家庭 %" PRId64 " 的金额超出范围。"), d->household);
        } else if (a->outcome == BENEFIT_ZERO || a->outcome == BENEFIT_SUSPENDED) {
            TRY(exception_add(s, m, d->household,
                              a->outcome == BENEFIT_ZERO ? "ZERO_BASIC" : "SUSPENDED",
                              a->entitlement->division, "", e));
        }
    }
    return STATUS_OK;
}

/* Looks at the past only where something about it may differ from what the run before knew. */
static enum status reassess(struct compute *s, const struct dossier *d, struct error *e)
{
    s->plan.count = 0;
    if (!s->has_past)
        return STATUS_OK;
    while (s->touched_household < d->household)
        TRY(touched_next(s, e));
    bool has_settled_rows = d->entitlements[0].from.v < s->d->from.v;
    bool is_touched = s->touched_household == d->household;
    bool is_changed =
        d->newest_known > s->d->known_before || s->basis.policy_changed.v < s->d->from.v;
    if (!is_touched && !(is_changed && has_settled_rows))
        return STATUS_OK;
    TRY(reassess_household(s->db, &s->basis, &s->settled, d, &s->reassessment, e));
    return reassess_allocate(&s->basis, d, &s->reassessment, s->floor_bp, s->months, s->month_count,
                             &s->plan, e);
}

/* The decision an item rests on: the month's, or the last one before it when the household has
 * left. */
static const struct entitlement_row *item_basis(const struct dossier *d,
                                                const struct benefit_amount *a, struct month m)
{
    if (a->entitlement)
        return a->entitlement;
    const struct entitlement_row *row = &d->entitlements[0];
    for (size_t i = 0; i < d->entitlement_count && d->entitlements[i].from.v <= m.v; i++)
        row = &d->entitlements[i];
    return row;
}

static enum status item_add(struct compute *s, const struct dossier *d, size_t index,
                            struct error *e)
{
    const struct run_month_amount *item = &s->months[index];
    const struct benefit_amount *a = &s->amounts[index];
    const struct entitlement_row *row = item_basis(d, a, item->month);
    bool is_regular = a->outcome == BENEFIT_PAYABLE, has_account;
    TRY(payees_has_account(s->payees, d->household, row, &has_account, e));
    int64_t total_fen = item->base.v + item->adjustment.v;
    bool is_held = !has_account && total_fen > 0;
    TRY(payment_item_bulk_add(
        s->items,
        &(struct payment_item_bulk_row){.county = s->c->county,
                                        .programme = s->programme,
                                        .month = item->month,
                                        .household = d->household,
                                        .division = row->division,
                                        .form = row->form,
                                        .protected_count = is_regular ? a->protected_count : 0,
                                        .basic_fen = is_regular ? a->basic : FEN(0),
                                        .topup_fen = is_regular ? a->topup : FEN(0),
                                        .adjustment_fen = item->adjustment,
                                        .carry_fen = item->carry,
                                        .state = is_held ? ITEM_HELD : ITEM_PENDING},
        e));
    s->result.items++;
    if (fen_add(s->result.total, FEN(total_fen), &s->result.total) != STATUS_OK)
        return error_set(e, STATUS_FAILED, "FEN_OVERFLOW", _("发放总额超出范围。"));
    if (is_held)
        TRY(exception_add(s, item->month, d->household,
                          row->form == FORM_INSTITUTION ? "HOME_ACCOUNT" : "NO_ACCOUNT",
                          row->division, "", e));
    if (item->carry.v == 0)
        return STATUS_OK;
    char left[FEN_TEXT_BYTES];
    return exception_add(s, item->month, d->household, "RECOVERY_LEFT", row->division,
                         fen_format(FEN(-item->carry.v), left), e);
}

static enum status household_add(struct compute *s, const struct dossier *d, struct error *e)
{
    TRY(assess_months(s, d, e));
    TRY(reassess(s, d, e));
    for (size_t i = 0; i < s->month_count; i++) {
        if (s->months[i].has_item)
            TRY(item_add(s, d, i, e));
    }
    for (size_t i = 0; i < s->plan.count; i++) {
        const struct adjustment_line *line = &s->plan.lines[i];
        TRY(payment_adjustment_bulk_add(
            s->adjustments,
            &(struct payment_adjustment_bulk_row){.county = s->c->county,
                                                  .programme = s->programme,
                                                  .month = line->item_month,
                                                  .household = d->household,
                                                  .for_month = line->for_month,
                                                  .amount_fen = line->amount,
                                                  .reason = line->reason},
            e));
    }
    return STATUS_OK;
}

static enum status open_all(struct compute *s, struct arena *arena, struct error *e)
{
    s->touched_household = INT64_MAX;
    if (s->has_past) {
        TRY(reassess_household_open(
            s->db,
            (struct reassess_household_args){.county = s->c->county,
                                             .programme = s->programme,
                                             .fund = programme_fund(s->programme),
                                             .from_month = s->d->previous_from,
                                             .to_month = s->d->previous_to,
                                             .known_before = s->d->known_before},
            &s->touched, e));
        TRY(touched_next(s, e));
    }
    TRY(payees_open(s->db, s->c->county, arena, &s->payees, e));
    TRY(payment_item_bulk_begin(s->db, &s->items, e));
    TRY(payment_adjustment_bulk_begin(s->db, &s->adjustments, e));
    return payment_exception_bulk_begin(s->db, &s->exceptions, e);
}

static enum status bulk_finish(struct db_bulk **bulk, struct error *e)
{
    struct db_bulk *b = *bulk;
    *bulk = NULL;
    return db_bulk_end(b, e);
}

static enum status households_add(struct compute *s, struct error *e)
{
    CLEANUP(dossier_stream_cleanup) struct dossier_stream *stream = NULL;
    struct month first = s->has_past ? s->d->settled_first : s->d->from;
    TRY(dossier_stream_open_due(s->db, s->c->county, s->programme, first, s->d->to, KNOWN_NOW,
                                &stream, e));
    const struct dossier *dossier;
    enum status status;
    for (int64_t done = 0; (status = dossier_stream_next(stream, &dossier, e)) == STATUS_OK;
         done++) {
        TRY(household_add(s, dossier, e));
        if (done % PAYMENT_PROGRESS_ROWS == 0)
            TRY(payment_report(s->c, done, s->d->previous_items, e));
    }
    return status == STATUS_NONE ? STATUS_OK : status;
}

enum status prepare_compute(struct db *db, const struct payment_context *c, enum programme p,
                            const struct prepare_decision *d, const struct policy_table *table,
                            struct arena *arena, struct prepare_result *ret, struct error *e)
{
    CLEANUP(compute_cleanup) struct compute *s = ARENA_NEW(arena, struct compute);
    if (!s)
        return arena_exhausted(e);
    s->db = db;
    s->c = c;
    s->programme = p;
    s->d = d;
    s->has_past = d->settled_first.v < d->from.v;
    TRY(policies_read(s, table, arena, e));
    if (s->has_past)
        TRY(grants_read(s, arena, e));
    TRY(open_all(s, arena, e));
    TRY(households_add(s, e));
    settled_reader_close(&s->settled);
    TRY(bulk_finish(&s->items, e));
    TRY(bulk_finish(&s->adjustments, e));
    TRY(bulk_finish(&s->exceptions, e));
    *ret = s->result;
    return STATUS_OK;
}
