/* Medical assistance on the site: a hospital files, quotes, settles once and reverses at its
   counter and sees nothing of others; townships see their own; a month is compared with the
   hospital's list and paid by people who are not the same. */
#include "domain/medical/advance.h"
#include "domain/registry/household_list.h"
#include "domain/transfer/transfer.h"
#include "office/demo/demo.h"
#include "web/pages/pages.h"
#include "web/site_support.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HOUSEHOLDS 120
#define OWN_TOWNSHIP INT64_C(341823106000)
#define OTHER_TOWNSHIP INT64_C(341823101000)
#define COUNTER "hospital1.counter"
#define OTHER_COUNTER "hospital2.counter"
#define OFFICER "medical1"
#define SECOND_OFFICER "medical2"
#define CLERK "township106.clerk"
#define OTHER_CLERK "township101.clerk"
#define SERIAL_BYTES 80
/* 38,562.40 = 19,872.00 + 2,500.00 + 7,523.60 (70% of 10,748.00) + 8,666.80. */
#define FIGURES                                                                                    \
    "discharged_on=2013-06-26&total=38562.40&in_scope=33120&insurance=19872&critical=2500"

struct patient {
    int64_t person, household, division;
    char number[IDNO_BYTES], name[64];
};
static struct patient own, other, advanced;

static void patient_pick(struct db *db, int64_t township, size_t nth, struct patient *ret)
{
    struct error e = {0};
    struct household_item *items;
    struct person_row person;
    size_t count;
    bool has_more;
    const struct household_filter f = {.programme = PROGRAMME_DIBAO,
                                       .month = month_make(2013, 6),
                                       .scope = township,
                                       .row_count = 3};
    assert_ok_e(household_list(db, LIVE_COUNTY, &f, site.arena, &items, &count, &has_more, &e), &e);
    assert_true(count > nth);
    assert_ok_e(person_by_id(db, LIVE_COUNTY, items[nth].head, site.keys, site.arena, &person, &e),
                &e);
    *ret = (struct patient){.person = items[nth].head,
                            .household = items[nth].household,
                            .division = items[nth].division};
    memcpy(ret->number, person.id_number, IDNO_BYTES);
    snprintf(ret->name, sizeof(ret->name), "%s", person.name);
}

static int64_t advance_id;

static enum status advance_work(struct db *db, void *context, struct error *e)
{
    (void)context;
    int64_t change;
    const struct advance_grant grant = {.person = advanced.person,
                                        .household = advanced.household,
                                        .division = advanced.division,
                                        .disease = "C34.1",
                                        .disease_name = "肺恶性肿瘤",
                                        .amount = FEN(150000),
                                        .approved_on = date_make(2013, 6, 20),
                                        .approved_by = OFFICER};
    TRY(change_record(
        db, LIVE_COUNTY,
        &(struct change_entry){
            .actor = OFFICER, .action = "test.advance", .subject = "test", .detail = ""},
        &change, e));
    return advance_approve(db, LIVE_COUNTY, &grant, change, &advance_id, e);
}

static int start(void **state)
{
    (void)state;
    struct error e = {0};
    setenv("MINSHENG_TODAY", "2013-06-28", 1);
    struct db *db = site_begin();
    struct payment_context c = {.county = LIVE_COUNTY, .actor = "dibao1", .keys = site.keys};
    struct demo_options options = {.seed = test_seed(),
                                   .dibao_households = HOUSEHOLDS,
                                   .wubao_persons = 20,
                                   .month = month_make(2013, 6)};
    assert_ok_e(demo_ground_read(db, LIVE_COUNTY, site.arena, &options, &e), &e);
    assert_ok_e(demo_store(db, &c, &options, NULL, &e), &e);
    site_posts_unlock(db);
    patient_pick(db, OWN_TOWNSHIP, 0, &own);
    patient_pick(db, OWN_TOWNSHIP, 1, &advanced);
    patient_pick(db, OTHER_TOWNSHIP, 0, &other);
    assert_ok_e(db_transaction(db, advance_work, NULL, &e), &e);
    db_close(db);
    site_serve();
    return 0;
}

