/* The payment rooms as the posts of a county see them: who gets in, whose rows are shown, what a
   button may do. One synthetic county, its first month paid, the second drafted. */
#include "domain/payment/run_list.h"
#include "office/demo/bank.h"
#include "office/demo/demo.h"
#include "web/site_support.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HOUSEHOLDS 200
#define SUPPORTED 60
#define RETURNS 5
#define OPEN_RETURNS 3
#define PAID_RUN 1
#define DRAFT_RUN 2
#define OWN_TOWNSHIP INT64_C(341823106000)
#define OWN_NAME "云岭镇"
#define OTHER_TOWNSHIP INT64_C(341823101000)

static struct payment_run paid_run;

static void set_today(struct date day)
{
    char text[DATE_TEXT_BYTES];
    setenv("MINSHENG_TODAY", date_format(day, text), 1);
}

static void county_fill(struct db *db)
{
    struct error e = {0};
    struct demo_month_result paid;
    struct payment_context c = {.county = LIVE_COUNTY, .actor = "dibao1", .keys = site.keys};
    struct demo_options options = {.seed = test_seed(),
                                   .dibao_households = HOUSEHOLDS,
                                   .wubao_persons = SUPPORTED,
                                   .month = month_make(2013, 6)};
    const struct demo_month month = {.programme = PROGRAMME_DIBAO,
                                     .month = options.month,
                                     .returns = RETURNS,
                                     .open_returns = OPEN_RETURNS,
                                     .scratch = test_tmpdir(),
                                     .set_today = set_today};
    assert_ok_e(demo_ground_read(db, LIVE_COUNTY, site.arena, &options, &e), &e);
    assert_ok_e(demo_store(db, &c, &options, NULL, &e), &e);
    assert_ok_e(demo_month_pay(db, &c, &month, &paid, &e), &e);
    assert_int_equal(paid.run, PAID_RUN);
    assert_int_equal(paid.draft_run, DRAFT_RUN);
    assert_int_equal(paid.open_returns, OPEN_RETURNS);
    site_posts_unlock(db);
}

static int start(void **state)
{
    (void)state;
    struct error e = {0};
    struct db *db = site_begin();
    county_fill(db);
    db_close(db);
    site_serve();
    assert_ok_e(payment_run_by_id(site.db, LIVE_COUNTY, PAID_RUN, site.arena, &paid_run, &e), &e);
    return 0;
}

/* ---- answers ---- */

static int64_t integer(const json_t *o, const char *name)
{
    const json_t *v = json_object_get(o, name);
    assert_true(json_is_integer(v));
    return json_integer_value(v);
}

static enum run_state state_of(int64_t run)
{
    struct payment_run r;
    struct error e = {0};
    assert_ok_e(payment_run_by_id(site.db, LIVE_COUNTY, run, site.arena, &r, &e), &e);
    return r.state;
}

/* The first item of the paid run in a state and a scope. */
static struct run_item an_item(enum item_state state, int64_t scope)
{
    struct run_item *items;
    size_t count;
    bool has_more;
    struct error e = {0};
    const struct run_item_filter filter = {.scope = scope, .state = state, .row_count = 1};
    assert_ok_e(run_item_list(site.db, LIVE_COUNTY, &paid_run, &filter, site.arena, &items, &count,
                              &has_more, &e),
                &e);
    assert_int_equal(count, 1);
    return items[0];
}

/* ---- who gets in ---- */

