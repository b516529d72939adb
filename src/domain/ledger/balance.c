#include "ledger_internal.h"

#include "base/i18n.h"
#include "base/text.h"
#include "ledger_sql.h"

#define BALANCE_SCRATCH_BYTES ((size_t)64 * 1024)
#define FUND_CODES_BYTES_MAX ((size_t)512)
#define TRIAL_ROWS_MAX 64 /* accounts of one fund */

enum status ledger_fund_parse(struct db *db, int64_t county, const char *text, enum fund *ret,
                              struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    TRY(ledger_fund_list_open(db, (struct ledger_fund_list_args){.county = county}, &cursor, e));
    struct buf known = BUF_INIT(FUND_CODES_BYTES_MAX);
    struct ledger_fund_list_row row;
    enum status s;
    int64_t id = 0, number = 0, begins = 0, begin_count = 0;
    if (i64_parse(text, &number, NULL) != STATUS_OK)
        number = 0;
    while ((s = ledger_fund_list_next(cursor, &row, e)) == STATUS_OK) {
        if (text_equals(row.code, text) || row.id == number)
            id = row.id;
        if (text_starts(row.code, text)) {
            begins = row.id;
            begin_count++;
        }
        buf_addf(&known, " %s(%s)", row.code, row.name);
    }
    if (id == 0 && begin_count == 1)
        id = begins;
    if (s == STATUS_NONE)
        s = id ? STATUS_OK
               : error_set(e, STATUS_REFUSED, "FUND_UNKNOWN", _("没有名为“%.40s”的专账。现有：%s"),
                           text, buf_text(&known));
    buf_free(&known);
    if (s == STATUS_OK)
        *ret = (enum fund)id;
    return s;
}

enum status ledger_account_balance(struct db *db, int64_t county, enum fund fund,
                                   enum ledger_code code, struct fen *ret, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *scratch = arena_new(BALANCE_SCRATCH_BYTES);
    if (!scratch)
        return arena_exhausted(e);
    const int64_t account = ledger_account(fund, code);
    struct ledger_amount_row row;
    if (code == LEDGER_BANK)
        TRY(ledger_bank_balance(db,
                                (struct ledger_bank_balance_args){
                                    .county = county, .fund = (int64_t)fund, .account = account},
                                scratch, &row, e));
    else
        TRY(ledger_balance_of(db,
                              (struct ledger_balance_of_args){
                                  .county = county, .fund = (int64_t)fund, .account = account},
                              scratch, &row, e));
    *ret = row.amount;
    return STATUS_OK;
}

enum status ledger_run_balance(struct db *db, int64_t county, enum fund fund, enum ledger_code code,
                               int64_t run, struct fen *ret, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *scratch = arena_new(BALANCE_SCRATCH_BYTES);
    if (!scratch)
        return arena_exhausted(e);
    struct ledger_amount_row row;
    TRY(ledger_balance_of_run(
        db,
        (struct ledger_balance_of_run_args){.county = county,
                                            .fund = (int64_t)fund,
                                            .account = ledger_account(fund, code),
                                            .run = run},
        scratch, &row, e));
    *ret = row.amount;
    return STATUS_OK;
}

enum status ledger_trial_balance(struct db *db, int64_t county, enum fund fund, struct month up_to,
                                 struct arena *arena, struct trial_row **ret, size_t *ret_count,
                                 struct error *e)
{
    TRY(ledger_fund_check(db, county, fund, e));
    struct trial_row *rows = ARENA_ARRAY(arena, struct trial_row, TRIAL_ROWS_MAX);
    if (!rows)
        return arena_exhausted(e);
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    TRY(ledger_turnover_open(
        db, (struct ledger_turnover_args){.county = county, .fund = (int64_t)fund, .month = up_to},
        &cursor, e));
    size_t count = 0;
    for (;;) {
        struct ledger_turnover_row row;
        enum status s = ledger_turnover_next(cursor, &row, e);
        if (s == STATUS_NONE)
            break;
        if (s != STATUS_OK)
            return s;
        if (count == TRIAL_ROWS_MAX)
            return error_set(e, STATUS_FAILED, "LEDGER_ACCOUNTS", _("一套专账的科目超过 %d 个。"),
                             TRIAL_ROWS_MAX);
        struct trial_row *t = &rows[count++];
        *t = (struct trial_row){.account = row.account,
                                .name = arena_strdup(arena, row.name),
                                .kind = arena_strdup(arena, row.kind),
                                .debit = row.debit,
                                .credit = row.credit};
        if (!t->name || !t->kind)
            return arena_exhausted(e);
    }
    *ret = rows;
    *ret_count = count;
    return STATUS_OK;
}
