#include "ledger_internal.h"

#include "base/i18n.h"
#include "ledger_sql.h"

#include <stdio.h>
#include <string.h>

#define FUND_SCRATCH_BYTES ((size_t)64 * 1024)

static const char *const JOURNAL_KINDS[] = {
    "APPROPRIATION", "ENTITLE", "SEND",     "RETURN",       "CANCEL",         "REPAYMENT",
    "INTEREST",      "OTHER",   "TRANSFER", "TRANSFER_PAY", "TRANSFER_RETURN"};

enum status ledger_fund_check(struct db *db, int64_t county, enum fund fund, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *scratch = arena_new(FUND_SCRATCH_BYTES);
    if (!scratch)
        return arena_exhausted(e);
    struct ledger_fund_row row;
    enum status s = ledger_fund(
        db, (struct ledger_fund_args){.county = county, .fund = (int64_t)fund}, scratch, &row, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "FUND_UNKNOWN",
                         _("没有编号为 %d 的专账。请先用 minsheng init 载入县方案中的资金设置。"),
                         (int)fund);
    return s;
}

enum status ledger_closed_until(struct db *db, int64_t county, enum fund fund, struct month *ret,
                                struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *scratch = arena_new(FUND_SCRATCH_BYTES);
    if (!scratch)
        return arena_exhausted(e);
    struct ledger_month_row row;
    TRY(ledger_last_closed(
        db, (struct ledger_last_closed_args){.county = county, .fund = (int64_t)fund}, scratch,
        &row, e));
    if (!row.has_month)
        return STATUS_NONE;
    *ret = row.month;
    return STATUS_OK;
}

enum status ledger_open_month(struct db *db, int64_t county, enum fund fund, struct month month,
                              struct month *ret, struct error *e)
{
    struct month closed;
    enum status s = ledger_closed_until(db, county, fund, &closed, e);
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    *ret = s == STATUS_OK && closed.v >= month.v ? month_add(closed, 1) : month;
    return STATUS_OK;
}

static enum status header_check(struct db *db, int64_t county, const struct journal_header *header,
                                struct error *e)
{
    bool is_known = false;
    for (size_t i = 0; i < sizeof JOURNAL_KINDS / sizeof JOURNAL_KINDS[0]; i++)
        is_known = is_known || strcmp(JOURNAL_KINDS[i], header->kind) == 0;
    if (!is_known)
        return error_set(e, STATUS_REFUSED, "JOURNAL_KIND", _("没有“%s”这种凭证。"), header->kind);
    TRY(ledger_fund_check(db, county, header->fund, e));
    struct month closed;
    enum status s = ledger_closed_until(db, county, header->fund, &closed, e);
    if (s == STATUS_NONE)
        return STATUS_OK;
    if (s != STATUS_OK)
        return s;
    if (closed.v < header->month.v)
        return STATUS_OK;
    char month[MONTH_TEXT_BYTES], until[MONTH_TEXT_BYTES];
    month_format(closed, until);
    return error_set(e, STATUS_REFUSED, "LEDGER_MONTH_CLOSED",
                     _("%s 已结账（专账已结至 %s），不能再记凭证。请记入 %s 之后的月份。"),
                     month_format(header->month, month), until, until);
}

enum status journal_open(struct db *db, int64_t county, const struct journal_header *header,
                         int64_t *ret_journal, struct error *e)
{
    TRY(header_check(db, county, header, e));
    char name[32];
    snprintf(name, sizeof name, "journal.%d", (int)header->fund);
    int64_t id;
    TRY(counter_take(db, county, name, 1, &id, e));
    TRY(journal_insert(db,
                       (struct journal_insert_args){
                           .county = county,
                           .fund = (int64_t)header->fund,
                           .id = id,
                           .month = header->month,
                           .entered_on = date_today(),
                           .kind = header->kind,
                           .run = header->run,
                           .remittance = header->remittance,
                           .transfer = header->transfer,
                           .document = header->document ? header->document : "",
                           .memo = header->memo ? header->memo : "",
                           .known_from = header->change,
                       },
                       NULL, e));
    *ret_journal = id;
    return STATUS_OK;
}

