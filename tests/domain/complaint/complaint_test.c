/* Complaints: both sides of every limit, who may not, and what nobody else gets to see. */
#include "support/planned.h"
#include "support/test_support.h"

#include "domain/complaint/complaint.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNTY INT64_C(341823)
#define T106 INT64_C(341823106000)
#define LEAD "township106.lead"
#define NAME "王小二"
#define PHONE "13956300001"

struct world {
    struct db *db;
    struct keyring *keys;
    struct arena *arena;
};

static void today(int month, int day)
{
    char text[32];
    (void)snprintf(text, sizeof text, "2013-%02d-%02d", month, day);
    setenv("MINSHENG_TODAY", text, 1);
}

static void world_each(void (*body)(struct world *w))
{
    for (int i = 0; i < 2; i++) {
        struct world w = {.arena = arena_new((size_t)64 << 20)};
        struct testdb t;
        if (i == 0 || testdb_has_postgres()) {
            today(3, 1);
            planned_fresh(i ? DB_POSTGRES : DB_SQLITE, &t, &w.keys);
            w.db = testdb_open(t.url, DB_WRITER);
            body(&w);
            db_close(w.db);
            keyring_free(w.keys);
        }
        arena_free(w.arena);
    }
}

static struct complaint_receipt received(struct world *w, const char *category, const char *about)
{
    struct complaint_new n = {
        .channel = COMPLAINT_WEB,
        .township = T106,
        .category = category,
        .is_named = true,
        .content = {.name = NAME, .phone = PHONE, .about = about, .text = "低保金少发了一个月。"}};
    struct complaint_receipt r = {0};
    struct error e = {0};
    assert_ok_e(complaint_receive(w->db, COUNTY, w->keys, &n, NULL, &r, &e), &e);
    return r;
}

static enum status act(struct world *w, int64_t id, enum complaint_action action, const char *actor,
                       struct error *e)
{
    struct complaint_act a = {.action = action,
                              .text = "已查明",
                              .document = "泾民信〔2013〕1号",
                              .days = 30,
                              .is_founded = 1,
                              .public_result = "已补发"};
    return complaint_act(w->db, COUNTY, w->keys, id, &a, actor, e);
}

static struct complaint now(struct world *w, int64_t id)
{
    struct complaint c;
    struct error e = {0};
    assert_ok_e(complaint_read(w->db, COUNTY, id, w->arena, &c, &e), &e);
    return c;
}

static void assert_due(struct world *w, int64_t id, int month, int day)
{
    assert_int_equal(date_yyyymmdd(now(w, id).due_on), date_yyyymmdd(date_make(2013, month, day)));
}

/* ---- the clock ---- */

static void clock_body(struct world *w)
{
    struct error e = {0};
    int64_t in_time = received(w, "AMOUNT", "").id, late = received(w, "AMOUNT", "").id;
    assert_due(w, in_time, 3, 16);
    today(3, 16); /* the fifteenth day */
    assert_ok_e(act(w, in_time, COMPLAINT_ACCEPT, LEAD, &e), &e);
    assert_false(now(w, in_time).is_late);
    assert_due(w, in_time, 5, 15);
    assert_string_equal(now(w, in_time).handler, LEAD);
    today(3, 17);
    assert_true(complaint_is_overdue(
        &(struct complaint){.state = COMPLAINT_RECEIVED, .due_on = date_make(2013, 3, 16)},
        date_today()));
    assert_ok_e(act(w, late, COMPLAINT_ACCEPT, LEAD, &e), &e);
    assert_true(now(w, late).is_late);

    today(5, 15); /* the sixtieth */
    assert_ok_e(act(w, in_time, COMPLAINT_REPLY, LEAD, &e), &e);
    assert_false(now(w, in_time).is_late);
    assert_int_equal(now(w, in_time).is_founded, 1);
    assert_due(w, in_time, 6, 14);
    /* Too early to close, and the thirtieth day to ask for a review. */
    today(6, 14);
    assert_refused(act(w, in_time, COMPLAINT_CLOSE, LEAD, &e), &e, "COMPLAINT_EARLY");
    assert_ok_e(act(w, in_time, COMPLAINT_ASK1, LEAD, &e), &e);
    assert_due(w, in_time, 7, 14);
    assert_refused(act(w, in_time, COMPLAINT_CLOSE, LEAD, &e), &e, "COMPLAINT_STATE");
    today(7, 15); /* the review comes a day late: taken, and marked */
    assert_ok_e(act(w, in_time, COMPLAINT_ANSWER1, "supervisor", &e), &e);
    assert_true(now(w, in_time).is_late);
    assert_due(w, in_time, 8, 14);

    /* A day too late to ask: it closes by itself. */
    int64_t closed = 0;
    today(8, 14);
    assert_ok_e(complaint_sweep(w->db, COUNTY, w->keys, "system", &closed, &e), &e);
    assert_int_equal(closed, 0);
    today(8, 15);
    assert_true(complaint_is_over(
        &(struct complaint){.state = COMPLAINT_REPLIED, .due_on = date_make(2013, 8, 14)},
        date_today()));
    assert_refused(act(w, in_time, COMPLAINT_ASK2, LEAD, &e), &e, "COMPLAINT_LATE");
    assert_ok_e(complaint_sweep(w->db, COUNTY, w->keys, "system", &closed, &e), &e);
    assert_int_equal(closed, 1);
    assert_int_equal(now(w, in_time).state, COMPLAINT_CLOSED);
    struct complaint_step *steps;
    size_t n;
    assert_ok_e(complaint_steps(w->db, COUNTY, NULL, in_time, w->arena, &steps, &n, &e), &e);
    assert_int_equal(n, 6);
    assert_false(steps[3].is_late);
    assert_true(steps[4].is_late);
    assert_null(steps[0].text);
}

