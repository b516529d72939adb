/* The template engine: the official core specification when it lies beside the tree, and our own
 * cases always. */
#include "support/test_support.h"
#include "base/mustache.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define OUTPUT_BYTES_MAX (1u << 20)

/* jansson → view. Reals are texts as written by the specification (1.21). */
static void view_from_json(struct view *parent, const char *name, const json_t *j)
{
    const char *key;
    json_t *value;
    size_t i;
    struct view *v;
    switch (json_typeof(j)) {
    case JSON_OBJECT:
        v = view_add_object(parent, name);
        json_object_foreach((json_t *)(uintptr_t)j, key, value) view_from_json(v, key, value);
        break;
    case JSON_ARRAY:
        v = view_add_list(parent, name);
        json_array_foreach(j, i, value) view_from_json(v, NULL, value);
        break;
    case JSON_STRING:
        view_add_text(parent, name, json_string_value(j));
        break;
    case JSON_INTEGER:
        view_add_integer(parent, name, json_integer_value(j));
        break;
    case JSON_REAL:
        view_add_textf(parent, name, "%.15g", json_real_value(j));
        break;
    case JSON_TRUE:
    case JSON_FALSE:
        view_add_bool(parent, name, json_is_true(j));
        break;
    case JSON_NULL:
        view_add_text(parent, name, NULL);
        break;
    }
}

static void render_json(const json_t *data, const char *template, const json_t *partials,
                        struct buf *out)
{
    struct mustache_source sources[16] = {{"main", template, strlen(template)}};
    size_t count = 1;
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)(uintptr_t)partials, key, value) sources[count++] =
        (struct mustache_source){key, json_string_value(value), json_string_length(value)};
    struct mustache_options options = {.partials_may_be_missing = true};
    struct error e = {0};
    CLEANUP(mustache_cleanup) struct mustache *m = NULL;
    assert_ok_e(mustache_compile(sources, count, &options, &m, &e), &e);
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(1u << 20);
    struct view *root = view_new(arena);
    view_from_json(root, "root", data);
    assert_ok_e(view_status(root, &e), &e);
    const struct view *context = view_get(root, "root");
    assert_ok_e(mustache_render(m, "main", &context, 1, VIEW_ENGLISH, out, &e), &e);
}

static int spec_file_run(const char *folder, const char *file)
{
    char path[512];
    snprintf(path, sizeof(path), "%s/mustache-spec/%s.json", folder, file);
    json_error_t je;
    json_t *spec = json_load_file(path, 0, &je);
    assert_non_null(spec);
    size_t i;
    json_t *test;
    int count = 0;
    json_array_foreach(json_object_get(spec, "tests"), i, test)
    {
        CLEANUP(buf_free) struct buf out = BUF_INIT(OUTPUT_BYTES_MAX);
        render_json(json_object_get(test, "data"),
                    json_string_value(json_object_get(test, "template")),
                    json_object_get(test, "partials"), &out);
        const char *expected = json_string_value(json_object_get(test, "expected"));
        if (strcmp(buf_text(&out), expected) != 0)
            fprintf(stderr, "# %s: %s\n", file, json_string_value(json_object_get(test, "name")));
        assert_string_equal(buf_text(&out), expected);
        count++;
    }
    json_decref(spec);
    return count;
}

static void the_official_core_specification_passes(void **state)
{
    (void)state;
    static const char *const files[] = {"comments", "delimiters", "interpolation",
                                        "inverted", "partials",   "sections"};
    const char *folder = getenv("MINSHENG_SHARED");
    char probe[512];
    snprintf(probe, sizeof(probe), "%s/mustache-spec/comments.json", folder == NULL ? "" : folder);
    FILE *f = folder == NULL ? NULL : fopen(probe, "r");
    if (f == NULL) {
        fprintf(stderr, "# skipped: no mustache-spec folder (set MINSHENG_SHARED)\n");
        skip();
    }
    fclose(f);
    int count = 0;
    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
        count += spec_file_run(folder, files[i]);
    assert_int_equal(count, 136);
}

