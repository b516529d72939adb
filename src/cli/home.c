/* home list, show, profile, room list, bed …, bind, adopt, merge: homes for the aged, their rooms
   and beds. */
#include "cli/home.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "cli/case_actor.h"
#include "cli/township.h"

/* ---- what commands begin with ---- */

enum status home_call_begin(struct cli *cli, bool is_writing, struct home_call *ret,
                            struct error *e)
{
    struct home_call c = {.actor = cli_actor(cli)};
    if (is_writing) {
        TRY(cli_writer(cli, &c.db, e));
        TRY(cli_keys(cli, &c.keys, e));
    } else {
        TRY(cli_reader(cli, &c.db, e));
    }
    TRY(cli_county(cli, &c.county, e));
    *ret = c;
    return STATUS_OK;
}

enum status home_call_find(struct cli *cli, const struct home_call *c, const char *text,
                           struct home *ret, struct error *e)
{
    enum status s = home_find(c->db, c->county, text, cli_arena(cli), ret, e);
    if (s != STATUS_NONE)
        return s;
    return error_set(e, STATUS_REFUSED, "HOME_UNKNOWN",
                     _("没有敬老院“%.60s”。用 minsheng home list 查看名称和编号。"), text);
}

enum status home_call_option(struct cli *cli, const struct home_call *c, const char *option,
                             struct home *ret, struct error *e)
{
    const char *text = cli_option(cli, option);
    if (!text || !*text)
        return cli_usage(e, _("请用 %s 写明敬老院的编号或名称"), option);
    return home_call_find(cli, c, text, ret, e);
}

enum status home_call_bed(struct cli *cli, const struct home_call *c, const struct home *home,
                          const char *text, int64_t *ret, struct error *e)
{
    struct home_bed *beds;
    size_t count;
    const char *slash = text ? strchr(text, '/') : NULL;
    *ret = 0;
    if (!text || !*text)
        return STATUS_OK;
    if (!slash && i64_parse(text, ret, NULL) == STATUS_OK && *ret > 0)
        return STATUS_OK;
    if (slash) {
        TRY(home_bed_list(c->db, c->county, home->id, date_today(), false, cli_arena(cli), &beds,
                          &count, e));
        for (size_t i = 0; i < count; i++) {
            bool is_room = strncmp(beds[i].room_number, text, (size_t)(slash - text)) == 0 &&
                           beds[i].room_number[slash - text] == '\0';
            if (!is_room || !text_equals(beds[i].label, slash + 1))
                continue;
            *ret = beds[i].id;
            return STATUS_OK;
        }
    }
    return error_set(e, STATUS_REFUSED, "STAY_BED",
                     _("%s没有床位“%.40s”：请写床位编号，或“房号/床号”如 101/2。"), home->name,
                     text);
}

enum status home_call_number(struct cli *cli, const char *option, int64_t otherwise, int64_t *ret,
                             struct error *e)
{
    const char *text = cli_option(cli, option);
    *ret = otherwise;
    if (!text || i64_parse(text, ret, NULL) == STATUS_OK)
        return STATUS_OK;
    return cli_usage(e, _("%s 应为整数，不是“%.40s”"), option, text);
}

enum status home_call_argument(struct cli *cli, int64_t *ret, struct error *e)
{
    if (i64_parse(cli_argument(cli, 0), ret, NULL) == STATUS_OK && *ret > 0)
        return STATUS_OK;
    return cli_usage(e, _("“%s”不是编号。"), cli_argument(cli, 0));
}

void home_call_day(struct cli *cli, struct date d)
{
    char text[DATE_TEXT_BYTES];
    cli_text(cli, d.v == 0 || d.v == DATE_OPEN.v ? NULL : date_format(d, text));
}

/* ---- homes ---- */

