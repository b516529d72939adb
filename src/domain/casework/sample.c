/* The county's spot check: who is drawn follows from a published seed. */
#include "domain/casework/sample.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/json.h"
#include "domain/casework/deadline.h"
#include "sample_sql.h"

#define SAMPLE_ARENA_BYTES (64u << 20)
#define SAMPLE_CASES_MAX 200000
#define SAMPLES_SHOWN_MAX 1000
#define SEED_BYTES_MAX 128
#define REASON_NOT 0
#define REASON_DRAWN 1
#define REASON_RELATIVE 2
#define BP_WHOLE 10000

struct ticket {
    int64_t case_id;
    uint8_t key[HASH_BYTES];
    bool is_relative;
    int reason;
};

static void draw_key(const char *seed, const char *number, uint8_t out[HASH_BYTES])
{
    struct hash_state h;
    hash_init(&h);
    hash_update(&h, seed, strlen(seed));
    hash_update(&h, "\n", 1);
    hash_update(&h, number, strlen(number));
    hash_final(&h, out);
}

static int ticket_compare(const void *a, const void *b)
{
    const struct ticket *x = a, *y = b;
    int order = memcmp(x->key, y->key, HASH_BYTES);
    return order != 0 ? order : (x->case_id > y->case_id) - (x->case_id < y->case_id);
}

/* The smallest keys are drawn; relatives are always in, whatever their key. Returns how many. */
static int64_t tickets_draw(struct ticket *tickets, size_t count, int rate_bp)
{
    size_t share = (count * (size_t)rate_bp + BP_WHOLE - 1) / BP_WHOLE;
    int64_t selected = 0;
    qsort(tickets, count, sizeof *tickets, ticket_compare);
    for (size_t i = 0; i < count; i++) {
        tickets[i].reason = tickets[i].is_relative ? REASON_RELATIVE
                            : i < share            ? REASON_DRAWN
                                                   : REASON_NOT;
        selected += tickets[i].reason != REASON_NOT;
    }
    return selected;
}

/* ---- drawing ---- */

struct drawing {
    int64_t county;
    const struct case_actor *actor;
    enum programme programme;
    const char *seed;
    int64_t sample;
};

static enum status actor_check(const struct drawing *d, struct error *e)
{
    if (!access_can(d->actor->role, PERMISSION_CASE_SAMPLE))
        return error_set(e, STATUS_REFUSED, "ACCESS_DENIED", _("%s(%s)无权办理：%s。"),
                         d->actor->user, _(role_label(d->actor->role)),
                         _(PERMISSIONS[PERMISSION_CASE_SAMPLE].label));
    if (!access_in_scope(d->actor->scope, d->county))
        return error_set(e, STATUS_REFUSED, "ACCESS_SCOPE", _("抽查由县里办理，%s 只管一个地方。"),
                         d->actor->user);
    return STATUS_OK;
}

/* Of printable ASCII, so that everybody who draws again types the same bytes; used once. */
static enum status seed_check(struct db *db, const struct drawing *d, const char *seed,
                              struct arena *arena, struct error *e)
{
    struct sample_count_row used;
    size_t n = strlen(seed);
    bool is_plain = n > 0 && n <= SEED_BYTES_MAX && seed[0] != ' ' && seed[n - 1] != ' ';
    for (size_t i = 0; i < n; i++)
        is_plain = is_plain && seed[i] >= ' ' && seed[i] <= '~';
    if (!is_plain)
        return error_set(e, STATUS_REFUSED, "SAMPLE_SEED",
                         _("抽签种子要 1 至 %d 个英文字母、数字或符号，首尾没有空格。"),
                         SEED_BYTES_MAX);
    TRY(sample_seed_used(db, (struct sample_seed_used_args){.county = d->county, .seed = seed},
                         arena, &used, e));
    if (used.draws > 0)
        return error_set(e, STATUS_REFUSED, "SAMPLE_SEED", _("这个种子已经抽过一次，请换一个。"));
    return STATUS_OK;
}

static enum status tickets_read(struct db *db, const struct drawing *d, const char *seed,
                                struct arena *arena, struct ticket **ret, size_t *ret_count,
                                struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct ticket *tickets = ARENA_ARRAY(arena, struct ticket, SAMPLE_CASES_MAX);
    struct sample_population_row row;
    size_t count = 0;
    enum status s;
    if (!tickets)
        return arena_exhausted(e);
    TRY(sample_population_open(db,
                               (struct sample_population_args){.county = d->county,
                                                               .programme = d->programme,
                                                               .state = STATE_DECIDING,
                                                               .send_back = ACTION_SEND_BACK},
                               &cursor, e));
    while ((s = sample_population_next(cursor, &row, e)) == STATUS_OK && count < SAMPLE_CASES_MAX) {
        tickets[count] = (struct ticket){.case_id = row.case_id, .is_relative = row.is_relative};
        draw_key(seed, row.number, tickets[count++].key);
    }
    if (s == STATUS_OK)
        return error_set(e, STATUS_REFUSED, "SAMPLE_LIMIT", _("待审批超过 %d 件，一次抽不完。"),
                         SAMPLE_CASES_MAX);
    if (s != STATUS_NONE)
        return s;
    if (count == 0)
        return error_set(e, STATUS_REFUSED, "SAMPLE_EMPTY",
                         _("没有还未抽过签的待审批办件：等有新的办件报到县里再抽。"));
    *ret = tickets;
    *ret_count = count;
    return STATUS_OK;
}

