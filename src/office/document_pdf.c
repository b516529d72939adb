#include <cairo-pdf.h>
#include <stdio.h>

#include "base/i18n.h"
#include "office/document_draw.h"

#define RED 0.85, 0, 0
#define SIGNATURE_TEXT_LINES 2

double canvas_bottom(const struct canvas *c)
{
    return c->look->margin_top + c->look->block_height;
}

double canvas_left(const struct canvas *c)
{
    return c->look->margin_left;
}

/* The number stands one character from the outer edge: right on odd pages, left on even ones. */
static void page_number_draw(struct canvas *c)
{
    struct document_style s = {FACE_SONG, PAGE_NUMBER_SIZE, PAGE_NUMBER_SIZE * 1.2,
                               c->page % 2 ? ALIGN_RIGHT : ALIGN_LEFT, 0};
    char text[40];
    (void)snprintf(text, sizeof text, "— %d —", c->page);
    text_draw_line(c, text, &s, canvas_left(c) + PAGE_NUMBER_SIZE,
                   canvas_bottom(c) + PAGE_NUMBER_BELOW,
                   c->look->block_width - 2 * PAGE_NUMBER_SIZE);
}

static void page_end(struct canvas *c)
{
    if (c->document->is_numbered)
        page_number_draw(c);
    if (c->document->foot.n > 0) {
        struct document_style s = {FACE_FANGSONG, FOOT_SIZE, FOOT_PITCH, ALIGN_LEFT, 0};
        struct set_text t;
        text_set(c, &c->document->foot, &s, c->look->block_width, &t);
        set_text_draw(c, &t, 0, t.line_count, canvas_left(c),
                      canvas_bottom(c) + PAGE_NUMBER_BELOW + PAGE_NUMBER_SIZE * 1.3);
        set_text_free(&t);
    }
    cairo_show_page(c->cairo);
}

enum status canvas_page_next(struct canvas *c, int line)
{
    page_end(c);
    c->page++;
    c->y = c->look->margin_top;
    if (c->page > DOCUMENT_PAGES_MAX)
        return document_limit(c->error, line, _("文书页数太多，请分成几份打印"));
    return STATUS_OK;
}

enum status canvas_need(struct canvas *c, double height, int line)
{
    if (c->y + height <= canvas_bottom(c) + 0.01 || c->y <= c->look->margin_top + 0.01)
        return STATUS_OK;
    return canvas_page_next(c, line);
}

/* A signature does not stand alone on its page: the text's last lines go over with it (GB/T 9704,
   7.3.5.5). From which line of the text on; line_count: it all stays. */
static int lines_kept(const struct canvas *c, const struct document_block *b, int line_count,
                      double pitch)
{
    if (!b->next || b->next->kind != BLOCK_SIGNATURE)
        return line_count;
    double signature = document_gap(c->look, b, b->next) + 2 * c->look->body.pitch;
    int here = (int)((canvas_bottom(c) + 0.01 - c->y) / pitch);
    int whole_page = (int)((c->look->block_height + 0.01) / pitch);
    int last = line_count - here; /* lines on the page where the text ends */
    double room = canvas_bottom(c) + 0.01 - c->y - line_count * pitch;
    if (last > 0 && whole_page > 0) {
        last = (last - 1) % whole_page + 1;
        room = c->look->block_height + 0.01 - last * pitch;
    }
    if (room >= signature)
        return line_count;
    return line_count > SIGNATURE_TEXT_LINES ? line_count - SIGNATURE_TEXT_LINES : 0;
}

static enum status text_block_draw(struct canvas *c, const struct document_block *b)
{
    struct document_style s = document_style(c->look, b);
    struct set_text t;
    text_set(c, &b->text, &s, c->look->block_width, &t);
    bool is_heading = b->kind >= BLOCK_HEADING_1 && b->kind <= BLOCK_HEADING_4;
    enum status status =
        canvas_need(c, s.pitch * (t.line_count < 3 && is_heading ? 2 : 1), b->line);
    int kept = lines_kept(c, b, t.line_count, s.pitch);
    for (int i = 0; i < t.line_count && status == STATUS_OK; i++) {
        bool is_carried = i == kept && c->y > c->look->margin_top + 0.01;
        status = is_carried ? canvas_page_next(c, b->line) : canvas_need(c, s.pitch, b->line);
        set_text_draw(c, &t, i, 1, canvas_left(c), c->y);
        c->y += s.pitch;
    }
    set_text_free(&t);
    return status;
}

