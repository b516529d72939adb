/* Users, logins and sessions on both engines, with the clock in the test's hand. */
#include "access_support.h"
#include "domain/registry/change.h"

#include <stdio.h>
#include <string.h>

static void user_add(struct world *w, const char *name, enum role role)
{
    struct access_new_user user = {.name = name,
                                   .title = "王敏",
                                   .role = role,
                                   .scope = 341823,
                                   .password = PASSWORD,
                                   .cost = ACCESS_COST_TEST};
    assert_ok_e(access_user_add(w->db, COUNTY, "admin", &user, &w->e), &w->e);
}

static enum status login(struct world *w, const char *name, const char *password, int64_t now,
                         char token[ACCESS_TOKEN_BYTES])
{
    struct access_session session = {0};
    enum status s =
        access_login(w->db, COUNTY, name, password, now, NULL, w->arena, token, &session, &w->e);
    if (s == STATUS_OK)
        assert_string_equal(session.user.name, name);
    return s;
}

static enum status find(struct world *w, const char *token, int64_t now)
{
    struct access_session session;
    return access_session_find(w->db, COUNTY, token, now, w->arena, &session, &w->e);
}

static void users_body(struct world *w)
{
    user_add(w, "officer", ROLE_BUREAU_OFFICER);
    struct access_new_user twice = {.name = "officer", .role = ROLE_AUDITOR, .scope = 341823};
    assert_refused(access_user_add(w->db, COUNTY, "admin", &twice, &w->e), &w->e,
                   "ACCESS_USER_EXISTS");
    struct access_new_user bad = {.name = "Offi cer", .role = ROLE_AUDITOR, .scope = 341823};
    assert_refused(access_user_add(w->db, COUNTY, "admin", &bad, &w->e), &w->e, "ACCESS_NAME");
    bad = (struct access_new_user){.name = "nobody", .role = ROLE_SYSTEM, .scope = 341823};
    assert_refused(access_user_add(w->db, COUNTY, "admin", &bad, &w->e), &w->e, "ACCESS_ROLE");
    bad = (struct access_new_user){.name = "nobody", .role = ROLE_AUDITOR, .scope = 0};
    assert_refused(access_user_add(w->db, COUNTY, "admin", &bad, &w->e), &w->e, "ACCESS_SCOPE");
    static const char *const weak[] = {"",          "1234567",        "aaaaaaaaaaaa",
                                       "weakling1", "WEAKLING1x",     "Password123",
                                       "1qaz2wsx",  "\xff\xfe secret"};
    for (size_t i = 0; i < sizeof(weak) / sizeof(weak[0]); i++) {
        struct access_new_user user = {.name = "weakling1",
                                       .role = ROLE_AUDITOR,
                                       .scope = 341823,
                                       .password = weak[i],
                                       .cost = ACCESS_COST_TEST};
        assert_refused(access_user_add(w->db, COUNTY, "admin", &user, &w->e), &w->e,
                       "ACCESS_PASSWORD_WEAK");
    }
    struct access_user *users;
    size_t count;
    assert_ok_e(access_user_list(w->db, COUNTY, w->arena, &users, &count, &w->e), &w->e);
    assert_int_equal(count, 1);
    assert_int_equal(users[0].role, ROLE_BUREAU_OFFICER);
    assert_string_equal(users[0].title, "王敏");
    assert_true(users[0].has_password);
    assert_int_equal(access_world_trail(w, "user.add"), 1);
    assert_refused(access_user_lock(w->db, COUNTY, "admin", "none", true, &w->e), &w->e,
                   "ACCESS_USER_UNKNOWN");
    assert_refused(
        access_user_passwd(w->db, COUNTY, "admin", "none", PASSWORD, ACCESS_COST_TEST, &w->e),
        &w->e, "ACCESS_USER_UNKNOWN");
    struct access_user user;
    assert_status(access_user_by_name(w->db, COUNTY, "none", w->arena, &user, &w->e), STATUS_NONE);
}

