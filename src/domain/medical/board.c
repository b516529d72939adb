#include "domain/medical/board.h"

#include "board_sql.h"
#include "domain/registry/household_list.h"

/* ---- a year at a glance ---- */

static void sum_add(struct board_township *sum, const struct board_township *t)
{
    sum->bills += t->bills;
    sum->total.v += t->total.v;
    sum->before.v += t->before.v;
    sum->during.v += t->during.v;
    sum->after.v += t->after.v;
    sum->personal.v += t->personal.v;
}

static enum status townships_read(struct db *db, const struct board_township_scan_args *args,
                                  struct board_township *list, size_t *ret_count,
                                  struct board_township *sum, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct board_township_row row;
    enum status s = STATUS_OK;
    size_t count = 0;
    TRY(board_township_scan_open(db, *args, &cursor, e));
    while (count < BOARD_TOWNSHIPS_MAX &&
           (s = board_township_scan_next(cursor, &row, e)) == STATUS_OK) {
        list[count] = (struct board_township){.township = row.township,
                                              .bills = row.bills,
                                              .people = row.people,
                                              .total = row.total,
                                              .before = row.before,
                                              .during = row.during,
                                              .after = row.after,
                                              .personal = row.personal};
        sum_add(sum, &list[count++]);
    }
    *ret_count = count;
    return s == STATUS_NONE ? STATUS_OK : s;
}

enum status board_year(struct db *db, int64_t county, int64_t scope, int year, struct arena *arena,
                       struct board_township **ret, size_t *ret_count,
                       struct board_township *ret_sum, struct error *e)
{
    struct board_township_scan_args args = {.county = county, .year = year};
    struct board_township *list = ARENA_ARRAY(arena, struct board_township, BOARD_TOWNSHIPS_MAX);
    struct board_township sum = {0};
    struct board_people_row people;
    size_t count;
    if (list == NULL)
        return arena_exhausted(e);
    division_span(scope, &args.division_from, &args.division_to);
    TRY(townships_read(db, &args, list, &count, &sum, e));
    sum.people = count > 0 ? list[0].people : 0;
    if (count > 1) { /* only the county has several, and people move from one to another */
        TRY(board_people(db, (struct board_people_args){.county = county, .year = year}, arena,
                         &people, e));
        sum.people = people.people;
    }
    *ret = list;
    *ret_count = count;
    *ret_sum = sum;
    return STATUS_OK;
}

/* ---- what waits ---- */

static enum status statements_wait(struct db *db, int64_t county, struct board_waits *w,
                                   struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct board_statement_wait_row row;
    enum status s = STATUS_OK;
    TRY(board_statement_wait_open(db, (struct board_statement_wait_args){.county = county}, &cursor,
                                  e));
    while (w->statement_count < BOARD_STATES_MAX &&
           (s = board_statement_wait_next(cursor, &row, e)) == STATUS_OK)
        w->statement[w->statement_count++] = (struct board_state){
            .state = (int)row.state, .count = row.statements, .total = row.total};
    return s == STATUS_NONE ? STATUS_OK : s;
}

static enum status transfers_wait(struct db *db, int64_t county, struct board_waits *w,
                                  struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct board_transfer_wait_row row;
    enum status s = STATUS_OK;
    TRY(board_transfer_wait_open(db, (struct board_transfer_wait_args){.county = county}, &cursor,
                                 e));
    while (w->transfer_count < BOARD_STATES_MAX &&
           (s = board_transfer_wait_next(cursor, &row, e)) == STATUS_OK)
        w->transfer[w->transfer_count++] = (struct board_state){
            .state = (int)row.state, .count = row.transfers, .total = row.total};
    return s == STATUS_NONE ? STATUS_OK : s;
}

enum status board_waits_read(struct db *db, int64_t county, int64_t scope, struct date today,
                             struct board_waits *ret, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *scratch = arena_new(1u << 16);
    struct board_admission_wait_row stays;
    struct board_advance_wait_row advances;
    struct board_line_wait_row lines;
    int64_t from, to;
    if (scratch == NULL)
        return arena_exhausted(e);
    division_span(scope, &from, &to);
    TRY(board_admission_wait(db,
                             (struct board_admission_wait_args){
                                 .county = county, .division_from = from, .division_to = to},
                             scratch, &stays, e));
    TRY(board_advance_wait(
        db,
        (struct board_advance_wait_args){.county = county,
                                         .expires_by = {today.v + BOARD_EXPIRES_DAYS},
                                         .division_from = from,
                                         .division_to = to},
        scratch, &advances, e));
    TRY(board_line_wait(db,
                        (struct board_line_wait_args){.county = county,
                                                      .before = month_first_day(date_month(today))},
                        scratch, &lines, e));
    *ret = (struct board_waits){.lines = lines.lines,
                                .owed = lines.amount,
                                .stays = stays.stays,
                                .oldest_stay = stays.has_oldest ? stays.oldest : DATE_OPEN,
                                .advances = advances.advances,
                                .advance = advances.amount,
                                .expiring = advances.expiring};
    TRY(statements_wait(db, county, ret, e));
    return transfers_wait(db, county, ret, e);
}

