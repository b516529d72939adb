/* The bank loop: out, back, put right, out again, under one obligation. */
#include "domain/payment/county.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HOUSEHOLDS 6

struct month_of {
    int64_t run, household[HOUSEHOLDS];
    struct bank bank;
};

static const struct month JUNE = {2013 * 12 + 5};

/* Six households of 180.00, sent. */
static struct month_of *sent(struct county *c)
{
    struct error e = {0};
    struct month_of *m = calloc(1, sizeof *m);
    for (int i = 0; i < HOUSEHOLDS; i++)
        m->household[i] = county_household(
            c, &(struct new_household){.programme = PROGRAMME_DIBAO, .from = "2013-06"});
    m->run = county_prepare(c, PROGRAMME_DIBAO, "2013-06");
    county_decide(c, m->run);
    assert_ok_e(bank_send(c, m->run, false, &m->bank, &e), &e);
    county_tie(c, m->run);
    return m;
}

static void returned(struct month_of *m, int line, const char *code)
{
    m->bank.line[line].is_paid = false;
    m->bank.line[line].code = code;
    m->bank.line[line].reason = "户名不符";
}

static enum status keep(void *context, const void *p, size_t n, struct error *e)
{
    char *text = context;
    (void)e;
    memcpy(text + strlen(text), p, n);
    return STATUS_OK;
}

static void lines_say_who_where_and_how_much(struct county *c)
{
    struct error e = {0};
    struct month_of *m = sent(c);
    assert_int_equal(m->bank.count, HOUSEHOLDS);
    assert_int_equal(m->bank.batch.total.v, HOUSEHOLDS * 18000);
    assert_true(*m->bank.unit);
    char agent_no[40], account[40];
    for (int i = 0; i < HOUSEHOLDS; i++) {
        snprintf(agent_no, sizeof agent_no, "201306%06" PRId64, m->household[i]);
        snprintf(account, sizeof account, "62284800%08" PRId64, m->household[i]);
        assert_string_equal(m->bank.line[i].agent_no, agent_no);
        assert_string_equal(m->bank.line[i].account, account);
        assert_string_equal(m->bank.line[i].holder, "张三");
        assert_string_equal(m->bank.line[i].id_number, county_id_number(c, m->household[i], 0));
    }
    struct payment_position p = county_position(c, m->run);
    assert_int_equal(p.in_transit.v, HOUSEHOLDS * 18000);
    assert_refused(bank_send(c, m->run, false, &m->bank, &e), &e, "RUN_STATE"); /* never twice */
    /* The kept bytes are the sent ones, and not readable in the database. */
    struct remittance_row r;
    assert_ok_e(payment_remittance_open(c->db, COUNTY, m->run, c->arena, &r, &e), &e);
    assert_int_equal(r.items, HOUSEHOLDS);
    char *text = calloc(1, sizeof m->bank.text);
    assert_ok_e(payment_file_read(c->db, COUNTY, c->keys, r.out_file, keep, text, &e), &e);
    assert_string_equal(text, m->bank.text);
    county_tamper(c, "UPDATE bank_file SET bytes = bytes + 1");
    *text = '\0';
    assert_refused(payment_file_read(c->db, COUNTY, c->keys, r.out_file, keep, text, &e), &e,
                   "FILE_ALTERED");
    free(text);
    free(m);
}

static void a_name_the_bank_can_not_write_changes_nothing(struct county *c)
{
    struct error e = {0};
    struct bank bank = {.refuse_line = 1};
    county_household(c, &(struct new_household){.programme = PROGRAMME_DIBAO, .from = "2013-06"});
    int64_t run = county_prepare(c, PROGRAMME_DIBAO, "2013-06");
    county_decide(c, run);
    assert_refused(bank_send(c, run, false, &bank, &e), &e, "BANK_CHARACTER");
    assert_int_equal(county_position(c, run).not_sent_items, 1);
    assert_int_equal(county_number(c, "SELECT count(*) FROM remittance"), 0);
    assert_int_equal(county_number(c, "SELECT count(*) FROM bank_file"), 0);
    assert_int_equal(county_number(c, "SELECT count(*) FROM journal WHERE kind = 'SEND'"), 0);
    bank.refuse_line = 0;
    assert_ok_e(bank_send(c, run, false, &bank, &e), &e);
}

