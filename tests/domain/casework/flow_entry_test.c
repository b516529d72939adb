/* Forms: what is checked, how values are spelled, and that the tables of forms are sound. */
#include "support/test_support.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/idno.h"
#include "base/random.h"
#include "base/text.h"
#include "domain/casework/forms.h"

#define ARENA_BYTES ((size_t)64 << 20)
#define ROUNDS 300

static struct arena *arena;
static struct error e;
static struct date today;

static const struct field_choice COLOURS[] = {{"RED", "红"}, {"BLUE", "蓝"}, {0}};
static const struct entry_field FIELDS[] = {
    {.name = "text", .label = "文字", .kind = FIELD_TEXT, .max = 5},
    {.name = "long", .label = "长文", .kind = FIELD_LONG_TEXT},
    {.name = "day", .label = "日期", .kind = FIELD_DATE},
    {.name = "later", .label = "以后", .kind = FIELD_DATE, .max = 1},
    {.name = "month", .label = "月份", .kind = FIELD_MONTH},
    {.name = "yuan", .label = "金额", .kind = FIELD_YUAN, .max = 10000},
    {.name = "count", .label = "数", .kind = FIELD_COUNT, .min = 1, .max = 9},
    {.name = "flag", .label = "是否", .kind = FIELD_BOOL},
    {.name = "colour", .label = "颜色", .kind = FIELD_CHOICE, .choices = COLOURS},
    {.name = "account", .label = "账号", .kind = FIELD_ACCOUNT},
    {.name = "phone", .label = "电话", .kind = FIELD_PHONE},
    {.name = "division", .label = "区划", .kind = FIELD_DIVISION},
    {.name = "name", .label = "姓名", .kind = FIELD_NAME},
};
static const struct entry_field ROWS[] = {
    {.name = "id_number", .label = "身份证号", .kind = FIELD_ID_NUMBER, .is_required = true},
    {.name = "birth", .label = "出生", .kind = FIELD_DATE},
    {.name = "sex", .label = "性别", .kind = FIELD_TEXT},
};
static const struct entry_section SECTIONS[] = {
    {.label = "栏", .fields = FIELDS, .field_count = sizeof FIELDS / sizeof FIELDS[0]},
    {.name = "rows", .label = "行", .repeat_max = 3, .fields = ROWS, .field_count = 3},
};
static const struct entry_form FORM = {"test", "试", SECTIONS, 2};

static struct entry_data *one(const char *name, const char *value)
{
    struct entry_data *d = entry_data_new(arena);
    assert_ok_e(entry_data_set(d, name, value, &e), &e);
    return d;
}

static const char *spelled(const char *name, const char *value)
{
    const struct entry_data *out;
    assert_ok_e(entry_check(&FORM, one(name, value), today, arena, NULL, &out, &e), &e);
    return entry_get(out, name);
}

static void faulty(const char *name, const char *value)
{
    const struct entry_data *out;
    struct entry_faults *faults = ARENA_NEW(arena, struct entry_faults);
    faults->arena = arena;
    assert_refused(entry_check(&FORM, one(name, value), today, arena, faults, &out, &e), &e,
                   "CASE_FORM");
    assert_int_equal(faults->count, 1);
    assert_string_equal(faults->fault[0].field, name);
}

static void every_kind_has_one_spelling(void **state)
{
    (void)state;
    assert_string_equal(spelled("text", "　一 \t 二 "), "一 二");
    assert_string_equal(spelled("long", " 一行，\r\n 二行 "), "一行，\n二行");
    assert_string_equal(spelled("name", "张　 三"), "张三");
    static const char *const days[] = {"2013-06-30",    "2013/6/30", "2013.6.30",
                                       "2013年6月30日", "20130630",  "２０１３-６-３０"};
    for (size_t i = 0; i < sizeof days / sizeof days[0]; i++)
        assert_string_equal(spelled("day", days[i]), "2013-06-30");
    assert_string_equal(spelled("month", "2013年6月"), "2013-06");
    assert_string_equal(spelled("yuan", "1 00"), "100.00");
    assert_string_equal(spelled("count", "09"), "9");
    assert_string_equal(spelled("flag", "on"), "1");
    assert_string_equal(spelled("flag", "否"), "");
    assert_string_equal(spelled("colour", "蓝"), "BLUE");
    assert_string_equal(spelled("account", "6217 0012 3456"), "621700123456");
    assert_string_equal(spelled("phone", "0563-5022222"), "0563-5022222");
    assert_string_equal(spelled("division", "341823106204"), "341823106204");
}

