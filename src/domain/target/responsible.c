/* Who answers for what, from the county to the village. */
#include "domain/target/target_internal.h"

#include "leading_sql.h"

#define CODE "RESPONSIBLE_FIELD"
#define PERSONS_MAX 20000

static bool is_above(int64_t county, int64_t division, const struct responsible_person_row *row)
{
    return row->division == division || row->division == division_township(division) ||
           row->division == TARGET_PLACE(county);
}

static enum status person_take(const struct responsible_person_row *row, struct arena *arena,
                               struct responsible *p, struct error *e)
{
    *p = (struct responsible){.id = row->id,
                              .division = row->division,
                              .division_name = arena_strdup(arena, row->division_name),
                              .level = (int)row->level,
                              .item = arena_strdup(arena, row->item),
                              .is_lead = text_equals(row->duty, "LEAD"),
                              .name = arena_strdup(arena, row->name),
                              .post = arena_strdup(arena, row->post),
                              .phone = arena_strdup(arena, row->phone),
                              .actor = arena_strdup(arena, row->actor),
                              .from = row->from_date,
                              .until = row->until_date,
                              .known_from = row->known_from};
    return p->division_name && p->item && p->name && p->post && p->phone && p->actor
               ? STATUS_OK
               : arena_exhausted(e);
}

enum status responsible_list(struct db *db, int64_t county, int64_t scope, int64_t division,
                             const char *item, struct date day, int64_t known, struct arena *arena,
                             struct responsible **ret, size_t *ret_count, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct responsible_person_row row;
    struct responsible *list = NULL;
    size_t n = 0, room = 0;
    enum status s;
    TRY(responsible_person_rows_open(
        db, (struct responsible_person_rows_args){.county = county, .known = known}, &cursor, e));
    while ((s = responsible_person_rows_next(cursor, &row, e)) == STATUS_OK) {
        if ((day.v && (row.from_date.v > day.v || row.until_date.v < day.v)) ||
            (item && !text_equals(item, row.item)) ||
            (division ? !is_above(county, division, &row) : !access_in_scope(scope, row.division)))
            continue;
        if (n == room) {
            size_t more = room ? room * 2 : 64;
            struct responsible *wider =
                more > PERSONS_MAX * 2 ? NULL : ARENA_ARRAY(arena, struct responsible, more);
            if (!wider)
                return arena_exhausted(e);
            if (n)
                memcpy(wider, list, n * sizeof wider[0]);
            list = wider;
            room = more;
        }
        TRY(person_take(&row, arena, &list[n++], e));
    }
    if (s != STATUS_NONE)
        return s;
    *ret = list;
    *ret_count = n;
    return STATUS_OK;
}

/* ---- writing ---- */

struct answering {
    struct arena *arena;
    int64_t county, id;
    const char *actor;
    const struct responsible *persons;
    size_t count;
    struct date until;
    struct responsible *known;
    size_t known_count;
    struct division_table *places;
};

static enum status item_check(struct db *db, const struct answering *x, const char *item,
                              struct error *e)
{
    const char *title, *body;
    TRY(target_text_check(CODE, "item", item, true, e));
    if (text_equals(item, "beds") || text_equals(item, "inst_rate_bp") || indicator_by_code(item))
        return STATUS_OK;
    enum status s = plan_clause_text(db, x->county, item, x->arena, &title, &body, e);
    return s == STATUS_NONE ? target_field(e, CODE, "item", _("方案中没有这一条款，也没有这个指标"))
                            : s;
}

static enum status person_check(struct db *db, const struct answering *x,
                                const struct responsible *p, struct error *e)
{
    const struct division *d = division_by_code(x->places, p->division);
    if (!d && p->division != TARGET_PLACE(x->county))
        return target_field(e, CODE, "division", _("没有这个地方"));
    TRY(item_check(db, x, p->item, e));
    TRY(target_text_check(CODE, "name", p->name, true, e));
    TRY(target_text_check(CODE, "post", p->post, false, e));
    TRY(target_text_check(CODE, "phone", p->phone, false, e));
    return p->from.v <= p->until.v ? STATUS_OK
                                   : target_field(e, CODE, "until", _("结束日早于开始日"));
}

static const struct responsible *answerer_by_id(const struct answering *x, int64_t id)
{
    for (size_t i = 0; i < x->known_count; i++)
        if (x->known[i].id == id)
            return &x->known[i];
    return NULL;
}

