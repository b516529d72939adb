/* Claims after treatment and advances before it, each left at another step. */
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "domain/casework/forms.h"
#include "domain/casework/notice.h"
#include "domain/registry/change.h"
#include "office/demo/medical_story.h"

#define CLERK "clerk"
#define LEAD "lead"
#define DRAWN_ADMITTED 6 /* day of the month; the advance is asked for three days before */
#define UNUSED_OPENED 17
#define OLD_ADVANCE_MONTHS 4
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const struct claim_step DIRECT[] = {{1, ACTION_ACCEPT, CLERK},
                                           {7, ACTION_APPROVE, SECOND_OFFICER}};
static const struct claim_step THROUGH_TOWN[] = {{1, ACTION_ACCEPT, CLERK},
                                                 {4, ACTION_REVIEW, LEAD},
                                                 {5, ACTION_POST, CLERK},
                                                 {13, ACTION_CLOSE_NOTICE, CLERK},
                                                 {17, ACTION_APPROVE, SECOND_OFFICER}};
static const struct claim_step NOT_ENOUGH[] = {{1, ACTION_ASK_PAPERS, CLERK}};
static const struct claim_step NOT_OURS[] = {{1, ACTION_NOT_ACCEPT, CLERK}};
static const struct claim_step TAKEN_BACK[] = {{2, ACTION_WITHDRAW, CLERK}};
static const struct claim_step REFUSED[] = {{1, ACTION_ACCEPT, CLERK},
                                            {6, ACTION_REFUSE, SECOND_OFFICER}};
static const struct claim_step AT_ONCE[] = {{1, ACTION_APPROVE, SECOND_OFFICER}};

/* opened: day of the month, from 0; −1: so that the last step falls on the story's last day. */
static const struct turn {
    const struct claim_step *way;
    size_t steps;
    int opened;
    const char *class; /* of strangers */
} TURNS[] = {
    /* decided in the month: paid by the run, one of them sent back by the bank */
    {DIRECT, 2, 4, NULL},
    {DIRECT, 2, 5, NULL},
    {DIRECT, 2, 8, NULL},
    {THROUGH_TOWN, 5, 2, "low_income"},
    /* decided since, waiting for the next run */
    {DIRECT, 2, -1, NULL},
    /* on their way */
    {DIRECT, 0, -1, NULL},
    {DIRECT, 1, -1, NULL},
    {THROUGH_TOWN, 1, -1, "low_income"},
    {THROUGH_TOWN, 2, -1, "low_income"},
    {THROUGH_TOWN, 3, -1, "illness_poor"},
    {NOT_ENOUGH, 1, -1, NULL},
    /* ended otherwise */
    {NOT_OURS, 1, -1, "other"},
    {REFUSED, 2, -1, NULL},
    {TAKEN_BACK, 1, -1, NULL},
};

static struct claim_story *claim_add(struct medical_story *s, enum case_kind kind,
                                     const struct patient *who, const struct claim_step *way,
                                     size_t steps, int opened)
{
    struct claim_story *k = &s->claims[s->claim_count++];
    *k = (struct claim_story){
        .kind = kind, .who = who, .illness = medical_illness(s), .way = way, .steps = steps};
    k->opened.v =
        opened >= 0 ? s->first.v + opened : s->until.v - (steps > 0 ? way[steps - 1].day : 0);
    return k;
}

/* Two stays get the money before they begin. */
static void advances_plan(struct medical_story *s)
{
    const size_t drawn[] = {s->stay_count / 5, s->stay_count * 2 / 5};
    for (size_t i = 0; i < COUNT(drawn); i++) {
        struct stay *t = &s->stays[drawn[i]];
        int32_t days = t->discharged.v - t->admitted.v;
        t->visit = VISIT_INPATIENT;
        t->admitted.v = s->first.v + DRAWN_ADMITTED + (int32_t)i;
        t->discharged.v = t->admitted.v + (days > 0 ? days : 1);
        t->told = t->discharged;
        claim_add(s, CASE_ADVANCE, t->who, AT_ONCE, COUNT(AT_ONCE), DRAWN_ADMITTED + (int)i - 3)
            ->illness = t->illness;
    }
    claim_add(s, CASE_ADVANCE, medical_next_patient(s), AT_ONCE, COUNT(AT_ONCE), UNUSED_OPENED);
    claim_add(s, CASE_ADVANCE, medical_next_patient(s), AT_ONCE, 0, -1);
}

