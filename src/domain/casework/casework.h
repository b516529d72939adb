/* Casework: from a knock on the door to a decision, and every change after it (P3.1, P3.2;
   民发〔2012〕220号, 民发〔2021〕57号; 令456号 Art. 7–8). One case is one application or one
   change. Its course is a table: buttons, permissions, deadlines, documents and what the public
   sees are read from CASE_TRANSITIONS; nothing else knows the order of steps. */
#pragma once
#include "domain/access/access.h"
#include "domain/casework/entry.h"
#include "domain/registry/registry.h"

enum case_kind {
    CASE_DIBAO = 1,   /* application for dibao (§A.2–A.3) */
    CASE_WUBAO = 2,   /* application for wubao (§B.1–B.2) */
    CASE_CHANGE = 3,  /* change of income, members, head, class, address, account, place */
    CASE_STOP = 4,    /* stop, suspend, resume, grace */
    CASE_RECHECK = 5, /* periodic re-verification */
    CASE_FORM = 6,    /* wubao: the person chooses another form of support */
    CASE_CANCEL = 7,  /* wubao: cancellation after death or ceasing (核销), funeral payment */
    CASE_MEDICAL = 8, /* claim after treatment (医后): bills, one-time aid */
    CASE_ADVANCE = 9, /* money approved before treatment (医前) */
    CASE_KIND_COUNT
};
const char *case_kind_code(enum case_kind k);  /* "dibao", "wubao", "change" … */
const char *case_kind_label(enum case_kind k); /* msgid */
MUST_USE enum status case_kind_parse(const char *code, enum case_kind *ret, struct error *e);
/* Medical assistance: what is decided is one sum of money, case_record.amount_month, and no
   entitlement; mgmt_class is the patient's enum medical_class. */
static inline bool case_kind_is_medical(enum case_kind k)
{
    return k == CASE_MEDICAL || k == CASE_ADVANCE;
}
/* Opened by an application of somebody in a village; the others by a household's number. */
static inline bool case_kind_is_application(enum case_kind k)
{
    return k == CASE_DIBAO || k == CASE_WUBAO || case_kind_is_medical(k);
}

/* What a change, stop, form or cancel case changes: case_file.change_kind. */
enum case_change {
    CHANGE_NONE = 0,
    CHANGE_INCOME = 1,
    CHANGE_MEMBER_JOIN = 2,
    CHANGE_MEMBER_LEAVE = 3,
    CHANGE_HEAD = 4, /* the living head hands over; a dead head's file is closed and linked */
    CHANGE_CLASS = 5,
    CHANGE_ADDRESS = 6,
    CHANGE_ACCOUNT = 7,
    CHANGE_PLACE = 8,  /* to another village or township of the county */
    CHANGE_MEMBER = 9, /* illness, disability, student of a member */
    CHANGE_CARE = 10,  /* wubao: level of care (six abilities) */
    CHANGE_STOP = 20,  /* 停发 */
    CHANGE_SUSPEND = 21,
    CHANGE_RESUME = 22,
    CHANGE_GRACE = 23, /* 渐退: N months more, then the end */
    CHANGE_FORM = 30,
    CHANGE_DEATH = 40,
    CHANGE_CEASE = 41,
    CHANGE_COUNT
};
const char *case_change_code(enum case_change c); /* "income", "member_join" … */
const char *case_change_label(enum case_change c);
MUST_USE enum status case_change_parse(const char *code, enum case_change *ret, struct error *e);

