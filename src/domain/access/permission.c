#include "base/i18n.h"
#include "base/text.h"
#include "domain/access/access.h"

static const struct {
    const char *code, *label;
} ROLES[ROLE_COUNT] = {
    [ROLE_NONE] = {"none", N_("无")},
    [ROLE_VILLAGE_CLERK] = {"village_clerk", N_("村级经办")},
    [ROLE_TOWNSHIP_CLERK] = {"township_clerk", N_("乡镇经办")},
    [ROLE_TOWNSHIP_LEAD] = {"township_lead", N_("乡镇分管领导")},
    [ROLE_HOME_DIRECTOR] = {"home_director", N_("敬老院院长")},
    [ROLE_BUREAU_OFFICER] = {"bureau_officer", N_("民政局业务经办")},
    [ROLE_BUREAU_ACCOUNTANT] = {"bureau_accountant", N_("民政局会计")},
    [ROLE_BUREAU_SUPERVISOR] = {"bureau_supervisor", N_("民政局民生办")},
    [ROLE_FINANCE_OFFICER] = {"finance_officer", N_("财政局经办")},
    [ROLE_INSPECTOR] = {"inspector", N_("督查员")},
    [ROLE_AUDITOR] = {"auditor", N_("审计")},
    [ROLE_HOSPITAL] = {"hospital", N_("定点医院")},
    [ROLE_ADMINISTRATOR] = {"administrator", N_("系统管理员")},
    [ROLE_BUREAU_DIRECTOR] = {"bureau_director", N_("民政局局长")},
    [ROLE_SYSTEM] = {"system", N_("系统")},
};

#define R(role) (1u << ROLE_##role)
#define TOWNSHIP (R(TOWNSHIP_CLERK) | R(TOWNSHIP_LEAD))
#define BUREAU                                                                                     \
    (R(BUREAU_OFFICER) | R(BUREAU_ACCOUNTANT) | R(BUREAU_SUPERVISOR) | R(BUREAU_DIRECTOR))
#define ANY_LOGIN                                                                                  \
    (R(VILLAGE_CLERK) | TOWNSHIP | R(HOME_DIRECTOR) | BUREAU | R(FINANCE_OFFICER) | R(INSPECTOR) | \
     R(AUDITOR) | R(HOSPITAL) | R(ADMINISTRATOR) | R(BUREAU_DIRECTOR) | R(SYSTEM))
/* Whoever has a part in the year's plan. */
#define PARTAKERS (TOWNSHIP | BUREAU | R(FINANCE_OFFICER) | R(INSPECTOR) | R(AUDITOR) | R(SYSTEM))

