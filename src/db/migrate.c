/* Numbered migrations, each in a transaction of its own, never edited once applied. */
#include "base/buf.h"
#include "base/hash.h"
#include "base/i18n.h"
#include "db/engine.h"
#include "db/migration.h"
#include "schema_sql.h"
#include <stdlib.h>
#include <string.h>

#define SCHEMA_TEXT_MAX_BYTES (1024 * 1024)

static const char table_of_migrations[] =
    "CREATE TABLE IF NOT EXISTS schema_migration (version {INT} NOT NULL PRIMARY KEY, name TEXT "
    "NOT NULL,"
    " sha256 {BLOB} NOT NULL CHECK (length(sha256) = 32), applied_at TEXT NOT NULL) {STRICT}";

static const struct token {
    const char *token, *sqlite, *postgres;
} tokens[] = {
    {"{INT}", "INTEGER", "BIGINT"},
    {"{BLOB}", "BLOB", "BYTEA"},
    {"{STRICT}", "STRICT", ""},
    {"{CLUSTERED}", "STRICT, WITHOUT ROWID", ""},
    /* Before a line for one engine only: what its own grammar needs to change a table in place. */
    {"{SQLITE}", "", "-- "},
    {"{POSTGRES}", "-- ", ""},
};

static bool ends_word(char c)
{
    return c == '\0' || strchr(" ,)\n", c) != NULL;
}

/* Text sorts by its bytes on both engines, whatever order the PostgreSQL database was created with.
 */
static void add_plain(struct buf *out, const char *sql, size_t n, enum db_engine engine)
{
    static const char type[] = " TEXT";
    const size_t type_n = sizeof type - 1;
    for (size_t i = 0; engine == DB_POSTGRES && i + type_n <= n;) {
        if (strncmp(sql + i, type, type_n) != 0 || !ends_word(sql[i + type_n])) {
            i++;
            continue;
        }
        buf_add(out, sql, i + type_n);
        buf_adds(out, " COLLATE \"C\"");
        sql += i + type_n;
        n -= i + type_n;
        i = 0;
    }
    buf_add(out, sql, n);
}

char *schema_text(const char *sql, enum db_engine engine)
{
    struct buf out = BUF_INIT(SCHEMA_TEXT_MAX_BYTES);
    while (*sql != '\0') {
        size_t plain = strcspn(sql, "{");
        add_plain(&out, sql, plain, engine);
        sql += plain;
        if (*sql == '\0')
            break;
        const struct token *found = NULL;
        for (size_t i = 0; i < sizeof tokens / sizeof tokens[0]; i++) {
            if (strncmp(sql, tokens[i].token, strlen(tokens[i].token)) == 0)
                found = &tokens[i];
        }
        if (found == NULL) { /* refused at build time; here only texts of tests pass */
            buf_addc(&out, *sql++);
            continue;
        }
        buf_adds(&out, engine == DB_SQLITE ? found->sqlite : found->postgres);
        sql += strlen(found->token);
    }
    if (out.overflow || out.p == NULL) {
        buf_free(&out);
        return NULL;
    }
    return out.p;
}

static enum status execute_tokens(struct db *db, const char *sql, struct error *e)
{
    char *text = schema_text(sql, db->engine);
    if (text == NULL)
        return db_out_of_memory(e);
    enum status s = db_execute_raw(db, text, e);
    free(text);
    return s;
}

static enum status create_table_of_migrations(struct db *db, void *context, struct error *e)
{
    (void)context;
    enum status s = db->ops->prepare_schema(db, e);
    if (s == STATUS_OK)
        s = execute_tokens(db, table_of_migrations, e);
    /* PostgreSQL's IF NOT EXISTS does not exclude another session that creates the same at this
     * moment. */
    if (e != NULL &&
        (strcmp(e->code, "DB_UNIQUE") == 0 || strstr(e->message, "already exists") != NULL))
        return error_set(e, STATUS_RETRY, e->code, "%s", e->message);
    return s;
}

static enum status refuse_newer(int64_t version, struct error *e)
{
    return error_set(e, STATUS_REFUSED, "DB_SCHEMA_NEWER",
                     _("数据库的结构（第 %d 版）比本程序（第 %d 版）新；请使用新版程序"),
                     (int)version, migration_count);
}

