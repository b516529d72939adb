/* Handing medical assistance over: not while anything is open, read-only from then on; and an
   export that a stranger can read by its own schema, the same bytes from either engine. */
#include <dirent.h>
#include <inttypes.h>
#include <jansson.h>
#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "domain/medical/medical_fixture.h"

#include "domain/handover/handover.h"
#include "office/handover/export_internal.h"
#include "office/handover/handover_export.h"

#define COUNTY COUNTY_JINGXIAN
#define FILE_BYTES_MAX (4 << 20)
#define CELL_BYTES_MAX 4096
#define COLUMNS_MAX 40

static enum status set(struct world *w, bool is_read_only, struct error *e)
{
    return handover_set(w->c->db, COUNTY, PROGRAMME_MEDICAL, is_read_only, "县医疗保障局",
                        "泾政〔2019〕3号", "supervisor", e);
}

static void finish(struct world *w)
{
    struct error e = {0};
    assert_ok_e(db_execute_raw(w->c->db, "UPDATE medical_line SET batch = 900 WHERE batch = 0", &e),
                &e);
}

/* ---- handing over ---- */

static void open_work_is_named(struct world *w)
{
    const char *who = world_person(w, MEDICAL_DIBAO, 1950);
    struct medical_message m = admit_message(w, 0, "Z1", who, VISIT_INPATIENT, "2013-06-01");
    struct handover now;
    take(w, &m);
    world_advance(w, who, "500.00", "2013-06-02");
    assert_refused(set(w, true, &w->e), &w->e, "HANDOVER_OPEN");
    assert_non_null(strstr(w->e.message, "未结算的入院备案 1"));
    assert_non_null(strstr(w->e.message, "未用完的医前救助 1"));
    assert_null(strstr(w->e.message, "结算单 "));
    assert_status(handover_read(w->c->db, COUNTY, PROGRAMME_MEDICAL, w->c->arena, &now, &w->e),
                  STATUS_NONE);
}
static void nothing_is_handed_over_while_work_is_open(void **state)
{
    (void)state;
    world_each(open_work_is_named);
}

static void handed_over(struct world *w)
{
    const char *who = world_person(w, MEDICAL_DIBAO, 1950);
    struct handover now, *history;
    size_t count;
    stay(w, 0, "Z1", who, VISIT_INPATIENT, "2013-06-01", "2013-06-10", plain("1000.00"));
    assert_refused(set(w, true, &w->e), &w->e, "HANDOVER_OPEN"); /* the hospital's line */
    finish(w);
    assert_refused(set(w, false, &w->e), &w->e, "HANDOVER_STATE");
    assert_ok_e(set(w, true, &w->e), &w->e);
    assert_refused(set(w, true, &w->e), &w->e, "HANDOVER_STATE");
    struct medical_message m = admit_message(w, 0, "Z2", who, VISIT_INPATIENT, "2013-06-20");
    refused(w, &m, "PROGRAMME_HANDED_OVER");
    assert_ok_e(handover_read(w->c->db, COUNTY, PROGRAMME_MEDICAL, w->c->arena, &now, &w->e),
                &w->e);
    assert_true(now.is_read_only);
    assert_string_equal(now.bureau, "县医疗保障局");
    assert_int_equal(
        world_number(w, "SELECT count(*) FROM change_trail WHERE action = 'programme.hand_over'"),
        1);
    assert_ok_e(set(w, false, &w->e), &w->e);
    take(w, &m);
    assert_ok_e(
        handover_history(w->c->db, COUNTY, PROGRAMME_MEDICAL, w->c->arena, &history, &count, &w->e),
        &w->e);
    assert_int_equal(count, 2);
    assert_false(history[0].is_read_only);
}
static void from_the_change_on_nothing_is_written_until_it_comes_back(void **state)
{
    (void)state;
    world_each(handed_over);
}

