/* The store of papers: what they are is read from their bytes, the same bytes are kept once,
 * sealed.
 */
#include "domain/casework/attachment_store.h"

#include <string.h>

#include "attachment_sql.h"
#include "base/i18n.h"
#include "base/text.h"

#define INDEX_BYTES 32 /* two blind indexes side by side */
#define PDF_PAGES_MAX 10000

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

static enum status paper_check(const struct attachment_paper *given, const char **ret_media_type,
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
    size_t title_bytes = given->title == NULL ? 0 : strlen(given->title);
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

static enum status bytes_seal(const struct keyring *keys, const void *bytes, size_t n,
                              struct arena *arena, struct blob *ret, struct error *e)
{
    uint8_t *sealed = arena_alloc(arena, n + SEAL_OVERHEAD_BYTES);
    if (!sealed)
        return arena_exhausted(e);
    *ret = (struct blob){sealed, seal(keys, SEAL_ATTACHMENT, bytes, n, sealed)};
    return STATUS_OK;
}

enum status attachment_seal(const struct keyring *keys, const struct attachment_paper *paper,
                            struct arena *arena, struct attachment_sealed *ret, struct error *e)
{
    struct attachment_sealed kept = {.size_bytes = (int64_t)paper->size_bytes, .page_count = 1};
    uint8_t *index = arena_alloc(arena, INDEX_BYTES);
    if (!index)
        return arena_exhausted(e);
    TRY(paper_check(paper, &kept.media_type, e));
    content_index(keys, paper->bytes, paper->size_bytes, index);
    kept.index = (struct blob){index, INDEX_BYTES};
    TRY(bytes_seal(keys, paper->bytes, paper->size_bytes, arena, &kept.content, e));
    if (text_equals(kept.media_type, "application/pdf"))
        kept.page_count = pdf_pages(paper->bytes, paper->size_bytes);
    else
        TRY(bytes_seal(keys, paper->thumbnail, paper->thumbnail_bytes, arena, &kept.thumbnail, e));
    *ret = kept;
    return STATUS_OK;
}

enum status attachment_keep(struct db *db, int64_t county, const struct attachment_sealed *paper,
                            int64_t change, struct arena *arena, struct error *e)
{
    struct attachment_kept_row kept;
    enum status s = attachment_kept(
        db, (struct attachment_kept_args){.county = county, .content_index = paper->index}, arena,
        &kept, e);
    if (s != STATUS_NONE)
        return s;
    return attachment_insert(db,
                             (struct attachment_insert_args){.county = county,
                                                             .content_index = paper->index,
                                                             .media_type = paper->media_type,
                                                             .size_bytes = paper->size_bytes,
                                                             .content = paper->content,
                                                             .thumbnail = paper->thumbnail,
                                                             .change = change},
                             NULL, e);
}

enum status attachment_unseal(const struct keyring *keys, struct blob sealed, struct arena *arena,
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

enum status attachment_open(const struct keyring *keys, struct blob index, struct blob sealed,
                            int seq, struct arena *arena, const void **ret, size_t *ret_bytes,
                            struct error *e)
{
    uint8_t found[INDEX_BYTES];
    const void *bytes;
    size_t n;
    TRY(attachment_unseal(keys, sealed, arena, &bytes, &n, e));
    /* A sealed paper put in another's place opens well, but under another look-up value. */
    content_index(keys, bytes, n, found);
    if (index.n != INDEX_BYTES || memcmp(found, index.p, INDEX_BYTES) != 0)
        return error_set(e, STATUS_FAILED, "ATTACHMENT_ALTERED",
                         _("第 %d 份材料与登记时不是同一份，请核对备份。"), seq);
    *ret = bytes;
    *ret_bytes = n;
    return STATUS_OK;
}