static void three_come_back_are_put_right_and_paid(struct county *c)
{
    struct error e = {0};
    struct payment_return_result r;
    struct payment_context finance = county_as(c, FINANCE), clerk = county_as(c, "township");
    struct month_of *m = sent(c);
    for (int i = 0; i < 3; i++)
        returned(m, 2 * i, "H007");
    assert_ok_e(bank_answer(c, m->run, &m->bank, "回盘1", &r, &e), &e);
    assert_int_equal(r.paid, 3);
    assert_int_equal(r.returned, 3);
    assert_int_equal(r.returned_fen.v, 54000);
    county_tie(c, m->run);
    assert_int_equal(county_position(c, m->run).returned.v, 54000);
    /* The same file again changes nothing. */
    assert_status(bank_answer(c, m->run, &m->bank, "回盘1", &r, &e), STATUS_NONE);
    assert_refused(payment_close(c->db, &finance, m->run, &e), &e, "RUN_UNEXPLAINED");
    assert_int_equal(
        county_number(c, "SELECT count(*) FROM bank_return WHERE state = 'OPEN' AND code = 'H007'"),
        3);
    struct bank again = {0};
    assert_status(bank_send(c, m->run, true, &again, &e), STATUS_NONE); /* none put right yet */

    assert_refused(payment_correct(c->db, &clerk, m->run, m->household[1], JUNE, "", &e), &e,
                   "ITEM_STATE"); /* paid */
    struct registry_actor actor = {"township", ""};
    assert_ok_e(registry_change_account(c->db, COUNTY, c->keys, m->household[0], "农商行", "李四",
                                        "6228480099990000", &actor, &e),
                &e);
    assert_ok_e(payment_correct(c->db, &clerk, m->run, m->household[0], JUNE, "换折", &e), &e);
    assert_ok_e(payment_correct(c->db, &clerk, m->run, m->household[2], JUNE, "户名已改", &e), &e);
    county_tie(c, m->run);
    assert_int_equal(county_position(c, m->run).not_sent.v, 36000);
    assert_ok_e(bank_send(c, m->run, true, &again, &e), &e);
    county_tie(c, m->run);
    assert_int_equal(again.count, 2);
    assert_string_equal(again.line[0].agent_no, m->bank.line[0].agent_no); /* one obligation */
    assert_string_equal(again.line[0].account, "6228480099990000");
    assert_string_equal(again.line[0].holder, "李四");
    assert_refused(payment_close(c->db, &finance, m->run, &e), &e, "RUN_UNEXPLAINED");
    /* One comes back again. */
    again.line[1].is_paid = false;
    again.line[1].code = "H008";
    assert_ok_e(bank_answer(c, m->run, &again, "回盘2", &r, &e), &e);
    county_tie(c, m->run);
    assert_int_equal(county_number(c, "SELECT count(*) FROM bank_return WHERE state = 'REISSUED'"),
                     2);
    assert_int_equal(county_number(c, "SELECT count(*) FROM bank_return WHERE attempt = 2"), 1);
    assert_ok_e(payment_correct(c->db, &clerk, m->run, m->household[2], JUNE, "", &e), &e);
    assert_ok_e(bank_send(c, m->run, true, &again, &e), &e);
    assert_ok_e(bank_answer(c, m->run, &again, "回盘3", &r, &e), &e);
    /* The last is given up, with its reason in the books. */
    assert_refused(payment_cancel(c->db, &finance, m->run, m->household[4], JUNE, "", &e), &e,
                   "REASON_MISSING");
    assert_ok_e(payment_cancel(c->db, &finance, m->run, m->household[4], JUNE, "失联", &e), &e);
    assert_refused(payment_cancel(c->db, &finance, m->run, m->household[4], JUNE, "失联", &e), &e,
                   "ITEM_STATE");
    county_tie(c, m->run);
    assert_ok_e(payment_close(c->db, &finance, m->run, &e), &e);
    struct payment_position p = county_position(c, m->run);
    assert_int_equal(p.due.v, HOUSEHOLDS * 18000);
    assert_int_equal(p.paid.v, 5 * 18000);
    assert_int_equal(p.cancelled.v, 18000);
    struct fen expense, bank;
    assert_ok_e(ledger_account_balance(c->db, COUNTY, FUND_DIBAO, LEDGER_EXPENSE, &expense, &e),
                &e);
    assert_ok_e(ledger_account_balance(c->db, COUNTY, FUND_DIBAO, LEDGER_BANK, &bank, &e), &e);
    assert_int_equal(expense.v, 5 * 18000);
    assert_int_equal(bank.v, 18000); /* what was given up is still in the account */
    free(m);
}

