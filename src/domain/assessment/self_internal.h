/* What the two files of self-assessments share. Private to assessment/self. */
#pragma once
#include "domain/assessment/self.h"

/* The system's own figure of that township, as known now; untouched when there is none. */
MUST_USE enum status self_assessment_figure_read(struct db *db, int64_t county,
                                                 const struct assessment_head *head,
                                                 int64_t township, struct arena *arena,
                                                 struct self_assessment_line *line,
                                                 struct error *e);
