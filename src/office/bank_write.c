#include "office/bank.h"

#include <stdlib.h>
#include <xlsxwriter.h>

#include "base/i18n.h"
#include "base/text.h"
#include "office/charset.h"
#include "office/outfile.h"

#define LINE_BYTES_MAX 65536
#define FLUSH_BYTES (128u << 10)

struct bank_writer {
    const struct layout *layout;
    const struct bank_batch *batch;
    struct outfile out;
    struct charset *charset;
    struct buf text;  /* lines not yet handed to the file */
    struct buf probe; /* xlsx: only to count bytes */
    lxw_workbook *book;
    lxw_worksheet *sheet;
    lxw_format *as_text, *as_money, *heading;
    int64_t count;
    struct fen total;
    bool is_forbidden[256]; /* control characters and the separator */
};

static enum status refuse_field(const struct bank_writer *w, const struct layout_field *f,
                                const char *agent_no, struct error *e, const char *code,
                                const char *why)
{
    (void)error_set(e, STATUS_REFUSED, code, _("“%s”%s"), f->title, why);
    if (agent_no)
        (void)error_place(e, _("第 %lld 笔（代理编号 %s）"), (long long)w->count + 1, agent_no);
    else
        (void)error_place(e, "%s", w->out.path);
    return STATUS_REFUSED;
}

/* Appends text in the layout's charset. A separator or line break in it would shift every field
 * behind. */
static enum status add_text(struct bank_writer *w, struct buf *out, const struct layout_field *f,
                            const char *text, const char *agent_no, struct error *e)
{
    size_t before = out->n, n = 0;
    unsigned seen = 0;
    for (unsigned char c; (c = (unsigned char)text[n]) != '\0'; n++) {
        seen |= c;
        if (w->is_forbidden[c])
            return refuse_field(w, f, agent_no, e, "BANK_CHARACTER",
                                _("含有分隔符、换行或控制字符：请改正该项内容"));
    }
    if (seen < 0x80) {
        buf_add(out, text, n);
    } else {
        struct error inner;
        enum status s = charset_encode(w->charset, text, n, out, &inner);
        if (s == STATUS_REFUSED)
            return refuse_field(w, f, agent_no, e, "BANK_CHARACTER", inner.message);
        if (s != STATUS_OK)
            return buf_status(out, e);
    }
    if (f->width_bytes > 0 && out->n - before > (size_t)f->width_bytes) {
        char why[120];
        (void)snprintf(why, sizeof why, _("长 %zu 字节，银行只收 %d 字节"), out->n - before,
                       f->width_bytes);
        return refuse_field(w, f, agent_no, e, "BANK_WIDTH", why);
    }
    return STATUS_OK;
}

static void add_yuan(struct buf *out, int64_t fen)
{
    char digits[24];
    int at = (int)sizeof digits;
    uint64_t v = (uint64_t)fen;
    digits[--at] = (char)('0' + v % 10);
    v /= 10;
    digits[--at] = (char)('0' + v % 10);
    v /= 10;
    digits[--at] = '.';
    do
        digits[--at] = (char)('0' + v % 10);
    while ((v /= 10) > 0);
    buf_add(out, digits + at, sizeof digits - (size_t)at);
}

static void add_money(struct buf *out, const struct layout_field *f, struct fen v)
{
    if (f->type == FIELD_FEN)
        buf_add_i64(out, v.v);
    else
        add_yuan(out, v.v);
}

static enum status add_frame_field(struct bank_writer *w, const struct layout_field *f,
                                   struct error *e)
{
    switch (f->source) {
    case SOURCE_CONST:
        return add_text(w, &w->text, f, f->value, NULL, e);
    case SOURCE_UNIT:
        return add_text(w, &w->text, f, w->batch->unit, NULL, e);
    case SOURCE_DATE:
        buf_add_i64(&w->text, date_yyyymmdd(w->batch->date));
        return STATUS_OK;
    case SOURCE_COUNT:
        buf_add_i64(&w->text, w->batch->count);
        return STATUS_OK;
    case SOURCE_TOTAL:
        add_money(&w->text, f, w->batch->total);
        return STATUS_OK;
    default:
        return STATUS_OK;
    }
}

static enum status add_frame(struct bank_writer *w, const struct layout_part *part, struct error *e)
{
    if (part->count == 0)
        return STATUS_OK;
    for (int i = 0; i < part->count; i++) {
        if (i > 0)
            buf_addc(&w->text, w->layout->separator);
        TRY(add_frame_field(w, &part->fields[i], e));
    }
    buf_adds(&w->text, w->layout->line_end);
    return STATUS_OK;
}

static bool is_given(const char *text)
{
    return text && text[0];
}

