/* Putting notices up, many cases at once, and taking them down. */
#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "domain/casework/notice.h"
#include "web/pages/notice_page.h"
#include "web/pages/pages.h"
#include "web/pages/query.h"

/* Where one notice would hang: a village, a kind, a programme. */
struct group {
    int64_t division, count;
    enum notice_kind kind;
    enum programme programme;
};
#define GROUPS_MAX 500

static bool is_of_group(const struct case_record *c, const struct group *g)
{
    return c->division == g->division && notice_kind_of(c) == g->kind &&
           c->programme == g->programme;
}

static size_t groups_find(const struct case_record *cases, size_t count, struct group *groups)
{
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        size_t g = 0;
        while (g < found && !is_of_group(&cases[i], &groups[g]))
            g++;
        if (g == GROUPS_MAX)
            continue;
        if (g == found)
            groups[found++] =
                (struct group){cases[i].division, 0, notice_kind_of(&cases[i]), cases[i].programme};
        groups[g].count++;
    }
    return found;
}

static bool is_chosen(const struct request *r, int64_t case_id)
{
    const struct form *from = r->method == HTTP_POST ? &r->form : &r->query;
    int64_t id;
    bool has_any = false;
    for (const struct form_field *f = from->first; f != NULL; f = f->next) {
        if (strcmp(f->name, "case") != 0)
            continue;
        has_any = true;
        if (i64_parse(f->value, &id, NULL) == STATUS_OK && id == case_id)
            return true;
    }
    return !has_any;
}

/* The group that the address asks for, or that of the first case chosen in a list. */
static struct group group_asked(const struct request *r, const struct case_record *cases,
                                size_t count)
{
    const bool is_post = r->method == HTTP_POST;
    struct group g = {.programme = query_programme(r)};
    struct error ignored;
    int64_t village = 0, id;
    const char *text = is_post ? request_field(r, "village") : request_query(r, "village");
    const char *kind = is_post ? request_field(r, "kind") : request_query(r, "kind");
    if (is_post &&
        programme_parse(request_field(r, "programme"), &g.programme, &ignored) != STATUS_OK)
        g.programme = PROGRAMME_DIBAO;
    if (i64_parse(text, &village, NULL) == STATUS_OK &&
        notice_kind_parse(kind, &g.kind, &ignored) == STATUS_OK) {
        g.division = village;
        return g;
    }
    if (i64_parse(request_query(r, "case"), &id, NULL) == STATUS_OK)
        for (size_t i = 0; i < count; i++)
            if (cases[i].id == id)
                return (struct group){cases[i].division, 0, notice_kind_of(&cases[i]),
                                      cases[i].programme};
    return (struct group){0};
}

static void groups_add(struct request *r, const struct group *groups, size_t count,
                       const struct division_table *table)
{
    struct view *list = view_add_list(r->page, "groups");
    for (size_t i = 0; i < count; i++) {
        struct view *v = view_add_object(list, NULL);
        view_add_integer(v, "code", groups[i].division);
        view_add_text(v, "kind", notice_kind_code(groups[i].kind));
        view_add_text(v, "kind_label", request_text(r, notice_kind_label(groups[i].kind)));
        view_add_text(v, "programme", programme_code(groups[i].programme));
        view_add_text(v, "programme_name", request_text(r, programme_name(groups[i].programme)));
        view_add_count(v, "cases", groups[i].count);
        place_add(v, table, groups[i].division);
    }
}

static void group_add(struct request *r, const struct group *g, const struct case_record *cases,
                      size_t count, const struct division_table *table)
{
    char day[DATE_TEXT_BYTES];
    const char *on = request_field(r, "on"), *place = request_field(r, "place");
    const struct division *village = division_by_code(table, g->division);
    struct view *v = view_add_object(r->page, "chosen");
    view_add_integer(v, "code", g->division);
    view_add_text(v, "kind", notice_kind_code(g->kind));
    view_add_text(v, "kind_label", request_text(r, notice_kind_label(g->kind)));
    view_add_text(v, "programme", programme_code(g->programme));
    view_add_text(v, "programme_name", request_text(r, programme_name(g->programme)));
    place_add(v, table, g->division);
    view_add_text(v, "on", on[0] != '\0' ? on : date_format(date_today(), day));
    if (place[0] == '\0' && village != NULL)
        view_add_textf(v, "notice_place", "%s%s", village->name, _("公示栏"));
    else
        view_add_text(v, "notice_place", place);
    struct view *rows = view_add_list(v, "cases");
    for (size_t i = 0; i < count; i++) {
        if (!is_of_group(&cases[i], g))
            continue;
        struct view *row = view_add_object(rows, NULL);
        case_head_add(r, row, &cases[i], table);
        view_add_bool(row, "is_checked", is_chosen(r, cases[i].id));
    }
}

