/* What an identity number tells at once: birth date and sex, a wrong check digit, a death, a
   benefit that is received already. */
#pragma once
#include "domain/casework/entry.h"
#include "web/request.h"

/* Fills birth date and sex beside every good identity number whose own fields are still empty. */
MUST_USE enum status case_check_fill(struct request *r, const struct entry_form *form,
                                     struct entry_data *data, struct error *e);
