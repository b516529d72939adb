#include "office_support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

#include "base/buf.h"

#define WORKBOOK_HEAD                                                                              \
    "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" "               \
    "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">"
#define RELATION(id, kind, target)                                                                 \
    "<Relationship Id=\"" id                                                                       \
    "\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/" kind          \
    "\" Target=\"" target "\"/>"
#define RELATIONS                                                                                  \
    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"

void file_write(const char *path, const void *p, size_t n)
{
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    if (n > 0)
        assert_int_equal(fwrite(p, 1, n, f), n);
    assert_int_equal(fclose(f), 0);
}

void file_write_text(const char *path, const char *text)
{
    file_write(path, text, strlen(text));
}

char *file_read(const char *path, size_t *ret_n)
{
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    assert_int_equal(fseek(f, 0, SEEK_END), 0);
    size_t n = (size_t)ftell(f);
    rewind(f);
    char *p = malloc(n + 1);
    assert_non_null(p);
    assert_int_equal(fread(p, 1, n, f), n);
    p[n] = '\0';
    fclose(f);
    if (ret_n)
        *ret_n = n;
    return p;
}

void package_write(const char *path, const struct part *parts, int count)
{
    remove(path);
    zip_t *z = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, NULL);
    assert_non_null(z);
    for (int i = 0; i < count; i++) {
        zip_source_t *s = zip_source_buffer(z, parts[i].text, strlen(parts[i].text), 0);
        assert_non_null(s);
        assert_true(zip_file_add(z, parts[i].name, s, ZIP_FL_ENC_UTF_8) >= 0);
    }
    assert_int_equal(zip_close(z), 0);
}

void xlsx_write(const char *path, const struct xlsx_parts *p)
{
    char workbook[1024];
    struct buf sheet = BUF_INIT(64u << 20);
    snprintf(workbook, sizeof workbook,
             WORKBOOK_HEAD "<workbookPr %s/><sheets><sheet name=\"表一\" sheetId=\"1\" "
                           "r:id=\"rId1\"/></sheets></workbook>",
             p->workbook_properties ? p->workbook_properties : "");
    buf_adds(&sheet, "<worksheet><sheetData>");
    buf_adds(&sheet, p->sheet_data);
    buf_adds(&sheet, "</sheetData>");
    buf_adds(&sheet, p->after_data);
    buf_adds(&sheet, "</worksheet>");
    struct part parts[6] = {
        {"_rels/.rels",
         RELATIONS RELATION("rId1", "officeDocument", "xl/workbook.xml") "</Relationships>"},
        {"xl/workbook.xml", workbook},
        {"xl/_rels/workbook.xml.rels",
         RELATIONS RELATION("rId1", "worksheet", "/xl/worksheets/s1.xml")
             RELATION("rId2", "styles", "styles.xml")
                 RELATION("rId3", "sharedStrings", "../xl/sharedStrings.xml") "</Relationships>"},
        {"xl/worksheets/s1.xml", buf_text(&sheet)},
        {"xl/styles.xml", p->styles ? p->styles : "<styleSheet/>"},
        {"xl/sharedStrings.xml", p->strings ? p->strings : "<sst/>"},
    };
    package_write(path, parts, 6);
    buf_free(&sheet);
}

static void row_add(struct buf *out, const struct sheet_row *row)
{
    static const char letters[] = " TNBDE";
    buf_addf(out, "%d:", row->row);
    for (int i = 0; i < row->count; i++) {
        if (i > 0)
            buf_addc(out, '|');
        if (row->cells[i].kind == SHEET_EMPTY)
            continue;
        buf_addc(out, letters[row->cells[i].kind]);
        buf_adds(out, row->cells[i].text);
    }
    buf_addc(out, '\n');
}

static enum status dump(const char *path, int index, enum sheet_option option, struct buf *out,
                        struct error *e)
{
    CLEANUP(sheet_book_cleanup) struct sheet_book *book = NULL;
    CLEANUP(sheet_cleanup) struct sheet_reader *reader = NULL;
    struct sheet_row row;
    enum status s;
    TRY(sheet_book_open(path, &book, e));
    TRY(sheet_open(book, index, option, &reader, e));
    while ((s = sheet_next(reader, &row, e)) == STATUS_OK)
        row_add(out, &row);
    return s == STATUS_NONE ? STATUS_OK : s;
}

const char *sheet_dump(const char *path, int index, enum sheet_option option)
{
    static struct buf out = {.max = 1 << 20};
    static char text[2048];
    struct error e = {0};
    buf_clear(&out);
    if (dump(path, index, option, &out, &e) == STATUS_OK)
        return buf_text(&out);
    snprintf(text, sizeof text, "%s %s: %s", e.code, e.place, e.message);
    return text;
}

const char *sheet_error_code(const char *path)
{
    static char code[64];
    struct buf out = BUF_INIT(256u << 20);
    struct error e = {0};
    enum status s = dump(path, 0, SHEET_AS_IS, &out, &e);
    snprintf(code, sizeof code, "%s", s == STATUS_OK ? "" : e.code);
    if (s != STATUS_OK) {
        assert_int_equal(s, STATUS_REFUSED);
        assert_true(e.message[0] && e.place[0]);
    }
    buf_free(&out);
    return code;
}
