/* What the pages of surveys and complaints share. */
#pragma once
#include "domain/complaint/complaint.h"
#include "domain/plan/plan.h"
#include "domain/survey/survey.h"
#include "web/request.h"

/* A refusal of the form, to be told on its page. */
bool voice_is_shown(enum status s, const struct error *why);
const char *voice_county_name(const struct division_table *table); /* "" when unknown */
/* Adds "complaint_work" to the first screen of those who handle: due soon, overdue. */
MUST_USE enum status complaint_work_add(struct request *r, struct error *e);
/* Adds the list "questions" of a survey; what was typed stays chosen. */
MUST_USE enum status voice_questions_add(struct request *r, const struct survey *s,
                                         struct error *e);
/* Fields "q1", "q2" … into at most SURVEY_QUESTIONS_MAX replies. */
size_t voice_replies_read(struct request *r, const struct survey *s, struct survey_reply *ret);
/* Everybody's form of a complaint: the fields of it, taken up from the POST. */
MUST_USE enum status voice_complaint_read(struct request *r, struct complaint_new *ret,
                                          struct error *e);
/* Adds the choices of that form: "townships", "categories". */
MUST_USE enum status voice_complaint_choices_add(struct request *r, struct error *e);
