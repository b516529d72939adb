/* Lists from outside held against the registry (比对): who is on a list of the dead, of vehicles,
   of companies, and receives a benefit; who is on a list of those in need, and receives none
   (不漏一户). A hit is a question to somebody, with a day by which it is answered; nothing is ever
   stopped or changed by it (社会救助暂行办法 Art. 13: a stop needs its reason). */
#pragma once
#include "domain/match/match_kind.h"
#include "domain/registry/registry.h"

#define MATCH_NOTE_BYTES_MAX 2000
#define MATCH_PAGE_ROWS_MAX 500

/* ---- lists ---- */
struct match_list {
    int64_t id;
    enum match_kind kind;
    const char *name; /* the file's */
    const char *actor;
    struct date opened_on, due_on;
    int64_t row_count, returned_count, hit_count, doubtful_count, candidate_count;
    int64_t open_count, overdue_count; /* hits not yet explained, of the scope asked for */
};
/* Newest first, at most MATCH_LISTS_MAX; the counts of open hits are those of the scope. */
#define MATCH_LISTS_MAX 200
MUST_USE enum status match_list(struct db *db, int64_t county, int64_t scope, struct date today,
                                struct arena *arena, struct match_list **ret, size_t *ret_count,
                                struct error *e);
/* NONE when unknown. */
MUST_USE enum status match_list_read(struct db *db, int64_t county, int64_t list, int64_t scope,
                                     struct date today, struct arena *arena, struct match_list *ret,
                                     struct error *e);

/* ---- hits ---- */
struct match_hit {
    int64_t id, list, row_no, person, household, division;
    enum match_kind kind;
    enum programme programme;
    const char *list_name, *name, *id_tail;
    const char
        *listed_name;  /* "" when the list has the registry's name; else the hit is doubtful */
    const char *facts; /* JSON object: what the row says, by the column's name */
    struct date day;   /* of death; v 0: none */
    struct date due_on;
    bool is_open;
    enum match_conclusion conclusion;
    const char *note, *explained_by;
    struct date explained_on;
};
struct match_hit_filter {
    int64_t scope;             /* of the viewer */
    int64_t division;          /* a township or village inside it; 0: all */
    int64_t list;              /* 0: any */
    enum match_kind kind;      /* MATCH_NONE: any */
    int64_t household, person; /* one of them: then list, kind and doubt are not asked; 0: any */
    bool is_open_only, is_explained_only, is_overdue_only, is_doubtful_only;
    struct date today;
    int64_t after; /* id of the last row shown; 0: from the beginning */
    size_t row_count;
};
/* By id. */
MUST_USE enum status match_hit_list(struct db *db, int64_t county,
                                    const struct match_hit_filter *filter, struct arena *arena,
                                    struct match_hit **ret, size_t *ret_count, bool *ret_has_more,
                                    struct error *e);
/* NONE when unknown; the caller checks the scope with access_in_scope(scope, division). */
MUST_USE enum status match_hit_read(struct db *db, int64_t county, int64_t hit, struct arena *arena,
                                    struct match_hit *ret, struct error *e);

struct match_actor {
    const char *user;
    int64_t scope;
    struct date today;
};
struct match_explanation {
    int64_t hit;
    enum match_conclusion conclusion;
    const char *note; /* what was found, by whom, on which paper; required */
    /* The person who explains asks for it: the death is reported at once with the list's day, or
       with died_on when that is given (v 0: not). Only with MATCH_DEATH_REPORTED. */
    bool reports_death;
    struct date died_on;
};
/* Records what was found. One transaction with its change; a death that is reported on the way is
   one before it. REFUSED: MATCH_UNKNOWN, ACCESS_SCOPE, MATCH_EXPLAINED (already, by whom),
   MATCH_CONCLUSION (not one of this kind), MATCH_NOTE (missing or too long), MATCH_DEATH (concluded
   as reported, but the registry knows of no death: what to do stands in the message),
   MATCH_DEATH_DAY (to be reported, but no day is known), and those of registry_report_death. */
MUST_USE enum status match_hit_explain(struct db *db, int64_t county, const struct keyring *keys,
                                       const struct match_actor *actor,
                                       const struct match_explanation *explanation,
                                       struct error *e);

/* What waits in a scope: for the first screen. */
struct match_open_counts {
    int64_t hits, hits_overdue, candidates, candidates_overdue;
};
MUST_USE enum status match_open_counts(struct db *db, int64_t county, int64_t scope,
                                       struct date today, struct match_open_counts *ret,
                                       struct error *e);

