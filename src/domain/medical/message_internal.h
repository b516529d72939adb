/* What the kinds of messages and the quote share. Private to medical/. */
#pragma once
#include "bill_internal.h"
#include "bill_sql.h"

/* REFUSED (MESSAGE_FIELD), naming the label. */
MUST_USE enum status message_text_check(const char *text, const char *label, size_t bytes_max,
                                        bool is_needed, struct error *e);
/* REFUSED (ADMISSION_UNKNOWN). */
MUST_USE enum status message_stay(struct medical_work *w, const struct medical_message *m,
                                  struct arena *arena, struct stay_row *ret, struct error *e);
/* Whose number and name these are. REFUSED: PERSON_UNKNOWN; PERSON_NAME when is_name_told. */
MUST_USE enum status message_person(struct db *db, const struct medical_desk *desk,
                                    const char *id_number, const char *name, struct date today,
                                    bool is_name_told, struct arena *arena, int64_t *ret,
                                    struct error *e);
/* The patient of an ADMIT. REFUSED: PERSON_UNKNOWN, PERSON_NAME, PERSON_DEAD, NOT_ENTITLED. */
MUST_USE enum status message_patient(struct db *db, const struct medical_desk *desk,
                                     const struct medical_message *m, struct arena *arena,
                                     int64_t *ret_person, struct medical_person *ret,
                                     struct error *e);
/* The refusal NOT_ENTITLED. */
enum status message_not_entitled(const struct medical_person *who, struct month m, struct error *e);
/* The bill a SETTLE would make, after all checks of it. */
MUST_USE enum status settle_draft(const struct medical_desk *desk, const struct stay_row *stay,
                                  const struct medical_message *m, struct bill_draft *ret,
                                  struct error *e);
/* REFUSED (BILL_CLAIMED): a claim has been paid for this stay. y: the year of the draft. */
MUST_USE enum status settle_not_claimed(struct db *db, int64_t county, const struct year *y,
                                        const struct bill_draft *draft, struct error *e);
void settle_answer(const struct stay_row *stay, const struct year_bill *bill,
                   struct medical_answer *ret);
