/* A server on the loopback with a fresh database, and a client that sends bytes as they are. */
#pragma once
#include "support/test_support.h"
#include "support/testdb.h"
#include "base/buf.h"
#include "web/server.h"

#define LIVE_COUNTY INT64_C(341823)
#define LIVE_PASSWORD "correct horse"

struct live {
    struct server *server;
    struct testdb testdb;
    char folder[256]; /* uploads */
};
/* Users: officer (bureau officer, county), clerk (township clerk, 341823106000), locked (locked).
   The settings of access are switched off: a password opens a session. */
void live_start(struct live *l, enum db_engine engine, const struct site_map *map);
void live_stop(struct live *l);
/* Sends the bytes and reads until the server closes or an answer with its whole body is there. out:
 * all that came. */
void live_send(const struct live *l, const void *bytes, size_t n, struct buf *out);
/* Several answers may come on one connection: reads until the server closes, which it must within
 * its time. */
void live_send_until_close(const struct live *l, const void *bytes, size_t n, struct buf *out);
/* access_setting_set of every setting: off, a password alone opens a session. */
void live_settings_set(struct db *writer, bool is_on);
/* A user whose password is LIVE_PASSWORD. */
void live_user_add(struct db *writer, const char *name, enum role role, int64_t scope);
int live_status(const struct buf *answer);
bool live_has(const struct buf *answer, const char *text);
/* Value of a Set-Cookie of the answer, "" when absent. In a static buffer. */
const char *live_cookie(const struct buf *answer, const char *name);
/* GET with a Cookie header (may be ""). */
void live_get(const struct live *l, const char *target, const char *cookies, struct buf *out);
void live_post(const struct live *l, const char *target, const char *cookies, const char *body,
               struct buf *out);
/* Value of <input name="csrf" value="…"> in the page. Static buffer. */
const char *live_csrf(const struct buf *page);
/* Logs in; fills "minsheng_session=…" and the session's csrf as the home page shows it. */
void live_login(const struct live *l, const char *name, char cookie[200], char csrf[64]);
