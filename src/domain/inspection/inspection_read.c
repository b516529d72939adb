/* Reads visits, and reckons the hash that freezes them. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "domain/inspection/inspection.h"
#include "domain/inspection/inspection_internal.h"
#include "inspection_sql.h"

static enum status visit_of(const struct inspection_row *r, struct arena *arena,
                            struct inspection *ret, struct error *e)
{
    struct inspection x = {.id = r->id,
                           .assessment = r->assessment,
                           .township = r->township,
                           .division = r->division,
                           .latitude = r->latitude,
                           .longitude = r->longitude,
                           .known_from = r->known_from,
                           .submitted_change = r->submitted_change,
                           .state = (enum inspection_state)r->state,
                           .township_name = arena_strdup(arena, r->township_name),
                           .division_name = arena_strdup(arena, r->division_name),
                           .place = arena_strdup(arena, r->place),
                           .inspectors = arena_strdup(arena, r->inspectors),
                           .summary = arena_strdup(arena, r->summary),
                           .inspected_by = arena_strdup(arena, r->inspected_by),
                           .strike_reason = arena_strdup(arena, r->strike_reason),
                           .on = r->on_date,
                           .submitted_on = inspection_day_of(r->submitted_on),
                           .findings = (int)r->findings,
                           .defects = (int)r->defects,
                           .marks = (int)r->marks};
    if (!x.township_name || !x.division_name || !x.place || !x.inspectors || !x.summary ||
        !x.inspected_by || !x.strike_reason)
        return arena_exhausted(e);
    if (r->content_hash.p && r->content_hash.n == HASH_BYTES)
        memcpy(x.content_hash, r->content_hash.p, HASH_BYTES);
    *ret = x;
    return STATUS_OK;
}

static bool is_shown(const struct inspection_row *r, const struct inspection_filter *f)
{
    if (f->scope && !access_in_scope(f->scope, r->township))
        return false;
    if (f->by && !text_equals(f->by, r->inspected_by))
        return false;
    return r->state == INSPECTION_SUBMITTED || !f->viewer ||
           text_equals(f->viewer, r->inspected_by);
}

static enum status rows_read(struct db *db, int64_t county, int64_t id,
                             const struct inspection_filter *f, struct arena *arena,
                             struct inspection **ret, size_t *ret_count, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct inspection *list = ARENA_ARRAY(arena, struct inspection, id ? 1 : INSPECTIONS_MAX);
    struct inspection_row row;
    size_t n = 0;
    enum status s;
    if (!list)
        return arena_exhausted(e);
    TRY(inspection_rows_open(db,
                             (struct inspection_rows_args){.county = county,
                                                           .id = id,
                                                           .township = f->township,
                                                           .assessment = f->assessment,
                                                           .state = f->state},
                             &cursor, e));
    while ((s = inspection_rows_next(cursor, &row, e)) == STATUS_OK) {
        if (!is_shown(&row, f))
            continue;
        if (n == INSPECTIONS_MAX)
            return error_set(e, STATUS_FAILED, "INSPECTION_ROWS", _("检查超过 %d 次"),
                             INSPECTIONS_MAX);
        TRY(visit_of(&row, arena, &list[n++], e));
    }
    if (s != STATUS_NONE)
        return s;
    *ret = list;
    *ret_count = n;
    return STATUS_OK;
}

enum status inspection_list(struct db *db, int64_t county, const struct inspection_filter *f,
                            struct arena *arena, struct inspection **ret, size_t *ret_count,
                            struct error *e)
{
    return rows_read(db, county, 0, f, arena, ret, ret_count, e);
}

enum status inspection_read(struct db *db, int64_t county, int64_t id,
                            const struct inspection_filter *f, struct arena *arena,
                            struct inspection *ret, struct error *e)
{
    struct inspection *list;
    size_t n;
    if (id <= 0)
        return STATUS_NONE;
    TRY(rows_read(db, county, id, f, arena, &list, &n, e));
    if (n == 0)
        return STATUS_NONE;
    *ret = list[0];
    return STATUS_OK;
}

enum status inspection_finding_list(struct db *db, int64_t county, int64_t id, struct arena *arena,
                                    struct inspection_finding **ret, size_t *ret_count,
                                    struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct inspection_finding *list =
        ARENA_ARRAY(arena, struct inspection_finding, INSPECTION_FINDINGS_MAX);
    struct inspection_finding_row row;
    size_t n = 0;
    enum status s;
    if (!list)
        return arena_exhausted(e);
    TRY(inspection_finding_rows_open(
        db, (struct inspection_finding_rows_args){.county = county, .inspection = id}, &cursor, e));
    while ((s = inspection_finding_rows_next(cursor, &row, e)) == STATUS_OK) {
        if (n == INSPECTION_FINDINGS_MAX)
            return error_set(e, STATUS_FAILED, "INSPECTION_ROWS", _("一次检查的情况超过 %d 条"),
                             INSPECTION_FINDINGS_MAX);
        list[n] = (struct inspection_finding){.number = (int)row.number,
                                              .node = arena_strdup(arena, row.node),
                                              .subject = arena_strdup(arena, row.subject),
                                              .text = arena_strdup(arena, row.text),
                                              .actor = arena_strdup(arena, row.actor),
                                              .cases = row.cases};
        if (!list[n].node || !list[n].subject || !list[n].text || !list[n].actor)
            return arena_exhausted(e);
        TRY(inspection_kind_parse(row.kind, &list[n].kind, e));
        n++;
    }
    if (s != STATUS_NONE)
        return s;
    *ret = list;
    *ret_count = n;
    return STATUS_OK;
}

enum status inspection_mark_list(struct db *db, int64_t county, int64_t id, struct arena *arena,
                                 struct inspection_mark **ret, size_t *ret_count, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct inspection_mark *list = ARENA_ARRAY(arena, struct inspection_mark, INSPECTION_MARKS_MAX);
    struct inspection_mark_row row;
    size_t n = 0;
    enum status s;
    if (!list)
        return arena_exhausted(e);
    TRY(inspection_mark_rows_open(
        db, (struct inspection_mark_rows_args){.county = county, .inspection = id}, &cursor, e));
    while ((s = inspection_mark_rows_next(cursor, &row, e)) == STATUS_OK) {
        if (n == INSPECTION_MARKS_MAX)
            return error_set(e, STATUS_FAILED, "INSPECTION_ROWS", _("一次检查的评分超过 %d 项"),
                             INSPECTION_MARKS_MAX);
        list[n] = (struct inspection_mark){.node = arena_strdup(arena, row.node),
                                           .share_bp = row.share_bp,
                                           .reason = arena_strdup(arena, row.reason),
                                           .actor = arena_strdup(arena, row.actor)};
        if (!list[n].node || !list[n].reason || !list[n].actor)
            return arena_exhausted(e);
        n++;
    }
    if (s != STATUS_NONE)
        return s;
    *ret = list;
    *ret_count = n;
    return STATUS_OK;
}

enum status inspection_hash(struct db *db, int64_t county, const struct inspection *i,
                            struct arena *arena, uint8_t ret[HASH_BYTES], struct error *e)
{
    struct inspection_finding *findings;
    struct inspection_mark *marks;
    size_t finding_count, mark_count;
    struct hash_state h;
    TRY(inspection_finding_list(db, county, i->id, arena, &findings, &finding_count, e));
    TRY(inspection_mark_list(db, county, i->id, arena, &marks, &mark_count, e));
    hash_init(&h);
    hash_put_text(&h, "minsheng-inspection-1");
    const int64_t numbers[] = {county,      i->id,       i->assessment,
                               i->township, i->division, date_yyyymmdd(i->on),
                               i->latitude, i->longitude};
    for (size_t k = 0; k < sizeof numbers / sizeof *numbers; k++)
        hash_put_number(&h, numbers[k]);
    hash_put_text(&h, i->place);
    hash_put_text(&h, i->inspectors);
    hash_put_text(&h, i->summary);
    hash_put_text(&h, i->inspected_by);
    hash_put_number(&h, (int64_t)finding_count);
    for (size_t k = 0; k < finding_count; k++) {
        hash_put_number(&h, findings[k].number);
        hash_put_text(&h, inspection_kind_code(findings[k].kind));
        hash_put_text(&h, findings[k].node);
        hash_put_text(&h, findings[k].subject);
        hash_put_text(&h, findings[k].text);
        hash_put_number(&h, findings[k].cases);
    }
    hash_put_number(&h, (int64_t)mark_count);
    for (size_t k = 0; k < mark_count; k++) {
        hash_put_text(&h, marks[k].node);
        hash_put_number(&h, marks[k].share_bp);
        hash_put_text(&h, marks[k].reason);
    }
    hash_final(&h, ret);
    return STATUS_OK;
}
