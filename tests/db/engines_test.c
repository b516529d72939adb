/* Values, constraints and errors: what domain code relies on, said once and run on both engines. */
#include "both.h"
#include "base/month.h"

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

/* The ids that the pattern finds, in order, as "1 2 3 ". */
static const char *found(const char *pattern)
{
    static char ids[64];
    struct db_cursor *c = NULL;
    struct probe_row row;
    size_t n = 0;
    ids[0] = '\0';
    assert_ok_e(probe_like_open(db, (struct probe_like_args){.pattern = pattern}, &c, &e), &e);
    while (probe_like_next(c, &row, &e) == STATUS_OK)
        n += (size_t)snprintf(ids + n, sizeof ids - n, "%d ", (int)row.id);
    db_close_cursor(c);
    return ids;
}

static void text_orders_by_bytes_and_like_minds_case(void **state)
{
    (void)state;
    static const char *const texts[] = {"b", "A", "a", "B", "é", "榔桥", "丁家", "a_%", "𠮷", ""};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct probe_insert_args a = sample((int64_t)i);
        a.t = texts[i];
        insert(a);
    }
    assert_string_equal(found("%"), "9 1 3 2 7 0 4 6 5 8 ");
    assert_string_equal(found("a%"), "2 7 ");
    assert_string_equal(found("a!_!%"), "7 ");
    assert_string_equal(found("A"), "1 ");
    assert_string_equal(found("_"), "1 3 2 0 4 8 ");
    assert_string_equal(found("%家"), "6 ");
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

int main(void)
{
    static const struct named_test tests[] = {
        NAMED(every_type_comes_back_as_it_went_in),
        NAMED(bulk_stores_the_same_as_insert),
        NAMED(no_row_is_none_and_leaves_ret_alone),
        NAMED(two_rows_where_one_is_promised_fail),
        NAMED(a_wrong_column_type_is_an_error_never_a_guess),
        NAMED(text_that_is_not_utf8_is_refused),
        NAMED(text_orders_by_bytes_and_like_minds_case),
        NAMED(a_missing_text_argument_fails),
        NAMED(constraints_are_refused_by_kind_with_their_place),
        NAMED(a_constraint_broken_in_bulk_is_refused_too),
        NAMED(affected_rows_are_counted_and_returning_works),
        NAMED(several_rows_may_be_returned_by_a_change),
        NAMED(bad_sql_fails_and_a_later_statement_works),
        NAMED(the_version_names_the_engine),
        NAMED(unknown_addresses_are_refused_and_missing_databases_fail),
    };
    return run_on_both(tests, sizeof tests / sizeof tests[0]);
}
