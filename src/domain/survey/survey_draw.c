/* Whom to ask: strata, their shares, and the smallest keys of a published seed. */
#include "domain/survey/survey_internal.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/apportion.h"
#include "base/i18n.h"
#include "base/json.h"
#include "base/text.h"
#include "domain/plan/plan.h"
#include "survey_sql.h"

#define SEED_BYTES_MAX 128
#define RESERVE_MAX 10000

struct ticket {
    int64_t township, household;
    uint8_t key[HASH_BYTES];
};
struct frame {
    struct ticket *tickets; /* by township, then key */
    size_t count;
    struct survey_stratum strata[SURVEY_TOWNSHIPS_MAX];
    size_t stratum_count;
};

/* ---- shares ---- */

/* At least one each takes from whoever has most in proportion to his people. */
static void excess_take(struct survey_stratum *strata, size_t count, int64_t excess)
{
    for (; excess > 0; excess--) {
        size_t most = count;
        for (size_t i = 0; i < count; i++) {
            if (strata[i].selected > 1 &&
                (most == count || (__int128)strata[i].selected * strata[most].population >
                                      (__int128)strata[most].selected * strata[i].population))
                most = i;
        }
        strata[most].selected--;
    }
}

enum status survey_allocate(struct survey_stratum *strata, size_t count, int64_t sample_size,
                            int64_t per_township, struct error *e)
{
    int64_t weights[SURVEY_TOWNSHIPS_MAX] = {0}, selected[SURVEY_TOWNSHIPS_MAX] = {0};
    int64_t people = 0, peopled = 0, given = 0;
    for (size_t i = 0; i < count; i++) {
        people += strata[i].population;
        peopled += strata[i].population > 0;
    }
    if (per_township > 0) {
        for (size_t i = 0; i < count; i++)
            strata[i].selected =
                strata[i].population < per_township ? strata[i].population : per_township;
        return STATUS_OK;
    }
    if (sample_size < peopled)
        return error_set(e, STATUS_REFUSED, "SURVEY_SIZE",
                         _("样本 %" PRId64 " 户少于有户的乡镇数 %" PRId64 "，每个乡镇至少一户。"),
                         sample_size, peopled);
    if (sample_size > people)
        sample_size = people;
    /* Nobody gets more than he has people: the sample is at most all of them, and 0 of none. */
    for (size_t i = 0; i < count; i++)
        weights[i] = strata[i].population;
    (void)apportion_whole(sample_size, weights, count, selected);
    for (size_t i = 0; i < count; i++) {
        strata[i].selected = selected[i];
        if (strata[i].population > 0 && strata[i].selected == 0)
            strata[i].selected = 1;
        given += strata[i].selected;
    }
    excess_take(strata, count, given - sample_size);
    return STATUS_OK;
}

/* ---- the frame ---- */

static void draw_key(const char *seed, int64_t household, uint8_t out[HASH_BYTES])
{
    char text[SEED_BYTES_MAX + 32];
    int n = snprintf(text, sizeof text, "%s\n%" PRId64, seed, household);
    hash_bytes(text, (size_t)n, out);
}

static int ticket_compare(const void *a, const void *b)
{
    const struct ticket *x = a, *y = b;
    if (x->township != y->township)
        return x->township < y->township ? -1 : 1;
    int order = memcmp(x->key, y->key, HASH_BYTES);
    return order ? order : (x->household > y->household) - (x->household < y->household);
}

static enum status tickets_read(struct db *db, int64_t county, const struct survey *s,
                                const char *seed, int64_t known, struct frame *f, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct survey_frame_row row;
    enum status st;
    if (s->frame == SURVEY_RECIPIENTS)
        TRY(survey_frame_recipients_open(db,
                                         (struct survey_frame_recipients_args){
                                             .county = county, .month = s->month, .known = known},
                                         &cursor, e));
    else
        TRY(survey_frame_households_open(db,
                                         (struct survey_frame_households_args){
                                             .county = county, .month = s->month, .known = known},
                                         &cursor, e));
    while ((st = survey_frame_recipients_next(cursor, &row, e)) == STATUS_OK) {
        /* A household stands once, where its first row says. */
        if (f->count > 0 && f->tickets[f->count - 1].household == row.household)
            continue;
        if (f->count == SURVEY_FRAME_MAX)
            return error_set(e, STATUS_REFUSED, "SURVEY_LIMIT", _("在册户超过 %d，一次抽不完。"),
                             SURVEY_FRAME_MAX);
        struct ticket *t = &f->tickets[f->count++];
        *t = (struct ticket){.township = division_township(row.division),
                             .household = row.household};
        draw_key(seed, t->household, t->key);
    }
    return st == STATUS_NONE ? STATUS_OK : st;
}

