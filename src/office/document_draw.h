/* Drawing a document: texts set by Pango, drawn by Cairo. Private to document_pdf*.c. */
#pragma once
#include <pango/pangocairo.h>

#include "office/document_model.h"

struct canvas {
    const struct document *document;
    const struct document_look *look;
    cairo_surface_t *surface;
    cairo_t *cairo;
    PangoContext *context;
    double y; /* from the top of the page */
    int page;
    enum status failed; /* of a page too many; checked by the drawing loop */
    struct error *error;
};

/* A text broken into lines. */
struct set_text {
    PangoLayout *layout; /* NULL: nothing to set */
    struct document_span *spans;
    uint32_t span_count;
    struct document_style style;
    int line_count;
};

void text_set(struct canvas *c, const struct document_text *text,
              const struct document_style *style, double width, struct set_text *ret);
void set_text_free(struct set_text *t);
double set_text_width(const struct set_text *t); /* of its longest line */
/* Lines first..first+count-1; x, y: top left corner of the room for the first of them. */
void set_text_draw(struct canvas *c, const struct set_text *t, int first, int count, double x,
                   double y);
/* One line at x, y that fits by getting smaller. */
void text_draw_line(struct canvas *c, const char *text, const struct document_style *style,
                    double x, double y, double width);
void rule_draw(struct canvas *c, double x1, double y1, double x2, double y2, double width);

double canvas_bottom(const struct canvas *c);
double canvas_left(const struct canvas *c);
/* Makes room for height, on the next page when this one has not enough. */
MUST_USE enum status canvas_need(struct canvas *c, double height, int line);
MUST_USE enum status canvas_page_next(struct canvas *c, int line);
MUST_USE enum status table_draw(struct canvas *c, const struct document_table *t);
