/* One month of a synthetic county, command by command, to be disturbed. */
#pragma once
#include "scenario/bank.h"
#include "scenario/people.h"

#define WALK_HOUSEHOLDS 600
#define WALK_STEPS 9

struct walk_step {
    const char *label, *command;
    const char
        *state; /* of the run once the command is done, as `pay list` writes it; NULL: no run */
    const char *file;             /* what it writes beside the database */
    void (*act)(struct story *s); /* before the command */
};
extern const struct walk_step WALK[WALK_STEPS];

/* Steps on this engine: PostgreSQL is backed up by its own tools, and the command says so. */
int walk_steps(enum db_engine engine);
/* The county's plan and its rosters on disk; nobody in the registry yet. */
void walk_ground(struct story *s, enum db_engine engine);
/* Runs list, items, books, returns and position as one text: what two walks must agree on. The
   caller frees. */
char *walk_result(struct story *s);
bool walk_has_file(const struct story *s, const char *name);
