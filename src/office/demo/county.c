#include "office/demo/county.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "office/demo/identity.h"

#define PER_MILLE 1000
#define WITHOUT_ACCOUNT 10 /* per mille of the households, as the next ones */
#define WITH_ZERO_BASIC 10
#define SUSPENDED 10
#define GROUPS 20

struct demo_county {
    const struct demo_options *options;
    struct random random;
    int64_t done;
    uint32_t *place_until; /* running sum of the weights */
    uint32_t place_total;
    struct demo_identity identity;
};

static bool chance(struct demo_county *c, uint32_t per_mille)
{
    return random_below(&c->random, PER_MILLE) < per_mille;
}

static int between(struct demo_county *c, int low, int high)
{
    return low + (int)random_below(&c->random, (uint32_t)(high - low + 1));
}

/* The index drawn by shares that sum to 1000. */
static int draw(struct demo_county *c, const uint16_t *shares, int count)
{
    uint32_t x = random_below(&c->random, PER_MILLE);
    int i = 0;
    while (i < count - 1 && x >= shares[i])
        x -= shares[i++];
    return i;
}

enum status demo_county_new(const struct demo_options *options, struct demo_county **ret,
                            struct error *e)
{
    int64_t households = options->dibao_households + options->wubao_persons;
    if (options->dibao_households < 0 || options->wubao_persons < 0 ||
        households > DEMO_HOUSEHOLDS_MAX)
        return error_set(e, STATUS_REFUSED, "DEMO_SIZE", _("演示数据最多 %lld 户"),
                         (long long)DEMO_HOUSEHOLDS_MAX);
    if (options->place_count == 0)
        return error_set(e, STATUS_REFUSED, "DEMO_SIZE",
                         _("数据库里没有村（居）：请先运行 minsheng init"));
    CLEANUP(demo_county_cleanup) struct demo_county *c = calloc(1, sizeof(*c));
    if (c == NULL)
        return arena_exhausted(e);
    c->place_until = calloc(options->place_count, sizeof(*c->place_until));
    if (c->place_until == NULL)
        return arena_exhausted(e);
    c->options = options;
    c->random = random_seed(options->seed);
    demo_identity_begin(&c->identity, options->numbers_from);
    for (size_t i = 0; i < options->place_count; i++) {
        c->place_total += options->places[i].weight;
        c->place_until[i] = c->place_total;
    }
    *ret = c;
    c = NULL;
    return STATUS_OK;
}

void demo_county_free(struct demo_county *c)
{
    if (c == NULL)
        return;
    free(c->place_until);
    free(c);
}

void demo_county_cleanup(struct demo_county **c)
{
    demo_county_free(*c);
    *c = NULL;
}

static const struct demo_place *draw_place(struct demo_county *c)
{
    uint32_t x = random_below(&c->random, c->place_total);
    size_t low = 0, high = c->options->place_count - 1;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (x < c->place_until[middle])
            high = middle;
        else
            low = middle + 1;
    }
    return &c->options->places[low];
}

/* Someone who reaches `age` in the year before the county's month ends. */
static struct date birth_at_age(struct demo_county *c, int age)
{
    struct date last = month_last_day(month_add(c->options->month, -12 * age));
    return (struct date){last.v - (int32_t)random_below(&c->random, 365)};
}

static void draw_phone(struct demo_county *c, struct demo_member *m)
{
    if (chance(c, 300))
        demo_phone_next(&c->identity, m->phone);
}

static void draw_health(struct demo_county *c, struct demo_member *m, int age,
                        uint32_t disabled_per_mille)
{
    if (chance(c, disabled_per_mille)) {
        static const uint16_t kinds[] = {130, 150, 20, 420, 130, 120, 30};
        m->disability_kind = 1 + draw(c, kinds, 7);
        m->disability_grade = between(c, 1, 4);
    }
    m->is_seriously_ill = chance(c, age >= 50 ? 120 : 50);
    m->is_student = age >= 6 && age <= 21 && chance(c, 900);
    m->is_protected = true;
}

