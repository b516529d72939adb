/* The money: runs of wubao, what the bank says, the homes' books. */
#include "property/homes.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define AGENT_MONTH 6 /* yyyymm, then the household */

static const char *const ACCOUNTS[HOMES] = {"6229000034182301000", "6229000034182301018",
                                            "6229000034182301026"};

static int person_of_line(const struct homes *h, const struct bank_line_text *line)
{
    int64_t household = strtoll(line->agent_no + AGENT_MONTH, NULL, 10);
    for (int i = 0; i < WUBAO; i++)
        if (h->person[i].household == household)
            return i;
    fail_msg("line %s is of nobody", line->agent_no);
    return -1;
}

/* The account is the home's in which he lives in the run's month, or his own. */
static int home_of_line(const struct homes *h, const struct bank_line_text *line, int person,
                        int month)
{
    char own[24];
    int home = -1;
    const struct model_person *p = &h->person[person];
    for (int i = 0; i < HOMES; i++)
        if (strcmp(line->account, ACCOUNTS[i]) == 0)
            home = i;
    (void)snprintf(own, sizeof own, "62284800%08" PRId64, p->household);
    if (home < 0)
        assert_string_equal(line->account, own);
    if ((!p->died || month <= month_of_day(p->died)) && home != p->home[month])
        fail_msg("month %d, household %" PRId64 ": paid to home %d, not %d", month, p->household,
                 home, p->home[month]);
    return home;
}

static void answer_take(struct homes *h, struct bank *bank, int64_t run, int month,
                        const char *name, int back_of)
{
    int home[BANK_LINES_MAX];
    for (size_t i = 0; i < bank->count; i++) {
        struct bank_line_text *l = &bank->line[i];
        int person = person_of_line(h, l);
        home[i] = home_of_line(h, l, person, month);
        if (homes_below(h, back_of) == 0) {
            l->is_paid = false;
            l->code = "01";
            l->reason = "账号错误";
            assert_true(h->backs < BACK_MAX);
            h->back[h->backs++] = (struct model_back){run, l->amount.v, person, month};
            continue;
        }
        h->person[person].paid += l->amount.v;
        if (home[i] >= 0)
            h->at_bank[home[i]] += l->amount.v;
    }
    assert_ok_e(bank_answer(&h->c, run, bank, name, NULL, &h->e), &h->e);
    county_tie(&h->c, run);
}

void homes_pay(struct homes *h, int month)
{
    char text[16];
    struct bank *bank = calloc(1, sizeof *bank);
    (void)snprintf(text, sizeof text, "2013-%02d", month);
    int64_t run = county_prepare(&h->c, PROGRAMME_WUBAO, text);
    county_decide(&h->c, run);
    enum status s = bank_send(&h->c, run, false, bank, &h->e);
    if (s == STATUS_OK)
        answer_take(h, bank, run, month, "回盘", 8);
    else
        assert_int_equal(s, STATUS_NONE);
    free(bank);
}

void homes_pay_again(struct homes *h)
{
    static struct model_back back[BACK_MAX];
    struct payment_context finance = county_as(&h->c, FINANCE);
    struct bank *bank = calloc(1, sizeof *bank);
    int count = h->backs;
    memcpy(back, h->back, sizeof back);
    h->backs = 0;
    for (int i = 0; i < count; i++)
        assert_ok_e(payment_correct(h->c.db, &finance, back[i].run,
                                    h->person[back[i].person].household,
                                    month_make(2013, back[i].month), "改", &h->e),
                    &h->e);
    for (int i = 0; i < count; i++) {
        char name[32];
        bool is_first = true;
        for (int k = 0; k < i; k++)
            is_first = is_first && back[k].run != back[i].run;
        if (!is_first)
            continue;
        (void)snprintf(name, sizeof name, "回盘%d", ++h->agreements);
        assert_ok_e(bank_send(&h->c, back[i].run, true, bank, &h->e), &h->e);
        answer_take(h, bank, back[i].run, back[i].month, name, 1000);
    }
    free(bank);
}

void homes_gather(struct homes *h)
{
    int64_t rows, due = 0;
    for (int i = 0; i < HOMES; i++)
        due += h->at_bank[i];
    assert_ok_e(home_book_gather(h->c.db, COUNTY, ACCOUNTANT, &rows, &h->e), &h->e);
    assert_int_equal(rows > 0, due > 0);
    for (int i = 0; i < HOMES; i++) {
        h->gathered[i] += h->at_bank[i];
        h->support[i].balance += h->at_bank[i];
        h->at_bank[i] = 0;
    }
}

/* ---- incomes and claims ---- */

static void income(struct homes *h, int home, enum home_book book, struct model_book *b)
{
    int64_t fen = 1 + homes_below(h, 200000);
    const struct home_income in = {.home = h->home[home],
                                   .book = book,
                                   .kind = book == HOME_BOOK_OWN ? "DONATION" : "INTEREST",
                                   .party = "好心人",
                                   .document = "收据",
                                   .memo = "",
                                   .amount = FEN(fen),
                                   .on = {h->today}};
    homes_agree(h, "income", home_income_record(h->c.db, COUNTY, &in, ACCOUNTANT, &h->e), true);
    b->balance += fen;
}

static enum status act(struct homes *h, int64_t claim, enum home_claim_action action,
                       const char *actor)
{
    return home_claim_act(h->c.db, COUNTY, claim, action, actor, "凭证", (struct date){h->today},
                          &h->e);
}

static bool paid(struct homes *h, int64_t claim, int64_t fen, struct model_book *b)
{
    bool is_right = b->balance >= fen;
    homes_agree(h, "pay", act(h, claim, HOME_CLAIM_PAY, ACCOUNTANT), is_right);
    b->balance -= is_right ? fen : 0;
    return is_right;
}

static void claim(struct homes *h, int home, enum home_book book, struct model_book *b)
{
    int64_t fen = 1 + homes_below(h, 300000), id;
    struct date today = {h->today};
    const struct home_claim_line line = {
        .line = "meals", .spent_on = today, .detail = "粮油", .receipt = "", .amount = FEN(fen)};
    const struct home_claim c = {.home = h->home[home],
                                 .book = book,
                                 .month = date_month(today),
                                 .payee_name = "粮油店",
                                 .memo = "",
                                 .line_count = 1,
                                 .lines = &line};
    const char *director = h->director[home];
    homes_agree(h, "claim", home_claim_write(h->c.db, COUNTY, &c, director, &id, &h->e), true);
    homes_agree(h, "submit", act(h, id, HOME_CLAIM_SUBMIT, director), true);
    bool is_right = b->claimed + fen <= b->budget;
    homes_agree(h, "approve", act(h, id, HOME_CLAIM_APPROVE, OFFICER), is_right);
    if (!is_right)
        return;
    b->claimed += fen;
    if (!paid(h, id, fen, b) || homes_below(h, 4))
        return;
    homes_agree(h, "return", act(h, id, HOME_CLAIM_RETURN, ACCOUNTANT), true);
    b->balance += fen;
    if (homes_below(h, 2))
        (void)paid(h, id, fen, b);
}

void homes_money(struct homes *h)
{
    int home = homes_below(h, 2);
    bool is_own = homes_below(h, 2) != 0;
    struct model_book *b = is_own ? &h->own[home] : &h->support[home];
    enum home_book book = is_own ? HOME_BOOK_OWN : HOME_BOOK_SUPPORT;
    if (homes_below(h, 2))
        income(h, home, book, b);
    else
        claim(h, home, book, b);
}
