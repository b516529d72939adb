/* complaint …: from receipt to the last review, on the law's clock. */
#include "domain/complaint/complaint.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "cli/case_actor.h"
#include "cli/document.h"
#include "cli/township.h"
#include "domain/plan/plan.h"
#include "office/planpaper/complaint.h"

struct call {
    struct db *db;
    int64_t county;
    const char *actor;
    const struct keyring *keys;
};

static enum status begin(struct cli *cli, bool is_writing, struct call *ret, struct error *e)
{
    struct call c = {.actor = cli_actor(cli)};
    TRY(is_writing ? cli_writer(cli, &c.db, e) : cli_reader(cli, &c.db, e));
    TRY(cli_county(cli, &c.county, e));
    if (is_writing)
        TRY(cli_keys(cli, &c.keys, e));
    *ret = c;
    return STATUS_OK;
}

static const char *given(struct cli *cli, const char *option)
{
    const char *text = cli_option(cli, option);
    return text ? text : "";
}

static enum status number_option(struct cli *cli, const char *option, int64_t *ret, struct error *e)
{
    const char *text = cli_option(cli, option);
    if (!text || i64_parse(text, ret, NULL) == STATUS_OK)
        return STATUS_OK;
    return cli_usage(e, _("%s 应为整数"), option);
}

static void day_tell(struct cli *cli, struct date d)
{
    char text[DATE_TEXT_BYTES];
    cli_text(cli, d.v ? date_format(d, text) : "");
}

/* ---- receiving ---- */

static enum status run_receive(struct cli *cli, struct error *e)
{
    struct complaint_new n = {.category = given(cli, "--category"),
                              .is_named = cli_option(cli, "--name") != NULL,
                              .content = {.name = given(cli, "--name"),
                                          .phone = given(cli, "--phone"),
                                          .about = given(cli, "--about"),
                                          .text = given(cli, "--text")}};
    struct complaint_receipt r;
    struct call c;
    char day[DATE_TEXT_BYTES];
    TRY(complaint_channel_parse(cli_option(cli, "--channel"), &n.channel, e));
    TRY(cli_day_option(cli, "--on", &n.received_on, e));
    TRY(number_option(cli, "--township", &n.township, e));
    TRY(begin(cli, true, &c, e));
    TRY(complaint_receive(c.db, c.county, c.keys, &n, c.actor, &r, e));
    cli_say(cli, _("投诉 %s 已登记，查询码 %s，%s以前告知是否受理"), r.number, r.receipt,
            date_format_people(r.due_on, day));
    return STATUS_OK;
}

/* ---- steps ---- */

static enum status founded_option(struct cli *cli, int *ret, struct error *e)
{
    const char *text = cli_option(cli, "--founded");
    *ret = text_equals(text, "yes") ? 1 : text_equals(text, "no") ? 2 : 0;
    return text && *ret == 0 ? cli_usage(e, _("--founded 应为 yes（属实）或 no（不属实）"))
                             : STATUS_OK;
}

static enum status run_act(struct cli *cli, enum complaint_action action, struct error *e)
{
    struct complaint_act act = {.action = action,
                                .text = given(cli, "--text"),
                                .document = given(cli, "--document"),
                                .handler = cli_option(cli, "--handler"),
                                .public_result = given(cli, "--result")};
    struct complaint complaint, after;
    struct call c;
    int64_t days = 0;
    char day[DATE_TEXT_BYTES];
    TRY(number_option(cli, "--days", &days, e));
    act.days = days > 0 && days < 1000 ? (int)days : 0;
    TRY(founded_option(cli, &act.is_founded, e));
    TRY(begin(cli, true, &c, e));
    TRY(complaint_find(c.db, c.county, cli_argument(cli, 0), cli_arena(cli), &complaint, e));
    TRY(complaint_act(c.db, c.county, c.keys, complaint.id, &act, c.actor, e));
    TRY(complaint_read(c.db, c.county, complaint.id, cli_arena(cli), &after, e));
    if (after.due_on.v)
        cli_say(cli, _("投诉 %s：%s，下一期限 %s"), after.number, _(complaint_stands(&after)),
                date_format_people(after.due_on, day));
    else
        cli_say(cli, _("投诉 %s：%s"), after.number, _(complaint_stands(&after)));
    return STATUS_OK;
}

