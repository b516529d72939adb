/* What a change, stop, form, cancellation or re-verification is opened with (§A.6, §B.2). */
#include "domain/casework/forms_parts.h"

#define K(kind) (1u << CASE_##kind)

#define FROM_FIELD                                                                                 \
    FIELD("from", N_("起始月份"), MONTH, .is_fact = true, .hint = N_("不填则按规定从批准的次月起"))
#define REASON_FIELD FIELD("reason", N_("理由"), LONG_TEXT, .is_required = true, .max = 500)
#define PERSON_FIELD                                                                               \
    FIELD("id_number", N_("身份证号"), ID_NUMBER, .is_required = true, .is_secret = true)
#define INCOME_FIELD(required)                                                                     \
    FIELD("income_year", N_("变动后家庭年收入（元）"), YUAN, .is_required = required)

static const struct entry_field INCOME[] = {INCOME_FIELD(true), FROM_FIELD, REASON_FIELD};
static const struct entry_section INCOME_SECTIONS[] = {
    SECTION(N_("收入变动"), INCOME),
    TABLE("incomes", N_("收入明细"), 0, INCOMES_MAX, INCOME_FIELDS),
    TABLE("exempt", N_("不计入家庭收入的项目"), 0, 10, EXEMPT_FIELDS),
};
static const struct entry_form CHANGE_INCOME_FORM =
    FORM("change.income", N_("收入变动"), INCOME_SECTIONS);

static const struct entry_field JOIN[] = {INCOME_FIELD(false), FROM_FIELD, REASON_FIELD};
static const struct entry_section JOIN_SECTIONS[] = {
    TABLE("members", N_("新增成员"), 1, 5, MEMBER_FIELDS),
    SECTION(N_("增员"), JOIN),
};
static const struct entry_form MEMBER_JOIN_FORM =
    FORM("change.member_join", N_("增员"), JOIN_SECTIONS);

static const struct entry_field LEAVE[] = {
    PERSON_FIELD,
    FIELD("cause", N_("减员原因"), CHOICE, .is_required = true, .is_fact = true,
          .choices = LEAVE_CHOICES),
    FIELD("left_on", N_("减员日期"), DATE, .is_required = true),
    INCOME_FIELD(false),
    FROM_FIELD,
    REASON_FIELD,
};
static const struct entry_section LEAVE_SECTIONS[] = {SECTION(N_("减员"), LEAVE)};
static const struct entry_form MEMBER_LEAVE_FORM =
    FORM("change.member_leave", N_("减员"), LEAVE_SECTIONS);

static const struct field_choice HEAD_CAUSES[] = {
    {"HANDOVER", N_("户主自愿变更")}, {"DEATH", N_("户主死亡")}, {0}};
static const struct entry_field HEAD[] = {
    FIELD("id_number", N_("新户主身份证号"), ID_NUMBER, .is_required = true, .is_secret = true),
    FIELD("cause", N_("变更原因"), CHOICE, .is_required = true, .is_fact = true,
          .choices = HEAD_CAUSES),
    FIELD("died_on", N_("原户主死亡日期"), DATE, .hint = N_("户主死亡时填写")),
    FROM_FIELD,
    REASON_FIELD,
};
static const struct entry_section HEAD_SECTIONS[] = {SECTION(N_("户主变更"), HEAD)};
static const struct entry_form HEAD_FORM = FORM("change.head", N_("户主变更"), HEAD_SECTIONS);

static const struct entry_field CLASS[] = {
    FIELD("mgmt_class", N_("变动后类别"), CHOICE, .is_required = true, .is_fact = true,
          .choices = CLASS_CHOICES),
    FROM_FIELD,
    REASON_FIELD,
};
static const struct entry_section CLASS_SECTIONS[] = {SECTION(N_("类别变动"), CLASS)};
static const struct entry_form CLASS_FORM = FORM("change.class", N_("类别变动"), CLASS_SECTIONS);

static const struct entry_field ADDRESS[] = {
    FIELD("address", N_("新住址"), TEXT, .is_required = true),
    FIELD("group_no", N_("村民组"), TEXT, .max = 30),
    FIELD("phone", N_("联系电话"), PHONE, .is_secret = true),
    FIELD("reason", N_("理由"), LONG_TEXT, .max = 500),
};
static const struct entry_section ADDRESS_SECTIONS[] = {SECTION(N_("住址变动"), ADDRESS)};
static const struct entry_form ADDRESS_FORM =
    FORM("change.address", N_("住址变动"), ADDRESS_SECTIONS);

