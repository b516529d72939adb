/* What the file says against what the registry knows: conflicts that send a household back, and
 * differences to be written. */
#include "office/roster/match.h"
#include "base/i18n.h"
#include "base/text.h"
#include <string.h>

#define CONFLICT_ROUNDS_MAX 16

static struct existing_household *place_of(struct roster_import *m, const struct person_in *p)
{
    int32_t at = p->household ? key_table_get(&m->existing_table, (uint64_t)p->household) : -1;
    return at >= 0 ? &m->existing[at] : NULL;
}

/* ---- conflicts ---- */

/* Where the person's number stands: for a head in the household table, for others in the member
 * table. */
static struct mark_at person_at(const struct roster_import *m, const struct household_in *h,
                                const struct member_in *p)
{
    if (h->key && strcmp(h->id, p->id) == 0)
        return (struct mark_at){h->file, h->sheet, h->row, FIELD_HEAD_ID};
    return member_id_at(m, p);
}

static enum status mark_elsewhere(struct roster_import *m, struct household_in *h,
                                  const struct member_in *p, const struct person_in *person,
                                  struct error *e)
{
    struct person_place place;
    enum status s = person_current_place(m->db, m->county, person->id, m->attempt, &place, e);
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    const char *reason = s == STATUS_NONE
                             ? _("这个人已在别的家庭中。")
                             : arena_printf(m->attempt, _("%s已在%s中：%s%s，户主%s。"), p->name,
                                            programme_name(place.programme), place.township_name,
                                            place.village_name, place.head_name);
    if (!reason)
        return arena_exhausted(e);
    h->is_conflict = true;
    return mark_add(m, person_at(m, h, p), reason,
                    _("一个人只能享受一项待遇、在一户中。先办理原待遇的退出，或核对号码。"), e);
}

/* Whether the person may leave where he or she is: the benefit there has ended, or the file itself
 * says so. */
static bool may_leave(const struct roster_import *m, const struct existing_household *x)
{
    if (x->status == ENTITLEMENT_ENDED || !x->programme)
        return true;
    return x->file_household >= 0 && !household_returns(&m->households[x->file_household]);
}

static enum status check_dead(struct roster_import *m, struct household_in *h,
                              const struct member_in *p, const struct person_in *person,
                              struct error *e)
{
    char day[DATE_TEXT_BYTES];
    if (date_month(person->died_on).v >= household_start(m, h).v)
        return STATUS_OK;
    const char *reason = arena_printf(m->attempt, _("%s已登记于%s死亡。"), p->name,
                                      date_format_people(person->died_on, day));
    if (!reason)
        return arena_exhausted(e);
    h->is_conflict = true;
    return mark_add(m, person_at(m, h, p), reason, _("从名册中去掉，或更正死亡登记。"), e);
}

static enum status check_members(struct roster_import *m, struct household_in *h,
                                 bool *ret_new_conflict, struct error *e)
{
    bool before = household_returns(h);
    for (int32_t i = h->first_member; i >= 0; i = m->members[i].next) {
        const struct member_in *p = &m->members[i];
        const struct person_in *person = p->person >= 0 ? &m->persons[p->person] : NULL;
        if (!person || !person->id || person->member != i)
            continue;
        TRY(check_dead(m, h, p, person, e));
        const struct existing_household *x = place_of(m, person);
        bool is_home = x && h->existing >= 0 && x == &m->existing[h->existing];
        /* Of a row that comes back anyway only the other benefit is worth a mark. */
        bool is_excused =
            x && (is_home || may_leave(m, x) || (before && x->programme == m->request->programme));
        if (x && !is_excused)
            TRY(mark_elsewhere(m, h, p, person, e));
    }
    *ret_new_conflict |= household_returns(h) && !before;
    return STATUS_OK;
}

enum status match_conflicts(struct roster_import *m, struct error *e)
{
    /* A household that comes back keeps its members, which may send back another one: until nothing
     * changes. */
    bool again = true;
    for (int round = 0; again && round < CONFLICT_ROUNDS_MAX; round++) {
        again = false;
        for (int32_t i = 0; i < m->household_count; i++)
            TRY(check_members(m, &m->households[i], &again, e));
    }
    if (again)
        return error_set(e, STATUS_REFUSED, "IMPORT_TANGLED",
                         _("名册中人员在各户之间的调动互相牵连，无法判断。请分批导入。"));
    return STATUS_OK;
}

/* ---- differences ---- */

