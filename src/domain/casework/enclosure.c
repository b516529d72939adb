/* Papers of what is not a case: a list per subject over the one store of papers. */
#include "domain/casework/enclosure.h"

#include <inttypes.h>

#include "base/i18n.h"
#include "base/text.h"
#include "domain/casework/attachment_store.h"
#include "domain/registry/change.h"
#include "enclosure_sql.h"

#define ROWS_ARENA_BYTES (1u << 16)

const char *enclosure_kind_code(enum enclosure_kind k)
{
    static const char *const CODES[] = {
        [ENCLOSURE_PROJECT_RETURN] = "PROJECT_RETURN",
        [ENCLOSURE_PROJECT_SCOPE] = "PROJECT_SCOPE",
        [ENCLOSURE_ACCEPTANCE] = "ACCEPTANCE",
        [ENCLOSURE_CLAIM] = "CLAIM",
        [ENCLOSURE_STAY] = "STAY",
        [ENCLOSURE_RECORD] = "RECORD",
        [ENCLOSURE_MEETING] = "MEETING",
        [ENCLOSURE_INSPECTION] = "INSPECTION",
        [ENCLOSURE_SELF_ASSESSMENT] = "SELF_ASSESSMENT",
        [ENCLOSURE_RECTIFICATION] = "RECTIFICATION",
        [ENCLOSURE_COMPLAINT] = "COMPLAINT",
        [ENCLOSURE_PUBLICITY] = "PUBLICITY",
        [ENCLOSURE_TRAINING] = "TRAINING",
        [ENCLOSURE_LIBRARY] = "LIBRARY",
    };
    return k < ENCLOSURE_PROJECT_RETURN || k >= ENCLOSURE_KIND_END ? "" : CODES[k];
}

/* Change of one paper; whoever holds the counter counts alone, so that the limit holds. */
static enum status paper_change(struct db *db, int64_t county, const char *actor,
                                const char *action, const char *kind, int64_t subject, int64_t seq,
                                struct arena *arena, int64_t *ret_change, struct error *e)
{
    const char *text = arena_printf(arena, "%s %" PRId64, kind, subject);
    const char *detail = arena_printf(arena, "{\"paper\":%" PRId64 "}", seq);
    if (!text || !detail)
        return arena_exhausted(e);
    return change_record(
        db, county,
        &(struct change_entry){.actor = actor, .action = action, .subject = text, .detail = detail},
        ret_change, e);
}

struct adding {
    int64_t county, subject;
    const char *kind, *title, *actor;
    struct attachment_sealed paper;
    int seq;
};

static enum status add_work(struct db *db, void *context, struct error *e)
{
    struct adding *a = context;
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(ROWS_ARENA_BYTES);
    struct enclosure_seq_row same;
    struct enclosure_counts_row counts;
    int64_t change, turn;
    if (!arena)
        return arena_exhausted(e);
    TRY(counter_take(db, a->county, "attachment", 1, &turn, e));
    enum status s = enclosure_same(db,
                                   (struct enclosure_same_args){.county = a->county,
                                                                .kind = a->kind,
                                                                .subject = a->subject,
                                                                .content_index = a->paper.index},
                                   arena, &same, e);
    if (s == STATUS_OK)
        a->seq = (int)same.seq;
    if (s != STATUS_NONE)
        return s;
    TRY(enclosure_counts(
        db,
        (struct enclosure_counts_args){.county = a->county, .kind = a->kind, .subject = a->subject},
        arena, &counts, e));
    if (counts.papers >= ENCLOSURES_MAX)
        return error_set(e, STATUS_REFUSED, "ATTACHMENT_COUNT",
                         _("一处最多收存 %d 份材料，请先撤下不用的。"), ENCLOSURES_MAX);
    int64_t seq = counts.last_seq + 1;
    TRY(paper_change(db, a->county, a->actor, "enclosure.add", a->kind, a->subject, seq, arena,
                     &change, e));
    TRY(attachment_keep(db, a->county, &a->paper, change, arena, e));
    TRY(enclosure_put(db,
                      (struct enclosure_put_args){.county = a->county,
                                                  .kind = a->kind,
                                                  .subject = a->subject,
                                                  .seq = seq,
                                                  .content_index = a->paper.index,
                                                  .title = a->title,
                                                  .actor = a->actor,
                                                  .change = change},
                      NULL, e));
    a->seq = (int)seq;
    return STATUS_OK;
}

