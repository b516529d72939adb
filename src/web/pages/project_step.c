/* What is done to a project besides its returns: stages reached, problems, acceptance, hand-over.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "domain/project/works.h"
#include "web/pages/pages.h"
#include "web/pages/project_page.h"

#define ROOMS_MAX 200
#define ROOM_WORDS 4

/* ---- a stage reached ---- */

static const struct plain_field STAGE_FIELDS[] = {
    {"stage", N_("形象进度"), NULL, PLAIN_CHOICE, false},
    {"on", N_("达到日期"), NULL, PLAIN_DATE, false},
};
static const struct plain_cause STAGE_CAUSES[] = {{"PROJECT_STAGE_ORDER", "stage"}, {NULL, NULL}};

static enum status stage_begin(struct request *r, const struct project *p, struct plain_form *f,
                               struct error *e)
{
    struct project_stage_day days[PROJECT_STAGES];
    bool has_default = false;
    TRY(project_stage_days(r->db, r->county, p->id, days, e));
    for (int i = 0; i < PROJECT_STAGES; i++) {
        const struct project_stage_row *row = &PROJECT_STAGE_ROWS[i];
        if (row->stage >= STAGE_ACCEPTANCE)
            continue;
        if (days[i].reached_on.v == 0 && !has_default) {
            plain_default(f, "stage", row->code);
            has_default = true;
        }
        plain_choice(f, "stage", row->code, request_text(r, row->label));
    }
    project_default_date(f, "on", date_today());
    return STATUS_OK;
}

static enum status stage_act(struct request *r, const struct project *p, struct plain_form *f,
                             const char **ret_path, struct error *e)
{
    struct db *db;
    struct error why;
    enum project_stage stage = STAGE_NONE;
    const char *code = plain_text(f, "stage");
    struct date on = plain_date(f, "on");
    (void)ret_path;
    if (code[0] != '\0' && project_stage_parse(code, &stage, &why) != STATUS_OK)
        plain_fault(f, "stage", why.message);
    TRY(plain_status(f, e));
    TRY(request_writer(r, &db, e));
    return project_stage_reach(db, r->county, p->id, stage, on, r->session.user.name, e);
}

/* ---- problems ---- */

static const struct plain_field PROBLEM_FIELDS[] = {
    {"problem", N_("存在问题"), NULL, PLAIN_LONG, false},
    {"cause", N_("原因"), NULL, PLAIN_LONG, true},
    {"owner_unit", N_("责任单位"), NULL, PLAIN_TEXT, false},
    {"due_on", N_("整改期限"), NULL, PLAIN_DATE, false},
    {"raised_on", N_("发现日期"), NULL, PLAIN_DATE, false},
};
static const struct plain_field CLOSE_FIELDS[] = {
    {"outcome", N_("处理结果"), NULL, PLAIN_LONG, false},
    {"on", N_("解决日期"), NULL, PLAIN_DATE, false},
};

static enum status problem_begin(struct request *r, const struct project *p, struct plain_form *f,
                                 struct error *e)
{
    (void)r;
    (void)e;
    plain_default(f, "owner_unit", p->scope.township_name);
    project_default_date(f, "raised_on", date_today());
    return STATUS_OK;
}

static enum status problem_act(struct request *r, const struct project *p, struct plain_form *f,
                               const char **ret_path, struct error *e)
{
    struct db *db;
    int64_t id;
    const struct project_problem problem = {.project = p->id,
                                            .problem = plain_text(f, "problem"),
                                            .cause = plain_text(f, "cause"),
                                            .owner_unit = plain_text(f, "owner_unit"),
                                            .due_on = plain_date(f, "due_on"),
                                            .raised_on = plain_date(f, "raised_on")};
    (void)ret_path;
    TRY(plain_status(f, e));
    TRY(request_writer(r, &db, e));
    return project_problem_raise(db, r->county, &problem, r->session.user.name, &id, e);
}

