/* The table on A4: rows are kept in a temporary file until their number, and with it "共 N 页", is
   known; then one page after the other is drawn. The same table of the same day has the same bytes.
 */
#include <cairo-pdf.h>
#include <errno.h>
#include <pango/pangocairo.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "office/paper_fonts.h"
#include "office/paper_source.h"

/* Points (1/72 inch). */
#define A4_SHORT 595.276
#define A4_LONG 841.89
#define MARGIN_SIDE 36.0
#define MARGIN_TOP 42.0
#define MARGIN_BOTTOM 42.0
#define TITLE_HEIGHT 34.0
#define SUBTITLE_HEIGHT 20.0
#define HEADER_HEIGHT 26.0
#define ROW_HEIGHT 19.0
#define SIGNATURE_HEIGHT 30.0
#define FOOTER_HEIGHT 20.0
#define CELL_PADDING 2.5
#define BODY_SIZE 9.5
#define HEADER_SIZE 9.5
#define SMALLEST_SIZE 5.0
#define TITLE_SIZE 18.0

#define ROW_TEXT_BYTES_MAX (1u << 20)

struct pdf_paper {
    FILE *rows; /* per row and cell: length (uint32, UINT32_MAX: a number follows as int64) and text
                 */
    cairo_surface_t *surface;
    cairo_t *cairo;
    PangoLayout *layout;
    PangoFontDescription *body, *header, *title;
    double width, height, x[PAPER_COLUMNS_MAX + 1];
    double y;
    int64_t page, page_count, rows_per_page;
};

static cairo_status_t write_bytes(void *file, const unsigned char *p, unsigned int n)
{
    return fwrite(p, 1, n, file) == n ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
}

static enum status draw_failed(cairo_status_t code, struct error *e)
{
    return error_set(e, STATUS_FAILED, "PAPER_WRITE", _("写 PDF 出错：%s"),
                     cairo_status_to_string(code));
}

static void columns_place(const struct paper_table *t, struct pdf_paper *p)
{
    double total = 0, at = MARGIN_SIDE;
    for (int i = 0; i < t->column_count; i++)
        total += t->columns[i].width > 0 ? t->columns[i].width : 1;
    for (int i = 0; i < t->column_count; i++) {
        p->x[i] = at;
        at += (t->columns[i].width > 0 ? t->columns[i].width : 1) / total *
              (p->width - 2 * MARGIN_SIDE);
    }
    p->x[t->column_count] = p->width - MARGIN_SIDE;
}

static double top_height(const struct paper_table *t)
{
    return TITLE_HEIGHT + (t->subtitle || t->subtitle_right ? SUBTITLE_HEIGHT : 0) + HEADER_HEIGHT;
}

/* Widths as the font has them: rounded to a screen's pixels, a number that was made to fit would
 * still run into the next column. */
static void metrics_exact(PangoLayout *layout)
{
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    pango_cairo_context_set_font_options(pango_layout_get_context(layout), options);
    pango_context_set_round_glyph_positions(pango_layout_get_context(layout), FALSE);
    pango_layout_context_changed(layout);
    cairo_font_options_destroy(options);
}

static void surface_set_up(const struct paper_writer *w, struct pdf_paper *p)
{
    char day[DATE_TEXT_BYTES], created[DATE_TEXT_BYTES + 10];
    (void)snprintf(created, sizeof created, "%sT00:00:00", date_format(w->table->date, day));
    cairo_pdf_surface_set_metadata(p->surface, CAIRO_PDF_METADATA_CREATE_DATE, created);
    cairo_pdf_surface_set_metadata(p->surface, CAIRO_PDF_METADATA_TITLE, w->table->title);
    p->cairo = cairo_create(p->surface);
    p->layout = pango_cairo_create_layout(p->cairo);
    metrics_exact(p->layout);
    pango_layout_set_single_paragraph_mode(p->layout, TRUE);
    cairo_set_line_width(p->cairo, 0.5);
}

