/* person, household, wubao: what is known of people, and the changes of fact. */
#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "cli/cli.h"
#include "domain/registry/household_list.h"
#include "domain/registry/registry.h"

struct registry_call {
    struct db *db;
    int64_t county;
    const struct keyring *keys;
    struct registry_actor actor;
};

static enum status call_open(struct cli *cli, bool is_change, struct registry_call *ret,
                             struct error *e)
{
    struct registry_call c = {
        .actor = {.user = cli_actor(cli),
                  .document = is_change ? cli_option(cli, "--document") : ""}};
    if (!c.actor.document)
        c.actor.document = "";
    if (is_change)
        TRY(cli_writer(cli, &c.db, e));
    else
        TRY(cli_reader(cli, &c.db, e));
    TRY(cli_county(cli, &c.county, e));
    TRY(cli_keys(cli, &c.keys, e));
    *ret = c;
    return STATUS_OK;
}

static enum status household_argument(struct cli *cli, int64_t *ret, struct error *e)
{
    struct error why;
    if (i64_parse(cli_argument(cli, 0), ret, &why) == STATUS_OK && *ret > 0)
        return STATUS_OK;
    return cli_usage(e, _("“%.40s”不是家庭编号"), cli_argument(cli, 0));
}

static enum status done(struct cli *cli)
{
    cli_say(cli, _("已登记"));
    return STATUS_OK;
}

/* ---- person ---- */

static enum status person_show(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {"person",     "name",      "sex",       "id_tail",
                                          "phone_tail", "household", "programme", "head",
                                          "township",   "village"};
    struct registry_call c;
    struct person_row person;
    struct person_place place;
    TRY(call_open(cli, false, &c, e));
    enum status s = person_by_id_number(c.db, c.county, c.keys, cli_argument(cli, 0),
                                        cli_arena(cli), &person, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "PERSON_UNKNOWN",
                         _("名册中没有这个身份证号的人。请核对号码。"));
    if (s != STATUS_OK)
        return s;
    s = person_current_place(c.db, c.county, person.id, cli_arena(cli), &place, e);
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    bool is_in = s == STATUS_OK;
    cli_rows_begin(cli, columns, sizeof columns / sizeof *columns);
    cli_i64(cli, person.id);
    cli_text(cli, person.name);
    cli_text(cli, person.sex == SEX_MALE ? _("男") : _("女"));
    cli_text(cli, person.id_tail);
    cli_text(cli, person.phone_tail);
    if (is_in)
        cli_i64(cli, place.household);
    else
        cli_text(cli, NULL);
    cli_text(cli, is_in ? programme_code(place.programme) : NULL);
    cli_text(cli, is_in ? place.head_name : NULL);
    cli_text(cli, is_in ? place.township_name : NULL);
    cli_text(cli, is_in ? place.village_name : NULL);
    cli_row_end(cli);
    cli_rows_end(cli);
    return STATUS_OK;
}

static enum status person_death(struct cli *cli, struct error *e)
{
    struct registry_call c;
    struct date on;
    struct error why;
    if (date_parse(cli_option(cli, "--on"), &on, &why) != STATUS_OK)
        return cli_usage(e, _("--on 应为 2013-06-30 这样的日期"));
    TRY(call_open(cli, true, &c, e));
    TRY(registry_report_death(c.db, c.county, c.keys, cli_argument(cli, 0), on, &c.actor, e));
    return done(cli);
}

/* ---- household ---- */

static void show_entitlement(struct cli *cli, const struct dossier *d)
{
    static const char *const classes[] = {"—", "A", "B", "C"};
    for (size_t i = 0; i < d->entitlement_count; i++) {
        const struct entitlement_row *r = &d->entitlements[i];
        char from[MONTH_TEXT_BYTES], to[MONTH_TEXT_BYTES], income[FEN_TEXT_BYTES];
        month_format(r->from, from);
        cli_say(cli, _("%s 至 %s：%s%s%s，类别 %s，年收入 %s 元%s%s"), from,
                r->to.v == MONTH_OPEN.v ? _("今") : month_format(r->to, to),
                _(entitlement_status_label(r->status)), r->form ? " " : "",
                r->form ? _(support_form_label(r->form)) : "", classes[r->mgmt_class & 3],
                fen_format_people(r->income_year, income), *r->cause ? "，" : "", r->cause);
    }
}

