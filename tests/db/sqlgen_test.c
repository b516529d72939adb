/* The generator against its golden output, and against every input that it must refuse (each says
 * in its first line how). */
#include "support/test_support.h"
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define TEXT_MAX_BYTES (64 * 1024)
#define REFUSED_MIN 30

static void read_all(const char *path, char out[TEXT_MAX_BYTES])
{
    FILE *f = fopen(path, "r");
    if (f == NULL)
        fail_msg("cannot read %s", path);
    size_t n = fread(out, 1, TEXT_MAX_BYTES - 1, f);
    out[n] = '\0';
    fclose(f);
}

/* Runs sqlgen; its stderr goes to `errors`. Returns the exit status. */
static int run(char *const arguments[], char errors[TEXT_MAX_BYTES])
{
    int out[2];
    assert_int_equal(pipe(out), 0);
    pid_t child = fork();
    if (child == 0) {
        dup2(out[1], 2);
        close(out[0]);
        execv(arguments[0], arguments);
        _exit(127);
    }
    close(out[1]);
    size_t n = 0;
    for (ssize_t got; (got = read(out[0], errors + n, TEXT_MAX_BYTES - 1 - n)) > 0;)
        n += (size_t)got;
    errors[n] = '\0';
    close(out[0]);
    int status = 0;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static const char *must_env(const char *name)
{
    const char *value = getenv(name);
    if (value == NULL)
        fail_msg("%s is not set (meson sets it)", name);
    return value;
}

static int generate(const char *sql, const char *header, const char *code,
                    char errors[TEXT_MAX_BYTES])
{
    char *program = strdup(must_env("MINSHENG_SQLGEN"));
    char *a = strdup(sql), *b = strdup(header), *c = strdup(code);
    char *arguments[] = {program, a, b, c, NULL};
    int status = run(arguments, errors);
    free(program);
    free(a);
    free(b);
    free(c);
    return status;
}

static void output_is_the_golden_one(void **state)
{
    (void)state;
    static char got[TEXT_MAX_BYTES], expected[TEXT_MAX_BYTES], errors[TEXT_MAX_BYTES];
    const char *folder = must_env("MINSHENG_SQLGEN_CASES");
    char path[1000];
    snprintf(path, sizeof path, "%s/golden.sql", folder);
    const char *header = test_path("golden_sql.h"), *code = test_path("golden_sql.c");
    int status = generate(path, header, code, errors);
    assert_string_equal(errors, "");
    assert_int_equal(status, 0);
    snprintf(path, sizeof path, "%s/golden_sql.h.expected", folder);
    read_all(path, expected);
    read_all(header, got);
    assert_string_equal(got, expected);
    snprintf(path, sizeof path, "%s/golden_sql.c.expected", folder);
    read_all(path, expected);
    read_all(code, got);
    assert_string_equal(got, expected);
}

static int check_refused(const char *path)
{
    static char text[TEXT_MAX_BYTES], errors[TEXT_MAX_BYTES];
    read_all(path, text);
    if (strncmp(text, "-- expect: ", 11) != 0)
        fail_msg("%s does not begin with \"-- expect: \"", path);
    text[strcspn(text, "\n")] = '\0';
    const char *expected = text + 11;
    int status = generate(path, test_path("refused.h"), test_path("refused.c"), errors);
    bool names_the_file = strncmp(errors, path, strlen(path)) == 0;
    if (status == 1 && names_the_file && strstr(errors, expected) != NULL)
        return 0;
    print_error("# %s: exit %d, expected \"%s\", got: %s\n", path, status, expected, errors);
    return 1;
}

static void every_bad_input_is_refused_with_its_line(void **state)
{
    (void)state;
    char pattern[1000];
    snprintf(pattern, sizeof pattern, "%s/refused/*.sql", must_env("MINSHENG_SQLGEN_CASES"));
    glob_t files = {0};
    assert_int_equal(glob(pattern, 0, NULL, &files), 0);
    assert_true(files.gl_pathc >= REFUSED_MIN);
    int bad = 0;
    for (size_t i = 0; i < files.gl_pathc; i++)
        bad += check_refused(files.gl_pathv[i]);
    globfree(&files);
    assert_int_equal(bad, 0);
}

static void write_file(const char *path, const char *text)
{
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    assert_true(fputs(text, f) >= 0);
    assert_int_equal(fclose(f), 0);
}

static int migrations_of(const char *folder, char errors[TEXT_MAX_BYTES])
{
    char *program = strdup(must_env("MINSHENG_SQLGEN")), *a = strdup(folder);
    char *b = strdup(test_path("migrations.c")), *c = strdup(test_path("migrations.d"));
    char option[] = "--migrations";
    char *arguments[] = {program, option, a, b, c, NULL};
    int status = run(arguments, errors);
    free(program);
    free(a);
    free(b);
    free(c);
    return status;
}

static void migrations_need_known_tokens_and_numbers_without_gap(void **state)
{
    (void)state;
    static char errors[TEXT_MAX_BYTES], text[TEXT_MAX_BYTES];
    char folder[1000], first[1100], third[1100];
    snprintf(folder, sizeof folder, "%s/migrations", test_tmpdir());
    assert_int_equal(mkdir(folder, 0700), 0);
    snprintf(first, sizeof first, "%s/0001_first.sql", folder);
    snprintf(third, sizeof third, "%s/0003_third.sql", folder);

    write_file(first, "CREATE TABLE t (a {INT}, s TEXT CHECK (s <> '\\ \"?'));\n");
    assert_int_equal(migrations_of(folder, errors), 0);
    read_all(test_path("migrations.c"), text);
    assert_non_null(strstr(text, "{1, \"first\","));
    assert_non_null(strstr(text, "const int migration_count = 1;"));
    read_all(test_path("migrations.d"), text);
    assert_non_null(strstr(text, first)); /* so that ninja builds anew when it changes */

    write_file(first, "CREATE TABLE t (\n a {INTEGER});\n");
    assert_int_equal(migrations_of(folder, errors), 1);
    assert_non_null(strstr(errors, "0001_first.sql:2: unknown token"));

    write_file(first, "CREATE TABLE t (a {INT});\n");
    write_file(third, "CREATE TABLE u (a {INT});\n");
    assert_int_equal(migrations_of(folder, errors), 1);
    assert_non_null(strstr(errors, "migration 0002 expected here"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(output_is_the_golden_one),
        cmocka_unit_test(every_bad_input_is_refused_with_its_line),
        cmocka_unit_test(migrations_need_known_tokens_and_numbers_without_gap),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
