/* Who may act: users, roles, permissions, data scope, sessions. Deny by default; every login,
   refusal and change of a user is a row of the change trail. Maker ≠ checker ≠ payer is enforced on
   the payment run itself, not here. */
#pragma once
#include "db/db.h"

enum role {
    ROLE_NONE = 0,
    ROLE_VILLAGE_CLERK,
    ROLE_TOWNSHIP_CLERK,
    ROLE_TOWNSHIP_LEAD,
    ROLE_HOME_DIRECTOR,
    ROLE_BUREAU_OFFICER,
    ROLE_BUREAU_ACCOUNTANT,
    ROLE_BUREAU_SUPERVISOR,
    ROLE_FINANCE_OFFICER,
    ROLE_INSPECTOR,
    ROLE_AUDITOR,
    ROLE_HOSPITAL,
    ROLE_ADMINISTRATOR,
    ROLE_BUREAU_DIRECTOR, /* 局长: signs what the bureau issues */
    ROLE_SYSTEM,          /* the command line on an embedded database, and scheduled work */
    ROLE_COUNT
};
const char *role_code(enum role r);  /* "village_clerk" */
const char *role_label(enum role r); /* 村级经办 …; a msgid, not yet translated */
MUST_USE enum status role_parse(const char *code, enum role *ret, struct error *e);

