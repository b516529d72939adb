/* Papers: what they are is in their bytes; kept once, sealed, and nobody's but the case's. */
#include <gd.h>
#include <stdlib.h>
#include <string.h>

#include "domain/casework/attachment.h"
#include "domain/casework/enclosure.h"
#include "domain/casework/flow_support.h"
#include "office/picture_head.h"
#include "office/thumbnail.h"

struct bytes {
    const void *p;
    size_t n;
};

/* Red above, blue below, so that it is seen which way is up. */
static struct bytes picture(struct arena *arena, int width, int height, bool is_png)
{
    int n = 0;
    gdImagePtr image = gdImageCreateTrueColor(width, height);
    assert_non_null(image);
    gdImageFilledRectangle(image, 0, 0, width - 1, height / 2 - 1, gdTrueColor(255, 0, 0));
    gdImageFilledRectangle(image, 0, height / 2, width - 1, height - 1, gdTrueColor(0, 0, 255));
    void *encoded = is_png ? gdImagePngPtr(image, &n) : gdImageJpegPtr(image, &n, 90);
    gdImageDestroy(image);
    assert_non_null(encoded);
    void *kept = arena_alloc(arena, (size_t)n);
    memcpy(kept, encoded, (size_t)n);
    gdFree(encoded);
    return (struct bytes){kept, (size_t)n};
}

/* The same photo as a camera writes it that was held another way. */
static struct bytes turned(struct arena *arena, struct bytes jpeg, uint8_t orientation)
{
    const uint8_t exif[] = {0xFF, 0xE1, 0, 34, 'E', 'x',         'i', 'f', 0,    0,    'M', 'M',
                            0,    42,   0, 0,  0,   8,           0,   1,   0x01, 0x12, 0,   3,
                            0,    0,    0, 1,  0,   orientation, 0,   0,   0,    0,    0,   0};
    uint8_t *out = arena_alloc(arena, jpeg.n + sizeof exif);
    memcpy(out, jpeg.p, 2);
    memcpy(out + 2, exif, sizeof exif);
    memcpy(out + 2 + sizeof exif, (const uint8_t *)jpeg.p + 2, jpeg.n - 2);
    return (struct bytes){out, jpeg.n + sizeof exif};
}

static struct bytes pdf(struct arena *arena, size_t n)
{
    static const char head[] =
        "%PDF-1.4\n1 0 obj <</Type /Page>> endobj <</Type/Pages>> /Type/Page ";
    char *out = arena_alloc(arena, n);
    assert_non_null(out);
    memset(out, ' ', n);
    memcpy(out, head, sizeof head - 1);
    return (struct bytes){out, n};
}

/* ---- small pictures ---- */

static int pixel(struct bytes jpeg, int x, int y)
{
    gdImagePtr image = gdImageCreateFromJpegPtr((int)jpeg.n, (void *)(uintptr_t)jpeg.p);
    assert_non_null(image);
    int colour = gdImageGetTrueColorPixel(image, x, y);
    gdImageDestroy(image);
    return colour;
}

static bool is_red(int colour)
{
    return gdTrueColorGetRed(colour) > 180 && gdTrueColorGetBlue(colour) < 80;
}

