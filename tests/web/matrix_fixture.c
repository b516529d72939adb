#include "web/matrix.h"
#include "base/idno.h"
#include "domain/casework/attachment.h"
#include "domain/casework/forms.h"
#include "domain/casework/notice.h"
#include "domain/casework/sample.h"
#include "domain/payment/run_list.h"
#include "domain/registry/change.h"
#include "office/demo/demo.h"
#include "office/match/match_file.h"
#include "web/pages/pages.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HOUSEHOLDS 400
#define SUPPORTED 60
#define RETURNS 4
#define OPEN_RETURNS 2
#define COUNTY_SCOPE (LIVE_COUNTY * 1000000)

const char *side_name(enum side s)
{
    static const char *const names[SIDE_COUNT] = {"own", "near", "other"};
    return names[s];
}

const char *matrix_user(enum role role)
{
    static char name[ACCESS_NAME_BYTES_MAX];
    snprintf(name, sizeof(name), "matrix.%s", role_code(role));
    return name;
}

int64_t matrix_scope(const struct matrix *m, enum role role)
{
    switch (role) {
    case ROLE_VILLAGE_CLERK:
        return m->of[SIDE_OWN].village;
    case ROLE_TOWNSHIP_CLERK:
    case ROLE_TOWNSHIP_LEAD:
    case ROLE_HOME_DIRECTOR:
        return MATRIX_TOWNSHIP;
    default:
        return COUNTY_SCOPE;
    }
}

static void users_add(const struct matrix *m, struct db *db)
{
    live_settings_set(db, false);
    for (int role = ROLE_NONE + 1; role < ROLE_SYSTEM; role++)
        live_user_add(db, matrix_user((enum role)role), (enum role)role,
                      matrix_scope(m, (enum role)role));
    live_user_add(db, MATRIX_SPARE_USER, ROLE_AUDITOR, matrix_scope(m, ROLE_AUDITOR));
}

static void set_today(struct date day)
{
    char text[DATE_TEXT_BYTES];
    setenv("MINSHENG_TODAY", date_format(day, text), 1);
}

static void county_fill(struct matrix *m, struct db *db)
{
    struct plan *plan;
    struct error e = {0};
    struct demo_month_result paid;
    const struct payment_context c = {.county = LIVE_COUNTY, .actor = "dibao1", .keys = m->keys};
    struct demo_options options = {.seed = test_seed(),
                                   .dibao_households = HOUSEHOLDS,
                                   .wubao_persons = SUPPORTED,
                                   .month = month_make(2013, 6)};
    const struct demo_month month = {.programme = PROGRAMME_DIBAO,
                                     .month = options.month,
                                     .returns = RETURNS,
                                     .open_returns = OPEN_RETURNS,
                                     .scratch = test_tmpdir(),
                                     .set_today = set_today};
    assert_ok_e(plan_read(getenv("MINSHENG_PLAN"), m->arena, &plan, &e), &e);
    assert_ok_e(plan_load(db, plan, plan_content(plan), m->keys, ACTOR_SYSTEM, NULL, &e), &e);
    assert_ok_e(demo_ground_read(db, LIVE_COUNTY, m->arena, &options, &e), &e);
    assert_ok_e(demo_store(db, &c, &options, NULL, &e), &e);
    assert_ok_e(demo_month_pay(db, &c, &month, &paid, &e), &e);
    assert_int_equal(paid.run, MATRIX_PAID_RUN);
}

/* A household that was paid in the township, in another village than the one given. */
static struct matrix_things household_pick(struct matrix *m, struct db *db, int64_t township,
                                           int64_t not_in_village)
{
    struct error e = {0};
    struct payment_run run;
    struct run_item *items;
    size_t count;
    bool has_more;
    const struct run_item_filter filter = {
        .scope = township, .state = ITEM_PAID, .row_count = RUN_ITEM_ROWS_MAX};
    assert_ok_e(payment_run_by_id(db, LIVE_COUNTY, MATRIX_PAID_RUN, m->arena, &run, &e), &e);
    assert_ok_e(
        run_item_list(db, LIVE_COUNTY, &run, &filter, m->arena, &items, &count, &has_more, &e), &e);
    for (size_t i = 0; i < count; i++)
        if (items[i].division != not_in_village)
            return (struct matrix_things){.village = items[i].division,
                                          .household = items[i].household};
    fail_msg("no paid household in %" PRId64, township);
    return (struct matrix_things){0};
}

