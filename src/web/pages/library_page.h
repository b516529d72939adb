/* Shared by the pages of the library, courses, publicity and slips. */
#pragma once
#include "domain/library/library.h"
#include "web/pages/plain_form.h"
#include "web/request.h"

/* ---- short forms, drawn by templates/library/form.html ---- */
struct library_form {
    const struct plain_field *fields;
    size_t count;
    const char *button, *notice, *back; /* button, notice: msgids; back: a path */
    const char *long_text; /* name of a long text below the fields (msgid label: 正文), or NULL */
    const char *long_value; /* what stands in it at first; NULL: what the address says */
    enum status (*begin)(struct request *r, struct plain_form *f,
                         struct error *e); /* may be NULL */
    /* Reads the fields, asks plain_status, does it; ret_path: where to go then. */
    enum status (*act)(struct request *r, struct plain_form *f, const char **ret_path,
                       struct error *e);
};
MUST_USE enum status library_form_serve(struct request *r, const struct library_form *form,
                                        struct error *e);
/* Whether a refusal is shown on the page that was posted from. */
bool library_is_shown(enum status s, const struct error *why);
/* The post of a user; his name when he has none; "" for NULL. */
const char *library_person(const struct request *r, const char *user);
/* A day's default in a form. */
void library_default_date(struct plain_form *f, const char *name, struct date v);
/* The township that the viewer is bound to; 0: sees the county. */
int64_t library_township_of(const struct request *r);
/* Choice "programme" of a form: all three, by code. */
void library_programme_choices(struct request *r, struct plain_form *f);
/* 0 when empty. REFUSED for a code that is none. */
MUST_USE enum status library_programme_typed(struct plain_form *f, int *ret, struct error *e);

/* ---- documents ---- */
/* The document of the address as the viewer may see it. NONE (404). */
MUST_USE enum status library_of_address(struct request *r, struct library_document *ret,
                                        struct error *e);
/* Its page. why: what was refused, NULL otherwise. */
MUST_USE enum status library_respond(struct request *r, unsigned status, const struct error *why,
                                     struct error *e);
/* What the list and the page say of one, without its text. */
void library_document_add(const struct request *r, struct view *v,
                          const struct library_document *d);
/* Query, filter, and the list "rows" of a page: hits when there is something to look for, else all.
   prefix: "/library" or "/public/policies". */
MUST_USE enum status library_rows_add(struct request *r, bool is_public_only, const char *prefix,
                                      struct error *e);
/* List "paragraphs" and the parameters that it sets. */
MUST_USE enum status library_text_add(struct request *r, const struct library_document *d,
                                      struct error *e);
