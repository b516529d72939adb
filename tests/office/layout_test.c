/* A bulletin on paper as GB/T 9704 measures it: printed, drawn as an image, and the ink held
   against millimetres; and its DOCX read back by an office program. */
#include "domain/project/project_fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/view.h"
#include "document_support.h"
#include "office/planpaper/bulletin.h"

#define COUNTY COUNTY_JINGXIAN
#define DPI 150
#define MM (DPI / 25.4)
#define PAGES_MAX 20
#define LINES_MAX 120
#define BLOCK_TOP 37.0
#define BLOCK_LEFT 28.0
#define BLOCK_RIGHT 184.0
#define BLOCK_BOTTOM 262.0
#define TOLERANCE 1.0
#define BODY_CHARS 1500 /* of section 6: more than two pages of 22 lines of 28 */
#define POINT (25.4 / 72)
/* Of a list across the page. */
#define WIDE_TOP 26.0
#define WIDE_LEFT 22.0
#define WIDE_RIGHT 275.0
#define WIDE_BOTTOM 183.0

static char folder[64];

/* Exit status of a command whose words nobody reads. */
static int run(const char *command)
{
    FILE *p = popen(command, "r");
    assert_non_null(p);
    while (fgetc(p) != EOF)
        ;
    return pclose(p);
}

static struct buf pdf = BUF_INIT(DOCUMENT_BYTES_MAX), docx = BUF_INIT(DOCUMENT_BYTES_MAX);

/* ---- the document ---- */

static void issue(struct world *w, int64_t *ret_id)
{
    static const char *const codes[] = {"project.beds_city", "project.beds_county"};
    static char body[BODY_CHARS * 3 + 1];
    const struct bulletin_request request = {
        .kind = BULLETIN_QUARTER, .year = 2013, .quarter = 2, .codes = codes, .code_count = 2};
    struct error e = {0};
    for (size_t i = 0; i < BODY_CHARS; i++)
        memcpy(body + i * 3, "国", 3);
    world_signed(w, "P01", 6, 36, 100);
    assert_ok_e(bulletin_draft(w->db, COUNTY, &request, "supervisor", ret_id, &e), &e);
    assert_ok_e(bulletin_section_write(w->db, COUNTY, *ret_id, 6, NULL, body, 0, "supervisor", &e),
                &e);
    assert_ok_e(bulletin_submit(w->db, COUNTY, *ret_id, "supervisor", &e), &e);
    assert_ok_e(bulletin_issue(w->db, COUNTY, *ret_id, 0, "director", &e), &e);
}

/* On each engine, twice: always the same bytes. */
static void print_body(struct world *w)
{
    struct error e = {0};
    int64_t id;
    issue(w, &id);
    for (enum document_kind kind = DOCUMENT_PDF; kind <= DOCUMENT_DOCX; kind++) {
        struct buf *first = kind == DOCUMENT_PDF ? &pdf : &docx;
        for (int day = 1; day <= 2; day++) {
            struct buf again = BUF_INIT(DOCUMENT_BYTES_MAX);
            assert_ok_e(
                bulletin_paper_render(w->db, COUNTY, id, kind, date_make(2014, 1, day), &again, &e),
                &e);
            if (first->n == 0)
                buf_add(first, again.p, again.n);
            assert_int_equal(again.n, first->n);
            assert_memory_equal(again.p, first->p, first->n);
            buf_free(&again);
        }
    }
}

static void the_same_bulletin_gives_the_same_bytes_on_both_engines(void **state)
{
    (void)state;
    world_on_each(print_body);
    assert_true(pdf.n > 0 && docx.n > 0);
    const char *kept = getenv("MINSHENG_DOCUMENTS"); /* to look at */
    char path[600];
    if (!kept)
        return;
    snprintf(path, sizeof path, "%s/issued_bulletin.pdf", kept);
    file_write(path, pdf.p, pdf.n);
}

/* ---- ink ---- */

struct page {
    int width, height, number;
    unsigned char *p; /* three bytes a pixel */
};
struct line { /* of ink, mm */
    double top, bottom, left, right;
    bool is_red;
};