static void each_room_opens_to_its_posts_only(void **state)
{
    (void)state;
    static const struct {
        const char *who, *target;
        int status;
    } visits[] = {
        {"dibao1", "/", 200},
        {"dibao1", "/runs", 200},
        {"dibao1", "/runs/1", 200},
        {"dibao1", "/runs/1/items", 200},
        {"dibao1", "/runs/1/items.xlsx", 200},
        {"dibao1", "/runs/1/townships.xlsx", 200},
        {"dibao1", "/households", 200},
        {"dibao1", "/households.xlsx?township=341823101000", 200},
        {"dibao1", "/returns", 200},
        {"dibao1", "/returns.xlsx", 200},
        {"dibao1", "/simulate.xlsx?dibao.standard_year=2400", 200},
        {"dibao1", "/funds", 200},
        {"dibao1", "/funds/dibao", 200},
        {"dibao1", "/simulate", 200},
        {"finance2", "/runs/1/remittances/1", 200},
        {"auditor", "/runs/1", 200},
        {"township106.clerk", "/", 200},
        {"township106.clerk", "/runs/1", 200},
        {"township106.clerk", "/returns", 200},
        {"township106.clerk", "/funds", 403},
        {"township106.clerk", "/funds/dibao", 403},
        {"township106.clerk", "/simulate", 403},
        {"dibao1", "/simulate/medical", 200},
        {"township106.clerk", "/simulate/medical", 403},
        {"township106.clerk", "/simulate.xlsx", 403},
        {"township106.clerk", "/runs/1/remittances/1", 403},
        {"dibao1", "/runs/1/remittances/1", 403},
        {"home106.director", "/", 200},
        {"home106.director", "/runs", 403},
        {"home106.director", "/runs/1/items", 403},
        {"admin", "/returns", 403},
        {"dibao1", "/runs/99", 404},
        {"dibao1", "/runs/99/items", 404},
        {"dibao1", "/funds/nothing", 404},
        {"finance2", "/runs/1/remittances/99", 404},
    };
    for (size_t i = 0; i < sizeof(visits) / sizeof(visits[0]); i++) {
        BUF page = {0};
        int status = site_get(visits[i].who, visits[i].target, &page);
        if (status != visits[i].status)
            print_message("# %s %s: %d\n", visits[i].who, visits[i].target, status);
        assert_int_equal(status, visits[i].status);
    }
}

/* ---- whose rows ---- */

static void a_township_clerk_sees_his_township_alone(void **state)
{
    (void)state;
    static const char *const targets[] = {"/runs/1/items?format=json",
                                          "/runs/1/items?format=json&township=341823101000",
                                          "/runs/1/items?format=json&township=341823000000"};
    for (size_t t = 0; t < 3; t++) {
        BUF page = {0};
        assert_int_equal(site_get("township106.clerk", targets[t], &page), 200);
        json_t *json = site_json(&page), *rows = json_object_get(json, "rows"), *row;
        size_t i;
        assert_int_equal(json_array_size(rows) == 0, t == 1);
        json_array_foreach(rows, i, row)
            assert_string_equal(json_string_value(json_object_get(row, "township")), OWN_NAME);
        assert_null(json_object_get(json, "total_fen"));
        json_decref(json);
    }
    BUF run = {0};
    assert_int_equal(site_get("township106.clerk", "/runs/1?format=json", &run), 200);
    json_t *json = site_json(&run), *townships = json_object_get(json, "townships");
    assert_int_equal(json_array_size(townships), 1);
    assert_int_equal(integer(json_array_get(townships, 0), "code"), OWN_TOWNSHIP);
    json_decref(json);
}

static void another_townships_household_is_not_there_for_him(void **state)
{
    (void)state;
    struct run_item other = an_item(ITEM_PAID, OTHER_TOWNSHIP),
                    own = an_item(ITEM_PAID, OWN_TOWNSHIP);
    char target[100];
    for (int i = 0; i < 2; i++) {
        int64_t household = i == 0 ? other.household : own.household;
        BUF item = {0}, page = {0}, cancel = {0};
        snprintf(target, sizeof(target), "/runs/1/items/2013-06/%" PRId64, household);
        assert_int_equal(site_get("township106.clerk", target, &item), i == 0 ? 404 : 200);
        snprintf(target, sizeof(target), "/households/%" PRId64, household);
        assert_int_equal(site_get("township106.clerk", target, &page), i == 0 ? 404 : 200);
        snprintf(target, sizeof(target), "/runs/1/items/2013-06/%" PRId64 "/cancel", household);
        assert_int_equal(site_post("township106.clerk", target, "reason=x", &cancel),
                         i == 0 ? 404 : 422);
    }
}

