/* Papers and photographs of other things than cases: a project's return and acceptance, a claim's
   receipts, a resident's agreement. Same store, same checks as attachment.h; sealed, once per
   content. */
#pragma once
#include "domain/casework/attachment.h"

enum enclosure_kind {
    ENCLOSURE_PROJECT_RETURN = 1,
    ENCLOSURE_PROJECT_SCOPE,
    ENCLOSURE_ACCEPTANCE,
    ENCLOSURE_CLAIM,
    ENCLOSURE_STAY,
    ENCLOSURE_RECORD,
    ENCLOSURE_MEETING,         /* progress_meeting.id */
    ENCLOSURE_INSPECTION,      /* inspection.id */
    ENCLOSURE_SELF_ASSESSMENT, /* self_assessment.id */
    ENCLOSURE_RECTIFICATION,
    ENCLOSURE_COMPLAINT,
    ENCLOSURE_PUBLICITY, /* publicity_item.id */
    ENCLOSURE_TRAINING,  /* course.id */
    ENCLOSURE_LIBRARY,   /* library_document.id */
    ENCLOSURE_KIND_END
};
const char *enclosure_kind_code(enum enclosure_kind k);
#define ENCLOSURES_MAX 30 /* per subject */
struct enclosure {
    int seq;
    const char *title, *media_type, *actor;
    int64_t size_bytes;
    bool has_thumbnail;
};
struct enclosure_new {
    enum enclosure_kind kind;
    int64_t subject;
    const char *title;
    const void *bytes, *thumbnail; /* thumbnail: as in attachment.h */
    size_t size_bytes, thumbnail_bytes;
};
/* The caller has checked who may. One transaction. REFUSED: ATTACHMENT_TYPE, _SIZE, _COUNT, _TITLE,
   _BROKEN. The same bytes at the same subject: OK, the row there is. */
MUST_USE enum status enclosure_add(struct db *db, int64_t county, const struct keyring *keys,
                                   const struct enclosure_new *enclosure, const char *actor,
                                   int *ret_seq, struct error *e);
MUST_USE enum status enclosure_list(struct db *db, int64_t county, enum enclosure_kind kind,
                                    int64_t subject, struct arena *arena, struct enclosure **ret,
                                    size_t *ret_count, struct error *e);
MUST_USE enum status enclosure_read(struct db *db, int64_t county, const struct keyring *keys,
                                    enum enclosure_kind kind, int64_t subject, int seq,
                                    bool is_thumbnail, struct arena *arena, const void **ret,
                                    size_t *ret_bytes, const char **ret_media_type,
                                    struct error *e);
MUST_USE enum status enclosure_remove(struct db *db, int64_t county, enum enclosure_kind kind,
                                      int64_t subject, int seq, const char *actor, struct error *e);
