/* `assessment`: the year's trees of points, one for the middle and one for the end of the year. */
#include "domain/plan/plan_model.h"

#include <string.h>

#include "base/i18n.h"

#define NODE_CODE_BYTES_MAX 20
#define NODE_TITLE_BYTES_MAX 120
#define INDICATOR_BYTES_MAX 60
#define NODE_STEPS_MAX 20
#define NODE_STEP_BYTES 24
#define POINTS_CP_MAX 10000
#define SHARE_BP_MAX 100000
#define PER_MAX 1000000
#define SCOPES 2

static const char *const scopes[SCOPES] = {"midyear", "year"};
static const char *const scope_codes[SCOPES] = {"MIDYEAR", "YEAR"};

struct word {
    const char *yaml, *code;
};
static const struct word sources[] = {{"group", "GROUP"},           {"system", "SYSTEM"},
                                      {"inspection", "INSPECTION"}, {"self", "SELF"},
                                      {"survey", "SURVEY"},         {NULL, NULL}};
static const struct word rules[] = {{"sum", "SUM"},       {"linear", "LINEAR"}, {"step", "STEP"},
                                    {"deduct", "DEDUCT"}, {"veto", "VETO"},     {"bonus", "BONUS"},
                                    {"mark", "MARK"},     {NULL, NULL}};
static const struct word missings[] = {
    {"spread", "SPREAD"}, {"full", "FULL"}, {"zero", "ZERO"}, {NULL, NULL}};

/* Which sources a rule can be fed from. */
static const struct {
    const char *rule, *source;
} pairs[] = {{"SUM", "GROUP"},         {"LINEAR", "SYSTEM"},    {"LINEAR", "SURVEY"},
             {"STEP", "SYSTEM"},       {"STEP", "SURVEY"},      {"DEDUCT", "SYSTEM"},
             {"DEDUCT", "INSPECTION"}, {"VETO", "SYSTEM"},      {"VETO", "INSPECTION"},
             {"BONUS", "SYSTEM"},      {"BONUS", "INSPECTION"}, {"MARK", "INSPECTION"},
             {"MARK", "SELF"}};

static bool is(const char *a, const char *b)
{
    return strcmp(a, b) == 0;
}

static enum status refuse(const struct yaml_node *node, const char *key, struct error *e,
                          const char *message)
{
    const struct yaml_node *at = yaml_get(node, key);
    return yaml_refuse(at ? at : node, e, "ASSESSMENT_TREE", "%s", message);
}

static enum status word_of(const struct yaml_node *node, const char *key, const struct word *words,
                           const char **ret, struct error *e)
{
    const char *text;
    TRY(yaml_text(node, key, &text, e));
    for (; words->yaml; words++) {
        if (is(words->yaml, text)) {
            *ret = words->code;
            return STATUS_OK;
        }
    }
    return yaml_refuse(yaml_get(node, key), e, "ASSESSMENT_TREE", _("“%s”不能写“%.40s”"), key,
                       text);
}

/* Points with at most two decimals, in hundredths. */
static enum status points(const struct yaml_node *node, const char *key, int64_t *ret,
                          struct error *e)
{
    const struct yaml_node *at;
    struct fen cp; /* two decimals as well */
    TRY(yaml_need(node, key, &at, e));
    if (at->kind != YAML_SCALAR || at->is_quoted ||
        strspn(at->text, "0123456789.") != strlen(at->text) ||
        fen_parse(at->text, &cp, NULL) != STATUS_OK || cp.v < 0 || cp.v > POINTS_CP_MAX)
        return yaml_refuse(at, e, "YAML_VALUE",
                           _("“%s”应为 0 到 100 的分值，最多两位小数，如 20.00"), key);
    *ret = cp.v;
    return STATUS_OK;
}

static enum status share(const struct yaml_node *node, const char *key, int64_t *ret,
                         struct error *e)
{
    if (!yaml_get(node, key))
        return STATUS_OK;
    TRY(yaml_rate_bp(node, key, ret, e));
    if (*ret < 0 || *ret > SHARE_BP_MAX)
        return refuse(node, key, e, _("比例超出范围"));
    return STATUS_OK;
}

