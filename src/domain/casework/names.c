/* The words of casework: codes for files and addresses, labels for people. */
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "domain/casework/forms.h"
#include "domain/medical/rule.h"

struct word {
    const char *code, *label;
};
#define WORD(table, index)                                                                         \
    ((size_t)(index) < sizeof(table) / sizeof(table)[0] && (table)[index].code ? (table)[index]    \
                                                                               : NOTHING)
static const struct word NOTHING = {"", ""};

static const struct word KINDS[CASE_KIND_COUNT] = {
    [CASE_DIBAO] = {"dibao", N_("低保申请")},
    [CASE_WUBAO] = {"wubao", N_("五保申请")},
    [CASE_CHANGE] = {"change", N_("待遇变动")},
    [CASE_STOP] = {"stop", N_("停发暂停")},
    [CASE_RECHECK] = {"recheck", N_("定期复核")},
    [CASE_FORM] = {"form", N_("供养形式变更")},
    [CASE_CANCEL] = {"cancel", N_("五保核销")},
    [CASE_MEDICAL] = {"medical", N_("医疗救助申请")},
    [CASE_ADVANCE] = {"advance", N_("医前救助申请")},
};
static const struct word CHANGES[CHANGE_COUNT] = {
    [CHANGE_NONE] = {"none", ""},
    [CHANGE_INCOME] = {"income", N_("收入变动")},
    [CHANGE_MEMBER_JOIN] = {"member_join", N_("增员")},
    [CHANGE_MEMBER_LEAVE] = {"member_leave", N_("减员")},
    [CHANGE_HEAD] = {"head", N_("户主变更")},
    [CHANGE_CLASS] = {"class", N_("类别变动")},
    [CHANGE_ADDRESS] = {"address", N_("住址变动")},
    [CHANGE_ACCOUNT] = {"account", N_("账户变更")},
    [CHANGE_PLACE] = {"place", N_("县内迁移")},
    [CHANGE_MEMBER] = {"member", N_("成员情况变动")},
    [CHANGE_CARE] = {"care", N_("护理等级变动")},
    [CHANGE_STOP] = {"stop", N_("停发")},
    [CHANGE_SUSPEND] = {"suspend", N_("暂停")},
    [CHANGE_RESUME] = {"resume", N_("恢复发放")},
    [CHANGE_GRACE] = {"grace", N_("渐退")},
    [CHANGE_FORM] = {"form", N_("供养形式变更")},
    [CHANGE_DEATH] = {"death", N_("死亡核销")},
    [CHANGE_CEASE] = {"cease", N_("终止供养")},
};
static const struct word STATES[STATE_COUNT] = {
    [STATE_NONE] = {"NONE", ""},
    [STATE_APPLIED] = {"APPLIED", N_("已申请")},
    [STATE_PAPERS_MISSING] = {"PAPERS_MISSING", N_("待补正")},
    [STATE_NOT_ACCEPTED] = {"NOT_ACCEPTED", N_("不予受理")},
    [STATE_ACCEPTED] = {"ACCEPTED", N_("已受理")},
    [STATE_CHECKED] = {"CHECKED", N_("已核对")},
    [STATE_SURVEYED] = {"SURVEYED", N_("已入户调查")},
    [STATE_DELIBERATED] = {"DELIBERATED", N_("已民主评议")},
    [STATE_REVIEWED] = {"REVIEWED", N_("乡镇已审核")},
    [STATE_PUBLICISED_1] = {"PUBLICISED_1", N_("公示中")},
    [STATE_REINVESTIGATE] = {"REINVESTIGATE", N_("有异议，重新调查")},
    [STATE_DECIDING] = {"DECIDING", N_("待县级审批")},
    [STATE_APPROVED] = {"APPROVED", N_("已批准，待公示")},
    [STATE_PUBLICISED_2] = {"PUBLICISED_2", N_("批准后公示中")},
    [STATE_ACTIVE] = {"ACTIVE", N_("已享受待遇")},
    [STATE_REFUSED] = {"REFUSED", N_("不予批准")},
    [STATE_APPEALED] = {"APPEALED", N_("复核中")},
    [STATE_WITHDRAWN] = {"WITHDRAWN", N_("已撤回")},
    [STATE_VILLAGE_MEETING] = {"VILLAGE_MEETING", N_("村级已评议")},
    [STATE_TOWNSHIP_REVIEW] = {"TOWNSHIP_REVIEW", N_("乡镇审核中")},
    [STATE_PROPOSED] = {"PROPOSED", N_("已提出")},
    [STATE_CHANGED] = {"CHANGED", N_("已生效")},
    [STATE_DUE] = {"DUE", N_("待复核")},
    [STATE_CONFIRMED] = {"CONFIRMED", N_("复核完成")},
    [STATE_REPORTED] = {"REPORTED", N_("已报告")},
    [STATE_CANCEL_REVIEW] = {"CANCEL_REVIEW", N_("待县级核销")},
};
static const struct word ACTIONS[ACTION_COUNT] = {
    [ACTION_NONE] = {"none", ""},
    [ACTION_APPLY] = {"apply", N_("申请")},
    [ACTION_ASK_PAPERS] = {"ask_papers", N_("一次性告知补正")},
    [ACTION_SUPPLY_PAPERS] = {"supply_papers", N_("补正材料")},
    [ACTION_ACCEPT] = {"accept", N_("受理")},
    [ACTION_NOT_ACCEPT] = {"not_accept", N_("不予受理")},
    [ACTION_CHECK] = {"check", N_("核对")},
    [ACTION_SURVEY] = {"survey", N_("入户调查")},
    [ACTION_DELIBERATE] = {"deliberate", N_("民主评议")},
    [ACTION_REVIEW] = {"review", N_("乡镇审核")},
    [ACTION_POST] = {"post", N_("张贴公示")},
    [ACTION_CLOSE_NOTICE] = {"close_notice", N_("结束公示")},
    [ACTION_OBJECT] = {"object", N_("登记异议")},
    [ACTION_REINVESTIGATE] = {"reinvestigate", N_("重新调查")},
    [ACTION_SPOT_CHECK] = {"spot_check", N_("入户抽查")},
    [ACTION_APPROVE] = {"approve", N_("批准")},
    [ACTION_REFUSE] = {"refuse", N_("不予批准")},
    [ACTION_SEND_BACK] = {"send_back", N_("退回重办")},
    [ACTION_SERVE] = {"serve", N_("送达")},
    [ACTION_WITHDRAW] = {"withdraw", N_("撤回")},
    [ACTION_APPEAL] = {"appeal", N_("申请复核")},
    [ACTION_UPHOLD] = {"uphold", N_("维持原决定")},
    [ACTION_OVERTURN] = {"overturn", N_("撤销原决定")},
    [ACTION_PROPOSE] = {"propose", N_("提出变动")},
    [ACTION_REPORT] = {"report", N_("报告核销")},
    [ACTION_OPEN_RECHECK] = {"open_recheck", N_("开始复核")},
    [ACTION_CONFIRM] = {"confirm", N_("确认复核")},
    [ACTION_TO_CHANGE] = {"to_change", N_("复核转变动")},
};
static const struct word DOCUMENTS[DOCUMENT_COUNT] = {
    [DOCUMENT_NONE] = {"none", ""},
    [DOCUMENT_APPLICATION] = {"application", N_("申请书")},
    [DOCUMENT_PAPERS_NOTICE] = {"papers_notice", N_("一次性补正告知单")},
    [DOCUMENT_ACCEPTANCE] = {"acceptance", N_("受理通知")},
    [DOCUMENT_NOT_ACCEPTED] = {"not_accepted", N_("不予受理告知书")},
    [DOCUMENT_CHECK_REPORT] = {"check_report", N_("核对报告")},
    [DOCUMENT_HOME_VISIT] = {"home_visit", N_("入户调查表")},
    [DOCUMENT_DELIBERATION] = {"deliberation", N_("民主评议记录")},
    [DOCUMENT_APPROVAL_FORM] = {"approval_form", N_("审核审批表")},
    [DOCUMENT_NOTICE_WALL] = {"notice_wall", N_("公示（村内张贴）")},
    [DOCUMENT_NOTICE_WEB] = {"notice_web", N_("公示（网上）")},
    [DOCUMENT_NOTICE_RESULT] = {"notice_result", N_("公示结果")},
    [DOCUMENT_REFUSAL] = {"refusal", N_("不予批准告知书")},
    [DOCUMENT_CHANGE_NOTICE] = {"change_notice", N_("增发减发告知书")},
    [DOCUMENT_STOP_NOTICE] = {"stop_notice", N_("停发、终止告知书")},
    [DOCUMENT_CERTIFICATE] = {"certificate", N_("证书")},
    [DOCUMENT_RECHECK_FORM] = {"recheck_form", N_("定期复核表")},
    [DOCUMENT_FORM_CHANGE] = {"form_change", N_("供养形式变更审批表")},
    [DOCUMENT_CANCELLATION] = {"cancellation", N_("核销审批表")},
    [DOCUMENT_SAMPLE_LIST] = {"sample_list", N_("抽查名单")},
    [DOCUMENT_CHANGE_LIST] = {"change_list", N_("月度变动清单")},
    [DOCUMENT_ARCHIVE_INDEX] = {"archive_index", N_("档案目录")},
    [DOCUMENT_MEDICAL_FORM] = {"medical_form", N_("医疗救助申请审批表")},
    [DOCUMENT_MEDICAL_DECISION] = {"medical_decision", N_("医疗救助审批决定")},
    [DOCUMENT_ADVANCE_FORM] = {"advance_form", N_("医前救助申请审批表")},
    [DOCUMENT_ADVANCE_NOTICE] = {"advance_notice", N_("医前救助通知单")},
};

