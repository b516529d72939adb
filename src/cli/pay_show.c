/* pay show, items, exceptions, returns: what a run holds. */
#include <inttypes.h>
#include <stdio.h>

#include "base/i18n.h"
#include "base/idno.h"
#include "cli/pay.h"
#include "domain/payment/explain.h"
#include "remittance_sql.h"

static void pair(struct cli *cli, const char *key, const char *value)
{
    cli_text(cli, key);
    cli_text(cli, value);
    cli_row_end(cli);
}

static void bucket(struct cli *cli, const char *name, int64_t items, struct fen total)
{
    char yuan[FEN_TEXT_BYTES], text[FEN_TEXT_BYTES + 32];
    snprintf(text, sizeof text, "%" PRId64 " / %s", items, fen_format(total, yuan));
    pair(cli, name, text);
}

static void step(struct cli *cli, const char *name, const char *who, const char *at)
{
    char text[128];
    if (!who)
        return;
    snprintf(text, sizeof text, "%.64s %s", who, at ? at : "");
    pair(cli, name, text);
}

static enum status remittances(struct cli *cli, const struct pay *p, int64_t run, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    TRY(remittance_list_open(
        p->db, (struct remittance_list_args){.county = p->c.county, .run = run}, &cursor, e));
    struct remittance_list_row r;
    enum status s;
    while ((s = remittance_list_next(cursor, &r, e)) == STATUS_OK) {
        char text[256], day[DATE_TEXT_BYTES], total[FEN_TEXT_BYTES], back[FEN_TEXT_BYTES];
        snprintf(text, sizeof text,
                 "#%" PRId64 " %.40s %s %" PRId64 " / %s; paid %" PRId64 ", returned %" PRId64
                 " / %s%s",
                 r.number, r.layout, date_format(r.sent_on, day), r.items,
                 fen_format(r.total, total), r.paid_items, r.returned_items,
                 fen_format(r.returned, back), r.is_reconciled ? "" : "; open");
        pair(cli, "remittance", text);
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

/* One household's item in words, as its run knew it. */
static enum status item_show(struct cli *cli, const struct pay *p, const struct payment_run *r,
                             struct error *e)
{
    struct explained_month *x;
    struct month month = r->from;
    int64_t household;
    TRY(pay_household(cli, p, &household, e));
    if (cli_has(cli, "--month"))
        TRY(cli_month_option(cli, "--month", &month, e));
    enum status s = payment_explain(p->db, p->c.county, r->programme, household, month, KNOWN_NOW,
                                    cli_arena(cli), &x, e);
    if (s == STATUS_NONE || (s == STATUS_OK && (!x->has_item || x->run != r->id)))
        return error_set(e, STATUS_REFUSED, "ITEM_UNKNOWN",
                         _("%" PRId64 " 号发放中没有家庭 %" PRId64 " 的项目。"), r->id, household);
    if (s == STATUS_OK)
        pay_print_explanation(cli, &x->explanation, &x->amount);
    return s;
}

enum status pay_show(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {"key", "value"};
    struct pay p = {0};
    struct payment_run r;
    struct payment_position q;
    TRY(pay_reader(cli, &p, e));
    TRY(pay_run_argument(cli, &p, &r, e));
    if (cli_has(cli, "--household") || cli_has(cli, "--person"))
        return item_show(cli, &p, &r, e);
    TRY(payment_position_read(p.db, p.c.county, r.id, &q, e));
    char id[32], from[MONTH_TEXT_BYTES], to[MONTH_TEXT_BYTES];
    snprintf(id, sizeof id, "%" PRId64, r.id);
    cli_rows_begin(cli, columns, 2);
    pair(cli, "run", id);
    pair(cli, "programme", programme_code(r.programme));
    pair(cli, "from", month_format(r.from, from));
    pair(cli, "to", month_format(r.to, to));
    pair(cli, "state", run_state_name(r.state));
    bucket(cli, "items", r.items, r.total);
    bucket(cli, "due", q.due_items, q.due);
    bucket(cli, "paid", q.paid_items, q.paid);
    bucket(cli, "returned", q.returned_items, q.returned);
    bucket(cli, "held", q.held_items, q.held);
    bucket(cli, "not_sent", q.not_sent_items, q.not_sent);
    bucket(cli, "in_transit", q.in_transit_items, q.in_transit);
    bucket(cli, "cancelled", q.cancelled_items, q.cancelled);
    step(cli, "prepared", r.prepared_by, r.prepared_at);
    step(cli, "checked", r.checked_by, NULL);
    step(cli, "reviewed", r.reviewed_by, NULL);
    step(cli, "approved", r.approved_by, r.approved_at);
    step(cli, "funded", r.funded_by, NULL);
    step(cli, "sent", r.sent_by, r.sent_at);
    step(cli, "closed", r.closed_by, r.closed_at);
    TRY(remittances(cli, &p, r.id, e));
    cli_rows_end(cli);
    return STATUS_OK;
}

static enum status item_row(struct cli *cli, const struct keyring *keys, enum programme programme,
                            const struct payment_item_named_row *row, struct error *e)
{
    char id_number[IDNO_BYTES];
    size_t n;
    if (row->id_sealed.n < SEAL_OVERHEAD_BYTES ||
        row->id_sealed.n - SEAL_OVERHEAD_BYTES + 1 > sizeof id_number)
        return error_set(e, STATUS_FAILED, "SEAL_BROKEN",
                         _("家庭 %" PRId64 " 的密封数据长度不对。"), row->household);
    TRY(unseal(keys, SEAL_ID_NUMBER, row->id_sealed.p, row->id_sealed.n, id_number, &n, e));
    cli_text(cli, programme_code(programme));
    cli_month(cli, row->month);
    cli_text(cli, id_number);
    cli_fen(cli, row->basic);
    cli_fen(cli, row->topup);
    cli_fen(cli, row->adjustment);
    cli_fen(cli, FEN(row->basic.v + row->topup.v + row->adjustment.v));
    cli_row_end(cli);
    return STATUS_OK;
}

static enum status run_items(struct cli *cli, const struct pay *p, enum programme programme,
                             struct month from, struct month to, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct payment_item_named_row row;
    enum status s;
    if (programme == PROGRAMME_MEDICAL)
        TRY(payment_claim_named_open(
            p->db,
            (struct payment_claim_named_args){
                .county = p->c.county, .programme = programme, .from_month = from, .to_month = to},
            &cursor, e));
    else
        TRY(payment_item_named_open(
            p->db,
            (struct payment_item_named_args){
                .county = p->c.county, .programme = programme, .from_month = from, .to_month = to},
            &cursor, e));
    while ((s = payment_item_named_next(cursor, &row, e)) == STATUS_OK)
        TRY(item_row(cli, p->c.keys, programme, &row, e));
    return s == STATUS_NONE ? STATUS_OK : s;
}

/* Without RUN: every run, or those of --programme and --month, in their order. */
static enum status all_items(struct cli *cli, const struct pay *p, struct error *e)
{
    enum programme programme = 0;
    struct month month = {0};
    if (cli_has(cli, "--programme"))
        TRY(programme_parse(cli_option(cli, "--programme"), &programme, e));
    if (cli_has(cli, "--month"))
        TRY(cli_month_option(cli, "--month", &month, e));
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct payment_run_row r;
    enum status s;
    TRY(payment_run_list_open(p->db, (struct payment_run_list_args){.county = p->c.county}, &cursor,
                              e));
    while ((s = payment_run_list_next(cursor, &r, e)) == STATUS_OK) {
        bool is_asked = (programme == 0 || r.programme == (int64_t)programme) &&
                        (month.v == 0 || (r.from_month.v <= month.v && month.v <= r.to_month.v));
        if (is_asked)
            TRY(run_items(cli, p, (enum programme)r.programme, r.from_month, r.to_month, e));
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

enum status pay_items(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {"programme", "month",          "id_number", "basic_fen",
                                          "topup_fen", "adjustment_fen", "total_fen"};
    struct pay p = {0};
    struct payment_run r;
    bool is_one = cli_argument(cli, 0) != NULL;
    TRY(pay_reader(cli, &p, e));
    TRY(cli_keys(cli, &p.c.keys, e));
    if (is_one)
        TRY(pay_run_argument(cli, &p, &r, e));
    cli_rows_begin(cli, columns, sizeof columns / sizeof columns[0]);
    TRY(is_one ? run_items(cli, &p, r.programme, r.from, r.to, e) : all_items(cli, &p, e));
    cli_rows_end(cli);
    return STATUS_OK;
}

enum status pay_exceptions(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {"programme", "month",    "household",
                                          "code",      "division", "detail"};
    struct pay p = {0};
    struct payment_run r;
    TRY(pay_reader(cli, &p, e));
    TRY(pay_run_argument(cli, &p, &r, e));
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    TRY(payment_exception_list_open(
        p.db,
        (struct payment_exception_list_args){
            .county = p.c.county, .programme = r.programme, .from_month = r.from, .to_month = r.to},
        &cursor, e));
    cli_rows_begin(cli, columns, sizeof columns / sizeof columns[0]);
    struct payment_exception_row x;
    enum status s;
    while ((s = payment_exception_list_next(cursor, &x, e)) == STATUS_OK) {
        cli_text(cli, programme_code(r.programme));
        cli_month(cli, x.month);
        cli_i64(cli, x.household);
        cli_text(cli, x.code);
        cli_i64(cli, x.division);
        cli_text(cli, x.detail);
        cli_row_end(cli);
    }
    cli_rows_end(cli);
    return s == STATUS_NONE ? STATUS_OK : s;
}

static void return_row(struct cli *cli, const struct bank_return_list_row *b)
{
    char day[DATE_TEXT_BYTES];
    cli_i64(cli, b->run);
    cli_text(cli, programme_code((enum programme)b->programme));
    cli_month(cli, b->month);
    cli_i64(cli, b->household);
    cli_text(cli, b->name);
    cli_text(cli, b->number_tail);
    cli_fen(cli, b->amount);
    cli_text(cli, b->code);
    cli_text(cli, b->reason);
    cli_text(cli, date_format(b->returned_on, day));
    cli_i64(cli, date_today().v - b->returned_on.v);
    cli_text(cli, b->state);
    cli_text(cli, b->note);
    cli_row_end(cli);
}

enum status pay_returns(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {
        "run",  "programme", "month",       "household", "name",  "account_tail", "amount_fen",
        "code", "reason",    "returned_on", "age_days",  "state", "note"};
    struct pay p = {0};
    struct payment_run r = {0};
    TRY(pay_reader(cli, &p, e));
    if (cli_argument_count(cli) > 0)
        TRY(pay_run_argument(cli, &p, &r, e));
    const char *state = cli_has(cli, "--all") ? "" : cli_option(cli, "--state");
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    TRY(bank_return_list_open(p.db,
                              (struct bank_return_list_args){.county = p.c.county,
                                                             .state = state ? state : "OPEN",
                                                             .run = r.id},
                              &cursor, e));
    cli_rows_begin(cli, columns, sizeof columns / sizeof columns[0]);
    struct bank_return_list_row row;
    enum status s;
    while ((s = bank_return_list_next(cursor, &row, e)) == STATUS_OK)
        return_row(cli, &row);
    cli_rows_end(cli);
    return s == STATUS_NONE ? STATUS_OK : s;
}
