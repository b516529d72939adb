#include "scenario/story.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/fen.h"
#include "base/text.h"

#define COMMAND_BYTES 4096
#define NUMBER_BYTES 32

void story_need_postgres(void)
{
    if (!testdb_has_postgres()) {
        printf("# SKIP PostgreSQL: MINSHENG_TEST_PG is not set (tests/with-postgres.sh sets it)\n");
        skip();
    }
}

static void story_ground(struct story *s)
{
    static int count;
    snprintf(s->folder, sizeof s->folder, "%s/story-%d", test_tmpdir(), ++count);
    assert_int_equal(mkdir(s->folder, 0700), 0);
    snprintf(s->out_path, sizeof s->out_path, "%s/out", s->folder);
    snprintf(s->err_path, sizeof s->err_path, "%s/err", s->folder);
    story_set(s, "dir", s->folder);
    story_set(s, "plan", MINSHENG_PLANS "/jingxian-2013.yaml");
}

void story_open(struct story *s, enum db_engine engine)
{
    *s = (struct story){.today = "2013-06-03"};
    testdb_empty(engine, &s->db);
    story_ground(s);
    snprintf(s->key, sizeof s->key, "%s/key", s->folder);
}

void story_close(struct story *s)
{
    free(s->out);
    free(s->err);
    s->out = s->err = NULL;
}

void story_copy(const struct story *from, struct story *to)
{
    *to = *from;
    to->out = to->err = NULL;
    to->watch = NULL;
    testdb_copy(&from->db, &to->db);
    story_ground(to);
}

void story_set(struct story *s, const char *name, const char *text)
{
    size_t i = 0;
    while (i < s->value_count && strcmp(s->values[i].name, name) != 0)
        i++;
    assert_true(i < STORY_VALUES_MAX);
    snprintf(s->values[i].name, sizeof s->values[i].name, "%s", name);
    snprintf(s->values[i].text, sizeof s->values[i].text, "%s", text);
    if (i == s->value_count)
        s->value_count++;
}

void story_set_number(struct story *s, const char *name, int64_t number)
{
    char text[NUMBER_BYTES];
    snprintf(text, sizeof text, "%" PRId64, number);
    story_set(s, name, text);
}

const char *story_get(const struct story *s, const char *name)
{
    for (size_t i = 0; i < s->value_count; i++) {
        if (strcmp(s->values[i].name, name) == 0)
            return s->values[i].text;
    }
    fail_msg("no value {%s}", name);
    return "";
}

char *story_text(const struct story *s, const char *text)
{
    char *out = calloc(1, COMMAND_BYTES);
    size_t n = 0;
    assert_non_null(out);
    while (*text) {
        char name[NUMBER_BYTES];
        const char *end = *text == '{' ? strchr(text, '}') : NULL;
        if (end && (size_t)(end - text) < sizeof name) {
            snprintf(name, sizeof name, "%.*s", (int)(end - text - 1), text + 1);
            int added = snprintf(out + n, COMMAND_BYTES - n, "%s", story_get(s, name));
            n += (size_t)added;
            text = end + 1;
        } else {
            out[n++] = *text++;
        }
        assert_true(n + 1 < COMMAND_BYTES);
    }
    return out;
}

char *story_path(const struct story *s, const char *name, char out[PROCESS_PATH_BYTES])
{
    snprintf(out, PROCESS_PATH_BYTES, "%s/%s", s->folder, name);
    return out;
}

/* Cuts at spaces in place; 'a b' is one word. */
static void cut_words(char *text, const char *words[PROCESS_ARGUMENTS_MAX])
{
    size_t n = 0;
    while (*text) {
        while (*text == ' ')
            text++;
        if (!*text)
            break;
        char end = *text == '\'' ? *text++ : ' ';
        assert_true(n + 1 < PROCESS_ARGUMENTS_MAX);
        words[n++] = text;
        while (*text && *text != end)
            text++;
        if (*text)
            *text++ = '\0';
    }
    words[n] = NULL;
}

static void start(struct story *s, const char *command, const char *out_path, const char *err_path,
                  struct process *ret)
{
    const char *words[PROCESS_ARGUMENTS_MAX];
    char *text = story_text(s, command);
    cut_words(text, words);
    process_start(ret,
                  &(struct process_setup){.out_path = out_path,
                                          .err_path = err_path,
                                          .db_url = s->db.url,
                                          .key_path = s->key,
                                          .today = s->today,
                                          .file_bytes_max = s->file_bytes_max},
                  words);
    free(text);
}

