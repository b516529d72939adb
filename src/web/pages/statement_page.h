/* Shared by the pages of hospitals' monthly statements: the bureau sees all, a hospital its own. */
#pragma once
#include "domain/medical/statement.h"
#include "web/request.h"

/* From which side it is looked at; told by the route's permission. */
bool statement_is_counter(const struct request *r);
/* "/medical" or "/counter". */
const char *statement_prefix(const struct request *r);
/* NONE: no such statement, or another hospital's. REFUSED (ACCESS_SCOPE): a township's user. */
MUST_USE enum status statement_of_address(struct request *r, struct statement_record *ret,
                                          struct error *e);
/* The whole page; why: what was refused, NULL otherwise. */
MUST_USE enum status statement_respond(struct request *r, const struct statement_record *s,
                                       unsigned status, const struct error *why, struct error *e);
/* The list, and the form that prepares one. */
MUST_USE enum status statement_list_respond(struct request *r, unsigned status,
                                            const struct error *why, struct error *e);
