/* Indicators against figures reckoned by hand, on both engines; what was not known yet, was struck
   since, or lies a day beside the span does not count. Rows are written as they stand in the
   database, so that each figure depends on nothing but its statement. */
#include <stdio.h>
#include <string.h>

#include "support/county.h"

#include "behind_check.h"
#include "domain/indicator/indicator.h"

#define COUNTY COUNTY_JINGXIAN
#define TOWN_A INT64_C(341823100000)
#define TOWN_B INT64_C(341823101000)
#define BEFORE_STRIKE 1000 /* a change between the bills and what happened to them later */

static void put(struct county *c, const char *sql)
{
    struct error e = {0};
    assert_ok_e(db_execute_raw(c->db, sql, &e), &e);
}

static void put_division(struct county *c, int64_t code, int level, const char *name)
{
    char sql[400];
    (void)snprintf(sql, sizeof sql,
                   "INSERT INTO division (county, code, valid_from, valid_to, level, name, parent,"
                   " committee) VALUES (341823, %lld, 200001, 999912, %d, '%s', 341823000000, '')",
                   (long long)code, level, name);
    put(c, sql);
}

/* Household and person have one number; who is not protected does not count. */
static void put_person(struct county *c, int programme, int household, int person, int64_t division,
                       int status, int is_protected)
{
    char sql[900];
    (void)snprintf(
        sql, sizeof sql,
        "INSERT INTO member (county, household, person, from_month, known_from, to_month, known_to,"
        " birth, is_present, is_protected, relation, disability_kind, disability_grade,"
        " is_seriously_ill, is_student, cause)"
        " VALUES (341823, %d, %d, 201301, 10, 999912, 2147483647, 19500101, 1, %d, 1, 0, 0, 0, 0,"
        " '')",
        household, person, is_protected);
    put(c, sql);
    (void)snprintf(
        sql, sizeof sql,
        "INSERT INTO entitlement (county, programme, household, from_month, known_from, to_month,"
        " known_to, status, cause, division, head, mgmt_class, income_year_fen, form, home,"
        " care_level, begun_month) VALUES (341823, %d, %d, 201301, 10, 999912, 2147483647, %d, '',"
        " %lld, %d, 0, 0, 0, 0, 0, 201301) ON CONFLICT DO NOTHING",
        programme, household, status, (long long)division, person);
    put(c, sql);
}

struct bill {
    int id, source, person, discharged, class, deductible, borne, aid, struck;
    int64_t division;
};
static void put_bill(struct county *c, const struct bill *b)
{
    char sql[1400];
    (void)snprintf(
        sql, sizeof sql,
        "INSERT INTO medical_bill (county, id, source, hospital, hospital_name, admission,"
        " case_file, person, household, division, visit, year, admitted_on, discharged_on,"
        " posted_on, disease, scheme, total_fen, in_scope_fen, insurance_fen, critical_fen,"
        " other_fen, relief_fen, veteran_fen, replaces, state, struck_on, strike_change,"
        " strike_reason, known_from) VALUES (341823, %d, %d, 0, '', %d, %d, %d, %d, %lld, 1, %d,"
        " %d, %d, %d, 'J18', 1, %d, %d, 0, 0, 0, 0, 0, 0, %d, 0, %d, '', 100)",
        b->id, b->source, b->source == 1 ? b->id : 0, b->source == 2 ? b->id : 0, b->person,
        b->person, (long long)b->division + 201, b->discharged / 10000, b->discharged,
        b->discharged, b->discharged, b->borne, b->borne, b->struck ? 2 : 1, b->struck);
    put(c, sql);
    (void)snprintf(
        sql, sizeof sql,
        "INSERT INTO medical_assessment (county, bill, known_from, known_to, class, deductible_fen,"
        " rate_bp, cap_fen, aided_before_fen, borne_fen, aid_fen, personal_fen, reason)"
        " VALUES (341823, %d, 100, 2147483647, %d, %d, 7000, 2000000, 0, %d, %d, %d, '')",
        b->id, b->class, b->deductible, b->borne, b->aid, b->borne - b->aid);
    put(c, sql);
}

