/* training …: courses, who is expected and came, tests. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "cli/case_actor.h"
#include "domain/training/training.h"

struct training_call {
    struct db *db;
    int64_t county, course; /* course: of the first argument */
};

static enum status begin(struct cli *cli, bool is_writing, struct training_call *ret,
                         struct error *e)
{
    struct training_call c = {0};
    if (cli_argument_count(cli) > 0)
        TRY(cli_number_argument(cli, _("培训号"), &c.course, e));
    TRY(is_writing ? cli_writer(cli, &c.db, e) : cli_reader(cli, &c.db, e));
    TRY(cli_county(cli, &c.county, e));
    *ret = c;
    return STATUS_OK;
}

static enum status number_option(struct cli *cli, const char *name, int64_t otherwise, int64_t *ret,
                                 struct error *e)
{
    const char *text = cli_option(cli, name);
    *ret = otherwise;
    if (!text || i64_parse(text, ret, NULL) == STATUS_OK)
        return STATUS_OK;
    return cli_usage(e, _("%s 应为整数"), name);
}

static enum status plan_command(struct cli *cli, struct error *e)
{
    struct training_call c;
    int64_t documents[COURSE_DOCUMENTS_MAX], hours, pass, id;
    const char *text;
    struct course course = {.title = cli_option(cli, "--title"),
                            .place = cli_option(cli, "--place"),
                            .lecturer = cli_option(cli, "--lecturer"),
                            .audience = cli_option(cli, "--audience"),
                            .content = cli_option(cli, "--content"),
                            .documents = documents};
    TRY(cli_day_option(cli, "--on", &course.on, e));
    TRY(number_option(cli, "--hours", 2, &hours, e));
    TRY(number_option(cli, "--pass", 60, &pass, e));
    course.hours = hours < 0 || hours > 1000 ? -1 : (int)hours;
    course.pass = pass < 0 || pass > 1000 ? -1 : (int)pass;
    while ((text = cli_option_nth(cli, "--document", course.document_count)) != NULL) {
        if (course.document_count == COURSE_DOCUMENTS_MAX ||
            i64_parse(text, &documents[course.document_count++], NULL) != STATUS_OK)
            return cli_usage(e, _("--document 应为政策库的文件号"));
    }
    TRY(begin(cli, true, &c, e));
    TRY(training_plan(c.db, c.county, &course, cli_actor(cli), &id, e));
    cli_say(cli, _("第 %" PRId64 " 号培训已列入计划"), id);
    return STATUS_OK;
}

static enum status expect_command(struct cli *cli, struct error *e)
{
    struct training_call c;
    int64_t division, n;
    enum role role = ROLE_NONE;
    TRY(number_option(cli, "--division", 0, &division, e));
    if (cli_option(cli, "--role"))
        TRY(role_parse(cli_option(cli, "--role"), &role, e));
    TRY(begin(cli, true, &c, e));
    if (cli_option(cli, "--name")) {
        TRY(training_expect_person(c.db, c.county, c.course, cli_option(cli, "--name"), division,
                                   cli_actor(cli), &n, e));
        cli_say(cli, _("已列入名单，第 %" PRId64 " 号"), n);
        return STATUS_OK;
    }
    TRY(training_expect_users(c.db, c.county, c.course, role, division, cli_actor(cli), &n, e));
    cli_say(cli, _("已列入名单 %" PRId64 " 人"), n);
    return STATUS_OK;
}

static enum status hold_command(struct cli *cli, struct error *e)
{
    struct training_call c;
    struct date on;
    TRY(cli_day_option(cli, "--on", &on, e));
    TRY(begin(cli, true, &c, e));
    if (cli_has(cli, "--cancel"))
        TRY(training_cancel(c.db, c.county, c.course, cli_actor(cli), e));
    else
        TRY(training_hold(c.db, c.county, c.course, on, cli_actor(cli), e));
    cli_say(cli,
            cli_has(cli, "--cancel") ? _("第 %" PRId64 " 号培训已取消")
                                     : _("第 %" PRId64 " 号培训已举办"),
            c.course);
    return STATUS_OK;
}

static enum status mark_command(struct cli *cli, struct error *e)
{
    struct training_call c;
    int64_t number;
    TRY(number_option(cli, "--number", 0, &number, e));
    if (!cli_has(cli, "--rest") == !cli_option(cli, "--number"))
        return cli_usage(e, _("请写 --number N（一人）或 --rest（其余的人）"));
    TRY(begin(cli, true, &c, e));
    TRY(training_mark(c.db, c.county, c.course, number,
                      cli_has(cli, "--excused") ? COURSE_EXCUSED : COURSE_CAME, cli_actor(cli), e));
    cli_say(cli, _("已记到课情况"));
    return STATUS_OK;
}

