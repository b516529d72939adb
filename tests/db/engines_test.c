/* What domain code relies on, said once and run on both engines. */
#include "probe.h"
#include "base/month.h"
#include <inttypes.h>
#include <stdio.h>

static struct testdb where;
static struct db *db;
static struct arena *arena;
static struct error e;

/* One database per engine for all tests (creating one takes PostgreSQL a while), with fresh tables
 * for each. */
static int open_probe(void **state)
{
    static struct testdb made[2];
    enum db_engine engine = *(const enum db_engine *)*state;
    if (made[engine].url[0] == '\0')
        testdb_fresh(engine, &made[engine]);
    where = made[engine];
    db = testdb_open(where.url, DB_WRITER);
    assert_ok_e(db_execute_raw(db, "DROP TABLE IF EXISTS child", &e), &e);
    assert_ok_e(db_execute_raw(db, "DROP TABLE IF EXISTS probe", &e), &e);
    assert_ok_e(db_execute_raw(db, "DROP TABLE IF EXISTS tally", &e), &e);
    probe_schema(db);
    arena = arena_new(1 << 20);
    return 0;
}

static int close_probe(void **state)
{
    (void)state;
    db_close(db);
    arena_free(arena);
    db = NULL;
    arena = NULL;
    return 0;
}

static struct probe_insert_args sample(int64_t id)
{
    return (struct probe_insert_args){.id = id, .m = month_make(2013, 6)};
}

/* ---- work inside a transaction, as small callbacks ---- */

static enum status insert_work(struct db *d, void *context, struct error *err)
{
    return probe_insert(d, *(const struct probe_insert_args *)context, NULL, err);
}

static void insert(struct probe_insert_args a)
{
    assert_ok_e(db_transaction(db, insert_work, &a, &e), &e);
}

static int64_t count(void)
{
    struct probe_count_row row = {0};
    assert_ok_e(probe_count(db, arena, &row, &e), &e);
    return row.n;
}

/* ---- values ---- */

static void assert_same(const struct probe_insert_args *a, const struct probe_row *r)
{
    assert_int_equal(a->id, r->id);
    assert_int_equal(a->b, r->b);
    assert_int_equal(a->t == NULL, r->t == NULL);
    if (a->t != NULL)
        assert_string_equal(a->t, r->t);
    assert_int_equal(a->x.p == NULL, r->x.p == NULL);
    assert_int_equal(a->x.n, r->x.n);
    if (a->x.n > 0)
        assert_memory_equal(a->x.p, r->x.p, a->x.n);
    assert_int_equal(a->has_f, r->has_f);
    assert_int_equal(a->f.v, r->f.v);
    assert_int_equal(a->m.v, r->m.v);
    assert_int_equal(a->has_d, r->has_d);
    if (a->has_d)
        assert_int_equal(a->d.v, r->d.v);
    assert_int_equal(a->has_flag, r->has_flag);
    assert_int_equal(a->flag, r->flag);
}

static const uint8_t bytes[] = {0, 1, '\\', '\n', 0, 0xff, '"', '\'', 0};

static size_t samples(struct probe_insert_args out[8])
{
    struct month june = month_make(2013, 6);
    size_t n = 0;
    out[n++] = (struct probe_insert_args){.id = 1, .m = june}; /* everything NULL */
    out[n++] = (struct probe_insert_args){.id = INT64_MAX,
                                          .b = true,
                                          .t = "",
                                          .x = {bytes, 0},
                                          .f = FEN(INT64_MIN),
                                          .has_f = true,
                                          .m = MONTH_OPEN,
                                          .d = DATE_OPEN,
                                          .has_d = true,
                                          .flag = true,
                                          .has_flag = true};
    out[n++] = (struct probe_insert_args){
        .id = INT64_MIN, .t = "it's \"quoted\" \\N \\ \t\n\r; -- $1", .m = june};
    out[n++] = (struct probe_insert_args){.id = 4,
                                          .t = "泾县榔桥镇𠮷",
                                          .x = {bytes, sizeof bytes},
                                          .f = FEN(-1),
                                          .has_f = true,
                                          .m = month_make(1, 1),
                                          .d = date_make(1949, 10, 1),
                                          .has_d = true,
                                          .has_flag = true};
    out[n++] = (struct probe_insert_args){.id = 5,
                                          .t = "{\"a\":[1,2]}",
                                          .f = FEN(INT64_MAX),
                                          .has_f = true,
                                          .m = month_make(2024, 2),
                                          .d = date_make(2024, 2, 29),
                                          .has_d = true};
    return n;
}