enum case_state {
    STATE_NONE = 0,
    STATE_APPLIED,        /* dibao, wubao: 申请已提交 */
    STATE_PAPERS_MISSING, /* 一次性告知后待补正 */
    STATE_NOT_ACCEPTED,   /* closed: 不予受理 */
    STATE_ACCEPTED,
    STATE_CHECKED,
    STATE_SURVEYED,
    STATE_DELIBERATED,
    STATE_REVIEWED,
    STATE_PUBLICISED_1, /* first notice hangs (wubao: VILLAGE_NOTICE) */
    STATE_REINVESTIGATE,
    STATE_DECIDING, /* with the county (wubao: COUNTY_DECISION) */
    STATE_APPROVED,
    STATE_PUBLICISED_2,
    STATE_ACTIVE,  /* closed: entitlement granted (wubao: CERTIFIED) */
    STATE_REFUSED, /* closed once the refusal is served; may be appealed */
    STATE_APPEALED,
    STATE_WITHDRAWN,       /* closed */
    STATE_VILLAGE_MEETING, /* wubao: deliberated in the village, notice not yet up */
    STATE_TOWNSHIP_REVIEW, /* wubao: with the township */
    STATE_PROPOSED,        /* changes */
    STATE_CHANGED,         /* closed: done, in force (stops, forms, cancellations as well) */
    STATE_DUE,             /* recheck: opened */
    STATE_CONFIRMED,       /* recheck closed: nothing changed, or led to another case */
    STATE_REPORTED,        /* cancel: death or ceasing reported */
    STATE_CANCEL_REVIEW,   /* cancel: with the county */
    STATE_COUNT
};
const char *case_state_code(enum case_state s);  /* "APPLIED" */
const char *case_state_label(enum case_state s); /* msgid */
MUST_USE enum status case_state_parse(const char *code, enum case_state *ret, struct error *e);

enum case_action {
    ACTION_NONE = 0,
    ACTION_APPLY, /* opens an application */
    ACTION_ASK_PAPERS,
    ACTION_SUPPLY_PAPERS,
    ACTION_ACCEPT,
    ACTION_NOT_ACCEPT,
    ACTION_CHECK,
    ACTION_SURVEY,
    ACTION_DELIBERATE,
    ACTION_REVIEW,
    ACTION_POST,         /* puts up a notice with the cases of a village (notice.h) */
    ACTION_CLOSE_NOTICE, /* takes it down when its days are over */
    ACTION_OBJECT,       /* an objection takes the case out of the notice */
    ACTION_REINVESTIGATE,
    ACTION_SPOT_CHECK,
    ACTION_APPROVE,
    ACTION_REFUSE,
    ACTION_SEND_BACK, /* the county asks the township to do a step again */
    ACTION_SERVE,     /* the written refusal reaches the applicant */
    ACTION_WITHDRAW,
    ACTION_APPEAL,
    ACTION_UPHOLD,   /* appeal: the refusal stands */
    ACTION_OVERTURN, /* appeal: decided again */
    ACTION_PROPOSE,  /* opens a change, stop, form */
    ACTION_REPORT,   /* opens a cancellation */
    ACTION_OPEN_RECHECK,
    ACTION_CONFIRM,   /* recheck: nothing changes */
    ACTION_TO_CHANGE, /* recheck: leads to a change or stop case */
    ACTION_COUNT
};
const char *case_action_code(enum case_action a);  /* "accept" */
const char *case_action_label(enum case_action a); /* msgid: 受理 */
MUST_USE enum status case_action_parse(const char *code, enum case_action *ret, struct error *e);

