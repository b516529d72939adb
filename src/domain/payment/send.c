/* To the bank: a file made, kept and booked in one transaction; re-issue under the same obligation.
 */
#include "base/i18n.h"
#include "base/idno.h"
#include "recipient.h"
#include "remittance_sql.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define NUMBER_BYTES 40 /* of an account */

char *agent_no_format(struct month month, int64_t household, char out[AGENT_NO_BYTES])
{
    /* By hand: it is made for every line out and compared for every line back. */
    char digits[AGENT_NO_BYTES];
    size_t n = 0;
    int32_t yyyymm = month_yyyymm(month);
    for (uint64_t v = (uint64_t)household; v > 0 || n < 6; v /= 10)
        digits[n++] = (char)('0' + v % 10);
    for (size_t i = 6; i-- > 0; yyyymm /= 10)
        out[i] = (char)('0' + yyyymm % 10);
    for (size_t i = 0; i < n; i++)
        out[6 + i] = digits[n - 1 - i];
    out[6 + n] = '\0';
    return out;
}

bool agent_no_parse(const char *text, struct month *ret_month, int64_t *ret_household)
{
    size_t n = strspn(text, "0123456789");
    if (text[n] || n < 12 || n > 24)
        return false;
    int64_t month = 0, household = 0;
    for (size_t i = 0; i < 6; i++)
        month = month * 10 + (text[i] - '0');
    for (size_t i = 6; i < n; i++)
        household = household * 10 + (text[i] - '0');
    if (month % 100 < 1 || month % 100 > 12 || household == 0)
        return false;
    *ret_month = month_from_yyyymm(month);
    *ret_household = household;
    char again[AGENT_NO_BYTES];
    return strcmp(agent_no_format(*ret_month, household, again), text) == 0;
}

struct sending {
    const struct payment_context *c;
    int64_t run;
    const char *layout;
    bool is_reissue;
    const struct payment_sink *sink;
    int64_t remittance; /* result; 0: nothing to send */
};

static enum status unseal_text(const struct keyring *keys, enum seal_purpose purpose,
                               struct blob sealed, char *out, size_t capacity, int64_t household,
                               struct error *e)
{
    size_t n;
    if (sealed.n < SEAL_OVERHEAD_BYTES || sealed.n - SEAL_OVERHEAD_BYTES + 1 > capacity)
        return error_set(e, STATUS_FAILED, "SEAL_BROKEN",
                         _("家庭 %" PRId64 " 的密封数据长度不对。"), household);
    return unseal(keys, purpose, sealed.p, sealed.n, out, &n, e);
}

static enum status line_send(const struct sending *w, const struct send_due_row *row,
                             const struct recipient *to, struct error *e)
{
    char agent_no[AGENT_NO_BYTES], id_number[IDNO_BYTES], account[NUMBER_BYTES];
    if (!to->number_sealed.p)
        return error_set(e, STATUS_REFUSED, "NO_ACCOUNT",
                         _("家庭 %" PRId64 " 没有收款账户，不能送银行。请先登记账户。"),
                         row->household);
    TRY(unseal_text(w->c->keys, SEAL_ID_NUMBER, to->id_sealed, id_number, sizeof id_number,
                    row->household, e));
    TRY(unseal_text(w->c->keys, SEAL_ACCOUNT, to->number_sealed, account, sizeof account,
                    row->household, e));
    const struct payment_line line = {.agent_no =
                                          agent_no_format(row->month, row->household, agent_no),
                                      .holder = to->holder,
                                      .bank = to->bank,
                                      .account = account,
                                      .id_number = id_number,
                                      .amount = row->amount};
    enum status s = w->sink->line(w->sink->context, &line, e);
    if (s != STATUS_OK) {
        char month[MONTH_TEXT_BYTES];
        error_place(e, _("家庭 %" PRId64 " %s"), row->household, month_format(row->month, month));
    }
    return s;
}

static enum status lines_send(struct db *db, const struct sending *w,
                              const struct payment_run_row *run, int64_t count, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    CLEANUP(recipients_cleanup) struct recipients *recipients = NULL;
    TRY(send_due_open(db,
                      (struct send_due_args){.county = w->c->county,
                                             .programme = run->programme,
                                             .from_month = run->from_month,
                                             .to_month = run->to_month,
                                             .is_reissue = w->is_reissue},
                      &cursor, e));
    TRY(recipients_open(db, w->c->county, run->programme, RECIPIENTS_NOW, &recipients, e));
    struct send_due_row row;
    struct recipient to;
    enum status s;
    int64_t done = 0;
    while ((s = send_due_next(cursor, &row, e)) == STATUS_OK) {
        enum status found = recipient_at(recipients, row.month, row.household, &to, e);
        if (found == STATUS_NONE)
            break;
        if (found != STATUS_OK)
            return found;
        TRY(line_send(w, &row, &to, e));
        if (++done % PAYMENT_PROGRESS_ROWS == 0)
            TRY(payment_report(w->c, done, count, e));
    }
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    if (done != count)
        return error_set(e, STATUS_FAILED, "SEND_COUNT",
                         _("应送 %" PRId64 " 笔，只能列出 %" PRId64
                           " 笔：有项目查不到户主。请运行 minsheng audit 查明。"),
                         count, done);
    return STATUS_OK;
}

