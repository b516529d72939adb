/* The rooms of casework as a clerk without scripts sees them: nothing that was typed is lost,
   whoever comes second is told, and nobody sees what is not his. */
#include "base/idno.h"
#include "domain/casework/casework.h"
#include "office/casepaper/casepaper.h"
#include "web/form.h"
#include "web/pages/pages.h"
#include "web/site_support.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define VILLAGE INT64_C(341823106201)
#define VILLAGE_TEXT "341823106201"
#define TODAY "2013-06-03" /* a Monday */
#define CLERK "township106.clerk"
#define LEAD "township106.lead"
#define OTHER_CLERK "township101.clerk"
#define PAGE_BYTES_MAX (300 * 1000)
#define TARGET_BYTES_MAX 300

static int start(void **state)
{
    (void)state;
    setenv("MINSHENG_TODAY", TODAY, 1);
    struct db *db = site_begin();
    live_user_add(db, "village.clerk", ROLE_VILLAGE_CLERK, VILLAGE);
    site_posts_unlock(db);
    db_close(db);
    site_serve();
    return 0;
}

/* ---- answers ---- */

/* The value of <input name="NAME" value="…"> of a page, "" when there is none. */
static const char *input_value(const struct buf *page, const char *name)
{
    static char value[400];
    char wanted[200];
    snprintf(wanted, sizeof(wanted), "name=\"%s\"", name);
    const char *at = strstr(buf_text(page), wanted);
    const char *end = at != NULL ? strchr(at, '>') : NULL;
    const char *from = at != NULL ? strstr(at, "value=\"") : NULL;
    value[0] = '\0';
    if (from != NULL && from < end)
        snprintf(value, sizeof(value), "%.*s", (int)strcspn(from + 7, "\""), from + 7);
    return value;
}

/* ---- an application ---- */

static const char *id_number(int serial)
{
    static char number[IDNO_BYTES];
    snprintf(number, sizeof(number), "34182319500102%03d", serial);
    number[17] = idno_check_char(number);
    number[18] = '\0';
    return number;
}

/* A field in query form behind those that are there. */
static void field(struct buf *b, const char *name, const char *value)
{
    buf_addf(b, "&%s=", name);
    form_encode(b, value);
}

static void application(struct buf *b, int serial, const char *name)
{
    *b = BUF_INIT(SITE_BODY_BYTES_MAX);
    buf_adds(b, "kind=dibao&division=" VILLAGE_TEXT "&on=" TODAY "&rows.members=1");
    field(b, "draft", "dibao.apply." VILLAGE_TEXT);
    field(b, "f.address", "云岭村 8 组 <12 号>");
    field(b, "f.members.1.name", name);
    field(b, "f.members.1.id_number", id_number(serial));
    field(b, "f.members.1.relation", "HEAD");
    field(b, "f.incomes.1.class", "WAGE");
    field(b, "f.incomes.1.amount_year", "1200");
    field(b, "f.bank", "农商行");
    field(b, "f.account_holder", name);
    field(b, "f.account_number", "6217001234567890123");
    field(b, "f.is_authorised", "1");
    field(b, "f.is_promised", "1");
}

/* Opened by the clerk; its number on the site. */
static int64_t a_case(int serial, const char *name)
{
    BUF form = {0}, answer = {0};
    application(&form, serial, name);
    int status = site_post_typed(CLERK, "/cases", buf_text(&form), &answer);
    if (status != 303)
        fprintf(stderr, "# %.3000s\n", buf_text(&answer));
    assert_int_equal(status, 303);
    const char *at = strstr(buf_text(&answer), "Location: /cases/");
    assert_non_null(at);
    return strtoll(at + strlen("Location: /cases/"), NULL, 10);
}

static struct case_record case_now(int64_t id)
{
    struct case_record c;
    struct error e = {0};
    assert_ok_e(case_read(site.db, LIVE_COUNTY, id, date_today(), site.arena, &c, &e), &e);
    return c;
}

static const char *case_path(int64_t id, const char *rest)
{
    static char path[100];
    snprintf(path, sizeof(path), "/cases/%" PRId64 "%s", id, rest);
    return path;
}

/* ---- forms ---- */

