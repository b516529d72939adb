/* Payments, casework and the public against figures reckoned by hand, on both engines: on the day
   and a day late, before and after it was known. */
#include "domain/home/rate_fixture.h"

#include <inttypes.h>

#include "behind_check.h"
#include "domain/indicator/indicator.h"

#define COUNTY COUNTY_JINGXIAN
#define APRIL month_make(2013, 4)
#define MAY month_make(2013, 5)
#define JUNE month_make(2013, 6)
#define VILLAGE_A (TOWN_A + 201)
#define VILLAGE_B (TOWN_B + 201)

static const char *blob(const struct county *c)
{
    return db_engine(c->db) == DB_SQLITE ? "x'" : "'\\x";
}

static void put_change(struct county *c, int id, const char *day)
{
    put(c,
        "INSERT INTO change_trail (county, id, at, actor, action, subject, detail, prev_hash, hash)"
        " VALUES (341823, %d, '%sT08:00:00Z', 'a', 'test', '', '', %s%064d', %s%064d')",
        id, day, blob(c), id, blob(c), id);
}

static void put_parameter(struct county *c, const char *name, int value)
{
    put(c,
        "INSERT INTO parameter (county, name, from_month, known_from, to_month, known_to, unit,"
        " value, document, clause, is_example) VALUES (341823, '%s', 201301, 10, 999912,"
        " 2147483647, 'count', %d, '', 'P3.2', 0)",
        name, value);
}

/* ---- payments: one run of May ---- */

static void put_remittance(struct county *c, int id, int sent_on, int sent, int answered)
{
    put(c,
        "INSERT INTO bank_file (county, id, kind, name, bytes, sha256, known_from)"
        " VALUES (341823, %d, 'IN', '', 1, %s00', %d)",
        id, blob(c), answered);
    put(c,
        "INSERT INTO remittance (county, id, run, programme, number, layout, sent_on, unit, items,"
        " total_fen, paid_items, paid_fen, returned_items, returned_fen, is_reconciled, out_file,"
        " in_file, known_from, actor) VALUES (341823, %d, 1, 2, %d, '', %d, '', 1, 1, 1, 1, 0, 0,"
        " 1, 0, %d, %d, 'd')",
        id, id, sent_on, id, sent);
}

static void put_item(struct county *c, int household, int64_t division, int fen, int state,
                     int attempt, int remittance)
{
    put(c,
        "INSERT INTO payment_item (county, programme, month, household, division, form,"
        " protected_count, basic_fen, topup_fen, adjustment_fen, carry_fen, state, attempt,"
        " remittance) VALUES (341823, 2, 201305, %d, %" PRId64 ", 0, 1, %d, 0, 0, 0, %d, %d, %d)",
        household, division, fen, state, attempt, remittance);
}

static void put_return(struct county *c, int household, const char *state)
{
    put(c,
        "INSERT INTO bank_return (county, programme, month, household, attempt, remittance, code,"
        " reason, returned_on, state, known_from, corrected_change, note) VALUES (341823, 2,"
        " 201305, %d, 1, 1, '', '', 20130510, '%s', 110, NULL, '')",
        household, state);
}

static void put_journal(struct county *c, int id, const char *kind, int known, int household)
{
    put(c,
        "INSERT INTO journal (county, fund, id, month, entered_on, kind, run, remittance, document,"
        " memo, known_from) VALUES (341823, 2, %d, 201305, 20130508, '%s', 1, 0, '', '', %d)",
        id, kind, known);
    put(c,
        "INSERT INTO posting (county, fund, journal, line, debit, credit, amount_fen) VALUES"
        " (341823, 2, %d, %d, 25001, 22001, 300)",
        id, household);
}

static void put_adjustment(struct county *c, int household, const char *reason)
{
    put(c,
        "INSERT INTO payment_adjustment (county, programme, month, household, for_month,"
        " amount_fen, reason) VALUES (341823, 2, 201305, %d, 201304, 50, '%s')",
        household, reason);
}

