/* survey …: the public survey from its questions to its result. */
#include "domain/survey/survey.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "cli/case_actor.h"
#include "cli/document.h"
#include "domain/plan/plan.h"
#include "office/outfile.h"
#include "office/planpaper/survey.h"

#define PATH_BYTES 4096

struct call {
    struct db *db;
    int64_t county, survey;
    const char *actor;
};

static enum status number_option(struct cli *cli, const char *option, int64_t *ret, struct error *e)
{
    const char *text = cli_option(cli, option);
    if (!text || i64_parse(text, ret, NULL) == STATUS_OK)
        return STATUS_OK;
    return cli_usage(e, _("%s 应为整数"), option);
}

/* has_survey: the first argument is one. */
static enum status begin(struct cli *cli, bool is_writing, bool has_survey, struct call *ret,
                         struct error *e)
{
    struct call c = {.actor = cli_actor(cli)};
    if (has_survey && i64_parse(cli_argument(cli, 0), &c.survey, NULL) != STATUS_OK)
        return cli_usage(e, _("“%s”不是测评编号。"), cli_argument(cli, 0));
    TRY(is_writing ? cli_writer(cli, &c.db, e) : cli_reader(cli, &c.db, e));
    TRY(cli_county(cli, &c.county, e));
    *ret = c;
    return STATUS_OK;
}

/* ---- create ---- */

/* "OVERALL:您满意吗？", "SATISFACTION:…", "CHOICE:您从哪里知道？|村干部|广播", "WORDS:…". */
static enum status question_read(struct cli *cli, const char *text, struct survey_question *ret,
                                 struct error *e)
{
    char *copy = arena_strdup(cli_arena(cli), text);
    if (!copy)
        return arena_exhausted(e);
    char *words = strchr(copy, ':');
    if (!words)
        return cli_usage(e, _("--question 写成“题型:题目”，例如 OVERALL:您满意吗？"));
    *words++ = '\0';
    *ret = (struct survey_question){.text = words, .choices = ""};
    ret->is_overall = text_equals(copy, "OVERALL");
    TRY(survey_question_parse(ret->is_overall ? "SATISFACTION" : copy, &ret->kind, e));
    char *choices = ret->kind == SURVEY_CHOICE ? strchr(words, '|') : NULL;
    if (choices) {
        *choices++ = '\0';
        ret->choices = choices;
    }
    return STATUS_OK;
}

static enum status run_create(struct cli *cli, struct error *e)
{
    struct survey_question questions[SURVEY_QUESTIONS_MAX];
    struct survey_new n = {.title = cli_argument(cli, 0),
                           .satisfied = cli_option(cli, "--satisfied"),
                           .questions = questions};
    struct call c;
    const char *text;
    int64_t id;
    TRY(cli_month_option(cli, "--month", &n.month, e));
    TRY(cli_day_option(cli, "--until", &n.last_day, e));
    TRY(survey_frame_parse(cli_option(cli, "--frame"), &n.frame, e));
    TRY(number_option(cli, "--size", &n.sample_size, e));
    TRY(number_option(cli, "--each", &n.per_township, e));
    while ((text = cli_option_nth(cli, "--question", n.question_count)) != NULL) {
        if (n.question_count == SURVEY_QUESTIONS_MAX)
            return cli_usage(e, _("题目最多 %d 道。"), SURVEY_QUESTIONS_MAX);
        TRY(question_read(cli, text, &questions[n.question_count++], e));
    }
    n.year = month_year(date_month(n.last_day));
    TRY(begin(cli, true, false, &c, e));
    TRY(survey_create(c.db, c.county, &n, c.actor, &id, e));
    cli_say(cli, _("第 %" PRId64 " 号测评已建立，待抽样"), id);
    return STATUS_OK;
}

static enum status run_discard(struct cli *cli, struct error *e)
{
    struct call c;
    TRY(begin(cli, true, true, &c, e));
    TRY(survey_discard(c.db, c.county, c.survey, c.actor, e));
    cli_say(cli, _("第 %" PRId64 " 号测评已作废"), c.survey);
    return STATUS_OK;
}

/* ---- draw and codes ---- */

