/* What people say and are told: publicity and slips, complaints, the survey. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "domain/complaint/complaint.h"
#include "domain/publicity/publicity.h"
#include "domain/publicity/slip.h"
#include "domain/survey/survey.h"
#include "office/demo/motion.h"

#define VILLAGES_MAX 400
#define HOUSEHOLDS_FROM 180
#define HOUSEHOLDS_SPREAD 320
#define REACH_PERCENT_FROM 70
#define REACH_PERCENT_SPREAD 31
#define PERCENT 100
#define SAMPLE_SHARE 8 /* one household in eight */
#define SAMPLE_MIN 33
#define SAMPLE_MAX 220
#define SEED_TEXT_BYTES 24
#define FEW_ANSWERS 12
#define DOCUMENT_TEXT_BYTES 64

/* ---- publicity ---- */

static int64_t township_of(const struct motion *m, int64_t village)
{
    for (size_t i = 0; i < m->township_count; i++)
        if (m->townships[i].code == division_township(village))
            return m->townships[i].code;
    return 0;
}

static enum status households_set(struct motion *m, struct error *e)
{
    struct village_households rows[VILLAGES_MAX];
    size_t count = 0;
    int64_t changed;
    for (size_t i = 0; i < m->options->place_count && count < VILLAGES_MAX; i++)
        if (township_of(m, m->options->places[i].code) > 0)
            rows[count++] = (struct village_households){
                .village = m->options->places[i].code,
                .households = HOUSEHOLDS_FROM + random_below(&m->random, HOUSEHOLDS_SPREAD),
                .year = m->year,
                .document = "示例",
                .is_example = true};
    return village_households_set(m->db, m->c->county, rows, count, SUPERVISOR, &changed, e);
}

enum status motion_publicity_plan(struct motion *m, struct error *e)
{
    static const struct {
        const char *title;
        enum publicity_form form;
        int month, day;
    } items[] = {
        {"印发民生工程明白纸", PUBLICITY_LEAFLET, 3, 20},
        {"村务公开栏专栏宣传", PUBLICITY_BOARD, 6, 10},
        {"集市现场咨询", PUBLICITY_MARKET, 9, 12},
        {"干部进村入户宣讲", PUBLICITY_VISIT, 11, 15},
    };
    int64_t id;
    TRY(households_set(m, e));
    for (size_t i = 0; i < m->township_count; i++)
        for (size_t k = 0; k < sizeof items / sizeof items[0]; k++) {
            const struct publicity_item item = {
                .township = m->townships[i].code,
                .year = m->year,
                .title = items[k].title,
                .audience = "全体村民",
                .responsible = "乡镇民政办",
                .form = items[k].form,
                .planned_on = date_make(m->year, items[k].month, items[k].day)};
            TRY(publicity_plan(m->db, m->c->county, &item, m->townships[i].clerk, &id, e));
            m->counts.publicity++;
        }
    return STATUS_OK;
}

/* The villages of a township, and how far the item went in each. */
static size_t reached_of(struct motion *m, const struct publicity_village *all, size_t count,
                         int64_t township, struct publicity_reached ret[VILLAGES_MAX])
{
    size_t n = 0;
    for (size_t i = 0; i < count && n < VILLAGES_MAX; i++)
        if (all[i].township == township)
            ret[n++] = (struct publicity_reached){
                all[i].village,
                all[i].households *
                    (REACH_PERCENT_FROM + (int64_t)random_below(&m->random, REACH_PERCENT_SPREAD)) /
                    PERCENT};
    return n;
}

/* What was planned up to today; one in nine is left undone. */
enum status motion_publicity_done(struct motion *m, struct error *e)
{
    struct publicity_item *items;
    struct publicity_village *villages;
    size_t count, village_count;
    TRY(publicity_list(m->db, m->c->county, m->year, 0, m->arena, &items, &count, e));
    TRY(publicity_reach(m->db, m->c->county, m->year, 0, KNOWN_NOW, m->arena, &villages,
                        &village_count, e));
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < m->township_count; k++) {
            const struct motion_township *t = &m->townships[k];
            struct publicity_reached reached[VILLAGES_MAX];
            if (items[i].township != t->code || items[i].state != PUBLICITY_PLANNED ||
                items[i].planned_on.v > m->today.v || random_below(&m->random, 9) == 0)
                continue;
            size_t n = reached_of(m, villages, village_count, t->code, reached);
            TRY(publicity_done(m->db, m->c->county, items[i].id, m->today, "已按计划开展，见照片",
                               reached, n, t->clerk, e));
            TRY(publicity_confirm(m->db, m->c->county, items[i].id, t->lead, e));
        }
    return STATUS_OK;
}

