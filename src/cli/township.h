/* --township CODE: narrows what the actor may see, never widens it. */
#pragma once
#include "cli/case_actor.h"

/* The option's division, or the actor's own scope without it. REFUSED: ACCESS_SCOPE. */
MUST_USE enum status cli_township_option(struct cli *cli, const struct case_actor *actor,
                                         int64_t *ret, struct error *e);
