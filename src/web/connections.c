#include "base/i18n.h"
#include "web/kept.h"

#include <stdlib.h>

static void things_free(void *of_thread)
{
    struct thread_things *things = of_thread;
    if (things->kept != NULL && things->free_kept != NULL)
        things->free_kept(things->kept);
    db_close(things->reader);
    free(things);
}

enum status connections_start(struct server *s, struct error *e)
{
    pthread_mutex_init(&s->login_lock, NULL);
    pthread_mutex_init(&s->writer_lock, NULL);
    pthread_cond_init(&s->writer_freed, NULL);
    if (pthread_key_create(&s->things_key, things_free) != 0)
        return error_set(e, STATUS_FAILED, "SERVER_START", _("无法启动：系统资源不足"));
    s->has_things_key = true;
    /* The first writer is opened now: a wrong address shows at the start, not at the first click.
     */
    struct db *db = NULL;
    TRY(db_open(s->options.db_url, DB_WRITER, &db, e));
    s->writers_max = db_engine(db) == DB_SQLITE ? 1 : SERVER_WRITERS_MAX;
    s->writers_open = s->writers_idle = 1;
    s->writers[0] = db;
    return STATUS_OK;
}

void connections_stop(struct server *s)
{
    for (size_t i = 0; i < s->writers_idle; i++)
        db_close(s->writers[i]);
    db_close(s->login_db);
    if (s->has_things_key)
        pthread_key_delete(s->things_key);
    pthread_mutex_destroy(&s->login_lock);
    pthread_mutex_destroy(&s->writer_lock);
    pthread_cond_destroy(&s->writer_freed);
}

enum status connection_things(struct server *s, struct thread_things **ret, struct error *e)
{
    struct thread_things *things = pthread_getspecific(s->things_key);
    if (things == NULL) {
        things = calloc(1, sizeof(*things));
        if (things == NULL || pthread_setspecific(s->things_key, things) != 0) {
            free(things);
            return error_set(e, STATUS_FAILED, "SERVER_THREAD", _("系统资源不足"));
        }
    }
    *ret = things;
    return STATUS_OK;
}

enum status connection_reader(struct server *s, struct db **ret, struct error *e)
{
    struct thread_things *things;
    TRY(connection_things(s, &things, e));
    if (things->reader == NULL)
        TRY(db_open(s->options.db_url, DB_READER, &things->reader, e));
    *ret = things->reader;
    return STATUS_OK;
}

void connection_reader_drop(struct server *s)
{
    struct thread_things *things = pthread_getspecific(s->things_key);
    if (things == NULL)
        return;
    db_close(things->reader);
    things->reader = NULL;
}

enum status connection_writer_take(struct server *s, struct db **ret, struct error *e)
{
    struct db *db = NULL;
    bool must_open = false;
    pthread_mutex_lock(&s->writer_lock);
    const uint64_t ticket = s->writer_tickets++;
    while (ticket != s->writer_turn || (s->writers_idle == 0 && s->writers_open == s->writers_max))
        pthread_cond_wait(&s->writer_freed, &s->writer_lock);
    s->writer_turn++;
    pthread_cond_broadcast(&s->writer_freed);
    if (s->writers_idle > 0) {
        db = s->writers[--s->writers_idle];
    } else {
        s->writers_open++;
        must_open = true;
    }
    pthread_mutex_unlock(&s->writer_lock);
    if (must_open) {
        enum status status = db_open(s->options.db_url, DB_WRITER, &db, e);
        if (status != STATUS_OK) {
            connection_writer_give(s, NULL, true);
            return status;
        }
    }
    *ret = db;
    return STATUS_OK;
}

void connection_writer_give(struct server *s, struct db *db, bool is_broken)
{
    kept_wrote(s->kept);
    if (is_broken)
        db_close(db);
    pthread_mutex_lock(&s->writer_lock);
    if (is_broken)
        s->writers_open--;
    else
        s->writers[s->writers_idle++] = db;
    pthread_cond_broadcast(&s->writer_freed);
    pthread_mutex_unlock(&s->writer_lock);
}

enum status connection_login(struct server *s, struct db **ret, struct error *e)
{
    if (s->login_db == NULL)
        TRY(db_open(s->options.db_url, DB_WRITER, &s->login_db, e));
    *ret = s->login_db;
    return STATUS_OK;
}

void connection_login_drop(struct server *s)
{
    db_close(s->login_db);
    s->login_db = NULL;
}
