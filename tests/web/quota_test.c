/* Who is counted as whom, and how often he may come: both sides of each edge, the clock in hand. */
#include "support/test_support.h"
#include "web/quota.h"

#include <stdio.h>
#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

#define MINUTE_US (INT64_C(60) * 1000000)
#define PROXY "127.0.0.1, ::1"

static struct quota *quota_made(unsigned pages, unsigned lookups, const char *proxies)
{
    const unsigned most[QUOTA_KINDS] = {[QUOTA_PAGES] = pages, [QUOTA_LOOKUPS] = lookups};
    struct quota *q = NULL;
    struct error e = {0};
    assert_ok_e(quota_new(most, proxies, &q, &e), &e);
    return q;
}

static struct quota_address who(const struct quota *q, const char *peer, const char *forwarded)
{
    struct sockaddr_in v4 = {.sin_family = AF_INET};
    struct sockaddr_in6 v6 = {.sin6_family = AF_INET6};
    if (inet_pton(AF_INET, peer, &v4.sin_addr) == 1)
        return quota_address_of(q, (const struct sockaddr *)&v4, forwarded);
    assert_int_equal(inet_pton(AF_INET6, peer, &v6.sin6_addr), 1);
    return quota_address_of(q, (const struct sockaddr *)&v6, forwarded);
}

static bool is_same(struct quota_address a, struct quota_address b)
{
    return memcmp(a.byte, b.byte, sizeof(a.byte)) == 0;
}

static void twenty_a_minute_are_let_through_and_no_more(void **state)
{
    (void)state;
    struct quota *q = quota_made(0, 20, NULL);
    struct quota_address a = who(q, "10.0.0.1", ""), b = who(q, "10.0.0.2", "");
    unsigned wait = 0;
    int64_t now = 5;
    for (int i = 0; i < 20; i++)
        assert_true(quota_take(q, QUOTA_LOOKUPS, &a, now, &wait));
    assert_false(quota_take(q, QUOTA_LOOKUPS, &a, now, &wait));
    assert_int_equal(wait, 3);
    assert_true(quota_take(q, QUOTA_LOOKUPS, &b, now, &wait)); /* somebody else */
    assert_false(quota_take(q, QUOTA_LOOKUPS, &a, now + MINUTE_US / 20 - 1, &wait));
    assert_true(quota_take(q, QUOTA_LOOKUPS, &a, now + MINUTE_US / 20, &wait));
    assert_false(quota_take(q, QUOTA_LOOKUPS, &a, now + MINUTE_US / 20, &wait));
    for (int i = 0; i < 20; i++)
        assert_true(quota_take(q, QUOTA_LOOKUPS, &a, now + 3 * MINUTE_US, &wait));
    for (int i = 0; i < 1000; i++) /* without a limit */
        assert_true(quota_take(q, QUOTA_PAGES, &a, now, &wait));
    quota_free(q);
}

static void many_addresses_never_lock_out_a_new_one(void **state)
{
    (void)state;
    struct quota *q = quota_made(1, 0, NULL);
    unsigned wait = 0;
    char text[32];
    for (int i = 0; i < 3 * QUOTA_ADDRESSES_MAX; i++) {
        (void)snprintf(text, sizeof text, "10.%d.%d.%d", i >> 16, (i >> 8) & 255, i & 255);
        struct quota_address a = who(q, text, "");
        assert_true(quota_take(q, QUOTA_PAGES, &a, 1 + i, &wait));
        assert_false(quota_take(q, QUOTA_PAGES, &a, 1 + i, &wait));
    }
    quota_free(q);
}

static void an_address_is_its_own_and_a_house_has_one(void **state)
{
    (void)state;
    struct quota *q = quota_made(1, 1, NULL);
    assert_false(is_same(who(q, "10.0.0.1", ""), who(q, "10.0.0.2", "")));
    assert_true(is_same(who(q, "2001:db8:1:2::1", ""), who(q, "2001:db8:1:2:ffff::9", "")));
    assert_false(is_same(who(q, "2001:db8:1:2::1", ""), who(q, "2001:db8:1:3::1", "")));
    assert_true(is_same(who(q, "::ffff:10.0.0.1", ""), who(q, "10.0.0.1", "")));
    assert_true(is_same(who(q, "10.0.0.1", "10.9.9.9"), who(q, "10.0.0.1", "")));
    quota_free(q);
}

static void only_a_trusted_proxy_says_who_asks(void **state)
{
    (void)state;
    struct quota *q = quota_made(1, 1, PROXY);
    struct quota_address guest = who(q, "10.9.9.9", "");
    assert_true(is_same(who(q, "127.0.0.1", "10.9.9.9"), guest));
    assert_true(is_same(who(q, "::1", "1.2.3.4, 10.9.9.9"), guest)); /* the first is his own tale */
    assert_true(is_same(who(q, "127.0.0.1", "10.9.9.9, 127.0.0.1"), guest));
    assert_true(is_same(who(q, "127.0.0.1", "nonsense"), who(q, "127.0.0.1", "")));
    assert_true(is_same(who(q, "127.0.0.1", ",,"), who(q, "127.0.0.1", "")));
    quota_free(q);
    const unsigned most[QUOTA_KINDS] = {0};
    struct error e = {0};
    assert_int_equal(quota_new(most, "example.org", &q, &e), STATUS_REFUSED);
    assert_string_equal(e.code, "QUOTA_PROXY");
    assert_int_equal(quota_new(most, "1.1.1.1,2,3", &q, &e), STATUS_REFUSED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(twenty_a_minute_are_let_through_and_no_more),
        cmocka_unit_test(many_addresses_never_lock_out_a_new_one),
        cmocka_unit_test(an_address_is_its_own_and_a_house_has_one),
        cmocka_unit_test(only_a_trusted_proxy_says_who_asks),
    };
    return cmocka_run_group_tests_name("quota", tests, NULL, NULL);
}