static void fill_payment(struct county *c)
{
    put_parameter(c, "wubao.pay_day", 10);
    put_parameter(c, "wubao.pay_months", 1);
    put(c, "INSERT INTO fund (county, id, code, name) VALUES (341823, 2, 'wubao_support', '')");
    put(c,
        "INSERT INTO payment_run (county, id, programme, from_month, to_month, state, known,"
        " known_before, items, total_fen, content_hash, prepared_by, prepared_at, checked_by,"
        " reviewed_by, approved_by, funded_by, sent_by) VALUES (341823, 1, 2, 201305, 201305, 7,"
        " 90, 0, 5, 1, %s00', 'a', '2013-05-01T00:00:00Z', 'b', 'c', 'd', 'd', 'd')",
        blob(c));
    put(c, "INSERT INTO payment_run_month (county, programme, month, run) VALUES"
           " (341823, 2, 201305, 1)");
    put_journal(c, 1, "ENTITLE", 100, 1);
    put_remittance(c, 1, 20130510, 105, 110);
    put_remittance(c, 2, 20130511, 115, 120);
    put_item(c, 1, VILLAGE_A, 100, 4, 1, 1);
    put_item(c, 2, VILLAGE_A, 200, 4, 2, 2); /* sent back once, paid a day late */
    put_item(c, 3, VILLAGE_A, 300, 7, 0, 0); /* cancelled later */
    put_item(c, 4, VILLAGE_B, 400, 5, 1, 1); /* sent back */
    put_item(c, 5, VILLAGE_B, 0, 1, 0, 0);   /* nothing is owed */
    put_return(c, 2, "REISSUED");
    put_return(c, 4, "OPEN");
    put_journal(c, 2, "CANCEL", 130, 3);
    put_adjustment(c, 1, "FACT");
    put_adjustment(c, 2, "STANDARD");
    put(c, "INSERT INTO payment_repayment (county, id, programme, household, for_month, amount_fen,"
           " known_from, document) VALUES (341823, 1, 2, 4, 201305, 100, 140, '')");
}

/* ---- casework ---- */

static void put_case(struct county *c, int id)
{
    put(c,
        "INSERT INTO case_file (county, id, number, receipt, kind, programme, division, household,"
        " linked_case, state, version, opened_on, accepted_on, state_on, due_on, closed_on,"
        " applicant, initials, id_tail, people_count, protected_count, mgmt_class,"
        " income_year_fen, amount_month_fen, effective_month, change_kind, is_relative,"
        " is_sampled, is_spot_checked, created_change, last_change) VALUES (341823, %d, 'n%d',"
        " 'r%d', 1, 1, %" PRId64 ", 0, 0, 1, 1, 20130601, 0, 20130601, 0, 0, '某', '', '', 1, 1, 0,"
        " 0, 0, 0, 0, 0, 0, 0, 200, 200)",
        id, id, id, VILLAGE_A);
}

static void put_step(struct county *c, int id, int seq, int action, int from, int to, int on,
                     int due, int known)
{
    put(c,
        "INSERT INTO case_step (county, case_id, seq, known_from, action, from_state, to_state,"
        " actor, on_date, due_on, document, facts, content_sealed, content_sha256) VALUES (341823,"
        " %d, %d, %d, %d, %d, %d, 'a', %d, %d, 0, '', %s00', %s00')",
        id, seq, known, action, from, to, on, due, blob(c), blob(c));
}

static void put_recheck(struct county *c, int household, int64_t division, int case_id, int done)
{
    put(c,
        "INSERT INTO recheck (county, household, due_month, programme, division, mgmt_class,"
        " known_from, case_id, done_on) VALUES (341823, %d, 201306, 2, %" PRId64 ", 0, 50, %d, %d)",
        household, division, case_id, done);
}

