/* The county of the plan of 2013 with its seven projects, and the people who act upon them. */
#pragma once
#include "support/planned.h"
#include "support/test_support.h"

#include "domain/project/return.h"
#include "domain/registry/change.h"

#define OFFICER "wubao1"
#define OFFICER2 "wubao2"
#define CLERK "township100.clerk" /* of 泾川镇, where P01 is built: 60 beds */
#define LEAD "township100.lead"
#define OTHER_CLERK "township101.clerk"
#define TODAY "2013-12-31"

struct world {
    struct db *db;
    struct arena *arena;
};
/* Runs the body in a county of its own on each engine there is. "Today" is TODAY. */
void world_on_each(void (*body)(struct world *w));
int64_t world_project(struct world *w, const char *code);
struct project world_read(struct world *w, const char *code);
/* Written by the township's clerk, signed by its lead. */
void world_signed(struct world *w, const char *code, int month, int64_t beds, int64_t yuan);
/* Every stage up to this one, on the first days of 2013: stage s on 1 January plus 10 days each. */
void world_stages(struct world *w, const char *code, enum project_stage last);
struct project_return world_return(int64_t project, int month, int64_t beds, int64_t yuan);
/* OFFICER enters, OFFICER2 confirms, on 20 November. */
int64_t world_accepted(struct world *w, const char *code, int64_t beds);
