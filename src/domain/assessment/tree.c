/* Reads a tree of assessment: rows in order, parents before children. */
#include "domain/assessment/tree.h"

#include <string.h>

#include "base/i18n.h"
#include "tree_sql.h"

struct code_label {
    const char *code, *label;
};
static const struct code_label scopes[] = {[ASSESSMENT_MIDYEAR] = {"MIDYEAR", N_("年中考核")},
                                           [ASSESSMENT_YEAR] = {"YEAR", N_("年终考核")}};
static const struct code_label sources[] = {
    [ASSESSMENT_GROUP] = {"GROUP", N_("合计")},
    [ASSESSMENT_SYSTEM] = {"SYSTEM", N_("系统计算")},
    [ASSESSMENT_INSPECTION] = {"INSPECTION", N_("检查评分")},
    [ASSESSMENT_SELF] = {"SELF", N_("自查自评")},
    [ASSESSMENT_SURVEY] = {"SURVEY", N_("百姓测评")}};
static const struct code_label rules[] = {[ASSESSMENT_SUM] = {"SUM", N_("下级合计")},
                                          [ASSESSMENT_LINEAR] = {"LINEAR", N_("按比例计分")},
                                          [ASSESSMENT_STEP] = {"STEP", N_("分档计分")},
                                          [ASSESSMENT_DEDUCT] = {"DEDUCT", N_("按件扣分")},
                                          [ASSESSMENT_VETO] = {"VETO", N_("一票否决")},
                                          [ASSESSMENT_BONUS] = {"BONUS", N_("加分")},
                                          [ASSESSMENT_MARK] = {"MARK", N_("评分")}};
static const char *const missings[] = {
    [ASSESSMENT_SPREAD] = "SPREAD", [ASSESSMENT_FULL] = "FULL", [ASSESSMENT_ZERO] = "ZERO"};
#define LAST(array) (sizeof(array) / sizeof *(array)-1)

static int code_find(const struct code_label *list, size_t last, const char *code)
{
    for (size_t i = 1; i <= last; i++) {
        if (strcmp(list[i].code, code) == 0)
            return (int)i;
    }
    return 0;
}

const char *assessment_scope_code(enum assessment_scope s)
{
    return s >= ASSESSMENT_MIDYEAR && s <= LAST(scopes) ? scopes[s].code : "";
}

const char *assessment_scope_label(enum assessment_scope s)
{
    return s >= ASSESSMENT_MIDYEAR && s <= LAST(scopes) ? scopes[s].label : "";
}

const char *assessment_source_label(enum assessment_source s)
{
    return s >= ASSESSMENT_GROUP && s <= LAST(sources) ? sources[s].label : "";
}

const char *assessment_rule_label(enum assessment_rule r)
{
    return r >= ASSESSMENT_SUM && r <= LAST(rules) ? rules[r].label : "";
}

enum status assessment_scope_parse(const char *text, enum assessment_scope *ret, struct error *e)
{
    static const char *const words[] = {"", "midyear", "year"};
    for (int s = ASSESSMENT_MIDYEAR; s <= ASSESSMENT_YEAR; s++) {
        if (text && (strcmp(text, words[s]) == 0 || strcmp(text, scopes[s].code) == 0)) {
            *ret = (enum assessment_scope)s;
            return STATUS_OK;
        }
    }
    return error_set(e, STATUS_REFUSED, "ASSESSMENT_SCOPE",
                     _("没有“%.20s”这种考核：可用 midyear（年中）、year（年终）"),
                     text ? text : "");
}

static enum status node_of_row(const struct assessment_node_row *row, struct arena *arena,
                               struct assessment_node *ret, struct error *e)
{
    struct assessment_node n = {.number = (int)row->number,
                                .weight_cp = row->weight_cp,
                                .target_bp = row->target_bp,
                                .base_bp = row->base_bp,
                                .per = row->per,
                                .per_cp = row->per_cp,
                                .cap_cp = row->cap_cp,
                                .is_example = row->is_example,
                                .is_tie = row->is_tie};
    n.source = (enum assessment_source)code_find(sources, LAST(sources), row->source);
    n.rule = (enum assessment_rule)code_find(rules, LAST(rules), row->rule);
    n.is_leaf = n.rule != ASSESSMENT_SUM;
    for (int m = ASSESSMENT_SPREAD; m <= ASSESSMENT_ZERO; m++) {
        if (strcmp(missings[m], row->missing) == 0)
            n.missing = (enum assessment_missing)m;
    }
    n.code = arena_strdup(arena, row->code);
    n.parent = arena_strdup(arena, row->parent);
    n.title = arena_strdup(arena, row->title);
    n.indicator = arena_strdup(arena, row->indicator);
    n.book = arena_strdup(arena, row->book);
    n.steps = arena_strdup(arena, row->steps);
    n.clause = arena_strdup(arena, row->clause);
    if (!n.code || !n.parent || !n.title || !n.indicator || !n.book || !n.steps || !n.clause)
        return arena_exhausted(e);
    *ret = n;
    return STATUS_OK;
}

static enum status plan_of(struct db *db, int64_t county, struct arena *arena, int64_t *plan,
                           struct error *e)
{
    struct assessment_plan_last_row last;
    if (*plan)
        return STATUS_OK;
    TRY(assessment_plan_last(db, (struct assessment_plan_last_args){.county = county}, arena, &last,
                             e));
    *plan = last.id;
    return STATUS_OK;
}

enum status assessment_tree_read(struct db *db, int64_t county, int64_t plan,
                                 enum assessment_scope scope, struct arena *arena,
                                 struct assessment_node **ret, size_t *ret_count, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    TRY(plan_of(db, county, arena, &plan, e));
    TRY(assessment_node_list_open(
        db,
        (struct assessment_node_list_args){
            .county = county, .plan = plan, .scope = assessment_scope_code(scope)},
        &cursor, e));
    struct assessment_node *nodes =
        ARENA_ARRAY(arena, struct assessment_node, ASSESSMENT_NODES_MAX);
    struct assessment_node_row row;
    size_t n = 0;
    enum status s;
    if (!nodes)
        return arena_exhausted(e);
    while ((s = assessment_node_list_next(cursor, &row, e)) == STATUS_OK) {
        if (n == ASSESSMENT_NODES_MAX)
            return error_set(e, STATUS_FAILED, "ASSESSMENT_TREE", _("考核项目超过 %d 项"),
                             ASSESSMENT_NODES_MAX);
        TRY(node_of_row(&row, arena, &nodes[n], e));
        n++;
    }
    if (s != STATUS_NONE)
        return s;
    if (n == 0)
        return STATUS_NONE;
    *ret = nodes;
    *ret_count = n;
    return STATUS_OK;
}
