/* Claims as they are kept: one with its lines, a page of them, and what its hash covers. */
#include "claim_internal.h"

#include "base/i18n.h"

#include <endian.h>
#include <inttypes.h>
#include <string.h>

enum status claim_find(struct db *db, int64_t county, int64_t id, struct arena *arena,
                       struct home_claim_row *ret, struct error *e)
{
    enum status s = home_claim_by_id(db, (struct home_claim_by_id_args){.county = county, .id = id},
                                     arena, ret, e);
    if (s != STATUS_NONE)
        return s;
    return error_set(e, STATUS_REFUSED, "HOME_CLAIM_UNKNOWN",
                     _("没有 %" PRId64 " 号报账单。请用 minsheng home claim list 查看。"), id);
}

static struct date date_or_none(int64_t yyyymmdd)
{
    return yyyymmdd > 0 ? date_from_yyyymmdd(yyyymmdd) : (struct date){0};
}

static struct home_claim claim_of(const struct home_claim_row *r)
{
    return (struct home_claim){
        .id = r->id,
        .home = r->home,
        .book = (enum home_book)r->book,
        .month = r->month,
        .state = (enum home_claim_state)r->state,
        .home_name = r->home_name,
        .payee_name = r->payee_name,
        .memo = r->memo,
        .prepared_by = r->prepared_by,
        .approved_by = r->approved_by,
        .paid_by = r->paid_by,
        .bank_reference = r->bank_reference,
        .reason = r->reason,
        .prepared_on = date_or_none(r->prepared_on),
        .approved_on = date_or_none(r->approved_on),
        .paid_on = date_or_none(r->paid_on),
        .total = r->total,
        .line_count = (size_t)r->lines,
    };
}

enum status home_claim_read(struct db *db, int64_t county, int64_t id, struct arena *arena,
                            struct home_claim *ret, struct error *e)
{
    struct home_claim_row row;
    TRY(home_claim_by_id(db, (struct home_claim_by_id_args){.county = county, .id = id}, arena,
                         &row, e));
    struct home_claim_line *lines = ARENA_ARRAY(arena, struct home_claim_line, CLAIM_LINES_MAX);
    if (!lines)
        return arena_exhausted(e);
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    TRY(home_claim_lines_open(db, (struct home_claim_lines_args){.county = county, .claim = id},
                              &cursor, e));
    struct home_claim_line_row line;
    size_t count = 0;
    enum status s = STATUS_NONE;
    while (count < CLAIM_LINES_MAX && (s = home_claim_lines_next(cursor, &line, e)) == STATUS_OK) {
        struct home_claim_line *l = &lines[count++];
        *l = (struct home_claim_line){.account = line.account,
                                      .spent_on = line.spent_on,
                                      .detail = arena_strdup(arena, line.detail),
                                      .receipt = arena_strdup(arena, line.receipt),
                                      .amount = line.amount};
        if (!l->detail || !l->receipt)
            return arena_exhausted(e);
    }
    if (s != STATUS_NONE && s != STATUS_OK)
        return s;
    struct home_claim c = claim_of(&row);
    c.lines = lines;
    c.line_count = count;
    *ret = c;
    return STATUS_OK;
}

static enum status texts_keep(struct home_claim *c, struct arena *arena, struct error *e)
{
    const char **texts[] = {&c->home_name,   &c->payee_name, &c->memo,           &c->prepared_by,
                            &c->approved_by, &c->paid_by,    &c->bank_reference, &c->reason};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        if (!*texts[i])
            continue;
        *texts[i] = arena_strdup(arena, *texts[i]);
        if (!*texts[i])
            return arena_exhausted(e);
    }
    return STATUS_OK;
}

enum status home_claim_list(struct db *db, int64_t county, int64_t home,
                            enum home_claim_state state, int64_t before, int rows,
                            struct arena *arena, struct home_claim **ret, size_t *ret_count,
                            struct error *e)
{
    const size_t room = rows > 0 ? (size_t)rows : 0;
    struct home_claim *list = ARENA_ARRAY(arena, struct home_claim, room + 1);
    if (!list)
        return arena_exhausted(e);
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    TRY(home_claim_page_open(db,
                             (struct home_claim_page_args){.county = county,
                                                           .home = home,
                                                           .state = (int64_t)state,
                                                           .before = before,
                                                           .rows = (int64_t)room},
                             &cursor, e));
    struct home_claim_row row;
    enum status s = STATUS_NONE;
    size_t count = 0;
    while (count < room && (s = home_claim_page_next(cursor, &row, e)) == STATUS_OK) {
        list[count] = claim_of(&row);
        TRY(texts_keep(&list[count++], arena, e));
    }
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    *ret = list;
    *ret_count = count;
    return STATUS_OK;
}

/* ---- what the hash covers ---- */

static void hash_number(struct hash_state *h, int64_t number)
{
    const uint64_t v = htobe64((uint64_t)number);
    hash_update(h, &v, sizeof v);
}

static void hash_text(struct hash_state *h, const char *text)
{
    const size_t n = strlen(text);
    hash_number(h, (int64_t)n);
    hash_update(h, text, n);
}

enum status claim_hash(struct db *db, int64_t county, const struct home_claim_row *row,
                       uint8_t ret[HASH_BYTES], struct fen *ret_total, struct error *e)
{
    struct hash_state h;
    struct fen total = FEN(0);
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    hash_init(&h);
    const int64_t numbers[] = {
        county, row->id, row->home, row->book, month_yyyymm(row->month), row->lines, row->total.v};
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
        hash_number(&h, numbers[i]);
    hash_text(&h, row->payee_name);
    hash_text(&h, row->memo);
    TRY(home_claim_lines_open(
        db, (struct home_claim_lines_args){.county = county, .claim = row->id}, &cursor, e));
    struct home_claim_line_row line;
    enum status s;
    while ((s = home_claim_lines_next(cursor, &line, e)) == STATUS_OK) {
        hash_number(&h, line.number);
        hash_number(&h, line.account);
        hash_number(&h, date_yyyymmdd(line.spent_on));
        hash_number(&h, line.amount.v);
        hash_text(&h, line.detail);
        hash_text(&h, line.receipt);
        if (fen_add(total, line.amount, &total) != STATUS_OK)
            return error_set(e, STATUS_FAILED, "FEN_OVERFLOW", _("金额超出可表示的范围。"));
    }
    if (s != STATUS_NONE)
        return s;
    hash_final(&h, ret);
    *ret_total = total;
    return STATUS_OK;
}