/* ---- cases ---- */

/* One step on the way of an application for dibao, with the fields it asks for. */
struct way_step {
    enum case_action action;
    enum role role;
    const char *user, *on;
    const char *fields[24]; /* name, value, … */
};
static const struct way_step WAY[] = {
    {ACTION_ACCEPT, ROLE_TOWNSHIP_CLERK, "c.clerk", "2013-09-03", {NULL}},
    {ACTION_CHECK, ROLE_BUREAU_OFFICER, "c.checker", "2013-09-05", {"result", "CLEAR", NULL}},
    {ACTION_SURVEY,
     ROLE_TOWNSHIP_CLERK,
     "c.clerk",
     "2013-09-10",
     {"visited_on", "2013-09-10", "is_applicant_signed", "1", "finding", "属实",
      "investigators.1.name", "张三", "investigators.2.name", "李四", NULL}},
    {ACTION_DELIBERATE,
     ROLE_TOWNSHIP_CLERK,
     "c.clerk",
     "2013-09-12",
     {"held_on", "2013-09-12", "place", "村部", "chair", "赵主任", "expected", "18", "present",
      "15", "villagers", "12", "agree", "15", "disagree", "0", "abstain", "0", NULL}},
    {ACTION_REVIEW, ROLE_TOWNSHIP_LEAD, "c.lead", "2013-09-16", {"opinion", "AGREE", NULL}},
};
#define OPENED_ON "2013-09-02"
#define POSTED_ON "2013-09-17"
#define CLOSED_ON "2013-10-10"
#define LAST_DAY "2013-10-11"
#define APPLICANTS_PER_SIDE 2

static struct date day_of(const char *text)
{
    struct date d;
    assert_ok(date_parse(text, &d, NULL));
    return d;
}

static struct case_actor actor_of(const char *user, enum role role, int64_t scope, const char *on)
{
    return (struct case_actor){.user = user, .role = role, .scope = scope, .today = day_of(on)};
}

static struct entry_data *form_make(struct matrix *m, const char *const *fields)
{
    struct entry_data *form = entry_data_new(m->arena);
    struct error e = {0};
    assert_non_null(form);
    for (; *fields != NULL; fields += 2)
        assert_ok_e(entry_data_set(form, fields[0], fields[1], &e), &e);
    return form;
}

static const char *number_make(struct matrix *m, int serial)
{
    char number[IDNO_BYTES];
    snprintf(number, sizeof(number), "34252919480305%03d", serial);
    number[17] = idno_check_char(number);
    number[18] = '\0';
    return arena_strdup(m->arena, number);
}

static int64_t case_apply(struct matrix *m, struct db *db, int64_t village, const char *name,
                          int serial)
{
    struct error e = {0};
    int64_t id;
    const char *const fields[] = {"address",
                                  "一组 3 号",
                                  "members.1.name",
                                  name,
                                  "members.1.id_number",
                                  number_make(m, serial),
                                  "members.1.relation",
                                  "HEAD",
                                  "bank",
                                  "农商行",
                                  "account_holder",
                                  name,
                                  "account_number",
                                  "6217001234567890",
                                  "is_authorised",
                                  "1",
                                  "is_promised",
                                  "1",
                                  "mgmt_class",
                                  "B",
                                  NULL};
    const struct case_actor actor = actor_of("c.village", ROLE_VILLAGE_CLERK, village, OPENED_ON);
    const struct case_opening opening = {.kind = CASE_DIBAO,
                                         .division = village,
                                         .on = day_of(OPENED_ON),
                                         .content = form_make(m, fields)};
    assert_ok_e(case_open(db, LIVE_COUNTY, m->keys, &actor, &opening, NULL, &id, &e), &e);
    return id;
}

