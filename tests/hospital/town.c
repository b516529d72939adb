#include "hospital/town.h"

#include "domain/medical/advance.h"
#include "domain/payee/payee.h"
#include "office/demo/demo.h"

#include <inttypes.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define ADVANCE_FEN 50000
#define ADVANCE_APPROVED_ON "2013-11-20"
#define FIRST_DAY "2013-11-21" /* posted on time: at most thirty days before today */
#define DAYS_BETWEEN_STAYS 4
#define DAYS_OF_A_STAY_MAX 7
#define TOKEN_DAYS 30

/* ---- the ground ---- */

static void county_make(struct town *t, struct db *db, size_t households)
{
    struct plan *plan;
    struct error e = {0};
    const struct payment_context c = {.county = TOWN_COUNTY, .actor = "dibao1", .keys = t->keys};
    struct demo_options options = {.seed = test_seed(),
                                   .dibao_households = (int64_t)households,
                                   .wubao_persons = (int64_t)households / 4,
                                   .month = month_make(2013, 6)};
    assert_ok_e(plan_read(MINSHENG_PLANS "/jingxian-2013.yaml", t->arena, &plan, &e), &e);
    assert_ok_e(plan_load(db, plan, plan_content(plan), t->keys, ACTOR_SYSTEM, NULL, &e), &e);
    assert_ok_e(demo_ground_read(db, TOWN_COUNTY, t->arena, &options, &e), &e);
    assert_ok_e(demo_store(db, &c, &options, NULL, &e), &e);
}

struct binding {
    const char *user;
    int64_t hospital;
};

static enum status bind_work(struct db *db, void *context, struct error *e)
{
    const struct binding *b = context;
    return hospital_user_bind(db, TOWN_COUNTY, b->user, b->hospital, e);
}

static void hospital_make(struct town *t, struct db *db, int i)
{
    struct error e = {0};
    struct payee payee;
    struct town_hospital *h = &t->hospital[i];
    char code[8];
    int64_t id;
    (void)snprintf(code, sizeof code, "H%03d", i + 1);
    (void)snprintf(h->user, sizeof h->user, "program.h%d", i + 1);
    assert_ok_e(payee_by_name(db, TOWN_COUNTY, code, t->arena, &payee, &e), &e);
    h->id = payee.id;
    const struct access_new_user user = {.name = h->user,
                                         .title = "医院程序",
                                         .role = ROLE_HOSPITAL,
                                         .scope = TOWN_COUNTY * 1000000,
                                         .cost = ACCESS_COST_TEST};
    assert_ok_e(access_user_add(db, TOWN_COUNTY, ACTOR_SYSTEM, &user, &e), &e);
    assert_ok_e(db_transaction(db, bind_work, &(struct binding){h->user, h->id}, &e), &e);
    assert_ok_e(access_bearer_create(db, TOWN_COUNTY, ACTOR_SYSTEM, h->user, "窗口",
                                     (int64_t)time(NULL), TOKEN_DAYS, h->token, &id, &e),
                &e);
    assert_ok_e(hospital_key_add(db, TOWN_COUNTY, t->keys, ACTOR_SYSTEM, h->id, &id, h->secret, &e),
                &e);
}

static bool is_key_in(struct db *db, int64_t person, int month, enum medical_class *class)
{
    struct medical_person who;
    struct error e = {0};
    assert_ok_e(
        medical_class_of(db, TOWN_COUNTY, person, month_make(2013, month), KNOWN_NOW, &who, &e),
        &e);
    const bool is_same = *class == MEDICAL_NONE || *class == who.class;
    *class = who.class;
    return is_same && medical_class_is_key(who.class) && !who.is_suspended;
}

static void people_find(struct town *t, struct db *db, size_t wanted)
{
    struct error e = {0};
    t->person = ARENA_ARRAY(t->arena, struct town_person, wanted);
    assert_non_null(t->person);
    for (int64_t id = 1; t->person_count < wanted; id++) {
        struct person_row row;
        struct town_person *p = &t->person[t->person_count];
        enum medical_class class = MEDICAL_NONE;
        enum status s = person_by_id(db, TOWN_COUNTY, id, t->keys, t->arena, &row, &e);
        if (s == STATUS_NONE && id > 50 * (int64_t)wanted)
            fail_msg("only %zu people of %zu", t->person_count, wanted);
        if (s == STATUS_NONE)
            continue;
        assert_ok_e(s, &e);
        if (!is_key_in(db, id, 11, &class) || !is_key_in(db, id, 12, &class) ||
            row.id_number[0] == '\0')
            continue;
        *p = (struct town_person){.id = id, .class = class};
        (void)snprintf(p->number, sizeof p->number, "%s", row.id_number);
        (void)snprintf(p->name, sizeof p->name, "%s", row.name);
        t->person_count++;
    }
}

