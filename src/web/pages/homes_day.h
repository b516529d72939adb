/* Shared by the pages that write down a home's day: the fields that a kind of record has. */
#pragma once
#include "domain/home/record.h"
#include "web/pages/plain_form.h"

#define RECORD_FIELDS_MAX 8
/* The fields of a kind, in the order of the form; returns how many. */
size_t record_fields(const struct record_kind_row *kind, bool with_stay,
                     struct plain_field ret[RECORD_FIELDS_MAX]);
/* What was typed into them, without the stay; faults stand at the fields. */
struct home_record record_typed(struct plain_form *f, const struct record_kind_row *kind,
                                int64_t home);
/* The kind that the form or the address names; NULL: none. */
const struct record_kind_row *record_kind_asked(const struct request *r);
/* What is handed out to everybody: pocket money, clothing, check-ups. */
bool record_is_for_many(const struct record_kind_row *kind);
