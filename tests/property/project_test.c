/* Properties of projects, for random years of returns, replacements, changes of scope and place and
   stages: totals are the sums of what months added, and at any day, in both books, as known then
   and now, a township stands where a plain model has it; against the plan's line by exact fractions
   of its own. */
#include "domain/project/project_fixture.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/random.h"

#define PROJECTS 7
#define ACTS 120
#define LOOKS 40
#define VERSIONS_MAX 60
#define COUNTY COUNTY_JINGXIAN
#define DAYS_OF_HALF 180 /* from 1 January to 30 June */
#define DAYS_TO_NOVEMBER 153

struct version {
    int64_t township, beds;
    int32_t decided;
};
struct built {
    char code[8];
    bool is_city;
    int64_t id, target_beds, investment; /* of the original */
    struct version version[VERSIONS_MAX];
    int versions, first, last; /* months with a return; first 0: none */
    int64_t beds[13], invested[13];
    int32_t reached[PROJECT_STAGES + 1];
};
struct seen {
    struct date on;
    int64_t known;
    enum target_book book;
    struct project_standing row[PROJECTS];
};
static struct built built[PROJECTS];
static struct seen seen[LOOKS];
static int looks;
static struct random dice;
static int32_t today;

static int64_t below(int64_t n)
{
    return (int64_t)random_below(&dice, (uint32_t)n);
}

static int32_t day_one(void)
{
    return date_make(2013, 1, 1).v;
}

static int month_now(void)
{
    return month_of_year(date_month((struct date){today}));
}

static struct version *now_of(struct built *p)
{
    return &p->version[p->versions - 1];
}

static void agree(const char *act, enum status got, bool is_right, const struct error *e)
{
    if ((got == STATUS_OK) != is_right || (got != STATUS_OK && got != STATUS_REFUSED))
        fail_msg("%s: %s, the model %s: %s", act, got == STATUS_OK ? "done" : "not done",
                 is_right ? "does it" : "refuses", e->message);
}

static void post(struct built *p, const char *name, char out[40])
{
    (void)snprintf(out, 40, "township%03d.%s", (int)(now_of(p)->township / 1000 % 1000), name);
}

/* ---- what happens ---- */

static void return_one(struct world *w, struct built *p)
{
    struct error e = {0};
    char clerk[40], lead[40];
    int64_t id, sum = 0, money = 0;
    int month = p->first ? p->first - 1 + (int)below(p->last - p->first + 3) : 1 + (int)below(3);
    bool is_new = !p->first || month < p->first || month > p->last;
    struct project_return r =
        world_return(p->id, month < 1 ? 1 : month, below(24) - 4, below(90000));
    r.problem = "材料涨价"; /* then it may cost more than was planned */
    if (month < 1)
        return;
    bool is_right = month <= month_now() && (!is_new || r.beds_added >= 0);
    for (int m = 1; m <= 12; m++) {
        sum += m == month ? r.beds_added : p->beds[m];
        money += m == month ? r.invested.v : p->invested[m];
        is_right = is_right && sum >= 0 && sum <= now_of(p)->beds && money >= 0;
    }
    post(p, "clerk", clerk);
    post(p, "lead", lead);
    agree("return", project_return_write(w->db, COUNTY, &r, clerk, &id, &e), is_right, &e);
    if (!is_right)
        return;
    assert_ok_e(project_return_submit(w->db, COUNTY, id, clerk, &e), &e);
    assert_ok_e(project_return_sign(w->db, COUNTY, id, lead, &e), &e);
    p->beds[month] = r.beds_added;
    p->invested[month] = r.invested.v;
    p->first = !p->first || month < p->first ? month : p->first;
    p->last = month > p->last ? month : p->last;
}

