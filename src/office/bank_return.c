#include "office/bank_return.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"

#define AMOUNT_DIGITS_MAX 15

enum status return_refuse(const struct bank_return *r, int line_no, struct error *e,
                          const char *code, const char *format, ...)
{
    char message[ERROR_MESSAGE_BYTES];
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    (void)error_set(e, STATUS_REFUSED, code, "%s", message);
    if (line_no > 0)
        (void)error_place(e, "%s:%d", r->path, line_no);
    else
        (void)error_place(e, "%s", r->path);
    return STATUS_REFUSED;
}

/* Plain digits, with two decimals at most for yuan. Returns -1 for anything else. */
static int64_t plain_amount(const char *p, enum field_type type)
{
    int64_t v = 0;
    int digits = 0, decimals = 0;
    for (; *p >= '0' && *p <= '9' && digits <= AMOUNT_DIGITS_MAX; p++, digits++)
        v = v * 10 + (*p - '0');
    if (digits == 0 || digits > AMOUNT_DIGITS_MAX)
        return -1;
    if (type == FIELD_FEN)
        return *p ? -1 : v;
    v *= 100;
    if (*p == '.') {
        for (p++; *p >= '0' && *p <= '9' && decimals < 2; p++, decimals++)
            v += (*p - '0') * (decimals == 0 ? 10 : 1);
        if (decimals == 0)
            return -1;
    }
    return *p ? -1 : v;
}

static enum status amount_take(const struct bank_return *r, const struct layout_field *f, int i,
                               struct fen *ret, struct error *e)
{
    const char *text = r->fields.texts[i];
    int64_t v = plain_amount(text, f->type);
    if (v < 0 && r->fields.is_number[i] && f->type == FIELD_YUAN) {
        struct fen fen;
        if (fen_parse_cell_number(text, &fen, NULL) == STATUS_OK)
            v = fen.v;
    }
    if (v < 0)
        return return_refuse(r, r->fields.line_no, e, "BANK_FORM", _("“%s”不是金额：%.60s"),
                             f->title, text);
    *ret = FEN(v);
    return STATUS_OK;
}

static enum status count_take(const struct bank_return *r, const struct layout_field *f, int i,
                              int64_t *ret, struct error *e)
{
    int64_t v = plain_amount(r->fields.texts[i], FIELD_FEN);
    if (v < 0)
        return return_refuse(r, r->fields.line_no, e, "BANK_FORM", _("“%s”不是笔数：%.60s"),
                             f->title, r->fields.texts[i]);
    *ret = v;
    return STATUS_OK;
}

static enum status refuse_count(const struct bank_return *r, int line_no, struct error *e,
                                const char *what, int64_t has, int64_t expected)
{
    return return_refuse(r, line_no, e, "BANK_COUNT",
                         _("%s是 %lld，应是 %lld：整个文件不予入账，请向银行核对"), what,
                         (long long)has, (long long)expected);
}

static enum status refuse_total(const struct bank_return *r, int line_no, struct error *e,
                                const char *what, struct fen has, struct fen expected)
{
    char a[FEN_TEXT_BYTES], b[FEN_TEXT_BYTES];
    return return_refuse(r, line_no, e, "BANK_TOTAL",
                         _("%s是 %s 元，应是 %s 元：整个文件不予入账，请向银行核对"), what,
                         fen_format(has, a), fen_format(expected, b));
}