static void every_type_comes_back_as_it_went_in(void **state)
{
    (void)state;
    struct probe_insert_args a[8];
    size_t n = samples(a);
    for (size_t i = 0; i < n; i++)
        insert(a[i]);
    for (size_t i = 0; i < n; i++) {
        struct probe_row row = {0};
        assert_ok_e(probe_by_id(db, (struct probe_by_id_args){.id = a[i].id}, arena, &row, &e), &e);
        assert_same(&a[i], &row);
    }
}

static struct probe_bulk_row bulk_row_of(struct probe_insert_args a)
{
    return (struct probe_bulk_row){.id = a.id,
                                   .b = a.b,
                                   .t = a.t,
                                   .x = a.x,
                                   .f = a.f,
                                   .has_f = a.has_f,
                                   .m = a.m,
                                   .d = a.d,
                                   .has_d = a.has_d,
                                   .flag = a.flag,
                                   .has_flag = a.has_flag};
}

static enum status bulk_samples_work(struct db *d, void *context, struct error *err)
{
    (void)context;
    struct probe_insert_args a[8];
    size_t n = samples(a);
    CLEANUP(db_bulk_cleanup) struct db_bulk *bulk = NULL;
    TRY(probe_bulk_begin(d, &bulk, err));
    for (size_t i = 0; i < n; i++) {
        struct probe_bulk_row row = bulk_row_of(a[i]);
        TRY(probe_bulk_add(bulk, &row, err));
    }
    struct db_bulk *ending = bulk;
    bulk = NULL;
    return db_bulk_end(ending, err);
}

static void bulk_stores_the_same_as_insert(void **state)
{
    (void)state;
    assert_ok_e(db_transaction(db, bulk_samples_work, NULL, &e), &e);
    struct probe_insert_args a[8];
    size_t n = samples(a);
    for (size_t i = 0; i < n; i++) {
        struct probe_row row = {0};
        assert_ok_e(probe_by_id(db, (struct probe_by_id_args){.id = a[i].id}, arena, &row, &e), &e);
        assert_same(&a[i], &row);
    }
}

static void no_row_is_none_and_leaves_ret_alone(void **state)
{
    (void)state;
    struct probe_row row = {.id = 42};
    assert_status(probe_by_id(db, (struct probe_by_id_args){.id = 9}, arena, &row, &e),
                  STATUS_NONE);
    assert_int_equal(row.id, 42);
}

static void two_rows_where_one_is_promised_fail(void **state)
{
    (void)state;
    insert(sample(1));
    struct probe_row row = {.id = 42};
    assert_ok_e(probe_all(db, arena, &row, &e), &e);
    assert_int_equal(row.id, 1);
    insert(sample(2));
    row.id = 42;
    assert_failed(probe_all(db, arena, &row, &e), &e, "DB_MANY_ROWS");
    assert_int_equal(row.id, 42);
}

