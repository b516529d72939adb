/* Papers and photographs of a case: type and size checked by their bytes, kept once per content,
   sealed; pictures get a thumbnail. */
#pragma once
#include "domain/casework/casework.h"

#define ATTACHMENT_BYTES_MAX (8u * 1024 * 1024)
#define ATTACHMENTS_PER_CASE_MAX 100
#define ATTACHMENT_TITLE_BYTES_MAX 200
#define ATTACHMENT_THUMBNAIL_BYTES_MAX (128u * 1024)
/* Who may add and strike: those who take in what people bring. */
#define ATTACHMENT_PERMISSION PERMISSION_OBJECTION_RECORD

struct attachment_row {
    int seq;
    const char *kind, *title, *media_type,
        *actor; /* kind: "id_card", "photo_home", "notice_photo" … */
    int64_t size_bytes, page_count, known_from;
    bool has_thumbnail;
};
struct attachment_kind {
    const char *code, *label; /* msgid */
};
extern const struct attachment_kind ATTACHMENT_KINDS[]; /* ends with {NULL, NULL} */
struct attachment_new {
    int64_t case_id;
    const char *kind, *title;
    const void *bytes;
    size_t size_bytes;
    /* A small JPEG of a picture, made by office/thumbnail.h: decoding what strangers send is not
       done on this floor. NULL for PDF. */
    const void *thumbnail;
    size_t thumbnail_bytes;
};
/* "image/jpeg", "image/png", "application/pdf" by the first bytes; NULL: none of them. */
const char *attachment_media_type(const void *bytes, size_t n);
/* ".jpg", ".png", ".pdf". */
const char *attachment_ending(const char *media_type);
const char *attachment_kind_label(const char *code); /* msgid; "" when unknown */
/* Accepts JPEG, PNG, PDF by their first bytes. One transaction. REFUSED: ATTACHMENT_TYPE,
   ATTACHMENT_SIZE, ATTACHMENT_COUNT, ATTACHMENT_KIND, ATTACHMENT_TITLE, ATTACHMENT_BROKEN (a
   picture without its thumbnail: it can not be decoded), ACCESS_DENIED, ACCESS_SCOPE. The same
   bytes in the same case: OK, the row there is. NONE: no such case. */
MUST_USE enum status attachment_add(struct db *db, int64_t county, const struct keyring *keys,
                                    const struct case_actor *actor,
                                    const struct attachment_new *attachment, int *ret_seq,
                                    struct error *e);
MUST_USE enum status attachment_list(struct db *db, int64_t county, int64_t case_id,
                                     struct arena *arena, struct attachment_row **ret,
                                     size_t *ret_count, struct error *e);
/* Unsealed bytes in the arena. is_thumbnail: the small picture. NONE when not there. */
MUST_USE enum status attachment_read(struct db *db, int64_t county, const struct keyring *keys,
                                     int64_t case_id, int seq, bool is_thumbnail,
                                     struct arena *arena, const void **ret, size_t *ret_bytes,
                                     const char **ret_media_type, struct error *e);
/* Struck from the list, kept in the store; only while the case is open (ATTACHMENT_CLOSED). NONE
   when not there. */
MUST_USE enum status attachment_remove(struct db *db, int64_t county,
                                       const struct case_actor *actor, int64_t case_id, int seq,
                                       struct error *e);
