/* notice …: putting up, taking down, showing and checking; objections. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "cli/case_actor.h"
#include "domain/casework/deadline.h"
#include "domain/casework/notice.h"

#define BYTES_MAX ((size_t)256 << 20)
#define LIST_PAGES_MAX 100000

/* Reads what the actor may see. */
static enum status notice_argument(struct cli *cli, const struct case_command *c,
                                   struct notice_record *ret, struct notice_row **ret_rows,
                                   size_t *ret_count, struct error *e)
{
    int64_t id;
    TRY(cli_number_argument(cli, _("公示号"), &id, e));
    enum status s = notice_read(c->db, c->county, id, cli_arena(cli), ret, ret_rows, ret_count, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "NOTICE_UNKNOWN", _("没有 %" PRId64 " 号公示。"), id);
    if (s != STATUS_OK)
        return s;
    return cli_case_scope(&c->actor, ret->division, e);
}

/* ---- post ---- */

static enum status post_one(struct cli *cli, const struct case_command *c, const int64_t *cases,
                            size_t count, struct error *e)
{
    struct notice_record notice;
    struct notice_row *rows;
    size_t row_count;
    char last_day[DATE_TEXT_BYTES];
    int64_t id;
    TRY(notice_post(c->db, c->county, c->keys, &c->actor, cases, count, cli_option(cli, "--place"),
                    c->on, &id, e));
    TRY(notice_read(c->db, c->county, id, cli_arena(cli), &notice, &rows, &row_count, e));
    cli_say(cli, _("%" PRId64 " 号%s  %" PRId64 " 户  挂到 %s  校验值 %s"), id,
            _(notice_kind_label(notice.kind)), notice.row_count,
            date_format(notice.last_day, last_day), notice.sha256);
    return STATUS_OK;
}

static enum status post_cases(struct cli *cli, const struct case_command *c, const char *list,
                              struct error *e)
{
    int64_t *ids = ARENA_ARRAY(cli_arena(cli), int64_t, NOTICE_CASES_MAX);
    char *texts = arena_strdup(cli_arena(cli), list), *rest = NULL;
    size_t count = 0;
    if (!ids || !texts)
        return arena_exhausted(e);
    for (char *text = strtok_r(texts, ",", &rest); text != NULL;
         text = strtok_r(NULL, ",", &rest)) {
        if (count == NOTICE_CASES_MAX)
            return cli_usage(e, _("一份公示最多 %d 户。"), NOTICE_CASES_MAX);
        TRY(cli_case_number(cli, c->db, c->county, text, &ids[count++], e));
    }
    return post_one(cli, c, ids, count, e);
}

/* All that wait in a village, one notice per programme. */
static enum status post_village(struct cli *cli, const struct case_command *c, struct error *e)
{
    struct case_record *waiting;
    enum notice_kind kind = (enum notice_kind)0;
    int64_t village, *ids;
    size_t count, posted = 0;
    if (i64_parse(cli_option(cli, "--village"), &village, NULL) != STATUS_OK)
        return cli_usage(e, _("--village 要写村的 12 位代码。"));
    if (!cli_has(cli, "--kind"))
        return cli_usage(e, _("请写 --kind first、decision 或 change。"));
    TRY(notice_kind_parse(cli_option(cli, "--kind"), &kind, e));
    TRY(notice_waiting_list(c->db, c->county, village, kind, c->actor.today, cli_arena(cli),
                            &waiting, &count, e));
    ids = ARENA_ARRAY(cli_arena(cli), int64_t, count + 1);
    if (!ids)
        return arena_exhausted(e);
    for (int p = PROGRAMME_DIBAO; p <= PROGRAMME_COUNT; p++) {
        size_t n = 0;
        for (size_t i = 0; i < count; i++)
            if ((int)waiting[i].programme == p)
                ids[n++] = waiting[i].id;
        if (n > 0)
            TRY(post_one(cli, c, ids, n, e));
        posted += n;
    }
    if (posted == 0)
        return error_set(e, STATUS_REFUSED, "NOTICE_EMPTY", _("这个村没有等待这种公示的办件。"));
    return STATUS_OK;
}

