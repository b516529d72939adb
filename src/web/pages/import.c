/* Taking in a roster: the file is handed in, a job reads it, bad rows come back as a workbook. */
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/json.h"
#include "domain/job/job.h"
#include "domain/plan/plan.h"
#include "office/work/work.h"
#include "web/pages/pages.h"
#include "web/pages/upload.h"
#include "web/request.h"
#include "web/server_internal.h"

#define ARGUMENTS_BYTES_MAX ((size_t)16 * 1024)

static enum status import_form(struct request *r, struct error *e)
{
    char month[MONTH_TEXT_BYTES];
    view_add_text(r->page, "from", month_format(date_month(date_today()), month));
    return respond_page(r, "import/page.html", NULL, e);
}

static enum status import_again(struct request *r, const struct error *why, struct error *e)
{
    view_add_text(r->page, "from", request_field(r, "from"));
    view_add_bool(r->page, "is_wubao", strcmp(request_field(r, "programme"), "wubao") == 0);
    return respond_page_status(r, 422, "import/page.html", NULL, why, e);
}

/* Every file input's file is kept before the job is written down; what the job was never told of is
 * removed again. */
static enum status keep_files(struct request *r, struct buf *arguments, struct buf *names,
                              const char *kept[FORM_FILES_MAX], size_t *count, struct error *e)
{
    for (const struct form_field *f = r->form.first; f != NULL; f = f->next) {
        if (f->file == NULL || *count == FORM_FILES_MAX)
            continue;
        TRY(upload_keep(r, f->file, &kept[*count], e));
        buf_adds(arguments, *count == 0 ? "" : ",");
        buf_adds(names, *count == 0 ? "" : ",");
        buf_add_json(arguments, kept[(*count)++]);
        buf_add_json(names, f->file->client_name);
    }
    if (*count == 0)
        return error_set(e, STATUS_REFUSED, "IMPORT_NO_FILE", _("请选择要导入的花名册文件"));
    return STATUS_OK;
}

static enum status import_ask(struct request *r, const char *kept[FORM_FILES_MAX], size_t *count,
                              int64_t *ret_job, struct error *e)
{
    CLEANUP(buf_free) struct buf arguments = BUF_INIT(ARGUMENTS_BYTES_MAX);
    CLEANUP(buf_free) struct buf names = BUF_INIT(ARGUMENTS_BYTES_MAX);
    enum programme programme;
    struct month from;
    struct db *db;
    const char *errors;
    char month[MONTH_TEXT_BYTES];
    TRY(programme_parse_entitled(request_field(r, "programme"), &programme, e));
    TRY(month_parse_people(request_field(r, "from"), &from, e));
    TRY(upload_new_path(r, ".xlsx", &errors, e));
    buf_addf(&arguments,
             "{\"programme\":\"%s\",\"from\":\"%s\",\"errors\":", programme_code(programme),
             month_format(from, month));
    buf_add_json(&arguments, errors);
    buf_adds(&arguments, ",\"files\":[");
    TRY(keep_files(r, &arguments, &names, kept, count, e));
    TRY(buf_status(&names, e));
    buf_addf(&arguments, "],\"names\":[%s]}", buf_text(&names));
    TRY(buf_status(&arguments, e));
    TRY(request_writer(r, &db, e));
    return job_create(db, r->county, "roster.import", buf_text(&arguments), r->session.user.name,
                      ret_job, e);
}

static enum status import_take(struct request *r, struct error *e)
{
    const char *kept[FORM_FILES_MAX];
    size_t count = 0;
    int64_t job = 0;
    struct error why = {0};
    enum status s = import_ask(r, kept, &count, &job, &why);
    if (s != STATUS_OK) {
        for (size_t i = 0; i < count; i++)
            unlink(kept[i]);
        if (s == STATUS_REFUSED)
            return import_again(r, &why, e);
        *e = why;
        return s;
    }
    if (r->server->options.worker != NULL)
        worker_wake(r->server->options.worker);
    return respond_redirect(r, NULL, e, "/jobs/%" PRId64, job);
}

static const struct route_input INPUTS[] = {
    {"programme", INPUT_TEXT, true, N_("项目")},
    {"from", INPUT_MONTH, true, N_("从哪个月起由本系统发放（如 2013-06）")},
    {"file", INPUT_FILE, true, N_("花名册（xlsx、xls 或 csv）")},
    {"file2", INPUT_FILE, false, N_("成员表（家庭与成员分成两个 csv 文件时）")},
    {.name = NULL},
};
static const struct route ROUTES[] = {
    {HTTP_GET, "/import", import_form, PERMISSION_REGISTRY_IMPORT, N_("导入花名册")},
    {HTTP_POST, "/import", import_take, PERMISSION_REGISTRY_IMPORT, N_("导入花名册"),
     .inputs = INPUTS},
};
const struct route_table IMPORT_ROUTES = ROUTE_TABLE("import", ROUTES);
