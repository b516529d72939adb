/* Papers of residents: what stands in the rows stands on them, and the same bytes again. */
#include "domain/home/rate_fixture.h"
#include "office/document_support.h"
#include "office/homepaper/homepaper.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNTY COUNTY_JINGXIAN
#define HOME_A 1
#define LIVES 1
#define DIED 2
#define REFUSED 3
#define PAYS 4

static const struct home_paper_options PDF = {DOCUMENT_PDF, {15886}}; /* 2013-06-30 */
static const struct home_paper_options DOCX = {DOCUMENT_DOCX, {15886}};

static struct date on(int64_t yyyymmdd)
{
    return date_from_yyyymmdd(yyyymmdd);
}

static void fill(struct county *c)
{
    struct error e = {0};
    int64_t id;
    put_changes(c);
    put_division(c, INT64_C(341823000000), 1, "泾县");
    put_division(c, TOWN_A, 2, "泾川镇");
    put_home(c, HOME_A, TOWN_A, "泾川敬老院", 10);
    for (int i = LIVES; i <= PAYS; i++)
        put_person(c, i, TOWN_A, 1);
    put_stay(c, &(struct put_stay){.id = LIVES,
                                   .home = HOME_A,
                                   .person = LIVES,
                                   .kind = 1,
                                   .state = 2,
                                   .from = 20130510,
                                   .bed = 3});
    put(c, "UPDATE home_bed_use SET until_date = 20130601 WHERE stay = 1");
    put(c,
        "INSERT INTO home_bed_use (county, bed, from_date, known_from, until_date, known_to, stay,"
        " home) VALUES (341823, 1007, 20130601, 60, 99991231, 2147483647, 1, 1)");
    put_stay(c, &(struct put_stay){.id = DIED,
                                   .home = HOME_A,
                                   .person = DIED,
                                   .kind = 1,
                                   .state = 4,
                                   .from = 20130501,
                                   .until = 20130615,
                                   .left = 200});
    put(c, "UPDATE home_stay SET leave_reason = 'DEATH' WHERE id = %d", DIED);
    put_stay(c, &(struct put_stay){.id = REFUSED,
                                   .home = HOME_A,
                                   .person = REFUSED,
                                   .kind = 1,
                                   .state = 5,
                                   .from = 20130501});
    put_stay(c, &(struct put_stay){.id = PAYS,
                                   .home = HOME_A,
                                   .person = PAYS,
                                   .kind = 2,
                                   .state = 2,
                                   .from = 20130501,
                                   .bed = 5});
    struct home_record pocket = {
        .home = HOME_A, .kind = RECORD_POCKET, .on = on(20130612), .amount = FEN(6050)};
    const int64_t both[] = {LIVES, DIED};
    assert_ok_e(home_record_add_all(c->db, COUNTY, &pocket, both, 2, "system", &e), &e);
    assert_int_equal(db_query_i64_raw(c->db, "SELECT id FROM home_record WHERE stay = 1", &id, &e),
                     STATUS_OK);
    assert_ok_e(home_record_confirm(c->db, COUNTY, id, "见证甲", on(20130612), "system", &e), &e);
    struct home_record checkup = {.home = HOME_A,
                                  .stay = LIVES,
                                  .kind = RECORD_CHECKUP,
                                  .on = on(20130620),
                                  .result = "血压偏高"};
    assert_ok_e(home_record_add(c->db, COUNTY, &checkup, "system", &id, &e), &e);
    checkup.result = "写错的结果";
    assert_ok_e(home_record_add(c->db, COUNTY, &checkup, "system", &id, &e), &e);
    assert_ok_e(home_record_strike(c->db, COUNTY, id, "写错", "system", &e), &e);
    struct care_assessment care = {.stay = LIVES,
                                   .assessed_on = on(20130520),
                                   .assessors = "评估甲、评估乙",
                                   .can = {true, true, true, true, true, false}};
    assert_ok_e(care_assess(c->db, COUNTY, &care, "system", &e), &e);
    struct home_property watch = {.stay = DIED,
                                  .item = "手表",
                                  .quantity = 2,
                                  .value = FEN(12345),
                                  .listed_on = on(20130616),
                                  .witnesses = "张三、李四"};
    assert_ok_e(home_property_add(c->db, COUNTY, &watch, "system", &e), &e);
    assert_ok_e(home_property_give(c->db, COUNTY, DIED, 1, "侄儿某", on(20130618), "system", &e),
                &e);
}

static void keep(const char *name, const struct buf *b)
{
    const char *folder = getenv("MINSHENG_DOCUMENTS");
    char path[600];
    if (!folder)
        return;
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    file_write(path, b->p, b->n);
}

/* On the DOCX always, on the PDF when its words can be read; "!" before what must not be there. */
static void says(const char *name, const struct buf *pdf, const struct buf *docx,
                 const char *const *words)
{
    char *texts[] = {docx_words(docx), tool_is_there("pdftotext") ? pdf_words(pdf, 0) : NULL};
    char file[100];
    (void)snprintf(file, sizeof file, "%s.pdf", name);
    keep(file, pdf);
    for (; *words; words++)
        for (size_t i = 0; i < 2; i++) {
            bool is_wanted = **words != '!';
            if (texts[i] && (strstr(texts[i], *words + !is_wanted) != NULL) != is_wanted)
                fail_msg("%s: %s\n%s", name, *words, texts[i]);
        }
    free(texts[0]);
    free(texts[1]);
}

typedef enum status (*stay_paper)(struct db *, int64_t, int64_t, const struct home_paper_options *,
                                  struct buf *, struct error *);

