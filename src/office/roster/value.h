/* What a cell of a roster says, or why it says nothing we may use. Never a guess. */
#pragma once
#include "office/roster/roster_internal.h"

struct value_fault {
    const char *reason, *suggestion; /* in the arena; suggestion may be NULL */
};
/* All: true with *ret filled, or false with *fault. Texts live in the arena. */
bool value_id(struct arena *a, const struct sheet_cell *cell, struct date today, struct idno *ret,
              struct value_fault *fault);
/* "" is an answer: an empty cell. */
bool value_account(struct arena *a, const struct sheet_cell *cell, const char **ret,
                   struct value_fault *fault);
bool value_phone(struct arena *a, const struct sheet_cell *cell, const char **ret,
                 struct value_fault *fault);
bool value_name(struct arena *a, const struct sheet_cell *cell, const char **ret,
                struct value_fault *fault);
bool value_income(struct arena *a, const struct sheet_cell *cell, struct fen *ret,
                  struct value_fault *fault);
bool value_count(struct arena *a, const struct sheet_cell *cell, int16_t *ret,
                 struct value_fault *fault);
/* 0 when empty. */
bool value_class(struct arena *a, const struct sheet_cell *cell, int8_t *ret,
                 struct value_fault *fault);
bool value_month(struct arena *a, const struct sheet_cell *cell, struct month *ret,
                 struct value_fault *fault);
/* Empty: *ret is untouched and *ret_given false. */
bool value_yes(struct arena *a, const struct sheet_cell *cell, bool is_school, bool *ret,
               bool *ret_given, struct value_fault *fault);
/* Unknown words are RELATION_OTHER with *ret_known false. */
bool value_relation(struct arena *a, const struct sheet_cell *cell, int8_t *ret, bool *ret_known);
bool value_health(struct arena *a, const struct sheet_cell *cell, bool *ret_ill,
                  struct value_fault *fault);
/* "肢体", "肢体二级", "无"; *ret_grade only when the kind's cell also names it, else 0. */
bool value_disability_kind(struct arena *a, const struct sheet_cell *cell, int8_t *ret,
                           int8_t *ret_grade, struct value_fault *fault);
bool value_disability_grade(struct arena *a, const struct sheet_cell *cell, int8_t *ret,
                            struct value_fault *fault);
bool value_form(struct arena *a, const struct sheet_cell *cell, int8_t *ret,
                struct value_fault *fault);
bool value_care(struct arena *a, const struct sheet_cell *cell, int8_t *ret,
                struct value_fault *fault);
bool value_fault_set(struct arena *a, struct value_fault *fault, const char *suggestion,
                     const char *format, ...) PRINTF_LIKE(4, 5);
