/* Notices: what hangs is frozen, hashed, hangs long enough, and tells the world no more than it
 * may. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "domain/casework/flow_support.h"
#include "domain/casework/notice.h"
#include "domain/registry/change.h"

/* A dibao case that waits for its first notice, in the test's village. */
static int64_t reviewed_by_form(struct flow *f, const struct entry_data *form)
{
    static const struct {
        enum case_action action;
        const char *user, *on;
    } steps[] = {
        {ACTION_ACCEPT, "clerk", "2013-09-16"}, {ACTION_CHECK, "dibao1", "2013-09-16"},
        {ACTION_SURVEY, "clerk", "2013-09-17"}, {ACTION_DELIBERATE, "clerk", "2013-09-18"},
        {ACTION_REVIEW, "lead", "2013-09-23"},
    };
    int64_t id = flow_open(f, CASE_DIBAO, form, "village", "2013-09-13");
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++)
        flow_act(f, id, steps[i].action, steps[i].user, steps[i].on,
                 flow_step_form(f, CASE_DIBAO, steps[i].action, steps[i].on));
    return id;
}

static int64_t reviewed(struct flow *f)
{
    return reviewed_by_form(f, flow_dibao_form(f));
}

static enum status post(struct flow *f, const int64_t *cases, size_t count, const char *user,
                        const char *place, const char *on, int64_t *ret, struct error *e)
{
    struct case_actor actor = flow_actor(f, user);
    return notice_post(f->db, COUNTY, f->keys, &actor, cases, count, place, day(on), ret, e);
}

static enum status take_down(struct flow *f, int64_t notice, const char *on, struct error *e)
{
    struct case_actor actor = flow_actor(f, "village");
    return notice_close(f->db, COUNTY, f->keys, &actor, notice, "公示期间没有异议", day(on), e);
}

static struct notice_record read_notice(struct flow *f, int64_t id, struct notice_row **rows,
                                        size_t *count)
{
    struct notice_record n;
    struct error e = {0};
    assert_ok_e(notice_read(f->db, COUNTY, id, f->arena, &n, rows, count, &e), &e);
    return n;
}

/* ---- names ---- */

static void names_are_masked_by_channel(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        bool is_minor, is_hidden;
        const char *wall, *web;
    } rows[] = {
        {"张三丰", false, true, "张三丰", "张**"},
        {"张三", false, true, "张三", "张**"},
        {"欧阳锋", false, true, "欧阳锋", "欧阳**"},
        {"欧阳", false, true, "欧阳", "欧**"},
        {"司马相如", false, true, "司马相如", "司马**"},
        {"上官婉儿", false, true, "上官婉儿", "上官**"},
        {"诸葛亮", false, true, "诸葛亮", "诸葛**"},
        {"王", false, true, "王", "**"},
        {"", false, true, "", "**"},
        {"买买提·艾力", false, true, "买买提·艾力", "买**"},
        {"王小明", true, true, "王某家庭", "王某家庭"},
        {"欧阳小明", true, true, "欧阳某家庭", "欧阳某家庭"},
        {"王小明", true, false, "王小明", "王**"},
        {"𠮷田一郎", false, true, "𠮷田一郎", "𠮷**"},
    };
    struct arena *arena = arena_new(1u << 16);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_string_equal(notice_masked_name(arena, rows[i].name, rows[i].is_minor,
                                               rows[i].is_hidden, CHANNEL_WALL),
                            rows[i].wall);
        assert_string_equal(notice_masked_name(arena, rows[i].name, rows[i].is_minor,
                                               rows[i].is_hidden, CHANNEL_WEB),
                            rows[i].web);
    }
    arena_free(arena);
}

/* ---- days ---- */

static void set_notice_days(struct flow *f, const char *text);

static void seven_days_body(struct flow *f)
{
    int64_t id = reviewed(f), notice = 0;
    struct error e = {0};
    assert_ok_e(post(f, &id, 1, "village", "章渡村公示栏", "2013-09-25", &notice, &e), &e);
    assert_int_equal(flow_case(f, id).state, STATE_PUBLICISED_1);
    assert_refused(take_down(f, notice, "2013-10-01", &e), &e, "NOTICE_RUNNING");
    assert_non_null(strstr(e.message, "2013-10-01"));
    assert_non_null(strstr(e.message, "2013-10-02"));
    assert_int_equal(flow_case(f, id).state, STATE_PUBLICISED_1);
    assert_ok_e(take_down(f, notice, "2013-10-02", &e), &e);
    assert_int_equal(flow_case(f, id).state, STATE_DECIDING);
    assert_refused(take_down(f, notice, "2013-10-03", &e), &e, "NOTICE_CLOSED");
}

