/* Shared by the files of the flow only. */
#pragma once
#include "case_sql.h"
#include "domain/casework/casework.h"
#include "domain/casework/deadline.h"
#include "domain/casework/forms.h"

#define CASE_ARENA_BYTES ((size_t)32 << 20)
#define CASE_STEPS_MAX 400
#define CASE_FACTS_BYTES_MAX (16u << 10)
#define CASE_BIT(x) (1u << (x))
#define CASE_APPLICATIONS (CASE_BIT(CASE_DIBAO) | CASE_BIT(CASE_WUBAO))

/* A date of 0 in the tables is v 0 here: none. */
static inline struct date case_date(int64_t stored)
{
    return stored == 0 ? (struct date){0} : date_from_yyyymmdd(stored);
}
static inline int64_t case_date_stored(struct date d)
{
    return d.v == 0 ? 0 : date_yyyymmdd(d);
}
/* Of a household for a monthly benefit. */
static inline bool case_is_application(enum case_kind k)
{
    return k == CASE_DIBAO || k == CASE_WUBAO;
}

struct case_record case_record_of(const struct case_file_row *row, struct date today);

/* ---- what is written ---- */
struct case_sealed {
    const char *json;
    uint8_t sha256[HASH_BYTES];
    struct blob sealed;
};
MUST_USE enum status case_seal(const struct keyring *keys, const struct entry_data *content,
                               struct arena *arena, struct case_sealed *ret, struct error *e);
MUST_USE enum status case_unseal(const struct keyring *keys, struct blob sealed,
                                 struct arena *arena, const struct entry_data **ret,
                                 struct error *e);
/* {"expected":"15", …} of the form's facts; more: further members, `,"x":1`, or "". */
MUST_USE enum status case_facts(const struct entry_form *form, const struct entry_data *content,
                                const char *more, struct arena *arena, const char **ret,
                                struct error *e);

/* ---- who is already where (§A.3) ---- REFUSED (CASE_GUARD, CASE_DEAD) naming place, programme,
   head and case. except: a case that does not count; 0: all count. */
MUST_USE enum status case_guard_content(struct db *db, int64_t county, const struct keyring *keys,
                                        const struct entry_data *content, int64_t except,
                                        struct error *e);
MUST_USE enum status case_guard_again(struct db *db, int64_t county, int64_t case_id,
                                      struct error *e);
/* Who is in it. Medical assistance keeps nobody from another case: is_open false. */
MUST_USE enum status case_person_record(struct db *db, int64_t county, const struct keyring *keys,
                                        const struct entry_data *content, int64_t case_id,
                                        bool is_open, struct error *e);
/* After a unique index refused: the same message as the guard's. e holds the refusal. */
enum status case_guard_race(struct db *db, int64_t county, const struct keyring *keys,
                            const struct entry_data *content, int64_t case_id, struct error *e);
/* "云岭镇章渡村"; "" when unknown. ret_level (may be NULL): 0 when there is no such division in
   that month. */
MUST_USE enum status case_place(struct db *db, int64_t county, int64_t division, struct month m,
                                struct arena *arena, const char **ret, int *ret_level,
                                struct error *e);

/* ---- one step ---- */
struct case_moment {
    struct db *db;
    int64_t county;
    const struct keyring *keys;
    const struct case_actor *actor;
    struct arena *arena;
    struct date on;
    struct case_rules rules;
    struct case_record c; /* as it was; `next` is what it becomes */
    struct case_record next;
    const struct case_transition *t;
    const struct entry_data *content;  /* checked */
    const struct entry_data *form;     /* newest of the case */
    const struct entry_data *new_form; /* NULL: the form stays as it is */
    struct case_step *steps;
    size_t step_count;
    const char *more_facts;
    int64_t change;
};
/* The newest step with this action; NULL: none. */
const struct case_step *case_step_last(const struct case_moment *m, enum case_action action);
/* May this actor do this (permission, level, scope)? REFUSED: ACCESS_DENIED, ACCESS_SCOPE. */
MUST_USE enum status case_actor_check(const struct case_actor *actor,
                                      const struct case_transition *t, int64_t division,
                                      struct error *e);
/* CASE_DUTY. */
MUST_USE enum status case_duty_check(const struct case_actor *actor,
                                     const struct case_transition *t, const struct case_record *c,
                                     const struct case_step *steps, size_t count, struct error *e);
/* CASE_DATE: not before `earliest` (v 0: any), not after today. */
MUST_USE enum status case_date_check(struct date on, struct date earliest, struct date today,
                                     struct error *e);
/* Which of the rows for this action holds, by the rules and the change. */
const struct case_transition *case_transition_choose(const struct case_record *c,
                                                     const struct case_rules *rules,
                                                     enum case_action action);
/* What the step itself asks for: investigators, votes, once only, samples …; fills m->next,
   m->new_form and m->more_facts. */
MUST_USE enum status case_require(struct case_moment *m, struct error *e);
/* By when the state must be left; v 0: no limit. */
struct date case_due(const struct case_moment *m, enum case_state state);
bool case_state_is_closed(enum case_state s);
/* The month from which a decision of this day holds: the decision's, the form's, the rule's. */
struct month case_month_in_force(const struct case_moment *m);
/* Does this change hang for all to see, by the rules. */
bool case_change_is_publicised(const struct case_record *c, const struct case_rules *rules);
/* Papers supplied: keeps the step's own fields in *ret_own; what else was given corrects the
   application (m->new_form). REFUSED: CASE_FORM, CASE_GUARD, CASE_DEAD. */
MUST_USE enum status case_supply_take(struct case_moment *m, const struct entry_data *given,
                                      struct entry_faults *faults,
                                      const struct entry_data **ret_own, struct error *e);
/* What the corrected application changes in m->next, and in the file and its persons. */
void case_supply_totals(struct case_moment *m);
MUST_USE enum status case_supply_write(struct case_moment *m, struct error *e);
/* ---- medical assistance (case_medical.c) ---- */
/* The application against the registry: class, account, days, hospital; fills class and amount of
 *c. REFUSED (CASE_FORM) with all faults, CASE_DEAD. */
MUST_USE enum status case_medical_check(const struct case_moment *m, const struct entry_data *form,
                                        struct entry_faults *faults, struct case_record *c,
                                        struct error *e);
/* No bill in two claims, one open request for an advance. REFUSED (CASE_GUARD) naming the other.
   Holds only behind a lock that cases of the county share: counter, trail. */
MUST_USE enum status case_medical_guard(const struct case_moment *m, const struct entry_data *form,
                                        int64_t except, struct error *e);
/* The aid as it would be now, into m->next. */
MUST_USE enum status case_medical_propose(struct case_moment *m, struct error *e);
/* Fills m->next and m->more_facts. REFUSED: CASE_AMOUNT. */
MUST_USE enum status case_medical_approve(struct case_moment *m, struct error *e);
/* Prepares (reads, checks) and writes; the change is recorded in between unless given. */
MUST_USE enum status case_step_prepare(struct case_moment *m, const struct case_act *act,
                                       struct entry_faults *faults, struct error *e);
MUST_USE enum status case_step_write(struct case_moment *m, struct error *e);
MUST_USE enum status case_change_record(struct case_moment *m, const char *number, int64_t case_id,
                                        struct error *e);
/* Puts the decision into force where the step does; fills m->next. */
MUST_USE enum status case_effect(struct case_moment *m, struct error *e);
/* A re-verification that found a change opens it, linked. */
MUST_USE enum status case_open_linked(struct case_moment *m, struct error *e);
