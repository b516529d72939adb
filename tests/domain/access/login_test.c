/* The steps of a login: the authenticator, recovery codes, the first password; his own sessions. */
#include "access_support.h"
#include "base/seal.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

#define OWN "my own long words"

static struct keyring *keys;

struct step {
    char token[ACCESS_TOKEN_BYTES];
    struct access_session session;
};

static void switch_on(struct world *w, enum access_setting setting)
{
    assert_ok_e(access_setting_set(w->db, COUNTY, "system", setting, true, &w->e), &w->e);
}

static enum status login(struct world *w, const char *name, const char *password, int64_t now,
                         struct step *s)
{
    return access_login(w->db, COUNTY, name, password, now, NULL, w->arena, s->token, &s->session,
                        &w->e);
}

static bool is_session(struct world *w, const char *token, int64_t now)
{
    struct access_session session;
    enum status s = access_session_find(w->db, COUNTY, token, now, w->arena, &session, &w->e);
    assert_true(s == STATUS_OK || s == STATUS_NONE);
    return s == STATUS_OK;
}

/* What the authenticator on the telephone shows. */
static void telephone(const char *secret, int64_t now, char code[ACCESS_CODE_DIGITS + 1])
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    uint8_t bytes[20];
    uint32_t held = 0;
    int bits = 0;
    size_t n = 0;
    assert_int_equal(strlen(secret), 32);
    for (const char *p = secret; *p != '\0'; p++) {
        held = (held << 5) | (uint32_t)(strchr(letters, *p) - letters);
        if ((bits += 5) >= 8) {
            bytes[n++] = (uint8_t)(held >> (bits - 8));
            bits -= 8;
        }
    }
    assert_int_equal(n, sizeof(bytes));
    access_totp_code(bytes, n, now, code);
}

/* Binds an authenticator by the user's own hand. */
static void bind(struct world *w, const char *name, int64_t now,
                 char secret[ACCESS_SECRET_TEXT_BYTES],
                 char codes[ACCESS_RECOVERY_CODES][ACCESS_RECOVERY_BYTES])
{
    char code[ACCESS_CODE_DIGITS + 1];
    assert_ok_e(access_totp_begin(w->db, COUNTY, keys, name, &w->e), &w->e);
    assert_ok_e(access_totp_pending(w->db, COUNTY, keys, name, w->arena, secret, &w->e), &w->e);
    telephone(secret, now, code);
    assert_ok_e(access_totp_confirm(w->db, COUNTY, keys, name, code, now, w->arena, codes, &w->e),
                &w->e);
}

static enum status give_code(struct world *w, struct step *s, const char *code, int64_t now)
{
    return access_ticket_code(w->db, COUNTY, keys, s->token, code, now, w->arena, s->token,
                              &s->session, &w->e);
}

/* RFC 6238, appendix B: the last six digits. */
static void codes_are_those_of_the_standard(void **state)
{
    (void)state;
    static const struct {
        int64_t at;
        const char *code;
    } cases[] = {{59, "287082"},         {1111111109, "081804"}, {1111111111, "050471"},
                 {1234567890, "005924"}, {2000000000, "279037"}, {20000000000, "353130"}};
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char code[ACCESS_CODE_DIGITS + 1];
        access_totp_code((const uint8_t *)"12345678901234567890", 20, cases[i].at, code);
        assert_string_equal(code, cases[i].code);
    }
}

