/* Bulletins in the matrix of access: an issued one, which everybody reads and nobody changes. */
#include "domain/bulletin/bulletin.h"
#include "domain/registry/change.h"
#include "web/matrix.h"

void matrix_bulletin_fill(struct matrix *m, struct db *db)
{
    static const char *const codes[] = {"project.beds_county"};
    struct error e = {0};
    const struct bulletin_request first = {
        .kind = BULLETIN_QUARTER, .year = 2013, .quarter = 1, .codes = codes, .code_count = 1};
    assert_ok_e(bulletin_draft(db, LIVE_COUNTY, &first, ACTOR_SYSTEM, &m->bulletin, &e), &e);
    assert_ok_e(bulletin_submit(db, LIVE_COUNTY, m->bulletin, ACTOR_SYSTEM, &e), &e);
    assert_ok_e(
        bulletin_issue(db, LIVE_COUNTY, m->bulletin, 0, matrix_user(ROLE_BUREAU_DIRECTOR), &e), &e);
}
