/* Turning the keys of a county that has paid: everything is sealed again, by small steps that may
   be broken off, and nothing else changes. On both engines, from one suite to the other. */
#include "support/test_support.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audit/audit.h"
#include "domain/access/reseal.h"
#include "domain/plan/plan.h"
#include "domain/registry/change.h"
#include "office/demo/demo.h"
#include "support/testdb.h"

#define TEST_ARENA_BYTES ((size_t)64 * 1024 * 1024)
#define MIGRATION_BYTES_MAX 65536

struct world {
    struct db *db;
    struct keyring *keys;
    struct arena *arena;
    const char *key_path;
    struct error e;
};

static int64_t count(struct world *w, const char *sql)
{
    int64_t value = -1;
    assert_ok_e(db_query_i64_raw(w->db, sql, &value, &w->e), &w->e);
    return value;
}

static void sql_hex(const uint8_t *p, size_t n, bool is_postgres, char out[200])
{
    int at = snprintf(out, 200, "%s", is_postgres ? "'\\x" : "x'");
    for (size_t i = 0; i < n; i++)
        at += snprintf(out + at, 200 - (size_t)at, "%02x", p[i]);
    snprintf(out + at, 200 - (size_t)at, "%s", is_postgres ? "'::bytea" : "'");
}

/* A row of every table that no payment fills, its column sealed by hand. */
static void rows_of_casework(struct world *w)
{
    static const struct {
        enum seal_purpose purpose;
        const char *sql;
    } rows[] = {
        {SEAL_CASE,
         "INSERT INTO case_step (county, case_id, seq, known_from, action, from_state, to_state, "
         "actor, on_date, due_on, document, facts, content_sealed, content_sha256) VALUES (341823, "
         "7, 3, 1, 1, 0, 1, 'x', 20130601, 0, 0, '{}', %s, %s)"},
        {SEAL_CASE, "INSERT INTO case_form (county, case_id, version, known_from, content_sealed, "
                    "content_sha256) VALUES (341823, 7, 2, 1, %s, %s)"},
        {SEAL_DRAFT, "INSERT INTO case_draft (county, user_name, form, saved_at, version, "
                     "content_sealed) VALUES (341823, 'wang', 'dibao apply', "
                     "'2013-06-01T00:00:00Z', 1, %s)"},
        {SEAL_ATTACHMENT, "INSERT INTO attachment (county, content_index, media_type, size_bytes, "
                          "content_sealed, thumbnail_sealed, known_from) VALUES (341823, %2$s, "
                          "'image/png', 5, %1$s, %1$s, 1)"},
        {SEAL_CASE, "INSERT INTO notice (county, id, kind, programme, division, posted_on, "
                    "last_day, days, is_working_days, row_count, sha256, head_change, head_hash, "
                    "posted_by, known_from, closed_on, closed_by, closed_change, result, place) "
                    "SELECT 341823, 1, 1, 1, 1, 20130601, 20130607, 7, 0, 0, %2$s, 1, '', 'x', 1, "
                    "0, '', 0, '', '' WHERE length(%1$s) > 0"},
        {SEAL_CASE, "INSERT INTO objection (county, id, notice, case_id, received_on, due_on, "
                    "content_sealed, recorded_by, known_from, decided_on, is_upheld, finding, "
                    "decided_by, decided_change) VALUES (341823, 1, 1, 0, 20130602, 20130605, %s, "
                    "'x', 1, 0, 0, '', '', 0)"},
        {SEAL_TOTP, "INSERT INTO access_totp (county, user_name, secret_sealed, last_step, "
                    "confirmed_change, failure_count, retry_after) VALUES (341823, 'dibao1', %s, "
                    "0, NULL, 0, NULL)"},
        {SEAL_SIGNING, "INSERT INTO hospital_key (county, hospital, id, secret_sealed, "
                       "created_change, created_at, revoked_change) SELECT county, id, 1, %s, 1, "
                       "'2013-06-01T00:00:00Z', NULL FROM payee WHERE code = 'H001'"},
        {SEAL_CASE,
         "INSERT INTO complaint (county, id, number, receipt, channel, received_on, "
         "township, division, programme, category, is_named, content_sealed, state, "
         "due_on, handler, is_founded, public_result, received_by, known_from, "
         "accepted_on, replied_on, closed_on, is_late) SELECT 341823, 1, 'TS', 'R', "
         "'WEB', 20130601, 0, 0, 0, 'OTHER', 0, %1$s, 1, 20130616, '', 0, '', 'x', 1, 0, "
         "0, 0, 0 WHERE length(%2$s) > 0"},
        {SEAL_CASE, "INSERT INTO complaint_step (county, complaint, number, step, on_date, due_on, "
                    "is_late, text_sealed, document, actor, known_from) SELECT 341823, 1, 1, "
                    "'RECEIVE', 20130601, 20130616, 0, %1$s, '', 'x', 1 WHERE length(%2$s) > 0"},
        {SEAL_ID_NUMBER,
         "INSERT INTO home_staff (county, home, id, known_from, known_to, name, id_tail, id_index, "
         "id_sealed, sex, birth, political, education, post, trade, duty, is_established, "
         "is_legal, "
         "training, pay_fen, phone, from_date, until_date, actor) VALUES (341823, 1, 1, 1, "
         "2147483647, 'x', '', substr(%2$s, 1, 16), %1$s, 1, 19700101, '', '', 'COOK', '', '', 0, "
         "0, '', 0, '', 20130101, 99991231, 'x')"},
    };
    uint8_t sealed[64], hash[HASH_BYTES];
    char text[200], digest[200], sql[2048];
    bool is_postgres = db_engine(w->db) == DB_POSTGRES;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        size_t n = seal(w->keys, rows[i].purpose, "words", 5, sealed);
        hash_bytes("words", 5, hash);
        sql_hex(sealed, n, is_postgres, text);
        sql_hex(hash, sizeof(hash), is_postgres, digest);
        snprintf(sql, sizeof(sql), rows[i].sql, text, digest);
        assert_ok_e(db_execute_raw(w->db, sql, &w->e), &w->e);
    }
}

