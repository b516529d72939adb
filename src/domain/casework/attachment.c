/* Papers of a case: what they are is read from their bytes, the same bytes are kept once, sealed.
 */
#include "domain/casework/attachment.h"
#include "domain/casework/attachment_store.h"

#include <inttypes.h>
#include <string.h>

#include "attachment_sql.h"
#include "base/i18n.h"
#include "base/text.h"
#include "domain/registry/change.h"

#define ROWS_ARENA_BYTES (1u << 20)

const struct attachment_kind ATTACHMENT_KINDS[] = {
    {"application", N_("申请书")},
    {"id_card", N_("身份证")},
    {"hukou", N_("户口簿")},
    {"authorisation", N_("授权书与承诺书")},
    {"income_proof", N_("收入证明")},
    {"property_proof", N_("财产证明")},
    {"disability_card", N_("残疾人证")},
    {"medical_record", N_("病历与诊断证明")},
    {"school_proof", N_("就学证明")},
    {"bank_book", N_("存折或银行卡")},
    {"check_report", N_("核对报告")},
    {"photo_home", N_("入户照片")},
    {"survey_sheet", N_("入户调查表")},
    {"deliberation", N_("民主评议记录")},
    {"notice_photo", N_("公示照片")},
    {"objection_paper", N_("异议材料")},
    {"served_paper", N_("送达回证")},
    {"death_proof", N_("死亡证明")},
    {"other", N_("其他材料")},
    {NULL, NULL},
};

const char *attachment_kind_label(const char *code)
{
    for (const struct attachment_kind *k = ATTACHMENT_KINDS; k->code != NULL; k++)
        if (text_equals(k->code, code))
            return k->label;
    return "";
}

/* ---- adding ---- */

struct adding {
    int64_t county;
    const struct case_actor *actor;
    const struct attachment_new *given;
    struct attachment_sealed paper;
    int seq;
};

static enum status case_check(struct db *db, int64_t county, const struct case_actor *actor,
                              int64_t case_id, struct arena *arena, struct attachment_case_row *ret,
                              struct error *e)
{
    TRY(attachment_case(db, (struct attachment_case_args){.county = county, .case_id = case_id},
                        arena, ret, e));
    if (!access_can(actor->role, ATTACHMENT_PERMISSION))
        return error_set(e, STATUS_REFUSED, "ACCESS_DENIED", _("%s(%s)不能收存或撤下材料。"),
                         actor->user, _(role_label(actor->role)));
    if (!access_in_scope(actor->scope, ret->division))
        return error_set(e, STATUS_REFUSED, "ACCESS_SCOPE", _("%s 不管这件事所在的地方。"),
                         actor->user);
    return STATUS_OK;
}

static enum status paper_change(struct db *db, int64_t county, const char *actor,
                                const char *action, int64_t case_id, int64_t seq, const char *kind,
                                struct arena *arena, int64_t *ret_change, struct error *e)
{
    const char *subject = arena_printf(arena, "case %" PRId64, case_id);
    const char *detail = arena_printf(arena, "{\"paper\":%" PRId64 ",\"kind\":\"%s\"}", seq, kind);
    if (!subject || !detail)
        return arena_exhausted(e);
    return change_record(
        db, county,
        &(struct change_entry){
            .actor = actor, .action = action, .subject = subject, .detail = detail},
        ret_change, e);
}

static enum status add_work(struct db *db, void *context, struct error *e)
{
    struct adding *a = context;
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(ROWS_ARENA_BYTES);
    struct attachment_case_row c;
    struct attachment_seq_row same;
    struct attachment_counts_row counts;
    int64_t change, turn;
    if (!arena)
        return arena_exhausted(e);
    TRY(case_check(db, a->county, a->actor, a->given->case_id, arena, &c, e));
    /* Whoever holds the counter adds alone, so that what is counted next stays true. */
    TRY(counter_take(db, a->county, "attachment", 1, &turn, e));
    enum status s = attachment_same(db,
                                    (struct attachment_same_args){.county = a->county,
                                                                  .case_id = a->given->case_id,
                                                                  .content_index = a->paper.index},
                                    arena, &same, e);
    if (s == STATUS_OK)
        a->seq = (int)same.seq;
    if (s != STATUS_NONE)
        return s;
    TRY(attachment_counts(
        db, (struct attachment_counts_args){.county = a->county, .case_id = a->given->case_id},
        arena, &counts, e));
    if (counts.papers >= ATTACHMENTS_PER_CASE_MAX)
        return error_set(e, STATUS_REFUSED, "ATTACHMENT_COUNT", _("一件事最多收存 %d 份材料。"),
                         ATTACHMENTS_PER_CASE_MAX);
    int64_t seq = counts.last_seq + 1;
    TRY(paper_change(db, a->county, a->actor->user, "attachment.add", a->given->case_id, seq,
                     a->given->kind, arena, &change, e));
    TRY(attachment_keep(db, a->county, &a->paper, change, arena, e));
    TRY(attachment_put(db,
                       (struct attachment_put_args){.county = a->county,
                                                    .case_id = a->given->case_id,
                                                    .seq = seq,
                                                    .content_index = a->paper.index,
                                                    .kind = a->given->kind,
                                                    .title = a->given->title,
                                                    .page_count = a->paper.page_count,
                                                    .actor = a->actor->user,
                                                    .change = change},
                       NULL, e));
    a->seq = (int)seq;
    return STATUS_OK;
}

