/* Shared by the pages of outside lists: match.c, match_hit.c, match_candidate.c. */
#pragma once
#include "domain/match/match.h"
#include "web/request.h"

/* The days by which hits and candidates are overdue are counted from today. */
struct match_actor match_actor_of(const struct request *r);
/* {name, value} for each fact of a JSON object. */
void match_facts_add(struct view *parent, const struct request *r, const char *facts);
/* The same as one line: "号牌号码：皖P12345；车辆类型：小型轿车". In the arena. */
const char *match_facts_text(const struct request *r, const char *facts);
/* Adds a list "kinds" of {value, label, is_chosen}: those whose sense is in `senses` (bit 1 <<
   sense). */
void match_kinds_add(struct view *page, const struct request *r, uint32_t senses,
                     enum match_kind chosen);
/* Township and village of the address, the narrower of the two. */
int64_t match_query_division(const struct request *r, int64_t *ret_township, int64_t *ret_village);
