/* Photographs of a project's monthly return: taken with the return or added to it until it is
   signed; whoever sees the project may look at them. */
#include <inttypes.h>

#include "base/i18n.h"
#include "base/text.h"
#include "web/pages/enclosure_page.h"
#include "web/pages/guarded.h"
#include "web/pages/pages.h"
#include "web/pages/project_page.h"

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
    view_add_integer(r->page, "bytes_max_mb", ATTACHMENT_BYTES_MAX / ENCLOSURE_KB / ENCLOSURE_KB);
    struct view *rows = view_add_list(r->page, "photos");
    for (size_t i = 0; i < count; i++) {
        struct view *v = view_add_object(rows, NULL);
        view_add_integer(v, "photo", list[i].seq);
        view_add_text(v, "title", list[i].title);
        view_add_text(v, "actor", project_person(r, list[i].actor));
        view_add_count(v, "size_kb", (list[i].size_bytes + ENCLOSURE_KB - 1) / ENCLOSURE_KB);
        view_add_bool(v, "has_thumbnail", list[i].has_thumbnail);
        view_add_bool(v, "can_strike", is_open);
        view_add_textf(v, "path", "/projects/%s/returns/%" PRId64 "/photos/%d", p->code, m->id,
                       list[i].seq);
    }
    return STATUS_OK;
}

/* ---- handing in ---- */

enum status project_photo_read(struct request *r, int64_t project_return, const char *title,
                               struct enclosure_new *ret, struct error *e)
{
    if (title[0] == '\0')
        title = request_text(r, N_("现场照片"));
    return enclosure_of_form(r, ENCLOSURE_PROJECT_RETURN, project_return, title, ret, e);
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
    enum status s = project_photo_read(r, m->id, title, &photo, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "ATTACHMENT_FILE", _("请选择一个文件或拍一张照片。"));
    if (s != STATUS_OK)
        return s;
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
    int seq;
    TRY(project_return_of_address(r, &p, &m, e));
    TRY(enclosure_of_address(r, "photo", &seq));
    TRY(request_writer(r, &db, e));
    enum status s = closed_check(r, &m, &why);
    if (s == STATUS_OK)
        s = enclosure_remove(db, r->county, ENCLOSURE_PROJECT_RETURN, m.id, seq,
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
    struct project p;
    struct project_return m;
    const void *bytes;
    const char *media_type;
    int seq;
    size_t n;
    TRY(project_return_of_address(r, &p, &m, e));
    TRY(enclosure_of_address(r, "photo", &seq));
    TRY(require_keys(r, e));
    TRY(enclosure_read(r->db, r->county, r->keys, ENCLOSURE_PROJECT_RETURN, m.id, seq, is_thumbnail,
                       r->arena, &bytes, &n, &media_type, e));
    const char *name = arena_printf(r->arena, "%s-%d", p.code, seq);
    return name ? enclosure_respond(r, bytes, n, media_type, name, e) : arena_exhausted(e);
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