static const char *const COLUMNS[] = {
    "home",         "name",      "township", "township_name", "grade",      "land",
    "floor_m2",     "indoor_m2", "heating",  "outdoor_m2",    "opened_on",  "phone",
    "registration", "address",   "director", "closed",        "merged_into"};

static void row(struct cli *cli, const struct home *h)
{
    cli_i64(cli, h->id);
    cli_text(cli, h->name);
    cli_i64(cli, h->township);
    cli_text(cli, h->township_name);
    cli_i64(cli, h->grade);
    cli_i64(cli, h->land);
    cli_i64(cli, h->floor_m2);
    cli_i64(cli, h->indoor_m2);
    cli_text(cli, heating_code(h->heating));
    cli_i64(cli, h->outdoor_m2);
    home_call_day(cli, h->opened_on);
    cli_text(cli, h->phone);
    cli_text(cli, h->registration);
    cli_text(cli, h->address);
    cli_text(cli, h->director);
    home_call_day(cli, h->closed_on);
    cli_i64(cli, h->merged_into);
    cli_row_end(cli);
}

static enum status list_command(struct cli *cli, struct error *e)
{
    struct home_call c;
    struct case_actor actor;
    struct home *list;
    size_t count;
    int64_t scope;
    TRY(home_call_begin(cli, false, &c, e));
    TRY(cli_case_actor(cli, &actor, e));
    TRY(cli_township_option(cli, &actor, &scope, e));
    TRY(home_list(c.db, c.county, 0, cli_arena(cli), &list, &count, e));
    cli_rows_begin(cli, COLUMNS, sizeof COLUMNS / sizeof COLUMNS[0]);
    for (size_t i = 0; i < count; i++)
        if (access_in_scope(scope, list[i].township))
            row(cli, &list[i]);
    cli_rows_end(cli);
    return STATUS_OK;
}

static enum status argument_home(struct cli *cli, const struct home_call *c, struct home *ret,
                                 struct error *e)
{
    TRY(home_call_find(cli, c, cli_argument(cli, 0), ret, e));
    return home_require(c->db, c->county, c->actor, PERMISSION_HOME_READ, ret->id, e);
}

static enum status show_command(struct cli *cli, struct error *e)
{
    struct home_call c;
    struct home home;
    TRY(home_call_begin(cli, false, &c, e));
    TRY(argument_home(cli, &c, &home, e));
    cli_rows_begin(cli, COLUMNS, sizeof COLUMNS / sizeof COLUMNS[0]);
    row(cli, &home);
    cli_rows_end(cli);
    if (cli_format(cli) == CLI_TEXT && *home.introduction)
        cli_say(cli, "%s", home.introduction);
    return STATUS_OK;
}

static enum status heating_option(struct cli *cli, enum heating *ret, struct error *e)
{
    const char *code = cli_option(cli, "--heating");
    if (!code)
        return STATUS_OK;
    for (int h = 0; h < HEATING_COUNT; h++) {
        if (!text_equals(heating_code((enum heating)h), code))
            continue;
        *ret = (enum heating)h;
        return STATUS_OK;
    }
    return cli_usage(e, _("--heating 应为 NONE、STOVE、AIR、CENTRAL 或 ELECTRIC"));
}

static void text_option(struct cli *cli, const char *option, const char **text)
{
    const char *given = cli_option(cli, option);
    if (given)
        *text = given;
}

