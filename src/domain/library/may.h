/* Who may: asked by library, training and publicity alike. */
#pragma once
#include "domain/access/access.h"

/* division 0: no question of scope. ACTOR_SYSTEM may whatever its permission's roles allow the
   command line. REFUSED: ACCESS_DENIED, ACCESS_SCOPE. */
MUST_USE enum status library_may(struct db *db, int64_t county, const char *actor,
                                 enum permission permission, int64_t division, struct arena *arena,
                                 struct error *e);
enum status library_same_person(struct error *e, const char *actor);
/* REFUSED (code): empty when it must not be, or longer than `most` bytes; field: its name. */
MUST_USE enum status library_text_check(const char *code, const char *field, const char *text,
                                        bool is_needed, size_t most, struct error *e);