static const struct entry_field ACCOUNT_REASON[] = {REASON_FIELD};
static const struct entry_section ACCOUNT_SECTIONS[] = {SECTION(N_("新账户"), ACCOUNT_FIELDS),
                                                        SECTION(N_("理由"), ACCOUNT_REASON)};
static const struct entry_form ACCOUNT_FORM =
    FORM("change.account", N_("账户变更"), ACCOUNT_SECTIONS);

static const struct entry_field PLACE[] = {
    FIELD("division", N_("迁入的村（社区）代码"), DIVISION, .is_required = true, .is_fact = true),
    FIELD("address", N_("新住址"), TEXT),
    FIELD("group_no", N_("村民组"), TEXT, .max = 30),
    FROM_FIELD,
    REASON_FIELD,
};
static const struct entry_section PLACE_SECTIONS[] = {SECTION(N_("县内迁移"), PLACE)};
static const struct entry_form PLACE_FORM = FORM("change.place", N_("县内迁移"), PLACE_SECTIONS);

static const struct field_choice YES_NO[] = {{"YES", N_("是")}, {"NO", N_("否")}, {0}};
static const struct entry_field MEMBER[] = {
    PERSON_FIELD,
    FIELD("seriously_ill", N_("重病患者"), CHOICE, .is_secret = true, .choices = YES_NO,
          .hint = N_("不变则不填")),
    FIELD("disability_kind", N_("残疾类别"), CHOICE, .is_secret = true,
          .choices = DISABILITY_CHOICES),
    FIELD("disability_grade", N_("残疾等级"), COUNT, .is_secret = true, .max = 4,
          .hint = N_("1（最重）至 4；0 表示不再残疾")),
    FIELD("student", N_("在校学生"), CHOICE, .choices = YES_NO, .hint = N_("不变则不填")),
    FIELD("protected", N_("是否保障对象"), CHOICE, .choices = YES_NO, .hint = N_("不变则不填")),
    FROM_FIELD,
    REASON_FIELD,
};
static const struct entry_section MEMBER_SECTIONS[] = {SECTION(N_("成员情况变动"), MEMBER)};
static const struct entry_form MEMBER_FORM =
    FORM("change.member", N_("成员情况变动"), MEMBER_SECTIONS);

static const struct entry_field CARE[] = {
    FIELD("assessed_on", N_("评估日期"), DATE, .is_required = true), FROM_FIELD, REASON_FIELD};
static const struct entry_section CARE_SECTIONS[] = {SECTION(N_("六项能力"), ABILITY_FIELDS),
                                                     SECTION(N_("护理等级变动"), CARE)};
static const struct entry_form CARE_FORM = FORM("change.care", N_("护理等级变动"), CARE_SECTIONS);

static const struct entry_field STOP[] = {
    FIELD("cause", N_("原因"), CHOICE, .is_required = true, .is_fact = true,
          .choices = STOP_CHOICES),
    FROM_FIELD,
    REASON_FIELD,
};
static const struct entry_section STOP_SECTIONS[] = {SECTION(N_("停发"), STOP)};
static const struct entry_form STOP_FORM = FORM("stop.stop", N_("停发"), STOP_SECTIONS);
static const struct entry_section SUSPEND_SECTIONS[] = {SECTION(N_("暂停"), STOP)};
static const struct entry_form SUSPEND_FORM = FORM("stop.suspend", N_("暂停"), SUSPEND_SECTIONS);
static const struct entry_field RESUME[] = {FROM_FIELD, REASON_FIELD};
static const struct entry_section RESUME_SECTIONS[] = {SECTION(N_("恢复发放"), RESUME)};
static const struct entry_form RESUME_FORM = FORM("stop.resume", N_("恢复发放"), RESUME_SECTIONS);
static const struct entry_field GRACE[] = {
    FIELD("months", N_("渐退月数"), COUNT, .is_fact = true, .min = 1, .max = 12,
          .hint = N_("不填则按规定的月数")),
    FIELD("cause", N_("原因"), CHOICE, .is_required = true, .is_fact = true,
          .choices = STOP_CHOICES),
    FROM_FIELD,
    REASON_FIELD,
};
static const struct entry_section GRACE_SECTIONS[] = {SECTION(N_("渐退"), GRACE)};
static const struct entry_form GRACE_FORM = FORM("stop.grace", N_("渐退"), GRACE_SECTIONS);

