/* What the commands of bills share. */
#pragma once
#include "cli/case_actor.h"
#include "domain/medical/bill.h"

/* --total … --veteran, in yuan; those not given are 0. */
MUST_USE enum status medical_amount_options(struct cli *cli, struct medical_amounts *ret,
                                            struct error *e);
void medical_explanation_rows(struct cli *cli, const struct explanation *x);

#define MEDICAL_AMOUNT_OPTIONS(is_needed)                                                          \
    {"--total", "YUAN", N_("总费用"), is_needed},                                                  \
        {"--in-scope", "YUAN", N_("保内(合规)费用"), is_needed},                                   \
        {"--insurance", "YUAN", N_("保险支付"), false},                                            \
        {"--critical", "YUAN", N_("大病保险支付"), false},                                         \
        {"--other", "YUAN", N_("其他补偿"), false}, {"--relief", "YUAN", N_("医院减免"), false},   \
    {                                                                                              \
        "--veteran", "YUAN", N_("优抚补助"), false                                                 \
    }
