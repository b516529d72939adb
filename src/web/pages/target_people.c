/* The leading group, and who answers for what. */
#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "web/pages/pages.h"
#include "web/pages/place.h"
#include "web/pages/plain_form.h"
#include "web/pages/query.h"
#include "web/pages/target_page.h"

static void until_add(struct view *v, struct date until)
{
    if (until.v != DATE_OPEN.v)
        view_add_date(v, "until", until);
}

/* Empty fields: from today, until further notice. */
static void days_typed(struct plain_form *f, struct date *from, struct date *until)
{
    *from = plain_date(f, "from");
    *until = plain_date(f, "until");
    if (!from->v)
        *from = date_today();
    if (!until->v)
        *until = DATE_OPEN;
}

/* What was refused is shown on the page; what is not for showing goes up. */
static enum status people_done(struct request *r, struct plain_form *f, enum status s,
                               const struct error *why, const char *path, const char *notice,
                               enum status (*respond)(struct request *, struct plain_form *,
                                                      unsigned, const struct error *,
                                                      struct error *),
                               struct error *e)
{
    static const struct plain_cause causes[] = {{"LEADING_SEAT", "seat"}, {NULL, NULL}};
    if (s == STATUS_OK || s == STATUS_NONE)
        return respond_redirect(r, request_text(r, notice), e, "%s", path);
    if (!target_is_shown(s, why)) {
        *e = *why;
        return s;
    }
    plain_refused(f, causes, why);
    return respond(r, f, 422, why, e);
}

/* ---- the leading group ---- */

static const struct plain_field GROUP_FIELDS[] = {
    {"seat", N_("职务"), NULL, PLAIN_CHOICE, false},
    {"name", N_("姓名"), NULL, PLAIN_TEXT, false},
    {"post", N_("单位和职务"), NULL, PLAIN_TEXT, true},
    {"duty", N_("分工"), NULL, PLAIN_TEXT, true},
    {"from", N_("开始日期"), N_("不填为今天"), PLAIN_DATE, true},
    {"until", N_("结束日期"), N_("不填为未定"), PLAIN_DATE, true},
    {"document", N_("文号"), NULL, PLAIN_TEXT, true},
};

static void group_begin(struct request *r, struct plain_form *f)
{
    plain_begin(f, r, r->page, GROUP_FIELDS, sizeof GROUP_FIELDS / sizeof GROUP_FIELDS[0]);
    for (enum leading_seat s = SEAT_LEADER; s <= SEAT_OFFICE; s++)
        plain_choice(f, "seat", leading_seat_code(s), request_text(r, leading_seat_label(s)));
}

static enum status group_respond(struct request *r, struct plain_form *f, unsigned status,
                                 const struct error *why, struct error *e)
{
    struct leading_member *list;
    size_t n;
    TRY(leading_list(r->db, r->county, (struct date){0}, KNOWN_NOW, r->arena, &list, &n, e));
    struct view *members = view_add_list(r->page, "members");
    struct date today = date_today();
    for (size_t i = 0; i < n; i++) {
        struct view *v = view_add_object(members, NULL);
        view_add_integer(v, "member", list[i].id);
        view_add_text(v, "seat_label", request_text(r, leading_seat_label(list[i].seat)));
        view_add_text(v, "name", list[i].name);
        view_add_text(v, "post", list[i].post);
        view_add_text(v, "duty", list[i].duty);
        view_add_text(v, "document", list[i].document);
        view_add_date(v, "from", list[i].from);
        until_add(v, list[i].until);
        view_add_bool(v, "is_current", list[i].from.v <= today.v && today.v <= list[i].until.v);
        view_add_bool(v, "can_end",
                      request_can(r, PERMISSION_TARGET_MANAGE) && list[i].until.v == DATE_OPEN.v);
    }
    view_add_bool(r->page, "can_manage", request_can(r, PERMISSION_TARGET_MANAGE));
    plain_end(f);
    return respond_page_status(r, status, "target/group.html", NULL, why, e);
}

static enum status group_show(struct request *r, struct error *e)
{
    struct plain_form f;
    group_begin(r, &f);
    return group_respond(r, &f, 200, NULL, e);
}

static enum status group_act(struct request *r, struct plain_form *f, struct error *e)
{
    struct db *db;
    int64_t id;
    struct error ignored;
    struct leading_member m = {.name = plain_text(f, "name"),
                               .post = plain_text(f, "post"),
                               .duty = plain_text(f, "duty"),
                               .document = plain_text(f, "document")};
    if (leading_seat_parse(plain_text(f, "seat"), &m.seat, &ignored) != STATUS_OK)
        plain_fault(f, "seat", N_("请选择"));
    days_typed(f, &m.from, &m.until);
    TRY(plain_status(f, e));
    TRY(request_writer(r, &db, e));
    return leading_set(db, r->county, &m, r->session.user.name, &id, e);
}

