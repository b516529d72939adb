/* The steps of a claim: submitted by the director, approved by the bureau, paid by the accountant.
   Each is one transaction, which the trail lets through one at a time. */
#include "claim_internal.h"

#include "base/i18n.h"
#include "base/text.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define MAKER N_("制单人")
#define MAKER_APPROVER N_("制单人、审批人")

const struct home_claim_transition HOME_CLAIM_TRANSITIONS[] = {
    {HOME_CLAIM_SUBMIT, HOME_CLAIM_DRAFT, HOME_CLAIM_SUBMITTED, "submit", N_("提交"), "home.claim",
     ""},
    {HOME_CLAIM_APPROVE, HOME_CLAIM_SUBMITTED, HOME_CLAIM_APPROVED, "approve", N_("审批"),
     "home.approve", MAKER},
    {HOME_CLAIM_REFUSE, HOME_CLAIM_SUBMITTED, HOME_CLAIM_REFUSED, "refuse", N_("退回"),
     "home.approve", MAKER},
    {HOME_CLAIM_PAY, HOME_CLAIM_APPROVED, HOME_CLAIM_PAID, "pay", N_("支付"), "home.pay",
     MAKER_APPROVER},
    {HOME_CLAIM_PAY, HOME_CLAIM_RETURNED, HOME_CLAIM_PAID, "pay", N_("支付"), "home.pay",
     MAKER_APPROVER},
    {HOME_CLAIM_RETURN, HOME_CLAIM_PAID, HOME_CLAIM_RETURNED, "return", N_("登记退汇"), "home.pay",
     ""},
    {HOME_CLAIM_WITHDRAW, HOME_CLAIM_DRAFT, HOME_CLAIM_WITHDRAWN, "withdraw", N_("撤回"),
     "home.claim", ""},
    {HOME_CLAIM_WITHDRAW, HOME_CLAIM_SUBMITTED, HOME_CLAIM_WITHDRAWN, "withdraw", N_("撤回"),
     "home.claim", ""},
};
const size_t HOME_CLAIM_TRANSITION_COUNT =
    sizeof HOME_CLAIM_TRANSITIONS / sizeof HOME_CLAIM_TRANSITIONS[0];

static const struct {
    const char *code, *label;
} STATES[] = {
    [HOME_CLAIM_DRAFT] = {"DRAFT", N_("草稿")},
    [HOME_CLAIM_SUBMITTED] = {"SUBMITTED", N_("待审批")},
    [HOME_CLAIM_APPROVED] = {"APPROVED", N_("待支付")},
    [HOME_CLAIM_PAID] = {"PAID", N_("已支付")},
    [HOME_CLAIM_REFUSED] = {"REFUSED", N_("已退回")},
    [HOME_CLAIM_WITHDRAWN] = {"WITHDRAWN", N_("已撤回")},
    [HOME_CLAIM_RETURNED] = {"RETURNED", N_("银行退回")},
};

const char *home_claim_state_code(enum home_claim_state s)
{
    return s >= HOME_CLAIM_DRAFT && s <= HOME_CLAIM_RETURNED ? STATES[s].code : "";
}

const char *home_claim_state_label(enum home_claim_state s)
{
    return s >= HOME_CLAIM_DRAFT && s <= HOME_CLAIM_RETURNED ? STATES[s].label : "";
}

enum status claim_state_refused(const struct home_claim_row *row, const char *action,
                                struct error *e)
{
    return error_set(e, STATUS_REFUSED, "HOME_CLAIM_STATE",
                     _("%" PRId64 " 号报账单现在是“%s”，不能%s。请重新查看后再办。"), row->id,
                     _(home_claim_state_label((enum home_claim_state)row->state)), action);
}

struct act {
    int64_t county, claim;
    const struct home_claim_transition *t; /* any of the action */
    const char *actor, *text;              /* reason or bank reference */
    struct date on;
};
struct moment {
    const struct act *a;
    const struct home_claim_row *row;
    int64_t change;
};

static const struct home_claim_transition *transition_of(enum home_claim_action action,
                                                         int64_t from)
{
    const struct home_claim_transition *any = NULL;
    for (size_t i = 0; i < HOME_CLAIM_TRANSITION_COUNT; i++) {
        if (HOME_CLAIM_TRANSITIONS[i].action != action)
            continue;
        if ((int64_t)HOME_CLAIM_TRANSITIONS[i].from == from)
            return &HOME_CLAIM_TRANSITIONS[i];
        any = any ? any : &HOME_CLAIM_TRANSITIONS[i];
    }
    return any;
}