static void put_line(struct county *c, int id, int bill, int household, int before, int during,
                     int after, int batch)
{
    char sql[700];
    (void)snprintf(
        sql, sizeof sql,
        "INSERT INTO medical_line (county, id, payee_kind, payee, admission, case_file, bill,"
        " person, reason, before_fen, during_fen, after_fen, entered_on, known_from, batch) VALUES"
        " (341823, %d, %d, %d, %d, %d, %d, %d, '%s', %d, %d, %d, 20130610, 100, %d)",
        id, after ? 2 : 1, household, after ? 0 : bill, after ? bill : 0, bill, household,
        after ? "CLAIM" : "SETTLEMENT", before, during, after, batch);
    put(c, sql);
}

static void put_case(struct county *c, int id, int opened, int64_t division)
{
    char sql[900];
    (void)snprintf(
        sql, sizeof sql,
        "INSERT INTO case_file (county, id, number, receipt, kind, programme, division, household,"
        " linked_case, state, version, opened_on, accepted_on, state_on, due_on, closed_on,"
        " applicant, initials, id_tail, people_count, protected_count, mgmt_class,"
        " income_year_fen, amount_month_fen, effective_month, change_kind, is_relative,"
        " is_sampled, is_spot_checked, created_change, last_change) VALUES (341823, %d, 'n%d',"
        " 'r%d', 1, 3, %lld, 0, 0, 1, 1, %d, 0, %d, 0, %d, '', '', '', 1, 1, 0, 0, 0, 0, 0, 0, 0,"
        " 0, 100, 100)",
        id, id, id, (long long)division + 201, opened, opened, opened);
    put(c, sql);
}

/* A run of one month with one item of one household, paid on a day. */
static void put_paid(struct county *c, int run, int month, int household, int day, int known)
{
    char sql[900];
    (void)snprintf(sql, sizeof sql,
                   "INSERT INTO payment_run (county, id, programme, from_month, to_month, state,"
                   " known, known_before, items, total_fen, content_hash, prepared_by, prepared_at,"
                   " checked_by, reviewed_by, approved_by, funded_by, sent_by)"
                   " VALUES (341823, %d, 3, %d, %d, 7, 100, 0, 1, 100, %s,"
                   " 'a', '2013-06-01T00:00:00Z', 'b', 'c', 'd', 'd', 'd')",
                   run, month, month, db_engine(c->db) == DB_SQLITE ? "x'00'" : "'\\x00'");
    put(c, sql);
    (void)snprintf(sql, sizeof sql,
                   "INSERT INTO bank_file (county, id, kind, name, bytes, sha256, known_from)"
                   " VALUES (341823, %d, 'IN', '', 1, %s, %d)",
                   run, db_engine(c->db) == DB_SQLITE ? "x'00'" : "'\\x00'", known);
    put(c, sql);
    (void)snprintf(
        sql, sizeof sql,
        "INSERT INTO remittance (county, id, run, programme, number, layout, sent_on, unit, items,"
        " total_fen, paid_items, paid_fen, returned_items, returned_fen, is_reconciled, out_file,"
        " in_file, known_from, actor) VALUES (341823, %d, %d, 3, 1, '', %d, '', 1, 100, 1, 100, 0,"
        " 0, 1, 0, %d, 100, 'd')",
        run, run, day, run);
    put(c, sql);
    (void)snprintf(sql, sizeof sql,
                   "INSERT INTO payment_item (county, programme, month, household, division, form,"
                   " protected_count, basic_fen, topup_fen, adjustment_fen, carry_fen, state,"
                   " attempt, remittance) VALUES (341823, 3, %d, %d, 341823101201, 0, 1, 100, 0, 0,"
                   " 0, 4, 1, %d)",
                   month, household, run);
    put(c, sql);
}

