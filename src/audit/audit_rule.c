/* One rule: every row its statement answers is a finding. */
#include <inttypes.h>

#include "audit/audit_internal.h"
#include "base/i18n.h"

static enum status report(struct audit *a, const struct audit_rule *rule,
                          const struct audit_breach *row, struct error *e)
{
    switch (rule->numbers) {
    case RULE_MONEY:
        return audit_find(a, rule->code, e, row->subject, _("%s：应为 %s 元，现为 %s 元"),
                          _(rule->what), audit_yuan(a, row->expected), audit_yuan(a, row->actual));
    case RULE_COUNTS:
        return audit_find(a, rule->code, e, row->subject, _("%s：应为 %" PRId64 "，现为 %" PRId64),
                          _(rule->what), row->expected, row->actual);
    case RULE_ONE_SHOWN:
        return audit_find(a, rule->code, e, row->subject, _("%s：%" PRId64), _(rule->what),
                          row->expected);
    case RULE_NONE_SHOWN:
        break;
    }
    return audit_find(a, rule->code, e, row->subject, "%s", _(rule->what));
}

enum status audit_check_rule(struct audit *a, const struct audit_rule *rule, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct audit_breach row;
    enum status s;
    audit_check_begin(a);
    TRY(rule->open_rows(a, &cursor, e));
    while ((s = rule->next_row(cursor, &row, e)) == STATUS_OK) {
        s = report(a, rule, &row, e);
        if (s != STATUS_OK)
            break;
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}
