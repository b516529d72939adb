/* Short forms of pages: their fields stand in a table, what was typed stays, and what is wrong is
   told at each field and at the top (templates/case/field.html draws them). */
#pragma once
#include "web/request.h"

#define PLAIN_FIELDS_MAX 24

enum plain_kind {
    PLAIN_TEXT,
    PLAIN_LONG,
    PLAIN_YUAN,
    PLAIN_DATE,
    PLAIN_MONTH,
    PLAIN_NUMBER,
    PLAIN_CHOICE
};
struct plain_field {
    const char *name, *label, *hint; /* label, hint: msgids; hint may be NULL */
    enum plain_kind kind;
    bool is_optional;
};
struct plain_form {
    struct request *r;
    const struct plain_field *fields;
    size_t count, fault_count;
    const char *value[PLAIN_FIELDS_MAX], *fault[PLAIN_FIELDS_MAX];
    struct view *view[PLAIN_FIELDS_MAX], *choices[PLAIN_FIELDS_MAX];
};

/* Adds the list "fields" to an object of the page. What was typed into a POST is taken up; a GET
   begins with what the address says. fields outlive the request. */
void plain_begin(struct plain_form *f, struct request *r, struct view *parent,
                 const struct plain_field *fields, size_t count);
/* Where the field was not asked yet; one that was emptied stays empty. value is kept, not copied.
 */
void plain_default(struct plain_form *f, const char *name, const char *value);
void plain_choice(struct plain_form *f, const char *name, const char *value, const char *label);
/* Puts the fields onto the page: values, faults, choices. Once, at the end. */
void plain_end(struct plain_form *f);

/* ---- reading: a field that is missing or wrong gets its fault; the rest is still looked at ----
 */
const char *plain_text(struct plain_form *f, const char *name); /* tidied; "" when empty */
struct fen plain_yuan(struct plain_form *f, const char *name);  /* empty and optional: 0 */
struct date plain_date(struct plain_form *f, const char *name);
struct month plain_month(struct plain_form *f, const char *name);
int64_t plain_number(struct plain_form *f, const char *name);
/* message: msgid, or already in words. */
void plain_fault(struct plain_form *f, const char *name, const char *message);

/* A refusal of the domain belongs to one field. Ends with a NULL code. */
struct plain_cause {
    const char *code, *field;
};
/* OK when nothing is wrong so far; else REFUSED (FORM), saying how many. */
MUST_USE enum status plain_status(const struct plain_form *f, struct error *e);
/* Puts the refusal to its field, if it has one. */
void plain_refused(struct plain_form *f, const struct plain_cause *causes, const struct error *why);