static void put_benefit(struct county *c, int household, int64_t division, int from, int to,
                        int status, int begun)
{
    put(c,
        "INSERT INTO entitlement (county, programme, household, from_month, known_from, to_month,"
        " known_to, status, cause, division, head, mgmt_class, income_year_fen, form, home,"
        " care_level, begun_month) VALUES (341823, 1, %d, %d, 20, %d, 2147483647, %d, '', %" PRId64
        ", 1, 1, 0, 0, 0, 0, %d)",
        household, from, to, status, division, begun);
}

static void fill_casework(struct county *c)
{
    for (int id = 1; id <= 5; id++) {
        put_case(c, id);
        put_step(c, id, 1, 1, 0, 1, 20130601, id == 1 ? 20130605 : 0, 200);
    }
    put_step(c, 1, 2, 4, 1, 4, 20130605, 20130610, 201); /* accepted on the last day */
    put_step(c, 1, 3, 6, 4, 5, 20130611, 20130620, 202); /* checked a day late */
    put_step(c, 1, 4, 19, 5, 17, 20130625, 0, 203);      /* the applicant's own step */
    put_step(c, 2, 2, 9, 7, 8, 20130610, 20130613, 205);
    put_step(c, 2, 3, 10, 8, 9, 20130613, 0, 206);
    put_step(c, 3, 2, 9, 7, 8, 20130610, 20130613, 205); /* never hung */
    put_step(c, 4, 2, 9, 7, 8, 20130610, 20130613, 205);
    put_step(c, 4, 3, 19, 8, 17, 20130611, 0, 207);
    put_step(c, 2, 4, 14, 11, 11, 20130620, 0, 211);
    put_step(c, 5, 2, 26, 8, 23, 20130625, 0, 220);
    put(c,
        "INSERT INTO sample (county, id, programme, drawn_on, seed, head_change, head_hash,"
        " rate_bp, population, selected, drawn_by, known_from) VALUES (341823, 1, 1, 20130615, 's',"
        " 1, '', 3000, 3, 2, 'a', 210)");
    for (int id = 1; id <= 3; id++)
        put(c,
            "INSERT INTO sample_case (county, sample, case_id, draw_key, reason) VALUES (341823, 1,"
            " %d, %s%064d', %d)",
            id, blob(c), id, id == 1 ? 0 : id - 1);
    put_recheck(c, 1, VILLAGE_A, 5, 20130625);
    put_recheck(c, 4, VILLAGE_B, 0, 0);
    put_recheck(c, 999, VILLAGE_B, 0, 0); /* has no benefit any more */
    put_benefit(c, 6, VILLAGE_B, 201306, 999912, 1, 201306);
    put_benefit(c, 7, VILLAGE_A, 201301, 201305, 1, 201301);
    put_benefit(c, 7, VILLAGE_A, 201306, 999912, 4, 201301);
    put(c, "INSERT INTO person_death (county, person, known_from, known_to, died_on, source) VALUES"
           " (341823, 2, 230, 2147483647, 20130601, '')");
}

/* ---- the public ---- */

static void put_complaint(struct county *c, int id, int64_t township, int received, int due)
{
    put(c,
        "INSERT INTO complaint (county, id, number, receipt, channel, received_on, township,"
        " division, programme, category, is_named, content_sealed, state, due_on, handler,"
        " is_founded, public_result, received_by, known_from, accepted_on, replied_on, closed_on,"
        " is_late) VALUES (341823, %d, 'TS%d', 'R%d', 'WEB', %d, %" PRId64 ", 0, 0, 'STEP', 0,"
        " %s00', 1, %d, '', 0, '', '', 240, 0, 0, 0, 0)",
        id, id, id, received, township, blob(c), due);
}

static void put_complaint_step(struct county *c, int id, int number, const char *step, int on,
                               int due, int is_late, int known)
{
    put(c,
        "INSERT INTO complaint_step (county, complaint, number, step, on_date, due_on, is_late,"
        " text_sealed, document, actor, known_from) VALUES (341823, %d, %d, '%s', %d, %d, %d,"
        " %s00', '', 'a', %d)",
        id, number, step, on, due, is_late, blob(c), known);
}

