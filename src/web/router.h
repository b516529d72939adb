/* Which address is whose: one static table per page file, gathered in pages/pages.c. Deny by
   default: what has no row is not there, and a row without a permission holds for nobody. */
#pragma once
#include "domain/access/access.h"

struct request;

enum http_method { HTTP_GET, HTTP_POST };

/* Answers through respond_*() and returns OK. NONE: no such thing (404). REFUSED: e is shown to the
   user (403 for codes ACCESS_*, else 422). FAILED: logged, and a page that says so (500). */
typedef enum status (*route_handler)(struct request *r, struct error *e);

/* Programs reach every route as /api/v1<pattern>, unless it makes sense to people only; what makes
   sense to programs only is not on the site. The same pattern may stand once for each side. */
enum route_audience { AUDIENCE_ALL = 0, AUDIENCE_PEOPLE, AUDIENCE_PROGRAMS };

/* What a route reads besides its pattern: the query of a GET, the form of a POST. For the
   description of the API; the handler checks the values itself. */
enum input_kind {
    INPUT_TEXT,
    INPUT_INTEGER, /* identifiers and counts */
    INPUT_YUAN,    /* "1234.50", as people write it */
    INPUT_MONTH,   /* "2013-06" */
    INPUT_DATE,    /* "2013-06-30" */
    INPUT_BOOL,    /* "1" or absent */
    INPUT_FILE,    /* multipart/form-data only */
    INPUT_LIST,    /* of objects: "lines.1.amount" */
    INPUT_FORM,    /* the fields of a form of casework, "f.…" (domain/casework/forms.h) */
};
struct route_input {
    const char *name;
    enum input_kind kind;
    bool is_required;
    const char *description; /* msgid */
};

struct route {
    enum http_method method; /* HEAD is answered as GET */
    const char *pattern;     /* "/runs/{run}/check" */
    route_handler handle;
    enum permission permission;
    const char *title; /* msgid of the page's title; of the action for a POST */
    enum route_audience audience;
    const struct route_input *inputs; /* ends with a NULL name; NULL: none */
    bool answers_file; /* not a page; needless where the pattern ends in a file's extension */
    bool is_signed;    /* a POST of programs whose caller signs it beside his token
                          (site_map.signature) */
    bool keeps_typed;  /* a form that is typed for long: when the session has ended meanwhile, the
                          login page carries it along (site_map.interrupted) */
    const char
        *secret;  /* of a public route: the parameter or field of the query by which a stranger
                     finds what is his own. Counted by address, kept out of the log */
    bool is_kept; /* of a public route: the same for every stranger, so it may be kept (kept.h).
                     Its page must not carry a form's token */
};
struct route_table {
    const char *name; /* of the page file */
    const struct route *routes;
    size_t count;
};
#define ROUTE_TABLE(table_name, array)                                                             \
    {                                                                                              \
        .name = (table_name), .routes = (array), .count = sizeof(array) / sizeof((array)[0])       \
    }

/* Places of the site, as the navigation shows them to those who may go there. Neighbours of one
   group open under its name; of whom the viewer may see one only, it stands there by itself. */
struct navigation_entry {
    const char *path, *label; /* label: msgid */
    enum permission permission;
    const char *group; /* msgid; NULL: by itself */
    const char *also;  /* another address whose pages belong here; NULL: none */
};
/* All a server serves. */
struct site_map {
    const struct route_table *const *tables;
    size_t table_count;
    const struct navigation_entry *navigation;
    size_t navigation_count;
    /* Answers a POST to a route that keeps_typed, from somebody whose session has ended: nothing is
       done, the form's fields go along with the login. NONE: refused as any stranger. NULL: none.
     */
    route_handler interrupted;
    /* Answers OK when the request (request.signed_as) is signed by whom the token belongs to, and
       says who that is (request.signer). REFUSED: 401. Before the body is looked at. */
    route_handler signature;
};
extern const struct site_map SITE_MAP; /* pages/pages.c */

#define ROUTE_PARAMETERS_MAX 4
struct route_match {
    const struct route *route;
    size_t parameter_count;
    struct {
        const char *name; /* in the pattern, up to '}' */
        size_t name_bytes;
        const char *value;
    } parameter[ROUTE_PARAMETERS_MAX];
};
enum route_answer { ROUTE_FOUND, ROUTE_UNKNOWN, ROUTE_OTHER_METHOD, ROUTE_NO_MEMORY };
/* As people reach it. */
enum route_answer route_find(const struct site_map *map, enum http_method method, const char *path,
                             struct arena *arena, struct route_match *ret);
/* As programs do; path without /api/v1. */
enum route_answer route_find_program(const struct site_map *map, enum http_method method,
                                     const char *path, struct arena *arena,
                                     struct route_match *ret);
