/* 宣传页: one programme in words that people read, with the numbers in force. */
#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "base/view.h"
#include "domain/casework/deadline.h"
#include "office/planpaper/slip.h"

#define LEAFLET_ARENA_BYTES ((size_t)16 << 20)
#define DOCUMENTS_MAX 40

struct leaflet {
    struct arena *arena;
    struct policy_table *policy;
    struct month month;
    struct view *gets, *steps;
    const char *documents[DOCUMENTS_MAX];
    size_t document_count;
    bool has_example;
};

static void document_note(struct leaflet *x, const struct policy_value *value)
{
    x->has_example = x->has_example || value->is_example;
    for (size_t i = 0; i < x->document_count; i++)
        if (text_equals(x->documents[i], value->document))
            return;
    if (x->document_count < DOCUMENTS_MAX)
        x->documents[x->document_count++] = value->document;
}

/* suffix: the unit after the number. What is not set is not said. */
static void get_add(struct leaflet *x, enum policy_key key, const char *label, const char *suffix)
{
    char text[FEN_TEXT_BYTES];
    struct policy_value value = policy_value_of(x->policy, key, x->month);
    if (!value.is_set)
        return;
    struct view *v = view_add_object(x->gets, NULL);
    view_add_text(v, "label", label);
    view_add_textf(v, "value", "%s%s", policy_value_format(key, value.v, text), suffix);
    view_add_textf(v, "source", "%s %s", value.clause, value.document);
    document_note(x, &value);
}

static void step_add(struct leaflet *x, enum policy_key key, const char *label)
{
    char text[FEN_TEXT_BYTES];
    struct policy_value value = policy_value_of(x->policy, key, x->month);
    if (!value.is_set || day_limit_days(value.v) == 0)
        return;
    struct view *v = view_add_object(x->steps, NULL);
    view_add_text(v, "label", label);
    view_add_text(v, "days", policy_value_format(key, value.v, text));
    document_note(x, &value);
}

static enum policy_key limit_key(enum case_limit l)
{
    return (enum policy_key)(POLICY_CASE_LIMIT_FIRST + (int)l - 1);
}

static void dibao_add(struct leaflet *x)
{
    get_add(x, POLICY_DIBAO_STANDARD_YEAR, _("保障标准（每人每年）"), _(" 元"));
    get_add(x, POLICY_DIBAO_TOPUP_DISABILITY, _("重度残疾人，按本人应得金额增发"), "");
    get_add(x, POLICY_DIBAO_TOPUP_ILLNESS, _("重病患者，按本人应得金额增发"), "");
    get_add(x, POLICY_DIBAO_TOPUP_AGED, _("老年人，按本人应得金额增发"), "");
    get_add(x, POLICY_DIBAO_TOPUP_MINOR, _("未成年人，按本人应得金额增发"), "");
    get_add(x, POLICY_DIBAO_PAY_DAY, _("每月发放不晚于"), _(" 日"));
    step_add(x, limit_key(LIMIT_ACCEPT), _("乡镇决定是否受理"));
    step_add(x, limit_key(LIMIT_SURVEY), _("入户调查"));
    step_add(x, limit_key(LIMIT_DELIBERATE), _("民主评议"));
    step_add(x, limit_key(LIMIT_REVIEW), _("乡镇审核"));
    step_add(x, limit_key(LIMIT_NOTICE), _("在村里公示"));
    step_add(x, limit_key(LIMIT_DECIDE), _("县民政局审批"));
    step_add(x, limit_key(LIMIT_APPEAL), _("不服决定，提出复核"));
}

static void wubao_add(struct leaflet *x)
{
    get_add(x, POLICY_WUBAO_SCATTERED_YEAR, _("分散供养（每人每年）"), _(" 元"));
    get_add(x, POLICY_WUBAO_INSTITUTION_YEAR, _("集中供养（每人每年）"), _(" 元"));
    get_add(x, POLICY_WUBAO_PAY_DAY, _("每月发放不晚于"), _(" 日"));
    step_add(x, limit_key(LIMIT_WUBAO_VILLAGE), _("村民委员会民主评议和公示"));
    step_add(x, limit_key(LIMIT_WUBAO_TOWNSHIP), _("乡镇审核"));
    step_add(x, limit_key(LIMIT_WUBAO_COUNTY), _("县民政局审批"));
}

static void medical_add(struct leaflet *x)
{
    for (int c = 1; c <= MEDICAL_CLASS_COUNT; c++) {
        const char *class = _(medical_class_label((enum medical_class)c));
        for (int visit = 1; visit <= VISIT_COUNT; visit++) {
            const char *name = _(medical_visit_label((enum medical_visit)visit));
            get_add(x, policy_medical_key(c, visit, POLICY_MEDICAL_RATE),
                    arena_printf(x->arena, _("%s，%s，救助比例"), class, name), "");
            get_add(x, policy_medical_key(c, visit, POLICY_MEDICAL_CAP),
                    arena_printf(x->arena, _("%s，%s，全年最多"), class, name), _(" 元"));
        }
    }
    step_add(x, limit_key(LIMIT_MEDICAL_REVIEW), _("乡镇审核"));
    step_add(x, limit_key(LIMIT_MEDICAL_DECIDE), _("县民政局审批"));
    step_add(x, limit_key(LIMIT_ADVANCE_DECIDE), _("医前救助审批"));
}

static enum status place_add(struct db *db, int64_t county, const struct leaflet *x,
                             struct view *root, struct error *e)
{
    struct division_table *table;
    TRY(division_table_read(db, county, x->month, x->arena, &table, e));
    const struct division *d = division_by_code(table, county * INT64_C(1000000));
    view_add_text(root, "county", d ? d->name : "");
    return STATUS_OK;
}

enum status leaflet_paper_render(struct db *db, int64_t county, enum programme p,
                                 const struct slip_paper_options *options, struct buf *ret,
                                 struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(LEAFLET_ARENA_BYTES);
    struct leaflet x = {.arena = arena, .month = date_month(options->today)};
    const char *phone;
    char day[DATE_TEXT_BYTES];
    struct view *root = arena ? view_new(arena) : NULL;
    if (!root)
        return arena_exhausted(e);
    TRY(policy_table_read(db, county, KNOWN_NOW, arena, &x.policy, e));
    TRY(place_add(db, county, &x, root, e));
    view_add_text(root, "programme", programme_name(p));
    view_add_bool(root, "is_dibao", p == PROGRAMME_DIBAO);
    view_add_bool(root, "is_wubao", p == PROGRAMME_WUBAO);
    view_add_bool(root, "is_medical", p == PROGRAMME_MEDICAL);
    view_add_text(root, "today", date_format_people(options->today, day));
    TRY(plan_phone(db, county, arena, &phone, e));
    view_add_text(root, "phone", phone);
    x.gets = view_add_list(root, "gets");
    x.steps = view_add_list(root, "steps");
    if (p == PROGRAMME_DIBAO)
        dibao_add(&x);
    else if (p == PROGRAMME_WUBAO)
        wubao_add(&x);
    else
        medical_add(&x);
    if (x.document_count == 0)
        return error_set(e, STATUS_REFUSED, "POLICY_MISSING",
                         _("%s这个月没有任何数值，不能印宣传页"), programme_name(p));
    struct view *documents = view_add_list(root, "documents");
    for (size_t i = 0; i < x.document_count; i++)
        view_add_textf(view_add_object(documents, NULL), "text", "%s%s", i ? "；" : "",
                       x.documents[i]);
    view_add_bool(root, "has_example", x.has_example);
    TRY(view_status(root, e));
    return document_render("leaflet", root, options->kind, options->today, ret, e);
}
