/* Lists written for a test, and held against the county of registry_fixture. */
#pragma once
#include "domain/registry/registry_fixture.h"
#include "office/match/match_file.h"

/* Writes test_tmpdir()/name; returns the path. */
const char *list_write(const char *name, const char *text);
/* The same text as GB18030. */
const char *list_write_gb(const char *name, const char *text);
/* Lines split at '\n' and cells at ',' as a workbook. */
const char *list_write_xlsx(const char *name, const char *text);
/* Must be taken in. errors_path may be NULL. */
struct match_file_result list_take(struct county *c, const char *path, enum match_kind kind,
                                   const char *errors_path);
/* All hits of the county, in the arena. */
struct match_hit *hits_of(struct county *c, int64_t list, size_t *count);
/* All candidates, closed ones too. */
struct match_candidate *candidates_of(struct county *c, size_t *count);
/* NULL: none of that name. */
const struct match_candidate *candidate_named(struct county *c, const char *name);
/* "today" for what follows: 2013-MM-DD. */
void today_is(const char *day);

#define BUREAU ((struct match_actor){.user = "dibao1", .scope = COUNTY, .today = date_today()})
