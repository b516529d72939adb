/* Indicators of homes and projects: the same figures as the nouns that reckon them, in either book,
   on both engines. */
#include "domain/home/rate_fixture.h"

#include <inttypes.h>

#include "behind_check.h"
#include "domain/home/rate.h"
#include "domain/indicator/indicator.h"
#include "domain/project/return.h"

#define COUNTY COUNTY_JINGXIAN
#define JUNE month_make(2013, 6)

static void put_target(struct county *c, const char *book, int64_t township, int due, int beds)
{
    put(c,
        "INSERT INTO plan_target (county, plan, book, township, measure, due, value, clause)"
        " VALUES (341823, 1, '%s', %" PRId64 ", 'beds', %d, %d, 'P3.4')",
        book, township, due, beds);
}

static void put_project(struct county *c, int id, int64_t township, int is_city, int beds)
{
    put(c,
        "INSERT INTO project (county, id, code, name, home, is_city, is_county, known_from)"
        " VALUES (341823, %d, 'P%d', '', 0, %d, 1, 20)",
        id, id, is_city);
    put(c,
        "INSERT INTO project_scope (county, project, version, change, kind, township, site, land,"
        " area_m2, beds, central_fen, province_fen, city_fen, county_fen, own_fen, contractor,"
        " contract_fen, start_on, finish_on, reason, document, state, requested_by, requested_on,"
        " decided_by, decided_on, known_from, decided_change) VALUES (341823, %d, 1, 'ORIGINAL', 1,"
        " %" PRId64 ", '', 0, 0, %d, 0, %d, 0, 0, 0, 0, 0, 20130401, 20131130, '', '', 2, 'a',"
        " 20130301, 'b', 20130301, 20, 20)",
        id, township, beds, beds * 840000);
}

static void put_return(struct county *c, int project, int month, int beds, int total, int signed_on,
                       int change)
{
    put(c,
        "INSERT INTO project_return (county, project, month, version, id, state, beds_added,"
        " beds_total, invested_fen, invested_total_fen, central_fen, province_fen, city_fen,"
        " county_fen, own_fen, stage, progress, problem, cause, measure, prepared_by, prepared_on,"
        " signed_by, signed_on, reason, content_hash, known_from, signed_change, replaced_change)"
        " VALUES (341823, %d, %d, 1, %d, 3, %d, %d, %d, %d, 0, 0, 0, 0, 0, 0, '', '', '', '', 'a',"
        " %d, 'b', %d, '', %s00', %d, %d, 0)",
        project, month, project * 100 + month % 100, beds, total, beds * 840000, total * 840000,
        signed_on, signed_on, db_engine(c->db) == DB_SQLITE ? "x'" : "'\\x", change, change);
}

static void put_claim(struct county *c, int id, int submitted, int paid)
{
    const char *hash = db_engine(c->db) == DB_SQLITE ? "x'" : "'\\x";
    put(c,
        "INSERT INTO home_claim (county, id, home, book, month, state, payee_name, memo, total_fen,"
        " lines, content_hash, prepared_by, prepared_on, approved_by, approved_on, paid_by,"
        " paid_on, bank_reference, reason, known_from) VALUES (341823, %d, 1, 2, 201306, %d, '',"
        " '', 100, 1, %s00', 'a', %d, 'b', %d, %s, %d, 'r', '', 300)",
        id, paid ? 4 : 3, hash, submitted, submitted, paid ? "'c'" : "NULL", paid);
    if (paid)
        put(c,
            "INSERT INTO home_journal (county, home, book, id, month, entered_on, kind, subject,"
            " line, debit, credit, amount_fen, party, document, memo, actor, known_from) VALUES"
            " (341823, 1, 2, %d, 201306, %d, 'CLAIM_PAY', %d, 0, 22001, 21001, 100, '', '', '',"
            " 'c', 310)",
            id, paid, id);
}

