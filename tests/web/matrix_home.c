/* Homes for the aged in the matrix of access: the home of each township with beds, and in it a
   paying resident who waits to be confirmed; the director speaks for the own township's home. */
#include "domain/home/stay.h"
#include "web/matrix.h"

#define ROOM "101"

static enum status bind_work(struct db *db, void *context, struct error *e)
{
    return home_user_bind(db, LIVE_COUNTY, matrix_user(ROLE_HOME_DIRECTOR), *(int64_t *)context, e);
}

static void home_fill(struct matrix *m, struct db *db, struct matrix_things *t, int64_t township,
                      const char *agreement)
{
    struct error e = {0};
    struct home *homes;
    size_t count;
    assert_ok_e(home_list(db, LIVE_COUNTY, township, m->arena, &homes, &count, &e), &e);
    assert_true(count > 0);
    t->home = homes[0].id;
    const struct home_beds_new beds = {.home = t->home,
                                       .room = ROOM,
                                       .storey = 1,
                                       .beds = 3,
                                       .area_m2 = 24,
                                       .from = date_make(2012, 1, 1)};
    const struct stay_request request = {.home = t->home,
                                         .person = t->person,
                                         .kind = STAY_PAYING,
                                         .from = date_make(2013, 10, 1),
                                         .agreement = agreement,
                                         .health = "",
                                         .contact = "",
                                         .note = ""};
    assert_ok_e(home_beds_add(db, LIVE_COUNTY, &beds, ACTOR_SYSTEM, &e), &e);
    assert_ok_e(stay_request(db, LIVE_COUNTY, m->keys, &request, ACTOR_SYSTEM, &t->stay, &e), &e);
}

void matrix_home_fill(struct matrix *m, struct db *db)
{
    struct error e = {0};
    home_fill(m, db, &m->of[SIDE_OWN], MATRIX_TOWNSHIP, "M-1");
    home_fill(m, db, &m->of[SIDE_OTHER], MATRIX_OTHER_TOWNSHIP, "M-2");
    m->of[SIDE_NEAR].home = m->of[SIDE_OWN].home;
    m->of[SIDE_NEAR].stay = m->of[SIDE_OWN].stay;
    assert_ok_e(db_transaction(db, bind_work, &m->of[SIDE_OWN].home, &e), &e);
}