static void an_export_holds_what_is_shown_and_no_more(void **state)
{
    (void)state;
    struct run_township *townships, total;
    size_t count, lines = 0;
    struct error e = {0};
    BUF file = {0};
    assert_ok_e(run_township_list(site.db, LIVE_COUNTY, &paid_run, OWN_TOWNSHIP, site.arena,
                                  &townships, &count, &total, &e),
                &e);
    assert_int_equal(
        site_get("township106.clerk", "/runs/1/items.csv?township=341823101000", &file), 200);
    assert_false(live_has(&file, "茂林镇"));
    BUF own = {0};
    assert_int_equal(site_get("township106.clerk", "/runs/1/items.csv", &own), 200);
    assert_false(live_has(&own, "茂林镇"));
    for (const char *p = buf_text(&own); (p = strstr(p, OWN_NAME)) != NULL; p++)
        lines++;
    assert_int_equal(lines, total.position.due_items);
}

/* ---- what is shown ---- */

static void a_runs_position_adds_up_and_its_pages_hold_every_item(void **state)
{
    (void)state;
    BUF page = {0};
    assert_int_equal(site_get("dibao1", "/runs/1?format=json", &page), 200);
    json_t *json = site_json(&page), *position = json_object_get(json, "position");
    int64_t due = integer(json_array_get(position, 0), "amount_fen"), parts = 0;
    for (size_t i = 1; i < json_array_size(position); i++)
        parts += integer(json_array_get(position, i), "amount_fen");
    assert_int_equal(due, parts);
    assert_int_equal(due, paid_run.total.v);
    assert_string_equal(json_string_value(json_object_get(json, "state")), "RECONCILED");
    json_decref(json);

    int64_t seen = 0, sum = 0;
    char target[200] = "/runs/1/items?format=json";
    while (target[0] != '\0') {
        BUF items = {0};
        assert_int_equal(site_get("dibao1", target, &items), 200);
        json = site_json(&items);
        const json_t *rows = json_object_get(json, "rows"), *next = json_object_get(json, "next");
        for (size_t i = 0; i < json_array_size(rows); i++, seen++)
            sum += integer(json_array_get(rows, i), "amount_fen");
        snprintf(target, sizeof(target), "%s%s", next != NULL ? json_string_value(next) : "",
                 next != NULL ? "&format=json" : "");
        json_decref(json);
    }
    assert_int_equal(seen, paid_run.items);
    assert_int_equal(sum, paid_run.total.v);
}

static void the_first_screen_names_what_waits_for_each_post(void **state)
{
    (void)state;
    BUF maker = {0}, checker = {0}, inspector = {0};
    assert_int_equal(site_get("dibao1", "/?format=json", &maker), 200);
    assert_int_equal(site_get("dibao2", "/?format=json", &checker), 200);
    assert_int_equal(site_get("inspector", "/", &inspector), 200);
    json_t *json = site_json(&maker);
    assert_int_equal(json_array_size(json_object_get(json, "tasks")), 0);
    assert_int_equal(integer(json_object_get(json, "returns"), "count"), OPEN_RETURNS);
    json_decref(json);
    json = site_json(&checker);
    const json_t *task = json_array_get(json_object_get(json, "tasks"), 0);
    assert_string_equal(json_string_value(json_object_get(task, "path")), "/runs/2");
    assert_string_equal(json_string_value(json_object_get(task, "label")), "复核");
    json_decref(json);
}

/* ---- what a button may do ---- */

static void a_step_without_the_forms_token_is_not_taken(void **state)
{
    (void)state;
    BUF bare = {0}, forged = {0};
    live_post(&site.live, "/runs/2/check", site_as("dibao2")->cookie, "", &bare);
    assert_int_equal(live_status(&bare), 403);
    live_post(&site.live, "/runs/2/check", site_as("dibao2")->cookie, "csrf=guess", &forged);
    assert_int_equal(live_status(&forged), 403);
    assert_int_equal(state_of(DRAFT_RUN), RUN_DRAFT);
}

