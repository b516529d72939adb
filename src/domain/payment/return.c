/* From the bank: a whole return file or nothing. */
#include "compare.h"

#include "base/i18n.h"
#include "remittance_sql.h"

#include <inttypes.h>
#include <string.h>

#define RETURN_SCRATCH_BYTES ((size_t)4 * 1024 * 1024)

static enum status remittance_first_open(struct db *db, int64_t county, int64_t run,
                                         struct arena *arena, struct remittance_list_row *ret,
                                         size_t *ret_open, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    TRY(remittance_list_open(db, (struct remittance_list_args){.county = county, .run = run},
                             &cursor, e));
    struct remittance_list_row row;
    enum status s;
    *ret_open = 0;
    while ((s = remittance_list_next(cursor, &row, e)) == STATUS_OK) {
        if (row.is_reconciled)
            continue;
        if ((*ret_open)++ > 0)
            continue;
        *ret = row;
        ret->layout = arena_strdup(arena, row.layout);
        ret->unit = arena_strdup(arena, row.unit);
        ret->actor = "";
        if (!ret->layout || !ret->unit)
            return arena_exhausted(e);
    }
    if (s != STATUS_NONE)
        return s;
    return *ret_open > 0 ? STATUS_OK : STATUS_NONE;
}

enum status payment_remittance_open(struct db *db, int64_t county, int64_t run, struct arena *arena,
                                    struct remittance_row *ret, struct error *e)
{
    struct remittance_list_row row;
    size_t open;
    TRY(remittance_first_open(db, county, run, arena, &row, &open, e));
    *ret = (struct remittance_row){.id = row.id,
                                   .run = row.run,
                                   .number = row.number,
                                   .items = row.items,
                                   .out_file = row.out_file,
                                   .total = row.total,
                                   .sent_on = row.sent_on,
                                   .unit = row.unit,
                                   .layout = row.layout};
    return STATUS_OK;
}

struct taking {
    const struct payment_context *c;
    int64_t run;
    const struct payment_source *source;
    const char *file_name;
    uint8_t hash[HASH_BYTES]; /* of the file */
    bool is_consumed;         /* the source can not be read twice */
    bool is_repeat;
    struct payment_return_result result;
};

/* The file's bytes from its beginning, into the writer or, without one, only into the hash. */
static enum status file_walk(struct taking *w, struct file_writer *writer, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *scratch = arena_new(2 * FILE_READ_BYTES);
    void *bytes = scratch ? arena_alloc(scratch, FILE_READ_BYTES) : NULL;
    if (!bytes)
        return arena_exhausted(e);
    struct hash_state hash;
    hash_init(&hash);
    size_t n = 0;
    for (int64_t offset = 0;; offset += (int64_t)n) {
        enum status s = w->source->read(w->source->context, offset, bytes, FILE_READ_BYTES, &n, e);
        if (s == STATUS_NONE)
            break;
        if (s != STATUS_OK)
            return s;
        if (writer)
            TRY(file_store_add(writer, bytes, n, e));
        else
            hash_update(&hash, bytes, n);
    }
    if (!writer)
        hash_final(&hash, w->hash);
    return STATUS_OK;
}

static enum status line_returned(struct db *db, const struct taking *w,
                                 const struct payment_run_row *run, int64_t remittance,
                                 int64_t change, const struct payment_return_line *line,
                                 const struct sent_item *sent, struct error *e)
{
    const int64_t county = w->c->county;
    int64_t affected;
    TRY(sent_item_returned(db,
                           (struct sent_item_returned_args){.county = county,
                                                            .programme = run->programme,
                                                            .month = sent->month,
                                                            .household = sent->household,
                                                            .remittance = remittance},
                           &affected, e));
    if (affected != 1)
        return error_set(e, STATUS_FAILED, "RETURN_STATE",
                         _("家庭 %" PRId64 " 的项目不在“在途”状态。"), sent->household);
    return bank_return_insert(
        db,
        (struct bank_return_insert_args){.county = county,
                                         .programme = run->programme,
                                         .month = sent->month,
                                         .household = sent->household,
                                         .attempt = sent->attempt,
                                         .remittance = remittance,
                                         .code = line->code ? line->code : "",
                                         .reason = line->reason ? line->reason : "",
                                         .returned_on = date_today(),
                                         .known_from = change},
        NULL, e);
}

struct lines {
    struct matcher *m;
    struct comparison compared;
    struct payment_return_result result;
};

