/* ID numbers by the million: most are eighteen plain characters and right. */
#pragma once
#include "base/idno.h"

struct number_rules {
    bool is_province[100];
    int64_t today; /* yyyymmdd */
};
/* The provinces are asked of idno_parse: one rule, one place. */
void number_rules_make(struct date today, struct number_rules *ret);
/* True: idno_parse takes these 18 bytes as they are. False: ask idno_parse, which says why, or
   makes eighteen of fifteen. */
bool number_is_plain(const struct number_rules *rules, const char p[IDNO_BYTES - 1]);
