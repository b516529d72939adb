/* What-if over the living bills of a year: each assessed twice, under the rules known now and under
   assumed ones, the cap taken in the same order. Changes nothing. */
#include "domain/medical/rule.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "rule_sql.h"

#define SIMULATION_TOWNSHIPS_MAX 200
#define DECEMBER 12

/* One row of the result, and the person whose bills are being added to it. */
struct tally {
    struct medical_simulation_row row;
    int64_t person;
    int64_t before_fen, after_fen; /* of that person in this row */
};
/* What one person has had of a visit's cap so far. */
struct taken {
    int64_t person, visit;
    struct fen before, after;
};
struct simulation_work {
    const struct policy_table *now, *assumed;
    const struct medical_disease_table *diseases;
    size_t township_count;
    struct tally townships[SIMULATION_TOWNSHIPS_MAX], classes[MEDICAL_CLASS_COUNT + 1], total;
    struct taken taken;
};

static void person_close(struct tally *t)
{
    if (t->person == 0)
        return;
    t->row.people++;
    t->row.gaining += t->after_fen > t->before_fen;
    t->row.losing += t->after_fen < t->before_fen;
    t->before_fen = t->after_fen = 0;
}

static void tally_add(struct tally *t, int64_t person, struct fen before, struct fen after)
{
    if (t->person != person)
        person_close(t);
    t->person = person;
    t->row.bills++;
    t->before_fen += before.v;
    t->after_fen += after.v;
    t->row.before.v += before.v;
    t->row.after.v += after.v;
}

static enum status township_find(struct simulation_work *w, int64_t code, struct tally **ret,
                                 struct error *e)
{
    for (size_t i = 0; i < w->township_count; i++) {
        if (w->townships[i].row.key == code) {
            *ret = &w->townships[i];
            return STATUS_OK;
        }
    }
    if (w->township_count == SIMULATION_TOWNSHIPS_MAX)
        return error_set(e, STATUS_FAILED, "SIMULATION_TOWNSHIPS", _("乡镇超过 %d 个"),
                         SIMULATION_TOWNSHIPS_MAX);
    *ret = &w->townships[w->township_count++];
    (*ret)->row.key = code;
    return STATUS_OK;
}

/* Whole years on the day of discharge, as bills are reckoned; -1 when the birth is not known. */
static int age_on_day(int64_t birth_yyyymmdd, struct date day)
{
    int64_t today = date_yyyymmdd(day);
    return birth_yyyymmdd > 0 && birth_yyyymmdd <= today ? (int)((today - birth_yyyymmdd) / 10000)
                                                         : -1;
}

/* A class without numbers brings nothing here: the assumption may be that it gets some. */
static enum status aid_under(const struct policy_table *t, const struct simulation_work *w,
                             const struct medical_simulation_bill *b, struct fen aided_before,
                             struct fen *ret, struct error *e)
{
    struct month m = date_month(b->discharged_on);
    struct medical_terms terms;
    struct medical_assessment a;
    struct error why;
    const struct medical_amounts amounts = {.total = b->total_fen,
                                            .in_scope = b->in_scope_fen,
                                            .insurance = b->insurance_fen,
                                            .critical = b->critical_fen,
                                            .other = b->other_fen,
                                            .relief = b->relief_fen,
                                            .veteran = b->veteran_fen};
    int age = age_on_day(b->birth, b->discharged_on);
    enum status s = medical_terms_at(t, (enum medical_class)b->class, (enum medical_visit)b->visit,
                                     m, &terms, &why);
    if (s == STATUS_REFUSED) {
        *ret = FEN(0);
        return STATUS_OK;
    }
    if (s != STATUS_OK) {
        if (e)
            *e = why;
        return s;
    }
    bool is_listed = medical_disease_find(w->diseases, b->disease, age, m) != NULL;
    TRY(medical_assess(&amounts, &terms, is_listed, aided_before, &a, NULL, e));
    *ret = a.aid;
    return STATUS_OK;
}

