/* Several people at once: two clerks on one case, one person in two applications, two tabs. */
#include "domain/casework/flow_support.h"

#include <pthread.h>
#include <string.h>

#include "domain/casework/draft.h"

static struct error e;

struct clerk {
    struct flow *f;
    pthread_barrier_t *start;
    struct case_actor actor;
    const struct case_act *act;
    const struct case_opening *opening;
    enum status answer;
    struct error error;
};

static void *clerk_work(void *context)
{
    struct clerk *c = context;
    int64_t id;
    struct db *db = testdb_open(c->f->testdb.url, DB_WRITER);
    (void)pthread_barrier_wait(c->start);
    c->answer =
        c->act ? case_act(db, COUNTY, c->f->keys, &c->actor, c->act, NULL, &c->error)
               : case_open(db, COUNTY, c->f->keys, &c->actor, c->opening, NULL, &id, &c->error);
    db_close(db);
    return NULL;
}

static void run_both(struct clerk both[2])
{
    pthread_barrier_t start;
    pthread_t threads[2];
    assert_int_equal(pthread_barrier_init(&start, NULL, 2), 0);
    for (int i = 0; i < 2; i++) {
        both[i].start = &start;
        assert_int_equal(pthread_create(&threads[i], NULL, clerk_work, &both[i]), 0);
    }
    for (int i = 0; i < 2; i++)
        assert_int_equal(pthread_join(threads[i], NULL), 0);
    (void)pthread_barrier_destroy(&start);
}

/* Exactly one is done; the answer of the other. */
static const struct clerk *the_other(const struct clerk both[2])
{
    int done = (both[0].answer == STATUS_OK) + (both[1].answer == STATUS_OK);
    if (done != 1)
        fail_msg("%d were done: %s / %s", done, both[0].error.message, both[1].error.message);
    const struct clerk *other = both[0].answer == STATUS_OK ? &both[1] : &both[0];
    assert_int_equal(other->answer, STATUS_REFUSED);
    return other;
}

static void clerks_body(struct flow *f)
{
    for (int round = 0; round < 5; round++) {
        int64_t id = flow_open(f, CASE_DIBAO, flow_dibao_form(f), "village", "2013-09-13");
        int64_t version = flow_case(f, id).version;
        const struct case_act accept = {
            .case_id = id, .version = version, .action = ACTION_ACCEPT, .on = day("2013-09-16")};
        const struct case_act ask = {.case_id = id,
                                     .version = version,
                                     .action = ACTION_ASK_PAPERS,
                                     .on = day("2013-09-16"),
                                     .content = flow_data(f, "papers", "户口簿", NULL)};
        struct clerk both[2] = {{.f = f, .actor = flow_actor(f, "clerk"), .act = &accept},
                                {.f = f, .actor = flow_actor(f, "clerk2"), .act = &ask}};
        run_both(both);
        const struct clerk *other = the_other(both);
        assert_string_equal(other->error.code, "CASE_CHANGED");
        /* Told who was quicker. */
        assert_non_null(strstr(other->error.message, other == &both[0] ? "clerk2" : "clerk"));
        assert_int_equal(
            flow_number(f, "SELECT count(*) FROM case_step WHERE case_id = %lld", (long long)id),
            2);
        assert_int_equal(flow_case(f, id).version, version + 1);
    }
}

static void of_two_clerks_on_one_case_one_is_told(void **state)
{
    (void)state;
    flow_each(clerks_body);
}

static void persons_body(struct flow *f)
{
    for (int round = 0; round < 5; round++) {
        struct entry_data *first = flow_dibao_form(f), *second = flow_dibao_form(f);
        assert_ok(entry_data_set(second, "members.2.id_number",
                                 entry_get(first, "members.2.id_number"), NULL));
        const struct case_opening one = {
            .kind = CASE_DIBAO, .division = VILLAGE, .on = day("2013-09-13"), .content = first};
        const struct case_opening two = {
            .kind = CASE_DIBAO, .division = VILLAGE, .on = day("2013-09-13"), .content = second};
        struct clerk both[2] = {{.f = f, .actor = flow_actor(f, "clerk"), .opening = &one},
                                {.f = f, .actor = flow_actor(f, "clerk2"), .opening = &two}};
        run_both(both);
        const struct clerk *other = the_other(both);
        assert_string_equal(other->error.code, "CASE_GUARD");
        assert_non_null(strstr(other->error.message, "DB2013-106-"));
    }
    assert_int_equal(flow_number(f, "SELECT count(*) FROM case_file"), 5);
}

static void one_person_gets_into_one_of_two_applications(void **state)
{
    (void)state;
    flow_each(persons_body);
}

static void drafts_body(struct flow *f)
{
    struct entry_data *content = flow_data(f, "address", "三组", "members.1.name", "王大", NULL);
    struct entry_data *back;
    struct draft_row *list;
    int64_t version = 0, stale = 0;
    size_t count;
    const char *form = "dibao.apply.341823106204";
    assert_status(draft_read(f->db, COUNTY, f->keys, "clerk", form, f->arena, &back, &version, &e),
                  STATUS_NONE);
    assert_ok_e(draft_save(f->db, COUNTY, f->keys, "clerk", form, 0, content, &version, &e), &e);
    assert_int_equal(version, 1);
    /* A second tab that began before knows nothing of the first. */
    assert_refused(draft_save(f->db, COUNTY, f->keys, "clerk", form, 0, content, &stale, &e), &e,
                   "DRAFT_CHANGED");
    assert_int_equal(stale, 1);
    assert_ok(entry_data_set(content, "address", "四组", NULL));
    assert_ok_e(draft_save(f->db, COUNTY, f->keys, "clerk", form, 1, content, &version, &e), &e);
    assert_refused(draft_save(f->db, COUNTY, f->keys, "clerk", form, 1, content, &stale, &e), &e,
                   "DRAFT_CHANGED");
    assert_int_equal(stale, 2);
    assert_ok_e(draft_read(f->db, COUNTY, f->keys, "clerk", form, f->arena, &back, &version, &e),
                &e);
    assert_string_equal(entry_get(back, "address"), "四组");
    assert_int_equal(version, 2);
    assert_status(draft_read(f->db, COUNTY, f->keys, "lead", form, f->arena, &back, &version, &e),
                  STATUS_NONE);
    assert_ok_e(draft_list(f->db, COUNTY, "clerk", f->arena, &list, &count, &e), &e);
    assert_int_equal(count, 1);
    assert_ok_e(draft_drop(f->db, COUNTY, "clerk", form, &e), &e);
    /* Handed in elsewhere: what this tab holds is kept as a new draft. */
    assert_ok_e(draft_save(f->db, COUNTY, f->keys, "clerk", form, 2, content, &version, &e), &e);
    assert_int_equal(version, 1);
    assert_ok_e(draft_drop(f->db, COUNTY, "clerk", form, &e), &e);
    assert_ok_e(draft_list(f->db, COUNTY, "clerk", f->arena, &list, &count, &e), &e);
    assert_int_equal(count, 0);
}

static void two_tabs_of_a_draft_are_told_of_each_other(void **state)
{
    (void)state;
    flow_each(drafts_body);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(of_two_clerks_on_one_case_one_is_told),
        cmocka_unit_test(one_person_gets_into_one_of_two_applications),
        cmocka_unit_test(two_tabs_of_a_draft_are_told_of_each_other),
    };
    return cmocka_run_group_tests_name("case-together", tests, NULL, NULL);
}
