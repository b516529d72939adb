/* A list from another office: cut into lines and cells, its header sought, every cell read. */
#include "fuzz.h"
#include "office/match/header.h"

#define LINES_MAX 3000

static void read_lines(struct match_source *s, struct arena *arena)
{
    struct source_line line;
    struct source_cell cell;
    struct error e = {0};
    const char *text;
    for (int n = 0; n < LINES_MAX && match_source_next(s, &line); n++)
        for (int c = 0; c < HEADER_COLUMNS_MAX && match_source_cell(s, &line, c, &cell); c++) {
            arena_reset(arena);
            enum status st = match_source_text(s, &cell, arena, &text, &e);
            fuzz_check(st, &e);
            if (st == STATUS_OK)
                fuzz_check_text(text);
        }
}

static void read_sheet(struct match_source *s, int sheet, struct arena *arena)
{
    struct match_header header;
    struct error e = {0};
    enum status st = match_source_begin(s, sheet, &e);
    fuzz_check(st, &e);
    if (st == STATUS_OK)
        st = match_source_fill(s, &e);
    fuzz_check(st, &e);
    if (st == STATUS_OK)
        fuzz_check(match_header_find(s, MATCH_VEHICLE, arena, &header, &e), &e);
    while (st == STATUS_OK) {
        read_lines(s, arena);
        st = match_source_fill(s, &e);
        fuzz_check(st, &e);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes)
{
    struct match_source *s CLEANUP(match_source_cleanup) = NULL;
    struct arena *arena CLEANUP(arena_cleanup) = arena_new(16u << 20);
    struct error e = {0};
    enum status st = match_source_open(fuzz_file(data, bytes), &s, &e);
    fuzz_check(st, &e);
    for (int i = 0; st == STATUS_OK && i < match_source_sheet_count(s) && i < 4; i++)
        read_sheet(s, i, arena);
    return 0;
}