static void wrong_ones(struct world *w)
{
    struct handover_export_result r;
    struct stat before, after;
    const char *full = test_tmpdir(); /* the database lies in it */
    assert_refused(
        handover_set(w->c->db, COUNTY, PROGRAMME_DIBAO, true, "县医疗保障局", "文", "s", &w->e),
        &w->e, "HANDOVER_PROGRAMME");
    assert_refused(handover_set(w->c->db, COUNTY, PROGRAMME_MEDICAL, true, "", "文", "s", &w->e),
                   &w->e, "HANDOVER_TEXT");
    assert_refused(handover_set(w->c->db, COUNTY, PROGRAMME_MEDICAL, true, "局", "", "s", &w->e),
                   &w->e, "HANDOVER_TEXT");
    assert_int_equal(chmod(full, 0750), 0);
    assert_int_equal(stat(full, &before), 0);
    assert_refused(handover_export(w->c->db, w->c->db, COUNTY, w->c->keys, PROGRAMME_MEDICAL, full,
                                   "supervisor", &r, &w->e),
                   &w->e, "HANDOVER_FOLDER");
    assert_int_equal(stat(full, &after), 0);
    assert_int_equal(after.st_mode, before.st_mode); /* somebody else's: left as it was */
    assert_int_equal(
        world_number(w, "SELECT count(*) FROM change_trail WHERE action = 'programme.export'"), 0);
}
static void a_programme_without_text_or_a_full_folder_is_refused(void **state)
{
    (void)state;
    world_each(wrong_ones);
}

/* ---- a year to write out ---- */

/* Names and reasons that a careless writer of csv would break. */
#define REASON "=1+1, \"退费\"\n第二行"

static void live(struct world *w)
{
    const char *dibao = world_person(w, MEDICAL_DIBAO, 1950),
               *wubao = world_person(w, MEDICAL_WUBAO, 1940),
               *poor = world_person(w, MEDICAL_LOW_INCOME, 1960);
    world_advance(w, dibao, "1500.00", "2013-06-01");
    stay(w, 0, "Z1", dibao, VISIT_INPATIENT, "2013-06-03", "2013-06-12", plain("9000.00"));
    stay(w, 1, "Z1", wubao, VISIT_INPATIENT, "2013-06-04", "2013-06-20", plain("700.00"));
    struct medical_message m = reverse_message(w, 1, "Z1");
    take(w, &m);
    m = settle_message(w, 1, "Z1", "2013-06-20", plain("650.00"));
    take(w, &m);
    m = admit_message(w, 2, "Z9", poor, VISIT_OUTPATIENT, "2013-06-29");
    take(w, &m);
    assert_ok_e(db_execute_raw(
                    w->c->db,
                    "UPDATE medical_bill SET strike_reason = '" REASON "' WHERE state = 2", &w->e),
                &w->e);
    assert_ok_e(db_execute_raw(
                    w->c->db,
                    "INSERT INTO premium_list (county, id, year, reference_month, premium_fen,"
                    " people, total_fen, state, content_hash, prepared_by, prepared_at, transfer,"
                    " known_from) VALUES (341823, 1, 2013, 201303, 6000, 1, 6000, 1, NULL, 'a',"
                    " '2013-03-01T00:00:00Z', 0, 1);",
                    &w->e),
                &w->e);
}

static struct handover_export_result export_to(struct world *w, const char *directory)
{
    struct handover_export_result r = {0};
    struct db *reader = testdb_open(w->c->url, DB_READER);
    assert_ok_e(handover_export(reader, w->c->db, COUNTY, w->c->keys, PROGRAMME_MEDICAL, directory,
                                "supervisor", &r, &w->e),
                &w->e);
    db_close(reader);
    return r;
}

/* ---- reading it as a stranger does ---- */

static char *file_text(const char *directory, const char *name)
{
    char path[EXPORT_PATH_BYTES];
    assert_ok(export_path(directory, name, path, NULL));
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    char *text = malloc(FILE_BYTES_MAX + 1);
    assert_non_null(text);
    size_t n = fread(text, 1, FILE_BYTES_MAX, f);
    text[n] = '\0';
    (void)fclose(f);
    return text;
}

/* One cell; *p goes on behind it. Returns what ended it: ',', '\n' or NUL. */
static char cell_next(const char **p, char cell[CELL_BYTES_MAX])
{
    size_t n = 0;
    bool is_quoted = **p == '"';
    const char *c = *p + is_quoted;
    for (; *c; c++) {
        if (is_quoted && *c == '"') {
            if (c[1] != '"') {
                is_quoted = false;
                continue;
            }
            c++;
        } else if (!is_quoted && (*c == ',' || *c == '\r')) {
            break;
        }
        assert_true(n < CELL_BYTES_MAX - 1);
        cell[n++] = *c;
    }
    cell[n] = '\0';
    char end = *c == '\r' ? '\n' : *c;
    if (*c == '\r')
        assert_int_equal(c[1], '\n');
    *p = c + (*c == '\r' ? 2 : *c == ',' ? 1 : 0);
    return end;
}

