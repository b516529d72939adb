/* The county of the plan of 2013 in the middle of the year, with inspectors. */
#pragma once
#include "support/planned.h"
#include "support/test_support.h"

#include "domain/inspection/inspection.h"

#define TODAY "2013-07-10"
#define JINGCHUAN INT64_C(341823100000)
#define MAOLIN INT64_C(341823101000)
#define INSPECTOR "inspector"
#define INSPECTOR_OF_MAOLIN "inspector.maolin" /* his own scope is 茂林镇 */
#define SUPERVISOR "supervisor"
#define DIRECTOR "director"
#define CLERK "township100.clerk" /* of 泾川镇 */
#define LEAD "township100.lead"
#define OTHER_CLERK "township101.clerk" /* of 茂林镇 */

struct field { /* of inspections */
    struct db *db;
    struct arena *arena;
    int64_t county;
};
/* Runs the body in a county of its own on each engine there is. "Today" is TODAY. */
void field_on_each(void (*body)(struct field *w));
void field_today(const char *day); /* "2013-08-01" */
int64_t field_visit(struct field *w, int64_t assessment, int64_t division, const char *actor);
int field_finding(struct field *w, int64_t visit, enum inspection_kind kind, const char *text);
int64_t field_order(struct field *w, int64_t township, const char *due);
struct rectification field_order_read(struct field *w, int64_t id);
struct date field_day(const char *text);