static enum status county_name(struct cli *cli, const struct call *c, const char **ret,
                               struct error *e)
{
    struct division_table *divisions;
    const struct division *d;
    TRY(division_table_read(c->db, c->county, date_month(date_today()), cli_arena(cli), &divisions,
                            e));
    *ret = "";
    for (size_t i = 0; (d = division_at(divisions, i)) != NULL; i++)
        if (d->level == 1)
            *ret = d->name;
    return STATUS_OK;
}

/* "slips.pdf" becomes "slips-341823106000-1.pdf". */
static enum status slips_file(struct cli *cli, const struct survey *s,
                              const struct survey_codes *part, int part_number,
                              struct survey_paper_options *options, struct error *e)
{
    CLEANUP(buf_free) struct buf bytes = BUF_INIT(DOCUMENT_BYTES_MAX);
    CLEANUP(outfile_discard) struct outfile out = {0};
    const char *base = cli_option(cli, "-o"), *ending = document_ending(options->kind);
    char path[PATH_BYTES];
    int n =
        snprintf(path, sizeof path, "%.*s-%" PRId64 "-%d%s", (int)(strlen(base) - strlen(ending)),
                 base, part->list[0].township, part_number, ending);
    if (n < 0 || (size_t)n >= sizeof path)
        return cli_usage(e, _("文件名太长。"));
    TRY(survey_slips_render(s, part, options, &bytes, e));
    TRY(outfile_open(&out, path, e));
    if (fwrite(bytes.p, 1, bytes.n, out.file) != bytes.n)
        return error_set(e, STATUS_FAILED, "FILE_WRITE", _("写不进 %s：%s"), path, strerror(errno));
    TRY(outfile_commit(&out, e));
    cli_say(cli, _("已写出 %s，%zu 张答题卡"), path, part->count);
    return STATUS_OK;
}

/* A file for each township and SURVEY_SLIPS_MAX codes. */
static enum status slips_write(struct cli *cli, const struct call *c,
                               const struct survey_codes *codes,
                               struct survey_paper_options *options, struct error *e)
{
    struct survey s;
    int part = 0;
    TRY(survey_read(c->db, c->county, c->survey, cli_arena(cli), &s, e));
    TRY(county_name(cli, c, &options->county_name, e));
    for (size_t from = 0, to; from < codes->count; from = to) {
        const int64_t township = codes->list[from].township;
        for (to = from; to < codes->count && to - from < SURVEY_SLIPS_MAX &&
                        codes->list[to].township == township;)
            to++;
        bool goes_on = from > 0 && codes->list[from - 1].township == township;
        part = goes_on ? part + 1 : 1;
        const struct survey_codes some = {.list = codes->list + from, .count = to - from};
        TRY(slips_file(cli, &s, &some, part, options, e));
    }
    return STATUS_OK;
}

/* They are told here and nowhere else. */
static enum status codes_tell(struct cli *cli, const struct call *c,
                              const struct survey_codes *codes,
                              struct survey_paper_options *options, struct error *e)
{
    static const char *const columns[] = {"township", "code"};
    if (cli_option(cli, "-o"))
        return slips_write(cli, c, codes, options, e);
    cli_rows_begin(cli, columns, 2);
    for (size_t i = 0; i < codes->count; i++) {
        cli_i64(cli, codes->list[i].township);
        cli_text(cli, codes->list[i].code);
        cli_row_end(cli);
    }
    cli_rows_end(cli);
    return STATUS_OK;
}

static enum status paper_options(struct cli *cli, struct survey_paper_options *ret, struct error *e)
{
    *ret = (struct survey_paper_options){.today = date_today(), .site = cli_option(cli, "--site")};
    return cli_option(cli, "-o") ? cli_document_kind(cli, &ret->kind, e) : STATUS_OK;
}

static enum status run_draw(struct cli *cli, struct error *e)
{
    struct survey_paper_options options;
    struct survey_codes codes;
    const struct keyring *keys;
    struct call c;
    int64_t reserve = 0;
    TRY(paper_options(cli, &options, e));
    TRY(number_option(cli, "--reserve", &reserve, e));
    TRY(begin(cli, true, true, &c, e));
    TRY(cli_keys(cli, &keys, e));
    TRY(survey_draw(c.db, c.county, keys, c.survey, cli_option(cli, "--seed"), KNOWN_NOW, reserve,
                    c.actor, cli_arena(cli), &codes, e));
    return codes_tell(cli, &c, &codes, &options, e);
}

