/* Money into the dedicated account by the plan's shares, and the end of a run. */
#include "payment_internal.h"

#include "base/i18n.h"

#include <inttypes.h>
#include <stdio.h>

enum ledger_code expense_of(int64_t programme, int64_t form)
{
    if (programme == PROGRAMME_MEDICAL)
        return LEDGER_EXPENSE_AFTER;
    switch (form) {
    case FORM_SCATTERED:
        return LEDGER_EXPENSE_SCATTERED;
    case FORM_INSTITUTION:
        return LEDGER_EXPENSE_INSTITUTION;
    default:
        return LEDGER_EXPENSE;
    }
}

/* What must lie in the account: everything of this run not with the bank, and what other funded
 * runs still have to send. */
static enum status needed(struct db *db, int64_t county, const struct payment_run_row *run,
                          struct fen *ret, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    TRY(payment_run_latest_open(
        db, (struct payment_run_latest_args){.county = county, .programme = run->programme},
        &cursor, e));
    struct fen sum = FEN(0);
    struct payment_run_row other;
    enum status s;
    while ((s = payment_run_latest_next(cursor, &other, e)) == STATUS_OK) {
        bool is_funded = other.state >= RUN_FUNDED && other.state < RUN_CLOSED;
        if (!is_funded && other.id != run->id)
            continue;
        struct payment_position p;
        TRY(run_position(db, county, &other, &p, e));
        if (fen_add(sum, FEN(p.not_sent.v + p.held.v + p.returned.v), &sum) != STATUS_OK)
            return error_set(e, STATUS_FAILED, "FEN_OVERFLOW", _("发放总额超出范围。"));
    }
    if (s != STATUS_NONE)
        return s;
    *ret = sum;
    return STATUS_OK;
}

static enum status appropriate(struct db *db, const struct payment_context *c,
                               const struct payment_run_row *run, int64_t change,
                               struct arena *scratch, struct error *e)
{
    const enum fund fund = run_fund(run->programme);
    struct fen need = FEN(0), bank = FEN(0);
    TRY(needed(db, c->county, run, &need, e));
    TRY(ledger_account_balance(db, c->county, fund, LEDGER_BANK, &bank, e));
    if (bank.v >= need.v)
        return STATUS_OK;
    struct policy_table *table;
    TRY(policy_table_read(db, c->county, KNOWN_NOW, scratch, &table, e));
    struct journal_line lines[FUND_SOURCE_COUNT];
    size_t count;
    TRY(ledger_share_lines(table, fund, run->to_month, FEN(need.v - bank.v), lines, &count, e));
    char memo[64], span[SPAN_TEXT_BYTES];
    snprintf(memo, sizeof memo, "%s", span_format(run->from_month, run->to_month, span));
    struct journal_header header = {.fund = fund,
                                    .kind = "APPROPRIATION",
                                    .run = run->id,
                                    .document = "",
                                    .memo = memo,
                                    .change = change};
    TRY(run_accounting_month(db, c->county, run, &header.month, e));
    return journal_write(db, c->county, &header, lines, count, NULL, e);
}

static enum status fund_body(struct db *db, const struct run_moment *at,
                             const struct payment_run_row *run, int64_t *ret_affected,
                             struct error *e)
{
    TRY(run_hash_check(db, at->c, run, NULL, e));
    TRY(appropriate(db, at->c, run, at->change, at->scratch, e));
    return payment_run_funded(
        db,
        (struct payment_run_funded_args){
            .county = at->c->county, .id = run->id, .actor = at->c->actor, .at = at->now},
        ret_affected, e);
}

enum status payment_fund(struct db *db, const struct payment_context *c, int64_t run,
                         struct error *e)
{
    return run_transition_do(db, c, run, RUN_FUND, fund_body, e);
}

static enum status unexplained_check(struct db *db, int64_t county,
                                     const struct payment_run_row *run, struct error *e)
{
    struct payment_position p;
    TRY(run_position(db, county, run, &p, e));
    if (p.due_items != p.paid_items + p.cancelled_items)
        return error_set(
            e, STATUS_REFUSED, "RUN_UNEXPLAINED",
            _("%" PRId64 " 号发放还不能结清：退回 %" PRId64 " 笔，暂缓 %" PRId64
              " 笔，未送 %" PRId64 " 笔，在途 %" PRId64 " 笔。请更正重发或写明原因取消。"),
            run->id, p.returned_items, p.held_items, p.not_sent_items, p.in_transit_items);
    const enum fund fund = run_fund(run->programme);
    struct fen payable, transit;
    TRY(ledger_run_balance(db, county, fund, LEDGER_PAYABLE, run->id, &payable, e));
    TRY(ledger_run_balance(db, county, fund, LEDGER_IN_TRANSIT, run->id, &transit, e));
    if (payable.v == 0 && transit.v == 0)
        return STATUS_OK;
    char a[FEN_TEXT_BYTES], b[FEN_TEXT_BYTES];
    return error_set(e, STATUS_REFUSED, "RUN_UNEXPLAINED",
                     _("%" PRId64 " 号发放账上待发 %s 元、在途 %s 元没有结平，不能结清。"
                       "请运行 minsheng audit 查明。"),
                     run->id, fen_format(FEN(-payable.v), a), fen_format(transit, b));
}

static enum status close_body(struct db *db, const struct run_moment *at,
                              const struct payment_run_row *run, int64_t *ret_affected,
                              struct error *e)
{
    TRY(run_hash_check(db, at->c, run, NULL, e));
    TRY(unexplained_check(db, at->c->county, run, e));
    return payment_run_closed(
        db,
        (struct payment_run_closed_args){
            .county = at->c->county, .id = run->id, .actor = at->c->actor, .at = at->now},
        ret_affected, e);
}

enum status payment_close(struct db *db, const struct payment_context *c, int64_t run,
                          struct error *e)
{
    return run_transition_do(db, c, run, RUN_CLOSE, close_body, e);
}
