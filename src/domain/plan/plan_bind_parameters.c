/* Policy numbers and the funding shares: every value with the month it holds from and the document
 * that says so. */
#include "domain/plan/plan_model.h"

#include <string.h>

#include "base/i18n.h"

static const char *const source_codes[FUND_SOURCE_COUNT + 1] = {
    [SOURCE_CENTRAL] = "central",
    [SOURCE_PROVINCE] = "province",
    [SOURCE_CITY] = "city",
    [SOURCE_COUNTY] = "county",
};

/* `10 working days`: a number alone does not say which days are counted. */
static enum status bind_days(const struct yaml_node *map, enum policy_key key, int64_t *ret,
                             struct error *e)
{
    const char *text;
    int64_t value;
    struct error reason;
    TRY(yaml_text(map, "value", &text, e));
    if (day_limit_parse(text, &value, &reason) != STATUS_OK ||
        policy_key_check(key, value, &reason) != STATUS_OK)
        return yaml_refuse(yaml_get(map, "value"), e, reason.code, "%s", reason.message);
    *ret = value;
    return STATUS_OK;
}

static enum status bind_value(const struct yaml_node *map, enum policy_key key, int64_t *ret,
                              struct error *e)
{
    struct fen fen;
    switch (policy_key_unit(key)) {
    case UNIT_FEN:
        TRY(yaml_fen(map, "value", &fen, e));
        *ret = fen.v;
        break;
    case UNIT_BP:
        TRY(yaml_rate_bp(map, "value", ret, e));
        break;
    case UNIT_COUNT:
        TRY(yaml_i64(map, "value", ret, e));
        break;
    case UNIT_DAYS:
        return bind_days(map, key, ret, e);
    }
    struct error reason;
    if (policy_key_check(key, *ret, &reason) != STATUS_OK)
        return yaml_refuse(yaml_get(map, "value"), e, reason.code, "%s", reason.message);
    return STATUS_OK;
}

/* from, to, document and example of any dated value. to: the last month, open when not written. */
static enum status bind_period(const struct yaml_node *map, struct parameter_period *p,
                               struct error *e)
{
    if (map->kind == YAML_MAPPING && !yaml_get(map, "from"))
        return yaml_refuse(map, e, "PLAN_NO_DATE", _("缺少“from”：每个数值都要写明从哪个月起执行"));
    TRY(yaml_month(map, "from", &p->from, e));
    TRY(yaml_month_or(map, "to", MONTH_OPEN, &p->to, e));
    if (p->to.v < p->from.v)
        return yaml_refuse(yaml_get(map, "to"), e, "PLAN_PERIOD_ORDER", _("“to”早于“from”"));
    TRY(yaml_text(map, "document", &p->document, e));
    return yaml_bool_or(map, "example", false, &p->is_example, e);
}

/* Puts the period behind those before it; one that was open ends where this one begins. */
static enum status period_append(struct parameter_period *periods, size_t *count,
                                 const struct parameter_period *p, const struct yaml_node *node,
                                 struct error *e)
{
    if (*count == PLAN_PERIODS_MAX)
        return yaml_refuse(node, e, "PLAN_PERIODS", _("一个参数最多 %d 个时段"), PLAN_PERIODS_MAX);
    if (*count > 0) {
        struct parameter_period *last = &periods[*count - 1];
        char month[MONTH_TEXT_BYTES];
        const struct yaml_node *from = yaml_get(node, "from");
        if (p->from.v == last->from.v)
            return yaml_refuse(from, e, "PLAN_PERIOD_TWICE", _("从 %s 起的数值写了两次"),
                               month_format(p->from, month));
        if (p->from.v < last->from.v)
            return yaml_refuse(from, e, "PLAN_PERIOD_ORDER",
                               _("时段应按月份先后排列，上一段从 %s 起"),
                               month_format(last->from, month));
        if (last->to.v != MONTH_OPEN.v && last->to.v >= p->from.v)
            return yaml_refuse(from, e, "PLAN_PERIOD_OVERLAP",
                               _("与上一段重叠：上一段到 %s 才结束"),
                               month_format(last->to, month));
        if (last->to.v == MONTH_OPEN.v)
            last->to = month_add(p->from, -1);
    }
    periods[(*count)++] = *p;
    return STATUS_OK;
}

static enum status parameter_add(struct plan *plan, enum policy_key key,
                                 const struct parameter_period *periods, size_t count,
                                 struct error *e)
{
    struct parameter_period *kept = ARENA_ARRAY(plan->arena, struct parameter_period, count);
    if (!kept)
        return arena_exhausted(e);
    memcpy(kept, periods, count * sizeof *kept);
    plan->parameters[plan->parameter_count++] =
        (struct plan_parameter){.key = key, .count = count, .periods = kept};
    return STATUS_OK;
}