static enum status issuer_draw(struct canvas *c, const struct document_block *b)
{
    struct document_style s = document_style(c->look, b);
    TRY(canvas_need(c, s.pitch, b->line));
    cairo_set_source_rgb(c->cairo, RED);
    text_draw_line(c, b->text.p ? b->text.p : "", &s, canvas_left(c), c->y, c->look->block_width);
    cairo_set_source_rgb(c->cairo, 0, 0, 0);
    c->y += s.pitch;
    return STATUS_OK;
}

static void red_line_draw(struct canvas *c)
{
    double y = c->y + RED_LINE_BELOW - 6;
    cairo_set_source_rgb(c->cairo, RED);
    rule_draw(c, canvas_left(c), y, canvas_left(c) + c->look->block_width, y, RED_LINE_WIDTH);
    cairo_set_source_rgb(c->cairo, 0, 0, 0);
}

static enum status pair_draw(struct canvas *c, const struct document_block *b)
{
    struct document_style s = document_style(c->look, b);
    struct set_text left, right;
    double width = c->look->block_width;
    text_set(c, &b->other, &s, 0, &right);
    double right_width = set_text_width(&right);
    right_width = right_width > width / 2 ? width / 2 : right_width;
    set_text_free(&right);
    struct document_style end = s;
    end.align = ALIGN_RIGHT;
    text_set(c, &b->other, &end, right_width + 1, &right);
    text_set(c, &b->text, &s, width - right_width - s.size, &left);
    int lines = left.line_count > right.line_count ? left.line_count : right.line_count;
    enum status status = canvas_need(c, lines * s.pitch, b->line);
    set_text_draw(c, &left, 0, left.line_count, canvas_left(c), c->y);
    set_text_draw(c, &right, 0, right.line_count, canvas_left(c) + width - right_width - 1, c->y);
    c->y += lines * s.pitch;
    set_text_free(&left);
    set_text_free(&right);
    return status;
}

/* Between two lines at the foot of the block, one character from either edge (GB/T 9704, 7.4). */
static enum status imprint_draw(struct canvas *c, const struct document_block *b)
{
    struct document_style s = document_style(c->look, b);
    struct set_text left, right;
    const double from = canvas_left(c), to = from + c->look->block_width;
    enum status status = canvas_need(c, s.pitch, b->line);
    const double top = canvas_bottom(c) - s.pitch;
    text_set(c, &b->text, &s, 0, &left);
    text_set(c, &b->other, &s, 0, &right);
    rule_draw(c, from, top, to, top, IMPRINT_LINE_WIDTH);
    set_text_draw(c, &left, 0, 1, from + s.size, top);
    set_text_draw(c, &right, 0, 1, to - s.size - set_text_width(&right), top);
    rule_draw(c, from, canvas_bottom(c), to, canvas_bottom(c), IMPRINT_LINE_WIDTH);
    c->y = canvas_bottom(c);
    set_text_free(&left);
    set_text_free(&right);
    return status;
}

static enum status signature_draw(struct canvas *c, const struct document_block *b)
{
    struct document_style s = document_style(c->look, b);
    struct set_text organ, date;
    enum status status = canvas_need(c, 2 * s.pitch, b->line);
    text_set(c, &b->text, &s, 0, &organ);
    text_set(c, &b->other, &s, 0, &date);
    double edge = canvas_left(c) + c->look->block_width;
    double date_width = set_text_width(&date), organ_width = set_text_width(&organ);
    double middle = edge - SIGNATURE_RIGHT_CHARS * s.size - date_width / 2;
    double organ_x = middle - organ_width / 2;
    organ_x = organ_x + organ_width > edge ? edge - organ_width : organ_x;
    set_text_draw(c, &organ, 0, 1, organ_x, c->y);
    set_text_draw(c, &date, 0, 1, middle - date_width / 2, c->y + s.pitch);
    c->y += 2 * s.pitch;
    set_text_free(&organ);
    set_text_free(&date);
    return status;
}

static enum status lines_draw(struct canvas *c, const struct document_block *b)
{
    double pitch = c->look->body.pitch;
    for (int i = 0; i < b->count; i++) {
        TRY(canvas_need(c, pitch, b->line));
        c->y += pitch;
        if (b->kind == BLOCK_LINES)
            rule_draw(c, canvas_left(c), c->y - 4, canvas_left(c) + c->look->block_width, c->y - 4,
                      0.5);
    }
    return STATUS_OK;
}

