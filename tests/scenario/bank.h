/* The paying bank: reads the file that the program wrote with eyes of its own, and answers. */
#pragma once
#include "scenario/story.h"

enum bank_fault {
    BANK_RIGHT,
    BANK_WRONG_COUNT, /* in the header */
    BANK_WRONG_TOTAL,
    BANK_WRONG_UNIT,
    BANK_WRONG_DATE,
    BANK_UNKNOWN_LINE,    /* the first line carries an agent number that was never sent */
    BANK_DUPLICATE_LINE,  /* a line once more, in the place of another of the same amount */
    BANK_MISSING_LINE,    /* the last one, header adapted */
    BANK_ALTERED_AMOUNTS, /* one fen from the first line to the second */
    BANK_ALTERED_ACCOUNT, /* a digit of the first line */
    BANK_EMPTY_ACCOUNT,
    BANK_ALTERED_NAME, /* of the first line, as all that follow */
    BANK_EMPTY_NAME,
    BANK_ALTERED_LINE_UNIT,
    BANK_EMPTY_LINE_UNIT,
    BANK_ALTERED_ID_KIND,
    BANK_EMPTY_ID_KIND,
    BANK_ALTERED_ID_NUMBER,
    BANK_EMPTY_ID_NUMBER,
    BANK_ALTERED_TIMES,
    BANK_EMPTY_TIMES,
    BANK_CUT_SHORT, /* the file ends in the middle */
};
/* Answers {dir}/sent with {dir}/answer. Lines of the households named in `returned` (values such as
   "h1", separated by spaces) come back unpaid. */
void bank_answer_pipe(struct story *s, const char *sent, const char *answer, const char *returned,
                      enum bank_fault fault);
void bank_answer_fen(struct story *s, const char *sent, const char *answer, const char *returned);
/* The own-bank sheet, handed back as csv. */
void bank_answer_sheet(struct story *s, const char *sent, const char *answer, const char *returned);