static enum status run_post(struct cli *cli, struct error *e)
{
    struct case_command c = {0};
    TRY(cli_case_begin(cli, true, &c, e));
    if (cli_has(cli, "--cases") == cli_has(cli, "--village"))
        return cli_usage(e, _("请写 --cases 或 --village，两者取一。"));
    return cli_has(cli, "--cases") ? post_cases(cli, &c, cli_option(cli, "--cases"), e)
                                   : post_village(cli, &c, e);
}

static enum status run_long_term(struct cli *cli, struct error *e)
{
    struct case_command c = {0};
    enum programme programme;
    struct month month;
    int64_t division, id;
    TRY(cli_case_begin(cli, true, &c, e));
    TRY(programme_parse(cli_option(cli, "--programme"), &programme, e));
    TRY(cli_month_option(cli, "--month", &month, e));
    if (i64_parse(cli_option(cli, "--division"), &division, NULL) != STATUS_OK)
        return cli_usage(e, _("--division 要写 12 位代码。"));
    TRY(notice_post_long_term(c.db, c.county, &c.actor, programme, division, month,
                              cli_option(cli, "--place"), c.on, &id, e));
    cli_say(cli, _("%" PRId64 " 号长期公示已张贴。"), id);
    return STATUS_OK;
}

/* ---- list and show ---- */

static void day(struct cli *cli, struct date d)
{
    char text[DATE_TEXT_BYTES];
    cli_text(cli, d.v == 0 || d.v == DATE_OPEN.v ? "" : date_format(d, text));
}

static void list_row(struct cli *cli, const struct notice_record *n)
{
    cli_i64(cli, n->id);
    cli_text(cli, notice_kind_code(n->kind));
    cli_text(cli, programme_code(n->programme));
    cli_i64(cli, n->division);
    day(cli, n->posted_on);
    day(cli, n->last_day);
    cli_i64(cli, n->row_count);
    day(cli, n->closed_on);
    cli_text(cli, n->sha256);
    cli_row_end(cli);
}

static enum status run_list(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {"notice",   "kind", "programme", "division", "posted_on",
                                          "last_day", "rows", "closed_on", "sha256"};
    struct case_command c = {0};
    TRY(cli_case_begin(cli, false, &c, e));
    struct notice_filter filter = {.scope = c.actor.scope,
                                   .is_running_only = cli_has(cli, "--running"),
                                   .today = c.actor.today,
                                   .row_count = NOTICE_PAGE_ROWS_MAX};
    if (cli_has(cli, "--kind"))
        TRY(notice_kind_parse(cli_option(cli, "--kind"), &filter.kind, e));
    if (cli_has(cli, "--division") &&
        i64_parse(cli_option(cli, "--division"), &filter.division, NULL) != STATUS_OK)
        return cli_usage(e, _("--division 要写 12 位代码。"));
    cli_rows_begin(cli, columns, sizeof columns / sizeof columns[0]);
    bool has_more = true;
    for (int page = 0; has_more && page < LIST_PAGES_MAX; page++) {
        struct notice_record *list;
        size_t count;
        TRY(notice_list(c.db, c.county, &filter, cli_arena(cli), &list, &count, &has_more, e));
        for (size_t i = 0; i < count; i++)
            list_row(cli, &list[i]);
        if (count > 0)
            filter.before = list[count - 1].id;
    }
    cli_rows_end(cli);
    return STATUS_OK;
}

static enum status show_bytes(struct cli *cli, const struct case_command *c, int64_t notice,
                              struct error *e)
{
    CLEANUP(buf_free) struct buf bytes = BUF_INIT(BYTES_MAX);
    (void)cli;
    TRY(notice_bytes(c->db, c->county, notice, &bytes, e));
    if (fwrite(bytes.p, 1, bytes.n, stdout) != bytes.n)
        return error_set(e, STATUS_FAILED, "OUTPUT", _("写不出去：输出已经关闭。"));
    return STATUS_OK;
}

