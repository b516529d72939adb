/* A death, and what follows from it (令456号 Art. 8; 社会救助暂行办法 Art. 13): the month of death
   is still due; from the next month on the member is gone. A dead head's household goes on under
   the spouse, else the eldest adult, else the eldest; when nobody is left the entitlement ends. A
   second report corrects the day. */
#include "base/i18n.h"
#include "domain/registry/fact_change.h"
#include "domain/registry/within.h"
#include "base/text.h"
#include "person_sql.h"
#include <inttypes.h>
#include <stdio.h>

#define ADULT_YEARS 18
#define SUBJECT_BYTES 48
#define HOUSEHOLDS_MAX 64

struct death_work {
    int64_t county;
    const struct keyring *keys;
    const char *id_number;
    struct date died_on;
    const struct registry_actor *actor;
};
/* One household of the dead person, while it is put right. */
struct death_household {
    int64_t county, person, change;
    struct fact_household household;
    struct month after; /* first month without the person */
    int64_t successor;  /* 0: nobody is left */
};

/* ---- who follows ---- */

static bool is_better(const struct member_row *a, const struct member_row *b, struct month m)
{
    if (!b)
        return true;
    bool a_spouse = a->relation == RELATION_SPOUSE, b_spouse = b->relation == RELATION_SPOUSE;
    if (a_spouse != b_spouse)
        return a_spouse;
    bool a_adult = age_in_month(date_month(a->birth), m) >= ADULT_YEARS;
    bool b_adult = age_in_month(date_month(b->birth), m) >= ADULT_YEARS;
    if (a_adult != b_adult)
        return a_adult;
    if (a->birth.v != b->birth.v)
        return a->birth.v < b->birth.v;
    return a->person < b->person;
}

static enum status find_successor(struct db *db, struct death_household *h, struct arena *arena,
                                  struct error *e)
{
    struct dossier d;
    const struct member_row *best = NULL;
    TRY(dossier_read(db, h->county, h->household.programme, h->household.id, h->after, h->after,
                     KNOWN_NOW, arena, &d, e));
    for (size_t i = 0; i < d.member_count; i++) {
        const struct member_row *m = &d.members[i];
        if (m->is_present && m->person != h->person && is_better(m, best, h->after))
            best = m;
    }
    h->successor = best ? best->person : 0;
    return STATUS_OK;
}

/* ---- what is written ---- */

static bool edit_after_death(struct entitlement_row *row, void *context)
{
    const struct death_household *h = context;
    if (row->status == ENTITLEMENT_ENDED)
        return false;
    if (!h->successor) {
        row->status = ENTITLEMENT_ENDED;
        row->cause = CAUSE_DEATH;
        return true;
    }
    if (row->head != h->person)
        return false;
    row->head = h->successor;
    row->cause = CAUSE_HEAD_DEATH;
    return true;
}

/* A household in its grace period keeps its amount when a member dies, without the dead member's
   own top-up: until the grace ends the absence is a closed period of its own that stays protected
   (benefit.c). */
static enum status write_grace_share(struct db *db, const struct death_household *h,
                                     const struct member_row *gone, struct arena *arena,
                                     struct error *e)
{
    struct dossier d;
    struct month end = {0};
    enum status s = dossier_read(db, h->county, h->household.programme, h->household.id, gone->from,
                                 MONTH_OPEN, KNOWN_NOW, arena, &d, e);
    if (s != STATUS_OK)
        return s == STATUS_NONE ? STATUS_OK : s;
    for (size_t i = 0; i < d.entitlement_count; i++) {
        if (d.entitlements[i].status == ENTITLEMENT_GRACE && d.entitlements[i].to.v > end.v &&
            d.entitlements[i].to.v != MONTH_OPEN.v && d.entitlements[0].from.v <= gone->from.v)
            end = d.entitlements[i].to;
    }
    if (d.entitlement_count == 0 || d.entitlements[0].status != ENTITLEMENT_GRACE || end.v == 0)
        return STATUS_OK;
    struct member_row share = *gone;
    share.to = end;
    share.is_protected = true;
    return member_write(db, h->county, h->household.id, h->change, &share, e);
}

