/* The minutes are put into force by another than who wrote them, and frozen. */
#include "domain/meeting/meeting_internal.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "meeting_sql.h"

#define DETAIL_BYTES 160

struct issuing {
    struct meeting_act act;
    const char *document;
};

/* Given by hand, else the next of the year: 会议纪要〔2013〕6号. */
static enum status number_take(struct issuing *x, struct meeting *m, struct error *e)
{
    struct meeting_issued_row row;
    m->document = x->document;
    if (x->document && x->document[0])
        return STATUS_OK;
    TRY(meeting_issued_in(x->act.db,
                          (struct meeting_issued_in_args){.county = x->act.county, .year = m->year},
                          NULL, &row, e));
    m->document =
        arena_printf(x->act.arena, _("会议纪要〔%d〕%" PRId64 "号"), m->year, row.count + 1);
    return m->document ? STATUS_OK : arena_exhausted(e);
}

static enum status content_read(struct issuing *x, struct meeting *m, uint8_t hash[HASH_BYTES],
                                struct error *e)
{
    TRY(meeting_take(&x->act, m, e));
    TRY(number_take(x, m, e));
    return meeting_hash(x->act.db, x->act.county, m, x->act.arena, hash, e);
}

static enum status issue_work(struct db *db, void *context, struct error *e)
{
    struct issuing *x = context;
    struct meeting m;
    uint8_t said[HASH_BYTES], hash[HASH_BYTES];
    char detail[DETAIL_BYTES], hex[HASH_HEX_BYTES];
    x->act.db = db;
    arena_reset(x->act.arena);
    TRY(meeting_may(&x->act, PERMISSION_MEETING_ISSUE, PERMISSION_NONE, 0, e));
    TRY(meeting_text_check("MEETING_FIELD", "document", x->document, false, MEETING_TITLE_BYTES_MAX,
                           e));
    TRY(content_read(x, &m, said, e));
    hash_hex(said, hex);
    (void)snprintf(detail, sizeof detail, "{\"meeting\":%" PRId64 ",\"content\":\"%s\"}", m.id,
                   hex);
    TRY(meeting_act_record(&x->act, "meeting.issue", "meeting", detail, e));
    /* Again, now that nobody else can write: the trail must name what is issued. */
    TRY(content_read(x, &m, hash, e));
    if (m.state != MEETING_HELD)
        return meeting_state_refuse(e, &m);
    if (memcmp(said, hash, HASH_BYTES) != 0)
        return error_set(e, STATUS_REFUSED, "MEETING_CHANGED",
                         _("第 %" PRId64 " 号会议纪要刚刚改动过，请重新查看后再签发"), m.id);
    if (text_equals(m.prepared_by, x->act.actor))
        return meeting_same_person(e, x->act.actor);
    return meeting_set_issued(db,
                              (struct meeting_set_issued_args){.county = x->act.county,
                                                               .id = m.id,
                                                               .document = m.document,
                                                               .actor = x->act.actor,
                                                               .on_date = x->act.today,
                                                               .content_hash = {hash, sizeof hash},
                                                               .change = x->act.change},
                              NULL, e);
}

enum status meeting_issue(struct db *db, int64_t county, int64_t id, const char *document,
                          const char *actor, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(MEETING_ARENA_BYTES);
    struct issuing x = {.act = {.arena = arena, .county = county, .id = id, .actor = actor},
                        .document = document};
    return arena ? db_transaction(db, issue_work, &x, e) : arena_exhausted(e);
}