static bool type_allows(const json_t *property, const char *type)
{
    const json_t *t = json_object_get(property, "type");
    if (json_is_string(t))
        return strcmp(json_string_value(t), type) == 0;
    for (size_t i = 0; i < json_array_size(t); i++)
        if (strcmp(json_string_value(json_array_get(t, i)), type) == 0)
            return true;
    return false;
}

static bool is_valid_text(const json_t *property, const char *cell)
{
    const char *pattern = json_string_value(json_object_get(property, "pattern"));
    const char *format = json_string_value(json_object_get(property, "format"));
    struct date d;
    if (pattern != NULL) {
        regex_t re;
        assert_int_equal(regcomp(&re, pattern, REG_EXTENDED | REG_NOSUB), 0);
        bool is_match = regexec(&re, cell, 0, NULL, 0) == 0;
        regfree(&re);
        if (!is_match)
            return false;
    }
    if (format != NULL && strcmp(format, "date") == 0)
        return date_parse(cell, &d, NULL) == STATUS_OK;
    return (int64_t)strlen(cell) >= json_integer_value(json_object_get(property, "minLength"));
}

static bool is_valid(const json_t *property, const char *cell)
{
    if (cell[0] == '\0')
        return type_allows(property, "null");
    if (type_allows(property, "string"))
        return is_valid_text(property, cell);
    char *end;
    int64_t v = strtoll(cell, &end, 10);
    const json_t *least = json_object_get(property, "minimum"),
                 *most = json_object_get(property, "maximum"),
                 *choices = json_object_get(property, "enum");
    bool is_chosen = choices == NULL;
    for (size_t i = 0; i < json_array_size(choices); i++)
        is_chosen |= json_integer_value(json_array_get(choices, i)) == v;
    return type_allows(property, "integer") && *end == '\0' && is_chosen &&
           (least == NULL || v >= json_integer_value(least)) &&
           (most == NULL || v <= json_integer_value(most));
}

/* Every cell of a table against the table's definition; the rows. */
static int64_t table_is_valid(const char *directory, const char *name, const json_t *definition)
{
    char file[128], cell[CELL_BYTES_MAX];
    const json_t *property[COLUMNS_MAX], *properties = json_object_get(definition, "properties");
    size_t columns = 0, at = 0;
    int64_t rows = 0;
    (void)snprintf(file, sizeof file, "%s.csv", name);
    char *text = file_text(directory, file), end;
    assert_memory_equal(text, "\xEF\xBB\xBF", 3);
    const char *p = text + 3;
    do {
        end = cell_next(&p, cell);
        assert_true(columns < COLUMNS_MAX);
        assert_string_equal(cell, json_string_value(json_array_get(
                                      json_object_get(definition, "required"), columns)));
        property[columns] = json_object_get(properties, cell);
        assert_non_null(property[columns]);
        assert_true(json_string_value(json_object_get(property[columns], "title"))[0] &&
                    json_string_value(json_object_get(property[columns], "description"))[0]);
        columns++;
    } while (end == ',');
    assert_int_equal(columns, json_object_size(properties));
    while (*p) {
        end = cell_next(&p, cell);
        if (!is_valid(property[at], cell))
            fail_msg("%s row %" PRId64 " column %zu: %s", name, rows + 1, at + 1, cell);
        at++;
        assert_true((end == ',') == (at < columns));
        if (end == '\n') {
            at = 0;
            rows++;
        }
    }
    free(text);
    return rows;
}

static int64_t rows_in_tables(struct world *w)
{
    return world_number(
        w, "SELECT (SELECT count(*) FROM medical_bill) + (SELECT count(*) FROM medical_line) +"
           " (SELECT count(*) FROM medical_admission) + (SELECT count(*) FROM medical_assessment)");
}

