#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "casepaper_internal.h"

#define DIVISION_COUNTY 1 /* levels of struct division */
#define DIVISION_VILLAGE 3
#define COVERED_FROM 6
#define COVERED_TAIL 4

enum status paper_open(struct paper *p, struct db *db, int64_t county,
                       const struct case_paper_options *options, struct error *e)
{
    *p = (struct paper){.db = db, .county = county, .options = options, .bureau = "民政局"};
    p->arena = arena_new(PAPER_ARENA_BYTES);
    p->root = p->arena ? view_new(p->arena) : NULL;
    if (!p->root)
        return arena_exhausted(e);
    TRY(division_table_read(db, county, date_month(options->today), p->arena, &p->divisions, e));
    const struct division *d;
    for (size_t i = 0; (d = division_at(p->divisions, i)) != NULL; i++)
        if (d->level == DIVISION_COUNTY) {
            p->whole = d;
            break;
        }
    if (p->whole) {
        p->bureau = arena_printf(p->arena, "%s民政局", p->whole->name);
        if (!p->bureau)
            return arena_exhausted(e);
    }
    paper_date(view_add_object(p->root, "print"), "date", options->today, false);
    return STATUS_OK;
}

void paper_close(struct paper *p)
{
    arena_free(p->arena);
    p->arena = NULL;
}

enum status paper_finish(struct paper *p, const char *template_name, struct buf *ret,
                         struct error *e)
{
    if (p->ret_pages)
        return document_page_count(template_name, p->root, p->options->today, p->ret_pages, e);
    return document_render(template_name, p->root, p->options->kind, p->options->today, ret, e);
}

/* ---- values ---- */

void paper_date(struct view *v, const char *name, struct date d, bool is_to_fill)
{
    char text[DATE_TEXT_BYTES];
    if (d.v != 0)
        view_add_text(v, name, date_format_people(d, text));
    else
        view_add_text(v, name, is_to_fill ? BLANK_DATE : NULL);
}

const char *paper_people_date(struct paper *p, struct date d)
{
    char text[DATE_TEXT_BYTES];
    return d.v == 0 ? "" : arena_strdup(p->arena, date_format_people(d, text));
}

void paper_month(struct view *v, const char *name, struct month m)
{
    char text[MONTH_TEXT_BYTES];
    view_add_text(v, name, m.v == 0 ? NULL : month_format_people(m, text));
}

void paper_fen(struct paper *p, struct view *v, const char *name, struct fen amount)
{
    char text[FEN_TEXT_BYTES];
    (void)p;
    view_add_text(v, name, fen_format_people(amount, text));
}

const char *paper_covered(struct arena *a, const char *number)
{
    size_t n = strlen(number);
    char *out = arena_strdup(a, number);
    if (!out || n <= COVERED_FROM + COVERED_TAIL)
        return n == 0 ? "" : out ? "****" : NULL;
    memset(out + COVERED_FROM, '*', n - COVERED_FROM - COVERED_TAIL);
    return out;
}

const char *paper_user(struct paper *p, const char *user)
{
    struct access_user row;
    if (access_user_by_name(p->db, p->county, user, p->arena, &row, NULL) == STATUS_OK &&
        row.title && row.title[0])
        return row.title;
    return user;
}

/* ---- places ---- */

/* The place itself: 章渡村委会 → 章渡村, 新兴村村委会 → 新兴村, 城南居委会 → 城南社区. */
const char *paper_short_name(struct arena *a, const char *name)
{
    static const char *const endings[][2] = {{"村委会", "村"}, {"居委会", "社区"}};
    for (size_t i = 0; i < 2; i++) {
        if (!text_ends(name, endings[i][0]))
            continue;
        const char *stem = arena_strndup(a, name, strlen(name) - strlen(endings[i][0]));
        if (!stem || text_ends(stem, "村") || text_ends(stem, "社区"))
            return stem ? stem : name;
        const char *whole = arena_printf(a, "%s%s", stem, endings[i][1]);
        return whole ? whole : name;
    }
    return name;
}

