#include "paper_internal.h"

#include "domain/access/access.h"
#include "domain/plan/plan.h"

#define PAPER_ARENA_BYTES ((size_t)256 << 20)
#define LEVEL_COUNTY 1

void money_paper_fen(struct view *v, const char *name, struct fen amount)
{
    char text[FEN_TEXT_BYTES];
    view_add_text(v, name, fen_format_people(amount, text));
}

void money_paper_date(struct view *v, const char *name, struct date d)
{
    char text[DATE_TEXT_BYTES];
    view_add_text(v, name, d.v == 0 ? "" : date_format_people(d, text));
}

const char *money_paper_user(struct money_paper *p, const char *user)
{
    struct access_user row;
    if (!user)
        return "";
    if (access_user_by_name(p->db, p->county, user, p->arena, &row, NULL) == STATUS_OK &&
        row.title && row.title[0])
        return row.title;
    return user;
}

enum status money_paper_open(struct money_paper *p, struct db *db, int64_t county,
                             const struct medical_paper_options *options, struct error *e)
{
    *p = (struct money_paper){.db = db, .county = county, .options = options};
    p->arena = arena_new(PAPER_ARENA_BYTES);
    p->root = p->arena ? view_new(p->arena) : NULL;
    if (!p->root)
        return arena_exhausted(e);
    TRY(division_table_read(db, county, date_month(options->today), p->arena, &p->divisions, e));
    const char *name = "";
    const struct division *d;
    for (size_t i = 0; (d = division_at(p->divisions, i)) != NULL; i++)
        if (d->level == LEVEL_COUNTY) {
            name = d->name;
            break;
        }
    money_paper_date(view_add_object(p->root, "print"), "date", options->today);
    struct view *place = view_add_object(p->root, "place");
    view_add_text(place, "county", name);
    view_add_textf(place, "bureau", "%s民政局", name);
    view_add_textf(place, "finance", "%s财政局", name);
    return view_status(p->root, e);
}

enum status money_paper_finish(struct money_paper *p, const char *template_name, struct buf *ret,
                               struct error *e)
{
    TRY(view_status(p->root, e));
    return document_render(template_name, p->root, p->options->kind, p->options->today, ret, e);
}

void money_paper_close(struct money_paper *p)
{
    arena_free(p->arena);
}
