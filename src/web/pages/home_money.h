/* Shared by the pages of a home's money: claims, budgets, books, statements. */
#pragma once
#include "domain/home/book.h"
#include "web/pages/homes_page.h"

#define HOME_CLAIM_FORM_LINES 8 /* of one draft on the page */

/* "support" …; the first book when absent or unknown. */
enum home_book home_book_asked(const struct request *r);
/* List "books" of {value, label, is_chosen}. */
void home_books_add(struct request *r, struct view *v, enum home_book chosen);
/* The head of a page of the home's money: the home, and links between them. */
void home_money_head_add(struct request *r, const struct home *home, const char *current);
/* The claim of the address, of the home of the address. NONE (404). */
MUST_USE enum status home_claim_of_address(struct request *r, struct home *ret_home,
                                           struct home_claim *ret, struct error *e);
/* "claim", "state_label", sums, people. */
void home_claim_add(struct request *r, struct view *v, const struct home_claim *c);
/* The page of one claim; why: what was refused, NULL otherwise. */
MUST_USE enum status home_claim_respond(struct request *r, const struct home *home,
                                        const struct home_claim *c, unsigned status,
                                        const struct error *why, struct error *e);
/* Receipts may be handed in until it is decided, struck while it is a draft. */
bool home_receipts_open(const struct request *r, const struct home_claim *c);
/* List "receipts" of the page. */
MUST_USE enum status home_receipts_add(struct request *r, const struct home_claim *c,
                                       struct error *e);
/* A refusal is shown where the work is; anything else is handed on. */
bool home_money_is_shown(enum status s, const struct error *why);
