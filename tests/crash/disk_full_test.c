/* No file may grow any more at a seeded point of every command: it says so, changes nothing, and
   works once there is room again. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "crash/walk.h"

#define BYTES_MIN 40000 /* the shared-memory index fits */
#define TRIES 3
#define TRIES_LONG 40

static int64_t biggest_file(const struct story *s)
{
    FILE *f = fopen(s->db.url + strlen("sqlite:"), "rb");
    assert_non_null(f);
    assert_int_equal(fseek(f, 0, SEEK_END), 0);
    int64_t bytes = ftell(f);
    fclose(f);
    return bytes;
}

static void step_without_room(struct story *s, const struct walk_step *step, struct random *r,
                              int *ret_refused)
{
    int tries = getenv("MINSHENG_LONG") ? TRIES_LONG : TRIES;
    int64_t most = biggest_file(s) + BYTES_MIN;
    if (step->act)
        step->act(s);
    for (int i = 0; i < tries; i++) {
        STORY_TELL(s, {"the runs before", "pay list --format csv"});
        char *before = strdup(s->out);
        s->file_bytes_max = BYTES_MIN + (int64_t)random_below(r, (uint32_t)most);
        int code = story_command(s, step->command);
        s->file_bytes_max = 0;
        if (code > 3 || (code == 3 && s->err[0] == '\0'))
            story_fail(s, step->label, step->command, "no clean error without room");
        bool is_failed = code == 3;
        *ret_refused += is_failed;
        STORY_TELL(s, {step->label, "audit"});
        if (is_failed && step->state && strcmp(step->label, "backup") != 0) {
            STORY_TELL(s, {"nothing half done", "pay list --format csv"});
            if (strcmp(before, s->out) != 0 && strstr(s->out, step->state) == NULL)
                story_fail(s, step->label, step->command, "left something between");
        }
        if (is_failed && step->file && strcmp(step->label, "backup") == 0)
            assert_false(walk_has_file(s, step->file));
        free(before);
        if (!is_failed)
            return;
    }
}

static void a_full_disk_is_an_error_in_words_and_changes_nothing(void **state)
{
    (void)state;
    struct story calm, s;
    struct random r = random_seed(test_seed());
    int refused = 0;
    walk_ground(&calm, DB_SQLITE);
    story_copy(&calm, &s);
    for (int i = 0; i < WALK_STEPS; i++) {
        step_without_room(&s, &WALK[i], &r, &refused);
        if (story_command(&s, WALK[i].command) > 1)
            story_fail(&s, WALK[i].label, WALK[i].command, "fails though there is room again");
    }
    char *disturbed = walk_result(&s);
    for (int i = 0; i < WALK_STEPS - 1; i++) {
        if (WALK[i].act)
            WALK[i].act(&calm);
        assert_true(story_command(&calm, WALK[i].command) <= 1);
    }
    char *expected = walk_result(&calm);
    assert_string_equal(disturbed, expected);
    printf("# %d commands found no room\n", refused);
    assert_true(refused > 0);
    free(disturbed);
    free(expected);
    story_close(&s);
    story_close(&calm);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_full_disk_is_an_error_in_words_and_changes_nothing)};
    return cmocka_run_group_tests_name("disk full", tests, NULL, NULL);
}
