/* The chain of changes and what must hold among the facts. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "audit/audit_internal.h"
#include "base/hash.h"
#include "base/i18n.h"

#define SEALED_BYTES_MAX 256

/* Each field enters the hash behind its length in eight bytes, most significant first. */
static void chain_field(struct hash_state *h, const void *p, size_t n)
{
    uint8_t length[8];
    for (int i = 7, shift = 0; i >= 0; i--, shift += 8)
        length[i] = (uint8_t)(((uint64_t)n >> shift) & 0xff);
    hash_update(h, length, sizeof(length));
    hash_update(h, p, n);
}

static void chain_number(struct hash_state *h, int64_t value)
{
    char text[32];
    snprintf(text, sizeof(text), "%" PRId64, value);
    chain_field(h, text, strlen(text));
}

static void chain_hash(int64_t county, const struct audit_trail_row *row,
                       const uint8_t prev[HASH_BYTES], uint8_t out[HASH_BYTES])
{
    struct hash_state h;
    hash_init(&h);
    chain_field(&h, prev, HASH_BYTES);
    chain_number(&h, county);
    chain_number(&h, row->id);
    chain_field(&h, row->at, strlen(row->at));
    chain_field(&h, row->actor, strlen(row->actor));
    chain_field(&h, row->action, strlen(row->action));
    chain_field(&h, row->subject, strlen(row->subject));
    chain_field(&h, row->detail, strlen(row->detail));
    hash_final(&h, out);
}