enum status journal_write(struct db *db, int64_t county, const struct journal_header *header,
                          const struct journal_line *lines, size_t count, int64_t *ret_journal,
                          struct error *e)
{
    if (count == 0)
        return error_set(e, STATUS_REFUSED, "JOURNAL_EMPTY", _("凭证没有分录。"));
    for (size_t i = 0; i < count; i++) {
        if (lines[i].amount.v <= 0)
            return error_set(e, STATUS_REFUSED, "JOURNAL_AMOUNT",
                             _("凭证第 %zu 行的金额必须大于零。"), i + 1);
        if (lines[i].debit == lines[i].credit)
            return error_set(e, STATUS_REFUSED, "JOURNAL_SIDES", _("凭证第 %zu 行借贷为同一科目。"),
                             i + 1);
    }
    int64_t id;
    TRY(journal_open(db, county, header, &id, e));
    for (size_t i = 0; i < count; i++)
        TRY(posting_insert(db,
                           (struct posting_insert_args){
                               .county = county,
                               .fund = (int64_t)header->fund,
                               .journal = id,
                               .line = (int64_t)i + 1,
                               .debit = ledger_account(header->fund, lines[i].debit),
                               .credit = ledger_account(header->fund, lines[i].credit),
                               .amount = lines[i].amount,
                           },
                           NULL, e));
    if (ret_journal)
        *ret_journal = id;
    return STATUS_OK;
}

struct appropriation {
    int64_t county;
    enum fund fund;
    enum source source;
    struct fen amount;
    struct month month;
    const char *document, *actor;
};

static const enum ledger_code SOURCE_INCOME[FUND_SOURCE_COUNT] = {
    [SOURCE_CENTRAL] = LEDGER_INCOME_CENTRAL,
    [SOURCE_PROVINCE] = LEDGER_INCOME_PROVINCE,
    [SOURCE_CITY] = LEDGER_INCOME_CITY,
    [SOURCE_COUNTY] = LEDGER_INCOME_COUNTY,
};

enum ledger_code ledger_income_of(enum source source)
{
    return SOURCE_INCOME[source];
}

static enum status appropriate_work(struct db *db, void *context, struct error *e)
{
    const struct appropriation *a = context;
    char subject[64], amount[FEN_TEXT_BYTES], detail[160];
    snprintf(subject, sizeof subject, "fund %d", (int)a->fund);
    snprintf(detail, sizeof detail, "{\"source\":%d,\"amount\":\"%s\",\"month\":%d}",
             (int)a->source, fen_format(a->amount, amount), month_yyyymm(a->month));
    int64_t change;
    TRY(change_record(db, a->county,
                      &(struct change_entry){.actor = a->actor,
                                             .action = "ledger.appropriate",
                                             .subject = subject,
                                             .detail = detail},
                      &change, e));
    const struct journal_header header = {.fund = a->fund,
                                          .month = a->month,
                                          .kind = "APPROPRIATION",
                                          .document = a->document,
                                          .memo = _("拨入资金"),
                                          .change = change};
    const struct journal_line line = {LEDGER_BANK, SOURCE_INCOME[a->source], a->amount};
    return journal_write(db, a->county, &header, &line, 1, NULL, e);
}

enum status ledger_appropriate(struct db *db, int64_t county, enum fund fund, enum source source,
                               struct fen amount, struct month month, const char *document,
                               const char *actor, struct error *e)
{
    if (amount.v <= 0)
        return error_set(e, STATUS_REFUSED, "AMOUNT", _("拨款金额必须大于零。"));
    if ((unsigned)source >= FUND_SOURCE_COUNT)
        return error_set(e, STATUS_REFUSED, "SOURCE", _("拨款来源只能是中央、省、市、县。"));
    if (!document || !*document)
        return error_set(e, STATUS_REFUSED, "DOCUMENT_MISSING", _("拨款须写明文号或凭据号。"));
    struct appropriation a = {county, fund, source, amount, month, document, actor};
    return db_transaction(db, appropriate_work, &a, e);
}
