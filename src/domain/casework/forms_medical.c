/* Medical assistance: the claim after treatment, the advance before it, and the steps that ask for
   something else than those of other cases (§C.3). */
#include <stdio.h>
#include <string.h>

#include "domain/casework/forms_parts.h"

#define BILL_YUAN_MAX 100000000000 /* fen: a thousand million yuan */
#define YUAN_FIELD(name_, label_, ...)                                                             \
    FIELD(name_, label_, YUAN, .is_secret = true, .max = BILL_YUAN_MAX, __VA_ARGS__)

static const struct field_choice VISIT_CHOICES[] = {
    {"inpatient", N_("住院")}, {"outpatient", N_("门诊")}, {0}};
static const struct field_choice SCHEME_CHOICES[] = {
    {"ncms", N_("新农合")}, {"employees", N_("职工医保")}, {"residents", N_("居民医保")}, {0}};
static const struct field_choice CLASS_APPLIED_CHOICES[] = {
    {"low_income", N_("低收入（低保边缘）")},
    {"returned", N_("返贫致贫")},
    {"monitored", N_("监测对象")},
    {"illness_poor", N_("因病致困（支出型）")},
    {"other", N_("县政府确定的其他困难人员")},
    {0},
};

static const struct entry_field PATIENT_FIELDS[] = {
    FIELD("name", N_("患者姓名"), NAME, .is_required = true, .max = 50),
    FIELD("id_number", N_("身份证号"), ID_NUMBER, .is_required = true, .is_secret = true),
    FIELD("sex", N_("性别"), CHOICE, .choices = SEX_CHOICES),
    FIELD("birth", N_("出生日期"), DATE),
    FIELD("phone", N_("联系电话"), PHONE, .is_secret = true),
};
static const struct entry_field ASKED_BY[] = {
    FIELD("applied_by", N_("申请方式"), CHOICE, .choices = APPLICANT_CHOICES),
    FIELD("agent", N_("代办人"), NAME, .max = 50, .hint = N_("代为申请时填写")),
    FIELD("agent_relation", N_("与患者关系"), TEXT, .max = 30,
          .hint = N_("监护人、配偶、子女、村干部等")),
    FIELD("address", N_("家庭住址"), TEXT, .is_required = true),
    FIELD("group_no", N_("村民组"), TEXT, .max = 30),
};
static const struct entry_field CLAIM_CLASS[] = {
    FIELD("class", N_("申请的对象类别"), CHOICE, .is_fact = true, .choices = CLASS_APPLIED_CHOICES,
          .hint = N_("低保、五保对象由登记查得，不填")),
};
static const struct entry_field ILLNESS[] = {
    FIELD("illness_code", N_("疾病编码"), TEXT, .is_required = true, .is_secret = true, .max = 20,
          .hint = N_("诊断证明上的编码，如 C34.1")),
    FIELD("illness_name", N_("疾病名称"), TEXT, .is_required = true, .is_secret = true, .max = 60),
};
static const struct entry_field BILL_FIELDS[] = {
    FIELD("hospital_name", N_("医院"), TEXT, .is_required = true, .max = 60),
    FIELD("visit", N_("就诊类别"), CHOICE, .is_required = true, .choices = VISIT_CHOICES),
    FIELD("scheme", N_("医保类别"), CHOICE, .is_required = true, .choices = SCHEME_CHOICES),
    FIELD("invoice_no", N_("发票号"), TEXT, .is_required = true, .max = 40),
    FIELD("admitted_on", N_("入院（就诊）日期"), DATE, .is_required = true),
    FIELD("discharged_on", N_("出院日期"), DATE, .is_required = true),
    YUAN_FIELD("total", N_("总费用（元）"), .is_required = true),
    YUAN_FIELD("in_scope", N_("合规费用（元）"), .is_required = true),
    YUAN_FIELD("insurance", N_("医保支付（元）"), .hint = NULL),
    YUAN_FIELD("critical", N_("大病保险支付（元）"), .hint = NULL),
    YUAN_FIELD("other", N_("其他补偿、救助（元）"), .hint = NULL),
    YUAN_FIELD("relief", N_("医院减免（元）"), .hint = NULL),
    YUAN_FIELD("veteran", N_("优抚补助（元）"), .hint = NULL),
};
static const struct entry_field PAPERS[] = {
    FIELD("has_id", N_("身份证、户口簿"), BOOL),
    FIELD("has_certificate", N_("低保证、五保证或困难证明"), BOOL),
    FIELD("has_diagnosis", N_("诊断证明"), BOOL),
    FIELD("has_summary", N_("出院小结"), BOOL),
    FIELD("has_invoice", N_("发票与费用清单"), BOOL),
    FIELD("has_settlement", N_("医保结算单"), BOOL),
    FIELD("has_account", N_("银行账户（一卡通）"), BOOL),
};
/* A household that is paid already keeps its account. */
static const struct entry_field CLAIM_ACCOUNT[] = {
    FIELD("bank", N_("开户行"), TEXT, .hint = N_("家庭已有发放账户的不填")),
    FIELD("account_holder", N_("账户名"), NAME, .max = 50),
    FIELD("account_number", N_("一卡通账号"), ACCOUNT, .is_secret = true),
};
static const struct entry_field CLAIM_PROMISE[] = {
    FIELD("is_authorised", N_("授权民政部门核对医疗费用与家庭经济状况"), BOOL, .is_required = true),
    FIELD("is_promised", N_("承诺所填内容真实、完整，票据没有在别处报销"), BOOL,
          .is_required = true),
    FIELD("remark", N_("其他说明"), LONG_TEXT),
};
static const struct entry_section MEDICAL_SECTIONS[] = {
    TABLE("members", N_("患者"), 1, 1, PATIENT_FIELDS),
    SECTION(N_("申请人"), ASKED_BY),
    SECTION(N_("对象类别"), CLAIM_CLASS),
    SECTION(N_("疾病"), ILLNESS),
    TABLE("bills", N_("医疗费用票据"), 1, CLAIM_BILLS_MAX, BILL_FIELDS),
    SECTION(N_("提交的材料"), PAPERS),
    SECTION(N_("发放账户"), CLAIM_ACCOUNT),
    SECTION(N_("授权与承诺"), CLAIM_PROMISE),
};
const struct entry_form MEDICAL_APPLY =
    FORM("medical.apply", N_("城乡医疗救助申请表"), MEDICAL_SECTIONS);

