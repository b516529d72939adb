#include "office/demo/lists.h"

#include <errno.h>
#include <gd.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "domain/casework/attachment.h"
#include "office/match/match_file.h"
#include "office/thumbnail.h"

#define LISTS_ARENA_BYTES (MATCH_FILE_ARENA_BYTES + (16u << 20))
#define PATH_BYTES 1200
#define SEED_SALT UINT64_C(0x115757)
#define NUMBERS_FROM 400
#define AGED_YEARS 60
#define DEAD_HITS 3
#define DEAD_ROWS 40
#define VEHICLE_HITS 5
#define VEHICLE_ROWS 60
#define DISABLED_ROWS 15
#define STRANGERS (DEAD_ROWS + VEHICLE_ROWS + DISABLED_ROWS)
#define COUNTY_SCOPE 1000000 /* county code to division code */
/* Days before the story's end: answers to the first list are overdue in the days after it. */
#define DEAD_LIST_DAYS 20
#define DISABLED_LIST_DAYS 9
#define VEHICLE_LIST_DAYS 3
#define PICTURE_WIDTH 640
#define PICTURE_HEIGHT 480
#define PAPERS 2

struct listed {
    char name[DEMO_NAME_BYTES];
    struct idno id;
    const struct demo_place *place;
};
struct lists {
    struct db *db;
    const struct payment_context *c;
    const struct demo_options *options;
    struct arena *arena;
    const char *folder;
    void (*set_today)(struct date day);
    struct date until, today;
    struct random random;
    struct listed dead[DEAD_HITS], owners[VEHICLE_HITS], strangers[STRANGERS];
    size_t dead_count, owner_count, stranger_count, stranger_next;
    struct demo_list_counts counts;
};

/* ---- who ---- */

static struct listed listed_of(const struct demo_household *h, const struct demo_member *m)
{
    struct listed who = {.id = m->id, .place = h->place};
    snprintf(who.name, sizeof(who.name), "%s", m->name);
    return who;
}

static const struct demo_member *aged_member(const struct lists *l, const struct demo_household *h)
{
    for (size_t i = 1; i < h->member_count; i++)
        if (age_in_month(date_month(h->members[i].id.birth), l->options->month) >= AGED_YEARS)
            return &h->members[i];
    return NULL;
}

/* Spread over the county: the next that fits behind each step of it. */
static enum status receivers_choose(struct lists *l, struct error *e)
{
    CLEANUP(demo_county_cleanup) struct demo_county *county = NULL;
    struct demo_household h;
    int64_t households = l->options->dibao_households;
    TRY(demo_county_new(l->options, &county, e));
    for (int64_t i = 0; i < households && demo_county_next(county, &h); i++) {
        const struct demo_member *aged = aged_member(l, &h);
        if (h.status != ENTITLEMENT_ACTIVE)
            continue;
        if (aged != NULL && l->dead_count < DEAD_HITS &&
            i >= households * (int64_t)l->dead_count / DEAD_HITS)
            l->dead[l->dead_count++] = listed_of(&h, aged);
        else if (l->owner_count < VEHICLE_HITS &&
                 i >= households * (int64_t)l->owner_count / VEHICLE_HITS)
            l->owners[l->owner_count++] = listed_of(&h, &h.members[0]);
    }
    return STATUS_OK;
}

/* People who are in no register of the county. */
static enum status strangers_choose(struct lists *l, struct error *e)
{
    CLEANUP(demo_county_cleanup) struct demo_county *county = NULL;
    struct demo_options others = *l->options;
    struct demo_household h;
    others.seed ^= SEED_SALT;
    others.dibao_households = STRANGERS;
    others.wubao_persons = 0;
    others.numbers_from = NUMBERS_FROM;
    TRY(demo_county_new(&others, &county, e));
    while (l->stranger_count < STRANGERS && demo_county_next(county, &h))
        l->strangers[l->stranger_count++] = listed_of(&h, &h.members[0]);
    return STATUS_OK;
}

/* ---- files ---- */

/* Hits stand scattered among the others. */
static const struct listed *row_of(struct lists *l, const struct listed *hits, size_t hit_count,
                                   int row, int row_count, size_t *hit)
{
    int spacing = row_count / ((int)hit_count + 1);
    if (*hit < hit_count && row % spacing == spacing - 1)
        return &hits[(*hit)++];
    return &l->strangers[l->stranger_next++];
}

static void day_before(const struct lists *l, int days, char out[DATE_TEXT_BYTES])
{
    date_format((struct date){l->today.v - days}, out);
}