static enum status show_members(struct cli *cli, const struct registry_call *c,
                                const struct dossier *d, struct error *e)
{
    static const char *const columns[] = {
        "person",    "name", "id_tail", "relation",         "birth", "from", "to", "present",
        "protected", "ill",  "student", "disability_grade", "cause"};
    cli_rows_begin(cli, columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < d->member_count; i++) {
        const struct member_row *m = &d->members[i];
        struct person_row person;
        char birth[DATE_TEXT_BYTES];
        TRY(person_by_id(c->db, c->county, m->person, NULL, cli_arena(cli), &person, e));
        cli_i64(cli, m->person);
        cli_text(cli, person.name);
        cli_text(cli, person.id_tail);
        cli_text(cli, _(relation_label(m->relation)));
        cli_text(cli, date_format(m->birth, birth));
        cli_month(cli, m->from);
        if (m->to.v == MONTH_OPEN.v)
            cli_text(cli, NULL);
        else
            cli_month(cli, m->to);
        cli_i64(cli, m->is_present);
        cli_i64(cli, m->is_protected);
        cli_i64(cli, m->is_seriously_ill);
        cli_i64(cli, m->is_student);
        cli_i64(cli, m->disability_grade);
        cli_text(cli, m->cause);
        cli_row_end(cli);
    }
    cli_rows_end(cli);
    return STATUS_OK;
}

static enum status household_show(struct cli *cli, struct error *e)
{
    struct registry_call c;
    struct dossier d;
    struct month from = month_make(1949, 10), to = MONTH_OPEN;
    int64_t household, known;
    TRY(household_argument(cli, &household, e));
    TRY(call_open(cli, false, &c, e));
    TRY(cli_known(cli, &known, e));
    if (cli_option(cli, "--month")) {
        TRY(cli_month_option(cli, "--month", &from, e));
        to = from;
    }
    for (enum programme p = PROGRAMME_DIBAO; p <= PROGRAMME_WUBAO; p++) {
        enum status s =
            dossier_read(c.db, c.county, p, household, from, to, known, cli_arena(cli), &d, e);
        if (s == STATUS_NONE)
            continue;
        if (s != STATUS_OK)
            return s;
        if (cli_format(cli) == CLI_TEXT) {
            cli_say(cli, _("家庭 %lld：%s"), (long long)household, programme_name(p));
            show_entitlement(cli, &d);
        }
        return show_members(cli, &c, &d, e);
    }
    return error_set(e, STATUS_REFUSED, "HOUSEHOLD_UNKNOWN",
                     _("没有编号为 %" PRId64 " 的受助家庭。请核对家庭编号。"), household);
}

static enum status household_income(struct cli *cli, struct error *e)
{
    struct registry_call c;
    struct month from;
    struct fen income;
    int64_t household;
    TRY(household_argument(cli, &household, e));
    TRY(fen_parse(cli_argument(cli, 1), &income, e));
    TRY(cli_month_option(cli, "--from", &from, e));
    TRY(call_open(cli, true, &c, e));
    TRY(registry_change_income(c.db, c.county, household, income, from, &c.actor, e));
    return done(cli);
}

static enum status household_status(struct cli *cli, struct error *e)
{
    static const struct {
        const char *word;
        enum entitlement_status status;
    } words[] = {{"active", ENTITLEMENT_ACTIVE},
                 {"suspended", ENTITLEMENT_SUSPENDED},
                 {"grace", ENTITLEMENT_GRACE},
                 {"ended", ENTITLEMENT_ENDED}};
    struct registry_call c;
    struct month from;
    int64_t household;
    const char *word = cli_argument(cli, 1);
    size_t i = 0;
    TRY(household_argument(cli, &household, e));
    while (i < 4 && strcmp(words[i].word, word) != 0)
        i++;
    if (i == 4)
        return cli_usage(e, _("状态应为 active、suspended、grace 或 ended"));
    TRY(cli_month_option(cli, "--from", &from, e));
    TRY(call_open(cli, true, &c, e));
    TRY(registry_set_status(c.db, c.county, household, words[i].status, cli_option(cli, "--cause"),
                            from, &c.actor, e));
    return done(cli);
}