static void a_notice_of_seven_days_ends_on_1_october(void **state)
{
    (void)state;
    flow_each(seven_days_body);
}

struct setting {
    const char *name, *text;
    struct month from;
};

static enum status setting_work(struct db *db, void *context, struct error *e)
{
    const struct setting *s = context;
    int64_t change, value;
    if (policy_value_parse(s->name, s->text, &value, e) != STATUS_OK)
        return e->status;
    if (change_record(db, COUNTY, &(struct change_entry){"admin", "parameter.set", s->name, ""},
                      &change, e) != STATUS_OK)
        return e->status;
    return parameter_set(db, COUNTY, s->name, s->from, value, "示例〔2013〕1号", "P3.1", change, e);
}

static void set_notice_days(struct flow *f, const char *text)
{
    struct error e = {0};
    struct setting s = {"case.notice_days", text, month_make(2013, 1)};
    assert_ok_e(db_transaction(f->db, setting_work, &s, &e), &e);
}

static void working_days_body(struct flow *f)
{
    set_notice_days(f, "7个工作日");
    int64_t id = reviewed(f), notice = 0;
    struct error e = {0};
    struct notice_row *rows;
    size_t count;
    assert_ok_e(post(f, &id, 1, "village", "章渡村公示栏", "2013-09-25", &notice, &e), &e);
    struct notice_record n = read_notice(f, notice, &rows, &count);
    assert_int_equal(n.days, 7);
    assert_true(n.is_working_days);
    assert_int_equal(date_yyyymmdd(n.last_day), 20131009);
    assert_refused(take_down(f, notice, "2013-10-09", &e), &e, "NOTICE_RUNNING");
    assert_ok_e(take_down(f, notice, "2013-10-10", &e), &e);
}

static void a_notice_of_seven_working_days_ends_on_9_october(void **state)
{
    (void)state;
    flow_each(working_days_body);
}

/* ---- frozen ---- */

static void hash_body(struct flow *f)
{
    int64_t cases[2] = {reviewed(f), reviewed(f)}, notice = 0;
    struct error e = {0};
    struct notice_row *rows;
    size_t count;
    char hex[HASH_HEX_BYTES], line[1024];
    uint8_t hash[HASH_BYTES];
    CLEANUP(buf_free) struct buf bytes = BUF_INIT(1u << 16);
    CLEANUP(buf_free) struct buf mine = BUF_INIT(1u << 16);
    assert_ok_e(post(f, cases, 2, "village", "章渡村公示栏", "2013-09-25", &notice, &e), &e);
    struct notice_record n = read_notice(f, notice, &rows, &count);
    assert_int_equal(count, 2);
    assert_int_equal(n.row_count, 2);
    assert_ok_e(notice_bytes(f->db, COUNTY, notice, &bytes, &e), &e);
    (void)snprintf(line, sizeof line,
                   "minsheng-notice-1\t341823\t%lld\t1\t1\t%lld\t20130925\t20131001\t7\t0\t"
                   "章渡村公示栏\tvillage\n",
                   (long long)notice, (long long)VILLAGE);
    buf_adds(&mine, line);
    for (size_t i = 0; i < count; i++) {
        (void)snprintf(line, sizeof line, "%zu\t%lld\t0\t%lld\t王大山\t0\t2\t2\t360000\t%lld\t\n",
                       i + 1, (long long)cases[i], (long long)VILLAGE,
                       (long long)rows[i].amount_month.v);
        buf_adds(&mine, line);
    }
    assert_string_equal(buf_text(&bytes), buf_text(&mine));
    hash_bytes(mine.p, mine.n, hash);
    hash_hex(hash, hex);
    assert_string_equal(n.sha256, hex);
    /* The trail says the same, and its head as printed comes after it. */
    assert_int_equal(flow_number(f,
                                 "SELECT count(*) FROM change_trail WHERE action = 'notice.post' "
                                 "AND id = %lld AND detail LIKE '%%%s%%'",
                                 (long long)n.head_change, hex),
                     1);
    assert_int_equal(strlen(n.head_hash), 64);
    assert_int_equal(flow_number(f, "SELECT max(id) FROM change_trail"), n.head_change);
    assert_ok_e(notice_verify(f->db, COUNTY, notice, &e), &e);
}

static void the_hash_is_over_the_bytes_that_the_document_names(void **state)
{
    (void)state;
    flow_each(hash_body);
}

static void run(struct flow *f, const char *sql)
{
    struct error e = {0};
    assert_ok_e(db_execute_raw(f->db, sql, &e), &e);
}

