/* A document as WordprocessingML: the same blocks, measures and faces as on the PDF. */
#include <string.h>

#include "office/document_package.h"

#define WORD_SPACE "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""
#define RELATION_SPACE                                                                             \
    "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\""

struct docx {
    const struct document *document;
    const struct document_look *look;
    struct buf *out;
    int pictures; /* so far: each has a number of its own */
};

struct paragraph_look {
    const char *style;  /* NULL: none */
    double before;      /* points */
    double right_chars; /* indent at the right */
    double tab;         /* a stop at the right edge; 0: none */
    bool has_red_line, is_new_page, has_line, keeps_next, is_imprint;
};

static const char *justification(enum document_align align)
{
    static const char *const names[] = {"left", "left", "center", "right"};
    return names[align];
}

static void paragraph_start(struct docx *x, const struct document_style *s,
                            const struct paragraph_look *look)
{
    struct buf *out = x->out;
    buf_adds(out, "<w:p><w:pPr>");
    if (look->style)
        buf_addf(out, "<w:pStyle w:val=\"%s\"/>", look->style);
    if (look->keeps_next)
        buf_adds(out, "<w:keepNext/>");
    if (look->is_new_page)
        buf_adds(out, "<w:pageBreakBefore/>");
    if (look->has_red_line)
        buf_addf(out,
                 "<w:pBdr><w:bottom w:val=\"single\" w:sz=\"12\" w:space=\"%d\" "
                 "w:color=\"D90000\"/></w:pBdr>",
                 (int)RED_LINE_BELOW);
    else if (look->is_imprint)
        buf_adds(out, "<w:pBdr><w:top w:val=\"single\" w:sz=\"8\" w:space=\"1\" w:color=\"auto\"/>"
                      "<w:bottom w:val=\"single\" w:sz=\"8\" w:space=\"1\" w:color=\"auto\"/>"
                      "</w:pBdr>");
    else if (look->has_line)
        buf_adds(out, "<w:pBdr><w:bottom w:val=\"single\" w:sz=\"4\" w:space=\"1\" "
                      "w:color=\"auto\"/><w:between w:val=\"single\" w:sz=\"4\" w:space=\"1\" "
                      "w:color=\"auto\"/></w:pBdr>");
    if (look->tab > 0)
        buf_addf(out, "<w:tabs><w:tab w:val=\"right\" w:pos=\"%d\"/></w:tabs>",
                 docx_twips(look->tab));
    buf_addf(out, "<w:spacing w:before=\"%d\" w:after=\"0\" w:line=\"%d\" w:lineRule=\"exact\"/>",
             docx_twips(look->before), docx_twips(s->pitch));
    buf_addf(out, "<w:ind w:right=\"%d\" w:firstLineChars=\"%d\" w:firstLine=\"%d\"/>",
             docx_twips(look->right_chars * s->size), s->indent_chars * 100,
             docx_twips(s->indent_chars * s->size));
    buf_addf(out, "<w:jc w:val=\"%s\"/></w:pPr>", justification(s->align));
}

static void paragraph_add(struct docx *x, const struct document_style *s,
                          const struct paragraph_look *look, const struct document_text *text,
                          enum docx_ink ink)
{
    paragraph_start(x, s, look);
    docx_runs(x->out, text, s, ink);
    buf_adds(x->out, "</w:p>");
}

/* ---- tables ---- */

static double cell_width(const struct docx *x, const struct document_table *t,
                         const struct document_cell *cell)
{
    double total = 0, share = 0;
    for (int i = 0; i < t->column_count; i++) {
        total += t->widths[i];
        if (i >= cell->column && i < cell->column + cell->columns)
            share += t->widths[i];
    }
    return share / total * x->look->block_width;
}

/* Without the faces the writer can only guess where a reader breaks the lines. */
static double text_height(const struct document_text *text, const struct document_style *s,
                          double width)
{
    double chars_per_line = (width - 2 * CELL_PADDING_X) / s->size;
    int lines = 0;
    for (size_t at = 0; at <= text->n;) {
        const char *line_end = text->n ? memchr(text->p + at, '\n', text->n - at) : NULL;
        size_t end = line_end ? (size_t)(line_end - text->p) : text->n;
        struct document_text line = {.p = text->p + at, .n = end - at};
        double chars = document_text_chars(&line) + (at == 0 ? s->indent_chars : 0);
        int whole = chars_per_line >= 1 ? (int)(chars / chars_per_line) : 0;
        lines += whole + (chars > whole * chars_per_line || whole == 0);
        at = end + 1;
    }
    return lines * s->pitch;
}

