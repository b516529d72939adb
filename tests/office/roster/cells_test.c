/* One cell spoilt at a time: exactly that cell is marked, its household comes back whole, the
   others go in. And what people write in other ways is read all the same. */
#include "office/roster/roster_fixture.h"

#include <stdio.h>
#include <string.h>

struct spoilt {
    int sheet, row; /* row of the made sheet: 1 is the first one */
    const char *column, *text;
    const char *marks; /* as marks_text; "" when the cell is fine */
    const char *word;  /* in the first mark's reason or suggestion */
    int64_t goes_in;   /* households */
};

static void try_dibao(struct county *c, const struct spoilt *s)
{
    static struct sheet_made sheets[2];
    dibao_made(sheets);
    SET(&sheets[s->sheet], s->row, s->column, s->text);
    /* A month of its own makes every case another file for the registry. */
    struct roster_result r = import_book(c, PROGRAMME_DIBAO, FROM, sheets, 2);
    const char *got = marks_text(c, &r);
    if (strcmp(got, s->marks) != 0)
        fail_msg("%s = %s: marked <%s>, not <%s>", s->column, s->text, got, s->marks);
    assert_int_equal(r.households_new, s->goes_in);
    assert_int_equal(r.households_returned, 3 - s->goes_in);
    if (r.mark_count && s->word) {
        const struct roster_mark *m = &r.marks[0];
        if (!strstr(m->reason, s->word) && !(m->suggestion && strstr(m->suggestion, s->word)))
            fail_msg("%s: <%s> <%s> lacks %s", s->text, m->reason, m->suggestion, s->word);
    }
}

static void try_wubao(struct county *c, const struct spoilt *s)
{
    static struct sheet_made sheet;
    wubao_made(&sheet);
    SET(&sheet, s->row, s->column, s->text);
    struct roster_result r = import_book(c, PROGRAMME_WUBAO, FROM, &sheet, 1);
    const char *got = marks_text(c, &r);
    if (strcmp(got, s->marks) != 0)
        fail_msg("%s = %s: marked <%s>, not <%s>", s->column, s->text, got, s->marks);
    assert_int_equal(r.households_new, s->goes_in);
}

static void forget(struct county *c)
{
    struct error e;
    static const char *const tables[] = {"person", "household", "entitlement",
                                         "member", "account",   "import_file"};
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        char sql[64];
        (void)snprintf(sql, sizeof sql, "DELETE FROM %s%s", tables[i],
                       i == 4 ? " WHERE owner_kind = 1" : "");
        assert_ok_e(db_execute_raw(c->db, sql, &e), &e);
    }
    arena_reset(c->arena);
}