/* Paper a step yields; docs/document.md has a template for each. */
enum case_document {
    DOCUMENT_NONE = 0,
    DOCUMENT_APPLICATION,      /* 申请书（含家庭经济状况申报、授权承诺） */
    DOCUMENT_PAPERS_NOTICE,    /* 一次性补正告知单 */
    DOCUMENT_ACCEPTANCE,       /* 受理通知 */
    DOCUMENT_NOT_ACCEPTED,     /* 不予受理告知书 */
    DOCUMENT_CHECK_REPORT,     /* 核对报告 */
    DOCUMENT_HOME_VISIT,       /* 入户调查表 */
    DOCUMENT_DELIBERATION,     /* 民主评议记录 */
    DOCUMENT_APPROVAL_FORM,    /* 审核审批表 */
    DOCUMENT_NOTICE_WALL,      /* 公示（村内张贴） */
    DOCUMENT_NOTICE_WEB,       /* 公示（网上，姓名遮盖） */
    DOCUMENT_NOTICE_RESULT,    /* 公示结果 */
    DOCUMENT_REFUSAL,          /* 不予批准告知书 */
    DOCUMENT_CHANGE_NOTICE,    /* 增发减发告知书 */
    DOCUMENT_STOP_NOTICE,      /* 停发、终止告知书 */
    DOCUMENT_CERTIFICATE,      /* 低保证、五保供养证书 */
    DOCUMENT_RECHECK_FORM,     /* 定期复核表 */
    DOCUMENT_FORM_CHANGE,      /* 供养形式变更审批表 */
    DOCUMENT_CANCELLATION,     /* 核销审批表 */
    DOCUMENT_SAMPLE_LIST,      /* 抽查名单 */
    DOCUMENT_CHANGE_LIST,      /* 月度变动清单 */
    DOCUMENT_ARCHIVE_INDEX,    /* 档案目录 */
    DOCUMENT_MEDICAL_FORM,     /* 医疗救助申请审批表 */
    DOCUMENT_MEDICAL_DECISION, /* 医疗救助审批决定：逐张票据与算式 */
    DOCUMENT_ADVANCE_FORM,     /* 医前救助申请审批表 */
    DOCUMENT_ADVANCE_NOTICE,   /* 医前救助通知单（交医院） */
    DOCUMENT_COUNT
};
const char *case_document_code(enum case_document d); /* "home_visit": template and route name */
const char *case_document_label(enum case_document d);

enum case_level { LEVEL_VILLAGE = 1, LEVEL_TOWNSHIP, LEVEL_COUNTY };

/* How long a state may wait: deadline.h turns it into a day by the plan's rule set. */
enum case_limit {
    LIMIT_NONE = 0,
    LIMIT_ACCEPT,     /* application → accepted or asked for papers */
    LIMIT_PAPERS,     /* papers asked → supplied */
    LIMIT_CHECK,      /* accepted → means checked */
    LIMIT_SURVEY,     /* accepted → home visit: counted from acceptance */
    LIMIT_DELIBERATE, /* survey → deliberation */
    LIMIT_REVIEW,     /* deliberation → township's opinion */
    LIMIT_POST,       /* opinion → notice up */
    LIMIT_NOTICE,     /* how long notices hang */
    LIMIT_REINVESTIGATE,
    LIMIT_DECIDE, /* notice over → county's decision */
    LIMIT_POST_DECISION,
    LIMIT_SERVE,  /* refusal → served */
    LIMIT_APPEAL, /* served → appeal */
    LIMIT_APPEAL_DECIDE,
    LIMIT_WUBAO_VILLAGE,
    LIMIT_WUBAO_TOWNSHIP,
    LIMIT_WUBAO_COUNTY,
    LIMIT_CHANGE_REVIEW,
    LIMIT_CHANGE_DECIDE,
    LIMIT_RECHECK,
    LIMIT_CANCEL_TOWNSHIP,
    LIMIT_CANCEL_COUNTY,
    LIMIT_MEDICAL_REVIEW, /* claim accepted → township's opinion */
    LIMIT_MEDICAL_DECIDE, /* → county's decision on a claim */
    LIMIT_ADVANCE_DECIDE, /* advance asked → decided */
    LIMIT_COUNT
};

struct case_transition {
    uint32_t kinds; /* bit 1 << kind */
    enum case_state from;
    enum case_action action;
    enum case_state to;
    enum permission permission;
    enum case_level level; /* the scope of who acts: at least this high */
    enum case_limit
        limit;       /* by when, counted from the day `from` was entered (SURVEY: acceptance) */
    uint32_t not_by; /* actions (bit 1 << action) whose actors in this case may not do this one */
    enum case_document document;
    const char *public_text; /* what the applicant sees meanwhile by receipt code: msgid */
};
extern const struct case_transition CASE_TRANSITIONS[];
extern const size_t CASE_TRANSITION_COUNT;
/* NULL: not from here. */
const struct case_transition *case_transition_find(enum case_kind kind, enum case_state from,
                                                   enum case_action action);

