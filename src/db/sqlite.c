/* The SQLite engine: connection, transaction, checkpoint. */
#include "base/i18n.h"
#include "db/sqlite_internal.h"
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CLOSE_WAIT_MS                                                                              \
    200 /* for the last checkpoint: who closes does not wait long, the next writer does it */
/* Thirty pages. Below 128 KiB: what the library moves to a file when there is more it writes in one
   piece, and its files take at most 0x1ffff bytes a piece (the rest would be a full disk). */
#define SAVEPOINT_BYTES_MAX (120 * 1024)
#define OLDEST_VERSION 3037000 /* STRICT tables */

static int remember_wal_pages(void *context, sqlite3 *handle, const char *schema, int pages)
{
    (void)handle;
    (void)schema;
    ((struct sqlite *)context)->wal_pages = pages;
    return SQLITE_OK;
}

/* Under the write lock only. PASSIVE never waits for readers; what they still need stays in the log
 * for the next time. */
static void checkpoint(struct sqlite *s, int how)
{
    int log_pages = 0, done_pages = 0;
    int rc = sqlite3_wal_checkpoint_v2(s->handle, "main", how, &log_pages, &done_pages);
    bool is_whole = rc == SQLITE_OK && log_pages == done_pages;
    s->checkpoint_at = (is_whole ? 0 : s->wal_pages) + SQLITE_CHECKPOINT_PAGES;
}

static enum status simple(const struct sqlite *s, const char *sql, struct error *e)
{
    int rc = sqlite3_exec(s->handle, sql, NULL, NULL, NULL);
    return rc == SQLITE_OK ? STATUS_OK : sqlite_error(s, rc, sql, e);
}

static enum status sqlite_begin(struct db *db, struct error *e)
{
    struct sqlite *s = sqlite_of(db);
    if (db->mode == DB_READER)
        return simple(s, "BEGIN", e);
    TRY(write_lock_take(&s->lock, s->lock.wait_ms, e));
    enum status status = simple(s, "BEGIN IMMEDIATE", e);
    if (status != STATUS_OK)
        write_lock_release(&s->lock);
    return status;
}

static enum status sqlite_commit(struct db *db, struct error *e)
{
    struct sqlite *s = sqlite_of(db);
    TRY(simple(s, "COMMIT", e));
    if (db->mode == DB_READER)
        return STATUS_OK;
    if (s->wal_pages < s->checkpoint_at - SQLITE_CHECKPOINT_PAGES) /* the log began anew */
        s->checkpoint_at = SQLITE_CHECKPOINT_PAGES;
    if (s->wal_pages >= s->checkpoint_at)
        checkpoint(s, SQLITE_CHECKPOINT_PASSIVE);
    write_lock_release(&s->lock);
    return STATUS_OK;
}

static void sqlite_rollback(struct db *db)
{
    struct sqlite *s = sqlite_of(db);
    if (sqlite3_get_autocommit(s->handle) == 0)
        sqlite3_exec(s->handle, "ROLLBACK", NULL, NULL, NULL);
    write_lock_release(&s->lock);
}

static enum status sqlite_mark(struct db *db, struct error *e)
{
    return simple(sqlite_of(db), "SAVEPOINT piece", e);
}

static enum status sqlite_keep(struct db *db, struct error *e)
{
    return simple(sqlite_of(db), "RELEASE piece", e);
}

static enum status sqlite_undo(struct db *db, struct error *e)
{
    TRY(simple(sqlite_of(db), "ROLLBACK TO piece", e));
    return sqlite_keep(db, e);
}

static void sqlite_close(struct db *db)
{
    struct sqlite *s = sqlite_of(db);
    sqlite_forget_all(s);
    if (db->mode == DB_WRITER && s->lock.fd >= 0 && s->handle != NULL) {
        struct error ignored;
        if (write_lock_take(&s->lock, CLOSE_WAIT_MS, &ignored) == STATUS_OK) {
            sqlite3_busy_timeout(s->handle, 0);
            checkpoint(s, SQLITE_CHECKPOINT_TRUNCATE);
            write_lock_release(&s->lock);
        }
    }
    sqlite3_close(s->handle);
    write_lock_close(&s->lock);
    free(s);
}

static const struct db_ops sqlite_ops = {
    .close = sqlite_close,
    .begin = sqlite_begin,
    .commit = sqlite_commit,
    .rollback = sqlite_rollback,
    .mark = sqlite_mark,
    .keep = sqlite_keep,
    .undo = sqlite_undo,
    .one = sqlite_one,
    .run = sqlite_run,
    .cursor_open = sqlite_cursor_open,
    .cursor_next = sqlite_cursor_next,
    .cursor_close = sqlite_cursor_close,
    .bulk_begin = sqlite_bulk_begin,
    .bulk_add = sqlite_bulk_add,
    .bulk_end = sqlite_bulk_end,
    .bulk_free = sqlite_bulk_free,
    .execute = sqlite_execute,
    .query_i64 = sqlite_query_i64,
    .analyze = sqlite_analyze,
    .backup = sqlite_backup,
    .integrity = sqlite_integrity,
    .prepare_schema = sqlite_prepare_schema,
    .lock_schema = sqlite_lock_schema,
    .unlock_schema = sqlite_unlock_schema,
    .describe = sqlite_describe,
};

/* Made by us and not by SQLite, so that nobody else may read it; the log and its index inherit the
 * mode. */