static void a_wrong_column_type_is_an_error_never_a_guess(void **state)
{
    (void)state;
    struct probe_insert_args a = sample(201313); /* no thirteenth month */
    a.t = "12";
    insert(a);
    struct probe_wrong_row wrong;
    assert_failed(probe_text_as_integer(db, (struct probe_text_as_integer_args){.id = a.id}, arena,
                                        &wrong, &e),
                  &e, "DB_TYPE");
    struct probe_month_row month;
    assert_failed(
        probe_id_as_month(db, (struct probe_id_as_month_args){.id = a.id}, arena, &month, &e), &e,
        "DB_TYPE");
    insert(sample(201312));
    assert_ok_e(
        probe_id_as_month(db, (struct probe_id_as_month_args){.id = 201312}, arena, &month, &e),
        &e);
    assert_int_equal(month.m.v, month_make(2013, 12).v);
    struct probe_text_row text;
    assert_failed(
        probe_null_as_text(db, (struct probe_null_as_text_args){.id = 201312}, arena, &text, &e),
        &e, "DB_TYPE");
    assert_ok_e(
        probe_null_as_text(db, (struct probe_null_as_text_args){.id = a.id}, arena, &text, &e), &e);
    assert_failed(probe_two_columns_as_one(db, (struct probe_two_columns_as_one_args){.id = 1},
                                           arena, &text, &e),
                  &e, "DB_SHAPE");
}

static void text_that_is_not_utf8_is_refused(void **state)
{
    (void)state;
    struct probe_insert_args a = sample(1);
    a.t = "caf\xe9";
    assert_refused(db_transaction(db, insert_work, &a, &e), &e, "DB_TEXT");
    assert_int_equal(count(), 0);
}

static void a_missing_text_argument_fails(void **state)
{
    (void)state;
    struct db_cursor *c = NULL;
    assert_failed(probe_by_text_open(db, (struct probe_by_text_args){.t = NULL}, &c, &e), &e,
                  "DB_ARGUMENT");
    assert_null(c);
}

/* ---- constraints ---- */

static enum status child_work(struct db *d, void *context, struct error *err)
{
    return child_insert(d, *(const struct child_insert_args *)context, NULL, err);
}

static enum status null_work(struct db *d, void *context, struct error *err)
{
    (void)context;
    return db_execute_raw(d, "INSERT INTO probe (id, b, m) VALUES (1, NULL, 201306)", err);
}

static void constraints_are_refused_by_kind_with_their_place(void **state)
{
    (void)state;
    struct probe_insert_args a = sample(1);
    insert(a);
    assert_refused(db_transaction(db, insert_work, &a, &e), &e, "DB_UNIQUE");
    assert_string_equal(e.place, "probe");
    a.id = -1;
    assert_refused(db_transaction(db, insert_work, &a, &e), &e, "DB_CHECK");
    assert_string_equal(e.place, "probe_positive");
    struct child_insert_args c = {.id = 1, .probe = 77};
    assert_refused(db_transaction(db, child_work, &c, &e), &e, "DB_FOREIGN_KEY");
    c.probe = 1;
    assert_ok_e(db_transaction(db, child_work, &c, &e), &e);
    assert_refused(db_transaction(db, null_work, NULL, &e), &e, "DB_NOT_NULL");
    assert_string_equal(e.place, "probe.b");
    assert_int_equal(count(), 1);
}

static enum status bulk_twice_work(struct db *d, void *context, struct error *err)
{
    (void)context;
    CLEANUP(db_bulk_cleanup) struct db_bulk *bulk = NULL;
    TRY(probe_bulk_begin(d, &bulk, err));
    struct probe_bulk_row row = bulk_row_of(sample(1));
    TRY(probe_bulk_add(bulk, &row, err));
    TRY(probe_bulk_add(bulk, &row, err));
    struct db_bulk *ending = bulk;
    bulk = NULL;
    return db_bulk_end(ending, err);
}

static void a_constraint_broken_in_bulk_is_refused_too(void **state)
{
    (void)state;
    assert_refused(db_transaction(db, bulk_twice_work, NULL, &e), &e, "DB_UNIQUE");
    assert_string_equal(e.place, "probe");
    assert_int_equal(count(), 0);
}

/* ---- transactions ---- */

static enum status fail_after_insert(struct db *d, void *context, struct error *err)
{
    TRY(probe_insert(d, sample(1), NULL, err));
    if (*(const enum status *)context == STATUS_NONE)
        return STATUS_NONE;
    return error_set(err, *(const enum status *)context, "TEST_REFUSED", "no");
}

