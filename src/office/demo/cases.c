/* Two months of casework, day by day: what falls due on a day is done on that day by whoever may.
 */
#include "office/demo/cases.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "domain/casework/dynamic.h"
#include "domain/casework/forms.h"
#include "domain/casework/notice.h"
#include "domain/casework/sample.h"
#include "domain/registry/household_list.h"

#define CASES_MAX 200
#define CASES_ARENA_BYTES (64u << 20)
#define DIBAO_CASES 72
#define WUBAO_CASES 22
#define NUMBERS_FROM 300
#define SEED_SALT 0xCA5Eu
#define STORY_DAYS 60
#define CHANGE_DAYS 12
#define DRAW_WEEKDAY 4
#define COUNTY_SCOPE 1000000 /* county code to division code */
#define TEXT_BYTES 64
#define WUBAO_AGED_YEARS 60
#define WUBAO_MINOR_YEARS 16

enum post {
    POST_VILLAGE,
    POST_TOWNSHIP,
    POST_LEAD,
    POST_BUREAU,  /* checks, draws, sees on the spot */
    POST_DECIDES, /* another officer */
};

struct demo_step {
    int day; /* after the application */
    enum case_action action;
    enum post post;
};
/* The whole way; a case stops where its turn says. */
static const struct demo_step DIBAO_WAY[] = {
    {1, ACTION_ACCEPT, POST_TOWNSHIP},       {3, ACTION_CHECK, POST_BUREAU},
    {8, ACTION_SURVEY, POST_TOWNSHIP},       {11, ACTION_DELIBERATE, POST_VILLAGE},
    {14, ACTION_REVIEW, POST_LEAD},          {15, ACTION_POST, POST_VILLAGE},
    {23, ACTION_CLOSE_NOTICE, POST_VILLAGE}, {31, ACTION_APPROVE, POST_DECIDES},
    {32, ACTION_POST, POST_VILLAGE},         {40, ACTION_CLOSE_NOTICE, POST_VILLAGE},
};
static const struct demo_step DIBAO_REFUSED[] = {
    {1, ACTION_ACCEPT, POST_TOWNSHIP},       {3, ACTION_CHECK, POST_BUREAU},
    {8, ACTION_SURVEY, POST_TOWNSHIP},       {11, ACTION_DELIBERATE, POST_VILLAGE},
    {14, ACTION_REVIEW, POST_LEAD},          {15, ACTION_POST, POST_VILLAGE},
    {23, ACTION_CLOSE_NOTICE, POST_VILLAGE}, {31, ACTION_REFUSE, POST_DECIDES},
    {33, ACTION_SERVE, POST_TOWNSHIP},
};
static const struct demo_step DIBAO_PAPERS[] = {
    {1, ACTION_ASK_PAPERS, POST_TOWNSHIP},
    {9, ACTION_SUPPLY_PAPERS, POST_TOWNSHIP},
};
static const struct demo_step DIBAO_OUT[] = {
    {2, ACTION_NOT_ACCEPT, POST_TOWNSHIP},
};
static const struct demo_step WUBAO_WAY[] = {
    {3, ACTION_DELIBERATE, POST_VILLAGE},    {5, ACTION_POST, POST_VILLAGE},
    {13, ACTION_CLOSE_NOTICE, POST_VILLAGE}, {17, ACTION_SURVEY, POST_TOWNSHIP},
    {22, ACTION_REVIEW, POST_LEAD},          {33, ACTION_APPROVE, POST_DECIDES},
};
#define WAY(array, steps) (array), (steps)
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
/* By turns; how many steps of the way are taken before the story's end. */
static const struct turn {
    const struct demo_step *way;
    size_t steps;
} DIBAO_TURNS[] = {
    {WAY(DIBAO_WAY, 0)},  {WAY(DIBAO_WAY, 1)},     {WAY(DIBAO_WAY, 2)},    {WAY(DIBAO_WAY, 3)},
    {WAY(DIBAO_WAY, 10)}, {WAY(DIBAO_WAY, 4)},     {WAY(DIBAO_WAY, 5)},    {WAY(DIBAO_WAY, 6)},
    {WAY(DIBAO_WAY, 7)},  {WAY(DIBAO_WAY, 8)},     {WAY(DIBAO_PAPERS, 1)}, {WAY(DIBAO_WAY, 9)},
    {WAY(DIBAO_WAY, 10)}, {WAY(DIBAO_REFUSED, 9)}, {WAY(DIBAO_WAY, 7)},    {WAY(DIBAO_PAPERS, 2)},
    {WAY(DIBAO_OUT, 1)},  {WAY(DIBAO_REFUSED, 8)},
};
static const struct turn WUBAO_TURNS[] = {
    {WAY(WUBAO_WAY, 0)}, {WAY(WUBAO_WAY, 1)}, {WAY(WUBAO_WAY, 2)}, {WAY(WUBAO_WAY, 6)},
    {WAY(WUBAO_WAY, 3)}, {WAY(WUBAO_WAY, 4)}, {WAY(WUBAO_WAY, 5)}, {WAY(WUBAO_WAY, 6)},
};

