#include "domain/casework/flow_support.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "base/idno.h"
#include "domain/casework/notice.h"
#include "domain/casework/sample.h"
#include "support/planned.h"

#define ARENA_BYTES ((size_t)256 << 20)

static void open_county(struct flow *f, enum db_engine engine)
{
    *f = (struct flow){.arena = arena_new(ARENA_BYTES), .today = day("2013-12-31")};
    planned_fresh(engine, &f->testdb, &f->keys);
    f->db = testdb_open(f->testdb.url, DB_WRITER);
}

static void close_county(struct flow *f)
{
    db_close(f->db);
    keyring_free(f->keys);
    arena_free(f->arena);
}

void flow_each(void (*claim)(struct flow *f))
{
    struct flow f;
    setenv("MINSHENG_TODAY", "2013-12-31", 1);
    open_county(&f, DB_SQLITE);
    claim(&f);
    close_county(&f);
    if (!testdb_has_postgres())
        return;
    open_county(&f, DB_POSTGRES);
    claim(&f);
    close_county(&f);
}

struct case_actor flow_actor(const struct flow *f, const char *user)
{
    static const struct {
        const char *user;
        enum role role;
        int64_t scope;
    } people[] = {
        {"village", ROLE_VILLAGE_CLERK, VILLAGE},
        {"clerk", ROLE_TOWNSHIP_CLERK, TOWNSHIP},
        {"clerk2", ROLE_TOWNSHIP_CLERK, TOWNSHIP},
        {"lead", ROLE_TOWNSHIP_LEAD, TOWNSHIP},
        {"other", ROLE_TOWNSHIP_CLERK, INT64_C(341823107000)},
        {"dibao1", ROLE_BUREAU_OFFICER, INT64_C(341823000000)},
        {"dibao2", ROLE_BUREAU_OFFICER, INT64_C(341823000000)},
        {"wubao1", ROLE_BUREAU_OFFICER, INT64_C(341823000000)},
        {"wubao2", ROLE_BUREAU_OFFICER, INT64_C(341823000000)},
        {"system", ROLE_SYSTEM, INT64_C(341823000000)},
        {"auditor", ROLE_AUDITOR, INT64_C(341823000000)},
    };
    for (size_t i = 0; i < sizeof people / sizeof people[0]; i++)
        if (strcmp(people[i].user, user) == 0)
            return (struct case_actor){
                .user = user, .role = people[i].role, .scope = people[i].scope, .today = f->today};
    fail_msg("nobody is called %s", user);
    return (struct case_actor){0};
}

struct date day(const char *text)
{
    struct date d;
    assert_ok(date_parse(text, &d, NULL));
    return d;
}

struct entry_data *flow_data(struct flow *f, ...)
{
    struct entry_data *d = entry_data_new(f->arena);
    struct error e = {0};
    const char *name;
    va_list args;
    assert_non_null(d);
    va_start(args, f);
    while ((name = va_arg(args, const char *)) != NULL)
        assert_ok_e(entry_data_set(d, name, va_arg(args, const char *), &e), &e);
    va_end(args);
    return d;
}

const char *flow_id_number(struct flow *f, int year)
{
    char text[IDNO_BYTES + 8];
    int serial = ++f->serial;
    (void)snprintf(text, sizeof text, "342529%04d%02d%02d%03d", year, serial / 27 % 12 + 1,
                   serial % 27 + 1, serial % 1000);
    text[17] = idno_check_char(text);
    text[18] = '\0';
    return arena_strdup(f->arena, text);
}

struct entry_data *flow_dibao_form(struct flow *f)
{
    return flow_data(f, "address", "章渡组 3 号", "members.1.name", "王大山", "members.1.id_number",
                     flow_id_number(f, 1950), "members.1.relation", "HEAD", "members.2.name",
                     "王小明", "members.2.id_number", flow_id_number(f, 1980), "members.2.relation",
                     "SON", "incomes.1.class", "WAGE", "incomes.1.amount_year", "3600", "bank",
                     "农商行", "account_holder", "王大山", "account_number", "6217001234567890",
                     "is_authorised", "1", "is_promised", "1", "mgmt_class", "B", NULL);
}

struct entry_data *flow_wubao_form(struct flow *f)
{
    return flow_data(f, "address", "章渡组 9 号", "members.1.name", "李孤老", "members.1.id_number",
                     flow_id_number(f, 1940), "wubao_reason", "AGED", "has_no_labour", "1",
                     "has_no_income", "1", "supporter", "NONE", "form", "SCATTERED", "can_eat", "1",
                     "can_dress", "1", "can_rise", "1", "can_toilet", "1", "can_walk", "1",
                     "can_wash", "1", "bank", "农商行", "account_holder", "李孤老",
                     "account_number", "6217001234567891", "is_authorised", "1", "is_promised", "1",
                     NULL);
}

