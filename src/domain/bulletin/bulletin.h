/* Bulletins (通报): every quarter how the townships stand (P4.2), and what the assessments of
   mid-year and year's end found (P4.3). Drafted from the indicators as known at one change of the
   trail; edited in sections whose numbers can not be typed; issued by another than who prepared
   it, and never changed again. */
#pragma once
#include "base/hash.h"
#include "domain/access/access.h"
#include "domain/indicator/indicator.h"

enum bulletin_kind { BULLETIN_QUARTER = 1, BULLETIN_MIDYEAR, BULLETIN_YEAR };
enum bulletin_state { BULLETIN_DRAFT = 1, BULLETIN_SUBMITTED, BULLETIN_ISSUED, BULLETIN_DISCARDED };
const char *bulletin_kind_code(enum bulletin_kind k);    /* "QUARTER" */
const char *bulletin_kind_label(enum bulletin_kind k);   /* msgid */
const char *bulletin_state_label(enum bulletin_state s); /* msgid */
/* "quarter", "QUARTER". REFUSED: BULLETIN_KIND. */
MUST_USE enum status bulletin_kind_parse(const char *code, enum bulletin_kind *ret,
                                         struct error *e);

struct bulletin {
    int64_t id, known, assessment; /* assessment 0: of a quarter */
    enum bulletin_kind kind;
    enum bulletin_state state;
    int year, quarter, version; /* quarter 0: of an assessment; version: drafted so many times */
    struct month from, to;
    const char *title, *addressee, *document, *prepared_by, *issued_by; /* issued_by "": not yet */
    int64_t number;                                                     /* 0 until issued */
    struct date submitted_on, issued_on;                                /* v 0: not yet */
    bool has_hash;
    uint8_t content_hash[HASH_BYTES];
    int64_t known_from, issued_change;
};

/* One figure that may be printed. Of an assessment's points: BULLETIN_POINTS as its code,
   numerator hundredths of a point, denominator 100. */
#define BULLETIN_POINTS "assessment.points"
#define BULLETIN_NOT_ASKED (-1) /* as target_bp: the township has no part in it */
#define BULLETIN_FIGURES_MAX 2000
#define BULLETIN_ITEMS_MAX 40
struct bulletin_figure {
    int64_t number, township;          /* township 0: the county */
    const char *code, *book;           /* book "", "city" or "county" */
    const struct indicator *indicator; /* NULL: BULLETIN_POINTS */
    const char *label;                 /* msgid: what is measured */
    const char *name;                  /* of the township; 全县 */
    struct month from, to;
    int64_t numerator, denominator, target_bp;
    int rank; /* 0: not ranked */
};
#define BULLETIN_MARK_TEXT_BYTES 40
/* The figure as printed: "48.0%", "12.3", "92.50"; "—" when there is nothing to measure. */
char *bulletin_figure_text(const struct bulletin_figure *f, char out[BULLETIN_MARK_TEXT_BYTES]);
/* It has a target and does not reach it. */
bool bulletin_figure_is_behind(const struct bulletin_figure *f);
/* It has a target and is measured. */
bool bulletin_figure_is_held(const struct bulletin_figure *f);

#define BULLETIN_SECTIONS 6
#define BULLETIN_SECTION_TABLE 3 /* the tables of the townships follow its text */
#define BULLETIN_HEADING_BYTES_MAX 90
#define BULLETIN_BODY_BYTES_MAX 12000
struct bulletin_section {
    int number; /* 1 … BULLETIN_SECTIONS */
    const char *heading, *body, *actor;
    int64_t known_from;
    bool is_edited; /* by hand, since it was drafted */
};

/* ---- making ---- The acting day is date_today(). Each is one transaction. REFUSED also:
   ACCESS_DENIED, BULLETIN_UNKNOWN, BULLETIN_STATE. */
struct bulletin_request {
    enum bulletin_kind kind;
    int year, quarter;        /* quarter: of BULLETIN_QUARTER */
    const char *const *codes; /* NULL: the usual set; else codes of indicators, in this order */
    size_t code_count;
};
/* REFUSED: BULLETIN_SPAN (quarter not 1–4, not over yet), BULLETIN_EXISTS, INDICATOR_UNKNOWN,
   BULLETIN_ASSESSMENT (no published one of that year and scope), BULLETIN_EMPTY. */
MUST_USE enum status bulletin_draft(struct db *db, int64_t county,
                                    const struct bulletin_request *request, const char *actor,
                                    int64_t *ret_id, struct error *e);
/* Fresh figures as known now, and the sections anew that nobody has edited. */
MUST_USE enum status bulletin_redraft(struct db *db, int64_t county, int64_t id, const char *actor,
                                      struct error *e);