static bool is_ink(const struct page *g, int x, int y)
{
    const unsigned char *at = g->p + ((size_t)y * (size_t)g->width + (size_t)x) * 3;
    return at[1] < 128; /* green: black and red are both dark in it */
}

static bool is_red(const struct page *g, int x, int y)
{
    const unsigned char *at = g->p + ((size_t)y * (size_t)g->width + (size_t)x) * 3;
    return at[0] > 150 && at[1] < 100;
}

static bool page_read(int number, int count, struct page *ret)
{
    char path[160];
    snprintf(path, sizeof path, count > 9 ? "%s/page-%02d.ppm" : "%s/page-%d.ppm", folder, number);
    FILE *f = fopen(path, "rb");
    if (!f)
        return false;
    *ret = (struct page){.number = number};
    assert_int_equal(fscanf(f, "P6 %d %d 255", &ret->width, &ret->height), 2);
    assert_int_equal(fgetc(f), '\n');
    const size_t bytes = (size_t)ret->width * (size_t)ret->height * 3;
    ret->p = malloc(bytes);
    assert_non_null(ret->p);
    assert_int_equal(fread(ret->p, 1, bytes, f), bytes);
    fclose(f);
    unlink(path);
    return true;
}

/* Runs of rows with ink between two heights. */
static size_t lines_of(const struct page *g, double from_mm, double to_mm, struct line *out)
{
    size_t n = 0;
    bool is_in = false;
    for (int y = (int)(from_mm * MM); y < (int)(to_mm * MM) && y < g->height; y++) {
        int left = -1, right = -1, red = 0;
        for (int x = 0; x < g->width; x++) {
            if (!is_ink(g, x, y))
                continue;
            left = left < 0 ? x : left;
            right = x;
            red += is_red(g, x, y);
        }
        if (left < 0) {
            is_in = false;
            continue;
        }
        if (!is_in) {
            assert_true(n < LINES_MAX);
            out[n++] = (struct line){.top = y / MM, .left = left / MM, .right = right / MM};
        }
        struct line *l = &out[n - 1];
        is_in = true;
        l->bottom = (y + 1) / MM;
        l->left = left / MM < l->left ? left / MM : l->left;
        l->right = right / MM > l->right ? right / MM : l->right;
        l->is_red = l->is_red || red > 0;
    }
    return n;
}

static void near(double found, double meant, double by, const char *what)
{
    if (found < meant - by || found > meant + by)
        fail_msg("%s: %.2f, should be %.2f ± %.2f", what, found, meant, by);
}

static int render(const struct buf *bytes)
{
    char command[300], path[100];
    snprintf(path, sizeof path, "%s/paper.pdf", folder);
    file_write(path, bytes->p, bytes->n);
    snprintf(command, sizeof command, "pdftoppm -r %d '%s' '%s/page'", DPI, path, folder);
    assert_int_equal(run(command), 0);
    return pdf_page_count(bytes);
}

static double height(const struct line *l)
{
    return (l->bottom - l->top) / POINT;
}

/* Issuer, number and red line; the title in size 2 over the text in size 3. */
static void first_page_check(const struct page *g)
{
    struct line l[LINES_MAX];
    size_t rule = 0, n = lines_of(g, 0, BLOCK_BOTTOM, l);
    assert_true(n > 6);
    assert_true(l[0].is_red);
    near((l[0].left + l[0].right) / 2, (BLOCK_LEFT + BLOCK_RIGHT) / 2, 1.5, "issuer's middle");
    while (rule < n && !(l[rule].is_red && l[rule].right - l[rule].left > 150))
        rule++;
    assert_true(rule < n);
    near(l[rule].left, BLOCK_LEFT, TOLERANCE, "red line's left");
    near(l[rule].right, BLOCK_RIGHT, TOLERANCE, "red line's right");
    assert_true(height(&l[rule]) < 3);
    const struct line *title = &l[rule + 1];
    assert_false(title->is_red);
    near(height(title), 22 * 0.94, 2, "title's height");
    near((title->left + title->right) / 2, (BLOCK_LEFT + BLOCK_RIGHT) / 2, 1.5, "title's middle");
    size_t text = rule + 1;
    while (text < n && height(&l[text]) > 18.5)
        text++;
    near(height(&l[text]), 16 * 0.92, 1.6, "text's height");
    near(l[text].left, BLOCK_LEFT, TOLERANCE, "addressee's left");
}

