/* The rows behind a figure, page by page, and where each is told in full. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "domain/indicator/indicator_internal.h"
#include "indicator_payment_behind_sql.h"

#define MONTH_AT_MAX 999999 /* above: a day */
#define YEAR_AT_MAX 9999

void indicator_subject_take(struct indicator_subjects *subjects,
                            const struct indicator_subject *subject)
{
    if (subjects->township != 0 && subject->township != subjects->township)
        return;
    if (subjects->skip > 0)
        subjects->skip--;
    else if (subjects->count < subjects->limit)
        subjects->row[subjects->count++] = *subject;
}

/* "2013-03", "2013-03-10", "2013": a month, a day or a year as it is kept. */
static const char *at_text(int64_t at, char out[DATE_TEXT_BYTES])
{
    out[0] = '\0';
    if (at > MONTH_AT_MAX)
        (void)date_format(date_from_yyyymmdd(at), out);
    else if (at > YEAR_AT_MAX)
        (void)month_format(month_from_yyyymm(at), out);
    else if (at > 0)
        (void)snprintf(out, DATE_TEXT_BYTES, "%" PRId64, at);
    return out;
}

static const char *label_of(const struct indicator_payment_behind_row *r, struct arena *arena)
{
    char at[DATE_TEXT_BYTES];
    const char *when = at_text(r->at, at), *what = r->label;
    if (text_equals(r->kind, "budget"))
        what = _("全年预算");
    if (what == NULL || what[0] == '\0')
        return arena_printf(arena, "%" PRId64 "%s%s", r->id, when[0] ? " " : "", when);
    return arena_printf(arena, "%s%s%s", what, when[0] ? " " : "", when);
}

static const char *plain_path(const struct indicator_payment_behind_row *r, struct arena *arena)
{
    static const struct {
        const char *kind, *place;
    } places[] = {
        {"case", "cases"},           {"household", "households"},         {"bill", "medical/bills"},
        {"complaint", "complaints"}, {"publicity", "publicity"},          {"course", "courses"},
        {"problem", "problems"},     {"rectification", "rectifications"}, {"recheck", "households"},
    };
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++)
        if (text_equals(places[i].kind, r->kind))
            return arena_printf(arena, "/%s/%" PRId64, places[i].place, r->id);
    return "";
}

static const char *path_of(const struct indicator_payment_behind_row *r, struct arena *arena)
{
    char month[MONTH_TEXT_BYTES];
    if (text_equals(r->kind, "run_item"))
        return arena_printf(arena, "/runs/%" PRId64 "/items/%s/%" PRId64, r->other,
                            month_format(month_from_yyyymm(r->at), month), r->id);
    if (text_equals(r->kind, "return"))
        return arena_printf(arena, "/households/%" PRId64, r->id);
    if (text_equals(r->kind, "recheck") && r->other > 0)
        return arena_printf(arena, "/cases/%" PRId64, r->other);
    if (text_equals(r->kind, "person"))
        return r->other > 0 ? arena_printf(arena, "/households/%" PRId64, r->other)
                            : arena_printf(arena, "/medical/people/%" PRId64, r->id);
    if (text_equals(r->kind, "journal") || text_equals(r->kind, "budget"))
        return "/funds/4";
    if (text_equals(r->kind, "claim"))
        return arena_printf(arena, "/homes/%" PRId64 "/claims/%" PRId64, r->other, r->id);
    if (text_equals(r->kind, "survey_answer"))
        return arena_printf(arena, "/surveys/%" PRId64, r->other);
    if (text_equals(r->kind, "project") && r->label != NULL)
        return arena_printf(arena, "/projects/%.*s", (int)strcspn(r->label, " "), r->label);
    return plain_path(r, arena);
}

static enum status statement_take(struct db *db, const struct indicator_span *span,
                                  const struct indicator_page *page, indicator_behind_open open,
                                  struct arena *arena, struct indicator_subjects *subjects,
                                  struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct indicator_payment_behind_row r; /* all statements of rows answer alike */
    enum status s;
    TRY(open(db, span, page, &cursor, e));
    while ((s = db_next(cursor, &r, e)) == STATUS_OK) {
        struct indicator_subject one = {.kind = arena_strdup(arena, r.kind),
                                        .id = r.id,
                                        .label = label_of(&r, arena),
                                        .path = path_of(&r, arena),
                                        .township = r.township,
                                        .numerator = r.numerator,
                                        .denominator = r.denominator};
        if (one.kind == NULL || one.label == NULL || one.path == NULL)
            return arena_exhausted(e);
        indicator_subject_take(subjects, &one);
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

enum status indicator_behind(struct db *db, int64_t county, const struct indicator *i,
                             int64_t township, struct month from, struct month to, int64_t known,
                             int64_t skip, size_t limit, struct arena *arena,
                             struct indicator_subject **ret, size_t *ret_count, struct error *e)
{
    const struct indicator_entry *entry;
    struct indicator_span span = {.county = county, .known = known, .from = from, .to = to};
    const struct indicator_page page = {
        .township = township,
        .skip = skip < 0 ? 0 : skip,
        .limit = limit < INDICATOR_SUBJECTS_MAX ? limit : INDICATOR_SUBJECTS_MAX};
    struct indicator_subjects subjects = {.limit = page.limit};
    TRY(indicator_ask(db, i, &span, arena, &entry, e));
    subjects.row = ARENA_ARRAY(arena, struct indicator_subject, page.limit + 1);
    if (subjects.row == NULL)
        return arena_exhausted(e);
    if (entry->behind_open)
        TRY(statement_take(db, &span, &page, entry->behind_open, arena, &subjects, e));
    else {
        subjects.skip = page.skip;
        subjects.township = township;
        TRY(entry->behind_source(db, &span, arena, &subjects, e));
    }
    *ret = subjects.row;
    *ret_count = subjects.count;
    return STATUS_OK;
}

enum permission indicator_behind_permission(const struct indicator *i)
{
    static const struct {
        const char *begin;
        enum permission permission;
    } themes[] = {
        {"pay.", PERMISSION_PAYMENT_READ},         {"case.", PERMISSION_CASE_READ},
        {"recheck.", PERMISSION_CASE_READ},        {"notice.", PERMISSION_CASE_READ},
        {"medical.fund_", PERMISSION_LEDGER_READ}, {"medical.", PERMISSION_MEDICAL_READ},
        {"home.inst_", PERMISSION_REGISTRY_READ},  {"home.returns_", PERMISSION_PROJECT_READ},
        {"home.", PERMISSION_HOME_READ},           {"project.", PERMISSION_PROJECT_READ},
        {"complaint.", PERMISSION_COMPLAINT_READ}, {"survey.", PERMISSION_SURVEY_READ},
        {"publicity.", PERMISSION_PUBLICITY_READ}, {"training.", PERMISSION_TRAINING_READ},
        {"problem.", PERMISSION_MEETING_READ},     {"rectification.", PERMISSION_INSPECTION_READ},
    };
    for (size_t n = 0; n < sizeof themes / sizeof themes[0]; n++)
        if (strncmp(i->code, themes[n].begin, strlen(themes[n].begin)) == 0)
            return themes[n].permission;
    return PERMISSION_REGISTRY_READ;
}
