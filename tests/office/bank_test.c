#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "base/buf.h"
#include "base/text.h"
#include "office/bank.h"
#include "office_support.h"

static struct arena *arena;

static int make_arena(void **state)
{
    (void)state;
    arena = arena_new(4 << 20);
    return arena ? 0 : -1;
}

static int free_arena(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static const struct layout *layout(const char *name)
{
    const struct layout *l;
    struct error e;
    assert_ok_e(layout_load(arena, NULL, name, &l, &e), &e);
    return l;
}

static const struct bank_line lines[] = {
    {.agent_no = "201306000001",
     .name = "薛刚堃",
     .amount = {21600},
     .account = "6229005380101855245",
     .id_number = "342529197508155217"},
    {.agent_no = "201306000002",
     .name = "史䶮伟",
     .amount = {5},
     .account = "6229003523636456342",
     .id_kind = "02",
     .id_number = "342529197911066409",
     .unit = "341823002"},
    {.agent_no = "201306000003",
     .name = "Li Si",
     .amount = {100000000},
     .account = "20000012345",
     .id_number = "34182319760213111X",
     .times = 2},
};

static struct bank_batch batch(void)
{
    return (struct bank_batch){"341823001", date_make(2013, 6, 10), 3, FEN(100021605)};
}

static enum status write_lines(const struct layout *l, const char *path, const struct bank_batch *b,
                               const struct bank_line *from, int count, struct error *e)
{
    CLEANUP(bank_writer_cleanup) struct bank_writer *w = NULL;
    TRY(bank_writer_open(l, path, b, &w, e));
    for (int i = 0; i < count; i++)
        TRY(bank_writer_line(w, &from[i], e));
    return bank_writer_finish(w, e);
}

/* The file's bytes as UTF-8. */
static const char *as_utf8(const char *path)
{
    static struct buf out = {.max = 1 << 20};
    struct error e;
    size_t n;
    char *bytes = file_read(path, &n);
    buf_clear(&out);
    assert_ok_e(gb18030_to_utf8(bytes, n, &out, &e), &e);
    free(bytes);
    return buf_text(&out);
}

static void the_pipe_layout_has_exactly_these_bytes(void **state)
{
    (void)state;
    const char *path = test_path("nsh.txt");
    struct bank_batch b = batch();
    struct error e;
    assert_ok_e(write_lines(layout("nsh-pipe"), path, &b, lines, 3, &e), &e);
    assert_string_equal(
        as_utf8(path),
        "H|20130610|341823001|3|1000216.05\n"
        "201306000001|薛刚堃|216.00|6229005380101855245|341823001|01|342529197508155217|1\n"
        "201306000002|史䶮伟|0.05|6229003523636456342|341823002|02|342529197911066409|1\n"
        "201306000003|Li Si|1000000.00|20000012345|341823001|01|34182319760213111X|2\n");
    size_t n;
    char *bytes = file_read(path, &n);
    assert_non_null(memmem(bytes, n, "|\xD1\xA6\xB8\xD5\x88\xD2|", 8)); /* 薛刚堃 in GB18030 */
    free(bytes);
}

static void the_fen_layout_ends_with_a_summary(void **state)
{
    (void)state;
    const char *path = test_path("fen.txt");
    struct bank_batch b = batch();
    struct error e;
    assert_ok_e(write_lines(layout("txt-fen"), path, &b, lines, 3, &e), &e);
    assert_string_equal(as_utf8(path), "201306000001|6229005380101855245|薛刚堃|21600\r\n"
                                       "201306000002|6229003523636456342|史䶮伟|5\r\n"
                                       "201306000003|20000012345|Li Si|100000000\r\n"
                                       "合计|20130610|341823001|3|100021605\r\n");
}

static void the_sheet_layout_carries_the_agent_number_in_the_note(void **state)
{
    (void)state;
    const char *path = test_path("bank.xlsx");
    struct bank_batch b = batch();
    struct error e;
    assert_ok_e(write_lines(layout("excel"), path, &b, lines, 3, &e), &e);
    assert_string_equal(sheet_dump(path, 0, SHEET_AS_IS),
                        "1:T姓名|T卡号|T应处理金额|T备注|T实处理金额|T处理标志\n"
                        "2:T薛刚堃|T6229005380101855245|N216|T201306000001\n"
                        "3:T史䶮伟|T6229003523636456342|N0.05|T201306000002\n"
                        "4:TLi Si|T20000012345|N1000000|T201306000003\n");
    assert_int_equal(layout("excel")->agent_no_bytes_max, 12);
}

static void a_line_that_would_break_the_file_is_refused_by_name(void **state)
{
    (void)state;
    struct bank_line bad[10];
    static const char *const codes[10] = {
        "BANK_CHARACTER", "BANK_CHARACTER", "BANK_CHARACTER", "BANK_WIDTH", "BANK_AMOUNT",
        "BANK_AMOUNT",    "BANK_FORM",      "BANK_FORM",      "BANK_FORM",  "BANK_WIDTH"};
    for (int i = 0; i < 10; i++)
        bad[i] = lines[0];
    bad[0].name = "张|三";
    bad[1].name = "张\n三";
    bad[2].name = "张\xEE\x80\x80"; /* private use: another character at the bank */
    bad[3].name =
        "阿卜杜勒阿卜杜勒阿卜杜勒阿卜杜勒阿卜杜勒阿卜杜勒阿卜杜勒阿卜杜"; /* 31 characters, 62 bytes
                                                                           */
    bad[4].amount = FEN(0);
    bad[5].amount = FEN(-5);
    bad[6].account = "";
    bad[7].name = NULL;
    bad[8].agent_no = "";
    bad[9].id_number = "3425291975081552171234";
    for (int i = 0; i < 10; i++) {
        struct bank_batch b = {"341823001", date_make(2013, 6, 10), 1, FEN(21600)};
        struct error e;
        assert_refused(write_lines(layout("nsh-pipe"), test_path("bad.txt"), &b, &bad[i], 1, &e),
                       &e, codes[i]);
        assert_non_null(strstr(e.place, "第 1 笔"));
        assert_int_equal(access(test_path("bad.txt"), F_OK), -1);
    }
    struct bank_line wide = lines[0];
    struct bank_batch b = {"341823001", date_make(2013, 6, 10), 1, FEN(21600)};
    struct error e;
    wide.name =
        "阿卜杜勒阿卜杜勒阿卜杜勒阿卜杜勒阿卜杜勒阿卜杜勒阿卜杜勒阿卜"; /* 60 bytes in GB18030 */
    assert_ok_e(write_lines(layout("nsh-pipe"), test_path("wide.txt"), &b, &wide, 1, &e), &e);
    wide.agent_no = "2013060000012";
    assert_refused(write_lines(layout("excel"), test_path("bad.xlsx"), &b, &wide, 1, &e), &e,
                   "BANK_WIDTH");
}

static void lines_that_do_not_add_up_to_the_batch_leave_no_file(void **state)
{
    (void)state;
    struct bank_batch b = batch();
    struct error e;
    assert_failed(write_lines(layout("nsh-pipe"), test_path("few.txt"), &b, lines, 2, &e), &e,
                  "BANK_COUNT");
    b.count = 2;
    assert_failed(write_lines(layout("nsh-pipe"), test_path("few.txt"), &b, lines, 2, &e), &e,
                  "BANK_TOTAL");
    assert_int_equal(access(test_path("few.txt"), F_OK), -1);
}

#define RETURN_HEAD "R|20130610|341823001|3|1000216.05|2|1000216.00\n"
#define LINE_1                                                                                     \
    "201306000001|薛刚堃|216.00|6229005380101855245|341823001|01|342529197508155217|1|0000|成功\n"
#define LINE_2                                                                                     \
    "201306000002|史䶮伟|0.05|6229003523636456342|341823002|02|342529197911066409|1|H012|"      \
    "户名不符\n"
#define LINE_3 "201306000003|Li Si|1000000.00|20000012345|341823001|01|34182319760213111X|2|0000|\n"

static void gb18030_write(const char *path, const char *text)
{
    struct buf out = BUF_INIT(1 << 20);
    struct error e;
    assert_ok_e(utf8_to_gb18030(text, strlen(text), &out, &e), &e);
    file_write(path, out.p, out.n);
    buf_free(&out);
}

/* "agent,amount,paid,code,reason;" of each line, then "end" or the code of the refusal. */
static const char *return_read(const char *layout_name, const char *path,
                               const struct bank_batch *b)
{
    static struct buf out = {.max = 1 << 20};
    CLEANUP(bank_return_cleanup) struct bank_return *r = NULL;
    struct bank_return_line line;
    struct error e = {0};
    buf_clear(&out);
    enum status s = bank_return_open(layout(layout_name), path, b, &r, &e);
    while (s == STATUS_OK) {
        s = bank_return_next(r, &line, &e);
        if (s != STATUS_OK)
            break;
        buf_addf(&out, "%d:%s,%s,%lld,%lld,%s,%s;", line.line_no, line.sent.agent_no,
                 line.sent.name, (long long)line.sent.amount.v, (long long)line.paid.v, line.code,
                 line.reason);
        assert_int_equal(line.is_paid, line.paid.v > 0);
    }
    if (s == STATUS_NONE) {
        buf_adds(&out, "end");
        assert_int_equal(bank_return_next(r, &line, &e), STATUS_NONE);
    } else {
        assert_int_equal(s, STATUS_REFUSED);
        assert_true(e.message[0] && e.place[0]);
        buf_adds(&out, e.code);
    }
    return buf_text(&out);
}

#define GOOD                                                                                           \
    "2:201306000001,薛刚堃,21600,21600,0000,成功;3:201306000002,史䶮伟,5,0,H012,户名不符;" \
    "4:201306000003,Li Si,100000000,100000000,0000,;end"

static void a_good_return_is_read_with_any_line_end(void **state)
{
    (void)state;
    const char *path = test_path("back.txt");
    struct bank_batch b = batch();
    gb18030_write(path, RETURN_HEAD LINE_1 LINE_2 LINE_3);
    assert_string_equal(return_read("nsh-pipe", path, &b), GOOD);
    char *text = strdup(RETURN_HEAD LINE_1 LINE_2 LINE_3), *at = text;
    struct buf crlf = BUF_INIT(4096);
    for (char *line; (line = strsep(&at, "\n")) && *line;)
        buf_addf(&crlf, "%s|\r\n", line); /* and a separator at the end, as some banks do */
    gb18030_write(path, buf_text(&crlf));
    assert_string_equal(return_read("nsh-pipe", path, &b), GOOD);
    free(text);
    buf_free(&crlf);
    /* without a last line end, with padding and a blank line */
    gb18030_write(path,
                  RETURN_HEAD LINE_1 LINE_2 "\n  201306000003 |Li Si  |1000000.00| "
                                            "20000012345|341823001|01|34182319760213111X|2|0000|");
    assert_non_null(strstr(return_read("nsh-pipe", path, &b),
                           "5:201306000003,Li Si,100000000,100000000,0000,;end"));
}

/* A GB18030 character whose second byte is the separator's: 倈 is 82 7C. */
static void a_separator_byte_inside_a_character_is_none(void **state)
{
    (void)state;
    const char *path = test_path("back.txt");
    struct bank_batch b = {"341823001", date_make(2013, 6, 10), 1, FEN(21600)};
    gb18030_write(
        path, "R|20130610|341823001|1|216.00|1|216.00\n201306000001|倈倈|216.00|1|2|3|4|1|0000|\n");
    assert_string_equal(return_read("nsh-pipe", path, &b),
                        "2:201306000001,倈倈,21600,21600,0000,;end");
    size_t n;
    char *bytes = file_read(path, &n);
    assert_non_null(memmem(bytes, n, "\x82\x7C", 2));
    free(bytes);
}

static void a_wrong_return_is_refused_as_a_whole(void **state)
{
    (void)state;
    static const struct {
        const char *text, *code;
    } cases[] = {
        {"", "BANK_FORM"},
        {"H|20130610|341823001|3|1000216.05\n", "BANK_FORM"},
        {"R|20130611|341823001|3|1000216.05|2|1000216.00\n" LINE_1 LINE_2 LINE_3, "BANK_DATE"},
        {"R|20130610|341823002|3|1000216.05|2|1000216.00\n" LINE_1 LINE_2 LINE_3, "BANK_UNIT"},
        {"R|20130610|341823001|4|1000216.05|2|1000216.00\n" LINE_1 LINE_2 LINE_3, "BANK_COUNT"},
        {"R|20130610|341823001|3|1000216.06|2|1000216.00\n" LINE_1 LINE_2 LINE_3, "BANK_TOTAL"},
        {"R|20130610|341823001|3|1000216.05|3|1000216.00\n" LINE_1 LINE_2 LINE_3, "BANK_COUNT"},
        {"R|20130610|341823001|3|1000216.05|2|1000216.05\n" LINE_1 LINE_2 LINE_3, "BANK_TOTAL"},
        {RETURN_HEAD LINE_1 LINE_2, "BANK_COUNT"},
        {RETURN_HEAD LINE_1 LINE_2 LINE_3 LINE_3, "BANK_COUNT"},
        {RETURN_HEAD LINE_1 LINE_1 LINE_3, "BANK_TOTAL"},
        {RETURN_HEAD
         "201306000001|薛刚堃|216.00|6229005380101855245|341823001|01|342529197508155217|1|0000\n",
         "BANK_FORM"},
        {RETURN_HEAD
         "201306000001|薛刚堃|216.00|6229005380101855245|341823001|01|342529197508155217|1||\n",
         "BANK_FORM"},
        {RETURN_HEAD "201306000001|薛刚堃|-216.00|6229005380101855245|341823001|01|"
                     "342529197508155217|1|0000|\n",
         "BANK_FORM"},
        {RETURN_HEAD "201306000001|薛刚堃|216.005|6229005380101855245|341823001|01|"
                     "342529197508155217|1|0000|\n",
         "BANK_FORM"},
        {RETURN_HEAD "201306000001|薛刚堃|2,16.00|6229005380101855245|341823001|01|"
                     "342529197508155217|1|0000|\n",
         "BANK_FORM"},
        {RETURN_HEAD "201306000001|薛刚堃|99999999999999999999|6229005380101855245|341823001|01|"
                     "342529197508155217|1|0000|\n",
         "BANK_FORM"},
    };
    const char *path = test_path("wrong.txt");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bank_batch b = batch();
        gb18030_write(path, cases[i].text);
        const char *read = return_read("nsh-pipe", path, &b);
        if (!text_ends(read, cases[i].code))
            print_message("# case %zu: %s\n", i, read);
        assert_true(text_ends(read, cases[i].code));
    }
    struct bank_batch b = batch();
    file_write_text(path,
                    RETURN_HEAD LINE_1 LINE_2 LINE_3); /* UTF-8: saved again by a text editor */
    assert_true(text_ends(return_read("nsh-pipe", path, &b), "BANK_FORM"));
    assert_string_equal(return_read("nsh-pipe", test_path("not-there.txt"), &b), "BANK_FORM");
}

