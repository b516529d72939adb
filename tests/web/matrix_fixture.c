#include "web/matrix.h"
#include "domain/payment/run_list.h"
#include "domain/registry/change.h"
#include "office/demo/demo.h"
#include "web/pages/pages.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HOUSEHOLDS 400
#define SUPPORTED 60
#define RETURNS 4
#define OPEN_RETURNS 2
#define COUNTY_SCOPE (LIVE_COUNTY * 1000000)

const char *side_name(enum side s)
{
    static const char *const names[SIDE_COUNT] = {"own", "near", "other"};
    return names[s];
}

const char *matrix_user(enum role role)
{
    static char name[ACCESS_NAME_BYTES_MAX];
    snprintf(name, sizeof(name), "matrix.%s", role_code(role));
    return name;
}

int64_t matrix_scope(const struct matrix *m, enum role role)
{
    switch (role) {
    case ROLE_VILLAGE_CLERK:
        return m->of[SIDE_OWN].village;
    case ROLE_TOWNSHIP_CLERK:
    case ROLE_TOWNSHIP_LEAD:
    case ROLE_HOME_DIRECTOR:
        return MATRIX_TOWNSHIP;
    default:
        return COUNTY_SCOPE;
    }
}

static void user_add(const struct matrix *m, struct db *db, const char *name, enum role role)
{
    struct error e = {0};
    const struct access_new_user user = {.name = name,
                                         .title = role_label(role),
                                         .role = role,
                                         .scope = matrix_scope(m, role),
                                         .password = LIVE_PASSWORD,
                                         .cost = ACCESS_COST_TEST};
    assert_ok_e(access_user_add(db, LIVE_COUNTY, ACTOR_SYSTEM, &user, &e), &e);
}

static void users_add(const struct matrix *m, struct db *db)
{
    struct error e = {0};
    for (int k = 0; k < ACCESS_SETTING_COUNT; k++)
        assert_ok_e(
            access_setting_set(db, LIVE_COUNTY, ACTOR_SYSTEM, (enum access_setting)k, false, &e),
            &e);
    for (int role = ROLE_NONE + 1; role < ROLE_SYSTEM; role++)
        user_add(m, db, matrix_user((enum role)role), (enum role)role);
    user_add(m, db, MATRIX_SPARE_USER, ROLE_AUDITOR);
}

static void set_today(struct date day)
{
    char text[DATE_TEXT_BYTES];
    setenv("MINSHENG_TODAY", date_format(day, text), 1);
}

static void county_fill(struct matrix *m, struct db *db)
{
    struct plan *plan;
    struct error e = {0};
    struct demo_month_result paid;
    const struct payment_context c = {.county = LIVE_COUNTY, .actor = "dibao1", .keys = m->keys};
    struct demo_options options = {.seed = test_seed(),
                                   .dibao_households = HOUSEHOLDS,
                                   .wubao_persons = SUPPORTED,
                                   .month = month_make(2013, 6)};
    const struct demo_month month = {.programme = PROGRAMME_DIBAO,
                                     .month = options.month,
                                     .returns = RETURNS,
                                     .open_returns = OPEN_RETURNS,
                                     .scratch = test_tmpdir(),
                                     .set_today = set_today};
    assert_ok_e(plan_read(getenv("MINSHENG_PLAN"), m->arena, &plan, &e), &e);
    assert_ok_e(plan_load(db, plan, plan_content(plan), m->keys, ACTOR_SYSTEM, NULL, &e), &e);
    assert_ok_e(demo_ground_read(db, LIVE_COUNTY, m->arena, &options, &e), &e);
    assert_ok_e(demo_store(db, &c, &options, NULL, &e), &e);
    assert_ok_e(demo_month_pay(db, &c, &month, &paid, &e), &e);
    assert_int_equal(paid.run, MATRIX_PAID_RUN);
}

/* A household that was paid in the township, in another village than the one given. */
static struct matrix_things household_pick(struct matrix *m, struct db *db, int64_t township,
                                           int64_t not_in_village)
{
    struct error e = {0};
    struct payment_run run;
    struct run_item *items;
    size_t count;
    bool has_more;
    const struct run_item_filter filter = {
        .scope = township, .state = ITEM_PAID, .row_count = RUN_ITEM_ROWS_MAX};
    assert_ok_e(payment_run_by_id(db, LIVE_COUNTY, MATRIX_PAID_RUN, m->arena, &run, &e), &e);
    assert_ok_e(
        run_item_list(db, LIVE_COUNTY, &run, &filter, m->arena, &items, &count, &has_more, &e), &e);
    for (size_t i = 0; i < count; i++)
        if (items[i].division != not_in_village)
            return (struct matrix_things){.village = items[i].division,
                                          .household = items[i].household};
    fail_msg("no paid household in %" PRId64, township);
    return (struct matrix_things){0};
}

