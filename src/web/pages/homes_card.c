#include "web/pages/homes_card.h"

#include "web/pages/homes_page.h"
#include "web/pages/project_page.h"
#include "web/pages/query.h"

#define BP_WHOLE 10000

static int64_t own_township(const struct request *r)
{
    return request_sees_county(r) ? 0 : division_township(r->session.user.scope);
}

static enum status living_add(struct request *r, struct view *card, bool *ret_is_any,
                              struct error *e)
{
    struct home_occupancy *all;
    struct home_figures sum = {0};
    size_t count;
    const int64_t own = own_township(r);
    TRY(home_figures_all(r, &all, &count, e));
    for (size_t i = 0; i < count; i++) {
        if (own != 0 && all[i].township != own)
            continue;
        sum.beds += all[i].beds;
        sum.occupied += all[i].occupied;
        sum.free += all[i].free_beds;
        sum.away += all[i].away;
        sum.reserved += all[i].reserved;
        sum.paying += all[i].paying;
    }
    view_add_bool(card, "has_beds", sum.beds > 0);
    if (sum.beds > 0)
        home_figures_add(card, &sum);
    *ret_is_any = *ret_is_any || sum.beds > 0;
    return STATUS_OK;
}

/* One book by itself; left out where the plan sets the viewer no beds in it. */
static enum status book_add(struct request *r, struct view *books, enum target_book book,
                            bool *ret_is_any, struct error *e)
{
    struct project_standing *list, county;
    const struct project_standing *s = NULL;
    size_t count;
    struct plan_share line;
    const int64_t own = own_township(r);
    TRY(plan_line_at(r->db, r->county, book, date_today(), &line, e));
    TRY(project_standing_list(r->db, r->county, book, date_today(), KNOWN_NOW, r->arena, &list,
                              &count, &county, e));
    for (size_t i = 0; i < count && own != 0; i++)
        if (list[i].township == own)
            s = &list[i];
    if (own == 0)
        s = &county;
    if (s == NULL || !s->has_target)
        return STATUS_OK;
    project_standing_add(r, view_add_object(books, NULL), s, line);
    *ret_is_any = true;
    return STATUS_OK;
}

static enum status rate_add(struct request *r, struct view *card, struct error *e)
{
    struct home_rate *rows, sum;
    size_t count;
    int64_t asked = 0, met = 0;
    const int64_t own = own_township(r);
    TRY(home_rate_list(r->db, r->county, date_today(), KNOWN_NOW, r->arena, &rows, &count, &sum,
                       e));
    for (size_t i = 0; i < count; i++) {
        const struct home_rate *t = &rows[i];
        if (t->target_bp == 0 || (own != 0 && t->township != own))
            continue;
        asked++;
        met += t->is_met;
        if (own == 0)
            continue;
        struct view *v = view_add_object(card, "own_rate");
        project_share_add(v, "rate", t->in, t->all);
        project_share_add(v, "rate_target", t->target_bp, BP_WHOLE);
        view_add_count(v, "gap", t->gap);
        view_add_bool(v, "is_met", t->is_met);
    }
    if (own != 0 || asked == 0)
        return STATUS_OK;
    struct view *v = view_add_object(card, "rates");
    project_share_add(v, "rate", sum.in, sum.all);
    view_add_count(v, "townships_met", met);
    view_add_count(v, "townships", asked);
    view_add_bool(v, "is_all_met", met == asked);
    return STATUS_OK;
}

enum status homes_card_add(struct request *r, struct error *e)
{
    bool is_any = false;
    if (!request_can(r, PERMISSION_HOME_READ) || r->session.user.role == ROLE_HOME_DIRECTOR)
        return STATUS_OK;
    struct view *card = view_add_object(r->page, "homes_card");
    TRY(living_add(r, card, &is_any, e));
    if (request_can(r, PERMISSION_PROJECT_READ)) {
        struct view *books = view_add_list(card, "books");
        TRY(book_add(r, books, BOOK_CITY, &is_any, e));
        TRY(book_add(r, books, BOOK_COUNTY, &is_any, e));
    }
    view_add_bool(card, "is_shown", is_any);
    return is_any ? rate_add(r, card, e) : STATUS_OK;
}