static enum status file_keep(struct db *db, const struct sending *w,
                             const struct payment_run_row *run, int64_t number, int64_t change,
                             int64_t *ret_file, struct error *e)
{
    char name[96], span[SPAN_TEXT_BYTES];
    snprintf(name, sizeof name, "%s-%s-%" PRId64 "-%.40s",
             programme_code((enum programme)run->programme),
             span_format(run->from_month, run->to_month, span), number, w->layout);
    CLEANUP(file_store_cleanup) struct file_writer *file = NULL;
    TRY(file_store_begin(db, w->c, "OUT", name, change, NULL, &file, e));
    CLEANUP(arena_cleanup) struct arena *scratch = arena_new(2 * FILE_READ_BYTES);
    void *bytes = scratch ? arena_alloc(scratch, FILE_READ_BYTES) : NULL;
    if (!bytes)
        return arena_exhausted(e);
    for (;;) {
        size_t n = 0;
        enum status s = w->sink->read(w->sink->context, bytes, FILE_READ_BYTES, &n, e);
        if (s == STATUS_NONE)
            break;
        if (s != STATUS_OK)
            return s;
        TRY(file_store_add(file, bytes, n, e));
    }
    return file_store_end(file, ret_file, e);
}

static enum status book(struct db *db, const struct sending *w, const struct payment_run_row *run,
                        const struct payment_batch *batch, int64_t number, int64_t change,
                        int64_t *ret_remittance, struct error *e)
{
    const int64_t county = w->c->county;
    int64_t file, remittance, affected;
    TRY(file_keep(db, w, run, number, change, &file, e));
    TRY(counter_take(db, county, "remittance", 1, &remittance, e));
    TRY(remittance_insert(db,
                          (struct remittance_insert_args){.county = county,
                                                          .id = remittance,
                                                          .run = run->id,
                                                          .programme = run->programme,
                                                          .number = number,
                                                          .layout = w->layout,
                                                          .sent_on = batch->on,
                                                          .unit = batch->unit,
                                                          .items = batch->count,
                                                          .total = batch->total,
                                                          .out_file = file,
                                                          .known_from = change,
                                                          .actor = w->c->actor},
                          NULL, e));
    TRY(send_item(db,
                  (struct send_item_args){.county = county,
                                          .programme = run->programme,
                                          .from_month = run->from_month,
                                          .to_month = run->to_month,
                                          .is_reissue = w->is_reissue,
                                          .remittance = remittance},
                  &affected, e));
    if (affected != batch->count)
        return error_set(e, STATUS_FAILED, "SEND_COUNT", _("送出的笔数与文件不一致。"));
    TRY(bank_return_reissue(
        db,
        (struct bank_return_reissue_args){county, run->programme, run->from_month, run->to_month},
        NULL, e));
    struct journal_header header = {.fund = run_fund(run->programme),
                                    .kind = "SEND",
                                    .run = run->id,
                                    .remittance = remittance,
                                    .document = "",
                                    .memo = w->layout,
                                    .change = change};
    TRY(run_accounting_month(db, county, run, &header.month, e));
    const struct journal_line line = {LEDGER_IN_TRANSIT, LEDGER_BANK, batch->total};
    TRY(journal_write(db, county, &header, &line, 1, NULL, e));
    *ret_remittance = remittance;
    return STATUS_OK;
}

static enum status run_advance(struct db *db, const struct sending *w,
                               const struct payment_run_row *run, enum run_state state,
                               struct error *e)
{
    int64_t affected;
    char now[TIME_TEXT_BYTES];
    if (w->is_reissue)
        return STATUS_OK;
    TRY(payment_run_sent(db,
                         (struct payment_run_sent_args){.county = w->c->county,
                                                        .id = run->id,
                                                        .state = state,
                                                        .actor = w->c->actor,
                                                        .at = time_now(now)},
                         &affected, e));
    return run_moved(affected, run->id, e);
}

/* A run with nothing to pay at all (every total zero, or all cancelled) needs no file: it is
 * reconciled as it is. */
static enum status nothing_to_send(struct db *db, const struct sending *w,
                                   const struct payment_run_row *run, struct error *e)
{
    struct payment_position p;
    TRY(run_position(db, w->c->county, run, &p, e));
    if (p.due_items == p.cancelled_items)
        return run_advance(db, w, run, RUN_RECONCILED, e);
    return STATUS_OK;
}