static void put_answer(struct county *c, int id, int64_t township, int is_valid, int overall)
{
    put(c,
        "INSERT INTO survey_answer (county, survey, id, township, channel, answered_on, is_valid,"
        " overall, entered_by, known_from) VALUES (341823, 1, %d, %" PRId64 ", 'PAPER', 20130618,"
        " %d, %d, 'a', 255)",
        id, township, is_valid, overall);
}

static void put_publicity(struct county *c, int id, int64_t township, int planned, int done)
{
    put(c,
        "INSERT INTO publicity_item (county, id, year, township, title, form, programme, audience,"
        " planned_on, responsible, state, done_on, report, entered_by, reported_by, confirmed_by,"
        " known_from, done_change, confirmed_change) VALUES (341823, %d, 2013, %" PRId64 ", '宣传',"
        " 'VISIT', 0, '', %d, '', %d, %d, '', 'a', 'b', 'c', 60, %d, %d)",
        id, township, planned, done ? 3 : 1, done, done ? 270 : 0, done ? 271 : 0);
}

static void put_reach(struct county *c, int item, int64_t village, int households)
{
    put(c,
        "INSERT INTO publicity_reach (county, item, village, households, actor, known_from) VALUES"
        " (341823, %d, %" PRId64 ", %d, 'a', 270)",
        item, village, households);
}

static void put_households(struct county *c, int64_t village, int households)
{
    put(c,
        "INSERT INTO village_households (county, village, year, known_from, known_to, households,"
        " document, is_example, actor) VALUES (341823, %" PRId64 ", 2013, 60, 2147483647, %d, '',"
        " 1, 'a')",
        village, households);
}

static void put_rectification(struct county *c, int id, int64_t township, int closed_on)
{
    put(c,
        "INSERT INTO rectification (county, id, origin, origin_id, township, node, problem, demand,"
        " issued_on, first_due_on, due_on, state, document, issued_by, closed_by, closed_on,"
        " known_from, closed_change) VALUES (341823, %d, 'INSPECTION', 1, %" PRId64
        ", '', '台账不全', '',"
        " 20130601, 20130610, 20130610, 4, '', 'a', 'b', %d, 290, 302)",
        id, township, closed_on);
}

static void put_problem(struct county *c, int id, int64_t township, int due_on, int closed_on)
{
    put(c,
        "INSERT INTO problem (county, id, source, source_id, raised_on, township, indicator, title,"
        " cause, measure, owner, first_due_on, due_on, state, raised_by, reported_by, reported_on,"
        " closed_by, closed_on, outcome, known_from, closed_change) VALUES (341823, %d, 'MEETING',"
        " 1, 20130601, %" PRId64
        ", '', '进度慢', '', '', '', 20130610, %d, %d, 'a', 'b', 0, %s, %d,"
        " 'o', 290, %d)",
        id, township, due_on, closed_on ? 3 : 1, closed_on ? "'c'" : "NULL", closed_on,
        closed_on ? 301 : 0);
}

