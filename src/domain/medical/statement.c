/* A statement is drawn, drawn anew, and lines are put off from it. */
#include "statement_internal.h"

#include "base/buf.h"
#include "base/i18n.h"
#include "base/json.h"
#include "base/text.h"

#include <inttypes.h>
#include <stdio.h>

#define DETAIL_BYTES_MAX 1200

static const struct {
    const char *code, *label;
} REASONS[] = {
    {"ADVANCE", N_("医前救助抵作押金")},
    {"SETTLEMENT", N_("出院即时结算")},
    {"REVERSAL", N_("冲账")},
    {"REASSESSMENT", N_("重新核定")},
    {"CANCELLATION", N_("撤销入院")},
    {"CLAIM", N_("医后救助")},
};
static const struct {
    const char *code, *label;
} STATES[] = {
    [STATEMENT_DRAFT] = {"DRAFT", N_("待核对")},
    [STATEMENT_AGREED] = {"AGREED", N_("医院已核对一致")},
    [STATEMENT_APPROVED] = {"APPROVED", N_("已审批入账")},
};

const char *statement_state_code(enum statement_state s)
{
    return s >= STATEMENT_DRAFT && s <= STATEMENT_APPROVED ? STATES[s].code : "";
}

const char *statement_state_label(enum statement_state s)
{
    return s >= STATEMENT_DRAFT && s <= STATEMENT_APPROVED ? STATES[s].label : "";
}

const char *medical_reason_label(const char *reason)
{
    for (size_t i = 0; i < sizeof REASONS / sizeof REASONS[0]; i++)
        if (text_equals(REASONS[i].code, reason))
            return REASONS[i].label;
    return "";
}

enum status statement_state_refused(const struct statement_row *row, const char *action,
                                    struct error *e)
{
    char month[MONTH_TEXT_BYTES];
    return error_set(
        e, STATUS_REFUSED, "STATEMENT_STATE", _("%s %s 的结算单现在是“%s”%s，不能%s。"),
        row->hospital_name, month_format(row->month, month),
        _(statement_state_label((enum statement_state)row->state)),
        row->transfer > 0 && row->state == STATEMENT_AGREED ? _("，已编拨付单") : "", action);
}

bool statement_is_open(const struct statement_row *row)
{
    return row->state == STATEMENT_DRAFT || (row->state == STATEMENT_AGREED && row->transfer == 0);
}

enum status statement_step_begin(struct db *db, const struct statement_step *step,
                                 struct arena *scratch, struct statement_row *ret,
                                 int64_t *ret_change, struct error *e)
{
    char subject[48];
    struct statement_row row;
    snprintf(subject, sizeof subject, "statement %" PRId64, step->statement);
    TRY(medical_writable(db, step->county, e));
    TRY(change_record(db, step->county,
                      &(struct change_entry){.actor = step->actor,
                                             .action = step->action,
                                             .subject = subject,
                                             .detail = step->detail ? step->detail : ""},
                      ret_change, e));
    enum status s = statement_by_id(
        db, (struct statement_by_id_args){.county = step->county, .id = step->statement}, scratch,
        &row, e);
    if (s == STATUS_NONE)
        return error_set(
            e, STATUS_REFUSED, "STATEMENT_UNKNOWN",
            _("没有 %" PRId64 " 号结算单。请用 minsheng medical statement list 查看。"),
            step->statement);
    if (s != STATUS_OK)
        return s;
    *ret = row;
    return STATUS_OK;
}

/* ---- drawn ---- */

