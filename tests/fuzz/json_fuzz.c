/* The body of a call to the API, and the field that carries its token. */
#include "fuzz.h"
#include "web/server_internal.h"

#include <string.h>

#define ARENA_BYTES (8u << 20)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes)
{
    struct arena *arena CLEANUP(arena_cleanup) = arena_new(ARENA_BYTES);
    struct form form = {.arena = arena};
    struct error e = {0};
    enum status s = api_form_read(&form, (const char *)data, bytes, &e);
    fuzz_check(s, &e);
    for (const struct form_field *field = form.first; field != NULL; field = field->next) {
        fuzz_check_text(field->name);
        fuzz_check_text(field->value);
    }
    const char *text = arena_strndup(arena, (const char *)data, bytes);
    if (text == NULL)
        return 0;
    const char *path = text;
    (void)strlen(api_bearer_token(text)); /* lies inside, or is none */
    (void)api_path_cut(&path);
    return 0;
}
