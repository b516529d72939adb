/* A notice on the wall, on the web, and the proof that it hung: all from the same frozen rows. */
#include "domain/casework/notice.h"

#include "base/i18n.h"
#include "casepaper_internal.h"

static const char *subject(enum notice_kind kind)
{
    switch (kind) {
    case NOTICE_FIRST:
        return "申请家庭的审核结果";
    case NOTICE_DECISION:
        return "审批结果";
    case NOTICE_CHANGE:
        return "待遇变动情况";
    case NOTICE_LONG_TERM:
        break;
    }
    return "享受对象";
}

static const char *title_word(enum notice_kind kind)
{
    switch (kind) {
    case NOTICE_FIRST:
        return "审核结果公示";
    case NOTICE_DECISION:
        return "审批结果公示";
    case NOTICE_CHANGE:
        return "变动情况公示";
    case NOTICE_LONG_TERM:
        break;
    }
    return "享受对象长期公示";
}

static enum status notice_add(struct paper *p, const struct notice_record *n, struct error *e)
{
    struct view *o = view_add_object(p->root, "notice");
    const struct division *place = division_by_code(p->divisions, n->division);
    const char *programme = paper_programme(n->programme);
    const struct division *township =
        division_by_code(p->divisions, division_township(n->division));
    bool is_county = n->kind == NOTICE_DECISION || n->kind == NOTICE_CHANGE || !township;
    view_add_integer(o, "id", n->id);
    view_add_textf(o, "title", "%s%s%s", place ? paper_short_name(p->arena, place->name) : "",
                   programme, title_word(n->kind));
    view_add_textf(o, "subject", "%s%s", programme, subject(n->kind));
    view_add_textf(o, "days", n->is_working_days ? "%d个工作日" : "%d日", n->days);
    bool is_medical = n->programme == PROGRAMME_MEDICAL;
    view_add_bool(o, "is_medical", is_medical);
    view_add_text(o, "amount_word",
                  is_medical                ? "拟救助金额（元）"
                  : n->kind == NOTICE_FIRST ? "拟月保障金（元）"
                                            : "月保障金（元）");
    bool is_village = division_township(n->division) != n->division;
    view_add_text(o, "last_word", is_village ? "备注" : "村（社区）");
    view_add_bool(o, "is_long_term", n->kind == NOTICE_LONG_TERM);
    paper_date(o, "posted_on", n->posted_on, false);
    paper_date(o, "last_day", n->last_day, false);
    paper_date(o, "closed_on", n->closed_on, false);
    paper_date(o, "closed_or_blank", n->closed_on, true);
    view_add_integer(o, "count", n->row_count);
    view_add_text(o, "sha256", n->sha256);
    view_add_integer(o, "head_change", n->head_change);
    view_add_text(o, "head_hash", n->head_hash);
    view_add_text(o, "place", n->place);
    view_add_text(o, "result", n->result);
    view_add_text(o, "posted_by", paper_user(p, n->posted_by));
    view_add_text(o, "closed_by", n->closed_by[0] ? paper_user(p, n->closed_by) : "");
    if (is_county)
        view_add_text(o, "organ", p->bureau);
    else
        view_add_textf(o, "organ", "%s人民政府", township->name);
    return view_status(p->root, e);
}

static enum status rows_add(struct paper *p, const struct notice_record *n,
                            const struct notice_row *rows, size_t count,
                            enum notice_channel channel, struct error *e)
{
    struct case_rules rules;
    struct view *list = view_add_list(p->root, "rows");
    TRY(case_rules_read(p->db, p->county, date_month(n->posted_on), &rules, e));
    for (size_t i = 0; i < count; i++) {
        const struct notice_row *r = &rows[i];
        struct view *o = view_add_object(list, NULL);
        const char *name =
            notice_masked_name(p->arena, r->head_name, r->is_minor, rules.is_minor_hidden, channel);
        view_add_integer(o, "no", r->row_no);
        view_add_text(o, "name", name);
        view_add_integer(o, "people", r->people_count);
        view_add_integer(o, "protected", r->protected_count);
        paper_fen(p, o, "income_year", r->income_year);
        paper_fen(p, o, "amount_month", r->amount_month);
        const struct division *village = division_by_code(p->divisions, r->division);
        bool is_village = division_township(n->division) != n->division;
        view_add_text(o, "last",
                      is_village ? r->remark
                      : village  ? paper_short_name(p->arena, village->name)
                                 : "");
    }
    return view_status(p->root, e);
}

/* Who objected is never on the paper; whom it was about is, by the case's number. */
static enum status objections_add(struct paper *p, int64_t notice, struct error *e)
{
    struct objection_row *rows;
    size_t count;
    struct view *list = view_add_list(p->root, "objections");
    TRY(objection_list_of_notice(p->db, p->county, NULL, notice, p->arena, &rows, &count, e));
    for (size_t i = 0; i < count; i++) {
        struct case_record c;
        struct view *o = view_add_object(list, NULL);
        TRY(case_read(p->db, p->county, rows[i].case_id, p->options->today, p->arena, &c, e));
        view_add_integer(o, "no", (int64_t)i + 1);
        view_add_text(o, "applicant", c.applicant);
        view_add_text(o, "case_number", c.number);
        paper_date(o, "received_on", rows[i].received_on, false);
        paper_date(o, "decided_on", rows[i].decided_on, false);
        view_add_text(o, "result", rows[i].is_upheld ? "成立" : "不成立");
    }
    view_add_integer(p->root, "objection_count", (int64_t)count);
    return STATUS_OK;
}

static enum status fill(struct paper *p, int64_t notice, enum case_document d, struct error *e)
{
    struct notice_record n;
    struct notice_row *rows;
    size_t count;
    TRY(notice_read(p->db, p->county, notice, p->arena, &n, &rows, &count, e));
    TRY(notice_verify(p->db, p->county, notice, e));
    if (count > DOCUMENT_ROWS_MAX)
        return error_set(e, STATUS_REFUSED, "DOCUMENT_LIMIT",
                         _("公示名单有 %zu 户，一份文书最多 %d 户：请按乡镇或村打印"), count,
                         DOCUMENT_ROWS_MAX);
    TRY(paper_place(p, n.division, e));
    TRY(paper_law(p, n.programme, n.posted_on, e));
    TRY(notice_add(p, &n, e));
    if (d == DOCUMENT_NOTICE_RESULT)
        return objections_add(p, notice, e);
    return rows_add(p, &n, rows, count, d == DOCUMENT_NOTICE_WEB ? CHANNEL_WEB : CHANNEL_WALL, e);
}

enum status notice_paper_make(struct db *db, int64_t county, int64_t notice, enum case_document d,
                              const struct case_paper_options *options, int *ret_pages,
                              struct buf *ret, struct error *e)
{
    struct paper p;
    if (d != DOCUMENT_NOTICE_WALL && d != DOCUMENT_NOTICE_WEB && d != DOCUMENT_NOTICE_RESULT)
        return STATUS_NONE;
    enum status s = paper_open(&p, db, county, options, e);
    p.ret_pages = ret_pages;
    if (s == STATUS_OK)
        s = fill(&p, notice, d, e);
    if (s == STATUS_OK)
        s = paper_finish(&p, case_document_code(d), ret, e);
    paper_close(&p);
    return s;
}

enum status notice_paper_render(struct db *db, int64_t county, int64_t notice, enum case_document d,
                                const struct case_paper_options *options, struct buf *ret,
                                struct error *e)
{
    return notice_paper_make(db, county, notice, d, options, NULL, ret, e);
}
