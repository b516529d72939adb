#include "domain/signing/signing.h"

#include "signing_sql.h"

enum status signing_list(struct db *db, int64_t county, int64_t township, const char *user,
                         struct arena *arena, struct signing **ret, size_t *ret_count,
                         struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct signing *list = ARENA_ARRAY(arena, struct signing, SIGNINGS_MAX);
    struct signing_row row;
    size_t n = 0;
    enum status s = STATUS_NONE;
    if (!list)
        return arena_exhausted(e);
    TRY(signing_rows_open(
        db, (struct signing_rows_args){.county = county, .township = township, .user = user},
        &cursor, e));
    while (n < SIGNINGS_MAX && (s = signing_rows_next(cursor, &row, e)) == STATUS_OK) {
        if (row.items == 0)
            continue;
        list[n] = (struct signing){.kind = (enum signing_kind)row.kind,
                                   .id = row.id,
                                   .items = row.items,
                                   .township = row.township,
                                   .month = {(int32_t)row.month},
                                   .title = arena_strdup(arena, row.title)};
        if (!list[n++].title)
            return arena_exhausted(e);
    }
    if (s != STATUS_NONE && s != STATUS_OK)
        return s;
    *ret = list;
    *ret_count = n;
    return STATUS_OK;
}
