/* Documents as they are read. */
#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "domain/library/library_internal.h"

static const struct {
    const char *code, *label;
} KINDS[LIBRARY_KIND_END] = {
    [LIBRARY_LAW] = {"LAW", N_("法律法规")},
    [LIBRARY_RULE] = {"RULE", N_("规章")},
    [LIBRARY_NOTICE] = {"NOTICE", N_("通知")},
    [LIBRARY_PLAN] = {"PLAN", N_("实施办法条款")},
    [LIBRARY_EXPLANATION] = {"EXPLANATION", N_("解读")},
    [LIBRARY_FORM] = {"FORM", N_("表样")},
};

const char *library_kind_code(enum library_kind k)
{
    return k > 0 && k < LIBRARY_KIND_END ? KINDS[k].code : "";
}

const char *library_kind_label(enum library_kind k)
{
    return k > 0 && k < LIBRARY_KIND_END ? KINDS[k].label : "";
}

enum status library_kind_parse(const char *code, enum library_kind *ret, struct error *e)
{
    for (enum library_kind k = LIBRARY_LAW; k < LIBRARY_KIND_END; k++) {
        if (text_equals(code, KINDS[k].code)) {
            *ret = k;
            return STATUS_OK;
        }
    }
    return error_set(e, STATUS_REFUSED, "LIBRARY_FIELD",
                     _("文件种类应为 LAW、RULE、NOTICE、PLAN、EXPLANATION 或 FORM"));
}

enum status library_of_row(const struct library_row *row, struct arena *arena,
                           struct library_document *ret, struct error *e)
{
    *ret = (struct library_document){.id = row->id,
                                     .known_from = row->known_from,
                                     .replaced_by = row->replaced_by,
                                     .document = arena_strdup(arena, row->document),
                                     .title = arena_strdup(arena, row->title),
                                     .issuer = arena_strdup(arena, row->issuer),
                                     .clause = arena_strdup(arena, row->clause),
                                     .body = arena_strdup(arena, row->body),
                                     .issued_on = row->issued_on,
                                     .effective_from = row->effective_from,
                                     .effective_until = row->effective_until,
                                     .programme = (int)row->programme,
                                     .is_public = row->is_public,
                                     .is_example = row->is_example,
                                     .entered_by = arena_strdup(arena, row->entered_by),
                                     .approved_by = arena_strdup(arena, row->approved_by),
                                     .state = (enum library_state)row->state,
                                     .has_open_version = row->is_open && row->state == 2};
    if (!ret->document || !ret->title || !ret->issuer || !ret->clause || !ret->body ||
        !ret->entered_by || (row->approved_by && !ret->approved_by))
        return arena_exhausted(e);
    return library_kind_parse(row->kind, &ret->kind, e);
}

static enum status read_at(struct db *db, int64_t county, int64_t id, int64_t known, int least,
                           struct arena *arena, struct library_document *ret, struct error *e)
{
    struct library_row row;
    TRY(library_document_at(db,
                            (struct library_document_at_args){
                                .county = county, .id = id, .known = known, .least_state = least},
                            arena, &row, e));
    return library_of_row(&row, arena, ret, e);
}

enum status library_read(struct db *db, int64_t county, int64_t id, int64_t known,
                         bool is_approved_only, struct arena *arena, struct library_document *ret,
                         struct error *e)
{
    enum status s = read_at(db, county, id, known, LIBRARY_APPROVED, arena, ret, e);
    return s == STATUS_NONE && !is_approved_only
               ? read_at(db, county, id, known, LIBRARY_ENTERED, arena, ret, e)
               : s;
}

enum status library_read_open(struct db *db, int64_t county, int64_t id, struct arena *arena,
                              struct library_document *ret, struct error *e)
{
    struct library_document newest;
    TRY(read_at(db, county, id, KNOWN_NOW, LIBRARY_ENTERED, arena, &newest, e));
    if (newest.state != LIBRARY_ENTERED)
        return STATUS_NONE;
    *ret = newest;
    return STATUS_OK;
}