static enum status group_do(struct request *r, struct error *e)
{
    struct plain_form f;
    struct error why = {0};
    group_begin(r, &f);
    enum status s = group_act(r, &f, &why);
    return people_done(r, &f, s, &why, "/leading-group", N_("已登记"), group_respond, e);
}

static enum status group_plan_do(struct request *r, struct error *e)
{
    struct plain_form f;
    struct db *db;
    struct error why = {0};
    size_t n = 0;
    group_begin(r, &f);
    TRY(request_writer(r, &db, e));
    enum status s = leading_from_plan(db, r->county, r->session.user.name, &n, &why);
    return people_done(r, &f, s, &why, "/leading-group",
                       s == STATUS_NONE ? N_("方案没有写新的成员姓名") : N_("已登记"),
                       group_respond, e);
}

static enum status group_end_do(struct request *r, struct error *e)
{
    struct plain_form f;
    struct db *db;
    struct error why = {0};
    int64_t id;
    TRY(request_parameter_i64(r, "member", &id));
    group_begin(r, &f);
    TRY(request_writer(r, &db, e));
    enum status s = leading_end(db, r->county, id, date_today(), request_field(r, "document"),
                                r->session.user.name, &why);
    return people_done(r, &f, s, &why, "/leading-group", N_("任期到今天为止"), group_respond, e);
}

/* ---- who answers ---- */

static const struct plain_field PERSON_FIELDS[] = {
    {"division", N_("地方"), NULL, PLAIN_CHOICE, false},
    {"item", N_("事项"), N_("方案条款如 P3.1，或指标代码"), PLAIN_TEXT, false},
    {"duty", N_("责任"), NULL, PLAIN_CHOICE, false},
    {"name", N_("姓名"), NULL, PLAIN_TEXT, false},
    {"post", N_("单位和职务"), NULL, PLAIN_TEXT, true},
    {"phone", N_("电话"), NULL, PLAIN_TEXT, true},
    {"from", N_("开始日期"), N_("不填为今天"), PLAIN_DATE, true},
    {"until", N_("结束日期"), N_("不填为未定"), PLAIN_DATE, true},
};

static void person_begin(struct request *r, struct plain_form *f)
{
    plain_begin(f, r, r->page, PERSON_FIELDS, sizeof PERSON_FIELDS / sizeof PERSON_FIELDS[0]);
    plain_choice(f, "duty", "LEAD", request_text(r, N_("领导责任")));
    plain_choice(f, "duty", "HANDLE", request_text(r, N_("直接责任")));
}

static void person_row(struct request *r, struct view *list, const struct responsible *p)
{
    struct view *v = view_add_object(list, NULL);
    view_add_integer(v, "responsible", p->id);
    view_add_text(v, "item", p->item);
    view_add_text(v, "place", p->division_name);
    view_add_integer(v, "level", p->level);
    view_add_text(v, "duty_label", request_text(r, p->is_lead ? N_("领导责任") : N_("直接责任")));
    view_add_text(v, "name", p->name);
    view_add_text(v, "post", p->post);
    view_add_text(v, "phone", p->phone);
    view_add_date(v, "from", p->from);
    until_add(v, p->until);
    view_add_bool(v, "can_end", request_can(r, PERMISSION_TARGET_MANAGE));
}

/* The county, its townships and, behind each, its villages by both names. */
static void place_choices_offer(struct request *r, struct plain_form *f,
                                const struct division_table *table)
{
    const struct division *d;
    for (size_t i = 0; (d = division_at(table, i)) != NULL; i++) {
        const struct division *t =
            d->level == 3 ? division_by_code(table, division_township(d->code)) : NULL;
        const char *name = t ? arena_printf(r->arena, "%s %s", t->name, d->name) : d->name;
        const char *code = arena_printf(r->arena, "%" PRId64, d->code);
        if (name && code && access_in_scope(r->session.user.scope, d->code))
            plain_choice(f, "division", code, name);
    }
}

static enum status person_respond(struct request *r, struct plain_form *f, unsigned status,
                                  const struct error *why, struct error *e)
{
    const struct division_table *table;
    struct responsible *list;
    const char *item = request_query(r, "item");
    int64_t division = query_number(r, "place");
    size_t n;
    if (division && !access_in_scope(r->session.user.scope, division))
        division = 0;
    /* A township sees who stands above it too: the county answers for what it does. */
    if (!division && !request_sees_county(r) && r->session.user.scope >= INT64_C(100000000000))
        division = query_number(r, "only") ? 0 : r->session.user.scope;
    TRY(responsible_list(r->db, r->county, r->session.user.scope, division, item[0] ? item : NULL,
                         date_today(), KNOWN_NOW, r->arena, &list, &n, e));
    struct view *persons = view_add_list(r->page, "persons");
    for (size_t i = 0; i < n; i++)
        person_row(r, persons, &list[i]);
    TRY(place_table(r, date_month(date_today()), &table, e));
    place_add_choices(r->page, r, table, division_township(division), division);
    if (request_can(r, PERMISSION_TARGET_MANAGE))
        place_choices_offer(r, f, table);
    view_add_text(r->page, "item_asked", item);
    view_add_bool(r->page, "can_manage", request_can(r, PERMISSION_TARGET_MANAGE));
    plain_end(f);
    return respond_page_status(r, status, "target/responsible.html", NULL, why, e);
}

