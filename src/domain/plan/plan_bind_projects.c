/* Projects of P3.4 in the plan: what is to be built, where, in which books of targets. */
#include "domain/plan/plan_model.h"

#include <string.h>

#include "base/i18n.h"

#define PROJECT_BEDS_MAX 10000
#define PROJECT_AREA_MAX 10000000
#define BOOK_COUNT 2

static const char *const books[BOOK_COUNT] = {"city", "county"};

static enum status bind_kind(const struct yaml_node *node, enum project_kind *ret, struct error *e)
{
    static const char *const kinds[] = {
        [PROJECT_NEW] = "new", [PROJECT_EXTEND] = "extend", [PROJECT_CONVERT] = "convert"};
    const char *code;
    TRY(yaml_text(node, "kind", &code, e));
    for (int k = PROJECT_NEW; k <= PROJECT_CONVERT; k++) {
        if (strcmp(kinds[k], code) == 0) {
            *ret = (enum project_kind)k;
            return STATUS_OK;
        }
    }
    return yaml_refuse(yaml_get(node, "kind"), e, "PROJECT_KIND",
                       _("没有“%.40s”这种项目：可用 new（新建）、extend（改扩建）、"
                         "convert（购置改造）"),
                       code);
}

static enum status bind_investment(const struct yaml_node *node, struct project_scope *scope,
                                   struct error *e)
{
    static const char *const keys[PROJECT_SOURCES] = {"central", "province", "city", "county",
                                                      "own"};
    const struct yaml_node *map;
    TRY(yaml_mapping(node, "investment", &map, e));
    TRY(yaml_known_keys(map, YAML_KEYS("central", "province", "city", "county", "own"), e));
    for (size_t i = 0; i < PROJECT_SOURCES; i++) {
        TRY(yaml_fen(map, keys[i], &scope->investment[i], e));
        if (scope->investment[i].v < 0)
            return yaml_refuse(yaml_get(map, keys[i]), e, "YAML_VALUE", _("不能小于零"));
    }
    return STATUS_OK;
}

/* Finished in the plan's own year: the targets it counts in are that year's. */
static enum status bind_days(const struct plan *plan, const struct yaml_node *node,
                             struct project_entry *entry, struct error *e)
{
    struct project_scope *scope = &entry->scope;
    const struct yaml_node *map;
    struct date last = {INT32_MIN};
    TRY(yaml_date(node, "start", &scope->start_on, e));
    TRY(yaml_date(node, "finish", &scope->finish_on, e));
    if (scope->start_on.v > scope->finish_on.v)
        return yaml_refuse(yaml_get(node, "finish"), e, "PROJECT_DAYS", _("竣工日早于开工日"));
    if (month_year(date_month(scope->finish_on)) != plan->year)
        return yaml_refuse(yaml_get(node, "finish"), e, "TARGET_YEAR", _("不在方案的年份 %d 之内"),
                           plan->year);
    if (!yaml_get(node, "stages"))
        return STATUS_OK;
    TRY(yaml_mapping(node, "stages", &map, e));
    TRY(yaml_known_keys(map, plan_stage_codes, e));
    for (size_t i = 0; i < PROJECT_STAGES; i++) {
        if (!yaml_get(map, plan_stage_codes[i]))
            continue;
        TRY(yaml_date(map, plan_stage_codes[i], &entry->stages[i], e));
        if (entry->stages[i].v < last.v)
            return yaml_refuse(yaml_get(map, plan_stage_codes[i]), e, "PROJECT_DAYS",
                               _("各阶段的计划日期应按先后排列"));
        last = entry->stages[i];
    }
    return STATUS_OK;
}

static const char *home_named(const struct plan *plan, const char *name)
{
    for (size_t i = 0; i < plan->home_count; i++) {
        if (strcmp(plan->homes[i].name, name) == 0)
            return plan->homes[i].name;
    }
    return NULL;
}

static enum status bind_home_name(const struct plan *plan, const struct yaml_node *node,
                                  const char **ret, struct error *e)
{
    const char *name;
    if (!yaml_get(node, "home"))
        return STATUS_OK;
    TRY(yaml_text(node, "home", &name, e));
    *ret = home_named(plan, name);
    if (!*ret)
        return yaml_refuse(yaml_get(node, "home"), e, "PLAN_HOME_UNKNOWN", _("homes 中没有“%.60s”"),
                           name);
    return STATUS_OK;
}

