/* Texts of bulletins: which numbers may stand, and what a mark prints. */
#include "support/test_support.h"

#include "domain/bulletin/bulletin.h"

#include <string.h>

#define ARENA_BYTES ((size_t)64 << 20)

static struct bulletin_figure figure(int64_t number, const char *code, int64_t township,
                                     int64_t numerator, int64_t denominator, int64_t target_bp)
{
    struct bulletin_figure f = {.number = number,
                                .township = township,
                                .code = code,
                                .indicator = indicator_by_code(code),
                                .label = "",
                                .name = township ? "茂林镇" : "全县",
                                .numerator = numerator,
                                .denominator = denominator,
                                .target_bp = target_bp};
    f.book = strcmp(code, "project.beds_city") == 0     ? "city"
             : strcmp(code, "project.beds_county") == 0 ? "county"
                                                        : "";
    return f;
}

/* 1 the county of the slip in a printed list: 171 of 171. */
static size_t figures(struct bulletin_figure out[8])
{
    out[0] = figure(1, "medical.coverage", 0, 171, 171, 0);
    out[1] = figure(2, "medical.coverage", 341823100000, 24, 50, 6000);
    out[2] = figure(3, "project.beds_city", 0, 24, 50, 6000);
    out[3] = figure(4, "project.beds_county", 0, 30, 60, 0);
    out[4] = figure(5, "medical.days_from_application", 0, 37, 3, 0);
    out[5] = figure(6, BULLETIN_POINTS, 0, 9250 + 8800, 200, 0);
    out[6] = figure(7, "medical.coverage", 341823101000, 0, 0, 0);
    out[7] = figure(8, "medical.threshold", 0, 125000, 1, 0);
    return 8;
}

static enum status check(const char *text, struct error *e)
{
    struct bulletin_figure list[8];
    const size_t n = figures(list);
    return bulletin_text_check(list, n, text, e);
}

static void typed_numbers_are_refused_and_the_piece_is_named(void **state)
{
    (void)state;
    static const struct {
        const char *text, *piece;
    } typed[] = {
        {"任务171户，完成率103.64%", "171户"},
        {"完成率为103.64%。", "103.64%"},
        {"完成率为103.64", "103.64"},
        {"完成率为１０３．６４％。", "103.64%"},
        {"提高3个百分点", "3个百分点"},
        {"提高 3 个百分点", "3 个百分点"},
        {"提高了三个百分点", "三个百分点"},
        {"完成百分之九十五", "百分之"},
        {"占三分之一", "三分之"},
        {"发放1,250.50元", "1,250.50元"},
        {"发放3万元", "3万元"},
        {"发放三百万元", "三百万元"},
        {"发放30多万元", "30多万元"},
        {"发放3 万元", "3 万元"},
        {"涉及30余户", "30余户"},
        {"共二十五人", "二十五人"},
        {"共贰拾伍人", "贰拾伍人"},
        {"床位50张", "50张"},
        {"床位5\xE2\x80\x8B"
         "0张",
         "50张"},
        {"办理12件", "12件"},
        {"检查三次", "三次"},
        {"得92分", "92分"},
        {"11个乡镇", "11个"},
        {"①其中½元", NULL},
        {"[[1]]%", "[[…]]%"},
        {"1[[1]]", "1[[…]]"},
        {"[[3.n]]0张（市对县）", "[[…]]0"},
        {"[[3.n]]万张（市对县）", "[[…]]万"},
        {"百分之[[1.n]]", "百分之"},
        {"[[1.n]]分之[[1.d]]", "[[…]]分之"},
        {"正文\n第二段仅一户", "一户"},
        {"十分之一", "十分之"},
        {"达到百分百", "百分"},
    };
    for (size_t i = 0; i < sizeof typed / sizeof typed[0]; i++) {
        struct error e = {0};
        enum status s = check(typed[i].text, &e);
        if (s != STATUS_REFUSED)
            fail_msg("“%s” should be refused", typed[i].text);
        assert_string_equal(e.code, "BULLETIN_NUMBER");
        if (typed[i].piece && !strstr(e.message, typed[i].piece))
            fail_msg("“%s”: %s", typed[i].text, e.message);
    }
}

static void dates_documents_ordinals_and_words_stand(void **state)
{
    (void)state;
    static const char *const fine[] = {
        "2013年6月30日前，2013年第2季度",
        "根据泾民〔2013〕7号文件",
        "第一，第三次调度会，第12名，名列第一名",
        "一、总体情况\n（一）农村低保\n1．要求\n（2）落实",
        "四项民政民生工程、农村五保供养、十八大精神",
        "每一户都要一次性告知，做到一户一策、一人一档",
        "十分重要，万分感谢，百分制，高几个百分点",
        "统一人员管理，同一张表",
        "进村入户、千家万户、家喻户晓",
        "以万元为单位",
        "9时30分召开，8月份完成",
        "3个月内，5个工作日内",
        "完成[[1]]，比目标低[[2.gap]]个百分点",
        "救助[[1.n]]人，应救助[[1.d]]人",
        "平均[[5]]天，起付线[[8]]元，得[[6]]分",
        "2013年全县为[[1]]",
        "低[[2.gap]]百分点",
        "市对县口径完成[[3.n]]张，任务[[3.d]]张。县对乡镇口径完成[[4.n]]张。",
        "",
    };
    for (size_t i = 0; i < sizeof fine / sizeof fine[0]; i++) {
        struct error e = {0};
        if (check(fine[i], &e) != STATUS_OK)
            fail_msg("“%s”: %s %s", fine[i], e.code, e.message);
    }
}

