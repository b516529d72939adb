/* Three scans merged with the items: decisions, persons and accounts. */
#include "recipient.h"

#include "remittance_sql.h"

#include <stdlib.h>

struct recipients {
    struct db *db;
    int64_t county, programme, known;
    struct month month;
    struct key_scan decisions, persons, accounts, home_accounts;
    struct recipient_decision_row decision;
    struct recipient_person_row person;
    struct recipient_account_row account, home_account;
};

enum status recipients_open(struct db *db, int64_t county, int64_t programme, int64_t known,
                            struct recipients **ret, struct error *e)
{
    struct recipients *r = calloc(1, sizeof *r);
    if (!r)
        return arena_exhausted(e);
    r->db = db;
    r->county = county;
    r->programme = programme;
    r->known = known;
    *ret = r;
    return STATUS_OK;
}

bool key_scan_reaches(struct key_scan *s, int64_t number, int64_t block)
{
    bool is_ahead = s->cursor && number >= s->asked && number < s->until;
    s->asked = number;
    if (is_ahead)
        return true;
    db_cursor_cleanup(&s->cursor);
    s->at = number - 1;
    s->until = number + block;
    return false;
}

enum status key_scan_moved(struct key_scan *s, enum status step, int64_t number)
{
    if (step == STATUS_OK)
        s->at = number;
    else if (step == STATUS_NONE)
        s->at = s->until;
    return step;
}

/* Whose decision it is: an entitlement's, or of claims the household's own. */
static enum status decisions_open(struct recipients *r, int64_t household, struct error *e)
{
    struct key_scan *s = &r->decisions;
    if (r->programme == PROGRAMME_MEDICAL)
        return recipient_claimant_open(r->db,
                                       (struct recipient_claimant_args){r->county, r->programme,
                                                                        r->month, household,
                                                                        s->until, r->known},
                                       &s->cursor, e);
    return recipient_decision_open(r->db,
                                   (struct recipient_decision_args){r->county, r->programme,
                                                                    r->month, household, s->until,
                                                                    r->known},
                                   &s->cursor, e);
}

static enum status decision_at(struct recipients *r, int64_t household, struct error *e)
{
    struct key_scan *s = &r->decisions;
    if (!key_scan_reaches(s, household, KEY_SCAN_NUMBERS))
        TRY(decisions_open(r, household, e));
    while (s->at < household) {
        enum status step = recipient_decision_next(s->cursor, &r->decision, e);
        TRY(key_scan_moved(s, step, r->decision.household));
    }
    return s->at == household ? STATUS_OK : STATUS_NONE;
}

static enum status person_at(struct recipients *r, int64_t person, struct error *e)
{
    struct key_scan *s = &r->persons;
    if (!key_scan_reaches(s, person, KEY_SCAN_NUMBERS))
        TRY(recipient_person_open(
            r->db, (struct recipient_person_args){r->county, person, s->until}, &s->cursor, e));
    while (s->at < person) {
        enum status step = recipient_person_next(s->cursor, &r->person, e);
        TRY(key_scan_moved(s, step, r->person.id));
    }
    return s->at == person ? STATUS_OK : STATUS_NONE;
}

static enum status account_at(struct recipients *r, struct key_scan *s, enum owner_kind kind,
                              int64_t owner, struct recipient_account_row *row, struct error *e)
{
    if (!key_scan_reaches(s, owner, kind == OWNER_HOME ? 1 : KEY_SCAN_NUMBERS))
        TRY(recipient_account_open(
            r->db, (struct recipient_account_args){r->county, kind, owner, s->until, r->known},
            &s->cursor, e));
    while (s->at < owner) {
        enum status step = recipient_account_next(s->cursor, row, e);
        TRY(key_scan_moved(s, step, row->owner));
    }
    return s->at == owner ? STATUS_OK : STATUS_NONE;
}

enum status recipient_at(struct recipients *r, struct month month, int64_t household,
                         struct recipient *ret, struct error *e)
{
    if (month.v != r->month.v)
        db_cursor_cleanup(&r->decisions.cursor);
    r->month = month;
    TRY(decision_at(r, household, e));
    TRY(person_at(r, r->decision.head, e));
    const bool is_home = r->decision.form == FORM_INSTITUTION;
    struct recipient_account_row *account = is_home ? &r->home_account : &r->account;
    enum status s = is_home
                        ? account_at(r, &r->home_accounts, OWNER_HOME, r->decision.home, account, e)
                        : account_at(r, &r->accounts, OWNER_HOUSEHOLD, household, account, e);
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    *ret = (struct recipient){.id_sealed = r->person.id_sealed, .id_index = r->person.id_index};
    if (s == STATUS_OK) {
        ret->bank = account->bank;
        ret->holder = account->holder;
        ret->number_sealed = account->number_sealed;
        ret->number_index = account->number_index;
    }
    return STATUS_OK;
}

void recipients_cleanup(struct recipients **r)
{
    if (!*r)
        return;
    db_cursor_cleanup(&(*r)->decisions.cursor);
    db_cursor_cleanup(&(*r)->persons.cursor);
    db_cursor_cleanup(&(*r)->accounts.cursor);
    db_cursor_cleanup(&(*r)->home_accounts.cursor);
    free(*r);
    *r = NULL;
}
