/* One project: its target and what is in force, how far it is, and all that happened. */
#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "domain/project/works.h"
#include "domain/transfer/transfer.h"
#include "office/projectpaper/report.h"
#include "web/pages/pages.h"
#include "web/pages/project_page.h"
#include "web/pages/query.h"

#define FIRST_YEAR 1990 /* before any return there is */

/* ---- target and scope ---- */

static const char *fen_words(struct request *r, struct fen v)
{
    char text[FEN_TEXT_BYTES];
    return arena_strdup(r->arena, fen_format_people(v, text));
}

static const char *date_words(struct request *r, struct date v)
{
    char text[DATE_TEXT_BYTES];
    return arena_strdup(r->arena, v.v == 0 || v.v == DATE_OPEN.v ? "" : date_format(v, text));
}

static const char *land_words(struct request *r, int64_t land)
{
    return fen_words(r, FEN(land)); /* hundredths of a mu print as hundredths of a yuan do */
}

static void compare_add(struct request *r, struct view *list, const char *label, bool is_number,
                        const char *original, const char *now)
{
    struct view *v = view_add_object(list, NULL);
    view_add_text(v, "label", request_text(r, label));
    view_add_text(v, "original", original);
    view_add_text(v, "now", now);
    view_add_bool(v, "is_number", is_number);
    view_add_bool(v, "is_changed", original != NULL && now != NULL && strcmp(original, now) != 0);
}

static const char *count_words(struct request *r, int64_t v)
{
    return arena_printf(r->arena, "%" PRId64, v);
}

static void scopes_compare(struct request *r, const struct project *p)
{
    const struct project_scope *o = &p->original, *n = &p->scope;
    struct view *list = view_add_list(r->page, "compared");
    compare_add(r, list, N_("乡镇"), false, o->township_name, n->township_name);
    compare_add(r, list, N_("建设地点"), false, o->site, n->site);
    compare_add(r, list, N_("建设性质"), false, request_text(r, project_kind_words(o->kind)),
                request_text(r, project_kind_words(n->kind)));
    compare_add(r, list, N_("床位"), true, count_words(r, o->beds), count_words(r, n->beds));
    compare_add(r, list, N_("建筑面积（平方米）"), true, count_words(r, o->area_m2),
                count_words(r, n->area_m2));
    compare_add(r, list, N_("用地（亩）"), true, land_words(r, o->land), land_words(r, n->land));
    compare_add(r, list, N_("计划总投资（元）"), true, fen_words(r, project_investment(o)),
                fen_words(r, project_investment(n)));
    for (int i = 0; i < PROJECT_SOURCES; i++)
        compare_add(r, list,
                    arena_printf(r->arena, "%s%s", request_text(r, N_("其中：")),
                                 request_text(r, PROJECT_SOURCE_LABELS[i])),
                    true, fen_words(r, o->investment[i]), fen_words(r, n->investment[i]));
    compare_add(r, list, N_("施工单位"), false, o->contractor_name, n->contractor_name);
    compare_add(r, list, N_("合同价（元）"), true, fen_words(r, o->contract),
                fen_words(r, n->contract));
    compare_add(r, list, N_("开工日期"), true, date_words(r, o->start_on),
                date_words(r, n->start_on));
    compare_add(r, list, N_("计划竣工日期"), true, date_words(r, o->finish_on),
                date_words(r, n->finish_on));
}

