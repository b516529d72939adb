/* Homes for the aged in the matrix of access: the home of each township with beds, and in it a
   paying resident who waits to be confirmed, and a claim with a receipt; the director speaks for
   the own township's home. And money allocated to one of them. */
#include "domain/allocation/allocation.h"
#include "domain/casework/enclosure.h"
#include "domain/home/book.h"
#include "domain/home/stay.h"
#include "web/matrix.h"

#define ROOM "101"

static enum status bind_work(struct db *db, void *context, struct error *e)
{
    return home_user_bind(db, LIVE_COUNTY, matrix_user(ROLE_HOME_DIRECTOR), *(int64_t *)context, e);
}

static void claim_fill(struct matrix *m, struct db *db, struct matrix_things *t)
{
    static const char picture[] = "\xff\xd8\xff\xe0 a receipt";
    struct error e = {0};
    int seq;
    const struct home_claim_line line = {.line = "meals",
                                         .spent_on = date_make(2013, 10, 2),
                                         .detail = "蔬菜",
                                         .receipt = "1",
                                         .amount = FEN(10000)};
    const struct home_claim claim = {.home = t->home,
                                     .book = HOME_BOOK_SUPPORT,
                                     .month = month_make(2013, 10),
                                     .payee_name = "菜店",
                                     .memo = "",
                                     .line_count = 1,
                                     .lines = &line};
    assert_ok_e(home_claim_write(db, LIVE_COUNTY, &claim, ACTOR_SYSTEM, &t->claim, &e), &e);
    const struct enclosure_new receipt = {.kind = ENCLOSURE_CLAIM,
                                          .subject = t->claim,
                                          .title = "票据",
                                          .bytes = picture,
                                          .size_bytes = sizeof(picture) - 1,
                                          .thumbnail = picture,
                                          .thumbnail_bytes = sizeof(picture) - 1};
    assert_ok_e(enclosure_add(db, LIVE_COUNTY, m->keys, &receipt, ACTOR_SYSTEM, &seq, &e), &e);
    assert_int_equal(seq, MATRIX_RECEIPT);
}

static void allocation_fill(struct matrix *m, struct db *db)
{
    struct error e = {0};
    struct payee home;
    const struct allocation_category *category;
    int64_t transfer;
    assert_ok_e(payee_by_name(db, LIVE_COUNTY, "G01", m->arena, &home, &e), &e);
    assert_ok_e(allocation_category_parse("HOME_RUNNING", &category, &e), &e);
    const struct allocation_line line = {.category = category, .amount = FEN(498600)};
    const struct allocation a = {.payee = home.id,
                                 .fund = FUND_HOME_MANAGEMENT,
                                 .month = month_make(2013, 10),
                                 .document = "文",
                                 .line_count = 1,
                                 .lines = &line};
    assert_ok_e(allocation_write(db, LIVE_COUNTY, &a, "accountant", &m->allocation, &transfer, &e),
                &e);
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
    claim_fill(m, db, t);
}

void matrix_home_fill(struct matrix *m, struct db *db)
{
    struct error e = {0};
    home_fill(m, db, &m->of[SIDE_OWN], MATRIX_TOWNSHIP, "M-1");
    home_fill(m, db, &m->of[SIDE_OTHER], MATRIX_OTHER_TOWNSHIP, "M-2");
    m->of[SIDE_NEAR].home = m->of[SIDE_OWN].home;
    m->of[SIDE_NEAR].stay = m->of[SIDE_OWN].stay;
    m->of[SIDE_NEAR].claim = m->of[SIDE_OWN].claim;
    allocation_fill(m, db);
    assert_ok_e(db_transaction(db, bind_work, &m->of[SIDE_OWN].home, &e), &e);
}
