#include "support/testdb.h"
#include "support/test_support.h"
#include <fcntl.h>
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define DATABASES_MAX 1024
#define MODELS_MAX 8

static int sqlite_count, postgres_count;
static pid_t owner; /* a forked child must not remove its parent's databases */

static void die(const char *what, const char *why)
{
    printf("Bail out! %s: %s\n", what, why);
    fflush(stdout);
    exit(99);
}

static const char *server(void)
{
    const char *url = getenv("MINSHENG_TEST_PG");
    return url != NULL && url[0] != '\0' ? url : NULL;
}

bool testdb_has_postgres(void)
{
    return server() != NULL;
}

static void server_do(const char *sql, bool must)
{
    PGconn *conn = PQconnectdb(server());
    if (PQstatus(conn) != CONNECTION_OK) {
        if (must)
            die("MINSHENG_TEST_PG", PQerrorMessage(conn));
    } else {
        PQclear(PQexec(conn, "SET client_min_messages = error"));
        PGresult *r = PQexec(conn, sql);
        if (must && PQresultStatus(r) != PGRES_COMMAND_OK)
            die(sql, PQerrorMessage(conn));
        PQclear(r);
    }
    PQfinish(conn);
}

static void database_name(int number, char out[64])
{
    snprintf(out, 64, "minsheng_test_%ld_%d", (long)owner, number);
}

static void drop_all(void)
{
    if (getpid() != owner)
        return;
    for (int i = 1; i <= postgres_count; i++) {
        char name[64], sql[128];
        database_name(i, name);
        snprintf(sql, sizeof sql, "DROP DATABASE IF EXISTS %s WITH (FORCE)", name);
        server_do(sql, false);
    }
}

/* The server's URL with another database name: "postgresql://host/NAME?options". */
static void url_with_database(const char *name, char out[512])
{
    const char *url = server();
    const char *authority = strstr(url, "://");
    if (authority == NULL)
        die("MINSHENG_TEST_PG", "must be a postgresql:// URL");
    authority += 3;
    size_t head = (size_t)(authority - url) + strcspn(authority, "/?");
    const char *query = strchr(url, '?');
    snprintf(out, 512, "%.*s/%s%s", (int)head, url, name, query != NULL ? query : "");
}

static void create_database(const char *name, const char *template)
{
    char sql[320];
    snprintf(
        sql, sizeof sql,
        "CREATE DATABASE %s TEMPLATE %s ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'",
        name, template);
    server_do(sql, true);
}

static void migrate(const char *url)
{
    struct error e = {0};
    struct db *db = testdb_open(url, DB_WRITER);
    if (db_migrate(db, NULL, &e) != STATUS_OK) {
        char text[1200];
        error_text(&e, text, sizeof text);
        die(url, text);
    }
    db_close(db);
}

/* A name of its own; nothing is there yet. */
static void name_next(enum db_engine engine, struct testdb *out)
{
    if (owner == 0) {
        owner = getpid();
        atexit(drop_all);
    }
    if (sqlite_count + postgres_count >= DATABASES_MAX)
        die("testdb", "too many databases in one program");
    out->engine = engine;
    if (engine == DB_SQLITE) {
        snprintf(out->url, sizeof out->url, "sqlite:%s/testdb-%d.db", test_tmpdir(),
                 ++sqlite_count);
        return;
    }
    char name[64];
    database_name(++postgres_count, name);
    url_with_database(name, out->url);
}

static void copy_file(const char *from, const char *to)
{
    char block[65536];
    size_t n;
    int fd = open(to, O_WRONLY | O_CREAT | O_TRUNC, 0600); /* as the program makes its own */
    FILE *in = fopen(from, "rb"), *out = fd < 0 ? NULL : fdopen(fd, "wb");
    if (in == NULL || out == NULL)
        die(from, "cannot be copied");
    while ((n = fread(block, 1, sizeof block, in)) > 0)
        if (fwrite(block, 1, n, out) != n)
            die(to, "cannot be written");
    fclose(in);
    if (fclose(out) != 0)
        die(to, "cannot be written");
}

