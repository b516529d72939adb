#include "domain/match/match_fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xlsxwriter.h>

#include "base/text.h"

#define ROWS_MAX 500

static const char *bytes_write(const char *name, const char *p, size_t n)
{
    char path[512];
    (void)snprintf(path, sizeof path, "%s/%s", test_tmpdir(), name);
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(p, 1, n, f), n);
    assert_int_equal(fclose(f), 0);
    static char kept[8][512];
    static int at;
    char *out = kept[at++ % 8];
    memcpy(out, path, sizeof path);
    return out;
}

const char *list_write(const char *name, const char *text)
{
    return bytes_write(name, text, strlen(text));
}

const char *list_write_gb(const char *name, const char *text)
{
    CLEANUP(buf_free) struct buf out = BUF_INIT(1u << 20);
    struct error e;
    assert_ok_e(utf8_to_gb18030(text, strlen(text), &out, &e), &e);
    return bytes_write(name, out.p, out.n);
}

const char *list_write_xlsx(const char *name, const char *text)
{
    const char *path = bytes_write(name, "", 0);
    lxw_workbook *book = workbook_new(path);
    lxw_worksheet *sheet = workbook_add_worksheet(book, NULL);
    lxw_row_t row = 0;
    for (const char *line = text; *line; row++) {
        size_t n = strcspn(line, "\n"), used = 0;
        for (lxw_col_t col = 0; used <= n; col++) {
            size_t width = strcspn(line + used, ",\n");
            char cell[256];
            (void)snprintf(cell, sizeof cell, "%.*s", (int)width, line + used);
            worksheet_write_string(sheet, row, col, cell, NULL);
            used += width + 1;
        }
        line += n + (line[n] == '\n');
    }
    assert_int_equal(workbook_close(book), LXW_NO_ERROR);
    return path;
}

struct match_file_result list_take(struct county *c, const char *path, enum match_kind kind,
                                   const char *errors_path)
{
    struct match_file_request request = {
        .path = path, .kind = kind, .actor = "dibao1", .errors_path = errors_path};
    struct match_file_result r;
    struct error e = {0};
    assert_ok_e(match_file_import(c->db, COUNTY, c->keys, &request, c->arena, &r, &e), &e);
    return r;
}

struct match_hit *hits_of(struct county *c, int64_t list, size_t *count)
{
    struct match_hit_filter f = {
        .scope = COUNTY, .list = list, .today = date_today(), .row_count = ROWS_MAX};
    struct match_hit *hits;
    struct error e = {0};
    bool has_more;
    assert_ok_e(match_hit_list(c->db, COUNTY, &f, c->arena, &hits, count, &has_more, &e), &e);
    assert_false(has_more);
    return hits;
}

struct match_candidate *candidates_of(struct county *c, size_t *count)
{
    struct match_candidate_filter f = {
        .scope = COUNTY, .today = date_today(), .row_count = ROWS_MAX};
    struct match_candidate *list;
    struct error e = {0};
    bool has_more;
    assert_ok_e(match_candidate_list(c->db, COUNTY, &f, c->arena, &list, count, &has_more, &e), &e);
    assert_false(has_more);
    return list;
}

const struct match_candidate *candidate_named(struct county *c, const char *name)
{
    size_t count;
    const struct match_candidate *list = candidates_of(c, &count), *found = NULL;
    for (size_t i = 0; i < count; i++)
        if (strcmp(list[i].name, name) == 0)
            found = &list[i];
    return found;
}

void today_is(const char *day)
{
    assert_int_equal(setenv("MINSHENG_TODAY", day, 1), 0);
}
