/* The two applications, in the order of the paper (§A.8; 令456号 Art. 6–7, 12). */
#include "domain/casework/forms_parts.h"

static const struct entry_field DIBAO_HOUSEHOLD[] = {
    FIELD("applied_by", N_("申请方式"), CHOICE, .choices = APPLICANT_CHOICES),
    FIELD("agent", N_("代办人"), NAME, .max = 50, .hint = N_("代为申请时填写")),
    FIELD("hukou", N_("户籍类别"), CHOICE, .choices = HUKOU_CHOICES),
    FIELD("address", N_("家庭住址"), TEXT, .is_required = true),
    FIELD("group_no", N_("村民组"), TEXT, .max = 30),
    FIELD("phone", N_("联系电话"), PHONE, .is_secret = true),
    FIELD("poverty_cause", N_("致贫原因"), CHOICE, .choices = POVERTY_CHOICES),
    FIELD("mgmt_class", N_("申请类别"), CHOICE, .choices = CLASS_CHOICES),
};
static const struct entry_field PROPERTY[] = {
    FIELD("house_area", N_("住房面积（平方米）"), COUNT, .max = 5000),
    FIELD("house_structure", N_("房屋结构"), CHOICE, .choices = HOUSE_CHOICES),
    FIELD("house_count", N_("住房套数"), COUNT, .max = 50),
    FIELD("land_mu", N_("承包土地（亩）"), COUNT, .max = 1000),
    FIELD("vehicle", N_("机动车辆"), TEXT, .hint = N_("车型与车牌；没有则不填")),
    FIELD("deposit", N_("存款（元）"), YUAN, .is_secret = true),
    FIELD("securities", N_("有价证券、基金（元）"), YUAN, .is_secret = true),
    FIELD("insurance", N_("商业保险（元）"), YUAN, .is_secret = true),
    FIELD("company", N_("工商登记"), TEXT),
    FIELD("debt_owed", N_("债权（元）"), YUAN, .is_secret = true),
};
static const struct entry_field RELATIVE[] = {
    FIELD("is_relative", N_("与经办人员或村（居）干部是近亲属"), BOOL),
    FIELD("relative_of", N_("近亲属姓名、职务及关系"), TEXT, .hint = N_("是近亲属时必须写明")),
};
static const struct entry_field PROMISE[] = {
    FIELD("is_authorised", N_("授权民政部门核对家庭经济状况"), BOOL, .is_required = true),
    FIELD("is_promised", N_("承诺所填内容真实、完整"), BOOL, .is_required = true),
    FIELD("remark", N_("其他说明"), LONG_TEXT),
};
/* What the township found, when it is not what was declared: written by SURVEY and REVIEW. */
static const struct entry_field ASSESSED[] = {
    FIELD("assessed_income_year", N_("核定家庭年收入（元）"), YUAN),
};

static const struct entry_section DIBAO_SECTIONS[] = {
    SECTION(N_("申请家庭"), DIBAO_HOUSEHOLD),
    TABLE("members", N_("共同生活的家庭成员"), 1, MEMBERS_MAX, MEMBER_FIELDS),
    TABLE("incomes", N_("家庭收入（申请前一年）"), 0, INCOMES_MAX, INCOME_FIELDS),
    TABLE("exempt", N_("不计入家庭收入的项目"), 0, 10, EXEMPT_FIELDS),
    TABLE("expenses", N_("刚性支出"), 0, 10, EXPENSE_FIELDS),
    SECTION(N_("家庭财产"), PROPERTY),
    TABLE("obligors", N_("赡养、抚养、扶养义务人"), 0, OBLIGORS_MAX, OBLIGOR_FIELDS),
    SECTION(N_("近亲属备案"), RELATIVE),
    SECTION(N_("发放账户"), ACCOUNT_FIELDS),
    SECTION(N_("授权与承诺"), PROMISE),
    SECTION(N_("乡镇核定"), ASSESSED),
};
const struct entry_form DIBAO_APPLY =
    FORM("dibao.apply", N_("农村最低生活保障申请书"), DIBAO_SECTIONS);

static const struct field_choice WUBAO_REASONS[] = {
    {"AGED", N_("老年")}, {"DISABLED", N_("残疾")}, {"MINOR", N_("未满 16 周岁")}, {0}};
static const struct field_choice SUPPORTERS[] = {
    {"NONE", N_("没有法定义务人")}, {"UNABLE", N_("义务人没有能力")}, {0}};

static const struct entry_field WUBAO_HOUSEHOLD[] = {
    FIELD("applied_by", N_("申请方式"), CHOICE, .choices = APPLICANT_CHOICES),
    FIELD("agent", N_("代办人"), NAME, .max = 50, .hint = N_("代为申请时填写")),
    FIELD("hukou", N_("户籍类别"), CHOICE, .choices = HUKOU_CHOICES),
    FIELD("address", N_("住址"), TEXT, .is_required = true),
    FIELD("group_no", N_("村民组"), TEXT, .max = 30),
    FIELD("phone", N_("联系电话"), PHONE, .is_secret = true),
};
static const struct entry_field WUBAO_CONDITIONS[] = {
    FIELD("wubao_reason", N_("申请理由"), CHOICE, .is_required = true, .choices = WUBAO_REASONS),
    FIELD("has_no_labour", N_("无劳动能力"), BOOL, .is_required = true),
    FIELD("has_no_income", N_("无生活来源"), BOOL, .is_required = true),
    FIELD("supporter", N_("法定赡养、抚养、扶养义务人"), CHOICE, .is_required = true,
          .choices = SUPPORTERS),
};
static const struct entry_field WUBAO_FORM[] = {
    FIELD("form", N_("本人选择的供养形式"), CHOICE, .is_required = true, .choices = FORM_CHOICES),
    FIELD("home", N_("供养机构"), TEXT, .hint = N_("集中供养时填写敬老院名称")),
    FIELD("carer", N_("照料人"), NAME, .max = 50, .hint = N_("分散供养时填写")),
};
/* In a home the money goes to the home's account. */
static const struct entry_field WUBAO_ACCOUNT[] = {
    FIELD("bank", N_("开户行"), TEXT, .hint = N_("分散供养时填写")),
    FIELD("account_holder", N_("账户名"), NAME, .max = 50),
    FIELD("account_number", N_("一卡通账号"), ACCOUNT, .is_secret = true),
};
static const struct entry_section WUBAO_SECTIONS[] = {
    SECTION(N_("申请人住址"), WUBAO_HOUSEHOLD),
    TABLE("members", N_("申请人"), 1, 1, MEMBER_FIELDS),
    SECTION(N_("三无条件"), WUBAO_CONDITIONS),
    SECTION(N_("供养形式"), WUBAO_FORM),
    SECTION(N_("生活自理能力"), ABILITY_FIELDS),
    TABLE("incomes", N_("收入（申请前一年）"), 0, INCOMES_MAX, INCOME_FIELDS),
    TABLE("exempt", N_("不计入收入的项目"), 0, 10, EXEMPT_FIELDS),
    SECTION(N_("财产"), PROPERTY),
    TABLE("obligors", N_("赡养、抚养、扶养义务人"), 0, OBLIGORS_MAX, OBLIGOR_FIELDS),
    SECTION(N_("近亲属备案"), RELATIVE),
    SECTION(N_("发放账户"), WUBAO_ACCOUNT),
    SECTION(N_("授权与承诺"), PROMISE),
    SECTION(N_("乡镇核定"), ASSESSED),
};
const struct entry_form WUBAO_APPLY = FORM("wubao.apply", N_("农村五保供养申请书"), WUBAO_SECTIONS);