static enum status ensure_file(const char *path, enum db_mode mode, struct error *e)
{
    if (access(path, F_OK) == 0)
        return STATUS_OK;
    if (mode == DB_READER) {
        error_set(e, STATUS_FAILED, "DB_MISSING",
                  _("数据库文件不存在；请先运行 minsheng init，或检查 --db 所给的路径"));
        error_place(e, "%s", path);
        return STATUS_FAILED;
    }
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0) {
        error_set(e, STATUS_FAILED, "DB_OPEN",
                  _("不能创建数据库文件（%s）；请检查文件夹是否存在、可写"), strerror(errno));
        error_place(e, "%s", path);
        return STATUS_FAILED;
    }
    close(fd);
    return STATUS_OK;
}

static enum status resolve(struct sqlite *s, const char *path, struct error *e)
{
    /* One lock file per database, by whatever name the file is reached. */
    char *real = realpath(path, NULL);
    int n = snprintf(s->path, sizeof s->path, "%s", real != NULL ? real : path);
    free(real);
    if (n < 0 || (size_t)n >= sizeof s->path)
        return error_set(e, STATUS_REFUSED, "DB_PATH", _("数据库文件的路径太长"));
    return STATUS_OK;
}

/* No file of the database is written by a checkpoint that we did not order: not after a commit, not
 * at the last close. */
static enum status settings(struct sqlite *s, struct error *e)
{
    sqlite3_extended_result_codes(s->handle, 1);
    sqlite3_busy_timeout(s->handle, SQLITE_BUSY_WAIT_MS);
    sqlite3_db_config(s->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    sqlite3_db_config(s->handle, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    sqlite3_db_config(s->handle, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    sqlite3_db_config(s->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    /* One plan for every value: else a new value can have a kept statement prepared again. */
    sqlite3_db_config(s->handle, SQLITE_DBCONFIG_ENABLE_QPSG, 1, NULL);
    TRY(simple(s,
               "PRAGMA foreign_keys=ON; PRAGMA case_sensitive_like=ON; PRAGMA synchronous=FULL; "
               "PRAGMA mmap_size=0;"
               "PRAGMA temp_store=FILE; PRAGMA cell_size_check=ON; PRAGMA "
               "journal_size_limit=33554432; PRAGMA trusted_schema=OFF; "
               "PRAGMA wal_autocheckpoint=0",
               e));
    if (s->db.mode == DB_READER)
        return simple(s, "PRAGMA cache_size=-2048; PRAGMA query_only=ON", e);
    sqlite3_wal_hook(s->handle, remember_wal_pages, s); /* replaces the automatic checkpoint */
    return simple(s, "PRAGMA cache_size=-4096", e);
}

static enum status ensure_wal(struct sqlite *s, struct error *e)
{
    int64_t is_wal = 0;
    TRY(sqlite_query_i64(&s->db, "SELECT journal_mode = 'wal' FROM pragma_journal_mode", &is_wal,
                         e));
    if (is_wal == 1)
        return STATUS_OK;
    TRY(write_lock_take(&s->lock, s->lock.wait_ms, e));
    enum status status = simple(s, "PRAGMA journal_mode=WAL", e);
    write_lock_release(&s->lock);
    return status;
}

static enum status open_handle(struct sqlite *s, const char *path, struct error *e)
{
    if (sqlite3_libversion_number() < OLDEST_VERSION)
        return error_set(e, STATUS_FAILED, "DB_VERSION", _("SQLite %s 太旧，至少需要 3.37"),
                         sqlite3_libversion());
    TRY(ensure_file(path, s->db.mode, e));
    TRY(resolve(s, path, e));
    if (s->db.mode == DB_WRITER)
        TRY(write_lock_open(&s->lock, s->path, e));
    int rc =
        sqlite3_open_v2(s->path, &s->handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
    if (rc != SQLITE_OK)
        return sqlite_error(s, rc, s->path, e);
    TRY(settings(s, e));
    return s->db.mode == DB_WRITER ? ensure_wal(s, e) : STATUS_OK;
}

/* What a savepoint would restore stays in memory while it is small: as a file, every page that a
   short work touches was written one time more (a third of a settlement). Before the library's
   first use, in vain afterwards. */
static void savepoints_keep_in_memory(void)
{
    sqlite3_config(SQLITE_CONFIG_STMTJRNL_SPILL, SAVEPOINT_BYTES_MAX);
}

enum status sqlite_open(const char *path, enum db_mode mode, struct db **ret, struct error *e)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, savepoints_keep_in_memory);
    struct sqlite *s = calloc(1, sizeof *s);
    if (s == NULL)
        return db_out_of_memory(e);
    s->db = (struct db){.ops = &sqlite_ops, .engine = DB_SQLITE, .mode = mode};
    s->lock.fd = -1;
    s->checkpoint_at = SQLITE_CHECKPOINT_PAGES;
    snprintf(s->db.version, sizeof s->db.version, "SQLite %s", sqlite3_libversion());
    enum status status = open_handle(s, path, e);
    if (status != STATUS_OK) {
        sqlite_close(&s->db);
        if (status == STATUS_RETRY) /* nobody repeats an opening */
            return error_set(e, STATUS_FAILED, "DB_BUSY", _("数据库正忙，请稍后再试"));
        return status;
    }
    *ret = &s->db;
    return STATUS_OK;
}

void db_set_lock_wait(struct db *db, int wait_ms)
{
    if (db->engine == DB_SQLITE)
        sqlite_of(db)->lock.wait_ms = wait_ms;
}
