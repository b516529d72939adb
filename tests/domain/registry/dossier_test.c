/* The stream that a run reads gives the same as asking household by household. */
#include "domain/registry/registry_fixture.h"

#include "base/random.h"

#define HOUSEHOLDS 60
#define M(n) month_make(2013, (n))

static void fill(struct county *c, int64_t changes[8])
{
    struct random r = random_seed(test_seed());
    for (int k = 0; k < 8; k++) {
        changes[k] = county_change(c);
        for (int64_t h = 1; h <= HOUSEHOLDS; h++) {
            if (random_below(&r, 3))
                continue;
            int from = 1 + (int)random_below(&r, 10);
            bool open = random_below(&r, 2);
            struct entitlement_row row = {.from = M(from),
                                          .to = open ? MONTH_OPEN : M(from + 1),
                                          .status = ENTITLEMENT_ACTIVE,
                                          .division = VILLAGE + h % 5,
                                          .head = h * 10,
                                          .mgmt_class = 1 + (int)(h % 3),
                                          .income_year = FEN(random_below(&r, 500000)),
                                          .begun = M(1)};
            put_entitlement(c, h % 4 ? PROGRAMME_DIBAO : PROGRAMME_WUBAO, h, changes[k], &row);
            int64_t members = 1 + (int64_t)random_below(&r, 4);
            for (int64_t p = 0; p < members; p++) {
                struct member_row m = {.person = h * 10 + p,
                                       .from = M(from),
                                       .to = open ? MONTH_OPEN : M(from + 2),
                                       .birth = date_make(1940 + (int)p * 20, 2, 28),
                                       .is_present = random_below(&r, 5) != 0,
                                       .is_protected = random_below(&r, 2),
                                       .is_seriously_ill = random_below(&r, 2),
                                       .is_student = random_below(&r, 2),
                                       .relation = p ? RELATION_SON : RELATION_HEAD,
                                       .disability_kind = 4,
                                       .disability_grade = (int)random_below(&r, 5)};
                put_member(c, h, changes[k], &m);
            }
        }
    }
}

static void same_entitlement(const struct entitlement_row *a, const struct entitlement_row *b)
{
    struct entitlement_row x = *a, y = *b;
    assert_string_equal(x.cause, y.cause);
    x.cause = y.cause = NULL;
    assert_memory_equal(&x, &y, sizeof x);
}

static void same_member(const struct member_row *a, const struct member_row *b)
{
    assert_true(a->person == b->person && a->from.v == b->from.v && a->to.v == b->to.v);
    assert_true(a->known_from == b->known_from && a->birth.v == b->birth.v);
    assert_true(a->is_present == b->is_present && a->is_protected == b->is_protected);
    assert_true(a->is_seriously_ill == b->is_seriously_ill && a->is_student == b->is_student);
    assert_true(a->relation == b->relation && a->disability_kind == b->disability_kind);
    assert_int_equal(a->disability_grade, b->disability_grade);
}

static void same_dossier(const struct dossier *a, const struct dossier *b)
{
    assert_int_equal(a->household, b->household);
    assert_int_equal(a->entitlement_count, b->entitlement_count);
    assert_int_equal(a->member_count, b->member_count);
    assert_int_equal(a->newest_known, b->newest_known);
    for (size_t i = 0; i < a->entitlement_count; i++)
        same_entitlement(&a->entitlements[i], &b->entitlements[i]);
    for (size_t i = 0; i < a->member_count; i++)
        same_member(&a->members[i], &b->members[i]);
}

struct reading {
    struct county *c;
    enum programme programme;
    struct month from, to;
    int64_t known;
};

static enum status compare_work(struct db *db, void *context, struct error *e)
{
    const struct reading *r = context;
    CLEANUP(dossier_stream_cleanup) struct dossier_stream *s = NULL;
    const struct dossier *d;
    int64_t next = 1;
    TRY(dossier_stream_open(db, COUNTY, r->programme, r->from, r->to, r->known, &s, e));
    enum status status;
    while ((status = dossier_stream_next(s, &d, e)) == STATUS_OK) {
        struct dossier one;
        assert_true(d->household >= next);
        for (; next < d->household; next++) { /* whoever the stream left out has nothing to show */
            status = dossier_read(db, COUNTY, r->programme, next, r->from, r->to, r->known,
                                  r->c->arena, &one, e);
            assert_true(status == STATUS_NONE || one.entitlement_count == 0);
        }
        next = d->household + 1;
        TRY(dossier_read(db, COUNTY, r->programme, d->household, r->from, r->to, r->known,
                         r->c->arena, &one, e));
        same_dossier(d, &one);
    }
    return status == STATUS_NONE ? STATUS_OK : status;
}

static void stream_equals_reading(struct county *c)
{
    int64_t changes[8];
    struct error e;
    fill(c, changes);
    const int64_t knowns[] = {changes[0] - 1, changes[0], changes[3], changes[7], KNOWN_NOW};
    const struct month spans[][2] = {
        {M(1), M(12)}, {M(6), M(6)}, {M(6), MONTH_OPEN}, {M(30), M(31)}};
    for (size_t k = 0; k < sizeof knowns / sizeof *knowns; k++) {
        for (size_t i = 0; i < sizeof spans / sizeof *spans; i++) {
            for (enum programme p = PROGRAMME_DIBAO; p <= PROGRAMME_WUBAO; p++) {
                struct reading r = {c, p, spans[i][0], spans[i][1], knowns[k]};
                assert_ok_e(db_transaction(c->db, compare_work, &r, &e), &e);
                arena_reset(c->arena);
            }
        }
    }
}

static void entitlement_at_knows_its_edges(struct county *c)
{
    (void)c;
    const struct entitlement_row rows[] = {{.from = M(2), .to = M(4)}, {.from = M(6), .to = M(6)}};
    const struct dossier d = {.entitlement_count = 2, .entitlements = rows};
    assert_null(dossier_entitlement_at(&d, M(1)));
    assert_ptr_equal(dossier_entitlement_at(&d, M(2)), &rows[0]);
    assert_ptr_equal(dossier_entitlement_at(&d, M(4)), &rows[0]);
    assert_null(dossier_entitlement_at(&d, M(5)));
    assert_ptr_equal(dossier_entitlement_at(&d, M(6)), &rows[1]);
    assert_null(dossier_entitlement_at(&d, M(7)));
}

#define CASE(body)                                                                                 \
    static void test_##body(void **state)                                                          \
    {                                                                                              \
        (void)state;                                                                               \
        on_each_engine(body);                                                                      \
    }
CASE(stream_equals_reading)
CASE(entitlement_at_knows_its_edges)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_stream_equals_reading),
        cmocka_unit_test(test_entitlement_at_knows_its_edges),
    };
    return cmocka_run_group_tests_name("dossier", tests, NULL, NULL);
}