static void fill_publicity(struct county *c)
{
    put_publicity(c, 1, TOWN_A, 20130610, 20130612);
    put_publicity(c, 2, TOWN_A, 20130620, 0);
    put_publicity(c, 3, INT64_C(341823000000), 20130620, 0); /* the county's own */
    put_publicity(c, 4, TOWN_A, 20130501, 20130605);
    put_reach(c, 1, VILLAGE_A, 50);
    put_reach(c, 4, VILLAGE_A, 80); /* more than there are */
    put_reach(c, 4, VILLAGE_A + 1, 10);
    put_households(c, VILLAGE_A, 60);
    put_households(c, VILLAGE_A + 1, 40);
    put_households(c, VILLAGE_B, 30);
    put(c,
        "INSERT INTO slip (county, household, programme, month, code_index, known, amount_fen,"
        " division, printed_by, printed_on, delivered_on, delivered_by, known_from,"
        " delivered_change) VALUES (341823, 1, 2, 201306, %s00', 1, 1, %" PRId64 ", 'a', 20130601,"
        " 20130620, 'a', 270, 280)",
        blob(c), VILLAGE_A);
    put(c, "INSERT INTO course (county, id, year, title, on_date, place, hours, lecturer, audience,"
           " content, pass, state, entered_by, known_from, held_change) VALUES (341823, 1, 2013,"
           " '低保政策', 20130610, '', 2, '', '', '', 60, 2, 'a', 280, 285)");
    for (int number = 1; number <= 3; number++)
        put(c,
            "INSERT INTO course_person (county, course, number, user_name, name, division,"
            " attended, marked_by, known_from) VALUES (341823, 1, %d, '', '某', %" PRId64 ", %d,"
            " 'a', 285)",
            number, number < 3 ? VILLAGE_A : TOWN_B,
            number == 1       ? 1
            : number - 1 == 2 ? 2
                              : 0);
}

static void fill_public(struct county *c)
{
    put_complaint(c, 1, TOWN_A, 20130501, 20130715);
    put_complaint_step(c, 1, 1, "RECEIVE", 20130501, 20130516, 0, 240);
    put_complaint_step(c, 1, 2, "ACCEPT", 20130516, 20130715, 0, 241);
    put_complaint(c, 2, TOWN_A, 20130601, 20130616); /* nobody has accepted it */
    put_complaint_step(c, 2, 1, "RECEIVE", 20130601, 20130616, 0, 240);
    put_complaint(c, 3, TOWN_B, 20130601, 20130816);
    put_complaint_step(c, 3, 1, "RECEIVE", 20130601, 20130616, 0, 240);
    put_complaint_step(c, 3, 2, "ACCEPT", 20130617, 20130816, 1, 250);
    put(c,
        "INSERT INTO survey (county, id, year, title, frame, month, known, seed, head_change,"
        " head_hash, sample_size, per_township, satisfied, state, opened_on, last_day, closed_on, "
        "drawn_by,"
        " closed_by, known_from, closed_change) VALUES (341823, 1, 2013, '测评', 'RECIPIENTS',"
        " 201306, 1, '', 1, '', 5, 0, '1,2', 3, 20130610, 20130620, 20130620, 'a', 'b', 254, 260)");
    put_answer(c, 1, TOWN_A, 1, 1);
    put_answer(c, 2, TOWN_A, 1, 2);
    put_answer(c, 3, TOWN_A, 1, 3);
    put_answer(c, 4, TOWN_A, 0, 1);
    put_answer(c, 5, TOWN_B, 1, 4);
    fill_publicity(c);
    put_problem(c, 1, TOWN_A, 20130620, 20130615); /* put off, then closed */
    put(c, "INSERT INTO problem_note (county, problem, number, kind, meeting, on_date, text,"
           " new_due_on, actor, known_from) VALUES (341823, 1, 1, 'DEADLINE', 0, 20130609, '',"
           " 20130620, 'a', 300)");
    put_problem(c, 2, TOWN_B, 20130610, 0);
    put_rectification(c, 1, TOWN_A, 20130610);
    put_rectification(c, 2, TOWN_A, 20130611);
    put_rectification(c, 3, TOWN_B, 20130618);
    put(c,
        "INSERT INTO rectification_step (county, rectification, number, step, on_date, text,"
        " is_passed, new_due_on, actor, known_from) VALUES (341823, 3, 1, 'RECHECK', 20130609, 't',"
        " 0, 20130620, 'a', 300), (341823, 3, 2, 'RECHECK', 20130618, 't', 1, 0, 'a', 302)");
}