static void every_limit_has_its_last_day(void **state)
{
    (void)state;
    world_each(clock_body);
}

static void extend_body(struct world *w)
{
    struct error e = {0};
    int64_t id = received(w, "STEP", "").id, late = received(w, "STEP", "").id;
    assert_ok_e(act(w, id, COMPLAINT_ACCEPT, LEAD, &e), &e); /* due 30 April */
    assert_ok_e(act(w, late, COMPLAINT_ACCEPT, LEAD, &e), &e);
    today(4, 30);
    assert_refused(act(w, id, COMPLAINT_EXTEND, LEAD, &e), &e, "ACCESS_DENIED");
    struct complaint_act a = {.action = COMPLAINT_EXTEND,
                              .text = "案情复杂",
                              .document = "泾民信〔2013〕2号",
                              .days = 31};
    assert_refused(complaint_act(w->db, COUNTY, w->keys, id, &a, "director", &e), &e,
                   "COMPLAINT_FIELD");
    a.days = 30;
    a.document = "";
    assert_refused(complaint_act(w->db, COUNTY, w->keys, id, &a, "director", &e), &e,
                   "COMPLAINT_FIELD");
    assert_ok_e(act(w, id, COMPLAINT_EXTEND, "director", &e), &e);
    assert_due(w, id, 5, 30);
    assert_refused(act(w, id, COMPLAINT_EXTEND, "director", &e), &e, "COMPLAINT_STATE");
    today(5, 1);
    assert_refused(act(w, late, COMPLAINT_EXTEND, "director", &e), &e, "COMPLAINT_LATE");
    today(5, 30);
    assert_ok_e(act(w, id, COMPLAINT_REPLY, LEAD, &e), &e);
    assert_false(now(w, id).is_late);
    today(5, 31);
    assert_ok_e(act(w, late, COMPLAINT_REPLY, LEAD, &e), &e);
    assert_true(now(w, late).is_late);
}

static void an_extension_is_the_directors_once_and_before_the_day(void **state)
{
    (void)state;
    world_each(extend_body);
}

/* ---- who ---- */

