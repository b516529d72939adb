/* The measures of GB/T 9704: A4, text block 156 x 225 mm at 37 mm from the top and 28 mm from the
   binding, 22 lines of 28 characters of size 3 (16 points). */
#include "base/i18n.h"
#include "office/document_model.h"

#define A4_SHORT (210 * POINTS_PER_MM)
#define A4_LONG (297 * POINTS_PER_MM)
#define BODY_SIZE 16.0
#define TITLE_SIZE 22.0
#define ISSUER_SIZE 36.0

static const struct document_look looks[] = {
    [FORM_LETTER] = {.width = A4_SHORT,
                     .height = A4_LONG,
                     .margin_top = 37 * POINTS_PER_MM,
                     .margin_left = 28 * POINTS_PER_MM,
                     .block_width = 156 * POINTS_PER_MM,
                     .block_height = 225 * POINTS_PER_MM,
                     .spacing = 156 * POINTS_PER_MM / 28 - BODY_SIZE,
                     .body = {FACE_FANGSONG, BODY_SIZE, 225 * POINTS_PER_MM / 22, ALIGN_LEFT, 2},
                     .cell = {FACE_FANGSONG, 12, 17, ALIGN_CENTER, 0},
                     .note = {FACE_FANGSONG, 12, 18, ALIGN_LEFT, 0}},
    [FORM_SHEET] = {.width = A4_SHORT,
                    .height = A4_LONG,
                    .margin_top = 25 * POINTS_PER_MM,
                    .margin_left = 28 * POINTS_PER_MM,
                    .block_width = 162 * POINTS_PER_MM,
                    .block_height = 245 * POINTS_PER_MM,
                    .body = {FACE_FANGSONG, 12, 21, ALIGN_LEFT, 2},
                    .cell = {FACE_FANGSONG, 10.5, 15, ALIGN_CENTER, 0},
                    .note = {FACE_FANGSONG, 9, 13.5, ALIGN_LEFT, 0}},
    [FORM_WIDE] = {.width = A4_LONG,
                   .height = A4_SHORT,
                   .margin_top = 26 * POINTS_PER_MM,
                   .margin_left = 22 * POINTS_PER_MM,
                   .block_width = 253 * POINTS_PER_MM,
                   .block_height = 157 * POINTS_PER_MM,
                   .body = {FACE_FANGSONG, 12, 20, ALIGN_LEFT, 2},
                   .cell = {FACE_FANGSONG, 10.5, 14, ALIGN_CENTER, 0},
                   .note = {FACE_FANGSONG, 9, 13.5, ALIGN_LEFT, 0}},
};

const struct document_look *document_look(enum document_form form)
{
    return &looks[form];
}

static struct document_style block_style(const struct document_look *look,
                                         enum document_block_kind kind)
{
    struct document_style s = look->body;
    bool is_letter = look == &looks[FORM_LETTER];
    switch (kind) {
    case BLOCK_ISSUER:
        return (struct document_style){FACE_BIAOSONG, ISSUER_SIZE, 3 * s.pitch, ALIGN_CENTER, 0};
    case BLOCK_NUMBER:
        s.align = ALIGN_CENTER;
        s.indent_chars = 0;
        return s;
    case BLOCK_TITLE: /* on the grid of lines in a letter */
        return (struct document_style){FACE_BIAOSONG, TITLE_SIZE, is_letter ? s.pitch : 32,
                                       ALIGN_CENTER, 0};
    case BLOCK_SUBTITLE:
        return (struct document_style){FACE_KAI, s.size, s.pitch, ALIGN_CENTER, 0};
    case BLOCK_HEADING_1:
        s.face = FACE_HEI;
        return s;
    case BLOCK_HEADING_2:
        s.face = FACE_KAI;
        return s;
    case BLOCK_NOTE:
        return look->note;
    case BLOCK_IMPRINT:
        return (struct document_style){FACE_FANGSONG, IMPRINT_SIZE, IMPRINT_PITCH, ALIGN_LEFT, 0};
    case BLOCK_PAIR:
    case BLOCK_SIGNATURE:
        s.indent_chars = 0;
        return s;
    case BLOCK_HEADING_3:
    case BLOCK_HEADING_4:
    case BLOCK_PARAGRAPH:
    case BLOCK_TABLE:
    case BLOCK_LINES:
    case BLOCK_SPACE:
    case BLOCK_PAGE_BREAK:
    case BLOCK_QR:
        break;
    }
    return s;
}

struct document_style document_style(const struct document_look *look,
                                     const struct document_block *block)
{
    struct document_style s = block_style(look, block->kind);
    if (block->align != ALIGN_DEFAULT) {
        s.align = block->align;
        if (s.align != ALIGN_LEFT)
            s.indent_chars = 0;
    }
    if (block->indent_chars >= 0)
        s.indent_chars = block->indent_chars;
    return s;
}

static bool is_head(enum document_block_kind kind)
{
    return kind == BLOCK_TITLE || kind == BLOCK_SUBTITLE || kind == BLOCK_NUMBER;
}

bool document_has_red_line(const struct document_block *before, const struct document_block *block)
{
    return before && before->kind == BLOCK_ISSUER && block->kind == BLOCK_NUMBER;
}

double document_gap(const struct document_look *look, const struct document_block *before,
                    const struct document_block *block)
{
    bool is_letter = look == &looks[FORM_LETTER];
    if (!before || before->kind == BLOCK_PAGE_BREAK || before->kind == BLOCK_ISSUER)
        return 0;
    if (block->kind == BLOCK_SIGNATURE)
        return SEAL_LINES * look->body.pitch;
    if (block->kind == BLOCK_TITLE && before->kind != BLOCK_TITLE)
        return (before->kind == BLOCK_NUMBER ? 2 : 1) * look->body.pitch;
    if (is_head(before->kind) && !is_head(block->kind))
        return is_letter ? look->body.pitch : 6;
    if (before->kind == BLOCK_TABLE)
        return 5;
    return block->kind == BLOCK_TABLE ? 3 : 0;
}

double document_text_chars(const struct document_text *text)
{
    double chars = 0;
    for (size_t i = 0; i < text->n; i++) {
        unsigned char c = (unsigned char)text->p[i];
        if (c < 0x80)
            chars += 0.5;
        else if (c >= 0xC0)
            chars += 1;
    }
    return chars;
}

double document_organ_right_chars(double organ_chars, double date_chars)
{
    double right = SIGNATURE_RIGHT_CHARS + date_chars / 2 - organ_chars / 2;
    return right < 0 ? 0 : right;
}

enum status document_limit(struct error *e, int line, const char *what)
{
    (void)error_set(e, STATUS_REFUSED, "DOCUMENT_LIMIT", "%s", what);
    (void)error_place(e, _("文书第 %d 行"), line);
    return STATUS_REFUSED;
}