static void fill(struct county *c)
{
    static const struct {
        int change;
        const char *day;
    } days[] = {{100, "2013-05-08"}, {110, "2013-05-10"}, {120, "2013-05-12"},
                {130, "2013-05-13"}, {140, "2013-06-02"}, {230, "2013-06-05"},
                {249, "2013-06-16"}, {251, "2013-06-17"}, {299, "2013-06-18"}};
    put_division(c, INT64_C(341823000000), 1, "泾县");
    put_division(c, TOWN_A, 2, "泾川镇");
    put_division(c, TOWN_B, 2, "茂林镇");
    put_division(c, TOWN_C, 2, "榔桥镇");
    put_division(c, VILLAGE_A, 3, "一村");
    for (size_t i = 0; i < sizeof days / sizeof days[0]; i++)
        put_change(c, days[i].change, days[i].day);
    for (int person = 1; person <= 5; person++)
        put_person(c, person, person < 4 ? TOWN_A : TOWN_B, 1);
    fill_payment(c);
    fill_casework(c);
    fill_public(c);
}

static void gives(struct county *c, const char *code, struct month m, int64_t known, int64_t town,
                  int64_t numerator, int64_t denominator)
{
    struct error e = {0};
    struct indicator_row *rows;
    size_t count;
    const struct indicator *i = indicator_by_code(code);
    assert_non_null(i);
    assert_ok_e(indicator_read(c->db, COUNTY, i, m, m, known, c->arena, &rows, &count, &e), &e);
    for (size_t n = 0; n < count; n++) {
        if (rows[n].township != town)
            continue;
        if (rows[n].numerator != numerator || rows[n].denominator != denominator)
            fail_msg("%s as of %" PRId64 ": %" PRId64 "/%" PRId64 ", not %" PRId64 "/%" PRId64,
                     code, known, rows[n].numerator, rows[n].denominator, numerator, denominator);
        return;
    }
    fail_msg("%s: no row of %" PRId64, code, town);
}

static void payments_claim(struct county *c)
{
    /* Sent on the tenth, and on the eleventh. */
    gives(c, "pay.on_time_wubao", MAY, KNOWN_NOW, TOWN_A, 1, 2);
    gives(c, "pay.on_time_wubao", MAY, KNOWN_NOW, TOWN_B, 0, 1);
    gives(c, "pay.on_time_wubao", MAY, KNOWN_NOW, TOWN_C, 0, 0);
    gives(c, "pay.on_time_wubao", MAY, 109, TOWN_A, 0, 0); /* the bank has not answered */
    gives(c, "pay.on_time_wubao", MAY, 110, TOWN_A, 1, 1); /* the day is not over */
    gives(c, "pay.on_time_wubao", MAY, 120, TOWN_A, 1, 3); /* not cancelled yet */
    gives(c, "pay.on_time_wubao", MAY, 130, TOWN_A, 1, 2);
    gives(c, "pay.on_time_wubao", APRIL, KNOWN_NOW, TOWN_A, 0, 0); /* before the first run */
    gives(c, "pay.on_time_wubao", JUNE, KNOWN_NOW, TOWN_B, 0, 2);  /* nobody has made June's */
    gives(c, "pay.on_time_wubao", JUNE, 230, TOWN_B, 0, 0);
    gives(c, "pay.on_time_dibao", MAY, KNOWN_NOW, TOWN_A, 0, 0);
    gives(c, "pay.in_full_wubao", MAY, KNOWN_NOW, TOWN_A, 300, 300);
    gives(c, "pay.in_full_wubao", MAY, KNOWN_NOW, TOWN_B, 0, 400);
    gives(c, "pay.in_full_wubao", MAY, 110, TOWN_A, 100, 100);
    gives(c, "pay.returns_resent", MAY, KNOWN_NOW, TOWN_A, 1, 1);
    gives(c, "pay.returns_resent", MAY, KNOWN_NOW, TOWN_B, 0, 1);
    gives(c, "pay.returns_resent", MAY, 119, TOWN_A, 0, 1);
    gives(c, "pay.returns_resent", MAY, 109, TOWN_A, 0, 0);
    gives(c, "pay.return_days", MAY, KNOWN_NOW, TOWN_A, 1, 1);
    gives(c, "pay.return_days", MAY, 114, TOWN_A, 0, 0);
    gives(c, "pay.wrong_found", MAY, KNOWN_NOW, TOWN_A, 1, 1); /* a new standard is no mistake */
    gives(c, "pay.wrong_found", MAY, KNOWN_NOW, TOWN_B, 0, 1);
    gives(c, "pay.wrong_found", MAY, 99, TOWN_A, 0, 0);
    gives(c, "pay.wrong_found", JUNE, KNOWN_NOW, TOWN_B, 1, 0);
    gives(c, "pay.wrong_found", JUNE, 139, TOWN_B, 0, 0);
}

