/* Who acts on cases from the command line, and on what day. */
#pragma once
#include "cli/cli.h"
#include "domain/casework/casework.h"

/* --as, with role, scope and today; the system user has the whole county. */
MUST_USE enum status cli_case_actor(struct cli *cli, struct case_actor *ret, struct error *e);
/* "12", or "DB2013-106-00012". REFUSED (CASE_UNKNOWN). */
MUST_USE enum status cli_case_number(struct cli *cli, struct db *db, int64_t county,
                                     const char *text, int64_t *ret, struct error *e);
/* REFUSED (ACCESS_SCOPE) when the division is not the actor's to see. */
MUST_USE enum status cli_case_scope(const struct case_actor *actor, int64_t division,
                                    struct error *e);
/* The option's day; today when not given. */
MUST_USE enum status cli_day_option(struct cli *cli, const char *name, struct date *ret,
                                    struct error *e);
/* "--set field=value" as often as given. */
MUST_USE enum status cli_entry_options(struct cli *cli, const char *name, struct entry_data **ret,
                                       struct error *e);