static enum status tickets_write(struct db *db, const struct drawing *d,
                                 const struct ticket *tickets, size_t count, struct error *e)
{
    CLEANUP(db_bulk_cleanup) struct db_bulk *rows = NULL;
    TRY(sample_case_bulk_begin(db, &rows, e));
    for (size_t i = 0; i < count; i++)
        TRY(sample_case_bulk_add(
            rows,
            &(struct sample_case_bulk_row){.county = d->county,
                                           .sample = d->sample,
                                           .case_id = tickets[i].case_id,
                                           .draw_key = {tickets[i].key, HASH_BYTES},
                                           .reason = tickets[i].reason},
            e));
    struct db_bulk *whole = rows;
    rows = NULL;
    TRY(db_bulk_end(whole, e));
    return sample_mark_drawn(
        db, (struct sample_mark_drawn_args){.county = d->county, .sample = d->sample}, NULL, e);
}

/* The seed stands in the trail before anybody can know what it draws. */
static enum status draw_record(struct db *db, const struct drawing *d,
                               const struct sample_insert_args *row, struct arena *arena,
                               int64_t *ret_change, struct error *e)
{
    const char *subject = arena_printf(arena, "sample %" PRId64, d->sample);
    CLEANUP(buf_free) struct buf detail = BUF_INIT(4096);
    buf_addf(&detail,
             "{\"programme\":\"%s\",\"rate_bp\":%" PRId64 ",\"population\":%" PRId64
             ",\"selected\":%" PRId64 ",\"seed\":",
             programme_code(d->programme), row->rate_bp, row->population, row->selected);
    buf_add_json(&detail, row->seed);
    buf_addc(&detail, '}');
    TRY(buf_status(&detail, e));
    if (!subject)
        return arena_exhausted(e);
    return change_record(db, d->county,
                         &(struct change_entry){.actor = d->actor->user,
                                                .action = "sample.draw",
                                                .subject = subject,
                                                .detail = buf_text(&detail)},
                         ret_change, e);
}

static enum status draw_work(struct db *db, void *context, struct error *e)
{
    struct drawing *d = context;
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(SAMPLE_ARENA_BYTES);
    struct case_rules rules;
    struct ticket *tickets = NULL;
    size_t count = 0;
    char head[HASH_HEX_BYTES];
    if (!arena)
        return arena_exhausted(e);
    struct sample_insert_args row = {.county = d->county,
                                     .programme = d->programme,
                                     .drawn_on = d->actor->today,
                                     .head_hash = head,
                                     .drawn_by = d->actor->user};
    TRY(actor_check(d, e));
    TRY(case_rules_read(db, d->county, date_month(d->actor->today), &rules, e));
    TRY(counter_take(db, d->county, "sample", 1, &d->sample, e));
    enum status s = change_head(db, d->county, &row.head_change, head, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "SAMPLE_EMPTY", _("还没有任何变动记录，无从抽签。"));
    if (s != STATUS_OK)
        return s;
    row.seed = d->seed[0] != '\0' ? d->seed : head;
    TRY(seed_check(db, d, row.seed, arena, e));
    TRY(tickets_read(db, d, row.seed, arena, &tickets, &count, e));
    row.id = d->sample;
    row.rate_bp = rules.spot_check_bp;
    row.population = (int64_t)count;
    row.selected = tickets_draw(tickets, count, rules.spot_check_bp);
    TRY(draw_record(db, d, &row, arena, &row.change, e));
    TRY(sample_insert(db, row, NULL, e));
    return tickets_write(db, d, tickets, count, e);
}

enum status sample_draw(struct db *db, int64_t county, const struct case_actor *actor,
                        enum programme p, const char *seed, int64_t *ret_sample, struct error *e)
{
    struct drawing d = {
        .county = county, .actor = actor, .programme = p, .seed = seed == NULL ? "" : seed};
    TRY(db_transaction(db, draw_work, &d, e));
    *ret_sample = d.sample;
    return STATUS_OK;
}

/* ---- reading ---- */

