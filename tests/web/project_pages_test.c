/* Projects on the site: one book at a time, a township its own only, a return signed by another,
   beds given over once. */
#include "domain/payee/payee.h"
#include "domain/project/return.h"
#include "office/projectpaper/projectpaper.h"
#include "web/site_support.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SUPERVISOR "supervisor"
#define CLERK "township100.clerk"
#define LEAD "township100.lead"
#define OFFICER "wubao1"
#define SECOND "wubao2"
#define CITY "/projects?book=city&on=2013-06-30"
#define COUNTY_BOOK "/projects?book=county&on=2013-06-30"

struct built {
    const char *code;
    int township;
    int64_t beds;
};
/* Sixty per cent of each but the one of 泾川镇. */
static const struct built OTHERS[] = {{"P02", 101, 30}, {"P03", 102, 30}, {"P04", 103, 30},
                                      {"P05", 104, 24}, {"P06", 108, 30}, {"P07", 106, 30}};

static int64_t june_write(struct db *db, const struct built *b)
{
    struct error e = {0};
    struct project p;
    int64_t id;
    char clerk[40];
    (void)snprintf(clerk, sizeof clerk, "township%d.clerk", b->township);
    assert_ok_e(project_find(db, LIVE_COUNTY, b->code, site.arena, &p, &e), &e);
    const struct project_return r = {.project = p.id,
                                     .month = month_make(2013, 6),
                                     .beds_added = b->beds,
                                     .invested = FEN(30000000),
                                     .progress = "主体二层"};
    assert_ok_e(project_return_write(db, LIVE_COUNTY, &r, clerk, &id, &e), &e);
    assert_ok_e(project_return_submit(db, LIVE_COUNTY, id, clerk, &e), &e);
    return id;
}

struct entering {
    int64_t contractor;
};

static enum status contractor_enter(struct db *db, void *context, struct error *e)
{
    struct entering *w = context;
    int64_t change;
    const struct payee_entry builder = {.kind = PAYEE_CONTRACTOR,
                                        .code = "C001",
                                        .name = "泾县建筑公司",
                                        .township = 341823100000,
                                        .bank = "泾县农商行",
                                        .holder = "泾县建筑公司",
                                        .account = "6229000034182303003"};
    TRY(change_record(db, LIVE_COUNTY,
                      &(struct change_entry){
                          .actor = "system", .action = "test", .subject = "test", .detail = ""},
                      &change, e));
    return payee_write(db, LIVE_COUNTY, site.keys, &builder, change, &w->contractor, e);
}

static struct entering entered;

static int start(void **state)
{
    (void)state;
    (void)setenv("MINSHENG_TODAY", "2013-06-30", 1);
    struct db *db = site_begin();
    for (size_t i = 0; i < sizeof OTHERS / sizeof OTHERS[0]; i++) {
        struct error e = {0};
        char lead[40];
        int64_t id = june_write(db, &OTHERS[i]);
        (void)snprintf(lead, sizeof lead, "township%d.lead", OTHERS[i].township);
        assert_ok_e(project_return_sign(db, LIVE_COUNTY, id, lead, &e), &e);
    }
    struct error e = {0};
    assert_ok_e(db_transaction(db, contractor_enter, &entered, &e), &e);
    site_posts_unlock(db);
    db_close(db);
    site_serve();
    return 0;
}

static json_t *asked(const char *who, const char *target)
{
    BUF page = {0};
    char path[200];
    (void)snprintf(path, sizeof path, "%s%cformat=json", target, strchr(target, '?') ? '&' : '?');
    assert_int_equal(site_get(who, path, &page), 200);
    return site_json(&page);
}

static int64_t integer(const json_t *o, const char *name)
{
    assert_true(json_is_integer(json_object_get(o, name)));
    return json_integer_value(json_object_get(o, name));
}

static const char *text(const json_t *o, const char *name)
{
    const char *value = json_string_value(json_object_get(o, name));
    assert_non_null(value);
    return value;
}

/* ---- two books ---- */

