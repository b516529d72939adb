#include "web/pages/query.h"

#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "domain/payment/run_list.h"

#define TOWNSHIP_CODES INT64_C(1000000)

int64_t query_number(const struct request *r, const char *name)
{
    int64_t value = 0;
    struct error ignored;
    const char *text = request_query(r, name);
    return text[0] != '\0' && i64_parse(text, &value, &ignored) == STATUS_OK ? value : 0;
}

enum programme query_programme(const struct request *r)
{
    enum programme p;
    struct error ignored;
    return programme_parse(request_query(r, "programme"), &p, &ignored) == STATUS_OK
               ? p
               : PROGRAMME_DIBAO;
}

enum status query_entitled_check(const struct request *r, struct error *e)
{
    const char *text = request_query(r, "programme");
    enum programme p;
    struct error why = {0};
    if (text[0] == '\0' || programme_parse_entitled(text, &p, &why) == STATUS_OK ||
        strcmp(why.code, "PROGRAMME_UNENTITLED") != 0)
        return STATUS_OK;
    *e = why;
    return STATUS_REFUSED;
}

struct month query_month(const struct request *r, const char *name, struct month otherwise)
{
    struct month m;
    struct error ignored;
    const char *text = request_query(r, name);
    return text[0] != '\0' && month_parse_people(text, &m, &ignored) == STATUS_OK ? m : otherwise;
}

enum status field_month(const struct request *r, const char *name, struct month *ret,
                        struct error *e)
{
    return month_parse_people(request_field(r, name), ret, e);
}

static bool is_among(const char *name, const char *const *names)
{
    for (; *names != NULL; names++)
        if (strcmp(name, *names) == 0)
            return true;
    return false;
}

const char *query_address(const struct request *r, const char *path, const char *const *without)
{
    CLEANUP(buf_free) struct buf address = BUF_INIT(REQUEST_QUERY_BYTES_MAX);
    buf_adds(&address, r->is_api ? API_PREFIX : "");
    buf_adds(&address, path);
    buf_addc(&address, '?');
    for (const struct form_field *f = r->query.first; f != NULL; f = f->next) {
        if (is_among(f->name, without) || f->value[0] == '\0')
            continue;
        form_encode(&address, f->name);
        buf_addc(&address, '=');
        form_encode(&address, f->value);
        buf_addc(&address, '&');
    }
    return address.overflow ? path : arena_strdup(r->arena, buf_text(&address));
}

bool request_sees_county(const struct request *r)
{
    return access_in_scope(r->session.user.scope, r->county * TOWNSHIP_CODES);
}

enum status require_county(const struct request *r, struct error *e)
{
    if (request_sees_county(r))
        return STATUS_OK;
    return error_set(e, STATUS_REFUSED, "ACCESS_SCOPE", _("全县的发放由县级岗位办理"));
}

enum status month_in_work(const struct request *r, enum programme programme, struct month *ret,
                          struct error *e)
{
    struct month m = date_month(date_today());
    enum status s = run_newest_month(r->db, r->county, programme, &m, e);
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    *ret = m;
    return STATUS_OK;
}

const char *month_text(const struct request *r, struct month m, char out[MONTH_TEXT_BYTES])
{
    return r->language == VIEW_ENGLISH ? month_format(m, out) : month_format_people(m, out);
}

void option_add(struct view *list, const char *value, const char *label, bool is_chosen)
{
    struct view *option = view_add_object(list, NULL);
    view_add_text(option, "value", value);
    view_add_text(option, "label", label);
    view_add_bool(option, "is_chosen", is_chosen);
}

static void programmes_add_up_to(struct request *r, enum programme chosen, int last)
{
    struct view *list = view_add_list(r->page, "programmes");
    for (int p = PROGRAMME_DIBAO; p <= last; p++)
        option_add(list, programme_code((enum programme)p),
                   request_text(r, programme_name((enum programme)p)), (int)chosen == p);
}

void programmes_add(struct request *r, enum programme chosen)
{
    programmes_add_up_to(r, chosen, PROGRAMME_ENTITLED_COUNT);
}

void programmes_paid_add(struct request *r, enum programme chosen)
{
    programmes_add_up_to(r, chosen, PROGRAMME_COUNT);
}