static enum status run_show(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {
        "row",    "case",      "division",        "name",
        "people", "protected", "income_year_fen", "amount_month_fen",
        "remark"};
    struct case_command c = {0};
    struct notice_record notice;
    struct notice_row *rows;
    struct case_rules rules;
    size_t count;
    const char *channel = cli_has(cli, "--channel") ? cli_option(cli, "--channel") : "wall";
    if (!text_equals(channel, "wall") && !text_equals(channel, "web"))
        return cli_usage(e, _("--channel 只能是 wall 或 web。"));
    TRY(cli_case_begin(cli, false, &c, e));
    TRY(notice_argument(cli, &c, &notice, &rows, &count, e));
    if (cli_has(cli, "--hashed"))
        return show_bytes(cli, &c, notice.id, e);
    TRY(case_rules_read(c.db, c.county, date_month(notice.posted_on), &rules, e));
    cli_rows_begin(cli, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < count; i++) {
        const struct notice_row *r = &rows[i];
        cli_i64(cli, r->row_no);
        cli_i64(cli, r->case_id);
        cli_i64(cli, r->division);
        cli_text(cli, notice_masked_name(cli_arena(cli), r->head_name, r->is_minor,
                                         rules.is_minor_hidden,
                                         text_equals(channel, "web") ? CHANNEL_WEB : CHANNEL_WALL));
        cli_i64(cli, r->people_count);
        cli_i64(cli, r->protected_count);
        cli_fen(cli, r->income_year);
        cli_fen(cli, r->amount_month);
        cli_text(cli, r->remark);
        cli_row_end(cli);
    }
    cli_rows_end(cli);
    return STATUS_OK;
}

static enum status run_verify(struct cli *cli, struct error *e)
{
    struct case_command c = {0};
    struct notice_record notice;
    struct notice_row *rows;
    size_t count;
    TRY(cli_case_begin(cli, false, &c, e));
    TRY(notice_argument(cli, &c, &notice, &rows, &count, e));
    TRY(notice_verify(c.db, c.county, notice.id, e));
    cli_say(cli, _("%" PRId64 " 号公示与张贴时一致，校验值 %s"), notice.id, notice.sha256);
    return STATUS_OK;
}

static enum status run_close(struct cli *cli, struct error *e)
{
    struct case_command c = {0};
    int64_t id;
    TRY(cli_number_argument(cli, _("公示号"), &id, e));
    TRY(cli_case_begin(cli, true, &c, e));
    TRY(notice_close(c.db, c.county, c.keys, &c.actor, id, cli_option(cli, "--result"), c.on, e));
    cli_say(cli, _("%" PRId64 " 号公示已收回。"), id);
    return STATUS_OK;
}

/* ---- objections ---- */

static enum status run_object(struct cli *cli, struct error *e)
{
    struct case_command c = {0};
    struct entry_data *content;
    int64_t notice, case_id, objection;
    TRY(cli_number_argument(cli, _("公示号"), &notice, e));
    TRY(cli_case_begin(cli, true, &c, e));
    TRY(cli_case_number(cli, c.db, c.county, cli_option(cli, "--case"), &case_id, e));
    TRY(cli_entry_options(cli, "--set", &content, e));
    TRY(objection_record(c.db, c.county, c.keys, &c.actor, notice, case_id, content, c.on, NULL,
                         &objection, e));
    cli_say(cli, _("%" PRId64 " 号异议已登记。"), objection);
    return STATUS_OK;
}

static enum status run_decide(struct cli *cli, struct error *e)
{
    struct case_command c = {0};
    const char *upheld = cli_option(cli, "--upheld");
    int64_t objection;
    TRY(cli_number_argument(cli, _("异议号"), &objection, e));
    if (!text_equals(upheld, "yes") && !text_equals(upheld, "no"))
        return cli_usage(e, _("--upheld 只能是 yes 或 no。"));
    TRY(cli_case_begin(cli, true, &c, e));
    TRY(objection_decide(c.db, c.county, c.keys, &c.actor, objection, text_equals(upheld, "yes"),
                         cli_option(cli, "--finding"), c.on, e));
    cli_say(cli, _("%" PRId64 " 号异议已有结论。"), objection);
    return STATUS_OK;
}

