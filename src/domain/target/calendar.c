/* The plan's calendar read as duties: what its words ask for, and whether it is done. */
#include "domain/target/calendar.h"

#include <stdlib.h>

#include "domain/target/target_internal.h"
#include "target_duty_sql.h"

/* What the plan's words mean; a text that means nothing here is shown nowhere as a duty. */
struct moment {
    enum {
        MOMENT_NONE,
        MOMENT_BY_DAY,
        MOMENT_MONTHLY,
        MOMENT_QUARTERLY,
        MOMENT_DAY,
        MOMENT_MONTHS
    } kind;
    int month, day, last_month; /* last_month: may be less than month: it reaches into next year */
};

static bool number_take(const char **p, int most, int *ret)
{
    int n = 0;
    while (**p == ' ')
        (*p)++;
    if (**p < '0' || **p > '9')
        return false;
    for (; **p >= '0' && **p <= '9' && n <= most; (*p)++)
        n = n * 10 + (**p - '0');
    while (**p == ' ')
        (*p)++;
    *ret = n;
    return n >= 1 && n <= most;
}

static bool word_take(const char **p, const char *word)
{
    if (!text_starts(*p, word))
        return false;
    *p += strlen(word);
    return true;
}

/* 每月 10 日前, 每月, 每季度, 6 月 30 日, 7 月, 12 月至次年 1 月 */
static struct moment moment_read(const char *text)
{
    struct moment m = {MOMENT_NONE, 0, 0, 0};
    const char *p = text;
    if (word_take(&p, "每季度"))
        return *p ? m : (struct moment){MOMENT_QUARTERLY, 0, 0, 0};
    if (word_take(&p, "每月")) {
        if (!*p)
            m.kind = MOMENT_MONTHLY;
        else if (number_take(&p, 28, &m.day) && word_take(&p, "日前") && !*p)
            m.kind = MOMENT_BY_DAY;
        return m;
    }
    if (!number_take(&p, 12, &m.month) || !word_take(&p, "月"))
        return m;
    m.last_month = m.month;
    if (!*p) {
        m.kind = MOMENT_MONTHS;
    } else if (word_take(&p, "至")) {
        (void)word_take(&p, "次年");
        if (number_take(&p, 12, &m.last_month) && word_take(&p, "月") && !*p)
            m.kind = MOMENT_MONTHS;
    } else if (number_take(&p, 31, &m.day) && word_take(&p, "日") && !*p) {
        m.kind = MOMENT_DAY;
    }
    return m;
}

struct looking {
    struct db *db;
    int64_t county;
    int year;
    struct date today;
    struct arena *arena;
    struct target_duty *list;
    size_t count;
};

static enum status duty_add(struct looking *x, const struct plan_calendar_entry *entry,
                            const char *note, const char *path, struct date due, struct error *e)
{
    struct target_duty *d = &x->list[x->count++];
    *d = (struct target_duty){.what = entry->what,
                              .when = entry->when,
                              .clause = entry->clause,
                              .note = arena_strdup(x->arena, note),
                              .path = path,
                              .due_on = due,
                              .is_overdue = x->today.v > due.v};
    return d->note ? STATUS_OK : arena_exhausted(e);
}

/* Of which programme the clause speaks; a clause of neither: only a day to remember. */
static enum programme programme_of(const char *clause)
{
    return text_equals(clause, "P3.1")   ? PROGRAMME_DIBAO
           : text_equals(clause, "P3.2") ? PROGRAMME_WUBAO
                                         : (enum programme)0;
}

static enum status money_look(struct looking *x, const struct plan_calendar_entry *entry,
                              const struct moment *when, struct error *e)
{
    struct month m = date_month(x->today);
    enum programme p = programme_of(entry->clause);
    struct target_duty_run_row row = {0};
    char note[MONTH_TEXT_BYTES];
    if (month_year(m) != x->year || !p)
        return STATUS_OK;
    TRY(target_duty_run(
        x->db, (struct target_duty_run_args){.county = x->county, .programme = p, .month = m}, NULL,
        &row, e));
    if (row.runs > 0)
        return STATUS_OK;
    return duty_add(x, entry, month_format(m, note), "/runs",
                    date_make(month_year(m), month_of_year(m), when->day), e);
}

static enum status meeting_look(struct looking *x, const struct plan_calendar_entry *entry,
                                struct error *e)
{
    struct month m = date_month(x->today);
    struct target_duty_meeting_row row;
    char note[MONTH_TEXT_BYTES];
    if (month_year(m) != x->year || !text_equals(entry->clause, "P4.2"))
        return STATUS_OK;
    TRY(target_duty_meeting(
        x->db, (struct target_duty_meeting_args){.county = x->county, .month = m}, NULL, &row, e));
    if (row.held > 0)
        return STATUS_OK;
    return duty_add(x, entry, month_format(m, note), "/meetings", month_last_day(m), e);
}

