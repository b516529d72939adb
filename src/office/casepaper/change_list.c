#include "domain/casework/dynamic.h"

#include "base/i18n.h"
#include "casepaper_internal.h"

struct rows {
    struct paper *p;
    struct view *list;
    int64_t count;
};

static enum status row_add(const struct change_list_row *r, void *context, struct error *e)
{
    struct rows *x = context;
    struct fen difference;
    const struct division *village = division_by_code(x->p->divisions, r->division);
    const struct division *township =
        division_by_code(x->p->divisions, division_township(r->division));
    if (++x->count > CHANGE_PAPER_ROWS_MAX)
        return error_set(e, STATUS_REFUSED, "DOCUMENT_LIMIT", _("变动清单超过 %d 户：请按乡镇打印"),
                         CHANGE_PAPER_ROWS_MAX);
    TRY(fen_sub(r->after, r->before, &difference));
    struct view *o = view_add_object(x->list, NULL);
    view_add_integer(o, "no", x->count);
    view_add_text(o, "township", township ? township->name : "");
    view_add_text(o, "village", village ? paper_short_name(x->p->arena, village->name) : "");
    view_add_text(o, "head_name", r->head_name);
    view_add_text(o, "id_tail", r->id_tail);
    view_add_text(o, "change", month_change_label(r->change));
    view_add_integer(o, "people_before", r->people_before);
    view_add_integer(o, "people_after", r->people_after);
    paper_fen(x->p, o, "before", r->before);
    paper_fen(x->p, o, "after", r->after);
    paper_fen(x->p, o, "difference", difference);
    view_add_text(o, "cause", r->cause);
    return STATUS_OK;
}

static void total_add(struct paper *p, struct view *row, const char *side,
                      const struct change_list_total *total, enum month_change change)
{
    struct view *o = view_add_object(row, side);
    view_add_text(o, "label", month_change_label(change));
    view_add_integer(o, "count", total->count[change]);
    paper_fen(p, o, "difference", total->difference[change]);
}

/* Two kinds of change on a line. */
static void totals_add(struct paper *p, const struct change_list_total *total)
{
    struct view *list = view_add_list(p->root, "totals");
    for (int change = MONTH_NEW; change <= MONTH_SUSPENDED; change += 2) {
        struct view *row = view_add_object(list, NULL);
        total_add(p, row, "left", total, (enum month_change)change);
        total_add(p, row, "right", total, (enum month_change)(change + 1));
    }
}

static enum status fill(struct paper *p, enum programme programme, struct month m, int64_t scope,
                        struct error *e)
{
    struct change_list_total total = {.count = {0}};
    struct date cutoff;
    int64_t known;
    char month[MONTH_TEXT_BYTES];
    TRY(change_list_cutoff(p->db, p->county, m, &cutoff, &known, e));
    TRY(paper_place(p, scope, e));
    struct view *o = view_add_object(p->root, "list");
    const struct division *place = division_by_code(p->divisions, scope);
    view_add_textf(o, "title", "%s%s%s变动清单",
                   place ? paper_short_name(p->arena, place->name) : "",
                   month_format_people(m, month), paper_programme(programme));
    paper_date(o, "cutoff", cutoff, false);
    struct rows rows = {.p = p, .list = view_add_list(p->root, "rows")};
    TRY(change_list(p->db, p->county, programme, m, scope, known, row_add, &rows, &total, e));
    totals_add(p, &total);
    return view_status(p->root, e);
}

enum status change_list_paper_render(struct db *db, int64_t county, enum programme programme,
                                     struct month m, int64_t scope,
                                     const struct case_paper_options *options, struct buf *ret,
                                     struct error *e)
{
    struct paper p;
    enum status s = paper_open(&p, db, county, options, e);
    if (s == STATUS_OK)
        s = fill(&p, programme, m, scope, e);
    if (s == STATUS_OK)
        s = paper_finish(&p, case_document_code(DOCUMENT_CHANGE_LIST), ret, e);
    paper_close(&p);
    return s;
}
