#include "office/paper_fonts.h"

#include <pango/pangocairo.h>
#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/text.h"
#include "office/paper.h"

#define FONTS_BODY "FandolFang R, LXGW WenKai, Noto Serif CJK SC"
#define FONTS_HEADER "Noto Sans CJK SC"
#define FONTS_TITLE "Noto Serif CJK SC"

PangoFontDescription *paper_font(enum paper_font_use use, double size)
{
    static const char *const families[] = {FONTS_BODY, FONTS_HEADER, FONTS_TITLE};
    PangoFontDescription *d = pango_font_description_new();
    pango_font_description_set_family_static(d, families[use]);
    pango_font_description_set_absolute_size(d, size * PANGO_SCALE);
    if (use == PAPER_FONT_TITLE)
        pango_font_description_set_weight(d, PANGO_WEIGHT_BOLD);
    return d;
}

static size_t character_bytes(const char *p)
{
    size_t n = 1;
    while (((unsigned char)p[n] & 0xC0) == 0x80)
        n++;
    return n;
}

enum status paper_missing_glyphs(struct arena *a, const char *text, const char **ret,
                                 struct error *e)
{
    if (!utf8_is_valid(text, strlen(text)))
        return error_set(e, STATUS_REFUSED, "CHARSET_BYTES", _("文字不是合法的 UTF-8"));
    CLEANUP(buf_free) struct buf missing = BUF_INIT(65536);
    PangoContext *context = pango_font_map_create_context(pango_cairo_font_map_get_default());
    PangoLayout *layout = pango_layout_new(context);
    PangoFontDescription *font = paper_font(PAPER_FONT_BODY, 10);
    pango_layout_set_font_description(layout, font);
    pango_layout_set_text(layout, text, -1);
    if (pango_layout_get_unknown_glyphs_count(layout) > 0)
        for (const char *p = text; *p;) {
            size_t n = character_bytes(p);
            pango_layout_set_text(layout, p, (int)n);
            bool is_known = missing.n > 0 && memmem(missing.p, missing.n, p, n);
            if (!is_known && pango_layout_get_unknown_glyphs_count(layout) > 0)
                buf_add(&missing, p, n);
            p += n;
        }
    pango_font_description_free(font);
    g_object_unref(layout);
    g_object_unref(context);
    const char *found = arena_strdup(a, buf_text(&missing));
    if (!found)
        return arena_exhausted(e);
    *ret = found;
    return STATUS_OK;
}
