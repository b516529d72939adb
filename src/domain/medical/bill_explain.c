/* How a bill's aid came about, recomputed with the knowledge of its assessment; and a person's
   years. */
#include "base/i18n.h"
#include "bill_internal.h"
#include "bill_list_sql.h"

#define EXPLAIN_ARENA_BYTES ((size_t)16 << 20)
#define PERSON_YEARS_MAX 200

static enum status class_line(struct explanation *x, const struct medical_terms *terms,
                              struct error *e)
{
    char month[MONTH_TEXT_BYTES];
    const char *label = arena_printf(
        x->arena, _("救助类别（%s）：%s，%s"), month_format_people(terms->month, month),
        _(medical_class_label(terms->class)), _(medical_visit_label(terms->visit)));
    if (!label)
        return arena_exhausted(e);
    x->line[x->count++] =
        (struct explanation_line){.label = label, .formula = "", .clause = "P3.3", .document = ""};
    return STATUS_OK;
}

/* The knowledge of an assessment includes its own change and what it assessed before itself. */
static enum status known_then(struct db *db, struct medical_desk *desk, int64_t bill,
                              const struct bill_assessed_row *row, struct year_month *month,
                              struct fen *aided_before, struct error *e)
{
    struct bill_aided_before_row before;
    struct month m = date_month(row->discharged_on);
    TRY(policy_table_read(db, desk->county, row->known_from, desk->arena, &desk->policy, e));
    TRY(medical_disease_table_read(db, desk->county, row->known_from, desk->arena, &desk->diseases,
                                   e));
    TRY(medical_class_of(db, desk->county, row->person, m, row->known_from, &month->who, e));
    TRY(medical_terms_at(desk->policy, month->who.class, (enum medical_visit)row->visit, m,
                         &month->terms, e));
    TRY(bill_aided_before(db,
                          (struct bill_aided_before_args){.county = desk->county,
                                                          .person = row->person,
                                                          .year = row->year,
                                                          .visit = row->visit,
                                                          .admitted_on = row->admitted_on,
                                                          .id = bill,
                                                          .known = row->known_from},
                          NULL, &before, e));
    *aided_before = before.aid;
    return STATUS_OK;
}

enum status bill_explain(struct db *db, int64_t county, int64_t bill, struct arena *arena,
                         struct explanation *ret, bool *ret_differs, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *aside = arena_new(EXPLAIN_ARENA_BYTES);
    struct medical_desk then = {.county = county, .arena = aside};
    struct bill_assessed_row row;
    struct year_month month = {0};
    struct medical_assessment a;
    struct fen aided_before;
    if (!aside)
        return arena_exhausted(e);
    TRY(bill_assessed(db, (struct bill_assessed_args){.county = county, .id = bill}, arena, &row,
                      e));
    TRY(known_then(db, &then, bill, &row, &month, &aided_before, e));
    struct year_bill as_bill = {.discharged_on = row.discharged_on,
                                .disease = row.disease,
                                .amounts = {row.total, row.in_scope, row.insurance, row.critical,
                                            row.other, row.relief, row.veteran}};
    struct explanation x = {.arena = arena};
    TRY(class_line(&x, &month.terms, e));
    TRY(bill_assess(&then, &month, &as_bill, aided_before, &a, &x, e));
    TRY(explain_advance(&x, row.advance, a.aid, e));
    /* The rule's words may point into what is freed with `aside`. */
    for (size_t i = 0; i < x.count; i++) {
        x.line[i].document = arena_strdup(arena, x.line[i].document);
        x.line[i].clause = arena_strdup(arena, x.line[i].clause);
        if ((!x.line[i].document) || (!x.line[i].clause))
            return arena_exhausted(e);
    }
    *ret = x;
    *ret_differs = (int64_t)a.terms.class != row.class || a.terms.cap.v != row.cap.v ||
                   a.terms.deductible.v != row.deductible.v || a.terms.rate_bp != row.rate_bp ||
                   a.aided_before.v != row.aided_before.v || a.borne.v != row.borne.v ||
                   a.aid.v != row.aid.v;
    return STATUS_OK;
}

/* ---- a person's years ---- */

static enum status years_kept(struct db *db, int64_t county, int64_t person,
                              struct person_year *list, size_t *count, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct person_year_row row;
    enum status s;
    TRY(person_year_list_open(
        db, (struct person_year_list_args){.county = county, .person = person}, &cursor, e));
    while (*count < PERSON_YEARS_MAX && (s = person_year_list_next(cursor, &row, e)) == STATUS_OK)
        list[(*count)++] = (struct person_year){.year = (int)row.year,
                                                .visit = (enum medical_visit)row.visit,
                                                .cap = row.cap,
                                                .used = row.aid,
                                                .left = FEN(row.cap.v - row.aid.v)};
    return *count == PERSON_YEARS_MAX || s == STATUS_NONE ? STATUS_OK : s;
}

/* This year's row of a visit, made when there is none, with the cap of today's class. */
static enum status year_now(struct db *db, int64_t county, int64_t person, struct date today,
                            struct arena *arena, struct person_year *list, size_t *count,
                            struct error *e)
{
    struct month m = date_month(today);
    struct medical_person who;
    struct policy_table *policy;
    TRY(medical_class_of(db, county, person, m, KNOWN_NOW, &who, e));
    if (who.class == MEDICAL_NONE)
        return STATUS_OK;
    TRY(policy_table_read(db, county, KNOWN_NOW, arena, &policy, e));
    for (int v = VISIT_INPATIENT; v <= VISIT_COUNT; v++) {
        struct medical_terms terms;
        struct person_year *at = NULL;
        TRY(medical_terms_at(policy, who.class, (enum medical_visit)v, m, &terms, e));
        for (size_t i = 0; i < *count; i++)
            if (list[i].year == month_year(m) && (int)list[i].visit == v)
                at = &list[i];
        if (!at) {
            at = &list[(*count)++];
            *at = (struct person_year){.year = month_year(m), .visit = (enum medical_visit)v};
        }
        if (terms.cap.v > at->cap.v)
            at->cap = terms.cap;
        at->left = FEN(at->cap.v - at->used.v);
    }
    return STATUS_OK;
}

/* Newest year first; within it by visit. */
static void years_sort(struct person_year *list, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        struct person_year y = list[i];
        size_t at = i;
        for (; at > 0 && (list[at - 1].year < y.year ||
                          (list[at - 1].year == y.year && list[at - 1].visit > y.visit));
             at--)
            list[at] = list[at - 1];
        list[at] = y;
    }
}

enum status medical_person_years(struct db *db, int64_t county, int64_t person, struct date today,
                                 struct arena *arena, struct person_year **ret, size_t *ret_count,
                                 struct error *e)
{
    struct person_year *list =
        ARENA_ARRAY(arena, struct person_year, PERSON_YEARS_MAX + VISIT_COUNT);
    size_t count = 0;
    if (!list)
        return arena_exhausted(e);
    TRY(years_kept(db, county, person, list, &count, e));
    TRY(year_now(db, county, person, today, arena, list, &count, e));
    years_sort(list, count);
    *ret = list;
    *ret_count = count;
    return STATUS_OK;
}
