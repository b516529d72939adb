#include <stdlib.h>
#include <string.h>

#include "office/document_draw.h"

/* An explicit list each: what a site has installed for its official papers first, then the free
   faces, so that a rare name character never falls back to a random one. */
#define FANGSONG                                                                                   \
    "仿宋_GB2312, FangSong_GB2312, FangSong, FandolFang R, LXGW WenKai, Noto Serif CJK SC"
static const char *const families[] = {
    [FACE_FANGSONG] = FANGSONG,
    [FACE_HEI] = "黑体, SimHei, FandolHei, Noto Sans CJK SC",
    [FACE_KAI] = "楷体_GB2312, KaiTi_GB2312, KaiTi, LXGW WenKai, FandolKai, Noto Serif CJK SC",
    [FACE_BIAOSONG] = "方正小标宋简体, FZXiaoBiaoSong-B05S, FZXiaoBiaoSong-B05, Noto Serif CJK SC",
    [FACE_SONG] = "宋体, SimSun, Noto Serif CJK SC",
};
#define OBJECT "\xEF\xBF\xBC" /* U+FFFC: room of a given width */
#define TICK "√"

static PangoFontDescription *font(enum document_face face, double size)
{
    PangoFontDescription *d = pango_font_description_new();
    pango_font_description_set_family_static(d, families[face]);
    pango_font_description_set_absolute_size(d, size * PANGO_SCALE);
    /* Of the free faces it picks the bold one; a face with one weight is not thickened for it. */
    if (face == FACE_HEI || face == FACE_BIAOSONG)
        pango_font_description_set_weight(d, PANGO_WEIGHT_SEMIBOLD);
    return d;
}

static void attribute_add(PangoAttrList *list, PangoAttribute *attribute, size_t start, size_t end)
{
    attribute->start_index = (guint)start;
    attribute->end_index = (guint)end;
    pango_attr_list_insert(list, attribute);
}

static PangoLayout *layout_plain(struct canvas *c, const struct document_style *style)
{
    PangoLayout *layout = pango_layout_new(c->context);
    PangoFontDescription *d = font(style->face, style->size);
    pango_layout_set_font_description(layout, d);
    pango_font_description_free(d);
    return layout;
}

static PangoAttribute *spacing(const struct canvas *c)
{
    /* Rounded to the narrower: 28 characters have to fit into the block. */
    return pango_attr_letter_spacing_new((int)(c->look->spacing * PANGO_SCALE - 0.999));
}

static bool is_spaced(const struct canvas *c, const struct document_style *style)
{
    return c->look->spacing < 0 && style->size >= c->look->body.size;
}

static double em(const struct canvas *c, const struct document_style *style)
{
    return style->size + (is_spaced(c, style) ? c->look->spacing : 0);
}

static double text_width(struct canvas *c, const struct document_style *style, const char *p,
                         size_t n)
{
    int width = 0;
    if (n == 0)
        return 0;
    PangoLayout *layout = layout_plain(c, style);
    pango_layout_set_text(layout, p, (int)n);
    pango_layout_get_size(layout, &width, NULL);
    g_object_unref(layout);
    return (double)width / PANGO_SCALE;
}

struct setting {
    struct canvas *canvas;
    const struct document_style *style;
    PangoAttrList *attributes;
    struct buf out;
};

static void room_add(struct setting *s, double width)
{
    PangoRectangle box = {0, -PANGO_SCALE, (int)(width * PANGO_SCALE), PANGO_SCALE};
    if (width <= 0)
        return;
    attribute_add(s->attributes, pango_attr_shape_new(&box, &box), s->out.n, s->out.n + 3);
    buf_adds(&s->out, OBJECT);
}

/* The span's text, its place in the set text into *ret. A text to fill in stands in the middle of
   its line. */
static void span_add(struct setting *s, const char *p, const struct document_span *span,
                     struct document_span *ret)
{
    size_t n = span->end - span->start;
    *ret = *span;
    ret->start = (uint32_t)s->out.n;
    if (span->kind == SPAN_FILL) {
        double missing = span->chars * em(s->canvas, s->style) -
                         text_width(s->canvas, s->style, p + span->start, n);
        room_add(s, n == 0 ? missing : missing / 2);
        buf_add(&s->out, p + span->start, n);
        if (n > 0)
            room_add(s, missing / 2);
    } else {
        buf_add(&s->out, p + span->start, n);
    }
    ret->end = (uint32_t)s->out.n;
    if (span->kind == SPAN_STRONG && ret->end > ret->start) {
        PangoFontDescription *d = font(FACE_HEI, s->style->size);
        attribute_add(s->attributes, pango_attr_font_desc_new(d), ret->start, ret->end);
        pango_font_description_free(d);
    }
}