static void a_session_body(struct world *w)
{
    char token[ACCESS_TOKEN_BYTES], second[ACCESS_TOKEN_BYTES];
    user_add(w, "officer", ROLE_BUREAU_OFFICER);
    assert_ok_e(login(w, "officer", PASSWORD, NOW, token), &w->e);
    assert_int_equal(strlen(token), ACCESS_TOKEN_BYTES - 1);
    assert_ok_e(find(w, token, NOW), &w->e);
    /* idle: to the second */
    assert_ok_e(find(w, token, NOW + ACCESS_IDLE_S), &w->e);
    assert_status(find(w, token, NOW + ACCESS_IDLE_S + 1), STATUS_NONE);
    /* a touch moves the idle end but not the last one */
    struct access_session session;
    assert_ok_e(
        access_session_find(w->db, COUNTY, token, NOW + ACCESS_TOUCH_S, w->arena, &session, &w->e),
        &w->e);
    assert_false(session.needs_touch);
    assert_ok_e(access_session_find(w->db, COUNTY, token, NOW + ACCESS_TOUCH_S + 1, w->arena,
                                    &session, &w->e),
                &w->e);
    assert_true(session.needs_touch);
    for (int64_t t = NOW; t <= NOW + ACCESS_LIFE_S; t += ACCESS_IDLE_S)
        assert_ok_e(access_session_touch(w->db, COUNTY, token, t, &w->e), &w->e);
    assert_ok_e(find(w, token, NOW + ACCESS_LIFE_S - 1), &w->e);
    assert_status(find(w, token, NOW + ACCESS_LIFE_S), STATUS_NONE);
    /* another session is another token; only a hash is kept */
    assert_ok_e(login(w, "officer", PASSWORD, NOW, second), &w->e);
    assert_string_not_equal(token, second);
    char altered[ACCESS_TOKEN_BYTES];
    memcpy(altered, second, sizeof(altered));
    altered[5] = altered[5] == 'A' ? 'B' : 'A';
    assert_status(find(w, altered, NOW), STATUS_NONE);
    assert_status(find(w, "", NOW), STATUS_NONE);
    assert_status(find(w, NULL, NOW), STATUS_NONE);
    assert_ok_e(access_logout(w->db, COUNTY, second, "officer", &w->e), &w->e);
    assert_status(find(w, second, NOW), STATUS_NONE);
    assert_int_equal(access_world_trail(w, "access.login"), 2);
    assert_int_equal(access_world_trail(w, "access.logout"), 1);
}

static void ended_sessions_body(struct world *w)
{
    char a[ACCESS_TOKEN_BYTES], b[ACCESS_TOKEN_BYTES], c[ACCESS_TOKEN_BYTES];
    struct access_session session;
    user_add(w, "officer", ROLE_BUREAU_OFFICER);
    /* logging in again ends the session that was brought along */
    assert_ok_e(login(w, "officer", PASSWORD, NOW, a), &w->e);
    assert_ok_e(
        access_login(w->db, COUNTY, "officer", PASSWORD, NOW, a, w->arena, b, &session, &w->e),
        &w->e);
    assert_status(find(w, a, NOW), STATUS_NONE);
    assert_ok_e(find(w, b, NOW), &w->e);
    /* a new password and a lock end all */
    assert_ok_e(access_user_passwd(w->db, COUNTY, "admin", "officer", "another horse",
                                   ACCESS_COST_TEST, &w->e),
                &w->e);
    assert_status(find(w, b, NOW), STATUS_NONE);
    assert_ok_e(login(w, "officer", "another horse", NOW, c), &w->e);
    assert_ok_e(access_user_lock(w->db, COUNTY, "admin", "officer", true, &w->e), &w->e);
    assert_status(find(w, c, NOW), STATUS_NONE);
    assert_refused(login(w, "officer", "another horse", NOW, c), &w->e, "ACCESS_LOGIN");
    assert_ok_e(access_user_lock(w->db, COUNTY, "admin", "officer", false, &w->e), &w->e);
    assert_ok_e(login(w, "officer", "another horse", NOW, c), &w->e);
    /* sweeping takes what is over and leaves the rest */
    assert_ok_e(access_session_sweep(w->db, COUNTY, NOW + 10, &w->e), &w->e);
    assert_ok_e(find(w, c, NOW + 10), &w->e);
    assert_ok_e(access_session_sweep(w->db, COUNTY, NOW + ACCESS_LIFE_S, &w->e), &w->e);
    int64_t left = -1;
    assert_ok_e(db_query_i64_raw(w->db, "SELECT count(*) FROM access_session", &left, &w->e),
                &w->e);
    assert_int_equal(left, 0);
}