static void change_one(struct world *w, struct built *p)
{
    struct error e = {0};
    char clerk[40];
    int version;
    int64_t sum = 0;
    bool is_swap = below(2) != 0, is_approved = below(4) != 0;
    struct project_scope s = world_read(w, p->code).scope;
    struct version next = *now_of(p);
    if (p->versions == VERSIONS_MAX)
        return;
    for (int m = 1; m <= 12; m++)
        sum += p->beds[m];
    if (is_swap)
        next.township = built[below(PROJECTS)].version[0].township;
    else
        next.beds = 1 + below(90);
    bool is_right = is_swap ? next.township != now_of(p)->township
                            : next.beds != now_of(p)->beds && next.beds >= sum;
    s.change = is_swap ? "SWAP" : "SCOPE";
    s.township = next.township;
    s.beds = next.beds;
    s.reason = "情况变化";
    post(p, "clerk", clerk);
    agree("change", project_change_request(w->db, COUNTY, p->id, &s, clerk, &version, &e), is_right,
          &e);
    if (!is_right)
        return;
    assert_ok_e(
        project_change_decide(w->db, COUNTY, p->id, version, is_approved, "批复", OFFICER, &e), &e);
    next.decided = today;
    if (is_approved)
        p->version[p->versions++] = next;
}

static void stage_one(struct world *w, struct built *p)
{
    struct error e = {0};
    char clerk[40];
    int stage = STAGE_SITE;
    while (stage < STAGE_ACCEPTANCE && p->reached[stage])
        stage++;
    if (stage == STAGE_ACCEPTANCE)
        return;
    int32_t on = today - (int32_t)below(20), before = stage > 1 ? p->reached[stage - 1] : day_one();
    on = on < before ? before : on;
    post(p, "clerk", clerk);
    assert_ok_e(project_stage_reach(w->db, COUNTY, p->id, (enum project_stage)stage,
                                    (struct date){on}, clerk, &e),
                &e);
    p->reached[stage] = on;
}

/* ---- where it stands ---- */

static int sign(int64_t n)
{
    return (n > 0) - (n < 0);
}

/* done : target against the line of the day, as numerator and denominator of its own. */
static int against(int64_t done, int64_t target, int32_t on)
{
    int32_t days = on - day_one();
    int64_t up = 1, down = 1;
    if (days <= DAYS_OF_HALF) {
        up = 6 * days;
        down = 10 * DAYS_OF_HALF;
    } else if (days <= DAYS_OF_HALF + DAYS_TO_NOVEMBER) {
        up = 6 * DAYS_TO_NOVEMBER + 4 * (days - DAYS_OF_HALF);
        down = 10 * DAYS_TO_NOVEMBER;
    }
    return target == 0 ? 0 : sign(done * down - target * up);
}

static void done_add(const struct built *p, int32_t on, const struct version *v,
                     struct project_standing *row)
{
    static const int weight[PROJECT_STAGES + 1] = {0, 5, 5, 10, 10, 15, 25, 10, 10, 5, 5};
    int percent = 0;
    for (int m = 1; m <= 12; m++) {
        if (month_last_day(month_make(2013, m)).v > on)
            continue;
        row->beds += p->beds[m];
        row->invested.v += p->invested[m];
    }
    for (int s = 1; s <= PROJECT_STAGES; s++)
        percent += p->reached[s] && p->reached[s] <= on ? weight[s] : 0;
    row->stage_bp += v->beds * percent * 100;
}

/* By the townships of the original projects, in their order. */
static void model(int32_t on, enum target_book book, struct project_standing row[PROJECTS])
{
    memset(row, 0, PROJECTS * sizeof *row);
    for (int i = 0; i < PROJECTS; i++) {
        const struct built *p = &built[i];
        const struct version *v = &p->version[0];
        if (book == BOOK_CITY && !p->is_city)
            continue;
        row[i].target_beds += p->target_beds;
        row[i].target_investment.v += p->investment;
        for (int k = 1; k < p->versions; k++)
            v = p->version[k].decided <= on ? &p->version[k] : v;
        for (int t = 0; t < PROJECTS; t++)
            if (built[t].version[0].township == v->township)
                done_add(p, on, v, &row[t]);
    }
    for (int i = 0; i < PROJECTS; i++) {
        row[i].by_beds = against(row[i].beds, row[i].target_beds, on);
        row[i].by_investment = against(row[i].invested.v, row[i].target_investment.v, on);
        row[i].by_stage = against(row[i].stage_bp, row[i].target_beds * 10000, on);
    }
}

