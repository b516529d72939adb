#include "domain/benefit/explain.h"

#include <string.h>

#include "base/i18n.h"
#include "base/ratio.h"

static const char *yuan(struct arena *a, struct fen amount)
{
    char text[FEN_TEXT_BYTES];
    return arena_strdup(a, fen_format(amount, text));
}

static const char *percent(struct arena *a, int64_t rate_bp)
{
    char text[RATIO_TEXT_BYTES];
    return arena_strdup(a, ratio_rate(rate_bp, text));
}

static const char *document_text(struct arena *a, const struct policy_value *value)
{
    const char *example = _("示例");
    if (!value->is_example || strcmp(value->document, example) == 0)
        return value->document;
    return arena_printf(a, _("%s(示例)"), value->document);
}

static enum status add_line(struct explanation *x, const struct explanation_line *line,
                            struct error *e)
{
    if (line->label == NULL || line->formula == NULL || line->document == NULL)
        return arena_exhausted(e);
    if (x->count == EXPLANATION_LINES_MAX)
        return error_set(e, STATUS_FAILED, "EXPLANATION_FULL", _("计算说明超过 %d 行"),
                         EXPLANATION_LINES_MAX);
    x->line[x->count++] = *line;
    return STATUS_OK;
}

enum status explain_dibao_basic(struct explanation *x, const struct policy *policy,
                                const struct benefit_amount *amount, struct error *e)
{
    const struct policy_value *standard = &policy->value[POLICY_DIBAO_STANDARD_YEAR];
    const char *standard_text = yuan(x->arena, FEN(standard->v));
    const char *income_text = yuan(x->arena, amount->entitlement->income_year);
    const char *result = yuan(x->arena, amount->basic);
    if (standard_text == NULL || income_text == NULL || result == NULL)
        return arena_exhausted(e);

    const char *format =
        amount->outcome == BENEFIT_ZERO
            ? _("(保障人口 %d × 年标准 %s − 家庭年收入 %s) ÷ 12，不足一分，按 %s 计，应退")
            : _("(保障人口 %d × 年标准 %s − 家庭年收入 %s) ÷ 12 = %s");
    return add_line(x,
                    &(struct explanation_line){
                        .label = _("基本保障金"),
                        .formula = arena_printf(x->arena, format, amount->protected_count,
                                                standard_text, income_text, result),
                        .clause = standard->clause,
                        .document = document_text(x->arena, standard),
                        .amount = amount->basic,
                    },
                    e);
}

static const char *topup_label(struct arena *a, enum policy_key key, const struct member_row *row,
                               struct month m)
{
    int age_years = age_in_month(date_month(row->birth), m);
    switch (key) {
    case POLICY_DIBAO_TOPUP_DISABILITY:
        return arena_printf(a, _("分类施保：重度残疾(%d 级)"), row->disability_grade);
    case POLICY_DIBAO_TOPUP_ILLNESS:
        return _("分类施保：重病");
    case POLICY_DIBAO_TOPUP_AGED:
        return arena_printf(a, _("分类施保：老年人(%d 周岁)"), age_years);
    default:
        return arena_printf(a, _("分类施保：未成年人(%d 周岁)"), age_years);
    }
}

enum status explain_topup(struct explanation *x, const struct policy *policy, enum policy_key key,
                          const struct member_row *row, struct month m,
                          const struct benefit_amount *amount, struct fen topup, struct error *e)
{
    const struct policy_value *rate = &policy->value[key];
    const char *rate_text = percent(x->arena, rate->v);
    const char *basic_text = yuan(x->arena, amount->basic);
    const char *result = yuan(x->arena, topup);
    if (rate_text == NULL || basic_text == NULL || result == NULL)
        return arena_exhausted(e);
    return add_line(
        x,
        &(struct explanation_line){
            .label = topup_label(x->arena, key, row, m),
            .formula = arena_printf(x->arena, _("%s × 基本保障金 %s ÷ 保障人口 %d = %s"), rate_text,
                                    basic_text, amount->protected_count, result),
            .clause = rate->clause,
            .document = document_text(x->arena, rate),
            .amount = topup,
            .person = row->person,
        },
        e);
}

enum status explain_wubao(struct explanation *x, const struct policy *policy, enum policy_key key,
                          struct month m, const struct benefit_amount *amount, struct error *e)
{
    const struct policy_value *annual = &policy->value[key];
    const char *annual_text = yuan(x->arena, FEN(annual->v));
    const char *result = yuan(x->arena, amount->basic);
    if (annual_text == NULL || result == NULL)
        return arena_exhausted(e);

    int k = month_of_year(m);
    const char *form = key == POLICY_WUBAO_INSTITUTION_YEAR ? _("集中供养金") : _("分散供养金");
    return add_line(
        x,
        &(struct explanation_line){
            .label = form,
            .formula = arena_printf(
                x->arena, _("年标准 %s：前 %d 个月累计 − 前 %d 个月累计(四舍五入到分)= %s"),
                annual_text, k, k - 1, result),
            .clause = annual->clause,
            .document = document_text(x->arena, annual),
            .amount = amount->basic,
        },
        e);
}

enum status explain_nothing(struct explanation *x, const struct benefit_amount *amount,
                            struct month m, struct error *e)
{
    char month_text[MONTH_TEXT_BYTES];
    const char *formula;
    bool is_support = amount->entitlement != NULL && amount->entitlement->form != FORM_NONE;
    const char *clause = is_support ? "P3.2" : "P3.1";
    month_format_people(m, month_text);
    if (amount->outcome == BENEFIT_SUSPENDED)
        formula =
            arena_printf(x->arena, _("%s 处于停发状态：%s"), month_text,
                         amount->entitlement->cause != NULL ? amount->entitlement->cause : "");
    else if (amount->entitlement == NULL)
        formula = arena_printf(x->arena, _("%s 没有有效的保障资格"), month_text);
    else
        formula = arena_printf(x->arena, _("%s 保障已终止或没有保障人口"), month_text);
    return add_line(x,
                    &(struct explanation_line){
                        .label = _("不发放"), .formula = formula, .clause = clause, .document = ""},
                    e);
}
