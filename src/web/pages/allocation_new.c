/* A new allocation: one receiver, one fund, an amount beside each of its categories; or a whole
   month's summary sheet. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "office/allocation/summary.h"
#include "web/pages/allocation_page.h"
#include "web/pages/medical_page.h"
#include "web/pages/pages.h"
#include "web/pages/plain_form.h"
#include "web/pages/query.h"
#include "web/pages/upload.h"

#define CATEGORIES_MAX 16
#define NAME_BYTES 64

static const struct plain_field FIELDS[] = {
    {"payee", N_("收款单位"), NULL, PLAIN_CHOICE, false},
    {"month", N_("所属月份"), NULL, PLAIN_MONTH, false},
    {"document", N_("依据的文件"), NULL, PLAIN_TEXT, false},
    {"memo", N_("事由"), NULL, PLAIN_TEXT, true},
    {"supplement", N_("补拨序号"), N_("同月同类再拨一次时写 1、2……"), PLAIN_NUMBER, true},
};
#define FIELD_COUNT (sizeof(FIELDS) / sizeof(FIELDS[0]))
static const struct plain_cause CAUSES[] = {
    {"PAYEE_KIND", "payee"},
    {"PAYEE_UNKNOWN", "payee"},
    {NULL, NULL},
};

/* "people.HOME_RUNNING" */
static const char *typed(const struct request *r, const char *what, const char *code)
{
    char name[NAME_BYTES];
    snprintf(name, sizeof(name), "%s.%s", what, code);
    return request_field(r, name);
}

static enum status form_begin(struct request *r, struct plain_form *f, struct error *e)
{
    static const enum payee_kind kinds[] = {PAYEE_BANK, PAYEE_HOME_SUPPORT, PAYEE_HOME_MANAGEMENT};
    char month[MONTH_TEXT_BYTES];
    plain_begin(f, r, r->page, FIELDS, FIELD_COUNT);
    for (size_t k = 0; k < sizeof(kinds) / sizeof(kinds[0]); k++) {
        struct payee *list;
        size_t count;
        TRY(payee_list(r->db, r->county, kinds[k], r->arena, &list, &count, e));
        for (size_t i = 0; i < count; i++)
            plain_choice(f, "payee", arena_printf(r->arena, "%" PRId64, list[i].id),
                         arena_printf(r->arena, "%s · %s", list[i].name,
                                      request_text(r, payee_kind_label(kinds[k]))));
    }
    plain_default(f, "month",
                  arena_strdup(r->arena, month_format(date_month(date_today()), month)));
    return STATUS_OK;
}

static enum status form_respond(struct request *r, struct plain_form *f, unsigned status,
                                const struct error *why, struct error *e)
{
    static const enum fund funds[] = {FUND_WUBAO, FUND_HOME_MANAGEMENT};
    char last[MONTH_TEXT_BYTES], month[MONTH_TEXT_BYTES];
    struct view *list = view_add_list(r->page, "funds");
    for (size_t k = 0; k < sizeof(funds) / sizeof(funds[0]); k++) {
        struct view *fund = view_add_object(list, NULL);
        view_add_text(fund, "fund_label", allocation_fund_label(r, funds[k]));
        struct view *rows = view_add_list(fund, "categories");
        for (const struct allocation_category *c = ALLOCATION_CATEGORIES; c->code; c++) {
            if (c->fund != funds[k])
                continue;
            struct view *v = view_add_object(rows, NULL);
            view_add_text(v, "category", c->code);
            view_add_text(v, "label", request_text(r, c->label));
            view_add_text(v, "people", typed(r, "people", c->code));
            view_add_text(v, "amount", typed(r, "amount", c->code));
        }
    }
    plain_end(f);
    view_add_text(r->page, "last_month_key",
                  month_format(month_add(date_month(date_today()), -1), last));
    view_add_text(r->page, "sheet_month",
                  month_format(query_month(r, "month", date_month(date_today())), month));
    view_add_text(r->page, "sheet_document", request_field(r, "document"));
    return respond_page_status(r, status, "allocation/new.html",
                               request_text(r, N_("编制经费拨付汇总表")), why, e);
}

static enum status new_form(struct request *r, struct error *e)
{
    struct plain_form f;
    TRY(require_county(r, e));
    TRY(form_begin(r, &f, e));
    return form_respond(r, &f, 200, NULL, e);
}

/* ---- one ---- */

static enum status lines_typed(const struct request *r, int supplement,
                               struct allocation_line lines[CATEGORIES_MAX], size_t *ret,
                               struct error *e)
{
    size_t n = 0;
    for (const struct allocation_category *c = ALLOCATION_CATEGORIES; c->code; c++) {
        const char *amount = text_tidy_solid(r->arena, typed(r, "amount", c->code));
        const char *people = text_tidy_solid(r->arena, typed(r, "people", c->code));
        struct allocation_line line = {.category = c, .supplement = supplement, .note = ""};
        if (!amount || !people)
            return arena_exhausted(e);
        if (!*amount)
            continue;
        if (fen_parse(amount, &line.amount, e) != STATUS_OK)
            return error_place(e, "%s", request_text(r, c->label));
        if (*people && i64_parse(people, &line.people, NULL) != STATUS_OK)
            return error_set(e, STATUS_REFUSED, "ALLOCATION_FIELD", _("“%s”的人数不是数字"),
                             _(c->label));
        lines[n++] = line;
    }
    *ret = n;
    if (n > 0)
        return STATUS_OK;
    return error_set(e, STATUS_REFUSED, "ALLOCATION_FIELD", _("请至少写一类的金额"));
}

