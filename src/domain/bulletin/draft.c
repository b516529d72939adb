/* Drafting: figures as known at the head of the trail, and the sections that they make. */
#include "domain/bulletin/bulletin_internal.h"

#include <inttypes.h>

#include "base/i18n.h"
#include "base/text.h"
#include "bulletin_sql.h"

#define ASSESSMENT_PUBLISHED 7 /* and what follows it */
#define QUARTER_MONTHS 3
#define YEAR_LEAST 1990
#define YEAR_MOST 2100

struct drafting {
    struct bulletin_work w;
    const struct bulletin_request *request;
    const char *county_name;
};

static enum status refuse(struct error *e, const char *code, const char *field, const char *reason)
{
    (void)error_set(e, STATUS_REFUSED, code, "%s", reason);
    return error_place(e, "%s", field), STATUS_REFUSED;
}

/* ---- which months, which assessment ---- */

static enum status span_take(struct drafting *x, struct error *e)
{
    const struct bulletin_request *r = x->request;
    struct bulletin *b = &x->w.b;
    struct bulletin_assessment_row row;
    if (r->year < YEAR_LEAST || r->year > YEAR_MOST)
        return refuse(e, "BULLETIN_SPAN", "year", _("年份不对"));
    b->kind = r->kind;
    b->year = r->year;
    if (r->kind == BULLETIN_QUARTER) {
        if (r->quarter < 1 || r->quarter > 4)
            return refuse(e, "BULLETIN_SPAN", "quarter", _("季度应在 1 到 4 之间"));
        b->quarter = r->quarter;
        b->from = month_make(r->year, (r->quarter - 1) * QUARTER_MONTHS + 1);
        b->to = month_add(b->from, QUARTER_MONTHS - 1);
        if (month_last_day(b->to).v > x->w.today.v)
            return refuse(e, "BULLETIN_SPAN", "quarter", _("这个季度还没有结束：请在季末以后起草"));
        return STATUS_OK;
    }
    enum status s = bulletin_assessment(
        x->w.db,
        (struct bulletin_assessment_args){
            .county = x->w.county, .year = r->year, .scope = bulletin_kind_code(r->kind)},
        NULL, &row, e);
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    if (s == STATUS_NONE || row.state < ASSESSMENT_PUBLISHED)
        return refuse(e, "BULLETIN_ASSESSMENT", "year",
                      _("这一年的这次考核还没有公布结果：请先公布考核"));
    b->assessment = row.id;
    b->from = row.from_month;
    b->to = row.to_month;
    return STATUS_OK;
}

static enum status not_twice(struct drafting *x, struct error *e)
{
    struct bulletin_id_row row;
    enum status s =
        bulletin_living(x->w.db,
                        (struct bulletin_living_args){.county = x->w.county,
                                                      .kind = bulletin_kind_code(x->w.b.kind),
                                                      .year = x->w.b.year,
                                                      .quarter = x->w.b.quarter},
                        NULL, &row, e);
    if (s == STATUS_NONE)
        return STATUS_OK;
    return s != STATUS_OK
               ? s
               : error_set(e, STATUS_REFUSED, "BULLETIN_EXISTS",
                           _("这一期已有第 %" PRId64 " 号通报：请在那一份上修改，或先作废它"),
                           row.id);
}

static enum status county_name_take(struct drafting *x, struct error *e)
{
    struct division_table *places;
    TRY(division_table_read(x->w.db, x->w.county, x->w.b.to, x->w.arena, &places, e));
    const struct division *d;
    x->county_name = "";
    for (size_t i = 0; (d = division_at(places, i)) != NULL; i++)
        if (d->level == 1)
            x->county_name = d->name;
    return STATUS_OK;
}

static enum status title_take(struct drafting *x, struct error *e)
{
    struct bulletin *b = &x->w.b;
    if (b->kind == BULLETIN_QUARTER)
        b->title = arena_printf(x->w.arena, "%s民政局关于%d年第%s季度各乡镇民生工程完成情况的通报",
                                x->county_name, b->year, bulletin_quarter_word(b->quarter));
    else
        b->title = arena_printf(x->w.arena, "%s民政局关于%d年民生工程%s结果的通报", x->county_name,
                                b->year, b->kind == BULLETIN_MIDYEAR ? "年中检查考核" : "年终考评");
    b->addressee = "各乡镇人民政府：";
    return b->title ? STATUS_OK : arena_exhausted(e);
}