enum status statement_draw(struct db *db, int64_t county, int64_t id, int64_t hospital,
                           struct month month, const char *actor, int64_t change, bool *ret_is_gone,
                           struct error *e)
{
    struct statement_sums_row sums;
    struct fen total;
    char now[TIME_TEXT_BYTES];
    CLEANUP(arena_cleanup) struct arena *scratch = arena_new(STATEMENT_SCRATCH_BYTES);
    if (!scratch)
        return arena_exhausted(e);
    TRY(statement_match_delete(
        db, (struct statement_match_delete_args){.county = county, .statement = id}, NULL, e));
    TRY(statement_sums(
        db, (struct statement_sums_args){.county = county, .hospital = hospital, .statement = id},
        scratch, &sums, e));
    if (fen_add(sums.before, sums.during, &total) != STATUS_OK)
        return error_set(e, STATUS_FAILED, "FEN_OVERFLOW", _("结算总额超出可表示的范围。"));
    *ret_is_gone = total.v <= 0;
    if (*ret_is_gone) {
        TRY(statement_let_go(
            db,
            (struct statement_let_go_args){.county = county, .hospital = hospital, .statement = id},
            NULL, e));
        return statement_delete(db, (struct statement_delete_args){.county = county, .id = id},
                                NULL, e);
    }
    return statement_put(db,
                         (struct statement_put_args){.county = county,
                                                     .id = id,
                                                     .hospital = hospital,
                                                     .month = month,
                                                     .lines = sums.lines,
                                                     .before = sums.before,
                                                     .during = sums.during,
                                                     .total = total,
                                                     .actor = actor,
                                                     .at = time_now(now),
                                                     .known_from = change},
                         NULL, e);
}

struct preparing {
    int64_t county, hospital;
    struct month month;
    const char *actor;
    int64_t id; /* result; 0: nothing owed */
};

/* The number of the month's statement, or a new one. */
static enum status number_of(struct db *db, const struct preparing *w, bool *ret_is_new,
                             int64_t *ret, struct error *e)
{
    struct statement_key_row key;
    struct statement_row row;
    CLEANUP(arena_cleanup) struct arena *scratch = arena_new(STATEMENT_SCRATCH_BYTES);
    if (!scratch)
        return arena_exhausted(e);
    enum status s =
        statement_of_month(db,
                           (struct statement_of_month_args){
                               .county = w->county, .hospital = w->hospital, .month = w->month},
                           scratch, &key, e);
    *ret_is_new = s == STATUS_NONE;
    if (s == STATUS_NONE)
        return counter_take(db, w->county, "medical_statement", 1, ret, e);
    if (s != STATUS_OK)
        return s;
    TRY(statement_by_id(db, (struct statement_by_id_args){.county = w->county, .id = key.id},
                        scratch, &row, e));
    if (!statement_is_open(&row))
        return statement_state_refused(&row, _("重新归集"), e);
    *ret = key.id;
    return STATUS_OK;
}

static enum status hospital_check(struct db *db, int64_t county, int64_t hospital, struct error *e)
{
    struct payee payee;
    CLEANUP(arena_cleanup) struct arena *scratch = arena_new(STATEMENT_SCRATCH_BYTES);
    if (!scratch)
        return arena_exhausted(e);
    enum status s = payee_by_id(db, county, hospital, scratch, &payee, e);
    if (s == STATUS_NONE || (s == STATUS_OK && payee.kind != PAYEE_HOSPITAL))
        return error_set(e, STATUS_REFUSED, "PAYEE_KIND", _("%" PRId64 " 号收款单位不是定点医院。"),
                         hospital);
    return s;
}

static enum status prepare_work(struct db *db, void *context, struct error *e)
{
    struct preparing *w = context;
    char subject[48], detail[64];
    int64_t change, id = 0;
    bool is_new = false, is_gone = false;
    w->id = 0;
    TRY(medical_writable(db, w->county, e));
    TRY(hospital_check(db, w->county, w->hospital, e));
    snprintf(subject, sizeof subject, "hospital %" PRId64, w->hospital);
    snprintf(detail, sizeof detail, "{\"month\":%d}", month_yyyymm(w->month));
    TRY(change_record(
        db, w->county,
        &(struct change_entry){
            .actor = w->actor, .action = "statement.prepare", .subject = subject, .detail = detail},
        &change, e));
    TRY(number_of(db, w, &is_new, &id, e));
    TRY(statement_let_go(db,
                         (struct statement_let_go_args){
                             .county = w->county, .hospital = w->hospital, .statement = id},
                         NULL, e));
    TRY(statement_gather(db,
                         (struct statement_gather_args){.county = w->county,
                                                        .hospital = w->hospital,
                                                        .last_day = month_last_day(w->month),
                                                        .month = w->month,
                                                        .statement = id},
                         NULL, e));
    TRY(statement_draw(db, w->county, id, w->hospital, w->month, w->actor, change, &is_gone, e));
    if (is_gone && is_new)
        return STATUS_NONE; /* nothing happened: not even a row of the trail */
    w->id = is_gone ? 0 : id;
    return STATUS_OK;
}

