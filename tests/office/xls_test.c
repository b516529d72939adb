/* The old binary format. Its files are written here record by record: an OLE2 container with one
 * Workbook stream (BIFF8). */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/random.h"
#include "office_support.h"

#define SECTOR 512

static void add16(struct buf *b, unsigned v)
{
    buf_addc(b, (char)(v & 255));
    buf_addc(b, (char)(v >> 8 & 255));
}

static void add32(struct buf *b, uint32_t v)
{
    add16(b, v & 0xFFFF);
    add16(b, v >> 16);
}

static void add_double(struct buf *b, double v)
{
    buf_add(b, &v, sizeof v);
}

/* A record of what was built in `body`, which is emptied. */
static void record(struct buf *out, unsigned type, struct buf *body)
{
    add16(out, type);
    add16(out, (unsigned)body->n);
    buf_add(out, body->p, body->n);
    buf_clear(body);
}

static void bof(struct buf *out, struct buf *body, unsigned kind)
{
    add16(body, 0x0600);
    add16(body, kind);
    add16(body, 0x0DBB);
    add16(body, 1996);
    add32(body, 0);
    add32(body, 6);
    record(out, 0x0809, body);
}

static void format_record(struct buf *out, struct buf *body, unsigned format)
{
    add16(body, 0);
    add16(body, format);
    for (int i = 0; i < 8; i++)
        add16(body, 0);
    record(out, 0x00E0, body);
}

static void utf16(struct buf *body, const uint16_t *text, unsigned n)
{
    add16(body, n);
    buf_addc(body, 1); /* two bytes each */
    for (unsigned i = 0; i < n; i++)
        add16(body, text[i]);
}

static void sheet_records(struct buf *out, struct buf *body)
{
    bof(out, body, 0x0010);
    add32(body, 0); /* dimensions: rows 0..3, columns 0..4 */
    add32(body, 3);
    add16(body, 0);
    add16(body, 4);
    add16(body, 0);
    record(out, 0x0200, body);
    static const unsigned texts[][3] = {{0, 0, 0}, {0, 1, 1}, {2, 0, 1}}; /* row, column, string */
    for (int i = 0; i < 3; i++) {
        add16(body, texts[i][0]);
        add16(body, texts[i][1]);
        add16(body, 0);
        add32(body, texts[i][2]);
        record(out, 0x00FD, body);
    }
    static const struct {
        unsigned row, col, format;
        double value;
    } numbers[] = {{2, 1, 0, 2890}, {2, 2, 1, 41455}, {2, 3, 0, 8775.37}};
    for (int i = 0; i < 3; i++) {
        add16(body, numbers[i].row);
        add16(body, numbers[i].col);
        add16(body, numbers[i].format);
        add_double(body, numbers[i].value);
        record(out, 0x0203, body);
    }
    record(out, 0x000A, body);
}

static void workbook_stream(struct buf *out)
{
    static const uint16_t strings[][3] = {{0x59D3, 0x540D},
                                          {0x53F2, 0x4DAE, 0x4F1F}}; /* 姓名 史䶮伟 */
    static const uint16_t sheet[] = {0x5BB6, 0x5EAD};                /* 家庭 */
    struct buf body = BUF_INIT(8192);
    bof(out, &body, 0x0005);
    add16(&body, 1200);
    record(out, 0x0042, &body);
    add16(&body, 0);
    record(out, 0x0022, &body);
    format_record(out, &body, 0);
    format_record(out, &body, 14);
    size_t boundsheet = out->n + 4;
    add32(&body, 0); /* where the sheet begins: filled in below */
    add16(&body, 0);
    buf_addc(&body, 2);
    buf_addc(&body, 1);
    add16(&body, sheet[0]);
    add16(&body, sheet[1]);
    record(out, 0x0085, &body);
    add32(&body, 3);
    add32(&body, 2);
    utf16(&body, strings[0], 2);
    utf16(&body, strings[1], 3);
    record(out, 0x00FC, &body);
    record(out, 0x000A, &body);
    uint32_t begin = (uint32_t)out->n;
    memcpy(out->p + boundsheet, &begin, 4);
    sheet_records(out, &body);
    while (out->n < 4096 || out->n % SECTOR)
        buf_addc(out, 0);
    buf_free(&body);
}

static void directory_entry(struct buf *out, const char *name, int kind, uint32_t child,
                            uint32_t start, uint32_t size)
{
    size_t n = strlen(name);
    for (size_t i = 0; i < 32; i++)
        add16(out, i < n ? (unsigned)name[i] : 0);
    add16(out, n ? (unsigned)(n + 1) * 2 : 0);
    buf_addc(out, (char)kind);
    buf_addc(out, 1);
    add32(out, UINT32_MAX);
    add32(out, UINT32_MAX);
    add32(out, child);
    for (int i = 0; i < 36; i++)
        buf_addc(out, 0);
    add32(out, start);
    add32(out, size);
    add32(out, 0);
}