/* PERMISSION_NONE is held by nobody; PUBLIC needs no login, SESSION any login. */
enum permission {
    PERMISSION_NONE = 0,
    PERMISSION_PUBLIC,
    PERMISSION_SESSION,
    PERMISSION_REGISTRY_READ,
    PERMISSION_REGISTRY_CHANGE,
    PERMISSION_REGISTRY_IMPORT,
    PERMISSION_DEATH_REPORT,
    PERMISSION_ACCOUNT_READ,
    PERMISSION_ACCOUNT_CHANGE,
    PERMISSION_PAYMENT_READ,
    PERMISSION_PAYMENT_PREPARE,
    PERMISSION_PAYMENT_CHECK,
    PERMISSION_PAYMENT_REVIEW,
    PERMISSION_PAYMENT_APPROVE,
    PERMISSION_PAYMENT_FUND,
    PERMISSION_PAYMENT_SEND,
    PERMISSION_PAYMENT_RECONCILE,
    PERMISSION_PAYMENT_CORRECT,
    PERMISSION_PAYMENT_CLOSE,
    PERMISSION_PAYMENT_DISCARD,
    PERMISSION_LEDGER_READ,
    PERMISSION_LEDGER_WRITE,
    PERMISSION_SIMULATE,
    PERMISSION_PLAN_READ,
    PERMISSION_TRAIL_READ,
    PERMISSION_USER_MANAGE,
    PERMISSION_CASE_READ,
    PERMISSION_CASE_APPLY,
    PERMISSION_CASE_ACCEPT,
    PERMISSION_CASE_CHECK,
    PERMISSION_CASE_SURVEY,
    PERMISSION_CASE_DELIBERATE,
    PERMISSION_CASE_REVIEW,
    PERMISSION_CASE_SAMPLE,
    PERMISSION_CASE_DECIDE,
    PERMISSION_CASE_APPEAL,
    PERMISSION_CASE_CHANGE,
    PERMISSION_NOTICE_POST,
    PERMISSION_OBJECTION_RECORD,
    PERMISSION_RECHECK_PLAN,
    PERMISSION_MATCH_IMPORT,
    PERMISSION_MATCH_EXPLAIN,
    PERMISSION_NUMBER_REVEAL,
    PERMISSION_API_TOKEN,
    PERMISSION_CASE_PAPERS, /* the scans and photographs themselves: whole numbers, illnesses */
    PERMISSION_MEDICAL_READ,
    PERMISSION_MEDICAL_COUNTER, /* for a hospital: file, quote, settle, reverse; its own bills */
    PERMISSION_MEDICAL_MANAGE,  /* classes, diseases, corrections, advances, re-assessment */
    PERMISSION_MEDICAL_STATEMENT,
    PERMISSION_MEDICAL_AGREE, /* for a hospital: its own statement */
    PERMISSION_TRANSFER_READ,
    PERMISSION_TRANSFER_PREPARE,
    PERMISSION_TRANSFER_CHECK,
    PERMISSION_TRANSFER_APPROVE,
    PERMISSION_TRANSFER_PAY,
    PERMISSION_HOSPITAL_MANAGE,
    PERMISSION_PROGRAMME_HANDOVER,
    PERMISSION_INDICATOR_READ,
    PERMISSION_HOME_READ,
    PERMISSION_HOME_MANAGE,  /* profile, rooms, beds, closing, consolidation */
    PERMISSION_HOME_ADMIT,   /* ask for admission, transfer, discharge; report a death */
    PERMISSION_HOME_CONFIRM, /* confirm what another asked for */
    PERMISSION_HOME_RECORD,  /* the day's records, care levels, property, staff */
    PERMISSION_HOME_CLAIM,   /* make a claim; sign the home's month */
    PERMISSION_HOME_APPROVE, /* approve a claim */
    PERMISSION_HOME_BUDGET,
    PERMISSION_HOME_PAY, /* pay a claim, enter income, confirm the home's month */
    PERMISSION_ALLOCATION_PREPARE,
    PERMISSION_PROJECT_READ,
    PERMISSION_PROJECT_MANAGE, /* new projects, acceptance, hand-over, payments of the works */
    PERMISSION_PROJECT_RETURN, /* monthly return, problems, ask for a change */
    PERMISSION_PROJECT_SIGN,
    PERMISSION_PROJECT_DECIDE, /* approve a change, confirm an acceptance */
    PERMISSION_TARGET_READ,
    PERMISSION_TARGET_MANAGE, /* split, issue letters, leading group, responsible persons */
    PERMISSION_TARGET_ISSUE,  /* put a split into force, sign letters for the bureau */
    PERMISSION_TARGET_SIGN,   /* sign the letter of the own township */
    PERMISSION_MEETING_READ,
    PERMISSION_MEETING_MANAGE, /* agenda, minutes, problems, practices */
    PERMISSION_MEETING_ISSUE,  /* confirm minutes, publish practices */
    PERMISSION_PROBLEM_REPORT, /* say what was done about a problem; propose a practice */
    PERMISSION_BULLETIN_READ,
    PERMISSION_BULLETIN_DRAFT,
    PERMISSION_BULLETIN_ISSUE,
    PERMISSION_ASSESSMENT_READ,
    PERMISSION_ASSESSMENT_MANAGE, /* open, team, score */
    PERMISSION_ASSESSMENT_SELF,   /* write the own township's self-assessment */
    PERMISSION_ASSESSMENT_SIGN,   /* sign it; dispute a point */
    PERMISSION_ASSESSMENT_DECIDE, /* decide disputes, publish */
    PERMISSION_INSPECTION_READ,
    PERMISSION_INSPECTION_RECORD,
    PERMISSION_RECTIFICATION_ISSUE,
    PERMISSION_RECTIFICATION_REPLY,
    PERMISSION_RECTIFICATION_CHECK, /* look again, close */
    PERMISSION_ACCOUNTABILITY_READ,
    PERMISSION_ACCOUNTABILITY_SUGGEST,
    PERMISSION_ACCOUNTABILITY_DECIDE,
    PERMISSION_SURVEY_READ,
    PERMISSION_SURVEY_MANAGE, /* draw, print, close */
    PERMISSION_SURVEY_ENTER,  /* answers on paper or by phone */
    PERMISSION_COMPLAINT_READ,
    PERMISSION_COMPLAINT_RECEIVE,
    PERMISSION_COMPLAINT_HANDLE, /* accept, forward, reply */
    PERMISSION_COMPLAINT_REVIEW, /* extension, reviews */
    PERMISSION_LIBRARY_READ,
    PERMISSION_LIBRARY_WRITE,
    PERMISSION_LIBRARY_APPROVE,
    PERMISSION_TRAINING_READ, /* and take the tests */
    PERMISSION_TRAINING_MANAGE,
    PERMISSION_PUBLICITY_READ,
    PERMISSION_PUBLICITY_WRITE,   /* plan, report, hand out slips */
    PERMISSION_PUBLICITY_CONFIRM, /* what another reported */
    PERMISSION_COUNT
};
struct permission_row {
    enum permission permission;
    const char *name;  /* "payment.check", as in RUN_TRANSITIONS */
    const char *label; /* msgid */
    uint32_t roles;    /* bit 1 << role */
};
extern const struct permission_row PERMISSIONS[PERMISSION_COUNT];
/* PERMISSION_NONE for an unknown name. */
enum permission permission_by_name(const char *name);
bool access_can(enum role role, enum permission permission);
/* Division codes of 12 digits; a scope ends in zeros below its level (341823000000 county,
   341823106000 township), or is given as the bare prefix (341823, 341823106). Scope 0 holds
   nothing. */
bool access_in_scope(int64_t user_scope, int64_t division);

/* ---- users ---- */
#define ACCESS_NAME_BYTES_MAX 64
#define ACCESS_TITLE_BYTES_MAX 120
#define ACCESS_PASSWORD_BYTES_MIN 8
#define ACCESS_PASSWORD_BYTES_MAX 256
#define ACCESS_USERS_MAX 5000

