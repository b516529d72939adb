/* Documents entered by one and approved by another. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/hash.h"
#include "base/i18n.h"
#include "base/text.h"
#include "domain/library/library_internal.h"
#include "domain/library/may.h"

#define TITLE_BYTES_MAX 600
#define NUMBER_BYTES_MAX 200
#define CANONICAL_BYTES_MAX (LIBRARY_BODY_BYTES_MAX + 4096)
#define DETAIL_BYTES 160

struct entering {
    struct arena *arena;
    int64_t county, id, change;
    const struct library_document *document;
    const char *actor;
};

static enum status field(struct error *e, const char *name, const char *reason)
{
    (void)error_set(e, STATUS_REFUSED, "LIBRARY_FIELD", "%s", reason);
    (void)error_place(e, "%s", name);
    return STATUS_REFUSED;
}

static enum status fields_check(const struct library_document *d, struct error *e)
{
    if (d->kind < LIBRARY_LAW || d->kind >= LIBRARY_KIND_END)
        return field(e, "kind", _("没有文件种类"));
    TRY(library_text_check("LIBRARY_FIELD", "document", d->document, false, NUMBER_BYTES_MAX, e));
    TRY(library_text_check("LIBRARY_FIELD", "title", d->title, true, TITLE_BYTES_MAX, e));
    TRY(library_text_check("LIBRARY_FIELD", "issuer", d->issuer, true, NUMBER_BYTES_MAX, e));
    TRY(library_text_check("LIBRARY_FIELD", "clause", d->clause, false, NUMBER_BYTES_MAX, e));
    TRY(library_text_check("LIBRARY_FIELD", "body", d->body, true, LIBRARY_BODY_BYTES_MAX, e));
    if (!utf8_is_valid(d->body, strlen(d->body)) || !utf8_is_valid(d->title, strlen(d->title)))
        return field(e, "body", _("正文含有不能识别的字符"));
    if (!d->issued_on.v || !d->effective_from.v || !d->effective_until.v)
        return field(e, "effective_from", _("发文日期或施行日期没有写"));
    if (d->effective_from.v > d->effective_until.v)
        return field(e, "effective_until", _("失效日期早于施行日期"));
    if (d->programme < 0 || d->programme > PROGRAMME_COUNT)
        return field(e, "programme", _("没有这个救助项目"));
    if (d->parameter_count > LIBRARY_PARAMETERS_MAX)
        return field(e, "parameters", _("参数太多"));
    return STATUS_OK;
}

static bool is_parameter(const char *name)
{
    for (int k = 0; k < POLICY_COUNT; k++)
        if (text_equals(policy_key_name((enum policy_key)k), name))
            return true;
    return false;
}

static enum status parameters_write(struct db *db, const struct entering *x, struct error *e)
{
    for (size_t i = 0; i < x->document->parameter_count; i++) {
        const char *name = x->document->parameters[i];
        if (!is_parameter(name))
            return error_set(e, STATUS_REFUSED, "POLICY_UNKNOWN", _("没有参数 %s"), name);
        TRY(library_parameter_put(db,
                                  (struct library_parameter_put_args){
                                      .county = x->county, .document = x->id, .name = name},
                                  NULL, e));
    }
    return STATUS_OK;
}

static enum status version_write(struct db *db, const struct entering *x,
                                 const struct library_document *d, struct error *e)
{
    return library_document_insert(
        db,
        (struct library_document_insert_args){.county = x->county,
                                              .id = x->id,
                                              .known_from = x->change,
                                              .kind = library_kind_code(d->kind),
                                              .document = d->document ? d->document : "",
                                              .title = d->title,
                                              .issuer = d->issuer,
                                              .issued_on = d->issued_on,
                                              .effective_from = d->effective_from,
                                              .effective_until = d->effective_until,
                                              .replaced_by = d->replaced_by,
                                              .programme = d->programme,
                                              .clause = d->clause ? d->clause : "",
                                              .body = d->body,
                                              .is_public = d->is_public,
                                              .is_example = d->is_example,
                                              .entered_by = d->entered_by,
                                              .approved_by = d->approved_by,
                                              .state = d->state},
        NULL, e);
}

static enum status change_of(struct db *db, struct entering *x, const char *action,
                             const char *detail, struct error *e)
{
    char subject[40];
    (void)snprintf(subject, sizeof subject, "library_document %" PRId64, x->id);
    return change_record(
        db, x->county,
        &(struct change_entry){
            .actor = x->actor, .action = action, .subject = subject, .detail = detail},
        &x->change, e);
}

static enum status taken_check(struct db *db, const struct entering *x, struct error *e)
{
    struct library_same_row same;
    const struct library_document *d = x->document;
    enum status s = library_document_same(
        db,
        (struct library_document_same_args){.county = x->county,
                                            .document = d->document ? d->document : "",
                                            .title = d->title,
                                            .clause = d->clause ? d->clause : ""},
        x->arena, &same, e);
    if (s == STATUS_NONE || (s == STATUS_OK && same.id == d->id))
        return STATUS_OK;
    return s == STATUS_OK ? error_set(e, STATUS_REFUSED, "LIBRARY_TAKEN",
                                      _("政策库里已有这件文件（第 %" PRId64 " 号）"), same.id)
                          : s;
}

static enum status enter_work(struct db *db, void *context, struct error *e)
{
    struct entering *x = context;
    struct library_document d = *x->document, old;
    arena_reset(x->arena);
    TRY(library_may(db, x->county, x->actor, PERMISSION_LIBRARY_WRITE, 0, x->arena, e));
    TRY(fields_check(&d, e));
    TRY(taken_check(db, x, e));
    x->id = d.id;
    if (d.id != 0) {
        enum status s = library_read(db, x->county, d.id, KNOWN_NOW, false, x->arena, &old, e);
        if (s != STATUS_OK)
            return s == STATUS_NONE ? error_set(e, STATUS_REFUSED, "LIBRARY_UNKNOWN",
                                                _("政策库里没有第 %" PRId64 " 号文件"), d.id)
                                    : s;
    } else {
        TRY(counter_take(db, x->county, "library_document", 1, &x->id, e));
    }
    TRY(change_of(db, x, "library.enter", "", e));
    if (d.id != 0)
        TRY(library_document_end(db,
                                 (struct library_document_end_args){
                                     .county = x->county, .id = x->id, .change = x->change},
                                 NULL, e));
    d.entered_by = x->actor;
    d.approved_by = NULL;
    d.state = LIBRARY_ENTERED;
    TRY(version_write(db, x, &d, e));
    return parameters_write(db, x, e);
}

enum status library_enter(struct db *db, int64_t county, const struct library_document *document,
                          const char *actor, int64_t *ret_id, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(LIBRARY_ARENA_BYTES);
    struct entering x = {.arena = arena, .county = county, .document = document, .actor = actor};
    if (!arena)
        return arena_exhausted(e);
    TRY(db_transaction(db, enter_work, &x, e));
    *ret_id = x.id;
    return STATUS_OK;
}

/* The canonical text of docs/library.md, hashed into the trail: what was approved can be proved. */
static enum status content_detail(const struct library_document *d, char out[DETAIL_BYTES],
                                  struct error *e)
{
    CLEANUP(buf_free) struct buf b = BUF_INIT(CANONICAL_BYTES_MAX);
    uint8_t hash[HASH_BYTES];
    char hex[HASH_HEX_BYTES];
    buf_addf(&b, "%s\n%s\n%s\n%s\n%" PRId64 "\n%" PRId64 "\n%" PRId64 "\n%" PRId64 "\n%d\n%s\n%d\n",
             library_kind_code(d->kind), d->document, d->title, d->issuer,
             date_yyyymmdd(d->issued_on), date_yyyymmdd(d->effective_from),
             date_yyyymmdd(d->effective_until), d->replaced_by, d->programme, d->clause,
             d->is_public);
    buf_adds(&b, d->body);
    TRY(buf_status(&b, e));
    hash_bytes(b.p, b.n, hash);
    hash_hex(hash, hex);
    (void)snprintf(out, DETAIL_BYTES, "{\"sha256\":\"%s\"}", hex);
    return STATUS_OK;
}