static void a_picture_becomes_small_and_upright(void **state)
{
    (void)state;
    struct arena *arena = arena_new((size_t)64 << 20);
    struct error e = {0};
    struct picture_head head;
    struct bytes small;
    for (int is_png = 0; is_png <= 1; is_png++) {
        struct bytes given = picture(arena, 1200, 400, is_png != 0);
        assert_ok_e(thumbnail_make(given.p, given.n, arena, &small.p, &small.n, &e), &e);
        assert_ok(picture_head_read(small.p, small.n, &head));
        assert_int_equal(head.type, PICTURE_JPEG);
        assert_int_equal(head.width, 240);
        assert_int_equal(head.height, 80);
        assert_true(is_red(pixel(small, 120, 10)));
        assert_false(is_red(pixel(small, 120, 70)));
    }
    /* No picture is made larger. */
    struct bytes tiny = picture(arena, 1, 1, true);
    assert_ok_e(thumbnail_make(tiny.p, tiny.n, arena, &small.p, &small.n, &e), &e);
    assert_ok(picture_head_read(small.p, small.n, &head));
    assert_int_equal(head.width, 1);

    /* Where the red half comes to lie, by orientation: top, top, bottom, bottom, left, right,
       right, left. */
    static const char side[] = "?ttbblrrl";
    struct bytes photo = picture(arena, 400, 200, false);
    for (uint8_t o = 1; o <= 8; o++) {
        struct bytes given = turned(arena, photo, o);
        assert_ok(picture_head_read(given.p, given.n, &head));
        assert_int_equal(head.orientation, o);
        assert_ok_e(thumbnail_make(given.p, given.n, arena, &small.p, &small.n, &e), &e);
        assert_ok(picture_head_read(small.p, small.n, &head));
        int w = (int)head.width, h = (int)head.height;
        assert_int_equal(w, o >= 5 ? 120 : 240);
        assert_int_equal(h, o >= 5 ? 240 : 120);
        if (o < 5) {
            assert_int_equal(is_red(pixel(small, w / 2, 5)), side[o] == 't');
            assert_int_equal(is_red(pixel(small, w / 2, h - 5)), side[o] == 'b');
        }
        if (o >= 5) {
            assert_int_equal(is_red(pixel(small, 5, h / 2)), side[o] == 'l');
            assert_int_equal(is_red(pixel(small, w - 5, h / 2)), side[o] == 'r');
        }
    }
    arena_free(arena);
}

static void what_can_not_be_decoded_is_refused(void **state)
{
    (void)state;
    struct arena *arena = arena_new((size_t)64 << 20);
    struct error e = {0};
    struct bytes small, jpeg = picture(arena, 800, 600, false), png = picture(arena, 80, 60, true);
    assert_refused(thumbnail_make(jpeg.p, jpeg.n / 2, arena, &small.p, &small.n, &e), &e,
                   "ATTACHMENT_BROKEN");
    assert_refused(thumbnail_make(jpeg.p, 20, arena, &small.p, &small.n, &e), &e,
                   "ATTACHMENT_BROKEN");
    assert_refused(thumbnail_make(png.p, png.n / 2, arena, &small.p, &small.n, &e), &e,
                   "ATTACHMENT_BROKEN");
    /* A picture that says that it is larger than any is not even tried. */
    uint8_t *bomb = arena_alloc(arena, png.n);
    memcpy(bomb, png.p, png.n);
    memcpy(bomb + 16, "\0\0\xFF\xFF\0\0\xFF\xFF", 8);
    assert_refused(thumbnail_make(bomb, png.n, arena, &small.p, &small.n, &e), &e,
                   "ATTACHMENT_SIZE");
    assert_status(thumbnail_make("%PDF-1.4 ", 9, arena, &small.p, &small.n, &e), STATUS_NONE);
    arena_free(arena);
}

/* ---- keeping ---- */

static enum status add_as(struct flow *f, struct case_actor actor, int64_t id, struct bytes given,
                          const char *kind, const char *title, int *ret, struct error *e)
{
    struct attachment_new paper = {
        .case_id = id, .kind = kind, .title = title, .bytes = given.p, .size_bytes = given.n};
    enum status s =
        thumbnail_make(given.p, given.n, f->arena, &paper.thumbnail, &paper.thumbnail_bytes, e);
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    return attachment_add(f->db, COUNTY, f->keys, &actor, &paper, ret, e);
}

static enum status add(struct flow *f, int64_t id, struct bytes given, int *ret, struct error *e)
{
    return add_as(f, flow_actor(f, "clerk"), id, given, "photo_home", "堂屋", ret, e);
}

static int64_t opened(struct flow *f)
{
    return flow_open(f, CASE_DIBAO, flow_dibao_form(f), "village", "2013-09-13");
}

