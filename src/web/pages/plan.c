/* The plan itself: which version is in force, the text of every clause, and the numbers in force in
   a month under the clause they rest on, each with its document. */
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "domain/plan/plan.h"
#include "domain/registry/change.h"
#include "web/pages/pages.h"
#include "web/pages/query.h"
#include "web/request.h"

static void parameters_add(struct view *clause, const char *id, const struct parameter_info *list,
                           size_t count, struct month m)
{
    struct view *rows = view_add_list(clause, "parameters");
    size_t shown = 0;
    for (size_t i = 0; i < count; i++) {
        char value[FEN_TEXT_BYTES];
        const struct parameter_info *p = &list[i];
        if (strcmp(p->clause, id) != 0 || p->from.v > m.v || p->to.v < m.v)
            continue;
        struct view *v = view_add_object(rows, NULL);
        view_add_text(v, "name", policy_key_name(p->key));
        view_add_text(v, "value", policy_value_format(p->key, p->value, value));
        view_add_month(v, "from", p->from);
        if (p->to.v != MONTH_OPEN.v)
            view_add_month(v, "to", p->to);
        view_add_text(v, "source", p->document);
        view_add_bool(v, "is_example", p->is_example);
        shown++;
    }
    view_add_bool(clause, "has_parameters", shown > 0);
}

static void clause_add(struct view *v, const struct plan_clause *c)
{
    view_add_text(v, "clause", c->id);
    view_add_text(v, "clause_title", c->title);
    struct view *lines = view_add_list(v, "paragraphs");
    for (const char *p = c->body; *p;) {
        const size_t n = strcspn(p, "\n");
        if (n > 0)
            view_add_textf(view_add_object(lines, NULL), "text", "%.*s", (int)n, p);
        p += n + (p[n] == '\n');
    }
}

static enum status plan_page(struct request *r, struct error *e)
{
    const struct month m = query_month(r, "month", date_month(date_today()));
    struct plan_text plan;
    struct parameter_info *list;
    size_t count;
    char key[MONTH_TEXT_BYTES];
    TRY(plan_text_read(r->db, r->county, r->arena, &plan, e));
    TRY(parameter_list(r->db, r->county, KNOWN_NOW, r->arena, &list, &count, e));
    view_add_month(r->page, "month", m);
    view_add_text(r->page, "month_key", month_format(m, key));
    view_add_integer(r->page, "version", plan.version);
    view_add_integer(r->page, "known", plan.known_from);
    view_add_integer(r->page, "year", plan.year);
    view_add_text(r->page, "plan_title", plan.title);
    view_add_text(r->page, "source", plan.document);
    view_add_text(r->page, "sha256", plan.sha256);
    struct view *clauses = view_add_list(r->page, "clauses");
    for (size_t i = 0; i < plan.clause_count; i++) {
        struct view *v = view_add_object(clauses, NULL);
        clause_add(v, &plan.clauses[i]);
        parameters_add(v, plan.clauses[i].id, list, count, m);
    }
    return respond_page(r, "plan/page.html", NULL, e);
}

static const struct route_input INPUTS[] = {
    {"month", INPUT_MONTH, false, N_("哪个月适用的数值；默认本月")},
    {.name = NULL},
};
static const struct route ROUTES[] = {
    {HTTP_GET, "/plan", plan_page, PERMISSION_PLAN_READ, N_("实施方案"), .inputs = INPUTS},
};
const struct route_table PLAN_ROUTES = ROUTE_TABLE("plan", ROUTES);
