/* An upload that arrives in pieces. The first byte chooses how large they are; the boundary is that
 * of the corpus. */
#include "fuzz.h"
#include "web/form.h"

#define ARENA_BYTES (8u << 20)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes)
{
    struct arena *arena CLEANUP(arena_cleanup) = arena_new(ARENA_BYTES);
    struct multipart *m CLEANUP(multipart_cleanup) = NULL;
    struct form form = {.arena = arena};
    struct error e = {0};
    const struct multipart_options options = {.temp_dir = "/tmp", .file_bytes_max = 1 << 20};
    size_t piece = bytes > 0 ? 1 + data[0] : 1;
    enum status s = multipart_new(&form, "multipart/form-data; boundary=XyZ", &options, &m, &e);
    fuzz_check(s, &e);
    for (size_t at = 1; at < bytes && s == STATUS_OK; at += piece) {
        s = multipart_feed(m, (const char *)data + at, bytes - at < piece ? bytes - at : piece, &e);
        fuzz_check(s, &e);
    }
    if (s == STATUS_OK)
        fuzz_check(multipart_end(m, &e), &e);
    for (const struct form_field *field = form.first; field != NULL; field = field->next) {
        fuzz_check_text(field->name);
        fuzz_check_text(field->value);
        if (field->file != NULL)
            fuzz_check_text(field->file->client_name);
    }
    form_files_remove(&form);
    return 0;
}