void medical_claims_plan(struct medical_story *s)
{
    advances_plan(s);
    for (size_t i = 0; i < COUNT(TURNS); i++) {
        const struct turn *t = &TURNS[i];
        const struct patient *who = t->class ? &s->strangers[s->stranger_next++ % s->stranger_count]
                                             : medical_next_patient(s);
        struct claim_story *k = claim_add(s, CASE_MEDICAL, who, t->way, t->steps, t->opened);
        k->class = t->class;
        if (t->class != NULL)
            k->illness = medical_listed_illness();
    }
}

/* ---- what is written ---- */

static enum status put_all(struct entry_data *d, const char *const *pairs, struct error *e)
{
    for (; pairs[0] != NULL; pairs += 2)
        TRY(entry_data_set(d, pairs[0], pairs[1], e));
    return STATUS_OK;
}
#define PUT(d, e, ...) TRY(put_all((d), (const char *const[]){__VA_ARGS__, NULL}, (e)))

static enum status put_bill(const struct claim_story *k, struct entry_data *d, struct error *e)
{
    char in[DATE_TEXT_BYTES], out[DATE_TEXT_BYTES];
    int32_t before = k->class ? 20 : 2;
    struct date discharged = {k->opened.v - before};
    date_format((struct date){discharged.v - 9}, in);
    date_format(discharged, out);
    PUT(d, e, "bills.1.hospital_name", "宣城市人民医院", "bills.1.visit", "inpatient",
        "bills.1.scheme", "ncms", "bills.1.invoice_no", "皖财0132", "bills.1.admitted_on", in,
        "bills.1.discharged_on", out);
    if (k->class) {
        PUT(d, e, "bills.1.total", "68320.00", "bills.1.in_scope", "60150.00", "bills.1.insurance",
            "30075.00", "bills.1.critical", "3000.00");
        return STATUS_OK;
    }
    PUT(d, e, "bills.1.total", "12460.50", "bills.1.in_scope", "9980.00", "bills.1.insurance",
        "5489.00");
    return STATUS_OK;
}

static enum status put_application(const struct medical_story *s, const struct claim_story *k,
                                   struct entry_data *d, struct error *e)
{
    const struct patient *p = k->who;
    const char *address = arena_printf(s->arena, "%s%s", p->place->township, p->place->village);
    if (address == NULL)
        return arena_exhausted(e);
    PUT(d, e, "members.1.name", p->name, "members.1.id_number", p->id.text, "applied_by", "SELF",
        "address", address, "illness_code", k->illness->code, "illness_name", k->illness->name,
        "is_authorised", "1", "is_promised", "1");
    if (k->kind == CASE_ADVANCE) {
        PUT(d, e, "amount", "1500.00", "reason", "家庭无力垫付住院押金");
        return STATUS_OK;
    }
    PUT(d, e, "has_id", "1", "has_diagnosis", "1", "has_summary", "1", "has_invoice", "1",
        "has_settlement", "1");
    if (k->class)
        PUT(d, e, "class", k->class, "bank", DEMO_BANK, "account_holder", p->name, "account_number",
            p->account);
    return put_bill(k, d, e);
}

static enum status put_step(enum case_action action, struct entry_data *d, struct error *e)
{
    switch (action) {
    case ACTION_ASK_PAPERS:
        PUT(d, e, "papers", "出院小结、医保结算单");
        return STATUS_OK;
    case ACTION_NOT_ACCEPT:
        PUT(d, e, "reason_code", "NOT_HERE", "reason", "户籍不在本乡镇，请向户籍地提出申请");
        return STATUS_OK;
    case ACTION_REVIEW:
        PUT(d, e, "opinion", "AGREE");
        return STATUS_OK;
    case ACTION_WITHDRAW:
        PUT(d, e, "reason", "患者改在医院窗口结算");
        return STATUS_OK;
    case ACTION_REFUSE:
        PUT(d, e, "reason_code", "PAID_ELSEWHERE", "reason", "同一费用已由商业保险全额报销");
        return STATUS_OK;
    default:
        return STATUS_OK;
    }
}

/* ---- what happens ---- */

