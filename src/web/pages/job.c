/* Long work: where it stands, what came of it, and how to stop it. */
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <time.h>

#include <jansson.h>

#include "base/i18n.h"
#include "base/text.h"
#include "domain/job/job.h"
#include "office/work/work.h"
#include "web/pages/pages.h"
#include "web/request.h"
#include "web/server_internal.h"

#define PERMILLE 1000
#define XLSX_TYPE "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

static void json_cleanup(json_t **json)
{
    json_decref(*json);
}

static const char *kind_label(const char *kind)
{
    if (strcmp(kind, "roster.import") == 0)
        return N_("导入花名册");
    if (strcmp(kind, "payment.prepare") == 0)
        return N_("编制发放");
    if (strcmp(kind, "match.import") == 0)
        return N_("比对外部名单");
    return N_("作业");
}

/* Own jobs, and everybody's for those who may read the trail. */
static bool job_is_seen(const struct request *r, const struct job *job)
{
    return strcmp(job->actor, r->session.user.name) == 0 || request_can(r, PERMISSION_TRAIL_READ);
}

/* The names people gave their files; inside, files are called by chance. */
static const char *stem(struct request *r, const char *path)
{
    const char *slash = strrchr(path, '/'), *name = slash != NULL ? slash + 1 : path;
    const char *dot = strrchr(name, '.');
    return arena_strndup(r->arena, name, dot != NULL ? (size_t)(dot - name) : strlen(name));
}

static const char *replaced(struct request *r, const char *text, const char *inner,
                            const char *outer)
{
    const char *at = inner[0] != '\0' ? strstr(text, inner) : NULL;
    return at == NULL ? text
                      : arena_printf(r->arena, "%.*s%s%s", (int)(at - text), text, outer,
                                     at + strlen(inner));
}

static void files_add(struct view *v, struct request *r, const struct job *job)
{
    json_error_t ignored;
    CLEANUP(json_cleanup) json_t *json = json_loads(job->arguments, 0, &ignored);
    const json_t *files = json_object_get(json, "files"), *names = json_object_get(json, "names");
    const char *message = job->message, *all = "";
    for (size_t i = 0; i < json_array_size(names) && message != NULL && all != NULL; i++) {
        const char *file = json_string_value(json_array_get(files, i));
        const char *name = json_string_value(json_array_get(names, i));
        if (file == NULL || name == NULL)
            continue;
        const char *inner = stem(r, file), *outer = stem(r, name);
        if (inner != NULL && outer != NULL)
            message = replaced(r, message, inner, outer);
        all = arena_printf(r->arena, "%s%s%s", all, i == 0 ? "" : " ", name);
    }
    view_add_text(v, "files", all);
    view_add_text(v, "message", request_text(r, message));
}

/* By the clock of the office, to the minute. */
static void moment_add(struct view *v, const char *name, const char *at)
{
    struct tm tm = {0};
    char text[32];
    if (at == NULL || strptime(at, "%Y-%m-%dT%H:%M:%S", &tm) == NULL)
        return;
    time_t t = timegm(&tm);
    if (localtime_r(&t, &tm) != NULL && strftime(text, sizeof text, "%Y-%m-%d %H:%M", &tm) > 0)
        view_add_text(v, name, text);
}

static void job_add(struct view *v, struct request *r, const struct job *job)
{
    view_add_integer(v, "id", job->id);
    view_add_text(v, "kind", request_text(r, kind_label(job->kind)));
    view_add_text(v, "state", request_text(r, job_state_label(job->state)));
    view_add_text(v, "state_name", job_state_name(job->state));
    view_add_text(v, "actor", job->actor);
    view_add_text(v, "created_at", job->created_at);
    view_add_text(v, "finished_at", job->finished_at);
    view_add_bool(v, "is_open", job->state == JOB_WAITING || job->state == JOB_RUNNING);
    view_add_bool(v, "is_done", job->state == JOB_DONE);
    view_add_bool(v, "is_bad", job->state == JOB_REFUSED || job->state == JOB_FAILED);
    moment_add(v, "created", job->created_at);
    files_add(v, r, job);
}

static void progress_add(struct view *v, const struct request *r, const struct job *job)
{
    int64_t done = job->done, total = job->total;
    struct worker *worker = r->server->options.worker;
    if (job->state == JOB_RUNNING && worker != NULL)
        (void)worker_progress(worker, job->id, &done, &total);
    view_add_count(v, "done", done);
    view_add_count(v, "total", total);
    int64_t permille = job->state == JOB_DONE ? PERMILLE : total > 0 ? done * PERMILLE / total : 0;
    view_add_integer(v, "permille", permille > PERMILLE ? PERMILLE : permille);
}

