/* Whoever makes himself more than the trail says is named: each fault is planted in a county whose
   users were made by plan and by hand, and rolled back. On both engines. */
#include "support/test_support.h"

#include <stdio.h>
#include <string.h>

#include "audit/audit.h"
#include "domain/access/access.h"
#include "domain/plan/plan.h"
#include "domain/registry/change.h"
#include "support/testdb.h"

#define COUNTY INT64_C(341823)
#define NOW INT64_C(1372550400)
#define TEST_ARENA_BYTES ((size_t)32 * 1024 * 1024)
#define CODES_BYTES 4096

static const struct fault {
    const char *name, *sql, *code;
} FAULTS[] = {
    {"a planned user's role raised",
     "UPDATE access_user SET role = 'administrator' WHERE name = 'dibao1'", "ACCESS_ROLE"},
    {"a planned township clerk made the county's",
     "UPDATE access_user SET scope = 341823000000 WHERE name = 'township100.clerk'", "ACCESS_ROLE"},
    {"a planned township clerk moved to another township",
     "UPDATE access_user SET scope = 341823101000 WHERE name = 'township100.clerk'", "ACCESS_ROLE"},
    {"a county post narrowed", "UPDATE access_user SET scope = 341823101000 WHERE name = 'dibao1'",
     "ACCESS_ROLE"},
    {"an added user's role raised",
     "UPDATE access_user SET role = 'finance_officer' WHERE name = 'wang'", "ACCESS_ROLE"},
    {"an added user's scope widened", "UPDATE access_user SET scope = 341823 WHERE name = 'wang'",
     "ACCESS_ROLE"},
    {"a changed role changed back",
     "UPDATE access_user SET role = 'township_clerk' WHERE name = 'zhao'", "ACCESS_ROLE"},
    {"a planned user's role raised by a trail of his own making",
     "UPDATE change_trail SET subject = 'user dibao1' WHERE action = 'user.role'", "TRAIL_HASH"},
    {"a password put in the table",
     "UPDATE access_user SET password_hash = (SELECT password_hash FROM access_user WHERE name = "
     "'zhao') WHERE name = 'wang'",
     "ACCESS_PASSWORD"},
    {"a password for a post that had none",
     "UPDATE access_user SET password_hash = (SELECT password_hash FROM access_user WHERE name = "
     "'zhao') WHERE name = 'dibao1'",
     "ACCESS_PASSWORD"},
    {"a password taken away", "UPDATE access_user SET password_hash = NULL WHERE name = 'wang'",
     "ACCESS_PASSWORD"},
    {"a lock opened", "UPDATE access_user SET is_locked = 0 WHERE name = 'gone'", "ACCESS_LOCK"},
    {"a lock put on", "UPDATE access_user SET is_locked = 1 WHERE name = 'wang'", "ACCESS_LOCK"},
    {"an authenticator struck off", "DELETE FROM access_totp WHERE user_name = 'wang'",
     "ACCESS_TOTP"},
    {"an authenticator made unconfirmed",
     "UPDATE access_totp SET confirmed_change = NULL WHERE user_name = 'wang'", "ACCESS_TOTP"},
    {"a rule switched off", "UPDATE access_setting SET value = 0 WHERE name = 'totp'",
     "ACCESS_SETTING"},
    {"a switch taken away", "DELETE FROM access_setting WHERE name = 'first_password'",
     "ACCESS_SETTING"},
    {"a switch nobody set",
     "INSERT INTO access_setting (county, name, value, set_change) VALUES (341823, 'other', 0, 1)",
     "ACCESS_SETTING"},
    {"a token nobody made",
     "INSERT INTO access_bearer (county, id, token_hash, user_name, label, created_change, "
     "created_at, expires_at, used_at, revoked_change) SELECT county, id + 100, (SELECT hash FROM "
     "change_trail WHERE id = 1), user_name, label, created_change, created_at, expires_at, NULL, "
     "NULL FROM access_bearer WHERE revoked_change IS NULL",
     "ACCESS_TOKEN"},
    {"a token given to another user",
     "UPDATE access_bearer SET user_name = 'dibao1' WHERE revoked_change IS NULL", "ACCESS_TOKEN"},
    {"a revoked token brought back", "UPDATE access_bearer SET revoked_change = NULL",
     "ACCESS_TOKEN"},
};
#define FAULT_COUNT (sizeof(FAULTS) / sizeof(FAULTS[0]))

