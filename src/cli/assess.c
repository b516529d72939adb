/* assess …: the trees of points, rounds, tables of townships, how each point came about. */
#include "cli/assess.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/i18n.h"
#include "base/text.h"

enum status assess_call_begin(struct cli *cli, bool is_writing, struct assess_call *ret,
                              struct error *e)
{
    struct assess_call c = {0};
    TRY(is_writing ? cli_writer(cli, &c.db, e) : cli_reader(cli, &c.db, e));
    TRY(cli_county(cli, &c.county, e));
    TRY(cli_case_actor(cli, &c.actor, e));
    *ret = c;
    return STATUS_OK;
}

enum status assess_call_round(struct cli *cli, bool is_writing, struct assess_call *ret,
                              struct error *e)
{
    int64_t id;
    TRY(cli_number_argument(cli, _("考核"), &id, e));
    TRY(assess_call_begin(cli, is_writing, ret, e));
    enum status s = assessment_head_read(ret->db, ret->county, id, cli_arena(cli), &ret->head, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "ASSESSMENT_UNKNOWN",
                         _("没有第 %" PRId64 " 号考核。用 minsheng assess list 查看。"), id);
    return s;
}

enum status assess_call_township(struct cli *cli, const struct assess_call *c, const char *text,
                                 int64_t *ret, struct error *e)
{
    struct division_table *table;
    const char *suggestion = NULL;
    int64_t code;
    TRY(division_table_read(c->db, c->county, c->head.to, cli_arena(cli), &table, e));
    const struct division *d = i64_parse(text, &code, NULL) == STATUS_OK
                                   ? division_by_code(table, code)
                                   : division_by_name(table, 0, text, &suggestion);
    if (!d || d->level != 2)
        return error_set(e, STATUS_REFUSED, "PLAN_TOWNSHIP_UNKNOWN",
                         suggestion ? _("没有乡镇“%.60s”，是否为“%s”？") : _("没有乡镇“%.60s”%s"),
                         text, suggestion ? suggestion : "");
    *ret = d->code;
    return STATUS_OK;
}

const char *assess_call_township_name(struct cli *cli, const struct assess_call *c,
                                      int64_t township)
{
    struct division_table *table;
    const struct division *d = NULL;
    if (division_table_read(c->db, c->county, c->head.to, cli_arena(cli), &table, NULL) ==
        STATUS_OK)
        d = division_by_code(table, township);
    return d ? d->name : "";
}

/* Points in a cell: "16.00". */
static void points_cell(struct cli *cli, int64_t cp)
{
    char text[ASSESSMENT_POINTS_BYTES];
    cli_text(cli, assessment_points(cp, text));
}

static void day_cell(struct cli *cli, struct date d)
{
    char text[DATE_TEXT_BYTES];
    cli_text(cli, d.v ? date_format(d, text) : "");
}

static enum status tree_command(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {"code",      "parent", "title",     "points",
                                          "source",    "rule",   "indicator", "book",
                                          "target_bp", "clause", "is_example"};
    struct assess_call c;
    enum assessment_scope scope;
    struct assessment_node *nodes;
    size_t n;
    TRY(assessment_scope_parse(cli_argument(cli, 0), &scope, e));
    TRY(assess_call_begin(cli, false, &c, e));
    enum status s = assessment_tree_read(c.db, c.county, 0, scope, cli_arena(cli), &nodes, &n, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "ASSESSMENT_TREE", _("方案没有%s的考核项目"),
                         _(assessment_scope_label(scope)));
    if (s != STATUS_OK)
        return s;
    cli_rows_begin(cli, columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < n; i++) {
        cli_text(cli, nodes[i].code);
        cli_text(cli, nodes[i].parent);
        cli_text(cli, nodes[i].title);
        points_cell(cli, nodes[i].weight_cp);
        cli_text(cli, _(assessment_source_label(nodes[i].source)));
        cli_text(cli, _(assessment_rule_label(nodes[i].rule)));
        cli_text(cli, nodes[i].indicator);
        cli_text(cli, nodes[i].book);
        cli_i64(cli, nodes[i].target_bp);
        cli_text(cli, nodes[i].clause);
        cli_i64(cli, nodes[i].is_example);
        cli_row_end(cli);
    }
    cli_rows_end(cli);
    return STATUS_OK;
}