static enum status bind_project(struct plan *plan, const struct yaml_node *node, struct error *e)
{
    struct plan_project *p = &plan->projects[plan->project_count];
    struct project_scope *scope = &p->entry.scope;
    bool in_book[BOOK_COUNT] = {false}, is_example;
    struct fen land;
    TRY(yaml_known_keys(node,
                        YAML_KEYS("code", "name", "home", "township", "site", "kind", "beds",
                                  "area", "land", "investment", "start", "finish", "books",
                                  "stages", "document", "example"),
                        e));
    TRY(yaml_text(node, "code", &p->entry.code, e));
    TRY(yaml_text(node, "name", &p->entry.name, e));
    for (size_t i = 0; i < plan->project_count; i++) {
        const struct project_entry *other = &plan->projects[i].entry;
        if (strcmp(other->code, p->entry.code) == 0 || strcmp(other->name, p->entry.name) == 0)
            return yaml_refuse(yaml_get(node, "code"), e, "PROJECT_TWICE", _("项目“%.60s”写了两次"),
                               p->entry.name);
    }
    TRY(bind_home_name(plan, node, &p->home, e));
    TRY(plan_bind_township(plan, node, "township", &scope->township, e));
    TRY(yaml_text_or(node, "site", "", &scope->site, e));
    TRY(bind_kind(node, &scope->kind, e));
    TRY(yaml_i64_between(node, "beds", 1, PROJECT_BEDS_MAX, &scope->beds, e));
    TRY(yaml_i64_between(node, "area", 0, PROJECT_AREA_MAX, &scope->area_m2, e));
    TRY(yaml_fen(node, "land", &land, e));
    if (land.v < 0)
        return yaml_refuse(yaml_get(node, "land"), e, "YAML_VALUE", _("不能小于零"));
    scope->land = land.v; /* both have two decimals */
    TRY(bind_investment(node, scope, e));
    TRY(bind_days(plan, node, &p->entry, e));
    TRY(plan_bind_books(node, in_book, e));
    p->entry.is_city = in_book[0];
    p->entry.is_county = in_book[1];
    TRY(yaml_text_or(node, "document", plan->document, &scope->document, e));
    TRY(yaml_bool_or(node, "example", false, &is_example, e));
    plan->project_count++;
    return STATUS_OK;
}

/* The beds that a township is to have in a book at the end of the year. */
static int64_t target_beds(const struct plan *plan, const char *book, int64_t township)
{
    int64_t value = 0;
    struct date due = {INT32_MIN};
    for (size_t i = 0; i < plan->target_count; i++) {
        const struct plan_target *t = &plan->targets[i];
        if (strcmp(t->measure, "beds") == 0 && strcmp(t->book, book) == 0 &&
            t->township == township && t->due.v >= due.v) {
            value = t->value;
            due = t->due;
        }
    }
    return value;
}

/* What is to be built is what is asked for: in each township, in each book. */
static enum status check_sums(const struct plan *plan, const struct yaml_node *list,
                              struct error *e)
{
    const struct division *d;
    for (size_t i = 0; (d = division_at(plan->townships, i)) != NULL; i++) {
        if (d->level != LEVEL_TOWNSHIP)
            continue;
        for (size_t b = 0; b < BOOK_COUNT; b++) {
            const struct yaml_node *node = list->first, *last = NULL;
            int64_t sum = 0, target = target_beds(plan, books[b], d->code);
            for (size_t k = 0; k < plan->project_count; k++, node = node->next) {
                const struct project_entry *p = &plan->projects[k].entry;
                if (p->scope.township != d->code || !(b == 0 ? p->is_city : p->is_county))
                    continue;
                sum += p->scope.beds;
                last = yaml_get(node, "beds");
            }
            if (sum != target)
                return yaml_refuse(last ? last : list, e, "PROJECT_SUM",
                                   _("%s 口径：%s的项目床位合计 %lld，目标为 %lld"), books[b],
                                   d->name, (long long)sum, (long long)target);
        }
    }
    return STATUS_OK;
}

/* A plan may have none. */
enum status plan_bind_projects(struct plan *plan, const struct yaml_node *root, struct error *e)
{
    const struct yaml_node *list;
    if (!yaml_get(root, "projects"))
        return STATUS_OK;
    TRY(yaml_sequence(root, "projects", &list, e));
    if (list->count > PLAN_ROWS_MAX)
        return yaml_refuse(list, e, "PLAN_ROWS", _("最多 %d 行"), PLAN_ROWS_MAX);
    plan->projects = ARENA_ARRAY(plan->arena, struct plan_project, (size_t)list->count + 1);
    if (!plan->projects)
        return arena_exhausted(e);
    for (const struct yaml_node *c = list->first; c; c = c->next)
        TRY(bind_project(plan, c, e));
    return list->count ? check_sums(plan, list, e) : STATUS_OK;
}

enum status plan_bind_post_home(const struct plan *plan, const struct yaml_node *node,
                                struct plan_post *post, struct error *e)
{
    if (strcmp(post->role, "home_director") != 0)
        return STATUS_OK;
    TRY(bind_home_name(plan, node, &post->home, e));
    if (post->home) {
        for (size_t i = 0; i < plan->home_count; i++) {
            if (plan->homes[i].name == post->home && plan->homes[i].township != post->scope)
                return yaml_refuse(yaml_get(node, "home"), e, "POST_SCOPE", _("%s 不在这个乡镇"),
                                   post->home);
        }
        return STATUS_OK;
    }
    size_t count = 0;
    for (size_t i = 0; i < plan->home_count; i++) {
        if (plan->homes[i].township == post->scope) {
            post->home = plan->homes[i].name;
            count++;
        }
    }
    if (count != 1)
        post->home = NULL;
    return STATUS_OK;
}
