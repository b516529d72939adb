/* Lists of cases: pages, the search box, a household's cases, my work. */
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/calendar.h"
#include "base/i18n.h"
#include "base/text.h"
#include "case_internal.h"
#include "domain/registry/household_list.h"

#define HOUSEHOLD_CASES_MAX 200
#define WAITING_ROWS_MAX (CASE_KIND_COUNT * STATE_COUNT)
#define DUE_SOON_DAYS 3
#define WAITS_BYTES_MAX 1024
#define TAIL_BYTES 4
/* Behind every text that begins with a prefix. */
#define PREFIX_END "\xF4\x8F\xBF\xBF"

static enum status record_keep(const struct case_file_row *row, struct date today,
                               struct arena *arena, struct case_record *ret, struct error *e)
{
    struct case_record c = case_record_of(row, today);
    c.number = arena_strdup(arena, row->number);
    c.receipt = arena_strdup(arena, row->receipt);
    c.applicant = arena_strdup(arena, row->applicant);
    c.id_tail = arena_strdup(arena, row->id_tail);
    if (!c.number || !c.receipt || !c.applicant || !c.id_tail)
        return arena_exhausted(e);
    *ret = c;
    return STATUS_OK;
}

typedef enum status (*next_row)(struct db_cursor *cursor, struct case_file_row *row,
                                struct error *e);

/* One row more than shown was asked for: it tells whether another page follows. */
static enum status rows_read(struct db_cursor *cursor, next_row next, int row_count,
                             struct date today, struct arena *arena, struct case_record **ret,
                             size_t *ret_count, bool *ret_has_more, struct error *e)
{
    struct case_record *list = ARENA_ARRAY(arena, struct case_record, (size_t)row_count);
    struct case_file_row row;
    size_t count = 0;
    bool has_more = false;
    enum status s;
    if (!list)
        return arena_exhausted(e);
    while ((s = next(cursor, &row, e)) == STATUS_OK) {
        if (count == (size_t)row_count) {
            has_more = true;
            break;
        }
        TRY(record_keep(&row, today, arena, &list[count++], e));
    }
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    *ret = list;
    *ret_count = count;
    if (ret_has_more)
        *ret_has_more = has_more;
    return STATUS_OK;
}

static void span_of(const struct case_filter *f, int64_t *ret_from, int64_t *ret_to)
{
    int64_t from, to;
    division_span(f->scope, ret_from, ret_to);
    if (f->division == 0)
        return;
    division_span(f->division, &from, &to);
    *ret_from = from > *ret_from ? from : *ret_from;
    *ret_to = to < *ret_to ? to : *ret_to;
}

/* Does the case, where it stands, wait for a step of this role? Steps with a limit lead on. */
static bool waits_for(enum case_kind kind, enum case_state state, enum role role)
{
    for (size_t i = 0; i < CASE_TRANSITION_COUNT; i++) {
        const struct case_transition *t = &CASE_TRANSITIONS[i];
        if ((t->kinds >> kind & 1u) != 0 && t->from == state && t->limit != LIMIT_NONE &&
            access_can(role, t->permission))
            return true;
    }
    return false;
}

static const char *waits_text(struct arena *arena, enum role role)
{
    char text[WAITS_BYTES_MAX] = ",";
    size_t n = 1;
    for (int kind = 1; kind < CASE_KIND_COUNT; kind++)
        for (int state = 1; state < STATE_COUNT && n < sizeof text; state++)
            if (waits_for((enum case_kind)kind, (enum case_state)state, role))
                n += (size_t)snprintf(text + n, sizeof text - n, "%d,", kind * 100 + state);
    assert(n < sizeof text);
    return arena_strdup(arena, text);
}

static enum status village_open(struct db *db, const struct case_page_args *a, bool is_open_only,
                                struct db_cursor **ret, struct error *e)
{
    return case_village_page_open(db,
                                  (struct case_village_page_args){.county = a->county,
                                                                  .after = a->after,
                                                                  .division = a->division_from,
                                                                  .kind = a->kind,
                                                                  .programme = a->programme,
                                                                  .state = a->state,
                                                                  .open_only = is_open_only,
                                                                  .opened_from = a->opened_from,
                                                                  .opened_to = a->opened_to,
                                                                  .row_count = a->row_count},
                                  ret, e);
}

/* A state that leads on is of open cases, but for refusals that have been served. Whether the state
   waits for the role is known here when the kind is given: my work's own links. */