static void a_form_is_drawn_in_the_order_of_the_paper(void **state)
{
    (void)state;
    BUF page = {0};
    assert_int_equal(site_get(CLERK, "/cases/new?kind=dibao&division=" VILLAGE_TEXT, &page), 200);
    const char *address = strstr(buf_text(&page), "name=\"f.address\"");
    const char *member = strstr(buf_text(&page), "name=\"f.members.1.name\"");
    const char *account = strstr(buf_text(&page), "name=\"f.account_number\"");
    assert_true(address != NULL && address < member && member < account);
    assert_true(live_has(&page, "data-check-id=\"/cases/check-id\""));
    assert_true(live_has(&page, "value=\"HEAD\" selected")); /* the first one is the head */
    assert_false(live_has(&page, "f.assessed_income_year")); /* not the applicant's to say */
    assert_true(page.n < PAGE_BYTES_MAX);
}

static void a_form_with_errors_keeps_all_that_was_typed(void **state)
{
    (void)state;
    BUF form = {0}, page = {0};
    application(&form, 11, "王小明");
    field(&form, "f.deposit", "一百元");
    field(&form, "f.members.2.name", "李\"红\"");
    field(&form, "f.members.2.id_number", "341823195001020029");
    assert_int_equal(site_post_typed(CLERK, "/cases", buf_text(&form), &page), 422);
    assert_string_equal(input_value(&page, "f.deposit"), "一百元");
    assert_string_equal(input_value(&page, "f.members.1.name"), "王小明");
    assert_string_equal(input_value(&page, "f.members.2.name"), "李&quot;红&quot;");
    assert_string_equal(input_value(&page, "f.address"), "云岭村 8 组 &lt;12 号&gt;");
    assert_string_equal(input_value(&page, "f.account_number"), "6217001234567890123");
    assert_string_equal(input_value(&page, "f.members.1.birth"), "1950-01-02");
    /* at the top with a way to the field, and at the field */
    assert_true(live_has(&page, "href=\"#f-deposit\""));
    assert_true(live_has(&page, "id=\"f-deposit\""));
    assert_true(live_has(&page, "aria-describedby=\"f-deposit-note\" aria-invalid=\"true\""));
    assert_true(live_has(&page, "href=\"#f-members-2-id_number\""));
}

static void a_row_is_added_and_removed_without_scripts(void **state)
{
    (void)state;
    BUF form = {0}, added = {0}, again = {0}, removed = {0};
    application(&form, 12, "赵一");
    field(&form, "do", "add:members");
    assert_int_equal(site_post_typed(CLERK, "/cases", buf_text(&form), &added), 200);
    assert_true(live_has(&added, "name=\"f.members.2.name\""));
    assert_false(live_has(&added, "name=\"f.members.3.name\""));
    assert_string_equal(input_value(&added, "rows.members"), "2");
    assert_string_equal(input_value(&added, "f.members.1.name"), "赵一");
    assert_true(live_has(&added, "value=\"2\" selected")); /* the number told the sex */
    buf_free(&form);
    application(&form, 12, "赵一");
    field(&form, "f.members.2.name", "钱二");
    field(&form, "f.members.3.name", "孙三");
    field(&form, "do", "remove:members:2");
    assert_int_equal(site_post_typed(CLERK, "/cases", buf_text(&form), &removed), 200);
    assert_string_equal(input_value(&removed, "f.members.2.name"), "孙三");
    assert_false(live_has(&removed, "钱二"));
    assert_int_equal(site_get(CLERK, "/cases?show=all&q=zy", &again), 200);
    assert_false(live_has(&again, ">赵一</a>")); /* nothing was opened */
}

