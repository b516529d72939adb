/* The vocabulary of documents, read strictly: an unknown element, attribute or place is an error,
   and so is a table whose cells do not fill it. */
#include <expat.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "office/document_reader.h"

static void block_start(struct reader *r, enum document_block_kind kind)
{
    struct document_block *b = ARENA_NEW(r->arena, struct document_block);
    if (!b) {
        reader_exhausted(r);
        return;
    }
    if (++r->document->block_count > DOCUMENT_BLOCKS_MAX)
        reader_limit(r, _("文书的段落太多"));
    *b = (struct document_block){
        .kind = kind, .indent_chars = -1, .count = 1, .line = reader_line(r)};
    if (r->block)
        r->block->next = b;
    else
        r->document->first = b;
    r->block = b;
}

static enum document_align align_of(struct reader *r, const char **attributes)
{
    static const char *const names[] = {"left", "center", "right", NULL};
    int which = reader_choice(r, attributes, "align", names);
    return which < 0 ? ALIGN_DEFAULT : (enum document_align)(ALIGN_LEFT + which);
}

/* ---- elements ---- */

static void start_document(struct reader *r, const char **attributes)
{
    static const char *const forms[] = {"letter", "sheet", "wide", NULL};
    int form = reader_choice(r, attributes, "form", forms);
    const char *title = reader_attribute(attributes, "title");
    r->document->form = form < 0 ? FORM_LETTER : (enum document_form)form;
    r->document->is_numbered = reader_flag(r, attributes, "numbered", true);
    r->document->title = arena_strdup(r->arena, title ? title : "");
    if (!r->document->title)
        reader_exhausted(r);
}

static void start_heading(struct reader *r, const char **attributes)
{
    int level = (int)reader_number(r, attributes, "level", 1, 4, 1);
    block_start(r, (enum document_block_kind)(BLOCK_HEADING_1 + level - 1));
    text_open(r);
}

static void start_block_text(struct reader *r, const char **attributes)
{
    static const struct {
        enum element element;
        enum document_block_kind kind;
    } kinds[] = {{E_ISSUER, BLOCK_ISSUER},
                 {E_NUMBER, BLOCK_NUMBER},
                 {E_TITLE, BLOCK_TITLE},
                 {E_SUBTITLE, BLOCK_SUBTITLE},
                 {E_NOTE, BLOCK_NOTE}};
    enum document_block_kind kind = BLOCK_PARAGRAPH;
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (kinds[i].element == reader_element(r))
            kind = kinds[i].kind;
    block_start(r, kind);
    if (r->failed == STATUS_OK) {
        r->block->align = align_of(r, attributes);
        r->block->indent_chars = (int)reader_number(r, attributes, "indent", 0, 20, -1);
    }
    text_open(r);
}

static void paragraph_add(struct reader *r, const struct document_paragraph *made)
{
    struct document_paragraph *p = ARENA_NEW(r->arena, struct document_paragraph);
    if (!p) {
        reader_exhausted(r);
        return;
    }
    *p = *made;
    if (r->paragraph)
        r->paragraph->next = p;
    else
        r->cell->first = p;
    r->paragraph = p;
}

static void start_paragraph(struct reader *r, const char **attributes)
{
    if (reader_parent(r) != E_CELL) {
        start_block_text(r, attributes);
        return;
    }
    bool is_closing = reader_element(r) == E_CLOSING;
    struct document_paragraph made = {.align = align_of(r, attributes),
                                      .indent_chars =
                                          (int)reader_number(r, attributes, "indent", 0, 20, 0),
                                      .is_closing = is_closing};
    if (text_is_blank(r) && (is_closing || !r->cell->has_closing)) {
        paragraph_add(r, &made);
        r->cell->has_closing = is_closing;
    } else {
        reader_form(r, _("单元格里文字与段落混用，或落款之后还有段落"));
    }
    text_open(r);
}

static void start_closing(struct reader *r, const char **attributes)
{
    start_paragraph(r, attributes);
    if (r->failed == STATUS_OK && r->paragraph->align == ALIGN_DEFAULT)
        r->paragraph->align = ALIGN_RIGHT;
}

static void start_pair(struct reader *r, const char **attributes)
{
    (void)attributes;
    block_start(r, BLOCK_PAIR);
}

static void start_imprint(struct reader *r, const char **attributes)
{
    (void)attributes;
    block_start(r, BLOCK_IMPRINT);
}

static void start_signature(struct reader *r, const char **attributes)
{
    (void)attributes;
    block_start(r, BLOCK_SIGNATURE);
}

static void start_text(struct reader *r, const char **attributes)
{
    (void)attributes;
    text_open(r);
}

