#include "document_support.h"

#include <expat.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ARENA_BYTES ((size_t)64 << 20)

static struct date day(void)
{
    return date_make(2013, 9, 30);
}

/* MINSHENG_DOCUMENTS=folder keeps what the templates give, to look at. */
static void keep(const char *name, enum document_kind kind, const struct buf *b)
{
    const char *folder = getenv("MINSHENG_DOCUMENTS");
    char path[600];
    if (!folder)
        return;
    snprintf(path, sizeof path, "%s/%s%s", folder, name, document_ending(kind));
    file_write(path, b->p, b->n);
}

static void render_all(bool is_full)
{
    assert_true(document_template_count() > 0);
    for (size_t i = 0; i < document_template_count(); i++) {
        const char *name = document_template_name(i);
        struct arena *arena = arena_new(ARENA_BYTES);
        json_t *json = is_full ? document_data("full") : json_object();
        assert_non_null(json);
        for (enum document_kind kind = DOCUMENT_PDF; kind <= DOCUMENT_DOCX; kind++) {
            struct buf once = BUF_INIT(DOCUMENT_BYTES_MAX), again = BUF_INIT(DOCUMENT_BYTES_MAX);
            struct error e = {.code = ""};
            const struct view *data = view_of_json(arena, json);
            enum status s = document_render(name, data, kind, day(), &once, &e);
            if (s != STATUS_OK)
                print_message("# %s\n", name);
            assert_ok_e(s, &e);
            assert_ok_e(document_render(name, data, kind, day(), &again, &e), &e);
            assert_int_equal(once.n, again.n);
            assert_memory_equal(once.p, again.p, once.n);
            if (is_full)
                keep(name, kind, &once);
            buf_free(&once);
            buf_free(&again);
        }
        json_decref(json);
        arena_free(arena);
    }
}

static void every_template_gives_the_same_paper_twice(void **state)
{
    (void)state;
    render_all(true);
}

static void every_template_prints_as_an_empty_form(void **state)
{
    (void)state;
    render_all(false);
}

/* ---- the engine ---- */

#define REPEAT_28 "一二三四五六七八九十一二三四五六七八九十一二三四五六七八"

static void render_xml(const char *xml, enum document_kind kind, struct buf *ret)
{
    struct error e = {.code = ""};
    *ret = BUF_INIT(DOCUMENT_BYTES_MAX);
    enum status s = document_render_xml(xml, strlen(xml), kind, day(), ret, &e);
    if (s != STATUS_OK)
        print_message("# %s: %s: %s\n", e.code, e.place, e.message);
    assert_int_equal(s, STATUS_OK);
}

/* count paragraphs of the same text without an indent. */
static char *letter_of(const char *text, int count)
{
    struct buf xml = BUF_INIT(1u << 20);
    buf_adds(&xml, "<document>");
    for (int i = 0; i < count; i++)
        buf_addf(&xml, "<paragraph indent=\"0\">%s</paragraph>", text);
    buf_adds(&xml, "</document>");
    return xml.p;
}

static int letter_pages(const char *text, int count)
{
    char *xml = letter_of(text, count);
    struct buf pdf;
    render_xml(xml, DOCUMENT_PDF, &pdf);
    int pages = pdf_page_count(&pdf);
    buf_free(&pdf);
    free(xml);
    return pages;
}

static void a_page_of_a_letter_has_22_lines_of_28_characters(void **state)
{
    (void)state;
    if (!tool_is_there("pdfinfo"))
        skip();
    assert_int_equal(letter_pages("短", 22), 1);
    assert_int_equal(letter_pages("短", 23), 2);
    assert_int_equal(letter_pages(REPEAT_28, 22), 1);
    assert_int_equal(letter_pages(REPEAT_28 "九", 11), 1);
    assert_int_equal(letter_pages(REPEAT_28 "九", 12), 2);
}

struct place {
    double x_min, y_min, x_max, y_max;
};

