#include "base/json.h"

#include <string.h>

#include "base/utf8.h"

void buf_add_json(struct buf *b, const char *text)
{
    if (text == NULL) {
        buf_adds(b, "null");
        return;
    }
    size_t n = strlen(text);
    buf_addc(b, '"');
    for (size_t i = 0; i < n;) {
        size_t step = utf8_step(text + i, n - i);
        unsigned char c = (unsigned char)text[i];
        if (step == 0)
            buf_adds(b, "\\ufffd");
        else if (c == '"' || c == '\\')
            buf_addf(b, "\\%c", c);
        else if (c == '\n')
            buf_adds(b, "\\n");
        else if (c < 0x20 || c == 0x7F)
            buf_addf(b, "\\u%04x", c);
        else
            buf_add(b, text + i, step);
        i += step ? step : 1;
    }
    buf_addc(b, '"');
}
