/* Slips: printed with a fresh code each, given out, found by their code. */
#include "domain/publicity/slip.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "base/blind.h"
#include "base/i18n.h"
#include "base/text.h"
#include "domain/library/may.h"
#include "domain/registry/household_list.h"
#include "slip_sql.h"

#define SLIP_ARENA_BYTES ((size_t)64 << 20)
#define SLIP_CODE_CHARS (SLIP_CODE_BYTES - 1)
#define SLIP_INDEXED_BYTES (SLIP_CODE_BYTES + 5)
#define COUNTY_DIGITS INT64_C(1000000)
/* Without 0, 1, I and O, which look like others. */
static const char ALPHABET[] = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

static void code_make(char out[SLIP_CODE_BYTES])
{
    unsigned char bytes[SLIP_CODE_CHARS];
    randombytes_buf(bytes, sizeof bytes);
    for (size_t i = 0; i < SLIP_CODE_CHARS; i++)
        out[i] = ALPHABET[bytes[i] % 32];
    out[SLIP_CODE_CHARS] = '\0';
}

/* Kept apart from other blind indexes of the same purpose by what stands before it. */
static void code_index(const struct keyring *keys, const char *code, uint8_t out[BLIND_INDEX_BYTES])
{
    char text[SLIP_INDEXED_BYTES];
    (void)snprintf(text, sizeof text, "slip:%s", code);
    blind_index(keys, SEAL_CASE, text, out);
}

/* False: it can be no code at all. */
static bool code_tidy(const char *code, char out[SLIP_CODE_BYTES])
{
    size_t n = 0;
    for (; *code; code++) {
        char c = *code >= 'a' && *code <= 'z' ? (char)(*code - 'a' + 'A') : *code;
        if (c == ' ' || c == '-')
            continue;
        if (n == SLIP_CODE_CHARS || !strchr(ALPHABET, c))
            return false;
        out[n++] = c;
    }
    out[n] = '\0';
    return n == SLIP_CODE_CHARS;
}

/* ---- printed ---- */

struct printing {
    struct db *db;
    struct arena *arena, *work; /* work: only while it is printed */
    int64_t county, change;
    const struct keyring *keys;
    const struct slip_wish *wish;
    const char *actor;
    struct slip_made *list;
    size_t count;
    struct date today;
    struct explain_numbers numbers;
    slip_render render; /* NULL: no paper */
    void *render_context;
};

static enum status explain(struct printing *x, int64_t household, struct explained_month **ret,
                           struct fen *ret_amount, struct error *e)
{
    TRY(payment_explain_next(x->db, x->county, x->wish->programme, household, x->wish->month,
                             KNOWN_NOW, &x->numbers, x->arena, ret, e));
    const struct explained_month *m = *ret;
    if (m->has_item)
        *ret_amount = FEN(m->basic.v + m->topup.v + m->adjustment.v);
    else
        *ret_amount = m->amount.outcome == BENEFIT_PAYABLE
                          ? FEN(m->amount.basic.v + m->amount.topup.v)
                          : FEN(0);
    return STATUS_OK;
}

static enum status print_one(struct printing *x, int64_t household, int64_t division,
                             const char *head, struct error *e)
{
    struct explained_month *why;
    struct fen amount;
    if (x->count == SLIPS_MAX)
        return error_set(e, STATUS_REFUSED, "SLIP_MANY", _("一次最多打印 %d 张，请按村打印"),
                         SLIPS_MAX);
    enum status s = explain(x, household, &why, &amount, e);
    if (s != STATUS_OK)
        return s == STATUS_NONE ? STATUS_OK : s;
    if (amount.v == 0 && !why->has_item)
        return STATUS_OK; /* nothing to tell it this month */
    struct slip_made *made = &x->list[x->count++];
    uint8_t index[BLIND_INDEX_BYTES];
    /* The month stays explained as it was on the day of printing. */
    int64_t known = why->known == KNOWN_NOW ? x->change : why->known;
    *made = (struct slip_made){.slip = {.household = household,
                                        .division = division,
                                        .known = known,
                                        .programme = x->wish->programme,
                                        .month = x->wish->month,
                                        .amount = amount,
                                        .printed_on = x->today,
                                        .printed_by = x->actor,
                                        .delivered_by = "",
                                        .head_name = arena_strdup(x->arena, head)},
                               .why = why};
    if (!made->slip.head_name)
        return arena_exhausted(e);
    code_make(made->code);
    code_index(x->keys, made->code, index);
    return slip_put(x->db,
                    (struct slip_put_args){.county = x->county,
                                           .household = household,
                                           .programme = x->wish->programme,
                                           .month = x->wish->month,
                                           .code_index = {index, sizeof index},
                                           .known = known,
                                           .amount = amount,
                                           .division = division,
                                           .printed_by = x->actor,
                                           .printed_on = x->today,
                                           .known_from = x->change},
                    NULL, e);
}

