/* The rule itself and the numbers that it takes from the policy. */
#include "domain/medical/rule.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "domain/medical/rule_words.h"

#define RATE_ONE_BP 10000
#define AMOUNT_FEN_MAX INT64_C(10000000000) /* 100 million yuan: a slip of the pen, not a bill */

static_assert(POLICY_MEDICAL_CLASSES == MEDICAL_CLASS_COUNT, "every class has its parameters");
static_assert(POLICY_MEDICAL_VISITS == VISIT_COUNT, "every visit has its parameters");
static_assert(POLICY_MEDICAL_NUMBERS == MEDICAL_NUMBER_COUNT, "every number is a parameter");

/* ---- numbers ---- */

static enum status missing(enum policy_key key, struct month m, struct error *e)
{
    char month[MONTH_TEXT_BYTES];
    return error_set(e, STATUS_REFUSED, "POLICY_MISSING",
                     _("%s没有参数 %s 的值：请在方案中写明并用 plan load 装入，或用 plan set "
                       "录入；没有数值的类别不予救助"),
                     month_format_people(m, month), policy_key_name(key));
}

enum status medical_terms_at(const struct policy_table *t, enum medical_class class,
                             enum medical_visit visit, struct month m, struct medical_terms *ret,
                             struct error *e)
{
    assert(visit == VISIT_INPATIENT || visit == VISIT_OUTPATIENT);
    struct medical_terms terms = {
        .class = class, .visit = visit, .month = m, .document = "", .clause = ""};
    struct policy_value value[POLICY_MEDICAL_VISIT_FIELDS];
    if (class == MEDICAL_NONE) {
        *ret = terms;
        return STATUS_OK;
    }
    for (int f = 0; f < POLICY_MEDICAL_VISIT_FIELDS; f++) {
        enum policy_key key =
            policy_medical_key((int)class, (int)visit, (enum policy_medical_field)f);
        value[f] = policy_value_of(t, key, m);
        if (!value[f].is_set)
            return missing(key, m, e);
        terms.is_example = terms.is_example || value[f].is_example;
    }
    terms.deductible = FEN(value[POLICY_MEDICAL_DEDUCTIBLE].v);
    terms.rate_bp = value[POLICY_MEDICAL_RATE].v;
    terms.cap = FEN(value[POLICY_MEDICAL_CAP].v);
    terms.is_listed_only = value[POLICY_MEDICAL_LISTED_ONLY].v != 0;
    terms.document = value[POLICY_MEDICAL_RATE].document;
    terms.clause = value[POLICY_MEDICAL_RATE].clause;
    *ret = terms;
    return STATUS_OK;
}

enum status medical_number_at(const struct policy_table *t, enum medical_number n, struct month m,
                              int64_t *ret, struct error *e)
{
    enum policy_key key = (enum policy_key)(POLICY_MEDICAL_NUMBER_FIRST + (int)n);
    struct policy_value value = policy_value_of(t, key, m);
    if (!value.is_set)
        return missing(key, m, e);
    *ret = value.v;
    return STATUS_OK;
}

int64_t medical_premium_rate(const struct policy_table *t, enum medical_class class, struct month m)
{
    if (class == MEDICAL_NONE)
        return 0;
    struct policy_value v =
        policy_value_of(t, policy_medical_key((int)class, 0, POLICY_MEDICAL_PREMIUM), m);
    return v.is_set ? v.v : 0;
}

bool medical_is_publicised(const struct policy_table *t, enum medical_class class, struct month m)
{
    if (class == MEDICAL_NONE)
        return true;
    struct policy_value v =
        policy_value_of(t, policy_medical_key((int)class, 0, POLICY_MEDICAL_PUBLICISED), m);
    return v.is_set ? v.v != 0 : !medical_class_is_key(class);
}

/* ---- what a bill says ---- */

/* Appends "；" and the fault. */
static void fault(char *out, size_t room, const char *text)
{
    size_t n = strlen(out);
    (void)snprintf(out + n, room - n, "%s%s", n ? _("；") : "", text);
}

