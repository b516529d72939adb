/* Good practices: the list, proposing one, publishing or declining it; those for everybody. */
#include "domain/meeting/practice.h"

#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "web/pages/meeting_page.h"
#include "web/pages/pages.h"
#include "web/pages/query.h"

void practice_view_add(struct request *r, struct view *v, const struct practice *p)
{
    view_add_integer(v, "practice", p->id);
    view_add_text(v, "township_name",
                  p->township_name[0] ? p->township_name : request_text(r, N_("全县")));
    view_add_text(v, "practice_title", p->title);
    view_add_text(v, "body", p->body);
    view_add_text(v, "state_label", request_text(r, practice_state_label(p->state)));
    view_add_bool(v, "is_proposed", p->state == PRACTICE_PROPOSED);
    view_add_bool(v, "is_published", p->state == PRACTICE_PUBLISHED);
    view_add_text(v, "proposed_by", meeting_person(r, p->proposed_by));
    view_add_text(v, "decided_by", meeting_person(r, p->decided_by));
    if (p->decided_on.v)
        view_add_date(v, "decided_on", p->decided_on);
}

static enum status list_respond(struct request *r, unsigned status, const struct error *why,
                                struct error *e)
{
    static const char *const typed[] = {"title", "body", "meeting"};
    struct practice *list;
    size_t n;
    TRY(practice_list(r->db, r->county, meeting_scope_of(r), 0, 0, r->arena, &list, &n, e));
    struct view *rows = view_add_list(r->page, "practices");
    for (size_t i = 0; i < n; i++) {
        struct view *v = view_add_object(rows, NULL);
        practice_view_add(r, v, &list[i]);
        view_add_bool(v, "can_decide",
                      list[i].state == PRACTICE_PROPOSED &&
                          request_can(r, PERMISSION_MEETING_ISSUE) &&
                          strcmp(list[i].proposed_by, r->session.user.name) != 0);
    }
    meeting_typed_add(r, typed, sizeof typed / sizeof typed[0]);
    view_add_bool(r->page, "can_propose", request_can(r, PERMISSION_PROBLEM_REPORT));
    view_add_bool(r->page, "sees_county", request_sees_county(r));
    return respond_page_status(r, status, "problem/practices.html", NULL, why, e);
}

static enum status list_show(struct request *r, struct error *e)
{
    return list_respond(r, 200, NULL, e);
}

static enum status answer(struct request *r, enum status s, const struct error *why,
                          const char *notice, struct error *e)
{
    if (s == STATUS_OK)
        return respond_redirect(r, request_text(r, notice), e, "/practices");
    if (meeting_is_shown(s, why))
        return list_respond(r, 422, why, e);
    *e = *why;
    return s;
}

/* A township's user proposes for his own. */
static enum status propose_do(struct request *r, struct error *e)
{
    struct db *db;
    struct error why = {0};
    int64_t id;
    const struct practice p = {.title = request_field(r, "title"),
                               .body = request_field(r, "body"),
                               .township = meeting_scope_of(r)};
    TRY(request_writer(r, &db, e));
    enum status s = practice_propose(db, r->county, &p, r->session.user.name, &id, &why);
    return answer(r, s, &why, N_("已提出，待审定"), e);
}

/* Told at a meeting, written down by whoever keeps its record. */
static enum status told_do(struct request *r, struct error *e)
{
    struct meeting m;
    struct db *db;
    struct error why = {0};
    int64_t id, township = 0;
    const char *place = request_field(r, "township");
    TRY(meeting_of_address(r, &m, e));
    enum status s = place[0] != '\0' ? i64_parse(place, &township, &why) : STATUS_OK;
    const struct practice p = {.title = request_field(r, "practice_title"),
                               .body = request_field(r, "practice_body"),
                               .township = township,
                               .meeting = m.id};
    TRY(request_writer(r, &db, e));
    if (s == STATUS_OK)
        s = practice_propose(db, r->county, &p, r->session.user.name, &id, &why);
    if (s == STATUS_OK)
        return respond_redirect(r, request_text(r, N_("已提出，待审定")), e, "/meetings/%" PRId64,
                                m.id);
    if (meeting_is_shown(s, &why))
        return meeting_respond(r, &m, 422, &why, e);
    *e = why;
    return s;
}

static enum status decide(struct request *r, bool is_published, const char *notice, struct error *e)
{
    struct db *db;
    struct error why = {0};
    int64_t id;
    TRY(request_parameter_i64(r, "practice", &id));
    TRY(request_writer(r, &db, e));
    enum status s = practice_decide(db, r->county, id, is_published, r->session.user.name, &why);
    return answer(r, s, &why, notice, e);
}

static enum status publish_do(struct request *r, struct error *e)
{
    return decide(r, true, N_("已推广"), e);
}

static enum status decline_do(struct request *r, struct error *e)
{
    return decide(r, false, N_("未采用"), e);
}

static enum status public_show(struct request *r, struct error *e)
{
    struct practice *list;
    size_t n;
    TRY(practice_public_list(r->db, r->county, r->arena, &list, &n, e));
    struct view *rows = view_add_list(r->page, "practices");
    for (size_t i = 0; i < n; i++) {
        struct view *v = view_add_object(rows, NULL);
        view_add_integer(v, "practice", list[i].id);
        view_add_text(v, "practice_title", list[i].title);
        view_add_text(v, "township_name",
                      list[i].township_name[0] ? list[i].township_name
                                               : request_text(r, N_("全县")));
        view_add_text(v, "body", list[i].body);
        view_add_date(v, "published_on", list[i].decided_on);
    }
    return respond_page(r, "public/practices.html", NULL, e);
}

static const struct route_input PROPOSE_INPUTS[] = {
    {"title", INPUT_TEXT, true, N_("做法")},
    {"body", INPUT_TEXT, true, N_("内容")},
    {.name = NULL},
};
static const struct route_input TOLD_INPUTS[] = {
    {"practice_title", INPUT_TEXT, true, N_("做法")},
    {"practice_body", INPUT_TEXT, true, N_("内容")},
    {"township", INPUT_INTEGER, false, N_("乡镇；默认全县")},
    {.name = NULL},
};
static const struct route ROUTES[] = {
    {HTTP_GET, "/practices", list_show, PERMISSION_MEETING_READ, N_("好的做法")},
    {HTTP_POST, "/practices", propose_do, PERMISSION_PROBLEM_REPORT, N_("提出好的做法"),
     .inputs = PROPOSE_INPUTS},
    {HTTP_POST, "/meetings/{meeting}/practices", told_do, PERMISSION_MEETING_MANAGE,
     N_("记下好的做法"), .inputs = TOLD_INPUTS},
    {HTTP_POST, "/practices/{practice}/publish", publish_do, PERMISSION_MEETING_ISSUE,
     N_("推广做法")},
    {HTTP_POST, "/practices/{practice}/decline", decline_do, PERMISSION_MEETING_ISSUE,
     N_("不采用做法")},
    {HTTP_GET, "/public/practices", public_show, PERMISSION_PUBLIC, N_("好的做法"),
     .is_kept = true},
};
const struct route_table PRACTICE_ROUTES = ROUTE_TABLE("practice", ROUTES);