enum status statement_prepare(struct db *db, int64_t county, int64_t hospital, struct month month,
                              const char *actor, int64_t *ret_id, struct error *e)
{
    char text[MONTH_TEXT_BYTES];
    if (month.v > date_month(date_today()).v)
        return error_set(e, STATUS_REFUSED, "STATEMENT_MONTH", _("%s 还没有开始，不能编制结算单。"),
                         month_format(month, text));
    struct preparing w = {.county = county, .hospital = hospital, .month = month, .actor = actor};
    TRY(db_transaction(db, prepare_work, &w, e));
    if (w.id == 0)
        return STATUS_NONE;
    *ret_id = w.id;
    return STATUS_OK;
}

/* ---- put off ---- */

struct putting_off {
    struct statement_step step;
    const char *admission_no, *reason;
};

static enum status put_off_work(struct db *db, void *context, struct error *e)
{
    const struct putting_off *w = context;
    const int64_t county = w->step.county;
    struct statement_row row;
    int64_t change, count;
    bool is_gone;
    CLEANUP(arena_cleanup) struct arena *scratch = arena_new(STATEMENT_SCRATCH_BYTES);
    if (!scratch)
        return arena_exhausted(e);
    TRY(statement_step_begin(db, &w->step, scratch, &row, &change, e));
    if (!statement_is_open(&row))
        return statement_state_refused(&row, _("推迟"), e);
    TRY(statement_put_off_lines(
        db,
        (struct statement_put_off_lines_args){.county = county,
                                              .hospital = row.hospital,
                                              .statement = row.id,
                                              .admission_number = w->admission_no,
                                              .month = row.month,
                                              .reason = w->reason,
                                              .known_from = change},
        &count, e));
    if (count == 0)
        return error_set(e, STATUS_REFUSED, "ADMISSION_UNKNOWN",
                         _("%" PRId64 " 号结算单上没有住院号“%s”。"), row.id, w->admission_no);
    TRY(statement_let_go_put_off(
        db,
        (struct statement_let_go_put_off_args){
            .county = county, .hospital = row.hospital, .statement = row.id, .month = row.month},
        NULL, e));
    return statement_draw(db, county, row.id, row.hospital, row.month, w->step.actor, change,
                          &is_gone, e);
}

enum status statement_put_off(struct db *db, int64_t county, int64_t statement,
                              const char *admission_no, const char *reason, const char *actor,
                              struct error *e)
{
    CLEANUP(buf_free) struct buf detail = BUF_INIT(DETAIL_BYTES_MAX);
    if (!reason || !*reason)
        return error_set(e, STATUS_REFUSED, "REASON_MISSING", _("请写明推迟的原因。"));
    buf_adds(&detail, "{\"admission\":");
    buf_add_json(&detail, admission_no);
    buf_adds(&detail, ",\"reason\":");
    buf_add_json(&detail, reason);
    buf_addc(&detail, '}');
    if (detail.overflow)
        return error_set(e, STATUS_REFUSED, "REASON_LONG", _("原因太长，请写得简短些。"));
    struct putting_off w = {.step = {.county = county,
                                     .statement = statement,
                                     .actor = actor,
                                     .action = "statement.put_off",
                                     .detail = buf_text(&detail)},
                            .admission_no = admission_no,
                            .reason = reason};
    return db_transaction(db, put_off_work, &w, e);
}
