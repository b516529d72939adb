/* A resident's care level, which follows from six answers, and his property, which is listed before
   witnesses and handed over. */
#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "web/pages/medical_page.h"
#include "web/pages/pages.h"
#include "web/pages/resident_page.h"

#define CAN "1"
#define CAN_NOT "0"

/* ---- care ---- */

static const char *const CAN_NAMES[CARE_ITEMS] = {"eats",    "dresses", "rises",
                                                  "toilets", "walks",   "bathes"};
#define CARE_FIELD_COUNT (CARE_ITEMS + 2)
static const struct plain_cause CARE_CAUSES[] = {
    {"CARE_DATE", "assessed_on"},
    {"CARE_ASSESSORS", "assessors"},
    {NULL, NULL},
};

struct care {
    struct stay stay;
    struct plain_form form;
    struct plain_field fields[CARE_FIELD_COUNT];
};

static enum status care_begin(struct request *r, struct care *c, struct error *e)
{
    TRY(stay_of_address(r, &c->stay, NULL, e));
    for (int i = 0; i < CARE_ITEMS; i++)
        c->fields[i] =
            (struct plain_field){CAN_NAMES[i], CARE_ITEM_LABELS[i], NULL, PLAIN_CHOICE, false};
    c->fields[CARE_ITEMS] =
        (struct plain_field){"assessed_on", N_("评估日期"), NULL, PLAIN_DATE, false};
    c->fields[CARE_ITEMS + 1] = (struct plain_field){"assessors", N_("评估人"),
                                                     N_("至少两人，用顿号隔开"), PLAIN_TEXT, false};
    plain_begin(&c->form, r, r->page, c->fields, CARE_FIELD_COUNT);
    plain_default(&c->form, "assessed_on", home_day_text(r, date_today()));
    for (int i = 0; i < CARE_ITEMS; i++) {
        plain_choice(&c->form, CAN_NAMES[i], CAN, request_text(r, N_("能")));
        plain_choice(&c->form, CAN_NAMES[i], CAN_NOT, request_text(r, N_("不能")));
    }
    return STATUS_OK;
}

static enum status care_respond(struct request *r, struct care *c, unsigned status,
                                const struct error *why, struct error *e)
{
    plain_end(&c->form);
    stay_row_add(r, r->page, &c->stay);
    return respond_page_status(r, status, "homes/care.html",
                               arena_printf(r->arena, "%s · %s",
                                            request_text(r, N_("生活自理能力评估")),
                                            c->stay.person_name),
                               why, e);
}

static enum status care_page(struct request *r, struct error *e)
{
    struct care c;
    TRY(care_begin(r, &c, e));
    return care_respond(r, &c, 200, NULL, e);
}

static enum status care_do(struct request *r, struct care *c, enum care_level *ret, struct error *e)
{
    struct plain_form *f = &c->form;
    struct db *db;
    struct care_assessment care = {.stay = c->stay.id};
    for (int i = 0; i < CARE_ITEMS; i++) {
        const char *can = plain_text(f, CAN_NAMES[i]);
        if (can[0] != '\0' && strcmp(can, CAN) != 0 && strcmp(can, CAN_NOT) != 0)
            plain_fault(f, CAN_NAMES[i], N_("请选择"));
        care.can[i] = strcmp(can, CAN) == 0;
    }
    care.assessed_on = plain_date(f, "assessed_on");
    care.assessors = plain_text(f, "assessors");
    TRY(plain_status(f, e));
    TRY(request_writer(r, &db, e));
    *ret = care_level_of(care.can);
    return care_assess(db, r->county, &care, r->session.user.name, e);
}

static enum status care_take(struct request *r, struct error *e)
{
    struct care c;
    struct error why = {0};
    enum care_level level;
    TRY(care_begin(r, &c, e));
    enum status s = care_do(r, &c, &level, &why);
    if (s == STATUS_OK)
        return respond_redirect(r,
                                arena_printf(r->arena, "%s%s",
                                             request_text(r, N_("按六项算得的照料等级：")),
                                             resident_care_text(r, level)),
                                e, "/residents/%" PRId64, c.stay.id);
    if (!is_page_refusal(s, &why)) {
        *e = why;
        return s;
    }
    plain_refused(&c.form, CARE_CAUSES, &why);
    return care_respond(r, &c, 422, &why, e);
}