static void persons_body(struct world *w)
{
    struct error e = {0};
    /* The conduct of the township's people is the county's to look into. */
    int64_t id = received(w, "CONDUCT", "云岭镇民政办").id;
    struct complaint_content content;
    struct complaint_step *steps;
    size_t n;
    assert_refused(act(w, id, COMPLAINT_ACCEPT, LEAD, &e), &e, "COMPLAINT_CONFLICT");
    assert_refused(
        complaint_open(w->db, COUNTY, w->keys, id, LEAD, w->arena, &content, &steps, &n, &e), &e,
        "ACCESS_SCOPE");
    struct complaint_act to_lead = {.action = COMPLAINT_ACCEPT, .handler = LEAD};
    assert_refused(complaint_act(w->db, COUNTY, w->keys, id, &to_lead, "supervisor", &e), &e,
                   "COMPLAINT_CONFLICT");
    assert_ok_e(act(w, id, COMPLAINT_ACCEPT, "dibao1", &e), &e);
    assert_ok_e(act(w, id, COMPLAINT_REPLY, "dibao1", &e), &e);

    /* Nobody replies about himself. */
    int64_t of_officer = received(w, "CONDUCT", "县民政局低保股经办").id;
    assert_refused(act(w, of_officer, COMPLAINT_ACCEPT, "dibao1", &e), &e, "COMPLAINT_CONFLICT");
    assert_ok_e(act(w, of_officer, COMPLAINT_ACCEPT, "dibao2", &e), &e);

    /* Each review is another's. */
    assert_ok_e(act(w, id, COMPLAINT_ASK1, "supervisor", &e), &e);
    assert_refused(act(w, id, COMPLAINT_ANSWER1, "dibao1", &e), &e, "SAME_PERSON");
    assert_refused(act(w, id, COMPLAINT_ANSWER2, "director", &e), &e, "COMPLAINT_STATE");
    assert_ok_e(act(w, id, COMPLAINT_ANSWER1, "supervisor", &e), &e);
    assert_ok_e(act(w, id, COMPLAINT_ASK2, "dibao2", &e), &e);
    assert_refused(act(w, id, COMPLAINT_ANSWER2, "supervisor", &e), &e, "SAME_PERSON");
    assert_ok_e(act(w, id, COMPLAINT_ANSWER2, "director", &e), &e);
    assert_int_equal(now(w, id).state, COMPLAINT_CLOSED);

    /* Another township's lead sees nothing of it; the auditor opens, and the trail says so. */
    int64_t plain = received(w, "AMOUNT", "").id, opened = 0;
    assert_refused(act(w, plain, COMPLAINT_ACCEPT, "township107.lead", &e), &e, "ACCESS_SCOPE");
    assert_refused(complaint_open(w->db, COUNTY, w->keys, plain, "township107.lead", w->arena,
                                  &content, &steps, &n, &e),
                   &e, "ACCESS_SCOPE");
    assert_ok_e(complaint_open(w->db, COUNTY, w->keys, plain, "auditor", w->arena, &content, &steps,
                               &n, &e),
                &e);
    assert_string_equal(content.name, NAME);
    assert_ok_e(
        db_query_i64_raw(w->db,
                         "SELECT count(*) FROM change_trail WHERE action = 'complaint.open' "
                         "AND actor = 'auditor'",
                         &opened, &e),
        &e);
    assert_int_equal(opened, 1);

    struct complaint_filter of_lead = {.scope = T106, .today = date_today()};
    struct complaint *list;
    assert_ok_e(complaint_list(w->db, COUNTY, &of_lead, w->arena, &list, &n, &e), &e);
    assert_int_equal(n, 1);
    of_lead.scope = INT64_C(341823107000);
    assert_ok_e(complaint_list(w->db, COUNTY, &of_lead, w->arena, &list, &n, &e), &e);
    assert_int_equal(n, 0);
    of_lead.scope = COUNTY;
    of_lead.is_open_only = true;
    assert_ok_e(complaint_list(w->db, COUNTY, &of_lead, w->arena, &list, &n, &e), &e);
    assert_int_equal(n, 2);
}

static void nobody_handles_what_is_about_himself_nor_reviews_his_own_reply(void **state)
{
    (void)state;
    world_each(persons_body);
}

/* ---- what is seen ---- */