struct own_case {
    const char *claim, *data, *template, *partials, *expected;
};
static const struct own_case OWN_CASES[] = {
    {"values are escaped for element and attribute", "{\"x\":\"<a b='c' d=\\\"e\\\">&\"}", "{{x}}",
     "{}", "&lt;a b=&#39;c&#39; d=&quot;e&quot;&gt;&amp;"},
    {"raw values are not escaped", "{\"x\":\"<b>\"}", "{{{x}}}{{&x}}", "{}", "<b><b>"},
    {"a section without value is left out, its inverse shown", "{\"x\":0,\"y\":\"\",\"z\":[]}",
     "{{#x}}A{{/x}}{{#y}}B{{/y}}{{#z}}C{{/z}}{{^x}}a{{/x}}{{^y}}b{{/y}}{{^z}}c{{/z}}", "{}", "abc"},
    {"zero is printed though it is falsy", "{\"x\":0}", "{{x}}", "{}", "0"},
    {"outer values are seen from inside a list", "{\"n\":\"N\",\"l\":[{\"a\":1},{\"a\":2}]}",
     "{{#l}}{{n}}{{a}} {{/l}}", "{}", "N1 N2 "},
    {"tags alone on a line take the line away", "{\"l\":[1,2]}",
     "a\n  {{#l}}\n  {{.}}\n  {{/l}}\nb\n", "{}", "a\n  1\n  2\nb\n"},
    {"a partial alone on a line is indented", "{}", "<\n  {{>p}}\n>", "{\"p\":\"a\\nb\\n\"}",
     "<\n  a\n  b\n>"},
    {"delimiters can be changed and back", "{\"x\":1}", "{{=<% %>=}}<% x %>{{x}}<%={{ }}=%>{{x}}",
     "{}", "1{{x}}1"},
    {"a parent is filled", "{\"t\":\"T\"}", "{{<p}}{{$a}}[{{t}}]{{/a}}{{/p}}",
     "{\"p\":\"<{{$a}}x{{/a}}|{{$b}}y{{/b}}>\"}", "<[T]|y>"},
    {"the outermost filling wins through two levels", "{}", "{{<mid}}{{$a}}page{{/a}}{{/mid}}",
     "{\"mid\":\"{{<base}}{{$a}}mid{{/a}}{{$b}}mid-b{{/b}}{{/base}}\",\"base\":\"{{$a}}base{{/a}} "
     "{{$b}}base{{/b}}\"}",
     "page mid-b"},
    {"a block inside a middle filling can be filled", "{}",
     "{{<mid}}{{$inner}}page{{/inner}}{{/mid}}",
     "{\"mid\":\"{{<base}}{{$a}}({{$inner}}mid{{/inner}}){{/a}}{{/base}}\",\"base\":\"{{$a}}{{/"
     "a}}\"}",
     "(page)"},
    {"a parent inside a filling keeps its own blocks", "{}",
     "{{<base}}{{$title}}T{{/title}}{{$body}}{{<box}}{{$x}}X{{/x}}{{/box}}{{/body}}{{/base}}",
     "{\"base\":\"{{$title}}{{/title}}:{{$body}}{{/body}}\",\"box\":\"[{{$title}}box{{/title}} "
     "{{$x}}{{/x}}]\"}",
     "T:[box X]"},
};

static void our_own_cases_hold(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(OWN_CASES) / sizeof(OWN_CASES[0]); i++) {
        const struct own_case *c = &OWN_CASES[i];
        json_t *data = json_loads(c->data, 0, NULL), *partials = json_loads(c->partials, 0, NULL);
        assert_non_null(data);
        assert_non_null(partials);
        CLEANUP(buf_free) struct buf out = BUF_INIT(OUTPUT_BYTES_MAX);
        render_json(data, c->template, partials, &out);
        if (strcmp(buf_text(&out), c->expected) != 0)
            fprintf(stderr, "# %s\n", c->claim);
        assert_string_equal(buf_text(&out), c->expected);
        json_decref(data);
        json_decref(partials);
    }
}

