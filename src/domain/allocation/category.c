/* The categories of allocations, each of one fund, and what an allocation's hash covers. */
#include "allocation_internal.h"

#include "base/i18n.h"
#include "base/text.h"
#include "domain/medical/batch_hash.h"

#include <string.h>

const struct allocation_category ALLOCATION_CATEGORIES[] = {
    {"SCATTERED_BASIC", N_("分散供养基本生活"), FUND_WUBAO, LEDGER_EXPENSE_SCATTERED, false},
    {"SCATTERED_CARE", N_("分散供养护理补贴"), FUND_WUBAO, LEDGER_EXPENSE_SCATTERED_CARE, false},
    {"SCATTERED_ELECTRICITY", N_("分散供养电费补贴"), FUND_WUBAO,
     LEDGER_EXPENSE_SCATTERED_ELECTRICITY, true},
    {"INSTITUTION_BASIC", N_("集中供养基本生活"), FUND_WUBAO, LEDGER_EXPENSE_INSTITUTION, false},
    {"INSTITUTION_CARE", N_("集中供养护理补贴"), FUND_WUBAO, LEDGER_EXPENSE_INSTITUTION_CARE,
     false},
    {"INSTITUTION_ELECTRICITY", N_("集中供养电费补贴"), FUND_WUBAO,
     LEDGER_EXPENSE_INSTITUTION_ELECTRICITY, true},
    {"HOME_RUNNING", N_("敬老院公用经费"), FUND_HOME_MANAGEMENT, LEDGER_EXPENSE_HOME_RUNNING,
     false},
    {"HOME_STAFF", N_("敬老院工作人员生活补助"), FUND_HOME_MANAGEMENT, LEDGER_EXPENSE_HOME_STAFF,
     false},
    {.code = NULL},
};

/* What summary sheets call them beside code and label. */
static const struct {
    const char *word;
    enum ledger_code account;
} WORDS[] = {
    {"分散供养", LEDGER_EXPENSE_SCATTERED},
    {"分散供养资金", LEDGER_EXPENSE_SCATTERED},
    {"分散供养护理", LEDGER_EXPENSE_SCATTERED_CARE},
    {"分散供养护理费", LEDGER_EXPENSE_SCATTERED_CARE},
    {"分散供养电费", LEDGER_EXPENSE_SCATTERED_ELECTRICITY},
    {"集中供养", LEDGER_EXPENSE_INSTITUTION},
    {"集中供养资金", LEDGER_EXPENSE_INSTITUTION},
    {"集中供养护理", LEDGER_EXPENSE_INSTITUTION_CARE},
    {"集中供养护理费", LEDGER_EXPENSE_INSTITUTION_CARE},
    {"集中供养电费", LEDGER_EXPENSE_INSTITUTION_ELECTRICITY},
    {"公用经费", LEDGER_EXPENSE_HOME_RUNNING},
    {"工作人员生活补助", LEDGER_EXPENSE_HOME_STAFF},
    {"敬老院工作人员补助", LEDGER_EXPENSE_HOME_STAFF},
};

static bool is_called(const struct allocation_category *c, const char *text)
{
    if (text_equals(c->code, text) || text_equals(c->label, text))
        return true;
    for (size_t i = 0; i < sizeof WORDS / sizeof WORDS[0]; i++)
        if (WORDS[i].account == c->account && text_equals(WORDS[i].word, text))
            return true;
    return false;
}

enum status allocation_category_parse(const char *code, const struct allocation_category **ret,
                                      struct error *e)
{
    for (const struct allocation_category *c = ALLOCATION_CATEGORIES; code && c->code; c++)
        if (is_called(c, code)) {
            *ret = c;
            return STATUS_OK;
        }
    return error_set(e, STATUS_REFUSED, "ALLOCATION_CATEGORY", _("没有经费类别“%.60s”：可用 %s"),
                     code ? code : "",
                     "SCATTERED_BASIC, SCATTERED_CARE, SCATTERED_ELECTRICITY, INSTITUTION_BASIC, "
                     "INSTITUTION_CARE, INSTITUTION_ELECTRICITY, HOME_RUNNING, HOME_STAFF");
}

int64_t allocation_account(const struct allocation_category *category)
{
    return ledger_account(category->fund, category->account);
}

const struct allocation_category *allocation_category_of(int64_t account)
{
    for (const struct allocation_category *c = ALLOCATION_CATEGORIES; c->code; c++)
        if (allocation_account(c) == account)
            return c;
    return NULL;
}

void allocation_hash_begin(struct hash_state *h, const struct allocation_head *head)
{
    const int64_t numbers[] = {head->county, head->id, (int64_t)head->fund,
                               month_yyyymm(head->month), head->payee};
    hash_init(h);
    batch_hash_numbers(h, numbers, sizeof numbers / sizeof numbers[0]);
}

void allocation_hash_line(struct hash_state *h, const struct allocation_entry *line)
{
    const size_t length = strlen(line->note);
    const int64_t numbers[] = {line->account, line->supplement, line->people, line->amount.v,
                               (int64_t)length};
    batch_hash_numbers(h, numbers, sizeof numbers / sizeof numbers[0]);
    hash_update(h, line->note, length);
}
