/* Publicity: the year's items, one of them with its evidence and villages, the reach by village. */
#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "base/ratio.h"
#include "base/text.h"
#include "office/planpaper/slip.h"
#include "web/pages/enclosure_page.h"
#include "web/pages/guarded.h"
#include "web/pages/library_page.h"
#include "web/pages/pages.h"
#include "web/pages/place.h"
#include "web/pages/publicity_page.h"
#include "web/pages/query.h"

static void item_add(struct request *r, struct view *v, const struct publicity_item *i)
{
    view_add_integer(v, "publicity", i->id);
    view_add_text(v, "title", i->title);
    view_add_text(v, "township", i->township_name);
    view_add_text(v, "form_label", request_text(r, publicity_form_label(i->form)));
    view_add_text(v, "form", publicity_form_code(i->form));
    view_add_text(v, "programme", i->programme ? programme_name((enum programme)i->programme) : "");
    view_add_text(v, "audience", i->audience);
    view_add_text(v, "responsible", i->responsible);
    view_add_date(v, "planned_on", i->planned_on);
    if (i->done_on.v)
        view_add_date(v, "done_on", i->done_on);
    view_add_text(v, "state_label", request_text(r, publicity_state_label(i->state)));
    view_add_bool(v, "is_planned", i->state == PUBLICITY_PLANNED);
    view_add_bool(v, "is_done", i->state == PUBLICITY_DONE);
    view_add_bool(v, "is_confirmed", i->state == PUBLICITY_CONFIRMED);
    view_add_bool(v, "is_late", i->is_late);
    view_add_count(v, "reached", i->reached);
    view_add_text(v, "report", i->report);
    view_add_text(v, "reported_by", library_person(r, i->reported_by));
    view_add_text(v, "confirmed_by", library_person(r, i->confirmed_by));
}

static int64_t year_asked(const struct request *r)
{
    int64_t year = query_number(r, "year");
    return year >= 1990 && year <= 9998 ? year : month_year(date_month(date_today()));
}

/* The last one before that has items; unchanged when there is none. */
static enum status last_year_read(struct request *r, int64_t *year, struct error *e)
{
    struct publicity_item *all;
    size_t n;
    int64_t last = 0;
    TRY(publicity_list(r->db, r->county, 0, 0, r->arena, &all, &n, e));
    for (size_t i = 0; i < n; i++) {
        const int64_t planned = all[i].year;
        if (planned < *year && planned > last)
            last = planned;
    }
    if (last > 0)
        *year = last;
    return STATUS_OK;
}

static enum status list_show(struct request *r, struct error *e)
{
    struct publicity_item *all;
    size_t n;
    int64_t own = library_township_of(r), year = year_asked(r), late = 0;
    int64_t county = r->county * INT64_C(1000000);
    TRY(publicity_list(r->db, r->county, (int)year, 0, r->arena, &all, &n, e));
    if (n == 0 && request_query(r, "year")[0] == '\0') {
        TRY(last_year_read(r, &year, e));
        TRY(publicity_list(r->db, r->county, (int)year, 0, r->arena, &all, &n, e));
    }
    struct view *list = view_add_list(r->page, "rows");
    for (size_t i = 0; i < n; i++) {
        if (own && all[i].township != own && all[i].township != county)
            continue;
        item_add(r, view_add_object(list, NULL), &all[i]);
        late += all[i].is_late;
    }
    view_add_integer(r->page, "year", year);
    view_add_integer(r->page, "year_before", year - 1);
    view_add_integer(r->page, "year_after", year + 1);
    view_add_count(r->page, "late", late);
    view_add_bool(r->page, "can_write", request_can(r, PERMISSION_PUBLICITY_WRITE));
    struct view *programmes = view_add_list(r->page, "programmes");
    for (int p = PROGRAMME_DIBAO; p <= PROGRAMME_COUNT; p++)
        option_add(programmes, programme_code((enum programme)p), programme_name((enum programme)p),
                   false);
    return respond_page(r, "publicity/list.html", NULL, e);
}

