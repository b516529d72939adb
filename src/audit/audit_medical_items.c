/* Claims after treatment: the items of a run against the lines owed to households, and those
   against the bills of the claims (P3.3). */
#include <inttypes.h>

#include "audit/audit_internal.h"
#include "base/i18n.h"

RULE_STATEMENT(claim_bound, claim_breach_row)
RULE_STATEMENT(claim_unbound, claim_breach_row)
RULE_STATEMENT(claim_repaid, claim_breach_row)
RULE_STATEMENT(claim_lines, claim_breach_row)
RULE_STATEMENT(claim_payee, claim_breach_row)

static const struct audit_rule RULES[] = {
    {"CLAIM_BOUND", RULE_ROWS(claim_bound), RULE_COUNTS,
     N_("应付家庭的明细所在的批次没有这一户的发放项，或编制时还没有这条明细")},
    {"CLAIM_UNBOUND", RULE_ROWS(claim_unbound), RULE_MONEY,
     N_("医疗救助发放项不等于归入本批次的明细之和")},
    {"CLAIM_REPAID", RULE_ROWS(claim_repaid), RULE_MONEY, N_("退回的现金与所抵的明细不符")},
    {"CLAIM_LINES", RULE_ROWS(claim_lines), RULE_MONEY,
     N_("一件申请的应付明细之和不等于其有效账单的救助之和")},
    {"CLAIM_PAYEE", RULE_ROWS(claim_payee), RULE_COUNTS, N_("应付明细记在没有这件申请的家庭名下")},
};

static enum status judge(struct audit *a, const char *subject,
                         const struct audit_claim_item_row *row, struct error *e)
{
    if (!row->has_item)
        return audit_find(a, "ITEM_MISSING", e, subject, _("应发 %s 元，没有发放项"),
                          audit_yuan(a, row->due_fen));
    if (row->due_fen <= 0)
        return audit_find(a, "ITEM_UNDUE", e, subject, _("不应发放，却有 %s 元"),
                          audit_yuan(a, row->item_fen));
    if (row->due_fen != row->item_fen || row->item_other_fen != 0)
        return audit_find(a, "ITEM_AMOUNT", e, subject, _("按明细应为 %s 元，发放项为 %s 元"),
                          audit_yuan(a, row->due_fen), audit_yuan(a, row->item_fen));
    return audit_find(a, "ITEM_FACTS", e, subject,
                      _("救助人数或区划与申请不符（应 %" PRId64 " 人 %" PRId64 "，为 %" PRId64
                        " 人 %" PRId64 "）"),
                      row->people, row->division, row->item_people, row->item_division);
}

enum status audit_check_claim_month(struct audit *a, const struct audit_run_row *run,
                                    struct month m, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct audit_claim_item_row row;
    enum status s;
    TRY(audit_claim_items_open(a->db,
                               (struct audit_claim_items_args){.county = a->scope.county,
                                                               .run = run->id,
                                                               .month = m,
                                                               .until = month_last_day(m),
                                                               .known = run->known},
                               &cursor, e));
    while ((s = audit_claim_items_next(cursor, &row, e)) == STATUS_OK) {
        s = judge(a, audit_subject(a, run->programme, m, row.household), &row, e);
        if (s != STATUS_OK)
            break;
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

enum status audit_check_claims(struct audit *a, struct error *e)
{
    for (size_t i = 0; i < sizeof(RULES) / sizeof(RULES[0]); i++)
        TRY(audit_check_rule(a, &RULES[i], e));
    return STATUS_OK;
}
