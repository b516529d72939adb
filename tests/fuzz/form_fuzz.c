/* A query or form, a path and a cookie as a browser, or somebody else, sent them. */
#include "fuzz.h"
#include "web/form.h"

#define ARENA_BYTES (8u << 20)

static void check_fields(const struct form *f)
{
    for (const struct form_field *field = f->first; field != NULL; field = field->next) {
        fuzz_check_text(field->name);
        fuzz_check_text(field->value);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes)
{
    struct arena *arena CLEANUP(arena_cleanup) = arena_new(ARENA_BYTES);
    struct form form = {.arena = arena};
    struct error e = {0};
    const char *value;
    enum status s = form_add_urlencoded(&form, (const char *)data, bytes, &e);
    fuzz_check(s, &e);
    check_fields(&form);
    s = path_decode(arena, (const char *)data, bytes, &value, &e);
    fuzz_check(s, &e);
    if (s == STATUS_OK)
        fuzz_check_text(value);
    const char *header = arena_strndup(arena, (const char *)data, bytes);
    if (header == NULL)
        return 0;
    s = cookie_find(arena, header, "minsheng_session", &value, &e);
    fuzz_check(s, &e);
    if (s == STATUS_OK)
        fuzz_check_text(value);
    return 0;
}
