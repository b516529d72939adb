/* The two example tables of medical assistance that ship: 休宁 (Huangshan, the years of the new
   rural co-operative insurance) and 镜湖 (Wuhu, November 2025), and Anhui's list of serious
   diseases of 2014. Both are other counties' numbers, so all are examples; what the sources lack is
   marked 示例. A class that a table does not know has no numbers there (docs/medical.md). */
#include "domain/plan/plan_model.h"

#include <string.h>

#define YUAN(x) (INT64_C(100) * (x))
#define CALENDAR(days) ((int64_t)(days)*2)
#define SHILI "示例"
#define XIUNING "休宁县医疗救助标准"
#define JINGHU "芜湖市镜湖区医疗救助标准（2025年11月）"
#define ANHUI_PREMIUM "皖政办〔2022〕6号"
#define ANHUI_DISEASES "安徽省重特大疾病医疗救助病种（2014年）"

enum { CLASSES = POLICY_MEDICAL_CLASSES };
enum { WUBAO, DIBAO, LOW_INCOME, RETURNED, MONITORED, ILLNESS_POOR, OTHER };

struct visit_terms {
    const char *document; /* NULL: the table has no numbers for this class */
    int64_t deductible, rate_bp, cap;
};
struct medical_set {
    const char *code;
    struct visit_terms inpatient[CLASSES], outpatient[CLASSES];
    int64_t premium_bp[CLASSES]; /* -1: not known to the table */
    const char *premium_document;
    int64_t number[POLICY_MEDICAL_NUMBERS]; /* in the order of enum medical_number */
};

static const struct medical_set sets[] = {
    {.code = "xiuning",
     .inpatient = {[WUBAO] = {XIUNING, 0, 9000, YUAN(20000)},
                   [DIBAO] = {XIUNING, 0, 7000, YUAN(20000)},
                   [LOW_INCOME] = {XIUNING, YUAN(20000), 5000, YUAN(10000)},
                   [ILLNESS_POOR] = {XIUNING, YUAN(20000), 4000, YUAN(10000)},
                   [OTHER] = {XIUNING, YUAN(20000), 4000, YUAN(10000)}},
     .outpatient = {[WUBAO] = {XIUNING, YUAN(1000), 7000, YUAN(3000)},
                    [DIBAO] = {XIUNING, YUAN(2000), 6000, YUAN(3000)},
                    [LOW_INCOME] = {XIUNING, YUAN(3000), 6000, YUAN(3000)},
                    [ILLNESS_POOR] = {XIUNING, YUAN(3000), 5000, YUAN(3000)},
                    [OTHER] = {XIUNING, YUAN(3000), 5000, YUAN(3000)}},
     .premium_bp = {10000, 9000, 5000, -1, -1, 0, 0},
     .premium_document = SHILI,
     .number = {YUAN(60), YUAN(3000), CALENDAR(60), CALENDAR(180), CALENDAR(30), YUAN(6000000)}},
    {.code = "jinghu",
     .inpatient = {[WUBAO] = {JINGHU, 0, 9000, YUAN(50000)},
                   [DIBAO] = {JINGHU, 0, 7500, YUAN(50000)},
                   [LOW_INCOME] = {SHILI, YUAN(3000), 6000, YUAN(50000)},
                   [RETURNED] = {JINGHU, YUAN(1500), 7000, YUAN(50000)},
                   [MONITORED] = {JINGHU, YUAN(3000), 6000, YUAN(50000)},
                   [ILLNESS_POOR] = {JINGHU, YUAN(20000), 5000, YUAN(30000)},
                   [OTHER] = {JINGHU, YUAN(20000), 5000, YUAN(30000)}},
     .outpatient = {[WUBAO] = {SHILI, 0, 9000, YUAN(6000)},
                    [DIBAO] = {SHILI, 0, 7500, YUAN(6000)},
                    [LOW_INCOME] = {SHILI, YUAN(3000), 6000, YUAN(6000)},
                    [RETURNED] = {SHILI, YUAN(1500), 7000, YUAN(6000)},
                    [MONITORED] = {SHILI, YUAN(3000), 6000, YUAN(6000)},
                    [ILLNESS_POOR] = {SHILI, YUAN(20000), 5000, YUAN(6000)},
                    [OTHER] = {SHILI, YUAN(20000), 5000, YUAN(6000)}},
     .premium_bp = {10000, 9000, 5000, 8000, 5000, 0, 0},
     .premium_document = ANHUI_PREMIUM,
     .number = {YUAN(400), YUAN(3000), CALENDAR(60), CALENDAR(180), CALENDAR(30), YUAN(20000000)}},
};

static const struct medical_set *set_find(const char *code)
{
    for (size_t i = 0; i < sizeof sets / sizeof sets[0]; i++) {
        if (strcmp(sets[i].code, code) == 0)
            return &sets[i];
    }
    return NULL;
}

