/* Cases, notices and spot checks: that each went its way, by people who may, with its notice up for
   all its days, and that what was drawn follows from the seed. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "audit/audit_internal.h"
#include "audit_cases_sql.h"
#include "base/calendar.h"
#include "base/hash.h"
#include "base/i18n.h"

#define NOTICE_KIND_LONG_TERM 3
#define SUBJECT_BYTES 96
#define CONTENT_BYTES_MAX ((size_t)4 * 1024 * 1024)
#define NOTICE_DAYS_MAX 366
#define NOTICE_MARK "minsheng-notice-1"
#define DRAWN_BY_SEED 1
#define BP_WHOLE 10000

RULE_STATEMENT(case_state, case_breach_row)
RULE_STATEMENT(case_gap, case_breach_row)
RULE_STATEMENT(case_day, case_breach_row)
RULE_STATEMENT(case_unrecorded, case_breach_row)
RULE_STATEMENT(case_duty, case_breach_row)
RULE_STATEMENT(case_skipped, case_breach_row)
RULE_STATEMENT(case_grant, case_breach_row)
RULE_STATEMENT(sample_skipped, case_breach_row)
RULE_STATEMENT(sample_relative, case_breach_row)
RULE_STATEMENT(notice_cut, case_breach_row)
RULE_STATEMENT(notice_left, case_breach_row)
RULE_STATEMENT(notice_rows, case_breach_row)
RULE_STATEMENT(objection_open, case_breach_row)

static const struct audit_rule RULES[] = {
    {"CASE_STATE", RULE_ROWS(case_state), RULE_COUNTS, N_("办件的状态不是最后一步所到的状态")},
    {"CASE_GAP", RULE_ROWS(case_gap), RULE_COUNTS, N_("步骤不相接，有步骤缺失或被改动")},
    {"CASE_DAY", RULE_ROWS(case_day), RULE_COUNTS, N_("步骤的日期早于前一步")},
    {"CASE_UNRECORDED", RULE_ROWS(case_unrecorded), RULE_ONE_SHOWN,
     N_("变动记录中没有经办人的这一步")},
    {"CASE_DUTY", RULE_ROWS(case_duty), RULE_NONE_SHOWN,
     N_("同一人既经办又审核、审批，或自己复核自己的决定")},
    {"CASE_SKIPPED", RULE_ROWS(case_skipped), RULE_COUNTS,
     N_("审批之前缺少规定的步骤（受理、核对、入户调查、审核、公示）")},
    {"CASE_GRANT", RULE_ROWS(case_grant), RULE_NONE_SHOWN, N_("批准的办件没有对应的保障资格")},
    {"SAMPLE_SKIPPED", RULE_ROWS(sample_skipped), RULE_NONE_SHOWN,
     N_("审批之前没有参加抽查抽取，或被抽中而未抽查")},
    {"SAMPLE_RELATIVE", RULE_ROWS(sample_relative), RULE_NONE_SHOWN,
     N_("近亲属备案的办件没有列入必查")},
    {"NOTICE_CUT", RULE_ROWS(notice_cut), RULE_COUNTS, N_("公示未满期就撤下")},
    {"NOTICE_CUT", RULE_ROWS(notice_left), RULE_COUNTS, N_("办件在公示期满之前结束公示")},
    {"NOTICE_ROWS", RULE_ROWS(notice_rows), RULE_COUNTS, N_("公示名单的行数不符")},
    {"OBJECTION_OPEN", RULE_ROWS(objection_open), RULE_NONE_SHOWN, N_("异议未处理就通过")},
};

/* What a sheet was to hang: as many days as it says, the first one counted. */
static enum status judge_days(struct audit *a, const struct audit_notice_row *row,
                              const char *subject, struct error *e)
{
    bool is_days = row->days >= 1 && row->days <= NOTICE_DAYS_MAX;
    struct date last = row->posted_on;
    if (row->kind == NOTICE_KIND_LONG_TERM) /* hangs for good */
        return STATUS_OK;
    if (is_days)
        last = row->is_working_days ? calendar_nth_working_day(row->posted_on, (int)row->days)
                                    : calendar_nth_day(row->posted_on, (int)row->days);
    if (is_days && row->last_day.v >= last.v)
        return STATUS_OK;
    return audit_find(a, "NOTICE_SHORT", e, subject, _("公示期不足 %" PRId64 " 天"), row->days);
}

static enum status judge_head(struct audit *a, const struct audit_notice_row *row,
                              const char *subject, struct error *e)
{
    char hex[HASH_HEX_BYTES] = "";
    if (row->trail_hash.n == HASH_BYTES)
        hash_hex(row->trail_hash.p, hex);
    if (hex[0] != '\0' && strcmp(hex, row->head_hash) == 0)
        return STATUS_OK;
    return audit_find(a, "NOTICE_HEAD", e, subject,
                      _("公示上印的变动记录链首与第 %" PRId64 " 条变动不符"), row->head_change);
}