enum status board_hospital_stays(struct db *db, int64_t county, int64_t hospital, int64_t *ret,
                                 struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *scratch = arena_new(1u << 16);
    struct board_stay_wait_row row;
    if (scratch == NULL)
        return arena_exhausted(e);
    TRY(board_stay_wait(db, (struct board_stay_wait_args){.county = county, .hospital = hospital},
                        scratch, &row, e));
    *ret = row.stays;
    return STATUS_OK;
}

/* ---- one amount ---- */

static enum status line_keep(struct arena *arena, const struct board_line_row *row,
                             struct board_line *ret, struct error *e)
{
    *ret = (struct board_line){.id = row->id,
                               .payee = row->payee,
                               .bill = row->bill,
                               .batch = row->batch,
                               .is_hospital = row->payee_kind == 1,
                               .reason = arena_strdup(arena, row->reason),
                               .before = row->before,
                               .during = row->during,
                               .after = row->after,
                               .entered_on = row->entered_on};
    return ret->reason != NULL ? STATUS_OK : arena_exhausted(e);
}

enum status board_lines(struct db *db, int64_t county, int64_t admission, int64_t case_file,
                        struct arena *arena, struct board_line **ret, size_t *ret_count,
                        struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct board_line *list = ARENA_ARRAY(arena, struct board_line, BOARD_ROWS_MAX);
    struct board_line_row row;
    size_t count = 0;
    enum status s = STATUS_OK;
    bool is_stay = admission > 0;
    if (list == NULL)
        return arena_exhausted(e);
    if (is_stay)
        TRY(board_line_by_admission_open(
            db, (struct board_line_by_admission_args){.county = county, .admission = admission},
            &cursor, e));
    else
        TRY(board_line_by_case_open(
            db, (struct board_line_by_case_args){.county = county, .case_file = case_file}, &cursor,
            e));
    while (count < BOARD_ROWS_MAX &&
           (s = is_stay ? board_line_by_admission_next(cursor, &row, e)
                        : board_line_by_case_next(cursor, &row, e)) == STATUS_OK)
        TRY(line_keep(arena, &row, &list[count++], e));
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    *ret = list;
    *ret_count = count;
    return STATUS_OK;
}

static enum status assessment_keep(struct arena *arena, const struct board_assessment_row *row,
                                   struct board_assessment *ret, struct error *e)
{
    *ret = (struct board_assessment){.class = (enum medical_class)row->class,
                                     .deductible = row->deductible,
                                     .cap = row->cap,
                                     .aided_before = row->aided_before,
                                     .aid = row->aid,
                                     .personal = row->personal,
                                     .rate_bp = row->rate_bp,
                                     .is_current = row->is_current,
                                     .reason = arena_strdup(arena, row->reason),
                                     .at = arena_strdup(arena, row->at),
                                     .actor = arena_strdup(arena, row->actor)};
    return ret->reason && ret->at && ret->actor ? STATUS_OK : arena_exhausted(e);
}

enum status board_assessments(struct db *db, int64_t county, int64_t bill, struct arena *arena,
                              struct board_assessment **ret, size_t *ret_count, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct board_assessment *list = ARENA_ARRAY(arena, struct board_assessment, BOARD_ROWS_MAX);
    struct board_assessment_row row;
    size_t count = 0;
    enum status s = STATUS_OK;
    if (list == NULL)
        return arena_exhausted(e);
    TRY(board_assessment_list_open(
        db, (struct board_assessment_list_args){.county = county, .bill = bill}, &cursor, e));
    while (count < BOARD_ROWS_MAX && (s = board_assessment_list_next(cursor, &row, e)) == STATUS_OK)
        TRY(assessment_keep(arena, &row, &list[count++], e));
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    *ret = list;
    *ret_count = count;
    return STATUS_OK;
}

/* ---- one person ---- */

