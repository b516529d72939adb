#include "match.h"

#include "base/i18n.h"
#include "recipient.h"
#include "remittance_sql.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#define REST_FIRST 1024
#define REST_MAX ((size_t)20 * 1000 * 1000)

struct matcher {
    struct db *db;
    int64_t county, programme, remittance;
    uint8_t holder_key[crypto_shorthash_siphashx24_KEYBYTES];
    struct db_cursor *cursor; /* until the first line out of order */
    struct recipients *recipients;
    struct sent_item current;
    bool has_current;
    struct sent_item *rest; /* in key order */
    bool *is_taken;
    size_t count, capacity;
};

static void index_take(uint8_t to[BLIND_INDEX_BYTES], struct blob index)
{
    if (index.p && index.n == BLIND_INDEX_BYTES)
        memcpy(to, index.p, BLIND_INDEX_BYTES);
}

void matcher_holder_index(const struct matcher *m, const char *holder,
                          uint8_t out[HOLDER_INDEX_BYTES])
{
    holder += strspn(holder, " ");
    size_t n = strlen(holder);
    while (n > 0 && holder[n - 1] == ' ')
        n--;
    crypto_shorthash_siphashx24(out, (const unsigned char *)holder, n, m->holder_key);
}

/* The item and its recipient as they were when the file was made. */
static enum status next_sent(struct matcher *m, struct error *e)
{
    struct sent_line_row row;
    struct recipient to;
    m->has_current = false;
    enum status s = sent_line_next(m->cursor, &row, e);
    if (s != STATUS_OK)
        return s == STATUS_NONE ? STATUS_OK : s;
    s = recipient_at(m->recipients, row.month, row.household, &to, e);
    if (s == STATUS_NONE || (s == STATUS_OK && !to.holder))
        return error_set(
            e, STATUS_FAILED, "RETURN_STATE",
            _("家庭 %" PRId64 " 送出时的收款人查不到，不能核对回盘。请运行 minsheng audit 查明。"),
            row.household);
    if (s != STATUS_OK)
        return s;
    m->current = (struct sent_item){.month = row.month,
                                    .household = row.household,
                                    .attempt = row.attempt,
                                    .amount = row.amount};
    index_take(m->current.account_index, to.number_index);
    index_take(m->current.id_index, to.id_index);
    matcher_holder_index(m, to.holder, m->current.holder_index);
    m->has_current = true;
    return STATUS_OK;
}

enum status matcher_open(struct db *db, int64_t county, const struct payment_run_row *run,
                         int64_t remittance, int64_t known, struct matcher **ret, struct error *e)
{
    CLEANUP(matcher_cleanup) struct matcher *m = calloc(1, sizeof *m);
    if (!m)
        return arena_exhausted(e);
    m->db = db;
    m->county = county;
    m->programme = run->programme;
    m->remittance = remittance;
    randombytes_buf(m->holder_key, sizeof m->holder_key);
    TRY(sent_line_open(db,
                       (struct sent_line_args){.county = county,
                                               .programme = run->programme,
                                               .from_month = run->from_month,
                                               .to_month = run->to_month,
                                               .remittance = remittance},
                       &m->cursor, e));
    TRY(recipients_open(db, county, run->programme, known, &m->recipients, e));
    TRY(next_sent(m, e));
    *ret = m;
    m = NULL;
    return STATUS_OK;
}

static int compare_key(const void *a, const void *b)
{
    const struct sent_item *x = a, *y = b;
    if (x->month.v != y->month.v)
        return x->month.v < y->month.v ? -1 : 1;
    return (x->household > y->household) - (x->household < y->household);
}

static enum status rest_add(struct matcher *m, struct error *e)
{
    if (m->count == m->capacity) {
        size_t capacity = m->capacity ? m->capacity * 2 : REST_FIRST;
        struct sent_item *rest =
            capacity > REST_MAX ? NULL : realloc(m->rest, capacity * sizeof *rest);
        if (!rest)
            return arena_exhausted(e);
        m->rest = rest;
        m->capacity = capacity;
    }
    m->rest[m->count++] = m->current;
    return STATUS_OK;
}

