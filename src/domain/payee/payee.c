/* Institutions and their accounts. The account is sealed, with its last four digits and a blind
   index in clear, as those of households are. */
#include "domain/payee/payee.h"

#include <assert.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "payee_sql.h"

#define PAYEE_ROWS_MAX 1000
#define PAYEE_ARENA_BYTES (1u << 20)
#define CODE_BYTES_MAX 20
#define NAME_BYTES_MAX 200
#define ACCOUNT_DIGITS_MIN 8
#define ACCOUNT_DIGITS_MAX 32
#define ACCOUNT_TAIL_DIGITS 4

static const struct {
    const char *code, *label;
} KINDS[PAYEE_KINDS + 1] = {
    [PAYEE_HOSPITAL] = {"hospital", N_("定点医院")},
    [PAYEE_INSURANCE] = {"insurance", N_("医保经办机构")},
    [PAYEE_HOME_MANAGEMENT] = {"home_management", N_("敬老院工作管理经费账户")},
    [PAYEE_CONTRACTOR] = {"contractor", N_("施工单位")},
    [PAYEE_HOME_OWN] = {"home_own", N_("敬老院自有收入账户")},
    [PAYEE_BANK] = {"bank", N_("代发银行")},
    [PAYEE_HOME_SUPPORT] = {"home_support", N_("敬老院供养资金账户")},
};

static bool kind_is_known(enum payee_kind k)
{
    return k >= PAYEE_HOSPITAL && k <= PAYEE_KINDS;
}

const char *payee_kind_code(enum payee_kind k)
{
    return kind_is_known(k) ? KINDS[k].code : "";
}

const char *payee_kind_label(enum payee_kind k)
{
    return kind_is_known(k) ? KINDS[k].label : "";
}

enum status payee_kind_parse(const char *code, enum payee_kind *ret, struct error *e)
{
    for (int k = PAYEE_HOSPITAL; code && k <= PAYEE_KINDS; k++)
        if (text_equals(code, KINDS[k].code)) {
            *ret = (enum payee_kind)k;
            return STATUS_OK;
        }
    return error_set(e, STATUS_REFUSED, "PAYEE_KIND",
                     _("没有机构类别“%.40s”：可用 hospital、insurance、home_management、"
                       "contractor、home_own、bank、home_support"),
                     code ? code : "");
}

static struct payee payee_of(const struct payee_row *row)
{
    return (struct payee){.id = row->id,
                          .township = row->township,
                          .kind = (enum payee_kind)row->kind,
                          .code = row->code,
                          .name = row->name,
                          .bank = row->bank,
                          .holder = row->holder,
                          .account_tail = row->number_tail};
}

enum status payee_by_name(struct db *db, int64_t county, const char *code_or_name,
                          struct arena *arena, struct payee *ret, struct error *e)
{
    struct payee_row row;
    TRY(payee_by_code(db, (struct payee_by_code_args){.county = county, .name = code_or_name},
                      arena, &row, e));
    *ret = payee_of(&row);
    return STATUS_OK;
}

enum status payee_by_id(struct db *db, int64_t county, int64_t id, struct arena *arena,
                        struct payee *ret, struct error *e)
{
    struct payee_row row;
    TRY(payee_by_number(db, (struct payee_by_number_args){.county = county, .id = id}, arena, &row,
                        e));
    *ret = payee_of(&row);
    return STATUS_OK;
}

static enum status payee_keep(struct arena *arena, const struct payee_row *row, struct payee *ret,
                              struct error *e)
{
    *ret = payee_of(row);
    ret->code = arena_strdup(arena, row->code);
    ret->name = arena_strdup(arena, row->name);
    if (!ret->code || !ret->name)
        return arena_exhausted(e);
    if (!row->bank)
        return STATUS_OK;
    ret->bank = arena_strdup(arena, row->bank);
    ret->holder = arena_strdup(arena, row->holder);
    ret->account_tail = arena_strdup(arena, row->number_tail);
    return ret->bank && ret->holder && ret->account_tail ? STATUS_OK : arena_exhausted(e);
}

enum status payee_list(struct db *db, int64_t county, enum payee_kind kind, struct arena *arena,
                       struct payee **ret, size_t *ret_count, struct error *e)
{
    struct payee *list = ARENA_ARRAY(arena, struct payee, PAYEE_ROWS_MAX);
    struct payee_row row;
    size_t n = 0;
    enum status s;
    if (!list)
        return arena_exhausted(e);
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    TRY(payee_rows_open(db, (struct payee_rows_args){.county = county, .kind = kind}, &cursor, e));
    while ((s = payee_rows_next(cursor, &row, e)) == STATUS_OK) {
        if (n == PAYEE_ROWS_MAX)
            return error_set(e, STATUS_FAILED, "PAYEE_ROWS", _("机构超过 %d 个"), PAYEE_ROWS_MAX);
        TRY(payee_keep(arena, &row, &list[n], e));
        n++;
    }
    if (s != STATUS_NONE)
        return s;
    *ret = list;
    *ret_count = n;
    return STATUS_OK;
}

/* ---- writing ---- */

