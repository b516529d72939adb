/* The policy library: found, read, approved; and the manual of the townships. */
#include <inttypes.h>
#include <stdio.h>

#include "base/i18n.h"
#include "base/text.h"
#include "domain/casework/enclosure.h"
#include "web/pages/library_page.h"
#include "web/pages/pages.h"
#include "web/pages/query.h"

static enum status list_show(struct request *r, struct error *e)
{
    view_add_bool(r->page, "can_write", request_can(r, PERMISSION_LIBRARY_WRITE));
    TRY(library_rows_add(r, false, "/library", e));
    return respond_page(r, "library/list.html", NULL, e);
}

static enum status manual_show(struct request *r, struct error *e)
{
    return respond_page(r, "library/manual.html", NULL, e);
}

/* ---- one ---- */

/* Whoever may not write sees what is approved only. */
static bool sees_open(const struct request *r)
{
    return request_can(r, PERMISSION_LIBRARY_WRITE) || request_can(r, PERMISSION_LIBRARY_APPROVE);
}

enum status library_of_address(struct request *r, struct library_document *ret, struct error *e)
{
    int64_t id;
    TRY(request_parameter_i64(r, "document", &id));
    return library_read(r->db, r->county, id, KNOWN_NOW, !sees_open(r), r->arena, ret, e);
}

static enum status versions_add(struct request *r, int64_t id, struct error *e)
{
    struct library_document *all;
    size_t n;
    TRY(library_versions(r->db, r->county, id, r->arena, &all, &n, e));
    struct view *list = view_add_list(r->page, "versions");
    for (size_t i = 0; i < n; i++) {
        struct view *v = view_add_object(list, NULL);
        view_add_integer(v, "known", all[i].known_from);
        view_add_bool(v, "is_approved", all[i].state == LIBRARY_APPROVED);
        view_add_text(v, "entered_by", library_person(r, all[i].entered_by));
        view_add_text(v, "approved_by", library_person(r, all[i].approved_by));
    }
    return STATUS_OK;
}

/* The original as it was issued. */
static enum status papers_add(struct request *r, int64_t id, struct error *e)
{
    struct enclosure *papers;
    size_t n;
    TRY(enclosure_list(r->db, r->county, ENCLOSURE_LIBRARY, id, r->arena, &papers, &n, e));
    struct view *list = view_add_list(r->page, "papers");
    for (size_t i = 0; i < n; i++) {
        struct view *v = view_add_object(list, NULL);
        view_add_text(v, "title", papers[i].title);
        view_add_textf(v, "path", "/library/%" PRId64 "/papers/%d", id, papers[i].seq);
    }
    return STATUS_OK;
}

/* What may take its place: what is approved, but itself. */
static enum status successors_add(struct request *r, int64_t id, struct error *e)
{
    const struct library_filter any = {.programme = 0};
    struct library_document *all;
    char number[24];
    size_t n;
    TRY(library_list(r->db, r->county, &any, r->arena, &all, &n, e));
    struct view *list = view_add_list(r->page, "successors");
    for (size_t i = 0; i < n; i++) {
        if (all[i].id == id || all[i].state != LIBRARY_APPROVED)
            continue;
        (void)snprintf(number, sizeof number, "%" PRId64, all[i].id);
        option_add(list, arena_strdup(r->arena, number),
                   arena_printf(r->arena, "%s %s", all[i].title, all[i].document), false);
    }
    return STATUS_OK;
}

enum status library_respond(struct request *r, unsigned status, const struct error *why,
                            struct error *e)
{
    struct library_document d, open, by;
    TRY(library_of_address(r, &d, e));
    enum status s =
        sees_open(r) ? library_read_open(r->db, r->county, d.id, r->arena, &open, e) : STATUS_NONE;
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    bool is_open = s == STATUS_OK;
    library_document_add(r, r->page, &d);
    view_add_bool(r->page, "can_write", request_can(r, PERMISSION_LIBRARY_WRITE));
    view_add_bool(r->page, "can_replace",
                  request_can(r, PERMISSION_LIBRARY_WRITE) && d.state == LIBRARY_APPROVED &&
                      !is_open && d.replaced_by == 0);
    if (request_can(r, PERMISSION_LIBRARY_WRITE))
        TRY(successors_add(r, d.id, e));
    view_add_bool(r->page, "can_approve",
                  is_open && request_can(r, PERMISSION_LIBRARY_APPROVE) &&
                      !text_equals(open.entered_by, r->session.user.name));
    if (is_open && d.state == LIBRARY_APPROVED)
        view_add_text(r->page, "open_body", open.body);
    if (d.replaced_by && library_read(r->db, r->county, d.replaced_by, KNOWN_NOW, true, r->arena,
                                      &by, e) == STATUS_OK) {
        struct view *v = view_add_object(r->page, "replaced_by");
        view_add_integer(v, "document", by.id);
        view_add_text(v, "title", by.title);
    }
    TRY(papers_add(r, d.id, e));
    TRY(library_text_add(r, &d, e));
    TRY(versions_add(r, d.id, e));
    return respond_page_status(r, status, "library/page.html", d.title, why, e);
}

static enum status document_show(struct request *r, struct error *e)
{
    return library_respond(r, 200, NULL, e);
}

static enum status approve_do(struct request *r, struct error *e)
{
    struct library_document d;
    struct error why = {0};
    struct db *db;
    TRY(library_of_address(r, &d, e));
    TRY(request_writer(r, &db, e));
    enum status s = library_approve(db, r->county, d.id, r->session.user.name, &why);
    if (s == STATUS_OK)
        return respond_redirect(r, request_text(r, N_("已审核，可以检索")), e, "/library/%" PRId64,
                                d.id);
    if (library_is_shown(s, &why))
        return library_respond(r, 422, &why, e);
    *e = why;
    return s;
}

static const struct route_input LIST_INPUTS[] = {
    {"q", INPUT_TEXT, false, N_("要找的文字")},
    {"programme", INPUT_TEXT, false, N_("项目")},
    {.name = NULL},
};
static const struct route ROUTES[] = {
    {HTTP_GET, "/library", list_show, PERMISSION_LIBRARY_READ, N_("政策库"), .inputs = LIST_INPUTS},
    {HTTP_GET, "/library/manual", manual_show, PERMISSION_LIBRARY_READ, N_("乡镇操作手册"),
     AUDIENCE_PEOPLE},
    {HTTP_GET, "/library/{document}", document_show, PERMISSION_LIBRARY_READ, N_("政策文件")},
    {HTTP_POST, "/library/{document}/approve", approve_do, PERMISSION_LIBRARY_APPROVE,
     N_("审核政策文件")},
};
const struct route_table LIBRARY_ROUTES = ROUTE_TABLE("library", ROUTES);
