/* The books of each fund: what stands where, month by month, and what the accountant enters. */
#include <string.h>

#include "base/i18n.h"
#include "domain/ledger/ledger.h"
#include "ledger_month_sql.h"
#include "ledger_sql.h"
#include "web/pages/pages.h"
#include "web/pages/query.h"
#include "web/request.h"

#define JOURNALS_MAX 200
#define FUNDS_MAX 32

static const struct {
    const char *name, *label;
} SOURCES[FUND_SOURCE_COUNT] = {
    [SOURCE_CENTRAL] = {"central", N_("中央")},
    [SOURCE_PROVINCE] = {"province", N_("省级")},
    [SOURCE_CITY] = {"city", N_("市级")},
    [SOURCE_COUNTY] = {"county", N_("县级")},
};

static const char *journal_kind_label(const char *kind)
{
    static const struct {
        const char *kind, *label;
    } labels[] = {
        {"APPROPRIATION", N_("拨入")}, {"ENTITLE", N_("应发入账")}, {"SEND", N_("送银行")},
        {"RETURN", N_("回盘")},        {"CANCEL", N_("取消冲账")},  {"REPAYMENT", N_("退款")},
        {"INTEREST", N_("利息")},      {"OTHER", N_("其他")},
    };
    for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++)
        if (strcmp(labels[i].kind, kind) == 0)
            return labels[i].label;
    return kind;
}

/* ---- all funds ---- */

static struct fen balance_of(const struct trial_row *rows, size_t count, enum ledger_code code,
                             int sign)
{
    for (size_t i = 0; i < count; i++)
        if (rows[i].account % 10000 == (int64_t)code)
            return FEN(sign * (rows[i].debit.v - rows[i].credit.v));
    return FEN(0);
}

static enum status fund_row_add(struct request *r, struct view *list,
                                const struct ledger_fund_list_row *fund, struct error *e)
{
    struct trial_row *rows;
    size_t count;
    struct ledger_month_row closed;
    TRY(ledger_trial_balance(r->db, r->county, (enum fund)fund->id, MONTH_OPEN, r->arena, &rows,
                             &count, e));
    struct view *row = view_add_object(list, NULL);
    view_add_text(row, "code", fund->code);
    view_add_text(row, "name", fund->name);
    view_add_fen(row, "bank_fen", balance_of(rows, count, LEDGER_BANK, 1));
    view_add_fen(row, "transit_fen", balance_of(rows, count, LEDGER_IN_TRANSIT, 1));
    view_add_fen(row, "payable_fen", balance_of(rows, count, LEDGER_PAYABLE, -1));
    enum status s = ledger_last_closed(
        r->db, (struct ledger_last_closed_args){.county = r->county, .fund = fund->id}, r->arena,
        &closed, e);
    if (s == STATUS_OK && closed.has_month)
        view_add_month(row, "closed", closed.month);
    return s == STATUS_NONE ? STATUS_OK : s;
}

static enum status fund_index(struct request *r, struct error *e)
{
    struct ledger_fund_list_row funds[FUNDS_MAX];
    size_t count = 0;
    enum status s = STATUS_OK;
    struct view *list = view_add_list(r->page, "funds");
    {
        CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
        TRY(ledger_fund_list_open(r->db, (struct ledger_fund_list_args){.county = r->county},
                                  &cursor, e));
        while (count < FUNDS_MAX &&
               (s = ledger_fund_list_next(cursor, &funds[count], e)) == STATUS_OK) {
            funds[count].code = arena_strdup(r->arena, funds[count].code);
            funds[count].name = arena_strdup(r->arena, funds[count].name);
            if (funds[count].code == NULL || funds[count].name == NULL)
                return arena_exhausted(e);
            count++;
        }
    }
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    for (size_t i = 0; i < count; i++)
        TRY(fund_row_add(r, list, &funds[i], e));
    return respond_page(r, "fund/list.html", NULL, e);
}

/* ---- one fund ---- */

struct fund_seen {
    enum fund fund;
    const char *code, *name;
    struct month month;
    bool is_closed;
};

