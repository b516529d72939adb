/* home record, care, property, staff: what a home writes down each day. */
#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "cli/case_actor.h"
#include "domain/home/record.h"

#define SAID(columns) (columns), sizeof(columns) / sizeof((columns)[0])

struct record_call {
    struct db *db;
    int64_t county;
    const char *actor;
};

static enum status call_open(struct cli *cli, bool is_writing, struct record_call *c,
                             struct error *e)
{
    *c = (struct record_call){.actor = cli_actor(cli)};
    TRY(is_writing ? cli_writer(cli, &c->db, e) : cli_reader(cli, &c->db, e));
    return cli_county(cli, &c->county, e);
}

static enum status home_argument(struct cli *cli, const struct record_call *c, struct home *ret,
                                 struct error *e)
{
    const char *name = cli_argument(cli, 0);
    enum status s = home_find(c->db, c->county, name, cli_arena(cli), ret, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "HOME_UNKNOWN",
                         _("没有敬老院“%.60s”：请写编号或全名。"), name);
    return s;
}

static enum status number_of(const char *text, const char *what, int64_t *ret, struct error *e)
{
    return i64_parse(text, ret, NULL) == STATUS_OK ? STATUS_OK
                                                   : cli_usage(e, _("%s要写数字。"), what);
}

static enum status number_option(struct cli *cli, const char *name, int64_t fallback, int64_t *ret,
                                 struct error *e)
{
    const char *text = cli_option(cli, name);
    *ret = fallback;
    return text ? number_of(text, name, ret, e) : STATUS_OK;
}

static enum status yuan_option(struct cli *cli, const char *name, struct fen *ret, struct error *e)
{
    const char *text = cli_option(cli, name);
    if (text && fen_parse(text, ret, e) != STATUS_OK)
        return error_place(e, "%s", name);
    return STATUS_OK;
}

/* None: v 0. */
static enum status day_if_given(struct cli *cli, const char *name, struct date *ret,
                                struct error *e)
{
    *ret = (struct date){0};
    return cli_has(cli, name) ? cli_day_option(cli, name, ret, e) : STATUS_OK;
}

static void day_say(struct cli *cli, struct date d)
{
    char text[DATE_TEXT_BYTES];
    cli_text(cli, d.v == 0 || d.v == DATE_OPEN.v ? "" : date_format(d, text));
}

/* The stay of the first argument, whose home the actor may see. */
static enum status stay_seen(struct cli *cli, const struct record_call *c, int64_t *ret,
                             struct error *e)
{
    int64_t home;
    TRY(cli_number_argument(cli, _("入住编号"), ret, e));
    TRY(home_of_stay(c->db, c->county, *ret, &home, e));
    return home_require(c->db, c->county, c->actor, PERMISSION_HOME_READ, home, e);
}

/* ---- records ---- */

static enum status stays_given(struct cli *cli, const struct record_call *c,
                               const struct home_record *r, int64_t **ret, size_t *ret_count,
                               struct error *e)
{
    int64_t *stays = ARENA_ARRAY(cli_arena(cli), int64_t, RECORD_STAYS_MAX);
    const char *text;
    size_t n = 0;
    if (!stays)
        return arena_exhausted(e);
    if (cli_has(cli, "--all") && cli_has(cli, "--stay"))
        return cli_usage(e, _("--all 和 --stay 只写一个。"));
    if (cli_has(cli, "--all")) {
        TRY(home_record_residents(c->db, c->county, r->home, r->on, cli_arena(cli), ret, ret_count,
                                  e));
        return *ret_count > 0 ? STATUS_OK
                              : error_set(e, STATUS_REFUSED, "STAY_UNKNOWN",
                                          _("那一天没有老人在院，请核对日期。"));
    }
    while ((text = cli_option_nth(cli, "--stay", n)) != NULL) {
        if (n == RECORD_STAYS_MAX)
            return cli_usage(e, _("一次最多 %d 位老人。"), RECORD_STAYS_MAX);
        TRY(number_of(text, "--stay", &stays[n++], e));
    }
    *ret = stays;
    *ret_count = n;
    return STATUS_OK;
}