static enum status frame_field(struct bank_return *r, const struct layout_field *f, int i,
                               struct error *e)
{
    const char *text = r->fields.texts[i];
    int line_no = r->fields.line_no;
    int64_t count;
    struct fen total;
    switch (f->source) {
    case SOURCE_CONST:
        if (strcmp(text, f->value) != 0)
            return return_refuse(r, line_no, e, "BANK_FORM", _("这里应是“%s”：不是该版式的回盘"),
                                 f->value);
        return STATUS_OK;
    case SOURCE_UNIT:
        if (strcmp(text, r->expected.unit) != 0)
            return return_refuse(r, line_no, e, "BANK_UNIT",
                                 _("单位编号是“%.60s”，应是“%.60s”：不是本单位的回盘"), text,
                                 r->expected.unit);
        return STATUS_OK;
    case SOURCE_DATE: {
        char day[24];
        (void)snprintf(day, sizeof day, "%lld", (long long)date_yyyymmdd(r->expected.date));
        if (strcmp(text, day) != 0)
            return return_refuse(r, line_no, e, "BANK_DATE",
                                 _("日期是“%.60s”，应是 %s：不是这一批的回盘"), text, day);
        return STATUS_OK;
    }
    case SOURCE_COUNT:
        TRY(count_take(r, f, i, &count, e));
        return count == r->expected.count
                   ? STATUS_OK
                   : refuse_count(r, line_no, e, _("总笔数"), count, r->expected.count);
    case SOURCE_TOTAL:
        TRY(amount_take(r, f, i, &total, e));
        return total.v == r->expected.total.v
                   ? STATUS_OK
                   : refuse_total(r, line_no, e, _("总金额"), total, r->expected.total);
    case SOURCE_OK_COUNT:
        return count_take(r, f, i, &r->said_ok_count, e);
    case SOURCE_OK_TOTAL:
        return amount_take(r, f, i, &r->said_ok_total, e);
    case SOURCE_ALL_OK:
        r->said_all_ok = strcmp(text, f->all_ok) == 0 ? 1 : 0;
        if (!r->said_all_ok && strcmp(text, f->not_all_ok) != 0)
            return return_refuse(r, line_no, e, "BANK_FORM", _("“%s”应是 %s 或 %s"), f->title,
                                 f->all_ok, f->not_all_ok);
        return STATUS_OK;
    default:
        return STATUS_OK;
    }
}

static enum status check_field_count(struct bank_return *r, const struct layout_part *part,
                                     struct error *e)
{
    int has = r->fields.count;
    /* Some banks end every line with a separator. */
    if (has == part->count + 1 && !r->fields.texts[has - 1][0])
        return STATUS_OK;
    if (has != part->count)
        return return_refuse(r, r->fields.line_no, e, "BANK_FORM",
                             _("这一行有 %d 项，该版式应有 %d 项"), has, part->count);
    return STATUS_OK;
}

static enum status frame_check(struct bank_return *r, const struct layout_part *part,
                               struct error *e)
{
    TRY(check_field_count(r, part, e));
    for (int i = 0; i < part->count; i++)
        TRY(frame_field(r, &part->fields[i], i, e));
    return STATUS_OK;
}

enum status bank_return_open(const struct layout *layout, const char *path,
                             const struct bank_batch *expected, struct bank_return **ret,
                             struct error *e)
{
    CLEANUP(bank_return_cleanup) struct bank_return *r = calloc(1, sizeof *r);
    if (!r)
        return error_set(e, STATUS_FAILED, "OUT_OF_MEMORY", _("内存不足"));
    r->layout = layout;
    r->expected = *expected;
    r->is_sheet = layout->kind == LAYOUT_XLSX;
    r->said_ok_count = r->said_ok_total.v = r->said_all_ok = -1;
    r->path = strdup(path);
    if (!r->path)
        return error_set(e, STATUS_FAILED, "OUT_OF_MEMORY", _("内存不足"));
    if (r->is_sheet) {
        TRY(return_sheet_open(r, e));
    } else {
        TRY(return_lines_open(r, e));
        if (layout->return_header.count > 0) {
            enum status s = return_lines_next(r, e);
            if (s == STATUS_NONE)
                return return_refuse(r, 0, e, "BANK_FORM", _("文件是空的"));
            if (s != STATUS_OK)
                return s;
            TRY(frame_check(r, &layout->return_header, e));
        }
    }
    *ret = r;
    r = NULL;
    return STATUS_OK;
}

/* Everything the file says about itself against its lines and against what was sent. */
static enum status end_check(struct bank_return *r, struct error *e)
{
    if (r->layout->return_trailer.count > 0 && !r->has_trailer)
        return return_refuse(r, 0, e, "BANK_FORM", _("缺少尾行：文件不完整"));
    if (r->count != r->expected.count)
        return refuse_count(r, 0, e, _("明细笔数"), r->count, r->expected.count);
    if (r->total.v != r->expected.total.v)
        return refuse_total(r, 0, e, _("明细金额合计"), r->total, r->expected.total);
    if (r->said_ok_count >= 0 && r->said_ok_count != r->ok_count)
        return refuse_count(r, 0, e, _("文件所说的成功笔数"), r->said_ok_count, r->ok_count);
    if (r->said_ok_total.v >= 0 && r->said_ok_total.v != r->ok_total.v)
        return refuse_total(r, 0, e, _("文件所说的成功金额"), r->said_ok_total, r->ok_total);
    if (r->said_all_ok >= 0 && (r->said_all_ok == 1) != (r->ok_count == r->count))
        return return_refuse(r, 0, e, "BANK_COUNT", _("文件所说的“是否全部成功”与明细不符"));
    r->is_checked = true;
    return STATUS_NONE;
}

