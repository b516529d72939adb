/* Bank batches out, returns in, by a layout. Amounts in fen; texts UTF-8, converted on the way. */
#pragma once
#include "office/layout.h"

struct bank_batch { /* what the header says, and what a return must say */
    const char *unit;
    struct date date;
    int64_t count;
    struct fen total;
};

struct bank_line {
    const char *agent_no, *name;
    struct fen amount;
    const char *account, *unit;      /* unit NULL or "": the batch's */
    const char *id_kind, *id_number; /* id_kind NULL or "": the layout's constant */
    int times;                       /* 当日代理次数; 0: 1 */
};

struct bank_writer;
/* path must not exist as a directory; the file appears under its name when bank_writer_finish
   succeeds. layout and the texts of batch must outlive the writer. */
MUST_USE enum status bank_writer_open(const struct layout *layout, const char *path,
                                      const struct bank_batch *batch, struct bank_writer **ret,
                                      struct error *e);
/* REFUSED, naming the line: BANK_CHARACTER (a character the charset lacks, the separator or a line
   break in a text), BANK_WIDTH (too long), BANK_AMOUNT (not positive), BANK_FORM (agent number
   empty). */
MUST_USE enum status bank_writer_line(struct bank_writer *w, const struct bank_line *line,
                                      struct error *e);
/* FAILED (BANK_COUNT, BANK_TOTAL) when the lines do not add up to the batch: a fault of ours, never
 * of the user. */
MUST_USE enum status bank_writer_finish(struct bank_writer *w, struct error *e);
void bank_writer_free(struct bank_writer *w); /* unfinished: the file is thrown away */
void bank_writer_cleanup(struct bank_writer **w);

struct bank_return_line {
    int line_no;               /* 1-based line of the file or row of the sheet */
    struct bank_line sent;     /* as the bank gives it back; NULL: not in the layout's return */
    const char *code, *reason; /* "" when the layout has none */
    bool is_paid;
    struct fen paid; /* zero when not paid */
};

struct bank_return;
/* Checks the header against `expected`, whose texts must outlive the reader. The whole file is
   REFUSED with BANK_FORM (not this layout), BANK_UNIT, BANK_DATE, BANK_COUNT or BANK_TOTAL; nothing
   of it may be booked. */
MUST_USE enum status bank_return_open(const struct layout *layout, const char *path,
                                      const struct bank_batch *expected, struct bank_return **ret,
                                      struct error *e);
/* OK: a line, valid until the next call. NONE: the end, and count, total, paid count and paid total
   of header, trailer and lines agree with each other and with `expected`. REFUSED: the codes above,
   at once or at the end: whoever books lines as they come must be able to take them all back. Order
   of lines is the bank's; duplicates and strangers are the caller's. */
MUST_USE enum status bank_return_next(struct bank_return *r, struct bank_return_line *ret,
                                      struct error *e);
void bank_return_close(struct bank_return *r);
void bank_return_cleanup(struct bank_return **r);