enum status board_premiums(struct db *db, int64_t county, int64_t person, int year,
                           struct board_premium ret[BOARD_PREMIUM_YEARS], size_t *ret_count,
                           struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *scratch = arena_new(1u << 16);
    size_t count = 0;
    if (scratch == NULL)
        return arena_exhausted(e);
    for (int y = year; y > year - BOARD_PREMIUM_YEARS; y--) {
        struct board_premium_row row;
        enum status s = board_premium_of(
            db, (struct board_premium_of_args){.county = county, .year = y, .person = person},
            scratch, &row, e);
        if (s == STATUS_NONE)
            continue;
        TRY(s);
        ret[count++] = (struct board_premium){.year = y,
                                              .state = (int)row.state,
                                              .list = row.list,
                                              .rate_bp = row.rate_bp,
                                              .transfer = row.transfer,
                                              .class = (enum medical_class)row.class,
                                              .amount = row.amount,
                                              .is_enrolled = row.is_enrolled};
    }
    *ret_count = count;
    return STATUS_OK;
}

enum status board_classes(struct db *db, int64_t county, int64_t person, struct month m, int months,
                          struct arena *arena, struct board_class_span **ret, size_t *ret_count,
                          struct error *e)
{
    struct board_class_span *list = ARENA_ARRAY(arena, struct board_class_span, months);
    size_t count = 0;
    if (list == NULL)
        return arena_exhausted(e);
    for (int i = 0; i < months; i++) {
        struct medical_person p;
        struct month at = month_add(m, -i);
        TRY(medical_class_of(db, county, person, at, KNOWN_NOW, &p, e));
        struct board_class_span *last = count > 0 ? &list[count - 1] : NULL;
        if (last != NULL && last->class == p.class && last->is_suspended == p.is_suspended)
            last->from = at;
        else
            list[count++] = (struct board_class_span){
                .from = at, .to = at, .class = p.class, .is_suspended = p.is_suspended};
    }
    *ret = list;
    *ret_count = count;
    return STATUS_OK;
}

enum status board_admission_number(struct db *db, int64_t county, int64_t hospital,
                                   int64_t admission, struct arena *arena, const char **ret,
                                   struct error *e)
{
    struct board_stay_row row;
    TRY(board_stay_of_hospital(db,
                               (struct board_stay_of_hospital_args){
                                   .county = county, .hospital = hospital, .admission = admission},
                               arena, &row, e));
    *ret = row.number;
    return STATUS_OK;
}

static enum status household_division(struct db *db, int64_t county, int64_t person,
                                      struct arena *arena, int64_t *ret, struct error *e)
{
    struct household_period *story;
    size_t count;
    int64_t household;
    TRY(person_last_household(db, county, person, &household, e));
    TRY(household_story(db, county, household, arena, &story, &count, e));
    while (count > 0 && !story[count - 1].is_believed)
        count--;
    if (count == 0)
        return STATUS_NONE;
    *ret = story[count - 1].division;
    return STATUS_OK;
}

enum status board_person_division(struct db *db, int64_t county, int64_t person, struct date today,
                                  struct arena *arena, int64_t *ret, struct error *e)
{
    struct medical_person p;
    struct board_last_stay_row stay;
    TRY(medical_class_of(db, county, person, date_month(today), KNOWN_NOW, &p, e));
    if (p.division != 0) {
        *ret = p.division;
        return STATUS_OK;
    }
    enum status s = household_division(db, county, person, arena, ret, e);
    if (s != STATUS_NONE)
        return s;
    TRY(board_last_stay(db, (struct board_last_stay_args){.county = county, .person = person},
                        arena, &stay, e));
    *ret = stay.division;
    return STATUS_OK;
}

enum status board_patient_of_case(struct db *db, int64_t county, int64_t case_file,
                                  struct arena *arena, int64_t *ret, struct error *e)
{
    struct board_case_patient_row row;
    TRY(board_case_patient(
        db, (struct board_case_patient_args){.county = county, .case_file = case_file}, arena, &row,
        e));
    *ret = row.person;
    return STATUS_OK;
}

/* ---- one transfer ---- */

enum status board_transfer_times(struct db *db, int64_t county, int64_t transfer,
                                 struct arena *arena, struct board_transfer_times *ret,
                                 struct error *e)
{
    struct board_transfer_stamps_row row;
    TRY(board_transfer_stamps(
        db, (struct board_transfer_stamps_args){.county = county, .transfer = transfer}, arena,
        &row, e));
    *ret = (struct board_transfer_times){.prepared_at = row.prepared_at,
                                         .checked_at = row.checked_at,
                                         .approved_at = row.approved_at,
                                         .paid_at = row.paid_at};
    return STATUS_OK;
}
