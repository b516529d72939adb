/* Stays at three hospitals: most are settled at the counter, some are still open, two were reversed
   and corrected, one was told of late. */
#include <inttypes.h>
#include <stdio.h>

#include "office/demo/medical_story.h"

#define OPEN_STAYS 3
#define OUTPATIENTS_EVERY 7
#define ADMISSION_DAYS 24 /* of the month, in which patients come */
#define LATE_ADMITTED 2
#define LATE_DISCHARGED 8
#define LATE_TOLD 20
#define CORRECTED_AFTER 2
#define PERCENT 100
#define CRITICAL_OVER 1500000 /* fen in scope, from which critical illness insurance pays */

static struct medical_amounts amounts_draw(struct random *r, enum medical_visit visit)
{
    int64_t yuan =
        visit == VISIT_OUTPATIENT ? 900 + random_below(r, 8000) : 2200 + random_below(r, 32000);
    int64_t total = yuan * PERCENT + random_below(r, PERCENT);
    int64_t in_scope = total * (78 + random_below(r, 14)) / PERCENT;
    struct medical_amounts a = {.total = FEN(total), .in_scope = FEN(in_scope)};
    a.insurance = FEN(in_scope * (48 + random_below(r, 16)) / PERCENT);
    if (in_scope > CRITICAL_OVER)
        a.critical = FEN((in_scope - CRITICAL_OVER) / 4);
    if (random_below(r, 6) == 0)
        a.relief = FEN(total / 50);
    return a;
}

/* The hospital had asked the insurance for too little. */
static struct medical_amounts corrected_of(const struct medical_amounts *a)
{
    struct medical_amounts b = *a;
    b.insurance = FEN(a->insurance.v + a->in_scope.v / 20);
    return b;
}

static int hospital_of(size_t i)
{
    static const int turns[] = {0, 1, 0, 2, 0, 1};
    return turns[i % (sizeof turns / sizeof turns[0])];
}

static void stay_plan(struct medical_story *s, size_t i, size_t count)
{
    struct stay *t = &s->stays[i];
    *t = (struct stay){.who = medical_next_patient(s),
                       .illness = medical_illness(s),
                       .hospital = hospital_of(i),
                       .visit = i % OUTPATIENTS_EVERY == OUTPATIENTS_EVERY - 1 ? VISIT_OUTPATIENT
                                                                               : VISIT_INPATIENT};
    snprintf(t->number, sizeof t->number, "%s%d%04zu", t->visit == VISIT_OUTPATIENT ? "MZ" : "ZY",
             month_year(s->options->month), i + 1);
    int length = t->visit == VISIT_OUTPATIENT ? 0 : 3 + (int)random_below(&s->random, 8);
    t->amounts = amounts_draw(&s->random, t->visit);
    t->admitted.v = s->first.v + (int32_t)(i * ADMISSION_DAYS / count);
    t->discharged.v = t->admitted.v + length;
    if (i + OPEN_STAYS >= count) {
        t->is_open = true;
        t->visit = VISIT_INPATIENT;
        t->admitted.v = s->until.v - (int32_t)(count - 1 - i);
        t->discharged = t->admitted;
    } else if (i == count / 2) {
        t->admitted.v = s->first.v + LATE_ADMITTED;
        t->discharged.v = s->first.v + LATE_DISCHARGED;
    }
    t->told = i == count / 2 ? (struct date){s->first.v + LATE_TOLD} : t->discharged;
    t->is_corrected = i == count / 4 || i == count / 3;
    t->corrected = corrected_of(&t->amounts);
}

void medical_stays_plan(struct medical_story *s)
{
    size_t count = s->patient_count * 3 / 4;
    s->stay_count = count < STORY_STAYS_MAX ? count : STORY_STAYS_MAX;
    for (size_t i = 0; i < s->stay_count; i++)
        stay_plan(s, i, s->stay_count);
}

/* ---- what is said ---- */

static enum status say(struct medical_story *s, const struct stay *t,
                       enum medical_message_kind kind, const struct medical_amounts *amounts,
                       int64_t replaces, struct medical_answer *ret, struct error *e)
{
    static const char *const kinds[] = {"", "RY", "JS", "CZ", "CX"};
    char actor[STORY_TEXT_BYTES], serial[STORY_TEXT_BYTES * 2], bill[STORY_TEXT_BYTES];
    snprintf(actor, sizeof actor, "hospital%d.counter", t->hospital + 1);
    snprintf(serial, sizeof serial, "%s-%s%s", t->number, kinds[kind], replaces ? "-2" : "");
    snprintf(bill, sizeof bill, "%" PRId64, replaces);
    struct medical_message m = {.kind = kind,
                                .hospital = s->hospital[t->hospital],
                                .actor = actor,
                                .serial = serial,
                                .today = s->today,
                                .admission_no = t->number,
                                .id_number = t->who->id.text,
                                .name = t->who->name,
                                .department = t->illness->department,
                                .disease = t->illness->code,
                                .disease_name = t->illness->name,
                                .insurance_no = t->number,
                                .visit = t->visit,
                                .scheme = SCHEME_NCMS,
                                .admitted_on = t->admitted,
                                .discharged_on = t->discharged,
                                .amounts = *amounts,
                                .replaces = replaces ? bill : NULL,
                                .reason = "医保补偿金额有误，重新结算"};
    return medical_message_do(s->db, s->desk, &m, s->arena, ret, e);
}

static enum status stay_day(struct medical_story *s, struct stay *t, struct error *e)
{
    struct medical_answer answer;
    /* Told late, both come on one day. */
    bool is_late = t->told.v > t->discharged.v;
    if (s->today.v == (is_late ? t->told.v : t->admitted.v))
        TRY(say(s, t, MESSAGE_ADMIT, &t->amounts, 0, &answer, e));
    if (s->today.v == t->told.v && !t->is_open) {
        TRY(say(s, t, MESSAGE_SETTLE, &t->amounts, 0, &answer, e));
        t->bill = answer.bill;
    }
    if (t->is_corrected && s->today.v == t->told.v + CORRECTED_AFTER) {
        TRY(say(s, t, MESSAGE_REVERSE, &t->amounts, 0, &answer, e));
        TRY(say(s, t, MESSAGE_SETTLE, &t->corrected, t->bill, &answer, e));
    }
    return STATUS_OK;
}

static enum status day_work(struct db *db, void *context, struct error *e)
{
    struct medical_story *s = context;
    (void)db;
    for (size_t i = 0; i < s->stay_count; i++)
        TRY(stay_day(s, &s->stays[i], e));
    return STATUS_OK;
}

enum status medical_stays_day(struct medical_story *s, struct error *e)
{
    for (size_t i = 0; i < s->stay_count; i++)
        s->counts.stays += s->stays[i].told.v == s->today.v;
    return db_transaction(s->db, day_work, s, e);
}
