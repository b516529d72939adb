#include "office/planpaper/minutes.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/fen.h"
#include "base/i18n.h"
#include "base/ratio.h"
#include "base/text.h"
#include "base/view.h"
#include "domain/indicator/indicator.h"
#include "domain/meeting/practice.h"
#include "domain/meeting/problem.h"
#include "domain/plan/plan.h"

#define PAPER_ARENA_BYTES ((size_t)64 << 20)
#define LEVEL_COUNTY 1

struct minutes {
    struct db *db;
    int64_t county;
    const struct meeting_paper_options *options;
    struct arena *arena;
    struct view *root;
    struct meeting m;
    struct meeting_item *items;
    size_t count;
};

static void day_add(struct view *v, const char *name, struct date d)
{
    char text[DATE_TEXT_BYTES];
    view_add_text(v, name, d.v ? date_format_people(d, text) : "");
}

static const char *book_words(const char *book)
{
    return text_equals(book, "city") ? "市对县" : text_equals(book, "county") ? "县对乡镇" : "";
}

static const char *place_words(const char *name)
{
    return name[0] ? name : "全县";
}

static const char *amount_text(bool is_fen, int64_t amount, char out[FEN_TEXT_BYTES])
{
    if (is_fen)
        return fen_format_people(FEN(amount), out);
    (void)snprintf(out, FEN_TEXT_BYTES, "%" PRId64, amount);
    return out;
}

static bool is_same_measure(const struct meeting_item *a, const struct meeting_item *b)
{
    return text_equals(a->indicator, b->indicator) && text_equals(a->book, b->book) &&
           a->from.v == b->from.v && a->to.v == b->to.v;
}

/* What is measured, said once above the townships that are behind in it. */
static struct view *measure_add(struct view *list, const struct meeting_item *i)
{
    char from[MONTH_TEXT_BYTES], to[MONTH_TEXT_BYTES];
    struct view *v = view_add_object(list, NULL);
    view_add_text(v, "label", i->text);
    view_add_text(v, "book", book_words(i->book));
    view_add_textf(v, "span", "%s至%s", month_format_people(i->from, from),
                   month_format_people(i->to, to));
    return view_add_list(v, "townships");
}

static void figure_add(struct view *list, const struct meeting_item *i)
{
    char rate[RATIO_TEXT_BYTES], target[RATIO_TEXT_BYTES], done[FEN_TEXT_BYTES],
        due[FEN_TEXT_BYTES];
    const struct indicator *indicator = indicator_by_code(i->indicator);
    struct view *v = view_add_object(list, NULL);
    view_add_text(v, "township", place_words(i->township_name));
    view_add_textf(v, "done", "%s／%s",
                   amount_text(indicator && indicator->is_numerator_fen, i->numerator, done),
                   amount_text(indicator && indicator->is_denominator_fen, i->denominator, due));
    view_add_text(v, "rate",
                  ratio_percent_of_target(i->numerator, i->denominator, i->target_bp, 2, rate));
    view_add_text(v, "target", ratio_rate(i->target_bp, target));
    view_add_text(v, "outcome", i->outcome);
}

/* A list of the page per kind; numbered as on the agenda. */
static void items_add(struct minutes *p, enum meeting_item_kind kind, const char *name)
{
    const char *flag = arena_printf(p->arena, "has_%s", name);
    struct view *list = view_add_list(p->root, name);
    const struct meeting_item *before = NULL;
    struct view *rows = NULL;
    int64_t number = 0;
    for (size_t k = 0; k < p->count; k++) {
        const struct meeting_item *i = &p->items[k];
        if (i->kind != kind)
            continue;
        number++;
        if (kind == MEETING_BEHIND) {
            if (!before || !is_same_measure(before, i))
                rows = measure_add(list, i);
            before = i;
            figure_add(rows, i);
            continue;
        }
        struct view *v = view_add_object(list, NULL);
        view_add_integer(v, "no", number);
        view_add_text(v, "township", i->township_name);
        view_add_text(v, "text", i->text);
        view_add_text(v, "outcome", i->outcome);
    }
    view_add_bool(p->root, flag ? flag : name, number > 0);
}

static bool is_on_agenda(const struct minutes *p, int64_t problem)
{
    for (size_t k = 0; k < p->count; k++)
        if (p->items[k].kind == MEETING_PROBLEM && p->items[k].subject == problem)
            return true;
    return false;
}

/* Those it went through and those it raised. */
static enum status problems_add(struct minutes *p, struct error *e)
{
    const struct problem_filter all = {
        .scope = p->options->scope, .on = p->m.held_on, .known = p->m.issued_change};
    struct problem *list;
    size_t n;
    int64_t number = 0;
    TRY(problem_list(p->db, p->county, &all, p->arena, &list, &n, e));
    struct view *rows = view_add_list(p->root, "problems");
    for (size_t i = 0; i < n; i++) {
        const bool is_new = list[i].source == PROBLEM_MEETING && list[i].source_id == p->m.id;
        if (!is_new && !is_on_agenda(p, list[i].id))
            continue;
        struct view *v = view_add_object(rows, NULL);
        view_add_integer(v, "no", ++number);
        view_add_text(v, "township", place_words(list[i].township_name));
        view_add_text(v, "title", list[i].title);
        view_add_text(v, "cause", list[i].cause);
        view_add_text(v, "measure", list[i].measure);
        view_add_text(v, "owner", list[i].owner);
        day_add(v, "due", list[i].due_on);
        view_add_text(v, "state", is_new ? "本次新增" : problem_state_label(list[i].state));
    }
    return STATUS_OK;
}

