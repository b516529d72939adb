/* Papers of residents: agreement, file, list of property; a home's sheets of a month. */
#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "office/homepaper/homepaper.h"
#include "web/pages/homes_page.h"
#include "web/pages/pages.h"
#include "web/pages/query.h"
#include "web/pages/resident_page.h"

typedef enum status (*resident_paper)(struct db *db, int64_t county, int64_t stay,
                                      const struct home_paper_options *options, struct buf *ret,
                                      struct error *e);

static struct home_paper_options options_of(const struct request *r)
{
    bool is_pdf = strcmp(strrchr(r->match.route->pattern, '.'), document_ending(DOCUMENT_PDF)) == 0;
    return (struct home_paper_options){.kind = is_pdf ? DOCUMENT_PDF : DOCUMENT_DOCX,
                                       .today = date_today()};
}

static enum status paper_respond(struct request *r, const struct home_paper_options *options,
                                 const char *name, const char *whose, struct buf *bytes,
                                 struct error *e)
{
    const char *file = arena_printf(r->arena, "%s-%s%s", request_text(r, name), whose,
                                    document_ending(options->kind));
    if (file == NULL)
        return arena_exhausted(e);
    return respond_bytes(r, document_media_type(options->kind), file, bytes, e);
}

static enum status resident_respond_paper(struct request *r, resident_paper render,
                                          const char *name, struct error *e)
{
    CLEANUP(buf_free) struct buf bytes = BUF_INIT(RESPONSE_BYTES_MAX);
    const struct home_paper_options options = options_of(r);
    struct stay stay;
    TRY(stay_of_address(r, &stay, NULL, e));
    TRY(render(r->db, r->county, stay.id, &options, &bytes, e));
    return paper_respond(r, &options, name, stay.person_name, &bytes, e);
}

static enum status agreement_paper(struct request *r, struct error *e)
{
    return resident_respond_paper(r, home_agreement_paper_render, N_("供养协议"), e);
}

/* His health stands in it. */
static enum status file_paper(struct request *r, struct error *e)
{
    struct stay stay;
    TRY(stay_of_address(r, &stay, NULL, e));
    if (!resident_sees_health(r))
        return error_set(e, STATUS_REFUSED, "HEALTH_CLOSED",
                         _("入住档案写有健康状况，您的岗位不能查看"));
    return resident_respond_paper(r, home_file_paper_render, N_("入住档案"), e);
}

static enum status property_paper(struct request *r, struct error *e)
{
    return resident_respond_paper(r, home_property_paper_render, N_("物品清单"), e);
}

static enum status sheet_paper(struct request *r, enum record_kind kind, struct error *e)
{
    CLEANUP(buf_free) struct buf bytes = BUF_INIT(RESPONSE_BYTES_MAX);
    const struct home_paper_options options = options_of(r);
    struct month month = query_month(r, "month", date_month(date_today()));
    struct home home;
    char text[MONTH_TEXT_BYTES];
    TRY(home_of_address(r, &home, e));
    TRY(home_sheet_paper_render(r->db, r->county, home.id, kind, month, &options, &bytes, e));
    return paper_respond(r, &options, RECORD_KINDS[kind - 1].label,
                         arena_printf(r->arena, "%s-%s", home.name, month_format(month, text)),
                         &bytes, e);
}

static enum status pocket_paper(struct request *r, struct error *e)
{
    return sheet_paper(r, RECORD_POCKET, e);
}

static enum status clothing_paper(struct request *r, struct error *e)
{
    return sheet_paper(r, RECORD_CLOTHING, e);
}

static enum status checkup_paper(struct request *r, struct error *e)
{
    struct home home;
    TRY(home_of_address(r, &home, e));
    if (!resident_sees_health(r))
        return error_set(e, STATUS_REFUSED, "HEALTH_CLOSED",
                         _("查体表写有健康状况，您的岗位不能查看"));
    return sheet_paper(r, RECORD_CHECKUP, e);
}

static const struct route_input MONTH_INPUTS[] = {
    {"month", INPUT_MONTH, false, N_("月份，不写就是本月")},
    {.name = NULL},
};
static const struct route ROUTES[] = {
    {HTTP_GET, "/residents/{stay}/agreement.pdf", agreement_paper, PERMISSION_HOME_READ,
     N_("供养协议")},
    {HTTP_GET, "/residents/{stay}/agreement.docx", agreement_paper, PERMISSION_HOME_READ,
     N_("供养协议")},
    {HTTP_GET, "/residents/{stay}/file.pdf", file_paper, PERMISSION_HOME_READ, N_("入住档案")},
    {HTTP_GET, "/residents/{stay}/file.docx", file_paper, PERMISSION_HOME_READ, N_("入住档案")},
    {HTTP_GET, "/residents/{stay}/property.pdf", property_paper, PERMISSION_HOME_READ,
     N_("物品清单")},
    {HTTP_GET, "/residents/{stay}/property.docx", property_paper, PERMISSION_HOME_READ,
     N_("物品清单")},
    {HTTP_GET, "/homes/{home}/pocket.pdf", pocket_paper, PERMISSION_HOME_READ, N_("零花钱发放表"),
     .inputs = MONTH_INPUTS},
    {HTTP_GET, "/homes/{home}/clothing.pdf", clothing_paper, PERMISSION_HOME_READ, N_("服装发放表"),
     .inputs = MONTH_INPUTS},
    {HTTP_GET, "/homes/{home}/checkup.pdf", checkup_paper, PERMISSION_HOME_READ, N_("查体表"),
     .inputs = MONTH_INPUTS},
};
const struct route_table HOMES_PAPER_ROUTES = ROUTE_TABLE("homes_paper", ROUTES);