static enum status profile_command(struct cli *cli, struct error *e)
{
    struct home_call c;
    struct home home;
    struct fen land;
    int64_t grade;
    TRY(home_call_begin(cli, true, &c, e));
    TRY(home_call_find(cli, &c, cli_argument(cli, 0), &home, e));
    TRY(home_call_number(cli, "--grade", home.grade, &grade, e));
    home.grade = grade < 0 || grade > 100 ? -1 : (int)grade;
    TRY(home_call_number(cli, "--floor", home.floor_m2, &home.floor_m2, e));
    TRY(home_call_number(cli, "--indoor", home.indoor_m2, &home.indoor_m2, e));
    TRY(home_call_number(cli, "--outdoor", home.outdoor_m2, &home.outdoor_m2, e));
    if (cli_has(cli, "--land")) { /* two decimals, as money has */
        if (fen_parse(cli_option(cli, "--land"), &land, NULL) != STATUS_OK)
            return cli_usage(e, _("--land 应为亩数，最多两位小数，如 5.25"));
        home.land = land.v;
    }
    TRY(heating_option(cli, &home.heating, e));
    if (cli_has(cli, "--opened-on"))
        TRY(cli_day_option(cli, "--opened-on", &home.opened_on, e));
    text_option(cli, "--registration", &home.registration);
    text_option(cli, "--address", &home.address);
    text_option(cli, "--phone", &home.phone);
    text_option(cli, "--director", &home.director);
    text_option(cli, "--introduction", &home.introduction);
    TRY(home_profile_write(c.db, c.county, &home, c.actor, e));
    cli_say(cli, _("%s的基本情况已登记。"), home.name);
    return STATUS_OK;
}

static enum status bind_home_work(struct db *db, void *context, struct error *e)
{
    const struct {
        const struct home_call *c;
        const char *user;
        int64_t home;
    } *w = context;
    char subject[ACCESS_NAME_BYTES_MAX + 16], detail[64];
    int64_t change;
    (void)snprintf(subject, sizeof subject, "user %.*s", ACCESS_NAME_BYTES_MAX, w->user);
    (void)snprintf(detail, sizeof detail, "{\"home\":%" PRId64 "}", w->home);
    TRY(change_record(
        db, w->c->county,
        &(struct change_entry){
            .actor = w->c->actor, .action = "home.bind", .subject = subject, .detail = detail},
        &change, e));
    return home_user_bind(db, w->c->county, w->user, w->home, e);
}

static enum status bind_command(struct cli *cli, struct error *e)
{
    struct home_call c;
    struct home home;
    struct {
        const struct home_call *c;
        const char *user;
        int64_t home;
    } w = {.c = &c, .user = cli_argument(cli, 0)};
    TRY(home_call_begin(cli, true, &c, e));
    TRY(home_call_find(cli, &c, cli_argument(cli, 1), &home, e));
    w.home = home.id;
    TRY(db_transaction(c.db, bind_home_work, &w, e));
    cli_say(cli, _("用户 %s 代表%s。"), w.user, home.name);
    return STATUS_OK;
}

/* ---- rooms and beds ---- */

static enum status room_list_command(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {"room",    "number", "storey",
                                          "area_m2", "beds",   "occupied"};
    struct home_call c;
    struct home home;
    struct home_room *list;
    struct date on;
    size_t count;
    TRY(home_call_begin(cli, false, &c, e));
    TRY(argument_home(cli, &c, &home, e));
    TRY(cli_day_option(cli, "--on", &on, e));
    TRY(home_room_list(c.db, c.county, home.id, on, cli_arena(cli), &list, &count, e));
    cli_rows_begin(cli, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < count; i++) {
        cli_i64(cli, list[i].id);
        cli_text(cli, list[i].number);
        cli_i64(cli, list[i].storey);
        cli_i64(cli, list[i].area_m2);
        cli_i64(cli, list[i].beds);
        cli_i64(cli, list[i].occupied);
        cli_row_end(cli);
    }
    cli_rows_end(cli);
    return STATUS_OK;
}

static enum status bed_list_command(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {"bed", "room", "label", "from", "until", "stay", "name"};
    struct home_call c;
    struct home home;
    struct home_bed *list;
    struct date on;
    size_t count;
    TRY(home_call_begin(cli, false, &c, e));
    TRY(argument_home(cli, &c, &home, e));
    TRY(cli_day_option(cli, "--on", &on, e));
    TRY(home_bed_list(c.db, c.county, home.id, on, cli_has(cli, "--free"), cli_arena(cli), &list,
                      &count, e));
    cli_rows_begin(cli, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < count; i++) {
        cli_i64(cli, list[i].id);
        cli_text(cli, list[i].room_number);
        cli_text(cli, list[i].label);
        home_call_day(cli, list[i].from);
        home_call_day(cli, list[i].until);
        cli_i64(cli, list[i].stay);
        cli_text(cli, list[i].person_name);
        cli_row_end(cli);
    }
    cli_rows_end(cli);
    return STATUS_OK;
}

