/* What each step asks for (§A.2, §A.8). Steps of one kind of case that others do not have, or have
   otherwise, come first. */
#include "domain/casework/forms_parts.h"

#define K(kind) (1u << CASE_##kind)
#define ALL_KINDS                                                                                  \
    (K(DIBAO) | K(WUBAO) | K(CHANGE) | K(STOP) | K(RECHECK) | K(FORM) | K(CANCEL) | K(MEDICAL) |   \
     K(ADVANCE))

static const struct entry_field REMARK[] = {FIELD("remark", N_("说明"), LONG_TEXT)};
static const struct entry_section REMARK_SECTIONS[] = {SECTION(N_("说明"), REMARK)};

#define REMARK_FORM(object, name, label)                                                           \
    static const struct entry_form object = FORM(name, label, REMARK_SECTIONS)
REMARK_FORM(PLAIN_FORM, "step.plain", N_("办理说明"));
REMARK_FORM(POST_FORM, "step.post", N_("张贴公示"));

static const struct entry_field ASK[] = {
    FIELD("papers", N_("需一次性补正的材料"), LONG_TEXT, .is_required = true)};
static const struct entry_section ASK_SECTIONS[] = {SECTION(N_("一次性告知"), ASK)};
static const struct entry_form ASK_FORM =
    FORM("step.ask_papers", N_("一次性补正告知"), ASK_SECTIONS);

static const struct entry_field SUPPLY[] = {
    FIELD("papers", N_("补正的材料"), LONG_TEXT, .is_required = true)};
static const struct entry_section SUPPLY_SECTIONS[] = {SECTION(N_("补正"), SUPPLY)};
static const struct entry_form SUPPLY_FORM =
    FORM("step.supply_papers", N_("补正材料"), SUPPLY_SECTIONS);

static const struct entry_field ACCEPT[] = {
    FIELD("papers", N_("收到的材料"), LONG_TEXT),
    FIELD("is_relative", N_("近亲属备案"), BOOL, .is_fact = true,
          .hint = N_("受理时查明是近亲属的，勾选后单独备案")),
    FIELD("relative_of", N_("近亲属姓名、职务及关系"), TEXT),
};
static const struct entry_section ACCEPT_SECTIONS[] = {SECTION(N_("受理"), ACCEPT)};
static const struct entry_form ACCEPT_FORM = FORM("step.accept", N_("受理"), ACCEPT_SECTIONS);

static const struct field_choice NOT_ACCEPT_CHOICES[] = {
    {"NOT_HERE", N_("不属本乡镇受理")},
    {"NOT_COMPLETE", N_("材料不齐且未在期限内补正")},
    {"NOT_AUTHORISED", N_("不授权核对或不承诺")},
    {"ALREADY", N_("已享受或正在申请")},
    {"OTHER", N_("其他")},
    {0},
};
static const struct entry_field NOT_ACCEPT[] = {
    FIELD("reason_code", N_("不予受理的理由"), CHOICE, .is_required = true, .is_fact = true,
          .choices = NOT_ACCEPT_CHOICES),
    FIELD("reason", N_("具体说明"), LONG_TEXT, .is_required = true, .max = 500),
};
static const struct entry_section NOT_ACCEPT_SECTIONS[] = {SECTION(N_("不予受理"), NOT_ACCEPT)};
static const struct entry_form NOT_ACCEPT_FORM =
    FORM("step.not_accept", N_("不予受理"), NOT_ACCEPT_SECTIONS);

static const struct field_choice CHECK_RESULTS[] = {
    {"CLEAR", N_("未发现不符")}, {"DOUBT", N_("有疑点，须入户核实")}, {0}};
static const struct entry_field CHECK[] = {
    FIELD("report_no", N_("核对报告文号"), TEXT, .max = 50),
    FIELD("result", N_("核对结果"), CHOICE, .is_required = true, .is_fact = true,
          .choices = CHECK_RESULTS),
    FIELD("vehicle", N_("车辆"), TEXT, .is_secret = true),
    FIELD("house", N_("房产"), TEXT, .is_secret = true),
    FIELD("company", N_("工商登记"), TEXT, .is_secret = true),
    FIELD("pension", N_("社保、养老金"), TEXT, .is_secret = true),
    FIELD("deposit", N_("存款、证券、保险"), TEXT, .is_secret = true),
    FIELD("funding", N_("公积金、纳税"), TEXT, .is_secret = true),
    FIELD("finding", N_("核对说明"), LONG_TEXT, .is_secret = true),
};
static const struct entry_section CHECK_SECTIONS[] = {SECTION(N_("经济状况核对"), CHECK)};
static const struct entry_form CHECK_FORM = FORM("step.check", N_("经济状况核对"), CHECK_SECTIONS);

