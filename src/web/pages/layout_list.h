/* The bank layouts there are: layouts/NAME.yaml. */
#pragma once
#include "base/arena.h"

#define LAYOUT_LIST_MAX 32
struct layout_name {
    const char *name, *title;
};
/* By name; unreadable ones are left out. Returns how many. */
size_t layout_list(struct arena *arena, struct layout_name ret[LAYOUT_LIST_MAX]);
/* ".xlsx" or ".txt": what a file of that layout is called. */
MUST_USE enum status layout_ending(struct arena *arena, const char *name, const char **ret,
                                   struct error *e);