static enum status close_begin(struct request *r, const struct project *p, struct plain_form *f,
                               struct error *e)
{
    struct project_problem *problems;
    size_t count, i = 0;
    int64_t id;
    TRY(request_parameter_i64(r, "problem", &id));
    TRY(project_problem_list(r->db, r->county, p->id, r->arena, &problems, &count, e));
    while (i < count && problems[i].id != id)
        i++;
    if (i == count)
        return STATUS_NONE;
    struct view *facts = view_add_list(r->page, "facts");
    project_fact(r, facts, N_("存在问题"), "%s", problems[i].problem);
    project_fact(r, facts, N_("责任单位"), "%s", problems[i].owner_unit);
    project_default_date(f, "on", date_today());
    return STATUS_OK;
}

static enum status close_act(struct request *r, const struct project *p, struct plain_form *f,
                             const char **ret_path, struct error *e)
{
    struct db *db;
    int64_t id;
    const char *outcome = plain_text(f, "outcome");
    struct date on = plain_date(f, "on");
    (void)ret_path;
    TRY(request_parameter_i64(r, "problem", &id));
    TRY(plain_status(f, e));
    TRY(request_writer(r, &db, e));
    return project_problem_close(db, r->county, p->id, id, outcome, on, r->session.user.name, e);
}

/* ---- acceptance ---- */

static const struct plain_field ACCEPT_FIELDS[] = {
    {"accepted_on", N_("验收日期"), NULL, PLAIN_DATE, false},
    {"result", N_("验收结论"), NULL, PLAIN_CHOICE, false},
    {"beds", N_("认定床位"), N_("不超过月报累计和批准规模"), PLAIN_NUMBER, false},
    {"area", N_("建筑面积（平方米）"), NULL, PLAIN_NUMBER, false},
    {"cost", N_("竣工决算（元）"), NULL, PLAIN_YUAN, false},
    {"members", N_("验收人员"), NULL, PLAIN_LONG, false},
    {"opinion", N_("验收意见"), NULL, PLAIN_LONG, false},
    {"document", N_("文号"), NULL, PLAIN_TEXT, true},
};
static const struct plain_cause ACCEPT_CAUSES[] = {{"PROJECT_BEDS", "beds"}, {NULL, NULL}};
#define RESULT_PASSED "PASSED"

static enum status accept_begin(struct request *r, const struct project *p, struct plain_form *f,
                                struct error *e)
{
    (void)e;
    project_default_date(f, "accepted_on", date_today());
    project_default_number(f, "beds", p->scope.beds);
    project_default_number(f, "area", p->scope.area_m2);
    plain_choice(f, "result", RESULT_PASSED, request_text(r, N_("合格")));
    plain_choice(f, "result", "FAILED", request_text(r, N_("不合格")));
    return STATUS_OK;
}

static enum status accept_act(struct request *r, const struct project *p, struct plain_form *f,
                              const char **ret_path, struct error *e)
{
    struct db *db;
    int64_t id;
    const char *result = plain_text(f, "result");
    const struct project_acceptance a = {.project = p->id,
                                         .accepted_on = plain_date(f, "accepted_on"),
                                         .is_passed = strcmp(result, RESULT_PASSED) == 0,
                                         .beds = plain_number(f, "beds"),
                                         .area_m2 = plain_number(f, "area"),
                                         .cost = plain_yuan(f, "cost"),
                                         .members = plain_text(f, "members"),
                                         .opinion = plain_text(f, "opinion"),
                                         .document = plain_text(f, "document")};
    (void)ret_path;
    TRY(plain_status(f, e));
    TRY(request_writer(r, &db, e));
    return project_accept(db, r->county, &a, r->session.user.name, &id, e);
}

static enum status acceptance_confirm(struct request *r, struct error *e)
{
    struct project p;
    struct db *db;
    struct error why = {0};
    int64_t id;
    TRY(project_of_address(r, &p, e));
    TRY(request_parameter_i64(r, "acceptance", &id));
    TRY(request_writer(r, &db, e));
    enum status s = project_accept_confirm(db, r->county, p.id, id, r->session.user.name, &why);
    if (s == STATUS_OK)
        return respond_redirect(r, request_text(r, N_("已确认验收")), e, "/projects/%s", p.code);
    if (project_is_shown(s, &why))
        return project_respond(r, &p, 422, &why, e);
    *e = why;
    return s;
}

