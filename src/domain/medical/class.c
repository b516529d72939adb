/* Whose class in which month: read from the registry, or decided for the person. */
#include "domain/medical/rule.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "rule_sql.h"

#define CLASS_ARENA_BYTES (1u << 20)
#define CLASS_POLICY_ARENA_BYTES (4u << 20)
#define CLASS_ROWS_MAX 200 /* of one person, in the way of one decision */

/* One of the person's households with one of its benefits; the better one stays. */
static void place_take(struct medical_person *p, const struct medical_person_place_row *row)
{
    if (p->household == 0) {
        p->household = row->household;
        p->birth = row->birth;
        p->division = row->division;
    }
    bool is_over = !row->has_benefit || row->status == ENTITLEMENT_ENDED;
    if (is_over || !row->is_protected) {
        if (!is_over && p->class == MEDICAL_NONE)
            p->division = row->division;
        return;
    }
    if (row->status == ENTITLEMENT_SUSPENDED) {
        p->is_suspended = true;
        return;
    }
    enum medical_class class = row->programme == PROGRAMME_WUBAO ? MEDICAL_WUBAO : MEDICAL_DIBAO;
    if (p->class != MEDICAL_NONE && p->class <= class)
        return;
    p->class = class;
    p->household = row->household;
    p->division = row->division;
    p->birth = row->birth;
}

enum status medical_class_of(struct db *db, int64_t county, int64_t person, struct month m,
                             int64_t known, struct medical_person *ret, struct error *e)
{
    struct medical_person p = {.person = person};
    struct medical_person_place_row row;
    enum status s;
    {
        CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
        TRY(medical_person_places_open(
            db,
            (struct medical_person_places_args){
                .county = county, .person = person, .month = m, .known = known},
            &cursor, e));
        while ((s = medical_person_places_next(cursor, &row, e)) == STATUS_OK)
            place_take(&p, &row);
    }
    if (s != STATUS_NONE)
        return s;
    if (p.class != MEDICAL_NONE) {
        p.is_suspended = false;
    } else if (!p.is_suspended) {
        CLEANUP(arena_cleanup) struct arena *arena = arena_new(CLASS_ARENA_BYTES);
        struct medical_class_at_row decided;
        if (!arena)
            return arena_exhausted(e);
        s = medical_class_at(db,
                             (struct medical_class_at_args){
                                 .county = county, .person = person, .month = m, .known = known},
                             arena, &decided, e);
        if (s == STATUS_OK)
            p.class = (enum medical_class)decided.class;
        else if (s != STATUS_NONE)
            return s;
    }
    *ret = p;
    return STATUS_OK;
}

/* ---- classes that are decided ---- */

struct decided {
    struct month from, to;
    int64_t known_from, class, case_file;
    const char *document;
};
struct class_write {
    int64_t county, person, change;
};

static enum status in_way(struct db *db, const struct class_write *w, struct month from,
                          struct month to, struct arena *arena, struct decided *rows,
                          size_t *ret_count, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct medical_class_row row;
    enum status s;
    size_t n = 0;
    TRY(medical_class_in_way_open(
        db,
        (struct medical_class_in_way_args){
            .county = w->county, .person = w->person, .from_month = from, .to_month = to},
        &cursor, e));
    while ((s = medical_class_in_way_next(cursor, &row, e)) == STATUS_OK) {
        if (n == CLASS_ROWS_MAX)
            return error_set(e, STATUS_FAILED, "CLASS_ROWS", _("一个人的救助类别超过 %d 段"),
                             CLASS_ROWS_MAX);
        rows[n] = (struct decided){.from = row.from_month,
                                   .to = row.to_month,
                                   .known_from = row.known_from,
                                   .class = row.class,
                                   .case_file = row.case_file,
                                   .document = arena_strdup(arena, row.document)};
        if (!rows[n++].document)
            return arena_exhausted(e);
    }
    *ret_count = n;
    return s == STATUS_NONE ? STATUS_OK : s;
}