static bool is_same_facts(const struct member_row *r, const struct member_in *p)
{
    return r->is_present && r->is_protected == p->is_protected &&
           r->is_seriously_ill == p->is_ill && r->is_student == p->is_student &&
           (int)r->relation == p->relation && r->disability_kind == p->kind &&
           r->disability_grade == p->grade;
}

static bool members_differ(struct roster_import *m, const struct household_in *h,
                           struct existing_household *x)
{
    bool differ = false;
    struct month start = household_start(m, h);
    for (int32_t i = h->first_member; i >= 0; i = m->members[i].next) {
        const struct member_in *p = &m->members[i];
        bool found = false;
        for (size_t k = 0; k < x->member_count; k++) {
            struct existing_member *known = &x->members[k];
            if (known->row.person != m->persons[p->person].id)
                continue;
            found = known->is_in_file = true;
            differ = differ || !is_same_facts(&known->row, p) || known->row.from.v > start.v;
        }
        differ = differ || !found;
    }
    for (size_t k = 0; k < x->member_count; k++)
        differ = differ || (x->members[k].row.is_present && !x->members[k].is_in_file);
    return differ;
}

static bool persons_differ(const struct roster_import *m, const struct household_in *h)
{
    for (int32_t i = h->first_member; i >= 0; i = m->members[i].next) {
        const struct person_in *p = &m->persons[m->members[i].person];
        if (p->known_name && strcmp(p->known_name, m->members[i].name) != 0)
            return true;
        bool is_head = strcmp(m->members[i].id, h->id) == 0;
        if (is_head && p->known_phone && *h->phone && !text_ends(h->phone, p->known_phone))
            return true;
        if (is_head && p->known_phone && *h->phone && !*p->known_phone)
            return true;
    }
    return false;
}

static unsigned entitlement_differences(const struct roster_import *m, const struct household_in *h,
                                        const struct existing_household *x)
{
    const struct entitlement_row *r = &x->row;
    unsigned d = 0;
    int32_t head = key_table_get(&m->person_table, h->key);
    if (!x->has_row || r->from.v > household_start(m, h).v || r->status == ENTITLEMENT_ENDED)
        d |= DIFFERS_PERIOD;
    if (!x->has_row)
        return d;
    d |= r->division != h->division ? DIFFERS_DIVISION : 0;
    d |= r->head != m->persons[head].id ? DIFFERS_HEAD : 0;
    d |= h->mgmt_class >= 0 && r->mgmt_class != h->mgmt_class ? DIFFERS_CLASS : 0;
    d |= r->income_year.v != h->income.v ? DIFFERS_INCOME : 0;
    d |= (int)r->form != h->form || r->home != h->home ? DIFFERS_FORM : 0;
    d |= h->care >= 0 && (int)r->care != h->care ? DIFFERS_CARE : 0;
    d |= h->has_begun && r->begun.v != h->begun.v ? DIFFERS_BEGUN : 0;
    return d;
}

void match_differences(struct roster_import *m)
{
    for (int32_t i = 0; i < m->household_count; i++) {
        struct household_in *h = &m->households[i];
        if (h->existing < 0 || household_returns(h))
            continue;
        struct existing_household *x = &m->existing[h->existing];
        uint8_t index[BLIND_INDEX_BYTES];
        blind_index(m->keys, SEAL_ACCOUNT, h->account, index);
        x->differences = entitlement_differences(m, h, x);
        if (h->has_account &&
            (!x->has_account || memcmp(index, x->account_index, sizeof index) != 0 ||
             !text_equals(x->account_bank, h->bank) || !text_equals(x->account_holder, h->holder)))
            x->differences |= DIFFERS_ACCOUNT;
        if (*h->group_no && !text_equals(x->group_no, h->group_no))
            x->differences |= DIFFERS_GROUP;
        if (members_differ(m, h, x))
            x->differences |= DIFFERS_MEMBERS;
        if (persons_differ(m, h))
            x->differences |= DIFFERS_PERSONS;
    }
}

enum status match_registry(struct roster_import *m, struct error *e)
{
    bool any = false;
    m->marks.count = m->marks_before;
    m->existing_count = 0;
    m->existing = NULL;
    m->existing_table = (struct key_table){.capacity = 0};
    for (int32_t i = 0; i < m->household_count; i++) {
        m->households[i].existing = -1;
        m->households[i].is_conflict = false;
    }
    TRY(match_persons(m, &any, e));
    if (!any)
        return STATUS_OK;
    TRY(match_households(m, e));
    TRY(match_conflicts(m, e));
    match_differences(m);
    return STATUS_OK;
}