enum access_cost {
    ACCESS_COST_INTERACTIVE,
    ACCESS_COST_MODERATE,
    ACCESS_COST_TEST /* fast and weak */
};

struct access_user {
    const char *name, *title;
    enum role role;
    int64_t scope;
    bool is_locked, has_password;
    bool must_change; /* somebody else set the password */
    bool has_totp;    /* an authenticator is bound and confirmed */
};
struct access_new_user {
    const char *name, *title;
    enum role role;
    int64_t scope;
    const char *password; /* NULL: can not log in until one is set */
    enum access_cost cost;
};
/* Each is one transaction of its own with its change recorded. REFUSED: ACCESS_NAME, ACCESS_ROLE,
   ACCESS_SCOPE, ACCESS_PASSWORD_WEAK, ACCESS_USER_EXISTS, ACCESS_USER_UNKNOWN, and ACCESS_OWN for
   whoever would lock himself or change his own role. Locking, another role or scope and a new
   password end the user's sessions; a password set by somebody else also revokes his tokens and
   must be changed at the next login. */
MUST_USE enum status access_user_add(struct db *db, int64_t county, const char *actor,
                                     const struct access_new_user *user, struct error *e);
MUST_USE enum status access_user_lock(struct db *db, int64_t county, const char *actor,
                                      const char *name, bool is_locked, struct error *e);
MUST_USE enum status access_user_role(struct db *db, int64_t county, const char *actor,
                                      const char *name, enum role role, int64_t scope,
                                      struct error *e);
MUST_USE enum status access_user_passwd(struct db *db, int64_t county, const char *actor,
                                        const char *name, const char *password,
                                        enum access_cost cost, struct error *e);
MUST_USE enum status access_user_by_name(struct db *db, int64_t county, const char *name,
                                         struct arena *arena, struct access_user *ret,
                                         struct error *e); /* NONE: unknown */
MUST_USE enum status access_user_list(struct db *db, int64_t county, struct arena *arena,
                                      struct access_user **ret, size_t *ret_count, struct error *e);

/* REFUSED (ACCESS_DENIED) unless the actor is that user, ACTOR_SYSTEM, or may manage users. */
MUST_USE enum status access_require_own(struct db *db, int64_t county, const char *actor,
                                        const char *user_name, struct error *e);

/* ---- settings ---- On, unless the county has switched them off: a demonstration does. */
enum access_setting {
    ACCESS_SETTING_TOTP, /* posts of bureau, finance and administrator need a second step */
    ACCESS_SETTING_FIRST_PASSWORD, /* a password set by somebody else is changed at the first login
                                    */
    ACCESS_SETTING_COUNT
};
const char *access_setting_name(enum access_setting setting);  /* "totp", "first_password" */
const char *access_setting_label(enum access_setting setting); /* msgid */
MUST_USE enum status access_setting_parse(const char *name, enum access_setting *ret,
                                          struct error *e); /* REFUSED (ACCESS_SETTING) */
MUST_USE enum status access_setting_get(struct db *db, int64_t county, enum access_setting setting,
                                        bool *ret, struct error *e);
MUST_USE enum status access_setting_set(struct db *db, int64_t county, const char *actor,
                                        enum access_setting setting, bool is_on, struct error *e);

/* ---- sessions ---- Times are seconds since 1970, given by the caller, who owns the clock. */
#define ACCESS_TOKEN_BYTES 44 /* 32 random bytes in base64url, and NUL */
#define ACCESS_IDLE_S (30 * 60)
#define ACCESS_LIFE_S (12 * 3600)
#define ACCESS_TOUCH_S 60      /* seen_at is written at most this often */
#define ACCESS_FREE_FAILURES 3 /* before the waits begin */
#define ACCESS_WAIT_MAX_S (15 * 60)

/* What a login still lacks after the password. */
enum access_step {
    ACCESS_STEP_NONE = 0, /* nothing: the session has begun */
    ACCESS_STEP_CODE,     /* a code of the authenticator, or a recovery code */
    ACCESS_STEP_PASSWORD, /* a password of his own instead of the administrator's */
    ACCESS_STEP_ENROL,    /* to bind an authenticator: his role must have one */
};

