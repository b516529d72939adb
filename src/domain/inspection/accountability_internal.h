/* What the two files of accountability share. Private to inspection/. */
#pragma once
#include "domain/inspection/accountability.h"
#include "domain/inspection/inspection_internal.h"

/* As the next number, under act->change. */
MUST_USE enum status accountability_write(struct inspection_act *act,
                                          const struct accountability_new *n, struct error *e);