static void limits_hold_at_their_edges(void **state)
{
    (void)state;
    assert_string_equal(spelled("text", "一二三四五"), "一二三四五");
    faulty("text", "一二三四五六");
    assert_string_equal(spelled("yuan", "100.00"), "100.00");
    faulty("yuan", "100.01");
    faulty("yuan", "-1");
    faulty("yuan", "1.234");
    assert_string_equal(spelled("count", "1"), "1");
    faulty("count", "0");
    faulty("count", "10");
    faulty("count", "1.5");
    assert_string_equal(spelled("day", "2013-12-31"), "2013-12-31");
    faulty("day", "2014-01-01");
    assert_string_equal(spelled("later", "2014-01-01"), "2014-01-01");
    faulty("day", "2013-02-29");
    faulty("day", "2013-6");
    faulty("month", "2013-13");
    faulty("flag", "maybe");
    faulty("colour", "GREEN");
    faulty("account", "1234567");
    faulty("account", "12345678a");
    faulty("phone", "123456");
    faulty("phone", "call me");
    faulty("division", "34182310620");
    faulty("nothing", "x");
    faulty("rows.4.birth", "2013-01-01");
    faulty("rows.0.birth", "2013-01-01");
}

static const char *number(int year, int serial)
{
    char text[IDNO_BYTES + 8];
    (void)snprintf(text, sizeof text, "342529%04d0101%03d", year, serial % 1000);
    text[17] = idno_check_char(text);
    text[18] = '\0';
    return arena_strdup(arena, text);
}

static void an_id_number_fills_birth_and_sex_and_rows_close_up(void **state)
{
    (void)state;
    const struct entry_data *out;
    struct entry_data *d = one("rows.3.id_number", number(1950, 12));
    assert_ok_e(entry_check(&FORM, d, today, arena, NULL, &out, &e), &e);
    assert_string_equal(entry_get(out, "rows.1.birth"), "1950-01-01");
    assert_string_equal(entry_get(out, "rows.1.sex"), "2");
    assert_int_equal(entry_rows(out, "rows"), 1);
    assert_ok(entry_data_set(d, "rows.3.birth", "1950-01-02", NULL));
    assert_refused(entry_check(&FORM, d, today, arena, NULL, &out, &e), &e, "CASE_FORM");
    assert_string_equal(e.place, "rows.3.birth");
    char wrong[IDNO_BYTES];
    (void)snprintf(wrong, sizeof wrong, "%s", number(1950, 12));
    wrong[17] = wrong[17] == '1' ? '2' : '1';
    faulty("rows.1.id_number", wrong);
}

static void all_faults_are_told_at_once(void **state)
{
    (void)state;
    const struct entry_data *out;
    struct entry_faults *faults = ARENA_NEW(arena, struct entry_faults);
    struct entry_data *d = one("yuan", "x");
    faults->arena = arena;
    assert_ok(entry_data_set(d, "count", "99", NULL));
    assert_ok(entry_data_set(d, "rows.2.birth", "1950-01-01", NULL));
    assert_refused(entry_check(&FORM, d, today, arena, faults, &out, &e), &e, "CASE_FORM");
    assert_int_equal(faults->count, 3);
    assert_string_equal(faults->fault[2].field, "rows.2.id_number");
}

static void data_have_limits(void **state)
{
    (void)state;
    struct entry_data *d = entry_data_new(arena);
    char name[32];
    static char big[ENTRY_VALUE_BYTES_MAX + 2];
    memset(big, 'x', ENTRY_VALUE_BYTES_MAX + 1);
    assert_refused(entry_data_set(d, "text", big, &e), &e, "ENTRY_TOO_LARGE");
    big[ENTRY_VALUE_BYTES_MAX] = '\0';
    assert_ok(entry_data_set(d, "text", big, NULL));
    assert_refused(entry_data_set(d, "Text", "x", &e), &e, "ENTRY_NAME");
    assert_refused(entry_data_set(d, "text", "\xff", &e), &e, "ENTRY_TEXT");
    for (int i = 1; i < ENTRY_FIELDS_MAX; i++) {
        (void)snprintf(name, sizeof name, "f%d", i);
        assert_ok(entry_data_set(d, name, "x", NULL));
    }
    assert_refused(entry_data_set(d, "more", "x", &e), &e, "ENTRY_TOO_LARGE");
    assert_ok(entry_data_set(d, "f1", "", NULL));
    assert_ok(entry_data_set(d, "more", "x", NULL));
}

/* ---- JSON ---- */