static const char *line_text(const struct bank_writer *w, const struct layout_field *f,
                             const struct bank_line *line)
{
    switch (f->source) {
    case SOURCE_CONST:
        return f->value;
    case SOURCE_AGENT_NO:
        return line->agent_no;
    case SOURCE_NAME:
        return line->name;
    case SOURCE_ACCOUNT:
        return line->account;
    case SOURCE_LINE_UNIT:
        return is_given(line->unit) ? line->unit : w->batch->unit;
    case SOURCE_ID_KIND:
        return is_given(line->id_kind) ? line->id_kind : f->value;
    case SOURCE_ID_NUMBER:
        return line->id_number;
    default:
        return "";
    }
}

static bool is_required(enum field_source source)
{
    return source == SOURCE_AGENT_NO || source == SOURCE_NAME || source == SOURCE_ACCOUNT;
}

static enum status check_filled(const struct bank_writer *w, const struct layout_field *f,
                                const char *text, const char *agent_no, struct error *e)
{
    if (is_required(f->source) && !is_given(text))
        return refuse_field(w, f, agent_no, e, "BANK_FORM", _("是空的：没有它银行无法入账"));
    return STATUS_OK;
}

static enum status text_line(struct bank_writer *w, const struct bank_line *line,
                             const char *agent_no, struct error *e)
{
    const struct layout_part *part = &w->layout->detail;
    for (int i = 0; i < part->count; i++) {
        const struct layout_field *f = &part->fields[i];
        if (i > 0)
            buf_addc(&w->text, w->layout->separator);
        if (f->source == SOURCE_AMOUNT) {
            add_money(&w->text, f, line->amount);
        } else if (f->source == SOURCE_TIMES) {
            buf_add_i64(&w->text, line->times > 0 ? line->times : 1);
        } else {
            const char *text = line_text(w, f, line);
            TRY(check_filled(w, f, text, agent_no, e));
            if (text)
                TRY(add_text(w, &w->text, f, text, agent_no, e));
        }
    }
    buf_adds(&w->text, w->layout->line_end);
    if (w->text.n >= FLUSH_BYTES) {
        (void)fwrite(w->text.p, 1, w->text.n, w->out.file);
        buf_clear(&w->text);
    }
    return buf_status(&w->text, e);
}

static enum status sheet_failed(lxw_error code, struct error *e)
{
    return error_set(e, STATUS_FAILED, "SHEET_WRITE", _("写工作簿出错：%s"), lxw_strerror(code));
}

static enum status sheet_line(struct bank_writer *w, const struct bank_line *line,
                              const char *agent_no, struct error *e)
{
    const struct layout_part *part = &w->layout->detail;
    lxw_row_t row = (lxw_row_t)w->count + 1;
    lxw_error code = LXW_NO_ERROR;
    if (row >= 1048576)
        return error_set(e, STATUS_REFUSED, "SHEET_LIMIT", _("行数超过工作簿的上限：请分批发放"));
    for (int i = 0; i < part->count && code == LXW_NO_ERROR; i++) {
        const struct layout_field *f = &part->fields[i];
        lxw_col_t col = (lxw_col_t)i;
        if (f->source == SOURCE_AMOUNT) {
            /* A number cell is a double by the file format. */
            code = worksheet_write_number(w->sheet, row, col,
                                          f->type == FIELD_FEN ? (double)line->amount.v
                                                               : (double)line->amount.v / 100.0,
                                          f->type == FIELD_FEN ? NULL : w->as_money);
        } else if (f->source == SOURCE_TIMES) {
            code =
                worksheet_write_number(w->sheet, row, col, line->times > 0 ? line->times : 1, NULL);
        } else if (f->source != SOURCE_EMPTY) {
            const char *text = line_text(w, f, line);
            TRY(check_filled(w, f, text, agent_no, e));
            buf_clear(&w->probe);
            if (text)
                TRY(add_text(w, &w->probe, f, text, agent_no, e));
            code = worksheet_write_string(w->sheet, row, col, text ? text : "", w->as_text);
        }
    }
    return code == LXW_NO_ERROR ? STATUS_OK : sheet_failed(code, e);
}

enum status bank_writer_line(struct bank_writer *w, const struct bank_line *line, struct error *e)
{
    const char *agent_no = is_given(line->agent_no) ? line->agent_no : "?";
    struct fen total;
    if (line->amount.v <= 0 || fen_add(w->total, line->amount, &total) != STATUS_OK) {
        (void)error_set(e, STATUS_REFUSED, "BANK_AMOUNT", _("金额必须大于零"));
        (void)error_place(e, _("第 %lld 笔（代理编号 %s）"), (long long)w->count + 1, agent_no);
        return STATUS_REFUSED;
    }
    TRY(w->book ? sheet_line(w, line, agent_no, e) : text_line(w, line, agent_no, e));
    w->total = total;
    w->count++;
    return STATUS_OK;
}

