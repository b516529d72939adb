/* assess open, team, advance, score, dispute, publish, file. */
#include <inttypes.h>

#include "base/fen.h"
#include "base/i18n.h"
#include "base/text.h"
#include "cli/assess.h"

#define DISPUTE_DAYS 7
#define YEAR_MIN 2000
#define YEAR_MAX 2100

static enum status open_command(struct cli *cli, struct error *e)
{
    struct assess_call c;
    struct assessment_new round = {0};
    int64_t id, year;
    TRY(assessment_scope_parse(cli_argument(cli, 0), &round.scope, e));
    if (i64_parse(cli_option(cli, "--year"), &year, NULL) != STATUS_OK || year < YEAR_MIN ||
        year > YEAR_MAX)
        return cli_usage(e, _("--year 应为年份，如 2013"));
    round.year = (int)year;
    if (cli_option(cli, "--from"))
        TRY(cli_month_option(cli, "--from", &round.from, e));
    if (cli_option(cli, "--to"))
        TRY(cli_month_option(cli, "--to", &round.to, e));
    TRY(assess_call_begin(cli, true, &c, e));
    TRY(assessment_open(c.db, c.county, &round, c.actor.user, &id, e));
    cli_say(cli, _("第 %" PRId64 " 号考核已启动"), id);
    return STATUS_OK;
}

static enum status team_command(struct cli *cli, bool is_adding, struct error *e)
{
    struct assess_call c;
    int64_t township;
    TRY(assess_call_round(cli, true, &c, e));
    TRY(assess_call_township(cli, &c, cli_argument(cli, 1), &township, e));
    const char *user = cli_argument(cli, 2);
    if (is_adding)
        TRY(assessment_team_add(c.db, c.county, c.head.id, township, user, cli_has(cli, "--leader"),
                                c.actor.user, e));
    else
        TRY(assessment_team_remove(c.db, c.county, c.head.id, township, user, c.actor.user, e));
    cli_say(cli, is_adding ? _("%s 已加入考评组") : _("%s 已退出考评组"), user);
    return STATUS_OK;
}

static enum status team_add_command(struct cli *cli, struct error *e)
{
    return team_command(cli, true, e);
}

static enum status team_remove_command(struct cli *cli, struct error *e)
{
    return team_command(cli, false, e);
}

static enum status advance_command(struct cli *cli, struct error *e)
{
    struct assess_call c;
    enum assessment_state to;
    int64_t survey;
    TRY(assessment_state_parse(cli_argument(cli, 1), &to, e));
    TRY(assess_call_round(cli, true, &c, e));
    if (to == ASSESSMENT_SURVEYED) {
        if (i64_parse(cli_option(cli, "--survey"), &survey, NULL) != STATUS_OK)
            return cli_usage(e, _("采用测评结果要写 --survey 和测评的编号"));
        TRY(assessment_survey_take(c.db, c.county, c.head.id, survey, c.actor.user, e));
    } else {
        const char *note = cli_option(cli, "--note");
        TRY(assessment_advance(c.db, c.county, c.head.id, to, note ? note : "", c.actor.user, e));
    }
    cli_say(cli, _("第 %" PRId64 " 号考核：%s"), c.head.id, _(assessment_state_label(to)));
    return STATUS_OK;
}

static enum status score_command(struct cli *cli, struct error *e)
{
    struct assess_call c;
    struct date until = {date_today().v + DISPUTE_DAYS};
    char text[DATE_TEXT_BYTES];
    if (cli_option(cli, "--dispute-until"))
        TRY(cli_day_option(cli, "--dispute-until", &until, e));
    TRY(assess_call_round(cli, true, &c, e));
    TRY(assessment_score(c.db, c.county, c.head.id, until, c.actor.user, e));
    cli_say(cli, _("第 %" PRId64 " 号考核已计分，%s 前可以提出争议"), c.head.id,
            date_format(until, text));
    return STATUS_OK;
}

static enum status raise_command(struct cli *cli, struct error *e)
{
    struct assess_call c;
    int64_t township, id;
    TRY(assess_call_round(cli, true, &c, e));
    TRY(assess_call_township(cli, &c, cli_argument(cli, 1), &township, e));
    TRY(assessment_dispute_raise(c.db, c.county, c.head.id, township, cli_argument(cli, 2),
                                 cli_option(cli, "--claim"), c.actor.user, &id, e));
    cli_say(cli, _("第 %" PRId64 " 号争议已提出"), id);
    return STATUS_OK;
}