void story_start(struct story *s, const char *command, const char *name, struct process *ret)
{
    char out[PROCESS_PATH_BYTES], err[PROCESS_PATH_BYTES];
    snprintf(out, sizeof out, "%s/%s.out", s->folder, name);
    snprintf(err, sizeof err, "%s/%s.err", s->folder, name);
    start(s, command, out, err, ret);
}

int story_command(struct story *s, const char *command)
{
    struct process p;
    start(s, command, s->out_path, s->err_path, &p);
    s->exit = process_wait(&p);
    story_close(s);
    s->out = process_text(s->out_path);
    s->err = process_text(s->err_path);
    return s->exit;
}

void story_fail(struct story *s, const char *label, const char *command, const char *why)
{
    fail_msg("%s (%s)\n  minsheng %s\n  %s\n  exit %d\n  stdout: %.3000s\n  stderr: %.3000s", label,
             testdb_engine_name(s->db.engine), command ? command : "", why, s->exit,
             s->out ? s->out : "", s->err ? s->err : "");
}

/* ---- csv that the program printed ---- */

/* The n-th field of a line; quotes taken off. */
static bool csv_field(const char *line, size_t n, char out[STORY_VALUE_BYTES])
{
    for (;; n--) {
        size_t k = 0;
        bool is_quoted = *line == '"';
        if (is_quoted)
            line++;
        while (*line && *line != '\n' && (is_quoted || *line != ',')) {
            if (is_quoted && *line == '"' && *++line != '"')
                break;
            if (k + 1 < STORY_VALUE_BYTES)
                out[k++] = *line;
            line++;
        }
        out[k] = '\0';
        if (n == 0)
            return true;
        if (*line != ',')
            return false;
        line++;
    }
}

static bool column_find(const char *header, const char *column, size_t *ret)
{
    char field[STORY_VALUE_BYTES];
    for (size_t i = 0; csv_field(header, i, field); i++) {
        if (strcmp(field, column) == 0) {
            *ret = i;
            return true;
        }
    }
    return false;
}

static const char *next_line(const char *text)
{
    text += strcspn(text, "\n");
    return *text ? text + 1 : text;
}

size_t story_rows(const struct story *s)
{
    size_t n = 0;
    for (const char *line = next_line(s->out); *line; line = next_line(line))
        n++;
    return n;
}

static size_t column_need(struct story *s, const char *column)
{
    size_t at = 0;
    if (!column_find(s->out, column, &at))
        story_fail(s, column, NULL, "no such column was printed");
    return at;
}

static int64_t field_number(const char *line, size_t column)
{
    char field[STORY_VALUE_BYTES];
    int64_t number = 0;
    assert_true(csv_field(line, column, field));
    assert_ok(i64_parse(field, &number, NULL));
    return number;
}

int64_t story_number_or(struct story *s, const char *key, const char *value, const char *column,
                        int64_t otherwise)
{
    size_t key_at = column_need(s, key), column_at = column_need(s, column);
    char field[STORY_VALUE_BYTES];
    for (const char *line = next_line(s->out); *line; line = next_line(line)) {
        if (csv_field(line, key_at, field) && strcmp(field, value) == 0)
            return field_number(line, column_at);
    }
    return otherwise;
}

int64_t story_number(struct story *s, const char *key, const char *value, const char *column)
{
    int64_t number = story_number_or(s, key, value, column, INT64_MIN);
    if (number == INT64_MIN)
        story_fail(s, value, NULL, "no such row was printed");
    return number;
}

int64_t story_sum(struct story *s, const char *key, const char *value, const char *column)
{
    size_t key_at = column_need(s, key), column_at = column_need(s, column);
    char field[STORY_VALUE_BYTES];
    int64_t sum = 0;
    for (const char *line = next_line(s->out); *line; line = next_line(line)) {
        if (!value || (csv_field(line, key_at, field) && strcmp(field, value) == 0))
            sum += field_number(line, column_at);
    }
    return sum;
}

bool story_field(struct story *s, size_t row, const char *column, char out[STORY_VALUE_BYTES])
{
    size_t at = column_need(s, column);
    const char *line = next_line(s->out);
    for (; *line && row > 0; row--)
        line = next_line(line);
    return *line && csv_field(line, at, out);
}

