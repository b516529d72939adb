/* A bulletin's way: submitted, sent back, or issued by another with a number of its own and a hash
   in the trail; and the proof that it still says what it said. */
#include "domain/bulletin/bulletin_internal.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "bulletin_sql.h"

#define DOCUMENT_NUMBER_MOST 9999

struct stepping {
    struct bulletin_work w;
    const char *reason;
    int64_t number;
};

static enum status reason_check(const char *reason, struct error *e)
{
    if (reason && reason[0] && strlen(reason) <= BULLETIN_REASON_BYTES_MAX)
        return STATUS_OK;
    (void)error_set(e, STATUS_REFUSED, "REASON_MISSING", _("请写明原因（最多二百个字）"));
    return error_place(e, "reason"), STATUS_REFUSED;
}

/* As JSON text; NULL: no room. */
static const char *reason_detail(struct arena *arena, const char *reason)
{
    CLEANUP(buf_free) struct buf out = BUF_INIT(BULLETIN_REASON_BYTES_MAX * 6 + 64);
    buf_adds(&out, "{\"reason\":\"");
    for (const char *at = reason; *at; at++) {
        if (*at == '"' || *at == '\\')
            buf_addc(&out, '\\');
        buf_addc(&out, (unsigned char)*at < ' ' ? ' ' : *at);
    }
    buf_adds(&out, "\"}");
    return out.overflow ? NULL : arena_strdup(arena, buf_text(&out));
}

static enum status state_go(struct stepping *x, enum bulletin_state to, const char *prepared_by,
                            struct error *e)
{
    return bulletin_state_set(
        x->w.db,
        (struct bulletin_state_set_args){
            .county = x->w.county,
            .id = x->w.id,
            .from_state = x->w.b.state,
            .state = to,
            .submitted_on = to == BULLETIN_SUBMITTED ? date_yyyymmdd(x->w.today) : 0,
            .prepared_by = prepared_by},
        NULL, e);
}

static enum status submit_work(struct db *db, void *context, struct error *e)
{
    struct stepping *x = context;
    x->w.db = db;
    arena_reset(x->w.arena);
    TRY(bulletin_work_begin(&x->w, PERMISSION_BULLETIN_DRAFT, BULLETIN_DRAFT, 0, e));
    TRY(bulletin_sections_check(&x->w, e));
    TRY(bulletin_change_record(&x->w, "bulletin.submit", e));
    return state_go(x, BULLETIN_SUBMITTED, x->w.actor, e);
}

enum status bulletin_submit(struct db *db, int64_t county, int64_t id, const char *actor,
                            struct error *e)
{
    struct stepping x = {.w = {.county = county, .actor = actor, .id = id}};
    return bulletin_transact(db, &x.w, submit_work, &x, e);
}

static enum status send_back_work(struct db *db, void *context, struct error *e)
{
    struct stepping *x = context;
    x->w.db = db;
    arena_reset(x->w.arena);
    TRY(bulletin_work_begin(&x->w, PERMISSION_BULLETIN_ISSUE, BULLETIN_SUBMITTED, 0, e));
    x->w.detail = reason_detail(x->w.arena, x->reason);
    TRY(bulletin_change_record(&x->w, "bulletin.send-back", e));
    return state_go(x, BULLETIN_DRAFT, x->w.b.prepared_by, e);
}

enum status bulletin_send_back(struct db *db, int64_t county, int64_t id, const char *reason,
                               const char *actor, struct error *e)
{
    struct stepping x = {.w = {.county = county, .actor = actor, .id = id}, .reason = reason};
    TRY(reason_check(reason, e));
    return bulletin_transact(db, &x.w, send_back_work, &x, e);
}

static enum status discard_work(struct db *db, void *context, struct error *e)
{
    struct stepping *x = context;
    x->w.db = db;
    arena_reset(x->w.arena);
    TRY(bulletin_work_begin(&x->w, PERMISSION_BULLETIN_DRAFT, BULLETIN_DRAFT, BULLETIN_SUBMITTED,
                            e));
    x->w.detail = reason_detail(x->w.arena, x->reason);
    TRY(bulletin_change_record(&x->w, "bulletin.discard", e));
    return state_go(x, BULLETIN_DISCARDED, x->w.b.prepared_by, e);
}

enum status bulletin_discard(struct db *db, int64_t county, int64_t id, const char *reason,
                             const char *actor, struct error *e)
{
    struct stepping x = {.w = {.county = county, .actor = actor, .id = id}, .reason = reason};
    TRY(reason_check(reason, e));
    return bulletin_transact(db, &x.w, discard_work, &x, e);
}

/* ---- issuing ---- */

