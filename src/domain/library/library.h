/* The policy library (P5.1): laws, rules, notices and the plan's clauses with number, dates and
   text, entered by one and approved by another, found by full text in Chinese on both engines. */
#pragma once
#include "domain/access/access.h"
#include "domain/plan/plan.h"
#include "domain/registry/change.h"

enum library_kind {
    LIBRARY_LAW = 1,
    LIBRARY_RULE,
    LIBRARY_NOTICE,
    LIBRARY_PLAN,
    LIBRARY_EXPLANATION,
    LIBRARY_FORM,
    LIBRARY_KIND_END
};
const char *library_kind_code(enum library_kind k);  /* "LAW", as kept */
const char *library_kind_label(enum library_kind k); /* msgid: 法律法规 … */
MUST_USE enum status library_kind_parse(const char *code, enum library_kind *ret, struct error *e);

#define LIBRARY_BODY_BYTES_MAX 65536
#define LIBRARY_DOCUMENTS_MAX 5000
#define LIBRARY_PARAMETERS_MAX 200 /* of one document */
enum library_state { LIBRARY_ENTERED = 1, LIBRARY_APPROVED };
struct library_document {
    int64_t id, known_from, replaced_by; /* replaced_by: 0 none */
    enum library_kind kind;
    const char *document, *title, *issuer, *clause; /* document: 文号; clause "" or "P3.1" */
    const char *body;                               /* paragraphs, parted by "\n" */
    struct date issued_on, effective_from, effective_until; /* until DATE_OPEN: no end */
    int programme;                                          /* 0: of none in particular */
    bool is_public, is_example;
    const char *entered_by, *approved_by; /* approved_by NULL: not yet */
    enum library_state state;
    bool has_open_version; /* another version is entered and waits for its approval */
    /* Names of parameters it sets, when it is written. */
    const char *const *parameters;
    size_t parameter_count;
};
/* A new document (id 0), or another version of one: fields as given; entered_by and state are set
   here. One transaction. REFUSED: LIBRARY_FIELD, LIBRARY_UNKNOWN, LIBRARY_TAKEN (number, title and
   clause are another document's), POLICY_UNKNOWN (a parameter), ACCESS_DENIED. */
MUST_USE enum status library_enter(struct db *db, int64_t county,
                                   const struct library_document *document, const char *actor,
                                   int64_t *ret_id, struct error *e);
/* Puts the version that waits into force and into the index, in one transaction. REFUSED:
   LIBRARY_UNKNOWN (none waits), SAME_PERSON, ACCESS_DENIED. */
MUST_USE enum status library_approve(struct db *db, int64_t county, int64_t id, const char *actor,
                                     struct error *e);
/* A version that says by what it is replaced, and since when: to be approved like any other. */
MUST_USE enum status library_replace(struct db *db, int64_t county, int64_t id, int64_t by,
                                     struct date last_day, const char *actor, struct error *e);
/* The version in force as known; one that was never approved is shown as entered unless
   is_approved_only. NONE. */
MUST_USE enum status library_read(struct db *db, int64_t county, int64_t id, int64_t known,
                                  bool is_approved_only, struct arena *arena,
                                  struct library_document *ret, struct error *e);
/* The version that waits for its approval. NONE. */
MUST_USE enum status library_read_open(struct db *db, int64_t county, int64_t id,
                                       struct arena *arena, struct library_document *ret,
                                       struct error *e);
struct library_filter {
    enum library_kind kind; /* 0: any */
    int programme;          /* 0: any */
    const char *document;   /* exact 文号; NULL or "": any */
    bool is_public_only;    /* approved and public: what anybody may read */
    struct date in_force;   /* v 0: whatever its dates */
};
/* Newest first. Bodies are "". */
MUST_USE enum status library_list(struct db *db, int64_t county, const struct library_filter *f,
                                  struct arena *arena, struct library_document **ret,
                                  size_t *ret_count, struct error *e);
/* All versions, oldest first, bodies included. */
#define LIBRARY_VERSIONS_MAX 200
MUST_USE enum status library_versions(struct db *db, int64_t county, int64_t id,
                                      struct arena *arena, struct library_document **ret,
                                      size_t *ret_count, struct error *e);
/* The parameters a document sets: those linked, and those whose own document is this number, with
   their values and dates as known. */
MUST_USE enum status library_parameters(struct db *db, int64_t county,
                                        const struct library_document *document, int64_t known,
                                        struct arena *arena, struct parameter_info **ret,
                                        size_t *ret_count, struct error *e);
/* The product's first set: summaries (摘要) of the laws it rests on, and the plan's clauses.
   Entered, not approved. Again: nothing changes. ret: how many versions were entered. */
MUST_USE enum status library_seed(struct db *db, int64_t county, const char *actor,
                                  int64_t *ret_entered, struct error *e);

/* ---- search ---- */
#define LIBRARY_QUERY_BYTES_MAX 200
#define LIBRARY_HITS_MAX 50
struct library_hit {
    struct library_document document; /* body "" */
    int64_t score;
    /* Where it stands; match "" when only the title or the number has it. */
    const char *before, *match, *after;
};
/* All words of the query must stand in the title, the number, the issuer or the body of the version
   in force; most hits first, the title counts ten times. No word in it: no hits. REFUSED:
   LIBRARY_QUERY (too long). */
MUST_USE enum status library_search(struct db *db, int64_t county, const char *query,
                                    const struct library_filter *f, struct arena *arena,
                                    struct library_hit **ret, size_t *ret_count, struct error *e);
