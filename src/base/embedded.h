/* A file compiled into the program by tools/embed.sh. The arrays are sorted by name. */
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
