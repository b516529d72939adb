#include "scenario/bank.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fen.h"
#include "base/text.h"
#include "office/sheet.h"

#define LINES_MAX 4000
#define FIELDS_MAX 16
#define REASON_GB "\xd5\xcb\xba\xc5\xb2\xbb\xb4\xe6\xd4\xda" /* 账号不存在 in GB18030 */

struct file {
    char *text;
    char *line[LINES_MAX];
    size_t count;
};

static void file_read(const struct story *s, const char *name, struct file *f)
{
    char path[PROCESS_PATH_BYTES];
    f->text = process_text(story_path(s, name, path));
    f->count = 0;
    for (char *p = f->text; *p;) {
        assert_true(f->count < LINES_MAX);
        f->line[f->count++] = p;
        p += strcspn(p, "\r\n");
        while (*p == '\r' || *p == '\n')
            *p++ = '\0';
    }
}

static FILE *file_write(const struct story *s, const char *name)
{
    char path[PROCESS_PATH_BYTES];
    FILE *f = fopen(story_path(s, name, path), "wb");
    assert_non_null(f);
    return f;
}

/* Is this agent number, yyyymm and household, one of those to come back? */
static bool is_returned(const struct story *s, const char *returned, const char *agent_no)
{
    char name[16];
    int64_t household;
    assert_true(strlen(agent_no) > 6);
    assert_ok(i64_parse(agent_no + 6 + strspn(agent_no + 6, "0"), &household, NULL));
    while (*returned) {
        size_t n = strcspn(returned, " ");
        int64_t wanted;
        snprintf(name, sizeof name, "%.*s", (int)n, returned);
        assert_ok(i64_parse(story_get(s, name), &wanted, NULL));
        if (wanted == household)
            return true;
        returned += n + strspn(returned + n, " ");
    }
    return false;
}

/* A line of nsh-pipe. Seen from the right, since a byte of a name may look like the separator. */
struct pipe_line {
    char agent_no[40], name[80], amount[24], account[40], rest[120];
};

static void field_copy(char *to, size_t capacity, const char *from)
{
    assert_true(strlen(from) < capacity);
    memcpy(to, from, strlen(from) + 1);
}

static void pipe_cut(const char *text, struct pipe_line *l)
{
    char copy[512];
    char *field[6];
    snprintf(copy, sizeof copy, "%s", text);
    for (int i = 5; i >= 0; i--) {
        field[i] = strrchr(copy, '|');
        assert_non_null(field[i]);
        *field[i]++ = '\0';
    }
    char *name = strchr(copy, '|');
    assert_non_null(name);
    *name++ = '\0';
    field_copy(l->agent_no, sizeof l->agent_no, copy);
    field_copy(l->name, sizeof l->name, name);
    field_copy(l->amount, sizeof l->amount, field[0]);
    field_copy(l->account, sizeof l->account, field[1]);
    /* The fields behind the account, joined again. */
    for (int i = 2; i < 5; i++)
        field[i][strlen(field[i])] = '|';
    field_copy(l->rest, sizeof l->rest, field[2]);
}

static void amount_shift(char amount[24], int64_t by_fen)
{
    struct fen a;
    char text[FEN_TEXT_BYTES];
    assert_ok(fen_parse(amount, &a, NULL));
    snprintf(amount, 24, "%.23s", fen_format(FEN(a.v + by_fen), text));
}

/* In place of a line with the same amount, so that count and total still hold. */
static void line_repeat(struct pipe_line *lines, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        for (size_t k = i + 1; k < count; k++) {
            if (strcmp(lines[i].amount, lines[k].amount) == 0) {
                lines[k] = lines[i];
                return;
            }
        }
    }
    fail_msg("no two lines of the same amount");
}