static struct document_style cell_style(const struct docx *x, const struct document_cell *cell,
                                        const struct document_paragraph *p, bool is_header)
{
    struct document_style s = x->look->cell;
    if (is_header || cell->is_strong)
        s.face = FACE_HEI;
    if (p && p->align != ALIGN_DEFAULT)
        s.align = p->align;
    else if (cell->align != ALIGN_DEFAULT)
        s.align = cell->align;
    s.indent_chars = p ? p->indent_chars : 0;
    return s;
}

static void cell_paragraphs_add(struct docx *x, const struct document_table *t,
                                const struct document_row *row, const struct document_cell *cell,
                                bool is_header)
{
    double used = 2 * CELL_PADDING_Y, width = cell_width(x, t, cell);
    bool is_first_closing = true;
    for (const struct document_paragraph *p = cell->first; p; p = p->next) {
        struct document_style s = cell_style(x, cell, p, is_header);
        used += text_height(&p->text, &s, width);
    }
    for (const struct document_paragraph *p = cell->first; p; p = p->next) {
        struct document_style s = cell_style(x, cell, p, is_header);
        struct paragraph_look look = {.style = NULL};
        if (p->is_closing && is_first_closing) {
            look.before = row->height - used;
            look.before = look.before < CLOSING_GAP ? CLOSING_GAP : look.before;
            is_first_closing = false;
        }
        paragraph_add(x, &s, &look, &p->text, INK_PLAIN);
    }
}

static void cell_add(struct docx *x, const struct document_table *t, const struct document_row *row,
                     const struct document_cell *cell, bool is_header, bool is_continued)
{
    bool is_top = cell->is_top || cell->has_closing;
    buf_addf(x->out, "<w:tc><w:tcPr><w:tcW w:w=\"%d\" w:type=\"dxa\"/>",
             docx_twips(cell_width(x, t, cell)));
    if (cell->columns > 1)
        buf_addf(x->out, "<w:gridSpan w:val=\"%d\"/>", cell->columns);
    if (is_continued)
        buf_adds(x->out, "<w:vMerge/>");
    else if (cell->rows > 1)
        buf_adds(x->out, "<w:vMerge w:val=\"restart\"/>");
    buf_addf(x->out, "<w:vAlign w:val=\"%s\"/></w:tcPr>", is_top ? "top" : "center");
    if (is_continued) {
        struct document_style s = cell_style(x, cell, NULL, is_header);
        struct document_text empty = {.p = "", .n = 0};
        paragraph_add(x, &s, &(struct paragraph_look){.style = NULL}, &empty, INK_PLAIN);
    } else {
        cell_paragraphs_add(x, t, row, cell, is_header);
    }
    buf_adds(x->out, "</w:tc>");
}

/* above[column]: the cell of an earlier row that still covers this column, and for how many rows.
 */
struct covering {
    const struct document_cell *cell;
    int rows;
};

static void row_add(struct docx *x, const struct document_table *t, const struct document_row *row,
                    bool is_header, struct covering *above)
{
    const struct document_cell *cell = row->first;
    buf_addf(x->out,
             "<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val=\"%d\" w:hRule=\"atLeast\"/>%s"
             "</w:trPr>",
             docx_twips(row->height), is_header ? "<w:tblHeader/>" : "");
    for (int column = 0; column < t->column_count;) {
        bool is_continued = above[column].rows > 0;
        const struct document_cell *here = is_continued ? above[column].cell : cell;
        if (!here)
            break;
        cell_add(x, t, row, here, is_header, is_continued);
        if (is_continued) {
            above[column].rows--;
        } else {
            above[column] = (struct covering){cell, cell->rows - 1};
            cell = cell->next;
        }
        column += here->columns;
    }
    buf_adds(x->out, "</w:tr>");
}