/* ---- what people do ---- */

static int check(const char *who, const struct patient *p, const char *name, struct buf *out)
{
    BUF fields = BUF_INIT(1000);
    buf_addf(&fields, "id_number=%s&name=", p->number);
    form_encode(&fields, name);
    return site_post(who, "/counter/check", buf_text(&fields), out);
}

/* The serial that the page's form would send. */
static void serial_of(const struct buf *page, char ret[SERIAL_BYTES])
{
    const char *at = strstr(buf_text(page), "name=\"serial\" value=\"");
    assert_non_null(at);
    at += strlen("name=\"serial\" value=\"");
    snprintf(ret, SERIAL_BYTES, "%.*s", (int)strcspn(at, "\""), at);
    assert_true(strlen(ret) > 20);
}

static int64_t number_of_location(const struct buf *answer, const char *prefix)
{
    const char *at = strstr(buf_text(answer), prefix);
    assert_non_null(at);
    return strtoll(at + strlen(prefix), NULL, 10);
}

static int admit(const char *who, const struct patient *p, const char *admission_no,
                 const char *serial, struct buf *out)
{
    BUF fields = BUF_INIT(2000);
    buf_addf(&fields, "serial=%s&id_number=%s&name=", serial, p->number);
    form_encode(&fields, p->name);
    buf_addf(&fields,
             "&admission_no=%s&visit=inpatient&scheme=ncms&admitted_on=2013-06-21&department=",
             admission_no);
    form_encode(&fields, "内科");
    buf_adds(&fields, "&disease=C34.1&disease_name=");
    form_encode(&fields, "肺恶性肿瘤");
    return site_post(who, "/counter/admissions", buf_text(&fields), out);
}

static int64_t stay_make(const char *who, const struct patient *p, const char *admission_no)
{
    BUF page = {0};
    char serial[SERIAL_BYTES];
    assert_int_equal(check(who, p, p->name, &page), 200);
    serial_of(&page, serial);
    assert_int_equal(admit(who, p, admission_no, serial, &page), 303);
    return number_of_location(&page, "/counter/admissions/");
}

static int stay_post(const char *who, int64_t stay, const char *what, const char *fields,
                     struct buf *out)
{
    char path[100];
    snprintf(path, sizeof(path), "/counter/admissions/%" PRId64 "/%s", stay, what);
    return site_post(who, path, fields, out);
}

static int64_t settle(const char *who, int64_t stay, const char *figures)
{
    BUF page = {0}, fields = BUF_INIT(2000);
    char serial[SERIAL_BYTES];
    assert_int_equal(stay_post(who, stay, "quote", figures, &page), 200);
    serial_of(&page, serial);
    buf_addf(&fields, "serial=%s&%s", serial, figures);
    assert_int_equal(stay_post(who, stay, "settle", buf_text(&fields), &page), 303);
    return number_of_location(&page, "/counter/bills/");
}

static int get(const char *who, const char *path, int64_t id, struct buf *out)
{
    char target[200];
    snprintf(target, sizeof(target), path, id);
    return site_get(who, target, out);
}

/* ---- the counter ---- */

static void number_and_name_must_agree_and_neither_can_be_guessed_at(void **state)
{
    (void)state;
    BUF wrong_name = {0}, nobody = {0}, right = {0};
    struct patient unknown = own;
    unknown.number[16] = unknown.number[16] == '1' ? '2' : '1';
    assert_int_equal(check(COUNTER, &own, "某某某", &wrong_name), 422);
    assert_true(live_has(&wrong_name, "aria-invalid"));
    assert_false(live_has(&wrong_name, own.name));
    assert_int_equal(check(COUNTER, &unknown, own.name, &nobody), 422);
    assert_int_equal(check(COUNTER, &own, own.name, &right), 200);
    assert_true(live_has(&right, "20,000.00"));
    assert_true(live_has(&right, "70%"));
    assert_int_equal(check(CLERK, &own, own.name, &right), 403);
}