enum status enclosure_add(struct db *db, int64_t county, const struct keyring *keys,
                          const struct enclosure_new *enclosure, const char *actor, int *ret_seq,
                          struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(ATTACHMENT_SEAL_ARENA_BYTES);
    struct adding a = {.county = county,
                       .subject = enclosure->subject,
                       .kind = enclosure_kind_code(enclosure->kind),
                       .title = enclosure->title,
                       .actor = actor};
    struct attachment_paper paper = {.title = enclosure->title,
                                     .bytes = enclosure->bytes,
                                     .size_bytes = enclosure->size_bytes,
                                     .thumbnail = enclosure->thumbnail,
                                     .thumbnail_bytes = enclosure->thumbnail_bytes};
    if (!arena)
        return arena_exhausted(e);
    TRY(attachment_seal(keys, &paper, arena, &a.paper, e));
    TRY(db_transaction(db, add_work, &a, e));
    *ret_seq = a.seq;
    return STATUS_OK;
}

enum status enclosure_list(struct db *db, int64_t county, enum enclosure_kind kind, int64_t subject,
                           struct arena *arena, struct enclosure **ret, size_t *ret_count,
                           struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct enclosure *list = ARENA_ARRAY(arena, struct enclosure, ENCLOSURES_MAX);
    struct enclosure_row row;
    size_t count = 0;
    enum status s = STATUS_NONE;
    if (!list)
        return arena_exhausted(e);
    TRY(enclosure_rows_open(db,
                            (struct enclosure_rows_args){.county = county,
                                                         .kind = enclosure_kind_code(kind),
                                                         .subject = subject},
                            &cursor, e));
    while (count < ENCLOSURES_MAX && (s = enclosure_rows_next(cursor, &row, e)) == STATUS_OK) {
        struct enclosure *kept = &list[count++];
        *kept = (struct enclosure){.seq = (int)row.seq,
                                   .title = arena_strdup(arena, row.title),
                                   .media_type = arena_strdup(arena, row.media_type),
                                   .actor = arena_strdup(arena, row.actor),
                                   .size_bytes = row.size_bytes,
                                   .has_thumbnail = row.has_thumbnail};
        if (!kept->title || !kept->media_type || !kept->actor)
            return arena_exhausted(e);
    }
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    *ret = list;
    *ret_count = count;
    return STATUS_OK;
}

static enum status thumbnail_read(struct db *db, int64_t county, const struct keyring *keys,
                                  const char *kind, int64_t subject, int seq, struct arena *arena,
                                  const void **ret, size_t *ret_bytes, struct error *e)
{
    struct enclosure_thumbnail_row row;
    TRY(enclosure_thumbnail(db,
                            (struct enclosure_thumbnail_args){
                                .county = county, .kind = kind, .subject = subject, .seq = seq},
                            arena, &row, e));
    if (row.sealed.p == NULL)
        return STATUS_NONE;
    return attachment_unseal(keys, row.sealed, arena, ret, ret_bytes, e);
}

enum status enclosure_read(struct db *db, int64_t county, const struct keyring *keys,
                           enum enclosure_kind kind, int64_t subject, int seq, bool is_thumbnail,
                           struct arena *arena, const void **ret, size_t *ret_bytes,
                           const char **ret_media_type, struct error *e)
{
    const char *code = enclosure_kind_code(kind);
    struct enclosure_content_row row;
    if (is_thumbnail) {
        TRY(thumbnail_read(db, county, keys, code, subject, seq, arena, ret, ret_bytes, e));
        *ret_media_type = "image/jpeg";
        return STATUS_OK;
    }
    TRY(enclosure_content(db,
                          (struct enclosure_content_args){
                              .county = county, .kind = code, .subject = subject, .seq = seq},
                          arena, &row, e));
    TRY(attachment_open(keys, row.content_index, row.sealed, seq, arena, ret, ret_bytes, e));
    *ret_media_type = row.media_type;
    return STATUS_OK;
}

struct striking {
    int64_t county, subject, seq;
    const char *kind, *actor;
};

static enum status strike_work(struct db *db, void *context, struct error *e)
{
    const struct striking *k = context;
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(ROWS_ARENA_BYTES);
    int64_t change, affected;
    if (!arena)
        return arena_exhausted(e);
    TRY(paper_change(db, k->county, k->actor, "enclosure.strike", k->kind, k->subject, k->seq,
                     arena, &change, e));
    TRY(enclosure_strike(db,
                         (struct enclosure_strike_args){.county = k->county,
                                                        .kind = k->kind,
                                                        .subject = k->subject,
                                                        .seq = k->seq,
                                                        .change = change},
                         &affected, e));
    return affected == 1 ? STATUS_OK : STATUS_NONE;
}

enum status enclosure_remove(struct db *db, int64_t county, enum enclosure_kind kind,
                             int64_t subject, int seq, const char *actor, struct error *e)
{
    struct striking k = {.county = county,
                         .subject = subject,
                         .seq = seq,
                         .kind = enclosure_kind_code(kind),
                         .actor = actor};
    return db_transaction(db, strike_work, &k, e);
}