static const struct entry_field SURVEY_HOW[] = {
    FIELD("visited_on", N_("入户日期"), DATE, .is_required = true, .is_fact = true),
    FIELD("is_home_visit", N_("入户调查"), BOOL),
    FIELD("is_neighbour_visit", N_("邻里访问"), BOOL),
    FIELD("is_letter", N_("信函索证"), BOOL),
    FIELD("is_applicant_signed", N_("申请人签字确认"), BOOL, .is_required = true),
};
static const struct entry_field SURVEY_PROPERTY[] = {
    FIELD("land_own", N_("自种土地（亩）"), COUNT, .max = 1000),
    FIELD("land_let", N_("转包土地（亩）"), COUNT, .max = 1000),
    FIELD("land_rented", N_("承包他人土地（亩）"), COUNT, .max = 1000),
    FIELD("breeding", N_("养殖"), TEXT),
    FIELD("house_area", N_("住房面积（平方米）"), COUNT, .max = 5000),
    FIELD("house_structure", N_("房屋结构"), CHOICE, .choices = HOUSE_CHOICES),
    FIELD("vehicle", N_("车辆"), TEXT),
    FIELD("deposit", N_("存款（元）"), YUAN, .is_secret = true),
    FIELD("securities", N_("证券、基金（元）"), YUAN, .is_secret = true),
    FIELD("insurance", N_("保险（元）"), YUAN, .is_secret = true),
    FIELD("company", N_("工商登记"), TEXT),
    FIELD("debt_owed", N_("债权（元）"), YUAN, .is_secret = true),
};
static const struct entry_field SURVEY_FINDING[] = {
    FIELD("people_found", N_("共同生活人数"), COUNT, .is_fact = true, .min = 1, .max = 50),
    FIELD("income_year", N_("查明的家庭年收入（元）"), YUAN, .is_fact = true,
          .hint = N_("与申报不同时填写，此后以此为准")),
    FIELD("is_doubtful", N_("情况有疑点，须民主评议"), BOOL, .is_fact = true),
    FIELD("finding", N_("调查情况"), LONG_TEXT, .is_required = true),
};
static const struct entry_section SURVEY_SECTIONS[] = {
    SECTION(N_("调查方式"), SURVEY_HOW),
    TABLE("investigators", N_("调查人"), 1, INVESTIGATORS_MAX, INVESTIGATOR_FIELDS),
    TABLE("incomes", N_("查明的收入"), 0, INCOMES_MAX, INCOME_FIELDS),
    TABLE("expenses", N_("刚性支出"), 0, 10, EXPENSE_FIELDS),
    SECTION(N_("土地、房屋与财产"), SURVEY_PROPERTY),
    TABLE("obligors", N_("赡养、抚养、扶养义务人"), 0, OBLIGORS_MAX, OBLIGOR_FIELDS),
    SECTION(N_("调查结果"), SURVEY_FINDING),
};
static const struct entry_form SURVEY_FORM = FORM("step.survey", N_("入户调查表"), SURVEY_SECTIONS);

static const struct field_choice RECHECK_RESULTS[] = {
    {"SAME", N_("没有变化")}, {"UP", N_("应增发")},      {"DOWN", N_("应减发")},
    {"STOP", N_("应停发")},   {"CLASS", N_("类别变化")}, {0},
};
static const struct entry_field RECHECK_FINDING[] = {
    FIELD("result", N_("变化类别"), CHOICE, .is_required = true, .is_fact = true,
          .choices = RECHECK_RESULTS),
    FIELD("people_found", N_("共同生活人数"), COUNT, .is_fact = true, .min = 1, .max = 50),
    FIELD("income_year", N_("查明的家庭年收入（元）"), YUAN, .is_fact = true),
    FIELD("finding", N_("复核情况"), LONG_TEXT, .is_required = true),
};
static const struct entry_section RECHECK_SECTIONS[] = {
    SECTION(N_("复核方式"), SURVEY_HOW),
    TABLE("investigators", N_("复核人"), 1, INVESTIGATORS_MAX, INVESTIGATOR_FIELDS),
    SECTION(N_("土地、房屋与财产"), SURVEY_PROPERTY),
    SECTION(N_("复核结果"), RECHECK_FINDING),
};
static const struct entry_form RECHECK_SURVEY_FORM =
    FORM("recheck.survey", N_("定期复核表"), RECHECK_SECTIONS);

