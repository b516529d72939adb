/* What the homes claim: one in every state. */
#include <stdio.h>

#include "office/demo/homes_story.h"

#define LINES_MAX 3
#define STEPS_MAX 4
#define RECEIPT_BYTES 32

/* Fen: a sum, or so much for each resident, or the staff's pay. */
struct cost {
    const char *line, *detail;
    int64_t sum, each;
    bool is_pay;
};
struct claim_story {
    size_t home; /* its place among the homes; SECOND: homes_second */
    enum home_book book;
    const char *payee, *memo;
    struct cost costs[LINES_MAX];
    enum home_claim_action steps[STEPS_MAX];
};
#define SECOND 99
#define PAID_STEPS                                                                                 \
    {                                                                                              \
        HOME_CLAIM_SUBMIT, HOME_CLAIM_APPROVE, HOME_CLAIM_PAY                                      \
    }

static const struct claim_story BEFORE[] = {
    {0,
     HOME_BOOK_MANAGEMENT,
     "本院工作人员",
     "五月工资和电费",
     {{"staff_pay", "五月工资", .is_pay = true}, {"heating", "电费", 38640}},
     PAID_STEPS},
    {SECOND,
     HOME_BOOK_MANAGEMENT,
     "本院工作人员",
     "五月工资和水费",
     {{"staff_pay", "五月工资", .is_pay = true}, {"heating", "水费", 21250}},
     PAID_STEPS},
};
static const struct claim_story MONTH[] = {
    {0,
     HOME_BOOK_SUPPORT,
     "镇粮油店（示例）",
     "六月伙食",
     {{"meals", "大米", .each = 3200},
      {"meals", "猪肉", .each = 1800},
      {"meals", "蔬菜", .each = 900}},
     PAID_STEPS},
    {SECOND,
     HOME_BOOK_SUPPORT,
     "供销社超市（示例）",
     "六月伙食",
     {{"meals", "大米、面粉", .each = 3000}, {"meals", "食用油", .each = 1500}},
     {HOME_CLAIM_SUBMIT, HOME_CLAIM_APPROVE, HOME_CLAIM_PAY, HOME_CLAIM_RETURN}},
    {SECOND,
     HOME_BOOK_OWN,
     "农资店（示例）",
     "菜园种子、饲料",
     {{"farm_cost", "菜籽", 6800}, {"farm_cost", "饲料", 25000}},
     PAID_STEPS},
    {0,
     HOME_BOOK_MANAGEMENT,
     "本院工作人员",
     "六月工资",
     {{"staff_pay", "六月工资", .is_pay = true}},
     {HOME_CLAIM_SUBMIT, HOME_CLAIM_APPROVE}},
    {2,
     HOME_BOOK_SUPPORT,
     "镇农贸市场（示例）",
     "六月伙食",
     {{"meals", "肉、蛋、菜", .each = 4600}},
     {HOME_CLAIM_SUBMIT, HOME_CLAIM_APPROVE}},
    {1,
     HOME_BOOK_SUPPORT,
     "服装店（示例）",
     "夏装",
     {{"clothing", "夏装", .each = 6000}},
     {HOME_CLAIM_SUBMIT, HOME_CLAIM_REFUSE}},
    {2,
     HOME_BOOK_SUPPORT,
     "本院老人",
     "六月零花钱",
     {{"pocket_money", "零花钱，填错人数", .each = 3300}},
     {HOME_CLAIM_SUBMIT, HOME_CLAIM_WITHDRAW}},
};
static const struct claim_story LATE[] = {
    {1,
     HOME_BOOK_MANAGEMENT,
     "本院工作人员",
     "六月工资",
     {{"staff_pay", "六月工资", .is_pay = true}},
     {HOME_CLAIM_SUBMIT}},
    {SECOND,
     HOME_BOOK_MANAGEMENT,
     "供电所（示例）",
     "六月电费",
     {{"heating", "电费", 40215}},
     {HOME_CLAIM_SUBMIT}},
    {0, HOME_BOOK_SUPPORT, "镇粮油店（示例）", "七月伙食", {{"meals", "大米", .each = 1500}}, {0}},
};
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static struct home_place *home_of(struct homes_story *s, const struct claim_story *k)
{
    return k->home == SECOND ? homes_second(s) : &s->homes[k->home % s->home_count];
}