static void anything_but_ok_rolls_back(void **state)
{
    (void)state;
    enum status refused = STATUS_REFUSED, none = STATUS_NONE, failed = STATUS_FAILED;
    assert_refused(db_transaction(db, fail_after_insert, &refused, &e), &e, "TEST_REFUSED");
    assert_failed(db_transaction(db, fail_after_insert, &failed, &e), &e, "TEST_REFUSED");
    assert_status(db_transaction(db, fail_after_insert, &none, &e), STATUS_NONE);
    assert_int_equal(count(), 0);
    assert_false(db_in_transaction(db));
    insert(sample(1));
    assert_int_equal(count(), 1);
}

static enum status swallow_an_error(struct db *d, void *context, struct error *err)
{
    (void)context;
    struct error own;
    TRY(probe_insert(d, sample(1), NULL, err));
    enum status first = probe_insert(d, sample(1), NULL, &own);
    assert_int_equal(first, STATUS_REFUSED);
    assert_int_equal(probe_insert(d, sample(2), NULL, &own), STATUS_REFUSED);
    return STATUS_OK;
}

static void an_error_that_the_work_swallows_still_rolls_back(void **state)
{
    (void)state;
    assert_refused(db_transaction(db, swallow_an_error, NULL, &e), &e, "DB_UNIQUE");
    assert_int_equal(count(), 0);
}

struct tries {
    int made, until_ok;
};

static enum status retry_work(struct db *d, void *context, struct error *err)
{
    struct tries *t = context;
    TRY(probe_insert(d, sample(++t->made), NULL, err));
    return t->made < t->until_ok ? error_set(err, STATUS_RETRY, "DB_BUSY", "again") : STATUS_OK;
}

static void retry_repeats_the_whole_work_and_keeps_only_the_last(void **state)
{
    (void)state;
    struct tries t = {.until_ok = 3};
    assert_ok_e(db_transaction(db, retry_work, &t, &e), &e);
    assert_int_equal(t.made, 3);
    assert_int_equal(count(), 1);
    struct tries never = {.made = 10, .until_ok = 1000};
    assert_failed(db_transaction(db, retry_work, &never, &e), &e, "DB_BUSY");
    assert_int_equal(never.made, 10 + DB_RETRY_MAX);
    assert_int_equal(count(), 1);
}

static void writing_outside_a_transaction_fails(void **state)
{
    (void)state;
    enum status s = probe_insert(db, sample(1), NULL, &e);
    assert_int_equal(s, STATUS_FAILED);
    assert_string_equal(e.code, "DB_NO_TRANSACTION");
    assert_int_equal(count(), 0);
}

static void a_reader_cannot_write(void **state)
{
    (void)state;
    struct db *writer = db;
    db = testdb_open(where.url, DB_READER);
    struct probe_insert_args a = sample(1);
    assert_failed(probe_insert(db, a, NULL, &e), &e, "DB_READ_ONLY");
    assert_failed(db_transaction(db, insert_work, &a, &e), &e, "DB_READ_ONLY");
    assert_failed(db_execute_raw(db, "DELETE FROM probe", &e), &e, "DB_READ_ONLY");
    assert_int_equal(count(), 0);
    db_close(db);
    db = writer;
}

static enum status snapshot_work(struct db *reader, void *context, struct error *err)
{
    struct probe_count_row before, after;
    TRY(probe_count(reader, NULL, &before, err));
    struct probe_insert_args *a = context;
    a->id++;
    insert(*a); /* by the writer */
    TRY(probe_count(reader, NULL, &after, err));
    assert_int_equal(before.n, after.n);
    return STATUS_OK;
}

static void a_reader_sees_one_snapshot_per_transaction(void **state)
{
    (void)state;
    struct probe_insert_args a = sample(1);
    struct db *reader = testdb_open(where.url, DB_READER);
    assert_ok_e(db_transaction(reader, snapshot_work, &a, &e), &e);
    struct probe_count_row row;
    assert_ok_e(probe_count(reader, NULL, &row, &e), &e);
    assert_int_equal(row.n, 1);
    db_close(reader);
}

