/* A whole number is shown to whoever may, within his scope, for a reason, and the trail knows. */
#include "support/test_support.h"

#include <stdio.h>
#include <string.h>

#include "domain/access/reveal.h"
#include "domain/plan/plan.h"
#include "domain/registry/change.h"
#include "office/demo/demo.h"
#include "support/testdb.h"

#define TEST_ARENA_BYTES ((size_t)64 * 1024 * 1024)
#define WHY "银行退回，与存折核对"

struct world {
    struct db *db;
    struct keyring *keys;
    struct arena *arena;
    struct error e;
    int64_t household, person, division;
};

static int64_t count(struct world *w, const char *sql)
{
    int64_t value = -1;
    assert_ok_e(db_query_i64_raw(w->db, sql, &value, &w->e), &w->e);
    return value;
}

static void world_open(struct world *w, const struct testdb *testdb)
{
    struct plan *plan;
    int64_t version;
    char name[64];
    w->arena = arena_new(TEST_ARENA_BYTES);
    w->db = testdb_open(testdb->url, DB_WRITER);
    snprintf(name, sizeof(name), "%s.key", testdb_engine_name(testdb->engine));
    assert_ok_e(keyring_open(test_path(name), true, &w->keys, &w->e), &w->e);
    assert_ok_e(plan_read(MINSHENG_PLANS "/jingxian-2013.yaml", w->arena, &plan, &w->e), &w->e);
    assert_ok_e(plan_load(w->db, plan, plan_content(plan), w->keys, ACTOR_SYSTEM, &version, &w->e),
                &w->e);
    struct demo_options options = {.seed = test_seed(),
                                   .dibao_households = 120,
                                   .wubao_persons = 4,
                                   .month = month_make(2013, 6)};
    struct payment_context context = {
        .county = COUNTY_JINGXIAN, .actor = ACTOR_SYSTEM, .keys = w->keys};
    assert_ok_e(demo_ground_read(w->db, COUNTY_JINGXIAN, w->arena, &options, &w->e), &w->e);
    assert_ok_e(demo_store(w->db, &context, &options, NULL, &w->e), &w->e);
    w->household = count(w, "SELECT min(m.household) FROM member AS m JOIN person AS p ON p.id = "
                            "m.person WHERE p.phone_sealed IS NOT NULL");
    char sql[200];
    snprintf(sql, sizeof(sql),
             "SELECT min(p.id) FROM member AS m JOIN person AS p ON p.id = m.person WHERE "
             "p.phone_sealed IS NOT NULL AND m.household = %lld",
             (long long)w->household);
    w->person = count(w, sql);
    snprintf(sql, sizeof(sql), "SELECT max(division) FROM entitlement WHERE household = %lld",
             (long long)w->household);
    w->division = count(w, sql);
}

static enum status reveal(struct world *w, enum role role, int64_t scope, enum reveal_kind kind,
                          int64_t person, const char *purpose, const char **ret)
{
    struct access_user user = {.name = "wang", .role = role, .scope = scope};
    struct reveal_request request = {
        .kind = kind, .household = w->household, .person = person, .purpose = purpose};
    return access_reveal(w->db, COUNTY_JINGXIAN, w->keys, &user, &request, w->arena, ret, &w->e);
}

#define SHOWN "SELECT count(*) FROM change_trail WHERE action = 'number.reveal'"

