/* Bills and stays as pages and commands show them. */
#include "base/i18n.h"
#include "base/text.h"
#include "bill_internal.h"
#include "bill_list_sql.h"
#include "domain/registry/household_list.h"

#include <assert.h>
#include <string.h>

/* Behind every text that begins with a prefix: no name contains the highest code point. */
#define PREFIX_END "\xF4\x8F\xBF\xBF"

const char *admission_state_label(enum admission_state s)
{
    static const char *const labels[] = {[ADMISSION_OPEN] = N_("在院"),
                                         [ADMISSION_SETTLED] = N_("已结算"),
                                         [ADMISSION_CANCELLED] = N_("已撤销")};
    assert(s >= ADMISSION_OPEN && s <= ADMISSION_CANCELLED);
    return labels[s];
}

const char *bill_state_label(enum bill_state s)
{
    assert(s == BILL_SETTLED || s == BILL_STRUCK);
    return s == BILL_SETTLED ? N_("已结算") : N_("已冲账");
}

/* Texts of a row live until the next one: each is copied, or nothing is left. */
static bool texts_keep(struct arena *arena, const char **const texts[], size_t count)
{
    for (size_t i = 0; i < count; i++) {
        *texts[i] = arena_strdup(arena, *texts[i]);
        if (!*texts[i])
            return false;
    }
    return true;
}

static enum status record_of(const struct bill_page_row *r, struct arena *arena,
                             struct bill_record *ret, struct error *e)
{
    struct bill_record b = {
        .id = r->id,
        .hospital = r->hospital,
        .admission = r->admission,
        .case_file = r->case_file,
        .person = r->person,
        .household = r->household,
        .division = r->division,
        .replaces = r->replaces,
        .source = (enum bill_source)r->source,
        .state = (enum bill_state)r->state,
        .visit = (enum medical_visit)r->visit,
        .scheme = (enum medical_scheme)r->scheme,
        .year = (int)r->year,
        .hospital_name = r->hospital_name,
        .admission_no = r->admission_no,
        .person_name = r->person_name,
        .id_tail = r->id_tail,
        .disease = r->disease,
        .strike_reason = r->strike_reason,
        .admitted_on = r->admitted_on,
        .discharged_on = r->discharged_on,
        .posted_on = r->posted_on,
        .amounts = {r->total, r->in_scope, r->insurance, r->critical, r->other, r->relief,
                    r->veteran},
        .class = (enum medical_class)r->class,
        .deductible = r->deductible,
        .cap = r->cap,
        .aided_before = r->aided_before,
        .borne = r->borne,
        .aid = r->aid,
        .personal = r->personal,
        .advance = r->advance,
        .rate_bp = r->rate_bp,
        .is_paid = r->is_paid,
    };
    const char **const texts[] = {&b.hospital_name, &b.admission_no, &b.person_name,
                                  &b.id_tail,       &b.disease,      &b.strike_reason};
    if (r->struck_on)
        b.struck_on = date_from_yyyymmdd(r->struck_on);
    if (!texts_keep(arena, texts, sizeof texts / sizeof texts[0]))
        return arena_exhausted(e);
    *ret = b;
    return STATUS_OK;
}

enum status bill_read(struct db *db, int64_t county, int64_t bill, struct arena *arena,
                      struct bill_record *ret, struct error *e)
{
    struct bill_page_row row;
    TRY(bill_one(db, (struct bill_one_args){.county = county, .id = bill}, arena, &row, e));
    return record_of(&row, arena, ret, e);
}

/* scope 0: wherever. */
static void span_of(int64_t scope, int64_t division, int64_t *ret_from, int64_t *ret_to)
{
    int64_t from = 0, to = INT64_MAX;
    const int64_t within[] = {scope, division};
    for (size_t i = 0; i < sizeof within / sizeof within[0]; i++) {
        int64_t inner_from, inner_to;
        if (within[i] == 0)
            continue;
        division_span(within[i], &inner_from, &inner_to);
        from = inner_from > from ? inner_from : from;
        to = inner_to < to ? inner_to : to;
    }
    *ret_from = from;
    *ret_to = to;
}

/* By what is asked for: those of one person, those that a search finds, or all in order. The rows
   are the same. */
