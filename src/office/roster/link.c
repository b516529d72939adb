/* Members to their households: by the head's ID number, and where that is wrong by the head's name
   and a number that is nearly the same, so that what comes back comes back whole. */
#include "base/i18n.h"
#include "base/text.h"
#include "office/roster/roster_internal.h"
#include <string.h>

#define NEAR_EDITS 2

/* Members whose head's number leads to no single household. */
struct group {
    uint64_t key;
    int32_t first_member;
    int32_t household; /* -1: none */
    const char *head_name;
};
struct linker {
    struct roster_import *m;
    struct key_table households; /* head's key -> first household with it */
    struct key_table by_name;    /* head's name -> last household with it */
    int32_t *same_name;          /* household -> an earlier one of the same name */
    struct key_table group_table;
    struct group *groups;
    int32_t group_count;
};

static struct mark_at household_at(const struct household_in *h, enum roster_field field)
{
    return (struct mark_at){h->file, h->sheet, h->row, field};
}

static void append(struct roster_import *m, int32_t household, int32_t member)
{
    struct household_in *h = &m->households[household];
    struct member_in *p = &m->members[member];
    p->household = household;
    p->next = -1;
    if (h->last_member >= 0)
        m->members[h->last_member].next = member;
    else
        h->first_member = member;
    h->last_member = member;
    h->member_rows++;
    h->protected_rows += p->is_protected;
    h->is_bad = h->is_bad || p->is_bad;
}

/* Whether b can be a slip of the pen away from a: at most two characters wrong, missing or swapped.
 */
static bool is_near(const char *a, const char *b)
{
    int previous[IDNO_BYTES + 1], current[IDNO_BYTES + 1];
    int n = (int)strlen(a), k = (int)strlen(b);
    if (n > IDNO_BYTES || k > IDNO_BYTES || n - k > NEAR_EDITS || k - n > NEAR_EDITS)
        return false;
    for (int j = 0; j <= k; j++)
        previous[j] = j;
    for (int i = 1; i <= n; i++) {
        current[0] = i;
        for (int j = 1; j <= k; j++) {
            int change = previous[j - 1] + (a[i - 1] != b[j - 1]);
            int drop = previous[j] + 1, insert = current[j - 1] + 1;
            int least = change < drop ? change : drop;
            current[j] = least < insert ? least : insert;
        }
        memcpy(previous, current, sizeof previous);
    }
    return previous[k] <= NEAR_EDITS;
}

/* ---- households among themselves ---- */

static enum status mark_double(struct roster_import *m, int32_t a, int32_t b, struct error *e)
{
    struct household_in *one = &m->households[a], *other = &m->households[b];
    const char *where = row_words(m, other->file, other->sheet, other->row);
    const char *reason = arena_printf(m->arena, _("与%s的户主身份证号相同。"), where);
    if (!reason)
        return arena_exhausted(e);
    one->is_bad = one->is_id_bad = one->is_double = true;
    return mark_add(m, household_at(one, FIELD_HEAD_ID), reason, _("核对两户户主的身份证号。"), e);
}

static enum status index_households(struct linker *l, struct error *e)
{
    struct roster_import *m = l->m;
    size_t n = (size_t)m->household_count;
    TRY(key_table_init(&l->households, n + 1, m->arena, e));
    TRY(key_table_init(&l->by_name, n + 1, m->arena, e));
    l->same_name = ARENA_ARRAY(m->arena, int32_t, n + 1);
    if (!l->same_name)
        return arena_exhausted(e);
    for (int32_t i = 0; i < m->household_count; i++) {
        struct household_in *h = &m->households[i];
        if (h->key) {
            int32_t first = key_table_put(&l->households, h->key, i);
            if (first != i) {
                TRY(mark_double(m, first, i, e));
                TRY(mark_double(m, i, first, e));
            }
        }
        uint64_t name = text_key(h->head_name);
        int32_t first = key_table_put(&l->by_name, name, i);
        l->same_name[i] = -1;
        if (first != i) { /* behind the first one, which stays in the table */
            l->same_name[i] = l->same_name[first];
            l->same_name[first] = i;
        }
    }
    return STATUS_OK;
}