static enum status detail_field(struct bank_return *r, const struct layout_field *f, int i,
                                struct bank_return_line *line, struct fen *paid, struct error *e)
{
    const char *text = r->fields.texts[i];
    int64_t times;
    switch (f->source) {
    case SOURCE_CONST:
        if (strcmp(text, f->value) != 0)
            return return_refuse(r, line->line_no, e, "BANK_FORM", _("“%s”应是“%s”"), f->title,
                                 f->value);
        break;
    case SOURCE_AGENT_NO:
        line->sent.agent_no = text;
        break;
    case SOURCE_NAME:
        line->sent.name = text;
        break;
    case SOURCE_AMOUNT:
        return amount_take(r, f, i, &line->sent.amount, e);
    case SOURCE_ACCOUNT:
        line->sent.account = text;
        break;
    case SOURCE_LINE_UNIT:
        line->sent.unit = text;
        break;
    case SOURCE_ID_KIND:
        line->sent.id_kind = text;
        break;
    case SOURCE_ID_NUMBER:
        line->sent.id_number = text;
        break;
    case SOURCE_TIMES:
        TRY(count_take(r, f, i, &times, e));
        line->sent.times = times > 1000000 ? 1000000 : (int)times;
        break;
    case SOURCE_PAID_AMOUNT:
        *paid = FEN(0);
        return text[0] ? amount_take(r, f, i, paid, e) : STATUS_OK;
    case SOURCE_CODE:
        line->code = text;
        break;
    case SOURCE_REASON:
        line->reason = text;
        break;
    default:
        break;
    }
    return STATUS_OK;
}

static enum status detail_take(struct bank_return *r, struct bank_return_line *ret, struct error *e)
{
    const struct layout_part *part = &r->layout->return_detail;
    struct fen paid = FEN(-1);
    struct bank_return_line line = {
        .line_no = r->fields.line_no,
        .sent = {.agent_no = ""},
        .code = "",
        .reason = "",
    };
    TRY(check_field_count(r, part, e));
    for (int i = 0; i < part->count; i++)
        TRY(detail_field(r, &part->fields[i], i, &line, &paid, e));
    if (!line.code[0])
        return return_refuse(r, line.line_no, e, "BANK_FORM", _("没有处理结果：银行尚未处理完"));
    line.is_paid = strcmp(line.code, r->layout->paid_code) == 0;
    if (paid.v >= 0 && paid.v != (line.is_paid ? line.sent.amount.v : 0))
        return return_refuse(r, line.line_no, e, "BANK_FORM",
                             _("处理结果“%.40s”与实处理金额矛盾：请向银行核对"), line.code);
    line.paid = line.is_paid ? line.sent.amount : FEN(0);
    r->count++;
    r->ok_count += line.is_paid;
    if (fen_add(r->total, line.sent.amount, &r->total) != STATUS_OK ||
        fen_add(r->ok_total, line.paid, &r->ok_total) != STATUS_OK)
        return return_refuse(r, line.line_no, e, "BANK_TOTAL", _("金额太大"));
    *ret = line;
    return STATUS_OK;
}

enum status bank_return_next(struct bank_return *r, struct bank_return_line *ret, struct error *e)
{
    const struct layout_part *trailer = &r->layout->return_trailer;
    if (r->is_checked)
        return STATUS_NONE;
    enum status s = r->is_sheet ? return_sheet_next(r, e) : return_lines_next(r, e);
    if (s == STATUS_NONE)
        return end_check(r, e);
    if (s != STATUS_OK)
        return s;
    if (r->has_trailer)
        return return_refuse(r, r->fields.line_no, e, "BANK_FORM", _("尾行之后还有内容"));
    if (trailer->count > 0 && strcmp(r->fields.texts[0], trailer->fields[0].value) == 0) {
        r->has_trailer = true;
        TRY(frame_check(r, trailer, e));
        return bank_return_next(r, ret, e); /* once: has_trailer ends it */
    }
    if (r->count >= r->expected.count)
        return refuse_count(r, r->fields.line_no, e, _("明细笔数至少"), r->count + 1,
                            r->expected.count);
    return detail_take(r, ret, e);
}

void bank_return_close(struct bank_return *r)
{
    if (!r)
        return;
    if (r->is_sheet)
        return_sheet_close(r);
    else
        return_lines_close(r);
    free(r->path);
    free(r);
}

void bank_return_cleanup(struct bank_return **r)
{
    bank_return_close(*r);
}
