/* QR codes in documents: what is drawn on the PDF's page is the code, module for module. */
#include <qrencode.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "document_support.h"

#define TEXT "https://example.org/public/slip/K7MQ2Z9XA3T5BWDN"
#define DOTS_PER_INCH 200
#define SIZE_MM 30
#define LEFT_MM 28
#define TOP_MM 25
#define BLOCK_MM 162

static enum status render(const char *xml, enum document_kind kind, struct buf *ret,
                          struct error *e)
{
    *ret = BUF_INIT(DOCUMENT_BYTES_MAX);
    return document_render_xml(xml, strlen(xml), kind, date_make(2013, 9, 30), ret, e);
}

/* The page as a grey picture; malloc'ed. */
static unsigned char *page_picture(const struct buf *pdf, int *ret_width, int *ret_height)
{
    char command[700], *path = strdup(test_path("qr.pdf"));
    file_write(path, pdf->p, pdf->n);
    snprintf(command, sizeof command, "pdftoppm -r %d -gray '%s'", DOTS_PER_INCH, path);
    FILE *f = popen(command, "r");
    assert_non_null(f);
    assert_int_equal(fscanf(f, "P5 %d %d 255", ret_width, ret_height), 2);
    assert_int_equal(fgetc(f), '\n');
    size_t n = (size_t)*ret_width * (size_t)*ret_height;
    unsigned char *picture = malloc(n);
    assert_non_null(picture);
    assert_int_equal(fread(picture, 1, n, f), n);
    assert_int_equal(pclose(f), 0);
    free(path);
    return picture;
}

static void compare_modules(const char *align, double left_mm)
{
    char xml[400];
    struct buf pdf;
    struct error e = {.code = ""};
    int width, height;
    snprintf(xml, sizeof xml,
             "<document form=\"sheet\"><qr text=\"" TEXT
             "\" size_mm=\"%d\" align=\"%s\"/></document>",
             SIZE_MM, align);
    assert_ok_e(render(xml, DOCUMENT_PDF, &pdf, &e), &e);
    unsigned char *picture = page_picture(&pdf, &width, &height);
    QRcode *code = QRcode_encodeString8bit(TEXT, 0, QR_ECLEVEL_M);
    assert_non_null(code);
    double module = (double)SIZE_MM / (code->width + 8);
    for (int y = -4; y < code->width + 4; y++)
        for (int x = -4; x < code->width + 4; x++) {
            bool is_inside = x >= 0 && y >= 0 && x < code->width && y < code->width;
            bool is_dark = is_inside && code->data[y * code->width + x] & 1;
            int px = (int)((left_mm + (x + 4.5) * module) / 25.4 * DOTS_PER_INCH);
            int py = (int)((TOP_MM + (y + 4.5) * module) / 25.4 * DOTS_PER_INCH);
            assert_int_equal(picture[py * width + px] < 128, is_dark);
        }
    QRcode_free(code);
    free(picture);
    buf_free(&pdf);
}

static void every_module_is_drawn_where_it_belongs(void **state)
{
    (void)state;
    if (!tool_is_there("pdftoppm"))
        skip();
    compare_modules("left", LEFT_MM);
    compare_modules("center", LEFT_MM + (BLOCK_MM - SIZE_MM) / 2.0);
    compare_modules("right", LEFT_MM + BLOCK_MM - SIZE_MM);
}

static void a_docx_has_the_code_as_one_shape_each(void **state)
{
    (void)state;
    struct buf docx;
    struct error e = {.code = ""};
    const char *xml = "<document><paragraph>上</paragraph><qr text=\"" TEXT "\"/>"
                      "<paragraph>下</paragraph><qr text=\"2\"/><qr text=\"\"/></document>";
    assert_ok_e(render(xml, DOCUMENT_DOCX, &docx, &e), &e);
    char *body = docx_part(&docx, "word/document.xml");
    assert_non_null(body);
    assert_non_null(strstr(body, "<wp:docPr id=\"1\""));
    assert_non_null(strstr(body, "<wp:docPr id=\"2\""));
    assert_null(strstr(body, "<wp:docPr id=\"3\""));
    assert_non_null(strstr(body, "cx=\"900000\" cy=\"900000\"")); /* 25 mm in EMU */
    free(body);
    buf_free(&docx);
}

static void wrong_codes_are_refused(void **state)
{
    (void)state;
    struct buf out, xml = BUF_INIT(4096);
    struct error e = {.code = ""};
    assert_int_equal(render("<document><qr/></document>", DOCUMENT_PDF, &out, &e), STATUS_FAILED);
    assert_string_equal(e.code, "DOCUMENT_FORM");
    assert_int_equal(render("<document><paragraph><qr text=\"1\"/></paragraph></document>",
                            DOCUMENT_PDF, &out, &e),
                     STATUS_FAILED);
    assert_int_equal(
        render("<document><qr text=\"1\" size_mm=\"9\"/></document>", DOCUMENT_PDF, &out, &e),
        STATUS_FAILED);
    buf_adds(&xml, "<document><qr text=\"");
    for (int i = 0; i < 601; i++)
        buf_addc(&xml, 'a');
    buf_adds(&xml, "\"/></document>");
    assert_int_equal(render(buf_text(&xml), DOCUMENT_PDF, &out, &e), STATUS_REFUSED);
    assert_string_equal(e.code, "DOCUMENT_LIMIT");
    buf_free(&xml);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_module_is_drawn_where_it_belongs),
        cmocka_unit_test(a_docx_has_the_code_as_one_shape_each),
        cmocka_unit_test(wrong_codes_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