/* The step that opens a case of the kind. */
enum case_action case_opening_action(enum case_kind kind);

/* ---- who acts, and when: the caller owns the clock ---- */
struct case_actor {
    const char *user;
    enum role role;
    int64_t scope;
    struct date today; /* steps may be dated up to today, not before the step before */
};

/* ---- one case ---- */
struct case_record {
    int64_t id, division, household, linked_case, version, created_change, last_change;
    const char *number;  /* DB2013-106-00012 */
    const char *receipt; /* public code */
    enum case_kind kind;
    enum programme programme;
    enum case_state state;
    enum case_change change_kind;
    struct date opened_on, accepted_on, state_on, due_on, closed_on; /* v 0: none */
    const char *applicant, *id_tail;
    int people_count, protected_count, mgmt_class;
    struct fen income_year, amount_month; /* medical: the one-time aid */
    struct month effective;               /* of the decision; v 0: none yet */
    bool is_relative, is_sampled, is_spot_checked;
    int days_left; /* working days until due_on as of `today`, negative: overdue; 0 without due_on
                    */
};
/* "A", "B", "C"; medical: "dibao", "illness_poor" …; "" for none. */
const char *case_record_class(const struct case_record *c);
const char *case_record_class_label(const struct case_record *c); /* msgid; "" for none */
/* The state in words that suit the kind: a claim is decided, nobody is entitled. msgid. */
const char *case_record_state_label(enum case_kind kind, enum case_state s);
/* What amount_month is: 月保障金, 救助金额. msgid. */
const char *case_amount_label(enum case_kind kind);
struct case_step {
    int seq;
    int64_t known_from;
    enum case_action action;
    enum case_state from, to;
    const char *actor;
    struct date on, due_on;
    enum case_document document;
    const char *facts;                /* JSON of what is no secret */
    const struct entry_data *content; /* unsealed; NULL when keys were NULL */
};
/* NONE when unknown; the caller checks the scope with access_in_scope(scope, division). */
MUST_USE enum status case_read(struct db *db, int64_t county, int64_t case_id, struct date today,
                               struct arena *arena, struct case_record *ret, struct error *e);
/* "DB2013-106-00012", or the public receipt code. */
MUST_USE enum status case_by_number(struct db *db, int64_t county, const char *number,
                                    int64_t *ret_case, struct error *e);
MUST_USE enum status case_steps(struct db *db, int64_t county, const struct keyring *keys,
                                int64_t case_id, struct arena *arena, struct case_step **ret,
                                size_t *ret_count, struct error *e);
/* The form as it stands (version 0: the newest). */
MUST_USE enum status case_form_read(struct db *db, int64_t county, const struct keyring *keys,
                                    int64_t case_id, int version, struct arena *arena,
                                    const struct entry_data **ret, struct error *e);

/* ---- doing ---- each one transaction of its own with its change recorded.
   The content is checked against case_form_of(kind, action) first: all faults at once.
   REFUSED codes: CASE_FORM (faults filled), CASE_STATE (not from here), CASE_CHANGED (another was
   quicker: version; the message says who did what when), CASE_DUTY (not_by), ACCESS_SCOPE,
   ACCESS_DENIED, CASE_DATE, CASE_GUARD (somebody in it has a benefit or an unfinished case: place,
   programme, head named), CASE_NOTICE, CASE_SAMPLE, CASE_PAPERS_ASKED (once only),
   CASE_INVESTIGATORS, CASE_VOTE … */
