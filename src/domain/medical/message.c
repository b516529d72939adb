/* One message of a hospital: the same serial with the same content is answered by what is kept; a
   new one is a change of its own, under the county's lock. */
#include "base/i18n.h"
#include "base/text.h"
#include "bill_internal.h"
#include "bill_sql.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define SERIAL_BYTES_MAX 64
#define SUBJECT_BYTES 128

static const struct {
    const char *action;
    enum status (*apply)(struct medical_work *w, const struct medical_message *m,
                         struct arena *arena, struct medical_answer *ret, struct error *e);
} KINDS[] = {
    [MESSAGE_ADMIT] = {"medical.admit", message_admit},
    [MESSAGE_SETTLE] = {"medical.settle", message_settle},
    [MESSAGE_REVERSE] = {"medical.reverse", message_reverse},
    [MESSAGE_CANCEL] = {"medical.cancel", message_cancel},
};

static enum status serial_check(const char *serial, struct error *e)
{
    size_t n = serial ? strlen(serial) : 0;
    bool is_right = n >= 1 && n <= SERIAL_BYTES_MAX;
    for (size_t i = 0; is_right && i < n; i++)
        is_right = (serial[i] >= 'A' && serial[i] <= 'Z') ||
                   (serial[i] >= 'a' && serial[i] <= 'z') ||
                   (serial[i] >= '0' && serial[i] <= '9') || strchr("._-", serial[i]) != NULL;
    if (is_right)
        return STATUS_OK;
    return error_set(e, STATUS_REFUSED, "SERIAL_FORM",
                     _("流水号须为 1 至 %d 位字母、数字、点、下划线或短横"), SERIAL_BYTES_MAX);
}

/* OK: answered from what is kept. NONE: new. */
static enum status answered_before(struct db *db, const struct medical_desk *desk,
                                   const struct medical_message *m,
                                   const uint8_t digest[HASH_BYTES], struct arena *arena,
                                   struct medical_answer *ret, struct error *e)
{
    struct medical_message_row row;
    TRY(medical_message_find(db,
                             (struct medical_message_find_args){.county = desk->county,
                                                                .hospital = m->hospital,
                                                                .serial = m->serial},
                             arena, &row, e));
    if (row.kind != (int64_t)m->kind || row.digest.n != HASH_BYTES ||
        memcmp(row.digest.p, digest, HASH_BYTES) != 0)
        return error_set(e, STATUS_REFUSED, "SERIAL_REUSED",
                         _("流水号 %.64s 已用于另一条内容不同的报文：请换一个流水号"), m->serial);
    return message_answer_again(row.answer, arena, ret, e);
}

static enum status change_begin(struct db *db, const struct medical_desk *desk,
                                const struct medical_message *m, int64_t *ret, struct error *e)
{
    char subject[SUBJECT_BYTES];
    (void)snprintf(subject, sizeof subject, "hospital %" PRId64 " serial %s", m->hospital,
                   m->serial);
    return change_record(
        db, desk->county,
        &(struct change_entry){
            .actor = m->actor, .action = KINDS[m->kind].action, .subject = subject, .detail = ""},
        ret, e);
}

enum status medical_message_do(struct db *db, struct medical_desk *desk,
                               const struct medical_message *m, struct arena *arena,
                               struct medical_answer *ret, struct error *e)
{
    assert(db_in_transaction(db));
    assert(m->kind >= MESSAGE_ADMIT && m->kind <= MESSAGE_CANCEL);
    struct medical_answer answer = {0};
    struct medical_work w = {.db = db, .desk = desk, .county = desk->county, .today = m->today};
    uint8_t digest[HASH_BYTES];
    TRY(serial_check(m->serial, e));
    message_digest(desk, m, digest);
    enum status s = answered_before(db, desk, m, digest, arena, &answer, e);
    if (s == STATUS_NONE) {
        TRY(change_begin(db, desk, m, &w.change, e));
        /* The change waits for the county's lock. Whoever held it may have taken this very serial:
           begun again, the answer is found. SQLite had the lock before the transaction began. */
        if (db_engine(db) == DB_POSTGRES) {
            s = answered_before(db, desk, m, digest, arena, &answer, e);
            if (s == STATUS_OK)
                return error_set(e, STATUS_RETRY, "SERIAL_BUSY", _("流水号 %.64s 正在处理"),
                                 m->serial);
            if (s != STATUS_NONE)
                return s;
        }
        TRY(desk_refresh(db, desk, w.change, e));
        TRY(desk_writable(desk, e));
        TRY(KINDS[m->kind].apply(&w, m, arena, &answer, e));
        TRY(message_answer(m, arena, &answer, e));
        s = medical_message_insert(
            db,
            (struct medical_message_insert_args){.county = desk->county,
                                                 .hospital = m->hospital,
                                                 .serial = m->serial,
                                                 .kind = m->kind,
                                                 .digest = {digest, HASH_BYTES},
                                                 .answer = answer.json,
                                                 .known_from = w.change},
            NULL, e);
    }
    if (s == STATUS_OK)
        *ret = answer;
    return s;
}