static enum status approve_work(struct db *db, void *context, struct error *e)
{
    struct entering *x = context;
    struct library_document d;
    char detail[DETAIL_BYTES];
    arena_reset(x->arena);
    TRY(library_may(db, x->county, x->actor, PERMISSION_LIBRARY_APPROVE, 0, x->arena, e));
    enum status s = library_read_open(db, x->county, x->id, x->arena, &d, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "LIBRARY_UNKNOWN",
                         _("第 %" PRId64 " 号文件没有待审核的版本"), x->id);
    if (s != STATUS_OK)
        return s;
    if (text_equals(d.entered_by, x->actor))
        return library_same_person(e, x->actor);
    TRY(content_detail(&d, detail, e));
    TRY(change_of(db, x, "library.approve", detail, e));
    TRY(library_document_end(
        db,
        (struct library_document_end_args){.county = x->county, .id = x->id, .change = x->change},
        NULL, e));
    d.approved_by = x->actor;
    d.state = LIBRARY_APPROVED;
    TRY(version_write(db, x, &d, e));
    return library_index(db, x->county, &d, x->arena, e);
}

enum status library_approve(struct db *db, int64_t county, int64_t id, const char *actor,
                            struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(LIBRARY_ARENA_BYTES);
    struct entering x = {.arena = arena, .county = county, .id = id, .actor = actor};
    return arena ? db_transaction(db, approve_work, &x, e) : arena_exhausted(e);
}

enum status library_replace(struct db *db, int64_t county, int64_t id, int64_t by,
                            struct date last_day, const char *actor, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(LIBRARY_ARENA_BYTES);
    struct library_document d, other;
    int64_t same;
    if (!arena)
        return arena_exhausted(e);
    enum status s =
        id == by ? STATUS_NONE : library_read(db, county, by, KNOWN_NOW, true, arena, &other, e);
    if (s == STATUS_OK)
        s = library_read(db, county, id, KNOWN_NOW, true, arena, &d, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "LIBRARY_UNKNOWN",
                         _("替代和被替代的文件都应是已审核的两件文件"));
    if (s != STATUS_OK)
        return s;
    if (last_day.v < d.effective_from.v)
        return field(e, "effective_until", _("失效日期早于施行日期"));
    d.replaced_by = by;
    d.effective_until = last_day;
    return library_enter(db, county, &d, actor, &same, e);
}