static enum status cursor_left_open(struct db *d, void *context, struct error *err)
{
    TRY(probe_insert(d, sample(1), NULL, err));
    return probe_list_open(d, (struct probe_list_args){.id_from = 0, .id_to = 9},
                           (struct db_cursor **)context, err);
}

static void a_cursor_left_open_in_a_transaction_fails_it(void **state)
{
    (void)state;
    struct db_cursor *c = NULL;
    assert_failed(db_transaction(db, cursor_left_open, &c, &e), &e, "DB_CURSOR_OPEN");
    db_close_cursor(c);
    assert_int_equal(count(), 0);
}

/* ---- cursors and bulk ---- */

#define MANY 100000

static enum status bulk_many_work(struct db *d, void *context, struct error *err)
{
    int64_t rows = *(const int64_t *)context;
    CLEANUP(db_bulk_cleanup) struct db_bulk *bulk = NULL;
    TRY(probe_bulk_begin(d, &bulk, err));
    char text[40];
    for (int64_t i = 0; i < rows; i++) {
        snprintf(text, sizeof text, "household number %" PRId64, i);
        struct probe_bulk_row row = {.id = i,
                                     .b = i % 2 == 0,
                                     .t = text,
                                     .x = {bytes, (size_t)(i % 9)},
                                     .f = FEN(i),
                                     .has_f = true,
                                     .m = month_add(month_make(2013, 1), (int)(i % 12))};
        TRY(probe_bulk_add(bulk, &row, err));
    }
    struct db_bulk *ending = bulk;
    bulk = NULL;
    return db_bulk_end(ending, err);
}

/* Two cursors of the same statement, a bulk insert and single statements, all open at once. */
static enum status interleaved_work(struct db *d, void *context, struct error *err)
{
    (void)context;
    CLEANUP(db_cursor_cleanup) struct db_cursor *up = NULL;
    CLEANUP(db_cursor_cleanup) struct db_cursor *half = NULL;
    CLEANUP(db_bulk_cleanup) struct db_bulk *bulk = NULL;
    TRY(probe_list_open(d, (struct probe_list_args){.id_from = 0, .id_to = MANY - 1}, &up, err));
    TRY(probe_list_open(d, (struct probe_list_args){.id_from = MANY / 2, .id_to = MANY - 1}, &half,
                        err));
    TRY(child_bulk_begin(d, &bulk, err));
    struct probe_row row;
    int64_t n = 0, n_half = 0;
    enum status s;
    while ((s = probe_list_next(up, &row, err)) == STATUS_OK) {
        assert_int_equal(row.id, n++);
        assert_int_equal(row.f.v, row.id);
        struct child_bulk_row child = {.id = row.id, .probe = row.id};
        TRY(child_bulk_add(bulk, &child, err));
        if (n % 2 == 0) {
            TRY(probe_list_next(half, &row, err));
            assert_int_equal(row.id, MANY / 2 + n_half++);
        }
        if (n % 10000 == 0) {
            struct probe_count_row total;
            TRY(probe_count(d, NULL, &total, err));
            assert_int_equal(total.n, MANY);
        }
    }
    assert_int_equal(n, MANY);
    assert_int_equal(s, STATUS_NONE);
    assert_int_equal(probe_list_next(up, &row, err), STATUS_NONE);
    assert_int_equal(probe_list_next(half, &row, err), STATUS_NONE);
    struct db_bulk *ending = bulk;
    bulk = NULL;
    return db_bulk_end(ending, err);
}

static void a_hundred_thousand_rows_go_in_and_out_with_cursors_and_bulk_interleaved(void **state)
{
    (void)state;
    int64_t rows = MANY;
    assert_ok_e(db_transaction(db, bulk_many_work, &rows, &e), &e);
    assert_ok_e(db_analyze(db, &e), &e);
    struct probe_count_row total;
    assert_ok_e(probe_count(db, NULL, &total, &e), &e);
    assert_int_equal(total.n, MANY);
    assert_int_equal(total.sum_fen.v, (int64_t)MANY * (MANY - 1) / 2);
    assert_ok_e(db_transaction(db, interleaved_work, NULL, &e), &e);
    int64_t children = 0;
    assert_ok_e(db_query_i64_raw(db, "SELECT count(*) FROM child", &children, &e), &e);
    assert_int_equal(children, MANY);
    assert_ok_e(db_integrity(db, &e), &e);
}