static enum status print_division(struct printing *x, struct error *e)
{
    struct household_filter f = {.programme = x->wish->programme,
                                 .month = x->wish->month,
                                 .scope = x->wish->division,
                                 .row_count = HOUSEHOLD_PAGE_ROWS_MAX};
    bool has_more = true;
    while (has_more) {
        struct household_item *rows;
        size_t n;
        arena_reset(x->work);
        TRY(household_list(x->db, x->county, &f, x->work, &rows, &n, &has_more, e));
        for (size_t i = 0; i < n; i++) {
            TRY(print_one(x, rows[i].household, rows[i].division, rows[i].head_name, e));
            f.after = rows[i].household;
        }
    }
    return STATUS_OK;
}

/* Where the one household is, or the division wished: what the actor must have in his scope. */
static enum status place_of(struct db *db, int64_t county, const struct slip_wish *wish,
                            struct arena *arena, struct slip_household_row *ret, struct error *e)
{
    ret->division = wish->division ? wish->division : county * COUNTY_DIGITS;
    ret->head_name = "";
    if (!wish->household)
        return STATUS_OK;
    enum status s =
        slip_one_household(db,
                           (struct slip_one_household_args){.county = county,
                                                            .programme = wish->programme,
                                                            .month = wish->month,
                                                            .household = wish->household},
                           arena, ret, e);
    return s == STATUS_NONE
               ? error_set(e, STATUS_REFUSED, "SLIP_NOTHING",
                           _("第 %" PRId64 " 号家庭这个月不在这个项目里"), wish->household)
               : s;
}

static enum status change_of(struct db *db, int64_t county, const char *actor, const char *action,
                             const struct slip_wish *wish, int64_t division, int64_t *ret,
                             struct error *e)
{
    char subject[80], detail[120], month[MONTH_TEXT_BYTES];
    if (wish->household)
        (void)snprintf(subject, sizeof subject, "household %" PRId64, wish->household);
    else
        (void)snprintf(subject, sizeof subject, "division %" PRId64, division);
    (void)snprintf(detail, sizeof detail, "{\"programme\":\"%s\",\"month\":\"%s\"}",
                   programme_code(wish->programme), month_format(wish->month, month));
    return change_record(
        db, county,
        &(struct change_entry){
            .actor = actor, .action = action, .subject = subject, .detail = detail},
        ret, e);
}

static enum status print_work(struct db *db, void *context, struct error *e)
{
    struct printing *x = context;
    struct slip_household_row place;
    x->db = db;
    x->count = 0;
    x->numbers = (struct explain_numbers){.arena = x->arena};
    x->today = date_today();
    arena_reset(x->work);
    TRY(place_of(db, x->county, x->wish, x->arena, &place, e));
    TRY(library_may(db, x->county, x->actor, PERMISSION_PUBLICITY_WRITE, place.division, x->work,
                    e));
    TRY(change_of(db, x->county, x->actor, "slip.print", x->wish, place.division, &x->change, e));
    if (x->wish->household)
        TRY(print_one(x, x->wish->household, place.division, place.head_name, e));
    else
        TRY(print_division(x, e));
    if (x->count == 0)
        return error_set(e, STATUS_REFUSED, "SLIP_NOTHING", _("这里这个月没有要发明白卡的家庭"));
    return x->render ? x->render(db, x->county, x->list, x->count, x->render_context, e)
                     : STATUS_OK;
}

static enum status print_all(struct printing *x, struct db *db, const struct slip_wish *wish,
                             struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *work = arena_new(SLIP_ARENA_BYTES);
    struct slip_wish whole = *wish;
    whole.division = wish->division ? wish->division : x->county * COUNTY_DIGITS;
    x->wish = &whole;
    x->work = work;
    x->list = ARENA_ARRAY(x->arena, struct slip_made, SLIPS_MAX);
    if (!work || !x->list)
        return arena_exhausted(e);
    enum status s = db_transaction(db, print_work, x, e);
    x->wish = NULL;
    x->work = NULL;
    return s;
}

enum status slip_print(struct db *db, int64_t county, const struct keyring *keys,
                       const struct slip_wish *wish, const char *actor, struct arena *arena,
                       struct slip_made **ret, size_t *ret_count, struct error *e)
{
    struct printing x = {.arena = arena, .county = county, .keys = keys, .actor = actor};
    TRY(print_all(&x, db, wish, e));
    *ret = x.list;
    *ret_count = x.count;
    return STATUS_OK;
}

enum status slip_print_on(struct db *db, int64_t county, const struct keyring *keys,
                          const struct slip_wish *wish, const char *actor, slip_render render,
                          void *context, struct arena *arena, size_t *ret_count, struct error *e)
{
    struct printing x = {.arena = arena,
                         .county = county,
                         .keys = keys,
                         .actor = actor,
                         .render = render,
                         .render_context = context};
    TRY(print_all(&x, db, wish, e));
    *ret_count = x.count;
    return STATUS_OK;
}