struct world {
    struct db *db;
    struct keyring *keys;
    struct arena *arena;
    struct error e;
};

struct codes {
    char text[CODES_BYTES];
    size_t n;
};

static enum status collect(void *context, const struct audit_finding *finding, struct error *e)
{
    struct codes *codes = context;
    (void)e;
    if (codes->n + strlen(finding->code) + 2 < sizeof(codes->text))
        codes->n += (size_t)snprintf(codes->text + codes->n, sizeof(codes->text) - codes->n, " %s ",
                                     finding->code);
    return STATUS_OK;
}

static enum status audit(struct db *db, const struct keyring *keys, struct codes *codes,
                         int64_t *ret_findings, struct error *e)
{
    struct audit_scope scope = {
        .county = COUNTY, .from = month_make(1900, 1), .to = MONTH_OPEN, .keys = keys};
    struct audit_result result;
    *codes = (struct codes){.n = 0};
    TRY(audit_run(db, &scope, collect, codes, &result, e));
    *ret_findings = result.findings;
    return STATUS_OK;
}

static void user(struct world *w, const char *name, enum role role, int64_t scope)
{
    struct access_new_user u = {.name = name,
                                .role = role,
                                .scope = scope,
                                .password = "four plain words",
                                .cost = ACCESS_COST_TEST};
    assert_ok_e(access_user_add(w->db, COUNTY, "admin", &u, &w->e), &w->e);
}

static void authenticator(struct world *w, const char *name)
{
    char secret[ACCESS_SECRET_TEXT_BYTES], code[ACCESS_CODE_DIGITS + 1];
    char codes[ACCESS_RECOVERY_CODES][ACCESS_RECOVERY_BYTES];
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    uint8_t bytes[20] = {0};
    assert_ok_e(access_totp_begin(w->db, COUNTY, w->keys, name, &w->e), &w->e);
    assert_ok_e(access_totp_pending(w->db, COUNTY, w->keys, name, w->arena, secret, &w->e), &w->e);
    for (size_t bit = 0; bit < sizeof(bytes) * 8; bit++) {
        size_t letter = (size_t)(strchr(letters, secret[bit / 5]) - letters);
        bytes[bit / 8] |= (uint8_t)((letter >> (4 - bit % 5) & 1u) << (7 - bit % 8));
    }
    access_totp_code(bytes, sizeof(bytes), NOW, code);
    assert_ok_e(
        access_totp_confirm(w->db, COUNTY, w->keys, name, code, NOW, w->arena, codes, &w->e),
        &w->e);
}

