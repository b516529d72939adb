/* The public survey (百姓测评, P4.3): whom to ask follows from a published seed; the answer codes
   belong to a township and to nobody, so that no answer can be traced; a code answers once.
   Choices of a SATISFACTION question: 1 满意 2 基本满意 3 不满意 4 不了解. */
#pragma once
#include "base/ratio.h"
#include "base/seal.h"
#include "domain/access/access.h"
#include "domain/registry/registry.h"

enum survey_state { SURVEY_DRAFT = 1, SURVEY_OPEN, SURVEY_CLOSED, SURVEY_DISCARDED };
const char *survey_state_code(enum survey_state s);  /* "OPEN" */
const char *survey_state_label(enum survey_state s); /* msgid */
#define SURVEY_CHOICES 4
const char *survey_choice_label(int choice); /* msgid of 1..4 of SATISFACTION; "" else */
/* Who may be drawn: households that receive a benefit in the month, or all the register knows. */
enum survey_frame { SURVEY_RECIPIENTS = 1, SURVEY_HOUSEHOLDS };
const char *survey_frame_code(enum survey_frame f);
const char *survey_frame_label(enum survey_frame f); /* msgid */
MUST_USE enum status survey_frame_parse(const char *code, enum survey_frame *ret, struct error *e);
enum survey_question_kind { SURVEY_SATISFACTION = 1, SURVEY_CHOICE, SURVEY_WORDS };
const char *survey_question_code(enum survey_question_kind k);
MUST_USE enum status survey_question_parse(const char *code, enum survey_question_kind *ret,
                                           struct error *e);

#define SURVEY_QUESTIONS_MAX 30
#define SURVEY_WORDS_BYTES_MAX 1500
struct survey_question {
    int number; /* 1, 2 … */
    enum survey_question_kind kind;
    int64_t programme; /* 0: none in particular */
    const char *text;
    const char *choices; /* of CHOICE: "报纸|广播|村干部"; else "" */
    bool is_overall;     /* exactly one: a SATISFACTION */
};
struct survey {
    int64_t id, known, head_change, sample_size, per_township, closed_change;
    int year;
    enum survey_state state;
    enum survey_frame frame;
    struct month month;
    struct date opened_on, last_day, closed_on; /* v 0: not yet */
    const char *title, *seed, *head_hash, *satisfied, *drawn_by, *closed_by;
    struct survey_question *questions;
    size_t question_count;
};
struct survey_new {
    int year;
    const char *title, *satisfied; /* "1,2": which choices count as satisfied; "" is that */
    enum survey_frame frame;
    struct month month;
    int64_t sample_size, per_township; /* one of them, the other 0 */
    struct date last_day;
    const struct survey_question *questions; /* numbers are given in this order */
    size_t question_count;
};
/* Everything that writes is one transaction and asks for the permission. REFUSED: ACCESS_DENIED,
   SURVEY_FIELD, SURVEY_QUESTION. */
MUST_USE enum status survey_create(struct db *db, int64_t county, const struct survey_new *survey,
                                   const char *actor, int64_t *ret_id, struct error *e);
MUST_USE enum status survey_discard(struct db *db, int64_t county, int64_t survey,
                                    const char *actor, struct error *e);
/* REFUSED (SURVEY_UNKNOWN). */
MUST_USE enum status survey_read(struct db *db, int64_t county, int64_t survey, struct arena *arena,
                                 struct survey *ret, struct error *e);
/* Newest first, without questions. */
MUST_USE enum status survey_list(struct db *db, int64_t county, struct arena *arena,
                                 struct survey **ret, size_t *ret_count, struct error *e);

/* ---- the draw ---- Strata are townships. Shares follow the strata's sizes by the largest
   remainder (equal remainders: the smaller code first), at least one where there is anybody, never
   more than there are. Within one the smallest SHA-256("seed\nhousehold") are drawn. */
#define SURVEY_TOWNSHIPS_MAX 100
struct survey_stratum {
    int64_t township, population, selected;
};
/* Fills `selected`. REFUSED (SURVEY_SIZE): fewer to draw than strata with anybody. */
MUST_USE enum status survey_allocate(struct survey_stratum *strata, size_t count,
                                     int64_t sample_size, int64_t per_township, struct error *e);
#define SURVEY_CODE_BYTES 16 /* XXXX-XXXX-XXXXC and NUL */
struct survey_code {
    int64_t township;
    char code[SURVEY_CODE_BYTES];
};
struct survey_codes {
    struct survey_code *list; /* by township */
    size_t count;
};
/* Draws, opens the survey and makes the codes, `reserve` more than the sample in each township.
   The codes are told once: only a keyed index of them is kept. seed "": the trail's head. known: a
   change; KNOWN_NOW: the last. REFUSED: SURVEY_STATE, SURVEY_SEED, SURVEY_EMPTY, SURVEY_SIZE,
   SURVEY_FIELD. */
MUST_USE enum status survey_draw(struct db *db, int64_t county, const struct keyring *keys,
                                 int64_t survey, const char *seed, int64_t known, int64_t reserve,
                                 const char *actor, struct arena *arena, struct survey_codes *ret,
                                 struct error *e);
