/* Outside lists: those taken in, what waits, and taking in another as a job. */
#include "web/pages/match.h"

#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include <jansson.h>

#include "base/i18n.h"
#include "base/json.h"
#include "domain/job/job.h"
#include "office/work/work.h"
#include "web/pages/pages.h"
#include "web/pages/query.h"
#include "web/pages/upload.h"
#include "web/server_internal.h"

#define ARGUMENTS_BYTES_MAX ((size_t)16 * 1024)
#define FACTS_TEXT_BYTES_MAX ((size_t)16 * 1024)
#define NEED_SENSES (1u << MATCH_OF_BENEFIT | 1u << MATCH_OF_NEED)

struct match_actor match_actor_of(const struct request *r)
{
    return (struct match_actor){
        .user = r->session.user.name, .scope = r->session.user.scope, .today = date_today()};
}

static void json_cleanup(json_t **json)
{
    json_decref(*json);
}

/* Wages, companies, vehicles, pensions: for those whom the household's account concerns as well. */
static bool sees_facts(const struct request *r)
{
    return request_can(r, PERMISSION_ACCOUNT_READ);
}

void match_facts_add(struct view *parent, const struct request *r, const char *facts)
{
    json_error_t ignored;
    CLEANUP(json_cleanup) json_t *json = json_loads(sees_facts(r) ? facts : "{}", 0, &ignored);
    struct view *list = view_add_list(parent, "facts");
    const char *name;
    json_t *value;
    json_object_foreach(json, name, value)
    {
        struct view *fact = view_add_object(list, NULL);
        view_add_text(fact, "name", request_text(r, name));
        view_add_text(fact, "value", json_string_value(value));
    }
}

const char *match_facts_text(const struct request *r, const char *facts)
{
    json_error_t ignored;
    CLEANUP(json_cleanup) json_t *json = json_loads(sees_facts(r) ? facts : "{}", 0, &ignored);
    CLEANUP(buf_free) struct buf text = BUF_INIT(FACTS_TEXT_BYTES_MAX);
    const char *name;
    json_t *value;
    json_object_foreach(json, name, value)
    {
        buf_adds(&text, text.n ? request_text(r, N_("；")) : "");
        buf_adds(&text, request_text(r, name));
        buf_adds(&text, request_text(r, N_("：")));
        buf_adds(&text, json_string_value(value));
    }
    const char *kept = arena_strdup(r->arena, buf_text(&text));
    return kept ? kept : "";
}

void match_kinds_add(struct view *page, const struct request *r, uint32_t senses,
                     enum match_kind chosen)
{
    struct view *list = view_add_list(page, "kinds");
    for (int k = MATCH_NONE + 1; k < MATCH_KIND_COUNT; k++)
        if (senses & 1u << MATCH_KINDS[k].sense)
            option_add(list, MATCH_KINDS[k].code, request_text(r, MATCH_KINDS[k].label),
                       (int)chosen == k);
}

int64_t match_query_division(const struct request *r, int64_t *ret_township, int64_t *ret_village)
{
    *ret_township = query_number(r, "township");
    *ret_village = query_number(r, "village");
    if (*ret_village != 0 && division_township(*ret_village) != *ret_township)
        *ret_village = 0;
    return *ret_village != 0 ? *ret_village : *ret_township;
}

static void list_add(struct view *rows, const struct request *r, const struct match_list *l)
{
    struct view *row = view_add_object(rows, NULL);
    bool is_need = MATCH_KINDS[l->kind].sense == MATCH_OF_NEED;
    view_add_integer(row, "list", l->id);
    view_add_text(row, "kind", MATCH_KINDS[l->kind].code);
    view_add_text(row, "kind_name", request_text(r, MATCH_KINDS[l->kind].label));
    view_add_text(row, "file", l->name);
    view_add_text(row, "actor", l->actor);
    view_add_date(row, "opened_on", l->opened_on);
    view_add_date(row, "due_on", l->due_on);
    view_add_count(row, "rows", l->row_count);
    view_add_count(row, "hits", l->hit_count);
    view_add_count(row, "doubtful", l->doubtful_count);
    view_add_count(row, "candidates", l->candidate_count);
    view_add_count(row, "returned", l->returned_count);
    view_add_count(row, "open", l->open_count);
    view_add_count(row, "overdue", l->overdue_count);
    view_add_bool(row, "is_need", is_need);
}

