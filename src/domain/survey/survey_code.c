/* Answer codes: of a township, of nobody. Only a keyed index of them is kept. */
#include "domain/survey/survey_internal.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "survey_sql.h"

#define LETTERS 12 /* random: log2(31) × 12 = 59 bits */
#define CODES_MAX 100000
/* 31, a prime: one wrong letter or two changed places never give a valid code. Nothing that looks
   like something else. */
static const char ALPHABET[] = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
#define ALPHABET_SIZE 31

static int letter_value(char c)
{
    if (c >= 'a' && c <= 'z')
        c = (char)(c - 'a' + 'A');
    const char *at = c ? strchr(ALPHABET, c) : NULL;
    return at ? (int)(at - ALPHABET) : -1;
}

static int check_value(const int values[LETTERS])
{
    int sum = 0;
    for (int i = 0; i < LETTERS; i++)
        sum += (i + 1) * values[i];
    return sum % ALPHABET_SIZE;
}

static void code_write(const int values[LETTERS], char out[SURVEY_CODE_BYTES])
{
    size_t n = 0;
    for (int i = 0; i < LETTERS; i++) {
        if (i == 4 || i == 8)
            out[n++] = '-';
        out[n++] = ALPHABET[values[i]];
    }
    out[n++] = ALPHABET[check_value(values)];
    out[n] = '\0';
}

/* Bytes beyond the last whole multiple of 31 are passed over, so that every letter is as likely. */
static void code_make(char out[SURVEY_CODE_BYTES])
{
    int values[LETTERS];
    int n = 0;
    while (n < LETTERS) {
        char token[ACCESS_TOKEN_BYTES];
        uint8_t hash[HASH_BYTES];
        access_token_make(token);
        hash_bytes(token, strlen(token), hash);
        for (size_t i = 0; i < HASH_BYTES && n < LETTERS; i++) {
            if (hash[i] < ALPHABET_SIZE * (256 / ALPHABET_SIZE))
                values[n++] = hash[i] % ALPHABET_SIZE;
        }
    }
    code_write(values, out);
}

bool survey_code_tidy(const char *text, char out[SURVEY_CODE_BYTES])
{
    int values[LETTERS + 1];
    int n = 0;
    for (const char *p = text ? text : ""; *p; p++) {
        if (*p == '-' || *p == ' ')
            continue;
        int v = letter_value(*p);
        if (v < 0 || n > LETTERS)
            return false;
        values[n++] = v;
    }
    if (n != LETTERS + 1 || values[LETTERS] != check_value(values))
        return false;
    code_write(values, out);
    return true;
}

void survey_code_index(const struct keyring *keys, const char *code, uint8_t out[BLIND_INDEX_BYTES])
{
    char text[SURVEY_CODE_BYTES + 16];
    (void)snprintf(text, sizeof text, "survey\n%s", code);
    blind_index(keys, SEAL_CASE, text, out);
}

enum status survey_codes_make(struct survey_work *w, const struct keyring *keys,
                              const struct survey_stratum *strata, size_t count, int64_t reserve,
                              struct survey_codes *ret, struct error *e)
{
    CLEANUP(db_bulk_cleanup) struct db_bulk *rows = NULL;
    size_t total = 0, n = 0;
    for (size_t i = 0; i < count; i++)
        total += (size_t)(strata[i].selected + reserve);
    if (total > CODES_MAX)
        return error_set(e, STATUS_REFUSED, "SURVEY_LIMIT", _("一次最多制作 %d 个答题码。"),
                         CODES_MAX);
    struct survey_code *list = ARENA_ARRAY(w->arena, struct survey_code, total + 1);
    if (!list)
        return arena_exhausted(e);
    TRY(survey_code_bulk_begin(w->db, &rows, e));
    for (size_t i = 0; i < count; i++) {
        for (int64_t k = 0; k < strata[i].selected + reserve; k++) {
            uint8_t index[BLIND_INDEX_BYTES];
            list[n].township = strata[i].township;
            code_make(list[n].code);
            survey_code_index(keys, list[n++].code, index);
            TRY(survey_code_bulk_add(
                rows,
                &(struct survey_code_bulk_row){.county = w->county,
                                               .survey = w->id,
                                               .code_index = {index, BLIND_INDEX_BYTES},
                                               .township = strata[i].township,
                                               .answer = 0},
                e));
        }
    }
    struct db_bulk *whole = rows;
    rows = NULL;
    TRY(db_bulk_end(whole, e));
    *ret = (struct survey_codes){.list = list, .count = n};
    return STATUS_OK;
}

struct reprinting {
    struct survey_work w;
    const struct keyring *keys;
    int64_t township, count;
    struct arena *result_arena;
    struct survey_codes codes;
};

static enum status stratum_check(struct reprinting *r, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct survey_stratum_row row;
    enum status s;
    TRY(survey_strata_open(r->w.db,
                           (struct survey_strata_args){.county = r->w.county, .survey = r->w.id},
                           &cursor, e));
    while ((s = survey_strata_next(cursor, &row, e)) == STATUS_OK) {
        if (row.township == r->township)
            return STATUS_OK;
    }
    return s == STATUS_NONE ? survey_field(e, "township", _("这个乡镇不在这次测评里。")) : s;
}

static enum status reprint_work(struct db *db, void *context, struct error *e)
{
    struct reprinting *r = context;
    char detail[160];
    int64_t voided = 0;
    r->w.db = db;
    arena_reset(r->w.arena);
    TRY(survey_work_begin(&r->w, PERMISSION_SURVEY_MANAGE, PERMISSION_NONE, e));
    TRY(survey_in_state(&r->w.survey, SURVEY_OPEN, e));
    TRY(stratum_check(r, e));
    TRY(survey_codes_void(db,
                          (struct survey_codes_void_args){
                              .county = r->w.county, .survey = r->w.id, .township = r->township},
                          &voided, e));
    int64_t count = r->count > 0 ? r->count : voided;
    if (count <= 0)
        return survey_field(e, "count", _("没有未用的答题码可换，请写明补发多少个。"));
    (void)snprintf(detail, sizeof detail,
                   "{\"township\":%" PRId64 ",\"voided\":%" PRId64 ",\"made\":%" PRId64 "}",
                   r->township, voided, count);
    TRY(survey_work_record(&r->w, "survey.codes", detail, e));
    struct survey_stratum stratum = {.township = r->township, .selected = count};
    struct survey_work codes_of = r->w;
    codes_of.arena = r->result_arena;
    return survey_codes_make(&codes_of, r->keys, &stratum, 1, 0, &r->codes, e);
}

enum status survey_reprint(struct db *db, int64_t county, const struct keyring *keys,
                           int64_t survey, int64_t township, int64_t count, const char *actor,
                           struct arena *arena, struct survey_codes *ret, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *scratch = arena_new(SURVEY_ARENA_BYTES);
    struct reprinting r = {.w = {.arena = scratch, .county = county, .id = survey, .actor = actor},
                           .keys = keys,
                           .township = township,
                           .count = count,
                           .result_arena = arena};
    if (!scratch)
        return arena_exhausted(e);
    TRY(db_transaction(db, reprint_work, &r, e));
    *ret = r.codes;
    return STATUS_OK;
}
