/* What a job's arguments mean. Arguments are JSON objects that this program wrote itself; a wrong
 * one is refused all the same. */
#include <inttypes.h>
#include <unistd.h>

#include <jansson.h>

#include "base/i18n.h"
#include "base/json.h"
#include "domain/payment/payment.h"
#include "office/roster/roster.h"
#include "office/work/match_work.h"
#include "office/work/work.h"

#define RESULT_BYTES_MAX ((size_t)64 * 1024)

static void json_cleanup(json_t **json)
{
    json_decref(*json);
}

static enum status arguments_read(const struct work_task *task, json_t **ret, struct error *e)
{
    json_error_t why;
    *ret = json_loads(task->job->arguments, JSON_REJECT_DUPLICATES, &why);
    if (*ret != NULL)
        return STATUS_OK;
    return error_set(e, STATUS_REFUSED, "JOB_ARGUMENTS", _("作业 %" PRId64 " 的参数不是 JSON:%s"),
                     task->job->id, why.text);
}

static enum status argument_text(const json_t *json, const char *name, const char **ret,
                                 struct error *e)
{
    *ret = json_string_value(json_object_get(json, name));
    if (*ret != NULL)
        return STATUS_OK;
    return error_set(e, STATUS_REFUSED, "JOB_ARGUMENTS", _("作业缺少参数 %s"), name);
}

static enum status programme_and_month(const json_t *json, const char *month_name,
                                       enum programme *programme, struct month *month,
                                       struct error *e)
{
    const char *text;
    TRY(argument_text(json, "programme", &text, e));
    TRY(programme_parse(text, programme, e));
    TRY(argument_text(json, month_name, &text, e));
    return month_parse(text, month, e);
}

static const char *result_text(const struct work_task *task, const struct buf *b)
{
    return b->overflow ? NULL : arena_strdup(task->arena, buf_text(b));
}

static enum status run_prepare(const struct work_task *task, const char **ret_result,
                               struct error *e)
{
    CLEANUP(json_cleanup) json_t *json = NULL;
    CLEANUP(buf_free) struct buf out = BUF_INIT(RESULT_BYTES_MAX);
    enum programme programme;
    struct month month;
    struct payment_run run;
    struct payment_context context = {.county = task->options->county,
                                      .actor = task->job->actor,
                                      .keys = task->options->keys,
                                      .progress = task->progress,
                                      .progress_context = task->progress_context};
    TRY(arguments_read(task, &json, e));
    TRY(programme_and_month(json, "month", &programme, &month, e));
    TRY(payment_prepare(task->db, &context, programme, month, &run, task->arena, e));
    buf_addf(&out, "{\"run\":%" PRId64 ",\"items\":%" PRId64 ",\"total_fen\":%" PRId64 "}", run.id,
             run.items, run.total.v);
    *ret_result = result_text(task, &out);
    return *ret_result != NULL ? STATUS_OK : arena_exhausted(e);
}

static void add_error_files(struct buf *out, const struct roster_result *r)
{
    buf_adds(out, ",\"error_files\":[");
    for (size_t i = 0; i < r->error_file_count; i++) {
        if (i > 0)
            buf_addc(out, ',');
        buf_add_json(out, r->error_files[i]);
    }
    buf_adds(out, "]}");
}

static enum status run_import(const struct work_task *task, const char **ret_result,
                              struct error *e)
{
    CLEANUP(json_cleanup) json_t *json = NULL;
    CLEANUP(buf_free) struct buf out = BUF_INIT(RESULT_BYTES_MAX);
    const char *files[ROSTER_FILES_MAX];
    struct roster_request request = {.files = files,
                                     .actor = task->job->actor,
                                     .progress = task->progress,
                                     .progress_context = task->progress_context};
    struct roster_result r = {0};
    TRY(arguments_read(task, &json, e));
    TRY(programme_and_month(json, "from", &request.programme, &request.from, e));
    TRY(argument_text(json, "errors", &request.errors_path, e));
    const json_t *list = json_object_get(json, "files");
    if (json_array_size(list) > ROSTER_FILES_MAX)
        return error_set(e, STATUS_REFUSED, "IMPORT_FILES", _("一次最多导入 %d 个文件"),
                         ROSTER_FILES_MAX);
    for (size_t i = 0; i < json_array_size(list); i++)
        if ((files[request.file_count] = json_string_value(json_array_get(list, i))) != NULL)
            request.file_count++;
    TRY(roster_import(task->db, task->options->county, task->options->keys, &request, task->arena,
                      &r, e));
    const struct {
        const char *name;
        int64_t value;
    } counts[] = {
        {"is_known_file", r.is_known_file},
        {"rows", r.rows},
        {"households_new", r.households_new},
        {"households_changed", r.households_changed},
        {"households_unchanged", r.households_unchanged},
        {"households_returned", r.households_returned},
        {"persons_new", r.persons_new},
        {"rows_returned", r.rows_returned},
        {"marks", (int64_t)r.mark_count},
        {"warnings", (int64_t)r.warning_count},
    };
    for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++)
        buf_addf(&out, "%s\"%s\":%" PRId64, i == 0 ? "{" : ",", counts[i].name, counts[i].value);
    add_error_files(&out, &r);
    *ret_result = result_text(task, &out);
    return *ret_result != NULL ? STATUS_OK : arena_exhausted(e);
}

/* Rosters hold whole ID numbers in clear: they stay no longer than the job. */
static void forget_files(const struct work_task *task)
{
    CLEANUP(json_cleanup) json_t *json = NULL;
    struct error ignored;
    if (arguments_read(task, &json, &ignored) != STATUS_OK)
        return;
    const json_t *list = json_object_get(json, "files");
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *path = json_string_value(json_array_get(list, i));
        if (path != NULL)
            unlink(path);
    }
}

const struct work_kind WORK_KINDS[] = {
    {"roster.import", run_import, forget_files},
    {"payment.prepare", run_prepare, NULL},
    {"match.import", match_work_run, forget_files},
    {NULL, NULL, NULL},
};