static enum status strata_count(struct frame *f, struct error *e)
{
    for (size_t i = 0; i < f->count; i++) {
        if (f->stratum_count == 0 ||
            f->strata[f->stratum_count - 1].township != f->tickets[i].township) {
            if (f->stratum_count == SURVEY_TOWNSHIPS_MAX)
                return error_set(e, STATUS_FAILED, "SURVEY_LIMIT", _("乡镇超过 %d 个。"),
                                 SURVEY_TOWNSHIPS_MAX);
            f->strata[f->stratum_count++] =
                (struct survey_stratum){.township = f->tickets[i].township};
        }
        f->strata[f->stratum_count - 1].population++;
    }
    return STATUS_OK;
}

static enum status frame_read(struct db *db, int64_t county, const struct survey *s,
                              const char *seed, int64_t known, struct arena *arena,
                              struct frame *ret, struct error *e)
{
    *ret = (struct frame){.tickets = ARENA_ARRAY(arena, struct ticket, SURVEY_FRAME_MAX)};
    if (!ret->tickets)
        return arena_exhausted(e);
    TRY(tickets_read(db, county, s, seed, known, ret, e));
    if (ret->count == 0)
        return error_set(e, STATUS_REFUSED, "SURVEY_EMPTY",
                         _("这个月的名册里没有可抽的户：请核对月份和范围。"));
    qsort(ret->tickets, ret->count, sizeof ret->tickets[0], ticket_compare);
    TRY(strata_count(ret, e));
    return survey_allocate(ret->strata, ret->stratum_count, s->sample_size, s->per_township, e);
}

/* ---- drawing ---- */

struct drawing {
    struct survey_work w;
    const struct keyring *keys;
    const char *seed;
    int64_t known, reserve;
    struct arena *result_arena;
    struct survey_codes codes;
};

/* The drawn ones in their order; the hash is over "township number household key\n" of each. */
static enum status drawn_write(struct survey_work *w, const struct frame *f, struct error *e)
{
    CLEANUP(db_bulk_cleanup) struct db_bulk *rows = NULL;
    const struct ticket *t = f->tickets;
    TRY(survey_sample_bulk_begin(w->db, &rows, e));
    for (size_t i = 0; i < f->stratum_count; t += f->strata[i].population, i++) {
        for (int64_t n = 0; n < f->strata[i].selected; n++)
            TRY(survey_sample_bulk_add(
                rows,
                &(struct survey_sample_bulk_row){.county = w->county,
                                                 .survey = w->id,
                                                 .township = t[n].township,
                                                 .number = n + 1,
                                                 .household = t[n].household,
                                                 .draw_key = {t[n].key, HASH_BYTES},
                                                 .contact = ""},
                e));
    }
    struct db_bulk *whole = rows;
    rows = NULL;
    return db_bulk_end(whole, e);
}

static void drawn_hash(const struct frame *f, char out[HASH_HEX_BYTES], int64_t *ret_drawn)
{
    struct hash_state h;
    uint8_t hash[HASH_BYTES];
    char line[HASH_HEX_BYTES + 80], key[HASH_HEX_BYTES];
    const struct ticket *t = f->tickets;
    *ret_drawn = 0;
    hash_init(&h);
    for (size_t i = 0; i < f->stratum_count; t += f->strata[i].population, i++) {
        for (int64_t n = 0; n < f->strata[i].selected; n++) {
            hash_hex(t[n].key, key);
            int bytes = snprintf(line, sizeof line, "%" PRId64 " %" PRId64 " %" PRId64 " %s\n",
                                 t[n].township, n + 1, t[n].household, key);
            hash_update(&h, line, (size_t)bytes);
        }
        *ret_drawn += f->strata[i].selected;
    }
    hash_final(&h, hash);
    hash_hex(hash, out);
}