static enum status run_reprint(struct cli *cli, struct error *e)
{
    struct survey_paper_options options;
    struct survey_codes codes;
    const struct keyring *keys;
    struct call c;
    int64_t township = 0, count = 0;
    TRY(paper_options(cli, &options, e));
    TRY(number_option(cli, "--township", &township, e));
    TRY(number_option(cli, "--count", &count, e));
    TRY(begin(cli, true, true, &c, e));
    TRY(cli_keys(cli, &keys, e));
    TRY(survey_reprint(c.db, c.county, keys, c.survey, township, count, c.actor, cli_arena(cli),
                       &codes, e));
    return codes_tell(cli, &c, &codes, &options, e);
}

static enum status run_verify(struct cli *cli, struct error *e)
{
    struct call c;
    int64_t drawn, differences;
    TRY(begin(cli, false, true, &c, e));
    TRY(survey_verify(c.db, c.county, c.survey, &drawn, &differences, e));
    if (differences > 0)
        return error_set(e, STATUS_REFUSED, "SURVEY_DRAW",
                         _("按公布的种子重抽 %" PRId64 " 户，与登记的样本有 %" PRId64 " 处不同。"),
                         drawn, differences);
    cli_say(cli, _("按公布的种子重抽 %" PRId64 " 户，与登记的样本一致"), drawn);
    return STATUS_OK;
}

/* ---- answers ---- */

/* "2=1" for a choice, "3=修好路" for words. */
static enum status reply_read(const struct survey *s, const char *text, struct survey_reply *ret,
                              struct error *e)
{
    const char *value = strchr(text, '=');
    int64_t number = 0, choice = 0;
    char head[16];
    if (!value || (size_t)(value - text) >= sizeof head)
        return cli_usage(e, _("--reply 写成“题号=选项”或“题号=意见”。"));
    (void)snprintf(head, sizeof head, "%.*s", (int)(value - text), text);
    if (i64_parse(head, &number, NULL) != STATUS_OK || number < 1 ||
        (size_t)number > s->question_count)
        return cli_usage(e, _("没有第 %s 题。"), head);
    *ret = (struct survey_reply){.question = (int)number, .words = ""};
    if (s->questions[number - 1].kind == SURVEY_WORDS)
        ret->words = value + 1;
    else if (i64_parse(value + 1, &choice, NULL) != STATUS_OK || choice < 0 || choice > 9)
        return cli_usage(e, _("第 %s 题的选项应为数字。"), head);
    ret->choice = (int)choice;
    return STATUS_OK;
}

static enum status run_answer(struct cli *cli, struct error *e)
{
    struct survey_reply replies[SURVEY_QUESTIONS_MAX];
    struct survey_sheet sheet = {
        .code = cli_argument(cli, 0), .is_valid = !cli_has(cli, "--invalid"), .replies = replies};
    struct survey s;
    const struct keyring *keys;
    struct call c;
    const char *text;
    int64_t survey;
    TRY(survey_channel_parse(cli_option(cli, "--channel"), &sheet.channel, e));
    TRY(cli_day_option(cli, "--on", &sheet.answered_on, e));
    TRY(begin(cli, true, false, &c, e));
    TRY(cli_keys(cli, &keys, e));
    TRY(survey_by_code(c.db, c.county, keys, sheet.code, &survey, e));
    TRY(survey_read(c.db, c.county, survey, cli_arena(cli), &s, e));
    while ((text = cli_option_nth(cli, "--reply", sheet.reply_count)) != NULL &&
           sheet.reply_count < SURVEY_QUESTIONS_MAX)
        TRY(reply_read(&s, text, &replies[sheet.reply_count++], e));
    TRY(survey_answer(c.db, c.county, keys, &sheet, c.actor, &survey, e));
    cli_say(cli, _("第 %" PRId64 " 号测评已登记一份答卷"), survey);
    return STATUS_OK;
}

