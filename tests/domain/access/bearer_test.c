/* Programs' tokens: what they open, for how long, and who may make them. */
#include "access_support.h"

#include <string.h>

#define DAY INT64_C(86400)

static enum status find(struct world *w, const char *token, int64_t now, struct access_session *ret)
{
    return access_bearer_find(w->db, COUNTY, token, now, w->arena, ret, &w->e);
}

static void make(struct world *w, const char *actor, const char *name, int64_t days,
                 char token[ACCESS_TOKEN_BYTES], int64_t *id)
{
    assert_ok_e(
        access_bearer_create(w->db, COUNTY, actor, name, "报表程序", NOW, days, token, id, &w->e),
        &w->e);
}

static void life_body(struct world *w)
{
    char token[ACCESS_TOKEN_BYTES];
    int64_t id;
    struct access_session session;
    access_world_user(w, "officer", ROLE_BUREAU_OFFICER);
    make(w, "officer", "officer", 2, token, &id);
    assert_ok_e(find(w, token, NOW, &session), &w->e);
    assert_string_equal(session.user.name, "officer");
    assert_int_equal(session.user.role, ROLE_BUREAU_OFFICER);
    assert_int_equal(session.user.scope, 341823);
    assert_string_equal(session.csrf, "");
    assert_int_equal(session.next, ACCESS_STEP_NONE);
    /* to the second */
    assert_ok_e(find(w, token, NOW + 2 * DAY - 1, &session), &w->e);
    assert_status(find(w, token, NOW + 2 * DAY, &session), STATUS_NONE);
    /* one altered character, another county's, an empty one */
    char altered[ACCESS_TOKEN_BYTES];
    memcpy(altered, token, sizeof(altered));
    altered[7] = altered[7] == 'A' ? 'B' : 'A';
    assert_status(find(w, altered, NOW, &session), STATUS_NONE);
    assert_status(find(w, "", NOW, &session), STATUS_NONE);
    assert_status(find(w, NULL, NOW, &session), STATUS_NONE);
    assert_status(access_bearer_find(w->db, COUNTY + 1, token, NOW, w->arena, &session, &w->e),
                  STATUS_NONE);
    /* a token opens no session of the site, nor a session's token the interface */
    assert_status(access_session_find(w->db, COUNTY, token, NOW, w->arena, &session, &w->e),
                  STATUS_NONE);
    /* when it was used last is noted, but not at every use */
    assert_ok_e(find(w, token, NOW, &session), &w->e);
    assert_true(session.needs_touch);
    assert_ok_e(access_bearer_touch(w->db, COUNTY, token, NOW, &w->e), &w->e);
    assert_ok_e(find(w, token, NOW + ACCESS_TOUCH_S, &session), &w->e);
    assert_false(session.needs_touch);
    assert_ok_e(find(w, token, NOW + ACCESS_TOUCH_S + 1, &session), &w->e);
    assert_true(session.needs_touch);
    struct access_bearer *list;
    size_t count;
    assert_ok_e(access_bearer_list(w->db, COUNTY, "officer", w->arena, &list, &count, &w->e),
                &w->e);
    assert_int_equal(count, 1);
    assert_string_equal(list[0].label, "报表程序");
    assert_string_equal(list[0].used_at, "2013-06-30T00:00:00Z");
    assert_string_equal(list[0].expires_at, "2013-07-02T00:00:00Z");
    /* neither the trail nor the table says it */
    assert_int_equal(access_world_trail(w, "token.add"), 1);
    assert_int_equal(access_world_i64(w, "SELECT count(*) FROM access_bearer WHERE "
                                         "length(token_hash) = 32"),
                     1);
}

static void a_token_lives_to_the_second_and_opens_no_session(void **state)
{
    (void)state;
    access_world_each(life_body);
}

