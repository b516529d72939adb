/* What the pages of visits, rectification and self-assessment share. */
#include "web/pages/inspection_page.h"

#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "web/pages/enclosure_page.h"
#include "web/pages/guarded.h"
#include "web/pages/query.h"

#define POINT_CP 100

int64_t inspection_scope_of(const struct request *r)
{
    return request_sees_county(r) || r->session.user.role == ROLE_INSPECTOR ? 0
                                                                            : r->session.user.scope;
}

enum status inspection_of_address(struct request *r, struct inspection *ret, struct error *e)
{
    const struct inspection_filter f = {.scope = inspection_scope_of(r),
                                        .viewer = r->session.user.name};
    int64_t id;
    TRY(request_parameter_i64(r, "inspection", &id));
    return inspection_read(r->db, r->county, id, &f, r->arena, ret, e);
}

bool inspection_is_own_draft(const struct request *r, const struct inspection *i)
{
    return i->state == INSPECTION_DRAFT && text_equals(i->inspected_by, r->session.user.name) &&
           request_can(r, PERMISSION_INSPECTION_RECORD);
}

enum status inspection_papers_add(struct request *r, enum enclosure_kind kind, int64_t subject,
                                  const char *path, bool can_strike, struct error *e)
{
    struct enclosure *list;
    size_t count;
    TRY(enclosure_list(r->db, r->county, kind, subject, r->arena, &list, &count, e));
    struct view *rows = view_add_list(r->page, "photos");
    for (size_t i = 0; i < count; i++) {
        struct view *v = view_add_object(rows, NULL);
        view_add_integer(v, "photo", list[i].seq);
        view_add_text(v, "title", list[i].title);
        view_add_count(v, "size_kb", (list[i].size_bytes + ENCLOSURE_KB - 1) / ENCLOSURE_KB);
        view_add_bool(v, "has_thumbnail", list[i].has_thumbnail);
        view_add_bool(v, "can_strike", can_strike);
        view_add_textf(v, "path", "%s/photos/%d", path, list[i].seq);
    }
    return STATUS_OK;
}

enum status inspection_paper_store(struct request *r, enum enclosure_kind kind, int64_t subject,
                                   const char *untitled, struct error *e)
{
    struct enclosure_new paper;
    struct db *db;
    int seq;
    const char *title = text_tidy(r->arena, request_field(r, "title"));
    if (!title)
        return arena_exhausted(e);
    if (title[0] == '\0')
        title = request_text(r, untitled);
    enum status s = enclosure_of_form(r, kind, subject, title, &paper, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "ATTACHMENT_FILE", _("请选择一个文件或拍一张照片。"));
    if (s != STATUS_OK)
        return s;
    TRY(request_writer(r, &db, e));
    return enclosure_add(db, r->county, r->keys, &paper, r->session.user.name, &seq, e);
}

enum status inspection_paper_show(struct request *r, enum enclosure_kind kind, int64_t subject,
                                  const char *name, bool is_thumbnail, struct error *e)
{
    const void *bytes;
    const char *media_type;
    int seq;
    size_t n;
    TRY(enclosure_of_address(r, "photo", &seq));
    TRY(require_keys(r, e));
    TRY(enclosure_read(r->db, r->county, r->keys, kind, subject, seq, is_thumbnail, r->arena,
                       &bytes, &n, &media_type, e));
    const char *file = arena_printf(r->arena, "%s-%" PRId64 "-%d", name, subject, seq);
    return file ? enclosure_respond(r, bytes, n, media_type, file, e) : arena_exhausted(e);
}

void inspection_points_add(struct view *v, const char *name, int64_t cp)
{
    view_add_textf(v, name, "%" PRId64 ".%02d", cp / POINT_CP, (int)(cp % POINT_CP));
}

enum status inspection_field_day(const struct request *r, const char *name, struct date *ret,
                                 struct error *e)
{
    const char *text = text_tidy(r->arena, request_field(r, name));
    *ret = (struct date){0};
    if (!text)
        return arena_exhausted(e);
    if (text[0] == '\0' || date_parse(text, ret, e) == STATUS_OK)
        return STATUS_OK;
    return error_place(e, "%s", name);
}

enum status inspection_field_number(const struct request *r, const char *name, int64_t *ret,
                                    struct error *e)
{
    const char *text = text_tidy(r->arena, request_field(r, name));
    *ret = 0;
    if (!text)
        return arena_exhausted(e);
    if (text[0] == '\0' || i64_parse(text, ret, e) == STATUS_OK)
        return STATUS_OK;
    return error_place(e, "%s", name);
}

enum status inspection_work_add(struct request *r, struct error *e)
{
    size_t n = 0;
    if (request_can(r, PERMISSION_RECTIFICATION_REPLY)) {
        struct rectification *list;
        int64_t open = 0, overdue = 0;
        TRY(rectification_list(
            r->db, r->county,
            &(struct rectification_filter){.scope = inspection_scope_of(r), .is_open = true},
            r->arena, &list, &n, e));
        for (size_t i = 0; i < n; i++) {
            open += list[i].state != RECTIFICATION_REPLY;
            overdue += list[i].state != RECTIFICATION_REPLY && list[i].days_overdue > 0;
        }
        if (open > 0) {
            struct view *v = view_add_object(r->page, "rectification_work");
            view_add_count(v, "count", open);
            view_add_count(v, "overdue", overdue);
        }
    }
    if (request_can(r, PERMISSION_INSPECTION_RECORD)) {
        struct inspection *list;
        const struct inspection_filter f = {.by = r->session.user.name, .state = INSPECTION_DRAFT};
        TRY(inspection_list(r->db, r->county, &f, r->arena, &list, &n, e));
        if (n > 0)
            view_add_count(view_add_object(r->page, "inspection_work"), "count", (int64_t)n);
    }
    return STATUS_OK;
}