struct role_in_family {
    enum relation relation;
    enum sex sex;
    int age;
    uint32_t surname;
};

/* Who else could live with a head of that age: a spouse first, then children, then parents. */
static struct role_in_family draw_role(struct demo_county *c, const struct demo_household *h,
                                       const struct role_in_family *head, bool *has_spouse)
{
    struct role_in_family r = {.surname = head->surname};
    bool is_man = head->sex == SEX_MALE;
    if (!*has_spouse && h->member_count == 1 && chance(c, 700)) {
        *has_spouse = true;
        int age = head->age + between(c, -6, 4);
        return (struct role_in_family){RELATION_SPOUSE, is_man ? SEX_FEMALE : SEX_MALE,
                                       age < 22 ? 22 : age, demo_surname_draw(&c->random)};
    }
    r.sex = chance(c, 520) ? SEX_MALE : SEX_FEMALE;
    if (head->age < 50 && chance(c, 150)) {
        r.relation = r.sex == SEX_MALE ? RELATION_FATHER : RELATION_MOTHER;
        r.age = head->age + between(c, 21, 34);
        if (r.sex == SEX_FEMALE || !is_man)
            r.surname = demo_surname_draw(&c->random);
        return r;
    }
    r.age = head->age - between(c, 21, 36);
    if (r.age >= 26 && chance(c, 500)) {
        r.age = r.age > 60 ? between(c, 5, 30) : between(c, 1, r.age - 20);
        r.relation = r.sex == SEX_MALE ? RELATION_GRANDSON : RELATION_GRANDDAUGHTER;
        return r;
    }
    if (r.age < 0)
        r.age = between(c, 0, 3);
    r.relation = r.sex == SEX_MALE ? RELATION_SON : RELATION_DAUGHTER;
    if (!is_man)
        r.surname = demo_surname_draw(&c->random);
    return r;
}

static void add_member(struct demo_county *c, struct demo_household *h,
                       const struct role_in_family *r, uint32_t disabled_per_mille)
{
    struct demo_member *m = &h->members[h->member_count++];
    m->relation = r->relation;
    demo_name_draw(&c->random, r->surname, r->sex, m->name);
    m->id = demo_idno_draw(&c->identity, birth_at_age(c, r->age), r->sex);
    draw_health(c, m, r->age, disabled_per_mille);
    if (r->age >= 16)
        draw_phone(c, m);
}

static void draw_family(struct demo_county *c, struct demo_household *h)
{
    static const uint16_t sizes[] = {360, 310, 190, 90, 40, 10};
    int size = 1 + draw(c, sizes, DEMO_MEMBERS_MAX);
    bool has_spouse = false;
    struct role_in_family head = {.relation = RELATION_HEAD,
                                  .sex = chance(c, 680) ? SEX_MALE : SEX_FEMALE,
                                  .age = size == 1 ? between(c, 40, 90) : between(c, 28, 84),
                                  .surname = demo_surname_draw(&c->random)};
    add_member(c, h, &head, 180);
    while (h->member_count < (size_t)size) {
        struct role_in_family r = draw_role(c, h, &head, &has_spouse);
        add_member(c, h, &r, 120);
        struct demo_member *m = &h->members[h->member_count - 1];
        m->is_protected = r.relation == RELATION_SPOUSE || !chance(c, 40);
    }
    for (size_t i = 0; i < h->member_count; i++)
        h->protected_count += h->members[i].is_protected;
}

/* The county's classes: A with a severely disabled or seriously ill member, B with an aged, minor
 * or disabled one. */
