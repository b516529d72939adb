/* The header grammar of docs/sql.md:
     -- name: NAME one|many (ARGUMENTS) -> ROW (COLUMNS)
     -- name: NAME exec (ARGUMENTS)
     -- name: NAME bulk TABLE (COLUMNS)                                                    */
#include "sqlgen.h"
#include <ctype.h>
#include <string.h>

const struct column_type column_types[] = {
    {"i64", "int64_t ", "DB_I64", false},       {"bool", "bool ", "DB_BOOL", false},
    {"text", "const char *", "DB_TEXT", true},  {"blob", "struct blob ", "DB_BLOB", true},
    {"fen", "struct fen ", "DB_FEN", false},    {"month", "struct month ", "DB_MONTH", false},
    {"date", "struct date ", "DB_DATE", false},
};
const size_t column_type_count = sizeof column_types / sizeof column_types[0];

static const char *const c_words[] = {
    "auto",     "bool",     "break",  "case",    "char",   "const",  "continue",
    "default",  "do",       "double", "else",    "enum",   "extern", "false",
    "float",    "for",      "goto",   "if",      "inline", "int",    "long",
    "register", "restrict", "return", "short",   "signed", "sizeof", "static",
    "struct",   "switch",   "true",   "typedef", "typeof", "union",  "unsigned",
    "void",     "volatile", "while",  "unix",    "linux",  "asm",
};

/* The words of one header, its continuation lines already joined. */
struct reader {
    const char *path;
    int line;
    const char *p;
};

static void skip_space(struct reader *r)
{
    while (*r->p == ' ' || *r->p == '\t')
        r->p++;
}

static bool take_mark(struct reader *r, const char *mark)
{
    skip_space(r);
    size_t n = strlen(mark);
    if (strncmp(r->p, mark, n) != 0)
        return false;
    r->p += n;
    return true;
}

static void take_name(struct reader *r, const char *what, char out[NAME_MAX_BYTES + 1])
{
    skip_space(r);
    size_t n = 0;
    while (islower((unsigned char)r->p[n]) || r->p[n] == '_' ||
           (n > 0 && isdigit((unsigned char)r->p[n])))
        n++;
    if (n == 0)
        fail_at(r->path, r->line, "%s expected (lower case letters, digits, _) at \"%.20s\"", what,
                r->p);
    if (n > NAME_MAX_BYTES)
        fail_at(r->path, r->line, "%s is longer than %d bytes", what, NAME_MAX_BYTES);
    memcpy(out, r->p, n);
    out[n] = '\0';
    r->p += n;
    for (size_t i = 0; i < sizeof c_words / sizeof c_words[0]; i++) {
        if (strcmp(out, c_words[i]) == 0)
            fail_at(r->path, r->line, "%s \"%s\" is a word of C", what, out);
    }
}

static int take_type(struct reader *r)
{
    size_t n = 0;
    skip_space(r);
    while (isalnum((unsigned char)r->p[n]))
        n++;
    for (size_t i = 0; i < column_type_count; i++) {
        if (strlen(column_types[i].name) == n && strncmp(column_types[i].name, r->p, n) == 0) {
            r->p += n;
            return (int)i;
        }
    }
    fail_at(r->path, r->line, "unknown type \"%.*s\" (i64 bool text blob fen month date)", (int)n,
            r->p);
}

/* "(a i64, b text?)"; the opening parenthesis is already taken. */
static void take_columns(struct reader *r, struct columns *out)
{
    if (take_mark(r, ")"))
        return;
    do {
        if (out->n == COLUMNS_MAX)
            fail_at(r->path, r->line, "more than %d columns", COLUMNS_MAX);
        struct column *c = &out->at[out->n];
        take_name(r, "column name", c->name);
        c->type = take_type(r);
        c->nullable = take_mark(r, "?");
        for (size_t i = 0; i < out->n; i++) {
            if (strcmp(out->at[i].name, c->name) == 0)
                fail_at(r->path, r->line, "column \"%s\" twice", c->name);
        }
        out->n++;
    } while (take_mark(r, ","));
    if (!take_mark(r, ")"))
        fail_at(r->path, r->line, "\",\" or \")\" expected at \"%.20s\"", r->p);
}

static bool columns_equal(const struct columns *a, const struct columns *b)
{
    if (a->n != b->n)
        return false;
    for (size_t i = 0; i < a->n; i++) {
        if (strcmp(a->at[i].name, b->at[i].name) != 0 || a->at[i].type != b->at[i].type ||
            a->at[i].nullable != b->at[i].nullable)
            return false;
    }
    return true;
}

/* "-> ROW (COLUMNS)" or "-> ROW" of an earlier statement. */
static int take_row(struct reader *r, struct file *file)
{
    struct row row = {0};
    take_name(r, "row name", row.name);
    bool listed = take_mark(r, "(");
    if (listed) {
        take_columns(r, &row.columns);
        if (row.columns.n == 0)
            fail_at(r->path, r->line, "row \"%s\" has no column", row.name);
    }
    for (size_t i = 0; i < file->row_count; i++) {
        if (strcmp(file->rows[i].name, row.name) != 0)
            continue;
        if (listed && !columns_equal(&row.columns, &file->rows[i].columns))
            fail_at(r->path, r->line, "row \"%s\" was declared above with other columns", row.name);
        return (int)i;
    }
    if (!listed)
        fail_at(r->path, r->line, "row \"%s\" has no columns here and none above", row.name);
    file->rows[file->row_count] = row;
    return (int)file->row_count++;
}