static void case_walk(struct matrix *m, struct db *db, int64_t id)
{
    for (size_t i = 0; i < sizeof(WAY) / sizeof(WAY[0]); i++) {
        struct error e = {0};
        const struct case_actor actor = actor_of(WAY[i].user, WAY[i].role, COUNTY_SCOPE, WAY[i].on);
        const struct case_act act = {.case_id = id,
                                     .action = WAY[i].action,
                                     .on = day_of(WAY[i].on),
                                     .content = form_make(m, WAY[i].fields)};
        assert_ok_e(case_act(db, LIVE_COUNTY, m->keys, &actor, &act, NULL, &e), &e);
    }
}

static int64_t case_post(struct matrix *m, struct db *db, int64_t village, int64_t id,
                         const char *on)
{
    struct error e = {0};
    int64_t notice;
    const struct case_actor actor = actor_of("c.village", ROLE_VILLAGE_CLERK, village, on);
    assert_ok_e(notice_post(db, LIVE_COUNTY, m->keys, &actor, &id, 1, "村务公开栏", day_of(on),
                            &notice, &e),
                &e);
    return notice;
}

static void paper_add(struct matrix *m, struct db *db, const struct matrix_things *t)
{
    /* Kept as they come: only the pages that draw pictures look inside. */
    static const char picture[] = "\xff\xd8\xff\xe0 a photograph";
    struct error e = {0};
    int seq;
    const struct case_actor actor = actor_of("c.village", ROLE_VILLAGE_CLERK, t->village, LAST_DAY);
    const struct attachment_new paper = {.case_id = t->case_id,
                                         .kind = ATTACHMENT_KINDS[0].code,
                                         .title = "户口簿",
                                         .bytes = picture,
                                         .size_bytes = sizeof(picture) - 1,
                                         .thumbnail = picture,
                                         .thumbnail_bytes = sizeof(picture) - 1};
    assert_ok_e(attachment_add(db, LIVE_COUNTY, m->keys, &actor, &paper, &seq, &e), &e);
    assert_int_equal(seq, MATRIX_PAPER);
}

/* In every place one case whose notice hangs, and a paper in it; in the county one sample, drawn
   from cases of every place. */
static void cases_fill(struct matrix *m, struct db *db)
{
    struct error e = {0};
    static const char *const applicants[SIDE_COUNT] = {"方本村", "方邻村", "方外镇"};
    setenv("MINSHENG_TODAY", LAST_DAY, 1);
    for (int side = 0; side < SIDE_COUNT; side++) {
        struct matrix_things *t = &m->of[side];
        struct case_record c;
        t->applicant = applicants[side];
        for (int k = 0; k < APPLICANTS_PER_SIDE; k++) {
            const bool is_kept = k == APPLICANTS_PER_SIDE - 1;
            int64_t id =
                case_apply(m, db, t->village, t->applicant, 101 + side * APPLICANTS_PER_SIDE + k);
            case_walk(m, db, id);
            t->case_id = id;
            t->notice = case_post(m, db, t->village, id, is_kept ? LAST_DAY : POSTED_ON);
            const struct case_actor actor =
                actor_of("c.village", ROLE_VILLAGE_CLERK, t->village, CLOSED_ON);
            if (!is_kept)
                assert_ok_e(notice_close(db, LIVE_COUNTY, m->keys, &actor, t->notice, "无异议",
                                         day_of(CLOSED_ON), &e),
                            &e);
        }
        assert_ok_e(case_read(db, LIVE_COUNTY, t->case_id, day_of(LAST_DAY), m->arena, &c, &e), &e);
        t->number = c.number;
        t->receipt = c.receipt;
        paper_add(m, db, t);
    }
    const struct case_actor drawer =
        actor_of("c.drawer", ROLE_BUREAU_OFFICER, COUNTY_SCOPE, LAST_DAY);
    assert_ok_e(sample_draw(db, LIVE_COUNTY, &drawer, PROGRAMME_DIBAO, "", &m->sample, &e), &e);
}

/* ---- outside lists ---- */

