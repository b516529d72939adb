/* The works: stages reached, who builds, what was changed, what stands in the way, what was paid.
 */
#include <stdio.h>
#include <string.h>

#include "domain/payee/payee.h"
#include "domain/project/works.h"
#include "office/demo/identity.h"
#include "office/demo/projects_story.h"

#define ACCOUNTS_FROM INT64_C(950000000) /* above all other accounts of the county */
#define CONTRACTORS 3
#define CONTRACT_PERCENT 92
#define PERCENT 100
#define PAID_PERCENT 30
#define REFERENCE_BYTES 32

/* Month and day as MMDD, stage by stage from the site to the structure; 0: not yet. */
static const int REACHED[STORY_PROJECTS][STORY_STAGES] = {
    {125, 218, 312, 408, 502, 624}, {128, 220, 315, 410, 510, 0},   {130, 222, 318, 409, 508, 628},
    {131, 226, 325, 418, 605, 0},   {124, 216, 310, 405, 430, 620}, {130, 220, 320, 415, 610, 0},
    {126, 219, 314, 408, 506, 626},
};

static bool is_day(const struct projects_story *s, int month_day)
{
    return month_day != 0 && date_yyyymmdd(s->today) == s->year * 10000 + month_day;
}

static enum status stages_day(struct projects_story *s, struct error *e)
{
    for (size_t i = 0; i < STORY_PROJECTS; i++)
        for (int k = 0; k < STORY_STAGES; k++)
            if (is_day(s, REACHED[i][k]))
                TRY(project_stage_reach(s->db, s->c->county, s->sites[i].id,
                                        (enum project_stage)(STAGE_SITE + k), s->today,
                                        s->sites[i].clerk, e));
    return STATUS_OK;
}

/* ---- who builds ---- */

struct contractors_work {
    struct projects_story *s;
    struct demo_identity *numbers;
};

static enum status contractors_work(struct db *db, void *context, struct error *e)
{
    static const char *const names[CONTRACTORS] = {"示例第一建筑公司", "示例第二建筑公司",
                                                   "示例第三建筑公司"};
    static const char *const codes[CONTRACTORS] = {"S001", "S002", "S003"};
    struct contractors_work *w = context;
    const struct payment_context *c = w->s->c;
    int64_t change, ids[CONTRACTORS];
    TRY(change_record(
        db, c->county,
        &(struct change_entry){
            .actor = OFFICER, .action = "payee.write", .subject = "S001", .detail = ""},
        &change, e));
    for (int i = 0; i < CONTRACTORS; i++) {
        char account[DEMO_ACCOUNT_BYTES];
        demo_account_next(w->numbers, account);
        TRY(payee_write(db, c->county, c->keys,
                        &(struct payee_entry){.kind = PAYEE_CONTRACTOR,
                                              .code = codes[i],
                                              .name = names[i],
                                              .township = w->s->sites[0].scope.township,
                                              .bank = DEMO_BANK,
                                              .holder = names[i],
                                              .account = account},
                        change, &ids[i], e));
    }
    for (int i = 0; i < STORY_PROJECTS; i++)
        w->s->contractors[i] = ids[i % CONTRACTORS];
    return STATUS_OK;
}

static enum status contractors_enter(struct projects_story *s, struct error *e)
{
    struct demo_identity *numbers = ARENA_NEW(s->arena, struct demo_identity);
    if (numbers == NULL)
        return arena_exhausted(e);
    numbers->accounts = ACCOUNTS_FROM;
    return db_transaction(s->db, contractors_work, &(struct contractors_work){s, numbers}, e);
}

/* ---- changes ---- */

static enum status change(struct projects_story *s, size_t i, const struct project_scope *asked,
                          const char *decider, bool is_approved, struct error *e)
{
    struct site *site = &s->sites[i];
    int version;
    TRY(project_change_request(s->db, s->c->county, site->id, asked, site->clerk, &version, e));
    if (decider == NULL)
        return STATUS_OK;
    TRY(project_change_decide(s->db, s->c->county, site->id, version, is_approved,
                              "泾民函〔2013〕示例", decider, e));
    if (is_approved)
        site->scope = *asked;
    return STATUS_OK;
}

static enum status contracts(struct projects_story *s, struct error *e)
{
    for (size_t i = 0; i < STORY_PROJECTS; i++) {
        struct project_scope asked = s->sites[i].scope;
        asked.change = "CONTRACT";
        asked.reason = "招标确定施工单位";
        asked.contractor = s->contractors[i];
        asked.contract = FEN(project_investment(&asked).v / PERCENT * CONTRACT_PERCENT);
        TRY(change(s, i, &asked, OFFICER, true, e));
    }
    return STATUS_OK;
}

