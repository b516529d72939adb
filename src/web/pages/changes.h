/* Shared by the pages of dynamic management. */
#pragma once
#include "web/request.h"

/* The part of the viewer's scope that the address asks for: village, township, else all of it. */
int64_t scope_asked(const struct request *r, int64_t township, int64_t village);
