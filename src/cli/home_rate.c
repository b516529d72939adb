/* home rate, occupancy, suggest, merge-options: how many live in homes, and what could be done. */
#include "base/i18n.h"
#include "base/ratio.h"
#include "cli/township.h"
#include "domain/home/rate.h"

struct rate_call {
    struct cli *cli;
    struct db *db;
    int64_t county, scope, known;
    struct date on;
};

static enum status call_open(struct cli *cli, struct rate_call *c, struct error *e)
{
    struct case_actor actor;
    c->cli = cli;
    TRY(cli_day_option(cli, "--on", &c->on, e));
    TRY(cli_reader(cli, &c->db, e));
    TRY(cli_county(cli, &c->county, e));
    TRY(cli_known(cli, &c->known, e));
    TRY(cli_case_actor(cli, &actor, e));
    return cli_township_option(cli, &actor, &c->scope, e);
}

/* A director speaks for a home and sees its township; a village sees none. */
static bool is_seen(const struct rate_call *c, int64_t township)
{
    return access_in_scope(c->scope, township) ||
           (township == 0 && access_in_scope(c->scope, c->county * INT64_C(1000000)));
}

/* ---- by township ---- */

static void rate_say(const struct rate_call *c, const struct home_rate *r)
{
    char rate[RATIO_TEXT_BYTES];
    const int64_t figures[] = {r->target_bp, r->gap,    r->beds,        r->occupied,    r->waiting,
                               r->leaving,   r->wishes, r->forecast_in, r->forecast_all};
    cli_i64(c->cli, r->township);
    cli_text(c->cli, r->name);
    cli_i64(c->cli, r->in);
    cli_i64(c->cli, r->all);
    cli_text(c->cli, ratio_percent_of_target(r->in, r->all, r->target_bp, 1, rate));
    cli_text(c->cli, r->is_met ? "yes" : "no");
    for (size_t i = 0; i < sizeof figures / sizeof figures[0]; i++)
        cli_i64(c->cli, figures[i]);
    cli_text(c->cli, r->is_forecast_met ? "yes" : "no");
    cli_text(c->cli, r->has_project ? "yes" : "no");
    cli_row_end(c->cli);
}

static enum status home_rate(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {
        "township",        "name",       "in",     "all",         "rate",
        "is_met",          "target_bp",  "gap",    "beds",        "occupied",
        "waiting",         "leaving",    "wishes", "forecast_in", "forecast_all",
        "is_forecast_met", "has_project"};
    struct rate_call c = {0};
    struct home_rate *rows, sum;
    size_t count;
    TRY(call_open(cli, &c, e));
    TRY(home_rate_list(c.db, c.county, c.on, c.known, cli_arena(cli), &rows, &count, &sum, e));
    cli_rows_begin(cli, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < count; i++)
        if (is_seen(&c, rows[i].township))
            rate_say(&c, &rows[i]);
    if (is_seen(&c, 0))
        rate_say(&c, &sum);
    cli_rows_end(cli);
    return STATUS_OK;
}

/* ---- by home ---- */

static enum status home_occupancy(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {"home",      "name",     "township", "township_name",
                                          "beds",      "occupied", "rate",     "reserved",
                                          "free_beds", "paying",   "away"};
    struct rate_call c = {0};
    struct home_occupancy *rows;
    size_t count;
    TRY(call_open(cli, &c, e));
    TRY(home_occupancy_list(c.db, c.county, c.on, c.known, cli_arena(cli), &rows, &count, e));
    cli_rows_begin(cli, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < count; i++) {
        const struct home_occupancy *h = &rows[i];
        char rate[RATIO_TEXT_BYTES];
        if (!is_seen(&c, h->township))
            continue;
        cli_i64(cli, h->home);
        cli_text(cli, h->name);
        cli_i64(cli, h->township);
        cli_text(cli, h->township_name);
        cli_i64(cli, h->beds);
        cli_i64(cli, h->occupied);
        cli_text(cli, ratio_percent(h->occupied, h->beds, 1, rate));
        cli_i64(cli, h->reserved);
        cli_i64(cli, h->free_beds);
        cli_i64(cli, h->paying);
        cli_i64(cli, h->away);
        cli_row_end(cli);
    }
    cli_rows_end(cli);
    return STATUS_OK;
}

