/* Names of half-written forms and where they are opened: "case.12.survey" is /cases/12/survey,
   "dibao.apply.341823106201" an application in that village, "change.income.77" a change of that
   household. */
#pragma once
#include "domain/casework/casework.h"
#include "web/request.h"

struct draft_place {
    int64_t case_id, division, household;
    enum case_kind kind;
    enum case_change change;
    enum case_action action;
    int copy; /* a second application of the same village: 2 … 9; 0: the first */
};
/* NONE: not a name of ours. */
MUST_USE enum status draft_place_of(struct arena *arena, const char *name, struct draft_place *ret);
/* In the arena; NULL when it is exhausted. */
const char *draft_name(struct arena *arena, const struct draft_place *place);
const char *draft_address(struct arena *arena, const struct draft_place *place);
/* Adds the list "drafts" of this user's. */
MUST_USE enum status drafts_add(struct request *r, struct error *e);
/* After a login that interrupted typing: what the posted form carried becomes the user's draft.
   NONE: it carried nothing, or another user typed it. */
MUST_USE enum status draft_take_over(struct request *r, struct db *db, const char *user,
                                     struct error *e);
