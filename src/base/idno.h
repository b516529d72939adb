/* Citizen identity numbers, GB 11643: 18 digits with check character, and the older 15 digits. */
#pragma once
#include "base/month.h"

#define IDNO_BYTES 19 /* 18 characters and NUL */

enum sex { SEX_MALE = 1, SEX_FEMALE = 2 };

struct idno {
    char text[IDNO_BYTES]; /* 18 characters, X upper case */
    struct date birth;
    enum sex sex;
};

/* From tidied text of 15 or 18 characters (x becomes X; 15 digits become 19yy with a computed check
   character). REFUSED with codes IDNO_LENGTH, IDNO_CHARACTER, IDNO_PROVINCE, IDNO_BIRTH (no such
   date), IDNO_FUTURE (born after `today`), IDNO_CHECK (the message names the right last character).
   Area codes are historical: only the province is checked. */
MUST_USE enum status idno_parse(const char *text, struct date today, struct idno *ret,
                                struct error *e);
char idno_check_char(const char first17[17]);
/* Luhn check of a bank card number (digits only): a warning, never a refusal: passbooks do not
 * follow it. */
bool luhn_is_valid(const char *digits);
