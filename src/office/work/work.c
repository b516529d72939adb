#include "office/work/work.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/i18n.h"

#define WORK_TICK_S 2
#define WORK_ARENA_BYTES_MAX ((size_t)256 * 1024 * 1024)
#define OWNER_BYTES 160
#define HOST_BYTES 65

struct work_slot {
    _Atomic int64_t job, done, total;
    _Atomic bool must_stop;
};
struct worker {
    struct work_options options;
    pthread_t thread[WORK_THREADS_MAX];
    struct work_slot slot[WORK_THREADS_MAX];
    int thread_count;
    pthread_mutex_t mutex;
    pthread_cond_t wake;
    _Atomic bool is_stopping;
    uint64_t wakes;
};
struct work_seat {
    struct worker *worker;
    struct work_slot *slot;
};

/* ---- owners: "host:pid:start" names a process for good; a pid alone is used again ---- */

static uint64_t process_start(long pid)
{
    char path[64], line[1024];
    unsigned long long start = 0;
    snprintf(path, sizeof(path), "/proc/%ld/stat", pid);
    FILE *file = fopen(path, "r");
    if (file == NULL)
        return 0;
    if (fgets(line, sizeof(line), file) != NULL) {
        /* The command's name stands in brackets and may hold spaces: field 22 is the 20th behind
         * the last bracket. */
        const char *p = strrchr(line, ')');
        for (int i = 0; p != NULL && i < 20; i++)
            p = strchr(p + 1, ' ');
        if (p != NULL)
            start = strtoull(p, NULL, 10);
    }
    fclose(file);
    return start;
}

static void owner_name(char out[OWNER_BYTES])
{
    char host[HOST_BYTES] = "";
    long pid = (long)getpid();
    gethostname(host, sizeof(host) - 1);
    snprintf(out, OWNER_BYTES, "%s:%ld:%" PRIu64, host, pid, process_start(pid));
}

/* Another host's process can not be seen from here, so it counts as alive. */
static bool owner_is_alive(const char *owner)
{
    char host[HOST_BYTES] = "";
    long pid = 0;
    uint64_t start = 0;
    const char *colon = strchr(owner, ':');
    gethostname(host, sizeof(host) - 1);
    if (colon == NULL || (size_t)(colon - owner) != strlen(host) ||
        strncmp(owner, host, strlen(host)) != 0)
        return colon != NULL;
    if (sscanf(colon + 1, "%ld:%" SCNu64, &pid, &start) != 2)
        return false;
    return process_start(pid) == start && start != 0;
}

/* ---- one job ---- */

static bool slot_progress(void *context, int64_t done, int64_t total)
{
    struct work_slot *slot = context;
    atomic_store(&slot->done, done);
    atomic_store(&slot->total, total);
    return !atomic_load(&slot->must_stop);
}

static const struct work_kind *find_kind(const char *name)
{
    for (const struct work_kind *k = WORK_KINDS; k->name != NULL; k++)
        if (strcmp(k->name, name) == 0)
            return k;
    return NULL;
}

static enum status run_job(const struct work_options *options, struct db *db, const struct job *job,
                           struct work_slot *slot, struct arena *arena, struct error *e)
{
    struct job outcome = {.state = JOB_DONE, .message = "", .result = ""};
    struct error why = {0};
    char text[ERROR_MESSAGE_BYTES + ERROR_PLACE_BYTES + 8];
    const char *result = "";
    const struct work_kind *kind = find_kind(job->kind);
    struct work_task task = {0};
    enum status s;

    atomic_store(&slot->done, 0);
    atomic_store(&slot->total, 0);
    atomic_store(&slot->must_stop, false);
    atomic_store(&slot->job, job->id);
    if (kind == NULL) {
        s = error_set(&why, STATUS_REFUSED, "JOB_KIND", _("不认识的作业种类 %s"), job->kind);
    } else {
        task = (struct work_task){.options = options,
                                  .db = db,
                                  .job = job,
                                  .arena = arena,
                                  .progress = slot_progress,
                                  .progress_context = slot};
        s = kind->run(&task, &result, &why);
    }
    if (s == STATUS_OK || s == STATUS_NONE) {
        outcome.result = result;
    } else {
        outcome.state = atomic_load(&slot->must_stop) ? JOB_CANCELLED
                        : s == STATUS_REFUSED         ? JOB_REFUSED
                                                      : JOB_FAILED;
        error_text(&why, text, sizeof(text));
        outcome.message = text;
        outcome.result = result;
    }
    outcome.done = atomic_load(&slot->done);
    outcome.total = atomic_load(&slot->total);
    s = job_finish(db, options->county, job->id, &outcome, e);
    if (s == STATUS_OK && kind != NULL && kind->clean != NULL)
        kind->clean(&task);
    atomic_store(&slot->job, 0);
    return s;
}

/* Does waiting jobs until none is left or the worker stops. */
static enum status drain(const struct work_options *options, struct db *db, struct work_slot *slot,
                         const char *owner, const _Atomic bool *is_stopping, int64_t *count,
                         struct error *e)
{
    for (;;) {
        CLEANUP(arena_cleanup) struct arena *arena = arena_new(WORK_ARENA_BYTES_MAX);
        struct job job;
        if (arena == NULL)
            return arena_exhausted(e);
        if (is_stopping != NULL && *is_stopping)
            return STATUS_OK;
        enum status s = job_claim(db, options->county, owner, arena, &job, e);
        if (s != STATUS_OK)
            return s == STATUS_NONE ? STATUS_OK : s;
        TRY(run_job(options, db, &job, slot, arena, e));
        (*count)++;
    }
}

