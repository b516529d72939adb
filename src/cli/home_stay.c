/* home admit …, leave …, move, residents, wish …: who lives in a home. */
#include <inttypes.h>

#include "base/i18n.h"
#include "base/text.h"
#include "cli/case_actor.h"
#include "cli/home.h"
#include "cli/home_admit.h"
#include "cli/township.h"

#define NUMBERS_MAX 200
#define ROWS_MAX 5000

/* ---- admission ---- */

static enum status kind_option(struct cli *cli, enum stay_kind *ret, struct error *e)
{
    const char *code = cli_option(cli, "--kind");
    *ret = STAY_WUBAO;
    if (!code || text_equals(code, "WUBAO"))
        return STATUS_OK;
    *ret = STAY_PAYING;
    if (text_equals(code, "PAYING"))
        return STATUS_OK;
    return cli_usage(e, _("--kind 应为 WUBAO（五保）或 PAYING（自费）"));
}

static void stays_say(struct cli *cli, const int64_t *stays, size_t count)
{
    static const char *const columns[] = {"stay"};
    if (cli_format(cli) == CLI_TEXT) {
        cli_say(cli, _("已登记 %zu 人的入院申请，待另一人确认；入住记录从 %" PRId64 " 号起。"),
                count, stays[0]);
        return;
    }
    cli_rows_begin(cli, columns, 1);
    for (size_t i = 0; i < count; i++) {
        cli_i64(cli, stays[i]);
        cli_row_end(cli);
    }
    cli_rows_end(cli);
}

static enum status admit_one(struct cli *cli, const struct home_call *c, struct error *e)
{
    struct home home;
    struct stay_request r = {.id_number = cli_option(cli, "--person"),
                             .agreement = cli_option(cli, "--agreement"),
                             .health = cli_option(cli, "--health"),
                             .contact = cli_option(cli, "--contact"),
                             .note = cli_option(cli, "--note")};
    int64_t stay;
    if (!r.id_number)
        return cli_usage(e, _("请用 --person 写身份证号，或用 --file 写名单文件"));
    TRY(home_call_option(cli, c, "--home", &home, e));
    r.home = home.id;
    TRY(kind_option(cli, &r.kind, e));
    TRY(cli_day_option(cli, "--from", &r.from, e));
    TRY(home_call_bed(cli, c, &home, cli_option(cli, "--bed"), &r.bed, e));
    TRY(stay_request(c->db, c->county, c->keys, &r, c->actor, &stay, e));
    stays_say(cli, &stay, 1);
    return STATUS_OK;
}

static enum status admit_command(struct cli *cli, struct error *e)
{
    struct home_call c;
    int64_t *stays;
    size_t count;
    TRY(home_call_begin(cli, true, &c, e));
    if (!cli_has(cli, "--file"))
        return admit_one(cli, &c, e);
    TRY(home_admit_file(cli, &c, cli_option(cli, "--file"), &stays, &count, e));
    stays_say(cli, stays, count);
    return STATUS_OK;
}

static enum status confirm_all(struct cli *cli, const struct home_call *c, struct error *e)
{
    struct home home;
    struct stay *list;
    struct stay_filter filter = {.state = STAY_REQUESTED, .rows = STAY_BATCH_MAX};
    size_t count;
    TRY(home_call_option(cli, c, "--home", &home, e));
    filter.home = home.id;
    TRY(stay_list(c->db, c->county, &filter, cli_arena(cli), &list, &count, e));
    int64_t *stays = ARENA_ARRAY(cli_arena(cli), int64_t, count + 1);
    if (!stays)
        return arena_exhausted(e);
    for (size_t i = 0; i < count; i++)
        stays[i] = list[i].id;
    TRY(stay_confirm_all(c->db, c->county, c->keys, stays, count, c->actor, e));
    cli_say(cli, _("%s确认入院 %zu 人。"), home.name, count);
    return STATUS_OK;
}

