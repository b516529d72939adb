/* What people put their names to in homes and projects is what the rows still say: claims, months,
   returns are hashed again, and the trail must name the same hash. Own SQL, own layout of bytes. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "audit/audit_internal.h"
#include "audit_home_books_sql.h"
#include "audit_projects_sql.h"
#include "base/hash.h"
#include "base/i18n.h"

#include <endian.h>

#define SUBJECT_BYTES 96
#define CLAIM_APPROVED 3
#define CLAIM_PAID 4
#define CLAIM_RETURNED 7
#define MONTH_CONFIRMED 2

static void hash_eight(struct hash_state *h, int64_t number)
{
    const uint64_t v = htobe64((uint64_t)number);
    hash_update(h, &v, sizeof(v));
}

static void hash_counted(struct hash_state *h, const char *text)
{
    hash_eight(h, (int64_t)strlen(text));
    hash_update(h, text, strlen(text));
}

static bool is_kept(struct blob kept, const uint8_t hash[HASH_BYTES])
{
    return kept.n == HASH_BYTES && memcmp(kept.p, hash, HASH_BYTES) == 0;
}

static bool is_named(const char *detail, struct blob kept)
{
    char hex[HASH_HEX_BYTES];
    if (!detail || kept.n != HASH_BYTES)
        return false;
    hash_hex(kept.p, hex);
    return strstr(detail, hex) != NULL;
}

/* ---- claims ---- */

static void hash_claim(struct hash_state *h, int64_t county,
                       const struct home_claim_content_row *row)
{
    const int64_t numbers[] = {county,     row->id,    row->home, row->book,
                               row->month, row->lines, row->total};
    hash_init(h);
    for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
        hash_eight(h, numbers[i]);
    hash_counted(h, row->payee_name);
    hash_counted(h, row->memo);
}

static void hash_claim_line(struct hash_state *h, const struct home_claim_content_line_row *line)
{
    hash_eight(h, line->number);
    hash_eight(h, line->account);
    hash_eight(h, line->spent_on);
    hash_eight(h, line->amount);
    hash_counted(h, line->detail);
    hash_counted(h, line->receipt);
}

static enum status judge_claim(struct audit *a, const struct home_claim_content_row *row,
                               struct hash_state *h, struct error *e)
{
    uint8_t hash[HASH_BYTES];
    char subject[SUBJECT_BYTES];
    const bool is_approved =
        row->state == CLAIM_APPROVED || row->state == CLAIM_PAID || row->state == CLAIM_RETURNED;
    hash_final(h, hash);
    if (is_kept(row->content_hash, hash) &&
        (!is_approved || is_named(row->detail, row->content_hash)))
        return STATUS_OK;
    snprintf(subject, sizeof(subject), "claim %" PRId64, row->id);
    return audit_find(a, "HOME_CLAIM_ALTERED", e, subject, _("报账单与提交、审批时登记的哈希不符"));
}

