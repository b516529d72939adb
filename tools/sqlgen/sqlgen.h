/* The SQL generator's own model of one <noun>.sql file. A native build tool: libc only; it exits on
 * the first error. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#define NAME_MAX_BYTES 63 /* PostgreSQL's limit on identifiers */
#define COLUMNS_MAX 64
#define STATEMENTS_MAX 256
#define SQL_MAX_BYTES 16384
#define FILE_MAX_BYTES (1024 * 1024)
#define LINE_MAX_BYTES 1000

enum kind { KIND_ONE, KIND_MANY, KIND_EXEC, KIND_BULK };

struct column {
    char name[NAME_MAX_BYTES + 1];
    int type; /* index into column_types */
    bool nullable;
};

struct columns {
    struct column at[COLUMNS_MAX];
    size_t n;
};

struct row {
    char name[NAME_MAX_BYTES + 1];
    struct columns columns;
};

struct statement {
    int line;
    enum kind kind;
    char name[NAME_MAX_BYTES + 1];
    struct columns arguments;
    int row;                        /* index into file.rows, -1 when none */
    char table[NAME_MAX_BYTES + 1]; /* of a bulk insert */
    char *sql;
};

struct file {
    const char *path;
    struct statement *statements;
    size_t n;
    struct row *rows;
    size_t row_count;
};

struct column_type {
    const char *name, *c, *constant;
    bool has_pointer; /* NULL is told by the pointer itself */
};
extern const struct column_type column_types[];
extern const size_t column_type_count;

/* Prints "path:line: message" and exits with 1. */
__attribute__((noreturn, format(printf, 3, 4))) void fail_at(const char *path, int line,
                                                             const char *format, ...);
void *must_alloc(size_t bytes);
char *must_read(const char *path);
FILE *must_create(const char *path);
void must_close(FILE *f, const char *path);

struct file *file_parse(const char *path, const char *text);
/* A statement's text: comments and needless space removed, `$n` checked against the number of
   arguments, the words that only one engine knows refused. *p stands behind the closing semicolon
   afterwards. */
char *sql_take(const struct file *file, const struct statement *st, const char **p, int *line);
void header_write(const struct file *file, FILE *out);
void code_write(const struct file *file, const char *header_name, FILE *out);
/* All NNNN_name.sql of a folder as one C array; depfile lists them and the folder for ninja. */
void migrations_write(const char *folder, const char *out_path, const char *depfile);