static void name_of(const struct testdb *db, char out[64])
{
    const char *name = strstr(db->url, "/minsheng_test_") + 1;
    snprintf(out, 64, "%.*s", (int)strcspn(name, "?"), name);
}

void testdb_empty(enum db_engine engine, struct testdb *out)
{
    char name[64];
    name_next(engine, out);
    if (engine == DB_SQLITE)
        return;
    name_of(out, name);
    create_database(name, "template0");
}

void testdb_copy(const struct testdb *from, struct testdb *out)
{
    name_next(from->engine, out);
    if (from->engine == DB_SQLITE) {
        char wal[520], copy[520];
        copy_file(from->url + strlen("sqlite:"), out->url + strlen("sqlite:"));
        snprintf(wal, sizeof wal, "%s-wal", from->url + strlen("sqlite:"));
        snprintf(copy, sizeof copy, "%s-wal", out->url + strlen("sqlite:"));
        if (access(wal, F_OK) == 0)
            copy_file(wal, copy);
        return;
    }
    char source[64], target[64];
    name_of(from, source);
    name_of(out, target);
    create_database(target, source);
}

void testdb_fresh(enum db_engine engine, struct testdb *out)
{
    testdb_filled(engine, NULL, out);
}

void testdb_filled(enum db_engine engine, void (*fill)(struct db *db), struct testdb *out)
{
    static struct {
        void (*fill)(struct db *db);
        struct testdb db;
    } models[MODELS_MAX];
    static size_t count;
    size_t i = 0;
    while (i < count && (models[i].fill != fill || models[i].db.engine != engine))
        i++;
    if (i == count) {
        if (i == MODELS_MAX)
            die("testdb", "too many kinds of databases in one program");
        struct testdb model;
        if (fill == NULL) {
            testdb_empty(engine, &model);
            migrate(model.url);
        } else {
            testdb_fresh(engine, &model);
            struct db *db = testdb_open(model.url, DB_WRITER);
            fill(db);
            db_close(db);
        }
        i = count++; /* testdb_fresh may have added one */
        models[i].fill = fill;
        models[i].db = model;
    }
    testdb_copy(&models[i].db, out);
}

void testdb_drop(const struct testdb *db)
{
    static const char *const endings[] = {"", "-wal", "-shm", ".lock"};
    char name[64], text[528];
    if (db->engine == DB_SQLITE) {
        for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
            snprintf(text, sizeof text, "%s%s", db->url + strlen("sqlite:"), endings[i]);
            remove(text);
        }
        return;
    }
    name_of(db, name);
    snprintf(text, sizeof text, "DROP DATABASE IF EXISTS %s WITH (FORCE)", name);
    server_do(text, true);
}

size_t testdb_each(struct testdb out[2])
{
    static bool told;
    testdb_fresh(DB_SQLITE, &out[0]);
    if (testdb_has_postgres()) {
        testdb_fresh(DB_POSTGRES, &out[1]);
        return 2;
    }
    if (!told)
        printf(
            "# PostgreSQL skipped: MINSHENG_TEST_PG is not set (tests/with-postgres.sh sets it)\n");
    told = true;
    return 1;
}

const char *const *testdb_urls(void)
{
    static struct testdb made[2];
    static const char *urls[3];
    size_t n = testdb_each(made);
    for (size_t i = 0; i < n; i++)
        urls[i] = made[i].url;
    urls[n] = NULL;
    return urls;
}

struct db *testdb_open(const char *url, enum db_mode mode)
{
    struct db *db = NULL;
    struct error e = {0};
    if (db_open(url, mode, &db, &e) != STATUS_OK) {
        char text[1200];
        error_text(&e, text, sizeof text);
        die(url, text);
    }
    return db;
}

const char *testdb_engine_name(enum db_engine engine)
{
    return engine == DB_SQLITE ? "sqlite" : "postgresql";
}
