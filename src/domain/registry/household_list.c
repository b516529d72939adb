#include "domain/registry/household_list.h"

#include <assert.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "household_list_sql.h"

#define MEMBERS_SHOWN_MAX 200
#define PERIODS_SHOWN_MAX 500
#define TOWNSHIPS_MAX 200
#define TAIL_BYTES 4
/* Behind every text that begins with a prefix: no name contains the highest code point. */
#define PREFIX_END "\xF4\x8F\xBF\xBF"

void division_span(int64_t division, int64_t *ret_from, int64_t *ret_to)
{
    int64_t span = 1;
    /* A bare prefix (341823, 341823106) stands for the code with zeros below its level. */
    while (division > 0 && division < INT64_C(100000000000))
        division *= 1000;
    if (division % 1000 == 0)
        span = 1000;
    if (division % 1000000 == 0)
        span = 1000000;
    if (division == 0) {
        *ret_from = 1;
        *ret_to = 0;
        return;
    }
    *ret_from = division;
    *ret_to = division + span - 1;
}

/* The part of the division that lies in the scope; an empty span when it lies outside. */
static void filter_span(const struct household_filter *f, int64_t *ret_from, int64_t *ret_to)
{
    int64_t from, to;
    division_span(f->scope, &from, &to);
    if (f->division != 0) {
        int64_t inner_from, inner_to;
        division_span(f->division, &inner_from, &inner_to);
        from = inner_from > from ? inner_from : from;
        to = inner_to < to ? inner_to : to;
    }
    *ret_from = from;
    *ret_to = to;
}

static bool is_ascii(const char *text)
{
    for (; *text != '\0'; text++)
        if ((unsigned char)*text >= 0x80)
            return false;
    return true;
}

static char *lower(struct arena *arena, const char *text)
{
    char *copy = arena_strdup(arena, text);
    for (char *p = copy; p != NULL && *p != '\0'; p++)
        if (*p >= 'A' && *p <= 'Z')
            *p = (char)(*p - 'A' + 'a');
    return copy;
}

static char *upper(struct arena *arena, const char *text)
{
    char *copy = arena_strdup(arena, text);
    for (char *p = copy; p != NULL && *p != '\0'; p++)
        if (*p >= 'a' && *p <= 'z')
            *p = (char)(*p - 'a' + 'A');
    return copy;
}

static enum status open_search(struct db *db, int64_t county, const struct household_filter *f,
                               const char *text, struct arena *arena, struct db_cursor **ret,
                               struct error *e)
{
    struct household_search_args args = {.county = county,
                                         .month = f->month,
                                         .after = f->after,
                                         .row_count = (int64_t)f->row_count + 1};
    bool is_tail = strlen(text) == TAIL_BYTES && is_ascii(text) && text[0] >= '0' && text[0] <= '9';
    bool is_initials = is_ascii(text) && !is_tail;
    filter_span(f, &args.division_from, &args.division_to);
    args.text = is_ascii(text) ? "" : text;
    args.text_end = arena_printf(arena, "%s%s", args.text, PREFIX_END);
    args.initials = is_initials ? lower(arena, text) : "";
    args.initials_end =
        arena_printf(arena, "%s%s", args.initials != NULL ? args.initials : "", PREFIX_END);
    args.tail = is_tail ? upper(arena, text) : "";
    if (args.text_end == NULL || args.initials == NULL || args.initials_end == NULL ||
        args.tail == NULL)
        return arena_exhausted(e);
    return household_search_open(db, args, ret, e);
}

static enum status open_page(struct db *db, int64_t county, const struct household_filter *f,
                             struct db_cursor **ret, struct error *e)
{
    struct household_page_args args = {.county = county,
                                       .programme = f->programme,
                                       .month = f->month,
                                       .status = f->status,
                                       .mgmt_class = f->mgmt_class,
                                       .form = f->form,
                                       .after = f->after,
                                       .row_count = (int64_t)f->row_count + 1};
    filter_span(f, &args.division_from, &args.division_to);
    return household_page_open(db, args, ret, e);
}

enum status household_list(struct db *db, int64_t county, const struct household_filter *filter,
                           struct arena *arena, struct household_item **ret, size_t *ret_count,
                           bool *ret_has_more, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct household_page_row row;
    size_t count = 0;
    bool has_more = false;
    enum status s;
    assert(filter->row_count > 0 && filter->row_count <= HOUSEHOLD_PAGE_ROWS_MAX);
    struct household_item *list = ARENA_ARRAY(arena, struct household_item, filter->row_count);
    const char *text = filter->search != NULL ? text_tidy_solid(arena, filter->search) : "";
    if (list == NULL || text == NULL)
        return arena_exhausted(e);
    bool is_search = text[0] != '\0';
    TRY(is_search ? open_search(db, county, filter, text, arena, &cursor, e)
                  : open_page(db, county, filter, &cursor, e));
    while ((s = is_search ? household_search_next(cursor, &row, e)
                          : household_page_next(cursor, &row, e)) == STATUS_OK) {
        if (count == filter->row_count) {
            has_more = true;
            break;
        }
        list[count] = (struct household_item){.household = row.household,
                                              .division = row.division,
                                              .head = row.head,
                                              .programme = (enum programme)row.programme,
                                              .status = (enum entitlement_status)row.status,
                                              .mgmt_class = (int)row.mgmt_class,
                                              .form = (enum support_form)row.form,
                                              .income_year = row.income,
                                              .head_name = arena_strdup(arena, row.head_name),
                                              .id_tail = arena_strdup(arena, row.id_tail)};
        if (list[count].head_name == NULL || list[count].id_tail == NULL)
            return arena_exhausted(e);
        count++;
    }
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    *ret = list;
    *ret_count = count;
    *ret_has_more = has_more;
    return STATUS_OK;
}

