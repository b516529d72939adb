/* Names and numbers of people who do not exist. */
#pragma once
#include "office/demo/county.h"

#define DEMO_BIRTH_FIRST_YEAR 1905
#define DEMO_BIRTH_DAYS (150 * 366)
#define DEMO_SEQUENCES_MAX 500 /* per birth date and sex */

struct demo_identity {
    int64_t accounts, phones;
    uint16_t taken[DEMO_BIRTH_DAYS][2]; /* sequence numbers used, by birth date and sex */
};
/* Numbers begin after the first `from` of every day, sex and serial. */
void demo_identity_begin(struct demo_identity *n, int from);
/* The surname's index, for children who bear their father's. */
uint32_t demo_surname_draw(struct random *r);
void demo_name_draw(struct random *r, uint32_t surname, enum sex sex, char out[DEMO_NAME_BYTES]);
/* A number with a right check character for someone born on `birth`, or on the next day that still
 * has one. */
struct idno demo_idno_draw(struct demo_identity *n, struct date birth, enum sex sex);
/* 6229 00, a serial, and the Luhn digit. */
void demo_account_next(struct demo_identity *n, char out[DEMO_ACCOUNT_BYTES]);
/* 120 and a serial: no operator has numbers in 12x. */
void demo_phone_next(struct demo_identity *n, char out[DEMO_PHONE_BYTES]);
