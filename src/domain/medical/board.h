/* Medical assistance as its pages show it together: a year at a glance, what waits, how one amount
   came about. Reads only; scope is the viewer's division prefix. P3.3. */
#pragma once
#include "domain/medical/rule.h"

#define BOARD_TOWNSHIPS_MAX 200
#define BOARD_STATES_MAX 8
#define BOARD_ROWS_MAX 500
#define BOARD_EXPIRES_DAYS 30 /* an approval that ends within is about to expire */

struct board_township {
    int64_t township;
    int64_t bills, people; /* people: with aid */
    struct fen total, before, during, after, personal;
};
/* The standing bills discharged in the year, by township in order of code, and their sum; a person
   counts once in it. before: of the advances as far as the aid needed them. */
MUST_USE enum status board_year(struct db *db, int64_t county, int64_t scope, int year,
                                struct arena *arena, struct board_township **ret, size_t *ret_count,
                                struct board_township *ret_sum, struct error *e);

struct board_state {
    int state; /* of the statement or transfer */
    int64_t count;
    struct fen total;
};
struct board_waits {
    int64_t stays; /* filed and not settled */
    struct date oldest_stay;
    int64_t advances, expiring; /* approved; undrawn with the last day near */
    struct fen advance;
    int64_t lines; /* owed to hospitals for months that are over, on no statement yet */
    struct fen owed;
    size_t statement_count, transfer_count; /* of the rows below */
    struct board_state statement[BOARD_STATES_MAX], transfer[BOARD_STATES_MAX];
};
/* Statements and transfers of the whole county: only for those who see it. */
MUST_USE enum status board_waits_read(struct db *db, int64_t county, int64_t scope,
                                      struct date today, struct board_waits *ret, struct error *e);

/* A hospital's stays that are not settled. */
MUST_USE enum status board_hospital_stays(struct db *db, int64_t county, int64_t hospital,
                                          int64_t *ret, struct error *e);

/* What a stay or a claim has brought its payee, line by line. */
struct board_line {
    int64_t id, payee, bill, batch; /* batch: statement or payment run; 0: open */
    bool is_hospital;
    const char *reason; /* medical_reason_label */
    struct fen before, during, after;
    struct date entered_on;
};
/* admission > 0: of the stay; otherwise of the case. */
MUST_USE enum status board_lines(struct db *db, int64_t county, int64_t admission,
                                 int64_t case_file, struct arena *arena, struct board_line **ret,
                                 size_t *ret_count, struct error *e);

/* How a bill was assessed, first to last. */
struct board_assessment {
    enum medical_class class;
    struct fen deductible, cap, aided_before, aid, personal;
    int64_t rate_bp;
    bool is_current;
    const char *reason, *at, *actor; /* at: a stamp of the trail */
};
MUST_USE enum status board_assessments(struct db *db, int64_t county, int64_t bill,
                                       struct arena *arena, struct board_assessment **ret,
                                       size_t *ret_count, struct error *e);

struct board_premium {
    int year, state; /* state: enum premium_state of the list */
    int64_t list, rate_bp, transfer;
    enum medical_class class;
    struct fen amount;
    bool is_enrolled;
};
#define BOARD_PREMIUM_YEARS 5
/* Of the last years, newest first. */
MUST_USE enum status board_premiums(struct db *db, int64_t county, int64_t person, int year,
                                    struct board_premium ret[BOARD_PREMIUM_YEARS],
                                    size_t *ret_count, struct error *e);

/* A person's class by month, in spans, newest first: `months` months up to m. */
struct board_class_span {
    struct month from, to;
    enum medical_class class;
    bool is_suspended;
};
MUST_USE enum status board_classes(struct db *db, int64_t county, int64_t person, struct month m,
                                   int months, struct arena *arena, struct board_class_span **ret,
                                   size_t *ret_count, struct error *e);

/* Hospital's number of one of its stays. NONE: not its own. */
MUST_USE enum status board_admission_number(struct db *db, int64_t county, int64_t hospital,
                                            int64_t admission, struct arena *arena,
                                            const char **ret, struct error *e);
/* Where a person belongs: his household's village, else that of his last stay. NONE: nowhere. */
MUST_USE enum status board_person_division(struct db *db, int64_t county, int64_t person,
                                           struct date today, struct arena *arena, int64_t *ret,
                                           struct error *e);
/* Whom a claim or an advance was decided for. NONE: not decided, or another kind of case. */
MUST_USE enum status board_patient_of_case(struct db *db, int64_t county, int64_t case_file,
                                           struct arena *arena, int64_t *ret, struct error *e);
/* When the steps of a transfer were taken; NULL: not yet. Stamps of the trail. */
struct board_transfer_times {
    const char *prepared_at, *checked_at, *approved_at, *paid_at;
};
MUST_USE enum status board_transfer_times(struct db *db, int64_t county, int64_t transfer,
                                          struct arena *arena, struct board_transfer_times *ret,
                                          struct error *e);
