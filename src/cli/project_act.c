/* project change …, stage, problem …, accept …, hand-over. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "cli/project.h"

#define ROOMS_MAX 500

/* ---- changes ---- */

static enum status kind_option(struct cli *cli, enum project_kind *kind, struct error *e)
{
    static const char *const codes[] = {
        [PROJECT_NEW] = "new", [PROJECT_EXTEND] = "extend", [PROJECT_CONVERT] = "convert"};
    const char *text = cli_option(cli, "--kind");
    for (int k = PROJECT_NEW; text && k <= PROJECT_CONVERT; k++) {
        if (text_equals(text, codes[k])) {
            *kind = (enum project_kind)k;
            return STATUS_OK;
        }
    }
    return text ? cli_usage(e, _("--kind 应为 new、extend 或 convert")) : STATUS_OK;
}

static enum status contractor_option(struct cli *cli, const struct project_call *c, int64_t *ret,
                                     struct error *e)
{
    const char *text = cli_option(cli, "--contractor");
    struct payee payee;
    if (!text)
        return STATUS_OK;
    enum status s = payee_by_name(c->db, c->county, text, cli_arena(cli), &payee, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "PAYEE_UNKNOWN", _("没有叫“%s”的收款单位。"), text);
    if (s == STATUS_OK)
        *ret = payee.id;
    return s;
}

static enum status day_or(struct cli *cli, const char *option, struct date *day, struct error *e)
{
    return cli_option(cli, option) ? cli_day_option(cli, option, day, e) : STATUS_OK;
}

/* What is in force, with what the options change. */
static enum status scope_options(struct cli *cli, const struct project_call *c,
                                 struct project_scope *s, struct error *e)
{
    struct fen land;
    s->change = cli_option(cli, "--change");
    s->reason = cli_option(cli, "--reason");
    s->document = "";
    if (cli_option(cli, "--site"))
        s->site = cli_option(cli, "--site");
    TRY(project_call_yuan(cli, "--land", FEN(s->land), &land, e));
    s->land = land.v;
    TRY(project_call_number(cli, "--township", s->township, &s->township, e));
    TRY(project_call_number(cli, "--beds", s->beds, &s->beds, e));
    TRY(project_call_number(cli, "--area", s->area_m2, &s->area_m2, e));
    TRY(kind_option(cli, &s->kind, e));
    TRY(project_call_sources(cli, "--money", s->investment, e));
    TRY(contractor_option(cli, c, &s->contractor, e));
    TRY(project_call_yuan(cli, "--contract", s->contract, &s->contract, e));
    TRY(day_or(cli, "--start", &s->start_on, e));
    return day_or(cli, "--finish", &s->finish_on, e);
}

/* --book, once or twice. */
static enum status books_option(struct cli *cli, struct project_entry *entry, struct error *e)
{
    const char *text;
    for (size_t n = 0; (text = cli_option_nth(cli, "--book", n)) != NULL; n++) {
        enum target_book book;
        TRY(target_book_parse(text, &book, e));
        entry->is_city = entry->is_city || book == BOOK_CITY;
        entry->is_county = entry->is_county || book == BOOK_COUNTY;
    }
    return STATUS_OK;
}

static enum status home_option(struct cli *cli, const struct project_call *c, int64_t *ret,
                               struct error *e)
{
    const char *text = cli_option(cli, "--home");
    struct home home;
    if (!text)
        return STATUS_OK;
    enum status s = home_find(c->db, c->county, text, cli_arena(cli), &home, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "HOME_UNKNOWN", _("没有敬老院“%.60s”。"), text);
    if (s == STATUS_OK)
        *ret = home.id;
    return s;
}

static enum status add_command(struct cli *cli, struct error *e)
{
    struct project_call c;
    struct project_entry entry = {.code = cli_argument(cli, 0), .name = cli_option(cli, "--name")};
    int64_t id;
    TRY(books_option(cli, &entry, e));
    TRY(project_call_begin(cli, true, &c, e));
    TRY(home_option(cli, &c, &entry.home, e));
    TRY(scope_options(cli, &c, &entry.scope, e));
    entry.scope.document = cli_option(cli, "--document");
    TRY(project_enter(c.db, c.county, &entry, c.actor.user, &id, e));
    cli_say(cli, _("项目 %s 已登记"), entry.code);
    return STATUS_OK;
}