static enum status person_show(struct request *r, struct error *e)
{
    struct plain_form f;
    person_begin(r, &f);
    return person_respond(r, &f, 200, NULL, e);
}

static enum status person_act(struct request *r, struct plain_form *f, struct error *e)
{
    struct db *db;
    int64_t id;
    struct responsible p = {.division = plain_number(f, "division"),
                            .item = plain_text(f, "item"),
                            .name = plain_text(f, "name"),
                            .post = plain_text(f, "post"),
                            .phone = plain_text(f, "phone"),
                            .is_lead = text_equals(plain_text(f, "duty"), "LEAD")};
    days_typed(f, &p.from, &p.until);
    TRY(plain_status(f, e));
    TRY(request_writer(r, &db, e));
    return responsible_set(db, r->county, &p, r->session.user.name, &id, e);
}

static enum status person_do(struct request *r, struct error *e)
{
    struct plain_form f;
    struct error why = {0};
    person_begin(r, &f);
    enum status s = person_act(r, &f, &why);
    return people_done(r, &f, s, &why, "/responsible", N_("已登记"), person_respond, e);
}

static enum status person_end_do(struct request *r, struct error *e)
{
    struct plain_form f;
    struct db *db;
    struct error why = {0};
    int64_t id;
    TRY(request_parameter_i64(r, "responsible", &id));
    person_begin(r, &f);
    TRY(request_writer(r, &db, e));
    enum status s = responsible_end(db, r->county, id, date_today(), r->session.user.name, &why);
    return people_done(r, &f, s, &why, "/responsible", N_("到今天为止"), person_respond, e);
}

static const struct route_input GROUP_INPUTS[] = {
    {"seat", INPUT_TEXT, true, N_("职务")},        {"name", INPUT_TEXT, true, N_("姓名")},
    {"post", INPUT_TEXT, false, N_("单位和职务")}, {"duty", INPUT_TEXT, false, N_("分工")},
    {"from", INPUT_DATE, false, N_("开始日期")},   {"until", INPUT_DATE, false, N_("结束日期")},
    {"document", INPUT_TEXT, false, N_("文号")},   {.name = NULL},
};
static const struct route_input END_INPUTS[] = {
    {"document", INPUT_TEXT, false, N_("文号")},
    {.name = NULL},
};
static const struct route_input LIST_INPUTS[] = {
    {"place", INPUT_INTEGER, false, N_("地方")},
    {"item", INPUT_TEXT, false, N_("事项")},
    {"only", INPUT_BOOL, false, N_("不列上级")},
    {.name = NULL},
};
static const struct route_input PERSON_INPUTS[] = {
    {"division", INPUT_INTEGER, true, N_("地方")},
    {"item", INPUT_TEXT, true, N_("事项")},
    {"duty", INPUT_TEXT, true, N_("责任")},
    {"name", INPUT_TEXT, true, N_("姓名")},
    {"post", INPUT_TEXT, false, N_("单位和职务")},
    {"phone", INPUT_TEXT, false, N_("电话")},
    {"from", INPUT_DATE, false, N_("开始日期")},
    {"until", INPUT_DATE, false, N_("结束日期")},
    {.name = NULL},
};
static const struct route ROUTES[] = {
    {HTTP_GET, "/leading-group", group_show, PERMISSION_TARGET_READ, N_("领导小组")},
    {HTTP_POST, "/leading-group", group_do, PERMISSION_TARGET_MANAGE, N_("登记领导小组成员"),
     .inputs = GROUP_INPUTS},
    {HTTP_POST, "/leading-group/plan", group_plan_do, PERMISSION_TARGET_MANAGE,
     N_("按方案登记成员")},
    {HTTP_POST, "/leading-group/{member}/end", group_end_do, PERMISSION_TARGET_MANAGE,
     N_("结束成员任期"), .inputs = END_INPUTS},
    {HTTP_GET, "/responsible", person_show, PERMISSION_TARGET_READ, N_("责任人"),
     .inputs = LIST_INPUTS},
    {HTTP_POST, "/responsible", person_do, PERMISSION_TARGET_MANAGE, N_("登记责任人"),
     .inputs = PERSON_INPUTS},
    {HTTP_POST, "/responsible/{responsible}/end", person_end_do, PERMISSION_TARGET_MANAGE,
     N_("结束责任人")},
};
const struct route_table TARGET_PEOPLE_ROUTES = ROUTE_TABLE("target_people", ROUTES);