static void result_add(struct view *v, const struct request *r, const struct job *job)
{
    static const struct {
        const char *name, *label;
    } counts[] = {
        {"rows", N_("读入行数")},
        {"households_new", N_("新增户")},
        {"households_changed", N_("变更户")},
        {"households_unchanged", N_("未变户")},
        {"households_returned", N_("退回户")},
        {"persons_new", N_("新增人")},
        {"rows_returned", N_("退回行")},
        {"marks", N_("有误单元格")},
        {"warnings", N_("提醒")},
        {"items", N_("发放项")},
        {"hits", N_("命中")},
        {"doubtful", N_("其中姓名不符")},
        {"candidates", N_("新列入走访")},
    };
    json_error_t ignored;
    CLEANUP(json_cleanup) json_t *json = json_loads(job->result, 0, &ignored);
    struct view *list = view_add_list(v, "figures"), *files = view_add_list(v, "error_files");
    for (size_t i = 0; json != NULL && i < sizeof(counts) / sizeof(counts[0]); i++) {
        const json_t *value = json_object_get(json, counts[i].name);
        if (!json_is_integer(value))
            continue;
        struct view *row = view_add_object(list, NULL);
        view_add_text(row, "label", request_text(r, counts[i].label));
        view_add_count(row, "value", (int64_t)json_integer_value(value));
    }
    const json_t *total = json_object_get(json, "total_fen"), *run = json_object_get(json, "run");
    if (json_is_integer(total))
        view_add_fen(v, "total_fen", FEN((int64_t)json_integer_value(total)));
    if (json_is_integer(run))
        view_add_integer(v, "run", (int64_t)json_integer_value(run));
    const json_t *list_id = json_object_get(json, "match_list");
    if (json_integer_value(list_id) > 0)
        view_add_integer(v, "match_list", (int64_t)json_integer_value(list_id));
    view_add_bool(v, "is_known_file",
                  json_integer_value(json_object_get(json, "is_known_file")) == 1);
    size_t count = json_array_size(json_object_get(json, "error_files"));
    for (size_t i = 0; i < count; i++) {
        struct view *row = view_add_object(files, NULL);
        view_add_integer(row, "index", (int64_t)i);
        view_add_integer(row, "number", (int64_t)i + 1);
    }
}

static enum status job_read(struct request *r, struct job *ret, struct error *e)
{
    int64_t id;
    TRY(request_parameter_i64(r, "job", &id));
    TRY(job_by_id(r->db, r->county, id, r->arena, ret, e));
    return job_is_seen(r, ret) ? STATUS_OK : STATUS_NONE;
}

static enum status job_show(struct request *r, struct error *e)
{
    struct job job;
    TRY(job_read(r, &job, e));
    job_add(r->page, r, &job);
    progress_add(r->page, r, &job);
    result_add(r->page, r, &job);
    return respond_page(r, "job/page.html", request_text(r, kind_label(job.kind)), e);
}

static enum status job_index(struct request *r, struct error *e)
{
    struct job *jobs;
    size_t count;
    TRY(job_list(r->db, r->county, r->arena, &jobs, &count, e));
    struct view *list = view_add_list(r->page, "jobs");
    for (size_t i = 0; i < count; i++)
        if (job_is_seen(r, &jobs[i]))
            job_add(view_add_object(list, NULL), r, &jobs[i]);
    return respond_page(r, "job/list.html", NULL, e);
}

static enum status job_stop(struct request *r, struct error *e)
{
    struct job job;
    struct db *db;
    struct worker *worker = r->server->options.worker;
    TRY(job_read(r, &job, e));
    if (worker == NULL || !worker_cancel(worker, job.id)) {
        TRY(request_writer(r, &db, e));
        TRY(job_cancel(db, r->county, job.id, e));
    }
    return respond_redirect(r, request_text(r, N_("已要求停止，不会留下半截数据")), e,
                            "/jobs/%" PRId64, job.id);
}

static enum status job_errors(struct request *r, struct error *e)
{
    struct job job;
    int64_t index;
    struct error ignored;
    json_error_t why;
    TRY(job_read(r, &job, e));
    if (i64_parse(request_parameter(r, "file"), &index, &ignored) != STATUS_OK || index < 0)
        return STATUS_NONE;
    CLEANUP(json_cleanup) json_t *json = json_loads(job.result, 0, &why);
    const char *path =
        json_string_value(json_array_get(json_object_get(json, "error_files"), (size_t)index));
    if (path == NULL)
        return STATUS_NONE;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return error_set(e, STATUS_REFUSED, "JOB_FILE_GONE", _("退回文件已不在：请重新导入"));
    const char *name = arena_printf(r->arena, _("退回-%" PRId64 ".xlsx"), job.id);
    return respond_fd(r, XLSX_TYPE, name != NULL ? name : "errors.xlsx", fd, e);
}

static const struct route ROUTES[] = {
    {HTTP_GET, "/jobs", job_index, PERMISSION_SESSION, N_("作业")},
    {HTTP_GET, "/jobs/{job}", job_show, PERMISSION_SESSION, N_("作业")},
    {HTTP_POST, "/jobs/{job}/cancel", job_stop, PERMISSION_SESSION, N_("停止作业")},
    {HTTP_GET, "/jobs/{job}/errors/{file}", job_errors, PERMISSION_SESSION, N_("下载退回文件"),
     .answers_file = true},
};
const struct route_table JOB_ROUTES = ROUTE_TABLE("job", ROUTES);