static void stay_paper_says(struct county *c, const char *name, stay_paper render, int64_t stay,
                            const char *const *words)
{
    struct error e = {0};
    struct buf pdf = BUF_INIT(DOCUMENT_BYTES_MAX), docx = BUF_INIT(DOCUMENT_BYTES_MAX),
               again = BUF_INIT(DOCUMENT_BYTES_MAX);
    assert_ok_e(render(c->db, COUNTY, stay, &PDF, &pdf, &e), &e);
    assert_ok_e(render(c->db, COUNTY, stay, &PDF, &again, &e), &e);
    assert_int_equal(pdf.n, again.n);
    assert_memory_equal(pdf.p, again.p, pdf.n);
    assert_ok_e(render(c->db, COUNTY, stay, &DOCX, &docx, &e), &e);
    says(name, &pdf, &docx, words);
    assert_status(render(c->db, COUNTY, 99, &PDF, &again, &e), STATUS_NONE);
    buf_free(&pdf);
    buf_free(&docx);
    buf_free(&again);
}
#define STAY_SAYS(c, name, render, stay, ...)                                                      \
    stay_paper_says((c), (name), (render), (stay), (const char *const[]){__VA_ARGS__, NULL})

static void resident_body(struct county *c)
{
    struct error e = {0};
    struct buf none = BUF_INIT(DOCUMENT_BYTES_MAX);
    STAY_SAYS(c, "home-agreement", home_agreement_paper_render, LIVES, "农村五保集中供养协议书",
              "协议编号：a1", "泾川镇人民政府", "泾川敬老院", "某1", "0001", "1室7床", "粮油",
              "零用钱", "2013年5月10日", "管理资金不从供养资金中开支");
    assert_refused(home_agreement_paper_render(c->db, COUNTY, REFUSED, &PDF, &none, &e), &e,
                   "PAPER_UNKNOWN");
    assert_refused(home_agreement_paper_render(c->db, COUNTY, PAYS, &PDF, &none, &e), &e,
                   "PAPER_UNKNOWN");
    STAY_SAYS(c, "home-file", home_file_paper_render, LIVES, "入住人员档案", "某1",
              "2013年5月10日2013年6月1日", "半护理", "评估甲、评估乙", "零花钱", "60.50", "查体",
              "2013年6月20日", "1室7床", "!写错", "!某2");
    STAY_SAYS(c, "home-property", home_property_paper_render, DIED, "遗物清单",
              "去世日期：2013年6月14日", "手表", "123.45", "张三、李四", "侄儿某", "2013年6月18日",
              "壹佰贰拾叁元肆角伍分");
    STAY_SAYS(c, "home-things", home_property_paper_render, LIVES, "物品清单", "!遗物", "!手表");
    buf_free(&none);
}

static void papers_of_a_resident_say_what_is_known_of_him(void **state)
{
    (void)state;
    county_on_each(fill, resident_body);
}

static void sheet_says(struct county *c, enum record_kind kind, int32_t month,
                       const char *const *words)
{
    struct error e = {0};
    struct buf pdf = BUF_INIT(DOCUMENT_BYTES_MAX), docx = BUF_INIT(DOCUMENT_BYTES_MAX);
    char name[60];
    assert_ok_e(home_sheet_paper_render(c->db, COUNTY, HOME_A, kind, month_make(2013, month), &PDF,
                                        &pdf, &e),
                &e);
    assert_ok_e(home_sheet_paper_render(c->db, COUNTY, HOME_A, kind, month_make(2013, month), &DOCX,
                                        &docx, &e),
                &e);
    (void)snprintf(name, sizeof name, "home-sheet-%s-%d", RECORD_KINDS[kind - 1].code, month);
    says(name, &pdf, &docx, words);
    buf_free(&pdf);
    buf_free(&docx);
}
#define SHEET_SAYS(c, kind, month, ...)                                                            \
    sheet_says((c), (kind), (month), (const char *const[]){__VA_ARGS__, NULL})

static void sheet_body(struct county *c)
{
    struct error e = {0};
    struct buf none = BUF_INIT(DOCUMENT_BYTES_MAX);
    SHEET_SAYS(c, RECORD_POCKET, 6, "2013年6月零花钱发放签收表", "某1", "某2", "60.50", "121.00",
               "壹佰贰拾壹元整", "见证甲", "2人次，已签收1", "!血压");
    SHEET_SAYS(c, RECORD_POCKET, 5, "2013年5月零花钱发放签收表", "!某1", "零元整");
    SHEET_SAYS(c, RECORD_CHECKUP, 6, "查体登记表", "某1", "血压偏高", "!写错", "!某2");
    SHEET_SAYS(c, RECORD_CLOTHING, 6, "服装发放签收表", "!某1");
    assert_refused(home_sheet_paper_render(c->db, COUNTY, HOME_A, RECORD_MEAL, month_make(2013, 6),
                                           &PDF, &none, &e),
                   &e, "PAPER_UNKNOWN");
    assert_status(home_sheet_paper_render(c->db, COUNTY, 9, RECORD_POCKET, month_make(2013, 6),
                                          &PDF, &none, &e),
                  STATUS_NONE);
    buf_free(&none);
}

static void a_months_sheet_has_its_residents_and_its_sum(void **state)
{
    (void)state;
    county_on_each(fill, sheet_body);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(papers_of_a_resident_say_what_is_known_of_him),
        cmocka_unit_test(a_months_sheet_has_its_residents_and_its_sum),
    };
    return cmocka_run_group_tests_name("homepaper", tests, NULL, NULL);
}
