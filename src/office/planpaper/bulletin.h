/* A bulletin as an official document (GB/T 9704), PDF or DOCX, and its tables for papers and pages.
   The same bulletin gives the same bytes. */
#pragma once
#include "domain/bulletin/bulletin.h"
#include "office/document.h"

/* today: of a draft; an issued one bears the day of its issue. NONE: no such bulletin. REFUSED:
   BULLETIN_MARK, DOCUMENT_…. */
MUST_USE enum status bulletin_paper_render(struct db *db, int64_t county, int64_t id,
                                           enum document_kind kind, struct date today,
                                           struct buf *ret, struct error *e);
#define BULLETIN_PAPER_NAME_BYTES 48
/* "bulletin-2013-q2.pdf" */
char *bulletin_paper_name(const struct bulletin *b, enum document_kind kind,
                          char out[BULLETIN_PAPER_NAME_BYTES]);
/* "standing" (rank name held reached firsts is_ranked) and "tables" (title columns heads:
   label code is_points; rows: name is_whole cells: number code township done value rank is_asked
   is_behind is_indicator). */
MUST_USE enum status bulletin_tables_add(struct view *v, const struct bulletin_figure *figures,
                                         size_t count, struct arena *arena, struct error *e);
/* "（一）农村低保" on a line of its own is a heading of the second level. */
bool bulletin_line_is_heading(const char *line);
