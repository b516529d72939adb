/* Whoever makes himself more than the trail says is named: each fault is planted in a county whose
   users were made by plan and by hand, and rolled back. On both engines. */
#include "audit/tamper.h"

#include <string.h>

#include "domain/access/access.h"

#define COUNTY INT64_C(341823)
#define NOW INT64_C(1372550400)

static const struct fault FAULTS[] = {
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

static void user(struct world *w, const char *name, enum role role, int64_t scope)
{
    struct error e = {0};
    struct access_new_user u = {.name = name,
                                .role = role,
                                .scope = scope,
                                .password = "four plain words",
                                .cost = ACCESS_COST_TEST};
    assert_ok_e(access_user_add(w->db, COUNTY, "admin", &u, &e), &e);
}

static void authenticator(struct world *w, const char *name)
{
    struct error e = {0};
    char secret[ACCESS_SECRET_TEXT_BYTES], code[ACCESS_CODE_DIGITS + 1];
    char codes[ACCESS_RECOVERY_CODES][ACCESS_RECOVERY_BYTES];
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    uint8_t bytes[20] = {0};
    assert_ok_e(access_totp_begin(w->db, COUNTY, w->keys, name, &e), &e);
    assert_ok_e(access_totp_pending(w->db, COUNTY, w->keys, name, w->arena, secret, &e), &e);
    for (size_t bit = 0; bit < sizeof(bytes) * 8; bit++) {
        size_t letter = (size_t)(strchr(letters, secret[bit / 5]) - letters);
        bytes[bit / 8] |= (uint8_t)((letter >> (4 - bit % 5) & 1u) << (7 - bit % 8));
    }
    access_totp_code(bytes, sizeof(bytes), NOW, code);
    assert_ok_e(access_totp_confirm(w->db, COUNTY, w->keys, name, code, NOW, w->arena, codes, &e),
                &e);
}

/* Everything the program itself may do to a user, and nothing else. */
static void users_fill(struct world *w)
{
    struct error e = {0};
    int64_t first, second;
    char token[ACCESS_TOKEN_BYTES];
    struct access_session session;
    user(w, "wang", ROLE_BUREAU_OFFICER, 341823100);
    user(w, "zhao", ROLE_TOWNSHIP_CLERK, 341823101);
    user(w, "gone", ROLE_TOWNSHIP_CLERK, 341823101000);
    struct access_new_user mute = {.name = "mute", .role = ROLE_AUDITOR, .scope = COUNTY};
    assert_ok_e(access_user_add(w->db, COUNTY, "admin", &mute, &e), &e);
    assert_ok_e(access_user_role(w->db, COUNTY, "admin", "zhao", ROLE_TOWNSHIP_LEAD, 341823102, &e),
                &e);
    assert_ok_e(
        access_user_role(w->db, COUNTY, "admin", "dibao2", ROLE_BUREAU_SUPERVISOR, COUNTY, &e), &e);
    assert_ok_e(access_user_lock(w->db, COUNTY, "admin", "gone", true, &e), &e);
    assert_ok_e(access_user_lock(w->db, COUNTY, "admin", "zhao", true, &e), &e);
    assert_ok_e(access_user_lock(w->db, COUNTY, "admin", "zhao", false, &e), &e);
    assert_ok_e(access_bearer_create(w->db, COUNTY, "zhao", "zhao", "x", NOW, 9, token, &first, &e),
                &e);
    assert_ok_e(
        access_bearer_create(w->db, COUNTY, "wang", "wang", "x", NOW, 9, token, &second, &e), &e);
    assert_ok_e(
        access_bearer_create(w->db, COUNTY, "wang", "wang", "y", NOW, 9, token, &second, &e), &e);
    assert_ok_e(access_bearer_revoke(w->db, COUNTY, "wang", "wang", second, &e), &e);
    assert_ok_e(access_user_passwd(w->db, COUNTY, "admin", "zhao", "five plain words",
                                   ACCESS_COST_TEST, &e),
                &e); /* revokes his token */
    assert_ok_e(access_password_change(w->db, COUNTY, "zhao", "five plain words", "my own words",
                                       ACCESS_COST_TEST, NOW, w->arena, token, &session, &e),
                &e);
    for (int k = 0; k < ACCESS_SETTING_COUNT; k++)
        for (int on = 0; on <= 1; on++)
            assert_ok_e(access_setting_set(w->db, COUNTY, "admin", (enum access_setting)k,
                                           k == ACCESS_SETTING_TOTP ? on == 1 : on == 0, &e),
                        &e);
    authenticator(w, "wang");
    authenticator(w, "mute");
    assert_ok_e(access_totp_reset(w->db, COUNTY, "admin", "mute", &e), &e);
}

static int setup(void **state)
{
    (void)state;
    worlds_plan(users_fill);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    worlds_close();
    return 0;
}

static void what_the_program_itself_does_agrees_with_the_trail(void **state)
{
    (void)state;
    worlds_tie_out();
}

static void every_planted_fault_is_named(void **state)
{
    (void)state;
    faults_are_named(FAULTS, FAULT_COUNT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_the_program_itself_does_agrees_with_the_trail),
        cmocka_unit_test(every_planted_fault_is_named),
    };
    return cmocka_run_group_tests_name("audit_access", tests, setup, teardown);
}
