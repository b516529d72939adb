/* What programs read first. */
#include "web/openapi.h"
#include "base/i18n.h"
#include "web/pages/pages.h"
#include "web/server_internal.h"

static enum status openapi_show(struct request *r, struct error *e)
{
    CLEANUP(buf_free) struct buf out = BUF_INIT(OPENAPI_BYTES_MAX);
    TRY(openapi_write(r->server->options.map,
                      r->language == VIEW_ENGLISH ? r->server->english : NULL, &out, e));
    return respond_bytes(r, "application/json; charset=utf-8", NULL, &out, e);
}

static const struct route ROUTES[] = {
    {HTTP_GET, "/openapi.json", openapi_show, PERMISSION_SESSION, N_("接口说明")},
};
const struct route_table OPENAPI_ROUTES = ROUTE_TABLE("openapi", ROUTES);