static void the_maker_is_told_why_he_can_not_check(void **state)
{
    (void)state;
    BUF page = {0}, answer = {0}, lead = {0}, finance = {0};
    assert_int_equal(site_get("dibao1", "/runs/2", &page), 200);
    assert_true(live_has(&page, "办理人不得是：编制人"));
    assert_false(live_has(&page, "action=\"/runs/2/check\""));
    assert_int_equal(site_post("dibao1", "/runs/2/check", "", &answer), 422);
    assert_true(live_has(&answer, "已经编制过"));
    assert_int_equal(site_post("township106.lead", "/runs/2/check", "", &lead), 403);
    assert_int_equal(site_post("finance1", "/runs/2/check", "", &finance), 403);
    assert_int_equal(state_of(DRAFT_RUN), RUN_DRAFT);
}

static void the_steps_are_taken_one_by_one_by_different_people(void **state)
{
    (void)state;
    static const struct {
        const char *who, *step, *fields;
        int status;
        enum run_state after;
    } steps[] = {
        {"accountant", "review", "", 422, RUN_DRAFT}, /* not yet its turn */
        {"dibao2", "check", "", 303, RUN_CHECKED},
        {"dibao2", "review", "", 422, RUN_CHECKED}, /* has checked */
        {"accountant", "review", "", 303, RUN_REVIEWED},
        {"accountant", "approve", "", 403, RUN_REVIEWED},
        {"finance1", "approve", "", 303, RUN_APPROVED},
        {"finance1", "fund", "", 303, RUN_FUNDED},
        {"finance2", "send", "layout=no-such", 422, RUN_FUNDED},
        {"finance2", "send", "layout=nsh-pipe", 303, RUN_SENT},
        {"finance2", "send", "layout=nsh-pipe", 422, RUN_SENT}, /* never twice */
        {"dibao1", "discard", "", 422, RUN_SENT},
    };
    for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
        BUF answer = {0};
        char target[100];
        snprintf(target, sizeof(target), "/runs/2/%s", steps[i].step);
        assert_int_equal(site_post(steps[i].who, target, steps[i].fields, &answer),
                         steps[i].status);
        assert_int_equal(state_of(DRAFT_RUN), steps[i].after);
    }
    BUF file = {0}, page = {0};
    assert_int_equal(site_get("finance2", "/runs/2?format=json", &page), 200);
    json_t *json = site_json(&page);
    const json_t *sent = json_array_get(json_object_get(json, "remittances"), 0);
    char target[100];
    snprintf(target, sizeof(target), "/runs/2/remittances/%" PRId64, integer(sent, "remittance"));
    assert_int_equal(site_get("finance2", target, &file), 200);
    assert_true(live_has(&file, "201307")); /* a line's agent number */
    json_decref(json);
}

/* A file of the browser's, sent as it sends one. */
static int post_file(const char *who, const char *target, const char *path, struct buf *out)
{
    BUF file = BUF_INIT(4u << 20);
    const char *none = NULL;
    char block[65536];
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    for (size_t n; (n = fread(block, 1, sizeof(block), f)) > 0;)
        buf_add(&file, block, n);
    fclose(f);
    return site_upload(who, target, &none,
                       &(struct site_file){"back.txt", "text/plain", file.p, file.n}, out);
}

static void file_write(const char *path, const char *p, size_t n)
{
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(p, 1, n, f), n);
    fclose(f);
}

