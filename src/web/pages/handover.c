/* Who has medical assistance: what is not finished, and handing it over or taking it back. */
#include <string.h>

#include "base/i18n.h"
#include "domain/handover/handover.h"
#include "web/pages/pages.h"
#include "web/pages/query.h"

static void history_add(struct request *r, const struct handover *list, size_t count)
{
    struct view *rows = view_add_list(r->page, "history");
    for (size_t i = 0; i < count; i++) {
        struct view *v = view_add_object(rows, NULL);
        view_add_bool(v, "is_read_only", list[i].is_read_only);
        view_add_text(v, "bureau", list[i].bureau);
        view_add_text(v, "document", list[i].document);
        view_add_integer(v, "change", list[i].known_from);
    }
}

/* Where the unfinished ones of a kind are worked on. */
static const char *path_of(const char *code)
{
    static const struct {
        const char *code, *path;
    } paths[] = {{"ADMISSION", "/medical/admissions"},
                 {"ADVANCE", "/medical/advances"},
                 {"HOSPITAL_LINE", "/medical/statements"},
                 {"STATEMENT", "/medical/statements"},
                 {"TRANSFER", "/transfers"},
                 {"PREMIUM_LIST", "/medical/premiums"},
                 {"CASE", "/cases?kind=medical"},
                 {"CLAIM_LINE", "/medical/bills?source=claim"},
                 {"RUN", "/runs?programme=medical"}};
    for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++)
        if (strcmp(paths[i].code, code) == 0)
            return paths[i].path;
    return NULL;
}

static enum status page_fill(struct request *r, struct error *e)
{
    struct handover *list = NULL;
    size_t count = 0;
    struct handover_open open[HANDOVER_OPEN_KINDS];
    int64_t left = 0;
    TRY(handover_history(r->db, r->county, PROGRAMME_MEDICAL, r->arena, &list, &count, e));
    TRY(handover_open_read(r->db, r->county, open, e));
    struct view *rows = view_add_list(r->page, "open");
    for (size_t i = 0; i < HANDOVER_OPEN_KINDS; i++) {
        struct view *v = view_add_object(rows, NULL);
        view_add_text(v, "code", open[i].code);
        view_add_text(v, "label", request_text(r, open[i].label));
        view_add_count(v, "count", open[i].count);
        view_add_text(v, "path", open[i].count > 0 ? path_of(open[i].code) : NULL);
        left += open[i].count;
    }
    bool is_read_only = count > 0 && list[0].is_read_only;
    view_add_bool(r->page, "is_read_only", is_read_only);
    view_add_text(r->page, "bureau", count > 0 ? list[0].bureau : "");
    view_add_text(r->page, "document", count > 0 ? list[0].document : "");
    view_add_count(r->page, "left", left);
    view_add_bool(r->page, "can_set", !is_read_only && left == 0);
    view_add_text(r->page, "typed_bureau", request_field(r, "bureau"));
    view_add_text(r->page, "typed_document", request_field(r, "document"));
    history_add(r, list, count);
    return STATUS_OK;
}

static enum status handover_page(struct request *r, struct error *e)
{
    TRY(require_county(r, e));
    TRY(page_fill(r, e));
    return respond_page(r, "handover/page.html", NULL, e);
}

static enum status set(struct request *r, bool is_read_only, const char *notice, struct error *e)
{
    struct db *db;
    struct error why = {0};
    TRY(require_county(r, e));
    TRY(request_writer(r, &db, e));
    enum status s =
        handover_set(db, r->county, PROGRAMME_MEDICAL, is_read_only, request_field(r, "bureau"),
                     request_field(r, "document"), r->session.user.name, &why);
    if (s == STATUS_OK)
        return respond_redirect(r, request_text(r, notice), e, "/handover");
    if (s != STATUS_REFUSED) {
        *e = why;
        return s;
    }
    TRY(page_fill(r, e));
    return respond_page_status(r, 422, "handover/page.html", NULL, &why, e);
}

static enum status handover_give(struct request *r, struct error *e)
{
    return set(r, true, N_("已移交，医疗救助从现在起只读"), e);
}

static enum status handover_take_back(struct request *r, struct error *e)
{
    return set(r, false, N_("已收回，医疗救助又由本局办理"), e);
}

static const struct route_input INPUTS[] = {
    {"bureau", INPUT_TEXT, true, N_("接收单位；收回时写本局")},
    {"document", INPUT_TEXT, true, N_("文号")},
    {.name = NULL},
};
static const struct route ROUTES[] = {
    {HTTP_GET, "/handover", handover_page, PERMISSION_PROGRAMME_HANDOVER, N_("医疗救助移交")},
    {HTTP_POST, "/handover", handover_give, PERMISSION_PROGRAMME_HANDOVER, N_("移交医疗救助"),
     .inputs = INPUTS},
    {HTTP_POST, "/handover/release", handover_take_back, PERMISSION_PROGRAMME_HANDOVER,
     N_("收回医疗救助"), .inputs = INPUTS},
};
const struct route_table HANDOVER_ROUTES = ROUTE_TABLE("handover", ROUTES);
