/* One request on its connection, shared by the files that take it apart and answer it. */
#pragma once
#include "web/server_internal.h"

#include <string.h>

struct exchange {
    struct request r;
    char *target; /* as it came */
    struct error error;
    unsigned refused_status; /* the body is read away, then this is answered; 0: none */
    bool is_interrupted;     /* typed by somebody whose session has ended: carried to the login */
    bool is_committing;      /* handed over, not yet answered */
    struct commit_work commit;
    struct MHD_Connection *connection; /* while it is suspended */
    bool has_begun, is_asset, is_form, is_json, must_close;
    int64_t kept_change; /* of a request that is_shared: what its page is made from */
    int32_t kept_day;
    int64_t body_bytes; /* read so far */
    struct buf form_bytes;
    struct multipart *multipart;
    struct multipart_options multipart_options;
    struct timespec begun;
};

/* "" when there is none. */
static inline const char *exchange_header(struct MHD_Connection *connection, const char *name)
{
    const char *value = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name);
    return value == NULL ? "" : value;
}
/* "/public" and what stands below it; "/publicity" does not. */
static inline bool path_is_public(const char *path)
{
    return strncmp(path, "/public", 7) == 0 && (path[7] == '\0' || path[7] == '/');
}
/* The answer will have this status. */
enum status exchange_refuse(struct exchange *x, unsigned status, const char *code,
                            const char *message);

/* visitor.c: what is asked, in which language; then by whom. */
MUST_USE enum status visitor_read(struct exchange *x, struct MHD_Connection *connection);
MUST_USE enum status visitor_session(struct exchange *x, struct MHD_Connection *connection);
/* Of strangers on the public site: REFUSED (429) when this address has asked too often. */
MUST_USE enum status visitor_quota(struct exchange *x, struct MHD_Connection *connection);
/* A page seen long enough after the last one keeps the session alive. */
void visitor_touch(struct exchange *x);

/* commit.c: the request waits, its thread does not; exchange_access is called again when the work
   is done. */
enum MHD_Result commit_begin(struct exchange *x, struct MHD_Connection *connection);
MUST_USE enum status commit_end(struct exchange *x);
