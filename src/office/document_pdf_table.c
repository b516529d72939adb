/* Tables: all rows are measured, then drawn page by page with the header rows on each. */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "office/document_draw.h"

#define FITTING_RATIO_LEAST 0.78

struct grid {
    struct canvas *canvas;
    const struct document_table *table;
    double x[DOCUMENT_COLUMNS_MAX + 1];
    const struct document_row **rows;
    double *heights;
};

static struct document_style paragraph_style(const struct grid *g, int row,
                                             const struct document_cell *cell,
                                             const struct document_paragraph *p)
{
    struct document_style s = g->canvas->look->cell;
    if (row < g->table->header_rows || cell->is_strong)
        s.face = FACE_HEI;
    if (p->align != ALIGN_DEFAULT)
        s.align = p->align;
    else if (cell->align != ALIGN_DEFAULT)
        s.align = cell->align;
    s.indent_chars = p->indent_chars;
    return s;
}

static double cell_width(const struct grid *g, const struct document_cell *cell)
{
    double width = g->x[cell->column + cell->columns] - g->x[cell->column] - 2 * CELL_PADDING_X;
    return width < 1 ? 1 : width;
}

/* A short text that would only just break is set a little smaller: a date or an ID number in two
   lines is hard to read. */
static void paragraph_set(const struct grid *g, int row, const struct document_cell *cell,
                          const struct document_paragraph *p, struct set_text *ret)
{
    struct document_style s = paragraph_style(g, row, cell, p);
    double width = cell_width(g, cell);
    text_set(g->canvas, &p->text, &s, width, ret);
    if (ret->line_count != 2 || memchr(p->text.p, '\n', p->text.n))
        return;
    struct set_text line;
    text_set(g->canvas, &p->text, &s, 0, &line);
    double line_width = set_text_width(&line);
    set_text_free(&line);
    if (line_width <= width || width < line_width * FITTING_RATIO_LEAST)
        return;
    set_text_free(ret);
    s.size *= width / line_width * 0.995;
    text_set(g->canvas, &p->text, &s, width, ret);
}

struct cell_heights {
    double text, closing;
};

static struct cell_heights cell_measure(const struct grid *g, int row,
                                        const struct document_cell *cell)
{
    struct cell_heights h = {0, 0};
    for (const struct document_paragraph *p = cell->first; p; p = p->next) {
        struct set_text t;
        paragraph_set(g, row, cell, p, &t);
        *(p->is_closing ? &h.closing : &h.text) += t.line_count * t.style.pitch;
        set_text_free(&t);
    }
    return h;
}

static double cell_height(const struct cell_heights *h)
{
    double gap = h->closing > 0 && h->text > 0 ? CLOSING_GAP : 0;
    return h->text + gap + h->closing + 2 * CELL_PADDING_Y;
}

static void rows_measure(struct grid *g)
{
    for (int i = 0; i < g->table->row_count; i++) {
        g->heights[i] = g->rows[i]->height;
        for (const struct document_cell *cell = g->rows[i]->first; cell; cell = cell->next) {
            struct cell_heights h = cell_measure(g, i, cell);
            if (cell->rows == 1 && cell_height(&h) > g->heights[i])
                g->heights[i] = cell_height(&h);
        }
    }
    /* What a cell over several rows still lacks is given to its last row. */
    for (int i = 0; i < g->table->row_count; i++)
        for (const struct document_cell *cell = g->rows[i]->first; cell; cell = cell->next) {
            if (cell->rows == 1)
                continue;
            struct cell_heights h = cell_measure(g, i, cell);
            double missing = cell_height(&h);
            for (int r = i; r < i + cell->rows; r++)
                missing -= g->heights[r];
            if (missing > 0)
                g->heights[i + cell->rows - 1] += missing;
        }
}

static double rows_height(const struct grid *g, int first, int end)
{
    double sum = 0;
    for (int i = first; i < end; i++)
        sum += g->heights[i];
    return sum;
}

