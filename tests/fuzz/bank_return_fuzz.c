/* What a bank sends back, read by each of the layouts. The batch is that of the corpus. */
#include "fuzz.h"
#include "office/bank.h"

#include <stdlib.h>

#define LINES_MAX 2000

static struct arena *layouts_arena;
static const struct layout *layouts[3];

static void load_layouts(void)
{
    static const char *const NAMES[] = {"nsh-pipe", "excel", "txt-fen"};
    struct error e = {0};
    layouts_arena = arena_new(4u << 20);
    for (int i = 0; i < 3; i++)
        if (layout_load(layouts_arena, MINSHENG_SOURCE_ROOT "/layouts", NAMES[i], &layouts[i],
                        &e) != STATUS_OK)
            abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes)
{
    const char *path = fuzz_file(data, bytes);
    const struct bank_batch batch = {
        .unit = "3418230001", .date = date_make(2013, 6, 8), .count = 3, .total = FEN(64800)};
    if (layouts_arena == NULL)
        load_layouts();
    for (int i = 0; i < 3; i++) {
        struct bank_return *back CLEANUP(bank_return_cleanup) = NULL;
        struct error e = {0};
        struct bank_return_line line;
        enum status s = bank_return_open(layouts[i], path, &batch, &back, &e);
        fuzz_check(s, &e);
        for (int n = 0; n < LINES_MAX && s == STATUS_OK; n++) {
            s = bank_return_next(back, &line, &e);
            fuzz_check(s, &e);
            if (s == STATUS_OK) {
                fuzz_check_text(line.code);
                fuzz_check_text(line.reason);
                fuzz_check_text(line.sent.name);
                fuzz_check_text(line.sent.agent_no);
            }
        }
    }
    return 0;
}
