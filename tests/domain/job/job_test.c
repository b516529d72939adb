/* Long work as rows: taken once, ended once, found again after its process died. On both engines.
 */
#include "support/test_support.h"
#include "support/testdb.h"

#include <string.h>

#include "domain/job/job.h"
#include "domain/plan/plan.h"

#define ARENA_BYTES ((size_t)4 * 1024 * 1024)
#define OWNER_A "host:1:100"
#define OWNER_B "host:2:200"

struct office {
    struct db *db;
    struct arena *arena;
};

static void on_each_engine(void (*body)(struct office *o))
{
    struct testdb list[2];
    size_t count = testdb_each(list);
    for (size_t i = 0; i < count; i++) {
        struct office o = {.db = testdb_open(list[i].url, DB_WRITER),
                           .arena = arena_new(ARENA_BYTES)};
        body(&o);
        arena_free(o.arena);
        db_close(o.db);
    }
}

static int64_t ask(struct office *o, const char *kind)
{
    struct error e = {0};
    int64_t id = 0;
    assert_ok_e(job_create(o->db, COUNTY_JINGXIAN, kind, "{\"a\":1}", "dibao1", &id, &e), &e);
    return id;
}

static struct job take(struct office *o, const char *owner)
{
    struct error e = {0};
    struct job job = {0};
    assert_ok_e(job_claim(o->db, COUNTY_JINGXIAN, owner, o->arena, &job, &e), &e);
    return job;
}

static struct job look(struct office *o, int64_t id)
{
    struct error e = {0};
    struct job job = {0};
    assert_ok_e(job_by_id(o->db, COUNTY_JINGXIAN, id, o->arena, &job, &e), &e);
    return job;
}

static void body_oldest_first(struct office *o)
{
    struct error e = {0};
    struct job job;
    assert_status(job_claim(o->db, COUNTY_JINGXIAN, OWNER_A, o->arena, &job, &e), STATUS_NONE);
    int64_t first = ask(o, "roster.import"), second = ask(o, "payment.prepare");
    job = take(o, OWNER_A);
    assert_int_equal(job.id, first);
    assert_string_equal(job.kind, "roster.import");
    assert_string_equal(job.arguments, "{\"a\":1}");
    assert_string_equal(job.actor, "dibao1");
    assert_int_equal(take(o, OWNER_B).id, second);
    assert_status(job_claim(o->db, COUNTY_JINGXIAN, OWNER_B, o->arena, &job, &e), STATUS_NONE);
}

static void the_oldest_waiting_job_is_taken_once(void **state)
{
    (void)state;
    on_each_engine(body_oldest_first);
}

static void body_ended_once(struct office *o)
{
    struct error e = {0};
    int64_t id = ask(o, "roster.import");
    struct job outcome = {
        .state = JOB_DONE, .done = 10, .total = 10, .message = "", .result = "{}"};
    assert_refused(job_finish(o->db, COUNTY_JINGXIAN, id, &outcome, &e), &e, "JOB_NOT_RUNNING");
    (void)take(o, OWNER_A);
    assert_ok_e(job_finish(o->db, COUNTY_JINGXIAN, id, &outcome, &e), &e);
    assert_refused(job_finish(o->db, COUNTY_JINGXIAN, id, &outcome, &e), &e, "JOB_NOT_RUNNING");
    struct job job = look(o, id);
    assert_int_equal(job.state, JOB_DONE);
    assert_int_equal(job.done, 10);
    assert_string_equal(job.result, "{}");
    assert_non_null(job.started_at);
    assert_non_null(job.finished_at);
}

static void a_job_ends_once_and_only_while_running(void **state)
{
    (void)state;
    on_each_engine(body_ended_once);
}

static void body_cancel(struct office *o)
{
    struct error e = {0};
    int64_t id = ask(o, "roster.import"), other = ask(o, "roster.import");
    assert_ok_e(job_cancel(o->db, COUNTY_JINGXIAN, id, &e), &e);
    assert_int_equal(look(o, id).state, JOB_CANCELLED);
    assert_refused(job_cancel(o->db, COUNTY_JINGXIAN, id, &e), &e, "JOB_NOT_WAITING");
    assert_int_equal(take(o, OWNER_A).id, other);
    assert_refused(job_cancel(o->db, COUNTY_JINGXIAN, other, &e), &e, "JOB_NOT_WAITING");
}

static void only_a_waiting_job_is_cancelled_here(void **state)
{
    (void)state;
    on_each_engine(body_cancel);
}

static bool only_b_lives(const char *owner)
{
    return strcmp(owner, OWNER_B) == 0;
}

static void body_recover(struct office *o)
{
    struct error e = {0};
    int64_t dead = ask(o, "roster.import"), alive = ask(o, "payment.prepare"), count = 0;
    (void)take(o, OWNER_A);
    (void)take(o, OWNER_B);
    assert_ok_e(job_recover(o->db, COUNTY_JINGXIAN, only_b_lives, &count, &e), &e);
    assert_int_equal(count, 1);
    assert_int_equal(look(o, dead).state, JOB_WAITING);
    assert_int_equal(look(o, alive).state, JOB_RUNNING);
    assert_int_equal(take(o, OWNER_B).id, dead);
    assert_ok_e(job_recover(o->db, COUNTY_JINGXIAN, only_b_lives, &count, &e), &e);
    assert_int_equal(count, 0);
}

static void the_jobs_of_a_dead_process_wait_again(void **state)
{
    (void)state;
    on_each_engine(body_recover);
}

static void body_list(struct office *o)
{
    struct error e = {0};
    struct job *list, unknown;
    size_t count;
    int64_t first = ask(o, "a"), second = ask(o, "b");
    assert_ok_e(job_list(o->db, COUNTY_JINGXIAN, o->arena, &list, &count, &e), &e);
    assert_int_equal(count, 2);
    assert_int_equal(list[0].id, second);
    assert_int_equal(list[1].id, first);
    assert_string_equal(list[1].kind, "a");
    assert_null(list[1].started_at);
    assert_status(job_by_id(o->db, COUNTY_JINGXIAN, 999, o->arena, &unknown, &e), STATUS_NONE);
}

static void jobs_are_listed_newest_first(void **state)
{
    (void)state;
    on_each_engine(body_list);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_oldest_waiting_job_is_taken_once),
        cmocka_unit_test(a_job_ends_once_and_only_while_running),
        cmocka_unit_test(only_a_waiting_job_is_cancelled_here),
        cmocka_unit_test(the_jobs_of_a_dead_process_wait_again),
        cmocka_unit_test(jobs_are_listed_newest_first),
    };
    return cmocka_run_group_tests_name("job", tests, NULL, NULL);
}