/* A page of nothing but full lines. */
static bool full_page_check(const struct page *g)
{
    struct line l[LINES_MAX];
    size_t n = lines_of(g, 30, BLOCK_BOTTOM + 2, l);
    int columns = 0;
    bool is_in = false;
    for (size_t i = 0; i < n; i++)
        if (height(&l[i]) < 12 || height(&l[i]) > 18 || l[i].right - l[i].left < 140)
            return false;
    if (n < 20)
        return false;
    assert_int_equal(n, 22);
    const double pitch = ((l[21].top + l[21].bottom) - (l[0].top + l[0].bottom)) / 2 / 21;
    const double top = (l[0].top + l[0].bottom) / 2 - pitch / 2,
                 bottom = (l[21].top + l[21].bottom) / 2 + pitch / 2;
    near(top, BLOCK_TOP, TOLERANCE, "block's top");
    near(bottom, BLOCK_BOTTOM, TOLERANCE, "block's bottom");
    near(bottom - top, 225, TOLERANCE, "block's height");
    near(l[5].left, BLOCK_LEFT, TOLERANCE, "block's left");
    near(l[5].right, BLOCK_RIGHT, TOLERANCE, "block's right");
    for (int x = 0; x < g->width; x++) {
        bool has_ink = false;
        for (int y = (int)(l[5].top * MM) + 1; y < (int)(l[5].bottom * MM) && !has_ink; y++)
            has_ink = is_ink(g, x, y);
        columns += has_ink && !is_in;
        is_in = has_ink;
    }
    assert_int_equal(columns, 28);
    return true;
}

static void number_check(const struct page *g)
{
    struct line l[LINES_MAX];
    const size_t n = lines_of(g, BLOCK_BOTTOM + 4, 290, l);
    assert_true(n >= 1);
    const double middle = (l[0].left + l[n - 1].right) / 2;
    assert_true(l[0].top > BLOCK_BOTTOM + 6 && l[0].top < BLOCK_BOTTOM + 14);
    if (g->number % 2 ? middle < 150 : middle > 60)
        fail_msg("page %d: number at %.1f mm", g->number, middle);
}

static void ink_in_block(const struct page *g, double left, double right, double top)
{
    struct line l[LINES_MAX];
    const size_t n = lines_of(g, 0, g->height / MM, l);
    for (size_t i = 0; i < n; i++) {
        assert_true(l[i].left > left - TOLERANCE);
        assert_true(l[i].right < right + TOLERANCE);
        assert_true(l[i].top > top - TOLERANCE);
    }
}

/* The text's last lines go over with the signature: it does not stand alone. */
static void signature_check(const struct page *g)
{
    struct line l[LINES_MAX];
    const size_t n = lines_of(g, 30, BLOCK_BOTTOM - 12, l);
    assert_true(n >= 4);
    near(l[0].left, BLOCK_LEFT, TOLERANCE, "last lines' left");
    assert_true(l[n - 1].left > 100);
    assert_true(l[n - 2].left > 100);
}

/* Who printed it and when, between two lines at the foot of the block. */
static void imprint_check(const struct page *g)
{
    struct line l[LINES_MAX];
    const size_t n = lines_of(g, BLOCK_BOTTOM - 12, BLOCK_BOTTOM + 2, l);
    assert_true(n >= 3);
    near(l[n - 1].bottom, BLOCK_BOTTOM, TOLERANCE, "last line's foot");
    near(l[n - 1].left, BLOCK_LEFT, TOLERANCE, "last line's left");
    near(l[n - 1].right, BLOCK_RIGHT, TOLERANCE, "last line's right");
    near(l[n - 2].left, BLOCK_LEFT + 14 * POINT, TOLERANCE, "printer's left");
    near(l[n - 2].right, BLOCK_RIGHT - 14 * POINT, TOLERANCE, "printing day's right");
    near(height(&l[n - 2]), 14 * 0.93, 1.8, "printer's height");
}

