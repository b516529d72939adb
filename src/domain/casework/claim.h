/* What casework knows of medical assistance: the bills on a claim's form, whose they are, and what
   the rule would give for them (§C.2–C.3). */
#pragma once
#include "domain/casework/casework.h"
#include "domain/medical/bill.h"

#define CLAIM_BILLS_MAX 12

struct claim { /* as written; texts are the form's */
    size_t count;
    struct claim_bill bill[CLAIM_BILLS_MAX];
};
/* Of a form that entry_check passed; bills are in its order. */
void claim_read(const struct entry_data *form, struct claim *ret);

/* The patient as registered. person 0: unknown. household 0: in none now. */
struct claim_patient {
    int64_t person, household;
    const char *name;    /* as registered */
    struct date died_on; /* v 0: lives */
    bool has_account;    /* the household's */
};
MUST_USE enum status claim_patient_find(struct db *db, int64_t county, const struct keyring *keys,
                                        const struct entry_data *form, struct arena *arena,
                                        struct claim_patient *ret, struct error *e);
/* The class by which the bills count: of the registry where it is wubao or dibao in the month of
   every discharge, else what was applied for or decided before. Adds what is wrong to faults. */
MUST_USE enum status claim_class_find(struct db *db, int64_t county, const struct entry_data *form,
                                      const struct claim_patient *patient,
                                      struct entry_faults *faults, enum medical_class *ret,
                                      struct error *e);
/* What the bills would bring together; writes nothing. class: the case's; explain may be NULL. */
MUST_USE enum status claim_quote(struct db *db, int64_t county, const struct keyring *keys,
                                 const struct entry_data *form, enum medical_class class,
                                 struct arena *arena, struct fen *ret, struct explanation *explain,
                                 struct error *e);

/* ---- a decided claim ---- */
struct claim_assessed {
    int64_t bill;
    struct claim_bill written;
    struct medical_assessment assessment; /* as kept */
    struct explanation *explanation;      /* line by line, with those numbers */
};
/* The standing bills as assessed last, by admission. None: OK with count 0. */
MUST_USE enum status claim_assessed_read(struct db *db, int64_t county, int64_t case_id,
                                         struct arena *arena, struct claim_assessed **ret,
                                         size_t *ret_count, struct error *e);
/* The advance that a case led to. hospital 0: any. NONE: not approved. */
struct claim_advance {
    int64_t id, hospital;
    struct fen amount;
    struct date approved_on, expires_on;
    int state; /* enum advance_state */
};
MUST_USE enum status claim_advance_read(struct db *db, int64_t county, int64_t case_id,
                                        struct claim_advance *ret, struct error *e);

enum claim_payment {
    CLAIM_UNPAID = 1, /* decided, in no run yet */
    CLAIM_IN_RUN,     /* in a run that is not at the bank's end */
    CLAIM_PAID,
    CLAIM_RETURNED /* by the bank, to be paid again */
};
const char *claim_payment_code(enum claim_payment p);  /* "UNPAID" … */
const char *claim_payment_label(enum claim_payment p); /* msgid */
/* Where the money of an approved claim is. NONE: nothing is owed to the household for this case. */
MUST_USE enum status claim_payment_read(struct db *db, int64_t county, int64_t case_id,
                                        enum claim_payment *ret, struct fen *ret_amount,
                                        struct error *e);