static enum status same_person(const struct moment *m, const char *role, struct error *e)
{
    return error_set(e, STATUS_REFUSED, "SAME_PERSON",
                     _("%s 是 %" PRId64 " 号报账单的%s，不能再%s。请换另一位经办人。"), m->a->actor,
                     m->row->id, role, _(m->a->t->label));
}

static enum status hands_check(const struct moment *m, struct error *e)
{
    const char *actor = m->a->actor;
    if (m->a->t->must_differ[0] && text_equals(m->row->prepared_by, actor))
        return same_person(m, _("制单人"), e);
    if (m->a->t->action == HOME_CLAIM_PAY && text_equals(m->row->approved_by, actor))
        return same_person(m, _("审批人"), e);
    return STATUS_OK;
}

static enum status altered(int64_t claim, struct error *e)
{
    return error_set(
        e, STATUS_REFUSED, "HOME_CLAIM_ALTERED",
        _("%" PRId64 " 号报账单提交以后被改动过，不能办理。请运行 minsheng audit 查明。"), claim);
}

/* The claim as it was submitted: lines, total and hash. */
static enum status unaltered(struct db *db, const struct moment *m, struct error *e)
{
    const struct home_claim_row *r = m->row;
    uint8_t hash[HASH_BYTES];
    struct fen total;
    TRY(claim_hash(db, m->a->county, r, hash, &total, e));
    if (total.v == r->total.v && r->content_hash.n == HASH_BYTES &&
        memcmp(r->content_hash.p, hash, HASH_BYTES) == 0)
        return STATUS_OK;
    return altered(r->id, e);
}

static enum status entry_write(struct db *db, const struct moment *m, const struct book_entry *what,
                               struct error *e)
{
    struct book_entry entry = *what;
    entry.home = m->row->home;
    entry.book = (enum home_book)m->row->book;
    entry.month = date_month(m->a->on);
    entry.on = m->a->on;
    entry.subject = m->row->id;
    entry.party = m->row->payee_name;
    entry.actor = m->a->actor;
    entry.change = m->change;
    return book_write(db, m->a->county, &entry, e);
}

static enum status not_before(const struct moment *m, int64_t earlier, struct error *e)
{
    char day[DATE_TEXT_BYTES], before[DATE_TEXT_BYTES];
    if (date_yyyymmdd(m->a->on) >= earlier)
        return STATUS_OK;
    return error_set(e, STATUS_REFUSED, "HOME_CLAIM", _("%s 早于上一步的日期 %s，请核对。"),
                     date_format(m->a->on, day), date_format(date_from_yyyymmdd(earlier), before));
}

/* ---- submitted, approved ---- */

static enum status submit(struct db *db, const struct moment *m, int64_t *ret_affected,
                          struct error *e)
{
    const struct home_claim_row *r = m->row;
    uint8_t hash[HASH_BYTES];
    struct fen total;
    if (!text_equals(r->prepared_by, m->a->actor))
        return error_set(e, STATUS_REFUSED, "HOME_CLAIM_MAKER",
                         _("%" PRId64 " 号报账单由 %s 编制，要由本人提交。"), r->id,
                         r->prepared_by);
    TRY(book_month_check(db, m->a->county, r->home, (enum home_book)r->book, r->month, e));
    TRY(claim_hash(db, m->a->county, r, hash, &total, e));
    if (total.v != r->total.v || total.v <= 0)
        return error_set(e, STATUS_REFUSED, "HOME_CLAIM_ALTERED",
                         _("%" PRId64 " 号报账单的合计和明细不一致，请重新编制。"), r->id);
    return home_claim_submitted(
        db,
        (struct home_claim_submitted_args){.county = m->a->county,
                                           .id = r->id,
                                           .content_hash = {hash, sizeof hash},
                                           .on = m->a->on},
        ret_affected, e);
}

/* Who makes room in the budget for a claim that waits does not approve it as well. */
static enum status own_budget_check(struct db *db, const struct moment *m, struct error *e)
{
    struct home_claim_own_budget_row row;
    enum status s = home_claim_own_budget(
        db,
        (struct home_claim_own_budget_args){
            .county = m->a->county, .claim = m->row->id, .actor = m->a->actor},
        NULL, &row, e);
    if (s != STATUS_OK)
        return s == STATUS_NONE ? STATUS_OK : s;
    return error_set(e, STATUS_REFUSED, "SAME_PERSON",
                     _("%s 在这张报账单编制以后下达过“%s”的预算，须由另一人审批。"), m->a->actor,
                     _(home_account_label(row.account)));
}