static void rows_of_casework_remove(struct world *w)
{
    assert_ok_e(
        db_execute_raw(w->db,
                       "DELETE FROM case_step; DELETE FROM case_form; DELETE FROM "
                       "objection; DELETE FROM notice; DELETE FROM attachment; DELETE FROM "
                       "case_draft; DELETE FROM access_totp; DELETE FROM hospital_key; "
                       "DELETE FROM home_staff; DELETE FROM complaint_step; DELETE FROM complaint",
                       &w->e),
        &w->e);
}

static void world_open(struct world *w, const struct testdb *testdb)
{
    struct plan *plan;
    int64_t version;
    char name[64];
    w->arena = arena_new(TEST_ARENA_BYTES);
    w->db = testdb_open(testdb->url, DB_WRITER);
    snprintf(name, sizeof(name), "%s.key", testdb_engine_name(testdb->engine));
    w->key_path = test_path(name);
    assert_ok_e(keyring_open(w->key_path, true, &w->keys, &w->e), &w->e);
    assert_ok_e(plan_read(MINSHENG_PLANS "/jingxian-2013.yaml", w->arena, &plan, &w->e), &w->e);
    assert_ok_e(plan_load(w->db, plan, plan_content(plan), w->keys, ACTOR_SYSTEM, &version, &w->e),
                &w->e);
    struct demo_options options = {.seed = test_seed(),
                                   .dibao_households = 700,
                                   .wubao_persons = 20,
                                   .month = month_make(2013, 6)};
    struct payment_context context = {
        .county = COUNTY_JINGXIAN, .actor = ACTOR_SYSTEM, .keys = w->keys};
    struct demo_month month = {.programme = PROGRAMME_DIBAO,
                               .month = month_make(2013, 6),
                               .returns = 3,
                               .scratch = test_tmpdir()};
    struct demo_month_result result;
    assert_ok_e(demo_ground_read(w->db, COUNTY_JINGXIAN, w->arena, &options, &w->e), &w->e);
    assert_ok_e(demo_store(w->db, &context, &options, NULL, &w->e), &w->e);
    assert_ok_e(demo_month_pay(w->db, &context, &month, &result, &w->e), &w->e);
}