static enum status lines_walk(struct db *db, struct taking *w, const struct payment_run_row *run,
                              const struct remittance_list_row *remittance, int64_t change,
                              struct lines *l, struct error *e)
{
    struct payment_return_result *r = &l->result;
    struct payment_return_line line;
    enum status s;
    while ((s = w->source->next(w->source->context, &line, e)) == STATUS_OK) {
        struct sent_item sent;
        TRY(matcher_take(l->m, &line, &sent, e));
        TRY(comparison_add(&l->compared, l->m, &line, &sent, e));
        if (line.is_paid) {
            r->paid++;
            TRY(fen_add(r->paid_fen, sent.amount, &r->paid_fen));
        } else {
            r->returned++;
            TRY(fen_add(r->returned_fen, sent.amount, &r->returned_fen));
            TRY(line_returned(db, w, run, remittance->id, change, &line, &sent, e));
        }
        if ((r->paid + r->returned) % PAYMENT_PROGRESS_ROWS == 0)
            TRY(payment_report(w->c, r->paid + r->returned, remittance->items, e));
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

static enum status lines_take(struct db *db, struct taking *w, const struct payment_run_row *run,
                              const struct remittance_list_row *remittance, int64_t change,
                              struct error *e)
{
    CLEANUP(matcher_cleanup) struct matcher *m = NULL;
    struct error later;
    TRY(matcher_open(db, w->c->county, run, remittance->id, remittance->known_from, &m, e));
    struct lines l = {.m = m, .compared.keys = w->c->keys};
    w->is_consumed = true;
    enum status s = lines_walk(db, w, run, remittance, change, &l, &later);
    TRY(comparison_end(&l.compared, e)); /* an altered line stands before what stopped the walk */
    if (s != STATUS_OK) {
        if (e)
            *e = later;
        return s;
    }
    TRY(matcher_end(m, e));
    w->result = l.result;
    return STATUS_OK;
}

static enum status book(struct db *db, const struct taking *w, const struct payment_run_row *run,
                        const struct remittance_list_row *remittance, int64_t change,
                        struct error *e)
{
    struct journal_line lines[2];
    size_t count = 0;
    if (w->result.paid > 0)
        lines[count++] =
            (struct journal_line){LEDGER_PAYABLE, LEDGER_IN_TRANSIT, w->result.paid_fen};
    if (w->result.returned > 0)
        lines[count++] =
            (struct journal_line){LEDGER_BANK, LEDGER_IN_TRANSIT, w->result.returned_fen};
    struct journal_header header = {.fund = run_fund(run->programme),
                                    .kind = "RETURN",
                                    .run = run->id,
                                    .remittance = remittance->id,
                                    .document = w->file_name,
                                    .memo = "",
                                    .change = change};
    TRY(run_accounting_month(db, w->c->county, run, &header.month, e));
    return journal_write(db, w->c->county, &header, lines, count, NULL, e);
}

static enum status reconcile(struct db *db, struct taking *w, const struct payment_run_row *run,
                             const struct remittance_list_row *remittance, int64_t change,
                             struct error *e)
{
    const int64_t county = w->c->county;
    int64_t affected, file;
    TRY(sent_item_paid(db,
                       (struct sent_item_paid_args){.county = county,
                                                    .programme = run->programme,
                                                    .from_month = run->from_month,
                                                    .to_month = run->to_month,
                                                    .remittance = remittance->id},
                       &affected, e));
    if (affected != w->result.paid)
        return error_set(e, STATUS_FAILED, "RETURN_STATE", _("已发笔数与回盘不一致。"));
    CLEANUP(file_store_cleanup) struct file_writer *writer = NULL;
    TRY(file_store_begin(db, w->c, "IN", w->file_name, change, w->hash, &writer, e));
    TRY(file_walk(w, writer, e));
    TRY(file_store_end(writer, &file, e));
    TRY(remittance_reconcile(
        db,
        (struct remittance_reconcile_args){.county = county,
                                           .id = remittance->id,
                                           .paid_items = w->result.paid,
                                           .paid = w->result.paid_fen,
                                           .returned_items = w->result.returned,
                                           .returned = w->result.returned_fen,
                                           .in_file = file},
        &affected, e));
    return run_moved(affected, run->id, e);
}

static enum status was_taken(struct db *db, const struct taking *w, struct arena *scratch,
                             bool *ret, struct error *e)
{
    struct bank_file_taken_row row;
    enum status s =
        bank_file_taken(db,
                        (struct bank_file_taken_args){
                            .county = w->c->county, .run = w->run, .sha256 = {w->hash, HASH_BYTES}},
                        scratch, &row, e);
    *ret = s == STATUS_OK;
    return s == STATUS_NONE ? STATUS_OK : s;
}

static enum status take_work(struct db *db, void *context, struct error *e)
{
    struct taking *w = context;
    if (w->is_consumed)
        return error_set(e, STATUS_FAILED, "RETURN_AGAIN",
                         _("数据库忙，回盘没有入账。请再导入一次。"));
    CLEANUP(arena_cleanup) struct arena *scratch = arena_new(RETURN_SCRATCH_BYTES);
    if (!scratch)
        return arena_exhausted(e);
    TRY(was_taken(db, w, scratch, &w->is_repeat, e));
    if (w->is_repeat)
        return STATUS_NONE;
    const struct run_step step = {.c = w->c,
                                  .run = w->run,
                                  .state_from = RUN_SENT,
                                  .state_to = RUN_RECONCILED,
                                  .name = "payment.return"};
    struct payment_run_row run;
    int64_t change, affected;
    TRY(run_step_begin(db, &step, scratch, &run, &change, e));
    struct remittance_list_row remittance;
    size_t open;
    enum status s = remittance_first_open(db, w->c->county, w->run, scratch, &remittance, &open, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "RETURN_NONE_OPEN",
                         _("%" PRId64 " 号发放没有等待回盘的文件。"), w->run);
    if (s != STATUS_OK)
        return s;
    TRY(lines_take(db, w, &run, &remittance, change, e));
    TRY(reconcile(db, w, &run, &remittance, change, e));
    TRY(book(db, w, &run, &remittance, change, e));
    if (open > 1 || run.state != RUN_SENT)
        return STATUS_OK;
    TRY(payment_run_reconciled(
        db, (struct payment_run_reconciled_args){.county = w->c->county, .id = run.id}, &affected,
        e));
    return run_moved(affected, run.id, e);
}

enum status payment_take_return(struct db *db, const struct payment_context *c, int64_t run,
                                const struct payment_source *source, const char *file_name,
                                struct payment_return_result *ret, struct error *e)
{
    if (!c->keys)
        return error_set(e, STATUS_REFUSED, "KEYS_MISSING",
                         _("没有密钥，不能核对账号。请检查密钥文件(MINSHENG_KEY)。"));
    struct taking w = {.c = c, .run = run, .source = source, .file_name = file_name};
    TRY(file_walk(&w, NULL, e));
    TRY(db_transaction(db, take_work, &w, e));
    if (ret)
        *ret = w.result;
    return STATUS_OK;
}