static enum status write_one(struct request *r, struct plain_form *f, int64_t *ret_id,
                             struct error *e)
{
    struct allocation_line lines[CATEGORIES_MAX];
    struct allocation a = {.payee = plain_number(f, "payee"),
                           .month = plain_month(f, "month"),
                           .document = plain_text(f, "document"),
                           .memo = plain_text(f, "memo"),
                           .lines = lines};
    const int64_t supplement = plain_number(f, "supplement");
    struct db *db;
    int64_t transfer;
    if (supplement < 0 || supplement > 99)
        plain_fault(f, "supplement", N_("应为 0 至 99"));
    TRY(plain_status(f, e));
    TRY(lines_typed(r, (int)supplement, lines, &a.line_count, e));
    a.fund = lines[0].category->fund;
    TRY(request_writer(r, &db, e));
    return allocation_write(db, r->county, &a, r->session.user.name, ret_id, &transfer, e);
}

static enum status new_take(struct request *r, struct error *e)
{
    struct plain_form f;
    struct error why = {0};
    int64_t id;
    TRY(require_county(r, e));
    TRY(form_begin(r, &f, e));
    enum status s = write_one(r, &f, &id, &why);
    if (s == STATUS_OK)
        return respond_redirect(r, request_text(r, N_("已编制，请他人复核拨付单")), e,
                                "/allocations/%" PRId64, id);
    if (!is_page_refusal(s, &why)) {
        *e = why;
        return s;
    }
    plain_refused(&f, CAUSES, &why);
    return form_respond(r, &f, 422, &why, e);
}

/* ---- a sheet ---- */

static enum status sheet_take(struct request *r, struct month *ret_month, int64_t *ret_count,
                              struct error *e)
{
    const struct form_file *file;
    struct allocation_sheet sheet;
    int64_t *ids, *transfers;
    struct db *db;
    const char *document = text_tidy(r->arena, request_field(r, "document"));
    if (!document)
        return arena_exhausted(e);
    TRY(field_month(r, "month", ret_month, e));
    if (request_file(r, "file", &file) != STATUS_OK)
        return error_set(e, STATUS_REFUSED, "FILE_MISSING", _("请选择要交的表格"));
    TRY(request_writer(r, &db, e));
    enum status s =
        allocation_sheet_import(db, r->county, file->path, *ret_month, document, "",
                                r->session.user.name, r->arena, &sheet, &ids, &transfers, e);
    if (s != STATUS_OK) {
        upload_name_place(file, e);
        return s;
    }
    *ret_count = (int64_t)sheet.count;
    return STATUS_OK;
}

static enum status import_take(struct request *r, struct error *e)
{
    struct plain_form f;
    struct error why = {0};
    struct month month = {0};
    int64_t count = 0;
    char text[MONTH_TEXT_BYTES];
    TRY(require_county(r, e));
    enum status s = sheet_take(r, &month, &count, &why);
    if (s == STATUS_OK)
        return respond_redirect(r,
                                arena_printf(r->arena, "%s %" PRId64,
                                             request_text(r, N_("已编制的汇总表张数：")), count),
                                e, "/allocations?month=%s", month_format(month, text));
    if (!is_page_refusal(s, &why)) {
        *e = why;
        return s;
    }
    TRY(form_begin(r, &f, e));
    return form_respond(r, &f, 422, &why, e);
}

static const struct route_input NEW_INPUTS[] = {
    {"payee", INPUT_INTEGER, true, N_("收款单位的编号")},
    {"month", INPUT_MONTH, true, N_("所属月份")},
    {"document", INPUT_TEXT, true, N_("依据的文件")},
    {"memo", INPUT_TEXT, false, N_("事由")},
    {"supplement", INPUT_INTEGER, false, N_("补拨序号")},
    {"amount.SCATTERED_BASIC", INPUT_YUAN, false, N_("这一类的金额（元），其余各类同样写")},
    {"people.SCATTERED_BASIC", INPUT_INTEGER, false, N_("这一类的人数，其余各类同样写")},
    {.name = NULL},
};
static const struct route_input IMPORT_INPUTS[] = {
    {"file", INPUT_FILE, true, N_("汇总表：收款单位、类别、人数、金额、说明")},
    {"month", INPUT_MONTH, true, N_("所属月份")},
    {"document", INPUT_TEXT, true, N_("依据的文件")},
    {.name = NULL},
};
static const struct route ROUTES[] = {
    {HTTP_GET, "/allocations/new", new_form, PERMISSION_ALLOCATION_PREPARE,
     N_("编制经费拨付汇总表")},
    {HTTP_POST, "/allocations/new", new_take, PERMISSION_ALLOCATION_PREPARE,
     N_("编制经费拨付汇总表"), .inputs = NEW_INPUTS},
    {HTTP_POST, "/allocations/import", import_take, PERMISSION_ALLOCATION_PREPARE,
     N_("导入经费拨付汇总表"), .inputs = IMPORT_INPUTS},
};
const struct route_table ALLOCATION_NEW_ROUTES = ROUTE_TABLE("allocation_new", ROUTES);