/* ---- figures ---- */

static enum status figures_write(struct bulletin_work *w, const struct bulletin_figure *figures,
                                 size_t count, struct error *e)
{
    CLEANUP(db_bulk_cleanup) struct db_bulk *bulk = NULL;
    TRY(bulletin_figure_bulk_begin(w->db, &bulk, e));
    for (size_t i = 0; i < count; i++) {
        const struct bulletin_figure *f = &figures[i];
        TRY(bulletin_figure_bulk_add(
            bulk,
            &(struct bulletin_figure_bulk_row){.county = w->county,
                                               .bulletin = w->id,
                                               .number = f->number,
                                               .indicator = f->code,
                                               .book = f->book,
                                               .township = f->township,
                                               .from_month = f->from,
                                               .to_month = f->to,
                                               .numerator = f->numerator,
                                               .denominator = f->denominator,
                                               .target_bp = f->target_bp,
                                               .rank_no = f->rank},
            e));
    }
    struct db_bulk *whole = bulk;
    bulk = NULL;
    return db_bulk_end(whole, e);
}

/* The usual set without what this county's program does not know. */
static enum status codes_take(struct drafting *x, struct bulletin_gather *ret, struct error *e)
{
    const struct bulletin_request *r = x->request;
    const struct bulletin_item *item;
    const char **codes = ARENA_ARRAY(x->w.arena, const char *, BULLETIN_ITEMS_MAX);
    size_t n = 0;
    if (!codes)
        return arena_exhausted(e);
    if (r->codes && r->code_count > BULLETIN_ITEMS_MAX)
        return error_set(e, STATUS_REFUSED, "BULLETIN_FIGURES", _("一份通报最多 %d 项指标"),
                         BULLETIN_ITEMS_MAX);
    for (size_t i = 0; r->codes && i < r->code_count; i++) {
        for (size_t k = 0; k < n; k++)
            if (text_equals(codes[k], r->codes[i]))
                return error_set(e, STATUS_REFUSED, "BULLETIN_FIGURES", _("指标“%s”写了两次"),
                                 r->codes[i]);
        codes[n++] = r->codes[i];
    }
    for (size_t i = 0; !r->codes && (item = bulletin_item_at(i)) != NULL; i++)
        if (indicator_by_code(item->code))
            codes[n++] = item->code;
    ret->codes = codes;
    ret->code_count = n;
    return STATUS_OK;
}

static enum status head_known(struct bulletin_work *w, struct error *e)
{
    char hex[HASH_HEX_BYTES];
    enum status s = change_head(w->db, w->county, &w->b.known, hex, e);
    if (s == STATUS_NONE)
        return refuse(e, "BULLETIN_EMPTY", "year", _("还没有任何登记，没有可以通报的数据"));
    return s;
}

/* ---- sections ---- */

static enum status section_put(struct bulletin_work *w, int number, const char *heading,
                               const char *body, struct error *e)
{
    TRY(bulletin_section_end(
        w->db,
        (struct bulletin_section_end_args){
            .county = w->county, .bulletin = w->id, .number = number, .known_to = w->change},
        NULL, e));
    return bulletin_section_insert(w->db,
                                   (struct bulletin_section_insert_args){.county = w->county,
                                                                         .bulletin = w->id,
                                                                         .number = number,
                                                                         .known_from = w->change,
                                                                         .heading = heading,
                                                                         .body = body,
                                                                         .actor = w->actor},
                                   NULL, e);
}

static enum status sections_write(struct drafting *x, const struct bulletin_figure *figures,
                                  size_t count, const struct bulletin_section *old,
                                  size_t old_count, struct error *e)
{
    CLEANUP(buf_free) struct buf body = BUF_INIT(BULLETIN_BODY_BYTES_MAX * 4);
    const struct bulletin_prose prose = {.b = &x->w.b,
                                         .county_name = x->county_name,
                                         .figures = figures,
                                         .count = count,
                                         .arena = x->w.arena};
    for (int number = 1; number <= BULLETIN_SECTIONS; number++) {
        bool is_edited = false;
        for (size_t i = 0; i < old_count; i++)
            is_edited = is_edited || (old[i].number == number && old[i].is_edited);
        if (is_edited)
            continue;
        buf_clear(&body);
        TRY(bulletin_prose_write(&prose, number, &body, e));
        TRY(buf_status(&body, e));
        TRY(bulletin_text_check(figures, count, buf_text(&body), e));
        TRY(section_put(&x->w, number, bulletin_section_title(number), buf_text(&body), e));
    }
    return STATUS_OK;
}