/* City: A 150 and B 150. County: C 50 as well. 60 % by the end of June. */
static void fill(struct county *c)
{
    static const int64_t towns[] = {TOWN_A, TOWN_B, TOWN_C};
    static const int beds[] = {150, 150, 50};
    put_division(c, INT64_C(341823000000), 1, "泾县");
    put_division(c, TOWN_A, 2, "泾川镇");
    put_division(c, TOWN_B, 2, "茂林镇");
    put_division(c, TOWN_C, 2, "榔桥镇");
    put_division(c, INT64_C(341823103000), 2, "黄村镇"); /* no project */
    put_plan(c, 1, 2013, 5);
    for (int i = 0; i < 3; i++) {
        for (int city = 0; city < 2; city++) {
            if (city && i == 2)
                continue;
            put_target(c, city ? "city" : "county", towns[i], 20130630, beds[i] * 6 / 10);
            put_target(c, city ? "city" : "county", towns[i], 20131130, beds[i]);
        }
        put_project(c, i + 1, towns[i], i < 2, beds[i]);
        put_return(c, i + 1, 201304, 0, 0, 20130510, 100);
        put_return(c, i + 1, 201305, 0, 0, i ? 20130610 : 20130611, 101);
        put_return(c, i + 1, 201306, beds[i] * 6 / 10, beds[i] * 6 / 10, 20130630, 102);
    }
    put_home(c, 1, TOWN_A, "泾川敬老院", 4);
    for (int i = 1; i <= 5; i++)
        put_person(c, i, i < 4 ? TOWN_A : TOWN_B, 1);
    put_stay(
        c, &(struct put_stay){
               .id = 1, .home = 1, .person = 1, .kind = 1, .state = 2, .from = 20130501, .bed = 1});
    put_stay(
        c, &(struct put_stay){
               .id = 2, .home = 1, .person = 4, .kind = 1, .state = 2, .from = 20130630, .bed = 2});
    put_claim(c, 1, 20130528, 20130604);
    put_claim(c, 2, 20130620, 20130623);
    put_claim(c, 3, 20130620, 0);
}

static struct indicator_row asked(struct county *c, const char *code, struct month from,
                                  struct month to, int64_t known, int64_t township)
{
    struct error e = {0};
    struct indicator_row *rows;
    size_t count;
    const struct indicator *i = indicator_by_code(code);
    assert_non_null(i);
    assert_ok_e(indicator_read(c->db, COUNTY, i, from, to, known, c->arena, &rows, &count, &e), &e);
    assert_int_equal(count, 4);
    if (township == 0)
        return indicator_total(rows, count);
    for (size_t n = 0; n < count; n++)
        if (rows[n].township == township)
            return rows[n];
    fail_msg("%s: no row of %lld", code, (long long)township);
    return rows[0];
}
#define gives(c, code, from, to, known, town, n, d)                                                \
    do {                                                                                           \
        struct indicator_row row_ = asked((c), (code), (from), (to), (known), (town));             \
        assert_int_equal(row_.numerator, (n));                                                     \
        assert_int_equal(row_.denominator, (d));                                                   \
    } while (0)

static struct project_standing county_of(struct county *c, enum target_book book)
{
    struct error e = {0};
    struct project_standing *list, sum;
    size_t count;
    assert_ok_e(project_standing_list(c->db, COUNTY, book, date_make(2013, 6, 30), KNOWN_NOW,
                                      c->arena, &list, &count, &sum, &e),
                &e);
    return sum;
}

static void homes(struct county *c)
{
    struct error e = {0};
    struct home_rate *rows, sum;
    size_t count;
    /* At the end of May one is in; on 30 June two, of both townships. */
    gives(c, "home.inst_rate", month_make(2013, 1), month_make(2013, 5), KNOWN_NOW, TOWN_B, 0, 2);
    gives(c, "home.inst_rate", JUNE, JUNE, KNOWN_NOW, TOWN_B, 1, 2);
    gives(c, "home.inst_rate", JUNE, JUNE, 99, TOWN_B, 0, 2);
    gives(c, "home.occupancy", JUNE, JUNE, KNOWN_NOW, TOWN_A, 2, 4);
    gives(c, "home.occupancy", JUNE, JUNE, KNOWN_NOW, TOWN_B, 0, 0);
    assert_ok_e(home_rate_list(c->db, COUNTY, date_make(2013, 6, 30), KNOWN_NOW, c->arena, &rows,
                               &count, &sum, &e),
                &e);
    for (size_t i = 0; i < count; i++) {
        gives(c, "home.inst_rate", JUNE, JUNE, KNOWN_NOW, rows[i].township, rows[i].in,
              rows[i].all);
        gives(c, "home.occupancy", JUNE, JUNE, KNOWN_NOW, rows[i].township, rows[i].occupied,
              rows[i].beds);
    }
    /* 28 May to 4 June, 20 to 23 June; the third waits. */
    gives(c, "home.claims_days", JUNE, JUNE, KNOWN_NOW, TOWN_A, 7 + 3, 2);
    gives(c, "home.claims_days", month_make(2013, 5), month_make(2013, 5), KNOWN_NOW, TOWN_A, 0, 0);
    gives(c, "home.claims_days", JUNE, JUNE, 309, TOWN_A, 0, 0);
}

