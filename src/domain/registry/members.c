/* Who belongs to a household, and what is known of them, inside the caller's transaction. */
#include "domain/registry/within.h"

#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "domain/registry/fact_change.h"
#include "person_sql.h"

#define TAIL_DIGITS 4
#define PHONE_BYTES_MAX 48

/* ---- persons ---- */

static const char *tail_of(const char *text)
{
    size_t n = strlen(text);
    return n > TAIL_DIGITS ? text + n - TAIL_DIGITS : text;
}

static enum status person_add(struct db *db, int64_t county, const struct keyring *keys,
                              const struct registry_person *p, const struct idno *id,
                              int64_t change, int64_t *ret, struct error *e)
{
    uint8_t index[BLIND_INDEX_BYTES], sealed[IDNO_BYTES + SEAL_OVERHEAD_BYTES],
        phone[PHONE_BYTES_MAX + SEAL_OVERHEAD_BYTES];
    char initials[PINYIN_INITIALS_BYTES];
    int64_t number;
    pinyin_initials(p->name, initials);
    blind_index(keys, SEAL_ID_NUMBER, id->text, index);
    size_t sealed_n = seal(keys, SEAL_ID_NUMBER, id->text, IDNO_BYTES - 1, sealed);
    TRY(counter_take(db, county, "person", 1, &number, e));
    struct person_insert_args row = {.county = county,
                                     .id = number,
                                     .name = p->name,
                                     .initials = initials,
                                     .sex = id->sex,
                                     .id_tail = tail_of(id->text),
                                     .id_index = {index, sizeof index},
                                     .id_sealed = {sealed, sealed_n},
                                     .known_from = change};
    size_t phone_n = strlen(p->phone);
    if (phone_n > 0 && phone_n < PHONE_BYTES_MAX) {
        row.phone_tail = tail_of(p->phone);
        row.phone_sealed = (struct blob){phone, seal(keys, SEAL_PHONE, p->phone, phone_n, phone)};
    }
    TRY(person_insert(db, row, NULL, e));
    *ret = number;
    return STATUS_OK;
}

static enum status person_refresh(struct db *db, int64_t county, const struct keyring *keys,
                                  const struct registry_person *p, const struct person_row *known,
                                  struct error *e)
{
    uint8_t phone[PHONE_BYTES_MAX + SEAL_OVERHEAD_BYTES];
    char initials[PINYIN_INITIALS_BYTES];
    size_t n = strlen(p->phone);
    if (*p->name && !text_equals(known->name, p->name)) {
        pinyin_initials(p->name, initials);
        TRY(person_rename(
            db,
            (struct person_rename_args){
                .county = county, .id = known->id, .name = p->name, .initials = initials},
            NULL, e));
    }
    if (n == 0 || n >= PHONE_BYTES_MAX)
        return STATUS_OK;
    size_t sealed_n = seal(keys, SEAL_PHONE, p->phone, n, phone);
    return person_set_phone(db,
                            (struct person_set_phone_args){.county = county,
                                                           .id = known->id,
                                                           .phone_tail = tail_of(p->phone),
                                                           .phone_sealed = {phone, sealed_n}},
                            NULL, e);
}

enum status registry_person_within(struct db *db, int64_t county, const struct keyring *keys,
                                   const struct registry_person *person, int64_t change,
                                   int64_t *ret, struct idno *ret_id, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(FACT_ARENA_BYTES);
    struct person_row known;
    struct idno id;
    if (!arena)
        return arena_exhausted(e);
    TRY(idno_parse(person->id_number, date_today(), &id, e));
    enum status s = person_by_id_number(db, county, keys, id.text, arena, &known, e);
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    if (s == STATUS_NONE) {
        TRY(person_add(db, county, keys, person, &id, change, ret, e));
    } else {
        TRY(person_refresh(db, county, keys, person, &known, e));
        *ret = known.id;
    }
    if (ret_id)
        *ret_id = id;
    return STATUS_OK;
}

/* ---- coming and going ---- */

static enum status member_unknown(int64_t household, struct error *e)
{
    return error_set(e, STATUS_REFUSED, "MEMBER_UNKNOWN",
                     _("家庭 %lld 从该月起没有这个成员。请核对姓名、身份证号和月份。"),
                     (long long)household);
}

/* In another household: with a benefit it is a refusal, after a benefit the person simply left it.
 */
static enum status leave_former(struct db *db, int64_t county, int64_t household, int64_t person,
                                struct month from, int64_t change, struct arena *arena,
                                struct error *e)
{
    struct person_household_now_row in;
    struct person_place place;
    enum status s = person_household_now(
        db, (struct person_household_now_args){.county = county, .person = person}, arena, &in, e);
    if (s != STATUS_OK)
        return s == STATUS_NONE ? STATUS_OK : s;
    if (in.household == household)
        return error_set(e, STATUS_REFUSED, "MEMBER_KNOWN", _("这个人已经是家庭 %lld 的成员。"),
                         (long long)household);
    s = person_current_place(db, county, person, arena, &place, e);
    if (s == STATUS_OK)
        return error_set(e, STATUS_REFUSED, "PERSON_ELSEWHERE",
                         _("这个人正享受%s（%s%s，户主%s），须先从原户减员。"),
                         programme_name(place.programme), place.township_name, place.village_name,
                         place.head_name);
    if (s != STATUS_NONE)
        return s;
    struct member_row *rows = ARENA_ARRAY(arena, struct member_row, MEMBER_SEGMENTS_MAX);
    size_t count = 0;
    if (!rows)
        return arena_exhausted(e);
    TRY(member_segments(db, county, in.household, person, from, MONTH_OPEN, arena, rows, &count,
                        e));
    if (count == 0)
        return STATUS_OK;
    struct member_row gone = rows[count - 1];
    gone.from = from;
    gone.to = MONTH_OPEN;
    gone.is_present = gone.is_protected = false;
    gone.cause = "JOINED_ANOTHER";
    return member_write(db, county, in.household, change, &gone, e);
}

