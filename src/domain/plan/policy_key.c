/* What each policy number is called, in which unit it is, and what values make sense. */
#include "domain/plan/plan_model.h"

#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"

#define FEN_YEAR_MAX INT64_C(100000000) /* 1,000,000.00 yuan per person-year */
#define BP_WHOLE 10000
#define DAYS_MAX (366 * 2 + 1)               /* packed: a year of working days */
#define DAYS_LONG_MAX (1096 * 2 + 1)         /* three years: until when a bill may come */
#define FEN_BUDGET_MAX INT64_C(100000000000) /* a thousand million yuan */

struct key_row {
    const char *name;
    enum policy_unit unit;
    int64_t min, max;
    bool moves_amount;
};

static const struct key_row keys[POLICY_FUND_SHARE_FIRST] = {
    [POLICY_DIBAO_STANDARD_YEAR] = {"dibao.standard_year", UNIT_FEN, 1, FEN_YEAR_MAX, true},
    [POLICY_DIBAO_TOPUP_DISABILITY] = {"dibao.topup.severe_disability", UNIT_BP, 0, BP_WHOLE, true},
    [POLICY_DIBAO_TOPUP_ILLNESS] = {"dibao.topup.serious_illness", UNIT_BP, 0, BP_WHOLE, true},
    [POLICY_DIBAO_TOPUP_AGED] = {"dibao.topup.aged", UNIT_BP, 0, BP_WHOLE, true},
    [POLICY_DIBAO_TOPUP_MINOR] = {"dibao.topup.minor", UNIT_BP, 0, BP_WHOLE, true},
    [POLICY_DIBAO_AGED_YEARS] = {"dibao.topup.aged_years", UNIT_COUNT, 1, 150, true},
    [POLICY_DIBAO_MINOR_YEARS] = {"dibao.topup.minor_years", UNIT_COUNT, 0, 150, true},
    [POLICY_DIBAO_SEVERE_GRADE] = {"dibao.topup.severe_grade", UNIT_COUNT, 0, 4, true},
    [POLICY_DIBAO_PAY_MONTHS] = {"dibao.pay_months", UNIT_COUNT, 1, 3, false},
    [POLICY_DIBAO_PAY_DAY] = {"dibao.pay_day", UNIT_COUNT, 1, 28, false},
    [POLICY_WUBAO_SCATTERED_YEAR] = {"wubao.scattered_year", UNIT_FEN, 1, FEN_YEAR_MAX, true},
    [POLICY_WUBAO_INSTITUTION_YEAR] = {"wubao.institution_year", UNIT_FEN, 1, FEN_YEAR_MAX, true},
    [POLICY_WUBAO_PAY_MONTHS] = {"wubao.pay_months", UNIT_COUNT, 1, 3, false},
    [POLICY_WUBAO_PAY_DAY] = {"wubao.pay_day", UNIT_COUNT, 1, 28, false},
    [POLICY_RECOVERY_FLOOR] = {"recovery.floor", UNIT_BP, 0, BP_WHOLE, false},
    [POLICY_CASE_RULE_SET] = {"case.rule_set", UNIT_COUNT, 2012, 2021, false},
    [POLICY_CASE_LIMIT_FIRST + 0] = {"case.limit.accept", UNIT_DAYS, 0, DAYS_MAX, false},
    [POLICY_CASE_LIMIT_FIRST + 1] = {"case.limit.papers", UNIT_DAYS, 0, DAYS_MAX, false},
    [POLICY_CASE_LIMIT_FIRST + 2] = {"case.limit.check", UNIT_DAYS, 0, DAYS_MAX, false},
    [POLICY_CASE_LIMIT_FIRST + 3] = {"case.limit.survey", UNIT_DAYS, 0, DAYS_MAX, false},
    [POLICY_CASE_LIMIT_FIRST + 4] = {"case.limit.deliberate", UNIT_DAYS, 0, DAYS_MAX, false},
    [POLICY_CASE_LIMIT_FIRST + 5] = {"case.limit.review", UNIT_DAYS, 0, DAYS_MAX, false},
    [POLICY_CASE_LIMIT_FIRST + 6] = {"case.limit.post", UNIT_DAYS, 0, DAYS_MAX, false},
    [POLICY_CASE_LIMIT_FIRST + 7] = {"case.notice_days", UNIT_DAYS, 2, DAYS_MAX, false},
    [POLICY_CASE_LIMIT_FIRST + 8] = {"case.limit.reinvestigate", UNIT_DAYS, 0, DAYS_MAX, false},
    [POLICY_CASE_LIMIT_FIRST + 9] = {"case.limit.decide", UNIT_DAYS, 0, DAYS_MAX, false},
    [POLICY_CASE_LIMIT_FIRST + 10] = {"case.limit.post_decision", UNIT_DAYS, 0, DAYS_MAX, false},
    [POLICY_CASE_LIMIT_FIRST + 11] = {"case.limit.serve", UNIT_DAYS, 0, DAYS_MAX, false},
    [POLICY_CASE_LIMIT_FIRST + 12] = {"case.limit.appeal", UNIT_DAYS, 0, DAYS_MAX, false},
    [POLICY_CASE_LIMIT_FIRST + 13] = {"case.limit.appeal_decide", UNIT_DAYS, 0, DAYS_MAX, false},
    [POLICY_CASE_LIMIT_FIRST + 14] = {"case.limit.wubao_village", UNIT_DAYS, 0, DAYS_MAX, false},
    [POLICY_CASE_LIMIT_FIRST + 15] = {"case.limit.wubao_township", UNIT_DAYS, 0, DAYS_MAX, false},
    [POLICY_CASE_LIMIT_FIRST + 16] = {"case.limit.wubao_county", UNIT_DAYS, 0, DAYS_MAX, false},
    [POLICY_CASE_LIMIT_FIRST + 17] = {"case.limit.change_review", UNIT_DAYS, 0, DAYS_MAX, false},
    [POLICY_CASE_LIMIT_FIRST + 18] = {"case.limit.change_decide", UNIT_DAYS, 0, DAYS_MAX, false},
    [POLICY_CASE_LIMIT_FIRST + 19] = {"case.limit.recheck", UNIT_DAYS, 0, DAYS_MAX, false},
    [POLICY_CASE_LIMIT_FIRST + 20] = {"case.limit.cancel_township", UNIT_DAYS, 0, DAYS_MAX, false},
    [POLICY_CASE_LIMIT_FIRST + 21] = {"case.limit.cancel_county", UNIT_DAYS, 0, DAYS_MAX, false},
    [POLICY_CASE_LIMIT_FIRST + 22] = {"case.limit.medical_review", UNIT_DAYS, 0, DAYS_MAX, false},
    [POLICY_CASE_LIMIT_FIRST + 23] = {"case.limit.medical_decide", UNIT_DAYS, 0, DAYS_MAX, false},
    [POLICY_CASE_LIMIT_FIRST + 24] = {"case.limit.advance_decide", UNIT_DAYS, 0, DAYS_MAX, false},
    [POLICY_CASE_DELIBERATION] = {"case.deliberation_required", UNIT_COUNT, 0, 1, false},
    [POLICY_CASE_INVESTIGATORS] = {"case.investigators", UNIT_COUNT, 1, 10, false},
    [POLICY_CASE_VOTERS_MIN] = {"case.voters_min", UNIT_COUNT, 0, 200, false},
    [POLICY_CASE_VILLAGERS_SHARE] = {"case.villagers_share", UNIT_BP, 0, BP_WHOLE, false},
    [POLICY_CASE_SPOT_CHECK] = {"case.spot_check", UNIT_BP, 0, BP_WHOLE, false},
    [POLICY_CASE_START_MONTHS] = {"case.start_months", UNIT_COUNT, 0, 1, false},
    [POLICY_CASE_RECHECK_NONE] = {"case.recheck_months.none", UNIT_COUNT, 1, 12, false},
    [POLICY_CASE_RECHECK_A] = {"case.recheck_months.a", UNIT_COUNT, 1, 12, false},
    [POLICY_CASE_RECHECK_B] = {"case.recheck_months.b", UNIT_COUNT, 1, 12, false},
    [POLICY_CASE_RECHECK_C] = {"case.recheck_months.c", UNIT_COUNT, 1, 12, false},
    [POLICY_CASE_GRACE_MONTHS] = {"case.grace_months", UNIT_COUNT, 1, 12, false},
    [POLICY_CASE_CUTOFF_DAY] = {"case.cutoff_day", UNIT_COUNT, 1, 28, false},
    [POLICY_CASE_ESCALATE_DAYS] = {"case.escalate_days", UNIT_COUNT, 0, 60, false},
    [POLICY_CASE_FUNERAL_MONTHS] = {"case.funeral_months", UNIT_COUNT, 0, 36, false},
    [POLICY_CASE_CHANGE_PUBLICISED] = {"case.change_publicised", UNIT_COUNT, 0, 1, false},
    [POLICY_CASE_MINOR_HIDDEN] = {"case.minor_hidden", UNIT_COUNT, 0, 1, false},
};