static void spoilt_dibao_cells(struct county *c)
{
    const char *other_head = id_number(1960, 3, 4, 203), *wife = id_number(1955, 7, 8, 102);
    const struct spoilt cases[] = {
        {HOUSEHOLDS, 1, "户主身份证号", "342529195001021011", "家庭 2 户主身份证号",
         "成员表中该户主为", 2},
        {HOUSEHOLDS, 1, "户主身份证号", "", "家庭 2 户主身份证号", "没有填", 2},
        {HOUSEHOLDS, 1, "户主身份证号", "#342529195001021000", "家庭 2 户主身份证号", "文本", 2},
        {HOUSEHOLDS, 1, "户主身份证号", "342529190002300011", "家庭 2 户主身份证号", NULL, 2},
        {HOUSEHOLDS, 1, "户主身份证号", "342529201307010011", "家庭 2 户主身份证号", NULL, 2},
        {HOUSEHOLDS, 1, "户主身份证号", other_head, "家庭 2 户主身份证号|家庭 3 户主身份证号",
         "第 3 行", 1},
        {HOUSEHOLDS, 1, "乡镇", "泾川乡镇", "家庭 2 乡镇", NULL, 2},
        {HOUSEHOLDS, 1, "乡镇", "云岭镇", "家庭 2 村(居)", "泾川镇有这个村", 2},
        {HOUSEHOLDS, 1, "村(居)", "", "家庭 2 村(居)", NULL, 2},
        {HOUSEHOLDS, 1, "户主姓名", "", "家庭 2 户主姓名", NULL, 2},
        {HOUSEHOLDS, 1, "户主姓名", "张乙", "家庭 2 户主姓名", "张一", 2},
        {HOUSEHOLDS, 1, "家庭人口", "#3", "家庭 2 家庭人口", "成员表中有 2 人", 2},
        {HOUSEHOLDS, 1, "家庭人口", "两三人", "家庭 2 家庭人口", NULL, 2},
        {HOUSEHOLDS, 1, "保障人口", "#1", "家庭 2 保障人口", "2 人", 2},
        {HOUSEHOLDS, 1, "保障人口", "#3", "家庭 2 保障人口", "多于", 2},
        {HOUSEHOLDS, 1, "类别", "D", "家庭 2 类别", NULL, 2},
        {HOUSEHOLDS, 1, "家庭年收入(元)", "约三千", "家庭 2 家庭年收入(元)", NULL, 2},
        {HOUSEHOLDS, 1, "家庭年收入(元)", "#-0.01", "家庭 2 家庭年收入(元)", "负数", 2},
        {HOUSEHOLDS, 1, "家庭年收入(元)", "", "家庭 2 家庭年收入(元)", NULL, 2},
        {HOUSEHOLDS, 1, "家庭年收入(元)", "#1.234", "家庭 2 家庭年收入(元)", NULL, 2},
        {HOUSEHOLDS, 1, "账号", "#622900560805363094", "家庭 2 账号", "文本", 2},
        {HOUSEHOLDS, 1, "账号", "6.229E+17", "家庭 2 账号", "文本", 2},
        {HOUSEHOLDS, 1, "账号", "", "", NULL, 3},
        {HOUSEHOLDS, 1, "账号", "622900560805363O947", "家庭 2 账号", NULL, 2},
        {HOUSEHOLDS, 1, "开户行", "", "家庭 2 开户行", NULL, 2},
        {HOUSEHOLDS, 1, "纳入月份", "2013年13月", "家庭 2 纳入月份", NULL, 2},
        {HOUSEHOLDS, 1, "纳入月份", "2031-04", "家庭 2 纳入月份", NULL, 2},
        {MEMBERS, 2, "身份证号", "342529195507081020", "成员 3 身份证号", NULL, 2},
        {MEMBERS, 5, "身份证号", wife, "成员 3 身份证号|成员 6 身份证号", "王三", 1},
        {MEMBERS, 2, "姓名", "", "成员 3 姓名", NULL, 2},
        {MEMBERS, 2, "户主身份证号", "342529195001021011", "成员 3 户主身份证号",
         "家庭表中该户主为", 2},
        {MEMBERS, 2, "与户主关系", "户主", "成员 3 与户主关系", "一户只能有一个户主", 2},
        {MEMBERS, 2, "健康状况", "尿毒症", "成员 3 健康状况", NULL, 2},
        {MEMBERS, 2, "残疾类别", "腿", "成员 3 残疾类别", NULL, 2},
        {MEMBERS, 2, "残疾等级", "5", "成员 3 残疾等级", NULL, 2},
        {MEMBERS, 2, "残疾等级", "", "成员 3 残疾等级", NULL, 2},
        {MEMBERS, 2, "是否保障", "", "成员 3 是否保障", NULL, 2},
        {MEMBERS, 2, "是否保障", "也许", "成员 3 是否保障", NULL, 2},
        {MEMBERS, 2, "是否在校", "也许", "成员 3 是否在校", NULL, 2},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        try_dibao(c, &cases[i]);
        forget(c);
    }
}

static void other_ways_to_write(struct county *c)
{
    const struct spoilt cases[] = {
        {HOUSEHOLDS, 1, "乡镇", "泾 川 镇", "", NULL, 3},
        {HOUSEHOLDS, 1, "村(居)", "高村", "", NULL, 3},
        {HOUSEHOLDS, 1, "户主姓名", " 张　一 ", "", NULL, 3},
        {HOUSEHOLDS, 1, "类别", "Ａ类", "", NULL, 3},
        {HOUSEHOLDS, 1, "类别", "a", "", NULL, 3},
        {HOUSEHOLDS, 1, "家庭人口", "２人", "", NULL, 3},
        {HOUSEHOLDS, 1, "家庭年收入(元)", "１，１５９．５０", "", NULL, 3},
        {HOUSEHOLDS, 1, "家庭年收入(元)", "1,159.50元", "", NULL, 3},
        {HOUSEHOLDS, 1, "家庭年收入(元)", "#1159.4999999999998", "", NULL, 3},
        {HOUSEHOLDS, 1, "账号", "6229 0056 0805 3630 947", "", NULL, 3},
        {HOUSEHOLDS, 1, "账号", "'６２２９００５６０８０５３６３０９４７", "", NULL, 3},
        {HOUSEHOLDS, 1, "账号", "#340010203040506", "", NULL, 3},
        {HOUSEHOLDS, 1, "纳入月份", "2013年6月", "", NULL, 3},
        {HOUSEHOLDS, 1, "纳入月份", "２０１１．４", "", NULL, 3},
        {HOUSEHOLDS, 1, "纳入月份", "#201104", "", NULL, 3},
        {HOUSEHOLDS, 1, "联系电话", "不详", "", NULL, 3},
        {MEMBERS, 2, "残疾等级", "二级", "", NULL, 3},
        {MEMBERS, 2, "残疾等级", "#2", "", NULL, 3},
        {MEMBERS, 2, "残疾类别", "肢体残疾", "", NULL, 3},
        {MEMBERS, 2, "是否保障", "√", "", NULL, 3},
        {MEMBERS, 2, "是否保障", "Ｙ", "", NULL, 3},
        {MEMBERS, 2, "是否保障", "#1", "", NULL, 3},
        {MEMBERS, 4, "是否保障", "×", "", NULL, 3},
        {MEMBERS, 2, "与户主关系", "02妻子", "", NULL, 3},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        try_dibao(c, &cases[i]);
        forget(c);
    }
}

