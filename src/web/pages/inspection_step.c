/* What an inspector writes on a visit: findings, marks, photographs; handing it in. */
#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "web/pages/enclosure_page.h"
#include "web/pages/inspection_page.h"
#include "web/pages/pages.h"

static enum status finding_do(struct request *r, struct error *e)
{
    struct inspection i;
    struct db *db;
    struct error why = {0};
    int number;
    struct inspection_finding f = {.node = request_field(r, "node"),
                                   .subject = text_tidy(r->arena, request_field(r, "subject")),
                                   .text = request_field(r, "text")};
    TRY(inspection_of_address(r, &i, e));
    TRY(request_writer(r, &db, e));
    enum status s = inspection_kind_parse(request_field(r, "kind"), &f.kind, &why);
    if (s == STATUS_OK)
        s = inspection_field_number(r, "cases", &f.cases, &why);
    if (s == STATUS_OK)
        s = inspection_finding_add(db, r->county, i.id, &f, r->session.user.name, &number, &why);
    return inspection_answer(r, &i, s, &why, N_("已记下"), "#findings", e);
}

static enum status finding_remove(struct request *r, struct error *e)
{
    struct inspection i;
    struct db *db;
    struct error why = {0};
    int64_t number;
    TRY(inspection_of_address(r, &i, e));
    TRY(request_parameter_i64(r, "finding", &number));
    TRY(request_writer(r, &db, e));
    enum status s = inspection_finding_remove(
        db, r->county, i.id, number > INT32_MAX ? 0 : (int)number, r->session.user.name, &why);
    return inspection_answer(r, &i, s, &why, N_("已删去"), "#findings", e);
}

/* A share in percent per leaf; those left empty stay as they were. */
static enum status marks_typed(struct request *r, const struct inspection *i,
                               struct inspection_mark **ret, size_t *ret_count, struct error *e)
{
    struct assessment_node *nodes;
    size_t n, count = 0;
    TRY(inspection_node_list(r->db, r->county, i->assessment, r->arena, &nodes, &n, e));
    struct inspection_mark *marks = ARENA_ARRAY(r->arena, struct inspection_mark, n + 1);
    if (!marks)
        return arena_exhausted(e);
    for (size_t k = 0; k < n; k++) {
        struct fen share;
        const char *name = arena_printf(r->arena, "mark.%s", nodes[k].code);
        const char *why = arena_printf(r->arena, "reason.%s", nodes[k].code);
        const char *text = name ? text_tidy(r->arena, request_field(r, name)) : NULL;
        if (!text || !why)
            return arena_exhausted(e);
        if (text[0] == '\0')
            continue;
        if (fen_parse(text, &share, e) != STATUS_OK)
            return error_place(e, "%s", nodes[k].title);
        marks[count++] = (struct inspection_mark){
            .node = nodes[k].code, .share_bp = share.v, .reason = request_field(r, why)};
    }
    *ret = marks;
    *ret_count = count;
    return STATUS_OK;
}

static enum status marks_do(struct request *r, struct error *e)
{
    struct inspection i;
    struct inspection_mark *marks = NULL;
    struct db *db;
    struct error why = {0};
    size_t n = 0;
    TRY(inspection_of_address(r, &i, e));
    TRY(request_writer(r, &db, e));
    enum status s = marks_typed(r, &i, &marks, &n, &why);
    if (s == STATUS_OK)
        s = inspection_mark_write(db, r->county, i.id, marks, n, r->session.user.name, &why);
    return inspection_answer(r, &i, s, &why, N_("评分已保存"), "#marks", e);
}

/* What each finding is to lead to: "then.N" order or problem, with its day, words and owner. */
static enum status demand_typed(struct request *r, int number, struct inspection_demand *d,
                                bool *ret_is_asked, struct error *e)
{
    static const char *const names[] = {"then", "due", "demand", "owner"};
    const char *field[4];
    for (size_t k = 0; k < 4; k++) {
        field[k] = arena_printf(r->arena, "%s.%d", names[k], number);
        if (!field[k])
            return arena_exhausted(e);
    }
    const char *then = request_field(r, field[0]);
    *ret_is_asked = then[0] != '\0';
    *d = (struct inspection_demand){.finding = number,
                                    .is_order = text_equals(then, "order"),
                                    .demand = request_field(r, field[2]),
                                    .owner = request_field(r, field[3])};
    return *ret_is_asked ? inspection_field_day(r, field[1], &d->due_on, e) : STATUS_OK;
}

static enum status submit_do(struct request *r, struct error *e)
{
    struct inspection i;
    struct inspection_finding *findings;
    struct db *db;
    struct error why = {0};
    size_t n, count = 0;
    enum status s = STATUS_OK;
    TRY(inspection_of_address(r, &i, e));
    TRY(inspection_finding_list(r->db, r->county, i.id, r->arena, &findings, &n, e));
    struct inspection_demand *demands = ARENA_ARRAY(r->arena, struct inspection_demand, n + 1);
    if (!demands)
        return arena_exhausted(e);
    for (size_t k = 0; k < n && s == STATUS_OK; k++) {
        bool is_asked = false;
        s = demand_typed(r, findings[k].number, &demands[count], &is_asked, &why);
        count += is_asked ? 1 : 0;
    }
    TRY(request_writer(r, &db, e));
    if (s == STATUS_OK)
        s = inspection_submit(db, r->county, i.id, demands, count, r->session.user.name, &why);
    return inspection_answer(r, &i, s, &why, N_("检查已提交，不能再改"), "", e);
}