static enum status pdf_begin(struct paper_writer *w, struct error *e)
{
    struct pdf_paper *p = calloc(1, sizeof *p);
    if (!p)
        return error_set(e, STATUS_FAILED, "OUT_OF_MEMORY", _("内存不足"));
    w->state = p;
    p->rows = tmpfile();
    if (!p->rows)
        return error_set(e, STATUS_FAILED, "FILE_WRITE", _("无法建立临时文件：%s"),
                         strerror(errno));
    TRY(outfile_start(&w->out, e));
    p->width = w->table->is_landscape ? A4_LONG : A4_SHORT;
    p->height = w->table->is_landscape ? A4_SHORT : A4_LONG;
    columns_place(w->table, p);
    /* Room is kept on every page for its own totals, the overall ones and the signature: where a
       row falls does not depend on whether its page is the last. */
    double room = p->height - MARGIN_TOP - MARGIN_BOTTOM - top_height(w->table) - SIGNATURE_HEIGHT -
                  FOOTER_HEIGHT;
    if (paper_has_totals(w->table))
        room -= 2 * ROW_HEIGHT;
    p->rows_per_page = (int64_t)(room / ROW_HEIGHT);
    return STATUS_OK;
}

static enum status pdf_row(struct paper_writer *w, const struct paper_cell *cells, struct error *e)
{
    struct pdf_paper *p = w->state;
    for (int i = 0; i < w->table->column_count; i++) {
        bool is_text = cells[i].text || w->table->columns[i].kind == PAPER_TEXT;
        const char *text = cells[i].text ? cells[i].text : "";
        uint32_t n = is_text ? (uint32_t)strnlen(text, ROW_TEXT_BYTES_MAX) : UINT32_MAX;
        (void)fwrite(&n, sizeof n, 1, p->rows);
        if (is_text)
            (void)fwrite(text, 1, n, p->rows);
        else
            (void)fwrite(&cells[i].number, sizeof cells[i].number, 1, p->rows);
    }
    if (ferror(p->rows))
        return error_set(e, STATUS_FAILED, "FILE_WRITE", _("写临时文件出错：%s（磁盘可能已满）"),
                         strerror(errno));
    return STATUS_OK;
}

/* Long text first gets smaller, then breaks into two lines, and only then is cut: a name on an
 * official list has to be whole. */
static void text_fit(struct pdf_paper *p, const PangoFontDescription *font, double size,
                     double width)
{
    int text_width, lines_before = 1;
    PangoFontDescription *smaller = NULL;
    pango_layout_set_width(p->layout, -1);
    pango_layout_set_ellipsize(p->layout, PANGO_ELLIPSIZE_NONE);
    pango_layout_set_font_description(p->layout, font);
    pango_layout_get_size(p->layout, &text_width, NULL);
    double ratio = width * PANGO_SCALE / (double)(text_width > 0 ? text_width : 1);
    if (ratio >= 1)
        return;
    smaller = pango_font_description_copy(font);
    double fitting = size * ratio * 0.99;
    if (fitting < SMALLEST_SIZE * 1.4) {
        fitting = size * ratio * 1.9;
        if (fitting > size * 0.75)
            fitting = size * 0.75;
        if (fitting < SMALLEST_SIZE)
            fitting = SMALLEST_SIZE;
        lines_before = 2;
    }
    pango_font_description_set_absolute_size(smaller, fitting * PANGO_SCALE);
    pango_layout_set_font_description(p->layout, smaller);
    if (lines_before == 2) {
        pango_layout_set_width(p->layout, (int)(width * PANGO_SCALE));
        pango_layout_set_wrap(p->layout, PANGO_WRAP_CHAR);
        pango_layout_set_height(p->layout, -2);
        pango_layout_set_ellipsize(p->layout, PANGO_ELLIPSIZE_END);
    }
    pango_font_description_free(smaller);
}

static void text_draw(struct pdf_paper *p, const char *text, const PangoFontDescription *font,
                      double size, enum paper_align align, double left, double right, double top,
                      double height)
{
    if (!text[0])
        return;
    double width = right - left - 2 * CELL_PADDING;
    int text_width, text_height;
    static const PangoAlignment alignments[] = {PANGO_ALIGN_LEFT, PANGO_ALIGN_CENTER,
                                                PANGO_ALIGN_RIGHT};
    pango_layout_set_text(p->layout, text, -1);
    pango_layout_set_alignment(p->layout, alignments[align]);
    text_fit(p, font, size, width);
    pango_layout_get_size(p->layout, &text_width, &text_height);
    double x = left + CELL_PADDING, w = (double)text_width / PANGO_SCALE;
    if (pango_layout_get_width(p->layout) < 0) {
        if (align == PAPER_CENTER)
            x += (width - w) / 2;
        else if (align == PAPER_RIGHT)
            x += width - w;
    }
    cairo_move_to(p->cairo, x, top + (height - (double)text_height / PANGO_SCALE) / 2);
    pango_cairo_show_layout(p->cairo, p->layout);
}

