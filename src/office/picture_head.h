/* What the first bytes of a JPEG or PNG say of it, read without decoding it. */
#pragma once
#include "base/status.h"

enum picture_type { PICTURE_JPEG = 1, PICTURE_PNG };
struct picture_head {
    enum picture_type type;
    uint32_t width, height; /* as stored, before it is turned */
    int orientation;        /* 1..8 as cameras write it (EXIF 0x0112); 1 when not said */
    size_t body_at;         /* where the head ends */
};
/* NONE: neither, or its head is cut off or out of shape. */
MUST_USE enum status picture_head_read(const void *bytes, size_t n, struct picture_head *ret);
