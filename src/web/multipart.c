#include "base/i18n.h"
#include "base/text.h"
#include "web/form.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#define BOUNDARY_BYTES_MAX 70 /* RFC 2046 */
#define PART_HEADER_BYTES_MAX 4096
#define PIECE_BYTES 16384

enum multipart_state {
    MULTIPART_START,    /* the first boundary is expected */
    MULTIPART_BOUNDARY, /* behind a boundary: CRLF goes on, "--" ends */
    MULTIPART_HEADER,
    MULTIPART_BODY,
    MULTIPART_DONE, /* what follows is ignored */
};

struct multipart {
    struct form *form;
    const struct multipart_options *options;
    enum multipart_state state;
    char delimiter[BOUNDARY_BYTES_MAX + 5]; /* CRLF "--" boundary */
    size_t delimiter_n;
    struct buf pending; /* bytes not yet understood */
    struct buf value;   /* of the field being read */
    char name[FORM_NAME_BYTES_MAX + 1];
    struct form_file *file; /* being written, else NULL */
    int fd;
    int64_t file_bytes; /* of all files so far */
};

static enum status broken(struct error *e)
{
    return error_set(e, STATUS_REFUSED, "FORM_MULTIPART", _("上传的内容不完整，请重新上传"));
}

static size_t find_from(const char *p, size_t from, size_t n, char c)
{
    while (from < n && p[from] != c)
        from++;
    return from;
}

/* A parameter of a header value: name="value" or name=value. False when absent. */
static bool parameter_find(const char *p, size_t n, const char *name, const char **ret,
                           size_t *ret_n)
{
    size_t name_n = strlen(name);
    for (size_t at = find_from(p, 0, n, ';'); at < n;) {
        at++;
        while (at < n && (p[at] == ' ' || p[at] == '\t'))
            at++;
        size_t equals = find_from(p, at, n, '=');
        if (equals == n)
            return false;
        bool is_quoted = equals + 1 < n && p[equals + 1] == '"';
        size_t from = equals + (is_quoted ? 2 : 1);
        size_t end = find_from(p, from, n, is_quoted ? '"' : ';');
        if (is_quoted && end == n)
            return false;
        size_t to = end;
        while (!is_quoted && to > from && (p[to - 1] == ' ' || p[to - 1] == '\t'))
            to--;
        if (equals - at == name_n && strncasecmp(p + at, name, name_n) == 0) {
            *ret = p + from;
            *ret_n = to - from;
            return true;
        }
        at = find_from(p, end, n, ';');
    }
    return false;
}

enum status multipart_new(struct form *f, const char *content_type,
                          const struct multipart_options *options, struct multipart **ret,
                          struct error *e)
{
    const char *boundary;
    size_t n;
    if (!parameter_find(content_type, strlen(content_type), "boundary", &boundary, &n) || n == 0 ||
        n > BOUNDARY_BYTES_MAX)
        return broken(e);
    for (size_t i = 0; i < n; i++)
        if (boundary[i] < 0x20 || boundary[i] > 0x7e)
            return broken(e);
    struct multipart *m = calloc(1, sizeof(*m));
    if (m == NULL)
        return arena_exhausted(e);
    m->form = f;
    m->options = options;
    m->fd = -1;
    m->pending = BUF_INIT(PIECE_BYTES + PART_HEADER_BYTES_MAX + sizeof(m->delimiter) + 8);
    m->value = BUF_INIT(FORM_VALUE_BYTES_MAX);
    memcpy(m->delimiter, "\r\n--", 4);
    memcpy(m->delimiter + 4, boundary, n);
    m->delimiter_n = n + 4;
    *ret = m;
    return STATUS_OK;
}

void multipart_free(struct multipart *m)
{
    if (m == NULL)
        return;
    if (m->fd >= 0)
        close(m->fd);
    if (m->file != NULL)
        unlink(m->file->path);
    buf_free(&m->pending);
    buf_free(&m->value);
    free(m);
}

