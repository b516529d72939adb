#include "web/site_support.h"

#include "domain/plan/plan.h"
#include "web/pages/pages.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PEOPLE_MAX 32
#define BOUNDARY "----edge"

struct site site;
static struct site_person people[PEOPLE_MAX];

bool site_engine_choose(int argc, char **argv)
{
    site.engine = argc > 1 && strcmp(argv[1], "postgresql") == 0 ? DB_POSTGRES : DB_SQLITE;
    if (site.engine != DB_POSTGRES || testdb_has_postgres())
        return true;
    puts("1..0 # SKIP MINSHENG_TEST_PG is not set (tests/with-postgres.sh sets it)");
    return false;
}

struct db *site_begin(void)
{
    struct error e = {0};
    struct plan *plan;
    memset(people, 0, sizeof(people));
    site = (struct site){.engine = site.engine, .arena = arena_new((size_t)128 << 20)};
    testdb_fresh(site.engine, &site.live.testdb);
    assert_ok_e(keyring_open(test_path(site.engine == DB_SQLITE ? "key" : "key-postgresql"), true,
                             &site.keys, &e),
                &e);
    struct db *db = testdb_open(site.live.testdb.url, DB_WRITER);
    assert_ok_e(plan_read(getenv("MINSHENG_PLAN"), site.arena, &plan, &e), &e);
    assert_ok_e(plan_load(db, plan, plan_content(plan), site.keys, "system", NULL, &e), &e);
    return db;
}

void site_serve(void)
{
    struct error e = {0};
    site.db = testdb_open(site.live.testdb.url, DB_READER);
    setenv("MINSHENG_UPLOADS", test_path("uploads"), 1);
    const struct server_options options = {.listen = "127.0.0.1:0",
                                           .db_url = site.live.testdb.url,
                                           .county = LIVE_COUNTY,
                                           .keys = site.keys,
                                           .temp_dir = test_tmpdir(),
                                           .is_quiet = true,
                                           .map = &SITE_MAP};
    assert_ok_e(server_start(&options, &site.live.server, &e), &e);
}

void site_end(void)
{
    live_stop(&site.live);
    db_close(site.db);
    keyring_cleanup(&site.keys);
    arena_free(site.arena);
}

int site_stop(void **state)
{
    (void)state;
    site_end();
    return 0;
}

void site_posts_unlock(struct db *writer)
{
    struct access_user *users;
    size_t count;
    struct error e = {0};
    live_settings_set(writer, false);
    assert_ok_e(access_user_list(writer, LIVE_COUNTY, site.arena, &users, &count, &e), &e);
    for (size_t i = 0; i < count; i++)
        assert_ok_e(access_user_passwd(writer, LIVE_COUNTY, "system", users[i].name, LIVE_PASSWORD,
                                       ACCESS_COST_TEST, &e),
                    &e);
}

/* ---- people and answers ---- */

const struct site_person *site_as(const char *name)
{
    static const struct site_person nobody = {.name = ""};
    size_t i = 0;
    if (name[0] == '\0')
        return &nobody;
    while (people[i].name != NULL && strcmp(people[i].name, name) != 0)
        i++;
    assert_true(i + 1 < PEOPLE_MAX);
    if (people[i].name == NULL) {
        people[i].name = arena_strdup(site.arena, name);
        live_login(&site.live, name, people[i].cookie, people[i].csrf);
    }
    return &people[i];
}

int site_get(const char *who, const char *target, struct buf *out)
{
    buf_free(out);
    live_get(&site.live, target, site_as(who)->cookie, out);
    return live_status(out);
}

int site_post(const char *who, const char *target, const char *fields, struct buf *out)
{
    BUF body = BUF_INIT(SITE_BODY_BYTES_MAX);
    buf_addf(&body, "csrf=%s%s%s", site_as(who)->csrf, fields[0] != '\0' ? "&" : "", fields);
    assert_false(body.overflow);
    buf_free(out);
    live_post(&site.live, target, site_as(who)->cookie, buf_text(&body), out);
    return live_status(out);
}

static void part_add(struct buf *body, const char *name, const char *value)
{
    buf_addf(body, "--" BOUNDARY "\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n",
             name, value);
}

int site_post_typed(const char *who, const char *target, const char *fields, struct buf *out)
{
    BUF all = BUF_INIT(SITE_BODY_BYTES_MAX);
    buf_addf(&all, "typed_by=%s&%s", who, fields);
    assert_false(all.overflow);
    return site_post(who, target, buf_text(&all), out);
}

int site_upload(const char *who, const char *target, const char *const *fields,
                const struct site_file *file, struct buf *out)
{
    BUF body = BUF_INIT(SITE_FILE_BYTES_MAX), request = BUF_INIT(SITE_FILE_BYTES_MAX);
    part_add(&body, "csrf", site_as(who)->csrf);
    for (size_t i = 0; fields[i] != NULL; i += 2)
        part_add(&body, fields[i], fields[i + 1]);
    buf_addf(&body,
             "--" BOUNDARY "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%s\"\r\n"
             "Content-Type: %s\r\n\r\n",
             file->name, file->type);
    buf_add(&body, file->bytes, file->n);
    buf_adds(&body, "\r\n--" BOUNDARY "--\r\n");
    buf_addf(&request,
             "POST %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nCookie: %s\r\n"
             "Content-Type: multipart/form-data; boundary=" BOUNDARY
             "\r\nContent-Length: %zu\r\n\r\n",
             target, site_as(who)->cookie, body.n);
    buf_add(&request, body.p, body.n);
    assert_false(request.overflow);
    buf_free(out);
    live_send(&site.live, request.p, request.n, out);
    return live_status(out);
}

json_t *site_json(const struct buf *answer)
{
    json_error_t why;
    json_t *json = json_loads(strstr(buf_text(answer), "\r\n\r\n") + 4, 0, &why);
    assert_non_null(json);
    return json;
}
