/* Papers and photographs of a case: handing them in, looking at them, striking the wrong ones. */
#include "domain/casework/attachment.h"

#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "office/thumbnail.h"
#include "web/pages/case_page.h"
#include "web/pages/enclosure_page.h"
#include "web/pages/guarded.h"
#include "web/pages/pages.h"
#include "web/pages/query.h"

static enum status page_fill(struct request *r, const struct case_record *c, struct error *e)
{
    const struct division_table *table;
    struct attachment_row *list;
    size_t count;
    const char *kind = request_field(r, "kind");
    TRY(place_table(r, date_month(date_today()), &table, e));
    case_head_add(r, r->page, c, table);
    TRY(attachment_list(r->db, r->county, c->id, r->arena, &list, &count, e));
    bool may = request_can(r, ATTACHMENT_PERMISSION);
    view_add_bool(r->page, "can_add", may && count < ATTACHMENTS_PER_CASE_MAX);
    view_add_integer(r->page, "bytes_max_mb", ATTACHMENT_BYTES_MAX / ENCLOSURE_KB / ENCLOSURE_KB);
    view_add_text(r->page, "paper_title", request_field(r, "title"));
    struct view *kinds = view_add_list(r->page, "paper_kinds");
    for (const struct attachment_kind *k = ATTACHMENT_KINDS; k->code != NULL; k++)
        option_add(kinds, k->code, request_text(r, k->label), text_equals(k->code, kind));
    struct view *rows = view_add_list(r->page, "papers");
    for (size_t i = 0; i < count; i++) {
        struct view *v = view_add_object(rows, NULL);
        view_add_integer(v, "seq", list[i].seq);
        view_add_text(v, "paper_kind", list[i].kind);
        view_add_text(v, "paper_kind_label", request_text(r, attachment_kind_label(list[i].kind)));
        view_add_text(v, "title", list[i].title);
        view_add_text(v, "media_type", list[i].media_type);
        view_add_count(v, "size_kb", (list[i].size_bytes + ENCLOSURE_KB - 1) / ENCLOSURE_KB);
        view_add_count(v, "pages", list[i].page_count);
        view_add_text(v, "actor", list[i].actor);
        view_add_bool(v, "has_thumbnail", list[i].has_thumbnail);
        view_add_bool(v, "can_look", request_can(r, PERMISSION_CASE_PAPERS));
        view_add_bool(v, "can_strike", may && c->closed_on.v == 0);
    }
    return STATUS_OK;
}

static const char *page_title(const struct request *r, const struct case_record *c)
{
    return arena_printf(r->arena, "%s · %s", request_text(r, N_("材料与照片")), case_title(r, c));
}

static enum status paper_index(struct request *r, struct error *e)
{
    struct case_record c;
    TRY(case_of_address(r, &c, e));
    TRY(page_fill(r, &c, e));
    return respond_page(r, "attachment/list.html", page_title(r, &c), e);
}

/* ---- handing in ---- */

static enum status add(struct request *r, const struct case_record *c, struct error *e)
{
    const struct form_file *file;
    struct case_actor actor = case_page_actor(r);
    struct attachment_new paper = {.case_id = c->id,
                                   .kind = request_field(r, "kind"),
                                   .title = text_tidy(r->arena, request_field(r, "title"))};
    struct db *db;
    int seq;
    if (!paper.title)
        return arena_exhausted(e);
    if (request_file(r, "file", &file) != STATUS_OK)
        return error_set(e, STATUS_REFUSED, "ATTACHMENT_FILE", _("请选择一个文件或拍一张照片。"));
    if (paper.title[0] == '\0')
        paper.title = request_text(r, attachment_kind_label(paper.kind));
    TRY(enclosure_file_read(r, file, &paper.bytes, e));
    paper.size_bytes = (size_t)file->bytes;
    enum status s = thumbnail_make(paper.bytes, paper.size_bytes, r->arena, &paper.thumbnail,
                                   &paper.thumbnail_bytes, e);
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    TRY(require_keys(r, e));
    TRY(request_writer(r, &db, e));
    return attachment_add(db, r->county, r->keys, &actor, &paper, &seq, e);
}