/* heading NULL: as it is. seen: known_from of the section that was looked at, 0: whichever.
   REFUSED: BULLETIN_NUMBER (a number that is no mark), BULLETIN_MARK (of no figure), BULLETIN_BOOK
   (a figure of beds without its book, or both books in a sentence), BULLETIN_FIELD,
   BULLETIN_CHANGED (somebody wrote it meanwhile), BULLETIN_SECTION. */
MUST_USE enum status bulletin_section_write(struct db *db, int64_t county, int64_t id, int number,
                                            const char *heading, const char *body, int64_t seen,
                                            const char *actor, struct error *e);
MUST_USE enum status bulletin_submit(struct db *db, int64_t county, int64_t id, const char *actor,
                                     struct error *e);
/* Back to the draft, with a reason. */
MUST_USE enum status bulletin_send_back(struct db *db, int64_t county, int64_t id,
                                        const char *reason, const char *actor, struct error *e);
/* number 0: the next of the year of today. REFUSED: SAME_PERSON, BULLETIN_DOCUMENT (taken), and as
   bulletin_section_write. */
MUST_USE enum status bulletin_issue(struct db *db, int64_t county, int64_t id, int64_t number,
                                    const char *actor, struct error *e);
/* Not of an issued one. */
MUST_USE enum status bulletin_discard(struct db *db, int64_t county, int64_t id, const char *reason,
                                      const char *actor, struct error *e);

/* ---- reading ---- */
#define BULLETIN_LIST_MAX 500
/* NONE. */
MUST_USE enum status bulletin_read(struct db *db, int64_t county, int64_t id, struct arena *arena,
                                   struct bulletin *ret, struct error *e);
/* Newest first. year 0: all. */
MUST_USE enum status bulletin_list(struct db *db, int64_t county, int year, bool is_issued_only,
                                   struct arena *arena, struct bulletin **ret, size_t *ret_count,
                                   struct error *e);
/* In order of number. */
MUST_USE enum status bulletin_figure_list(struct db *db, int64_t county, const struct bulletin *b,
                                          struct arena *arena, struct bulletin_figure **ret,
                                          size_t *ret_count, struct error *e);
MUST_USE enum status bulletin_section_list(struct db *db, int64_t county, const struct bulletin *b,
                                           struct arena *arena, struct bulletin_section **ret,
                                           size_t *ret_count, struct error *e);

/* How a township stands over all figures with a target: reached of held. Ranked by that share,
   equal ones share a rank. In order of rank, then code; not ranked ones last. */
struct bulletin_standing {
    int64_t township;
    const char *name;
    int held, reached, firsts, rank; /* firsts: so often first */
};
#define BULLETIN_TOWNSHIPS_MAX 200
MUST_USE enum status bulletin_standing_list(const struct bulletin_figure *figures, size_t count,
                                            struct arena *arena, struct bulletin_standing **ret,
                                            size_t *ret_count, struct error *e);

/* ---- texts ---- A mark is [[12]] (the figure), [[12.n]] (its numerator), [[12.d]] (denominator),
   [[12.t]] (target) or [[12.gap]] (percentage points between figure and target, else between
   figure and county, without a sign). Outside of marks no number stands with a unit, no decimal
   number and no 百分之; dates, document numbers and ordinals may. */
struct bulletin_mark {
    const struct bulletin_figure *figure; /* NULL: text */
    const char *text; /* as printed; text outside of marks as it stands, to `bytes` */
    size_t bytes;
};
#define BULLETIN_PIECES_MAX 2000
/* A checked text in pieces. REFUSED: BULLETIN_MARK. */
MUST_USE enum status bulletin_text_pieces(const struct bulletin_figure *figures, size_t count,
                                          const char *text, struct arena *arena,
                                          struct bulletin_mark **ret, size_t *ret_count,
                                          struct error *e);
/* As printed, in the arena. */
MUST_USE enum status bulletin_text_print(const struct bulletin_figure *figures, size_t count,
                                         const char *text, struct arena *arena, const char **ret,
                                         struct error *e);
/* REFUSED: BULLETIN_NUMBER, BULLETIN_MARK, BULLETIN_BOOK; the message names the piece of text. */
MUST_USE enum status bulletin_text_check(const struct bulletin_figure *figures, size_t count,
                                         const char *text, struct error *e);

/* ---- proving ---- SHA-256 over head, figures and sections (docs/bulletin.md). */
void bulletin_hash(const struct bulletin *b, const struct bulletin_figure *figures,
                   size_t figure_count, const struct bulletin_section *sections,
                   size_t section_count, uint8_t out[HASH_BYTES]);
/* Hashes anew and reads every figure again as known at `known`. REFUSED: BULLETIN_HASH,
   BULLETIN_FIGURE naming the first that differs. A draft has no hash; its figures are read. */
MUST_USE enum status bulletin_verify(struct db *db, int64_t county, int64_t id, size_t *ret_figures,
                                     struct error *e);