/* "per: 2" cases, or "per: 5%" of share above the base. */
static enum status bind_per(const struct yaml_node *node, struct plan_assessment_node *n,
                            struct error *e)
{
    if (is(n->rule, "BONUS") && n->base_bp > 0) {
        TRY(yaml_rate_bp(node, "per", &n->per, e));
        if (n->per <= 0)
            return refuse(node, "per", e, _("应大于零"));
    } else {
        TRY(yaml_i64_between(node, "per", 1, PER_MAX, &n->per, e));
    }
    return points(node, "points", &n->per_cp, e);
}

/* steps: from which share on, which share of the points. Ascending. */
static enum status bind_steps(struct plan *plan, const struct yaml_node *node,
                              struct plan_assessment_node *n, struct error *e)
{
    const struct yaml_node *list;
    int64_t last = -1;
    TRY(yaml_sequence(node, "steps", &list, e));
    if (list->count < 1 || list->count > NODE_STEPS_MAX)
        return refuse(node, "steps", e, _("steps 应有 1 到 20 档"));
    const char *text = "";
    for (const struct yaml_node *c = list->first; c; c = c->next) {
        int64_t from = 0, part = 0;
        TRY(yaml_known_keys(c, YAML_KEYS("from", "share"), e));
        TRY(yaml_rate_bp(c, "from", &from, e));
        TRY(yaml_rate_bp(c, "share", &part, e));
        if (from <= last || from > SHARE_BP_MAX)
            return refuse(c, "from", e, _("各档应从低到高"));
        if (part < 0 || part > 10000)
            return refuse(c, "share", e, _("得分比例应在 0 到 100% 之间"));
        last = from;
        text = arena_printf(plan->arena, "%s%s%lld:%lld", text, text[0] ? " " : "", (long long)from,
                            (long long)part);
        if (!text)
            return arena_exhausted(e);
    }
    n->steps = text;
    return STATUS_OK;
}

/* The numbers that a rule needs, and no others. */
static enum status bind_rule(struct plan *plan, const struct yaml_node *node,
                             struct plan_assessment_node *n, struct error *e)
{
    static const struct {
        const char *rule, *needs[5];
    } allowed[] = {{"SUM", {NULL}},           {"LINEAR", {"base", "target", NULL}},
                   {"STEP", {"steps", NULL}}, {"DEDUCT", {"per", "points", NULL}},
                   {"VETO", {NULL}},          {"BONUS", {"base", "per", "points", "cap", NULL}},
                   {"MARK", {NULL}}};
    static const char *const numbers[] = {"base", "target", "steps", "per", "points", "cap"};
    for (size_t r = 0; r < sizeof allowed / sizeof *allowed; r++) {
        if (!is(allowed[r].rule, n->rule))
            continue;
        for (size_t k = 0; k < sizeof numbers / sizeof *numbers; k++) {
            bool is_allowed = false;
            for (size_t i = 0; allowed[r].needs[i]; i++)
                is_allowed = is_allowed || is(allowed[r].needs[i], numbers[k]);
            if (!is_allowed && yaml_get(node, numbers[k]))
                return refuse(node, numbers[k], e, _("这种计分办法不用这一项"));
        }
    }
    TRY(share(node, "base", &n->base_bp, e));
    TRY(share(node, "target", &n->target_bp, e));
    if (is(n->rule, "LINEAR") && n->target_bp > 0 && n->target_bp == n->base_bp)
        return refuse(node, "target", e, _("起点和目标不能相同"));
    if (is(n->rule, "STEP"))
        TRY(bind_steps(plan, node, n, e));
    if (is(n->rule, "DEDUCT") || is(n->rule, "BONUS"))
        TRY(bind_per(node, n, e));
    return is(n->rule, "BONUS") ? points(node, "cap", &n->cap_cp, e) : STATUS_OK;
}

static bool suffix_is(const char *text, const char *suffix)
{
    size_t a = strlen(text), b = strlen(suffix);
    return a >= b && is(text + a - b, suffix);
}

/* Whether there is such an indicator is asked when an assessment is opened: indicators stand above
   the plan. */