static enum status paper_add(struct request *r, struct error *e)
{
    struct case_record c;
    struct error why = {0};
    TRY(case_of_address(r, &c, e));
    enum status s = add(r, &c, &why);
    if (s == STATUS_REFUSED && strncmp(why.code, "ACCESS_", 7) != 0) {
        TRY(page_fill(r, &c, e));
        return respond_page_status(r, 422, "attachment/list.html", page_title(r, &c), &why, e);
    }
    if (s != STATUS_OK) {
        *e = why;
        return s;
    }
    return respond_redirect(r, request_text(r, N_("已收存")), e, "/cases/%" PRId64 "/attachments",
                            c.id);
}

/* ---- looking ---- */

static enum status bytes_show(struct request *r, bool is_thumbnail, struct error *e)
{
    struct case_record c;
    const void *bytes;
    const char *media_type;
    int seq;
    size_t n;
    TRY(case_of_address(r, &c, e));
    TRY(enclosure_of_address(r, "paper", &seq));
    TRY(require_keys(r, e));
    TRY(attachment_read(r->db, r->county, r->keys, c.id, seq, is_thumbnail, r->arena, &bytes, &n,
                        &media_type, e));
    const char *name = arena_printf(r->arena, "%s-%d", c.number, seq);
    return name ? enclosure_respond(r, bytes, n, media_type, name, e) : arena_exhausted(e);
}

static enum status paper_show(struct request *r, struct error *e)
{
    return bytes_show(r, false, e);
}

static enum status thumbnail_show(struct request *r, struct error *e)
{
    return bytes_show(r, true, e);
}

static enum status paper_strike(struct request *r, struct error *e)
{
    struct case_record c;
    struct case_actor actor = case_page_actor(r);
    struct error why = {0};
    struct db *db;
    int seq;
    TRY(case_of_address(r, &c, e));
    TRY(enclosure_of_address(r, "paper", &seq));
    TRY(request_writer(r, &db, e));
    enum status s = attachment_remove(db, r->county, &actor, c.id, seq, &why);
    if (s == STATUS_REFUSED && strncmp(why.code, "ACCESS_", 7) != 0) {
        TRY(page_fill(r, &c, e));
        return respond_page_status(r, 422, "attachment/list.html", page_title(r, &c), &why, e);
    }
    if (s != STATUS_OK) {
        *e = why;
        return s;
    }
    return respond_redirect(r, request_text(r, N_("已撤下")), e, "/cases/%" PRId64 "/attachments",
                            c.id);
}

static const struct route_input ADD_INPUTS[] = {
    {"file", INPUT_FILE, true, N_("JPEG、PNG 或 PDF")},
    {"kind", INPUT_TEXT, true, N_("材料种类")},
    {"title", INPUT_TEXT, false, N_("材料名称")},
    {.name = NULL},
};
#define PAPERS "/cases/{case}/attachments"
static const struct route ROUTES[] = {
    {HTTP_GET, PAPERS, paper_index, PERMISSION_CASE_READ, N_("材料与照片")},
    {HTTP_POST, PAPERS, paper_add, ATTACHMENT_PERMISSION, N_("收存材料"), .inputs = ADD_INPUTS},
    {HTTP_GET, PAPERS "/{paper}", paper_show, PERMISSION_CASE_PAPERS, N_("材料")},
    {HTTP_GET, PAPERS "/{paper}/thumbnail", thumbnail_show, PERMISSION_CASE_PAPERS, N_("材料")},
    {HTTP_POST, PAPERS "/{paper}/strike", paper_strike, ATTACHMENT_PERMISSION, N_("撤下材料")},
};
const struct route_table ATTACHMENT_ROUTES = ROUTE_TABLE("attachment", ROUTES);
