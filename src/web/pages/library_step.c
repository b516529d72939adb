/* What is done about documents of the library: entered, entered anew, replaced, with the original.
 */
#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "web/pages/enclosure_page.h"
#include "web/pages/guarded.h"
#include "web/pages/library_page.h"
#include "web/pages/pages.h"

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

/* base: of what it is another version, or NULL. */
static enum status enter(struct request *r, struct plain_form *f,
                         const struct library_document *base, const char **ret_path,
                         struct error *e)
{
    struct db *db;
    struct error why;
    int64_t id;
    struct library_document d = {.id = base ? base->id : 0,
                                 .replaced_by = base ? base->replaced_by : 0,
                                 .is_example = base && base->is_example,
                                 .title = plain_text(f, "title"),
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

static enum status enter_act(struct request *r, struct plain_form *f, const char **ret_path,
                             struct error *e)
{
    return enter(r, f, NULL, ret_path, e);
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

/* ---- another version ---- */

/* The version that waits, where one does: what is typed goes on from there. */
static enum status base_of_address(struct request *r, struct library_document *ret, struct error *e)
{
    struct library_document d;
    TRY(library_of_address(r, &d, e));
    enum status s = library_read_open(r->db, r->county, d.id, r->arena, ret, e);
    if (s == STATUS_NONE)
        *ret = d;
    return s == STATUS_NONE ? STATUS_OK : s;
}

static enum status edit_begin(struct request *r, struct plain_form *f, struct error *e)
{
    struct library_document d;
    TRY(base_of_address(r, &d, e));
    plain_default(f, "kind", library_kind_code(d.kind));
    plain_default(f, "title", d.title);
    plain_default(f, "number", d.document);
    plain_default(f, "issuer", d.issuer);
    plain_default(f, "clause", d.clause);
    plain_default(f, "programme", d.programme ? programme_code((enum programme)d.programme) : "");
    plain_default(f, "audience", d.is_public ? "public" : "staff");
    library_default_date(f, "issued_on", d.issued_on);
    library_default_date(f, "effective_from", d.effective_from);
    if (d.effective_until.v != DATE_OPEN.v)
        library_default_date(f, "effective_until", d.effective_until);
    return enter_begin(r, f, e);
}

static enum status edit_act(struct request *r, struct plain_form *f, const char **ret_path,
                            struct error *e)
{
    struct library_document d;
    TRY(base_of_address(r, &d, e));
    return enter(r, f, &d, ret_path, e);
}

static enum status edit_form(struct request *r, struct error *e)
{
    struct library_document d;
    TRY(base_of_address(r, &d, e));
    const struct library_form form = {.fields = FIELDS,
                                      .count = sizeof FIELDS / sizeof FIELDS[0],
                                      .button = N_("保存"),
                                      .notice = N_("已录入，待另一人审核"),
                                      .back = arena_printf(r->arena, "/library/%" PRId64, d.id),
                                      .long_text = "body",
                                      .long_value = d.body,
                                      .begin = edit_begin,
                                      .act = edit_act};
    return form.back ? library_form_serve(r, &form, e) : arena_exhausted(e);
}

/* ---- on the document's page ---- */

static enum status replace_act(struct request *r, const struct library_document *d, struct error *e)
{
    struct db *db;
    struct date last_day;
    int64_t by;
    if (i64_parse(request_field(r, "by"), &by, e) != STATUS_OK)
        return error_place(e, "by");
    if (date_parse(request_field(r, "last_day"), &last_day, e) != STATUS_OK)
        return error_place(e, "last_day");
    TRY(request_writer(r, &db, e));
    return library_replace(db, r->county, d->id, by, last_day, r->session.user.name, e);
}

static enum status paper_act(struct request *r, const struct library_document *d, struct error *e)
{
    struct enclosure_new paper;
    struct db *db;
    int seq;
    enum status s =
        enclosure_of_form(r, ENCLOSURE_LIBRARY, d->id, request_text(r, N_("文件原件")), &paper, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "ATTACHMENT_FILE", _("请选择一个文件或拍一张照片。"));
    if (s != STATUS_OK)
        return s;
    TRY(request_writer(r, &db, e));
    return enclosure_add(db, r->county, r->keys, &paper, r->session.user.name, &seq, e);
}

static enum status act(struct request *r,
                       enum status (*work)(struct request *, const struct library_document *,
                                           struct error *),
                       const char *notice, struct error *e)
{
    struct library_document d;
    struct error why = {0};
    TRY(library_of_address(r, &d, e));
    enum status s = work(r, &d, &why);
    if (s == STATUS_OK)
        return respond_redirect(r, request_text(r, notice), e, "/library/%" PRId64, d.id);
    if (library_is_shown(s, &why))
        return library_respond(r, 422, &why, e);
    *e = why;
    return s;
}

static enum status replace_do(struct request *r, struct error *e)
{
    return act(r, replace_act, N_("已录入，待另一人审核"), e);
}

static enum status paper_do(struct request *r, struct error *e)
{
    return act(r, paper_act, N_("已收存"), e);
}

static enum status paper_show(struct request *r, struct error *e)
{
    struct library_document d;
    const void *bytes;
    const char *media_type;
    int seq;
    size_t n;
    TRY(library_of_address(r, &d, e));
    TRY(enclosure_of_address(r, "paper", &seq));
    TRY(require_keys(r, e));
    TRY(enclosure_read(r->db, r->county, r->keys, ENCLOSURE_LIBRARY, d.id, seq, false, r->arena,
                       &bytes, &n, &media_type, e));
    const char *name = arena_printf(r->arena, "document-%" PRId64 "-%d", d.id, seq);
    return name ? enclosure_respond(r, bytes, n, media_type, name, e) : arena_exhausted(e);
}

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
static const struct route_input REPLACE_INPUTS[] = {
    {"by", INPUT_INTEGER, true, N_("由哪件文件替代")},
    {"last_day", INPUT_DATE, true, N_("失效日期")},
    {.name = NULL},
};
static const struct route_input PAPER_INPUTS[] = {
    {"file", INPUT_FILE, true, N_("JPEG、PNG 或 PDF")},
    {.name = NULL},
};
static const struct route ROUTES[] = {
    {HTTP_GET, "/library/new", enter_form, PERMISSION_LIBRARY_WRITE, N_("录入政策文件"),
     AUDIENCE_PEOPLE},
    {HTTP_POST, "/library/new", enter_form, PERMISSION_LIBRARY_WRITE, N_("录入政策文件"),
     .inputs = ENTER_INPUTS},
    {HTTP_GET, "/library/{document}/edit", edit_form, PERMISSION_LIBRARY_WRITE,
     N_("录入文件的新版本"), AUDIENCE_PEOPLE},
    {HTTP_POST, "/library/{document}/edit", edit_form, PERMISSION_LIBRARY_WRITE,
     N_("录入文件的新版本"), .inputs = ENTER_INPUTS},
    {HTTP_POST, "/library/{document}/replace", replace_do, PERMISSION_LIBRARY_WRITE,
     N_("录入文件被替代"), .inputs = REPLACE_INPUTS},
    {HTTP_POST, "/library/{document}/papers", paper_do, PERMISSION_LIBRARY_WRITE,
     N_("收存文件原件"), .inputs = PAPER_INPUTS},
    {HTTP_GET, "/library/{document}/papers/{paper}", paper_show, PERMISSION_LIBRARY_READ,
     N_("文件原件"), .answers_file = true},
};
const struct route_table LIBRARY_STEP_ROUTES = ROUTE_TABLE("library_step", ROUTES);