static void end_body(struct world *w)
{
    char token[ACCESS_TOKEN_BYTES], other[ACCESS_TOKEN_BYTES];
    int64_t id, other_id;
    struct access_session session;
    access_world_user(w, "officer", ROLE_BUREAU_OFFICER);
    access_world_user(w, "clerk", ROLE_TOWNSHIP_CLERK);
    make(w, "officer", "officer", 30, token, &id);
    make(w, "officer", "officer", 30, other, &other_id);
    assert_ok_e(access_user_lock(w->db, COUNTY, "admin", "officer", true, &w->e), &w->e);
    assert_status(find(w, token, NOW, &session), STATUS_NONE);
    assert_ok_e(access_user_lock(w->db, COUNTY, "admin", "officer", false, &w->e), &w->e);
    assert_ok_e(find(w, token, NOW, &session), &w->e);
    /* under another's name it can not even be named */
    assert_status(access_bearer_revoke(w->db, COUNTY, "clerk", "clerk", id, &w->e), STATUS_NONE);
    assert_refused(access_bearer_revoke(w->db, COUNTY, "clerk", "officer", id, &w->e), &w->e,
                   "ACCESS_DENIED");
    assert_ok_e(find(w, token, NOW, &session), &w->e);
    assert_ok_e(access_bearer_revoke(w->db, COUNTY, "officer", "officer", id, &w->e), &w->e);
    assert_ok_e(access_bearer_revoke(w->db, COUNTY, "officer", "officer", id, &w->e), &w->e);
    assert_int_equal(access_world_trail(w, "token.revoke"), 1);
    assert_status(find(w, token, NOW, &session), STATUS_NONE);
    assert_ok_e(find(w, other, NOW, &session), &w->e);
}

static void a_revoked_token_and_a_locked_users_open_nothing(void **state)
{
    (void)state;
    access_world_each(end_body);
}

static void makers_body(struct world *w)
{
    char token[ACCESS_TOKEN_BYTES];
    int64_t id;
    access_world_user(w, "officer", ROLE_BUREAU_OFFICER);
    access_world_user(w, "clerk", ROLE_TOWNSHIP_CLERK);
    access_world_user(w, "root", ROLE_ADMINISTRATOR);
    make(w, "root", "clerk", 1, token, &id);
    make(w, "system", "clerk", ACCESS_BEARER_DAYS_MAX, token, &id);
    assert_refused(
        access_bearer_create(w->db, COUNTY, "clerk", "officer", "x", NOW, 1, token, &id, &w->e),
        &w->e, "ACCESS_DENIED");
    assert_refused(
        access_bearer_create(w->db, COUNTY, "nobody", "officer", "x", NOW, 1, token, &id, &w->e),
        &w->e, "ACCESS_DENIED");
    assert_refused(
        access_bearer_create(w->db, COUNTY, "root", "nobody", "x", NOW, 1, token, &id, &w->e),
        &w->e, "ACCESS_USER_UNKNOWN");
    assert_refused(
        access_bearer_create(w->db, COUNTY, "clerk", "clerk", "", NOW, 1, token, &id, &w->e), &w->e,
        "ACCESS_LABEL");
    assert_refused(
        access_bearer_create(w->db, COUNTY, "clerk", "clerk", "x", NOW, 0, token, &id, &w->e),
        &w->e, "ACCESS_DAYS");
    assert_refused(access_bearer_create(w->db, COUNTY, "clerk", "clerk", "x", NOW,
                                        ACCESS_BEARER_DAYS_MAX + 1, token, &id, &w->e),
                   &w->e, "ACCESS_DAYS");
    for (int i = 2; i < ACCESS_BEARERS_MAX; i++)
        make(w, "clerk", "clerk", 1, token, &id);
    assert_refused(
        access_bearer_create(w->db, COUNTY, "clerk", "clerk", "x", NOW, 1, token, &id, &w->e),
        &w->e, "ACCESS_BEARERS_MAX");
    assert_ok_e(access_bearer_revoke(w->db, COUNTY, "root", "clerk", id, &w->e), &w->e);
    make(w, "clerk", "clerk", 1, token, &id);
    assert_ok_e(access_user_lock(w->db, COUNTY, "system", "root", true, &w->e), &w->e);
    assert_refused(
        access_bearer_create(w->db, COUNTY, "root", "officer", "x", NOW, 1, token, &id, &w->e),
        &w->e, "ACCESS_DENIED");
}

static void one_makes_tokens_for_oneself_and_the_administrator_for_others(void **state)
{
    (void)state;
    access_world_each(makers_body);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_token_lives_to_the_second_and_opens_no_session),
        cmocka_unit_test(a_revoked_token_and_a_locked_users_open_nothing),
        cmocka_unit_test(one_makes_tokens_for_oneself_and_the_administrator_for_others),
    };
    return cmocka_run_group_tests_name("bearer", tests, NULL, NULL);
}
