/* The homes' money: management money of two months by allocation, what reaches their own books,
   budgets, months signed. */
#include <inttypes.h>
#include <stdio.h>

#include "domain/allocation/allocation.h"
#include "office/demo/homes_story.h"

#define RUNNING_YUAN 1600
#define RUNNING_YUAN_EACH 25
#define MEALS_YUAN_YEAR 1600
#define CLOTHING_YUAN_YEAR 200
#define POCKET_YUAN_YEAR 360
#define HEATING_YUAN_YEAR 12000
#define OFFICE_YUAN_YEAR 4800
#define FARM_YUAN_YEAR 3000
#define FULL_BUDGETS 3
#define ALLOCATION_LINES 2
#define REFERENCE_BYTES 32
#define OWN_ACCOUNTS_FROM INT64_C(960000000) /* above all other accounts of the county */

/* ---- budgets ---- */

static enum status budget(struct homes_story *s, const struct home_place *h, enum home_book book,
                          const char *line, int64_t yuan, struct error *e)
{
    int64_t account;
    TRY(home_line_account(book, line, &account, e));
    return home_budget_set(s->db, s->c->county, h->id, month_year(s->options->month), account,
                           FEN(yuan * 100), "泾民〔2013〕22号（示例）", SECOND_OFFICER, e);
}

enum status homes_budgets(struct homes_story *s, struct error *e)
{
    for (size_t i = 0; i < s->home_count; i++) {
        const struct home_place *h = &s->homes[i];
        int64_t people = h->roster + 1;
        TRY(budget(s, h, HOME_BOOK_SUPPORT, "meals", people * MEALS_YUAN_YEAR, e));
        TRY(budget(s, h, HOME_BOOK_MANAGEMENT, "staff_pay", h->pay.v / 100 * 12, e));
        TRY(budget(s, h, HOME_BOOK_MANAGEMENT, "heating", HEATING_YUAN_YEAR, e));
        if (i >= FULL_BUDGETS && h != homes_second(s))
            continue;
        TRY(budget(s, h, HOME_BOOK_SUPPORT, "clothing", people * CLOTHING_YUAN_YEAR, e));
        TRY(budget(s, h, HOME_BOOK_SUPPORT, "pocket_money", people * POCKET_YUAN_YEAR, e));
        TRY(budget(s, h, HOME_BOOK_MANAGEMENT, "office", OFFICE_YUAN_YEAR, e));
    }
    return budget(s, homes_second(s), HOME_BOOK_OWN, "farm_cost", FARM_YUAN_YEAR, e);
}

/* ---- allocations ---- */

static struct fen running(const struct home_place *h)
{
    return FEN((RUNNING_YUAN + RUNNING_YUAN_EACH * h->roster) * 100);
}

static enum status allocate(struct homes_story *s, struct month month,
                            int64_t transfers[STORY_HOMES_MAX], struct error *e)
{
    struct allocation list[STORY_HOMES_MAX];
    struct allocation_line lines[STORY_HOMES_MAX][ALLOCATION_LINES];
    const struct allocation_category *run, *staff;
    int64_t ids[STORY_HOMES_MAX];
    TRY(allocation_category_parse("HOME_RUNNING", &run, e));
    TRY(allocation_category_parse("HOME_STAFF", &staff, e));
    for (size_t i = 0; i < s->home_count; i++) {
        const struct home_place *h = &s->homes[i];
        lines[i][0] = (struct allocation_line){
            .category = run, .people = h->roster, .amount = running(h), .note = "按在院人数"};
        lines[i][1] = (struct allocation_line){
            .category = staff, .people = h->staff, .amount = h->pay, .note = ""};
        list[i] = (struct allocation){.payee = h->management,
                                      .fund = FUND_HOME_MANAGEMENT,
                                      .month = month,
                                      .document = "泾财社〔2013〕31号（示例）",
                                      .memo = "敬老院工作管理经费",
                                      .line_count = ALLOCATION_LINES,
                                      .lines = lines[i]};
    }
    return allocation_write_all(s->db, s->c->county, list, s->home_count, ACCOUNTANT, ids,
                                transfers, NULL, e);
}

enum status homes_allocate_before(struct homes_story *s, struct error *e)
{
    return allocate(s, month_add(s->options->month, -1), s->may, e);
}

enum status homes_allocate(struct homes_story *s, struct error *e)
{
    return allocate(s, s->options->month, s->june, e);
}

enum status homes_check(struct homes_story *s, struct error *e)
{
    for (size_t i = 0; i < s->home_count; i++)
        TRY(transfer_check(s->db, s->c->county, s->june[i], OFFICER, e));
    return STATUS_OK;
}

