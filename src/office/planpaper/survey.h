/* Answer slips of the public survey (测评答题卡): a page per code, with the questions, the code and
   a QR code of the form. Codes are given once, when they are made: nobody can print them again. */
#pragma once
#include "domain/survey/survey.h"
#include "office/document.h"

#define SURVEY_SITE_DEFAULT "http://127.0.0.1:8080"
#define SURVEY_SLIPS_MAX 900 /* a page each, of one document */
struct survey_paper_options {
    enum document_kind kind;
    struct date today;
    const char *site; /* where the public reaches us, without the last slash; NULL: MINSHENG_SITE,
                         else the default */
    const char *county_name;
    int64_t township; /* of the codes only those; 0: all */
};
/* REFUSED (SURVEY_LIMIT): more than SURVEY_SLIPS_MAX: print township by township. */
MUST_USE enum status survey_slips_render(const struct survey *survey,
                                         const struct survey_codes *codes,
                                         const struct survey_paper_options *options,
                                         struct buf *ret, struct error *e);
