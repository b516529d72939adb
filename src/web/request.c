#include "base/text.h"
#include "web/server_internal.h"

#include <assert.h>
#include <string.h>

const char *request_parameter(const struct request *r, const char *name)
{
    size_t n = strlen(name);
    for (size_t i = 0; i < r->match.parameter_count; i++)
        if (r->match.parameter[i].name_bytes == n &&
            memcmp(r->match.parameter[i].name, name, n) == 0)
            return r->match.parameter[i].value;
    assert(false && "the pattern has no such parameter");
    return "";
}

enum status request_parameter_i64(const struct request *r, const char *name, int64_t *ret)
{
    int64_t v;
    if (i64_parse(request_parameter(r, name), &v, NULL) != STATUS_OK || v <= 0)
        return STATUS_NONE;
    *ret = v;
    return STATUS_OK;
}

const char *request_query(const struct request *r, const char *name)
{
    const char *value = form_get(&r->query, name);
    return value == NULL ? "" : value;
}

const char *request_field(const struct request *r, const char *name)
{
    const char *value = form_get(&r->form, name);
    return value == NULL ? "" : value;
}

enum status request_file(const struct request *r, const char *name, const struct form_file **ret)
{
    const struct form_file *file = form_get_file(&r->form, name);
    if (file == NULL)
        return STATUS_NONE;
    *ret = file;
    return STATUS_OK;
}

bool request_can(const struct request *r, enum permission permission)
{
    return access_can(r->has_session ? r->session.user.role : ROLE_NONE, permission);
}

const char *request_text(const struct request *r, const char *msgid)
{
    if (msgid == NULL || r->language != VIEW_ENGLISH)
        return msgid;
    return catalog_words(r->server->english, r->arena, msgid);
}

enum status request_writer(struct request *r, struct db **ret, struct error *e)
{
    assert(r->method == HTTP_POST);
    if (r->writer == NULL)
        TRY(connection_writer_take(r->server, &r->writer, e));
    *ret = r->writer;
    return STATUS_OK;
}
