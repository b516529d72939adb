/* Receipt codes that people write down and type in: XXXX-XXXX-XXXX, 60 random bits. */
#pragma once
#define RECEIPT_BYTES 15
#define RECEIPT_TYPED_BYTES 64
/* Letters and digits that are not mistaken for each other: no I, L, O, U. */
void receipt_make(char out[RECEIPT_BYTES]);
/* "k7qf2m9xpd4t" and "K7QF-2M9X-PD4T" are the same code; O is read as 0, I and L as 1, what can
   stand in no receipt as "?". What is too long to be one stays too long. NULL gives "". */
void receipt_tidy(const char *text, char out[RECEIPT_TYPED_BYTES]);
