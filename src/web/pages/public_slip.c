/* What a slip's code leads to: amounts and why, without names, numbers and accounts. Every code
   that is none has the same answer. */
#include "base/i18n.h"
#include "base/text.h"
#include "domain/publicity/slip.h"
#include "web/pages/guarded.h"
#include "web/pages/pages.h"

#define FAMILY_NAME_BYTES 4

/* 张** : the family name's first character only. */
static const char *head_masked(const struct request *r, const char *name)
{
    size_t n = 1;
    while (name[0] && n < FAMILY_NAME_BYTES && ((unsigned char)name[n] & 0xC0) == 0x80)
        n++;
    return name[0] ? arena_printf(r->arena, "%.*s**", (int)n, name) : "";
}

static void lines_add(struct request *r, const struct explained_month *why)
{
    struct view *list = view_add_list(r->page, "lines");
    for (size_t i = 0; i < why->explanation.count; i++) {
        const struct explanation_line *line = &why->explanation.line[i];
        struct view *v = view_add_object(list, NULL);
        view_add_text(v, "label", line->label);
        view_add_text(v, "formula", line->formula);
        view_add_text(v, "clause", line->clause);
        view_add_text(v, "source", line->document);
        view_add_fen(v, "amount_fen", line->amount);
    }
    struct view *adjustments = view_add_list(r->page, "adjustments");
    for (size_t i = 0; i < why->adjustment_count; i++) {
        struct view *v = view_add_object(adjustments, NULL);
        view_add_month(v, "month", why->adjustments[i].for_month);
        view_add_text(v, "reason",
                      request_text(r, adjustment_reason_label(why->adjustments[i].reason)));
        view_add_fen(v, "amount_fen", why->adjustments[i].amount);
    }
}

static enum status slip_respond(struct request *r, const char *code, struct error *e)
{
    struct slip slip;
    struct explained_month *why;
    TRY(require_keys(r, e));
    TRY(slip_find(r->db, r->county, r->keys, code, r->arena, &slip, &why, e));
    view_add_text(r->page, "programme", programme_name(slip.programme));
    view_add_month(r->page, "month", slip.month);
    view_add_text(r->page, "head", head_masked(r, slip.head_name));
    view_add_fen(r->page, "amount_fen", slip.amount);
    view_add_date(r->page, "printed_on", slip.printed_on);
    lines_add(r, why);
    return respond_page(r, "public/slip.html", NULL, e);
}

static enum status slip_show(struct request *r, struct error *e)
{
    return slip_respond(r, request_parameter(r, "slip"), e);
}

static enum status slip_ask(struct request *r, struct error *e)
{
    const char *code = text_tidy_solid(r->arena, request_query(r, "code"));
    if (!code)
        return arena_exhausted(e);
    return code[0] ? slip_respond(r, code, e) : respond_page(r, "public/slip_ask.html", NULL, e);
}

static const struct route_input ASK_INPUTS[] = {
    {"code", INPUT_TEXT, false, N_("明白卡上的码")},
    {.name = NULL},
};
static const struct route ROUTES[] = {
    {HTTP_GET, "/public/slip", slip_ask, PERMISSION_PUBLIC, N_("明白卡查询"), .inputs = ASK_INPUTS,
     .secret = "code"},
    {HTTP_GET, "/public/slip/{slip}", slip_show, PERMISSION_PUBLIC, N_("明白卡"), .secret = "slip"},
};
const struct route_table PUBLIC_SLIP_ROUTES = ROUTE_TABLE("public_slip", ROUTES);
