/* Long work as rows: an import or a payment run is asked for once, done by whatever process is
   free, and found again by whoever left the page. Every kind of work is one transaction that may be
   repeated, so a job whose owner died is done again. */
#pragma once
#include "db/db.h"

enum job_state { JOB_WAITING, JOB_RUNNING, JOB_DONE, JOB_REFUSED, JOB_FAILED, JOB_CANCELLED };
struct job {
    int64_t id;
    const char *kind;      /* "roster.import", "payment.prepare" */
    const char *arguments; /* JSON object */
    const char *actor;
    enum job_state state;
    int64_t done, total; /* rows, as last recorded; live figures come from the worker */
    const char *message; /* why it was refused or failed, else "" */
    const char *result;  /* JSON object of what came out, or "" */
    const char *owner, *created_at, *started_at, *finished_at; /* the last two may be NULL */
};
const char *job_state_name(enum job_state s);  /* "WAITING" */
const char *job_state_label(enum job_state s); /* msgid */

/* One transaction. */
MUST_USE enum status job_create(struct db *db, int64_t county, const char *kind,
                                const char *arguments, const char *actor, int64_t *ret_id,
                                struct error *e);
/* Takes the oldest waiting job for `owner`. NONE when nothing waits. One transaction. */
MUST_USE enum status job_claim(struct db *db, int64_t county, const char *owner,
                               struct arena *arena, struct job *ret, struct error *e);
/* REFUSED (JOB_NOT_RUNNING) when somebody else ended it meanwhile. One transaction. */
MUST_USE enum status job_finish(struct db *db, int64_t county, int64_t id,
                                const struct job *outcome, struct error *e);
/* A job not yet begun. REFUSED (JOB_NOT_WAITING) otherwise; a running one is cancelled through its
 * worker. */
MUST_USE enum status job_cancel(struct db *db, int64_t county, int64_t id, struct error *e);
/* Puts the jobs of dead owners back into the queue. is_alive tells by the owner's name. */
MUST_USE enum status job_recover(struct db *db, int64_t county, bool (*is_alive)(const char *owner),
                                 int64_t *ret_count, struct error *e);
MUST_USE enum status job_by_id(struct db *db, int64_t county, int64_t id, struct arena *arena,
                               struct job *ret, struct error *e); /* NONE: unknown */
#define JOB_RECENT_MAX 50
/* Newest first. */
MUST_USE enum status job_list(struct db *db, int64_t county, struct arena *arena, struct job **ret,
                              size_t *ret_count, struct error *e);
