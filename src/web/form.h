/* Outside bytes become fields: addresses, queries, cookies, forms and uploads. Everything kept is
   valid UTF-8 without NUL; whatever is not well-formed is REFUSED, never repaired. */
#pragma once
#include "base/arena.h"
#include "base/buf.h"

#define FORM_FIELDS_MAX 4000
#define FORM_NAME_BYTES_MAX 128
#define FORM_VALUE_BYTES_MAX (256u * 1024)
#define FORM_FILES_MAX 8
#define FORM_FILE_NAME_BYTES_MAX 255
#define COOKIE_HEADER_BYTES_MAX 8192

/* An uploaded file, kept under a temporary name until form_files_remove. */
struct form_file {
    const char
        *client_name; /* last part of what the browser called it; for people only, never a path */
    const char *path;
    int64_t bytes;
};

struct form_field {
    const char *name, *value;     /* value is "" for a file */
    const struct form_file *file; /* NULL for an ordinary field and for a file input left empty */
    struct form_field *next;
};

struct form {
    struct arena *arena;
    struct form_field *first, *last;
    size_t count, file_count;
};

/* The first value of that name; NULL when there is none. */
const char *form_get(const struct form *f, const char *name);
const struct form_file *form_get_file(const struct form *f, const char *name);
/* Deletes the temporary files that are still there. */
void form_files_remove(const struct form *f);

/* application/x-www-form-urlencoded: a query or a body. REFUSED: FORM_ENCODING, FORM_TEXT,
 * FORM_LIMIT. */
MUST_USE enum status form_add_urlencoded(struct form *f, const char *p, size_t n, struct error *e);
/* Appends text in query form: "a b" becomes "a+b". */
void form_encode(struct buf *out, const char *text);
/* The path of a request target: begins with '/', %XX decoded; REFUSED (PATH_FORM) with NUL, control
   characters, an encoded slash or backslash, or invalid UTF-8. */
MUST_USE enum status path_decode(struct arena *a, const char *p, size_t n, const char **ret,
                                 struct error *e);
/* Value of a cookie in a Cookie header, "" quoted or not; NONE when absent or malformed. */
MUST_USE enum status cookie_find(struct arena *a, const char *header, const char *name,
                                 const char **ret, struct error *e);

/* multipart/form-data, fed as it arrives; files go straight to disk. */
struct multipart;
struct multipart_options {
    const char *temp_dir;
    int64_t file_bytes_max; /* all files together */
};
/* content_type: the header, with its boundary. REFUSED (FORM_MULTIPART) without a usable one. */
MUST_USE enum status multipart_new(struct form *f, const char *content_type,
                                   const struct multipart_options *options, struct multipart **ret,
                                   struct error *e);
MUST_USE enum status multipart_feed(struct multipart *m, const char *p, size_t n, struct error *e);
/* REFUSED (FORM_MULTIPART) when the body stopped in the middle. */
MUST_USE enum status multipart_end(struct multipart *m, struct error *e);
void multipart_free(struct multipart *m);
void multipart_cleanup(struct multipart **m);
/* For form.c and multipart.c: a field whose bytes are already decoded. */
MUST_USE enum status form_add(struct form *f, const char *name, size_t name_bytes,
                              const char *value, size_t value_bytes, const struct form_file *file,
                              struct error *e);