static enum status class_insert(struct db *db, const struct class_write *w,
                                const struct decided *row, struct error *e)
{
    if (row->from.v > row->to.v)
        return STATUS_OK;
    return medical_class_insert(db,
                                (struct medical_class_insert_args){.county = w->county,
                                                                   .person = w->person,
                                                                   .from_month = row->from,
                                                                   .known_from = w->change,
                                                                   .to_month = row->to,
                                                                   .class = row->class,
                                                                   .document = row->document,
                                                                   .case_file = row->case_file},
                                NULL, e);
}

/* Takes the row out of [from, to]; what is left of it on either side is written again. */
static enum status class_cut(struct db *db, const struct class_write *w, const struct decided *row,
                             struct month from, struct month to, struct error *e)
{
    if (row->known_from == w->change)
        TRY(medical_class_retract(db,
                                  (struct medical_class_retract_args){.county = w->county,
                                                                      .person = w->person,
                                                                      .from_month = row->from,
                                                                      .change = w->change},
                                  NULL, e));
    else
        TRY(medical_class_supersede(
            db,
            (struct medical_class_supersede_args){.county = w->county,
                                                  .person = w->person,
                                                  .from_month = row->from,
                                                  .known_from = row->known_from,
                                                  .change = w->change},
            NULL, e));
    struct decided before = *row, after = *row;
    before.to = month_add(from, -1);
    TRY(class_insert(db, w, &before, e));
    if (row->to.v <= to.v)
        return STATUS_OK;
    after.from = month_add(to, 1);
    return class_insert(db, w, &after, e);
}

/* A class for which the county has no number would promise what nobody can reckon. */
static enum status class_check(struct db *db, int64_t county, enum medical_class class,
                               struct month from, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(CLASS_POLICY_ARENA_BYTES);
    struct policy_table *table;
    char month[MONTH_TEXT_BYTES];
    if (!arena)
        return arena_exhausted(e);
    TRY(policy_table_read(db, county, KNOWN_NOW, arena, &table, e));
    for (int f = 0; f <= POLICY_MEDICAL_PREMIUM; f++) {
        enum policy_key key = policy_medical_key((int)class, 0, (enum policy_medical_field)f);
        if (policy_value_of(table, key, from).is_set)
            return STATUS_OK;
    }
    return error_set(e, STATUS_REFUSED, "POLICY_MISSING",
                     _("%s没有“%s”的救助标准（参数 medical.%s.…）：请先在方案中写明并用 plan load "
                       "装入，或用 plan set 录入"),
                     month_format_people(from, month), _(medical_class_label(class)),
                     medical_class_code(class));
}

enum status medical_class_write(struct db *db, int64_t county, int64_t person,
                                enum medical_class class, struct month from, struct month to,
                                const char *document, int64_t case_file, int64_t change,
                                struct error *e)
{
    assert(db_in_transaction(db));
    if (medical_class_is_key(class))
        return error_set(e, STATUS_REFUSED, "MEDICAL_CLASS",
                         _("“%s”按低保、五保名册认定，不能另行确定"),
                         _(medical_class_label(class)));
    if (from.v > to.v)
        return error_set(e, STATUS_REFUSED, "MEDICAL_CLASS", _("救助类别的止月早于起月"));
    if (class != MEDICAL_NONE)
        TRY(class_check(db, county, class, from, e));
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(CLASS_ARENA_BYTES);
    struct decided *rows = arena ? ARENA_ARRAY(arena, struct decided, CLASS_ROWS_MAX) : NULL;
    struct class_write w = {.county = county, .person = person, .change = change};
    size_t count;
    if (!rows)
        return arena_exhausted(e);
    TRY(in_way(db, &w, from, to, arena, rows, &count, e));
    for (size_t i = 0; i < count; i++)
        TRY(class_cut(db, &w, &rows[i], from, to, e));
    if (class == MEDICAL_NONE)
        return STATUS_OK;
    return class_insert(
        db, &w,
        &(struct decided){
            .from = from, .to = to, .class = class, .case_file = case_file, .document = document},
        e);
}