static void cursors_work_outside_a_transaction_and_let_other_reads_between(void **state)
{
    (void)state;
    for (int64_t i = 0; i < 5; i++)
        insert(sample(i));
    struct db_cursor *a = NULL, *b = NULL;
    struct probe_row row;
    assert_ok_e(probe_list_open(db, (struct probe_list_args){.id_from = 0, .id_to = 3}, &a, &e),
                &e);
    assert_ok_e(probe_list_next(a, &row, &e), &e);
    assert_ok_e(probe_list_open(db, (struct probe_list_args){.id_from = 2, .id_to = 4}, &b, &e),
                &e);
    assert_ok_e(probe_list_next(b, &row, &e), &e);
    assert_int_equal(row.id, 2);
    assert_int_equal(count(), 5);
    assert_ok_e(probe_list_next(a, &row, &e), &e);
    assert_int_equal(row.id, 1);
    db_close_cursor(a);
    assert_ok_e(probe_list_next(b, &row, &e), &e);
    assert_int_equal(row.id, 3);
    struct probe_insert_args refused = sample(9);
    assert_failed(db_transaction(db, insert_work, &refused, &e), &e, "DB_CURSOR_OPEN");
    db_close_cursor(b);
    insert(sample(9));
    assert_int_equal(count(), 6);
}

static int64_t page_rows(int64_t after, int64_t n, int64_t skip_rows)
{
    struct db_cursor *c = NULL;
    struct probe_row row;
    assert_ok_e(
        probe_page_open(
            db, (struct probe_page_args){.after = after, .n = n, .skip_rows = skip_rows}, &c, &e),
        &e);
    int64_t rows = 0;
    enum status s;
    while ((s = probe_page_next(c, &row, &e)) == STATUS_OK)
        assert_int_equal(row.id, after + 1 + skip_rows + rows++);
    assert_int_equal(s, STATUS_NONE);
    db_close_cursor(c);
    return rows;
}

/* Around the 2,000 rows that PostgreSQL is asked for at a time. */
static void pages_and_batches_end_where_they_should(void **state)
{
    (void)state;
    static const int64_t wanted[] = {0, 1, 1999, 2000, 2001, 4000, 4001};
    int64_t rows = 5000;
    assert_ok_e(db_transaction(db, bulk_many_work, &rows, &e), &e);
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++) {
        assert_int_equal(page_rows(-1, wanted[i], 0), wanted[i]);
        assert_int_equal(page_rows(10, wanted[i], 5), wanted[i]);
        assert_int_equal(page_rows(rows - 1 - wanted[i], rows, 0),
                         wanted[i]); /* the end of the table */
    }
    struct db_cursor *c = NULL;
    struct probe_row row;
    assert_ok_e(probe_limited_inside_open(db, (struct probe_limited_inside_args){.n = 2}, &c, &e),
                &e);
    assert_ok_e(probe_limited_inside_next(c, &row, &e), &e);
    assert_ok_e(probe_limited_inside_next(c, &row, &e), &e);
    assert_status(probe_limited_inside_next(c, &row, &e), STATUS_NONE);
    db_close_cursor(c);
    struct probe_insert_args a = sample(INT64_MAX);
    insert(a); /* no transaction was left behind */
}

static void a_cursor_keeps_its_own_copy_of_text_arguments(void **state)
{
    (void)state;
    struct probe_insert_args a = sample(1);
    a.t = "needle";
    insert(a);
    char text[] = "needle";
    struct db_cursor *c = NULL;
    struct probe_row row;
    assert_ok_e(probe_by_text_open(db, (struct probe_by_text_args){.t = text}, &c, &e), &e);
    memset(text, 'x', sizeof text - 1);
    assert_ok_e(probe_by_text_next(c, &row, &e), &e);
    assert_int_equal(row.id, 1);
    assert_status(probe_by_text_next(c, &row, &e), STATUS_NONE);
    db_close_cursor(c);
}

