/* A story: commands as people type them, each with a label and what must come of it, told to the
   real program on a database of its own. */
#pragma once
#include <string.h>

#include "support/test_support.h"

#include "scenario/process.h"
#include "support/testdb.h"

#define STORY_VALUES_MAX 96
#define STORY_VALUE_BYTES 512

struct story_value {
    char name[32], text[STORY_VALUE_BYTES];
};
struct story {
    struct testdb db;
    char folder[256]; /* {dir} */
    char key[320], out_path[320], err_path[320], today[16];
    struct story_value values[STORY_VALUES_MAX];
    size_t value_count;
    const char *watch; /* a run: after every command its position must tie and the audit be clean */
    int exit;
    char *out, *err;        /* what the last command printed */
    int64_t file_bytes_max; /* no file of the next commands grows beyond; 0: no limit */
};

struct step {
    const char *label;
    /* Words of minsheng; 'one word'; {name} is a value. NULL: only act. */
    const char *command;
    int exit;
    const char *expect; /* part of what was printed on either stream, {name} too; NULL: anything */
    const char *keep;   /* "name=column": of the first row of the csv that was printed */
    void (*act)(struct story *s); /* before the command */
    const char *today;            /* from here on; NULL: as before */
};

void story_open(struct story *s, enum db_engine engine);
void story_close(struct story *s);
/* The same moment of `from` in a database of its own; values and key are taken over. */
void story_copy(const struct story *from, struct story *to);
/* Fails the test with the label, the command and what was printed when a step comes out otherwise.
 */
void story_tell(struct story *s, const struct step *steps, size_t count);
#define STORY_TELL(s, ...)                                                                         \
    story_tell((s), (const struct step[]){__VA_ARGS__},                                            \
               sizeof((const struct step[]){__VA_ARGS__}) / sizeof(struct step))
/* One command, whatever comes of it: the exit status. */
int story_command(struct story *s, const char *command);
/* The same in the background. Outputs go to {dir}/NAME.out and .err. */
void story_start(struct story *s, const char *command, const char *name, struct process *ret);

void story_set(struct story *s, const char *name, const char *text);
void story_set_number(struct story *s, const char *name, int64_t number);
const char *story_get(const struct story *s, const char *name);
/* {name} replaced; the caller frees. */
char *story_text(const struct story *s, const char *text);
/* {dir}/name */
char *story_path(const struct story *s, const char *name, char out[PROCESS_PATH_BYTES]);

/* The number in that column of the only csv row whose `key` column holds `value`; fails the test
   when there is none. */
int64_t story_number(struct story *s, const char *key, const char *value, const char *column);
/* The same, or `otherwise` when there is no such row. */
int64_t story_number_or(struct story *s, const char *key, const char *value, const char *column,
                        int64_t otherwise);
/* The sum of a column over the rows whose key column holds value; over all rows when value is NULL.
 */
int64_t story_sum(struct story *s, const char *key, const char *value, const char *column);
/* A field of the n-th row (from 0); false when there is no such row. */
bool story_field(struct story *s, size_t row, const char *column, char out[STORY_VALUE_BYTES]);
/* Rows of csv printed by the last command, without the header. */
size_t story_rows(const struct story *s);
void story_fail(struct story *s, const char *label, const char *command, const char *why);

/* due = paid + returned + held + not sent + in transit + cancelled, items and fen; read from the
   JSON of `pay show`. */
void story_tie(struct story *s, const char *run);
struct story_position {
    int64_t due, paid, returned, held, not_sent, in_transit, cancelled; /* fen */
    int64_t due_items, paid_items, returned_items, held_items, not_sent_items, in_transit_items,
        cancelled_items;
};
struct story_position story_position(struct story *s, const char *run);

/* Every claim on each engine; a test of PostgreSQL that cannot run says so. */
#define STORY_CLAIM(name)                                                                          \
    static void test_##name##_sqlite(void **state)                                                 \
    {                                                                                              \
        (void)state;                                                                               \
        name(DB_SQLITE);                                                                           \
    }                                                                                              \
    static void test_##name##_postgresql(void **state)                                             \
    {                                                                                              \
        (void)state;                                                                               \
        story_need_postgres();                                                                     \
        name(DB_POSTGRES);                                                                         \
    }
#define STORY_TESTS(name)                                                                          \
    cmocka_unit_test(test_##name##_sqlite), cmocka_unit_test(test_##name##_postgresql)
void story_need_postgres(void);
/* For long stories, an engine each side by side: the claims of the engine that main's argument
   names ("postgresql"; SQLite without one). Each claim as STORY_BOTH(name). */
#define STORY_BOTH(name)                                                                           \
    {                                                                                              \
        STORY_TESTS(name)                                                                          \
    }
#define STORY_MAIN(group, ...)                                                                     \
    int main(int argc, char **argv)                                                                \
    {                                                                                              \
        const struct CMUnitTest tests[][2] = {__VA_ARGS__};                                        \
        const size_t engine = argc > 1 && strcmp(argv[1], "postgresql") == 0 ? 1 : 0;              \
        struct CMUnitTest chosen[sizeof tests / sizeof tests[0]];                                  \
        for (size_t i = 0; i < sizeof tests / sizeof tests[0]; i++)                                \
            chosen[i] = tests[i][engine];                                                          \
        return cmocka_run_group_tests_name(group, chosen, NULL, NULL);                             \
    }