static enum status change_request(struct cli *cli, struct error *e)
{
    struct project_call c;
    struct project p;
    int version;
    TRY(project_call_begin(cli, true, &c, e));
    TRY(project_call_find(cli, &c, &p, e));
    struct project_scope scope = p.scope;
    TRY(scope_options(cli, &c, &scope, e));
    TRY(project_change_request(c.db, c.county, p.id, &scope, c.actor.user, &version, e));
    cli_say(cli, _("项目 %s 的第 %d 版变更已申请，待审批"), p.code, version);
    return STATUS_OK;
}

static enum status change_decide(struct cli *cli, struct error *e)
{
    struct project_call c;
    struct project p;
    int64_t version;
    bool is_approved = cli_has(cli, "--approve");
    if (is_approved == cli_has(cli, "--refuse"))
        return cli_usage(e, _("请写明 --approve（批准）或 --refuse（不批准）"));
    TRY(project_call_argument(cli, 1, &version, e));
    TRY(project_call_begin(cli, true, &c, e));
    TRY(project_call_find(cli, &c, &p, e));
    TRY(project_change_decide(c.db, c.county, p.id, (int)version, is_approved,
                              cli_option(cli, "--document"), c.actor.user, e));
    cli_say(cli,
            is_approved ? _("项目 %s 的第 %d 版变更已批准") : _("项目 %s 的第 %d 版变更未批准"),
            p.code, (int)version);
    return STATUS_OK;
}

/* ---- stages and problems ---- */

static enum status stage_command(struct cli *cli, struct error *e)
{
    struct project_call c;
    struct project p;
    enum project_stage stage;
    struct date on;
    TRY(project_stage_parse(cli_argument(cli, 1), &stage, e));
    TRY(cli_day_option(cli, "--on", &on, e));
    TRY(project_call_begin(cli, true, &c, e));
    TRY(project_call_find(cli, &c, &p, e));
    TRY(project_stage_reach(c.db, c.county, p.id, stage, on, c.actor.user, e));
    cli_say(cli, _("项目 %s 已登记“%s”"), p.code, _(PROJECT_STAGE_ROWS[(int)stage - 1].label));
    return STATUS_OK;
}

static enum status problem_raise(struct cli *cli, struct error *e)
{
    struct project_call c;
    struct project p;
    struct project_problem problem = {.problem = cli_option(cli, "--problem"),
                                      .cause = cli_option(cli, "--cause"),
                                      .owner_unit = cli_option(cli, "--owner")};
    int64_t id;
    TRY(cli_day_option(cli, "--on", &problem.raised_on, e));
    TRY(day_or(cli, "--due", &problem.due_on, e));
    TRY(project_call_begin(cli, true, &c, e));
    TRY(project_call_find(cli, &c, &p, e));
    problem.project = p.id;
    TRY(project_problem_raise(c.db, c.county, &problem, c.actor.user, &id, e));
    cli_say(cli, _("第 %" PRId64 " 号问题已登记，由%s解决"), id, problem.owner_unit);
    return STATUS_OK;
}

static enum status problem_close(struct cli *cli, struct error *e)
{
    struct project_call c;
    struct project p;
    struct date on;
    int64_t id;
    TRY(project_call_argument(cli, 1, &id, e));
    TRY(cli_day_option(cli, "--on", &on, e));
    TRY(project_call_begin(cli, true, &c, e));
    TRY(project_call_find(cli, &c, &p, e));
    TRY(project_problem_close(c.db, c.county, p.id, id, cli_option(cli, "--outcome"), on,
                              c.actor.user, e));
    cli_say(cli, _("第 %" PRId64 " 号问题已销号"), id);
    return STATUS_OK;
}

/* ---- acceptance and hand-over ---- */

static enum status accept_command(struct cli *cli, struct error *e)
{
    struct project_call c;
    struct project p;
    struct project_acceptance a = {.is_passed = !cli_has(cli, "--failed"),
                                   .members = cli_option(cli, "--members"),
                                   .opinion = cli_option(cli, "--opinion"),
                                   .document = cli_option(cli, "--document")};
    int64_t id;
    TRY(cli_day_option(cli, "--on", &a.accepted_on, e));
    TRY(project_call_number(cli, "--beds", 0, &a.beds, e));
    TRY(project_call_number(cli, "--area", 0, &a.area_m2, e));
    TRY(project_call_yuan(cli, "--cost", FEN(0), &a.cost, e));
    TRY(project_call_begin(cli, true, &c, e));
    TRY(project_call_find(cli, &c, &p, e));
    a.project = p.id;
    TRY(project_accept(c.db, c.county, &a, c.actor.user, &id, e));
    cli_say(cli, _("第 %" PRId64 " 号验收已登记，待另一人确认"), id);
    return STATUS_OK;
}

