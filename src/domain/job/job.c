#include "domain/job/job.h"

#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "domain/registry/change.h"
#include "job_sql.h"

#define JOB_SCRATCH_BYTES ((size_t)1024 * 1024)
#define JOB_RUNNING_MAX 256 /* put back at one start; more of them at the next */

static const struct {
    const char *name, *label;
} STATES[] = {
    [JOB_WAITING] = {"WAITING", N_("等待")}, [JOB_RUNNING] = {"RUNNING", N_("进行中")},
    [JOB_DONE] = {"DONE", N_("完成")},       [JOB_REFUSED] = {"REFUSED", N_("未通过")},
    [JOB_FAILED] = {"FAILED", N_("故障")},   [JOB_CANCELLED] = {"CANCELLED", N_("已取消")},
};
#define STATE_COUNT (sizeof(STATES) / sizeof(STATES[0]))

const char *job_state_name(enum job_state s)
{
    return STATES[s].name;
}

const char *job_state_label(enum job_state s)
{
    return STATES[s].label;
}

static enum job_state state_by_name(const char *name)
{
    for (size_t i = 0; i < STATE_COUNT; i++)
        if (strcmp(STATES[i].name, name) == 0)
            return (enum job_state)i;
    return JOB_FAILED;
}

static struct job job_from_record(const struct job_record *r)
{
    return (struct job){.id = r->id,
                        .kind = r->kind,
                        .arguments = r->arguments,
                        .actor = r->actor,
                        .state = state_by_name(r->state),
                        .done = r->done,
                        .total = r->total,
                        .message = r->message,
                        .result = r->result,
                        .owner = r->owner,
                        .created_at = r->created_at,
                        .started_at = r->started_at,
                        .finished_at = r->finished_at};
}

struct job_work {
    int64_t county, id;
    const char *kind, *arguments, *actor, *owner;
    const struct job *outcome;
    bool (*is_alive)(const char *owner);
    struct arena *arena;
    struct job *job;
    int64_t count;
    bool has_none;
};

static enum status create_work(struct db *db, void *context, struct error *e)
{
    struct job_work *w = context;
    char at[TIME_TEXT_BYTES];
    TRY(counter_take(db, w->county, "job", 1, &w->id, e));
    return job_insert(db,
                      (struct job_insert_args){.county = w->county,
                                               .id = w->id,
                                               .kind = w->kind,
                                               .arguments = w->arguments,
                                               .actor = w->actor,
                                               .at = time_now(at)},
                      NULL, e);
}

enum status job_create(struct db *db, int64_t county, const char *kind, const char *arguments,
                       const char *actor, int64_t *ret_id, struct error *e)
{
    struct job_work w = {.county = county, .kind = kind, .arguments = arguments, .actor = actor};
    TRY(db_transaction(db, create_work, &w, e));
    *ret_id = w.id;
    return STATUS_OK;
}

static enum status claim_work(struct db *db, void *context, struct error *e)
{
    struct job_work *w = context;
    struct job_record record;
    char at[TIME_TEXT_BYTES];
    int64_t affected = 0;
    enum status s = job_oldest_waiting(db, (struct job_oldest_waiting_args){.county = w->county},
                                       w->arena, &record, e);
    w->has_none = s == STATUS_NONE;
    if (s != STATUS_OK)
        return w->has_none ? STATUS_OK : s;
    TRY(job_take(db,
                 (struct job_take_args){
                     .county = w->county, .id = record.id, .owner = w->owner, .at = time_now(at)},
                 &affected, e));
    w->has_none = affected == 0;
    *w->job = job_from_record(&record);
    w->job->state = JOB_RUNNING;
    return STATUS_OK;
}

enum status job_claim(struct db *db, int64_t county, const char *owner, struct arena *arena,
                      struct job *ret, struct error *e)
{
    struct job job = {0};
    struct job_work w = {.county = county, .owner = owner, .arena = arena, .job = &job};
    TRY(db_transaction(db, claim_work, &w, e));
    if (w.has_none)
        return STATUS_NONE;
    *ret = job;
    return STATUS_OK;
}

static enum status finish_work(struct db *db, void *context, struct error *e)
{
    const struct job_work *w = context;
    char at[TIME_TEXT_BYTES];
    int64_t affected = 0;
    TRY(job_end(db,
                (struct job_end_args){.county = w->county,
                                      .id = w->id,
                                      .state = job_state_name(w->outcome->state),
                                      .done = w->outcome->done,
                                      .total = w->outcome->total,
                                      .message = w->outcome->message,
                                      .result = w->outcome->result,
                                      .at = time_now(at)},
                &affected, e));
    if (affected == 1)
        return STATUS_OK;
    return error_set(e, STATUS_REFUSED, "JOB_NOT_RUNNING", _("作业 %" PRId64 " 已不在进行中"),
                     w->id);
}

