/* Works of several requests in one transaction, so that one write to the disk serves them all.
   Each work runs in a savepoint of its own: what it refuses leaves nothing behind and harms nobody
   else. Nobody hears of his work before the commit is on the disk (docs/decisions/0090). */
#pragma once
#include "db/db.h"

#define COMMIT_GROUP_MAX 64 /* works in one transaction */

struct commit_work {
    /* In the group's thread; may be run again when the database asks for it, or when the
       transaction failed for another's sake. */
    db_work run;
    void *context;
    /* In the group's thread, once the commit is durable or given up: w is its owner's again. Must
       not wait. */
    void (*done)(struct commit_work *w);
    enum status status; /* what came of it */
    struct error error;
    struct commit_work *next; /* the group's */
};

/* Where a writer is had for the time of one transaction. */
struct commit_source {
    enum status (*take)(void *context, struct db **ret, struct error *e);
    void (*give)(void *context, struct db *db, bool is_broken);
    void *context;
};

struct commit_group;
/* Starts the thread. FAILED without memory or threads. */
MUST_USE enum status commit_group_start(const struct commit_source *source,
                                        struct commit_group **ret, struct error *e);
/* Whatever was handed over is done; whatever comes afterwards fails (SERVER_STOPPING). */
void commit_group_close(struct commit_group *g);
void commit_group_free(struct commit_group *g); /* closes it first; NULL is allowed */
/* Never waits for the database. w lives until done was called. Any thread. */
void commit_group_submit(struct commit_group *g, struct commit_work *w);
/* What the works of this group keep between them (a medical_desk): only within run. NULL at first;
   free_kept, when not NULL, is called at the end. */
void **commit_group_kept(struct commit_group *g, void (*free_kept)(void *));
/* So far: transactions, and the works in them. */
void commit_group_counts(struct commit_group *g, int64_t *ret_commits, int64_t *ret_works);