static void fill_bills(struct county *c)
{
    static const struct bill bills[] = {
        {.id = 1,
         .source = 1,
         .person = 1,
         .discharged = 20130610,
         .class = 2,
         .borne = 1619040,
         .aid = 600000,
         .division = TOWN_A},
        {.id = 2,
         .source = 1,
         .person = 2,
         .discharged = 20130630,
         .class = 2,
         .borne = 10000,
         .division = TOWN_A},
        {.id = 3,
         .source = 2,
         .person = 9,
         .discharged = 20130531,
         .class = 3,
         .deductible = 2000000,
         .borne = 2830055,
         .aid = 415028,
         .division = TOWN_B},
        {.id = 4,
         .source = 2,
         .person = 4,
         .discharged = 20130601,
         .class = 2,
         .borne = 200000,
         .aid = 100000,
         .division = TOWN_B},
        {.id = 5,
         .source = 1,
         .person = 3,
         .discharged = 20130615,
         .class = 1,
         .borne = 60000,
         .aid = 50000,
         .struck = 2000,
         .division = TOWN_A},
        {.id = 6,
         .source = 2,
         .person = 4,
         .discharged = 20111231,
         .class = 2,
         .deductible = 100,
         .borne = 30000,
         .aid = 20000,
         .division = TOWN_B},
    };
    for (size_t i = 0; i < sizeof bills / sizeof bills[0]; i++)
        put_bill(c, &bills[i]);
    /* Bill 1 was first reckoned lower. */
    put(c, "UPDATE medical_assessment SET known_from = 1500 WHERE bill = 1");
    put(c,
        "INSERT INTO medical_assessment (county, bill, known_from, known_to, class,"
        " deductible_fen, rate_bp, cap_fen, aided_before_fen, borne_fen, aid_fen, personal_fen,"
        " reason) VALUES (341823, 1, 100, 1500, 2, 0, 7000, 2000000, 0, 1619040, 500000, 1119040,"
        " '')");
    put_line(c, 1, 1, 1, 150000, 450000, 0, 0);
    put_line(c, 2, 5, 3, 0, 50000, 0, 0);
    put_line(c, 3, 3, 900, 0, 0, 415028, 71);
    put_line(c, 4, 4, 4, 0, 0, 100000, 0);
    put_line(c, 5, 6, 4, 0, 0, 20000, 72);
    put_case(c, 3, 20130603, TOWN_B);
    put_case(c, 4, 20130604, TOWN_B);
    put_case(c, 6, 20120110, TOWN_B);
    put_paid(c, 71, 201306, 900, 20130620, 1200);
    put_paid(c, 72, 201203, 4, 20120301, 130);
}

static void fill_rest(struct county *c)
{
    put(c, "INSERT INTO medical_class (county, person, from_month, known_from, to_month, known_to,"
           " class, document, case_file) VALUES (341823, 9, 201305, 20, 201306, 2147483647, 3, '',"
           " 3)");
    put(c,
        "INSERT INTO premium_list (county, id, year, reference_month, premium_fen, people,"
        " total_fen, state, content_hash, prepared_by, prepared_at, transfer, known_from) VALUES"
        " (341823, 1, 2013, 201303, 6000, 2, 12000, 1, NULL, 'a', '2013-03-01T00:00:00Z', 0, 30)");
    for (int person = 1; person <= 2; person++) {
        char sql[400];
        (void)snprintf(sql, sizeof sql,
                       "INSERT INTO premium_line (county, year, person, list, household, division,"
                       " class, rate_bp, amount_fen, is_enrolled, scheme) VALUES (341823, 2013, %d,"
                       " 1, 1, 341823100201, 2, 10000, 6000, %d, 1)",
                       person, person == 1);
        put(c, sql);
    }
    put(c, "INSERT INTO fund (county, id, code, name) VALUES (341823, 4, 'medical_aid', '')");
    for (int i = 1; i <= 3; i++) {
        char sql[400];
        static const int month[] = {0, 201212, 201301, 201306};
        (void)snprintf(sql, sizeof sql,
                       "INSERT INTO journal (county, fund, id, month, entered_on, kind, run,"
                       " remittance, document, memo, known_from) VALUES (341823, 4, %d, %d,"
                       " 20130601, 'ENTITLE', 0, 0, '', '', 100)",
                       i, month[i]);
        put(c, sql);
        (void)snprintf(sql, sizeof sql,
                       "INSERT INTO posting (county, fund, journal, line, debit, credit,"
                       " amount_fen) VALUES (341823, 4, %d, 1, 45001, 42001, %d)",
                       i, i * 100000);
        put(c, sql);
    }
    put(c, "INSERT INTO posting (county, fund, journal, line, debit, credit, amount_fen) VALUES"
           " (341823, 4, 3, 2, 42001, 45001, 50000)");
    put(c, "INSERT INTO posting (county, fund, journal, line, debit, credit, amount_fen) VALUES"
           " (341823, 4, 3, 3, 41001, 44004, 700000)");
    put(c,
        "INSERT INTO parameter (county, name, from_month, known_from, to_month, known_to, unit,"
        " value, document, clause, is_example) VALUES (341823, 'medical.budget_year', 201301, 10,"
        " 999912, 2147483647, 'fen', 1000000, '', 'P3.3', 1)");
}

