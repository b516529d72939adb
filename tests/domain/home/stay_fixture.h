/* Two homes of the county of tests/domain/payment with beds, and the people who admit to them.
   Today is 2013-06-30. */
#pragma once
#include "domain/payment/county.h"

#include "domain/home/stay.h"

#define DIRECTOR "director.a" /* of home A, in 泾川镇 */
#define OTHER_DIRECTOR "director.b"
#define UNBOUND "director.none"
#define CLERK "township100.clerk" /* of 泾川镇 */
#define LEAD "township100.lead"
#define OFFICER "wubao1"
#define OFFICER_2 "wubao2"

struct homes {
    int64_t a, b; /* A has 4 beds in two rooms, B has 2 in one */
    int64_t beds_a[4], beds_b[2];
};
extern struct homes homes;
/* A claim on a county of its own, on each engine. */
void stay_each(void (*claim)(struct county *c));
struct date stay_day(const char *text);
struct month stay_month(const char *text);
void stay_today(const char *text);

/* A wubao household of one, scattered since 2013-01. */
int64_t wubao(struct county *c);
/* Asks as the director of A (or of B) with an agreement of its own. */
int64_t ask(struct county *c, int64_t household, int64_t home, const char *from);
enum status try_ask(struct county *c, int64_t household, int64_t home, const char *from,
                    struct error *e);
/* Asked for and confirmed by OFFICER. */
int64_t live(struct county *c, int64_t household, int64_t home, const char *from);
struct stay stay_now(struct county *c, int64_t stay);
struct stay_leave_request leaving(int64_t stay, enum stay_leave reason, const char *until);
/* The registry's form and home of a household in a month: home, 0 scattered, -1 ended or none. */
int64_t form_in(struct county *c, int64_t household, const char *month);
/* Beds nobody has on that day. */
size_t free_beds(struct county *c, int64_t home, const char *on);
