/* Shared by the files of allocation only. */
#pragma once
#include "domain/allocation/allocation.h"
#include "allocation_sql.h"

#define ALLOCATION_SCRATCH_BYTES ((size_t)2 << 20)

const struct transfer_kind *allocation_kind(enum fund fund);
/* By the number of an account; NULL: no category of ours. */
const struct allocation_category *allocation_category_of(int64_t account);
int64_t allocation_account(const struct allocation_category *category);

/* SHA-256 over what an allocation says; docs/allocation.md names the numbers and their order. */
struct allocation_head {
    int64_t county, id, payee;
    enum fund fund;
    struct month month;
};
struct allocation_entry {
    int64_t account, supplement, people;
    struct fen amount;
    const char *note;
};
void allocation_hash_begin(struct hash_state *h, const struct allocation_head *head);
void allocation_hash_line(struct hash_state *h, const struct allocation_entry *line);
