/* The leading group by knowledge. */
#include "domain/target/target_internal.h"

#include "leading_sql.h"

#define CODE "LEADING_FIELD"
#define MEMBERS_MAX 1000

static const struct {
    const char *code, *label;
} SEATS[] = {[SEAT_LEADER] = {"LEADER", N_("组长")},
             [SEAT_FIRST_DEPUTY] = {"FIRST_DEPUTY", N_("第一副组长")},
             [SEAT_DEPUTY] = {"DEPUTY", N_("副组长")},
             [SEAT_MEMBER] = {"MEMBER", N_("成员")},
             [SEAT_OFFICE] = {"OFFICE", N_("办公室主任")}};

const char *leading_seat_code(enum leading_seat s)
{
    return SEATS[s].code;
}

const char *leading_seat_label(enum leading_seat s)
{
    return SEATS[s].label;
}

enum status leading_seat_parse(const char *code, enum leading_seat *ret, struct error *e)
{
    for (int s = SEAT_LEADER; s <= SEAT_OFFICE; s++) {
        if (text_equals(SEATS[s].code, code)) {
            *ret = (enum leading_seat)s;
            return STATUS_OK;
        }
    }
    return error_set(e, STATUS_REFUSED, "LEADING_SEAT",
                     _("没有职务“%.40s”：可用 LEADER、FIRST_DEPUTY、DEPUTY、MEMBER、OFFICE"), code);
}

enum status leading_list(struct db *db, int64_t county, struct date day, int64_t known,
                         struct arena *arena, struct leading_member **ret, size_t *ret_count,
                         struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct leading_member_row row;
    struct leading_member *list = ARENA_ARRAY(arena, struct leading_member, MEMBERS_MAX);
    size_t n = 0;
    enum status s;
    if (!list)
        return arena_exhausted(e);
    TRY(leading_member_rows_open(
        db, (struct leading_member_rows_args){.county = county, .known = known}, &cursor, e));
    while ((s = leading_member_rows_next(cursor, &row, e)) == STATUS_OK && n < MEMBERS_MAX) {
        struct leading_member *m = &list[n];
        if (day.v && (row.from_date.v > day.v || row.until_date.v < day.v))
            continue;
        *m = (struct leading_member){.id = row.id,
                                     .name = arena_strdup(arena, row.name),
                                     .post = arena_strdup(arena, row.post),
                                     .duty = arena_strdup(arena, row.duty),
                                     .document = arena_strdup(arena, row.document),
                                     .actor = arena_strdup(arena, row.actor),
                                     .from = row.from_date,
                                     .until = row.until_date,
                                     .known_from = row.known_from};
        TRY(leading_seat_parse(row.seat, &m->seat, e));
        if (!m->name || !m->post || !m->duty || !m->document || !m->actor)
            return arena_exhausted(e);
        n++;
    }
    if (s == STATUS_OK)
        return error_set(e, STATUS_REFUSED, "LEADING_ROWS", _("领导小组成员超过 %d 人"),
                         MEMBERS_MAX);
    if (s != STATUS_NONE)
        return s;
    *ret = list;
    *ret_count = n;
    return STATUS_OK;
}

/* ---- writing ---- */

struct seating {
    struct arena *arena;
    int64_t county, id;
    const char *actor, *document;
    struct leading_member member;
    struct date until;
    size_t count;
};

static enum status member_check(const struct leading_member *m, struct error *e)
{
    if (m->seat < SEAT_LEADER || m->seat > SEAT_OFFICE)
        return target_field(e, CODE, "seat", _("没有写职务"));
    TRY(target_text_check(CODE, "name", m->name, true, e));
    TRY(target_text_check(CODE, "post", m->post, false, e));
    TRY(target_text_check(CODE, "duty", m->duty, false, e));
    TRY(target_text_check(CODE, "document", m->document, false, e));
    return m->from.v <= m->until.v ? STATUS_OK
                                   : target_field(e, CODE, "until", _("结束日早于开始日"));
}

/* One leader, one first deputy, one head of the office at a time. */
static enum status seat_check(const struct leading_member *list, size_t n,
                              const struct leading_member *m, struct error *e)
{
    if (m->seat == SEAT_DEPUTY || m->seat == SEAT_MEMBER)
        return STATUS_OK;
    for (size_t i = 0; i < n; i++) {
        if (list[i].id != m->id && list[i].seat == m->seat && list[i].from.v <= m->until.v &&
            m->from.v <= list[i].until.v)
            return error_set(e, STATUS_REFUSED, "LEADING_SEAT",
                             _("%s由 %s 担任：先写明其任职结束的日期"),
                             _(leading_seat_label(m->seat)), list[i].name);
    }
    return STATUS_OK;
}

