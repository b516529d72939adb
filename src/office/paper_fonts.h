/* The fonts of papers: an explicit list, so that a rare name character never falls back to a random
 * face. */
#pragma once
#include <pango/pango.h>

enum paper_font_use { PAPER_FONT_BODY, PAPER_FONT_HEADER, PAPER_FONT_TITLE };
/* size in points of the page. Free with pango_font_description_free. */
PangoFontDescription *paper_font(enum paper_font_use use, double size);