void multipart_cleanup(struct multipart **m)
{
    multipart_free(*m);
}

static enum status file_begin(struct multipart *m, const char *client_name, size_t n,
                              struct error *e)
{
    if (m->form->file_count == FORM_FILES_MAX || n > FORM_FILE_NAME_BYTES_MAX)
        return error_set(e, STATUS_REFUSED, "FORM_LIMIT",
                         _("一次最多上传 %d 个文件，文件名不能过长"), FORM_FILES_MAX);
    for (size_t i = n; i > 0; i--)
        if (client_name[i - 1] == '/' || client_name[i - 1] == '\\') {
            client_name += i;
            n -= i;
            break;
        }
    if (!utf8_is_valid(client_name, n))
        return error_set(e, STATUS_REFUSED, "FORM_TEXT",
                         _("文件名里有无法识别的字符，请改名后再上传"));
    struct form_file *file = ARENA_NEW(m->form->arena, struct form_file);
    char *path = arena_printf(m->form->arena, "%s/upload-XXXXXX", m->options->temp_dir);
    if (file == NULL || path == NULL)
        return arena_exhausted(e);
    file->client_name = arena_strndup(m->form->arena, client_name, n);
    if (file->client_name == NULL)
        return arena_exhausted(e);
    m->fd = mkostemp(path, O_CLOEXEC);
    if (m->fd < 0)
        return error_set(e, STATUS_FAILED, "UPLOAD_WRITE",
                         _("无法保存上传的文件：%s。请检查磁盘空间"), strerrordesc_np(errno));
    file->path = path;
    m->file = file;
    m->form->file_count++;
    return STATUS_OK;
}

static enum status header_read(struct multipart *m, const char *p, size_t n, struct error *e)
{
    static const char wanted[] = "content-disposition:";
    const char *line = p, *stop = p + n;
    const char *name = NULL, *file_name = NULL;
    size_t name_n = 0, file_name_n = 0;
    while (line < stop) {
        const char *end = memmem(line, (size_t)(stop - line), "\r\n", 2);
        if (end == NULL)
            end = stop;
        size_t line_n = (size_t)(end - line);
        if (line_n >= sizeof(wanted) - 1 && strncasecmp(line, wanted, sizeof(wanted) - 1) == 0) {
            if (!parameter_find(line, line_n, "name", &name, &name_n))
                name = NULL;
            if (!parameter_find(line, line_n, "filename", &file_name, &file_name_n))
                file_name = NULL;
        }
        line = end + 2;
    }
    if (name == NULL || name_n > FORM_NAME_BYTES_MAX)
        return broken(e);
    memcpy(m->name, name, name_n);
    m->name[name_n] = '\0';
    buf_clear(&m->value);
    if (file_name != NULL && file_name_n > 0)
        return file_begin(m, file_name, file_name_n, e);
    return STATUS_OK;
}

static enum status body_add(struct multipart *m, const char *p, size_t n, struct error *e)
{
    if (m->file == NULL) {
        if (n > FORM_VALUE_BYTES_MAX - m->value.n)
            return error_set(e, STATUS_REFUSED, "FORM_LIMIT", _("表单内容过多或某一项过长"));
        buf_add(&m->value, p, n);
        return buf_status(&m->value, e);
    }
    if ((int64_t)n > m->options->file_bytes_max - m->file_bytes)
        return error_set(e, STATUS_REFUSED, "UPLOAD_TOO_LARGE",
                         _("上传的文件超过 %lld MB，请分成几个文件"),
                         (long long)(m->options->file_bytes_max >> 20));
    m->file_bytes += (int64_t)n;
    m->file->bytes += (int64_t)n;
    while (n > 0) {
        ssize_t written = write(m->fd, p, n);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return error_set(e, STATUS_FAILED, "UPLOAD_WRITE",
                             _("无法保存上传的文件：%s。请检查磁盘空间"), strerrordesc_np(errno));
        p += written;
        n -= (size_t)written;
    }
    return STATUS_OK;
}

