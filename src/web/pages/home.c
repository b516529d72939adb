/* The first screen: what waits for me. */
#include "base/i18n.h"
#include "web/pages/pages.h"
#include "web/request.h"

static enum status home_show(struct request *r, struct error *e)
{
    view_add_date(r->page, "today", date_today());
    return respond_page(r, "home/page.html", NULL, e);
}

/* For a load balancer or a monitor: the process answers and its database does too (a session was
 * looked for). */
static enum status health_show(struct request *r, struct error *e)
{
    r->wants_json = true;
    view_add_text(r->page, "status", "ok");
    view_add_text(r->page, "database", db_version(r->db));
    return respond_page(r, "home/page.html", NULL, e);
}

static const struct route ROUTES[] = {
    {HTTP_GET, "/", home_show, PERMISSION_SESSION, N_("我的工作")},
    {HTTP_GET, "/healthz", health_show, PERMISSION_PUBLIC, N_("运行状态")},
};
const struct route_table HOME_ROUTES = ROUTE_TABLE("home", ROUTES);