/* ---- the first draft, and another ---- */

static enum status draft_work(struct db *db, void *context, struct error *e)
{
    struct drafting *x = context;
    struct bulletin_gather gather = {0};
    struct bulletin_figure *figures;
    size_t count;
    x->w.db = db;
    arena_reset(x->w.arena);
    x->w.b = (struct bulletin){0};
    x->w.today = date_today();
    TRY(bulletin_may(&x->w, PERMISSION_BULLETIN_DRAFT, e));
    TRY(span_take(x, e));
    TRY(not_twice(x, e));
    TRY(county_name_take(x, e));
    TRY(title_take(x, e));
    TRY(head_known(&x->w, e));
    TRY(codes_take(x, &gather, e));
    TRY(counter_take(db, x->w.county, "bulletin", 1, &x->w.id, e));
    TRY(bulletin_change_record(&x->w, "bulletin.draft", e));
    TRY(bulletin_figures_gather(db, x->w.county, &x->w.b, &gather, x->w.arena, &figures, &count,
                                e));
    TRY(bulletin_insert(db,
                        (struct bulletin_insert_args){.county = x->w.county,
                                                      .id = x->w.id,
                                                      .kind = bulletin_kind_code(x->w.b.kind),
                                                      .year = x->w.b.year,
                                                      .quarter = x->w.b.quarter,
                                                      .from_month = x->w.b.from,
                                                      .to_month = x->w.b.to,
                                                      .known = x->w.b.known,
                                                      .title = x->w.b.title,
                                                      .addressee = x->w.b.addressee,
                                                      .assessment = x->w.b.assessment,
                                                      .prepared_by = x->w.actor,
                                                      .known_from = x->w.change},
                        NULL, e));
    TRY(figures_write(&x->w, figures, count, e));
    return sections_write(x, figures, count, NULL, 0, e);
}

enum status bulletin_draft(struct db *db, int64_t county, const struct bulletin_request *request,
                           const char *actor, int64_t *ret_id, struct error *e)
{
    struct drafting x = {.w = {.county = county, .actor = actor}, .request = request};
    TRY(bulletin_transact(db, &x.w, draft_work, &x, e));
    *ret_id = x.w.id;
    return STATUS_OK;
}

static enum status redraft_work(struct db *db, void *context, struct error *e)
{
    struct drafting *x = context;
    struct bulletin_gather gather = {0};
    struct bulletin_figure *figures, *old;
    struct bulletin_section *sections;
    size_t count, section_count;
    x->w.db = db;
    arena_reset(x->w.arena);
    TRY(bulletin_work_begin(&x->w, PERMISSION_BULLETIN_DRAFT, BULLETIN_DRAFT, 0, e));
    TRY(bulletin_figure_list(db, x->w.county, &x->w.b, x->w.arena, &old, &gather.old_count, e));
    gather.old = old;
    TRY(bulletin_section_list(db, x->w.county, &x->w.b, x->w.arena, &sections, &section_count, e));
    TRY(bulletin_codes_of(old, gather.old_count, x->w.arena, &gather.codes, &gather.code_count, e));
    TRY(county_name_take(x, e));
    TRY(head_known(&x->w, e));
    TRY(bulletin_change_record(&x->w, "bulletin.redraft", e));
    TRY(bulletin_figures_gather(db, x->w.county, &x->w.b, &gather, x->w.arena, &figures, &count,
                                e));
    TRY(bulletin_figure_forget(
        db, (struct bulletin_figure_forget_args){.county = x->w.county, .bulletin = x->w.id}, NULL,
        e));
    TRY(figures_write(&x->w, figures, count, e));
    TRY(bulletin_renew(db,
                       (struct bulletin_renew_args){.county = x->w.county,
                                                    .id = x->w.id,
                                                    .known = x->w.b.known,
                                                    .prepared_by = x->w.actor,
                                                    .known_from = x->w.change},
                       NULL, e));
    return sections_write(x, figures, count, sections, section_count, e);
}

enum status bulletin_redraft(struct db *db, int64_t county, int64_t id, const char *actor,
                             struct error *e)
{
    struct drafting x = {.w = {.county = county, .actor = actor, .id = id}};
    return bulletin_transact(db, &x.w, redraft_work, &x, e);
}