static struct case_actor actor_of(const struct medical_story *s, const struct claim_story *k,
                                  const char *post, char name[STORY_TEXT_BYTES])
{
    int64_t township = division_township(k->who->place->code);
    bool is_town = strcmp(post, CLERK) == 0 || strcmp(post, LEAD) == 0;
    struct case_actor actor = {.user = name,
                               .scope = s->c->county * STORY_COUNTY_SCOPE,
                               .today = s->today,
                               .role = ROLE_BUREAU_OFFICER};
    snprintf(name, STORY_TEXT_BYTES, "%s", post);
    if (is_town) {
        actor.scope = township;
        actor.role = strcmp(post, LEAD) == 0 ? ROLE_TOWNSHIP_LEAD : ROLE_TOWNSHIP_CLERK;
        snprintf(name, STORY_TEXT_BYTES, "township%03d.%s", (int)(township / 1000 % 1000), post);
    }
    return actor;
}

static enum status claim_open(struct medical_story *s, struct claim_story *k, struct error *e)
{
    char name[STORY_TEXT_BYTES];
    struct case_actor actor = actor_of(s, k, CLERK, name);
    struct entry_data *content = entry_data_new(s->arena);
    if (content == NULL)
        return arena_exhausted(e);
    TRY(put_application(s, k, content, e));
    if (k->kind == CASE_ADVANCE)
        s->counts.advances++;
    else
        s->counts.claims++;
    return case_open(
        s->db, s->c->county, s->c->keys, &actor,
        &(struct case_opening){
            .kind = k->kind, .division = k->who->place->code, .on = s->today, .content = content},
        NULL, &k->id, e);
}

static enum status claim_act(struct medical_story *s, struct claim_story *k,
                             const struct claim_step *step, struct error *e)
{
    char name[STORY_TEXT_BYTES];
    struct case_actor actor = actor_of(s, k, step->post, name);
    struct entry_data *content = entry_data_new(s->arena);
    if (content == NULL)
        return arena_exhausted(e);
    if (step->action == ACTION_POST)
        return notice_post(s->db, s->c->county, s->c->keys, &actor, &k->id, 1, "村务公开栏",
                           s->today, &k->notice, e);
    if (step->action == ACTION_CLOSE_NOTICE)
        return notice_close(s->db, s->c->county, s->c->keys, &actor, k->notice, "公示期间无异议",
                            s->today, e);
    TRY(put_step(step->action, content, e));
    return case_act(
        s->db, s->c->county, s->c->keys, &actor,
        &(struct case_act){
            .case_id = k->id, .action = step->action, .on = s->today, .content = content},
        NULL, e);
}

enum status medical_claims_day(struct medical_story *s, struct error *e)
{
    for (size_t i = 0; i < s->claim_count; i++) {
        struct claim_story *k = &s->claims[i];
        if (k->opened.v == s->today.v)
            TRY(claim_open(s, k, e));
        while (k->done < k->steps && k->opened.v + k->way[k->done].day == s->today.v)
            TRY(claim_act(s, k, &k->way[k->done++], e));
    }
    return STATUS_OK;
}

/* ---- last winter ---- */

struct old_work {
    struct medical_story *s;
    const struct patient *who;
};

/* Before the household received dibao, the patient was of low income. */
static enum status old_work(struct db *db, void *context, struct error *e)
{
    struct old_work *w = context;
    const struct medical_story *s = w->s;
    struct month month = date_month(s->today);
    int64_t change, id;
    TRY(change_record(
        db, s->c->county,
        &(struct change_entry){
            .actor = OFFICER, .action = "medical.advance", .subject = "class", .detail = ""},
        &change, e));
    TRY(medical_class_write(db, s->c->county, w->who->person, MEDICAL_LOW_INCOME,
                            month_add(month, -1), month_add(s->options->month, -1),
                            "泾民〔2013〕2号", 0, change, e));
    return advance_approve(db, s->c->county,
                           &(struct advance_grant){.person = w->who->person,
                                                   .household = w->who->household,
                                                   .division = w->who->place->code,
                                                   .hospital = s->hospital[0],
                                                   .disease = "K80.2",
                                                   .disease_name = "胆囊结石",
                                                   .amount = FEN(100000),
                                                   .approved_on = s->today,
                                                   .approved_by = OFFICER},
                           change, &id, e);
}

enum status medical_old_advance(struct medical_story *s, struct error *e)
{
    struct old_work w = {.s = s, .who = medical_next_patient(s)};
    s->today = month_first_day(month_add(s->options->month, -OLD_ADVANCE_MONTHS));
    if (s->set_today != NULL)
        s->set_today(s->today);
    s->counts.advances++;
    return db_transaction(s->db, old_work, &w, e);
}
