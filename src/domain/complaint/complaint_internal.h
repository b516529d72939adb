/* What the files of this folder share. Private to complaint/. */
#pragma once
#include "domain/complaint/complaint.h"

#define COMPLAINT_ARENA_BYTES ((size_t)16 << 20)
#define COMPLAINT_WORD_BYTES_MAX 200
#define COMPLAINT_RESULT_BYTES_MAX 900
#define COMPLAINT_STEPS_MAX 40

/* REFUSED (ACCESS_DENIED) unless the actor is a user with one of them. ret may be NULL. */
MUST_USE enum status complaint_may(struct db *db, int64_t county, const char *actor,
                                   enum permission permission, enum permission other,
                                   struct arena *arena, struct access_user *ret, struct error *e);
enum status complaint_field(struct error *e, const char *field, const char *reason);
/* Text as SEAL_CASE; "" is sealed too, so that nobody sees which step says something. */
MUST_USE enum status complaint_seal(const struct keyring *keys, const char *text,
                                    struct arena *arena, struct blob *ret, struct error *e);
MUST_USE enum status complaint_unseal(const struct keyring *keys, struct blob sealed,
                                      struct arena *arena, const char **ret, struct error *e);
MUST_USE enum status complaint_content_read(struct db *db, int64_t county,
                                            const struct keyring *keys, int64_t complaint,
                                            struct arena *arena, struct complaint_content *ret,
                                            struct error *e);
MUST_USE enum status complaint_content_seal(const struct keyring *keys,
                                            const struct complaint_content *content,
                                            struct arena *arena, struct blob *ret, struct error *e);
/* "TS2013-0001". */
MUST_USE enum status complaint_record(struct db *db, int64_t county, const char *actor,
                                      const char *action, int64_t complaint, const char *detail,
                                      int64_t *ret_change, struct error *e);
struct complaint_step_new {
    int64_t complaint, number, change;
    const char *step, *text, *document, *actor;
    struct date on, due; /* due: of the next step; v 0: none */
    bool is_late;
};
MUST_USE enum status complaint_step_write(struct db *db, int64_t county, const struct keyring *keys,
                                          const struct complaint_step_new *step,
                                          struct arena *arena, struct error *e);