/* Goes on from the run that was sent just before. */
static void the_banks_answer_is_taken_in_once_and_whole(void **state)
{
    (void)state;
    BUF page = {0}, sent = {0}, broken = {0}, clerk = {0}, taken = {0}, again = {0}, none = {0};
    char target[100];
    struct error e = {0};
    assert_int_equal(site_get("finance2", "/runs/2?format=json", &page), 200);
    json_t *json = site_json(&page);
    const json_t *row = json_array_get(json_object_get(json, "remittances"), 0);
    snprintf(target, sizeof(target), "/runs/2/remittances/%" PRId64, integer(row, "remittance"));
    json_decref(json);
    assert_int_equal(site_get("finance2", target, &sent), 200);
    const char *bytes = strstr(buf_text(&sent), "\r\n\r\n") + 4;
    file_write(test_path("sent.txt"), bytes, (size_t)(sent.p + sent.n - bytes));
    assert_ok_e(demo_bank_answer(test_path("sent.txt"), test_path("back.txt"), 2, &e), &e);
    assert_int_equal(site_post("finance2", "/runs/2/return", "", &none), 422);
    assert_int_equal(post_file("finance2", "/runs/2/return", test_path("sent.txt"), &broken), 422);
    assert_int_equal(
        post_file("township106.clerk", "/runs/2/return", test_path("back.txt"), &clerk), 403);
    assert_int_equal(state_of(DRAFT_RUN), RUN_SENT);
    assert_int_equal(post_file("finance2", "/runs/2/return", test_path("back.txt"), &taken), 303);
    assert_int_equal(state_of(DRAFT_RUN), RUN_RECONCILED);
    struct payment_position p, q;
    assert_ok_e(payment_position_read(site.db, LIVE_COUNTY, DRAFT_RUN, &p, &e), &e);
    assert_int_equal(p.returned_items, 2);
    assert_int_equal(post_file("finance2", "/runs/2/return", test_path("back.txt"), &again), 303);
    assert_ok_e(payment_position_read(site.db, LIVE_COUNTY, DRAFT_RUN, &q, &e), &e);
    assert_memory_equal(&p, &q, sizeof(p));
}

static void a_clerk_puts_a_returned_payment_right(void **state)
{
    (void)state;
    struct run_item item = an_item(ITEM_RETURNED, LIVE_COUNTY * 1000000);
    char own[40], other[40], target[100];
    int code = (int)(item.division / 1000 % 1000);
    snprintf(own, sizeof(own), "township%03d.clerk", code);
    snprintf(other, sizeof(other), "township%03d.clerk", code == 101 ? 102 : 101);
    snprintf(target, sizeof(target), "/runs/1/items/2013-06/%" PRId64 "/correct", item.household);
    static const char *const account =
        "bank=%E5%86%9C%E5%95%86%E8%A1%8C&holder=%E6%96%B0%E6%88%B7"
        "&number=6217000000000000017&note=%E5%B7%B2%E6%A0%B8%E5%AF%B9";
    BUF stranger = {0}, empty = {0}, right = {0}, again = {0}, page = {0};
    assert_int_equal(site_post(other, target, account, &stranger), 404);
    assert_int_equal(site_post(own, target, "bank=&holder=&number=", &empty), 422);
    assert_int_equal(an_item(ITEM_RETURNED, item.division).household, item.household);
    assert_int_equal(site_post(own, target, account, &right), 303);
    assert_int_equal(an_item(ITEM_CORRECTED, item.division).household, item.household);
    assert_int_equal(site_post(own, target, account, &again), 422);
    assert_int_equal(site_get(own, "/returns?state=CORRECTED", &page), 200);
    assert_true(live_has(&page, item.name));
    assert_true(live_has(&page, "0017"));
    assert_false(live_has(&page, "6217000000000000017"));
}

static void preparing_is_a_job_asked_for_by_who_may(void **state)
{
    (void)state;
    BUF job = {0}, wrong = {0}, clerk = {0};
    assert_int_equal(site_post("dibao1", "/runs", "programme=dibao&month=2013-08", &job), 303);
    assert_true(live_has(&job, "\r\nLocation: /jobs/"));
    assert_int_equal(site_post("dibao1", "/runs", "programme=dibao&month=soon", &wrong), 422);
    assert_true(live_has(&wrong, "value=\"soon\""));
    assert_int_equal(
        site_post("township106.clerk", "/runs", "programme=dibao&month=2013-08", &clerk), 403);
}