static void an_id_number_is_checked_at_once(void **state)
{
    (void)state;
    BUF good = {0}, wrong = {0}, plain = {0};
    char fields[100];
    snprintf(fields, sizeof(fields), "number=%s", id_number(13));
    assert_int_equal(site_post_typed(CLERK, "/cases/check-id?format=json", fields, &good), 200);
    json_t *json = site_json(&good);
    assert_string_equal(json_string_value(json_object_get(json, "birth")), "1950-01-02");
    assert_int_equal(json_integer_value(json_object_get(json, "sex")), SEX_MALE);
    json_decref(json);
    fields[strlen(fields) - 1] = fields[strlen(fields) - 1] == '1' ? '2' : '1';
    assert_int_equal(site_post_typed(CLERK, "/cases/check-id?format=json", fields, &wrong), 200);
    json = site_json(&wrong);
    assert_null(json_object_get(json, "birth"));
    assert_true(json_is_true(
        json_object_get(json_array_get(json_object_get(json, "messages"), 0), "is_bad")));
    json_decref(json);
    assert_int_equal(site_post_typed(CLERK, "/cases/check-id", fields, &plain), 200);
    assert_true(live_has(&plain, "field-warning"));
}

/* ---- cases ---- */

static void an_application_becomes_a_case_that_can_be_found(void **state)
{
    (void)state;
    BUF page = {0}, list = {0}, drafts = {0}, by_number = {0}, json_page = {0};
    char target[TARGET_BYTES_MAX];
    int64_t id = a_case(21, "欧阳修");
    struct case_record c = case_now(id);
    assert_int_equal(c.state, STATE_APPLIED);
    assert_int_equal(site_get(CLERK, case_path(id, ""), &page), 200);
    assert_true(live_has(&page, c.number));
    assert_true(live_has(&page, case_path(id, "/accept")));
    assert_true(live_has(&page, "欧阳修"));
    assert_false(live_has(&page, id_number(21))); /* whole numbers are never shown */
    assert_false(live_has(&page, "6217001234567890123"));
    static const char *const searches[] = {"oyx", "%E6%AC%A7%E9%98%B3%E4%BF%AE"};
    for (size_t i = 0; i < 2; i++) {
        BUF found = {0};
        snprintf(target, sizeof(target), "/cases?q=%s", searches[i]);
        assert_int_equal(site_get(CLERK, target, &found), 200);
        assert_true(live_has(&found, c.number));
    }
    snprintf(target, sizeof(target), "/cases?q=%s", c.number);
    assert_int_equal(site_get(CLERK, target, &by_number), 200);
    assert_true(live_has(&by_number, "欧阳修"));
    assert_int_equal(site_get(CLERK, "/cases?kind=wubao", &list), 200);
    assert_false(live_has(&list, c.number));
    assert_int_equal(site_get(CLERK, "/drafts?format=json", &drafts), 200);
    json_t *json = site_json(&drafts);
    assert_int_equal(json_array_size(json_object_get(json, "drafts")), 0);
    json_decref(json);
    assert_int_equal(site_get(CLERK, "/cases?format=json", &json_page), 200);
    json = site_json(&json_page);
    assert_true(json_array_size(json_object_get(json, "rows")) > 0);
    json_decref(json);
}

static void another_township_finds_nothing(void **state)
{
    (void)state;
    int64_t id = a_case(22, "外乡人");
    static const char *const pages[] = {"", "/accept", "/documents/application.pdf"};
    for (size_t i = 0; i < sizeof(pages) / sizeof(pages[0]); i++) {
        BUF answer = {0};
        assert_int_equal(site_get(OTHER_CLERK, case_path(id, pages[i]), &answer), 404);
    }
    BUF step = {0}, list = {0}, form = {0};
    assert_int_equal(site_post_typed(OTHER_CLERK, case_path(id, "/accept"), "on=" TODAY, &step),
                     404);
    assert_int_equal(site_get(OTHER_CLERK, "/cases?show=all", &list), 200);
    assert_false(live_has(&list, "外乡人"));
    assert_int_equal(site_get(OTHER_CLERK, "/cases/new?kind=dibao&division=" VILLAGE_TEXT, &form),
                     404);
    assert_int_equal(case_now(id).state, STATE_APPLIED);
}

