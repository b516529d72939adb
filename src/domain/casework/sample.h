/* The county's spot check (抽查): at least the plan's share of the cases waiting for a decision,
   and every case with a declared near relative, drawn by a seed that is published, so that anybody
   can draw again. Draw key of a case = SHA-256 of "seed\ncase number"; the cases with the smallest
   keys are drawn, ceil(share × population) of them; relatives come on top. */
#pragma once
#include "domain/casework/casework.h"

struct sample_row {
    int64_t id, population, selected;
    enum programme programme;
    struct date drawn_on;
    const char *seed, *head_hash, *drawn_by;
    int rate_bp;
};
struct sample_case_row {
    int64_t case_id, division;
    const char *case_number, *applicant;
    char draw_key[65]; /* hex */
    int reason;        /* 0 not drawn, 1 drawn, 2 near relative */
    bool is_checked;
};
/* Draws among all cases of the programme's applications in DECIDING that are in no draw yet. seed
   "": the trail's head. One transaction, one change. REFUSED: SAMPLE_EMPTY, SAMPLE_SEED. */
MUST_USE enum status sample_draw(struct db *db, int64_t county, const struct case_actor *actor,
                                 enum programme p, const char *seed, int64_t *ret_sample,
                                 struct error *e);
MUST_USE enum status sample_list(struct db *db, int64_t county, struct arena *arena,
                                 struct sample_row **ret, size_t *ret_count, struct error *e);
/* Ordered by draw key. */
MUST_USE enum status sample_cases(struct db *db, int64_t county, int64_t sample,
                                  struct arena *arena, struct sample_row *ret,
                                  struct sample_case_row **ret_rows, size_t *ret_count,
                                  struct error *e);
/* Inside the flow's transaction: sent back, the case is another when it returns: its draw and its
   visit count no more. */
MUST_USE enum status sample_forget(struct db *db, int64_t county, int64_t case_id, struct error *e);
/* Inside the flow's transaction: may this case be decided? REFUSED (CASE_SAMPLE): not in a draw
   yet, or drawn and not checked on the spot. */
MUST_USE enum status sample_require(struct db *db, int64_t county, const struct case_record *c,
                                    struct error *e);
