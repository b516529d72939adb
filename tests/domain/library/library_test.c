/* The policy library: entered by one and approved by another, and what a search finds. */
#include "domain/library/library.h"

#include <stdio.h>
#include <string.h>

#include "domain/project/project_fixture.h"

#define COUNTY COUNTY_JINGXIAN
#define MANY 1000

static struct library_document paper(const char *number, const char *title, const char *body)
{
    return (struct library_document){.kind = LIBRARY_NOTICE,
                                     .document = number,
                                     .title = title,
                                     .issuer = "泾县民政局",
                                     .clause = "",
                                     .body = body,
                                     .issued_on = date_make(2013, 2, 1),
                                     .effective_from = date_make(2013, 2, 1),
                                     .effective_until = DATE_OPEN,
                                     .is_public = true};
}

static int64_t enter(struct world *w, struct library_document d)
{
    struct error e = {0};
    int64_t id = 0;
    assert_ok_e(library_enter(w->db, COUNTY, &d, "supervisor", &id, &e), &e);
    return id;
}

static int64_t approved(struct world *w, struct library_document d)
{
    struct error e = {0};
    int64_t id = enter(w, d);
    assert_ok_e(library_approve(w->db, COUNTY, id, "director", &e), &e);
    return id;
}

/* The number of hits; ret: the first. */
static size_t found(struct world *w, const char *query, struct library_hit *ret)
{
    struct error e = {0};
    struct library_hit *hits;
    size_t n;
    struct library_filter f = {0};
    assert_ok_e(library_search(w->db, COUNTY, query, &f, w->arena, &hits, &n, &e), &e);
    if (n && ret)
        *ret = hits[0];
    return n;
}

static void approval_body(struct world *w)
{
    struct error e = {0};
    struct library_document d = paper("泾民〔2013〕7号", "关于入户调查的通知", "每户两人到场。"),
                            got;
    int64_t id = enter(w, d);
    assert_int_equal(found(w, "入户调查", NULL), 0);
    assert_status(library_read(w->db, COUNTY, id, KNOWN_NOW, true, w->arena, &got, &e),
                  STATUS_NONE);
    assert_int_equal(library_approve(w->db, COUNTY, id, "supervisor", &e), STATUS_REFUSED);
    assert_string_equal(e.code, "SAME_PERSON");
    assert_int_equal(library_approve(w->db, COUNTY, id, CLERK, &e), STATUS_REFUSED);
    assert_string_equal(e.code, "ACCESS_DENIED");
    assert_int_equal(library_enter(w->db, COUNTY, &d, CLERK, &id, &e), STATUS_REFUSED);
    assert_int_equal(library_enter(w->db, COUNTY, &d, "supervisor", &id, &e), STATUS_REFUSED);
    assert_string_equal(e.code, "LIBRARY_TAKEN");
    assert_ok_e(library_approve(w->db, COUNTY, id, "director", &e), &e);
    assert_int_equal(found(w, "入户调查", NULL), 1);
    assert_int_equal(library_approve(w->db, COUNTY, id, "director", &e), STATUS_REFUSED);
    assert_string_equal(e.code, "LIBRARY_UNKNOWN");
}

static void one_enters_and_another_approves(void **state)
{
    (void)state;
    world_on_each(approval_body);
}

static void versions_body(struct world *w)
{
    struct error e = {0};
    struct library_document d = paper("泾民〔2013〕8号", "公示的通知", "在村务公开栏公示七天。"),
                            got;
    struct library_document *versions;
    size_t n;
    int64_t id = approved(w, d);
    d.id = id;
    d.body = "在村民小组张贴十天。";
    assert_int_equal(enter(w, d), id);
    /* What is in force stays, in the list and in the index, until the other is approved. */
    assert_int_equal(found(w, "公开栏", NULL), 1);
    assert_int_equal(found(w, "村民小组", NULL), 0);
    assert_ok_e(library_read(w->db, COUNTY, id, KNOWN_NOW, true, w->arena, &got, &e), &e);
    assert_true(got.has_open_version);
    assert_ok_e(library_approve(w->db, COUNTY, id, "director", &e), &e);
    assert_int_equal(found(w, "公开栏", NULL), 0);
    assert_int_equal(found(w, "村民小组", NULL), 1);
    assert_ok_e(library_versions(w->db, COUNTY, id, w->arena, &versions, &n, &e), &e);
    assert_int_equal(n, 4); /* entered, approved, entered, approved */
    assert_ok_e(library_read(w->db, COUNTY, id, versions[1].known_from, true, w->arena, &got, &e),
                &e);
    assert_string_equal(got.body, "在村务公开栏公示七天。");

    int64_t by = approved(w, paper("泾民〔2013〕9号", "新的公示通知", "网上公示。"));
    assert_ok_e(library_replace(w->db, COUNTY, id, by, date_make(2013, 5, 31), "supervisor", &e),
                &e);
    assert_ok_e(library_approve(w->db, COUNTY, id, "director", &e), &e);
    assert_ok_e(library_read(w->db, COUNTY, id, KNOWN_NOW, true, w->arena, &got, &e), &e);
    assert_int_equal(got.replaced_by, by);
    assert_int_equal(got.effective_until.v, date_make(2013, 5, 31).v);
    struct library_filter may = {.in_force = date_make(2013, 5, 31), .kind = LIBRARY_NOTICE},
                          june = {.in_force = date_make(2013, 6, 1), .kind = LIBRARY_NOTICE};
    struct library_document *list;
    assert_ok_e(library_list(w->db, COUNTY, &may, w->arena, &list, &n, &e), &e);
    assert_int_equal(n, 2);
    assert_ok_e(library_list(w->db, COUNTY, &june, w->arena, &list, &n, &e), &e);
    assert_int_equal(n, 1);
    assert_int_equal(list[0].id, by);
}

