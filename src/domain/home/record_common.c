/* Checks that all records of a home share. */
#include "record_internal.h"

#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"

#define NAMES_MAX 20

enum status record_stay_find(struct db *db, int64_t county, int64_t stay, struct arena *arena,
                             struct record_stay_row *ret, struct error *e)
{
    enum status s =
        record_stay(db, (struct record_stay_args){.county = county, .stay = stay}, arena, ret, e);
    if (s == STATUS_NONE ||
        (s == STATUS_OK && (ret->state == STAY_REQUESTED || ret->state == STAY_REFUSED)))
        return error_set(e, STATUS_REFUSED, "STAY_UNKNOWN",
                         _("没有编号为 %" PRId64 " 的入住：请先办理并确认入院。"), stay);
    return s;
}

enum status home_of_stay(struct db *db, int64_t county, int64_t stay, int64_t *ret_home,
                         struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(RECORD_ARENA_BYTES);
    struct record_stay_row row;
    if (!arena)
        return arena_exhausted(e);
    TRY(record_stay_find(db, county, stay, arena, &row, e));
    *ret_home = row.home;
    return STATUS_OK;
}

enum status record_text(struct arena *arena, const char *given, size_t bytes_max, bool is_needed,
                        const char *code, const char *field, const char **ret, struct error *e)
{
    if (given && strlen(given) > bytes_max)
        return error_set(e, STATUS_REFUSED, code, _("%s太长：最多 %zu 字节。"), field, bytes_max);
    const char *text = text_tidy(arena, given);
    if (!text)
        return arena_exhausted(e);
    if (strlen(text) > bytes_max)
        return error_set(e, STATUS_REFUSED, code, _("%s太长：最多 %zu 字节。"), field, bytes_max);
    if (is_needed && text[0] == '\0')
        return error_set(e, STATUS_REFUSED, code, _("请填写%s。"), field);
    *ret = text;
    return STATUS_OK;
}

enum status record_day(struct date d, struct error *e)
{
    char today[DATE_TEXT_BYTES];
    if (d.v > 0 && d.v <= date_today().v)
        return STATUS_OK;
    return error_set(e, STATUS_REFUSED, "RECORD_DATE", _("日期要填，不能晚于今天（%s）。"),
                     date_format(date_today(), today));
}

/* Bytes of the separator at p; 0: none. */
static size_t separator(const char *p)
{
    static const char *const MARKS[] = {"、", "，", "；", ",", ";", " ", "/"};
    for (size_t i = 0; i < sizeof MARKS / sizeof MARKS[0]; i++)
        if (text_starts(p, MARKS[i]))
            return strlen(MARKS[i]);
    return 0;
}

size_t record_names_count(struct arena *arena, const char *names)
{
    const char *found[NAMES_MAX];
    size_t count = 0;
    while (names && *names && count < NAMES_MAX) {
        size_t n = 0, skip = separator(names);
        if (skip > 0) {
            names += skip;
            continue;
        }
        while (names[n] != '\0' && separator(names + n) == 0)
            n++;
        const char *name = arena_strndup(arena, names, n);
        bool is_new = name != NULL;
        for (size_t i = 0; is_new && i < count; i++)
            is_new = !text_equals(found[i], name);
        if (is_new)
            found[count++] = name;
        names += n;
    }
    return count;
}

enum status record_change(struct db *db, int64_t county, const char *actor, const char *action,
                          const char *noun, int64_t id, const char *detail, int64_t *ret_change,
                          struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(RECORD_ARENA_BYTES);
    const char *subject = arena ? arena_printf(arena, "%s %" PRId64, noun, id) : NULL;
    if (!subject || !detail)
        return arena_exhausted(e);
    return change_record(
        db, county,
        &(struct change_entry){
            .actor = actor, .action = action, .subject = subject, .detail = detail},
        ret_change, e);
}
