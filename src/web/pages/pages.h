/* Each page file's table; gathered in pages.c. */
#pragma once
#include "web/router.h"
extern const struct route_table LOGIN_ROUTES, HOME_ROUTES, HOUSEHOLD_ROUTES, IMPORT_ROUTES, JOB_ROUTES;
