/* The command line: a table of commands per noun, strict options, and one way to print rows as
 * text, csv or json. */
#pragma once
#include "base/arena.h"
#include "base/seal.h"
#include "db/db.h"

enum cli_format { CLI_TEXT, CLI_CSV, CLI_JSON };

struct cli; /* one invocation */

struct cli_option {
    const char *name;  /* "--month" */
    const char *value; /* "YYYY-MM" shown in the help; NULL for a switch */
    const char *help;  /* localised by _() when printed: write N_("…") */
    bool is_required;
};
#define CLI_OPTIONS_MAX 16
struct cli_command {
    const char *name;                 /* "roster import" or "doctor" */
    const char *arguments;            /* "FILE…" for the help, "" when none */
    int arguments_min, arguments_max; /* positional; -1: no limit */
    const char *help;                 /* one sentence, N_("…") */
    const char *permission;           /* of domain/access; NULL when none is needed */
    enum status (*run)(struct cli *cli, struct error *e);
    struct cli_option options[CLI_OPTIONS_MAX]; /* ends with a NULL name */
    bool takes_as_of; /* reads as known on a past date; others refuse --as-of */
};
/* One array per src/cli/<noun>.c, ended by a NULL name; listed in src/cli/main.c. */
extern const struct cli_command CLI_PLAN[], CLI_ROSTER[], CLI_REGISTRY[], CLI_PAY[], CLI_LEDGER[],
    CLI_SIMULATE[], CLI_AUDIT[], CLI_USER[], CLI_SYSTEM[], CLI_SERVE[], CLI_DEMO[], CLI_MATCH[],
    CLI_NOTICE[], CLI_RECHECK[], CLI_CHANGES[], CLI_SAMPLE[], CLI_ATTACH[], CLI_KEY[], CLI_API[],
    CLI_CASE[], CLI_PAPER[], CLI_INDICATOR[], CLI_HANDOVER[], CLI_MEDICAL_RULE[], CLI_HOSPITAL[],
    CLI_MEDICAL_BILL[], CLI_MEDICAL_COUNTER[], CLI_MEDICAL_ADVANCE[], CLI_MEDICAL_STATEMENT[],
    CLI_MEDICAL_PREMIUM[], CLI_TRANSFER[], CLI_ALLOCATION[], CLI_PAYEE[], CLI_PROJECT_PAY[],
    CLI_HOME_RATE[], CLI_HOME_RECORD[], CLI_HOME_PAPER[], CLI_HOME[], CLI_HOME_STAY[],
    CLI_HOME_BOOK[], CLI_HOME_CLAIM[], CLI_PROJECT[], CLI_PROJECT_ACT[], CLI_PROJECT_RETURN[],
    CLI_PROJECT_PAPER[], CLI_MEETING[], CLI_PROBLEM[], CLI_BULLETIN[], CLI_TARGET[],
    CLI_TARGET_LETTER[], CLI_TARGET_PEOPLE[], CLI_SURVEY[], CLI_INSPECTION[], CLI_RECTIFICATION[],
    CLI_ACCOUNTABILITY[], CLI_SELF_ASSESSMENT[], CLI_COMPLAINT[], CLI_LIBRARY[], CLI_TRAINING[],
    CLI_PUBLICITY[], CLI_SLIP[], CLI_ASSESS[], CLI_ASSESS_ACT[], CLI_ASSESS_PAPER[];

/* ---- what a command asks for ---- */
size_t cli_argument_count(const struct cli *cli);
const char *cli_argument(const struct cli *cli, size_t index); /* NULL past the end */
const char *cli_option(const struct cli *cli,
                       const char *name); /* NULL when not given; "" for a given switch */
/* n-th value of an option that may be repeated (0, 1, …). */
const char *cli_option_nth(const struct cli *cli, const char *name, size_t n);
bool cli_has(const struct cli *cli, const char *name);
struct arena *cli_arena(struct cli *cli);
enum cli_format cli_format(const struct cli *cli);
const char *cli_actor(const struct cli *cli); /* --as, or "system" */
const char *cli_db_url(const struct cli *cli);
/* Opened on first use, closed by main. The reader and the writer check the schema; the county is
 * read once. */
MUST_USE enum status cli_reader(struct cli *cli, struct db **ret, struct error *e);
MUST_USE enum status cli_writer(struct cli *cli, struct db **ret, struct error *e);
/* A writer on a database that may not exist yet (init, restore): no schema check. */
MUST_USE enum status cli_writer_new(struct cli *cli, struct db **ret, struct error *e);
MUST_USE enum status cli_county(struct cli *cli, int64_t *ret, struct error *e);
MUST_USE enum status cli_keys(struct cli *cli, const struct keyring **ret,
                              struct error *e); /* made by init only */
/* --as-of DATE as a knowledge mark; KNOWN_NOW when not given. */
MUST_USE enum status cli_known(struct cli *cli, int64_t *ret, struct error *e);
MUST_USE enum status cli_month_option(struct cli *cli, const char *name, struct month *ret,
                                      struct error *e);
/* REFUSED with code USAGE (exit 2). */
enum status cli_usage(struct error *e, const char *format, ...) PRINTF_LIKE(2, 3);

/* ---- what a command says ---- */
/* Rows: begin with the column names, then per row one value for each column, then cli_row_end;
   cli_rows_end at last. Text mode aligns nothing and separates by tabs with a header line; csv is
   RFC 4180; json is an array of objects. */
void cli_rows_begin(struct cli *cli, const char *const *columns, size_t count);
void cli_text(struct cli *cli, const char *text); /* NULL prints as empty / null */
void cli_i64(struct cli *cli, int64_t value);
void cli_fen(struct cli *cli, struct fen amount); /* whole fen in csv and json, yuan in text */
void cli_month(struct cli *cli, struct month m);  /* 2013-06 */
void cli_row_end(struct cli *cli);
void cli_rows_end(struct cli *cli);
/* A sentence for a person on stdout (text mode; in json mode {"message": …}; nothing in csv mode).
 */
void cli_say(struct cli *cli, const char *format, ...) PRINTF_LIKE(2, 3);
/* Progress on stderr when it is a terminal; has the signature of payment_progress. context: the
 * cli. */
bool cli_progress(void *cli, int64_t done, int64_t total);
