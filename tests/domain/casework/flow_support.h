/* A county with its plan and the people who do casework, for the tests of the flow. */
#pragma once
#include "support/test_support.h"
#include "support/testdb.h"

#include "domain/casework/casework.h"
#include "domain/casework/deadline.h"
#include "domain/casework/forms.h"

#define COUNTY COUNTY_JINGXIAN
#define TOWNSHIP INT64_C(341823106000)
#define VILLAGE INT64_C(341823106204)
#define VILLAGE_OTHER INT64_C(341823107201)

struct flow {
    struct testdb testdb;
    struct db *db;
    struct arena *arena;
    struct keyring *keys;
    struct date today;
    int serial; /* of persons */
};
void flow_each(void (*claim)(struct flow *f));

/* "village" (a village clerk), "clerk", "lead" of the township; "other" (a clerk of another one);
   "dibao1", "dibao2", "wubao1", "wubao2" of the bureau; "system". */
struct case_actor flow_actor(const struct flow *f, const char *user);
struct date day(const char *text);
/* name, value, … NULL */
struct entry_data *flow_data(struct flow *f, ...) __attribute__((sentinel));
const char *flow_id_number(struct flow *f, int year);
/* A dibao form: a head born 1950 and a son born 1980, 3600.00 of wages a year. */
struct entry_data *flow_dibao_form(struct flow *f);
struct entry_data *flow_wubao_form(struct flow *f);
/* A claim of one stay in Xuancheng, 2013-11-01 to 2013-11-20, of which insurance leaves 28,300.55.
   class NULL: the registry's, and the household's account. */
struct entry_data *flow_claim_form(struct flow *f, const char *name, const char *id_number,
                                   const char *class);
/* 1,500.00 asked for at any hospital. */
struct entry_data *flow_advance_form(struct flow *f, const char *name, const char *id_number);
/* The ID number of a dibao household's head, as its application has it. */
const char *flow_head_number(struct flow *f, int64_t id);
int64_t flow_open(struct flow *f, enum case_kind kind, const struct entry_data *form,
                  const char *user, const char *on);
enum status flow_try(struct flow *f, int64_t id, enum case_action action, const char *user,
                     const char *on, const struct entry_data *content, struct error *e);
/* Must succeed. */
void flow_act(struct flow *f, int64_t id, enum case_action action, const char *user, const char *on,
              const struct entry_data *content);
struct case_record flow_case(struct flow *f, int64_t id);
/* A good form of the step, as its kind of case wants it. */
struct entry_data *flow_step_form(struct flow *f, enum case_kind kind, enum case_action action,
                                  const char *on);
/* Puts the case's notice up, takes it down. */
int64_t flow_post(struct flow *f, int64_t id, const char *user, const char *on);
void flow_close(struct flow *f, int64_t notice, const char *user, const char *on);
/* Draws a sample over all that wait and checks this case on the spot. */
void flow_sample(struct flow *f, enum programme p, int64_t id, const char *on);
/* From nothing to DECIDING; to ACTIVE. The state's day of a dibao case that nobody hurries. */
int64_t flow_dibao_deciding(struct flow *f);
int64_t flow_dibao_active(struct flow *f);
int64_t flow_wubao_active(struct flow *f);
int64_t flow_number(struct flow *f, const char *sql, ...) PRINTF_LIKE(2, 3);
