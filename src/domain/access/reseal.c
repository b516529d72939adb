#include "domain/access/reseal.h"
#include "base/arena.h"
#include "base/i18n.h"
#include "domain/access/reseal_sql.h"
#include "domain/registry/change.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#define ARENA_BYTES ((size_t)384 * 1024 * 1024)
#define BATCH_SMALL 1000
#define BATCH_FILES 4 /* of a mebibyte and more each */

/* Where a column's scan stands: the key of the last row seen. */
struct place {
    int64_t a, b, c;
    const char *s, *t;
    struct blob x;
    int64_t row_count;
    struct blob mark;
};

/* The three kinds of keys, each with the typed functions of its statements behind one face. */
#define DUE(noun)                                                                                  \
    static enum status noun##_due(struct db *db, int64_t county, struct blob mark,                 \
                                  struct arena *arena, struct reseal_due_row *row,                 \
                                  struct error *e)                                                 \
    {                                                                                              \
        return reseal_##noun##_due(                                                                \
            db, (struct reseal_##noun##_due_args){.county = county, .mark = mark}, arena, row, e); \
    }
#define FACE(noun, OPEN_KEY, SET_KEY)                                                              \
    DUE(noun)                                                                                      \
    static enum status noun##_open(struct db *db, int64_t county, const struct place *at,          \
                                   struct db_cursor **ret, struct error *e)                        \
    {                                                                                              \
        return reseal_##noun##_open(                                                               \
            db,                                                                                    \
            (struct reseal_##noun##_args){                                                         \
                .county = county, .mark = at->mark, .row_count = at->row_count, OPEN_KEY},         \
            ret, e);                                                                               \
    }                                                                                              \
    static enum status noun##_set(struct db *db, int64_t county, const struct reseal_row *row,     \
                                  struct blob sealed, int64_t *affected, struct error *e)          \
    {                                                                                              \
        return reseal_##noun##_set(                                                                \
            db,                                                                                    \
            (struct reseal_##noun##_set_args){                                                     \
                .county = county, .old = row->sealed, .sealed = sealed, SET_KEY},                  \
            affected, e);                                                                          \
    }
#define COMMA ,
#define NUMBERS(noun)                                                                              \
    FACE(noun, .a = at->a COMMA.b = at->b COMMA.c = at->c,                                         \
         .a = row->a COMMA.b = row->b COMMA.c = row->c)
#define TEXTS(noun) FACE(noun, .s = at->s COMMA.t = at->t, .s = row->s COMMA.t = row->t)
#define HASHES(noun) FACE(noun, .x = at->x, .x = row->x)

NUMBERS(person_id)
NUMBERS(person_phone)
NUMBERS(account)
NUMBERS(bank_file)
NUMBERS(case_step)
NUMBERS(case_form)
NUMBERS(objection)
NUMBERS(payee_account)
NUMBERS(hospital_key)
NUMBERS(home_staff)
NUMBERS(complaint)
NUMBERS(complaint_step)
TEXTS(case_draft)
TEXTS(totp)
HASHES(attachment)
HASHES(thumbnail)

static const struct column {
    const char *name;
    enum seal_purpose purpose;
    int64_t batch;
    enum status (*due)(struct db *, int64_t, struct blob, struct arena *, struct reseal_due_row *,
                       struct error *);
    enum status (*open)(struct db *, int64_t, const struct place *, struct db_cursor **,
                        struct error *);
    enum status (*next)(struct db_cursor *, struct reseal_row *, struct error *);
    enum status (*set)(struct db *, int64_t, const struct reseal_row *, struct blob, int64_t *,
                       struct error *);
} RESEAL_COLUMNS[] = {
#define COLUMN(name, purpose, batch, noun)                                                         \
    {                                                                                              \
        name, purpose, batch, noun##_due, noun##_open, reseal_##noun##_next, noun##_set            \
    }
    COLUMN("person.id_sealed", SEAL_ID_NUMBER, BATCH_SMALL, person_id),
    COLUMN("person.phone_sealed", SEAL_PHONE, BATCH_SMALL, person_phone),
    COLUMN("account.number_sealed", SEAL_ACCOUNT, BATCH_SMALL, account),
    COLUMN("bank_file_part.content", SEAL_FILE, BATCH_FILES, bank_file),
    COLUMN("case_step.content_sealed", SEAL_CASE, BATCH_SMALL, case_step),
    COLUMN("case_form.content_sealed", SEAL_CASE, BATCH_SMALL, case_form),
    COLUMN("objection.content_sealed", SEAL_CASE, BATCH_SMALL, objection),
    COLUMN("payee_account.number_sealed", SEAL_ACCOUNT, BATCH_SMALL, payee_account),
    COLUMN("hospital_key.secret_sealed", SEAL_SIGNING, BATCH_SMALL, hospital_key),
    COLUMN("home_staff.id_sealed", SEAL_ID_NUMBER, BATCH_SMALL, home_staff),
    COLUMN("complaint.content_sealed", SEAL_CASE, BATCH_SMALL, complaint),
    COLUMN("complaint_step.text_sealed", SEAL_CASE, BATCH_SMALL, complaint_step),
    COLUMN("case_draft.content_sealed", SEAL_DRAFT, BATCH_SMALL, case_draft),
    COLUMN("access_totp.secret_sealed", SEAL_TOTP, BATCH_SMALL, totp),
    COLUMN("attachment.content_sealed", SEAL_ATTACHMENT, BATCH_FILES, attachment),
    COLUMN("attachment.thumbnail_sealed", SEAL_ATTACHMENT, BATCH_FILES, thumbnail),
#undef COLUMN
};
_Static_assert(sizeof(RESEAL_COLUMNS) / sizeof(RESEAL_COLUMNS[0]) == RESEAL_COLUMN_COUNT,
               "as the header says");

