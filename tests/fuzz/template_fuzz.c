/* A template with a page's data. */
#include "fuzz.h"
#include "base/mustache.h"

#define ARENA_BYTES (4u << 20)
#define PAGE_BYTES_MAX (1u << 20)

static const char *resolve(void *context, char sigil, const char *text)
{
    (void)context;
    return sigil == '_' ? "a %name% b" : text;
}

static struct view *make_page(struct arena *arena)
{
    struct view *page = view_new(arena);
    view_add_text(page, "name", "<单>&\"'");
    view_add_bool(page, "is_open", true);
    view_add_fen(page, "total_fen", FEN(123456));
    view_add_month(page, "month", month_make(2013, 6));
    struct view *rows = view_add_list(page, "rows");
    for (int i = 0; i < 3; i++) {
        struct view *row = view_add_object(rows, NULL);
        view_add_integer(row, "id", i);
        view_add_object(row, "person");
    }
    return page;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes)
{
    struct arena *arena CLEANUP(arena_cleanup) = arena_new(ARENA_BYTES);
    struct mustache *set CLEANUP(mustache_cleanup) = NULL;
    struct buf out CLEANUP(buf_free) = BUF_INIT(PAGE_BYTES_MAX);
    struct error e = {0};
    const struct mustache_source sources[] = {
        {"page.html", (const char *)data, bytes},
        {"layout.html", "<main>{{$content}}{{/content}}</main>", 37},
    };
    const struct mustache_options options = {.resolve = resolve, .partials_may_be_missing = true};
    enum status s = mustache_compile(sources, 2, &options, &set, &e);
    fuzz_check(s, &e);
    if (s != STATUS_OK)
        return 0;
    const struct view *contexts[] = {make_page(arena)};
    fuzz_check(mustache_render(set, "page.html", contexts, 1, VIEW_ENGLISH, &out, &e), &e);
    return 0;
}