/* ---- 不漏一户 ---- */
struct match_candidate {
    int64_t id, person, household; /* 0: not known to the registry */
    int64_t division;              /* the county's code when the place is not known */
    const char *name, *id_tail, *place;
    enum programme programme; /* which benefit to look at */
    bool is_open;
    struct date opened_on, due_on, visited_on, closed_on; /* v 0: none */
    enum match_result result;
    const char *case_number, *note, *closed_by;
    uint32_t reasons; /* bit 1 << kind */
};
struct match_reason {
    enum match_kind kind;
    int64_t list, row_no; /* 0: found by a rule in the registry */
    const char *list_name;
    const char *facts; /* JSON object */
};
struct match_candidate_filter {
    int64_t scope, division; /* division 0: all of the scope */
    enum match_kind kind;    /* named for this reason; MATCH_NONE: any */
    bool is_open_only, is_closed_only, is_overdue_only;
    struct date today;
    int64_t after_division, after; /* of the last row shown; 0, 0: from the beginning */
    size_t row_count;
};
/* By division (village by village), then id. */
MUST_USE enum status match_candidate_list(struct db *db, int64_t county,
                                          const struct match_candidate_filter *filter,
                                          struct arena *arena, struct match_candidate **ret,
                                          size_t *ret_count, bool *ret_has_more, struct error *e);
/* NONE when unknown; the caller checks the scope. */
MUST_USE enum status match_candidate_read(struct db *db, int64_t county, int64_t candidate,
                                          struct arena *arena, struct match_candidate *ret,
                                          struct error *e);
MUST_USE enum status match_reason_list(struct db *db, int64_t county, int64_t candidate,
                                       struct arena *arena, struct match_reason **ret,
                                       size_t *ret_count, struct error *e);
struct match_closing {
    int64_t candidate;
    enum match_result result;
    const char *note;        /* what the visit found; required */
    const char *case_number; /* of the application; required with MATCH_APPLIES, else NULL or "" */
    struct date visited_on;
};
/* REFUSED: MATCH_UNKNOWN, ACCESS_SCOPE, MATCH_CLOSED, MATCH_NOTE, MATCH_CASE (unknown, or missing),
   MATCH_VISIT_DAY (in the future, or before it was opened). */
MUST_USE enum status match_candidate_close(struct db *db, int64_t county,
                                           const struct match_actor *actor,
                                           const struct match_closing *closing, struct error *e);
/* Looks through the registry for candidates that no list names: dibao that ended, and applications
   refused, with an income that is under the standard of today's month; people of 60 or more alone
   in a dibao household (wubao fits better). Opens what is not open yet and did not rest: whoever
   was visited for the same reason within MATCH_REST_DAYS is left alone. One transaction. */
struct match_sweep {
    int64_t found, opened;
};
MUST_USE enum status match_sweep(struct db *db, int64_t county, const struct match_actor *actor,
                                 struct match_sweep *ret, struct error *e);

/* ---- taking a list in ---- all inside one db_transaction; office/match reads the files. */
struct match_run;
struct match_run_entry {
    enum match_kind kind;
    const char *name; /* of the file */
    uint8_t sha256[HASH_BYTES];
    const char *actor;
    struct date today;
};
/* NONE when this list of this kind is known: nothing to do. */
MUST_USE enum status match_run_begin(struct db *db, int64_t county, const struct keyring *keys,
                                     const struct match_run_entry *entry, struct match_run **ret,
                                     struct error *e);
#define MATCH_BATCH_ROWS 1024
/* The blind index of each number, and of which rows more is wanted (may_hit): every row of a list
   of those in need; of the others those whose index may be in the registry. is_whole: there is no
   further batch, so that the registry need not be read through for a short list. */
MUST_USE enum status match_run_probe(struct match_run *run, const char (*numbers)[IDNO_BYTES - 1],
                                     size_t count, bool is_whole,
                                     uint8_t (*indexes)[BLIND_INDEX_BYTES], bool *may_hit,
                                     struct error *e);
/* One such row, in the order of the list. */
struct match_row {
    int64_t row_no;
    const uint8_t *index; /* of its number */
    const char *number;   /* for the last four */
    const char *name;     /* tidied, solid */
    const char *facts;    /* JSON object */
    struct date day;      /* v 0: none */
    int64_t division;     /* 0: unknown */
    const char *place;    /* as written, "" */
};
MUST_USE enum status match_run_take(struct match_run *run, const struct match_row *row,
                                    struct error *e);
/* Writes the list's row and its change. */
MUST_USE enum status match_run_end(struct match_run *run, int64_t row_count, int64_t returned_count,
                                   struct arena *arena, struct match_list *ret, struct error *e);
void match_run_cleanup(struct match_run **run);
