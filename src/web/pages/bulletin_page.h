/* What the pages of bulletins share. */
#pragma once
#include "domain/bulletin/bulletin.h"
#include "web/request.h"

/* Of the address. NONE: no such bulletin, or not yet this viewer's to see: townships read what is
   issued. */
MUST_USE enum status bulletin_of_address(struct request *r, struct bulletin *ret, struct error *e);
/* Head, sections with their figures, tables. is_public: no links into the office, nobody's name. */
MUST_USE enum status bulletin_view_add(struct request *r, const struct bulletin *b, bool is_public,
                                       struct error *e);
void bulletin_head_add(struct request *r, struct view *v, const struct bulletin *b);
/* Where a figure opens to its rows. */
const char *bulletin_figure_path(struct request *r, const struct bulletin *b,
                                 const struct bulletin_figure *f);
/* The page of one. why may be NULL. */
MUST_USE enum status bulletin_respond(struct request *r, const struct bulletin *b, unsigned status,
                                      const struct error *why, struct error *e);
/* A refusal that belongs on the page, and not to the door. */
bool bulletin_is_shown(enum status s, const struct error *why);
