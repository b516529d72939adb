#include "office/picture_head.h"

#include <string.h>

#define MARKERS_MAX 1000
#define TIFF_ENTRIES_MAX 200
#define TAG_ORIENTATION 0x0112
#define TYPE_SHORT 3

/* A stretch of bytes that nobody reads past. */
struct span {
    const uint8_t *p;
    size_t n;
};

static uint32_t big16(const uint8_t *p)
{
    return (uint32_t)p[0] << 8 | p[1];
}

static uint32_t big32(const uint8_t *p)
{
    return big16(p) << 16 | big16(p + 2);
}

static uint32_t tiff16(const uint8_t *p, bool is_little)
{
    return is_little ? (uint32_t)p[1] << 8 | p[0] : big16(p);
}

static uint32_t tiff32(const uint8_t *p, bool is_little)
{
    return is_little ? tiff16(p + 2, true) << 16 | tiff16(p, true) : big32(p);
}

/* The first directory of the TIFF that an Exif segment carries. 1 when it does not say. */
static int exif_orientation(struct span s)
{
    if (s.n < 14 || memcmp(s.p, "Exif\0\0", 6) != 0)
        return 1;
    struct span tiff = {s.p + 6, s.n - 6};
    bool is_little = tiff.p[0] == 'I';
    uint32_t at = tiff32(tiff.p + 4, is_little);
    if (at > tiff.n || tiff.n - at < 2)
        return 1;
    uint32_t count = tiff16(tiff.p + at, is_little);
    at += 2;
    for (uint32_t i = 0; i < count && i < TIFF_ENTRIES_MAX && tiff.n - at >= 12; i++, at += 12) {
        const uint8_t *entry = tiff.p + at;
        if (tiff16(entry, is_little) != TAG_ORIENTATION ||
            tiff16(entry + 2, is_little) != TYPE_SHORT)
            continue;
        uint32_t value = tiff16(entry + 8, is_little);
        return value >= 1 && value <= 8 ? (int)value : 1;
    }
    return 1;
}

static bool is_frame(uint8_t marker)
{
    /* C4, C8 and CC are tables, not frames. */
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

static enum status jpeg_read(struct span s, struct picture_head *ret)
{
    struct picture_head head = {.type = PICTURE_JPEG, .orientation = 1};
    size_t at = 2;
    for (int i = 0; i < MARKERS_MAX; i++) {
        while (at < s.n && s.p[at] == 0xFF)
            at++;
        if (at >= s.n || s.p[at - 1] != 0xFF || s.n - at < 3)
            return STATUS_NONE;
        uint8_t marker = s.p[at++];
        if (marker == 0x01 || (marker >= 0xD0 && marker <= 0xD7))
            continue; /* stands alone */
        uint32_t length = big16(s.p + at);
        if (length < 2 || length > s.n - at)
            return STATUS_NONE;
        struct span body = {s.p + at + 2, length - 2};
        if (marker == 0xE1 && head.orientation == 1)
            head.orientation = exif_orientation(body);
        if (is_frame(marker)) {
            if (body.n < 5)
                return STATUS_NONE;
            head.height = big16(body.p + 1);
            head.width = big16(body.p + 3);
            head.body_at = at + length;
            *ret = head;
            return head.width > 0 && head.height > 0 ? STATUS_OK : STATUS_NONE;
        }
        if (marker == 0xDA || marker == 0xD9)
            return STATUS_NONE; /* the picture itself, or its end, before any frame */
        at += length;
    }
    return STATUS_NONE;
}

enum status picture_head_read(const void *bytes, size_t n, struct picture_head *ret)
{
    struct span s = {bytes, n};
    if (n >= 3 && memcmp(s.p, "\xFF\xD8\xFF", 3) == 0)
        return jpeg_read(s, ret);
    if (n < 24 || memcmp(s.p, "\x89PNG\r\n\x1A\n\0\0\0\x0DIHDR", 16) != 0)
        return STATUS_NONE;
    struct picture_head head = {
        .type = PICTURE_PNG, .width = big32(s.p + 16), .height = big32(s.p + 20), .orientation = 1};
    if (head.width == 0 || head.height == 0)
        return STATUS_NONE;
    *ret = head;
    return STATUS_OK;
}