/* Everything the program itself may do to a user, and nothing else. */
static void world_open(struct world *w, const struct testdb *testdb)
{
    struct plan *plan;
    int64_t version, first, second;
    char token[ACCESS_TOKEN_BYTES], key[64];
    struct access_session session;
    w->arena = arena_new(TEST_ARENA_BYTES);
    w->db = testdb_open(testdb->url, DB_WRITER);
    snprintf(key, sizeof(key), "%s.key", testdb_engine_name(testdb->engine));
    assert_ok_e(keyring_open(test_path(key), true, &w->keys, &w->e), &w->e);
    assert_ok_e(plan_read(MINSHENG_PLANS "/jingxian-2013.yaml", w->arena, &plan, &w->e), &w->e);
    assert_ok_e(plan_load(w->db, plan, plan_content(plan), w->keys, ACTOR_SYSTEM, &version, &w->e),
                &w->e);
    user(w, "wang", ROLE_BUREAU_OFFICER, 341823100);
    user(w, "zhao", ROLE_TOWNSHIP_CLERK, 341823101);
    user(w, "gone", ROLE_TOWNSHIP_CLERK, 341823101000);
    struct access_new_user mute = {.name = "mute", .role = ROLE_AUDITOR, .scope = COUNTY};
    assert_ok_e(access_user_add(w->db, COUNTY, "admin", &mute, &w->e), &w->e);
    assert_ok_e(
        access_user_role(w->db, COUNTY, "admin", "zhao", ROLE_TOWNSHIP_LEAD, 341823102, &w->e),
        &w->e);
    assert_ok_e(
        access_user_role(w->db, COUNTY, "admin", "dibao2", ROLE_BUREAU_SUPERVISOR, COUNTY, &w->e),
        &w->e);
    assert_ok_e(access_user_lock(w->db, COUNTY, "admin", "gone", true, &w->e), &w->e);
    assert_ok_e(access_user_lock(w->db, COUNTY, "admin", "zhao", true, &w->e), &w->e);
    assert_ok_e(access_user_lock(w->db, COUNTY, "admin", "zhao", false, &w->e), &w->e);
    assert_ok_e(
        access_bearer_create(w->db, COUNTY, "zhao", "zhao", "x", NOW, 9, token, &first, &w->e),
        &w->e);
    assert_ok_e(
        access_bearer_create(w->db, COUNTY, "wang", "wang", "x", NOW, 9, token, &second, &w->e),
        &w->e);
    assert_ok_e(
        access_bearer_create(w->db, COUNTY, "wang", "wang", "y", NOW, 9, token, &second, &w->e),
        &w->e);
    assert_ok_e(access_bearer_revoke(w->db, COUNTY, "wang", "wang", second, &w->e), &w->e);
    assert_ok_e(access_user_passwd(w->db, COUNTY, "admin", "zhao", "five plain words",
                                   ACCESS_COST_TEST, &w->e),
                &w->e); /* revokes his token */
    assert_ok_e(access_password_change(w->db, COUNTY, "zhao", "five plain words", "my own words",
                                       ACCESS_COST_TEST, NOW, w->arena, token, &session, &w->e),
                &w->e);
    for (int k = 0; k < ACCESS_SETTING_COUNT; k++)
        for (int on = 0; on <= 1; on++)
            assert_ok_e(access_setting_set(w->db, COUNTY, "admin", (enum access_setting)k,
                                           k == ACCESS_SETTING_TOTP ? on == 1 : on == 0, &w->e),
                        &w->e);
    authenticator(w, "wang");
    authenticator(w, "mute");
    assert_ok_e(access_totp_reset(w->db, COUNTY, "admin", "mute", &w->e), &w->e);
}

static struct world worlds[2];
static size_t world_count;

static int setup(void **state)
{
    struct testdb list[2];
    (void)state;
    world_count = testdb_each(list);
    for (size_t i = 0; i < world_count; i++)
        world_open(&worlds[i], &list[i]);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    for (size_t i = 0; i < world_count; i++) {
        db_close(worlds[i].db);
        keyring_free(worlds[i].keys);
        arena_free(worlds[i].arena);
    }
    return 0;
}

static void what_the_program_itself_does_agrees_with_the_trail(void **state)
{
    (void)state;
    for (size_t i = 0; i < world_count; i++) {
        struct codes codes;
        struct error e = {0};
        int64_t findings = -1;
        assert_ok_e(audit(worlds[i].db, worlds[i].keys, &codes, &findings, &e), &e);
        if (findings != 0)
            print_message("# %s\n", codes.text);
        assert_int_equal(findings, 0);
    }
}

struct deception {
    const struct fault *fault;
    const struct keyring *keys;
    struct codes codes;
    int64_t findings;
};

static enum status deceive(struct db *db, void *context, struct error *e)
{
    struct deception *d = context;
    TRY(db_execute_raw(db, d->fault->sql, e));
    TRY(audit(db, d->keys, &d->codes, &d->findings, e));
    return error_set(e, STATUS_REFUSED, "ROLLED_BACK", "rolled back");
}

static void every_planted_fault_is_named(void **state)
{
    size_t missed = 0;
    (void)state;
    for (size_t i = 0; i < world_count; i++)
        for (size_t f = 0; f < FAULT_COUNT; f++) {
            struct deception d = {.fault = &FAULTS[f], .keys = worlds[i].keys};
            struct error e = {0};
            char code[48];
            enum status s = db_transaction(worlds[i].db, deceive, &d, &e);
            snprintf(code, sizeof(code), " %s ", FAULTS[f].code);
            if (s == STATUS_REFUSED && strcmp(e.code, "ROLLED_BACK") == 0 && d.findings > 0 &&
                strstr(d.codes.text, code) != NULL)
                continue;
            missed++;
            print_message("# %s: expected %s, got%s %s\n", FAULTS[f].name, FAULTS[f].code,
                          d.codes.text, e.message);
        }
    assert_int_equal(missed, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_the_program_itself_does_agrees_with_the_trail),
        cmocka_unit_test(every_planted_fault_is_named),
    };
    return cmocka_run_group_tests_name("audit_access", tests, setup, teardown);
}
