/* Where a list's columns are: by what they are called, in one of the first rows. */
#pragma once
#include "domain/match/match_kind.h"
#include "office/match/source.h"

#define HEADER_ROWS_MAX 40
#define HEADER_COLUMNS_MAX 96

enum header_place { PLACE_TOWNSHIP, PLACE_VILLAGE, PLACE_ADDRESS, PLACE_COUNT };
struct match_header {
    int rows;                                         /* lines up to and with the header's */
    int id, name;                                     /* columns, from 0 */
    int facts[MATCH_COLUMNS_MAX], place[PLACE_COUNT]; /* -1: none */
    /* The lines as they lie in the file, to hand back with rows that could not be read. */
    struct source_line raw[HEADER_ROWS_MAX];
};
/* Reads the first lines of the block just filled; the source stands behind the header. NONE when no
   column is recognised: no list. REFUSED (MATCH_HEADER) when some are, but numbers or names are
   missing. */
MUST_USE enum status match_header_find(struct match_source *s, enum match_kind kind,
                                       struct arena *arena, struct match_header *ret,
                                       struct error *e);
