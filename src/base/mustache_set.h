/* The compiled form, shared by mustache_compile.c and mustache_render.c only. */
#pragma once
#include "base/mustache.h"

enum mustache_node_kind {
    MUSTACHE_TEXT,
    MUSTACHE_INDENT, /* here a line begins that does not begin with text */
    MUSTACHE_VALUE,
    MUSTACHE_VALUE_RAW,
    MUSTACHE_SECTION,
    MUSTACHE_INVERTED,
    MUSTACHE_PARTIAL,
    MUSTACHE_PARENT,
    MUSTACHE_BLOCK,
};

struct mustache_name {
    uint32_t part_count; /* 0: the dot */
    struct {
        const char *text;
        size_t bytes;
        uint32_t hash;
    } part[MUSTACHE_NAME_PARTS_MAX];
};

/* Nodes of all templates lie in one array, in source order; a container spans up to `end`. */
struct mustache_node {
    enum mustache_node_kind kind;
    bool starts_line; /* TEXT: its first byte begins a line of the template */
    uint32_t end;     /* index after the last node inside; own index + 1 for leaves */
    int32_t target;   /* PARTIAL, PARENT: template index, -1 when missing */
    int32_t line;
    const char *text; /* TEXT; PARTIAL: indentation; PARTIAL, PARENT, BLOCK: see label */
    size_t bytes;
    const char *label; /* name as written, for messages and blocks */
    const struct mustache_name *name;
};

struct mustache_template {
    const char *name;
    const char *text;
    size_t bytes;
    uint32_t first, end; /* nodes */
};

struct mustache {
    struct arena *arena;
    struct mustache_template *templates; /* sorted by name */
    size_t template_count;
    struct mustache_node *nodes;
    uint32_t node_count, node_capacity;
};

int32_t mustache_find(const struct mustache *m, const char *name);