static enum status household_account(struct cli *cli, struct error *e)
{
    struct registry_call c;
    int64_t household;
    const char *bank = text_tidy(cli_arena(cli), cli_option(cli, "--bank"));
    const char *holder = text_tidy(cli_arena(cli), cli_option(cli, "--holder"));
    const char *number = text_tidy_solid(cli_arena(cli), cli_option(cli, "--number"));
    if (!bank || !holder || !number)
        return arena_exhausted(e);
    TRY(household_argument(cli, &household, e));
    TRY(call_open(cli, true, &c, e));
    TRY(registry_change_account(c.db, c.county, c.keys, household, bank, holder, number, &c.actor,
                                e));
    return done(cli);
}

/* ---- wubao ---- */

static enum status wubao_form(struct cli *cli, struct error *e)
{
    struct registry_call c;
    struct month from;
    const char *word = cli_argument(cli, 1), *home = cli_option(cli, "--home");
    enum support_form form;
    if (strcmp(word, "scattered") == 0)
        form = FORM_SCATTERED;
    else if (strcmp(word, "institution") == 0)
        form = FORM_INSTITUTION;
    else
        return cli_usage(e, _("供养形式应为 scattered 或 institution"));
    TRY(cli_month_option(cli, "--from", &from, e));
    TRY(call_open(cli, true, &c, e));
    TRY(registry_change_form(c.db, c.county, c.keys, cli_argument(cli, 0), form, home ? home : "",
                             from, &c.actor, e));
    return done(cli);
}

#define DOCUMENT_OPTION                                                                            \
    {                                                                                              \
        "--document", "TEXT", N_("依据的文件或证明"), false                                        \
    }
#define NO_OPTION                                                                                  \
    {                                                                                              \
        NULL, NULL, NULL, false                                                                    \
    }

const struct cli_command CLI_REGISTRY[] = {
    {"person show",
     "IDNUMBER",
     1,
     1,
     N_("按身份证号查人，现在在哪一户"),
     "registry.read",
     person_show,
     {NO_OPTION}},
    {"person death",
     "IDNUMBER",
     1,
     1,
     N_("登记死亡；再次登记即更正日期"),
     "death.report",
     person_death,
     {{"--on", "YYYY-MM-DD", N_("死亡日期"), true}, DOCUMENT_OPTION, NO_OPTION}},
    {"household show",
     "HOUSEHOLD",
     1,
     1,
     N_("一户的待遇和成员，逐段列出"),
     "registry.read",
     household_show,
     {{"--month", "YYYY-MM", N_("只看这个月"), false}, NO_OPTION},
     true},
    {"household income",
     "HOUSEHOLD YUAN",
     2,
     2,
     N_("从某月起更改家庭年收入"),
     "registry.change",
     household_income,
     {{"--from", "YYYY-MM", N_("从哪个月起"), true}, DOCUMENT_OPTION, NO_OPTION}},
    {"household status",
     "HOUSEHOLD active|suspended|grace|ended",
     2,
     2,
     N_("从某月起暂停、渐退、停发或恢复"),
     "registry.change",
     household_status,
     {{"--from", "YYYY-MM", N_("从哪个月起"), true},
      {"--cause", "TEXT", N_("原因"), false},
      DOCUMENT_OPTION,
      NO_OPTION}},
    {"household account",
     "HOUSEHOLD",
     1,
     1,
     N_("更正收款账户"),
     "account.change",
     household_account,
     {{"--bank", "TEXT", N_("开户行"), true},
      {"--holder", "TEXT", N_("账户名"), true},
      {"--number", "DIGITS", N_("账号"), true},
      DOCUMENT_OPTION,
      NO_OPTION}},
    {"wubao form",
     "IDNUMBER scattered|institution",
     2,
     2,
     N_("五保对象改变供养形式"),
     "registry.change",
     wubao_form,
     {{"--from", "YYYY-MM", N_("从哪个月起"), true},
      {"--home", "TEXT", N_("集中供养的机构"), false},
      DOCUMENT_OPTION,
      NO_OPTION}},
    {NULL, NULL, 0, 0, NULL, NULL, NULL, {NO_OPTION}},
};