/* Where a word stands on a page, points from the top left corner. */
static struct place place_of(const struct buf *pdf, int page, const char *word)
{
    struct place p = {0};
    char *boxes = pdf_boxes(pdf, page), needle[100];
    snprintf(needle, sizeof needle, ">%s</word>", word);
    char *at = strstr(boxes, needle);
    if (!at)
        fail_msg("%s is not on page %d", word, page);
    while (at > boxes && *at != '<')
        at--;
    assert_int_equal(sscanf(at, "<word xMin=\"%lf\" yMin=\"%lf\" xMax=\"%lf\" yMax=\"%lf\">",
                            &p.x_min, &p.y_min, &p.x_max, &p.y_max),
                     4);
    free(boxes);
    return p;
}

#define MM (72.0 / 25.4)
#define assert_near(a, b, slack)                                                                   \
    do {                                                                                           \
        if ((a) < (b) - (slack) || (a) > (b) + (slack))                                            \
            fail_msg("%s is %.2f, not %.2f", #a, (double)(a), (double)(b));                        \
    } while (0)

static void a_letter_stands_where_the_standard_says(void **state)
{
    (void)state;
    struct buf pdf;
    if (!tool_is_there("pdftotext"))
        skip();
    char *xml = letter_of("正文首行", 44);
    render_xml(xml, DOCUMENT_PDF, &pdf);
    struct place first = place_of(&pdf, 1, "正文首行");
    assert_near(first.x_min, 28 * MM, 1);
    assert_near((first.y_min + first.y_max) / 2, 37 * MM + 225 * MM / 22 / 2, 4);
    /* The number is 7 mm below the block, outside on both sides of the leaf. */
    struct place odd = place_of(&pdf, 1, "1"), even = place_of(&pdf, 2, "2");
    assert_near(odd.y_min, (37 + 225 + 7) * MM, 6);
    assert_true(odd.x_min > (28 + 156 / 2) * MM);
    assert_true(even.x_max < (28 + 156 / 2) * MM);
    buf_free(&pdf);
    free(xml);
}

static void signature_and_red_line_follow_the_standard(void **state)
{
    (void)state;
    struct buf pdf;
    if (!tool_is_there("pdftotext"))
        skip();
    render_xml("<document><issuer>泾县民政局</issuer><number>泾民〔2013〕1号</number>"
               "<title>关于抽查的通知</title><paragraph>正文。</paragraph><signature>"
               "<organ>县民政局</organ><date>2013年9月30日</date></signature></document>",
               DOCUMENT_PDF, &pdf);
    struct place date = place_of(&pdf, 1, "2013年9月30日"), organ = place_of(&pdf, 1, "县民政局");
    assert_near(date.x_max, (28 + 156) * MM - 4 * 16, 2);
    assert_near((organ.x_min + organ.x_max) / 2, (date.x_min + date.x_max) / 2, 2);
    assert_true(organ.y_max < date.y_max);
    struct place number = place_of(&pdf, 1, "泾民〔2013〕1号"),
                 title = place_of(&pdf, 1, "关于抽查的通知");
    assert_true(title.y_min - number.y_max > 2 * 20);
    assert_near((title.x_min + title.x_max) / 2, (28 + 78) * MM, 2);
    buf_free(&pdf);
}

static void a_signature_does_not_stand_alone_on_its_page(void **state)
{
    (void)state;
    if (!tool_is_there("pdftotext"))
        skip();
    /* One line, then a text of three lines that ends 1 to 4 lines above the bottom: the signature
       needs three. */
    for (int rest = 0; rest <= 4; rest++) {
        struct buf xml = BUF_INIT(1u << 16), pdf;
        buf_adds(&xml, "<document>");
        for (int i = 0; i < 22 - 3 - rest; i++)
            buf_adds(&xml, "<paragraph>上文</paragraph>");
        buf_adds(&xml, "<paragraph indent=\"0\">" REPEAT_28 REPEAT_28 "末行</paragraph><signature>"
                       "<organ>县民政局</organ><date>2013年9月30日</date></signature></document>");
        render_xml(xml.p, DOCUMENT_PDF, &pdf);
        assert_int_equal(pdf_page_count(&pdf), rest < 3 ? 2 : 1);
        char *words = pdf_words(&pdf, rest < 3 ? 2 : 1);
        assert_non_null(strstr(words, REPEAT_28 "末行县民政局2013年9月30日"));
        free(words);
        buf_free(&pdf);
        buf_free(&xml);
    }
}

static void a_long_table_repeats_its_head_and_keeps_its_order(void **state)
{
    (void)state;
    struct buf xml = BUF_INIT(4u << 20), pdf;
    if (!tool_is_there("pdftotext"))
        skip();
    buf_adds(&xml, "<document form=\"wide\"><table columns=\"1 4\" header=\"1\">"
                   "<row><cell>序号</cell><cell>姓名</cell></row>");
    for (int i = 1; i <= 300; i++)
        buf_addf(&xml, "<row><cell>%d</cell><cell>第%d户</cell></row>", i, i);
    buf_adds(&xml, "</table></document>");
    render_xml(xml.p, DOCUMENT_PDF, &pdf);
    int pages = pdf_page_count(&pdf), row = 1;
    assert_true(pages > 10);
    for (int page = 1; page <= pages; page++) {
        char *words = pdf_words(&pdf, page), next[40];
        assert_ptr_equal(strstr(words, "序号姓名"), words);
        for (const char *at = words; row <= 300; row++) {
            snprintf(next, sizeof next, "第%d户", row);
            if (!(at = strstr(at, next)))
                break;
        }
        free(words);
    }
    assert_int_equal(row, 301);
    buf_free(&pdf);
    buf_free(&xml);
}

static void a_cell_over_several_rows_goes_on_after_a_page(void **state)
{
    (void)state;
    struct buf xml = BUF_INIT(1u << 20), pdf, docx;
    buf_adds(&xml, "<document form=\"sheet\"><table columns=\"1 4\">");
    for (int i = 1; i <= 60; i++)
        buf_addf(&xml, "<row>%s<cell>第%d项</cell></row>",
                 i == 1 ? "<cell rows=\"60\">家庭成员</cell>" : "", i);
    buf_adds(&xml, "</table></document>");
    render_xml(xml.p, DOCUMENT_PDF, &pdf);
    render_xml(xml.p, DOCUMENT_DOCX, &docx);
    char *text = docx_part(&docx, "word/document.xml");
    assert_non_null(strstr(text, "<w:vMerge w:val=\"restart\"/>"));
    int merged = 0;
    for (const char *at = text; (at = strstr(at, "<w:vMerge/>")) != NULL; at++)
        merged++;
    assert_int_equal(merged, 59);
    if (tool_is_there("pdfinfo"))
        assert_int_equal(pdf_page_count(&pdf), 2);
    free(text);
    buf_free(&pdf);
    buf_free(&docx);
    buf_free(&xml);
}

static void what_is_typed_stays_text(void **state)
{
    (void)state;
    struct arena *arena = arena_new(ARENA_BYTES);
    struct buf pdf = BUF_INIT(DOCUMENT_BYTES_MAX), docx = BUF_INIT(DOCUMENT_BYTES_MAX);
    struct error e = {.code = ""};
    json_t *json = json_pack("{s{ss}s{s{ss}}}", "case", "applicant", "<b>&amp;\"'</b>]]>", "step",
                             "refuse", "reason", "第一行\r\n第二行\t末");
    assert_non_null(json);
    const struct view *data = view_of_json(arena, json);
    assert_ok_e(document_render("refusal", data, DOCUMENT_PDF, day(), &pdf, &e), &e);
    assert_ok_e(document_render("refusal", data, DOCUMENT_DOCX, day(), &docx, &e), &e);
    char *text = docx_part(&docx, "word/document.xml");
    assert_non_null(strstr(text, "&lt;b&gt;&amp;amp;&quot;"));
    assert_non_null(strstr(text, "第一行</w:t><w:br/>"));
    if (tool_is_there("pdftotext")) {
        char *words = pdf_words(&pdf, 1);
        assert_non_null(strstr(words, "<b>&amp;\"'</b>]]>："));
        assert_non_null(strstr(words, "第一行第二行末"));
        free(words);
    }
    free(text);
    json_decref(json);
    arena_free(arena);
    buf_free(&pdf);
    buf_free(&docx);
}

static void a_docx_is_a_whole_package_of_the_same_measures(void **state)
{
    (void)state;
    static const char *const parts[] = {
        "[Content_Types].xml", "_rels/.rels",       "word/_rels/document.xml.rels",
        "word/styles.xml",     "word/settings.xml", "word/footer1.xml",
        "word/footer2.xml",    "docProps/core.xml", "word/document.xml"};
    struct buf docx;
    render_xml("<document title=\"甲&amp;乙\"><title>标题</title><heading>一、层</heading>"
               "<heading level=\"2\">（一）层</heading><paragraph>正<strong>重</strong>"
               "<fill chars=\"4\">填</fill><check on=\"true\"/><check/></paragraph><foot>脚</foot>"
               "<table columns=\"1 1\" header=\"1\"><row><cell columns=\"2\">头</cell></row>"
               "<row><cell>a</cell><cell>b</cell></row></table></document>",
               DOCUMENT_DOCX, &docx);
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        char *part = docx_part(&docx, parts[i]);
        assert_non_null(part);
        XML_Parser xml = XML_ParserCreate(NULL);
        if (XML_Parse(xml, part, (int)strlen(part), 1) != XML_STATUS_OK)
            fail_msg("%s: %s", parts[i], XML_ErrorString(XML_GetErrorCode(xml)));
        XML_ParserFree(xml);
        free(part);
    }
    char *text = docx_part(&docx, "word/document.xml");
    static const char *const expected[] = {
        "<w:pgSz w:w=\"11906\" w:h=\"16838\"/>",
        "w:top=\"2098\" w:right=\"1474\" w:bottom=\"1984\" w:left=\"1587\"",
        "w:linePitch=\"580\"",
        "w:eastAsia=\"方正小标宋简体\"",
        "w:eastAsia=\"仿宋_GB2312\"",
        "w:eastAsia=\"黑体\"",
        "w:eastAsia=\"楷体_GB2312\"",
        "<w:u w:val=\"single\"/>",
        "☑",
        "☐",
        "<w:tblHeader/>",
        "<w:gridSpan w:val=\"2\"/>"};
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++)
        if (!strstr(text, expected[i]))
            fail_msg("%s is not in the document", expected[i]);
    free(text);
    text = docx_part(&docx, "word/footer2.xml");
    assert_non_null(strstr(text, " PAGE "));
    assert_non_null(strstr(text, "脚"));
    free(text);
    buf_free(&docx);
}