static void kept_body(struct flow *f)
{
    struct error e = {0};
    struct bytes photo = picture(f->arena, 640, 480, false);
    struct attachment_row *list;
    const void *bytes;
    const char *type;
    size_t n, count;
    int seq = 0, again = 0;
    int64_t id = opened(f), other = opened(f);
    assert_ok_e(add(f, id, photo, &seq, &e), &e);
    assert_int_equal(seq, 1);
    assert_ok_e(add(f, id, photo, &again, &e), &e);
    assert_int_equal(again, 1);
    assert_ok_e(add(f, other, photo, &again, &e), &e);
    assert_int_equal(again, 1);
    assert_int_equal(flow_number(f, "SELECT count(*) FROM attachment"), 1);
    assert_int_equal(flow_number(f, "SELECT count(*) FROM case_attachment"), 2);

    assert_ok_e(
        attachment_read(f->db, COUNTY, f->keys, id, 1, false, f->arena, &bytes, &n, &type, &e), &e);
    assert_int_equal(n, photo.n);
    assert_memory_equal(bytes, photo.p, n);
    assert_string_equal(type, "image/jpeg");
    assert_ok_e(
        attachment_read(f->db, COUNTY, f->keys, id, 1, true, f->arena, &bytes, &n, &type, &e), &e);
    assert_true(n < photo.n && n > 100);
    assert_status(
        attachment_read(f->db, COUNTY, f->keys, id, 2, false, f->arena, &bytes, &n, &type, &e),
        STATUS_NONE);

    assert_ok_e(add(f, id, pdf(f->arena, 1000), &seq, &e), &e);
    assert_ok_e(attachment_list(f->db, COUNTY, id, f->arena, &list, &count, &e), &e);
    assert_int_equal(count, 2);
    assert_true(list[0].has_thumbnail);
    assert_false(list[1].has_thumbnail);
    assert_string_equal(list[1].media_type, "application/pdf");
    assert_int_equal(list[1].page_count, 2);
    assert_status(
        attachment_read(f->db, COUNTY, f->keys, id, 2, true, f->arena, &bytes, &n, &type, &e),
        STATUS_NONE);
}

static void the_same_bytes_are_kept_once(void **state)
{
    (void)state;
    flow_each(kept_body);
}

static void refusals_body(struct flow *f)
{
    struct error e = {0};
    struct bytes photo = picture(f->arena, 64, 48, false), text = {"<html>not a photo</html>", 24};
    int seq = 0;
    int64_t id = opened(f);
    assert_refused(add(f, id, text, &seq, &e), &e, "ATTACHMENT_TYPE");
    assert_refused(add(f, id, (struct bytes){"", 0}, &seq, &e), &e, "ATTACHMENT_SIZE");
    assert_refused(add(f, id, pdf(f->arena, ATTACHMENT_BYTES_MAX + 1), &seq, &e), &e,
                   "ATTACHMENT_SIZE");
    assert_ok_e(add(f, id, pdf(f->arena, ATTACHMENT_BYTES_MAX), &seq, &e), &e);
    assert_refused(add_as(f, flow_actor(f, "clerk"), id, photo, "selfie", "堂屋", &seq, &e), &e,
                   "ATTACHMENT_KIND");
    assert_refused(add_as(f, flow_actor(f, "clerk"), id, photo, "other", "", &seq, &e), &e,
                   "ATTACHMENT_TITLE");
    assert_refused(add_as(f, flow_actor(f, "other"), id, photo, "other", "x", &seq, &e), &e,
                   "ACCESS_SCOPE");
    assert_refused(add_as(f, flow_actor(f, "auditor"), id, photo, "other", "x", &seq, &e), &e,
                   "ACCESS_DENIED");
    assert_status(add(f, id + 99, photo, &seq, &e), STATUS_NONE);
    /* A picture that nobody could decode does not come in without its small one. */
    struct case_actor actor = flow_actor(f, "clerk");
    struct attachment_new bare = {
        .case_id = id, .kind = "other", .title = "x", .bytes = photo.p, .size_bytes = photo.n};
    assert_refused(attachment_add(f->db, COUNTY, f->keys, &actor, &bare, &seq, &e), &e,
                   "ATTACHMENT_BROKEN");
    assert_int_equal(flow_number(f, "SELECT count(*) FROM case_attachment"), 1);
    for (size_t i = 1; i < ATTACHMENTS_PER_CASE_MAX; i++)
        assert_ok_e(add(f, id, pdf(f->arena, 200 + i), &seq, &e), &e);
    assert_int_equal(seq, ATTACHMENTS_PER_CASE_MAX);
    assert_refused(add(f, id, photo, &seq, &e), &e, "ATTACHMENT_COUNT");
}