static void key_turn(struct world *w, enum seal_suite suite)
{
    int generation = 0;
    assert_ok_e(keyring_rotate(w->key_path, suite, &generation, &w->e), &w->e);
    keyring_free(w->keys);
    assert_ok_e(keyring_open(w->key_path, false, &w->keys, &w->e), &w->e);
    assert_int_equal(keyring_generation(w->keys), generation);
}

static int64_t due(struct world *w)
{
    int64_t sum = 0, one;
    for (size_t i = 0; i < RESEAL_COLUMN_COUNT; i++) {
        assert_ok_e(reseal_due(w->db, COUNTY_JINGXIAN, w->keys, i, &one, &w->e), &w->e);
        sum += one;
    }
    return sum;
}

static enum status silent(void *context, const struct audit_finding *finding, struct error *e)
{
    (void)context;
    (void)e;
    print_message("# %s %s %s\n", finding->code, finding->subject, finding->detail);
    return STATUS_OK;
}

static void assert_audit_is_clean(struct world *w)
{
    struct audit_scope scope = {
        .county = COUNTY_JINGXIAN, .from = month_make(1900, 1), .to = MONTH_OPEN, .keys = w->keys};
    struct audit_result result;
    assert_ok_e(audit_run(w->db, &scope, silent, NULL, &result, &w->e), &w->e);
    assert_int_equal(result.findings, 0);
}

static bool stop_after_first(void *context, int64_t done, int64_t total)
{
    int64_t *seen = context;
    *seen = done;
    assert_true(done <= total);
    return false;
}

static void turn_body(struct world *w)
{
    struct reseal_result result = {0};
    int64_t seen = 0;
    assert_int_equal(due(w), 0);
    assert_ok_e(reseal_all(w->db, COUNTY_JINGXIAN, "admin", w->keys, NULL, NULL, &result, &w->e),
                &w->e);
    assert_int_equal(count(w, "SELECT count(*) FROM change_trail WHERE action LIKE 'key.%'"), 0);
    rows_of_casework(w);
    key_turn(w, SEAL_SM);
    int64_t all = due(w);
    assert_true(all > 2000);
    for (size_t i = 0; i < RESEAL_COLUMN_COUNT; i++) { /* every column has something to do */
        int64_t one = 0;
        assert_ok_e(reseal_due(w->db, COUNTY_JINGXIAN, w->keys, i, &one, &w->e), &w->e);
        if (one == 0)
            fail_msg("nothing due in %s", reseal_column_name(i));
    }
    /* broken off after the first batch: what was done stays done */
    assert_refused(reseal_all(w->db, COUNTY_JINGXIAN, "admin", w->keys, stop_after_first, &seen,
                              &result, &w->e),
                   &w->e, "RESEAL_STOPPED");
    assert_true(seen > 0 && seen < all);
    assert_int_equal(due(w), all - seen);
    assert_ok_e(reseal_all(w->db, COUNTY_JINGXIAN, "admin", w->keys, NULL, NULL, &result, &w->e),
                &w->e);
    assert_int_equal(result.values, all - seen);
    assert_int_equal(result.broken, 0);
    assert_int_equal(due(w), 0);
    assert_int_equal(count(w, "SELECT count(*) FROM change_trail WHERE action = 'key.reseal'"), 2);
    assert_int_equal(count(w, "SELECT count(*) FROM change_trail WHERE action = 'key.resealed'"),
                     1);
    /* and back again; a value that does not open is left and named */
    key_turn(w, SEAL_SODIUM);
    assert_ok_e(db_execute_raw(w->db,
                               "UPDATE access_totp SET secret_sealed = (SELECT content_sealed FROM "
                               "case_form)",
                               &w->e),
                &w->e);
    assert_ok_e(reseal_all(w->db, COUNTY_JINGXIAN, "admin", w->keys, NULL, NULL, &result, &w->e),
                &w->e);
    assert_int_equal(result.broken, 1);
    assert_string_equal(result.first_broken, "access_totp.secret_sealed dibao1/");
    assert_int_equal(result.values, all - 1);
    assert_int_equal(due(w), 1);
    rows_of_casework_remove(w);
    assert_audit_is_clean(w);
}

