#include "domain/home/stay_fixture.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "domain/access/access.h"

#define TOWNSHIP INT64_C(341823100000)

struct homes homes;
static int agreements;

struct date stay_day(const char *text)
{
    struct date d;
    assert_ok(date_parse(text, &d, NULL));
    return d;
}

struct month stay_month(const char *text)
{
    struct month m;
    assert_ok(month_parse(text, &m, NULL));
    return m;
}

void stay_today(const char *text)
{
    setenv("MINSHENG_TODAY", text, 1);
}

static void put_user(struct county *c, const char *name, enum role role, int64_t scope)
{
    struct error e = {0};
    assert_ok_e(access_user_add(c->db, COUNTY, "admin",
                                &(struct access_new_user){.name = name,
                                                          .title = name,
                                                          .role = role,
                                                          .scope = scope,
                                                          .cost = ACCESS_COST_TEST},
                                &e),
                &e);
}

static enum status bind_work(struct db *db, void *context, struct error *e)
{
    (void)context;
    TRY(home_user_bind(db, COUNTY, DIRECTOR, homes.a, e));
    return home_user_bind(db, COUNTY, OTHER_DIRECTOR, homes.b, e);
}

static void put_beds(struct county *c, int64_t home, const char *room, int beds)
{
    struct error e = {0};
    const struct home_beds_new n = {.home = home,
                                    .room = room,
                                    .storey = 1,
                                    .beds = beds,
                                    .area_m2 = 20,
                                    .from = stay_day("2013-01-01")};
    assert_ok_e(home_beds_add(c->db, COUNTY, &n, OFFICER, &e), &e);
}

static int64_t home_named(struct county *c, const char *name)
{
    struct error e = {0};
    struct home home;
    assert_ok_e(home_find(c->db, COUNTY, name, c->arena, &home, &e), &e);
    return home.id;
}

static void set_up(struct county *c)
{
    struct error e = {0};
    struct home_bed *beds;
    size_t count;
    stay_today("2013-06-30");
    homes = (struct homes){.a = home_named(c, "泾川镇敬老院"), .b = home_named(c, "茂林镇敬老院")};
    put_user(c, DIRECTOR, ROLE_HOME_DIRECTOR, TOWNSHIP);
    put_user(c, OTHER_DIRECTOR, ROLE_HOME_DIRECTOR, TOWNSHIP);
    put_user(c, UNBOUND, ROLE_HOME_DIRECTOR, TOWNSHIP);
    assert_ok_e(db_transaction(c->db, bind_work, NULL, &e), &e);
    put_beds(c, homes.a, "101", 2);
    put_beds(c, homes.a, "102", 2);
    put_beds(c, homes.b, "201", 2);
    assert_ok_e(
        home_bed_list(c->db, COUNTY, homes.a, date_today(), false, c->arena, &beds, &count, &e),
        &e);
    assert_int_equal(count, 4);
    for (size_t i = 0; i < count; i++)
        homes.beds_a[i] = beds[i].id;
    assert_ok_e(
        home_bed_list(c->db, COUNTY, homes.b, date_today(), true, c->arena, &beds, &count, &e), &e);
    assert_int_equal(count, 2);
    for (size_t i = 0; i < count; i++)
        homes.beds_b[i] = beds[i].id;
}

void stay_each(void (*claim)(struct county *c))
{
    struct county c;
    for (int i = 0; i < 2; i++) {
        if (i == 1 && !testdb_has_postgres())
            continue;
        stay_today("2013-06-30");
        county_open(&c, i ? DB_POSTGRES : DB_SQLITE);
        set_up(&c);
        claim(&c);
        county_close(&c);
    }
}

int64_t wubao(struct county *c)
{
    return county_household(c, &(struct new_household){.programme = PROGRAMME_WUBAO,
                                                       .from = "2013-01",
                                                       .form = FORM_SCATTERED});
}

enum status try_ask(struct county *c, int64_t household, int64_t home, const char *from,
                    struct error *e)
{
    char agreement[32];
    int64_t stay;
    (void)snprintf(agreement, sizeof agreement, "协议%d", ++agreements);
    const struct stay_request r = {.home = home,
                                   .id_number = county_id_number(c, household, 0),
                                   .kind = STAY_WUBAO,
                                   .from = stay_day(from),
                                   .agreement = agreement};
    return stay_request(c->db, COUNTY, c->keys, &r, home == homes.b ? OTHER_DIRECTOR : DIRECTOR,
                        &stay, e);
}

int64_t ask(struct county *c, int64_t household, int64_t home, const char *from)
{
    struct error e = {0};
    assert_ok_e(try_ask(c, household, home, from, &e), &e);
    return county_number(c, "SELECT max(id) FROM home_stay");
}

int64_t live(struct county *c, int64_t household, int64_t home, const char *from)
{
    struct error e = {0};
    int64_t stay = ask(c, household, home, from);
    assert_ok_e(stay_confirm(c->db, COUNTY, c->keys, stay, OFFICER, &e), &e);
    return stay;
}

struct stay stay_now(struct county *c, int64_t stay)
{
    struct error e = {0};
    struct stay s = {0};
    assert_ok_e(stay_read(c->db, COUNTY, stay, c->arena, &s, &e), &e);
    return s;
}

struct stay_leave_request leaving(int64_t stay, enum stay_leave reason, const char *until)
{
    return (struct stay_leave_request){
        .stay = stay,
        .reason = reason,
        .until = until ? stay_day(until) : (struct date){0},
    };
}

int64_t form_in(struct county *c, int64_t household, const char *month)
{
    struct error e = {0};
    struct dossier d;
    struct month m = stay_month(month);
    assert_ok_e(
        dossier_read(c->db, COUNTY, PROGRAMME_WUBAO, household, m, m, KNOWN_NOW, c->arena, &d, &e),
        &e);
    const struct entitlement_row *row = dossier_entitlement_at(&d, m);
    if (!row || row->status == ENTITLEMENT_ENDED)
        return -1;
    assert_true((row->form == FORM_INSTITUTION) == (row->home > 0));
    return row->home;
}

size_t free_beds(struct county *c, int64_t home, const char *on)
{
    struct error e = {0};
    struct home_bed *beds;
    size_t count;
    assert_ok_e(home_bed_list(c->db, COUNTY, home, stay_day(on), true, c->arena, &beds, &count, &e),
                &e);
    return count;
}