enum status job_finish(struct db *db, int64_t county, int64_t id, const struct job *outcome,
                       struct error *e)
{
    struct job_work w = {.county = county, .id = id, .outcome = outcome};
    return db_transaction(db, finish_work, &w, e);
}

static enum status cancel_work(struct db *db, void *context, struct error *e)
{
    const struct job_work *w = context;
    char at[TIME_TEXT_BYTES];
    int64_t affected = 0;
    TRY(job_cancel_waiting(
        db, (struct job_cancel_waiting_args){.county = w->county, .id = w->id, .at = time_now(at)},
        &affected, e));
    if (affected == 1)
        return STATUS_OK;
    return error_set(e, STATUS_REFUSED, "JOB_NOT_WAITING", _("作业 %" PRId64 " 已经开始或已结束"),
                     w->id);
}

enum status job_cancel(struct db *db, int64_t county, int64_t id, struct error *e)
{
    struct job_work w = {.county = county, .id = id};
    return db_transaction(db, cancel_work, &w, e);
}

static enum status recover_work(struct db *db, void *context, struct error *e)
{
    struct job_work *w = context;
    struct job_owner_row row, dead[JOB_RUNNING_MAX];
    size_t count = 0;
    enum status s;
    w->count = 0;
    {
        CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
        TRY(job_running_open(db, (struct job_running_args){.county = w->county}, &cursor, e));
        while (count < JOB_RUNNING_MAX && (s = job_running_next(cursor, &row, e)) == STATUS_OK) {
            if (w->is_alive(row.owner))
                continue;
            dead[count] = row;
            dead[count].owner = arena_strdup(w->arena, row.owner);
            if (dead[count++].owner == NULL)
                return arena_exhausted(e);
        }
        if (count < JOB_RUNNING_MAX && s != STATUS_NONE)
            return s;
    }
    for (size_t i = 0; i < count; i++) {
        int64_t affected = 0;
        TRY(job_requeue(db,
                        (struct job_requeue_args){
                            .county = w->county, .id = dead[i].id, .owner = dead[i].owner},
                        &affected, e));
        w->count += affected;
    }
    return STATUS_OK;
}

enum status job_recover(struct db *db, int64_t county, bool (*is_alive)(const char *owner),
                        int64_t *ret_count, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(JOB_SCRATCH_BYTES);
    if (arena == NULL)
        return arena_exhausted(e);
    struct job_work w = {.county = county, .is_alive = is_alive, .arena = arena};
    TRY(db_transaction(db, recover_work, &w, e));
    *ret_count = w.count;
    return STATUS_OK;
}

enum status job_by_id(struct db *db, int64_t county, int64_t id, struct arena *arena,
                      struct job *ret, struct error *e)
{
    struct job_record record;
    TRY(job_select(db, (struct job_select_args){.county = county, .id = id}, arena, &record, e));
    *ret = job_from_record(&record);
    return STATUS_OK;
}

/* The texts of a cursor's row live until the next row. */
static bool job_keep(struct arena *arena, struct job *job)
{
    const char **texts[] = {&job->kind,   &job->arguments, &job->actor,     &job->message,
                            &job->result, &job->owner,     &job->created_at};
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        if ((*texts[i] = arena_strdup(arena, *texts[i])) == NULL)
            return false;
    const char **optional[] = {&job->started_at, &job->finished_at};
    for (size_t i = 0; i < sizeof(optional) / sizeof(optional[0]); i++)
        if (*optional[i] != NULL && (*optional[i] = arena_strdup(arena, *optional[i])) == NULL)
            return false;
    return true;
}

enum status job_list(struct db *db, int64_t county, struct arena *arena, struct job **ret,
                     size_t *ret_count, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct job_record record;
    struct job *list = ARENA_ARRAY(arena, struct job, JOB_RECENT_MAX);
    size_t count = 0;
    enum status s = STATUS_NONE;
    if (list == NULL)
        return arena_exhausted(e);
    TRY(job_recent_open(
        db, (struct job_recent_args){.county = county, .limit_rows = JOB_RECENT_MAX}, &cursor, e));
    while (count < JOB_RECENT_MAX && (s = job_recent_next(cursor, &record, e)) == STATUS_OK) {
        list[count] = job_from_record(&record);
        if (!job_keep(arena, &list[count++]))
            return arena_exhausted(e);
    }
    if (s != STATUS_NONE && s != STATUS_OK)
        return s;
    *ret = list;
    *ret_count = count;
    return STATUS_OK;
}
