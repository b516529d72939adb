/* 明白卡 and 宣传页 as PDF or DOCX (document.h). A slip is a page of its own; its code stands on it
   as a QR code and in letters, for whoever has no telephone that reads it. The number to call is
   the plan's (plan_phone); without one the paper refers to the notice board. */
#pragma once
#include "domain/publicity/slip.h"
#include "office/document.h"

#define SLIP_SITE_DEFAULT "http://127.0.0.1:8080"
struct slip_paper_options {
    enum document_kind kind;
    struct date today; /* of printing */
    const char *site;  /* where the public pages are, "https://…"; NULL: MINSHENG_SITE, else the
                          default */
};
/* As printed by slip_print. */
MUST_USE enum status slip_paper_render(struct db *db, int64_t county, const struct slip_made *made,
                                       size_t count, const struct slip_paper_options *options,
                                       struct buf *ret, struct error *e);
/* Prints and renders as one: where the paper fails, the cards that are out stay good. */
MUST_USE enum status slip_paper_print(struct db *db, int64_t county, const struct keyring *keys,
                                      const struct slip_wish *wish, const char *actor,
                                      const struct slip_paper_options *options, struct arena *arena,
                                      struct buf *ret, size_t *ret_count, struct error *e);
/* What one programme gives, to whom, what to bring, how long each step takes: numbers in force in
   the month of today, with their documents. REFUSED: POLICY_MISSING. */
MUST_USE enum status leaflet_paper_render(struct db *db, int64_t county, enum programme p,
                                          const struct slip_paper_options *options, struct buf *ret,
                                          struct error *e);