static enum status run_record_add(struct cli *cli, struct error *e)
{
    struct record_call c;
    struct home home;
    struct home_record r = {.result = cli_option(cli, "--result"),
                            .detail = cli_option(cli, "--detail")};
    int64_t *stays, id;
    size_t count;
    TRY(record_kind_parse(cli_argument(cli, 1), &r.kind, e));
    TRY(cli_day_option(cli, "--on", &r.on, e));
    TRY(day_if_given(cli, "--until", &r.until, e));
    if (cli_has(cli, "--month"))
        TRY(cli_month_option(cli, "--month", &r.month, e));
    TRY(number_option(cli, "--quantity", 0, &r.quantity, e));
    TRY(yuan_option(cli, "--amount", &r.amount, e));
    TRY(call_open(cli, true, &c, e));
    TRY(home_argument(cli, &c, &home, e));
    r.home = home.id;
    TRY(stays_given(cli, &c, &r, &stays, &count, e));
    if (count > 1 || cli_has(cli, "--all")) {
        TRY(home_record_add_all(c.db, c.county, &r, stays, count, c.actor, e));
        cli_say(cli, _("已登记%s %zu 条"), _(RECORD_KINDS[r.kind - 1].label), count);
        return STATUS_OK;
    }
    r.stay = count == 1 ? stays[0] : 0;
    TRY(home_record_add(c.db, c.county, &r, c.actor, &id, e));
    cli_say(cli, _("已登记%s，编号 %" PRId64), _(RECORD_KINDS[r.kind - 1].label), id);
    return STATUS_OK;
}

/* What a check-up found is for who cares for the person, as on the pages. */
static void record_say(struct cli *cli, const struct home_record *r, bool sees_health)
{
    cli_i64(cli, r->id);
    cli_i64(cli, r->home);
    cli_i64(cli, r->stay);
    cli_text(cli, r->person_name);
    cli_text(cli, RECORD_KINDS[r->kind - 1].code);
    day_say(cli, r->on);
    day_say(cli, r->until);
    cli_month(cli, r->month);
    cli_i64(cli, r->quantity);
    cli_fen(cli, r->amount);
    cli_text(cli, sees_health ? r->result : NULL);
    cli_text(cli, r->detail);
    cli_text(cli, r->confirmed_by);
    day_say(cli, r->confirmed_on);
    cli_text(cli, r->is_struck ? "yes" : "no");
    cli_text(cli, r->strike_reason);
    cli_row_end(cli);
}

static enum status health_seen(const struct record_call *c, const struct record_filter *f,
                               bool *ret, struct error *e)
{
    static const enum permission any[] = {PERMISSION_HOME_RECORD, PERMISSION_HOME_CONFIRM,
                                          PERMISSION_CASE_PAPERS};
    struct error ignored = {0};
    *ret = false;
    for (size_t i = 0; i < sizeof any / sizeof any[0] && !*ret; i++) {
        enum status s = home_require(c->db, c->county, c->actor, any[i], f->home, &ignored);
        if (s != STATUS_OK && s != STATUS_REFUSED) {
            *e = ignored;
            return s;
        }
        *ret = s == STATUS_OK;
    }
    return STATUS_OK;
}