const char *reseal_column_name(size_t column)
{
    return column < RESEAL_COLUMN_COUNT ? RESEAL_COLUMNS[column].name : "";
}

/* The first byte of whatever the newest generation seals. */
static uint8_t newest_mark(const struct keyring *keys)
{
    uint8_t sealed[SEAL_OVERHEAD_BYTES];
    (void)seal(keys, SEAL_FILE, "", 0, sealed);
    return sealed[0];
}

static enum status due_read(struct db *db, int64_t county, uint8_t mark, size_t column,
                            int64_t *ret, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(1u << 16);
    struct reseal_due_row row;
    if (arena == NULL)
        return arena_exhausted(e);
    TRY(RESEAL_COLUMNS[column].due(db, county, (struct blob){&mark, 1}, arena, &row, e));
    *ret = row.due;
    return STATUS_OK;
}

enum status reseal_due(struct db *db, int64_t county, const struct keyring *keys, size_t column,
                       int64_t *ret_count, struct error *e)
{
    return due_read(db, county, newest_mark(keys), column, ret_count, e);
}

struct batch {
    int64_t county;
    const struct keyring *keys;
    const struct column *column;
    struct arena *arena;
    struct place at; /* committed so far */
    /* of this transaction */
    struct reseal_row *rows;
    int64_t row_count, values, broken;
    char first_broken[RESEAL_SUBJECT_BYTES];
};

static bool blob_keep(struct arena *arena, struct blob *b)
{
    uint8_t *copy = arena_alloc(arena, b->n + 1);
    if (copy == NULL)
        return false;
    if (b->n > 0)
        memcpy(copy, b->p, b->n);
    b->p = copy;
    return true;
}

