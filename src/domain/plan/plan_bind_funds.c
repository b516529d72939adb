/* The dedicated funds and the accounts of their books (专户储存、专账核算、专款专用, P3.2). */
#include "domain/plan/plan_model.h"

#include <string.h>

#include "base/i18n.h"

static enum status bind_fund(struct plan *plan, const struct yaml_node *node, struct error *e)
{
    const char *code;
    enum fund fund;
    TRY(yaml_known_keys(node, YAML_KEYS("code", "name", "clause", "shares"), e));
    TRY(yaml_text(node, "code", &code, e));
    if (!fund_parse(code, &fund))
        return yaml_refuse(yaml_get(node, "code"), e, "FUND_UNKNOWN",
                           _("没有资金“%.40s”：可用 dibao_rural、wubao_support、home_management、"
                             "medical_aid、home_construction"),
                           code);
    if (plan->funds[fund].name)
        return yaml_refuse(yaml_get(node, "code"), e, "FUND_TWICE", _("资金“%s”写了两次"), code);
    TRY(yaml_text(node, "name", &plan->funds[fund].name, e));
    TRY(plan_bind_clause(plan, node, &plan->funds[fund].clause, e));
    return plan_bind_fund_shares(plan, node, fund, plan->funds[fund].clause, e);
}

static enum status bind_account_funds(const struct yaml_node *node, struct plan_account *account,
                                      struct error *e)
{
    if (!yaml_get(node, "funds")) {
        for (int f = FUND_DIBAO; f <= FUND_COUNT; f++)
            account->in_fund[f] = true;
        return STATUS_OK;
    }
    const struct yaml_node *list;
    TRY(yaml_sequence(node, "funds", &list, e));
    for (const struct yaml_node *c = list->first; c; c = c->next) {
        const char *code;
        enum fund fund;
        TRY(yaml_as_text(c, &code, e));
        if (!fund_parse(code, &fund))
            return yaml_refuse(c, e, "FUND_UNKNOWN", _("没有资金“%.40s”"), code);
        account->in_fund[fund] = true;
    }
    return STATUS_OK;
}

static enum status bind_account(struct plan *plan, const struct yaml_node *node, struct error *e)
{
    static const char *const kinds[] = {"ASSET", "LIABILITY", "INCOME", "EXPENSE", "EQUITY"};
    struct plan_account *account = &plan->accounts[plan->account_count];
    TRY(yaml_known_keys(node, YAML_KEYS("code", "name", "kind", "funds"), e));
    TRY(yaml_i64_between(node, "code", 1000, 9999, &account->code, e));
    for (size_t i = 0; i < plan->account_count; i++) {
        if (plan->accounts[i].code == account->code)
            return yaml_refuse(yaml_get(node, "code"), e, "ACCOUNT_TWICE", _("科目 %lld 写了两次"),
                               (long long)account->code);
    }
    TRY(yaml_text(node, "name", &account->name, e));
    TRY(yaml_text(node, "kind", &account->kind, e));
    bool is_known = false;
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        is_known = is_known || strcmp(account->kind, kinds[i]) == 0;
    if (!is_known)
        return yaml_refuse(yaml_get(node, "kind"), e, "ACCOUNT_KIND",
                           _("科目类别“%.40s”应为 ASSET、LIABILITY、INCOME、EXPENSE 或 EQUITY"),
                           account->kind);
    TRY(bind_account_funds(node, account, e));
    plan->account_count++;
    return STATUS_OK;
}

#define MEDICAL_EXPENSE_ABOVE 5200 /* needed where the plan takes medical assistance's numbers */

/* The accounts every book needs so that money can come in, be owed, be sent and be paid. */
static enum status check_accounts(const struct plan *plan, const struct yaml_node *list,
                                  struct error *e)
{
    static const struct {
        int64_t code;
        enum fund fund; /* 0: every fund */
    } needed[] = {{1001, 0},
                  {1101, 0},
                  {2001, 0},
                  {3001, 0},
                  {4001, 0},
                  {4002, 0},
                  {4003, 0},
                  {4004, 0},
                  {4008, 0},
                  {4009, 0},
                  {5001, FUND_DIBAO},
                  {5001, FUND_HOME_MANAGEMENT},
                  {5001, FUND_MEDICAL_AID},
                  {5001, FUND_HOME_CONSTRUCTION},
                  {5101, FUND_WUBAO},
                  {5102, FUND_WUBAO},
                  {5201, FUND_MEDICAL_AID},
                  {5202, FUND_MEDICAL_AID},
                  {5203, FUND_MEDICAL_AID},
                  {5204, FUND_MEDICAL_AID}};
    for (size_t i = 0; i < sizeof needed / sizeof needed[0]; i++) {
        if (needed[i].code > MEDICAL_EXPENSE_ABOVE && !plan->has_medical)
            continue;
        for (int f = FUND_DIBAO; f <= FUND_COUNT; f++) {
            if (needed[i].fund != 0 && (int)needed[i].fund != f)
                continue;
            bool is_there = false;
            for (size_t a = 0; a < plan->account_count && !is_there; a++)
                is_there = plan->accounts[a].code == needed[i].code && plan->accounts[a].in_fund[f];
            if (!is_there)
                return yaml_refuse(list, e, "ACCOUNT_MISSING", _("资金 %s 缺少科目 %lld"),
                                   fund_code((enum fund)f), (long long)needed[i].code);
        }
    }
    return STATUS_OK;
}

enum status plan_bind_funds(struct plan *plan, const struct yaml_node *root, struct error *e)
{
    const struct yaml_node *list;
    TRY(yaml_sequence(root, "funds", &list, e));
    for (const struct yaml_node *c = list->first; c; c = c->next)
        TRY(bind_fund(plan, c, e));
    for (int f = FUND_DIBAO; f <= FUND_COUNT; f++) {
        if (!plan->funds[f].name)
            return yaml_refuse(list, e, "FUND_MISSING", _("缺少资金 %s"), fund_code((enum fund)f));
    }
    TRY(yaml_sequence(root, "accounts", &list, e));
    if (list->count == 0 || list->count > PLAN_ROWS_MAX)
        return yaml_refuse(list, e, "ACCOUNT_MISSING", _("科目应有 1 到 %d 个"), PLAN_ROWS_MAX);
    plan->accounts = ARENA_ARRAY(plan->arena, struct plan_account, (size_t)list->count);
    if (!plan->accounts)
        return arena_exhausted(e);
    for (const struct yaml_node *c = list->first; c; c = c->next)
        TRY(bind_account(plan, c, e));
    return check_accounts(plan, list, e);
}
