/* Budget lines: what a home may spend money on, and out of which book. */
#include "book_internal.h"

#include "base/buf.h"
#include "base/i18n.h"
#include "base/text.h"

#include <stdio.h>

#define NAMES_BYTES_MAX 600

#define SUPPORT_ONLY                                                                               \
    {                                                                                              \
        HOME_BOOK_SUPPORT                                                                          \
    }
#define SUPPORT_OWN                                                                                \
    {                                                                                              \
        HOME_BOOK_SUPPORT, HOME_BOOK_OWN                                                           \
    }
#define MANAGEMENT_ONLY                                                                            \
    {                                                                                              \
        HOME_BOOK_MANAGEMENT                                                                       \
    }
#define MANAGEMENT_OWN                                                                             \
    {                                                                                              \
        HOME_BOOK_MANAGEMENT, HOME_BOOK_OWN                                                        \
    }

/* 令456号 Art. 6, 11, 14; 民政部令37号 Art. 12, 26. */
const struct home_line HOME_LINES[] = {
    {5401, "meals", N_("伙食"), SUPPORT_OWN},
    {5402, "clothing", N_("被服"), SUPPORT_OWN},
    {5403, "pocket_money", N_("零花钱"), SUPPORT_OWN},
    {5404, "care", N_("照料护理"), SUPPORT_OWN},
    {5405, "medicine", N_("医药"), SUPPORT_OWN},
    {5406, "funeral", N_("丧葬"), SUPPORT_ONLY},
    {5411, "staff_pay", N_("工作人员工资"), MANAGEMENT_ONLY},
    {5412, "heating", N_("水电取暖"), MANAGEMENT_OWN},
    {5413, "office", N_("办公"), MANAGEMENT_OWN},
    {5414, "repairs", N_("维修"), MANAGEMENT_OWN},
    {5415, "equipment", N_("设备"), MANAGEMENT_OWN},
    {5421, "farm_cost", N_("院办经济支出"), {HOME_BOOK_OWN}},
    {0, NULL, NULL, {0}},
};

static const struct {
    int code;
    const char *label;
} ACCOUNTS[] = {
    {HOME_BANK, N_("银行存款")},
    {HOME_PAYABLE, N_("应付报账款")},
    {HOME_BALANCE, N_("结余")},
    {HOME_INCOME_SUPPORT, N_("供养经费收入")},
    {HOME_INCOME_MANAGEMENT, N_("工作管理经费收入")},
    {HOME_INCOME_DONATION, N_("捐赠收入")},
    {HOME_INCOME_FARM, N_("院办经济收入")},
    {HOME_INCOME_INTEREST, N_("利息收入")},
    {HOME_INCOME_OTHER, N_("其他收入")},
};

#define ACCOUNT_CODES 10000

const char *home_account_label(int64_t account)
{
    for (size_t i = 0; i < sizeof ACCOUNTS / sizeof ACCOUNTS[0]; i++)
        if (ACCOUNTS[i].code == account % ACCOUNT_CODES)
            return ACCOUNTS[i].label;
    for (const struct home_line *l = HOME_LINES; l->code; l++)
        if (l->code == account % ACCOUNT_CODES)
            return l->label;
    return "";
}

static bool line_is_of(const struct home_line *l, enum home_book book)
{
    for (size_t i = 0; i < HOME_BOOK_COUNT && l->books[i]; i++)
        if (l->books[i] == book)
            return true;
    return false;
}

static enum status line_unknown(enum home_book book, const char *name, struct error *e)
{
    CLEANUP(buf_free) struct buf names = BUF_INIT(NAMES_BYTES_MAX);
    for (const struct home_line *l = HOME_LINES; l->code; l++)
        if (line_is_of(l, book))
            buf_addf(&names, "%s%s %s", names.n ? "、" : "", l->name, _(l->label));
    return error_set(e, STATUS_REFUSED, "HOME_LINE", _("没有“%.40s”这个开支项目。%s可用：%s。"),
                     name, _(home_book_label(book)), buf_text(&names));
}

enum status home_line_account(enum home_book book, const char *name, int64_t *ret_account,
                              struct error *e)
{
    TRY(book_check(book, e));
    for (const struct home_line *l = HOME_LINES; l->code; l++) {
        if (!text_equals(l->name, name))
            continue;
        if (!line_is_of(l, book))
            return book_crossed(e, book, _(l->label));
        *ret_account = home_account(book, l->code);
        return STATUS_OK;
    }
    return line_unknown(book, name ? name : "", e);
}

enum status book_line_check(enum home_book book, int64_t account, struct error *e)
{
    char number[24];
    TRY(book_check(book, e));
    for (const struct home_line *l = HOME_LINES; l->code; l++) {
        if (l->code != account % ACCOUNT_CODES)
            continue;
        if (account / ACCOUNT_CODES == (int64_t)book && line_is_of(l, book))
            return STATUS_OK;
        return book_crossed(e, book, _(l->label));
    }
    snprintf(number, sizeof number, "%lld", (long long)account);
    return line_unknown(book, number, e);
}