enum status work_drain(const struct work_options *options, int64_t *ret_done, struct error *e)
{
    CLEANUP(db_cleanup) struct db *db = NULL;
    struct work_slot slot = {0};
    char owner[OWNER_BYTES];
    int64_t recovered, count = 0;
    owner_name(owner);
    TRY(db_open(options->db_url, DB_WRITER, &db, e));
    TRY(job_recover(db, options->county, owner_is_alive, &recovered, e));
    TRY(drain(options, db, &slot, owner, NULL, &count, e));
    *ret_done = count;
    return STATUS_OK;
}

/* ---- threads ---- */

static void wait_for_work(struct worker *w, uint64_t *seen)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += WORK_TICK_S;
    pthread_mutex_lock(&w->mutex);
    while (!w->is_stopping && w->wakes == *seen)
        if (pthread_cond_timedwait(&w->wake, &w->mutex, &until) != 0)
            break;
    *seen = w->wakes;
    pthread_mutex_unlock(&w->mutex);
}

static void *work_thread(void *context)
{
    struct work_seat *seat = context;
    struct worker *w = seat->worker;
    struct db *db = NULL;
    char owner[OWNER_BYTES];
    uint64_t seen = 0;
    owner_name(owner);
    while (!w->is_stopping) {
        struct error e = {0};
        int64_t count = 0;
        enum status s = db != NULL ? STATUS_OK : db_open(w->options.db_url, DB_WRITER, &db, &e);
        if (s == STATUS_OK)
            s = drain(&w->options, db, seat->slot, owner, &w->is_stopping, &count, &e);
        if (s != STATUS_OK && db != NULL) {
            /* A broken connection is opened anew at the next tick; the job is found again by
             * job_recover. */
            db_close(db);
            db = NULL;
        }
        wait_for_work(w, &seen);
    }
    db_close(db);
    free(seat);
    return NULL;
}

static enum status recover(const struct work_options *options, struct error *e)
{
    CLEANUP(db_cleanup) struct db *db = NULL;
    int64_t count;
    TRY(db_open(options->db_url, DB_WRITER, &db, e));
    return job_recover(db, options->county, owner_is_alive, &count, e);
}

enum status worker_start(const struct work_options *options, struct worker **ret, struct error *e)
{
    TRY(recover(options, e));
    struct worker *w = calloc(1, sizeof(*w));
    if (w == NULL)
        return error_set(e, STATUS_FAILED, "OUT_OF_MEMORY", _("内存不足"));
    w->options = *options;
    pthread_mutex_init(&w->mutex, NULL);
    pthread_cond_init(&w->wake, NULL);
    for (int i = 0; i < options->threads && i < WORK_THREADS_MAX; i++) {
        struct work_seat *seat = calloc(1, sizeof(*seat));
        if (seat != NULL)
            *seat = (struct work_seat){w, &w->slot[i]};
        if (seat == NULL || pthread_create(&w->thread[i], NULL, work_thread, seat) != 0) {
            free(seat);
            worker_stop(w);
            return error_set(e, STATUS_FAILED, "WORK_THREAD", _("不能启动作业线程"));
        }
        w->thread_count++;
    }
    *ret = w;
    return STATUS_OK;
}

void worker_wake(struct worker *w)
{
    pthread_mutex_lock(&w->mutex);
    w->wakes++;
    pthread_cond_broadcast(&w->wake);
    pthread_mutex_unlock(&w->mutex);
}

void worker_stop(struct worker *w)
{
    if (w == NULL)
        return;
    pthread_mutex_lock(&w->mutex);
    w->is_stopping = true;
    pthread_cond_broadcast(&w->wake);
    pthread_mutex_unlock(&w->mutex);
    for (int i = 0; i < w->thread_count; i++)
        atomic_store(&w->slot[i].must_stop, true);
    for (int i = 0; i < w->thread_count; i++)
        pthread_join(w->thread[i], NULL);
    pthread_cond_destroy(&w->wake);
    pthread_mutex_destroy(&w->mutex);
    free(w);
}

void worker_cleanup(struct worker **w)
{
    worker_stop(*w);
    *w = NULL;
}

static struct work_slot *slot_of(struct worker *w, int64_t job)
{
    for (int i = 0; i < w->thread_count; i++)
        if (atomic_load(&w->slot[i].job) == job)
            return &w->slot[i];
    return NULL;
}

bool worker_progress(struct worker *w, int64_t job, int64_t *ret_done, int64_t *ret_total)
{
    struct work_slot *slot = slot_of(w, job);
    if (slot == NULL)
        return false;
    *ret_done = atomic_load(&slot->done);
    *ret_total = atomic_load(&slot->total);
    return true;
}

bool worker_cancel(struct worker *w, int64_t job)
{
    struct work_slot *slot = slot_of(w, job);
    if (slot != NULL)
        atomic_store(&slot->must_stop, true);
    return slot != NULL;
}