static enum status match_fill(struct request *r, enum match_kind chosen, struct error *e)
{
    struct match_list *lists;
    struct match_open_counts open;
    size_t count;
    struct match_actor actor = match_actor_of(r);
    TRY(match_list(r->db, r->county, actor.scope, actor.today, r->arena, &lists, &count, e));
    TRY(match_open_counts(r->db, r->county, actor.scope, actor.today, &open, e));
    struct view *rows = view_add_list(r->page, "lists");
    for (size_t i = 0; i < count; i++)
        list_add(rows, r, &lists[i]);
    view_add_count(r->page, "hits_open", open.hits);
    view_add_count(r->page, "hits_overdue", open.hits_overdue);
    view_add_count(r->page, "candidates_open", open.candidates);
    view_add_count(r->page, "candidates_overdue", open.candidates_overdue);
    view_add_bool(r->page, "can_import", request_can(r, PERMISSION_MATCH_IMPORT));
    match_kinds_add(r->page, r, NEED_SENSES, chosen);
    return STATUS_OK;
}

static enum status match_index(struct request *r, struct error *e)
{
    TRY(match_fill(r, MATCH_NONE, e));
    return respond_page(r, "match/page.html", NULL, e);
}

/* ---- taking in ---- */

static enum status import_ask(struct request *r, const char **ret_kept, int64_t *ret_job,
                              struct error *e)
{
    CLEANUP(buf_free) struct buf arguments = BUF_INIT(ARGUMENTS_BYTES_MAX);
    const struct form_file *file;
    enum match_kind kind;
    struct db *db;
    const char *errors;
    TRY(require_county(r, e)); /* a list holds people of the whole county */
    TRY(match_kind_parse(request_field(r, "kind"), &kind, e));
    enum status s = request_file(r, "file", &file);
    if (s != STATUS_OK)
        return error_set(e, STATUS_REFUSED, "MATCH_NO_FILE", _("请选择要比对的名单文件"));
    TRY(upload_new_path(r, ".xlsx", &errors, e));
    TRY(upload_keep(r, file, ret_kept, e));
    buf_addf(&arguments, "{\"kind\":\"%s\",\"errors\":", MATCH_KINDS[kind].code);
    buf_add_json(&arguments, errors);
    buf_adds(&arguments, ",\"files\":[");
    buf_add_json(&arguments, *ret_kept);
    buf_adds(&arguments, "],\"names\":[");
    buf_add_json(&arguments, file->client_name);
    buf_adds(&arguments, "]}");
    TRY(buf_status(&arguments, e));
    TRY(request_writer(r, &db, e));
    return job_create(db, r->county, "match.import", buf_text(&arguments), r->session.user.name,
                      ret_job, e);
}

static enum status refused_again(struct request *r, const struct error *why, struct error *e)
{
    struct error ignored = {0};
    TRY(match_fill(r, match_kind_by_code(request_field(r, "kind")), &ignored));
    return respond_page_status(r, 422, "match/page.html", NULL, why, e);
}

static enum status match_take(struct request *r, struct error *e)
{
    const char *kept = NULL;
    int64_t job = 0;
    struct error why = {0};
    enum status s = import_ask(r, &kept, &job, &why);
    if (s != STATUS_OK) {
        if (kept)
            unlink(kept); /* no job knows of it */
        if (s == STATUS_REFUSED && strncmp(why.code, "ACCESS_", 7) != 0)
            return refused_again(r, &why, e);
        *e = why;
        return s;
    }
    if (r->server->options.worker != NULL)
        worker_wake(r->server->options.worker);
    return respond_redirect(r, NULL, e, "/jobs/%" PRId64, job);
}

static enum status match_look(struct request *r, struct error *e)
{
    struct match_actor actor = match_actor_of(r);
    struct match_sweep result;
    struct db *db;
    TRY(require_county(r, e));
    TRY(request_writer(r, &db, e));
    TRY(match_sweep(db, r->county, &actor, &result, e));
    const char *notice =
        arena_printf(r->arena, request_text(r, N_("名册中找到 %lld 户（人），新列入走访 %lld")),
                     (long long)result.found, (long long)result.opened);
    return respond_redirect(r, notice, e, "/match/candidates");
}

static const struct route_input IMPORT_INPUTS[] = {
    {"kind", INPUT_TEXT, true, N_("名单种类")},
    {"file", INPUT_FILE, true, N_("名单（xlsx、xls 或 csv）")},
    {.name = NULL},
};
static const struct route ROUTES[] = {
    {HTTP_GET, "/match", match_index, PERMISSION_CASE_READ, N_("名单比对")},
    {HTTP_POST, "/match/import", match_take, PERMISSION_MATCH_IMPORT, N_("比对外部名单"),
     .inputs = IMPORT_INPUTS},
    {HTTP_POST, "/match/sweep", match_look, PERMISSION_MATCH_IMPORT, N_("从名册中找应当走访的人")},
};
const struct route_table MATCH_ROUTES = ROUTE_TABLE("match", ROUTES);