static const struct field_choice VOTE_RESULTS[] = {
    {"PASSED", N_("评议通过")}, {"NOT_PASSED", N_("评议未通过")}, {0}};
static const struct entry_field DELIBERATE[] = {
    FIELD("held_on", N_("评议日期"), DATE, .is_required = true, .is_fact = true),
    FIELD("place", N_("地点"), TEXT, .is_required = true),
    FIELD("chair", N_("主持人"), NAME, .is_required = true, .max = 50),
    FIELD("recorder", N_("记录人"), NAME, .max = 50),
    FIELD("expected", N_("应到人数"), COUNT, .is_required = true, .is_fact = true, .max = 1000),
    FIELD("present", N_("实到人数"), COUNT, .is_required = true, .is_fact = true, .max = 1000),
    FIELD("villagers", N_("其中村民代表"), COUNT, .is_required = true, .is_fact = true,
          .max = 1000),
    FIELD("agree", N_("同意"), COUNT, .is_required = true, .is_fact = true, .max = 1000),
    FIELD("disagree", N_("不同意"), COUNT, .is_required = true, .is_fact = true, .max = 1000),
    FIELD("abstain", N_("弃权"), COUNT, .is_required = true, .is_fact = true, .max = 1000),
    FIELD("result", N_("评议结论"), CHOICE, .is_fact = true, .choices = VOTE_RESULTS),
    FIELD("opinion", N_("评议意见"), LONG_TEXT),
};
static const struct entry_section DELIBERATE_SECTIONS[] = {SECTION(N_("民主评议"), DELIBERATE)};
static const struct entry_form DELIBERATE_FORM =
    FORM("step.deliberate", N_("民主评议记录"), DELIBERATE_SECTIONS);

static const struct entry_field REVIEW[] = {
    FIELD("opinion", N_("审核意见"), CHOICE, .is_required = true, .is_fact = true,
          .choices = OPINION_CHOICES),
    FIELD("income_year", N_("核定家庭年收入（元）"), YUAN, .is_fact = true,
          .hint = N_("与申报或调查不同时填写")),
    FIELD("mgmt_class", N_("类别"), CHOICE, .is_fact = true, .choices = CLASS_CHOICES),
    FIELD("reason", N_("意见说明"), LONG_TEXT),
};
static const struct entry_section REVIEW_SECTIONS[] = {SECTION(N_("乡镇审核"), REVIEW)};
static const struct entry_form REVIEW_FORM = FORM("step.review", N_("乡镇审核"), REVIEW_SECTIONS);
static const struct entry_field PLAIN_REVIEW[] = {
    FIELD("opinion", N_("审核意见"), CHOICE, .is_required = true, .is_fact = true,
          .choices = OPINION_CHOICES),
    FIELD("reason", N_("意见说明"), LONG_TEXT),
};
static const struct entry_section PLAIN_REVIEW_SECTIONS[] = {SECTION(N_("乡镇审核"), PLAIN_REVIEW)};
static const struct entry_form PLAIN_REVIEW_FORM =
    FORM("change.review", N_("变动审核"), PLAIN_REVIEW_SECTIONS);

static const struct entry_field CLOSE_NOTICE[] = {FIELD("result", N_("公示结果"), LONG_TEXT)};
static const struct entry_section CLOSE_SECTIONS[] = {SECTION(N_("公示结果"), CLOSE_NOTICE)};
static const struct entry_form CLOSE_FORM =
    FORM("step.close_notice", N_("公示结果"), CLOSE_SECTIONS);

static const struct entry_field OBJECT[] = {
    FIELD("objector", N_("异议人"), NAME, .is_secret = true, .max = 50,
          .hint = N_("可以匿名；内部保密")),
    FIELD("phone", N_("联系电话"), PHONE, .is_secret = true),
    FIELD("ground", N_("异议内容"), LONG_TEXT, .is_required = true, .is_secret = true),
};
static const struct entry_section OBJECT_SECTIONS[] = {SECTION(N_("公示异议"), OBJECT)};
static const struct entry_form OBJECT_FORM = FORM("objection", N_("公示异议"), OBJECT_SECTIONS);

