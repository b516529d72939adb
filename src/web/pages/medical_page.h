/* Shared by the pages of medical assistance: what every list and page says of a bill, an advance,
   a stay, and who may see it. */
#pragma once
#include "domain/medical/advance.h"
#include "domain/medical/bill.h"
#include "domain/payee/payee.h"
#include "web/pages/place.h"
#include "web/pages/plain_form.h"
#include "web/request.h"

#define MEDICAL_PAGE_ROWS 50

/* The seven sums of a bill on a short form (plain_form.h), named as in struct medical_amounts. */
#define MEDICAL_AMOUNT_FIELDS                                                                      \
    {"total", N_("总费用（元）"), NULL, PLAIN_YUAN, false},                                        \
        {"in_scope", N_("合规费用（元）"), N_("医保目录以内的费用"), PLAIN_YUAN, false},           \
        {"insurance", N_("基本医保支付（元）"), NULL, PLAIN_YUAN, true},                           \
        {"critical", N_("大病保险支付（元）"), NULL, PLAIN_YUAN, true},                            \
        {"other", N_("其他补偿（元）"), NULL, PLAIN_YUAN, true},                                   \
        {"relief", N_("医院减免（元）"), NULL, PLAIN_YUAN, true},                                  \
    {                                                                                              \
        "veteran", N_("优抚补助（元）"), NULL, PLAIN_YUAN, true                                    \
    }
struct medical_amounts medical_amounts_typed(struct plain_form *f);

/* Illnesses are shown to those who may see a case's papers, and to the hospital that treats. */
bool medical_sees_illness(const struct request *r);
/* Amounts, names, place, class and state of a bill. table NULL: without a place. */
void bill_add(const struct request *r, struct view *v, const struct bill_record *b,
              const struct division_table *table);
void stay_add(const struct request *r, struct view *v, const struct admission_record *a,
              const struct division_table *table);
void advance_add(const struct request *r, struct view *v, const struct advance_record *a,
                 const struct division_table *table);
/* Adds the list "lines": label, formula, clause, document, amount_fen. */
void explanation_lines_add(const struct request *r, struct view *v, const struct explanation *x);
/* "total_fen" … "veteran_fen". */
void bill_amounts_add(struct view *v, const struct medical_amounts *a);
/* The list "identity": who bears how much of a bill's total, summing up to it. */
void bill_identity_add(const struct request *r, struct view *v, const struct medical_amounts *a,
                       struct fen aid, struct fen personal);
/* "rate": 70% or 62.5%. */
void rate_add(struct view *v, const char *name, int64_t rate_bp);

/* List "hospitals" of {value, label, is_chosen}, value the number of the hospital. */
MUST_USE enum status hospitals_add(struct request *r, int64_t chosen, struct error *e);
void classes_add(struct request *r, enum medical_class chosen); /* list "classes" */
/* List "years": this one and the four before. */
void years_add(struct request *r, int chosen);
int year_asked(const struct request *r); /* query "year"; 0: all */

/* The bill of the address. NONE (404): not there or outside the viewer's scope. */
MUST_USE enum status bill_of_address(struct request *r, struct bill_record *ret, struct error *e);
/* Whether the viewer may see a person; NONE (404) otherwise. */
MUST_USE enum status medical_person_seen(struct request *r, int64_t person, int64_t *ret_division,
                                         struct error *e);
/* A bill on its page, whoever looks: "bill", "identity", "explained", "lines_owed",
   "assessments", "history". prefix: "/medical" or "/counter". */
MUST_USE enum status bill_fill(struct request *r, const struct bill_record *b, const char *prefix,
                               struct error *e);

/* The hospital that the viewer speaks for. REFUSED (ACCESS_HOSPITAL) when none is bound. */
MUST_USE enum status hospital_of_viewer(struct request *r, struct payee *ret, struct error *e);
const char *premium_state_text(const struct request *r, int state); /* of enum premium_state */
/* Whether a refusal is to be shown on the page itself. */
bool is_page_refusal(enum status s, const struct error *why);

/* ---- the list of bills, for the bureau and townships (hospital 0) and for a hospital's own ----
 */
#define BILL_LIST_INPUTS                                                                           \
    {"q", INPUT_TEXT, false, N_("姓名、证件后四位或住院号")},                                      \
        {"class", INPUT_TEXT, false, N_("救助类别")}, {"year", INPUT_INTEGER, false, N_("年度")},  \
        {"struck", INPUT_BOOL, false, N_("也列出冲账的")},                                         \
    {                                                                                              \
        "before", INPUT_INTEGER, false, N_("上一页最后一张的编号")                                 \
    }
MUST_USE enum status bill_list_fill(struct request *r, int64_t hospital, const char *path,
                                    struct error *e);
/* Exactly what the list shows, as a file of the route's ending. */
MUST_USE enum status bill_list_export(struct request *r, int64_t hospital, struct error *e);
