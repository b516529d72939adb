#include "office/planpaper/bulletin.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/i18n.h"
#include "base/text.h"
#include "base/view.h"
#include "domain/bulletin/group.h"

#define PAPER_ARENA_BYTES ((size_t)64 << 20)
#define ITEMS_PER_TABLE 3
#define LEVEL_COUNTY 1

char *bulletin_paper_name(const struct bulletin *b, enum document_kind kind,
                          char out[BULLETIN_PAPER_NAME_BYTES])
{
    if (b->kind == BULLETIN_QUARTER)
        (void)snprintf(out, BULLETIN_PAPER_NAME_BYTES, "bulletin-%d-q%d%s", b->year, b->quarter,
                       document_ending(kind));
    else
        (void)snprintf(out, BULLETIN_PAPER_NAME_BYTES, "bulletin-%d-%s%s", b->year,
                       b->kind == BULLETIN_MIDYEAR ? "midyear" : "year", document_ending(kind));
    return out;
}

bool bulletin_line_is_heading(const char *line)
{
    static const char open[] = "（", numerals[] = "一二三四五六七八九十", close[] = "）";
    const char *at = line + strlen(open);
    if (!text_starts(line, open) || strstr(line, "。"))
        return false;
    const char *end = strstr(at, close);
    if (!end || end == at || end - at > 9)
        return false;
    for (; at < end; at += 3) {
        char one[4] = {0};
        memcpy(one, at, 3);
        if (!strstr(numerals, one))
            return false;
    }
    return true;
}

/* ---- tables ---- */

static void done_text(const struct bulletin_figure *f, char out[BULLETIN_MARK_TEXT_BYTES * 2 + 2])
{
    char done[FEN_TEXT_BYTES], due[FEN_TEXT_BYTES];
    const struct indicator *i = f->indicator;
    if (!i || f->denominator <= 0) {
        (void)snprintf(out, 2, "%s", "");
        return;
    }
    (void)snprintf(done, sizeof done, "%" PRId64, f->numerator);
    (void)snprintf(due, sizeof due, "%" PRId64, f->denominator);
    (void)snprintf(out, BULLETIN_MARK_TEXT_BYTES * 2 + 2, "%s/%s",
                   i->is_numerator_fen ? fen_format_people(FEN(f->numerator), done) : done,
                   i->is_denominator_fen ? fen_format_people(FEN(f->denominator), due) : due);
}

static void cell_add(struct view *cells, const struct bulletin_figure *f)
{
    char text[BULLETIN_MARK_TEXT_BYTES * 2 + 2], value[BULLETIN_MARK_TEXT_BYTES];
    struct view *v = view_add_object(cells, NULL);
    const bool is_asked = f->target_bp != BULLETIN_NOT_ASKED;
    done_text(f, text);
    view_add_integer(v, "number", f->number);
    view_add_text(v, "code", f->code);
    view_add_integer(v, "township", f->township);
    view_add_bool(v, "is_asked", is_asked);
    view_add_bool(v, "is_behind", bulletin_figure_is_behind(f));
    view_add_bool(v, "is_indicator", f->indicator != NULL);
    view_add_text(v, "done", is_asked ? text : "");
    view_add_text(v, "value", is_asked ? bulletin_figure_text(f, value) : "不考核");
    if (f->rank > 0)
        view_add_textf(v, "rank", "%d", f->rank);
    else
        view_add_text(v, "rank", f->township ? "—" : "");
}

static void rows_add(struct view *table, const struct bulletin_group *groups, size_t count)
{
    struct view *rows = view_add_list(table, "rows");
    for (size_t r = 0; r <= groups[0].count; r++) {
        const bool is_whole = r == groups[0].count;
        const struct bulletin_figure *first = is_whole ? groups[0].county : groups[0].rows[r];
        struct view *row = view_add_object(rows, NULL);
        view_add_text(row, "name", first->name);
        view_add_bool(row, "is_whole", is_whole);
        struct view *cells = view_add_list(row, "cells");
        for (size_t k = 0; k < count; k++) {
            if (is_whole)
                cell_add(cells, groups[k].county);
            for (size_t i = 0; !is_whole && i < groups[k].count; i++)
                if (groups[k].rows[i]->township == first->township)
                    cell_add(cells, groups[k].rows[i]);
        }
    }
}

static void table_add(struct view *tables, enum bulletin_programme programme,
                      const struct bulletin_group *groups, size_t count)
{
    char columns[80] = "22";
    struct view *table = view_add_object(tables, NULL);
    view_add_text(table, "title", bulletin_programme_title(programme));
    for (size_t i = 0; i < count; i++) {
        const size_t n = strlen(columns);
        const struct indicator *of = groups[i].county->indicator;
        /* Two sums of money in one line. */
        (void)snprintf(columns + n, sizeof columns - n, "%s",
                       of && of->is_numerator_fen ? " 38 14 8" : " 20 17 9");
    }
    view_add_text(table, "columns", columns);
    struct view *heads = view_add_list(table, "heads");
    for (size_t i = 0; i < count; i++) {
        struct view *head = view_add_object(heads, NULL);
        view_add_text(head, "label", groups[i].county->label);
        view_add_text(head, "code", groups[i].county->code);
        view_add_bool(head, "is_points", groups[i].county->indicator == NULL);
    }
    rows_add(table, groups, count);
}

