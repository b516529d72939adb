/* The job match.import: one list, its rows that could not be read, and what came of it. */
#include <inttypes.h>

#include <jansson.h>

#include "base/i18n.h"
#include "base/json.h"
#include "office/match/match_file.h"
#include "office/work/match_work.h"

#define RESULT_BYTES_MAX ((size_t)8 * 1024)

static void json_cleanup(json_t **json)
{
    json_decref(*json);
}

static enum status arguments_read(const json_t *json, struct match_file_request *request,
                                  struct error *e)
{
    const json_t *files = json_object_get(json, "files"), *names = json_object_get(json, "names");
    request->path = json_string_value(json_array_get(files, 0));
    request->name = json_string_value(json_array_get(names, 0));
    request->errors_path = json_string_value(json_object_get(json, "errors"));
    if (!request->path || !request->errors_path)
        return error_set(e, STATUS_REFUSED, "JOB_ARGUMENTS", _("作业缺少参数 %s"),
                         request->path ? "errors" : "files");
    return match_kind_parse(json_string_value(json_object_get(json, "kind")), &request->kind, e);
}

static const char *result_text(const struct work_task *task, const struct match_file_result *r,
                               const char *errors_path)
{
    CLEANUP(buf_free) struct buf out = BUF_INIT(RESULT_BYTES_MAX);
    const struct match_list *l = &r->list;
    buf_addf(&out,
             "{\"is_known_file\":%d,\"match_list\":%" PRId64 ",\"rows\":%" PRId64
             ",\"hits\":%" PRId64 ",\"doubtful\":%" PRId64 ",\"candidates\":%" PRId64
             ",\"rows_returned\":%" PRId64 ",\"error_files\":[",
             r->is_known, l->id, l->row_count, l->hit_count, l->doubtful_count, l->candidate_count,
             l->returned_count);
    if (r->has_errors_file)
        buf_add_json(&out, errors_path);
    buf_adds(&out, "]}");
    return out.overflow ? NULL : arena_strdup(task->arena, buf_text(&out));
}

enum status match_work_run(const struct work_task *task, const char **ret_result, struct error *e)
{
    json_error_t why;
    CLEANUP(json_cleanup)
    json_t *json = json_loads(task->job->arguments, JSON_REJECT_DUPLICATES, &why);
    struct match_file_result r = {0};
    struct match_file_request request = {.actor = task->job->actor,
                                         .progress = task->progress,
                                         .progress_context = task->progress_context};
    if (!json)
        return error_set(e, STATUS_REFUSED, "JOB_ARGUMENTS",
                         _("作业 %" PRId64 " 的参数不是 JSON:%s"), task->job->id, why.text);
    TRY(arguments_read(json, &request, e));
    TRY(match_file_import(task->db, task->options->county, task->options->keys, &request,
                          task->arena, &r, e));
    *ret_result = result_text(task, &r, request.errors_path);
    return *ret_result ? STATUS_OK : arena_exhausted(e);
}
