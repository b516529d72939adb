/* Papers of a case: what they are is read from their bytes, the same bytes are kept once, sealed.
 */
#include "domain/casework/attachment.h"

#include <inttypes.h>
#include <string.h>

#include "attachment_sql.h"
#include "base/i18n.h"
#include "base/text.h"
#include "domain/registry/change.h"

#define INDEX_BYTES 32 /* two blind indexes side by side */
#define ROWS_ARENA_BYTES (1u << 20)
#define PDF_PAGES_MAX 10000

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

static bool begins(const void *bytes, size_t n, const char *magic, size_t magic_bytes)
{
    return n > magic_bytes && memcmp(bytes, magic, magic_bytes) == 0;
}

const char *attachment_media_type(const void *bytes, size_t n)
{
    if (begins(bytes, n, "\xFF\xD8\xFF", 3))
        return "image/jpeg";
    if (begins(bytes, n, "\x89PNG\r\n\x1A\n", 8))
        return "image/png";
    if (begins(bytes, n, "%PDF-1.", 7) || begins(bytes, n, "%PDF-2.", 7))
        return "application/pdf";
    return NULL;
}

const char *attachment_ending(const char *media_type)
{
    return text_equals(media_type, "image/jpeg")  ? ".jpg"
           : text_equals(media_type, "image/png") ? ".png"
                                                  : ".pdf";
}

/* Page objects written in clear; those inside compressed streams are not seen: 0 is unknown. */
static int64_t pdf_pages(const char *bytes, size_t n)
{
    static const char mark[] = "/Type";
    const char *end = bytes + n;
    int64_t pages = 0;
    for (const char *p = bytes; pages < PDF_PAGES_MAX;) {
        p = memmem(p, (size_t)(end - p), mark, sizeof mark - 1);
        if (p == NULL)
            break;
        p += sizeof mark - 1;
        while (p < end && *p == ' ')
            p++;
        if (end - p > 5 && memcmp(p, "/Page", 5) == 0 && p[5] != 's')
            pages++;
    }
    return pages;
}

/* The same bytes of the same county under the same key: 32 bytes, two look-up values of their
   SHA-256. */
static void content_index(const struct keyring *keys, const void *bytes, size_t n,
                          uint8_t out[INDEX_BYTES])
{
    uint8_t hash[HASH_BYTES];
    char text[HASH_HEX_BYTES + 2] = "1:";
    hash_bytes(bytes, n, hash);
    hash_hex(hash, text + 2);
    blind_index(keys, SEAL_ATTACHMENT, text, out);
    text[0] = '2';
    blind_index(keys, SEAL_ATTACHMENT, text, out + BLIND_INDEX_BYTES);
}

/* ---- adding ---- */

struct adding {
    int64_t county;
    const struct keyring *keys;
    const struct case_actor *actor;
    const struct attachment_new *given;
    const char *media_type;
    struct blob index, sealed, thumbnail;
    int64_t page_count;
    int seq;
};

static enum status given_check(const struct attachment_new *given, const char **ret_media_type,
                               struct error *e)
{
    if (given->size_bytes == 0 || given->size_bytes > ATTACHMENT_BYTES_MAX)
        return error_set(e, STATUS_REFUSED, "ATTACHMENT_SIZE",
                         _("文件要大于 0、最多 %u MB：照片可以用手机调小后再传。"),
                         ATTACHMENT_BYTES_MAX >> 20);
    const char *media_type = attachment_media_type(given->bytes, given->size_bytes);
    if (media_type == NULL)
        return error_set(e, STATUS_REFUSED, "ATTACHMENT_TYPE",
                         _("只收 JPEG、PNG 图片和 PDF：内容不是这三种，改文件名没有用。"));
    if (attachment_kind_label(given->kind)[0] == '\0')
        return error_set(e, STATUS_REFUSED, "ATTACHMENT_KIND", _("没有材料种类“%s”。"),
                         given->kind == NULL ? "" : given->kind);
    size_t title_bytes = strlen(given->title);
    if (title_bytes == 0 || title_bytes > ATTACHMENT_TITLE_BYTES_MAX ||
        strpbrk(given->title, "\r\n\t") != NULL)
        return error_set(e, STATUS_REFUSED, "ATTACHMENT_TITLE",
                         _("请写材料名称，一行，最多 %d 字节。"), ATTACHMENT_TITLE_BYTES_MAX);
    bool is_picture = !text_equals(media_type, "application/pdf");
    bool has_thumbnail =
        given->thumbnail != NULL && given->thumbnail_bytes <= ATTACHMENT_THUMBNAIL_BYTES_MAX &&
        text_equals(attachment_media_type(given->thumbnail, given->thumbnail_bytes), "image/jpeg");
    if (is_picture && !has_thumbnail)
        return error_set(e, STATUS_REFUSED, "ATTACHMENT_BROKEN",
                         _("图片打不开：文件可能没有传完整，请重新拍照或扫描。"));
    *ret_media_type = media_type;
    return STATUS_OK;
}

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

