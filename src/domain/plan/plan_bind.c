/* The plan's head, clauses, programmes, and what is only read to be shown (leading group,
 * calendar). */
#include "domain/plan/plan_model.h"

#include <string.h>

#include "base/i18n.h"

#define YEAR_MIN 1990
#define YEAR_MAX 2100
#define PHONE_BYTES_MIN 3
#define PHONE_BYTES_MAX 40

enum status plan_bind_clause(const struct plan *plan, const struct yaml_node *map, const char **ret,
                             struct error *e)
{
    const char *id;
    TRY(yaml_text(map, "clause", &id, e));
    for (size_t i = 0; i < plan->clause_count; i++) {
        if (strcmp(plan->clauses[i].id, id) == 0) {
            *ret = plan->clauses[i].id;
            return STATUS_OK;
        }
    }
    return yaml_refuse(yaml_get(map, "clause"), e, "PLAN_CLAUSE_UNKNOWN",
                       _("方案中没有条款“%.40s”：条款列在 clauses 之下"), id);
}

enum status plan_bind_township(const struct plan *plan, const struct yaml_node *map,
                               const char *key, int64_t *ret, struct error *e)
{
    const char *name, *suggestion;
    TRY(yaml_text(map, key, &name, e));
    const struct division *d = division_by_name(plan->townships, 0, name, &suggestion);
    if (!d)
        return yaml_refuse(yaml_get(map, key), e, "PLAN_TOWNSHIP_UNKNOWN",
                           suggestion ? _("区划中没有乡镇“%.60s”，是否为“%s”？")
                                      : _("区划中没有乡镇“%.60s”%s"),
                           name, suggestion ? suggestion : "");
    *ret = d->code;
    return STATUS_OK;
}

static enum status bind_head(struct plan *plan, const struct yaml_node *root, struct error *e)
{
    const struct yaml_node *county, *bank;
    int64_t year;
    TRY(yaml_text(root, "title", &plan->title, e));
    TRY(yaml_i64_between(root, "year", YEAR_MIN, YEAR_MAX, &year, e));
    plan->year = (int)year;
    TRY(yaml_text(root, "document", &plan->document, e));
    TRY(yaml_mapping(root, "county", &county, e));
    TRY(yaml_known_keys(county, YAML_KEYS("code", "name"), e));
    TRY(yaml_i64_between(county, "code", 110101, 659999, &plan->county, e));
    TRY(yaml_text(county, "name", &plan->county_name, e));
    TRY(yaml_mapping(root, "bank", &bank, e));
    TRY(yaml_known_keys(bank, YAML_KEYS("unit", "name", "example"), e));
    const char *name;
    bool is_example;
    TRY(yaml_text(bank, "unit", &plan->bank_unit, e));
    TRY(yaml_text(bank, "name", &name, e));
    return yaml_bool_or(bank, "example", false, &is_example, e);
}

/* Digits in groups: what can be dialled, and nothing that says who answers. */
static enum status bind_phone(struct plan *plan, const struct yaml_node *root, struct error *e)
{
    const struct yaml_node *phone;
    bool is_example;
    if (!yaml_get(root, "phone"))
        return STATUS_OK;
    TRY(yaml_mapping(root, "phone", &phone, e));
    TRY(yaml_known_keys(phone, YAML_KEYS("number", "example"), e));
    TRY(yaml_text(phone, "number", &plan->phone, e));
    size_t n = strlen(plan->phone);
    if (n < PHONE_BYTES_MIN || n > PHONE_BYTES_MAX || strspn(plan->phone, "0123456789- ") != n)
        return yaml_refuse(yaml_get(phone, "number"), e, "PLAN_PHONE",
                           _("电话“%.40s”应为数字，可用“-”和空格分开"), plan->phone);
    return yaml_bool_or(phone, "example", false, &is_example, e);
}

static enum status bind_clauses(struct plan *plan, const struct yaml_node *root, struct error *e)
{
    const struct yaml_node *list;
    TRY(yaml_sequence(root, "clauses", &list, e));
    if (list->count == 0 || list->count > PLAN_CLAUSES_MAX)
        return yaml_refuse(list, e, "PLAN_CLAUSES", _("条款应有 1 到 %d 条"), PLAN_CLAUSES_MAX);
    plan->clauses = ARENA_ARRAY(plan->arena, struct plan_clause, (size_t)list->count);
    if (!plan->clauses)
        return arena_exhausted(e);
    for (const struct yaml_node *c = list->first; c; c = c->next) {
        struct plan_clause clause;
        TRY(yaml_known_keys(c, YAML_KEYS("id", "title", "text"), e));
        TRY(yaml_text(c, "id", &clause.id, e));
        TRY(yaml_text(c, "title", &clause.title, e));
        TRY(yaml_text(c, "text", &clause.body, e));
        if (strlen(clause.body) > PLAN_TEXT_BYTES_MAX)
            return yaml_refuse(yaml_get(c, "text"), e, "PLAN_CLAUSES", _("条款正文超过 %d 字节"),
                               PLAN_TEXT_BYTES_MAX);
        for (size_t i = 0; i < plan->clause_count; i++) {
            if (strcmp(plan->clauses[i].id, clause.id) == 0)
                return yaml_refuse(yaml_get(c, "id"), e, "PLAN_CLAUSE_TWICE",
                                   _("条款“%.40s”写了两次"), clause.id);
        }
        plan->clauses[plan->clause_count++] = clause;
    }
    return STATUS_OK;
}