static enum status list_command(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {
        "assessment", "year",      "scope",  "from",          "to",           "state",
        "opened_by",  "opened_on", "survey", "dispute_until", "published_on", "document"};
    struct assess_call c;
    struct assessment_head *list;
    size_t n;
    TRY(assess_call_begin(cli, false, &c, e));
    TRY(assessment_list(c.db, c.county, cli_arena(cli), &list, &n, e));
    cli_rows_begin(cli, columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < n; i++) {
        cli_i64(cli, list[i].id);
        cli_i64(cli, list[i].year);
        cli_text(cli, assessment_scope_code(list[i].scope));
        cli_month(cli, list[i].from);
        cli_month(cli, list[i].to);
        cli_text(cli, assessment_state_code(list[i].state));
        cli_text(cli, list[i].opened_by);
        day_cell(cli, list[i].opened_on);
        cli_i64(cli, list[i].survey);
        day_cell(cli, list[i].dispute_until);
        day_cell(cli, list[i].published_on);
        cli_text(cli, list[i].document);
        cli_row_end(cli);
    }
    cli_rows_end(cli);
    return STATUS_OK;
}

/* The steps a round has taken. */
static enum status show_command(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {"number", "state", "label", "on", "actor", "note"};
    struct assess_call c;
    struct assessment_step *steps;
    size_t n;
    TRY(assess_call_round(cli, false, &c, e));
    TRY(assessment_step_list(c.db, c.county, c.head.id, cli_arena(cli), &steps, &n, e));
    cli_rows_begin(cli, columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < n; i++) {
        cli_i64(cli, steps[i].number);
        cli_text(cli, assessment_state_code(steps[i].state));
        cli_text(cli, _(assessment_state_label(steps[i].state)));
        day_cell(cli, steps[i].on);
        cli_text(cli, steps[i].actor);
        cli_text(cli, steps[i].note);
        cli_row_end(cli);
    }
    cli_rows_end(cli);
    return STATUS_OK;
}

/* Before it is published a township sees its own points alone. */
static bool may_see(const struct assess_call *c, int64_t township)
{
    return c->head.state == ASSESSMENT_PUBLISHED || c->head.state == ASSESSMENT_FILED ||
           access_in_scope(c->actor.scope, township);
}

static enum status table_command(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {"rank",  "township",  "name",
                                          "total", "is_vetoed", "known_from"};
    struct assess_call c;
    struct assessment_rank_row *ranks;
    int64_t known;
    size_t n;
    TRY(assess_call_round(cli, false, &c, e));
    TRY(cli_known(cli, &known, e));
    TRY(assessment_rank_list(c.db, c.county, c.head.id, known, cli_arena(cli), &ranks, &n, e));
    cli_rows_begin(cli, columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < n; i++) {
        if (!may_see(&c, ranks[i].township))
            continue;
        cli_i64(cli, ranks[i].rank);
        cli_i64(cli, ranks[i].township);
        cli_text(cli, ranks[i].name);
        points_cell(cli, ranks[i].total_cp);
        cli_i64(cli, ranks[i].is_vetoed);
        cli_i64(cli, ranks[i].known_from);
        cli_row_end(cli);
    }
    cli_rows_end(cli);
    return STATUS_OK;
}

static const char *title_of(const struct assessment_node *nodes, size_t n, const char *code)
{
    for (size_t i = 0; i < n; i++) {
        if (text_equals(nodes[i].code, code))
            return nodes[i].title;
    }
    return "";
}

