/* Runs of text in a DOCX. */
#include <string.h>

#include "office/document_package.h"

#define FULL_WIDTH_SPACE "\xE3\x80\x80"
#define BOX_FACE "MS Gothic" /* has both boxes; Word takes it for them itself */

static void properties_add(struct buf *out, const char *face, double size, enum docx_ink ink)
{
    int half_points = (int)(size * 2 + 0.5);
    buf_addf(out,
             "<w:rPr><w:rFonts w:ascii=\"%s\" w:hAnsi=\"%s\" w:eastAsia=\"%s\" "
             "w:hint=\"eastAsia\"/>%s<w:sz w:val=\"%d\"/><w:szCs w:val=\"%d\"/>%s</w:rPr>",
             face, face, face, ink == INK_RED ? "<w:color w:val=\"D90000\"/>" : "", half_points,
             half_points, ink == INK_UNDERLINED ? "<w:u w:val=\"single\"/>" : "");
}

static void run_add(struct buf *out, const char *face, double size, enum docx_ink ink,
                    const char *p, size_t n)
{
    buf_adds(out, "<w:r>");
    properties_add(out, face, size, ink);
    for (size_t at = 0; at <= n;) {
        const char *line_end = memchr(p + at, '\n', n - at);
        size_t end = line_end ? (size_t)(line_end - p) : n;
        buf_adds(out, "<w:t xml:space=\"preserve\">");
        docx_escape(out, p + at, end - at);
        buf_adds(out, "</w:t>");
        if (line_end)
            buf_adds(out, "<w:br/>");
        at = end + 1;
    }
    buf_adds(out, "</w:r>");
}

void docx_run(struct buf *out, const struct document_style *style, enum docx_ink ink, const char *p,
              size_t n)
{
    if (n > 0)
        run_add(out, docx_face(style->face), style->size, ink, p, n);
}

/* The text in the middle of a line of `chars` full-width characters. */
static void fill_add(struct buf *out, const struct document_style *style, const char *p,
                     const struct document_span *span)
{
    struct document_text text = {.p = p + span->start, .n = span->end - span->start};
    int missing = span->chars - (int)(document_text_chars(&text) + 0.5);
    struct buf b = BUF_INIT(DOCUMENT_TEXT_BYTES_MAX + 256);
    for (int i = 0; i < missing / 2; i++)
        buf_adds(&b, FULL_WIDTH_SPACE);
    buf_add(&b, text.p, text.n);
    for (int i = missing / 2; i < missing; i++)
        buf_adds(&b, FULL_WIDTH_SPACE);
    docx_run(out, style, INK_UNDERLINED, buf_text(&b), b.n);
    buf_free(&b);
}

void docx_runs(struct buf *out, const struct document_text *text,
               const struct document_style *style, enum docx_ink ink)
{
    struct document_style strong = *style;
    size_t at = 0;
    strong.face = FACE_HEI;
    for (uint32_t i = 0; i < text->span_count; i++) {
        const struct document_span *s = &text->spans[i];
        docx_run(out, style, ink, text->p + at, s->start - at);
        if (s->kind == SPAN_FILL)
            fill_add(out, style, text->p, s);
        else if (s->kind == SPAN_STRONG)
            docx_run(out, &strong, ink, text->p + s->start, s->end - s->start);
        else
            run_add(out, BOX_FACE, style->size, ink, s->kind == SPAN_CHECK_ON ? "☑" : "☐", 3);
        at = s->end;
    }
    docx_run(out, style, ink, text->p + at, text->n - at);
}
