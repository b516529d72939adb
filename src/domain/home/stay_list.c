/* Residents as lists and pages show them. */
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "domain/home/stay_internal.h"
#include "stay_page_sql.h"

#define ROWS_MAX 5000
#define SEARCH_BYTES 200

static enum status stay_texts(const struct stay_page_row *r, struct arena *arena, struct stay *ret,
                              struct error *e)
{
    const struct {
        const char *from;
        const char **to;
    } texts[] = {
        {r->home_name, &ret->home_name},
        {r->person_name, &ret->person_name},
        {r->id_tail, &ret->id_tail},
        {r->room_number, &ret->room_number},
        {r->bed_label, &ret->bed_label},
        {r->agreement, &ret->agreement},
        {r->health, &ret->health},
        {r->contact, &ret->contact},
        {r->note, &ret->note},
        {r->leave_note, &ret->leave_note},
        {r->requested_by, &ret->requested_by},
        {r->confirmed_by, &ret->confirmed_by},
        {r->leave_requested_by, &ret->leave_requested_by},
        {r->leave_confirmed_by, &ret->leave_confirmed_by},
        {r->village_name, &ret->village_name},
        {r->township_name, &ret->township_name},
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        *texts[i].to = texts[i].from ? arena_strdup(arena, texts[i].from) : NULL;
        if (texts[i].from && !*texts[i].to)
            return arena_exhausted(e);
    }
    return STATUS_OK;
}

static struct month month_of(int64_t stored)
{
    return stored ? month_from_yyyymm(stored) : (struct month){0};
}

static enum status stay_of(const struct stay_page_row *r, struct arena *arena, struct stay *ret,
                           struct error *e)
{
    struct stay s = {
        .id = r->id,
        .home = r->home,
        .person = r->person,
        .household = r->household,
        .bed = r->bed,
        .next_stay = r->next_stay,
        .case_file = r->case_file,
        .to_home = r->to_home,
        .kind = (enum stay_kind)r->kind,
        .state = (enum stay_state)r->state,
        .from = r->from_date,
        .until = r->until_date,
        .form_from = month_of(r->form_from),
        .form_back = month_of(r->form_back),
        .township = r->division / 1000 * 1000,
        .sex = (enum sex)r->sex,
        .birth = r->birth ? date_from_yyyymmdd(r->birth) : (struct date){0},
        .care = (enum care_level)r->care,
        .died_on = r->died_on ? date_from_yyyymmdd(r->died_on) : (struct date){0},
    };
    if (*r->leave_reason)
        TRY(stay_leave_parse(r->leave_reason, &s.leave, e));
    TRY(stay_texts(r, arena, &s, e));
    *ret = s;
    return STATUS_OK;
}

enum status stay_read(struct db *db, int64_t county, int64_t id, struct arena *arena,
                      struct stay *ret, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct stay_page_row row;
    if (id <= 0)
        return STATUS_NONE;
    TRY(stay_page_open(db,
                       (struct stay_page_args){
                           .county = county, .id = id, .name_like = "", .tail = "", .row_count = 1},
                       &cursor, e));
    TRY(stay_page_next(cursor, &row, e));
    return stay_of(&row, arena, ret, e);
}

/* "%name%", with what LIKE would take for a sign kept apart by '!'. */
static void like_of(const char *search, char out[SEARCH_BYTES])
{
    size_t n = 0;
    out[n++] = '%';
    for (; *search && n < SEARCH_BYTES - 4; search++) {
        if (*search == '%' || *search == '_' || *search == '!')
            out[n++] = '!';
        out[n++] = *search;
    }
    out[n++] = '%';
    out[n] = '\0';
}

enum status stay_list(struct db *db, int64_t county, const struct stay_filter *f,
                      struct arena *arena, struct stay **ret, size_t *ret_count, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct stay_page_row row;
    char like[SEARCH_BYTES] = "";
    int rows = f->rows < 1 || f->rows > ROWS_MAX ? ROWS_MAX : f->rows;
    size_t count = 0, room = (size_t)rows;
    struct stay *list = ARENA_ARRAY(arena, struct stay, room);
    const char *search = f->search && *f->search ? f->search : NULL;
    enum status s;
    if (!list)
        return arena_exhausted(e);
    if (search && utf8_is_valid(search, strlen(search)) && strlen(search) < SEARCH_BYTES / 2 - 4)
        like_of(search, like);
    else if (search)
        return error_set(e, STATUS_REFUSED, "SEARCH_FORM", _("查找的内容太长或不是文字。"));
    TRY(stay_page_open(db,
                       (struct stay_page_args){.county = county,
                                               .home = f->home,
                                               .township = f->township,
                                               .person = f->person,
                                               .state = f->state,
                                               .on_date = f->on.v ? date_yyyymmdd(f->on) : 0,
                                               .after = f->after,
                                               .name_like = like,
                                               .tail = search ? search : "",
                                               .row_count = rows,
                                               .is_dead = f->is_dead},
                       &cursor, e));
    while ((s = stay_page_next(cursor, &row, e)) == STATUS_OK && count < room)
        TRY(stay_of(&row, arena, &list[count++], e));
    if (s != STATUS_NONE && s != STATUS_OK)
        return s;
    *ret = list;
    *ret_count = count;
    return STATUS_OK;
}

void stay_dead_first(struct stay *list, size_t count)
{
    size_t dead = 0;
    for (size_t i = 0; i < count; i++) {
        const struct stay s = list[i];
        if (s.died_on.v == 0)
            continue;
        for (size_t k = i; k > dead; k--)
            list[k] = list[k - 1];
        list[dead++] = s;
    }
}