static const char *json_of(const struct entry_data *d)
{
    struct buf b = BUF_INIT(ENTRY_JSON_BYTES_MAX);
    assert_ok_e(entry_json(d, &b, &e), &e);
    const char *text = arena_strdup(arena, buf_text(&b));
    buf_free(&b);
    return text;
}

static void json_reads_rows_and_refuses_the_rest(void **state)
{
    (void)state;
    struct entry_data *d;
    const char *good = "{\"a\":\"x\",\"n\":12,\"t\":true,\"f\":false,\"z\":null,"
                       "\"rows\":[{\"birth\":\"1950-01-01\"},{\"sex\":\"2\"}]}";
    assert_ok_e(entry_json_read(good, strlen(good), arena, &d, &e), &e);
    assert_string_equal(json_of(d), "{\"a\":\"x\",\"n\":\"12\",\"rows.1.birth\":\"1950-01-01\","
                                    "\"rows.2.sex\":\"2\",\"t\":\"1\"}");
    static const char *const bad[] = {"",
                                      "[]",
                                      "{\"a\":1.5}",
                                      "{\"a\":{}}",
                                      "{\"a\":[1]}",
                                      "{\"a\":\"1\",\"a\":\"2\"}",
                                      "{\"A\":\"1\"}"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_status(entry_json_read(bad[i], strlen(bad[i]), arena, &d, &e), STATUS_REFUSED);
}

/* ---- what random forms must hold ---- */

static const char *random_value(struct random *r)
{
    static const char *const pieces[] = {
        "王", "小明", " ",  "　", "1",  "2013",         "-", "06", "30", ".", "RED",
        "on", "年",   "月", "日", "\n", "\xEF\xBC\x91", "x", "否", ","};
    char text[64];
    size_t n = 0, count = random_below(r, 6) + 1;
    for (size_t i = 0; i < count; i++) {
        const char *piece = pieces[random_below(r, sizeof pieces / sizeof pieces[0])];
        n += (size_t)snprintf(text + n, sizeof text - n, "%s", piece);
    }
    return arena_strdup(arena, text);
}

/* Fills random fields of a real form; values that are good half of the time. */
static struct entry_data *random_data(struct random *r, const struct entry_form *form)
{
    struct entry_data *d = entry_data_new(arena);
    for (size_t s = 0; s < form->section_count; s++) {
        const struct entry_section *section = &form->sections[s];
        for (size_t k = 0; k < section->field_count; k++) {
            const struct entry_field *f = &section->fields[k];
            char name[ENTRY_NAME_BYTES_MAX];
            if (random_below(r, 3) == 0)
                continue;
            (void)snprintf(name, sizeof name, section->repeat_max ? "%s.%u.%s" : "%s%.0u%s",
                           section->repeat_max ? section->name : "",
                           section->repeat_max ? random_below(r, 3) + 1 : 0, f->name);
            const char *value = random_value(r);
            if (f->kind == FIELD_CHOICE && random_below(r, 2))
                value = f->choices[0].value;
            if (f->kind == FIELD_ID_NUMBER && random_below(r, 4))
                value = number(1930 + (int)random_below(r, 80), (int)random_below(r, 1000));
            assert_ok_e(entry_data_set(d, name, value, &e), &e);
        }
    }
    return d;
}

static void what_was_checked_stays_as_it_is(void **state)
{
    (void)state;
    struct random r = random_seed(test_seed());
    size_t passed = 0;
    for (int round = 0; round < ROUNDS; round++) {
        const struct entry_data *out, *again;
        struct entry_data *back;
        size_t forms = 0;
        while (case_form_at(forms))
            forms++;
        const struct entry_form *form =
            round % 2 ? &FORM : case_form_at(random_below(&r, (uint32_t)forms));
        struct entry_data *d = random_data(&r, form);
        enum status s = entry_check(form, d, today, arena, NULL, &out, &e);
        if (s == STATUS_OK) {
            passed++;
            assert_ok_e(entry_check(form, out, today, arena, NULL, &again, &e), &e);
            assert_string_equal(json_of(out), json_of(again));
        } else {
            assert_int_equal(s, STATUS_REFUSED);
            assert_string_equal(e.code, "CASE_FORM");
        }
        const char *text = json_of(d);
        assert_ok_e(entry_json_read(text, strlen(text), arena, &back, &e), &e);
        assert_string_equal(json_of(back), text);
        arena_reset(arena);
    }
    assert_true(passed > 5);
}

/* ---- the tables ---- */

static void check_table(const struct entry_form *form)
{
    for (size_t s = 0; s < form->section_count; s++) {
        const struct entry_section *section = &form->sections[s];
        assert_true((section->repeat_max > 0) == (section->name != NULL));
        assert_true(section->repeat_max <= ENTRY_REPEAT_MAX);
        for (size_t k = 0; k < section->field_count; k++) {
            const struct entry_field *f = &section->fields[k];
            char name[ENTRY_NAME_BYTES_MAX + 8];
            int row;
            assert_true(*f->label != '\0');
            assert_true((f->kind == FIELD_CHOICE) == (f->choices != NULL));
            if (f->is_fact && f->is_secret)
                fail_msg("%s: %s is a secret and a fact", form->name, f->name);
            (void)snprintf(name, sizeof name, section->repeat_max ? "%s.1.%s" : "%s%s",
                           section->repeat_max ? section->name : "", f->name);
            if (entry_field_find(form, name, &row) != f)
                fail_msg("%s: %s stands twice", form->name, name);
            if (f->kind == FIELD_ID_NUMBER || f->kind == FIELD_ACCOUNT || f->kind == FIELD_PHONE)
                assert_true(f->is_secret);
        }
    }
}

static void the_tables_of_forms_are_sound(void **state)
{
    (void)state;
    size_t n = 0;
    for (; case_form_at(n); n++)
        check_table(case_form_at(n));
    assert_true(n > 30);
    for (int kind = 1; kind < CASE_KIND_COUNT; kind++)
        for (int action = 1; action < ACTION_COUNT; action++)
            assert_non_null(
                case_form_of((enum case_kind)kind, CHANGE_NONE, (enum case_action)action));
}

/* ---- between fields ---- */

static struct entry_data *good_dibao(void)
{
    static const char *const values[][2] = {{"address", "三组"},
                                            {"members.1.name", "王大"},
                                            {"members.1.relation", "HEAD"},
                                            {"members.2.name", "王二"},
                                            {"members.2.relation", "SON"},
                                            {"bank", "农商行"},
                                            {"account_holder", "王大"},
                                            {"account_number", "6217001234567890"},
                                            {"is_authorised", "1"},
                                            {"is_promised", "1"},
                                            {"incomes.1.class", "WAGE"},
                                            {"incomes.1.amount_year", "1200.50"},
                                            {"incomes.2.class", "OTHER"},
                                            {"incomes.2.amount_year", "99.50"},
                                            {"mgmt_class", "C"}};
    struct entry_data *d = entry_data_new(arena);
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++)
        assert_ok_e(entry_data_set(d, values[i][0], values[i][1], &e), &e);
    assert_ok(entry_data_set(d, "members.1.id_number", number(1950, 1), NULL));
    assert_ok(entry_data_set(d, "members.2.id_number", number(1980, 3), NULL));
    return d;
}