/* Runs of dark modules as rectangles: sharp at any size. */
static enum status qr_draw(struct canvas *c, const struct document_block *b)
{
    const struct document_qr *qr = b->qr;
    if (!qr)
        return STATUS_OK;
    TRY(canvas_need(c, qr->size, b->line));
    double room = c->look->block_width - qr->size, module = document_qr_module(qr);
    double x0 = canvas_left(c) + DOCUMENT_QR_QUIET * module, y0 = c->y + DOCUMENT_QR_QUIET * module;
    x0 += b->align == ALIGN_RIGHT ? room : b->align == ALIGN_CENTER ? room / 2 : 0;
    for (int y = 0; y < qr->width; y++)
        for (int x = 0; x < qr->width; x++) {
            int from = x;
            while (x < qr->width && qr->modules[y * qr->width + x])
                x++;
            if (x > from)
                cairo_rectangle(c->cairo, x0 + from * module, y0 + y * module, (x - from) * module,
                                module);
        }
    cairo_fill(c->cairo);
    c->y += qr->size;
    return STATUS_OK;
}

static enum status block_draw(struct canvas *c, const struct document_block *before,
                              const struct document_block *b)
{
    /* No gap at the top of a page. */
    if (c->y > c->look->margin_top + 0.01)
        c->y += document_gap(c->look, before, b);
    switch (b->kind) {
    case BLOCK_ISSUER:
        return issuer_draw(c, b);
    case BLOCK_PAIR:
        return pair_draw(c, b);
    case BLOCK_SIGNATURE:
        return signature_draw(c, b);
    case BLOCK_TABLE:
        return table_draw(c, b->table);
    case BLOCK_LINES:
    case BLOCK_SPACE:
        return lines_draw(c, b);
    case BLOCK_PAGE_BREAK:
        return canvas_page_next(c, b->line);
    case BLOCK_IMPRINT:
        return imprint_draw(c, b);
    case BLOCK_QR:
        return qr_draw(c, b);
    default:
        TRY(text_block_draw(c, b));
        if (document_has_red_line(before, b))
            red_line_draw(c);
        return STATUS_OK;
    }
}

static cairo_status_t bytes_write(void *out, const unsigned char *p, unsigned int n)
{
    struct buf *b = out;
    if (!b)
        return CAIRO_STATUS_SUCCESS;
    buf_add(b, p, n);
    return b->overflow ? CAIRO_STATUS_WRITE_ERROR : CAIRO_STATUS_SUCCESS;
}

/* Widths as the faces have them, not rounded to a screen's pixels. */
static PangoContext *context_make(cairo_t *cairo)
{
    PangoContext *context = pango_cairo_create_context(cairo);
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    pango_cairo_context_set_font_options(context, options);
    pango_context_set_round_glyph_positions(context, FALSE);
    pango_context_set_language(context, pango_language_from_string("zh-cn"));
    cairo_font_options_destroy(options);
    return context;
}

static enum status pages_draw(struct canvas *c)
{
    const struct document_block *before = NULL;
    for (const struct document_block *b = c->document->first; b; before = b, b = b->next)
        TRY(block_draw(c, before, b));
    page_end(c);
    return STATUS_OK;
}

enum status document_pdf(const struct document *d, struct date date, struct buf *ret,
                         int *ret_pages, struct error *e)
{
    const struct document_look *look = document_look(d->form);
    char day[DATE_TEXT_BYTES], created[DATE_TEXT_BYTES + 10];
    struct canvas c = {.document = d, .look = look, .y = look->margin_top, .page = 1, .error = e};
    c.surface = cairo_pdf_surface_create_for_stream(bytes_write, ret, look->width, look->height);
    (void)snprintf(created, sizeof created, "%sT00:00:00", date_format(date, day));
    cairo_pdf_surface_set_metadata(c.surface, CAIRO_PDF_METADATA_CREATE_DATE, created);
    cairo_pdf_surface_set_metadata(c.surface, CAIRO_PDF_METADATA_TITLE, d->title ? d->title : "");
    c.cairo = cairo_create(c.surface);
    c.context = context_make(c.cairo);
    enum status s = pages_draw(&c);
    if (ret_pages)
        *ret_pages = c.page;
    g_object_unref(c.context);
    cairo_destroy(c.cairo);
    cairo_surface_finish(c.surface);
    cairo_status_t code = cairo_surface_status(c.surface);
    cairo_surface_destroy(c.surface);
    if (s == STATUS_OK && code != CAIRO_STATUS_SUCCESS)
        s = error_set(e, STATUS_FAILED, "DOCUMENT_WRITE", _("写 PDF 出错：%s"),
                      cairo_status_to_string(code));
    return s;
}