static enum status bind_indicator(const struct yaml_node *node, struct plan_assessment_node *n,
                                  struct error *e)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz_";
    bool is_needed = is(n->source, "SYSTEM") || is(n->source, "SURVEY");
    TRY(yaml_text_or(node, "indicator", "", &n->indicator, e));
    TRY(yaml_text_or(node, "book", "", &n->book, e));
    if (!is_needed) {
        if (n->indicator[0] || n->book[0])
            return refuse(node, n->indicator[0] ? "indicator" : "book", e,
                          _("只有来自系统或测评的项目才写指标"));
        return STATUS_OK;
    }
    size_t head = strspn(n->indicator, letters);
    const char *tail = n->indicator + head;
    if (head == 0 || *tail != '.' || strspn(tail + 1, letters) != strlen(tail + 1) || !tail[1] ||
        strlen(n->indicator) > INDICATOR_BYTES_MAX)
        return refuse(node, "indicator", e, _("指标代码的写法如 pay.on_time_dibao"));
    const char *book = suffix_is(n->indicator, "_city")     ? "city"
                       : suffix_is(n->indicator, "_county") ? "county"
                                                            : "";
    if (!is(book, n->book))
        return refuse(node, "book", e,
                      _("口径与指标不符：指标以 _city 或 _county 结尾的写 city "
                        "或 county，其他的不写"));
    return STATUS_OK;
}

static struct plan_assessment_node *node_of(struct plan *plan, const char *scope, const char *code)
{
    for (size_t i = 0; i < plan->assessment_count; i++) {
        struct plan_assessment_node *n = &plan->assessment[i];
        if (is(n->scope, scope) && is(n->code, code))
            return n;
    }
    return NULL;
}

static enum status bind_place(struct plan *plan, const struct yaml_node *node,
                              struct plan_assessment_node *n, struct error *e)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-";
    TRY(yaml_text(node, "code", &n->code, e));
    if (strspn(n->code, letters) != strlen(n->code) || strlen(n->code) > NODE_CODE_BYTES_MAX)
        return refuse(node, "code", e, _("项目代码只用大写字母、数字、点和横线，不超过 20 个字符"));
    if (node_of(plan, n->scope, n->code))
        return refuse(node, "code", e, _("这个代码写了两次"));
    TRY(yaml_text_or(node, "parent", "", &n->parent, e));
    if (!n->parent[0])
        return STATUS_OK;
    const struct plan_assessment_node *parent = node_of(plan, n->scope, n->parent);
    if (!parent || !is(parent->rule, "SUM"))
        return refuse(node, "parent", e, _("上级应是写在前面的 sum 项目"));
    n->depth = parent->depth + 1;
    if (n->depth >= PLAN_ASSESSMENT_DEPTH_MAX)
        return refuse(node, "parent", e, _("最多四层"));
    return STATUS_OK;
}

static enum status bind_node(struct plan *plan, const struct yaml_node *node, const char *scope,
                             int number, struct error *e)
{
    struct plan_assessment_node *n = &plan->assessment[plan->assessment_count];
    *n = (struct plan_assessment_node){.scope = scope, .number = number, .steps = ""};
    TRY(yaml_known_keys(node,
                        YAML_KEYS("code", "parent", "title", "weight", "source", "rule",
                                  "indicator", "book", "base", "target", "steps", "per", "points",
                                  "cap", "missing", "clause", "example"),
                        e));
    TRY(bind_place(plan, node, n, e));
    TRY(yaml_text(node, "title", &n->title, e));
    if (strlen(n->title) > NODE_TITLE_BYTES_MAX)
        return refuse(node, "title", e, _("名称过长"));
    TRY(word_of(node, "source", sources, &n->source, e));
    TRY(word_of(node, "rule", rules, &n->rule, e));
    bool fits = false;
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        fits = fits || (is(pairs[i].rule, n->rule) && is(pairs[i].source, n->source));
    if (!fits)
        return refuse(node, "rule", e, _("这种来源不能用这种计分办法"));
    n->missing = "SPREAD";
    if (yaml_get(node, "missing"))
        TRY(word_of(node, "missing", missings, &n->missing, e));
    bool is_apart = is(n->rule, "VETO") || is(n->rule, "BONUS");
    if (is_apart && yaml_get(node, "weight"))
        return refuse(node, "weight", e, _("加分和否决项目不占分值，不写 weight"));
    if (!is_apart)
        TRY(points(node, "weight", &n->weight_cp, e));
    if (!is_apart && !is(n->rule, "SUM") && n->weight_cp == 0)
        return refuse(node, "weight", e, _("分值应大于零"));
    TRY(bind_indicator(node, n, e));
    TRY(bind_rule(plan, node, n, e));
    TRY(plan_bind_clause(plan, node, &n->clause, e));
    TRY(yaml_bool_or(node, "example", false, &n->is_example, e));
    plan->assessment_count++;
    return STATUS_OK;
}

