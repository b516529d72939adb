/* The hash that freezes issued minutes: docs/meeting.md has its fields in order. */
#include "domain/meeting/meeting_internal.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"

static void put_head(struct hash_state *h, int64_t county, const struct meeting *m)
{
    hash_put_text(h, "minsheng-meeting-1");
    hash_put_number(h, county);
    hash_put_number(h, m->id);
    hash_put_number(h, m->year);
    hash_put_number(h, month_yyyymm(m->month));
    hash_put_number(h, m->number);
    hash_put_number(h, meeting_day_number(m->held_on));
    const char *const texts[] = {m->place,  m->chair,   m->recorder, m->present,
                                 m->absent, m->summary, m->document, m->prepared_by};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        hash_put_text(h, texts[i]);
    hash_put_number(h, m->known);
}

static void put_item(struct hash_state *h, const struct meeting_item *i)
{
    const bool is_figure = i->indicator[0] != '\0';
    hash_put_number(h, i->number);
    hash_put_text(h, meeting_item_code(i->kind));
    hash_put_text(h, i->indicator);
    hash_put_text(h, i->book);
    hash_put_number(h, i->township);
    hash_put_number(h, is_figure ? month_yyyymm(i->from) : 0);
    hash_put_number(h, is_figure ? month_yyyymm(i->to) : 0);
    hash_put_number(h, i->numerator);
    hash_put_number(h, i->denominator);
    hash_put_number(h, i->target_bp);
    hash_put_number(h, i->subject);
    hash_put_text(h, i->text);
    hash_put_text(h, i->outcome);
    hash_put_text(h, i->actor);
}

/* Those raised at the meeting, by number: at most a few, so they are put in order as they come. */
static enum status put_problems(struct hash_state *h, struct db *db, int64_t county, int64_t id,
                                struct arena *arena, struct error *e)
{
    const struct problem_filter all = {.source = PROBLEM_MEETING};
    struct problem *list;
    size_t n;
    int64_t last = 0;
    TRY(problem_list(db, county, &all, arena, &list, &n, e));
    for (;;) {
        const struct problem *next = NULL;
        for (size_t i = 0; i < n; i++)
            if (list[i].source_id == id && list[i].id > last && (!next || list[i].id < next->id))
                next = &list[i];
        if (!next)
            return STATUS_OK;
        last = next->id;
        hash_put_text(h, "problem");
        hash_put_number(h, next->id);
        hash_put_number(h, next->township);
        hash_put_text(h, next->title);
        hash_put_text(h, next->cause);
        hash_put_text(h, next->measure);
        hash_put_text(h, next->owner);
        hash_put_number(h, meeting_day_number(next->first_due_on));
    }
}

static enum status put_practices(struct hash_state *h, struct db *db, int64_t county, int64_t id,
                                 struct arena *arena, struct error *e)
{
    struct practice *list;
    size_t n;
    int64_t last = 0;
    TRY(practice_list(db, county, 0, id, 0, arena, &list, &n, e));
    for (;;) {
        const struct practice *next = NULL;
        for (size_t i = 0; i < n; i++)
            if (list[i].id > last && (!next || list[i].id < next->id))
                next = &list[i];
        if (!next)
            return STATUS_OK;
        last = next->id;
        hash_put_text(h, "practice");
        hash_put_number(h, next->id);
        hash_put_number(h, next->township);
        hash_put_text(h, next->title);
        hash_put_text(h, next->body);
    }
}

enum status meeting_hash(struct db *db, int64_t county, const struct meeting *m,
                         struct arena *arena, uint8_t ret[HASH_BYTES], struct error *e)
{
    struct hash_state h;
    struct meeting_item *items;
    size_t n;
    TRY(meeting_item_list(db, county, m->id, 0, arena, &items, &n, e));
    hash_init(&h);
    put_head(&h, county, m);
    for (size_t i = 0; i < n; i++)
        put_item(&h, &items[i]);
    TRY(put_problems(&h, db, county, m->id, arena, e));
    TRY(put_practices(&h, db, county, m->id, arena, e));
    hash_final(&h, ret);
    return STATUS_OK;
}

enum status meeting_verify(struct db *db, int64_t county, int64_t id, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(MEETING_ARENA_BYTES);
    struct meeting m;
    uint8_t hash[HASH_BYTES];
    char hex[HASH_HEX_BYTES];
    if (!arena)
        return arena_exhausted(e);
    TRY(meeting_read(db, county, id, arena, &m, e));
    if (m.state != MEETING_ISSUED)
        return STATUS_OK;
    TRY(meeting_hash(db, county, &m, arena, hash, e));
    hash_hex(hash, hex);
    return text_equals(hex, m.hash)
               ? STATUS_OK
               : error_set(e, STATUS_REFUSED, "MEETING_ALTERED",
                           _("第 %" PRId64 " 号会议纪要的内容与签发时不同"), id);
}