static enum status run_record_list(struct cli *cli, struct error *e)
{
    bool sees_health;
    static const char *const columns[] = {
        "record",       "home",         "stay",      "person",       "kind",   "on",
        "until",        "month",        "quantity",  "amount",       "result", "detail",
        "confirmed_by", "confirmed_on", "is_struck", "strike_reason"};
    struct record_call c;
    struct home home;
    struct record_filter f = {0};
    struct home_record *list;
    size_t count;
    int64_t rows;
    if (cli_has(cli, "--kind"))
        TRY(record_kind_parse(cli_option(cli, "--kind"), &f.kind, e));
    TRY(day_if_given(cli, "--from", &f.from, e));
    TRY(day_if_given(cli, "--to", &f.to, e));
    TRY(number_option(cli, "--before", 0, &f.before, e));
    TRY(number_option(cli, "--stay", 0, &f.stay, e));
    TRY(number_option(cli, "--rows", RECORD_ROWS_MAX, &rows, e));
    if (rows < 1 || rows > RECORD_ROWS_MAX)
        return cli_usage(e, _("--rows 应为 1 至 %d。"), RECORD_ROWS_MAX);
    f.rows = (int)rows;
    TRY(call_open(cli, false, &c, e));
    TRY(home_argument(cli, &c, &home, e));
    f.home = home.id;
    if (f.stay != 0) {
        TRY(home_of_stay(c.db, c.county, f.stay, &f.home, e));
        if (f.home != home.id)
            return error_set(e, STATUS_REFUSED, "STAY_UNKNOWN", _("入住 %" PRId64 " 不在%s。"),
                             f.stay, home.name);
    }
    TRY(home_require(c.db, c.county, c.actor, PERMISSION_HOME_READ, f.home, e));
    TRY(home_record_list(c.db, c.county, &f, cli_arena(cli), &list, &count, e));
    TRY(health_seen(&c, &f, &sees_health, e));
    cli_rows_begin(cli, SAID(columns));
    for (size_t i = 0; i < count; i++)
        record_say(cli, &list[i], sees_health);
    cli_rows_end(cli);
    return STATUS_OK;
}

static enum status run_record_confirm(struct cli *cli, struct error *e)
{
    struct record_call c;
    struct date on;
    size_t count = cli_argument_count(cli);
    int64_t *ids = ARENA_ARRAY(cli_arena(cli), int64_t, count);
    if (!ids)
        return arena_exhausted(e);
    for (size_t i = 0; i < count; i++)
        TRY(number_of(cli_argument(cli, i), _("记录编号"), &ids[i], e));
    TRY(cli_day_option(cli, "--on", &on, e));
    TRY(call_open(cli, true, &c, e));
    TRY(home_record_confirm_all(c.db, c.county, ids, count, cli_option(cli, "--witness"), on,
                                c.actor, e));
    cli_say(cli, _("已签收 %zu 条"), count);
    return STATUS_OK;
}

static enum status run_record_strike(struct cli *cli, struct error *e)
{
    struct record_call c;
    int64_t id;
    TRY(cli_number_argument(cli, _("记录编号"), &id, e));
    TRY(call_open(cli, true, &c, e));
    TRY(home_record_strike(c.db, c.county, id, cli_option(cli, "--reason"), c.actor, e));
    cli_say(cli, _("记录 %" PRId64 " 已划去"), id);
    return STATUS_OK;
}

/* ---- care levels ---- */

static const char *const CARE_CODES[CARE_ITEMS] = {"eat",    "dress", "rise",
                                                   "toilet", "walk",  "bathe"};

static const char *care_code(enum care_level level)
{
    return level == CARE_SELF ? "self" : level == CARE_HALF ? "half" : "full";
}

/* "none", or codes with commas between. */
static enum status cannot_parse(const char *text, bool can[CARE_ITEMS], struct error *e)
{
    for (int i = 0; i < CARE_ITEMS; i++)
        can[i] = true;
    if (text_equals(text, "none"))
        return STATUS_OK;
    for (const char *p = text; *p != '\0';) {
        size_t n = strcspn(p, ",");
        int i = 0;
        while (i < CARE_ITEMS && (strlen(CARE_CODES[i]) != n || strncmp(p, CARE_CODES[i], n) != 0))
            i++;
        if (i == CARE_ITEMS)
            return cli_usage(e, _("--cannot 写 none，或用逗号隔开的 eat、dress、rise、toilet、"
                                  "walk、bathe。"));
        can[i] = false;
        p += n + (p[n] == ',');
    }
    return STATUS_OK;
}