static enum status accept_confirm(struct cli *cli, struct error *e)
{
    struct project_call c;
    struct project p;
    int64_t id;
    TRY(project_call_argument(cli, 1, &id, e));
    TRY(project_call_begin(cli, true, &c, e));
    TRY(project_call_find(cli, &c, &p, e));
    TRY(project_accept_confirm(c.db, c.county, p.id, id, c.actor.user, e));
    cli_say(cli, _("第 %" PRId64 " 号验收已确认"), id);
    return STATUS_OK;
}

static enum status accept_strike(struct cli *cli, struct error *e)
{
    struct project_call c;
    struct project p;
    int64_t id;
    TRY(project_call_argument(cli, 1, &id, e));
    TRY(project_call_begin(cli, true, &c, e));
    TRY(project_call_find(cli, &c, &p, e));
    TRY(project_accept_strike(c.db, c.county, p.id, id, cli_option(cli, "--reason"), c.actor.user,
                              e));
    cli_say(cli, _("第 %" PRId64 " 号验收已作废"), id);
    return STATUS_OK;
}

/* "201,2,4,24": number, storey, beds, area. */
static enum status room_parse(struct cli *cli, const char *text, struct project_handover_room *ret,
                              struct error *e)
{
    const char *at = text, *part[4];
    int64_t v[4] = {0};
    for (size_t i = 0; i < 4; i++) {
        const char *comma = strchr(at, ',');
        if ((i < 3) != (comma != NULL))
            return cli_usage(e, _("--room 要写成“房号,楼层,床位,面积”，如 201,2,4,24"));
        part[i] = arena_strndup(cli_arena(cli), at, comma ? (size_t)(comma - at) : strlen(at));
        if (!part[i])
            return arena_exhausted(e);
        if (i > 0 && (i64_parse(part[i], &v[i], NULL) != STATUS_OK || v[i] < -100 || v[i] > 100000))
            return cli_usage(e, _("--room 的楼层、床位、面积应为整数"));
        at = comma ? comma + 1 : at;
    }
    *ret = (struct project_handover_room){
        .number = part[0], .storey = (int)v[1], .beds = (int)v[2], .area_m2 = v[3]};
    return STATUS_OK;
}

static enum status rooms_option(struct cli *cli, struct project_handover *h, struct error *e)
{
    struct project_handover_room *rooms =
        ARENA_ARRAY(cli_arena(cli), struct project_handover_room, ROOMS_MAX);
    const char *text;
    if (!rooms)
        return arena_exhausted(e);
    for (size_t n = 0; (text = cli_option_nth(cli, "--room", n)) != NULL; n++) {
        if (n == ROOMS_MAX)
            return cli_usage(e, _("一次最多移交 %d 间"), ROOMS_MAX);
        TRY(room_parse(cli, text, &rooms[n], e));
        h->room_count = n + 1;
    }
    h->rooms = rooms;
    return STATUS_OK;
}

static enum status hand_over_command(struct cli *cli, struct error *e)
{
    struct project_call c;
    struct project p;
    struct project_handover h = {.given_by = cli_option(cli, "--given-by"),
                                 .received_by = cli_option(cli, "--received-by"),
                                 .document = cli_option(cli, "--document")};
    int64_t id;
    TRY(cli_day_option(cli, "--on", &h.on, e));
    TRY(rooms_option(cli, &h, e));
    TRY(project_call_begin(cli, true, &c, e));
    TRY(project_call_find(cli, &c, &p, e));
    TRY(home_option(cli, &c, &h.home, e));
    h.project = p.id;
    TRY(project_hand_over(c.db, c.county, &h, c.actor.user, &id, e));
    cli_say(cli, _("第 %" PRId64 " 号移交已登记"), id);
    return STATUS_OK;
}

/* Whether the actor may is decided by the domain where two permissions serve: "project.read" here.
 */