static enum status part_end(struct multipart *m, struct error *e)
{
    if (m->file == NULL)
        return form_add(m->form, m->name, strlen(m->name), buf_text(&m->value), m->value.n, NULL,
                        e);
    close(m->fd);
    m->fd = -1;
    TRY(form_add(m->form, m->name, strlen(m->name), "", 0, m->file, e));
    m->file = NULL; /* from here the form removes it */
    return STATUS_OK;
}

/* Takes one step on p[0..n). OK with what it used up in *ret_used; NONE when it needs more bytes.
 */
static enum status step(struct multipart *m, const char *p, size_t n, size_t *ret_used,
                        struct error *e)
{
    const char *found;
    switch (m->state) {
    case MULTIPART_START:
        if (n < m->delimiter_n - 2)
            return STATUS_NONE;
        if (memcmp(p, m->delimiter + 2, m->delimiter_n - 2) != 0)
            return broken(e);
        m->state = MULTIPART_BOUNDARY;
        *ret_used = m->delimiter_n - 2;
        return STATUS_OK;
    case MULTIPART_BOUNDARY:
        if (n < 2)
            return STATUS_NONE;
        if (memcmp(p, "\r\n", 2) != 0 && memcmp(p, "--", 2) != 0)
            return broken(e);
        m->state = p[0] == '-' ? MULTIPART_DONE : MULTIPART_HEADER;
        *ret_used = 2;
        return STATUS_OK;
    case MULTIPART_HEADER:
        found = memmem(p, n, "\r\n\r\n", 4);
        if (found == NULL && n < PART_HEADER_BYTES_MAX)
            return STATUS_NONE;
        if (found == NULL || found - p > PART_HEADER_BYTES_MAX)
            return broken(e);
        TRY(header_read(m, p, (size_t)(found - p), e));
        m->state = MULTIPART_BODY;
        *ret_used = (size_t)(found - p) + 4;
        return STATUS_OK;
    case MULTIPART_BODY:
        found = memmem(p, n, m->delimiter, m->delimiter_n);
        if (found == NULL && n < m->delimiter_n)
            return STATUS_NONE;
        *ret_used = found == NULL ? n - m->delimiter_n + 1 : (size_t)(found - p);
        TRY(body_add(m, p, *ret_used, e));
        if (found == NULL)
            return STATUS_OK;
        *ret_used += m->delimiter_n;
        m->state = MULTIPART_BOUNDARY;
        return part_end(m, e);
    case MULTIPART_DONE:
        *ret_used = n;
        return n == 0 ? STATUS_NONE : STATUS_OK;
    }
    return broken(e);
}

static enum status piece_feed(struct multipart *m, const char *p, size_t n, struct error *e)
{
    buf_add(&m->pending, p, n);
    TRY(buf_status(&m->pending, e));
    size_t at = 0, used = 0;
    enum status s;
    while ((s = step(m, m->pending.p + at, m->pending.n - at, &used, e)) == STATUS_OK)
        at += used;
    if (s != STATUS_NONE)
        return s;
    size_t left = m->pending.n - at;
    memmove(m->pending.p, m->pending.p + at, left);
    m->pending.n = left;
    return STATUS_OK;
}

enum status multipart_feed(struct multipart *m, const char *p, size_t n, struct error *e)
{
    while (n > 0) {
        size_t piece = n < PIECE_BYTES ? n : PIECE_BYTES;
        TRY(piece_feed(m, p, piece, e));
        p += piece;
        n -= piece;
    }
    return STATUS_OK;
}

enum status multipart_end(struct multipart *m, struct error *e)
{
    return m->state == MULTIPART_DONE ? STATUS_OK : broken(e);
}
