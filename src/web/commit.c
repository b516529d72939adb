/* Requests whose works are committed together. The connection is suspended meanwhile, so that four
   threads can have hundreds of works under way; the thread that has its database's writer runs them
   (commit_group.h). */
#include "base/log.h"
#include "web/exchange.h"

#include <assert.h>
#include <inttypes.h>

static enum status writer_take(void *context, struct db **ret, struct error *e)
{
    return connection_writer_take(context, ret, e);
}

static void writer_give(void *context, struct db *db, bool is_broken)
{
    connection_writer_give(context, db, is_broken);
}

enum status commits_start(struct server *s, struct error *e)
{
    const struct commit_source source = {.take = writer_take, .give = writer_give, .context = s};
    return commit_group_start(&source, &s->commits, e);
}

void commits_close(struct server *s)
{
    int64_t commits, works;
    if (s->commits == NULL)
        return;
    commit_group_close(s->commits);
    commit_group_counts(s->commits, &commits, &works);
    if (works > 0) /* how well they share */
        log_event(LOG_INFO, "commits", "%" PRId64 " works in %" PRId64 " commits", works, commits);
}

void request_commit(struct request *r, db_work work, void *context, route_handler answer)
{
    assert(r->method == HTTP_POST && r->commit.work == NULL && r->response.body == NULL);
    r->commit.work = work;
    r->commit.context = context;
    r->commit.answer = answer;
}

void **request_commit_kept(struct request *r, void (*free_kept)(void *))
{
    return commit_group_kept(r->server->commits, free_kept);
}

enum status request_kept(struct request *r, void (*free_kept)(void *), void ***ret, struct error *e)
{
    struct thread_things *things;
    TRY(connection_things(r->server, &things, e));
    things->free_kept = free_kept;
    *ret = &things->kept;
    return STATUS_OK;
}

/* In the thread of the works: from here on x belongs to its connection's thread again. */
static void work_done(struct commit_work *w)
{
    struct exchange *x = (struct exchange *)((char *)w - offsetof(struct exchange, commit));
    MHD_resume_connection(x->connection);
}

enum MHD_Result commit_begin(struct exchange *x, struct MHD_Connection *connection)
{
    assert(x->r.commit.work != NULL && !x->is_committing);
    x->is_committing = true;
    x->connection = connection;
    x->commit = (struct commit_work){
        .run = x->r.commit.work, .context = x->r.commit.context, .done = work_done};
    MHD_suspend_connection(connection);
    commit_group_submit(x->r.server->commits, &x->commit);
    return MHD_YES;
}

enum status commit_end(struct exchange *x)
{
    if (x->commit.status == STATUS_OK)
        return x->r.commit.answer(&x->r, &x->error);
    x->error = x->commit.error;
    return x->commit.status;
}
