/* Receipts of a claim: photographs and papers, sealed. */
#include <inttypes.h>

#include "base/i18n.h"
#include "base/text.h"
#include "web/pages/enclosure_page.h"
#include "web/pages/guarded.h"
#include "web/pages/home_money.h"
#include "web/pages/pages.h"

bool home_receipts_open(const struct request *r, const struct home_claim *c)
{
    return request_can(r, PERMISSION_HOME_CLAIM) &&
           (c->state == HOME_CLAIM_DRAFT || c->state == HOME_CLAIM_SUBMITTED);
}

static bool may_strike(const struct request *r, const struct home_claim *c)
{
    return request_can(r, PERMISSION_HOME_CLAIM) && c->state == HOME_CLAIM_DRAFT;
}

enum status home_receipts_add(struct request *r, const struct home_claim *c, struct error *e)
{
    struct enclosure *list;
    size_t count;
    TRY(enclosure_list(r->db, r->county, ENCLOSURE_CLAIM, c->id, r->arena, &list, &count, e));
    view_add_bool(r->page, "can_add_receipt", home_receipts_open(r, c) && count < ENCLOSURES_MAX);
    struct view *rows = view_add_list(r->page, "receipts");
    for (size_t i = 0; i < count; i++) {
        struct view *v = view_add_object(rows, NULL);
        view_add_integer(v, "seq", list[i].seq);
        view_add_text(v, "title", list[i].title);
        view_add_count(v, "size_kb", (list[i].size_bytes + ENCLOSURE_KB - 1) / ENCLOSURE_KB);
        view_add_bool(v, "has_thumbnail", list[i].has_thumbnail);
        view_add_bool(v, "can_strike", may_strike(r, c));
    }
    return STATUS_OK;
}

static enum status answer(struct request *r, const struct home *home, const struct home_claim *c,
                          enum status s, const struct error *why, const char *notice,
                          struct error *e)
{
    if (s == STATUS_OK)
        return respond_redirect(r, request_text(r, notice), e, "/homes/%" PRId64 "/claims/%" PRId64,
                                home->id, c->id);
    if (home_money_is_shown(s, why))
        return home_claim_respond(r, home, c, 422, why, e);
    *e = *why;
    return s;
}

static enum status receipt_store(struct request *r, const struct home_claim *c, struct error *e)
{
    struct enclosure_new paper;
    struct db *db;
    int seq;
    const char *title = text_tidy(r->arena, request_field(r, "title"));
    if (!home_receipts_open(r, c))
        return error_set(e, STATUS_REFUSED, "HOME_CLAIM_STATE",
                         _("报账单已经审批或作废，不能再传票据。"));
    if (title == NULL)
        return arena_exhausted(e);
    if (title[0] == '\0')
        title = request_text(r, N_("票据"));
    enum status s = enclosure_of_form(r, ENCLOSURE_CLAIM, c->id, title, &paper, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "ATTACHMENT_FILE", _("请选择一个文件或拍一张照片。"));
    if (s != STATUS_OK)
        return s;
    TRY(request_writer(r, &db, e));
    return enclosure_add(db, r->county, r->keys, &paper, r->session.user.name, &seq, e);
}

static enum status receipt_add(struct request *r, struct error *e)
{
    struct home home;
    struct home_claim c;
    struct error why = {0};
    TRY(home_claim_of_address(r, &home, &c, e));
    enum status s = receipt_store(r, &c, &why);
    return answer(r, &home, &c, s, &why, N_("已收存"), e);
}

static enum status receipt_strike(struct request *r, struct error *e)
{
    struct home home;
    struct home_claim c;
    struct error why = {0};
    struct db *db;
    int seq;
    enum status s = STATUS_OK;
    TRY(home_claim_of_address(r, &home, &c, e));
    TRY(enclosure_of_address(r, "receipt", &seq));
    TRY(request_writer(r, &db, e));
    if (!may_strike(r, &c))
        s = error_set(&why, STATUS_REFUSED, "HOME_CLAIM_STATE",
                      _("报账单已经提交，不能再撤下票据。"));
    if (s == STATUS_OK)
        s = enclosure_remove(db, r->county, ENCLOSURE_CLAIM, c.id, seq, r->session.user.name, &why);
    return answer(r, &home, &c, s, &why, N_("已撤下"), e);
}

static enum status bytes_show(struct request *r, bool is_thumbnail, struct error *e)
{
    struct home home;
    struct home_claim c;
    const void *bytes;
    const char *media_type;
    int seq;
    size_t n;
    TRY(home_claim_of_address(r, &home, &c, e));
    TRY(enclosure_of_address(r, "receipt", &seq));
    TRY(require_keys(r, e));
    TRY(enclosure_read(r->db, r->county, r->keys, ENCLOSURE_CLAIM, c.id, seq, is_thumbnail,
                       r->arena, &bytes, &n, &media_type, e));
    const char *name = arena_printf(r->arena, "claim-%" PRId64 "-%d", c.id, seq);
    return name ? enclosure_respond(r, bytes, n, media_type, name, e) : arena_exhausted(e);
}

static enum status receipt_show(struct request *r, struct error *e)
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
#define RECEIPTS "/homes/{home}/claims/{claim}/receipts"
static const struct route ROUTES[] = {
    {HTTP_POST, RECEIPTS, receipt_add, PERMISSION_HOME_CLAIM, N_("收存票据"), .inputs = ADD_INPUTS},
    {HTTP_GET, RECEIPTS "/{receipt}", receipt_show, PERMISSION_HOME_READ, N_("票据"),
     .answers_file = true},
    {HTTP_GET, RECEIPTS "/{receipt}/thumbnail", thumbnail_show, PERMISSION_HOME_READ, N_("票据"),
     .answers_file = true},
    {HTTP_POST, RECEIPTS "/{receipt}/strike", receipt_strike, PERMISSION_HOME_CLAIM,
     N_("撤下票据")},
};
const struct route_table HOME_CLAIM_RECEIPT_ROUTES = ROUTE_TABLE("home_claim_receipt", ROUTES);