static void privacy_body(struct world *w)
{
    struct error e = {0};
    struct complaint_public_state s;
    struct complaint_receipt r = received(w, "AMOUNT", "");
    char lower[COMPLAINT_RECEIPT_BYTES];
    assert_string_equal(r.number, "TS2013-0001");
    for (size_t i = 0; i < sizeof lower; i++)
        lower[i] =
            (char)(r.receipt[i] >= 'A' && r.receipt[i] <= 'Z' ? r.receipt[i] + 32 : r.receipt[i]);
    assert_ok_e(complaint_public(w->db, COUNTY, lower, date_today(), w->arena, &s, &e), &e);
    assert_string_equal(s.number, r.number);
    assert_string_equal(s.result, "");
    assert_refused(
        complaint_public(w->db, COUNTY, "0000-0000-0000", date_today(), w->arena, &s, &e), &e,
        "COMPLAINT_RECEIPT");
    struct error unknown = e;
    assert_refused(complaint_public(w->db, COUNTY, "不是查询码", date_today(), w->arena, &s, &e),
                   &e, "COMPLAINT_RECEIPT");
    assert_string_equal(e.message, unknown.message);
    assert_refused(complaint_public(w->db, COUNTY, r.number, date_today(), w->arena, &s, &e), &e,
                   "COMPLAINT_RECEIPT");

    /* What the receipt shows names nobody. */
    assert_ok_e(act(w, r.id, COMPLAINT_ACCEPT, LEAD, &e), &e);
    struct complaint_act a = {.action = COMPLAINT_REPLY,
                              .text = "补发" NAME "一个月",
                              .document = "云民信〔2013〕1号",
                              .is_founded = 1,
                              .public_result = "已为" NAME "补发"};
    assert_refused(complaint_act(w->db, COUNTY, w->keys, r.id, &a, LEAD, &e), &e,
                   "COMPLAINT_FIELD");
    a.public_result = "电话" PHONE "已答复";
    assert_refused(complaint_act(w->db, COUNTY, w->keys, r.id, &a, LEAD, &e), &e,
                   "COMPLAINT_FIELD");
    a.public_result = "情况属实，已补发。";
    assert_ok_e(complaint_act(w->db, COUNTY, w->keys, r.id, &a, LEAD, &e), &e);
    assert_ok_e(complaint_public(w->db, COUNTY, r.receipt, date_today(), w->arena, &s, &e), &e);
    assert_string_equal(s.result, "情况属实，已补发。");

    /* Anonymous: a name that was typed all the same is not kept. */
    struct complaint_new n = {.channel = COMPLAINT_PHONE,
                              .received_on = date_make(2013, 2, 20),
                              .category = "SUGGESTION",
                              .content = {.name = NAME, .text = "建议上门办理。"}};
    assert_refused(complaint_receive(w->db, COUNTY, w->keys, &n, NULL, &r, &e), &e,
                   "ACCESS_DENIED");
    assert_refused(complaint_receive(w->db, COUNTY, w->keys, &n, "township106.clerk", &r, &e), &e,
                   "ACCESS_SCOPE");
    assert_ok_e(complaint_receive(w->db, COUNTY, w->keys, &n, "dibao1", &r, &e), &e);
    assert_due(w, r.id, 3, 7); /* from the call, not from the entry */
    struct complaint_content content;
    struct complaint_step *steps;
    size_t count;
    assert_ok_e(complaint_open(w->db, COUNTY, w->keys, r.id, "supervisor", w->arena, &content,
                               &steps, &count, &e),
                &e);
    assert_string_equal(content.name, "");
    assert_string_equal(content.text, "建议上门办理。");

    int64_t told = 0;
    assert_ok_e(db_query_i64_raw(w->db,
                                 "SELECT count(*) FROM change_trail WHERE detail LIKE '%" NAME
                                 "%' OR detail LIKE '%" PHONE
                                 "%' OR detail LIKE '%低保金%' OR detail LIKE '%建议%'",
                                 &told, &e),
                &e);
    assert_int_equal(told, 0);
}

static void what_is_written_stays_sealed(void **state)
{
    (void)state;
    world_each(privacy_body);
}

static void refused_body(struct world *w)
{
    struct error e = {0};
    struct complaint_receipt r = received(w, "OTHER", "");
    struct complaint_act a = {.action = COMPLAINT_NOT_ACCEPT, .document = "云民信〔2013〕3号"};
    assert_refused(complaint_act(w->db, COUNTY, w->keys, r.id, &a, LEAD, &e), &e,
                   "COMPLAINT_FIELD");
    a.text = "属法院受理范围";
    assert_ok_e(complaint_act(w->db, COUNTY, w->keys, r.id, &a, LEAD, &e), &e);
    assert_int_equal(now(w, r.id).state, COMPLAINT_NOT_ACCEPTED);
    assert_refused(act(w, r.id, COMPLAINT_ACCEPT, LEAD, &e), &e, "COMPLAINT_STATE");
    struct complaint_new n = {.channel = COMPLAINT_WEB, .category = "NONE"};
    assert_refused(complaint_receive(w->db, COUNTY, w->keys, &n, NULL, &r, &e), &e,
                   "COMPLAINT_FIELD");
    n.category = "OTHER";
    assert_refused(complaint_receive(w->db, COUNTY, w->keys, &n, NULL, &r, &e), &e,
                   "COMPLAINT_FIELD");
    r = received(w, "OTHER", "");
    assert_ok_e(act(w, r.id, COMPLAINT_FORWARD, LEAD, &e), &e);
    assert_int_equal(now(w, r.id).state, COMPLAINT_FORWARDED);
}

static void not_accepting_and_forwarding_say_why_and_end_it(void **state)
{
    (void)state;
    world_each(refused_body);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_limit_has_its_last_day),
        cmocka_unit_test(an_extension_is_the_directors_once_and_before_the_day),
        cmocka_unit_test(nobody_handles_what_is_about_himself_nor_reviews_his_own_reply),
        cmocka_unit_test(what_is_written_stays_sealed),
        cmocka_unit_test(not_accepting_and_forwarding_say_why_and_end_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