enum status household_member_list(struct db *db, int64_t county, int64_t household, struct month m,
                                  struct arena *arena, struct household_member **ret,
                                  size_t *ret_count, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct household_person_row row;
    size_t count = 0;
    enum status s = STATUS_NONE;
    struct household_member *list = ARENA_ARRAY(arena, struct household_member, MEMBERS_SHOWN_MAX);
    if (list == NULL)
        return arena_exhausted(e);
    TRY(household_people_open(
        db, (struct household_people_args){.county = county, .household = household, .month = m},
        &cursor, e));
    while (count < MEMBERS_SHOWN_MAX && (s = household_people_next(cursor, &row, e)) == STATUS_OK) {
        struct household_member *member = &list[count++];
        *member = (struct household_member){.person = row.person,
                                            .name = arena_strdup(arena, row.name),
                                            .id_tail = arena_strdup(arena, row.id_tail),
                                            .cause = arena_strdup(arena, row.cause),
                                            .sex = (enum sex)row.sex,
                                            .birth = row.birth,
                                            .relation = (enum relation)row.relation,
                                            .is_present = row.is_present,
                                            .is_protected = row.is_protected,
                                            .is_seriously_ill = row.is_seriously_ill,
                                            .is_student = row.is_student,
                                            .disability_grade = (int)row.disability_grade};
        if (member->name == NULL || member->id_tail == NULL || member->cause == NULL)
            return arena_exhausted(e);
    }
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    *ret = list;
    *ret_count = count;
    return STATUS_OK;
}

enum status household_story(struct db *db, int64_t county, int64_t household, struct arena *arena,
                            struct household_period **ret, size_t *ret_count, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct household_period_row row;
    size_t count = 0;
    enum status s = STATUS_NONE;
    struct household_period *list = ARENA_ARRAY(arena, struct household_period, PERIODS_SHOWN_MAX);
    if (list == NULL)
        return arena_exhausted(e);
    TRY(household_periods_open(
        db, (struct household_periods_args){.county = county, .household = household}, &cursor, e));
    while (count < PERIODS_SHOWN_MAX &&
           (s = household_periods_next(cursor, &row, e)) == STATUS_OK) {
        struct household_period *period = &list[count++];
        *period = (struct household_period){.programme = (enum programme)row.programme,
                                            .from = row.from_month,
                                            .to = row.to_month,
                                            .is_believed = row.known_to == KNOWN_OPEN,
                                            .status = (enum entitlement_status)row.status,
                                            .division = row.division,
                                            .mgmt_class = (int)row.mgmt_class,
                                            .income_year = row.income,
                                            .form = (enum support_form)row.form,
                                            .cause = arena_strdup(arena, row.cause),
                                            .at = arena_strdup(arena, row.at),
                                            .actor = arena_strdup(arena, row.actor),
                                            .action = arena_strdup(arena, row.action)};
        if (period->cause == NULL || period->at == NULL || period->actor == NULL ||
            period->action == NULL)
            return arena_exhausted(e);
    }
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    *ret = list;
    *ret_count = count;
    return STATUS_OK;
}

enum status household_township_counts(struct db *db, int64_t county, enum programme p,
                                      struct month m, int64_t scope, struct arena *arena,
                                      struct township_count **ret, size_t *ret_count,
                                      struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct household_count_by_township_args args = {.county = county, .programme = p, .month = m};
    struct household_count_row row;
    size_t count = 0;
    enum status s = STATUS_NONE;
    struct township_count *list = ARENA_ARRAY(arena, struct township_count, TOWNSHIPS_MAX);
    if (list == NULL)
        return arena_exhausted(e);
    division_span(scope, &args.division_from, &args.division_to);
    TRY(household_count_by_township_open(db, args, &cursor, e));
    while (count < TOWNSHIPS_MAX &&
           (s = household_count_by_township_next(cursor, &row, e)) == STATUS_OK)
        list[count++] = (struct township_count){row.township, row.households, row.institution};
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    *ret = list;
    *ret_count = count;
    return STATUS_OK;
}

const char *relation_label(enum relation r)
{
    static const char *const labels[] = {
        [RELATION_HEAD] = N_("户主"),     [RELATION_SPOUSE] = N_("配偶"),
        [RELATION_SON] = N_("子"),        [RELATION_DAUGHTER] = N_("女儿"),
        [RELATION_GRANDSON] = N_("孙子"), [RELATION_GRANDDAUGHTER] = N_("孙女"),
        [RELATION_FATHER] = N_("父亲"),   [RELATION_MOTHER] = N_("母亲"),
        [RELATION_OTHER] = N_("其他"),
    };
    return r >= RELATION_HEAD && r <= RELATION_OTHER ? labels[r] : labels[RELATION_OTHER];
}

const char *entitlement_status_label(enum entitlement_status s)
{
    switch (s) {
    case ENTITLEMENT_ACTIVE:
        return N_("在保");
    case ENTITLEMENT_SUSPENDED:
        return N_("暂停");
    case ENTITLEMENT_GRACE:
        return N_("渐退期");
    default:
        return N_("已退出");
    }
}

const char *support_form_label(enum support_form f)
{
    return f == FORM_INSTITUTION ? N_("集中供养") : f == FORM_SCATTERED ? N_("分散供养") : "";
}
