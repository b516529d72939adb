/* The one transaction runner. */
#include "base/i18n.h"
#include "db/engine.h"
#include <assert.h>
#include <time.h>

#define FIRST_WAIT_MS 4 /* doubled for each further attempt: 4 ms ... 512 ms */

/* Sessions that collided must not collide again in step: the wait differs by process and moment. */
static void wait_before(int attempt)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    long ms = (long)FIRST_WAIT_MS << attempt;
    long jitter_us = (now.tv_nsec / 1000) % (ms * 500);
    struct timespec wait = {.tv_sec = (ms * 1000 + jitter_us) / 1000000,
                            .tv_nsec = (ms * 1000 + jitter_us) % 1000000 * 1000};
    nanosleep(&wait, NULL);
}

static enum status undo(struct db *db, int cursors, int bulks, struct error *e)
{
    struct error own = {0};
    bool is_open = db->cursors > cursors || db->bulks > bulks;
    if (!is_open && db->ops->undo(db, &own) == STATUS_OK) {
        db->is_broken = false;
        return STATUS_OK;
    }
    enum status s = error_set(e, STATUS_FAILED, "DB_NESTED",
                              is_open ? _("程序错误：一步失败时仍有未关闭的查询或批量写入")
                                      : _("一步失败后无法撤回，整个事务作废：%s"),
                              own.message);
    db->first_error = *e;
    db->is_broken = true;
    return s;
}

enum status db_nested(struct db *db, db_work work, void *context, struct error *e)
{
    assert(db->in_transaction && !db->is_nested);
    struct error own = {0};
    if (db->is_broken) {
        *e = db->first_error;
        return db->first_error.status;
    }
    const int cursors = db->cursors, bulks = db->bulks;
    TRY(db->ops->mark(db, e));
    db->is_nested = true;
    enum status s = work(db, context, &own);
    db->is_nested = false;
    if (db->is_broken && (s == STATUS_OK || s == STATUS_NONE)) { /* it swallowed an error */
        own = db->first_error;
        s = own.status;
    }
    if (s == STATUS_OK)
        return db->ops->keep(db, e);
    TRY(undo(db, cursors, bulks, e));
    if (s != STATUS_NONE)
        *e = own;
    return s;
}

static enum status finish(struct db *db, enum status s, struct error *e)
{
    if (db->is_broken &&
        (s == STATUS_OK || s == STATUS_NONE)) { /* the callback swallowed an error */
        *e = db->first_error;
        s = db->first_error.status;
    }
    if (s == STATUS_OK && (db->cursors > 0 || db->bulks > 0))
        s = error_set(e, STATUS_FAILED, "DB_CURSOR_OPEN",
                      _("程序错误：事务结束时仍有未关闭的查询或批量写入"));
    if (s == STATUS_OK)
        s = db->ops->commit(db, e);
    if (s != STATUS_OK)
        db->ops->rollback(db);
    db->in_transaction = false;
    db->is_broken = false;
    return s;
}

static enum status attempt(struct db *db, db_work work, void *context, struct error *e)
{
    TRY(db->ops->begin(db, e));
    db->in_transaction = true;
    return finish(db, work(db, context, e), e);
}

enum status db_transaction(struct db *db, db_work work, void *context, struct error *e)
{
    assert(!db->in_transaction);
    if (db->cursors > 0)
        return error_set(e, STATUS_FAILED, "DB_CURSOR_OPEN",
                         _("程序错误：事务开始时仍有未关闭的查询"));
    struct error own = {0};
    for (int i = 0;; i++) {
        enum status s = attempt(db, work, context, &own);
        if (s == STATUS_OK || s == STATUS_NONE)
            return s;
        if (s != STATUS_RETRY) {
            if (e != NULL)
                *e = own;
            return s;
        }
        if (i + 1 == DB_RETRY_MAX)
            return error_set(e, STATUS_FAILED, "DB_BUSY",
                             _("数据库正忙，重试 %d 次仍未成功，请稍后再试：%s"), DB_RETRY_MAX,
                             own.message);
        wait_before(i);
        own = (struct error){0};
    }
}
