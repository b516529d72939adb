/* Shared by the files that write the description of the API. */
#pragma once
#include "base/view.h"
#include "web/openapi.h"

struct document {
    const struct site_map *map;
    const struct catalog *english;
    struct arena *arena;
    struct view *root, *paths, *schemas;
};

/* In the language of the document. */
const char *openapi_text(const struct document *d, const char *msgid);
/* {"$ref": "#/components/<kind>/<what>"} */
void openapi_ref_add(struct view *parent, const char *name, const char *kind, const char *what);
/* openapi_form.c: one schema for each form; those that a step's route takes. */
void openapi_forms_add(const struct document *d);
void openapi_step_forms_add(struct view *parent, const char *name, const struct route *route);