/* Slips of a township's dibao households of the month, given to all. */
static enum status slips_of(struct motion *m, const struct motion_township *t, struct error *e)
{
    const struct slip_wish wish = {
        .programme = PROGRAMME_DIBAO, .month = date_month(m->today), .division = t->code};
    CLEANUP(arena_cleanup) struct arena *arena = arena_new((size_t)64 << 20);
    struct slip_made *made;
    size_t count;
    int64_t given;
    if (arena == NULL)
        return arena_exhausted(e);
    enum status s =
        slip_print(m->db, m->c->county, m->c->keys, &wish, t->clerk, arena, &made, &count, e);
    if (s == STATUS_REFUSED && strcmp(e->code, "SLIP_NOTHING") == 0)
        return STATUS_OK;
    if (s != STATUS_OK)
        return s;
    m->counts.slips += (int64_t)count;
    return slip_deliver(m->db, m->c->county, &wish, m->today, t->clerk, &given, e);
}

enum status motion_slips(struct motion *m, struct error *e)
{
    for (size_t i = 0; i < m->township_count; i += 3)
        TRY(slips_of(m, &m->townships[i], e));
    return STATUS_OK;
}

enum status motion_slips_one(struct motion *m, struct error *e)
{
    return m->township_count > 0 ? slips_of(m, &m->townships[m->township_count - 1], e) : STATUS_OK;
}

/* ---- complaints ---- */

/* Two at a time: 0 and 1 in the first call, and so on. */
enum status motion_complain(struct motion *m, struct error *e)
{
    static const struct {
        const char *category, *text;
        enum complaint_channel channel;
        bool is_named;
    } said[MOTION_COMPLAINTS] = {
        {"AMOUNT", "这个月的钱比上个月少，不知道为什么", COMPLAINT_WEB, true},
        {"STEP", "申请交上去两个月没有回音", COMPLAINT_PHONE, true},
        {"ELIGIBILITY", "有一户有小轿车还在吃低保", COMPLAINT_WEB, false},
        {"HOME", "敬老院饭菜不够热", COMPLAINT_VISIT, true},
        {"MEDICAL", "出院结算没有当场减免", COMPLAINT_LETTER, true},
        {"STEP", "公示榜贴了三天就没了", COMPLAINT_WEB, false},
        {"AMOUNT", "家里添了人没有加钱", COMPLAINT_PHONE, true},
        {"SUGGESTION", "希望把发钱的日子提前通知", COMPLAINT_WEB, true},
    };
    for (int done = 0; (size_t)m->counts.complaints < MOTION_COMPLAINTS && done < 2; done++) {
        size_t i = (size_t)m->counts.complaints;
        const struct motion_township *t =
            &m->townships[random_below(&m->random, (uint32_t)m->township_count)];
        struct complaint_receipt receipt;
        bool is_web = said[i].channel == COMPLAINT_WEB;
        const struct complaint_new complaint = {
            .channel = said[i].channel,
            .received_on = m->today,
            .township = t->code,
            .category = said[i].category,
            .is_named = said[i].is_named,
            .content = {.name = said[i].is_named ? "某村民" : "",
                        .phone = "",
                        .about = "",
                        .text = said[i].text}};
        TRY(complaint_receive(m->db, m->c->county, m->c->keys, &complaint, is_web ? NULL : "dibao1",
                              &receipt, e));
        m->complaints[i] = receipt.id;
        m->counts.complaints++;
    }
    return STATUS_OK;
}

/* 泾民信〔2013〕3号（示例） */
static const char *complaint_paper(struct motion *m, char out[DOCUMENT_TEXT_BYTES])
{
    (void)snprintf(out, DOCUMENT_TEXT_BYTES, "泾民信〔%d〕%" PRId64 "号（示例）", m->year,
                   ++m->papers_on_complaints);
    return out;
}

static enum status each_complaint(struct motion *m, uint32_t states,
                                  const struct complaint_act *act, const char *actor, int left_out,
                                  struct error *e)
{
    for (int64_t i = 0; i < m->counts.complaints; i++) {
        struct complaint c;
        char document[DOCUMENT_TEXT_BYTES];
        struct complaint_act one = *act;
        if (i % MOTION_COMPLAINTS == left_out)
            continue;
        TRY(complaint_read(m->db, m->c->county, m->complaints[i], m->arena, &c, e));
        if ((states >> c.state & 1U) == 0)
            continue;
        one.document = complaint_paper(m, document);
        TRY(complaint_act(m->db, m->c->county, m->c->keys, m->complaints[i], &one, actor, e));
    }
    return STATUS_OK;
}

enum status motion_complaints_accept(struct motion *m, struct error *e)
{
    return each_complaint(
        m, 1U << COMPLAINT_RECEIVED,
        &(struct complaint_act){.action = COMPLAINT_ACCEPT, .text = "属于本局职责，予以受理"},
        "dibao1", -1, e);
}

/* The one that took longest: with the director's leave. */
enum status motion_complaints_extend(struct motion *m, struct error *e)
{
    struct complaint c;
    char document[DOCUMENT_TEXT_BYTES];
    struct complaint_act act = {.action = COMPLAINT_EXTEND, .text = "需入户和外调", .days = 30};
    if (m->counts.complaints < 2)
        return STATUS_OK;
    TRY(complaint_read(m->db, m->c->county, m->complaints[1], m->arena, &c, e));
    if (c.state != COMPLAINT_ACCEPTED)
        return STATUS_OK;
    act.document = complaint_paper(m, document);
    return complaint_act(m->db, m->c->county, m->c->keys, m->complaints[1], &act, DIRECTOR, e);
}