static enum status begin(struct db *db, const struct sending *w, struct arena *scratch,
                         struct payment_run_row *run, int64_t *change, struct error *e)
{
    struct run_step step = {.c = w->c, .run = w->run, .name = "payment.send"};
    if (w->is_reissue) {
        step.name = "payment.reissue";
        step.state_from = RUN_SENT;
        step.state_to = RUN_RECONCILED;
    } else {
        step.action = RUN_SEND;
    }
    TRY(run_step_begin(db, &step, scratch, run, change, e));
    return w->is_reissue ? run_actor_check(run, RUN_SEND, w->c->actor, e) : STATUS_OK;
}

static enum status unit_read(struct db *db, int64_t county, struct arena *scratch, const char **ret,
                             struct error *e)
{
    enum status s = plan_bank_unit(db, county, scratch, ret, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "BANK_UNIT",
                         _("方案没有写明银行的单位编号，不能送银行。请在方案中补上。"));
    return s;
}

/* Returned lines whose payee has a new account since need no further word before they go out again.
 */
static enum status correct_by_account(struct db *db, const struct sending *w,
                                      const struct payment_run_row *run, int64_t change,
                                      struct error *e)
{
    const struct bank_return_correct_by_account_args args = {.county = w->c->county,
                                                             .programme = run->programme,
                                                             .from_month = run->from_month,
                                                             .to_month = run->to_month,
                                                             .change = change,
                                                             .note = _("已登记新账户")};
    int64_t corrected;
    if (run->programme == PROGRAMME_MEDICAL)
        TRY(claim_return_correct_by_account(db,
                                            (struct claim_return_correct_by_account_args){
                                                args.county, args.programme, args.from_month,
                                                args.to_month, args.change, args.note},
                                            &corrected, e));
    else
        TRY(bank_return_correct_by_account(db, args, &corrected, e));
    if (corrected == 0)
        return STATUS_OK;
    return payment_item_corrected(db,
                                  (struct payment_item_corrected_args){
                                      w->c->county, run->programme, run->from_month, run->to_month},
                                  NULL, e);
}

static enum status send_work(struct db *db, void *context, struct error *e)
{
    struct sending *w = context;
    const int64_t county = w->c->county;
    CLEANUP(arena_cleanup) struct arena *scratch = arena_new(PAYMENT_SCRATCH_BYTES);
    if (!scratch)
        return arena_exhausted(e);
    struct payment_run_row run;
    int64_t change;
    w->remittance = 0;
    TRY(begin(db, w, scratch, &run, &change, e));
    if (w->is_reissue)
        TRY(correct_by_account(db, w, &run, change, e));
    if (run.programme == PROGRAMME_WUBAO) /* only wubao has forms of support */
        TRY(payment_item_hold_payeeless(db,
                                        (struct payment_item_hold_payeeless_args){
                                            county, run.programme, run.from_month, run.to_month},
                                        NULL, e));
    struct run_tally tally;
    TRY(run_hash_check(db, w->c, &run, &tally, e));
    struct payment_batch batch = {
        .count = tally.items[ITEM_PENDING], .total = tally.total[ITEM_PENDING], .on = date_today()};
    if (w->is_reissue) {
        batch.count += tally.items[ITEM_CORRECTED];
        TRY(fen_add(batch.total, tally.total[ITEM_CORRECTED], &batch.total));
    }
    if (batch.count == 0)
        return nothing_to_send(db, w, &run, e);
    TRY(unit_read(db, county, scratch, &batch.unit, e));
    TRY(w->sink->begin(w->sink->context, &batch, e));
    TRY(lines_send(db, w, &run, batch.count, e));
    TRY(w->sink->end(w->sink->context, e));
    struct remittance_number_row number;
    TRY(remittance_next_number(
        db, (struct remittance_next_number_args){.county = county, .run = run.id}, scratch, &number,
        e));
    TRY(run_advance(db, w, &run, RUN_SENT, e));
    return book(db, w, &run, &batch, number.number, change, &w->remittance, e);
}

enum status payment_send(struct db *db, const struct payment_context *c, int64_t run,
                         const char *layout, bool reissue, const struct payment_sink *sink,
                         int64_t *ret_remittance, struct error *e)
{
    if (!c->keys)
        return error_set(e, STATUS_REFUSED, "KEYS_MISSING",
                         _("没有密钥，不能写出账号。请检查密钥文件(MINSHENG_KEY)。"));
    struct sending w = {.c = c, .run = run, .layout = layout, .is_reissue = reissue, .sink = sink};
    TRY(db_transaction(db, send_work, &w, e));
    if (w.remittance == 0)
        return STATUS_NONE;
    if (ret_remittance)
        *ret_remittance = w.remittance;
    return STATUS_OK;
}
