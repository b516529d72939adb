#include "document_support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ARENA_BYTES ((size_t)64 << 20)

static struct date day(void)
{
    return date_make(2013, 9, 30);
}

/* MINSHENG_DOCUMENTS=folder keeps what the templates give, to look at. */
static void keep(const char *name, enum document_kind kind, const struct buf *b)
{
    const char *folder = getenv("MINSHENG_DOCUMENTS");
    char path[600];
    if (!folder)
        return;
    snprintf(path, sizeof path, "%s/%s%s", folder, name, document_ending(kind));
    file_write(path, b->p, b->n);
}

static void render_all(bool is_full)
{
    assert_true(document_template_count() > 0);
    for (size_t i = 0; i < document_template_count(); i++) {
        const char *name = document_template_name(i);
        struct arena *arena = arena_new(ARENA_BYTES);
        json_t *json = is_full ? document_data("full") : json_object();
        assert_non_null(json);
        for (enum document_kind kind = DOCUMENT_PDF; kind <= DOCUMENT_DOCX; kind++) {
            struct buf once = BUF_INIT(DOCUMENT_BYTES_MAX), again = BUF_INIT(DOCUMENT_BYTES_MAX);
            struct error e = {.code = ""};
            const struct view *data = view_of_json(arena, json);
            enum status s = document_render(name, data, kind, day(), &once, &e);
            if (s != STATUS_OK)
                print_message("# %s\n", name);
            assert_ok_e(s, &e);
            assert_ok_e(document_render(name, data, kind, day(), &again, &e), &e);
            assert_int_equal(once.n, again.n);
            assert_memory_equal(once.p, again.p, once.n);
            if (is_full)
                keep(name, kind, &once);
            buf_free(&once);
            buf_free(&again);
        }
        json_decref(json);
        arena_free(arena);
    }
}

static void every_template_gives_the_same_paper_twice(void **state)
{
    (void)state;
    render_all(true);
}

static void every_template_prints_as_an_empty_form(void **state)
{
    (void)state;
    render_all(false);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_template_gives_the_same_paper_twice),
        cmocka_unit_test(every_template_prints_as_an_empty_form),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