/* 章渡村委会 → 章渡村民委员会, 城南居委会 → 城南居民委员会. */
static const char *committee(struct arena *a, const char *name)
{
    static const char *const endings[][2] = {{"村委会", "村民委员会"}, {"居委会", "居民委员会"}};
    for (size_t i = 0; i < 2; i++)
        if (text_ends(name, endings[i][0]))
            return arena_printf(a, "%.*s%s", (int)(strlen(name) - strlen(endings[i][0])), name,
                                endings[i][1]);
    if (text_ends(name, "村"))
        return arena_printf(a, "%s民委员会", name);
    return arena_printf(a, "%s居民委员会", name);
}

const char *paper_place_name(struct paper *p, int64_t code)
{
    const struct division *d = division_by_code(p->divisions, code);
    if (!d)
        return "";
    if (d->level != DIVISION_VILLAGE)
        return d->name;
    const struct division *above = division_by_code(p->divisions, division_township(code));
    const char *name = arena_printf(p->arena, "%s%s", above ? above->name : "",
                                    paper_short_name(p->arena, d->name));
    return name ? name : "";
}

enum status paper_place(struct paper *p, int64_t code, struct error *e)
{
    const struct division *here = division_by_code(p->divisions, code);
    const struct division *township = division_by_code(p->divisions, division_township(code));
    const char *county = p->whole ? p->whole->name : "";
    bool is_village = here && here->level == DIVISION_VILLAGE;
    bool is_county = !township || township->level == DIVISION_COUNTY;
    struct view *o = view_add_object(p->root, "place");
    const char *name = paper_place_name(p, code), *phone;
    TRY(plan_phone(p->db, p->county, p->arena, &phone, e));
    view_add_text(o, "bureau_phone", phone);
    view_add_text(o, "county", county);
    view_add_text(o, "name", name);
    view_add_textf(o, "full", "%s%s", is_county && here ? "" : county, name);
    view_add_text(o, "township", is_county ? "" : township->name);
    view_add_text(o, "village", is_village ? paper_short_name(p->arena, here->name) : "");
    view_add_text(o, "bureau", p->bureau);
    view_add_textf(o, "county_government", "%s人民政府", county);
    view_add_textf(o, "township_government", "%s人民政府", is_county ? county : township->name);
    view_add_text(o, "village_committee", is_village ? committee(p->arena, here->name) : "");
    return view_status(p->root, e);
}

/* ---- law ---- */

const char *paper_programme(enum programme programme)
{
    return programme == PROGRAMME_WUBAO     ? "农村五保供养"
           : programme == PROGRAMME_MEDICAL ? "城乡医疗救助"
                                            : "农村居民最低生活保障";
}

#define RULES_2021 2021
#define REVIEW_DAYS 60 /* 行政复议法 Art. 9 */

/* 行政诉讼法: three months, since its change of 2015-05-01 six (Art. 46). */
static int lawsuit_months(struct date on)
{
    return on.v < date_make(2015, 5, 1).v ? 3 : 6;
}

enum status paper_law(struct paper *p, enum programme programme, struct date on, struct error *e)
{
    struct case_rules rules;
    TRY(case_rules_read(p->db, p->county, date_month(on), &rules, e));
    bool is_new = rules.rule_set >= RULES_2021;
    const char *law;
    if (programme == PROGRAMME_MEDICAL)
        law = on.v >= date_make(2014, 5, 1).v
                  ? "《社会救助暂行办法》（国务院令第649号）第二十八条至第三十一条"
                  : "《关于进一步完善城乡医疗救助制度的意见》（民发〔2009〕81号）";
    else if (programme == PROGRAMME_WUBAO)
        law = is_new ? "《社会救助暂行办法》和《特困人员认定办法》（民发〔2021〕43号）"
                     : "《农村五保供养工作条例》（国务院令第456号）";
    else
        law = is_new ? "《社会救助暂行办法》和《最低生活保障审核确认办法》（民发〔2021〕57号）"
                     : "《国务院关于进一步加强和改进最低生活保障工作的意见》（国发〔2012〕45号）"
                       "和《最低生活保障审核审批办法（试行）》（民发〔2012〕220号）";
    view_add_text(p->root, "law", law);
    struct view *o = view_add_object(p->root, "appeal");
    view_add_integer(o, "review_days", REVIEW_DAYS);
    view_add_integer(o, "lawsuit_months", lawsuit_months(on));
    return STATUS_OK;
}