#define FEN_1 "201306000001|6229005380101855245|薛刚堃|21600|0000|\r\n"
#define FEN_3 "201306000003|20000012345|Li Si|100000000|0000|\r\n"

static void the_fen_layouts_summary_must_agree_with_its_lines(void **state)
{
    (void)state;
    const char *path = test_path("fenback.txt");
    static const struct {
        const char *lines, *last, *ending;
    } cases[] = {
        {FEN_1 "201306000002|6229003523636456342|史䶮伟|5|0000|\r\n" FEN_3,
         "合计|20130610|341823001|3|100021605|3|100021605|001\r\n", ";end"},
        {FEN_1 "201306000002|6229003523636456342|史䶮伟|5|0007|账号不存在\r\n" FEN_3,
         "合计|20130610|341823001|3|100021605|2|100021600|002\r\n", ";end"},
        {FEN_1 "201306000002|6229003523636456342|史䶮伟|5|0007|账号不存在\r\n" FEN_3,
         "合计|20130610|341823001|3|100021605|2|100021600|001\r\n", "BANK_COUNT"},
        {FEN_1 "201306000002|6229003523636456342|史䶮伟|5|0000|\r\n" FEN_3,
         "合计|20130610|341823001|3|100021605|3|100021605|002\r\n", "BANK_COUNT"},
        {FEN_1 "201306000002|6229003523636456342|史䶮伟|5|0000|\r\n" FEN_3,
         "合计|20130610|341823001|3|100021605|3|100021605|003\r\n", "BANK_FORM"},
        {FEN_1 "201306000002|6229003523636456342|史䶮伟|5|0000|\r\n" FEN_3, "", "BANK_FORM"},
        {FEN_1 "201306000002|6229003523636456342|史䶮伟|5|0000|\r\n",
         "合计|20130610|341823001|3|100021605|3|100021605|001\r\n" FEN_3, "BANK_FORM"},
        {FEN_1 "201306000002|6229003523636456342|史䶮伟|5.00|0000|\r\n" FEN_3,
         "合计|20130610|341823001|3|100021605|3|100021605|001\r\n", "BANK_FORM"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[2000];
        struct bank_batch b = batch();
        snprintf(text, sizeof text, "%s%s", cases[i].lines, cases[i].last);
        gb18030_write(path, text);
        const char *read = return_read("txt-fen", path, &b);
        if (!text_ends(read, cases[i].ending))
            print_message("# case %zu: %s\n", i, read);
        assert_true(text_ends(read, cases[i].ending));
    }
}

struct filled {
    const char *note;
    double amount, paid;
    const char *mark;
};

static void sheet_return_write(const char *path, const struct filled *rows, int count)
{
    static const char *const titles[] = {"序号", "姓名",       "卡号",    "应处理金额",
                                         "备注", "实处理金额", "处理标志"};
    lxw_workbook *book = workbook_new(path);
    lxw_worksheet *s = workbook_add_worksheet(book, NULL);
    worksheet_write_string(s, 0, 0, "批量代发结果", NULL);
    for (int i = 0; i < 7; i++)
        worksheet_write_string(s, 2, (lxw_col_t)i, titles[i], NULL);
    for (int i = 0; i < count; i++) {
        lxw_row_t row = (lxw_row_t)(3 + i);
        worksheet_write_string(s, row, 1, lines[i].name, NULL);
        worksheet_write_string(s, row, 2, lines[i].account, NULL);
        worksheet_write_number(s, row, 3, rows[i].amount, NULL);
        worksheet_write_string(s, row, 4, rows[i].note, NULL);
        worksheet_write_number(s, row, 5, rows[i].paid, NULL);
        worksheet_write_string(s, row, 6, rows[i].mark, NULL);
    }
    assert_int_equal(workbook_close(book), LXW_NO_ERROR);
}

static void a_filled_sheet_is_read_wherever_its_header_stands(void **state)
{
    (void)state;
    const char *path = test_path("filled.xlsx");
    struct filled rows[] = {{"201306000001", 216.00, 216.00, "成功"},
                            {"201306000002", 0.05, 0, "户名不符"},
                            {"201306000003", 1000000, 1000000, "成功"}};
    struct bank_batch b = batch();
    sheet_return_write(path, rows, 3);
    assert_string_equal(
        return_read("excel", path, &b),
        "4:201306000001,薛刚堃,21600,21600,成功,;5:201306000002,史䶮伟,5,0,户名不符,;"
        "6:201306000003,Li Si,100000000,100000000,成功,;end");
    rows[1].paid = 0.05; /* paid, yet marked as failed */
    sheet_return_write(path, rows, 3);
    assert_true(text_ends(return_read("excel", path, &b), "BANK_FORM"));
    rows[1].paid = 0;
    rows[0].paid = 200;
    sheet_return_write(path, rows, 3);
    assert_true(text_ends(return_read("excel", path, &b), "BANK_FORM"));
    rows[0].paid = 216;
    rows[1].mark = "";
    sheet_return_write(path, rows, 3);
    assert_true(text_ends(return_read("excel", path, &b), "BANK_FORM"));
    sheet_return_write(path, rows, 1);
    assert_true(text_ends(return_read("excel", path, &b), "BANK_COUNT"));
    struct error e;
    assert_ok_e(write_lines(layout("excel"), path, &b, lines, 3, &e), &e);
    assert_string_equal(return_read("excel", path, &b),
                        "BANK_FORM"); /* the sheet as sent: nothing filled in */
    file_write_text(path, "姓名,卡号\n张三,1\n");
    assert_string_equal(return_read("excel", path, &b), "BANK_FORM");
}

static void a_layout_is_bound_strictly(void **state)
{
    (void)state;
    static const struct {
        const char *from, *to, *code;
    } changes[] = {
        {"charset: GB18030", "charset: GB2312", "YAML_VALUE"},
        {"separator: \"|\"", "separator: \"||\"", "YAML_VALUE"},
        {"line_end: lf", "line_ends: lf", "YAML_KEY_UNKNOWN"},
        {"holds: agent_no", "holds: agent", "YAML_VALUE"},
        {"holds: count", "holds: amount", "YAML_VALUE"},
        {"title: 金额, type: yuan", "title: 金额", "YAML_KEY_MISSING"},
        {"title: 金额, type: yuan", "title: 金额, type: dollar", "YAML_VALUE"},
        {"holds: times", "holds: amount, type: yuan", "YAML_VALUE"},
        {"{holds: const, value: H}", "{holds: const}", "YAML_KEY_MISSING"},
        {"{holds: code, title: 返回码}", "{holds: empty, title: 返回码}", "YAML_VALUE"},
        {"kind: text", "kind: xlsx", "YAML_VALUE"},
        {"width: 60", "width: 六十", "YAML_VALUE"},
        {"paid_code: \"0000\"", "paid_code: \"\"", "YAML_VALUE"},
    };
    char from[600];
    snprintf(from, sizeof from, "%s/nsh-pipe.yaml", getenv("MINSHENG_LAYOUTS"));
    char *original = file_read(from, NULL);
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        struct buf text = BUF_INIT(1 << 16);
        const struct layout *l;
        struct error e;
        const char *at = strstr(original, changes[i].from);
        assert_non_null(at);
        buf_add(&text, original, (size_t)(at - original));
        buf_adds(&text, changes[i].to);
        buf_adds(&text, at + strlen(changes[i].from));
        file_write(test_path("changed.yaml"), text.p, text.n);
        assert_refused(layout_load_file(arena, test_path("changed.yaml"), &l, &e), &e,
                       changes[i].code);
        assert_non_null(strstr(e.place, "changed.yaml:"));
        buf_free(&text);
    }
    free(original);
    const struct layout *l;
    struct error e;
    assert_refused(layout_load(arena, NULL, "../plans/x", &l, &e), &e, "LAYOUT_NAME");
    assert_refused(layout_load(arena, NULL, "", &l, &e), &e, "LAYOUT_NAME");
    assert_refused(layout_load(arena, NULL, "no-such", &l, &e), &e, "YAML_FILE");
}