/* One applied migration against the one compiled in. */
static enum status compare(const struct schema_migration_row *row, struct error *e)
{
    if (row->version > migration_count)
        return refuse_newer(row->version, e);
    const struct migration *m = &migrations[row->version - 1];
    uint8_t hash[HASH_BYTES];
    hash_bytes(m->sql, strlen(m->sql), hash);
    if (row->sha256.n == HASH_BYTES && memcmp(row->sha256.p, hash, HASH_BYTES) == 0)
        return STATUS_OK;
    error_set(
        e, STATUS_REFUSED, "DB_SCHEMA_DIFFERS",
        _("数据库结构第 %d 版（%s）与本程序所带的不同：数据库是由另一版本的程序建立的，不能使用"),
        m->version, m->name);
    return STATUS_REFUSED;
}

/* All applied migrations; *ret is the highest version. */
static enum status compare_all(struct db *db, int64_t *ret, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *c = NULL;
    TRY(schema_migration_list_open(db, &c, e));
    struct schema_migration_row row;
    int64_t version = 0;
    enum status s;
    while ((s = schema_migration_list_next(c, &row, e)) == STATUS_OK) {
        if (row.version != version + 1)
            return error_set(e, STATUS_REFUSED, "DB_SCHEMA_DIFFERS",
                             _("数据库结构的记录不连续（缺第 %d 版）"), (int)version + 1);
        version = row.version;
        TRY(compare(&row, e));
    }
    if (s != STATUS_NONE)
        return s;
    *ret = version;
    return STATUS_OK;
}

struct step {
    const struct migration *migration;
    bool is_applied;
};

static enum status apply(struct db *db, void *context, struct error *e)
{
    struct step *step = context;
    const struct migration *m = step->migration;
    step->is_applied = false;
    TRY(db->ops->lock_schema(db, e));
    struct schema_migration_version_row now;
    TRY(schema_migration_version(db, NULL, &now, e));
    if (now.version >= m->version) /* another process was faster */
        return STATUS_OK;
    uint8_t hash[HASH_BYTES];
    hash_bytes(m->sql, strlen(m->sql), hash);
    char at[TIME_TEXT_BYTES];
    enum status s = execute_tokens(db, m->sql, e);
    if (s != STATUS_OK) {
        if (e != NULL)
            e->place[0] = '\0'; /* the file says more than "raw" */
        error_place(e, "migrations/%04d_%s.sql", m->version, m->name);
        return s;
    }
    TRY(schema_migration_insert(db,
                                (struct schema_migration_insert_args){.version = m->version,
                                                                      .name = m->name,
                                                                      .sha256 = {hash, HASH_BYTES},
                                                                      .applied_at = time_now(at)},
                                NULL, e));
    step->is_applied = true;
    return STATUS_OK;
}

enum status db_migrate(struct db *db, int *ret_applied, struct error *e)
{
    TRY(db_transaction(db, create_table_of_migrations, NULL, e));
    int64_t version = 0;
    TRY(compare_all(db, &version, e));
    int applied = 0;
    for (int i = (int)version; i < migration_count; i++) {
        struct step step = {.migration = &migrations[i]};
        enum status s = db_transaction(db, apply, &step, e);
        db->ops->unlock_schema(db);
        TRY(s);
        applied += step.is_applied ? 1 : 0;
    }
    if (ret_applied != NULL)
        *ret_applied = applied;
    return STATUS_OK;
}

static enum status has_table_of_migrations(struct db *db, bool *ret, struct error *e)
{
    const char *sql =
        db->engine == DB_SQLITE
            ? "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = "
              "'schema_migration'"
            : "SELECT count(*) FROM pg_tables WHERE schemaname = 'minsheng' AND tablename = "
              "'schema_migration'";
    int64_t n = 0;
    TRY(db_query_i64_raw(db, sql, &n, e));
    *ret = n == 1;
    return STATUS_OK;
}

enum status db_schema_check(struct db *db, struct error *e)
{
    bool has_table = false;
    int64_t version = 0;
    TRY(has_table_of_migrations(db, &has_table, e));
    if (has_table)
        TRY(compare_all(db, &version, e));
    if (version == migration_count)
        return STATUS_OK;
    return error_set(e, STATUS_REFUSED, "DB_SCHEMA_OLD",
                     _("数据库的结构是第 %d 版，本程序需要第 %d 版；请运行 minsheng init 升级"),
                     (int)version, migration_count);
}