static enum status question_command(struct cli *cli, struct error *e)
{
    struct training_call c;
    struct course_question q = {.text = cli_option(cli, "--text"),
                                .clause = cli_option(cli, "--clause")};
    int64_t answer, number;
    const char *text;
    TRY(number_option(cli, "--answer", 0, &answer, e));
    q.answer = answer < 0 || answer > COURSE_CHOICES_MAX ? 0 : (int)answer;
    while ((text = cli_option_nth(cli, "--choice", (size_t)q.choice_count)) != NULL) {
        if (q.choice_count == COURSE_CHOICES_MAX)
            return cli_usage(e, _("选项应有 2 到 6 个"));
        q.choices[q.choice_count++] = text;
    }
    TRY(begin(cli, true, &c, e));
    TRY(training_question_add(c.db, c.county, c.course, &q, cli_actor(cli), &number, e));
    cli_say(cli, _("第 %" PRId64 " 题已加"), number);
    return STATUS_OK;
}

/* "1,3,2" */
static enum status answers_option(struct cli *cli, int answers[COURSE_QUESTIONS_MAX], size_t *ret,
                                  struct error *e)
{
    char *text = arena_strdup(cli_arena(cli), cli_option(cli, "--answers")), *rest = NULL;
    size_t n = 0;
    if (!text)
        return arena_exhausted(e);
    for (char *one = strtok_r(text, ",", &rest); one; one = strtok_r(NULL, ",", &rest)) {
        int64_t v;
        if (n == COURSE_QUESTIONS_MAX || i64_parse(one, &v, NULL) != STATUS_OK || v < 0 ||
            v > COURSE_CHOICES_MAX)
            return cli_usage(e, _("--answers 应为每题选第几项，如 1,3,2"));
        answers[n++] = (int)v;
    }
    *ret = n;
    return STATUS_OK;
}

static enum status take_command(struct cli *cli, struct error *e)
{
    struct training_call c;
    struct course_attempt a;
    int answers[COURSE_QUESTIONS_MAX];
    size_t n;
    TRY(answers_option(cli, answers, &n, e));
    TRY(begin(cli, true, &c, e));
    TRY(training_take(c.db, c.county, c.course, answers, n, cli_actor(cli), &a, e));
    cli_say(cli, _("第 %d 次测验：%" PRId64 " 题对 %" PRId64 " 题，%s"), a.attempt, a.count,
            a.right, a.is_passed ? _("合格") : _("不合格"));
    return STATUS_OK;
}

static enum status result_command(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {"township", "name",   "expected", "came",
                                          "excused",  "tested", "passed"};
    struct training_call c;
    struct training_result *list;
    int64_t year;
    size_t n;
    TRY(number_option(cli, "--year", month_year(date_month(date_today())), &year, e));
    TRY(begin(cli, false, &c, e));
    TRY(training_results(c.db, c.county, c.course ? 0 : (int)year, c.course, cli_arena(cli), &list,
                         &n, e));
    cli_rows_begin(cli, columns, 7);
    for (size_t i = 0; i < n; i++) {
        cli_i64(cli, list[i].township);
        cli_text(cli, list[i].name);
        cli_i64(cli, list[i].expected);
        cli_i64(cli, list[i].came);
        cli_i64(cli, list[i].excused);
        cli_i64(cli, list[i].tested);
        cli_i64(cli, list[i].passed);
        cli_row_end(cli);
    }
    cli_rows_end(cli);
    return STATUS_OK;
}

static enum status list_command(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {"id",    "title",   "on",        "place",
                                          "hours", "state",   "pass",      "expected",
                                          "came",  "excused", "questions", "passed"};
    static const char *const states[] = {"", "planned", "held", "cancelled"};
    struct training_call c;
    struct course *list;
    int64_t year;
    size_t n;
    char day[DATE_TEXT_BYTES];
    TRY(number_option(cli, "--year", 0, &year, e));
    TRY(begin(cli, false, &c, e));
    TRY(training_list(c.db, c.county, (int)year, cli_arena(cli), &list, &n, e));
    cli_rows_begin(cli, columns, 12);
    for (size_t i = 0; i < n; i++) {
        cli_i64(cli, list[i].id);
        cli_text(cli, list[i].title);
        cli_text(cli, date_format(list[i].on, day));
        cli_text(cli, list[i].place);
        cli_i64(cli, list[i].hours);
        cli_text(cli, states[list[i].state]);
        cli_i64(cli, list[i].pass);
        cli_i64(cli, list[i].expected);
        cli_i64(cli, list[i].came);
        cli_i64(cli, list[i].excused);
        cli_i64(cli, list[i].questions);
        cli_i64(cli, list[i].passed);
        cli_row_end(cli);
    }
    cli_rows_end(cli);
    return STATUS_OK;
}

