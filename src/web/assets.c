#include "base/text.h"
#include "web/embedded.h"
#include "web/server_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PREFIX "/assets/"

static const struct {
    const char *ending, *type;
} TYPES[] = {
    {".css", "text/css; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".woff2", "font/woff2"},
    {".txt", "text/plain; charset=utf-8"},
};

static int file_compare(const void *a, const void *b)
{
    return strcmp(((const struct embedded_file *)a)->name, ((const struct embedded_file *)b)->name);
}

static const struct embedded_file *asset_find(const char *name)
{
    struct embedded_file key = {.name = name};
    return bsearch(&key, EMBEDDED_ASSETS, EMBEDDED_ASSET_COUNT, sizeof(key), file_compare);
}

const char *asset_address(const char *name, char out[ASSET_ADDRESS_BYTES])
{
    const struct embedded_file *f = asset_find(name);
    if (f == NULL)
        return NULL;
    int n = snprintf(out, ASSET_ADDRESS_BYTES, PREFIX "%s?v=%s", name, f->hash);
    return n > 0 && n < ASSET_ADDRESS_BYTES ? out : NULL;
}

static bool accepts_gzip(struct MHD_Connection *connection)
{
    const char *accept =
        MHD_lookup_connection_value(connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_ACCEPT_ENCODING);
    return accept != NULL && strstr(accept, "gzip") != NULL && strstr(accept, "gzip;q=0") == NULL;
}

static struct MHD_Response *response_of(const char *p, size_t n)
{
    /* PERSISTENT only reads; its parameter is not const. */
    return MHD_create_response_from_buffer(n, (void *)(uintptr_t)p, MHD_RESPMEM_PERSISTENT);
}

bool asset_respond(struct MHD_Connection *connection, const char *path, const char *query)
{
    if (!text_starts(path, PREFIX))
        return false;
    const struct embedded_file *f = asset_find(path + sizeof(PREFIX) - 1);
    if (f == NULL)
        return false;
    char etag[40], versioned[40];
    snprintf(etag, sizeof(etag), "\"%s\"", f->hash);
    snprintf(versioned, sizeof(versioned), "?v=%s", f->hash);
    const char *known =
        MHD_lookup_connection_value(connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_IF_NONE_MATCH);
    bool is_known = known != NULL && strcmp(known, etag) == 0;
    bool is_packed = f->gzip_bytes != NULL && accepts_gzip(connection);
    struct MHD_Response *response = is_known    ? response_of("", 0)
                                    : is_packed ? response_of(f->gzip_bytes, f->gzip_byte_count)
                                                : response_of(f->bytes, f->byte_count);
    if (response == NULL)
        return false;
    const char *type = "application/octet-stream";
    for (size_t i = 0; i < sizeof(TYPES) / sizeof(TYPES[0]); i++)
        if (text_ends(f->name, TYPES[i].ending))
            type = TYPES[i].type;
    MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, type);
    MHD_add_response_header(response, MHD_HTTP_HEADER_ETAG, etag);
    MHD_add_response_header(response, MHD_HTTP_HEADER_VARY, "Accept-Encoding");
    MHD_add_response_header(response, MHD_HTTP_HEADER_CACHE_CONTROL,
                            strcmp(query, versioned) == 0 ? "public, max-age=31536000, immutable"
                                                          : "public, no-cache");
    if (is_packed && !is_known)
        MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_ENCODING, "gzip");
    security_headers_add(response);
    enum MHD_Result queued =
        MHD_queue_response(connection, is_known ? MHD_HTTP_NOT_MODIFIED : MHD_HTTP_OK, response);
    MHD_destroy_response(response);
    return queued == MHD_YES;
}
