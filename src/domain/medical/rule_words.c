/* What the classes, visits and schemes are called, and an assessment in words that a patient can
   follow with the bill in hand. */
#include "domain/medical/rule_words.h"

#include <string.h>

#include "base/i18n.h"
#include "base/ratio.h"

static const struct {
    const char *code, *label;
} visits[] = {{"", ""}, {"inpatient", N_("住院")}, {"outpatient", N_("门诊")}},
  classes[] =
      {
          [MEDICAL_NONE] = {"none", N_("不属于救助对象")},
          [MEDICAL_WUBAO] = {"wubao", N_("五保（特困）")},
          [MEDICAL_DIBAO] = {"dibao", N_("低保")},
          [MEDICAL_LOW_INCOME] = {"low_income", N_("低收入")},
          [MEDICAL_RETURNED] = {"returned", N_("返贫致贫")},
          [MEDICAL_MONITORED] = {"monitored", N_("监测对象")},
          [MEDICAL_ILLNESS_POOR] = {"illness_poor", N_("因病致困")},
          [MEDICAL_OTHER] = {"other", N_("其他困难人员")},
},
  schemes[] = {{"", ""},
               {"ncms", N_("新农合")},
               {"employees", N_("职工医保")},
               {"residents", N_("居民医保")}};

const char *medical_visit_code(enum medical_visit v)
{
    return v >= VISIT_INPATIENT && v <= VISIT_OUTPATIENT ? visits[v].code : "";
}

const char *medical_visit_label(enum medical_visit v)
{
    return v >= VISIT_INPATIENT && v <= VISIT_OUTPATIENT ? visits[v].label : "";
}

const char *medical_class_code(enum medical_class c)
{
    return (int)c >= 0 && (int)c <= MEDICAL_CLASS_COUNT ? classes[c].code : "";
}

const char *medical_class_label(enum medical_class c)
{
    return (int)c >= 0 && (int)c <= MEDICAL_CLASS_COUNT ? classes[c].label : "";
}

const char *medical_scheme_code(enum medical_scheme s)
{
    return s >= SCHEME_NCMS && s <= SCHEME_RESIDENTS ? schemes[s].code : "";
}

const char *medical_scheme_label(enum medical_scheme s)
{
    return s >= SCHEME_NCMS && s <= SCHEME_RESIDENTS ? schemes[s].label : "";
}

enum status medical_visit_parse(const char *code, enum medical_visit *ret, struct error *e)
{
    for (int v = VISIT_INPATIENT; v <= VISIT_OUTPATIENT; v++) {
        if (code && strcmp(code, visits[v].code) == 0) {
            *ret = (enum medical_visit)v;
            return STATUS_OK;
        }
    }
    return error_set(e, STATUS_REFUSED, "MEDICAL_VISIT",
                     _("没有就诊类别“%.40s”：可用 inpatient（住院）、outpatient（门诊）"),
                     code ? code : "");
}

enum status medical_class_parse(const char *code, enum medical_class *ret, struct error *e)
{
    for (int c = MEDICAL_NONE; c <= MEDICAL_CLASS_COUNT; c++) {
        if (code && strcmp(code, classes[c].code) == 0) {
            *ret = (enum medical_class)c;
            return STATUS_OK;
        }
    }
    return error_set(
        e, STATUS_REFUSED, "MEDICAL_CLASS",
        _("没有救助类别“%.40s”：可用 wubao（五保）、dibao（低保）、low_income（低收入）"
          "、returned（返贫致贫）、monitored（监测对象）、illness_poor（因病致困）、"
          "other（其他困难人员）、none（不属于）"),
        code ? code : "");
}

enum status medical_scheme_parse(const char *code, enum medical_scheme *ret, struct error *e)
{
    for (int s = SCHEME_NCMS; s <= SCHEME_RESIDENTS; s++) {
        if (code && strcmp(code, schemes[s].code) == 0) {
            *ret = (enum medical_scheme)s;
            return STATUS_OK;
        }
    }
    return error_set(e, STATUS_REFUSED, "MEDICAL_SCHEME",
                     _("没有保险险种“%.40s”：可用 ncms（新农合）、employees（职工医保）、"
                       "residents（居民医保）"),
                     code ? code : "");
}

/* ---- an assessment in words ---- */

struct words {
    struct explanation *x;
    const struct medical_terms *terms;
    const char *document; /* of the terms, marked when an example */
};

static const char *yuan(const struct words *w, struct fen amount)
{
    char text[FEN_TEXT_BYTES];
    const char *copy = arena_strdup(w->x->arena, fen_format_people(amount, text));
    return copy ? copy : "";
}

static enum status line(const struct words *w, const char *label, const char *formula,
                        struct fen amount, struct error *e)
{
    if (!formula || !w->document)
        return arena_exhausted(e);
    if (w->x->count == EXPLANATION_LINES_MAX)
        return error_set(e, STATUS_FAILED, "EXPLANATION_FULL", _("计算说明超过 %d 行"),
                         EXPLANATION_LINES_MAX);
    w->x->line[w->x->count++] = (struct explanation_line){.label = label,
                                                          .formula = formula,
                                                          .clause = w->terms->clause,
                                                          .document = w->document,
                                                          .amount = amount};
    return STATUS_OK;
}

