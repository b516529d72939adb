/* The story of the projects, shared by its files. */
#pragma once
#include "domain/project/return.h"
#include "office/demo/projects.h"

#define STORY_PROJECTS 7
#define STORY_MONTHS 6
#define STORY_STAGES 6
#define STORY_POST_BYTES 32
#define OFFICER "wubao1"
#define SECOND_OFFICER "wubao2"
#define APPROVER "finance1"
#define PAYER "finance2"

struct site {
    int64_t id;
    bool is_city;
    struct project_scope scope;
    char clerk[STORY_POST_BYTES], lead[STORY_POST_BYTES];
};
struct projects_story {
    struct db *db;
    const struct payment_context *c;
    const struct demo_options *options;
    struct arena *arena;
    int year;
    struct date today, until;
    struct site sites[STORY_PROJECTS];
    int64_t contractors[STORY_PROJECTS], returns[STORY_PROJECTS]; /* returns: of the month */
    int64_t problems[STORY_PROJECTS], transfer;
    struct demo_project_counts counts;
};

/* What is written and signed on s->today. */
MUST_USE enum status projects_returns_day(struct projects_story *s, struct error *e);
/* Stages, contractors, changes, problems, payments. */
MUST_USE enum status projects_works_day(struct projects_story *s, struct error *e);