static enum status acceptance_strike(struct request *r, struct error *e)
{
    struct project p;
    struct db *db;
    struct error why = {0};
    int64_t id;
    TRY(project_of_address(r, &p, e));
    TRY(request_parameter_i64(r, "acceptance", &id));
    TRY(request_writer(r, &db, e));
    enum status s = project_accept_strike(db, r->county, p.id, id, request_field(r, "reason"),
                                          r->session.user.name, &why);
    if (s == STATUS_OK)
        return respond_redirect(r, request_text(r, N_("已作废这次验收")), e, "/projects/%s",
                                p.code);
    if (project_is_shown(s, &why))
        return project_respond(r, &p, 422, &why, e);
    *e = why;
    return s;
}

/* ---- hand-over into rooms ---- */

static const struct plain_field HANDOVER_FIELDS[] = {
    {"on", N_("移交日期"), NULL, PLAIN_DATE, false},
    {"given_by", N_("移交人"), NULL, PLAIN_TEXT, false},
    {"received_by", N_("接收人"), NULL, PLAIN_TEXT, false},
    {"document", N_("文号"), NULL, PLAIN_TEXT, true},
    {"rooms", N_("房间"), N_("每行一间：房号 楼层 床位 面积（平方米），例如：101 1 2 20"),
     PLAIN_LONG, false},
};
static const struct plain_cause HANDOVER_CAUSES[] = {
    {"PROJECT_BEDS", "rooms"}, {"SAME_PERSON", "received_by"}, {NULL, NULL}};

static enum status handover_begin(struct request *r, const struct project *p, struct plain_form *f,
                                  struct error *e)
{
    (void)e;
    project_default_date(f, "on", date_today());
    plain_default(f, "given_by", r->session.user.title);
    struct view *facts = view_add_list(r->page, "facts");
    project_fact(r, facts, N_("接收的敬老院"), "%s",
                 p->home_name != NULL && p->home_name[0] != '\0' ? p->home_name : p->name);
    return STATUS_OK;
}

/* "101 1 2 20"; false when it is not so. */
static bool room_parse(char *line, struct project_handover_room *ret)
{
    char *save = NULL, *words[ROOM_WORDS] = {0};
    int64_t numbers[ROOM_WORDS - 1];
    struct error ignored;
    size_t count = 0;
    for (char *word = strtok_r(line, " \t\r", &save); word != NULL;
         word = strtok_r(NULL, " \t\r", &save)) {
        if (count == ROOM_WORDS)
            return false;
        words[count++] = word;
    }
    if (count != ROOM_WORDS)
        return false;
    for (size_t i = 1; i < ROOM_WORDS; i++)
        if (i64_parse(words[i], &numbers[i - 1], &ignored) != STATUS_OK || numbers[i - 1] < 0 ||
            numbers[i - 1] > INT16_MAX)
            return false;
    *ret = (struct project_handover_room){.number = words[0],
                                          .storey = (int)numbers[0],
                                          .beds = (int)numbers[1],
                                          .area_m2 = numbers[2]};
    return true;
}

static void rooms_typed(struct request *r, struct plain_form *f, struct project_handover *h)
{
    struct project_handover_room *rooms =
        ARENA_ARRAY(r->arena, struct project_handover_room, ROOMS_MAX);
    /* As it was typed: a tidied text has no lines any more. */
    char *save = NULL, *text = arena_strdup(r->arena, request_field(r, "rooms"));
    (void)plain_text(f, "rooms");
    if (rooms == NULL || text == NULL) {
        plain_fault(f, "rooms", N_("房间太多"));
        return;
    }
    for (char *line = strtok_r(text, "\n", &save); line != NULL;
         line = strtok_r(NULL, "\n", &save)) {
        if (line[strspn(line, " \t\r")] == '\0')
            continue;
        if (h->room_count == ROOMS_MAX || !room_parse(line, &rooms[h->room_count])) {
            plain_fault(f, "rooms",
                        N_("每行要写四项，用空格分开：房号 楼层 床位 面积；一次最多 200 间"));
            return;
        }
        h->beds += rooms[h->room_count++].beds;
    }
    h->rooms = rooms;
}

static enum status handover_act(struct request *r, const struct project *p, struct plain_form *f,
                                const char **ret_path, struct error *e)
{
    struct db *db;
    int64_t id;
    struct project_handover h = {.project = p->id,
                                 .home = p->home,
                                 .on = plain_date(f, "on"),
                                 .given_by = plain_text(f, "given_by"),
                                 .received_by = plain_text(f, "received_by"),
                                 .document = plain_text(f, "document")};
    (void)ret_path;
    rooms_typed(r, f, &h);
    TRY(plain_status(f, e));
    TRY(request_writer(r, &db, e));
    return project_hand_over(db, r->county, &h, r->session.user.name, &id, e);
}

