#include "office/planpaper/self.h"

#include <inttypes.h>

#include "base/i18n.h"
#include "base/view.h"

#define PAPER_ARENA_BYTES ((size_t)64 << 20)
#define POINT_CP 100

static void day_add(struct view *v, const char *name, struct date d)
{
    char text[DATE_TEXT_BYTES];
    view_add_text(v, name, d.v ? date_format_people(d, text) : "");
}

static void points_add(struct view *v, const char *name, int64_t cp)
{
    view_add_textf(v, name, "%" PRId64 ".%02d", cp / POINT_CP, (int)(cp % POINT_CP));
}

static void line_add(struct view *list, const struct self_assessment_line *l)
{
    char text[INDICATOR_TEXT_BYTES];
    struct view *v = view_add_object(list, NULL);
    view_add_text(v, "code", l->node.code);
    view_add_text(v, "title", l->node.title);
    points_add(v, "full", l->node.weight_cp);
    if (l->is_claimed)
        points_add(v, "claimed", l->claimed_cp);
    view_add_text(v, "statement", l->statement);
    if (l->has_figure) {
        view_add_textf(v, "ratio", "%" PRId64 "／%" PRId64, l->numerator, l->denominator);
        view_add_text(v, "figure",
                      indicator_format(l->indicator, l->numerator, l->denominator, text));
    }
}

static enum status paper_fill(struct db *db, int64_t county, int64_t assessment, int64_t township,
                              struct arena *arena, struct view *root, struct error *e)
{
    struct assessment_head head;
    struct self_assessment s;
    struct self_assessment_line *lines;
    char hex[HASH_HEX_BYTES], from[MONTH_TEXT_BYTES], to[MONTH_TEXT_BYTES];
    size_t n;
    TRY(assessment_head_read(db, county, assessment, arena, &head, e));
    TRY(self_assessment_read(db, county, assessment, township, arena, &s, e));
    if (!s.state)
        return STATUS_NONE;
    TRY(self_assessment_line_list(db, county, assessment, township, arena, &lines, &n, e));
    struct view *v = view_add_object(root, "self");
    view_add_text(v, "township", s.township_name);
    view_add_textf(v, "round", "%d年%s", head.year, assessment_scope_label(head.scope));
    view_add_textf(v, "span", "%s至%s", month_format_people(head.from, from),
                   month_format_people(head.to, to));
    view_add_text(v, "summary", s.summary);
    view_add_text(v, "problems", s.problems);
    points_add(v, "claimed", s.claimed_cp);
    view_add_bool(v, "is_signed", s.state == SELF_ASSESSMENT_SIGNED);
    day_add(v, "on", s.signed_on.v ? s.signed_on : s.prepared_on);
    if (s.state == SELF_ASSESSMENT_SIGNED) {
        hash_hex(s.content_hash, hex);
        view_add_text(v, "hash", hex);
    }
    struct view *list = view_add_list(root, "lines");
    for (size_t i = 0; i < n; i++)
        if (lines[i].is_claimable)
            line_add(list, &lines[i]);
    return STATUS_OK;
}

enum status self_paper_render(struct db *db, int64_t county, int64_t assessment, int64_t township,
                              const struct self_paper_options *options, struct buf *ret,
                              struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(PAPER_ARENA_BYTES);
    struct view *root = arena ? view_new(arena) : NULL;
    if (!root)
        return arena_exhausted(e);
    TRY(paper_fill(db, county, assessment, township, arena, root, e));
    TRY(view_status(root, e));
    return document_render("self_assessment", root, options->kind, options->today, ret, e);
}
