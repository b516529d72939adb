/* 医疗救助费用结算单: what a hospital advanced in a month, line by line, and what is paid for it.
 */
#include "office/medicalpaper/capitals.h"
#include "paper_internal.h"

static enum status fill(struct money_paper *p, int64_t statement, struct error *e)
{
    struct statement_record r;
    struct statement_line *lines;
    size_t count;
    char month[MONTH_TEXT_BYTES], capitals[CAPITALS_BYTES];
    TRY(statement_read(p->db, p->county, statement, p->arena, &r, e));
    TRY(statement_lines(p->db, p->county, statement, p->arena, &lines, &count, e));
    struct view *o = view_add_object(p->root, "statement");
    view_add_integer(o, "id", r.id);
    view_add_text(o, "hospital", r.hospital_name);
    view_add_text(o, "month", month_format_people(r.month, month));
    view_add_text(o, "state", statement_state_label(r.state));
    view_add_integer(o, "lines", r.lines);
    money_paper_fen(o, "before", r.before);
    money_paper_fen(o, "during", r.during);
    money_paper_fen(o, "total", r.total);
    view_add_text(o, "capitals", fen_capitals(r.total, capitals));
    view_add_text(o, "prepared_by", money_paper_user(p, r.prepared_by));
    view_add_text(o, "agreed_by", money_paper_user(p, r.agreed_by));
    struct view *rows = view_add_list(p->root, "rows");
    for (size_t i = 0; i < count; i++) {
        const struct statement_line *l = &lines[i];
        char day[DATE_TEXT_BYTES];
        struct view *row = view_add_object(rows, NULL);
        view_add_integer(row, "no", (int64_t)i + 1);
        view_add_text(row, "admission", l->admission_no);
        view_add_text(row, "person", l->person_name);
        view_add_text(row, "id_tail", l->id_tail);
        view_add_text(row, "reason", medical_reason_label(l->reason));
        money_paper_fen(row, "before", l->before);
        money_paper_fen(row, "during", l->during);
        view_add_text(row, "on", date_format(l->entered_on, day));
    }
    return STATUS_OK;
}

enum status statement_paper_render(struct db *db, int64_t county, int64_t statement,
                                   const struct medical_paper_options *options, struct buf *ret,
                                   struct error *e)
{
    struct money_paper p;
    enum status s = money_paper_open(&p, db, county, options, e);
    if (s == STATUS_OK)
        s = fill(&p, statement, e);
    if (s == STATUS_OK)
        s = money_paper_finish(&p, "medical_statement", ret, e);
    money_paper_close(&p);
    return s;
}