/* ---- one ---- */

enum status publicity_of_address(struct request *r, struct publicity_item *ret, struct error *e)
{
    int64_t id, own = library_township_of(r);
    TRY(request_parameter_i64(r, "publicity", &id));
    TRY(publicity_read(r->db, r->county, id, r->arena, ret, e));
    return !own || ret->township == own || ret->township == r->county * INT64_C(1000000)
               ? STATUS_OK
               : STATUS_NONE;
}

/* Writes for its own place only: a township's post does nothing to the county's items. */
bool publicity_is_own(const struct request *r, const struct publicity_item *i)
{
    return access_in_scope(r->session.user.scope, i->township);
}

static enum status evidence_add(struct request *r, const struct publicity_item *i, struct error *e)
{
    struct enclosure *papers;
    size_t n;
    TRY(enclosure_list(r->db, r->county, ENCLOSURE_PUBLICITY, i->id, r->arena, &papers, &n, e));
    struct view *list = view_add_list(r->page, "papers");
    for (size_t k = 0; k < n; k++) {
        struct view *v = view_add_object(list, NULL);
        view_add_text(v, "title", papers[k].title);
        view_add_bool(v, "has_thumbnail", papers[k].has_thumbnail);
        view_add_textf(v, "path", "/publicity/%" PRId64 "/papers/%d", i->id, papers[k].seq);
    }
    view_add_count(r->page, "paper_count", (int64_t)n);
    return STATUS_OK;
}

enum status publicity_respond(struct request *r, const struct publicity_item *i, unsigned status,
                              const struct error *why, struct error *e)
{
    struct publicity_village *villages;
    size_t n;
    bool may_write = request_can(r, PERMISSION_PUBLICITY_WRITE) && publicity_is_own(r, i);
    item_add(r, r->page, i);
    TRY(publicity_item_reach(r->db, r->county, i->id, r->arena, &villages, &n, e));
    struct view *list = view_add_list(r->page, "villages");
    for (size_t k = 0; k < n; k++) {
        struct view *v = view_add_object(list, NULL);
        view_add_text(v, "name", villages[k].name);
        view_add_text(v, "township", villages[k].township_name);
        view_add_count(v, "reached", villages[k].reached);
        view_add_count(v, "households", villages[k].households);
    }
    TRY(evidence_add(r, i, e));
    view_add_bool(r->page, "can_report", may_write && i->state == PUBLICITY_PLANNED);
    view_add_bool(r->page, "can_add_paper",
                  may_write && i->state != PUBLICITY_CONFIRMED && i->state != PUBLICITY_CANCELLED);
    view_add_bool(r->page, "can_confirm",
                  request_can(r, PERMISSION_PUBLICITY_CONFIRM) && publicity_is_own(r, i) &&
                      i->state == PUBLICITY_DONE &&
                      !text_equals(i->reported_by, r->session.user.name));
    return respond_page_status(r, status, "publicity/page.html", i->title, why, e);
}

static enum status item_show(struct request *r, struct error *e)
{
    struct publicity_item i;
    TRY(publicity_of_address(r, &i, e));
    return publicity_respond(r, &i, 200, NULL, e);
}

static enum status paper_respond(struct request *r, bool is_thumbnail, struct error *e)
{
    struct publicity_item i;
    const void *bytes;
    const char *media_type;
    int seq;
    size_t n;
    TRY(publicity_of_address(r, &i, e));
    TRY(enclosure_of_address(r, "paper", &seq));
    TRY(require_keys(r, e));
    TRY(enclosure_read(r->db, r->county, r->keys, ENCLOSURE_PUBLICITY, i.id, seq, is_thumbnail,
                       r->arena, &bytes, &n, &media_type, e));
    const char *name = arena_printf(r->arena, "publicity-%" PRId64 "-%d", i.id, seq);
    return name ? enclosure_respond(r, bytes, n, media_type, name, e) : arena_exhausted(e);
}

