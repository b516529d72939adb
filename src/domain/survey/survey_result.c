/* What came of a survey: counts and shares, by township and weighted for the county. */
#include "domain/survey/survey_internal.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "survey_sql.h"

#define TALLIES_MAX 500
#define REMARKS_MAX 5000

/* ---- closing ---- */

/* "id township channel yyyymmdd valid overall\n" of each answer, in order of id. */
static enum status answers_hash(struct survey_work *w, char out[HASH_HEX_BYTES], int64_t *ret_count,
                                struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct survey_answer_row row;
    struct hash_state h;
    uint8_t hash[HASH_BYTES];
    char line[160];
    int64_t n = 0;
    enum status s;
    hash_init(&h);
    TRY(survey_answers_open(
        w->db, (struct survey_answers_args){.county = w->county, .survey = w->id}, &cursor, e));
    while ((s = survey_answers_next(cursor, &row, e)) == STATUS_OK && n < SURVEY_ANSWERS_MAX) {
        int bytes = snprintf(
            line, sizeof line, "%" PRId64 " %" PRId64 " %s %" PRId64 " %d %" PRId64 "\n", row.id,
            row.township, row.channel, date_yyyymmdd(row.answered_on), row.is_valid, row.overall);
        hash_update(&h, line, (size_t)bytes);
        n++;
    }
    if (s != STATUS_NONE)
        return s == STATUS_OK ? error_set(e, STATUS_FAILED, "SURVEY_LIMIT", _("答卷超过 %d 份。"),
                                          SURVEY_ANSWERS_MAX)
                              : s;
    hash_final(&h, hash);
    hash_hex(hash, out);
    *ret_count = n;
    return STATUS_OK;
}

static enum status close_work(struct db *db, void *context, struct error *e)
{
    struct survey_work *w = context;
    char hash[HASH_HEX_BYTES], detail[HASH_HEX_BYTES + 64], day[DATE_TEXT_BYTES];
    int64_t affected, answers;
    w->db = db;
    arena_reset(w->arena);
    TRY(survey_work_begin(w, PERMISSION_SURVEY_MANAGE, PERMISSION_NONE, e));
    TRY(survey_in_state(&w->survey, SURVEY_OPEN, e));
    if (w->today.v <= w->survey.last_day.v)
        return error_set(e, STATUS_REFUSED, "SURVEY_OPEN", _("测评到%s截止，过了那天才能结束。"),
                         date_format_people(w->survey.last_day, day));
    TRY(answers_hash(w, hash, &answers, e));
    (void)snprintf(detail, sizeof detail, "{\"answers\":%" PRId64 ",\"hash\":\"%s\"}", answers,
                   hash);
    TRY(survey_work_record(w, "survey.close", detail, e));
    return survey_closed(db,
                         (struct survey_closed_args){.county = w->county,
                                                     .id = w->id,
                                                     .closed_on = w->today,
                                                     .closed_by = w->actor,
                                                     .change = w->change},
                         &affected, e);
}

enum status survey_close(struct db *db, int64_t county, int64_t survey, const char *actor,
                         struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(SURVEY_ARENA_BYTES);
    struct survey_work w = {.arena = arena, .county = county, .id = survey, .actor = actor};
    return arena ? db_transaction(db, close_work, &w, e) : arena_exhausted(e);
}

/* ---- counting ---- */

char *survey_percent(int64_t ppm, char out[RATIO_TEXT_BYTES])
{
    int64_t tenths = (ppm + SURVEY_PPM / 2000) / (SURVEY_PPM / 1000);
    if (ppm < 0)
        (void)snprintf(out, RATIO_TEXT_BYTES, "—");
    else
        (void)snprintf(out, RATIO_TEXT_BYTES, "%" PRId64 ".%" PRId64 "%%", tenths / 10,
                       tenths % 10);
    return out;
}

static struct survey_township *township_find(struct survey_result *r, int64_t township)
{
    for (size_t i = 0; i < r->count; i++) {
        if (r->townships[i].township == township)
            return &r->townships[i];
    }
    return NULL;
}