static enum status confirm_command(struct cli *cli, struct error *e)
{
    struct home_call c;
    int64_t stays[NUMBERS_MAX];
    size_t count = cli_argument_count(cli);
    TRY(home_call_begin(cli, true, &c, e));
    if (cli_has(cli, "--all"))
        return confirm_all(cli, &c, e);
    if (count == 0 || count > NUMBERS_MAX)
        return cli_usage(e, _("请写入住记录的编号，或用 --all 与 --home 确认一所敬老院的全部申请"));
    for (size_t i = 0; i < count; i++)
        if (i64_parse(cli_argument(cli, i), &stays[i], NULL) != STATUS_OK)
            return cli_usage(e, _("“%s”不是编号。"), cli_argument(cli, i));
    TRY(stay_confirm_all(c.db, c.county, c.keys, stays, count, c.actor, e));
    cli_say(cli, _("已确认入院 %zu 人。"), count);
    return STATUS_OK;
}

static enum status refuse_command(struct cli *cli, struct error *e)
{
    struct home_call c;
    int64_t stay;
    TRY(home_call_begin(cli, true, &c, e));
    TRY(home_call_argument(cli, &stay, e));
    TRY(stay_refuse(c.db, c.county, stay, cli_option(cli, "--reason"), c.actor, e));
    cli_say(cli, _("入住记录 %" PRId64 " 已按不同意入院办结，床位已空出。"), stay);
    return STATUS_OK;
}

/* ---- leaving ---- */

static enum status leave_options(struct cli *cli, const struct home_call *c,
                                 struct stay_leave_request *r, struct error *e)
{
    struct home to;
    r->agreement = cli_option(cli, "--agreement");
    r->note = cli_option(cli, "--note");
    r->funeral_by = cli_option(cli, "--funeral-by");
    TRY(stay_leave_parse(cli_option(cli, "--reason"), &r->reason, e));
    if (cli_has(cli, "--until"))
        TRY(cli_day_option(cli, "--until", &r->until, e));
    if (cli_has(cli, "--died-on"))
        TRY(cli_day_option(cli, "--died-on", &r->died_on, e));
    if (cli_has(cli, "--funeral-on"))
        TRY(cli_day_option(cli, "--funeral-on", &r->funeral_on, e));
    if (r->reason != STAY_TRANSFER)
        return STATUS_OK;
    TRY(home_call_option(cli, c, "--to", &to, e));
    r->to_home = to.id;
    return home_call_bed(cli, c, &to, cli_option(cli, "--to-bed"), &r->to_bed, e);
}

static enum status leave_command(struct cli *cli, struct error *e)
{
    struct home_call c;
    struct stay_leave_request r = {0};
    TRY(home_call_begin(cli, true, &c, e));
    TRY(home_call_argument(cli, &r.stay, e));
    TRY(leave_options(cli, &c, &r, e));
    TRY(stay_leave(c.db, c.county, c.keys, &r, c.actor, e));
    if (r.reason == STAY_DEATH)
        cli_say(cli, _("已登记死亡，床位从次日起空出，五保核销已立件。"));
    else
        cli_say(cli, _("已登记离院申请，待另一人确认。"));
    return STATUS_OK;
}

static enum status leave_confirm_command(struct cli *cli, struct error *e)
{
    struct home_call c;
    int64_t stay;
    TRY(home_call_begin(cli, true, &c, e));
    TRY(home_call_argument(cli, &stay, e));
    TRY(stay_leave_confirm(c.db, c.county, c.keys, stay, c.actor, e));
    cli_say(cli, _("入住记录 %" PRId64 " 已确认离院。"), stay);
    return STATUS_OK;
}

static enum status leave_back_command(struct cli *cli, struct error *e)
{
    struct home_call c;
    int64_t stay;
    TRY(home_call_begin(cli, true, &c, e));
    TRY(home_call_argument(cli, &stay, e));
    TRY(stay_leave_take_back(c.db, c.county, stay, c.actor, e));
    cli_say(cli, _("入住记录 %" PRId64 " 的离院申请已撤回。"), stay);
    return STATUS_OK;
}