/* The folder asked for, else the one here, else the one the program was built with. */
static void layouts_are_looked_for_in_one_order(void **state)
{
    (void)state;
    char set[PATH_MAX], back[PATH_MAX];
    snprintf(set, sizeof set, "%s", getenv("MINSHENG_LAYOUTS"));
    assert_string_equal(layout_folder(), set);
    assert_non_null(getcwd(back, sizeof back));
    unsetenv("MINSHENG_LAYOUTS");
    assert_int_equal(chdir(test_tmpdir()), 0);
    const char *elsewhere = layout_folder();
    assert_int_equal(mkdir("layouts", 0700), 0);
    const char *here = layout_folder();
    assert_int_equal(rmdir("layouts"), 0);
    assert_int_equal(chdir(back), 0);
    setenv("MINSHENG_LAYOUTS", set, 1);
    assert_string_equal(here, "layouts");
    assert_true(elsewhere[0] == '/' && text_ends(elsewhere, "/layouts"));
}

int main(void)
{
    if (!getenv("MINSHENG_LAYOUTS"))
        setenv("MINSHENG_LAYOUTS", "layouts", 1);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_pipe_layout_has_exactly_these_bytes),
        cmocka_unit_test(the_fen_layout_ends_with_a_summary),
        cmocka_unit_test(the_sheet_layout_carries_the_agent_number_in_the_note),
        cmocka_unit_test(a_line_that_would_break_the_file_is_refused_by_name),
        cmocka_unit_test(lines_that_do_not_add_up_to_the_batch_leave_no_file),
        cmocka_unit_test(a_good_return_is_read_with_any_line_end),
        cmocka_unit_test(a_separator_byte_inside_a_character_is_none),
        cmocka_unit_test(a_wrong_return_is_refused_as_a_whole),
        cmocka_unit_test(the_fen_layouts_summary_must_agree_with_its_lines),
        cmocka_unit_test(a_filled_sheet_is_read_wherever_its_header_stands),
        cmocka_unit_test(a_layout_is_bound_strictly),
        cmocka_unit_test(layouts_are_looked_for_in_one_order),
    };
    return cmocka_run_group_tests_name("bank", tests, make_arena, free_arena);
}