static enum status state_open(struct db *db, const struct case_page_args *a, int mine_role,
                              struct db_cursor **ret, struct error *e)
{
    bool is_known =
        a->kind != 0 && mine_role != 0 &&
        waits_for((enum case_kind)a->kind, (enum case_state)a->state, (enum role)mine_role);
    return case_state_page_open(db,
                                (struct case_state_page_args){.county = a->county,
                                                              .after = a->after,
                                                              .division_from = a->division_from,
                                                              .division_to = a->division_to,
                                                              .kind = a->kind,
                                                              .programme = a->programme,
                                                              .state = a->state,
                                                              .overdue_before = a->overdue_before,
                                                              .waits = is_known ? "" : a->waits,
                                                              .opened_from = a->opened_from,
                                                              .opened_to = a->opened_to,
                                                              .row_count = a->row_count},
                                ret, e);
}

static enum status page_open(struct db *db, int64_t county, const struct case_filter *f,
                             struct arena *arena, struct db_cursor **ret, struct error *e)
{
    struct case_page_args a = {.county = county,
                               .after = f->after,
                               .kind = f->kind,
                               .programme = f->programme,
                               .state = f->state,
                               .overdue_before = f->is_overdue_only ? date_yyyymmdd(f->today) : 0,
                               .waits =
                                   f->mine_role ? waits_text(arena, (enum role)f->mine_role) : "",
                               .row_count = f->row_count + 1};
    if (!a.waits)
        return arena_exhausted(e);
    span_of(f, &a.division_from, &a.division_to);
    if (f->month.v != 0) {
        a.opened_from = date_yyyymmdd(month_first_day(f->month));
        a.opened_to = date_yyyymmdd(month_last_day(f->month));
    }
    if (a.division_from == a.division_to && !f->is_overdue_only && !f->mine_role)
        return village_open(db, &a, f->is_open_only, ret, e);
    bool is_open = f->is_open_only || f->is_overdue_only || f->mine_role != 0;
    if (f->state != STATE_NONE && !case_state_is_closed(f->state) &&
        (is_open || f->state != STATE_REFUSED))
        return state_open(db, &a, f->mine_role, ret, e);
    if (!is_open)
        return case_page_open(db, a, ret, e);
    return case_open_page_open(db,
                               (struct case_open_page_args){.county = a.county,
                                                            .after = a.after,
                                                            .division_from = a.division_from,
                                                            .division_to = a.division_to,
                                                            .kind = a.kind,
                                                            .programme = a.programme,
                                                            .state = a.state,
                                                            .overdue_before = a.overdue_before,
                                                            .waits = a.waits,
                                                            .opened_from = a.opened_from,
                                                            .opened_to = a.opened_to,
                                                            .row_count = a.row_count},
                               ret, e);
}

static const char *cased(struct arena *arena, const char *text, char first, char shift)
{
    char *copy = arena_strdup(arena, text);
    for (char *p = copy; p && *p; p++)
        if (*p >= first && *p <= first + 25)
            *p = (char)(*p + shift);
    return copy;
}

static bool is_ascii(const char *text)
{
    for (; *text; text++)
        if ((unsigned char)*text >= 0x80)
            return false;
    return true;
}

static enum status tail_open(struct db *db, int64_t county, const struct case_filter *f,
                             const char *text, struct arena *arena, struct db_cursor **ret,
                             struct error *e)
{
    struct case_by_tail_args a = {.county = county,
                                  .after = f->after,
                                  .kind = f->kind,
                                  .programme = f->programme,
                                  .state = f->state,
                                  .open_only = f->is_open_only ? 1 : 0,
                                  .tail = cased(arena, text, 'a', 'A' - 'a'),
                                  .row_count = f->row_count + 1};
    if (!a.tail)
        return arena_exhausted(e);
    span_of(f, &a.division_from, &a.division_to);
    return case_by_tail_open(db, a, ret, e);
}

