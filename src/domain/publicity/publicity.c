/* Items of publicity as they are planned and read. */
#include <assert.h>
#include <inttypes.h>
#include <stdio.h>

#include "base/i18n.h"
#include "base/text.h"
#include "domain/library/may.h"
#include "domain/publicity/publicity_internal.h"

static const struct {
    const char *code, *label;
} FORMS[PUBLICITY_FORM_END] = {
    [PUBLICITY_LEAFLET] = {"LEAFLET", N_("宣传页")},
    [PUBLICITY_LETTER] = {"LETTER", N_("致农户的信")},
    [PUBLICITY_BOARD] = {"BOARD", N_("宣传栏")},
    [PUBLICITY_BROADCAST] = {"BROADCAST", N_("广播电视")},
    [PUBLICITY_VISIT] = {"VISIT", N_("进村入户")},
    [PUBLICITY_MARKET] = {"MARKET", N_("集市咨询")},
    [PUBLICITY_WEB] = {"WEB", N_("网站")},
    [PUBLICITY_SLIP] = {"SLIP", N_("明白卡")},
};

const char *publicity_form_code(enum publicity_form f)
{
    return f > 0 && f < PUBLICITY_FORM_END ? FORMS[f].code : "";
}

const char *publicity_form_label(enum publicity_form f)
{
    return f > 0 && f < PUBLICITY_FORM_END ? FORMS[f].label : "";
}

const char *publicity_state_label(enum publicity_state s)
{
    static const char *const labels[] = {[PUBLICITY_PLANNED] = N_("计划中"),
                                         [PUBLICITY_DONE] = N_("已开展，待核实"),
                                         [PUBLICITY_CONFIRMED] = N_("已核实"),
                                         [PUBLICITY_CANCELLED] = N_("已取消")};
    return s >= PUBLICITY_PLANNED && s <= PUBLICITY_CANCELLED ? labels[s] : "";
}

enum status publicity_form_parse(const char *code, enum publicity_form *ret, struct error *e)
{
    for (enum publicity_form f = PUBLICITY_LEAFLET; f < PUBLICITY_FORM_END; f++) {
        if (text_equals(code, FORMS[f].code)) {
            *ret = f;
            return STATUS_OK;
        }
    }
    return error_set(e, STATUS_REFUSED, "PUBLICITY_FIELD",
                     _("宣传方式应为 LEAFLET、LETTER、BOARD、BROADCAST、VISIT、MARKET、WEB 或 "
                       "SLIP"));
}

enum status publicity_field(struct error *e, const char *field, const char *reason)
{
    (void)error_set(e, STATUS_REFUSED, "PUBLICITY_FIELD", "%s", reason);
    (void)error_place(e, "%s", field);
    return STATUS_REFUSED;
}

enum status publicity_state_check(const struct publicity_work *w, enum publicity_state wanted,
                                  struct error *e)
{
    if (w->item.state == wanted)
        return STATUS_OK;
    return error_set(e, STATUS_REFUSED, "PUBLICITY_STATE", _("“%s”现在是“%s”，不能这样办"),
                     w->item.title, _(publicity_state_label(w->item.state)));
}

enum status publicity_begin(struct publicity_work *w, struct db *db, enum permission permission,
                            const char *action, const char *detail, struct error *e)
{
    char subject[40];
    assert(db_in_transaction(db));
    w->db = db;
    arena_reset(w->arena);
    TRY(publicity_hold(db, (struct publicity_hold_args){.county = w->county, .id = w->id}, NULL,
                       e));
    enum status s = publicity_read(db, w->county, w->id, w->arena, &w->item, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "PUBLICITY_UNKNOWN", _("没有第 %" PRId64 " 号宣传活动"),
                         w->id);
    if (s != STATUS_OK)
        return s;
    TRY(library_may(db, w->county, w->actor, permission, w->item.township, w->arena, e));
    (void)snprintf(subject, sizeof subject, "publicity %" PRId64, w->id);
    return change_record(
        db, w->county,
        &(struct change_entry){
            .actor = w->actor, .action = action, .subject = subject, .detail = detail},
        &w->change, e);
}

struct planning {
    struct publicity_work w;
    const struct publicity_item *item;
};

static enum status text_check(const char *field, const char *text, bool is_needed, struct error *e)
{
    return library_text_check("PUBLICITY_FIELD", field, text, is_needed, PUBLICITY_TEXT_BYTES_MAX,
                              e);
}

static enum status item_check(struct db *db, const struct planning *x, struct error *e)
{
    const struct publicity_item *i = x->item;
    struct division_table *divisions;
    TRY(text_check("title", i->title, true, e));
    TRY(text_check("audience", i->audience, false, e));
    TRY(text_check("responsible", i->responsible, true, e));
    if (i->form < PUBLICITY_LEAFLET || i->form >= PUBLICITY_FORM_END)
        return publicity_field(e, "form", _("没有宣传方式"));
    if (i->programme < 0 || i->programme > PROGRAMME_COUNT)
        return publicity_field(e, "programme", _("没有这个救助项目"));
    if (!i->planned_on.v)
        return publicity_field(e, "planned_on", _("计划日期没有写"));
    TRY(division_table_read(db, x->w.county, date_month(i->planned_on), x->w.arena, &divisions, e));
    const struct division *d = division_by_code(divisions, i->township);
    if (!d || d->level > 2)
        return publicity_field(e, "township", _("没有写是县里还是哪个乡镇的"));
    return STATUS_OK;
}