static void enrol_body(struct world *w)
{
    struct step s;
    char secret[ACCESS_SECRET_TEXT_BYTES], code[ACCESS_CODE_DIGITS + 1];
    char codes[ACCESS_RECOVERY_CODES][ACCESS_RECOVERY_BYTES];
    struct access_ticket ticket;
    switch_on(w, ACCESS_SETTING_TOTP);
    access_world_user(w, "officer", ROLE_BUREAU_OFFICER);
    access_world_user(w, "village", ROLE_VILLAGE_CLERK);
    /* a village clerk needs none */
    assert_ok_e(login(w, "village", PASSWORD, NOW, &s), &w->e);
    assert_int_equal(s.session.next, ACCESS_STEP_NONE);
    assert_true(is_session(w, s.token, NOW));
    /* an officer must bind one first: his ticket is no session and no bearer token */
    assert_ok_e(login(w, "officer", PASSWORD, NOW, &s), &w->e);
    assert_int_equal(s.session.next, ACCESS_STEP_ENROL);
    assert_false(is_session(w, s.token, NOW));
    struct access_session other;
    assert_status(access_bearer_find(w->db, COUNTY, s.token, NOW, w->arena, &other, &w->e),
                  STATUS_NONE);
    assert_ok_e(access_ticket_find(w->db, COUNTY, s.token, NOW, w->arena, &ticket, &w->e), &w->e);
    assert_int_equal(ticket.step, ACCESS_STEP_ENROL);
    assert_string_equal(ticket.user.name, "officer");
    /* no other step may be taken instead */
    assert_status(give_code(w, &s, "123456", NOW), STATUS_NONE);
    assert_status(access_ticket_password(w->db, COUNTY, s.token, OWN, ACCESS_COST_TEST, NOW,
                                         w->arena, s.token, &s.session, &w->e),
                  STATUS_NONE);
    assert_status(access_ticket_enrol(w->db, COUNTY, keys, s.token, "123456", NOW, w->arena, codes,
                                      s.token, &s.session, &w->e),
                  STATUS_NONE); /* nothing begun */
    assert_ok_e(access_totp_begin(w->db, COUNTY, keys, "officer", &w->e), &w->e);
    assert_ok_e(access_totp_pending(w->db, COUNTY, keys, "officer", w->arena, secret, &w->e),
                &w->e);
    assert_refused(access_ticket_enrol(w->db, COUNTY, keys, s.token, "12345", NOW, w->arena, codes,
                                       s.token, &s.session, &w->e),
                   &w->e, "ACCESS_CODE");
    telephone(secret, NOW, code);
    assert_ok_e(access_ticket_enrol(w->db, COUNTY, keys, s.token, code, NOW, w->arena, codes,
                                    s.token, &s.session, &w->e),
                &w->e);
    assert_int_equal(s.session.next, ACCESS_STEP_NONE);
    assert_true(is_session(w, s.token, NOW));
    assert_string_not_equal(codes[0], codes[1]);
    /* bound is bound: the secret is not shown again, nor replaced */
    assert_status(access_totp_pending(w->db, COUNTY, keys, "officer", w->arena, secret, &w->e),
                  STATUS_NONE);
    assert_refused(access_totp_begin(w->db, COUNTY, keys, "officer", &w->e), &w->e,
                   "ACCESS_TOTP_BOUND");
    /* neither the secret nor a recovery code stands in the tables */
    assert_int_equal(access_world_i64(w, "SELECT count(*) FROM access_recovery WHERE "
                                         "length(code_hash) = 32"),
                     ACCESS_RECOVERY_CODES);
    assert_int_equal(access_world_i64(w, "SELECT count(*) FROM access_totp WHERE "
                                         "length(secret_sealed) = 61"),
                     1);
}

static void an_officer_binds_an_authenticator_before_his_first_session(void **state)
{
    (void)state;
    access_world_each(enrol_body);
}