static enum status run_care_assess(struct cli *cli, struct error *e)
{
    struct record_call c;
    struct care_assessment care = {.assessors = cli_option(cli, "--assessors")};
    TRY(cli_number_argument(cli, _("入住编号"), &care.stay, e));
    TRY(cannot_parse(cli_option(cli, "--cannot"), care.can, e));
    TRY(cli_day_option(cli, "--on", &care.assessed_on, e));
    TRY(call_open(cli, true, &c, e));
    TRY(care_assess(c.db, c.county, &care, c.actor, e));
    cli_say(cli, _("入住 %" PRId64 " 评估为 %s"), care.stay, care_code(care_level_of(care.can)));
    return STATUS_OK;
}

static enum status run_care_list(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {"stay", "on", "level", "cannot", "assessors", "actor"};
    struct record_call c;
    struct care_assessment *list;
    int64_t stay;
    size_t count;
    TRY(call_open(cli, false, &c, e));
    TRY(stay_seen(cli, &c, &stay, e));
    TRY(care_list(c.db, c.county, stay, cli_arena(cli), &list, &count, e));
    cli_rows_begin(cli, SAID(columns));
    for (size_t i = 0; i < count; i++) {
        const char *cannot = "";
        for (int k = 0; k < CARE_ITEMS && cannot; k++)
            if (!list[i].can[k])
                cannot = arena_printf(cli_arena(cli), "%s%s%s", cannot, cannot[0] ? "," : "",
                                      CARE_CODES[k]);
        cli_i64(cli, stay);
        day_say(cli, list[i].assessed_on);
        cli_text(cli, care_code(list[i].level));
        cli_text(cli, cannot);
        cli_text(cli, list[i].assessors);
        cli_text(cli, list[i].actor);
        cli_row_end(cli);
    }
    cli_rows_end(cli);
    return STATUS_OK;
}

/* ---- property ---- */

static enum status run_property_add(struct cli *cli, struct error *e)
{
    struct record_call c;
    struct home_property p = {.item = cli_argument(cli, 1),
                              .witnesses = cli_option(cli, "--witnesses")};
    TRY(cli_number_argument(cli, _("入住编号"), &p.stay, e));
    TRY(number_option(cli, "--quantity", 1, &p.quantity, e));
    TRY(yuan_option(cli, "--value", &p.value, e));
    TRY(cli_day_option(cli, "--on", &p.listed_on, e));
    TRY(call_open(cli, true, &c, e));
    TRY(home_property_add(c.db, c.county, &p, c.actor, e));
    cli_say(cli, _("已登记“%s”"), p.item);
    return STATUS_OK;
}

static enum status run_property_give(struct cli *cli, struct error *e)
{
    struct record_call c;
    struct date on;
    int64_t stay, number;
    TRY(cli_number_argument(cli, _("入住编号"), &stay, e));
    TRY(number_of(cli_argument(cli, 1), _("物品序号"), &number, e));
    TRY(cli_day_option(cli, "--on", &on, e));
    TRY(call_open(cli, true, &c, e));
    TRY(home_property_give(c.db, c.county, stay, number, cli_option(cli, "--to"), on, c.actor, e));
    cli_say(cli, _("第 %" PRId64 " 件已由%s领走"), number, cli_option(cli, "--to"));
    return STATUS_OK;
}

static enum status run_property_list(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {"stay",      "number",    "item",     "quantity", "value",
                                          "listed_on", "witnesses", "given_to", "given_on"};
    struct record_call c;
    struct home_property *list;
    int64_t stay;
    size_t count;
    TRY(call_open(cli, false, &c, e));
    TRY(stay_seen(cli, &c, &stay, e));
    TRY(home_property_list(c.db, c.county, stay, cli_arena(cli), &list, &count, e));
    cli_rows_begin(cli, SAID(columns));
    for (size_t i = 0; i < count; i++) {
        cli_i64(cli, stay);
        cli_i64(cli, list[i].number);
        cli_text(cli, list[i].item);
        cli_i64(cli, list[i].quantity);
        cli_fen(cli, list[i].value);
        day_say(cli, list[i].listed_on);
        cli_text(cli, list[i].witnesses);
        cli_text(cli, list[i].given_to);
        day_say(cli, list[i].given_on);
        cli_row_end(cli);
    }
    cli_rows_end(cli);
    return STATUS_OK;
}

/* ---- staff ---- */

