/* The public site's own pages: what one can get, how much and how long each step takes, all from
   the parameters in force; who leads. The rest of the site hangs on the first one. */
#include <string.h>

#include "base/i18n.h"
#include "domain/casework/deadline.h"
#include "domain/registry/change.h"
#include "domain/target/leading.h"
#include "web/pages/pages.h"
#include "web/pages/place.h"

#define STEP(limit) ((enum policy_key)(POLICY_CASE_LIMIT_FIRST + (limit)-1))

struct number {
    enum policy_key key;
    const char *label, *unit; /* msgids */
    bool is_brief;            /* on the first page too */
};

static const struct number DIBAO_GETS[] = {
    {POLICY_DIBAO_STANDARD_YEAR, N_("保障标准（每人每年）"), N_(" 元"), true},
    {POLICY_DIBAO_TOPUP_DISABILITY, N_("重度残疾人，按本人应得金额增发"), "", false},
    {POLICY_DIBAO_TOPUP_ILLNESS, N_("重病患者，按本人应得金额增发"), "", false},
    {POLICY_DIBAO_TOPUP_AGED, N_("老年人，按本人应得金额增发"), "", false},
    {POLICY_DIBAO_TOPUP_MINOR, N_("未成年人，按本人应得金额增发"), "", false},
    {POLICY_DIBAO_PAY_DAY, N_("每月发放不晚于"), N_(" 日"), true},
};
static const struct number DIBAO_STEPS[] = {
    {STEP(LIMIT_ACCEPT), N_("乡镇决定是否受理"), "", false},
    {STEP(LIMIT_SURVEY), N_("入户调查"), "", false},
    {STEP(LIMIT_DELIBERATE), N_("民主评议"), "", false},
    {STEP(LIMIT_REVIEW), N_("乡镇审核"), "", false},
    {STEP(LIMIT_NOTICE), N_("在村里公示"), "", false},
    {STEP(LIMIT_DECIDE), N_("县民政局审批"), "", false},
    {STEP(LIMIT_APPEAL), N_("不服决定，提出复核"), "", false},
};
static const struct number WUBAO_GETS[] = {
    {POLICY_WUBAO_SCATTERED_YEAR, N_("分散供养（每人每年）"), N_(" 元"), true},
    {POLICY_WUBAO_INSTITUTION_YEAR, N_("集中供养（每人每年）"), N_(" 元"), true},
    {POLICY_WUBAO_PAY_DAY, N_("每月发放不晚于"), N_(" 日"), false},
};
static const struct number WUBAO_STEPS[] = {
    {STEP(LIMIT_WUBAO_VILLAGE), N_("村民委员会民主评议和公示"), "", false},
    {STEP(LIMIT_WUBAO_TOWNSHIP), N_("乡镇审核"), "", false},
    {STEP(LIMIT_WUBAO_COUNTY), N_("县民政局审批"), "", false},
};
static const struct number MEDICAL_STEPS[] = {
    {STEP(LIMIT_MEDICAL_REVIEW), N_("乡镇审核"), "", false},
    {STEP(LIMIT_MEDICAL_DECIDE), N_("县民政局审批"), "", false},
    {STEP(LIMIT_ADVANCE_DECIDE), N_("医前救助审批"), "", false},
};
#define NUMBERS(array) (array), sizeof(array) / sizeof((array)[0])

struct standards {
    struct request *r;
    struct policy_table *policy;
    struct month month;
    bool is_brief;
};

/* What is not set is not said. */
static void number_add(const struct standards *x, struct view *list, enum policy_key key,
                       const char *label, const char *unit)
{
    char text[FEN_TEXT_BYTES];
    struct policy_value value = policy_value_of(x->policy, key, x->month);
    if (!value.is_set)
        return;
    struct view *v = view_add_object(list, NULL);
    view_add_text(v, "label", label);
    view_add_textf(v, "value", "%s%s", request_text(x->r, policy_value_format(key, value.v, text)),
                   unit[0] ? request_text(x->r, unit) : "");
    view_add_text(v, "clause", value.clause);
    view_add_text(v, "document", value.document);
    view_add_month(v, "from", value.from);
    view_add_bool(v, "is_example", value.is_example);
}

static void numbers_add(const struct standards *x, struct view *list, const struct number *numbers,
                        size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!x->is_brief || numbers[i].is_brief)
            number_add(x, list, numbers[i].key, request_text(x->r, numbers[i].label),
                       numbers[i].unit);
}