static void code_body(struct world *w)
{
    struct step s, again;
    char secret[ACCESS_SECRET_TEXT_BYTES], code[ACCESS_CODE_DIGITS + 1];
    char codes[ACCESS_RECOVERY_CODES][ACCESS_RECOVERY_BYTES];
    access_world_user(w, "village", ROLE_VILLAGE_CLERK);
    bind(w, "village", NOW - 3600, secret, codes);
    /* whoever has bound one is asked, whatever the setting */
    assert_ok_e(login(w, "village", PASSWORD, NOW, &s), &w->e);
    assert_int_equal(s.session.next, ACCESS_STEP_CODE);
    assert_false(is_session(w, s.token, NOW));
    /* a step early or late is taken, two are not */
    for (int64_t off = -2; off <= 2; off += 4) {
        telephone(secret, NOW + off * ACCESS_STEP_S, code);
        assert_refused(give_code(w, &s, code, NOW), &w->e, "ACCESS_CODE");
    }
    telephone(secret, NOW - ACCESS_STEP_S, code);
    assert_ok_e(give_code(w, &s, code, NOW), &w->e);
    assert_true(is_session(w, s.token, NOW));
    /* the same code once more, with a new login: refused; the next one is taken */
    assert_ok_e(login(w, "village", PASSWORD, NOW, &again), &w->e);
    assert_refused(give_code(w, &again, code, NOW), &w->e, "ACCESS_CODE");
    telephone(secret, NOW + ACCESS_STEP_S, code);
    assert_ok_e(give_code(w, &again, code, NOW), &w->e);
    /* one from before the last taken: refused, though it is within the time */
    assert_ok_e(login(w, "village", PASSWORD, NOW, &again), &w->e);
    telephone(secret, NOW, code);
    assert_refused(give_code(w, &again, code, NOW), &w->e, "ACCESS_CODE");
    assert_int_equal(access_world_trail(w, "access.refuse"), 4);
    /* a ticket lives ten minutes, to the second */
    struct access_ticket ticket;
    assert_ok_e(access_ticket_find(w->db, COUNTY, again.token, NOW + ACCESS_TICKET_S - 1, w->arena,
                                   &ticket, &w->e),
                &w->e);
    assert_status(access_ticket_find(w->db, COUNTY, again.token, NOW + ACCESS_TICKET_S, w->arena,
                                     &ticket, &w->e),
                  STATUS_NONE);
    /* a locked user's ticket is none */
    assert_ok_e(access_user_lock(w->db, COUNTY, "system", "village", true, &w->e), &w->e);
    assert_status(access_ticket_find(w->db, COUNTY, again.token, NOW, w->arena, &ticket, &w->e),
                  STATUS_NONE);
}

static void a_code_is_taken_once_and_only_in_its_time(void **state)
{
    (void)state;
    access_world_each(code_body);
}

static void guess_body(struct world *w)
{
    struct step s;
    char secret[ACCESS_SECRET_TEXT_BYTES], code[ACCESS_CODE_DIGITS + 1], wrong[] = "000000";
    char codes[ACCESS_RECOVERY_CODES][ACCESS_RECOVERY_BYTES];
    int64_t now = NOW;
    access_world_user(w, "village", ROLE_VILLAGE_CLERK);
    bind(w, "village", NOW - 3600, secret, codes);
    assert_ok_e(login(w, "village", PASSWORD, now, &s), &w->e);
    for (int i = 0; i <= ACCESS_FREE_FAILURES; i++)
        assert_refused(give_code(w, &s, i % 2 == 0 ? wrong : "AAAA-AAAA-AAAA-AAAA", now), &w->e,
                       "ACCESS_CODE");
    telephone(secret, now, code);
    assert_refused(give_code(w, &s, code, now), &w->e, "ACCESS_WAIT");
    assert_refused(give_code(w, &s, codes[0], now + 1), &w->e, "ACCESS_WAIT");
    /* a new login does not forget the failures */
    assert_ok_e(login(w, "village", PASSWORD, now + 1, &s), &w->e);
    assert_refused(give_code(w, &s, code, now + 1), &w->e, "ACCESS_WAIT");
    assert_ok_e(give_code(w, &s, code, now + 2), &w->e);
}

static void guessing_codes_must_wait_across_logins(void **state)
{
    (void)state;
    access_world_each(guess_body);
}

/* ---- at the same moment ---- */

#define GUESSERS 4

struct guesser {
    const char *url, *code;
    struct step step;
    enum status status;
};

