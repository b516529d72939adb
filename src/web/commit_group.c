#include "web/commit_group.h"
#include "base/i18n.h"

#include <pthread.h>
#include <stdlib.h>

struct commit_group {
    struct commit_source source;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t came;
    struct commit_work *first, *last; /* waiting, oldest first */
    bool is_closing;
    void *kept;
    void (*free_kept)(void *);
    int64_t commits, works; /* under lock */
};

/* One after the other. A work that fails by itself fails alone; one that breaks the transaction
   makes the commit fail, and the runner of transactions says so. */
static enum status works_run(struct db *db, void *context, struct error *e)
{
    struct commit_work *first = context;
    for (struct commit_work *w = first; w != NULL; w = w->next) {
        w->error = (struct error){0};
        w->status = db_nested(db, w->run, w->context, &w->error);
        if (w->status != STATUS_RETRY)
            continue;
        if (e != NULL)
            *e = w->error;
        return STATUS_RETRY;
    }
    return STATUS_OK;
}

static enum status works_commit(struct commit_group *g, struct commit_work *works, struct error *e)
{
    struct db *db = NULL;
    TRY(g->source.take(g->source.context, &db, e));
    enum status s = db_transaction(db, works_run, works, e);
    g->source.give(g->source.context, db, s == STATUS_FAILED);
    return s;
}

/* done may give the memory of a work away. */
static void works_answer(struct commit_work *works, enum status s, const struct error *e)
{
    for (struct commit_work *w = works, *next; w != NULL; w = next) {
        next = w->next;
        if (s != STATUS_OK) {
            w->status = s;
            w->error = *e;
        }
        w->next = NULL;
        w->done(w);
    }
}

static size_t count_of(const struct commit_work *works)
{
    size_t n = 0;
    for (; works != NULL; works = works->next)
        n++;
    return n;
}

/* When the transaction failed, one of them may be at fault: each gets another one to itself. */
static void works_do(struct commit_group *g, struct commit_work *works)
{
    struct error e = {0};
    const size_t count = count_of(works);
    enum status s = works_commit(g, works, &e);
    pthread_mutex_lock(&g->lock);
    g->commits++;
    g->works += (int64_t)count;
    pthread_mutex_unlock(&g->lock);
    if (s == STATUS_OK || count == 1) {
        works_answer(works, s, &e);
        return;
    }
    for (struct commit_work *w = works, *next; w != NULL; w = next) {
        next = w->next;
        w->next = NULL;
        e = (struct error){0};
        s = works_commit(g, w, &e);
        works_answer(w, s, &e);
    }
}

/* The oldest of those that wait, taken off the queue; NULL when there will be no more. */
static struct commit_work *works_take(struct commit_group *g)
{
    pthread_mutex_lock(&g->lock);
    while (g->first == NULL && !g->is_closing)
        pthread_cond_wait(&g->came, &g->lock);
    struct commit_work *works = g->first, *last = works;
    for (int n = 1; last != NULL && last->next != NULL && n < COMMIT_GROUP_MAX; n++)
        last = last->next;
    if (last != NULL) {
        g->first = last->next;
        last->next = NULL;
    }
    if (g->first == NULL)
        g->last = NULL;
    pthread_mutex_unlock(&g->lock);
    return works;
}

static void *group_keep(void *context)
{
    struct commit_group *g = context;
    struct commit_work *works;
    while ((works = works_take(g)) != NULL)
        works_do(g, works);
    return NULL;
}

enum status commit_group_start(const struct commit_source *source, struct commit_group **ret,
                               struct error *e)
{
    struct commit_group *g = calloc(1, sizeof(*g));
    if (g == NULL)
        return error_set(e, STATUS_FAILED, "OUT_OF_MEMORY", _("内存不足"));
    g->source = *source;
    pthread_mutex_init(&g->lock, NULL);
    pthread_cond_init(&g->came, NULL);
    if (pthread_create(&g->thread, NULL, group_keep, g) != 0) {
        free(g);
        return error_set(e, STATUS_FAILED, "SERVER_START", _("无法启动：系统资源不足"));
    }
    *ret = g;
    return STATUS_OK;
}

void commit_group_close(struct commit_group *g)
{
    pthread_mutex_lock(&g->lock);
    const bool was_closing = g->is_closing;
    g->is_closing = true;
    pthread_cond_signal(&g->came);
    pthread_mutex_unlock(&g->lock);
    if (!was_closing)
        pthread_join(g->thread, NULL);
}

void commit_group_free(struct commit_group *g)
{
    if (g == NULL)
        return;
    commit_group_close(g);
    if (g->kept != NULL && g->free_kept != NULL)
        g->free_kept(g->kept);
    pthread_mutex_destroy(&g->lock);
    pthread_cond_destroy(&g->came);
    free(g);
}

void commit_group_submit(struct commit_group *g, struct commit_work *w)
{
    w->next = NULL;
    pthread_mutex_lock(&g->lock);
    const bool is_taken = !g->is_closing;
    if (is_taken && g->last != NULL)
        g->last->next = w;
    else if (is_taken)
        g->first = w;
    if (is_taken)
        g->last = w;
    pthread_cond_signal(&g->came);
    pthread_mutex_unlock(&g->lock);
    if (is_taken)
        return;
    w->status = error_set(&w->error, STATUS_FAILED, "SERVER_STOPPING",
                          _("网站正在停止，没有办理。请稍后用同一流水号重发"));
    w->done(w);
}

void **commit_group_kept(struct commit_group *g, void (*free_kept)(void *))
{
    g->free_kept = free_kept;
    return &g->kept;
}

void commit_group_counts(struct commit_group *g, int64_t *ret_commits, int64_t *ret_works)
{
    pthread_mutex_lock(&g->lock);
    *ret_commits = g->commits;
    *ret_works = g->works;
    pthread_mutex_unlock(&g->lock);
}