static enum status write_absence(struct db *db, const struct death_household *h,
                                 struct arena *arena, bool *ret_was_present, struct error *e)
{
    struct member_row *rows = ARENA_ARRAY(arena, struct member_row, MEMBER_SEGMENTS_MAX);
    size_t count = 0;
    *ret_was_present = false;
    if (!rows)
        return arena_exhausted(e);
    TRY(member_segments(db, h->county, h->household.id, h->person, h->after, MONTH_OPEN, arena,
                        rows, &count, e));
    for (size_t i = 0; i < count; i++)
        *ret_was_present |= rows[i].is_present;
    if (!*ret_was_present)
        return STATUS_OK;
    struct member_row gone = rows[0];
    if (gone.from.v < h->after.v)
        gone.from = h->after;
    gone.to = MONTH_OPEN;
    gone.is_present = gone.is_protected = false;
    gone.cause = CAUSE_DEATH;
    bool was_protected = rows[0].is_protected;
    TRY(member_write(db, h->county, h->household.id, h->change, &gone, e));
    return was_protected ? write_grace_share(db, h, &gone, arena, e) : STATUS_OK;
}

/* The successor is the head in every later period of his or hers. */
static enum status write_successor(struct db *db, const struct death_household *h,
                                   struct arena *arena, struct error *e)
{
    struct member_row *rows = ARENA_ARRAY(arena, struct member_row, MEMBER_SEGMENTS_MAX);
    size_t count = 0;
    if (!rows)
        return arena_exhausted(e);
    TRY(member_segments(db, h->county, h->household.id, h->successor, h->after, MONTH_OPEN, arena,
                        rows, &count, e));
    for (size_t i = 0; i < count; i++) {
        if (!rows[i].is_present || rows[i].relation == RELATION_HEAD)
            continue;
        if (rows[i].from.v < h->after.v)
            rows[i].from = h->after;
        rows[i].relation = RELATION_HEAD;
        rows[i].cause = CAUSE_HEAD_DEATH;
        TRY(member_write(db, h->county, h->household.id, h->change, &rows[i], e));
    }
    return STATUS_OK;
}

static enum status settle_household(struct db *db, struct death_household *h, struct arena *arena,
                                    struct error *e)
{
    bool was_present = false;
    struct dossier d;
    size_t changed = 0;
    TRY(write_absence(db, h, arena, &was_present, e));
    if (!was_present)
        return STATUS_OK;
    TRY(dossier_read(db, h->county, h->household.programme, h->household.id, h->after, MONTH_OPEN,
                     KNOWN_NOW, arena, &d, e));
    if (!d.entitlement_count)
        return STATUS_OK;
    bool was_head = false;
    for (size_t i = 0; i < d.entitlement_count; i++)
        was_head |= d.entitlements[i].head == h->person;
    if (d.entitlements[0].from.v > h->after.v)
        h->after = d.entitlements[0].from;
    TRY(find_successor(db, h, arena, e));
    if (h->successor && !was_head)
        return STATUS_OK;
    TRY(fact_edit_entitlement(db, h->county, &h->household, h->after, h->change, edit_after_death,
                              h, &changed, e));
    return h->successor ? write_successor(db, h, arena, e) : STATUS_OK;
}

/* ---- a later day than first reported ---- */

struct restore {
    struct month from, to; /* months that are due after all */
    int64_t person;
};

static enum status restore_members(struct db *db, const struct death_household *h,
                                   const struct restore *r, const struct dossier *d,
                                   struct error *e)
{
    struct month before = month_add(r->from, -1);
    for (size_t i = 0; i < d->member_count; i++) {
        const struct member_row *m = &d->members[i];
        if (m->from.v > before.v || m->to.v < before.v || !m->is_present)
            continue;
        for (size_t j = 0; j < d->member_count; j++) {
            const struct member_row *n = &d->members[j];
            bool by_death =
                text_equals(n->cause, CAUSE_DEATH) || text_equals(n->cause, CAUSE_HEAD_DEATH);
            if (n->person != m->person || !by_death || n->from.v != r->from.v)
                continue;
            struct member_row back = *m;
            back.from = r->from;
            back.to = n->to.v < r->to.v ? n->to : r->to;
            TRY(member_write(db, h->county, h->household.id, h->change, &back, e));
        }
    }
    return STATUS_OK;
}