static enum status run_staff_write(struct cli *cli, struct error *e)
{
    struct record_call c;
    const struct keyring *keys;
    struct home home;
    struct home_staff s = {.name = cli_option(cli, "--name"),
                           .id_number = cli_option(cli, "--id-number"),
                           .political = cli_option(cli, "--political"),
                           .education = cli_option(cli, "--education"),
                           .post = cli_option(cli, "--post"),
                           .trade = cli_option(cli, "--trade"),
                           .duty = cli_option(cli, "--duty"),
                           .training = cli_option(cli, "--training"),
                           .phone = cli_option(cli, "--phone"),
                           .is_established = cli_has(cli, "--established"),
                           .is_legal = cli_has(cli, "--legal")};
    int64_t id;
    TRY(number_option(cli, "--staff", 0, &s.id, e));
    TRY(yuan_option(cli, "--pay", &s.pay, e));
    TRY(cli_day_option(cli, "--from", &s.from, e));
    TRY(day_if_given(cli, "--until", &s.until, e));
    TRY(call_open(cli, true, &c, e));
    TRY(cli_keys(cli, &keys, e));
    TRY(home_argument(cli, &c, &home, e));
    s.home = home.id;
    TRY(home_staff_write(c.db, c.county, keys, &s, c.actor, &id, e));
    cli_say(cli, _("%s：工作人员 %" PRId64 " %s"), home.name, id, s.name);
    return STATUS_OK;
}

static void staff_say(struct cli *cli, const struct home_staff *s)
{
    const char *texts[] = {s->political, s->education, s->trade, s->duty, s->training, s->phone};
    cli_i64(cli, s->id);
    cli_text(cli, s->name);
    cli_text(cli, s->id_tail);
    cli_text(cli, s->sex == SEX_MALE ? "male" : "female");
    day_say(cli, s->birth);
    cli_text(cli, s->post);
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        cli_text(cli, texts[i]);
    cli_text(cli, s->is_established ? "yes" : "no");
    cli_text(cli, s->is_legal ? "yes" : "no");
    cli_fen(cli, s->pay);
    day_say(cli, s->from);
    day_say(cli, s->until);
    cli_row_end(cli);
}

static enum status run_staff_list(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {
        "staff",          "name",      "id_tail", "sex",  "birth",    "post",
        "political",      "education", "trade",   "duty", "training", "phone",
        "is_established", "is_legal",  "pay",     "from", "until"};
    struct record_call c;
    struct home home;
    struct home_staff *list;
    struct date on = {0};
    size_t count;
    if (!cli_has(cli, "--all"))
        TRY(cli_day_option(cli, "--on", &on, e));
    TRY(call_open(cli, false, &c, e));
    TRY(home_argument(cli, &c, &home, e));
    TRY(home_require(c.db, c.county, c.actor, PERMISSION_HOME_READ, home.id, e));
    TRY(home_staff_list(c.db, c.county, home.id, on, cli_arena(cli), &list, &count, e));
    cli_rows_begin(cli, SAID(columns));
    for (size_t i = 0; i < count; i++)
        staff_say(cli, &list[i]);
    cli_rows_end(cli);
    return STATUS_OK;
}

#define OPTION_ON                                                                                  \
    {                                                                                              \
        "--on", "DATE", N_("哪一天；默认今天"), false                                              \
    }
