/* Candidates that no list names: the registry and the refused applications, looked through under
   today's standard. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/json.h"
#include "domain/casework/casework.h"
#include "domain/match/match_internal.h"
#include "match_candidate_sql.h"

#define POLICY_ARENA_BYTES ((size_t)8 << 20)
#define FACTS_BYTES 512
#define MONTHS_A_YEAR 12
/* Names of facts are data, and words that pages translate. */
#define FACT_EACH N_("月人均收入")
#define FACT_STANDARD N_("现行月标准")
#define FACT_PEOPLE N_("人口")
#define FACT_CAUSE N_("退出原因")
#define FACT_CASE N_("办件")
#define FACT_BIRTH N_("出生日期")

struct sweep_work {
    int64_t county;
    const struct match_actor *actor;
    struct arena *arena;  /* of one row */
    int64_t standard_fen; /* dibao, per person and year */
    int64_t change;       /* 0 until something is opened */
    struct match_sweep result;
};

static enum status standard_read(struct db *db, struct sweep_work *w, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(POLICY_ARENA_BYTES);
    struct policy_table *table;
    struct policy policy;
    if (!arena)
        return arena_exhausted(e);
    TRY(policy_table_read(db, w->county, KNOWN_NOW, arena, &table, e));
    TRY(policy_at(table, PROGRAMME_DIBAO, date_month(w->actor->today), &policy, e));
    w->standard_fen = policy.value[POLICY_DIBAO_STANDARD_YEAR].v;
    return STATUS_OK;
}

static enum status sweep_open(struct db *db, struct sweep_work *w, struct match_opening *o,
                              struct error *e)
{
    bool is_new = false;
    char subject[MATCH_SUBJECT_BYTES];
    o->today = w->actor->today;
    o->place = "";
    if (!w->change) {
        (void)snprintf(subject, sizeof subject, "county %" PRId64, w->county);
        TRY(change_record(
            db, w->county,
            &(struct change_entry){
                .actor = w->actor->user, .action = "match.sweep", .subject = subject, .detail = ""},
            &w->change, e));
    }
    TRY(candidate_open(db, w->county, w->change, o, w->arena, &is_new, e));
    w->result.found++;
    w->result.opened += is_new;
    return STATUS_OK;
}

/* Never divided first: income of all under the standard of all. */
static bool is_under_standard(const struct sweep_work *w, struct fen income, int64_t people)
{
    return people > 0 && income.v < w->standard_fen * people;
}

/* One thing more is known of each, under key. NULL: no room. */
static const char *income_facts(struct sweep_work *w, const char *key, const char *value,
                                struct fen income, int64_t people)
{
    char each[FEN_TEXT_BYTES], standard[FEN_TEXT_BYTES];
    int64_t a_month = fen_half_up_i64(income.v, people * MONTHS_A_YEAR);
    CLEANUP(buf_free) struct buf before = BUF_INIT(FACTS_BYTES);
    buf_addf(&before, "\"%s\":", key);
    buf_add_json(&before, value);
    buf_addc(&before, ',');
    return arena_printf(w->arena,
                        "{%s\"" FACT_EACH "\":\"%s\",\"" FACT_STANDARD "\":\"%s\",\"" FACT_PEOPLE
                        "\":\"%" PRId64 "\"}",
                        before.overflow ? "" : buf_text(&before), fen_format(FEN(a_month), each),
                        fen_format(FEN(fen_half_up_i64(w->standard_fen, MONTHS_A_YEAR)), standard),
                        people);
}

static enum status sweep_ended(struct db *db, struct sweep_work *w, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct match_sweep_row row;
    enum status s;
    TRY(match_sweep_ended_open(db, (struct match_sweep_ended_args){.county = w->county}, &cursor,
                               e));
    while ((s = match_sweep_ended_next(cursor, &row, e)) == STATUS_OK) {
        if (!is_under_standard(w, row.income, row.people))
            continue;
        arena_reset(w->arena);
        struct match_opening o = {
            .kind = MATCH_ENDED,
            .index = row.id_index.p,
            .person = row.person,
            .household = row.household,
            .division = row.division,
            .programme = PROGRAMME_DIBAO,
            .name = row.name,
            .id_tail = row.id_tail,
            .facts = income_facts(w, FACT_CAUSE, row.cause, row.income, row.people)};
        if (!o.facts)
            return arena_exhausted(e);
        TRY(sweep_open(db, w, &o, e));
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

static enum status sweep_refused(struct db *db, struct sweep_work *w, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct match_sweep_refused_row row;
    enum status s;
    TRY(match_sweep_refused_open(db,
                                 (struct match_sweep_refused_args){.county = w->county,
                                                                   .kind = CASE_DIBAO,
                                                                   .state = STATE_REFUSED},
                                 &cursor, e));
    while ((s = match_sweep_refused_next(cursor, &row, e)) == STATUS_OK) {
        if (!is_under_standard(w, row.income, row.people))
            continue;
        arena_reset(w->arena);
        struct match_opening o = {
            .kind = MATCH_REFUSED,
            .index = row.id_index.p,
            .division = row.division,
            .programme = PROGRAMME_DIBAO,
            .name = row.name,
            .id_tail = row.id_tail,
            .facts = income_facts(w, FACT_CASE, row.number, row.income, row.people)};
        if (!o.facts)
            return arena_exhausted(e);
        TRY(sweep_open(db, w, &o, e));
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

static enum status sweep_alone(struct db *db, struct sweep_work *w, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct match_sweep_alone_row row;
    int year, month, day;
    enum status s;
    date_split(w->actor->today, &year, &month, &day);
    /* The 60th birthday counts; who was born on 29 February has it on the 28th. */
    struct date born_by = date_is_valid(year - MATCH_ALONE_YEARS, month, day)
                              ? date_make(year - MATCH_ALONE_YEARS, month, day)
                              : date_make(year - MATCH_ALONE_YEARS, month, day - 1);
    TRY(match_sweep_alone_open(
        db, (struct match_sweep_alone_args){.county = w->county, .born_by = born_by}, &cursor, e));
    while ((s = match_sweep_alone_next(cursor, &row, e)) == STATUS_OK) {
        char birth[DATE_TEXT_BYTES];
        arena_reset(w->arena);
        struct match_opening o = {.kind = MATCH_ALONE,
                                  .index = row.id_index.p,
                                  .person = row.person,
                                  .household = row.household,
                                  .division = row.division,
                                  .programme = PROGRAMME_WUBAO,
                                  .name = row.name,
                                  .id_tail = row.id_tail,
                                  .facts = arena_printf(w->arena, "{\"" FACT_BIRTH "\":\"%s\"}",
                                                        date_format(row.birth, birth))};
        if (!o.facts)
            return arena_exhausted(e);
        TRY(sweep_open(db, w, &o, e));
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

static enum status sweep_work(struct db *db, void *context, struct error *e)
{
    struct sweep_work *w = context;
    w->change = 0;
    w->result = (struct match_sweep){0};
    TRY(standard_read(db, w, e));
    TRY(sweep_ended(db, w, e));
    TRY(sweep_refused(db, w, e));
    return sweep_alone(db, w, e);
}

enum status match_sweep(struct db *db, int64_t county, const struct match_actor *actor,
                        struct match_sweep *ret, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(MATCH_ARENA_BYTES);
    struct sweep_work w = {.county = county, .actor = actor, .arena = arena};
    if (!arena)
        return arena_exhausted(e);
    TRY(db_transaction(db, sweep_work, &w, e));
    *ret = w.result;
    return STATUS_OK;
}