const char *case_kind_code(enum case_kind k)
{
    return WORD(KINDS, k).code;
}

const char *case_kind_label(enum case_kind k)
{
    return WORD(KINDS, k).label;
}

const char *case_change_code(enum case_change c)
{
    return WORD(CHANGES, c).code;
}

const char *case_change_label(enum case_change c)
{
    return WORD(CHANGES, c).label;
}

const char *case_state_code(enum case_state s)
{
    return WORD(STATES, s).code;
}

const char *case_state_label(enum case_state s)
{
    return WORD(STATES, s).label;
}

const char *case_record_state_label(enum case_kind kind, enum case_state s)
{
    if (case_kind_is_medical(kind) && s == STATE_ACTIVE)
        return N_("已批准救助");
    return case_state_label(s);
}

const char *case_amount_label(enum case_kind kind)
{
    return case_kind_is_medical(kind) ? N_("救助金额") : N_("月保障金");
}

const char *case_record_class(const struct case_record *c)
{
    if (!case_kind_is_medical(c->kind))
        return case_class_code(c->mgmt_class);
    return c->mgmt_class == MEDICAL_NONE ? ""
                                         : medical_class_code((enum medical_class)c->mgmt_class);
}

const char *case_record_class_label(const struct case_record *c)
{
    static const char *const labels[] = {"", N_("A类"), N_("B类"), N_("C类")};
    if (!case_kind_is_medical(c->kind))
        return c->mgmt_class >= 1 && c->mgmt_class <= 3 ? labels[c->mgmt_class] : "";
    return c->mgmt_class == MEDICAL_NONE ? ""
                                         : medical_class_label((enum medical_class)c->mgmt_class);
}

