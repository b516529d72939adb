/* Accounts in force: households' as a third cursor beside the dossiers, homes' (a handful) in
 * memory. */
#include "prepare.h"

#include "base/i18n.h"
#include "reassess_sql.h"

#include <stdlib.h>

#define HOMES_MAX 10000

struct payees {
    struct db_cursor *households;
    int64_t household; /* read ahead; INT64_MAX at the end */
    int64_t *homes;
    size_t home_count;
};

static enum status next_household(struct payees *p, struct error *e)
{
    struct account_owner_row row;
    enum status s = account_owner_scan_next(p->households, &row, e);
    p->household = s == STATUS_OK ? row.owner : INT64_MAX;
    return s == STATUS_NONE ? STATUS_OK : s;
}

static enum status read_homes(struct db *db, int64_t county, struct payees *p, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    TRY(account_owner_scan_open(
        db, (struct account_owner_scan_args){.county = county, .owner_kind = OWNER_HOME}, &cursor,
        e));
    struct account_owner_row row;
    enum status s;
    while ((s = account_owner_scan_next(cursor, &row, e)) == STATUS_OK) {
        if (p->home_count == HOMES_MAX)
            return error_set(e, STATUS_FAILED, "HOMES_MAX", _("供养机构超过 %d 所。"), HOMES_MAX);
        p->homes[p->home_count++] = row.owner;
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

enum status payees_open(struct db *db, int64_t county, struct arena *arena, struct payees **ret,
                        struct error *e)
{
    struct payees *p = ARENA_NEW(arena, struct payees);
    int64_t *homes = ARENA_ARRAY(arena, int64_t, HOMES_MAX);
    if (!p || !homes)
        return arena_exhausted(e);
    p->homes = homes;
    TRY(read_homes(db, county, p, e));
    TRY(account_owner_scan_open(
        db, (struct account_owner_scan_args){.county = county, .owner_kind = OWNER_HOUSEHOLD},
        &p->households, e));
    enum status s = next_household(p, e);
    if (s == STATUS_OK)
        *ret = p;
    else
        payees_cleanup(&p);
    return s;
}

static int compare(const void *a, const void *b)
{
    const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

enum status payees_has_account(struct payees *p, int64_t household,
                               const struct entitlement_row *row, bool *ret, struct error *e)
{
    if (row->form == FORM_INSTITUTION) {
        *ret = p->home_count > 0 &&
               bsearch(&row->home, p->homes, p->home_count, sizeof *p->homes, compare) != NULL;
        return STATUS_OK;
    }
    while (p->household < household)
        TRY(next_household(p, e));
    *ret = p->household == household;
    return STATUS_OK;
}

void payees_cleanup(struct payees **p)
{
    if (*p)
        db_close_cursor((*p)->households);
    *p = NULL;
}
