/* A document as read from the vocabulary, and how its parts look. Shared by src/office/document*.c
 * only. */
#pragma once
#include "base/arena.h"
#include "office/document.h"

/* ---- what it says ---- */

enum document_span_kind {
    SPAN_STRONG,
    SPAN_FILL,     /* text on a line to fill, at least `chars` wide */
    SPAN_CHECK_ON, /* both: one character, DOCUMENT_BOX */
    SPAN_CHECK_OFF,
};
#define DOCUMENT_BOX "□"

struct document_span {
    enum document_span_kind kind;
    uint32_t start, end; /* bytes of the text */
    int chars;
};

enum document_align { ALIGN_DEFAULT, ALIGN_LEFT, ALIGN_CENTER, ALIGN_RIGHT };

struct document_text {
    const char *p; /* "\n" breaks the line */
    size_t n;
    const struct document_span *spans; /* in order, not nested */
    uint32_t span_count;
};

struct document_paragraph { /* of a cell */
    struct document_text text;
    enum document_align align;
    int indent_chars; /* of the first line */
    bool is_closing;  /* stands at the bottom of its cell */
    struct document_paragraph *next;
};

struct document_cell {
    struct document_paragraph *first;
    int column, columns, rows; /* where it stands; how many it covers */
    enum document_align align;
    bool is_top, is_strong, has_closing;
    struct document_cell *next;
};

struct document_row {
    struct document_cell *first;
    double height; /* least, points */
    int line;      /* of the filled template */
    struct document_row *next;
};

struct document_table {
    int column_count, header_rows;
    double widths[DOCUMENT_COLUMNS_MAX]; /* shares */
    struct document_row *first;
    int row_count;
};

enum document_block_kind {
    BLOCK_ISSUER,
    BLOCK_NUMBER,
    BLOCK_TITLE,
    BLOCK_SUBTITLE,
    BLOCK_HEADING_1,
    BLOCK_HEADING_2,
    BLOCK_HEADING_3,
    BLOCK_HEADING_4,
    BLOCK_PARAGRAPH,
    BLOCK_NOTE, /* 注：, 说明： in smaller letters */
    BLOCK_PAIR, /* one text at the left, another at the right, of the same line */
    BLOCK_SIGNATURE,
    BLOCK_TABLE,
    BLOCK_LINES,
    BLOCK_SPACE,
    BLOCK_PAGE_BREAK,
    BLOCK_QR,
    BLOCK_IMPRINT, /* 版记: who printed it and when, at the bottom of the last page */
};

/* A QR code: dark where a byte is 1, row by row. */
struct document_qr {
    int width;   /* modules on a side, without the quiet zone */
    double size; /* points, with the quiet zone of DOCUMENT_QR_QUIET modules on each side */
    const uint8_t *modules;
};
#define DOCUMENT_QR_QUIET 4

struct document_block {
    enum document_block_kind kind;
    struct document_text text;  /* PAIR, IMPRINT: left; SIGNATURE: the organ */
    struct document_text other; /* PAIR, IMPRINT: right; SIGNATURE: the date */
    enum document_align align;
    int indent_chars; /* -1: the style's */
    int count;        /* LINES, SPACE */
    int line;         /* of the filled template */
    struct document_table *table;
    struct document_qr *qr; /* NULL: no text was given, nothing is drawn */
    struct document_block *next;
};

enum document_form {
    FORM_LETTER, /* 公文: the text block of GB/T 9704 */
    FORM_SHEET,  /* 表: smaller letters, more room */
    FORM_WIDE,   /* lists, across the page */
};

struct document {
    enum document_form form;
    bool is_numbered; /* pages */
    const char *title;
    struct document_text foot; /* small, at the foot of every page */
    struct document_block *first;
    int block_count, row_count;
};

/* REFUSED or FAILED as document_render. Texts live in the arena. */
MUST_USE enum status document_parse(const char *xml, size_t bytes, struct arena *a,
                                    struct document *ret, struct error *e);

/* ---- how it looks ---- */

#define POINTS_PER_MM (72.0 / 25.4)

enum document_face { FACE_FANGSONG, FACE_HEI, FACE_KAI, FACE_BIAOSONG, FACE_SONG };

struct document_style {
    enum document_face face;
    double size, pitch; /* points; pitch: from line to line */
    enum document_align align;
    int indent_chars;
};

struct document_look { /* points */
    double width, height, margin_top, margin_left, block_width, block_height;
    double spacing; /* added to every character of the body */
    struct document_style body, cell, note;
};
#define CELL_PADDING_X 3.4
#define CELL_PADDING_Y 2.2
#define CLOSING_GAP 8.0 /* least, above what stands at the bottom of a cell */
#define RED_LINE_BELOW (4 * POINTS_PER_MM)
#define RED_LINE_WIDTH 1.5
#define PAGE_NUMBER_SIZE 14.0
#define PAGE_NUMBER_BELOW (7 * POINTS_PER_MM)
#define FOOT_SIZE 8.0
#define FOOT_PITCH 10.5
#define SIGNATURE_RIGHT_CHARS 4
#define IMPRINT_SIZE 14.0
#define IMPRINT_PITCH 22.0
#define IMPRINT_LINE_WIDTH (0.35 * POINTS_PER_MM)
#define SEAL_LINES 1 /* left free above a signature */

const struct document_look *document_look(enum document_form form);
/* Of a block of text. */
struct document_style document_style(const struct document_look *look,
                                     const struct document_block *block);
/* Free room between a block and the one before it (NULL: none), points. */
double document_gap(const struct document_look *look, const struct document_block *before,
                    const struct document_block *block);
/* A number directly under an issuer carries the red line. */
bool document_has_red_line(const struct document_block *before, const struct document_block *block);
/* How many characters of full width a text takes, as the DOCX has to guess. */
double document_text_chars(const struct document_text *text);
/* From the right edge of the block to that of the organ, so that it stands centred over a date that
   ends SIGNATURE_RIGHT_CHARS before the edge; in characters. */
double document_organ_right_chars(double organ_chars, double date_chars);

/* ret NULL: only the pages are counted; ret_pages may be NULL. */
MUST_USE enum status document_pdf(const struct document *d, struct date date, struct buf *ret,
                                  int *ret_pages, struct error *e);
MUST_USE enum status document_docx(const struct document *d, struct date date, struct buf *ret,
                                   struct error *e);
/* Side of one module, points. */
static inline double document_qr_module(const struct document_qr *qr)
{
    return qr->size / (qr->width + 2 * DOCUMENT_QR_QUIET);
}
enum status document_limit(struct error *e, int line, const char *what);
