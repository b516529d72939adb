/* Photographs and scans of a meeting: taken in by whoever manages it, seen by whoever reads it. */
#include <inttypes.h>

#include "base/i18n.h"
#include "base/text.h"
#include "web/pages/enclosure_page.h"
#include "web/pages/guarded.h"
#include "web/pages/meeting_page.h"
#include "web/pages/pages.h"

/* A scan of the signed minutes comes after they are issued; what is there then stays. */
static bool may_strike(const struct request *r, const struct meeting *m)
{
    return request_can(r, PERMISSION_MEETING_MANAGE) && m->state != MEETING_ISSUED;
}

enum status meeting_photos_add(struct request *r, const struct meeting *m, struct error *e)
{
    struct enclosure *list;
    size_t count;
    TRY(enclosure_list(r->db, r->county, ENCLOSURE_MEETING, m->id, r->arena, &list, &count, e));
    view_add_bool(r->page, "can_add_photo",
                  request_can(r, PERMISSION_MEETING_MANAGE) && m->state != MEETING_CANCELLED &&
                      count < ENCLOSURES_MAX);
    struct view *rows = view_add_list(r->page, "photos");
    for (size_t i = 0; i < count; i++) {
        struct view *v = view_add_object(rows, NULL);
        view_add_integer(v, "photo", list[i].seq);
        view_add_text(v, "title", list[i].title);
        view_add_count(v, "size_kb", (list[i].size_bytes + ENCLOSURE_KB - 1) / ENCLOSURE_KB);
        view_add_bool(v, "has_thumbnail", list[i].has_thumbnail);
        view_add_bool(v, "can_strike", may_strike(r, m));
        view_add_textf(v, "path", "/meetings/%" PRId64 "/photos/%d", m->id, list[i].seq);
    }
    return STATUS_OK;
}

static enum status answer(struct request *r, const struct meeting *m, enum status s,
                          const struct error *why, const char *notice, struct error *e)
{
    if (s == STATUS_OK)
        return respond_redirect(r, request_text(r, notice), e, "/meetings/%" PRId64, m->id);
    if (meeting_is_shown(s, why))
        return meeting_respond(r, m, 422, why, e);
    *e = *why;
    return s;
}

static enum status photo_store(struct request *r, const struct meeting *m, struct error *e)
{
    struct enclosure_new photo;
    struct db *db;
    int seq;
    const char *title = text_tidy(r->arena, request_field(r, "title"));
    if (!title)
        return arena_exhausted(e);
    if (m->state == MEETING_CANCELLED)
        return error_set(e, STATUS_REFUSED, "MEETING_STATE", _("会议已取消，不能再收存材料。"));
    if (title[0] == '\0')
        title = request_text(r, N_("会议照片"));
    enum status s = enclosure_of_form(r, ENCLOSURE_MEETING, m->id, title, &photo, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "ATTACHMENT_FILE", _("请选择一个文件或拍一张照片。"));
    if (s != STATUS_OK)
        return s;
    TRY(request_writer(r, &db, e));
    return enclosure_add(db, r->county, r->keys, &photo, r->session.user.name, &seq, e);
}

static enum status photo_add(struct request *r, struct error *e)
{
    struct meeting m;
    struct error why = {0};
    TRY(meeting_of_address(r, &m, e));
    enum status s = photo_store(r, &m, &why);
    return answer(r, &m, s, &why, N_("已收存"), e);
}

static enum status photo_strike(struct request *r, struct error *e)
{
    struct meeting m;
    struct error why = {0};
    struct db *db;
    int seq;
    enum status s = STATUS_OK;
    TRY(meeting_of_address(r, &m, e));
    TRY(enclosure_of_address(r, "photo", &seq));
    TRY(request_writer(r, &db, e));
    if (!may_strike(r, &m))
        s = error_set(&why, STATUS_REFUSED, "MEETING_STATE", _("纪要已签发，会议材料不能再撤下。"));
    if (s == STATUS_OK)
        s = enclosure_remove(db, r->county, ENCLOSURE_MEETING, m.id, seq, r->session.user.name,
                             &why);
    return answer(r, &m, s, &why, N_("已撤下"), e);
}

static enum status bytes_show(struct request *r, bool is_thumbnail, struct error *e)
{
    struct meeting m;
    const void *bytes;
    const char *media_type;
    int seq;
    size_t n;
    TRY(meeting_of_address(r, &m, e));
    TRY(enclosure_of_address(r, "photo", &seq));
    TRY(require_keys(r, e));
    TRY(enclosure_read(r->db, r->county, r->keys, ENCLOSURE_MEETING, m.id, seq, is_thumbnail,
                       r->arena, &bytes, &n, &media_type, e));
    const char *name = arena_printf(r->arena, "meeting-%" PRId64 "-%d", m.id, seq);
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
#define PHOTOS "/meetings/{meeting}/photos"
static const struct route ROUTES[] = {
    {HTTP_POST, PHOTOS, photo_add, PERMISSION_MEETING_MANAGE, N_("收存会议材料"),
     .inputs = ADD_INPUTS},
    {HTTP_GET, PHOTOS "/{photo}", photo_show, PERMISSION_MEETING_READ, N_("会议材料"),
     .answers_file = true},
    {HTTP_GET, PHOTOS "/{photo}/thumbnail", thumbnail_show, PERMISSION_MEETING_READ, N_("会议材料"),
     .answers_file = true},
    {HTTP_POST, PHOTOS "/{photo}/strike", photo_strike, PERMISSION_MEETING_MANAGE,
     N_("撤下会议材料")},
};
const struct route_table MEETING_PHOTO_ROUTES = ROUTE_TABLE("meeting_photo", ROUTES);
