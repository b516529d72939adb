/* A plan becomes a version in the database: one change, one transaction. */
#include "domain/plan/plan_model.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "domain/registry/change.h"
#include "plan_sql.h"

#define LOAD_ARENA_BYTES (32u << 20)

struct work {
    const struct plan *plan;
    const char *content, *actor;
    const struct keyring *keys;
    int64_t version; /* 0: nothing changed */
};

/* Is this content, with these divisions, what was loaded last? */
static enum status is_loaded(struct db *db, const struct work *w, const uint8_t sha256[HASH_BYTES],
                             struct arena *arena, bool *ret, struct error *e)
{
    struct plan_version_row last;
    enum status s =
        plan_latest(db, (struct plan_latest_args){.county = w->plan->county}, arena, &last, e);
    *ret = false;
    if (s == STATUS_NONE)
        return STATUS_OK;
    if (s != STATUS_OK)
        return s;
    if (last.sha256.n != HASH_BYTES || memcmp(last.sha256.p, sha256, HASH_BYTES) != 0)
        return STATUS_OK;
    return plan_divisions_are_loaded(db, w->plan, ret, e);
}

static enum status check_county(struct db *db, const struct plan *plan, struct error *e)
{
    int64_t county;
    struct error reason;
    enum status s = plan_county(db, &county, &reason);
    if (s == STATUS_REFUSED)
        return STATUS_OK; /* the first plan of this database */
    if (s != STATUS_OK) {
        if (e)
            *e = reason;
        return s;
    }
    if (county != plan->county)
        return error_set(
            e, STATUS_REFUSED, "PLAN_OTHER_COUNTY",
            _("数据库属于 %" PRId64 "，方案属于 %" PRId64 "：一个数据库只办一个县的业务"), county,
            plan->county);
    return STATUS_OK;
}

static enum status load_rows(struct db *db, struct plan_load *load, const struct work *w,
                             const uint8_t sha256[HASH_BYTES], struct error *e)
{
    TRY(plan_version_insert(db,
                            (struct plan_version_insert_args){.county = w->plan->county,
                                                              .id = load->version,
                                                              .known_from = load->change,
                                                              .year = w->plan->year,
                                                              .title = w->plan->title,
                                                              .document = w->plan->document,
                                                              .content = w->content,
                                                              .sha256 = {sha256, HASH_BYTES}},
                            NULL, e));
    TRY(plan_load_divisions(db, load, e));
    TRY(plan_load_clauses(db, load, e));
    TRY(plan_load_funds(db, load, e));
    TRY(plan_load_homes(db, load, e));
    TRY(plan_load_targets(db, load, e));
    TRY(plan_load_payees(db, load, e));
    TRY(plan_load_posts(db, load, e));
    TRY(plan_load_hospital_users(db, load, e));
    TRY(plan_load_directors(db, load, e));
    TRY(plan_load_projects(db, load, e));
    TRY(plan_load_assessment(db, load, e));
    return plan_load_diseases(db, load, e);
}

static enum status load_work(struct db *db, void *context, struct error *e)
{
    struct work *w = context;
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(LOAD_ARENA_BYTES);
    if (!arena)
        return arena_exhausted(e);
    uint8_t sha256[HASH_BYTES];
    hash_bytes(w->content, strlen(w->content), sha256);
    bool is_same;
    w->version = 0;
    TRY(check_county(db, w->plan, e));
    TRY(is_loaded(db, w, sha256, arena, &is_same, e));
    if (is_same)
        return STATUS_OK;
    struct plan_load load = {.plan = w->plan, .keys = w->keys, .arena = arena, .actor = w->actor};
    /* The counter's lock lets one loader through at a time: what another just loaded counts. */
    TRY(counter_take(db, w->plan->county, "plan_version", 1, &load.version, e));
    TRY(is_loaded(db, w, sha256, arena, &is_same, e));
    if (is_same)
        return STATUS_OK;
    char subject[40];
    (void)snprintf(subject, sizeof subject, "plan %" PRId64, load.version);
    TRY(change_record(
        db, w->plan->county,
        &(struct change_entry){.actor = w->actor, .action = "plan.load", .subject = subject},
        &load.change, e));
    TRY(load_rows(db, &load, w, sha256, e));
    for (size_t i = 0; i < w->plan->parameter_count; i++) {
        const struct plan_parameter *p = &w->plan->parameters[i];
        TRY(parameter_replace(db, w->plan->county, p->key, p->periods, p->count,
                              month_make(w->plan->year, 12), load.change, e));
    }
    w->version = load.version;
    return STATUS_OK;
}

enum status plan_load(struct db *db, const struct plan *plan, const char *content,
                      const struct keyring *keys, const char *actor, int64_t *ret_version,
                      struct error *e)
{
    struct work work = {.plan = plan, .content = content, .actor = actor, .keys = keys};
    TRY(db_transaction(db, load_work, &work, e));
    if (work.version == 0)
        return STATUS_NONE;
    if (ret_version)
        *ret_version = work.version;
    return STATUS_OK;
}
