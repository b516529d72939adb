/* Shared by the pages of homes for the aged: which home or resident an address means, how lists say
   it, and the short forms that stand on a page of their own. */
#pragma once
#include "domain/home/rate.h"
#include "domain/home/stay.h"
#include "web/pages/plain_form.h"
#include "web/request.h"

#define HOMES_PAGE_ROWS 50
#define HOMES_READ_MAX 1000 /* residents of one home, beds of one home: read at once */

/* The home of that number, for whoever may see it. NONE (404): not there or outside his scope. */
MUST_USE enum status home_seen(struct request *r, int64_t id, struct home *ret, struct error *e);
MUST_USE enum status home_of_address(struct request *r, struct home *ret, struct error *e);
/* The stay of the address and its home, likewise. ret_home may be NULL. */
MUST_USE enum status stay_of_address(struct request *r, struct stay *ret, struct home *ret_home,
                                     struct error *e);
/* The home of the viewer when he is a director; NONE for everybody else. REFUSED (ACCESS_HOME): a
   director without one. */
MUST_USE enum status home_of_viewer(struct request *r, int64_t *ret, struct error *e);

/* Today's numbers. occupied: sleep there tonight, with those on leave (away); free: nobody sleeps
   in, nor is to. */
struct home_figures {
    int64_t beds, occupied, free, reserved, paying, away, requested, leaving;
};
MUST_USE enum status home_figures_of(struct request *r, int64_t home, struct home_figures *ret,
                                     struct error *e);
/* The same for many homes: the county is read once, then each taken out of it. */
MUST_USE enum status home_figures_all(struct request *r, struct home_occupancy **ret,
                                      size_t *ret_count, struct error *e);
MUST_USE enum status home_figures_read(struct request *r, int64_t home,
                                       const struct home_occupancy *all, size_t count,
                                       struct home_figures *ret, struct error *e);
void home_figures_add(struct view *v, const struct home_figures *f);
/* "home", "home_name", "township_name" and whether it is closed. */
void home_head_add(struct view *v, const struct home *home);
void stay_row_add(struct request *r, struct view *v, const struct stay *stay);
const char *home_day_text(struct request *r, struct date day); /* "" for v 0 and the open end */
/* All residents who are in (or leaving), in the order of the list. */
MUST_USE enum status home_residents(struct request *r, int64_t home, struct stay **ret,
                                    size_t *ret_count, struct error *e);

/* Whether the form's boxes "stay" have this one. */
bool home_is_chosen(const struct request *r, int64_t stay);

/* Causes of a number that is not one, for a field (struct plain_cause). */
#define HOME_IDNO_CAUSES(field)                                                                    \
    {"IDNO_LENGTH", field}, {"IDNO_CHARACTER", field}, {"IDNO_PROVINCE", field},                   \
        {"IDNO_BIRTH", field}, {"IDNO_FUTURE", field},                                             \
    {                                                                                              \
        "IDNO_CHECK", field                                                                        \
    }

/* ---- forms on a page of their own ---- */
struct home_form {
    const char *title, *intro, *submit;     /* msgids, or already in words; intro may be NULL */
    const char *action, *back, *back_label; /* addresses; the label in words */
    const char *question;                   /* asked before it is sent; msgid or NULL */
};
MUST_USE enum status home_form_respond(struct request *r, struct plain_form *f,
                                       const struct home_form *form, unsigned status,
                                       const struct error *why, struct error *e);
/* What a handler does with a refusal: the form again (422) when it is one for the page, else as it
   came. */
MUST_USE enum status home_form_refused(struct request *r, struct plain_form *f,
                                       const struct home_form *form, enum status s,
                                       const struct plain_cause *causes, const struct error *why,
                                       struct error *e);
/* The free beds as choices of a field. */
MUST_USE enum status home_bed_choices(struct plain_form *f, const char *name, int64_t home,
                                      struct date on, struct error *e);

/* What of a stay may be done now by the viewer. */
bool stay_step_is_open(const struct request *r, const struct stay *stay, enum stay_action action);