struct demo_case {
    struct demo_household household;
    bool is_application;
    struct turn turn;
    size_t done; /* steps taken */
    struct date opened;
    int64_t id, notice;
};
struct story {
    struct db *db;
    const struct payment_context *c;
    const struct demo_options *options;
    struct arena *arena;
    struct date until, today;
    void (*set_today)(struct date day);
    struct demo_case cases[CASES_MAX];
    size_t case_count;
    struct demo_case_counts counts;
};

/* ---- who ---- */

static void village_clerk(int64_t village, char out[TEXT_BYTES])
{
    snprintf(out, TEXT_BYTES, "village%" PRId64 ".clerk", village);
}

static struct case_actor actor_of(const struct story *s, const struct demo_case *k, enum post post,
                                  char name[TEXT_BYTES])
{
    int64_t village = k->household.place->code;
    int64_t township = division_township(village);
    bool is_wubao = k->household.programme == PROGRAMME_WUBAO;
    struct case_actor actor = {
        .user = name, .scope = township, .today = s->today, .role = ROLE_TOWNSHIP_CLERK};
    switch (post) {
    case POST_VILLAGE:
        village_clerk(village, name);
        actor.role = ROLE_VILLAGE_CLERK;
        actor.scope = village;
        break;
    case POST_TOWNSHIP:
    case POST_LEAD:
        snprintf(name, TEXT_BYTES, "township%03" PRId64 ".%s", township / 1000 % 1000,
                 post == POST_LEAD ? "lead" : "clerk");
        actor.role = post == POST_LEAD ? ROLE_TOWNSHIP_LEAD : ROLE_TOWNSHIP_CLERK;
        break;
    case POST_BUREAU:
    case POST_DECIDES:
        snprintf(name, TEXT_BYTES, "%s%d", is_wubao ? "wubao" : "dibao",
                 post == POST_DECIDES ? 2 : 1);
        actor.role = ROLE_BUREAU_OFFICER;
        actor.scope = s->c->county * COUNTY_SCOPE;
        break;
    }
    return actor;
}

/* The largest villages of every township, whose clerks get a login; in the arena. */
static enum status places_choose(struct story *s, struct demo_options *ret, struct error *e)
{
    const struct demo_options *o = s->options;
    struct demo_place *chosen = ARENA_ARRAY(s->arena, struct demo_place, o->place_count + 1);
    size_t count = 0;
    if (chosen == NULL)
        return arena_exhausted(e);
    for (size_t i = 0; i < o->place_count; i++) {
        int larger = 0;
        for (size_t j = 0; j < o->place_count; j++)
            larger +=
                division_township(o->places[j].code) == division_township(o->places[i].code) &&
                (o->places[j].weight > o->places[i].weight ||
                 (o->places[j].weight == o->places[i].weight && j < i));
        if (larger >= DEMO_VILLAGES_PER_TOWNSHIP)
            continue;
        chosen[count] = o->places[i];
        chosen[count++].weight = 1;
    }
    *ret = *o;
    ret->places = chosen;
    ret->place_count = count;
    return STATUS_OK;
}