static void dead_write(struct lists *l, FILE *f)
{
    size_t hit = 0;
    fputs("姓名,身份证号,死亡日期,火化日期,殡仪馆\n", f);
    for (int i = 0; i < DEAD_ROWS; i++) {
        char died[DATE_TEXT_BYTES], cremated[DATE_TEXT_BYTES];
        size_t before = hit;
        const struct listed *who = row_of(l, l->dead, l->dead_count, i, DEAD_ROWS, &hit);
        int ago = 3 + (int)random_below(&l->random, 25);
        day_before(l, ago, died);
        day_before(l, ago - 2, cremated);
        /* The last one bears another name on the list: is it the same person? */
        bool is_doubtful = hit != before && hit == l->dead_count && hit > 1;
        fprintf(f, "%s,%s,%s,%s,泾县殡仪馆\n", is_doubtful ? l->strangers[0].name : who->name,
                who->id.text, died, cremated);
    }
}

static void vehicles_write(struct lists *l, FILE *f)
{
    static const char *const types[] = {"小型轿车", "普通二轮摩托车", "轻型普通货车", "微型面包车"};
    size_t hit = 0;
    fputs("车主姓名,车主身份证号,号牌号码,车辆类型,登记日期,机动车状态\n", f);
    for (int i = 0; i < VEHICLE_ROWS; i++) {
        const struct listed *who = row_of(l, l->owners, l->owner_count, i, VEHICLE_ROWS, &hit);
        fprintf(f, "%s,%s,皖P%05u,%s,%d-%02u-%02u,正常\n", who->name, who->id.text,
                random_below(&l->random, 100000), types[random_below(&l->random, 4)],
                month_year(l->options->month) - 1 - (int)random_below(&l->random, 6),
                1 + random_below(&l->random, 12), 1 + random_below(&l->random, 28));
    }
}

static void disabled_write(struct lists *l, FILE *f)
{
    static const char *const kinds[] = {"肢体", "视力", "听力", "精神", "智力"};
    fputs("姓名,身份证号,乡镇,村,残疾类别,残疾等级\n", f);
    for (int i = 0; i < DISABLED_ROWS; i++) {
        const struct listed *who = &l->strangers[l->stranger_next++];
        fprintf(f, "%s,%s,%s,%s,%s,%u级\n", who->name, who->id.text, who->place->township,
                who->place->village, kinds[random_below(&l->random, 5)],
                1 + random_below(&l->random, 4));
    }
}

static void day_go(struct lists *l, int days_before_end)
{
    l->today.v = l->until.v - days_before_end;
    if (l->set_today != NULL)
        l->set_today(l->today);
}

static enum status list_take(struct lists *l, const char *name, enum match_kind kind,
                             void (*write)(struct lists *, FILE *), struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(MATCH_FILE_ARENA_BYTES);
    char path[PATH_BYTES];
    struct match_file_result result;
    if (arena == NULL)
        return arena_exhausted(e);
    snprintf(path, sizeof(path), "%.1000s/%s", l->folder, name);
    FILE *f = fopen(path, "we");
    if (f == NULL)
        return error_set(e, STATUS_REFUSED, "DEMO_FOLDER", _("不能写 %s：%s"), path,
                         strerror(errno));
    write(l, f);
    bool is_bad = ferror(f) != 0;
    if (fclose(f) != 0 || is_bad)
        return error_set(e, STATUS_REFUSED, "DEMO_FOLDER", _("不能写 %s：%s"), path,
                         strerror(errno));
    TRY(match_file_import(
        l->db, l->c->county, l->c->keys,
        &(struct match_file_request){.path = path, .kind = kind, .actor = l->c->actor}, arena,
        &result, e));
    l->counts.lists++;
    l->counts.rows += result.list.row_count;
    l->counts.hits += result.list.hit_count;
    l->counts.candidates += result.list.candidate_count;
    return STATUS_OK;
}

static enum status lists_take(struct lists *l, struct error *e)
{
    struct match_sweep sweep;
    day_go(l, DEAD_LIST_DAYS);
    TRY(list_take(l, "泾县殡仪馆火化名单.csv", MATCH_CREMATION, dead_write, e));
    day_go(l, DISABLED_LIST_DAYS);
    TRY(list_take(l, "残联持证残疾人.csv", MATCH_DISABILITY, disabled_write, e));
    day_go(l, VEHICLE_LIST_DAYS);
    TRY(list_take(l, "车管所机动车.csv", MATCH_VEHICLE, vehicles_write, e));
    const struct match_actor actor = {
        .user = l->c->actor, .scope = l->c->county * COUNTY_SCOPE, .today = l->today};
    TRY(match_sweep(l->db, l->c->county, &actor, &sweep, e));
    l->counts.candidates += sweep.opened;
    return STATUS_OK;
}

/* ---- papers ---- */

