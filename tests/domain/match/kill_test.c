/* A worker is killed at random instants of matching a long list: nothing of it stays, and the next
   worker does it whole. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/random.h"
#include "domain/match/match_fixture.h"
#include "office/work/work.h"

#define ROWS 40000
#define HIT_EACH 400
#define KILLS 10
#define LONGEST_US 30000

static int64_t count_of(struct county *c, const char *sql)
{
    int64_t n = -1;
    struct error e;
    assert_ok_e(db_query_i64_raw(c->db, sql, &n, &e), &e);
    return n;
}

/* True when the child was killed before it was through. */
static bool work_until_killed(const struct work_options *options, uint32_t after_us)
{
    pid_t child = fork();
    int how = 0;
    assert_true(child >= 0);
    if (child == 0) {
        int64_t done;
        struct error e;
        const struct itimerval timer = {.it_value = {.tv_usec = (suseconds_t)after_us}};
        setitimer(ITIMER_REAL, &timer, NULL); /* SIGALRM ends the process as SIGKILL would */
        _exit(work_drain(options, &done, &e) == STATUS_OK ? 0 : 1);
    }
    assert_int_equal(waitpid(child, &how, 0), child);
    if (WIFSIGNALED(how))
        return true;
    assert_int_equal(WEXITSTATUS(how), 0);
    return false;
}

static void list_make(struct county *c, char path[512])
{
    CLEANUP(buf_free) struct buf text = BUF_INIT((size_t)8 << 20);
    char owner[IDNO_BYTES];
    memcpy(owner, id_number(1960, 1, 1, 1), IDNO_BYTES);
    county_household(c, PROGRAMME_DIBAO, month_make(2013, 1),
                     (const struct person_made[]){{owner, "王大明", RELATION_HEAD, true}}, 1);
    buf_adds(&text, "车主姓名,身份证号,号牌号码\n");
    for (int i = 0; i < ROWS; i++)
        buf_addf(&text, "王大明,%s,皖P%05d\n",
                 i % HIT_EACH == 0 ? owner
                                   : id_number(1961 + i % 30, 1 + i % 12, 1 + i % 28, i % 999),
                 i);
    (void)snprintf(path, 512, "%s", list_write("kill.csv", buf_text(&text)));
}

static void killed_on(enum db_engine engine)
{
    struct testdb t;
    struct error e;
    char path[512], arguments[2048];
    int64_t job = 0, done = 0;
    int kills = 0;
    struct random random = random_seed(test_seed());
    today_is("2013-06-30");
    testdb_fresh(engine, &t);
    struct county c = {.db = testdb_open(t.url, DB_WRITER), .arena = arena_new(64u << 20)};
    assert_ok_e(keyring_open(test_path("kill.key"), true, &c.keys, &e), &e);
    list_make(&c, path);
    (void)snprintf(
        arguments, sizeof arguments,
        "{\"kind\":\"vehicle\",\"errors\":\"%s.xlsx\",\"files\":[\"%s\"],\"names\":[\"车."
        "csv\"]}",
        path, path);
    assert_ok_e(job_create(c.db, COUNTY, "match.import", arguments, "dibao1", &job, &e), &e);
    db_close(c.db); /* a child must not speak on the parent's connection */
    struct work_options options = {.db_url = t.url, .county = COUNTY, .keys = c.keys, .threads = 1};
    for (int i = 0; i < KILLS; i++)
        kills += work_until_killed(&options, 200 + random_below(&random, LONGEST_US));
    assert_ok_e(work_drain(&options, &done, &e), &e);
    fprintf(stderr, "# %s: killed %d of %d times\n", testdb_engine_name(engine), kills, KILLS);

    c.db = testdb_open(t.url, DB_WRITER);
    struct job outcome;
    assert_ok_e(job_by_id(c.db, COUNTY, job, c.arena, &outcome, &e), &e);
    assert_int_equal(outcome.state, JOB_DONE);
    assert_int_equal(count_of(&c, "SELECT count(*) FROM match_list"), 1);
    assert_int_equal(count_of(&c, "SELECT count(*) FROM match_hit"), ROWS / HIT_EACH);
    assert_int_equal(
        count_of(&c, "SELECT count(*) FROM change_trail WHERE action = 'match.import'"), 1);
    assert_int_not_equal(access(path, F_OK), 0); /* numbers in clear stay no longer than the job */
    county_end(&c);
}

static void a_killed_worker_leaves_nothing_and_the_next_does_it_whole(void **state)
{
    (void)state;
    killed_on(DB_SQLITE);
    if (testdb_has_postgres())
        killed_on(DB_POSTGRES);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_killed_worker_leaves_nothing_and_the_next_does_it_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
