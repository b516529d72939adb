/* kill -9 at seeded random instants of every command of a month, by the clock and by what has been
   written; then the command is simply repeated. Nothing lost, nothing twice, the audit clean. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/random.h"
#include "crash/walk.h"

#define KILLS 10
#define KILLS_LONG 200
#define KILLS_OF_A_STEP 3
#define ROUNDS_MAX 80

/* What a command took when nobody disturbed it. */
struct measure {
    int64_t duration_us, written_bytes;
};
/* When to kill: after a time, or once so much has been written to the write-ahead log. */
struct moment {
    const struct story *s;
    int64_t since_us, delay_us;
    int64_t bytes; /* < 0: by the clock */
    int64_t most;  /* seen */
};

static int64_t log_bytes(const struct story *s)
{
    char path[PROCESS_PATH_BYTES];
    struct stat st;
    if (s->db.engine != DB_SQLITE)
        return 0;
    snprintf(path, sizeof path, "%s-wal", s->db.url + strlen("sqlite:"));
    return stat(path, &st) == 0 ? (int64_t)st.st_size : 0;
}

static bool is_time(void *context)
{
    struct moment *m = context;
    int64_t bytes = log_bytes(m->s);
    if (bytes > m->most)
        m->most = bytes;
    return m->bytes >= 0 ? bytes > m->bytes : process_now_us() - m->since_us >= m->delay_us;
}

static void undisturbed(struct story *s, struct measure measures[WALK_STEPS])
{
    for (int i = 0; i < walk_steps(s->db.engine); i++) {
        struct process p;
        int code;
        struct moment never = {
            .s = s, .since_us = process_now_us(), .delay_us = INT64_MAX, .bytes = -1};
        if (WALK[i].act)
            WALK[i].act(s);
        story_start(s, WALK[i].command, "undisturbed", &p);
        process_kill_when(&p, is_time, &never, &code);
        assert_int_equal(code, 0);
        measures[i] = (struct measure){process_now_us() - p.started_us, never.most};
    }
}

static bool is_done(struct story *s, const struct walk_step *step)
{
    if (!step->state || strcmp(step->label, "backup") == 0)
        return false;
    STORY_TELL(s, {"where the run stands", "pay list --format csv"});
    return strstr(s->out, step->state) != NULL;
}

/* A backup that has its name is whole. */
static void backup_is_whole(struct story *s)
{
    char path[PROCESS_PATH_BYTES], command[PROCESS_PATH_BYTES + 32];
    if (!walk_has_file(s, "backup.db"))
        return;
    snprintf(command, sizeof command, "audit --db sqlite:%s", story_path(s, "backup.db", path));
    if (s->db.engine == DB_SQLITE)
        STORY_TELL(s, {"a backup with its name is whole", command});
    unlink(path);
}

/* One kill. True when it was one, false when the command was faster. */
static bool kill_once(struct story *s, const struct walk_step *step, const struct measure *m,
                      struct random *r, int *ret_code)
{
    struct process p;
    struct moment when = {.s = s, .bytes = -1};
    bool is_by_bytes = m->written_bytes > 0 && random_below(r, 2) == 0;
    if (is_by_bytes)
        when.bytes = (int64_t)random_below(r, (uint32_t)m->written_bytes);
    when.delay_us = (int64_t)random_below(r, (uint32_t)m->duration_us);
    when.since_us = process_now_us();
    story_start(s, step->command, "disturbed", &p);
    return process_kill_when(&p, is_time, &when, ret_code);
}

static int disturbed_step(struct story *s, const struct walk_step *step, const struct measure *m,
                          struct random *r)
{
    int kills = 0, code = -1;
    if (step->act)
        step->act(s);
    for (int k = 1 + (int)random_below(r, KILLS_OF_A_STEP); k > 0 && !is_done(s, step); k--) {
        bool was_killed = kill_once(s, step, m, r, &code);
        kills += was_killed;
        STORY_TELL(s, {step->label, "audit"});
        if (strcmp(step->label, "backup") == 0)
            backup_is_whole(s);
        if (!was_killed)
            break;
    }
    /* Once more to its end: done, or refused because it had been done. */
    if (story_command(s, step->command) > 1)
        story_fail(s, step->label, step->command, "can not be repeated after a kill");
    if (step->state)
        STORY_TELL(s, {step->label, "pay list --format csv", .expect = step->state});
    STORY_TELL(s, {step->label, "audit"});
    return kills;
}

static void files_match(const struct story *a, const struct story *b)
{
    char path[PROCESS_PATH_BYTES];
    char *first = process_text(story_path(a, "sent", path));
    char *second = process_text(story_path(b, "sent", path));
    assert_string_equal(first, second);
    free(first);
    free(second);
}

static void a_killed_command_is_repeated_and_nothing_is_lost_or_twice(enum db_engine engine)
{
    struct story ground, calm;
    struct measure measures[WALK_STEPS];
    struct random r = random_seed(test_seed() + (uint64_t)engine);
    int wanted = getenv("MINSHENG_LONG") ? KILLS_LONG : KILLS, kills = 0;
    walk_ground(&ground, engine);
    story_copy(&ground, &calm);
    undisturbed(&calm, measures);
    char *expected = walk_result(&calm);
    for (int round = 0; kills < wanted && round < ROUNDS_MAX; round++) {
        struct story s;
        story_copy(&ground, &s);
        for (int i = 0; i < walk_steps(engine); i++)
            kills += disturbed_step(&s, &WALK[i], &measures[i], &r);
        char *result = walk_result(&s);
        assert_string_equal(result, expected);
        files_match(&s, &calm);
        free(result);
        story_close(&s);
        testdb_drop(&s.db);
    }
    printf("# %d kills on %s\n", kills, testdb_engine_name(engine));
    assert_true(kills >= wanted);
    free(expected);
    story_close(&calm);
    story_close(&ground);
}

STORY_CLAIM(a_killed_command_is_repeated_and_nothing_is_lost_or_twice)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORY_TESTS(a_killed_command_is_repeated_and_nothing_is_lost_or_twice)};
    return cmocka_run_group_tests_name("crash", tests, NULL, NULL);
}
