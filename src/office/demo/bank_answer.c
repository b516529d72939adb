/* The bank's side: it reads our batch by its own eyes, so that a wrong file would be noticed here
   too. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/fen.h"
#include "base/i18n.h"
#include "base/text.h"
#include "office/charset.h"
#include "office/demo/bank.h"

#define LINE_BYTES 4096
#define FIELDS_MAX 16
#define REASON_BYTES 256
#define AMOUNT_FIELD 2
#define DETAIL_FIELDS 8

struct answer {
    const char *path;
    FILE *in, *out;
    char line[LINE_BYTES]; /* without its end */
    const char *end;       /* the line end as sent */
    int64_t line_no, count, returns, paid;
    struct fen total, paid_total;
};

static enum status refuse(const struct answer *a, struct error *e)
{
    error_set(e, STATUS_FAILED, "DEMO_BANK", _("演示银行读不懂代发文件的这一行"));
    return error_place(e, "%s:%" PRId64, a->path, a->line_no);
}

static bool next_line(struct answer *a)
{
    if (fgets(a->line, LINE_BYTES, a->in) == NULL)
        return false;
    a->line_no++;
    size_t n = strcspn(a->line, "\r\n");
    a->end = strcmp(a->line + n, "\r\n") == 0 ? "\r\n" : "\n";
    a->line[n] = '\0';
    return true;
}

/* Starts and lengths of the fields; a separator byte inside a GB18030 character is none. */
struct fields {
    int count;
    char text[FIELDS_MAX][64]; /* cut: names are not needed here */
};
static void split(const char *line, struct fields *f)
{
    size_t i = 0, n = 0;
    memset(f, 0, sizeof(*f));
    f->count = 1;
    while (line[i] != '\0') {
        size_t step = gb_step((unsigned char)line[i], (unsigned char)line[i + 1]);
        if (line[i] == '|' && f->count < FIELDS_MAX) {
            f->count++;
            n = 0;
        } else {
            for (size_t k = 0; k < step && line[i + k] != '\0' && n < 63; k++)
                f->text[f->count - 1][n++] = line[i + k];
        }
        for (size_t k = 0; k < step && line[i] != '\0'; k++)
            i++;
    }
}

static bool is_returned(const struct answer *a, int64_t index)
{
    if (a->returns == 0)
        return false;
    int64_t before = index * a->returns / a->count;
    return (index + 1) * a->returns / a->count > before;
}

static enum status read_header(struct answer *a, struct fields *f, struct error *e)
{
    if (!next_line(a))
        return refuse(a, e);
    split(a->line, f);
    if (f->count != 5 || strcmp(f->text[0], "H") != 0 ||
        i64_parse(f->text[3], &a->count, e) != STATUS_OK || a->count <= 0 ||
        fen_parse(f->text[4], &a->total, e) != STATUS_OK)
        return refuse(a, e);
    if (a->returns > a->count)
        a->returns = a->count;
    return STATUS_OK;
}

static enum status read_detail(struct answer *a, struct fields *f, struct fen *ret_amount,
                               struct error *e)
{
    if (!next_line(a))
        return refuse(a, e);
    split(a->line, f);
    if (f->count != DETAIL_FIELDS || fen_parse(f->text[AMOUNT_FIELD], ret_amount, e) != STATUS_OK)
        return refuse(a, e);
    return STATUS_OK;
}

/* What is paid stands in the header, so the lines are read twice. */
static enum status add_up(struct answer *a, struct error *e)
{
    struct fields f;
    struct fen amount, sum = FEN(0);
    for (int64_t i = 0; i < a->count; i++) {
        TRY(read_detail(a, &f, &amount, e));
        TRY(fen_add(sum, amount, &sum));
        if (is_returned(a, i))
            continue;
        a->paid++;
        TRY(fen_add(a->paid_total, amount, &a->paid_total));
    }
    return sum.v == a->total.v ? STATUS_OK : refuse(a, e);
}

static enum status write_details(struct answer *a, struct error *e)
{
    static const char *const reasons[][2] = {{"1001", "户名不符"},
                                             {"1002", "账号不存在"},
                                             {"1003", "账户已销户"},
                                             {"1004", "账户状态异常"}};
    struct fields f;
    struct fen amount;
    size_t reason = 0;
    CLEANUP(buf_free) struct buf encoded = BUF_INIT(REASON_BYTES);
    for (int64_t i = 0; i < a->count; i++) {
        TRY(read_detail(a, &f, &amount, e));
        if (!is_returned(a, i)) {
            fprintf(a->out, "%s|0000|%s", a->line, a->end);
            continue;
        }
        const char *const *r = reasons[reason++ % (sizeof(reasons) / sizeof(reasons[0]))];
        buf_clear(&encoded);
        TRY(utf8_to_gb18030(r[1], strlen(r[1]), &encoded, e));
        fprintf(a->out, "%s|%s|%s%s", a->line, r[0], buf_text(&encoded), a->end);
    }
    return STATUS_OK;
}

static enum status answer(struct answer *a, struct error *e)
{
    struct fields header;
    char total[FEN_TEXT_BYTES], paid[FEN_TEXT_BYTES];
    TRY(read_header(a, &header, e));
    long details = ftell(a->in);
    TRY(add_up(a, e));
    if (details < 0 || fseek(a->in, details, SEEK_SET) != 0)
        return refuse(a, e);
    a->line_no = 1;
    fprintf(a->out, "R|%s|%s|%" PRId64 "|%s|%" PRId64 "|%s%s", header.text[1], header.text[2],
            a->count, fen_format(a->total, total), a->paid, fen_format(a->paid_total, paid),
            a->end);
    return write_details(a, e);
}

enum status demo_bank_answer(const char *sent, const char *path, int64_t returns, struct error *e)
{
    struct answer a = {.path = sent, .returns = returns};
    enum status s = STATUS_OK;
    a.in = fopen(sent, "rb");
    a.out = a.in != NULL ? fopen(path, "wb") : NULL;
    if (a.out == NULL)
        s = error_set(e, STATUS_FAILED, "DEMO_BANK", _("打不开 %s 或 %s"), sent, path);
    else
        s = answer(&a, e);
    if (a.out != NULL && fclose(a.out) != 0 && s == STATUS_OK)
        s = error_set(e, STATUS_FAILED, "DEMO_BANK", _("没有写完 %s"), path);
    if (a.in != NULL)
        fclose(a.in);
    return s;
}