static enum status new_fill(struct request *r, struct error *e)
{
    const struct division_table *table;
    struct case_record *cases;
    struct group *groups = ARENA_ARRAY(r->arena, struct group, GROUPS_MAX);
    size_t count;
    if (!groups)
        return arena_exhausted(e);
    TRY(place_table(r, date_month(date_today()), &table, e));
    TRY(notice_waiting_list(r->db, r->county, r->session.user.scope, (enum notice_kind)0,
                            date_today(), r->arena, &cases, &count, e));
    groups_add(r, groups, groups_find(cases, count, groups), table);
    struct group asked = group_asked(r, cases, count);
    if (asked.division != 0 && access_in_scope(r->session.user.scope, asked.division))
        group_add(r, &asked, cases, count, table);
    return STATUS_OK;
}

static enum status new_show(struct request *r, struct error *e)
{
    TRY(new_fill(r, e));
    return respond_page(r, "notice/new.html", NULL, e);
}

static enum status cases_of_form(const struct request *r, int64_t **ret, size_t *ret_count,
                                 struct error *e)
{
    int64_t *ids = ARENA_ARRAY(r->arena, int64_t, NOTICE_CASES_MAX);
    size_t count = 0;
    if (!ids)
        return arena_exhausted(e);
    for (const struct form_field *f = r->form.first; f != NULL; f = f->next) {
        if (strcmp(f->name, "case") != 0)
            continue;
        if (count == NOTICE_CASES_MAX)
            return error_set(e, STATUS_REFUSED, "NOTICE_ROWS_MAX", _("一份公示最多 %d 户。"),
                             NOTICE_CASES_MAX);
        TRY(i64_parse(f->value, &ids[count++], e));
    }
    *ret = ids;
    *ret_count = count;
    return STATUS_OK;
}

static enum status day_of_form(const struct request *r, struct date *ret, struct error *e)
{
    const char *text = request_field(r, "on");
    if (text[0] == '\0') {
        *ret = date_today();
        return STATUS_OK;
    }
    if (date_parse(text, ret, e) != STATUS_OK)
        return error_place(e, "%s", request_text(r, N_("日期")));
    return STATUS_OK;
}

static enum status post(struct request *r, int64_t *ret_notice, struct error *e)
{
    struct case_actor actor = case_page_actor(r);
    struct db *db;
    struct date on;
    int64_t *cases;
    size_t count;
    const char *place = text_tidy(r->arena, request_field(r, "place"));
    if (!place)
        return arena_exhausted(e);
    TRY(day_of_form(r, &on, e));
    TRY(cases_of_form(r, &cases, &count, e));
    TRY(request_writer(r, &db, e));
    return notice_post(db, r->county, r->keys, &actor, cases, count, place, on, ret_notice, e);
}

static enum status new_take(struct request *r, struct error *e)
{
    int64_t notice;
    struct error why = {0};
    enum status s = post(r, &notice, &why);
    if (s == STATUS_REFUSED && strncmp(why.code, "ACCESS_", 7) != 0) {
        TRY(new_fill(r, e));
        return respond_page_status(r, 422, "notice/new.html", NULL, &why, e);
    }
    if (s != STATUS_OK) {
        *e = why;
        return s;
    }
    return respond_redirect(r, request_text(r, N_("已张贴。请打印村内版张贴，拍照存入材料。")), e,
                            "/notices/%" PRId64, notice);
}

/* ---- taking down ---- */

static enum status close_notice(struct request *r, const struct notice_record *n, struct error *e)
{
    struct case_actor actor = case_page_actor(r);
    struct db *db;
    struct date on;
    const char *result = text_tidy(r->arena, request_field(r, "result"));
    if (!result)
        return arena_exhausted(e);
    TRY(day_of_form(r, &on, e));
    TRY(request_writer(r, &db, e));
    return notice_close(db, r->county, r->keys, &actor, n->id, result, on, e);
}

static enum status close_take(struct request *r, struct error *e)
{
    struct notice_record n;
    struct notice_row *rows;
    size_t count;
    struct error why = {0};
    TRY(notice_of_address(r, &n, &rows, &count, e));
    enum status s = close_notice(r, &n, &why);
    if (s == STATUS_REFUSED && strncmp(why.code, "ACCESS_", 7) != 0) {
        TRY(notice_fill(r, &n, rows, count, e));
        return respond_page_status(r, 422, "notice/page.html", notice_title(r, &n), &why, e);
    }
    if (s != STATUS_OK) {
        *e = why;
        return s;
    }
    return respond_redirect(r, request_text(r, N_("公示已收回，各户进入下一步。")), e,
                            "/notices/%" PRId64, n.id);
}

/* ---- long-term lists ---- */