static void keep(struct story *s, const struct step *step)
{
    char name[NUMBER_BYTES], value[STORY_VALUE_BYTES];
    const char *equals = strchr(step->keep, '=');
    size_t column = 0;
    snprintf(name, sizeof name, "%.*s", (int)(equals - step->keep), step->keep);
    const char *row = next_line(s->out);
    if (!column_find(s->out, equals + 1, &column) || !*row || !csv_field(row, column, value))
        story_fail(s, step->label, step->command, "nothing to keep was printed");
    story_set(s, name, value);
}

/* ---- a run's position ---- */

static void bucket(const char *text, int64_t *ret_items, int64_t *ret_fen)
{
    struct fen total;
    const char *slash = strstr(text, " / ");
    char items[NUMBER_BYTES];
    assert_non_null(slash);
    snprintf(items, sizeof items, "%.*s", (int)(slash - text), text);
    assert_ok(i64_parse(items, ret_items, NULL));
    assert_ok(fen_parse(slash + 3, &total, NULL));
    *ret_fen = total.v;
}

struct story_position story_position(struct story *s, const char *run)
{
    char command[STORY_VALUE_BYTES];
    struct story_position p = {.due_items = -1};
    const struct {
        const char *key;
        int64_t *items, *fen;
    } buckets[] = {{"due", &p.due_items, &p.due},
                   {"paid", &p.paid_items, &p.paid},
                   {"returned", &p.returned_items, &p.returned},
                   {"held", &p.held_items, &p.held},
                   {"not_sent", &p.not_sent_items, &p.not_sent},
                   {"in_transit", &p.in_transit_items, &p.in_transit},
                   {"cancelled", &p.cancelled_items, &p.cancelled}};
    snprintf(command, sizeof command, "pay show %s --json", run);
    if (story_command(s, command) != 0)
        story_fail(s, "the run's position", command, "must be shown");
    json_t *rows = json_loads(s->out, 0, NULL);
    if (!json_is_array(rows))
        story_fail(s, "the run's position", command, "is no JSON");
    for (size_t i = 0; i < json_array_size(rows); i++) {
        json_t *row = json_array_get(rows, i);
        const char *key = json_string_value(json_object_get(row, "key"));
        for (size_t k = 0; key && k < sizeof buckets / sizeof buckets[0]; k++) {
            if (strcmp(key, buckets[k].key) == 0)
                bucket(json_string_value(json_object_get(row, "value")), buckets[k].items,
                       buckets[k].fen);
        }
    }
    json_decref(rows);
    assert_true(p.due_items >= 0);
    return p;
}

void story_tie(struct story *s, const char *run)
{
    struct story_position p = story_position(s, run);
    if (p.due != p.paid + p.returned + p.held + p.not_sent + p.in_transit + p.cancelled ||
        p.due_items != p.paid_items + p.returned_items + p.held_items + p.not_sent_items +
                           p.in_transit_items + p.cancelled_items)
        story_fail(s, run, NULL, "the position does not tie");
}

/* ---- telling ---- */

static void watch(struct story *s, const struct step *step)
{
    int code = s->exit;
    char *out = s->out, *err = s->err;
    s->out = s->err = NULL;
    story_tie(s, s->watch);
    if (story_command(s, "audit") != 0)
        story_fail(s, step->label, step->command, "the audit found something afterwards");
    story_close(s);
    s->exit = code;
    s->out = out;
    s->err = err;
}

static void step_tell(struct story *s, const struct step *step)
{
    if (step->today)
        snprintf(s->today, sizeof s->today, "%s", step->today);
    if (step->act)
        step->act(s);
    if (!step->command)
        return;
    if (story_command(s, step->command) != step->exit)
        story_fail(s, step->label, step->command, "another exit status was expected");
    if (step->expect) {
        char *expected = story_text(s, step->expect);
        bool is_there = strstr(s->out, expected) || strstr(s->err, expected);
        if (!is_there)
            story_fail(s, step->label, step->command, expected);
        free(expected);
    }
    if (step->exit != 0 && s->err[0] == '\0')
        story_fail(s, step->label, step->command, "a refusal says nothing");
    if (step->keep)
        keep(s, step);
    if (s->watch)
        watch(s, step);
}

void story_tell(struct story *s, const struct step *steps, size_t count)
{
    for (size_t i = 0; i < count; i++)
        step_tell(s, &steps[i]);
}