static enum status paper_show(struct request *r, struct error *e)
{
    return paper_respond(r, false, e);
}

static enum status thumbnail_show(struct request *r, struct error *e)
{
    return paper_respond(r, true, e);
}

/* ---- reach ---- */

static enum status reach_show(struct request *r, struct error *e)
{
    struct publicity_village *all;
    size_t n;
    char text[RATIO_TEXT_BYTES];
    int64_t year = year_asked(r), reached = 0, households = 0;
    TRY(publicity_reach(r->db, r->county, (int)year, library_township_of(r), KNOWN_NOW, r->arena,
                        &all, &n, e));
    struct view *list = view_add_list(r->page, "rows");
    for (size_t i = 0; i < n; i++) {
        struct view *v = view_add_object(list, NULL);
        view_add_integer(v, "village", all[i].village);
        view_add_text(v, "name", all[i].name);
        view_add_text(v, "township", all[i].township_name);
        view_add_count(v, "reached", all[i].reached);
        view_add_count(v, "households", all[i].households);
        view_add_text(v, "rate", ratio_percent(all[i].reached, all[i].households, 2, text));
        view_add_bool(v, "is_example", all[i].is_example);
        reached += all[i].households ? all[i].reached : 0;
        households += all[i].households;
    }
    view_add_integer(r->page, "year", year);
    view_add_count(r->page, "reached", reached);
    view_add_count(r->page, "households", households);
    view_add_text(r->page, "rate", ratio_percent(reached, households, 2, text));
    return respond_page(r, "publicity/reach.html", NULL, e);
}

static enum status leaflet_show(struct request *r, struct error *e)
{
    struct buf bytes = BUF_INIT(RESPONSE_BYTES_MAX);
    struct slip_paper_options options = {.kind = DOCUMENT_PDF, .today = date_today()};
    struct error ignored;
    enum programme p;
    if (programme_parse(request_query(r, "programme"), &p, &ignored) != STATUS_OK)
        p = PROGRAMME_DIBAO;
    enum status s = leaflet_paper_render(r->db, r->county, p, &options, &bytes, e);
    if (s == STATUS_OK)
        s = respond_bytes(r, document_media_type(DOCUMENT_PDF), "leaflet.pdf", &bytes, e);
    buf_free(&bytes);
    return s;
}

static const struct route_input YEAR_INPUTS[] = {
    {"year", INPUT_INTEGER, false, N_("年度；默认今年")},
    {.name = NULL},
};
static const struct route_input LEAFLET_INPUTS[] = {
    {"programme", INPUT_TEXT, false, N_("项目")},
    {.name = NULL},
};
static const struct route ROUTES[] = {
    {HTTP_GET, "/publicity", list_show, PERMISSION_PUBLICITY_READ, N_("宣传"),
     .inputs = YEAR_INPUTS},
    {HTTP_GET, "/publicity/reach", reach_show, PERMISSION_PUBLICITY_READ, N_("宣传覆盖"),
     .inputs = YEAR_INPUTS},
    {HTTP_GET, "/publicity/leaflet.pdf", leaflet_show, PERMISSION_PUBLICITY_READ, N_("宣传页"),
     .inputs = LEAFLET_INPUTS},
    {HTTP_GET, "/publicity/{publicity}", item_show, PERMISSION_PUBLICITY_READ, N_("宣传活动")},
    {HTTP_GET, "/publicity/{publicity}/papers/{paper}", paper_show, PERMISSION_PUBLICITY_READ,
     N_("材料"), .answers_file = true},
    {HTTP_GET, "/publicity/{publicity}/papers/{paper}/thumbnail", thumbnail_show,
     PERMISSION_PUBLICITY_READ, N_("材料"), .answers_file = true},
};
const struct route_table PUBLICITY_ROUTES = ROUTE_TABLE("publicity", ROUTES);
