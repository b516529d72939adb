/* The API as a document and as a list, from the route tables. */
#include "base/i18n.h"
#include "cli/cli.h"
#include "web/openapi.h"

#include <stdio.h>

static enum status api_openapi(struct cli *cli, struct error *e)
{
    CLEANUP(buf_free) struct buf out = BUF_INIT(OPENAPI_BYTES_MAX);
    (void)cli;
    TRY(openapi_write(&SITE_MAP, NULL, &out, e));
    puts(buf_text(&out));
    return STATUS_OK;
}

static void roles_text(enum permission permission, struct buf *out)
{
    buf_clear(out);
    for (int role = ROLE_NONE + 1; role < ROLE_SYSTEM; role++)
        if (access_can((enum role)role, permission))
            buf_addf(out, "%s%s", out->n > 0 ? " " : "", role_code((enum role)role));
}

static enum status api_routes(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {"method",     "pattern", "title",
                                          "permission", "roles",   "is_api"};
    CLEANUP(buf_free) struct buf roles = BUF_INIT(1024);
    (void)e;
    cli_rows_begin(cli, columns, sizeof(columns) / sizeof(columns[0]));
    for (size_t t = 0; t < SITE_MAP.table_count; t++)
        for (size_t i = 0; i < SITE_MAP.tables[t]->count; i++) {
            const struct route *route = &SITE_MAP.tables[t]->routes[i];
            roles_text(route->permission, &roles);
            cli_text(cli, http_method_name(route->method));
            cli_text(cli, route->pattern);
            cli_text(cli, _(route->title));
            cli_text(cli, PERMISSIONS[route->permission].name);
            cli_text(cli, buf_text(&roles));
            cli_i64(cli, route->audience != AUDIENCE_PEOPLE);
            cli_row_end(cli);
        }
    cli_rows_end(cli);
    return STATUS_OK;
}

const struct cli_command CLI_API[] = {
    {"api openapi",
     "",
     0,
     0,
     N_("输出接口说明（OpenAPI 3.1）"),
     NULL,
     api_openapi,
     {{NULL, NULL, NULL, false}}},
    {"api routes",
     "",
     0,
     0,
     N_("列出全部地址、权限和岗位"),
     NULL,
     api_routes,
     {{NULL, NULL, NULL, false}}},
    {NULL, NULL, 0, 0, NULL, NULL, NULL, {{NULL, NULL, NULL, false}}},
};
