/* Who asked about whom: a check of entitlement leaves a row in the trail, also when it was refused,
   so that nobody looks up a neighbour unseen. A number that is nobody's leaves its last four. */
#include "base/idno.h"
#include "base/json.h"
#include "base/text.h"
#include "message_internal.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define DETAIL_BYTES_MAX ((size_t)512)
#define SUBJECT_BYTES 48
#define TAIL_BYTES 4

/* Whose number it is, whatever name was given with it; 0: nobody's. */
static enum status number_owner(struct db *db, const struct medical_desk *desk,
                                const struct medical_ask *ask, struct arena *arena, int64_t *ret,
                                struct error *e)
{
    struct idno idno;
    struct person_row person;
    const char *solid = text_tidy_solid(arena, ask->id_number);
    *ret = 0;
    if (!solid)
        return arena_exhausted(e);
    if (idno_parse(solid, ask->today, &idno, NULL) != STATUS_OK)
        return STATUS_OK;
    enum status s = person_by_id_number(db, desk->county, desk->keys, idno.text, arena, &person, e);
    if (s == STATUS_OK)
        *ret = person.id;
    return s == STATUS_NONE ? STATUS_OK : s;
}

static enum status ask_record(struct db *db, const struct medical_desk *desk,
                              const struct medical_ask *ask, int64_t person, const char *refused,
                              struct arena *arena, struct error *e)
{
    CLEANUP(buf_free) struct buf detail = BUF_INIT(DETAIL_BYTES_MAX);
    char subject[SUBJECT_BYTES];
    int64_t change;
    const char *solid = text_tidy_solid(arena, ask->id_number);
    if (!solid)
        return arena_exhausted(e);
    size_t n = strlen(solid);
    (void)snprintf(subject, sizeof subject, "hospital %" PRId64, ask->hospital);
    if (person) {
        buf_addf(&detail, "{\"person\":%" PRId64, person);
    } else {
        buf_adds(&detail, "{\"id_tail\":");
        buf_add_json(&detail, text_is_digits(solid) || n == 18
                                  ? solid + (n > TAIL_BYTES ? n - TAIL_BYTES : 0)
                                  : "");
    }
    if (refused) {
        buf_adds(&detail, ",\"refused\":");
        buf_add_json(&detail, refused);
    }
    buf_addc(&detail, '}');
    TRY(buf_status(&detail, e));
    return change_record(db, desk->county,
                         &(struct change_entry){.actor = ask->actor,
                                                .action = "medical.entitlement",
                                                .subject = subject,
                                                .detail = buf_text(&detail)},
                         &change, e);
}

enum status medical_entitlement_ask(struct db *db, struct medical_desk *desk,
                                    const struct medical_ask *ask, struct arena *arena,
                                    struct medical_entitlement *ret, struct error *ret_why,
                                    struct error *e)
{
    struct medical_entitlement found = {0};
    struct error why = {0};
    int64_t person;
    enum status s = medical_entitlement_check(db, desk, ask->hospital, ask->id_number, ask->name,
                                              ask->today, arena, &found, &why);
    if (s != STATUS_OK && s != STATUS_REFUSED) {
        *e = why;
        return s;
    }
    person = found.person;
    if (s == STATUS_REFUSED)
        TRY(number_owner(db, desk, ask, arena, &person, e));
    TRY(ask_record(db, desk, ask, person, s == STATUS_OK ? NULL : why.code, arena, e));
    *ret = found;
    *ret_why = why;
    return STATUS_OK;
}

/* ---- an admission that was refused has told as much ---- */

static enum status is_new(struct db *db, const struct medical_desk *desk,
                          const struct medical_message *m, struct arena *arena, struct error *e)
{
    struct medical_message_row row;
    return medical_message_find(db,
                                (struct medical_message_find_args){.county = desk->county,
                                                                   .hospital = m->hospital,
                                                                   .serial = m->serial},
                                arena, &row, e);
}

static enum status admission_ask(struct db *db, struct medical_desk *desk,
                                 const struct medical_message *m, struct arena *arena,
                                 struct error *ret_why, struct error *e)
{
    const struct medical_ask ask = {m->hospital, m->actor, m->id_number, m->name, m->today};
    struct medical_person who;
    struct error why = {0};
    int64_t person = 0;
    enum status s = m->kind == MESSAGE_ADMIT && m->serial && m->id_number && m->name
                        ? is_new(db, desk, m, arena, e)
                        : STATUS_OK;
    if (s != STATUS_NONE)
        return s; /* nobody's admission, or one that is answered as before */
    TRY(desk_refresh(db, desk, 0, e));
    if (desk->is_read_only)
        return STATUS_OK;
    s = message_patient(db, desk, m, arena, &person, &who, &why);
    if (s == STATUS_REFUSED) {
        TRY(number_owner(db, desk, &ask, arena, &person, e));
        TRY(ask_record(db, desk, &ask, person, why.code, arena, e));
        *ret_why = why;
        return STATUS_OK;
    }
    if (s != STATUS_OK)
        *e = why;
    return s;
}

enum status medical_message_hear(struct db *db, struct medical_desk *desk,
                                 const struct medical_message *m, struct arena *arena,
                                 struct medical_answer *ret, struct error *ret_why, struct error *e)
{
    struct error why = {0};
    TRY(admission_ask(db, desk, m, arena, &why, e));
    if (why.status == STATUS_OK)
        TRY(medical_message_do(db, desk, m, arena, ret, e));
    *ret_why = why;
    return STATUS_OK;
}

/* ---- each as a transaction of its own ---- */

struct hearing {
    struct medical_desk *desk;
    const struct medical_message *m;
    struct arena *arena;
    struct medical_answer *ret;
    struct error *why;
};

static enum status hear_work(struct db *db, void *context, struct error *e)
{
    struct hearing *h = context;
    return medical_message_hear(db, h->desk, h->m, h->arena, h->ret, h->why, e);
}

enum status medical_message_hear_take(struct db *db, struct medical_desk *desk,
                                      const struct medical_message *m, struct arena *arena,
                                      struct medical_answer *ret, struct error *e)
{
    struct error why = {0};
    struct hearing h = {desk, m, arena, ret, &why};
    TRY(db_transaction(db, hear_work, &h, e));
    if (why.status != STATUS_OK)
        *e = why;
    return why.status;
}

struct asking {
    struct medical_desk *desk;
    const struct medical_ask *ask;
    struct arena *arena;
    struct medical_entitlement *ret;
    struct error *why;
};

static enum status ask_work(struct db *db, void *context, struct error *e)
{
    struct asking *a = context;
    return medical_entitlement_ask(db, a->desk, a->ask, a->arena, a->ret, a->why, e);
}

enum status medical_entitlement_take(struct db *db, struct medical_desk *desk,
                                     const struct medical_ask *ask, struct arena *arena,
                                     struct medical_entitlement *ret, struct error *e)
{
    struct error why = {0};
    struct asking a = {desk, ask, arena, ret, &why};
    TRY(db_transaction(db, ask_work, &a, e));
    if (why.status != STATUS_OK)
        *e = why;
    return why.status;
}