static enum status move_command(struct cli *cli, struct error *e)
{
    struct home_call c;
    struct stay stay;
    struct home home;
    struct date from;
    int64_t id, bed;
    TRY(home_call_begin(cli, true, &c, e));
    TRY(home_call_argument(cli, &id, e));
    enum status s = stay_read(c.db, c.county, id, cli_arena(cli), &stay, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "STAY_UNKNOWN",
                         _("没有编号为 %" PRId64 " 的入住记录。用 minsheng home residents 查看。"),
                         id);
    TRY(s);
    TRY(home_call_find(cli, &c, stay.home_name, &home, e));
    TRY(home_call_bed(cli, &c, &home, cli_option(cli, "--bed"), &bed, e));
    TRY(cli_day_option(cli, "--from", &from, e));
    TRY(stay_move(c.db, c.county, id, bed, from, c.actor, e));
    cli_say(cli, _("%s已换床。"), stay.person_name);
    return STATUS_OK;
}

/* ---- residents ---- */

static const char *const COLUMNS[] = {
    "stay",      "home",   "home_name", "person",    "name",      "id_tail",
    "household", "kind",   "state",     "from",      "until",     "room",
    "bed",       "bed_id", "agreement", "form_from", "form_back", "township_name",
    "village",   "care",   "reason",    "next_stay", "case_id",   "died_on"};

static void month_cell(struct cli *cli, struct month m)
{
    if (m.v)
        cli_month(cli, m);
    else
        cli_text(cli, NULL);
}

static void row(struct cli *cli, const struct stay *s)
{
    cli_i64(cli, s->id);
    cli_i64(cli, s->home);
    cli_text(cli, s->home_name);
    cli_i64(cli, s->person);
    cli_text(cli, s->person_name);
    cli_text(cli, s->id_tail);
    cli_i64(cli, s->household);
    cli_text(cli, s->kind == STAY_WUBAO ? "WUBAO" : "PAYING");
    cli_text(cli, stay_state_code(s->state));
    home_call_day(cli, s->from);
    home_call_day(cli, s->until);
    cli_text(cli, s->room_number);
    cli_text(cli, s->bed_label);
    cli_i64(cli, s->bed);
    cli_text(cli, s->agreement);
    month_cell(cli, s->form_from);
    month_cell(cli, s->form_back);
    cli_text(cli, s->township_name);
    cli_text(cli, s->village_name);
    cli_i64(cli, s->care);
    cli_text(cli, stay_leave_code(s->leave));
    cli_i64(cli, s->next_stay);
    cli_i64(cli, s->case_file);
    home_call_day(cli, s->died_on);
    cli_row_end(cli);
}

static enum status state_option(struct cli *cli, enum stay_state *ret, struct error *e)
{
    const char *code = cli_option(cli, "--state");
    *ret = 0;
    if (!code)
        return STATUS_OK;
    for (int s = STAY_REQUESTED; s <= STAY_REFUSED; s++)
        if (text_equals(code, stay_state_code((enum stay_state)s)))
            *ret = (enum stay_state)s;
    if (*ret)
        return STATUS_OK;
    return cli_usage(e, _("--state 应为 REQUESTED、IN、LEAVING、LEFT 或 REFUSED"));
}

/* A director sees his home, whatever he asks for. */
static enum status residents_scope(struct cli *cli, const struct home_call *c,
                                   struct stay_filter *filter, struct error *e)
{
    struct case_actor actor;
    struct home home;
    int64_t scope;
    TRY(cli_case_actor(cli, &actor, e));
    if (actor.role == ROLE_HOME_DIRECTOR && !cli_has(cli, "--home")) {
        enum status s = home_of_user(c->db, c->county, c->actor, &filter->home, e);
        if (s != STATUS_OK && s != STATUS_NONE)
            return s;
    }
    if (cli_has(cli, "--home")) {
        TRY(home_call_option(cli, c, "--home", &home, e));
        filter->home = home.id;
    }
    if (filter->home || actor.role == ROLE_HOME_DIRECTOR)
        return home_require(c->db, c->county, c->actor, PERMISSION_HOME_READ, filter->home, e);
    TRY(cli_township_option(cli, &actor, &scope, e));
    bool is_county = scope == c->county || scope == c->county * INT64_C(1000000);
    filter->township = is_county ? 0 : scope;
    return STATUS_OK;
}