struct entry_data *flow_claim_form(struct flow *f, const char *name, const char *id_number,
                                   const char *class)
{
    struct entry_data *d = flow_data(
        f, "members.1.name", name, "members.1.id_number", id_number, "address", "章渡组 5 号",
        "illness_code", "C34.1", "illness_name", "肺癌", "bills.1.hospital_name", "宣城市人民医院",
        "bills.1.visit", "inpatient", "bills.1.scheme", "ncms", "bills.1.admitted_on", "2013-11-01",
        "bills.1.discharged_on", "2013-11-20", "bills.1.total", "60000", "bills.1.in_scope",
        "50000.55", "bills.1.insurance", "21700", "bills.1.invoice_no", id_number, "is_authorised",
        "1", "is_promised", "1", NULL);
    struct error e = {0};
    if (class == NULL)
        return d;
    assert_ok_e(entry_data_set(d, "class", class, &e), &e);
    assert_ok_e(entry_data_set(d, "bank", "农商行", &e), &e);
    assert_ok_e(entry_data_set(d, "account_holder", name, &e), &e);
    assert_ok_e(entry_data_set(d, "account_number", "6217001234560099", &e), &e);
    return d;
}

struct entry_data *flow_advance_form(struct flow *f, const char *name, const char *id_number)
{
    return flow_data(f, "members.1.name", name, "members.1.id_number", id_number, "address",
                     "章渡组 3 号", "illness_code", "C34.1", "illness_name", "肺癌", "amount",
                     "1500", "planned_on", "2014-01-06", "is_authorised", "1", "is_promised", "1",
                     NULL);
}

const char *flow_head_number(struct flow *f, int64_t id)
{
    const struct entry_data *form;
    struct error e = {0};
    assert_ok_e(case_form_read(f->db, COUNTY, f->keys, id, 0, f->arena, &form, &e), &e);
    return entry_get(form, "members.1.id_number");
}

int64_t flow_open(struct flow *f, enum case_kind kind, const struct entry_data *form,
                  const char *user, const char *on)
{
    struct case_actor actor = flow_actor(f, user);
    struct error e = {0};
    int64_t id = 0;
    assert_ok_e(case_open(f->db, COUNTY, f->keys, &actor,
                          &(struct case_opening){
                              .kind = kind, .division = VILLAGE, .on = day(on), .content = form},
                          NULL, &id, &e),
                &e);
    return id;
}

enum status flow_try(struct flow *f, int64_t id, enum case_action action, const char *user,
                     const char *on, const struct entry_data *content, struct error *e)
{
    struct case_actor actor = flow_actor(f, user);
    return case_act(
        f->db, COUNTY, f->keys, &actor,
        &(struct case_act){.case_id = id, .action = action, .on = day(on), .content = content},
        NULL, e);
}

void flow_act(struct flow *f, int64_t id, enum case_action action, const char *user, const char *on,
              const struct entry_data *content)
{
    struct error e = {0};
    assert_ok_e(flow_try(f, id, action, user, on, content, &e), &e);
}

struct case_record flow_case(struct flow *f, int64_t id)
{
    struct case_record c;
    struct error e = {0};
    assert_ok_e(case_read(f->db, COUNTY, id, f->today, f->arena, &c, &e), &e);
    return c;
}

struct entry_data *flow_step_form(struct flow *f, enum case_kind kind, enum case_action action,
                                  const char *on)
{
    switch (action) {
    case ACTION_ASK_PAPERS:
    case ACTION_SUPPLY_PAPERS:
        return flow_data(f, "papers", "户口簿复印件", NULL);
    case ACTION_NOT_ACCEPT:
        return flow_data(f, "reason_code", "NOT_COMPLETE", "reason", "逾期未补正", NULL);
    case ACTION_CHECK:
        return flow_data(f, "result", "CLEAR", NULL);
    case ACTION_SURVEY:
        return kind == CASE_RECHECK
                   ? flow_data(f, "visited_on", on, "is_applicant_signed", "1", "finding", "属实",
                               "investigators.1.name", "张三", "investigators.2.name", "李四",
                               "result", "SAME", NULL)
                   : flow_data(f, "visited_on", on, "is_applicant_signed", "1", "finding", "属实",
                               "investigators.1.name", "张三", "investigators.2.name", "李四",
                               NULL);
    case ACTION_DELIBERATE:
        return flow_data(f, "held_on", on, "place", "村部", "chair", "赵主任", "expected", "18",
                         "present", "15", "villagers", "12", "agree", "12", "disagree", "2",
                         "abstain", "1", NULL);
    case ACTION_REVIEW:
        return flow_data(f, "opinion", "AGREE", NULL);
    case ACTION_SPOT_CHECK:
        return flow_data(f, "visited_on", on, "result", "TRUE", "investigators.1.name", "张三",
                         "investigators.2.name", "李四", NULL);
    case ACTION_REFUSE:
        if (case_kind_is_medical(kind))
            return flow_data(f, "reason_code", "OUT_OF_SCOPE", "reason", "费用未超过起付线", NULL);
        return flow_data(f, "reason_code", "INCOME", "reason", "人均收入超过标准", NULL);
    case ACTION_SEND_BACK:
    case ACTION_WITHDRAW:
    case ACTION_APPEAL:
    case ACTION_UPHOLD:
    case ACTION_OVERTURN:
        return flow_data(f, "reason", "说明理由", NULL);
    case ACTION_SERVE:
        return flow_data(f, "method", "DIRECT", "receiver", "王大山", NULL);
    case ACTION_TO_CHANGE:
        return flow_data(f, "change", "income", "income_year", "1200", "reason", "收入减少", NULL);
    default:
        return flow_data(f, NULL);
    }
}