static void the_quote_is_explained_and_settled_once_however_often_it_is_sent(void **state)
{
    (void)state;
    BUF page = {0}, fields = BUF_INIT(2000);
    char serial[SERIAL_BYTES];
    const int64_t stay = stay_make(COUNTER, &own, "ZY-1");
    assert_int_equal(stay_post(COUNTER, stay, "quote", FIGURES, &page), 200);
    assert_true(live_has(&page, "7,523.60"));
    assert_true(live_has(&page, "8,666.80"));
    assert_true(live_has(&page, "P3.3"));
    serial_of(&page, serial);
    buf_addf(&fields, "serial=%s&" FIGURES, serial);
    assert_int_equal(stay_post(COUNTER, stay, "settle", buf_text(&fields), &page), 303);
    const int64_t bill = number_of_location(&page, "/counter/bills/");
    assert_int_equal(stay_post(COUNTER, stay, "settle", buf_text(&fields), &page), 303);
    assert_int_equal(number_of_location(&page, "/counter/bills/"), bill);
    assert_int_equal(get(COUNTER, "/counter/bills/%" PRId64, bill, &page), 200);
    assert_true(live_has(&page, "38,562.40"));
    assert_false(live_has(&page, "/medical/people/"));
    /* Another page's form of the same stay is another message, and refused with its reason. */
    BUF again = BUF_INIT(2000);
    buf_addf(&again, "serial=%sx&" FIGURES, serial);
    assert_int_equal(stay_post(COUNTER, stay, "settle", buf_text(&again), &page), 422);
    assert_int_equal(site_get(COUNTER, "/counter/bills", &page), 200);
    assert_true(live_has(&page, own.name));
}

static void refused_figures_keep_what_was_typed_and_say_where(void **state)
{
    (void)state;
    BUF page = {0};
    const int64_t stay = stay_make(COUNTER, &other, "ZY-2");
    assert_int_equal(stay_post(COUNTER, stay, "quote",
                               "discharged_on=2013-06-26&total=lots&in_scope=&insurance=1,5",
                               &page),
                     422);
    assert_true(live_has(&page, "value=\"lots\""));
    assert_true(live_has(&page, "href=\"#f-total\""));
    assert_true(live_has(&page, "href=\"#f-in_scope\""));
    assert_true(live_has(&page, "href=\"#f-insurance\""));
    assert_int_equal(
        stay_post(COUNTER, stay, "quote", "discharged_on=2013-06-26&total=100&in_scope=200", &page),
        422);
    assert_true(live_has(&page, "href=\"#f-total\""));
    assert_int_equal(
        stay_post(COUNTER, stay, "quote", "discharged_on=2013-06-20&total=200&in_scope=200", &page),
        422);
    assert_true(live_has(&page, "href=\"#f-discharged_on\""));
    assert_false(live_has(&page, "按试算结算"));
    /* Without a serial nothing is settled. */
    assert_int_equal(stay_post(COUNTER, stay, "settle", FIGURES, &page), 422);
    assert_int_equal(stay_post(COUNTER, stay, "cancel", "serial=c-2&cancel_reason=", &page), 422);
    assert_int_equal(
        stay_post(COUNTER, stay, "cancel", "serial=c-2&cancel_reason=not+admitted", &page), 303);
}

