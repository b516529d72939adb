#include "audit/tamper.h"

#include <stdio.h>
#include <string.h>

#include "domain/plan/plan.h"
#include "office/demo/demo.h"

#define TEST_ARENA_BYTES ((size_t)64 * 1024 * 1024)
#define DIBAO_HOUSEHOLDS 160
#define WUBAO_PERSONS 50

struct world worlds[2];
size_t world_count;

/* ---- one audit, its codes as " CODE CODE " ---- */

static enum status collect(void *context, const struct audit_finding *finding, struct error *e)
{
    struct codes *codes = context;
    (void)e;
    if (codes->n + strlen(finding->code) + 2 < sizeof(codes->text))
        codes->n += (size_t)snprintf(codes->text + codes->n, sizeof(codes->text) - codes->n, "%s ",
                                     finding->code);
    return STATUS_OK;
}

enum status audit(struct db *db, const struct keyring *keys, struct codes *codes,
                  int64_t *ret_findings, struct error *e)
{
    struct audit_scope scope = {
        .county = COUNTY_JINGXIAN, .from = month_make(1900, 1), .to = MONTH_OPEN, .keys = keys};
    struct audit_result result;
    codes->n = 0;
    codes->text[0] = '\0';
    enum status s = audit_run(db, &scope, collect, codes, &result, e);
    if (s == STATUS_OK)
        *ret_findings = result.findings;
    return s;
}

/* ---- a county with a month paid, returned, corrected and re-issued ---- */

static void pay(struct world *w, enum programme programme, int64_t returns, int64_t open_returns)
{
    struct payment_context context = {
        .county = COUNTY_JINGXIAN, .actor = ACTOR_SYSTEM, .keys = w->keys};
    struct demo_month month = {.programme = programme,
                               .month = month_make(2013, 6),
                               .returns = returns,
                               .open_returns = open_returns,
                               .scratch = test_tmpdir()};
    struct demo_month_result result;
    struct error e = {0};
    assert_ok_e(demo_month_pay(w->db, &context, &month, &result, &e), &e);
}

static void world_open(struct world *w, const struct testdb *testdb)
{
    struct error e = {0};
    struct plan *plan;
    int64_t version;
    char key_path[64];
    w->testdb = *testdb;
    w->arena = arena_new(TEST_ARENA_BYTES);
    w->db = testdb_open(w->testdb.url, DB_WRITER);
    snprintf(key_path, sizeof(key_path), "%s.key", testdb_engine_name(w->testdb.engine));
    assert_ok_e(keyring_open(test_path(key_path), true, &w->keys, &e), &e);
    assert_ok_e(plan_read(MINSHENG_PLANS "/jingxian-2013.yaml", w->arena, &plan, &e), &e);
    assert_ok_e(plan_load(w->db, plan, plan_content(plan), w->keys, ACTOR_SYSTEM, &version, &e),
                &e);
}

static void months_fill(struct world *w)
{
    struct error e = {0};
    struct demo_options options = {.seed = test_seed(),
                                   .dibao_households = DIBAO_HOUSEHOLDS,
                                   .wubao_persons = WUBAO_PERSONS,
                                   .month = month_make(2013, 6)};
    struct payment_context context = {
        .county = COUNTY_JINGXIAN, .actor = ACTOR_SYSTEM, .keys = w->keys};
    assert_ok_e(demo_ground_read(w->db, COUNTY_JINGXIAN, w->arena, &options, &e), &e);
    assert_ok_e(demo_store(w->db, &context, &options, NULL, &e), &e);
    pay(w, PROGRAMME_DIBAO, 6, 2);
    pay(w, PROGRAMME_WUBAO, 2, 0);
}

void worlds_plan(void (*fill)(struct world *w))
{
    struct testdb list[2];
    world_count = testdb_each(list);
    for (size_t i = 0; i < world_count; i++) {
        world_open(&worlds[i], &list[i]);
        fill(&worlds[i]);
    }
}

void worlds_open(void (*fill)(struct world *w))
{
    worlds_plan(months_fill);
    for (size_t i = 0; fill != NULL && i < world_count; i++)
        fill(&worlds[i]);
}

void worlds_close(void)
{
    for (size_t i = 0; i < world_count; i++) {
        db_close(worlds[i].db);
        keyring_free(worlds[i].keys);
        arena_free(worlds[i].arena);
    }
}

void worlds_tie_out(void)
{
    for (size_t i = 0; i < world_count; i++) {
        struct codes codes;
        struct error e = {0};
        int64_t findings = -1;
        assert_ok_e(audit(worlds[i].db, worlds[i].keys, &codes, &findings, &e), &e);
        if (findings != 0)
            print_message("# %s: %s\n", testdb_engine_name(worlds[i].testdb.engine), codes.text);
        assert_int_equal(findings, 0);
    }
}

/* ---- faults ---- */

struct deception {
    const struct fault *fault;
    const struct keyring *keys;
    struct codes codes;
    int64_t findings;
};

/* Never kept: the fault is rolled back with the refusal. */
static enum status deceive(struct db *db, void *context, struct error *e)
{
    struct deception *d = context;
    TRY(db_execute_raw(db, d->fault->sql, e));
    TRY(audit(db, d->keys, &d->codes, &d->findings, e));
    return error_set(e, STATUS_REFUSED, "ROLLED_BACK", "rolled back");
}

static bool names_fault(const struct deception *d)
{
    char code[48];
    char text[TAMPER_CODES_BYTES + 2];
    snprintf(text, sizeof(text), " %s", d->codes.text);
    snprintf(code, sizeof(code), " %s ", d->fault->code);
    return d->findings > 0 && strstr(text, code) != NULL;
}

void faults_are_named(const struct fault *faults, size_t count)
{
    size_t missed = 0;
    for (size_t i = 0; i < world_count; i++) {
        for (size_t f = 0; f < count; f++) {
            struct deception d = {.fault = &faults[f], .keys = worlds[i].keys};
            struct error e = {0};
            enum status s = db_transaction(worlds[i].db, deceive, &d, &e);
            if (s == STATUS_REFUSED && strcmp(e.code, "ROLLED_BACK") == 0 && names_fault(&d))
                continue;
            missed++;
            print_message("# %s: %s: expected %s, got %s%s\n",
                          testdb_engine_name(worlds[i].testdb.engine), faults[f].name,
                          faults[f].code, d.codes.text,
                          strcmp(e.code, "ROLLED_BACK") == 0 ? "" : e.message);
        }
    }
    assert_int_equal(missed, 0);
}

void statements_are_refused(const char *const *statements, size_t count)
{
    for (size_t i = 0; i < world_count; i++) {
        for (size_t k = 0; k < count; k++) {
            struct deception d = {.fault = &(struct fault){"", statements[k], ""},
                                  .keys = worlds[i].keys};
            struct error e = {0};
            enum status s = db_transaction(worlds[i].db, deceive, &d, &e);
            if (s != STATUS_REFUSED || strncmp(e.code, "DB_", 3) != 0)
                fail_msg("%s accepted: %s", testdb_engine_name(worlds[i].testdb.engine),
                         statements[k]);
        }
    }
}
