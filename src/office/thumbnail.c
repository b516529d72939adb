#include "office/thumbnail.h"

#include <errno.h>
#include <fcntl.h>
#include <gd.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/i18n.h"
#include "office/picture_head.h"

#define CHILD_CPU_SECONDS 20
#define CHILD_MEMORY_BYTES ((rlim_t)1 << 30)
#define SILENCE_MS_MAX 30000
#define JPEG_QUALITY 80

#if defined(__SANITIZE_ADDRESS__)
#define HAS_ADDRESS_SANITIZER 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HAS_ADDRESS_SANITIZER 1
#endif
#endif
#ifndef HAS_ADDRESS_SANITIZER
#define HAS_ADDRESS_SANITIZER 0
#endif

/* ---- the child: says nothing but the small picture ---- */

static void child_limits(void)
{
    struct rlimit cpu = {CHILD_CPU_SECONDS, CHILD_CPU_SECONDS};
    struct rlimit none = {0, 0};
    (void)setrlimit(RLIMIT_CPU, &cpu);
    (void)setrlimit(RLIMIT_CORE, &none);
    (void)setrlimit(RLIMIT_FSIZE, &none);
    if (!HAS_ADDRESS_SANITIZER) { /* which reserves terabytes of address space for itself */
        struct rlimit memory = {CHILD_MEMORY_BYTES, CHILD_MEMORY_BYTES};
        (void)setrlimit(RLIMIT_AS, &memory);
    }
}

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

static _Noreturn void child_main(const void *bytes, size_t n, const struct picture_head *head,
                                 int fd)
{
    int size = 0;
    child_limits();
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (null >= 0) {
        (void)dup2(null, 0);
        (void)dup2(null, 1);
        (void)dup2(null, 2);
    }
    const char *jpeg = gdImageJpegPtr(child_decode(bytes, n, head), &size, JPEG_QUALITY);
    if (!jpeg || size <= 0)
        _exit(1);
    for (size_t at = 0; at < (size_t)size;) {
        ssize_t written = write(fd, jpeg + at, (size_t)size - at);
        if (written < 0 && errno != EINTR)
            _exit(1);
        if (written > 0)
            at += (size_t)written;
    }
    _exit(0);
}

/* ---- the parent: trusts nothing that comes out of the pipe ---- */

static enum status broken(struct error *e)
{
    return error_set(e, STATUS_REFUSED, "ATTACHMENT_BROKEN",
                     _("图片打不开：文件可能没有传完整，请重新拍照或扫描。"));
}

/* Until the child's end closes; NONE when it says too much or too little for too long. */
static enum status pipe_read(int fd, char *out, size_t max, size_t *ret_n)
{
    struct pollfd wait = {.fd = fd, .events = POLLIN};
    size_t n = 0;
    for (;;) {
        int ready = poll(&wait, 1, SILENCE_MS_MAX);
        if (ready < 0 && errno == EINTR)
            continue;
        if (ready <= 0 || n == max)
            return STATUS_NONE;
        ssize_t got = read(fd, out + n, max - n);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return STATUS_NONE;
        if (got == 0)
            break;
        n += (size_t)got;
    }
    *ret_n = n;
    return STATUS_OK;
}

static bool child_ended_well(pid_t pid)
{
    int how = 0;
    (void)kill(pid, SIGKILL); /* it has said all; one that hangs must not stay */
    while (waitpid(pid, &how, 0) < 0 && errno == EINTR)
        ;
    return (WIFEXITED(how) && WEXITSTATUS(how) == 0) ||
           (WIFSIGNALED(how) && WTERMSIG(how) == SIGKILL);
}

static enum status child_run(const void *bytes, size_t n, const struct picture_head *head,
                             char *out, size_t *ret_n, struct error *e)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0)
        return error_set(e, STATUS_FAILED, "PICTURE_CHILD", _("无法启动读图进程：%s"),
                         strerror(errno));
    pid_t pid = fork();
    if (pid < 0) {
        int code = errno;
        close(ends[0]);
        close(ends[1]);
        return error_set(e, STATUS_FAILED, "PICTURE_CHILD", _("无法启动读图进程：%s"),
                         strerror(code));
    }
    if (pid == 0) {
        close(ends[0]);
        child_main(bytes, n, head, ends[1]);
    }
    close(ends[1]);
    enum status s = pipe_read(ends[0], out, THUMBNAIL_BYTES_MAX, ret_n);
    close(ends[0]);
    bool is_well = child_ended_well(pid);
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
    TRY(child_run(bytes, n, &head, out, &small_bytes, e));
    bool is_small = picture_head_read(out, small_bytes, &small) == STATUS_OK &&
                    small.type == PICTURE_JPEG && small.width <= THUMBNAIL_SIDE_PX &&
                    small.height <= THUMBNAIL_SIDE_PX;
    if (!is_small)
        return broken(e);
    *ret = out;
    *ret_bytes = small_bytes;
    return STATUS_OK;
}