static enum status run_contact(struct cli *cli, struct error *e)
{
    struct call c;
    int64_t township = 0, number = 0;
    TRY(number_option(cli, "--township", &township, e));
    TRY(number_option(cli, "--number", &number, e));
    if (number < 1 || number > 100000)
        return cli_usage(e, _("%s 应为整数"), "--number");
    TRY(begin(cli, true, true, &c, e));
    TRY(survey_contact(c.db, c.county, c.survey, township, (int)number, cli_argument(cli, 1),
                       c.actor, e));
    cli_say(cli, _("已登记：%s"), _(survey_contact_label(cli_argument(cli, 1))));
    return STATUS_OK;
}

static enum status run_close(struct cli *cli, struct error *e)
{
    struct call c;
    TRY(begin(cli, true, true, &c, e));
    TRY(survey_close(c.db, c.county, c.survey, c.actor, e));
    cli_say(cli, _("第 %" PRId64 " 号测评已结束"), c.survey);
    return STATUS_OK;
}

/* ---- reading ---- */

static void result_row(struct cli *cli, const struct survey_township *t)
{
    char text[RATIO_TEXT_BYTES];
    cli_i64(cli, t->township);
    cli_text(cli, t->name);
    cli_i64(cli, t->population);
    cli_i64(cli, t->selected);
    cli_i64(cli, t->delivered);
    cli_i64(cli, t->answered);
    cli_i64(cli, t->valid);
    for (int i = 0; i < SURVEY_CHOICES; i++)
        cli_i64(cli, t->counts[i]);
    cli_i64(cli, t->satisfied);
    cli_text(cli, survey_percent(t->rate_ppm, text));
    cli_text(cli, survey_percent(t->low_ppm, text));
    cli_text(cli, survey_percent(t->high_ppm, text));
    cli_row_end(cli);
}

static enum status run_result(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {"township",  "name",     "households", "selected",
                                          "delivered", "answered", "valid",      "satisfied_1",
                                          "fairly_2",  "not_3",    "unknown_4",  "satisfied",
                                          "rate",      "low",      "high"};
    struct survey_result r;
    struct call c;
    TRY(begin(cli, false, true, &c, e));
    TRY(survey_result(c.db, c.county, c.survey, cli_arena(cli), &r, e));
    cli_rows_begin(cli, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < r.count; i++)
        result_row(cli, &r.townships[i]);
    result_row(cli, &r.county);
    cli_rows_end(cli);
    return STATUS_OK;
}

static enum status run_list(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {"survey", "year",  "title",  "state",
                                          "frame",  "month", "opened", "until"};
    struct survey *list;
    struct call c;
    size_t n;
    char day[DATE_TEXT_BYTES];
    TRY(begin(cli, false, false, &c, e));
    TRY(survey_list(c.db, c.county, cli_arena(cli), &list, &n, e));
    cli_rows_begin(cli, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < n; i++) {
        cli_i64(cli, list[i].id);
        cli_i64(cli, list[i].year);
        cli_text(cli, list[i].title);
        cli_text(cli, survey_state_code(list[i].state));
        cli_text(cli, survey_frame_code(list[i].frame));
        cli_month(cli, list[i].month);
        cli_text(cli, list[i].opened_on.v ? date_format(list[i].opened_on, day) : "");
        cli_text(cli, date_format(list[i].last_day, day));
        cli_row_end(cli);
    }
    cli_rows_end(cli);
    return STATUS_OK;
}

static enum status run_show(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {"township", "number",  "household",
                                          "division", "contact", "draw_key"};
    struct survey_household *list;
    struct survey s;
    struct call c;
    size_t n;
    TRY(begin(cli, false, true, &c, e));
    TRY(survey_read(c.db, c.county, c.survey, cli_arena(cli), &s, e));
    TRY(survey_sample_list(c.db, c.county, c.survey, 0, cli_arena(cli), &list, &n, e));
    if (cli_format(cli) == CLI_TEXT)
        cli_say(cli, _("%s：%s，种子 %s"), s.title, _(survey_state_label(s.state)), s.seed);
    cli_rows_begin(cli, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < n; i++) {
        cli_i64(cli, list[i].township);
        cli_i64(cli, list[i].number);
        cli_i64(cli, list[i].household);
        cli_i64(cli, list[i].division);
        cli_text(cli, list[i].contact);
        cli_text(cli, list[i].draw_key);
        cli_row_end(cli);
    }
    cli_rows_end(cli);
    return STATUS_OK;
}