static void casework_claims(struct county *c)
{
    gives(c, "case.in_limit", JUNE, KNOWN_NOW, TOWN_A, 2, 3);
    gives(c, "case.in_limit", JUNE, 201, TOWN_A, 1, 1);
    gives(c, "case.in_limit", MAY, KNOWN_NOW, TOWN_A, 0, 0);
    gives(c, "notice.posted", JUNE, KNOWN_NOW, TOWN_A, 1, 2);
    gives(c, "notice.posted", JUNE, 206, TOWN_A, 1, 3); /* not withdrawn yet */
    gives(c, "notice.posted", JUNE, 205, TOWN_A, 0, 3);
    gives(c, "case.spot_check", JUNE, KNOWN_NOW, TOWN_A, 1, 2);
    gives(c, "case.spot_check", JUNE, 210, TOWN_A, 0, 2);
    gives(c, "case.spot_check", JUNE, 209, TOWN_A, 0, 0);
    gives(c, "case.relatives_checked", JUNE, KNOWN_NOW, TOWN_A, 0, 1);
    gives(c, "recheck.done", JUNE, KNOWN_NOW, TOWN_A, 1, 1);
    gives(c, "recheck.done", JUNE, 219, TOWN_A, 0, 1);
    gives(c, "recheck.done", JUNE, KNOWN_NOW, TOWN_B, 0, 1);
    gives(c, "benefit.new", JUNE, KNOWN_NOW, TOWN_B, 1, 1);
    gives(c, "benefit.new", JUNE, 19, TOWN_B, 0, 1);
    gives(c, "benefit.new", MAY, KNOWN_NOW, TOWN_B, 0, 1);
    gives(c, "benefit.withdrawn", JUNE, KNOWN_NOW, TOWN_A, 1, 1);
    gives(c, "benefit.withdrawn", month_make(2013, 7), KNOWN_NOW, TOWN_A, 0, 1);
    gives(c, "benefit.withdrawn", JUNE, KNOWN_NOW, TOWN_C, 0, 0);
    gives(c, "death.cancel_days", JUNE, KNOWN_NOW, TOWN_A, 4, 1);
    gives(c, "death.cancel_days", JUNE, 229, TOWN_A, 0, 0);
}

