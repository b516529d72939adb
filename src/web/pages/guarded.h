/* What pages that deal in passwords and codes share. */
#pragma once
#include "web/request.h"

/* The connection on which passwords are hashed, one at a time: 64 MB each. Between the two calls
   nothing else of the request may be answered. `s`: how the work ended. */
MUST_USE enum status guarded_begin(struct request *r, struct db **ret, struct error *e);
void guarded_end(struct request *r, enum status s);
/* FAILED unless the server was started with the key file. */
MUST_USE enum status require_keys(const struct request *r, struct error *e);
/* The session's cookie, and away with the ticket's. */
void session_cookie_set(struct request *r, const char *token);
/* Adds "authenticator": {user, secret in groups of four, uri, qr {size, path}}: the path of an SVG
   whose unit is one module. */
MUST_USE enum status authenticator_add(struct request *r, const char *user_name, const char *secret,
                                       struct error *e);
/* Adds the list "codes". */
void recovery_add(struct request *r,
                  char (*codes)[ACCESS_RECOVERY_BYTES]); /* ACCESS_RECOVERY_CODES of them */
/* "2013-06-30 08:00" of a stamp of the trail, in the civil time of China. "" for NULL. */
void stamp_add(struct view *v, const char *name, const char *stamp);
/* Seconds since 1970. */
int64_t clock_s(void);
