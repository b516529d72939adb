#include "office/match/header.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/text.h"

#define CORE_BYTES 128

/* Solid, without what stands in parentheses and without marks. */
static void header_core(const char *text, char out[CORE_BYTES])
{
    size_t n = 0;
    int depth = 0;
    for (const char *p = text; *p && n + 1 < CORE_BYTES; p++) {
        if (*p == '(' || *p == '[')
            depth++;
        else if (*p == ')' || *p == ']')
            depth -= depth > 0;
        else if (!depth && !strchr("*:#/-_.,\"'", *p))
            out[n++] = *p;
    }
    out[n] = 0;
}

static bool is_word(const char *words, const char *core)
{
    char needle[CORE_BYTES + 2];
    (void)snprintf(needle, sizeof needle, "|%s|", core);
    return *core && strstr(words, needle);
}

struct attempt {
    struct match_header header;
    int matches;
    struct buf found;
};

static void attempt_column(struct attempt *a, enum match_kind kind, int column, const char *core)
{
    static const char *const places[PLACE_COUNT] = {MATCH_TOWNSHIP_WORDS, MATCH_VILLAGE_WORDS,
                                                    MATCH_ADDRESS_WORDS};
    const struct match_column *columns = MATCH_KINDS[kind].columns;
    int *slot = NULL;
    /* A kind's own columns first: 名称 is a company's name before it is anything else. */
    for (int i = 0; i < MATCH_COLUMNS_MAX && columns[i].name && !slot; i++)
        if (a->header.facts[i] < 0 && is_word(columns[i].words, core))
            slot = &a->header.facts[i];
    if (!slot && a->header.id < 0 && is_word(MATCH_ID_WORDS, core))
        slot = &a->header.id;
    if (!slot && a->header.name < 0 && is_word(MATCH_NAME_WORDS, core))
        slot = &a->header.name;
    for (int i = 0; i < PLACE_COUNT && !slot; i++)
        if (a->header.place[i] < 0 && is_word(places[i], core))
            slot = &a->header.place[i];
    if (slot) {
        *slot = column;
        a->matches++;
    }
}

static enum status attempt_line(struct match_source *s, const struct source_line *line,
                                enum match_kind kind, struct arena *arena, struct attempt *a,
                                struct error *e)
{
    struct source_cell cell;
    struct error ignored;
    char core[CORE_BYTES];
    a->matches = 0;
    a->header.id = a->header.name = -1;
    memset(a->header.facts, -1, sizeof a->header.facts);
    memset(a->header.place, -1, sizeof a->header.place);
    buf_clear(&a->found);
    for (int c = 0; c < HEADER_COLUMNS_MAX && match_source_cell(s, line, c, &cell); c++) {
        const char *text;
        enum status st = match_source_text(s, &cell, arena, &text, &ignored);
        if (st == STATUS_FAILED)
            return arena_exhausted(e);
        text = st == STATUS_OK ? text_tidy_solid(arena, text) : "";
        if (!text)
            return arena_exhausted(e);
        header_core(text, core);
        attempt_column(a, kind, c, core);
        if (*core)
            buf_addf(&a->found, "%s%s", a->found.n ? _("、") : "", core);
    }
    return STATUS_OK;
}

static enum status header_missing(const struct attempt *best, struct error *e)
{
    return error_set(e, STATUS_REFUSED, "MATCH_HEADER",
                     _("名单第 %d 行的表头缺少%s列。找到的列：%s。请补上后再导入。"),
                     best->header.rows, best->header.id < 0 ? _("身份证号") : _("姓名"),
                     buf_text(&best->found));
}

static void attempt_free(struct attempt *a)
{
    buf_free(&a->found);
}

enum status match_header_find(struct match_source *s, enum match_kind kind, struct arena *arena,
                              struct match_header *ret, struct error *e)
{
    CLEANUP(attempt_free) struct attempt best = {.found = BUF_INIT(400)};
    CLEANUP(attempt_free) struct attempt one = {.found = BUF_INIT(400)};
    struct source_line line;
    int rows = 0;
    while (rows < HEADER_ROWS_MAX && match_source_next(s, &line)) {
        one.header.raw[rows++] = line;
        TRY(attempt_line(s, &line, kind, arena, &one, e));
        one.header.rows = rows;
        if (one.header.id >= 0 && one.header.name >= 0) {
            *ret = one.header;
            return STATUS_OK;
        }
        if (one.matches > best.matches) {
            best.header = one.header;
            best.matches = one.matches;
            buf_clear(&best.found);
            buf_adds(&best.found, buf_text(&one.found));
        }
    }
    return best.matches ? header_missing(&best, e) : STATUS_NONE;
}
