#include "web/pages/homes_work.h"

#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "domain/home/book.h"
#include "domain/home/record.h"
#include "web/pages/homes_page.h"
#include "web/pages/query.h"

#define DAY_RECORDS_MAX 500
#define CLAIMS_READ_MAX 50

static struct view *row_add(struct request *r, struct view *list, const char *path,
                            const char *label, const char *what, int64_t count)
{
    struct view *v = view_add_object(list, NULL);
    view_add_text(v, "path", path);
    view_add_text(v, "label", request_text(r, label));
    view_add_text(v, "what", what);
    view_add_count(v, "count", count);
    return v;
}

/* ---- a director's day ---- */

/* Meals and duty are written down every day; pocket money once a month for everybody. */
static enum status day_add(struct request *r, struct view *list, const struct home *home,
                           const struct home_figures *f, struct error *e)
{
    struct home_record *records;
    size_t count;
    struct date today = date_today();
    bool has_meal = false, has_duty = false;
    int64_t pocket = 0;
    const struct record_filter day = {
        .home = home->id, .from = today, .to = today, .rows = DAY_RECORDS_MAX};
    const struct record_filter month = {.home = home->id,
                                        .kind = RECORD_POCKET,
                                        .from = month_first_day(date_month(today)),
                                        .rows = RECORD_ROWS_MAX};
    TRY(home_record_list(r->db, r->county, &day, r->arena, &records, &count, e));
    for (size_t i = 0; i < count; i++) {
        has_meal |= !records[i].is_struck && records[i].kind == RECORD_MEAL;
        has_duty |= !records[i].is_struck && records[i].kind == RECORD_DUTY;
    }
    TRY(home_record_list(r->db, r->county, &month, r->arena, &records, &count, e));
    for (size_t i = 0; i < count; i++)
        pocket += !records[i].is_struck && records[i].month.v == date_month(today).v;
    const char *path = arena_printf(r->arena, "/homes/%" PRId64, home->id);
    if (!has_meal && f->occupied > 0)
        row_add(r, list, arena_printf(r->arena, "%s/day?kind=MEAL", path), N_("今天的伙食还没记"),
                NULL, f->occupied);
    if (!has_duty)
        row_add(r, list, arena_printf(r->arena, "%s/day?kind=DUTY", path), N_("今天的值班还没记"),
                NULL, 0);
    if (pocket < f->occupied)
        row_add(r, list, arena_printf(r->arena, "%s/many?kind=POCKET", path),
                N_("本月零花钱还没发"), NULL, f->occupied - pocket);
    const struct stay_filter gone = {.home = home->id, .is_dead = true, .rows = HOMES_READ_MAX};
    struct stay *dead;
    TRY(stay_list(r->db, r->county, &gone, r->arena, &dead, &count, e));
    if (count > 0)
        row_add(r, list, path, N_("已登记死亡，请办理离院"), dead[0].person_name, (int64_t)count);
    if (f->requested > 0)
        row_add(r, list, arena_printf(r->arena, "%s/residents?state=REQUESTED", path),
                N_("入院申请等人确认"), NULL, f->requested);
    if (f->leaving > 0)
        row_add(r, list, arena_printf(r->arena, "%s/residents?state=LEAVING", path),
                N_("离院申请等人确认"), NULL, f->leaving);
    return STATUS_OK;
}

/* ---- the month's books ---- */

static const char *statements_path(struct request *r, int64_t home, struct month month)
{
    char text[MONTH_TEXT_BYTES];
    return arena_printf(r->arena, "/homes/%" PRId64 "/statements?month=%s", home,
                        month_format(month, text));
}

/* The director's: last month, as long as one of its books is not signed. */
static enum status month_sign_add(struct request *r, struct view *list, const struct home *home,
                                  struct error *e)
{
    struct home_month *months;
    size_t count;
    char text[MONTH_TEXT_BYTES];
    const struct month last = month_add(date_month(date_today()), -1);
    TRY(home_month_list(r->db, r->county, home->id, last, r->arena, &months, &count, e));
    if (count == 0 || months[0].signed_books < HOME_BOOK_COUNT)
        row_add(r, list, statements_path(r, home->id, last), N_("上月收支待签字"),
                arena_strdup(r->arena, month_text(r, last, text)), 0);
    return STATUS_OK;
}

/* The accountant's: what directors have signed. */
static enum status months_confirm_add(struct request *r, struct view *list, struct error *e)
{
    struct home_month *months;
    size_t count;
    char text[MONTH_TEXT_BYTES];
    TRY(home_month_list(r->db, r->county, 0, (struct month){0}, r->arena, &months, &count, e));
    for (size_t i = 0; i < count; i++)
        if (months[i].confirmed_books < months[i].signed_books)
            row_add(r, list, statements_path(r, months[i].home, months[i].month),
                    N_("敬老院月度收支待确认"),
                    arena_printf(r->arena, "%s · %s", months[i].home_name,
                                 month_text(r, months[i].month, text)),
                    0);
    return STATUS_OK;
}