static void an_advance_stands_in_for_the_deposit_and_is_consumed(void **state)
{
    (void)state;
    BUF page = {0};
    assert_int_equal(check(COUNTER, &advanced, advanced.name, &page), 200);
    assert_true(live_has(&page, "1,500.00"));
    const int64_t stay = stay_make(COUNTER, &advanced, "ZY-3");
    assert_int_equal(get(COUNTER, "/counter/admissions/%" PRId64, stay, &page), 200);
    assert_true(live_has(&page, "1,500.00"));
    assert_int_equal(stay_post(COUNTER, stay, "quote", FIGURES, &page), 200);
    assert_true(live_has(&page, "6,023.60"));
    const int64_t bill = settle(COUNTER, stay, FIGURES);
    assert_int_equal(get(OFFICER, "/medical/advances/%" PRId64, advance_id, &page), 200);
    char link[80];
    snprintf(link, sizeof(link), "/medical/bills/%" PRId64 "\"", bill);
    assert_true(live_has(&page, link));
    assert_int_equal(get(CLERK, "/medical/advances/%" PRId64, advance_id, &page), 200);
    assert_int_equal(get(OTHER_CLERK, "/medical/advances/%" PRId64, advance_id, &page), 404);
}

static void a_hospital_sees_nobody_whom_it_does_not_treat(void **state)
{
    (void)state;
    BUF page = {0};
    const int64_t stay = stay_make(OTHER_COUNTER, &other, "ZY-1");
    const int64_t bill = settle(OTHER_COUNTER, stay, FIGURES);
    assert_int_equal(get(COUNTER, "/counter/admissions/%" PRId64, stay, &page), 404);
    assert_int_equal(stay_post(COUNTER, stay, "quote", FIGURES, &page), 404);
    assert_int_equal(stay_post(COUNTER, stay, "settle", "serial=a&" FIGURES, &page), 404);
    assert_int_equal(stay_post(COUNTER, stay, "cancel", "serial=a&cancel_reason=x", &page), 404);
    assert_int_equal(get(COUNTER, "/counter/bills/%" PRId64, bill, &page), 404);
    char path[80];
    snprintf(path, sizeof(path), "/counter/bills/%" PRId64 "/reverse", bill);
    assert_int_equal(site_post(COUNTER, path, "serial=a&reverse_reason=x", &page), 404);
    assert_int_equal(site_get(COUNTER, "/counter/bills", &page), 200);
    assert_false(live_has(&page, other.number + 14));
    static const char *const rooms[] = {"/medical", "/medical/bills", "/transfers",
                                        "/medical/statements", "/households"};
    for (size_t i = 0; i < sizeof(rooms) / sizeof(rooms[0]); i++)
        assert_int_equal(site_get(COUNTER, rooms[i], &page), 403);
    assert_int_equal(get(COUNTER, "/medical/people/%" PRId64, own.person, &page), 403);
    assert_int_equal(get(OTHER_COUNTER, "/counter/bills/%" PRId64, bill, &page), 200);
}

static void a_reversed_stay_is_settled_again_and_both_are_told(void **state)
{
    (void)state;
    BUF page = {0};
    const int64_t stay = stay_make(OTHER_COUNTER, &own, "ZY-9");
    const int64_t first =
        settle(OTHER_COUNTER, stay, "discharged_on=2013-06-25&total=1000&in_scope=900");
    char path[80];
    snprintf(path, sizeof(path), "/counter/bills/%" PRId64 "/reverse", first);
    assert_int_equal(site_post(OTHER_COUNTER, path, "serial=r-1&reverse_reason=", &page), 422);
    assert_true(live_has(&page, "href=\"#f-reverse_reason\""));
    assert_int_equal(site_post(OTHER_COUNTER, path, "serial=r-1&reverse_reason=wrong", &page), 303);
    assert_int_equal(site_post(OTHER_COUNTER, path, "serial=r-1&reverse_reason=wrong", &page), 303);
    assert_int_equal(get(OTHER_COUNTER, "/counter/admissions/%" PRId64, stay, &page), 200);
    assert_true(live_has(&page, "wrong"));
    char figures[200];
    snprintf(figures, sizeof(figures),
             "replaces=%" PRId64 "&discharged_on=2013-06-25&total=1000&in_scope=800", first);
    const int64_t second = settle(OTHER_COUNTER, stay, figures);
    assert_int_not_equal(second, first);
    assert_int_equal(get(OFFICER, "/medical/bills/%" PRId64, second, &page), 200);
    snprintf(path, sizeof(path), "/medical/bills/%" PRId64 "\"", first);
    assert_true(live_has(&page, path));
    assert_true(live_has(&page, "560.00"));
}

