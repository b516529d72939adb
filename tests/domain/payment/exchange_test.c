/* A run through real layouts: the file on disk, its kept copy, the bank's answer as bytes. */
#include "domain/payment/county.h"

#include "office/bank/exchange.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FILE_BYTES_MAX 65536
#define HOUSEHOLDS 4

static char *file_text(const char *path)
{
    char *text = calloc(1, FILE_BYTES_MAX);
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    assert_true(fread(text, 1, FILE_BYTES_MAX - 1, f) > 0);
    fclose(f);
    return text;
}

static int64_t funded(struct county *c)
{
    for (int i = 0; i < HOUSEHOLDS; i++)
        county_household(c,
                         &(struct new_household){.programme = PROGRAMME_DIBAO, .from = "2013-06"});
    int64_t run = county_prepare(c, PROGRAMME_DIBAO, "2013-06");
    county_decide(c, run);
    return run;
}

static int64_t send(struct county *c, int64_t run, bool reissue, const char *path)
{
    struct error e = {0};
    int64_t remittance;
    struct payment_context finance = county_as(c, FINANCE);
    assert_ok_e(bank_exchange_send(c->db, &finance, run, "nsh-pipe", reissue, &remittance, &e), &e);
    assert_ok_e(bank_exchange_write(c->db, COUNTY, c->keys, run, remittance, path, &e), &e);
    return remittance;
}

/* The bank's answer to a nsh-pipe file; `returned` lines from the top come back. Amounts are all
 * 180.00. */
static void answer(const char *sent, const char *path, int returned)
{
    char *text = file_text(sent), *state = NULL;
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    int n = 0;
    for (const char *line = strtok_r(text, "\n", &state); line; line = strtok_r(NULL, "\n", &state))
        n++;
    free(text);
    text = file_text(sent);
    const char *line = strtok_r(text, "\n", &state);
    fprintf(f, "R%s|%d|%d.00\n", line + 1, n - 1 - returned, (n - 1 - returned) * 180);
    for (int i = 0; (line = strtok_r(NULL, "\n", &state)); i++)
        fprintf(f, "%s|%s\n", line, i < returned ? "H007|x" : "0000|");
    fclose(f);
    free(text);
}

static void a_month_through_the_bank(struct county *c)
{
    struct error e = {0};
    struct payment_return_result r;
    struct payment_context finance = county_as(c, FINANCE);
    const char *out = test_path("out.txt"), *copy = test_path("copy.txt"),
               *back = test_path("back.txt");
    int64_t run = funded(c);
    int64_t remittance = send(c, run, false, out);
    assert_ok_e(bank_exchange_write(c->db, COUNTY, c->keys, run, remittance, copy, &e), &e);
    char *first = file_text(out), *again = file_text(copy);
    assert_string_equal(first, again);
    assert_int_equal(strncmp(first, "H|", 2), 0);
    assert_non_null(strstr(first, "|4|720.00\n"));
    assert_non_null(strstr(first, "\n201306"));
    assert_refused(bank_exchange_write(c->db, COUNTY, c->keys, run, remittance + 1, copy, &e), &e,
                   "REMITTANCE_UNKNOWN");
    assert_refused(bank_exchange_write(c->db, COUNTY, c->keys, run + 1, remittance, copy, &e), &e,
                   "REMITTANCE_UNKNOWN");
    /* What was sent is not an answer; a missing file is said to be missing. */
    assert_status(bank_exchange_take(c->db, &finance, run, out, &r, &e), STATUS_REFUSED);
    assert_refused(bank_exchange_take(c->db, &finance, run, test_path("none"), &r, &e), &e,
                   "FILE_OPEN");
    answer(out, back, 1);
    assert_ok_e(bank_exchange_take(c->db, &finance, run, back, &r, &e), &e);
    assert_int_equal(r.paid, HOUSEHOLDS - 1);
    assert_int_equal(r.returned_fen.v, 18000);
    county_tie(c, run);
    int64_t household = county_number(c, "SELECT household FROM bank_return");
    assert_ok_e(payment_correct(c->db, &finance, run, household, month_make(2013, 6), "", &e), &e);
    send(c, run, true, out);
    /* The first answer again is recognised, though another file is open. */
    assert_status(bank_exchange_take(c->db, &finance, run, back, &r, &e), STATUS_NONE);
    answer(out, back, 0);
    assert_ok_e(bank_exchange_take(c->db, &finance, run, back, &r, &e), &e);
    assert_ok_e(payment_close(c->db, &finance, run, &e), &e);
    free(first);
    free(again);
}

static void what_a_layout_can_not_write_is_refused_before_anything_changes(struct county *c)
{
    struct error e = {0};
    struct payment_context finance = county_as(c, FINANCE);
    int64_t run = funded(c), remittance;
    assert_status(bank_exchange_send(c->db, &finance, run, "no-such", false, &remittance, &e),
                  STATUS_REFUSED);
    county_tamper(c, "UPDATE account SET holder = '张|三' WHERE owner = 2 AND owner_kind = 1");
    assert_refused(bank_exchange_send(c->db, &finance, run, "nsh-pipe", false, &remittance, &e), &e,
                   "BANK_CHARACTER");
    assert_non_null(strstr(e.place, "201306000002"));
    assert_int_equal(county_position(c, run).not_sent_items, HOUSEHOLDS);
    assert_int_equal(county_number(c, "SELECT count(*) FROM bank_file"), 0);
    county_tamper(c, "UPDATE account SET holder = '张三' WHERE owner = 2 AND owner_kind = 1");
    assert_ok_e(bank_exchange_send(c->db, &finance, run, "txt-fen", false, &remittance, &e), &e);
}

#define CLAIM(name)                                                                                \
    static void test_##name(void **state)                                                          \
    {                                                                                              \
        (void)state;                                                                               \
        county_each(name);                                                                         \
    }
CLAIM(a_month_through_the_bank)
CLAIM(what_a_layout_can_not_write_is_refused_before_anything_changes)

int main(void)
{
    setenv("MINSHENG_LAYOUTS", MINSHENG_PLANS "/../layouts", 1);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_month_through_the_bank),
        cmocka_unit_test(test_what_a_layout_can_not_write_is_refused_before_anything_changes),
    };
    return cmocka_run_group_tests_name("exchange", tests, NULL, NULL);
}