enum status medical_amounts_check(const struct medical_amounts *a, struct error *e)
{
    const struct {
        const char *name;
        struct fen amount;
    } part[] = {{N_("总费用"), a->total},           {N_("合规费用"), a->in_scope},
                {N_("基本医保支付"), a->insurance}, {N_("大病保险支付"), a->critical},
                {N_("其他补偿"), a->other},         {N_("医院减免"), a->relief},
                {N_("优抚补助"), a->veteran}};
    char faults[ERROR_MESSAGE_BYTES] = "", line[160], paid_text[FEN_TEXT_BYTES],
         total_text[FEN_TEXT_BYTES];
    __int128 paid = 0;
    bool is_sound = true;
    for (size_t i = 0; i < sizeof part / sizeof part[0]; i++) {
        bool is_negative = part[i].amount.v<0, is_huge = part[i].amount.v> AMOUNT_FEN_MAX;
        if (is_negative || is_huge) {
            (void)snprintf(line, sizeof line, is_negative ? _("%s是负数") : _("%s过大"),
                           _(part[i].name));
            fault(faults, sizeof faults, line);
            is_sound = false;
        }
        if (i >= 2)
            paid += part[i].amount.v;
    }
    if (a->total.v == 0)
        fault(faults, sizeof faults, _("总费用是零"));
    if (a->in_scope.v > a->total.v)
        fault(faults, sizeof faults, _("合规费用大于总费用"));
    if (is_sound && paid > a->total.v) {
        (void)snprintf(line, sizeof line,
                       _("医保、大病、其他、减免、优抚合计 %s 元，大于总费用 %s 元"),
                       fen_format(FEN((int64_t)paid), paid_text), fen_format(a->total, total_text));
        fault(faults, sizeof faults, line);
    }
    if (!faults[0])
        return STATUS_OK;
    return error_set(e, STATUS_REFUSED, "BILL_AMOUNTS", _("账单金额不对：%s。请核对结算单"),
                     faults);
}

/* ---- the rule ---- */

static struct fen smaller(struct fen a, struct fen b)
{
    return a.v < b.v ? a : b;
}

static struct fen not_below_zero(struct fen a)
{
    return a.v < 0 ? FEN(0) : a;
}

enum status medical_assess(const struct medical_amounts *amounts, const struct medical_terms *terms,
                           bool is_listed, struct fen aided_before, struct medical_assessment *ret,
                           struct explanation *explain, struct error *e)
{
    struct medical_assessment a = {.terms = *terms, .aided_before = aided_before};
    struct fen others, rest;
    if (fen_add(amounts->insurance, amounts->critical, &others) != STATUS_OK ||
        fen_add(others, amounts->other, &others) != STATUS_OK ||
        fen_sub(amounts->in_scope, others, &rest) != STATUS_OK ||
        fen_sub(amounts->total, others, &a.borne) != STATUS_OK ||
        fen_sub(a.borne, amounts->relief, &a.borne) != STATUS_OK ||
        fen_sub(a.borne, amounts->veteran, &a.borne) != STATUS_OK ||
        fen_sub(terms->cap, aided_before, &a.room) != STATUS_OK)
        return error_set(e, STATUS_FAILED, "FEN_OVERFLOW", _("账单金额超出可计算的范围"));
    assert(a.borne.v >= 0);
    a.left = not_below_zero(rest);
    a.room = not_below_zero(a.room);
    a.above = not_below_zero(FEN(a.left.v - terms->deductible.v));
    bool is_helped = terms->class != MEDICAL_NONE && (is_listed || !terms->is_listed_only);
    if (is_helped && fen_mul_div(a.above, terms->rate_bp, RATE_ONE_BP, &a.by_rate) != STATUS_OK)
        return error_set(e, STATUS_FAILED, "FEN_OVERFLOW", _("账单金额超出可计算的范围"));
    a.aid = smaller(smaller(a.by_rate, a.room), a.borne);
    a.personal = FEN(a.borne.v - a.aid.v);
    if (explain)
        TRY(medical_words(explain, amounts, &a, is_listed, e));
    *ret = a;
    return STATUS_OK;
}
