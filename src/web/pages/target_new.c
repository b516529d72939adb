/* A split typed in: by weights, in equal parts, or township by township. */
#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "web/pages/pages.h"
#include "web/pages/place.h"
#include "web/pages/plain_form.h"
#include "web/pages/target_page.h"

static const struct plain_field FIELDS[] = {
    {"book", N_("考核口径"), NULL, PLAIN_CHOICE, false},
    {"measure", N_("目标"), N_("如 beds（新增床位）、inst_rate_bp（集中供养率），或一句话"),
     PLAIN_TEXT, false},
    {"indicator", N_("由哪个指标衡量"), NULL, PLAIN_CHOICE, true},
    {"due_on", N_("完成期限"), NULL, PLAIN_DATE, false},
    {"unit", N_("计量单位"), NULL, PLAIN_CHOICE, false},
    {"total", N_("全县目标数"), N_("金额写分，比率写万分之几"), PLAIN_NUMBER, false},
    {"rule", N_("分解办法"), NULL, PLAIN_CHOICE, false},
    {"shares", N_("承担的乡镇"),
     N_("一行一个，写“乡镇=数”：按比例时是权重，逐乡镇时是目标数；空着为全部乡镇"), PLAIN_LONG,
     true},
    {"weights", N_("以哪个指标的分母为权重"), NULL, PLAIN_CHOICE, true},
    {"weight_month", N_("权重取哪个月"), NULL, PLAIN_MONTH, true},
    {"clause", N_("方案条款"), NULL, PLAIN_TEXT, false},
    {"reason", N_("重新分解的原因"), N_("替代正在执行的分解时必须写明"), PLAIN_LONG, true},
};
static const struct plain_cause CAUSES[] = {{"TARGET_SUM", "shares"},
                                            {"TARGET_WEIGHTS", "weights"},
                                            {"TARGET_RULE", "rule"},
                                            {"REASON_MISSING", "reason"},
                                            {NULL, NULL}};

static enum status form_begin(struct request *r, struct plain_form *f, struct error *e)
{
    const struct indicator *i;
    (void)e;
    plain_begin(f, r, r->page, FIELDS, sizeof FIELDS / sizeof FIELDS[0]);
    for (enum target_book b = BOOK_CITY; b <= BOOK_COUNTY; b++)
        plain_choice(f, "book", target_book_code(b), request_text(r, target_book_label(b)));
    for (size_t k = 0; (i = indicator_at(k)) != NULL; k++) {
        plain_choice(f, "indicator", i->code, request_text(r, i->label));
        if (!i->is_county_only)
            plain_choice(f, "weights", i->code, request_text(r, i->denominator));
    }
    plain_choice(f, "unit", "COUNT", request_text(r, N_("数量")));
    plain_choice(f, "unit", "FEN", request_text(r, N_("金额（元）")));
    plain_choice(f, "unit", "BP", request_text(r, N_("比率")));
    for (enum target_rule rule = TARGET_PROPORTION; rule <= TARGET_BY_HAND; rule++)
        plain_choice(f, "rule", target_rule_code(rule), request_text(r, target_rule_label(rule)));
    plain_default(f, "unit", "COUNT");
    plain_default(f, "clause", "P3.4");
    return STATUS_OK;
}

static enum status form_respond(struct request *r, struct plain_form *f, unsigned status,
                                const struct error *why, struct error *e)
{
    plain_end(f);
    return respond_page_status(r, status, "target/new.html", NULL, why, e);
}

static enum status new_show(struct request *r, struct error *e)
{
    struct plain_form f;
    TRY(form_begin(r, &f, e));
    return form_respond(r, &f, 200, NULL, e);
}

