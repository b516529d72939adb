/* What is done to a meeting: recorded, its agenda drafted anew, issued, cancelled; its papers. */
#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "office/planpaper/minutes.h"
#include "web/pages/meeting_page.h"
#include "web/pages/pages.h"

static enum status answer(struct request *r, const struct meeting *m, enum status s,
                          const struct error *why, const char *notice, struct error *e)
{
    if (s == STATUS_OK)
        return respond_redirect(r, request_text(r, notice), e, "/meetings/%" PRId64, m->id);
    if (meeting_is_shown(s, why))
        return meeting_respond(r, m, 422, why, e);
    *e = *why;
    return s;
}

/* A decision a line, as it was typed. */
static enum status decisions_typed(struct request *r, struct meeting_record *record,
                                   struct error *e)
{
    char *save = NULL, *text = arena_strdup(r->arena, request_field(r, "decisions"));
    const char **list = ARENA_ARRAY(r->arena, const char *, MEETING_DECISIONS_MAX + 1);
    if (!text || !list)
        return arena_exhausted(e);
    for (char *line = strtok_r(text, "\r\n", &save); line; line = strtok_r(NULL, "\r\n", &save))
        if (line[strspn(line, " \t")] != '\0' && record->decision_count <= MEETING_DECISIONS_MAX)
            list[record->decision_count++] = line;
    record->decisions = list;
    return STATUS_OK;
}

static enum status outcomes_typed(struct request *r, const struct meeting *m,
                                  struct meeting_record *record, struct error *e)
{
    struct meeting_item *items;
    size_t n;
    TRY(meeting_item_list(r->db, r->county, m->id, 0, r->arena, &items, &n, e));
    struct meeting_outcome *list = ARENA_ARRAY(r->arena, struct meeting_outcome, n + 1);
    if (!list)
        return arena_exhausted(e);
    for (size_t i = 0; i < n; i++) {
        const char *name = arena_printf(r->arena, "outcome.%d", items[i].number);
        if (!name)
            return arena_exhausted(e);
        if (items[i].kind != MEETING_DECISION)
            list[record->outcome_count++] =
                (struct meeting_outcome){items[i].number, request_field(r, name)};
    }
    record->outcomes = list;
    return STATUS_OK;
}

static enum status record_act(struct request *r, const struct meeting *m, struct error *e)
{
    struct db *db;
    struct meeting_record record = {.present = request_field(r, "present"),
                                    .absent = request_field(r, "absent"),
                                    .summary = request_field(r, "summary")};
    TRY(meeting_field_date(r, "held_on", &record.held_on, e));
    TRY(outcomes_typed(r, m, &record, e));
    TRY(decisions_typed(r, &record, e));
    TRY(request_writer(r, &db, e));
    return meeting_record(db, r->county, m->id, &record, r->session.user.name, e);
}

static enum status record_do(struct request *r, struct error *e)
{
    struct meeting m;
    struct error why = {0};
    TRY(meeting_of_address(r, &m, e));
    enum status s = record_act(r, &m, &why);
    return answer(r, &m, s, &why, N_("会议情况已登记"), e);
}

static enum status agenda_do(struct request *r, struct error *e)
{
    struct meeting m;
    struct db *db;
    struct error why = {0};
    TRY(meeting_of_address(r, &m, e));
    TRY(request_writer(r, &db, e));
    enum status s = meeting_agenda_refresh(db, r->county, m.id, r->session.user.name, &why);
    return answer(r, &m, s, &why, N_("议程已重新起草"), e);
}

static enum status issue_do(struct request *r, struct error *e)
{
    struct meeting m;
    struct db *db;
    struct error why = {0};
    TRY(meeting_of_address(r, &m, e));
    TRY(request_writer(r, &db, e));
    enum status s = meeting_issue(db, r->county, m.id, request_field(r, "document"),
                                  r->session.user.name, &why);
    return answer(r, &m, s, &why, N_("会议纪要已签发"), e);
}

static enum status cancel_do(struct request *r, struct error *e)
{
    struct meeting m;
    struct db *db;
    struct error why = {0};
    TRY(meeting_of_address(r, &m, e));
    TRY(request_writer(r, &db, e));
    enum status s =
        meeting_cancel(db, r->county, m.id, request_field(r, "reason"), r->session.user.name, &why);
    return answer(r, &m, s, &why, N_("会议已取消"), e);
}

static enum status paper_show(struct request *r, struct error *e)
{
    CLEANUP(buf_free) struct buf bytes = BUF_INIT(RESPONSE_BYTES_MAX);
    struct meeting m;
    char month[MONTH_TEXT_BYTES];
    const bool is_pdf =
        strcmp(strrchr(r->match.route->pattern, '.'), document_ending(DOCUMENT_PDF)) == 0;
    const struct meeting_paper_options options = {.kind = is_pdf ? DOCUMENT_PDF : DOCUMENT_DOCX,
                                                  .today = date_today(),
                                                  .scope = meeting_scope_of(r)};
    TRY(meeting_of_address(r, &m, e));
    TRY(meeting_paper_render(r->db, r->county, m.id, &options, &bytes, e));
    const char *name =
        arena_printf(r->arena, "%s-%s-%d%s", request_text(r, N_("会议纪要")),
                     month_format(m.month, month), m.number, document_ending(options.kind));
    if (!name)
        return arena_exhausted(e);
    return respond_bytes(r, document_media_type(options.kind), name, &bytes, e);
}

static const struct route_input RECORD_INPUTS[] = {
    {"present", INPUT_TEXT, true, N_("出席人员")},
    {"absent", INPUT_TEXT, false, N_("缺席人员")},
    {"summary", INPUT_TEXT, true, N_("会议概要")},
    {"held_on", INPUT_DATE, false, N_("实际开会日期；默认原定日期")},
    {"decisions", INPUT_TEXT, false, N_("议定事项，每行一项")},
    {"outcome.1", INPUT_TEXT, false, N_("各项议程的研究意见，按议程序号")},
    {.name = NULL},
};
static const struct route_input ISSUE_INPUTS[] = {
    {"document", INPUT_TEXT, false, N_("文号；默认本年下一号")},
    {.name = NULL},
};
static const struct route_input CANCEL_INPUTS[] = {
    {"reason", INPUT_TEXT, true, N_("原因")},
    {.name = NULL},
};
static const struct route ROUTES[] = {
    {HTTP_POST, "/meetings/{meeting}/record", record_do, PERMISSION_MEETING_MANAGE,
     N_("登记会议情况"), .inputs = RECORD_INPUTS},
    {HTTP_POST, "/meetings/{meeting}/agenda", agenda_do, PERMISSION_MEETING_MANAGE,
     N_("重新起草议程")},
    {HTTP_POST, "/meetings/{meeting}/issue", issue_do, PERMISSION_MEETING_ISSUE, N_("签发会议纪要"),
     .inputs = ISSUE_INPUTS},
    {HTTP_POST, "/meetings/{meeting}/cancel", cancel_do, PERMISSION_MEETING_MANAGE, N_("取消会议"),
     .inputs = CANCEL_INPUTS},
    {HTTP_GET, "/meetings/{meeting}/paper.pdf", paper_show, PERMISSION_MEETING_READ,
     N_("会议纪要")},
    {HTTP_GET, "/meetings/{meeting}/paper.docx", paper_show, PERMISSION_MEETING_READ,
     N_("会议纪要")},
};
const struct route_table MEETING_STEP_ROUTES = ROUTE_TABLE("meeting_step", ROUTES);
