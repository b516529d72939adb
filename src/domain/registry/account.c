/* The account that receives the money: sealed, with its last four digits and a blind index in
 * clear. */
#include "base/i18n.h"
#include "base/text.h"
#include "domain/registry/period.h"
#include "household_sql.h"
#include <string.h>

#define ACCOUNT_DIGITS_MAX 32
#define ACCOUNT_DIGITS_MIN 8
#define ACCOUNT_TAIL 4

enum status account_current(struct db *db, int64_t county, enum owner_kind kind, int64_t owner,
                            const struct keyring *keys, struct arena *arena,
                            struct account_row *ret, struct error *e)
{
    struct account_record r;
    TRY(account_in_force(
        db, (struct account_in_force_args){.county = county, .owner_kind = kind, .owner = owner},
        arena, &r, e));
    struct account_row row = {.bank = r.bank, .holder = r.holder, .number_tail = r.number_tail};
    if (keys) {
        size_t n = 0;
        if (r.number_sealed.n >= SEAL_OVERHEAD_BYTES + sizeof row.number)
            return error_set(e, STATUS_FAILED, "SEAL_BROKEN",
                             _("账号密文长度不对，数据已被改动。"));
        TRY(unseal(keys, SEAL_ACCOUNT, r.number_sealed.p, r.number_sealed.n, row.number, &n, e));
    }
    *ret = row;
    return STATUS_OK;
}

enum status account_check(const char *bank, const char *holder, const char *number, struct error *e)
{
    size_t n = strlen(number);
    if (!text_is_digits(number) || n < ACCOUNT_DIGITS_MIN || n > ACCOUNT_DIGITS_MAX)
        return error_set(e, STATUS_REFUSED, "ACCOUNT_FORM",
                         _("账号“%.40s”不对：应为 %d 至 %d 位数字。请核对存折或卡。"), number,
                         ACCOUNT_DIGITS_MIN, ACCOUNT_DIGITS_MAX);
    if (!*bank)
        return error_set(e, STATUS_REFUSED, "ACCOUNT_BANK", _("没有写开户行。请补上。"));
    if (!*holder)
        return error_set(e, STATUS_REFUSED, "ACCOUNT_HOLDER", _("没有写账户名。请补上。"));
    return STATUS_OK;
}

enum status account_write(struct db *db, int64_t county, const struct keyring *keys,
                          enum owner_kind kind, int64_t owner, int64_t change, const char *bank,
                          const char *holder, const char *number, struct error *e)
{
    TRY(account_check(bank, holder, number, e));
    size_t n = strlen(number);
    uint8_t index[BLIND_INDEX_BYTES], sealed[ACCOUNT_DIGITS_MAX + SEAL_OVERHEAD_BYTES];
    blind_index(keys, SEAL_ACCOUNT, number, index);
    size_t sealed_n = seal(keys, SEAL_ACCOUNT, number, n, sealed);
    const char *tail = number + n - ACCOUNT_TAIL;
    int64_t rewritten = 0;
    TRY(account_rewrite(db,
                        (struct account_rewrite_args){.county = county,
                                                      .owner_kind = kind,
                                                      .owner = owner,
                                                      .change = change,
                                                      .bank = bank,
                                                      .holder = holder,
                                                      .number_tail = tail,
                                                      .number_index = {index, sizeof index},
                                                      .number_sealed = {sealed, sealed_n}},
                        &rewritten, e));
    if (rewritten)
        return STATUS_OK;
    TRY(account_supersede(
        db,
        (struct account_supersede_args){
            .county = county, .owner_kind = kind, .owner = owner, .change = change},
        NULL, e));
    return account_insert(db,
                          (struct account_insert_args){.county = county,
                                                       .owner_kind = kind,
                                                       .owner = owner,
                                                       .known_from = change,
                                                       .bank = bank,
                                                       .holder = holder,
                                                       .number_tail = tail,
                                                       .number_index = {index, sizeof index},
                                                       .number_sealed = {sealed, sealed_n}},
                          NULL, e);
}