static const char *const share_names[FUND_COUNT * FUND_SOURCE_COUNT] = {
    "fund.dibao.share.central",
    "fund.dibao.share.province",
    "fund.dibao.share.city",
    "fund.dibao.share.county",
    "fund.wubao.share.central",
    "fund.wubao.share.province",
    "fund.wubao.share.city",
    "fund.wubao.share.county",
    "fund.home_management.share.central",
    "fund.home_management.share.province",
    "fund.home_management.share.city",
    "fund.home_management.share.county",
    "fund.medical_aid.share.central",
    "fund.medical_aid.share.province",
    "fund.medical_aid.share.city",
    "fund.medical_aid.share.county",
    "fund.home_construction.share.central",
    "fund.home_construction.share.province",
    "fund.home_construction.share.city",
    "fund.home_construction.share.county",
};

/* The rows of one class, in the order of enum policy_medical_field for one visit, then the other,
   then the class's own. */
#define VISIT_KEYS(class, visit)                                                                   \
    "medical." class "." visit ".deductible", "medical." class "." visit ".rate",                  \
        "medical." class "." visit ".cap", "medical." class "." visit ".listed_only"
#define CLASS_KEYS(class)                                                                          \
    VISIT_KEYS(class, "inpatient"), VISIT_KEYS(class, "outpatient"), "medical." class ".premium",  \
        "medical." class ".publicised"