static enum kind take_kind(struct reader *r)
{
    char word[NAME_MAX_BYTES + 1];
    take_name(r, "kind", word);
    if (strcmp(word, "one") == 0)
        return KIND_ONE;
    if (strcmp(word, "many") == 0)
        return KIND_MANY;
    if (strcmp(word, "exec") == 0)
        return KIND_EXEC;
    if (strcmp(word, "bulk") == 0)
        return KIND_BULK;
    fail_at(r->path, r->line, "unknown kind \"%s\" (one many exec bulk)", word);
}

static void take_header(struct reader *r, struct file *file, struct statement *st)
{
    st->line = r->line;
    st->row = -1;
    take_name(r, "statement name", st->name);
    for (size_t i = 0; i < file->n; i++) {
        if (strcmp(file->statements[i].name, st->name) == 0)
            fail_at(r->path, r->line, "statement \"%s\" twice, first in line %d", st->name,
                    file->statements[i].line);
    }
    st->kind = take_kind(r);
    if (st->kind == KIND_BULK)
        take_name(r, "table", st->table);
    if (take_mark(r, "("))
        take_columns(r, &st->arguments);
    if (st->kind == KIND_BULK && st->arguments.n == 0)
        fail_at(r->path, r->line, "bulk insert without columns");
    bool has_row = st->kind == KIND_ONE || st->kind == KIND_MANY;
    if (take_mark(r, "->")) {
        if (!has_row)
            fail_at(r->path, r->line, "only \"one\" and \"many\" answer rows");
        st->row = take_row(r, file);
    } else if (has_row) {
        fail_at(r->path, r->line, "\"-> row (columns)\" expected at \"%.20s\"", r->p);
    }
    skip_space(r);
    if (*r->p != '\0')
        fail_at(r->path, r->line, "unexpected \"%.20s\" in the header", r->p);
}

static size_t line_length(const char *p)
{
    return strcspn(p, "\n");
}

/* The text of a comment line behind "--", or NULL. */
static const char *comment_text(const char *p)
{
    while (*p == ' ' || *p == '\t')
        p++;
    if (p[0] != '-' || p[1] != '-')
        return NULL;
    p += 2;
    while (*p == ' ' || *p == '\t')
        p++;
    return p;
}

/* A header goes on while a parenthesis is open, behind "," or "->", or when the next line begins
 * with "(" or "->". */
static bool header_continues(const char *joined, const char *next)
{
    int depth = 0;
    size_t n = strlen(joined);
    for (size_t i = 0; i < n; i++)
        depth += joined[i] == '(' ? 1 : joined[i] == ')' ? -1 : 0;
    while (n > 0 && (joined[n - 1] == ' ' || joined[n - 1] == '\t'))
        n--;
    bool is_complete = strstr(joined, "->") != NULL && n > 0 && joined[n - 1] == ')';
    if (depth > 0 || (n >= 2 && strncmp(joined + n - 2, "->", 2) == 0))
        return true;
    return strncmp(next, "->", 2) == 0 || (next[0] == '(' && !is_complete);
}

/* Joins the lines of the header that begins at *p into out; *p stands behind them afterwards. */
static void header_join(const char *path, const char **p, int *line, char out[LINE_MAX_BYTES * 8])
{
    size_t n = 0;
    const char *part = comment_text(*p) + strlen("name:");
    for (;;) {
        size_t bytes = line_length(part);
        if (n + bytes + 2 > LINE_MAX_BYTES * 8)
            fail_at(path, *line, "header too long");
        memcpy(out + n, part, bytes);
        n += bytes;
        out[n++] = ' ';
        out[n] = '\0';
        *p = part + bytes;
        if (**p == '\0')
            return;
        ++*p;
        ++*line;
        part = comment_text(*p);
        if (part == NULL || !header_continues(out, part))
            return;
    }
}

static void check_unused_bulk_text(const struct file *file, const struct statement *st,
                                   const char *p, int line)
{
    for (; *p != '\0'; p += line_length(p), p += *p == '\n', line++) {
        size_t blank = strspn(p, " \t\r");
        if (p[blank] == '\n' || p[blank] == '\0')
            continue;
        if (comment_text(p) == NULL)
            fail_at(file->path, line, "bulk insert \"%s\" takes no SQL text", st->name);
        if (strncmp(comment_text(p), "name:", 5) == 0)
            return;
    }
}

struct file *file_parse(const char *path, const char *text)
{
    static char header[LINE_MAX_BYTES * 8];
    struct file *file = must_alloc(sizeof *file);
    file->path = path;
    file->statements = must_alloc(STATEMENTS_MAX * sizeof *file->statements);
    file->rows = must_alloc(STATEMENTS_MAX * sizeof *file->rows);
    int line = 1;
    const char *p = text;
    while (*p != '\0') {
        const char *comment = comment_text(p);
        if (comment == NULL || strncmp(comment, "name:", 5) != 0) {
            size_t blank = strspn(p, " \t\r");
            if (comment == NULL && p[blank] != '\n' && p[blank] != '\0')
                fail_at(path, line,
                        "text outside of a statement: \"%.20s\" (a header \"-- name:\" is missing)",
                        p);
            p += line_length(p);
            p += *p == '\n';
            line++;
            continue;
        }
        if (file->n == STATEMENTS_MAX)
            fail_at(path, line, "more than %d statements", STATEMENTS_MAX);
        struct statement *st = &file->statements[file->n];
        struct reader r = {path, line, header};
        header_join(path, &p, &line, header);
        take_header(&r, file, st);
        if (st->kind == KIND_BULK)
            check_unused_bulk_text(file, st, p, line);
        else
            st->sql = sql_take(file, st, &p, &line);
        file->n++;
    }
    if (file->n == 0)
        fail_at(path, line, "no statement in this file");
    return file;
}