static const char *percent(struct arena *arena, int64_t rate_bp)
{
    char text[RATIO_TEXT_BYTES];
    return arena_strdup(arena, ratio_rate(rate_bp, text));
}

static enum status words_of_left(const struct words *w, const struct medical_amounts *m,
                                 const struct medical_assessment *a, struct error *e)
{
    bool is_covered = m->in_scope.v < m->insurance.v + m->critical.v + m->other.v;
    return line(w, _("合规费用余额"),
                arena_printf(w->x->arena,
                             is_covered
                                 ? _("合规费用 %s − 基本医保 %s − 大病保险 %s − 其他补偿 %s，不足"
                                     "零，按 %s 计")
                                 : _("合规费用 %s − 基本医保 %s − 大病保险 %s − 其他补偿 %s = %s"),
                             yuan(w, m->in_scope), yuan(w, m->insurance), yuan(w, m->critical),
                             yuan(w, m->other), yuan(w, a->left)),
                a->left, e);
}

static enum status words_of_borne(const struct words *w, const struct medical_amounts *m,
                                  const struct medical_assessment *a, struct error *e)
{
    return line(
        w, _("救助前个人负担"),
        arena_printf(w->x->arena,
                     _("总费用 %s − 基本医保 %s − 大病保险 %s − 其他补偿 %s − 医院减免 %s − "
                       "优抚补助 %s = %s"),
                     yuan(w, m->total), yuan(w, m->insurance), yuan(w, m->critical),
                     yuan(w, m->other), yuan(w, m->relief), yuan(w, m->veteran), yuan(w, a->borne)),
        a->borne, e);
}

static enum status words_of_rate(const struct words *w, const struct medical_assessment *a,
                                 struct error *e)
{
    const char *rate = percent(w->x->arena, w->terms->rate_bp);
    if (!rate)
        return arena_exhausted(e);
    TRY(line(w, _("起付线以上部分"),
             arena_printf(w->x->arena,
                          a->left.v < w->terms->deductible.v
                              ? _("余额 %s 未达到起付线 %s，按 %s 计")
                              : _("余额 %s − 起付线 %s = %s"),
                          yuan(w, a->left), yuan(w, w->terms->deductible), yuan(w, a->above)),
             a->above, e));
    TRY(line(w, _("按比例救助"),
             arena_printf(w->x->arena, _("%s × %s = %s（四舍五入到分）"), yuan(w, a->above), rate,
                          yuan(w, a->by_rate)),
             a->by_rate, e));
    return line(w, _("本年封顶线余额"),
                arena_printf(w->x->arena,
                             w->terms->cap.v < a->aided_before.v
                                 ? _("%s封顶线 %s，本年已救助 %s，没有余额，按 %s 计")
                                 : _("%s封顶线 %s − 本年已救助 %s = %s"),
                             _(medical_visit_label(w->terms->visit)), yuan(w, w->terms->cap),
                             yuan(w, a->aided_before), yuan(w, a->room)),
                a->room, e);
}

/* Which of the three is the smallest decides. */
static const char *aid_formula(const struct words *w, const struct medical_assessment *a)
{
    const char *why = a->aid.v == a->by_rate.v ? _("按比例")
                      : a->aid.v == a->room.v  ? _("到封顶线为止")
                                               : _("不超过个人负担");
    return arena_printf(w->x->arena, _("取 %s、%s、%s 中最小的 = %s（%s）"), yuan(w, a->by_rate),
                        yuan(w, a->room), yuan(w, a->borne), yuan(w, a->aid), why);
}

static enum status words_of_aid(const struct words *w, const struct medical_assessment *a,
                                bool is_listed, struct error *e)
{
    if (w->terms->class == MEDICAL_NONE)
        return line(w, _("医疗救助"), _("当月不属于医疗救助对象（或已停助），不予救助"), a->aid, e);
    if (w->terms->is_listed_only && !is_listed)
        return line(w, _("医疗救助"),
                    arena_printf(w->x->arena, _("%s只救助目录内的重大疾病，这一病种不在目录内"),
                                 _(medical_class_label(w->terms->class))),
                    a->aid, e);
    TRY(words_of_rate(w, a, e));
    return line(w, _("医疗救助"), aid_formula(w, a), a->aid, e);
}

enum status medical_words(struct explanation *x, const struct medical_amounts *amounts,
                          const struct medical_assessment *a, bool is_listed, struct error *e)
{
    const struct medical_terms *t = &a->terms;
    struct words w = {.x = x, .terms = t, .document = t->document};
    if (t->is_example && strcmp(t->document, _("示例")) != 0)
        w.document = arena_printf(x->arena, _("%s(示例)"), t->document);
    TRY(words_of_left(&w, amounts, a, e));
    TRY(words_of_borne(&w, amounts, a, e));
    TRY(words_of_aid(&w, a, is_listed, e));
    return line(&w, _("个人支付"),
                arena_printf(x->arena, _("%s − 医疗救助 %s = %s"), yuan(&w, a->borne),
                             yuan(&w, a->aid), yuan(&w, a->personal)),
                a->personal, e);
}