struct access_session {
    struct access_user user;
    char csrf[ACCESS_TOKEN_BYTES]; /* "" for a program's token: it fills in no forms */
    bool needs_touch;      /* seen longer ago than ACCESS_TOUCH_S: call access_session_touch, or
                              access_bearer_touch */
    enum access_step next; /* after access_login: not NONE means that there is no session yet */
};
/* Counts the attempt before looking at the password, so that parallel guesses are counted too;
   after ACCESS_FREE_FAILURES the name must wait 2, 4, 8 … seconds, at most ACCESS_WAIT_MAX_S. One
   answer for an unknown name, a locked user and a wrong password: REFUSED (ACCESS_LOGIN); while
   waiting REFUSED (ACCESS_WAIT). `old_token`, when not NULL, is ended. ret_token is shown once;
   only its hash is stored. When ret->next is not ACCESS_STEP_NONE the token opens no session: it
   is the ticket for access_ticket_*. Not inside a transaction: hashing takes 0.3 s. */
MUST_USE enum status access_login(struct db *db, int64_t county, const char *name,
                                  const char *password, int64_t now_s, const char *old_token,
                                  struct arena *arena, char ret_token[ACCESS_TOKEN_BYTES],
                                  struct access_session *ret, struct error *e);
/* NONE: no such session, ended, idle too long, or its user is locked. */
MUST_USE enum status access_session_find(struct db *db, int64_t county, const char *token,
                                         int64_t now_s, struct arena *arena,
                                         struct access_session *ret, struct error *e);
MUST_USE enum status access_session_touch(struct db *db, int64_t county, const char *token,
                                          int64_t now_s, struct error *e);
MUST_USE enum status access_logout(struct db *db, int64_t county, const char *token,
                                   const char *actor, struct error *e);
/* The user's living sessions, newest first. `key` names one without opening it; current_token may
 * be NULL. */
struct access_session_item {
    const char *key, *created_at, *seen_at, *expires_at;
    bool is_current;
};
#define ACCESS_SESSIONS_LISTED_MAX 200
MUST_USE enum status access_session_list(struct db *db, int64_t county, const char *user_name,
                                         const char *current_token, int64_t now_s,
                                         struct arena *arena, struct access_session_item **ret,
                                         size_t *ret_count, struct error *e);
/* NONE: no such session of that user. */
MUST_USE enum status access_session_end(struct db *db, int64_t county, const char *user_name,
                                        const char *key, struct error *e);
/* All but the one of keep_token. */
MUST_USE enum status access_session_end_others(struct db *db, int64_t county, const char *user_name,
                                               const char *keep_token, int64_t *ret_count,
                                               struct error *e);
/* Removes what has expired, tickets too. For the server's start and scheduled work. */
MUST_USE enum status access_session_sweep(struct db *db, int64_t county, int64_t now_s,
                                          struct error *e);
/* Compares in constant time. */
bool access_token_equals(const char *a, const char *b);
/* 32 random bytes as base64url. */
void access_token_make(char out[ACCESS_TOKEN_BYTES]);

/* The user's own new password, proved by the old one (whose failures count as at a login). All his
   sessions end and a new one begins. REFUSED also ACCESS_PASSWORD_SAME. */
MUST_USE enum status access_password_change(struct db *db, int64_t county, const char *name,
                                            const char *old_password, const char *new_password,
                                            enum access_cost cost, int64_t now_s,
                                            struct arena *arena, char ret_token[ACCESS_TOKEN_BYTES],
                                            struct access_session *ret, struct error *e);

/* ---- the second step (RFC 6238: SHA-1, 30 s, 6 digits) ---- */
#define ACCESS_CODE_DIGITS 6
#define ACCESS_STEP_S 30            /* a code is taken one step early or late */
#define ACCESS_SECRET_TEXT_BYTES 33 /* 20 bytes in base32, and NUL */
#define ACCESS_RECOVERY_CODES 10
#define ACCESS_RECOVERY_BYTES 20 /* XXXX-XXXX-XXXX-XXXX and NUL */

struct keyring;
/* Of the posts that must have it. */
bool access_totp_is_required(enum role role);
/* A fresh secret, not in force until confirmed by a code. REFUSED (ACCESS_TOTP_BOUND) when one is
   confirmed already: the administrator resets it. */
MUST_USE enum status access_totp_begin(struct db *db, int64_t county, const struct keyring *keys,
                                       const char *user_name, struct error *e);
/* The secret still to be confirmed, for people and QR codes. NONE: there is none. */
MUST_USE enum status access_totp_pending(struct db *db, int64_t county, const struct keyring *keys,
                                         const char *user_name, struct arena *arena,
                                         char ret_secret[ACCESS_SECRET_TEXT_BYTES],
                                         struct error *e);
/* REFUSED (ACCESS_CODE, ACCESS_WAIT). The recovery codes are shown once; only their hashes are
 * kept. */