static void start_lines(struct reader *r, const char **attributes)
{
    static const enum document_block_kind kinds[] = {
        [E_LINES] = BLOCK_LINES, [E_SPACE] = BLOCK_SPACE, [E_PAGE_BREAK] = BLOCK_PAGE_BREAK};
    int64_t count =
        reader_element(r) == E_PAGE_BREAK ? 1 : reader_number(r, attributes, "count", 1, 40, 1);
    block_start(r, kinds[reader_element(r)]);
    if (r->failed == STATUS_OK)
        r->block->count = (int)count;
}

static void start_qr(struct reader *r, const char **attributes)
{
    block_start(r, BLOCK_QR);
    if (r->failed != STATUS_OK)
        return;
    r->block->align = align_of(r, attributes);
    reader_qr(r, attributes);
}

/* ---- ends ---- */

static void end_block_text(struct reader *r)
{
    text_close(r, &r->block->text);
}

static void end_paragraph(struct reader *r)
{
    if (reader_parent(r) != E_CELL) {
        end_block_text(r);
        return;
    }
    text_close(r, &r->paragraph->text);
    text_open(r); /* between the paragraphs of a cell only white space may stand */
}

static void end_left(struct reader *r) /* left, organ */
{
    text_close(r, &r->block->text);
}

static void end_right(struct reader *r) /* right, date */
{
    text_close(r, &r->block->other);
}

static void end_foot(struct reader *r)
{
    text_close(r, &r->document->foot);
}

static void start_table(struct reader *r, const char **attributes)
{
    block_start(r, BLOCK_TABLE);
    if (r->failed == STATUS_OK)
        reader_table_start(r, attributes);
}

static void start_cell(struct reader *r, const char **attributes)
{
    reader_cell_start(r, attributes);
    if (r->failed != STATUS_OK)
        return;
    r->cell->align = align_of(r, attributes);
    text_open(r);
}

static void end_cell(struct reader *r)
{
    if (r->paragraph) {
        if (!text_is_blank(r))
            reader_form(r, _("单元格里文字与段落混用"));
        r->text_is_open = false;
        return;
    }
    struct document_paragraph made = {.align = ALIGN_DEFAULT};
    text_close(r, &made.text);
    if (r->failed == STATUS_OK)
        paragraph_add(r, &made);
}

#define UP(element) (1u << (element))
#define IN_TEXT                                                                                    \
    (UP(E_ISSUER) | UP(E_NUMBER) | UP(E_TITLE) | UP(E_SUBTITLE) | UP(E_HEADING) |                  \
     UP(E_PARAGRAPH) | UP(E_NOTE) | UP(E_LEFT) | UP(E_RIGHT) | UP(E_ORGAN) | UP(E_DATE) |          \
     UP(E_CELL) | UP(E_CLOSING) | UP(E_FOOT))
#define IN_DOCUMENT UP(E_DOCUMENT)

static const struct element_rule rules[ELEMENT_COUNT] = {
    [E_DOCUMENT] = {"document", 0, "form title numbered", start_document, NULL},
    [E_ISSUER] = {"issuer", IN_DOCUMENT, "", start_block_text, end_block_text},
    [E_NUMBER] = {"number", IN_DOCUMENT, "align", start_block_text, end_block_text},
    [E_TITLE] = {"title", IN_DOCUMENT, "", start_block_text, end_block_text},
    [E_SUBTITLE] = {"subtitle", IN_DOCUMENT, "align", start_block_text, end_block_text},
    [E_HEADING] = {"heading", IN_DOCUMENT, "level", start_heading, end_block_text},
    [E_PARAGRAPH] = {"paragraph", IN_DOCUMENT | UP(E_CELL), "align indent", start_paragraph,
                     end_paragraph},
    [E_NOTE] = {"note", IN_DOCUMENT, "align indent", start_block_text, end_block_text},
    [E_PAIR] = {"pair", IN_DOCUMENT, "", start_pair, NULL},
    [E_IMPRINT] = {"imprint", IN_DOCUMENT, "", start_imprint, NULL},
    [E_LEFT] = {"left", UP(E_PAIR) | UP(E_IMPRINT), "", start_text, end_left},
    [E_RIGHT] = {"right", UP(E_PAIR) | UP(E_IMPRINT), "", start_text, end_right},
    [E_SIGNATURE] = {"signature", IN_DOCUMENT, "", start_signature, NULL},
    [E_ORGAN] = {"organ", UP(E_SIGNATURE), "", start_text, end_left},
    [E_DATE] = {"date", UP(E_SIGNATURE), "", start_text, end_right},
    [E_TABLE] = {"table", IN_DOCUMENT, "columns header", start_table, reader_table_end},
    [E_ROW] = {"row", UP(E_TABLE), "height", reader_row_start, reader_row_end},
    [E_CELL] = {"cell", UP(E_ROW), "columns rows align top strong", start_cell, end_cell},
    [E_CLOSING] = {"closing", UP(E_CELL), "align", start_closing, end_paragraph},
    [E_LINES] = {"lines", IN_DOCUMENT, "count", start_lines, NULL},
    [E_SPACE] = {"space", IN_DOCUMENT, "count", start_lines, NULL},
    [E_PAGE_BREAK] = {"page-break", IN_DOCUMENT, "", start_lines, NULL},
    [E_FOOT] = {"foot", IN_DOCUMENT, "", start_text, end_foot},
    [E_STRONG] = {"strong", IN_TEXT, "", text_strong_start, text_span_end},
    [E_FILL] = {"fill", IN_TEXT, "chars", text_fill_start, text_span_end},
    [E_CHECK] = {"check", IN_TEXT, "on", text_check, NULL},
    [E_BREAK] = {"break", IN_TEXT, "", text_break, NULL},
    [E_QR] = {"qr", IN_DOCUMENT, "text size_mm align", start_qr, NULL},
};