static void the_day_is_in_the_bytes_and_nothing_else_of_the_clock(void **state)
{
    (void)state;
    const char *xml = "<document><paragraph>甲</paragraph></document>";
    for (enum document_kind kind = DOCUMENT_PDF; kind <= DOCUMENT_DOCX; kind++) {
        struct buf a = BUF_INIT(DOCUMENT_BYTES_MAX), b = BUF_INIT(DOCUMENT_BYTES_MAX);
        struct error e;
        assert_ok_e(document_render_xml(xml, strlen(xml), kind, day(), &a, &e), &e);
        assert_ok_e(document_render_xml(xml, strlen(xml), kind, date_make(2013, 10, 1), &b, &e),
                    &e);
        assert_true(a.n != b.n || memcmp(a.p, b.p, a.n) != 0);
        buf_free(&a);
        buf_free(&b);
    }
}

static void a_wrong_template_is_refused_by_line(void **state)
{
    (void)state;
    static const struct {
        const char *xml, *code, *place;
    } cases[] = {
        {"<document>\n<p>x</p></document>", "DOCUMENT_FORM", "文书第 2 行"},
        {"<paragraph>x</paragraph>", "DOCUMENT_FORM", "文书第 1 行"},
        {"<document><document/></document>", "DOCUMENT_FORM", NULL},
        {"<document>x</document>", "DOCUMENT_FORM", NULL},
        {"<document form=\"round\"/>", "DOCUMENT_FORM", NULL},
        {"<document colour=\"red\"/>", "DOCUMENT_FORM", NULL},
        {"<document><paragraph>x</document>", "DOCUMENT_FORM", NULL},
        {"<document><heading level=\"5\">x</heading></document>", "DOCUMENT_FORM", NULL},
        {"<document><paragraph><fill chars=\"2\"><strong>x</strong></fill></paragraph></document>",
         "DOCUMENT_FORM", NULL},
        {"<document><left>x</left></document>", "DOCUMENT_FORM", NULL},
        {"<document><table><row><cell/></row></table></document>", "DOCUMENT_FORM", NULL},
        {"<document><table columns=\"0\"><row><cell/></row></table></document>", "DOCUMENT_FORM",
         NULL},
        {"<document><table columns=\"1 1\"></table></document>", "DOCUMENT_FORM", NULL},
        {"<document><table columns=\"1 1\">\n<row><cell/></row></table></document>",
         "DOCUMENT_FORM", "文书第 2 行"},
        {"<document><table columns=\"1\"><row><cell/><cell/></row></table></document>",
         "DOCUMENT_FORM", NULL},
        {"<document><table columns=\"1 1\"><row><cell columns=\"3\"/></row></table></document>",
         "DOCUMENT_FORM", NULL},
        {"<document><table columns=\"1\"><row><cell rows=\"2\"/></row></table></document>",
         "DOCUMENT_FORM", NULL},
        {"<document><table columns=\"1 1\"><row><cell/><cell rows=\"2\"/></row>"
         "<row><cell columns=\"2\"/></row></table></document>",
         "DOCUMENT_FORM", NULL},
        {"<document><table columns=\"1\"><row><cell>x<paragraph>y</paragraph></cell></row></table>"
         "</document>",
         "DOCUMENT_FORM", NULL},
        {"<document><table columns=\"1\" header=\"2\"><row><cell/></row></table></document>",
         "DOCUMENT_FORM", NULL},
        {"<!DOCTYPE d [<!ENTITY a \"b\">]><document><paragraph>&a;</paragraph></document>",
         "DOCUMENT_FORM", NULL},
        {"", "DOCUMENT_FORM", NULL},
        {"<document>\n<paragraph>a\x01z</paragraph></document>", "DOCUMENT_CHARACTER",
         "文书第 2 行"},
        {"<document><paragraph>\xFF</paragraph></document>", "DOCUMENT_CHARACTER", NULL},
        {"<document><paragraph>\xEF\xBF\xBF</paragraph></document>", "DOCUMENT_CHARACTER", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        for (enum document_kind kind = DOCUMENT_PDF; kind <= DOCUMENT_DOCX; kind++) {
            struct buf out = BUF_INIT(DOCUMENT_BYTES_MAX);
            struct error e = {.code = ""};
            enum status s =
                document_render_xml(cases[i].xml, strlen(cases[i].xml), kind, day(), &out, &e);
            if (s == STATUS_OK || strcmp(e.code, cases[i].code) != 0)
                fail_msg("%s: status %d, %s %s", cases[i].xml, s, e.code, e.message);
            if (cases[i].place)
                assert_string_equal(e.place, cases[i].place);
            assert_int_equal(out.n, 0);
            buf_free(&out);
        }
}

static void too_much_data_is_refused_with_words(void **state)
{
    (void)state;
    struct buf xml = BUF_INIT(64u << 20), out = BUF_INIT(DOCUMENT_BYTES_MAX);
    struct error e = {.code = ""};
    buf_adds(&xml, "<document><paragraph>");
    while (xml.n < DOCUMENT_TEXT_BYTES_MAX + 100)
        buf_adds(&xml, "长");
    buf_adds(&xml, "</paragraph></document>");
    assert_int_equal(document_render_xml(xml.p, xml.n, DOCUMENT_PDF, day(), &out, &e),
                     STATUS_REFUSED);
    assert_string_equal(e.code, "DOCUMENT_LIMIT");
    buf_clear(&xml); /* a row that no page can hold */
    buf_adds(&xml, "<document><table columns=\"1 9\"><row><cell>");
    for (int i = 0; i < 3000; i++)
        buf_adds(&xml, "长");
    buf_adds(&xml, "</cell><cell/></row></table></document>");
    assert_int_equal(document_render_xml(xml.p, xml.n, DOCUMENT_PDF, day(), &out, &e),
                     STATUS_REFUSED);
    assert_string_equal(e.code, "DOCUMENT_LIMIT");
    buf_clear(&xml);
    buf_adds(&xml, "<document><table columns=\"1\">");
    for (int i = 0; i <= DOCUMENT_ROWS_MAX; i++)
        buf_adds(&xml, "<row><cell/></row>");
    buf_adds(&xml, "</table></document>");
    assert_int_equal(document_render_xml(xml.p, xml.n, DOCUMENT_DOCX, day(), &out, &e),
                     STATUS_REFUSED);
    assert_string_equal(e.code, "DOCUMENT_LIMIT");
    buf_free(&xml);
    buf_free(&out);
}

static void a_name_that_is_no_template_gives_nothing(void **state)
{
    (void)state;
    struct arena *arena = arena_new(ARENA_BYTES);
    struct view *data = view_new(arena);
    struct buf out = BUF_INIT(DOCUMENT_BYTES_MAX);
    struct error e = {.code = ""};
    static const char *const names[] = {"", "nothing", "part/members", "../document/refusal",
                                        "refusal.xml"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        assert_int_equal(document_render(names[i], data, DOCUMENT_PDF, day(), &out, &e),
                         STATUS_NONE);
    assert_int_equal(out.n, 0);
    arena_free(arena);
}

static void a_file_appears_only_when_it_is_whole(void **state)
{
    (void)state;
    struct arena *arena = arena_new(ARENA_BYTES);
    struct view *data = view_new(arena), *bad = view_new(arena);
    struct error e = {.code = ""};
    size_t n = 0;
    char *path = strdup(test_path("refusal.pdf"));
    view_add_text(view_add_object(bad, "case"), "applicant", "\x02");
    assert_int_equal(document_write("refusal", bad, DOCUMENT_PDF, day(), path, &e), STATUS_REFUSED);
    assert_string_equal(e.code, "DOCUMENT_CHARACTER");
    assert_int_equal(access(path, F_OK), -1);
    assert_ok_e(document_write("refusal", data, DOCUMENT_PDF, day(), path, &e), &e);
    char *bytes = file_read(path, &n);
    assert_memory_equal(bytes, "%PDF-", 5);
    free(bytes);
    free(path);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_template_gives_the_same_paper_twice),
        cmocka_unit_test(every_template_prints_as_an_empty_form),
        cmocka_unit_test(a_page_of_a_letter_has_22_lines_of_28_characters),
        cmocka_unit_test(a_letter_stands_where_the_standard_says),
        cmocka_unit_test(signature_and_red_line_follow_the_standard),
        cmocka_unit_test(a_signature_does_not_stand_alone_on_its_page),
        cmocka_unit_test(a_long_table_repeats_its_head_and_keeps_its_order),
        cmocka_unit_test(a_cell_over_several_rows_goes_on_after_a_page),
        cmocka_unit_test(what_is_typed_stays_text),
        cmocka_unit_test(a_docx_is_a_whole_package_of_the_same_measures),
        cmocka_unit_test(the_day_is_in_the_bytes_and_nothing_else_of_the_clock),
        cmocka_unit_test(a_wrong_template_is_refused_by_line),
        cmocka_unit_test(too_much_data_is_refused_with_words),
        cmocka_unit_test(a_name_that_is_no_template_gives_nothing),
        cmocka_unit_test(a_file_appears_only_when_it_is_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