static void a_step_needs_its_post(void **state)
{
    (void)state;
    int64_t id = a_case(23, "丁岗位");
    BUF lead = {0}, village = {0}, officer = {0}, page = {0};
    assert_int_equal(site_post_typed(LEAD, case_path(id, "/accept"), "on=" TODAY, &lead), 403);
    assert_int_equal(
        site_post_typed("village.clerk", case_path(id, "/accept"), "on=" TODAY, &village), 403);
    assert_int_equal(site_get(LEAD, case_path(id, ""), &page), 200);
    char button[TARGET_BYTES_MAX];
    snprintf(button, sizeof(button), "href=\"%s\"", case_path(id, "/accept"));
    assert_false(live_has(&page, button)); /* shown with the reason, not as a button */
    /* a step that is not open now is said, and the case shown */
    assert_int_equal(site_get("dibao1", case_path(id, "/approve"), &officer), 422);
    assert_true(live_has(&officer, "丁岗位"));
    assert_int_equal(case_now(id).state, STATE_APPLIED);
}

static void who_comes_second_is_told_and_keeps_what_he_typed(void **state)
{
    (void)state;
    int64_t id = a_case(24, "戊同办");
    BUF first = {0}, taken = {0}, second = {0};
    char fields[400];
    assert_int_equal(site_get(CLERK, case_path(id, "/accept"), &first), 200);
    int64_t version = strtoll(input_value(&first, "version"), NULL, 10);
    assert_true(version > 0);
    snprintf(fields, sizeof(fields), "on=" TODAY "&version=%" PRId64 "&f.papers=all", version);
    assert_int_equal(site_post_typed(CLERK, case_path(id, "/accept"), fields, &taken), 303);
    assert_int_equal(case_now(id).state, STATE_ACCEPTED);
    snprintf(fields, sizeof(fields), "on=" TODAY "&version=%" PRId64 "&f.papers=typed+in+vain",
             version);
    assert_int_equal(site_post_typed(CLERK, case_path(id, "/ask_papers"), fields, &second), 409);
    assert_true(live_has(&second, "typed in vain"));
    assert_true(live_has(&second, "已受理")); /* where it stands now */
    snprintf(fields, sizeof(fields), "%" PRId64, case_now(id).version);
    assert_string_equal(input_value(&second, "version"), fields);
    assert_int_equal(case_now(id).state, STATE_ACCEPTED);
}

static void the_list_is_exported_as_it_is_shown(void **state)
{
    (void)state;
    int64_t id = a_case(25, "己导出");
    BUF csv = {0}, none = {0}, xlsx = {0};
    assert_int_equal(site_get(CLERK, "/cases.csv?q=jdc", &csv), 200);
    assert_true(live_has(&csv, case_now(id).number));
    assert_int_equal(site_get(CLERK, "/cases.csv?kind=wubao", &none), 200);
    assert_false(live_has(&none, case_now(id).number));
    assert_int_equal(site_get(CLERK, "/cases.xlsx", &xlsx), 200);
    assert_true(live_has(&xlsx, "PK"));
}

/* ---- drafts ---- */

static void a_draft_comes_back_and_two_windows_are_told(void **state)
{
    (void)state;
    int64_t id = a_case(31, "庚草稿");
    char draft[100], target[TARGET_BYTES_MAX], fields[300];
    BUF saved = {0}, shown = {0}, late = {0}, discarded = {0}, gone = {0}, other = {0};
    snprintf(draft, sizeof(draft), "case.%" PRId64 ".accept", id);
    snprintf(target, sizeof(target), "/drafts/%s?format=json", draft);
    assert_int_equal(site_post_typed(CLERK, target, "draft_version=0&f.papers=half+of+it", &saved),
                     200);
    json_t *json = site_json(&saved);
    int64_t version = json_integer_value(json_object_get(json, "version"));
    json_decref(json);
    assert_true(version > 0);
    assert_int_equal(site_get(CLERK, case_path(id, "/accept"), &shown), 200);
    assert_true(live_has(&shown, "half of it"));
    snprintf(fields, sizeof(fields), "%" PRId64, version);
    assert_string_equal(input_value(&shown, "draft_version"), fields);
    /* the other window began before */
    assert_int_equal(site_post_typed(CLERK, target, "draft_version=0&f.papers=other+window", &late),
                     409);
    assert_true(live_has(&late, "DRAFT_CHANGED"));
    /* without scripts: the button of the form, which shows it again with what was typed */
    snprintf(fields, sizeof(fields), "draft=%s&draft_version=0&do=save&f.papers=third+window",
             draft);
    assert_int_equal(site_post_typed(CLERK, case_path(id, "/accept"), fields, &other), 409);
    assert_true(live_has(&other, "third window"));
    snprintf(target, sizeof(target), "/drafts/%s/discard", draft);
    assert_int_equal(site_post_typed(CLERK, target, "", &discarded), 303);
    assert_int_equal(site_get(CLERK, case_path(id, "/accept"), &gone), 200);
    assert_false(live_has(&gone, "half of it"));
}

