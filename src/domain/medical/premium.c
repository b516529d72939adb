/* The year's list, drawn from the registry in one pass. */
#include "premium_internal.h"

#include "base/i18n.h"

#include <inttypes.h>
#include <stdio.h>

#define RATE_ONE_BP 10000

static const struct {
    const char *code, *label;
} STATES[] = {
    [PREMIUM_DRAFT] = {"DRAFT", N_("待核对参合")},
    [PREMIUM_CONFIRMED] = {"CONFIRMED", N_("已定稿")},
    [PREMIUM_APPROVED] = {"APPROVED", N_("已审批入账")},
};

const char *premium_state_code(enum premium_state s)
{
    return s >= PREMIUM_DRAFT && s <= PREMIUM_APPROVED ? STATES[s].code : "";
}

const char *premium_state_label(enum premium_state s)
{
    return s >= PREMIUM_DRAFT && s <= PREMIUM_APPROVED ? STATES[s].label : "";
}

enum status premium_state_refused(const struct premium_row *row, const char *action,
                                  struct error *e)
{
    return error_set(
        e, STATUS_REFUSED, "PREMIUM_STATE", _("%" PRId64 " 号资助参合名单现在是“%s”%s，不能%s。"),
        row->id, _(premium_state_label((enum premium_state)row->state)),
        row->transfer > 0 && row->state == PREMIUM_CONFIRMED ? _("，已编拨付单") : "", action);
}

enum status premium_step_begin(struct db *db, const struct premium_step *step,
                               struct arena *scratch, struct premium_row *ret, int64_t *ret_change,
                               struct error *e)
{
    char subject[48];
    struct premium_row row;
    snprintf(subject, sizeof subject, "premium %" PRId64, step->list);
    TRY(medical_writable(db, step->county, e));
    TRY(change_record(
        db, step->county,
        &(struct change_entry){
            .actor = step->actor, .action = step->action, .subject = subject, .detail = ""},
        ret_change, e));
    enum status s =
        premium_by_id(db, (struct premium_by_id_args){.county = step->county, .id = step->list},
                      scratch, &row, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "PREMIUM_UNKNOWN",
                         _("没有 %" PRId64 " 号资助参合名单。"), step->list);
    if (s != STATUS_OK)
        return s;
    *ret = row;
    return STATUS_OK;
}

/* ---- who ---- */

struct candidate {
    int64_t person, household, division;
    enum medical_class class;
    bool is_suspended;
};

/* One of the person's households with one of its benefits: as medical_class_of reads them. */
static void place_take(struct candidate *c, const struct premium_place_row *row)
{
    bool is_over = row->status == 0 || row->status == ENTITLEMENT_ENDED;
    if (c->household == 0) {
        c->household = row->household;
        c->division = row->division;
    } else if (!is_over && c->class == MEDICAL_NONE) {
        c->division = row->division;
    }
    if (is_over || !row->is_protected)
        return;
    if (row->status == ENTITLEMENT_SUSPENDED) {
        c->is_suspended = true;
        return;
    }
    enum medical_class class = row->programme == PROGRAMME_WUBAO ? MEDICAL_WUBAO : MEDICAL_DIBAO;
    if (c->class != MEDICAL_NONE && c->class <= class)
        return;
    c->class = class;
    c->household = row->household;
    c->division = row->division;
}

/* People by their number out of two streams that both ascend by it. */
struct candidates {
    struct db_cursor *places, *decided;
    struct premium_place_row place;
    struct premium_decided_row own;
    bool has_place, has_own;
};

static enum status place_next(struct candidates *x, struct error *e)
{
    enum status s = premium_place_list_next(x->places, &x->place, e);
    x->has_place = s == STATUS_OK;
    return s == STATUS_NONE ? STATUS_OK : s;
}

static enum status own_next(struct candidates *x, struct error *e)
{
    enum status s = premium_decided_list_next(x->decided, &x->own, e);
    x->has_own = s == STATUS_OK;
    return s == STATUS_NONE ? STATUS_OK : s;
}

static void candidates_close(struct candidates *x)
{
    db_cursor_cleanup(&x->places);
    db_cursor_cleanup(&x->decided);
}

static enum status candidate_next(struct candidates *x, struct candidate *ret, struct error *e)
{
    if (!x->has_place && !x->has_own)
        return STATUS_NONE;
    struct candidate c = {.person = x->has_place ? x->place.person : x->own.person};
    if (x->has_own && x->own.person < c.person)
        c.person = x->own.person;
    while (x->has_place && x->place.person == c.person) {
        place_take(&c, &x->place);
        TRY(place_next(x, e));
    }
    if (x->has_own && x->own.person == c.person) {
        if (c.class == MEDICAL_NONE && !c.is_suspended)
            c.class = (enum medical_class)x->own.class;
        TRY(own_next(x, e));
    }
    *ret = c;
    return STATUS_OK;
}

/* ---- the list ---- */

struct drawing {
    int64_t county;
    int year;
    struct month reference;
    const char *actor;
    int64_t id; /* result; 0: nobody */
    struct fen premium, amount[MEDICAL_CLASS_COUNT + 1];
    int64_t rate_bp[MEDICAL_CLASS_COUNT + 1];
    int64_t count;
};

/* The premium and the share of each class, of the later of the reference month and the year's
   first: what is paid for the year. */
