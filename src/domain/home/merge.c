/* Consolidation (整合): everybody of one home moves to the free beds of another, and the home
   closes (P3.4). */
#include <inttypes.h>
#include <stdio.h>

#include "base/i18n.h"
#include "base/json.h"
#include "base/text.h"
#include "bed_sql.h"
#include "domain/home/stay_internal.h"
#include "home_sql.h"

struct merge_job {
    int64_t home, into;
    struct date on;
    const char *requested_by;
    int64_t moved;
};

static enum status homes_check(struct stay_work *w, const struct merge_job *job,
                               const struct home *home, const struct home *into, struct error *e)
{
    char day[DATE_TEXT_BYTES];
    if (home->id == into->id)
        return error_set(e, STATUS_REFUSED, "HOME_MERGE", _("%s不能并入自己。"), home->name);
    TRY(home_open_check(home, e));
    TRY(home_open_check(into, e));
    if (job->on.v > w->today.v + HOME_DAYS_AHEAD_MAX)
        return error_set(e, STATUS_REFUSED, "STAY_DATE",
                         _("%s距今超过 %d 天，不能提前这么久办理。请核对日期。"),
                         date_format_people(job->on, day), HOME_DAYS_AHEAD_MAX);
    return STATUS_OK;
}

/* Who asked is who wrote it down, not whom the one that carries it out names. */
static enum status asked_check(struct stay_work *w, struct merge_job *job, const struct home *home,
                               const struct home *into, struct error *e)
{
    struct home_merge_asked_row asked;
    char day[DATE_TEXT_BYTES];
    TRY(home_merge_asked(w->db,
                         (struct home_merge_asked_args){.county = w->county, .home = home->id},
                         w->arena, &asked, e));
    if (asked.to_home != into->id || asked.on_date != date_yyyymmdd(job->on) ||
        (job->requested_by && !text_equals(job->requested_by, asked.by_user)))
        return error_set(e, STATUS_REFUSED, "HOME_MERGE",
                         _("没有人提出%s在%s并入%s。请先由另一人用 home merge request 提出。"),
                         home->name, date_format_people(job->on, day), into->name);
    if (text_equals(asked.by_user, w->actor))
        return error_set(e, STATUS_REFUSED, "SAME_PERSON",
                         _("%s的整合是 %s 提出的，须由另一人确认。"), home->name, w->actor);
    job->requested_by = asked.by_user;
    return STATUS_OK;
}

/* All who live there; whatever waits for a decision is decided first. */
static enum status merge_people(struct stay_work *w, const struct merge_job *job,
                                const struct home *home, int64_t *list, size_t *ret_count,
                                struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct stay_of_home_row row;
    size_t count = 0;
    enum status s;
    TRY(stay_of_home_open(
        w->db,
        (struct stay_of_home_args){.county = w->county, .home = job->home, .from_date = job->on},
        &cursor, e));
    while ((s = stay_of_home_next(cursor, &row, e)) == STATUS_OK) {
        if (row.state != STAY_IN)
            return error_set(
                e, STATUS_REFUSED, "STAY_STATE",
                _("%s还有未了的入住记录（%" PRId64 "，%s）。请先确认、退回或改期，再办整合。"),
                home->name, row.id, _(stay_state_label((enum stay_state)row.state)));
        if (count == STAY_BATCH_MAX)
            return error_set(e, STATUS_FAILED, "STAY_BATCH", _("一次整合不超过 %d 人。"),
                             STAY_BATCH_MAX);
        list[count++] = row.id;
    }
    if (s != STATUS_NONE)
        return s;
    *ret_count = count;
    return STATUS_OK;
}

static enum status beds_suffice(struct stay_work *w, const struct merge_job *job,
                                const struct home *into, size_t people, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct home_bed_free_row row;
    size_t beds = 0;
    enum status s;
    TRY(home_bed_free_open(
        w->db,
        (struct home_bed_free_args){.county = w->county, .home = into->id, .from_date = job->on},
        &cursor, e));
    while ((s = home_bed_free_next(cursor, &row, e)) == STATUS_OK)
        beds++;
    if (s != STATUS_NONE)
        return s;
    if (beds >= people)
        return STATUS_OK;
    return error_set(e, STATUS_REFUSED, "STAY_BED",
                     _("%s只有 %zu 张空床，要转入 %zu 人，还差 %zu 张。请先增加床位。"), into->name,
                     beds, people, people - beds);
}

static enum status merge_one(struct stay_work *w, const struct merge_job *job,
                             const struct home *into, int64_t id, struct error *e)
{
    struct stay_core_row stay;
    struct month from = {0};
    int64_t next;
    char day[DATE_TEXT_BYTES];
    struct date died;
    TRY(stay_find(w, id, &stay, e));
    TRY(stay_died_on(w, stay.person, &died, e));
    if (died.v)
        return error_set(e, STATUS_REFUSED, "STAY_DATE",
                         _("%s已登记于%s死亡：请先按死亡办理离院，再办整合。"), stay.person_name,
                         date_format_people(died, day));
    if (job->on.v < stay.from_date.v)
        return error_set(e, STATUS_REFUSED, "STAY_DATE", _("%s从%s起才入院，整合不能早于这一天。"),
                         stay.person_name, date_format_people(stay.from_date, day));
    if (stay.kind == STAY_WUBAO)
        from = month_add(date_month(job->on), 1);
    struct stay_new n = {.home = into->id,
                         .person = stay.person,
                         .household = stay.household,
                         .kind = (enum stay_kind)stay.kind,
                         .state = STAY_IN,
                         .from = job->on,
                         .form_from = from,
                         .agreement = stay.agreement,
                         .health = stay.health,
                         .contact = stay.contact,
                         .requested_by = job->requested_by,
                         .confirmed_by = w->actor};
    TRY(stay_end_write(w, id,
                       &(struct stay_end){.until = job->on,
                                          .reason = STAY_MERGE,
                                          .form_back = from,
                                          .requested_by = job->requested_by,
                                          .confirmed_by = w->actor},
                       e));
    TRY(bed_choose(w->db, w->county, into, 0, job->on, 0, &n.bed, e));
    TRY(stay_write(w, &n, &next, e));
    TRY(stay_set_next(w->db,
                      (struct stay_set_next_args){.county = w->county, .id = id, .next_stay = next},
                      NULL, e));
    return from.v ? stay_form_write(w, stay.household, into->name, from, e) : STATUS_OK;
}