static void turned_keys_seal_everything_again_and_the_audit_stays_clean(void **state)
{
    struct testdb list[2];
    (void)state;
    size_t n = testdb_each(list);
    for (size_t i = 0; i < n; i++) {
        struct world w = {.db = NULL};
        world_open(&w, &list[i]);
        turn_body(&w);
        db_close(w.db);
        keyring_free(w.keys);
        arena_free(w.arena);
    }
}

/* ---- no sealed column without its row in the table ---- */

static bool is_listed(const char *table, const char *column)
{
    char name[160];
    snprintf(name, sizeof(name), "%s.%s", table, column);
    for (size_t i = 0; i < RESEAL_COLUMN_COUNT; i++)
        if (strcmp(reseal_column_name(i), name) == 0)
            return true;
    return false;
}

static size_t migration_check(const char *path)
{
    static char text[MIGRATION_BYTES_MAX];
    char table[80] = "";
    size_t missing = 0;
    FILE *f = fopen(path, "r");
    assert_non_null(f);
    size_t n = fread(text, 1, sizeof(text) - 1, f);
    assert_true(n < sizeof(text) - 1);
    text[n] = '\0';
    fclose(f);
    for (char *p = text; *p != '\0'; p++) {
        if (p == text || p[-1] == '\n') {
            if (sscanf(p, "CREATE TABLE %79[a-z_]", table) == 1 ||
                sscanf(p, "ALTER TABLE %79[a-z_]", table) == 1)
                continue;
            if (strncmp(p, "--", 2) == 0)
                p += strcspn(p, "\n") - 1;
        }
        static const char mark[] = "_sealed {BLOB}";
        if (strncmp(p, mark, sizeof(mark) - 1) != 0)
            continue;
        const char *begin = p;
        while (begin > text && (begin[-1] == '_' || (begin[-1] >= 'a' && begin[-1] <= 'z')))
            begin--;
        char column[80];
        snprintf(column, sizeof(column), "%.*s_sealed", (int)(p - begin), begin);
        if (is_listed(table, column))
            continue;
        print_message("# %s: %s.%s is not in RESEAL_COLUMNS\n", path, table, column);
        missing++;
    }
    return missing;
}

static void every_sealed_column_of_the_migrations_is_listed(void **state)
{
    (void)state;
    size_t missing = 0, files = 0;
    const char *folder = MINSHENG_MIGRATIONS;
    DIR *d = opendir(folder);
    assert_non_null(d);
    for (struct dirent *entry; (entry = readdir(d)) != NULL;) {
        char path[1024];
        if (strstr(entry->d_name, ".sql") == NULL)
            continue;
        snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
        missing += migration_check(path);
        files++;
    }
    closedir(d);
    assert_true(files >= 6);
    assert_int_equal(missing, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(turned_keys_seal_everything_again_and_the_audit_stays_clean),
        cmocka_unit_test(every_sealed_column_of_the_migrations_is_listed),
    };
    return cmocka_run_group_tests_name("reseal", tests, NULL, NULL);
}