static enum status page_open(struct db *db, int64_t county, const struct bill_filter *f,
                             struct arena *arena, struct db_cursor **ret, struct error *e)
{
    const char *search = f->search ? text_tidy_solid(arena, f->search) : "";
    const char *end = search ? arena_printf(arena, "%s%s", search, PREFIX_END) : NULL;
    int64_t from, to, before = f->before ? f->before : INT64_MAX;
    if (!end)
        return arena_exhausted(e);
    span_of(f->scope, f->division, &from, &to);
    if (f->person)
        return bill_page_of_person_open(
            db,
            (struct bill_page_of_person_args){county, f->person, before, from, to, f->hospital,
                                              f->household, f->source, f->class, f->year,
                                              f->is_struck_too, search, end, f->row_count + 1},
            ret, e);
    if (*search)
        return bill_page_found_open(
            db,
            (struct bill_page_found_args){county, before, from, to, f->hospital, f->household,
                                          f->source, f->class, f->year, f->is_struck_too, search,
                                          end, f->row_count + 1},
            ret, e);
    return bill_page_open(db,
                          (struct bill_page_args){county, before, from, to, f->hospital,
                                                  f->household, f->source, f->class, f->year,
                                                  f->is_struck_too, f->row_count + 1},
                          ret, e);
}

enum status bill_list(struct db *db, int64_t county, const struct bill_filter *filter,
                      struct arena *arena, struct bill_record **ret, size_t *ret_count,
                      bool *ret_has_more, struct error *e)
{
    assert(filter->row_count > 0 && filter->row_count <= BILL_PAGE_ROWS_MAX);
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct bill_record *list = ARENA_ARRAY(arena, struct bill_record, filter->row_count);
    struct bill_page_row row;
    size_t count = 0;
    enum status s;
    if (!list)
        return arena_exhausted(e);
    TRY(page_open(db, county, filter, arena, &cursor, e));
    *ret_has_more = false;
    while ((s = bill_page_next(cursor, &row, e)) == STATUS_OK) {
        if (count == (size_t)filter->row_count) {
            *ret_has_more = true;
            break;
        }
        TRY(record_of(&row, arena, &list[count++], e));
    }
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    *ret = list;
    *ret_count = count;
    return STATUS_OK;
}

/* ---- stays ---- */

static enum status stay_of(const struct admission_page_row *r, struct arena *arena,
                           struct admission_record *ret, struct error *e)
{
    struct admission_record a = {
        .id = r->id,
        .hospital = r->hospital,
        .person = r->person,
        .household = r->household,
        .division = r->division,
        .advance = r->advance,
        .bill = r->bill,
        .number = r->number,
        .hospital_name = r->hospital_name,
        .person_name = r->person_name,
        .id_tail = r->id_tail,
        .department = r->department,
        .disease = r->disease,
        .disease_name = r->disease_name,
        .visit = (enum medical_visit)r->visit,
        .scheme = (enum medical_scheme)r->scheme,
        .state = (enum admission_state)r->state,
        .admitted_on = r->admitted_on,
        .received_on = r->received_on,
        .advance_amount = r->advance_amount,
    };
    const char **const texts[] = {&a.number,     &a.hospital_name, &a.person_name, &a.id_tail,
                                  &a.department, &a.disease,       &a.disease_name};
    if (!texts_keep(arena, texts, sizeof texts / sizeof texts[0]))
        return arena_exhausted(e);
    *ret = a;
    return STATUS_OK;
}

static enum status stays_open(struct db *db, int64_t county, int64_t hospital, int64_t person,
                              enum admission_state state, int64_t before, int row_count,
                              struct db_cursor **ret, struct error *e)
{
    if (person)
        return admission_page_of_person_open(
            db,
            (struct admission_page_of_person_args){county, person, before, hospital, state,
                                                   row_count},
            ret, e);
    if (state == ADMISSION_OPEN)
        return admission_page_waiting_open(
            db, (struct admission_page_waiting_args){county, before, hospital, row_count}, ret, e);
    return admission_page_open(
        db, (struct admission_page_args){county, before, hospital, state, row_count}, ret, e);
}

enum status admission_list(struct db *db, int64_t county, int64_t hospital, int64_t person,
                           enum admission_state state, int64_t before, int row_count,
                           struct arena *arena, struct admission_record **ret, size_t *ret_count,
                           struct error *e)
{
    assert(row_count > 0 && row_count <= BILL_PAGE_ROWS_MAX + 1);
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct admission_record *list = ARENA_ARRAY(arena, struct admission_record, row_count);
    struct admission_page_row row;
    size_t count = 0;
    enum status s;
    if (!list)
        return arena_exhausted(e);
    TRY(stays_open(db, county, hospital, person, state, before ? before : INT64_MAX, row_count,
                   &cursor, e));
    while ((s = admission_page_next(cursor, &row, e)) == STATUS_OK)
        TRY(stay_of(&row, arena, &list[count++], e));
    if (s != STATUS_NONE)
        return s;
    *ret = list;
    *ret_count = count;
    return STATUS_OK;
}

enum status admission_by_number(struct db *db, int64_t county, int64_t hospital, const char *number,
                                struct arena *arena, struct admission_record *ret, struct error *e)
{
    struct admission_page_row row;
    TRY(admission_of_number(
        db,
        (struct admission_of_number_args){.county = county, .hospital = hospital, .number = number},
        arena, &row, e));
    return stay_of(&row, arena, ret, e);
}
