/* Real rosters with known right answers: what goes in, what comes back, and only that. */
#include "office/roster/roster_fixture.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MARKS_MAX 64

static const char *shared(const char *set, const char *name)
{
    static char path[8][512];
    static int at;
    const char *root = getenv("MINSHENG_SHARED");
    char *out = path[at++ % 8];
    (void)snprintf(out, sizeof path[0], "%s/data/rosters/%s/%s", root ? root : "../shared", set,
                   name);
    return out;
}

static json_t *truth_of(const char *set)
{
    json_error_t why;
    json_t *truth = json_load_file(shared(set, "truth.json"), 0, &why);
    if (!truth)
        fail_msg("%s", why.text);
    return truth;
}

static const char *text_of(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    assert_non_null(text);
    return text;
}

static int64_t number_of(const json_t *object, const char *key)
{
    return json_integer_value(json_object_get(object, key));
}

static void check_households(struct county *c, const json_t *truth)
{
    const json_t *list = json_object_get(truth, "households");
    size_t i;
    json_t *h;
    json_array_foreach(list, i, h)
    {
        struct dossier d = dossier_of(c, PROGRAMME_DIBAO, text_of(h, "head_id"));
        assert_int_equal(d.entitlement_count, 1);
        assert_int_equal(d.entitlements[0].division, strtoll(text_of(h, "village"), NULL, 10));
        assert_int_equal(d.entitlements[0].from.v, FROM.v);
        int64_t protected_count = 0;
        for (size_t k = 0; k < d.member_count; k++)
            protected_count += d.members[k].is_protected;
        assert_int_equal(d.member_count, number_of(h, "members"));
        assert_int_equal(protected_count, number_of(h, "protected"));
        if (i % 50 == 49)
            arena_reset(c->arena);
    }
    assert_int_equal(count_of(c, "SELECT count(*) FROM entitlement WHERE programme = 1"),
                     json_array_size(list));
}

static void check_wubao(struct county *c, const json_t *truth)
{
    const json_t *list = json_object_get(truth, "wubao");
    size_t i;
    json_t *p;
    json_array_foreach(list, i, p)
    {
        struct dossier d = dossier_of(c, PROGRAMME_WUBAO, text_of(p, "id"));
        bool is_institution = strcmp(text_of(p, "form"), "集中") == 0;
        assert_int_equal(d.entitlement_count, 1);
        assert_int_equal(d.entitlements[0].form,
                         is_institution ? FORM_INSTITUTION : FORM_SCATTERED);
        assert_true(is_institution == (d.entitlements[0].home != 0));
        assert_int_equal(d.entitlements[0].division, strtoll(text_of(p, "village"), NULL, 10));
        assert_int_equal(d.member_count, 1);
        if (i % 50 == 49)
            arena_reset(c->arena);
    }
    assert_int_equal(count_of(c, "SELECT count(*) FROM entitlement WHERE programme = 2"),
                     json_array_size(list));
}

/* Of two rows for one head both cells are marked; every other spoilt cell once, and nothing else.
 */
static void check_marks(const json_t *truth, const char *sheet, const struct roster_result *r)
{
    const json_t *list = json_object_get(truth, "bad");
    bool used[MARKS_MAX] = {false};
    size_t i, expected = 0;
    json_t *bad;
    assert_true(r->mark_count <= MARKS_MAX);
    json_array_foreach(list, i, bad)
    {
        if (strcmp(text_of(bad, "sheet"), sheet) != 0)
            continue;
        int cells = strstr(text_of(bad, "cause"), "twice") ? 2 : 1;
        expected += (size_t)cells;
        for (size_t k = 0; k < r->mark_count && cells; k++) {
            if (used[k] || strcmp(r->marks[k].column, text_of(bad, "column")) != 0)
                continue;
            used[k] = true;
            cells--;
        }
        assert_int_equal(cells, 0);
    }
    assert_int_equal(r->mark_count, expected);
    for (size_t k = 0; k < r->mark_count; k++) {
        assert_string_equal(r->marks[k].sheet_name, sheet);
        assert_true(r->marks[k].reason[0]);
    }
}

static void set_goes_in(struct county *c, const char *set)
{
    json_t *truth = truth_of(set);
    const char *dibao = shared(set, "dibao.xlsx"), *wubao = shared(set, "wubao.xlsx");
    struct roster_result d = import_files(c, PROGRAMME_DIBAO, FROM, &dibao, 1, NULL);
    struct roster_result w = import_files(c, PROGRAMME_WUBAO, FROM, &wubao, 1, NULL);
    check_marks(truth, "家庭", &d);
    check_marks(truth, "五保", &w);
    check_households(c, truth);
    check_wubao(c, truth);
    assert_int_equal(d.households_new, json_array_size(json_object_get(truth, "households")));
    assert_int_equal(w.households_new, json_array_size(json_object_get(truth, "wubao")));
    json_decref(truth);

    int64_t before = registry_rows(c);
    assert_true(import_files(c, PROGRAMME_DIBAO, FROM, &dibao, 1, NULL).is_known_file);
    assert_true(import_files(c, PROGRAMME_WUBAO, FROM, &wubao, 1, NULL).is_known_file);
    const struct roster_request again = {.files = &dibao,
                                         .file_count = 1,
                                         .programme = PROGRAMME_DIBAO,
                                         .from = FROM,
                                         .actor = "tester",
                                         .is_repeat = true};
    struct roster_result r;
    struct error e;
    assert_ok_e(roster_import(c->db, COUNTY, c->keys, &again, c->arena, &r, &e), &e);
    assert_int_equal(r.households_new + r.households_changed, 0);
    assert_int_equal(r.households_unchanged, d.households_new);
    assert_int_equal(r.mark_count, d.mark_count);
    assert_int_equal(registry_rows(c), before);
}

static void clean(struct county *c)
{
    set_goes_in(c, "clean");
}

static void messy(struct county *c)
{
    set_goes_in(c, "messy");
}

static void no_number_lies_open(struct county *c)
{
    const char *wubao = shared("clean", "wubao.xlsx");
    (void)import_files(c, PROGRAMME_WUBAO, FROM, &wubao, 1, NULL);
    assert_int_equal(count_of(c, "SELECT count(*) FROM person WHERE length(id_tail) <> 4 OR "
                                 "length(id_sealed) <> 59"),
                     0);
    assert_int_equal(count_of(c, "SELECT count(*) FROM account WHERE length(number_tail) <> 4 OR "
                                 "length(number_sealed) <> 60"),
                     0);
}

#define CASE(body)                                                                                 \
    static void test_##body(void **state)                                                          \
    {                                                                                              \
        (void)state;                                                                               \
        FILE *f = fopen(shared("clean", "truth.json"), "rb");                                      \
        if (!f) {                                                                                  \
            print_message("# the rosters with right answers are not there (MINSHENG_SHARED)\n");   \
            skip();                                                                                \
        }                                                                                          \
        fclose(f);                                                                                 \
        on_each_engine(body);                                                                      \
    }
CASE(clean)
CASE(messy)
CASE(no_number_lies_open)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_clean),
        cmocka_unit_test(test_messy),
        cmocka_unit_test(test_no_number_lies_open),
    };
    return cmocka_run_group_tests_name("roster truth", tests, NULL, NULL);
}
