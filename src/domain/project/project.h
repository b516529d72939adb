/* Projects (P3.4): new and extended homes from the site to the beds. The original target stays;
   every change of site or scope is another version, asked for by one and approved by another. Two
   books of targets, city→county and county→township: whoever asks for a sum says which book. */
#pragma once
#include "domain/access/access.h"
#include "domain/home/home.h"
#include "domain/payee/payee.h"

enum project_kind { PROJECT_NEW = 1, PROJECT_EXTEND, PROJECT_CONVERT };
enum target_book { BOOK_CITY = 1, BOOK_COUNTY };
const char *target_book_code(enum target_book b);  /* "city", "county", as in the plan */
const char *target_book_label(enum target_book b); /* msgid: 市对县考核, 县对乡镇考核 */
MUST_USE enum status target_book_parse(const char *code, enum target_book *ret, struct error *e);

/* Stages (形象进度) in their order; weights are parameters (project.stage.site …, bp, example). */
enum project_stage {
    STAGE_NONE = 0,
    STAGE_SITE,
    STAGE_APPROVAL,
    STAGE_DESIGN,
    STAGE_TENDER,
    STAGE_FOUNDATION,
    STAGE_STRUCTURE,
    STAGE_ROOF,
    STAGE_FITOUT,
    STAGE_ACCEPTANCE,
    STAGE_IN_USE,
    PROJECT_STAGES = STAGE_IN_USE
};
struct project_stage_row {
    enum project_stage stage;
    const char *code, *label; /* "FOUNDATION"; msgid 基础 */
};
extern const struct project_stage_row PROJECT_STAGE_ROWS[PROJECT_STAGES];
MUST_USE enum status project_stage_parse(const char *code, enum project_stage *ret,
                                         struct error *e);
/* Weight of everything up to and with a stage, bp of 10000, by the parameters of a month. */
MUST_USE enum status project_stage_share(const struct policy_table *t, enum project_stage stage,
                                         struct month m, int64_t *ret_bp, struct error *e);

#define PROJECT_SOURCES 5 /* central, province, city, county, own (自筹) */
extern const char *const PROJECT_SOURCE_LABELS[PROJECT_SOURCES]; /* msgid */
struct project_scope {
    int version;
    const char *change; /* ORIGINAL, SITE, SCOPE, SWAP, CONTRACT, CANCEL */
    enum project_kind kind;
    int64_t township, land, area_m2, beds,
        contractor; /* land 1/100 mu; contractor: payee, 0 none */
    const char *site, *township_name, *contractor_name, *reason, *document, *requested_by,
        *decided_by;
    struct fen investment[PROJECT_SOURCES], contract;
    struct date start_on, finish_on, requested_on, decided_on;
    int state; /* 1 REQUESTED 2 APPROVED 3 REFUSED */
};
struct project {
    int64_t id, home;
    const char *code, *name, *home_name;
    bool is_city, is_county, is_cancelled;
    struct project_scope original, scope; /* scope: in force */
    bool has_open_change;
};
struct fen project_investment(const struct project_scope *s); /* sum of the sources */
MUST_USE enum status project_find(struct db *db, int64_t county, const char *code_or_name,
                                  struct arena *arena, struct project *ret, struct error *e);
/* In order of code. township 0: all (of the scope in force). book 0: any. */
MUST_USE enum status project_list(struct db *db, int64_t county, int64_t township,
                                  enum target_book book, struct arena *arena, struct project **ret,
                                  size_t *ret_count, struct error *e);
MUST_USE enum status project_scope_list(struct db *db, int64_t county, int64_t project,
                                        struct arena *arena, struct project_scope **ret,
                                        size_t *ret_count, struct error *e);
/* The plan's projects, or one added by the bureau: version 1, approved by the plan (decided_by
   NULL). Inside db_transaction. A known code: unchanged. REFUSED: PROJECT_FIELD, PROJECT_CODE,
   PROJECT_DIFFERS (a known code with another township, other beds or books). */
struct project_entry {
    const char *code, *name;
    int64_t home; /* 0: a new one of that name comes with the hand-over */
    bool is_city, is_county;
    struct project_scope scope;
    struct date stages[PROJECT_STAGES]; /* planned; v 0: not planned */
};
MUST_USE enum status project_write(struct db *db, int64_t county, const struct project_entry *entry,
                                   const char *actor, int64_t change, int64_t *ret_id,
                                   struct error *e);
/* One added by the bureau. One transaction. REFUSED also: ACCESS_…, PROJECT_CODE (taken). */
MUST_USE enum status project_enter(struct db *db, int64_t county, const struct project_entry *entry,
                                   const char *actor, int64_t *ret_id, struct error *e);
