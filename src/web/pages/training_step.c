/* What the county does about a course: planned, people, held, marks, questions. */
#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "web/pages/library_page.h"
#include "web/pages/pages.h"
#include "web/pages/training_page.h"

static const struct plain_field PLAN_FIELDS[] = {
    {"title", N_("培训名称"), NULL, PLAIN_TEXT, false},
    {"on", N_("日期"), NULL, PLAIN_DATE, false},
    {"place", N_("地点"), NULL, PLAIN_TEXT, false},
    {"hours", N_("学时"), NULL, PLAIN_NUMBER, false},
    {"lecturer", N_("主讲人"), NULL, PLAIN_TEXT, true},
    {"audience", N_("对象"), NULL, PLAIN_TEXT, true},
    {"content", N_("内容"), NULL, PLAIN_LONG, true},
    {"pass", N_("合格线（百分之几）"), NULL, PLAIN_NUMBER, false},
};

static enum status plan_begin(struct request *r, struct plain_form *f, struct error *e)
{
    (void)r;
    (void)e;
    library_default_date(f, "on", date_today());
    plain_default(f, "hours", "2");
    plain_default(f, "pass", "60");
    return STATUS_OK;
}

static enum status plan_act(struct request *r, struct plain_form *f, const char **ret_path,
                            struct error *e)
{
    struct db *db;
    int64_t id, hours = plain_number(f, "hours"), pass = plain_number(f, "pass");
    struct course c = {.title = plain_text(f, "title"),
                       .on = plain_date(f, "on"),
                       .place = plain_text(f, "place"),
                       .lecturer = plain_text(f, "lecturer"),
                       .audience = plain_text(f, "audience"),
                       .content = plain_text(f, "content"),
                       .hours = hours < 0 || hours > 1000 ? -1 : (int)hours,
                       .pass = pass < 0 || pass > 1000 ? -1 : (int)pass};
    TRY(plain_status(f, e));
    TRY(request_writer(r, &db, e));
    TRY(training_plan(db, r->county, &c, r->session.user.name, &id, e));
    *ret_path = arena_printf(r->arena, "/courses/%" PRId64, id);
    return *ret_path ? STATUS_OK : arena_exhausted(e);
}

static enum status plan_form(struct request *r, struct error *e)
{
    static const struct library_form form = {.fields = PLAN_FIELDS,
                                             .count = sizeof PLAN_FIELDS / sizeof PLAN_FIELDS[0],
                                             .button = N_("保存"),
                                             .notice = N_("已列入计划"),
                                             .back = "/courses",
                                             .begin = plan_begin,
                                             .act = plan_act};
    return library_form_serve(r, &form, e);
}

/* ---- on the course's page ---- */

static enum status number_field(const struct request *r, const char *name, int64_t *ret,
                                struct error *e)
{
    const char *text = request_field(r, name);
    *ret = 0;
    return text[0] && i64_parse(text, ret, e) != STATUS_OK ? error_place(e, "%s", name) : STATUS_OK;
}

static enum status expect_act(struct request *r, struct db *db, int64_t course, struct error *e)
{
    const char *name = text_tidy(r->arena, request_field(r, "name")),
               *code = request_field(r, "role");
    enum role role = ROLE_NONE;
    int64_t division, n;
    TRY(number_field(r, "division", &division, e));
    if (name && name[0])
        return training_expect_person(db, r->county, course, name, division, r->session.user.name,
                                      &n, e);
    if (code[0])
        TRY(role_parse(code, &role, e));
    return training_expect_users(db, r->county, course, role, division, r->session.user.name, &n,
                                 e);
}

static enum status hold_act(struct request *r, struct db *db, int64_t course, struct error *e)
{
    struct date on;
    if (date_parse(request_field(r, "on"), &on, e) != STATUS_OK)
        return error_place(e, "on");
    return training_hold(db, r->county, course, on, r->session.user.name, e);
}

static enum status cancel_act(struct request *r, struct db *db, int64_t course, struct error *e)
{
    return training_cancel(db, r->county, course, r->session.user.name, e);
}

static enum status mark_act(struct request *r, struct db *db, int64_t course, struct error *e)
{
    int64_t number;
    TRY(number_field(r, "number", &number, e));
    return training_mark(db, r->county, course, number,
                         strcmp(request_field(r, "attended"), "excused") == 0 ? COURSE_EXCUSED
                                                                              : COURSE_CAME,
                         r->session.user.name, e);
}