static bool has_parameter(const struct plan *plan, enum policy_key key)
{
    for (size_t i = 0; i < plan->parameter_count; i++) {
        if (plan->parameters[i].key == key)
            return true;
    }
    return false;
}

static enum status bind_parameter(struct plan *plan, const struct yaml_node *node, struct error *e)
{
    const char *name, *clause;
    enum policy_key key;
    const struct yaml_node *list;
    TRY(yaml_known_keys(node, YAML_KEYS("name", "clause", "periods"), e));
    TRY(yaml_text(node, "name", &name, e));
    if (!policy_key_parse(name, &key) || policy_key_is_share(key) || policy_key_is_stage(key))
        return yaml_refuse(yaml_get(node, "name"), e, "POLICY_UNKNOWN", _("没有名为“%.80s”的参数"),
                           name);
    if (has_parameter(plan, key))
        return yaml_refuse(yaml_get(node, "name"), e, "PLAN_PARAMETER_TWICE", _("参数“%s”写了两次"),
                           name);
    TRY(plan_bind_clause(plan, node, &clause, e));
    TRY(yaml_sequence(node, "periods", &list, e));
    if (list->count == 0)
        return yaml_refuse(list, e, "PLAN_PERIODS", _("参数“%s”没有数值"), name);
    struct parameter_period periods[PLAN_PERIODS_MAX];
    size_t count = 0;
    for (const struct yaml_node *c = list->first; c; c = c->next) {
        struct parameter_period p = {.clause = clause};
        TRY(yaml_known_keys(c, YAML_KEYS("from", "to", "value", "document", "example"), e));
        TRY(bind_period(c, &p, e));
        TRY(bind_value(c, key, &p.value, e));
        TRY(period_append(periods, &count, &p, c, e));
    }
    return parameter_add(plan, key, periods, count, e);
}

enum status plan_bind_parameters(struct plan *plan, const struct yaml_node *root, struct error *e)
{
    const struct yaml_node *list;
    TRY(yaml_sequence(root, "parameters", &list, e));
    for (const struct yaml_node *c = list->first; c; c = c->next)
        TRY(bind_parameter(plan, c, e));
    for (int k = 0; k < POLICY_FUND_SHARE_FIRST; k++) {
        if (!policy_key_is_case((enum policy_key)k) && !has_parameter(plan, (enum policy_key)k))
            return yaml_refuse(list, e, "PLAN_PARAMETER_MISSING", _("缺少参数 %s"),
                               policy_key_name((enum policy_key)k));
    }
    return STATUS_OK;
}

/* A clause of the rule set as this plan has it; a plan without it says nothing of the matter. */
static const char *clause_of(const struct plan *plan, const char *id)
{
    for (size_t i = 0; i < plan->clause_count; i++) {
        if (strcmp(plan->clauses[i].id, id) == 0)
            return plan->clauses[i].id;
    }
    return "";
}

enum status plan_parameter_default(struct plan *plan, enum policy_key key, struct month from,
                                   const struct rule_value *value, struct error *e)
{
    struct parameter_period p = {.from = from,
                                 .to = MONTH_OPEN,
                                 .value = value->value,
                                 .document = value->document,
                                 .clause = clause_of(plan, value->clause),
                                 .is_example = value->is_example};
    return has_parameter(plan, key) ? STATUS_OK : parameter_add(plan, key, &p, 1, e);
}

enum status plan_bind_casework(struct plan *plan, const struct yaml_node *root, struct error *e)
{
    const struct yaml_node *map = yaml_get(root, "casework");
    int64_t rule_set;
    struct month from;
    if (!map)
        return STATUS_OK;
    TRY(yaml_known_keys(map, YAML_KEYS("rules", "from"), e));
    TRY(yaml_i64(map, "rules", &rule_set, e));
    if (!rule_set_exists(rule_set))
        return yaml_refuse(yaml_get(map, "rules"), e, "PLAN_RULES",
                           _("没有 %lld 这套办理规则：可选 2012（民发〔2012〕220号、令456号）或 "
                             "2021（民发〔2021〕57号、43号）"),
                           (long long)rule_set);
    TRY(yaml_month_or(map, "from", month_make(plan->year, 1), &from, e));
    for (int k = POLICY_CASE_RULE_SET; k < POLICY_FUND_SHARE_FIRST; k++) {
        enum policy_key key = (enum policy_key)k;
        struct rule_value value = rule_set_value(rule_set, key);
        TRY(plan_parameter_default(plan, key, from, &value, e));
    }
    return STATUS_OK;
}

