/* Workers: threads that take jobs from the table and do them, each with its own connections.
   `minsheng serve` runs some inside, `minsheng work` runs others elsewhere. Killed at any instant,
   a job is done again: each is one transaction. */
#pragma once
#include "base/seal.h"
#include "domain/job/job.h"

struct work_options {
    const char *db_url;
    int64_t county;
    const struct keyring *keys;
    int threads; /* 1..WORK_THREADS_MAX */
};
#define WORK_THREADS_MAX 8

struct worker;
/* Puts the jobs of dead processes back first. Options' texts and keys outlive the worker. */
MUST_USE enum status worker_start(const struct work_options *options, struct worker **ret,
                                  struct error *e);
/* Asks running jobs to cancel (nothing of them is kept) and waits for the threads. */
void worker_stop(struct worker *w);
void worker_cleanup(struct worker **w);
/* A job was added: look now rather than at the next tick. */
void worker_wake(struct worker *w);
/* Live figures of a job this process is doing; false when it is not. */
bool worker_progress(struct worker *w, int64_t job, int64_t *ret_done, int64_t *ret_total);
/* True when the job is under way here and was asked to stop. */
bool worker_cancel(struct worker *w, int64_t job);
/* Does every waiting job in the calling thread, then returns how many. For tests and `work --once`.
 */
MUST_USE enum status work_drain(const struct work_options *options, int64_t *ret_done,
                                struct error *e);

/* ---- kinds of work ---- */
struct work_task {
    const struct work_options *options;
    struct db *db; /* a writer */
    const struct job *job;
    struct arena *arena;
    /* The signature of payment_progress and roster progress: false to stop. */
    bool (*progress)(void *context, int64_t done, int64_t total);
    void *progress_context;
};
struct work_kind {
    const char *name;
    /* *ret_result: JSON object in the arena. REFUSED and FAILED end the job with the message. */
    enum status (*run)(const struct work_task *task, const char **ret_result, struct error *e);
    /* After the outcome is on record: clears away what only this job needed. May be NULL. */
    void (*clean)(const struct work_task *task);
};
extern const struct work_kind WORK_KINDS[]; /* ends with a NULL name; kinds.c */
