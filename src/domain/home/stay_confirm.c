/* An admission confirmed or refused, by another person than who asked. */
#include <inttypes.h>
#include <stdio.h>

#include "base/i18n.h"
#include "base/json.h"
#include "base/text.h"
#include "domain/home/stay_internal.h"
#include "wish_sql.h"

struct confirm_job {
    const int64_t *stays;
    size_t count;
    const char *reason;
};

static enum status alive_check(struct stay_work *w, const struct stay_core_row *stay,
                               struct error *e)
{
    struct date died;
    char day[DATE_TEXT_BYTES];
    TRY(stay_died_on(w, stay->person, &died, e));
    if (died.v == 0)
        return STATUS_OK;
    return error_set(e, STATUS_REFUSED, "STAY_DATE",
                     _("%s已登记于%s死亡，不能确认入院。请按“不同意入院”办结。"), stay->person_name,
                     date_format_people(died, day));
}

static enum status confirm_one(struct stay_work *w, int64_t id, struct error *e)
{
    struct stay_core_row stay;
    struct home home;
    struct month form_from = {0};
    TRY(stay_find(w, id, &stay, e));
    TRY(home_require(w->db, w->county, w->actor, PERMISSION_HOME_CONFIRM, stay.home, e));
    TRY(stay_step_check(&stay, STAY_CONFIRM, e));
    TRY(stay_other_check(&stay, stay.requested_by, w->actor, e));
    TRY(home_read(w->db, w->county, stay.home, w->arena, &home, e));
    TRY(home_open_check(&home, e));
    TRY(alive_check(w, &stay, e));
    if (stay.kind == STAY_WUBAO) {
        form_from = month_add(date_month(stay.from_date), 1);
        TRY(stay_wubao_household(w, stay.person, stay.person_name, &stay.household, e));
        TRY(stay_form_write(w, stay.household, home.name, form_from, e));
    }
    TRY(stay_set_in(w->db,
                    (struct stay_set_in_args){.county = w->county,
                                              .id = id,
                                              .household = stay.household,
                                              .form_from = stay_month_stored(form_from),
                                              .confirmed_by = w->actor,
                                              .change = w->change},
                    NULL, e));
    return wish_set_done(
        w->db, (struct wish_set_done_args){.county = w->county, .person = stay.person, .stay = id},
        NULL, e);
}

static enum status confirm_job(struct stay_work *w, void *context, struct error *e)
{
    const struct confirm_job *job = context;
    CLEANUP(buf_free) struct buf detail = BUF_INIT(STAY_BATCH_MAX * 24);
    buf_adds(&detail, "{\"stays\":[");
    for (size_t i = 0; i < job->count; i++)
        buf_addf(&detail, "%s%" PRId64, i ? "," : "", job->stays[i]);
    buf_adds(&detail, "]}");
    TRY(buf_status(&detail, e));
    TRY(stay_change(w, "stay.confirm", job->stays[0], buf_text(&detail), e));
    for (size_t i = 0; i < job->count; i++) {
        enum status s = confirm_one(w, job->stays[i], e);
        if (s == STATUS_REFUSED)
            error_place(e, _("入住记录 %" PRId64), job->stays[i]);
        if (s != STATUS_OK)
            return s;
    }
    return STATUS_OK;
}

enum status stay_confirm_all(struct db *db, int64_t county, const struct keyring *keys,
                             const int64_t *stays, size_t count, const char *actor, struct error *e)
{
    struct confirm_job job = {.stays = stays, .count = count};
    if (count == 0 || count > STAY_BATCH_MAX)
        return error_set(e, STATUS_REFUSED, "STAY_BATCH",
                         _("没有待确认的入院申请，或一次超过 %d 人。"), STAY_BATCH_MAX);
    return stay_run(db, county, keys, actor, confirm_job, &job, e);
}

enum status stay_confirm(struct db *db, int64_t county, const struct keyring *keys, int64_t stay,
                         const char *actor, struct error *e)
{
    return stay_confirm_all(db, county, keys, &stay, 1, actor, e);
}

/* ---- refused ---- */

static enum status refuse_job(struct stay_work *w, void *context, struct error *e)
{
    const struct confirm_job *job = context;
    CLEANUP(buf_free) struct buf detail = BUF_INIT(STAY_DETAIL_BYTES_MAX);
    struct stay_core_row stay;
    TRY(stay_find(w, job->stays[0], &stay, e));
    TRY(home_require(w->db, w->county, w->actor, PERMISSION_HOME_CONFIRM, stay.home, e));
    buf_adds(&detail, "{\"reason\":");
    buf_add_json(&detail, job->reason);
    buf_addc(&detail, '}');
    TRY(buf_status(&detail, e));
    TRY(stay_change(w, "stay.refuse", stay.id, buf_text(&detail), e));
    TRY(stay_find(w, stay.id, &stay, e)); /* behind the lock of the trail */
    TRY(stay_step_check(&stay, STAY_REFUSE, e));
    TRY(stay_set_refused(w->db,
                         (struct stay_set_refused_args){.county = w->county,
                                                        .id = stay.id,
                                                        .reason = job->reason,
                                                        .actor = w->actor,
                                                        .change = w->change},
                         NULL, e));
    return bed_leave(w->db, w->county, stay.id, stay.from_date, w->change, e);
}

enum status stay_refuse(struct db *db, int64_t county, int64_t stay, const char *reason,
                        const char *actor, struct error *e)
{
    struct confirm_job job = {.stays = &stay, .count = 1, .reason = reason};
    if (!reason || !*reason)
        return error_set(e, STATUS_REFUSED, "REASON_MISSING", _("请写明不同意入院的原因。"));
    return stay_run(db, county, NULL, actor, refuse_job, &job, e);
}
