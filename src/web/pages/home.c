/* The first screen: what waits for me, how this month's payments stand, and the county by township.
 */
#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "domain/job/job.h"
#include "domain/payment/run_list.h"
#include "web/pages/case_home.h"
#include "web/pages/homes_card.h"
#include "web/pages/homes_work.h"
#include "web/pages/inspection_page.h"
#include "web/pages/medical_work.h"
#include "web/pages/meeting_page.h"
#include "web/pages/pages.h"
#include "web/pages/place.h"
#include "web/pages/project_work.h"
#include "web/pages/query.h"
#include "web/pages/return_list.h"
#include "web/pages/run_page.h"
#include "web/pages/sign_work.h"
#include "web/pages/target_work.h"
#include "web/pages/voice_page.h"

#define JOBS_SHOWN 5

struct home {
    struct run_entry *runs; /* newest month first */
    size_t run_count;
    struct view *tasks;
};

/* ---- what waits for me ---- */

static void task_add(struct request *r, const struct home *h, const struct payment_run *run,
                     const char *label)
{
    struct view *row = view_add_object(h->tasks, NULL);
    view_add_text(row, "label", request_text(r, label));
    view_add_text(row, "what", run_title(r, run));
    view_add_textf(row, "path", "/runs/%" PRId64, run->id);
    view_add_count(row, "items", run->items);
    view_add_fen(row, "total_fen", run->total);
}

static bool may_step(const struct request *r, const struct payment_run *run,
                     const struct run_transition *t)
{
    struct error ignored;
    return request_can(r, permission_by_name(t->permission)) &&
           run_step_person_check(run, t->action, r->session.user.name, &ignored) == STATUS_OK;
}

/* A run that is with the bank waits for its answer, for a re-issue, or to be closed. */
static enum status bank_tasks_add(struct request *r, const struct home *h,
                                  const struct payment_run *run, struct error *e)
{
    struct remittance_row open;
    struct payment_position p;
    struct error ignored;
    enum status s = payment_remittance_open(r->db, r->county, run->id, r->arena, &open, e);
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    if (s == STATUS_OK && request_can(r, PERMISSION_PAYMENT_RECONCILE))
        task_add(r, h, run, N_("导入银行回盘"));
    TRY(payment_position_read(r->db, r->county, run->id, &p, e));
    if (p.not_sent_items > 0 && request_can(r, PERMISSION_PAYMENT_SEND) &&
        run_step_person_check(run, RUN_SEND, r->session.user.name, &ignored) == STATUS_OK)
        task_add(r, h, run, N_("重发已更正和已放行的项目"));
    if (run->state == RUN_RECONCILED && p.due_items == p.paid_items + p.cancelled_items &&
        request_can(r, PERMISSION_PAYMENT_CLOSE))
        task_add(r, h, run, N_("结清"));
    return STATUS_OK;
}

static enum status run_tasks_add(struct request *r, const struct home *h, struct error *e)
{
    if (!request_sees_county(r))
        return STATUS_OK;
    for (size_t i = 0; i < h->run_count; i++) {
        const struct payment_run *run = &h->runs[i].run;
        if (run->state == RUN_SENT || run->state == RUN_RECONCILED) {
            TRY(bank_tasks_add(r, h, run, e));
            continue;
        }
        for (size_t t = 0; t < RUN_TRANSITION_COUNT; t++)
            if (RUN_TRANSITIONS[t].from == run->state && RUN_TRANSITIONS[t].action != RUN_DISCARD &&
                may_step(r, run, &RUN_TRANSITIONS[t]))
                task_add(r, h, run, RUN_TRANSITIONS[t].label);
    }
    return STATUS_OK;
}

static enum status return_task_add(struct request *r, struct error *e)
{
    struct return_task *none;
    struct return_summary summary;
    size_t count;
    const struct return_filter filter = {.scope = r->session.user.scope, .state = "OPEN"};
    if (!request_can(r, PERMISSION_PAYMENT_CORRECT))
        return STATUS_OK;
    TRY(return_list(r->db, r->county, &filter, r->arena, &none, &count, &summary, e));
    if (summary.count == 0)
        return STATUS_OK;
    struct view *v = view_add_object(r->page, "returns");
    view_add_count(v, "count", summary.count);
    view_add_count(v, "oldest_days", summary.oldest_days);
    view_add_fen(v, "returned_fen", summary.amount);
    view_add_bool(v, "is_old", summary.oldest_days > RETURN_OLD_DAYS);
    return STATUS_OK;
}