static void refuse_return(struct county *c, struct month_of *m, const char *code)
{
    struct error e = {0};
    assert_refused(bank_answer(c, m->run, &m->bank, "坏回盘", NULL, &e), &e, code);
    assert_int_equal(county_position(c, m->run).in_transit_items, HOUSEHOLDS);
    assert_int_equal(county_number(c, "SELECT count(*) FROM bank_return"), 0);
    assert_int_equal(county_number(c, "SELECT count(*) FROM bank_file WHERE kind = 'IN'"), 0);
    assert_int_equal(county_number(c, "SELECT count(*) FROM journal WHERE kind = 'RETURN'"), 0);
}

/* The fourth line of those sent, named by its number in the answer, and the field. */
static void refuse_altered(struct county *c, struct month_of *m, const char *field)
{
    struct error e = {0};
    refuse_return(c, m, "RETURN_ALTERED");
    assert_refused(bank_answer(c, m->run, &m->bank, "坏回盘", NULL, &e), &e, "RETURN_ALTERED");
    assert_non_null(strstr(e.message, field));
    assert_non_null(strstr(e.message, m->bank.line[3].agent_no));
}

static void a_wrong_return_is_refused_whole(struct county *c)
{
    struct error e = {0};
    struct month_of *m = sent(c);
    struct bank good = m->bank;
    m->bank.line[0].is_paid = good.line[0].is_paid = false;
    m->bank.line[3].amount.v++;
    refuse_return(c, m, "RETURN_ALTERED");
    m->bank = good;
    snprintf(m->bank.line[3].account, sizeof m->bank.line[3].account, "6228480000000000");
    refuse_altered(c, m, "账号");
    m->bank = good;
    m->bank.line[3].account[0] = '\0';
    refuse_altered(c, m, "账号");
    m->bank = good;
    m->bank.line[3].holder[0] = '\0';
    refuse_altered(c, m, "户名");
    snprintf(m->bank.line[3].holder, sizeof m->bank.line[3].holder, "%.50s甲", good.line[3].holder);
    refuse_altered(c, m, "户名");
    m->bank = good;
    m->bank.line[3].id_number[0] = '\0';
    refuse_altered(c, m, "证件号码");
    m->bank.line[3] = good.line[3];
    snprintf(m->bank.line[3].id_number, sizeof m->bank.line[3].id_number, "%s",
             good.line[4].id_number);
    refuse_altered(c, m, "证件号码");
    m->bank.line[0] = good.line[5]; /* found among the rest, after the order was left */
    m->bank.line[5] = good.line[0];
    refuse_altered(c, m, "证件号码");
    m->bank = good;
    snprintf(m->bank.line[5].agent_no, sizeof m->bank.line[5].agent_no, "201306999999");
    refuse_return(c, m, "RETURN_UNKNOWN");
    snprintf(m->bank.line[5].agent_no, sizeof m->bank.line[5].agent_no, "abc");
    refuse_return(c, m, "RETURN_UNKNOWN");
    snprintf(m->bank.line[5].agent_no, sizeof m->bank.line[5].agent_no, "201307%.20s",
             good.line[5].agent_no + 6);
    refuse_return(c, m, "RETURN_UNKNOWN");
    m->bank = good;
    m->bank.line[1] = good.line[0]; /* twice, in order */
    refuse_return(c, m, "RETURN_DUPLICATE");
    m->bank = good;
    m->bank.line[5] = good.line[2]; /* twice, far apart */
    refuse_return(c, m, "RETURN_DUPLICATE");
    m->bank = good;
    m->bank.line[0] = good.line[5]; /* twice, after the order was left */
    refuse_return(c, m, "RETURN_DUPLICATE");
    m->bank = good;
    m->bank.count--;
    refuse_return(c, m, "RETURN_MISSING");
    m->bank = good;
    m->bank.line[0] = good.line[1];
    m->bank.line[1] = good.line[0];
    m->bank.count--;
    refuse_return(c, m, "RETURN_MISSING");
    m->bank = good;
    m->bank.end = STATUS_REFUSED; /* the layout finds the count wrong at the end */
    refuse_return(c, m, "BANK_COUNT");
    m->bank = good;
    m->bank.is_rewritten = true; /* another file by the time it is kept */
    refuse_return(c, m, "FILE_READ");
    m->bank = good;
    assert_ok_e(bank_answer(c, m->run, &m->bank, "回盘", NULL, &e), &e);
    assert_refused(bank_answer(c, m->run, &m->bank, "别的", NULL, &e), &e, "RETURN_NONE_OPEN");
    free(m);
}