/* ---- bureau and townships ---- */

static void a_township_sees_its_own_and_nothing_of_others(void **state)
{
    (void)state;
    BUF page = {0};
    char row[80];
    snprintf(row, sizeof(row), "/medical/people/%" PRId64 "\"", own.person);
    static const char *const county_rooms[] = {"/medical/statements", "/transfers"};
    assert_int_equal(get(CLERK, "/medical/people/%" PRId64, own.person, &page), 200);
    assert_true(live_has(&page, "7,523.60"));
    assert_int_equal(get(OTHER_CLERK, "/medical/people/%" PRId64, own.person, &page), 404);
    assert_int_equal(get(CLERK, "/medical/people/%" PRId64, other.person, &page), 404);
    assert_int_equal(site_get(CLERK, "/medical/bills?township=341823101000", &page), 200);
    assert_false(live_has(&page, "/medical/bills/3\""));
    assert_int_equal(site_get(CLERK, "/medical/bills", &page), 200);
    assert_true(live_has(&page, own.name));
    assert_int_equal(site_get(CLERK, "/medical/bills.csv", &page), 200);
    assert_int_equal(site_get(CLERK, "/medical", &page), 200);
    assert_false(live_has(&page, "341823101000"));
    for (size_t i = 0; i < sizeof(county_rooms) / sizeof(county_rooms[0]); i++)
        assert_int_equal(site_get(CLERK, county_rooms[i], &page), 403);
    assert_int_equal(site_get(OFFICER, "/medical", &page), 200);
    assert_true(live_has(&page, "341823101000"));
    assert_int_equal(get(OFFICER, "/households/%" PRId64, own.household, &page), 200);
    assert_true(live_has(&page, row));
}

static void a_program_gets_the_same_in_fen(void **state)
{
    (void)state;
    BUF page = {0};
    char path[100];
    snprintf(path, sizeof(path), "/medical/people/%" PRId64 "?format=json", own.person);
    assert_int_equal(site_get(OFFICER, path, &page), 200);
    json_t *json = site_json(&page), *bills = json_object_get(json, "bills"), *bill;
    bool is_found = false;
    size_t i;
    json_array_foreach(bills, i, bill)
    {
        json_int_t aid = json_integer_value(json_object_get(bill, "aid_fen"));
        is_found = is_found || aid == 752360;
    }
    assert_true(is_found);
    assert_non_null(json_object_get(json, "caps"));
    json_decref(json);
}

/* ---- the month's money ---- */

static int list_hand_in(const char *who, const char *path, const char *csv, struct buf *out)
{
    return site_upload(who, path, (const char *const[]){NULL},
                       &(struct site_file){"list.csv", "text/csv", csv, strlen(csv)}, out);
}

static int transfer_do(const char *who, int64_t transfer, const char *step, const char *fields,
                       struct buf *out)
{
    char path[80];
    snprintf(path, sizeof(path), "/transfers/%" PRId64 "/%s", transfer, step);
    return site_post(who, path, fields, out);
}

/* A month of the hospital that is offered first. */
static int prepare(const char *month, struct buf *page)
{
    static const char option[] = "<option value=\"\">请选择</option><option value=\"";
    char fields[100];
    assert_int_equal(site_get(OFFICER, "/medical/statements", page), 200);
    const char *first = strstr(page->p, option);
    assert_non_null(first);
    snprintf(fields, sizeof(fields), "hospital=%lld&month=%s",
             strtoll(first + sizeof(option) - 1, NULL, 10), month);
    return site_post(OFFICER, "/medical/statements", fields, page);
}

