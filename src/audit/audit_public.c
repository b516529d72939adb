/* What people say and are told (P4.3, P5.1–P5.3): the survey's draw and its codes, the law's clock
   of complaints, policy, training, publicity. Own SQL, own reckoning of days. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "audit/audit_internal.h"
#include "audit_public_sql.h"
#include "base/calendar.h"
#include "base/hash.h"
#include "base/i18n.h"

#define SUBJECT_BYTES 96
#define SEED_TEXT_BYTES 32
/* 信访条例 (2005) Art. 21, 22, 33–35, in days. */
#define DAYS_ACCEPT 15
#define DAYS_REPLY 60
#define DAYS_EXTEND 30
#define DAYS_REVIEW 30

RULE_STATEMENT(survey_stratum, public_breach_row)
RULE_STATEMENT(survey_code, public_breach_row)
RULE_STATEMENT(survey_day, public_breach_row)
RULE_STATEMENT(survey_overall, public_breach_row)
RULE_STATEMENT(complaint_state, public_breach_row)
RULE_STATEMENT(complaint_duty, public_breach_row)
RULE_STATEMENT(library_duty, public_breach_row)
RULE_STATEMENT(course_test, public_breach_row)
RULE_STATEMENT(publicity_duty, public_breach_row)
RULE_STATEMENT(publicity_place, public_breach_row)
RULE_STATEMENT(slip_delivered, public_breach_row)

static const struct audit_rule RULES[] = {
    {"SURVEY_STRATUM", RULE_ROWS(survey_stratum), RULE_COUNTS, N_("测评抽取的户数与登记不符")},
    {"SURVEY_CODE", RULE_ROWS(survey_code), RULE_COUNTS, N_("测评答卷没有唯一的答题码")},
    {"SURVEY_DAY", RULE_ROWS(survey_day), RULE_NONE_SHOWN, N_("测评答卷不在测评期内")},
    {"SURVEY_OVERALL", RULE_ROWS(survey_overall), RULE_COUNTS, N_("测评总体评价与答卷不符")},
    {"COMPLAINT_STATE", RULE_ROWS(complaint_state), RULE_COUNTS, N_("投诉的状态与最后一步不符")},
    {"COMPLAINT_DUTY", RULE_ROWS(complaint_duty), RULE_NONE_SHOWN,
     N_("投诉的延期或复查由原办理人自己决定，或没有变动记录")},
    {"LIBRARY_DUTY", RULE_ROWS(library_duty), RULE_NONE_SHOWN,
     N_("政策文件由同一人录入并审核，或没有变动记录")},
    {"COURSE_TEST", RULE_ROWS(course_test), RULE_NONE_SHOWN, N_("测验是否合格与得分不符")},
    {"PUBLICITY_DUTY", RULE_ROWS(publicity_duty), RULE_NONE_SHOWN,
     N_("宣传由同一人报告并核实，或没有变动记录")},
    {"PUBLICITY_PLACE", RULE_ROWS(publicity_place), RULE_NONE_SHOWN, N_("宣传覆盖的村不在该乡镇")},
    {"SLIP_DELIVERED", RULE_ROWS(slip_delivered), RULE_NONE_SHOWN, N_("明白卡的送达没有变动记录")},
};

/* ---- the draw of a survey ---- */

static bool draw_key_fits(const struct survey_draw_audit_row *row)
{
    struct hash_state h;
    uint8_t key[HASH_BYTES];
    char household[SEED_TEXT_BYTES];
    int n = snprintf(household, sizeof(household), "\n%" PRId64, row->household);
    hash_init(&h);
    hash_update(&h, row->seed, strlen(row->seed));
    hash_update(&h, household, (size_t)n);
    hash_final(&h, key);
    return row->draw_key.n == HASH_BYTES && memcmp(row->draw_key.p, key, HASH_BYTES) == 0;
}