static void grid_line(struct pdf_paper *p, double x1, double y1, double x2, double y2)
{
    cairo_move_to(p->cairo, x1, y1);
    cairo_line_to(p->cairo, x2, y2);
}

/* The verticals of the rows between y1 and y2, and everything collected since. */
static void grid_finish(const struct paper_table *t, struct pdf_paper *p, double y1, double y2)
{
    for (int i = 0; i <= t->column_count; i++)
        grid_line(p, p->x[i], y1, p->x[i], y2);
    cairo_stroke(p->cairo);
}

static void page_top(const struct paper_table *t, struct pdf_paper *p)
{
    double left = MARGIN_SIDE, right = p->width - MARGIN_SIDE;
    p->y = MARGIN_TOP;
    text_draw(p, t->title, p->title, TITLE_SIZE, PAPER_CENTER, left, right, p->y, TITLE_HEIGHT);
    p->y += TITLE_HEIGHT;
    if (t->subtitle || t->subtitle_right) {
        double middle = (left + right) / 2;
        if (t->subtitle)
            text_draw(p, t->subtitle, p->body, BODY_SIZE, PAPER_LEFT, left, middle, p->y,
                      SUBTITLE_HEIGHT);
        if (t->subtitle_right)
            text_draw(p, t->subtitle_right, p->body, BODY_SIZE, PAPER_RIGHT, middle, right, p->y,
                      SUBTITLE_HEIGHT);
        p->y += SUBTITLE_HEIGHT;
    }
    for (int i = 0; i < t->column_count; i++)
        text_draw(p, t->columns[i].title, p->header, HEADER_SIZE, PAPER_CENTER, p->x[i],
                  p->x[i + 1], p->y, HEADER_HEIGHT);
    p->y += HEADER_HEIGHT;
}

/* The widest of the columns before the first total. */
static int label_column(const struct paper_table *t)
{
    int best = 0;
    for (int i = 1; i < t->column_count && !t->columns[i].is_totalled; i++)
        if (t->columns[i].width > t->columns[best].width)
            best = i;
    return best;
}

static void totals_row(const struct paper_table *t, struct pdf_paper *p, const char *label,
                       const int64_t *totals)
{
    char number[PAPER_NUMBER_BYTES];
    int label_at = label_column(t);
    for (int i = 0; i < t->column_count; i++) {
        const struct paper_column *c = &t->columns[i];
        const char *text = i == label_at ? label : "";
        if (c->is_totalled && c->kind != PAPER_TEXT)
            text = paper_number(c->kind, totals[i], number);
        text_draw(p, text, p->header, BODY_SIZE, i == label_at ? PAPER_CENTER : c->align, p->x[i],
                  p->x[i + 1], p->y, ROW_HEIGHT);
    }
    p->y += ROW_HEIGHT;
}

static void page_foot(const struct paper_table *t, struct pdf_paper *p)
{
    char text[96];
    double left = MARGIN_SIDE, right = p->width - MARGIN_SIDE;
    text_draw(p, paper_signature(t), p->body, BODY_SIZE + 1, PAPER_LEFT, left, right, p->y,
              SIGNATURE_HEIGHT);
    (void)snprintf(text, sizeof text, _("第 %lld 页 共 %lld 页"), (long long)p->page,
                   (long long)p->page_count);
    text_draw(p, text, p->body, BODY_SIZE, PAPER_CENTER, left, right,
              p->height - MARGIN_BOTTOM - FOOTER_HEIGHT + 10, FOOTER_HEIGHT);
}

/* One cell back from the temporary file; text points into `text`. */
static bool cell_read(struct pdf_paper *p, struct buf *text, struct paper_cell *ret)
{
    uint32_t n;
    *ret = (struct paper_cell){.text = NULL};
    if (fread(&n, sizeof n, 1, p->rows) != 1)
        return false;
    if (n == UINT32_MAX)
        return fread(&ret->number, sizeof ret->number, 1, p->rows) == 1;
    buf_clear(text);
    char chunk[4096];
    while (n > 0) {
        size_t step = n < sizeof chunk ? n : sizeof chunk;
        if (fread(chunk, 1, step, p->rows) != step)
            return false;
        buf_add(text, chunk, step);
        n -= (uint32_t)step;
    }
    ret->text = buf_text(text);
    return !text->overflow;
}