const struct cli_command CLI_PROJECT_ACT[] = {
    {"project add",
     "CODE",
     1,
     1,
     N_("登记方案以外的一个项目"),
     "project.manage",
     add_command,
     {{"--name", "NAME", N_("名称"), true},
      {"--book", "city|county", N_("考核口径；可写两次"), true},
      {"--township", "CODE", N_("乡镇"), true},
      {"--kind", "new|extend|convert", N_("建设方式"), true},
      {"--beds", "N", N_("床位"), true},
      {"--start", "DATE", N_("计划开工日"), true},
      {"--finish", "DATE", N_("计划竣工日"), true},
      {"--home", "NAME", N_("得到床位的敬老院；没有则移交时新设"), false},
      {"--site", "TEXT", N_("建设地点"), false},
      {"--land", "MU", N_("占地，亩，两位小数"), false},
      {"--area", "M2", N_("建筑面积，平方米"), false},
      {"--money", "SOURCE=YUAN", N_("一项投资来源；可多次"), false},
      {"--document", "TEXT", N_("立项文号"), false},
      {0}}},
    {"project change request",
     "CODE",
     1,
     1,
     N_("申请变更：移址、规模、换乡镇、合同或撤销；没有写的照旧"),
     "project.return",
     change_request,
     {{"--change", "SITE|SCOPE|SWAP|CONTRACT|CANCEL", N_("变更种类"), true},
      {"--reason", "TEXT", N_("变更原因"), true},
      {"--site", "TEXT", N_("建设地点"), false},
      {"--land", "MU", N_("占地，亩，两位小数"), false},
      {"--township", "CODE", N_("乡镇"), false},
      {"--kind", "new|extend|convert", N_("建设方式"), false},
      {"--beds", "N", N_("床位"), false},
      {"--area", "M2", N_("建筑面积，平方米"), false},
      {"--money", "SOURCE=YUAN", N_("一项投资来源；可多次"), false},
      {"--contractor", "CODE", N_("施工单位"), false},
      {"--contract", "YUAN", N_("合同价"), false},
      {"--start", "DATE", N_("计划开工日"), false},
      {"--finish", "DATE", N_("计划竣工日"), false},
      {0}}},
    {"project change decide",
     "CODE VERSION",
     2,
     2,
     N_("审批变更"),
     "project.decide",
     change_decide,
     {{"--approve", NULL, N_("批准"), false},
      {"--refuse", NULL, N_("不批准"), false},
      {"--document", "TEXT", N_("批准文号，或不批准的理由"), true},
      {0}}},
    {"project stage",
     "CODE STAGE",
     2,
     2,
     N_("登记到达的阶段：SITE、APPROVAL、DESIGN、TENDER、FOUNDATION、STRUCTURE、ROOF、FITOUT"),
     "project.read",
     stage_command,
     {{"--on", "DATE", N_("哪一天；默认今天"), false}, {0}}},
    {"project problem raise",
     "CODE",
     1,
     1,
     N_("登记存在问题，写明由谁解决"),
     "project.read",
     problem_raise,
     {{"--problem", "TEXT", N_("问题"), true},
      {"--cause", "TEXT", N_("原因"), false},
      {"--owner", "TEXT", N_("责任单位"), true},
      {"--due", "DATE", N_("解决期限"), false},
      {"--on", "DATE", N_("发现日期；默认今天"), false},
      {0}}},
    {"project problem close",
     "CODE N",
     2,
     2,
     N_("问题销号"),
     "project.read",
     problem_close,
     {{"--outcome", "TEXT", N_("处理结果"), true},
      {"--on", "DATE", N_("哪一天；默认今天"), false},
      {0}}},
    {"project accept",
     "CODE",
     1,
     1,
     N_("登记竣工验收"),
     "project.manage",
     accept_command,
     {{"--on", "DATE", N_("验收日期；默认今天"), false},
      {"--beds", "N", N_("验收床位"), true},
      {"--area", "M2", N_("验收面积，平方米"), false},
      {"--cost", "YUAN", N_("决算造价"), false},
      {"--members", "TEXT", N_("验收组成员"), true},
      {"--opinion", "TEXT", N_("验收意见"), true},
      {"--document", "TEXT", N_("文号"), false},
      {"--failed", NULL, N_("验收不合格"), false},
      {0}}},
    {"project accept confirm",
     "CODE N",
     2,
     2,
     N_("由另一人确认验收"),
     "project.decide",
     accept_confirm,
     {{0}}},
    {"project accept strike",
     "CODE N",
     2,
     2,
     N_("作废登记错了、还没有确认的验收"),
     "project.manage",
     accept_strike,
     {{"--reason", "TEXT", N_("原因"), true}, {0}}},
    {"project hand-over",
     "CODE",
     1,
     1,
     N_("把验收合格的床位逐间移交敬老院"),
     "project.manage",
     hand_over_command,
     {{"--room", "NUMBER,STOREY,BEDS,M2", N_("一间房；可多次"), true},
      {"--given-by", "NAME", N_("移交人"), true},
      {"--received-by", "NAME", N_("接收人"), true},
      {"--on", "DATE", N_("移交日期；默认今天"), false},
      {"--home", "NAME", N_("敬老院；默认项目的，没有则新设"), false},
      {"--document", "TEXT", N_("文号"), false},
      {0}}},
    {0},
};