static const struct entry_field REINVESTIGATE[] = {
    FIELD("is_upheld", N_("异议成立"), BOOL, .is_fact = true),
    FIELD("finding", N_("重新调查结论"), LONG_TEXT, .is_required = true),
};
static const struct entry_section REINVESTIGATE_SECTIONS[] = {
    SECTION(N_("重新调查"), REINVESTIGATE)};
static const struct entry_form REINVESTIGATE_FORM =
    FORM("step.reinvestigate", N_("重新调查"), REINVESTIGATE_SECTIONS);

static const struct field_choice SPOT_RESULTS[] = {
    {"TRUE", N_("与申报、调查一致")}, {"DIFFERENT", N_("不一致")}, {0}};
static const struct entry_field SPOT_CHECK[] = {
    FIELD("visited_on", N_("抽查日期"), DATE, .is_required = true, .is_fact = true),
    FIELD("result", N_("抽查结果"), CHOICE, .is_required = true, .is_fact = true,
          .choices = SPOT_RESULTS),
    FIELD("finding", N_("抽查情况"), LONG_TEXT),
};
static const struct entry_section SPOT_SECTIONS[] = {
    SECTION(N_("入户抽查"), SPOT_CHECK),
    TABLE("investigators", N_("抽查人"), 1, INVESTIGATORS_MAX, INVESTIGATOR_FIELDS),
};
static const struct entry_form SPOT_FORM = FORM("step.spot_check", N_("入户抽查"), SPOT_SECTIONS);

static const struct entry_field APPROVE[] = {
    FIELD("from", N_("起始月份"), MONTH, .is_fact = true, .hint = N_("不填则按规定从批准的次月起")),
    FIELD("mgmt_class", N_("类别"), CHOICE, .is_fact = true, .choices = CLASS_CHOICES),
    FIELD("opinion", N_("审批意见"), LONG_TEXT),
};
static const struct entry_section APPROVE_SECTIONS[] = {SECTION(N_("县级审批"), APPROVE)};
static const struct entry_form APPROVE_FORM =
    FORM("step.approve", N_("县级审批"), APPROVE_SECTIONS);

static const struct entry_field REFUSE[] = {
    FIELD("reason_code", N_("不予批准的理由"), CHOICE, .is_required = true, .is_fact = true,
          .choices = REFUSAL_CHOICES),
    FIELD("reason", N_("理由说明（写入告知书）"), LONG_TEXT, .is_required = true, .max = 500),
};
static const struct entry_section REFUSE_SECTIONS[] = {SECTION(N_("不予批准"), REFUSE)};
static const struct entry_form REFUSE_FORM = FORM("step.refuse", N_("不予批准"), REFUSE_SECTIONS);

static const struct entry_field REASON[] = {
    FIELD("reason", N_("理由"), LONG_TEXT, .is_required = true, .max = 500)};
static const struct entry_section REASON_SECTIONS[] = {SECTION(N_("理由"), REASON)};
static const struct entry_form SEND_BACK_FORM =
    FORM("step.send_back", N_("退回重办"), REASON_SECTIONS);
static const struct entry_form WITHDRAW_FORM = FORM("step.withdraw", N_("撤回"), REASON_SECTIONS);
static const struct entry_form APPEAL_FORM = FORM("step.appeal", N_("申请复核"), REASON_SECTIONS);
static const struct entry_form UPHOLD_FORM = FORM("step.uphold", N_("维持原决定"), REASON_SECTIONS);
static const struct entry_form OVERTURN_FORM =
    FORM("step.overturn", N_("撤销原决定"), REASON_SECTIONS);

static const struct field_choice SERVE_CHOICES[] = {
    {"DIRECT", N_("直接送达")}, {"STAY", N_("留置送达")},   {"MAIL", N_("邮寄送达")},
    {"AGENT", N_("委托送达")},  {"PUBLIC", N_("公告送达")}, {0},
};
static const struct entry_field SERVE[] = {
    FIELD("method", N_("送达方式"), CHOICE, .is_required = true, .is_fact = true,
          .choices = SERVE_CHOICES),
    FIELD("receiver", N_("签收人"), NAME, .is_required = true, .max = 50),
};
static const struct entry_section SERVE_SECTIONS[] = {SECTION(N_("送达"), SERVE)};
static const struct entry_form SERVE_FORM = FORM("step.serve", N_("送达"), SERVE_SECTIONS);

