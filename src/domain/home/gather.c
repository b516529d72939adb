/* Money that reached a home, out of the county's books into its own. */
#include "book_internal.h"

#include "base/i18n.h"
#include "base/text.h"
#include "home_gather_sql.h"

#include <inttypes.h>
#include <stdio.h>

#define GATHER_ARENA_BYTES ((size_t)64 << 20)
#define GATHER_ROWS_MAX 200000
#define GATHER_ACTION "home.gather"

struct gathered {
    struct gathered *next;
    struct gather_row row;
    const char *kind;
};

typedef enum status (*gather_open)(struct db *db, int64_t county, int64_t home,
                                   struct db_cursor **ret, struct error *e);
typedef enum status (*gather_next)(struct db_cursor *c, struct gather_row *row, struct error *e);

static enum status support_open(struct db *db, int64_t county, int64_t home, struct db_cursor **ret,
                                struct error *e)
{
    return gather_support_open(db, (struct gather_support_args){county, home}, ret, e);
}

static enum status transfer_open(struct db *db, int64_t county, int64_t home,
                                 struct db_cursor **ret, struct error *e)
{
    return gather_transfer_open(db, (struct gather_transfer_args){county, home}, ret, e);
}

static enum status back_open(struct db *db, int64_t county, int64_t home, struct db_cursor **ret,
                             struct error *e)
{
    return gather_back_open(db, (struct gather_back_args){county, home}, ret, e);
}

/* Receipts first, then what came back of those that the books had before. */
static const struct {
    gather_open open;
    gather_next next;
    const char *kind;
} SOURCES[] = {
    {support_open, gather_support_next, "RECEIVE"},
    {transfer_open, gather_transfer_next, "RECEIVE"},
    {back_open, gather_back_next, "GRANT_BACK"},
};

/* home 0: of every home. In the order in which they are to be entered. */
static enum status gather_due(struct db *db, int64_t county, int64_t home, struct arena *arena,
                              struct gathered **ret, struct error *e)
{
    struct gathered *first = NULL, **end = &first;
    int64_t count = 0;
    for (size_t i = 0; i < sizeof SOURCES / sizeof SOURCES[0]; i++) {
        CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
        struct gather_row row;
        enum status s;
        TRY(SOURCES[i].open(db, county, home, &cursor, e));
        while ((s = SOURCES[i].next(cursor, &row, e)) == STATUS_OK) {
            struct gathered *g = ARENA_NEW(arena, struct gathered);
            if (!g || ++count > GATHER_ROWS_MAX)
                return arena_exhausted(e);
            *g = (struct gathered){.row = row, .kind = SOURCES[i].kind};
            g->row.document = arena_strdup(arena, row.document);
            if (!g->row.document)
                return arena_exhausted(e);
            *end = g;
            end = &g->next;
        }
        if (s != STATUS_NONE)
            return s;
    }
    *ret = first;
    return STATUS_OK;
}

static enum status gathered_write(struct db *db, int64_t county, const struct gathered *g,
                                  const char *actor, int64_t change, struct error *e)
{
    const struct gather_row *r = &g->row;
    const enum home_book book = (enum home_book)r->book;
    const bool is_back = text_equals(g->kind, "GRANT_BACK");
    const int income = book == HOME_BOOK_SUPPORT ? HOME_INCOME_SUPPORT : HOME_INCOME_MANAGEMENT;
    char memo[BOOK_TEXT_BYTES_MAX];
    struct month month = r->month, frozen;
    enum status s = book_frozen(db, county, r->home, book, &frozen, e);
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    if (s == STATUS_OK && frozen.v >= month.v)
        month = month_add(frozen, 1); /* the day stays what it was */
    if (r->run > 0)
        snprintf(memo, sizeof memo, "发放 %" PRId64 " 第 %" PRId64 " 份送银行文件", r->run,
                 r->number);
    else
        snprintf(memo, sizeof memo, is_back ? "拨付单 %" PRId64 " 退汇" : "拨付单 %" PRId64,
                 r->subject);
    return book_write(db, county,
                      &(struct book_entry){.home = r->home,
                                           .book = book,
                                           .month = month,
                                           .on = r->on_date,
                                           .kind = g->kind,
                                           .subject = r->subject,
                                           .line = r->line,
                                           .debit = is_back ? income : HOME_BANK,
                                           .credit = is_back ? HOME_BANK : income,
                                           .amount = r->amount,
                                           .document = r->document,
                                           .memo = memo,
                                           .actor = actor,
                                           .change = change},
                      e);
}

struct gathering {
    int64_t county, rows;
    const char *actor;
};

static enum status gather_work(struct db *db, void *context, struct error *e)
{
    struct gathering *c = context;
    int64_t change;
    struct gathered *due;
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(GATHER_ARENA_BYTES);
    if (!arena)
        return arena_exhausted(e);
    c->rows = 0;
    TRY(gather_due(db, c->county, 0, arena, &due, e));
    if (!due)
        return STATUS_OK;
    TRY(change_record(
        db, c->county,
        &(struct change_entry){
            .actor = c->actor, .action = GATHER_ACTION, .subject = "homes", .detail = ""},
        &change, e));
    /* Once more, now that nobody else writes: another may have gathered meanwhile. */
    arena_reset(arena);
    TRY(gather_due(db, c->county, 0, arena, &due, e));
    if (!due)
        return STATUS_NONE; /* and the change with it */
    for (const struct gathered *g = due; g; g = g->next) {
        TRY(gathered_write(db, c->county, g, c->actor, change, e));
        c->rows++;
    }
    return STATUS_OK;
}

/* No home is named: whoever may pay for every home of the county, and scheduled work. */
static enum status gather_permitted(struct db *db, int64_t county, const char *actor,
                                    struct error *e)
{
    struct access_user user;
    CLEANUP(arena_cleanup) struct arena *scratch = arena_new(BOOK_SCRATCH_BYTES);
    if (!scratch)
        return arena_exhausted(e);
    if (text_equals(actor, ACTOR_SYSTEM))
        return STATUS_OK;
    enum status s = access_user_by_name(db, county, actor, scratch, &user, e);
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    if (s == STATUS_OK && !user.is_locked && access_can(user.role, PERMISSION_HOME_PAY))
        return STATUS_OK;
    return error_set(e, STATUS_REFUSED, "ACCESS_DENIED", _("%s 无权归集敬老院到账资金。"), actor);
}

enum status home_book_gather(struct db *db, int64_t county, const char *actor, int64_t *ret_rows,
                             struct error *e)
{
    struct gathering c = {.county = county, .actor = actor};
    TRY(gather_permitted(db, county, actor, e));
    enum status s = db_transaction(db, gather_work, &c, e);
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    if (ret_rows)
        *ret_rows = c.rows;
    return STATUS_OK;
}

enum status book_gather_lacks(struct db *db, int64_t county, int64_t home, enum home_book book,
                              struct month up_to, int64_t *ret, struct error *e)
{
    struct gathered *due;
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(GATHER_ARENA_BYTES);
    if (!arena)
        return arena_exhausted(e);
    TRY(gather_due(db, county, home, arena, &due, e));
    *ret = 0;
    for (const struct gathered *g = due; g; g = g->next)
        if (g->row.book == (int64_t)book && g->row.month.v <= up_to.v)
            (*ret)++;
    return STATUS_OK;
}