enum status homes_decide_before(struct homes_story *s, struct error *e)
{
    struct fen total = FEN(0);
    for (size_t i = 0; i < s->home_count; i++) {
        TRY(transfer_check(s->db, s->c->county, s->may[i], OFFICER, e));
        TRY(transfer_approve(s->db, s->c->county, s->may[i], &TRANSFER_OF_MANAGEMENT, APPROVER,
                             date_month(s->today), e));
        total.v += running(&s->homes[i]).v + s->homes[i].pay.v;
    }
    return ledger_appropriate(s->db, s->c->county, FUND_HOME_MANAGEMENT, SOURCE_COUNTY, total,
                              date_month(s->today), "泾财社〔2013〕31号（示例）", APPROVER, e);
}

enum status homes_pay_before(struct homes_story *s, struct error *e)
{
    for (size_t i = 0; i < s->home_count; i++) {
        char reference[REFERENCE_BYTES];
        (void)snprintf(reference, sizeof reference, "NSH%08" PRId64, s->may[i]);
        TRY(transfer_pay(s->db, s->c->county, s->may[i], reference, s->today, PAYER, e));
        s->counts.paid++;
    }
    return STATUS_OK;
}

/* ---- the homes' own books ---- */

enum status homes_gather(struct homes_story *s, struct error *e)
{
    int64_t rows;
    return home_book_gather(s->db, s->c->county, ACCOUNTANT, &rows, e);
}

struct own_work {
    struct homes_story *s;
    const struct home_place *home;
    struct demo_identity *numbers;
};

static enum status own_account(struct db *db, void *context, struct error *e)
{
    struct own_work *w = context;
    char subject[REFERENCE_BYTES], number[DEMO_ACCOUNT_BYTES];
    int64_t change;
    (void)snprintf(subject, sizeof subject, "home %" PRId64, w->home->id);
    TRY(change_record(
        db, w->s->c->county,
        &(struct change_entry){
            .actor = OFFICER, .action = "home.account", .subject = subject, .detail = ""},
        &change, e));
    demo_account_next(w->numbers, number);
    return home_account_write(db, w->s->c->county, w->s->c->keys, w->home->id, HOME_BOOK_OWN,
                              DEMO_BANK, w->home->name, number, change, e);
}

enum status homes_income(struct homes_story *s, struct error *e)
{
    const struct home_place *a = &s->homes[0], *b = homes_second(s);
    s->numbers->accounts = OWN_ACCOUNTS_FROM;
    TRY(db_transaction(s->db, own_account, &(struct own_work){s, a, s->numbers}, e));
    TRY(db_transaction(s->db, own_account, &(struct own_work){s, b, s->numbers}, e));
    TRY(home_income_record(s->db, s->c->county,
                           &(struct home_income){.home = a->id,
                                                 .book = HOME_BOOK_OWN,
                                                 .kind = "DONATION",
                                                 .party = "某茶叶公司（示例）",
                                                 .document = "捐赠收据0001",
                                                 .memo = "端午慰问",
                                                 .amount = FEN(500000),
                                                 .on = s->today},
                           ACCOUNTANT, e));
    return home_income_record(s->db, s->c->county,
                              &(struct home_income){.home = b->id,
                                                    .book = HOME_BOOK_OWN,
                                                    .kind = "FARM",
                                                    .party = "镇农贸市场（示例）",
                                                    .document = "收据0007",
                                                    .memo = "出栏生猪两头",
                                                    .amount = FEN(286000),
                                                    .on = s->today},
                              ACCOUNTANT, e);
}

/* ---- the month ---- */

enum status homes_statements_before(struct homes_story *s, struct error *e)
{
    struct month month = month_add(s->options->month, -1);
    const struct home_place *a = &s->homes[0], *b = homes_second(s);
    TRY(home_statement_sign(s->db, s->c->county, a->id, HOME_BOOK_MANAGEMENT, month, a->director,
                            e));
    return home_statement_sign(s->db, s->c->county, b->id, HOME_BOOK_MANAGEMENT, month, b->director,
                               e);
}

enum status homes_confirm_before(struct homes_story *s, struct error *e)
{
    struct month month = month_add(s->options->month, -1);
    TRY(home_statement_confirm(s->db, s->c->county, s->homes[0].id, HOME_BOOK_MANAGEMENT, month,
                               ACCOUNTANT, e));
    return home_statement_confirm(s->db, s->c->county, homes_second(s)->id, HOME_BOOK_MANAGEMENT,
                                  month, ACCOUNTANT, e);
}