static enum status rest_read(struct matcher *m, struct error *e)
{
    while (m->has_current) {
        TRY(rest_add(m, e));
        TRY(next_sent(m, e));
    }
    db_cursor_cleanup(&m->cursor);
    recipients_cleanup(&m->recipients);
    m->is_taken = calloc(m->count + 1, sizeof *m->is_taken);
    return m->is_taken ? STATUS_OK : arena_exhausted(e);
}

/* A key not among the rest: answered before in order, or never sent in this file. */
static enum status refuse(struct matcher *m, const struct payment_return_line *line,
                          const struct sent_item *key, bool is_duplicate, struct error *e)
{
    if (!is_duplicate && key) {
        CLEANUP(arena_cleanup) struct arena *scratch = arena_new(PAYMENT_SCRATCH_BYTES);
        if (!scratch)
            return arena_exhausted(e);
        struct payment_item_row item;
        enum status s =
            payment_item_read(m->db,
                              (struct payment_item_read_args){.county = m->county,
                                                              .programme = m->programme,
                                                              .month = key->month,
                                                              .household = key->household},
                              scratch, &item, e);
        if (s != STATUS_OK && s != STATUS_NONE)
            return s;
        is_duplicate = s == STATUS_OK && item.remittance == m->remittance;
    }
    if (is_duplicate)
        return error_set(e, STATUS_REFUSED, "RETURN_DUPLICATE",
                         _("第 %" PRId64 " 行的代理编号 %.40s 在回盘中重复。整份文件未入账。"),
                         line->line_number, line->agent_no);
    return error_set(e, STATUS_REFUSED, "RETURN_UNKNOWN",
                     _("第 %" PRId64 " 行的代理编号 %.40s 不在送出的文件中。整份文件未入账。"),
                     line->line_number, line->agent_no);
}

enum status matcher_take(struct matcher *m, const struct payment_return_line *line,
                         struct sent_item *ret, struct error *e)
{
    struct sent_item key = {0};
    if (!agent_no_parse(line->agent_no, &key.month, &key.household))
        return refuse(m, line, NULL, false, e);
    if (m->cursor) {
        if (m->has_current && compare_key(&key, &m->current) == 0) {
            *ret = m->current;
            return next_sent(m, e);
        }
        TRY(rest_read(m, e));
    }
    struct sent_item *found =
        m->count ? bsearch(&key, m->rest, m->count, sizeof *m->rest, compare_key) : NULL;
    if (!found)
        return refuse(m, line, &key, false, e);
    bool *is_taken = &m->is_taken[found - m->rest];
    if (*is_taken)
        return refuse(m, line, &key, true, e);
    *is_taken = true;
    *ret = *found;
    return STATUS_OK;
}

enum status matcher_end(struct matcher *m, struct error *e)
{
    const struct sent_item *missing = m->cursor && m->has_current ? &m->current : NULL;
    for (size_t i = 0; !missing && !m->cursor && i < m->count; i++) {
        if (!m->is_taken[i])
            missing = &m->rest[i];
    }
    if (!missing)
        return STATUS_OK;
    char agent_no[AGENT_NO_BYTES];
    return error_set(e, STATUS_REFUSED, "RETURN_MISSING",
                     _("回盘缺少代理编号 %s(家庭 %" PRId64 ")的结果。整份文件未入账。"),
                     agent_no_format(missing->month, missing->household, agent_no),
                     missing->household);
}

void matcher_cleanup(struct matcher **m)
{
    if (!*m)
        return;
    db_cursor_cleanup(&(*m)->cursor);
    recipients_cleanup(&(*m)->recipients);
    free((*m)->rest);
    free((*m)->is_taken);
    free(*m);
    *m = NULL;
}