static void a_mark_of_no_figure_is_refused(void **state)
{
    (void)state;
    static const char *const wrong[] = {"[[9]]",
                                        "[[0]]",
                                        "[[01]]",
                                        "[[1.x]]",
                                        "[[1",
                                        "[[]]",
                                        "[[-1]]",
                                        "[[1.n.d]]",
                                        "[[1 ]]",
                                        "[[一]]",
                                        "[[99999999999999999999999]]"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        struct error e = {0};
        assert_refused(check(wrong[i], &e), &e, "BULLETIN_MARK");
    }
}

static void beds_name_their_book_and_no_sentence_mixes_them(void **state)
{
    (void)state;
    struct error e = {0};
    assert_refused(check("新增床位[[3.n]]张", &e), &e, "BULLETIN_BOOK");
    assert_refused(check("县对乡镇新增床位[[3.n]]张", &e), &e, "BULLETIN_BOOK");
    assert_refused(check("市对县口径。完成[[3]]", &e), &e, "BULLETIN_BOOK");
    assert_refused(check("市对县[[3.n]]张、县对乡镇[[4.n]]张", &e), &e, "BULLETIN_BOOK");
    assert_ok_e(check("市对县[[3.n]]张。县对乡镇[[4.n]]张。", &e), &e);
    assert_refused(check("市对县[[3.n]]张\n共[[4.n]]张", &e), &e, "BULLETIN_BOOK");
}

static const char *printed(struct arena *arena, const char *text)
{
    struct bulletin_figure list[8];
    const size_t n = figures(list);
    const char *out;
    struct error e = {0};
    assert_ok_e(bulletin_text_print(list, n, text, arena, &out, &e), &e);
    return out;
}

static void marks_print_what_the_whole_numbers_say(void **state)
{
    (void)state;
    CLEANUP(arena_cleanup) struct arena *a = arena_new(ARENA_BYTES);
    assert_string_equal(printed(a, "[[1.d]]户任务完成[[1.n]]户，为[[1]]。"),
                        "171户任务完成171户，为100.0%。");
    assert_string_equal(printed(a, "[[2]]，目标[[2.t]]，差[[2.gap]]个百分点"),
                        "48.0%，目标60%，差12.0个百分点");
    assert_string_equal(printed(a, "[[3]] [[4]] [[4.t]]"), "48.0% 50.0% —");
    assert_string_equal(printed(a, "[[5]]天"), "12.3天");
    assert_string_equal(printed(a, "[[6]]分"), "90.25分");
    assert_string_equal(printed(a, "[[7]][[7.gap]]"), "——");
    assert_string_equal(printed(a, "[[8]]元 [[8.n]]"), "1,250.00元 1,250.00");
}

static void the_least_gap_is_still_told(void **state)
{
    (void)state;
    CLEANUP(arena_cleanup) struct arena *a = arena_new(ARENA_BYTES);
    struct bulletin_figure f = figure(1, "medical.coverage", 341823100000, 5999, 10000, 6000);
    const char *out;
    struct error e = {0};
    assert_true(bulletin_figure_is_behind(&f));
    assert_ok_e(bulletin_text_print(&f, 1, "[[1]] [[1.gap]]", a, &out, &e), &e);
    assert_string_equal(out, "59.99% 0.01");
    f.numerator = 6000;
    assert_false(bulletin_figure_is_behind(&f));
    f.denominator = 0;
    assert_false(bulletin_figure_is_held(&f));
}

static void standing_counts_what_was_asked_and_equal_is_equal(void **state)
{
    (void)state;
    CLEANUP(arena_cleanup) struct arena *a = arena_new(ARENA_BYTES);
    struct error e = {0};
    struct bulletin_standing *list;
    size_t n;
    struct bulletin_figure f[] = {
        figure(1, "medical.coverage", 3, 1, 2, 5000),
        figure(2, "medical.coverage", 2, 1, 2, 5000),
        figure(3, "medical.coverage", 1, 0, 2, 5000),
        figure(4, "medical.coverage", 4, 0, 0, 5000),
        figure(5, "medical.rate", 3, 1, 1, 10000),
        figure(6, "medical.rate", 1, 1, 1, BULLETIN_NOT_ASKED),
    };
    assert_ok_e(bulletin_standing_list(f, sizeof f / sizeof f[0], a, &list, &n, &e), &e);
    assert_int_equal(n, 4);
    /* 2 of 2 and 1 of 1 are the same; then none of 1; nothing asked: not ranked, last. */
    assert_int_equal(list[0].township, 2);
    assert_int_equal(list[0].rank, 1);
    assert_int_equal(list[1].township, 3);
    assert_int_equal(list[1].rank, 1);
    assert_int_equal(list[2].township, 1);
    assert_int_equal(list[2].rank, 3);
    assert_int_equal(list[2].held, 1);
    assert_int_equal(list[3].rank, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(typed_numbers_are_refused_and_the_piece_is_named),
        cmocka_unit_test(dates_documents_ordinals_and_words_stand),
        cmocka_unit_test(a_mark_of_no_figure_is_refused),
        cmocka_unit_test(beds_name_their_book_and_no_sentence_mixes_them),
        cmocka_unit_test(marks_print_what_the_whole_numbers_say),
        cmocka_unit_test(the_least_gap_is_still_told),
        cmocka_unit_test(standing_counts_what_was_asked_and_equal_is_equal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
