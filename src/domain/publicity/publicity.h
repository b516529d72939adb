/* Publicity of the policies (P5.3): what is planned and done in townships and villages, confirmed
   by another, and how many households of a village it reached. */
#pragma once
#include "domain/access/access.h"
#include "domain/plan/plan.h"
#include "domain/registry/change.h"

enum publicity_form {
    PUBLICITY_LEAFLET = 1,
    PUBLICITY_LETTER,
    PUBLICITY_BOARD,
    PUBLICITY_BROADCAST,
    PUBLICITY_VISIT,
    PUBLICITY_MARKET,
    PUBLICITY_WEB,
    PUBLICITY_SLIP,
    PUBLICITY_FORM_END
};
enum publicity_state {
    PUBLICITY_PLANNED = 1,
    PUBLICITY_DONE,
    PUBLICITY_CONFIRMED,
    PUBLICITY_CANCELLED
};
const char *publicity_form_code(enum publicity_form f);    /* "LEAFLET" */
const char *publicity_form_label(enum publicity_form f);   /* msgid */
const char *publicity_state_label(enum publicity_state s); /* msgid */
MUST_USE enum status publicity_form_parse(const char *code, enum publicity_form *ret,
                                          struct error *e);
#define PUBLICITY_ITEMS_MAX 5000
#define PUBLICITY_VILLAGES_MAX 1000
struct publicity_item {
    int64_t id, township; /* township: county code: the county's own */
    int year, programme;  /* programme 0: all */
    const char *title, *audience, *responsible, *township_name;
    enum publicity_form form;
    struct date planned_on, done_on; /* done_on v 0: not yet */
    enum publicity_state state;
    const char *report, *entered_by, *reported_by, *confirmed_by; /* NULL: nobody yet */
    int64_t reached;                                              /* Σ households, read only */
    bool is_late;                                                 /* still planned, day past */
};
/* Each is one transaction; a township acts for itself only. REFUSED: PUBLICITY_FIELD,
   PUBLICITY_UNKNOWN, PUBLICITY_STATE, SAME_PERSON, ACCESS_DENIED, ACCESS_SCOPE. */
MUST_USE enum status publicity_plan(struct db *db, int64_t county,
                                    const struct publicity_item *item, const char *actor,
                                    int64_t *ret_id, struct error *e);
struct publicity_reached {
    int64_t village, households;
};
/* Reported done on a day, in words; villages of the item's township (the county's: any). */
MUST_USE enum status publicity_done(struct db *db, int64_t county, int64_t item, struct date on,
                                    const char *report, const struct publicity_reached *reached,
                                    size_t count, const char *actor, struct error *e);
/* What another village was reached too, or in other numbers: until it is confirmed. */
MUST_USE enum status publicity_reach_set(struct db *db, int64_t county, int64_t item,
                                         const struct publicity_reached *reached, size_t count,
                                         const char *actor, struct error *e);
MUST_USE enum status publicity_confirm(struct db *db, int64_t county, int64_t item,
                                       const char *actor, struct error *e);
MUST_USE enum status publicity_cancel(struct db *db, int64_t county, int64_t item,
                                      const char *reason, const char *actor, struct error *e);
/* year 0, township 0: all. By day planned. */
MUST_USE enum status publicity_list(struct db *db, int64_t county, int year, int64_t township,
                                    struct arena *arena, struct publicity_item **ret,
                                    size_t *ret_count, struct error *e);
MUST_USE enum status publicity_read(struct db *db, int64_t county, int64_t item,
                                    struct arena *arena, struct publicity_item *ret,
                                    struct error *e); /* NONE */
struct publicity_village {
    int64_t village, township, households, reached; /* households of the year; 0: not known */
    const char *name, *township_name;
    bool is_example;
};
/* The villages of one item, reached as reported. */
MUST_USE enum status publicity_item_reach(struct db *db, int64_t county, int64_t item,
                                          struct arena *arena, struct publicity_village **ret,
                                          size_t *ret_count, struct error *e);
/* Every village with a number of households or a confirmed item of the year, as known: the largest
   reach among the confirmed items of the year, at most its households. township 0: all. The
   county's rate is Σ reached ÷ Σ households, over villages whose households are known. */
MUST_USE enum status publicity_reach(struct db *db, int64_t county, int year, int64_t township,
                                     int64_t known, struct arena *arena,
                                     struct publicity_village **ret, size_t *ret_count,
                                     struct error *e);
/* All households of a village in a year, with the document it is from, as new knowledge. The same
   again: nothing changes. REFUSED also: DIVISION_UNKNOWN. */
struct village_households {
    int64_t village, households;
    int year;
    const char *document;
    bool is_example;
};
MUST_USE enum status village_households_set(struct db *db, int64_t county,
                                            const struct village_households *rows, size_t count,
                                            const char *actor, int64_t *ret_changed,
                                            struct error *e);