static void export_is_valid(struct world *w, const char *directory)
{
    json_error_t wrong;
    char path[EXPORT_PATH_BYTES];
    const struct export_table *t;
    int64_t rows = 0, of_tables = 0;
    struct handover_export_result r = export_to(w, directory), verified;
    assert_ok(export_path(directory, EXPORT_SCHEMA, path, NULL));
    json_t *schema = json_load_file(path, JSON_REJECT_DUPLICATES, &wrong);
    assert_non_null(schema);
    for (size_t i = 0; (t = export_table_at(i)) != NULL; i++) {
        const json_t *definition = json_object_get(json_object_get(schema, "$defs"), t->name);
        assert_non_null(definition);
        int64_t n = table_is_valid(directory, t->name, definition);
        rows += n;
        if (strcmp(t->name, "medical_bill") == 0 || strcmp(t->name, "medical_line") == 0 ||
            strcmp(t->name, "medical_admission") == 0 || strcmp(t->name, "medical_assessment") == 0)
            of_tables += n;
    }
    json_decref(schema);
    assert_int_equal(rows, r.rows);
    assert_int_equal(of_tables, rows_in_tables(w));
    assert_ok_e(handover_verify(directory, &verified, &w->e), &w->e);
    assert_int_equal(verified.rows, r.rows);
    assert_int_equal(verified.tables, r.tables);
}

static void whole_numbers_are_there(const char *directory, const char *id_number)
{
    char *text = file_text(directory, "person.csv");
    assert_non_null(strstr(text, id_number));
    free(text);
    text = file_text(directory, "medical_bill.csv");
    assert_non_null(strstr(text, "\"=1+1, \"\"退费\"\"\n第二行\""));
    free(text);
}

/* The fixture gives nobody a number twice in a program: people differ between the engines. */
static void files_are_equal(const char *a, const char *b, bool but_people)
{
    DIR *folder = opendir(a);
    int count = 0;
    assert_non_null(folder);
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        if (entry->d_name[0] == '.' || strcmp(entry->d_name, EXPORT_MANIFEST) == 0 ||
            (but_people && strcmp(entry->d_name, "person.csv") == 0))
            continue;
        char *x = file_text(a, entry->d_name), *y = file_text(b, entry->d_name);
        if (strcmp(x, y) != 0)
            fail_msg("%s differs", entry->d_name);
        free(x);
        free(y);
        count++;
    }
    (void)closedir(folder);
    assert_true(count > 20);
}

/* The folders of the engines, to be compared at last. */
static char first_folder[2][512];
static int folder_count;

static void exported(struct world *w)
{
    char a[512], b[512];
    (void)snprintf(a, sizeof a, "%s/export-%d-a", test_tmpdir(), folder_count);
    (void)snprintf(b, sizeof b, "%s/export-%d-b", test_tmpdir(), folder_count);
    live(w);
    export_is_valid(w, a);
    export_is_valid(w, b);
    files_are_equal(a, b, false);
    struct person_row person;
    assert_ok_e(person_by_id(w->c->db, COUNTY,
                             world_number(w, "SELECT min(person) FROM medical_bill"), w->c->keys,
                             w->c->arena, &person, &w->e),
                &w->e);
    whole_numbers_are_there(a, person.id_number);
    assert_int_equal(
        world_number(w, "SELECT count(*) FROM change_trail WHERE action = 'programme.export'"), 2);
    (void)snprintf(first_folder[folder_count++], sizeof first_folder[0], "%s", a);
}
static void what_is_written_out_is_valid_by_its_schema_and_the_same_on_both_engines(void **state)
{
    (void)state;
    folder_count = 0;
    world_each(exported);
    if (folder_count == 2)
        files_are_equal(first_folder[0], first_folder[1], true);
}

/* ---- tampering ---- */

static void file_put(const char *directory, const char *name, const char *text, size_t n)
{
    char path[EXPORT_PATH_BYTES];
    assert_ok(export_path(directory, name, path, NULL));
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(text, 1, n, f), n);
    assert_int_equal(fclose(f), 0);
}

static void verify_names(struct world *w, const char *directory, const char *code, const char *name)
{
    struct handover_export_result r;
    assert_refused(handover_verify(directory, &r, &w->e), &w->e, code);
    assert_non_null(strstr(w->e.message, name));
}

