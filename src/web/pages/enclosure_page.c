#include "web/pages/enclosure_page.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/text.h"
#include "office/thumbnail.h"
#include "web/pages/guarded.h"

#define TITLE_CHARACTERS_MAX 60

enum status enclosure_file_read(struct request *r, const struct form_file *file, const void **ret,
                                struct error *e)
{
    if (file->bytes <= 0 || file->bytes > ATTACHMENT_BYTES_MAX)
        return error_set(e, STATUS_REFUSED, "ATTACHMENT_SIZE",
                         _("文件要大于 0、最多 %u MB：照片可以用手机调小后再传。"),
                         ATTACHMENT_BYTES_MAX / ENCLOSURE_KB / ENCLOSURE_KB);
    size_t n = (size_t)file->bytes, at = 0;
    char *bytes = arena_alloc(r->arena, n);
    if (bytes == NULL)
        return arena_exhausted(e);
    int fd = open(file->path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return error_set(e, STATUS_FAILED, "UPLOAD_READ", _("读不到上传的文件：%s"),
                         strerror(errno));
    while (at < n) {
        ssize_t got = read(fd, bytes + at, n - at);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            break;
        at += (size_t)got;
    }
    close(fd);
    if (at != n)
        return error_set(e, STATUS_FAILED, "UPLOAD_READ", _("读不完上传的文件。"));
    *ret = bytes;
    return STATUS_OK;
}

/* The first characters, whole ones. */
static const char *title_cut(struct arena *arena, const char *title)
{
    size_t n = 0, characters = 0;
    while (title[n] != '\0' && characters < TITLE_CHARACTERS_MAX) {
        do
            n++;
        while (((unsigned char)title[n] & 0xC0) == 0x80);
        characters++;
    }
    return arena_printf(arena, "%.*s", (int)n, title);
}

enum status enclosure_of_form(struct request *r, enum enclosure_kind kind, int64_t subject,
                              const char *title, struct enclosure_new *ret, struct error *e)
{
    const struct form_file *file;
    struct enclosure_new paper = {.kind = kind, .subject = subject};
    if (request_file(r, "file", &file) != STATUS_OK)
        return STATUS_NONE;
    paper.title = title_cut(r->arena, title);
    if (paper.title == NULL)
        return arena_exhausted(e);
    TRY(enclosure_file_read(r, file, &paper.bytes, e));
    paper.size_bytes = (size_t)file->bytes;
    enum status s = thumbnail_make(paper.bytes, paper.size_bytes, r->arena, &paper.thumbnail,
                                   &paper.thumbnail_bytes, e);
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    TRY(require_keys(r, e));
    *ret = paper;
    return STATUS_OK;
}

enum status enclosure_of_address(const struct request *r, const char *name, int *ret)
{
    int64_t seq;
    TRY(request_parameter_i64(r, name, &seq));
    if (seq > INT32_MAX)
        return STATUS_NONE;
    *ret = (int)seq;
    return STATUS_OK;
}

enum status enclosure_respond(struct request *r, const void *bytes, size_t n,
                              const char *media_type, const char *name, struct error *e)
{
    CLEANUP(buf_free) struct buf body = BUF_INIT(RESPONSE_BYTES_MAX);
    const bool is_saved = text_equals(media_type, "application/pdf");
    const char *saved_as =
        is_saved ? arena_printf(r->arena, "%s%s", name, attachment_ending(media_type)) : NULL;
    if (is_saved && saved_as == NULL)
        return arena_exhausted(e);
    buf_add(&body, bytes, n);
    TRY(buf_status(&body, e));
    return respond_bytes(r, media_type, saved_as, &body, e);
}
