/* The figures of a bulletin by what they measure, and what belongs to which programme. */
#pragma once
#include "domain/bulletin/bulletin.h"

enum bulletin_programme {
    BULLETIN_ASSESSED = 0, /* the points of an assessment */
    BULLETIN_DIBAO,
    BULLETIN_WUBAO,
    BULLETIN_MEDICAL,
    BULLETIN_HOMES,
    BULLETIN_WORK, /* how the work is done: cases, notices, complaints, publicity, meetings */
    BULLETIN_PROGRAMMES
};
enum bulletin_programme bulletin_programme_of(const char *code);
/* As headings say it. */
const char *bulletin_programme_title(enum bulletin_programme p);
#define BULLETIN_ITEM_ROWS_MAX BULLETIN_TOWNSHIPS_MAX
/* The figures of one code: the county's and those of townships. */
struct bulletin_group {
    const struct bulletin_figure *county;
    const struct bulletin_figure *rows[BULLETIN_ITEM_ROWS_MAX];
    size_t count, ranked;
    int last; /* the greatest rank; 1: all the same; 0: nobody is ranked */
};
/* The code at `index` in order of appearance. false past the end. */
bool bulletin_group_at(const struct bulletin_figure *figures, size_t count, size_t index,
                       struct bulletin_group *ret);
