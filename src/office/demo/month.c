/* A month of a programme from computing to the last return, by the plan's posts. */
#include <stdio.h>

#include "base/i18n.h"
#include "demo_sql.h"
#include "office/bank/exchange.h"
#include "office/demo/bank.h"
#include "office/demo/demo.h"
#include "office/demo/identity.h"

#define PATH_BYTES 4096
#define MONTH_ARENA_BYTES (4u << 20)
#define ROWS_MAX 20000
#define NEW_ACCOUNTS_A_MONTH 1000000
#define NEW_ACCOUNT_SERIAL INT64_C(900000000) /* far above the county's own */

struct posts {
    const char *maker, *checker;
};
static const struct posts POSTS[PROGRAMME_ENTITLED_COUNT + 1] = {
    [PROGRAMME_DIBAO] = {"dibao1", "dibao2"},
    [PROGRAMME_WUBAO] = {"wubao1", "wubao2"},
};
#define REVIEWER "accountant"
#define APPROVER "finance1"
#define PAYER "finance2"

struct walk {
    struct db *db;
    struct payment_context c; /* actor changes with the step */
    const struct demo_month *m;
    struct arena *arena;
    int64_t run, serial; /* serial: of the next new account */
};

static const struct payment_context *as(struct walk *w, const char *actor, int day)
{
    int year = month_year(w->m->month), month = month_of_year(w->m->month);
    w->c.actor = actor;
    if (w->m->set_today != NULL)
        w->m->set_today(date_make(year, month, day));
    return &w->c;
}

static const char *path_of(struct walk *w, const char *kind, int number, char out[PATH_BYTES])
{
    char month[MONTH_TEXT_BYTES];
    snprintf(out, PATH_BYTES, "%.3900s/%s-%s-%s%d.txt", w->m->scratch,
             programme_code(w->m->programme), month_format(w->m->month, month), kind, number);
    return out;
}

static enum status decide(struct walk *w, struct payment_run *ret, struct error *e)
{
    const struct posts *posts = &POSTS[w->m->programme];
    TRY(payment_prepare(w->db, as(w, posts->maker, 3), w->m->programme, w->m->month, ret, w->arena,
                        e));
    w->run = ret->id;
    TRY(payment_check(w->db, as(w, posts->checker, 4), w->run, e));
    TRY(payment_review(w->db, as(w, REVIEWER, 5), w->run, e));
    TRY(payment_approve(w->db, as(w, APPROVER, 6), w->run, e));
    return payment_fund(w->db, as(w, APPROVER, 6), w->run, e);
}

static enum status bank_round(struct walk *w, int number, int64_t returns, int64_t *ret_returned,
                              struct error *e)
{
    char sent[PATH_BYTES], answer[PATH_BYTES];
    struct payment_return_result result;
    int64_t remittance;
    int day = number == 1 ? 7 : 14;
    path_of(w, "out", number, sent);
    path_of(w, "in", number, answer);
    TRY(bank_exchange_send(w->db, as(w, PAYER, day), w->run, DEMO_LAYOUT, number > 1, &remittance,
                           e));
    TRY(bank_exchange_write(w->db, w->c.county, w->c.keys, w->run, remittance, sent, e));
    TRY(demo_bank_answer(sent, answer, returns, e));
    TRY(bank_exchange_take(w->db, as(w, PAYER, day + 1), w->run, answer, &result, e));
    *ret_returned = result.returned;
    return STATUS_OK;
}

static enum status new_account(struct walk *w, int64_t household, const char *bank,
                               const char *holder, const char *document, struct error *e)
{
    struct demo_identity numbers = {.accounts = w->serial++};
    char account[DEMO_ACCOUNT_BYTES];
    demo_account_next(&numbers, account);
    return registry_change_account(
        w->db, w->c.county, w->c.keys, household, bank, holder, account,
        &(struct registry_actor){.user = w->c.actor, .document = document}, e);
}

/* Households put their account right; for the money of a home its own account stands, and the bank
 * is asked to look again. */