/* Choices: one a line. */
static enum status question_act(struct request *r, struct db *db, int64_t course, struct error *e)
{
    char *text = arena_strdup(r->arena, request_field(r, "choices")), *rest = NULL;
    struct course_question q = {.text = text_tidy(r->arena, request_field(r, "text")),
                                .clause = text_tidy(r->arena, request_field(r, "clause"))};
    int64_t answer, number;
    if (!text || !q.text || !q.clause)
        return arena_exhausted(e);
    TRY(number_field(r, "answer", &answer, e));
    q.answer = answer < 0 || answer > COURSE_CHOICES_MAX ? 0 : (int)answer;
    for (char *line = strtok_r(text, "\r\n", &rest); line; line = strtok_r(NULL, "\r\n", &rest)) {
        if (q.choice_count == COURSE_CHOICES_MAX)
            return error_set(e, STATUS_REFUSED, "TRAINING_FIELD", _("选项应有 2 到 6 个"));
        q.choices[q.choice_count++] = line;
    }
    return training_question_add(db, r->county, course, &q, r->session.user.name, &number, e);
}

static enum status act(struct request *r,
                       enum status (*work)(struct request *, struct db *, int64_t, struct error *),
                       struct error *e)
{
    struct course c;
    struct error why = {0};
    struct db *db;
    TRY(training_of_address(r, &c, e));
    TRY(request_writer(r, &db, e));
    enum status s = work(r, db, c.id, &why);
    if (s == STATUS_OK)
        return respond_redirect(r, request_text(r, N_("已登记")), e, "/courses/%" PRId64, c.id);
    if (library_is_shown(s, &why))
        return training_respond(r, &c, 422, &why, e);
    *e = why;
    return s;
}

static enum status expect_do(struct request *r, struct error *e)
{
    return act(r, expect_act, e);
}

static enum status hold_do(struct request *r, struct error *e)
{
    return act(r, hold_act, e);
}

static enum status cancel_do(struct request *r, struct error *e)
{
    return act(r, cancel_act, e);
}

static enum status mark_do(struct request *r, struct error *e)
{
    return act(r, mark_act, e);
}

static enum status question_do(struct request *r, struct error *e)
{
    return act(r, question_act, e);
}

static const struct route_input PLAN_INPUTS[] = {
    {"title", INPUT_TEXT, true, N_("培训名称")},
    {"on", INPUT_DATE, true, N_("日期")},
    {"place", INPUT_TEXT, true, N_("地点")},
    {"hours", INPUT_INTEGER, true, N_("学时")},
    {"lecturer", INPUT_TEXT, false, N_("主讲人")},
    {"audience", INPUT_TEXT, false, N_("对象")},
    {"content", INPUT_TEXT, false, N_("内容")},
    {"pass", INPUT_INTEGER, true, N_("合格线（百分之几）")},
    {.name = NULL},
};
static const struct route_input EXPECT_INPUTS[] = {
    {"role", INPUT_TEXT, false, N_("岗位；默认都算")},
    {"division", INPUT_INTEGER, false, N_("乡镇或村")},
    {"name", INPUT_TEXT, false, N_("没有账号的人的姓名")},
    {.name = NULL},
};
static const struct route_input HOLD_INPUTS[] = {
    {"on", INPUT_DATE, true, N_("举办日期")},
    {.name = NULL},
};
static const struct route_input MARK_INPUTS[] = {
    {"number", INPUT_INTEGER, false, N_("名单号；不写为其余的人")},
    {"attended", INPUT_TEXT, false, N_("came 或 excused")},
    {.name = NULL},
};
static const struct route_input QUESTION_INPUTS[] = {
    {"text", INPUT_TEXT, true, N_("题目")},
    {"choices", INPUT_TEXT, true, N_("每行一个选项")},
    {"answer", INPUT_INTEGER, true, N_("正确的是第几项")},
    {"clause", INPUT_TEXT, false, N_("依据")},
    {.name = NULL},
};
#define MANAGE PERMISSION_TRAINING_MANAGE
static const struct route ROUTES[] = {
    {HTTP_GET, "/courses/new", plan_form, MANAGE, N_("安排培训"), AUDIENCE_PEOPLE},
    {HTTP_POST, "/courses/new", plan_form, MANAGE, N_("安排培训"), .inputs = PLAN_INPUTS},
    {HTTP_POST, "/courses/{course}/people", expect_do, MANAGE, N_("列入名单"),
     .inputs = EXPECT_INPUTS},
    {HTTP_POST, "/courses/{course}/hold", hold_do, MANAGE, N_("培训已举办"), .inputs = HOLD_INPUTS},
    {HTTP_POST, "/courses/{course}/cancel", cancel_do, MANAGE, N_("取消培训")},
    {HTTP_POST, "/courses/{course}/marks", mark_do, MANAGE, N_("记到课"), .inputs = MARK_INPUTS},
    {HTTP_POST, "/courses/{course}/questions", question_do, MANAGE, N_("加测验题"),
     .inputs = QUESTION_INPUTS},
};
const struct route_table TRAINING_STEP_ROUTES = ROUTE_TABLE("training_step", ROUTES);