bool medical_set_exists(const char *set)
{
    return set_find(set) != NULL;
}

/* Key groups have no limit of diseases (Anhui 2014), and their claims no notice. */
static bool is_key_class(int class)
{
    return class == WUBAO || class == DIBAO;
}

static bool visit_value(const struct visit_terms *t, int class, int field, struct rule_value *ret)
{
    if (!t->document)
        return false;
    ret->document = t->document;
    switch ((enum policy_medical_field)field) {
    case POLICY_MEDICAL_DEDUCTIBLE:
        ret->value = t->deductible;
        break;
    case POLICY_MEDICAL_RATE:
        ret->value = t->rate_bp;
        break;
    case POLICY_MEDICAL_CAP:
        ret->value = t->cap;
        break;
    default:
        ret->value = !is_key_class(class);
        ret->document = ANHUI_DISEASES;
        break;
    }
    return true;
}

bool medical_set_value(const char *set, enum policy_key key, struct rule_value *ret)
{
    const struct medical_set *s = set_find(set);
    const int of_class =
        POLICY_MEDICAL_VISITS * POLICY_MEDICAL_VISIT_FIELDS + POLICY_MEDICAL_CLASS_FIELDS;
    struct rule_value v = {.document = SHILI, .clause = "P3.3", .is_example = true};
    int offset = (int)key - POLICY_MEDICAL_CLASS_FIRST, class = offset / of_class,
        field = offset % of_class;
    if ((int)key >= POLICY_MEDICAL_NUMBER_FIRST) {
        v.value = s->number[(int)key - POLICY_MEDICAL_NUMBER_FIRST];
    } else if (field == POLICY_MEDICAL_PREMIUM || field == POLICY_MEDICAL_PUBLICISED) {
        if (s->premium_bp[class] < 0)
            return false;
        v.value = field == POLICY_MEDICAL_PREMIUM ? s->premium_bp[class] : !is_key_class(class);
        if (field == POLICY_MEDICAL_PREMIUM)
            v.document = s->premium_document;
    } else {
        const struct visit_terms *t =
            field < POLICY_MEDICAL_VISIT_FIELDS ? &s->inpatient[class] : &s->outpatient[class];
        if (!visit_value(t, class, field % POLICY_MEDICAL_VISIT_FIELDS, &v))
            return false;
    }
    *ret = v;
    return true;
}

/* The words are Anhui's, shortened; the spans of ICD-10 are ours. */
const struct plan_disease plan_diseases[] = {
    {"C00", "C97", "恶性肿瘤", 0, ANHUI_DISEASES},
    {"C91", "C95", "儿童白血病（0—14 周岁）", 15, ANHUI_DISEASES},
    {"C92.1", "C92.1", "慢性粒细胞白血病", 0, ANHUI_DISEASES},
    {"Q20", "Q28", "儿童先天性心脏病（0—14 周岁）", 15, ANHUI_DISEASES},
    {"I50", "I50", "重度器官衰竭：心", 0, ANHUI_DISEASES},
    {"K72", "K72", "重度器官衰竭：肝", 0, ANHUI_DISEASES},
    {"J96", "J96", "重度器官衰竭：肺", 0, ANHUI_DISEASES},
    {"G93.1", "G93.6", "重度器官衰竭：脑", 0, ANHUI_DISEASES},
    {"N17", "N19", "重度器官衰竭：肾", 0, ANHUI_DISEASES},
    {"U84.3", "U84.3", "耐多药肺结核", 0, ANHUI_DISEASES},
    {"B20", "B24", "艾滋病机会性感染", 0, ANHUI_DISEASES},
    {"I21", "I22", "急性心肌梗死", 0, ANHUI_DISEASES},
    {"I63", "I63", "脑梗死", 0, ANHUI_DISEASES},
    {"D66", "D67", "血友病", 0, ANHUI_DISEASES},
    {"Z49", "Z49", "器官移植前透析", 0, ANHUI_DISEASES},
    {"Z94.0", "Z94.0", "肾移植术后抗排异", 0, ANHUI_DISEASES},
    {"Z94.4", "Z94.4", "肝移植术后抗排异", 0, ANHUI_DISEASES},
    {"E10", "E10", "Ⅰ型糖尿病", 0, ANHUI_DISEASES},
    {"E05", "E05", "甲状腺功能亢进症", 0, ANHUI_DISEASES},
    {"Q35", "Q37", "唇腭裂", 0, ANHUI_DISEASES},
    {"F20", "F29", "重性精神疾病", 0, ANHUI_DISEASES},
    {"F31", "F31", "重性精神疾病：双相障碍", 0, ANHUI_DISEASES},
    {"B65", "B65", "晚期血吸虫病", 0, ANHUI_DISEASES},
    {0},
};
