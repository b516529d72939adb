/* The registry's side of an import: who of the file is known, where he or she is, and which
 * household is which. */
#pragma once
#include "office/roster/roster_internal.h"

struct existing_member {
    struct member_row row; /* in force in the import's first month, or the first one after it */
    bool is_in_file;
};
/* What differs between the file's household and the registry's. */
enum difference {
    DIFFERS_DIVISION = 1 << 0,
    DIFFERS_HEAD = 1 << 1,
    DIFFERS_CLASS = 1 << 2,
    DIFFERS_INCOME = 1 << 3,
    DIFFERS_FORM = 1 << 4,
    DIFFERS_CARE = 1 << 5,
    DIFFERS_BEGUN = 1 << 6,
    DIFFERS_PERIOD = 1 << 7, /* not in force in the first month, or ended */
    DIFFERS_ACCOUNT = 1 << 8,
    DIFFERS_GROUP = 1 << 9,
    DIFFERS_MEMBERS = 1 << 10,
    DIFFERS_PERSONS = 1 << 11, /* names, phone */
};
struct existing_household {
    int64_t id, head;
    enum programme programme;
    enum entitlement_status status;
    int32_t file_household; /* -1: not in the file */
    bool has_row, has_account;
    struct entitlement_row row; /* as for members */
    struct existing_member *members;
    size_t member_count;
    uint8_t account_index[BLIND_INDEX_BYTES];
    const char *account_bank, *account_holder, *group_no;
    unsigned differences;
};

static inline bool household_returns(const struct household_in *h)
{
    return h->is_bad || h->is_conflict;
}
/* The first month of what the file says of this household. */
static inline struct month household_start(const struct roster_import *m,
                                           const struct household_in *h)
{
    return h->begun.v > m->request->from.v ? h->begun : m->request->from;
}
/* Blind indexes of everybody: once, before the transaction. */
void match_prepare(struct roster_import *m);
/* Inside the transaction: fills persons, existing and households, marks conflicts. */
MUST_USE enum status match_registry(struct roster_import *m, struct error *e);
/* The three steps of it. */
MUST_USE enum status match_persons(struct roster_import *m, bool *ret_any, struct error *e);
MUST_USE enum status match_households(struct roster_import *m, struct error *e);
MUST_USE enum status match_conflicts(struct roster_import *m, struct error *e);
/* Sets existing[].differences of the matched households that go in. */
void match_differences(struct roster_import *m);