static enum status content_keep(struct db *db, const struct adding *a, int64_t change,
                                struct arena *arena, struct error *e)
{
    struct attachment_kept_row kept;
    enum status s = attachment_kept(
        db, (struct attachment_kept_args){.county = a->county, .content_index = a->index}, arena,
        &kept, e);
    if (s != STATUS_NONE)
        return s;
    return attachment_insert(
        db,
        (struct attachment_insert_args){.county = a->county,
                                        .content_index = a->index,
                                        .media_type = a->media_type,
                                        .size_bytes = (int64_t)a->given->size_bytes,
                                        .content = a->sealed,
                                        .thumbnail = a->thumbnail,
                                        .change = change},
        NULL, e);
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
                                                                  .content_index = a->index},
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
    TRY(content_keep(db, a, change, arena, e));
    TRY(attachment_put(db,
                       (struct attachment_put_args){.county = a->county,
                                                    .case_id = a->given->case_id,
                                                    .seq = seq,
                                                    .content_index = a->index,
                                                    .kind = a->given->kind,
                                                    .title = a->given->title,
                                                    .page_count = a->page_count,
                                                    .actor = a->actor->user,
                                                    .change = change},
                       NULL, e));
    a->seq = (int)seq;
    return STATUS_OK;
}

static enum status bytes_seal(const struct keyring *keys, const void *bytes, size_t n,
                              struct arena *arena, struct blob *ret, struct error *e)
{
    uint8_t *sealed = arena_alloc(arena, n + SEAL_OVERHEAD_BYTES);
    if (!sealed)
        return arena_exhausted(e);
    *ret = (struct blob){sealed, seal(keys, SEAL_ATTACHMENT, bytes, n, sealed)};
    return STATUS_OK;
}

enum status attachment_add(struct db *db, int64_t county, const struct keyring *keys,
                           const struct case_actor *actor, const struct attachment_new *attachment,
                           int *ret_seq, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(2 * ATTACHMENT_BYTES_MAX);
    uint8_t index[INDEX_BYTES];
    struct adding a = {
        .county = county, .keys = keys, .actor = actor, .given = attachment, .page_count = 1};
    if (!arena)
        return arena_exhausted(e);
    TRY(given_check(attachment, &a.media_type, e));
    content_index(keys, attachment->bytes, attachment->size_bytes, index);
    a.index = (struct blob){index, sizeof index};
    TRY(bytes_seal(keys, attachment->bytes, attachment->size_bytes, arena, &a.sealed, e));
    if (text_equals(a.media_type, "application/pdf"))
        a.page_count = pdf_pages(attachment->bytes, attachment->size_bytes);
    else
        TRY(bytes_seal(keys, attachment->thumbnail, attachment->thumbnail_bytes, arena,
                       &a.thumbnail, e));
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

static enum status bytes_unseal(const struct keyring *keys, struct blob sealed, struct arena *arena,
                                const void **ret, size_t *ret_bytes, struct error *e)
{
    size_t n;
    if (sealed.n <= SEAL_OVERHEAD_BYTES)
        return error_set(e, STATUS_FAILED, "SEAL_BROKEN", _("材料的密封数据长度不对。"));
    char *bytes = arena_alloc(arena, sealed.n - SEAL_OVERHEAD_BYTES + 1);
    if (!bytes)
        return arena_exhausted(e);
    TRY(unseal(keys, SEAL_ATTACHMENT, sealed.p, sealed.n, bytes, &n, e));
    *ret = bytes;
    *ret_bytes = n;
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
    TRY(bytes_unseal(keys, row.sealed, arena, ret, ret_bytes, e));
    *ret_media_type = "image/jpeg";
    return STATUS_OK;
}

enum status attachment_read(struct db *db, int64_t county, const struct keyring *keys,
                            int64_t case_id, int seq, bool is_thumbnail, struct arena *arena,
                            const void **ret, size_t *ret_bytes, const char **ret_media_type,
                            struct error *e)
{
    struct attachment_content_row row;
    uint8_t index[INDEX_BYTES];
    const void *bytes;
    size_t n;
    if (is_thumbnail)
        return thumbnail_read(db, county, keys, case_id, seq, arena, ret, ret_bytes, ret_media_type,
                              e);
    TRY(attachment_content(
        db, (struct attachment_content_args){.county = county, .case_id = case_id, .seq = seq},
        arena, &row, e));
    TRY(bytes_unseal(keys, row.sealed, arena, &bytes, &n, e));
    /* A sealed paper put in another's place opens well, but under another look-up value. */
    content_index(keys, bytes, n, index);
    if (row.content_index.n != INDEX_BYTES || memcmp(index, row.content_index.p, INDEX_BYTES) != 0)
        return error_set(e, STATUS_FAILED, "ATTACHMENT_ALTERED",
                         _("第 %d 份材料与登记时不是同一份，请核对备份。"), seq);
    *ret = bytes;
    *ret_bytes = n;
    *ret_media_type = row.media_type;
    return STATUS_OK;
}
