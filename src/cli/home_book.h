/* Commands about a home's books: what home_book.c and home_claim.c share. */
#pragma once
#include "cli/home.h"
#include "domain/home/book.h"

/* --book. REFUSED: USAGE, HOME_BOOK. */
MUST_USE enum status home_book_option(struct cli *cli, enum home_book *ret, struct error *e);
/* Yuan. REFUSED: USAGE, and as fen_parse. */
MUST_USE enum status home_amount_option(struct cli *cli, const char *option, struct fen *ret,
                                        struct error *e);
/* The home of the first argument, which the actor may so treat. */
MUST_USE enum status home_book_begin(struct cli *cli, bool is_writing, enum permission permission,
                                     struct home_call *ret, struct home *ret_home, struct error *e);
/* A budget line by its name or its Chinese word; anything else as it is. */
const char *home_line_name(const char *text);
/* "meals:2013-07-03:大米 200 斤:860.00[:票据号]" as often as --line is given, or the rows of --file
   (项目、日期、内容、票据号、金额). REFUSED: USAGE, and as list_read. */
MUST_USE enum status home_claim_lines_option(struct cli *cli, struct home_claim_line **ret,
                                             size_t *ret_count, struct error *e);