static enum status seat_write(struct db *db, struct seating *x, const char *action,
                              struct leading_member *m, struct error *e)
{
    int64_t change;
    bool is_new = m->id == 0;
    if (is_new)
        TRY(counter_take(db, x->county, "leading_member", 1, &m->id, e));
    TRY(target_change(db, x->county, x->actor, action, "leading_member", m->id, NULL, &change, e));
    if (!is_new)
        TRY(leading_member_supersede(db,
                                     (struct leading_member_supersede_args){
                                         .county = x->county, .id = m->id, .change = change},
                                     NULL, e));
    return leading_member_insert(
        db,
        (struct leading_member_insert_args){.county = x->county,
                                            .id = m->id,
                                            .known_from = change,
                                            .seat = leading_seat_code(m->seat),
                                            .name = m->name,
                                            .post = target_or_empty(m->post),
                                            .duty = target_or_empty(m->duty),
                                            .from_date = m->from,
                                            .until_date = m->until,
                                            .document = target_or_empty(m->document),
                                            .actor = x->actor},
        NULL, e);
}

static enum status seating_begin(struct db *db, struct seating *x, struct leading_member **list,
                                 size_t *n, struct error *e)
{
    arena_reset(x->arena);
    TRY(target_may(db, x->county, x->actor, PERMISSION_TARGET_MANAGE, TARGET_PLACE(x->county),
                   x->arena, NULL, e));
    return leading_list(db, x->county, (struct date){0}, KNOWN_NOW, x->arena, list, n, e);
}

static const struct leading_member *member_by_id(const struct leading_member *list, size_t n,
                                                 int64_t id)
{
    for (size_t i = 0; i < n; i++)
        if (list[i].id == id)
            return &list[i];
    return NULL;
}

static enum status unknown(struct error *e, int64_t id)
{
    return error_set(e, STATUS_REFUSED, "LEADING_UNKNOWN", _("领导小组没有第 %" PRId64 " 号成员"),
                     id);
}

static enum status set_work(struct db *db, void *context, struct error *e)
{
    struct seating *x = context;
    struct leading_member *list, m = x->member;
    size_t n;
    TRY(seating_begin(db, x, &list, &n, e));
    TRY(member_check(&m, e));
    if (m.id && !member_by_id(list, n, m.id))
        return unknown(e, m.id);
    TRY(seat_check(list, n, &m, e));
    TRY(seat_write(db, x, "leading.set", &m, e));
    x->id = m.id;
    return STATUS_OK;
}

enum status leading_set(struct db *db, int64_t county, const struct leading_member *member,
                        const char *actor, int64_t *ret_id, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(TARGET_ARENA_BYTES);
    struct seating x = {.arena = arena, .county = county, .actor = actor, .member = *member};
    if (!arena)
        return arena_exhausted(e);
    TRY(db_transaction(db, set_work, &x, e));
    *ret_id = x.id;
    return STATUS_OK;
}

static enum status end_work(struct db *db, void *context, struct error *e)
{
    struct seating *x = context;
    struct leading_member *list;
    size_t n;
    TRY(seating_begin(db, x, &list, &n, e));
    const struct leading_member *now = member_by_id(list, n, x->id);
    if (!now)
        return unknown(e, x->id);
    struct leading_member m = *now;
    m.until = x->until;
    m.document = x->document && x->document[0] ? x->document : m.document;
    TRY(member_check(&m, e));
    return seat_write(db, x, "leading.end", &m, e);
}

enum status leading_end(struct db *db, int64_t county, int64_t id, struct date until,
                        const char *document, const char *actor, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(TARGET_ARENA_BYTES);
    struct seating x = {.arena = arena,
                        .county = county,
                        .id = id,
                        .actor = actor,
                        .document = document,
                        .until = until};
    return arena ? db_transaction(db, end_work, &x, e) : arena_exhausted(e);
}

static bool is_seated(const struct leading_member *list, size_t n,
                      const struct plan_leading_name *name)
{
    for (size_t i = 0; i < n; i++)
        if ((int)list[i].seat == name->seat && text_equals(list[i].name, name->name))
            return true;
    return false;
}

static enum status from_plan_work(struct db *db, void *context, struct error *e)
{
    struct seating *x = context;
    struct leading_member *list;
    struct plan_leading_name *names;
    size_t n, name_count;
    int year;
    x->count = 0;
    TRY(seating_begin(db, x, &list, &n, e));
    TRY(plan_leading_read(db, x->county, x->arena, &names, &name_count, &year, e));
    for (size_t i = 0; i < name_count; i++) {
        struct leading_member m = {.seat = (enum leading_seat)names[i].seat,
                                   .name = names[i].name,
                                   .from = date_make(year, 1, 1),
                                   .until = DATE_OPEN};
        if (is_seated(list, n, &names[i]))
            continue;
        TRY(member_check(&m, e));
        TRY(seat_check(list, n, &m, e));
        TRY(seat_write(db, x, "leading.set", &m, e));
        x->count++;
    }
    return x->count ? STATUS_OK : STATUS_NONE;
}

enum status leading_from_plan(struct db *db, int64_t county, const char *actor, size_t *ret_count,
                              struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(TARGET_ARENA_BYTES);
    struct seating x = {.arena = arena, .county = county, .actor = actor};
    if (!arena)
        return arena_exhausted(e);
    TRY(db_transaction(db, from_plan_work, &x, e));
    *ret_count = x.count;
    return STATUS_OK;
}