static enum status explain_command(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {
        "node",        "title",     "is_applicable", "full",    "score", "numerator",
        "denominator", "target_bp", "cases",         "dispute", "why"};
    struct assess_call c;
    struct assessment_node *nodes;
    struct assessment_score_row *rows;
    int64_t township, known;
    size_t n, count;
    TRY(assess_call_round(cli, false, &c, e));
    TRY(assess_call_township(cli, &c, cli_argument(cli, 1), &township, e));
    TRY(cli_known(cli, &known, e));
    TRY(cli_case_scope(&c.actor, township, e));
    TRY(assessment_tree_read(c.db, c.county, c.head.plan, c.head.scope, cli_arena(cli), &nodes,
                             &count, e));
    TRY(assessment_score_list(c.db, c.county, c.head.id, township, known, cli_arena(cli), &rows, &n,
                              e));
    cli_rows_begin(cli, columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < n; i++) {
        cli_text(cli, rows[i].node);
        cli_text(cli, title_of(nodes, count, rows[i].node));
        cli_i64(cli, rows[i].is_applicable);
        points_cell(cli, rows[i].full_cp);
        points_cell(cli, rows[i].score_cp);
        cli_i64(cli, rows[i].numerator);
        cli_i64(cli, rows[i].denominator);
        cli_i64(cli, rows[i].target_bp);
        cli_i64(cli, rows[i].cases);
        cli_i64(cli, rows[i].dispute);
        cli_text(cli, rows[i].why);
        cli_row_end(cli);
    }
    cli_rows_end(cli);
    return STATUS_OK;
}

static enum status team_list_command(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {"township", "name", "user", "title", "is_leader"};
    struct assess_call c;
    struct assessment_member *list;
    size_t n;
    TRY(assess_call_round(cli, false, &c, e));
    TRY(assessment_team_list(c.db, c.county, c.head.id, cli_arena(cli), &list, &n, e));
    cli_rows_begin(cli, columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < n; i++) {
        cli_i64(cli, list[i].township);
        cli_text(cli, list[i].township_name);
        cli_text(cli, list[i].user);
        cli_text(cli, list[i].title);
        cli_i64(cli, list[i].is_leader);
        cli_row_end(cli);
    }
    cli_rows_end(cli);
    return STATUS_OK;
}

static enum status dispute_list_command(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {"dispute",   "township",  "node",       "state",
                                          "old",       "new",       "claim",      "finding",
                                          "raised_by", "raised_on", "decided_by", "decided_on"};
    struct assess_call c;
    struct assessment_dispute *list;
    size_t n;
    TRY(assess_call_round(cli, false, &c, e));
    TRY(assessment_dispute_list(c.db, c.county, c.head.id, 0, cli_arena(cli), &list, &n, e));
    cli_rows_begin(cli, columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < n; i++) {
        if (!access_in_scope(c.actor.scope, list[i].township))
            continue;
        cli_i64(cli, list[i].id);
        cli_text(cli, assess_call_township_name(cli, &c, list[i].township));
        cli_text(cli, list[i].node);
        cli_text(cli, _(assessment_dispute_label(list[i].state)));
        points_cell(cli, list[i].old_cp);
        points_cell(cli, list[i].new_cp);
        cli_text(cli, list[i].claim);
        cli_text(cli, list[i].finding);
        cli_text(cli, list[i].raised_by);
        day_cell(cli, list[i].raised_on);
        cli_text(cli, list[i].decided_by);
        day_cell(cli, list[i].decided_on);
        cli_row_end(cli);
    }
    cli_rows_end(cli);
    return STATUS_OK;
}

const struct cli_command CLI_ASSESS[] = {
    {"assess tree",
     "midyear|year",
     1,
     1,
     N_("方案中的考核项目、分值、来源和计分办法"),
     "assessment.read",
     tree_command,
     {{0}}},
    {"assess list", "", 0, 0, N_("各次考核"), "assessment.read", list_command, {{0}}},
    {"assess show", "N", 1, 1, N_("一次考核的各个步骤"), "assessment.read", show_command, {{0}}},
    {"assess table",
     "N",
     1,
     1,
     N_("各乡镇总分和名次；公布之前乡镇只看本乡镇"),
     "assessment.read",
     table_command,
     {{0}},
     true},
    {"assess explain",
     "N TOWNSHIP",
     2,
     2,
     N_("一个乡镇每一分的来历：分子、分母、目标和说明"),
     "assessment.read",
     explain_command,
     {{0}},
     true},
    {"assess team list", "N", 1, 1, N_("考评组"), "assessment.read", team_list_command, {{0}}},
    {"assess dispute list",
     "N",
     1,
     1,
     N_("争议和复核"),
     "assessment.read",
     dispute_list_command,
     {{0}}},
    {0},
};
