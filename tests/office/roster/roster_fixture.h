/* Rosters made cell by cell, a county with its plan, and what an import left behind. */
#pragma once
#include <stdio.h>

#include "support/county.h"

#include "office/roster/roster.h"

#define COUNTY COUNTY_JINGXIAN
#define FROM month_make(2013, 6)

/* The plan of 2013 loaded, as in every county here. */
void county_plan(struct county *c);
void on_each_engine(void (*body)(struct county *c));
int64_t count_of(struct county *c, const char *sql);
/* Every row of the registry's tables, to know that nothing changed. */
int64_t registry_rows(struct county *c);

/* ---- workbooks ---- */
#define MADE_ROWS 60
#define MADE_COLS 20
#define MADE_BYTES 400
struct sheet_made {
    const char *name;
    int rows;
    char cell[MADE_ROWS][MADE_COLS][MADE_BYTES]; /* "#12.5": a number cell */
    int merge_count;
    int merge[8][4]; /* first row, first col, last row, last col; 0-based */
};
void sheet_row_set(struct sheet_made *s, int row, const char *const *cells, int count);
void book_write(const char *path, const struct sheet_made *sheets, int count);
void csv_sheet_write(const char *path, const struct sheet_made *s, bool gb18030);
/* Every sheet of a workbook as text cells. */
int book_read(const char *path, struct sheet_made *sheets, int capacity);

/* Three dibao households (2 + 1 + 2 members) as sheets 家庭 and 成员, header in row 0. */
enum { HOUSEHOLDS, MEMBERS };
void dibao_made(struct sheet_made out[2]);
/* Three wubao persons as sheet 五保: scattered, institution, scattered. */
void wubao_made(struct sheet_made *out);
/* Column of a header's text in row 0; fails the test when there is none. */
int column_of(const struct sheet_made *s, const char *title);
char *cell_at(struct sheet_made *s, int row, const char *title);
#define SET(sheet, row, title, text)                                                               \
    (void)snprintf(cell_at((sheet), (row), (title)), MADE_BYTES, "%s", (text))

/* ---- imports ---- */
struct roster_result import_files(struct county *c, enum programme p, struct month from,
                                  const char *const *files, size_t count, const char *errors);
struct roster_result import_book(struct county *c, enum programme p, struct month from,
                                 const struct sheet_made *sheets, int count);
/* "家庭 3 户主身份证号|成员 4 身份证号": sheet, row as the spreadsheet numbers it, column. */
const char *marks_text(struct county *c, const struct roster_result *r);
/* The household of a head; 0: none. */
int64_t household_of(struct county *c, const char *id);
struct dossier dossier_of(struct county *c, enum programme p, const char *head_id);
const struct member_row *member_at(struct county *c, const struct dossier *d, const char *id,
                                   struct month m);