static enum status clerks_add(struct story *s, const struct demo_options *places, struct error *e)
{
    for (size_t i = 0; i < places->place_count; i++) {
        char name[TEXT_BYTES];
        const struct demo_place *p = &places->places[i];
        village_clerk(p->code, name);
        const char *title = arena_printf(s->arena, _("%s%s经办"), p->township, p->village);
        if (title == NULL)
            return arena_exhausted(e);
        TRY(access_user_add(
            s->db, s->c->county, ACTOR_SYSTEM,
            &(struct access_new_user){
                .name = name, .title = title, .role = ROLE_VILLAGE_CLERK, .scope = p->code},
            e));
        s->counts.clerks++;
    }
    return STATUS_OK;
}

/* ---- what is written ---- */

static enum status put(struct entry_data *d, const char *name, const char *value, struct error *e)
{
    return entry_data_set(d, name, value, e);
}

/* Pairs of names and values, NULL at the end. */
static enum status put_all(struct entry_data *d, const char *const *pairs, struct error *e)
{
    for (; pairs[0] != NULL; pairs += 2)
        TRY(put(d, pairs[0], pairs[1], e));
    return STATUS_OK;
}
#define PUT_ALL(d, e, ...) TRY(put_all((d), (const char *const[]){__VA_ARGS__, NULL}, (e)))

static enum status put_member(struct entry_data *d, int row, const struct demo_member *m,
                              struct error *e)
{
    /* In the order of enum relation. */
    static const char *const relations[] = {"",         "HEAD",     "SPOUSE",        "SON",
                                            "DAUGHTER", "GRANDSON", "GRANDDAUGHTER", "FATHER",
                                            "MOTHER",   "OTHER"};
    char name[TEXT_BYTES], value[TEXT_BYTES];
#define FIELD(field, text)                                                                         \
    snprintf(name, sizeof(name), "members.%d." field, row);                                        \
    TRY(put(d, name, (text), e))
    FIELD("name", m->name);
    FIELD("id_number", m->id.text);
    FIELD("relation", relations[m->relation]);
    FIELD("health", m->is_seriously_ill ? "SERIOUS" : m->disability_kind ? "DISABLED" : "HEALTHY");
    if (m->disability_kind != 0) {
        snprintf(value, sizeof(value), "%d", m->disability_kind);
        FIELD("disability_kind", value);
        snprintf(value, sizeof(value), "%d", m->disability_grade);
        FIELD("disability_grade", value);
    }
    FIELD("is_seriously_ill", m->is_seriously_ill ? "1" : "");
    FIELD("is_student", m->is_student ? "1" : "");
    FIELD("is_protected", "1");
#undef FIELD
    return STATUS_OK;
}

/* 令456号 Art. 6: the old, who is not yet 16, the disabled. Somebody between is said to be
 * disabled. */
static enum status put_wubao_reason(const struct story *s, const struct demo_member *m,
                                    struct entry_data *d, struct error *e)
{
    int age = age_in_month(date_month(m->id.birth), date_month(s->today));
    if (age >= WUBAO_AGED_YEARS)
        return put(d, "wubao_reason", "AGED", e);
    if (age < WUBAO_MINOR_YEARS)
        return put(d, "wubao_reason", "MINOR", e);
    if (m->disability_kind == 0)
        PUT_ALL(d, e, "members.1.disability_kind", "4", "members.1.disability_grade", "2");
    return put(d, "wubao_reason", "DISABLED", e);
}

static enum status put_application(struct story *s, const struct demo_case *k, struct entry_data *d,
                                   struct error *e)
{
    const struct demo_household *h = &k->household;
    bool is_wubao = h->programme == PROGRAMME_WUBAO;
    char income[FEN_TEXT_BYTES];
    const char *address =
        arena_printf(s->arena, "%s%s%d组", h->place->township, h->place->village, h->group_no);
    if (address == NULL)
        return arena_exhausted(e);
    for (size_t i = 0; i < h->member_count; i++)
        TRY(put_member(d, (int)i + 1, &h->members[i], e));
    PUT_ALL(d, e, "applied_by", "SELF", "hukou", "RURAL", "address", address, "phone",
            h->members[0].phone, "is_authorised", "1", "is_promised", "1", "house_count", "1");
    if (h->account[0] != '\0')
        PUT_ALL(d, e, "bank", DEMO_BANK, "account_holder", h->members[0].name, "account_number",
                h->account);
    if (h->income_year.v > 0)
        PUT_ALL(d, e, "incomes.1.class", "BUSINESS", "incomes.1.name", h->members[0].name,
                "incomes.1.item", "种植、养殖", "incomes.1.amount_year",
                fen_format(h->income_year, income));
    if (!is_wubao)
        return put(d, "poverty_cause", "LABOUR", e);
    TRY(put_wubao_reason(s, &h->members[0], d, e));
    PUT_ALL(d, e, "has_no_labour", "1", "has_no_income", "1", "supporter", "NONE", "form",
            h->form == FORM_INSTITUTION ? "INSTITUTION" : "SCATTERED", "home",
            h->form == FORM_INSTITUTION ? h->home->name : "", "can_eat", "1", "can_dress", "1",
            "can_rise", "1", "can_toilet", "1", "can_walk", "1", "can_wash", "1");
    return STATUS_OK;
}