static void a_draft_is_its_writer_s_alone(void **state)
{
    (void)state;
    BUF saved = {0}, other = {0}, nonsense = {0};
    const char *target = "/drafts/dibao.apply." VILLAGE_TEXT "?format=json";
    assert_int_equal(
        site_post_typed("village.clerk", target, "draft_version=0&f.address=secret+lane", &saved),
        200);
    assert_int_equal(site_get(CLERK, target, &other), 404);
    assert_int_equal(site_post_typed(CLERK, "/drafts/anything", "draft_version=0", &nonsense), 404);
}

/* What the login page carries along, as the browser would send it back. */
static void hidden_fields(const struct buf *page, struct buf *out)
{
    *out = BUF_INIT(SITE_BODY_BYTES_MAX);
    for (const char *p = buf_text(page);
         (p = strstr(p, "<input type=\"hidden\" name=\"")) != NULL;) {
        char name[200], value[2000];
        p += strlen("<input type=\"hidden\" name=\"");
        snprintf(name, sizeof(name), "%.*s", (int)strcspn(p, "\""), p);
        p = strstr(p, "value=\"") + strlen("value=\"");
        snprintf(value, sizeof(value), "%.*s", (int)strcspn(p, "\""), p);
        field(out, name, value);
    }
}

static void log_in_with(const struct buf *page, const char *name, struct buf *answer)
{
    BUF body = {0};
    char cookie[300];
    hidden_fields(page, &body);
    field(&body, "name", name);
    field(&body, "password", LIVE_PASSWORD);
    snprintf(cookie, sizeof(cookie), "minsheng_login=%s", live_cookie(page, "minsheng_login"));
    live_post(&site.live, "/login", cookie, buf_text(&body) + 1, answer);
}

static void an_ended_session_keeps_the_form(void **state)
{
    (void)state;
    int64_t id = a_case(41, "辛过期");
    BUF body = BUF_INIT(SITE_BODY_BYTES_MAX);
    BUF page = {0}, other = {0}, back = {0}, form = {0};
    char cookie[300];
    buf_addf(&body,
             "csrf=of-the-old-session&typed_by=" CLERK "&draft=case.%" PRId64
             ".accept&draft_version=0&on=" TODAY "&version=1",
             id);
    field(&body, "f.papers", "typed for an hour");
    live_post(&site.live, case_path(id, "/accept"), "minsheng_session=ended", buf_text(&body),
              &page);
    assert_int_equal(live_status(&page), 401);
    assert_true(live_has(&page, "typed for an hour"));
    assert_int_equal(case_now(id).state, STATE_APPLIED); /* nothing was done */
    /* somebody else at the same desk does not get it */
    log_in_with(&page, LEAD, &other);
    assert_int_equal(live_status(&other), 303);
    log_in_with(&page, CLERK, &back);
    assert_int_equal(live_status(&back), 303);
    char location[TARGET_BYTES_MAX];
    snprintf(location, sizeof(location), "Location: %s\r\n", case_path(id, "/accept"));
    assert_true(live_has(&back, location));
    snprintf(cookie, sizeof(cookie), "minsheng_session=%s", live_cookie(&back, "minsheng_session"));
    live_get(&site.live, case_path(id, "/accept"), cookie, &form);
    assert_int_equal(live_status(&form), 200);
    assert_true(live_has(&form, "typed for an hour"));
    BUF lead = {0};
    char draft[TARGET_BYTES_MAX];
    snprintf(draft, sizeof(draft), "/drafts/case.%" PRId64 ".accept?format=json", id);
    assert_int_equal(site_get(LEAD, draft, &lead), 404);
}