static enum status long_term_fill(struct request *r, struct error *e)
{
    const struct division_table *table;
    char month[MONTH_TEXT_BYTES];
    const struct division *d;
    const char *typed = request_field(r, "month");
    int64_t chosen = 0;
    struct error ignored;
    if (i64_parse(request_field(r, "division"), &chosen, &ignored) != STATUS_OK)
        chosen = 0;
    TRY(place_table(r, date_month(date_today()), &table, e));
    struct view *list = view_add_list(r->page, "divisions");
    for (size_t i = 0; (d = division_at(table, i)) != NULL; i++) {
        if (d->level == 1 || !access_in_scope(r->session.user.scope, d->code))
            continue;
        struct view *v = view_add_object(list, NULL);
        view_add_integer(v, "code", d->code);
        view_add_text(v, "name", d->name);
        view_add_bool(v, "is_village", d->level == 3);
        view_add_bool(v, "is_chosen", d->code == chosen);
    }
    programmes_add(r, text_equals(request_field(r, "programme"), "wubao") ? PROGRAMME_WUBAO
                                                                          : PROGRAMME_DIBAO);
    view_add_text(r->page, "month",
                  typed[0] != '\0' ? typed : month_format(date_month(date_today()), month));
    view_add_text(r->page, "notice_place", request_field(r, "place"));
    return STATUS_OK;
}

static enum status long_term_show(struct request *r, struct error *e)
{
    TRY(long_term_fill(r, e));
    return respond_page(r, "notice/long_term.html", NULL, e);
}

static enum status long_term_post(struct request *r, int64_t *ret_notice, struct error *e)
{
    struct case_actor actor = case_page_actor(r);
    enum programme programme;
    struct month month;
    struct db *db;
    int64_t division;
    const char *place = text_tidy(r->arena, request_field(r, "place"));
    if (!place)
        return arena_exhausted(e);
    TRY(programme_parse(request_field(r, "programme"), &programme, e));
    TRY(field_month(r, "month", &month, e));
    TRY(i64_parse(request_field(r, "division"), &division, e));
    TRY(request_writer(r, &db, e));
    return notice_post_long_term(db, r->county, &actor, programme, division, month, place,
                                 date_today(), ret_notice, e);
}

static enum status long_term_take(struct request *r, struct error *e)
{
    int64_t notice;
    struct error why = {0};
    enum status s = long_term_post(r, &notice, &why);
    if (s == STATUS_REFUSED && strncmp(why.code, "ACCESS_", 7) != 0) {
        TRY(long_term_fill(r, e));
        return respond_page_status(r, 422, "notice/long_term.html", NULL, &why, e);
    }
    if (s != STATUS_OK) {
        *e = why;
        return s;
    }
    return respond_redirect(r, request_text(r, N_("长期公示已张贴，原来的一份已替换。")), e,
                            "/notices/%" PRId64, notice);
}

static const struct route_input NEW_INPUTS[] = {
    {"village", INPUT_INTEGER, false, N_("村（居）")},
    {"kind", INPUT_TEXT, false, N_("公示种类")},
    {"programme", INPUT_TEXT, false, N_("项目")},
    {"case", INPUT_INTEGER, false, N_("办件，可以多个")},
    {.name = NULL},
};
static const struct route_input POST_INPUTS[] = {
    {"case", INPUT_INTEGER, true, N_("办件，可以多个")},
    {"place", INPUT_TEXT, true, N_("张贴在什么地方")},
    {"on", INPUT_DATE, false, N_("日期，默认今天")},
    {.name = NULL},
};
static const struct route_input CLOSE_INPUTS[] = {
    {"result", INPUT_TEXT, true, N_("公示结果")},
    {"on", INPUT_DATE, false, N_("日期，默认今天")},
    {.name = NULL},
};
static const struct route_input LONG_TERM_INPUTS[] = {
    {"division", INPUT_INTEGER, true, N_("村或乡镇")},
    {"programme", INPUT_TEXT, true, N_("项目")},
    {"month", INPUT_MONTH, true, N_("按哪个月")},
    {"place", INPUT_TEXT, true, N_("张贴在什么地方")},
    {.name = NULL},
};
static const struct route ROUTES[] = {
    {HTTP_GET, "/notices/new", new_show, PERMISSION_NOTICE_POST, N_("张贴公示"),
     .inputs = NEW_INPUTS},
    {HTTP_POST, "/notices", new_take, PERMISSION_NOTICE_POST, N_("张贴公示"),
     .inputs = POST_INPUTS},
    {HTTP_GET, "/notices/long-term", long_term_show, PERMISSION_NOTICE_POST, N_("长期公示")},
    {HTTP_POST, "/notices/long-term", long_term_take, PERMISSION_NOTICE_POST, N_("长期公示"),
     .inputs = LONG_TERM_INPUTS},
    {HTTP_POST, "/notices/{notice}/close", close_take, PERMISSION_NOTICE_POST, N_("收回公示"),
     .inputs = CLOSE_INPUTS},
};
const struct route_table NOTICE_NEW_ROUTES = ROUTE_TABLE("notice_new", ROUTES);
