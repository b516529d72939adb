#include "web/pages/draft.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "domain/casework/forms.h"
#include "web/pages/case_entry.h"
#include "web/pages/place.h"
#include "web/pages/pages.h"

#define APPLY "apply" /* in the place of a change's name */
#define PARTS_MAX 4
#define COPY_MIN 2
#define COPY_MAX 9

/* ---- names ---- */

static size_t parts_of(char *text, const char *part[PARTS_MAX + 1])
{
    size_t count = 0;
    for (char *p = text; p != NULL && count <= PARTS_MAX;) {
        part[count++] = p;
        p = strchr(p, '.');
        if (p != NULL)
            *p++ = '\0';
    }
    return count;
}

static bool number_take(const char *text, int64_t *ret)
{
    struct error ignored;
    return text_is_digits(text) && i64_parse(text, ret, &ignored) == STATUS_OK && *ret > 0;
}

static bool change_take(struct draft_place *p, const char *change, const char *number)
{
    struct error ignored;
    if (strcmp(change, APPLY) == 0 && case_kind_is_application(p->kind))
        return number_take(number, &p->division);
    if (strcmp(change, APPLY) != 0 && case_change_parse(change, &p->change, &ignored) != STATUS_OK)
        return false;
    return !case_kind_is_application(p->kind) && number_take(number, &p->household);
}

enum status draft_place_of(struct arena *arena, const char *name, struct draft_place *ret)
{
    struct draft_place p = {0};
    struct error ignored;
    const char *part[PARTS_MAX + 1];
    char *text = arena_strdup(arena, name);
    size_t count = text != NULL ? parts_of(text, part) : 0;
    int64_t copy = 0;
    if (count < 3 || count > PARTS_MAX)
        return STATUS_NONE;
    if (count == PARTS_MAX && (!number_take(part[3], &copy) || copy < COPY_MIN || copy > COPY_MAX))
        return STATUS_NONE;
    p.copy = (int)copy;
    bool is_ours = strcmp(part[0], "case") == 0
                       ? number_take(part[1], &p.case_id) &&
                             case_action_parse(part[2], &p.action, &ignored) == STATUS_OK
                       : case_kind_parse(part[0], &p.kind, &ignored) == STATUS_OK &&
                             change_take(&p, part[1], part[2]);
    if (!is_ours)
        return STATUS_NONE;
    *ret = p;
    return STATUS_OK;
}

static const char *copy_text(struct arena *arena, const struct draft_place *p, const char *before)
{
    return p->copy >= COPY_MIN ? arena_printf(arena, "%s%d", before, p->copy) : "";
}

const char *draft_name(struct arena *arena, const struct draft_place *p)
{
    const char *copy = copy_text(arena, p, ".");
    if (p->case_id != 0)
        return arena_printf(arena, "case.%" PRId64 ".%s%s", p->case_id, case_action_code(p->action),
                            copy);
    return arena_printf(arena, "%s.%s.%" PRId64 "%s", case_kind_code(p->kind),
                        p->change != CHANGE_NONE ? case_change_code(p->change) : APPLY,
                        p->household != 0 ? p->household : p->division, copy);
}

const char *draft_address(struct arena *arena, const struct draft_place *p)
{
    const char *copy = copy_text(arena, p, "&copy=");
    if (p->case_id != 0)
        return arena_printf(arena, "/cases/%" PRId64 "/%s", p->case_id,
                            case_action_code(p->action));
    if (p->household == 0)
        return arena_printf(arena, "/cases/new?kind=%s&division=%" PRId64 "%s",
                            case_kind_code(p->kind), p->division, copy);
    return arena_printf(
        arena, "/cases/new?kind=%s&change=%s&household=%" PRId64 "%s", case_kind_code(p->kind),
        p->change != CHANGE_NONE ? case_change_code(p->change) : "", p->household, copy);
}

/* ---- my drafts ---- */

static const char *draft_label(struct request *r, const struct draft_place *p)
{
    if (p->case_id != 0)
        return request_text(r, case_action_label(p->action));
    return request_text(r, p->change != CHANGE_NONE ? case_change_label(p->change)
                                                    : case_kind_label(p->kind));
}

/* Whose form it is: the case's number and applicant, the village, or the household's number. */
static enum status draft_subject(struct request *r, const struct draft_place *p,
                                 const struct division_table *table, const char **ret,
                                 struct error *e)
{
    struct case_record c;
    const struct division *village = division_by_code(table, p->division);
    *ret = village != NULL ? village->name : "";
    if (p->household != 0)
        *ret = arena_printf(r->arena, "%s %" PRId64, request_text(r, N_("家庭")), p->household);
    if (p->case_id != 0) {
        enum status s = case_read(r->db, r->county, p->case_id, date_today(), r->arena, &c, e);
        if (s != STATUS_OK && s != STATUS_NONE)
            return s;
        if (s == STATUS_OK && access_in_scope(r->session.user.scope, c.division))
            *ret = arena_printf(r->arena, "%s %s", c.number, c.applicant);
    }
    return *ret != NULL ? STATUS_OK : arena_exhausted(e);
}

enum status drafts_add(struct request *r, struct error *e)
{
    const struct division_table *table = NULL;
    struct draft_row *drafts;
    size_t count;
    struct view *list = view_add_list(r->page, "drafts");
    TRY(draft_list(r->db, r->county, r->session.user.name, r->arena, &drafts, &count, e));
    for (size_t i = 0; i < count; i++) {
        struct draft_place p;
        const char *subject;
        if (draft_place_of(r->arena, drafts[i].form, &p) != STATUS_OK)
            continue;
        if (table == NULL)
            TRY(place_table(r, date_month(date_today()), &table, e));
        TRY(draft_subject(r, &p, table, &subject, e));
        struct view *row = view_add_object(list, NULL);
        view_add_text(row, "draft", drafts[i].form);
        view_add_text(row, "label", draft_label(r, &p));
        view_add_text(row, "subject", subject);
        view_add_text(row, "path", draft_address(r->arena, &p));
        view_add_text(row, "saved_at", case_time_text(r->arena, drafts[i].saved_at));
        view_add_integer(row, "draft_version", drafts[i].version);
    }
    return STATUS_OK;
}