static void tamper_body(struct flow *f)
{
    static const char *const tampers[][2] = {
        {"UPDATE notice_row SET amount_month_fen = amount_month_fen + 1 WHERE row_no = 1",
         "UPDATE notice_row SET amount_month_fen = amount_month_fen - 1 WHERE row_no = 1"},
        {"UPDATE notice_row SET head_name = '王大川'",
         "UPDATE notice_row SET head_name = '王大山'"},
        {"UPDATE notice_row SET head_name = '王' || '\t' || '山'",
         "UPDATE notice_row SET head_name = '王大山'"},
        {"UPDATE notice SET last_day = 20130930", "UPDATE notice SET last_day = 20131001"},
        {"UPDATE notice SET posted_by = 'lead'", "UPDATE notice SET posted_by = 'village'"},
        {"UPDATE notice SET row_count = 2", "UPDATE notice SET row_count = 1"},
    };
    int64_t id = reviewed(f), notice = 0;
    struct error e = {0};
    assert_ok_e(post(f, &id, 1, "village", "章渡村公示栏", "2013-09-25", &notice, &e), &e);
    for (size_t i = 0; i < sizeof tampers / sizeof tampers[0]; i++) {
        run(f, tampers[i][0]);
        assert_refused(notice_verify(f->db, COUNTY, notice, &e), &e, "NOTICE_ALTERED");
        run(f, tampers[i][1]);
        assert_ok_e(notice_verify(f->db, COUNTY, notice, &e), &e);
    }
    /* The rows and the hash changed together still contradict the trail. */
    CLEANUP(buf_free) struct buf bytes = BUF_INIT(1u << 16);
    uint8_t hash[HASH_BYTES];
    char hex[HASH_HEX_BYTES], sql[256];
    run(f, "UPDATE notice_row SET amount_month_fen = 1");
    assert_ok_e(notice_bytes(f->db, COUNTY, notice, &bytes, &e), &e);
    hash_bytes(bytes.p, bytes.n, hash);
    hash_hex(hash, hex);
    (void)snprintf(sql, sizeof sql, "UPDATE notice SET sha256 = %s%s'",
                   f->testdb.engine == DB_SQLITE ? "X'" : "'\\x", hex);
    run(f, sql);
    assert_refused(notice_verify(f->db, COUNTY, notice, &e), &e, "NOTICE_ALTERED");
    assert_refused(notice_verify(f->db, COUNTY, notice + 1, &e), &e, "NOTICE_UNKNOWN");
}

static void every_alteration_is_found(void **state)
{
    (void)state;
    flow_each(tamper_body);
}

static void frozen_body(struct flow *f)
{
    int64_t id = reviewed(f), notice = 0;
    struct error e = {0};
    struct notice_row *rows;
    size_t count;
    assert_ok_e(post(f, &id, 1, "village", "章渡村公示栏", "2013-09-25", &notice, &e), &e);
    run(f, "UPDATE case_file SET amount_month_fen = 1, people_count = 9, applicant = '别人'");
    (void)read_notice(f, notice, &rows, &count);
    assert_string_equal(rows[0].head_name, "王大山");
    assert_int_equal(rows[0].people_count, 2);
    assert_int_equal(rows[0].protected_count, 2);
    assert_int_equal(rows[0].income_year.v, 360000);
    assert_int_equal(rows[0].amount_month.v, (2 * 216000 - 360000) / 12);
    assert_ok_e(notice_verify(f->db, COUNTY, notice, &e), &e);
}

static void what_changes_later_does_not_reach_the_sheet(void **state)
{
    (void)state;
    flow_each(frozen_body);
}

/* ---- refused ---- */

static void nothing_hangs(struct flow *f)
{
    assert_int_equal(flow_number(f, "SELECT count(*) FROM notice"), 0);
    assert_int_equal(flow_number(f, "SELECT count(*) FROM notice_row"), 0);
    assert_int_equal(
        flow_number(f, "SELECT count(*) FROM change_trail WHERE action = 'notice.post'"), 0);
}