static void house_draw(gdImagePtr im)
{
    gdPoint roof[] = {{120, 220}, {320, 100}, {520, 220}};
    gdImageFilledRectangle(im, 0, 0, PICTURE_WIDTH - 1, 339, gdTrueColor(176, 206, 230));
    gdImageFilledRectangle(im, 0, 340, PICTURE_WIDTH - 1, PICTURE_HEIGHT - 1,
                           gdTrueColor(134, 150, 96));
    gdImageFilledRectangle(im, 150, 220, 490, 400, gdTrueColor(226, 220, 206));
    gdImageFilledPolygon(im, roof, 3, gdTrueColor(92, 92, 100));
    gdImageFilledRectangle(im, 290, 290, 350, 400, gdTrueColor(110, 70, 44));
    gdImageFilledRectangle(im, 190, 270, 250, 330, gdTrueColor(96, 120, 140));
    gdImageFilledRectangle(im, 390, 270, 450, 330, gdTrueColor(96, 120, 140));
}

/* Lines where the writing of a scanned sheet would be. */
static void sheet_draw(gdImagePtr im)
{
    gdImageFilledRectangle(im, 0, 0, PICTURE_WIDTH - 1, PICTURE_HEIGHT - 1,
                           gdTrueColor(250, 248, 242));
    gdImageRectangle(im, 40, 30, 600, 450, gdTrueColor(60, 60, 60));
    gdImageFilledRectangle(im, 220, 52, 420, 70, gdTrueColor(60, 60, 60));
    for (int y = 110; y < 430; y += 36)
        gdImageFilledRectangle(im, 70, y, 570 - y % 5 * 30, y + 6, gdTrueColor(120, 120, 130));
    gdImageArc(im, 500, 380, 90, 90, 0, 360, gdTrueColor(190, 40, 40));
}

static enum status picture_add(struct lists *l, const struct case_record *c, const char *kind,
                               const char *title, void (*draw)(gdImagePtr), struct error *e)
{
    char name[64];
    int64_t township = division_township(c->division);
    int seq, n = 0;
    const struct case_actor actor = {
        .user = name, .role = ROLE_TOWNSHIP_CLERK, .scope = township, .today = l->today};
    struct attachment_new paper = {.case_id = c->id, .kind = kind, .title = title};
    snprintf(name, sizeof(name), "township%03" PRId64 ".clerk", township / 1000 % 1000);
    gdImagePtr im = gdImageCreateTrueColor(PICTURE_WIDTH, PICTURE_HEIGHT);
    if (im == NULL)
        return arena_exhausted(e);
    draw(im);
    void *png = gdImagePngPtr(im, &n);
    gdImageDestroy(im);
    if (png == NULL)
        return arena_exhausted(e);
    paper.bytes = png;
    paper.size_bytes = (size_t)n;
    enum status s =
        thumbnail_make(png, (size_t)n, l->arena, &paper.thumbnail, &paper.thumbnail_bytes, e);
    if (s == STATUS_OK)
        s = attachment_add(l->db, l->c->county, l->c->keys, &actor, &paper, &seq, e);
    gdFree(png);
    l->counts.papers += s == STATUS_OK;
    return s;
}

/* With the first open cases. */
static enum status papers_add(struct lists *l, struct error *e)
{
    struct case_record *cases;
    size_t count;
    bool has_more;
    TRY(case_list(l->db, l->c->county,
                  &(struct case_filter){.scope = l->c->county * COUNTY_SCOPE,
                                        .is_open_only = true,
                                        .row_count = PAPERS,
                                        .today = l->today},
                  l->arena, &cases, &count, &has_more, e));
    for (size_t i = 0; i < count; i++) {
        TRY(picture_add(l, &cases[i], "photo_home", "入户照片：住房正面", house_draw, e));
        TRY(picture_add(l, &cases[i], "income_proof", "村委会收入证明", sheet_draw, e));
    }
    return STATUS_OK;
}

enum status demo_lists_store(struct db *db, const struct payment_context *c,
                             const struct demo_options *options, struct date until,
                             const char *folder, void (*set_today)(struct date day),
                             struct demo_list_counts *ret, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(LISTS_ARENA_BYTES);
    struct lists *l = arena != NULL ? ARENA_NEW(arena, struct lists) : NULL;
    if (l == NULL)
        return arena_exhausted(e);
    *l = (struct lists){.db = db,
                        .c = c,
                        .options = options,
                        .arena = arena,
                        .folder = folder,
                        .set_today = set_today,
                        .until = until,
                        .random = random_seed(options->seed ^ SEED_SALT)};
    TRY(receivers_choose(l, e));
    TRY(strangers_choose(l, e));
    TRY(lists_take(l, e));
    TRY(papers_add(l, e));
    *ret = l->counts;
    return STATUS_OK;
}