static int class_of(const struct demo_county *c, const struct demo_household *h)
{
    bool is_b = false;
    for (size_t i = 0; i < h->member_count; i++) {
        const struct demo_member *m = &h->members[i];
        int age = age_in_month(date_month(m->id.birth), c->options->month);
        if (m->is_seriously_ill || (m->disability_grade >= 1 && m->disability_grade <= 2))
            return 1;
        is_b = is_b || m->disability_grade > 0 || age >= 70 || age < 18;
    }
    return is_b ? 2 : 3;
}

static void fill_dibao(struct demo_county *c, struct demo_household *h)
{
    h->programme = PROGRAMME_DIBAO;
    draw_family(c, h);
    h->mgmt_class = class_of(c, h);
    /* Between an eighth and nine tenths of the standard, in whole yuan; now and then above it. */
    uint32_t step = (uint32_t)(c->options->standard_year.v / 100 / 8);
    uint32_t yuan = chance(c, WITH_ZERO_BASIC) ? step * 8 + random_below(&c->random, step)
                                               : step + random_below(&c->random, step * 62 / 10);
    h->income_year = FEN((int64_t)yuan * 100 * h->protected_count);
    h->status = chance(c, SUSPENDED) ? ENTITLEMENT_SUSPENDED : ENTITLEMENT_ACTIVE;
    h->begun = month_add(c->options->month, -between(c, 1, 72));
    if (!chance(c, WITHOUT_ACCOUNT))
        demo_account_next(&c->identity, h->account);
}

/* The home of the own township, else any. */
static const struct demo_home *draw_home(struct demo_county *c, const struct demo_place *place)
{
    const struct demo_options *o = c->options;
    for (size_t i = 0; i < o->home_count; i++) {
        if (o->homes[i].township == division_township(place->code))
            return &o->homes[i];
    }
    return &o->homes[random_below(&c->random, (uint32_t)o->home_count)];
}

/* Of a thousand, how many live in a home: near a third, in some townships above two fifths. */
static uint32_t homes_share(const struct demo_place *place)
{
    static const uint32_t shares[] = {390, 360, 440, 280, 360, 300, 430, 260, 350, 320, 410};
    int64_t unit = division_township(place->code) / 1000 % 1000;
    return shares[(uint64_t)unit % (sizeof shares / sizeof shares[0])];
}

static void fill_wubao(struct demo_county *c, struct demo_household *h)
{
    bool is_aged = chance(c, 900);
    struct role_in_family head = {.relation = RELATION_HEAD,
                                  .sex = chance(c, 820) ? SEX_MALE : SEX_FEMALE,
                                  .age = is_aged ? between(c, 60, 93) : between(c, 18, 59),
                                  .surname = demo_surname_draw(&c->random)};
    h->programme = PROGRAMME_WUBAO;
    add_member(c, h, &head, is_aged ? 200 : 1000);
    h->protected_count = 1;
    h->form = FORM_SCATTERED;
    if (c->options->home_count > 0 && chance(c, homes_share(h->place))) {
        h->form = FORM_INSTITUTION;
        h->home = draw_home(c, h->place);
    }
    static const uint16_t care[] = {600, 250, 150};
    h->care = (enum care_level)(CARE_SELF + draw(c, care, 3));
    h->status = chance(c, SUSPENDED) ? ENTITLEMENT_SUSPENDED : ENTITLEMENT_ACTIVE;
    h->begun = month_add(c->options->month, -between(c, 1, 120));
    if (h->form == FORM_INSTITUTION ? chance(c, 300) : !chance(c, WITHOUT_ACCOUNT))
        demo_account_next(&c->identity, h->account);
}

bool demo_county_next(struct demo_county *c, struct demo_household *ret)
{
    if (c->done == c->options->dibao_households + c->options->wubao_persons)
        return false;
    memset(ret, 0, sizeof(*ret));
    ret->place = draw_place(c);
    ret->group_no = between(c, 1, GROUPS);
    if (c->done++ < c->options->dibao_households)
        fill_dibao(c, ret);
    else
        fill_wubao(c, ret);
    return true;
}
