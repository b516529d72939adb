/* A county that begins: people whom the registry has in a home get a stay. */
#include <inttypes.h>
#include <stdio.h>

#include "base/i18n.h"
#include "bed_sql.h"
#include "domain/home/stay_internal.h"

#define ADOPTED_BY "roster" /* who asked: the roster that put them there, no user */
#define AGREEMENT_BYTES 48

struct adopt_job {
    int64_t home;
    struct date on;
    int64_t count;
};

static enum status people_of(struct stay_work *w, const struct adopt_job *job,
                             struct stay_adoptable_row *list, size_t *ret_count, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    size_t count = 0;
    enum status s;
    TRY(stay_adoptable_open(w->db,
                            (struct stay_adoptable_args){.county = w->county,
                                                         .home = job->home,
                                                         .month = month_yyyymm(date_month(job->on)),
                                                         .on_date = job->on},
                            &cursor, e));
    while ((s = stay_adoptable_next(cursor, &list[count], e)) == STATUS_OK)
        if (++count == STAY_BATCH_MAX)
            return error_set(e, STATUS_FAILED, "STAY_BATCH", _("一次补登不超过 %d 人。"),
                             STAY_BATCH_MAX - 1);
    if (s != STATUS_NONE)
        return s;
    *ret_count = count;
    return STATUS_OK;
}

static enum status beds_of(struct stay_work *w, const struct adopt_job *job, int64_t *list,
                           size_t most, size_t *ret_count, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct home_bed_free_row row;
    size_t count = 0;
    enum status s = STATUS_OK;
    TRY(home_bed_free_open(
        w->db,
        (struct home_bed_free_args){.county = w->county, .home = job->home, .from_date = job->on},
        &cursor, e));
    while (count < most && (s = home_bed_free_next(cursor, &row, e)) == STATUS_OK)
        list[count++] = row.id;
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    *ret_count = count;
    return STATUS_OK;
}

static enum status adopt_write(struct stay_work *w, const struct adopt_job *job,
                               const struct stay_adoptable_row *people, const int64_t *beds,
                               size_t count, struct error *e)
{
    int64_t first, id;
    if (count == 0)
        return STATUS_OK;
    TRY(counter_take(w->db, w->county, "home.adopted", (int64_t)count, &first, e));
    for (size_t i = 0; i < count; i++) {
        char agreement[AGREEMENT_BYTES];
        (void)snprintf(agreement, sizeof agreement, "补登%" PRId64, first + (int64_t)i);
        TRY(stay_write(w,
                       &(struct stay_new){.home = job->home,
                                          .bed = beds[i],
                                          .person = people[i].person,
                                          .household = people[i].household,
                                          .kind = STAY_WUBAO,
                                          .state = STAY_IN,
                                          .from = job->on,
                                          .agreement = agreement,
                                          .requested_by = ADOPTED_BY,
                                          .confirmed_by = w->actor},
                       &id, e));
    }
    return STATUS_OK;
}

static enum status adopt_job(struct stay_work *w, void *context, struct error *e)
{
    struct adopt_job *job = context;
    struct home home;
    struct stay_adoptable_row *people =
        ARENA_ARRAY(w->arena, struct stay_adoptable_row, STAY_BATCH_MAX + 1);
    int64_t *beds = ARENA_ARRAY(w->arena, int64_t, STAY_BATCH_MAX);
    size_t count = 0, free_beds = 0;
    if (!people || !beds)
        return arena_exhausted(e);
    TRY(home_require(w->db, w->county, w->actor, PERMISSION_HOME_MANAGE, job->home, e));
    TRY(home_change(w->db, w->county, w->actor, "stay.adopt", "home", job->home, "", &w->change,
                    e));
    TRY(home_read(w->db, w->county, job->home, w->arena, &home, e));
    TRY(home_open_check(&home, e));
    TRY(stay_day_check(w, &home, job->on, e));
    TRY(people_of(w, job, people, &count, e));
    TRY(beds_of(w, job, beds, count, &free_beds, e));
    if (free_beds < count)
        return error_set(e, STATUS_REFUSED, "STAY_BED",
                         _("%s有 %zu 人集中供养未登记入住，只有 %zu 张空床，还差 %zu 张。请先登记"
                           "床位。"),
                         home.name, count, free_beds, count - free_beds);
    job->count = (int64_t)count;
    return adopt_write(w, job, people, beds, count, e);
}

enum status stay_adopt(struct db *db, int64_t county, int64_t home, struct date on,
                       const char *actor, int64_t *ret_count, struct error *e)
{
    struct adopt_job job = {.home = home, .on = on};
    TRY(stay_run(db, county, NULL, actor, adopt_job, &job, e));
    *ret_count = job.count;
    return STATUS_OK;
}
