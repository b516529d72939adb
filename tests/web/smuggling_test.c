/* Requests that two servers in a row could read differently must not pass: each shape on a live
   server, with a second request hidden behind it that must never be answered. */
#include "web/live.h"
#include "web/pages/pages.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct live server;

static int start(void **state)
{
    (void)state;
    live_start(&server, DB_SQLITE, &SITE_MAP);
    return 0;
}

static int stop(void **state)
{
    (void)state;
    live_stop(&server);
    return 0;
}

#define HIDDEN "GET /healthz HTTP/1.1\r\nHost: hidden\r\n\r\n"
/* The hidden request has this many bytes. */
#define HIDDEN_LENGTH "39"

struct shape {
    const char *name, *bytes;
};
static const struct shape SHAPES[] = {
    {"two Content-Length",
     "POST /login HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nContent-Length: " HIDDEN_LENGTH
     "\r\n\r\n" HIDDEN},
    {"the same Content-Length twice",
     "POST /login HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nContent-Length: 0\r\n\r\n" HIDDEN},
    {"Content-Length and Transfer-Encoding",
     "POST /login HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\nTransfer-Encoding: "
     "chunked\r\n\r\n0\r\n\r\n" HIDDEN},
    {"unknown transfer coding",
     "POST /login HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n" HIDDEN},
    {"coding list", "POST /login HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, "
                    "identity\r\n\r\n0\r\n\r\n" HIDDEN},
    {"two Host", "GET /healthz HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n" HIDDEN},
    {"space before the colon",
     "POST /login HTTP/1.1\r\nHost: a\r\nContent-Length : " HIDDEN_LENGTH "\r\n\r\n" HIDDEN},
    {"folded Content-Length",
     "POST /login HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n 39\r\n\r\n" HIDDEN},
    {"folded Transfer-Encoding",
     "POST /login HTTP/1.1\r\nHost: a\r\nTransfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n" HIDDEN},
    {"a folded field of any name",
     "GET /healthz HTTP/1.1\r\nHost: a\r\nX-A: b\r\n\tc\r\n\r\n" HIDDEN},
    {"a fold before the first field",
     "GET /healthz HTTP/1.1\r\n Host: b\r\nHost: a\r\n\r\n" HIDDEN},
    {"signed Content-Length",
     "POST /login HTTP/1.1\r\nHost: a\r\nContent-Length: +0\r\n\r\n" HIDDEN},
    {"hexadecimal Content-Length",
     "POST /login HTTP/1.1\r\nHost: a\r\nContent-Length: 0x0\r\n\r\n" HIDDEN},
    {"list of Content-Length",
     "POST /login HTTP/1.1\r\nHost: a\r\nContent-Length: 0, 39\r\n\r\n" HIDDEN},
    {"no token for a name", "GET /healthz HTTP/1.1\r\nHost: a\r\nX(y): 1\r\n\r\n" HIDDEN},
    {"NUL in the path", "GET /healthz%00.css HTTP/1.1\r\nHost: a\r\n\r\n" HIDDEN},
    {"NUL in the query", "GET /healthz?x=%00 HTTP/1.1\r\nHost: a\r\n\r\n" HIDDEN},
    {"another host's address", "GET http://b/healthz HTTP/1.1\r\nHost: a\r\n\r\n" HIDDEN},
    {"an asset with two Content-Length",
     "GET /assets/app.css HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nContent-Length: "
     "41\r\n\r\n" HIDDEN},
};

static size_t answers_with(const struct buf *b, const char *status_line)
{
    size_t count = 0;
    for (const char *p = buf_text(b); (p = strstr(p, status_line)) != NULL; p++)
        count++;
    return count;
}

static size_t answers_in(const struct buf *b)
{
    return answers_with(b, "HTTP/1.1 ");
}

static void ambiguous_requests_get_nothing_but_a_refusal_and_the_connection_closes(void **state)
{
    (void)state;
    assert_int_equal(strlen(HIDDEN), strtol(HIDDEN_LENGTH, NULL, 10));
    for (size_t i = 0; i < sizeof(SHAPES) / sizeof(SHAPES[0]); i++) {
        CLEANUP(buf_free) struct buf out = {0};
        fprintf(stderr, "# %s\n", SHAPES[i].name);
        live_send_until_close(&server, SHAPES[i].bytes, strlen(SHAPES[i].bytes), &out);
        /* The library says some of its own refusals twice. */
        size_t refusals = answers_with(&out, "HTTP/1.1 400 ");
        if (refusals == 0 || answers_in(&out) != refusals)
            fprintf(stderr, "# got: %.600s\n", buf_text(&out));
        assert_true(refusals > 0);
        assert_int_equal(answers_in(&out), refusals);
        assert_null(strstr(buf_text(&out), "\"status\":\"ok\""));
    }
}

static void an_honest_pair_on_one_connection_gets_two_answers(void **state)
{
    (void)state;
    static const char pair[] =
        "GET /healthz HTTP/1.1\r\nHost:a\r\nX-Empty:\r\nX-Blank: \r\nX-Wide: \t b \r\n\r\n"
        "GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    CLEANUP(buf_free) struct buf out = {0};
    live_send_until_close(&server, pair, sizeof(pair) - 1, &out);
    assert_int_equal(answers_in(&out), 2);
    assert_int_equal(live_status(&out), 200);
}

static void a_refused_post_leaves_nothing_on_the_connection(void **state)
{
    (void)state;
    /* Not logged in: answered before the body is read; the body must not be taken for a request. */
    static const char post[] =
        "POST /logout HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        "Content-Length: " HIDDEN_LENGTH "\r\n\r\n" HIDDEN;
    CLEANUP(buf_free) struct buf out = {0};
    live_send_until_close(&server, post, sizeof(post) - 1, &out);
    assert_int_equal(live_status(&out), 401);
    assert_int_equal(answers_in(&out), 1);
}

static void a_second_server_in_front_sees_the_connection_close(void **state)
{
    (void)state;
    CLEANUP(buf_free) struct buf out = {0};
    live_send_until_close(&server, SHAPES[0].bytes, strlen(SHAPES[0].bytes), &out);
    assert_non_null(strstr(buf_text(&out), "\r\nConnection: close"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ambiguous_requests_get_nothing_but_a_refusal_and_the_connection_closes),
        cmocka_unit_test(an_honest_pair_on_one_connection_gets_two_answers),
        cmocka_unit_test(a_refused_post_leaves_nothing_on_the_connection),
        cmocka_unit_test(a_second_server_in_front_sees_the_connection_close),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
