/* What cli.c and main.c share; commands see only cli.h. */
#pragma once
#include "base/json.h"
#include "cli/cli.h"

#define CLI_GIVEN_MAX 64
#define CLI_ARGUMENTS_MAX 256
#define CLI_ARENA_BYTES_MAX ((size_t)512 * 1024 * 1024)
#define CLI_LINE_BYTES_MAX ((size_t)4 * 1024 * 1024)

struct cli_rows {
    const char *const *columns;
    size_t count, column;
    int64_t row;
};
struct cli {
    const struct cli_command *command;
    const char *arguments[CLI_ARGUMENTS_MAX];
    size_t argument_count;
    struct {
        const char *name, *value;
    } given[CLI_GIVEN_MAX];
    size_t given_count;
    const char *db_url, *actor, *as_of;
    enum cli_format format;
    bool has_terminal;
    bool makes_keys; /* only where the database may be new: a second key would make sealed numbers
                        unreadable */
    struct arena *arena;
    struct db *reader, *writer;
    struct keyring *keys;
    int64_t county;
    struct cli_rows rows;
    struct buf line;
};
/* "<database>.key" beside an embedded database, else var/minsheng.key. In the arena. */
const char *cli_default_key_path(struct cli *cli);
