/* Cancellation (核销) of wubao: after a death with the funeral payment, or because the support
   ceased (令456号 Art. 8; §B.5). */
#include "base/i18n.h"
#include "base/text.h"
#include "domain/casework/effect_internal.h"
#include "domain/casework/forms_parts.h"
#include "single_grant_sql.h"

#define MONTHS_OF_YEAR 12
#define GRANT_FUNERAL 1

/* The grant belongs to the month of the decision, or of a death later than that; the run after that
   month pays it (reassess.c), to the account of the household or of the home. */
static struct month grant_month(const struct effect *f, struct month died)
{
    struct month decided = date_month(f->x->decided_on);
    return decided.v > died.v ? decided : died;
}

/* So many months of the person's annual standard in the month of death, divided once. */
static enum status funeral_amount(struct effect *f, struct month m,
                                  const struct entitlement_row *row, struct fen *ret,
                                  struct error *e)
{
    struct policy_table *table;
    struct policy policy;
    enum policy_key key =
        row->form == FORM_INSTITUTION ? POLICY_WUBAO_INSTITUTION_YEAR : POLICY_WUBAO_SCATTERED_YEAR;
    TRY(policy_table_read(f->db, f->county, KNOWN_NOW, f->arena, &table, e));
    TRY(policy_at(table, PROGRAMME_WUBAO, m, &policy, e));
    if (fen_mul_div(FEN(policy.value[key].v), f->x->rules->funeral_months, MONTHS_OF_YEAR, ret) !=
        STATUS_OK)
        return error_set(e, STATUS_FAILED, "FEN_OVERFLOW", _("丧葬费超出可表示的范围"));
    return STATUS_OK;
}

static enum status funeral_pay(struct effect *f, struct month m, const struct entitlement_row *row,
                               int64_t person, struct error *e)
{
    const struct entry_data *form = f->x->form;
    struct fen amount;
    TRY(funeral_amount(f, m, row, &amount, e));
    if (amount.v == 0)
        return STATUS_OK;
    if (row->form != FORM_INSTITUTION && entry_get(form, "funeral_account")[0]) {
        struct error why = {0};
        enum status s = registry_account_within(
            f->db, f->county, f->x->keys, f->x->c->household, entry_get(form, "funeral_bank"),
            entry_get(form, "funeral_by"), entry_get(form, "funeral_account"), f->x->change, &why);
        if (s != STATUS_OK && !text_equals(why.code, "NOTHING_TO_CHANGE")) {
            if (e)
                *e = why;
            return s;
        }
    }
    return single_grant_insert(f->db,
                               (struct single_grant_insert_args){.county = f->county,
                                                                 .programme = f->x->c->programme,
                                                                 .household = f->x->c->household,
                                                                 .month = grant_month(f, m),
                                                                 .known_from = f->x->change,
                                                                 .kind = GRANT_FUNERAL,
                                                                 .person = person,
                                                                 .amount_fen = amount,
                                                                 .document = f->x->c->number,
                                                                 .case_id = f->x->c->id},
                               NULL, e);
}

static enum status cancel_death(struct effect *f, struct error *e)
{
    struct date died_on = entry_date(f->x->form, "died_on");
    struct month m = date_month(died_on);
    struct person_row person;
    struct entitlement_row row;
    int64_t head;
    TRY(effect_head_now(f, m, &head, &row, e));
    TRY(person_by_id(f->db, f->county, head, NULL, f->arena, &person, e));
    f->from = month_add(m, 1);
    TRY(effect_death(f, &person, died_on, e));
    TRY(certificate_take_back(f, f->x->c->household, died_on, _("死亡核销"), e));
    return funeral_pay(f, m, &row, person.id, e);
}

static enum status cancel_cease(struct effect *f, struct error *e)
{
    const char *cause = effect_cause(STOP_CHOICES, entry_get(f->x->form, "cause"));
    TRY(registry_status_within(f->db, f->county, f->x->c->household, ENTITLEMENT_ENDED, cause,
                               f->from, f->x->change, e));
    return certificate_take_back(f, f->x->c->household, month_last_day(month_add(f->from, -1)),
                                 cause, e);
}

enum status effect_cancel(struct effect *f, struct error *e)
{
    return f->x->c->change_kind == CHANGE_DEATH ? cancel_death(f, e) : cancel_cease(f, e);
}
