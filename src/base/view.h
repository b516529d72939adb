/* What a page says, apart from how it looks: one tree in the request's arena, built once by the
   handler and shown as HTML by a template or as JSON to a program. Amounts, months and dates stay
   values until then. */
#pragma once
#include "base/arena.h"
#include "base/buf.h"
#include "base/fen.h"
#include "base/month.h"

enum view_kind {
    VIEW_OBJECT,
    VIEW_LIST,
    VIEW_NULL,
    VIEW_TEXT,
    VIEW_INTEGER, /* an identifier, a year: digits only */
    VIEW_COUNT,   /* a quantity: thousands separators for people */
    VIEW_BOOL,
    VIEW_FEN,   /* yuan with two decimals for people, whole fen in JSON */
    VIEW_MONTH, /* 2013年6月 for people, "2013-06" in JSON */
    VIEW_DATE,  /* 2013-06-30 in both */
};

enum view_language { VIEW_CHINESE, VIEW_ENGLISH };

struct view_document; /* shared by all nodes of a tree; remembers that memory ran out */

struct view {
    const char *name; /* NULL in lists and at the root */
    uint32_t name_hash;
    enum view_kind kind;
    struct view *next;
    struct view *next_alike; /* the next field in the same slot of the object's names */
    struct view_document *document;
    union {
        struct {
            struct view *first, *last;
            struct view **names; /* of objects with many fields: VIEW_NAME_SLOTS by hash */
            size_t count;
        } of;
        const char *text;
        int64_t integer;
        bool truth;
        struct fen fen;
        struct month month;
        struct date date;
    };
};

#define VIEW_DEPTH_MAX 16 /* of nested objects and lists */
#define VIEW_NAME_SLOTS 16
#define VIEW_SCALAR_TEXT_BYTES 40 /* longest text of a number, amount, month or date */

/* A new tree whose root is an object; NULL only when the arena is exhausted. */
struct view *view_new(struct arena *a);
/* OK unless something did not fit into the arena: handlers add freely and the renderer asks once.
 */
MUST_USE enum status view_status(const struct view *root, struct error *e);

/* Adding to an object (name given) or to a list (name NULL). Names must outlive the tree
   (literals); texts are copied. A NULL parent is ignored, so that a failed allocation needs no
   branch in the handler. The value of a name given twice is the first one. */
struct view *view_add_object(struct view *parent, const char *name);
struct view *view_add_list(struct view *parent, const char *name);
void view_add_text(struct view *parent, const char *name, const char *text); /* NULL adds null */
void view_add_textf(struct view *parent, const char *name, const char *format, ...)
    PRINTF_LIKE(3, 4);
void view_add_integer(struct view *parent, const char *name, int64_t v);
void view_add_count(struct view *parent, const char *name, int64_t v);
void view_add_bool(struct view *parent, const char *name, bool v);
void view_add_fen(struct view *parent, const char *name,
                  struct fen v); /* the name ends in _fen (asserted) */
void view_add_month(struct view *parent, const char *name,
                    struct month v); /* the open end becomes null */
void view_add_date(struct view *parent, const char *name, struct date v); /* likewise */

/* NULL when there is no such name, or v is not an object. */
const struct view *view_get(const struct view *v, const char *name);
const struct view *view_get_hashed(const struct view *v, const char *name, size_t name_bytes,
                                   uint32_t hash);
uint32_t view_name_hash(const char *name, size_t bytes);
/* Whether a template section is shown: not for null, false, 0, 0.00, the empty text and the empty
 * list. */
bool view_is_truthy(const struct view *v);
/* The scalar for people, into scratch where it has to be made; "" for objects, lists and null. */
const char *view_scalar_text(const struct view *v, enum view_language language,
                             char scratch[VIEW_SCALAR_TEXT_BYTES]);
/* Appends the tree as JSON. FAILED when out was too small or the tree too deep. */
MUST_USE enum status view_json(const struct view *v, struct buf *out, struct error *e);