/* The fields behind the account: unit, kind, ID number, times. */
static void rest_spoil(struct pipe_line *l, enum bank_fault fault)
{
    char unit[24], kind[8], number[24];
    int times;
    assert_int_equal(sscanf(l->rest, "%23[^|]|%7[^|]|%23[^|]|%d", unit, kind, number, &times), 4);
    switch (fault) {
    case BANK_ALTERED_LINE_UNIT:
    case BANK_EMPTY_LINE_UNIT:
        unit[0] = fault == BANK_EMPTY_LINE_UNIT ? '\0' : unit[0] == '9' ? '1' : '9';
        break;
    case BANK_ALTERED_ID_KIND:
    case BANK_EMPTY_ID_KIND:
        snprintf(kind, sizeof kind, "%s", fault == BANK_EMPTY_ID_KIND ? "" : "02");
        break;
    case BANK_ALTERED_ID_NUMBER:
    case BANK_EMPTY_ID_NUMBER:
        number[0] = fault == BANK_EMPTY_ID_NUMBER ? '\0' : number[0] == '9' ? '1' : '9';
        break;
    default:
        times++;
        break;
    }
    if (fault == BANK_EMPTY_TIMES)
        snprintf(l->rest, sizeof l->rest, "%s|%s|%s|", unit, kind, number);
    else
        snprintf(l->rest, sizeof l->rest, "%s|%s|%s|%d", unit, kind, number, times);
}

static void lines_spoil(struct pipe_line *lines, size_t *count, enum bank_fault fault)
{
    switch (fault) {
    case BANK_UNKNOWN_LINE:
        snprintf(lines[0].agent_no, sizeof lines[0].agent_no, "201306999999");
        break;
    case BANK_DUPLICATE_LINE:
        line_repeat(lines, *count);
        break;
    case BANK_MISSING_LINE:
        --*count;
        break;
    case BANK_ALTERED_AMOUNTS:
        amount_shift(lines[0].amount, -1);
        amount_shift(lines[1].amount, 1);
        break;
    case BANK_ALTERED_ACCOUNT:
        lines[0].account[8] = lines[0].account[8] == '7' ? '1' : '7';
        break;
    case BANK_EMPTY_ACCOUNT:
        lines[0].account[0] = '\0';
        break;
    case BANK_ALTERED_NAME:
        snprintf(lines[0].name + strlen(lines[0].name), 2, "X");
        break;
    case BANK_EMPTY_NAME:
        lines[0].name[0] = '\0';
        break;
    default:
        if (fault >= BANK_ALTERED_LINE_UNIT && fault <= BANK_EMPTY_TIMES)
            rest_spoil(&lines[0], fault);
        break;
    }
}

static void pipe_header(FILE *out, const char *header, int64_t count, int64_t total,
                        int64_t ok_count, int64_t ok_total, enum bank_fault fault)
{
    char date[16], unit[24], total_text[FEN_TEXT_BYTES], ok_text[FEN_TEXT_BYTES];
    assert_int_equal(sscanf(header, "H|%15[0-9]|%23[^|]|", date, unit), 2);
    if (fault == BANK_WRONG_COUNT)
        count++;
    if (fault == BANK_WRONG_TOTAL)
        total++;
    if (fault == BANK_WRONG_UNIT)
        unit[0] = unit[0] == '9' ? '1' : '9';
    if (fault == BANK_WRONG_DATE)
        date[7] = date[7] == '9' ? '1' : '9';
    fprintf(out, "R|%s|%s|%" PRId64 "|%s|%" PRId64 "|%s\n", date, unit, count,
            fen_format(FEN(total), total_text), ok_count, fen_format(FEN(ok_total), ok_text));
}