static void the_order_of_a_return_does_not_matter(struct county *c)
{
    struct error e = {0};
    struct payment_return_result r;
    struct month_of *m = sent(c);
    returned(m, 4, "H007");
    for (int i = 0; i < HOUSEHOLDS / 2; i++) {
        struct bank_line_text swap = m->bank.line[i];
        m->bank.line[i] = m->bank.line[HOUSEHOLDS - 1 - i];
        m->bank.line[HOUSEHOLDS - 1 - i] = swap;
    }
    assert_ok_e(bank_answer(c, m->run, &m->bank, "回盘", &r, &e), &e);
    assert_int_equal(r.paid, HOUSEHOLDS - 1);
    struct item i;
    assert_true(county_item(c, PROGRAMME_DIBAO, "2013-06", m->household[4], &i));
    assert_int_equal(i.state, ITEM_RETURNED);
    county_tie(c, m->run);
    free(m);
}

/* The account was changed while the file was with the bank: the answer names the account it was
 * sent to. */
static void an_account_changed_in_between_does_not_disturb(struct county *c)
{
    struct error e = {0};
    struct registry_actor actor = {"township", ""};
    struct month_of *m = sent(c);
    assert_ok_e(registry_change_account(c->db, COUNTY, c->keys, m->household[0], "农商行", "李四",
                                        "6228480099990000", &actor, &e),
                &e);
    assert_ok_e(bank_answer(c, m->run, &m->bank, "回盘", NULL, &e), &e);
    free(m);
}

/* Enough that the new account is in the registry: it is the correction. An old one, entered before,
 * is not. */
static void a_new_account_is_correction_enough(struct county *c)
{
    struct error e = {0};
    struct registry_actor actor = {"township", ""};
    struct bank again = {0};
    struct month_of *m = sent(c);
    returned(m, 0, "H007");
    returned(m, 1, "H007");
    assert_ok_e(registry_change_account(c->db, COUNTY, c->keys, m->household[1], "农商行", "李四",
                                        "6228480099990001", &actor, &e),
                &e);
    assert_ok_e(bank_answer(c, m->run, &m->bank, "回盘", NULL, &e), &e);
    assert_status(bank_send(c, m->run, true, &again, &e), STATUS_NONE);
    assert_ok_e(registry_change_account(c->db, COUNTY, c->keys, m->household[0], "农商行", "李四",
                                        "6228480099990000", &actor, &e),
                &e);
    assert_ok_e(bank_send(c, m->run, true, &again, &e), &e);
    assert_int_equal(again.count, 1);
    assert_string_equal(again.line[0].account, "6228480099990000");
    assert_int_equal(county_number(c, "SELECT count(*) FROM bank_return WHERE state = 'REISSUED'"),
                     1);
    assert_int_equal(county_number(c, "SELECT count(*) FROM bank_return WHERE state = 'OPEN'"), 1);
    county_tie(c, m->run);
    free(m);
}

static void what_was_held_follows_in_a_second_file(struct county *c)
{
    struct error e = {0};
    struct registry_actor actor = {"township", ""};
    struct payment_context finance = county_as(c, FINANCE);
    struct bank bank = {0}, second = {0};
    int64_t h = county_household(c, &(struct new_household){.programme = PROGRAMME_DIBAO,
                                                            .from = "2013-06",
                                                            .has_no_account = true});
    county_household(c, &(struct new_household){.programme = PROGRAMME_DIBAO, .from = "2013-06"});
    int64_t run = county_prepare(c, PROGRAMME_DIBAO, "2013-06");
    county_decide(c, run);
    assert_ok_e(bank_send(c, run, false, &bank, &e), &e);
    assert_int_equal(bank.count, 1);
    county_tie(c, run);
    assert_ok_e(registry_change_account(c->db, COUNTY, c->keys, h, "农商行", "张三",
                                        "6228480012345678", &actor, &e),
                &e);
    assert_ok_e(payment_release(c->db, &finance, run, h, JUNE, &e), &e);
    assert_ok_e(bank_send(c, run, true, &second, &e), &e); /* while the first is still out */
    assert_int_equal(second.count, 1);
    county_tie(c, run);
    assert_refused(bank_answer(c, run, &second, "先到的", NULL, &e), &e, "RETURN_UNKNOWN");
    assert_ok_e(bank_answer(c, run, &bank, "回盘1", NULL, &e), &e);
    assert_refused(payment_close(c->db, &finance, run, &e), &e, "RUN_STATE"); /* one still out */
    assert_ok_e(bank_answer(c, run, &second, "回盘2", NULL, &e), &e);
    county_tie(c, run);
    assert_ok_e(payment_close(c->db, &finance, run, &e), &e);
}