static enum status decide_command(struct cli *cli, struct error *e)
{
    struct assess_call c;
    struct fen points = {-1}; /* hundredths too */
    int64_t id;
    const char *text = cli_option(cli, "--points");
    if ((text != NULL) == cli_has(cli, "--reject"))
        return cli_usage(e, _("请写 --points（调整后的得分）或 --reject（维持原分）之一"));
    if (text && (fen_parse(text, &points, NULL) != STATUS_OK || points.v < 0))
        return cli_usage(e, _("--points 应为分值，如 6.00"));
    TRY(cli_number_argument(cli, _("争议"), &id, e));
    TRY(assess_call_begin(cli, true, &c, e));
    TRY(assessment_dispute_decide(c.db, c.county, id, points.v, cli_option(cli, "--finding"),
                                  c.actor.user, e));
    cli_say(cli, _("第 %" PRId64 " 号争议已复核"), id);
    return STATUS_OK;
}

static enum status publish_command(struct cli *cli, struct error *e)
{
    struct assess_call c;
    struct assessment_publication p = {.document = cli_option(cli, "--document")};
    int64_t orders, percent = ASSESSMENT_ORDER_SHARE_BP / 100;
    const char *share = cli_option(cli, "--orders-below");
    if (share && (i64_parse(share, &percent, NULL) != STATUS_OK || percent < 0 || percent > 100))
        return cli_usage(e, _("--orders-below 应为 0 到 100 的整数（百分数）"));
    if (cli_option(cli, "--orders-due")) {
        TRY(cli_day_option(cli, "--orders-due", &p.due_on, e));
        p.order_share_bp = percent * 100;
    }
    TRY(assess_call_round(cli, true, &c, e));
    if (c.head.scope == ASSESSMENT_MIDYEAR && !p.due_on.v)
        return cli_usage(e, _("年中考核公布时要写 --orders-due（整改期限）"));
    TRY(assessment_publish(c.db, c.county, c.head.id, &p, c.actor.user, &orders, e));
    cli_say(cli, _("第 %" PRId64 " 号考核已公布，下达整改通知 %" PRId64 " 份"), c.head.id, orders);
    return STATUS_OK;
}

static enum status file_command(struct cli *cli, struct error *e)
{
    struct assess_call c;
    TRY(assess_call_round(cli, true, &c, e));
    TRY(assessment_advance(c.db, c.county, c.head.id, ASSESSMENT_FILED, "", c.actor.user, e));
    cli_say(cli, _("第 %" PRId64 " 号考核已归档"), c.head.id);
    return STATUS_OK;
}

const struct cli_command CLI_ASSESS_ACT[] = {
    {"assess open",
     "midyear|year",
     1,
     1,
     N_("启动一次考核"),
     "assessment.manage",
     open_command,
     {{"--year", "YYYY", N_("年份"), true},
      {"--from", "YYYY-MM", N_("从哪个月；默认 1 月"), false},
      {"--to", "YYYY-MM", N_("到哪个月；默认年中 6 月、年终 12 月"), false},
      {0}}},
    {"assess team add",
     "N TOWNSHIP USER",
     3,
     3,
     N_("考评组增加一人；不能考评自己的乡镇"),
     "assessment.manage",
     team_add_command,
     {{"--leader", NULL, N_("组长"), false}, {0}}},
    {"assess team remove",
     "N TOWNSHIP USER",
     3,
     3,
     N_("考评组减少一人"),
     "assessment.manage",
     team_remove_command,
     {{0}}},
    {"assess advance",
     "N STATE",
     2,
     2,
     N_("推进一步：SELF_SUBMITTED、INSPECTED、SURVEYED、REVIEWED、CANCELLED"),
     "assessment.manage",
     advance_command,
     {{"--note", "TEXT", N_("缺报、缺查的乡镇和原因，或取消的原因"), false},
      {"--survey", "N", N_("采用哪一次测评"), false},
      {0}}},
    {"assess score",
     "N",
     1,
     1,
     N_("计分；复核之前可以重新计分"),
     "assessment.manage",
     score_command,
     {{"--dispute-until", "DATE", N_("争议截止日；默认七天后"), false}, {0}}},
    {"assess dispute raise",
     "N TOWNSHIP NODE",
     3,
     3,
     N_("乡镇分管领导对一个项目的得分提出争议"),
     "assessment.sign",
     raise_command,
     {{"--claim", "TEXT", N_("理由"), true}, {0}}},
    {"assess dispute decide",
     "DISPUTE",
     1,
     1,
     N_("复核一件争议：由没有评过这个项目的人"),
     "assessment.decide",
     decide_command,
     {{"--points", "POINTS", N_("调整后的得分"), false},
      {"--reject", NULL, N_("维持原分"), false},
      {"--finding", "TEXT", N_("复核意见"), true},
      {0}}},
    {"assess publish",
     "N",
     1,
     1,
     N_("公布：由启动人以外的人；年中考核同时下达整改通知"),
     "assessment.decide",
     publish_command,
     {{"--document", "TEXT", N_("文号"), true},
      {"--orders-due", "DATE", N_("整改期限"), false},
      {"--orders-below", "PERCENT", N_("得分低于满分的百分之几要整改；默认 60"), false},
      {0}}},
    {"assess file", "N", 1, 1, N_("归档"), "assessment.manage", file_command, {{0}}},
    {0},
};
