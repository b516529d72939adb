/* Every statement and bulk table of the program, found by the linker: generated code adds itself,
   so that the test that runs them all cannot forget one. A program that links a library with
   link_whole sees all of its statements. */
#pragma once
#include "db/db.h"

#define DB_REGISTER_STATEMENT(object)                                                              \
    static const struct db_statement *const object##_registered                                    \
        __attribute__((section("db_statements"), used)) = &object
#define DB_REGISTER_BULK(object)                                                                   \
    static const struct db_bulk_table *const object##_registered                                   \
        __attribute__((section("db_bulk_tables"), used)) = &object

extern const struct db_statement *const __start_db_statements[] __attribute__((weak));
extern const struct db_statement *const __stop_db_statements[] __attribute__((weak));
extern const struct db_bulk_table *const __start_db_bulk_tables[] __attribute__((weak));
extern const struct db_bulk_table *const __stop_db_bulk_tables[] __attribute__((weak));