static void tampered(struct world *w)
{
    struct handover_export_result r;
    char directory[512], path[EXPORT_PATH_BYTES];
    (void)snprintf(directory, sizeof directory, "%s/tampered-%s", test_tmpdir(),
                   testdb_engine_name(db_engine(w->c->db)));
    live(w);
    export_to(w, directory);
    char *lines = file_text(directory, "medical_line.csv");
    size_t n = strlen(lines);
    char kept = lines[n - 3];
    lines[n - 3] = kept == '7' ? '8' : '7';
    file_put(directory, "medical_line.csv", lines, n);
    verify_names(w, directory, "HANDOVER_FILE", "medical_line.csv");
    lines[n - 3] = kept;
    file_put(directory, "medical_line.csv", lines, n - 2);
    verify_names(w, directory, "HANDOVER_FILE", "medical_line.csv");
    file_put(directory, "medical_line.csv", lines, n);
    assert_ok_e(handover_verify(directory, &r, &w->e), &w->e);
    file_put(directory, "more.csv", "x", 1);
    verify_names(w, directory, "HANDOVER_FILE", "more.csv");
    assert_ok(export_path(directory, "more.csv", path, NULL));
    assert_int_equal(unlink(path), 0);
    assert_ok(export_path(directory, "medical_line.csv", path, NULL));
    assert_int_equal(unlink(path), 0);
    verify_names(w, directory, "HANDOVER_FILE", "medical_line.csv");
    file_put(directory, "medical_line.csv", lines, n);
    free(lines);
    char *schema = file_text(directory, EXPORT_SCHEMA);
    schema[strlen(schema) - 1] = ' ';
    file_put(directory, EXPORT_SCHEMA, schema, strlen(schema));
    verify_names(w, directory, "HANDOVER_FILE", EXPORT_SCHEMA);
    free(schema);
    file_put(directory, EXPORT_MANIFEST, "{}", 2);
    verify_names(w, directory, "HANDOVER_MANIFEST", EXPORT_MANIFEST);
}
static void verify_names_what_was_altered_lost_or_added(void **state)
{
    (void)state;
    world_each(tampered);
}

/* ---- nothing forgotten ---- */

/* Columns that do not go out, beside the county: the change beside a day says no more. */
static const struct left_out {
    const char *table;
    int columns;
} LEFT_OUT[] = {
    {"medical_admission", 0},  {"medical_advance", 1}, /* ended_change */
    {"medical_bill", 1},                               /* strike_change */
    {"medical_assessment", 0}, {"medical_line", 0},      {"medical_class", 0},
    {"medical_disease", 0},    {"medical_statement", 0}, {"medical_statement_match", 0},
    {"premium_list", 0},       {"premium_line", 0},      {"premium_enrolment", 0},
    {"medical_put_off", 0},    {"premium_absent", 0},    {"payee", 0},
    {"transfer", 1},      /* fund: the medical one */
    {"payee_account", 2}, /* tail and index of the number */
};

static void columns_counted(struct world *w)
{
    if (db_engine(w->c->db) != DB_SQLITE)
        return;
    for (size_t i = 0; i < sizeof LEFT_OUT / sizeof LEFT_OUT[0]; i++) {
        const struct export_table *t;
        int64_t exported_columns = 0;
        for (size_t n = 0; (t = export_table_at(n)) != NULL; n++)
            if (strcmp(t->name, LEFT_OUT[i].table) == 0)
                while (t->columns[exported_columns].name != NULL)
                    exported_columns++;
        int64_t columns =
            world_number(w, "SELECT count(*) FROM pragma_table_info('%s')", LEFT_OUT[i].table);
        if (columns != exported_columns + 1 + LEFT_OUT[i].columns)
            fail_msg("%s has %" PRId64 " columns, %" PRId64 " go out", LEFT_OUT[i].table, columns,
                     exported_columns);
    }
}
static void no_column_is_forgotten(void **state)
{
    (void)state;
    const struct export_table *t;
    for (size_t i = 0; (t = export_table_at(i)) != NULL; i++) {
        assert_true(t->row_bytes <= EXPORT_ROW_BYTES_MAX);
        for (size_t n = 0; t->columns[n].name != NULL; n++)
            if (export_field_by_name(t->columns[n].name) == NULL)
                fail_msg("%s.%s is not described", t->name, t->columns[n].name);
    }
    world_each(columns_counted);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_handed_over_while_work_is_open),
        cmocka_unit_test(from_the_change_on_nothing_is_written_until_it_comes_back),
        cmocka_unit_test(a_programme_without_text_or_a_full_folder_is_refused),
        cmocka_unit_test(what_is_written_out_is_valid_by_its_schema_and_the_same_on_both_engines),
        cmocka_unit_test(verify_names_what_was_altered_lost_or_added),
        cmocka_unit_test(no_column_is_forgotten),
    };
    return cmocka_run_group_tests_name("handover", tests, NULL, NULL);
}