/* ---- property ---- */

static const struct plain_field ITEM_FIELDS[] = {
    {"item", N_("物品"), N_("一次写一样"), PLAIN_TEXT, false},
    {"quantity", N_("件数"), NULL, PLAIN_NUMBER, false},
    {"value", N_("估值（元）"), N_("现金写金额，其他可不填"), PLAIN_YUAN, true},
    {"listed_on", N_("登记日期"), NULL, PLAIN_DATE, false},
    {"witnesses", N_("见证人"), N_("去世老人的遗物要两人见证，用顿号隔开"), PLAIN_TEXT, false},
};
static const struct plain_field GIVE_FIELDS[] = {
    {"number", N_("物品"), NULL, PLAIN_CHOICE, false},
    {"given_to", N_("交给谁"), N_("姓名、关系、证件后四位"), PLAIN_TEXT, false},
    {"given_on", N_("交接日期"), NULL, PLAIN_DATE, false},
};
static const struct plain_cause ITEM_CAUSES[] = {
    {"PROPERTY_WITNESSES", "witnesses"},
    {"RECORD_DATE", "listed_on"},
    {NULL, NULL},
};
static const struct plain_cause GIVE_CAUSES[] = {
    {"PROPERTY_UNKNOWN", "number"},
    {"PROPERTY_GIVEN", "number"},
    {"RECORD_DATE", "given_on"},
    {NULL, NULL},
};
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

struct property {
    struct stay stay;
    struct plain_form item, give;
};

static enum status property_begin(struct request *r, struct property *p, struct error *e)
{
    struct home_property *all;
    size_t count, kept = 0;
    const char *today = home_day_text(r, date_today());
    TRY(stay_of_address(r, &p->stay, NULL, e));
    TRY(home_property_list(r->db, r->county, p->stay.id, r->arena, &all, &count, e));
    plain_begin(&p->item, r, view_add_object(r->page, "new_item"), ITEM_FIELDS, COUNT(ITEM_FIELDS));
    plain_default(&p->item, "quantity", "1");
    plain_default(&p->item, "listed_on", today);
    if (count > 0) /* the same people stand by while the list is made */
        plain_default(&p->item, "witnesses", all[count - 1].witnesses);
    plain_begin(&p->give, r, view_add_object(r->page, "give"), GIVE_FIELDS, COUNT(GIVE_FIELDS));
    plain_default(&p->give, "given_on", today);
    for (size_t i = 0; i < count; i++) {
        if (all[i].given_to[0] != '\0')
            continue;
        kept++;
        plain_choice(&p->give, "number", arena_printf(r->arena, "%" PRId64, all[i].number),
                     arena_printf(r->arena, "%" PRId64 " %s", all[i].number, all[i].item));
    }
    view_add_bool(r->page, "can_give", kept > 0 && request_can(r, PERMISSION_HOME_RECORD));
    return STATUS_OK;
}

static enum status property_respond(struct request *r, struct property *p, unsigned status,
                                    const struct error *why, struct error *e)
{
    plain_end(&p->item);
    plain_end(&p->give);
    stay_row_add(r, r->page, &p->stay);
    view_add_bool(r->page, "is_dead", p->stay.leave == STAY_DEATH);
    view_add_bool(r->page, "can_record", request_can(r, PERMISSION_HOME_RECORD));
    view_add_integer(r->page, "case", p->stay.case_file);
    view_add_bool(r->page, "sees_case", request_can(r, PERMISSION_CASE_READ));
    TRY(property_add(r, &p->stay, e));
    return respond_page_status(
        r, status, "homes/property.html",
        arena_printf(r->arena, "%s · %s",
                     request_text(r, p->stay.leave == STAY_DEATH ? N_("遗物清单") : N_("个人物品")),
                     p->stay.person_name),
        why, e);
}

static enum status property_page(struct request *r, struct error *e)
{
    struct property p;
    TRY(property_begin(r, &p, e));
    return property_respond(r, &p, 200, NULL, e);
}

