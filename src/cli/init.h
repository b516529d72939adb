/* The first command of all, listed with the plan's. */
#pragma once
#include "cli/cli.h"

MUST_USE enum status cli_init(struct cli *cli, struct error *e);