static void body(struct world *w)
{
    const char *number = NULL;
    int64_t township = w->division / 1000 * 1000,
            elsewhere = township == 341823100000 ? 341823101000 : 341823100000;
    char sql[400];
    static const struct {
        enum reveal_kind kind;
        size_t digits_min;
    } kinds[] = {{REVEAL_ID_NUMBER, 18}, {REVEAL_PHONE, 11}, {REVEAL_ACCOUNT, 16}};
    for (size_t i = 0; i < 3; i++) {
        assert_ok_e(reveal(w, ROLE_TOWNSHIP_CLERK, township, kinds[i].kind,
                           kinds[i].kind == REVEAL_ACCOUNT ? 0 : w->person, WHY, &number),
                    &w->e);
        assert_true(strlen(number) >= kinds[i].digits_min);
        assert_int_equal(count(w, SHOWN), (int64_t)i + 1);
        snprintf(sql, sizeof(sql), SHOWN " AND (detail LIKE '%%%s%%' OR subject LIKE '%%%s%%')",
                 number, number);
        assert_int_equal(count(w, sql), 0); /* the number itself stands nowhere */
    }
    snprintf(sql, sizeof(sql),
             SHOWN " AND actor = 'wang' AND subject = 'household %lld' AND detail LIKE '%%%s%%'",
             (long long)w->household, WHY);
    assert_int_equal(count(w, sql), 3);
    /* whoever may not, is elsewhere, or gives no reason sees nothing, and nothing is recorded */
    assert_refused(
        reveal(w, ROLE_VILLAGE_CLERK, township, REVEAL_ID_NUMBER, w->person, WHY, &number), &w->e,
        "ACCESS_DENIED");
    assert_refused(reveal(w, ROLE_ADMINISTRATOR, 341823, REVEAL_ID_NUMBER, w->person, WHY, &number),
                   &w->e, "ACCESS_DENIED");
    assert_status(
        reveal(w, ROLE_TOWNSHIP_CLERK, elsewhere, REVEAL_ID_NUMBER, w->person, WHY, &number),
        STATUS_NONE);
    assert_refused(reveal(w, ROLE_AUDITOR, 341823, REVEAL_ID_NUMBER, w->person, "核对一", &number),
                   &w->e, "REVEAL_PURPOSE");
    assert_refused(reveal(w, ROLE_AUDITOR, 341823, REVEAL_ID_NUMBER, w->person, "  a  b ", &number),
                   &w->e, "REVEAL_PURPOSE");
    char with_number[200], long_purpose[REVEAL_PURPOSE_BYTES_MAX + 2];
    snprintf(with_number, sizeof(with_number), "核对 %s 是否正确", number); /* the account's */
    assert_refused(reveal(w, ROLE_AUDITOR, 341823, REVEAL_ACCOUNT, 0, with_number, &number), &w->e,
                   "REVEAL_PURPOSE");
    memset(long_purpose, 'a', sizeof(long_purpose) - 1);
    long_purpose[sizeof(long_purpose) - 1] = '\0';
    assert_refused(reveal(w, ROLE_AUDITOR, 341823, REVEAL_ACCOUNT, 0, long_purpose, &number), &w->e,
                   "REVEAL_PURPOSE");
    /* somebody of another household can not be asked for under this one */
    assert_status(reveal(w, ROLE_AUDITOR, 341823, REVEAL_ID_NUMBER, 9999999, WHY, &number),
                  STATUS_NONE);
    int64_t stranger = count(w, "SELECT max(id) FROM person");
    assert_status(reveal(w, ROLE_AUDITOR, 341823, REVEAL_ID_NUMBER, stranger, WHY, &number),
                  STATUS_NONE);
    assert_int_equal(count(w, SHOWN), 3);
    long_purpose[REVEAL_PURPOSE_BYTES_MAX] = '\0';
    assert_ok_e(reveal(w, ROLE_AUDITOR, 341823, REVEAL_ACCOUNT, 0, long_purpose, &number), &w->e);
    assert_ok_e(reveal(w, ROLE_AUDITOR, 341823, REVEAL_ACCOUNT, 0, "核对一下", &number), &w->e);
    /* the choices of the form, in scope and out of it */
    struct reveal_choices choices;
    struct access_user user = {.name = "wang", .role = ROLE_TOWNSHIP_CLERK, .scope = township};
    assert_ok_e(access_reveal_choices(w->db, COUNTY_JINGXIAN, &user, w->household, w->arena,
                                      &choices, &w->e),
                &w->e);
    assert_true(choices.count >= 1);
    assert_non_null(choices.account_tail);
    user.scope = elsewhere;
    assert_status(access_reveal_choices(w->db, COUNTY_JINGXIAN, &user, w->household, w->arena,
                                        &choices, &w->e),
                  STATUS_NONE);
}

static void a_number_is_shown_for_a_reason_within_ones_scope_and_recorded(void **state)
{
    struct testdb list[2];
    (void)state;
    size_t n = testdb_each(list);
    for (size_t i = 0; i < n; i++) {
        struct world w = {.db = NULL};
        world_open(&w, &list[i]);
        body(&w);
        db_close(w.db);
        keyring_free(w.keys);
        arena_free(w.arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_number_is_shown_for_a_reason_within_ones_scope_and_recorded),
    };
    return cmocka_run_group_tests_name("reveal", tests, NULL, NULL);
}