/* ---- payments of the works ---- */

static const struct plain_field PAY_FIELDS[] = {
    {"amount", N_("金额（元）"), NULL, PLAIN_YUAN, false},
    {"month", N_("所属月份"), NULL, PLAIN_MONTH, false},
    {"purpose", N_("用途"), N_("例如：主体完工进度款"), PLAIN_TEXT, false},
    {"document", N_("依据文号"), NULL, PLAIN_TEXT, true},
};
static const struct plain_cause PAY_CAUSES[] = {
    {"WORKS_CONTRACT", "amount"}, {"WORKS_INVESTMENT", "amount"}, {NULL, NULL}};

static enum status pay_begin(struct request *r, const struct project *p, struct plain_form *f,
                             struct error *e)
{
    char text[FEN_TEXT_BYTES], month[MONTH_TEXT_BYTES];
    (void)e;
    struct view *facts = view_add_list(r->page, "facts");
    project_fact(r, facts, N_("施工单位"), "%s", p->scope.contractor_name);
    project_fact(r, facts, N_("合同价（元）"), "%s", fen_format_people(p->scope.contract, text));
    plain_default(f, "month",
                  arena_strdup(r->arena, month_format(date_month(date_today()), month)));
    return STATUS_OK;
}

static enum status pay_act(struct request *r, const struct project *p, struct plain_form *f,
                           const char **ret_path, struct error *e)
{
    struct db *db;
    int64_t payment, transfer;
    struct fen amount = plain_yuan(f, "amount");
    struct month month = plain_month(f, "month");
    const char *purpose = plain_text(f, "purpose"), *document = plain_text(f, "document");
    TRY(plain_status(f, e));
    TRY(request_writer(r, &db, e));
    TRY(project_pay(db, r->county, p->id, amount, month, purpose, document, r->session.user.name,
                    &payment, &transfer, e));
    *ret_path = arena_printf(r->arena, "/transfers/%" PRId64, transfer);
    return STATUS_OK;
}

