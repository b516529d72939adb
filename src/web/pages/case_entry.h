/* Forms drawn from their table (struct entry_form) and read back: one way for applications, changes
   and every step. A field of the table named "members.2.name" is the form field "f.members.2.name";
   the buttons that add and remove rows are named "do" and work without scripts. */
#pragma once
#include "domain/casework/draft.h"
#include "domain/casework/entry.h"
#include "web/request.h"

#define CASE_ENTRY_SECTIONS_MAX 24
#define CASE_ENTRY_DO_SAVE "save"      /* keep as a draft, show again */
#define CASE_ENTRY_DRAFT_DAY "step.on" /* the step's day, beside the fields of a draft */

struct case_entry {
    const struct entry_form *form;
    struct entry_data *data; /* what stands in the fields */
    struct entry_faults faults;
    int rows_shown[CASE_ENTRY_SECTIONS_MAX]; /* of each repeating section, at least what is filled
                                              */
    const char *draft;                       /* its name; "" when drafts are not kept */
    int64_t draft_version;                   /* 0: none kept yet */
    const char *saved_at;                    /* "" when none */
    const char *on;                          /* the day of the step, as typed */
    const char *hidden; /* sections whose fields begin so are not drawn; NULL */
};
/* Empty fields; of a draft's name in the arena. */
MUST_USE enum status case_entry_begin(struct request *r, const struct entry_form *form,
                                      const char *draft, struct case_entry *ret, struct error *e);
/* From the posted form: what was typed, rows shown, the draft's version, the day. Names that the
   table does not have are left out. REFUSED (ENTRY_TOO_LARGE). */
MUST_USE enum status case_entry_read(struct request *r, struct case_entry *x, struct error *e);
/* The draft kept under its name, when there is one, instead of what stands in the fields. */
MUST_USE enum status case_entry_restore(struct request *r, struct case_entry *x, struct error *e);
/* A button other than the last one was pressed: rows were added or taken away, or the draft was
   saved or thrown away. *ret_is_done: show the form again. *why is filled when the draft was not
   saved (DRAFT_CHANGED). */
MUST_USE enum status case_entry_button(struct request *r, struct case_entry *x, bool *ret_is_done,
                                       struct error *why, struct error *e);
/* Saves under x->draft as the version that was read before. REFUSED (DRAFT_CHANGED): x has the
   version that stands. */
MUST_USE enum status case_entry_save(struct request *r, struct case_entry *x, struct error *e);
MUST_USE enum status case_entry_drop(struct request *r, const struct case_entry *x,
                                     struct error *e);
/* Adds "entry" (sections, rows, fields) and "faults" to the page. */
MUST_USE enum status case_entry_add(struct request *r, const struct case_entry *x, struct error *e);
/* The refusal as the page says it: the faults of a form have their fields' names beside them
   already. NULL stays NULL. */
const struct error *case_entry_refusal(const struct request *r, const struct error *why);
/* The values of a form as they are read on paper: {section, label, value} into a list; secret ones
   only when is_secret_shown. */
void case_entry_values_add(const struct request *r, struct view *list,
                           const struct entry_form *form, const struct entry_data *data,
                           bool is_secret_shown);
/* Copies every field "f.…" of a posted form; names are not looked at. */
MUST_USE enum status case_entry_collect(const struct form *posted, struct entry_data *into,
                                        struct error *e);
/* "2013-06-20 14:05" of a kept time, by the local clock. NULL when the arena is exhausted. */
const char *case_time_text(struct arena *arena, const char *utc);
