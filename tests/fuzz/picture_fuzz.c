/* The head of a picture that somebody handed in: sizes, orientation, where the picture begins. The
   decoder itself is a library's, and runs in a process of its own. */
#include <stdlib.h>

#include "fuzz.h"
#include "office/picture_head.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes)
{
    struct picture_head head;
    if (picture_head_read(data, bytes, &head) != STATUS_OK)
        return 0;
    bool is_sound = (head.type == PICTURE_JPEG || head.type == PICTURE_PNG) && head.width > 0 &&
                    head.height > 0 && head.orientation >= 1 && head.orientation <= 8 &&
                    head.body_at <= bytes;
    if (!is_sound)
        abort();
    return 0;
}