static enum status people_command(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {"number", "user",     "name",     "division",
                                          "place",  "attended", "attempts", "is_passed"};
    static const char *const marks[] = {"expected", "came", "excused"};
    struct training_call c;
    struct course_person *list;
    size_t n;
    TRY(begin(cli, false, &c, e));
    TRY(training_people(c.db, c.county, c.course, cli_arena(cli), &list, &n, e));
    cli_rows_begin(cli, columns, 8);
    for (size_t i = 0; i < n; i++) {
        cli_i64(cli, list[i].number);
        cli_text(cli, list[i].user_name);
        cli_text(cli, list[i].name);
        cli_i64(cli, list[i].division);
        cli_text(cli, list[i].place);
        cli_text(cli, marks[list[i].attended]);
        cli_i64(cli, list[i].attempts);
        cli_i64(cli, list[i].is_passed);
        cli_row_end(cli);
    }
    cli_rows_end(cli);
    return STATUS_OK;
}

const struct cli_command CLI_TRAINING[] = {
    {"training plan",
     "",
     0,
     0,
     N_("把一次培训列入计划"),
     "training.manage",
     plan_command,
     {{"--title", "TEXT", N_("培训名称"), true},
      {"--on", "DATE", N_("日期"), true},
      {"--place", "TEXT", N_("地点"), true},
      {"--hours", "N", N_("学时，默认 2"), false},
      {"--lecturer", "TEXT", N_("主讲人"), false},
      {"--audience", "TEXT", N_("对象"), false},
      {"--content", "TEXT", N_("内容"), false},
      {"--pass", "N", N_("合格线（百分之几），默认 60"), false},
      {"--document", "N", N_("学习的文件（政策库文件号），可以写几次"), false},
      {0}}},
    {"training expect",
     "COURSE",
     1,
     1,
     N_("列入应参加的人：按岗位和地方的用户，或没有账号的村干部（--name）"),
     "training.manage",
     expect_command,
     {{"--role", "ROLE", N_("岗位，如 township_clerk；默认都算"), false},
      {"--division", "CODE", N_("乡镇或村的 12 位代码"), false},
      {"--name", "TEXT", N_("没有账号的人的姓名"), false},
      {0}}},
    {"training hold",
     "COURSE",
     1,
     1,
     N_("培训已举办，或取消"),
     "training.manage",
     hold_command,
     {{"--on", "DATE", N_("举办日期；默认今天"), false},
      {"--cancel", NULL, N_("取消"), false},
      {0}}},
    {"training mark",
     "COURSE",
     1,
     1,
     N_("记谁到了、谁请假"),
     "training.manage",
     mark_command,
     {{"--number", "N", N_("名单号"), false},
      {"--rest", NULL, N_("其余还没有记的人"), false},
      {"--excused", NULL, N_("请假；默认已参加"), false},
      {0}}},
    {"training question",
     "COURSE",
     1,
     1,
     N_("加一道测验题"),
     "training.manage",
     question_command,
     {{"--text", "TEXT", N_("题目"), true},
      {"--choice", "TEXT", N_("选项，写 2 到 6 次"), true},
      {"--answer", "N", N_("正确的是第几项"), true},
      {"--clause", "TEXT", N_("依据"), false},
      {0}}},
    {"training take",
     "COURSE",
     1,
     1,
     N_("自己做一次测验"),
     "training.read",
     take_command,
     {{"--answers", "LIST", N_("每题选第几项，如 1,3,2；0 为不答"), true}, {0}}},
    {"training result",
     "[COURSE]",
     0,
     1,
     N_("按乡镇的到课和测验情况：一次培训，或全年"),
     "training.read",
     result_command,
     {{"--year", "YYYY", N_("年度，默认今年"), false}, {0}}},
    {"training people",
     "COURSE",
     1,
     1,
     N_("一次培训的名单"),
     "training.read",
     people_command,
     {{0}}},
    {"training list",
     "",
     0,
     0,
     N_("培训"),
     "training.read",
     list_command,
     {{"--year", "YYYY", N_("年度，默认全部"), false}, {0}}},
    {0},
};