/* Rows stand in the order of the enum. A permission without a row would hold for nobody. */
const struct permission_row PERMISSIONS[PERMISSION_COUNT] = {
    [PERMISSION_NONE] = {PERMISSION_NONE, "none", N_("无"), 0},
    [PERMISSION_PUBLIC] = {PERMISSION_PUBLIC, "public", N_("公开"), ANY_LOGIN | R(NONE)},
    [PERMISSION_SESSION] = {PERMISSION_SESSION, "session", N_("登录"), ANY_LOGIN},
    [PERMISSION_REGISTRY_READ] = {PERMISSION_REGISTRY_READ, "registry.read", N_("查看家庭"),
                                  R(VILLAGE_CLERK) | TOWNSHIP | BUREAU | R(FINANCE_OFFICER) |
                                      R(AUDITOR) | R(SYSTEM)},
    [PERMISSION_REGISTRY_CHANGE] = {PERMISSION_REGISTRY_CHANGE, "registry.change",
                                    N_("登记家庭变动"),
                                    R(TOWNSHIP_CLERK) | R(BUREAU_OFFICER) | R(SYSTEM)},
    [PERMISSION_REGISTRY_IMPORT] = {PERMISSION_REGISTRY_IMPORT, "registry.import", N_("导入花名册"),
                                    R(TOWNSHIP_CLERK) | R(BUREAU_OFFICER) | R(SYSTEM)},
    [PERMISSION_DEATH_REPORT] = {PERMISSION_DEATH_REPORT, "death.report", N_("报告死亡"),
                                 R(VILLAGE_CLERK) | R(TOWNSHIP_CLERK) | R(HOME_DIRECTOR) |
                                     R(BUREAU_OFFICER) | R(SYSTEM)},
    [PERMISSION_ACCOUNT_READ] = {PERMISSION_ACCOUNT_READ, "account.read", N_("查看银行账号"),
                                 TOWNSHIP | R(BUREAU_OFFICER) | R(BUREAU_ACCOUNTANT) |
                                     R(FINANCE_OFFICER) | R(AUDITOR) | R(SYSTEM)},
    [PERMISSION_ACCOUNT_CHANGE] = {PERMISSION_ACCOUNT_CHANGE, "account.change", N_("更正银行账号"),
                                   R(TOWNSHIP_CLERK) | R(BUREAU_OFFICER) | R(SYSTEM)},
    [PERMISSION_PAYMENT_READ] = {PERMISSION_PAYMENT_READ, "payment.read", N_("查看发放"),
                                 TOWNSHIP | BUREAU | R(FINANCE_OFFICER) | R(AUDITOR) | R(SYSTEM)},
    [PERMISSION_PAYMENT_PREPARE] = {PERMISSION_PAYMENT_PREPARE, "payment.prepare", N_("编制发放"),
                                    R(BUREAU_OFFICER) | R(SYSTEM)},
    [PERMISSION_PAYMENT_CHECK] = {PERMISSION_PAYMENT_CHECK, "payment.check", N_("复核发放"),
                                  R(TOWNSHIP_LEAD) | R(BUREAU_OFFICER) | R(BUREAU_ACCOUNTANT)},
    [PERMISSION_PAYMENT_REVIEW] = {PERMISSION_PAYMENT_REVIEW, "payment.review", N_("审核发放"),
                                   R(BUREAU_OFFICER) | R(BUREAU_ACCOUNTANT) | R(BUREAU_SUPERVISOR)},
    [PERMISSION_PAYMENT_APPROVE] = {PERMISSION_PAYMENT_APPROVE, "payment.approve", N_("审批发放"),
                                    R(FINANCE_OFFICER)},
    [PERMISSION_PAYMENT_FUND] = {PERMISSION_PAYMENT_FUND, "payment.fund", N_("拨付资金"),
                                 R(FINANCE_OFFICER)},
    [PERMISSION_PAYMENT_SEND] = {PERMISSION_PAYMENT_SEND, "payment.send", N_("送交银行"),
                                 R(BUREAU_ACCOUNTANT) | R(FINANCE_OFFICER) | R(SYSTEM)},
    [PERMISSION_PAYMENT_RECONCILE] = {PERMISSION_PAYMENT_RECONCILE, "payment.reconcile",
                                      N_("银行回盘对账"),
                                      R(BUREAU_ACCOUNTANT) | R(FINANCE_OFFICER) | R(SYSTEM)},
    [PERMISSION_PAYMENT_CORRECT] = {PERMISSION_PAYMENT_CORRECT, "payment.correct",
                                    N_("处理退回与暂缓"),
                                    R(TOWNSHIP_CLERK) | R(BUREAU_OFFICER) | R(SYSTEM)},
    [PERMISSION_PAYMENT_CLOSE] = {PERMISSION_PAYMENT_CLOSE, "payment.close", N_("发放结清"),
                                  R(BUREAU_ACCOUNTANT) | R(FINANCE_OFFICER) | R(SYSTEM)},
    [PERMISSION_PAYMENT_DISCARD] = {PERMISSION_PAYMENT_DISCARD, "payment.discard", N_("作废草稿"),
                                    R(BUREAU_OFFICER) | R(SYSTEM)},
    [PERMISSION_LEDGER_READ] = {PERMISSION_LEDGER_READ, "ledger.read", N_("查看账簿"),
                                BUREAU | R(FINANCE_OFFICER) | R(AUDITOR) | R(SYSTEM)},
    [PERMISSION_LEDGER_WRITE] = {PERMISSION_LEDGER_WRITE, "ledger.write", N_("记账与结账"),
                                 R(BUREAU_ACCOUNTANT) | R(FINANCE_OFFICER) | R(SYSTEM)},
    [PERMISSION_SIMULATE] = {PERMISSION_SIMULATE, "simulate", N_("政策测算"),
                             BUREAU | R(FINANCE_OFFICER) | R(AUDITOR) | R(SYSTEM)},
    [PERMISSION_PLAN_READ] = {PERMISSION_PLAN_READ, "plan.read", N_("查看实施办法"), ANY_LOGIN},
    [PERMISSION_TRAIL_READ] = {PERMISSION_TRAIL_READ, "trail.read", N_("查看变动记录"),
                               R(BUREAU_SUPERVISOR) | R(BUREAU_DIRECTOR) | R(AUDITOR) | R(SYSTEM)},
    [PERMISSION_USER_MANAGE] = {PERMISSION_USER_MANAGE, "user.manage", N_("管理用户"),
                                R(ADMINISTRATOR) | R(SYSTEM)},
    [PERMISSION_CASE_READ] = {PERMISSION_CASE_READ, "case.read", N_("查看办件"),
                              R(VILLAGE_CLERK) | TOWNSHIP | R(BUREAU_OFFICER) |
                                  R(BUREAU_SUPERVISOR) | R(BUREAU_DIRECTOR) | R(INSPECTOR) |
                                  R(AUDITOR) | R(SYSTEM)},
    [PERMISSION_CASE_APPLY] = {PERMISSION_CASE_APPLY, "case.apply", N_("代为申请"),
                               R(VILLAGE_CLERK) | R(TOWNSHIP_CLERK) | R(SYSTEM)},
    [PERMISSION_CASE_ACCEPT] = {PERMISSION_CASE_ACCEPT, "case.accept", N_("受理申请"),
                                R(TOWNSHIP_CLERK)},
    [PERMISSION_CASE_CHECK] = {PERMISSION_CASE_CHECK, "case.check", N_("核对经济状况"),
                               R(BUREAU_OFFICER)},
    [PERMISSION_CASE_SURVEY] = {PERMISSION_CASE_SURVEY, "case.survey", N_("入户调查"),
                                R(TOWNSHIP_CLERK)},
    [PERMISSION_CASE_DELIBERATE] = {PERMISSION_CASE_DELIBERATE, "case.deliberate",
                                    N_("记录民主评议"), R(VILLAGE_CLERK) | R(TOWNSHIP_CLERK)},
    [PERMISSION_CASE_REVIEW] = {PERMISSION_CASE_REVIEW, "case.review", N_("乡镇审核"),
                                R(TOWNSHIP_LEAD)},
    [PERMISSION_CASE_SAMPLE] = {PERMISSION_CASE_SAMPLE, "case.sample", N_("抽查"),
                                R(BUREAU_OFFICER)},
    [PERMISSION_CASE_DECIDE] = {PERMISSION_CASE_DECIDE, "case.decide", N_("审批"),
                                R(BUREAU_OFFICER)},
    [PERMISSION_CASE_APPEAL] = {PERMISSION_CASE_APPEAL, "case.appeal", N_("登记复核申诉"),
                                R(VILLAGE_CLERK) | R(TOWNSHIP_CLERK) | R(BUREAU_OFFICER)},
    [PERMISSION_CASE_CHANGE] = {PERMISSION_CASE_CHANGE, "case.change", N_("提出变动"),
                                R(VILLAGE_CLERK) | R(TOWNSHIP_CLERK) | R(HOME_DIRECTOR)},
    [PERMISSION_NOTICE_POST] = {PERMISSION_NOTICE_POST, "notice.post", N_("张贴公示"),
                                R(VILLAGE_CLERK) | R(TOWNSHIP_CLERK)},
    [PERMISSION_OBJECTION_RECORD] = {PERMISSION_OBJECTION_RECORD, "objection.record",
                                     N_("登记异议"),
                                     R(VILLAGE_CLERK) | R(TOWNSHIP_CLERK) | R(BUREAU_OFFICER)},
    [PERMISSION_RECHECK_PLAN] = {PERMISSION_RECHECK_PLAN, "recheck.plan", N_("编排定期复核"),
                                 R(BUREAU_OFFICER) | R(SYSTEM)},
    [PERMISSION_MATCH_IMPORT] = {PERMISSION_MATCH_IMPORT, "match.import", N_("比对外部名单"),
                                 R(BUREAU_OFFICER) | R(SYSTEM)},
    [PERMISSION_MATCH_EXPLAIN] = {PERMISSION_MATCH_EXPLAIN, "match.explain", N_("核实比对结果"),
                                  R(TOWNSHIP_CLERK) | R(BUREAU_OFFICER)},
    [PERMISSION_NUMBER_REVEAL] = {PERMISSION_NUMBER_REVEAL, "number.reveal",
                                  N_("查看完整证件号和账号"),
                                  TOWNSHIP | R(BUREAU_OFFICER) | R(BUREAU_ACCOUNTANT) |
                                      R(FINANCE_OFFICER) | R(AUDITOR)},
    [PERMISSION_API_TOKEN] = {PERMISSION_API_TOKEN, "api.token", N_("管理自己的接口令牌"),
                              ANY_LOGIN},
    [PERMISSION_CASE_PAPERS] = {PERMISSION_CASE_PAPERS, "case.papers", N_("查看材料原件"),
                                R(VILLAGE_CLERK) | TOWNSHIP | R(BUREAU_OFFICER) | R(AUDITOR) |
                                    R(SYSTEM)},
    [PERMISSION_MEDICAL_READ] = {PERMISSION_MEDICAL_READ, "medical.read", N_("查看医疗救助"),
                                 TOWNSHIP | BUREAU | R(FINANCE_OFFICER) | R(AUDITOR) | R(SYSTEM)},
    [PERMISSION_MEDICAL_COUNTER] = {PERMISSION_MEDICAL_COUNTER, "medical.counter",
                                    N_("医院窗口即时结算"), R(HOSPITAL)},
    [PERMISSION_MEDICAL_MANAGE] = {PERMISSION_MEDICAL_MANAGE, "medical.manage",
                                   N_("管理医疗救助对象与更正"), R(BUREAU_OFFICER) | R(SYSTEM)},
    [PERMISSION_MEDICAL_STATEMENT] = {PERMISSION_MEDICAL_STATEMENT, "medical.statement",
                                      N_("编制医院结算单和参合名单"),
                                      R(BUREAU_OFFICER) | R(SYSTEM)},
    [PERMISSION_MEDICAL_AGREE] = {PERMISSION_MEDICAL_AGREE, "medical.agree", N_("医院核对结算单"),
                                  R(HOSPITAL)},
    [PERMISSION_TRANSFER_READ] = {PERMISSION_TRANSFER_READ, "transfer.read", N_("查看拨付"),
                                  BUREAU | R(FINANCE_OFFICER) | R(AUDITOR) | R(SYSTEM)},
    [PERMISSION_TRANSFER_PREPARE] = {PERMISSION_TRANSFER_PREPARE, "transfer.prepare",
                                     N_("编制拨付单"), R(BUREAU_OFFICER) | R(SYSTEM)},
    [PERMISSION_TRANSFER_CHECK] = {PERMISSION_TRANSFER_CHECK, "transfer.check", N_("复核拨付单"),
                                   R(BUREAU_OFFICER) | R(BUREAU_ACCOUNTANT)},
    [PERMISSION_TRANSFER_APPROVE] = {PERMISSION_TRANSFER_APPROVE, "transfer.approve",
                                     N_("审批拨付"), R(FINANCE_OFFICER)},
    [PERMISSION_TRANSFER_PAY] = {PERMISSION_TRANSFER_PAY, "transfer.pay", N_("办理拨付"),
                                 R(FINANCE_OFFICER)},
    [PERMISSION_HOSPITAL_MANAGE] = {PERMISSION_HOSPITAL_MANAGE, "hospital.manage",
                                    N_("管理医院账户和密钥"), R(ADMINISTRATOR) | R(SYSTEM)},
    [PERMISSION_PROGRAMME_HANDOVER] = {PERMISSION_PROGRAMME_HANDOVER, "programme.handover",
                                       N_("移交项目"), R(BUREAU_SUPERVISOR) | R(SYSTEM)},
    [PERMISSION_INDICATOR_READ] = {PERMISSION_INDICATOR_READ, "indicator.read", N_("查看指标"),
                                   TOWNSHIP | BUREAU | R(FINANCE_OFFICER) | R(INSPECTOR) |
                                       R(AUDITOR) | R(SYSTEM)},
    [PERMISSION_HOME_READ] = {PERMISSION_HOME_READ, "home.read", N_("查看敬老院"),
                              TOWNSHIP | R(HOME_DIRECTOR) | BUREAU | R(FINANCE_OFFICER) |
                                  R(INSPECTOR) | R(AUDITOR) | R(SYSTEM)},
    [PERMISSION_HOME_MANAGE] = {PERMISSION_HOME_MANAGE, "home.manage", N_("管理敬老院、房间和床位"),
                                R(BUREAU_OFFICER) | R(SYSTEM)},
    [PERMISSION_HOME_ADMIT] = {PERMISSION_HOME_ADMIT, "home.admit", N_("办理入院和离院"),
                               R(HOME_DIRECTOR) | R(TOWNSHIP_CLERK) | R(SYSTEM)},
    [PERMISSION_HOME_CONFIRM] = {PERMISSION_HOME_CONFIRM, "home.confirm", N_("确认入院和离院"),
                                 R(TOWNSHIP_LEAD) | R(BUREAU_OFFICER)},
    [PERMISSION_HOME_RECORD] = {PERMISSION_HOME_RECORD, "home.record", N_("登记敬老院日常记录"),
                                R(HOME_DIRECTOR) | R(TOWNSHIP_CLERK) | R(SYSTEM)},
    [PERMISSION_HOME_CLAIM] = {PERMISSION_HOME_CLAIM, "home.claim", N_("敬老院报账和月报"),
                               R(HOME_DIRECTOR)},
    [PERMISSION_HOME_APPROVE] = {PERMISSION_HOME_APPROVE, "home.approve", N_("审批敬老院报账"),
                                 R(BUREAU_OFFICER)},
    [PERMISSION_HOME_BUDGET] = {PERMISSION_HOME_BUDGET, "home.budget", N_("下达敬老院预算"),
                                R(BUREAU_OFFICER) | R(SYSTEM)},
    [PERMISSION_HOME_PAY] = {PERMISSION_HOME_PAY, "home.pay", N_("支付敬老院报账和记账"),
                             R(BUREAU_ACCOUNTANT)},
    [PERMISSION_ALLOCATION_PREPARE] = {PERMISSION_ALLOCATION_PREPARE, "allocation.prepare",
                                       N_("编制经费拨付汇总表"), R(BUREAU_ACCOUNTANT) | R(SYSTEM)},
    [PERMISSION_PROJECT_READ] = {PERMISSION_PROJECT_READ, "project.read", N_("查看建设项目"),
                                 TOWNSHIP | R(HOME_DIRECTOR) | BUREAU | R(FINANCE_OFFICER) |
                                     R(INSPECTOR) | R(AUDITOR) | R(SYSTEM)},
    [PERMISSION_PROJECT_MANAGE] = {PERMISSION_PROJECT_MANAGE, "project.manage",
                                   N_("管理建设项目、验收和移交"), R(BUREAU_OFFICER) | R(SYSTEM)},
    [PERMISSION_PROJECT_RETURN] = {PERMISSION_PROJECT_RETURN, "project.return",
                                   N_("填报项目月报和变更申请"), R(TOWNSHIP_CLERK)},
    [PERMISSION_PROJECT_SIGN] = {PERMISSION_PROJECT_SIGN, "project.sign", N_("签发项目月报"),
                                 R(TOWNSHIP_LEAD)},
    [PERMISSION_PROJECT_DECIDE] = {PERMISSION_PROJECT_DECIDE, "project.decide",
                                   N_("审批项目变更和验收"), R(BUREAU_OFFICER)},
    [PERMISSION_TARGET_READ] = {PERMISSION_TARGET_READ, "target.read", N_("查看目标任务"),
                                PARTAKERS | R(VILLAGE_CLERK) | R(HOME_DIRECTOR)},
    [PERMISSION_TARGET_MANAGE] = {PERMISSION_TARGET_MANAGE, "target.manage",
                                  N_("分解目标和管理责任人"), R(BUREAU_SUPERVISOR) | R(SYSTEM)},
    [PERMISSION_TARGET_ISSUE] = {PERMISSION_TARGET_ISSUE, "target.issue",
                                 N_("下达目标和签发责任书"), R(BUREAU_DIRECTOR)},
    [PERMISSION_TARGET_SIGN] = {PERMISSION_TARGET_SIGN, "target.sign", N_("签订目标责任书"),
                                R(TOWNSHIP_LEAD)},
    [PERMISSION_MEETING_READ] = {PERMISSION_MEETING_READ, "meeting.read", N_("查看调度会"),
                                 PARTAKERS | R(HOME_DIRECTOR)},
    [PERMISSION_MEETING_MANAGE] = {PERMISSION_MEETING_MANAGE, "meeting.manage",
                                   N_("组织调度会和问题清单"), R(BUREAU_SUPERVISOR) | R(SYSTEM)},
    [PERMISSION_MEETING_ISSUE] = {PERMISSION_MEETING_ISSUE, "meeting.issue",
                                  N_("签发会议纪要和推广做法"), R(BUREAU_DIRECTOR)},
    [PERMISSION_PROBLEM_REPORT] = {PERMISSION_PROBLEM_REPORT, "problem.report",
                                   N_("报告问题办理情况"),
                                   TOWNSHIP | R(BUREAU_OFFICER) | R(BUREAU_ACCOUNTANT)},
    [PERMISSION_BULLETIN_READ] = {PERMISSION_BULLETIN_READ, "bulletin.read", N_("查看通报"),
                                  PARTAKERS | R(VILLAGE_CLERK) | R(HOME_DIRECTOR)},
    [PERMISSION_BULLETIN_DRAFT] = {PERMISSION_BULLETIN_DRAFT, "bulletin.draft", N_("起草通报"),
                                   R(BUREAU_SUPERVISOR) | R(SYSTEM)},
    [PERMISSION_BULLETIN_ISSUE] = {PERMISSION_BULLETIN_ISSUE, "bulletin.issue", N_("签发通报"),
                                   R(BUREAU_DIRECTOR)},
    [PERMISSION_ASSESSMENT_READ] = {PERMISSION_ASSESSMENT_READ, "assessment.read", N_("查看考核"),
                                    PARTAKERS},
    [PERMISSION_ASSESSMENT_MANAGE] = {PERMISSION_ASSESSMENT_MANAGE, "assessment.manage",
                                      N_("组织考核和计分"), R(BUREAU_SUPERVISOR) | R(SYSTEM)},
    [PERMISSION_ASSESSMENT_SELF] = {PERMISSION_ASSESSMENT_SELF, "assessment.self",
                                    N_("填报自查自评"), R(TOWNSHIP_CLERK)},
    [PERMISSION_ASSESSMENT_SIGN] = {PERMISSION_ASSESSMENT_SIGN, "assessment.sign",
                                    N_("签发自查自评和提出争议"), R(TOWNSHIP_LEAD)},
    [PERMISSION_ASSESSMENT_DECIDE] = {PERMISSION_ASSESSMENT_DECIDE, "assessment.decide",
                                      N_("复核争议和公布考核结果"), R(BUREAU_DIRECTOR)},
    [PERMISSION_INSPECTION_READ] = {PERMISSION_INSPECTION_READ, "inspection.read",
                                    N_("查看检查和整改"), PARTAKERS},
    [PERMISSION_INSPECTION_RECORD] = {PERMISSION_INSPECTION_RECORD, "inspection.record",
                                      N_("记录检查"), R(INSPECTOR)},
    [PERMISSION_RECTIFICATION_ISSUE] = {PERMISSION_RECTIFICATION_ISSUE, "rectification.issue",
                                        N_("下达整改通知"),
                                        R(BUREAU_SUPERVISOR) | R(INSPECTOR) | R(SYSTEM)},
    [PERMISSION_RECTIFICATION_REPLY] = {PERMISSION_RECTIFICATION_REPLY, "rectification.reply",
                                        N_("回复整改"), TOWNSHIP},
    [PERMISSION_RECTIFICATION_CHECK] = {PERMISSION_RECTIFICATION_CHECK, "rectification.check",
                                        N_("复查整改"), R(BUREAU_SUPERVISOR) | R(INSPECTOR)},
    [PERMISSION_ACCOUNTABILITY_READ] = {PERMISSION_ACCOUNTABILITY_READ, "accountability.read",
                                        N_("查看责任追究"),
                                        R(BUREAU_SUPERVISOR) | R(BUREAU_DIRECTOR) | R(INSPECTOR) |
                                            R(AUDITOR) | R(SYSTEM)},
    [PERMISSION_ACCOUNTABILITY_SUGGEST] = {PERMISSION_ACCOUNTABILITY_SUGGEST,
                                           "accountability.suggest", N_("提出责任追究"),
                                           R(BUREAU_SUPERVISOR) | R(INSPECTOR) | R(SYSTEM)},
    [PERMISSION_ACCOUNTABILITY_DECIDE] = {PERMISSION_ACCOUNTABILITY_DECIDE, "accountability.decide",
                                          N_("决定责任追究"), R(BUREAU_DIRECTOR)},
    [PERMISSION_SURVEY_READ] = {PERMISSION_SURVEY_READ, "survey.read", N_("查看百姓测评"),
                                PARTAKERS},
    [PERMISSION_SURVEY_MANAGE] = {PERMISSION_SURVEY_MANAGE, "survey.manage", N_("组织百姓测评"),
                                  R(BUREAU_SUPERVISOR) | R(SYSTEM)},
    [PERMISSION_SURVEY_ENTER] = {PERMISSION_SURVEY_ENTER, "survey.enter", N_("登记测评答卷"),
                                 R(INSPECTOR) | R(BUREAU_OFFICER)},
    [PERMISSION_COMPLAINT_READ] = {PERMISSION_COMPLAINT_READ, "complaint.read", N_("查看投诉"),
                                   TOWNSHIP | R(BUREAU_OFFICER) | R(BUREAU_SUPERVISOR) |
                                       R(BUREAU_DIRECTOR) | R(AUDITOR)},
    [PERMISSION_COMPLAINT_RECEIVE] = {PERMISSION_COMPLAINT_RECEIVE, "complaint.receive",
                                      N_("登记投诉"),
                                      R(TOWNSHIP_CLERK) | R(BUREAU_OFFICER) | R(BUREAU_SUPERVISOR)},
    [PERMISSION_COMPLAINT_HANDLE] = {PERMISSION_COMPLAINT_HANDLE, "complaint.handle",
                                     N_("办理投诉"),
                                     R(TOWNSHIP_LEAD) | R(BUREAU_OFFICER) | R(BUREAU_SUPERVISOR)},
    [PERMISSION_COMPLAINT_REVIEW] = {PERMISSION_COMPLAINT_REVIEW, "complaint.review",
                                     N_("批准延期和复查"), R(BUREAU_DIRECTOR)},
    [PERMISSION_LIBRARY_READ] = {PERMISSION_LIBRARY_READ, "library.read", N_("查看政策库"),
                                 ANY_LOGIN},
    [PERMISSION_LIBRARY_WRITE] = {PERMISSION_LIBRARY_WRITE, "library.write", N_("录入政策文件"),
                                  R(BUREAU_OFFICER) | R(BUREAU_SUPERVISOR) | R(SYSTEM)},
    [PERMISSION_LIBRARY_APPROVE] = {PERMISSION_LIBRARY_APPROVE, "library.approve",
                                    N_("审核政策文件"),
                                    R(BUREAU_OFFICER) | R(BUREAU_SUPERVISOR) | R(BUREAU_DIRECTOR)},
    [PERMISSION_TRAINING_READ] = {PERMISSION_TRAINING_READ, "training.read",
                                  N_("查看培训和参加测验"), ANY_LOGIN},
    [PERMISSION_TRAINING_MANAGE] = {PERMISSION_TRAINING_MANAGE, "training.manage", N_("组织培训"),
                                    R(BUREAU_SUPERVISOR) | R(SYSTEM)},
    [PERMISSION_PUBLICITY_READ] = {PERMISSION_PUBLICITY_READ, "publicity.read", N_("查看宣传"),
                                   PARTAKERS | R(VILLAGE_CLERK)},
    [PERMISSION_PUBLICITY_WRITE] = {PERMISSION_PUBLICITY_WRITE, "publicity.write",
                                    N_("安排和报告宣传"),
                                    R(VILLAGE_CLERK) | R(TOWNSHIP_CLERK) | R(BUREAU_SUPERVISOR) |
                                        R(SYSTEM)},
    [PERMISSION_PUBLICITY_CONFIRM] = {PERMISSION_PUBLICITY_CONFIRM, "publicity.confirm",
                                      N_("核实宣传"), R(TOWNSHIP_LEAD) | R(BUREAU_SUPERVISOR)},
};