static void what_is_no_paper_of_the_case_is_refused(void **state)
{
    (void)state;
    flow_each(refusals_body);
}

static void strike_body(struct flow *f)
{
    struct error e = {0};
    struct bytes photo = picture(f->arena, 64, 48, false);
    struct attachment_row *list;
    struct case_actor clerk = flow_actor(f, "clerk"), other = flow_actor(f, "other");
    size_t count;
    int seq = 0;
    int64_t id = opened(f);
    assert_ok_e(add(f, id, photo, &seq, &e), &e);
    assert_refused(attachment_remove(f->db, COUNTY, &other, id, 1, &e), &e, "ACCESS_SCOPE");
    assert_status(attachment_remove(f->db, COUNTY, &clerk, id, 2, &e), STATUS_NONE);
    assert_ok_e(attachment_remove(f->db, COUNTY, &clerk, id, 1, &e), &e);
    assert_status(attachment_remove(f->db, COUNTY, &clerk, id, 1, &e), STATUS_NONE);
    assert_ok_e(attachment_list(f->db, COUNTY, id, f->arena, &list, &count, &e), &e);
    assert_int_equal(count, 0);
    assert_int_equal(flow_number(f, "SELECT count(*) FROM attachment"), 1);
    assert_ok_e(add(f, id, photo, &seq, &e), &e);
    assert_int_equal(seq, 2);
    flow_act(f, id, ACTION_WITHDRAW, "village", "2013-09-16",
             flow_step_form(f, CASE_DIBAO, ACTION_WITHDRAW, "2013-09-16"));
    assert_refused(attachment_remove(f->db, COUNTY, &clerk, id, 2, &e), &e, "ATTACHMENT_CLOSED");
}

static void a_struck_paper_is_gone_from_the_list_only(void **state)
{
    (void)state;
    flow_each(strike_body);
}

static void sealed_body(struct flow *f)
{
    struct error e = {0};
    const void *bytes;
    const char *type;
    size_t n;
    int seq = 0;
    int64_t id = opened(f);
    assert_ok_e(add(f, id, pdf(f->arena, 1000), &seq, &e), &e);
    assert_ok_e(add(f, id, pdf(f->arena, 2000), &seq, &e), &e);
    assert_int_equal(
        flow_number(f,
                    "SELECT count(*) FROM attachment WHERE length(content_sealed) <= size_bytes"),
        0);
    /* One sealed paper put in the other's place opens, but is not what was registered. */
    assert_ok(db_execute_raw(f->db,
                             "UPDATE attachment SET content_sealed = (SELECT x.content_sealed FROM "
                             "attachment AS x WHERE x.size_bytes = 2000) WHERE size_bytes = 1000",
                             &e));
    assert_failed(
        attachment_read(f->db, COUNTY, f->keys, id, 1, false, f->arena, &bytes, &n, &type, &e), &e,
        "ATTACHMENT_ALTERED");
    assert_ok_e(
        attachment_read(f->db, COUNTY, f->keys, id, 2, false, f->arena, &bytes, &n, &type, &e), &e);
}

static void papers_are_sealed_and_can_not_change_places(void **state)
{
    (void)state;
    flow_each(sealed_body);
}

/* ---- of other things than cases ---- */

static enum status enclose(struct flow *f, enum enclosure_kind kind, int64_t subject,
                           struct bytes given, const char *title, int *ret, struct error *e)
{
    struct enclosure_new paper = {
        .kind = kind, .subject = subject, .title = title, .bytes = given.p, .size_bytes = given.n};
    enum status s =
        thumbnail_make(given.p, given.n, f->arena, &paper.thumbnail, &paper.thumbnail_bytes, e);
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    return enclosure_add(f->db, COUNTY, f->keys, &paper, "clerk", ret, e);
}

