#include "office/paper.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/i18n.h"
#include "base/text.h"
#include "office/csv_write.h"
#include "office/paper_source.h"

char *paper_number(enum paper_kind kind, int64_t number, char out[PAPER_NUMBER_BYTES])
{
    if (kind == PAPER_FEN)
        return fen_format_people(FEN(number), out);
    (void)snprintf(out, PAPER_NUMBER_BYTES, "%" PRId64, number);
    return out;
}

const char *paper_signature(const struct paper_table *table)
{
    return table->signature
               ? table->signature
               : _("填报人：            审核人：            负责人：            （盖章）");
}

bool paper_has_totals(const struct paper_table *table)
{
    for (int i = 0; i < table->column_count; i++)
        if (table->columns[i].is_totalled)
            return true;
    return false;
}

enum status paper_add(const struct paper_table *table, const struct paper_cell *cells,
                      int64_t totals[PAPER_COLUMNS_MAX], struct error *e)
{
    for (int i = 0; i < table->column_count; i++) {
        const struct paper_column *c = &table->columns[i];
        struct fen sum;
        if (!c->is_totalled || c->kind == PAPER_TEXT || cells[i].text)
            continue;
        if (fen_add(FEN(totals[i]), FEN(cells[i].number), &sum) != STATUS_OK)
            return error_set(e, STATUS_FAILED, "FEN_OVERFLOW", _("“%s”一列的合计太大"), c->title);
        totals[i] = sum.v;
    }
    return STATUS_OK;
}

static enum status csv_format_begin(struct paper_writer *w, struct error *e)
{
    struct csv_writer *csv = calloc(1, sizeof *csv);
    if (!csv)
        return error_set(e, STATUS_FAILED, "OUT_OF_MEMORY", _("内存不足"));
    w->state = csv;
    TRY(outfile_start(&w->out, e));
    csv_begin(csv, w->out.file, true);
    for (int i = 0; i < w->table->column_count; i++)
        csv_text(csv, w->table->columns[i].title);
    csv_end_row(csv);
    return STATUS_OK;
}

static enum status csv_format_row(struct paper_writer *w, const struct paper_cell *cells,
                                  struct error *e)
{
    (void)e;
    struct csv_writer *csv = w->state;
    for (int i = 0; i < w->table->column_count; i++) {
        char number[PAPER_NUMBER_BYTES];
        enum paper_kind kind = w->table->columns[i].kind;
        if (cells[i].text || kind == PAPER_TEXT)
            csv_text(csv, cells[i].text ? cells[i].text : "");
        else
            csv_plain(csv, kind == PAPER_FEN ? fen_format(FEN(cells[i].number), number)
                                             : paper_number(kind, cells[i].number, number));
    }
    csv_end_row(csv);
    return STATUS_OK;
}

static enum status csv_format_end(struct paper_writer *w, struct error *e)
{
    return csv_end(w->state, e);
}

static void csv_format_free(struct paper_writer *w)
{
    free(w->state);
}

const struct paper_format paper_csv = {csv_format_begin, csv_format_row, csv_format_end,
                                       csv_format_free};

static const struct paper_format *format_of(const char *path)
{
    if (text_ends(path, ".xlsx"))
        return &paper_xlsx;
    if (text_ends(path, ".pdf"))
        return &paper_pdf;
    return text_ends(path, ".csv") ? &paper_csv : NULL;
}

enum status paper_begin(const char *path, const struct paper_table *table,
                        struct paper_writer **ret, struct error *e)
{
    const struct paper_format *format = format_of(path);
    if (!format) {
        (void)error_set(e, STATUS_REFUSED, "PAPER_KIND", _("文件名应以 .xlsx、.pdf 或 .csv 结尾"));
        (void)error_place(e, "%s", path);
        return STATUS_REFUSED;
    }
    if (table->column_count < 1 || table->column_count > PAPER_COLUMNS_MAX)
        return error_set(e, STATUS_FAILED, "PAPER_COLUMNS", _("表格的列数不对"));
    CLEANUP(paper_cleanup) struct paper_writer *w = calloc(1, sizeof *w);
    if (!w)
        return error_set(e, STATUS_FAILED, "OUT_OF_MEMORY", _("内存不足"));
    w->table = table;
    w->format = format;
    TRY(outfile_prepare(&w->out, path, e));
    TRY(format->begin(w, e));
    *ret = w;
    w = NULL;
    return STATUS_OK;
}

enum status paper_row(struct paper_writer *w, const struct paper_cell *cells, struct error *e)
{
    TRY(paper_add(w->table, cells, w->totals, e));
    w->row_count++;
    return w->format->row(w, cells, e);
}

enum status paper_end(struct paper_writer *w, struct error *e)
{
    TRY(w->format->end(w, e));
    w->is_ended = true;
    return outfile_commit(&w->out, e);
}

void paper_free(struct paper_writer *w)
{
    if (!w)
        return;
    w->format->free(w);
    outfile_discard(&w->out);
    free(w);
}

void paper_cleanup(struct paper_writer **w)
{
    paper_free(*w);
}