static void waiting_body(struct world *w)
{
    char token[ACCESS_TOKEN_BYTES];
    user_add(w, "officer", ROLE_BUREAU_OFFICER);
    int64_t now = NOW;
    for (int i = 0; i < ACCESS_FREE_FAILURES; i++)
        assert_refused(login(w, "officer", "wrong horse", now, token), &w->e, "ACCESS_LOGIN");
    /* the next failure begins the waits: 2 s, then 4 s */
    assert_refused(login(w, "officer", "wrong horse", now, token), &w->e, "ACCESS_LOGIN");
    assert_refused(login(w, "officer", PASSWORD, now, token), &w->e, "ACCESS_WAIT");
    assert_refused(login(w, "officer", PASSWORD, now + 1, token), &w->e, "ACCESS_WAIT");
    now += 2;
    assert_refused(login(w, "officer", "wrong horse", now, token), &w->e, "ACCESS_LOGIN");
    assert_refused(login(w, "officer", PASSWORD, now + 3, token), &w->e, "ACCESS_WAIT");
    now += 4;
    assert_ok_e(login(w, "officer", PASSWORD, now, token), &w->e);
    /* success forgives */
    assert_refused(login(w, "officer", "wrong horse", now, token), &w->e, "ACCESS_LOGIN");
    assert_ok_e(login(w, "officer", PASSWORD, now, token), &w->e);
    /* never longer than the longest wait */
    for (int i = 0; i < 40; i++) {
        now += ACCESS_WAIT_MAX_S;
        assert_refused(login(w, "officer", "wrong horse", now, token), &w->e, "ACCESS_LOGIN");
    }
    assert_refused(login(w, "officer", PASSWORD, now + ACCESS_WAIT_MAX_S - 1, token), &w->e,
                   "ACCESS_WAIT");
    assert_ok_e(login(w, "officer", PASSWORD, now + ACCESS_WAIT_MAX_S, token), &w->e);
    assert_true(access_world_trail(w, "access.refuse") >= 40);
}

static void silence_body(struct world *w)
{
    char token[ACCESS_TOKEN_BYTES], long_name[200];
    user_add(w, "officer", ROLE_BUREAU_OFFICER);
    struct access_new_user post = {.name = "post", .role = ROLE_AUDITOR, .scope = 341823};
    assert_ok_e(access_user_add(w->db, COUNTY, "admin", &post, &w->e), &w->e);
    assert_refused(login(w, "officer", "wrong horse", NOW, token), &w->e, "ACCESS_LOGIN");
    struct error known = w->e;
    assert_refused(login(w, "nobody", PASSWORD, NOW, token), &w->e, "ACCESS_LOGIN");
    assert_string_equal(w->e.message, known.message);
    assert_refused(login(w, "post", "", NOW, token), &w->e, "ACCESS_LOGIN");
    assert_string_equal(w->e.message, known.message);
    memset(long_name, 'a', sizeof(long_name) - 1);
    long_name[sizeof(long_name) - 1] = '\0';
    assert_refused(login(w, long_name, PASSWORD, NOW, token), &w->e, "ACCESS_LOGIN");
}

static void users_are_added_once_and_only_with_a_sound_name_role_scope_and_password(void **state)
{
    (void)state;
    access_world_each(users_body);
}
static void a_session_ends_when_idle_when_old_and_when_left(void **state)
{
    (void)state;
    access_world_each(a_session_body);
}
static void a_new_password_a_lock_and_a_new_login_end_sessions(void **state)
{
    (void)state;
    access_world_each(ended_sessions_body);
}
static void guessing_must_wait_longer_and_longer(void **state)
{
    (void)state;
    access_world_each(waiting_body);
}
static void a_refusal_does_not_tell_whether_the_name_exists(void **state)
{
    (void)state;
    access_world_each(silence_body);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(users_are_added_once_and_only_with_a_sound_name_role_scope_and_password),
        cmocka_unit_test(a_session_ends_when_idle_when_old_and_when_left),
        cmocka_unit_test(a_new_password_a_lock_and_a_new_login_end_sessions),
        cmocka_unit_test(guessing_must_wait_longer_and_longer),
        cmocka_unit_test(a_refusal_does_not_tell_whether_the_name_exists),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
