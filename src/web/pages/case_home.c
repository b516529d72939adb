#include "web/pages/case_home.h"

#include <string.h>

#include "base/i18n.h"
#include "domain/casework/dynamic.h"
#include "domain/match/match.h"
#include "web/pages/case_page.h"
#include "web/pages/draft.h"

static bool is_before(const struct case_waiting *a, const struct case_waiting *b)
{
    bool a_late = a->overdue + a->risen > 0, b_late = b->overdue + b->risen > 0;
    if (a_late != b_late)
        return a_late;
    return a->due_soon > 0 && b->due_soon == 0;
}

static void waiting_add(const struct request *r, struct view *list, const struct case_waiting *w)
{
    struct view *v = view_add_object(list, NULL);
    view_add_text(v, "kind", case_kind_code(w->kind));
    view_add_text(v, "kind_label", request_text(r, case_kind_label(w->kind)));
    view_add_text(v, "state", case_state_code(w->state));
    view_add_text(v, "state_label", request_text(r, case_record_state_label(w->kind, w->state)));
    /* What has only risen here waits for another post. */
    bool is_mine = w->count > 0;
    view_add_textf(v, "path", "/cases?kind=%s&state=%s&%s", case_kind_code(w->kind),
                   case_state_code(w->state), is_mine ? "mine=1" : "show=overdue");
    view_add_count(v, "case_count", is_mine ? w->count : w->risen);
    view_add_count(v, "due_soon", w->due_soon);
    view_add_count(v, "overdue", w->overdue);
    view_add_count(v, "risen", w->risen);
}

/* The most urgent first; within that in the order of the course. */
static enum status work_add(struct request *r, struct error *e)
{
    struct case_waiting *waiting;
    size_t count;
    int64_t overdue = 0, due_soon = 0;
    struct view *list = view_add_list(r->page, "work");
    enum status s = case_waiting_list(r->db, r->county, r->session.user.role, r->session.user.scope,
                                      date_today(), r->arena, &waiting, &count, e);
    if (s == STATUS_REFUSED && strcmp(e->code, "POLICY_MISSING") == 0)
        return STATUS_OK; /* before a plan is loaded nothing waits */
    if (s != STATUS_OK)
        return s;
    for (size_t i = 1; i < count; i++)
        for (size_t k = i; k > 0 && is_before(&waiting[k], &waiting[k - 1]); k--) {
            struct case_waiting earlier = waiting[k];
            waiting[k] = waiting[k - 1];
            waiting[k - 1] = earlier;
        }
    for (size_t i = 0; i < count; i++) {
        waiting_add(r, list, &waiting[i]);
        overdue += waiting[i].overdue;
        due_soon += waiting[i].due_soon;
    }
    view_add_count(r->page, "work_overdue", overdue);
    view_add_count(r->page, "work_due_soon", due_soon);
    return STATUS_OK;
}

static enum status rechecks_add(struct request *r, struct error *e)
{
    struct view *list = view_add_list(r->page, "rechecks");
    struct month now = date_month(date_today());
    for (int p = PROGRAMME_DIBAO; p <= PROGRAMME_ENTITLED_COUNT; p++) {
        struct recheck_open_count count;
        TRY(recheck_count_open(r->db, r->county, (enum programme)p, now, r->session.user.scope,
                               &count, e));
        if (count.due == 0)
            continue;
        struct view *v = view_add_object(list, NULL);
        view_add_text(v, "programme", programme_code((enum programme)p));
        view_add_text(v, "programme_name", request_text(r, programme_name((enum programme)p)));
        view_add_month(v, "recheck_month", now);
        view_add_count(v, "left", count.due);
        view_add_count(v, "late", count.late);
    }
    return STATUS_OK;
}

static enum status matches_add(struct request *r, struct error *e)
{
    struct match_open_counts counts;
    TRY(match_open_counts(r->db, r->county, r->session.user.scope, date_today(), &counts, e));
    if (counts.hits + counts.candidates == 0)
        return STATUS_OK;
    struct view *v = view_add_object(r->page, "matches");
    view_add_count(v, "hits", counts.hits);
    view_add_count(v, "hits_overdue", counts.hits_overdue);
    view_add_count(v, "candidates", counts.candidates);
    view_add_count(v, "candidates_overdue", counts.candidates_overdue);
    return STATUS_OK;
}

enum status case_home_add(struct request *r, struct error *e)
{
    if (request_can(r, PERMISSION_CASE_READ)) {
        TRY(work_add(r, e));
        TRY(drafts_add(r, e));
    }
    if (request_can(r, PERMISSION_CASE_SURVEY))
        TRY(rechecks_add(r, e));
    return request_can(r, PERMISSION_MATCH_EXPLAIN) ? matches_add(r, e) : STATUS_OK;
}