static bool code_is_good(const char *code)
{
    size_t n = strspn(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-");
    return n > 0 && n <= CODE_BYTES_MAX && code[n] == '\0';
}

static enum status entry_check(const struct payee_entry *p, struct error *e)
{
    if (!kind_is_known(p->kind))
        return error_set(e, STATUS_REFUSED, "PAYEE_KIND", _("没有 %d 这一类机构"), (int)p->kind);
    if (!p->code || !code_is_good(p->code))
        return error_set(e, STATUS_REFUSED, "PAYEE_CODE",
                         _("机构编码“%.40s”不对：用大写字母、数字和 -，最多 %d 位，如 H001"),
                         p->code ? p->code : "", CODE_BYTES_MAX);
    if (!p->name || !p->name[0] || strlen(p->name) > NAME_BYTES_MAX)
        return error_set(e, STATUS_REFUSED, "PAYEE_CODE", _("机构 %s 要写名称，不能太长"), p->code);
    if (!p->bank)
        return STATUS_OK;
    size_t n = p->account ? strlen(p->account) : 0;
    if (n < ACCOUNT_DIGITS_MIN || n > ACCOUNT_DIGITS_MAX || !text_is_digits(p->account))
        return error_set(e, STATUS_REFUSED, "ACCOUNT_FORM", _("%s的账号不对：应为 %d 至 %d 位数字"),
                         p->name, ACCOUNT_DIGITS_MIN, ACCOUNT_DIGITS_MAX);
    if (!p->bank[0])
        return error_set(e, STATUS_REFUSED, "ACCOUNT_BANK", _("没有写%s的开户行"), p->name);
    if (!p->holder || !p->holder[0])
        return error_set(e, STATUS_REFUSED, "ACCOUNT_HOLDER", _("没有写%s的账户名"), p->name);
    return STATUS_OK;
}

static enum status entry_find(struct db *db, int64_t county, const struct payee_entry *p,
                              int64_t change, struct arena *arena, int64_t *ret_id, struct error *e)
{
    struct payee_row row;
    enum status s = payee_by_code(
        db, (struct payee_by_code_args){.county = county, .name = p->code}, arena, &row, e);
    if (s == STATUS_OK && strcmp(row.code, p->code) == 0) {
        *ret_id = row.id;
        if (row.kind != (int64_t)p->kind)
            return error_set(e, STATUS_REFUSED, "PAYEE_KIND", _("编码 %s 已是另一类机构“%s”"),
                             p->code, row.name);
        if (strcmp(row.name, p->name) == 0 && row.township == p->township)
            return STATUS_OK;
        return payee_rename(
            db,
            (struct payee_rename_args){
                .county = county, .id = row.id, .name = p->name, .township = p->township},
            NULL, e);
    }
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    TRY(counter_take(db, county, "payee", 1, ret_id, e));
    return payee_insert(db,
                        (struct payee_insert_args){.county = county,
                                                   .id = *ret_id,
                                                   .kind = p->kind,
                                                   .code = p->code,
                                                   .name = p->name,
                                                   .township = p->township,
                                                   .known_from = change},
                        NULL, e);
}

static enum status account_write_of(struct db *db, int64_t county, const struct keyring *keys,
                                    int64_t id, const struct payee_entry *p, int64_t change,
                                    struct arena *arena, struct error *e)
{
    uint8_t index[BLIND_INDEX_BYTES], sealed[ACCOUNT_DIGITS_MAX + SEAL_OVERHEAD_BYTES];
    size_t n = strlen(p->account);
    struct payee_account_row now;
    blind_index(keys, SEAL_ACCOUNT, p->account, index);
    enum status s = payee_account_now(
        db, (struct payee_account_now_args){.county = county, .payee = id}, arena, &now, e);
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    if (s == STATUS_OK && strcmp(now.bank, p->bank) == 0 && strcmp(now.holder, p->holder) == 0 &&
        now.number_index.n == sizeof index && memcmp(now.number_index.p, index, sizeof index) == 0)
        return STATUS_OK;
    if (s == STATUS_OK && now.known_from == change)
        TRY(payee_account_retract(
            db,
            (struct payee_account_retract_args){.county = county, .payee = id, .change = change},
            NULL, e));
    else if (s == STATUS_OK)
        TRY(payee_account_supersede(
            db,
            (struct payee_account_supersede_args){.county = county, .payee = id, .change = change},
            NULL, e));
    size_t sealed_n = seal(keys, SEAL_ACCOUNT, p->account, n, sealed);
    return payee_account_insert(
        db,
        (struct payee_account_insert_args){.county = county,
                                           .payee = id,
                                           .known_from = change,
                                           .bank = p->bank,
                                           .holder = p->holder,
                                           .number_tail = p->account + n - ACCOUNT_TAIL_DIGITS,
                                           .number_index = {index, sizeof index},
                                           .number_sealed = {sealed, sealed_n}},
        NULL, e);
}

enum status payee_write(struct db *db, int64_t county, const struct keyring *keys,
                        const struct payee_entry *entry, int64_t change, int64_t *ret_id,
                        struct error *e)
{
    assert(db_in_transaction(db));
    int64_t id;
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(PAYEE_ARENA_BYTES);
    if (!arena)
        return arena_exhausted(e);
    TRY(entry_check(entry, e));
    TRY(entry_find(db, county, entry, change, arena, &id, e));
    if (entry->bank)
        TRY(account_write_of(db, county, keys, id, entry, change, arena, e));
    if (ret_id)
        *ret_id = id;
    return STATUS_OK;
}
