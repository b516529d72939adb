/* The programme in other hands, as happened in 2018–19: read-only from then on, everything of it
   written out for whoever goes on with it (office/handover). P3.3. */
#pragma once
#include "domain/plan/plan.h"

struct handover {
    bool is_read_only;
    const char *bureau, *document;
    int64_t known_from;
};
/* NONE: never handed over. */
MUST_USE enum status handover_read(struct db *db, int64_t county, enum programme p,
                                   struct arena *arena, struct handover *ret, struct error *e);
/* Every setting and release, the newest first. */
MUST_USE enum status handover_history(struct db *db, int64_t county, enum programme p,
                                      struct arena *arena, struct handover **ret, size_t *ret_count,
                                      struct error *e);
/* What is begun and not finished, per kind; nothing of it may be left at a hand-over. */
struct handover_open {
    const char *code;  /* "ADMISSION" */
    const char *label; /* msgid: 未出院结算的入院备案 */
    int64_t count;
};
#define HANDOVER_OPEN_KINDS 9
/* All kinds, also those with nothing open. */
MUST_USE enum status handover_open_read(struct db *db, int64_t county,
                                        struct handover_open ret[HANDOVER_OPEN_KINDS],
                                        struct error *e);
/* To read-only, or back into the bureau's hands. One transaction. REFUSED: HANDOVER_PROGRAMME (only
   medical assistance can be handed over), HANDOVER_TEXT (no bureau or no document), HANDOVER_STATE
   (it is so already), HANDOVER_OPEN naming what is not finished. */
MUST_USE enum status handover_set(struct db *db, int64_t county, enum programme p,
                                  bool is_read_only, const char *bureau, const char *document,
                                  const char *actor, struct error *e);