static void a_stranger_s_form_is_read_only_where_it_is_kept(void **state)
{
    (void)state;
    BUF page = {0}, foreign = {0}, forged = {0};
    live_post(&site.live, "/drafts/case.1.accept", "", "draft=case.1.accept&f.papers=x", &page);
    assert_int_equal(live_status(&page), 401);
    assert_false(live_has(&page, "name=\"password\""));
    live_post(&site.live, "/cases", "", "draft=nothing+of+ours&f.papers=x", &foreign);
    assert_int_equal(live_status(&foreign), 401);
    assert_false(live_has(&foreign, "name=\"password\""));
    live_post(&site.live, "/cases", site_as(CLERK)->cookie, "kind=dibao&csrf=wrong", &forged);
    assert_int_equal(live_status(&forged), 403);
}

static void several_are_handled_together_only_where_the_law_lets_them(void **state)
{
    (void)state;
    int64_t first = a_case(61, "甲多件"), second = a_case(62, "乙多件");
    BUF none = {0}, queue = {0}, list = {0}, clerk = {0}, officer = {0};
    char target[TARGET_BYTES_MAX], location[TARGET_BYTES_MAX];
    assert_int_equal(site_get(CLERK, "/cases/queue", &none), 422);
    snprintf(target, sizeof(target), "/cases/queue?case=%" PRId64 "&case=%" PRId64, first, second);
    snprintf(location, sizeof(location), "Location: /cases/%" PRId64 "/review?queue=%" PRId64 "\r",
             first, second);
    assert_int_equal(site_get(LEAD, target, &queue), 303);
    assert_true(live_has(&queue, location));
    /* no approval of several, and no confirming of what is no re-verification */
    assert_int_equal(site_get("dibao1", "/cases?kind=dibao&state=DECIDING", &list), 200);
    assert_false(live_has(&list, "formaction=\"/cases/confirm\""));
    snprintf(target, sizeof(target), "case=%" PRId64, first);
    assert_int_equal(site_post_typed(CLERK, "/cases/confirm", target, &clerk), 403);
    assert_int_equal(site_post_typed("dibao1", "/cases/confirm?format=json", target, &officer),
                     200);
    json_t *json = site_json(&officer);
    assert_int_equal(json_integer_value(json_object_get(json, "done")), 0);
    assert_int_equal(json_array_size(json_object_get(json, "left")), 1);
    json_decref(json);
    assert_int_equal(case_now(first).state, STATE_APPLIED);
}

static void papers_are_printed_with_numbers_covered(void **state)
{
    (void)state;
    int64_t id = a_case(63, "丙文书");
    BUF pdf = {0}, docx = {0}, none = {0}, other = {0};
    assert_int_equal(site_get(CLERK, case_path(id, "/documents/application.pdf"), &pdf), 200);
    assert_true(live_has(&pdf, "%PDF-"));
    assert_int_equal(site_get(CLERK, case_path(id, "/documents/application.docx"), &docx), 200);
    assert_int_equal(site_get(CLERK, case_path(id, "/documents/application.exe"), &none), 404);
    assert_int_equal(site_get(CLERK, case_path(id, "/documents/sample_list.pdf"), &other), 404);
}

static void supplied_papers_correct_the_application(void **state)
{
    (void)state;
    int64_t id = a_case(66, "戊补证");
    BUF asked = {0}, page = {0}, form = {0}, answer = {0};
    char fields[200];
    const struct entry_data *now;
    struct error e = {0};
    snprintf(fields, sizeof(fields), "version=%" PRId64 "&on=" TODAY "&f.papers=1",
             case_now(id).version);
    assert_int_equal(site_post_typed(CLERK, case_path(id, "/ask_papers"), fields, &asked), 303);
    assert_int_equal(site_get(CLERK, case_path(id, "/supply_papers"), &page), 200);
    assert_string_equal(input_value(&page, "f.members.1.name"), "戊补证");
    assert_false(live_has(&page, id_number(66))); /* whole numbers are shown on demand only */
    assert_false(live_has(&page, "6217001234567890123"));
    assert_false(live_has(&page, "f.assessed_income_year"));
    application(&form, 66, "戊补正");
    field(&form, "f.papers", "户口簿");
    assert_int_equal(
        site_post_typed(CLERK, case_path(id, "/supply_papers"), buf_text(&form), &answer), 303);
    assert_int_equal(case_now(id).state, STATE_APPLIED);
    assert_string_equal(case_now(id).applicant, "戊补正");
    assert_ok_e(case_form_read(site.db, LIVE_COUNTY, site.keys, id, 0, site.arena, &now, &e), &e);
    assert_string_equal(entry_get(now, "account_holder"), "戊补正");
    assert_string_equal(entry_get(now, "account_number"), "6217001234567890123");
}