static void fill(struct county *c)
{
    put_division(c, INT64_C(341823000000), 1, "泾县");
    put_division(c, TOWN_A, 2, "泾川镇");
    put_division(c, TOWN_B, 2, "茂林镇");
    put_division(c, INT64_C(341823102000), 2, "榔桥镇");
    put_person(c, 1, 1, 1, TOWN_A + 201, 1, 1);
    put_person(c, 1, 1, 2, TOWN_A + 201, 1, 1);
    put_person(c, 1, 1, 12, TOWN_A + 201, 1, 0); /* at home, not protected */
    put_person(c, 2, 3, 3, TOWN_A + 202, 1, 1);
    put_person(c, 1, 4, 4, TOWN_B + 201, 3, 1); /* in grace */
    put_person(c, 1, 5, 5, TOWN_A + 201, 2, 1); /* suspended */
    fill_bills(c);
    fill_rest(c);
}

static struct month month_at(const char *text)
{
    struct month m;
    assert_ok(month_parse(text, &m, NULL));
    return m;
}

static struct indicator_row asked(struct county *c, const char *code, const char *from,
                                  const char *to, int64_t known, int64_t township)
{
    struct error e = {0};
    struct indicator_row *rows;
    size_t count;
    const struct indicator *i = indicator_by_code(code);
    assert_non_null(i);
    assert_ok_e(indicator_read(c->db, COUNTY, i, month_at(from), month_at(to), known, c->arena,
                               &rows, &count, &e),
                &e);
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

static void people_claim(struct county *c)
{
    gives(c, "medical.coverage", "2013-06", "2013-06", KNOWN_NOW, TOWN_A, 1, 3);
    gives(c, "medical.coverage", "2013-06", "2013-06", KNOWN_NOW, TOWN_B, 1, 2);
    gives(c, "medical.coverage", "2013-05", "2013-06", KNOWN_NOW, TOWN_B, 2, 2);
    /* The decided class ends with June. */
    gives(c, "medical.coverage", "2013-05", "2013-07", KNOWN_NOW, TOWN_B, 2, 1);
    gives(c, "medical.coverage", "2013-06", "2013-06", BEFORE_STRIKE, TOWN_A, 2, 3);
    gives(c, "medical.coverage", "2013-06", "2013-06", 99, TOWN_A, 0, 3);
    gives(c, "medical.coverage", "2013-06", "2013-06", 9, TOWN_A, 0, 0);
    gives(c, "medical.before_during_people", "2013-06", "2013-06", KNOWN_NOW, TOWN_A, 1, 1);
    gives(c, "medical.before_during_people", "2013-06", "2013-06", BEFORE_STRIKE, TOWN_A, 2, 2);
    gives(c, "medical.before_during_people", "2013-06", "2013-06", KNOWN_NOW, TOWN_B, 0, 1);
    gives(c, "medical.before_people", "2013-06", "2013-06", KNOWN_NOW, TOWN_A, 1, 1);
    gives(c, "medical.before_people", "2013-06", "2013-06", BEFORE_STRIKE, TOWN_A, 1, 2);
    gives(c, "medical.before_people", "2013-06", "2013-06", KNOWN_NOW, TOWN_B, 0, 1);
}

static void money_claim(struct county *c)
{
    gives(c, "medical.before_during_money", "2013-06", "2013-06", KNOWN_NOW, TOWN_A, 600000,
          600000);
    gives(c, "medical.before_during_money", "2013-06", "2013-06", BEFORE_STRIKE, TOWN_A, 550000,
          550000);
    gives(c, "medical.before_during_money", "2013-05", "2013-06", KNOWN_NOW, TOWN_B, 0, 515028);
    gives(c, "medical.threshold", "2013-06", "2013-06", KNOWN_NOW, TOWN_A, 0, 2);
    gives(c, "medical.threshold", "2013-05", "2013-06", KNOWN_NOW, TOWN_B, 2000000, 2);
    gives(c, "medical.rate", "2013-06", "2013-06", KNOWN_NOW, TOWN_A, 600000, 1629040);
    gives(c, "medical.rate", "2013-05", "2013-05", KNOWN_NOW, TOWN_B, 415028, 2830055);
    gives(c, "medical.on_counter", "2013-06", "2013-06", KNOWN_NOW, TOWN_A, 2, 2);
    gives(c, "medical.on_counter", "2013-06", "2013-06", BEFORE_STRIKE, TOWN_A, 3, 3);
    gives(c, "medical.on_counter", "2013-05", "2013-06", KNOWN_NOW, TOWN_B, 0, 2);
}

static void days_claim(struct county *c)
{
    /* 31 May to 20 June; paid in June, so it is June's. The other claim is not paid yet. */
    gives(c, "medical.days_from_discharge", "2013-06", "2013-06", KNOWN_NOW, TOWN_B, 20, 1);
    gives(c, "medical.days_from_discharge", "2013-05", "2013-05", KNOWN_NOW, TOWN_B, 0, 0);
    gives(c, "medical.days_from_discharge", "2013-06", "2013-06", BEFORE_STRIKE, TOWN_B, 0, 0);
    gives(c, "medical.days_from_discharge", "2013-06", "2013-06", KNOWN_NOW, TOWN_A, 0, 1);
    /* Over the new year and a 29 February: 31 December 2011 to 1 March 2012. */
    gives(c, "medical.days_from_discharge", "2012-03", "2012-03", KNOWN_NOW, TOWN_B, 61, 1);
    gives(c, "medical.days_from_application", "2013-06", "2013-06", KNOWN_NOW, TOWN_B, 17, 1);
    gives(c, "medical.days_from_application", "2012-03", "2012-03", KNOWN_NOW, TOWN_B, 51, 1);
    gives(c, "medical.days_from_application", "2013-06", "2013-06", 1199, TOWN_B, 0, 0);
    gives(c, "medical.days_from_application", "2013-06", "2013-06", 1200, TOWN_B, 17, 1);
}

static void fund_claim(struct county *c)
{
    gives(c, "medical.fund_use", "2013-06", "2013-06", KNOWN_NOW, 0, 450000, 1000000);
    gives(c, "medical.fund_use", "2013-05", "2013-05", KNOWN_NOW, 0, 200000, 1000000);
    gives(c, "medical.fund_use", "2012-12", "2012-12", KNOWN_NOW, 0, 100000, 0);
    /* A draft helps nobody yet. */
    gives(c, "medical.premium_enrolled", "2013-06", "2013-06", KNOWN_NOW, TOWN_A, 0, 3);
    put(c, db_engine(c->db) == DB_SQLITE ? "UPDATE premium_list SET state = 2, content_hash = x'00'"
                                         : "UPDATE premium_list SET state = 2, content_hash = "
                                           "'\\x00'");
    gives(c, "medical.premium_enrolled", "2013-06", "2013-06", KNOWN_NOW, TOWN_A, 1, 3);
    gives(c, "medical.premium_enrolled", "2014-01", "2014-01", KNOWN_NOW, TOWN_A, 0, 3);
}

static void rows_claim(struct county *c)
{
    struct error e = {0};
    struct indicator_row *rows;
    size_t count;
    const struct indicator *coverage = indicator_by_code("medical.coverage"),
                           *use = indicator_by_code("medical.fund_use");
    struct month june = month_at("2013-06");
    assert_ok_e(
        indicator_read(c->db, COUNTY, coverage, june, june, KNOWN_NOW, c->arena, &rows, &count, &e),
        &e);
    assert_int_equal(count, 3); /* one of them without a figure */
    assert_string_equal(rows[2].name, "榔桥镇");
    assert_int_equal(rows[2].denominator, 0);
    assert_int_equal(indicator_total(rows, count).numerator, 2);
    assert_int_equal(indicator_total(rows, count).denominator, 5);
    assert_ok_e(
        indicator_read(c->db, COUNTY, use, june, june, KNOWN_NOW, c->arena, &rows, &count, &e), &e);
    assert_int_equal(count, 1);
    assert_int_equal(rows[0].township, 0);
    assert_refused(indicator_read(c->db, COUNTY, use, june, month_at("2013-05"), KNOWN_NOW,
                                  c->arena, &rows, &count, &e),
                   &e, "INDICATOR_SPAN");
    /* Somebody in no township is counted for the county all the same. */
    put(c, "UPDATE medical_bill SET division = 0 WHERE id = 4");
    gives(c, "medical.on_counter", "2013-06", "2013-06", KNOWN_NOW, 0, 0, 1);
}

#define ON_EACH(name)                                                                              \
    static void name(void **state)                                                                 \
    {                                                                                              \
        (void)state;                                                                               \
        county_on_each(fill, all_claims);                                                          \
    }
static void all_claims(struct county *c)
{
    people_claim(c);
    money_claim(c);
    days_claim(c);
    fund_claim(c);
    rows_claim(c);
    behind_adds_up(c, COUNTY, month_at("2013-05"), month_at("2013-06"), KNOWN_NOW);
    behind_adds_up(c, COUNTY, month_at("2012-03"), month_at("2012-03"), KNOWN_NOW);
    behind_adds_up(c, COUNTY, month_at("2013-06"), month_at("2013-06"), BEFORE_STRIKE);
}
ON_EACH(figures_are_those_reckoned_by_hand_as_known_on_any_day)

static void shows(const char *code, int64_t numerator, int64_t denominator, const char *text)
{
    char out[INDICATOR_TEXT_BYTES];
    assert_string_equal(indicator_format(indicator_by_code(code), numerator, denominator, out),
                        text);
}
static void percentages_are_reckoned_from_whole_numbers_half_up(void **state)
{
    (void)state;
    shows("medical.coverage", 3, 8, "37.5%");
    shows("medical.coverage", 1, 3, "33.3%");
    shows("home.inst_rate", 1999, 5000, "39.98%");
    shows("home.inst_rate", 2000, 5000, "40.0%");
    shows("medical.coverage", 0, 0, "—");
    shows("medical.threshold", 2000000, 2, "10,000.00");
    shows("medical.threshold", 1, 2, "0.01");
    shows("medical.days_from_discharge", 49, 4, "12.3"); /* 12.25 */
    shows("medical.fund_use", -1, 8, "-12.5%");
}

static void codes_are_unique_and_found(void **state)
{
    (void)state;
    const struct indicator *i;
    for (size_t n = 0; (i = indicator_at(n)) != NULL; n++) {
        assert_ptr_equal(indicator_by_code(i->code), i);
        assert_true(i->numerator[0] && i->denominator[0] && i->clause[0] == 'P');
    }
    assert_null(indicator_by_code("medical"));
    assert_null(indicator_by_code(NULL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(percentages_are_reckoned_from_whole_numbers_half_up),
        cmocka_unit_test(codes_are_unique_and_found),
        cmocka_unit_test(figures_are_those_reckoned_by_hand_as_known_on_any_day),
    };
    return cmocka_run_group_tests_name("indicator", tests, NULL, NULL);
}
