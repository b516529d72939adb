/* What every step of a transfer does first, and reading one. */
#include "transfer_internal.h"

#include "base/buf.h"
#include "base/i18n.h"
#include "base/json.h"
#include "base/text.h"

#include <inttypes.h>
#include <stdio.h>

#define REASON_BYTES_MAX 600

static struct transfer_record record_of(const struct transfer_row *r)
{
    return (struct transfer_record){
        .id = r->id,
        .subject = r->subject,
        .payee = r->payee,
        .lines = r->lines,
        .fund = (enum fund)r->fund,
        .state = (enum transfer_state)r->state,
        .month = r->month,
        .kind = r->kind,
        .payee_name = r->payee_name,
        .account_tail = r->account_tail,
        .prepared_by = r->prepared_by,
        .checked_by = r->checked_by,
        .approved_by = r->approved_by,
        .paid_by = r->paid_by,
        .bank_reference = r->bank_reference,
        .return_reason = r->return_reason,
        .total = r->total,
        .paid_on = r->paid_on > 0 ? date_from_yyyymmdd(r->paid_on) : (struct date){0},
        .attempt = (int)r->attempt,
    };
}

enum status transfer_read(struct db *db, int64_t county, int64_t id, struct arena *arena,
                          struct transfer_record *ret, struct error *e)
{
    struct transfer_row row;
    TRY(transfer_by_id(db, (struct transfer_by_id_args){.county = county, .id = id}, arena, &row,
                       e));
    *ret = record_of(&row);
    return STATUS_OK;
}

static enum status texts_keep(struct transfer_record *r, struct arena *arena, struct error *e)
{
    const char **texts[] = {&r->kind,        &r->payee_name,     &r->account_tail,
                            &r->prepared_by, &r->checked_by,     &r->approved_by,
                            &r->paid_by,     &r->bank_reference, &r->return_reason};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        if (!*texts[i])
            continue;
        *texts[i] = arena_strdup(arena, *texts[i]);
        if (!*texts[i])
            return arena_exhausted(e);
    }
    return STATUS_OK;
}

enum status transfer_list(struct db *db, int64_t county, int64_t payee, enum transfer_state state,
                          int64_t before, int row_count, struct arena *arena,
                          struct transfer_record **ret, size_t *ret_count, struct error *e)
{
    const size_t room = row_count > 0 ? (size_t)row_count : 0;
    struct transfer_record *list = ARENA_ARRAY(arena, struct transfer_record, room + 1);
    if (!list)
        return arena_exhausted(e);
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    TRY(transfer_page_open(db,
                           (struct transfer_page_args){.county = county,
                                                       .payee = payee,
                                                       .state = (int64_t)state,
                                                       .before = before,
                                                       .rows = (int64_t)room},
                           &cursor, e));
    struct transfer_row row;
    enum status s = STATUS_NONE;
    size_t count = 0;
    while (count < room && (s = transfer_page_next(cursor, &row, e)) == STATUS_OK) {
        list[count] = record_of(&row);
        TRY(texts_keep(&list[count++], arena, e));
    }
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    *ret = list;
    *ret_count = count;
    return STATUS_OK;
}

/* ---- a step ---- */

static const struct transfer_transition *transition_of(enum transfer_action action, int64_t from)
{
    const struct transfer_transition *any = NULL;
    for (size_t i = 0; i < TRANSFER_TRANSITION_COUNT; i++) {
        if (TRANSFER_TRANSITIONS[i].action != action)
            continue;
        if ((int64_t)TRANSFER_TRANSITIONS[i].from == from)
            return &TRANSFER_TRANSITIONS[i];
        any = any ? any : &TRANSFER_TRANSITIONS[i];
    }
    return any;
}

enum status transfer_actor_check(const struct transfer_row *row, enum transfer_action action,
                                 const char *label, const char *actor, struct error *e)
{
    const struct {
        const char *who, *role;
        bool applies;
    } others[] = {
        {row->prepared_by, _("编制"),
         action == TRANSFER_CHECK || action == TRANSFER_APPROVE || action == TRANSFER_PAY},
        {row->checked_by, _("复核"), action == TRANSFER_APPROVE || action == TRANSFER_PAY},
        {row->approved_by, _("审批"), action == TRANSFER_PAY},
    };
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        if (!others[i].applies || !text_equals(others[i].who, actor))
            continue;
        return error_set(
            e, STATUS_REFUSED, "SAME_PERSON",
            _("%s 已经%s过 %" PRId64 " 号拨付单，不能再由同一人%s。请换另一位经办人。"), actor,
            others[i].role, row->id, label);
    }
    return STATUS_OK;
}

