/* Photographs of a project's monthly return: taken with the return or added to it until it is
   signed; whoever sees the project may look at them. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/text.h"
#include "domain/casework/enclosure.h"
#include "office/thumbnail.h"
#include "web/pages/guarded.h"
#include "web/pages/pages.h"
#include "web/pages/project_page.h"

#define KB 1024
#define TITLE_CHARACTERS_MAX 60

bool project_photos_open(const struct request *r, const struct project_return *m)
{
    return request_can(r, PERMISSION_PROJECT_RETURN) &&
           (m->state == RETURN_DRAFT || m->state == RETURN_SENT_BACK ||
            m->state == RETURN_SUBMITTED);
}

enum status project_photos_add(struct request *r, const struct project *p,
                               const struct project_return *m, struct error *e)
{
    struct enclosure *list;
    size_t count;
    TRY(enclosure_list(r->db, r->county, ENCLOSURE_PROJECT_RETURN, m->id, r->arena, &list, &count,
                       e));
    const bool is_open = project_photos_open(r, m);
    view_add_bool(r->page, "can_add_photo", is_open && count < ENCLOSURES_MAX);
    view_add_integer(r->page, "bytes_max_mb", ATTACHMENT_BYTES_MAX / KB / KB);
    struct view *rows = view_add_list(r->page, "photos");
    for (size_t i = 0; i < count; i++) {
        struct view *v = view_add_object(rows, NULL);
        view_add_integer(v, "photo", list[i].seq);
        view_add_text(v, "title", list[i].title);
        view_add_text(v, "actor", project_person(r, list[i].actor));
        view_add_count(v, "size_kb", (list[i].size_bytes + KB - 1) / KB);
        view_add_bool(v, "has_thumbnail", list[i].has_thumbnail);
        view_add_bool(v, "can_strike", is_open);
        view_add_textf(v, "path", "/projects/%s/returns/%" PRId64 "/photos/%d", p->code, m->id,
                       list[i].seq);
    }
    return STATUS_OK;
}

/* ---- handing in ---- */