static void hash_text(struct hash_state *h, const char *text)
{
    hash_update(h, "\t", 1);
    hash_update(h, text, strlen(text));
}

static void hash_number(struct hash_state *h, int64_t value)
{
    char text[32];
    snprintf(text, sizeof(text), "%" PRId64, value);
    hash_text(h, text);
}

/* Lines of tab-separated fields: the sheet's, then one a row (docs/notice.md). */
static void hash_sheet(struct hash_state *h, int64_t county, const struct audit_notice_row *row)
{
    hash_init(h);
    hash_update(h, NOTICE_MARK, strlen(NOTICE_MARK));
    const int64_t numbers[] = {county,
                               row->id,
                               row->kind,
                               row->programme,
                               row->division,
                               date_yyyymmdd(row->posted_on),
                               date_yyyymmdd(row->last_day),
                               row->days,
                               row->is_working_days};
    for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
        hash_number(h, numbers[i]);
    hash_text(h, row->place);
    hash_text(h, row->posted_by);
    hash_update(h, "\n", 1);
}

static void hash_line(struct hash_state *h, const struct audit_notice_line_row *line)
{
    char first[32];
    snprintf(first, sizeof(first), "%" PRId64, line->row_no);
    hash_update(h, first, strlen(first));
    hash_number(h, line->case_id);
    hash_number(h, line->household);
    hash_number(h, line->division);
    hash_text(h, line->head_name);
    hash_number(h, line->is_minor);
    hash_number(h, line->people_count);
    hash_number(h, line->protected_count);
    hash_number(h, line->income_year_fen);
    hash_number(h, line->amount_month_fen);
    hash_text(h, line->remark);
    hash_update(h, "\n", 1);
}

/* The rows that hang are those that were frozen, and the trail names the same hash. */
static enum status judge_hash(struct audit *a, const struct audit_notice_row *row,
                              struct hash_state *h, const char *subject, struct error *e)
{
    uint8_t hash[HASH_BYTES];
    char hex[HASH_HEX_BYTES];
    hash_final(h, hash);
    hash_hex(hash, hex);
    if (row->sha256.n == HASH_BYTES && memcmp(row->sha256.p, hash, HASH_BYTES) == 0 &&
        row->trail_detail != NULL && strstr(row->trail_detail, hex) != NULL)
        return STATUS_OK;
    return audit_find(a, "NOTICE_ALTERED", e, subject, _("公示名单与张贴时登记的哈希不符"));
}

