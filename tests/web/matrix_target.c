/* Targets in the matrix of access: the plan's splits in force, a draft, a letter to each township
   that waits to be signed, a member of the leading group and somebody who answers. */
#include "domain/target/leading.h"
#include "domain/target/letter.h"
#include "web/matrix.h"

static int64_t letter_of_township(struct matrix *m, struct db *db, int64_t township)
{
    struct error e = {0};
    struct target_letter *list;
    size_t n;
    assert_ok_e(target_letter_list(db, LIVE_COUNTY, 2013, township, true, KNOWN_NOW, m->arena,
                                   &list, &n, &e),
                &e);
    assert_int_equal(n, 1);
    return list[0].id;
}

void matrix_target_fill(struct matrix *m, struct db *db)
{
    struct error e = {0};
    size_t n;
    const struct leading_member member = {
        .seat = SEAT_LEADER, .name = "李卫东", .from = date_make(2013, 1, 1), .until = DATE_OPEN};
    const struct responsible answers = {.division = MATRIX_TOWNSHIP,
                                        .item = "P3.1",
                                        .name = "王建国",
                                        .is_lead = true,
                                        .from = date_make(2013, 1, 1),
                                        .until = DATE_OPEN};
    const struct target_entry draft = {.year = 2013,
                                       .book = BOOK_COUNTY,
                                       .measure = "宣传进村",
                                       .clause = "P5.3",
                                       .due_on = date_make(2013, 6, 30),
                                       .unit = TARGET_COUNT,
                                       .total = 11,
                                       .rule = TARGET_EQUAL};
    assert_ok_e(target_split_from_plan(db, LIVE_COUNTY, NULL, "supervisor", &n, &e), &e);
    assert_ok_e(target_split_issue(db, LIVE_COUNTY, 0, 2013, "泾民〔2013〕5号", "director", &n, &e),
                &e);
    assert_ok_e(target_split_prepare(db, LIVE_COUNTY, &draft, "supervisor", &m->split, &e), &e);
    assert_ok_e(
        target_letter_issue(db, LIVE_COUNTY, 2013, 0, "泾民〔2013〕6号", "director", &n, &e), &e);
    assert_ok_e(leading_set(db, LIVE_COUNTY, &member, "supervisor", &m->member, &e), &e);
    assert_ok_e(responsible_set(db, LIVE_COUNTY, &answers, "supervisor", &m->responsible, &e), &e);
    m->letter = letter_of_township(m, db, MATRIX_TOWNSHIP);
}