static void a_bulletin_has_the_measures_of_an_official_document(void **state)
{
    (void)state;
    if (!tool_is_there("pdftoppm")) {
        print_message("# no pdftoppm\n");
        skip();
    }
    const int count = render(&pdf);
    int full = 0;
    assert_in_range(count, 4, PAGES_MAX);
    for (int i = 1; i <= count; i++) {
        struct page g;
        assert_true(page_read(i, count, &g));
        near(g.width / MM, 210, 0.3, "paper's width");
        near(g.height / MM, 297, 0.3, "paper's height");
        ink_in_block(&g, BLOCK_LEFT, BLOCK_RIGHT, BLOCK_TOP);
        if (i == 1)
            first_page_check(&g);
        full += full_page_check(&g);
        number_check(&g);
        if (i == count) {
            signature_check(&g);
            imprint_check(&g);
        }
        free(g.p);
    }
    assert_true(full >= 1);
}

/* The date of signing ends four characters before the edge. */
static void the_date_stands_four_characters_from_the_edge(void **state)
{
    (void)state;
    if (!tool_is_there("pdftotext"))
        skip();
    char *boxes = pdf_boxes(&pdf, pdf_page_count(&pdf));
    const char *day = strstr(boxes, "2013年12月31日");
    assert_non_null(day);
    while (day > boxes && strncmp(day, "xMax=\"", 6) != 0)
        day--;
    near(strtod(day + 6, NULL) * POINT, BLOCK_RIGHT - 4 * 16 * POINT, 1.5, "date's right");
    free(boxes);
}

/* The assessment's table of eleven townships, across the page. */
static json_t *assessment_data(void)
{
    json_t *data =
        json_pack("{s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:s}", "year", "2013", "scope", "年中检查考核",
                  "county", "泾县", "bureau", "泾县民政局", "from", "2013年1月", "to", "2013年6月",
                  "date", "2013年7月15日", "columns", "10 24 20 20 20 20 24 24");
    json_t *groups = json_pack("[{s:s,s:i},{s:s,s:i}]", "title", "日常检查", "span", 2, "title",
                               "目标任务", "span", 2);
    json_t *heads = json_array(), *rows = json_array();
    for (int i = 0; i < 4; i++)
        json_array_append_new(heads,
                              json_pack("{s:s,s:s}", "title", "按时发放", "points", "（10）"));
    for (int k = 0; k < 11; k++) {
        json_t *cells = json_array();
        for (int i = 0; i < 4; i++)
            json_array_append_new(cells, json_pack("{s:s}", "score", "9.50"));
        json_array_append_new(rows,
                              json_pack("{s:i,s:s,s:o,s:s,s:s}", "rank", k + 1, "name", "茂林镇",
                                        "cells", cells, "total", "92.50", "note", ""));
    }
    json_object_set_new(data, "groups", groups);
    json_object_set_new(data, "heads", heads);
    json_object_set_new(data, "rows", rows);
    return data;
}

static void the_table_of_an_assessment_fills_its_wide_block(void **state)
{
    (void)state;
    if (!tool_is_there("pdftoppm"))
        skip();
    CLEANUP(arena_cleanup) struct arena *arena = arena_new((size_t)8 << 20);
    struct buf bytes = BUF_INIT(DOCUMENT_BYTES_MAX);
    struct error e = {0};
    struct page g;
    struct line l[LINES_MAX];
    json_t *data = assessment_data();
    assert_ok_e(document_render("assessment_table", view_of_json(arena, data), DOCUMENT_PDF,
                                date_make(2013, 7, 15), &bytes, &e),
                &e);
    assert_int_equal(render(&bytes), 1);
    assert_true(page_read(1, 1, &g));
    near(g.width / MM, 297, 0.3, "paper's width");
    near(g.height / MM, 210, 0.3, "paper's height");
    ink_in_block(&g, WIDE_LEFT, WIDE_RIGHT, WIDE_TOP);
    const size_t n = lines_of(&g, WIDE_TOP, WIDE_BOTTOM, l);
    double left = WIDE_RIGHT, right = 0;
    for (size_t i = 0; i < n; i++) {
        left = l[i].left < left ? l[i].left : left;
        right = l[i].right > right ? l[i].right : right;
    }
    near(left, WIDE_LEFT, TOLERANCE, "table's left");
    near(right, WIDE_RIGHT, TOLERANCE, "table's right");
    free(g.p);
    buf_free(&bytes);
    json_decref(data);
}