/* Children give what their parent has; the first level gives a hundred. Bonus and veto stand
   apart. */
static enum status check_weights(const struct plan *plan, size_t first,
                                 const struct yaml_node *list, struct error *e)
{
    const struct yaml_node *node = list->first;
    int64_t roots = 0;
    for (size_t i = first; i < plan->assessment_count; i++, node = node->next) {
        const struct plan_assessment_node *n = &plan->assessment[i];
        int64_t sum = 0;
        size_t children = 0;
        if (!n->parent[0])
            roots += n->weight_cp;
        if (!is(n->rule, "SUM"))
            continue;
        for (size_t k = i + 1; k < plan->assessment_count; k++) {
            if (!is(plan->assessment[k].parent, n->code))
                continue;
            sum += plan->assessment[k].weight_cp;
            children++;
        }
        if (children == 0)
            return refuse(node, "code", e, _("sum 项目下面没有项目"));
        if (sum != n->weight_cp)
            return yaml_refuse(yaml_get(node, "weight"), e, "ASSESSMENT_SUM",
                               _("%s 的下级分值合计 %lld.%02lld，应为 %lld.%02lld"), n->code,
                               (long long)(sum / 100), (long long)(sum % 100),
                               (long long)(n->weight_cp / 100), (long long)(n->weight_cp % 100));
    }
    if (roots != POINTS_CP_MAX)
        return yaml_refuse(list, e, "ASSESSMENT_SUM", _("第一层分值合计 %lld.%02lld，应为 100.00"),
                           (long long)(roots / 100), (long long)(roots % 100));
    return STATUS_OK;
}

static enum status bind_tree(struct plan *plan, const struct yaml_node *node, bool is_seen[SCOPES],
                             struct error *e)
{
    const struct yaml_node *list;
    const char *scope, *tie;
    size_t first = plan->assessment_count, s = 0;
    int number = 1;
    TRY(yaml_known_keys(node, YAML_KEYS("scope", "tie", "nodes"), e));
    TRY(yaml_text(node, "scope", &scope, e));
    while (s < SCOPES && !is(scopes[s], scope))
        s++;
    if (s == SCOPES || is_seen[s])
        return refuse(node, "scope", e, _("scope 应为 midyear 或 year，各写一次"));
    is_seen[s] = true;
    TRY(yaml_sequence(node, "nodes", &list, e));
    if (list->count < 1 || list->count > PLAN_ASSESSMENT_NODES_MAX)
        return refuse(node, "nodes", e, _("考核项目应有 1 到 200 项"));
    for (const struct yaml_node *c = list->first; c; c = c->next)
        TRY(bind_node(plan, c, scope_codes[s], number++, e));
    TRY(check_weights(plan, first, list, e));
    TRY(yaml_text_or(node, "tie", "same", &tie, e));
    if (is(tie, "same"))
        return STATUS_OK;
    struct plan_assessment_node *decides = node_of(plan, scope_codes[s], tie);
    if (!decides || is(decides->rule, "VETO"))
        return refuse(node, "tie", e, _("tie 应为 same（同分同名次）或本表中一个计分项目的代码"));
    decides->is_tie = true;
    return STATUS_OK;
}

/* A plan may have none: then nothing can be assessed by it. */
enum status plan_bind_assessment(struct plan *plan, const struct yaml_node *root, struct error *e)
{
    const struct yaml_node *list;
    bool is_seen[SCOPES] = {false};
    if (!yaml_get(root, "assessment"))
        return STATUS_OK;
    TRY(yaml_sequence(root, "assessment", &list, e));
    plan->assessment =
        ARENA_ARRAY(plan->arena, struct plan_assessment_node, SCOPES * PLAN_ASSESSMENT_NODES_MAX);
    if (!plan->assessment)
        return arena_exhausted(e);
    if (list->count > SCOPES)
        return yaml_refuse(list, e, "ASSESSMENT_TREE", _("scope 应为 midyear 或 year，各写一次"));
    for (const struct yaml_node *c = list->first; c; c = c->next)
        TRY(bind_tree(plan, c, is_seen, e));
    return STATUS_OK;
}