/* ---- expat ---- */

static void handle_start(void *data, const XML_Char *name, const XML_Char **attributes)
{
    struct reader *r = data;
    int element = 0;
    if (r->failed != STATUS_OK)
        return;
    while (element < ELEMENT_COUNT && strcmp(rules[element].name, name) != 0)
        element++;
    if (element == ELEMENT_COUNT || r->depth == READER_DEPTH_MAX) {
        reader_form(r, _("不认识的元素"));
        return;
    }
    uint32_t parent = r->depth ? UP(r->stack[r->depth - 1]) : 0;
    if (r->depth ? !(rules[element].parents & parent) : rules[element].parents != 0) {
        reader_form(r, _("元素放错了地方"));
        return;
    }
    r->stack[r->depth++] = (enum element)element;
    reader_attributes_check(r, attributes, rules[element].attributes);
    if (r->failed == STATUS_OK)
        rules[element].start(r, (const char **)attributes);
}

static void handle_end(void *data, const XML_Char *name)
{
    (void)name;
    struct reader *r = data;
    if (r->failed != STATUS_OK)
        return;
    if (rules[reader_element(r)].end)
        rules[reader_element(r)].end(r);
    r->depth--;
}

static void handle_text(void *data, const XML_Char *p, int n)
{
    text_add(data, p, (size_t)n);
}

static void handle_doctype(void *data, const XML_Char *name, const XML_Char *system,
                           const XML_Char *public, int has_subset)
{
    (void)name, (void)system, (void)public, (void)has_subset;
    reader_form(data, _("不得有文档类型声明"));
}

static bool is_control(const char *p, size_t n)
{
    unsigned char c = (unsigned char)*p;
    bool is_noncharacter = c == 0xEF && n > 2 && (unsigned char)p[1] == 0xBF &&
                           (unsigned char)p[2] >= 0xBE; /* U+FFFE, U+FFFF */
    return (c < 0x20 && c != '\n' && c != '\t' && c != '\r') || c == 0x7F || is_noncharacter;
}

/* Controls come from the data, and expat would only say "not well-formed". */
static enum status characters_check(const char *p, size_t n, struct error *e)
{
    int line = 1;
    size_t i = 0;
    while (i < n && !is_control(p + i, n - i))
        line += p[i++] == '\n';
    if (i == n && utf8_is_valid(p, n))
        return STATUS_OK;
    (void)error_set(e, STATUS_REFUSED, "DOCUMENT_CHARACTER",
                    _("文书内容含有不能打印的字符，请把该处文字重新录入"));
    (void)error_place(e, _("文书第 %d 行"), line);
    return STATUS_REFUSED;
}

enum status document_parse(const char *xml, size_t bytes, struct arena *a, struct document *ret,
                           struct error *e)
{
    if (bytes > DOCUMENT_XML_BYTES_MAX)
        return document_limit(e, 1, _("文书内容太长，请分成几份打印"));
    TRY(characters_check(xml, bytes, e));
    struct document document = {.is_numbered = true};
    struct reader r = {.arena = a,
                       .document = &document,
                       .text = BUF_INIT(DOCUMENT_TEXT_BYTES_MAX),
                       .xml = XML_ParserCreate("UTF-8")};
    if (!r.xml)
        return error_set(e, STATUS_FAILED, "OUT_OF_MEMORY", _("内存不足"));
    XML_SetUserData(r.xml, &r);
    XML_SetElementHandler(r.xml, handle_start, handle_end);
    XML_SetCharacterDataHandler(r.xml, handle_text);
    XML_SetStartDoctypeDeclHandler(r.xml, handle_doctype);
    if (XML_Parse(r.xml, xml, (int)bytes, 1) == XML_STATUS_ERROR)
        reader_form(&r, XML_ErrorString(XML_GetErrorCode(r.xml)));
    XML_ParserFree(r.xml);
    buf_free(&r.text);
    if (r.failed != STATUS_OK) {
        if (e)
            *e = r.error;
        return r.failed;
    }
    *ret = document;
    return STATUS_OK;
}
