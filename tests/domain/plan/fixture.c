#include "domain/plan/fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TEXT_BYTES_MAX (256 * 1024)
#define CSV_NAME "divisions-341823.csv"

static char *file_text(const char *path)
{
    char *text = calloc(1, TEXT_BYTES_MAX);
    FILE *f = fopen(path, "rb");
    assert_non_null(text);
    assert_non_null(f);
    size_t n = fread(text, 1, TEXT_BYTES_MAX - 1, f);
    assert_true(n > 0 && n < TEXT_BYTES_MAX - 1);
    fclose(f);
    return text;
}

static void write_edited(const char *from, const char *to, const struct edit *edits)
{
    char *text = file_text(from);
    for (; edits && edits->find; edits++) {
        char *at = strstr(text, edits->find);
        if (!at)
            fail_msg("not in %s: %s", from, edits->find);
        char *edited = calloc(1, TEXT_BYTES_MAX);
        assert_non_null(edited);
        snprintf(edited, TEXT_BYTES_MAX, "%.*s%s%s", (int)(at - text), text, edits->replace,
                 at + strlen(edits->find));
        free(text);
        text = edited;
    }
    FILE *f = fopen(to, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(text, 1, strlen(text), f), strlen(text));
    fclose(f);
    free(text);
}

static const char *write_pair(const struct edit *plan, const struct edit *divisions)
{
    write_edited(MINSHENG_PLANS "/" CSV_NAME, test_path(CSV_NAME), divisions);
    write_edited(PLAN_PATH, test_path("plan.yaml"), plan);
    return test_path("plan.yaml");
}

const char *fixture_plan(const struct edit *edits)
{
    return write_pair(edits, NULL);
}

const char *fixture_divisions(const struct edit *edits)
{
    return write_pair(NULL, edits);
}

const char *fixture_position(const char *path, const char *text)
{
    static char position[40];
    char *whole = file_text(path);
    const char *at = strstr(whole, text);
    if (!at)
        fail_msg("not in %s: %s", path, text);
    int line = 1, column = 1;
    for (const char *p = whole; p < at; p++) {
        if (*p == '\n') {
            line++;
            column = 1;
        } else {
            column += (*p & 0xC0) != 0x80;
        }
    }
    free(whole);
    snprintf(position, sizeof position, "%d:%d", line, column);
    return position;
}

struct plan *fixture_read(struct arena *arena, const char *path)
{
    struct plan *plan = NULL;
    struct error e = {.status = STATUS_OK};
    enum status s = plan_read(path, arena, &plan, &e);
    if (s != STATUS_OK)
        fail_msg("%s: %s", e.place, e.message);
    return plan;
}