enum status registry_join_within(struct db *db, int64_t county, int64_t household,
                                 const struct member_row *row, int64_t change, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(FACT_ARENA_BYTES);
    if (!arena)
        return arena_exhausted(e);
    TRY(leave_former(db, county, household, row->person, row->from, change, arena, e));
    struct member_row in = *row;
    in.to = MONTH_OPEN;
    in.is_present = true;
    return member_write(db, county, household, change, &in, e);
}

enum status registry_member_within(struct db *db, int64_t county, int64_t household, int64_t person,
                                   struct month from, int64_t change, registry_member_edit edit,
                                   void *context, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(FACT_ARENA_BYTES);
    struct member_row *rows =
        arena ? ARENA_ARRAY(arena, struct member_row, MEMBER_SEGMENTS_MAX) : NULL;
    size_t count = 0, present = 0, changed = 0;
    if (!rows)
        return arena_exhausted(e);
    TRY(member_segments(db, county, household, person, from, MONTH_OPEN, arena, rows, &count, e));
    for (size_t i = 0; i < count; i++) {
        if (!rows[i].is_present)
            continue;
        present++;
        if (rows[i].from.v < from.v)
            rows[i].from = from;
        if (!edit(&rows[i], context))
            continue;
        TRY(member_write(db, county, household, change, &rows[i], e));
        changed++;
    }
    if (!present)
        return member_unknown(household, e);
    return changed ? STATUS_OK : nothing_to_change(household, e);
}

static bool edit_leave(struct member_row *row, void *context)
{
    row->is_present = row->is_protected = false;
    row->cause = context;
    return true;
}

static enum status head_at(struct db *db, int64_t county, int64_t household, struct month m,
                           struct arena *arena, int64_t *ret, struct error *e)
{
    struct fact_household found;
    struct dossier d;
    TRY(fact_household_find(db, county, household, arena, &found, e));
    TRY(dossier_read(db, county, found.programme, household, m, m, KNOWN_NOW, arena, &d, e));
    const struct entitlement_row *row = dossier_entitlement_at(&d, m);
    *ret = row ? row->head : found.head;
    return STATUS_OK;
}

enum status registry_leave_within(struct db *db, int64_t county, int64_t household, int64_t person,
                                  const char *cause, struct month from, int64_t change,
                                  struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(FACT_ARENA_BYTES);
    int64_t head = 0;
    if (!arena)
        return arena_exhausted(e);
    if (!cause || !*cause)
        return error_set(e, STATUS_REFUSED, "CAUSE_MISSING", _("减员必须写明原因。请补上。"));
    TRY(head_at(db, county, household, from, arena, &head, e));
    if (head == person)
        return error_set(e, STATUS_REFUSED, "HEAD_LEAVES",
                         _("户主减员要先办户主变更，由另一成员接任后再减。"));
    char *words = arena_strdup(arena, cause);
    if (!words)
        return arena_exhausted(e);
    return registry_member_within(db, county, household, person, from, change, edit_leave, words,
                                  e);
}

/* ---- the head ---- */

struct head_work {
    int64_t person;
    enum relation relation;
};

static bool edit_head(struct entitlement_row *row, void *context)
{
    const struct head_work *w = context;
    if (row->status == ENTITLEMENT_ENDED || row->head == w->person)
        return false;
    row->head = w->person;
    return true;
}

static bool edit_relation(struct member_row *row, void *context)
{
    const struct head_work *w = context;
    if (row->relation == w->relation)
        return false;
    row->relation = w->relation;
    return true;
}

static enum status may_stay_the_same(enum status s, struct error *e)
{
    return s == STATUS_REFUSED && e && text_equals(e->code, "NOTHING_TO_CHANGE") ? STATUS_OK : s;
}

enum status registry_head_within(struct db *db, int64_t county, int64_t household, int64_t person,
                                 enum relation old_relation, struct month from, int64_t change,
                                 struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(FACT_ARENA_BYTES);
    struct fact_household found;
    struct head_work w = {.person = person, .relation = RELATION_HEAD};
    struct head_work old = {.relation = old_relation};
    struct error quiet = {0};
    size_t changed = 0;
    if (!arena)
        return arena_exhausted(e);
    TRY(head_at(db, county, household, from, arena, &old.person, e));
    if (old.person == person)
        return nothing_to_change(household, e);
    TRY(fact_household_find(db, county, household, arena, &found, e));
    enum status s = registry_member_within(db, county, household, person, from, change,
                                           edit_relation, &w, &quiet);
    if (may_stay_the_same(s, &quiet) != STATUS_OK) {
        if (e)
            *e = quiet;
        return s;
    }
    TRY(fact_edit_entitlement(db, county, &found, from, change, edit_head, &w, &changed, e));
    if (!changed)
        return nothing_to_change(household, e);
    /* The old head may be gone already. */
    s = registry_member_within(db, county, household, old.person, from, change, edit_relation, &old,
                               &quiet);
    if (s == STATUS_REFUSED)
        return STATUS_OK;
    if (s != STATUS_OK && e)
        *e = quiet;
    return s;
}
