/* How a paper is checked, sealed, kept once per content and opened again; whoever lists papers (of
   a case, of a claim, of a resident) keeps them here. For this folder alone. */
#pragma once
#include "domain/casework/attachment.h"

struct attachment_paper {
    const char *title;
    const void *bytes, *thumbnail; /* thumbnail: NULL for PDF */
    size_t size_bytes, thumbnail_bytes;
};
struct attachment_sealed {
    const char *media_type;
    struct blob index, content, thumbnail; /* index: the same for the same bytes of a county */
    int64_t size_bytes, page_count;        /* page_count 0: unknown */
};
/* Room for a paper of the greatest size, sealed. */
#define ATTACHMENT_SEAL_ARENA_BYTES (2 * ATTACHMENT_BYTES_MAX)
/* REFUSED: ATTACHMENT_SIZE, _TYPE, _TITLE, _BROKEN. */
MUST_USE enum status attachment_seal(const struct keyring *keys,
                                     const struct attachment_paper *paper, struct arena *arena,
                                     struct attachment_sealed *ret, struct error *e);
/* Inside db_transaction: stored unless the same bytes are there. */
MUST_USE enum status attachment_keep(struct db *db, int64_t county,
                                     const struct attachment_sealed *paper, int64_t change,
                                     struct arena *arena, struct error *e);
/* FAILED: SEAL_BROKEN. */
MUST_USE enum status attachment_unseal(const struct keyring *keys, struct blob sealed,
                                       struct arena *arena, const void **ret, size_t *ret_bytes,
                                       struct error *e);
/* The same, and it must be the paper of that index. FAILED: ATTACHMENT_ALTERED. */
MUST_USE enum status attachment_open(const struct keyring *keys, struct blob index,
                                     struct blob sealed, int seq, struct arena *arena,
                                     const void **ret, size_t *ret_bytes, struct error *e);