static enum status restore_household(struct db *db, struct death_household *h,
                                     const struct restore *r, struct arena *arena, struct error *e)
{
    struct dossier d;
    struct month before = month_add(r->from, -1);
    enum status s = dossier_read(db, h->county, h->household.programme, h->household.id, before,
                                 r->to, KNOWN_NOW, arena, &d, e);
    if (s != STATUS_OK)
        return s == STATUS_NONE ? STATUS_OK : s;
    const struct entitlement_row *last = dossier_entitlement_at(&d, before);
    for (size_t i = 0; last && i < d.entitlement_count; i++) {
        struct entitlement_row row = d.entitlements[i];
        bool ended = row.status == ENTITLEMENT_ENDED && text_equals(row.cause, CAUSE_DEATH);
        bool headed = text_equals(row.cause, CAUSE_HEAD_DEATH);
        if (row.from.v > r->to.v || row.to.v < r->from.v || (!ended && !headed))
            continue;
        if (ended)
            row.status = last->status;
        row.head = last->head;
        row.cause = last->cause;
        row.from = row.from.v < r->from.v ? r->from : row.from;
        row.to = row.to.v > r->to.v ? r->to : row.to;
        TRY(entitlement_write(db, h->county, h->household.programme, h->household.id, h->change,
                              &row, e));
    }
    return restore_members(db, h, r, &d, e);
}

/* ---- the report ---- */

static enum status households_of(struct db *db, int64_t county, int64_t person, int64_t *list,
                                 size_t *ret_count, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct person_household_now_row r;
    enum status s;
    size_t n = 0;
    TRY(person_household_once_open(
        db, (struct person_household_once_args){.county = county, .person = person}, &cursor, e));
    while ((s = person_household_once_next(cursor, &r, e)) == STATUS_OK) {
        if (n == HOUSEHOLDS_MAX)
            return error_set(e, STATUS_FAILED, "HOUSEHOLDS_MAX",
                             _("一个人先后在 %d 个以上家庭中，无法更正死亡日期。"), HOUSEHOLDS_MAX);
        list[n++] = r.household;
    }
    *ret_count = n;
    return s == STATUS_NONE ? STATUS_OK : s;
}

static enum status check_day(const struct death_work *w, const struct idno *id, const char *name,
                             struct error *e)
{
    char day[DATE_TEXT_BYTES], birth[DATE_TEXT_BYTES];
    date_format_people(w->died_on, day);
    if (w->died_on.v > date_today().v)
        return error_set(e, STATUS_REFUSED, "DEATH_FUTURE", _("死亡日期%s还没有到。请核对日期。"),
                         day);
    if (w->died_on.v < id->birth.v)
        return error_set(e, STATUS_REFUSED, "DEATH_BEFORE_BIRTH",
                         _("死亡日期%s早于%s的出生日期%s。请核对日期。"), day, name,
                         date_format_people(id->birth, birth));
    return STATUS_OK;
}

static enum status write_death(struct db *db, const struct registry_death *d, bool corrects,
                               int64_t change, struct error *e)
{
    if (corrects)
        TRY(person_death_supersede(db,
                                   (struct person_death_supersede_args){
                                       .county = d->county, .person = d->person, .change = change},
                                   NULL, e));
    return person_death_insert(db,
                               (struct person_death_insert_args){.county = d->county,
                                                                 .person = d->person,
                                                                 .known_from = change,
                                                                 .died_on = d->died_on,
                                                                 .source = d->source},
                               NULL, e);
}