static void refusals_body(struct flow *f)
{
    int64_t good = reviewed(f), wubao, applied, notice = 0;
    struct error e = {0};
    int64_t twice[2] = {good, good}, mixed[2], early[2];
    wubao = flow_open(f, CASE_WUBAO, flow_wubao_form(f), "village", "2013-09-02");
    flow_act(f, wubao, ACTION_DELIBERATE, "village", "2013-09-04",
             flow_step_form(f, CASE_WUBAO, ACTION_DELIBERATE, "2013-09-04"));
    applied = flow_open(f, CASE_DIBAO, flow_dibao_form(f), "village", "2013-09-13");
    mixed[0] = good, mixed[1] = wubao, early[0] = good, early[1] = applied;
    const struct {
        const int64_t *cases;
        size_t count;
        const char *user, *place, *on, *code;
    } tries[] = {
        {&good, 0, "village", "公示栏", "2013-09-25", "NOTICE_EMPTY"},
        {twice, 2, "village", "公示栏", "2013-09-25", "NOTICE_MIXED"},
        {mixed, 2, "village", "公示栏", "2013-09-25", "NOTICE_MIXED"},
        {early, 2, "village", "公示栏", "2013-09-25", "CASE_STATE"},
        {&good, 1, "other", "公示栏", "2013-09-25", "ACCESS_SCOPE"},
        {&good, 1, "lead", "公示栏", "2013-09-25", "ACCESS_DENIED"},
        {&good, 1, "dibao1", "公示栏", "2013-09-25", "ACCESS_DENIED"},
        {&good, 1, "village", "", "2013-09-25", "NOTICE_PLACE"},
        {&good, 1, "village", "找王主任 13905631234", "2013-09-25", "NOTICE_PRIVACY"},
        {&good, 1, "village", "公示栏\n东", "2013-09-25", "NOTICE_TEXT"},
        {&good, 1, "village", "公示栏", "2014-01-01", "CASE_DATE"},
        {&good, 1, "village", "公示栏", "2013-09-20", "CASE_DATE"}, /* before the review */
    };
    for (size_t i = 0; i < sizeof tries / sizeof tries[0]; i++) {
        assert_refused(post(f, tries[i].cases, tries[i].count, tries[i].user, tries[i].place,
                            tries[i].on, &notice, &e),
                       &e, tries[i].code);
        nothing_hangs(f);
        assert_int_equal(flow_case(f, good).state, STATE_REVIEWED);
    }
    int64_t unknown = 99999;
    assert_refused(post(f, &unknown, 1, "village", "公示栏", "2013-09-25", &notice, &e), &e,
                   "CASE_UNKNOWN");
    assert_ok_e(post(f, &good, 1, "village", "公示栏", "2013-09-25", &notice, &e), &e);
    assert_refused(post(f, &good, 1, "village", "公示栏", "2013-09-25", &notice, &e), &e,
                   "CASE_STATE");
}

static void what_may_not_hang_changes_nothing(void **state)
{
    (void)state;
    flow_each(refusals_body);
}

/* ---- privacy ---- */

static int longest_digits(const char *text)
{
    int longest = 0, now = 0;
    for (; *text != '\0'; text++) {
        now = isdigit((unsigned char)*text) ? now + 1 : 0;
        longest = now > longest ? now : longest;
    }
    return longest;
}

static void privacy_body(struct flow *f)
{
    struct entry_data *form = flow_dibao_form(f);
    struct error e = {0};
    struct notice_row *rows;
    size_t count;
    int64_t cases[2], notice = 0;
    cases[0] = reviewed(f);
    assert_ok(entry_data_set(form, "members.1.id_number", flow_id_number(f, 2000), &e));
    assert_ok(entry_data_set(form, "members.2.relation", "OTHER", &e));
    cases[1] = reviewed_by_form(f, form);
    assert_ok_e(post(f, cases, 2, "village", "章渡村公示栏", "2013-09-25", &notice, &e), &e);
    (void)read_notice(f, notice, &rows, &count);
    assert_int_equal(count, 2);
    assert_false(rows[0].is_minor);
    assert_true(rows[1].is_minor);
    for (size_t i = 0; i < count; i++) {
        assert_true(longest_digits(rows[i].head_name) == 0);
        assert_true(longest_digits(rows[i].remark) == 0);
    }
    assert_string_equal(
        notice_masked_name(f->arena, rows[1].head_name, rows[1].is_minor, true, CHANNEL_WALL),
        "王某家庭");
}

static void a_minor_is_shown_by_his_family(void **state)
{
    (void)state;
    flow_each(privacy_body);
}

/* ---- waiting, lists, long-term ---- */