static enum status state_refused(const struct transfer_row *row, const char *action,
                                 struct error *e)
{
    return error_set(e, STATUS_REFUSED, "TRANSFER_STATE",
                     _("%" PRId64 " 号拨付单现在是“%s”，不能%s。请重新查看后再办。"), row->id,
                     _(transfer_state_label((enum transfer_state)row->state)), action);
}

static enum status step_check(const struct transfer_step *step, const struct transfer_row *row,
                              struct error *e)
{
    if (!step->action) {
        if (row->state != TRANSFER_APPROVED && row->state != TRANSFER_RETURNED)
            return state_refused(row, _("补足资金"), e);
        /* As for a run: who prepared or checked it does not fund it. */
        return transfer_actor_check(row, TRANSFER_APPROVE, _("补足资金"), step->actor, e);
    }
    const struct transfer_transition *t = transition_of(step->action, row->state);
    if ((int64_t)t->from != row->state)
        return state_refused(row, _(t->label), e);
    return transfer_actor_check(row, step->action, _(t->label), step->actor, e);
}

/* Who drew the lines, put some off or compared them has made what is checked and approved here. */
static enum status subject_check(struct db *db, const struct transfer_step *step,
                                 const struct transfer_row *row, struct error *e)
{
    struct transfer_hands_row drawn;
    if (step->action != TRANSFER_CHECK && step->action != TRANSFER_APPROVE)
        return STATUS_OK;
    TRY(transfer_subject_hands(db,
                               (struct transfer_subject_hands_args){.county = step->county,
                                                                    .kind = row->kind,
                                                                    .subject = row->subject,
                                                                    .actor = step->actor},
                               NULL, &drawn, e));
    if (drawn.hands == 0)
        return STATUS_OK;
    return error_set(e, STATUS_REFUSED, "SAME_PERSON",
                     _("%s 归集或核对过 %" PRId64 " 号拨付单的明细，不能再复核、审批。请换另一位"
                       "经办人。"),
                     step->actor, row->id);
}

static enum status step_record(struct db *db, const struct transfer_step *step, int64_t *ret,
                               struct error *e)
{
    CLEANUP(buf_free) struct buf detail = BUF_INIT(REASON_BYTES_MAX * 2);
    char subject[48], action[40];
    snprintf(subject, sizeof subject, "transfer %" PRId64, step->id);
    snprintf(action, sizeof action, "transfer.%s",
             step->action ? transition_of(step->action, 0)->name : "fund");
    if (step->reason) {
        buf_adds(&detail, "{\"reason\":");
        buf_add_json(&detail, step->reason);
        buf_addc(&detail, '}');
    }
    if (detail.overflow)
        return error_set(e, STATUS_REFUSED, "REASON_LONG", _("原因太长，请写得简短些。"));
    return change_record(db, step->county,
                         &(struct change_entry){.actor = step->actor,
                                                .action = action,
                                                .subject = subject,
                                                .detail = step->reason ? buf_text(&detail) : ""},
                         ret, e);
}

struct step_context {
    const struct transfer_step *step;
    transfer_body body;
};

static enum status step_work(struct db *db, void *context, struct error *e)
{
    const struct step_context *c = context;
    const struct transfer_step *step = c->step;
    CLEANUP(arena_cleanup) struct arena *scratch = arena_new(TRANSFER_SCRATCH_BYTES);
    if (!scratch)
        return arena_exhausted(e);
    struct transfer_moment at = {.step = step, .scratch = scratch};
    TRY(step_record(db, step, &at.change, e));
    struct transfer_row row;
    enum status s = transfer_by_id(
        db, (struct transfer_by_id_args){.county = step->county, .id = step->id}, scratch, &row, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "TRANSFER_UNKNOWN",
                         _("没有 %" PRId64 " 号拨付单。请用 minsheng transfer list 查看。"),
                         step->id);
    if (s != STATUS_OK)
        return s;
    TRY(step_check(step, &row, e));
    TRY(subject_check(db, step, &row, e));
    char now[TIME_TEXT_BYTES];
    at.now = time_now(now);
    int64_t affected = 0;
    TRY(c->body(db, &at, &row, &affected, e));
    if (affected == 1)
        return STATUS_OK;
    return error_set(e, STATUS_REFUSED, "TRANSFER_STATE",
                     _("%" PRId64 " 号拨付单的状态刚刚被别人改变，请重新查看后再办。"), row.id);
}

enum status transfer_step_do(struct db *db, const struct transfer_step *step, transfer_body body,
                             struct error *e)
{
    if (step->reason && !*step->reason)
        return error_set(e, STATUS_REFUSED, "REASON_MISSING", _("请写明原因。"));
    struct step_context c = {step, body};
    return db_transaction(db, step_work, &c, e);
}
