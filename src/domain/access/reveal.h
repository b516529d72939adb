/* A whole ID number, telephone or account, shown to somebody who says why. Every showing is a row
   of the trail ("number.reveal": who, of whom, why), written before the number is opened; the
   number itself stands in no trail, no log and no address. */
#pragma once
#include "base/seal.h"
#include "domain/access/access.h"

#define REVEAL_PURPOSE_LETTERS_MIN 4
#define REVEAL_PURPOSE_BYTES_MAX 300
#define REVEAL_PEOPLE_MAX 100

enum reveal_kind {
    REVEAL_NONE = 0,
    REVEAL_ID_NUMBER,
    REVEAL_PHONE,
    REVEAL_ACCOUNT /* the household's, in force */
};
/* "id_number", "phone", "account"; REVEAL_NONE for anything else. */
enum reveal_kind reveal_kind_parse(const char *code);

struct reveal_request {
    enum reveal_kind kind;
    int64_t household;
    int64_t person;      /* somebody who is or was of that household; 0 for the account */
    const char *purpose; /* the user's words */
};
/* NONE: no such household, person or number, or not in the user's scope. REFUSED: ACCESS_DENIED
   (PERMISSION_NUMBER_REVEAL), REVEAL_PURPOSE (too short, too long, or it contains the number
   itself). ret_number: in the arena. One transaction of its own. */
MUST_USE enum status access_reveal(struct db *db, int64_t county, const struct keyring *keys,
                                   const struct access_user *user,
                                   const struct reveal_request *request, struct arena *arena,
                                   const char **ret_number, struct error *e);

/* A paper on which whole numbers stand, of a household or of people who are in a case only. Every
   printing is a row of the trail like the others ("number.reveal" of "case 12"), written before the
   paper is made. */
struct reveal_paper_request {
    int64_t case_id, division;
    const char *paper; /* its code: "application" */
    const char *purpose;
};
/* NONE: the division is not in the user's scope. REFUSED: ACCESS_DENIED
   (PERMISSION_NUMBER_REVEAL), REVEAL_PURPOSE (too short, too long, or there is a number in it). One
   transaction of its own. */
MUST_USE enum status access_reveal_paper(struct db *db, int64_t county,
                                         const struct access_user *user,
                                         const struct reveal_paper_request *request,
                                         struct error *e);

/* The same for a number that stands elsewhere than in a household, sealed as its kind is. */
struct reveal_sealed_request {
    const char *subject; /* "home_staff 12" */
    int64_t division;    /* whose it is */
    enum reveal_kind kind;
    struct blob sealed;
    const char *purpose;
};
/* As access_reveal. */
MUST_USE enum status access_reveal_sealed(struct db *db, int64_t county, const struct keyring *keys,
                                          const struct access_user *user,
                                          const struct reveal_sealed_request *request,
                                          struct arena *arena, const char **ret_number,
                                          struct error *e);

/* What of a household can be shown. */
struct reveal_person {
    int64_t person;
    const char *name, *id_tail, *phone_tail; /* phone_tail NULL: none is known */
};
struct reveal_choices {
    struct reveal_person *people;
    size_t count;
    const char *bank, *account_tail; /* NULL: none */
};
/* NONE: no such household, or not in the user's scope. */
MUST_USE enum status access_reveal_choices(struct db *db, int64_t county,
                                           const struct access_user *user, int64_t household,
                                           struct arena *arena, struct reveal_choices *ret,
                                           struct error *e);