#define CLASS_KEY_COUNT                                                                            \
    (POLICY_MEDICAL_VISITS * POLICY_MEDICAL_VISIT_FIELDS + POLICY_MEDICAL_CLASS_FIELDS)
static const char *const class_names[POLICY_MEDICAL_CLASSES * CLASS_KEY_COUNT] = {
    CLASS_KEYS("wubao"),    CLASS_KEYS("dibao"),     CLASS_KEYS("low_income"),
    CLASS_KEYS("returned"), CLASS_KEYS("monitored"), CLASS_KEYS("illness_poor"),
    CLASS_KEYS("other"),
};
static const struct key_row medical_numbers[POLICY_MEDICAL_NUMBERS] = {
    {"medical.premium_year", UNIT_FEN, 1, FEN_YEAR_MAX, false},
    {"medical.advance.max", UNIT_FEN, 0, FEN_YEAR_MAX, false},
    {"medical.advance.days", UNIT_DAYS, 2, DAYS_MAX, false},
    {"medical.claim.days", UNIT_DAYS, 2, DAYS_LONG_MAX, false},
    {"medical.post.days", UNIT_DAYS, 0, DAYS_LONG_MAX, false},
    {"medical.budget_year", UNIT_FEN, 0, FEN_BUDGET_MAX, false},
};

static const char *const stage_names[POLICY_PROJECT_STAGES] = {
    "project.stage.site",   "project.stage.approval",   "project.stage.design",
    "project.stage.tender", "project.stage.foundation", "project.stage.structure",
    "project.stage.roof",   "project.stage.fitout",     "project.stage.acceptance",
    "project.stage.in_use",
};

static struct key_row medical_row(int k)
{
    int of_class = k - POLICY_MEDICAL_CLASS_FIRST;
    if (k >= POLICY_MEDICAL_NUMBER_FIRST)
        return medical_numbers[k - POLICY_MEDICAL_NUMBER_FIRST];
    struct key_row row = {.name = class_names[of_class], .unit = UNIT_COUNT, .max = 1};
    int field = of_class % CLASS_KEY_COUNT;
    if (field < POLICY_MEDICAL_PREMIUM)
        field %= POLICY_MEDICAL_VISIT_FIELDS;
    switch ((enum policy_medical_field)field) {
    case POLICY_MEDICAL_DEDUCTIBLE:
    case POLICY_MEDICAL_CAP:
        row.unit = UNIT_FEN;
        row.max = FEN_YEAR_MAX;
        break;
    case POLICY_MEDICAL_RATE:
    case POLICY_MEDICAL_PREMIUM:
        row.unit = UNIT_BP;
        row.max = BP_WHOLE;
        break;
    case POLICY_MEDICAL_LISTED_ONLY:
    case POLICY_MEDICAL_PUBLICISED:
        break;
    }
    return row;
}