enum status audit_check_trail(struct audit *a, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct audit_trail_row row;
    uint8_t prev[HASH_BYTES] = {0}, hash[HASH_BYTES];
    int64_t expected_id = 1;
    char subject[64];
    enum status s;

    audit_check_begin(a);
    TRY(audit_trail_open(a->db, (struct audit_trail_args){.county = a->scope.county}, &cursor, e));
    while ((s = audit_trail_next(cursor, &row, e)) == STATUS_OK) {
        enum status found = STATUS_OK;
        snprintf(subject, sizeof(subject), "change %" PRId64, row.id);
        a->result.changes++;
        if (row.id != expected_id)
            found = audit_find(a, "TRAIL_GAP", e, subject, _("变动记录缺少第 %" PRId64 " 条"),
                               expected_id);
        expected_id = row.id + 1;
        chain_hash(a->scope.county, &row, prev, hash);
        bool is_linked =
            row.prev_hash.n == HASH_BYTES && memcmp(row.prev_hash.p, prev, HASH_BYTES) == 0;
        bool is_intact = row.hash.n == HASH_BYTES && memcmp(row.hash.p, hash, HASH_BYTES) == 0;
        if (found == STATUS_OK && !is_linked)
            found = audit_find(a, "TRAIL_LINK", e, subject, _("与前一条的哈希不相接"));
        if (found == STATUS_OK && is_linked && !is_intact)
            found = audit_find(a, "TRAIL_HASH", e, subject, _("内容与哈希不符：%s %s"), row.actor,
                               row.action);
        if (found == STATUS_NONE)
            return STATUS_OK;
        if (found != STATUS_OK)
            return found;
        if (row.hash.n == HASH_BYTES)
            memcpy(prev, row.hash.p, HASH_BYTES);
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

static enum status check_knowledge(struct audit *a, struct error *e)
{
    struct audit_knowledge_row row;
    TRY(audit_knowledge_last(a->db, (struct audit_knowledge_last_args){.county = a->scope.county},
                             a->arena, &row, e));
    const struct {
        const char *table;
        int64_t known;
    } facts[] = {{"entitlement", row.entitlements},
                 {"member", row.members},
                 {"account", row.accounts},
                 {"parameter", row.parameters}};
    for (size_t i = 0; i < sizeof(facts) / sizeof(facts[0]); i++) {
        if (facts[i].known <= row.trail)
            continue;
        enum status s =
            audit_find(a, "KNOWN_UNRECORDED", e, facts[i].table,
                       _("有事实标注第 %" PRId64 " 条变动，但变动记录只到第 %" PRId64 " 条"),
                       facts[i].known, row.trail);
        if (s != STATUS_OK)
            return s == STATUS_NONE ? STATUS_OK : s;
    }
    return STATUS_OK;
}

static enum status check_person_twice(struct audit *a, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct audit_person_twice_row row;
    char subject[64];
    enum status s;
    TRY(audit_person_twice_open(a->db, (struct audit_person_twice_args){.county = a->scope.county},
                                &cursor, e));
    while ((s = audit_person_twice_next(cursor, &row, e)) == STATUS_OK) {
        snprintf(subject, sizeof(subject), "person %" PRId64, row.person);
        s = audit_find(a, "PERSON_TWICE", e, subject, _("同时在家庭 %" PRId64 " 和家庭 %" PRId64),
                       row.household, row.other);
        if (s != STATUS_OK)
            break;
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

static enum status check_member_overlap(struct audit *a, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct audit_person_twice_row row;
    char subject[64];
    enum status s;
    TRY(audit_member_overlap_open(
        a->db, (struct audit_member_overlap_args){.county = a->scope.county}, &cursor, e));
    while ((s = audit_member_overlap_next(cursor, &row, e)) == STATUS_OK) {
        snprintf(subject, sizeof(subject), "person %" PRId64, row.person);
        s = audit_find(a, "PERIOD_OVERLAP", e, subject,
                       _("在家庭 %" PRId64 " 中有两行事实的月份重叠"), row.household);
        if (s != STATUS_OK)
            break;
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

static enum status check_entitlement_overlap(struct audit *a, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct audit_overlap_row row;
    char subject[64];
    enum status s;
    TRY(audit_entitlement_overlap_open(
        a->db, (struct audit_entitlement_overlap_args){.county = a->scope.county}, &cursor, e));
    while ((s = audit_entitlement_overlap_next(cursor, &row, e)) == STATUS_OK) {
        snprintf(subject, sizeof(subject), "household %" PRId64, row.household);
        s = audit_find(a, "PERIOD_OVERLAP", e, subject, _("保障资格有两行的月份重叠"));
        if (s != STATUS_OK)
            break;
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

static const char *const OWNERS[] = {"person", "account of household", "account of home",
                                     "account of payee"};

/* The whole number must be the one that look-up finds and lists end with; else somebody put
 * another's into the row. */
static enum status judge_sealed(struct audit *a, const struct audit_sealed_row *row,
                                struct error *e)
{
    enum seal_purpose purpose = row->owner_kind == 0 ? SEAL_ID_NUMBER : SEAL_ACCOUNT;
    char number[SEALED_BYTES_MAX + 1], subject[64];
    uint8_t look_up[BLIND_INDEX_BYTES];
    size_t n = 0;
    struct error ignored = {0};
    bool is_open = row->sealed.n <= SEALED_BYTES_MAX &&
                   unseal(a->scope.keys, purpose, row->sealed.p, row->sealed.n, number, &n,
                          &ignored) == STATUS_OK;
    if (is_open)
        blind_index(a->scope.keys, purpose, number, look_up);
    size_t tail_n = strlen(row->tail);
    if (is_open && row->look_up.n == BLIND_INDEX_BYTES &&
        memcmp(row->look_up.p, look_up, BLIND_INDEX_BYTES) == 0 && n >= tail_n &&
        strcmp(number + n - tail_n, row->tail) == 0)
        return STATUS_OK;
    snprintf(subject, sizeof(subject), "%s %" PRId64, OWNERS[row->owner_kind], row->owner);
    return audit_find(a, "NUMBER_SEAL", e, subject, _("密封的号码打不开，或与检索值、末位不符"));
}

struct sealed_source {
    enum status (*open_rows)(struct audit *a, struct db_cursor **ret, struct error *e);
    enum status (*next_row)(struct db_cursor *cursor, struct audit_sealed_row *ret,
                            struct error *e);
};
#define SEALED_OF(what)                                                                            \
    static enum status open_##what(struct audit *a, struct db_cursor **ret, struct error *e)       \
    {                                                                                              \
        return audit_##what##_open(a->db, (struct audit_##what##_args){.county = a->scope.county}, \
                                   ret, e);                                                        \
    }
SEALED_OF(sealed_persons)
SEALED_OF(sealed_accounts)
SEALED_OF(sealed_payees)

static enum status check_sealed(struct audit *a, const struct sealed_source *source,
                                struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct audit_sealed_row row;
    enum status s;
    TRY(source->open_rows(a, &cursor, e));
    while ((s = source->next_row(cursor, &row, e)) == STATUS_OK) {
        s = judge_sealed(a, &row, e);
        if (s != STATUS_OK)
            break;
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

static enum status check_all_sealed(struct audit *a, struct error *e)
{
    static const struct sealed_source sources[] = {
        {open_sealed_persons, audit_sealed_persons_next},
        {open_sealed_accounts, audit_sealed_accounts_next},
        {open_sealed_payees, audit_sealed_payees_next},
    };
    for (size_t i = 0; i < sizeof(sources) / sizeof(sources[0]); i++)
        TRY(check_sealed(a, &sources[i], e));
    return STATUS_OK;
}

enum status audit_check_registry(struct audit *a, struct error *e)
{
    audit_check_begin(a);
    if (a->scope.keys != NULL)
        TRY(check_all_sealed(a, e));
    TRY(check_knowledge(a, e));
    TRY(check_person_twice(a, e));
    TRY(check_member_overlap(a, e));
    return check_entitlement_overlap(a, e);
}
