/* The policy library: found, read, entered, approved; and the manual of the townships. */
#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
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

static enum status document_of_address(struct request *r, struct library_document *ret,
                                       struct error *e)
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

static enum status document_respond(struct request *r, unsigned status, const struct error *why,
                                    struct error *e)
{
    struct library_document d, open, by;
    TRY(document_of_address(r, &d, e));
    enum status s =
        sees_open(r) ? library_read_open(r->db, r->county, d.id, r->arena, &open, e) : STATUS_NONE;
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    bool is_open = s == STATUS_OK;
    library_document_add(r, r->page, &d);
    view_add_bool(r->page, "can_write", request_can(r, PERMISSION_LIBRARY_WRITE));
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
    TRY(library_text_add(r, &d, e));
    TRY(versions_add(r, d.id, e));
    return respond_page_status(r, status, "library/page.html", d.title, why, e);
}

static enum status document_show(struct request *r, struct error *e)
{
    return document_respond(r, 200, NULL, e);
}

static enum status approve_do(struct request *r, struct error *e)
{
    struct library_document d;
    struct error why = {0};
    struct db *db;
    TRY(document_of_address(r, &d, e));
    TRY(request_writer(r, &db, e));
    enum status s = library_approve(db, r->county, d.id, r->session.user.name, &why);
    if (s == STATUS_OK)
        return respond_redirect(r, request_text(r, N_("已审核，可以检索")), e, "/library/%" PRId64,
                                d.id);
    if (library_is_shown(s, &why))
        return document_respond(r, 422, &why, e);
    *e = why;
    return s;
}

/* ---- entering ---- */

static const struct plain_field FIELDS[] = {
    {"kind", N_("种类"), NULL, PLAIN_CHOICE, false},
    {"title", N_("标题"), NULL, PLAIN_TEXT, false},
    {"number", N_("文号"), NULL, PLAIN_TEXT, true},
    {"issuer", N_("发文机关"), NULL, PLAIN_TEXT, false},
    {"issued_on", N_("发文日期"), NULL, PLAIN_DATE, false},
    {"effective_from", N_("施行日期"), NULL, PLAIN_DATE, false},
    {"effective_until", N_("失效日期"), N_("长期有效的不填"), PLAIN_DATE, true},
    {"programme", N_("项目"), NULL, PLAIN_CHOICE, true},
    {"clause", N_("条款"), NULL, PLAIN_TEXT, true},
    {"audience", N_("谁可以看"), NULL, PLAIN_CHOICE, false},
};

static enum status enter_begin(struct request *r, struct plain_form *f, struct error *e)
{
    (void)e;
    for (enum library_kind k = LIBRARY_LAW; k < LIBRARY_KIND_END; k++)
        plain_choice(f, "kind", library_kind_code(k), request_text(r, library_kind_label(k)));
    library_programme_choices(r, f);
    plain_choice(f, "audience", "public", request_text(r, N_("群众也可以看")));
    plain_choice(f, "audience", "staff", request_text(r, N_("只有工作人员")));
    plain_default(f, "audience", "public");
    return STATUS_OK;
}

static enum status enter_act(struct request *r, struct plain_form *f, const char **ret_path,
                             struct error *e)
{
    struct db *db;
    struct error why;
    int64_t id;
    struct library_document d = {.title = plain_text(f, "title"),
                                 .document = plain_text(f, "number"),
                                 .issuer = plain_text(f, "issuer"),
                                 .issued_on = plain_date(f, "issued_on"),
                                 .effective_from = plain_date(f, "effective_from"),
                                 .effective_until = plain_date(f, "effective_until"),
                                 .clause = plain_text(f, "clause"),
                                 .body = request_field(r, "body"),
                                 .is_public = strcmp(plain_text(f, "audience"), "public") == 0};
    const char *kind = plain_text(f, "kind");
    if (kind[0] && library_kind_parse(kind, &d.kind, &why) != STATUS_OK)
        plain_fault(f, "kind", why.message);
    if (!d.effective_until.v)
        d.effective_until = DATE_OPEN;
    TRY(library_programme_typed(f, &d.programme, e));
    TRY(plain_status(f, e));
    TRY(request_writer(r, &db, e));
    TRY(library_enter(db, r->county, &d, r->session.user.name, &id, e));
    *ret_path = arena_printf(r->arena, "/library/%" PRId64, id);
    return *ret_path ? STATUS_OK : arena_exhausted(e);
}

static enum status enter_form(struct request *r, struct error *e)
{
    static const struct library_form form = {.fields = FIELDS,
                                             .count = sizeof FIELDS / sizeof FIELDS[0],
                                             .button = N_("保存"),
                                             .notice = N_("已录入，待另一人审核"),
                                             .back = "/library",
                                             .long_text = "body",
                                             .begin = enter_begin,
                                             .act = enter_act};
    return library_form_serve(r, &form, e);
}

static const struct route_input LIST_INPUTS[] = {
    {"q", INPUT_TEXT, false, N_("要找的文字")},
    {"programme", INPUT_TEXT, false, N_("项目")},
    {.name = NULL},
};
static const struct route_input ENTER_INPUTS[] = {
    {"kind", INPUT_TEXT, true, N_("种类")},
    {"title", INPUT_TEXT, true, N_("标题")},
    {"number", INPUT_TEXT, false, N_("文号")},
    {"issuer", INPUT_TEXT, true, N_("发文机关")},
    {"issued_on", INPUT_DATE, true, N_("发文日期")},
    {"effective_from", INPUT_DATE, true, N_("施行日期")},
    {"effective_until", INPUT_DATE, false, N_("失效日期")},
    {"programme", INPUT_TEXT, false, N_("项目")},
    {"clause", INPUT_TEXT, false, N_("条款")},
    {"audience", INPUT_TEXT, true, N_("谁可以看")},
    {"body", INPUT_TEXT, true, N_("正文")},
    {.name = NULL},
};
static const struct route ROUTES[] = {
    {HTTP_GET, "/library", list_show, PERMISSION_LIBRARY_READ, N_("政策库"), .inputs = LIST_INPUTS},
    {HTTP_GET, "/library/manual", manual_show, PERMISSION_LIBRARY_READ, N_("乡镇操作手册"),
     AUDIENCE_PEOPLE},
    {HTTP_GET, "/library/new", enter_form, PERMISSION_LIBRARY_WRITE, N_("录入政策文件"),
     AUDIENCE_PEOPLE},
    {HTTP_POST, "/library/new", enter_form, PERMISSION_LIBRARY_WRITE, N_("录入政策文件"),
     .inputs = ENTER_INPUTS},
    {HTTP_GET, "/library/{document}", document_show, PERMISSION_LIBRARY_READ, N_("政策文件")},
    {HTTP_POST, "/library/{document}/approve", approve_do, PERMISSION_LIBRARY_APPROVE,
     N_("审核政策文件")},
};
const struct route_table LIBRARY_ROUTES = ROUTE_TABLE("library", ROUTES);
