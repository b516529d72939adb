/* Who acts on cases from the command line, and on what day. */
#pragma once
#include "cli/cli.h"
#include "domain/casework/casework.h"

/* --as, with role, scope and today; the system user has the whole county. */
MUST_USE enum status cli_case_actor(struct cli *cli, struct case_actor *ret, struct error *e);
/* What every command on cases has in hand. */
struct case_command {
    struct db *db;
    int64_t county;
    const struct keyring *keys; /* NULL unless it writes */
    struct case_actor actor;
    struct date on; /* --on, else today */
};
MUST_USE enum status cli_case_begin(struct cli *cli, bool is_writing, struct case_command *ret,
                                    struct error *e);
/* "12", or "DB2013-106-00012". REFUSED (CASE_UNKNOWN). */
MUST_USE enum status cli_case_number(struct cli *cli, struct db *db, int64_t county,
                                     const char *text, int64_t *ret, struct error *e);
/* The first argument, a number of what is named. REFUSED (USAGE). */
MUST_USE enum status cli_number_argument(struct cli *cli, const char *what, int64_t *ret,
                                         struct error *e);
/* The case of the first argument. REFUSED: CASE_UNKNOWN, ACCESS_SCOPE. */
MUST_USE enum status cli_case_argument(struct cli *cli, const struct case_command *c,
                                       struct case_record *ret, struct error *e);
/* REFUSED (ACCESS_SCOPE) when the division is not the actor's to see. */
MUST_USE enum status cli_case_scope(const struct case_actor *actor, int64_t division,
                                    struct error *e);
/* The option's day; today when not given. */
MUST_USE enum status cli_day_option(struct cli *cli, const char *name, struct date *ret,
                                    struct error *e);
/* "--set field=value" as often as given. */
MUST_USE enum status cli_entry_options(struct cli *cli, const char *name, struct entry_data **ret,
                                       struct error *e);