static enum status draft_index(struct request *r, struct error *e)
{
    TRY(drafts_add(r, e));
    return respond_page(r, "draft/list.html", NULL, e);
}

/* ---- one draft ---- */

static enum status draft_show(struct request *r, struct error *e)
{
    struct draft_place p;
    struct entry_data *kept;
    int64_t version;
    const char *name = request_parameter(r, "draft");
    TRY(draft_place_of(r->arena, name, &p));
    if (!r->wants_json)
        return respond_redirect(r, NULL, e, "%s", draft_address(r->arena, &p));
    TRY(draft_read(r->db, r->county, r->keys, r->session.user.name, name, r->arena, &kept, &version,
                   e));
    view_add_text(r->page, "draft", name);
    view_add_integer(r->page, "version", version);
    view_add_text(r->page, "path", draft_address(r->arena, &p));
    struct view *values = view_add_list(r->page, "values");
    for (size_t i = 0; i < kept->count; i++) {
        struct view *v = view_add_object(values, NULL);
        view_add_text(v, "name", kept->item[i].name);
        view_add_text(v, "value", kept->item[i].value);
    }
    return respond_page(r, "draft/list.html", NULL, e);
}

static enum status content_of(struct request *r, struct entry_data **ret, struct error *e)
{
    struct entry_data *data = entry_data_new(r->arena);
    if (data == NULL)
        return arena_exhausted(e);
    TRY(case_entry_collect(&r->form, data, e));
    TRY(entry_data_set(data, CASE_ENTRY_DRAFT_DAY, request_field(r, "on"), e));
    *ret = data;
    return STATUS_OK;
}

static int64_t version_of(const struct request *r)
{
    int64_t version = 0;
    struct error ignored;
    if (i64_parse(request_field(r, "draft_version"), &version, &ignored) != STATUS_OK ||
        version < 0)
        return 0;
    return version;
}

static enum status draft_keep(struct request *r, struct error *e)
{
    struct draft_place p;
    struct entry_data *data;
    struct db *db;
    char now[TIME_TEXT_BYTES];
    int64_t version = version_of(r);
    const char *name = request_parameter(r, "draft");
    TRY(draft_place_of(r->arena, name, &p));
    TRY(content_of(r, &data, e));
    TRY(request_writer(r, &db, e));
    TRY(draft_save(db, r->county, r->keys, r->session.user.name, name, version, data, &version, e));
    if (!r->wants_json)
        return respond_redirect(r, request_text(r, N_("草稿已保存")), e, "%s",
                                draft_address(r->arena, &p));
    view_add_text(r->page, "draft", name);
    view_add_integer(r->page, "version", version);
    view_add_text(r->page, "saved_at", case_time_text(r->arena, time_now(now)));
    return respond_page(r, "draft/list.html", NULL, e);
}

static enum status draft_discard(struct request *r, struct error *e)
{
    struct draft_place p;
    struct db *db;
    const char *name = request_parameter(r, "draft");
    TRY(draft_place_of(r->arena, name, &p));
    TRY(request_writer(r, &db, e));
    TRY(draft_drop(db, r->county, r->session.user.name, name, e));
    return respond_redirect(r, request_text(r, N_("草稿已丢弃")), e, "/drafts");
}

/* ---- after a session that ended while somebody was typing ---- */

enum status draft_take_over(struct request *r, struct db *db, const char *user, struct error *e)
{
    struct draft_place p;
    struct entry_data *data;
    int64_t version = version_of(r);
    const char *name = request_field(r, "draft");
    if (name[0] == '\0' || strcmp(request_field(r, "typed_by"), user) != 0)
        return STATUS_NONE;
    TRY(draft_place_of(r->arena, name, &p));
    TRY(content_of(r, &data, e));
    if (data->count == 0)
        return STATUS_NONE;
    enum status s = draft_save(db, r->county, r->keys, user, name, version, data, &version, e);
    /* Another window saved meanwhile; it still shows its own text and is told at its next save. */
    if (s == STATUS_REFUSED && strcmp(e->code, "DRAFT_CHANGED") == 0)
        s = draft_save(db, r->county, r->keys, user, name, version, data, &version, e);
    return s;
}

static const struct route_input KEEP_INPUTS[] = {
    {"draft_version", INPUT_INTEGER, false, N_("读到的草稿版本，新草稿是 0")},
    {"on", INPUT_DATE, false, N_("日期")},
    {"f.", INPUT_FORM, false, N_("填写的内容")},
    {.name = NULL},
};
static const struct route ROUTES[] = {
    {HTTP_GET, "/drafts", draft_index, PERMISSION_CASE_READ, N_("草稿")},
    {HTTP_GET, "/drafts/{draft}", draft_show, PERMISSION_CASE_READ, N_("草稿")},
    {HTTP_POST, "/drafts/{draft}", draft_keep, PERMISSION_CASE_READ, N_("保存草稿"),
     .inputs = KEEP_INPUTS},
    {HTTP_POST, "/drafts/{draft}/discard", draft_discard, PERMISSION_CASE_READ, N_("丢弃草稿")},
};
const struct route_table DRAFT_ROUTES = ROUTE_TABLE("draft", ROUTES);