static void list_take(struct matrix *m, struct db *db, const char *file, enum match_kind kind,
                      const struct buf *text)
{
    struct error e = {0};
    struct match_file_result result;
    const char *path = test_path(file);
    FILE *out = fopen(path, "w");
    assert_non_null(out);
    assert_int_equal(fwrite(text->p, 1, text->n, out), text->n);
    assert_int_equal(fclose(out), 0);
    const struct match_file_request request = {.path = path, .kind = kind, .actor = "c.checker"};
    assert_ok_e(match_file_import(db, LIVE_COUNTY, m->keys, &request, m->arena, &result, &e), &e);
    assert_int_equal(result.list.returned_count, 0);
}

static const char *head_number(struct matrix *m, struct db *db, int64_t household)
{
    struct error e = {0};
    struct dossier d;
    struct person_row head;
    const struct month june = month_make(2013, 6);
    assert_ok_e(dossier_read(db, LIVE_COUNTY, PROGRAMME_DIBAO, household, june, june, KNOWN_NOW,
                             m->arena, &d, &e),
                &e);
    assert_ok_e(person_by_id(db, LIVE_COUNTY, d.entitlements[0].head, m->keys, m->arena, &head, &e),
                &e);
    return arena_strdup(m->arena, head.id_number);
}

/* In every place somebody on a list of vehicles, and somebody in need whom nobody knew. */
static void lists_fill(struct matrix *m, struct db *db)
{
    CLEANUP(buf_free) struct buf vehicles = BUF_INIT(4096);
    CLEANUP(buf_free) struct buf disabled = BUF_INIT(4096);
    struct division_table *table;
    struct error e = {0};
    assert_ok_e(division_table_read(db, LIVE_COUNTY, month_make(2013, 10), m->arena, &table, &e),
                &e);
    buf_adds(&vehicles, "姓名,身份证号,车牌号\n");
    buf_adds(&disabled, "乡镇,村,姓名,身份证号,残疾类别,残疾等级\n");
    for (int side = 0; side < SIDE_COUNT; side++) {
        const struct division *village = division_by_code(table, m->of[side].village);
        const struct division *township =
            division_by_code(table, division_township(m->of[side].village));
        buf_addf(&vehicles, "某人,%s,皖P%05d\n", head_number(m, db, m->of[side].household), side);
        buf_addf(&disabled, "%s,%s,没人知,%s,智力,二级\n", township->name, village->name,
                 number_make(m, 201 + side));
    }
    list_take(m, db, "vehicles.csv", MATCH_VEHICLE, &vehicles);
    list_take(m, db, "disabled.csv", MATCH_DISABILITY, &disabled);
    for (int side = 0; side < SIDE_COUNT; side++) {
        const int64_t village = m->of[side].village;
        struct match_hit *hits;
        struct match_candidate *candidates;
        size_t count;
        bool has_more;
        const struct match_hit_filter hit = {
            .scope = village, .today = day_of(LAST_DAY), .row_count = 1};
        const struct match_candidate_filter candidate = {
            .scope = village, .today = day_of(LAST_DAY), .row_count = 1};
        assert_ok_e(match_hit_list(db, LIVE_COUNTY, &hit, m->arena, &hits, &count, &has_more, &e),
                    &e);
        assert_int_equal(count, 1);
        m->of[side].hit = hits[0].id;
        assert_ok_e(match_candidate_list(db, LIVE_COUNTY, &candidate, m->arena, &candidates, &count,
                                         &has_more, &e),
                    &e);
        assert_int_equal(count, 1);
        m->of[side].candidate = candidates[0].id;
    }
}

