/* Templates: mustache (core specification, plus {{<parent}} with {{$block}}), without lambdas. Two
   tags of our own are settled while compiling: {{_ 中文}} is the text in the set's language, {{@
   app.css}} the address of an asset. In the former %name% interpolates a value, so that a
   translation may move it. */
#pragma once
#include "base/buf.h"
#include "base/view.h"

#define MUSTACHE_TEMPLATES_MAX 512
#define MUSTACHE_SOURCE_BYTES_MAX (256 * 1024) /* of one template */
#define MUSTACHE_NODES_MAX 65536               /* of one set */
#define MUSTACHE_DEPTH_MAX 48                  /* nested sections, partials and parents */
#define MUSTACHE_NAME_PARTS_MAX 8
#define MUSTACHE_DELIMITER_BYTES_MAX 8
#define MUSTACHE_INDENT_BYTES_MAX 64
#define MUSTACHE_STEPS_MAX 20000000 /* nodes visited in one rendering */

struct mustache; /* a compiled set: immutable, may be rendered by many threads at once */

struct mustache_source {
    const char *name; /* "layout/page.html": how {{>layout/page.html}} calls it */
    const char *text;
    size_t bytes;
};

struct mustache_options {
    /* sigil '_' or '@'; NULL answers "unknown", a compile error. Without resolve both tags give
     * their own text. */
    const char *(*resolve)(void *context, char sigil, const char *text);
    void *context;
    bool partials_may_be_missing; /* the specification's leniency; our own templates must all be
                                     there */
};

/* The sources are copied. Errors are REFUSED (TEMPLATE_*), place = name:line. */
MUST_USE enum status mustache_compile(const struct mustache_source *sources, size_t count,
                                      const struct mustache_options *options, struct mustache **ret,
                                      struct error *e);
void mustache_free(struct mustache *m);
void mustache_cleanup(struct mustache **m);

/* contexts: looked up from the last to the first. Values are HTML-escaped except in {{{x}}} and
   {{&x}}. NONE when there is no such template; FAILED (TEMPLATE_LIMIT, BUFFER_FULL) past a limit.
 */
MUST_USE enum status mustache_render(const struct mustache *m, const char *name,
                                     const struct view *const *contexts, size_t context_count,
                                     enum view_language language, struct buf *out, struct error *e);
void html_add_escaped(struct buf *out, const char *text, size_t bytes);