static enum status strata_write(struct survey_work *w, const struct frame *f, struct error *e)
{
    CLEANUP(db_bulk_cleanup) struct db_bulk *rows = NULL;
    TRY(survey_stratum_bulk_begin(w->db, &rows, e));
    for (size_t i = 0; i < f->stratum_count; i++)
        TRY(survey_stratum_bulk_add(
            rows,
            &(struct survey_stratum_bulk_row){.county = w->county,
                                              .survey = w->id,
                                              .township = f->strata[i].township,
                                              .population = f->strata[i].population,
                                              .selected = f->strata[i].selected},
            e));
    struct db_bulk *whole = rows;
    rows = NULL;
    return db_bulk_end(whole, e);
}

static enum status seed_choose(struct drawing *d, struct survey_drawn_args *row, char *head,
                               struct error *e)
{
    struct survey_seed_row used;
    enum status s = change_head(d->w.db, d->w.county, &row->head_change, head, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "SURVEY_EMPTY", _("还没有任何变动记录，无从抽签。"));
    if (s != STATUS_OK)
        return s;
    row->head_hash = head;
    row->seed = d->seed[0] ? d->seed : head;
    row->known = d->known == KNOWN_NOW ? row->head_change : d->known;
    if (row->known < 0 || row->known > row->head_change)
        return survey_field(e, "known", _("没有这一号变动记录。"));
    if (strlen(row->seed) > SEED_BYTES_MAX || strpbrk(row->seed, "\r\n"))
        return error_set(e, STATUS_REFUSED, "SURVEY_SEED", _("种子最多 %d 字节，写在一行里。"),
                         SEED_BYTES_MAX);
    TRY(survey_seed_used(d->w.db,
                         (struct survey_seed_used_args){.county = d->w.county, .seed = row->seed},
                         NULL, &used, e));
    return used.draws > 0
               ? error_set(e, STATUS_REFUSED, "SURVEY_SEED", _("这个种子已经抽过一次，请换一个。"))
               : STATUS_OK;
}

static enum status draw_record(struct drawing *d, const struct survey_drawn_args *row,
                               const struct frame *f, struct error *e)
{
    CLEANUP(buf_free) struct buf detail = BUF_INIT(4096);
    char hash[HASH_HEX_BYTES];
    int64_t drawn;
    drawn_hash(f, hash, &drawn);
    buf_addf(&detail,
             "{\"population\":%zu,\"selected\":%" PRId64 ",\"known\":%" PRId64
             ",\"hash\":\"%s\",\"seed\":",
             f->count, drawn, row->known, hash);
    buf_add_json(&detail, row->seed);
    buf_addc(&detail, '}');
    TRY(buf_status(&detail, e));
    return survey_work_record(&d->w, "survey.draw", buf_text(&detail), e);
}

static enum status draw_work(struct db *db, void *context, struct error *e)
{
    struct drawing *d = context;
    struct frame f;
    char head[HASH_HEX_BYTES];
    int64_t affected;
    d->w.db = db;
    arena_reset(d->w.arena);
    TRY(survey_work_begin(&d->w, PERMISSION_SURVEY_MANAGE, PERMISSION_NONE, e));
    TRY(survey_in_state(&d->w.survey, SURVEY_DRAFT, e));
    if (d->w.survey.last_day.v < d->w.today.v)
        return survey_field(e, "last_day", _("截止日期已经过去：请作废后另建一份。"));
    if (d->reserve < 0 || d->reserve > RESERVE_MAX)
        return survey_field(e, "reserve", _("备用答题码应在 0 到 10000 之间。"));
    struct survey_drawn_args row = {
        .county = d->w.county, .id = d->w.id, .opened_on = d->w.today, .drawn_by = d->w.actor};
    TRY(seed_choose(d, &row, head, e));
    TRY(frame_read(db, d->w.county, &d->w.survey, row.seed, row.known, d->w.arena, &f, e));
    TRY(draw_record(d, &row, &f, e));
    TRY(survey_drawn(db, row, &affected, e));
    TRY(strata_write(&d->w, &f, e));
    TRY(drawn_write(&d->w, &f, e));
    struct survey_work codes_of = d->w;
    codes_of.arena = d->result_arena;
    return survey_codes_make(&codes_of, d->keys, f.strata, f.stratum_count, d->reserve, &d->codes,
                             e);
}