void matrix_start(struct matrix *m, enum db_engine engine)
{
    struct error e = {0};
    *m = (struct matrix){.arena = arena_new(64u << 20)};
    testdb_fresh(engine, &m->live.testdb);
    assert_ok_e(
        keyring_open(test_path(engine == DB_SQLITE ? "key" : "key-postgresql"), true, &m->keys, &e),
        &e);
    struct db *db = testdb_open(m->live.testdb.url, DB_WRITER);
    county_fill(m, db);
    m->of[SIDE_OWN] = household_pick(m, db, MATRIX_TOWNSHIP, 0);
    m->of[SIDE_NEAR] = household_pick(m, db, MATRIX_TOWNSHIP, m->of[SIDE_OWN].village);
    m->of[SIDE_OTHER] = household_pick(m, db, MATRIX_OTHER_TOWNSHIP, 0);
    cases_fill(m, db);
    lists_fill(m, db);
    users_add(m, db);
    matrix_medical_fill(m, db);
    matrix_project_fill(m, db);
    matrix_home_fill(m, db);
    matrix_target_fill(m, db);
    matrix_meeting_fill(m, db);
    matrix_library_fill(m, db);
    matrix_voice_fill(m, db);
    matrix_bulletin_fill(m, db);
    matrix_inspection_fill(m, db);
    db_close(db);
    m->db = testdb_open(m->live.testdb.url, DB_READER);
    setenv("MINSHENG_UPLOADS", test_path("uploads"), 1);
    const struct server_options options = {.listen = "127.0.0.1:0",
                                           .db_url = m->live.testdb.url,
                                           .county = LIVE_COUNTY,
                                           .keys = m->keys,
                                           .temp_dir = test_tmpdir(),
                                           .is_quiet = true,
                                           .map = &SITE_MAP};
    assert_ok_e(server_start(&options, &m->live.server, &e), &e);
}

void matrix_stop(struct matrix *m)
{
    live_stop(&m->live);
    db_close(m->db);
    keyring_cleanup(&m->keys);
    arena_free(m->arena);
}

/* ---- what stands for a parameter ---- */

static void run_of(const struct matrix *m, const struct matrix_things *t, char *out, size_t n)
{
    (void)m;
    (void)t;
    snprintf(out, n, "%d", MATRIX_PAID_RUN);
}

static void month_of(const struct matrix *m, const struct matrix_things *t, char *out, size_t n)
{
    (void)m;
    (void)t;
    snprintf(out, n, "2013-06");
}

static void fund_of(const struct matrix *m, const struct matrix_things *t, char *out, size_t n)
{
    (void)m;
    (void)t;
    snprintf(out, n, "dibao");
}

static void household_of(const struct matrix *m, const struct matrix_things *t, char *out, size_t n)
{
    (void)m;
    snprintf(out, n, "%" PRId64, t->household);
}

static void township_of(const struct matrix *m, const struct matrix_things *t, char *out, size_t n)
{
    (void)m;
    snprintf(out, n, "%" PRId64, division_township(t->village));
}

static void case_id_of(const struct matrix *m, const struct matrix_things *t, char *out, size_t n)
{
    (void)m;
    snprintf(out, n, "%" PRId64, t->case_id);
}

static void case_number_of(const struct matrix *m, const struct matrix_things *t, char *out,
                           size_t n)
{
    (void)m;
    snprintf(out, n, "%s", t->number);
}

static void notice_id_of(const struct matrix *m, const struct matrix_things *t, char *out, size_t n)
{
    (void)m;
    snprintf(out, n, "%" PRId64, t->notice);
}

static void paper_of(const struct matrix *m, const struct matrix_things *t, char *out, size_t n)
{
    (void)m;
    (void)t;
    snprintf(out, n, "%d", MATRIX_PAPER);
}

static void paper_file_of(const struct matrix *m, const struct matrix_things *t, char *out,
                          size_t n)
{
    (void)m;
    (void)t;
    snprintf(out, n, "application.docx");
}

static void hit_of(const struct matrix *m, const struct matrix_things *t, char *out, size_t n)
{
    (void)m;
    snprintf(out, n, "%" PRId64, t->hit);
}

static void candidate_of(const struct matrix *m, const struct matrix_things *t, char *out, size_t n)
{
    (void)m;
    snprintf(out, n, "%" PRId64, t->candidate);
}

static void sample_of(const struct matrix *m, const struct matrix_things *t, char *out, size_t n)
{
    (void)t;
    snprintf(out, n, "%" PRId64, m->sample);
}

static void code_of(const struct matrix *m, const struct matrix_things *t, char *out, size_t n)
{
    (void)m;
    (void)t;
    snprintf(out, n, "home.occupancy");
}