static void medical_add(const struct standards *x, struct view *list)
{
    struct request *r = x->r;
    for (int c = 1; c <= MEDICAL_CLASS_COUNT; c++)
        for (int visit = 1; visit <= VISIT_COUNT; visit++) {
            const char *class = request_text(r, medical_class_label((enum medical_class)c));
            const char *name = request_text(r, medical_visit_label((enum medical_visit)visit));
            if (x->is_brief && (c != MEDICAL_DIBAO || visit != VISIT_INPATIENT))
                continue;
            number_add(x, list, policy_medical_key(c, visit, POLICY_MEDICAL_RATE),
                       arena_printf(r->arena, request_text(r, N_("%s，%s，救助比例")), class, name),
                       "");
            number_add(x, list, policy_medical_key(c, visit, POLICY_MEDICAL_CAP),
                       arena_printf(r->arena, request_text(r, N_("%s，%s，全年最多")), class, name),
                       N_(" 元"));
        }
}

static struct view *programme_add(const struct standards *x, struct view *list, enum programme p)
{
    struct view *v = view_add_object(list, NULL);
    view_add_text(v, "code", programme_code(p));
    view_add_text(v, "name", request_text(x->r, programme_name(p)));
    view_add_bool(v, "is_dibao", p == PROGRAMME_DIBAO);
    view_add_bool(v, "is_wubao", p == PROGRAMME_WUBAO);
    view_add_bool(v, "is_medical", p == PROGRAMME_MEDICAL);
    return v;
}

static enum status programmes_add(struct request *r, bool is_brief, struct error *e)
{
    struct standards x = {.r = r, .month = date_month(date_today()), .is_brief = is_brief};
    TRY(policy_table_read(r->db, r->county, KNOWN_NOW, r->arena, &x.policy, e));
    struct view *list = view_add_list(r->page, "programmes"), *v;
    v = programme_add(&x, list, PROGRAMME_DIBAO);
    numbers_add(&x, view_add_list(v, "gets"), NUMBERS(DIBAO_GETS));
    numbers_add(&x, view_add_list(v, "steps"), NUMBERS(DIBAO_STEPS));
    v = programme_add(&x, list, PROGRAMME_WUBAO);
    numbers_add(&x, view_add_list(v, "gets"), NUMBERS(WUBAO_GETS));
    numbers_add(&x, view_add_list(v, "steps"), NUMBERS(WUBAO_STEPS));
    v = programme_add(&x, list, PROGRAMME_MEDICAL);
    medical_add(&x, view_add_list(v, "gets"));
    numbers_add(&x, view_add_list(v, "steps"), NUMBERS(MEDICAL_STEPS));
    return STATUS_OK;
}

/* Names and posts only: no telephone of a person, no number. */
static enum status leading_add(struct request *r, struct error *e)
{
    struct leading_member *members;
    size_t count;
    TRY(leading_list(r->db, r->county, date_today(), KNOWN_NOW, r->arena, &members, &count, e));
    struct view *list = view_add_list(r->page, "leading");
    for (size_t i = 0; i < count; i++) {
        struct view *v = view_add_object(list, NULL);
        view_add_text(v, "seat", request_text(r, leading_seat_label(members[i].seat)));
        view_add_text(v, "name", members[i].name);
        view_add_text(v, "post", members[i].post);
    }
    view_add_bool(r->page, "has_leading", count > 0);
    return STATUS_OK;
}

static enum status site_show(struct request *r, struct error *e)
{
    const struct division_table *table;
    const char *phone;
    TRY(plan_phone(r->db, r->county, r->arena, &phone, e));
    view_add_text(r->page, "phone", phone);
    TRY(place_table(r, date_month(date_today()), &table, e));
    const struct division *county = division_by_code(table, r->county * INT64_C(1000000));
    view_add_text(r->page, "county", county != NULL ? county->name : "");
    TRY(programmes_add(r, true, e));
    TRY(leading_add(r, e));
    return respond_page(r, "public/site.html", NULL, e);
}

static enum status standards_show(struct request *r, struct error *e)
{
    TRY(programmes_add(r, false, e));
    return respond_page(r, "public/standards.html", NULL, e);
}

static const struct route ROUTES[] = {
    {HTTP_GET, "/public", site_show, PERMISSION_PUBLIC, N_("困难群众救助"), .is_kept = true},
    {HTTP_GET, "/public/standards", standards_show, PERMISSION_PUBLIC, N_("标准和办理时限"),
     .is_kept = true},
};
const struct route_table PUBLIC_SITE_ROUTES = ROUTE_TABLE("public_site", ROUTES);
