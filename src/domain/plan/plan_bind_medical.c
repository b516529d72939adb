/* Medical assistance in the plan, and the institutions that are paid by transfer: hospitals, the
   office that takes the premiums, the bank that pays lists, homes' accounts for management money.
 */
#include "domain/plan/plan_model.h"

#include <string.h>

#include "base/i18n.h"
#include "base/text.h"

#define ACCOUNT_DIGITS_MIN 8
#define ACCOUNT_DIGITS_MAX 32

enum status plan_bind_medical(struct plan *plan, const struct yaml_node *root, struct error *e)
{
    const struct yaml_node *map = yaml_get(root, "medical");
    const char *set;
    struct month from;
    if (!map)
        return STATUS_OK;
    TRY(yaml_known_keys(map, YAML_KEYS("rules", "from"), e));
    TRY(yaml_text(map, "rules", &set, e));
    if (!medical_set_exists(set))
        return yaml_refuse(yaml_get(map, "rules"), e, "PLAN_RULES",
                           _("没有“%.40s”这套医疗救助标准：可选 xiuning（休宁）或 jinghu（镜湖）"),
                           set);
    TRY(yaml_month_or(map, "from", month_make(plan->year, 1), &from, e));
    plan->medical_from = from;
    plan->has_medical = true;
    for (int k = POLICY_MEDICAL_CLASS_FIRST; k < POLICY_PROJECT_STAGE_FIRST; k++) {
        struct rule_value value;
        if (medical_set_value(set, (enum policy_key)k, &value))
            TRY(plan_parameter_default(plan, (enum policy_key)k, from, &value, e));
    }
    return STATUS_OK;
}

static enum status bind_account(const struct yaml_node *node, struct payee_entry *p,
                                struct error *e)
{
    TRY(yaml_text(node, "bank", &p->bank, e));
    TRY(yaml_text(node, "holder", &p->holder, e));
    TRY(yaml_text(node, "account", &p->account, e));
    const struct yaml_node *account = yaml_get(node, "account");
    size_t digits = strlen(p->account);
    if (account->is_quoted && text_is_digits(p->account) && digits >= ACCOUNT_DIGITS_MIN &&
        digits <= ACCOUNT_DIGITS_MAX)
        return STATUS_OK;
    return yaml_refuse(account, e, "PAYEE_ACCOUNT", _("账号应为加引号的 %d 到 %d 位数字"),
                       ACCOUNT_DIGITS_MIN, ACCOUNT_DIGITS_MAX);
}

enum status plan_bind_home_management(struct plan *plan, const struct yaml_node *node,
                                      struct plan_home *home, struct error *e)
{
    const struct yaml_node *map = yaml_get(node, "management");
    home->management = (struct payee_entry){
        .kind = PAYEE_HOME_MANAGEMENT, .name = home->name, .township = home->township};
    if (!map)
        return STATUS_OK;
    TRY(yaml_known_keys(map, YAML_KEYS("bank", "holder", "account"), e));
    TRY(bind_account(map, &home->management, e));
    for (size_t i = 0; i <= plan->home_count; i++) {
        const struct plan_home *other = &plan->homes[i];
        if (strcmp(other->account, home->management.account) == 0 ||
            (i < plan->home_count && other->management.account &&
             strcmp(other->management.account, home->management.account) == 0))
            return yaml_refuse(yaml_get(map, "account"), e, "HOME_ACCOUNT_SHARED",
                               _("工作管理经费要有自己的账户：这个账号已是%s的"), other->name);
    }
    return STATUS_OK;
}

static enum status bind_payee(struct plan *plan, const struct yaml_node *node, enum payee_kind kind,
                              struct error *e)
{
    struct payee_entry *p = &plan->payees[plan->payee_count];
    bool is_example;
    *p = (struct payee_entry){.kind = kind};
    TRY(yaml_known_keys(
        node, YAML_KEYS("code", "name", "township", "bank", "holder", "account", "example"), e));
    TRY(yaml_text(node, "code", &p->code, e));
    TRY(yaml_text(node, "name", &p->name, e));
    for (size_t i = 0; i < plan->payee_count; i++) {
        if (strcmp(plan->payees[i].code, p->code) == 0 ||
            strcmp(plan->payees[i].name, p->name) == 0)
            return yaml_refuse(yaml_get(node, "code"), e, "PAYEE_TWICE", _("机构“%.60s”写了两次"),
                               p->name);
    }
    TRY(plan_bind_township(plan, node, "township", &p->township, e));
    TRY(bind_account(node, p, e));
    TRY(yaml_bool_or(node, "example", false, &is_example, e));
    plan->payee_count++;
    return STATUS_OK;
}

enum status plan_bind_payees(struct plan *plan, const struct yaml_node *root, struct error *e)
{
    const struct yaml_node *list = NULL, *office = yaml_get(root, "insurance_office"),
                           *bank = yaml_get(root, "paying_bank");
    size_t count = (office ? 1 : 0) + (bank ? 1 : 0);
    if (yaml_get(root, "hospitals")) {
        TRY(yaml_sequence(root, "hospitals", &list, e));
        if (list->count > PLAN_ROWS_MAX)
            return yaml_refuse(list, e, "PLAN_ROWS", _("最多 %d 行"), PLAN_ROWS_MAX);
        count += (size_t)list->count;
    }
    plan->payees = ARENA_ARRAY(plan->arena, struct payee_entry, count + 1);
    if (!plan->payees)
        return arena_exhausted(e);
    for (const struct yaml_node *c = list ? list->first : NULL; c; c = c->next)
        TRY(bind_payee(plan, c, PAYEE_HOSPITAL, e));
    if (office) {
        TRY(yaml_mapping(root, "insurance_office", &office, e));
        TRY(bind_payee(plan, office, PAYEE_INSURANCE, e));
    }
    if (!bank)
        return STATUS_OK;
    TRY(yaml_mapping(root, "paying_bank", &bank, e));
    return bind_payee(plan, bank, PAYEE_BANK, e);
}

/* The hospital of a post, by its name; the post's scope is the hospital's township. */
enum status plan_bind_post_hospital(const struct plan *plan, const struct yaml_node *node,
                                    struct plan_post *post, struct error *e)
{
    const char *name;
    TRY(yaml_text(node, "hospital", &name, e));
    for (size_t i = 0; i < plan->payee_count; i++) {
        const struct payee_entry *p = &plan->payees[i];
        if (p->kind != PAYEE_HOSPITAL || strcmp(p->name, name) != 0)
            continue;
        post->hospital = p->code;
        post->scope = p->township;
        return STATUS_OK;
    }
    return yaml_refuse(yaml_get(node, "hospital"), e, "POST_HOSPITAL",
                       _("hospitals 之下没有医院“%.60s”"), name);
}