/* All but the one that was extended in the call before. */
enum status motion_complaints_reply(struct motion *m, struct error *e)
{
    return each_complaint(m, 1U << COMPLAINT_ACCEPTED | 1U << COMPLAINT_EXTENDED,
                          &(struct complaint_act){.action = COMPLAINT_REPLY,
                                                  .text = "已入户核实，当面答复",
                                                  .is_founded = 1,
                                                  .public_result = "已核实处理，当面答复"},
                          "dibao1", -1, e);
}

/* ---- the survey ---- */

static int64_t sample_size(const struct motion *m)
{
    int64_t n = (m->options->dibao_households + m->options->wubao_persons) / SAMPLE_SHARE;
    return n < SAMPLE_MIN ? SAMPLE_MIN : n > SAMPLE_MAX ? SAMPLE_MAX : n;
}

enum status motion_survey_open(struct motion *m, struct error *e)
{
    static const struct survey_question questions[] = {
        {.kind = SURVEY_SATISFACTION,
         .text = "您对民生工程总体满意吗？",
         .choices = "",
         .is_overall = true},
        {.kind = SURVEY_SATISFACTION,
         .programme = 1,
         .text = "您对低保工作满意吗？",
         .choices = ""},
        {.kind = SURVEY_CHOICE, .text = "您从哪里知道政策？", .choices = "村干部|公开栏|广播|网上"},
        {.kind = SURVEY_WORDS, .text = "您还有什么建议？", .choices = ""},
    };
    const struct survey_new survey = {.year = m->year,
                                      .title = "民生工程百姓测评",
                                      .satisfied = "1,2",
                                      .frame = SURVEY_RECIPIENTS,
                                      .month = month_add(date_month(m->today), -1),
                                      .sample_size = sample_size(m),
                                      .last_day = {m->today.v + 25},
                                      .questions = questions,
                                      .question_count = sizeof questions / sizeof questions[0]};
    char seed[SEED_TEXT_BYTES];
    struct survey_codes codes;
    (void)snprintf(seed, sizeof seed, "%" PRIu64, m->options->seed);
    TRY(survey_create(m->db, m->c->county, &survey, SUPERVISOR, &m->survey, e));
    TRY(survey_draw(m->db, m->c->county, m->c->keys, m->survey, seed, KNOWN_NOW, 1, SUPERVISOR,
                    m->arena, &codes, e));
    for (size_t i = 0; i < codes.count && m->code_count < MOTION_CODES_MAX; i++) {
        m->codes_township[m->code_count] = codes.list[i].township;
        (void)snprintf(m->codes[m->code_count], MOTION_CODE_BYTES, "%s", codes.list[i].code);
        m->code_count++;
    }
    return STATUS_OK;
}

/* How content a township's people are differs; one sheet in thirty can not be counted. */
static enum status answer_give(struct motion *m, size_t i, struct error *e)
{
    static const char *const words[] = {"", "", "希望明白卡常发", "", "公示榜字太小"};
    uint32_t mood = random_below(&m->random, 100),
             place = (uint32_t)(m->codes_township[i] / 1000 % 17);
    int overall = mood < 45 + place * 2 ? 1 : mood < 84 ? 2 : mood < 93 ? 3 : 4;
    const struct survey_reply replies[] = {
        {.question = 1, .choice = overall, .words = ""},
        {.question = 2, .choice = 1 + (int)random_below(&m->random, 4), .words = ""},
        {.question = 3, .choice = 1 + (int)random_below(&m->random, 4), .words = ""},
        {.question = 4, .choice = 0, .words = words[random_below(&m->random, 5)]},
    };
    enum survey_channel channel = (enum survey_channel)(1 + random_below(&m->random, 3));
    const struct survey_sheet sheet = {.code = m->codes[i],
                                       .channel = channel,
                                       .answered_on = m->today,
                                       .is_valid = random_below(&m->random, 30) > 0,
                                       .replies = replies,
                                       .reply_count = sizeof replies / sizeof replies[0]};
    int64_t survey;
    TRY(survey_answer(m->db, m->c->county, m->c->keys, &sheet,
                      channel == SURVEY_WEB ? NULL : INSPECTOR, &survey, e));
    m->counts.answers++;
    return STATUS_OK;
}

enum status motion_survey_answers(struct motion *m, struct error *e)
{
    for (size_t i = 0; i < m->code_count; i++)
        if (random_below(&m->random, 5) > 0)
            TRY(answer_give(m, i, e));
    return STATUS_OK;
}

enum status motion_survey_few(struct motion *m, struct error *e)
{
    for (size_t i = 0; i < m->code_count && i < FEW_ANSWERS; i++)
        TRY(answer_give(m, i, e));
    return STATUS_OK;
}

enum status motion_survey_close(struct motion *m, struct error *e)
{
    return survey_close(m->db, m->c->county, m->survey, SUPERVISOR, e);
}