void bank_answer_pipe(struct story *s, const char *sent, const char *answer, const char *returned,
                      enum bank_fault fault)
{
    struct file f;
    struct pipe_line *lines = calloc(LINES_MAX, sizeof *lines);
    file_read(s, sent, &f);
    assert_true(lines && f.count > 0);
    size_t count = f.count - 1;
    int64_t total = 0, ok_count = 0, ok_total = 0;
    for (size_t i = 0; i < count; i++)
        pipe_cut(f.line[i + 1], &lines[i]);
    lines_spoil(lines, &count, fault);
    for (size_t i = 0; i < count; i++) {
        struct fen amount;
        assert_ok(fen_parse(lines[i].amount, &amount, NULL));
        total += amount.v;
        if (!is_returned(s, returned, lines[i].agent_no)) {
            ok_count++;
            ok_total += amount.v;
        }
    }
    FILE *out = file_write(s, answer);
    pipe_header(out, f.line[0], (int64_t)count, total, ok_count, ok_total, fault);
    if (fault == BANK_CUT_SHORT)
        count /= 2;
    for (size_t i = 0; i < count; i++) {
        const struct pipe_line *l = &lines[i];
        bool is_back = is_returned(s, returned, l->agent_no);
        fprintf(out, "%s|%s|%s|%s|%s|%s\n", l->agent_no, l->name, l->amount, l->account, l->rest,
                is_back ? "1002|" REASON_GB : "0000|");
    }
    assert_int_equal(fclose(out), 0);
    free(f.text);
    free(lines);
}

/* agent|account|name|fen, and a last line 合计|date|unit|count|fen. */
void bank_answer_fen(struct story *s, const char *sent, const char *answer, const char *returned)
{
    struct file f;
    int64_t ok_count = 0, ok_total = 0;
    file_read(s, sent, &f);
    assert_true(f.count > 1);
    FILE *out = file_write(s, answer);
    for (size_t i = 0; i + 1 < f.count; i++) {
        char agent_no[40];
        int64_t amount;
        snprintf(agent_no, sizeof agent_no, "%.*s", (int)strcspn(f.line[i], "|"), f.line[i]);
        assert_ok(i64_parse(strrchr(f.line[i], '|') + 1, &amount, NULL));
        bool is_back = is_returned(s, returned, agent_no);
        ok_count += !is_back;
        ok_total += is_back ? 0 : amount;
        fprintf(out, "%s|%s\r\n", f.line[i], is_back ? "1002|" REASON_GB : "0000|");
    }
    fprintf(out, "%s|%" PRId64 "|%" PRId64 "|%s\r\n", f.line[f.count - 1], ok_count, ok_total,
            *returned ? "002" : "001");
    assert_int_equal(fclose(out), 0);
    free(f.text);
}

void bank_answer_sheet(struct story *s, const char *sent, const char *answer, const char *returned)
{
    struct error e = {0};
    char path[PROCESS_PATH_BYTES];
    CLEANUP(sheet_book_cleanup) struct sheet_book *book = NULL;
    CLEANUP(sheet_cleanup) struct sheet_reader *reader = NULL;
    struct sheet_row row;
    enum status status;
    assert_ok_e(sheet_book_open(story_path(s, sent, path), &book, &e), &e);
    assert_ok_e(sheet_open(book, 0, SHEET_AS_IS, &reader, &e), &e);
    FILE *out = file_write(s, answer);
    fputs("姓名,卡号,应处理金额,备注,实处理金额,处理标志\n", out);
    while ((status = sheet_next(reader, &row, &e)) == STATUS_OK) {
        struct fen amount;
        if (row.count < 4 || fen_parse_cell_number(row.cells[2].text, &amount, NULL) != STATUS_OK)
            continue; /* titles */
        char text[FEN_TEXT_BYTES];
        bool is_back = is_returned(s, returned, row.cells[3].text);
        fen_format(amount, text);
        fprintf(out, "%s,%s,%s,%s,%s,%s\n", row.cells[0].text, row.cells[1].text, text,
                row.cells[3].text, is_back ? "0.00" : text, is_back ? "账号不存在" : "成功");
    }
    assert_int_equal(status, STATUS_NONE);
    assert_int_equal(fclose(out), 0);
}