static enum status item_do(struct request *r, struct property *p, struct error *e)
{
    struct plain_form *f = &p->item;
    struct db *db;
    const struct home_property property = {
        .stay = p->stay.id,
        .item = plain_text(f, "item"),
        .quantity = plain_number(f, "quantity"),
        .value = plain_yuan(f, "value"),
        .listed_on = plain_date(f, "listed_on"),
        .witnesses = plain_text(f, "witnesses"),
        .given_to = "",
    };
    TRY(plain_status(f, e));
    TRY(request_writer(r, &db, e));
    return home_property_add(db, r->county, &property, r->session.user.name, e);
}

static enum status give_do(struct request *r, struct property *p, struct error *e)
{
    struct plain_form *f = &p->give;
    struct db *db;
    int64_t number = plain_number(f, "number");
    const char *to = plain_text(f, "given_to");
    struct date on = plain_date(f, "given_on");
    TRY(plain_status(f, e));
    TRY(request_writer(r, &db, e));
    return home_property_give(db, r->county, p->stay.id, number, to, on, r->session.user.name, e);
}

static enum status property_take(struct request *r, struct error *e)
{
    const bool is_give = strcmp(strrchr(r->match.route->pattern, '/'), "/give") == 0;
    struct property p;
    struct error why = {0};
    TRY(property_begin(r, &p, e));
    enum status s = is_give ? give_do(r, &p, &why) : item_do(r, &p, &why);
    if (s == STATUS_OK)
        return respond_redirect(r,
                                request_text(r, is_give ? N_("已登记交接") : N_("已登记一样物品")),
                                e, "/residents/%" PRId64 "/property", p.stay.id);
    if (!is_page_refusal(s, &why)) {
        *e = why;
        return s;
    }
    plain_refused(is_give ? &p.give : &p.item, is_give ? GIVE_CAUSES : ITEM_CAUSES, &why);
    return property_respond(r, &p, 422, &why, e);
}

static const struct route_input CARE_INPUTS[] = {
    {"eats", INPUT_BOOL, true, N_("吃饭：1 能，0 不能")},
    {"dresses", INPUT_BOOL, true, N_("穿衣")},
    {"rises", INPUT_BOOL, true, N_("上下床")},
    {"toilets", INPUT_BOOL, true, N_("如厕")},
    {"walks", INPUT_BOOL, true, N_("室内行走")},
    {"bathes", INPUT_BOOL, true, N_("洗澡")},
    {"assessed_on", INPUT_DATE, true, N_("评估日期")},
    {"assessors", INPUT_TEXT, true, N_("评估人，至少两人")},
    {.name = NULL},
};
static const struct route_input ITEM_INPUTS[] = {
    {"item", INPUT_TEXT, true, N_("物品")},         {"quantity", INPUT_INTEGER, true, N_("件数")},
    {"value", INPUT_YUAN, false, N_("估值（元）")}, {"listed_on", INPUT_DATE, true, N_("登记日期")},
    {"witnesses", INPUT_TEXT, true, N_("见证人")},  {.name = NULL},
};
static const struct route_input GIVE_INPUTS[] = {
    {"number", INPUT_INTEGER, true, N_("物品序号")},
    {"given_to", INPUT_TEXT, true, N_("交给谁")},
    {"given_on", INPUT_DATE, true, N_("交接日期")},
    {.name = NULL},
};
static const struct route ROUTES[] = {
    {HTTP_GET, "/residents/{stay}/care", care_page, PERMISSION_HOME_RECORD, N_("生活自理能力评估"),
     .audience = AUDIENCE_PEOPLE},
    {HTTP_POST, "/residents/{stay}/care", care_take, PERMISSION_HOME_RECORD, N_("生活自理能力评估"),
     .inputs = CARE_INPUTS},
    {HTTP_GET, "/residents/{stay}/property", property_page, PERMISSION_HOME_READ, N_("个人物品")},
    {HTTP_POST, "/residents/{stay}/property", property_take, PERMISSION_HOME_RECORD, N_("登记物品"),
     .inputs = ITEM_INPUTS},
    {HTTP_POST, "/residents/{stay}/property/give", property_take, PERMISSION_HOME_RECORD,
     N_("登记物品交接"), .inputs = GIVE_INPUTS},
};
const struct route_table RESIDENT_CARE_ROUTES = ROUTE_TABLE("resident_care", ROUTES);