#define ACT_COMMAND(name, action)                                                                  \
    static enum status name(struct cli *cli, struct error *e)                                      \
    {                                                                                              \
        return run_act(cli, action, e);                                                            \
    }
ACT_COMMAND(run_accept, COMPLAINT_ACCEPT)
ACT_COMMAND(run_refuse, COMPLAINT_NOT_ACCEPT)
ACT_COMMAND(run_forward, COMPLAINT_FORWARD)
ACT_COMMAND(run_extend, COMPLAINT_EXTEND)
ACT_COMMAND(run_reply, COMPLAINT_REPLY)
ACT_COMMAND(run_review, COMPLAINT_ASK1)
ACT_COMMAND(run_review_reply, COMPLAINT_ANSWER1)
ACT_COMMAND(run_final_review, COMPLAINT_ASK2)
ACT_COMMAND(run_final_reply, COMPLAINT_ANSWER2)
ACT_COMMAND(run_close, COMPLAINT_CLOSE)

static enum status run_sweep(struct cli *cli, struct error *e)
{
    struct call c;
    int64_t closed;
    TRY(begin(cli, true, &c, e));
    TRY(complaint_sweep(c.db, c.county, c.keys, c.actor, &closed, e));
    cli_say(cli, _("期满无人申请复查、复核，办结 %" PRId64 " 件"), closed);
    return STATUS_OK;
}

/* ---- reading ---- */

static enum status run_list(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {"number",  "received", "township", "category",
                                          "channel", "state",    "due",      "handler",
                                          "late",    "overdue",  "founded"};
    struct complaint_filter f = {.today = date_today(),
                                 .is_open_only = cli_has(cli, "--open"),
                                 .is_overdue_only = cli_has(cli, "--overdue")};
    struct case_actor actor;
    struct complaint *list;
    struct call c;
    size_t n;
    TRY(begin(cli, false, &c, e));
    TRY(cli_case_actor(cli, &actor, e));
    TRY(cli_township_option(cli, &actor, &f.scope, e));
    TRY(complaint_list(c.db, c.county, &f, cli_arena(cli), &list, &n, e));
    cli_rows_begin(cli, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < n; i++) {
        cli_text(cli, list[i].number);
        day_tell(cli, list[i].received_on);
        cli_i64(cli, list[i].township);
        cli_text(cli, list[i].category);
        cli_text(cli, complaint_channel_code(list[i].channel));
        cli_text(cli, complaint_state_code(list[i].state));
        day_tell(cli, list[i].due_on);
        cli_text(cli, list[i].handler);
        cli_text(cli, list[i].is_late ? "yes" : "");
        cli_text(cli, complaint_is_overdue(&list[i], f.today) ? "yes" : "");
        cli_text(cli, list[i].is_founded == 1 ? "yes" : list[i].is_founded == 2 ? "no" : "");
        cli_row_end(cli);
    }
    cli_rows_end(cli);
    return STATUS_OK;
}

static enum status opened(struct cli *cli, struct call *c, struct complaint *ret,
                          struct complaint_content *content, struct complaint_step **steps,
                          size_t *count, struct error *e)
{
    TRY(begin(cli, true, c, e));
    TRY(complaint_find(c->db, c->county, cli_argument(cli, 0), cli_arena(cli), ret, e));
    return complaint_open(c->db, c->county, c->keys, ret->id, c->actor, cli_arena(cli), content,
                          steps, count, e);
}