static void table_add(struct docx *x, const struct document_table *t)
{
    struct covering above[DOCUMENT_COLUMNS_MAX] = {{NULL, 0}};
    static const char *const edges[] = {"top", "left", "bottom", "right", "insideH", "insideV"};
    int n = 0;
    buf_addf(x->out,
             "<w:tbl><w:tblPr><w:tblW w:w=\"%d\" w:type=\"dxa\"/><w:jc w:val=\"center\"/>"
             "<w:tblBorders>",
             docx_twips(x->look->block_width));
    for (int i = 0; i < 6; i++)
        buf_addf(x->out, "<w:%s w:val=\"single\" w:sz=\"%d\" w:space=\"0\" w:color=\"auto\"/>",
                 edges[i], i < 4 ? 8 : 4);
    buf_addf(x->out,
             "</w:tblBorders><w:tblLayout w:type=\"fixed\"/><w:tblCellMar>"
             "<w:top w:w=\"%d\" w:type=\"dxa\"/><w:left w:w=\"%d\" w:type=\"dxa\"/>"
             "<w:bottom w:w=\"%d\" w:type=\"dxa\"/><w:right w:w=\"%d\" w:type=\"dxa\"/>"
             "</w:tblCellMar></w:tblPr><w:tblGrid>",
             docx_twips(CELL_PADDING_Y), docx_twips(CELL_PADDING_X), docx_twips(CELL_PADDING_Y),
             docx_twips(CELL_PADDING_X));
    for (int i = 0; i < t->column_count; i++) {
        struct document_cell one = {.column = i, .columns = 1};
        buf_addf(x->out, "<w:gridCol w:w=\"%d\"/>", docx_twips(cell_width(x, t, &one)));
    }
    buf_adds(x->out, "</w:tblGrid>");
    for (const struct document_row *row = t->first; row; row = row->next)
        row_add(x, t, row, n++ < t->header_rows, above);
    buf_adds(x->out, "</w:tbl>");
}

/* ---- blocks ---- */

static void pair_add(struct docx *x, const struct document_block *b, const struct document_style *s,
                     struct paragraph_look look)
{
    look.tab = x->look->block_width;
    paragraph_start(x, s, &look);
    docx_runs(x->out, &b->text, s, INK_PLAIN);
    buf_adds(x->out, "<w:r><w:tab/></w:r>");
    docx_runs(x->out, &b->other, s, INK_PLAIN);
    buf_adds(x->out, "</w:p>");
}

static void signature_add(struct docx *x, const struct document_block *b, struct document_style s,
                          struct paragraph_look look)
{
    s.align = ALIGN_RIGHT;
    look.right_chars =
        document_organ_right_chars(document_text_chars(&b->text), document_text_chars(&b->other));
    paragraph_add(x, &s, &look, &b->text, INK_PLAIN);
    look = (struct paragraph_look){.right_chars = SIGNATURE_RIGHT_CHARS};
    paragraph_add(x, &s, &look, &b->other, INK_PLAIN);
}

static void lines_add(struct docx *x, const struct document_block *b,
                      const struct document_style *s, struct paragraph_look look)
{
    struct document_text empty = {.p = "", .n = 0};
    look.has_line = b->kind == BLOCK_LINES;
    for (int i = 0; i < b->count; i++) {
        paragraph_add(x, s, &look, &empty, INK_PLAIN);
        look.before = 0;
        look.is_new_page = false;
    }
}

static const char *outline_style(enum document_block_kind kind)
{
    static const char *const headings[] = {"Heading1", "Heading2", "Heading3", "Heading4"};
    if (kind >= BLOCK_HEADING_1 && kind <= BLOCK_HEADING_4)
        return headings[kind - BLOCK_HEADING_1];
    return kind == BLOCK_TITLE ? "Title" : NULL;
}

/* A body does not end with a table; and between two of them stands a paragraph as well. */
static void table_room_add(struct docx *x, const struct paragraph_look *look)
{
    struct document_style small = {x->look->body.face, 2, 3, ALIGN_LEFT, 0};
    struct document_text empty = {.p = "", .n = 0};
    paragraph_add(x, &small, look, &empty, INK_PLAIN);
}

static void qr_add(struct docx *x, const struct document_block *b, const struct document_style *s,
                   const struct paragraph_look *look)
{
    if (!b->qr)
        return;
    struct document_style line = *s;
    line.pitch = b->qr->size + 1; /* an exact line cuts off what is higher */
    line.indent_chars = 0;
    paragraph_start(x, &line, look);
    docx_qr(x->out, b->qr, ++x->pictures);
    buf_adds(x->out, "</w:p>");
}

