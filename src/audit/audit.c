#include "audit/audit_internal.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"

#define AUDIT_ARENA_BYTES_MAX ((size_t)64 * 1024 * 1024)
#define AUDIT_DETAIL_BYTES 600
#define AUDIT_RUNS_MAX 10000

const char *audit_programme(int64_t programme)
{
    return programme == AUDIT_DIBAO     ? "dibao"
           : programme == AUDIT_WUBAO   ? "wubao"
           : programme == AUDIT_MEDICAL ? "medical"
                                        : "unknown";
}

int64_t audit_fund(int64_t programme)
{
    return programme == AUDIT_MEDICAL ? AUDIT_FUND_MEDICAL : programme;
}

const char *audit_subject(struct audit *a, int64_t programme, struct month m, int64_t household)
{
    char month_text[MONTH_TEXT_BYTES];
    month_format(m, month_text);
    const char *text = household == 0
                           ? arena_printf(a->arena, "%s %s", audit_programme(programme), month_text)
                           : arena_printf(a->arena, "%s %s household %" PRId64,
                                          audit_programme(programme), month_text, household);
    return text != NULL ? text : "?";
}

const char *audit_yuan(struct audit *a, int64_t fen)
{
    char text[FEN_TEXT_BYTES];
    const char *copy = arena_strdup(a->arena, fen_format(FEN(fen), text));
    return copy != NULL ? copy : "?";
}

void audit_check_begin(struct audit *a)
{
    a->check_findings = 0;
}

enum status audit_find(struct audit *a, const char *code, struct error *e, const char *subject,
                       const char *format, ...)
{
    char detail[AUDIT_DETAIL_BYTES];
    if (a->check_findings > AUDIT_FINDINGS_MAX)
        return STATUS_NONE;
    va_list list;
    va_start(list, format);
    vsnprintf(detail, sizeof(detail), format, list);
    va_end(list);
    if (a->check_findings == AUDIT_FINDINGS_MAX) {
        code = "TOO_MANY";
        snprintf(detail, sizeof(detail), _("同类问题超过 %d 条，其余未列出"), AUDIT_FINDINGS_MAX);
    }
    a->check_findings++;
    a->result.findings++;
    TRY(a->sink(a->context, &(struct audit_finding){code, subject, detail}, e));
    return strcmp(code, "TOO_MANY") == 0 ? STATUS_NONE : STATUS_OK;
}

static bool touches_scope(const struct audit *a, const struct audit_run_row *run)
{
    return run->from_month.v <= a->scope.to.v && run->to_month.v >= a->scope.from.v;
}

static void note_frozen(struct audit *a, const struct audit_run_row *run)
{
    if (run->state < 4 || run->programme < AUDIT_DIBAO || run->programme > AUDIT_WUBAO)
        return;
    if (!a->frozen[run->programme].is_set)
        a->frozen[run->programme].from_first = run->from_month;
    a->frozen[run->programme].is_set = true;
    a->frozen[run->programme].known = run->known;
    a->frozen[run->programme].to_last = run->to_month;
    a->frozen[run->programme].last_from = run->from_month;
}

static enum status read_runs(struct audit *a, struct audit_run_row **ret, size_t *ret_count,
                             struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct audit_run_row row;
    struct audit_run_row *rows = ARENA_ARRAY(a->arena, struct audit_run_row, AUDIT_RUNS_MAX);
    size_t count = 0;
    enum status s;
    if (rows == NULL)
        return arena_exhausted(e);
    TRY(audit_runs_open(a->db, (struct audit_runs_args){.county = a->scope.county}, &cursor, e));
    while ((s = audit_runs_next(cursor, &row, e)) == STATUS_OK) {
        if (count == AUDIT_RUNS_MAX)
            return error_set(e, STATUS_FAILED, "AUDIT_RUNS_MAX", _("发放批次超过 %d 个"),
                             AUDIT_RUNS_MAX);
        const char **texts[] = {&row.prepared_by, &row.checked_by, &row.reviewed_by,
                                &row.approved_by, &row.funded_by,  &row.sent_by,
                                &row.closed_by};
        for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
            if (*texts[i] != NULL && (*texts[i] = arena_strdup(a->arena, *texts[i])) == NULL)
                return arena_exhausted(e);
        if (row.content_hash.p != NULL) {
            uint8_t *copy = arena_alloc(a->arena, row.content_hash.n);
            if (copy == NULL)
                return arena_exhausted(e);
            memcpy(copy, row.content_hash.p, row.content_hash.n);
            row.content_hash.p = copy;
        }
        rows[count++] = row;
    }
    if (s != STATUS_NONE)
        return s;
    *ret = rows;
    *ret_count = count;
    return STATUS_OK;
}

static enum status check_all(struct audit *a, struct error *e)
{
    struct audit_run_row *runs;
    size_t count;
    TRY(audit_check_trail(a, e));
    TRY(audit_check_registry(a, e));
    TRY(read_runs(a, &runs, &count, e));
    for (size_t i = 0; i < count; i++) {
        note_frozen(a, &runs[i]);
        if (!touches_scope(a, &runs[i]))
            continue;
        a->result.runs++;
        TRY(audit_check_run(a, &runs[i], e));
        for (struct month m = runs[i].from_month; m.v <= runs[i].to_month.v; m = month_add(m, 1))
            TRY(audit_check_month(a, &runs[i], m, e));
    }
    TRY(audit_check_settlement(a, AUDIT_DIBAO, e));
    TRY(audit_check_settlement(a, AUDIT_WUBAO, e));
    TRY(audit_check_items(a, e));
    TRY(audit_check_books(a, e));
    TRY(audit_check_remittances(a, e));
    TRY(audit_check_rules(a, e));
    TRY(audit_check_access(a, e));
    TRY(audit_check_cases(a, e));
    TRY(audit_check_medical(a, e));
    TRY(audit_check_transfers(a, e));
    TRY(audit_check_homes(a, e));
    TRY(audit_check_home_books(a, e));
    TRY(audit_check_projects(a, e));
    TRY(audit_check_home_content(a, e));
    TRY(audit_check_motion(a, e));
    TRY(audit_check_assessment(a, e));
    TRY(audit_check_public(a, e));
    TRY(audit_check_signed(a, e));
    return audit_check_claims(a, e);
}

/* One snapshot for all checks, so that clerks at work meanwhile cause no false finding. */
static enum status in_snapshot(struct db *db, void *context, struct error *e)
{
    struct audit *a = context;
    (void)db;
    a->result = (struct audit_result){0};
    memset(a->frozen, 0, sizeof(a->frozen));
    arena_reset(a->arena);
    return check_all(a, e);
}

enum status audit_run(struct db *db, const struct audit_scope *scope, audit_sink sink,
                      void *context, struct audit_result *ret, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(AUDIT_ARENA_BYTES_MAX);
    if (arena == NULL)
        return arena_exhausted(e);
    struct audit a = {.db = db, .scope = *scope, .sink = sink, .context = context, .arena = arena};
    TRY(db_in_transaction(db) ? in_snapshot(db, &a, e) : db_transaction(db, in_snapshot, &a, e));
    *ret = a.result;
    return STATUS_OK;
}