static enum status run_show(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {"step",  "date",     "due", "late",
                                          "actor", "document", "text"};
    struct complaint complaint;
    struct complaint_content content;
    struct complaint_step *steps;
    struct call c;
    size_t n;
    TRY(opened(cli, &c, &complaint, &content, &steps, &n, e));
    if (cli_format(cli) == CLI_TEXT)
        cli_say(cli, _("%s %s（%s）：%s %s %s"), complaint.number, _(complaint_stands(&complaint)),
                _(complaint_category_label(complaint.category)),
                content.name[0] ? content.name : _("匿名"), content.phone, content.text);
    cli_rows_begin(cli, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < n; i++) {
        cli_text(cli, steps[i].step);
        day_tell(cli, steps[i].on_date);
        day_tell(cli, steps[i].due_on);
        cli_text(cli, steps[i].is_late ? "yes" : "");
        cli_text(cli, steps[i].actor);
        cli_text(cli, steps[i].document);
        cli_text(cli, steps[i].text);
        cli_row_end(cli);
    }
    cli_rows_end(cli);
    return STATUS_OK;
}

/* The newest step that has a letter, or the one named by --step. */
static enum status run_paper(struct cli *cli, struct error *e)
{
    CLEANUP(buf_free) struct buf bytes = BUF_INIT(DOCUMENT_BYTES_MAX);
    struct complaint_paper_options options = {.today = date_today(), .county_name = ""};
    struct complaint complaint;
    struct complaint_content content;
    struct complaint_step *steps;
    struct division_table *divisions;
    const struct division *d;
    const char *wanted = cli_option(cli, "--step");
    struct call c;
    size_t n;
    TRY(cli_document_kind(cli, &options.kind, e));
    TRY(opened(cli, &c, &complaint, &content, &steps, &n, e));
    TRY(division_table_read(c.db, c.county, date_month(options.today), cli_arena(cli), &divisions,
                            e));
    for (size_t i = 0; (d = division_at(divisions, i)) != NULL; i++)
        if (d->level == 1)
            options.county_name = d->name;
    for (size_t i = n; i > 0; i--) {
        if (wanted && !text_equals(wanted, steps[i - 1].step))
            continue;
        enum status s =
            complaint_paper_render(&complaint, &content, &steps[i - 1], &options, &bytes, e);
        if (s == STATUS_OK)
            return cli_document_write(cli, &bytes, e);
        if (s != STATUS_NONE)
            return s;
    }
    return error_set(e, STATUS_REFUSED, "COMPLAINT_PAPER", _("投诉 %s 还没有要送达的文书。"),
                     complaint.number);
}

static enum status run_status(struct cli *cli, struct error *e)
{
    struct complaint_public_state s;
    struct call c;
    char day[DATE_TEXT_BYTES];
    TRY(begin(cli, false, &c, e));
    TRY(complaint_public(c.db, c.county, cli_argument(cli, 0), date_today(), cli_arena(cli), &s,
                         e));
    cli_say(cli, _("%s（%s收到）：%s。%s"), s.number, date_format_people(s.received_on, day),
            s.state_text, s.result);
    return STATUS_OK;
}

#define TEXT_OPTION                                                                                \
    {                                                                                              \
        "--text", "TEXT", N_("理由、答复或申请的内容"), true                                       \
    }
#define DOCUMENT_OPTION                                                                            \
    {                                                                                              \
        "--document", "TEXT", N_("文书的文号"), true                                               \
    }
#define RESULT_OPTIONS                                                                             \
    {"--founded", "yes|no", N_("是否属实"), true},                                                 \
    {                                                                                              \
        "--result", "TEXT", N_("凭查询码能看到的结果；不写姓名和号码"), true                       \
    }
#define ONE "NUMBER", 1, 1

