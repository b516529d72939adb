#include "office/planpaper/slip.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/i18n.h"
#include "base/view.h"
#include "domain/registry/household_list.h"

#define SLIP_ARENA_BYTES ((size_t)192 << 20)

struct slips {
    struct db *db;
    int64_t county;
    struct arena *arena;
    const struct slip_paper_options *options;
    struct division_table *divisions;
    struct policy_table *policy;
};

static void fen_add_text(struct view *v, const char *name, struct fen amount)
{
    char text[FEN_TEXT_BYTES];
    view_add_text(v, name, fen_format_people(amount, text));
}

static void place_add(const struct slips *x, struct view *v, int64_t code)
{
    const struct division *d = division_by_code(x->divisions, code);
    const struct division *t = division_by_code(x->divisions, division_township(code));
    view_add_textf(v, "place", "%s%s", t ? t->name : "", d && d != t ? d->name : "");
    view_add_text(v, "township", t ? t->name : "");
}

static enum status members_add(const struct slips *x, struct view *v, const struct slip *slip,
                               struct error *e)
{
    struct household_member *members;
    size_t n;
    int64_t present = 0;
    TRY(household_member_list(x->db, x->county, slip->household, slip->month, x->arena, &members,
                              &n, e));
    struct view *list = view_add_list(v, "members");
    for (size_t i = 0; i < n; i++) {
        if (!members[i].is_present)
            continue;
        struct view *one = view_add_object(list, NULL);
        view_add_text(one, "separator", present ? "、" : "");
        view_add_text(one, "name", members[i].name);
        view_add_text(one, "relation", _(relation_label(members[i].relation)));
        present++;
    }
    view_add_integer(v, "people", present);
    return STATUS_OK;
}

static void lines_add(struct view *v, const struct explained_month *why)
{
    struct view *list = view_add_list(v, "lines");
    for (size_t i = 0; i < why->explanation.count; i++) {
        const struct explanation_line *line = &why->explanation.line[i];
        struct view *one = view_add_object(list, NULL);
        view_add_text(one, "label", line->label);
        view_add_text(one, "formula", line->formula);
        view_add_textf(one, "source", "%s %s", line->clause, line->document);
        fen_add_text(one, "amount", line->amount);
    }
    for (size_t i = 0; i < why->adjustment_count; i++) {
        char month[MONTH_TEXT_BYTES];
        struct view *one = view_add_object(list, NULL);
        view_add_text(one, "label", _("补发或扣回"));
        view_add_textf(one, "formula", "%s %s",
                       month_format_people(why->adjustments[i].for_month, month),
                       _(adjustment_reason_label(why->adjustments[i].reason)));
        view_add_text(one, "source", "");
        fen_add_text(one, "amount", why->adjustments[i].amount);
    }
}

static const char *site_of(const struct slip_paper_options *options)
{
    const char *set = options->site ? options->site : getenv("MINSHENG_SITE");
    return set && set[0] ? set : SLIP_SITE_DEFAULT;
}

static enum status slip_add(const struct slips *x, struct view *list, const struct slip_made *made,
                            bool is_next, struct error *e)
{
    const struct slip *s = &made->slip;
    char month[MONTH_TEXT_BYTES];
    struct view *v = view_add_object(list, NULL);
    struct policy_value day = policy_value_of(
        x->policy, s->programme == PROGRAMME_WUBAO ? POLICY_WUBAO_PAY_DAY : POLICY_DIBAO_PAY_DAY,
        s->month);
    view_add_bool(v, "is_next", is_next);
    view_add_text(v, "programme", programme_name(s->programme));
    view_add_text(v, "month", month_format_people(s->month, month));
    view_add_text(v, "head", s->head_name);
    place_add(x, v, s->division);
    fen_add_text(v, "amount", s->amount);
    view_add_bool(v, "has_day", day.is_set);
    view_add_integer(v, "pay_day", day.is_set ? day.v : 0);
    view_add_textf(v, "address", "%s/public/slip/%s", site_of(x->options), made->code);
    view_add_textf(v, "code", "%.4s-%.4s-%.4s-%.4s", made->code, made->code + 4, made->code + 8,
                   made->code + 12);
    TRY(members_add(x, v, s, e));
    lines_add(v, made->why);
    return STATUS_OK;
}

enum status slip_paper_render(struct db *db, int64_t county, const struct slip_made *made,
                              size_t count, const struct slip_paper_options *options,
                              struct buf *ret, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(SLIP_ARENA_BYTES);
    struct slips x = {.db = db, .county = county, .arena = arena, .options = options};
    const char *phone;
    char day[DATE_TEXT_BYTES];
    struct view *root = arena ? view_new(arena) : NULL;
    if (!root || count == 0)
        return arena_exhausted(e);
    TRY(division_table_read(db, county, made[0].slip.month, arena, &x.divisions, e));
    TRY(policy_table_read(db, county, KNOWN_NOW, arena, &x.policy, e));
    view_add_text(root, "today", date_format_people(options->today, day));
    TRY(plan_phone(db, county, arena, &phone, e));
    view_add_text(root, "phone", phone);
    struct view *list = view_add_list(root, "slips");
    for (size_t i = 0; i < count; i++)
        TRY(slip_add(&x, list, &made[i], i > 0, e));
    TRY(view_status(root, e));
    return document_render("slip", root, options->kind, options->today, ret, e);
}

struct paper {
    const struct slip_paper_options *options;
    struct buf *bytes;
};

static enum status paper_make(struct db *db, int64_t county, const struct slip_made *made,
                              size_t count, void *context, struct error *e)
{
    struct paper *x = context;
    buf_clear(x->bytes);
    return slip_paper_render(db, county, made, count, x->options, x->bytes, e);
}

enum status slip_paper_print(struct db *db, int64_t county, const struct keyring *keys,
                             const struct slip_wish *wish, const char *actor,
                             const struct slip_paper_options *options, struct arena *arena,
                             struct buf *ret, size_t *ret_count, struct error *e)
{
    struct paper x = {.options = options, .bytes = ret};
    return slip_print_on(db, county, keys, wish, actor, paper_make, &x, arena, ret_count, e);
}