static enum status bulk_dropped_work(struct db *d, void *context, struct error *err)
{
    (void)context;
    CLEANUP(db_bulk_cleanup) struct db_bulk *bulk = NULL;
    TRY(probe_bulk_begin(d, &bulk, err));
    struct probe_bulk_row row = bulk_row_of(sample(1));
    TRY(probe_bulk_add(bulk, &row, err));
    return error_set(err, STATUS_REFUSED, "TEST_REFUSED", "no");
}

static void a_dropped_bulk_stores_nothing(void **state)
{
    (void)state;
    assert_refused(db_transaction(db, bulk_dropped_work, NULL, &e), &e, "TEST_REFUSED");
    assert_int_equal(count(), 0);
    struct db_bulk *bulk = NULL;
    assert_failed(probe_bulk_begin(db, &bulk, &e), &e, "DB_NO_TRANSACTION");
}

static enum status affected_work(struct db *d, void *context, struct error *err)
{
    (void)context;
    int64_t n = -1;
    TRY(probe_set(d, (struct probe_set_args){.id = 1, .f = FEN(5), .has_f = true}, &n, err));
    assert_int_equal(n, 1);
    TRY(probe_set(d, (struct probe_set_args){.id = 2, .f = FEN(5), .has_f = true}, &n, err));
    assert_int_equal(n, 0);
    TRY(probe_delete(d, (struct probe_delete_args){.id = 1}, &n, err));
    assert_int_equal(n, 1);
    struct tally_row tally;
    TRY(tally_next(d, NULL, &tally, err));
    assert_int_equal(tally.value, 1);
    return tally_next(d, NULL, &tally, err);
}

static void affected_rows_are_counted_and_returning_works(void **state)
{
    (void)state;
    insert(sample(1));
    assert_ok_e(db_transaction(db, affected_work, NULL, &e), &e);
    struct tally_row tally;
    assert_ok_e(tally_value(db, NULL, &tally, &e), &e);
    assert_int_equal(tally.value, 2);
}

static enum status returning_work(struct db *d, void *context, struct error *err)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *c = NULL;
    TRY(probe_raise_open(d, (struct probe_raise_args){.at_least = 2}, &c, err));
    struct probe_raised_row row;
    enum status s;
    while ((s = probe_raise_next(c, &row, err)) == STATUS_OK)
        *(int64_t *)context += row.f.v;
    return s == STATUS_NONE ? STATUS_OK : s;
}

static void several_rows_may_be_returned_by_a_change(void **state)
{
    (void)state;
    for (int64_t i = 1; i <= 3; i++) {
        struct probe_insert_args a = sample(i);
        a.f = FEN(i * 100);
        a.has_f = true;
        insert(a);
    }
    int64_t sum_fen = 0;
    assert_ok_e(db_transaction(db, returning_work, &sum_fen, &e), &e);
    assert_int_equal(sum_fen, 201 + 301);
    struct probe_count_row row;
    assert_ok_e(probe_count(db, NULL, &row, &e), &e);
    assert_int_equal(row.sum_fen.v, 100 + 201 + 301);
}

static void bad_sql_fails_and_a_later_statement_works(void **state)
{
    (void)state;
    assert_failed(db_execute_raw(db, "SELEKT 1", &e), &e, "DB_SQL");
    assert_failed(db_execute_raw(db, "DELETE FROM no_such_table", &e), &e, "DB_SQL");
    assert_int_equal(count(), 0);
}

static void the_version_names_the_engine(void **state)
{
    const char *expected =
        *(const enum db_engine *)*state == DB_SQLITE ? "SQLite 3." : "PostgreSQL 1";
    assert_int_equal(strncmp(db_version(db), expected, strlen(expected)), 0);
    print_message("# %s\n", db_version(db));
}