static enum status strike_do(struct request *r, struct error *e)
{
    struct inspection i;
    struct db *db;
    struct error why = {0};
    TRY(inspection_of_address(r, &i, e));
    TRY(request_writer(r, &db, e));
    enum status s = inspection_strike(db, r->county, i.id, request_field(r, "strike_reason"),
                                      r->session.user.name, &why);
    return inspection_answer(r, &i, s, &why, N_("检查已作废"), "", e);
}

/* ---- photographs ---- */

static enum status closed_check(const struct request *r, const struct inspection *i,
                                struct error *e)
{
    return inspection_is_own_draft(r, i) ? STATUS_OK
                                         : error_set(e, STATUS_REFUSED, "INSPECTION_STATE",
                                                     _("检查已提交，照片不能再增减。"));
}

static enum status photo_add(struct request *r, struct error *e)
{
    struct inspection i;
    struct error why = {0};
    TRY(inspection_of_address(r, &i, e));
    enum status s = closed_check(r, &i, &why);
    if (s == STATUS_OK)
        s = inspection_paper_store(r, ENCLOSURE_INSPECTION, i.id, N_("现场照片"), &why);
    return inspection_answer(r, &i, s, &why, N_("已收存"), "#photos", e);
}

static enum status photo_strike(struct request *r, struct error *e)
{
    struct inspection i;
    struct error why = {0};
    struct db *db;
    int seq;
    TRY(inspection_of_address(r, &i, e));
    TRY(enclosure_of_address(r, "photo", &seq));
    TRY(request_writer(r, &db, e));
    enum status s = closed_check(r, &i, &why);
    if (s == STATUS_OK)
        s = enclosure_remove(db, r->county, ENCLOSURE_INSPECTION, i.id, seq, r->session.user.name,
                             &why);
    return inspection_answer(r, &i, s, &why, N_("已撤下"), "#photos", e);
}

static enum status photo_show(struct request *r, struct error *e)
{
    struct inspection i;
    TRY(inspection_of_address(r, &i, e));
    return inspection_paper_show(r, ENCLOSURE_INSPECTION, i.id, "inspection", false, e);
}

static enum status thumbnail_show(struct request *r, struct error *e)
{
    struct inspection i;
    TRY(inspection_of_address(r, &i, e));
    return inspection_paper_show(r, ENCLOSURE_INSPECTION, i.id, "inspection", true, e);
}

static const struct route_input FINDING_INPUTS[] = {
    {"kind", INPUT_TEXT, true, N_("GOOD、DEFECT、MISSED_STEP 或 FALSE_REPORT")},
    {"text", INPUT_TEXT, true, N_("情况")},
    {"node", INPUT_TEXT, false, N_("考核项目")},
    {"subject", INPUT_TEXT, false, N_("对象，如 household 12")},
    {"cases", INPUT_INTEGER, false, N_("件数")},
    {.name = NULL},
};
static const struct route_input MARK_INPUTS[] = {
    {"mark", INPUT_LIST, false, N_("mark.项目：满分的百分之几；reason.项目：扣分原因")},
    {.name = NULL},
};
static const struct route_input SUBMIT_INPUTS[] = {
    {"then", INPUT_LIST, false,
     N_("then.情况号：order 或 problem；due、demand、owner.情况号：期限、要求、责任人")},
    {.name = NULL},
};
static const struct route_input STRIKE_INPUTS[] = {
    {"strike_reason", INPUT_TEXT, true, N_("原因")},
    {.name = NULL},
};
static const struct route_input PHOTO_INPUTS[] = {
    {"file", INPUT_FILE, true, N_("JPEG、PNG 或 PDF")},
    {"title", INPUT_TEXT, false, N_("说明")},
    {.name = NULL},
};
#define ONE "/inspections/{inspection}"
static const struct route ROUTES[] = {
    {HTTP_POST, ONE "/findings", finding_do, PERMISSION_INSPECTION_RECORD, N_("记下情况"),
     .inputs = FINDING_INPUTS},
    {HTTP_POST, ONE "/findings/{finding}/remove", finding_remove, PERMISSION_INSPECTION_RECORD,
     N_("删去情况")},
    {HTTP_POST, ONE "/marks", marks_do, PERMISSION_INSPECTION_RECORD, N_("评分"),
     .inputs = MARK_INPUTS},
    {HTTP_POST, ONE "/submit", submit_do, PERMISSION_INSPECTION_RECORD, N_("提交检查"),
     .inputs = SUBMIT_INPUTS},
    {HTTP_POST, ONE "/strike", strike_do, PERMISSION_INSPECTION_RECORD, N_("作废检查"),
     .inputs = STRIKE_INPUTS},
    {HTTP_POST, ONE "/photos", photo_add, PERMISSION_INSPECTION_RECORD, N_("收存照片"),
     .inputs = PHOTO_INPUTS},
    {HTTP_GET, ONE "/photos/{photo}", photo_show, PERMISSION_INSPECTION_READ, N_("照片"),
     .answers_file = true},
    {HTTP_GET, ONE "/photos/{photo}/thumbnail", thumbnail_show, PERMISSION_INSPECTION_READ,
     N_("照片"), .answers_file = true},
    {HTTP_POST, ONE "/photos/{photo}/strike", photo_strike, PERMISSION_INSPECTION_RECORD,
     N_("撤下照片")},
};
const struct route_table INSPECTION_STEP_ROUTES = ROUTE_TABLE("inspection_step", ROUTES);
