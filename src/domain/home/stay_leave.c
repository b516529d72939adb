/* Leaving a home: asked for by one, confirmed by another; a death needs no confirming. */
#include <inttypes.h>

#include "base/i18n.h"
#include "base/json.h"
#include "base/text.h"
#include "domain/home/stay_internal.h"

#define NOTE_LETTERS_MAX 500

struct leave_job {
    const struct stay_leave_request *request;
    int64_t stay;
};

static enum status leave_change(struct stay_work *w, const struct stay_leave_request *r,
                                struct error *e)
{
    CLEANUP(buf_free) struct buf detail = BUF_INIT(STAY_DETAIL_BYTES_MAX);
    char day[DATE_TEXT_BYTES];
    buf_addf(&detail, "{\"reason\":\"%s\",\"%s\":\"%s\"}", stay_leave_code(r->reason),
             r->reason == STAY_DEATH ? "died_on" : "until",
             date_format(r->reason == STAY_DEATH ? r->died_on : r->until, day));
    TRY(buf_status(&detail, e));
    return stay_change(w, r->reason == STAY_DEATH ? "stay.death" : "stay.leave", r->stay,
                       buf_text(&detail), e);
}

static enum status until_check(const struct stay_work *w, const struct stay_core_row *stay,
                               struct date until, struct error *e)
{
    char day[DATE_TEXT_BYTES], from[DATE_TEXT_BYTES];
    if (until.v == 0)
        return error_set(e, STATUS_REFUSED, "STAY_DATE",
                         _("没有写离院日期。请写第一个不在院过夜的日子。"));
    if (until.v < stay->from_date.v)
        return error_set(e, STATUS_REFUSED, "STAY_DATE",
                         _("离院日期%s早于%s的入院日期%s。请核对日期。"),
                         date_format_people(until, day), stay->person_name,
                         date_format_people(stay->from_date, from));
    if (until.v > w->today.v + HOME_DAYS_AHEAD_MAX)
        return error_set(e, STATUS_REFUSED, "STAY_DATE",
                         _("离院日期%s距今超过 %d 天，不能提前这么久办理。"),
                         date_format_people(until, day), HOME_DAYS_AHEAD_MAX);
    return STATUS_OK;
}

/* Where to: open on that day, with a bed; whether it still is, is asked again when confirmed. */
static enum status transfer_check(struct stay_work *w, const struct stay_core_row *stay,
                                  const struct stay_leave_request *r, struct error *e)
{
    struct home to;
    int64_t bed;
    TRY(home_read(w->db, w->county, r->to_home, w->arena, &to, e));
    if (to.id == stay->home)
        return error_set(e, STATUS_REFUSED, "STAY_TRANSFER",
                         _("%s已在%s：同一所敬老院内换床请用 minsheng home move。"),
                         stay->person_name, to.name);
    TRY(home_open_check(&to, e));
    TRY(stay_day_check(w, &to, r->until, e));
    TRY(stay_agreement_check(w, r->agreement, stay->person, e));
    return bed_choose(w->db, w->county, &to, r->to_bed, r->until, 0, &bed, e);
}

static enum status leave_ask(struct stay_work *w, const struct stay_core_row *stay,
                             const struct stay_leave_request *r, struct error *e)
{
    bool is_transfer = r->reason == STAY_TRANSFER;
    const char *agreement = "";
    TRY(stay_step_check(stay, STAY_LEAVE, e));
    TRY(until_check(w, stay, r->until, e));
    if (is_transfer) {
        TRY(transfer_check(w, stay, r, e));
        agreement = text_tidy(w->arena, r->agreement);
        if (!agreement)
            return arena_exhausted(e);
    }
    return stay_set_leaving(
        w->db,
        (struct stay_set_leaving_args){.county = w->county,
                                       .id = stay->id,
                                       .until_date = r->until,
                                       .leave_reason = stay_leave_code(r->reason),
                                       .leave_note = r->note ? r->note : "",
                                       .actor = w->actor,
                                       .to_home = is_transfer ? r->to_home : 0,
                                       .to_bed = is_transfer ? r->to_bed : 0,
                                       .to_agreement = agreement},
        NULL, e);
}

static enum status leave_job(struct stay_work *w, void *context, struct error *e)
{
    const struct stay_leave_request *r = ((const struct leave_job *)context)->request;
    struct stay_core_row stay;
    TRY(stay_find(w, r->stay, &stay, e));
    TRY(home_require(w->db, w->county, w->actor, PERMISSION_HOME_ADMIT, stay.home, e));
    TRY(leave_change(w, r, e));
    TRY(stay_find(w, r->stay, &stay, e)); /* behind the lock of the trail */
    return r->reason == STAY_DEATH ? stay_end_by_death(w, &stay, r, e) : leave_ask(w, &stay, r, e);
}