static void stands(struct world *w, const struct seen *s, int64_t known, const char *what)
{
    struct error e = {0};
    struct project_standing *list, county;
    size_t n;
    int64_t beds = 0;
    assert_ok_e(project_standing_list(w->db, COUNTY, s->book, s->on, known, w->arena, &list, &n,
                                      &county, &e),
                &e);
    for (int i = 0; i < PROJECTS; i++)
        for (size_t k = 0; k < n; k++) {
            const struct project_standing *a = &s->row[i], *b = &list[k];
            if (b->township != built[i].version[0].township)
                continue;
            const int64_t x[] = {a->target_beds, a->beds,         a->target_investment.v,
                                 a->invested.v,  a->stage_bp,     a->by_beds,
                                 a->by_stage,    a->by_investment};
            const int64_t y[] = {b->target_beds, b->beds,         b->target_investment.v,
                                 b->invested.v,  b->stage_bp,     b->by_beds,
                                 b->by_stage,    b->by_investment};
            beds += b->beds;
            for (size_t f = 0; f < sizeof x / sizeof x[0]; f++)
                if (x[f] != y[f])
                    fail_msg("%s, book %d, %d, township %d, figure %zu: %" PRId64 ", not %" PRId64,
                             what, (int)s->book, (int)date_yyyymmdd(s->on), i, f, y[f], x[f]);
        }
    assert_int_equal(county.beds, beds);
}

static void look(struct world *w)
{
    struct error e = {0};
    struct seen *s = &seen[looks];
    if (looks == LOOKS)
        return;
    s->on = (struct date){day_one() + (int32_t)below(365)};
    s->book = below(2) ? BOOK_CITY : BOOK_COUNTY;
    model(s->on.v, s->book, s->row);
    assert_ok_e(db_query_i64_raw(w->db, "SELECT max(id) FROM change_trail", &s->known, &e), &e);
    stands(w, s, KNOWN_NOW, "now");
    looks++;
}

static void totals_are_sums(struct world *w, const struct built *p)
{
    struct error e = {0};
    struct project_return *list;
    size_t n;
    int64_t beds = 0, invested = 0;
    assert_ok_e(project_return_list(w->db, COUNTY, p->id, month_make(2013, 1), month_make(2013, 12),
                                    w->arena, &list, &n, &e),
                &e);
    for (int m = 1; m <= 12; m++) {
        beds += p->beds[m];
        invested += p->invested[m];
        for (size_t i = 0; i < n; i++) {
            if (list[i].state != RETURN_SIGNED || month_of_year(list[i].month) != m)
                continue;
            assert_int_equal(list[i].beds_total, beds);
            assert_int_equal(list[i].invested_total.v, invested);
        }
    }
}

/* ---- a year ---- */

static void year_body(struct world *w)
{
    char text[DATE_TEXT_BYTES];
    memset(built, 0, sizeof built);
    looks = 0;
    for (int i = 0; i < PROJECTS; i++) {
        struct built *p = &built[i];
        (void)snprintf(p->code, sizeof p->code, "P%02d", i + 1);
        struct project read = world_read(w, p->code);
        p->id = read.id;
        p->is_city = read.is_city;
        p->target_beds = read.original.beds;
        p->investment = project_investment(&read.original).v;
        p->version[p->versions++] = (struct version){read.original.township, read.original.beds, 0};
    }
    for (int i = 0; i < ACTS; i++) {
        struct built *p = &built[below(PROJECTS)];
        today = day_one() + 31 + i * 330 / ACTS;
        setenv("MINSHENG_TODAY", date_format((struct date){today}, text), 1);
        switch (below(6)) {
        case 0:
            change_one(w, p);
            break;
        case 1:
            stage_one(w, p);
            break;
        default:
            return_one(w, p);
        }
        if (below(4) == 0)
            look(w);
    }
    for (int i = 0; i < looks; i++)
        stands(w, &seen[i], seen[i].known, "as it was known");
    for (int i = 0; i < PROJECTS; i++)
        totals_are_sums(w, &built[i]);
}

static void test_projects_stand_where_a_plain_model_has_them(void **state)
{
    (void)state;
    int rounds = getenv("MINSHENG_LONG") ? 60 : 2;
    for (int i = 0; i < rounds; i++) {
        printf("# round %d: seed %" PRIu64 "\n", i, test_seed() + (uint64_t)i);
        dice = random_seed(test_seed() + (uint64_t)i);
        world_on_each(year_body);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_projects_stand_where_a_plain_model_has_them),
    };
    return cmocka_run_group_tests_name("project", tests, NULL, NULL);
}
