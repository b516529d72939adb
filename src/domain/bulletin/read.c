/* Reading bulletins, their figures and sections. */
#include "domain/bulletin/bulletin_internal.h"

#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "bulletin_sql.h"

static struct date day_of(int64_t yyyymmdd)
{
    return yyyymmdd ? date_from_yyyymmdd(yyyymmdd) : (struct date){0};
}

static enum status bulletin_of(const struct bulletin_row *r, struct arena *arena,
                               struct bulletin *ret, struct error *e)
{
    struct bulletin b = {.id = r->id,
                         .known = r->known,
                         .assessment = r->assessment,
                         .state = (enum bulletin_state)r->state,
                         .year = (int)r->year,
                         .quarter = (int)r->quarter,
                         .version = (int)r->version,
                         .from = r->from_month,
                         .to = r->to_month,
                         .title = arena_strdup(arena, r->title),
                         .addressee = arena_strdup(arena, r->addressee),
                         .document = arena_strdup(arena, r->document),
                         .prepared_by = arena_strdup(arena, r->prepared_by),
                         .issued_by = arena_strdup(arena, r->issued_by ? r->issued_by : ""),
                         .number = r->number,
                         .submitted_on = day_of(r->submitted_on),
                         .issued_on = day_of(r->issued_on),
                         .has_hash = r->content_hash.n == HASH_BYTES,
                         .known_from = r->known_from,
                         .issued_change = r->issued_change};
    if (!b.title || !b.addressee || !b.document || !b.prepared_by || !b.issued_by)
        return arena_exhausted(e);
    if (b.has_hash)
        memcpy(b.content_hash, r->content_hash.p, HASH_BYTES);
    TRY(bulletin_kind_parse(r->kind, &b.kind, e));
    *ret = b;
    return STATUS_OK;
}

enum status bulletin_read(struct db *db, int64_t county, int64_t id, struct arena *arena,
                          struct bulletin *ret, struct error *e)
{
    struct bulletin_row row;
    TRY(bulletin_one(db, (struct bulletin_one_args){.county = county, .id = id}, arena, &row, e));
    return bulletin_of(&row, arena, ret, e);
}

enum status bulletin_list(struct db *db, int64_t county, int year, bool is_issued_only,
                          struct arena *arena, struct bulletin **ret, size_t *ret_count,
                          struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct bulletin *list = ARENA_ARRAY(arena, struct bulletin, BULLETIN_LIST_MAX);
    struct bulletin_row row;
    size_t n = 0;
    enum status s;
    if (!list)
        return arena_exhausted(e);
    TRY(bulletin_rows_open(db,
                           (struct bulletin_rows_args){
                               .county = county, .year = year, .is_issued_only = is_issued_only},
                           &cursor, e));
    while ((s = bulletin_rows_next(cursor, &row, e)) == STATUS_OK) {
        if (n == BULLETIN_LIST_MAX)
            return error_set(e, STATUS_FAILED, "BULLETIN_ROWS", _("通报超过 %d 份：请按年份查看"),
                             BULLETIN_LIST_MAX);
        TRY(bulletin_of(&row, arena, &list[n++], e));
    }
    if (s != STATUS_NONE)
        return s;
    *ret = list;
    *ret_count = n;
    return STATUS_OK;
}

static enum status figure_of(const struct bulletin_figure_row *r,
                             const struct division_table *places, struct arena *arena,
                             struct bulletin_figure *ret, struct error *e)
{
    const struct division *d = r->township ? division_by_code(places, r->township) : NULL;
    struct bulletin_figure f = {.number = r->number,
                                .township = r->township,
                                .code = arena_strdup(arena, r->indicator),
                                .book = arena_strdup(arena, r->book),
                                .indicator = indicator_by_code(r->indicator),
                                .from = r->from_month,
                                .to = r->to_month,
                                .numerator = r->numerator,
                                .denominator = r->denominator,
                                .target_bp = r->target_bp,
                                .rank = (int)r->rank_no};
    f.name = r->township == 0 ? "全县" : d ? d->name : arena_printf(arena, "%" PRId64, r->township);
    f.label = f.indicator                                  ? f.indicator->label
              : text_equals(r->indicator, BULLETIN_POINTS) ? N_("考核得分")
                                                           : f.code;
    if (!f.code || !f.book || !f.name)
        return arena_exhausted(e);
    *ret = f;
    return STATUS_OK;
}

enum status bulletin_figure_list(struct db *db, int64_t county, const struct bulletin *b,
                                 struct arena *arena, struct bulletin_figure **ret,
                                 size_t *ret_count, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct bulletin_figure *list = ARENA_ARRAY(arena, struct bulletin_figure, BULLETIN_FIGURES_MAX);
    struct division_table *places;
    struct bulletin_figure_row row;
    size_t n = 0;
    enum status s;
    if (!list)
        return arena_exhausted(e);
    TRY(division_table_read(db, county, b->to, arena, &places, e));
    TRY(bulletin_figure_rows_open(
        db, (struct bulletin_figure_rows_args){.county = county, .bulletin = b->id}, &cursor, e));
    while ((s = bulletin_figure_rows_next(cursor, &row, e)) == STATUS_OK) {
        if (n == BULLETIN_FIGURES_MAX)
            return error_set(e, STATUS_FAILED, "BULLETIN_ROWS", _("通报的数据超过 %d 项"),
                             BULLETIN_FIGURES_MAX);
        TRY(figure_of(&row, places, arena, &list[n++], e));
    }
    if (s != STATUS_NONE)
        return s;
    *ret = list;
    *ret_count = n;
    return STATUS_OK;
}

enum status bulletin_section_list(struct db *db, int64_t county, const struct bulletin *b,
                                  struct arena *arena, struct bulletin_section **ret,
                                  size_t *ret_count, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct bulletin_section *list = ARENA_ARRAY(arena, struct bulletin_section, BULLETIN_SECTIONS);
    struct bulletin_section_row row;
    size_t n = 0;
    enum status s;
    if (!list)
        return arena_exhausted(e);
    TRY(bulletin_section_rows_open(
        db, (struct bulletin_section_rows_args){.county = county, .bulletin = b->id}, &cursor, e));
    while ((s = bulletin_section_rows_next(cursor, &row, e)) == STATUS_OK) {
        if (n == BULLETIN_SECTIONS)
            return error_set(e, STATUS_FAILED, "BULLETIN_ROWS", _("通报的段落超过 %d 个"),
                             BULLETIN_SECTIONS);
        /* A draft's own sections bear the change of the drafting; everything else was written by
           hand. */
        list[n] = (struct bulletin_section){.number = (int)row.number,
                                            .heading = arena_strdup(arena, row.heading),
                                            .body = arena_strdup(arena, row.body),
                                            .actor = arena_strdup(arena, row.actor),
                                            .known_from = row.known_from,
                                            .is_edited = row.known_from != b->known_from};
        if (!list[n].heading || !list[n].body || !list[n].actor)
            return arena_exhausted(e);
        n++;
    }
    if (s != STATUS_NONE)
        return s;
    *ret = list;
    *ret_count = n;
    return STATUS_OK;
}
