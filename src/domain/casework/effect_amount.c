/* What the facts on a form would give: a dossier made of the form, and the one benefit rule. */
#include "base/i18n.h"
#include "base/idno.h"
#include "domain/casework/effect_internal.h"

static enum status members_assume(const struct entry_data *form, bool is_wubao, struct month m,
                                  struct arena *arena, struct dossier *d, struct error *e)
{
    int count = entry_rows(form, "members");
    struct member_row *rows = ARENA_ARRAY(arena, struct member_row, (size_t)count + 1);
    if (!rows)
        return arena_exhausted(e);
    for (int n = 0; n < count; n++) {
        struct effect_member member;
        struct idno id;
        effect_member_read(form, "members", n + 1, &member);
        TRY(idno_parse(member.person.id_number, month_last_day(m), &id, e));
        rows[n] = member.row;
        rows[n].person = n + 1;
        rows[n].from = m;
        rows[n].birth = id.birth;
        rows[n].is_protected |= is_wubao;
    }
    d->members = rows;
    d->member_count = (size_t)count;
    return STATUS_OK;
}

enum status case_amount(struct db *db, int64_t county, enum case_kind kind,
                        const struct entry_data *form, struct month m, struct arena *arena,
                        struct fen *ret, struct explanation *explain, struct error *e)
{
    bool is_wubao = kind == CASE_WUBAO;
    enum programme p = is_wubao ? PROGRAMME_WUBAO : PROGRAMME_DIBAO;
    if (kind != CASE_DIBAO && kind != CASE_WUBAO)
        return error_set(e, STATUS_REFUSED, "CASE_AMOUNT",
                         _("只有申请书写明全户情况，变动的金额以批准后的测算为准。"));
    struct form_totals totals = case_form_totals(kind, form);
    struct entitlement_row row = {.from = m,
                                  .to = MONTH_OPEN,
                                  .status = ENTITLEMENT_ACTIVE,
                                  .mgmt_class = totals.mgmt_class,
                                  .income_year = totals.income_year,
                                  .form = effect_form(entry_get(form, "form")),
                                  .begun = m,
                                  .cause = ""};
    struct dossier d = {.entitlement_count = 1, .entitlements = &row};
    struct policy_table *table;
    struct policy policy;
    struct benefit_amount amount;
    TRY(members_assume(form, is_wubao, m, arena, &d, e));
    TRY(policy_table_read(db, county, KNOWN_NOW, arena, &table, e));
    TRY(policy_at(table, p, m, &policy, e));
    TRY(benefit_assess(&policy, p, &d, m, &amount, explain, e));
    return fen_add(amount.basic, amount.topup, ret);
}
