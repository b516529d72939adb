#include "base/receipt.h"

#include <sodium.h>
#include <stdbool.h>
#include <stddef.h>

#define RECEIPT_LETTERS 12
#define ALPHABET_MASK 31
static const char ALPHABET[ALPHABET_MASK + 2] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

static bool dash_comes(size_t n)
{
    return n == 4 || n == 9;
}

void receipt_make(char out[RECEIPT_BYTES])
{
    unsigned char bytes[RECEIPT_LETTERS];
    size_t n = 0;
    randombytes_buf(bytes, sizeof bytes);
    for (size_t i = 0; i < RECEIPT_LETTERS; i++) {
        if (dash_comes(n))
            out[n++] = '-';
        out[n++] = ALPHABET[bytes[i] & ALPHABET_MASK];
    }
    out[n] = '\0';
}

void receipt_tidy(const char *text, char out[RECEIPT_TYPED_BYTES])
{
    size_t n = 0;
    for (const char *p = text ? text : ""; *p && n + 2 < RECEIPT_TYPED_BYTES; p++) {
        char c = *p >= 'a' && *p <= 'z' ? (char)(*p - 'a' + 'A') : *p;
        if (c == '-' || c == ' ')
            continue;
        if (dash_comes(n))
            out[n++] = '-';
        /* A byte of what is no letter or digit may be no text. */
        bool is_plain = (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        out[n++] = c == 'O' ? '0' : c == 'I' || c == 'L' ? '1' : is_plain ? c : '?';
    }
    out[n] = '\0';
}