const char *role_code(enum role r)
{
    return (unsigned)r < ROLE_COUNT ? ROLES[r].code : "none";
}

const char *role_label(enum role r)
{
    return (unsigned)r < ROLE_COUNT ? ROLES[r].label : ROLES[ROLE_NONE].label;
}

enum status role_parse(const char *code, enum role *ret, struct error *e)
{
    for (int i = ROLE_NONE + 1; i < ROLE_COUNT; i++)
        if (text_equals(code, ROLES[i].code)) {
            *ret = (enum role)i;
            return STATUS_OK;
        }
    return error_set(
        e, STATUS_REFUSED, "ACCESS_ROLE",
        _("没有角色“%s”。可用：village_clerk、township_clerk、township_lead、home_director、"
          "bureau_officer、bureau_accountant、bureau_supervisor、bureau_director、finance_"
          "officer、inspector、"
          "auditor、hospital、administrator"),
        code == NULL ? "" : code);
}

enum permission permission_by_name(const char *name)
{
    for (int i = PERMISSION_NONE + 1; i < PERMISSION_COUNT; i++)
        if (text_equals(name, PERMISSIONS[i].name))
            return (enum permission)i;
    return PERMISSION_NONE;
}

bool access_can(enum role role, enum permission permission)
{
    if ((unsigned)role >= ROLE_COUNT || (unsigned)permission >= PERMISSION_COUNT)
        return false;
    return (PERMISSIONS[permission].roles >> role & 1u) != 0;
}

#define VILLAGE_DIGITS INT64_C(1000)
#define TOWNSHIP_DIGITS INT64_C(1000000)
#define CODE_MIN INT64_C(100000000000) /* twelve digits */

bool access_in_scope(int64_t user_scope, int64_t division)
{
    if (user_scope <= 0 || division <= 0)
        return false;
    while (user_scope < CODE_MIN)
        user_scope *= 10;
    while (division < CODE_MIN)
        division *= 10;
    int64_t level = user_scope % TOWNSHIP_DIGITS == 0  ? TOWNSHIP_DIGITS
                    : user_scope % VILLAGE_DIGITS == 0 ? VILLAGE_DIGITS
                                                       : 1;
    return division / level == user_scope / level;
}
