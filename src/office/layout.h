/* Bank layouts are data: layouts/NAME.yaml says how a batch and its return look in bytes.
 * docs/office.md describes the keys. */
#pragma once
#include "base/arena.h"
#include "base/fen.h"
#include "base/month.h"

#define LAYOUT_FIELDS_MAX 32

enum layout_kind { LAYOUT_TEXT, LAYOUT_XLSX };
/* How a field is written. */
enum field_type {
    FIELD_TEXT,
    FIELD_INT,
    FIELD_YUAN, /* 216.00 */
    FIELD_FEN,  /* 21600 */
    FIELD_DATE, /* yyyymmdd */
    FIELD_CONST,
};
/* What a field holds. */
enum field_source {
    SOURCE_CONST, /* written as it is, required as it is on return */
    SOURCE_EMPTY, /* left for the bank; anything on return */
    /* header and trailer */
    SOURCE_UNIT,
    SOURCE_DATE,
    SOURCE_COUNT,
    SOURCE_TOTAL,
    SOURCE_OK_COUNT,
    SOURCE_OK_TOTAL,
    SOURCE_ALL_OK, /* one code when every line was paid, another when not */
    /* detail */
    SOURCE_AGENT_NO,
    SOURCE_NAME,
    SOURCE_AMOUNT,
    SOURCE_ACCOUNT,
    SOURCE_LINE_UNIT,
    SOURCE_ID_KIND,
    SOURCE_ID_NUMBER,
    SOURCE_TIMES,
    SOURCE_PAID_AMOUNT,
    SOURCE_CODE,
    SOURCE_REASON,
};

struct layout_field {
    const char *title; /* the column's heading in a workbook, the field's name in messages */
    enum field_source source;
    enum field_type type;
    const char *value; /* constants; for id_kind what stands when the line gives none */
    const char *all_ok, *not_all_ok; /* SOURCE_ALL_OK */
    int width_bytes;                 /* most bytes in the layout's charset; 0: no limit */
    int chars;                       /* spreadsheet column width */
};

struct layout_part {
    struct layout_field fields[LAYOUT_FIELDS_MAX];
    int count;
};

struct layout {
    const char *name, *title, *charset, *line_end;
    enum layout_kind kind;
    char separator; /* text layouts */
    struct layout_part header, detail, trailer;
    struct layout_part return_header, return_detail, return_trailer;
    const char *paid_code;
    int agent_no_bytes_max; /* what an agent number may be long here */
};

/* MINSHENG_LAYOUTS, else "layouts" here, else the folder the program was built with. */
const char *layout_folder(void);
/* Reads NAME.yaml strictly (YAML_* codes) and checks that a batch can be matched with its return:
   agent number and amount must be in both. name has only letters, digits and "-". folder NULL:
   layout_folder(). */
MUST_USE enum status layout_load(struct arena *a, const char *folder, const char *name,
                                 const struct layout **ret, struct error *e);
/* From a file of any name. */
MUST_USE enum status layout_load_file(struct arena *a, const char *path, const struct layout **ret,
                                      struct error *e);