/* ---- what befalls them ---- */

static struct medical_amounts bill_draw(struct random *r, enum medical_visit visit)
{
    struct medical_amounts a = {0};
    int64_t most = visit == VISIT_INPATIENT ? 4000000 : 600000;
    a.total = FEN(1 + (int64_t)random_below(r, (uint32_t)most));
    a.in_scope = FEN(a.total.v - (int64_t)random_below(r, (uint32_t)(a.total.v / 5 + 1)));
    a.insurance = FEN((int64_t)random_below(r, (uint32_t)(a.in_scope.v * 3 / 5 + 1)));
    a.critical =
        FEN(random_below(r, 4) == 0 ? (int64_t)random_below(r, (uint32_t)(a.total.v / 10 + 1)) : 0);
    a.other = FEN(random_below(r, 8) == 0 ? 1 : 0);
    a.relief =
        FEN(random_below(r, 6) == 0 ? (int64_t)random_below(r, (uint32_t)(a.total.v / 10 + 1)) : 0);
    return a;
}

static struct date day(const char *text)
{
    struct date d;
    assert_ok(date_parse(text, &d, NULL));
    return d;
}

static void stay_draw(struct town *t, size_t i, struct random *r)
{
    struct town_stay *s = &t->stay[i];
    const bool has_advance = i < TOWN_ADVANCES;
    const size_t others = t->person_count - TOWN_ADVANCES, k = has_advance ? 0 : i - TOWN_ADVANCES;
    /* No two stays of a person begin on one day: what comes first would be chance. */
    s->person = has_advance ? (int)i : (int)(TOWN_ADVANCES + k % others);
    s->admitted_on = day(FIRST_DAY);
    s->admitted_on.v +=
        (int32_t)(k / others) * DAYS_BETWEEN_STAYS + (int32_t)random_below(r, DAYS_BETWEEN_STAYS);
    s->discharged_on =
        (struct date){s->admitted_on.v + (int32_t)random_below(r, DAYS_OF_A_STAY_MAX)};
    s->hospital = (int)random_below(r, TOWN_HOSPITALS);
    s->visit = has_advance || random_below(r, 4) != 0 ? VISIT_INPATIENT : VISIT_OUTPATIENT;
    s->first = bill_draw(r, s->visit);
    s->corrected = bill_draw(r, s->visit);
    s->is_early = random_below(r, 10) == 0;
    s->is_cancelled = !has_advance && random_below(r, 30) == 0;
    s->is_corrected = !s->is_cancelled && random_below(r, 10) == 0;
}

struct granting {
    struct town *t;
    int64_t person;
};

static enum status advance_work(struct db *db, void *context, struct error *e)
{
    const struct granting *g = context;
    struct medical_person who;
    int64_t change, id;
    TRY(change_record(db, TOWN_COUNTY,
                      &(struct change_entry){
                          .actor = "medical1", .action = "advance.approve", .subject = "person"},
                      &change, e));
    TRY(medical_class_of(db, TOWN_COUNTY, g->person, month_make(2013, 11), KNOWN_NOW, &who, e));
    return advance_approve(db, TOWN_COUNTY,
                           &(struct advance_grant){.person = g->person,
                                                   .household = who.household,
                                                   .division = who.division,
                                                   .disease = "C34",
                                                   .disease_name = "肺癌",
                                                   .amount = FEN(ADVANCE_FEN),
                                                   .approved_on = day(ADVANCE_APPROVED_ON),
                                                   .approved_by = "medical1"},
                           change, &id, e);
}

/* ---- what must come of it ---- */

struct terms {
    int64_t deductible, rate_bp, cap;
};
/* 休宁, in fen: domain knowledge of this test, not of the program. */
static struct terms terms_of(enum medical_class class, enum medical_visit visit)
{
    if (visit == VISIT_OUTPATIENT)
        return class == MEDICAL_WUBAO ? (struct terms){100000, 7000, 300000}
                                      : (struct terms){200000, 6000, 300000};
    return (struct terms){0, class == MEDICAL_WUBAO ? 9000 : 7000, 2000000};
}

static int64_t at_least_nothing(int64_t v)
{
    return v > 0 ? v : 0;
}

