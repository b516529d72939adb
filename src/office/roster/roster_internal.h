/* Inside the roster importer: what the steps of one import hand to each other. */
#pragma once
#include "office/roster/roster.h"
#include "office/sheet.h"

enum roster_kind { KIND_NONE, KIND_HOUSEHOLD, KIND_MEMBER, KIND_WUBAO, KIND_COUNT };
enum roster_field {
    FIELD_SEQUENCE,
    FIELD_TOWNSHIP,
    FIELD_VILLAGE,
    FIELD_GROUP,
    FIELD_ADDRESS,
    FIELD_HEAD_NAME, /* wubao: the person's */
    FIELD_HEAD_ID,
    FIELD_MEMBERS,
    FIELD_PROTECTED,
    FIELD_CLASS,
    FIELD_INCOME,
    FIELD_BANK,
    FIELD_HOLDER,
    FIELD_ACCOUNT,
    FIELD_PHONE,
    FIELD_BEGUN,
    FIELD_NAME, /* of a member */
    FIELD_ID,
    FIELD_RELATION,
    FIELD_HEALTH,
    FIELD_DISABILITY_KIND,
    FIELD_DISABILITY_GRADE,
    FIELD_STUDENT,
    FIELD_IS_PROTECTED,
    FIELD_FORM,
    FIELD_HOME,
    FIELD_CARE,
    FIELD_NOTE,
    FIELD_COUNT
};

/* ---- the header of a sheet ---- */
#define HEADER_SEARCH_ROWS 40
#define HEADER_LINES_MAX 3
#define HEADER_COLS_MAX 128

struct roster_header {
    enum roster_kind kind;
    int first_row, last_row;  /* 1-based, of the header lines */
    int16_t col[FIELD_COUNT]; /* -1: no such column */
    int line_count, col_count;
    const char
        *line[HEADER_LINES_MAX][HEADER_COLS_MAX]; /* tidied texts, to know repeated headers */
    const char *column_name[FIELD_COUNT];         /* as the file writes it; NULL: none */
};
/* NONE when the sheet is no roster of the programme. REFUSED: IMPORT_HEADER_MISSING,
 * IMPORT_HEADER_TWICE. */
MUST_USE enum status header_find(struct sheet_book *book, int sheet, enum programme programme,
                                 struct arena *arena, struct roster_header *ret, struct error *e);
const char *field_name(enum roster_field field); /* what we call the column: 户主身份证号 */
enum row_sort { ROW_DATA, ROW_EMPTY, ROW_TOTAL, ROW_SIGNATURE, ROW_HEADER, ROW_TITLE };
enum row_sort row_sort(const struct roster_header *h, const struct sheet_row *row,
                       struct arena *scratch);

/* ---- what was read ---- */
struct household_in {
    int16_t file, sheet;
    int32_t row;
    int32_t first_member, last_member; /* into members, chained; -1: none */
    int32_t member_rows, protected_rows;
    uint64_t key; /* of the head's ID; 0: not readable */
    char id[IDNO_BYTES];
    bool is_bad;      /* comes back */
    bool is_double;   /* another row has the same head's ID */
    bool is_conflict; /* comes back because of what the registry knows; anew for every attempt */
    bool is_id_bad;   /* the head's ID cell is marked: the true head may be another */
    bool has_account, has_begun;
    int8_t mgmt_class, form, care; /* class, care: -1 when the file has no such column */
    int16_t members, protected;    /* as written; -1: no such column or not readable */
    const char *head_name, *group_no, *address, *bank, *holder, *account, *phone;
    int64_t division, home;
    struct fen income;
    struct month begun;
    /* set by the match with the registry */
    int32_t existing; /* index of the registry's household; -1: new */
    int64_t id_new;
};
struct member_in {
    int16_t file, sheet;
    int32_t row;
    int32_t household; /* index; -1: not found */
    int32_t next;      /* of the same household */
    int32_t person;    /* index of persons; -1: ID not readable */
    uint64_t head_key; /* 0: not readable */
    char head_id[IDNO_BYTES];
    char id[IDNO_BYTES];
    const char *name, *head_name;
    struct date birth;
    int8_t sex, relation, kind, grade;
    bool is_ill, is_student, is_protected, is_bad, is_head_id_bad;
};
/* One per ID number in the file; the registry's side is filled by the match. */
struct person_in {
    uint64_t key;
    int32_t member; /* the first row that names it */
    int64_t id;     /* 0: new to the registry */
    const char *known_name, *known_phone;
    int64_t household;   /* where he or she is now; 0: nowhere */
    struct date died_on; /* DATE_OPEN: alive */
    uint8_t index[BLIND_INDEX_BYTES];
};

