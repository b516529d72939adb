/* The papers of a case for the printer, or for whoever must edit them: what its steps produced, and
   blank forms that the next steps need. Numbers stand on them with their middle covered; whoever
   needs them whole says why, and is answered once. */
#include <inttypes.h>
#include <microhttpd.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "domain/access/reveal.h"
#include "office/casepaper/casepaper.h"
#include "web/pages/case_page.h"
#include "web/pages/guarded.h"
#include "web/pages/pages.h"

static bool file_take(struct arena *arena, const char *file, enum case_document *ret,
                      enum document_kind *ret_kind)
{
    const char *dot = strrchr(file, '.');
    const char *name = dot != NULL ? arena_strndup(arena, file, (size_t)(dot - file)) : NULL;
    if (name == NULL)
        return false;
    if (strcmp(dot, document_ending(DOCUMENT_PDF)) == 0)
        *ret_kind = DOCUMENT_PDF;
    else if (strcmp(dot, document_ending(DOCUMENT_DOCX)) == 0)
        *ret_kind = DOCUMENT_DOCX;
    else
        return false;
    for (int d = DOCUMENT_NONE + 1; d < DOCUMENT_COUNT; d++)
        if (strcmp(case_document_code((enum case_document)d), name) == 0) {
            *ret = (enum case_document)d;
            return true;
        }
    return false;
}

static enum status paper_show(struct request *r, struct error *e)
{
    CLEANUP(buf_free) struct buf bytes = BUF_INIT(RESPONSE_BYTES_MAX);
    struct case_record c;
    enum case_document d;
    struct case_paper_options options = {.today = date_today()};
    TRY(case_of_address(r, &c, e));
    if (!file_take(r->arena, request_parameter(r, "file"), &d, &options.kind))
        return STATUS_NONE;
    TRY(case_paper_render(r->db, r->county, r->keys, c.id, d, &options, &bytes, e));
    const char *name = case_paper_file_name(r->arena, c.number, d, options.kind);
    if (name == NULL)
        return arena_exhausted(e);
    return respond_bytes(r, document_media_type(options.kind), name, &bytes, e);
}

/* ---- whole numbers, for a form that is signed ---- */

/* The paper that was chosen, if the case has it and numbers stand on it. */
static enum status choice_take(struct request *r, const struct case_record *c,
                               enum case_document *ret, enum document_kind *ret_kind,
                               struct error *e)
{
    struct case_paper *papers;
    size_t count;
    TRY(case_paper_list(r->db, r->county, c->id, date_today(), r->arena, &papers, &count, e));
    if (file_take(r->arena, request_field(r, "paper"), ret, ret_kind))
        for (size_t i = 0; i < count; i++)
            if (papers[i].document == *ret && case_paper_has_numbers(*ret))
                return STATUS_OK;
    return error_set(e, STATUS_REFUSED, "PAPER_CHOICE", _("请选择要打印哪一份文书。"));
}

static enum status purpose_record(struct request *r, const struct case_record *c,
                                  enum case_document d, struct error *e)
{
    struct db *db;
    const struct reveal_paper_request q = {.case_id = c->id,
                                           .division = c->division,
                                           .paper = case_document_code(d),
                                           .purpose = request_field(r, "purpose")};
    TRY(request_writer(r, &db, e));
    return access_reveal_paper(db, r->county, &r->session.user, &q, e);
}

static enum status paper_reveal(struct request *r, struct error *e)
{
    CLEANUP(buf_free) struct buf bytes = BUF_INIT(RESPONSE_BYTES_MAX);
    struct case_record c;
    struct error why = {0};
    enum case_document d = DOCUMENT_NONE;
    struct case_paper_options options = {.today = date_today(), .shows_numbers = true};
    TRY(case_of_address(r, &c, e));
    TRY(require_keys(r, e));
    enum status s = choice_take(r, &c, &d, &options.kind, &why);
    if (s == STATUS_OK)
        s = purpose_record(r, &c, d, &why);
    if (s == STATUS_REFUSED) {
        TRY(case_fill(r, &c, e));
        view_add_text(r->page, "purpose", request_field(r, "purpose"));
        return respond_page_status(r, MHD_HTTP_UNPROCESSABLE_CONTENT, "case/page.html",
                                   case_title(r, &c), &why, e);
    }
    if (s != STATUS_OK) {
        *e = why;
        return s;
    }
    TRY(case_paper_render(r->db, r->county, r->keys, c.id, d, &options, &bytes, e));
    const char *name = case_paper_file_name(r->arena, c.number, d, options.kind);
    if (name == NULL)
        return arena_exhausted(e);
    return respond_bytes(r, document_media_type(options.kind), name, &bytes, e);
}

enum status case_papers_add(struct request *r, const struct case_record *c, struct error *e)
{
    struct case_paper *papers;
    size_t count;
    TRY(case_paper_list(r->db, r->county, c->id, date_today(), r->arena, &papers, &count, e));
    struct view *list = view_add_list(r->page, "papers");
    bool has_numbers = false;
    for (size_t i = 0; i < count; i++) {
        struct view *v = view_add_object(list, NULL);
        view_add_text(v, "document", case_document_code(papers[i].document));
        view_add_text(v, "label", request_text(r, papers[i].label));
        view_add_textf(v, "path", "/cases/%" PRId64 "/documents/%s", c->id,
                       case_document_code(papers[i].document));
        view_add_bool(v, "is_blank", papers[i].is_blank);
        view_add_bool(v, "has_numbers", case_paper_has_numbers(papers[i].document));
        has_numbers |= case_paper_has_numbers(papers[i].document);
        if (papers[i].on.v != 0)
            view_add_date(v, "on", papers[i].on);
        else
            view_add_text(v, "on", NULL);
    }
    view_add_bool(r->page, "can_reveal",
                  has_numbers && !r->is_api && request_can(r, PERMISSION_NUMBER_REVEAL));
    return STATUS_OK;
}

static const struct route ROUTES[] = {
    {HTTP_GET, "/cases/{case}/documents/{file}", paper_show, PERMISSION_CASE_READ, N_("文书"),
     .answers_file = true},
    {HTTP_POST, "/cases/{case}/documents", paper_reveal, PERMISSION_NUMBER_REVEAL,
     N_("打印完整号码"), AUDIENCE_PEOPLE, .answers_file = true},
};
const struct route_table CASE_PAPER_ROUTES = ROUTE_TABLE("case_paper", ROUTES);
