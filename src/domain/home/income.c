/* What a home receives beside the county's money: donations, farm proceeds, interest. */
#include "book_internal.h"

#include "base/buf.h"
#include "base/i18n.h"
#include "base/json.h"
#include "base/text.h"

#include <inttypes.h>
#include <stdio.h>

#define DETAIL_BYTES_MAX 2400
#define WHAT_BYTES_MAX 500

static const struct income_kind {
    const char *code, *label;
    enum home_code account;
    bool is_own_only, needs_party;
} KINDS[] = {
    {"DONATION", N_("捐赠"), HOME_INCOME_DONATION, true, true},
    {"FARM", N_("院办经济收入"), HOME_INCOME_FARM, true, true},
    {"INTEREST", N_("利息"), HOME_INCOME_INTEREST, false, false},
    {"OTHER", N_("其他收入"), HOME_INCOME_OTHER, true, false},
};

static enum status kind_find(const char *code, const struct income_kind **ret, struct error *e)
{
    for (size_t i = 0; i < sizeof KINDS / sizeof KINDS[0]; i++)
        if (text_equals(KINDS[i].code, code)) {
            *ret = &KINDS[i];
            return STATUS_OK;
        }
    return error_set(
        e, STATUS_REFUSED, "HOME_INCOME",
        _("收入种类“%.40s”不对：捐赠 DONATION、院办经济收入 FARM、利息 INTEREST、其他 OTHER。"),
        code ? code : "");
}

static enum status income_check(const struct home_income *in, const struct income_kind *kind,
                                struct error *e)
{
    TRY(book_check(in->book, e));
    if (kind->is_own_only && in->book != HOME_BOOK_OWN)
        return book_crossed(e, in->book, _(kind->label));
    if (in->amount.v <= 0 || in->amount.v > BOOK_AMOUNT_FEN_MAX)
        return error_set(e, STATUS_REFUSED, "HOME_INCOME", _("收入金额要大于零，不超过一亿元。"));
    TRY(book_text_check(in->party, _("捐赠人或购买方"), kind->needs_party, "HOME_INCOME", e));
    TRY(book_text_check(in->document, _("凭证号"), false, "HOME_INCOME", e));
    TRY(book_text_check(in->memo, _("摘要"), false, "HOME_INCOME", e));
    return book_day_check(in->on, "HOME_INCOME", e);
}

struct income_entry {
    int64_t county;
    const struct home_income *in;
    const char *actor;
};

static enum status income_work(struct db *db, void *context, struct error *e)
{
    const struct income_entry *c = context;
    const struct home_income *in = c->in;
    const struct income_kind *kind;
    int64_t change;
    CLEANUP(buf_free) struct buf detail = BUF_INIT(DETAIL_BYTES_MAX);
    TRY(home_require(db, c->county, c->actor, PERMISSION_HOME_PAY, in->home, e));
    TRY(kind_find(in->kind, &kind, e));
    TRY(income_check(in, kind, e));
    TRY(book_opened_check(db, c->county, in->home, in->on, "HOME_INCOME", e));
    buf_addf(&detail,
             "{\"book\":%d,\"kind\":\"%s\",\"amount_fen\":%" PRId64 ",\"party\":", (int)in->book,
             kind->code, in->amount.v);
    buf_add_json(&detail, in->party ? in->party : "");
    buf_addc(&detail, '}');
    TRY(buf_status(&detail, e));
    TRY(book_change(db, c->county, in->home, "home.income", buf_text(&detail), c->actor, &change,
                    e));
    return book_write(db, c->county,
                      &(struct book_entry){.home = in->home,
                                           .book = in->book,
                                           .month = date_month(in->on),
                                           .on = in->on,
                                           .kind = kind->code,
                                           .debit = HOME_BANK,
                                           .credit = kind->account,
                                           .amount = in->amount,
                                           .party = in->party,
                                           .document = in->document,
                                           .memo = in->memo,
                                           .actor = c->actor,
                                           .change = change},
                      e);
}

enum status home_income_record(struct db *db, int64_t county, const struct home_income *income,
                               const char *actor, struct error *e)
{
    struct income_entry c = {county, income, actor};
    char what[WHAT_BYTES_MAX], amount[FEN_TEXT_BYTES];
    snprintf(what, sizeof what, "income %.20s %s -> %s", income->kind ? income->kind : "",
             fen_format(income->amount, amount), home_book_code(income->book));
    return book_transaction(db, income_work, &c, county, income->home, what, actor, e);
}