static enum status practices_add(struct minutes *p, struct error *e)
{
    struct practice *list;
    size_t n;
    TRY(practice_list(p->db, p->county, p->options->scope, p->m.id, p->m.issued_change, p->arena,
                      &list, &n, e));
    struct view *rows = view_add_list(p->root, "practices");
    for (size_t i = n; i > 0; i--) {
        struct view *v = view_add_object(rows, NULL);
        view_add_text(v, "township", place_words(list[i - 1].township_name));
        view_add_text(v, "title", list[i - 1].title);
        view_add_text(v, "body", list[i - 1].body);
    }
    return STATUS_OK;
}

/* A paragraph a line. */
static enum status summary_add(struct minutes *p, struct error *e)
{
    char *save = NULL, *text = arena_strdup(p->arena, p->m.summary);
    struct view *list = view_add_list(p->root, "summary");
    if (!text)
        return arena_exhausted(e);
    for (char *line = strtok_r(text, "\r\n", &save); line; line = strtok_r(NULL, "\r\n", &save))
        view_add_text(view_add_object(list, NULL), "text", line);
    return STATUS_OK;
}

static enum status place_add(struct minutes *p, struct error *e)
{
    struct division_table *divisions;
    const struct division *d;
    const char *name = "", *town = "";
    TRY(division_table_read(p->db, p->county, date_month(p->options->today), p->arena, &divisions,
                            e));
    for (size_t i = 0; (d = division_at(divisions, i)) != NULL && name[0] == '\0'; i++)
        if (d->level == LEVEL_COUNTY)
            name = d->name;
    d = division_by_code(divisions, p->options->scope);
    if (d != NULL && d->level > LEVEL_COUNTY)
        town = d->name;
    struct view *place = view_add_object(p->root, "place");
    view_add_text(place, "county", name);
    view_add_text(place, "extract", town);
    view_add_textf(place, "bureau", "%s民政局", name);
    return STATUS_OK;
}

static void head_add(struct minutes *p)
{
    const struct meeting *m = &p->m;
    char text[MONTH_TEXT_BYTES];
    struct view *v = view_add_object(p->root, "meeting");
    view_add_text(v, "document", m->document);
    view_add_text(v, "month", month_format_people(m->month, text));
    view_add_integer(v, "number", m->number);
    view_add_bool(v, "is_extra", m->number > 1);
    day_add(v, "held_on", m->held_on);
    day_add(v, "issued_on", m->issued_on);
    view_add_text(v, "place", m->place);
    view_add_text(v, "chair", m->chair);
    view_add_text(v, "recorder", m->recorder);
    view_add_text(v, "present", m->present);
    view_add_text(v, "absent", m->absent[0] ? m->absent : "无");
    view_add_bool(v, "is_issued", m->state == MEETING_ISSUED);
    view_add_bool(v, "is_draft", m->state != MEETING_ISSUED);
    view_add_integer(v, "known", m->known);
    view_add_text(v, "hash", m->hash);
}

static enum status fill(struct minutes *p, int64_t id, struct error *e)
{
    static const struct {
        enum meeting_item_kind kind;
        const char *name;
    } LISTS[] = {{MEETING_BEHIND, "behind"},  {MEETING_PROBLEM, "carried"},
                 {MEETING_PROJECT, "works"},  {MEETING_DUE, "due"},
                 {MEETING_REPORT, "reports"}, {MEETING_DECISION, "decisions"}};
    TRY(meeting_read(p->db, p->county, id, p->arena, &p->m, e));
    TRY(meeting_item_list(p->db, p->county, id, p->options->scope, p->arena, &p->items, &p->count,
                          e));
    TRY(place_add(p, e));
    head_add(p);
    TRY(summary_add(p, e));
    for (size_t i = 0; i < sizeof LISTS / sizeof LISTS[0]; i++)
        items_add(p, LISTS[i].kind, LISTS[i].name);
    TRY(problems_add(p, e));
    return practices_add(p, e);
}

enum status meeting_paper_render(struct db *db, int64_t county, int64_t meeting,
                                 const struct meeting_paper_options *options, struct buf *ret,
                                 struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(PAPER_ARENA_BYTES);
    struct minutes p = {.db = db, .county = county, .options = options, .arena = arena};
    p.root = arena ? view_new(arena) : NULL;
    if (!p.root)
        return arena_exhausted(e);
    TRY(fill(&p, meeting, e));
    TRY(view_status(p.root, e));
    return document_render("minutes", p.root, options->kind, options->today, ret, e);
}