static void projects(struct county *c)
{
    char text[INDICATOR_TEXT_BYTES];
    /* Due from April on: the tenth counts, the eleventh does not; June's is signed already. */
    gives(c, "home.returns_on_time", month_make(2013, 1), JUNE, KNOWN_NOW, TOWN_A, 2, 3);
    gives(c, "home.returns_on_time", month_make(2013, 1), JUNE, KNOWN_NOW, TOWN_B, 3, 3);
    gives(c, "home.returns_on_time", month_make(2013, 1), JUNE, 101, TOWN_B, 2, 2);
    gives(c, "home.returns_on_time", month_make(2013, 1), JUNE, 100, TOWN_B, 1, 2);
    gives(c, "home.returns_on_time", month_make(2013, 12), month_make(2014, 1), KNOWN_NOW, TOWN_A,
          0, 0);
    /* 180 of 300 is on the line, in the other book 210 of 350. */
    gives(c, "project.beds_city", JUNE, JUNE, KNOWN_NOW, 0, 180, 300);
    gives(c, "project.beds_county", JUNE, JUNE, KNOWN_NOW, 0, 210, 350);
    gives(c, "project.beds_city", JUNE, JUNE, 101, 0, 0, 300);
    assert_int_equal(county_of(c, BOOK_CITY).by_beds, 0);
    assert_int_equal(county_of(c, BOOK_COUNTY).by_beds, 0);
    gives(c, "project.beds_city", JUNE, JUNE, KNOWN_NOW, TOWN_C, 0, 0);
    gives(c, "project.beds_county", JUNE, JUNE, KNOWN_NOW, TOWN_C, 30, 50);
    assert_string_equal(indicator_format(indicator_by_code("project.beds_city"), 0, 0, text), "—");
    gives(c, "project.beds_county", JUNE, JUNE, KNOWN_NOW, INT64_C(341823103000), 0, 0);
    static const struct {
        const char *beds, *investment, *stage;
        enum target_book book;
    } books[] = {
        {"project.beds_city", "project.investment_city", "project.stage_city", BOOK_CITY},
        {"project.beds_county", "project.investment_county", "project.stage_county", BOOK_COUNTY}};
    for (int i = 0; i < 2; i++) {
        struct project_standing s = county_of(c, books[i].book);
        gives(c, books[i].beds, JUNE, JUNE, KNOWN_NOW, 0, s.beds, s.target_beds);
        gives(c, books[i].investment, JUNE, JUNE, KNOWN_NOW, 0, s.invested.v,
              s.target_investment.v);
        gives(c, books[i].stage, JUNE, JUNE, KNOWN_NOW, 0, s.stage_bp, s.target_stage_bp);
        assert_true(s.invested.v == s.beds * 840000);
    }
    /* 179 is behind. */
    put(c, "UPDATE project_return SET beds_added = 89, beds_total = 89 WHERE id = 206");
    gives(c, "project.beds_city", JUNE, JUNE, KNOWN_NOW, 0, 179, 300);
    assert_int_equal(county_of(c, BOOK_CITY).by_beds, -1);
}

static void all_claims(struct county *c)
{
    homes(c);
    projects(c);
    behind_adds_up(c, COUNTY, month_make(2013, 1), JUNE, KNOWN_NOW);
    behind_adds_up(c, COUNTY, JUNE, JUNE, 101);
}
static void figures_are_those_of_the_nouns_in_their_book(void **state)
{
    (void)state;
    county_on_each(fill, all_claims);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(figures_are_those_of_the_nouns_in_their_book),
    };
    return cmocka_run_group_tests_name("indicator-home", tests, NULL, NULL);
}