/* uint64 -> int32, open addressing. Key 0 is not allowed. */
struct key_table {
    uint64_t *keys;
    int32_t *values;
    size_t capacity, count; /* capacity: a power of two */
};
MUST_USE enum status key_table_init(struct key_table *t, size_t expected, struct arena *arena,
                                    struct error *e);
/* The value already there, or `value` after putting it in. */
int32_t key_table_put(struct key_table *t, uint64_t key, int32_t value);
int32_t key_table_get(const struct key_table *t, uint64_t key); /* -1: none */
uint64_t id_key(const char id[IDNO_BYTES]);                     /* the 17 digits; never 0 */
uint64_t text_key(const char *text);                            /* a hash; never 0 */

struct mark_list {
    struct roster_mark *list;
    size_t count, capacity;
};
struct roster_file {
    const char *path, *base_name;
    struct sheet_book *book;
    int sheet_count;
    struct roster_header **header; /* per sheet; NULL: not a roster */
    uint8_t sha256[HASH_BYTES];
};

struct roster_import {
    struct db *db;
    int64_t county;
    const struct keyring *keys;
    const struct roster_request *request;
    struct arena *arena;   /* the whole import */
    struct arena *scratch; /* one row */
    struct date today;
    struct roster_file files[ROSTER_FILES_MAX];
    size_t file_count;
    struct household_in *households;
    struct member_in *members;
    int32_t household_count, household_capacity, member_count, member_capacity;
    struct person_in *persons;
    int32_t person_count;
    struct key_table person_table; /* id_key -> persons */
    struct mark_list marks, warnings;
    int64_t rows;
    /* places */
    struct division_table *divisions;
    struct key_table place_table; /* text -> index into places: each spelling is looked up once */
    struct place *places;
    int32_t place_count;
    const struct home_known *homes;
    size_t home_count;
    /* match.c, anew for every attempt of the transaction */
    struct existing_household *existing; /* match.h */
    int32_t existing_count;
    struct key_table existing_table; /* household id -> existing */
    struct arena *attempt;
    bool is_scan; /* one scan of the registry instead of a question per person */
    size_t marks_before, warnings_before;
};

struct home_known {
    int64_t id;
    const char *name;
};
struct place { /* one spelling of a township, or of a village within a township */
    const char *text;
    int64_t township; /* 0: the text is a township */
    int64_t code;     /* 0: unknown */
    const char *suggestion, *elsewhere;
};

/* ---- marks ---- */
struct mark_at {
    int file, sheet, row;
    enum roster_field field; /* FIELD_COUNT: the row as a whole */
};
/* Formats into the arena. suggestion may be NULL. A second mark on the same cell is dropped. */
MUST_USE enum status mark_add(struct roster_import *m, struct mark_at at, const char *reason,
                              const char *suggestion, struct error *e);
MUST_USE enum status warning_add(struct roster_import *m, struct mark_at at, const char *reason,
                                 struct error *e);
/* Puts a better suggestion before the one of a cell's mark. */
MUST_USE enum status mark_suggest(struct roster_import *m, struct mark_at at,
                                  const char *suggestion, struct error *e);
void marks_sort(struct mark_list *marks);
/* "农村低保.xlsx" sheet 家庭 row 12 → 工作表“家庭”第 12 行; in the arena. */
const char *row_words(struct roster_import *m, int file, int sheet, int row);

/* ---- steps ---- */
MUST_USE enum status roster_open(struct roster_import *m, struct error *e);
MUST_USE enum status roster_read(struct roster_import *m, struct error *e);
MUST_USE enum status household_row_read(struct roster_import *m, int file, int sheet,
                                        const struct roster_header *h, const struct sheet_row *row,
                                        struct error *e);
MUST_USE enum status member_row_read(struct roster_import *m, int file, int sheet,
                                     const struct roster_header *h, const struct sheet_row *row,
                                     struct error *e);
MUST_USE enum status roster_link(struct roster_import *m, struct error *e);
/* Where the ID of that person stands: in the member table, or in the wubao roster. */
struct mark_at member_id_at(const struct roster_import *m, const struct member_in *p);
MUST_USE enum status roster_check(struct roster_import *m, struct error *e);