/* ---- groups without a household ---- */

static enum status group_add(struct linker *l, int32_t member, struct error *e)
{
    struct roster_import *m = l->m;
    const struct member_in *p = &m->members[member];
    if (!l->groups) {
        l->groups = ARENA_ARRAY(m->arena, struct group, (size_t)m->member_count);
        if (!l->groups)
            return arena_exhausted(e);
        TRY(key_table_init(&l->group_table, (size_t)m->member_count + 1, m->arena, e));
    }
    int32_t at = key_table_put(&l->group_table, p->head_key, l->group_count);
    if (at == l->group_count) {
        l->group_count++;
        l->groups[at] = (struct group){
            .key = p->head_key, .first_member = member, .household = -1, .head_name = p->head_name};
    }
    if (p->relation == RELATION_HEAD || strcmp(p->id, p->head_id) == 0)
        l->groups[at].head_name = p->name;
    return STATUS_OK;
}

static int fitness(const struct household_in *h, const char *head_id, uint64_t key)
{
    if (h->first_member >= 0)
        return 0;
    if (h->key == key)
        return 4;
    if (!h->is_id_bad)
        return is_near(h->id, head_id) ? 1 : 0;
    return is_near(h->id, head_id) ? 3 : 2;
}

static int32_t household_of_name(const struct linker *l, const struct group *g)
{
    const struct roster_import *m = l->m;
    int32_t best = -1;
    int best_fitness = 0;
    if (!*g->head_name)
        return -1;
    const char *head_id = m->members[g->first_member].head_id;
    for (int32_t i = key_table_get(&l->by_name, text_key(g->head_name)); i >= 0;
         i = l->same_name[i]) {
        const struct household_in *h = &m->households[i];
        if (strcmp(h->head_name, g->head_name) != 0)
            continue;
        int f = fitness(h, head_id, g->key);
        if (f > best_fitness) {
            best = i;
            best_fitness = f;
        }
    }
    return best;
}

/* Without a name to go by: the one household whose number is nearly the same and is known to be
 * wrong. */
static int32_t household_of_number(const struct linker *l, const struct group *g)
{
    const struct roster_import *m = l->m;
    const char *head_id = m->members[g->first_member].head_id;
    int32_t found = -1;
    for (int32_t i = 0; i < m->household_count; i++) {
        const struct household_in *h = &m->households[i];
        if (!h->is_id_bad || h->is_double || h->first_member >= 0 || !is_near(h->id, head_id))
            continue;
        if (found >= 0)
            return -1;
        found = i;
    }
    return found;
}

static enum status suggest_number(struct linker *l, const struct group *g, struct error *e)
{
    struct roster_import *m = l->m;
    struct household_in *h = &m->households[g->household];
    const char *head_id = m->members[g->first_member].head_id;
    if (h->key == g->key)
        return STATUS_OK;
    const char *words = arena_printf(m->arena, _("成员表中该户主为 %s。"), head_id);
    if (!words)
        return arena_exhausted(e);
    if (h->is_id_bad)
        return mark_suggest(m, household_at(h, FIELD_HEAD_ID), words, e);
    h->is_bad = h->is_id_bad = true;
    return mark_add(m, household_at(h, FIELD_HEAD_ID), _("家庭表与成员表的户主身份证号不一致。"),
                    words, e);
}