static enum status changes_day(struct projects_story *s, struct error *e)
{
    if (is_day(s, 304)) {
        struct project_scope asked = s->sites[2].scope;
        asked.change = "SITE";
        asked.site = "镇区东侧地块（示例）";
        asked.reason = "原址在山洪易涝区，改到镇区东侧";
        TRY(change(s, 2, &asked, SECOND_OFFICER, true, e));
    }
    if (is_day(s, 419)) {
        TRY(contractors_enter(s, e));
        TRY(contracts(s, e));
    }
    if (is_day(s, 520)) {
        struct project_scope asked = s->sites[5].scope;
        asked.change = "SCOPE";
        asked.beds -= 5;
        asked.reason = "活动室扩大，床位减少五张";
        TRY(change(s, 5, &asked, OFFICER, false, e));
    }
    if (is_day(s, 624)) {
        struct project_scope asked = s->sites[3].scope;
        asked.change = "SCOPE";
        asked.finish_on = date_make(s->year, 12, 20);
        asked.reason = "征地争议影响基础施工，申请顺延二十天";
        TRY(change(s, 3, &asked, NULL, false, e));
    }
    return STATUS_OK;
}

/* ---- problems ---- */

static const struct trouble {
    size_t site;
    int raised, due, closed;
    const char *problem, *cause, *owner, *outcome;
} TROUBLES[] = {
    {0, 410, 510, 506, "旧楼电线老化，须全部更换", "建成已二十年", "泾川镇人民政府",
     "已更换并验电"},
    {2, 301, 331, 309, "原址在易涝区", "山洪沟改道", "榔桥镇人民政府", "移址已批复"},
    {3, 520, 620, 0, "征地边界有争议", "与相邻农户界址不清", "桃花潭镇人民政府", NULL},
    {5, 615, 720, 0, "连续降雨，主体进度滞后", "六月雨日多", "丁家桥镇人民政府", NULL},
};

static enum status problems_day(struct projects_story *s, struct error *e)
{
    for (size_t i = 0; i < sizeof TROUBLES / sizeof TROUBLES[0]; i++) {
        const struct trouble *t = &TROUBLES[i];
        const struct site *site = &s->sites[t->site];
        if (is_day(s, t->raised))
            TRY(project_problem_raise(
                s->db, s->c->county,
                &(struct project_problem){.project = site->id,
                                          .raised_on = s->today,
                                          .due_on = date_make(s->year, t->due / 100, t->due % 100),
                                          .problem = t->problem,
                                          .cause = t->cause,
                                          .owner_unit = t->owner},
                site->clerk, &s->problems[i], e));
        if (is_day(s, t->closed))
            TRY(project_problem_close(s->db, s->c->county, site->id, s->problems[i], t->outcome,
                                      s->today, OFFICER, e));
    }
    return STATUS_OK;
}

/* ---- what was paid ---- */

static struct fen part(const struct site *site)
{
    return FEN(site->scope.contract.v / PERCENT * PAID_PERCENT);
}

static enum status works_draft(struct projects_story *s, size_t i, int64_t *ret, struct error *e)
{
    int64_t payment;
    return project_pay(s->db, s->c->county, s->sites[i].id, part(&s->sites[i]),
                       date_month(s->today), "基础工程进度款", "泾民字〔2013〕41号（示例）",
                       OFFICER, &payment, ret, e);
}

static enum status payments_day(struct projects_story *s, struct error *e)
{
    struct month month = date_month(s->today);
    char reference[REFERENCE_BYTES];
    int64_t other;
    if (is_day(s, 603))
        TRY(works_draft(s, 0, &s->transfer, e));
    if (is_day(s, 604)) {
        TRY(transfer_check(s->db, s->c->county, s->transfer, SECOND_OFFICER, e));
        TRY(ledger_appropriate(s->db, s->c->county, FUND_HOME_CONSTRUCTION, SOURCE_PROVINCE,
                               FEN(part(&s->sites[0]).v * 2), month, "泾财社〔2013〕38号（示例）",
                               APPROVER, e));
        TRY(transfer_approve(s->db, s->c->county, s->transfer, &TRANSFER_OF_PROJECT, APPROVER,
                             month, e));
    }
    if (is_day(s, 606)) {
        (void)snprintf(reference, sizeof reference, "NSH%08d", (int)s->transfer);
        TRY(transfer_pay(s->db, s->c->county, s->transfer, reference, date_today(), PAYER, e));
    }
    return is_day(s, 701) ? works_draft(s, 4, &other, e) : STATUS_OK;
}

enum status projects_works_day(struct projects_story *s, struct error *e)
{
    TRY(stages_day(s, e));
    TRY(changes_day(s, e));
    TRY(problems_day(s, e));
    return payments_day(s, e);
}
