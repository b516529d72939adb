/* What the lines of a return file say of accounts, holders and persons against what was sent. Keyed
   hashes are taken for many lines at once, so a line may be found altered some lines later: before
   any other outcome of a later line counts, comparison_end says whether an earlier one was. */
#pragma once
#include "base/blind.h"
#include "match.h"

#define COMPARISON_FIELDS_MAX 64

struct compared_field {
    int64_t line_number;
    char agent_no[AGENT_NO_BYTES];
    const char *what;
    uint8_t sent[BLIND_INDEX_BYTES];
};
struct comparison {
    const struct keyring *keys;
    size_t count;
    struct compared_field fields[COMPARISON_FIELDS_MAX];
    struct blind_text texts[COMPARISON_FIELDS_MAX];
};

/* REFUSED (RETURN_ALTERED) naming the first line that differs. */
MUST_USE enum status comparison_add(struct comparison *c, const struct matcher *m,
                                    const struct payment_return_line *line,
                                    const struct sent_item *sent, struct error *e);
MUST_USE enum status comparison_end(struct comparison *c, struct error *e);