static void what_if_answers_beside_the_budget_and_changes_nothing(void **state)
{
    (void)state;
    BUF same = {0}, more = {0}, wrong = {0};
    assert_int_equal(site_get("dibao1", "/simulate?format=json&programme=dibao", &same), 200);
    json_t *json = site_json(&same), *whole = json_object_get(json, "whole");
    assert_int_equal(integer(whole, "difference_fen"), 0);
    int64_t before = integer(whole, "before_fen");
    json_decref(json);
    assert_int_equal(site_get("dibao1", "/simulate?format=json&dibao.standard_year=2400", &more),
                     200);
    json = site_json(&more);
    whole = json_object_get(json, "whole");
    assert_int_equal(integer(whole, "before_fen"), before);
    assert_true(integer(whole, "after_fen") > before);
    assert_int_equal(integer(json, "year_difference_fen"), 12 * integer(whole, "difference_fen"));
    json_decref(json);
    assert_int_equal(site_get("dibao1", "/simulate?dibao.standard_year=many", &wrong), 422);
    assert_true(live_has(&wrong, "value=\"many\""));
}

static void other_medical_rules_are_tried_by_class_and_visit(void **state)
{
    (void)state;
    BUF same = {0}, wrong = {0}, json_page = {0};
    assert_int_equal(site_get("medical1", "/simulate/medical?year=2013", &same), 200);
    assert_true(live_has(&same, "name=\"medical.dibao.inpatient.rate\" value=\"70%\""));
    assert_true(live_has(&same, "name=\"medical.returned.inpatient.rate\" value=\"\""));
    assert_int_equal(site_get("medical1",
                              "/simulate/medical?year=2013&medical.dibao.inpatient.rate=120%25",
                              &wrong),
                     422);
    assert_true(live_has(&wrong, "value=\"120%\""));
    assert_int_equal(
        site_get("medical1",
                 "/simulate/medical?year=2013&format=json&medical.dibao.inpatient.rate=80%25",
                 &json_page),
        200);
    json_t *json = site_json(&json_page);
    assert_true(json_is_true(json_object_get(json, "is_changed")));
    assert_int_equal(integer(json_object_get(json, "whole"), "bills"), 0);
    json_decref(json);
}

static void the_accountant_enters_income_and_the_books_stay_equal(void **state)
{
    (void)state;
    static const char *const income = "source=county&amount=100.00&month=2013-07&document=2013-88";
    BUF officer = {0}, accountant = {0}, wrong = {0}, page = {0};
    assert_int_equal(site_post("dibao1", "/funds/dibao/appropriate", income, &officer), 403);
    assert_int_equal(site_post("accountant", "/funds/dibao/appropriate",
                               "source=moon&amount=1&month=2013-07&document=x", &wrong),
                     422);
    assert_int_equal(site_post("accountant", "/funds/dibao/appropriate", income, &accountant), 303);
    assert_int_equal(site_get("accountant", "/funds/dibao?month=2013-07&format=json", &page), 200);
    json_t *json = site_json(&page);
    assert_true(json_is_true(json_object_get(json, "is_balanced")));
    assert_true(integer(json, "sum_debit_fen") > 0);
    assert_true(live_has(&page, "2013-88"));
    json_decref(json);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_room_opens_to_its_posts_only),
        cmocka_unit_test(a_township_clerk_sees_his_township_alone),
        cmocka_unit_test(another_townships_household_is_not_there_for_him),
        cmocka_unit_test(an_export_holds_what_is_shown_and_no_more),
        cmocka_unit_test(a_runs_position_adds_up_and_its_pages_hold_every_item),
        cmocka_unit_test(the_first_screen_names_what_waits_for_each_post),
        cmocka_unit_test(a_step_without_the_forms_token_is_not_taken),
        cmocka_unit_test(the_maker_is_told_why_he_can_not_check),
        cmocka_unit_test(the_steps_are_taken_one_by_one_by_different_people),
        cmocka_unit_test(the_banks_answer_is_taken_in_once_and_whole),
        cmocka_unit_test(a_clerk_puts_a_returned_payment_right),
        cmocka_unit_test(preparing_is_a_job_asked_for_by_who_may),
        cmocka_unit_test(what_if_answers_beside_the_budget_and_changes_nothing),
        cmocka_unit_test(other_medical_rules_are_tried_by_class_and_visit),
        cmocka_unit_test(the_accountant_enters_income_and_the_books_stay_equal),
    };
    if (!site_engine_choose(argc, argv))
        return 0;
    return cmocka_run_group_tests_name(testdb_engine_name(site.engine), tests, start, site_stop);
}
