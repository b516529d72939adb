/* The small picture beside a photograph or scan. */
#pragma once
#include "base/arena.h"

#define THUMBNAIL_SIDE_PX 240
#define THUMBNAIL_BYTES_MAX (128u * 1024)
#define PICTURE_SIDE_PX_MAX 16000
#define PICTURE_PX_MAX (64u * 1000 * 1000)

/* A JPEG of at most THUMBNAIL_SIDE_PX on a side, upright as the camera was held, of a JPEG or PNG.
   In the arena. NONE: the bytes are neither (a PDF has none). REFUSED (ATTACHMENT_BROKEN): it can
   not be decoded; (ATTACHMENT_SIZE): more than the limits. Decoding is done by a child process with
   hard limits: whatever a hostile file does to the decoder ends there. */
MUST_USE enum status thumbnail_make(const void *bytes, size_t n, struct arena *arena,
                                    const void **ret, size_t *ret_bytes, struct error *e);