void matrix_start(struct matrix *m, enum db_engine engine)
{
    struct error e = {0};
    *m = (struct matrix){.arena = arena_new(64u << 20)};
    testdb_fresh(engine, &m->live.testdb);
    assert_ok_e(
        keyring_open(test_path(engine == DB_SQLITE ? "key" : "key-postgresql"), true, &m->keys, &e),
        &e);
    struct db *db = testdb_open(m->live.testdb.url, DB_WRITER);
    county_fill(m, db);
    m->of[SIDE_OWN] = household_pick(m, db, MATRIX_TOWNSHIP, 0);
    m->of[SIDE_NEAR] = household_pick(m, db, MATRIX_TOWNSHIP, m->of[SIDE_OWN].village);
    m->of[SIDE_OTHER] = household_pick(m, db, MATRIX_OTHER_TOWNSHIP, 0);
    users_add(m, db);
    db_close(db);
    m->db = testdb_open(m->live.testdb.url, DB_READER);
    setenv("MINSHENG_UPLOADS", test_path("uploads"), 1);
    const struct server_options options = {.listen = "127.0.0.1:0",
                                           .db_url = m->live.testdb.url,
                                           .county = LIVE_COUNTY,
                                           .keys = m->keys,
                                           .temp_dir = test_tmpdir(),
                                           .is_quiet = true,
                                           .map = &SITE_MAP};
    assert_ok_e(server_start(&options, &m->live.server, &e), &e);
}

void matrix_stop(struct matrix *m)
{
    live_stop(&m->live);
    db_close(m->db);
    keyring_cleanup(&m->keys);
    arena_free(m->arena);
}

/* ---- what stands for a parameter ---- */

static void run_of(const struct matrix *m, const struct matrix_things *t, char *out, size_t n)
{
    (void)m;
    (void)t;
    snprintf(out, n, "%d", MATRIX_PAID_RUN);
}

static void month_of(const struct matrix *m, const struct matrix_things *t, char *out, size_t n)
{
    (void)m;
    (void)t;
    snprintf(out, n, "2013-06");
}

static void fund_of(const struct matrix *m, const struct matrix_things *t, char *out, size_t n)
{
    (void)m;
    (void)t;
    snprintf(out, n, "dibao");
}

static void household_of(const struct matrix *m, const struct matrix_things *t, char *out, size_t n)
{
    (void)m;
    snprintf(out, n, "%" PRId64, t->household);
}

static void user_of(const struct matrix *m, const struct matrix_things *t, char *out, size_t n)
{
    (void)m;
    (void)t;
    snprintf(out, n, "%s", MATRIX_SPARE_USER);
}

/* Nobody's. */
static void number(const struct matrix *m, const struct matrix_things *t, char *out, size_t n)
{
    (void)m;
    (void)t;
    snprintf(out, n, "999999");
}

/* Every {parameter} of every route. A new one gets its row here, and its thing in matrix_start. */
static const struct {
    const char *name;
    enum parameter_kind kind;
    void (*write)(const struct matrix *m, const struct matrix_things *t, char *out, size_t n);
} PARAMETERS[] = {
    {"run", PARAMETER_COUNTY, run_of},     {"remittance", PARAMETER_COUNTY, run_of},
    {"month", PARAMETER_COUNTY, month_of}, {"fund", PARAMETER_COUNTY, fund_of},
    {"user", PARAMETER_COUNTY, user_of},   {"household", PARAMETER_PLACED, household_of},
    {"job", PARAMETER_OWN, number},        {"file", PARAMETER_OWN, number},
    {"token", PARAMETER_OWN, number},
};

enum parameter_kind matrix_parameter(const struct matrix *m, const char *name, size_t name_bytes,
                                     enum side side, char *out, size_t out_bytes)
{
    for (size_t i = 0; i < sizeof(PARAMETERS) / sizeof(PARAMETERS[0]); i++)
        if (strlen(PARAMETERS[i].name) == name_bytes &&
            memcmp(PARAMETERS[i].name, name, name_bytes) == 0) {
            PARAMETERS[i].write(m, &m->of[side], out, out_bytes);
            return PARAMETERS[i].kind;
        }
    return PARAMETER_UNKNOWN;
}