static enum status residents_command(struct cli *cli, struct error *e)
{
    struct home_call c;
    struct stay_filter filter = {.rows = ROWS_MAX, .search = cli_option(cli, "--search")};
    struct stay *list;
    size_t count;
    TRY(state_option(cli, &filter.state, e));
    TRY(home_call_begin(cli, false, &c, e));
    TRY(residents_scope(cli, &c, &filter, e));
    TRY(home_call_number(cli, "--person", 0, &filter.person, e));
    TRY(home_call_number(cli, "--after", 0, &filter.after, e));
    if (cli_has(cli, "--on"))
        TRY(cli_day_option(cli, "--on", &filter.on, e));
    TRY(stay_list(c.db, c.county, &filter, cli_arena(cli), &list, &count, e));
    stay_dead_first(list, count);
    cli_rows_begin(cli, COLUMNS, sizeof COLUMNS / sizeof COLUMNS[0]);
    for (size_t i = 0; i < count; i++)
        row(cli, &list[i]);
    cli_rows_end(cli);
    for (size_t i = 0; i < count && list[i].died_on.v != 0; i++)
        cli_say(cli, _("%s已登记死亡，请办理离院（home leave %" PRId64 " --reason DEATH）。"),
                list[i].person_name, list[i].id);
    return STATUS_OK;
}

/* ---- wishes ---- */

static enum status wish_add_command(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {"wish"};
    struct home_call c;
    struct home home = {0};
    struct date on;
    int64_t id;
    TRY(home_call_begin(cli, true, &c, e));
    if (cli_has(cli, "--home"))
        TRY(home_call_option(cli, &c, "--home", &home, e));
    TRY(cli_day_option(cli, "--on", &on, e));
    TRY(home_wish_add(c.db, c.county, c.keys, cli_option(cli, "--person"), home.id, on,
                      cli_option(cli, "--note"), c.actor, &id, e));
    cli_rows_begin(cli, columns, 1);
    cli_i64(cli, id);
    cli_row_end(cli);
    cli_rows_end(cli);
    return STATUS_OK;
}

static enum status wish_withdraw_command(struct cli *cli, struct error *e)
{
    struct home_call c;
    int64_t id;
    TRY(home_call_begin(cli, true, &c, e));
    TRY(home_call_argument(cli, &id, e));
    TRY(home_wish_withdraw(c.db, c.county, id, c.actor, e));
    cli_say(cli, _("入住意愿 %" PRId64 " 已撤回。"), id);
    return STATUS_OK;
}

static enum status wish_list_command(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {"wish", "person",        "name",    "id_tail",
                                          "home", "home_name",     "asked",   "township",
                                          "note", "township_name", "village", "household"};
    struct home_call c;
    struct case_actor actor;
    struct home_wish *list;
    size_t count;
    int64_t scope;
    TRY(home_call_begin(cli, false, &c, e));
    TRY(cli_case_actor(cli, &actor, e));
    TRY(cli_township_option(cli, &actor, &scope, e));
    TRY(home_wish_list(c.db, c.county, 0, cli_arena(cli), &list, &count, e));
    cli_rows_begin(cli, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < count; i++) {
        if (!access_in_scope(scope, list[i].township))
            continue;
        cli_i64(cli, list[i].id);
        cli_i64(cli, list[i].person);
        cli_text(cli, list[i].person_name);
        cli_text(cli, list[i].id_tail);
        cli_i64(cli, list[i].home);
        cli_text(cli, list[i].home_name);
        home_call_day(cli, list[i].asked_on);
        cli_i64(cli, list[i].township);
        cli_text(cli, list[i].note);
        cli_text(cli, list[i].township_name);
        cli_text(cli, list[i].village_name);
        cli_i64(cli, list[i].household);
        cli_row_end(cli);
    }
    cli_rows_end(cli);
    return STATUS_OK;
}

