/* The homes and their building as one card of the first screen, beside the programmes that pay. */
#pragma once
#include "web/request.h"

/* Adds "homes_card": who lives in the homes of the viewer's scope, "books" with the beds of each
   book of targets against the plan's line (never summed), and how many townships, or whether the
   viewer's own, reach the plan's centralised rate. Nothing where there is neither home nor target.
 */
MUST_USE enum status homes_card_add(struct request *r, struct error *e);