static enum status plan_work(struct db *db, void *context, struct error *e)
{
    struct planning *x = context;
    const struct publicity_item *i = x->item;
    struct publicity_work *w = &x->w;
    char subject[40];
    arena_reset(w->arena);
    TRY(library_may(db, w->county, w->actor, PERMISSION_PUBLICITY_WRITE, i->township, w->arena, e));
    TRY(item_check(db, x, e));
    TRY(counter_take(db, w->county, "publicity_item", 1, &w->id, e));
    (void)snprintf(subject, sizeof subject, "publicity %" PRId64, w->id);
    TRY(change_record(
        db, w->county,
        &(struct change_entry){
            .actor = w->actor, .action = "publicity.plan", .subject = subject, .detail = ""},
        &w->change, e));
    return publicity_insert(
        db,
        (struct publicity_insert_args){.county = w->county,
                                       .id = w->id,
                                       .year = month_year(date_month(i->planned_on)),
                                       .township = i->township,
                                       .title = i->title,
                                       .form = publicity_form_code(i->form),
                                       .programme = i->programme,
                                       .audience = i->audience ? i->audience : "",
                                       .planned_on = i->planned_on,
                                       .responsible = i->responsible,
                                       .entered_by = w->actor,
                                       .known_from = w->change},
        NULL, e);
}

enum status publicity_plan(struct db *db, int64_t county, const struct publicity_item *item,
                           const char *actor, int64_t *ret_id, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(PUBLICITY_ARENA_BYTES);
    struct planning x = {.w = {.arena = arena, .county = county, .actor = actor}, .item = item};
    if (!arena)
        return arena_exhausted(e);
    TRY(db_transaction(db, plan_work, &x, e));
    *ret_id = x.w.id;
    return STATUS_OK;
}

/* ---- reading ---- */

static enum status item_of(const struct publicity_row *r, struct arena *arena,
                           struct publicity_item *ret, struct error *e)
{
    *ret = (struct publicity_item){.id = r->id,
                                   .township = r->township,
                                   .year = (int)r->year,
                                   .programme = (int)r->programme,
                                   .title = arena_strdup(arena, r->title),
                                   .audience = arena_strdup(arena, r->audience),
                                   .responsible = arena_strdup(arena, r->responsible),
                                   .township_name = arena_strdup(arena, r->township_name),
                                   .planned_on = r->planned_on,
                                   .done_on = r->done_on ? date_from_yyyymmdd(r->done_on)
                                                         : (struct date){0},
                                   .state = (enum publicity_state)r->state,
                                   .report = arena_strdup(arena, r->report),
                                   .entered_by = arena_strdup(arena, r->entered_by),
                                   .reported_by = arena_strdup(arena, r->reported_by),
                                   .confirmed_by = arena_strdup(arena, r->confirmed_by),
                                   .reached = r->reached};
    ret->is_late = ret->state == PUBLICITY_PLANNED && ret->planned_on.v < date_today().v;
    if (!ret->title || !ret->audience || !ret->responsible || !ret->township_name || !ret->report ||
        !ret->entered_by)
        return arena_exhausted(e);
    return publicity_form_parse(r->form, &ret->form, e);
}

static enum status items_read(struct db *db, struct publicity_rows_args args, struct arena *arena,
                              struct publicity_item *list, size_t most, size_t *ret_count,
                              struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct publicity_row row;
    size_t n = 0;
    enum status s;
    TRY(publicity_rows_open(db, args, &cursor, e));
    while ((s = publicity_rows_next(cursor, &row, e)) == STATUS_OK) {
        if (n == most)
            return error_set(e, STATUS_FAILED, "PUBLICITY_ROWS", _("宣传活动超过 %zu 项"), most);
        TRY(item_of(&row, arena, &list[n++], e));
    }
    *ret_count = n;
    return s == STATUS_NONE ? STATUS_OK : s;
}

enum status publicity_list(struct db *db, int64_t county, int year, int64_t township,
                           struct arena *arena, struct publicity_item **ret, size_t *ret_count,
                           struct error *e)
{
    struct publicity_item *list = ARENA_ARRAY(arena, struct publicity_item, PUBLICITY_ITEMS_MAX);
    if (!list)
        return arena_exhausted(e);
    TRY(items_read(
        db, (struct publicity_rows_args){.county = county, .year = year, .township = township},
        arena, list, PUBLICITY_ITEMS_MAX, ret_count, e));
    *ret = list;
    return STATUS_OK;
}

enum status publicity_read(struct db *db, int64_t county, int64_t item, struct arena *arena,
                           struct publicity_item *ret, struct error *e)
{
    size_t n = 0;
    if (item <= 0)
        return STATUS_NONE;
    TRY(items_read(db, (struct publicity_rows_args){.county = county, .id = item}, arena, ret, 1,
                   &n, e));
    return n ? STATUS_OK : STATUS_NONE;
}
