/* What everybody may read of the policies without a login: approved and public documents. */
#include "base/i18n.h"
#include "web/pages/library_page.h"
#include "web/pages/pages.h"

static enum status list_show(struct request *r, struct error *e)
{
    TRY(library_rows_add(r, true, "/public/policies", e));
    return respond_page(r, "public/policies.html", NULL, e);
}

static enum status document_show(struct request *r, struct error *e)
{
    struct library_document d;
    int64_t id;
    TRY(request_parameter_i64(r, "document", &id));
    TRY(library_read(r->db, r->county, id, KNOWN_NOW, true, r->arena, &d, e));
    if (!d.is_public)
        return STATUS_NONE;
    library_document_add(r, r->page, &d);
    TRY(library_text_add(r, &d, e));
    return respond_page(r, "public/policy.html", d.title, e);
}

static const struct route_input LIST_INPUTS[] = {
    {"q", INPUT_TEXT, false, N_("要找的文字")},
    {"programme", INPUT_TEXT, false, N_("项目")},
    {.name = NULL},
};
static const struct route ROUTES[] = {
    {HTTP_GET, "/public/policies", list_show, PERMISSION_PUBLIC, N_("救助政策"),
     .inputs = LIST_INPUTS, .is_kept = true},
    {HTTP_GET, "/public/policies/{document}", document_show, PERMISSION_PUBLIC, N_("救助政策"),
     .is_kept = true},
};
const struct route_table PUBLIC_LIBRARY_ROUTES = ROUTE_TABLE("public_library", ROUTES);