static enum status changes_add(struct request *r, const struct project *p, struct error *e)
{
    enum { REQUESTED = 1, APPROVED, REFUSED };
    static const char *const states[] = {"", N_("待审批"), N_("已批准"), N_("未批准")};
    struct project_scope *scopes;
    size_t count;
    TRY(project_scope_list(r->db, r->county, p->id, r->arena, &scopes, &count, e));
    struct view *list = view_add_list(r->page, "changes");
    for (size_t i = 0; i < count; i++) {
        const struct project_scope *s = &scopes[i];
        struct view *v = view_add_object(list, NULL);
        const bool is_own =
            s->requested_by != NULL && strcmp(s->requested_by, r->session.user.name) == 0;
        const bool may = request_can(r, PERMISSION_PROJECT_DECIDE) && s->state == REQUESTED;
        view_add_integer(v, "version", s->version);
        view_add_text(v, "change", s->change);
        view_add_text(v, "change_label", request_text(r, project_change_words(s->change)));
        view_add_text(v, "township", s->township_name);
        view_add_text(v, "site", s->site);
        view_add_count(v, "beds", s->beds);
        view_add_fen(v, "investment_fen", project_investment(s));
        view_add_text(v, "reason", s->reason);
        view_add_text(v, "document", s->document);
        view_add_text(v, "requested_by", project_person(r, s->requested_by));
        if (s->requested_on.v != 0)
            view_add_date(v, "requested_on", s->requested_on);
        view_add_text(v, "decided_by", project_person(r, s->decided_by));
        if (s->decided_on.v != 0 && s->state != REQUESTED)
            view_add_date(v, "decided_on", s->decided_on);
        view_add_text(v, "state_label", request_text(r, states[s->state]));
        view_add_bool(v, "is_open", s->state == REQUESTED);
        view_add_bool(v, "is_approved", s->state == APPROVED);
        view_add_bool(v, "is_refused", s->state == REFUSED);
        view_add_bool(v, "can_decide", may && !is_own);
    }
    return STATUS_OK;
}

/* ---- how far ---- */

static enum status books_add(struct request *r, const struct project *p, struct error *e)
{
    struct view *list = view_add_list(r->page, "standings");
    for (enum target_book b = BOOK_CITY; b <= BOOK_COUNTY; b++) {
        struct project_standing s;
        struct plan_share line;
        bool is_in = false;
        TRY(project_standing_of(r->db, r->county, p->id, b, date_today(), KNOWN_NOW, &s, &is_in,
                                e));
        if (!is_in)
            continue;
        TRY(plan_line_at(r->db, r->county, b, date_today(), &line, e));
        project_standing_add(r, view_add_object(list, NULL), &s, line);
    }
    return STATUS_OK;
}

static enum status stages_add(struct request *r, const struct project *p, struct error *e)
{
    struct project_stage_day days[PROJECT_STAGES];
    struct date today = date_today();
    int last = -1;
    TRY(project_stage_days(r->db, r->county, p->id, days, e));
    for (int i = 0; i < PROJECT_STAGES; i++)
        if (days[i].reached_on.v != 0)
            last = i;
    struct view *list = view_add_list(r->page, "stages");
    for (int i = 0; i < PROJECT_STAGES; i++) {
        struct view *v = view_add_object(list, NULL);
        const bool is_done = days[i].reached_on.v != 0;
        view_add_text(v, "stage", PROJECT_STAGE_ROWS[i].code);
        view_add_text(v, "label", request_text(r, PROJECT_STAGE_ROWS[i].label));
        if (days[i].planned_on.v != 0)
            view_add_date(v, "planned_on", days[i].planned_on);
        if (is_done)
            view_add_date(v, "reached_on", days[i].reached_on);
        view_add_bool(v, "is_done", is_done);
        view_add_bool(v, "is_current", i == last);
        view_add_bool(v, "is_late",
                      !is_done && days[i].planned_on.v != 0 && days[i].planned_on.v < today.v);
    }
    view_add_text(r->page, "stage_label",
                  project_stage_words(r, last < 0 ? STAGE_NONE : PROJECT_STAGE_ROWS[last].stage));
    return STATUS_OK;
}

static enum status returns_add(struct request *r, const struct project *p, struct error *e)
{
    struct project_return *all;
    size_t count;
    TRY(project_return_list(r->db, r->county, p->id, month_make(FIRST_YEAR, 1),
                            month_add(date_month(date_today()), 1), r->arena, &all, &count, e));
    struct view *list = view_add_list(r->page, "returns");
    for (size_t i = 0; i < count; i++) {
        struct enclosure *photos;
        size_t photo_count;
        struct view *v = view_add_object(list, NULL);
        TRY(enclosure_list(r->db, r->county, ENCLOSURE_PROJECT_RETURN, all[i].id, r->arena, &photos,
                           &photo_count, e));
        project_return_add(r, v, p, &all[i]);
        view_add_count(v, "photo_count", (int64_t)photo_count);
        struct view *thumbnails = view_add_list(v, "thumbnails");
        for (size_t k = 0; k < photo_count; k++) {
            if (!photos[k].has_thumbnail)
                continue;
            struct view *one = view_add_object(thumbnails, NULL);
            view_add_text(one, "title", photos[k].title);
            view_add_textf(one, "photo_path", "/projects/%s/returns/%" PRId64 "/photos/%d", p->code,
                           all[i].id, photos[k].seq);
        }
    }
    return STATUS_OK;
}