static void a_page_of_one_book_has_nothing_of_the_other(void **state)
{
    (void)state;
    BUF html = {0};
    json_t *city = asked(SUPERVISOR, CITY), *county = asked(SUPERVISOR, COUNTY_BOOK);
    const json_t *sum = json_object_get(city, "county");
    assert_int_equal(integer(sum, "target_beds"), 300);
    assert_int_equal(integer(sum, "beds_done"), 144);
    assert_int_equal(integer(sum, "beds_due"), 180);
    assert_int_equal(json_array_size(json_object_get(city, "projects")), 6);
    assert_string_equal(text(sum, "book"), "city");
    sum = json_object_get(county, "county");
    assert_int_equal(integer(sum, "target_beds"), 350);
    assert_int_equal(integer(sum, "beds_done"), 174);
    assert_int_equal(integer(sum, "beds_due"), 210);
    assert_int_equal(json_array_size(json_object_get(county, "projects")), 7);
    json_decref(city);
    json_decref(county);
    assert_int_equal(site_get(SUPERVISOR, CITY, &html), 200);
    assert_false(live_has(&html, "350"));
    assert_false(live_has(&html, "174"));
    assert_false(live_has(&html, "云岭镇敬老院"));
    assert_true(live_has(&html, "<caption>市对县考核"));
    assert_true(live_has(&html, "本口径没有项目"));
    assert_int_equal(site_get(SUPERVISOR, "/projects.csv?book=city&on=2013-06-30", &html), 200);
    assert_false(live_has(&html, "云岭"));
    assert_true(live_has(&html, "市对县考核,泾川镇敬老院改扩建"));
    assert_int_equal(site_get(SUPERVISOR, "/projects.csv?book=county&on=2013-06-30", &html), 200);
    assert_true(live_has(&html, "县对乡镇考核,云岭镇敬老院改扩建"));
}

static void months_that_have_not_come_have_the_line_only(void **state)
{
    (void)state;
    json_t *page = asked(SUPERVISOR, CITY);
    const json_t *months = json_object_get(page, "months");
    assert_int_equal(json_array_size(months), 12);
    const json_t *june = json_array_get(months, 5), *july = json_array_get(months, 6);
    assert_string_equal(text(june, "line_percent"), "60.00");
    assert_string_equal(text(june, "beds_percent"), "48.00");
    assert_non_null(json_object_get(july, "line_percent"));
    assert_null(json_object_get(july, "beds_percent"));
    assert_string_equal(text(json_array_get(months, 10), "line_percent"), "100.00");
    json_decref(page);
}

static void a_township_sees_its_own_and_no_sum(void **state)
{
    (void)state;
    BUF html = {0};
    json_t *page = asked(CLERK, COUNTY_BOOK "&township=341823106000");
    assert_int_equal(json_array_size(json_object_get(page, "rows")), 1);
    assert_int_equal(json_array_size(json_object_get(page, "projects")), 1);
    assert_null(json_object_get(page, "county"));
    assert_int_equal(integer(json_object_get(page, "chosen"), "target_beds"), 60);
    json_decref(page);
    assert_int_equal(site_get(CLERK, "/projects/P07", &html), 404);
    assert_int_equal(site_get(CLERK, "/projects/P01", &html), 200);
    assert_int_equal(site_get(CLERK, "/projects/report.pdf?book=county&month=2013-06", &html), 200);
    assert_int_equal(site_get(CLERK, "/projects.csv?book=county", &html), 200);
    assert_false(live_has(&html, "云岭"));
}

/* ---- the month's return ---- */

static int64_t newest_return(const char *code)
{
    char path[60];
    (void)snprintf(path, sizeof path, "/projects/%s", code);
    json_t *page = asked(SUPERVISOR, path);
    int64_t id = integer(json_array_get(json_object_get(page, "returns"), 0), "return");
    json_decref(page);
    return id;
}

#define JUNE "month=2013-06&invested=302400&central=100800&progress=x"
static void a_return_keeps_what_was_typed_and_counts_once_another_has_signed(void **state)
{
    (void)state;
    BUF html = {0};
    char path[100];
    assert_int_equal(site_post(CLERK, "/projects/P01/returns/new", JUNE "&beds=61", &html), 422);
    assert_true(live_has(&html, "value=\"61\""));
    assert_true(live_has(&html, "aria-invalid"));
    assert_int_equal(site_post(SUPERVISOR, "/projects/P01/returns/new", JUNE "&beds=36", &html),
                     403);
    assert_int_equal(site_post(CLERK, "/projects/P07/returns/new", JUNE "&beds=1", &html), 404);
    assert_int_equal(site_post(CLERK, "/projects/P01/returns/new", JUNE "&beds=36", &html), 303);
    int64_t id = newest_return("P01");
    (void)snprintf(path, sizeof path, "/projects/P01/returns/%" PRId64 "/submit", id);
    assert_int_equal(site_post(CLERK, path, "", &html), 303);
    (void)snprintf(path, sizeof path, "/projects/P01/returns/%" PRId64 "/sign", id);
    assert_int_equal(site_post("township106.lead", path, "", &html), 404);
    assert_int_equal(site_get(LEAD, "/", &html), 200);
    assert_true(live_has(&html, "项目月报待签发"));
    assert_int_equal(site_post(LEAD, path, "", &html), 303);
    assert_int_equal(site_post(LEAD, path, "", &html), 422);
    json_t *page = asked(SUPERVISOR, CITY);
    const json_t *sum = json_object_get(page, "county");
    assert_int_equal(integer(sum, "beds_done"), 180);
    assert_int_equal(integer(json_object_get(sum, "by_beds"), "compared"), 0);
    json_decref(page);
    /* The same number under another project is not there. */
    (void)snprintf(path, sizeof path, "/projects/P02/returns/%" PRId64, id);
    assert_int_equal(site_get(SUPERVISOR, path, &html), 404);
}

