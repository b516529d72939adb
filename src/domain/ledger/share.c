#include "domain/ledger/ledger.h"

#include "base/i18n.h"

#define SHARE_ONE_BP 10000

enum status ledger_share_lines(const struct policy_table *table, enum fund fund, struct month month,
                               struct fen lack, struct journal_line lines[FUND_SOURCE_COUNT],
                               size_t *ret_count, struct error *e)
{
    struct policy_value share[FUND_SOURCE_COUNT];
    int last = -1;
    for (int i = 0; i < FUND_SOURCE_COUNT; i++) {
        int key = POLICY_FUND_SHARE_FIRST + ((int)fund - 1) * FUND_SOURCE_COUNT + i;
        share[i] = policy_value_of(table, (enum policy_key)key, month);
        if (share[i].is_set && share[i].v > 0)
            last = i;
    }
    if (last < 0)
        return error_set(e, STATUS_REFUSED, "FUND_SHARES",
                         _("方案没有写明这项资金各级分担的比例，不能拨款。请在方案中补上 fund "
                           "的 share。"));
    size_t count = 0;
    struct fen left = lack;
    for (int i = 0; i <= last; i++) {
        struct fen part = left;
        if (!share[i].is_set || share[i].v <= 0)
            continue;
        if (i < last)
            TRY(fen_mul_div(lack, share[i].v, SHARE_ONE_BP, &part));
        if (part.v > left.v)
            part = left;
        TRY(fen_sub(left, part, &left));
        if (part.v > 0)
            lines[count++] =
                (struct journal_line){LEDGER_BANK, ledger_income_of((enum source)i), part};
    }
    *ret_count = count;
    return STATUS_OK;
}