static enum status bill_add(struct simulation_work *w, const struct medical_simulation_bill *b,
                            struct error *e)
{
    struct tally *township;
    struct fen before, after;
    if (w->taken.person != b->person || w->taken.visit != b->visit)
        w->taken = (struct taken){.person = b->person, .visit = b->visit};
    TRY(aid_under(w->now, w, b, w->taken.before, &before, e));
    TRY(aid_under(w->assumed, w, b, w->taken.after, &after, e));
    w->taken.before.v += before.v;
    w->taken.after.v += after.v;
    TRY(township_find(w, division_township(b->division), &township, e));
    tally_add(township, b->person, before, after);
    tally_add(&w->classes[b->class], b->person, before, after);
    tally_add(&w->total, b->person, before, after);
    return STATUS_OK;
}

static int by_key(const void *a, const void *b)
{
    const struct tally *x = a, *y = b;
    return (x->row.key > y->row.key) - (x->row.key < y->row.key);
}

static enum status result_make(struct db *db, int64_t county, int year, struct simulation_work *w,
                               struct arena *arena, struct medical_simulation *ret, struct error *e)
{
    struct division_table *divisions;
    struct medical_simulation s = {
        .township = ARENA_ARRAY(arena, struct medical_simulation_row, w->township_count + 1),
        .class = ARENA_ARRAY(arena, struct medical_simulation_row, MEDICAL_CLASS_COUNT + 1)};
    if (!s.township || !s.class)
        return arena_exhausted(e);
    TRY(division_table_read(db, county, month_make(year, DECEMBER), arena, &divisions, e));
    qsort(w->townships, w->township_count, sizeof w->townships[0], by_key);
    for (size_t i = 0; i < w->township_count; i++) {
        person_close(&w->townships[i]);
        const struct division *d = division_by_code(divisions, w->townships[i].row.key);
        w->townships[i].row.name = d ? d->name : _("（未知乡镇）");
        s.township[s.township_count++] = w->townships[i].row;
    }
    for (int c = 0; c <= MEDICAL_CLASS_COUNT; c++) {
        person_close(&w->classes[c]);
        w->classes[c].row.key = c;
        w->classes[c].row.name = _(medical_class_label((enum medical_class)c));
        if (w->classes[c].row.bills > 0)
            s.class[s.class_count++] = w->classes[c].row;
    }
    person_close(&w->total);
    s.total = w->total.row;
    s.total.name = _("合计");
    *ret = s;
    return STATUS_OK;
}

static enum status assumed_read(struct db *db, int64_t county, int year,
                                const char *const *assignments, size_t count, struct arena *arena,
                                struct policy_table **ret, struct error *e)
{
    TRY(policy_table_read(db, county, KNOWN_NOW, arena, ret, e));
    for (size_t i = 0; i < count; i++) {
        if (!text_starts(assignments[i], "medical."))
            return error_set(e, STATUS_REFUSED, "POLICY_UNKNOWN",
                             _("“%.80s”不是医疗救助的参数：名称以 medical. 开头"), assignments[i]);
        TRY(policy_table_set(*ret, assignments[i], month_make(year, 1), e));
    }
    return STATUS_OK;
}

enum status medical_simulate(struct db *db, int64_t county, int year,
                             const char *const *assignments, size_t assignment_count,
                             struct arena *arena, struct medical_simulation *ret, struct error *e)
{
    struct simulation_work *w = ARENA_NEW(arena, struct simulation_work);
    struct policy_table *now, *assumed;
    struct medical_disease_table *diseases;
    struct medical_simulation_bill bill;
    enum status s;
    if (!w)
        return arena_exhausted(e);
    TRY(policy_table_read(db, county, KNOWN_NOW, arena, &now, e));
    TRY(assumed_read(db, county, year, assignments, assignment_count, arena, &assumed, e));
    TRY(medical_disease_table_read(db, county, KNOWN_NOW, arena, &diseases, e));
    w->now = now;
    w->assumed = assumed;
    w->diseases = diseases;
    {
        CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
        TRY(medical_simulation_bills_open(
            db, (struct medical_simulation_bills_args){.county = county, .year = year}, &cursor,
            e));
        while ((s = medical_simulation_bills_next(cursor, &bill, e)) == STATUS_OK)
            TRY(bill_add(w, &bill, e));
    }
    if (s != STATUS_NONE)
        return s;
    return result_make(db, county, year, w, arena, ret, e);
}