static enum status put_step(const struct story *s, const struct demo_case *k,
                            enum case_action action, struct entry_data *d, struct error *e)
{
    char today[DATE_TEXT_BYTES];
    date_format(s->today, today);
    switch (action) {
    case ACTION_ASK_PAPERS:
    case ACTION_SUPPLY_PAPERS:
        PUT_ALL(d, e, "papers", "户口簿复印件、残疾人证复印件");
        return STATUS_OK;
    case ACTION_NOT_ACCEPT:
        PUT_ALL(d, e, "reason_code", "NOT_HERE", "reason", "户籍不在本乡镇，请向户籍地提出申请");
        return STATUS_OK;
    case ACTION_CHECK:
        PUT_ALL(d, e, "result", "CLEAR", "finding", "未发现车辆、房产、工商登记");
        return STATUS_OK;
    case ACTION_SURVEY:
        PUT_ALL(d, e, "visited_on", today, "is_home_visit", "1", "is_neighbour_visit", "1",
                "is_applicant_signed", "1", "investigators.1.name", "经办甲",
                "investigators.1.post", "乡镇民政办", "investigators.2.name", "经办乙",
                "investigators.2.post", "村委会", "finding", "入户查看，与申报一致");
        return STATUS_OK;
    case ACTION_DELIBERATE:
        PUT_ALL(d, e, "held_on", today, "place", "村部会议室", "chair", "村主任", "expected", "15",
                "present", "15", "villagers", "11", "agree", "14", "disagree", "0", "abstain", "1",
                "result", "PASSED");
        return STATUS_OK;
    case ACTION_REVIEW:
        PUT_ALL(d, e, "opinion", "AGREE");
        return k->is_application && k->household.programme == PROGRAMME_DIBAO
                   ? put(d, "mgmt_class", "B", e)
                   : STATUS_OK;
    case ACTION_REFUSE:
        PUT_ALL(d, e, "reason_code", "SUPPORTER", "reason", "子女有赡养能力，应由其履行赡养义务");
        return STATUS_OK;
    case ACTION_SERVE:
        PUT_ALL(d, e, "method", "DIRECT", "receiver", "本人");
        return STATUS_OK;
    case ACTION_SPOT_CHECK:
        PUT_ALL(d, e, "visited_on", today, "result", "TRUE", "investigators.1.name", "抽查员甲",
                "investigators.2.name", "抽查员乙");
        return STATUS_OK;
    default:
        return STATUS_OK;
    }
}

/* ---- what happens ---- */

static enum status act(struct story *s, struct demo_case *k, enum case_action action,
                       enum post post, struct error *e)
{
    char name[TEXT_BYTES];
    struct case_actor actor = actor_of(s, k, post, name);
    struct entry_data *content = entry_data_new(s->arena);
    if (content == NULL)
        return arena_exhausted(e);
    if (action == ACTION_POST) {
        s->counts.notices++;
        return notice_post(s->db, s->c->county, s->c->keys, &actor, &k->id, 1, "村务公开栏",
                           s->today, &k->notice, e);
    }
    if (action == ACTION_CLOSE_NOTICE)
        return notice_close(s->db, s->c->county, s->c->keys, &actor, k->notice, "公示期间无异议",
                            s->today, e);
    TRY(put_step(s, k, action, content, e));
    return case_act(
        s->db, s->c->county, s->c->keys, &actor,
        &(struct case_act){.case_id = k->id, .action = action, .on = s->today, .content = content},
        NULL, e);
}