/* Rates that make the whole in each period: `keys` in the file, parameters from `first` on. */
struct whole {
    const char *const *keys; /* ended by NULL */
    const char *const *known_keys;
    size_t count;
    int first;
    const char *clause, *code, *what;
    const char *message; /* of what, and the sum */
};
#define WHOLE_PARTS_MAX POLICY_PROJECT_STAGES

static enum status bind_whole_period(const struct yaml_node *node, const struct whole *whole,
                                     struct parameter_period *p, int64_t part[WHOLE_PARTS_MAX],
                                     struct error *e)
{
    int64_t total = 0;
    TRY(yaml_known_keys(node, whole->known_keys, e));
    TRY(bind_period(node, p, e));
    for (size_t i = 0; i < whole->count; i++) {
        TRY(yaml_rate_bp(node, whole->keys[i], &part[i], e));
        total += part[i];
    }
    char sum[FEN_TEXT_BYTES];
    if (total != 10000)
        return yaml_refuse(node, e, whole->code, whole->message, whole->what,
                           fen_format(FEN(total), sum));
    return STATUS_OK;
}

static enum status bind_whole(struct plan *plan, const struct yaml_node *list,
                              const struct whole *whole, struct error *e)
{
    struct parameter_period periods[WHOLE_PARTS_MAX][PLAN_PERIODS_MAX];
    size_t count = 0;
    if (list->count == 0)
        return yaml_refuse(list, e, "PLAN_PERIODS", _("“%s”没有内容"), list->key);
    for (const struct yaml_node *c = list->first; c; c = c->next) {
        struct parameter_period p = {.clause = whole->clause};
        int64_t part[WHOLE_PARTS_MAX];
        TRY(bind_whole_period(c, whole, &p, part, e));
        size_t before = count;
        for (size_t i = 0; i < whole->count; i++) {
            p.value = part[i];
            count = before;
            TRY(period_append(periods[i], &count, &p, c, e));
        }
    }
    for (size_t i = 0; i < whole->count; i++)
        TRY(parameter_add(plan, (enum policy_key)(whole->first + (int)i), periods[i], count, e));
    return STATUS_OK;
}

/* The four sources of a fund. */
enum status plan_bind_fund_shares(struct plan *plan, const struct yaml_node *fund_node,
                                  enum fund fund, const char *clause, struct error *e)
{
    const struct yaml_node *list;
    struct whole whole = {.keys = source_codes,
                          .known_keys = YAML_KEYS("from", "to", "document", "example", "central",
                                                  "province", "city", "county"),
                          .count = FUND_SOURCE_COUNT,
                          .first = POLICY_FUND_SHARE_FIRST + ((int)fund - 1) * FUND_SOURCE_COUNT,
                          .clause = clause,
                          .code = "PLAN_SHARES",
                          .what = fund_code(fund),
                          .message = _("资金 %s 的各级分担合计为 %s%%，应为 100%%")};
    TRY(yaml_sequence(fund_node, "shares", &list, e));
    return bind_whole(plan, list, &whole, e);
}

#define STAGE_CODES                                                                                \
    "site", "approval", "design", "tender", "foundation", "structure", "roof", "fitout",           \
        "acceptance", "in_use"
const char *const plan_stage_codes[POLICY_PROJECT_STAGES + 1] = {STAGE_CODES, NULL};

/* `stage_weights: {clause, weights: [...]}`; a plan without projects needs none. */
enum status plan_bind_stage_weights(struct plan *plan, const struct yaml_node *root,
                                    struct error *e)
{
    const struct yaml_node *map = yaml_get(root, "stage_weights"), *list;
    struct whole whole = {.keys = plan_stage_codes,
                          .known_keys = YAML_KEYS("from", "to", "document", "example", STAGE_CODES),
                          .count = POLICY_PROJECT_STAGES,
                          .first = POLICY_PROJECT_STAGE_FIRST,
                          .code = "PLAN_STAGE_WEIGHTS",
                          .what = "stage_weights",
                          .message = _("%s 的权重合计为 %s%%，应为 100%%")};
    if (!map)
        return STATUS_OK;
    TRY(yaml_known_keys(map, YAML_KEYS("clause", "weights"), e));
    TRY(plan_bind_clause(plan, map, &whole.clause, e));
    TRY(yaml_sequence(map, "weights", &list, e));
    return bind_whole(plan, list, &whole, e);
}