static bool row_draw(const struct paper_table *t, struct pdf_paper *p, struct buf *text,
                     int64_t *page_totals)
{
    struct paper_cell cells[PAPER_COLUMNS_MAX];
    char number[PAPER_NUMBER_BYTES];
    for (int i = 0; i < t->column_count; i++) {
        const struct paper_column *c = &t->columns[i];
        if (!cell_read(p, text, &cells[i]))
            return false;
        const char *shown =
            cells[i].text ? cells[i].text : paper_number(c->kind, cells[i].number, number);
        text_draw(p, shown, p->body, BODY_SIZE, c->align, p->x[i], p->x[i + 1], p->y, ROW_HEIGHT);
    }
    p->y += ROW_HEIGHT;
    return paper_add(t, cells, page_totals, NULL) == STATUS_OK;
}

static bool page_draw(const struct paper_writer *w, struct pdf_paper *p, int64_t row_count,
                      struct buf *text)
{
    const struct paper_table *t = w->table;
    int64_t page_totals[PAPER_COLUMNS_MAX] = {0};
    page_top(t, p);
    double top = p->y - HEADER_HEIGHT;
    grid_line(p, p->x[0], top, p->x[t->column_count], top);
    grid_line(p, p->x[0], p->y, p->x[t->column_count], p->y);
    for (int64_t i = 0; i < row_count; i++) {
        if (!row_draw(t, p, text, page_totals))
            return false;
        grid_line(p, p->x[0], p->y, p->x[t->column_count], p->y);
    }
    if (paper_has_totals(t)) {
        totals_row(t, p, _("本页小计"), page_totals);
        grid_line(p, p->x[0], p->y, p->x[t->column_count], p->y);
        if (p->page == p->page_count) {
            totals_row(t, p, _("合计"), w->totals);
            grid_line(p, p->x[0], p->y, p->x[t->column_count], p->y);
        }
    }
    grid_finish(t, p, top, p->y);
    page_foot(t, p);
    cairo_show_page(p->cairo);
    return true;
}

static enum status pages_draw(struct paper_writer *w, struct pdf_paper *p, struct error *e)
{
    CLEANUP(buf_free) struct buf text = BUF_INIT(ROW_TEXT_BYTES_MAX + 1);
    p->page_count = (w->row_count + p->rows_per_page - 1) / p->rows_per_page;
    if (p->page_count == 0)
        p->page_count = 1;
    rewind(p->rows);
    int64_t left = w->row_count;
    for (p->page = 1; p->page <= p->page_count; p->page++) {
        int64_t count = left < p->rows_per_page ? left : p->rows_per_page;
        if (!page_draw(w, p, count, &text))
            return error_set(e, STATUS_FAILED, "FILE_READ", _("读临时文件出错"));
        left -= count;
        cairo_status_t code = cairo_status(p->cairo);
        if (code != CAIRO_STATUS_SUCCESS)
            return draw_failed(code, e);
    }
    return STATUS_OK;
}

static enum status pdf_end(struct paper_writer *w, struct error *e)
{
    struct pdf_paper *p = w->state;
    if (fflush(p->rows) != 0)
        return error_set(e, STATUS_FAILED, "FILE_WRITE", _("写临时文件出错：%s（磁盘可能已满）"),
                         strerror(errno));
    p->body = paper_font(PAPER_FONT_BODY, BODY_SIZE);
    p->header = paper_font(PAPER_FONT_HEADER, HEADER_SIZE);
    p->title = paper_font(PAPER_FONT_TITLE, TITLE_SIZE);
    p->surface = cairo_pdf_surface_create_for_stream(write_bytes, w->out.file, p->width, p->height);
    surface_set_up(w, p);
    TRY(pages_draw(w, p, e));
    g_object_unref(p->layout);
    p->layout = NULL;
    cairo_destroy(p->cairo);
    p->cairo = NULL;
    cairo_surface_finish(p->surface);
    cairo_status_t code = cairo_surface_status(p->surface);
    return code == CAIRO_STATUS_SUCCESS ? STATUS_OK : draw_failed(code, e);
}

static void pdf_free(struct paper_writer *w)
{
    struct pdf_paper *p = w->state;
    if (!p)
        return;
    if (p->layout)
        g_object_unref(p->layout);
    if (p->cairo)
        cairo_destroy(p->cairo);
    if (p->surface)
        cairo_surface_destroy(p->surface);
    if (p->body)
        pango_font_description_free(p->body);
    if (p->header)
        pango_font_description_free(p->header);
    if (p->title)
        pango_font_description_free(p->title);
    if (p->rows)
        fclose(p->rows);
    free(p);
}

const struct paper_format paper_pdf = {pdf_begin, pdf_row, pdf_end, pdf_free};