static void *guess(void *context)
{
    struct guesser *g = context;
    struct error e = {0};
    struct db *db = testdb_open(g->url, DB_WRITER);
    struct arena *arena = arena_new(1u << 20);
    g->status = access_ticket_code(db, COUNTY, keys, g->step.token, g->code, NOW, arena,
                                   g->step.token, &g->step.session, &e);
    arena_free(arena);
    db_close(db);
    return NULL;
}

static void guess_together(struct world *w, const char *code, int expected_in)
{
    struct guesser guessers[GUESSERS];
    pthread_t threads[GUESSERS];
    int inside = 0;
    for (int i = 0; i < GUESSERS; i++) {
        guessers[i] = (struct guesser){.url = w->url, .code = code};
        assert_ok_e(login(w, "village", PASSWORD, NOW, &guessers[i].step), &w->e);
    }
    for (int i = 0; i < GUESSERS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, guess, &guessers[i]), 0);
    for (int i = 0; i < GUESSERS; i++) {
        assert_int_equal(pthread_join(threads[i], NULL), 0);
        assert_true(guessers[i].status == STATUS_OK || guessers[i].status == STATUS_REFUSED);
        inside += guessers[i].status == STATUS_OK;
    }
    assert_int_equal(inside, expected_in);
}

static void together_body(struct world *w)
{
    char secret[ACCESS_SECRET_TEXT_BYTES], code[ACCESS_CODE_DIGITS + 1];
    char codes[ACCESS_RECOVERY_CODES][ACCESS_RECOVERY_BYTES];
    access_world_user(w, "village", ROLE_VILLAGE_CLERK);
    bind(w, "village", NOW - 3600, secret, codes);
    telephone(secret, NOW, code);
    guess_together(w, code, 1);
    assert_ok_e(db_execute_raw(
                    w->db, "UPDATE access_totp SET failure_count = 0, retry_after = NULL", &w->e),
                &w->e);
    guess_together(w, codes[0], 1);
    assert_ok_e(db_execute_raw(
                    w->db, "UPDATE access_totp SET failure_count = 0, retry_after = NULL", &w->e),
                &w->e);
    guess_together(w, "000000", 0);
    assert_int_equal(access_world_i64(w, "SELECT failure_count FROM access_totp"), GUESSERS);
}

static void of_one_code_given_at_the_same_moment_one_is_taken_and_every_guess_counts(void **state)
{
    (void)state;
    access_world_each(together_body);
}

static void recovery_body(struct world *w)
{
    struct step s;
    char secret[ACCESS_SECRET_TEXT_BYTES], typed[ACCESS_RECOVERY_BYTES];
    char codes[ACCESS_RECOVERY_CODES][ACCESS_RECOVERY_BYTES];
    access_world_user(w, "village", ROLE_VILLAGE_CLERK);
    access_world_user(w, "root", ROLE_ADMINISTRATOR);
    bind(w, "village", NOW, secret, codes);
    /* as people type it */
    size_t n = 0;
    for (const char *p = codes[3]; *p != '\0'; p++)
        typed[n++] = *p == '-' ? ' ' : *p >= 'A' && *p <= 'Z' ? (char)(*p + 32) : *p;
    typed[n] = '\0';
    assert_ok_e(login(w, "village", PASSWORD, NOW, &s), &w->e);
    assert_ok_e(give_code(w, &s, typed, NOW), &w->e);
    assert_true(is_session(w, s.token, NOW));
    assert_int_equal(access_world_trail(w, "access.recovery"), 1);
    assert_ok_e(login(w, "village", PASSWORD, NOW, &s), &w->e);
    assert_refused(give_code(w, &s, codes[3], NOW), &w->e, "ACCESS_CODE");
    assert_ok_e(give_code(w, &s, codes[4], NOW), &w->e);
    /* the administrator unbinds: sessions end, old codes are worth nothing */
    assert_refused(access_totp_reset(w->db, COUNTY, "root", "none", &w->e), &w->e,
                   "ACCESS_USER_UNKNOWN");
    assert_ok_e(access_totp_reset(w->db, COUNTY, "root", "village", &w->e), &w->e);
    assert_false(is_session(w, s.token, NOW));
    assert_int_equal(access_world_i64(w, "SELECT count(*) FROM access_recovery"), 0);
    assert_ok_e(login(w, "village", PASSWORD, NOW, &s), &w->e);
    assert_int_equal(s.session.next, ACCESS_STEP_NONE);
}