static enum status settle_all(struct db *db, struct death_household h, const struct date *earlier,
                              struct date died_on, struct arena *arena, struct error *e)
{
    int64_t households[HOUSEHOLDS_MAX];
    size_t count = 0;
    struct person_household_now_row now;
    enum status s = person_household_now(
        db, (struct person_household_now_args){.county = h.county, .person = h.person}, arena, &now,
        e);
    if (s == STATUS_OK && !earlier)
        households[count++] = now.household;
    else if (s == STATUS_OK || s == STATUS_NONE)
        TRY(households_of(db, h.county, h.person, households, &count, e));
    else
        return s;
    for (size_t i = 0; i < count; i++) {
        struct death_household one = h;
        TRY(fact_household_find(db, h.county, households[i], arena, &one.household, e));
        if (earlier && date_month(*earlier).v < date_month(died_on).v) {
            struct restore r = {.from = month_add(date_month(*earlier), 1),
                                .to = date_month(died_on),
                                .person = h.person};
            TRY(restore_household(db, &one, &r, arena, e));
        } else {
            TRY(settle_household(db, &one, arena, e));
        }
    }
    return STATUS_OK;
}

static enum status death_known(struct db *db, const struct registry_death *d, struct arena *arena,
                               struct date *ret, bool *ret_corrects, struct error *e)
{
    struct person_death_now_row known;
    char day[DATE_TEXT_BYTES];
    enum status s = person_death_now(
        db, (struct person_death_now_args){.county = d->county, .person = d->person}, arena, &known,
        e);
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    *ret_corrects = s == STATUS_OK;
    *ret = s == STATUS_OK ? known.died_on : (struct date){0};
    if (s == STATUS_OK && known.died_on.v == d->died_on.v)
        return error_set(e, STATUS_REFUSED, "DEATH_KNOWN", _("%s已登记于%s死亡，没有改动。"),
                         d->name, date_format_people(known.died_on, day));
    return STATUS_OK;
}

enum status registry_death_within(struct db *db, const struct registry_death *d, int64_t change,
                                  struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(FACT_ARENA_BYTES);
    struct date known;
    bool corrects;
    if (!arena)
        return arena_exhausted(e);
    TRY(death_known(db, d, arena, &known, &corrects, e));
    struct death_household h = {.county = d->county,
                                .person = d->person,
                                .change = change,
                                .after = month_add(date_month(d->died_on), 1)};
    TRY(write_death(db, d, corrects, change, e));
    return settle_all(db, h, corrects ? &known : NULL, d->died_on, arena, e);
}

static enum status record_death(struct db *db, const struct death_work *w,
                                const struct registry_death *d, bool corrects, int64_t *ret_change,
                                struct error *e)
{
    CLEANUP(buf_free) struct buf detail = BUF_INIT(FACT_DETAIL_BYTES_MAX);
    char subject[SUBJECT_BYTES], day[DATE_TEXT_BYTES];
    (void)snprintf(subject, sizeof subject, "person %" PRId64, d->person);
    buf_addf(&detail, "{\"died_on\":\"%s\"", date_format(w->died_on, day));
    if (corrects)
        buf_adds(&detail, ",\"corrects\":true");
    return fact_record(db, w->county, w->actor, "person.death", subject, &detail, ret_change, e);
}

static enum status death_transaction(struct db *db, void *context, struct error *e)
{
    const struct death_work *w = context;
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(FACT_ARENA_BYTES);
    struct person_row person;
    struct idno id;
    struct date known;
    bool corrects;
    int64_t change = 0;
    if (!arena)
        return arena_exhausted(e);
    TRY(idno_parse(w->id_number, date_today(), &id, e));
    enum status s = person_by_id_number(db, w->county, w->keys, id.text, arena, &person, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "PERSON_UNKNOWN",
                         _("名册中没有这个身份证号的人。请核对号码。"));
    if (s != STATUS_OK)
        return s;
    TRY(check_day(w, &id, person.name, e));
    const struct registry_death d = {.county = w->county,
                                     .person = person.id,
                                     .name = person.name,
                                     .died_on = w->died_on,
                                     .source = w->actor->document ? w->actor->document : ""};
    TRY(death_known(db, &d, arena, &known, &corrects, e));
    TRY(record_death(db, w, &d, corrects, &change, e));
    return registry_death_within(db, &d, change, e);
}

enum status registry_report_death(struct db *db, int64_t county, const struct keyring *keys,
                                  const char *id_number, struct date died_on,
                                  const struct registry_actor *actor, struct error *e)
{
    struct death_work w = {
        .county = county, .keys = keys, .id_number = id_number, .died_on = died_on, .actor = actor};
    return db_transaction(db, death_transaction, &w, e);
}
