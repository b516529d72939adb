#include "domain/casework/sample.h"

#include "base/ratio.h"
#include "casepaper_internal.h"

#define DRAW_KEY_SHOWN 12 /* hex digits on the paper: enough to compare by hand */

static const char *reason_word(int reason)
{
    return reason == 2 ? "近亲属备案" : "随机抽取";
}

static enum status fill(struct paper *p, int64_t sample, struct error *e)
{
    struct sample_row s;
    struct sample_case_row *rows;
    size_t count;
    int64_t no = 0;
    TRY(sample_cases(p->db, p->county, sample, p->arena, &s, &rows, &count, e));
    struct view *o = view_add_object(p->root, "sample");
    view_add_integer(o, "id", s.id);
    view_add_text(o, "programme", paper_programme(s.programme));
    paper_date(o, "drawn_on", s.drawn_on, false);
    view_add_text(o, "drawn_by", paper_user(p, s.drawn_by));
    view_add_integer(o, "population", s.population);
    view_add_integer(o, "selected", s.selected);
    char rate[RATIO_TEXT_BYTES];
    view_add_text(o, "rate", ratio_rate(s.rate_bp, rate));
    view_add_text(o, "seed", s.seed);
    view_add_text(o, "head_hash", s.head_hash);
    TRY(paper_place(p, p->whole ? p->whole->code : 0, e));
    struct view *list = view_add_list(p->root, "rows");
    for (size_t i = 0; i < count; i++) {
        if (rows[i].reason == 0)
            continue;
        struct view *row = view_add_object(list, NULL);
        view_add_integer(row, "no", ++no);
        view_add_text(row, "case_number", rows[i].case_number);
        view_add_text(row, "applicant", rows[i].applicant);
        view_add_text(row, "place", paper_place_name(p, rows[i].division));
        view_add_textf(row, "draw_key", "%.*s", DRAW_KEY_SHOWN, rows[i].draw_key);
        view_add_text(row, "reason", reason_word(rows[i].reason));
        view_add_text(row, "checked", rows[i].is_checked ? "已抽查" : "");
    }
    return view_status(p->root, e);
}

enum status sample_paper_render(struct db *db, int64_t county, int64_t sample,
                                const struct case_paper_options *options, struct buf *ret,
                                struct error *e)
{
    struct paper p;
    enum status s = paper_open(&p, db, county, options, e);
    if (s == STATUS_OK)
        s = fill(&p, sample, e);
    if (s == STATUS_OK)
        s = paper_finish(&p, case_document_code(DOCUMENT_SAMPLE_LIST), ret, e);
    paper_close(&p);
    return s;
}
