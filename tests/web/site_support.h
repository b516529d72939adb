/* The whole site over a county of the test's own, and the people who look at it. One per program.
 */
#pragma once
#include "web/live.h"

#include <jansson.h>

#define BUF CLEANUP(buf_free) struct buf
#define SITE_BODY_BYTES_MAX (256u << 10)
#define SITE_FILE_BYTES_MAX (8u << 20)

struct site {
    struct live live;
    enum db_engine engine;
    struct keyring *keys;
    struct arena *arena;
    struct db *db; /* reader, from site_serve on */
};
extern struct site site;
/* Takes the engine from the program's argument; false when it is not there (SKIP is printed). */
bool site_engine_choose(int argc, char **argv);
/* A fresh database with the county's plan in it, nobody logged in; a writer to fill it with, which
   is to be closed. */
struct db *site_begin(void);
void site_serve(void);
void site_end(void);
int site_stop(void **state); /* the same, as cmocka ends a group */
/* Every user there is gets LIVE_PASSWORD, and a password opens a session. */
void site_posts_unlock(struct db *writer);

struct site_person {
    const char *name;
    char cookie[200], csrf[64];
};
/* Each logs in once. "": nobody in particular, without a cookie. */
const struct site_person *site_as(const char *name);
/* Answer a status; out ({0} or an earlier answer) becomes the whole answer. */
int site_get(const char *who, const char *target, struct buf *out);
/* fields in query form, may be ""; the form's token goes before them. */
int site_post(const char *who, const char *target, const char *fields, struct buf *out);
/* The form of a case's step, which says who typed it. */
int site_post_typed(const char *who, const char *target, const char *fields, struct buf *out);
struct site_file {
    const char *name, *type;
    const void *bytes;
    size_t n;
};
/* A form with a file as a browser sends it; fields: name, value, …, NULL. */
int site_upload(const char *who, const char *target, const char *const *fields,
                const struct site_file *file, struct buf *out);
/* The JSON of an answer; to be released. */
json_t *site_json(const struct buf *answer);