static enum status fund_of_address(struct request *r, struct fund_seen *ret, struct error *e)
{
    struct ledger_fund_row row;
    struct error ignored = {0};
    *ret = (struct fund_seen){0};
    enum status s =
        ledger_fund_parse(r->db, r->county, request_parameter(r, "fund"), &ret->fund, &ignored);
    if (s == STATUS_REFUSED)
        return STATUS_NONE;
    if (s != STATUS_OK) {
        *e = ignored;
        return s;
    }
    TRY(ledger_fund(r->db,
                    (struct ledger_fund_args){.county = r->county, .fund = (int64_t)ret->fund},
                    r->arena, &row, e));
    ret->code = row.code;
    ret->name = row.name;
    return STATUS_OK;
}

/* The months with journals, and which of them is looked at: the one asked for, else the last. */
static enum status months_add(struct request *r, struct fund_seen *f, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct ledger_month_list_row row;
    struct view *list = view_add_list(r->page, "months");
    enum status s;
    f->month = query_month(r, "month", MONTH_OPEN);
    TRY(ledger_month_list_open(
        r->db, (struct ledger_month_list_args){.county = r->county, .fund = (int64_t)f->fund},
        &cursor, e));
    while ((s = ledger_month_list_next(cursor, &row, e)) == STATUS_OK) {
        char key[MONTH_TEXT_BYTES], people[MONTH_TEXT_BYTES];
        if (f->month.v == MONTH_OPEN.v)
            f->month = row.month;
        if (row.month.v == f->month.v)
            f->is_closed = row.is_closed;
        const char *label = arena_printf(r->arena, "%s%s", month_text(r, row.month, people),
                                         row.is_closed ? request_text(r, N_("（已结账）")) : "");
        option_add(list, month_format(row.month, key), label, row.month.v == f->month.v);
    }
    if (f->month.v == MONTH_OPEN.v)
        f->month = date_month(date_today());
    return s == STATUS_NONE ? STATUS_OK : s;
}

static enum status trial_add(struct request *r, const struct fund_seen *f, struct error *e)
{
    struct trial_row *rows;
    size_t count;
    struct fen debit = FEN(0), credit = FEN(0);
    TRY(ledger_trial_balance(r->db, r->county, f->fund, f->month, r->arena, &rows, &count, e));
    struct view *list = view_add_list(r->page, "accounts");
    for (size_t i = 0; i < count; i++) {
        struct fen balance = FEN(rows[i].debit.v - rows[i].credit.v);
        struct view *row = view_add_object(list, NULL);
        view_add_integer(row, "account", rows[i].account);
        view_add_text(row, "name", rows[i].name);
        view_add_text(row, "kind", rows[i].kind);
        view_add_fen(row, "debit_fen", rows[i].debit);
        view_add_fen(row, "credit_fen", rows[i].credit);
        view_add_fen(row, "balance_fen", FEN(balance.v < 0 ? -balance.v : balance.v));
        view_add_text(row, "side",
                      balance.v == 0  ? ""
                      : balance.v > 0 ? request_text(r, N_("借"))
                                      : request_text(r, N_("贷")));
        debit.v += rows[i].debit.v;
        credit.v += rows[i].credit.v;
    }
    view_add_fen(r->page, "sum_debit_fen", debit);
    view_add_fen(r->page, "sum_credit_fen", credit);
    view_add_bool(r->page, "is_balanced", debit.v == credit.v);
    return STATUS_OK;
}

