/* Workers do what pages ask for: an import and a payment run, refused work, unknown work, and a
 * stop in the middle. */
#include "support/test_support.h"
#include "support/testdb.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "domain/payment/payment.h"
#include "office/demo/demo.h"
#include "office/work/work.h"

#define ARENA_BYTES ((size_t)64 * 1024 * 1024)
#define HOUSEHOLDS 60
#define PERSONS 20

struct office {
    struct testdb testdb;
    struct db *db;
    struct keyring *keys;
    struct arena *arena;
    struct demo_options options;
    struct work_options work;
};

static void office_open(struct office *o)
{
    struct error e = {0};
    struct plan *plan;
    char name[64];
    o->arena = arena_new(ARENA_BYTES);
    o->db = testdb_open(o->testdb.url, DB_WRITER);
    snprintf(name, sizeof(name), "%s.key", testdb_engine_name(o->testdb.engine));
    assert_ok_e(keyring_open(test_path(name), true, &o->keys, &e), &e);
    assert_ok_e(plan_read(MINSHENG_PLANS "/jingxian-2013.yaml", o->arena, &plan, &e), &e);
    assert_ok_e(plan_load(o->db, plan, plan_content(plan), o->keys, ACTOR_SYSTEM, NULL, &e), &e);
    o->options = (struct demo_options){.seed = test_seed(),
                                       .dibao_households = HOUSEHOLDS,
                                       .wubao_persons = PERSONS,
                                       .month = month_make(2013, 6)};
    assert_ok_e(demo_ground_read(o->db, COUNTY_JINGXIAN, o->arena, &o->options, &e), &e);
    o->work = (struct work_options){
        .db_url = o->testdb.url, .county = COUNTY_JINGXIAN, .keys = o->keys, .threads = 1};
}

static void office_close(struct office *o)
{
    db_close(o->db);
    keyring_free(o->keys);
    arena_free(o->arena);
}

static void on_each_engine(void (*body)(struct office *o))
{
    struct testdb list[2];
    size_t count = testdb_each(list);
    for (size_t i = 0; i < count; i++) {
        struct office o = {.testdb = list[i]};
        office_open(&o);
        body(&o);
        office_close(&o);
    }
}

static int64_t ask(struct office *o, const char *kind, const char *arguments)
{
    struct error e = {0};
    int64_t id = 0;
    assert_ok_e(job_create(o->db, COUNTY_JINGXIAN, kind, arguments, "dibao1", &id, &e), &e);
    return id;
}

static struct job look(struct office *o, int64_t id)
{
    struct error e = {0};
    struct job job = {0};
    assert_ok_e(job_by_id(o->db, COUNTY_JINGXIAN, id, o->arena, &job, &e), &e);
    return job;
}

static void drain(struct office *o, int64_t expected)
{
    struct error e = {0};
    int64_t done = -1;
    assert_ok_e(work_drain(&o->work, &done, &e), &e);
    assert_int_equal(done, expected);
}

static void body_month(struct office *o)
{
    struct error e = {0};
    char arguments[2048], folder[512];
    struct stat info;
    struct demo_counts counts;
    snprintf(folder, sizeof(folder), "%s/%s", test_tmpdir(), testdb_engine_name(o->testdb.engine));
    assert_int_equal(mkdir(folder, 0700), 0);
    assert_ok_e(demo_roster_write(folder, &o->options, &counts, &e), &e);
    snprintf(arguments, sizeof(arguments),
             "{\"programme\":\"dibao\",\"from\":\"2013-06\",\"errors\":\"%s/"
             "errors.xlsx\",\"files\":[\"%s/dibao.xlsx\"]}",
             folder, folder);
    int64_t import = ask(o, "roster.import", arguments);
    int64_t prepare = ask(o, "payment.prepare", "{\"programme\":\"dibao\",\"month\":\"2013-06\"}");
    drain(o, 2);

    struct job job = look(o, import);
    assert_int_equal(job.state, JOB_DONE);
    assert_non_null(strstr(job.result, "\"households_new\":"));
    snprintf(arguments, sizeof(arguments), "%s/dibao.xlsx", folder);
    assert_int_not_equal(stat(arguments, &info),
                         0); /* numbers in clear stay no longer than the job */
    job = look(o, prepare);
    assert_int_equal(job.state, JOB_DONE);
    assert_non_null(strstr(job.result, "\"run\":1,"));
    struct payment_run run;
    assert_ok_e(payment_run_by_id(o->db, COUNTY_JINGXIAN, 1, o->arena, &run, &e), &e);
    assert_string_equal(run.prepared_by, "dibao1");
    assert_true(run.items > 0);
}

static void a_roster_is_taken_in_and_a_month_computed(void **state)
{
    (void)state;
    on_each_engine(body_month);
}

static void body_refused(struct office *o)
{
    int64_t unknown = ask(o, "no.such.work", "{}");
    int64_t broken = ask(o, "payment.prepare", "{\"programme\":");
    int64_t missing = ask(o, "payment.prepare", "{\"programme\":\"dibao\"}");
    int64_t no_file = ask(o, "roster.import",
                          "{\"programme\":\"dibao\",\"from\":\"2013-06\",\"errors\":\"/nonexistent/"
                          "e.xlsx\",\"files\":[\"/nonexistent/a.xlsx\"]}");
    drain(o, 4);
    assert_int_equal(look(o, unknown).state, JOB_REFUSED);
    assert_int_equal(look(o, broken).state, JOB_REFUSED);
    assert_int_equal(look(o, missing).state, JOB_REFUSED);
    assert_int_not_equal(look(o, no_file).state, JOB_DONE);
    assert_true(look(o, no_file).message[0] != '\0');
}

static void what_can_not_be_done_says_why(void **state)
{
    (void)state;
    on_each_engine(body_refused);
}

/* The worker's thread needs no time limit: the test waits for the row to change and nothing else.
 */
static void body_thread(struct office *o)
{
    struct error e = {0};
    struct worker *worker = NULL;
    struct payment_context context = {
        .county = COUNTY_JINGXIAN, .actor = ACTOR_SYSTEM, .keys = o->keys};
    assert_ok_e(demo_store(o->db, &context, &o->options, NULL, &e), &e);
    assert_ok_e(worker_start(&o->work, &worker, &e), &e);
    int64_t id = ask(o, "payment.prepare", "{\"programme\":\"wubao\",\"month\":\"2013-06\"}");
    worker_wake(worker);
    struct job job = look(o, id);
    while (job.state == JOB_WAITING || job.state == JOB_RUNNING) {
        arena_reset(o->arena);
        job = look(o, id);
    }
    worker_stop(worker);
    assert_int_equal(job.state, JOB_DONE);
}

static void a_waking_worker_takes_the_job(void **state)
{
    (void)state;
    on_each_engine(body_thread);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_roster_is_taken_in_and_a_month_computed),
        cmocka_unit_test(what_can_not_be_done_says_why),
        cmocka_unit_test(a_waking_worker_takes_the_job),
    };
    return cmocka_run_group_tests_name("work", tests, NULL, NULL);
}