static enum status terms_read(struct db *db, struct drawing *w, struct error *e)
{
    struct policy_table *table;
    struct month m = month_make(w->year, 1);
    int64_t premium;
    CLEANUP(arena_cleanup) struct arena *scratch = arena_new(PREMIUM_SCRATCH_BYTES);
    if (!scratch)
        return arena_exhausted(e);
    if (w->reference.v > m.v)
        m = w->reference;
    TRY(policy_table_read(db, w->county, KNOWN_NOW, scratch, &table, e));
    TRY(medical_number_at(table, MEDICAL_PREMIUM_YEAR, m, &premium, e));
    w->premium = FEN(premium);
    for (int c = MEDICAL_WUBAO; c <= MEDICAL_CLASS_COUNT; c++) {
        w->rate_bp[c] = medical_premium_rate(table, (enum medical_class)c, m);
        TRY(fen_mul_div(w->premium, w->rate_bp[c], RATE_ONE_BP, &w->amount[c]));
    }
    return STATUS_OK;
}

static enum status line_add(struct db_bulk *bulk, struct drawing *w, const struct candidate *c,
                            struct error *e)
{
    if (c->class == MEDICAL_NONE || w->amount[c->class].v <= 0)
        return STATUS_OK;
    w->count++;
    return premium_line_bulk_add(bulk,
                                 &(struct premium_line_bulk_row){
                                     .county = w->county,
                                     .year = w->year,
                                     .person = c->person,
                                     .list = w->id,
                                     .household = c->household,
                                     .division = c->division,
                                     .class = (int64_t)c->class,
                                     .rate_bp = w->rate_bp[c->class],
                                     .amount_fen = w->amount[c->class],
                                     .is_enrolled = false,
                                     .scheme = 0,
                                 },
                                 e);
}

static enum status lines_draw(struct db *db, struct drawing *w, struct error *e)
{
    CLEANUP(candidates_close) struct candidates x = {0};
    CLEANUP(db_bulk_cleanup) struct db_bulk *bulk = NULL;
    TRY(premium_place_list_open(db,
                                (struct premium_place_list_args){
                                    .county = w->county, .month = w->reference, .year = w->year},
                                &x.places, e));
    TRY(premium_decided_list_open(db,
                                  (struct premium_decided_list_args){
                                      .county = w->county, .month = w->reference, .year = w->year},
                                  &x.decided, e));
    TRY(premium_line_bulk_begin(db, &bulk, e));
    TRY(place_next(&x, e));
    TRY(own_next(&x, e));
    struct candidate c;
    enum status s;
    w->count = 0;
    while ((s = candidate_next(&x, &c, e)) == STATUS_OK)
        TRY(line_add(bulk, w, &c, e));
    if (s != STATUS_NONE)
        return s;
    struct db_bulk *ending = bulk;
    bulk = NULL;
    return db_bulk_end(ending, e);
}

/* The draft of the year without its lines, or a new number. */
static enum status draft_of(struct db *db, struct drawing *w, bool *ret_is_new, struct error *e)
{
    struct premium_key_row key;
    CLEANUP(arena_cleanup) struct arena *scratch = arena_new(PREMIUM_SCRATCH_BYTES);
    if (!scratch)
        return arena_exhausted(e);
    enum status s = premium_draft_of_year(
        db, (struct premium_draft_of_year_args){.county = w->county, .year = w->year}, scratch,
        &key, e);
    *ret_is_new = s == STATUS_NONE;
    if (s == STATUS_NONE)
        return counter_take(db, w->county, "premium_list", 1, &w->id, e);
    if (s != STATUS_OK)
        return s;
    w->id = key.id;
    return premium_lines_delete(
        db, (struct premium_lines_delete_args){.county = w->county, .list = w->id}, NULL, e);
}

static enum status prepare_work(struct db *db, void *context, struct error *e)
{
    struct drawing *w = context;
    char subject[48], detail[64], now[TIME_TEXT_BYTES];
    int64_t change;
    bool is_new;
    TRY(medical_writable(db, w->county, e));
    snprintf(subject, sizeof subject, "premium year %d", w->year);
    snprintf(detail, sizeof detail, "{\"month\":%d}", month_yyyymm(w->reference));
    TRY(change_record(
        db, w->county,
        &(struct change_entry){
            .actor = w->actor, .action = "premium.prepare", .subject = subject, .detail = detail},
        &change, e));
    TRY(terms_read(db, w, e));
    TRY(draft_of(db, w, &is_new, e));
    TRY(premium_put(db,
                    (struct premium_put_args){.county = w->county,
                                              .id = w->id,
                                              .year = w->year,
                                              .reference_month = w->reference,
                                              .premium = w->premium,
                                              .actor = w->actor,
                                              .at = time_now(now),
                                              .known_from = change},
                    NULL, e));
    TRY(lines_draw(db, w, e));
    if (w->count == 0 && is_new)
        return STATUS_NONE; /* nothing happened: not even a row of the trail */
    if (w->count == 0) {
        int64_t id = w->id;
        w->id = 0;
        return premium_delete(db, (struct premium_delete_args){.county = w->county, .id = id}, NULL,
                              e);
    }
    TRY(premium_mark_enrolled(
        db, (struct premium_mark_enrolled_args){.county = w->county, .list = w->id}, NULL, e));
    return premium_sum(db, (struct premium_sum_args){.county = w->county, .id = w->id}, NULL, e);
}

enum status premium_prepare(struct db *db, int64_t county, int year, struct month reference,
                            const char *actor, int64_t *ret_list, struct error *e)
{
    struct drawing w = {.county = county, .year = year, .reference = reference, .actor = actor};
    if (year < month_year(reference) - 1 || year > month_year(reference) + 1)
        return error_set(e, STATUS_REFUSED, "PREMIUM_YEAR",
                         _("%d 年的参合名单应按前后一年以内的月份认定对象，请核对。"), year);
    TRY(db_transaction(db, prepare_work, &w, e));
    if (w.id == 0)
        return STATUS_NONE;
    *ret_list = w.id;
    return STATUS_OK;
}