static int64_t smaller(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static int64_t aid_of(const struct medical_amounts *a, struct terms t, int64_t before)
{
    int64_t left = at_least_nothing(a->in_scope.v - a->insurance.v - a->critical.v - a->other.v);
    int64_t borne = a->total.v - a->insurance.v - a->critical.v - a->other.v - a->relief.v;
    int64_t by_rate = (at_least_nothing(left - t.deductible) * t.rate_bp * 2 + 10000) / 20000;
    return smaller(by_rate, smaller(at_least_nothing(t.cap - before), borne));
}

static const struct town *sorted; /* for by_year only */

static int by_year(const void *a, const void *b)
{
    const struct town_stay *x = &sorted->stay[*(const size_t *)a],
                           *y = &sorted->stay[*(const size_t *)b];
    if (x->person != y->person)
        return x->person < y->person ? -1 : 1;
    if (x->visit != y->visit)
        return x->visit < y->visit ? -1 : 1;
    return (x->admitted_on.v > y->admitted_on.v) - (x->admitted_on.v < y->admitted_on.v);
}

static void aids_reckon(struct town *t)
{
    size_t *order = ARENA_ARRAY(t->arena, size_t, t->stay_count);
    const struct town_stay *last = NULL;
    int64_t before = 0;
    assert_non_null(order);
    for (size_t i = 0; i < t->stay_count; i++)
        order[i] = i;
    sorted = t;
    qsort(order, t->stay_count, sizeof *order, by_year);
    for (size_t i = 0; i < t->stay_count; i++) {
        struct town_stay *s = &t->stay[order[i]];
        if (last == NULL || last->person != s->person || last->visit != s->visit)
            before = 0;
        last = s;
        if (s->is_cancelled)
            continue;
        s->aid_fen = aid_of(s->is_corrected ? &s->corrected : &s->first,
                            terms_of(t->person[s->person].class, s->visit), before);
        before += s->aid_fen;
    }
}

/* ---- opened and closed ---- */

void town_open(struct town *t, enum db_engine engine, size_t stays, struct random *r)
{
    struct error e = {0};
    const size_t people = TOWN_ADVANCES + (stays - TOWN_ADVANCES) / STAYS_OF_A_PERSON + 1;
    *t = (struct town){.arena = arena_new((size_t)256 << 20)};
    story_open(&t->story, engine);
    (void)snprintf(t->story.today, sizeof t->story.today, TOWN_TODAY);
    setenv("MINSHENG_TODAY", "2013-06-01", 1);
    assert_ok_e(keyring_open(t->story.key, true, &t->keys, &e), &e);
    struct db *db = testdb_open(t->story.db.url, DB_WRITER);
    assert_ok_e(db_migrate(db, NULL, &e), &e);
    county_make(t, db, people);
    for (int i = 0; i < TOWN_HOSPITALS; i++)
        hospital_make(t, db, i);
    people_find(t, db, people);
    t->stay_count = stays;
    t->stay = ARENA_ARRAY(t->arena, struct town_stay, stays);
    assert_non_null(t->stay);
    for (size_t i = 0; i < stays; i++)
        stay_draw(t, i, r);
    for (size_t i = 0; i < TOWN_ADVANCES; i++)
        assert_ok_e(db_transaction(db, advance_work, &(struct granting){t, t->person[i].id}, &e),
                    &e);
    aids_reckon(t);
    db_close(db);
    setenv("MINSHENG_TODAY", TOWN_TODAY, 1);
}

void town_close(struct town *t)
{
    keyring_free(t->keys);
    arena_free(t->arena);
    testdb_drop(&t->story.db);
    story_close(&t->story);
}

/* ---- the server ---- */

uint16_t town_port(void)
{
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t n = sizeof a;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(bind(fd, (struct sockaddr *)&a, sizeof a), 0);
    assert_int_equal(getsockname(fd, (struct sockaddr *)&a, &n), 0);
    close(fd);
    return ntohs(a.sin_port);
}

void town_serve(struct town *t, uint16_t port, struct process *ret)
{
    char command[80];
    (void)snprintf(command, sizeof command, "serve --quiet --workers 0 --listen 127.0.0.1:%u",
                   port);
    story_start(&t->story, command, "serve", ret);
}

void town_serve_end(struct process *p)
{
    kill(p->pid, SIGTERM);
    assert_int_equal(process_wait(p), 0);
}

/* ---- looking ---- */

int64_t town_number(struct db *db, const char *sql)
{
    struct error e = {0};
    int64_t n = 0;
    assert_ok_e(db_query_i64_raw(db, sql, &n, &e), &e);
    return n;
}

#define OPEN "known_to = 2147483647"
static const struct {
    const char *what, *sql;
} SOUND[] = {
    {"messages without their change, or changes without their message",
     "SELECT abs((SELECT count(*) FROM medical_message) - (SELECT count(*) FROM change_trail "
     "WHERE action IN ('medical.admit', 'medical.settle', 'medical.reverse', 'medical.cancel')))"},
    {"stays with two living bills",
     "SELECT count(*) FROM (SELECT admission FROM medical_bill WHERE state = 1 GROUP BY admission "
     "HAVING count(*) > 1) AS t"},
    {"bills whose parts are not the total",
     "SELECT count(*) FROM medical_bill AS b JOIN medical_assessment AS s ON s.county = b.county "
     "AND s.bill = b.id WHERE b.total_fen <> b.insurance_fen + b.critical_fen + b.other_fen + "
     "b.relief_fen + b.veteran_fen + s.aid_fen + s.personal_fen"},
    {"years that are not the sum of their bills, or above a cap",
     "SELECT count(*) FROM medical_year AS y LEFT JOIN (SELECT b.county, b.person, b.year, "
     "b.visit, CAST(sum(s.aid_fen) AS BIGINT) AS aid, max(s.cap_fen) AS cap FROM medical_bill AS b "
     "JOIN medical_assessment AS s ON s.county = b.county AND s.bill = b.id AND s." OPEN
     " WHERE b.state = 1 GROUP BY b.county, b.person, b.year, b.visit) AS t ON t.county = y.county "
     "AND t.person = y.person AND t.year = y.year AND t.visit = y.visit "
     "WHERE y.aid_fen <> coalesce(t.aid, 0) OR y.aid_fen > coalesce(t.cap, 0)"},
    {"advances that are drawn by two, or by none",
     "SELECT count(*) FROM medical_advance AS v WHERE (SELECT count(*) FROM medical_admission AS a "
     "WHERE a.county = v.county AND a.advance = v.id) <> 1"},
};

static void stay_is_right(struct town *t, struct db *db, size_t i)
{
    struct error e = {0};
    struct admission_record a;
    const struct town_stay *s = &t->stay[i];
    char admission_no[16], sql[300];
    (void)snprintf(admission_no, sizeof admission_no, "Z%05zu", i);
    assert_ok_e(admission_by_number(db, TOWN_COUNTY, t->hospital[s->hospital].id, admission_no,
                                    t->arena, &a, &e),
                &e);
    assert_int_equal(a.person, t->person[s->person].id);
    assert_int_equal(a.state, s->is_cancelled ? ADMISSION_CANCELLED : ADMISSION_SETTLED);
    (void)snprintf(sql, sizeof sql,
                   "SELECT CAST(coalesce(sum(before_fen + during_fen), 0) AS BIGINT) FROM "
                   "medical_line WHERE county = %" PRId64 " AND admission = %" PRId64,
                   TOWN_COUNTY, a.id);
    if (town_number(db, sql) != s->aid_fen)
        fail_msg("stay %s: lines bring %" PRId64 " fen and should bring %" PRId64, admission_no,
                 town_number(db, sql), s->aid_fen);
    if (s->is_cancelled)
        return;
    (void)snprintf(sql, sizeof sql,
                   "SELECT aid_fen FROM medical_assessment WHERE county = %" PRId64
                   " AND bill = %" PRId64 " AND " OPEN,
                   TOWN_COUNTY, a.bill);
    assert_int_equal(town_number(db, sql), s->aid_fen);
}

void town_is_right(struct town *t, int64_t messages)
{
    int64_t bills = 0;
    struct db *db = testdb_open(t->story.db.url, DB_READER);
    for (size_t i = 0; i < t->stay_count; i++)
        bills += t->stay[i].is_cancelled ? 0 : t->stay[i].is_corrected ? 2 : 1;
    assert_int_equal(town_number(db, "SELECT count(*) FROM medical_admission"), t->stay_count);
    assert_int_equal(town_number(db, "SELECT count(*) FROM medical_bill"), bills);
    assert_int_equal(town_number(db, "SELECT count(*) FROM medical_message"), messages);
    for (size_t i = 0; i < sizeof SOUND / sizeof SOUND[0]; i++)
        if (town_number(db, SOUND[i].sql) != 0)
            fail_msg("%s: %" PRId64, SOUND[i].what, town_number(db, SOUND[i].sql));
    for (size_t i = 0; i < t->stay_count; i++)
        stay_is_right(t, db, i);
    db_close(db);
    STORY_TELL(&t->story, {"the county is sound", "audit"});
}
