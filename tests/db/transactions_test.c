/* Transactions, cursors and bulk inserts, on both engines. */
#include "both.h"
#include <inttypes.h>

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

struct piece_of {
    int64_t id;
    enum status answer;
};

static enum status piece_work(struct db *d, void *context, struct error *err)
{
    const struct piece_of *p = context;
    TRY(probe_insert(d, sample(p->id), NULL, err));
    if (p->answer == STATUS_OK || p->answer == STATUS_NONE)
        return p->answer;
    return error_set(err, p->answer, "TEST_REFUSED", "no");
}

static enum status several_pieces(struct db *d, void *context, struct error *err)
{
    (void)context;
    struct error own;
    TRY(probe_insert(d, sample(1), NULL, err));
    assert_status(db_nested(d, piece_work, &(struct piece_of){2, STATUS_OK}, &own), STATUS_OK);
    assert_refused(db_nested(d, piece_work, &(struct piece_of){3, STATUS_REFUSED}, &own), &own,
                   "TEST_REFUSED");
    assert_status(db_nested(d, piece_work, &(struct piece_of){4, STATUS_NONE}, &own), STATUS_NONE);
    assert_refused(db_nested(d, piece_work, &(struct piece_of){2, STATUS_OK}, &own), &own,
                   "DB_UNIQUE");
    assert_refused(db_nested(d, swallow_an_error, NULL, &own), &own, "DB_UNIQUE");
    return probe_insert(d, sample(5), NULL, err);
}

static void a_piece_that_fails_leaves_the_others_of_its_transaction(void **state)
{
    (void)state;
    assert_ok_e(db_transaction(db, several_pieces, NULL, &e), &e);
    assert_int_equal(count(), 3);
}

static enum status cursor_left_in_a_piece(struct db *d, void *context, struct error *err)
{
    TRY(probe_list_open(d, (struct probe_list_args){.id_from = 0, .id_to = 9},
                        (struct db_cursor **)context, err));
    return error_set(err, STATUS_REFUSED, "TEST_REFUSED", "no");
}

static enum status piece_with_a_cursor(struct db *d, void *context, struct error *err)
{
    struct error own;
    TRY(probe_insert(d, sample(1), NULL, err));
    assert_failed(db_nested(d, cursor_left_in_a_piece, context, &own), &own, "DB_NESTED");
    return STATUS_OK;
}

static void a_piece_that_can_not_be_undone_fails_the_transaction(void **state)
{
    (void)state;
    struct db_cursor *c = NULL;
    assert_failed(db_transaction(db, piece_with_a_cursor, &c, &e), &e, "DB_NESTED");
    db_close_cursor(c);
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

#define LARGE_ROWS 30000

static enum status many_work(struct db *d, void *context, struct error *err)
{
    (void)context;
    CLEANUP(db_bulk_cleanup) struct db_bulk *bulk = NULL;
    TRY(probe_bulk_begin(d, &bulk, err));
    for (int64_t id = 1; id <= LARGE_ROWS; id++) {
        struct probe_bulk_row row = bulk_row_of(sample(id));
        TRY(probe_bulk_add(bulk, &row, err));
    }
    struct db_bulk *ending = bulk;
    bulk = NULL;
    return db_bulk_end(ending, err);
}

static enum status all_moved_work(struct db *d, void *context, struct error *err)
{
    (void)context;
    return db_execute_raw(d, "UPDATE probe SET id = id + 1000000", err);
}

/* What it would restore grows from memory into a file on the way. */
static void one_statement_may_touch_any_number_of_rows(void **state)
{
    (void)state;
    int64_t n;
    assert_ok_e(db_transaction(db, many_work, NULL, &e), &e);
    assert_ok_e(db_transaction(db, all_moved_work, NULL, &e), &e);
    assert_ok_e(db_query_i64_raw(db, "SELECT count(*) FROM probe WHERE id > 1000000", &n, &e), &e);
    assert_int_equal(n, LARGE_ROWS);
}

int main(void)
{
    static const struct named_test tests[] = {
        NAMED(anything_but_ok_rolls_back),
        NAMED(an_error_that_the_work_swallows_still_rolls_back),
        NAMED(a_piece_that_fails_leaves_the_others_of_its_transaction),
        NAMED(a_piece_that_can_not_be_undone_fails_the_transaction),
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
        NAMED(one_statement_may_touch_any_number_of_rows),
    };
    return run_on_both(tests, sizeof tests / sizeof tests[0]);
}