static enum status problems_add(struct request *r, const struct project *p, struct error *e)
{
    struct project_problem *problems;
    size_t count;
    TRY(project_problem_list(r->db, r->county, p->id, r->arena, &problems, &count, e));
    struct view *list = view_add_list(r->page, "problems");
    for (size_t i = 0; i < count; i++) {
        const struct project_problem *one = &problems[i];
        const bool is_open = one->closed_on.v == 0;
        struct view *v = view_add_object(list, NULL);
        view_add_integer(v, "problem_id", one->id);
        view_add_text(v, "problem", one->problem);
        view_add_text(v, "cause", one->cause);
        view_add_text(v, "owner_unit", one->owner_unit);
        view_add_date(v, "raised_on", one->raised_on);
        view_add_date(v, "due_on", one->due_on);
        view_add_text(v, "outcome", one->outcome);
        if (!is_open)
            view_add_date(v, "closed_on", one->closed_on);
        view_add_bool(v, "is_open", is_open);
        view_add_bool(v, "is_overdue", is_open && one->due_on.v < date_today().v);
        view_add_bool(v, "can_close", is_open && request_can(r, PERMISSION_PROJECT_RETURN));
    }
    return STATUS_OK;
}

/* ---- money, acceptance, hand-over ---- */

static enum status payments_add(struct request *r, const struct project *p, struct error *e)
{
    struct project_payment *payments;
    size_t count;
    struct fen total = FEN(0);
    TRY(project_payment_list(r->db, r->county, p->id, r->arena, &payments, &count, e));
    const bool sees_transfer = request_can(r, PERMISSION_TRANSFER_READ) && request_sees_county(r);
    struct view *list = view_add_list(r->page, "payments");
    for (size_t i = 0; i < count; i++) {
        const struct project_payment *one = &payments[i];
        static const char *const states[] = {"", N_("草稿"), N_("已编拨付单"), N_("已入账"),
                                             N_("作废")};
        enum { STATE_DISCARDED = 4 };
        struct view *v = view_add_object(list, NULL);
        view_add_integer(v, "payment", one->id);
        view_add_month(v, "month", one->month);
        view_add_text(v, "contractor_name", one->contractor_name);
        view_add_text(v, "purpose", one->purpose);
        view_add_text(v, "document", one->document);
        view_add_fen(v, "amount_fen", one->amount);
        view_add_text(v, "state_label", request_text(r, states[one->state]));
        view_add_bool(v, "is_discarded", one->state == STATE_DISCARDED);
        if (one->transfer != 0 && sees_transfer)
            view_add_integer(v, "transfer", one->transfer);
        if (one->state != STATE_DISCARDED)
            TRY(fen_add(total, one->amount, &total));
    }
    view_add_fen(r->page, "payments_total_fen", total);
    return STATUS_OK;
}

static enum status acceptances_add(struct request *r, const struct project *p, bool *ret_passed,
                                   struct error *e)
{
    struct project_acceptance *all;
    size_t count;
    TRY(project_acceptance_list(r->db, r->county, p->id, r->arena, &all, &count, e));
    struct view *list = view_add_list(r->page, "acceptances");
    *ret_passed = false;
    for (size_t i = 0; i < count; i++) {
        const struct project_acceptance *a = &all[i];
        const bool is_own = strcmp(a->entered_by, r->session.user.name) == 0;
        struct view *v = view_add_object(list, NULL);
        view_add_integer(v, "acceptance", a->id);
        view_add_date(v, "accepted_on", a->accepted_on);
        view_add_bool(v, "is_passed", a->is_passed);
        view_add_bool(v, "is_confirmed", a->is_confirmed);
        view_add_count(v, "accepted_beds", a->beds);
        view_add_count(v, "accepted_area", a->area_m2);
        view_add_fen(v, "cost_fen", a->cost);
        view_add_text(v, "members", a->members);
        view_add_text(v, "opinion", a->opinion);
        view_add_text(v, "document", a->document);
        view_add_text(v, "entered_by", project_person(r, a->entered_by));
        view_add_text(v, "confirmed_by", project_person(r, a->confirmed_by));
        const bool is_waiting = !a->is_confirmed && !a->is_struck;
        view_add_bool(v, "is_waiting", is_waiting);
        view_add_bool(v, "is_struck", a->is_struck);
        view_add_text(v, "strike_reason", a->strike_reason);
        view_add_bool(v, "can_confirm",
                      is_waiting && !is_own && request_can(r, PERMISSION_PROJECT_DECIDE));
        view_add_bool(v, "can_strike", is_waiting && request_can(r, PERMISSION_PROJECT_MANAGE));
        *ret_passed = *ret_passed || (a->is_passed && !a->is_struck);
        view_add_bool(v, "can_hand_over",
                      a->is_passed && a->is_confirmed && request_can(r, PERMISSION_PROJECT_MANAGE));
    }
    return STATUS_OK;
}