static enum status link_groups(struct linker *l, struct error *e)
{
    struct roster_import *m = l->m;
    /* First those whose number is right, so that they do not lose their row to a namesake. */
    for (int32_t pass = 0; pass < 2; pass++) {
        for (int32_t i = 0; i < l->group_count; i++) {
            struct group *g = &l->groups[i];
            bool is_known = key_table_get(&l->households, g->key) >= 0;
            if (g->household >= 0 || is_known != (pass == 0))
                continue;
            g->household = household_of_name(l, g);
            if (g->household < 0 && !is_known)
                g->household = household_of_number(l, g);
            if (g->household < 0)
                continue;
            TRY(suggest_number(l, g, e));
            /* Reserves the row; the members follow in file order below. */
            append(m, g->household, g->first_member);
        }
    }
    for (int32_t i = 0; i < m->member_count; i++) {
        struct member_in *p = &m->members[i];
        if (p->household >= 0 || !p->head_key)
            continue;
        const struct group *g = &l->groups[key_table_get(&l->group_table, p->head_key)];
        if (g->household >= 0) {
            append(m, g->household, i);
            continue;
        }
        bool is_double = key_table_get(&l->households, p->head_key) >= 0;
        p->is_bad = true;
        TRY(mark_add(m, (struct mark_at){p->file, p->sheet, p->row, FIELD_HEAD_ID},
                     is_double ? _("家庭表中有两户用这个户主身份证号，分不清属于哪一户。")
                               : _("家庭表中没有这个户主身份证号。"),
                     _("核对户主身份证号，或在家庭表中补上这一户。"), e));
    }
    return STATUS_OK;
}

/* ---- members whose head's number is no number ---- */

static int32_t neighbour_household(const struct roster_import *m, int32_t member, bool near_only)
{
    const struct member_in *p = &m->members[member];
    for (int32_t step = -1; step <= 1; step += 2) {
        for (int32_t i = member + step; i >= 0 && i < m->member_count; i += step) {
            const struct member_in *q = &m->members[i];
            if (q->sheet != p->sheet || q->file != p->file)
                break;
            if (q->household < 0)
                continue;
            const struct household_in *h = &m->households[q->household];
            if (is_near(h->id, p->head_id) ||
                (!near_only && h->members > h->member_rows && h->members >= 0))
                return q->household;
            break;
        }
    }
    return -1;
}

static int32_t household_as_written(const struct linker *l, const struct member_in *p)
{
    const struct roster_import *m = l->m;
    for (int32_t i = 0; i < m->household_count; i++) {
        const struct household_in *h = &m->households[i];
        if (h->is_id_bad && !h->is_double && strcmp(h->id, p->head_id) == 0)
            return i;
    }
    if (p->relation != RELATION_HEAD)
        return -1;
    struct group alone = {.first_member = (int32_t)(p - m->members), .head_name = p->name};
    return household_of_name(l, &alone);
}

static enum status link_misspelt(struct linker *l, struct error *e)
{
    struct roster_import *m = l->m;
    for (int32_t i = 0; i < m->member_count; i++) {
        struct member_in *p = &m->members[i];
        if (p->household >= 0 || p->head_key)
            continue;
        int32_t h = neighbour_household(m, i, true);
        if (h < 0)
            h = household_as_written(l, p);
        if (h < 0)
            h = neighbour_household(m, i, false);
        if (h < 0)
            continue;
        append(m, h, i);
        m->households[h].is_bad = true;
        if (m->households[h].key && !m->households[h].is_id_bad) {
            const char *words =
                arena_printf(m->arena, _("家庭表中该户主为 %s。"), m->households[h].id);
            if (!words)
                return arena_exhausted(e);
            TRY(mark_suggest(m, (struct mark_at){p->file, p->sheet, p->row, FIELD_HEAD_ID}, words,
                             e));
        }
    }
    return STATUS_OK;
}

enum status roster_link(struct roster_import *m, struct error *e)
{
    struct linker l = {.m = m};
    if (m->request->programme == PROGRAMME_WUBAO) {
        for (int32_t i = 0; i < m->member_count; i++) {
            int32_t h = m->members[i].household;
            append(m, h, i);
        }
        return STATUS_OK;
    }
    TRY(index_households(&l, e));
    for (int32_t i = 0; i < m->member_count; i++) {
        const struct member_in *p = &m->members[i];
        int32_t h = p->head_key ? key_table_get(&l.households, p->head_key) : -1;
        if (h >= 0 && !m->households[h].is_double)
            append(m, h, i);
        else if (p->head_key)
            TRY(group_add(&l, i, e));
    }
    TRY(link_groups(&l, e));
    return link_misspelt(&l, e);
}