static enum status sheet_begin(struct bank_writer *w, struct error *e)
{
    lxw_workbook_options options = {.constant_memory = LXW_TRUE};
    w->book = workbook_new_opt(w->out.part, &options);
    if (w->book) {
        lxw_doc_properties properties = {.created = (time_t)w->batch->date.v * 86400};
        (void)workbook_set_properties(w->book, &properties);
        w->sheet = workbook_add_worksheet(w->book, NULL);
        w->as_text = workbook_add_format(w->book);
        w->as_money = workbook_add_format(w->book);
        w->heading = workbook_add_format(w->book);
    }
    if (!w->book || !w->sheet || !w->as_text || !w->as_money || !w->heading)
        return error_set(e, STATUS_FAILED, "OUT_OF_MEMORY", _("内存不足"));
    format_set_num_format(w->as_text, "@");
    format_set_num_format(w->as_money, "0.00");
    format_set_bold(w->heading);
    const struct layout_part *part = &w->layout->detail;
    lxw_error code = LXW_NO_ERROR;
    for (int i = 0; i < part->count && code == LXW_NO_ERROR; i++) {
        lxw_col_t col = (lxw_col_t)i;
        code = worksheet_set_column(w->sheet, col, col, part->fields[i].chars, NULL);
        if (code == LXW_NO_ERROR)
            code = worksheet_write_string(w->sheet, 0, col, part->fields[i].title, w->heading);
    }
    return code == LXW_NO_ERROR ? STATUS_OK : sheet_failed(code, e);
}

enum status bank_writer_open(const struct layout *layout, const char *path,
                             const struct bank_batch *batch, struct bank_writer **ret,
                             struct error *e)
{
    CLEANUP(bank_writer_cleanup) struct bank_writer *w = calloc(1, sizeof *w);
    if (!w)
        return error_set(e, STATUS_FAILED, "OUT_OF_MEMORY", _("内存不足"));
    w->layout = layout;
    w->batch = batch;
    w->text = BUF_INIT(FLUSH_BYTES + LINE_BYTES_MAX);
    w->probe = BUF_INIT(LINE_BYTES_MAX);
    for (int c = 0; c < 256; c++)
        w->is_forbidden[c] = c < 0x20 || c == 0x7F || c == (unsigned char)layout->separator;
    TRY(charset_open(layout->charset, &w->charset, e));
    TRY(outfile_prepare(&w->out, path, e));
    if (layout->kind == LAYOUT_XLSX) {
        TRY(sheet_begin(w, e));
    } else {
        TRY(outfile_start(&w->out, e));
        TRY(add_frame(w, &layout->header, e));
    }
    *ret = w;
    w = NULL;
    return STATUS_OK;
}

static enum status check_batch(const struct bank_writer *w, struct error *e)
{
    char has[FEN_TEXT_BYTES], says[FEN_TEXT_BYTES];
    if (w->count != w->batch->count)
        return error_set(e, STATUS_FAILED, "BANK_COUNT",
                         _("写出 %lld 笔，批次却是 %lld 笔：文件未生成"), (long long)w->count,
                         (long long)w->batch->count);
    if (w->total.v != w->batch->total.v)
        return error_set(e, STATUS_FAILED, "BANK_TOTAL",
                         _("写出合计 %s 元，批次却是 %s 元：文件未生成"), fen_format(w->total, has),
                         fen_format(w->batch->total, says));
    return STATUS_OK;
}

enum status bank_writer_finish(struct bank_writer *w, struct error *e)
{
    TRY(check_batch(w, e));
    if (w->book) {
        lxw_error code = workbook_close(w->book);
        w->book = NULL;
        if (code != LXW_NO_ERROR)
            return sheet_failed(code, e);
    } else {
        TRY(add_frame(w, &w->layout->trailer, e));
        TRY(buf_status(&w->text, e));
        if (w->text.n > 0)
            (void)fwrite(w->text.p, 1, w->text.n, w->out.file);
    }
    return outfile_commit(&w->out, e);
}

void bank_writer_free(struct bank_writer *w)
{
    if (!w)
        return;
    if (w->book)
        (void)workbook_close(w->book);
    outfile_discard(&w->out);
    charset_close(w->charset);
    buf_free(&w->text);
    buf_free(&w->probe);
    free(w);
}

void bank_writer_cleanup(struct bank_writer **w)
{
    bank_writer_free(*w);
    *w = NULL;
}