enum status stay_leave(struct db *db, int64_t county, const struct keyring *keys,
                       const struct stay_leave_request *request, const char *actor, struct error *e)
{
    struct leave_job job = {.request = request};
    if (request->reason < STAY_DISCHARGE || request->reason > STAY_CEASED)
        return error_set(e, STATUS_REFUSED, "STAY_REASON",
                         _("离院原因应为出院、转院、死亡或终止供养。"));
    if (request->note && utf8_length(request->note) > NOTE_LETTERS_MAX)
        return error_set(e, STATUS_REFUSED, "STAY_TEXT", _("“%s”写得太长：不超过 %zu 个字。"),
                         _("备注"), (size_t)NOTE_LETTERS_MAX);
    return stay_run(db, county, keys, actor, leave_job, &job, e);
}

/* ---- confirmed ---- */

static enum status transfer_write(struct stay_work *w, const struct stay_core_row *stay,
                                  struct month from, struct error *e)
{
    struct home to;
    struct stay_new n = {.home = stay->to_home,
                         .person = stay->person,
                         .household = stay->household,
                         .kind = (enum stay_kind)stay->kind,
                         .state = STAY_IN,
                         .from = stay->until_date,
                         .form_from = from,
                         .agreement = stay->to_agreement,
                         .health = stay->health,
                         .contact = stay->contact,
                         .requested_by = stay->leave_requested_by,
                         .confirmed_by = w->actor};
    int64_t next;
    TRY(home_read(w->db, w->county, stay->to_home, w->arena, &to, e));
    TRY(home_open_check(&to, e));
    TRY(stay_agreement_check(w, stay->to_agreement, stay->person, e));
    TRY(bed_choose(w->db, w->county, &to, stay->to_bed, stay->until_date, 0, &n.bed, e));
    TRY(stay_write(w, &n, &next, e));
    TRY(stay_set_next(
        w->db, (struct stay_set_next_args){.county = w->county, .id = stay->id, .next_stay = next},
        NULL, e));
    return from.v ? stay_form_write(w, stay->household, to.name, from, e) : STATUS_OK;
}

static enum status leave_write(struct stay_work *w, const struct stay_core_row *stay,
                               struct error *e)
{
    struct month from = {0};
    enum stay_leave reason;
    TRY(stay_leave_parse(stay->leave_reason, &reason, e));
    if (stay->kind == STAY_WUBAO)
        from = month_add(date_month(stay->until_date), 1);
    TRY(stay_end_write(w, stay->id,
                       &(struct stay_end){.until = stay->until_date,
                                          .reason = reason,
                                          .form_back = from,
                                          .note = stay->leave_note,
                                          .requested_by = stay->leave_requested_by,
                                          .confirmed_by = w->actor},
                       e));
    if (reason == STAY_TRANSFER)
        return transfer_write(w, stay, from, e);
    return from.v ? stay_form_write(w, stay->household, NULL, from, e) : STATUS_OK;
}

static enum status alive_check(struct stay_work *w, const struct stay_core_row *stay,
                               struct error *e)
{
    struct date died;
    char day[DATE_TEXT_BYTES];
    TRY(stay_died_on(w, stay->person, &died, e));
    if (died.v == 0)
        return STATUS_OK;
    return error_set(e, STATUS_REFUSED, "STAY_DATE",
                     _("%s已登记于%s死亡：请按死亡办理离院，不再确认这次离院申请。"),
                     stay->person_name, date_format_people(died, day));
}

static enum status confirm_job(struct stay_work *w, void *context, struct error *e)
{
    const struct leave_job *job = context;
    struct stay_core_row stay;
    TRY(stay_find(w, job->stay, &stay, e));
    TRY(home_require(w->db, w->county, w->actor, PERMISSION_HOME_CONFIRM, stay.home, e));
    TRY(stay_change(w, "stay.leave.confirm", job->stay, "", e));
    TRY(stay_find(w, job->stay, &stay, e));
    TRY(stay_step_check(&stay, STAY_LEAVE_CONFIRM, e));
    TRY(stay_other_check(&stay, stay.leave_requested_by, w->actor, e));
    if (stay.to_home)
        TRY(home_require(w->db, w->county, w->actor, PERMISSION_HOME_CONFIRM, stay.to_home, e));
    TRY(alive_check(w, &stay, e));
    return leave_write(w, &stay, e);
}

enum status stay_leave_confirm(struct db *db, int64_t county, const struct keyring *keys,
                               int64_t stay, const char *actor, struct error *e)
{
    struct leave_job job = {.stay = stay};
    return stay_run(db, county, keys, actor, confirm_job, &job, e);
}

/* ---- taken back ---- */

static enum status back_job(struct stay_work *w, void *context, struct error *e)
{
    const struct leave_job *job = context;
    struct stay_core_row stay;
    TRY(stay_find(w, job->stay, &stay, e));
    TRY(home_require(w->db, w->county, w->actor, PERMISSION_HOME_ADMIT, stay.home, e));
    TRY(stay_change(w, "stay.leave.back", job->stay, "", e));
    TRY(stay_find(w, job->stay, &stay, e));
    TRY(stay_step_check(&stay, STAY_LEAVE_TAKE_BACK, e));
    return stay_set_back(w->db, (struct stay_set_back_args){.county = w->county, .id = job->stay},
                         NULL, e);
}

enum status stay_leave_take_back(struct db *db, int64_t county, int64_t stay, const char *actor,
                                 struct error *e)
{
    struct leave_job job = {.stay = stay};
    return stay_run(db, county, NULL, actor, back_job, &job, e);
}
