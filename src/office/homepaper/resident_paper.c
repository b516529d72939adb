/* Agreement, file and property list of one resident. */
#include "base/i18n.h"
#include "domain/home/stay.h"
#include "homepaper_internal.h"
#include "homepaper_sql.h"
#include "office/medicalpaper/capitals.h"

#define RECORD_KIND_SUMS_MAX RECORD_KIND_COUNT
#define BEDS_MAX 500

static const char *care_words(enum care_level level)
{
    static const char *const WORDS[] = {"", "全自理", "半护理", "全护理"};
    return level >= CARE_NONE && level <= CARE_FULL ? WORDS[level] : "";
}

/* The resident under "stay", the home under "home". */
static enum status stay_add(struct home_paper *p, int64_t id, struct stay *s, struct error *e)
{
    TRY(stay_read(p->db, p->county, id, p->arena, s, e));
    TRY(home_paper_home(p, s->home, e));
    struct view *v = view_add_object(p->root, "stay");
    view_add_integer(v, "id", s->id);
    view_add_text(v, "person", s->person_name);
    view_add_text(v, "id_tail", s->id_tail);
    view_add_text(v, "sex", s->sex == SEX_MALE ? "男" : "女");
    home_paper_date(v, "birth", s->birth);
    view_add_text(v, "kind", s->kind == STAY_WUBAO ? "农村五保集中供养" : "社会寄养");
    view_add_textf(v, "origin", "%s%s", s->township_name, s->village_name);
    view_add_text(v, "agreement", s->agreement);
    view_add_text(v, "health", s->health);
    view_add_text(v, "contact", s->contact);
    view_add_text(v, "note", s->note);
    view_add_text(v, "room", s->room_number);
    view_add_text(v, "bed", s->bed_label);
    view_add_text(v, "state", _(stay_state_label(s->state)));
    view_add_text(v, "care", care_words(s->care));
    home_paper_date(v, "from", s->from);
    home_paper_date(v, "until", s->until);
    view_add_text(v, "leave", s->leave == STAY_LEAVE_NONE ? "" : _(stay_leave_label(s->leave)));
    view_add_text(v, "leave_note", s->leave_note);
    return view_status(p->root, e);
}

enum status home_agreement_paper_render(struct db *db, int64_t county, int64_t stay,
                                        const struct home_paper_options *options, struct buf *ret,
                                        struct error *e)
{
    struct home_paper p;
    struct stay s;
    enum status status = home_paper_open(&p, db, county, options, e);
    if (status == STATUS_OK)
        status = stay_add(&p, stay, &s, e);
    if (status == STATUS_OK && (s.state == STAY_REFUSED || s.kind != STAY_WUBAO))
        status = error_set(e, STATUS_REFUSED, "PAPER_UNKNOWN",
                           _("只有同意入住的五保供养对象才打印集中供养协议书。"));
    return home_paper_close(&p, status, "home_agreement", ret, e);
}

/* ---- the file ---- */

