/* What comes back month by month: meetings, problems, good practice, and the quarter's bulletin. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "domain/bulletin/bulletin.h"
#include "domain/meeting/meeting.h"
#include "domain/meeting/practice.h"
#include "domain/meeting/problem.h"
#include "office/demo/motion.h"

#define PROBLEMS_PER_MEETING 2
#define DUE_DAYS 40
#define TEXT_BYTES 400

/* ---- meetings ---- */

/* What is behind most plainly becomes a problem with an owner and a day. */
static enum status problems_raise(struct motion *m, struct error *e)
{
    struct meeting_item *items;
    size_t count, raised = 0;
    TRY(meeting_item_list(m->db, m->c->county, m->meeting, 0, m->arena, &items, &count, e));
    for (size_t i = 0; i < count && raised < PROBLEMS_PER_MEETING; i++) {
        const struct meeting_item *item = &items[i];
        int64_t id;
        if (item->kind != MEETING_BEHIND || item->township == 0 || random_below(&m->random, 3) > 0)
            continue;
        const struct problem_new p = {.source = PROBLEM_MEETING,
                                      .source_id = m->meeting,
                                      .township = item->township,
                                      .indicator = item->indicator,
                                      .title = item->text,
                                      .cause = "人手不足，进度安排偏后",
                                      .measure = "倒排工期，专人负责，每旬报进度",
                                      .owner = item->township_name,
                                      .raised_on = m->today,
                                      .due_on = {m->today.v + DUE_DAYS}};
        TRY(problem_raise(m->db, m->c->county, &p, SUPERVISOR, &id, e));
        raised++;
        m->counts.problems++;
    }
    return STATUS_OK;
}

enum status motion_meeting(struct motion *m, struct error *e)
{
    const struct meeting_new meeting = {.month = date_month(m->today),
                                        .held_on = m->today,
                                        .place = "县民政局三楼会议室",
                                        .chair = "甲某",
                                        .recorder = "庚某"};
    static const char *const decisions[] = {"各乡镇对照清单逐项落实，下次会议报结果"};
    const struct meeting_record record = {.present = "局领导班子，各股室，各乡镇分管领导",
                                          .absent = "",
                                          .summary =
                                              "会议听取了各乡镇进度汇报，逐项分析了滞后原因。",
                                          .decisions = decisions,
                                          .decision_count = 1};
    TRY(meeting_open(m->db, m->c->county, &meeting, SUPERVISOR, &m->meeting, e));
    TRY(meeting_record(m->db, m->c->county, m->meeting, &record, SUPERVISOR, e));
    m->counts.meetings++;
    return problems_raise(m, e);
}

enum status motion_minutes(struct motion *m, struct error *e)
{
    return meeting_issue(m->db, m->c->county, m->meeting, "", DIRECTOR, e);
}

static const char *clerk_of(const struct motion *m, int64_t township)
{
    for (size_t i = 0; i < m->township_count; i++)
        if (m->townships[i].code == township)
            return m->townships[i].clerk;
    return "dibao1";
}

enum status motion_problems(struct motion *m, struct error *e)
{
    const struct problem_filter open = {.is_open = true};
    struct problem *list;
    size_t count;
    TRY(problem_list(m->db, m->c->county, &open, m->arena, &list, &count, e));
    for (size_t i = 0; i < count; i++) {
        const struct problem *p = &list[i];
        uint32_t luck = random_below(&m->random, 10);
        if (p->state == PROBLEM_OPEN && luck < 6) {
            TRY(problem_report(m->db, m->c->county, p->id, "已按措施落实，进度赶上计划",
                               clerk_of(m, p->township), e));
            if (luck == 0)
                TRY(problem_send_back(m->db, m->c->county, p->id, "现场仍未完工", SUPERVISOR, e));
            else
                TRY(problem_close(m->db, m->c->county, p->id, "现场查看属实", SUPERVISOR, e));
        } else if (p->state == PROBLEM_OPEN && p->days_overdue > 0 && luck == 9) {
            TRY(problem_defer(m->db, m->c->county, p->id, (struct date){m->today.v + DUE_DAYS},
                              "汛期停工，顺延", SUPERVISOR, e));
        }
    }
    return STATUS_OK;
}

enum status motion_practice(struct motion *m, struct error *e)
{
    const struct motion_township *t =
        &m->townships[random_below(&m->random, (uint32_t)m->township_count)];
    const struct practice practice = {
        .meeting = m->meeting,
        .township = t->code,
        .title = "干部包户算账上门",
        .body = "村干部带着明白卡逐户算账，当场解释每一项金额和依据，群众当面签收。"};
    int64_t id;
    TRY(practice_propose(m->db, m->c->county, &practice, t->clerk, &id, e));
    return practice_decide(m->db, m->c->county, id, true, DIRECTOR, e);
}

/* ---- bulletins ---- */

static enum status section_edit(struct motion *m, int64_t id, struct error *e)
{
    struct bulletin b;
    struct bulletin_section *list;
    size_t count;
    char body[BULLETIN_BODY_BYTES_MAX];
    TRY(bulletin_read(m->db, m->c->county, id, m->arena, &b, e));
    TRY(bulletin_section_list(m->db, m->c->county, &b, m->arena, &list, &count, e));
    const struct bulletin_section *last = &list[count - 1];
    int n = snprintf(body, sizeof body, "%s\n各乡镇要把责任落实到人，按月对照检查。", last->body);
    if (n < 0 || (size_t)n >= sizeof body)
        return STATUS_OK;
    return bulletin_section_write(m->db, m->c->county, id, last->number, NULL, body,
                                  last->known_from, SUPERVISOR, e);
}

static enum status issue(struct motion *m, const struct bulletin_request *request, struct error *e)
{
    int64_t id;
    TRY(bulletin_draft(m->db, m->c->county, request, SUPERVISOR, &id, e));
    TRY(section_edit(m, id, e));
    TRY(bulletin_submit(m->db, m->c->county, id, SUPERVISOR, e));
    TRY(bulletin_issue(m->db, m->c->county, id, 0, DIRECTOR, e));
    m->counts.bulletins++;
    return STATUS_OK;
}

enum status motion_bulletin(struct motion *m, struct error *e)
{
    struct month over = month_add(date_month(m->today), -1);
    const struct bulletin_request request = {
        .kind = BULLETIN_QUARTER, .year = month_year(over), .quarter = month_quarter(over)};
    return issue(m, &request, e);
}

enum status motion_bulletin_of(struct motion *m, enum bulletin_kind kind, struct error *e)
{
    return issue(m, &(struct bulletin_request){.kind = kind, .year = m->year}, e);
}