#define SLIP_OPTIONS                                                                               \
    {"-o", "FILE.pdf|FILE.docx", N_("答题卡；每个乡镇一个文件。不写则列出答题码"), false},         \
    {                                                                                              \
        "--site", "URL", N_("群众打开的网址；不写则用 MINSHENG_SITE"), false                       \
    }

const struct cli_command CLI_SURVEY[] = {
    {"survey create",
     "TITLE",
     1,
     1,
     N_("建立一次百姓测评"),
     "survey.manage",
     run_create,
     {{"--month", "YYYY-MM", N_("按哪个月的名册抽样"), true},
      {"--until", "YYYY-MM-DD", N_("截止日期"), true},
      {"--frame", "RECIPIENTS|HOUSEHOLDS", N_("在保户或在册户"), true},
      {"--size", "N", N_("全县样本户数，按乡镇户数分配"), false},
      {"--each", "N", N_("每个乡镇的样本户数"), false},
      {"--satisfied", "1,2", N_("算作满意的答案；不写为 1,2"), false},
      {"--question", "KIND:TEXT", N_("题目，可重复：OVERALL、SATISFACTION、CHOICE、WORDS"), true}},
     false},
    {"survey discard",
     "SURVEY",
     1,
     1,
     N_("作废还没有抽样的测评"),
     "survey.manage",
     run_discard,
     {{0}},
     false},
    {"survey draw",
     "SURVEY",
     1,
     1,
     N_("抽样并制作答题码；答题码只显示这一次"),
     "survey.manage",
     run_draw,
     {{"--seed", "TEXT", N_("公开的种子；不写则用变动记录的链头"), false},
      {"--reserve", "N", N_("每个乡镇多制作几个答题码"), false},
      SLIP_OPTIONS},
     false},
    {"survey codes reprint",
     "SURVEY",
     1,
     1,
     N_("换发一个乡镇的答题码，未用的旧码作废"),
     "survey.manage",
     run_reprint,
     {{"--township", "CODE", N_("乡镇代码"), true},
      {"--count", "N", N_("多少个；不写则与作废的一样多"), false},
      SLIP_OPTIONS},
     false},
    {"survey verify",
     "SURVEY",
     1,
     1,
     N_("按公布的种子重抽一遍，与登记的核对"),
     "survey.read",
     run_verify,
     {{0}},
     false},
    {"survey answer",
     "CODE",
     1,
     1,
     N_("登记一份纸质或电话答卷"),
     "survey.enter",
     run_answer,
     {{"--channel", "PAPER|PHONE", N_("答卷方式"), true},
      {"--on", "YYYY-MM-DD", N_("答卷日期；不写则今天"), false},
      {"--reply", "N=CHOICE", N_("题号=选项，可重复；意见题写 题号=文字"), false},
      {"--invalid", NULL, N_("无效答卷"), false}},
     false},
    {"survey contact",
     "SURVEY DELIVERED|ABSENT|REFUSED",
     2,
     2,
     N_("登记样本户的联系结果"),
     "survey.enter",
     run_contact,
     {{"--township", "CODE", N_("乡镇代码"), true}, {"--number", "N", N_("样本序号"), true}},
     false},
    {"survey close",
     "SURVEY",
     1,
     1,
     N_("截止日过后结束测评"),
     "survey.manage",
     run_close,
     {{0}},
     false},
    {"survey result",
     "SURVEY",
     1,
     1,
     N_("各乡镇和全县的结果，含 95% 区间"),
     "survey.read",
     run_result,
     {{0}},
     false},
    {"survey list", "", 0, 0, N_("列出各次测评"), "survey.read", run_list, {{0}}, false},
    {"survey show",
     "SURVEY",
     1,
     1,
     N_("样本和签号，任何人可以重抽核对"),
     "survey.enter",
     run_show,
     {{0}},
     false},
    {0},
};