static void the_index_follows_the_version_in_force(void **state)
{
    (void)state;
    world_on_each(versions_body);
}

static void edges_body(struct world *w)
{
    struct library_hit hit;
    struct error e = {0};
    struct library_hit *hits;
    size_t n;
    int64_t a = approved(w, paper("国务院令第456号", "农村五保供养工作条例",
                                  "供养标准，不得低于当地村民的平均生活水平。𠮷村的ＣＡＲＤ卡"));
    int64_t b =
        approved(w, paper("泾民〔2013〕2号", "低保金发放", "五保户与低保户；保障、供给、给养"));
    /* Neighbours in the text are, neighbours across punctuation or elsewhere are not. */
    assert_int_equal(found(w, "供养", &hit), 1);
    assert_int_equal(hit.document.id, a);
    assert_string_equal(hit.match, "供养");
    assert_int_equal(found(w, "标准不得", NULL), 0);
    assert_int_equal(found(w, "标准，不得", NULL), 1); /* two words, both there */
    assert_int_equal(found(w, "五保供给养", NULL), 0);
    assert_int_equal(found(w, "保供", NULL), 1);
    /* One character, first or last of its run, in the title ten times. */
    assert_int_equal(found(w, "保", NULL), 2);
    assert_int_equal(found(w, "养", NULL), 2);
    assert_int_equal(found(w, "户", &hit), 1);
    assert_int_equal(hit.document.id, b);
    /* Letters and digits: whole words, of any size and width; with characters beside them. */
    assert_int_equal(found(w, "456", NULL), 1);
    assert_int_equal(found(w, "４５６", NULL), 1);
    assert_int_equal(found(w, "令第456号", NULL), 1);
    assert_int_equal(found(w, "45", NULL), 0);
    assert_int_equal(found(w, "card", &hit), 1);
    assert_string_equal(hit.match, "CARD");
    assert_int_equal(found(w, "card卡", NULL), 1);
    assert_int_equal(found(w, "〔2013〕2号", NULL), 1);
    /* Four bytes; nothing at all; an engine's signs; no text. */
    assert_int_equal(found(w, "𠮷", NULL), 1);
    assert_int_equal(found(w, "𠮷村", NULL), 1);
    assert_int_equal(found(w, "🀄", NULL), 0);
    assert_int_equal(found(w, "拆迁", NULL), 0);
    assert_int_equal(found(w, "%", NULL), 0);
    assert_int_equal(found(w, "供%", NULL), 2);
    assert_int_equal(found(w, "供_", NULL), 2);
    assert_int_equal(found(w, "供'养", NULL), 2);
    assert_int_equal(found(w, "", NULL), 0);
    assert_int_equal(found(w, "，。 ", NULL), 0);
    assert_int_equal(found(w, "五保 平均", NULL), 1);
    char long_query[LIBRARY_QUERY_BYTES_MAX + 2];
    memset(long_query, 'a', sizeof long_query - 1);
    long_query[sizeof long_query - 1] = '\0';
    struct library_filter f = {0};
    assert_int_equal(library_search(w->db, COUNTY, long_query, &f, w->arena, &hits, &n, &e),
                     STATUS_REFUSED);
    assert_string_equal(e.code, "LIBRARY_QUERY");
    f.is_public_only = true;
    struct library_document hidden = paper("泾民〔2013〕3号", "内部的通知", "供养名单");
    hidden.is_public = false;
    approved(w, hidden);
    assert_ok_e(library_search(w->db, COUNTY, "供养", &f, w->arena, &hits, &n, &e), &e);
    assert_int_equal(n, 1);
    assert_int_equal(found(w, "供养", NULL), 2);
}