static const struct entry_field TREATMENT[] = {
    FIELD("illness_code", N_("疾病编码"), TEXT, .is_required = true, .is_secret = true, .max = 20,
          .hint = N_("诊断证明上的编码，如 C34.1")),
    FIELD("illness_name", N_("疾病名称"), TEXT, .is_required = true, .is_secret = true, .max = 60),
    FIELD("hospital", N_("定点医院"), TEXT, .max = 60,
          .hint = N_("医院代码或全名；不填则任一定点医院都可以使用")),
    FIELD("planned_on", N_("拟入院日期"), DATE, .max = 1),
    FIELD("amount", N_("申请金额（元）"), YUAN, .is_required = true, .is_fact = true, .min = 1,
          .max = BILL_YUAN_MAX),
    FIELD("reason", N_("申请理由"), LONG_TEXT),
};
static const struct entry_section ADVANCE_SECTIONS[] = {
    TABLE("members", N_("患者"), 1, 1, PATIENT_FIELDS),
    SECTION(N_("申请人"), ASKED_BY),
    SECTION(N_("拟治疗的疾病"), TREATMENT),
    SECTION(N_("授权与承诺"), CLAIM_PROMISE),
};
const struct entry_form ADVANCE_APPLY =
    FORM("advance.apply", N_("医前救助申请表"), ADVANCE_SECTIONS);

/* ---- steps ---- */

static const struct entry_field MEDICAL_APPROVE[] = {FIELD("opinion", N_("审批意见"), LONG_TEXT)};
static const struct entry_section MEDICAL_APPROVE_SECTIONS[] = {
    SECTION(N_("县级审批"), MEDICAL_APPROVE)};
static const struct entry_form MEDICAL_APPROVE_FORM =
    FORM("medical.approve", N_("医疗救助审批"), MEDICAL_APPROVE_SECTIONS);