/* Lines of "泾川镇=60", also parted by commas or semicolons. */
static enum status shares_typed(struct request *r, struct plain_form *f, struct target_entry *t,
                                struct error *e)
{
    const struct division_table *table;
    const char *text = plain_text(f, "shares");
    struct target_share *list = ARENA_ARRAY(r->arena, struct target_share, TARGET_TOWNSHIPS_MAX);
    if (!list)
        return arena_exhausted(e);
    TRY(place_table(r, date_month(date_today()), &table, e));
    while (*text) {
        size_t n = strcspn(text, "\r\n ,;"), skip = strspn(text, "\r\n ,;");
        if (skip) {
            text += skip;
            continue;
        }
        char *one = arena_strndup(r->arena, text, n);
        char *equals = one ? strchr(one, '=') : NULL;
        int64_t number;
        if (!equals || i64_parse(equals + 1, &number, NULL) != STATUS_OK || number < 0) {
            plain_fault(f, "shares", N_("要写成“乡镇=数”，一行一个"));
            return STATUS_OK;
        }
        *equals = '\0';
        const struct division *d = division_by_name(table, 0, one, NULL);
        if (!d || t->share_count == TARGET_TOWNSHIPS_MAX) {
            plain_fault(f, "shares", N_("有一行写的不是本县的乡镇"));
            return STATUS_OK;
        }
        list[t->share_count++] =
            (struct target_share){.township = d->code,
                                  .weight = t->rule == TARGET_BY_HAND ? 0 : number,
                                  .value = t->rule == TARGET_BY_HAND ? number : 0};
        text += n;
    }
    t->shares = list;
    return STATUS_OK;
}

static enum status prepare_act(struct request *r, struct plain_form *f, int64_t *ret_id,
                               struct error *e)
{
    struct db *db;
    struct error ignored;
    struct target_entry t = {.measure = plain_text(f, "measure"),
                             .indicator = plain_text(f, "indicator"),
                             .due_on = plain_date(f, "due_on"),
                             .total = plain_number(f, "total"),
                             .weight_indicator = plain_text(f, "weights"),
                             .weight_month = plain_month(f, "weight_month"),
                             .clause = plain_text(f, "clause"),
                             .reason = plain_text(f, "reason")};
    if (target_book_parse(plain_text(f, "book"), &t.book, &ignored) != STATUS_OK)
        plain_fault(f, "book", N_("请选择"));
    if (target_unit_parse(plain_text(f, "unit"), &t.unit, &ignored) != STATUS_OK)
        plain_fault(f, "unit", N_("请选择"));
    if (target_rule_parse(plain_text(f, "rule"), &t.rule, &ignored) != STATUS_OK)
        plain_fault(f, "rule", N_("请选择"));
    if (t.weight_indicator[0] && t.weight_month.v == 0)
        plain_fault(f, "weight_month", N_("请写明权重取哪个月"));
    t.year = month_year(date_month(t.due_on));
    TRY(shares_typed(r, f, &t, e));
    TRY(plain_status(f, e));
    TRY(request_writer(r, &db, e));
    return target_split_prepare(db, r->county, &t, r->session.user.name, ret_id, e);
}

static enum status prepare_do(struct request *r, struct error *e)
{
    struct plain_form f;
    struct error why = {0};
    int64_t id = 0;
    TRY(form_begin(r, &f, e));
    enum status s = prepare_act(r, &f, &id, &why);
    if (s == STATUS_OK)
        return respond_redirect(r, request_text(r, N_("已拟分解，待局长下达")), e,
                                "/targets/%" PRId64, id);
    if (!target_is_shown(s, &why)) {
        *e = why;
        return s;
    }
    plain_refused(&f, CAUSES, &why);
    return form_respond(r, &f, 422, &why, e);
}

static const struct route_input INPUTS[] = {
    {"book", INPUT_TEXT, true, N_("考核口径")},
    {"measure", INPUT_TEXT, true, N_("目标")},
    {"indicator", INPUT_TEXT, false, N_("由哪个指标衡量")},
    {"due_on", INPUT_DATE, true, N_("完成期限")},
    {"unit", INPUT_TEXT, true, N_("计量单位")},
    {"total", INPUT_INTEGER, true, N_("全县目标数")},
    {"rule", INPUT_TEXT, true, N_("分解办法")},
    {"shares", INPUT_TEXT, false, N_("承担的乡镇")},
    {"weights", INPUT_TEXT, false, N_("以哪个指标的分母为权重")},
    {"weight_month", INPUT_MONTH, false, N_("权重取哪个月")},
    {"clause", INPUT_TEXT, true, N_("方案条款")},
    {"reason", INPUT_TEXT, false, N_("重新分解的原因")},
    {.name = NULL},
};
static const struct route ROUTES[] = {
    {HTTP_GET, "/targets/new", new_show, PERMISSION_TARGET_MANAGE, N_("拟目标分解"),
     AUDIENCE_PEOPLE},
    {HTTP_POST, "/targets", prepare_do, PERMISSION_TARGET_MANAGE, N_("拟目标分解"),
     .inputs = INPUTS},
};
const struct route_table TARGET_NEW_ROUTES = ROUTE_TABLE("target_new", ROUTES);