static enum status sample_of_stored(const struct sample_stored *row, struct arena *arena,
                                    struct sample_row *ret, struct error *e)
{
    struct sample_row sample = {
        .id = row->id,
        .population = row->population,
        .selected = row->selected,
        .programme = (enum programme)row->programme,
        .drawn_on = row->drawn_on,
        .seed = arena_strdup(arena, row->seed),
        .head_hash = arena_strdup(arena, row->head_hash),
        .drawn_by = arena_strdup(arena, row->drawn_by),
        .rate_bp = (int)row->rate_bp,
    };
    if (!sample.seed || !sample.head_hash || !sample.drawn_by)
        return arena_exhausted(e);
    *ret = sample;
    return STATUS_OK;
}

enum status sample_list(struct db *db, int64_t county, struct arena *arena, struct sample_row **ret,
                        size_t *ret_count, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct sample_row *list = ARENA_ARRAY(arena, struct sample_row, SAMPLES_SHOWN_MAX);
    struct sample_stored row;
    size_t count = 0;
    enum status s = STATUS_NONE;
    if (!list)
        return arena_exhausted(e);
    TRY(sample_page_open(db, (struct sample_page_args){.county = county}, &cursor, e));
    while (count < SAMPLES_SHOWN_MAX && (s = sample_page_next(cursor, &row, e)) == STATUS_OK)
        TRY(sample_of_stored(&row, arena, &list[count++], e));
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    *ret = list;
    *ret_count = count;
    return STATUS_OK;
}

static enum status case_row_keep(const struct sample_case_stored *row, struct arena *arena,
                                 struct sample_case_row *ret, struct error *e)
{
    *ret = (struct sample_case_row){
        .case_id = row->case_id,
        .division = row->division,
        .case_number = arena_strdup(arena, row->number),
        .applicant = arena_strdup(arena, row->applicant),
        .reason = (int)row->reason,
        .is_checked = row->is_checked,
    };
    if (!ret->case_number || !ret->applicant)
        return arena_exhausted(e);
    if (row->draw_key.n != HASH_BYTES)
        return error_set(e, STATUS_FAILED, "SAMPLE_KEY", _("%s 的签号长度不对。"), row->number);
    hash_hex(row->draw_key.p, ret->draw_key);
    return STATUS_OK;
}

enum status sample_cases(struct db *db, int64_t county, int64_t sample, struct arena *arena,
                         struct sample_row *ret, struct sample_case_row **ret_rows,
                         size_t *ret_count, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct sample_stored stored;
    struct sample_row head;
    struct sample_case_stored row;
    size_t count = 0;
    enum status s = sample_by_id(db, (struct sample_by_id_args){.county = county, .id = sample},
                                 arena, &stored, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "SAMPLE_UNKNOWN", _("没有 %" PRId64 " 号抽查。"),
                         sample);
    if (s != STATUS_OK)
        return s;
    TRY(sample_of_stored(&stored, arena, &head, e));
    size_t limit =
        (size_t)(head.population < SAMPLE_CASES_MAX ? head.population : SAMPLE_CASES_MAX);
    struct sample_case_row *list = ARENA_ARRAY(arena, struct sample_case_row, limit + 1);
    if (!list)
        return arena_exhausted(e);
    TRY(sample_case_rows_open(
        db, (struct sample_case_rows_args){.county = county, .sample = sample}, &cursor, e));
    while ((s = sample_case_rows_next(cursor, &row, e)) == STATUS_OK && count <= limit)
        TRY(case_row_keep(&row, arena, &list[count++], e));
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    *ret = head;
    *ret_rows = list;
    *ret_count = count;
    return STATUS_OK;
}

enum status sample_require(struct db *db, int64_t county, const struct case_record *c,
                           struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(1u << 16);
    struct sample_reason_row row;
    if (!arena)
        return arena_exhausted(e);
    TRY(sample_of_case(db,
                       (struct sample_of_case_args){
                           .county = county, .case_id = c->id, .send_back = ACTION_SEND_BACK},
                       arena, &row, e));
    if (row.draws == 0)
        return error_set(e, STATUS_REFUSED, "CASE_SAMPLE", _("%s 还没有参加抽签：先抽查，再审批。"),
                         c->number);
    /* A relation that came to light after the draw asks for a visit as well. */
    bool is_to_visit = c->is_relative || (row.has_reason && row.reason != REASON_NOT);
    if (is_to_visit && !c->is_spot_checked)
        return error_set(e, STATUS_REFUSED, "CASE_SAMPLE",
                         c->is_relative ? _("%s 有近亲属备案，县里入户抽查之后才能审批。")
                                        : _("%s 已抽中，县里入户抽查之后才能审批。"),
                         c->number);
    return STATUS_OK;
}

enum status sample_forget(struct db *db, int64_t county, int64_t case_id, struct error *e)
{
    return sample_unmark(db, (struct sample_unmark_args){.county = county, .case_id = case_id},
                         NULL, e);
}
