/* Another bed of the same home. */
#include <inttypes.h>

#include "base/i18n.h"
#include "bed_sql.h"
#include "domain/home/stay_internal.h"

struct move_job {
    int64_t stay, bed;
    struct date from;
};

/* The bed the stay sleeps in until further notice. */
static enum status present_bed(struct stay_work *w, int64_t stay, struct home_use_later_row *ret,
                               struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct home_use_later_row row;
    enum status s;
    bool is_found = false;
    TRY(home_use_later_open(
        w->db,
        (struct home_use_later_args){.county = w->county, .stay = stay, .after = {DATE_OPEN.v - 1}},
        &cursor, e));
    while ((s = home_use_later_next(cursor, &row, e)) == STATUS_OK) {
        *ret = row;
        is_found = true;
    }
    if (s != STATUS_NONE)
        return s;
    if (is_found)
        return STATUS_OK;
    return error_set(e, STATUS_FAILED, "STAY_BEDLESS", _("入住记录 %" PRId64 " 没有床位。"), stay);
}

static enum status move_check(const struct stay_work *w, const struct stay_core_row *stay,
                              const struct home_use_later_row *now, const struct move_job *job,
                              struct error *e)
{
    char day[DATE_TEXT_BYTES], since[DATE_TEXT_BYTES];
    date_format_people(job->from, day);
    if (job->from.v < now->from_date.v)
        return error_set(e, STATUS_REFUSED, "STAY_DATE",
                         _("%s从%s起才用现在的床位，换床不能早于这一天。"), stay->person_name,
                         date_format_people(now->from_date, since));
    if (job->from.v > w->today.v + HOME_DAYS_AHEAD_MAX ||
        (stay->state == STAY_LEAVING && job->from.v >= stay->until_date.v))
        return error_set(e, STATUS_REFUSED, "STAY_DATE",
                         _("换床日期%s不对：距今超过 %d 天，或在离院之后。"), day,
                         HOME_DAYS_AHEAD_MAX);
    if (job->bed == now->bed)
        return error_set(e, STATUS_REFUSED, "STAY_BED", _("%s已经用着这张床，没有改动。"),
                         stay->person_name);
    return STATUS_OK;
}

static enum status move_job(struct stay_work *w, void *context, struct error *e)
{
    const struct move_job *job = context;
    struct stay_core_row stay;
    struct home_use_later_row now = {0};
    struct home home;
    int64_t bed;
    TRY(stay_find(w, job->stay, &stay, e));
    TRY(home_require(w->db, w->county, w->actor, PERMISSION_HOME_ADMIT, stay.home, e));
    TRY(stay_change(w, "stay.move", job->stay, "", e));
    TRY(stay_find(w, job->stay, &stay, e));
    TRY(home_read(w->db, w->county, stay.home, w->arena, &home, e));
    if (stay.state == STAY_LEFT || stay.state == STAY_REFUSED)
        return error_set(e, STATUS_REFUSED, "STAY_STATE", _("%s现在是“%s”，不能换床。"),
                         stay.person_name, _(stay_state_label((enum stay_state)stay.state)));
    TRY(present_bed(w, job->stay, &now, e));
    TRY(move_check(w, &stay, &now, job, e));
    TRY(bed_choose(w->db, w->county, &home, job->bed, job->from, stay.id, &bed, e));
    TRY(bed_leave(w->db, w->county, stay.id, job->from, w->change, e));
    return bed_take(w->db, w->county, stay.home, bed, stay.id, job->from, w->change, e);
}

enum status stay_move(struct db *db, int64_t county, int64_t stay, int64_t bed, struct date from,
                      const char *actor, struct error *e)
{
    struct move_job job = {stay, bed, from};
    return stay_run(db, county, NULL, actor, move_job, &job, e);
}
