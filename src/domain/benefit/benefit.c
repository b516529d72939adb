#include "domain/benefit/benefit.h"

#include <assert.h>

#include "base/i18n.h"
#include "domain/benefit/explain.h"

#define RATE_ONE_BP 10000
#define MONTHS_IN_YEAR 12

struct fen benefit_month_of_year(struct fen annual, struct month m)
{
    int64_t k = month_of_year(m);
    int64_t until = fen_half_up_i64((__int128)annual.v * k, MONTHS_IN_YEAR);
    int64_t before = fen_half_up_i64((__int128)annual.v * (k - 1), MONTHS_IN_YEAR);
    return FEN(until - before);
}

static bool member_counts(const struct member_row *row, struct month m)
{
    return row->from.v <= m.v && m.v <= row->to.v && row->is_present && row->is_protected;
}

/* Died in the grace period, whose amount stays but for this member's own top-up. */
static bool member_keeps_share(const struct entitlement_row *entitlement,
                               const struct member_row *row, struct month m)
{
    return entitlement->status == ENTITLEMENT_GRACE && row->is_protected && !row->is_present &&
           row->from.v <= m.v && m.v <= row->to.v && row->to.v != MONTH_OPEN.v &&
           row->to.v >= entitlement->to.v;
}

static int protected_count(const struct dossier *d, const struct entitlement_row *entitlement,
                           struct month m)
{
    int count = 0;
    for (size_t i = 0; i < d->member_count; i++)
        count +=
            member_counts(&d->members[i], m) || member_keeps_share(entitlement, &d->members[i], m);
    return count;
}

/* The one category with the highest rate (就高不重复); POLICY_COUNT when none applies. Ties keep
 * the first. */
static enum policy_key best_topup(const struct policy *policy, const struct member_row *row,
                                  struct month m)
{
    const struct policy_value *value = policy->value;
    int age_years = age_in_month(date_month(row->birth), m);
    enum policy_key best = POLICY_COUNT;
    int64_t best_rate_bp = 0;
    const struct {
        enum policy_key key;
        bool applies;
    } category[] = {
        {POLICY_DIBAO_TOPUP_DISABILITY,
         row->disability_grade > 0 && row->disability_grade <= value[POLICY_DIBAO_SEVERE_GRADE].v},
        {POLICY_DIBAO_TOPUP_ILLNESS, row->is_seriously_ill},
        {POLICY_DIBAO_TOPUP_AGED, age_years >= value[POLICY_DIBAO_AGED_YEARS].v},
        {POLICY_DIBAO_TOPUP_MINOR, age_years < value[POLICY_DIBAO_MINOR_YEARS].v},
    };

    for (size_t i = 0; i < sizeof(category) / sizeof(category[0]); i++) {
        int64_t rate_bp = value[category[i].key].v;
        if (category[i].applies && rate_bp > best_rate_bp) {
            best = category[i].key;
            best_rate_bp = rate_bp;
        }
    }
    return best;
}

static enum status assess_topups(const struct policy *policy, const struct dossier *d,
                                 struct month m, struct benefit_amount *amount,
                                 struct explanation *explain, struct error *e)
{
    int64_t total_fen = 0;
    for (size_t i = 0; i < d->member_count; i++) {
        const struct member_row *row = &d->members[i];
        if (!member_counts(row, m))
            continue;
        enum policy_key key = best_topup(policy, row, m);
        if (key == POLICY_COUNT)
            continue;
        int64_t rate_bp = policy->value[key].v;
        struct fen topup = FEN(fen_half_up_i64((__int128)rate_bp * amount->basic.v,
                                               (int64_t)RATE_ONE_BP * amount->protected_count));
        total_fen += topup.v;
        if (explain != NULL)
            TRY(explain_topup(explain, policy, key, row, m, amount, topup, e));
    }
    amount->topup = FEN(total_fen);
    return STATUS_OK;
}

static enum status assess_dibao(const struct policy *policy, const struct dossier *d,
                                struct month m, struct benefit_amount *amount,
                                struct explanation *explain, struct error *e)
{
    const struct policy_value *standard = &policy->value[POLICY_DIBAO_STANDARD_YEAR];
    __int128 gap_year_fen =
        (__int128)standard->v * amount->protected_count - amount->entitlement->income_year.v;
    if (gap_year_fen < 0)
        gap_year_fen = 0;
    if (gap_year_fen > INT64_MAX)
        return error_set(e, STATUS_FAILED, "FEN_OVERFLOW", _("保障金超出可表示的范围"));
    amount->basic = FEN(fen_half_up_i64(gap_year_fen, MONTHS_IN_YEAR));
    amount->outcome = amount->basic.v > 0 ? BENEFIT_PAYABLE : BENEFIT_ZERO;
    if (explain != NULL)
        TRY(explain_dibao_basic(explain, policy, amount, e));
    if (amount->outcome == BENEFIT_ZERO)
        return STATUS_OK;
    return assess_topups(policy, d, m, amount, explain, e);
}

static enum status assess_wubao(const struct policy *policy, struct month m,
                                struct benefit_amount *amount, struct explanation *explain,
                                struct error *e)
{
    enum policy_key key = amount->entitlement->form == FORM_INSTITUTION
                              ? POLICY_WUBAO_INSTITUTION_YEAR
                              : POLICY_WUBAO_SCATTERED_YEAR;
    struct fen month_share = benefit_month_of_year(FEN(policy->value[key].v), m);
    struct fen support;

    /* Two wubao people never share a household today; if they do, each is owed the full standard.
     */
    if (fen_mul(month_share, amount->protected_count, &support) != STATUS_OK)
        return error_set(e, STATUS_FAILED, "FEN_OVERFLOW", _("供养金超出可表示的范围"));
    amount->basic = support;
    amount->outcome = support.v > 0 ? BENEFIT_PAYABLE : BENEFIT_ZERO;
    if (explain != NULL)
        TRY(explain_wubao(explain, policy, key, m, amount, e));
    return STATUS_OK;
}

enum status benefit_assess(const struct policy *policy, enum programme p,
                           const struct dossier *dossier, struct month m,
                           struct benefit_amount *ret, struct explanation *explain, struct error *e)
{
    struct benefit_amount amount = {.outcome = BENEFIT_NOT_ENTITLED};
    enum status s = STATUS_OK;

    assert(policy->month.v == m.v);
    amount.entitlement = dossier_entitlement_at(dossier, m);
    if (amount.entitlement != NULL && amount.entitlement->status != ENTITLEMENT_ENDED) {
        amount.protected_count = protected_count(dossier, amount.entitlement, m);
        if (amount.entitlement->status == ENTITLEMENT_SUSPENDED)
            amount.outcome = BENEFIT_SUSPENDED;
        else if (amount.protected_count > 0)
            s = p == PROGRAMME_WUBAO ? assess_wubao(policy, m, &amount, explain, e)
                                     : assess_dibao(policy, dossier, m, &amount, explain, e);
    }
    if (s != STATUS_OK)
        return s;
    if (explain != NULL && amount.outcome != BENEFIT_PAYABLE && amount.outcome != BENEFIT_ZERO)
        TRY(explain_nothing(explain, &amount, m, e));
    *ret = amount;
    return STATUS_OK;
}