static void block_add(struct docx *x, const struct document_block *before,
                      const struct document_block *b)
{
    struct document_style s = document_style(x->look, b);
    struct paragraph_look look = {.style = outline_style(b->kind),
                                  .before = document_gap(x->look, before, b),
                                  .is_new_page = before && before->kind == BLOCK_PAGE_BREAK,
                                  .has_red_line = document_has_red_line(before, b),
                                  .keeps_next = b->kind == BLOCK_SIGNATURE ||
                                                (b->next && b->next->kind == BLOCK_SIGNATURE)};
    switch (b->kind) {
    case BLOCK_TABLE:
        table_room_add(x, &look);
        table_add(x, b->table);
        break;
    case BLOCK_PAIR:
        pair_add(x, b, &s, look);
        break;
    case BLOCK_IMPRINT:
        look.is_imprint = true;
        look.before = x->look->body.pitch;
        pair_add(x, b, &s, look);
        break;
    case BLOCK_SIGNATURE:
        signature_add(x, b, s, look);
        break;
    case BLOCK_LINES:
    case BLOCK_SPACE:
        lines_add(x, b, &s, look);
        break;
    case BLOCK_PAGE_BREAK: /* said by the block after it */
        break;
    case BLOCK_QR:
        qr_add(x, b, &s, &look);
        break;
    default:
        paragraph_add(x, &s, &look, &b->text, b->kind == BLOCK_ISSUER ? INK_RED : INK_PLAIN);
        break;
    }
}

static void section_add(struct docx *x)
{
    const struct document_look *l = x->look;
    double right = l->width - l->margin_left - l->block_width;
    double bottom = l->height - l->margin_top - l->block_height;
    buf_adds(x->out, "<w:sectPr><w:footerReference w:type=\"default\" r:id=\"rId3\"/>"
                     "<w:footerReference w:type=\"even\" r:id=\"rId4\"/>");
    buf_addf(x->out, "<w:pgSz w:w=\"%d\" w:h=\"%d\"%s/>", docx_twips(l->width),
             docx_twips(l->height), l->width > l->height ? " w:orient=\"landscape\"" : "");
    /* The room of a footer ends where the paper does; its first line is PAGE_NUMBER_BELOW. */
    double foot_lines = x->document->foot.n > 0 ? 2 * FOOT_PITCH : 0;
    double footer = bottom - PAGE_NUMBER_BELOW - PAGE_NUMBER_SIZE * 1.3 - foot_lines;
    buf_addf(x->out,
             "<w:pgMar w:top=\"%d\" w:right=\"%d\" w:bottom=\"%d\" w:left=\"%d\" w:header=\"567\" "
             "w:footer=\"%d\" w:gutter=\"0\"/>",
             docx_twips(l->margin_top), docx_twips(right), docx_twips(bottom),
             docx_twips(l->margin_left), docx_twips(footer < 12 ? 12 : footer));
    if (l->spacing < 0)
        buf_addf(x->out,
                 "<w:docGrid w:type=\"linesAndChars\" w:linePitch=\"%d\" w:charSpace=\"%d\"/>",
                 docx_twips(l->body.pitch), (int)(l->spacing * 4096 - 0.5));
    buf_adds(x->out, "</w:sectPr>");
}

enum status document_docx(const struct document *d, struct date date, struct buf *ret,
                          struct error *e)
{
    struct package package = {.count = 0};
    docx_parts_write(&package, d, date);
    struct docx x = {.document = d,
                     .look = document_look(d->form),
                     .out = package_part(&package, "word/document.xml")};
    buf_adds(x.out, "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
                    "<w:document " WORD_SPACE " " RELATION_SPACE "><w:body>");
    const struct document_block *before = NULL;
    for (const struct document_block *b = d->first; b; before = b, b = b->next)
        block_add(&x, before, b);
    if (before && before->kind == BLOCK_TABLE)
        table_room_add(&x, &(struct paragraph_look){.style = NULL});
    section_add(&x);
    buf_adds(x.out, "</w:body></w:document>");
    enum status s = docx_package_write(&package, date, ret, e);
    package_free(&package);
    return s;
}