static enum status handovers_add(struct request *r, const struct project *p, struct error *e)
{
    struct project_handover *all;
    size_t count;
    int64_t beds = 0;
    TRY(project_handover_list(r->db, r->county, p->id, r->arena, &all, &count, e));
    struct view *list = view_add_list(r->page, "handovers");
    for (size_t i = 0; i < count; i++) {
        struct view *v = view_add_object(list, NULL);
        view_add_date(v, "on", all[i].on);
        view_add_count(v, "handed_beds", all[i].beds);
        view_add_text(v, "given_by", all[i].given_by);
        view_add_text(v, "received_by", all[i].received_by);
        view_add_text(v, "document", all[i].document);
        struct view *rooms = view_add_list(v, "rooms");
        for (size_t k = 0; k < all[i].room_count; k++) {
            struct view *room = view_add_object(rooms, NULL);
            view_add_text(room, "number", all[i].rooms[k].number);
            view_add_integer(room, "storey", all[i].rooms[k].storey);
            view_add_count(room, "room_beds", all[i].rooms[k].beds);
            view_add_count(room, "room_area", all[i].rooms[k].area_m2);
        }
        beds += all[i].beds;
    }
    view_add_count(r->page, "handed_over_beds", beds);
    return STATUS_OK;
}

enum status project_respond(struct request *r, const struct project *p, unsigned status,
                            const struct error *why, struct error *e)
{
    bool is_passed;
    const bool is_open = !p->is_cancelled;
    const char *title = arena_printf(r->arena, "%s · %s", p->name, p->scope.township_name);
    if (title == NULL)
        return arena_exhausted(e);
    project_head_add(r, r->page, p);
    scopes_compare(r, p);
    TRY(changes_add(r, p, e));
    TRY(books_add(r, p, e));
    TRY(stages_add(r, p, e));
    TRY(returns_add(r, p, e));
    TRY(problems_add(r, p, e));
    TRY(payments_add(r, p, e));
    TRY(acceptances_add(r, p, &is_passed, e));
    TRY(handovers_add(r, p, e));
    const bool may_return = is_open && request_can(r, PERMISSION_PROJECT_RETURN);
    const bool may_manage = is_open && request_can(r, PERMISSION_PROJECT_MANAGE);
    view_add_bool(r->page, "can_return", may_return);
    view_add_bool(r->page, "can_change", may_return && !p->has_open_change);
    view_add_bool(r->page, "can_stage", may_manage);
    view_add_bool(r->page, "can_accept", may_manage && !is_passed);
    view_add_bool(r->page, "can_pay", may_manage && p->scope.contractor != 0);
    view_add_bool(r->page, "sees_home", request_can(r, PERMISSION_HOME_READ) && p->home != 0);
    return respond_page_status(r, status, "project/page.html", title, why, e);
}

static enum status project_show(struct request *r, struct error *e)
{
    struct project p;
    TRY(project_of_address(r, &p, e));
    return project_respond(r, &p, 200, NULL, e);
}

static const struct route ROUTES[] = {
    {HTTP_GET, "/projects/{project}", project_show, PERMISSION_PROJECT_READ, N_("建设项目")},
};
const struct route_table PROJECT_STORY_ROUTES = ROUTE_TABLE("project_story", ROUTES);
