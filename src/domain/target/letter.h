/* Target responsibility letters (目标责任书, P4.1): what one township is asked for in a year,
   frozen when it is issued from the splits in force, signed by the township's lead. */
#pragma once
#include "domain/target/target.h"

enum target_letter_state { LETTER_ISSUED = 1, LETTER_SIGNED, LETTER_REPLACED };
const char *target_letter_state_code(enum target_letter_state s);
const char *target_letter_state_label(enum target_letter_state s); /* msgid */
struct target_letter_line {
    int64_t split;
    enum target_book book;
    const char *measure;
    struct date due_on;
    enum target_unit unit;
    int64_t value;
    const char *clause;
};
struct target_letter {
    int64_t id;
    int year, version;
    int64_t township;
    const char *township_name;
    enum target_letter_state state; /* as known */
    const char *document, *issued_by, *bureau_signer;
    const char *signed_by, *township_signer; /* signed_by NULL: not signed; township_signer "" */
    struct date issued_on, signed_on;        /* signed_on v 0: not signed */
    uint8_t content_hash[HASH_BYTES];
    int64_t known_from, signed_change, replaced_change;
    size_t line_count;
    struct target_letter_line *lines; /* county's book first, then measure and due day */
};
/* By the bureau's director, to one township or (0) to all: from the splits in force; those whose
   lines are as in the letter in force are left. The signer is the leading group's leader, without
   one the director's post. One transaction. NONE: all letters stand as they are. REFUSED:
   TARGET_NONE (nothing in force asks for anything), TARGET_FIELD, ACCESS_…. */
MUST_USE enum status target_letter_issue(struct db *db, int64_t county, int year, int64_t township,
                                         const char *document, const char *actor, size_t *ret_count,
                                         struct error *e);
/* By the township's lead. signer: whose name it carries; NULL: the post's title. REFUSED:
   LETTER_UNKNOWN, LETTER_STATE, SAME_PERSON, ACCESS_…. */
MUST_USE enum status target_letter_sign(struct db *db, int64_t county, int64_t id,
                                        const char *signer, const char *actor, struct error *e);
/* By township, then version. township 0: all. is_current_only: without replaced ones. */
MUST_USE enum status target_letter_list(struct db *db, int64_t county, int year, int64_t township,
                                        bool is_current_only, int64_t known, struct arena *arena,
                                        struct target_letter **ret, size_t *ret_count,
                                        struct error *e);
MUST_USE enum status target_letter_read(struct db *db, int64_t county, int64_t id, int64_t known,
                                        struct arena *arena, struct target_letter *ret,
                                        struct error *e); /* NONE */
void target_letter_hash(const struct target_letter *l, uint8_t out[HASH_BYTES]);
