/* Notices (公示): one frozen list per village and round; the wall's and the web's version come from
   the same rows; the content hash and the trail's head are printed on both (P5.2; 社会救助暂行办法
   Art. 61; 信息公开条例 Art. 15). */
#pragma once
#include "domain/casework/casework.h"

enum notice_kind { NOTICE_FIRST = 1, NOTICE_DECISION = 2, NOTICE_LONG_TERM = 3, NOTICE_CHANGE = 4 };
const char *notice_kind_code(enum notice_kind k);  /* "first", "decision", "long_term", "change" */
const char *notice_kind_label(enum notice_kind k); /* msgid */
MUST_USE enum status notice_kind_parse(const char *code, enum notice_kind *ret, struct error *e);
/* Which notice a case waits for now, by the table of transitions; 0: none. */
enum notice_kind notice_kind_of(const struct case_record *c);
enum notice_channel { CHANNEL_WALL, CHANNEL_WEB };
#define NOTICE_CASES_MAX 1000     /* in one notice */
#define NOTICE_ROWS_MAX 1000000   /* of a long-term notice */
#define NOTICE_TEXT_BYTES_MAX 600 /* of place and result */
#define NOTICE_PAGE_ROWS_MAX 200

struct notice_row {
    int row_no;
    int64_t case_id, household, division;
    const char *head_name; /* whole; notice_masked_name before it is shown */
    bool is_minor;
    int people_count, protected_count;
    struct fen income_year, amount_month;
    const char *remark;
};
struct notice_record {
    int64_t id, division, row_count, head_change;
    enum notice_kind kind;
    enum programme programme;
    struct date posted_on, last_day, closed_on; /* closed_on v 0: still hangs */
    int days;
    bool is_working_days;
    const char *head_hash, *posted_by, *closed_by, *result, *place;
    char sha256[65];
};
/* Wall: the whole name (a minor's stays hidden when the rules say so: the guardian's form
   张某家庭). Web: the family name and ** (欧阳** for compound family names). In the arena. */
const char *notice_masked_name(struct arena *a, const char *name, bool is_minor,
                               bool is_minor_hidden, enum notice_channel channel);

/* The cases of a division (village, township, county) that wait for a notice of that kind, at most
   NOTICE_CASES_MAX, by number. kind 0: any. */
MUST_USE enum status notice_waiting_list(struct db *db, int64_t county, int64_t division,
                                         enum notice_kind kind, struct date today,
                                         struct arena *arena, struct case_record **ret,
                                         size_t *ret_count, struct error *e);
/* Puts up one notice with all the cases given (one village, one kind, one programme), each taking
   its ACTION_POST step: one transaction, one change. place: where it hangs. last_day by the rules.
   REFUSED: NOTICE_EMPTY, NOTICE_MIXED, and the flow's reasons with the case's number. */
MUST_USE enum status notice_post(struct db *db, int64_t county, const struct keyring *keys,
                                 const struct case_actor *actor, const int64_t *cases,
                                 size_t case_count, const char *place, struct date on,
                                 int64_t *ret_notice, struct error *e);
/* All who receive in a division in a month, with the amount of the benefit rule, to hang for good:
   the list before it comes down. REFUSED: NOTICE_EMPTY. */
MUST_USE enum status notice_post_long_term(struct db *db, int64_t county,
                                           const struct case_actor *actor, enum programme p,
                                           int64_t division, struct month m, const char *place,
                                           struct date on, int64_t *ret_notice, struct error *e);
/* Takes it down after its last day (REFUSED NOTICE_RUNNING with the day): the cases still in it
   take ACTION_CLOSE_NOTICE; those with an open objection have left it already. result: what was
   heard. */
MUST_USE enum status notice_close(struct db *db, int64_t county, const struct keyring *keys,
                                  const struct case_actor *actor, int64_t notice,
                                  const char *result, struct date on, struct error *e);
MUST_USE enum status notice_read(struct db *db, int64_t county, int64_t notice, struct arena *arena,
                                 struct notice_record *ret, struct notice_row **ret_rows,
                                 size_t *ret_count, struct error *e);
struct notice_filter {
    int64_t scope, division;
    enum notice_kind kind;
    bool is_running_only; /* hangs and its last day has not passed */
    struct date today;
    int64_t before; /* id of the last row shown; 0: newest first */
    int row_count;
};
MUST_USE enum status notice_list(struct db *db, int64_t county, const struct notice_filter *filter,
                                 struct arena *arena, struct notice_record **ret, size_t *ret_count,
                                 bool *ret_has_more, struct error *e);
/* Recomputes the hash over the rows: REFUSED (NOTICE_ALTERED) when it is another. */
MUST_USE enum status notice_verify(struct db *db, int64_t county, int64_t notice, struct error *e);
/* The bytes whose SHA-256 is the notice's hash (docs/notice.md). */
MUST_USE enum status notice_bytes(struct db *db, int64_t county, int64_t notice, struct buf *out,
                                  struct error *e);
/* The newest notice a case stands in. NONE when in none. */
MUST_USE enum status notice_of_case(struct db *db, int64_t county, int64_t case_id,
                                    int64_t *ret_notice, struct error *e);

/* ---- objections ---- */
struct objection_row {
    int64_t id, notice, case_id;
    struct date received_on, due_on, decided_on;
    bool is_upheld;
    const char *recorded_by, *decided_by, *finding;
    const struct entry_data *content; /* NULL when keys were NULL: who objects is protected */
};
/* Form "objection": objector, phone, ground. */
const struct entry_form *objection_form(void);
/* The case takes ACTION_OBJECT; content: objection_form(), of which the case's own steps learn the
   ground only. Only while the notice hangs. A second objection to a case that has left it for the
   first one's sake is kept beside it. REFUSED: CASE_FORM, NOTICE_CLOSED, OBJECTION_CASE,
   OBJECTION_DAY. */
MUST_USE enum status objection_record(struct db *db, int64_t county, const struct keyring *keys,
                                      const struct case_actor *actor, int64_t notice,
                                      int64_t case_id, const struct entry_data *content,
                                      struct date on, struct entry_faults *faults,
                                      int64_t *ret_objection, struct error *e);
/* The case takes ACTION_REINVESTIGATE once nothing else is open against it; finding is written. By
   another than who recorded the survey. REFUSED: OBJECTION_UNKNOWN, OBJECTION_DECIDED,
   OBJECTION_FINDING, CASE_DUTY. */
MUST_USE enum status objection_decide(struct db *db, int64_t county, const struct keyring *keys,
                                      const struct case_actor *actor, int64_t objection,
                                      bool is_upheld, const char *finding, struct date on,
                                      struct error *e);
/* Inside the flow's transaction: the case is withdrawn, so nothing is left to find out. */
MUST_USE enum status objection_lapse(struct db *db, int64_t county, int64_t case_id,
                                     const char *actor, struct date on, int64_t change,
                                     struct error *e);
MUST_USE enum status objection_list(struct db *db, int64_t county, const struct keyring *keys,
                                    int64_t case_id, struct arena *arena,
                                    struct objection_row **ret, size_t *ret_count, struct error *e);
MUST_USE enum status objection_list_of_notice(struct db *db, int64_t county,
                                              const struct keyring *keys, int64_t notice,
                                              struct arena *arena, struct objection_row **ret,
                                              size_t *ret_count, struct error *e);