static void wubao_cells(struct county *c)
{
    const struct spoilt cases[] = {
        {0, 1, "供养形式", "分三", "五保 2 供养形式", NULL, 2},
        {0, 1, "供养形式", "集中", "五保 2 供养机构", NULL, 2},
        {0, 2, "供养机构", "蓬莱敬老院", "五保 3 供养机构", NULL, 2},
        {0, 1, "身份证号", "342529193002302840", "五保 2 身份证号", NULL, 2},
        {0, 1, "自理能力", "还行", "五保 2 自理能力", NULL, 2},
        {0, 2, "账号", "", "", NULL, 3},                 /* the home's account receives it */
        {0, 1, "账号", "", "", NULL, 3},                 /* the payment will wait for it */
        {0, 1, "供养机构", "汀溪乡敬老院", "", NULL, 3}, /* a warning, no more */
        {0, 1, "供养形式", "分散供养", "", NULL, 3},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        try_wubao(c, &cases[i]);
        forget(c);
    }
}

static void an_old_number_is_widened(struct county *c)
{
    static struct sheet_made sheet;
    wubao_made(&sheet);
    SET(&sheet, 1, "身份证号", "342529410516882");
    struct roster_result r = import_book(c, PROGRAMME_WUBAO, FROM, &sheet, 1);
    assert_int_equal(r.households_new, 3);
    assert_true(household_of(c, id_number(1941, 5, 16, 882)) > 0);
}

static void a_later_beginning_waits(struct county *c)
{
    static struct sheet_made sheets[2];
    dibao_made(sheets);
    SET(&sheets[HOUSEHOLDS], 1, "纳入月份", "2013-08");
    (void)import_book(c, PROGRAMME_DIBAO, FROM, sheets, 2);
    struct dossier d = dossier_of(c, PROGRAMME_DIBAO, id_number(1950, 1, 2, 101));
    assert_int_equal(d.entitlements[0].from.v, month_make(2013, 8).v);
    assert_int_equal(d.members[0].from.v, month_make(2013, 8).v);
    d = dossier_of(c, PROGRAMME_DIBAO, id_number(1960, 3, 4, 203));
    assert_int_equal(d.entitlements[0].from.v,
                     FROM.v); /* begun earlier: from the import's month on */
    assert_int_equal(d.entitlements[0].begun.v, month_make(2012, 7).v);
}

static void facts_arrive_as_written(struct county *c)
{
    static struct sheet_made sheets[2];
    struct error e;
    dibao_made(sheets);
    (void)import_book(c, PROGRAMME_DIBAO, FROM, sheets, 2);
    struct dossier d = dossier_of(c, PROGRAMME_DIBAO, id_number(1950, 1, 2, 101));
    assert_int_equal(d.entitlements[0].income_year.v, 115950);
    assert_int_equal(d.entitlements[0].mgmt_class, 1);
    const struct member_row *head = member_at(c, &d, id_number(1950, 1, 2, 101), FROM);
    const struct member_row *wife = member_at(c, &d, id_number(1955, 7, 8, 102), FROM);
    assert_true(head->is_seriously_ill && head->relation == RELATION_HEAD && head->is_protected);
    assert_true(wife->disability_kind == 4 && wife->disability_grade == 2 && !wife->is_student);
    d = dossier_of(c, PROGRAMME_DIBAO, id_number(1970, 5, 6, 305));
    const struct member_row *son = member_at(c, &d, id_number(2004, 9, 10, 307), FROM);
    assert_true(son->is_student && son->relation == RELATION_SON && son->is_present);
    assert_false(member_at(c, &d, id_number(1970, 5, 6, 305), FROM)->is_protected);
    struct account_row a;
    assert_ok_e(
        account_current(c->db, COUNTY, OWNER_HOUSEHOLD, d.household, c->keys, c->arena, &a, &e),
        &e);
    assert_string_equal(a.number, "6229008742899226375");
    struct person_row p;
    assert_ok_e(
        person_by_id_number(c->db, COUNTY, c->keys, id_number(1950, 1, 2, 101), c->arena, &p, &e),
        &e);
    assert_string_equal(p.phone_tail, "0001");
}

#define CASE(body)                                                                                 \
    static void test_##body(void **state)                                                          \
    {                                                                                              \
        (void)state;                                                                               \
        on_each_engine(body);                                                                      \
    }
CASE(spoilt_dibao_cells)
CASE(other_ways_to_write)
CASE(wubao_cells)
CASE(an_old_number_is_widened)
CASE(a_later_beginning_waits)
CASE(facts_arrive_as_written)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_spoilt_dibao_cells),
        cmocka_unit_test(test_other_ways_to_write),
        cmocka_unit_test(test_wubao_cells),
        cmocka_unit_test(test_an_old_number_is_widened),
        cmocka_unit_test(test_a_later_beginning_waits),
        cmocka_unit_test(test_facts_arrive_as_written),
    };
    return cmocka_run_group_tests_name("roster cells", tests, NULL, NULL);
}
