/* Papers of money to institutions: a statement, a premium list, the order to pay a transfer. */
#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "office/medicalpaper/medicalpaper.h"
#include "web/pages/pages.h"
#include "web/pages/query.h"
#include "web/pages/statement_page.h"
#include "web/pages/transfer_page.h"

static struct medical_paper_options options_of(const struct request *r)
{
    bool is_pdf = strcmp(strrchr(r->match.route->pattern, '.'), document_ending(DOCUMENT_PDF)) == 0;
    return (struct medical_paper_options){.kind = is_pdf ? DOCUMENT_PDF : DOCUMENT_DOCX,
                                          .today = date_today()};
}

static enum status paper_respond(struct request *r, const struct medical_paper_options *options,
                                 const char *name, int64_t number, struct buf *bytes,
                                 struct error *e)
{
    const char *file = arena_printf(r->arena, "%s-%" PRId64 "%s", request_text(r, name), number,
                                    document_ending(options->kind));
    if (file == NULL)
        return arena_exhausted(e);
    return respond_bytes(r, document_media_type(options->kind), file, bytes, e);
}

static enum status statement_paper(struct request *r, struct error *e)
{
    CLEANUP(buf_free) struct buf bytes = BUF_INIT(RESPONSE_BYTES_MAX);
    const struct medical_paper_options options = options_of(r);
    struct statement_record s;
    TRY(statement_of_address(r, &s, e));
    TRY(statement_paper_render(r->db, r->county, s.id, &options, &bytes, e));
    return paper_respond(r, &options, N_("医院结算单"), s.id, &bytes, e);
}

static enum status premium_paper(struct request *r, struct error *e)
{
    CLEANUP(buf_free) struct buf bytes = BUF_INIT(RESPONSE_BYTES_MAX);
    const struct medical_paper_options options = options_of(r);
    int64_t list;
    TRY(request_parameter_i64(r, "list", &list));
    TRY(premium_paper_render(r->db, r->county, list, r->session.user.scope, &options, &bytes, e));
    return paper_respond(r, &options, N_("资助参合名单"), list, &bytes, e);
}

static enum status transfer_paper(struct request *r, struct error *e)
{
    CLEANUP(buf_free) struct buf bytes = BUF_INIT(RESPONSE_BYTES_MAX);
    const struct medical_paper_options options = options_of(r);
    struct transfer_record t;
    TRY(transfer_of_address(r, &t, e));
    TRY(transfer_paper_render(r->db, r->county, t.id, &options, &bytes, e));
    return paper_respond(r, &options, N_("拨付单"), t.id, &bytes, e);
}

static const struct route ROUTES[] = {
    {HTTP_GET, "/medical/statements/{statement}/paper.pdf", statement_paper,
     PERMISSION_MEDICAL_READ, N_("医院结算单")},
    {HTTP_GET, "/medical/statements/{statement}/paper.docx", statement_paper,
     PERMISSION_MEDICAL_READ, N_("医院结算单")},
    {HTTP_GET, "/counter/statements/{statement}/paper.pdf", statement_paper,
     PERMISSION_MEDICAL_AGREE, N_("医院结算单")},
    {HTTP_GET, "/medical/premiums/{list}/paper.pdf", premium_paper, PERMISSION_MEDICAL_READ,
     N_("资助参合名单")},
    {HTTP_GET, "/medical/premiums/{list}/paper.docx", premium_paper, PERMISSION_MEDICAL_READ,
     N_("资助参合名单")},
    {HTTP_GET, "/transfers/{transfer}/order.pdf", transfer_paper, PERMISSION_TRANSFER_READ,
     N_("拨付单")},
    {HTTP_GET, "/transfers/{transfer}/order.docx", transfer_paper, PERMISSION_TRANSFER_READ,
     N_("拨付单")},
};
const struct route_table MEDICAL_PAPER_ROUTES = ROUTE_TABLE("medical_paper", ROUTES);