static enum status batch_read(struct db *db, struct batch *b, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct reseal_row row;
    enum status s;
    b->rows = ARENA_ARRAY(b->arena, struct reseal_row, (size_t)b->column->batch);
    if (b->rows == NULL)
        return arena_exhausted(e);
    TRY(b->column->open(db, b->county, &b->at, &cursor, e));
    while ((s = b->column->next(cursor, &row, e)) == STATUS_OK) {
        row.s = arena_strdup(b->arena, row.s);
        row.t = arena_strdup(b->arena, row.t);
        if (row.s == NULL || row.t == NULL || !blob_keep(b->arena, &row.sealed) ||
            (row.x.p != NULL && !blob_keep(b->arena, &row.x)))
            return arena_exhausted(e);
        b->rows[b->row_count++] = row;
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

static void broken_note(struct batch *b, const struct reseal_row *row)
{
    if (b->broken++ > 0)
        return;
    if (row->s[0] != '\0')
        snprintf(b->first_broken, sizeof(b->first_broken), "%s %s/%s", b->column->name, row->s,
                 row->t);
    else
        snprintf(b->first_broken, sizeof(b->first_broken), "%s %" PRId64 "/%" PRId64 "/%" PRId64,
                 b->column->name, row->a, row->b, row->c);
}

static enum status row_reseal(struct db *db, struct batch *b, const struct reseal_row *row,
                              struct error *e)
{
    size_t n = 0;
    int64_t affected = 0;
    struct error why = {0};
    if (row->sealed.n < SEAL_OVERHEAD_BYTES) {
        broken_note(b, row);
        return STATUS_OK;
    }
    char *plain = arena_alloc(b->arena, row->sealed.n - SEAL_OVERHEAD_BYTES + 1);
    uint8_t *sealed = arena_alloc(b->arena, row->sealed.n);
    if (plain == NULL || sealed == NULL)
        return arena_exhausted(e);
    if (unseal(b->keys, b->column->purpose, row->sealed.p, row->sealed.n, plain, &n, &why) !=
        STATUS_OK) {
        broken_note(b, row);
        return STATUS_OK;
    }
    struct blob again = {sealed, seal(b->keys, b->column->purpose, plain, n, sealed)};
    sodium_memzero(plain, n);
    TRY(b->column->set(db, b->county, row, again, &affected, e)); /* 0: changed by others meanwhile,
                                                                     with newer keys */
    b->values += affected;
    return STATUS_OK;
}

static enum status batch_work(struct db *db, void *context, struct error *e)
{
    struct batch *b = context;
    b->row_count = b->values = b->broken = 0;
    TRY(batch_read(db, b, e));
    for (int64_t i = 0; i < b->row_count; i++)
        TRY(row_reseal(db, b, &b->rows[i], e));
    return STATUS_OK;
}

struct run {
    int64_t county, total;
    const char *actor;
    const struct keyring *keys;
    reseal_progress progress;
    void *context;
    struct reseal_result *result;
};

static bool run_goes_on(const struct run *r)
{
    return r->progress == NULL ||
           r->progress(r->context, r->result->values + r->result->broken, r->total);
}

/* The key of the last row, in memory that outlives the batch. */
struct place_room {
    char s[256], t[256];
    uint8_t x[64];
};

static void place_move(struct place *at, struct place_room *room, const struct reseal_row *row)
{
    at->a = row->a;
    at->b = row->b;
    at->c = row->c;
    snprintf(room->s, sizeof(room->s), "%s", row->s);
    snprintf(room->t, sizeof(room->t), "%s", row->t);
    at->s = room->s;
    at->t = room->t;
    if (row->x.p != NULL && row->x.n <= sizeof(room->x)) {
        memcpy(room->x, row->x.p, row->x.n);
        at->x = (struct blob){room->x, row->x.n};
    }
}

static enum status column_reseal(struct db *db, const struct run *r, const struct column *column,
                                 uint8_t mark, struct arena *arena, struct error *e)
{
    struct place_room room = {{0}};
    struct batch b = {.county = r->county,
                      .keys = r->keys,
                      .column = column,
                      .arena = arena,
                      .at = {.a = -1,
                             .s = "",
                             .t = "",
                             .x = {room.x, 0},
                             .row_count = column->batch,
                             .mark = {&mark, 1}}};
    do {
        arena_reset(arena);
        TRY(db_transaction(db, batch_work, &b, e));
        if (b.row_count > 0)
            place_move(&b.at, &room, &b.rows[b.row_count - 1]);
        if (r->result->broken == 0 && b.broken > 0)
            memcpy(r->result->first_broken, b.first_broken, sizeof(b.first_broken));
        r->result->values += b.values;
        r->result->broken += b.broken;
        if (!run_goes_on(r))
            return error_set(e, STATUS_REFUSED, "RESEAL_STOPPED",
                             _("已停下，做完的不会丢：再执行一次 key reseal 即从此处继续。"));
    } while (b.row_count == column->batch);
    return STATUS_OK;
}

struct record {
    int64_t county;
    const char *actor, *action, *detail;
};

static enum status record_work(struct db *db, void *context, struct error *e)
{
    const struct record *r = context;
    int64_t change;
    struct change_entry entry = {
        .actor = r->actor, .action = r->action, .subject = "key", .detail = r->detail};
    return change_record(db, r->county, &entry, &change, e);
}

enum status reseal_all(struct db *db, int64_t county, const char *actor, const struct keyring *keys,
                       reseal_progress progress, void *context, struct reseal_result *ret,
                       struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(ARENA_BYTES);
    struct reseal_result result = {0};
    struct run r = {.county = county,
                    .actor = actor,
                    .keys = keys,
                    .progress = progress,
                    .context = context,
                    .result = &result};
    uint8_t mark = newest_mark(keys);
    char detail[160];
    if (arena == NULL)
        return arena_exhausted(e);
    for (size_t i = 0; i < RESEAL_COLUMN_COUNT; i++) {
        int64_t due = 0;
        TRY(due_read(db, county, mark, i, &due, e));
        r.total += due;
    }
    if (r.total > 0) {
        snprintf(detail, sizeof(detail), "{\"generation\":%d,\"due\":%" PRId64 "}",
                 keyring_generation(keys), r.total);
        struct record begin = {county, actor, "key.reseal", detail};
        TRY(db_transaction(db, record_work, &begin, e));
        for (size_t i = 0; i < RESEAL_COLUMN_COUNT; i++)
            TRY(column_reseal(db, &r, &RESEAL_COLUMNS[i], mark, arena, e));
        snprintf(detail, sizeof(detail),
                 "{\"generation\":%d,\"values\":%" PRId64 ",\"broken\":%" PRId64 "}",
                 keyring_generation(keys), result.values, result.broken);
        struct record end = {county, actor, "key.resealed", detail};
        TRY(db_transaction(db, record_work, &end, e));
    }
    *ret = result;
    return STATUS_OK;
}

enum status reseal_rotation_record(struct db *db, int64_t county, const char *actor, int generation,
                                   enum seal_suite suite, struct error *e)
{
    char detail[96];
    snprintf(detail, sizeof(detail), "{\"generation\":%d,\"suite\":\"%s\"}", generation,
             seal_suite_name(suite));
    struct record r = {county, actor, "key.rotate", detail};
    return db_transaction(db, record_work, &r, e);
}