#define FORM(handler, table, title_words, button_words, notice_words, cause_rows, begin_f, act_f)  \
    static const struct project_form handler##_FORM = {.fields = (table),                          \
                                                       .count =                                    \
                                                           sizeof(table) / sizeof((table)[0]),     \
                                                       .title = (title_words),                     \
                                                       .button = (button_words),                   \
                                                       .notice = (notice_words),                   \
                                                       .causes = (cause_rows),                     \
                                                       .begin = (begin_f),                         \
                                                       .act = (act_f)};                            \
    static enum status handler(struct request *r, struct error *e)                                 \
    {                                                                                              \
        return project_form_serve(r, &handler##_FORM, e);                                          \
    }

FORM(stage_form, STAGE_FIELDS, N_("登记形象进度"), N_("登记"), N_("已登记形象进度"), STAGE_CAUSES,
     stage_begin, stage_act)
FORM(problem_form, PROBLEM_FIELDS, N_("登记问题"), N_("登记"), N_("已登记问题"), NULL,
     problem_begin, problem_act)
FORM(close_form, CLOSE_FIELDS, N_("问题销号"), N_("销号"), N_("问题已销号"), NULL, close_begin,
     close_act)
FORM(accept_form, ACCEPT_FIELDS, N_("登记竣工验收"), N_("登记"), N_("已登记，等待另一人确认"),
     ACCEPT_CAUSES, accept_begin, accept_act)
FORM(handover_form, HANDOVER_FIELDS, N_("移交床位"), N_("移交"), N_("床位已移交"), HANDOVER_CAUSES,
     handover_begin, handover_act)
FORM(pay_form, PAY_FIELDS, N_("支付工程款"), N_("编制拨付单"), N_("已编制拨付单，等待复核"),
     PAY_CAUSES, pay_begin, pay_act)

static const struct route_input STAGE_INPUTS[] = {
    {"stage", INPUT_TEXT, true, N_("形象进度代码，如 FOUNDATION")},
    {"on", INPUT_DATE, true, N_("达到日期")},
    {.name = NULL},
};
static const struct route_input PROBLEM_INPUTS[] = {
    {"problem", INPUT_TEXT, true, N_("存在问题")},    {"cause", INPUT_TEXT, false, N_("原因")},
    {"owner_unit", INPUT_TEXT, true, N_("责任单位")}, {"due_on", INPUT_DATE, true, N_("整改期限")},
    {"raised_on", INPUT_DATE, true, N_("发现日期")},  {.name = NULL},
};
static const struct route_input CLOSE_INPUTS[] = {
    {"outcome", INPUT_TEXT, true, N_("处理结果")},
    {"on", INPUT_DATE, true, N_("解决日期")},
    {.name = NULL},
};
static const struct route_input ACCEPT_INPUTS[] = {
    {"accepted_on", INPUT_DATE, true, N_("验收日期")},
    {"result", INPUT_TEXT, true, N_("PASSED 或 FAILED")},
    {"beds", INPUT_INTEGER, true, N_("认定床位")},
    {"area", INPUT_INTEGER, true, N_("建筑面积（平方米）")},
    {"cost", INPUT_YUAN, true, N_("竣工决算（元）")},
    {"members", INPUT_TEXT, true, N_("验收人员")},
    {"opinion", INPUT_TEXT, true, N_("验收意见")},
    {"document", INPUT_TEXT, false, N_("文号")},
    {.name = NULL},
};
static const struct route_input HANDOVER_INPUTS[] = {
    {"on", INPUT_DATE, true, N_("移交日期")},
    {"given_by", INPUT_TEXT, true, N_("移交人")},
    {"received_by", INPUT_TEXT, true, N_("接收人")},
    {"document", INPUT_TEXT, false, N_("文号")},
    {"rooms", INPUT_TEXT, true, N_("每行一间：房号 楼层 床位 面积")},
    {.name = NULL},
};
static const struct route_input PAY_INPUTS[] = {
    {"amount", INPUT_YUAN, true, N_("金额（元）")},
    {"month", INPUT_MONTH, true, N_("所属月份")},
    {"purpose", INPUT_TEXT, true, N_("用途")},
    {"document", INPUT_TEXT, false, N_("依据文号")},
    {.name = NULL},
};
static const struct route_input STRIKE_INPUTS[] = {
    {"reason", INPUT_TEXT, true, N_("作废原因")},
    {.name = NULL},
};
#define PAIR(path, handler, permission, title, input_rows)                                         \
    {HTTP_GET, path, handler, permission, title, AUDIENCE_PEOPLE},                                 \
    {                                                                                              \
        HTTP_POST, path, handler, permission, title, .inputs = (input_rows)                        \
    }
static const struct route ROUTES[] = {
    PAIR("/projects/{project}/stages/new", stage_form, PERMISSION_PROJECT_MANAGE,
         N_("登记形象进度"), STAGE_INPUTS),
    PAIR("/projects/{project}/problems/new", problem_form, PERMISSION_PROJECT_RETURN,
         N_("登记问题"), PROBLEM_INPUTS),
    PAIR("/projects/{project}/problems/{problem}/close", close_form, PERMISSION_PROJECT_RETURN,
         N_("问题销号"), CLOSE_INPUTS),
    PAIR("/projects/{project}/acceptances/new", accept_form, PERMISSION_PROJECT_MANAGE,
         N_("登记竣工验收"), ACCEPT_INPUTS),
    {HTTP_POST, "/projects/{project}/acceptances/{acceptance}/confirm", acceptance_confirm,
     PERMISSION_PROJECT_DECIDE, N_("确认验收")},
    {HTTP_POST, "/projects/{project}/acceptances/{acceptance}/strike", acceptance_strike,
     PERMISSION_PROJECT_MANAGE, N_("作废验收"), .inputs = STRIKE_INPUTS},
    PAIR("/projects/{project}/handovers/new", handover_form, PERMISSION_PROJECT_MANAGE,
         N_("移交床位"), HANDOVER_INPUTS),
    PAIR("/projects/{project}/payments/new", pay_form, PERMISSION_PROJECT_MANAGE, N_("支付工程款"),
         PAY_INPUTS),
};
const struct route_table PROJECT_STEP_ROUTES = ROUTE_TABLE("project_step", ROUTES);