/* The programmes this program can pay; each by its own code, clause and fund. */
static enum status bind_programmes(const struct plan *plan, const struct yaml_node *root,
                                   struct error *e)
{
    const struct yaml_node *list;
    bool is_seen[PROGRAMME_COUNT + 1] = {false};
    TRY(yaml_sequence(root, "programmes", &list, e));
    for (const struct yaml_node *c = list->first; c; c = c->next) {
        const char *code, *name, *clause, *fund_name;
        enum programme p;
        enum fund fund;
        TRY(yaml_known_keys(c, YAML_KEYS("code", "name", "clause", "fund"), e));
        TRY(yaml_text(c, "code", &code, e));
        if (programme_parse(code, &p, NULL) != STATUS_OK)
            return yaml_refuse(yaml_get(c, "code"), e, "PROGRAMME_UNKNOWN",
                               _("没有“%.40s”这个项目：可用 dibao、wubao、medical"), code);
        if (is_seen[p])
            return yaml_refuse(yaml_get(c, "code"), e, "PROGRAMME_TWICE", _("项目“%s”写了两次"),
                               code);
        is_seen[p] = true;
        TRY(yaml_text(c, "name", &name, e));
        TRY(plan_bind_clause(plan, c, &clause, e));
        TRY(yaml_text(c, "fund", &fund_name, e));
        if (!fund_parse(fund_name, &fund) || (int64_t)fund != programme_fund(p))
            return yaml_refuse(yaml_get(c, "fund"), e, "PROGRAMME_FUND",
                               _("项目 %s 只能从资金 %s 发放（专款专用）"), code,
                               fund_code((enum fund)programme_fund(p)));
    }
    for (int p = PROGRAMME_DIBAO; p <= PROGRAMME_ENTITLED_COUNT; p++) {
        if (!is_seen[p])
            return yaml_refuse(list, e, "PROGRAMME_MISSING", _("缺少项目 %s"),
                               programme_code((enum programme)p));
    }
    return STATUS_OK;
}

static enum status bind_people(const struct yaml_node *group, const char *key, struct error *e)
{
    const struct yaml_node *list;
    TRY(yaml_sequence(group, key, &list, e));
    for (const struct yaml_node *c = list->first; c; c = c->next) {
        const char *name;
        TRY(yaml_as_text(c, &name, e));
    }
    return STATUS_OK;
}

/* Names may still be blank: the county's notice leaves them so (P2). */
static enum status bind_leading_group(const struct plan *plan, const struct yaml_node *root,
                                      struct error *e)
{
    const struct yaml_node *group;
    const char *clause;
    TRY(yaml_mapping(root, "leading_group", &group, e));
    TRY(yaml_known_keys(group, YAML_KEYS("clause", "leader", "first_deputy", "deputies", "members"),
                        e));
    TRY(plan_bind_clause(plan, group, &clause, e));
    for (size_t i = 0; i < 2; i++) {
        const struct yaml_node *name;
        TRY(yaml_need(group, i == 0 ? "leader" : "first_deputy", &name, e));
        if (name->kind != YAML_SCALAR)
            return yaml_refuse(name, e, "YAML_TYPE", _("“%s”应为姓名，未定时留空"), name->key);
    }
    TRY(bind_people(group, "deputies", e));
    return bind_people(group, "members", e);
}

static enum status bind_calendar(const struct plan *plan, const struct yaml_node *root,
                                 struct error *e)
{
    const struct yaml_node *list;
    TRY(yaml_sequence(root, "calendar", &list, e));
    for (const struct yaml_node *c = list->first; c; c = c->next) {
        const char *text;
        TRY(yaml_known_keys(c, YAML_KEYS("when", "what", "clause"), e));
        TRY(yaml_text(c, "when", &text, e));
        TRY(yaml_text(c, "what", &text, e));
        TRY(plan_bind_clause(plan, c, &text, e));
    }
    return STATUS_OK;
}

enum status plan_bind(struct plan *plan, const struct yaml_node *root, struct error *e)
{
    TRY(yaml_known_keys(root,
                        YAML_KEYS("title", "year", "document", "county", "divisions", "bank",
                                  "phone", "clauses", "programmes", "parameters", "casework",
                                  "medical", "hospitals", "insurance_office", "paying_bank",
                                  "funds", "accounts", "homes", "targets", "stage_weights",
                                  "projects", "leading_group", "calendar", "posts", "assessment"),
                        e));
    TRY(bind_head(plan, root, e));
    TRY(bind_phone(plan, root, e));
    TRY(plan_bind_divisions(plan, root, e));
    TRY(bind_clauses(plan, root, e));
    TRY(bind_programmes(plan, root, e));
    TRY(plan_bind_parameters(plan, root, e));
    TRY(plan_bind_casework(plan, root, e));
    TRY(plan_bind_medical(plan, root, e));
    TRY(plan_bind_funds(plan, root, e));
    TRY(plan_bind_homes(plan, root, e));
    TRY(plan_bind_payees(plan, root, e));
    TRY(plan_bind_targets(plan, root, e));
    TRY(plan_bind_stage_weights(plan, root, e));
    TRY(plan_bind_projects(plan, root, e));
    TRY(plan_bind_assessment(plan, root, e));
    TRY(bind_leading_group(plan, root, e));
    TRY(bind_calendar(plan, root, e));
    return plan_bind_posts(plan, root, e);
}