static enum status jobs_add(struct request *r, struct error *e)
{
    struct job *jobs;
    size_t count, shown = 0;
    TRY(job_list(r->db, r->county, r->arena, &jobs, &count, e));
    struct view *list = view_add_list(r->page, "jobs");
    for (size_t i = 0; i < count && shown < JOBS_SHOWN; i++) {
        bool is_open = jobs[i].state == JOB_WAITING || jobs[i].state == JOB_RUNNING;
        if (!is_open || strcmp(jobs[i].actor, r->session.user.name) != 0)
            continue;
        struct view *row = view_add_object(list, NULL);
        view_add_integer(row, "id", jobs[i].id);
        view_add_text(row, "job_state", request_text(r, job_state_label(jobs[i].state)));
        shown++;
    }
    return STATUS_OK;
}

/* ---- the programmes ---- */

static const struct run_entry *latest_run(const struct home *h, enum programme p)
{
    for (size_t i = 0; i < h->run_count; i++)
        if (h->runs[i].run.programme == p)
            return &h->runs[i];
    return NULL;
}

/* The day by which the month is to be paid; NONE when the plan does not say. */
static enum status due_day(const struct policy_table *table, enum programme p, struct month m,
                           struct date *ret)
{
    struct policy policy;
    struct error ignored;
    if (p == PROGRAMME_MEDICAL || policy_at(table, p, m, &policy, &ignored) != STATUS_OK)
        return STATUS_NONE;
    const struct policy_value *day =
        &policy.value[p == PROGRAMME_DIBAO ? POLICY_DIBAO_PAY_DAY : POLICY_WUBAO_PAY_DAY];
    if (!day->is_set)
        return STATUS_NONE;
    *ret = date_make(month_year(m), month_of_year(m), (int)day->v);
    return STATUS_OK;
}

static void card_add(struct request *r, struct view *cards, const struct policy_table *table,
                     enum programme p, const struct run_entry *latest,
                     const struct run_township *seen, bool is_missing)
{
    struct date due, today = date_today();
    struct month this_month = date_month(today);
    struct view *card = view_add_object(cards, NULL);
    view_add_text(card, "programme_name", request_text(r, programme_name(p)));
    if (is_missing)
        view_add_month(card, "missing", this_month);
    view_add_bool(card, "can_prepare",
                  is_missing && request_sees_county(r) &&
                      request_can(r, PERMISSION_PAYMENT_PREPARE));
    if (latest == NULL)
        return;
    struct view *run = view_add_object(card, "latest");
    run_head_add(r, run, &latest->run);
    view_add_count(run, "due_items", seen->position.due_items);
    view_add_fen(run, "due_fen", seen->position.due);
    view_add_fen(run, "paid_fen", seen->position.paid);
    view_add_fen(run, "rest_fen",
                 FEN(seen->position.due.v - seen->position.paid.v - seen->position.cancelled.v));
    view_add_integer(
        run, "permille",
        seen->position.due.v > 0
            ? fen_half_up_i64((__int128)seen->position.paid.v * 1000, seen->position.due.v)
            : 0);
    if (due_day(table, p, latest->run.to, &due) != STATUS_OK)
        return;
    view_add_date(run, "due_on", due);
    view_add_bool(run, "is_overdue", today.v > due.v && latest->run.state < RUN_SENT);
}

/* One line per township of the scope, the programmes beside each other. */
static void strip_add(struct request *r, const struct division_table *table,
                      struct run_township *const lists[PROGRAMME_COUNT + 1],
                      const size_t counts[PROGRAMME_COUNT + 1])
{
    struct view *strip = view_add_list(r->page, "strip");
    size_t at[PROGRAMME_COUNT + 1] = {0}, rows = 0;
    for (;;) {
        static const char *const items[] = {"", "dibao_items", "wubao_items", "medical_items"};
        static const char *const dues[] = {"", "dibao_due_fen", "wubao_due_fen", "medical_due_fen"};
        int64_t next = INT64_MAX;
        for (int p = PROGRAMME_DIBAO; p <= PROGRAMME_COUNT; p++)
            if (at[p] < counts[p] && lists[p][at[p]].township < next)
                next = lists[p][at[p]].township;
        if (next == INT64_MAX)
            break;
        const struct division *d = division_by_code(table, next);
        struct view *row = view_add_object(strip, NULL);
        view_add_text(row, "name", d != NULL ? d->name : "");
        struct fen sum = FEN(0);
        for (int p = PROGRAMME_DIBAO; p <= PROGRAMME_COUNT; p++) {
            bool is_there = at[p] < counts[p] && lists[p][at[p]].township == next;
            struct payment_position none = {0};
            const struct payment_position *q = is_there ? &lists[p][at[p]++].position : &none;
            view_add_count(row, items[p], q->due_items);
            view_add_fen(row, dues[p], q->due);
            sum.v += q->due.v;
        }
        view_add_fen(row, "sum_fen", sum);
        rows++;
    }
    view_add_bool(r->page, "has_chart", rows > 1);
}