static void centralised_money_goes_to_the_home_one_line_a_person(struct county *c)
{
    struct error e = {0};
    struct bank bank = {0};
    int64_t home = county_number(c, "SELECT min(id) FROM home");
    int64_t h[2];
    for (int i = 0; i < 2; i++)
        h[i] = county_household(c, &(struct new_household){.programme = PROGRAMME_WUBAO,
                                                           .from = "2013-06",
                                                           .form = FORM_INSTITUTION,
                                                           .home = home});
    int64_t run = county_prepare(c, PROGRAMME_WUBAO, "2013-06");
    county_decide(c, run);
    assert_ok_e(bank_send(c, run, false, &bank, &e), &e);
    assert_int_equal(bank.count, 2);
    assert_string_equal(bank.line[0].account, bank.line[1].account);
    assert_non_null(strstr(bank.line[0].holder, "敬老院"));
    for (int i = 0; i < 2; i++)
        assert_string_equal(bank.line[i].id_number, county_id_number(c, h[i], 0));
    assert_ok_e(bank_answer(c, run, &bank, "回盘", NULL, &e), &e);
    county_tie(c, run);
}

static void nothing_paid_or_on_its_way_can_be_cancelled(struct county *c)
{
    struct error e = {0};
    struct payment_context finance = county_as(c, FINANCE);
    struct month_of *m = sent(c);
    assert_refused(payment_cancel(c->db, &finance, m->run, m->household[0], JUNE, "死亡", &e), &e,
                   "ITEM_STATE");
    assert_ok_e(bank_answer(c, m->run, &m->bank, "回盘", NULL, &e), &e);
    assert_refused(payment_cancel(c->db, &finance, m->run, m->household[0], JUNE, "死亡", &e), &e,
                   "ITEM_STATE");
    assert_refused(payment_cancel(c->db, &finance, m->run, 99999, JUNE, "死亡", &e), &e,
                   "ITEM_UNKNOWN");
    assert_refused(
        payment_cancel(c->db, &finance, m->run, m->household[0], month_make(2013, 7), "死亡", &e),
        &e, "ITEM_UNKNOWN");
    free(m);
}

#define CLAIM(name)                                                                                \
    static void test_##name(void **state)                                                          \
    {                                                                                              \
        (void)state;                                                                               \
        county_each(name);                                                                         \
    }
CLAIM(lines_say_who_where_and_how_much)
CLAIM(a_name_the_bank_can_not_write_changes_nothing)
CLAIM(three_come_back_are_put_right_and_paid)
CLAIM(a_wrong_return_is_refused_whole)
CLAIM(the_order_of_a_return_does_not_matter)
CLAIM(an_account_changed_in_between_does_not_disturb)
CLAIM(a_new_account_is_correction_enough)
CLAIM(what_was_held_follows_in_a_second_file)
CLAIM(centralised_money_goes_to_the_home_one_line_a_person)
CLAIM(nothing_paid_or_on_its_way_can_be_cancelled)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lines_say_who_where_and_how_much),
        cmocka_unit_test(test_a_name_the_bank_can_not_write_changes_nothing),
        cmocka_unit_test(test_three_come_back_are_put_right_and_paid),
        cmocka_unit_test(test_a_wrong_return_is_refused_whole),
        cmocka_unit_test(test_the_order_of_a_return_does_not_matter),
        cmocka_unit_test(test_an_account_changed_in_between_does_not_disturb),
        cmocka_unit_test(test_a_new_account_is_correction_enough),
        cmocka_unit_test(test_what_was_held_follows_in_a_second_file),
        cmocka_unit_test(test_centralised_money_goes_to_the_home_one_line_a_person),
        cmocka_unit_test(test_nothing_paid_or_on_its_way_can_be_cancelled),
    };
    return cmocka_run_group_tests_name("bank", tests, NULL, NULL);
}