enum status library_list(struct db *db, int64_t county, const struct library_filter *f,
                         struct arena *arena, struct library_document **ret, size_t *ret_count,
                         struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct library_document *list =
        ARENA_ARRAY(arena, struct library_document, LIBRARY_DOCUMENTS_MAX);
    struct library_row row;
    size_t n = 0;
    enum status s;
    if (!list)
        return arena_exhausted(e);
    TRY(library_document_rows_open(
        db,
        (struct library_document_rows_args){.county = county,
                                            .kind = library_kind_code(f->kind),
                                            .programme = f->programme,
                                            .document = f->document ? f->document : "",
                                            .least_state = f->is_public_only ? LIBRARY_APPROVED
                                                                             : LIBRARY_ENTERED,
                                            .is_public_only = f->is_public_only},
        &cursor, e));
    while ((s = library_document_rows_next(cursor, &row, e)) == STATUS_OK) {
        if (f->in_force.v &&
            (row.effective_from.v > f->in_force.v || row.effective_until.v < f->in_force.v))
            continue;
        if (n == LIBRARY_DOCUMENTS_MAX)
            return error_set(e, STATUS_FAILED, "LIBRARY_ROWS", _("政策文件超过 %d 件"),
                             LIBRARY_DOCUMENTS_MAX);
        TRY(library_of_row(&row, arena, &list[n++], e));
    }
    if (s != STATUS_NONE)
        return s;
    *ret = list;
    *ret_count = n;
    return STATUS_OK;
}

enum status library_versions(struct db *db, int64_t county, int64_t id, struct arena *arena,
                             struct library_document **ret, size_t *ret_count, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct library_document *list =
        ARENA_ARRAY(arena, struct library_document, LIBRARY_VERSIONS_MAX);
    struct library_row row;
    size_t n = 0;
    enum status s;
    if (!list)
        return arena_exhausted(e);
    TRY(library_document_versions_open(
        db, (struct library_document_versions_args){.county = county, .id = id}, &cursor, e));
    while ((s = library_document_versions_next(cursor, &row, e)) == STATUS_OK) {
        if (n == LIBRARY_VERSIONS_MAX)
            return error_set(e, STATUS_FAILED, "LIBRARY_ROWS", _("文件的版本超过 %d 个"),
                             LIBRARY_VERSIONS_MAX);
        TRY(library_of_row(&row, arena, &list[n++], e));
    }
    if (s != STATUS_NONE)
        return s;
    *ret = list;
    *ret_count = n;
    return STATUS_OK;
}

static enum status names_read(struct db *db, int64_t county, int64_t id, struct arena *arena,
                              const char **names, size_t *ret_count, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct library_parameter_row row;
    size_t n = 0;
    enum status s;
    TRY(library_parameter_rows_open(
        db, (struct library_parameter_rows_args){.county = county, .document = id}, &cursor, e));
    while ((s = library_parameter_rows_next(cursor, &row, e)) == STATUS_OK &&
           n < LIBRARY_PARAMETERS_MAX) {
        names[n] = arena_strdup(arena, row.name);
        if (!names[n++])
            return arena_exhausted(e);
    }
    *ret_count = n;
    return s == STATUS_NONE ? STATUS_OK : s;
}

enum status library_parameters(struct db *db, int64_t county,
                               const struct library_document *document, int64_t known,
                               struct arena *arena, struct parameter_info **ret, size_t *ret_count,
                               struct error *e)
{
    const char *names[LIBRARY_PARAMETERS_MAX];
    struct parameter_info *all, *list;
    size_t name_count, all_count, n = 0;
    TRY(names_read(db, county, document->id, arena, names, &name_count, e));
    TRY(parameter_list(db, county, known, arena, &all, &all_count, e));
    list = ARENA_ARRAY(arena, struct parameter_info, all_count + 1);
    if (!list)
        return arena_exhausted(e);
    for (size_t i = 0; i < all_count; i++) {
        bool is_of = document->document[0] && text_equals(all[i].document, document->document);
        for (size_t k = 0; !is_of && k < name_count; k++)
            is_of = strcmp(policy_key_name(all[i].key), names[k]) == 0;
        if (is_of)
            list[n++] = all[i];
    }
    *ret = list;
    *ret_count = n;
    return STATUS_OK;
}