enum status attachment_add(struct db *db, int64_t county, const struct keyring *keys,
                           const struct case_actor *actor, const struct attachment_new *attachment,
                           int *ret_seq, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(ATTACHMENT_SEAL_ARENA_BYTES);
    struct adding a = {.county = county, .actor = actor, .given = attachment};
    struct attachment_paper paper = {.title = attachment->title,
                                     .bytes = attachment->bytes,
                                     .size_bytes = attachment->size_bytes,
                                     .thumbnail = attachment->thumbnail,
                                     .thumbnail_bytes = attachment->thumbnail_bytes};
    if (!arena)
        return arena_exhausted(e);
    if (attachment_kind_label(attachment->kind)[0] == '\0')
        return error_set(e, STATUS_REFUSED, "ATTACHMENT_KIND", _("没有材料种类“%s”。"),
                         attachment->kind == NULL ? "" : attachment->kind);
    TRY(attachment_seal(keys, &paper, arena, &a.paper, e));
    TRY(db_transaction(db, add_work, &a, e));
    *ret_seq = a.seq;
    return STATUS_OK;
}

/* ---- striking ---- */

struct striking {
    int64_t county, case_id, seq;
    const struct case_actor *actor;
};

static enum status strike_work(struct db *db, void *context, struct error *e)
{
    const struct striking *k = context;
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(ROWS_ARENA_BYTES);
    struct attachment_case_row c;
    int64_t change, affected;
    if (!arena)
        return arena_exhausted(e);
    TRY(case_check(db, k->county, k->actor, k->case_id, arena, &c, e));
    if (c.is_closed)
        return error_set(e, STATUS_REFUSED, "ATTACHMENT_CLOSED",
                         _("这件事已经办结，材料归档，不能再撤下。"));
    TRY(paper_change(db, k->county, k->actor->user, "attachment.strike", k->case_id, k->seq, "",
                     arena, &change, e));
    TRY(attachment_strike(
        db,
        (struct attachment_strike_args){
            .county = k->county, .case_id = k->case_id, .seq = k->seq, .change = change},
        &affected, e));
    return affected == 1 ? STATUS_OK : STATUS_NONE;
}

enum status attachment_remove(struct db *db, int64_t county, const struct case_actor *actor,
                              int64_t case_id, int seq, struct error *e)
{
    struct striking k = {.county = county, .case_id = case_id, .seq = seq, .actor = actor};
    return db_transaction(db, strike_work, &k, e);
}

/* ---- reading ---- */

enum status attachment_list(struct db *db, int64_t county, int64_t case_id, struct arena *arena,
                            struct attachment_row **ret, size_t *ret_count, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct attachment_row *list =
        ARENA_ARRAY(arena, struct attachment_row, ATTACHMENTS_PER_CASE_MAX);
    struct attachment_stored row;
    size_t count = 0;
    enum status s = STATUS_NONE;
    if (!list)
        return arena_exhausted(e);
    TRY(attachment_rows_open(
        db, (struct attachment_rows_args){.county = county, .case_id = case_id}, &cursor, e));
    while (count < ATTACHMENTS_PER_CASE_MAX &&
           (s = attachment_rows_next(cursor, &row, e)) == STATUS_OK) {
        struct attachment_row *kept = &list[count++];
        *kept = (struct attachment_row){
            .seq = (int)row.seq,
            .kind = arena_strdup(arena, row.kind),
            .title = arena_strdup(arena, row.title),
            .media_type = arena_strdup(arena, row.media_type),
            .actor = arena_strdup(arena, row.actor),
            .size_bytes = row.size_bytes,
            .page_count = row.page_count,
            .known_from = row.known_from,
            .has_thumbnail = row.has_thumbnail,
        };
        if (!kept->kind || !kept->title || !kept->media_type || !kept->actor)
            return arena_exhausted(e);
    }
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    *ret = list;
    *ret_count = count;
    return STATUS_OK;
}

static enum status thumbnail_read(struct db *db, int64_t county, const struct keyring *keys,
                                  int64_t case_id, int seq, struct arena *arena, const void **ret,
                                  size_t *ret_bytes, const char **ret_media_type, struct error *e)
{
    struct attachment_thumbnail_row row;
    TRY(attachment_thumbnail(
        db, (struct attachment_thumbnail_args){.county = county, .case_id = case_id, .seq = seq},
        arena, &row, e));
    if (row.sealed.p == NULL)
        return STATUS_NONE;
    TRY(attachment_unseal(keys, row.sealed, arena, ret, ret_bytes, e));
    *ret_media_type = "image/jpeg";
    return STATUS_OK;
}

enum status attachment_read(struct db *db, int64_t county, const struct keyring *keys,
                            int64_t case_id, int seq, bool is_thumbnail, struct arena *arena,
                            const void **ret, size_t *ret_bytes, const char **ret_media_type,
                            struct error *e)
{
    struct attachment_content_row row;
    if (is_thumbnail)
        return thumbnail_read(db, county, keys, case_id, seq, arena, ret, ret_bytes, ret_media_type,
                              e);
    TRY(attachment_content(
        db, (struct attachment_content_args){.county = county, .case_id = case_id, .seq = seq},
        arena, &row, e));
    TRY(attachment_open(keys, row.content_index, row.sealed, seq, arena, ret, ret_bytes, e));
    *ret_media_type = row.media_type;
    return STATUS_OK;
}