/* Draws again from the seed and compares with what is kept. *ret_differences: rows that differ. */
MUST_USE enum status survey_verify(struct db *db, int64_t county, int64_t survey,
                                   int64_t *ret_drawn, int64_t *ret_differences, struct error *e);
/* New codes for a township; its unused old ones are void. count 0: as many as became void. */
MUST_USE enum status survey_reprint(struct db *db, int64_t county, const struct keyring *keys,
                                    int64_t survey, int64_t township, int64_t count,
                                    const char *actor, struct arena *arena,
                                    struct survey_codes *ret, struct error *e);
struct survey_household {
    int64_t township, household, division;
    int number;                           /* within the township */
    const char *head, *address, *contact; /* "", DELIVERED, ABSENT, REFUSED */
    char draw_key[HASH_HEX_BYTES];
};
/* township 0: all. */
MUST_USE enum status survey_sample_list(struct db *db, int64_t county, int64_t survey,
                                        int64_t township, struct arena *arena,
                                        struct survey_household **ret, size_t *ret_count,
                                        struct error *e);
MUST_USE enum status survey_contact(struct db *db, int64_t county, int64_t survey, int64_t township,
                                    int number, const char *contact, const char *actor,
                                    struct error *e);
const char *survey_contact_label(const char *contact); /* msgid */

/* ---- answers ---- */
enum survey_channel { SURVEY_PAPER = 1, SURVEY_PHONE, SURVEY_WEB };
const char *survey_channel_code(enum survey_channel c);
MUST_USE enum status survey_channel_parse(const char *code, enum survey_channel *ret,
                                          struct error *e);
/* As people write it: small letters and hyphens do not matter. false: it can be no code. */
bool survey_code_tidy(const char *text, char out[SURVEY_CODE_BYTES]);
/* The open survey of a code that may still answer today. REFUSED: SURVEY_CODE (unknown or
   mistyped, the same answer for both), SURVEY_VOID, SURVEY_ANSWERED, SURVEY_OVER. */
MUST_USE enum status survey_by_code(struct db *db, int64_t county, const struct keyring *keys,
                                    const char *code, int64_t *ret_survey, struct error *e);
struct survey_reply {
    int question, choice; /* choice 0: not answered */
    const char *words;    /* of WORDS; "" */
};
struct survey_sheet {
    const char *code;
    enum survey_channel channel;
    struct date answered_on; /* WEB: today */
    bool is_valid;           /* false: a sheet that can not be counted; its replies are not kept */
    const struct survey_reply *replies;
    size_t reply_count;
};
/* actor: NULL for WEB. One answer per code, also of two writers at once. REFUSED: as
   survey_by_code, SURVEY_REPLY, SURVEY_FIELD, ACCESS_DENIED. */
MUST_USE enum status survey_answer(struct db *db, int64_t county, const struct keyring *keys,
                                   const struct survey_sheet *sheet, const char *actor,
                                   int64_t *ret_survey, struct error *e);
/* After its last day. REFUSED: SURVEY_STATE, SURVEY_OPEN. */
MUST_USE enum status survey_close(struct db *db, int64_t county, int64_t survey, const char *actor,
                                  struct error *e);

/* ---- the result ---- */
#define SURVEY_PPM 1000000
/* Millionths, by whole numbers: the score interval of Wilson with z = 1.96. answers > 0. */
void survey_wilson(int64_t satisfied, int64_t answers, int64_t *ret_low_ppm, int64_t *ret_high_ppm);
struct survey_township {
    int64_t township; /* 0: the county */
    const char *name;
    int64_t population, selected, delivered, answered, valid, satisfied;
    int64_t counts[SURVEY_CHOICES];      /* of the overall question */
    int64_t low_ppm, high_ppm, rate_ppm; /* -1 when nothing is valid */
};
/* "49.0%", "—" for -1. */
char *survey_percent(int64_t ppm, char out[RATIO_TEXT_BYTES]);
struct survey_result {
    struct survey_township *townships;
    size_t count;
    /* counts are sums; the rate is weighted by the sizes of the townships that have an answer, its
       interval made of theirs (MOVER). docs/survey.md. */
    struct survey_township county;
    int64_t unmeasured; /* townships without a valid answer: left out of the weighted rate */
};
MUST_USE enum status survey_result(struct db *db, int64_t county, int64_t survey,
                                   struct arena *arena, struct survey_result *ret, struct error *e);
/* How often each choice of a question was taken, over the county. choice 1 … */
struct survey_tally {
    int question, choice;
    int64_t answers;
};
MUST_USE enum status survey_tallies(struct db *db, int64_t county, int64_t survey,
                                    struct arena *arena, struct survey_tally **ret,
                                    size_t *ret_count, struct error *e);
/* What people wrote in their own words, in no order that tells who: by township, then the text. */
struct survey_remark {
    int64_t township;
    int question;
    const char *words;
};
MUST_USE enum status survey_remarks(struct db *db, int64_t county, int64_t survey,
                                    struct arena *arena, struct survey_remark **ret,
                                    size_t *ret_count, struct error *e);
