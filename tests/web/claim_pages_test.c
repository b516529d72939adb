/* A run of claims on its pages: who is paid for which bills, and a household that has no page of
   its own because it never had a benefit. */
#include "domain/payment/county.h"
#include "web/site_support.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TARGET_BYTES_MAX 200
#define RUN "/runs/1"

static int64_t dibao, stranger;

static int start(void **state)
{
    (void)state;
    setenv("MINSHENG_TODAY", "2013-06-12", 1);
    struct county c = {.db = site_begin(), .keys = site.keys, .arena = site.arena};
    dibao = county_household(
        &c, &(struct new_household){.programme = PROGRAMME_DIBAO, .from = "2013-05"});
    stranger = county_household(&c, &(struct new_household){.programme = PROGRAMME_DIBAO,
                                                            .from = "2013-05",
                                                            .has_no_account = true});
    county_tamper(&c, "DELETE FROM entitlement WHERE household = %" PRId64, stranger);
    county_claim(&c, dibao, 0, "2013-06-03", 123400, 0);
    county_claim(&c, stranger, 0, "2013-06-04", 5600, 0);
    county_decide(&c, county_prepare(&c, PROGRAMME_MEDICAL, "2013-06"));
    site_posts_unlock(c.db);
    db_close(c.db);
    site_serve();
    return 0;
}

static const char *target(const char *format, int64_t household)
{
    static char text[TARGET_BYTES_MAX];
    snprintf(text, sizeof text, format, household);
    return text;
}

static void sees(const char *who, const char *path, const char *words)
{
    BUF page = {0};
    int status = site_get(who, path, &page);
    if (status != 200)
        fail_msg("%s answers %d", path, status);
    if (!strstr(buf_text(&page), words))
        fail_msg("%s does not show %s", path, words);
}

static void sees_not(const char *who, const char *path, const char *words)
{
    BUF page = {0};
    assert_int_equal(site_get(who, path, &page), 200);
    if (strstr(buf_text(&page), words))
        fail_msg("%s shows %s", path, words);
}

static void runs_and_the_first_page_take_claims_in(void **state)
{
    (void)state;
    sees("medical1", "/runs?programme=medical", "医疗救助");
    sees("medical1", "/runs", "value=\"medical\"");
    sees("medical1", RUN, "没有账号，暂缓");
    sees("medical1", RUN "/items", "1,234.00");
    sees("medical1", "/", "医疗救助（元）");
    sees_not("medical1", "/runs?programme=wubao", "1,290.00");
}

static void an_item_and_a_household_tell_the_bills(void **state)
{
    (void)state;
    sees("medical1", target(RUN "/items/2013-06/%" PRId64, dibao), "付的是哪些费用");
    sees("medical1", target(RUN "/items/2013-06/%" PRId64, dibao), "县医院");
    sees("medical1", target("/households/%" PRId64 "?month=2013-06", dibao), "医疗救助付款");
}

static void pages_of_benefits_refuse_what_goes_by_bills(void **state)
{
    (void)state;
    static const char *const paths[] = {"/households?programme=medical",
                                        "/changes?programme=medical", "/recheck?programme=medical",
                                        "/simulate?programme=medical"};
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        BUF page = {0};
        int status = site_get("supervisor", paths[i], &page);
        if (status < 400 || status >= 500 || !strstr(buf_text(&page), "按账单救助"))
            fail_msg("%s: %d", paths[i], status);
    }
}

/* The account comes with the release. */
static void a_household_without_benefit_gets_its_account_with_the_release(void **state)
{
    (void)state;
    char item[TARGET_BYTES_MAX], release[TARGET_BYTES_MAX + 16];
    BUF answer = {0};
    snprintf(item, sizeof item, RUN "/items/2013-06/%" PRId64, stranger);
    snprintf(release, sizeof release, "%s/release", item);
    sees("dibao1", item, "name=\"number\"");
    sees_not("dibao1", item, "这一家");
    assert_int_equal(site_post("dibao1", release, "", &answer), 422);
    assert_int_equal(
        site_post("dibao1", release, "bank=农商行&holder=张三&number=6228480099990000", &answer),
        303);
    sees("dibao1", item, "待发");
    sees("dibao1", item, "0000");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(runs_and_the_first_page_take_claims_in),
        cmocka_unit_test(an_item_and_a_household_tell_the_bills),
        cmocka_unit_test(pages_of_benefits_refuse_what_goes_by_bills),
        cmocka_unit_test(a_household_without_benefit_gets_its_account_with_the_release),
    };
    if (!site_engine_choose(argc, argv))
        return 0;
    return cmocka_run_group_tests_name("claim_pages", tests, start, site_stop);
}