static void enclosure_body(struct flow *f)
{
    struct error e = {0};
    struct bytes photo = picture(f->arena, 640, 480, false);
    struct enclosure *list;
    const void *bytes;
    const char *type;
    size_t n, count;
    int seq = 0;
    /* The same photo in a case, a claim and a stay of one number: one content, three lists. */
    assert_ok_e(add(f, opened(f), photo, &seq, &e), &e);
    assert_ok_e(enclose(f, ENCLOSURE_CLAIM, 7, photo, "发票", &seq, &e), &e);
    assert_ok_e(enclose(f, ENCLOSURE_STAY, 7, photo, "协议", &seq, &e), &e);
    assert_ok_e(enclose(f, ENCLOSURE_STAY, 7, photo, "协议", &seq, &e), &e);
    assert_int_equal(seq, 1);
    assert_int_equal(flow_number(f, "SELECT count(*) FROM attachment"), 1);
    assert_int_equal(flow_number(f, "SELECT count(*) FROM enclosure"), 2);
    assert_ok_e(enclosure_read(f->db, COUNTY, f->keys, ENCLOSURE_STAY, 7, 1, false, f->arena,
                               &bytes, &n, &type, &e),
                &e);
    assert_int_equal(n, photo.n);
    assert_memory_equal(bytes, photo.p, n);
    assert_ok_e(enclosure_read(f->db, COUNTY, f->keys, ENCLOSURE_STAY, 7, 1, true, f->arena, &bytes,
                               &n, &type, &e),
                &e);
    assert_true(n < photo.n);
    assert_status(enclosure_read(f->db, COUNTY, f->keys, ENCLOSURE_RECORD, 7, 1, false, f->arena,
                                 &bytes, &n, &type, &e),
                  STATUS_NONE);
    /* Struck from one list it stays in the other. */
    assert_ok_e(enclosure_remove(f->db, COUNTY, ENCLOSURE_STAY, 7, 1, "clerk", &e), &e);
    assert_status(enclosure_remove(f->db, COUNTY, ENCLOSURE_STAY, 7, 1, "clerk", &e), STATUS_NONE);
    assert_ok_e(enclosure_list(f->db, COUNTY, ENCLOSURE_STAY, 7, f->arena, &list, &count, &e), &e);
    assert_int_equal(count, 0);
    assert_ok_e(enclosure_list(f->db, COUNTY, ENCLOSURE_CLAIM, 7, f->arena, &list, &count, &e), &e);
    assert_int_equal(count, 1);
    assert_string_equal(list[0].title, "发票");
    assert_true(list[0].has_thumbnail);
    assert_refused(enclose(f, ENCLOSURE_CLAIM, 7, (struct bytes){"<html>", 6}, "x", &seq, &e), &e,
                   "ATTACHMENT_TYPE");
    assert_refused(enclose(f, ENCLOSURE_CLAIM, 7, pdf(f->arena, 200), "", &seq, &e), &e,
                   "ATTACHMENT_TITLE");
    for (size_t i = 1; i < ENCLOSURES_MAX; i++)
        assert_ok_e(enclose(f, ENCLOSURE_CLAIM, 7, pdf(f->arena, 200 + i), "发票", &seq, &e), &e);
    assert_refused(enclose(f, ENCLOSURE_CLAIM, 7, pdf(f->arena, 900), "发票", &seq, &e), &e,
                   "ATTACHMENT_COUNT");
    assert_ok_e(enclosure_remove(f->db, COUNTY, ENCLOSURE_CLAIM, 7, 5, "clerk", &e), &e);
    assert_ok_e(enclose(f, ENCLOSURE_CLAIM, 7, pdf(f->arena, 900), "发票", &seq, &e), &e);
    assert_int_equal(seq, ENCLOSURES_MAX + 1);
}

static void papers_of_other_things_share_the_store_not_the_list(void **state)
{
    (void)state;
    flow_each(enclosure_body);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_picture_becomes_small_and_upright),
        cmocka_unit_test(what_can_not_be_decoded_is_refused),
        cmocka_unit_test(the_same_bytes_are_kept_once),
        cmocka_unit_test(what_is_no_paper_of_the_case_is_refused),
        cmocka_unit_test(a_struck_paper_is_gone_from_the_list_only),
        cmocka_unit_test(papers_are_sealed_and_can_not_change_places),
        cmocka_unit_test(papers_of_other_things_share_the_store_not_the_list),
    };
    return cmocka_run_group_tests_name("case-attachment", tests, NULL, NULL);
}
