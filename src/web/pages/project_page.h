/* Shared by the pages of projects: whose project it is, what every page says of one, and the short
   forms that are all drawn alike (templates/project/form.html). */
#pragma once
#include "domain/casework/enclosure.h"
#include "domain/project/return.h"
#include "web/pages/plain_form.h"
#include "web/request.h"

/* The project of the address, by its code. NONE (404): not there, or outside the viewer's scope. */
MUST_USE enum status project_of_address(struct request *r, struct project *ret, struct error *e);
/* The township that the viewer is bound to; 0: sees the county. */
int64_t project_scope_of(const struct request *r);
/* Code, name, place, books, whether it is cancelled. */
void project_head_add(const struct request *r, struct view *v, const struct project *p);
const char *project_stage_words(const struct request *r, enum project_stage stage);
/* "by", "is_behind", "is_ahead" of an answer of plan_line_compare under a prefix's object. */
void project_compared_add(const struct request *r, struct view *v, const char *name, int compared);
/* One book's standing: targets, done, due, share, the three measures. */
void project_standing_add(const struct request *r, struct view *v, const struct project_standing *s,
                          struct plan_share line);
/* The post of a user; his name when he has none; "" for NULL. */
const char *project_person(const struct request *r, const char *user);
/* "60.00%"; "—" without a denominator. */
void project_share_add(struct view *v, const char *name, int64_t numerator, int64_t denominator);
/* The same for a table whose head says that it is a percentage. */
void project_percent_add(struct view *v, const char *name, int64_t numerator, int64_t denominator);
/* What a return says, its totals and who signed it. */
void project_return_add(const struct request *r, struct view *v, const struct project *p,
                        const struct project_return *m);
void project_amounts_add(const struct request *r, struct view *v, const char *name,
                         const struct fen amounts[PROJECT_SOURCES]);

/* The project's page; why: what was refused, NULL otherwise. */
MUST_USE enum status project_respond(struct request *r, const struct project *p, unsigned status,
                                     const struct error *why, struct error *e);
/* Whether a refusal is shown on the page that was posted from. */
bool project_is_shown(enum status s, const struct error *why);

/* A month's return is written when the month ends: before its 25th day the month before is due. */
struct month project_return_month_due(struct date today);

/* ---- short forms ---- */
struct project_form {
    const struct plain_field *fields;
    size_t count;
    const char *title, *button, *notice; /* msgids */
    const struct plain_cause *causes;
    bool takes_photo; /* a picture may go along: a form with a file */
    /* Defaults and choices; facts of the page. */
    enum status (*begin)(struct request *r, const struct project *p, struct plain_form *f,
                         struct error *e);
    /* Reads the fields, asks plain_status, and does it. *ret_path: where to go then, NULL: the
       project's page. */
    enum status (*act)(struct request *r, const struct project *p, struct plain_form *f,
                       const char **ret_path, struct error *e);
};
/* GET shows the form, POST does it; what was refused is shown on it with what was typed. */
MUST_USE enum status project_form_serve(struct request *r, const struct project_form *form,
                                        struct error *e);
/* A line of the list "facts" above the form; label is a msgid. */
void project_fact(struct request *r, struct view *facts, const char *label, const char *format, ...)
    PRINTF_LIKE(4, 5);
/* Default of a field, as a number, an amount, a day. */
void project_default_number(struct plain_form *f, const char *name, int64_t v);
void project_default_fen(struct plain_form *f, const char *name, struct fen v);
void project_default_date(struct plain_form *f, const char *name, struct date v);
/* The five sources of money on a form, named as in PROJECT_SOURCE_FIELDS. */
extern const char *const PROJECT_SOURCE_FIELDS[PROJECT_SOURCES];
void project_sources_default(struct plain_form *f, const struct fen amounts[PROJECT_SOURCES]);
void project_sources_typed(struct plain_form *f, struct fen ret[PROJECT_SOURCES]);
#define PROJECT_SOURCE_ROWS                                                                        \
    {"central", N_("中央资金（元）"), NULL, PLAIN_YUAN, true},                                     \
        {"province", N_("省级资金（元）"), NULL, PLAIN_YUAN, true},                                \
        {"city", N_("市级资金（元）"), NULL, PLAIN_YUAN, true},                                    \
        {"county", N_("县级资金（元）"), NULL, PLAIN_YUAN, true},                                  \
    {                                                                                              \
        "own", N_("自筹资金（元）"), NULL, PLAIN_YUAN, true                                        \
    }

/* ---- photographs of a return ---- */
/* The picture of the form's file, with its small one, for a return (0: not written yet). NONE: no
   file was chosen. */
MUST_USE enum status project_photo_read(struct request *r, int64_t project_return,
                                        const char *title, struct enclosure_new *ret,
                                        struct error *e);
/* List "photos" of the page. */
MUST_USE enum status project_photos_add(struct request *r, const struct project *p,
                                        const struct project_return *m, struct error *e);
bool project_photos_open(const struct request *r, const struct project_return *m);
/* The return of the address. NONE (404): not of that project. */
MUST_USE enum status project_return_of_address(struct request *r, struct project *ret_project,
                                               struct project_return *ret, struct error *e);
MUST_USE enum status project_return_respond(struct request *r, const struct project *p,
                                            const struct project_return *m, unsigned status,
                                            const struct error *why, struct error *e);