/* ---- given out ---- */

struct delivering {
    struct arena *arena;
    int64_t county, count;
    const struct slip_wish *wish;
    struct date on;
    const char *actor;
};

static enum status deliver_work(struct db *db, void *context, struct error *e)
{
    struct delivering *x = context;
    struct slip_household_row place;
    int64_t change, from, to;
    arena_reset(x->arena);
    TRY(place_of(db, x->county, x->wish, x->arena, &place, e));
    TRY(library_may(db, x->county, x->actor, PERMISSION_PUBLICITY_WRITE, place.division, x->arena,
                    e));
    if (!x->on.v || x->on.v > date_today().v)
        return error_set(e, STATUS_REFUSED, "SLIP_DAY", _("发到户的日期没有写，或还没有到"));
    TRY(change_of(db, x->county, x->actor, "slip.deliver", x->wish, place.division, &change, e));
    division_span(place.division, &from, &to);
    TRY(slip_deliver_set(db,
                         (struct slip_deliver_set_args){.county = x->county,
                                                        .household = x->wish->household,
                                                        .programme = x->wish->programme,
                                                        .month = x->wish->month,
                                                        .division_from = from,
                                                        .division_to = to,
                                                        .delivered_on = x->on,
                                                        .delivered_by = x->actor,
                                                        .change = change},
                         &x->count, e));
    if (x->count == 0)
        return error_set(e, STATUS_REFUSED, "SLIP_UNKNOWN",
                         _("没有打印过而还没有发到户的明白卡，或打印在这一天之后"));
    return STATUS_OK;
}

enum status slip_deliver(struct db *db, int64_t county, const struct slip_wish *wish,
                         struct date on, const char *actor, int64_t *ret_count, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(SLIP_ARENA_BYTES);
    struct delivering x = {
        .arena = arena, .county = county, .wish = wish, .on = on, .actor = actor};
    if (!arena)
        return arena_exhausted(e);
    TRY(db_transaction(db, deliver_work, &x, e));
    *ret_count = x.count;
    return STATUS_OK;
}

/* ---- read ---- */

static enum status slip_of(const struct slip_row *r, struct arena *arena, struct slip *ret,
                           struct error *e)
{
    *ret = (struct slip){.household = r->household,
                         .division = r->division,
                         .known = r->known,
                         .programme = (enum programme)r->programme,
                         .month = r->month,
                         .amount = r->amount,
                         .printed_on = r->printed_on,
                         .delivered_on = r->delivered_on ? date_from_yyyymmdd(r->delivered_on)
                                                         : (struct date){0},
                         .printed_by = arena_strdup(arena, r->printed_by),
                         .delivered_by = arena_strdup(arena, r->delivered_by),
                         .head_name = arena_strdup(arena, r->head_name)};
    return ret->printed_by && ret->delivered_by && ret->head_name ? STATUS_OK : arena_exhausted(e);
}

enum status slip_list(struct db *db, int64_t county, enum programme p, struct month m,
                      int64_t division, struct arena *arena, struct slip **ret, size_t *ret_count,
                      struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    size_t n = 0, room = SLIPS_MAX;
    struct slip *list = ARENA_ARRAY(arena, struct slip, room);
    struct slip_row row;
    int64_t from, to;
    enum status s;
    if (!list)
        return arena_exhausted(e);
    division_span(division ? division : county * COUNTY_DIGITS, &from, &to);
    TRY(slip_rows_open(
        db,
        (struct slip_rows_args){
            .county = county, .programme = p, .month = m, .division_from = from, .division_to = to},
        &cursor, e));
    while ((s = slip_rows_next(cursor, &row, e)) == STATUS_OK) {
        if (n == room) {
            struct slip *more = ARENA_ARRAY(arena, struct slip, room * 2);
            if (!more)
                return arena_exhausted(e);
            memcpy(more, list, n * sizeof *more);
            list = more;
            room *= 2;
        }
        TRY(slip_of(&row, arena, &list[n++], e));
    }
    if (s != STATUS_NONE)
        return s;
    *ret = list;
    *ret_count = n;
    return STATUS_OK;
}

enum status slip_find(struct db *db, int64_t county, const struct keyring *keys, const char *code,
                      struct arena *arena, struct slip *ret, struct explained_month **ret_why,
                      struct error *e)
{
    char tidy[SLIP_CODE_BYTES];
    uint8_t index[BLIND_INDEX_BYTES];
    struct slip_row row;
    if (!code_tidy(code, tidy))
        return STATUS_NONE;
    code_index(keys, tidy, index);
    TRY(slip_by_code(
        db, (struct slip_by_code_args){.county = county, .code_index = {index, sizeof index}},
        arena, &row, e));
    TRY(slip_of(&row, arena, ret, e));
    if (!ret_why)
        return STATUS_OK;
    return payment_explain(db, county, ret->programme, ret->household, ret->month, ret->known,
                           arena, ret_why, e);
}
