/* Institutions that a fund pays by transfer: hospitals, the insurance office (P3.3), homes for the
   aged and contractors (P3.2, P3.4). Plan and command line enter them. */
#pragma once
#include "domain/registry/registry.h"

enum payee_kind {
    PAYEE_HOSPITAL = 1,
    PAYEE_INSURANCE,
    PAYEE_HOME_MANAGEMENT, /* a home's account for management money */
    PAYEE_CONTRACTOR,
    PAYEE_HOME_OWN,    /* a home's account for donations and farm proceeds */
    PAYEE_BANK,        /* the bank that pays a list of people */
    PAYEE_HOME_SUPPORT /* a home's account for support money, into which runs pay as well */
};
#define PAYEE_KINDS PAYEE_HOME_SUPPORT
const char *payee_kind_code(enum payee_kind k);  /* "home_management"; "" unknown */
const char *payee_kind_label(enum payee_kind k); /* msgid; "" unknown */
/* REFUSED (PAYEE_KIND), naming those there are. */
MUST_USE enum status payee_kind_parse(const char *code, enum payee_kind *ret, struct error *e);

struct payee {
    int64_t id, township;
    enum payee_kind kind;
    const char *code, *name;                  /* code: "H001" */
    const char *bank, *holder, *account_tail; /* of the account in force; NULL without one */
};
/* By code or whole name. NONE: no such. */
MUST_USE enum status payee_by_name(struct db *db, int64_t county, const char *code_or_name,
                                   struct arena *arena, struct payee *ret, struct error *e);
MUST_USE enum status payee_by_id(struct db *db, int64_t county, int64_t id, struct arena *arena,
                                 struct payee *ret, struct error *e);
/* kind 0: all, kind by kind. */
MUST_USE enum status payee_list(struct db *db, int64_t county, enum payee_kind kind,
                                struct arena *arena, struct payee **ret, size_t *ret_count,
                                struct error *e);
/* Adds one, or gives the known one (same code) another name or account. Inside db_transaction.
   bank NULL: account unchanged. ret_id may be NULL. REFUSED: PAYEE_CODE, PAYEE_KIND, ACCOUNT_… */
struct payee_entry {
    enum payee_kind kind;
    const char *code, *name;
    int64_t township;
    const char *bank, *holder, *account;
};
MUST_USE enum status payee_write(struct db *db, int64_t county, const struct keyring *keys,
                                 const struct payee_entry *entry, int64_t change, int64_t *ret_id,
                                 struct error *e);
