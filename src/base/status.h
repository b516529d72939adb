/* How every fallible function answers: one status, and one struct error that says what, where, what
 * to do. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MUST_USE __attribute__((warn_unused_result))
#define PRINTF_LIKE(fmt, first) __attribute__((format(printf, fmt, first)))
/* Runs FUNCTION(&variable) when the variable leaves its scope. */
#define CLEANUP(function) __attribute__((cleanup(function)))

enum status {
    STATUS_OK = 0, /* done, or: there is a row */
    STATUS_NONE =
        1, /* nothing there: no row, end of stream. Not an error; struct error untouched */
    STATUS_REFUSED =
        2,            /* a rule or the input forbids it; the user can act on the message (exit 1) */
    STATUS_RETRY = 3, /* the database asks to repeat the transaction; only the runner sees it */
    STATUS_FAILED = 4, /* the database, disk, memory or another component failed (exit 3) */
};

#define ERROR_MESSAGE_BYTES 768
#define ERROR_PLACE_BYTES 256

struct error {
    enum status status;
    char code[40];                 /* stable, e.g. "IMPORT_HEADER_MISSING"; "" when none */
    char place[ERROR_PLACE_BYTES]; /* file, sheet, cell, field, line:column, table/row; "" when none
                                    */
    char message[ERROR_MESSAGE_BYTES]; /* what is wrong and what to do, in the user's language */
};

/* Fills *e (may be NULL) and returns s, so that callers write: return error_set(e, ...). */
enum status error_set(struct error *e, enum status s, const char *code, const char *format, ...)
    PRINTF_LIKE(4, 5);
/* Adds where it happened, unless a deeper floor already said so. Returns e->status (FAILED if e is
 * NULL). */
enum status error_place(struct error *e, const char *format, ...) PRINTF_LIKE(2, 3);
/* "place: message" into out (always terminated). */
void error_text(const struct error *e, char *out, size_t out_bytes);

/* Returns the status to the caller of the enclosing function unless it is OK. */
#define TRY(call)                                                                                  \
    do {                                                                                           \
        enum status try_status_ = (call);                                                          \
        if (try_status_ != STATUS_OK)                                                              \
            return try_status_;                                                                    \
    } while (0)