static void the_supervisor_reads_and_has_no_button(void **state)
{
    (void)state;
    BUF html = {0};
    assert_int_equal(site_get(SUPERVISOR, "/projects/P01", &html), 200);
    assert_false(live_has(&html, "/new\""));
    assert_int_equal(site_get(CLERK, "/projects/P01", &html), 200);
    assert_true(live_has(&html, "/projects/P01/returns/new\""));
    assert_true(live_has(&html, "/projects/P01/changes/new\""));
    assert_false(live_has(&html, "/projects/P01/acceptances/new\""));
}

/* ---- acceptance and hand-over ---- */

#define ACCEPTED                                                                                   \
    "accepted_on=2013-06-30&result=PASSED&area=1500&cost=498000&members=x&opinion=x&document="
#define HANDED "on=2013-06-30&given_by=x&received_by=y&document=&rooms="
static void an_acceptance_is_confirmed_by_another_and_a_bed_given_over_once(void **state)
{
    (void)state;
    static const char *const stages[] = {"SITE",       "APPROVAL",  "DESIGN", "TENDER",
                                         "FOUNDATION", "STRUCTURE", "ROOF",   "FITOUT"};
    BUF html = {0};
    char fields[80], path[100];
    for (size_t i = 0; i < sizeof stages / sizeof stages[0]; i++) {
        (void)snprintf(fields, sizeof fields, "stage=%s&on=2013-06-%02zu", stages[i], i + 10);
        assert_int_equal(site_post(OFFICER, "/projects/P01/stages/new", fields, &html), 303);
    }
    assert_int_equal(
        site_post(OFFICER, "/projects/P01/acceptances/new", ACCEPTED "&beds=37", &html), 422);
    assert_int_equal(
        site_post(OFFICER, "/projects/P01/acceptances/new", ACCEPTED "&beds=36", &html), 303);
    json_t *page = asked(SUPERVISOR, "/projects/P01");
    int64_t id = integer(json_array_get(json_object_get(page, "acceptances"), 0), "acceptance");
    json_decref(page);
    /* Entered wrongly: struck while nobody has confirmed it, and entered again. */
    (void)snprintf(path, sizeof path, "/projects/P01/acceptances/%" PRId64 "/strike", id);
    assert_int_equal(site_post(CLERK, path, "reason=x", &html), 403);
    assert_int_equal(site_post(OFFICER, path, "reason=", &html), 422);
    assert_int_equal(site_post(OFFICER, path, "reason=x", &html), 303);
    assert_int_equal(site_post(OFFICER, path, "reason=x", &html), 422);
    assert_int_equal(
        site_post(OFFICER, "/projects/P01/acceptances/new", ACCEPTED "&beds=36", &html), 303);
    page = asked(SUPERVISOR, "/projects/P01");
    id = integer(json_array_get(json_object_get(page, "acceptances"), 1), "acceptance");
    json_decref(page);
    (void)snprintf(path, sizeof path, "/projects/P01/acceptances/%" PRId64 "/confirm", id);
    assert_int_equal(site_post(OFFICER, path, "", &html), 422);
    assert_int_equal(site_get(SECOND, "/", &html), 200);
    assert_true(live_has(&html, "竣工验收待确认"));
    assert_int_equal(site_post(SECOND, path, "", &html), 303);
    assert_int_equal(site_post(OFFICER, "/projects/P01/handovers/new", HANDED "101+1+2", &html),
                     422);
    assert_true(live_has(&html, "每行要写四项"));
    assert_int_equal(site_post(OFFICER, "/projects/P01/handovers/new",
                               HANDED "901+9+20+200%0A902+9+17+200", &html),
                     422);
    assert_int_equal(site_post(OFFICER, "/projects/P01/handovers/new",
                               HANDED "901+9+20+200%0A902+9+16+200", &html),
                     303);
    page = asked(SUPERVISOR, "/projects/P01");
    assert_int_equal(integer(page, "handed_over_beds"), 36);
    const json_t *handover = json_array_get(json_object_get(page, "handovers"), 0);
    assert_int_equal(json_array_size(json_object_get(handover, "rooms")), 2);
    json_decref(page);
}

/* ---- payments of the works ---- */

