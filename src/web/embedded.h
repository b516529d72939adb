/* Files compiled into the program by tools/embed.sh: templates and assets. Sorted by name. */
#pragma once
#include <stddef.h>

struct embedded_file {
    const char *name; /* "layout/page.html", "vendor/htmx.min.js" */
    const char *bytes;
    size_t byte_count;
    const char *gzip_bytes; /* NULL when not kept compressed */
    size_t gzip_byte_count;
    const char *hash; /* of the content: 16 hex digits */
};
extern const struct embedded_file EMBEDDED_TEMPLATES[], EMBEDDED_ASSETS[];
extern const size_t EMBEDDED_TEMPLATE_COUNT, EMBEDDED_ASSET_COUNT;
