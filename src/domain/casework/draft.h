/* Half-written forms, saved while typing: per user and form ("dibao.apply.341823106201",
   "case.12.survey"). Sealed. */
#pragma once
#include "domain/casework/entry.h"
#include "db/db.h"
#include "base/seal.h"

struct draft_row {
    const char *form, *saved_at;
    int64_t version;
};
/* version: the one read before, 0 for a new one; REFUSED (DRAFT_CHANGED) when another tab saved in
   between: nothing is lost, ret_version says which one stands. One transaction. */
MUST_USE enum status draft_save(struct db *db, int64_t county, const struct keyring *keys,
                                const char *user, const char *form, int64_t version,
                                const struct entry_data *content, int64_t *ret_version,
                                struct error *e);
/* NONE when there is none. */
MUST_USE enum status draft_read(struct db *db, int64_t county, const struct keyring *keys,
                                const char *user, const char *form, struct arena *arena,
                                struct entry_data **ret, int64_t *ret_version, struct error *e);
MUST_USE enum status draft_list(struct db *db, int64_t county, const char *user,
                                struct arena *arena, struct draft_row **ret, size_t *ret_count,
                                struct error *e);
MUST_USE enum status draft_drop(struct db *db, int64_t county, const char *user, const char *form,
                                struct error *e);