static enum status standing_add(struct view *v, const struct bulletin_figure *figures, size_t count,
                                struct arena *arena, struct error *e)
{
    struct bulletin_standing *list;
    size_t n, ranked = 0;
    TRY(bulletin_standing_list(figures, count, arena, &list, &n, e));
    struct view *rows = view_add_list(v, "standing");
    for (size_t i = 0; i < n; i++) {
        struct view *row = view_add_object(rows, NULL);
        view_add_integer(row, "township", list[i].township);
        view_add_text(row, "name", list[i].name);
        view_add_integer(row, "held", list[i].held);
        view_add_integer(row, "reached", list[i].reached);
        view_add_integer(row, "behind", list[i].held - list[i].reached);
        view_add_integer(row, "firsts", list[i].firsts);
        if (list[i].rank)
            view_add_textf(row, "rank", "%d", list[i].rank);
        else
            view_add_text(row, "rank", "—");
        ranked += list[i].rank > 0;
    }
    view_add_bool(v, "is_ranked", ranked > 0);
    return STATUS_OK;
}

/* Indicators that exist for the county only have no table of townships. */
enum status bulletin_tables_add(struct view *v, const struct bulletin_figure *figures, size_t count,
                                struct arena *arena, struct error *e)
{
    struct bulletin_group *groups = ARENA_ARRAY(arena, struct bulletin_group, ITEMS_PER_TABLE + 1);
    if (!groups)
        return arena_exhausted(e);
    TRY(standing_add(v, figures, count, arena, e));
    struct view *tables = view_add_list(v, "tables");
    for (int p = BULLETIN_ASSESSED; p < BULLETIN_PROGRAMMES; p++) {
        size_t n = 0;
        for (size_t i = 0; bulletin_group_at(figures, count, i, &groups[n]); i++) {
            if ((int)bulletin_programme_of(groups[n].county->code) != p || groups[n].count == 0)
                continue;
            if (++n < ITEMS_PER_TABLE)
                continue;
            table_add(tables, (enum bulletin_programme)p, groups, n);
            n = 0;
        }
        if (n > 0)
            table_add(tables, (enum bulletin_programme)p, groups, n);
    }
    return STATUS_OK;
}

/* ---- the document ---- */

static enum status section_add(struct view *sections, const struct bulletin_section *s,
                               const struct bulletin_figure *figures, size_t count,
                               struct arena *arena, struct view **ret, struct error *e)
{
    static const char *const ordinals[] = {"", "一", "二", "三", "四", "五", "六"};
    const char *heading, *body;
    TRY(bulletin_text_print(figures, count, s->heading, arena, &heading, e));
    TRY(bulletin_text_print(figures, count, s->body, arena, &body, e));
    struct view *v = view_add_object(sections, NULL);
    view_add_textf(v, "heading", "%s、%s", ordinals[s->number], heading);
    struct view *paragraphs = view_add_list(v, "paragraphs");
    for (const char *at = body; at; at = *at ? at + 1 : NULL) {
        const size_t bytes = strcspn(at, "\n");
        const char *line = arena_strndup(arena, at, bytes);
        if (!line)
            return arena_exhausted(e);
        struct view *p = bytes ? view_add_object(paragraphs, NULL) : NULL;
        view_add_text(p, "text", line);
        view_add_bool(p, "is_heading", bulletin_line_is_heading(line));
        at += bytes;
    }
    *ret = v;
    return STATUS_OK;
}

static enum status head_add(struct view *root, struct db *db, int64_t county,
                            const struct bulletin *b, struct date on, struct arena *arena,
                            struct error *e)
{
    struct division_table *places;
    const struct division *d;
    const char *name = "";
    char day[DATE_TEXT_BYTES];
    TRY(division_table_read(db, county, b->to, arena, &places, e));
    for (size_t i = 0; (d = division_at(places, i)) != NULL; i++)
        if (d->level == LEVEL_COUNTY)
            name = d->name;
    view_add_textf(root, "organ", "%s民政局", name);
    view_add_textf(root, "government", "%s人民政府", name);
    view_add_bool(root, "is_draft", b->state != BULLETIN_ISSUED);
    view_add_text(root, "title", b->title);
    view_add_text(root, "addressee", b->addressee);
    view_add_text(root, "document", b->document);
    view_add_text(root, "date", date_format_people(on, day));
    return STATUS_OK;
}

static enum status paper_fill(struct view *root, struct db *db, int64_t county,
                              const struct bulletin *b, struct date on, struct arena *arena,
                              struct error *e)
{
    struct bulletin_figure *figures;
    struct bulletin_section *list;
    size_t count, n;
    TRY(head_add(root, db, county, b, on, arena, e));
    TRY(bulletin_figure_list(db, county, b, arena, &figures, &count, e));
    TRY(bulletin_section_list(db, county, b, arena, &list, &n, e));
    struct view *sections = view_add_list(root, "sections");
    for (size_t i = 0; i < n; i++) {
        struct view *v;
        TRY(section_add(sections, &list[i], figures, count, arena, &v, e));
        if (list[i].number == BULLETIN_SECTION_TABLE)
            TRY(bulletin_tables_add(view_add_object(v, "whole"), figures, count, arena, e));
    }
    return view_status(root, e);
}

enum status bulletin_paper_render(struct db *db, int64_t county, int64_t id,
                                  enum document_kind kind, struct date today, struct buf *ret,
                                  struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(PAPER_ARENA_BYTES);
    struct view *root = arena ? view_new(arena) : NULL;
    struct bulletin b;
    if (!root)
        return arena_exhausted(e);
    TRY(bulletin_read(db, county, id, arena, &b, e));
    const struct date on = b.state == BULLETIN_ISSUED ? b.issued_on : today;
    TRY(paper_fill(root, db, county, &b, on, arena, e));
    return document_render("bulletin", root, kind, on, ret, e);
}