static enum status person_write(struct db *db, struct answering *x, const char *action,
                                const struct responsible *p, struct error *e)
{
    int64_t id = p->id, change;
    if (!id)
        TRY(counter_take(db, x->county, "responsible_person", 1, &id, e));
    TRY(target_change(db, x->county, x->actor, action, "responsible_person", id, NULL, &change, e));
    if (p->id)
        TRY(responsible_person_supersede(db,
                                         (struct responsible_person_supersede_args){
                                             .county = x->county, .id = id, .change = change},
                                         NULL, e));
    x->id = id;
    return responsible_person_insert(
        db,
        (struct responsible_person_insert_args){.county = x->county,
                                                .id = id,
                                                .known_from = change,
                                                .division = p->division,
                                                .item = p->item,
                                                .duty = p->is_lead ? "LEAD" : "HANDLE",
                                                .name = p->name,
                                                .post = target_or_empty(p->post),
                                                .phone = target_or_empty(p->phone),
                                                .from_date = p->from,
                                                .until_date = p->until,
                                                .actor = x->actor},
        NULL, e);
}

static enum status unknown(struct error *e, int64_t id)
{
    return error_set(e, STATUS_REFUSED, "RESPONSIBLE_UNKNOWN", _("没有第 %" PRId64 " 号责任人"),
                     id);
}

static enum status answering_begin(struct db *db, struct answering *x, struct error *e)
{
    arena_reset(x->arena);
    TRY(target_may(db, x->county, x->actor, PERMISSION_TARGET_MANAGE, TARGET_PLACE(x->county),
                   x->arena, NULL, e));
    TRY(division_table_read(db, x->county, date_month(date_today()), x->arena, &x->places, e));
    return responsible_list(db, x->county, x->county, 0, NULL, (struct date){0}, KNOWN_NOW,
                            x->arena, &x->known, &x->known_count, e);
}

static enum status set_work(struct db *db, void *context, struct error *e)
{
    struct answering *x = context;
    TRY(answering_begin(db, x, e));
    for (size_t i = 0; i < x->count; i++) {
        const struct responsible *p = &x->persons[i];
        struct error reason = {0};
        enum status s = p->id && !answerer_by_id(x, p->id) ? unknown(&reason, p->id)
                                                           : person_check(db, x, p, &reason);
        if (s == STATUS_OK) {
            TRY(person_write(db, x, "responsible.set", p, e));
            continue;
        }
        if (e) {
            *e = reason;
            if (x->count > 1)
                (void)snprintf(e->place, sizeof e->place, "%zu:%.200s", i + 1, reason.place);
        }
        return s;
    }
    return STATUS_OK;
}

enum status responsible_set_many(struct db *db, int64_t county, const struct responsible *persons,
                                 size_t count, const char *actor, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(TARGET_ARENA_BYTES);
    struct answering x = {
        .arena = arena, .county = county, .actor = actor, .persons = persons, .count = count};
    return arena ? db_transaction(db, set_work, &x, e) : arena_exhausted(e);
}

enum status responsible_set(struct db *db, int64_t county, const struct responsible *person,
                            const char *actor, int64_t *ret_id, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(TARGET_ARENA_BYTES);
    struct answering x = {
        .arena = arena, .county = county, .actor = actor, .persons = person, .count = 1};
    if (!arena)
        return arena_exhausted(e);
    TRY(db_transaction(db, set_work, &x, e));
    *ret_id = x.id;
    return STATUS_OK;
}

static enum status end_work(struct db *db, void *context, struct error *e)
{
    struct answering *x = context;
    int64_t id = x->id;
    TRY(answering_begin(db, x, e));
    const struct responsible *now = answerer_by_id(x, id);
    if (!now)
        return unknown(e, id);
    struct responsible p = *now;
    p.until = x->until;
    if (p.from.v > p.until.v)
        return target_field(e, CODE, "until", _("结束日早于开始日"));
    return person_write(db, x, "responsible.end", &p, e);
}

enum status responsible_end(struct db *db, int64_t county, int64_t id, struct date until,
                            const char *actor, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(TARGET_ARENA_BYTES);
    struct answering x = {
        .arena = arena, .county = county, .id = id, .actor = actor, .until = until};
    return arena ? db_transaction(db, end_work, &x, e) : arena_exhausted(e);
}