static void public_claims(struct county *c)
{
    gives(c, "complaint.in_time", MAY, KNOWN_NOW, TOWN_A, 1, 1);
    gives(c, "complaint.in_time", JUNE, KNOWN_NOW, TOWN_A, 0, 1);
    gives(c, "complaint.in_time", JUNE, 249, TOWN_A, 0, 0); /* its last day */
    gives(c, "complaint.in_time", JUNE, 251, TOWN_A, 0, 1);
    gives(c, "complaint.in_time", JUNE, KNOWN_NOW, TOWN_B, 0, 1);
    gives(c, "complaint.in_time", JUNE, 249, TOWN_B, 0, 0);
    gives(c, "survey.satisfaction", JUNE, KNOWN_NOW, TOWN_A, 2, 3);
    gives(c, "survey.satisfaction", JUNE, KNOWN_NOW, TOWN_B, 0, 1);
    gives(c, "survey.satisfaction", JUNE, 259, TOWN_A, 0, 0);
    gives(c, "publicity.done", JUNE, KNOWN_NOW, TOWN_A, 1, 2);
    gives(c, "publicity.done", JUNE, 269, TOWN_A, 0, 2);
    gives(c, "publicity.done", JUNE, KNOWN_NOW, 0, 0, 1);
    gives(c, "publicity.reach", JUNE, KNOWN_NOW, TOWN_A, 70, 100);
    gives(c, "publicity.reach", JUNE, 270, TOWN_A, 0, 100); /* not confirmed */
    gives(c, "publicity.reach", JUNE, KNOWN_NOW, TOWN_B, 0, 30);
    gives(c, "slip.delivered", JUNE, KNOWN_NOW, TOWN_A, 1, 3);
    gives(c, "slip.delivered", JUNE, 279, TOWN_A, 0, 3);
    gives(c, "slip.delivered", JUNE, KNOWN_NOW, TOWN_B, 0, 3);
    gives(c, "training.done", JUNE, KNOWN_NOW, TOWN_A, 1, 2);
    gives(c, "training.done", JUNE, KNOWN_NOW, TOWN_B, 0, 1);
    gives(c, "training.done", JUNE, 284, TOWN_A, 0, 0);
    gives(c, "problem.closed_in_time", JUNE, KNOWN_NOW, TOWN_A, 1, 1);
    gives(c, "problem.closed_in_time", JUNE, 299, TOWN_A, 0, 1); /* not put off yet */
    gives(c, "problem.closed_in_time", JUNE, KNOWN_NOW, TOWN_B, 0, 1);
    gives(c, "rectification.in_time", JUNE, KNOWN_NOW, TOWN_A, 1, 2);
    gives(c, "rectification.in_time", JUNE, KNOWN_NOW, TOWN_B, 1, 1);
    gives(c, "rectification.in_time", JUNE, 299, TOWN_B, 0, 1); /* no new day yet */
}

static void all_claims(struct county *c)
{
    static const int64_t known[] = {KNOWN_NOW, 110, 206, 249, 299};
    payments_claim(c);
    casework_claims(c);
    public_claims(c);
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        behind_adds_up(c, COUNTY, MAY, JUNE, known[i]);
}
static void figures_are_those_reckoned_by_hand_and_open_to_their_rows(void **state)
{
    (void)state;
    county_on_each(fill, all_claims);
}

/* ---- ranks ---- */

static void ranked(const struct indicator *i, const struct indicator_row *rows, const bool *asked,
                   const int expected[5])
{
    int rank[5];
    indicator_rank(i, rows, asked, 5, rank);
    for (int n = 0; n < 5; n++)
        assert_int_equal(rank[n], expected[n]);
}
static void equal_shares_have_equal_ranks_and_nothing_has_none(void **state)
{
    (void)state;
    const struct indicator *rate = indicator_by_code("pay.on_time_wubao"),
                           *days = indicator_by_code("pay.return_days");
    struct indicator_row rows[5] = {
        {1, "", 1, 3}, {2, "", 1, 1}, {3, "", 2, 6}, {4, "", 0, 9}, {5, "", 0, 0}};
    static const bool asked[5] = {true, false, true, true, true};
    ranked(rate, rows, NULL, (int[]){2, 1, 2, 4, 0});
    ranked(days, rows, NULL, (int[]){2, 4, 2, 1, 0});
    ranked(rate, rows, asked, (int[]){1, 0, 1, 3, 0});
    /* What no floating point tells apart; the row of no township has no rank. */
    rows[0] = (struct indicator_row){1, "", INT64_MAX - 1, INT64_MAX};
    rows[1] = (struct indicator_row){2, "", INT64_MAX - 2, INT64_MAX - 1};
    rows[2] = (struct indicator_row){0, "", 1, 1};
    ranked(rate, rows, NULL, (int[]){1, 2, 0, 3, 0});
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_shares_have_equal_ranks_and_nothing_has_none),
        cmocka_unit_test(figures_are_those_reckoned_by_hand_and_open_to_their_rows),
    };
    return cmocka_run_group_tests_name("indicator-motion", tests, NULL, NULL);
}