static void unknown_addresses_are_refused_and_missing_databases_fail(void **state)
{
    (void)state;
    struct db *none = NULL;
    assert_refused(db_open("mysql://x", DB_READER, &none, &e), &e, "DB_URL");
    assert_refused(db_open("sqlite:", DB_READER, &none, &e), &e, "DB_URL");
    assert_failed(db_open("sqlite:/nonexistent/x.db", DB_READER, &none, &e), &e, "DB_MISSING");
    assert_failed(db_open("sqlite:/nonexistent/x.db", DB_WRITER, &none, &e), &e, "DB_OPEN");
    assert_failed(db_open("postgresql:///x?host=/nonexistent", DB_READER, &none, &e), &e,
                  "DB_CONNECTION");
    assert_null(none);
}

static const enum db_engine engine_sqlite = DB_SQLITE, engine_postgres = DB_POSTGRES;

struct named_test {
    const char *name;
    CMUnitTestFunction function;
};
#define NAMED(f)                                                                                   \
    {                                                                                              \
#f, f                                                                                      \
    }
static const struct named_test tests[] = {
    NAMED(every_type_comes_back_as_it_went_in),
    NAMED(bulk_stores_the_same_as_insert),
    NAMED(no_row_is_none_and_leaves_ret_alone),
    NAMED(two_rows_where_one_is_promised_fail),
    NAMED(a_wrong_column_type_is_an_error_never_a_guess),
    NAMED(text_that_is_not_utf8_is_refused),
    NAMED(a_missing_text_argument_fails),
    NAMED(constraints_are_refused_by_kind_with_their_place),
    NAMED(a_constraint_broken_in_bulk_is_refused_too),
    NAMED(anything_but_ok_rolls_back),
    NAMED(an_error_that_the_work_swallows_still_rolls_back),
    NAMED(retry_repeats_the_whole_work_and_keeps_only_the_last),
    NAMED(writing_outside_a_transaction_fails),
    NAMED(a_reader_cannot_write),
    NAMED(a_reader_sees_one_snapshot_per_transaction),
    NAMED(a_cursor_left_open_in_a_transaction_fails_it),
    NAMED(a_hundred_thousand_rows_go_in_and_out_with_cursors_and_bulk_interleaved),
    NAMED(cursors_work_outside_a_transaction_and_let_other_reads_between),
    NAMED(pages_and_batches_end_where_they_should),
    NAMED(a_cursor_keeps_its_own_copy_of_text_arguments),
    NAMED(a_dropped_bulk_stores_nothing),
    NAMED(affected_rows_are_counted_and_returning_works),
    NAMED(several_rows_may_be_returned_by_a_change),
    NAMED(bad_sql_fails_and_a_later_statement_works),
    NAMED(the_version_names_the_engine),
    NAMED(unknown_addresses_are_refused_and_missing_databases_fail),
};
#define TEST_COUNT (sizeof tests / sizeof tests[0])

static void postgres_is_skipped(void **state)
{
    (void)state;
    skip();
}

int main(void)
{
    static struct CMUnitTest all[2 * TEST_COUNT];
    static char names[2 * TEST_COUNT][128];
    for (size_t i = 0; i < 2 * TEST_COUNT; i++) {
        const struct named_test *t = &tests[i % TEST_COUNT];
        enum db_engine engine = i < TEST_COUNT ? DB_SQLITE : DB_POSTGRES;
        bool run = engine == DB_SQLITE || testdb_has_postgres();
        snprintf(names[i], sizeof names[i], "%s [%s]", t->name, testdb_engine_name(engine));
        const enum db_engine *initial = engine == DB_SQLITE ? &engine_sqlite : &engine_postgres;
        all[i] = (struct CMUnitTest){.name = names[i],
                                     .test_func = run ? t->function : postgres_is_skipped,
                                     .setup_func = run ? open_probe : NULL,
                                     .teardown_func = run ? close_probe : NULL,
                                     .initial_state = (void *)(uintptr_t)initial};
    }
    return cmocka_run_group_tests(all, NULL, NULL);
}