static void waiting_body(struct flow *f)
{
    struct error e = {0};
    struct case_record *list;
    struct notice_record *notices;
    size_t count;
    bool has_more;
    int64_t first = reviewed(f), second = reviewed(f), notice = 0;
    (void)flow_open(f, CASE_DIBAO, flow_dibao_form(f), "village", "2013-09-13");
    assert_ok_e(notice_waiting_list(f->db, COUNTY, TOWNSHIP, NOTICE_FIRST, f->today, f->arena,
                                    &list, &count, &e),
                &e);
    assert_int_equal(count, 2);
    assert_int_equal(list[0].id, first);
    assert_int_equal(list[1].id, second);
    assert_ok_e(notice_waiting_list(f->db, COUNTY, VILLAGE_OTHER, (enum notice_kind)0, f->today,
                                    f->arena, &list, &count, &e),
                &e);
    assert_int_equal(count, 0);
    assert_ok_e(notice_waiting_list(f->db, COUNTY, VILLAGE, NOTICE_DECISION, f->today, f->arena,
                                    &list, &count, &e),
                &e);
    assert_int_equal(count, 0);
    assert_ok_e(post(f, &first, 1, "village", "公示栏", "2013-09-25", &notice, &e), &e);
    struct notice_filter filter = {
        .scope = TOWNSHIP, .is_running_only = true, .today = day("2013-10-01"), .row_count = 10};
    assert_ok_e(notice_list(f->db, COUNTY, &filter, f->arena, &notices, &count, &has_more, &e), &e);
    assert_int_equal(count, 1);
    assert_false(has_more);
    filter.today = day("2013-10-02");
    assert_ok_e(notice_list(f->db, COUNTY, &filter, f->arena, &notices, &count, &has_more, &e), &e);
    assert_int_equal(count, 0);
    filter.is_running_only = false;
    filter.scope = INT64_C(341823107000);
    assert_ok_e(notice_list(f->db, COUNTY, &filter, f->arena, &notices, &count, &has_more, &e), &e);
    assert_int_equal(count, 0);
}

static void what_waits_and_what_hangs_is_listed_by_scope_and_day(void **state)
{
    (void)state;
    flow_each(waiting_body);
}

static void long_term_body(struct flow *f)
{
    struct case_actor actor = flow_actor(f, "clerk");
    struct error e = {0};
    struct notice_row *rows;
    size_t count;
    int64_t first = 0, second = 0;
    struct case_record c = flow_case(f, flow_dibao_active(f));
    assert_refused(notice_post_long_term(f->db, COUNTY, &actor, PROGRAMME_DIBAO, VILLAGE,
                                         month_make(2013, 10), "村部", day("2013-11-05"), &first,
                                         &e),
                   &e, "NOTICE_EMPTY");
    assert_ok_e(notice_post_long_term(f->db, COUNTY, &actor, PROGRAMME_DIBAO, VILLAGE,
                                      month_make(2013, 11), "村部", day("2013-11-05"), &first, &e),
                &e);
    struct notice_record n = read_notice(f, first, &rows, &count);
    assert_int_equal(count, 1);
    assert_int_equal(rows[0].household, c.household);
    assert_int_equal(rows[0].amount_month.v, c.amount_month.v);
    assert_int_equal(rows[0].people_count, 2);
    assert_int_equal(n.last_day.v, DATE_OPEN.v);
    assert_ok_e(notice_verify(f->db, COUNTY, first, &e), &e);
    assert_ok_e(notice_post_long_term(f->db, COUNTY, &actor, PROGRAMME_DIBAO, VILLAGE,
                                      month_make(2013, 12), "村部", day("2013-12-05"), &second, &e),
                &e);
    assert_int_equal(date_yyyymmdd(read_notice(f, first, &rows, &count).closed_on), 20131205);
    assert_int_equal(read_notice(f, second, &rows, &count).closed_on.v, 0);
    assert_ok_e(notice_verify(f->db, COUNTY, first, &e), &e);
    struct case_actor other = flow_actor(f, "other");
    assert_refused(notice_post_long_term(f->db, COUNTY, &other, PROGRAMME_DIBAO, VILLAGE,
                                         month_make(2013, 12), "村部", day("2013-12-05"), &second,
                                         &e),
                   &e, "ACCESS_SCOPE");
}

static void a_long_term_list_takes_the_place_of_the_one_before(void **state)
{
    (void)state;
    flow_each(long_term_body);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_masked_by_channel),
        cmocka_unit_test(a_notice_of_seven_days_ends_on_1_october),
        cmocka_unit_test(a_notice_of_seven_working_days_ends_on_9_october),
        cmocka_unit_test(the_hash_is_over_the_bytes_that_the_document_names),
        cmocka_unit_test(every_alteration_is_found),
        cmocka_unit_test(what_changes_later_does_not_reach_the_sheet),
        cmocka_unit_test(what_may_not_hang_changes_nothing),
        cmocka_unit_test(a_minor_is_shown_by_his_family),
        cmocka_unit_test(what_waits_and_what_hangs_is_listed_by_scope_and_day),
        cmocka_unit_test(a_long_term_list_takes_the_place_of_the_one_before),
    };
    return cmocka_run_group_tests_name("case-notice", tests, NULL, NULL);
}