struct case_opening {
    enum case_kind kind;
    enum case_change change; /* CHANGE_NONE for applications */
    int64_t division;        /* village; for changes taken from the household */
    int64_t household;       /* 0 for applications */
    int64_t linked_case;     /* 0: none */
    struct date on;
    const struct entry_data *content;
};
MUST_USE enum status case_open(struct db *db, int64_t county, const struct keyring *keys,
                               const struct case_actor *actor, const struct case_opening *opening,
                               struct entry_faults *faults, int64_t *ret_case, struct error *e);
/* The same inside db_transaction: opens with its change recorded. */
MUST_USE enum status case_open_within(struct db *db, int64_t county, const struct keyring *keys,
                                      const struct case_actor *actor,
                                      const struct case_opening *opening,
                                      struct entry_faults *faults, int64_t *ret_case,
                                      struct error *e);
struct case_act {
    int64_t case_id, version; /* version 0: whatever it is (command line) */
    enum case_action action;
    struct date on;
    const struct entry_data *content;
};
MUST_USE enum status case_act(struct db *db, int64_t county, const struct keyring *keys,
                              const struct case_actor *actor, const struct case_act *act,
                              struct entry_faults *faults, struct error *e);
/* The same inside db_transaction, for steps that take several cases at once (notices, samples,
   bulk actions): first failure fails all. */
MUST_USE enum status case_act_within(struct db *db, int64_t county, const struct keyring *keys,
                                     const struct case_actor *actor, const struct case_act *act,
                                     int64_t change, struct entry_faults *faults, struct error *e);
/* What could be done now and by whom: every transition from the case's state, with the reason why
   this actor may not (NULL: may). */
struct case_choice {
    const struct case_transition *transition;
    const char *reason; /* localised; NULL: allowed */
};
MUST_USE enum status case_choices(struct db *db, int64_t county, const struct case_actor *actor,
                                  const struct case_record *c, struct arena *arena,
                                  struct case_choice **ret, size_t *ret_count, struct error *e);

/* ---- lists ---- by key, so that 100,000 rows page as fast as 100 */
#define CASE_PAGE_ROWS_MAX 200
struct case_filter {
    int64_t scope;    /* of the viewer */
    int64_t division; /* township or village inside it; 0: all */
    enum case_kind kind;
    enum programme programme;
    enum case_state state; /* 0: any */
    bool is_open_only, is_overdue_only;
    int mine_role;      /* a role: only what waits for that role's step; 0: any */
    const char *search; /* name, initials, ID tail, case number; NULL or "": none */
    struct month month; /* opened in; v 0: any */
    int64_t after;      /* id of the last row shown; 0: from the beginning */
    int row_count;
    struct date today;
};
MUST_USE enum status case_list(struct db *db, int64_t county, const struct case_filter *filter,
                               struct arena *arena, struct case_record **ret, size_t *ret_count,
                               bool *ret_has_more, struct error *e);
/* All cases of a household, newest first. */
MUST_USE enum status case_list_of_household(struct db *db, int64_t county, int64_t household,
                                            struct date today, struct arena *arena,
                                            struct case_record **ret, size_t *ret_count,
                                            struct error *e);
/* My work: open cases by (kind, state) with how many are due within three working days and overdue,
   of what this role may do in this scope. What is overdue also counts for the township lead, and
   after a further `escalate` days for the bureau (is_risen). */
struct case_waiting {
    enum case_kind kind;
    enum case_state state;
    int64_t count, due_soon, overdue, risen;
};
MUST_USE enum status case_waiting_list(struct db *db, int64_t county, enum role role, int64_t scope,
                                       struct date today, struct arena *arena,
                                       struct case_waiting **ret, size_t *ret_count,
                                       struct error *e);
/* Public: where an application stands, by receipt code. No name, no number. NONE when unknown. */
struct case_public_state {
    const char *number, *state_text, *kind_label;
    struct date opened_on, due_on;
};
MUST_USE enum status case_public(struct db *db, int64_t county, const char *receipt,
                                 struct date today, struct arena *arena,
                                 struct case_public_state *ret, struct error *e);