static void a_month_is_compared_and_paid_by_different_people(void **state)
{
    (void)state;
    BUF page = {0};
    setenv("MINSHENG_TODAY", "2013-07-05", 1);
    assert_int_equal(prepare("2013-13", &page), 422);
    assert_true(live_has(&page, "2013-13"));
    assert_int_equal(prepare("2013-06", &page), 303);
    const int64_t statement = number_of_location(&page, "/medical/statements/");
    assert_int_equal(get(OFFICER, "/medical/statements/%" PRId64, statement, &page), 200);
    assert_true(live_has(&page, "15,047.20"));
    assert_int_equal(get(OTHER_COUNTER, "/counter/statements/%" PRId64, statement, &page), 404);
    char compare[100];
    snprintf(compare, sizeof(compare), "/counter/statements/%" PRId64 "/compare", statement);
    assert_int_equal(list_hand_in(OTHER_COUNTER, compare, "住院号,金额\nZY-1,1\n", &page), 404);
    assert_int_equal(list_hand_in(COUNTER, compare, "住院号,款\nZY-1,1\n", &page), 422);
    assert_int_equal(
        list_hand_in(COUNTER, compare, "住院号,金额\nZY-1,7523.60\nZY-3,7000\n", &page), 303);
    assert_int_equal(get(COUNTER, "/counter/statements/%" PRId64, statement, &page), 200);
    assert_true(live_has(&page, "523.60"));
    assert_int_equal(
        list_hand_in(COUNTER, compare, "住院号,金额\nZY-1,7523.60\nZY-3,7523.60\n", &page), 303);
    char path[100];
    snprintf(path, sizeof(path), "/medical/statements/%" PRId64 "/transfer", statement);
    assert_int_equal(site_post(OFFICER, path, "", &page), 303);
    const int64_t transfer = number_of_location(&page, "/transfers/");
    /* Who made it may not check it: the page says so before, and the step refuses. */
    assert_int_equal(get(OFFICER, "/transfers/%" PRId64, transfer, &page), 200);
    assert_true(live_has(&page, "这一步要换人办"));
    assert_int_equal(transfer_do(OFFICER, transfer, "check", "", &page), 422);
    assert_int_equal(transfer_do(SECOND_OFFICER, transfer, "check", "", &page), 303);
    assert_int_equal(transfer_do("finance1", transfer, "approve", "month=", &page), 422);
    assert_true(live_has(&page, "href=\"#f-month\""));
    assert_int_equal(transfer_do("finance1", transfer, "approve", "month=2013-07", &page), 303);
    assert_int_equal(
        transfer_do("finance1", transfer, "pay", "bank_reference=B-1&on=2013-07-05", &page), 422);
    assert_int_equal(get("auditor", "/transfers/%" PRId64, transfer, &page), 200);
    assert_false(live_has(&page, "/fund\""));
    assert_int_equal(get("finance2", "/transfers/%" PRId64, transfer, &page), 200);
    assert_true(live_has(&page, "/fund\""));
    assert_int_equal(transfer_do(OFFICER, transfer, "fund", "", &page), 403);
    assert_int_equal(transfer_do("finance2", transfer, "fund", "", &page), 303);
    assert_int_equal(get("finance2", "/transfers/%" PRId64, transfer, &page), 200);
    assert_false(live_has(&page, "/fund\""));
    assert_int_equal(
        transfer_do("finance2", transfer, "pay", "bank_reference=&on=2013-07-05", &page), 422);
    assert_int_equal(
        transfer_do("finance2", transfer, "pay", "bank_reference=B-1&on=2013-07-05", &page), 303);
    assert_int_equal(get("auditor", "/transfers/%" PRId64, transfer, &page), 200);
    assert_true(live_has(&page, "B-1"));
    assert_true(live_has(&page, "15,047.20"));
    assert_int_equal(get(COUNTER, "/counter/statements/%" PRId64, statement, &page), 200);
    assert_true(live_has(&page, "B-1")); /* the hospital looks for it in its account */
    assert_int_equal(get(OFFICER, "/transfers/%" PRId64 "/order.pdf", transfer, &page), 200);
    assert_int_equal(get(COUNTER, "/counter/statements/%" PRId64 "/paper.pdf", statement, &page),
                     200);
}