static enum status merge_write(struct stay_work *w, struct merge_job *job, const struct home *home,
                               const struct home *into, struct error *e)
{
    int64_t *list = ARENA_ARRAY(w->arena, int64_t, STAY_BATCH_MAX);
    size_t count;
    if (!list)
        return arena_exhausted(e);
    TRY(merge_people(w, job, home, list, &count, e));
    TRY(beds_suffice(w, job, into, count, e));
    for (size_t i = 0; i < count; i++)
        TRY(merge_one(w, job, into, list[i], e));
    TRY(home_bed_end_all(
        w->db,
        (struct home_bed_end_all_args){
            .county = w->county, .home = home->id, .until_date = job->on, .change = w->change},
        NULL, e));
    job->moved = (int64_t)count;
    return home_close(w->db,
                      (struct home_close_args){.county = w->county,
                                               .id = home->id,
                                               .closed_on = job->on,
                                               .merged_into = into->id,
                                               .change = w->change},
                      NULL, e);
}

static enum status merge_begin(struct stay_work *w, const struct merge_job *job, const char *action,
                               struct home *home, struct home *into, struct error *e)
{
    char detail[96], day[DATE_TEXT_BYTES];
    TRY(home_require(w->db, w->county, w->actor, PERMISSION_HOME_MANAGE, job->home, e));
    TRY(home_require(w->db, w->county, w->actor, PERMISSION_HOME_MANAGE, job->into, e));
    (void)snprintf(detail, sizeof detail, "{\"into\":%" PRId64 ",\"on\":\"%s\"}", job->into,
                   date_format(job->on, day));
    TRY(home_change(w->db, w->county, w->actor, action, "home", job->home, detail, &w->change, e));
    TRY(home_read(w->db, w->county, job->home, w->arena, home, e));
    TRY(home_read(w->db, w->county, job->into, w->arena, into, e));
    return homes_check(w, job, home, into, e);
}

static enum status request_job(struct stay_work *w, void *context, struct error *e)
{
    const struct merge_job *job = context;
    struct home home, into;
    TRY(merge_begin(w, job, "home.merge.request", &home, &into, e));
    return home_merge_ask(w->db,
                          (struct home_merge_ask_args){.county = w->county,
                                                       .home = home.id,
                                                       .by_user = w->actor,
                                                       .to_home = into.id,
                                                       .on_date = date_yyyymmdd(job->on)},
                          NULL, e);
}

enum status home_merge_request(struct db *db, int64_t county, int64_t home, int64_t into,
                               struct date on, const char *actor, struct error *e)
{
    struct merge_job job = {.home = home, .into = into, .on = on};
    return stay_run(db, county, NULL, actor, request_job, &job, e);
}

static enum status merge_job(struct stay_work *w, void *context, struct error *e)
{
    struct merge_job *job = context;
    struct home home, into;
    TRY(merge_begin(w, job, "home.merge", &home, &into, e));
    TRY(asked_check(w, job, &home, &into, e));
    return merge_write(w, job, &home, &into, e);
}

enum status home_merge(struct db *db, int64_t county, const struct keyring *keys, int64_t home,
                       int64_t into, struct date on, const char *requested_by, const char *actor,
                       int64_t *ret_moved, struct error *e)
{
    struct merge_job job = {.home = home, .into = into, .on = on, .requested_by = requested_by};
    TRY(stay_run(db, county, keys, actor, merge_job, &job, e));
    *ret_moved = job.moved;
    return STATUS_OK;
}

enum status home_merger_list(struct db *db, int64_t county, int64_t home, struct arena *arena,
                             struct home_merger **ret, size_t *ret_count, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct home_merger *list = ARENA_ARRAY(arena, struct home_merger, HOME_MERGERS_MAX);
    struct home_merge_open_row row;
    size_t count = 0;
    enum status s;
    if (!list)
        return arena_exhausted(e);
    TRY(home_merge_open_open(db, (struct home_merge_open_args){.county = county, .home = home},
                             &cursor, e));
    while ((s = home_merge_open_next(cursor, &row, e)) == STATUS_OK && count < HOME_MERGERS_MAX)
        list[count++] = (struct home_merger){
            .home = row.home,
            .into = row.to_home,
            .name = arena_strdup(arena, row.name),
            .into_name = arena_strdup(arena, row.to_name),
            .requested_by = arena_strdup(arena, row.by_user),
            .on = date_from_yyyymmdd(row.on_date),
        };
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    *ret = list;
    *ret_count = count;
    return STATUS_OK;
}