static enum status director_add(struct request *r, struct view *list, int64_t id, struct error *e)
{
    struct home home;
    struct home_figures figures;
    TRY(home_by_id(r->db, r->county, id, r->arena, &home, e));
    TRY(home_figures_of(r, id, &figures, e));
    struct view *own = view_add_object(r->page, "own_home");
    home_head_add(own, &home);
    home_figures_add(own, &figures);
    TRY(day_add(r, list, &home, &figures, e));
    return month_sign_add(r, list, &home, e);
}

/* ---- claims ---- */

/* Whose next step is the viewer's: the director sends and mends, the bureau approves, the
   accountant pays. A claim that the bank sent back is paid again. */
static enum status claims_add(struct request *r, struct view *list, int64_t home,
                              enum home_claim_action action, const char *label, struct error *e)
{
    for (size_t i = 0; i < HOME_CLAIM_TRANSITION_COUNT; i++) {
        const struct home_claim_transition *t = &HOME_CLAIM_TRANSITIONS[i];
        struct home_claim *claims;
        size_t count;
        if (t->action != action || !request_can(r, permission_by_name(t->permission)))
            continue;
        TRY(home_claim_list(r->db, r->county, home, t->from, 0, CLAIMS_READ_MAX, r->arena, &claims,
                            &count, e));
        for (size_t k = 0; k < count; k++) {
            const struct home_claim *c = &claims[k];
            struct view *v = row_add(
                r, list,
                arena_printf(r->arena, "/homes/%" PRId64 "/claims/%" PRId64, c->home, c->id), label,
                arena_printf(r->arena, "%s · %s %" PRId64 " · %s", c->home_name,
                             request_text(r, N_("报账单")), c->id,
                             request_text(r, home_claim_state_label(c->state))),
                0);
            view_add_fen(v, "total_fen", c->total);
        }
    }
    return STATUS_OK;
}

/* ---- who confirms ---- */

static enum status waits_add(struct request *r, struct view *list, enum stay_state state,
                             struct error *e)
{
    const bool is_in = state == STAY_REQUESTED;
    const enum stay_action action = is_in ? STAY_CONFIRM : STAY_LEAVE_CONFIRM;
    struct stay *stays;
    size_t count;
    struct stay_filter filter = {.state = state, .rows = HOMES_READ_MAX};
    if (!request_sees_county(r))
        filter.township = division_township(r->session.user.scope);
    TRY(stay_list(r->db, r->county, &filter, r->arena, &stays, &count, e));
    for (size_t i = 0; i < count; i++) {
        int64_t same = 0;
        bool was_counted = false;
        for (size_t k = 0; k < i; k++)
            was_counted = was_counted || stays[k].home == stays[i].home;
        for (size_t k = i; k < count && !was_counted; k++)
            same += stays[k].home == stays[i].home && stay_step_is_open(r, &stays[k], action);
        if (same > 0)
            row_add(r, list, arena_printf(r->arena, "/homes/%" PRId64 "#waits", stays[i].home),
                    is_in ? N_("敬老院入院待确认") : N_("敬老院离院待确认"), stays[i].home_name,
                    same);
    }
    return STATUS_OK;
}

/* Consolidations that another officer asked for. */
static enum status mergers_add(struct request *r, struct view *list, struct error *e)
{
    struct home_merger *asked;
    size_t count;
    TRY(home_merger_list(r->db, r->county, 0, r->arena, &asked, &count, e));
    for (size_t i = 0; i < count; i++)
        if (strcmp(asked[i].requested_by, r->session.user.name) != 0)
            row_add(r, list, arena_printf(r->arena, "/homes/%" PRId64 "/merge", asked[i].home),
                    N_("敬老院整合待确认"),
                    arena_printf(r->arena, "%s → %s", asked[i].name, asked[i].into_name), 0);
    return STATUS_OK;
}

enum status homes_work_add(struct request *r, struct error *e)
{
    struct view *list = view_add_list(r->page, "home_work");
    int64_t own;
    if (!request_can(r, PERMISSION_HOME_READ))
        return STATUS_OK;
    if (r->session.user.role == ROLE_HOME_DIRECTOR) {
        enum status s = home_of_user(r->db, r->county, r->session.user.name, &own, e);
        if (s == STATUS_NONE)
            return STATUS_OK;
        TRY(s);
        TRY(director_add(r, list, own, e));
        return claims_add(r, list, own, HOME_CLAIM_SUBMIT, N_("报账单待提交"), e);
    }
    if (request_sees_county(r)) {
        TRY(claims_add(r, list, 0, HOME_CLAIM_APPROVE, N_("敬老院报账待审批"), e));
        TRY(claims_add(r, list, 0, HOME_CLAIM_PAY, N_("敬老院报账待支付"), e));
    }
    if (request_sees_county(r) && request_can(r, PERMISSION_HOME_PAY))
        TRY(months_confirm_add(r, list, e));
    if (request_sees_county(r) && request_can(r, PERMISSION_HOME_MANAGE))
        TRY(mergers_add(r, list, e));
    if (!request_can(r, PERMISSION_HOME_CONFIRM))
        return STATUS_OK;
    TRY(waits_add(r, list, STAY_REQUESTED, e));
    return waits_add(r, list, STAY_LEAVING, e);
}