/* Who objects is not printed here: it is shown to whoever decides, on the case's page. */
static enum status run_objections(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {"objection",   "case",       "received_on", "due_on",
                                          "recorded_by", "decided_on", "upheld",      "finding"};
    struct case_command c = {0};
    struct notice_record notice;
    struct notice_row *rows;
    struct objection_row *list;
    size_t row_count, count;
    TRY(cli_case_begin(cli, false, &c, e));
    TRY(notice_argument(cli, &c, &notice, &rows, &row_count, e));
    TRY(objection_list_of_notice(c.db, c.county, NULL, notice.id, cli_arena(cli), &list, &count,
                                 e));
    cli_rows_begin(cli, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < count; i++) {
        cli_i64(cli, list[i].id);
        cli_i64(cli, list[i].case_id);
        day(cli, list[i].received_on);
        day(cli, list[i].due_on);
        cli_text(cli, list[i].recorded_by);
        day(cli, list[i].decided_on);
        cli_text(cli, list[i].decided_on.v == 0 ? "" : list[i].is_upheld ? "yes" : "no");
        cli_text(cli, list[i].finding);
        cli_row_end(cli);
    }
    cli_rows_end(cli);
    return STATUS_OK;
}

#define ON_OPTION                                                                                  \
    {                                                                                              \
        "--on", "DATE", N_("办理日期，默认今天"), false                                            \
    }
const struct cli_command CLI_NOTICE[] = {
    {"notice post",
     "",
     0,
     0,
     N_("张贴公示：几件，或一个村等待公示的全部"),
     "notice.post",
     run_post,
     {{"--cases", "N,N…", N_("办件号或编号，逗号分开"), false},
      {"--village", "CODE", N_("一个村等待公示的全部"), false},
      {"--kind", "KIND", N_("first、decision 或 change，与 --village 同用"), false},
      {"--place", "TEXT", N_("张贴在什么地方"), true},
      ON_OPTION},
     false},
    {"notice long-term",
     "",
     0,
     0,
     N_("张贴长期公示：一个地方正在享受的全部"),
     "notice.post",
     run_long_term,
     {{"--division", "CODE", N_("村或乡镇"), true},
      {"--programme", "dibao|wubao", N_("项目"), true},
      {"--month", "YYYY-MM", N_("按哪个月"), true},
      {"--place", "TEXT", N_("张贴在什么地方"), true},
      ON_OPTION},
     false},
    {"notice list",
     "",
     0,
     0,
     N_("列出公示"),
     "case.read",
     run_list,
     {{"--running", NULL, N_("只列正在公示的"), false},
      {"--kind", "KIND", N_("公示种类"), false},
      {"--division", "CODE", N_("村或乡镇"), false}},
     false},
    {"notice show",
     "NOTICE",
     1,
     1,
     N_("一份公示的名单"),
     "case.read",
     run_show,
     {{"--channel", "wall|web", N_("村内张贴，或网上（遮盖姓名）"), false},
      {"--hashed", NULL, N_("照算校验值的原样输出"), false}},
     false},
    {"notice verify",
     "NOTICE",
     1,
     1,
     N_("核对名单与张贴时的校验值"),
     "case.read",
     run_verify,
     {{0}},
     false},
    {"notice close",
     "NOTICE",
     1,
     1,
     N_("期满收回公示，并记下结果"),
     "notice.post",
     run_close,
     {{"--result", "TEXT", N_("公示结果"), true}, ON_OPTION},
     false},
    {"notice object",
     "NOTICE",
     1,
     1,
     N_("登记对公示中一户的异议"),
     "objection.record",
     run_object,
     {{"--case", "CASE", N_("办件号或编号"), true},
      {"--set", "FIELD=TEXT", N_("ground、objector、phone"), false},
      ON_OPTION},
     false},
    {"notice objections",
     "NOTICE",
     1,
     1,
     N_("一份公示收到的异议"),
     "case.read",
     run_objections,
     {{0}},
     false},
    {"notice decide-objection",
     "OBJECTION",
     1,
     1,
     N_("写下异议的复查结论"),
     "case.review",
     run_decide,
     {{"--upheld", "yes|no", N_("异议是否成立"), true},
      {"--finding", "TEXT", N_("复查结论"), true},
      ON_OPTION},
     false},
    {0},
};
