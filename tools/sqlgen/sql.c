#include "sqlgen.h"
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Words and functions that one of the engines lacks or answers differently
   (docs/decisions/0001-portable-sql.md). A word that ends in "(" is refused as a function only. */
static const char *const refused_words[] = {
    "ilike",
    "glob",
    "regexp",
    "rowid",
    "pragma",
    "truncate",
    "merge",
    "lateral",
    "rollup",
    "now(",
    "current_timestamp",
    "current_date",
    "current_time",
    "strftime(",
    "date(",
    "datetime(",
    "julianday(",
    "extract(",
    "random(",
    "group_concat(",
    "string_agg(",
    "instr(",
    "strpos(",
    "position(",
    "printf(",
    "format(",
    "concat(",
    "greatest(",
    "least(",
    "hex(",
    "ifnull(",
    "iif(",
    "round(",
    "avg(",
    "total(",
    "nextval(",
    "last_insert_rowid(",
    "changes(",
    "collate",
    "returning_all",
    "begin",
    "commit",
    "rollback",
    "savepoint",
    "attach",
    "vacuum",
    "create",
    "drop",
    "alter",
};
static const char *const refused_pairs[][2] = {
    {"for", "update"},    {"for", "share"},   {"insert", "or"},    {"update", "or"},
    {"replace", "into"},  {"distinct", "on"}, {"delete", "using"}, {"fetch", "first"},
    {"on", "constraint"}, {"as", "integer"},  {"as", "date"},      {"as", "real"},
    {"as", "numeric"},
};

struct taker {
    const struct file *file;
    const struct statement *st;
    int line;
    const char *p;
    char *out;
    size_t n;
    bool used[COLUMNS_MAX + 1];
    char last_word[NAME_MAX_BYTES + 1];
    int depth;
};

static void put(struct taker *t, const char *p, size_t n)
{
    if (t->n + n >= SQL_MAX_BYTES)
        fail_at(t->file->path, t->st->line, "statement \"%s\" is longer than %d bytes", t->st->name,
                SQL_MAX_BYTES);
    memcpy(t->out + t->n, p, n);
    t->n += n;
    t->out[t->n] = '\0';
}

static void take_space(struct taker *t)
{
    bool skipped = false;
    for (;;) {
        if (isspace((unsigned char)*t->p)) {
            t->line += *t->p == '\n';
            t->p++;
        } else if (t->p[0] == '-' && t->p[1] == '-') {
            if (strncmp(t->p + 2 + strspn(t->p + 2, " \t"), "name:", 5) == 0)
                fail_at(t->file->path, t->line,
                        "statement \"%s\" has no closing \";\" before this header", t->st->name);
            t->p += strcspn(t->p, "\n");
        } else if (t->p[0] == '/' && t->p[1] == '*') {
            fail_at(t->file->path, t->line, "write comments as \"-- text\"");
        } else {
            break;
        }
        skipped = true;
    }
    if (skipped && t->n > 0 && *t->p != ';' && *t->p != '\0')
        put(t, " ", 1);
}

static void take_quoted(struct taker *t)
{
    const char *end = t->p + 1;
    while (*end != '\0' && (*end != '\'' || end[1] == '\'')) {
        if (*end == '\n')
            fail_at(t->file->path, t->line, "text literal goes over the end of the line");
        end += *end == '\'' ? 2 : 1;
    }
    if (*end == '\0')
        fail_at(t->file->path, t->line, "text literal has no end");
    put(t, t->p, (size_t)(end + 1 - t->p));
    t->p = end + 1;
    t->last_word[0] = '\0';
}

static void take_placeholder(struct taker *t)
{
    char *end;
    long n = strtol(t->p + 1, &end, 10);
    if (!isdigit((unsigned char)t->p[1]))
        fail_at(t->file->path, t->line, "\"$\" without a number");
    if (n < 1 || n > (long)t->st->arguments.n)
        fail_at(t->file->path, t->line, "$%ld, but statement \"%s\" has %zu argument(s)", n,
                t->st->name, t->st->arguments.n);
    t->used[n] = true;
    put(t, t->p, (size_t)(end - t->p));
    t->p = end;
    t->last_word[0] = '\0';
}