static enum status put_right(struct walk *w, const struct demo_returned_row *row, struct error *e)
{
    struct account_row old;
    const char *note = _("已与代发银行核对账号，重新发送");
    if (row->form != FORM_INSTITUTION) {
        note = _("已更换账户");
        TRY(account_current(w->db, w->c.county, OWNER_HOUSEHOLD, row->household, NULL, w->arena,
                            &old, e));
        TRY(new_account(w, row->household, old.bank, old.holder, _("账户更正表"), e));
    }
    return payment_correct(w->db, &w->c, w->run, row->household, w->m->month, note, e);
}

static enum status put_returns_right(struct walk *w, int64_t wanted, int64_t *ret_done,
                                     struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct demo_returned_row *rows = ARENA_ARRAY(w->arena, struct demo_returned_row, ROWS_MAX);
    int64_t count = 0;
    enum status s = STATUS_OK;

    if (rows == NULL)
        return arena_exhausted(e);
    TRY(demo_returned_open(w->db,
                           (struct demo_returned_args){.county = w->c.county,
                                                       .programme = w->m->programme,
                                                       .month = w->m->month},
                           &cursor, e));
    while (count < wanted && count < ROWS_MAX &&
           (s = demo_returned_next(cursor, &rows[count], e)) == STATUS_OK)
        count++;
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    db_cursor_cleanup(&cursor);
    for (int64_t i = 0; i < count; i++)
        TRY(put_right(w, &rows[i], e));
    *ret_done = count;
    return STATUS_OK;
}

/* Those without an account open one, and their money is released. */
static enum status release_held(struct walk *w, int64_t *ret_done, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct demo_held_row *rows = ARENA_ARRAY(w->arena, struct demo_held_row, ROWS_MAX);
    int64_t count = 0;
    enum status s = STATUS_OK;

    if (rows == NULL)
        return arena_exhausted(e);
    TRY(demo_held_open(w->db,
                       (struct demo_held_args){.county = w->c.county,
                                               .programme = w->m->programme,
                                               .month = w->m->month},
                       &cursor, e));
    while (count < ROWS_MAX && (s = demo_held_next(cursor, &rows[count], e)) == STATUS_OK) {
        rows[count].holder = arena_strdup(w->arena, rows[count].holder);
        if (rows[count++].holder == NULL)
            return arena_exhausted(e);
    }
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    db_cursor_cleanup(&cursor);
    for (int64_t i = 0; i < count; i++) {
        TRY(new_account(w, rows[i].household, DEMO_BANK, rows[i].holder, _("开户登记表"), e));
        TRY(payment_release(w->db, &w->c, w->run, rows[i].household, w->m->month, e));
    }
    *ret_done = count;
    return STATUS_OK;
}

static enum status draft_next(struct walk *w, int64_t *ret_run, struct error *e)
{
    struct payment_run draft;
    as(w, POSTS[w->m->programme].maker, 28);
    TRY(payment_prepare(w->db, &w->c, w->m->programme, month_add(w->m->month, 1), &draft, w->arena,
                        e));
    *ret_run = draft.id;
    return STATUS_OK;
}

enum status demo_month_pay(struct db *db, const struct payment_context *c,
                           const struct demo_month *m, struct demo_month_result *ret,
                           struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(MONTH_ARENA_BYTES);
    struct walk w = {.db = db,
                     .c = *c,
                     .m = m,
                     .arena = arena,
                     .serial = NEW_ACCOUNT_SERIAL * (int64_t)m->programme +
                               NEW_ACCOUNTS_A_MONTH * month_of_year(m->month)};
    struct demo_month_result result = {0};
    struct payment_run run;
    int64_t corrected = 0, released = 0, again = 0;

    if (arena == NULL)
        return arena_exhausted(e);
    TRY(decide(&w, &run, e));
    result.run = run.id;
    result.items = run.items;
    result.total = run.total;
    TRY(bank_round(&w, 1, m->returns, &result.returned, e));
    as(&w, POSTS[m->programme].maker, 12);
    TRY(put_returns_right(&w, result.returned - m->open_returns, &corrected, e));
    if (m->closes)
        TRY(release_held(&w, &released, e));
    if (corrected + released > 0)
        TRY(bank_round(&w, 2, 0, &again, e));
    result.open_returns = result.returned - corrected + again;
    if (m->closes) {
        TRY(payment_close(db, as(&w, REVIEWER, 20), run.id, e));
        result.is_closed = true;
    }
    TRY(draft_next(&w, &result.draft_run, e));
    *ret = result;
    return STATUS_OK;
}