static enum status budgets_check(struct db *db, const struct moment *m, struct error *e)
{
    const struct home_claim_row *r = m->row;
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct home_claim_account_row row;
    enum status s;
    TRY(home_claim_accounts_open(
        db, (struct home_claim_accounts_args){.county = m->a->county, .claim = r->id}, &cursor, e));
    while ((s = home_claim_accounts_next(cursor, &row, e)) == STATUS_OK) {
        TRY(book_line_check((enum home_book)r->book, row.account, e));
        TRY(budget_fits(db, m->a->county, r->home, r->month, row.account, row.amount, e));
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

/* Line by line: debit the budget line, credit what is owed. */
static enum status expense_write(struct db *db, const struct moment *m, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *scratch = arena_new(BOOK_SCRATCH_BYTES);
    if (!scratch)
        return arena_exhausted(e);
    struct home_claim claim;
    TRY(home_claim_read(db, m->a->county, m->row->id, scratch, &claim, e));
    for (size_t i = 0; i < claim.line_count; i++) {
        const struct home_claim_line *l = &claim.lines[i];
        TRY(entry_write(db, m,
                        &(struct book_entry){.kind = "CLAIM",
                                             .line = (int64_t)i + 1,
                                             .debit = (int)(l->account % 10000),
                                             .credit = HOME_PAYABLE,
                                             .amount = l->amount,
                                             .document = l->receipt,
                                             .memo = l->detail},
                        e));
    }
    return STATUS_OK;
}

static enum status approve(struct db *db, const struct moment *m, int64_t *ret_affected,
                           struct error *e)
{
    TRY(not_before(m, m->row->prepared_on, e));
    TRY(unaltered(db, m, e));
    TRY(budgets_check(db, m, e));
    TRY(own_budget_check(db, m, e));
    TRY(expense_write(db, m, e));
    return home_claim_approved(
        db,
        (struct home_claim_approved_args){
            .county = m->a->county, .id = m->row->id, .actor = m->a->actor, .on = m->a->on},
        ret_affected, e);
}

static enum status refuse(struct db *db, const struct moment *m, int64_t *ret_affected,
                          struct error *e)
{
    return home_claim_refused(db,
                              (struct home_claim_refused_args){
                                  .county = m->a->county, .id = m->row->id, .reason = m->a->text},
                              ret_affected, e);
}

static enum status withdraw(struct db *db, const struct moment *m, int64_t *ret_affected,
                            struct error *e)
{
    return home_claim_withdrawn(
        db,
        (struct home_claim_withdrawn_args){
            .county = m->a->county, .id = m->row->id, .reason = m->a->text ? m->a->text : ""},
        ret_affected, e);
}

/* ---- paid, sent back ---- */

static enum status booked(struct db *db, const struct moment *m, const char *kind,
                          struct home_claim_booked_row *ret, struct error *e)
{
    return home_claim_booked(db,
                             (struct home_claim_booked_args){.county = m->a->county,
                                                             .home = m->row->home,
                                                             .book = m->row->book,
                                                             .claim = m->row->id,
                                                             .kind = kind},
                             NULL, ret, e);
}

static enum status pay(struct db *db, const struct moment *m, int64_t *ret_affected,
                       struct error *e)
{
    const struct home_claim_row *r = m->row;
    struct home_claim_booked_row owed, paid;
    TRY(not_before(m, r->state == HOME_CLAIM_RETURNED ? r->paid_on : r->approved_on, e));
    TRY(unaltered(db, m, e));
    TRY(booked(db, m, "CLAIM", &owed, e));
    if (owed.amount.v != r->total.v)
        return error_set(e, STATUS_REFUSED, "HOME_CLAIM_ALTERED",
                         _("%" PRId64 " 号报账单的入账金额和合计不一致，不能支付。请运行 minsheng "
                           "audit 查明。"),
                         r->id);
    TRY(booked(db, m, "CLAIM_PAY", &paid, e));
    TRY(book_funds_check(db, m->a->county, r->home, (enum home_book)r->book, date_month(m->a->on),
                         r->total, e));
    TRY(entry_write(db, m,
                    &(struct book_entry){.kind = "CLAIM_PAY",
                                         .line = paid.rows + 1,
                                         .debit = HOME_PAYABLE,
                                         .credit = HOME_BANK,
                                         .amount = r->total,
                                         .document = m->a->text,
                                         .memo = r->memo},
                    e));
    return home_claim_paid(db,
                           (struct home_claim_paid_args){.county = m->a->county,
                                                         .id = r->id,
                                                         .actor = m->a->actor,
                                                         .on = m->a->on,
                                                         .bank_reference = m->a->text},
                           ret_affected, e);
}

static enum status give_back(struct db *db, const struct moment *m, int64_t *ret_affected,
                             struct error *e)
{
    const struct home_claim_row *r = m->row;
    struct home_claim_booked_row back;
    TRY(not_before(m, r->paid_on, e));
    TRY(booked(db, m, "CLAIM_RETURN", &back, e));
    TRY(entry_write(db, m,
                    &(struct book_entry){.kind = "CLAIM_RETURN",
                                         .line = back.rows + 1,
                                         .debit = HOME_BANK,
                                         .credit = HOME_PAYABLE,
                                         .amount = r->total,
                                         .document = r->bank_reference,
                                         .memo = m->a->text},
                    e));
    return home_claim_returned(db,
                               (struct home_claim_returned_args){
                                   .county = m->a->county, .id = r->id, .reason = m->a->text},
                               ret_affected, e);
}

/* ---- a step ---- */

static const struct {
    enum status (*body)(struct db *db, const struct moment *m, int64_t *ret_affected,
                        struct error *e);
    bool needs_text;
} STEPS[] = {
    [HOME_CLAIM_SUBMIT] = {submit, false},   [HOME_CLAIM_APPROVE] = {approve, false},
    [HOME_CLAIM_REFUSE] = {refuse, true},    [HOME_CLAIM_PAY] = {pay, true},
    [HOME_CLAIM_RETURN] = {give_back, true}, [HOME_CLAIM_WITHDRAW] = {withdraw, false},
};

static enum status text_check(const struct act *a, struct error *e)
{
    const bool is_pay = a->t->action == HOME_CLAIM_PAY;
    return book_text_check(a->text, is_pay ? _("银行回单号") : _("原因"),
                           STEPS[a->t->action].needs_text, is_pay ? "HOME_CLAIM" : "REASON_MISSING",
                           e);
}

/* The trail names what was approved: neither lines nor hash can be put another way afterwards. */
static enum status act_record(struct db *db, struct moment *m, struct home_claim_row *row,
                              struct arena *scratch, struct error *e)
{
    const struct act *a = m->a;
    uint8_t hash[HASH_BYTES];
    struct fen total;
    const bool is_approval = a->t->action == HOME_CLAIM_APPROVE;
    if (is_approval) {
        TRY(claim_find(db, a->county, a->claim, scratch, row, e));
        TRY(claim_hash(db, a->county, row, hash, &total, e));
    }
    TRY(claim_change(db, a->county, a->claim, a->t->name, a->text, is_approval ? hash : NULL,
                     a->actor, &m->change, e));
    /* Again, now that nobody else can write it. */
    TRY(claim_find(db, a->county, a->claim, scratch, row, e));
    if (!is_approval || row->state != HOME_CLAIM_SUBMITTED ||
        (row->content_hash.n == HASH_BYTES && memcmp(row->content_hash.p, hash, HASH_BYTES) == 0))
        return STATUS_OK;
    return altered(row->id, e);
}

static enum status act_work(struct db *db, void *context, struct error *e)
{
    const struct act *a = context;
    struct home_claim_row row;
    struct moment m = {.a = a, .row = &row};
    int64_t affected = 0;
    CLEANUP(arena_cleanup) struct arena *scratch = arena_new(BOOK_SCRATCH_BYTES);
    if (!scratch)
        return arena_exhausted(e);
    TRY(act_record(db, &m, &row, scratch, e));
    TRY(home_require(db, a->county, a->actor, permission_by_name(a->t->permission), row.home, e));
    const struct home_claim_transition *t = transition_of(a->t->action, row.state);
    if ((int64_t)t->from != row.state)
        return claim_state_refused(&row, _(t->label), e);
    TRY(hands_check(&m, e));
    TRY(STEPS[a->t->action].body(db, &m, &affected, e));
    return affected == 1 ? STATUS_OK : claim_state_refused(&row, _(t->label), e);
}

enum status home_claim_act(struct db *db, int64_t county, int64_t claim,
                           enum home_claim_action action, const char *actor,
                           const char *reason_or_reference, struct date on, struct error *e)
{
    const struct home_claim_transition *t = transition_of(action, 0);
    struct act a = {county, claim, t, actor, reason_or_reference, on};
    if (!t)
        return error_set(e, STATUS_FAILED, "HOME_CLAIM", _("没有这种操作。"));
    TRY(text_check(&a, e));
    TRY(book_day_check(on, "HOME_CLAIM", e));
    return db_transaction(db, act_work, &a, e);
}
