/* Strict YAML for plans and layouts: a document tree with line and column, and a binder that
   guesses nothing. Refused: a key twice, anchors, aliases, tags, several documents, non-UTF-8, and
   what passes the limits. */
#pragma once
#include "base/arena.h"
#include "base/fen.h"
#include "base/month.h"

#define YAML_FILE_BYTES_MAX (8u << 20)
#define YAML_DEPTH_MAX 32
#define YAML_NODES_MAX 400000
#define YAML_KEYS_MAX 4096 /* per mapping */
#define YAML_KEY_BYTES_MAX 256

enum yaml_kind { YAML_SCALAR, YAML_SEQUENCE, YAML_MAPPING };

/* Lives in the arena it was parsed into. Children are a list: for (c = node->first; c; c =
 * c->next). */
struct yaml_node {
    enum yaml_kind kind;
    int line, column; /* 1-based, where the value begins; column in characters */
    const char *file;
    const char *key; /* when it stands in a mapping, else NULL */
    int key_line, key_column;
    const char *text; /* scalars: UTF-8 as written, "" for an empty value; else NULL */
    bool is_quoted;   /* scalars: '…', "…", | or > */
    int count;        /* sequences and mappings */
    const struct yaml_node *first, *next;
};

/* Codes of every refusal: YAML_FILE, YAML_SYNTAX, YAML_LIMIT, YAML_FEATURE (anchor, alias, tag,
   second document), YAML_KEY_TWICE, YAML_KEY_UNKNOWN, YAML_KEY_MISSING, YAML_TYPE, YAML_VALUE.
   Place: "file:line:column". */
MUST_USE enum status yaml_load(struct arena *a, const char *path, const struct yaml_node **ret,
                               struct error *e);
/* name: what places call the text. */
MUST_USE enum status yaml_parse(struct arena *a, const char *name, const char *p, size_t n,
                                const struct yaml_node **ret, struct error *e);

/* REFUSED at the node's place: for rules the caller checks himself. */
enum status yaml_refuse(const struct yaml_node *node, struct error *e, const char *code,
                        const char *format, ...) PRINTF_LIKE(4, 5);

/* NULL when map has no such key (or is no mapping). */
const struct yaml_node *yaml_get(const struct yaml_node *map, const char *key);
MUST_USE enum status yaml_need(const struct yaml_node *map, const char *key,
                               const struct yaml_node **ret, struct error *e);
/* yaml_known_keys(map, YAML_KEYS("name", "from"), e): refuses any other key, and anything but a
 * mapping. */
#define YAML_KEYS(...) ((const char *const[]){__VA_ARGS__, NULL})
MUST_USE enum status yaml_known_keys(const struct yaml_node *map, const char *const *keys,
                                     struct error *e);

/* One scalar. Numbers and booleans must not be quoted. */
MUST_USE enum status yaml_as_text(const struct yaml_node *node, const char **ret, struct error *e);
MUST_USE enum status yaml_as_i64(const struct yaml_node *node, int64_t *ret, struct error *e);
MUST_USE enum status yaml_as_fen(const struct yaml_node *node, struct fen *ret, struct error *e);
MUST_USE enum status yaml_as_rate_bp(const struct yaml_node *node, int64_t *ret, struct error *e);
MUST_USE enum status yaml_as_month(const struct yaml_node *node, struct month *ret,
                                   struct error *e);
MUST_USE enum status yaml_as_date(const struct yaml_node *node, struct date *ret, struct error *e);
MUST_USE enum status yaml_as_bool(const struct yaml_node *node, bool *ret, struct error *e);

/* The value under a key that must be there. */
MUST_USE enum status yaml_text(const struct yaml_node *map, const char *key, const char **ret,
                               struct error *e); /* not empty */
MUST_USE enum status yaml_i64(const struct yaml_node *map, const char *key, int64_t *ret,
                              struct error *e);
/* min <= value <= max */
MUST_USE enum status yaml_i64_between(const struct yaml_node *map, const char *key, int64_t min,
                                      int64_t max, int64_t *ret, struct error *e);
MUST_USE enum status yaml_fen(const struct yaml_node *map, const char *key, struct fen *ret,
                              struct error *e); /* yuan: 2160.00 */
MUST_USE enum status
yaml_rate_bp(const struct yaml_node *map, const char *key, int64_t *ret,
             struct error *e); /* 30%, 12.5% in basis points, at most two decimals */
MUST_USE enum status yaml_month(const struct yaml_node *map, const char *key, struct month *ret,
                                struct error *e); /* 2013-06 */
MUST_USE enum status yaml_date(const struct yaml_node *map, const char *key, struct date *ret,
                               struct error *e); /* 2013-06-30 */
MUST_USE enum status yaml_bool(const struct yaml_node *map, const char *key, bool *ret,
                               struct error *e); /* true or false */
MUST_USE enum status yaml_sequence(const struct yaml_node *map, const char *key,
                                   const struct yaml_node **ret, struct error *e);
MUST_USE enum status yaml_mapping(const struct yaml_node *map, const char *key,
                                  const struct yaml_node **ret, struct error *e);

/* The same, with a value for a key that is not there; a key that is there must still be right. */
MUST_USE enum status yaml_text_or(const struct yaml_node *map, const char *key,
                                  const char *otherwise, const char **ret, struct error *e);
MUST_USE enum status yaml_i64_or(const struct yaml_node *map, const char *key, int64_t otherwise,
                                 int64_t *ret, struct error *e);
MUST_USE enum status yaml_month_or(const struct yaml_node *map, const char *key,
                                   struct month otherwise, struct month *ret, struct error *e);
MUST_USE enum status yaml_bool_or(const struct yaml_node *map, const char *key, bool otherwise,
                                  bool *ret, struct error *e);