static const struct entry_field WISH[] = {
    FIELD("form", N_("本人选择的供养形式"), CHOICE, .is_required = true, .is_fact = true,
          .choices = FORM_CHOICES),
    FIELD("home", N_("供养机构"), TEXT, .hint = N_("集中供养时填写敬老院名称")),
    FIELD("is_own_choice", N_("由本人自愿选择"), BOOL, .is_required = true,
          .hint = N_("农村五保供养工作条例第十二条")),
    FROM_FIELD,
    FIELD("reason", N_("理由"), LONG_TEXT, .max = 500),
};
static const struct entry_section WISH_SECTIONS[] = {SECTION(N_("供养形式变更"), WISH)};
static const struct entry_form WISH_FORM = FORM("form.form", N_("供养形式变更"), WISH_SECTIONS);

static const struct entry_field DEATH[] = {
    FIELD("died_on", N_("死亡日期"), DATE, .is_required = true, .is_fact = true),
    FIELD("funeral_on", N_("丧事办结日期"), DATE, .is_required = true, .is_fact = true),
    FIELD("funeral_by", N_("丧事经办人或单位"), NAME, .is_required = true, .max = 50),
    FIELD("funeral_bank", N_("丧葬费开户行"), TEXT),
    FIELD("funeral_account", N_("丧葬费账号"), ACCOUNT, .is_secret = true),
    FIELD("proof", N_("证明材料"), TEXT, .hint = N_("火化证明、死亡证明等")),
    FIELD("remark", N_("说明"), LONG_TEXT),
};
static const struct entry_section DEATH_SECTIONS[] = {SECTION(N_("死亡核销"), DEATH)};
static const struct entry_form DEATH_FORM = FORM("cancel.death", N_("死亡核销"), DEATH_SECTIONS);
static const struct entry_section CEASE_SECTIONS[] = {SECTION(N_("终止供养"), STOP)};
static const struct entry_form CEASE_FORM = FORM("cancel.cease", N_("终止供养"), CEASE_SECTIONS);

static const struct entry_field RECHECK[] = {
    FIELD("due_month", N_("应复核月份"), MONTH, .is_fact = true),
    FIELD("remark", N_("说明"), LONG_TEXT),
};
static const struct entry_section RECHECK_SECTIONS[] = {SECTION(N_("定期复核"), RECHECK)};
static const struct entry_form RECHECK_FORM =
    FORM("recheck.open", N_("定期复核"), RECHECK_SECTIONS);

const struct form_row CHANGE_FORMS[] = {
    {K(CHANGE), CHANGE_INCOME, ACTION_PROPOSE, &CHANGE_INCOME_FORM},
    {K(CHANGE), CHANGE_MEMBER_JOIN, ACTION_PROPOSE, &MEMBER_JOIN_FORM},
    {K(CHANGE), CHANGE_MEMBER_LEAVE, ACTION_PROPOSE, &MEMBER_LEAVE_FORM},
    {K(CHANGE), CHANGE_HEAD, ACTION_PROPOSE, &HEAD_FORM},
    {K(CHANGE), CHANGE_CLASS, ACTION_PROPOSE, &CLASS_FORM},
    {K(CHANGE), CHANGE_ADDRESS, ACTION_PROPOSE, &ADDRESS_FORM},
    {K(CHANGE), CHANGE_ACCOUNT, ACTION_PROPOSE, &ACCOUNT_FORM},
    {K(CHANGE), CHANGE_PLACE, ACTION_PROPOSE, &PLACE_FORM},
    {K(CHANGE), CHANGE_MEMBER, ACTION_PROPOSE, &MEMBER_FORM},
    {K(CHANGE), CHANGE_CARE, ACTION_PROPOSE, &CARE_FORM},
    {K(STOP), CHANGE_STOP, ACTION_PROPOSE, &STOP_FORM},
    {K(STOP), CHANGE_SUSPEND, ACTION_PROPOSE, &SUSPEND_FORM},
    {K(STOP), CHANGE_RESUME, ACTION_PROPOSE, &RESUME_FORM},
    {K(STOP), CHANGE_GRACE, ACTION_PROPOSE, &GRACE_FORM},
    {K(FORM), CHANGE_FORM, ACTION_PROPOSE, &WISH_FORM},
    {K(CANCEL), CHANGE_DEATH, ACTION_REPORT, &DEATH_FORM},
    {K(CANCEL), CHANGE_CEASE, ACTION_REPORT, &CEASE_FORM},
    {K(RECHECK), CHANGE_NONE, ACTION_OPEN_RECHECK, &RECHECK_FORM},
    {0},
};
