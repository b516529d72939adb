/* home admit --file: a list of people who move in, all or none. */
#include "cli/home_admit.h"

#include <stdio.h>

#include "base/i18n.h"
#include "base/text.h"
#include "office/sheet.h"

enum column {
    COLUMN_ID_NUMBER,
    COLUMN_HOME,
    COLUMN_BED,
    COLUMN_FROM,
    COLUMN_AGREEMENT,
    COLUMN_COUNT
};
static const char *const COLUMN_NAMES[COLUMN_COUNT] = {"id_number", "home", "bed", "from",
                                                       "agreement"};
/* In which column a refusal is put right. */
static const struct {
    const char *code;
    enum column column;
} PLACES[] = {
    {"STAY_BED", COLUMN_BED},
    {"STAY_DATE", COLUMN_FROM},
    {"STAY_AGREEMENT", COLUMN_AGREEMENT},
    {"HOME_UNKNOWN", COLUMN_HOME},
    {"HOME_CLOSED", COLUMN_HOME},
    {"ACCESS_SCOPE", COLUMN_HOME},
};

struct admission_list {
    struct stay_request *requests;
    int *rows;
    size_t count;
    int columns[COLUMN_COUNT]; /* -1: not there */
};

static enum status place_of(struct error *e, int row, enum column column)
{
    e->place[0] = '\0';
    return error_place(e, _("第 %d 行 %s 列"), row, COLUMN_NAMES[column]);
}

static const char *cell_of(const struct admission_list *l, const struct sheet_row *row,
                           enum column column, struct arena *arena)
{
    int at = l->columns[column];
    if (at < 0 || at >= row->count)
        return "";
    return text_tidy_solid(arena, sheet_cell_shown(arena, &row->cells[at]));
}

static enum status header_read(struct admission_list *l, const struct sheet_row *row,
                               struct arena *arena, struct error *e)
{
    for (int c = 0; c < COLUMN_COUNT; c++)
        l->columns[c] = -1;
    for (int i = 0; i < row->count; i++) {
        const char *name = text_tidy_solid(arena, row->cells[i].text);
        for (int c = 0; c < COLUMN_COUNT; c++)
            if (text_equals(name, COLUMN_NAMES[c]))
                l->columns[c] = i;
    }
    for (int c = 0; c < COLUMN_COUNT; c++)
        if (l->columns[c] < 0 && c != COLUMN_BED)
            return error_set(
                e, STATUS_REFUSED, "IMPORT_HEADER_MISSING",
                _("第 %d 行没有列名 %s。第一行应为 id_number、home、bed、from、agreement。"),
                row->row, COLUMN_NAMES[c]);
    return STATUS_OK;
}

static enum status request_read(struct cli *cli, const struct home_call *c,
                                struct admission_list *l, const struct sheet_row *row,
                                struct error *e)
{
    struct arena *arena = cli_arena(cli);
    struct home home;
    struct stay_request r = {.kind = STAY_WUBAO,
                             .id_number = cell_of(l, row, COLUMN_ID_NUMBER, arena),
                             .agreement = cell_of(l, row, COLUMN_AGREEMENT, arena)};
    const char *from = cell_of(l, row, COLUMN_FROM, arena);
    const char *name = cell_of(l, row, COLUMN_HOME, arena);
    const char *bed = cell_of(l, row, COLUMN_BED, arena);
    if (!r.id_number || !r.agreement || !from || !name || !bed)
        return arena_exhausted(e);
    if (home_call_find(cli, c, name, &home, e) != STATUS_OK)
        return place_of(e, row->row, COLUMN_HOME);
    if (date_parse(from, &r.from, e) != STATUS_OK)
        return place_of(e, row->row, COLUMN_FROM);
    if (home_call_bed(cli, c, &home, bed, &r.bed, e) != STATUS_OK)
        return place_of(e, row->row, COLUMN_BED);
    r.home = home.id;
    l->requests[l->count] = r;
    l->rows[l->count++] = row->row;
    return STATUS_OK;
}

static enum status list_read(struct cli *cli, const struct home_call *c, const char *path,
                             struct admission_list *l, struct error *e)
{
    CLEANUP(sheet_book_cleanup) struct sheet_book *book = NULL;
    CLEANUP(sheet_cleanup) struct sheet_reader *reader = NULL;
    struct sheet_row row;
    enum status s;
    bool is_header = true;
    TRY(sheet_book_open(path, &book, e));
    TRY(sheet_open(book, 0, SHEET_AS_IS, &reader, e));
    while ((s = sheet_next(reader, &row, e)) == STATUS_OK) {
        if (is_header) {
            TRY(header_read(l, &row, cli_arena(cli), e));
            is_header = false;
            continue;
        }
        if (l->count == STAY_BATCH_MAX)
            return error_set(e, STATUS_REFUSED, "STAY_BATCH", _("一次办理入住 1 至 %d 人。"),
                             STAY_BATCH_MAX);
        TRY(request_read(cli, c, l, &row, e));
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

enum status home_admit_file(struct cli *cli, const struct home_call *c, const char *path,
                            int64_t **ret_stays, size_t *ret_count, struct error *e)
{
    struct admission_list l = {.requests =
                                   ARENA_ARRAY(cli_arena(cli), struct stay_request, STAY_BATCH_MAX),
                               .rows = ARENA_ARRAY(cli_arena(cli), int, STAY_BATCH_MAX)};
    int64_t *stays = ARENA_ARRAY(cli_arena(cli), int64_t, STAY_BATCH_MAX);
    size_t failed = 0;
    if (!l.requests || !l.rows || !stays)
        return arena_exhausted(e);
    TRY(list_read(cli, c, path, &l, e));
    enum status s = stay_request_all(c->db, c->county, c->keys, l.requests, l.count, c->actor,
                                     stays, &failed, e);
    if (s == STATUS_REFUSED && l.count > 0) {
        enum column column = COLUMN_ID_NUMBER;
        for (size_t i = 0; i < sizeof PLACES / sizeof PLACES[0]; i++)
            if (text_equals(e->code, PLACES[i].code))
                column = PLACES[i].column;
        return place_of(e, l.rows[failed], column);
    }
    if (s != STATUS_OK)
        return s;
    *ret_stays = stays;
    *ret_count = l.count;
    return STATUS_OK;
}
