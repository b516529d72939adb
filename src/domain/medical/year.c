/* A person's year: the living bills of one kind of visit, in the order in which they take the cap,
   each by what is known now. Reads; writes nothing. */
#include <string.h>

#include "base/i18n.h"
#include "bill_internal.h"
#include "bill_sql.h"

#define YEAR_ROOM_FIRST 8
#define EXPLAIN_LINES_OF_BILL 10

static bool comes_before(const struct year_bill *a, const struct year_bill *b)
{
    return a->admitted_on.v < b->admitted_on.v ||
           (a->admitted_on.v == b->admitted_on.v && a->id < b->id);
}

static enum status year_room(struct year *y, struct error *e)
{
    if (y->count < y->room)
        return STATUS_OK;
    if (y->count >= YEAR_BILLS_MAX)
        return error_set(e, STATUS_FAILED, "YEAR_BILLS", _("一人一年的账单超过 %d 张"),
                         YEAR_BILLS_MAX);
    size_t room = y->room ? y->room * 2 : YEAR_ROOM_FIRST;
    struct year_bill *bill = ARENA_ARRAY(y->arena, struct year_bill, room);
    if (!bill)
        return arena_exhausted(e);
    if (y->count)
        memcpy(bill, y->bill, y->count * sizeof *bill);
    y->bill = bill;
    y->room = room;
    return STATUS_OK;
}

enum status year_add(struct year *y, const struct year_bill *bill, struct error *e)
{
    TRY(year_room(y, e));
    size_t at = y->count;
    for (; at > 0 && comes_before(bill, &y->bill[at - 1]); at--)
        y->bill[at] = y->bill[at - 1];
    y->bill[at] = *bill;
    y->count++;
    return STATUS_OK;
}

static enum status bill_of_row(const struct year_bill_row *row, struct year *y, struct error *e)
{
    struct year_bill bill = {
        .id = row->id,
        .admission = row->admission,
        .case_file = row->case_file,
        .household = row->household,
        .source = (enum bill_source)row->source,
        .admitted_on = row->admitted_on,
        .discharged_on = row->discharged_on,
        .disease = arena_strdup(y->arena, row->disease),
        .amounts = {row->total, row->in_scope, row->insurance, row->critical, row->other,
                    row->relief, row->veteran},
        .kept_known_from = row->kept_known_from,
        .kept = {.borne = row->borne,
                 .aid = row->aid,
                 .aided_before = row->aided_before,
                 .terms = {.class = (enum medical_class)row->class,
                           .deductible = row->deductible,
                           .cap = row->cap,
                           .rate_bp = row->rate_bp}},
    };
    if (!bill.disease)
        return arena_exhausted(e);
    return year_add(y, &bill, e);
}

enum status year_load(struct db *db, int64_t county, int64_t person, int year,
                      enum medical_visit visit, struct arena *arena, struct year *ret,
                      struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct year_bill_row row;
    enum status s;
    *ret = (struct year){.person = person, .year = year, .visit = visit, .arena = arena};
    TRY(year_bills_open(
        db,
        (struct year_bills_args){.county = county, .person = person, .year = year, .visit = visit},
        &cursor, e));
    while ((s = year_bills_next(cursor, &row, e)) == STATUS_OK)
        TRY(bill_of_row(&row, ret, e));
    return s == STATUS_NONE ? STATUS_OK : s;
}

struct year_bill *year_find(struct year *y, int64_t bill)
{
    for (size_t i = 0; i < y->count; i++)
        if (y->bill[i].id == bill)
            return &y->bill[i];
    return NULL;
}

int age_on(struct date birth, struct date day)
{
    int by, bm, bd, y, m, d;
    if (birth.v == 0 || birth.v > day.v)
        return AGE_UNKNOWN;
    date_split(birth, &by, &bm, &bd);
    date_split(day, &y, &m, &d);
    return y - by - (m < bm || (m == bm && d < bd));
}

enum status year_month_of(struct db *db, struct medical_desk *desk, struct year *y, struct date day,
                          struct year_month **ret, struct error *e)
{
    struct month m = date_month(day);
    struct year_month *month = &y->month[month_of_year(m) - 1];
    if (!month->is_known) {
        TRY(medical_class_of(db, desk->county, y->person, m, KNOWN_NOW, &month->who, e));
        TRY(medical_terms_at(desk->policy, month->who.class, y->visit, m, &month->terms, e));
        month->is_known = true;
    }
    *ret = month;
    return STATUS_OK;
}

enum status bill_assess(struct medical_desk *desk, const struct year_month *month,
                        const struct year_bill *bill, struct fen aided_before,
                        struct medical_assessment *ret, struct explanation *explain,
                        struct error *e)
{
    const struct medical_terms *terms = &month->terms;
    struct medical_terms given;
    /* A claim decides a class for those who have none of the registry's own. */
    if (bill->class_given != MEDICAL_NONE && !medical_class_is_key(month->who.class)) {
        TRY(medical_terms_at(desk->policy, bill->class_given, terms->visit, terms->month, &given,
                             e));
        terms = &given;
    }
    bool is_listed =
        terms->is_listed_only &&
        medical_disease_find(desk->diseases, bill->disease,
                             age_on(month->who.birth, bill->discharged_on), terms->month) != NULL;
    return medical_assess(&bill->amounts, terms, is_listed, aided_before, ret, explain, e);
}

/* By the columns that are kept of an assessment. */
static bool is_other(const struct medical_assessment *a, const struct medical_assessment *b)
{
    return a->terms.class != b->terms.class || a->terms.deductible.v != b->terms.deductible.v ||
           a->terms.rate_bp != b->terms.rate_bp || a->terms.cap.v != b->terms.cap.v ||
           a->aided_before.v != b->aided_before.v || a->borne.v != b->borne.v ||
           a->aid.v != b->aid.v;
}

/* A claim of many bills is explained as far as there is room. */
static bool has_room(const struct explanation *explain)
{
    return explain && explain->count + EXPLAIN_LINES_OF_BILL <= EXPLANATION_LINES_MAX;
}

enum status year_compute(struct db *db, struct medical_desk *desk, struct year *y,
                         struct explanation *explain, struct error *e)
{
    struct fen aided = {0};
    for (size_t i = 0; i < y->count; i++) {
        struct year_bill *bill = &y->bill[i];
        struct year_month *month;
        TRY(year_month_of(db, desk, y, bill->discharged_on, &month, e));
        TRY(bill_assess(desk, month, bill, aided, &bill->now,
                        bill->is_explained && has_room(explain) ? explain : NULL, e));
        bill->differs = bill->kept_known_from == 0 || is_other(&bill->now, &bill->kept);
        TRY(fen_add(aided, bill->now.aid, &aided));
    }
    return STATUS_OK;
}

bool year_differs(const struct year *y)
{
    for (size_t i = 0; i < y->count; i++)
        if (y->bill[i].differs)
            return true;
    return false;
}