/* ---- what could be done ---- */

static enum status home_suggest_command(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {"wish",      "person",         "person_name",
                                          "township",  "township_name",  "home",
                                          "home_name", "is_own_township"};
    struct rate_call c = {0};
    struct home_suggestion *rows;
    size_t count;
    TRY(call_open(cli, &c, e));
    TRY(home_suggest(c.db, c.county, c.on, cli_arena(cli), &rows, &count, e));
    cli_rows_begin(cli, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < count; i++) {
        if (!is_seen(&c, rows[i].township))
            continue;
        cli_i64(cli, rows[i].wish);
        cli_i64(cli, rows[i].person);
        cli_text(cli, rows[i].person_name);
        cli_i64(cli, rows[i].township);
        cli_text(cli, rows[i].township_name);
        cli_i64(cli, rows[i].home);
        cli_text(cli, rows[i].home_name);
        cli_text(cli, rows[i].is_own_township ? "yes" : "no");
        cli_row_end(cli);
    }
    cli_rows_end(cli);
    return STATUS_OK;
}

static enum status home_merge_options_command(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {
        "from", "from_name", "into", "into_name", "residents", "free_beds", "is_same_township"};
    struct rate_call c = {0};
    struct home_merge_option *rows;
    size_t count;
    TRY(call_open(cli, &c, e));
    if (!is_seen(&c, 0))
        return error_set(e, STATUS_REFUSED, "ACCESS_SCOPE", _("整合敬老院由县民政局办理"));
    TRY(home_merge_options(c.db, c.county, c.on, cli_arena(cli), &rows, &count, e));
    cli_rows_begin(cli, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < count; i++) {
        cli_i64(cli, rows[i].from);
        cli_text(cli, rows[i].from_name);
        cli_i64(cli, rows[i].into);
        cli_text(cli, rows[i].into_name);
        cli_i64(cli, rows[i].residents);
        cli_i64(cli, rows[i].free_beds);
        cli_text(cli, rows[i].is_same_township ? "yes" : "no");
        cli_row_end(cli);
    }
    cli_rows_end(cli);
    return STATUS_OK;
}

#define OPTION_ON                                                                                  \
    {                                                                                              \
        "--on", "DATE", N_("哪一天；默认今天"), false                                              \
    }
#define OPTION_TOWNSHIP                                                                            \
    {                                                                                              \
        "--township", "CODE", N_("只列一个乡镇"), false                                            \
    }
const struct cli_command CLI_HOME_RATE[] = {
    {"home rate",
     "",
     0,
     0,
     N_("各乡镇的集中供养率、离目标差几人、年底能到多少"),
     "home.read",
     home_rate,
     {OPTION_ON, OPTION_TOWNSHIP, {0}},
     .takes_as_of = true},
    {"home occupancy",
     "",
     0,
     0,
     N_("各敬老院的床位和入住"),
     "home.read",
     home_occupancy,
     {OPTION_ON, OPTION_TOWNSHIP, {0}},
     .takes_as_of = true},
    {"home suggest",
     "",
     0,
     0,
     N_("谁可以住进哪所敬老院：先照顾未达标的乡镇，先申请的在前"),
     "registry.read",
     home_suggest_command,
     {OPTION_ON, OPTION_TOWNSHIP, {0}}},
    {"home merge-options",
     "",
     0,
     0,
     N_("哪些敬老院可以并到一起"),
     "home.read",
     home_merge_options_command,
     {OPTION_ON, {0}}},
    {0},
};