static enum status bytes_of_file(struct request *r, const struct form_file *file, const void **ret,
                                 struct error *e)
{
    if (file->bytes <= 0 || file->bytes > ATTACHMENT_BYTES_MAX)
        return error_set(e, STATUS_REFUSED, "ATTACHMENT_SIZE",
                         _("文件要大于 0、最多 %u MB：照片可以用手机调小后再传。"),
                         ATTACHMENT_BYTES_MAX / KB / KB);
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

enum status project_photo_read(struct request *r, const char *title, struct enclosure_new *ret,
                               struct error *e)
{
    const struct form_file *file;
    struct enclosure_new photo = {.kind = ENCLOSURE_PROJECT_RETURN};
    if (request_file(r, "file", &file) != STATUS_OK)
        return STATUS_NONE;
    photo.title = title_cut(r->arena, title);
    if (photo.title == NULL)
        return arena_exhausted(e);
    if (photo.title[0] == '\0')
        photo.title = request_text(r, N_("现场照片"));
    TRY(bytes_of_file(r, file, &photo.bytes, e));
    photo.size_bytes = (size_t)file->bytes;
    enum status s = thumbnail_make(photo.bytes, photo.size_bytes, r->arena, &photo.thumbnail,
                                   &photo.thumbnail_bytes, e);
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    TRY(require_keys(r, e));
    *ret = photo;
    return STATUS_OK;
}

static enum status closed_check(const struct request *r, const struct project_return *m,
                                struct error *e)
{
    if (project_photos_open(r, m))
        return STATUS_OK;
    return error_set(e, STATUS_REFUSED, "PROJECT_RETURN",
                     _("月报已签发，照片不能再增减。要更正请重新填写本月月报。"));
}

static enum status photo_store(struct request *r, const struct project_return *m, const char *title,
                               struct error *e)
{
    struct enclosure_new photo;
    struct db *db;
    int seq;
    enum status s = project_photo_read(r, title, &photo, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "ATTACHMENT_FILE", _("请选择一个文件或拍一张照片。"));
    if (s != STATUS_OK)
        return s;
    photo.subject = m->id;
    TRY(request_writer(r, &db, e));
    return enclosure_add(db, r->county, r->keys, &photo, r->session.user.name, &seq, e);
}

static enum status photo_add(struct request *r, struct error *e)
{
    struct project p;
    struct project_return m;
    struct error why = {0};
    const char *title = text_tidy(r->arena, request_field(r, "title"));
    TRY(project_return_of_address(r, &p, &m, e));
    enum status s = closed_check(r, &m, &why);
    if (s == STATUS_OK)
        s = title == NULL ? arena_exhausted(&why) : photo_store(r, &m, title, &why);
    if (s == STATUS_OK)
        return respond_redirect(r, request_text(r, N_("已收存")), e,
                                "/projects/%s/returns/%" PRId64, p.code, m.id);
    if (project_is_shown(s, &why))
        return project_return_respond(r, &p, &m, 422, &why, e);
    *e = why;
    return s;
}

static enum status photo_strike(struct request *r, struct error *e)
{
    struct project p;
    struct project_return m;
    struct error why = {0};
    struct db *db;
    int64_t seq;
    TRY(project_return_of_address(r, &p, &m, e));
    TRY(request_parameter_i64(r, "photo", &seq));
    if (seq > INT32_MAX)
        return STATUS_NONE;
    TRY(request_writer(r, &db, e));
    enum status s = closed_check(r, &m, &why);
    if (s == STATUS_OK)
        s = enclosure_remove(db, r->county, ENCLOSURE_PROJECT_RETURN, m.id, (int)seq,
                             r->session.user.name, &why);
    if (s == STATUS_OK)
        return respond_redirect(r, request_text(r, N_("已撤下")), e,
                                "/projects/%s/returns/%" PRId64, p.code, m.id);
    if (project_is_shown(s, &why))
        return project_return_respond(r, &p, &m, 422, &why, e);
    *e = why;
    return s;
}

/* ---- looking ---- */

static enum status bytes_show(struct request *r, bool is_thumbnail, struct error *e)
{
    CLEANUP(buf_free) struct buf body = BUF_INIT(RESPONSE_BYTES_MAX);
    struct project p;
    struct project_return m;
    const void *bytes;
    const char *media_type, *name = NULL;
    int64_t seq;
    size_t n;
    TRY(project_return_of_address(r, &p, &m, e));
    TRY(request_parameter_i64(r, "photo", &seq));
    if (seq > INT32_MAX)
        return STATUS_NONE;
    TRY(require_keys(r, e));
    TRY(enclosure_read(r->db, r->county, r->keys, ENCLOSURE_PROJECT_RETURN, m.id, (int)seq,
                       is_thumbnail, r->arena, &bytes, &n, &media_type, e));
    buf_add(&body, bytes, n);
    TRY(buf_status(&body, e));
    /* A PDF is saved, never shown inside the site; pictures are only pictures. */
    if (text_equals(media_type, "application/pdf")) {
        name =
            arena_printf(r->arena, "%s-%" PRId64 "%s", p.code, seq, attachment_ending(media_type));
        if (name == NULL)
            return arena_exhausted(e);
    }
    return respond_bytes(r, media_type, name, &body, e);
}

static enum status photo_show(struct request *r, struct error *e)
{
    return bytes_show(r, false, e);
}

static enum status thumbnail_show(struct request *r, struct error *e)
{
    return bytes_show(r, true, e);
}

static const struct route_input ADD_INPUTS[] = {
    {"file", INPUT_FILE, true, N_("JPEG、PNG 或 PDF")},
    {"title", INPUT_TEXT, false, N_("说明")},
    {.name = NULL},
};
#define PHOTOS "/projects/{project}/returns/{return}/photos"
static const struct route ROUTES[] = {
    {HTTP_POST, PHOTOS, photo_add, PERMISSION_PROJECT_RETURN, N_("收存照片"), .inputs = ADD_INPUTS},
    {HTTP_GET, PHOTOS "/{photo}", photo_show, PERMISSION_PROJECT_READ, N_("照片"),
     .answers_file = true},
    {HTTP_GET, PHOTOS "/{photo}/thumbnail", thumbnail_show, PERMISSION_PROJECT_READ, N_("照片"),
     .answers_file = true},
    {HTTP_POST, PHOTOS "/{photo}/strike", photo_strike, PERMISSION_PROJECT_RETURN, N_("撤下照片")},
};
const struct route_table PROJECT_PHOTO_ROUTES = ROUTE_TABLE("project_photo", ROUTES);