static enum status check_draws(struct audit *a, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct survey_draw_audit_row row;
    enum status s;
    uint8_t before[HASH_BYTES] = {0};
    int64_t survey = 0, township = 0;
    audit_check_begin(a);
    TRY(audit_survey_draws_open(a->db, (struct audit_survey_draws_args){.county = a->scope.county},
                                &cursor, e));
    while ((s = audit_survey_draws_next(cursor, &row, e)) == STATUS_OK) {
        bool is_first = row.survey != survey || row.township != township;
        bool is_right =
            draw_key_fits(&row) && (is_first || memcmp(before, row.draw_key.p, HASH_BYTES) < 0);
        survey = row.survey;
        township = row.township;
        if (row.draw_key.n == HASH_BYTES)
            memcpy(before, row.draw_key.p, HASH_BYTES);
        if (is_right)
            continue;
        char subject[SUBJECT_BYTES];
        snprintf(subject, sizeof(subject), "survey %" PRId64 " township %" PRId64, row.survey,
                 row.township);
        s = audit_find(a, "SURVEY_DRAW", e, subject, _("测评抽中的户与公布的种子不符"));
        if (s != STATUS_OK)
            break;
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

/* ---- the clock of complaints ---- */

struct clock {
    char complaint[SUBJECT_BYTES];
    int64_t due; /* of what must come next, yyyymmdd; 0: nothing must */
};

/* Days that a step gives to the next one; 0: none. */
static int days_after(const char *step)
{
    if (strcmp(step, "RECEIVE") == 0)
        return DAYS_ACCEPT;
    if (strcmp(step, "ACCEPT") == 0)
        return DAYS_REPLY;
    if (strcmp(step, "REVIEW1") == 0 || strcmp(step, "REVIEW2") == 0)
        return DAYS_REVIEW;
    return 0;
}

static bool is_answer(const char *step)
{
    return strcmp(step, "ACCEPT") == 0 || strcmp(step, "NOT_ACCEPT") == 0 ||
           strcmp(step, "FORWARD") == 0 || strcmp(step, "REPLY") == 0 ||
           strcmp(step, "REVIEW1_REPLY") == 0 || strcmp(step, "REVIEW2_REPLY") == 0;
}

/* What is wrong with a step; NULL: nothing. Moves the clock on. */
static const char *judge_step(struct clock *c, const struct complaint_step_audit_row *row)
{
    const char *ret = NULL;
    if (c->due > 0 && is_answer(row->step) &&
        (date_yyyymmdd(row->on_date) > c->due) != (row->is_late == 1))
        ret = N_("投诉办理是否超期与法定时限不符");
    int days = days_after(row->step);
    if (days > 0) {
        if (row->due_on > date_yyyymmdd(calendar_nth_day(row->on_date, days + 1)))
            ret = N_("投诉的期限长于法定时限");
        c->due = row->due_on;
    } else if (strcmp(row->step, "EXTEND") == 0 && c->due > 0) {
        struct date latest = calendar_nth_day(date_from_yyyymmdd(c->due), DAYS_EXTEND + 1);
        if (row->due_on > date_yyyymmdd(latest))
            ret = N_("投诉的延期超过三十日");
        c->due = row->due_on;
    } else {
        c->due = 0;
    }
    return ret;
}

static enum status check_clock(struct audit *a, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct complaint_step_audit_row row;
    struct clock c = {0};
    enum status s;
    audit_check_begin(a);
    TRY(audit_complaint_steps_open(
        a->db, (struct audit_complaint_steps_args){.county = a->scope.county}, &cursor, e));
    while ((s = audit_complaint_steps_next(cursor, &row, e)) == STATUS_OK) {
        if (strcmp(c.complaint, row.complaint) != 0) {
            c = (struct clock){0};
            snprintf(c.complaint, sizeof(c.complaint), "%s", row.complaint);
        }
        const char *fault = judge_step(&c, &row);
        if (!fault)
            continue;
        char subject[SUBJECT_BYTES * 2];
        snprintf(subject, sizeof(subject), "complaint %s step %" PRId64, row.complaint, row.number);
        s = audit_find(a, "COMPLAINT_CLOCK", e, subject, "%s", _(fault));
        if (s != STATUS_OK)
            break;
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

enum status audit_check_public(struct audit *a, struct error *e)
{
    for (size_t i = 0; i < sizeof(RULES) / sizeof(RULES[0]); i++)
        TRY(audit_check_rule(a, &RULES[i], e));
    TRY(check_draws(a, e));
    return check_clock(a, e);
}