const struct cli_command CLI_COMPLAINT[] = {
    {"complaint receive",
     "",
     0,
     0,
     N_("登记电话、来访或来信投诉"),
     "complaint.receive",
     run_receive,
     {{"--channel", "PHONE|VISIT|LETTER", N_("来源"), true},
      {"--category", "CODE",
       N_("AMOUNT、ELIGIBILITY、STEP、CONDUCT、HOME、MEDICAL、SUGGESTION、OTHER"), true},
      {"--on", "YYYY-MM-DD", N_("收到日期；不写则今天"), false},
      {"--township", "CODE", N_("所涉乡镇；不写则县里"), false},
      {"--name", "TEXT", N_("投诉人；不写则匿名"), false},
      {"--phone", "TEXT", N_("联系电话"), false},
      {"--about", "TEXT", N_("被投诉的人或单位"), false},
      {"--text", "TEXT", N_("投诉内容"), true}},
     false},
    {"complaint accept",
     ONE,
     N_("受理"),
     "complaint.handle",
     run_accept,
     {{"--handler", "USER", N_("办理人；不写则本人"), false},
      {"--document", "TEXT", N_("受理告知书的文号"), false},
      {"--text", "TEXT", N_("告知书上要写的话"), false}},
     false},
    {"complaint refuse",
     ONE,
     N_("不予受理"),
     "complaint.handle",
     run_refuse,
     {TEXT_OPTION, DOCUMENT_OPTION},
     false},
    {"complaint forward",
     ONE,
     N_("转送有权处理的单位"),
     "complaint.handle",
     run_forward,
     {TEXT_OPTION, DOCUMENT_OPTION},
     false},
    {"complaint extend",
     ONE,
     N_("批准延期，至多三十日，一次"),
     "complaint.review",
     run_extend,
     {{"--days", "N", N_("延长多少日"), true}, TEXT_OPTION, DOCUMENT_OPTION},
     false},
    {"complaint reply",
     ONE,
     N_("答复"),
     "complaint.handle",
     run_reply,
     {TEXT_OPTION, DOCUMENT_OPTION, RESULT_OPTIONS},
     false},
    {"complaint review", ONE, N_("登记复查申请"), NULL, run_review, {TEXT_OPTION}, false},
    {"complaint review-reply",
     ONE,
     N_("复查答复"),
     NULL,
     run_review_reply,
     {TEXT_OPTION, DOCUMENT_OPTION, RESULT_OPTIONS},
     false},
    {"complaint final-review",
     ONE,
     N_("登记复核申请"),
     NULL,
     run_final_review,
     {TEXT_OPTION},
     false},
    {"complaint final-reply",
     ONE,
     N_("复核答复，信访终结"),
     NULL,
     run_final_reply,
     {TEXT_OPTION, DOCUMENT_OPTION, RESULT_OPTIONS},
     false},
    {"complaint close", ONE, N_("期满办结一件"), NULL, run_close, {{0}}, false},
    {"complaint sweep",
     "",
     0,
     0,
     N_("把期满无人申请复查、复核的都办结"),
     NULL,
     run_sweep,
     {{0}},
     false},
    {"complaint list",
     "",
     0,
     0,
     N_("列出投诉，先到期的在前"),
     "complaint.read",
     run_list,
     {{"--township", "CODE", N_("只看一个乡镇"), false},
      {"--open", NULL, N_("只看没有办结的"), false},
      {"--overdue", NULL, N_("只看超期的"), false}},
     false},
    {"complaint show",
     ONE,
     N_("打开一件投诉的内容和各步；会记入变动记录"),
     "complaint.read",
     run_show,
     {{0}},
     false},
    {"complaint paper",
     ONE,
     N_("告知书、答复意见书；会记入变动记录"),
     "complaint.read",
     run_paper,
     {{"-o", "FILE.pdf|FILE.docx", N_("写到哪里"), true},
      {"--step", "STEP", N_("哪一步的文书；不写则最近一步"), false}},
     false},
    {"complaint status",
     "RECEIPT",
     1,
     1,
     N_("凭查询码查看办到哪一步"),
     NULL,
     run_status,
     {{0}},
     false},
    {0},
};