static enum status open_case(struct story *s, struct demo_case *k, struct error *e)
{
    char name[TEXT_BYTES];
    struct case_actor actor = actor_of(s, k, POST_VILLAGE, name);
    struct entry_data *content = entry_data_new(s->arena);
    if (content == NULL)
        return arena_exhausted(e);
    TRY(put_application(s, k, content, e));
    s->counts.cases++;
    return case_open(s->db, s->c->county, s->c->keys, &actor,
                     &(struct case_opening){.kind = k->household.programme == PROGRAMME_WUBAO
                                                        ? CASE_WUBAO
                                                        : CASE_DIBAO,
                                            .division = k->household.place->code,
                                            .on = s->today,
                                            .content = content},
                     NULL, &k->id, e);
}

/* A draw of all that waits for a decision, and the visits it asks for. */
static enum status draw(struct story *s, enum programme p, struct error *e)
{
    struct sample_row sample;
    struct sample_case_row *rows;
    struct demo_case any = {0};
    size_t count;
    int64_t id;
    char name[TEXT_BYTES];
    any.household.programme = p;
    any.household.place = s->options->places;
    struct case_actor actor = actor_of(s, &any, POST_BUREAU, name);
    struct error none = {0};
    enum status drawn = sample_draw(s->db, s->c->county, &actor, p, "", &id, &none);
    if (drawn == STATUS_REFUSED) /* nothing waits */
        return STATUS_OK;
    if (drawn != STATUS_OK) {
        *e = none;
        return drawn;
    }
    s->counts.samples++;
    TRY(sample_cases(s->db, s->c->county, id, s->arena, &sample, &rows, &count, e));
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; rows[i].reason != 0 && j < s->case_count; j++)
            if (s->cases[j].id == rows[i].case_id)
                TRY(act(s, &s->cases[j], ACTION_SPOT_CHECK, POST_BUREAU, e));
    return STATUS_OK;
}

static enum status one_day(struct story *s, struct error *e)
{
    if (s->set_today != NULL)
        s->set_today(s->today);
    for (size_t i = 0; i < s->case_count; i++) {
        struct demo_case *k = &s->cases[i];
        if (k->opened.v == s->today.v)
            TRY(open_case(s, k, e));
        while (k->done < k->turn.steps && k->opened.v + k->turn.way[k->done].day == s->today.v) {
            const struct demo_step *step = &k->turn.way[k->done++];
            TRY(act(s, k, step->action, step->post, e));
        }
    }
    if (date_weekday(s->today) != DRAW_WEEKDAY)
        return STATUS_OK;
    TRY(draw(s, PROGRAMME_DIBAO, e));
    return draw(s, PROGRAMME_WUBAO, e);
}

/* The people, each at his own turn; the last step falls into the story's last days. */
static enum status cases_plan(struct story *s, struct demo_options *places, struct error *e)
{
    CLEANUP(demo_county_cleanup) struct demo_county *county = NULL;
    size_t turns[PROGRAMME_ENTITLED_COUNT + 1] = {0};
    places->seed = s->options->seed ^ SEED_SALT;
    places->dibao_households = DIBAO_CASES;
    places->wubao_persons = WUBAO_CASES;
    places->numbers_from = NUMBERS_FROM;
    TRY(demo_county_new(places, &county, e));
    struct random r = random_seed(places->seed);
    while (s->case_count < CASES_MAX) {
        struct demo_case *k = &s->cases[s->case_count];
        if (!demo_county_next(county, &k->household))
            break;
        if (k->household.account[0] == '\0' && k->household.form != FORM_INSTITUTION)
            continue; /* the form asks for an account */
        bool is_wubao = k->household.programme == PROGRAMME_WUBAO;
        k->is_application = true;
        size_t n = turns[k->household.programme]++;
        k->turn =
            is_wubao ? WUBAO_TURNS[n % COUNT(WUBAO_TURNS)] : DIBAO_TURNS[n % COUNT(DIBAO_TURNS)];
        int length = k->turn.steps == 0 ? 0 : k->turn.way[k->turn.steps - 1].day;
        k->opened.v = s->until.v - length - (int)random_below(&r, 4);
        s->case_count++;
    }
    return STATUS_OK;
}

