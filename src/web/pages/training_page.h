/* Shared by the pages of courses. */
#pragma once
#include "domain/training/training.h"
#include "web/request.h"

/* The course of the address. NONE (404). */
MUST_USE enum status training_of_address(struct request *r, struct course *ret, struct error *e);
/* Its page; why: what was refused, NULL otherwise. */
MUST_USE enum status training_respond(struct request *r, const struct course *c, unsigned status,
                                      const struct error *why, struct error *e);