static enum status search_open(struct db *db, int64_t county, const struct case_filter *f,
                               const char *text, struct arena *arena, struct db_cursor **ret,
                               struct error *e)
{
    bool is_plain = is_ascii(text);
    bool is_tail = is_plain && strlen(text) == TAIL_BYTES && *text >= '0' && *text <= '9';
    if (is_tail)
        return tail_open(db, county, f, text, arena, ret, e);
    const char *upper = cased(arena, text, 'a', 'A' - 'a');
    const char *lower = cased(arena, text, 'A', 'a' - 'A');
    struct case_search_args a = {.county = county,
                                 .after = f->after,
                                 .kind = f->kind,
                                 .programme = f->programme,
                                 .state = f->state,
                                 .open_only = f->is_open_only ? 1 : 0,
                                 .name = is_plain ? "" : text,
                                 .initials = is_plain ? lower : "",
                                 .number = is_plain ? upper : "",
                                 .row_count = f->row_count + 1};
    if (!upper || !lower)
        return arena_exhausted(e);
    span_of(f, &a.division_from, &a.division_to);
    a.name_end = arena_printf(arena, "%s%s", a.name, PREFIX_END);
    a.initials_end = arena_printf(arena, "%s%s", a.initials, PREFIX_END);
    a.number_end = arena_printf(arena, "%s%s", a.number, PREFIX_END);
    if (!a.name_end || !a.initials_end || !a.number_end)
        return arena_exhausted(e);
    return case_search_open(db, a, ret, e);
}

enum status case_list(struct db *db, int64_t county, const struct case_filter *filter,
                      struct arena *arena, struct case_record **ret, size_t *ret_count,
                      bool *ret_has_more, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct case_filter f = *filter;
    if (f.row_count < 1 || f.row_count > CASE_PAGE_ROWS_MAX)
        f.row_count = CASE_PAGE_ROWS_MAX;
    const char *text = text_tidy_solid(arena, f.search);
    if (!text)
        return arena_exhausted(e);
    if (*text)
        TRY(search_open(db, county, &f, text, arena, &cursor, e));
    else
        TRY(page_open(db, county, &f, arena, &cursor, e));
    return rows_read(cursor, case_page_next, f.row_count, f.today, arena, ret, ret_count,
                     ret_has_more, e);
}

enum status case_list_of_household(struct db *db, int64_t county, int64_t household,
                                   struct date today, struct arena *arena, struct case_record **ret,
                                   size_t *ret_count, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    TRY(case_of_household_open(db,
                               (struct case_of_household_args){.county = county,
                                                               .household = household,
                                                               .row_count = HOUSEHOLD_CASES_MAX},
                               &cursor, e));
    return rows_read(cursor, case_of_household_next, HOUSEHOLD_CASES_MAX, today, arena, ret,
                     ret_count, NULL, e);
}

/* ---- my work ---- */

/* What is overdue below rises: to the township's lead at once, to the bureau when it stays. */
static int64_t risen_to(enum role role, const struct case_waiting_row *row)
{
    if (role == ROLE_TOWNSHIP_LEAD)
        return row->overdue;
    return role == ROLE_BUREAU_OFFICER ? row->long_overdue : 0;
}

static struct case_waiting waiting_of(enum role role, const struct case_waiting_row *row)
{
    struct case_waiting w = {.kind = (enum case_kind)row->kind,
                             .state = (enum case_state)row->state};
    if (waits_for(w.kind, w.state, role)) {
        w.count = row->cases;
        w.due_soon = row->due_soon;
        w.overdue = row->overdue;
    } else if (access_can(role, PERMISSION_CASE_READ)) {
        w.risen = risen_to(role, row);
    }
    return w;
}

enum status case_waiting_list(struct db *db, int64_t county, enum role role, int64_t scope,
                              struct date today, struct arena *arena, struct case_waiting **ret,
                              size_t *ret_count, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct case_waiting *list = ARENA_ARRAY(arena, struct case_waiting, WAITING_ROWS_MAX);
    struct case_waiting_count_args a = {.county = county, .today = date_yyyymmdd(today)};
    struct case_waiting_row row;
    struct case_rules rules;
    size_t count = 0;
    enum status s;
    if (!list)
        return arena_exhausted(e);
    TRY(case_rules_read(db, county, date_month(today), &rules, e));
    division_span(scope, &a.division_from, &a.division_to);
    a.soon = date_yyyymmdd(calendar_add_working_days(today, DUE_SOON_DAYS));
    /* The last due day that is overdue by so many working days. */
    struct date edge = {today.v - 1};
    while (calendar_working_days_between(edge, today) < rules.escalate_days)
        edge.v--;
    a.risen_before = date_yyyymmdd((struct date){edge.v + 1});
    TRY(case_waiting_count_open(db, a, &cursor, e));
    while ((s = case_waiting_count_next(cursor, &row, e)) == STATUS_OK) {
        struct case_waiting w = waiting_of(role, &row);
        if ((w.count > 0 || w.risen > 0) && count < WAITING_ROWS_MAX)
            list[count++] = w;
    }
    if (s != STATUS_NONE)
        return s;
    *ret = list;
    *ret_count = count;
    return STATUS_OK;
}
