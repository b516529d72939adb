#include "base/i18n.h"
#include "base/text.h"
#include "web/embedded.h"
#include "web/server_internal.h"

#include <assert.h>
#include <fts.h>
#include <stdio.h>
#include <string.h>

#define FOLDER_BYTES_MAX (8u * 1024 * 1024)

struct resolver {
    const struct catalog *catalog;
    char address[ASSET_ADDRESS_BYTES];
};

static const char *resolve(void *context, char sigil, const char *text)
{
    struct resolver *r = context;
    return sigil == '@' ? asset_address(text, r->address) : catalog_text(r->catalog, text);
}

static enum status file_read(const char *path, struct arena *arena, const char **ret, size_t *ret_n,
                             struct error *e)
{
    char *text = arena_alloc(arena, MUSTACHE_SOURCE_BYTES_MAX + 1);
    FILE *f = fopen(path, "rbe");
    if (text == NULL || f == NULL) {
        if (f != NULL)
            fclose(f);
        return error_set(e, STATUS_FAILED, "TEMPLATE_READ", _("无法读取模板 %s"), path);
    }
    *ret_n = fread(text, 1, MUSTACHE_SOURCE_BYTES_MAX, f);
    *ret = text;
    fclose(f);
    return STATUS_OK;
}

/* While templates are being written: straight from the folder. */
static enum status folder_read(const char *folder, struct arena *arena,
                               struct mustache_source *sources, size_t *ret_count, struct error *e)
{
    char *roots[] = {arena_strdup(arena, folder), NULL};
    FTS *walk = roots[0] == NULL ? NULL : fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
    if (walk == NULL)
        return error_set(e, STATUS_FAILED, "TEMPLATE_READ", _("无法读取模板 %s"), folder);
    enum status s = STATUS_OK;
    size_t count = 0;
    FTSENT *entry;
    while (s == STATUS_OK && (entry = fts_read(walk)) != NULL) {
        if (entry->fts_info != FTS_F || !text_ends(entry->fts_name, ".html"))
            continue;
        if (count == MUSTACHE_TEMPLATES_MAX)
            s = error_set(e, STATUS_FAILED, "TEMPLATE_LIMIT", _("模板超过 %d 个"),
                          MUSTACHE_TEMPLATES_MAX);
        else if (!(sources[count].name = arena_strdup(arena, entry->fts_path + strlen(folder) + 1)))
            s = arena_exhausted(e);
        else
            s = file_read(entry->fts_path, arena, &sources[count].text, &sources[count].bytes, e);
        count++;
    }
    fts_close(walk);
    *ret_count = count;
    return s;
}

enum status templates_load(const struct server_options *options, const struct catalog *catalog,
                           struct mustache **ret, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(FOLDER_BYTES_MAX * 8);
    struct mustache_source *sources =
        arena == NULL ? NULL : ARENA_ARRAY(arena, struct mustache_source, MUSTACHE_TEMPLATES_MAX);
    if (sources == NULL)
        return arena_exhausted(e);
    size_t count = 0;
    if (options->templates_dir != NULL) {
        TRY(folder_read(options->templates_dir, arena, sources, &count, e));
    } else {
        assert(EMBEDDED_TEMPLATE_COUNT <= MUSTACHE_TEMPLATES_MAX);
        for (; count < EMBEDDED_TEMPLATE_COUNT; count++)
            sources[count] = (struct mustache_source){EMBEDDED_TEMPLATES[count].name,
                                                      EMBEDDED_TEMPLATES[count].bytes,
                                                      EMBEDDED_TEMPLATES[count].byte_count};
    }
    struct resolver resolver = {.catalog = catalog};
    struct mustache_options how = {.resolve = resolve, .context = &resolver};
    return mustache_compile(sources, count, &how, ret, e);
}