static enum status write(struct homes_story *s, const struct claim_story *k, int64_t *ret_id,
                         struct error *e)
{
    const struct home_place *h = home_of(s, k);
    struct home_claim_line lines[LINES_MAX];
    char receipts[LINES_MAX][RECEIPT_BYTES];
    size_t count = 0;
    for (size_t i = 0; i < LINES_MAX && k->costs[i].line != NULL; i++) {
        const struct cost *c = &k->costs[i];
        int64_t fen = c->is_pay ? h->pay.v : c->sum + c->each * h->roster;
        (void)snprintf(receipts[i], RECEIPT_BYTES, "%06u", random_below(&s->random, 1000000));
        lines[count++] = (struct home_claim_line){.line = c->line,
                                                  .spent_on = s->today,
                                                  .detail = c->detail,
                                                  .receipt = receipts[i],
                                                  .amount = FEN(fen)};
    }
    s->counts.claims++;
    return home_claim_write(s->db, s->c->county,
                            &(struct home_claim){.home = h->id,
                                                 .book = k->book,
                                                 .month = date_month(s->today),
                                                 .payee_name = k->payee,
                                                 .memo = k->memo,
                                                 .line_count = count,
                                                 .lines = lines},
                            h->director, ret_id, e);
}

static enum status step(struct homes_story *s, const struct claim_story *k, int64_t id,
                        enum home_claim_action action, struct error *e)
{
    const char *actor = home_of(s, k)->director, *text = "";
    char reference[RECEIPT_BYTES];
    if (action == HOME_CLAIM_APPROVE || action == HOME_CLAIM_REFUSE)
        actor = OFFICER;
    if (action == HOME_CLAIM_PAY || action == HOME_CLAIM_RETURN)
        actor = ACCOUNTANT;
    (void)snprintf(reference, sizeof reference, "JLY%08d", (int)id);
    if (action == HOME_CLAIM_PAY)
        text = reference;
    if (action == HOME_CLAIM_REFUSE)
        text = "票据没有列明件数，请补齐后重报";
    if (action == HOME_CLAIM_RETURN)
        text = "收款账号有误，银行退回";
    return home_claim_act(s->db, s->c->county, id, action, actor, text, s->today, e);
}

static enum status tell(struct homes_story *s, const struct claim_story *list, size_t count,
                        struct error *e)
{
    for (size_t i = 0; i < count; i++) {
        int64_t id;
        if (home_of(s, &list[i])->roster == 0)
            continue; /* nobody to buy for */
        TRY(write(s, &list[i], &id, e));
        for (size_t k = 0; k < STEPS_MAX && list[i].steps[k] != 0; k++)
            TRY(step(s, &list[i], id, list[i].steps[k], e));
    }
    return STATUS_OK;
}

enum status homes_claims_before(struct homes_story *s, struct error *e)
{
    return tell(s, BEFORE, COUNT(BEFORE), e);
}

enum status homes_claims(struct homes_story *s, struct error *e)
{
    return tell(s, MONTH, COUNT(MONTH), e);
}

/* The month is over: the first home's is signed and waits for the accountant. */
enum status homes_claims_late(struct homes_story *s, struct error *e)
{
    const struct home_place *h = &s->homes[0];
    TRY(tell(s, LATE, COUNT(LATE), e));
    TRY(homes_gather(s, e));
    TRY(home_statement_sign(s->db, s->c->county, h->id, HOME_BOOK_MANAGEMENT, s->options->month,
                            h->director, e));
    return home_statement_sign(s->db, s->c->county, h->id, HOME_BOOK_SUPPORT, s->options->month,
                               h->director, e);
}