/* 泾民〔2013〕7号: the county's first character, then the office. */
static enum status document_take(struct stepping *x, struct error *e)
{
    struct division_table *places;
    struct bulletin_number_row last;
    struct bulletin_id_row taken;
    const struct division *d;
    const char *name = "";
    int year, month, day;
    date_split(x->w.today, &year, &month, &day);
    if (x->number < 0 || x->number > DOCUMENT_NUMBER_MOST) {
        (void)error_set(e, STATUS_REFUSED, "BULLETIN_DOCUMENT", _("文号应在 1 到 %d 之间"),
                        DOCUMENT_NUMBER_MOST);
        return error_place(e, "number"), STATUS_REFUSED;
    }
    TRY(division_table_read(x->w.db, x->w.county, x->w.b.to, x->w.arena, &places, e));
    for (size_t i = 0; (d = division_at(places, i)) != NULL; i++)
        if (d->level == 1)
            name = d->name;
    if (x->number == 0) {
        TRY(bulletin_last_number(
            x->w.db,
            (struct bulletin_last_number_args){.county = x->w.county,
                                               .first_day = date_make(year, 1, 1),
                                               .last_day = date_make(year, 12, 31)},
            NULL, &last, e));
        x->number = last.number + 1;
    }
    x->w.b.number = x->number;
    x->w.b.document = arena_printf(x->w.arena, "%.3s民〔%d〕%" PRId64 "号", name, year, x->number);
    if (!x->w.b.document)
        return arena_exhausted(e);
    enum status s = bulletin_by_document(
        x->w.db,
        (struct bulletin_by_document_args){.county = x->w.county, .document = x->w.b.document},
        NULL, &taken, e);
    if (s != STATUS_OK)
        return s == STATUS_NONE ? STATUS_OK : s;
    (void)error_set(e, STATUS_REFUSED, "BULLETIN_DOCUMENT",
                    _("文号 %s 已用于第 %" PRId64 " 号通报：请另选文号"), x->w.b.document,
                    taken.id);
    return error_place(e, "number"), STATUS_REFUSED;
}

static enum status same_person_not(const struct stepping *x,
                                   const struct bulletin_section *sections, size_t count,
                                   struct error *e)
{
    bool is_same = text_equals(x->w.actor, x->w.b.prepared_by);
    for (size_t i = 0; i < count; i++)
        is_same = is_same || text_equals(x->w.actor, sections[i].actor);
    return is_same ? error_set(e, STATUS_REFUSED, "SAME_PERSON",
                               _("%s 起草过这份通报：须由另一人签发"), x->w.actor)
                   : STATUS_OK;
}

static enum status issue_work(struct db *db, void *context, struct error *e)
{
    struct stepping *x = context;
    const int64_t asked = x->number;
    struct bulletin_figure *figures;
    struct bulletin_section *sections;
    size_t count, section_count;
    char hex[HASH_HEX_BYTES];
    x->w.db = db;
    arena_reset(x->w.arena);
    TRY(bulletin_work_begin(&x->w, PERMISSION_BULLETIN_ISSUE, BULLETIN_SUBMITTED, 0, e));
    TRY(bulletin_sections_check(&x->w, e));
    TRY(bulletin_figure_list(db, x->w.county, &x->w.b, x->w.arena, &figures, &count, e));
    TRY(bulletin_section_list(db, x->w.county, &x->w.b, x->w.arena, &sections, &section_count, e));
    TRY(same_person_not(x, sections, section_count, e));
    TRY(document_take(x, e));
    const int64_t number = x->number;
    x->number = asked; /* the work may be repeated */
    x->w.b.issued_by = x->w.actor;
    x->w.b.issued_on = x->w.today;
    bulletin_hash(&x->w.b, figures, count, sections, section_count, x->w.b.content_hash);
    hash_hex(x->w.b.content_hash, hex);
    x->w.detail =
        arena_printf(x->w.arena, "{\"bulletin\":%" PRId64 ",\"content\":\"%s\"}", x->w.id, hex);
    TRY(bulletin_change_record(&x->w, "bulletin.issue", e));
    return bulletin_seal(
        db,
        (struct bulletin_seal_args){.county = x->w.county,
                                    .id = x->w.id,
                                    .number = number,
                                    .document = x->w.b.document,
                                    .issued_by = x->w.actor,
                                    .issued_on = x->w.today,
                                    .content_hash = {x->w.b.content_hash, HASH_BYTES},
                                    .change = x->w.change},
        NULL, e);
}

enum status bulletin_issue(struct db *db, int64_t county, int64_t id, int64_t number,
                           const char *actor, struct error *e)
{
    struct stepping x = {.w = {.county = county, .actor = actor, .id = id}, .number = number};
    return bulletin_transact(db, &x.w, issue_work, &x, e);
}