/* Another version asked for; approved or refused by another. What changes the beds of a book moves
   what is built, not the target: the plan's target stays as it is. One transaction each. REFUSED:
   PROJECT_CHANGE_OPEN, PROJECT_FIELD, REASON_MISSING, SAME_PERSON, PROJECT_BEDS (fewer than built),
   ACCESS_…. */
MUST_USE enum status project_change_request(struct db *db, int64_t county, int64_t project,
                                            const struct project_scope *scope, const char *actor,
                                            int *ret_version, struct error *e);
MUST_USE enum status project_change_decide(struct db *db, int64_t county, int64_t project,
                                           int version, bool is_approved, const char *document,
                                           const char *actor, struct error *e);
struct project_stage_day {
    enum project_stage stage;
    struct date planned_on, reached_on; /* v 0: none */
};
MUST_USE enum status project_stage_days(struct db *db, int64_t county, int64_t project,
                                        struct project_stage_day ret[PROJECT_STAGES],
                                        struct error *e);
/* A stage reached on a day; earlier ones must be (PROJECT_STAGE_ORDER). ACCEPTANCE and IN_USE come
   from the acceptance and the hand-over only. One transaction. */
MUST_USE enum status project_stage_reach(struct db *db, int64_t county, int64_t project,
                                         enum project_stage stage, struct date on,
                                         const char *actor, struct error *e);

/* ---- problems ---- */
struct project_problem {
    int64_t id, project;
    struct date raised_on, due_on, closed_on; /* closed_on v 0: open */
    const char *problem, *cause, *owner_unit, *outcome, *actor;
};
MUST_USE enum status project_problem_raise(struct db *db, int64_t county,
                                           const struct project_problem *problem, const char *actor,
                                           int64_t *ret_id, struct error *e);
MUST_USE enum status project_problem_close(struct db *db, int64_t county, int64_t project,
                                           int64_t id, const char *outcome, struct date on,
                                           const char *actor, struct error *e);
MUST_USE enum status project_problem_list(struct db *db, int64_t county, int64_t project,
                                          struct arena *arena, struct project_problem **ret,
                                          size_t *ret_count, struct error *e);

/* ---- acceptance and hand-over ---- */
struct project_acceptance {
    int64_t id, project, beds, area_m2;
    struct date accepted_on;
    bool is_passed, is_confirmed, is_struck;
    struct fen cost;
    const char *members, *opinion, *document, *entered_by, *confirmed_by, *strike_reason;
};
/* Beds: not more than the returns have, nor than the scope. REFUSED: PROJECT_BEDS,
   PROJECT_STAGE_ORDER (fit-out not reached), PROJECT_ACCEPTED. confirm by another: stage ACCEPTANCE
   reached. */
MUST_USE enum status project_accept(struct db *db, int64_t county,
                                    const struct project_acceptance *acceptance, const char *actor,
                                    int64_t *ret_id, struct error *e);
MUST_USE enum status project_accept_confirm(struct db *db, int64_t county, int64_t project,
                                            int64_t acceptance, const char *actor, struct error *e);
/* One that was entered wrongly, before it is confirmed: another may be entered then. REFUSED:
   REASON_MISSING, ACCEPTANCE_UNKNOWN (none, confirmed, or struck already). */
MUST_USE enum status project_accept_strike(struct db *db, int64_t county, int64_t project,
                                           int64_t acceptance, const char *reason,
                                           const char *actor, struct error *e);
MUST_USE enum status project_acceptance_list(struct db *db, int64_t county, int64_t project,
                                             struct arena *arena, struct project_acceptance **ret,
                                             size_t *ret_count, struct error *e);
/* Beds into rooms of the home, from a day on. Σ handed over ≤ accepted beds: a bed is given over
   once (PROJECT_BEDS). The last one reaches IN_USE. given_by ≠ received_by. */
struct project_handover_room {
    const char *number;
    int storey, beds;
    int64_t area_m2;
};
struct project_handover {
    int64_t id, project, home,
        beds; /* home 0 when written: of the project, else a new one of its name */
    struct date on;
    const char *given_by, *received_by, *document;
    size_t room_count;
    const struct project_handover_room *rooms;
};
MUST_USE enum status project_hand_over(struct db *db, int64_t county,
                                       const struct project_handover *handover, const char *actor,
                                       int64_t *ret_id, struct error *e);
MUST_USE enum status project_handover_list(struct db *db, int64_t county, int64_t project,
                                           struct arena *arena, struct project_handover **ret,
                                           size_t *ret_count, struct error *e);