const struct cli_command CLI_HOME_RECORD[] = {
    {"home record add",
     "HOME KIND",
     2,
     2,
     N_("登记一条记录：LEAVE、VISIT、CHECKUP、MEAL、CLOTHING、POCKET、INCIDENT、DUTY、ACTIVITY"),
     "home.record",
     run_record_add,
     {{"--stay", "N", N_("哪位老人（入住编号），可写多次"), false},
      {"--all", NULL, N_("当天在院的全部老人"), false},
      OPTION_ON,
      {"--until", "DATE", N_("请假的最后一天"), false},
      {"--month", "YYYY-MM", N_("零花钱是哪个月的；默认当月"), false},
      {"--quantity", "N", N_("用餐人数、服装件数"), false},
      {"--amount", "YUAN", N_("金额，元"), false},
      {"--result", "TEXT", N_("查体结果"), false},
      {"--detail", "TEXT", N_("内容"), false},
      {0}}},
    {"home record list",
     "HOME",
     1,
     1,
     N_("一所敬老院的记录，新的在前，划去的也在"),
     "home.read",
     run_record_list,
     {{"--stay", "N", N_("只看一位老人"), false},
      {"--kind", "KIND", N_("只看一种"), false},
      {"--from", "DATE", N_("从哪天"), false},
      {"--to", "DATE", N_("到哪天"), false},
      {"--before", "N", N_("接着上一页最后的编号"), false},
      {"--rows", "N", N_("最多几条"), false},
      {0}}},
    {"home record confirm",
     "RECORD…",
     1,
     -1,
     N_("老人签收零花钱、服装，写明见证人"),
     "home.record",
     run_record_confirm,
     {{"--witness", "NAME", N_("见证人"), true}, OPTION_ON, {0}}},
    {"home record strike",
     "RECORD",
     1,
     1,
     N_("划去一条写错的记录"),
     "home.record",
     run_record_strike,
     {{"--reason", "TEXT", N_("原因"), true}, {0}}},
    {"home care assess",
     "STAY",
     1,
     1,
     N_("按六项评估照料护理等级，次月起登记随之变更"),
     "home.record",
     run_care_assess,
     {{"--cannot", "none|ITEM,…", N_("不能自理的：eat dress rise toilet walk bathe"), true},
      {"--assessors", "NAMES", N_("至少两名评估人"), true},
      OPTION_ON,
      {0}}},
    {"home care list", "STAY", 1, 1, N_("一位老人的历次评估"), "home.read", run_care_list, {{0}}},
    {"home property add",
     "STAY ITEM",
     2,
     2,
     N_("登记老人的物品；去世老人的遗物要两名见证人"),
     "home.record",
     run_property_add,
     {{"--quantity", "N", N_("数量，默认 1"), false},
      {"--value", "YUAN", N_("估价，元"), false},
      {"--witnesses", "NAMES", N_("见证人"), false},
      OPTION_ON,
      {0}}},
    {"home property give",
     "STAY NUMBER",
     2,
     2,
     N_("登记物品由谁领走"),
     "home.record",
     run_property_give,
     {{"--to", "NAME", N_("领取人"), true}, OPTION_ON, {0}}},
    {"home property list",
     "STAY",
     1,
     1,
     N_("一位老人的物品和遗物"),
     "home.read",
     run_property_list,
     {{0}}},
    {"home staff write",
     "HOME",
     1,
     1,
     N_("登记一名工作人员，或更正整条登记"),
     "home.record",
     run_staff_write,
     {{"--staff", "N", N_("更正哪一名；不写为新登记"), false},
      {"--name", "NAME", N_("姓名"), true},
      {"--id-number", "NUMBER", N_("身份证号；更正时可不写"), false},
      {"--post", "POST", N_("MANAGER、CARER、COOK、CLEANER、GUARD、MEDIC、ACCOUNTS、OTHER"), true},
      {"--from", "DATE", N_("上岗日期；默认今天"), false},
      {"--until", "DATE", N_("离岗日期：不再在岗的第一天"), false},
      {"--pay", "YUAN", N_("月工资，元"), false},
      {"--political", "TEXT", N_("政治面貌"), false},
      {"--education", "TEXT", N_("文化程度"), false},
      {"--trade", "TEXT", N_("工种"), false},
      {"--duty", "TEXT", N_("职责"), false},
      {"--training", "TEXT", N_("培训情况"), false},
      {"--phone", "TEXT", N_("电话"), false},
      {"--established", NULL, N_("乡镇在编"), false},
      {"--legal", NULL, N_("法定代表人"), false},
      {0}}},
    {"home staff list",
     "HOME",
     1,
     1,
     N_("一所敬老院的工作人员"),
     "home.read",
     run_staff_list,
     {OPTION_ON, {"--all", NULL, N_("离岗的也列出"), false}, {0}}},
    {0},
};
