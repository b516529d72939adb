#include "web/pages/project_work.h"

#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "web/pages/project_page.h"
#include "web/pages/query.h"

#define DUE_DAY 25
#define FIRST_YEAR 1990 /* before any return there is */

struct month project_return_month_due(struct date today)
{
    int year, month, day;
    date_split(today, &year, &month, &day);
    return month_add(date_month(today), day >= DUE_DAY ? 0 : -1);
}

static void work_add(struct request *r, struct view *list, const char *label, const char *path,
                     const char *what)
{
    struct view *v = view_add_object(list, NULL);
    view_add_text(v, "label", request_text(r, label));
    view_add_text(v, "path", path);
    view_add_text(v, "what", what);
    view_add_count(v, "count", 1);
}

static const char *what_text(struct request *r, const struct project *p, struct month m)
{
    char text[MONTH_TEXT_BYTES];
    return arena_printf(r->arena, "%s · %s", p->name, month_text(r, m, text));
}

static const char *return_path(struct request *r, const struct project *p, int64_t id)
{
    return arena_printf(r->arena, "/projects/%s/returns/%" PRId64, p->code, id);
}

/* Returns of one project: to write, to hand in, to put right, to sign. */
static enum status returns_add(struct request *r, struct view *list, const struct project *p,
                               const struct project_return *all, size_t count, struct error *e)
{
    const struct month due = project_return_month_due(date_today());
    const bool may_write = request_can(r, PERMISSION_PROJECT_RETURN);
    const bool may_sign = request_can(r, PERMISSION_PROJECT_SIGN);
    struct project_stage_day days[PROJECT_STAGES];
    bool is_written = false;
    for (size_t i = 0; i < count; i++) {
        const struct project_return *m = &all[i];
        const bool is_own = strcmp(m->prepared_by, r->session.user.name) == 0;
        if (m->project != p->id)
            continue;
        is_written = is_written || m->month.v == due.v;
        if (may_sign && m->state == RETURN_SUBMITTED && !is_own)
            work_add(r, list, N_("项目月报待签发"), return_path(r, p, m->id),
                     what_text(r, p, m->month));
        if (may_write && m->state == RETURN_SENT_BACK)
            work_add(r, list, N_("项目月报被退回"), return_path(r, p, m->id),
                     what_text(r, p, m->month));
        if (may_write && m->state == RETURN_DRAFT)
            work_add(r, list, N_("项目月报未报送"), return_path(r, p, m->id),
                     what_text(r, p, m->month));
    }
    if (!may_write || is_written || p->is_cancelled || due.v < date_month(p->scope.start_on).v)
        return STATUS_OK;
    TRY(project_stage_days(r->db, r->county, p->id, days, e));
    if (days[STAGE_ACCEPTANCE - 1].reached_on.v != 0)
        return STATUS_OK;
    work_add(r, list, N_("项目月报该填写"),
             arena_printf(r->arena, "/projects/%s/returns/new", p->code), what_text(r, p, due));
    return STATUS_OK;
}

/* Changes and acceptances that somebody else has to decide. */
static enum status decisions_add(struct request *r, struct view *list, const struct project *p,
                                 struct error *e)
{
    struct project_scope *scopes;
    struct project_acceptance *acceptances;
    size_t count;
    const char *path = arena_printf(r->arena, "/projects/%s", p->code);
    const char *user = r->session.user.name;
    if (p->has_open_change) {
        TRY(project_scope_list(r->db, r->county, p->id, r->arena, &scopes, &count, e));
        for (size_t i = 0; i < count; i++)
            if (scopes[i].state == 1 && strcmp(scopes[i].requested_by, user) != 0)
                work_add(
                    r, list, N_("项目变更待审批"),
                    arena_printf(r->arena, "/projects/%s/changes/%d", p->code, scopes[i].version),
                    p->name);
    }
    TRY(project_acceptance_list(r->db, r->county, p->id, r->arena, &acceptances, &count, e));
    for (size_t i = 0; i < count; i++)
        if (!acceptances[i].is_confirmed && !acceptances[i].is_struck &&
            strcmp(acceptances[i].entered_by, user) != 0)
            work_add(r, list, N_("竣工验收待确认"), path, p->name);
    return STATUS_OK;
}

enum status project_work_add(struct request *r, struct error *e)
{
    struct project *projects;
    struct project_return *returns = NULL;
    size_t count, return_count = 0;
    const bool has_returns =
        request_can(r, PERMISSION_PROJECT_RETURN) || request_can(r, PERMISSION_PROJECT_SIGN);
    const bool may_decide = request_can(r, PERMISSION_PROJECT_DECIDE) && request_sees_county(r);
    struct view *list = view_add_list(r->page, "project_work");
    if (!has_returns && !may_decide)
        return STATUS_OK;
    TRY(project_list(r->db, r->county, project_scope_of(r), (enum target_book)0, r->arena,
                     &projects, &count, e));
    if (has_returns && count > 0)
        TRY(project_return_list(r->db, r->county, 0, month_make(FIRST_YEAR, 1),
                                month_add(date_month(date_today()), 1), r->arena, &returns,
                                &return_count, e));
    for (size_t i = 0; i < count; i++) {
        if (has_returns)
            TRY(returns_add(r, list, &projects[i], returns, return_count, e));
        if (may_decide)
            TRY(decisions_add(r, list, &projects[i], e));
    }
    return STATUS_OK;
}