static void a_recovery_code_opens_once(void **state)
{
    (void)state;
    access_world_each(recovery_body);
}

static void first_password_body(struct world *w)
{
    struct step s;
    char token[ACCESS_TOKEN_BYTES];
    struct access_session session;
    switch_on(w, ACCESS_SETTING_FIRST_PASSWORD);
    switch_on(w, ACCESS_SETTING_TOTP);
    access_world_user(w, "officer", ROLE_BUREAU_OFFICER);
    assert_ok_e(login(w, "officer", PASSWORD, NOW, &s), &w->e);
    assert_int_equal(s.session.next, ACCESS_STEP_PASSWORD);
    assert_refused(access_ticket_password(w->db, COUNTY, s.token, PASSWORD, ACCESS_COST_TEST, NOW,
                                          w->arena, token, &session, &w->e),
                   &w->e, "ACCESS_PASSWORD_SAME");
    assert_refused(access_ticket_password(w->db, COUNTY, s.token, "password1", ACCESS_COST_TEST,
                                          NOW, w->arena, token, &session, &w->e),
                   &w->e, "ACCESS_PASSWORD_WEAK");
    assert_ok_e(access_ticket_password(w->db, COUNTY, s.token, OWN, ACCESS_COST_TEST, NOW, w->arena,
                                       s.token, &s.session, &w->e),
                &w->e);
    assert_int_equal(s.session.next, ACCESS_STEP_ENROL); /* and on */
    assert_false(is_session(w, s.token, NOW));
    assert_refused(login(w, "officer", PASSWORD, NOW, &s), &w->e, "ACCESS_LOGIN");
    assert_ok_e(login(w, "officer", OWN, NOW, &s), &w->e);
    assert_int_equal(s.session.next, ACCESS_STEP_ENROL);
    /* set again by somebody else: asked again */
    assert_ok_e(
        access_user_passwd(w->db, COUNTY, "root", "officer", PASSWORD, ACCESS_COST_TEST, &w->e),
        &w->e);
    assert_ok_e(login(w, "officer", PASSWORD, NOW, &s), &w->e);
    assert_int_equal(s.session.next, ACCESS_STEP_PASSWORD);
}

static void a_password_set_by_somebody_else_is_changed_first(void **state)
{
    (void)state;
    access_world_each(first_password_body);
}