/* Sheets and their lines, two scans in one order. */
static enum status check_notices(struct audit *a, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *sheets = NULL;
    CLEANUP(db_cursor_cleanup) struct db_cursor *lines = NULL;
    struct audit_notice_row row;
    struct audit_notice_line_row line;
    struct hash_state h;
    char subject[SUBJECT_BYTES];
    enum status s;
    audit_check_begin(a);
    TRY(audit_notices_open(a->db, (struct audit_notices_args){.county = a->scope.county}, &sheets,
                           e));
    TRY(audit_notice_lines_open(a->db, (struct audit_notice_lines_args){.county = a->scope.county},
                                &lines, e));
    enum status read = audit_notice_lines_next(lines, &line, e);
    while ((s = audit_notices_next(sheets, &row, e)) == STATUS_OK) {
        snprintf(subject, sizeof(subject), "notice %" PRId64, row.id);
        hash_sheet(&h, a->scope.county, &row);
        while (read == STATUS_OK && line.notice <= row.id) {
            if (line.notice == row.id)
                hash_line(&h, &line);
            read = audit_notice_lines_next(lines, &line, e);
        }
        if (read != STATUS_OK && read != STATUS_NONE)
            return read;
        s = judge_hash(a, &row, &h, subject, e);
        if (s == STATUS_OK)
            s = judge_days(a, &row, subject, e);
        if (s == STATUS_OK)
            s = judge_head(a, &row, subject, e);
        if (s != STATUS_OK)
            break;
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

/* One draw: rows come in the order of their keys, so the first ceil(share × population) without a
   relative's reason must be the drawn ones. */
struct draw {
    int64_t sample, population, wanted, seen, drawn;
    bool is_wrong;
};

static enum status draw_end(struct audit *a, const struct draw *d, struct error *e)
{
    char subject[SUBJECT_BYTES];
    if (d->sample == 0)
        return STATUS_OK;
    snprintf(subject, sizeof(subject), "sample %" PRId64, d->sample);
    if (d->seen != d->population)
        TRY(audit_find(a, "SAMPLE_SHARE", e, subject,
                       _("抽取范围应有 %" PRId64 " 件，现有 %" PRId64 " 件"), d->population,
                       d->seen));
    if (d->is_wrong)
        TRY(audit_find(a, "SAMPLE_DRAW", e, subject, _("抽中的办件与公布的种子不符")));
    return STATUS_OK;
}

static bool draw_key_fits(const struct audit_draw_row *row)
{
    struct hash_state h;
    uint8_t key[HASH_BYTES];
    hash_init(&h);
    hash_update(&h, row->seed, strlen(row->seed));
    hash_update(&h, "\n", 1);
    hash_update(&h, row->number, strlen(row->number));
    hash_final(&h, key);
    return row->draw_key.n == HASH_BYTES && memcmp(row->draw_key.p, key, HASH_BYTES) == 0;
}

static enum status check_draws(struct audit *a, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct audit_draw_row row;
    struct draw d = {0};
    enum status s;
    audit_check_begin(a);
    TRY(audit_draws_open(a->db, (struct audit_draws_args){.county = a->scope.county}, &cursor, e));
    while ((s = audit_draws_next(cursor, &row, e)) == STATUS_OK) {
        if (row.sample != d.sample) {
            s = draw_end(a, &d, e);
            if (s != STATUS_OK)
                break;
            d = (struct draw){.sample = row.sample, .population = row.population};
            d.wanted = (row.population * row.rate_bp + BP_WHOLE - 1) / BP_WHOLE;
        }
        bool is_among_first = d.seen < d.wanted;
        d.seen++;
        if (!draw_key_fits(&row) || (is_among_first && row.reason == 0) ||
            (!is_among_first && row.reason == DRAWN_BY_SEED))
            d.is_wrong = true;
    }
    if (s != STATUS_NONE)
        return s == STATUS_OK ? STATUS_OK : s;
    s = draw_end(a, &d, e);
    return s == STATUS_NONE ? STATUS_OK : s;
}

/* What was written on a form is what its hash says, and the trail says the same. */
static enum status judge_content(struct audit *a, const struct audit_case_content_row *row,
                                 char *plain, struct error *e)
{
    uint8_t hash[HASH_BYTES];
    char subject[SUBJECT_BYTES], hex[HASH_HEX_BYTES];
    struct error ignored = {0};
    size_t n = 0;
    bool is_open = row->content_sealed.n <= CONTENT_BYTES_MAX &&
                   unseal(a->scope.keys, SEAL_CASE, row->content_sealed.p, row->content_sealed.n,
                          plain, &n, &ignored) == STATUS_OK;
    if (is_open)
        hash_bytes(plain, n, hash);
    bool is_same = is_open && row->content_sha256.n == HASH_BYTES &&
                   memcmp(row->content_sha256.p, hash, HASH_BYTES) == 0;
    if (is_same) {
        hash_hex(hash, hex);
        is_same = strstr(row->detail, hex) != NULL;
    }
    if (is_same)
        return STATUS_OK;
    snprintf(subject, sizeof(subject), "case %s %s %" PRId64, row->number,
             row->is_form ? "form" : "step", row->seq);
    return row->is_form ? audit_find(a, "CASE_FORM", e, subject,
                                     _("申请书（变动表）打不开，或与登记的哈希不符"))
                        : audit_find(a, "CASE_CONTENT", e, subject,
                                     _("步骤所填内容打不开，或与登记的哈希不符"));
}

static enum status check_contents(struct audit *a, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    CLEANUP(db_cursor_cleanup) struct db_cursor *forms = NULL;
    struct audit_case_content_row row;
    enum status s;
    if (a->scope.keys == NULL)
        return STATUS_OK;
    char *plain = arena_alloc(a->arena, CONTENT_BYTES_MAX);
    if (plain == NULL)
        return arena_exhausted(e);
    audit_check_begin(a);
    TRY(audit_case_contents_open(
        a->db, (struct audit_case_contents_args){.county = a->scope.county}, &cursor, e));
    while ((s = audit_case_contents_next(cursor, &row, e)) == STATUS_OK) {
        s = judge_content(a, &row, plain, e);
        if (s != STATUS_OK)
            break;
    }
    if (s != STATUS_NONE)
        return s;
    audit_check_begin(a);
    TRY(audit_case_forms_open(a->db, (struct audit_case_forms_args){.county = a->scope.county},
                              &forms, e));
    while ((s = audit_case_forms_next(forms, &row, e)) == STATUS_OK) {
        s = judge_content(a, &row, plain, e);
        if (s != STATUS_OK)
            break;
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

enum status audit_check_cases(struct audit *a, struct error *e)
{
    for (size_t i = 0; i < sizeof(RULES) / sizeof(RULES[0]); i++)
        TRY(audit_check_rule(a, &RULES[i], e));
    TRY(check_notices(a, e));
    TRY(check_draws(a, e));
    return check_contents(a, e);
}
