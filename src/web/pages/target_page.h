/* Shared by the pages of targets, letters, the leading group and who answers. */
#pragma once
#include "domain/target/leading.h"
#include "domain/target/letter.h"
#include "web/request.h"

/* The year asked for, else this one. */
int target_year_of(const struct request *r);
/* The viewer's scope; of a village its township's, whose targets are the village's too. */
int64_t target_scope_of(const struct request *r);
/* The post of a user; his name when he has none; "" for nobody. */
const char *target_person(const struct request *r, const char *user);
/* Whether a refusal is shown on the page that was posted from. */
bool target_is_shown(enum status s, const struct error *why);
/* Years before and after, for moving between them. */
void target_year_add(struct request *r, int year);
/* What every page says of a split. */
void target_split_add(struct request *r, struct view *v, const struct target_split *s);
/* The page of all targets; why: what was refused, NULL otherwise. */
MUST_USE enum status target_respond(struct request *r, unsigned status, const struct error *why,
                                    struct error *e);