#define PAID "month=2013-06&purpose=x&document=x&amount="
static void works_are_paid_to_the_contractor_within_the_contract(void **state)
{
    (void)state;
    BUF html = {0};
    char fields[600];
    static const char *const stages[] = {"SITE", "APPROVAL", "DESIGN", "TENDER", "FOUNDATION"};
    assert_int_equal(site_get(OFFICER, "/projects/P02", &html), 200);
    assert_false(live_has(&html, "/projects/P02/payments/new\""));
    (void)snprintf(
        fields, sizeof fields,
        "change=CONTRACT&reason=x&document=x&township=341823101000&site=&kind=EXTEND&land="
        "4.80&area=1250&beds=50&central=84000&province=229500&city=42000&county=54500&own="
        "10000&contractor=%" PRId64 "&contract=400000&start_on=2013-02-20&finish_on=2013-11-30",
        entered.contractor);
    assert_int_equal(site_post("township101.clerk", "/projects/P02/changes/new", fields, &html),
                     303);
    assert_int_equal(
        site_post(OFFICER, "/projects/P02/changes/2", "decision=APPROVE&document=x", &html), 303);
    for (size_t i = 0; i < sizeof stages / sizeof stages[0]; i++) {
        (void)snprintf(fields, sizeof fields, "stage=%s&on=2013-06-%02zu", stages[i], i + 10);
        assert_int_equal(site_post(OFFICER, "/projects/P02/stages/new", fields, &html), 303);
    }
    assert_int_equal(site_post(OFFICER, "/projects/P02/payments/new", PAID "400000.01", &html),
                     422);
    assert_int_equal(site_post(OFFICER, "/projects/P02/payments/new", PAID "120000", &html), 303);
    assert_true(live_has(&html, "Location: /transfers/"));
    assert_int_equal(site_get(SUPERVISOR, "/projects/P02", &html), 200);
    assert_true(live_has(&html, "120,000.00"));
}

/* ---- papers ---- */

static void rendered(struct buf *out, enum document_kind kind, int64_t return_id)
{
    struct error e = {0};
    const struct project_paper_options options = {kind, date_make(2013, 6, 30)};
    *out = (struct buf)BUF_INIT(DOCUMENT_BYTES_MAX);
    if (return_id != 0)
        assert_ok_e(project_return_paper_render(site.db, LIVE_COUNTY, return_id, &options, out, &e),
                    &e);
    else
        assert_ok_e(project_report_paper_render(site.db, LIVE_COUNTY, BOOK_CITY,
                                                month_make(2013, 6), 0, &options, out, &e),
                    &e);
}

static void papers_are_the_same_bytes_each_time(void **state)
{
    (void)state;
    struct error e = {0};
    const int64_t returns[] = {0, newest_return("P01")};
    for (size_t i = 0; i < 2; i++)
        for (int kind = DOCUMENT_PDF; kind <= DOCUMENT_DOCX; kind++) {
            BUF one = {0}, two = {0};
            rendered(&one, (enum document_kind)kind, returns[i]);
            rendered(&two, (enum document_kind)kind, returns[i]);
            assert_true(one.n > 1000);
            assert_int_equal(one.n, two.n);
            assert_memory_equal(one.p, two.p, one.n);
        }
    BUF none = BUF_INIT(DOCUMENT_BYTES_MAX);
    const struct project_paper_options options = {DOCUMENT_PDF, date_make(2013, 6, 30)};
    assert_status(project_return_paper_render(site.db, LIVE_COUNTY, 9999, &options, &none, &e),
                  STATUS_NONE);
    assert_status(project_acceptance_paper_render(site.db, LIVE_COUNTY, 1, 99, &options, &none, &e),
                  STATUS_NONE);
}

static void amounts_in_ten_thousands_are_exact(void **state)
{
    (void)state;
    char out[WAN_TEXT_BYTES];
    assert_string_equal(fen_format_wan(FEN(0), out), "0.00");
    assert_string_equal(fen_format_wan(FEN(360000000), out), "360.00");
    assert_string_equal(fen_format_wan(FEN(12000050), out), "12.00005");
    assert_string_equal(fen_format_wan(FEN(-1), out), "-0.000001");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_page_of_one_book_has_nothing_of_the_other),
        cmocka_unit_test(months_that_have_not_come_have_the_line_only),
        cmocka_unit_test(a_township_sees_its_own_and_no_sum),
        cmocka_unit_test(a_return_keeps_what_was_typed_and_counts_once_another_has_signed),
        cmocka_unit_test(the_supervisor_reads_and_has_no_button),
        cmocka_unit_test(an_acceptance_is_confirmed_by_another_and_a_bed_given_over_once),
        cmocka_unit_test(works_are_paid_to_the_contractor_within_the_contract),
        cmocka_unit_test(papers_are_the_same_bytes_each_time),
        cmocka_unit_test(amounts_in_ten_thousands_are_exact),
    };
    if (!site_engine_choose(argc, argv))
        return 0;
    return cmocka_run_group_tests_name(testdb_engine_name(site.engine), tests, start, site_stop);
}