/* The quarter that is over; its bulletin is looked for until a month after, then it is overdue. */
static enum status bulletin_look(struct looking *x, const struct plan_calendar_entry *entry,
                                 struct error *e)
{
    struct month m = date_month(x->today);
    struct month last = month_add(m, -((month_of_year(m) - 1) % 3) - 1);
    struct target_duty_bulletin_row row;
    char note[MONTH_TEXT_BYTES];
    if (month_year(last) != x->year || !text_equals(entry->clause, "P4.2"))
        return STATUS_OK;
    TRY(target_duty_bulletin(x->db,
                             (struct target_duty_bulletin_args){.county = x->county,
                                                                .year = x->year,
                                                                .quarter = month_quarter(last)},
                             NULL, &row, e));
    if (row.issued > 0)
        return STATUS_OK;
    (void)snprintf(note, sizeof note, "%d-Q%d", x->year, month_quarter(last));
    return duty_add(x, entry, note, "/bulletins", month_last_day(month_add(last, 1)), e);
}

static enum status check_look(struct looking *x, const struct plan_calendar_entry *entry,
                              const struct moment *when, struct error *e)
{
    bool reaches_over = when->last_month < when->month;
    struct month first = month_make(x->year, when->month),
                 last = month_make(x->year + reaches_over, when->last_month),
                 now = date_month(x->today);
    struct target_duty_assessment_row row;
    char note[MONTH_TEXT_BYTES];
    if (now.v < first.v || now.v > last.v)
        return STATUS_OK;
    if (text_equals(entry->clause, "P4.3")) {
        TRY(target_duty_assessment(
            x->db,
            (struct target_duty_assessment_args){.county = x->county,
                                                 .year = x->year,
                                                 .scope = when->month < 10 ? "MIDYEAR" : "YEAR"},
            NULL, &row, e));
        if (row.published > 0)
            return STATUS_OK;
    }
    (void)snprintf(note, sizeof note, "%d", x->year);
    return duty_add(x, entry, note,
                    text_equals(entry->clause, "P4.3") ? "/assessments" : "/targets",
                    month_last_day(last), e);
}

static enum status day_look(struct looking *x, const struct plan_calendar_entry *entry,
                            const struct moment *when, struct error *e)
{
    char note[DATE_TEXT_BYTES];
    if (!date_is_valid(x->year, when->month, when->day))
        return STATUS_OK;
    struct date due = date_make(x->year, when->month, when->day);
    if (x->today.v > due.v || x->today.v < due.v - TARGET_DUTY_DAYS)
        return STATUS_OK;
    return duty_add(x, entry, date_format(due, note), "/targets", due, e);
}

static enum status entry_look(struct looking *x, const struct plan_calendar_entry *entry,
                              struct error *e)
{
    struct moment when = moment_read(entry->when);
    switch (when.kind) {
    case MOMENT_BY_DAY:
        return money_look(x, entry, &when, e);
    case MOMENT_MONTHLY:
        return meeting_look(x, entry, e);
    case MOMENT_QUARTERLY:
        return bulletin_look(x, entry, e);
    case MOMENT_MONTHS:
        return check_look(x, entry, &when, e);
    case MOMENT_DAY:
        return day_look(x, entry, &when, e);
    case MOMENT_NONE:
        break;
    }
    return STATUS_OK;
}

static int by_due(const void *a, const void *b)
{
    const struct target_duty *p = a, *q = b;
    if (p->due_on.v != q->due_on.v)
        return p->due_on.v < q->due_on.v ? -1 : 1;
    return strcmp(p->what, q->what);
}

enum status target_calendar_due(struct db *db, int64_t county, struct date today,
                                struct arena *arena, struct target_duty **ret, size_t *ret_count,
                                struct error *e)
{
    struct plan_calendar_entry *entries;
    struct looking x = {.db = db, .county = county, .today = today, .arena = arena};
    size_t n;
    enum status s = plan_calendar_read(db, county, arena, &entries, &n, &x.year, e);
    if (s == STATUS_NONE)
        n = 0; /* no plan, no duties */
    else if (s != STATUS_OK)
        return s;
    x.list = ARENA_ARRAY(arena, struct target_duty, n + 1);
    if (!x.list)
        return arena_exhausted(e);
    for (size_t i = 0; i < n; i++)
        TRY(entry_look(&x, &entries[i], e));
    qsort(x.list, x.count, sizeof x.list[0], by_due);
    *ret = x.list;
    *ret_count = x.count;
    return STATUS_OK;
}
