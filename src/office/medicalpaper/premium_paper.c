/* 资助参合（参保）人员名单: whose premium the fund pays, village by village. */
#include "base/i18n.h"
#include "base/ratio.h"
#include "domain/plan/plan.h"
#include "office/medicalpaper/capitals.h"
#include "paper_internal.h"

#define PAPER_ROWS_MAX 20000

static void rate_add(struct view *row, int64_t rate_bp)
{
    char text[RATIO_TEXT_BYTES];
    view_add_text(row, "rate", ratio_rate(rate_bp, text));
}

static void place_add(const struct money_paper *p, struct view *row, int64_t code)
{
    const struct division *village = division_by_code(p->divisions, code);
    const struct division *township = division_by_code(p->divisions, division_township(code));
    const bool is_village = village && village != township;
    view_add_textf(row, "place", "%s%s", township ? township->name : "",
                   is_village ? village->name : "");
}

static enum status rows_add(struct money_paper *p, const struct premium_line *lines, size_t count,
                            struct error *e)
{
    struct fen total = FEN(0);
    char capitals[CAPITALS_BYTES];
    struct view *rows = view_add_list(p->root, "rows");
    for (size_t i = 0; i < count; i++) {
        const struct premium_line *l = &lines[i];
        struct view *row = view_add_object(rows, NULL);
        view_add_integer(row, "no", (int64_t)i + 1);
        place_add(p, row, l->division);
        view_add_text(row, "person", l->person_name);
        view_add_text(row, "id_tail", l->id_tail);
        view_add_text(row, "class", medical_class_label(l->class));
        view_add_text(row, "scheme", l->is_enrolled ? medical_scheme_label(l->scheme) : "未参合");
        rate_add(row, l->rate_bp);
        money_paper_fen(row, "amount", l->amount);
        if (l->is_enrolled)
            TRY(fen_add(total, l->amount, &total));
    }
    struct view *sum = view_add_object(p->root, "sum");
    view_add_integer(sum, "people", (int64_t)count);
    money_paper_fen(sum, "total", total);
    view_add_text(sum, "capitals", fen_capitals(total, capitals));
    return view_status(p->root, e);
}

static enum status fill(struct money_paper *p, int64_t list, int64_t scope, struct error *e)
{
    struct premium_list r;
    struct premium_line *lines;
    size_t count;
    char month[MONTH_TEXT_BYTES];
    TRY(premium_read(p->db, p->county, list, p->arena, &r, e));
    TRY(premium_lines(p->db, p->county, list, scope, false, 0, 0, PAPER_ROWS_MAX + 1, p->arena,
                      &lines, &count, e));
    if (count > PAPER_ROWS_MAX)
        return error_set(e, STATUS_REFUSED, "DOCUMENT_LIMIT", _("名单超过 %d 人：请按乡镇打印"),
                         PAPER_ROWS_MAX);
    struct view *o = view_add_object(p->root, "list");
    const struct division *place = division_by_code(p->divisions, scope);
    view_add_integer(o, "id", r.id);
    view_add_integer(o, "year", r.year);
    view_add_text(o, "place", place ? place->name : "");
    view_add_text(o, "state", premium_state_label(r.state));
    view_add_text(o, "reference", month_format_people(r.reference, month));
    money_paper_fen(o, "premium", r.premium);
    view_add_text(o, "prepared_by", money_paper_user(p, r.prepared_by));
    return rows_add(p, lines, count, e);
}

enum status premium_paper_render(struct db *db, int64_t county, int64_t list, int64_t scope,
                                 const struct medical_paper_options *options, struct buf *ret,
                                 struct error *e)
{
    struct money_paper p;
    enum status s = money_paper_open(&p, db, county, options, e);
    if (s == STATUS_OK)
        s = fill(&p, list, scope, e);
    if (s == STATUS_OK)
        s = money_paper_finish(&p, "premium_list", ret, e);
    money_paper_close(&p);
    return s;
}