static enum status apply(const struct entry_data *d, const struct entry_data **out)
{
    return case_form_check(CASE_DIBAO, CHANGE_NONE, ACTION_APPLY, d, today, arena, NULL, out, &e);
}

static void apply_faulty(const char *name, const char *value, const char *place)
{
    const struct entry_data *out;
    struct entry_data *d = good_dibao();
    assert_ok_e(entry_data_set(d, name, value, &e), &e);
    assert_refused(apply(d, &out), &e, "CASE_FORM");
    assert_string_equal(e.place, place);
}

static void fields_of_an_application_agree(void **state)
{
    (void)state;
    const struct entry_data *out;
    assert_ok_e(apply(good_dibao(), &out), &e);
    apply_faulty("members.2.id_number", number(1950, 1), "members.2.id_number");
    apply_faulty("members.2.relation", "HEAD", "members.2.relation");
    apply_faulty("members.1.relation", "SON", "members.1.relation");
    apply_faulty("members.2.relation", "", "members.2.relation");
    apply_faulty("members.2.disability_kind", "4", "members.2.disability_grade");
    apply_faulty("is_relative", "1", "relative_of");
    apply_faulty("is_promised", "", "is_promised");
    apply_faulty("account_number", "", "account_number");
}

static enum status wubao(const char *reason, const char *id, const char *form, const char *account)
{
    static const char *const values[][2] = {
        {"address", "三组"},    {"members.1.name", "李孤"}, {"has_no_labour", "1"},
        {"has_no_income", "1"}, {"supporter", "NONE"},      {"is_authorised", "1"},
        {"is_promised", "1"},   {"bank", "农商行"},         {"account_holder", "李孤"}};
    struct entry_data *d = entry_data_new(arena);
    const struct entry_data *out;
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++)
        assert_ok_e(entry_data_set(d, values[i][0], values[i][1], &e), &e);
    assert_ok(entry_data_set(d, "wubao_reason", reason, NULL));
    assert_ok(entry_data_set(d, "members.1.id_number", id, NULL));
    assert_ok(entry_data_set(d, "form", form, NULL));
    assert_ok(entry_data_set(d, "account_number", account, NULL));
    assert_ok(entry_data_set(d, "home", strcmp(form, "INSTITUTION") ? "" : "敬老院", NULL));
    enum status s =
        case_form_check(CASE_WUBAO, CHANGE_NONE, ACTION_APPLY, d, today, arena, NULL, &out, &e);
    if (s == STATUS_OK)
        assert_string_equal(entry_get(out, "members.1.relation"), "HEAD");
    return s;
}