static enum status beds_add(struct home_paper *p, int64_t stay, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct homepaper_bed_row row;
    enum status s;
    int64_t no = 0;
    struct view *beds = view_add_list(p->root, "beds");
    TRY(homepaper_beds_open(p->db, (struct homepaper_beds_args){.county = p->county, .stay = stay},
                            &cursor, e));
    while ((s = homepaper_beds_next(cursor, &row, e)) == STATUS_OK && no < BEDS_MAX) {
        struct view *v = view_add_object(beds, NULL);
        view_add_integer(v, "no", ++no);
        view_add_text(v, "room", row.room_number);
        view_add_text(v, "bed", row.bed_label);
        home_paper_date(v, "from", row.from_date);
        home_paper_date(v, "until", row.until_date);
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

static enum status care_add(struct home_paper *p, int64_t stay, struct error *e)
{
    static const char *const names[CARE_ITEMS] = {"eat",    "dress", "rise",
                                                  "toilet", "walk",  "bathe"};
    struct care_assessment *list;
    size_t count;
    struct view *rows = view_add_list(p->root, "care");
    TRY(care_list(p->db, p->county, stay, p->arena, &list, &count, e));
    for (size_t i = count; i > 0; i--) {
        const struct care_assessment *c = &list[i - 1];
        struct view *v = view_add_object(rows, NULL);
        home_paper_date(v, "on", c->assessed_on);
        for (int k = 0; k < CARE_ITEMS; k++)
            view_add_text(v, names[k], c->can[k] ? "能" : "否");
        view_add_text(v, "level", care_words(c->level));
        view_add_text(v, "assessors", c->assessors);
    }
    return STATUS_OK;
}

static enum status sums_add(struct home_paper *p, int64_t stay, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct homepaper_sum_row row, sums[RECORD_KIND_SUMS_MAX] = {{0}};
    enum record_kind kind;
    enum status s;
    struct view *rows = view_add_list(p->root, "records");
    TRY(homepaper_sums_open(p->db, (struct homepaper_sums_args){.county = p->county, .stay = stay},
                            &cursor, e));
    while ((s = homepaper_sums_next(cursor, &row, e)) == STATUS_OK) {
        TRY(record_kind_parse(row.kind, &kind, e));
        sums[kind - 1] = row;
    }
    for (int k = 0; s == STATUS_NONE && k < RECORD_KIND_COUNT; k++) {
        const struct record_kind_row *kept = &RECORD_KINDS[k];
        if (sums[k].times == 0)
            continue;
        struct view *v = view_add_object(rows, NULL);
        view_add_text(v, "kind", _(kept->label));
        view_add_integer(v, "times", sums[k].times);
        home_paper_date(v, "last_on", sums[k].last_on);
        if (kept->has_quantity)
            view_add_integer(v, "quantity", sums[k].quantity);
        if (kept->has_amount)
            home_paper_fen(v, "amount", sums[k].amount);
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

static enum status property_add(struct home_paper *p, int64_t stay, struct error *e)
{
    struct home_property *list;
    struct fen total = FEN(0);
    size_t count;
    struct view *rows = view_add_list(p->root, "property");
    char capitals[CAPITALS_BYTES];
    TRY(home_property_list(p->db, p->county, stay, p->arena, &list, &count, e));
    for (size_t i = 0; i < count; i++) {
        const struct home_property *o = &list[i];
        struct view *v = view_add_object(rows, NULL);
        view_add_integer(v, "no", o->number);
        view_add_text(v, "item", o->item);
        view_add_integer(v, "quantity", o->quantity);
        home_paper_fen(v, "value", o->value);
        home_paper_date(v, "listed_on", o->listed_on);
        view_add_text(v, "witnesses", o->witnesses);
        view_add_text(v, "given_to", o->given_to);
        home_paper_date(v, "given_on", o->given_on);
        TRY(fen_add(total, o->value, &total));
    }
    struct view *sum = view_add_object(p->root, "sum");
    view_add_integer(sum, "items", (int64_t)count);
    home_paper_fen(sum, "total", total);
    view_add_text(sum, "capitals", fen_capitals(total, capitals));
    return view_status(p->root, e);
}

static enum status file_fill(struct home_paper *p, int64_t stay, struct error *e)
{
    struct stay s;
    TRY(stay_add(p, stay, &s, e));
    TRY(beds_add(p, stay, e));
    TRY(care_add(p, stay, e));
    TRY(sums_add(p, stay, e));
    return property_add(p, stay, e);
}

enum status home_file_paper_render(struct db *db, int64_t county, int64_t stay,
                                   const struct home_paper_options *options, struct buf *ret,
                                   struct error *e)
{
    struct home_paper p;
    enum status s = home_paper_open(&p, db, county, options, e);
    if (s == STATUS_OK)
        s = file_fill(&p, stay, e);
    return home_paper_close(&p, s, "home_file", ret, e);
}

/* ---- property ---- */

static enum status property_fill(struct home_paper *p, int64_t stay, struct error *e)
{
    struct stay s;
    TRY(stay_add(p, stay, &s, e));
    const bool is_dead = s.leave == STAY_DEATH;
    view_add_bool(p->root, "is_dead", is_dead);
    view_add_text(p->root, "list_word", is_dead ? "遗物清单" : "物品清单");
    /* He leaves the day after his death. */
    home_paper_date(p->root, "died_on", is_dead ? (struct date){s.until.v - 1} : (struct date){0});
    return property_add(p, stay, e);
}

enum status home_property_paper_render(struct db *db, int64_t county, int64_t stay,
                                       const struct home_paper_options *options, struct buf *ret,
                                       struct error *e)
{
    struct home_paper p;
    enum status s = home_paper_open(&p, db, county, options, e);
    if (s == STATUS_OK)
        s = property_fill(&p, stay, e);
    return home_paper_close(&p, s, "home_property", ret, e);
}
