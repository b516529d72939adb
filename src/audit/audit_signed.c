/* What people put their names to in the plan's motion is what the rows still say: bulletins,
   letters, minutes, visits, self-assessments and published scores are hashed again, field by
   field, and the trail must name the same hash. Own SQL, own bytes. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "audit/audit_internal.h"
#include "audit_signed_sql.h"
#include "base/hash.h"
#include "base/i18n.h"

#define SUBJECT_BYTES 96

struct signed_kind {
    const char *code, *noun;
    char end; /* after each field */
    enum status (*heads_open)(struct audit *a, struct db_cursor **ret, struct error *e);
    enum status (*heads_next)(struct db_cursor *cursor, struct seal_head_row *ret, struct error *e);
    enum status (*fields_open)(struct audit *a, struct db_cursor **ret, struct error *e);
    enum status (*fields_next)(struct db_cursor *cursor, struct seal_field_row *ret,
                               struct error *e);
    const char *what; /* msgid */
};
#define SIGNED_STATEMENT(statement)                                                                \
    static enum status open_##statement(struct audit *a, struct db_cursor **ret, struct error *e)  \
    {                                                                                              \
        return audit_##statement##_open(                                                           \
            a->db, (struct audit_##statement##_args){.county = a->scope.county}, ret, e);          \
    }
SIGNED_STATEMENT(bulletin_heads)
SIGNED_STATEMENT(bulletin_fields)
SIGNED_STATEMENT(letter_heads)
SIGNED_STATEMENT(letter_fields)
SIGNED_STATEMENT(minutes_heads)
SIGNED_STATEMENT(minutes_fields)
SIGNED_STATEMENT(visit_heads)
SIGNED_STATEMENT(visit_fields)
SIGNED_STATEMENT(self_heads)
SIGNED_STATEMENT(self_fields)
SIGNED_STATEMENT(score_heads)
SIGNED_STATEMENT(score_fields)
#define SIGNED_ROWS(kind)                                                                          \
    open_##kind##_heads, audit_##kind##_heads_next, open_##kind##_fields, audit_##kind##_fields_next

static const struct signed_kind KINDS[] = {
    {"BULLETIN_ALTERED", "bulletin", '\0', SIGNED_ROWS(bulletin), N_("通报与签发时登记的哈希不符")},
    {"LETTER_ALTERED", "letter", '\0', SIGNED_ROWS(letter), N_("责任书与下达时登记的哈希不符")},
    {"MINUTES_ALTERED", "meeting", '\0', SIGNED_ROWS(minutes),
     N_("会议纪要与签发时登记的哈希不符")},
    {"VISIT_ALTERED", "inspection", '\0', SIGNED_ROWS(visit), N_("检查与提交时登记的哈希不符")},
    {"SELF_ALTERED", "self-assessment", '\0', SIGNED_ROWS(self),
     N_("自查自评与签发时登记的哈希不符")},
    {"SCORE_ALTERED", "assessment", '\n', SIGNED_ROWS(score), N_("考核得分与公布时登记的哈希不符")},
};

static bool is_kept(const struct seal_head_row *head, const uint8_t hash[HASH_BYTES])
{
    char hex[HASH_HEX_BYTES];
    hash_hex(hash, hex);
    return head->kept.n == HASH_BYTES && memcmp(head->kept.p, hash, HASH_BYTES) == 0 &&
           strstr(head->detail, hex) != NULL;
}

/* Heads and their fields, two scans in one order. */
static enum status check_kind(struct audit *a, const struct signed_kind *kind, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *heads = NULL;
    CLEANUP(db_cursor_cleanup) struct db_cursor *fields = NULL;
    struct seal_head_row head;
    struct seal_field_row field;
    enum status s;
    audit_check_begin(a);
    TRY(kind->heads_open(a, &heads, e));
    TRY(kind->fields_open(a, &fields, e));
    enum status read = kind->fields_next(fields, &field, e);
    while ((s = kind->heads_next(heads, &head, e)) == STATUS_OK) {
        struct hash_state h;
        uint8_t hash[HASH_BYTES];
        char subject[SUBJECT_BYTES];
        hash_init(&h);
        for (; read == STATUS_OK && field.subject <= head.subject;
             read = kind->fields_next(fields, &field, e)) {
            if (field.subject != head.subject)
                continue;
            hash_update(&h, field.field, strlen(field.field));
            hash_update(&h, &kind->end, 1);
        }
        if (read != STATUS_OK && read != STATUS_NONE)
            return read;
        hash_final(&h, hash);
        if (is_kept(&head, hash))
            continue;
        snprintf(subject, sizeof(subject), "%s %" PRId64, kind->noun, head.subject);
        s = audit_find(a, kind->code, e, subject, "%s", _(kind->what));
        if (s != STATUS_OK)
            break;
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

enum status audit_check_signed(struct audit *a, struct error *e)
{
    for (size_t i = 0; i < sizeof(KINDS) / sizeof(KINDS[0]); i++)
        TRY(check_kind(a, &KINDS[i], e));
    return STATUS_OK;
}
