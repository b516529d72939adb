#include "office/thumbnail.h"

#include <gd.h>
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "office/child.h"
#include "office/picture_head.h"

#define CHILD_CPU_SECONDS 20
#define SILENCE_MS_MAX 30000
#define JPEG_QUALITY 80

/* ---- the child: says nothing but the small picture ---- */

static int scaled(int side, int longest)
{
    int small =
        longest <= THUMBNAIL_SIDE_PX ? side : (int)((int64_t)side * THUMBNAIL_SIDE_PX / longest);
    return small > 0 ? small : 1;
}

/* Orientations 5 to 8 lie on their side. */
static gdImagePtr upright(gdImagePtr from, int orientation)
{
    bool is_turned = orientation >= 5;
    int w = gdImageSX(from), h = gdImageSY(from);
    gdImagePtr to = gdImageCreateTrueColor(is_turned ? h : w, is_turned ? w : h);
    if (!to)
        _exit(1);
    for (int y = 0; y < gdImageSY(to); y++)
        for (int x = 0; x < gdImageSX(to); x++) {
            int u = is_turned ? y : x, v = is_turned ? x : y;
            if (orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8)
                u = w - 1 - u;
            if (orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7)
                v = h - 1 - v;
            gdImageSetPixel(to, x, y, gdImageGetTrueColorPixel(from, u, v));
        }
    return to;
}

static gdImagePtr child_decode(const void *bytes, size_t n, const struct picture_head *head)
{
    /* gd takes the bytes without changing them. */
    void *picture = (void *)(uintptr_t)bytes;
    gdImagePtr whole = head->type == PICTURE_JPEG ? gdImageCreateFromJpegPtr((int)n, picture)
                                                  : gdImageCreateFromPngPtr((int)n, picture);
    if (!whole)
        _exit(1);
    int w = gdImageSX(whole), h = gdImageSY(whole), longest = w > h ? w : h;
    gdImagePtr small = gdImageCreateTrueColor(scaled(w, longest), scaled(h, longest));
    if (!small)
        _exit(1);
    /* What is transparent is paper. */
    gdImageFilledRectangle(small, 0, 0, gdImageSX(small), gdImageSY(small),
                           gdTrueColor(255, 255, 255));
    gdImageCopyResampled(small, whole, 0, 0, 0, 0, gdImageSX(small), gdImageSY(small), w, h);
    return head->orientation > 1 ? upright(small, head->orientation) : small;
}

struct picture {
    const void *bytes;
    size_t n;
    const struct picture_head *head;
};

static void child_main(void *context, int fd)
{
    const struct picture *p = context;
    int size = 0;
    const char *jpeg = gdImageJpegPtr(child_decode(p->bytes, p->n, p->head), &size, JPEG_QUALITY);
    if (!jpeg || size <= 0)
        _exit(1);
    child_write(fd, jpeg, (size_t)size);
}

/* ---- the parent: trusts nothing that comes out of the pipe ---- */

static enum status broken(struct error *e)
{
    return error_set(e, STATUS_REFUSED, "ATTACHMENT_BROKEN",
                     _("图片打不开：文件可能没有传完整，请重新拍照或扫描。"));
}

/* Until the child's end closes; NONE when it says too much or too little for too long. */
static enum status picture_read(const struct child *c, char *out, size_t max, size_t *ret_n)
{
    size_t n = 0;
    while (n < max) {
        size_t got = 0;
        switch (child_read(c, out + n, max - n, SILENCE_MS_MAX, &got)) {
        case CHILD_SAID:
            n += got;
            break;
        case CHILD_CLOSED:
            *ret_n = n;
            return STATUS_OK;
        default:
            return STATUS_NONE;
        }
    }
    return STATUS_NONE;
}

static enum status picture_shrink(struct picture *p, char *out, size_t *ret_n, struct error *e)
{
    struct child child;
    int code = child_start(CHILD_CPU_SECONDS, child_main, p, &child);
    if (code != 0)
        return error_set(e, STATUS_FAILED, "PICTURE_CHILD", _("无法启动读图进程：%s"),
                         strerror(code));
    enum status s = picture_read(&child, out, THUMBNAIL_BYTES_MAX, ret_n);
    bool is_well = child_stop(&child);
    return s == STATUS_OK && is_well ? STATUS_OK : broken(e);
}

/* The decoder paints what is missing of a JPEG grey; here a photo that was cut off is refused. What
   stands before the frame may have an end mark of its own (the camera's small picture). */
static bool is_whole(const uint8_t *bytes, size_t n, const struct picture_head *head)
{
    return head->type != PICTURE_JPEG ||
           memmem(bytes + head->body_at, n - head->body_at, "\xFF\xD9", 2) != NULL;
}

enum status thumbnail_make(const void *bytes, size_t n, struct arena *arena, const void **ret,
                           size_t *ret_bytes, struct error *e)
{
    struct picture_head head, small;
    const uint8_t *p = bytes;
    size_t small_bytes = 0;
    bool is_picture = n >= 4 && ((p[0] == 0xFF && p[1] == 0xD8) || memcmp(p, "\x89PNG", 4) == 0);
    if (!is_picture)
        return STATUS_NONE;
    if (n > INT32_MAX || picture_head_read(bytes, n, &head) != STATUS_OK ||
        !is_whole(bytes, n, &head))
        return broken(e);
    if (head.width > PICTURE_SIDE_PX_MAX || head.height > PICTURE_SIDE_PX_MAX ||
        (uint64_t)head.width * head.height > PICTURE_PX_MAX)
        return error_set(e, STATUS_REFUSED, "ATTACHMENT_SIZE",
                         _("图片有 %u×%u 个像素，太大了：请调小后再传。"), head.width, head.height);
    char *out = arena_alloc(arena, THUMBNAIL_BYTES_MAX);
    if (!out)
        return arena_exhausted(e);
    TRY(picture_shrink(&(struct picture){bytes, n, &head}, out, &small_bytes, e));
    bool is_small = picture_head_read(out, small_bytes, &small) == STATUS_OK &&
                    small.type == PICTURE_JPEG && small.width <= THUMBNAIL_SIDE_PX &&
                    small.height <= THUMBNAIL_SIDE_PX;
    if (!is_small)
        return broken(e);
    *ret = out;
    *ret_bytes = small_bytes;
    return STATUS_OK;
}