static enum status bed_add_command(struct cli *cli, struct error *e)
{
    struct home_call c;
    struct home home;
    struct home_beds_new n = {0};
    int64_t storey, beds;
    TRY(home_call_begin(cli, true, &c, e));
    TRY(home_call_find(cli, &c, cli_argument(cli, 0), &home, e));
    n.home = home.id;
    n.room = cli_option(cli, "--room");
    TRY(home_call_number(cli, "--storey", 1, &storey, e));
    TRY(home_call_number(cli, "--beds", 1, &beds, e));
    TRY(home_call_number(cli, "--area", 0, &n.area_m2, e));
    TRY(cli_day_option(cli, "--from", &n.from, e));
    n.storey = storey < -100 || storey > 100 ? 100 : (int)storey;
    n.beds = beds < 0 || beds > 1000 ? 0 : (int)beds;
    TRY(home_beds_add(c.db, c.county, &n, c.actor, e));
    cli_say(cli, _("%s%s房增加 %d 张床。"), home.name, n.room, n.beds);
    return STATUS_OK;
}

static enum status bed_close_command(struct cli *cli, struct error *e)
{
    struct home_call c;
    struct date on;
    int64_t bed;
    TRY(home_call_begin(cli, true, &c, e));
    TRY(home_call_argument(cli, &bed, e));
    TRY(cli_day_option(cli, "--on", &on, e));
    TRY(home_bed_close(c.db, c.county, bed, on, cli_option(cli, "--reason"), c.actor, e));
    cli_say(cli, _("床位 %" PRId64 " 已停用。"), bed);
    return STATUS_OK;
}

/* ---- a county that begins, homes that become one ---- */

static enum status adopt_command(struct cli *cli, struct error *e)
{
    struct home_call c;
    struct home home;
    struct date on;
    int64_t count;
    TRY(home_call_begin(cli, true, &c, e));
    TRY(home_call_find(cli, &c, cli_argument(cli, 0), &home, e));
    TRY(cli_day_option(cli, "--on", &on, e));
    TRY(stay_adopt(c.db, c.county, home.id, on, c.actor, &count, e));
    cli_say(cli, _("%s补登 %" PRId64 " 人入住。"), home.name, count);
    return STATUS_OK;
}

static enum status merge_command(struct cli *cli, struct error *e)
{
    struct home_call c;
    struct home home, into;
    struct date on;
    int64_t moved;
    TRY(home_call_begin(cli, true, &c, e));
    TRY(home_call_find(cli, &c, cli_argument(cli, 0), &home, e));
    TRY(home_call_option(cli, &c, "--into", &into, e));
    TRY(cli_day_option(cli, "--on", &on, e));
    TRY(home_merge(c.db, c.county, c.keys, home.id, into.id, on, cli_option(cli, "--requested-by"),
                   c.actor, &moved, e));
    cli_say(cli, _("%s并入%s，转入 %" PRId64 " 人。"), home.name, into.name, moved);
    return STATUS_OK;
}

static enum status merge_request_command(struct cli *cli, struct error *e)
{
    struct home_call c;
    struct home home, into;
    struct date on;
    TRY(home_call_begin(cli, true, &c, e));
    TRY(home_call_find(cli, &c, cli_argument(cli, 0), &home, e));
    TRY(home_call_option(cli, &c, "--into", &into, e));
    TRY(cli_day_option(cli, "--on", &on, e));
    TRY(home_merge_request(c.db, c.county, home.id, into.id, on, c.actor, e));
    cli_say(cli, _("已提出%s并入%s，待另一人确认。"), home.name, into.name);
    return STATUS_OK;
}