static void own_body(struct world *w)
{
    struct step a, b, c;
    struct access_session_item *list;
    size_t count;
    int64_t ended = 0;
    access_world_user(w, "clerk", ROLE_TOWNSHIP_CLERK);
    access_world_user(w, "lead", ROLE_TOWNSHIP_LEAD);
    assert_ok_e(login(w, "clerk", PASSWORD, NOW, &a), &w->e);
    assert_ok_e(login(w, "clerk", PASSWORD, NOW + 1, &b), &w->e);
    assert_ok_e(login(w, "lead", PASSWORD, NOW + 1, &c), &w->e);
    assert_ok_e(access_session_list(w->db, COUNTY, "clerk", b.token, NOW + 2, w->arena, &list,
                                    &count, &w->e),
                &w->e);
    assert_int_equal(count, 2);
    assert_true(list[0].is_current && !list[1].is_current);
    assert_string_equal(list[1].created_at, "2013-06-30T00:00:00Z");
    /* another's session can not be ended by its key */
    assert_status(access_session_end(w->db, COUNTY, "lead", list[1].key, &w->e), STATUS_NONE);
    assert_status(access_session_end(w->db, COUNTY, "clerk", "zz", &w->e), STATUS_NONE);
    assert_true(is_session(w, a.token, NOW));
    assert_ok_e(access_session_end(w->db, COUNTY, "clerk", list[1].key, &w->e), &w->e);
    assert_false(is_session(w, a.token, NOW));
    assert_true(is_session(w, b.token, NOW + 1));
    assert_ok_e(login(w, "clerk", PASSWORD, NOW, &a), &w->e);
    assert_ok_e(access_session_end_others(w->db, COUNTY, "clerk", b.token, &ended, &w->e), &w->e);
    assert_int_equal(ended, 1);
    assert_false(is_session(w, a.token, NOW));
    assert_true(is_session(w, b.token, NOW + 1));
    assert_true(is_session(w, c.token, NOW + 1));
    /* his own new password: all end, one begins */
    struct step changed;
    assert_refused(access_password_change(w->db, COUNTY, "clerk", "wrong horse", OWN,
                                          ACCESS_COST_TEST, NOW, w->arena, changed.token,
                                          &changed.session, &w->e),
                   &w->e, "ACCESS_LOGIN");
    assert_refused(access_password_change(w->db, COUNTY, "clerk", PASSWORD, PASSWORD,
                                          ACCESS_COST_TEST, NOW, w->arena, changed.token,
                                          &changed.session, &w->e),
                   &w->e, "ACCESS_PASSWORD_SAME");
    assert_ok_e(access_password_change(w->db, COUNTY, "clerk", PASSWORD, OWN, ACCESS_COST_TEST, NOW,
                                       w->arena, changed.token, &changed.session, &w->e),
                &w->e);
    assert_false(is_session(w, b.token, NOW));
    assert_true(is_session(w, changed.token, NOW));
    /* another role ends it; its own bearer may not give it to himself */
    assert_refused(
        access_user_role(w->db, COUNTY, "clerk", "clerk", ROLE_TOWNSHIP_LEAD, 341823106, &w->e),
        &w->e, "ACCESS_OWN");
    assert_refused(access_user_lock(w->db, COUNTY, "clerk", "clerk", true, &w->e), &w->e,
                   "ACCESS_OWN");
    assert_refused(
        access_user_role(w->db, COUNTY, "root", "none", ROLE_TOWNSHIP_LEAD, 341823106, &w->e),
        &w->e, "ACCESS_USER_UNKNOWN");
    assert_ok_e(
        access_user_role(w->db, COUNTY, "root", "clerk", ROLE_TOWNSHIP_LEAD, 341823106, &w->e),
        &w->e);
    assert_false(is_session(w, changed.token, NOW));
    assert_ok_e(login(w, "clerk", OWN, NOW, &a), &w->e);
    assert_int_equal(a.session.user.role, ROLE_TOWNSHIP_LEAD);
    assert_int_equal(access_world_trail(w, "user.role"), 1);
}

static void ones_own_sessions_are_listed_and_end_one_by_one_and_together(void **state)
{
    (void)state;
    access_world_each(own_body);
}

static int start(void **state)
{
    (void)state;
    struct error e = {0};
    return keyring_open(test_path("login.key"), true, &keys, &e) == STATUS_OK ? 0 : -1;
}

static int stop(void **state)
{
    (void)state;
    keyring_free(keys);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codes_are_those_of_the_standard),
        cmocka_unit_test(an_officer_binds_an_authenticator_before_his_first_session),
        cmocka_unit_test(a_code_is_taken_once_and_only_in_its_time),
        cmocka_unit_test(guessing_codes_must_wait_across_logins),
        cmocka_unit_test(of_one_code_given_at_the_same_moment_one_is_taken_and_every_guess_counts),
        cmocka_unit_test(a_recovery_code_opens_once),
        cmocka_unit_test(a_password_set_by_somebody_else_is_changed_first),
        cmocka_unit_test(ones_own_sessions_are_listed_and_end_one_by_one_and_together),
    };
    return cmocka_run_group_tests_name("login", tests, start, stop);
}