static void a_broken_template_is_refused_with_name_and_line(void **state)
{
    (void)state;
    static const struct {
        const char *template, *code, *place;
    } cases[] = {
        {"a\n{{#x}}\n", "TEMPLATE_NESTING", "t:2"},
        {"a\n\n{{/x}}", "TEMPLATE_NESTING", "t:3"},
        {"{{#a}}{{#b}}{{/a}}{{/b}}", "TEMPLATE_NESTING", "t:1"},
        {"\n\n\n{{x", "TEMPLATE_UNCLOSED", "t:4"},
        {"{{ }}", "TEMPLATE_NAME", "t:1"},
        {"{{a..b}}", "TEMPLATE_NAME", "t:1"},
        {"{{.a}}", "TEMPLATE_NAME", "t:1"},
        {"{{a.b.c.d.e.f.g.h.i}}", "TEMPLATE_LIMIT", "t:1"},
        {"{{=a=}}", "TEMPLATE_DELIMITER", "t:1"},
        {"x\n{{>missing}}", "TEMPLATE_MISSING", "t:2"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct mustache_source source = {"t", cases[i].template, strlen(cases[i].template)};
        struct mustache *m = NULL;
        struct error e;
        assert_refused(mustache_compile(&source, 1, NULL, &m, &e), &e, cases[i].code);
        assert_string_equal(e.place, cases[i].place);
        assert_null(m);
    }
    struct mustache_source source = {"t", "a\0b", 3};
    struct mustache *m = NULL;
    struct error e;
    assert_refused(mustache_compile(&source, 1, NULL, &m, &e), &e, "TEMPLATE_BYTES");
}

static const char *resolve(void *context, char sigil, const char *text)
{
    (void)context;
    if (sigil == '@')
        return strcmp(text, "app.css") == 0 ? "/assets/app.css?v=1" : NULL;
    return strcmp(text, "共 %count% 户") == 0 ? "%count% households & more" : text;
}

static void texts_and_assets_are_settled_while_compiling(void **state)
{
    (void)state;
    const char *t = "{{_ 共 %count% 户}}|{{_ 户 <1>}}|{{@ app.css}}";
    struct mustache_source source = {"t", t, strlen(t)};
    struct mustache_options options = {.resolve = resolve};
    struct error e = {0};
    CLEANUP(mustache_cleanup) struct mustache *m = NULL;
    assert_ok_e(mustache_compile(&source, 1, &options, &m, &e), &e);
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(1u << 16);
    struct view *root = view_new(arena);
    view_add_count(root, "count", 12345);
    CLEANUP(buf_free) struct buf out = BUF_INIT(OUTPUT_BYTES_MAX);
    const struct view *context = root;
    assert_ok_e(mustache_render(m, "t", &context, 1, VIEW_CHINESE, &out, &e), &e);
    assert_string_equal(buf_text(&out),
                        "12,345 households &amp; more|户 &lt;1&gt;|/assets/app.css?v=1");
    struct mustache *none = NULL;
    struct mustache_source unknown = {"t", "\n{{@ no.css}}", 13};
    assert_refused(mustache_compile(&unknown, 1, &options, &none, &e), &e, "TEMPLATE_UNKNOWN");
    assert_string_equal(e.place, "t:2");
}

static void a_template_that_calls_itself_for_ever_stops(void **state)
{
    (void)state;
    struct mustache_source sources[] = {{"loop", "x{{>loop}}", 10},
                                        {"deep", "  {{>deep}}\n", 12},
                                        {"self", "{{<self}}{{$a}}{{$a}}{{/a}}{{/a}}{{/self}}", 42}};
    struct error e = {0};
    CLEANUP(mustache_cleanup) struct mustache *m = NULL;
    assert_ok_e(mustache_compile(sources, 3, NULL, &m, &e), &e);
    for (size_t i = 0; i < 3; i++) {
        CLEANUP(buf_free) struct buf out = BUF_INIT(OUTPUT_BYTES_MAX);
        assert_failed(mustache_render(m, sources[i].name, NULL, 0, VIEW_CHINESE, &out, &e), &e,
                      "TEMPLATE_LIMIT");
    }
}

static void a_page_larger_than_its_buffer_fails(void **state)
{
    (void)state;
    struct mustache_source source = {"t", "0123456789", 10};
    struct error e = {0};
    CLEANUP(mustache_cleanup) struct mustache *m = NULL;
    assert_ok_e(mustache_compile(&source, 1, NULL, &m, &e), &e);
    CLEANUP(buf_free) struct buf small = BUF_INIT(9), exact = BUF_INIT(10);
    assert_failed(mustache_render(m, "t", NULL, 0, VIEW_CHINESE, &small, &e), &e, "BUFFER_FULL");
    assert_ok_e(mustache_render(m, "t", NULL, 0, VIEW_CHINESE, &exact, &e), &e);
    assert_status(mustache_render(m, "nothing", NULL, 0, VIEW_CHINESE, &exact, &e), STATUS_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(our_own_cases_hold),
        cmocka_unit_test(the_official_core_specification_passes),
        cmocka_unit_test(a_broken_template_is_refused_with_name_and_line),
        cmocka_unit_test(texts_and_assets_are_settled_while_compiling),
        cmocka_unit_test(a_template_that_calls_itself_for_ever_stops),
        cmocka_unit_test(a_page_larger_than_its_buffer_fails),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