/* ---- changes of those who are in the county already ---- */

static enum status change(struct story *s, const struct household_item *item, enum case_kind kind,
                          enum case_change what, const char *const *pairs, int steps,
                          struct error *e)
{
    const struct demo_place place = {.code = item->division};
    struct demo_case k = {.household = {.programme = item->programme, .place = &place}};
    char name[TEXT_BYTES];
    struct case_actor actor = actor_of(s, &k, POST_TOWNSHIP, name);
    struct entry_data *content = entry_data_new(s->arena);
    if (content == NULL)
        return arena_exhausted(e);
    TRY(put_all(content, pairs, e));
    TRY(case_open(s->db, s->c->county, s->c->keys, &actor,
                  &(struct case_opening){.kind = kind,
                                         .change = what,
                                         .division = item->division,
                                         .household = item->household,
                                         .on = s->today,
                                         .content = content},
                  NULL, &k.id, e));
    s->counts.changes++;
    if (steps > 0)
        TRY(act(s, &k, ACTION_REVIEW, POST_LEAD, e));
    if (steps > 1)
        TRY(act(s, &k, ACTION_APPROVE, POST_DECIDES, e));
    return STATUS_OK;
}

static enum status changes_make(struct story *s, struct error *e)
{
    static const char *const income[] = {"income_year", "4200.00", "reason", "外出务工，收入增加",
                                         NULL};
    static const char *const stop[] = {"cause", "OVER_INCOME", "reason", "购置车辆，收入超标",
                                       NULL};
    static const char *const class[] = {"mgmt_class", "A", "reason", "家中有重病患者", NULL};
    struct household_item *items;
    size_t count;
    bool has_more;
    s->today.v = s->until.v - CHANGE_DAYS;
    if (s->set_today != NULL)
        s->set_today(s->today);
    TRY(household_list(s->db, s->c->county,
                       &(struct household_filter){.programme = PROGRAMME_DIBAO,
                                                  .month = s->options->month,
                                                  .scope = s->c->county * COUNTY_SCOPE,
                                                  .status = ENTITLEMENT_ACTIVE,
                                                  .mgmt_class = 2,
                                                  .row_count = 9},
                       s->arena, &items, &count, &has_more, e));
    for (size_t i = 0; i < count; i++) {
        int steps = (int)(i / 3);
        if (i % 3 == 0)
            TRY(change(s, &items[i], CASE_CHANGE, CHANGE_INCOME, income, steps, e));
        else if (i % 3 == 1)
            TRY(change(s, &items[i], CASE_STOP, CHANGE_STOP, stop, steps, e));
        else
            TRY(change(s, &items[i], CASE_CHANGE, CHANGE_CLASS, class, steps, e));
    }
    return STATUS_OK;
}

enum status demo_cases_store(struct db *db, const struct payment_context *c,
                             const struct demo_options *options, struct date until,
                             void (*set_today)(struct date day), struct demo_case_counts *ret,
                             struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(CASES_ARENA_BYTES);
    struct story *s = arena != NULL ? ARENA_NEW(arena, struct story) : NULL;
    struct demo_options places;
    if (s == NULL)
        return arena_exhausted(e);
    *s = (struct story){.db = db,
                        .c = c,
                        .options = options,
                        .arena = arena,
                        .until = until,
                        .set_today = set_today};
    TRY(places_choose(s, &places, e));
    TRY(clerks_add(s, &places, e));
    TRY(cases_plan(s, &places, e));
    for (s->today.v = until.v - STORY_DAYS; s->today.v <= until.v; s->today.v++)
        TRY(one_day(s, e));
    TRY(changes_make(s, e));
    struct recheck_plan_result plan;
    for (int p = PROGRAMME_DIBAO; p <= PROGRAMME_ENTITLED_COUNT; p++)
        TRY(recheck_plan(db, c->county, (enum programme)p, month_add(date_month(until), 0),
                         "dibao1", &plan, e));
    *ret = s->counts;
    return STATUS_OK;
}