void text_set(struct canvas *c, const struct document_text *text,
              const struct document_style *style, double width, struct set_text *ret)
{
    static const PangoAlignment alignments[] = {PANGO_ALIGN_LEFT, PANGO_ALIGN_LEFT,
                                                PANGO_ALIGN_CENTER, PANGO_ALIGN_RIGHT};
    struct setting s = {c, style, pango_attr_list_new(),
                        BUF_INIT(DOCUMENT_TEXT_BYTES_MAX + 8u * 256)};
    size_t at = 0;
    *ret = (struct set_text){.style = *style,
                             .layout = layout_plain(c, style),
                             .spans = calloc(text->span_count + 1u, sizeof *ret->spans)};
    for (uint32_t i = 0; ret->spans && i < text->span_count; i++) {
        buf_add(&s.out, text->p + at, text->spans[i].start - at);
        span_add(&s, text->p, &text->spans[i], &ret->spans[i]);
        at = text->spans[i].end;
        ret->span_count++;
    }
    buf_add(&s.out, text->n ? text->p + at : "", text->n - at);
    if (is_spaced(c, style))
        attribute_add(s.attributes, spacing(c), 0, G_MAXUINT);
    pango_layout_set_attributes(ret->layout, s.attributes);
    pango_layout_set_text(ret->layout, buf_text(&s.out), (int)s.out.n);
    if (width > 0) {
        pango_layout_set_width(ret->layout, (int)(width * PANGO_SCALE));
        pango_layout_set_wrap(ret->layout, PANGO_WRAP_WORD_CHAR);
        pango_layout_set_alignment(ret->layout, alignments[style->align]);
        pango_layout_set_indent(ret->layout,
                                (int)(style->indent_chars * em(c, style) * PANGO_SCALE));
    }
    ret->line_count = pango_layout_get_line_count(ret->layout);
    pango_attr_list_unref(s.attributes);
    buf_free(&s.out);
}

void set_text_free(struct set_text *t)
{
    if (t->layout)
        g_object_unref(t->layout);
    free(t->spans);
    *t = (struct set_text){.layout = NULL};
}

double set_text_width(const struct set_text *t)
{
    int width = 0;
    pango_layout_get_size(t->layout, &width, NULL);
    return (double)width / PANGO_SCALE;
}

void rule_draw(struct canvas *c, double x1, double y1, double x2, double y2, double width)
{
    cairo_set_line_width(c->cairo, width);
    cairo_move_to(c->cairo, x1, y1);
    cairo_line_to(c->cairo, x2, y2);
    cairo_stroke(c->cairo);
}

/* A Chinese character's middle is 0.38 of its size above the base line, in every face. */
static double base_line(const struct document_style *style)
{
    return style->pitch / 2 + 0.38 * style->size;
}

static void fill_draw(struct canvas *c, PangoLayoutLine *line, const struct document_span *span,
                      double left, double y)
{
    int start = (int)span->start, end = (int)span->end, *ranges = NULL, n = 0;
    int line_end = line->start_index + line->length;
    start = start < line->start_index ? line->start_index : start;
    end = end > line_end ? line_end : end;
    if (start >= end)
        return;
    pango_layout_line_get_x_ranges(line, start, end, &ranges, &n);
    for (int i = 0; i < n; i++)
        rule_draw(c, left + (double)ranges[2 * i] / PANGO_SCALE, y,
                  left + (double)ranges[2 * i + 1] / PANGO_SCALE, y, 0.5);
    g_free(ranges);
}

static void tick_draw(struct canvas *c, PangoLayoutLine *line, const struct set_text *t,
                      const struct document_span *span, double left, double base)
{
    int x = 0;
    if ((int)span->start < line->start_index ||
        (int)span->start >= line->start_index + line->length)
        return;
    pango_layout_line_index_to_x(line, (int)span->start, FALSE, &x);
    PangoLayout *tick = layout_plain(c, &t->style);
    pango_layout_set_text(tick, TICK, -1);
    cairo_move_to(c->cairo, left + (double)x / PANGO_SCALE, base);
    pango_cairo_show_layout_line(c->cairo, pango_layout_get_line_readonly(tick, 0));
    g_object_unref(tick);
}

void set_text_draw(struct canvas *c, const struct set_text *t, int first, int count, double x,
                   double y)
{
    PangoLayoutIter *iter = pango_layout_get_iter(t->layout);
    for (int i = 0; i < first + count; i++, (void)pango_layout_iter_next_line(iter)) {
        PangoRectangle logical;
        if (i < first)
            continue;
        PangoLayoutLine *line = pango_layout_iter_get_line_readonly(iter);
        pango_layout_iter_get_line_extents(iter, NULL, &logical);
        double left = x + (double)logical.x / PANGO_SCALE, base = y + base_line(&t->style);
        cairo_move_to(c->cairo, left, base);
        pango_cairo_show_layout_line(c->cairo, line);
        for (uint32_t s = 0; s < t->span_count; s++) {
            if (t->spans[s].kind == SPAN_FILL)
                fill_draw(c, line, &t->spans[s], x, base + 0.2 * t->style.size);
            else if (t->spans[s].kind == SPAN_CHECK_ON)
                tick_draw(c, line, t, &t->spans[s], left, base);
        }
        y += t->style.pitch;
    }
    pango_layout_iter_free(iter);
}

void text_draw_line(struct canvas *c, const char *text, const struct document_style *style,
                    double x, double y, double width)
{
    struct document_text plain = {.p = text, .n = strlen(text)};
    struct document_style smaller = *style;
    struct set_text t;
    text_set(c, &plain, style, 0, &t);
    double wide = set_text_width(&t);
    set_text_free(&t);
    if (wide > width)
        smaller.size *= width / wide * 0.99;
    text_set(c, &plain, &smaller, width + 1, &t);
    set_text_draw(c, &t, 0, 1, x, y);
    set_text_free(&t);
}