/* Claims and their lines, two scans in one order. */
static enum status check_claims(struct audit *a, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *claims = NULL;
    CLEANUP(db_cursor_cleanup) struct db_cursor *lines = NULL;
    struct home_claim_content_row row;
    struct home_claim_content_line_row line;
    struct hash_state h;
    enum status s;
    audit_check_begin(a);
    TRY(audit_home_claims_open(a->db, (struct audit_home_claims_args){.county = a->scope.county},
                               &claims, e));
    TRY(audit_home_claim_lines_open(
        a->db, (struct audit_home_claim_lines_args){.county = a->scope.county}, &lines, e));
    enum status read = audit_home_claim_lines_next(lines, &line, e);
    while ((s = audit_home_claims_next(claims, &row, e)) == STATUS_OK) {
        hash_claim(&h, a->scope.county, &row);
        while (read == STATUS_OK && line.claim <= row.id) {
            if (line.claim == row.id)
                hash_claim_line(&h, &line);
            read = audit_home_claim_lines_next(lines, &line, e);
        }
        if (read != STATUS_OK && read != STATUS_NONE)
            return read;
        s = judge_claim(a, &row, &h, e);
        if (s != STATUS_OK)
            break;
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

/* ---- a home's months ---- */

/* Signed ones may still be moved by the books and are then signed anew; confirmed ones may not. */
static enum status is_statement_same(struct audit *a, const struct home_statement_content_row *row,
                                     bool *ret, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct home_statement_content_line_row line;
    struct hash_state h;
    uint8_t hash[HASH_BYTES];
    const int64_t figures[] = {row->home,      row->book,         row->month,   row->opening,
                               row->received,  row->spent,        row->closing, row->owed,
                               row->residents, row->resident_days};
    enum status s;
    *ret = is_named(row->detail, row->content_hash);
    if (row->state != MONTH_CONFIRMED)
        return STATUS_OK;
    hash_init(&h);
    for (size_t i = 0; i < sizeof(figures) / sizeof(figures[0]); i++)
        hash_eight(&h, figures[i]);
    TRY(audit_home_statement_lines_open(
        a->db,
        (struct audit_home_statement_lines_args){
            .county = a->scope.county, .home = row->home, .book = row->book, .month = row->month},
        &cursor, e));
    while ((s = audit_home_statement_lines_next(cursor, &line, e)) == STATUS_OK) {
        hash_eight(&h, line.account);
        hash_eight(&h, line.amount);
    }
    if (s != STATUS_NONE)
        return s;
    hash_final(&h, hash);
    *ret = *ret && is_kept(row->content_hash, hash);
    return STATUS_OK;
}

static enum status check_statements(struct audit *a, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct home_statement_content_row row;
    char subject[SUBJECT_BYTES];
    bool is_same;
    enum status s;
    audit_check_begin(a);
    TRY(audit_home_statements_open(
        a->db, (struct audit_home_statements_args){.county = a->scope.county}, &cursor, e));
    while ((s = audit_home_statements_next(cursor, &row, e)) == STATUS_OK) {
        s = is_statement_same(a, &row, &is_same, e);
        if (s == STATUS_OK && !is_same) {
            snprintf(subject, sizeof(subject), "home %" PRId64 " book %" PRId64 " %" PRId64,
                     row.home, row.book, row.month);
            s = audit_find(a, "HOME_STATEMENT_ALTERED", e, subject,
                           _("敬老院月度收支表与签字时登记的哈希不符"));
        }
        if (s != STATUS_OK)
            break;
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

/* ---- a project's returns ---- */

/* Numbers as decimal text; each field ends with a zero byte. */
static void hash_field(struct hash_state *h, const char *text)
{
    hash_update(h, text, strlen(text) + 1);
}

static bool is_return_same(const struct project_return_content_row *row)
{
    struct hash_state h;
    uint8_t hash[HASH_BYTES];
    char number[32];
    const int64_t numbers[] = {row->project,      row->month,   row->version,  row->beds_added,
                               row->invested,     row->central, row->province, row->city,
                               row->county_money, row->own,     row->stage};
    const char *texts[] = {row->progress, row->problem, row->cause, row->measure, row->prepared_by};
    hash_init(&h);
    for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
        snprintf(number, sizeof(number), "%" PRId64, numbers[i]);
        hash_field(&h, number);
    }
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        hash_field(&h, texts[i]);
    hash_final(&h, hash);
    return is_kept(row->content_hash, hash) && is_named(row->detail, row->content_hash);
}

static enum status check_returns(struct audit *a, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct project_return_content_row row;
    char subject[SUBJECT_BYTES];
    enum status s;
    audit_check_begin(a);
    TRY(audit_returns_open(a->db, (struct audit_returns_args){.county = a->scope.county}, &cursor,
                           e));
    while ((s = audit_returns_next(cursor, &row, e)) == STATUS_OK) {
        if (is_return_same(&row))
            continue;
        snprintf(subject, sizeof(subject), "return %" PRId64, row.id);
        s = audit_find(a, "RETURN_ALTERED", e, subject, _("项目月报与签发时登记的哈希不符"));
        if (s != STATUS_OK)
            break;
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

enum status audit_check_home_content(struct audit *a, struct error *e)
{
    TRY(check_claims(a, e));
    TRY(check_statements(a, e));
    return check_returns(a, e);
}
