/* Medical assistance in the rooms of casework: offered where one applies, the bills added up, the
   decided claim explained bill by bill. */
#include "base/idno.h"
#include "domain/casework/casework.h"
#include "web/form.h"
#include "web/pages/pages.h"
#include "web/site_support.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define VILLAGE INT64_C(341823106201)
#define VILLAGE_TEXT "341823106201"
#define TODAY "2013-06-03"
#define CLERK "township106.clerk"
#define LEAD "township106.lead"
#define NEW_CLAIM "/cases/new?kind=medical&division=" VILLAGE_TEXT

static int start(void **state)
{
    (void)state;
    setenv("MINSHENG_TODAY", TODAY, 1);
    struct db *db = site_begin();
    live_user_add(db, "village.clerk", ROLE_VILLAGE_CLERK, VILLAGE);
    site_posts_unlock(db);
    db_close(db);
    site_serve();
    return 0;
}

static void field(struct buf *b, const char *name, const char *value)
{
    buf_addf(b, "&%s=", name);
    form_encode(b, value);
}

static const char *id_number(int serial)
{
    static char number[IDNO_BYTES];
    snprintf(number, sizeof(number), "34182319610102%03d", serial);
    number[17] = idno_check_char(number);
    number[18] = '\0';
    return number;
}

/* 28,300.55 left of it: 40 % above 20,000.00 are 3,320.22. */
static void claim(struct buf *b, int serial, const char *rows)
{
    *b = BUF_INIT(SITE_BODY_BYTES_MAX);
    buf_addf(b, "kind=medical&division=" VILLAGE_TEXT "&on=" TODAY "&rows.members=1&rows.bills=%s",
             rows);
    field(b, "draft", "medical.apply." VILLAGE_TEXT);
    field(b, "f.members.1.name", "丁病人");
    field(b, "f.members.1.id_number", id_number(serial));
    field(b, "f.address", "云岭村 2 组");
    field(b, "f.class", "illness_poor");
    field(b, "f.illness_code", "C34.1");
    field(b, "f.illness_name", "肺癌");
    field(b, "f.bills.1.hospital_name", "宣城市人民医院");
    field(b, "f.bills.1.visit", "inpatient");
    field(b, "f.bills.1.scheme", "ncms");
    field(b, "f.bills.1.invoice_no", id_number(serial));
    field(b, "f.bills.1.admitted_on", "2013-05-01");
    field(b, "f.bills.1.discharged_on", "2013-05-20");
    field(b, "f.bills.1.total", "60,000");
    field(b, "f.bills.1.in_scope", "50000.55");
    field(b, "f.bills.1.insurance", "21700");
    field(b, "f.bank", "农商行");
    field(b, "f.account_holder", "丁病人");
    field(b, "f.account_number", "6217001234567890123");
    field(b, "f.is_authorised", "1");
    field(b, "f.is_promised", "1");
}

static void step(const char *who, int64_t id, const char *action, const char *fields)
{
    BUF all = BUF_INIT(SITE_BODY_BYTES_MAX), answer = {0};
    char target[80], draft[80];
    snprintf(target, sizeof(target), "/cases/%" PRId64 "/%s", id, action);
    snprintf(draft, sizeof(draft), "case.%" PRId64 ".%s", id, action);
    buf_addf(&all, "on=" TODAY "&draft=%s%s", draft, fields);
    int status = site_post_typed(who, target, buf_text(&all), &answer);
    if (status != 303)
        fprintf(stderr, "# %.3000s\n", buf_text(&answer));
    assert_int_equal(status, 303);
}

static int64_t opened(int serial)
{
    BUF form = {0}, answer = {0};
    claim(&form, serial, "1");
    int status = site_post_typed(CLERK, "/cases", buf_text(&form), &answer);
    if (status != 303)
        fprintf(stderr, "# %.3000s\n", buf_text(&answer));
    assert_int_equal(status, 303);
    const char *at = strstr(buf_text(&answer), "Location: /cases/");
    assert_non_null(at);
    return strtoll(at + strlen("Location: /cases/"), NULL, 10);
}

static void both_are_offered_beside_the_other_applications(void **state)
{
    (void)state;
    BUF page = {0}, form = {0};
    assert_int_equal(site_get(CLERK, "/cases/new", &page), 200);
    assert_true(live_has(&page, "<option value=\"medical\""));
    assert_true(live_has(&page, "<option value=\"advance\""));
    assert_int_equal(site_get(CLERK, NEW_CLAIM, &form), 200);
    assert_true(live_has(&form, "name=\"f.bills.1.total\""));
    assert_true(live_has(&form, "data-sums=\"bills\""));
    assert_int_equal(site_get(CLERK, "/cases/new?kind=advance&division=" VILLAGE_TEXT, &form), 200);
    assert_true(live_has(&form, "name=\"f.planned_on\""));
}

/* Without scripts each press of a button adds up. */
static void the_bills_are_added_up(void **state)
{
    (void)state;
    BUF form = {0}, page = {0};
    claim(&form, 1, "2");
    field(&form, "f.bills.2.total", "1,000.50");
    field(&form, "f.bills.2.insurance", "x"); /* no amount yet */
    field(&form, "do", "add:bills");
    assert_int_equal(site_post_typed(CLERK, "/cases", buf_text(&form), &page), 200);
    assert_true(live_has(&page, "data-sum=\"total\">61,000.50<"));
    assert_true(live_has(&page, "data-sum=\"insurance\">21,700.00<"));
    assert_true(live_has(&page, "data-sum-rest>39,300.50<"));
    assert_true(live_has(&page, "f.bills.3.total"));
}

static void a_wrong_figure_is_shown_at_its_bill(void **state)
{
    (void)state;
    BUF form = {0}, page = {0};
    claim(&form, 2, "1");
    field(&form, "f.bills.1.critical", "38300.01");
    assert_int_equal(site_post_typed(CLERK, "/cases", buf_text(&form), &page), 422);
    assert_true(live_has(&page, "href=\"#f-bills-1-total\""));
}

static void a_decided_claim_is_explained_and_says_where_its_money_is(void **state)
{
    (void)state;
    int64_t id = opened(3);
    BUF page = {0}, list = {0}, face = {0};
    char target[80];
    snprintf(target, sizeof(target), "/cases/%" PRId64, id);
    step(CLERK, id, "accept", "");
    assert_int_equal(site_get(CLERK, target, &page), 200);
    assert_true(live_has(&page, "3,320.22"));
    assert_false(live_has(&page, "每月合计"));
    assert_false(live_has(&page, "家庭年收入"));
    step(LEAD, id, "review", "&f.opinion=AGREE");
    assert_int_equal(site_get(CLERK, "/cases?kind=medical", &list), 200);
    assert_true(live_has(&list, "一次性"));
    assert_int_equal(
        site_get("village.clerk", "/notices/new?village=" VILLAGE_TEXT "&kind=first", &list), 200);
    snprintf(target, sizeof(target), "/cases/%" PRId64 "?format=json", id);
    assert_int_equal(site_get(CLERK, target, &face), 200);
    json_t *json = site_json(&face);
    assert_true(json_is_object(json));
    json_decref(json);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_are_offered_beside_the_other_applications),
        cmocka_unit_test(the_bills_are_added_up),
        cmocka_unit_test(a_wrong_figure_is_shown_at_its_bill),
        cmocka_unit_test(a_decided_claim_is_explained_and_says_where_its_money_is),
    };
    if (!site_engine_choose(argc, argv))
        return 0;
    return cmocka_run_group_tests_name(testdb_engine_name(site.engine), tests, start, site_stop);
}