static struct key_row key_row(enum policy_key key)
{
    if (key >= POLICY_PROJECT_STAGE_FIRST)
        return (struct key_row){stage_names[key - POLICY_PROJECT_STAGE_FIRST], UNIT_BP, 0, BP_WHOLE,
                                false};
    if (key >= POLICY_MEDICAL_CLASS_FIRST)
        return medical_row((int)key);
    if (key < POLICY_FUND_SHARE_FIRST)
        return keys[key];
    return (struct key_row){share_names[key - POLICY_FUND_SHARE_FIRST], UNIT_BP, 0, BP_WHOLE,
                            false};
}

const char *policy_key_name(enum policy_key key)
{
    return key_row(key).name;
}

const char *policy_unit_code(enum policy_unit unit)
{
    static const char *const codes[] = {
        [UNIT_FEN] = "fen", [UNIT_BP] = "bp", [UNIT_COUNT] = "count", [UNIT_DAYS] = "days"};
    return codes[unit];
}

enum policy_unit policy_key_unit(enum policy_key key)
{
    return key_row(key).unit;
}

bool policy_key_parse(const char *name, enum policy_key *ret)
{
    int first = strncmp(name, "medical.", 8) == 0 ? POLICY_MEDICAL_CLASS_FIRST : 0;
    for (int k = first; k < POLICY_COUNT; k++) {
        if (strcmp(name, key_row((enum policy_key)k).name) == 0) {
            *ret = (enum policy_key)k;
            return true;
        }
    }
    return false;
}

enum status policy_key_check(enum policy_key key, int64_t value, struct error *e)
{
    struct key_row row = key_row(key);
    bool is_pay_months = key == POLICY_DIBAO_PAY_MONTHS || key == POLICY_WUBAO_PAY_MONTHS;
    if (is_pay_months && value == 2)
        return error_set(e, STATUS_REFUSED, "POLICY_VALUE", _("%s 只能是 1（按月）或 3（按季）"),
                         row.name);
    if (key == POLICY_CASE_RULE_SET && !rule_set_exists(value))
        return error_set(e, STATUS_REFUSED, "POLICY_VALUE", _("%s 只能是 2012 或 2021"), row.name);
    if (value >= row.min && value <= row.max)
        return STATUS_OK;
    char min[FEN_TEXT_BYTES], max[FEN_TEXT_BYTES];
    switch (row.unit) {
    case UNIT_FEN:
        return error_set(e, STATUS_REFUSED, "POLICY_VALUE", _("%s 应在 %s 元到 %s 元之间"),
                         row.name, fen_format(FEN(row.min), min), fen_format(FEN(row.max), max));
    case UNIT_BP:
        return error_set(e, STATUS_REFUSED, "POLICY_VALUE",
                         _("%s 应在 %" PRId64 "%% 到 %" PRId64 "%% 之间"), row.name, row.min / 100,
                         row.max / 100);
    case UNIT_DAYS:
        return error_set(e, STATUS_REFUSED, "POLICY_VALUE",
                         _("%s 应在 %" PRId64 " 天到 %" PRId64 " 天之间"), row.name, row.min / 2,
                         row.max / 2);
    case UNIT_COUNT:
        break;
    }
    return error_set(e, STATUS_REFUSED, "POLICY_VALUE",
                     _("%s 应在 %" PRId64 " 到 %" PRId64 " 之间"), row.name, row.min, row.max);
}

bool policy_key_moves_amount(enum policy_key key, enum programme p)
{
    struct key_row row = key_row(key);
    const char *prefix = programme_code(p);
    size_t n = strlen(prefix);
    return row.moves_amount && strncmp(row.name, prefix, n) == 0 && row.name[n] == '.';
}
