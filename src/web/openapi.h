/* The description of the API (OpenAPI 3.1), made from the route tables: what is not a route is not
   in it, and no route for programs is left out. */
#pragma once
#include "base/buf.h"
#include "base/catalog.h"
#include "web/router.h"

#define OPENAPI_BYTES_MAX (8u * 1024 * 1024)

/* english NULL: Chinese. */
MUST_USE enum status openapi_write(const struct site_map *map, const struct catalog *english,
                                   struct buf *out, struct error *e);
const char *http_method_name(enum http_method m); /* "GET" */