static const struct entry_field ADVANCE_APPROVE[] = {
    FIELD("amount", N_("批准金额（元）"), YUAN, .is_fact = true, .min = 1, .max = BILL_YUAN_MAX,
          .hint = N_("不填则按申请金额；可以减少，不能增加")),
    FIELD("opinion", N_("审批意见"), LONG_TEXT),
};
static const struct entry_section ADVANCE_APPROVE_SECTIONS[] = {
    SECTION(N_("县级审批"), ADVANCE_APPROVE)};
static const struct entry_form ADVANCE_APPROVE_FORM =
    FORM("advance.approve", N_("医前救助审批"), ADVANCE_APPROVE_SECTIONS);

static const struct field_choice MEDICAL_REFUSALS[] = {
    {"NOT_ENTITLED", N_("不属于救助对象")},
    {"OUT_OF_SCOPE", N_("费用不在救助范围或未超过起付线")},
    {"PAID_ELSEWHERE", N_("费用已由他处报销或救助")},
    {"PAPERS", N_("票据、材料不实或不全")},
    {"CONCEALED", N_("隐瞒或不如实申报")},
    {"CAP", N_("已达年度封顶线")},
    {"OTHER", N_("其他")},
    {0},
};
static const struct entry_field MEDICAL_REFUSE[] = {
    FIELD("reason_code", N_("不予救助的理由"), CHOICE, .is_required = true, .is_fact = true,
          .choices = MEDICAL_REFUSALS),
    FIELD("reason", N_("理由说明（写入告知书）"), LONG_TEXT, .is_required = true, .max = 500),
};
static const struct entry_section MEDICAL_REFUSE_SECTIONS[] = {
    SECTION(N_("不予救助"), MEDICAL_REFUSE)};
static const struct entry_form MEDICAL_REFUSE_FORM =
    FORM("medical.refuse", N_("不予救助"), MEDICAL_REFUSE_SECTIONS);

#define K(kind) (1u << CASE_##kind)
const struct form_row MEDICAL_FORMS[] = {
    {K(MEDICAL), CHANGE_NONE, ACTION_APPROVE, &MEDICAL_APPROVE_FORM},
    {K(ADVANCE), CHANGE_NONE, ACTION_APPROVE, &ADVANCE_APPROVE_FORM},
    {K(MEDICAL) | K(ADVANCE), CHANGE_NONE, ACTION_REFUSE, &MEDICAL_REFUSE_FORM},
    {0},
};

/* ---- what must agree ---- */

static void bill_fault(struct entry_faults *faults, int n, const char *field, const char *label,
                       const char *message)
{
    char name[ENTRY_NAME_BYTES_MAX];
    (void)snprintf(name, sizeof name, "bills.%d.%s", n, field);
    entry_fault_add(faults, name, label, "%s", message);
}

static void check_bill(const struct claim_bill *b, int n, struct entry_faults *faults)
{
    struct error why = {0};
    if (b->discharged_on.v < b->admitted_on.v)
        bill_fault(faults, n, "discharged_on", _("出院日期"), _("在入院日期以前。"));
    if (medical_amounts_check(&b->amounts, &why) != STATUS_OK)
        bill_fault(faults, n, b->amounts.in_scope.v > b->amounts.total.v ? "in_scope" : "total",
                   _("票据金额"), why.message);
}

static bool is_twice(const struct entry_data *d, int a, int b)
{
    static const char *const fields[] = {"hospital_name", "admitted_on", "total"};
    bool is_same = true;
    for (size_t i = 0; i < COUNT_OF(fields); i++)
        is_same = is_same && strcmp(entry_getf(d, "bills.%d.%s", a, fields[i]),
                                    entry_getf(d, "bills.%d.%s", b, fields[i])) == 0;
    bool is_same_invoice = strcmp(entry_getf(d, "bills.%d.invoice_no", a),
                                  entry_getf(d, "bills.%d.invoice_no", b)) == 0;
    return is_same || is_same_invoice;
}

void claim_form_check(const struct entry_data *d, struct entry_faults *faults)
{
    struct claim claim;
    claim_read(d, &claim);
    for (size_t i = 0; i < claim.count; i++) {
        check_bill(&claim.bill[i], (int)i + 1, faults);
        for (size_t k = 0; k < i; k++)
            if (is_twice(d, (int)k + 1, (int)i + 1))
                bill_fault(faults, (int)i + 1, "invoice_no", _("发票号"),
                           _("与前面的一张是同一张票据。"));
    }
}
