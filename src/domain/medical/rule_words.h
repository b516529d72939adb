/* The words of an assessment, line by line. Private to medical/. */
#pragma once
#include "domain/medical/rule.h"

/* Appends its lines. FAILED when the explanation is full or its arena exhausted. */
MUST_USE enum status medical_words(struct explanation *x, const struct medical_amounts *amounts,
                                   const struct medical_assessment *a, bool is_listed,
                                   struct error *e);