static enum status lines_add(struct request *r, struct view *journal, const struct fund_seen *f,
                             int64_t id, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct journal_pair_row row;
    enum status s;
    struct view *list = view_add_list(journal, "lines");
    TRY(journal_pair_list_open(r->db,
                               (struct journal_pair_list_args){
                                   .county = r->county, .fund = (int64_t)f->fund, .journal = id},
                               &cursor, e));
    while ((s = journal_pair_list_next(cursor, &row, e)) == STATUS_OK) {
        struct view *v = view_add_object(list, NULL);
        view_add_text(v, "debit_name", row.debit_name);
        view_add_text(v, "credit_name", row.credit_name);
        view_add_fen(v, "line_fen", row.amount);
        view_add_count(v, "line_count", row.line_count);
        view_add_bool(v, "is_many", row.line_count > 1);
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

static enum status journals_add(struct request *r, const struct fund_seen *f, struct error *e)
{
    int64_t ids[JOURNALS_MAX];
    struct view *views[JOURNALS_MAX];
    size_t count = 0;
    enum status s = STATUS_OK;
    struct view *list = view_add_list(r->page, "journals");
    {
        CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
        struct journal_list_row j;
        TRY(journal_list_open(r->db,
                              (struct journal_list_args){.county = r->county,
                                                         .fund = (int64_t)f->fund,
                                                         .from_month = f->month,
                                                         .to_month = f->month},
                              &cursor, e));
        while (count < JOURNALS_MAX && (s = journal_list_next(cursor, &j, e)) == STATUS_OK) {
            struct view *row = views[count] = view_add_object(list, NULL);
            ids[count++] = j.id;
            view_add_integer(row, "journal", j.id);
            view_add_date(row, "entered_on", j.entered_on);
            view_add_text(row, "kind_label", request_text(r, journal_kind_label(j.kind)));
            if (j.run != 0)
                view_add_integer(row, "run", j.run);
            view_add_text(row, "document", j.document);
            view_add_text(row, "memo", j.memo);
            view_add_fen(row, "amount_fen", j.amount);
        }
    }
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    for (size_t i = 0; i < count; i++)
        TRY(lines_add(r, views[i], f, ids[i], e));
    view_add_bool(r->page, "has_more_journals", s == STATUS_OK);
    return STATUS_OK;
}

static enum status statements_add(struct request *r, const struct fund_seen *f, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct bank_statement_row row;
    enum status s;
    TRY(bank_statement_last_open(
        r->db,
        (struct bank_statement_last_args){.county = r->county,
                                          .fund = (int64_t)f->fund,
                                          .first_day = month_first_day(f->month),
                                          .last_day = month_last_day(f->month)},
        &cursor, e));
    struct view *list = view_add_list(r->page, "statements");
    while ((s = bank_statement_last_next(cursor, &row, e)) == STATUS_OK) {
        struct view *v = view_add_object(list, NULL);
        view_add_date(v, "stated_on", row.stated_on);
        view_add_fen(v, "stated_fen", row.balance);
        view_add_text(v, "document", row.document);
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

static enum status fund_fill(struct request *r, struct fund_seen *f, struct error *e)
{
    char key[MONTH_TEXT_BYTES], day[DATE_TEXT_BYTES];
    TRY(months_add(r, f, e));
    view_add_text(r->page, "code", f->code);
    view_add_text(r->page, "fund_name", f->name);
    view_add_month(r->page, "month", f->month);
    view_add_text(r->page, "month_key", month_format(f->month, key));
    view_add_text(r->page, "last_day", date_format(month_last_day(f->month), day));
    view_add_bool(r->page, "is_month_closed", f->is_closed);
    view_add_bool(r->page, "can_write", request_can(r, PERMISSION_LEDGER_WRITE));
    struct view *sources = view_add_list(r->page, "sources");
    for (int i = 0; i < FUND_SOURCE_COUNT; i++)
        option_add(sources, SOURCES[i].name, request_text(r, SOURCES[i].label),
                   strcmp(request_field(r, "source"), SOURCES[i].name) == 0);
    TRY(trial_add(r, f, e));
    TRY(journals_add(r, f, e));
    return statements_add(r, f, e);
}

static enum status fund_show(struct request *r, struct error *e)
{
    struct fund_seen f;
    TRY(fund_of_address(r, &f, e));
    TRY(fund_fill(r, &f, e));
    return respond_page(r, "fund/page.html", f.name, e);
}

/* ---- entries ---- */

typedef enum status (*fund_entry)(struct request *r, struct db *db, const struct fund_seen *f,
                                  struct error *e);

static enum status appropriate(struct request *r, struct db *db, const struct fund_seen *f,
                               struct error *e)
{
    struct fen amount;
    struct month month;
    const char *name = request_field(r, "source");
    int source = 0;
    while (source < FUND_SOURCE_COUNT && strcmp(SOURCES[source].name, name) != 0)
        source++;
    if (source == FUND_SOURCE_COUNT)
        return error_set(e, STATUS_REFUSED, "SOURCE_UNKNOWN", _("请选择资金来源"));
    TRY(fen_parse(request_field(r, "amount"), &amount, e));
    TRY(field_month(r, "month", &month, e));
    return ledger_appropriate(db, r->county, f->fund, (enum source)source, amount, month,
                              request_field(r, "document"), r->session.user.name, e);
}

static enum status state_balance(struct request *r, struct db *db, const struct fund_seen *f,
                                 struct error *e)
{
    struct date on;
    struct fen balance;
    TRY(date_parse(request_field(r, "on"), &on, e));
    TRY(fen_parse(request_field(r, "balance"), &balance, e));
    return ledger_state_balance(db, r->county, f->fund, on, balance, request_field(r, "document"),
                                r->session.user.name, e);
}

static enum status close_month(struct request *r, struct db *db, const struct fund_seen *f,
                               struct error *e)
{
    struct month month;
    TRY(field_month(r, "month", &month, e));
    return ledger_close_month(db, r->county, f->fund, month, r->session.user.name, e);
}

static enum status enter(struct request *r, fund_entry entry, const char *notice, struct error *e)
{
    static const char *const fields[] = {"amount", "document", "balance", "on"};
    struct fund_seen f;
    struct db *db;
    struct error why = {0};
    char month[MONTH_TEXT_BYTES];
    TRY(fund_of_address(r, &f, e));
    TRY(require_county(r, e));
    TRY(request_writer(r, &db, e));
    enum status s = entry(r, db, &f, &why);
    if (s == STATUS_REFUSED) {
        struct view *typed = view_add_object(r->page, "typed");
        for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
            view_add_text(typed, fields[i], request_field(r, fields[i]));
        TRY(fund_fill(r, &f, e));
        return respond_page_status(r, 422, "fund/page.html", f.name, &why, e);
    }
    if (s != STATUS_OK) {
        *e = why;
        return s;
    }
    struct error ignored;
    if (field_month(r, "month", &f.month, &ignored) != STATUS_OK)
        return respond_redirect(r, request_text(r, notice), e, "/funds/%s", f.code);
    return respond_redirect(r, request_text(r, notice), e, "/funds/%s?month=%s", f.code,
                            month_format(f.month, month));
}

static enum status fund_appropriate(struct request *r, struct error *e)
{
    return enter(r, appropriate, N_("已记拨入资金"), e);
}

static enum status fund_statement(struct request *r, struct error *e)
{
    return enter(r, state_balance, N_("已录银行对账单"), e);
}

static enum status fund_close(struct request *r, struct error *e)
{
    return enter(r, close_month, N_("已结账"), e);
}

static const struct route_input SHOW_INPUTS[] = {
    {"month", INPUT_MONTH, false, N_("月份")},
    {.name = NULL},
};
static const struct route_input INCOME_INPUTS[] = {
    {"source", INPUT_TEXT, true, N_("来源")},
    {"amount", INPUT_YUAN, true, N_("金额（元）")},
    {"month", INPUT_MONTH, true, N_("记入月份")},
    {"document", INPUT_TEXT, true, N_("文号或凭据号")},
    {.name = NULL},
};
static const struct route_input STATEMENT_INPUTS[] = {
    {"on", INPUT_DATE, true, N_("哪一天")},
    {"balance", INPUT_YUAN, true, N_("余额（元）")},
    {"document", INPUT_TEXT, true, N_("凭据")},
    {.name = NULL},
};
static const struct route_input CLOSE_INPUTS[] = {
    {"month", INPUT_MONTH, true, N_("月份")},
    {.name = NULL},
};
static const struct route ROUTES[] = {
    {HTTP_GET, "/funds", fund_index, PERMISSION_LEDGER_READ, N_("专账")},
    {HTTP_GET, "/funds/{fund}", fund_show, PERMISSION_LEDGER_READ, N_("专账"),
     .inputs = SHOW_INPUTS},
    {HTTP_POST, "/funds/{fund}/appropriate", fund_appropriate, PERMISSION_LEDGER_WRITE,
     N_("记拨入资金"), .inputs = INCOME_INPUTS},
    {HTTP_POST, "/funds/{fund}/statement", fund_statement, PERMISSION_LEDGER_WRITE,
     N_("录银行对账单"), .inputs = STATEMENT_INPUTS},
    {HTTP_POST, "/funds/{fund}/close", fund_close, PERMISSION_LEDGER_WRITE, N_("月结"),
     .inputs = CLOSE_INPUTS},
};
const struct route_table FUND_ROUTES = ROUTE_TABLE("fund", ROUTES);