static int64_t times_revealed(void)
{
    int64_t value = -1;
    struct error e = {0};
    assert_ok_e(db_query_i64_raw(site.db,
                                 "SELECT count(*) FROM change_trail WHERE action = 'number.reveal'",
                                 &value, &e),
                &e);
    return value;
}

static bool is_body(const struct buf *answer, const struct buf *bytes)
{
    const char *body = strstr(buf_text(answer), "\r\n\r\n");
    size_t at = body != NULL ? (size_t)(body + 4 - answer->p) : answer->n;
    return answer->n - at == bytes->n && memcmp(answer->p + at, bytes->p, bytes->n) == 0;
}

static void whole_numbers_are_printed_to_who_says_why(void **state)
{
    (void)state;
    int64_t id = a_case(64, "丁签字"), before = times_revealed();
    struct case_paper_options options = {.today = date_today()};
    struct error e = {0};
    BUF page = {0}, covered = BUF_INIT(8u << 20), whole = BUF_INIT(8u << 20), pdf = {0},
        shown = {0}, bare = {0}, number = {0}, wrong = {0}, other = {0}, village = {0},
        get_again = {0};
    static const char choice[] =
        "paper=application.pdf&purpose=%E7%94%B3%E8%AF%B7%E4%BA%BA%E7%AD%BE"
        "%E5%AD%97%E5%AD%98%E6%A1%A3";
    assert_ok_e(case_paper_render(site.db, LIVE_COUNTY, site.keys, id, DOCUMENT_APPLICATION,
                                  &options, &covered, &e),
                &e);
    options.shows_numbers = true;
    assert_ok_e(case_paper_render(site.db, LIVE_COUNTY, site.keys, id, DOCUMENT_APPLICATION,
                                  &options, &whole, &e),
                &e);
    assert_int_equal(site_get(CLERK, case_path(id, ""), &page), 200);
    assert_true(live_has(&page, "value=\"application.pdf\""));
    assert_false(live_has(&page, "value=\"archive_index.pdf\"")); /* no numbers on it */
    assert_int_equal(site_get(CLERK, case_path(id, "/documents/application.pdf"), &pdf), 200);
    assert_true(is_body(&pdf, &covered));
    assert_int_equal(times_revealed(), before);

    assert_int_equal(site_post_typed(CLERK, case_path(id, "/documents"), choice, &shown), 200);
    assert_true(live_has(&shown, "Cache-Control: no-store"));
    assert_true(is_body(&shown, &whole));
    assert_false(is_body(&shown, &covered));
    assert_int_equal(times_revealed(), before + 1);

    /* nothing said, a number instead of a purpose, no such paper: nothing printed, nothing kept */
    assert_int_equal(
        site_post_typed(CLERK, case_path(id, "/documents"), "paper=application.pdf", &bare), 422);
    assert_int_equal(site_post_typed(CLERK, case_path(id, "/documents"),
                                     "paper=application.pdf&purpose=check+341823195001020029",
                                     &number),
                     422);
    assert_string_equal(input_value(&number, "purpose"), "check 341823195001020029");
    assert_int_equal(site_post_typed(CLERK, case_path(id, "/documents"),
                                     "paper=archive_index.pdf&purpose=abcdef", &wrong),
                     422);
    /* not another township's, and not for a village clerk */
    assert_int_equal(site_post_typed(OTHER_CLERK, case_path(id, "/documents"), choice, &other),
                     404);
    assert_int_equal(
        site_post_typed("village.clerk", case_path(id, "/documents"), choice, &village), 403);
    assert_int_equal(site_get("village.clerk", case_path(id, ""), &get_again), 200);
    assert_false(live_has(&get_again, "id=\"purpose\""));
    assert_int_equal(times_revealed(), before + 1);
}

