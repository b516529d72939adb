/* What the pages of surveys share. */
#pragma once
#include "domain/survey/survey.h"
#include "web/request.h"

/* NONE: no such survey. */
MUST_USE enum status survey_of_address(struct request *r, struct survey *ret, struct error *e);
void survey_head_add(struct request *r, struct view *v, const struct survey *s);
/* Adds "townships", "whole", "unmeasured". */
MUST_USE enum status survey_result_add(struct request *r, struct view *v, int64_t survey,
                                       struct error *e);
/* What a choice says; "" when there is none. */
const char *survey_choice_text(struct request *r, const struct survey_question *q, int choice);