/* Sector 0: allocation table, 1: directory, 2 and on: the stream. */
static void container(struct buf *out, const struct buf *stream)
{
    unsigned sectors = (unsigned)(stream->n / SECTOR);
    buf_add(out, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8);
    for (int i = 0; i < 16; i++)
        buf_addc(out, 0);
    add16(out, 0x3E);
    add16(out, 3);
    add16(out, 0xFFFE);
    add16(out, 9);
    add16(out, 6);
    for (int i = 0; i < 10; i++)
        buf_addc(out, 0);
    add32(out, 1); /* allocation table sectors */
    add32(out, 1); /* directory */
    add32(out, 0);
    add32(out, 4096);
    add32(out, 0xFFFFFFFE);
    add32(out, 0);
    add32(out, 0xFFFFFFFE);
    add32(out, 0);
    add32(out, 0);
    for (int i = 1; i < 109; i++)
        add32(out, UINT32_MAX);
    add32(out, 0xFFFFFFFD);
    add32(out, 0xFFFFFFFE);
    for (unsigned i = 0; i < 126; i++)
        add32(out, i + 1 < sectors ? i + 3 : i + 1 == sectors ? 0xFFFFFFFE : UINT32_MAX);
    directory_entry(out, "Root Entry", 5, 1, 0xFFFFFFFE, 0);
    directory_entry(out, "Workbook", 2, UINT32_MAX, 2, (uint32_t)stream->n);
    directory_entry(out, "", 0, UINT32_MAX, 0, 0);
    directory_entry(out, "", 0, UINT32_MAX, 0, 0);
    buf_add(out, stream->p, stream->n);
}

static void xls_make(struct buf *out)
{
    struct buf stream = BUF_INIT(65536);
    workbook_stream(&stream);
    container(out, &stream);
    buf_free(&stream);
}

static const char *path(void)
{
    return test_path("旧.xls");
}

static void texts_numbers_and_dates_are_read(void **state)
{
    (void)state;
    struct buf file = BUF_INIT(1u << 20);
    xls_make(&file);
    file_write(path(), file.p, file.n);
    assert_string_equal(sheet_dump(path(), 0, SHEET_AS_IS),
                        "1:T姓名|T史䶮伟\n3:T史䶮伟|N2890|D2013-06-30|N8775.37\n");
    CLEANUP(sheet_book_cleanup) struct sheet_book *b = NULL;
    struct error e;
    assert_ok_e(sheet_book_open(path(), &b, &e), &e);
    assert_int_equal(sheet_book_format(b), SHEET_XLS);
    assert_string_equal(sheet_book_name(b, 0), "家庭");
    buf_free(&file);
}

static void a_reader_closed_early_leaves_no_child_behind(void **state)
{
    (void)state;
    CLEANUP(sheet_book_cleanup) struct sheet_book *b = NULL;
    struct error e;
    struct sheet_reader *r;
    struct sheet_row row;
    assert_ok_e(sheet_book_open(path(), &b, &e), &e);
    assert_ok_e(sheet_open(b, 0, SHEET_AS_IS, &r, &e), &e);
    assert_ok_e(sheet_next(r, &row, &e), &e);
    sheet_close(r);
    assert_ok_e(sheet_open(b, 0, SHEET_REPEAT_MERGED, &r, &e), &e);
    sheet_close(r);
}

static void a_password_is_named(void **state)
{
    (void)state;
    struct buf file = BUF_INIT(1u << 20);
    xls_make(&file);
    buf_add(&file, "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0", 32);
    file_write(path(), file.p, file.n);
    assert_string_equal(sheet_error_code(path()), "SHEET_LOCKED");
    buf_free(&file);
}

/* Whatever the bytes, the answer is cells or a refusal, never a crash or a hang. */
static void damaged_files_are_read_or_refused(void **state)
{
    (void)state;
    struct buf file = BUF_INIT(1u << 20);
    struct random random = random_seed(test_seed());
    xls_make(&file);
    char *copy = malloc(file.n);
    assert_non_null(copy);
    for (int i = 0; i < 120; i++) {
        memcpy(copy, file.p, file.n);
        for (int k = 0; k < 8; k++)
            copy[8 + random_below(&random, (uint32_t)file.n - 8)] = (char)random_u64(&random);
        file_write(path(), copy,
                   i % 4 == 3 ? random_below(&random, (uint32_t)file.n - 8) + 8 : file.n);
        (void)sheet_error_code(path());
    }
    free(copy);
    buf_free(&file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_numbers_and_dates_are_read),
        cmocka_unit_test(a_reader_closed_early_leaves_no_child_behind),
        cmocka_unit_test(a_password_is_named),
        cmocka_unit_test(damaged_files_are_read_or_refused),
    };
    return cmocka_run_group_tests_name("xls", tests, NULL, NULL);
}