static void cell_draw(struct grid *g, int row, const struct document_cell *cell, double y,
                      double height)
{
    struct cell_heights h = cell_measure(g, row, cell);
    double x = g->x[cell->column] + CELL_PADDING_X, top = y + CELL_PADDING_Y;
    double at = cell->is_top || h.closing > 0 ? top : y + (height - h.text) / 2;
    bool is_closing = false;
    for (const struct document_paragraph *p = cell->first; p; p = p->next) {
        struct set_text t;
        if (p->is_closing && !is_closing)
            at = y + height - CELL_PADDING_Y - h.closing;
        is_closing = p->is_closing;
        paragraph_set(g, row, cell, p, &t);
        set_text_draw(g->canvas, &t, 0, t.line_count, x, at);
        at += t.line_count * t.style.pitch;
        set_text_free(&t);
    }
}

/* Rows first..end-1 at the canvas's y, with the parts of cells that begin above them. */
static void rows_draw(struct grid *g, int first, int end)
{
    struct canvas *c = g->canvas;
    double top = c->y, bottom = top + rows_height(g, first, end);
    for (int i = 0; i < end; i++)
        for (const struct document_cell *cell = g->rows[i]->first; cell; cell = cell->next) {
            int from = i < first ? first : i;
            int to = i + cell->rows < end ? i + cell->rows : end;
            if (from >= to)
                continue;
            double y = top + rows_height(g, first, from), height = rows_height(g, from, to);
            if (i >= first)
                cell_draw(g, i, cell, y, height);
            cairo_set_line_width(c->cairo, 0.5);
            cairo_rectangle(c->cairo, g->x[cell->column], y,
                            g->x[cell->column + cell->columns] - g->x[cell->column], height);
            cairo_stroke(c->cairo);
        }
    c->y = bottom;
}

static void frame_draw(const struct grid *g, double top, double bottom)
{
    cairo_t *cairo = g->canvas->cairo;
    cairo_set_line_width(cairo, 1);
    cairo_rectangle(cairo, g->x[0], top, g->x[g->table->column_count] - g->x[0], bottom - top);
    cairo_stroke(cairo);
}

static enum status pages_draw(struct grid *g)
{
    struct canvas *c = g->canvas;
    int header = g->table->header_rows, next = header;
    double header_height = rows_height(g, 0, header);
    if (g->table->row_count == header)
        TRY(canvas_need(c, header_height, g->rows[0]->line));
    do {
        double first = next < g->table->row_count ? g->heights[next] : 0;
        if (header_height + first > c->look->block_height)
            return document_limit(c->error, g->rows[next]->line,
                                  _("表格中一行的内容超过一页，请缩短后再打印"));
        TRY(canvas_need(c, header_height + first, g->rows[0]->line));
        double room = canvas_bottom(c) - c->y - header_height + 0.01;
        int end = next;
        while (end < g->table->row_count && g->heights[end] <= room)
            room -= g->heights[end++];
        double top = c->y;
        rows_draw(g, 0, header);
        rows_draw(g, next, end);
        frame_draw(g, top, c->y);
        next = end;
    } while (next < g->table->row_count);
    return STATUS_OK;
}

enum status table_draw(struct canvas *c, const struct document_table *t)
{
    struct grid g = {.canvas = c,
                     .table = t,
                     .rows = calloc((size_t)t->row_count, sizeof(const struct document_row *)),
                     .heights = calloc((size_t)t->row_count, sizeof *g.heights)};
    enum status s = STATUS_OK;
    double total = 0, at = canvas_left(c);
    int n = 0;
    for (int i = 0; i < t->column_count; i++)
        total += t->widths[i];
    for (int i = 0; i < t->column_count; i++) {
        g.x[i] = at;
        at += t->widths[i] / total * c->look->block_width;
    }
    g.x[t->column_count] = at;
    if (g.rows && g.heights) {
        for (const struct document_row *row = t->first; row; row = row->next)
            g.rows[n++] = row;
        rows_measure(&g);
        s = pages_draw(&g);
    } else {
        s = error_set(c->error, STATUS_FAILED, "OUT_OF_MEMORY", _("内存不足"));
    }
    free(g.rows);
    free(g.heights);
    return s;
}