int64_t flow_post(struct flow *f, int64_t id, const char *user, const char *on)
{
    struct case_actor actor = flow_actor(f, user);
    struct error e = {0};
    int64_t notice = 0;
    assert_ok_e(
        notice_post(f->db, COUNTY, f->keys, &actor, &id, 1, "村务公开栏", day(on), &notice, &e),
        &e);
    return notice;
}

void flow_close(struct flow *f, int64_t notice, const char *user, const char *on)
{
    struct case_actor actor = flow_actor(f, user);
    struct error e = {0};
    assert_ok_e(notice_close(f->db, COUNTY, f->keys, &actor, notice, "无异议", day(on), &e), &e);
}

void flow_sample(struct flow *f, enum programme p, int64_t id, const char *on)
{
    struct case_actor actor = flow_actor(f, p == PROGRAMME_DIBAO ? "dibao1" : "wubao1");
    struct error e = {0};
    int64_t sample;
    actor.today = day(on);
    assert_ok_e(sample_draw(f->db, COUNTY, &actor, p, "", &sample, &e), &e);
    if (flow_case(f, id).is_sampled)
        flow_act(f, id, ACTION_SPOT_CHECK, actor.user, on,
                 flow_step_form(f, CASE_DIBAO, ACTION_SPOT_CHECK, on));
}

int64_t flow_dibao_deciding(struct flow *f)
{
    int64_t id = flow_open(f, CASE_DIBAO, flow_dibao_form(f), "village", "2013-09-13");
    static const struct {
        enum case_action action;
        const char *user, *on;
    } steps[] = {
        {ACTION_ACCEPT, "clerk", "2013-09-16"}, {ACTION_CHECK, "dibao1", "2013-09-18"},
        {ACTION_SURVEY, "clerk", "2013-09-30"}, {ACTION_DELIBERATE, "clerk", "2013-10-08"},
        {ACTION_REVIEW, "lead", "2013-10-09"},
    };
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++)
        flow_act(f, id, steps[i].action, steps[i].user, steps[i].on,
                 flow_step_form(f, CASE_DIBAO, steps[i].action, steps[i].on));
    flow_close(f, flow_post(f, id, "village", "2013-10-10"), "village", "2013-10-18");
    return id;
}

int64_t flow_dibao_active(struct flow *f)
{
    int64_t id = flow_dibao_deciding(f);
    flow_sample(f, PROGRAMME_DIBAO, id, "2013-10-21");
    flow_act(f, id, ACTION_APPROVE, "dibao2", "2013-10-22", flow_data(f, NULL));
    flow_close(f, flow_post(f, id, "village", "2013-10-23"), "village", "2013-10-31");
    return id;
}

int64_t flow_wubao_active(struct flow *f)
{
    int64_t id = flow_open(f, CASE_WUBAO, flow_wubao_form(f), "village", "2013-09-02");
    flow_act(f, id, ACTION_DELIBERATE, "village", "2013-09-04",
             flow_step_form(f, CASE_WUBAO, ACTION_DELIBERATE, "2013-09-04"));
    flow_close(f, flow_post(f, id, "village", "2013-09-05"), "village", "2013-09-16");
    flow_act(f, id, ACTION_SURVEY, "clerk", "2013-09-18",
             flow_step_form(f, CASE_WUBAO, ACTION_SURVEY, "2013-09-18"));
    flow_act(f, id, ACTION_REVIEW, "lead", "2013-09-22",
             flow_step_form(f, CASE_WUBAO, ACTION_REVIEW, "2013-09-22"));
    flow_sample(f, PROGRAMME_WUBAO, id, "2013-09-23");
    flow_act(f, id, ACTION_APPROVE, "wubao2", "2013-09-24", flow_data(f, NULL));
    return id;
}

int64_t flow_number(struct flow *f, const char *sql, ...)
{
    char text[1024];
    struct error e = {0};
    int64_t n = 0;
    va_list args;
    va_start(args, sql);
    (void)vsnprintf(text, sizeof text, sql, args);
    va_end(args);
    assert_ok_e(db_query_i64_raw(f->db, text, &n, &e), &e);
    return n;
}