/* A month of claims is only missed when claims wait. */
static enum status run_is_missing(struct request *r, enum programme p,
                                  const struct run_entry *latest, bool *ret, struct error *e)
{
    struct month now = date_month(date_today());
    bool is_past = latest == NULL || latest->run.to.v < now.v;
    int64_t households = 1;
    struct fen total;
    if (is_past && p == PROGRAMME_MEDICAL)
        TRY(payment_claims_waiting(r->db, r->county, now, &households, &total, e));
    *ret = is_past && households > 0;
    return STATUS_OK;
}

static enum status programmes_show(struct request *r, const struct home *h, struct error *e)
{
    struct run_township *lists[PROGRAMME_COUNT + 1] = {NULL};
    size_t counts[PROGRAMME_COUNT + 1] = {0};
    struct policy_table *policy;
    const struct division_table *table;
    struct view *cards = view_add_list(r->page, "cards");
    TRY(policy_table_read(r->db, r->county, KNOWN_NOW, r->arena, &policy, e));
    TRY(place_table(r, h->run_count > 0 ? h->runs[0].run.to : date_month(date_today()), &table, e));
    for (int p = PROGRAMME_DIBAO; p <= PROGRAMME_COUNT; p++) {
        const struct run_entry *latest = latest_run(h, (enum programme)p);
        struct run_township seen = {0};
        if (latest != NULL)
            TRY(run_township_list(r->db, r->county, &latest->run, r->session.user.scope, r->arena,
                                  &lists[p], &counts[p], &seen, e));
        bool is_missing;
        TRY(run_is_missing(r, (enum programme)p, latest, &is_missing, e));
        if (p != PROGRAMME_MEDICAL || latest != NULL || is_missing)
            card_add(r, cards, policy, (enum programme)p, latest, &seen, is_missing);
    }
    strip_add(r, table, lists, counts);
    return STATUS_OK;
}

static enum status home_show(struct request *r, struct error *e)
{
    struct home h = {.tasks = view_add_list(r->page, "tasks")};
    view_add_date(r->page, "today", date_today());
    view_add_bool(r->page, "sees_payments", request_can(r, PERMISSION_PAYMENT_READ));
    view_add_bool(r->page, "sees_board", request_can(r, PERMISSION_INDICATOR_READ));
    TRY(jobs_add(r, e));
    TRY(sign_work_add(r, e));
    TRY(case_home_add(r, e));
    TRY(medical_work_add(r, e));
    TRY(homes_work_add(r, e));
    TRY(homes_card_add(r, e));
    TRY(project_work_add(r, e));
    TRY(target_duties_add(r, e));
    TRY(problem_work_add(r, e));
    TRY(inspection_work_add(r, e));
    TRY(complaint_work_add(r, e));
    if (request_can(r, PERMISSION_PAYMENT_READ)) {
        TRY(run_list(r->db, r->county, (enum programme)0, r->arena, &h.runs, &h.run_count, e));
        TRY(run_tasks_add(r, &h, e));
        TRY(return_task_add(r, e));
        TRY(programmes_show(r, &h, e));
    }
    return respond_page(r, "home/page.html", NULL, e);
}

/* For a load balancer or a monitor: the process answers and its database does too (a session was
 * looked for). */
static enum status health_show(struct request *r, struct error *e)
{
    r->wants_json = true;
    view_add_text(r->page, "status", "ok");
    view_add_text(r->page, "database", db_version(r->db));
    return respond_page(r, "home/page.html", NULL, e);
}

static const struct route ROUTES[] = {
    {HTTP_GET, "/", home_show, PERMISSION_SESSION, N_("我的工作")},
    {HTTP_GET, "/healthz", health_show, PERMISSION_PUBLIC, N_("运行状态")},
};
const struct route_table HOME_ROUTES = ROUTE_TABLE("home", ROUTES);