/* Notices take several cases at once and have rooms of their own. */
static void every_step_has_a_room_with_its_permission(void **state)
{
    (void)state;
    for (size_t i = 0; i < CASE_TRANSITION_COUNT; i++) {
        const struct case_transition *t = &CASE_TRANSITIONS[i];
        struct route_match match;
        char path[100];
        if (t->from == STATE_NONE || t->action == ACTION_POST || t->action == ACTION_CLOSE_NOTICE)
            continue;
        snprintf(path, sizeof(path), "/cases/1/%s", case_action_code(t->action));
        assert_int_equal(route_find(&SITE_MAP, HTTP_GET, path, site.arena, &match), ROUTE_FOUND);
        assert_int_equal(route_find(&SITE_MAP, HTTP_POST, path, site.arena, &match), ROUTE_FOUND);
        assert_true(match.route->keeps_typed);
        if (t->action != ACTION_WITHDRAW) /* by whoever may open that kind */
            assert_int_equal(match.route->permission, t->permission);
    }
}

static void every_page_has_a_json_face_and_is_small(void **state)
{
    (void)state;
    int64_t id = a_case(51, "壬页面");
    char targets[6][100];
    snprintf(targets[0], sizeof(targets[0]), "/cases");
    snprintf(targets[1], sizeof(targets[1]), "/cases/new");
    snprintf(targets[2], sizeof(targets[2]), "/cases/new?kind=wubao&division=" VILLAGE_TEXT);
    snprintf(targets[3], sizeof(targets[3]), "%s", case_path(id, ""));
    snprintf(targets[4], sizeof(targets[4]), "%s", case_path(id, "/ask_papers"));
    snprintf(targets[5], sizeof(targets[5]), "/drafts");
    for (size_t i = 0; i < 6; i++) {
        BUF html = {0}, face = {0};
        char target[700];
        snprintf(target, sizeof(target), "%s%cformat=json", targets[i],
                 strchr(targets[i], '?') != NULL ? '&' : '?');
        assert_int_equal(site_get(CLERK, targets[i], &html), 200);
        assert_true(html.n < PAGE_BYTES_MAX);
        assert_int_equal(site_get(CLERK, target, &face), 200);
        json_t *json = site_json(&face);
        assert_true(json_is_object(json));
        json_decref(json);
    }
    BUF home = {0};
    assert_int_equal(site_get(CLERK, "/", &home), 200);
    assert_true(live_has(&home, "/cases?kind=dibao&amp;state=APPLIED&amp;mine=1"));
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_form_is_drawn_in_the_order_of_the_paper),
        cmocka_unit_test(a_form_with_errors_keeps_all_that_was_typed),
        cmocka_unit_test(a_row_is_added_and_removed_without_scripts),
        cmocka_unit_test(an_id_number_is_checked_at_once),
        cmocka_unit_test(an_application_becomes_a_case_that_can_be_found),
        cmocka_unit_test(another_township_finds_nothing),
        cmocka_unit_test(a_step_needs_its_post),
        cmocka_unit_test(who_comes_second_is_told_and_keeps_what_he_typed),
        cmocka_unit_test(the_list_is_exported_as_it_is_shown),
        cmocka_unit_test(a_draft_comes_back_and_two_windows_are_told),
        cmocka_unit_test(a_draft_is_its_writer_s_alone),
        cmocka_unit_test(an_ended_session_keeps_the_form),
        cmocka_unit_test(a_stranger_s_form_is_read_only_where_it_is_kept),
        cmocka_unit_test(several_are_handled_together_only_where_the_law_lets_them),
        cmocka_unit_test(papers_are_printed_with_numbers_covered),
        cmocka_unit_test(supplied_papers_correct_the_application),
        cmocka_unit_test(whole_numbers_are_printed_to_who_says_why),
        cmocka_unit_test(every_step_has_a_room_with_its_permission),
        cmocka_unit_test(every_page_has_a_json_face_and_is_small),
    };
    if (!site_engine_choose(argc, argv))
        return 0;
    return cmocka_run_group_tests_name(testdb_engine_name(site.engine), tests, start, site_stop);
}
