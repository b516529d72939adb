/* The monthly return of a project (月报): what the month added; totals are reckoned, never typed;
   signed by another than who wrote it. And where the plan's line is (序时进度): piecewise linear
   between the plan's milestones, measured by beds, investment and stage, all three; behind or ahead
   is computed. P3.4, P4.2. */
#pragma once
#include "base/hash.h"
#include "domain/project/project.h"

enum return_state {
    RETURN_DRAFT = 1,
    RETURN_SUBMITTED,
    RETURN_SIGNED,
    RETURN_SENT_BACK,
    RETURN_REPLACED
};
const char *return_state_code(enum return_state s);
const char *return_state_label(enum return_state s); /* msgid */
struct project_return {
    int64_t id, project;
    struct month month;
    int version;
    enum return_state state;
    int64_t beds_added,
        beds_total; /* added may be negative only when it replaces a wrong one's excess */
    struct fen invested, invested_total,
        received[PROJECT_SOURCES]; /* received: 到位资金, of the month */
    enum project_stage stage;      /* highest reached at the month's end; from project_stage */
    const char *progress, *problem, *cause, *measure, *prepared_by, *signed_by, *reason;
    struct date prepared_on, signed_on;
};
/* A draft of a month, written anew as a whole while not signed; of a signed month: the next
   version, which replaces it when signed (later months' totals follow). REFUSED: PROJECT_RETURN
   (field), PROJECT_RETURN_ORDER (an earlier month lacks), PROJECT_BEDS (total beyond the scope, or
   below zero), PROJECT_MONEY (invested beyond the scope without a problem said), ACCESS_…. */
MUST_USE enum status project_return_write(struct db *db, int64_t county,
                                          const struct project_return *r, const char *actor,
                                          int64_t *ret_id, struct error *e);
MUST_USE enum status project_return_submit(struct db *db, int64_t county, int64_t id,
                                           const char *actor, struct error *e);
MUST_USE enum status project_return_sign(struct db *db, int64_t county, int64_t id,
                                         const char *actor, struct error *e); /* SAME_PERSON */
MUST_USE enum status project_return_send_back(struct db *db, int64_t county, int64_t id,
                                              const char *reason, const char *actor,
                                              struct error *e);
MUST_USE enum status project_return_read(struct db *db, int64_t county, int64_t id,
                                         struct arena *arena, struct project_return *ret,
                                         struct error *e); /* NONE */
/* project 0: all; newest month first. */
MUST_USE enum status project_return_list(struct db *db, int64_t county, int64_t project,
                                         struct month from, struct month to, struct arena *arena,
                                         struct project_return **ret, size_t *ret_count,
                                         struct error *e);

/* What was signed, without the totals, which follow other months: kept with the return as its
   content_hash. */
void project_return_hash(const struct project_return *r, uint8_t out[HASH_BYTES]);

/* ---- the plan's line ---- */
/* The share of the year's target that should be done at the end of `on`: a fraction, exact. Before
   the first milestone from zero on 1 January; after the last one 1/1. */
struct plan_share {
    int64_t numerator, denominator;
};
MUST_USE enum status plan_line_at(struct db *db, int64_t county, enum target_book book,
                                  struct date on, struct plan_share *ret, struct error *e);
/* done : target against the line, by cross-multiplication: -1 behind, 0 on it, 1 ahead. target 0:
 * 0. */
int plan_line_compare(int64_t done, int64_t target, struct plan_share line);
/* The smallest number of beds that is not behind. */
int64_t plan_line_due(int64_t target, struct plan_share line);

/* How a township, or the county, stands in one book at the end of a day. A township's target is the
   plan's; what its projects have done are signed returns' sums (beds, investment) and stage days.
 */
struct project_standing {
    int64_t township; /* 0: the county */
    const char *name;
    enum target_book book;
    int64_t target_beds, beds;              /* measure 1 */
    struct fen target_investment, invested; /* measure 2 */
    int64_t target_stage_bp, stage_bp; /* measure 3: Σ beds × weight; target Σ beds × 10000 */
    int by_beds, by_investment, by_stage; /* plan_line_compare */
    int64_t beds_due;                     /* plan_line_due of target_beds */
    int64_t projects;
    bool has_target; /* false: judged on occupancy and the centralised rate only (P3.4) */
};
/* Every township of the county in order of code, then nothing else; *ret_county the sums of this
   book alone. known: of the returns (KNOWN_NOW). */
MUST_USE enum status project_standing_list(struct db *db, int64_t county, enum target_book book,
                                           struct date on, int64_t known, struct arena *arena,
                                           struct project_standing **ret, size_t *ret_count,
                                           struct project_standing *ret_county, struct error *e);
/* One project in one book; false in *ret_is_in: it does not count there. */
MUST_USE enum status project_standing_of(struct db *db, int64_t county, int64_t project,
                                         enum target_book book, struct date on, int64_t known,
                                         struct project_standing *ret, bool *ret_is_in,
                                         struct error *e);