static void check_word(struct taker *t, const char *word, const char *after)
{
    bool is_call = after[strspn(after, " \t\n")] == '(';
    for (size_t i = 0; i < sizeof refused_words / sizeof refused_words[0]; i++) {
        size_t n = strlen(refused_words[i]);
        bool call_only = refused_words[i][n - 1] == '(';
        if (strlen(word) != n - (call_only ? 1 : 0) ||
            strncasecmp(word, refused_words[i], strlen(word)) != 0)
            continue;
        if (!call_only || is_call)
            fail_at(t->file->path, t->line, "\"%s\" does not mean the same on both engines", word);
    }
    for (size_t i = 0; i < sizeof refused_pairs / sizeof refused_pairs[0]; i++) {
        if (strcasecmp(t->last_word, refused_pairs[i][0]) == 0 &&
            strcasecmp(word, refused_pairs[i][1]) == 0)
            fail_at(t->file->path, t->line, "\"%s %s\" does not mean the same on both engines",
                    t->last_word, word);
    }
}

static void take_word(struct taker *t)
{
    size_t n = 0;
    while (isalnum((unsigned char)t->p[n]) || t->p[n] == '_')
        n++;
    if (n > NAME_MAX_BYTES)
        fail_at(t->file->path, t->line, "word longer than %d bytes", NAME_MAX_BYTES);
    char word[NAME_MAX_BYTES + 1];
    memcpy(word, t->p, n);
    word[n] = '\0';
    check_word(t, word, t->p + n);
    memcpy(t->last_word, word, n + 1);
    put(t, t->p, n);
    t->p += n;
}

static void take_mark(struct taker *t)
{
    char c = *t->p;
    if (c == '"' || c == '`' || c == '[')
        fail_at(t->file->path, t->line,
                "quoted names are not portable: write them in lower case without quotes");
    if (c == '?' || c == '@' || c == '#')
        fail_at(t->file->path, t->line, "\"%c\" is not portable: placeholders are $1, $2, ...", c);
    if (c == ':')
        fail_at(t->file->path, t->line,
                "\":\" is not portable: placeholders are $1, casts are CAST(x AS BIGINT)");
    if ((unsigned char)c >= 0x80)
        fail_at(t->file->path, t->line, "only ASCII outside of text literals");
    t->depth += c == '(' ? 1 : c == ')' ? -1 : 0;
    if (t->depth < 0)
        fail_at(t->file->path, t->line, "\")\" without \"(\"");
    t->last_word[0] = '\0';
    put(t, t->p++, 1);
}

static void check_whole(const struct taker *t)
{
    if (t->n == 0)
        fail_at(t->file->path, t->st->line, "statement \"%s\" is empty", t->st->name);
    if (t->depth != 0)
        fail_at(t->file->path, t->st->line, "statement \"%s\": \"(\" without \")\"", t->st->name);
    for (size_t i = 1; i <= t->st->arguments.n; i++) {
        if (!t->used[i])
            fail_at(t->file->path, t->st->line,
                    "statement \"%s\": argument $%zu (%s) is never used", t->st->name, i,
                    t->st->arguments.at[i - 1].name);
    }
    bool reads = strncasecmp(t->out, "SELECT", 6) == 0 || strncasecmp(t->out, "WITH", 4) == 0;
    if (t->st->kind == KIND_EXEC && reads)
        fail_at(t->file->path, t->st->line,
                "statement \"%s\" reads: its kind is \"one\" or \"many\"", t->st->name);
}

char *sql_take(const struct file *file, const struct statement *st, const char **p, int *line)
{
    struct taker t = {
        .file = file, .st = st, .line = *line, .p = *p, .out = must_alloc(SQL_MAX_BYTES)};
    for (;;) {
        take_space(&t);
        if (*t.p == ';')
            break;
        if (*t.p == '\0')
            fail_at(file->path, t.line, "statement \"%s\" has no closing \";\"", st->name);
        if (*t.p == '\'')
            take_quoted(&t);
        else if (*t.p == '$')
            take_placeholder(&t);
        else if (isalnum((unsigned char)*t.p) || *t.p == '_')
            take_word(&t);
        else
            take_mark(&t);
    }
    t.p++;
    check_whole(&t);
    *p = t.p;
    *line = t.line;
    return t.out;
}