static void user_of(const struct matrix *m, const struct matrix_things *t, char *out, size_t n)
{
    (void)m;
    (void)t;
    snprintf(out, n, "%s", MATRIX_SPARE_USER);
}

#define NUMBER_OF(name, value)                                                                     \
    static void name(const struct matrix *m, const struct matrix_things *t, char *out, size_t n)   \
    {                                                                                              \
        (void)m;                                                                                   \
        (void)t;                                                                                   \
        snprintf(out, n, "%" PRId64, value);                                                       \
    }
NUMBER_OF(person_of, t->person)
NUMBER_OF(bill_of, t->bill)
NUMBER_OF(advance_of, t->advance)
NUMBER_OF(admission_of, m->admission)
NUMBER_OF(statement_of, m->statement)
NUMBER_OF(transfer_of, m->transfer)
NUMBER_OF(list_of, m->premium_list)

NUMBER_OF(project_return_of, t->project_return)
NUMBER_OF(problem_of, t->problem)
NUMBER_OF(acceptance_of, t->acceptance)
NUMBER_OF(home_of, t->home)
NUMBER_OF(stay_of, t->stay)
NUMBER_OF(claim_of, t->claim)
NUMBER_OF(receipt_of, (int64_t)MATRIX_RECEIPT)
NUMBER_OF(allocation_of, m->allocation)
NUMBER_OF(split_of, m->split)
NUMBER_OF(letter_of, m->letter)
NUMBER_OF(member_of, m->member)
NUMBER_OF(responsible_of, m->responsible)
NUMBER_OF(meeting_of, m->meeting)
NUMBER_OF(document_of, m->document)
NUMBER_OF(course_of, m->course)
NUMBER_OF(publicity_of, t->publicity)
NUMBER_OF(practice_of, m->practice)
NUMBER_OF(bulletin_of, m->bulletin)
NUMBER_OF(section_of, (int64_t)MATRIX_SECTION)
NUMBER_OF(listed_of, t->listed)
NUMBER_OF(inspection_of, t->inspection)
NUMBER_OF(rectification_of, t->rectification)
NUMBER_OF(accountability_of, m->accountability)
NUMBER_OF(finding_of, (int64_t)1)
NUMBER_OF(assessment_of, m->assessment)
NUMBER_OF(complaint_of, t->complaint)
NUMBER_OF(survey_of, m->survey)
NUMBER_OF(photo_of, (int64_t)MATRIX_PHOTO)
NUMBER_OF(version_of, (int64_t)MATRIX_SCOPE_VERSION)

static void project_of(const struct matrix *m, const struct matrix_things *t, char *out, size_t n)
{
    (void)m;
    snprintf(out, n, "%s", t->project);
}

static void slip_of(const struct matrix *m, const struct matrix_things *t, char *out, size_t n)
{
    (void)t;
    snprintf(out, n, "%s", m->slip);
}

static void admission_no_of(const struct matrix *m, const struct matrix_things *t, char *out,
                            size_t n)
{
    (void)m;
    (void)t;
    snprintf(out, n, "%s", MATRIX_ADMISSION_NO);
}

/* Nobody's. */
static void number(const struct matrix *m, const struct matrix_things *t, char *out, size_t n)
{
    (void)m;
    (void)t;
    snprintf(out, n, "999999");
}