const char *case_action_code(enum case_action a)
{
    return WORD(ACTIONS, a).code;
}

const char *case_action_label(enum case_action a)
{
    return WORD(ACTIONS, a).label;
}

const char *case_document_code(enum case_document d)
{
    return WORD(DOCUMENTS, d).code;
}

const char *case_document_label(enum case_document d)
{
    return WORD(DOCUMENTS, d).label;
}

/* Index of a code; 0 is "none" in every table and never meant. */
static size_t word_find(const struct word *words, size_t count, const char *code)
{
    for (size_t i = 1; code && i < count; i++)
        if (words[i].code && strcmp(words[i].code, code) == 0)
            return i;
    return 0;
}

static enum status unknown(const char *what, const char *code, const struct word *words,
                           size_t count, struct error *e)
{
    char known[ERROR_MESSAGE_BYTES / 2];
    size_t used = 0;
    known[0] = '\0';
    for (size_t i = 1; i < count && used < sizeof known; i++)
        if (words[i].code)
            used += (size_t)snprintf(known + used, sizeof known - used, "%s%s", used ? "、" : "",
                                     words[i].code);
    return error_set(e, STATUS_REFUSED, "CASE_WORD", _("没有%s“%.40s”。可用：%s"), what,
                     code ? code : "", known);
}

enum status case_kind_parse(const char *code, enum case_kind *ret, struct error *e)
{
    size_t i = word_find(KINDS, CASE_KIND_COUNT, code);
    if (i == 0)
        return unknown(_("办件类别"), code, KINDS, CASE_KIND_COUNT, e);
    *ret = (enum case_kind)i;
    return STATUS_OK;
}

enum status case_change_parse(const char *code, enum case_change *ret, struct error *e)
{
    size_t i = word_find(CHANGES, CHANGE_COUNT, code);
    if (i == 0)
        return unknown(_("变动类别"), code, CHANGES, CHANGE_COUNT, e);
    *ret = (enum case_change)i;
    return STATUS_OK;
}

enum status case_action_parse(const char *code, enum case_action *ret, struct error *e)
{
    size_t i = word_find(ACTIONS, ACTION_COUNT, code);
    if (i == 0)
        return unknown(_("办理步骤"), code, ACTIONS, ACTION_COUNT, e);
    *ret = (enum case_action)i;
    return STATUS_OK;
}

enum status case_state_parse(const char *code, enum case_state *ret, struct error *e)
{
    size_t i = word_find(STATES, STATE_COUNT, code);
    if (i == 0)
        return unknown(_("状态"), code, STATES, STATE_COUNT, e);
    *ret = (enum case_state)i;
    return STATUS_OK;
}
