#include "homepaper_internal.h"

#include "domain/plan/plan.h"

#define PAPER_ARENA_BYTES ((size_t)64 << 20)
#define LEVEL_COUNTY 1

void home_paper_date(struct view *v, const char *name, struct date d)
{
    char text[DATE_TEXT_BYTES];
    view_add_text(v, name, d.v == 0 || d.v == DATE_OPEN.v ? "" : date_format_people(d, text));
}

void home_paper_fen(struct view *v, const char *name, struct fen amount)
{
    char text[FEN_TEXT_BYTES];
    view_add_text(v, name, fen_format_people(amount, text));
}

enum status home_paper_open(struct home_paper *p, struct db *db, int64_t county,
                            const struct home_paper_options *options, struct error *e)
{
    struct division_table *divisions;
    const struct division *d;
    const char *name = "";
    *p = (struct home_paper){.db = db, .county = county, .options = options};
    p->arena = arena_new(PAPER_ARENA_BYTES);
    p->root = p->arena ? view_new(p->arena) : NULL;
    if (!p->root)
        return arena_exhausted(e);
    TRY(division_table_read(db, county, date_month(options->today), p->arena, &divisions, e));
    for (size_t i = 0; (d = division_at(divisions, i)) != NULL && name[0] == '\0'; i++)
        if (d->level == LEVEL_COUNTY)
            name = d->name;
    home_paper_date(view_add_object(p->root, "print"), "date", options->today);
    struct view *place = view_add_object(p->root, "place");
    view_add_text(place, "county", name);
    view_add_textf(place, "bureau", "%s民政局", name);
    return view_status(p->root, e);
}

enum status home_paper_close(struct home_paper *p, enum status s, const char *template_name,
                             struct buf *ret, struct error *e)
{
    if (s == STATUS_OK)
        s = view_status(p->root, e);
    if (s == STATUS_OK)
        s = document_render(template_name, p->root, p->options->kind, p->options->today, ret, e);
    arena_free(p->arena);
    return s;
}

enum status home_paper_home(struct home_paper *p, int64_t home, struct error *e)
{
    struct home h;
    TRY(home_by_id(p->db, p->county, home, p->arena, &h, e));
    struct view *v = view_add_object(p->root, "home");
    view_add_text(v, "name", h.name);
    view_add_text(v, "township", h.township_name);
    view_add_textf(v, "government", "%s人民政府", h.township_name);
    view_add_text(v, "address", h.address);
    view_add_text(v, "phone", h.phone);
    view_add_text(v, "director", h.director);
    view_add_text(v, "registration", h.registration);
    return view_status(p->root, e);
}
