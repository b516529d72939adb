/* What a roster must agree with itself on: the two tables, the counts, and that nobody is in it
 * twice. */
#include "base/i18n.h"
#include "office/roster/roster_internal.h"
#include <string.h>

static struct mark_at household_at(const struct household_in *h, enum roster_field field)
{
    return (struct mark_at){h->file, h->sheet, h->row, field};
}

struct mark_at member_id_at(const struct roster_import *m, const struct member_in *p)
{
    const struct roster_header *h = m->files[p->file].header[p->sheet];
    return (struct mark_at){p->file, p->sheet, p->row,
                            h->kind == KIND_MEMBER ? FIELD_ID : FIELD_HEAD_ID};
}

/* ---- nobody twice ---- */

static enum status mark_twice(struct roster_import *m, const struct member_in *p,
                              const struct member_in *other, struct error *e)
{
    const char *where = row_words(m, other->file, other->sheet, other->row);
    const char *head =
        other->household >= 0 ? m->households[other->household].head_name : other->name;
    const char *reason = arena_printf(m->arena, _("这个人在%s又出现一次（户主%s）。"), where, head);
    if (!reason)
        return arena_exhausted(e);
    if (p->household >= 0)
        m->households[p->household].is_bad = true;
    return mark_add(m, member_id_at(m, p), reason,
                    _("一个人只能在一户中。删去多余的一行，或核对号码。"), e);
}

static enum status index_persons(struct roster_import *m, struct error *e)
{
    size_t n = (size_t)m->member_count;
    m->persons = ARENA_ARRAY(m->arena, struct person_in, n + 1);
    if (!m->persons)
        return arena_exhausted(e);
    TRY(key_table_init(&m->person_table, n + 1, m->arena, e));
    for (int32_t i = 0; i < m->member_count; i++) {
        struct member_in *p = &m->members[i];
        if (!p->id[0])
            continue;
        uint64_t key = id_key(p->id);
        int32_t at = key_table_put(&m->person_table, key, m->person_count);
        p->person = at;
        if (at == m->person_count) {
            m->persons[m->person_count++] =
                (struct person_in){.key = key, .member = i, .died_on = DATE_OPEN};
            continue;
        }
        struct member_in *first = &m->members[m->persons[at].member];
        TRY(mark_twice(m, first, p, e));
        TRY(mark_twice(m, p, first, e));
        first->is_bad = p->is_bad = true;
    }
    return STATUS_OK;
}

/* ---- the two tables agree ---- */

/* Everybody called head but the head himself. */
static enum status check_second_heads(struct roster_import *m, struct household_in *h,
                                      struct error *e)
{
    for (int32_t i = h->first_member; i >= 0; i = m->members[i].next) {
        const struct member_in *p = &m->members[i];
        if (p->relation != RELATION_HEAD || !p->id[0] || strcmp(p->id, h->id) == 0)
            continue;
        h->is_bad = true;
        TRY(mark_add(m, (struct mark_at){p->file, p->sheet, p->row, FIELD_RELATION},
                     _("一户只能有一个户主。"), _("填写此人与户主的关系，如配偶、子、女。"), e));
    }
    return STATUS_OK;
}

static enum status check_head(struct roster_import *m, struct household_in *h, struct error *e)
{
    const struct member_in *head = NULL, *called = NULL;
    for (int32_t i = h->first_member; i >= 0; i = m->members[i].next) {
        const struct member_in *p = &m->members[i];
        if (strcmp(p->id, h->id) == 0)
            head = p;
        if (p->relation == RELATION_HEAD)
            called = p;
    }
    if (!head && called && !called->id[0])
        return STATUS_OK; /* that cell is marked already */
    if (!head) {
        const char *words = called
                                ? arena_printf(m->arena, _("成员表中该户的户主是%s，号码为 %s。"),
                                               called->name, called->id)
                                : _("在成员表中补上户主本人一行。");
        h->is_bad = true;
        return mark_add(m, household_at(h, FIELD_HEAD_ID), _("成员表中没有户主本人。"), words, e);
    }
    if (*h->head_name && *head->name && strcmp(h->head_name, head->name) != 0) {
        const char *words = arena_printf(m->arena, _("成员表中写作“%s”。"), head->name);
        h->is_bad = true;
        return mark_add(m, household_at(h, FIELD_HEAD_NAME), _("户主姓名与成员表不一致。"), words,
                        e);
    }
    return check_second_heads(m, h, e);
}

static enum status check_counts(struct roster_import *m, struct household_in *h, struct error *e)
{
    const char *reason;
    if (h->members >= 0 && h->members != h->member_rows) {
        reason = arena_printf(m->arena, _("家庭人口填 %d，成员表中有 %d 人。"), h->members,
                              h->member_rows);
        h->is_bad = true;
        TRY(mark_add(m, household_at(h, FIELD_MEMBERS), reason ? reason : "",
                     _("核对家庭人口，或补全成员表。"), e));
    }
    bool is_too_many = h->members >= 0 && h->protected > h->members; /* marked when read */
    if (h->protected >= 0 && h->protected != h->protected_rows && !is_too_many) {
        reason = arena_printf(m->arena, _("保障人口填 %d，成员表中是否保障为“是”的有 %d 人。"),
                              h->protected, h->protected_rows);
        h->is_bad = true;
        TRY(mark_add(m, household_at(h, FIELD_PROTECTED), reason ? reason : "",
                     _("核对保障人口，或成员表的是否保障。"), e));
    }
    return STATUS_OK;
}

static enum status check_relations(struct roster_import *m, const struct household_in *h,
                                   struct error *e)
{
    for (int32_t i = h->first_member; i >= 0; i = m->members[i].next) {
        const struct member_in *p = &m->members[i];
        bool male = p->relation == RELATION_SON || p->relation == RELATION_GRANDSON ||
                    p->relation == RELATION_FATHER;
        bool female = p->relation == RELATION_DAUGHTER || p->relation == RELATION_GRANDDAUGHTER ||
                      p->relation == RELATION_MOTHER;
        if ((male && p->sex == SEX_FEMALE) || (female && p->sex == SEX_MALE))
            TRY(warning_add(m, (struct mark_at){p->file, p->sheet, p->row, FIELD_RELATION},
                            _("与户主关系和身份证号的性别不符，请核对。"), e));
    }
    return STATUS_OK;
}

static enum status check_household(struct roster_import *m, struct household_in *h, struct error *e)
{
    bool member_bad = false;
    for (int32_t i = h->first_member; i >= 0; i = m->members[i].next)
        member_bad = member_bad || m->members[i].is_bad;
    h->is_bad = h->is_bad || member_bad;
    if (h->first_member < 0) {
        h->is_bad = true;
        /* When the number is wrong anyhow, that is what must be put right first. */
        return h->is_id_bad
                   ? STATUS_OK
                   : mark_add(m, household_at(h, FIELD_HEAD_ID), _("成员表中没有这一户的成员。"),
                              _("补上这一户的成员，或核对户主身份证号。"), e);
    }
    if (!h->is_id_bad)
        TRY(check_head(m, h, e));
    if (!member_bad)
        TRY(check_counts(m, h, e));
    return check_relations(m, h, e);
}

enum status roster_check(struct roster_import *m, struct error *e)
{
    TRY(index_persons(m, e));
    for (int32_t i = 0; i < m->household_count; i++) {
        if (m->request->programme == PROGRAMME_DIBAO)
            TRY(check_household(m, &m->households[i], e));
    }
    return STATUS_OK;
}