static const struct field_choice TO_CHANGES[] = {
    {"income", N_("收入变动")}, {"class", N_("类别变动")}, {"stop", N_("停发")},
    {"suspend", N_("暂停")},    {"grace", N_("渐退")},     {0},
};
static const struct entry_field TO_CHANGE[] = {
    FIELD("change", N_("转为何种变动"), CHOICE, .is_required = true, .is_fact = true,
          .choices = TO_CHANGES),
    FIELD("income_year", N_("变动后家庭年收入（元）"), YUAN, .hint = N_("收入变动时填写")),
    FIELD("mgmt_class", N_("变动后类别"), CHOICE, .choices = CLASS_CHOICES,
          .hint = N_("类别变动时填写")),
    FIELD("cause", N_("原因"), CHOICE, .choices = STOP_CHOICES,
          .hint = N_("停发、暂停、渐退时填写")),
    FIELD("from", N_("起始月份"), MONTH),
    FIELD("reason", N_("理由"), LONG_TEXT, .is_required = true, .max = 500),
};
static const struct entry_section TO_CHANGE_SECTIONS[] = {SECTION(N_("复核转变动"), TO_CHANGE)};
static const struct entry_form TO_CHANGE_FORM =
    FORM("recheck.to_change", N_("复核转变动"), TO_CHANGE_SECTIONS);

const struct form_row STEP_FORMS[] = {
    {ALL_KINDS, CHANGE_NONE, ACTION_ASK_PAPERS, &ASK_FORM},
    {ALL_KINDS, CHANGE_NONE, ACTION_SUPPLY_PAPERS, &SUPPLY_FORM},
    {ALL_KINDS, CHANGE_NONE, ACTION_ACCEPT, &ACCEPT_FORM},
    {ALL_KINDS, CHANGE_NONE, ACTION_NOT_ACCEPT, &NOT_ACCEPT_FORM},
    {ALL_KINDS, CHANGE_NONE, ACTION_CHECK, &CHECK_FORM},
    {K(RECHECK), CHANGE_NONE, ACTION_SURVEY, &RECHECK_SURVEY_FORM},
    {ALL_KINDS, CHANGE_NONE, ACTION_SURVEY, &SURVEY_FORM},
    {ALL_KINDS, CHANGE_NONE, ACTION_DELIBERATE, &DELIBERATE_FORM},
    {K(DIBAO) | K(WUBAO), CHANGE_NONE, ACTION_REVIEW, &REVIEW_FORM},
    {ALL_KINDS, CHANGE_NONE, ACTION_REVIEW, &PLAIN_REVIEW_FORM},
    {ALL_KINDS, CHANGE_NONE, ACTION_POST, &POST_FORM},
    {ALL_KINDS, CHANGE_NONE, ACTION_CLOSE_NOTICE, &CLOSE_FORM},
    {ALL_KINDS, CHANGE_NONE, ACTION_OBJECT, &OBJECT_FORM},
    {ALL_KINDS, CHANGE_NONE, ACTION_REINVESTIGATE, &REINVESTIGATE_FORM},
    {ALL_KINDS, CHANGE_NONE, ACTION_SPOT_CHECK, &SPOT_FORM},
    {ALL_KINDS, CHANGE_NONE, ACTION_APPROVE, &APPROVE_FORM},
    {ALL_KINDS, CHANGE_NONE, ACTION_REFUSE, &REFUSE_FORM},
    {ALL_KINDS, CHANGE_NONE, ACTION_SEND_BACK, &SEND_BACK_FORM},
    {ALL_KINDS, CHANGE_NONE, ACTION_SERVE, &SERVE_FORM},
    {ALL_KINDS, CHANGE_NONE, ACTION_WITHDRAW, &WITHDRAW_FORM},
    {ALL_KINDS, CHANGE_NONE, ACTION_APPEAL, &APPEAL_FORM},
    {ALL_KINDS, CHANGE_NONE, ACTION_UPHOLD, &UPHOLD_FORM},
    {ALL_KINDS, CHANGE_NONE, ACTION_OVERTURN, &OVERTURN_FORM},
    {ALL_KINDS, CHANGE_NONE, ACTION_TO_CHANGE, &TO_CHANGE_FORM},
    {ALL_KINDS, CHANGE_NONE, ACTION_CONFIRM, &PLAIN_FORM},
    {0},
};