const struct cli_command CLI_HOME_STAY[] = {
    {"home admit",
     "",
     0,
     0,
     N_("申请入院，床位从此保留；名单文件的列：id_number、home、bed、from、agreement"),
     "home.admit",
     admit_command,
     {{"--person", "ID", N_("身份证号"), false},
      {"--home", "HOME", N_("敬老院"), false},
      {"--bed", "BED", N_("床位编号或“房号/床号”，默认第一张空床"), false},
      {"--from", "DATE", N_("第一晚的日期，默认今天"), false},
      {"--agreement", "NUMBER", N_("供养服务协议编号"), false},
      {"--kind", "KIND", N_("WUBAO（默认）或 PAYING"), false},
      {"--health", "TEXT", N_("健康状况"), false},
      {"--contact", "TEXT", N_("联系人"), false},
      {"--note", "TEXT", N_("备注"), false},
      {"--file", "FILE", N_("多人名单，csv 或 xlsx"), false},
      {0}}},
    {"home admit confirm",
     "STAY…",
     0,
     -1,
     N_("确认入院：从次月起改为集中供养"),
     "home.confirm",
     confirm_command,
     {{"--all", NULL, N_("一所敬老院的全部申请"), false},
      {"--home", "HOME", N_("敬老院"), false},
      {0}}},
    {"home admit refuse",
     "STAY",
     1,
     1,
     N_("不同意入院"),
     "home.confirm",
     refuse_command,
     {{"--reason", "TEXT", N_("原因"), true}, {0}}},
    {"home leave",
     "STAY",
     1,
     1,
     N_("申请离院，或登记死亡"),
     "home.admit",
     leave_command,
     {{"--reason", "REASON", N_("DISCHARGE、TRANSFER、DEATH 或 CEASED"), true},
      {"--until", "DATE", N_("第一个不在院过夜的日子"), false},
      {"--to", "HOME", N_("转到哪所敬老院"), false},
      {"--to-bed", "BED", N_("转入的床位"), false},
      {"--agreement", "NUMBER", N_("转入后的协议编号"), false},
      {"--died-on", "DATE", N_("死亡日期"), false},
      {"--funeral-on", "DATE", N_("丧事办结日期，默认今天"), false},
      {"--funeral-by", "NAME", N_("丧事经办人或单位，默认本院"), false},
      {"--note", "TEXT", N_("说明"), false},
      {0}}},
    {"home leave confirm",
     "STAY",
     1,
     1,
     N_("确认离院：从次月起改回分散供养"),
     "home.confirm",
     leave_confirm_command,
     {{0}}},
    {"home leave take-back",
     "STAY",
     1,
     1,
     N_("撤回离院申请"),
     "home.admit",
     leave_back_command,
     {{0}}},
    {"home move",
     "STAY",
     1,
     1,
     N_("院内换床"),
     "home.admit",
     move_command,
     {{"--bed", "BED", N_("床位编号或“房号/床号”"), true},
      {"--from", "DATE", N_("从哪天起，默认今天"), false},
      {0}}},
    {"home residents",
     "",
     0,
     0,
     N_("住在敬老院的人和历次入住"),
     "home.read",
     residents_command,
     {{"--home", "HOME", N_("敬老院"), false},
      {"--township", "CODE", N_("敬老院所在乡镇"), false},
      {"--state", "STATE", N_("REQUESTED、IN、LEAVING、LEFT 或 REFUSED"), false},
      {"--on", "DATE", N_("这一晚住着的人"), false},
      {"--person", "N", N_("人员编号"), false},
      {"--search", "TEXT", N_("姓名或证件号末四位"), false},
      {"--after", "N", N_("从这一号之后列"), false},
      {0}}},
    {"home wish add",
     "",
     0,
     0,
     N_("登记入住意愿"),
     "home.admit",
     wish_add_command,
     {{"--person", "ID", N_("身份证号"), true},
      {"--home", "HOME", N_("想住哪所，默认不限"), false},
      {"--on", "DATE", N_("登记日期，默认今天"), false},
      {"--note", "TEXT", N_("备注"), false},
      {0}}},
    {"home wish list",
     "",
     0,
     0,
     N_("还没办的入住意愿，先登记的在前"),
     "home.read",
     wish_list_command,
     {{"--township", "CODE", N_("户籍所在乡镇"), false}, {0}}},
    {"home wish withdraw",
     "WISH",
     1,
     1,
     N_("撤回入住意愿"),
     "home.admit",
     wish_withdraw_command,
     {{0}}},
    {0},
};