enum status survey_draw(struct db *db, int64_t county, const struct keyring *keys, int64_t survey,
                        const char *seed, int64_t known, int64_t reserve, const char *actor,
                        struct arena *arena, struct survey_codes *ret, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *scratch = arena_new(SURVEY_ARENA_BYTES);
    struct drawing d = {
        .w = {.arena = scratch, .county = county, .id = survey, .actor = actor},
        .keys = keys,
        .seed = seed ? seed : "",
        .known = known,
        .reserve = reserve,
        .result_arena = arena,
    };
    if (!scratch)
        return arena_exhausted(e);
    TRY(db_transaction(db, draw_work, &d, e));
    *ret = d.codes;
    return STATUS_OK;
}

/* ---- drawing again ---- */

struct verifying {
    int64_t county, survey, drawn, differences;
    struct arena *arena;
};

static enum status strata_compare(struct db *db, struct verifying *v, const struct frame *f,
                                  struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct survey_stratum_row row;
    size_t i = 0;
    enum status s;
    TRY(survey_strata_open(
        db, (struct survey_strata_args){.county = v->county, .survey = v->survey}, &cursor, e));
    while ((s = survey_strata_next(cursor, &row, e)) == STATUS_OK && i < SURVEY_TOWNSHIPS_MAX) {
        v->differences += i >= f->stratum_count || row.township != f->strata[i].township ||
                          row.population != f->strata[i].population ||
                          row.selected != f->strata[i].selected;
        i++;
    }
    if (i < f->stratum_count)
        v->differences += (int64_t)(f->stratum_count - i);
    return s == STATUS_OK || s == STATUS_NONE ? STATUS_OK : s;
}

static enum status sample_compare(struct db *db, struct verifying *v, const struct frame *f,
                                  struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct survey_sample_row row;
    const struct ticket *t = f->tickets;
    enum status s = STATUS_OK;
    TRY(survey_sample_rows_open(
        db, (struct survey_sample_rows_args){.county = v->county, .survey = v->survey}, &cursor,
        e));
    for (size_t i = 0; i < f->stratum_count; t += f->strata[i].population, i++) {
        for (int64_t n = 0; n < f->strata[i].selected; n++, v->drawn++) {
            if (s == STATUS_OK)
                s = survey_sample_rows_next(cursor, &row, e);
            if (s != STATUS_OK && s != STATUS_NONE)
                return s;
            v->differences += s == STATUS_NONE || row.township != t[n].township ||
                              row.number != n + 1 || row.household != t[n].household ||
                              row.draw_key.n != HASH_BYTES ||
                              memcmp(row.draw_key.p, t[n].key, HASH_BYTES) != 0;
        }
    }
    while (s == STATUS_OK && (s = survey_sample_rows_next(cursor, &row, e)) == STATUS_OK)
        v->differences++;
    return s == STATUS_NONE ? STATUS_OK : s;
}

static enum status verify_work(struct db *db, void *context, struct error *e)
{
    struct verifying *v = context;
    struct survey survey;
    struct frame f;
    arena_reset(v->arena);
    v->drawn = v->differences = 0;
    TRY(survey_read(db, v->county, v->survey, v->arena, &survey, e));
    if (survey.state != SURVEY_OPEN && survey.state != SURVEY_CLOSED)
        return error_set(e, STATUS_REFUSED, "SURVEY_STATE", _("第 %" PRId64 " 号测评还没有抽样。"),
                         v->survey);
    TRY(frame_read(db, v->county, &survey, survey.seed, survey.known, v->arena, &f, e));
    TRY(strata_compare(db, v, &f, e));
    return sample_compare(db, v, &f, e);
}

enum status survey_verify(struct db *db, int64_t county, int64_t survey, int64_t *ret_drawn,
                          int64_t *ret_differences, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(SURVEY_ARENA_BYTES);
    struct verifying v = {.county = county, .survey = survey, .arena = arena};
    if (!arena)
        return arena_exhausted(e);
    TRY(db_transaction(db, verify_work, &v, e));
    *ret_drawn = v.drawn;
    *ret_differences = v.differences;
    return STATUS_OK;
}