static void a_search_finds_what_is_written_and_nothing_else(void **state)
{
    (void)state;
    world_on_each(edges_body);
}

static void many_body(struct world *w)
{
    struct library_hit hit;
    char number[60], title[120], body[600];
    for (int i = 0; i < MANY; i++) {
        snprintf(number, sizeof number, "泾民〔2012〕%d号", i + 1);
        snprintf(title, sizeof title, "关于第%d批对象复核的通知", i + 1);
        snprintf(body, sizeof body, "各乡镇：请按时复核%s。",
                 i % 100 == 7 ? "并报送危房改造名册" : "并公示名单");
        approved(w, paper(number, title, body));
    }
    assert_int_equal(found(w, "危房改造", &hit), MANY / 100);
    assert_string_equal(hit.match, "危房改造");
    assert_non_null(strstr(hit.before, "报送"));
    assert_int_equal(found(w, "复核的通知", NULL), LIBRARY_HITS_MAX);
    assert_int_equal(found(w, "2012 508", &hit), 1);
    assert_string_equal(hit.document.document, "泾民〔2012〕508号");
}

static void a_thousand_documents_are_searched_by_the_index(void **state)
{
    (void)state;
    world_on_each(many_body);
}

static void seed_body(struct world *w)
{
    struct error e = {0};
    struct library_document *list;
    struct parameter_info *parameters;
    size_t n, count, waiting = 0;
    int64_t entered, again;
    struct library_filter f = {0}, of_plan = {.kind = LIBRARY_PLAN};
    assert_ok_e(library_seed(w->db, COUNTY, "supervisor", &entered, &e), &e);
    assert_true(entered > 10);
    assert_ok_e(library_seed(w->db, COUNTY, "supervisor", &again, &e), &e);
    assert_int_equal(again, 0);
    assert_ok_e(library_list(w->db, COUNTY, &f, w->arena, &list, &n, &e), &e);
    assert_int_equal(n, entered);
    for (size_t i = 0; i < n; i++) {
        waiting += list[i].state == LIBRARY_ENTERED;
        assert_ok_e(library_approve(w->db, COUNTY, list[i].id, "director", &e), &e);
    }
    assert_int_equal(waiting, n);
    assert_true(found(w, "自行选择", NULL) >= 1);
    assert_true(found(w, "家喻户晓", NULL) >= 1);
    assert_ok_e(library_list(w->db, COUNTY, &of_plan, w->arena, &list, &n, &e), &e);
    assert_true(n >= 10);

    /* What a document sets: by its number, and by what it is linked to. */
    struct library_document d = paper("示例", "标准（示例）", "农村低保标准。");
    const char *const names[] = {"wubao.pay_day"}, *const wrong[] = {"wubao.pay_dai"};
    d.parameters = names;
    d.parameter_count = 1;
    d.id = approved(w, d);
    assert_ok_e(library_parameters(w->db, COUNTY, &d, KNOWN_NOW, w->arena, &parameters, &count, &e),
                &e);
    assert_true(count > 10);
    struct library_document other = paper("泾民〔2013〕11号", "发放日期", "每月十日前。");
    other.parameters = names;
    other.parameter_count = 1;
    other.id = approved(w, other);
    assert_ok_e(
        library_parameters(w->db, COUNTY, &other, KNOWN_NOW, w->arena, &parameters, &count, &e),
        &e);
    assert_int_equal(count, 1);
    assert_string_equal(policy_key_name(parameters[0].key), "wubao.pay_day");
    other.title = "又一件";
    other.id = 0;
    other.parameters = wrong;
    assert_int_equal(library_enter(w->db, COUNTY, &other, "supervisor", &entered, &e),
                     STATUS_REFUSED);
    assert_string_equal(e.code, "POLICY_UNKNOWN");
}

static void the_first_set_is_entered_once(void **state)
{
    (void)state;
    world_on_each(seed_body);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_enters_and_another_approves),
        cmocka_unit_test(the_index_follows_the_version_in_force),
        cmocka_unit_test(a_search_finds_what_is_written_and_nothing_else),
        cmocka_unit_test(a_thousand_documents_are_searched_by_the_index),
        cmocka_unit_test(the_first_set_is_entered_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