static void every_step_of_a_transfer_has_its_route_and_permission(void **state)
{
    (void)state;
    for (size_t i = 0; i < TRANSFER_TRANSITION_COUNT; i++) {
        const struct transfer_transition *t = &TRANSFER_TRANSITIONS[i];
        char pattern[80];
        bool is_found = false;
        snprintf(pattern, sizeof(pattern), "/transfers/{transfer}/%s", t->name);
        for (size_t k = 0; k < TRANSFER_STEP_ROUTES.count; k++)
            if (strcmp(TRANSFER_STEP_ROUTES.routes[k].pattern, pattern) == 0) {
                assert_int_equal(TRANSFER_STEP_ROUTES.routes[k].permission,
                                 permission_by_name(t->permission));
                is_found = true;
            }
        assert_true(is_found);
    }
}

static void a_premium_list_tells_each_township_who_is_not_enrolled(void **state)
{
    (void)state;
    BUF page = {0}, csv = BUF_INIT(1000);
    char path[100], row[80], foreign[80];
    assert_int_equal(site_post(CLERK, "/medical/premiums", "year=2014&reference=2013-06", &page),
                     403);
    assert_int_equal(site_post(OFFICER, "/medical/premiums", "year=2014&reference=2013-06", &page),
                     303);
    const int64_t list = number_of_location(&page, "/medical/premiums/");
    snprintf(row, sizeof(row), "/medical/people/%" PRId64 "\"", own.person);
    snprintf(foreign, sizeof(foreign), "/medical/people/%" PRId64 "\"", other.person);
    assert_int_equal(get(CLERK, "/medical/premiums/%" PRId64, list, &page), 200);
    assert_true(live_has(&page, row));
    assert_false(live_has(&page, foreign));
    assert_false(live_has(&page, "name=\"file\""));
    buf_addf(&csv, "身份证号,险种\n%s,新农合\n", own.number);
    snprintf(path, sizeof(path), "/medical/premiums/%" PRId64 "/enrolment", list);
    assert_int_equal(list_hand_in(OFFICER, path, buf_text(&csv), &page), 303);
    assert_int_equal(get(CLERK, "/medical/premiums/%" PRId64, list, &page), 200);
    assert_false(live_has(&page, row));
    assert_int_equal(get(CLERK, "/medical/premiums/%" PRId64 "?show=all", list, &page), 200);
    assert_true(live_has(&page, row));
    snprintf(path, sizeof(path), "/medical/premiums/%" PRId64 "/confirm", list);
    assert_int_equal(site_post(OFFICER, path, "", &page), 303);
    assert_int_equal(get(OFFICER, "/medical/premiums/%" PRId64, list, &page), 200);
    assert_int_equal(get(OFFICER, "/medical/people/%" PRId64, own.person, &page), 200);
    assert_true(live_has(&page, "/medical/premiums/"));
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(number_and_name_must_agree_and_neither_can_be_guessed_at),
        cmocka_unit_test(the_quote_is_explained_and_settled_once_however_often_it_is_sent),
        cmocka_unit_test(refused_figures_keep_what_was_typed_and_say_where),
        cmocka_unit_test(an_advance_stands_in_for_the_deposit_and_is_consumed),
        cmocka_unit_test(a_hospital_sees_nobody_whom_it_does_not_treat),
        cmocka_unit_test(a_reversed_stay_is_settled_again_and_both_are_told),
        cmocka_unit_test(a_township_sees_its_own_and_nothing_of_others),
        cmocka_unit_test(a_program_gets_the_same_in_fen),
        cmocka_unit_test(a_month_is_compared_and_paid_by_different_people),
        cmocka_unit_test(every_step_of_a_transfer_has_its_route_and_permission),
        cmocka_unit_test(a_premium_list_tells_each_township_who_is_not_enrolled),
    };
    if (!site_engine_choose(argc, argv))
        return 0;
    return cmocka_run_group_tests_name(testdb_engine_name(site.engine), tests, start, site_stop);
}