/* Every {parameter} of every route. A new one gets its row here, and its thing in matrix_start. */
static const struct {
    const char *name;
    enum parameter_kind kind;
    void (*write)(const struct matrix *m, const struct matrix_things *t, char *out, size_t n);
} PARAMETERS[] = {
    {"run", PARAMETER_COUNTY, run_of},
    {"remittance", PARAMETER_COUNTY, run_of},
    {"month", PARAMETER_COUNTY, month_of},
    {"fund", PARAMETER_COUNTY, fund_of},
    {"user", PARAMETER_COUNTY, user_of},
    {"code", PARAMETER_COUNTY, code_of}, /* of an indicator */
    {"household", PARAMETER_PLACED, household_of},
    {"township", PARAMETER_PLACED, township_of},
    {"case", PARAMETER_PLACED, case_id_of},
    {"number", PARAMETER_PLACED, case_number_of},
    {"notice", PARAMETER_PLACED, notice_id_of},
    {"paper", PARAMETER_COUNTY, paper_of}, /* of what stands before it in the path */
    {"hit", PARAMETER_PLACED, hit_of},
    {"candidate", PARAMETER_PLACED, candidate_of},
    {"sample", PARAMETER_COUNTY, sample_of},
    {"person", PARAMETER_PLACED, person_of},
    {"bill", PARAMETER_PLACED, bill_of},
    {"advance", PARAMETER_PLACED, advance_of},
    {"admission", PARAMETER_COUNTY, admission_of}, /* of the hospital's user, like the rest */
    {"admission_no", PARAMETER_COUNTY, admission_no_of},
    {"statement", PARAMETER_COUNTY, statement_of},
    {"transfer", PARAMETER_COUNTY, transfer_of},
    {"list", PARAMETER_COUNTY, list_of},
    {"project", PARAMETER_PLACED, project_of},
    {"return", PARAMETER_COUNTY, project_return_of}, /* these four of the project before them */
    {"problem", PARAMETER_COUNTY, problem_of},
    {"acceptance", PARAMETER_COUNTY, acceptance_of},
    {"version", PARAMETER_COUNTY, version_of},
    {"photo", PARAMETER_COUNTY, photo_of}, /* of the return or the meeting before it */
    {"home", PARAMETER_PLACED, home_of},
    {"stay", PARAMETER_PLACED, stay_of},
    {"claim", PARAMETER_COUNTY, claim_of}, /* of the home before it, its receipt behind it */
    {"receipt", PARAMETER_COUNTY, receipt_of},
    {"allocation", PARAMETER_COUNTY, allocation_of},
    {"split", PARAMETER_COUNTY, split_of},
    {"letter", PARAMETER_COUNTY, letter_of}, /* of the township of everybody here */
    {"member", PARAMETER_COUNTY, member_of},
    {"responsible", PARAMETER_COUNTY, responsible_of},
    {"meeting", PARAMETER_COUNTY, meeting_of},
    {"document", PARAMETER_COUNTY, document_of},
    {"course", PARAMETER_COUNTY, course_of},
    {"publicity", PARAMETER_TOWNSHIP, publicity_of},
    {"slip", PARAMETER_COUNTY, slip_of},
    {"practice", PARAMETER_COUNTY, practice_of},
    {"bulletin", PARAMETER_COUNTY, bulletin_of},
    {"section", PARAMETER_COUNTY, section_of},
    {"listed", PARAMETER_PLACED, listed_of},
    {"inspection", PARAMETER_PLACED, inspection_of},
    {"rectification", PARAMETER_PLACED, rectification_of},
    {"accountability", PARAMETER_COUNTY, accountability_of},
    {"finding", PARAMETER_COUNTY, finding_of}, /* of the visit before it */
    {"assessment", PARAMETER_COUNTY, assessment_of},
    {"dispute", PARAMETER_COUNTY, number}, /* of the round before it, which has no scores yet */
    {"complaint", PARAMETER_PLACED, complaint_of},
    {"survey", PARAMETER_COUNTY, survey_of},
    {"draft", PARAMETER_OWN, number},
    {"job", PARAMETER_OWN, number},
    {"file", PARAMETER_COUNTY, paper_file_of}, /* of a case; no job here has one */
    {"token", PARAMETER_OWN, number},
};

enum parameter_kind matrix_parameter(const struct matrix *m, const char *name, size_t name_bytes,
                                     enum side side, char *out, size_t out_bytes)
{
    for (size_t i = 0; i < sizeof(PARAMETERS) / sizeof(PARAMETERS[0]); i++)
        if (strlen(PARAMETERS[i].name) == name_bytes &&
            memcmp(PARAMETERS[i].name, name, name_bytes) == 0) {
            PARAMETERS[i].write(m, &m->of[side], out, out_bytes);
            return PARAMETERS[i].kind;
        }
    return PARAMETER_UNKNOWN;
}