MUST_USE enum status
access_totp_confirm(struct db *db, int64_t county, const struct keyring *keys,
                    const char *user_name, const char *code, int64_t now_s, struct arena *arena,
                    char ret_codes[ACCESS_RECOVERY_CODES][ACCESS_RECOVERY_BYTES], struct error *e);
/* Unbinds the authenticator and ends the user's sessions. */
MUST_USE enum status access_totp_reset(struct db *db, int64_t county, const char *actor,
                                       const char *user_name, struct error *e);
/* The code of a moment. For tests, and a demonstration without a telephone. */
void access_totp_code(const uint8_t *secret, size_t n, int64_t at_s,
                      char out[ACCESS_CODE_DIGITS + 1]);

/* ---- a login that lacks a step ---- The ticket is what access_login gave as token. */
#define ACCESS_TICKET_S 600
struct access_ticket {
    struct access_user user;
    enum access_step step; /* never NONE */
};
/* NONE: no such ticket, over, or its user is locked. */
MUST_USE enum status access_ticket_find(struct db *db, int64_t county, const char *ticket,
                                        int64_t now_s, struct arena *arena,
                                        struct access_ticket *ret, struct error *e);
/* One step each. As access_login: ret_token opens the session, or is the same ticket while
   ret->next is not NONE. NONE: as access_ticket_find, or it is another step's turn. REFUSED:
   ACCESS_CODE, ACCESS_WAIT; ACCESS_PASSWORD_WEAK, ACCESS_PASSWORD_SAME. A code is taken once;
   failures wait as at a login. */
MUST_USE enum status access_ticket_code(struct db *db, int64_t county, const struct keyring *keys,
                                        const char *ticket, const char *code, int64_t now_s,
                                        struct arena *arena, char ret_token[ACCESS_TOKEN_BYTES],
                                        struct access_session *ret, struct error *e);
MUST_USE enum status access_ticket_password(struct db *db, int64_t county, const char *ticket,
                                            const char *password, enum access_cost cost,
                                            int64_t now_s, struct arena *arena,
                                            char ret_token[ACCESS_TOKEN_BYTES],
                                            struct access_session *ret, struct error *e);
/* Confirms what access_totp_begin began. */
MUST_USE enum status
access_ticket_enrol(struct db *db, int64_t county, const struct keyring *keys, const char *ticket,
                    const char *code, int64_t now_s, struct arena *arena,
                    char ret_codes[ACCESS_RECOVERY_CODES][ACCESS_RECOVERY_BYTES],
                    char ret_token[ACCESS_TOKEN_BYTES], struct access_session *ret,
                    struct error *e);

/* ---- programs' tokens ---- A bearer token has its user's role and scope, as they are when it is
   used; nothing of a locked user opens. 32 random bytes; only their SHA-256 is stored. */
#define ACCESS_LABEL_BYTES_MAX 120
#define ACCESS_BEARER_DAYS_MAX 366
#define ACCESS_BEARERS_MAX 20 /* alive at once, per user */

struct access_bearer {
    int64_t id;
    const char *user_name, *label, *created_at, *expires_at;
    const char *used_at; /* NULL: never */
    bool is_revoked;
};
/* The actor makes and revokes his own; others' only with PERMISSION_USER_MANAGE (ACTOR_SYSTEM has
   it). REFUSED: ACCESS_DENIED, ACCESS_USER_UNKNOWN, ACCESS_LABEL, ACCESS_DAYS, ACCESS_BEARERS_MAX.
   ret_token is shown once. Each is one transaction with its change recorded. */
MUST_USE enum status access_bearer_create(struct db *db, int64_t county, const char *actor,
                                          const char *user_name, const char *label, int64_t now_s,
                                          int64_t days, char ret_token[ACCESS_TOKEN_BYTES],
                                          int64_t *ret_id, struct error *e);
/* NONE: no such token, expired, revoked, or its user is locked. */
MUST_USE enum status access_bearer_find(struct db *db, int64_t county, const char *token,
                                        int64_t now_s, struct arena *arena,
                                        struct access_session *ret, struct error *e);
MUST_USE enum status access_bearer_touch(struct db *db, int64_t county, const char *token,
                                         int64_t now_s, struct error *e);
/* user_name NULL: of all users. Newest first. */
MUST_USE enum status access_bearer_list(struct db *db, int64_t county, const char *user_name,
                                        struct arena *arena, struct access_bearer **ret,
                                        size_t *ret_count, struct error *e);
/* NONE: no such token of that user. Revoking twice changes nothing. */
MUST_USE enum status access_bearer_revoke(struct db *db, int64_t county, const char *actor,
                                          const char *user_name, int64_t id, struct error *e);
