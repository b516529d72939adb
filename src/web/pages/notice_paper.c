/* Sheets of notices and draws for the printer: the wall's and the web's version of one frozen list.
   Their addresses end in what they are: "/wall.pdf", "/web.docx". */
#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "domain/casework/sample.h"
#include "office/casepaper/casepaper.h"
#include "web/pages/notice_page.h"
#include "web/pages/pages.h"

static struct case_paper_options options_of_address(const struct request *r)
{
    return (struct case_paper_options){
        .kind = text_ends(r->match.route->pattern, ".docx") ? DOCUMENT_DOCX : DOCUMENT_PDF,
        .today = date_today()};
}

static enum case_document document_of_address(const struct request *r)
{
    const char *name = strrchr(r->match.route->pattern, '/') + 1;
    return text_starts(name, "wall")     ? DOCUMENT_NOTICE_WALL
           : text_starts(name, "result") ? DOCUMENT_NOTICE_RESULT
                                         : DOCUMENT_NOTICE_WEB;
}

static enum status paper_send(struct request *r, const char *number, enum case_document d,
                              const struct case_paper_options *options, struct buf *bytes,
                              struct error *e)
{
    const char *name = case_paper_file_name(r->arena, number, d, options->kind);
    if (!name)
        return arena_exhausted(e);
    return respond_bytes(r, document_media_type(options->kind), name, bytes, e);
}

static enum status notice_print(struct request *r, struct error *e)
{
    CLEANUP(buf_free) struct buf bytes = BUF_INIT(RESPONSE_BYTES_MAX);
    const struct case_paper_options options = options_of_address(r);
    enum case_document d = document_of_address(r);
    struct notice_record n;
    struct notice_row *rows;
    size_t count;
    TRY(notice_of_address(r, &n, &rows, &count, e));
    if (d == DOCUMENT_NOTICE_RESULT && n.closed_on.v == 0)
        return error_set(e, STATUS_REFUSED, "NOTICE_RUNNING",
                         _("%" PRId64 " 号公示还没有收回，没有结果可印。"), n.id);
    TRY(notice_paper_render(r->db, r->county, n.id, d, &options, &bytes, e));
    return paper_send(r, arena_printf(r->arena, "notice-%" PRId64, n.id), d, &options, &bytes, e);
}

static enum status sample_print(struct request *r, struct error *e)
{
    CLEANUP(buf_free) struct buf bytes = BUF_INIT(RESPONSE_BYTES_MAX);
    const struct case_paper_options options = options_of_address(r);
    int64_t id;
    TRY(request_parameter_i64(r, "sample", &id));
    TRY(sample_paper_render(r->db, r->county, id, &options, &bytes, e));
    return paper_send(r, arena_printf(r->arena, "sample-%" PRId64, id), DOCUMENT_SAMPLE_LIST,
                      &options, &bytes, e);
}

#define PAPER "/notices/{notice}/paper"
static const struct route ROUTES[] = {
    {HTTP_GET, PAPER "/wall.pdf", notice_print, PERMISSION_CASE_READ, N_("公示（村内张贴）")},
    {HTTP_GET, PAPER "/wall.docx", notice_print, PERMISSION_CASE_READ, N_("公示（村内张贴）")},
    {HTTP_GET, PAPER "/web.pdf", notice_print, PERMISSION_CASE_READ, N_("公示（网上，姓名遮盖）")},
    {HTTP_GET, PAPER "/web.docx", notice_print, PERMISSION_CASE_READ, N_("公示（网上，姓名遮盖）")},
    {HTTP_GET, PAPER "/result.pdf", notice_print, PERMISSION_CASE_READ, N_("公示结果")},
    {HTTP_GET, PAPER "/result.docx", notice_print, PERMISSION_CASE_READ, N_("公示结果")},
    {HTTP_GET, "/samples/{sample}/list.pdf", sample_print, PERMISSION_CASE_SAMPLE, N_("抽查名单")},
    {HTTP_GET, "/samples/{sample}/list.docx", sample_print, PERMISSION_CASE_SAMPLE, N_("抽查名单")},
};
const struct route_table NOTICE_PAPER_ROUTES = ROUTE_TABLE("notice_paper", ROUTES);
