/* The schema's steps, compiled in from src/db/migrations by tools/sqlgen. */
#pragma once

struct migration {
    int version; /* 1, 2, ... without gap; 0 ends the array */
    const char *name;
    const char *sql; /* with the tokens {INT} {BLOB} {STRICT} {CLUSTERED} {SQLITE} {POSTGRES} */
};
extern const struct migration migrations[];
extern const int migration_count;
