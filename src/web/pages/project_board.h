/* What the board of projects is asked for, by its page and its files. */
#pragma once
#include "domain/project/return.h"
#include "web/request.h"

struct project_board {
    enum target_book book;
    struct date on;
    int64_t township; /* whose line is drawn; 0: the county's */
};
/* Query "book", "on", "township", read leniently. A township's viewer has his own only. */
void project_board_asked(const struct request *r, struct project_board *ret);