#define ON_OPTION                                                                                  \
    {                                                                                              \
        "--on", "DATE", N_("日期，默认今天"), false                                                \
    }

const struct cli_command CLI_HOME[] = {
    {"home list",
     "",
     0,
     0,
     N_("全县的敬老院"),
     "home.read",
     list_command,
     {{"--township", "CODE", N_("乡镇"), false}, {0}}},
    {"home show", "HOME", 1, 1, N_("一所敬老院的基本情况"), "home.read", show_command, {{0}}},
    {"home profile",
     "HOME",
     1,
     1,
     N_("登记敬老院的基本情况，没写的项目不变"),
     "home.manage",
     profile_command,
     {{"--grade", "N", N_("星级，0 未评"), false},
      {"--registration", "TEXT", N_("法人登记证号"), false},
      {"--opened-on", "DATE", N_("开办日期"), false},
      {"--land", "MU", N_("占地亩数"), false},
      {"--floor", "M2", N_("建筑面积"), false},
      {"--indoor", "M2", N_("室内活动面积"), false},
      {"--outdoor", "M2", N_("室外活动面积"), false},
      {"--heating", "KIND", N_("NONE、STOVE、AIR、CENTRAL 或 ELECTRIC"), false},
      {"--address", "TEXT", N_("地址"), false},
      {"--phone", "TEXT", N_("电话"), false},
      {"--director", "NAME", N_("院长姓名"), false},
      {"--introduction", "TEXT", N_("简介"), false},
      {0}}},
    {"home bind",
     "USER HOME",
     2,
     2,
     N_("登记院长用户代表哪所敬老院"),
     "user.manage",
     bind_command,
     {{0}}},
    {"home room list",
     "HOME",
     1,
     1,
     N_("房间、床位数和住着的人数"),
     "home.read",
     room_list_command,
     {ON_OPTION, {0}}},
    {"home bed list",
     "HOME",
     1,
     1,
     N_("床位和使用的人"),
     "home.read",
     bed_list_command,
     {ON_OPTION, {"--free", NULL, N_("只列空床"), false}, {0}}},
    {"home bed add",
     "HOME",
     1,
     1,
     N_("给房间增加床位，没有的房间一并登记"),
     "home.manage",
     bed_add_command,
     {{"--room", "NUMBER", N_("房号"), true},
      {"--storey", "N", N_("楼层，默认 1"), false},
      {"--area", "M2", N_("房间面积，新房间必填"), false},
      {"--beds", "N", N_("床位数"), true},
      {"--from", "DATE", N_("从哪天起可用，默认今天"), false},
      {0}}},
    {"home bed close",
     "BED",
     1,
     1,
     N_("停用床位"),
     "home.manage",
     bed_close_command,
     {ON_OPTION, {"--reason", "TEXT", N_("原因"), true}, {0}}},
    {"home adopt",
     "HOME",
     1,
     1,
     N_("名册中已是本院集中供养、没有入住记录的人，逐一补登"),
     "home.manage",
     adopt_command,
     {ON_OPTION, {0}}},
    {"home merge",
     "HOME",
     1,
     1,
     N_("整合：全部人员转入另一所敬老院，本院停办"),
     "home.manage",
     merge_command,
     {{"--into", "HOME", N_("并入哪所"), true},
      ON_OPTION,
      {"--requested-by", "USER", N_("谁提出的，须为另一人"), false},
      {0}}},
    {"home merge request",
     "HOME",
     1,
     1,
     N_("提出整合，由另一人确认后执行"),
     "home.manage",
     merge_request_command,
     {{"--into", "HOME", N_("并入哪所"), true}, ON_OPTION, {0}}},
    {0},
};