static void wubao_reasons_hold_at_their_ages(void **state)
{
    (void)state;
    const char *account = "6217001234567890";
    assert_ok_e(wubao("AGED", number(1953, 1), "SCATTERED", account), &e);
    assert_refused(wubao("AGED", number(1954, 1), "SCATTERED", account), &e, "CASE_FORM");
    assert_ok_e(wubao("MINOR", number(1998, 1), "SCATTERED", account), &e);
    assert_refused(wubao("MINOR", number(1997, 1), "SCATTERED", account), &e, "CASE_FORM");
    assert_refused(wubao("DISABLED", number(1970, 1), "SCATTERED", account), &e, "CASE_FORM");
    assert_refused(wubao("AGED", number(1950, 1), "SCATTERED", ""), &e, "CASE_FORM");
    assert_string_equal(e.place, "account_number");
    assert_ok_e(wubao("AGED", number(1950, 1), "INSTITUTION", ""), &e);
}

static void who_joins_is_no_second_head(void **state)
{
    (void)state;
    const struct entry_data *out;
    struct entry_data *d = one("members.1.name", "王三");
    assert_ok(entry_data_set(d, "members.1.id_number", number(2012, 5), NULL));
    assert_ok(entry_data_set(d, "reason", "出生", NULL));
    assert_ok(entry_data_set(d, "members.1.relation", "HEAD", NULL));
    assert_refused(case_form_check(CASE_CHANGE, CHANGE_MEMBER_JOIN, ACTION_PROPOSE, d, today, arena,
                                   NULL, &out, &e),
                   &e, "CASE_FORM");
    assert_ok(entry_data_set(d, "members.1.relation", "GRANDSON", NULL));
    assert_ok_e(case_form_check(CASE_CHANGE, CHANGE_MEMBER_JOIN, ACTION_PROPOSE, d, today, arena,
                                NULL, &out, &e),
                &e);
    assert_string_equal(entry_get(out, "members.1.is_protected"), "1");
}

static void sums_of_a_form_are_exact(void **state)
{
    (void)state;
    const struct entry_data *out;
    assert_ok_e(apply(good_dibao(), &out), &e);
    struct form_totals t = case_form_totals(CASE_DIBAO, out);
    assert_int_equal(t.people, 2);
    assert_int_equal(t.protected_count, 2);
    assert_int_equal(t.income_year.v, 130000);
    assert_int_equal(t.mgmt_class, 3);
    /* Where one is marked, only he is protected. */
    struct entry_data *d = good_dibao();
    assert_ok(entry_data_set(d, "members.2.is_protected", "1", NULL));
    assert_ok_e(apply(d, &out), &e);
    assert_int_equal(case_form_totals(CASE_DIBAO, out).protected_count, 1);
    assert_false(case_form_is_protected(out, 1));
    assert_ok(entry_data_set(d, "assessed_income_year", "5.00", NULL));
    assert_int_equal(case_form_totals(CASE_DIBAO, d).income_year.v, 500);
}

static int begin(void **state)
{
    (void)state;
    arena = arena_new(ARENA_BYTES);
    today = date_make(2013, 12, 31);
    return arena ? 0 : -1;
}

static int end(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_has_one_spelling),
        cmocka_unit_test(limits_hold_at_their_edges),
        cmocka_unit_test(an_id_number_fills_birth_and_sex_and_rows_close_up),
        cmocka_unit_test(all_faults_are_told_at_once),
        cmocka_unit_test(data_have_limits),
        cmocka_unit_test(json_reads_rows_and_refuses_the_rest),
        cmocka_unit_test(what_was_checked_stays_as_it_is),
        cmocka_unit_test(the_tables_of_forms_are_sound),
        cmocka_unit_test(fields_of_an_application_agree),
        cmocka_unit_test(wubao_reasons_hold_at_their_ages),
        cmocka_unit_test(who_joins_is_no_second_head),
        cmocka_unit_test(sums_of_a_form_are_exact),
    };
    return cmocka_run_group_tests_name("case-entry", tests, begin, end);
}