/* ---- the office program ---- */

/* Without white space, byte order mark and page numbers ("—1—"). */
static char *text_squeeze(char *text)
{
    size_t n = 0;
    for (const char *at = text; *at;) {
        int number, bytes = 0;
        if (sscanf(at, "—%d—%n", &number, &bytes) == 1 && bytes > 0)
            at += bytes;
        else if (strncmp(at, "\xEF\xBB\xBF", 3) == 0 || strncmp(at, "　", 3) == 0)
            at += 3;
        else if (strchr(" \t\r\n\f", *at))
            at++;
        else
            text[n++] = *at++;
    }
    text[n] = '\0';
    return text;
}

static char *file_text(const char *path)
{
    struct buf text = BUF_INIT(4u << 20);
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    for (int c; (c = fgetc(f)) != EOF;)
        buf_addc(&text, (char)c);
    fclose(f);
    assert_non_null(text.p);
    return text.p;
}

/* The head of a table is printed again on each page it goes on to; the office program's text has it
   once. */
static void same_text(const char *paper, const char *read)
{
    static const char *const heads[] = {
        "名次乡镇有目标的项数达到的项数居第一的项数",
        "乡镇新增床位完成率（市对县）新增床位完成率（县对乡镇）完成/应完成结果名次完成/应完成结果名"
        "次"};
    while (*paper || *read) {
        size_t skipped = 0;
        if (*paper == *read) {
            paper++;
            read++;
            continue;
        }
        for (size_t i = 0; i < 2 && !skipped; i++)
            if (strncmp(paper, heads[i], strlen(heads[i])) == 0)
                skipped = strlen(heads[i]);
        if (!skipped)
            fail_msg("paper “%.60s…”, office program “%.60s…”", paper, read);
        paper += skipped;
    }
}

static void an_office_program_reads_the_same_words(void **state)
{
    (void)state;
    char command[600], path[100];
    if (run("command -v soffice >/dev/null 2>&1") != 0 || !tool_is_there("pdftotext")) {
        print_message("# no LibreOffice\n");
        skip();
    }
    snprintf(path, sizeof path, "%s/paper.docx", folder);
    file_write(path, docx.p, docx.n);
    snprintf(command, sizeof command,
             "HOME='%s' timeout 90 soffice -env:UserInstallation=file://%s/profile --headless "
             "--convert-to txt:Text --outdir '%s' '%s' >'%s/office.log' 2>&1",
             folder, folder, folder, path, folder);
    assert_int_equal(run(command), 0);
    snprintf(path, sizeof path, "%s/paper.txt", folder);
    char *read = text_squeeze(file_text(path)), *paper = text_squeeze(pdf_words(&pdf, 0));
    assert_non_null(strstr(read, "各乡镇人民政府"));
    same_text(paper, read);
    free(read);
    free(paper);
}

static int folder_make(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/layout-XXXXXX");
    return mkdtemp(folder) ? 0 : -1;
}

static int folder_end(void **state)
{
    char command[100];
    (void)state;
    buf_free(&pdf);
    buf_free(&docx);
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    return run(command);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_bulletin_gives_the_same_bytes_on_both_engines),
        cmocka_unit_test(a_bulletin_has_the_measures_of_an_official_document),
        cmocka_unit_test(the_date_stands_four_characters_from_the_edge),
        cmocka_unit_test(the_table_of_an_assessment_fills_its_wide_block),
        cmocka_unit_test(an_office_program_reads_the_same_words),
    };
    return cmocka_run_group_tests_name("layout", tests, folder_make, folder_end);
}