static enum status strata_read(struct db *db, int64_t county, int64_t survey, struct arena *arena,
                               struct survey_result *r, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct survey_stratum_row row;
    enum status s;
    TRY(survey_strata_open(db, (struct survey_strata_args){.county = county, .survey = survey},
                           &cursor, e));
    while ((s = survey_strata_next(cursor, &row, e)) == STATUS_OK &&
           r->count < SURVEY_TOWNSHIPS_MAX)
        r->townships[r->count++] = (struct survey_township){
            .township = row.township, .population = row.population, .selected = row.selected};
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    for (size_t i = 0; i < r->count; i++) {
        struct survey_township_name_row name;
        s = survey_township_name(
            db,
            (struct survey_township_name_args){.county = county, .code = r->townships[i].township},
            arena, &name, e);
        if (s != STATUS_OK && s != STATUS_NONE)
            return s;
        r->townships[i].name = s == STATUS_OK ? name.name : "";
    }
    return STATUS_OK;
}

static enum status counts_read(struct db *db, int64_t county, int64_t survey,
                               struct survey_result *r, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct survey_count_row row;
    enum status s;
    TRY(survey_counts_open(db, (struct survey_counts_args){.county = county, .survey = survey},
                           &cursor, e));
    while ((s = survey_counts_next(cursor, &row, e)) == STATUS_OK) {
        struct survey_township *t = township_find(r, row.township);
        if (!t)
            continue;
        t->answered = row.answered;
        t->valid = row.valid;
        t->counts[0] = row.first;
        t->counts[1] = row.second;
        t->counts[2] = row.third;
        t->counts[3] = row.fourth;
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

static enum status delivered_read(struct db *db, int64_t county, int64_t survey,
                                  struct survey_result *r, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct survey_delivered_row row;
    enum status s;
    TRY(survey_delivered_open(
        db, (struct survey_delivered_args){.county = county, .survey = survey}, &cursor, e));
    while ((s = survey_delivered_next(cursor, &row, e)) == STATUS_OK) {
        struct survey_township *t = township_find(r, row.township);
        if (t)
            t->delivered = row.delivered;
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

static void rate_fill(struct survey_township *t, const char *satisfied)
{
    for (const char *p = satisfied; *p; p++) {
        if (*p >= '1' && *p <= '0' + SURVEY_CHOICES)
            t->satisfied += t->counts[*p - '1'];
    }
    t->rate_ppm = t->low_ppm = t->high_ppm = -1;
    if (t->valid == 0)
        return;
    t->rate_ppm = (t->satisfied * SURVEY_PPM + t->valid / 2) / t->valid;
    survey_wilson(t->satisfied, t->valid, &t->low_ppm, &t->high_ppm);
}

static int64_t root_floor(unsigned __int128 n)
{
    unsigned __int128 low = 0, high = (unsigned __int128)SURVEY_PPM * 2;
    while (low < high) {
        unsigned __int128 middle = (low + high + 1) / 2;
        if (middle * middle <= n)
            low = middle;
        else
            high = middle - 1;
    }
    return (int64_t)low;
}

/* p = Σ N p ÷ Σ N; low = p − √Σ(N/ΣN)²(p − low)², high alike (MOVER, Zou and Donner 2008): with one
   township it is Wilson's, and no share of 0 or 1 makes the interval vanish. */
static void county_fill(struct survey_result *r)
{
    struct survey_township *c = &r->county;
    unsigned __int128 people = 0, sum = 0, below = 0, above = 0;
    for (size_t i = 0; i < r->count; i++) {
        const struct survey_township *t = &r->townships[i];
        c->population += t->population;
        c->selected += t->selected;
        c->delivered += t->delivered;
        c->answered += t->answered;
        c->valid += t->valid;
        c->satisfied += t->satisfied;
        for (int k = 0; k < SURVEY_CHOICES; k++)
            c->counts[k] += t->counts[k];
        if (t->valid == 0) {
            r->unmeasured++;
            continue;
        }
        unsigned __int128 weight = (unsigned __int128)t->population;
        unsigned __int128 low = weight * (unsigned __int128)(t->rate_ppm - t->low_ppm);
        unsigned __int128 high = weight * (unsigned __int128)(t->high_ppm - t->rate_ppm);
        people += weight;
        sum += weight * (unsigned __int128)t->rate_ppm;
        below += low * low;
        above += high * high;
    }
    c->rate_ppm = c->low_ppm = c->high_ppm = -1;
    if (people == 0)
        return;
    c->rate_ppm = (int64_t)((sum + people / 2) / people);
    c->low_ppm = c->rate_ppm - root_floor(below / (people * people));
    c->high_ppm = c->rate_ppm + root_floor(above / (people * people));
    if (c->low_ppm < 0)
        c->low_ppm = 0;
    if (c->high_ppm > SURVEY_PPM)
        c->high_ppm = SURVEY_PPM;
}

enum status survey_result(struct db *db, int64_t county, int64_t survey, struct arena *arena,
                          struct survey_result *ret, struct error *e)
{
    struct survey s;
    struct survey_result r = {.townships =
                                  ARENA_ARRAY(arena, struct survey_township, SURVEY_TOWNSHIPS_MAX),
                              .county = {.name = ""}};
    if (!r.townships)
        return arena_exhausted(e);
    TRY(survey_read(db, county, survey, arena, &s, e));
    TRY(strata_read(db, county, survey, arena, &r, e));
    TRY(counts_read(db, county, survey, &r, e));
    TRY(delivered_read(db, county, survey, &r, e));
    for (size_t i = 0; i < r.count; i++)
        rate_fill(&r.townships[i], s.satisfied);
    county_fill(&r);
    *ret = r;
    return STATUS_OK;
}

enum status survey_tallies(struct db *db, int64_t county, int64_t survey, struct arena *arena,
                           struct survey_tally **ret, size_t *ret_count, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct survey_tally *list = ARENA_ARRAY(arena, struct survey_tally, TALLIES_MAX);
    struct survey_tally_row row;
    size_t n = 0;
    enum status s = STATUS_NONE;
    if (!list)
        return arena_exhausted(e);
    TRY(survey_tally_rows_open(
        db, (struct survey_tally_rows_args){.county = county, .survey = survey}, &cursor, e));
    while (n < TALLIES_MAX && (s = survey_tally_rows_next(cursor, &row, e)) == STATUS_OK)
        list[n++] = (struct survey_tally){(int)row.question, (int)row.choice, row.answers};
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    *ret = list;
    *ret_count = n;
    return STATUS_OK;
}

enum status survey_remarks(struct db *db, int64_t county, int64_t survey, struct arena *arena,
                           struct survey_remark **ret, size_t *ret_count, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct survey_remark *list = ARENA_ARRAY(arena, struct survey_remark, REMARKS_MAX);
    struct survey_remark_row row;
    size_t n = 0;
    enum status s = STATUS_NONE;
    if (!list)
        return arena_exhausted(e);
    TRY(survey_remark_rows_open(
        db, (struct survey_remark_rows_args){.county = county, .survey = survey}, &cursor, e));
    while (n < REMARKS_MAX && (s = survey_remark_rows_next(cursor, &row, e)) == STATUS_OK) {
        list[n] = (struct survey_remark){.township = row.township,
                                         .question = (int)row.question,
                                         .words = arena_strdup(arena, row.words)};
        if (!list[n++].words)
            return arena_exhausted(e);
    }
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    *ret = list;
    *ret_count = n;
    return STATUS_OK;
}

enum status survey_sample_list(struct db *db, int64_t county, int64_t survey, int64_t township,
                               struct arena *arena, struct survey_household **ret,
                               size_t *ret_count, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct survey_household *list = ARENA_ARRAY(arena, struct survey_household, SURVEY_SAMPLE_MAX);
    struct survey_person_row row;
    size_t n = 0;
    enum status s = STATUS_NONE;
    if (!list)
        return arena_exhausted(e);
    TRY(survey_sample_people_open(db,
                                  (struct survey_sample_people_args){
                                      .county = county, .survey = survey, .township = township},
                                  &cursor, e));
    while (n < SURVEY_SAMPLE_MAX && (s = survey_sample_people_next(cursor, &row, e)) == STATUS_OK) {
        struct survey_household *h = &list[n++];
        *h = (struct survey_household){.township = row.township,
                                       .household = row.household,
                                       .division = row.division,
                                       .number = (int)row.number,
                                       .head = arena_strdup(arena, row.head),
                                       .address = arena_strdup(arena, row.address),
                                       .contact = arena_strdup(arena, row.contact)};
        if (!h->head || !h->address || !h->contact)
            return arena_exhausted(e);
        if (row.draw_key.n == HASH_BYTES)
            hash_hex(row.draw_key.p, h->draw_key);
    }
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    *ret = list;
    *ret_count = n;
    return STATUS_OK;
}
